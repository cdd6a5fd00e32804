/* SPDX-License-Identifier: GPL-3.0-or-later */
#define RK_INTAKE_ROOM
#include "rk_base.h"
#include "intake_internal.h"
#include "intake_prove.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { THROUGH = 9 };

static long try_open(void)
{
    return syscall(SYS_openat, AT_FDCWD, "/dev/null", O_RDONLY);
}

static long try_old_open(void)
{
#ifdef SYS_open
    return syscall(SYS_open, "/dev/null", O_RDONLY);
#else
    return try_open();
#endif
}

static long try_socket(void)
{
    return socket(AF_INET, SOCK_STREAM, 0);
}

static long try_execve(void)
{
    char *const none[] = {NULL};
    return execve("/bin/true", none, none);
}

static long try_fork(void)
{
    return fork();
}

static long try_read(void)
{
    char byte;
    return read(STDIN_FILENO, &byte, 1);
}

static long try_write_elsewhere(void)
{
    return write(STDERR_FILENO + 1, "x", 1);
}

static long try_code(void)
{
    return mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) ==
                   MAP_FAILED
               ? -1
               : 0;
}

static long try_kill(void)
{
    return kill(getppid(), 0);
}

static long try_ptrace(void)
{
    return ptrace(PTRACE_ATTACH, getppid(), NULL, NULL);
}

static long try_io_uring(void)
{
    return syscall(SYS_io_uring_setup, 1, NULL);
}

static const struct {
    const char *name;
    long (*attempt)(void);
} attempts[] = {{"open", try_old_open},
                {"openat", try_open},
                {"socket", try_socket},
                {"execve", try_execve},
                {"fork", try_fork},
                {"read", try_read},
                {"kill", try_kill},
                {"ptrace", try_ptrace},
                {"io_uring", try_io_uring},
                {"code", try_code},
                {"write", try_write_elsewhere}};

int intake_prove_jail(const char *what)
{
    int layers = 0;
    if (!intake_jail(0, &layers))
        return 3;
    if (strcmp(what, "nothing") == 0)
        _exit(0);
    if (strcmp(what, "hog") == 0) { /* more memory than a parser may have */
        const size_t len = (size_t)4 << 30;
        _exit(mmap(NULL, len, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0) == MAP_FAILED
                  ? 0
                  : THROUGH);
    }
    for (int i = 0; i < RK_COUNT(attempts); i++) {
        if (strcmp(what, attempts[i].name) == 0) {
            (void)attempts[i].attempt();
            _exit(THROUGH);
        }
    }
    _exit(2);
}
