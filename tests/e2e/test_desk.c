/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desk as strangers, careless pages and thieves meet it: over its own socket. */
#include "run_desk.h"

#include "rk_ledger.h"

#include "ledger_internal.h"

/* Invented; stands in the town before the desk opens. */
#define PLANTED "Неіснуйський"

static int open_desk(void **state)
{
    char list[64];
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
    return start_desk();
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

/* The id of the claim on this person's day of birth that was imported. */
static void claim_of_birth(char claim[96])
{
    char path[128];
    snprintf(path, sizeof path, "/api/records/person/%s%%2F1", strrchr(town, '/') + 1);
    assert_int_equal(ask("GET", path, " "), 200);
    const char *at = NULL, *next = answer;
    while ((next = strstr(next + 1, "\"aspect\":\"birth_date\"")) != NULL)
        at = next; /* the first one said stands last */
    assert_non_null(at);
    while (at > answer && strncmp(at, "\"claim\":\"", 9) != 0)
        at--;
    assert_int_equal(sscanf(at, "\"claim\":\"%95[^\"]", claim), 1);
}

static int correct(const char *claim, const char *value)
{
    char body[400];
    snprintf(body, sizeof body, "{\"claim\":\"%s\",\"value\":\"%s\",\"why\":\"seen\"}", claim,
             value);
    return post("/api/corrections", body);
}

/* Both claims are kept, and each of the two is shown that the other says something else. */
static void two_people_on_one_record_lose_nothing(void **state)
{
    static const char *const values[] = {"05.02.1960", "06.02.1960"};
    char path[128], claim[96] = "", visitor[2][128];
    (void)state;
    for (int i = 0; i < 2; i++) {
        login();
        memcpy(visitor[i], cookie, sizeof cookie);
    }
    snprintf(path, sizeof path, "/api/records/person/%s%%2F1", strrchr(town, '/') + 1);
    claim_of_birth(claim);
    assert_non_null(strstr(answer, "\"conflicts\":[]"));
    for (int i = 0; i < 2; i++) { /* each has the record on the screen as it was before */
        memcpy(cookie, visitor[i], sizeof cookie);
        assert_int_equal(correct(claim, values[i]), 200);
    }
    for (int i = 0; i < 2; i++) {
        memcpy(cookie, visitor[i], sizeof cookie);
        assert_int_equal(ask("GET", path, " "), 200);
        assert_non_null(strstr(answer, "5 February 1960"));
        assert_non_null(strstr(answer, "6 February 1960"));
        assert_non_null(strstr(answer, "1 February 1960"));
        assert_non_null(strstr(answer, "\"conflicts\":[\"birth_date\"]"));
        int told = 0;
        for (const char *at = answer; (at = strstr(at, "\"conflict\":true")) != NULL; at++)
            told++;
        assert_int_equal(told, 2);
    }
}

/* The index of names goes on from one save to the next. */
static void a_new_name_is_found_at_once_and_the_old_one_no_more(void **state)
{
    char path[128], subject[96], claim[96] = "";
    (void)state;
    login();
    assert_int_equal(ask("GET", "/api/search?q=Script%20Alert%20Test", " "), 200);
    snprintf(subject, sizeof subject, "\"id\":\"person:%s/2\"", strrchr(town, '/') + 1);
    snprintf(path, sizeof path, "/api/records/person/%s%%2F2", strrchr(town, '/') + 1);
    assert_int_equal(ask("GET", path, " "), 200);
    const char *at = strstr(answer, "\"aspect\":\"surname\"");
    assert_non_null(at);
    while (at > answer && strncmp(at, "\"claim\":\"", 9) != 0)
        at--;
    assert_int_equal(sscanf(at, "\"claim\":\"%95[^\"]", claim), 1);
    assert_int_equal(correct(claim, "Перейменська"), 200);
    assert_int_equal(ask("GET", "/api/search?q=Pereimenska", " "), 200);
    assert_non_null(strstr(answer, subject));
    assert_non_null(strstr(answer, "\"of\":2"));
    const char *first = strstr(answer, "\"id\":");
    assert_ptr_equal(first, strstr(answer, subject)); /* and nobody fits better */
    assert_int_equal(ask("GET", "/api/search?q=Scriptalert", " "), 200);
    assert_null(strstr(answer, "alert(1)"));
}

/* Reads a stream until the words have come; false after `most_s`. */
static bool heard(int fd, const char *words, double most_s)
{
    static char said[1 << 16];
    static size_t len;
    const double start_s = now_s();
    if (!words) {
        len = 0;
        return true;
    }
    while (now_s() - start_s < most_s) {
        said[len] = '\0';
        if (strstr(said, words))
            return true;
        const ssize_t got = recv(fd, said + len, sizeof said - 1 - len, MSG_DONTWAIT);
        if (got > 0)
            len += (size_t)got;
        else
            usleep(20000);
    }
    return false;
}

static int watch_town(void)
{
    char request[512];
    const int fd = connect_desk();
    snprintf(request, sizeof request,
             "GET /api/events HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nCookie: %s\r\n\r\n", port,
             cookie);
    (void)!send(fd, request, strlen(request), MSG_NOSIGNAL);
    (void)heard(fd, NULL, 0);
    assert_true(heard(fd, "text/event-stream", 5.0));
    return fd;
}

static void whoever_watches_hears_of_a_change_and_of_the_end(void **state)
{
    char claim[96] = "", mine[128], subject[96];
    (void)state;
    login();
    claim_of_birth(claim);
    const int fd = watch_town();
    memcpy(mine, cookie, sizeof cookie);
    login_as("somebody+else", "four+quiet+words+here");
    assert_int_equal(correct(claim, "07.02.1960"), 200);
    snprintf(subject, sizeof subject, "\"subjects\":[\"person:%s/1\"]", strrchr(town, '/') + 1);
    assert_true(heard(fd, "event: head", 3.0));
    assert_true(heard(fd, "\"by\":\"somebody else\"", 1.0));
    assert_true(heard(fd, subject, 1.0));
    assert_int_equal(post("/api/verify", "{}"), 202);
    assert_true(heard(fd, "event: job", 3.0));
    assert_true(heard(fd, "\"done\":true", 5.0));
    memcpy(cookie, mine, sizeof cookie);
    assert_int_equal(post("/api/leave", "{}"), 200);
    assert_true(heard(fd, "event: ended", 3.0));
    close(fd);
    assert_int_equal(ask("GET", "/api/session", " "), 401);
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

/* A child saves one correction after another and tells each acknowledged batch. */
static pid_t saver(const char *claim, int to)
{
    const pid_t child = fork();
    if (child != 0)
        return child;
    for (int i = 0; i < 1000; i++) {
        char value[16];
        int batch = 0;
        snprintf(value, sizeof value, "%02d.%02d.19%02d", 1 + i % 28, 1 + i / 28 % 12,
                 30 + i % 60);
        if (correct(claim, value) != 200)
            break;
        const char *at = strstr(answer, "\"batch\":");
        if (!at || sscanf(at, "\"batch\":%d", &batch) != 1 ||
            write(to, &batch, sizeof batch) != sizeof batch)
            break;
    }
    _exit(0);
}

/* Killed at any moment of a save: what was acknowledged is there, of the rest at most the one
 * that was on its way, and whole. */
static void a_save_that_is_killed_is_there_or_is_not(void **state)
{
    enum { ROUNDS = 8 };
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        char claim[96] = "", out[4096];
        int pipes[2], acknowledged = 0, batch = 0, count = 0;
        login();
        claim_of_birth(claim);
        assert_int_equal(ask("GET", "/api/batches", " "), 200);
        assert_int_equal(sscanf(strstr(answer, "\"count\":"), "\"count\":%d", &acknowledged),
                         1);
        assert_int_equal(pipe(pipes), 0);
        const pid_t child = saver(claim, pipes[1]), before = worker();
        close(pipes[1]);
        usleep((useconds_t)(40000 + 17000 * round));
        kill(before, SIGKILL);
        while (read(pipes[0], &batch, sizeof batch) == sizeof batch)
            acknowledged = batch;
        close(pipes[0]);
        waitpid(child, NULL, 0);
        for (int i = 0; i < 200 && (worker() == before || worker() == 0); i++)
            usleep(20000);
        login();
        assert_int_equal(ask("GET", "/api/batches", " "), 200);
        assert_int_equal(sscanf(strstr(answer, "\"count\":"), "\"count\":%d", &count), 1);
        assert_in_range(count, acknowledged, acknowledged + 1);
        assert_int_equal(run_shell(out, sizeof out, "%s --town %s verify", PROGRAM, town), 0);
    }
}

/* The secret halves of the four compartments, read as the program reads them. */
static void secrets_of(struct ledger_keys *out)
{
    struct rk_arena keep = rk_arena_open(1 << 24);
    struct rk_ledger *l = NULL;
    struct rk_err err = {0};
    rk_assert_ok(
        rk_ledger_open(town, RK_LEDGER_READ, RK_STR("four quiet words here"), &keep, &l, &err),
        err);
    *out = l->keys;
    rk_ledger_close(l);
    rk_arena_close(&keep);
}

static void after_the_lock_no_name_no_key_and_no_passphrase_is_in_memory(void **state)
{
    static struct ledger_keys keys;
    (void)state;
    secrets_of(&keys);
    login();
    assert_int_equal(ask("GET", "/api/search?q=%D0%9D%D0%B5%D1%96%D1%81", " "), 200);
    assert_non_null(strstr(answer, PLANTED));
    const pid_t before = worker();
    assert_true(in_memory(before, PLANTED) > 0); /* so it would be found */
    for (int c = 1; c <= RK_COMPARTMENT_COUNT; c++)
        assert_true(in_memory_bytes(before, keys.secret[c], LEDGER_KEY) > 0);
    const double start_s = now_s();
    assert_int_equal(post("/api/lock", "{}"), 200);
    while (worker() == before && now_s() - start_s < 5.0)
        usleep(5000);
    assert_true(now_s() - start_s < 1.0);
    for (int i = 0; i < 100 && worker() == 0; i++)
        usleep(10000);
    const pid_t rest[] = {desk, worker()};
    for (int i = 0; i < 2; i++) {
        assert_int_equal(in_memory(rest[i], PLANTED), 0);
        assert_int_equal(in_memory(rest[i], "four quiet words"), 0);
        assert_int_equal(in_memory_bytes(rest[i], keys.pepper, LEDGER_KEY), 0);
        assert_int_equal(in_memory_bytes(rest[i], keys.log_secret, LEDGER_KEY), 0);
        for (int c = 1; c <= RK_COMPARTMENT_COUNT; c++) {
            assert_int_equal(in_memory_bytes(rest[i], keys.secret[c], LEDGER_KEY), 0);
            assert_int_equal(in_memory_bytes(rest[i], keys.wrap[c], LEDGER_KEY), 0);
        }
    }
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
    assert_non_null(strstr(out, "--tls"));
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
        cmocka_unit_test(a_new_name_is_found_at_once_and_the_old_one_no_more),
        cmocka_unit_test(whoever_watches_hears_of_a_change_and_of_the_end),
        cmocka_unit_test(who_looked_is_noted),
        cmocka_unit_test(what_was_acknowledged_outlives_a_killed_worker),
        cmocka_unit_test(a_save_that_is_killed_is_there_or_is_not),
        cmocka_unit_test(after_the_lock_no_name_no_key_and_no_passphrase_is_in_memory),
        cmocka_unit_test(who_dawdles_is_cut_off),
        cmocka_unit_test(it_serves_no_address_that_others_can_reach),
        cmocka_unit_test(guessing_is_slowed_down_even_across_a_lock),
    };
    return cmocka_run_group_tests(tests, open_desk, close_desk);
}
