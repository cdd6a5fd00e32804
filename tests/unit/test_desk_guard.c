/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who may ask the desk for anything. */
#include "rk_test.h"

#include "rk_desk.h"

static rk_status place(const char *text, struct rk_desk_place *out)
{
    return rk_desk_place_read(rk_str_of(text), false, out, NULL);
}

static void the_desk_listens_on_this_machine_alone(void **state)
{
    struct rk_desk_place p;
    (void)state;
    assert_int_equal(place("127.0.0.1:8470", &p), RK_OK);
    assert_int_equal(p.port, 8470);
    assert_int_equal(place("localhost", &p), RK_OK);
    assert_int_equal(p.port, RK_DESK_PORT);
    assert_string_equal(p.host, "127.0.0.1");
    assert_int_equal(place("[::1]:0", &p), RK_OK);
    assert_true(p.v6 && p.port == 0);
    static const char *const others[] = {"0.0.0.0:80", "192.168.1.7:8470", "[::]:8470",
                                         "[::ffff:10.0.0.1]"};
    for (ptrdiff_t i = 0; i < RK_COUNT(others); i++) {
        assert_int_equal(place(others[i], &p), RK_EDENIED);
        assert_int_equal(rk_desk_place_read(rk_str_of(others[i]), true, &p, NULL), RK_OK);
        assert_true(p.reachable);
    }
    assert_int_equal(rk_desk_place_read(RK_STR("127.0.0.1"), true, &p, NULL), RK_OK);
    assert_false(p.reachable);
    static const char *const wrong[] = {
        "",     ":8470",     "127.0.0.1:x", "127.0.0.1:65536",   "127.0.0.1:-1", "127.0.0.1:+1",
        "[::1", "[::1]8470", "town.lan",    "127.0.0.1.nip.io:1"};
    for (ptrdiff_t i = 0; i < RK_COUNT(wrong); i++)
        assert_int_equal(place(wrong[i], &p), RK_EINVAL);
}

static void a_foreign_name_bent_to_this_address_is_not_ours(void **state)
{
    (void)state;
    const struct rk_desk_self desk = rk_desk_self_local(8470, false);
    assert_true(rk_desk_host_ours(&desk, RK_STR("127.0.0.1:8470")));
    assert_true(rk_desk_host_ours(&desk, RK_STR("localhost:8470")));
    assert_true(rk_desk_host_ours(&desk, RK_STR("[::1]:8470")));
    static const char *const foreign[] = {
        "evil.example:8470",           "127.0.0.1:8471",  "127.0.0.1",     "",
        "localhost:8470.evil.example", "127.0.0.1:8470 ", "LOCALHOST:8470"};
    for (ptrdiff_t i = 0; i < RK_COUNT(foreign); i++)
        assert_false(rk_desk_host_ours(&desk, rk_str_of(foreign[i])));
    assert_true(rk_desk_origin_ours(&desk, RK_STR("http://localhost:8470")));
    assert_false(rk_desk_origin_ours(&desk, RK_STR("https://localhost:8470")));
    assert_false(rk_desk_origin_ours(&desk, RK_STR("http://localhost:8470/")));
    assert_false(rk_desk_origin_ours(&desk, RK_STR("null")));
    assert_false(rk_desk_origin_ours(&desk, RK_STR("")));
}

static void over_tls_the_desk_has_the_names_it_was_given(void **state)
{
    (void)state;
    struct rk_desk_self desk = rk_desk_self_local(8470, true);
    assert_true(rk_desk_self_add(&desk, RK_STR("ranok.lan")));
    assert_true(rk_desk_self_add(&desk, RK_STR("192.168.1.7")));
    assert_true(rk_desk_self_add(&desk, RK_STR("fd00::7")));
    assert_false(rk_desk_self_add(&desk, RK_STR("")));
    assert_false(rk_desk_self_add(&desk, RK_STR("a b")));
    assert_false(rk_desk_self_add(&desk, RK_STR("a:8470@evil")));
    assert_true(rk_desk_host_ours(&desk, RK_STR("192.168.1.7:8470")));
    assert_true(rk_desk_host_ours(&desk, RK_STR("[fd00::7]:8470")));
    assert_true(rk_desk_origin_ours(&desk, RK_STR("https://ranok.lan:8470")));
    assert_false(rk_desk_origin_ours(&desk, RK_STR("http://ranok.lan:8470")));
    assert_false(rk_desk_host_ours(&desk, RK_STR("192.168.1.8:8470")));
    assert_false(rk_desk_host_ours(&desk, RK_STR("ranok.lan")));
    desk.port = 443;
    assert_true(rk_desk_host_ours(&desk, RK_STR("ranok.lan")));
}

static void a_cookie_is_found_by_its_whole_name_and_only_once(void **state)
{
    struct rk_str v;
    (void)state;
    assert_true(rk_desk_cookie(RK_STR("a=1; ranok=abc; b=2"), RK_STR("ranok"), &v));
    assert_true(rk_str_eq(v, RK_STR("abc")));
    assert_false(rk_desk_cookie(RK_STR("xranok=abc"), RK_STR("ranok"), &v));
    assert_false(rk_desk_cookie(RK_STR("ranok=a; ranok=b"), RK_STR("ranok"), &v));
    assert_false(rk_desk_cookie(RK_STR("ranok"), RK_STR("ranok"), &v));
    assert_false(rk_desk_cookie(RK_STR(""), RK_STR("ranok"), &v));
}

static void a_form_gives_what_was_typed_or_nothing(void **state)
{
    struct rk_arena keep = rk_arena_open(1 << 16);
    struct rk_str v;
    (void)state;
    assert_true(
        rk_desk_field(RK_STR("name=%D0%9E%D0%BB%D1%8F+A&x=1"), RK_STR("name"), &keep, &v));
    assert_true(rk_str_eq(v, RK_STR("Оля A")));
    assert_true(rk_desk_field(RK_STR("x=%26%3D"), RK_STR("x"), &keep, &v));
    assert_true(rk_str_eq(v, RK_STR("&=")));
    assert_false(rk_desk_field(RK_STR("x=%4"), RK_STR("x"), &keep, &v));
    assert_false(rk_desk_field(RK_STR("x=%zz"), RK_STR("x"), &keep, &v));
    assert_false(rk_desk_field(RK_STR("x=%00"), RK_STR("x"), &keep, &v));
    assert_false(rk_desk_field(RK_STR("x=%FF"), RK_STR("x"), &keep, &v));
    assert_false(rk_desk_field(RK_STR("x=1&x=2"), RK_STR("x"), &keep, &v));
    assert_false(rk_desk_field(RK_STR("y=1"), RK_STR("x"), &keep, &v));
    rk_arena_close(&keep);
}

static void wrong_passphrases_cost_more_and_more_time(void **state)
{
    struct rk_desk_tries t = {0};
    (void)state;
    for (int i = 0; i < 4; i++)
        rk_desk_tried(&t, false, 100.0);
    rk_assert_near(rk_desk_wait_s(&t, 100.0), 0.0, 0.0);
    rk_desk_tried(&t, false, 100.0);
    rk_assert_near(rk_desk_wait_s(&t, 100.0), 30.0, 0.0);
    rk_desk_tried(&t, false, 200.0);
    rk_assert_near(rk_desk_wait_s(&t, 210.0), 50.0, 0.0);
    for (int i = 0; i < 40; i++)
        rk_desk_tried(&t, false, 300.0);
    rk_assert_near(rk_desk_wait_s(&t, 300.0), 900.0, 0.0);
    rk_desk_tried(&t, true, 300.0);
    rk_assert_near(rk_desk_wait_s(&t, 300.0), 0.0, 0.0);
}

static void a_file_name_is_a_name_and_no_path(void **state)
{
    struct rk_arena keep = rk_arena_open(1 << 16);
    struct rk_str v;
    (void)state;
    assert_true(rk_desk_file_name(RK_STR("C:\\дані\\морг.xlsx"), &keep, &v));
    assert_true(rk_str_eq(v, RK_STR("морг.xlsx")));
    assert_true(rk_desk_file_name(RK_STR("../../etc/passwd"), &keep, &v));
    assert_true(rk_str_eq(v, RK_STR("passwd")));
    assert_true(rk_desk_file_name(RK_STR("a\nb\x7F.csv"), &keep, &v));
    assert_true(rk_str_eq(v, RK_STR("ab.csv")));
    static const char *const none[] = {"", "..", ".", "a/", "a/..", "\n"};
    for (ptrdiff_t i = 0; i < RK_COUNT(none); i++)
        assert_false(rk_desk_file_name(rk_str_of(none[i]), &keep, &v));
    rk_arena_close(&keep);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_desk_listens_on_this_machine_alone),
        cmocka_unit_test(a_foreign_name_bent_to_this_address_is_not_ours),
        cmocka_unit_test(over_tls_the_desk_has_the_names_it_was_given),
        cmocka_unit_test(a_cookie_is_found_by_its_whole_name_and_only_once),
        cmocka_unit_test(a_form_gives_what_was_typed_or_nothing),
        cmocka_unit_test(wrong_passphrases_cost_more_and_more_time),
        cmocka_unit_test(a_file_name_is_a_name_and_no_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
