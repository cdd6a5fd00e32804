/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a worker may still do: answer on the sockets it is given, read and write the town's
 * files, start the readers and printers of this house. It opens no socket of its own, so
 * nothing it holds can be carried off over a network, and nobody may look into it.
 */
#include "desk_jail.h"

#include <errno.h>
#include <seccomp.h>
#include <sys/prctl.h>

bool desk_jail(void)
{
    static const int refused[] = {SCMP_SYS(connect),
                                  SCMP_SYS(bind),
                                  SCMP_SYS(listen),
                                  SCMP_SYS(ptrace),
                                  SCMP_SYS(process_vm_readv),
                                  SCMP_SYS(process_vm_writev),
                                  SCMP_SYS(kexec_load),
                                  SCMP_SYS(init_module),
                                  SCMP_SYS(finit_module),
                                  SCMP_SYS(delete_module),
                                  SCMP_SYS(bpf),
                                  SCMP_SYS(perf_event_open),
                                  SCMP_SYS(keyctl),
                                  SCMP_SYS(add_key),
                                  SCMP_SYS(request_key),
                                  SCMP_SYS(reboot),
                                  SCMP_SYS(swapon),
                                  SCMP_SYS(userfaultfd)};
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    bool made = filter && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
    for (ptrdiff_t i = 0; i < RK_COUNT(refused) && made; i++)
        made = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), refused[i], 0) == 0;
    made = made && seccomp_load(filter) == 0;
    if (filter)
        seccomp_release(filter);
    return made;
}
