/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ranok-desk TOWN ADDRESS LANG: the supervisor. It owns the listening socket and never anything
 * secret; the worker it forks answers, holds keys and situation after a login, and ends when
 * it is locked. Then a fresh one without keys takes its place on the same socket.
 */
#include "desk_internal.h"
#include "desk_worker.h"

#include "rk_work.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t asked_to_stop;

static void on_stop(int signal_number)
{
    (void)signal_number;
    asked_to_stop = 1;
}

static int listen_on(const struct rk_desk_place *place, int *port, struct rk_err *err)
{
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    } at = {0};
    socklen_t size = place->v6 ? sizeof at.v6 : sizeof at.v4;
    const int one = 1;
    if (place->v6) {
        at.v6.sin6_family = AF_INET6;
        at.v6.sin6_port = htons((uint16_t)place->port);
        at.v6.sin6_addr = in6addr_loopback;
    } else {
        at.v4.sin_family = AF_INET;
        at.v4.sin_port = htons((uint16_t)place->port);
        at.v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    }
    const int fd = socket(at.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd >= 0)
        (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (fd < 0 || bind(fd, &at.any, size) != 0 || listen(fd, 128) != 0 ||
        getsockname(fd, &at.any, &size) != 0) {
        (void)rk_fail(err, RK_EIO, "--listen", "cannot listen on port %d: %s", place->port,
                      strerror(errno));
        if (fd >= 0)
            close(fd);
        return -1;
    }
    *port = ntohs(place->v6 ? at.v6.sin6_port : at.v4.sin_port);
    return fd;
}

static pid_t start_worker(const struct desk_order *order)
{
    const pid_t supervisor = getpid();
    const pid_t worker = fork();
    if (worker != 0)
        return worker;
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != supervisor)
        _exit(DESK_BROKEN);
    _exit(desk_worker(order));
}

/* Keeps a worker running until somebody says stop. */
static int supervise(const struct desk_order *order)
{
    double quick_s = 0;
    for (;;) {
        int how = 0;
        const double started_s = rk_clock_s();
        const pid_t worker = start_worker(order);
        if (worker < 0)
            return 3;
        pid_t ended;
        while ((ended = waitpid(worker, &how, 0)) < 0 && errno == EINTR && !asked_to_stop)
            continue;
        if (asked_to_stop) {
            (void)kill(worker, SIGKILL);
            (void)waitpid(worker, &how, 0);
            return 0;
        }
        if (ended == worker && WIFEXITED(how) && WEXITSTATUS(how) == DESK_LOCKED)
            continue;
        fprintf(stderr, "ranok-desk: the worker ended (%s %d); a new one starts, locked\n",
                WIFSIGNALED(how) ? "signal" : "code",
                WIFSIGNALED(how) ? WTERMSIG(how) : WEXITSTATUS(how));
        /* A worker that cannot live must not burn the battery. */
        quick_s = rk_clock_s() - started_s < 2.0 ? quick_s * 2 + 0.2 : 0;
        const double pause_s = quick_s < 10 ? quick_s : 10;
        (void)nanosleep(&(struct timespec){(time_t)pause_s, (long)(fmod(pause_s, 1) * 1e9)},
                        NULL);
    }
}

int main(int argc, char **argv)
{
    struct rk_desk_place place;
    struct rk_err err = {0};
    struct desk_order order = {0};
    (void)prctl(PR_SET_DUMPABLE, 0);
    (void)setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    if (argc != 4) {
        fputs("usage: ranok-desk TOWN ADDRESS:PORT uk|en (started by: ranok desk)\n", stderr);
        return 2;
    }
    order.town = argv[1];
    order.lang = strcmp(argv[3], "en") == 0 ? RK_EN : RK_UK;
    rk_err_translate = order.lang == RK_UK ? rk_message_uk : NULL;
    if (rk_desk_place_read(rk_str_of(argv[2]), &place, &err) == RK_OK)
        order.listen_fd = listen_on(&place, &order.port, &err);
    if (err.status) {
        fprintf(stderr, "%s: %s\n", err.place, err.text);
        return err.status == RK_EINVAL ? 2 : 3;
    }
    order.shared = mmap(NULL, sizeof *order.shared, PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (order.shared == MAP_FAILED)
        return 3;
    const struct sigaction stop = {.sa_handler = on_stop};
    (void)sigaction(SIGINT, &stop, NULL);
    (void)sigaction(SIGTERM, &stop, NULL);
    (void)signal(SIGPIPE, SIG_IGN);
    printf("http://%s%s%s:%d/\n", place.v6 ? "[" : "", place.host, place.v6 ? "]" : "",
           order.port);
    fflush(stdout);
    return supervise(&order);
}
