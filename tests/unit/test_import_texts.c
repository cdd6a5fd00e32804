/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every reason that intake can give has words in both languages, with the same gaps to fill. */
#include "rk_test.h"
#include "rk_file.h"
#include "rk_import.h"

#include <dirent.h>

enum { TEXTS = 256 };

static struct rk_arena mem;

static int open_memory(void **state)
{
    (void)state;
    mem = rk_arena_open((ptrdiff_t)64 << 20);
    return mem.failed;
}

static int close_memory(void **state)
{
    (void)state;
    rk_arena_close(&mem);
    return 0;
}

/* The sources of the room, one after the other. */
static struct rk_str sources(void)
{
    struct rk_buf all = rk_buf_in(&mem, 4 << 20);
    DIR *dir = opendir(RK_SOURCE_DIR "/src/intake");
    assert_non_null(dir);
    for (const struct dirent *d = readdir(dir); d; d = readdir(dir)) {
        struct rk_err err;
        struct rk_str text;
        if (!rk_str_ends(rk_str_of(d->d_name), RK_STR(".c")))
            continue;
        const char *path = rk_path_join(&mem, RK_SOURCE_DIR "/src/intake", d->d_name);
        rk_assert_ok(rk_file_read(path, 1 << 20, &mem, &text, &err), err);
        rk_buf_add(&all, text);
    }
    closedir(dir);
    assert_false(all.failed);
    return rk_buf_str(&all);
}

static int gaps(const char *text)
{
    int found = 0;
    for (; *text; text++)
        if (text[0] == '{' && text[1] >= '0' && text[1] <= '3' && text[2] == '}')
            found |= 1 << (text[1] - '0');
    return found;
}

static void every_reason_has_words_in_both_languages(void **state)
{
    (void)state;
    struct rk_str rest = sources();
    int count = 0;
    for (;;) {
        const ptrdiff_t at = rk_str_find(rest, RK_STR("\"intake."));
        if (at < 0)
            break;
        rest = rk_str_slice(rest, at + 1, rest.len);
        struct rk_str tail = rest;
        const struct rk_str key = rk_str_cut(&tail, '"');
        const char *c_key = rk_str_c(&mem, key);
        const char *en = rk_word(RK_EN, c_key), *uk = rk_word(RK_UK, c_key);
        if (strcmp(en, c_key) == 0 || strcmp(uk, c_key) == 0 || strcmp(en, uk) == 0)
            fail_msg("%s has no words", c_key);
        if (gaps(en) != gaps(uk))
            fail_msg("%s: different gaps", c_key);
        count++;
    }
    assert_true(count > 40);
}

/* The format of an rk_fail, its pieces put together; empty when it is no literal. */
static struct rk_str format_at(struct rk_str call)
{
    struct rk_buf out = rk_buf_in(&mem, 1024);
    bool open = false;
    for (ptrdiff_t i = 0; i < call.len; i++) {
        const char c = call.at[i];
        if (c == '"') {
            open = !open;
        } else if (open && c == '\\' && call.at[i + 1] == '"') {
            rk_buf_char(&out, call.at[++i]);
        } else if (open) {
            rk_buf_char(&out, c);
        } else if (c != ' ' && c != '\n') {
            break;
        }
    }
    return rk_buf_str(&out);
}

static void every_message_has_ukrainian_words(void **state)
{
    (void)state;
    struct rk_str rest = sources();
    int count = 0;
    for (;;) {
        const ptrdiff_t at = rk_str_find(rest, RK_STR("rk_fail("));
        if (at < 0)
            break;
        rest = rk_str_slice(rest, at + 8, rest.len);
        /* err, status, place, format: the third comma that is not within brackets */
        int commas = 0, depth = 0;
        ptrdiff_t i = 0;
        for (; i < rest.len && commas < 3; i++) {
            depth += rest.at[i] == '(';
            depth -= rest.at[i] == ')';
            commas += rest.at[i] == ',' && depth == 0;
        }
        while (rest.at[i] == ' ' || rest.at[i] == '\n')
            i++;
        if (rest.at[i] != '"')
            continue;
        const char *english = rk_str_c(&mem, format_at(rk_str_slice(rest, i, rest.len)));
        if (strcmp(rk_message_uk(english), english) == 0)
            fail_msg("\"%s\" has no Ukrainian words", english);
        count++;
    }
    assert_true(count > 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_reason_has_words_in_both_languages),
        cmocka_unit_test(every_message_has_ukrainian_words),
    };
    return cmocka_run_group_tests(tests, open_memory, close_memory);
}
