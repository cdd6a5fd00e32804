/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which texts of the sources reach a reader through rk_fail and rk_said: follows each call that
 * hands a text on, through parameters, local variables, lists and functions that return texts,
 * back to the literals. Reads C as this house writes it; it is not a compiler.
 */
#ifndef MESSAGE_SCAN_H
#define MESSAGE_SCAN_H

#include "rk_file.h"
#include "rk_test.h"

#include <ctype.h>
#include <dirent.h>

enum {
    SCAN_PARAMS = 14,
    SCAN_FILES = 2000,
    SCAN_FUNCTIONS = 40000,
    SCAN_LISTS = 8000,
    SCAN_MACROS = 64,
    SCAN_DEPTH = 4
};

struct scan_token {
    struct rk_str text; /* a literal: its bytes, neighbours joined, PRId64 written out */
    int line;
    char kind; /* i word, s literal, else the character itself */
};

struct scan_file {
    const char *path;
    struct scan_token *token;
    int tokens;
};

/* What becomes of an argument: nothing, it may be a reason in a message, it is the format. */
enum scan_role { SCAN_NOTHING, SCAN_REASON, SCAN_FORMAT };

struct scan_function {
    struct rk_str name, param[SCAN_PARAMS];
    enum scan_role role[SCAN_PARAMS]; /* the last one's holds for all that follow, too */
    int file, params, from, to;       /* tokens of the body */
    bool own, variadic, macro;        /* static; takes more; #define */
};

/* `static const char *const name[] = {…}` of a file. */
struct scan_list {
    struct rk_str name;
    int file, from, to;
};

struct scan {
    struct rk_arena mem;
    struct scan_file file[SCAN_FILES];
    struct scan_function function[SCAN_FUNCTIONS];
    struct scan_list list[SCAN_LISTS];
    int files, functions, lists;
    bool changed;
    void (*found)(const char *path, int line, const char *text, enum scan_role role);
};

/* ---- words ------------------------------------------------------------------------------- */

/* A file being read; literals that macros stand for, PRId64 and the file's own. */
struct scan_read {
    struct scan *k;
    struct scan_file *f;
    struct rk_str s, macro[SCAN_MACROS], stands_for[SCAN_MACROS];
    ptrdiff_t i, counted, define_end; /* define_end: of a #define NAME(…) in hand, or -1 */
    int macros, line;
    bool body; /* of that #define */
};

static bool scan_is(const struct scan_token *t, const char *word)
{
    return rk_str_eq(t->text, rk_str_of(word)) && t->kind != 's';
}

static void scan_macro_is(struct scan_read *r, struct rk_str name, struct rk_str text)
{
    assert_true(r->macros < SCAN_MACROS);
    r->macro[r->macros] = name;
    r->stands_for[r->macros++] = text;
}

/* The word at r->i, empty when none begins there. */
static struct rk_str scan_word(const struct scan_read *r)
{
    ptrdiff_t end = r->i;
    while (end < r->s.len && (isalnum((unsigned char)r->s.at[end]) || r->s.at[end] == '_'))
        end++;
    return rk_str_slice(r->s, r->i, end);
}

/* Its place among the macros that are literals, or -1. */
static int scan_macro(const struct scan_read *r, struct rk_str word)
{
    for (int m = 0; word.len > 0 && m < r->macros; m++)
        if (rk_str_eq(r->macro[m], word))
            return m;
    return -1;
}

/* White space, comments and line ends behind a backslash. */
static void scan_blank(struct scan_read *r)
{
    for (;;) {
        while (r->i < r->s.len &&
               (isspace((unsigned char)r->s.at[r->i]) || r->s.at[r->i] == '\\'))
            r->i++;
        const struct rk_str rest = rk_str_slice(r->s, r->i, r->s.len);
        if (rk_str_starts(rest, RK_STR("//")))
            r->i += rk_str_find(rest, RK_STR("\n"));
        else if (rk_str_starts(rest, RK_STR("/*")))
            r->i += rk_str_find(rest, RK_STR("*/")) + 2;
        else
            return;
    }
}

/* A literal from its opening quote on. */
static void scan_literal(struct scan_read *r, struct rk_buf *out)
{
    const char *at = r->s.at + r->i + 1;
    for (; *at != '"'; at++) {
        char c = *at;
        if (c == '\\') {
            c = *++at;
            if (c == 'x') {
                const char hex[3] = {at[1], at[2], '\0'};
                c = (char)strtol(hex, NULL, 16);
                at += 2;
            } else {
                c = c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c == '0' ? ' ' : c;
            }
        }
        rk_buf_char(out, c);
    }
    r->i = at + 1 - r->s.at;
}

/* Neighbouring literals and the macros between them are one. */
static struct rk_str scan_text(struct scan_read *r)
{
    static char room[1 << 16];
    struct rk_buf out = {room, 0, sizeof room, false};
    for (;; scan_blank(r)) {
        const struct rk_str word = scan_word(r);
        const int macro = scan_macro(r, word);
        if (r->i < r->s.len && r->s.at[r->i] == '"') {
            scan_literal(r, &out);
        } else if (macro >= 0) {
            rk_buf_add(&out, r->stands_for[macro]);
            r->i += word.len;
        } else {
            return rk_str_copy(&r->k->mem, rk_buf_str(&out));
        }
    }
}

static void scan_put(struct scan_read *r, struct rk_str text, char kind)
{
    r->f->token[r->f->tokens++] = (struct scan_token){text, r->line, kind};
}

/* #define NAME(a, b) body is read as a function, #define NAME "text" is kept; others go. */
static void scan_directive(struct scan_read *r)
{
    ptrdiff_t end = r->i;
    while (end < r->s.len && (r->s.at[end] != '\n' || r->s.at[end - 1] == '\\'))
        end++;
    if (rk_str_starts(rk_str_slice(r->s, r->i, end), RK_STR("#define "))) {
        r->i += 8;
        const struct rk_str name = scan_word(r);
        if (r->s.at[r->i + name.len] == '(') {
            r->define_end = end;
            r->body = false;
            return;
        }
        r->i += name.len;
        scan_blank(r);
        if (r->i < end && r->s.at[r->i] == '"')
            scan_macro_is(r, name, scan_text(r));
    }
    r->i = end;
}

static void scan_next(struct scan_read *r)
{
    const struct rk_str word = scan_word(r);
    const char c = r->s.at[r->i];
    if (c == '"' || scan_macro(r, word) >= 0) {
        scan_put(r, scan_text(r), 's');
    } else if (c == '\'') {
        scan_put(r, RK_STR("'"), 'n');
        for (r->i++; r->s.at[r->i] != '\''; r->i++)
            r->i += r->s.at[r->i] == '\\';
        r->i++;
    } else if (word.len > 0) {
        scan_put(r, word, 'i');
        r->i += word.len;
    } else {
        scan_put(r, rk_str_slice(r->s, r->i, r->i + 1), c);
        r->i++;
        if (c == ')' && r->define_end >= 0 && !r->body) {
            scan_put(r, RK_STR("#define"), '{');
            r->body = true;
        }
    }
}

static void scan_file(struct scan *k, const char *path)
{
    struct rk_err err;
    struct scan_read r = {.k = k, .f = &k->file[k->files++], .line = 1, .define_end = -1};
    rk_assert_ok(rk_file_read(path, 4 << 20, &k->mem, &r.s, &err), err);
    *r.f = (struct scan_file){path, RK_NEW(&k->mem, struct scan_token, 2 * r.s.len), 0};
    scan_macro_is(&r, RK_STR("PRId32"), RK_STR(PRId32));
    scan_macro_is(&r, RK_STR("PRIx32"), RK_STR(PRIx32));
    scan_macro_is(&r, RK_STR("PRId64"), RK_STR(PRId64));
    scan_macro_is(&r, RK_STR("PRIu64"), RK_STR(PRIu64));
    scan_macro_is(&r, RK_STR("PRIx64"), RK_STR(PRIx64));
    for (scan_blank(&r); r.i < r.s.len; scan_blank(&r)) {
        for (; r.counted < r.i; r.counted++)
            r.line += r.s.at[r.counted] == '\n';
        if (r.define_end >= 0 && r.i >= r.define_end) {
            scan_put(&r, RK_STR("}"), '}');
            r.define_end = -1;
        }
        if (r.s.at[r.i] == '#' && r.define_end < 0)
            scan_directive(&r);
        else
            scan_next(&r);
    }
    assert_false(k->mem.failed);
}

/* ---- functions --------------------------------------------------------------------------- */

/* The position behind the bracket that closes the one at `i`. */
static int scan_close(const struct scan_file *f, int i)
{
    int depth = 0;
    for (; i < f->tokens; i++) {
        const char c = f->token[i].kind;
        depth += c == '(' || c == '{' || c == '[';
        depth -= c == ')' || c == '}' || c == ']';
        if (depth == 0)
            return i + 1;
    }
    return i;
}

/* The end of the argument that begins at `i`: a comma or the closing bracket. */
static int scan_argument(const struct scan_file *f, int i, int end)
{
    while (i < end && f->token[i].kind != ',') {
        const char c = f->token[i].kind;
        i = c == '(' || c == '{' || c == '[' ? scan_close(f, i) : i + 1;
    }
    return i;
}

static void scan_parameters(const struct scan_file *f, int from, int to,
                            struct scan_function *out)
{
    for (int i = from; i < to && out->params < SCAN_PARAMS; i++) {
        const int end = scan_argument(f, i, to);
        struct rk_str name = {0};
        for (int j = i; j < end && f->token[j].kind != '['; j++)
            if (f->token[j].kind == 'i')
                name = f->token[j].text;
        out->variadic = f->token[i].kind == '.';
        if (out->variadic && out->macro)
            name = RK_STR("__VA_ARGS__");
        if (name.len > 0)
            out->param[out->params++] = name;
        i = end;
    }
}

/* The list whose values open at `i`: * const NAME[] = {. */
static void scan_list_at(struct scan *k, int file, int i)
{
    const struct scan_file *f = &k->file[file];
    int at = i - 2;
    if (at < 3 || f->token[i - 1].kind != '=' || f->token[at].kind != ']')
        return;
    while (at > 2 && f->token[at].kind != 'i' && f->token[at].kind != ';')
        at--;
    while (at > 2 && f->token[at - 1].kind == '[')
        at -= 2;
    if (scan_is(&f->token[at - 1], "const") && f->token[at - 2].kind == '*') {
        assert_true(k->lists < SCAN_LISTS);
        k->list[k->lists++] =
            (struct scan_list){f->token[at].text, file, i + 1, scan_close(f, i) - 1};
    }
}

static void scan_functions(struct scan *k, int file)
{
    const struct scan_file *f = &k->file[file];
    bool own = false;
    for (int i = 0; i + 1 < f->tokens; i++) {
        own = scan_is(&f->token[i], "static") ||
              (own && f->token[i].kind != ';' && f->token[i].kind != '}');
        if (f->token[i].kind == '{') {
            scan_list_at(k, file, i);
            i = scan_close(f, i) - 1;
        } else if (f->token[i].kind == 'i' && f->token[i + 1].kind == '(') {
            const int open = i + 1, after = scan_close(f, open);
            if (after >= f->tokens || f->token[after].kind != '{') {
                i = after - 1;
                continue;
            }
            assert_true(k->functions < SCAN_FUNCTIONS);
            struct scan_function *fn = &k->function[k->functions++];
            *fn = (struct scan_function){.name = f->token[i].text, .file = file, .own = own};
            fn->macro = scan_is(&f->token[after], "#define");
            scan_parameters(f, open + 1, after - 1, fn);
            fn->from = after + 1;
            fn->to = scan_close(f, after) - 1;
            i = fn->to;
            own = false;
        }
    }
}

static int scan_by_name(const void *a, const void *b)
{
    return rk_str_cmp(((const struct scan_function *)a)->name,
                      ((const struct scan_function *)b)->name);
}

/* The function meant by a name in a file: its own one before that of another. */
static struct scan_function *scan_find(struct scan *k, struct rk_str name, int file)
{
    const struct scan_function key = {.name = name};
    struct scan_function *any =
        bsearch(&key, k->function, (size_t)k->functions, sizeof *k->function, scan_by_name);
    if (!any)
        return NULL;
    while (any > k->function && rk_str_eq(any[-1].name, name))
        any--;
    struct scan_function *other = NULL;
    for (; any < k->function + k->functions && rk_str_eq(any->name, name); any++) {
        if (any->file == file)
            return any;
        if (!any->own && (!other || other->macro))
            other = any;
    }
    return other;
}

/* ---- following a text -------------------------------------------------------------------- */

static void scan_range(struct scan *k, struct scan_function *in, int file, int from, int to,
                       enum scan_role role, int depth);

/* What a variable of the function is set to: `name = …;` or `name = …,`; `any`: `x.name = …`,
 * too. */
static void scan_variable(struct scan *k, struct scan_function *in, struct rk_str name,
                          bool any, enum scan_role role, int depth)
{
    const struct scan_file *f = &k->file[in->file];
    for (int i = in->from; i + 1 < in->to; i++) {
        if (f->token[i + 1].kind != '=' || f->token[i].kind != 'i' ||
            f->token[i + 2].kind == '=' || !rk_str_eq(f->token[i].text, name) ||
            (!any && strchr(".>", f->token[i - 1].kind)))
            continue;
        int end = i + 2;
        while (end < in->to && f->token[end].kind != ';' && f->token[end].kind != ',')
            end = strchr("([{", f->token[end].kind) ? scan_close(f, end) : end + 1;
        scan_range(k, in, in->file, i + 2, end, role, depth + 1);
    }
}

/* A text kept in a struct is called why or wrong. */
static void scan_kept(struct scan *k, struct rk_str name, enum scan_role role)
{
    if (rk_str_eq(name, RK_STR("why")) || rk_str_eq(name, RK_STR("wrong")))
        for (int i = 0; i < k->functions; i++)
            scan_variable(k, &k->function[i], name, true, role, SCAN_DEPTH);
}

static void scan_list(struct scan *k, int file, struct rk_str name, enum scan_role role)
{
    for (int i = 0; i < k->lists; i++)
        if (k->list[i].file == file && rk_str_eq(k->list[i].name, name))
            scan_range(k, NULL, file, k->list[i].from, k->list[i].to, role, SCAN_DEPTH);
}

/* What a function returns, when that are texts. */
static void scan_returns(struct scan *k, struct scan_function *fn, enum scan_role role,
                         int depth)
{
    const struct scan_file *f = &k->file[fn->file];
    for (int i = fn->from; i < fn->to; i++) {
        int end = i;
        if (!scan_is(&f->token[i], "return"))
            continue;
        while (end < fn->to && f->token[end].kind != ';')
            end++;
        scan_range(k, NULL, fn->file, i + 1, end, role, depth + 1);
        i = end;
    }
}

static bool scan_cyrillic(struct rk_str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        if ((unsigned char)s.at[i] == 0xD0 || (unsigned char)s.at[i] == 0xD1)
            return true;
    return false;
}

/* All literals that the tokens from … to may give. */
static void scan_range(struct scan *k, struct scan_function *in, int file, int from, int to,
                       enum scan_role role, int depth)
{
    const struct scan_file *f = &k->file[file];
    for (int i = from; i < to; i++) /* both languages stand here: nothing is looked up */
        if (f->token[i].kind == 's' && scan_cyrillic(f->token[i].text))
            return;
    for (int i = from; i < to; i++) {
        const struct scan_token *t = &f->token[i];
        if (t->kind == 's')
            k->found(f->path, t->line, rk_str_c(&k->mem, t->text), role);
        if (t->kind != 'i')
            continue;
        if (t[-1].kind == '.' || t[-1].kind == '>') {
            if (depth == 0)
                scan_kept(k, t->text, role);
            continue;
        }
        if (t[1].kind == '.' || (t[1].kind == '-' && t[2].kind == '>'))
            continue; /* not the struct, its member is the text */
        int p = 0;
        while (in && p < in->params && !rk_str_eq(in->param[p], t->text))
            p++;
        if (in && p < in->params) {
            k->changed |= in->role[p] < role;
            in->role[p] = in->role[p] < role ? role : in->role[p];
        } else if (t[1].kind == '(') {
            struct scan_function *fn = scan_find(k, t->text, file);
            if (fn && depth < SCAN_DEPTH)
                scan_returns(k, fn, role, depth);
            if (!scan_is(t, "RK_STR") && !scan_is(t, "rk_str_of") && !scan_is(t, "RK_FMT"))
                i = scan_close(f, i + 1) - 1;
        } else if (depth < SCAN_DEPTH) {
            if (in)
                scan_variable(k, in, t->text, false, role, depth);
            scan_list(k, file, t->text, role);
        }
    }
}

static enum scan_role scan_role_of(const struct scan_function *fn, int argument)
{
    if (argument < fn->params)
        return fn->role[argument];
    return fn->variadic && fn->params > 0 && fn->role[fn->params - 1] == SCAN_FORMAT
               ? SCAN_REASON
               : SCAN_NOTHING;
}

/* Every call in the function of one that hands a text on. */
static void scan_calls(struct scan *k, struct scan_function *in)
{
    const struct scan_file *f = &k->file[in->file];
    for (int i = in->from; i + 1 < in->to; i++) {
        if (f->token[i].kind != 'i' || f->token[i + 1].kind != '(')
            continue;
        const struct scan_function *fn = scan_find(k, f->token[i].text, in->file);
        const int end = fn ? scan_close(f, i + 1) - 1 : 0;
        int from = i + 2;
        for (int a = 0; fn && from < end; a++) {
            const int to = scan_argument(f, from, end);
            const enum scan_role role = scan_role_of(fn, a);
            if (role)
                scan_range(k, in, in->file, from, to, role, 0);
            from = to + 1;
        }
    }
}

static void scan_folder(struct scan *k, const char *folder)
{
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (const struct dirent *d = readdir(dir); d; d = readdir(dir)) {
        const struct rk_str name = rk_str_of(d->d_name);
        if (d->d_name[0] == '.')
            continue;
        const char *path = rk_path_join(&k->mem, folder, d->d_name);
        if (d->d_type == DT_DIR)
            scan_folder(k, path);
        else if (rk_str_ends(name, RK_STR(".c")) || rk_str_ends(name, RK_STR(".h")))
            scan_file(k, path);
        assert_true(k->files < SCAN_FILES);
    }
    closedir(dir);
}

/* Tells every text once or more: calls found() again while roles still spread. */
static void scan_sources(struct scan *k, const char *folder)
{
    static const char *const ends[] = {"rk_said_list", "base_said", "rk_err_translate"};
    scan_folder(k, folder);
    for (int f = 0; f < k->files; f++)
        scan_functions(k, f);
    k->function[k->functions++] = (struct scan_function){/* a pointer to a function */
                                                         .name = rk_str_of(ends[2]),
                                                         .param = {RK_STR("english")},
                                                         .params = 1};
    qsort(k->function, (size_t)k->functions, sizeof *k->function, scan_by_name);
    for (ptrdiff_t e = 0; e < RK_COUNT(ends); e++) {
        struct scan_function *fn = scan_find(k, rk_str_of(ends[e]), -1);
        assert_non_null(fn);
        for (int p = 0; p < fn->params; p++)
            if (rk_str_eq(fn->param[p], RK_STR("english")))
                fn->role[p] = SCAN_FORMAT;
    }
    do {
        k->changed = false;
        for (int i = 0; i < k->functions; i++)
            scan_calls(k, &k->function[i]);
    } while (k->changed);
}

#endif
