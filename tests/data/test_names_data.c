/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Published vectors and registers, and 539 pairs written by hand (tests/data/names_pairs.tsv).
 * Bars: docs/methods/names.md, 7. Each prints what it reached.
 */
#include "../unit/names_fixture.h"

#include "rk_file.h"

enum { CELLS = 8, ROWS = 32000 };

struct rows {
    struct rk_str (*cell)[CELLS];
    int32_t count;
};

/* A cell of RFC 4180 or of a table with tabs; doubled quotes are kept as they stand. */
static struct rk_str take_cell(struct rk_str *line, char separator)
{
    if (line->len == 0 || line->at[0] != '"')
        return rk_str_cut(line, separator);
    ptrdiff_t end = 1;
    while (end < line->len &&
           !(line->at[end] == '"' && (end + 1 == line->len || line->at[end + 1] == separator)))
        end++;
    const struct rk_str cell = rk_str_slice(*line, 1, end);
    *line = rk_str_slice(*line, end + 2, line->len);
    return cell;
}

/* The rows behind the header; lines that begin with # are remarks. */
static struct rows read_rows(const char *path, char separator, struct rk_arena *keep)
{
    struct rk_str text;
    struct rk_err err = {0};
    rk_assert_ok(rk_file_read(path, 1 << 24, keep, &text, &err), err);
    struct rows rows = {rk_arena_take(keep, ROWS, sizeof *rows.cell), -1};
    assert_non_null(rows.cell);
    while (text.len > 0) {
        struct rk_str line = rk_str_trim(rk_str_cut(&text, '\n'));
        if (line.len == 0 || line.at[0] == '#')
            continue;
        if (rows.count++ < 0)
            continue; /* the header */
        assert_true(rows.count <= ROWS);
        for (int c = 0; c < CELLS && line.len > 0; c++)
            rows.cell[rows.count - 1][c] = take_cell(&line, separator);
    }
    return rows;
}

static struct rk_str latin_by(int32_t scheme, struct rk_str name, char *out, ptrdiff_t size)
{
    struct rk_buf buf = {out, 0, size, false};
    rk_names_translit(scheme, name, &buf);
    assert_false(buf.failed);
    return rk_buf_str(&buf);
}

static void all_examples_of_resolution_55_hold(void **state)
{
    (void)state;
    char path[512], latin[256];
    rk_need_data(path, sizeof path, "names/kmu55_vectors.tsv");
    struct rk_arena keep = names_mem;
    const struct rows r = read_rows(path, '\t', &keep);
    assert_int_equal(r.count, 76);
    for (int32_t i = 0; i < r.count; i++)
        assert_true(rk_str_eq(latin_by(RK_NAME_KMU55, r.cell[i][0], latin, sizeof latin),
                              r.cell[i][1]));
}

static void the_register_of_places_is_written_as_it_stands(void **state)
{
    (void)state;
    char path[512], latin[512];
    rk_need_data(path, sizeof path, "izium/geonames_translit_pairs.csv");
    struct rk_arena keep = names_mem;
    const struct rows r = read_rows(path, ',', &keep);
    int32_t exact = 0;
    for (int32_t i = 0; i < r.count; i++)
        if (rk_str_eq(r.cell[i][2], RK_STR("1")))
            exact += rk_str_eq(latin_by(RK_NAME_KMU55, r.cell[i][0], latin, sizeof latin),
                               r.cell[i][1]);
    print_message("exact %d of 23465\n", exact);
    assert_int_equal(exact, 23465);
}

static void all_cells_of_24_schemes_hold(void **state)
{
    (void)state;
    char path[512], latin[256];
    rk_need_data(path, sizeof path, "names/translit_tables.tsv");
    struct rk_arena keep = names_mem;
    const struct rows r = read_rows(path, '\t', &keep);
    assert_int_equal(r.count, 576);
    for (int32_t i = 0; i < r.count; i++) {
        const int32_t scheme = rk_names_scheme_find(r.cell[i][2]);
        assert_true(scheme >= 0);
        assert_true(
            rk_str_eq(latin_by(scheme, r.cell[i][1], latin, sizeof latin), r.cell[i][3]));
    }
}

static int32_t rank_of(const struct rk_name_index *index, const struct rk_str *list,
                       struct rk_str query, struct rk_str wanted)
{
    struct rk_name_hit hits[5];
    struct rk_err err = {0};
    int32_t found = 0;
    rk_assert_ok(rk_name_index_search(index, query, 5, names_tmp, hits, &found, &err), err);
    for (int32_t k = 0; k < found; k++)
        if (rk_str_eq(list[hits[k].item], wanted))
            return k + 1;
    return 0;
}

/* Each different text of a column once. */
static int32_t distinct(const struct rows *r, int column, struct rk_str *list)
{
    int32_t n = 0;
    for (int32_t i = 0; i < r->count; i++) {
        bool seen = false;
        for (int32_t k = n - 1; k >= 0 && k >= n - 40 && !seen; k--)
            seen = rk_str_eq(list[k], r->cell[i][column]);
        if (!seen)
            list[n++] = r->cell[i][column];
    }
    return n;
}

static void the_way_back_from_24_schemes_is_found(void **state)
{
    (void)state;
    char path[512];
    rk_need_data(path, sizeof path, "names/translit_tables.tsv");
    struct rk_arena keep = names_mem;
    const struct rows r = read_rows(path, '\t', &keep);
    struct rk_str list[600];
    struct rk_err err = {0};
    const int32_t n = distinct(&r, 1, list);
    const struct rk_name_index *index = NULL;
    rk_assert_ok(rk_name_index_build(names_tables, list, n, &keep, &index, &err), err);
    int32_t found = 0;
    for (int32_t i = 0; i < r.count; i++)
        found += rank_of(index, list, r.cell[i][3], r.cell[i][1]) > 0;
    print_message("found %d of %d\n", found, r.count);
    assert_true(found >= 0.99 * r.count);
}

static void slips_of_the_register_are_found_among_all_places(void **state)
{
    (void)state;
    char path[512];
    rk_need_data(path, sizeof path, "izium/geonames_translit_pairs.csv");
    struct rk_arena keep = names_mem;
    const struct rows r = read_rows(path, ',', &keep);
    struct rk_str *list = RK_NEW(&keep, struct rk_str, r.count);
    const int32_t n = distinct(&r, 0, list);
    const struct rk_name_index *index = NULL;
    struct rk_err err = {0};
    rk_assert_ok(rk_name_index_build(names_tables, list, n, &keep, &index, &err), err);
    int32_t slips = 0, found = 0;
    for (int32_t i = 0; i < r.count; i++) {
        if (!rk_str_eq(r.cell[i][2], RK_STR("0")))
            continue;
        slips++;
        found += rank_of(index, list, r.cell[i][1], r.cell[i][0]) > 0;
    }
    print_message("found %d of %d\n", found, slips);
    assert_int_equal(slips, 588);
    assert_true(found >= 0.95 * slips);
}

static void declined_names_come_back_to_the_nominative(void **state)
{
    (void)state;
    char path[512], out[512];
    rk_need_data(path, sizeof path, "names/uk_declension_a.tsv");
    struct rk_arena keep = names_mem;
    const struct rows r = read_rows(path, '\t', &keep);
    struct rk_str nominative = {0};
    int32_t right = 0;
    struct rk_err err = {0};
    for (int32_t i = 0; i < r.count; i++) {
        const struct rk_str *c = r.cell[i];
        const struct rk_str full =
            rk_str_printf(&keep, "%.*s %.*s %.*s", RK_FMT(c[3]), RK_FMT(c[4]), RK_FMT(c[5]));
        if (rk_str_eq(c[2], RK_STR("nominative")))
            nominative = full; /* the first form of each person */
        struct rk_buf buf = {out, 0, sizeof out, false};
        rk_assert_ok(rk_names_nominative(names_tables, full, RK_NAME_SEX_UNKNOWN, &buf, &err),
                     err);
        right += rk_str_eq(rk_buf_str(&buf), nominative);
    }
    print_message("right %d of %d\n", right, r.count);
    assert_int_equal(r.count, 742);
    assert_true(right >= 0.98 * r.count);
}

struct score {
    int32_t both, found_only, true_only;
};

static void judge(struct score *s, struct rk_str a, struct rk_str b, bool same)
{
    struct rk_arena keep = names_mem;
    struct rk_name x = {0}, y = {0};
    struct rk_err err = {0};
    keep.at += names_mem.end - names_mem.at > (1 << 27) ? 1 << 27 : 0; /* behind the rows */
    rk_assert_ok(rk_name_read(names_tables, a, &keep, &x, &err), err);
    rk_assert_ok(rk_name_read(names_tables, b, &keep, &y, &err), err);
    struct rk_name_agreement g;
    rk_name_compare(names_tables, &x, &y, &g);
    const bool found = g.score >= 0.5;
    s->both += found && same;
    s->found_only += found && !same;
    s->true_only += !found && same;
}

static double f1(const struct score *s)
{
    print_message("F1 %.4f: %d found, %d wrongly, %d missed\n",
                  2.0 * s->both / (2.0 * s->both + s->found_only + s->true_only), s->both,
                  s->found_only, s->true_only);
    return 2.0 * s->both / (2.0 * s->both + s->found_only + s->true_only);
}

static void persons_of_the_published_bench_are_told_apart(void **state)
{
    (void)state;
    char path[512];
    rk_need_data(path, sizeof path, "names/name_bench_a.csv");
    struct rk_arena keep = names_mem;
    const struct rows r = read_rows(path, ',', &keep);
    struct score s = {0};
    for (int32_t i = 0; i < r.count; i++)
        if (rk_str_eq(r.cell[i][1], RK_STR("Person")))
            judge(&s, r.cell[i][2], r.cell[i][3], rk_str_eq(r.cell[i][4], RK_STR("true")));
    assert_true(f1(&s) >= 0.80);
}

static void pairs_written_by_hand_are_told_apart(void **state)
{
    (void)state;
    struct rk_arena keep = names_mem;
    const struct rows r = read_rows(RK_SOURCE_DIR "/tests/data/names_pairs.tsv", '\t', &keep);
    assert_true(r.count >= 500);
    struct score s = {0};
    for (int32_t i = 0; i < r.count; i++)
        judge(&s, r.cell[i][0], r.cell[i][1], rk_str_eq(r.cell[i][2], RK_STR("1")));
    assert_true(f1(&s) >= 0.97);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_examples_of_resolution_55_hold),
        cmocka_unit_test(the_register_of_places_is_written_as_it_stands),
        cmocka_unit_test(all_cells_of_24_schemes_hold),
        cmocka_unit_test(the_way_back_from_24_schemes_is_found),
        cmocka_unit_test(slips_of_the_register_are_found_among_all_places),
        cmocka_unit_test(declined_names_come_back_to_the_nominative),
        cmocka_unit_test(persons_of_the_published_bench_are_told_apart),
        cmocka_unit_test(pairs_written_by_hand_are_told_apart),
    };
    return cmocka_run_group_tests(tests, names_open_tables, names_close_tables);
}
