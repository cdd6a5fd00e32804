/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The HTML page, read by somebody else's parser: well-formed, whole in itself, every link
 * leads. */
#include "rk_test.h"

#include "golden/sheet_town.h"
#include "rk_sheet.h"

#include <expat.h>

enum { NAMES_MOST = 4000 };

struct seen {
    char *ids[NAMES_MOST], *hrefs[NAMES_MOST];
    int id_count, href_count;
    int h1, h2, tables, heads, svgs, scripts, fetches;
    char lang[8];
    int depth;
};

static struct rk_arena mem;
static struct rk_scratch tmp;

static int open_memory(void **state)
{
    (void)state;
    mem = rk_arena_open((ptrdiff_t)2 << 30);
    tmp = rk_scratch_open((ptrdiff_t)512 << 20);
    return 0;
}

static int close_memory(void **state)
{
    (void)state;
    rk_arena_close(&mem);
    rk_scratch_close(&tmp);
    return 0;
}

static bool is_fetch(const char *name, const char *value)
{
    static const char *const fetching[] = {"src",        "srcset",   "data",
                                           "action",     "poster",   "background",
                                           "formaction", "manifest", "cite"};
    for (int i = 0; i < (int)RK_COUNT(fetching); i++)
        if (strcmp(name, fetching[i]) == 0)
            return true;
    return (strcmp(name, "href") == 0 || strcmp(name, "xlink:href") == 0) && value[0] != '#';
}

static void XMLCALL on_start(void *user, const char *name, const char **attributes)
{
    struct seen *s = user;
    s->depth++;
    s->h1 += strcmp(name, "h1") == 0;
    s->h2 += strcmp(name, "h2") == 0;
    s->tables += strcmp(name, "table") == 0;
    s->heads += strcmp(name, "thead") == 0;
    s->svgs += strcmp(name, "svg") == 0;
    s->scripts += strcmp(name, "script") == 0 || strcmp(name, "link") == 0 ||
                  strcmp(name, "iframe") == 0 || strcmp(name, "object") == 0;
    for (int i = 0; attributes[i]; i += 2) {
        const char *const key = attributes[i], *const value = attributes[i + 1];
        s->fetches += is_fetch(key, value);
        s->scripts += strncmp(key, "on", 2) == 0;
        if (strcmp(name, "html") == 0 && strcmp(key, "lang") == 0)
            snprintf(s->lang, sizeof s->lang, "%s", value);
        if (strcmp(key, "id") == 0 && s->id_count < NAMES_MOST)
            s->ids[s->id_count++] = rk_str_c(&mem, rk_str_of(value));
        if (strcmp(key, "href") == 0 && s->href_count < NAMES_MOST)
            s->hrefs[s->href_count++] = rk_str_c(&mem, rk_str_of(value + 1));
    }
}

static void XMLCALL on_end(void *user, const char *name)
{
    struct seen *s = user;
    (void)name;
    s->depth--;
}

static struct rk_str html_of(const struct rk_report *report, enum rk_lang lang,
                             enum rk_edition edition)
{
    struct rk_err err;
    struct rk_sheet sheet;
    const struct rk_sheet_options options = {
        .lang = lang, .edition = edition, .today = report->day + 30};
    rk_assert_ok(rk_sheet_compose(report, &options, &mem, tmp, &sheet, &err), err);
    struct rk_buf html = rk_buf_in(&mem, 32 << 20);
    rk_sheet_html(&sheet, &html);
    assert_false(html.failed);
    return rk_buf_str(&html);
}

static struct seen *read_html(struct rk_str html)
{
    struct seen *s = RK_NEW(&mem, struct seen, 1);
    XML_Parser parser = XML_ParserCreate("UTF-8");
    XML_SetUserData(parser, s);
    XML_SetElementHandler(parser, on_start, on_end);
    if (XML_Parse(parser, html.at, (int)html.len, 1) != XML_STATUS_OK)
        fail_msg("line %lu: %s", XML_GetCurrentLineNumber(parser),
                 XML_ErrorString(XML_GetErrorCode(parser)));
    XML_ParserFree(parser);
    assert_int_equal(s->depth, 0);
    return s;
}

static void check(const struct rk_report *report, enum rk_lang lang, enum rk_edition edition)
{
    static const char *const outside[] = {"http:",   "https:",      "url(",  "@import",
                                          "<script", "javascript:", "//www", "<link"};
    struct rk_arena before = mem;
    const struct rk_str html = html_of(report, lang, edition);
    const struct seen *s = read_html(html);
    for (int i = 0; i < (int)RK_COUNT(outside); i++)
        assert_true(rk_str_find(html, rk_str_of(outside[i])) < 0);
    assert_int_equal(s->scripts, 0);
    assert_int_equal(s->fetches, 0);
    assert_string_equal(s->lang, lang == RK_UK ? "uk" : "en");
    assert_int_equal(s->h1, 1);
    assert_true(s->h2 >= RK_SECTIONS);
    assert_int_equal(s->tables, s->heads);
    for (int h = 0; h < s->href_count; h++) {
        int there = 0;
        for (int i = 0; i < s->id_count; i++)
            there += strcmp(s->ids[i], s->hrefs[h]) == 0;
        if (there != 1)
            fail_msg("#%s leads to %d places", s->hrefs[h], there);
    }
    mem = before;
}

static void the_page_is_well_formed_and_every_link_leads_somewhere(void **state)
{
    (void)state;
    for (int lang = 0; lang < RK_LANGS; lang++) {
        const enum rk_lang l = (enum rk_lang)lang;
        const rk_day day = rk_day_of(2023, 2, 28);
        const struct rk_report reports[] = {fixture_izium_report(day, l, &mem),
                                            fixture_empty_report(day, l, &mem),
                                            fixture_full_report(day, 3, l, &mem)};
        for (int r = 0; r < (int)RK_COUNT(reports); r++)
            for (int e = RK_INSIDE; e <= RK_PUBLIC; e++)
                check(&reports[r], l, (enum rk_edition)e);
    }
}

static void each_letter_leads_to_the_annex_and_back(void **state)
{
    (void)state;
    const struct rk_report report = fixture_izium_report(rk_day_of(2023, 2, 28), RK_UK, &mem);
    const struct rk_str html = html_of(&report, RK_UK, RK_INSIDE);
    assert_true(rk_str_find(html, RK_STR("<sup><a href=\"#a-dead.said\">b</a></sup>")) >= 0);
    assert_true(rk_str_find(html, RK_STR("id=\"a-dead.said\"")) >= 0);
    assert_true(rk_str_find(html, RK_STR("<a href=\"#f-dead.said\">")) >= 0);
    assert_true(rk_str_find(html, RK_STR("id=\"f-dead.said\"")) >= 0);
}

/* Foreign bytes in what was said cannot become markup. */
static void what_was_said_cannot_break_the_page(void **state)
{
    (void)state;
    static const struct fixture_said nasty[] = {
        {"dead.said", 7, 7, RK_EXACT, "</p><script>alert(1)</script> & \"<b>\" \x01 end",
         "<a href='x'>", "2022-09-12", "<img src=x onerror=alert(1)>", "\"&amp;\"", "<!--",
         "]]>"}};
    struct rk_report report = fixture_report(rk_day_of(2023, 2, 28));
    fixture_figures(&report, nasty, 1, RK_UK, &mem);
    check(&report, RK_UK, RK_INSIDE);
}

static void words_in_the_other_language_are_marked(void **state)
{
    (void)state;
    static const struct fixture_said said[] = {{"dead.said", 7, 7, RK_EXACT,
                                                "words that no table knows", "", "2022-09-12",
                                                "Somebody Invented", "", "", ""}};
    struct rk_report report = fixture_report(rk_day_of(2023, 2, 28));
    fixture_figures(&report, said, 1, RK_UK, &mem);
    const struct rk_str html = html_of(&report, RK_UK, RK_INSIDE);
    assert_true(rk_str_find(html, RK_STR("lang=\"en\">words that no\u00a0table knows")) >= 0);
}

static void the_chart_has_its_words_for_those_who_cannot_see_it(void **state)
{
    (void)state;
    const struct rk_report report = fixture_izium_report(rk_day_of(2023, 2, 28), RK_UK, &mem);
    const struct rk_str html = html_of(&report, RK_UK, RK_INSIDE);
    const struct seen *s = read_html(html);
    assert_int_equal(s->svgs, 4); /* three widths of the chart, one code */
    assert_true(rk_str_find(html, RK_STR("aria-label=\"близько 30\u00a0%")) >= 0);
}

static void a_page_with_a_map_is_well_formed_and_fetches_nothing(void **state)
{
    (void)state;
    const rk_day day = rk_day_of(2023, 2, 28);
    const struct rk_map *map = town_map(46000, rk_day_of(2022, 11, 10), &mem, tmp);
    assert_non_null(map);
    for (int lang = 0; lang < RK_LANGS; lang++) {
        const enum rk_lang l = (enum rk_lang)lang;
        const struct rk_report town =
            town_report(fixture_izium_report(day, l, &mem), map, 30, &mem);
        for (int e = RK_INSIDE; e <= RK_PUBLIC; e++)
            check(&town, l, (enum rk_edition)e);
        const struct rk_str html = html_of(&town, l, RK_INSIDE);
        assert_int_equal(read_html(html)->svgs, 7); /* two widths of the map, the large one */
        assert_true(rk_str_find(html, l == RK_UK ? RK_STR("aria-label=\"Мапа")
                                                 : RK_STR("aria-label=\"Map")) >= 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_page_with_a_map_is_well_formed_and_fetches_nothing,
                                        open_memory, close_memory),
        cmocka_unit_test_setup_teardown(the_page_is_well_formed_and_every_link_leads_somewhere,
                                        open_memory, close_memory),
        cmocka_unit_test_setup_teardown(each_letter_leads_to_the_annex_and_back, open_memory,
                                        close_memory),
        cmocka_unit_test_setup_teardown(what_was_said_cannot_break_the_page, open_memory,
                                        close_memory),
        cmocka_unit_test_setup_teardown(words_in_the_other_language_are_marked, open_memory,
                                        close_memory),
        cmocka_unit_test_setup_teardown(the_chart_has_its_words_for_those_who_cannot_see_it,
                                        open_memory, close_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
