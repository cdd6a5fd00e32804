/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desk as strangers, careless pages and thieves meet it: over its own socket. */
#include "run_program.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>

/* Invented; stands in the town before the desk opens. */
#define PLANTED "Неіснуйський"

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

/* Sends raw bytes and reads until the desk closes; the HTTP status, 0 when it said nothing. */
static int raw(const char *bytes, size_t len)
{
    const int fd = connect_desk();
    size_t got = 0;
    ssize_t n;
    (void)!send(fd, bytes, len, MSG_NOSIGNAL);
    while (got < ANSWER_MOST - 1 && (n = recv(fd, answer + got, ANSWER_MOST - 1 - got, 0)) > 0)
        got += (size_t)n;
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

static int post(const char *path, const char *json)
{
    return ask("POST", path,
               "Origin: http://127.0.0.1:%d\r\nX-Ranok: 1\r\nContent-Type: "
               "application/json\r\n\r\n%s",
               port, json);
}

static int try_login(const char *passphrase)
{
    return ask("POST", "/login",
               "Origin: http://127.0.0.1:%d\r\nContent-Type: "
               "application/x-www-form-urlencoded\r\n\r\nname=test&lang=en&passphrase=%s",
               port, passphrase);
}

static void login(void)
{
    cookie[0] = '\0';
    assert_int_equal(try_login("four+quiet+words+here"), 303);
    const char *at = strstr(answer, "Set-Cookie: ranok=");
    assert_non_null(at);
    assert_non_null(strstr(at, "; HttpOnly; SameSite=Strict; Path=/"));
    snprintf(cookie, sizeof cookie, "ranok=%.64s", at + strlen("Set-Cookie: ranok="));
}

/* ---- the desk ------------------------------------------------------------------------------
 */

static pid_t start_program(int *out)
{
    int pipes[2];
    assert_int_equal(pipe(pipes), 0);
    const pid_t child = fork();
    if (child == 0) {
        dup2(pipes[1], STDOUT_FILENO);
        close(pipes[0]);
        close(pipes[1]);
        execl(PROGRAM, PROGRAM, "desk", "--town", town, "--listen", "127.0.0.1:0", "--lang",
              "en", (char *)NULL);
        _exit(127);
    }
    close(pipes[1]);
    *out = pipes[0];
    return child;
}

static int open_desk(void **state)
{
    char said[200] = "", list[64];
    int out = -1;
    if (make_town(state) != 0)
        return 1;
    snprintf(list, sizeof list, "%s.csv", town);
    FILE *f = fopen(list, "w");
    if (!f)
        return 1;
    fputs("№,Прізвище,Ім'я,Дата народження,Статус\n1," PLANTED ",Тест,01.02.1960,помер\n"
          "2,<script>alert(1)</script>,Тест,03.04.1970,помер\n",
          f);
    fclose(f);
    char command[512];
    snprintf(command, sizeof command, "%s --town %s --quiet import %s --as person >/dev/null",
             PROGRAM, town, list);
    if (system(command) != 0)
        return 1;
    desk = start_program(&out);
    const ssize_t got = read(out, said, sizeof said - 1);
    close(out);
    return got > 0 && sscanf(said, "http://127.0.0.1:%d/", &port) == 1 ? 0 : 1;
}

static int close_desk(void **state)
{
    kill(desk, SIGTERM);
    waitpid(desk, NULL, 0);
    return drop_town(state);
}

/* The one child of the supervisor. */
static pid_t worker(void)
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

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* How often the bytes stand in a process's memory. */
static int in_memory(pid_t process, const char *what)
{
    static char block[1 << 20];
    char path[64], line[512];
    int found = 0;
    snprintf(path, sizeof path, "/proc/%d/maps", (int)process);
    FILE *maps = fopen(path, "r");
    snprintf(path, sizeof path, "/proc/%d/mem", (int)process);
    const int mem = open(path, O_RDONLY | O_CLOEXEC);
    if (!maps || mem < 0)
        fail_msg("the memory of %d cannot be read; this test needs to be root", (int)process);
    while (maps && fgets(line, sizeof line, maps)) {
        unsigned long from = 0, to = 0;
        char mode[8] = "";
        if (sscanf(line, "%lx-%lx %7s", &from, &to, mode) != 3 || mode[0] != 'r' ||
            strstr(line, "[v"))
            continue;
        /* a region that was never touched is holes; /proc reads them as zeros, slowly */
        for (unsigned long at = from; at < to && at < from + (256ul << 20);
             at += sizeof block - 64) {
            const ssize_t got = pread(mem, block, sizeof block, (off_t)at);
            if (got <= 0)
                break;
            found += memmem(block, (size_t)got, what, strlen(what)) != NULL;
        }
    }
    if (maps)
        fclose(maps);
    close(mem);
    return found;
}

/* ---- tests ---------------------------------------------------------------------------------
 */

static void a_stranger_sees_the_door_and_nothing_else(void **state)
{
    static const char *const rooms[] = {"/sheet",
                                        "/sheet.pdf",
                                        "/api/session",
                                        "/api/figures",
                                        "/api/figures/injured",
                                        "/api/lists",
                                        "/api/sheet",
                                        "/api/statements",
                                        "/api/map",
                                        "/api/search?q=a",
                                        "/api/similar",
                                        "/api/pairs",
                                        "/api/records/person/1",
                                        "/api/batches",
                                        "/api/forms",
                                        "/api/kinds",
                                        "/api/access",
                                        "/api/job",
                                        "/api/job/events"};
    static const char *const acts[] = {
        "/api/session", "/api/lock",           "/api/decisions", "/api/corrections",
        "/api/undo",    "/api/uploads?name=a", "/api/import",    "/api/forms/death",
        "/api/verify",  "/api/job/cancel"};
    (void)state;
    cookie[0] = '\0';
    assert_int_equal(ask("GET", "/", " "), 303);
    assert_int_equal(ask("GET", "/login", " "), 200);
    assert_null(strstr(answer, "<script"));
    for (ptrdiff_t i = 0; i < RK_COUNT(rooms); i++)
        assert_int_equal(ask("GET", rooms[i], " "), 401);
    for (ptrdiff_t i = 0; i < RK_COUNT(acts); i++)
        assert_int_equal(post(acts[i], "{}"), 401);
    snprintf(cookie, sizeof cookie, "ranok=%064d", 0);
    assert_int_equal(ask("GET", "/api/session", " "), 401);
}

static void every_answer_says_what_a_browser_may_do_with_it(void **state)
{
    static const char *const paths[] = {"/", "/login", "/files/desk.js", "/none",
                                        "/api/session"};
    (void)state;
    for (ptrdiff_t i = 0; i < RK_COUNT(paths); i++) {
        (void)ask("GET", paths[i], " ");
        assert_non_null(strstr(answer, "Content-Security-Policy: default-src 'none'"));
        assert_null(strstr(answer, "unsafe-inline"));
        assert_non_null(strstr(answer, "frame-ancestors 'none'"));
        assert_non_null(strstr(answer, "X-Content-Type-Options: nosniff"));
        assert_non_null(strstr(answer, "Cache-Control: no-store"));
    }
}

static void a_session_is_new_each_time_and_never_the_visitors_own(void **state)
{
    char first[128];
    (void)state;
    snprintf(cookie, sizeof cookie, "ranok=%064d", 7);
    assert_int_equal(try_login("four+quiet+words+here"), 303);
    assert_null(strstr(answer, "000000000000000000000000000000000007"));
    login();
    snprintf(first, sizeof first, "%s", cookie);
    login();
    assert_string_not_equal(first, cookie);
    assert_int_equal(ask("GET", "/api/session", " "), 200);
}

static void a_name_bent_to_this_address_gets_nothing(void **state)
{
    char request[512];
    (void)state;
    login();
    snprintf(
        request, sizeof request,
        "GET /api/figures HTTP/1.1\r\nHost: evil.example:%d\r\nConnection: close\r\nCookie: "
        "%s\r\n\r\n",
        port, cookie);
    assert_int_equal(raw(request, strlen(request)), 421);
    assert_null(strstr(answer, "dead."));
    snprintf(
        request, sizeof request,
        "GET /api/figures HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nOrigin: http://evil.example\r\n"
        "Connection: close\r\nCookie: %s\r\n\r\n",
        port, cookie);
    assert_int_equal(raw(request, strlen(request)), 403);
}

static void another_page_cannot_act_in_our_name(void **state)
{
    (void)state;
    login();
    /* no Origin; a foreign one; a form that cannot set our header; JSON sent as a plain text */
    assert_int_equal(ask("POST", "/api/undo", "X-Ranok: 1\r\n\r\n{\"batch\":1}"), 403);
    assert_int_equal(ask("POST", "/api/undo",
                         "Origin: http://evil.example\r\nX-Ranok: 1\r\n\r\n{\"batch\":1}"),
                     403);
    assert_int_equal(
        ask("POST", "/api/undo", "Origin: http://127.0.0.1:%d\r\n\r\n{\"batch\":1}", port),
        403);
    assert_int_equal(ask("POST", "/api/undo",
                         "Origin: http://127.0.0.1:%d\r\nX-Ranok: 1\r\nContent-Type: "
                         "text/plain\r\n\r\n{\"batch\":1}",
                         port),
                     415);
    assert_int_equal(ask("POST", "/login", "\r\n\r\nname=a&passphrase=four+quiet+words+here"),
                     403);
    assert_int_equal(ask("GET", "/api/undo", " "), 405);
    assert_int_equal(ask("GET", "/api/batches", " "), 200);
    assert_null(strstr(answer, "undone_by"));
}

static void paths_lead_to_the_pages_own_files_alone(void **state)
{
    static const char *const paths[] = {"/files/../desk.js",
                                        "/files/..%2f..%2fetc%2fpasswd",
                                        "/files/%2e%2e/x",
                                        "/files//etc/passwd",
                                        "/files/desk.js%00.html",
                                        "/../etc/passwd",
                                        "/api/records/../session",
                                        "/files/",
                                        "/files"};
    (void)state;
    for (ptrdiff_t i = 0; i < RK_COUNT(paths); i++) {
        const int status = ask("GET", paths[i], " ");
        if (status != 404 && status != 400)
            fail_msg("%s: %d", paths[i], status);
        assert_null(strstr(answer, "root:"));
    }
    assert_int_equal(ask("GET", "/files/desk.js", " "), 200);
}

static void what_is_too_large_is_refused_before_it_is_read(void **state)
{
    static char head[70000];
    char request[512];
    (void)state;
    login();
    snprintf(request, sizeof request,
             "POST /api/decisions HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nOrigin: "
             "http://127.0.0.1:%d\r\nX-Ranok: 1\r\nConnection: close\r\nCookie: "
             "%s\r\nContent-Type: application/json\r\nContent-Length: 2000000\r\n\r\n",
             port, port, cookie);
    const double before_s = now_s();
    assert_int_equal(raw(request, strlen(request)), 413);
    assert_true(now_s() - before_s < 5.0);
    snprintf(request, sizeof request,
             "POST /api/decisions HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nOrigin: "
             "http://127.0.0.1:%d\r\nX-Ranok: 1\r\nConnection: close\r\nCookie: "
             "%s\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
             port, port, cookie);
    assert_int_equal(raw(request, strlen(request)), 411);
    memset(head, 'a', sizeof head - 1);
    memcpy(head, "GET /", 5);
    const int status = raw(head, sizeof head - 1);
    assert_true(status == 0 || status >= 400);
    assert_int_equal(ask("GET", "/api/session", " "), 200);
}

static void broken_bodies_change_nothing(void **state)
{
    static const char *const bodies[] = {"",
                                         "{",
                                         "[]",
                                         "\"a\"",
                                         "{\"batch\":{}}",
                                         "{\"batch\":1,\"batch\":2}",
                                         "{\"other\":1}",
                                         "{\"batch\":\"1; drop\"}",
                                         "{\"batch\":1}",
                                         "\xFF"};
    (void)state;
    login();
    for (ptrdiff_t i = 0; i < RK_COUNT(bodies); i++)
        assert_int_equal(post("/api/undo", bodies[i]), 422);
    assert_int_equal(ask("GET", "/api/batches", " "), 200);
    assert_null(strstr(answer, "undone_by"));
}

static void a_decision_needs_its_reason_and_stays(void **state)
{
    (void)state;
    char list[64], body[256];
    snprintf(list, sizeof list, "%s", strrchr(town, '/') + 1);
    login();
    snprintf(body, sizeof body,
             "{\"a\":\"person:%s/1\",\"b\":\"person:%s/2\",\"decision\":\"distinct\"}", list,
             list);
    assert_int_equal(post("/api/decisions", body), 422);
    snprintf(body, sizeof body,
             "{\"a\":\"person:%s/1\",\"b\":\"person:%s/2\",\"decision\":\"distinct\",\"why\":"
             "\"two certificates\"}",
             list, list);
    assert_int_equal(post("/api/decisions", body), 200);
    assert_int_equal(ask("GET", "/api/batches", " "), 200);
    assert_non_null(strstr(answer, "two certificates"));
    assert_non_null(strstr(answer, "\"recorded_by\":\"test\""));
}

static void what_was_typed_stays_text(void **state)
{
    char path[128];
    (void)state;
    login();
    snprintf(path, sizeof path, "/api/records/person/%s%%2F2", strrchr(town, '/') + 1);
    assert_int_equal(ask("GET", path, " "), 200);
    assert_non_null(strstr(answer, "application/json"));
    assert_non_null(strstr(answer, "<script>alert(1)</script>"));
}

/* Both claims are kept, and the second person sees the first one's. */
static void two_people_on_one_record_lose_nothing(void **state)
{
    char path[128], claim[96] = "", body[400];
    (void)state;
    login();
    snprintf(path, sizeof path, "/api/records/person/%s%%2F1", strrchr(town, '/') + 1);
    assert_int_equal(ask("GET", path, " "), 200);
    const char *at = strstr(answer, "\"aspect\":\"birth_date\"");
    assert_non_null(at);
    while (at > answer && strncmp(at, "\"claim\":\"", 9) != 0)
        at--;
    assert_int_equal(sscanf(at, "\"claim\":\"%95[^\"]", claim), 1);
    static const char *const values[] = {"05.02.1960", "06.02.1960"};
    for (int i = 0; i < 2; i++) {
        login();
        snprintf(body, sizeof body, "{\"claim\":\"%s\",\"value\":\"%s\",\"why\":\"seen\"}",
                 claim, values[i]);
        assert_int_equal(post("/api/corrections", body), 200);
    }
    assert_int_equal(ask("GET", path, " "), 200);
    assert_non_null(strstr(answer, "5 February 1960"));
    assert_non_null(strstr(answer, "6 February 1960"));
    assert_non_null(strstr(answer, "1 February 1960"));
}

static void who_looked_is_noted(void **state)
{
    char path[128];
    (void)state;
    login();
    snprintf(path, sizeof path, "/api/records/person/%s%%2F1", strrchr(town, '/') + 1);
    assert_int_equal(ask("GET", path, " "), 200);
    assert_int_equal(ask("GET", "/api/access", " "), 200);
    assert_non_null(strstr(answer, "\"what\":\"record\""));
    assert_non_null(strstr(answer, "\"chained\":true"));
    assert_non_null(strstr(answer, "\"broken\":0"));
    /* the file tells nobody without the keys */
    char out[64];
    assert_int_equal(run_shell(out, sizeof out, "grep -c person %s/access.log", town), 1);
}

static void what_was_acknowledged_outlives_a_killed_worker(void **state)
{
    char out[4096];
    (void)state;
    login();
    assert_int_equal(post("/api/undo", "{\"batch\":3,\"why\":\"killed in a moment\"}"), 200);
    const pid_t before = worker();
    kill(before, SIGKILL);
    for (int i = 0; i < 100 && (worker() == before || worker() == 0); i++)
        usleep(20000);
    assert_int_equal(ask("GET", "/api/session", " "), 401);
    assert_int_equal(run_shell(out, sizeof out, "%s --town %s log", PROGRAM, town), 0);
    assert_non_null(strstr(out, "killed in a moment"));
    login();
    assert_int_equal(ask("GET", "/api/batches", " "), 200);
    assert_non_null(strstr(answer, "undone_by"));
}

static void after_the_lock_no_name_and_no_passphrase_is_in_memory(void **state)
{
    (void)state;
    login();
    assert_int_equal(ask("GET", "/api/search?q=%D0%9D%D0%B5%D1%96%D1%81", " "), 200);
    assert_non_null(strstr(answer, PLANTED));
    const pid_t before = worker();
    assert_true(in_memory(before, PLANTED) > 0); /* so it would be found */
    const double start_s = now_s();
    assert_int_equal(post("/api/lock", "{}"), 200);
    while (worker() == before && now_s() - start_s < 5.0)
        usleep(5000);
    assert_true(now_s() - start_s < 1.0);
    for (int i = 0; i < 100 && worker() == 0; i++)
        usleep(10000);
    assert_int_equal(in_memory(desk, PLANTED) + in_memory(worker(), PLANTED), 0);
    assert_int_equal(in_memory(desk, "four quiet words"), 0);
    assert_int_equal(in_memory(worker(), "four quiet words"), 0);
    assert_int_equal(ask("GET", "/api/session", " "), 401);
}

/* A byte now and then keeps no connection for long. */
static void who_dawdles_is_cut_off(void **state)
{
    char c;
    (void)state;
    const int fd = connect_desk();
    const double start_s = now_s();
    (void)!send(fd, "GET / HTTP/1.1\r\nX: ", 19, MSG_NOSIGNAL);
    while (now_s() - start_s < 40.0) {
        if (send(fd, "a", 1, MSG_NOSIGNAL) != 1)
            break;
        const ssize_t got = recv(fd, &c, 1, MSG_DONTWAIT);
        if (got == 0 || (got < 0 && errno != EAGAIN))
            break;
        usleep(500000);
    }
    close(fd);
    assert_true(now_s() - start_s < 25.0);
}

static void guessing_is_slowed_down_even_across_a_lock(void **state)
{
    (void)state;
    cookie[0] = '\0';
    for (int i = 0; i < 5; i++)
        assert_int_equal(try_login("wrong+words"), 403);
    assert_int_equal(try_login("wrong+words"), 429);
    assert_int_equal(try_login("four+quiet+words+here"), 429);
    const pid_t before = worker();
    kill(before, SIGKILL);
    for (int i = 0; i < 100 && (worker() == before || worker() == 0); i++)
        usleep(20000);
    assert_int_equal(try_login("four+quiet+words+here"), 429);
}

static void it_serves_no_address_that_others_can_reach(void **state)
{
    char out[1024];
    (void)state;
    assert_int_equal(
        run_shell(out, sizeof out, "%s desk --town %s --listen 0.0.0.0:0 2>&1", PROGRAM, town),
        3);
    assert_non_null(strstr(out, "TLS"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stranger_sees_the_door_and_nothing_else),
        cmocka_unit_test(every_answer_says_what_a_browser_may_do_with_it),
        cmocka_unit_test(a_session_is_new_each_time_and_never_the_visitors_own),
        cmocka_unit_test(a_name_bent_to_this_address_gets_nothing),
        cmocka_unit_test(another_page_cannot_act_in_our_name),
        cmocka_unit_test(paths_lead_to_the_pages_own_files_alone),
        cmocka_unit_test(what_is_too_large_is_refused_before_it_is_read),
        cmocka_unit_test(broken_bodies_change_nothing),
        cmocka_unit_test(a_decision_needs_its_reason_and_stays),
        cmocka_unit_test(what_was_typed_stays_text),
        cmocka_unit_test(two_people_on_one_record_lose_nothing),
        cmocka_unit_test(who_looked_is_noted),
        cmocka_unit_test(what_was_acknowledged_outlives_a_killed_worker),
        cmocka_unit_test(after_the_lock_no_name_and_no_passphrase_is_in_memory),
        cmocka_unit_test(who_dawdles_is_cut_off),
        cmocka_unit_test(it_serves_no_address_that_others_can_reach),
        cmocka_unit_test(guessing_is_slowed_down_even_across_a_lock),
    };
    return cmocka_run_group_tests(tests, open_desk, close_desk);
}
