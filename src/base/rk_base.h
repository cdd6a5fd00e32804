/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * base: what every room stands on: outcomes, errors, memory with a lifetime, text.
 *
 * Nothing here prints, exits or keeps state that a caller can see, with one exception said at
 * rk_err_translate. Any number of threads may call all of it on their own arguments.
 */
#ifndef RK_BASE_H
#define RK_BASE_H

#include <float.h>
#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RK_MUST_USE          __attribute__((warn_unused_result))
#define RK_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#define RK_NAN               ((double)NAN)
#define RK_COUNT(array)      ((ptrdiff_t)(sizeof(array) / sizeof((array)[0])))

/* ---- outcomes ---------------------------------------------------------------------------- */

/* 0 is success. The program's exit code follows from it (CONTRACT: 1 refused, 3 machine, 130).
 */
typedef enum rk_status {
    RK_OK = 0,
    RK_EINVAL,    /* input or act refused: the err says where and why          -> exit 1 */
    RK_ENOTFOUND, /* what was asked for does not exist                         -> exit 1 */
    RK_ECORRUPT,  /* stored bytes are not what was signed                      -> exit 1 */
    RK_EDENIED,   /* a key or a permission is missing                          -> exit 3 */
    RK_ENOMEM,    /* an arena's hard limit or the machine's memory is reached  -> exit 3 */
    RK_EIO,       /* disk, pipe or helper failed; nothing was half written     -> exit 3 */
    RK_ECANCELED  /* the person at the keyboard said stop                      -> exit 130 */
} rk_status;

enum { RK_ERR_PLACE = 192, RK_ERR_TEXT = 640 };

/* Where in the input, and what. `place` reads like "roads.csv:118: time_s" and may be empty. */
struct rk_err {
    rk_status status;
    char place[RK_ERR_PLACE];
    char text[RK_ERR_TEXT];
};

/* Fills *err (which may be NULL), cutting what does not fit at a character boundary, and
 * returns `status`: `return rk_fail(err, RK_EINVAL, place, "%d rows", n);`. Never fails itself.
 * RK_ENOMEM says "not enough memory: " first where the format does not speak of memory.
 */
rk_status rk_fail(struct rk_err *err, rk_status status, const char *place, const char *fmt, ...)
    RK_PRINTF(4, 5);
rk_status rk_fail_list(struct rk_err *err, rk_status status, const char *place, const char *fmt,
                       va_list args) RK_PRINTF(4, 0);

#ifdef __clang_analyzer__ /* clang-tidy does not look into it: what comes back is `status` */
#pragma clang diagnostic ignored "-Wunused-value"
rk_status rk_fail_said(struct rk_err *err, rk_status status, const char *place, const char *fmt,
                       ...) RK_PRINTF(4, 5);
#define rk_fail(err, status, ...) (rk_fail_said((err), (status), __VA_ARGS__), (status))
#endif

/*
 * The reader's language for error texts: given an English format or text, answers it in another
 * language with the same conversions in the same order, or its argument. NULL (the default)
 * keeps English. Set once by main() before any thread starts; nothing else writes it.
 */
extern const char *(*rk_err_translate)(const char *english);
/* snprintf in the reader's language, cut at a character boundary. The format is looked up, and
 * so is each text given for a %s that does not stand in quotes (a reason, strerror). A format
 * whose conversions are not those of the English one is not used. */
void rk_said(char *out, size_t size, const char *english, ...) RK_PRINTF(3, 4);
void rk_said_list(char *out, size_t size, const char *english, va_list args) RK_PRINTF(3, 0);

/* ---- memory ------------------------------------------------------------------------------ */

/*
 * A region that only grows, over address space that the system fills on first touch, with a
 * hard limit. Copying the struct and writing the copy back commits what was taken from the
 * copy; forgetting the copy frees it again. Once a request does not fit, `failed` is set and
 * every later request gives NULL: take all, then test once.
 */
struct rk_arena {
    char *base, *at, *end;
    bool failed;
};

/* Working space, handed by value: whatever the callee takes is free again when it returns. */
struct rk_scratch {
    struct rk_arena in;
};

/* A region of at most `limit` bytes; `failed` is set at once if the system refuses. */
struct rk_arena rk_arena_open(ptrdiff_t limit);
struct rk_scratch rk_scratch_open(ptrdiff_t limit);
/* `want`, or a part of the process's address space where that is limited (ulimit -v): for
 * regions that are asked for large because they are touched only as they fill. */
ptrdiff_t rk_address_share(ptrdiff_t want, int part);
/* Gives the region back to the system; the struct is empty afterwards (all requests fail). */
void rk_arena_close(struct rk_arena *arena);
void rk_scratch_close(struct rk_scratch *scratch);
/* `count` objects of `size` bytes, zeroed, aligned to 16; NULL when full or when the product
 * overflows or is negative. */
void *rk_arena_take(struct rk_arena *arena, ptrdiff_t count, ptrdiff_t size);
/* The same, not zeroed: of room for the most there may be, only what is written takes memory.
 */
void *rk_arena_room(struct rk_arena *arena, ptrdiff_t count, ptrdiff_t size);
ptrdiff_t rk_arena_left(const struct rk_arena *arena);

static inline struct rk_arena *rk_region_arena(struct rk_arena *a)
{
    return a;
}
static inline struct rk_arena *rk_region_scratch(struct rk_scratch *s)
{
    return &s->in;
}
/* RK_NEW(&arena_or_scratch, type, count) */
#define RK_NEW(region, type, count)                                                            \
    ((type *)rk_arena_take(_Generic((region), struct rk_arena *                                \
                                    : rk_region_arena, struct rk_scratch *                     \
                                    : rk_region_scratch)(region),                              \
                           (count), (ptrdiff_t)sizeof(type)))

/* Positions into somebody's array, read only. */
struct rk_ids {
    const int32_t *at;
    int32_t len;
};

/* ---- text -------------------------------------------------------------------------------- */

/* UTF-8, not ended by NUL, read only; passed by value. */
struct rk_str {
    const char *at;
    ptrdiff_t len;
};

/* RK_STR("a literal") */
#define RK_STR(literal) ((struct rk_str){("" literal), (ptrdiff_t)sizeof(literal) - 1})
#define RK_FMT(s)       (int)(s).len, (s).at /* for "%.*s" */

struct rk_str rk_str_of(const char *c_string); /* NULL gives the empty text */
bool rk_str_eq(struct rk_str a, struct rk_str b);
int rk_str_cmp(struct rk_str a, struct rk_str b); /* bytewise, shorter first */
bool rk_str_starts(struct rk_str s, struct rk_str prefix);
bool rk_str_ends(struct rk_str s, struct rk_str suffix);
ptrdiff_t rk_str_find(struct rk_str s, struct rk_str what); /* first position or -1 */
struct rk_str rk_str_trim(struct rk_str s); /* ASCII white space and U+00A0 at both ends */
struct rk_str rk_str_slice(struct rk_str s, ptrdiff_t from, ptrdiff_t to); /* clamped */
/* Cuts *rest at the first `sep`: returns what stands before it, *rest keeps what stands after
 * (empty with at == NULL when there was no separator). */
struct rk_str rk_str_cut(struct rk_str *rest, char sep);
/* Copies that live in `keep`; the C string ends in NUL. NULL / empty when full (keep->failed).
 */
struct rk_str rk_str_copy(struct rk_arena *keep, struct rk_str s);
char *rk_str_c(struct rk_arena *keep, struct rk_str s);
struct rk_str rk_str_printf(struct rk_arena *keep, const char *fmt, ...) RK_PRINTF(2, 3);
/* Whole text as a number, "." as the decimal point, no locale, no hex, no inf, no nan.
 * false when anything else stands there or the value is out of range. */
bool rk_str_int(struct rk_str s, int64_t *out);
bool rk_str_double(struct rk_str s, double *out);

/* Text that grows up to a maximum given at birth. Sticky like an arena: append all, test once.
 */
struct rk_buf {
    char *at;
    ptrdiff_t len, cap;
    bool failed;
};
struct rk_buf rk_buf_in(struct rk_arena *keep, ptrdiff_t max);
void rk_buf_add(struct rk_buf *b, struct rk_str s);
void rk_buf_bytes(struct rk_buf *b, const void *bytes, ptrdiff_t len);
void rk_buf_c(struct rk_buf *b, const char *c_string);
void rk_buf_char(struct rk_buf *b, char c);
void rk_buf_printf(struct rk_buf *b, const char *fmt, ...) RK_PRINTF(2, 3);
void rk_buf_vprintf(struct rk_buf *b, const char *fmt, va_list args) RK_PRINTF(2, 0);
struct rk_str rk_buf_str(const struct rk_buf *b);

/* ---- calls that do not compile here ------------------------------------------------------ */
#ifndef RK_ALLOW_UNSAFE
#undef sprintf /* clang does not poison a macro, which a hardened C library makes of these */
#undef vsprintf
#pragma GCC poison strcpy strcat sprintf vsprintf atoi atol atof strtok rand srand setlocale   \
    gets
#endif

#endif
