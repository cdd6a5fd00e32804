/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables opened once, and short ways to read and compare names in tests. */
#ifndef NAMES_FIXTURE_H
#define NAMES_FIXTURE_H

#include "rk_test.h"

#include "rk_names.h"

static struct rk_arena names_mem;
static struct rk_scratch names_tmp;
static const struct rk_names *names_tables;

static inline int names_open_tables(void **state)
{
    (void)state;
    struct rk_err err = {0};
    names_mem = rk_arena_open((ptrdiff_t)1 << 28);
    names_tmp = rk_scratch_open((ptrdiff_t)1 << 28);
    return rk_names_open(&names_mem, names_tmp, &names_tables, &err) ? 1 : 0;
}

static inline int names_close_tables(void **state)
{
    (void)state;
    rk_arena_close(&names_mem);
    rk_scratch_close(&names_tmp);
    return 0;
}

static inline struct rk_name names_of(const char *text, struct rk_arena *keep)
{
    struct rk_name name = {0};
    struct rk_err err = {0};
    rk_assert_ok(rk_name_read(names_tables, rk_str_of(text), keep, &name, &err), err);
    return name;
}

static inline struct rk_name_agreement names_agree(const char *a, const char *b)
{
    struct rk_arena keep = names_mem;
    const struct rk_name x = names_of(a, &keep), y = names_of(b, &keep);
    struct rk_name_agreement out;
    rk_name_compare(names_tables, &x, &y, &out);
    return out;
}

/* The common letters of the n-th word, as a C string in a static buffer. */
static inline const char *names_word_letters(const struct rk_name *name, int n)
{
    static char text[RK_NAME_LETTERS + 1];
    assert_in_range(n, 0, name->words - 1);
    memcpy(text, name->word[n].letter, name->word[n].len);
    text[name->word[n].len] = '\0';
    return text;
}

#define assert_one_person(a, b)                                                                \
    do {                                                                                       \
        const struct rk_name_agreement g_ = names_agree(a, b);                                 \
        if (g_.score < 0.5)                                                                    \
            fail_msg("%s | %s: %.3f", a, b, g_.score);                                         \
    } while (0)
#define assert_two_people(a, b)                                                                \
    do {                                                                                       \
        const struct rk_name_agreement g_ = names_agree(a, b);                                 \
        if (g_.score >= 0.5)                                                                   \
            fail_msg("%s | %s: %.3f", a, b, g_.score);                                         \
    } while (0)

#endif
