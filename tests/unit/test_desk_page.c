/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page's files and its papers: every word it says is in the catalogue, every address the
 * desk answers to is written down, nothing is fetched from elsewhere. */
#include "rk_test.h"

#include "rk_file.h"
#include "rk_vocabulary.h"

#include <dirent.h>

static struct rk_arena keep;

static struct rk_str file(const char *path)
{
    struct rk_str text = {0};
    struct rk_err err = {0};
    rk_assert_ok(rk_file_read(path, 1 << 20, &keep, &text, &err), err);
    return text;
}

typedef void visit(const char *name, struct rk_str text);

static int each_page_file(visit *look)
{
    int count = 0;
    DIR *folder = opendir(RK_SOURCE_DIR "/web");
    assert_non_null(folder);
    for (struct dirent *e; (e = readdir(folder)) != NULL;) {
        char path[512];
        if (e->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/web/%s", RK_SOURCE_DIR, e->d_name);
        look(e->d_name, file(path));
        count++;
    }
    closedir(folder);
    return count;
}

static bool in_catalogue(const char *key)
{
    const char *known;
    for (int32_t i = 0; rk_word_at(i, &known) != NULL; i++)
        if (strcmp(known, key) == 0)
            return true;
    return false;
}

/* A family of keys that ends in something computed: 'desk.view.' + name. */
static bool family(struct rk_str prefix)
{
    const char *known;
    for (int32_t i = 0; rk_word_at(i, &known) != NULL; i++)
        if (rk_str_starts(rk_str_of(known), prefix))
            return true;
    return false;
}

static int keys_seen;

static void look_for_keys(const char *name, struct rk_str text)
{
    static const char *const groups[] = {"desk.", "act.", "sheet.section.", "paper.group.",
                                         "method."};
    for (ptrdiff_t at = 1; at < text.len; at++) {
        const char quote = text.at[at - 1];
        const struct rk_str rest = rk_str_slice(text, at, text.len);
        bool key = false;
        for (ptrdiff_t g = 0; g < RK_COUNT(groups); g++)
            key |= rk_str_starts(rest, rk_str_of(groups[g]));
        if (!key || (quote != '\'' && quote != '`' && quote != '"'))
            continue;
        ptrdiff_t end = 0;
        while (end < rest.len && rest.at[end] != quote && rest.at[end] != '$')
            end++;
        const struct rk_str said = rk_str_slice(rest, 0, end);
        const bool whole = rest.at[end] == quote && said.at[said.len - 1] != '.';
        if (rk_str_ends(said, RK_STR(".js")) || rk_str_ends(said, RK_STR(".css")))
            continue;
        if (whole ? !in_catalogue(rk_str_c(&keep, said)) : !family(said))
            fail_msg("%s: \"%.*s\" is in no table of words", name, RK_FMT(said));
        keys_seen++;
    }
}

static void every_word_of_the_page_is_in_the_catalogue(void **state)
{
    (void)state;
    keys_seen = 0;
    assert_true(each_page_file(look_for_keys) >= 10);
    assert_true(keys_seen > 100);
}

static void look_for_hosts(const char *name, struct rk_str text)
{
    static const char *const signs[] = {"http://",    "https://", "innerHTML",     "outerHTML",
                                        "insertAdj",  "eval(",    "Function(",     " style=\"",
                                        "onclick=\"", "@import",  "document.write"};
    for (ptrdiff_t i = 0; i < RK_COUNT(signs); i++)
        if (rk_str_find(text, rk_str_of(signs[i])) >= 0)
            fail_msg("%s holds %s", name, signs[i]);
}

static void the_page_asks_nobody_else_and_makes_no_markup_of_text(void **state)
{
    (void)state;
    assert_true(each_page_file(look_for_hosts) >= 10);
}

static ptrdiff_t bytes;
static void weigh(const char *name, struct rk_str text)
{
    (void)name;
    bytes += text.len;
}

/* 200 kB compressed is the budget; uncompressed is more than that, so this is the stricter
 * rule. */
static void the_page_is_light(void **state)
{
    (void)state;
    bytes = 0;
    (void)each_page_file(weigh);
    assert_true(bytes < 200000);
}

static void every_address_is_written_down(void **state)
{
    struct rk_str routes = file(RK_SOURCE_DIR "/src/desk/desk_routes.c");
    const struct rk_str paper = file(RK_SOURCE_DIR "/docs/formats/api.md");
    int count = 0;
    (void)state;
    while (routes.len > 0) {
        struct rk_str line = rk_str_trim(rk_str_cut(&routes, '\n'));
        if (!rk_str_starts(line, RK_STR("{\"")))
            continue;
        (void)rk_str_cut(&line, '"');
        const struct rk_str method = rk_str_cut(&line, '"');
        (void)rk_str_cut(&line, '"');
        const struct rk_str path = rk_str_cut(&line, '"');
        const struct rk_str said =
            rk_str_printf(&keep, "`%.*s %.*s", RK_FMT(method), RK_FMT(path));
        if (rk_str_find(paper, said) < 0)
            fail_msg("docs/formats/api.md does not speak of %.*s", RK_FMT(said));
        count++;
    }
    assert_true(count > 30);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_word_of_the_page_is_in_the_catalogue),
        cmocka_unit_test(the_page_asks_nobody_else_and_makes_no_markup_of_text),
        cmocka_unit_test(the_page_is_light),
        cmocka_unit_test(every_address_is_written_down),
    };
    keep = rk_arena_open(1 << 26);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
