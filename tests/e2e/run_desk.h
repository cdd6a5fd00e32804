/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Talks to a desk over its own socket, for tests end to end. */
#ifndef RUN_DESK_H
#define RUN_DESK_H

#include "run_program.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>
#ifdef RUN_DESK_TLS
#include <gnutls/gnutls.h>
#endif

static pid_t desk;
static int port;
static char cookie[128];

enum { ANSWER_MOST = 4 << 20 };
static char answer[ANSWER_MOST];

/* ---- talking -------------------------------------------------------------------------------
 */

static int connect_desk(void)
{
    const struct sockaddr_in at = {.sin_family = AF_INET,
                                   .sin_port = htons((uint16_t)port),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const struct timeval wait = {30, 0};
    assert_true(fd >= 0);
    (void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    assert_int_equal(connect(fd, (const struct sockaddr *)&at, sizeof at), 0);
    return fd;
}

#ifdef RUN_DESK_TLS
static gnutls_certificate_credentials_t tls_trust;
static char tls_fingerprint[96];

static gnutls_session_t hello(int fd)
{
    gnutls_session_t tls = NULL;
    unsigned int count = 0;
    unsigned char digest[32];
    size_t size = sizeof digest;
    if (!tls_trust)
        (void)gnutls_certificate_allocate_credentials(&tls_trust);
    (void)gnutls_init(&tls, GNUTLS_CLIENT);
    (void)gnutls_set_default_priority(tls);
    (void)gnutls_credentials_set(tls, GNUTLS_CRD_CERTIFICATE, tls_trust);
    gnutls_transport_set_int(tls, fd);
    int code;
    do
        code = gnutls_handshake(tls);
    while (code < 0 && !gnutls_error_is_fatal(code));
    assert_int_equal(code, 0);
    const gnutls_datum_t *peer = gnutls_certificate_get_peers(tls, &count);
    assert_true(peer && count == 1);
    assert_int_equal(gnutls_fingerprint(GNUTLS_DIG_SHA256, peer, digest, &size), 0);
    for (size_t i = 0; i < size; i++)
        snprintf(tls_fingerprint + 3 * i, sizeof tls_fingerprint - 3 * i,
                 i + 1 < size ? "%02X:" : "%02X", digest[i]);
    return tls;
}

static size_t talk(int fd, const char *bytes, size_t len)
{
    gnutls_session_t tls = hello(fd);
    size_t got = 0;
    ssize_t n;
    (void)gnutls_record_send(tls, bytes, len);
    while (got < ANSWER_MOST - 1 &&
           (n = gnutls_record_recv(tls, answer + got, ANSWER_MOST - 1 - got)) > 0)
        got += (size_t)n;
    gnutls_deinit(tls);
    return got;
}
#define SCHEME "https"
#else
static size_t talk(int fd, const char *bytes, size_t len)
{
    size_t got = 0;
    ssize_t n;
    (void)!send(fd, bytes, len, MSG_NOSIGNAL);
    while (got < ANSWER_MOST - 1 && (n = recv(fd, answer + got, ANSWER_MOST - 1 - got, 0)) > 0)
        got += (size_t)n;
    return got;
}
#define SCHEME "http"
#endif

/* Sends raw bytes and reads until the desk closes; the HTTP status, 0 when it said nothing. */
static int raw(const char *bytes, size_t len)
{
    const int fd = connect_desk();
    const size_t got = talk(fd, bytes, len);
    answer[got] = '\0';
    close(fd);
    int status = 0;
    return sscanf(answer, "HTTP/1.1 %d", &status) == 1 ? status : 0;
}

/* One request of our own page; `more`: header lines, each with \r\n. */
RK_PRINTF(3, 4)
static int ask(const char *method, const char *path, const char *more, ...)
{
    static char line[1 << 16];
    char extra[8192], body[8192] = "";
    va_list args;
    va_start(args, more);
    vsnprintf(extra, sizeof extra, more, args);
    va_end(args);
    char *split = strstr(extra, "\r\n\r\n");
    if (split) {
        snprintf(body, sizeof body, "%s", split + 4);
        split[2] = '\0';
    }
    snprintf(line, sizeof line,
             "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n%s%s%s", method,
             path, port, cookie[0] ? "Cookie: " : "", cookie, cookie[0] ? "\r\n" : "");
    const size_t at = strlen(line);
    if (strcmp(method, "POST") == 0)
        snprintf(line + at, sizeof line - at, "%sContent-Length: %zu\r\n\r\n%s", extra,
                 strlen(body), body);
    else
        snprintf(line + at, sizeof line - at, "%s\r\n", extra[0] == ' ' ? "" : extra);
    return raw(line, strlen(line));
}

__attribute__((unused)) static int post(const char *path, const char *json)
{
    return ask("POST", path,
               "Origin: " SCHEME "://127.0.0.1:%d\r\nX-Ranok: 1\r\nContent-Type: "
               "application/json\r\n\r\n%s",
               port, json);
}

static int try_login_as(const char *name, const char *passphrase)
{
    return ask("POST", "/login",
               "Origin: " SCHEME "://127.0.0.1:%d\r\nContent-Type: "
               "application/x-www-form-urlencoded\r\n\r\nname=%s&lang=en&passphrase=%s",
               port, name, passphrase);
}

__attribute__((unused)) static int try_login(const char *passphrase)
{
    return try_login_as("test", passphrase);
}

static void login_as(const char *name, const char *passphrase)
{
    cookie[0] = '\0';
    assert_int_equal(try_login_as(name, passphrase), 303);
    const char *at = strstr(answer, "Set-Cookie: ");
    assert_non_null(at);
    at += strlen("Set-Cookie: ");
    assert_non_null(strstr(at, "; HttpOnly; SameSite=Strict; Path=/"));
    snprintf(cookie, sizeof cookie, "%.*s", (int)strcspn(at, ";"), at);
}

__attribute__((unused)) static void login(void)
{
    login_as("test", "four+quiet+words+here");
}

/* ---- the desk ------------------------------------------------------------------------------
 */

/* Options beside the address; NULL: none. Talk goes to `talk_path` when it is set. */
static const char *desk_listen = "127.0.0.1:0";
static const char *desk_option, *talk_path;

static pid_t start_program(int *out)
{
    int pipes[2];
    assert_int_equal(pipe(pipes), 0);
    const pid_t child = fork();
    if (child == 0) {
        dup2(pipes[1], STDOUT_FILENO);
        close(pipes[0]);
        close(pipes[1]);
        if (talk_path) {
            const int talk = open(talk_path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
            dup2(talk, STDERR_FILENO);
        }
        execl(PROGRAM, PROGRAM, "desk", "--town", town, "--listen", desk_listen, "--lang", "en",
              desk_option, (char *)NULL);
        _exit(127);
    }
    close(pipes[1]);
    *out = pipes[0];
    return child;
}

/* A desk over the town as it is. */
static int start_desk(void)
{
    char said[200] = "";
    int out = -1;
    desk = start_program(&out);
    const ssize_t got = read(out, said, sizeof said - 1);
    close(out);
    const char *colon = strrchr(said, ':');
    return got > 0 && colon && sscanf(colon, ":%d/", &port) == 1 ? 0 : 1;
}

static int close_desk(void **state)
{
    kill(desk, SIGTERM);
    waitpid(desk, NULL, 0);
    return drop_town(state);
}

/* The one child of the supervisor. */
__attribute__((unused)) static pid_t worker(void)
{
    char path[64];
    long child = 0;
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)desk, (int)desk);
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    if (fscanf(f, "%ld", &child) != 1)
        child = 0;
    fclose(f);
    return (pid_t)child;
}

__attribute__((unused)) static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Pages of a process that hold something, from `page` on: the end of the run, *page its begin.
 */
static unsigned long held_pages(int map, unsigned long *page, unsigned long end)
{
    static uint64_t entry[4096];
    const uint64_t held = (uint64_t)3 << 62; /* present, or in swap */
    unsigned long at = *page, begin = 0;
    bool inside = false;
    while (at < end) {
        const unsigned long want = end - at < 4096 ? end - at : 4096;
        const ssize_t got = pread(map, entry, want * 8, (off_t)(at * 8));
        if (got <= 0)
            break;
        for (unsigned long i = 0; i < (unsigned long)got / 8; i++, at++) {
            if ((entry[i] & held) && !inside) {
                inside = true;
                begin = at;
            } else if (!(entry[i] & held) && inside) {
                *page = begin;
                return at;
            }
        }
    }
    *page = inside ? begin : end;
    return inside ? at : end;
}

/* How often the bytes stand in a run of memory; blocks overlap, so that nothing is cut. */
static int in_run(int mem, unsigned long from, unsigned long to, const void *what, size_t len)
{
    static char block[1 << 20];
    int found = 0;
    for (unsigned long at = from; at < to; at += sizeof block - 64) {
        const size_t want = to - at < sizeof block ? to - at : sizeof block;
        const ssize_t got = pread(mem, block, want, (off_t)at);
        if (got <= 0)
            break;
        found += memmem(block, (size_t)got, what, len) != NULL;
    }
    return found;
}

/* How often the bytes stand in a process's memory: in all of it that was ever touched. */
__attribute__((unused)) static int in_memory_bytes(pid_t process, const void *what, size_t len)
{
    char path[64], line[512];
    int found = 0;
    snprintf(path, sizeof path, "/proc/%d/maps", (int)process);
    FILE *maps = fopen(path, "r");
    snprintf(path, sizeof path, "/proc/%d/mem", (int)process);
    const int mem = open(path, O_RDONLY | O_CLOEXEC);
    snprintf(path, sizeof path, "/proc/%d/pagemap", (int)process);
    const int map = open(path, O_RDONLY | O_CLOEXEC);
    const unsigned long size = (unsigned long)sysconf(_SC_PAGESIZE);
    if (!maps || mem < 0 || map < 0)
        fail_msg("the memory of %d cannot be read; this test needs to be root", (int)process);
    while (maps && fgets(line, sizeof line, maps)) {
        unsigned long from = 0, to = 0;
        char mode[8] = "";
        if (sscanf(line, "%lx-%lx %7s", &from, &to, mode) != 3 || mode[0] != 'r' ||
            strstr(line, "[v") || to - from > (unsigned long)1 << 40) /* a sanitizer's shadow */
            continue;
        for (unsigned long page = from / size, end; page < to / size; page = end) {
            end = held_pages(map, &page, to / size);
            found += in_run(mem, page * size, end * size, what, len);
        }
    }
    if (maps)
        fclose(maps);
    close(mem);
    close(map);
    return found;
}

__attribute__((unused)) static int in_memory(pid_t process, const char *what)
{
    return in_memory_bytes(process, what, strlen(what));
}

#endif
