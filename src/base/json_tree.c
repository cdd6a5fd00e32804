/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A JSON file as a tree whose values know their place. */
#include "rk_json_tree.h"

/* ---- places
 * ---------------------------------------------------------------------------------- */

static void where(const struct rk_tree *t, ptrdiff_t offset, char *place, size_t room,
                  const char *path)
{
    int line = 1, column = 1;
    for (ptrdiff_t i = 0; i < offset && i < t->bytes.len; i++) {
        const unsigned char c = (unsigned char)t->bytes.at[i];
        if (c == '\n') {
            line++;
            column = 1;
        } else if ((c & 0xc0) != 0x80) {
            column++;
        }
    }
    snprintf(place, room, path[0] ? "%s:%d:%d: %s" : "%s:%d:%d%s", t->name, line, column, path);
}

static int shown_len(struct rk_str s)
{
    return (int)(s.len < 60 ? s.len : 60);
}

rk_status rk_tree_fail(const struct rk_tree *t, const struct rk_tree_value *v, const char *path,
                       struct rk_err *err, const char *expected, ...)
{
    char place[RK_ERR_PLACE], wants[320];
    va_list args;
    va_start(args, expected);
    rk_said_list(wants, sizeof wants, expected, args);
    va_end(args);
    where(t, v->offset, place, sizeof place, path);
    const char *kind = "";
    switch (v->kind) {
    case RK_JSON_NUMBER:
        return rk_fail(err, RK_EINVAL, place, "%.*s; expected %s", shown_len(v->text),
                       v->text.at, wants);
    case RK_JSON_STRING:
        return rk_fail(err, RK_EINVAL, place, "\"%.*s\"; expected %s", shown_len(v->text),
                       v->text.at, wants);
    case RK_JSON_OBJECT:
        kind = "an object";
        break;
    case RK_JSON_ARRAY:
        kind = "a list";
        break;
    case RK_JSON_TRUE:
        kind = "true";
        break;
    case RK_JSON_FALSE:
        kind = "false";
        break;
    default:
        kind = "null";
        break;
    }
    return rk_fail(err, RK_EINVAL, place, "%s; expected %s", kind, wants);
}

/* ---- reading
 * --------------------------------------------------------------------------------- */

static rk_status broken(const struct rk_tree *t, const struct rk_json *j,
                        const struct rk_arena *keep, struct rk_err *err)
{
    char place[RK_ERR_PLACE];
    if (keep->failed)
        return rk_fail(err, RK_ENOMEM, t->name, "%td bytes", t->bytes.len);
    where(t, j->offset, place, sizeof place, "");
    return rk_fail(err, RK_EINVAL, place, "not JSON; expected %s", j->why ? j->why : "a value");
}

static rk_status add(struct rk_tree *t, struct rk_scratch *scratch,
                     struct rk_tree_value *parent, struct rk_tree_value **last,
                     struct rk_str key, const struct rk_json *j, struct rk_tree_value **out,
                     struct rk_err *err)
{
    if (parent && key.at && parent->count <= 64) /* objects of the format are smaller */
        for (const struct rk_tree_value *v = parent->first; v; v = v->next)
            if (rk_str_eq(v->key, key)) {
                char place[RK_ERR_PLACE];
                where(t, j->offset, place, sizeof place, "");
                return rk_fail(err, RK_EINVAL, place, "\"%.*s\" a second time; expected one",
                               shown_len(key), key.at);
            }
    struct rk_tree_value *v = RK_NEW(scratch, struct rk_tree_value, 1);
    if (!v)
        return rk_fail(err, RK_ENOMEM, t->name, "%td bytes of JSON", t->bytes.len);
    *v = (struct rk_tree_value){
        .kind = j->kind, .key = key, .text = j->text, .offset = j->offset};
    v->number = j->number;
    if (!parent) {
        t->top = v;
    } else {
        if (*last)
            (*last)->next = v;
        else
            parent->first = v;
        *last = v;
        parent->count++;
    }
    *out = v;
    return RK_OK;
}

rk_status rk_tree_read(const char *name, struct rk_str bytes, struct rk_arena *keep,
                       struct rk_scratch *scratch, struct rk_tree *out, struct rk_err *err)
{
    if (rk_str_starts(bytes, RK_STR("\xEF\xBB\xBF")))
        bytes = rk_str_slice(bytes, 3, bytes.len);
    struct rk_tree t = {.name = name, .bytes = bytes};
    struct rk_json j = rk_json_read(bytes, keep);
    struct rk_tree_value *open[RK_JSON_DEPTH + 1] = {NULL}, *last[RK_JSON_DEPTH + 1] = {NULL};
    struct rk_str key = {NULL, 0};
    int deep = 0;
    for (;;) {
        const enum rk_json_kind kind = rk_json_next(&j);
        if (kind == RK_JSON_END)
            break;
        if (kind == RK_JSON_ERROR)
            return broken(&t, &j, keep, err);
        if (kind == RK_JSON_KEY) {
            key = j.text;
            continue;
        }
        if (kind == RK_JSON_OBJECT_END || kind == RK_JSON_ARRAY_END) {
            deep--;
            continue;
        }
        struct rk_tree_value *v = NULL;
        const rk_status bad = add(&t, scratch, open[deep], &last[deep], key, &j, &v, err);
        if (bad)
            return bad;
        key = (struct rk_str){NULL, 0};
        if (kind == RK_JSON_OBJECT || kind == RK_JSON_ARRAY) {
            open[++deep] = v;
            last[deep] = NULL;
        }
    }
    *out = t;
    return RK_OK;
}

/* ---- asking
 * ---------------------------------------------------------------------------------- */

const struct rk_tree_value *rk_tree_get(const struct rk_tree_value *object, const char *key)
{
    const struct rk_str want = rk_str_of(key);
    for (const struct rk_tree_value *v = object->first; v; v = v->next)
        if (v->key.at && rk_str_eq(v->key, want))
            return v;
    return NULL;
}

static rk_status missing(const struct rk_tree *t, const struct rk_tree_value *object,
                         const char *path, const char *key, struct rk_err *err)
{
    char place[RK_ERR_PLACE];
    where(t, object->offset, place, sizeof place, path);
    return rk_fail(err, RK_EINVAL, place, "no \"%s\"; expected one", key);
}

static void full_path(char *full, size_t room, const char *path, const char *key)
{
    snprintf(full, room, path[0] ? "%s.%s" : "%s%s", path, key);
}

rk_status rk_tree_number(const struct rk_tree *t, const struct rk_tree_value *object,
                         const char *path, const char *key, enum rk_tree_need need, double low,
                         double high, double *out, struct rk_err *err)
{
    char full[128];
    const struct rk_tree_value *v = rk_tree_get(object, key);
    if (!v)
        return need == RK_TREE_NEEDED ? missing(t, object, path, key, err) : RK_OK;
    full_path(full, sizeof full, path, key);
    if (v->kind != RK_JSON_NUMBER || !(v->number >= low) || !(v->number <= high))
        return rk_tree_fail(t, v, full, err, "a number, %.10g … %.10g", low, high);
    *out = v->number;
    return RK_OK;
}

bool rk_tree_is_id(const struct rk_tree_value *v, int32_t *out)
{
    if (v->kind != RK_JSON_NUMBER || !(v->number >= 0.0) || !(v->number <= 2e9) ||
        v->number != floor(v->number))
        return false;
    *out = (int32_t)v->number;
    return true;
}

rk_status rk_tree_id(const struct rk_tree *t, const struct rk_tree_value *object,
                     const char *path, const char *key, enum rk_tree_need need, int32_t *out,
                     struct rk_err *err)
{
    char full[128];
    const struct rk_tree_value *v = rk_tree_get(object, key);
    if (!v)
        return need == RK_TREE_NEEDED ? missing(t, object, path, key, err) : RK_OK;
    full_path(full, sizeof full, path, key);
    if (!rk_tree_is_id(v, out))
        return rk_tree_fail(t, v, full, err, "a whole number, 0 … 2000000000");
    return RK_OK;
}

rk_status rk_tree_array(const struct rk_tree *t, const struct rk_tree_value *object,
                        const char *path, const char *key, enum rk_tree_need need,
                        const struct rk_tree_value **out, struct rk_err *err)
{
    char full[128];
    const struct rk_tree_value *v = rk_tree_get(object, key);
    *out = NULL;
    if (!v)
        return need == RK_TREE_NEEDED ? missing(t, object, path, key, err) : RK_OK;
    full_path(full, sizeof full, path, key);
    if (v->kind != RK_JSON_ARRAY)
        return rk_tree_fail(t, v, full, err, "a list");
    *out = v;
    return RK_OK;
}
