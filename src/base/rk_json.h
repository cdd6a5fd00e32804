/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * base/json: a strict pull reader and a writer whose output is canonical (RFC 8785).
 *
 * Reader: RFC 8259 with nothing lenient: no comments, no trailing commas, no lone surrogates,
 * no invalid UTF-8, no duplicate check (the caller's business), depth at most RK_JSON_DEPTH.
 * Text without escapes is handed out in place, so the input must outlive what is read.
 */
#ifndef RK_JSON_H
#define RK_JSON_H

#include "rk_base.h"

enum { RK_JSON_DEPTH = 64 };

enum rk_json_kind {
    RK_JSON_ERROR = 0,
    RK_JSON_OBJECT, /* { */
    RK_JSON_OBJECT_END,
    RK_JSON_ARRAY, /* [ */
    RK_JSON_ARRAY_END,
    RK_JSON_KEY, /* text holds the key, unescaped */
    RK_JSON_STRING,
    RK_JSON_NUMBER, /* text holds it as written, number its value */
    RK_JSON_TRUE,
    RK_JSON_FALSE,
    RK_JSON_NULL,
    RK_JSON_END /* the whole input was one value and white space */
};

struct rk_json {
    /* what rk_json_next found */
    enum rk_json_kind kind;
    struct rk_str text;
    double number;
    ptrdiff_t offset; /* byte offset of the token in the input */
    const char *why;  /* on RK_JSON_ERROR: what was expected, in English, constant text */
    int depth;        /* open objects and arrays after this token */
    /* private */
    const char *from, *at, *end, *bad;
    struct rk_arena *keep; /* unescaped text lives here */
    uint8_t stack[RK_JSON_DEPTH];
    uint8_t state;
};

/* Starts reading `input`; unescaped texts are kept in `keep`. When that is full the next token
 * is RK_JSON_ERROR and keep->failed is set. A number that overflows a double is refused. */
struct rk_json rk_json_read(struct rk_str input, struct rk_arena *keep);
/* The next token; after RK_JSON_ERROR or RK_JSON_END always the same again. */
enum rk_json_kind rk_json_next(struct rk_json *r);
/* Having just got an OBJECT or ARRAY (or a KEY): reads to the end of that value; its last
 * token. */
enum rk_json_kind rk_json_skip(struct rk_json *r);
/* Line and column (in characters, from 1) of r->offset, for messages. */
void rk_json_where(const struct rk_json *r, int *line, int *column);

/* Writer of one value. Keys of an object must be given in the order RFC 8785 wants (UTF-16 code
 * units); the writer checks that they ascend and sets `failed` when they do not, so output is
 * canonical. After `failed` nothing more is written; a full buffer sets to->failed instead. */
struct rk_json_out {
    struct rk_buf *to;
    bool failed;    /* misuse: key without value, wrong nesting, a second value at the top, too
                       deep,    keys out of order, invalid UTF-8 */
    bool any_order; /* set by the caller: keys as given (readable files), not canonical */
    int depth;
    uint8_t state[RK_JSON_DEPTH + 1];
    ptrdiff_t last_key[RK_JSON_DEPTH], last_key_len[RK_JSON_DEPTH];
};
struct rk_json_out rk_json_write(struct rk_buf *to);
void rk_json_object(struct rk_json_out *w);
void rk_json_object_end(struct rk_json_out *w);
void rk_json_array(struct rk_json_out *w);
void rk_json_array_end(struct rk_json_out *w);
void rk_json_key(struct rk_json_out *w, struct rk_str key);
void rk_json_str(struct rk_json_out *w, struct rk_str s);
/* ECMAScript shortest form; NaN and infinities become null. */
void rk_json_number(struct rk_json_out *w, double x);
void rk_json_int(struct rk_json_out *w, int64_t x); /* beyond ±(2^53 - 1) as a string */
void rk_json_bool(struct rk_json_out *w, bool x);
void rk_json_null(struct rk_json_out *w);
/* Shorthands: key and value. rk_json_kstr leaves the pair out when s.at is NULL. */
void rk_json_kstr(struct rk_json_out *w, const char *key, struct rk_str s);
void rk_json_knum(struct rk_json_out *w, const char *key, double x);
void rk_json_kint(struct rk_json_out *w, const char *key, int64_t x);
void rk_json_kbool(struct rk_json_out *w, const char *key, bool x);

/* Re-writes any JSON text as RFC 8785: keys sorted, numbers shortest. RK_EINVAL with the place
 * ("line:column") for what is not I-JSON: duplicate keys and noncharacters, too. On failure
 * *out is left as it was. Scratch: about 120 bytes per value. */
RK_MUST_USE rk_status rk_json_canonical(struct rk_str input, struct rk_scratch scratch,
                                        struct rk_buf *out, struct rk_err *err);
/* Shortest text that reads back as x (ECMAScript Number::toString: "NaN", "-Infinity"), ended
 * by NUL; returns its length. */
int rk_double_text(double x, char out[32]);

#endif
