/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The jail of the helper: what a parser that has been taken over could still do is use its own
 * memory, write to its pipe and end.
 *
 * Four layers, each enough against files or network on its own: resource limits, no new
 * privileges with an empty user and network namespace, Landlock without a single rule, and a
 * list of system calls outside which the kernel kills the process.
 */
#define RK_INTAKE_ROOM
#include "rk_base.h"
#include "intake_internal.h"

#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

enum { CPU_LIMIT_S = 600 };
#define OWN_MEMORY ((rlim_t)1280 << 20) /* INTAKE_SCRATCH, expat, zlib, the program itself */

/* At most so much; what is limited more already stays so. */
static bool limit(int what, rlim_t most)
{
    struct rlimit r;
    if (getrlimit(what, &r) != 0)
        return false;
    r.rlim_cur = r.rlim_max = r.rlim_max < most ? r.rlim_max : most;
    return setrlimit(what, &r) == 0;
}

static bool limit_resources(int64_t mapped)
{
    /* The sanitizers reserve terabytes of address space for themselves. */
    if (!SANITIZED && !limit(RLIMIT_AS, (rlim_t)mapped + OWN_MEMORY))
        return false;
    return limit(RLIMIT_NOFILE, 0) && limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_CORE, 0) &&
           limit(RLIMIT_CPU, CPU_LIMIT_S);
}

/* Landlock as of its ABI 6; the kernel is told only as much of it as it knows. */
static bool landlock_everything(void)
{
    struct {
        uint64_t files, network, scopes;
    } rules = {0};
    enum { VERSION = 1 };
    const long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, VERSION);
    if (abi < 1)
        return false;
    const int file_rights = abi >= 5 ? 16 : abi >= 3 ? 15 : abi >= 2 ? 14 : 13;
    rules.files = (UINT64_C(1) << file_rights) - 1;
    rules.network = abi >= 4 ? 3 : 0;
    rules.scopes = abi >= 6 ? 3 : 0;
    const size_t known = abi >= 6 ? 24 : abi >= 4 ? 16 : 8;
    const long set = syscall(SYS_landlock_create_ruleset, &rules, known, 0);
    if (set < 0)
        return false;
    const bool held = syscall(SYS_landlock_restrict_self, set, 0) == 0;
    close((int)set);
    return held;
}

static bool allow(scmp_filter_ctx filter, int call)
{
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) == 0;
}

/* Memory may be had, but never memory that can be executed. */
static bool allow_memory(scmp_filter_ctx filter, int call)
{
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 1,
                            SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
}

static bool filter_calls(void)
{
    static const int free_calls[] = {
        SCMP_SYS(munmap),
        SCMP_SYS(mremap),
        SCMP_SYS(brk),
        SCMP_SYS(madvise),
        SCMP_SYS(exit_group),
        SCMP_SYS(exit),
        SCMP_SYS(rt_sigreturn),
        SCMP_SYS(clock_gettime),
        SCMP_SYS(restart_syscall),
#if SANITIZED
        SCMP_SYS(futex),
        SCMP_SYS(sched_yield),
        SCMP_SYS(gettid),
        SCMP_SYS(getpid),
        SCMP_SYS(sigaltstack),
        SCMP_SYS(rt_sigprocmask),
        SCMP_SYS(rt_sigaction),
#endif
    };
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (!filter)
        return false;
    bool made = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(write), 1,
                                 SCMP_A0(SCMP_CMP_EQ, STDOUT_FILENO, 0)) == 0;
    if (SANITIZED) /* where it says what it found */
        made = made && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(write), 1,
                                        SCMP_A0(SCMP_CMP_EQ, STDERR_FILENO, 0)) == 0;
    made = made && allow_memory(filter, SCMP_SYS(mmap)) &&
           allow_memory(filter, SCMP_SYS(mprotect));
    for (int i = 0; i < RK_COUNT(free_calls); i++)
        made = made && allow(filter, free_calls[i]);
    made = made && seccomp_load(filter) == 0;
    seccomp_release(filter);
    return made;
}

bool intake_jail(int64_t mapped, int *layers)
{
    *layers = 0;
    if (unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0 || unshare(CLONE_NEWNET) == 0)
        *layers |= INTAKE_JAIL_NETWORK;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
        return false;
    if (landlock_everything())
        *layers |= INTAKE_JAIL_LANDLOCK;
    if (!limit_resources(mapped) || !filter_calls())
        return false;
    *layers |= INTAKE_JAIL_SECCOMP;
    return true;
}
