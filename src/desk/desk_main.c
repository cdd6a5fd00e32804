/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ranok-desk TOWN ADDRESS LANG: the supervisor. It owns the listening socket and never anything
 * secret; the worker it forks answers, holds keys and situation after a login, and ends when
 * it is locked. Then a fresh one without keys takes its place on the same socket.
 */
#include "desk_internal.h"
#include "desk_tls.h"
#include "desk_worker.h"

#include "rk_work.h"

#include <arpa/inet.h>
#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
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
    at.any.sa_family = place->v6 ? AF_INET6 : AF_INET;
    if (place->v6)
        at.v6.sin6_port = htons((uint16_t)place->port);
    else
        at.v4.sin_port = htons((uint16_t)place->port);
    (void)inet_pton(at.any.sa_family, place->host,
                    place->v6 ? (void *)&at.v6.sin6_addr : (void *)&at.v4.sin_addr);
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

/* The names a browser may know this machine by: its addresses, and what the council calls it.
 */
static void know_oneself(const struct rk_desk_place *place, struct rk_str names,
                         struct rk_desk_self *self)
{
    struct ifaddrs *all = NULL;
    char text[INET6_ADDRSTRLEN];
    if (place->reachable && getifaddrs(&all) == 0)
        for (const struct ifaddrs *i = all; i; i = i->ifa_next) {
            const int family = i->ifa_addr ? i->ifa_addr->sa_family : AF_UNSPEC;
            union {
                const struct sockaddr *any;
                const struct sockaddr_in *v4;
                const struct sockaddr_in6 *v6;
            } at = {i->ifa_addr};
            if ((family != AF_INET && family != AF_INET6) || i->ifa_flags & IFF_LOOPBACK)
                continue;
            if (inet_ntop(family,
                          family == AF_INET ? (const void *)&at.v4->sin_addr
                                            : (const void *)&at.v6->sin6_addr,
                          text, sizeof text))
                (void)rk_desk_self_add(self, rk_str_of(text));
        }
    if (all)
        freeifaddrs(all);
    while (names.len > 0) {
        const struct rk_str name = rk_str_trim(rk_str_cut(&names, ','));
        if (name.len && !rk_desk_self_add(self, name))
            fprintf(stderr, "ranok-desk: --name: \"%.*s\"\n", RK_FMT(name));
    }
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
        char said[160];
        if (WIFSIGNALED(how))
            rk_said(said, sizeof said,
                    "the worker was ended by signal %d; a new one starts, locked",
                    WTERMSIG(how));
        else
            rk_said(said, sizeof said,
                    "the worker ended with code %d; a new one starts, locked",
                    WEXITSTATUS(how));
        fprintf(stderr, "ranok-desk: %s\n", said);
        /* A worker that cannot live must not burn the battery. */
        quick_s = rk_clock_s() - started_s < 2.0 ? quick_s * 2 + 0.2 : 0;
        const double pause_s = quick_s < 10 ? quick_s : 10;
        (void)nanosleep(&(struct timespec){(time_t)pause_s, (long)(fmod(pause_s, 1) * 1e9)},
                        NULL);
    }
}

/* In a process of its own: the key is never in the supervisor's memory. */
static rk_status
in_a_child(rk_status (*run)(const struct desk_order *order, char *out, struct rk_err *err),
           const struct desk_order *order, char fingerprint[96], struct rk_err *err)
{
    struct {
        struct rk_err err;
        char fingerprint[96];
    } *told =
        mmap(NULL, sizeof *told, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int how = 0;
    if (told == MAP_FAILED)
        return rk_fail(err, RK_ENOMEM, "", "not enough memory");
    const pid_t child = fork();
    if (child == 0) {
        (void)run(order, told->fingerprint, &told->err);
        _exit(0);
    }
    if (child < 0 || waitpid(child, &how, 0) != child || !WIFEXITED(how))
        (void)rk_fail(err, RK_EIO, "desk.crt", "no certificate can be made");
    else if (told->err.status)
        *err = told->err;
    memcpy(fingerprint, told->fingerprint, 96);
    (void)munmap(told, sizeof *told);
    return err->status;
}

static rk_status make_and_read(const struct desk_order *order, char *fingerprint,
                               struct rk_err *err)
{
    struct rk_arena room = rk_arena_open(1 << 23);
    struct desk_tls tls = {0};
    rk_status status =
        order->certificate ? RK_OK : desk_tls_make(order->town, &order->self, err);
    if (!status)
        status = desk_tls_load(order->town, order->certificate, order->key, &room, &tls, err);
    memcpy(fingerprint, tls.fingerprint, sizeof tls.fingerprint);
    rk_arena_close(&room);
    return status;
}

static void say_address(const struct rk_desk_place *place, const struct desk_order *order,
                        const char *fingerprint)
{
    const struct rk_desk_self *self = &order->self;
    const bool any = strcmp(place->host, "0.0.0.0") == 0 || strcmp(place->host, "::") == 0;
    char address[160];
    snprintf(address, sizeof address, "%s://%s%s%s:%d/", self->secure ? "https" : "http",
             !any && place->v6 ? "[" : "",
             any ? self->names > 3 ? self->name[3] : "127.0.0.1" : place->host,
             !any && place->v6 ? "]" : "", self->port);
    printf("%s\n", address);
    fflush(stdout);
    if (self->secure)
        desk_tls_show(address, fingerprint, order->lang);
}

/* Every answer and what it asks of a visitor, for tests: method, path, need, all, any, right.
 */
static int tell_routes(void)
{
    for (int i = 0; i < desk_route_count; i++) {
        const struct desk_route *r = &desk_routes[i];
        printf("%s\t%s\t%d\t%d\t%d\t%d\n", r->method, r->path, r->need, r->all, r->any,
               r->right);
    }
    return 0;
}

int main(int argc, char **argv)
{
    struct rk_desk_place place;
    struct rk_err err = {0};
    struct desk_order order = {0};
    (void)prctl(PR_SET_DUMPABLE, 0);
    (void)setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    if (argc == 2 && strcmp(argv[1], "--routes") == 0)
        return tell_routes();
    if (argc != 8) {
        fputs("usage: ranok-desk TOWN ADDRESS:PORT uk|en tls|plain NAMES CERTIFICATE KEY "
              "(started by: ranok desk)\n",
              stderr);
        return 2;
    }
    const bool tls = strcmp(argv[4], "tls") == 0;
    int port = 0;
    order.town = argv[1];
    order.lang = strcmp(argv[3], "en") == 0 ? RK_EN : RK_UK;
    order.certificate = argv[6][0] ? argv[6] : NULL;
    order.key = argv[7][0] ? argv[7] : NULL;
    rk_err_translate = order.lang == RK_UK ? rk_message_uk : NULL;
    if (rk_desk_place_read(rk_str_of(argv[2]), tls, &place, &err) == RK_OK)
        order.listen_fd = listen_on(&place, &port, &err);
    if (!err.status) {
        order.self = rk_desk_self_local(port, tls);
        order.persons_only = place.reachable;
        know_oneself(&place, rk_str_of(argv[5]), &order.self);
    }
    char fingerprint[96] = "";
    if (!err.status && tls)
        (void)in_a_child(make_and_read, &order, fingerprint, &err);
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
    say_address(&place, &order, fingerprint);
    return supervise(&order);
}
