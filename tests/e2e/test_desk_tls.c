/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desk over the town hall's own network: TLS, and nobody without an own passphrase. */
#define RUN_DESK_TLS
#include "run_desk.h"

static char talk_file[64];

static int open_desk(void **state)
{
    char command[768];
    if (make_town(state) != 0)
        return 1;
    snprintf(talk_file, sizeof talk_file, "%s.talk", town);
    snprintf(
        command, sizeof command,
        "echo 'quiet words of the clerk' > %s.pass && %s --town %s --quiet person add clerk "
        "--role clerk --kdf test --new-passphrase-file %s.pass",
        town, PROGRAM, town, town);
    if (system(command) != 0)
        return 1;
    desk_listen = "0.0.0.0:0";
    desk_option = "--tls";
    talk_path = talk_file;
    return start_desk();
}

static void the_fingerprint_on_the_screen_is_the_certificates(void **state)
{
    char out[8192], joined[96] = "";
    (void)state;
    assert_int_equal(ask("GET", "/login", " "), 200);
    assert_int_equal(run_shell(out, sizeof out, "grep -A1 '^SHA-256' %s", talk_file), 0);
    for (const char *at = strstr(out, "256 ") + 4; *at; at++)
        if (*at == ':' || (*at >= '0' && *at <= '9') || (*at >= 'A' && *at <= 'F')) {
            strncat(joined, at, 1);
            if (strlen(joined) == 47)
                strncat(joined, ":", 2);
        }
    assert_string_equal(joined, tls_fingerprint);
}

static void the_cookie_belongs_to_this_host_and_to_tls_alone(void **state)
{
    (void)state;
    login_as("clerk", "quiet+words+of+the+clerk");
    assert_int_equal(strncmp(cookie, "__Host-ranok=", 13), 0);
    assert_non_null(strstr(answer, "Path=/; Secure"));
    assert_int_equal(ask("GET", "/api/session", " "), 200);
    memmove(cookie, cookie + 7, strlen(cookie + 7) + 1); /* without __Host- */
    assert_int_equal(ask("GET", "/api/session", " "), 401);
}

static void over_the_network_the_towns_one_passphrase_opens_nothing(void **state)
{
    (void)state;
    cookie[0] = '\0';
    assert_int_equal(try_login("four+quiet+words+here"), 403);
    login_as("clerk", "quiet+words+of+the+clerk");
}

static void another_name_and_another_scheme_are_not_ours(void **state)
{
    char request[512];
    (void)state;
    snprintf(request, sizeof request,
             "GET /login HTTP/1.1\r\nHost: evil.example:%d\r\nConnection: close\r\n\r\n", port);
    assert_int_equal(raw(request, strlen(request)), 421);
    login_as("clerk", "quiet+words+of+the+clerk");
    assert_int_equal(ask("POST", "/api/session",
                         "Origin: http://127.0.0.1:%d\r\nX-Ranok: 1\r\nContent-Type: "
                         "application/json\r\n\r\n{\"lang\":\"en\"}",
                         port),
                     403);
    assert_int_equal(post("/api/session", "{\"lang\":\"en\"}"), 200);
}

static void who_speaks_without_tls_hears_nothing(void **state)
{
    char got[256];
    const char *const request = "GET /login HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    (void)state;
    const int fd = connect_desk();
    (void)!send(fd, request, strlen(request), MSG_NOSIGNAL);
    const ssize_t n = recv(fd, got, sizeof got - 1, 0);
    close(fd);
    got[n > 0 ? n : 0] = '\0';
    assert_null(strstr(got, "HTTP/1.1"));
}

static void the_certificate_stays_the_same_over_a_restart(void **state)
{
    char before[96];
    (void)state;
    assert_int_equal(ask("GET", "/login", " "), 200);
    memcpy(before, tls_fingerprint, sizeof before);
    kill(desk, SIGTERM);
    waitpid(desk, NULL, 0);
    assert_int_equal(start_desk(), 0);
    assert_int_equal(ask("GET", "/login", " "), 200);
    assert_string_equal(before, tls_fingerprint);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_fingerprint_on_the_screen_is_the_certificates),
        cmocka_unit_test(the_cookie_belongs_to_this_host_and_to_tls_alone),
        cmocka_unit_test(over_the_network_the_towns_one_passphrase_opens_nothing),
        cmocka_unit_test(another_name_and_another_scheme_are_not_ours),
        cmocka_unit_test(who_speaks_without_tls_hears_nothing),
        cmocka_unit_test(the_certificate_stays_the_same_over_a_restart),
    };
    return cmocka_run_group_tests(tests, open_desk, close_desk);
}
