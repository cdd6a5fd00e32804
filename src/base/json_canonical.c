/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_json.h"
#include "json_internal.h"
#include "rk_text.h"

/* The text as a tree, whose members are sorted and written again. */
struct node {
    struct node *next;  /* the next element or member */
    struct node *first; /* of an array or object */
    struct rk_str key, text;
    ptrdiff_t offset; /* of the key, or of the value where there is none */
    double number;
    enum rk_json_kind kind;
};

struct tree {
    struct rk_json reader;
    struct rk_scratch *scratch;
    struct node *open[RK_JSON_DEPTH];  /* arrays and objects being read */
    struct node **tail[RK_JSON_DEPTH]; /* where their next element goes */
    struct node *top;
};

static rk_status refuse(struct tree *t, ptrdiff_t offset, const char *why, struct rk_err *err)
{
    char place[64];
    int line, column;
    t->reader.offset = offset;
    rk_json_where(&t->reader, &line, &column);
    snprintf(place, sizeof place, "%d:%d", line, column);
    return rk_fail(err, RK_EINVAL, place, "byte %td: %s", offset, why);
}

static rk_status no_memory(struct rk_err *err)
{
    return rk_fail(err, RK_ENOMEM, "", "no memory left for this JSON text");
}

/* I-JSON (RFC 7493, 2.1): no code points that are never characters. All of them begin with EF
 * or a higher byte. */
static bool has_noncharacter(struct rk_str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if ((unsigned char)s.at[i] < 0xEF)
            continue;
        ptrdiff_t at = i;
        const int32_t c = rk_utf8_next(s, &at);
        if ((c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF))
            return true;
    }
    return false;
}

/* Order of RFC 8785, 3.2.3: by UTF-16 code units. */
static int key_order(struct rk_str a, struct rk_str b)
{
    for (ptrdiff_t i = 0; i < a.len && i < b.len; i++) {
        const int x = (unsigned char)a.at[i], y = (unsigned char)b.at[i];
        if (x != y)
            return json_unit_order(x, y);
    }
    return (a.len > b.len) - (a.len < b.len);
}

/* Merges two sorted lists of members. */
static struct node *merge(struct node *a, struct node *b)
{
    struct node *first = NULL, **tail = &first;
    while (a && b) {
        struct node **least = key_order(a->key, b->key) <= 0 ? &a : &b;
        *tail = *least;
        tail = &(*least)->next;
        *least = (*least)->next;
    }
    *tail = a ? a : b;
    return first;
}

/* Sorts a list from the bottom up: part[i] holds nothing or 2^i sorted members. */
static struct node *sort(struct node *list)
{
    struct node *part[48] = {NULL};
    while (list) {
        struct node *run = list;
        list = list->next;
        run->next = NULL;
        int i = 0;
        for (; part[i]; i++) {
            run = merge(part[i], run);
            part[i] = NULL;
        }
        part[i] = run;
    }
    struct node *all = NULL;
    for (ptrdiff_t i = 0; i < RK_COUNT(part); i++)
        if (part[i])
            all = all ? merge(part[i], all) : part[i];
    return all;
}

static rk_status close_object(struct tree *t, struct node *object, struct rk_err *err)
{
    object->first = sort(object->first);
    for (const struct node *n = object->first; n && n->next; n = n->next)
        if (rk_str_eq(n->key, n->next->key))
            return refuse(t, n->next->offset > n->offset ? n->next->offset : n->offset,
                          "this key stands twice in one object", err);
    return RK_OK;
}

/* Takes in the value that the reader is at; `key` belongs to it. */
static rk_status take_value(struct tree *t, struct rk_str key, ptrdiff_t offset,
                            struct rk_err *err)
{
    const struct rk_json *r = &t->reader;
    struct node *n = RK_NEW(t->scratch, struct node, 1);
    if (!n)
        return no_memory(err);
    *n = (struct node){
        .key = key, .text = r->text, .offset = offset, .number = r->number, .kind = r->kind};
    const bool opens = r->kind == RK_JSON_OBJECT || r->kind == RK_JSON_ARRAY;
    const int level = r->depth - opens; /* open around this value */
    if (level > 0) {
        *t->tail[level - 1] = n;
        t->tail[level - 1] = &n->next;
    } else {
        t->top = n;
    }
    if (opens) {
        t->open[level] = n;
        t->tail[level] = &n->first;
    }
    if (r->kind == RK_JSON_STRING && has_noncharacter(r->text))
        return refuse(t, r->offset, "a code point that is no character", err);
    return RK_OK;
}

static rk_status read_tree(struct tree *t, struct rk_err *err)
{
    struct rk_json *r = &t->reader;
    struct rk_str key = {NULL, 0};
    ptrdiff_t key_offset = -1;
    for (;;) {
        rk_status status = RK_OK;
        switch (rk_json_next(r)) {
        case RK_JSON_END:
            return RK_OK;
        case RK_JSON_ERROR:
            return r->keep->failed ? no_memory(err) : refuse(t, r->offset, r->why, err);
        case RK_JSON_KEY:
            key = r->text;
            key_offset = r->offset;
            if (has_noncharacter(key))
                return refuse(t, key_offset, "a code point that is no character", err);
            continue;
        case RK_JSON_OBJECT_END:
            status = close_object(t, t->open[r->depth], err);
            break;
        case RK_JSON_ARRAY_END:
            break;
        default:
            status = take_value(t, key, key_offset >= 0 ? key_offset : r->offset, err);
            break;
        }
        if (status != RK_OK)
            return status;
        key = (struct rk_str){NULL, 0};
        key_offset = -1;
    }
}

/* Depth is limited by the reader. */
static void write_node(struct rk_json_out *w, const struct node *n)
{
    switch (n->kind) {
    case RK_JSON_OBJECT:
        rk_json_object(w);
        for (const struct node *m = n->first; m; m = m->next) {
            rk_json_key(w, m->key);
            write_node(w, m);
        }
        rk_json_object_end(w);
        break;
    case RK_JSON_ARRAY:
        rk_json_array(w);
        for (const struct node *m = n->first; m; m = m->next)
            write_node(w, m);
        rk_json_array_end(w);
        break;
    case RK_JSON_STRING:
        rk_json_str(w, n->text);
        break;
    case RK_JSON_NUMBER:
        rk_json_number(w, n->number);
        break;
    case RK_JSON_NULL:
        rk_json_null(w);
        break;
    default:
        rk_json_bool(w, n->kind == RK_JSON_TRUE);
        break;
    }
}

rk_status rk_json_canonical(struct rk_str input, struct rk_scratch scratch, struct rk_buf *out,
                            struct rk_err *err)
{
    struct tree t = {.reader = rk_json_read(input, &scratch.in), .scratch = &scratch};
    const rk_status status = read_tree(&t, err);
    if (status)
        return status;
    struct rk_buf result = *out;
    struct rk_json_out w = rk_json_write(&result);
    write_node(&w, t.top);
    if (result.failed || w.failed)
        return no_memory(err);
    *out = result;
    return RK_OK;
}
