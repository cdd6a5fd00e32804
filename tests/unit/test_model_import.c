/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every spreadsheet of the model town through the real import, told nothing but its name: the
 * kind is recognised, all columns but the mark of invention are, and every row is accepted.
 */
#include "rk_test.h"
#include "rk_date.h"
#include "rk_import.h"
#include "rk_model.h"

#include <unistd.h>

static struct rk_err err;
static const struct rk_model *town;
static struct rk_arena keep;
static struct rk_scratch tmp;

static int grow(void **state)
{
    (void)state;
    keep = rk_arena_open((ptrdiff_t)1 << 30);
    tmp = rk_scratch_open((ptrdiff_t)1 << 30);
    const struct rk_model_options options = {.people = 9200, .seed = 5};
    return rk_model_make(&options, &keep, tmp, NULL, &town, &err) ? -1 : 0;
}

static int drop(void **state)
{
    (void)state;
    rk_arena_close(&keep);
    rk_scratch_close(&tmp);
    return 0;
}

/* "… вигадана особа", "вымышленное лицо": the mark is kept as text, as it should be. */
static bool is_mark(struct rk_str header)
{
    return rk_str_find(header, RK_STR("игадана")) >= 0 ||
           rk_str_find(header, RK_STR("ымышленное")) >= 0;
}

static int columns_unknown(const struct rk_mapping *m, const char *file)
{
    int unknown = 0;
    for (int32_t i = 0; i < m->column_count; i++) {
        const struct rk_map_column *c = &m->columns[i];
        if (c->aspect || is_mark(c->header))
            continue;
        unknown++;
        print_message("%s: \"%.*s\" is not recognised\n", file, RK_FMT(c->header));
    }
    return unknown;
}

/* The first list of a series is told nothing but its name; those after it are told the kind,
 * for guessing takes a quarter of a second. */
static bool import_one(const struct rk_model_file *f, struct rk_str bytes, bool told)
{
    char folder[64] = "/tmp/ranok-model-XXXXXX", path[400];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/%s", folder, f->name);
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(bytes.at, 1, (size_t)bytes.len, out), bytes.len);
    assert_int_equal(fclose(out), 0);
    const struct rk_import_options options = {.source = rk_str_of(f->office),
                                              .scope = RK_STR("Ізюм|Izium"),
                                              .today = f->day,
                                              .lang = RK_EN,
                                              .kind = rk_str_of(told ? f->kind : "")};
    struct rk_import *in = NULL;
    struct rk_arena once = rk_arena_open((ptrdiff_t)64 << 20);
    bool good = rk_import_open(path, &options, &once, &in, &err) == RK_OK;
    if (!good)
        print_message("%s: %s: %s\n", f->name, err.place, err.text);
    if (good) {
        const struct rk_mapping *m = rk_import_mapping(in);
        good = strcmp(m->kind->id, f->kind) == 0 && columns_unknown(m, f->name) == 0;
        if (strcmp(m->kind->id, f->kind) != 0)
            print_message("%s: taken for %s, is %s\n", f->name, m->kind->id, f->kind);
        if (m->data_line != f->header_lines + 1) {
            print_message("%s: data from line %d\n", f->name, (int)m->data_line);
            good = false;
        }
    }
    int said = 0;
    for (bool end = !in; !end;) {
        struct rk_import_row row;
        if (rk_import_next(in, &row, &end, &err)) {
            print_message("%s: %s: %s\n", f->name, err.place, err.text);
            good = false;
            break;
        }
        if (end || row.outcome == RK_ROW_TAKEN)
            continue;
        good = false;
        char text[600];
        struct rk_buf b = {.at = text, .cap = sizeof text};
        for (int32_t i = 0; i < row.fault_count && said < 3; i++, said++) {
            b.len = 0;
            rk_fault_say(RK_EN, rk_str_of(f->name), &row.faults[i], &b);
            print_message("%.*s\n", RK_FMT(rk_buf_str(&b)));
        }
    }
    if (in && rk_import_counted(in).taken != f->rows) {
        print_message("%s: %d of %d rows taken\n", f->name, (int)rk_import_counted(in).taken,
                      f->rows);
        good = false;
    }
    rk_import_close(in);
    rk_arena_close(&once);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0);
    return good;
}

/* "обстеження_комісії_" of "обстеження_комісії_26.9.csv". */
static struct rk_str series(const char *name)
{
    const struct rk_str s = rk_str_of(name);
    const char *last = strrchr(name, '_');
    return rk_str_slice(s, 0, last ? last - name : s.len);
}

static bool seen_before(int32_t file)
{
    for (int32_t i = 0; i < file; i++)
        if (rk_str_eq(series(town->file[i].name), series(town->file[file].name)))
            return true;
    return false;
}

static void every_spreadsheet_is_recognised_and_taken_whole(void **state)
{
    (void)state;
    int bad = 0, seen = 0;
    for (int32_t i = 0; i < town->files; i++) {
        if (!town->file[i].kind[0])
            continue; /* for engines */
        struct rk_arena once = rk_arena_open((ptrdiff_t)64 << 20);
        struct rk_str bytes;
        rk_assert_ok(rk_model_file_bytes(town, i, &once, tmp, &bytes, &err), err);
        bad += !import_one(&town->file[i], bytes, seen_before(i));
        seen++;
        rk_arena_close(&once);
    }
    assert_true(seen > 60);
    assert_int_equal(bad, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_spreadsheet_is_recognised_and_taken_whole)};
    return cmocka_run_group_tests(tests, grow, drop);
}
