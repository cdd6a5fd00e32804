/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the room route_io: a JSON file as a tree whose values know their place. */
#ifndef ROUTE_IO_TREE_H
#define ROUTE_IO_TREE_H
#ifndef RK_ROOM_ROUTE_IO
#error "route_io_tree.h is private to src/engines/route_io"
#endif

#include "rk_json.h"

struct value {
    enum rk_json_kind kind; /* OBJECT, ARRAY, STRING, NUMBER, TRUE, FALSE, NULL */
    struct rk_str key;      /* inside an object */
    struct rk_str text;     /* STRING, NUMBER as written */
    double number;
    ptrdiff_t offset;
    int32_t count; /* of children */
    struct value *first, *next;
};

struct tree {
    const char *name;
    struct rk_str bytes;
    struct value *top;
};

rk_status io_tree_read(const char *name, struct rk_str bytes, struct rk_arena *keep,
                       struct rk_scratch *scratch, struct tree *out, struct rk_err *err);

/* "NAME:LINE:COLUMN: path: value; expected WHAT". */
rk_status io_tree_fail(const struct tree *t, const struct value *v, const char *path,
                       struct rk_err *err, const char *expected, ...) RK_PRINTF(5, 6);

/* NULL: not there. */
const struct value *io_tree_get(const struct value *object, const char *key);

/* What a value must be; `path` of the object, the key is added. Missing: RK_EINVAL where
 * needed, else *out is left as it is. */
enum io_tree_need { IO_NEEDED, IO_MAY };
rk_status io_tree_number(const struct tree *t, const struct value *object, const char *path,
                         const char *key, enum io_tree_need need, double low, double high,
                         double *out, struct rk_err *err);
rk_status io_tree_id(const struct tree *t, const struct value *object, const char *path,
                     const char *key, enum io_tree_need need, int32_t *out, struct rk_err *err);
/* An array (its own kind checked, not what is in it), or NULL in *out. */
rk_status io_tree_array(const struct tree *t, const struct value *object, const char *path,
                        const char *key, enum io_tree_need need, const struct value **out,
                        struct rk_err *err);
/* A non-negative integer id that the value itself is. */
bool io_tree_is_id(const struct value *v, int32_t *out);

#endif
