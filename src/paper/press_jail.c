/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the helper may still do once it runs: read fonts, use its memory, write to its pipe. The
 * words it prints are the town's own, but nothing it links needs a network, another program or
 * a file to write; the kernel refuses all three.
 */
#include "press_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>

static bool refuse(scmp_filter_ctx filter, int call)
{
    return seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), call, 0) == 0;
}

/* Opening is refused for anything but reading; argument `flags` stands at `place`. */
static bool only_reading(scmp_filter_ctx filter, int call, unsigned place)
{
    const scmp_datum_t writing[] = {O_WRONLY, O_RDWR};
    bool made = true;
    for (int i = 0; i < 2; i++)
        made = made && seccomp_rule_add(
                           filter, SCMP_ACT_ERRNO(EROFS), call, 1,
                           SCMP_CMP(place, SCMP_CMP_MASKED_EQ, O_ACCMODE, writing[i])) == 0;
    return made;
}

bool press_jail(void)
{
    static const int refused[] = {
        SCMP_SYS(socket),   SCMP_SYS(connect),  SCMP_SYS(bind),      SCMP_SYS(execve),
        SCMP_SYS(execveat), SCMP_SYS(ptrace),   SCMP_SYS(unlink),    SCMP_SYS(unlinkat),
        SCMP_SYS(rename),   SCMP_SYS(renameat), SCMP_SYS(renameat2), SCMP_SYS(mkdir),
        SCMP_SYS(mkdirat),  SCMP_SYS(creat),    SCMP_SYS(truncate),  SCMP_SYS(link),
        SCMP_SYS(linkat),   SCMP_SYS(symlink),  SCMP_SYS(symlinkat)};
    const struct rlimit none = {0, 0};
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    bool made = filter && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
                setrlimit(RLIMIT_CORE, &none) == 0;
    for (ptrdiff_t i = 0; i < RK_COUNT(refused) && made; i++)
        made = refuse(filter, refused[i]);
    made = made && only_reading(filter, SCMP_SYS(open), 1) &&
           only_reading(filter, SCMP_SYS(openat), 2) && seccomp_load(filter) == 0;
    if (filter)
        seccomp_release(filter);
    return made;
}
