/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * base/json_tree: a whole JSON file as a tree whose values know their place, for case files
 * that people write by hand: what is wrong is refused with "NAME:LINE:COLUMN: path: …".
 *
 * Reading needs 80 bytes a value. Read-only once made; any thread may ask it.
 */
#ifndef RK_JSON_TREE_H
#define RK_JSON_TREE_H

#include "rk_json.h"

struct rk_tree_value {
    enum rk_json_kind kind; /* OBJECT, ARRAY, STRING, NUMBER, TRUE, FALSE, NULL */
    struct rk_str key;      /* inside an object */
    struct rk_str text;     /* STRING, NUMBER as written */
    double number;
    ptrdiff_t offset; /* bytes from the beginning */
    int32_t count;    /* of children */
    struct rk_tree_value *first, *next;
};

struct rk_tree {
    const char *name; /* of the file, for places */
    struct rk_str bytes;
    struct rk_tree_value *top;
};

/*
 * A BOM is skipped. Values live in `scratch`, unescaped texts in `keep`, the rest in `bytes`.
 * RK_EINVAL: not JSON, or a key twice in an object, with its place. RK_ENOMEM. O(bytes).
 */
RK_MUST_USE rk_status rk_tree_read(const char *name, struct rk_str bytes, struct rk_arena *keep,
                                   struct rk_scratch *scratch, struct rk_tree *out,
                                   struct rk_err *err);

/* Refuses a value: "NAME:LINE:COLUMN: path", "what it is; expected WHAT". Always RK_EINVAL. */
rk_status rk_tree_fail(const struct rk_tree *t, const struct rk_tree_value *v, const char *path,
                       struct rk_err *err, const char *expected, ...) RK_PRINTF(5, 6);

/* A value of an object by its key; NULL: not there. O(children). */
const struct rk_tree_value *rk_tree_get(const struct rk_tree_value *object, const char *key);

/* ---- what a value must be -----------------------------------------------------------------
 * `path` is that of the object; the key is added. Where it is not there: RK_EINVAL if needed,
 * else *out is left as it is. */

enum rk_tree_need { RK_TREE_NEEDED, RK_TREE_MAY };
/* A number from low to high. */
RK_MUST_USE rk_status rk_tree_number(const struct rk_tree *t,
                                     const struct rk_tree_value *object, const char *path,
                                     const char *key, enum rk_tree_need need, double low,
                                     double high, double *out, struct rk_err *err);
/* A whole number from 0 to 2,000,000,000. */
RK_MUST_USE rk_status rk_tree_id(const struct rk_tree *t, const struct rk_tree_value *object,
                                 const char *path, const char *key, enum rk_tree_need need,
                                 int32_t *out, struct rk_err *err);
/* An array (its own kind checked, not what is in it), or NULL in *out. */
RK_MUST_USE rk_status rk_tree_array(const struct rk_tree *t, const struct rk_tree_value *object,
                                    const char *path, const char *key, enum rk_tree_need need,
                                    const struct rk_tree_value **out, struct rk_err *err);
/* Whether the value itself is such a whole number. */
bool rk_tree_is_id(const struct rk_tree_value *v, int32_t *out);

#endif
