/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_file.h"
#include "rk_json.h"
#include "rk_test.h"

struct pair {
    struct rk_str name, input, canonical;
};

static struct pair pair_of(struct rk_str line, struct rk_arena *keep)
{
    struct pair p = {0};
    struct rk_json r = rk_json_read(line, keep);
    assert_int_equal(rk_json_next(&r), RK_JSON_OBJECT);
    while (rk_json_next(&r) == RK_JSON_KEY) {
        const struct rk_str key = r.text;
        assert_int_equal(rk_json_next(&r), RK_JSON_STRING);
        if (rk_str_eq(key, RK_STR("input")))
            p.input = r.text;
        else if (rk_str_eq(key, RK_STR("canonical")))
            p.canonical = r.text;
        else
            p.name = r.text;
    }
    assert_int_equal(r.kind, RK_JSON_OBJECT_END);
    return p;
}

/* cyberphone/json-canonicalization, pairs of input and canonical text. */
static void published_pairs_come_out_byte_by_byte(void **state)
{
    (void)state;
    char path[512];
    rk_need_data(path, sizeof path, "ledger/rfc8785_jcs.jsonl");
    struct rk_arena mem = rk_arena_open(16 << 20);
    struct rk_scratch tmp = rk_scratch_open(16 << 20);
    struct rk_str text;
    struct rk_err err;
    rk_assert_ok(rk_file_read(path, 4 << 20, &mem, &text, &err), err);
    int count = 0;
    while (text.len > 0) {
        const struct rk_str line = rk_str_trim(rk_str_cut(&text, '\n'));
        if (line.len == 0)
            continue;
        struct rk_arena keep = mem;
        const struct pair p = pair_of(line, &keep);
        struct rk_buf out = rk_buf_in(&keep, 1 << 20), again = rk_buf_in(&keep, 1 << 20);
        rk_assert_ok(rk_json_canonical(p.input, tmp, &out, &err), err);
        if (!rk_str_eq(rk_buf_str(&out), p.canonical))
            fail_msg("%.*s: %.*s", RK_FMT(p.name), RK_FMT(rk_buf_str(&out)));
        rk_assert_ok(rk_json_canonical(p.canonical, tmp, &again, &err), err);
        assert_true(rk_str_eq(rk_buf_str(&again), p.canonical));
        count++;
    }
    assert_true(count > 0);
    rk_scratch_close(&tmp);
    rk_arena_close(&mem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(published_pairs_come_out_byte_by_byte)};
    return cmocka_run_group_tests_name("json_canonical", tests, NULL, NULL);
}
