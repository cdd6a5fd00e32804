/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the room repair_io: a JSON file as a tree whose values know their place. */
#ifndef REPAIR_IO_TREE_H
#define REPAIR_IO_TREE_H
#ifndef RK_ROOM_REPAIR_IO
#error "repair_io_tree.h is private to src/engines/repair_io"
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

rk_status repair_tree_read(const char *name, struct rk_str bytes, struct rk_arena *keep,
                           struct rk_scratch *scratch, struct tree *out, struct rk_err *err);

/* "NAME:LINE:COLUMN: path: value; expected WHAT". */
rk_status repair_tree_fail(const struct tree *t, const struct value *v, const char *path,
                           struct rk_err *err, const char *expected, ...) RK_PRINTF(5, 6);

/* NULL: not there. */
const struct value *repair_tree_get(const struct value *object, const char *key);

/* What a value must be; `path` of the object, the key is added. Missing: RK_EINVAL where
 * needed, else *out is left as it is. */
enum tree_need { TREE_NEEDED, TREE_MAY };
rk_status repair_tree_number(const struct tree *t, const struct value *object, const char *path,
                             const char *key, enum tree_need need, double low, double high,
                             double *out, struct rk_err *err);
rk_status repair_tree_id(const struct tree *t, const struct value *object, const char *path,
                         const char *key, enum tree_need need, int32_t *out,
                         struct rk_err *err);
/* An array (its own kind checked, not what is in it), or NULL in *out. */
rk_status repair_tree_array(const struct tree *t, const struct value *object, const char *path,
                            const char *key, enum tree_need need, const struct value **out,
                            struct rk_err *err);
/* A non-negative integer id that the value itself is. */
bool repair_tree_is_id(const struct value *v, int32_t *out);

#endif
