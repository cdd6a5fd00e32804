/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_file.h"
#include "rk_work.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

enum { WORDS = 2048 }; /* the last of what a helper says on standard error */

struct helper {
    const char *name;
    pid_t pid;
    int input, output, words; /* our ends; -1 when closed */
    struct rk_str rest;       /* still to be written */
    char *at;                 /* what came out */
    ptrdiff_t len, cap;
    char said[WORDS];
    ptrdiff_t said_len;
    double deadline_s;
};

static void shut(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

/* A descriptor that cannot be in the way when 0, 1 and 2 are set up in the child. */
static bool above_standard(int *fd)
{
    if (*fd > STDERR_FILENO)
        return true;
    const int moved = fcntl(*fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    close(*fd);
    *fd = moved;
    return moved >= 0;
}

/* Ends: [0] ours, [1] the helper's. Standard input is a socket, because a write to one can be
 * told not to raise SIGPIPE. */
static bool open_ends(int input[2], int output[2], int words[2])
{
    int from[2];
    input[0] = input[1] = output[0] = output[1] = words[0] = words[1] = -1;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, input))
        return false;
    if (pipe2(from, O_CLOEXEC))
        return false;
    output[0] = from[0], output[1] = from[1];
    if (pipe2(from, O_CLOEXEC))
        return false;
    words[0] = from[0], words[1] = from[1];
    bool good = true;
    for (int i = 0; i < 2; i++)
        good = above_standard(&input[i]) && above_standard(&output[i]) &&
               above_standard(&words[i]) && good;
    return good && fcntl(input[0], F_SETFL, O_NONBLOCK) == 0;
}

/* The environment without the passphrase: a helper that reads foreign bytes has no use for it.
 */
static char **environment(struct rk_arena *tmp)
{
    ptrdiff_t count = 0;
    while (environ[count])
        count++;
    char **env = RK_NEW(tmp, char *, count + 1);
    if (!env)
        return NULL;
    ptrdiff_t kept = 0;
    for (ptrdiff_t i = 0; i < count; i++)
        if (!rk_str_starts(rk_str_of(environ[i]), RK_STR("RANOK_PASSPHRASE")))
            env[kept++] = environ[i];
    return env;
}

static int spawn(const char *const argv[], char **env, const int fds[3], pid_t *pid)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t how;
    sigset_t none, defaults;
    sigemptyset(&none);
    sigfillset(&defaults);
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&how);
    posix_spawnattr_setsigmask(&how, &none);
    posix_spawnattr_setsigdefault(&how, &defaults);
    posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    int code = 0;
    for (int i = 0; i < 3 && code == 0; i++)
        code = posix_spawn_file_actions_adddup2(&files, fds[i], i);
    if (code == 0)
        code = posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
    union {
        const char *const *given;
        char *const *wanted; /* posix_spawn promises not to change them */
    } args = {.given = argv};
    if (code == 0)
        code = posix_spawn(pid, argv[0], &files, &how, args.wanted, env);
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&how);
    return code;
}

static rk_status start(struct helper *h, const char *const argv[], struct rk_arena tmp,
                       struct rk_err *err)
{
    char **env = environment(&tmp);
    if (!env)
        return rk_fail(err, RK_ENOMEM, h->name, "no memory left to start a helper");
    int input[2], output[2], words[2];
    int code = open_ends(input, output, words) ? 0 : errno;
    if (code == 0)
        code = spawn(argv, env, (const int[]){input[1], output[1], words[1]}, &h->pid);
    h->input = input[0], h->output = output[0], h->words = words[0];
    shut(&input[1]), shut(&output[1]), shut(&words[1]);
    return code ? rk_fail(err, RK_EIO, h->name, "cannot be started: %s", strerror(code))
                : RK_OK;
}

static void feed(struct helper *h)
{
    while (h->rest.len > 0) {
        const ssize_t put = send(h->input, h->rest.at, (size_t)h->rest.len, MSG_NOSIGNAL);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0 && errno == EAGAIN)
            return;
        if (put < 0)
            break; /* it does not want more: that is its business */
        h->rest = rk_str_slice(h->rest, put, h->rest.len);
    }
    shut(&h->input);
}

/* false: more came than may. */
static bool collect(struct helper *h)
{
    char beyond;
    const bool full = h->len == h->cap;
    const ssize_t got =
        read(h->output, full ? &beyond : h->at + h->len, full ? 1 : (size_t)(h->cap - h->len));
    if (got > 0 && full)
        return false;
    if (got > 0)
        h->len += got;
    if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN))
        shut(&h->output);
    return true;
}

static void listen_to(struct helper *h)
{
    if (h->said_len > WORDS / 2) { /* keep the last half */
        memmove(h->said, h->said + h->said_len - WORDS / 2, WORDS / 2);
        h->said_len = WORDS / 2;
    }
    const ssize_t got = read(h->words, h->said + h->said_len, (size_t)(WORDS - h->said_len));
    if (got > 0)
        h->said_len += got;
    if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN))
        shut(&h->words);
}

static rk_status talk(struct helper *h, ptrdiff_t max, struct rk_err *err)
{
    while (h->output >= 0 || h->words >= 0) {
        const double left_s = h->deadline_s - rk_clock_s();
        if (left_s <= 0.0)
            return rk_fail(err, RK_EIO, h->name, "took too long and was ended");
        struct pollfd fds[3] = {
            {h->input, POLLOUT, 0}, {h->output, POLLIN, 0}, {h->words, POLLIN, 0}};
        const int ready = poll(fds, 3, (int)fmin(ceil(left_s * 1e3), 1e6));
        if (ready < 0 && errno != EINTR)
            return rk_fail(err, RK_EIO, h->name, "cannot be listened to: %s", strerror(errno));
        if (ready <= 0)
            continue;
        if (fds[0].revents)
            feed(h);
        if (fds[2].revents)
            listen_to(h);
        if (!fds[1].revents || collect(h))
            continue;
        if (h->cap == max)
            return rk_fail(err, RK_EIO, h->name, "gave more than %lld bytes", (long long)max);
        return rk_fail(err, RK_ENOMEM, h->name, "no memory left for what it gave");
    }
    return RK_OK;
}

/* Somebody else waited for it: its number may belong to another process by now. */
static rk_status lost(struct helper *h, struct rk_err *err)
{
    h->pid = 0;
    return rk_fail(err, RK_EIO, h->name, "was lost: %s", strerror(errno));
}

/* Most helpers end when their output does; one that lingers is given the rest of its time. */
static rk_status wait_for(struct helper *h, int *how, struct rk_err *err)
{
    long pause_ns = 20000;
    for (;;) {
        const pid_t done = waitpid(h->pid, how, WNOHANG);
        if (done == h->pid)
            return RK_OK;
        if (done < 0 && errno != EINTR)
            return lost(h, err);
        if (rk_clock_s() >= h->deadline_s)
            return rk_fail(err, RK_EIO, h->name, "took too long and was ended");
        nanosleep(&(struct timespec){.tv_nsec = pause_ns}, NULL);
        pause_ns = pause_ns < 5000000 ? pause_ns * 2 : pause_ns;
    }
}

static void end(struct helper *h)
{
    int how;
    if (h->pid <= 0)
        return;
    kill(h->pid, SIGKILL);
    while (waitpid(h->pid, &how, 0) < 0 && errno == EINTR)
        continue;
}

static rk_status judge(struct helper *h, int how, struct rk_err *err)
{
    if (WIFSIGNALED(how))
        return rk_fail(err, RK_EIO, h->name, "died by signal %d (%s)", WTERMSIG(how),
                       strsignal(WTERMSIG(how)));
    if (WEXITSTATUS(how) == 0)
        return RK_OK;
    struct rk_str said = rk_str_trim((struct rk_str){h->said, h->said_len});
    if (said.len == 0)
        return rk_fail(err, RK_EINVAL, h->name, "ended with code %d", WEXITSTATUS(how));
    if (said.len > RK_ERR_TEXT - 1)
        said = rk_str_slice(said, said.len - (RK_ERR_TEXT - 1), said.len);
    while (said.len > 0 && ((unsigned char)*said.at & 0xC0u) == 0x80u)
        said = rk_str_slice(said, 1, said.len);
    return rk_fail(err, RK_EINVAL, h->name, "%.*s", RK_FMT(said));
}

rk_status rk_helper_run(const char *const argv[], struct rk_str input, ptrdiff_t max,
                        double timeout_s, struct rk_arena *keep, struct rk_str *out,
                        struct rk_err *err)
{
    const ptrdiff_t room = rk_arena_left(keep);
    const char *slash = strrchr(argv[0], '/');
    struct helper h = {.name = slash ? slash + 1 : argv[0],
                       .rest = input,
                       .at = keep->at,
                       .cap = max < room ? max : room,
                       .deadline_s = rk_clock_s() + timeout_s};
    if (max < 0)
        return rk_fail(err, RK_EINVAL, h.name, "a negative size was asked for");
    rk_status status = start(&h, argv, *keep, err);
    int how = 0;
    if (status == RK_OK) {
        if (input.len <= 0)
            shut(&h.input);
        status = talk(&h, max, err);
        shut(&h.input), shut(&h.output), shut(&h.words);
        if (status == RK_OK)
            status = wait_for(&h, &how, err);
        if (status != RK_OK)
            end(&h);
        else
            status = judge(&h, how, err);
    }
    shut(&h.input), shut(&h.output), shut(&h.words);
    if (status == RK_OK) {
        *out = (struct rk_str){h.at, h.len};
        keep->at += h.len;
    }
    return status;
}
