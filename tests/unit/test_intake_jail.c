/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a parser that has been taken over could still do: nothing. */
#include "rk_test.h"
#include "rk_file.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static int ended_by(const char *attempt)
{
    struct rk_arena mem = rk_arena_open(1 << 16);
    char *helper = rk_helper_path(&mem, "ranok-intake");
    assert_non_null(helper);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        execl(helper, helper, "--prove-jail", attempt, (char *)NULL);
        _exit(77);
    }
    int state = 0;
    assert_int_equal(waitpid(child, &state, 0), child);
    rk_arena_close(&mem);
    return state;
}

static void the_jail_itself_harms_nobody(void **state)
{
    (void)state;
    const int end = ended_by("nothing");
    assert_true(WIFEXITED(end));
    assert_int_equal(WEXITSTATUS(end), 0);
}

static void whoever_breaks_out_is_killed_by_the_kernel(void **state)
{
    (void)state;
    static const char *const attempts[] = {"open", "openat",   "socket", "execve",
                                           "fork", "read",     "kill",   "ptrace",
                                           "code", "io_uring", "write"};
    for (int i = 0; i < RK_COUNT(attempts); i++) {
        const int end = ended_by(attempts[i]);
        if (!WIFSIGNALED(end) || WTERMSIG(end) != SIGSYS)
            fail_msg("%s: ended with %x instead of SIGSYS", attempts[i], (unsigned)end);
    }
}

static void memory_beyond_the_limit_is_refused(void **state)
{
    (void)state;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    print_message("skipped: a sanitizer needs the address space for itself\n");
    skip();
#else
    const int end = ended_by("hog");
    assert_true(WIFEXITED(end));
    assert_int_equal(WEXITSTATUS(end), 0);
#endif
}

static void unknown_attempts_do_not_pass_for_proofs(void **state)
{
    (void)state;
    const int end = ended_by("dance");
    assert_true(WIFEXITED(end));
    assert_int_equal(WEXITSTATUS(end), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_jail_itself_harms_nobody),
        cmocka_unit_test(whoever_breaks_out_is_killed_by_the_kernel),
        cmocka_unit_test(memory_beyond_the_limit_is_refused),
        cmocka_unit_test(unknown_attempts_do_not_pass_for_proofs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
