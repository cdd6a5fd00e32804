/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows as they come, list by list, and the map that overrules headers. */
#include "link_read_internal.h"

#include "rk_text.h"

static const ptrdiff_t ROW_ROOM = (ptrdiff_t)1 << 33;

static rk_status read_map(struct rk_link_reader *r, struct rk_str map, struct rk_err *err)
{
    if (map.len == 0)
        return RK_OK;
    struct rk_json json = rk_json_read(map, r->keep);
    if (rk_json_next(&json) != RK_JSON_OBJECT)
        return rk_fail(err, RK_EINVAL, "--map", "expected an object of headers and meanings");
    r->told = RK_NEW(r->keep, struct read_told, READ_CELLS);
    while (r->told && rk_json_next(&json) == RK_JSON_KEY) {
        if (r->told_len == READ_CELLS)
            return rk_fail(err, RK_EINVAL, "--map", "more than %d headers", READ_CELLS);
        struct read_told *told = &r->told[r->told_len++];
        const struct rk_str header = json.text;
        struct rk_buf key = rk_buf_in(r->keep, header.len + 4);
        rk_text_key(header, &key);
        told->key = rk_buf_str(&key);
        told->means = MEANS_IGNORED;
        const enum rk_json_kind kind = rk_json_next(&json);
        if (kind == RK_JSON_NULL)
            continue;
        if (kind != RK_JSON_STRING || !read_meaning_find(json.text, &told->means))
            return rk_fail(err, RK_EINVAL, "--map",
                           "\"%.*s\": \"%.*s\" is no meaning of a column; see: ranok link "
                           "--help",
                           (int)rk_utf8_head(header, 80).len, header.at,
                           (int)rk_utf8_head(json.text, 80).len, json.text.at);
    }
    if (!r->told || (json.kind == RK_JSON_ERROR && r->keep->failed))
        return rk_fail(err, RK_ENOMEM, "--map", "the memory allowed is full");
    if (json.kind != RK_JSON_OBJECT_END || rk_json_next(&json) != RK_JSON_END)
        return rk_fail(err, RK_EINVAL, "--map", "no JSON: %s",
                       json.why ? json.why : "expected one object");
    return RK_OK;
}

rk_status rk_link_reader_open(const struct rk_names *names, struct rk_str map, const char *id,
                              struct rk_arena *keep, struct rk_link_reader **out,
                              struct rk_err *err)
{
    struct rk_link_reader *r = RK_NEW(keep, struct rk_link_reader, 1);
    if (!r)
        return rk_fail(err, RK_ENOMEM, "link", "the memory allowed is full");
    r->names = names;
    r->keep = keep;
    r->id = id;
    r->rows = *keep; /* the upper half of what is left; the lower stays keep's */
    r->rows.at += rk_arena_left(keep) / 64 * 32;
    if (r->rows.end - r->rows.at > ROW_ROOM)
        r->rows.at = r->rows.end - ROW_ROOM;
    keep->end = r->rows.at;
    const rk_status bad = read_map(r, map, err);
    if (!bad)
        *out = r;
    return bad;
}

rk_status rk_link_reader_list(struct rk_link_reader *r, const char *file, struct rk_err *err)
{
    if (r->lists == READ_LISTS)
        return rk_fail(err, RK_EINVAL, file, "more than %d lists", READ_LISTS);
    struct read_list *list = &r->list[r->lists++];
    *list = (struct read_list){.file = rk_str_c(r->keep, rk_str_of(file)), .id = -1};
    return list->file ? RK_OK : rk_fail(err, RK_ENOMEM, "link", "the memory allowed is full");
}

rk_status rk_link_reader_row(struct rk_link_reader *r, int64_t line, const struct rk_str *cells,
                             int32_t count, struct rk_err *err)
{
    struct read_list *list = &r->list[r->lists - 1];
    const int32_t width = count < READ_CELLS ? count : READ_CELLS;
    while (count > 0 && rk_str_trim(cells[count - 1]).len == 0)
        count--;
    if (count > READ_CELLS)
        return rk_fail(err, RK_EINVAL, list->file,
                       "line %d has more cells than a list may have", (int)line);
    struct read_row *row = RK_NEW(&r->rows, struct read_row, 1);
    struct rk_str *copy = RK_NEW(r->keep, struct rk_str, count);
    for (int32_t c = 0; c < count && copy; c++)
        copy[c] = rk_str_copy(r->keep, cells[c]);
    if (!row || r->keep->failed)
        return rk_fail(err, RK_ENOMEM, list->file, "the memory allowed is full");
    *row = (struct read_row){line, copy, count, width};
    list->row = list->row ? list->row : row;
    list->rows++;
    return RK_OK;
}
