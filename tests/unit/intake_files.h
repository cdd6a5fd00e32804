/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For the tests of intake: files made on the spot, and tables read back as one text. */
#ifndef INTAKE_FILES_H
#define INTAKE_FILES_H

#include "rk_test.h"
#include "rk_intake.h"

#include <unistd.h>

static struct rk_arena mem;
static struct rk_err err;

static int open_memory(void **state)
{
    (void)state;
    mem = rk_arena_open((ptrdiff_t)256 << 20);
    return mem.failed;
}

static int close_memory(void **state)
{
    (void)state;
    rk_arena_close(&mem);
    return 0;
}

/* A file of that name in a fresh folder; removed by drop_file. */
static inline const char *make_file(const char *name, struct rk_str bytes)
{
    char *dir = rk_str_c(&mem, RK_STR("/tmp/ranok-intake-XXXXXX"));
    assert_non_null(mkdtemp(dir));
    const struct rk_str path = rk_str_printf(&mem, "%s/%s", dir, name);
    FILE *f = fopen(path.at, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes.at, 1, (size_t)bytes.len, f), bytes.len);
    assert_int_equal(fclose(f), 0);
    return path.at;
}

static inline void drop_file(const char *path)
{
    const struct rk_str p = rk_str_of(path);
    const char *slash = strrchr(path, '/');
    char *dir = rk_str_c(&mem, rk_str_slice(p, 0, slash - path));
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(dir), 0);
}

/*
 * The whole table as text: "LINE:cell|cell\n"; numbers begin with #, dates with @, truths with
 * ?, errors with !, line breaks in cells become ¶. On failure "STATUS PLACE: TEXT".
 */
static inline struct rk_str table_of(const char *path, const struct rk_intake_options *options)
{
    struct rk_intake *in = NULL;
    struct rk_buf out = rk_buf_in(&mem, 1 << 20);
    rk_status status = rk_intake_open(path, options, &mem, &in, &err);
    bool end = status != RK_OK;
    while (!end) {
        struct rk_row row;
        status = rk_intake_next(in, &row, &end, &err);
        if (status || end)
            break;
        rk_buf_printf(&out, "%" PRId64 ":", row.line);
        for (int32_t i = 0; i < row.cell_count; i++) {
            static const char *const marks[] = {"", "", "#", "@", "?", "!"};
            rk_buf_c(&out, i ? "|" : "");
            rk_buf_c(&out, marks[row.cells[i].kind]);
            const struct rk_str t = row.cells[i].text;
            for (ptrdiff_t k = 0; k < t.len; k++)
                rk_buf_c(&out, t.at[k] == '\n'   ? "¶"
                               : t.at[k] == '\r' ? "←"
                                                 : (char[2]){t.at[k], '\0'});
        }
        rk_buf_c(&out, "\n");
    }
    rk_intake_close(in);
    assert_false(out.failed);
    if (status) {
        out.len = 0;
        rk_buf_printf(&out, "%d %s: %s", (int)status, err.place, err.text);
    }
    return rk_buf_str(&out);
}

static inline struct rk_str table_in(const char *name, struct rk_str bytes,
                                     const struct rk_intake_options *options)
{
    const char *path = make_file(name, bytes);
    const struct rk_str table = table_of(path, options);
    drop_file(path);
    return table;
}

#endif
