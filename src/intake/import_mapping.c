/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mappings as JSON, and the key by which a table's mapping is found again. */
#define RK_INTAKE_ROOM
#include "rk_base.h"
#include "rk_hash.h"
#include "rk_json.h"
#include "rk_text.h"
#include "import_guess.h"

enum { HEADER_KEY_MAX = 1024 };

void rk_mapping_write(const struct rk_mapping *mapping, struct rk_buf *out)
{
    struct rk_json_out w = rk_json_write(out);
    w.any_order = true;
    rk_json_object(&w);
    rk_json_kstr(&w, "kind", rk_str_of(mapping->kind->id));
    rk_json_kint(&w, "header_line", mapping->header_line);
    rk_json_key(&w, RK_STR("columns"));
    rk_json_object(&w);
    for (int32_t i = 0; i < mapping->column_count; i++) {
        const struct rk_map_column *c = &mapping->columns[i];
        char both[160];
        rk_json_key(&w, c->header);
        if (!c->aspect) {
            rk_json_null(&w);
            continue;
        }
        snprintf(both, sizeof both, "%s%s%s", c->aspect->id, c->second ? "+" : "",
                 c->second ? c->second->id : "");
        rk_json_str(&w, rk_str_of(both));
    }
    rk_json_object_end(&w);
    rk_json_object_end(&w);
}

/* ---- reading ------------------------------------------------------------------------- */

struct told_column {
    struct rk_str header;
    struct rk_str aspect; /* empty: kept as text */
};

struct told {
    struct rk_str kind;
    int64_t header_line; /* 0: not told */
    struct told_column *columns;
    int32_t count;
};

static rk_status bad_json(const struct rk_json *r, struct rk_err *err)
{
    int line = 0, column = 0;
    char place[64];
    rk_json_where(r, &line, &column);
    snprintf(place, sizeof place, "--map:%d:%d", line, column);
    return rk_fail(
        err, RK_EINVAL, place,
        "this is no mapping; expected {\"kind\": KIND, \"columns\": {HEADER: ASPECT}}");
}

static rk_status read_columns(struct rk_json *r, struct rk_arena *keep, struct told *told,
                              struct rk_err *err)
{
    if (rk_json_next(r) != RK_JSON_OBJECT)
        return bad_json(r, err);
    told->columns = RK_NEW(keep, struct told_column, INTAKE_COLUMNS);
    if (!told->columns)
        return rk_fail(err, RK_ENOMEM, "--map", "no memory to find the columns");
    while (rk_json_next(r) == RK_JSON_KEY) {
        struct told_column column = {.header = rk_str_copy(keep, r->text)};
        const enum rk_json_kind kind = rk_json_next(r);
        if (kind != RK_JSON_NULL && kind != RK_JSON_STRING)
            return bad_json(r, err);
        if (kind == RK_JSON_STRING)
            column.aspect = rk_str_copy(keep, r->text);
        if (told->count == INTAKE_COLUMNS)
            return bad_json(r, err);
        told->columns[told->count++] = column;
    }
    return r->kind == RK_JSON_OBJECT_END ? RK_OK : bad_json(r, err);
}

static rk_status read_told(struct rk_str json, struct rk_arena *keep, struct told *told,
                           struct rk_err *err)
{
    struct rk_json r = rk_json_read(json, keep);
    rk_status status = RK_OK;
    *told = (struct told){0};
    if (rk_json_next(&r) != RK_JSON_OBJECT)
        return bad_json(&r, err);
    while (!status && rk_json_next(&r) == RK_JSON_KEY) {
        if (rk_str_eq(r.text, RK_STR("kind"))) {
            if (rk_json_next(&r) != RK_JSON_STRING)
                return bad_json(&r, err);
            told->kind = rk_str_copy(keep, r.text);
        } else if (rk_str_eq(r.text, RK_STR("header_line"))) {
            if (rk_json_next(&r) != RK_JSON_NUMBER || r.number < 1 ||
                r.number != floor(r.number))
                return bad_json(&r, err);
            told->header_line = (int64_t)r.number;
        } else if (rk_str_eq(r.text, RK_STR("columns"))) {
            status = read_columns(&r, keep, told, err);
        } else {
            return bad_json(&r, err);
        }
    }
    if (status)
        return status;
    if (r.kind != RK_JSON_OBJECT_END || rk_json_next(&r) != RK_JSON_END)
        return bad_json(&r, err);
    return told->kind.len > 0 && told->count > 0 ? RK_OK : bad_json(&r, err);
}

/* ---- finding the told columns in the table ------------------------------------------- */

static bool same_header(struct rk_str a, struct rk_str b)
{
    char x[HEADER_KEY_MAX], y[HEADER_KEY_MAX];
    struct rk_buf left = {.at = x, .cap = sizeof x}, right = {.at = y, .cap = sizeof y};
    if (rk_str_eq(a, b))
        return true;
    rk_text_key(a, &left);
    rk_text_key(b, &right);
    return !left.failed && !right.failed && left.len > 0 &&
           rk_str_eq(rk_buf_str(&left), rk_buf_str(&right));
}

static struct rk_map_column *column_named(const struct rk_mapping *mapping,
                                          struct rk_map_column *columns, struct rk_str header)
{
    for (int32_t i = 0; i < mapping->column_count; i++)
        if (rk_str_eq(columns[i].header, header))
            return &columns[i];
    for (int32_t i = 0; i < mapping->column_count; i++)
        if (same_header(columns[i].header, header))
            return &columns[i];
    return NULL;
}

static int32_t columns_found(const struct rk_mapping *mapping, const struct told *told)
{
    int32_t found = 0;
    for (int32_t i = 0; i < told->count; i++)
        for (int32_t k = 0; k < mapping->column_count; k++)
            if (same_header(mapping->columns[k].header, told->columns[i].header)) {
                found++;
                break;
            }
    return found;
}

static rk_status set_aspects(const struct rk_kind *kind, struct told_column told,
                             struct rk_map_column *column, struct rk_err *err)
{
    struct rk_str second = told.aspect;
    const struct rk_str first = rk_str_cut(&second, '+');
    column->fit = 1.0;
    column->aspect = column->second = NULL;
    if (told.aspect.len == 0)
        return RK_OK;
    column->aspect = rk_aspect_find(kind, first);
    if (second.at)
        column->second = rk_aspect_find(kind, second);
    const bool pair = !second.at || (column->aspect && column->second &&
                                     column->aspect->type == RK_TYPE_LATITUDE &&
                                     column->second->type == RK_TYPE_LONGITUDE);
    if (!column->aspect || !pair)
        return rk_fail(err, RK_EINVAL, "--map", "%s has no aspect \"%.*s\"", kind->id,
                       RK_FMT(told.aspect));
    return RK_OK;
}

static rk_status bind(const struct rk_kind *kind, const struct told *told,
                      struct rk_mapping *mapping, struct rk_map_column *columns,
                      struct rk_err *err)
{
    for (int32_t i = 0; i < told->count; i++) {
        const struct told_column *t = &told->columns[i];
        struct rk_map_column *column = column_named(mapping, columns, t->header);
        if (!column)
            return rk_fail(err, RK_EINVAL, "--map", "the table has no column \"%.*s\"",
                           RK_FMT(t->header));
        const rk_status status = set_aspects(kind, *t, column, err);
        if (status)
            return status;
    }
    for (int32_t i = 0; i < mapping->column_count; i++)
        for (int32_t k = 0; k < i; k++)
            if (columns[i].aspect && !import_may_repeat(columns[i].aspect) &&
                columns[i].aspect == columns[k].aspect)
                return rk_fail(err, RK_EINVAL, "--map", "two columns are to be \"%s\"",
                               columns[i].aspect->id);
    mapping->kind = kind;
    mapping->columns = columns;
    mapping->fit = 1.0;
    return RK_OK;
}

rk_status rk_mapping_read(struct rk_str json, const struct rk_row *rows, int32_t count,
                          struct rk_arena *keep, struct rk_scratch scratch,
                          struct rk_mapping *out, struct rk_err *err)
{
    struct rk_arena kept = *keep, own = scratch.in;
    struct told told;
    rk_status status = read_told(json, &own, &told, err);
    if (status)
        return status;
    const struct rk_kind *kind = rk_kind_find(told.kind);
    if (!kind)
        return rk_fail(err, RK_EINVAL, "--map", "there is no kind \"%.*s\"", RK_FMT(told.kind));
    struct rk_mapping best = {0};
    struct rk_map_column *columns = NULL;
    int32_t most = -1;
    const int32_t last = count < IMPORT_HEADER_ROWS ? count : IMPORT_HEADER_ROWS;
    for (int32_t r = 0; r < last; r++) {
        for (int32_t joined = 0; joined < 2; joined++) {
            struct rk_arena attempt = kept;
            struct rk_mapping mapping;
            struct rk_map_column *found =
                import_header_columns(rows, count, r, joined, &attempt, scratch, &mapping);
            const int32_t fits =
                found ? 2 * columns_found(&mapping, &told) + (rows[r].line == told.header_line)
                      : -1;
            if (fits <= most)
                continue;
            kept = attempt; /* earlier attempts are few and small: left behind */
            most = fits;
            best = mapping;
            columns = found;
        }
    }
    if (!columns)
        return rk_fail(err, kept.failed ? RK_ENOMEM : RK_EINVAL, "--map",
                       "the table has no column \"%.*s\"", RK_FMT(told.columns[0].header));
    status = bind(kind, &told, &best, columns, err);
    if (!status) {
        *keep = kept;
        *out = best;
    }
    return status;
}

/* ---- the key of a table -------------------------------------------------------------- */

void rk_mapping_key(const struct rk_mapping *mapping, char out[65])
{
    /* The sum of the headers' hashes does not depend on their order. */
    struct rk_hash sum = {0};
    for (int32_t i = 0; i < mapping->column_count; i++) {
        char key[HEADER_KEY_MAX];
        struct rk_buf b = {.at = key, .cap = sizeof key};
        rk_text_key(rk_utf8_head(mapping->columns[i].header, HEADER_KEY_MAX), &b);
        const struct rk_hash one = rk_sha256(b.at, b.len);
        unsigned carry = 0;
        for (int k = 31; k >= 0; k--) {
            carry += (unsigned)sum.byte[k] + one.byte[k];
            sum.byte[k] = (uint8_t)carry;
            carry >>= 8;
        }
    }
    rk_hex(sum.byte, 32, out);
}
