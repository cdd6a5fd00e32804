/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The printed page, read by poppler: one front, whatever was said; words found; pages numbered.
 */
#include "rk_test.h"

#include "golden/sheet_town.h"
#include "rk_file.h"
#include "rk_sheet.h"
#include "rk_work.h"

#include <sys/resource.h>

static const char pdftotext[] = "/usr/bin/pdftotext";

static struct rk_arena mem;
static struct rk_scratch tmp;
static struct rk_err err;

static int open_memory(void **state)
{
    (void)state;
    mem = rk_arena_open((ptrdiff_t)2 << 30);
    tmp = rk_scratch_open((ptrdiff_t)256 << 20);
    return setenv("RANOK_LIBEXEC", RK_BUILD_DIR "/libexec", 1);
}

static int close_memory(void **state)
{
    (void)state;
    rk_arena_close(&mem);
    rk_scratch_close(&tmp);
    return 0;
}

static rk_day late(void)
{
    return rk_day_of(2023, 2, 28);
}

static struct rk_sheet sheet;

static struct rk_str print_pdf(const struct rk_report *report, enum rk_lang lang,
                               enum rk_edition edition)
{
    struct rk_str pdf;
    const struct rk_sheet_options options = {
        .lang = lang, .edition = edition, .today = report->day + 30, .copy = 4, .copies = 6};
    rk_assert_ok(rk_sheet_compose(report, &options, &mem, tmp, &sheet, &err), err);
    rk_assert_ok(rk_sheet_pdf(&sheet, &mem, tmp, &pdf, &err), err);
    return pdf;
}

/* Pages `first` … `last` (0: the last) as text, every white space one space. */
static struct rk_str words_of(struct rk_str pdf, int first, int last)
{
    char from[16], to[16];
    struct rk_str out;
    snprintf(from, sizeof from, "%d", first);
    snprintf(to, sizeof to, "%d", last);
    const char *const all[] = {pdftotext, "-enc", "UTF-8", "-f", from, "-", "-", NULL};
    const char *const some[] = {pdftotext, "-enc", "UTF-8", "-f", from,
                                "-l",      to,     "-",     "-",  NULL};
    rk_assert_ok(rk_helper_run(last ? some : all, pdf, 64 << 20, 60.0, &mem, &out, &err), err);
    struct rk_buf b = rk_buf_in(&mem, out.len + 1);
    bool space = false;
    for (ptrdiff_t i = 0; i < out.len; i++) {
        const bool wide = i + 1 < out.len && out.at[i] == '\xC2' && out.at[i + 1] == '\xA0';
        const bool white = wide || out.at[i] == ' ' || out.at[i] == '\n' || out.at[i] == '\f';
        if (!white || !space)
            rk_buf_char(&b, white ? ' ' : out.at[i]);
        space = white;
        i += wide;
    }
    return rk_buf_str(&b);
}

static bool holds(struct rk_str text, const char *words)
{
    return rk_str_find(text, rk_str_of(words)) >= 0;
}

#define assert_holds(text, words)                                                              \
    do {                                                                                       \
        const struct rk_str t_ = (text);                                                       \
        if (!holds(t_, words))                                                                 \
            fail_msg("\"%s\" is not in:\n%.*s", words, RK_FMT(t_));                            \
    } while (0)

static void need_poppler(void)
{
    if (!rk_file_exists(pdftotext)) {
        print_message("skipped: no pdftotext (Debian: poppler-utils)\n");
        skip();
    }
}

static void the_key_figures_are_found_in_both_languages(void **state)
{
    (void)state;
    static const char *const uk[] = {"Ізюм · ранок 28 лютого 2023",
                                     "щонайменше",
                                     "1 000",
                                     "понад",
                                     "80 %",
                                     "30–35 %",
                                     "80–90 %",
                                     "449",
                                     "436",
                                     "447",
                                     "близько 46 000",
                                     "забезпечити мешканців ліками",
                                     "попереду зима",
                                     "Хто постраждав",
                                     "Кому холодно",
                                     "◆ Суперечать",
                                     "Невідомо",
                                     "Примірник 4 з 6"};
    static const char *const en[] = {"Izium · morning of 28 February 2023",
                                     "at least",
                                     "1,000",
                                     "more than",
                                     "80 %",
                                     "30–35 %",
                                     "80–90 %",
                                     "449",
                                     "436",
                                     "447",
                                     "about 46,000",
                                     "providing residents with medicines",
                                     "winter is ahead",
                                     "Who has been harmed",
                                     "Who is cold",
                                     "◆ Contradicted",
                                     "Not known",
                                     "Copy 4 of 6"};
    need_poppler();
    for (int lang = 0; lang < RK_LANGS; lang++) {
        const enum rk_lang l = (enum rk_lang)lang;
        const struct rk_report report = fixture_izium_report(late(), l, &mem);
        const struct rk_str front = words_of(print_pdf(&report, l, RK_INSIDE), 1, 1);
        const char *const *words = l == RK_UK ? uk : en;
        for (int i = 0; i < (int)RK_COUNT(uk); i++)
            assert_holds(front, words[i]);
    }
}

static int count_words(struct rk_line line)
{
    int count = 0;
    bool inside = false;
    for (int32_t i = 0; i < line.count; i++) {
        const struct rk_str t = line.runs[i].text;
        for (ptrdiff_t k = 0; k < t.len; k++) {
            const bool wide = k + 1 < t.len && t.at[k] == '\xC2' && t.at[k + 1] == '\xA0';
            const bool white = wide || t.at[k] == ' ';
            count += !white && !inside;
            inside = !white;
            k += wide;
        }
    }
    return count;
}

static double attribute(struct rk_str word, const char *name)
{
    double x = OPEN;
    const ptrdiff_t at = rk_str_find(word, rk_str_of(name));
    struct rk_str rest = rk_str_slice(word, at + (ptrdiff_t)strlen(name), word.len);
    assert_true(at >= 0 && rk_str_double(rk_str_cut(&rest, '"'), &x));
    return x;
}

/* Nothing leaves the paper, and below the first word of the foot there is the foot alone. */
static void check_places(struct rk_str pdf)
{
    const char *const argv[] = {pdftotext, "-bbox", "-f", "1", "-l", "1", "-", "-", NULL};
    const char *const first = sheet.options.lang == RK_UK ? ">Літера<" : ">letter<";
    struct rk_str out;
    double foot = -1.0;
    int below = 0;
    rk_assert_ok(rk_helper_run(argv, pdf, 64 << 20, 60.0, &mem, &out, &err), err);
    for (int pass = 0; pass < 2; pass++) {
        for (struct rk_str rest = out; rest.len > 0;) {
            const struct rk_str line = rk_str_cut(&rest, '\n');
            if (rk_str_find(line, RK_STR("<word ")) < 0)
                continue;
            const double y = attribute(line, "yMin=\"");
            if (pass == 0 && holds(line, first))
                foot = y > foot ? y : foot;
            assert_true(attribute(line, "xMin=\"") > 30.0);
            assert_true(attribute(line, "xMax=\"") < 595.3 - 30.0);
            assert_true(attribute(line, "yMax=\"") < 841.9 - 20.0);
            below += pass == 1 && y > foot - 1.0;
        }
    }
    assert_true(foot > 700.0);
    assert_int_equal(below, count_words(sheet.foot[0]) + count_words(sheet.foot[1]));
}

/* The foot stands on page 1 and nowhere else; annex A begins on page 2. */
static void check_front(const struct rk_report *report, enum rk_lang lang)
{
    const struct rk_arena before = mem;
    const struct rk_str pdf = print_pdf(report, lang, RK_INSIDE);
    const struct rk_str front = words_of(pdf, 1, 1), second = words_of(pdf, 2, 2);
    const struct rk_str behind = words_of(pdf, 2, 0);
    const char *const foot = lang == RK_UK ? "Примірник 4 з 6" : "Copy 4 of 6";
    const char *const annex = lang == RK_UK ? "Додаток А. " : "Annex A. ";
    check_places(pdf);
    assert_holds(front, foot);
    assert_holds(second, annex);
    assert_false(holds(behind, foot));
    assert_false(holds(front, annex));
    static const char *const titles[RK_LANGS][RK_SECTIONS] = {
        {"Хто постраждав", "Кому сьогодні потрібна допомога", "Що зруйновано", "Кому холодно"},
        {"Who has been harmed", "Who needs care today", "What is destroyed", "Who is cold"}};
    for (int i = 0; i < RK_SECTIONS; i++)
        assert_holds(front, titles[lang][i]);
    mem = before;
}

static void the_front_is_one_page_whatever_was_said(void **state)
{
    (void)state;
    static const int each[] = {1, 3, 12};
    need_poppler();
    for (int lang = 0; lang < RK_LANGS; lang++) {
        const enum rk_lang l = (enum rk_lang)lang;
        const struct rk_report empty = fixture_empty_report(late(), l, &mem);
        const struct rk_report town = fixture_izium_report(late(), l, &mem);
        check_front(&empty, l);
        check_front(&town, l);
    }
    for (int i = 0; i < (int)RK_COUNT(each); i++) {
        const struct rk_report full = fixture_full_report(late(), each[i], RK_UK, &mem);
        check_front(&full, RK_UK);
    }
}

static void what_finds_no_room_is_counted_and_stands_in_the_annex(void **state)
{
    (void)state;
    need_poppler();
    const struct rk_report full = fixture_full_report(late(), 3, RK_UK, &mem);
    const struct rk_str pdf = print_pdf(&full, RK_UK, RK_INSIDE);
    const struct rk_str front = words_of(pdf, 1, 1);
    assert_true(holds(front, "показники — у додатку А") ||
                holds(front, "показників — у додатку А"));
    const struct rk_str behind = words_of(pdf, 2, 0);
    for (int32_t i = 0; i < full.figure_count; i++)
        if (full.figures[i].def->on_sheet)
            assert_holds(behind, full.figures[i].def->id);
}

static void pages_behind_the_front_are_numbered(void **state)
{
    (void)state;
    need_poppler();
    const struct rk_report report = fixture_izium_report(late(), RK_UK, &mem);
    const struct rk_str pdf = print_pdf(&report, RK_UK, RK_INSIDE);
    char words[64];
    int pages = 2;
    while (snprintf(words, sizeof words, "стор. 2 з %d", pages) > 0 &&
           !holds(words_of(pdf, 2, 2), words) && pages < 30)
        pages++;
    assert_true(pages < 30);
    snprintf(words, sizeof words, "стор. %d з %d", pages, pages);
    assert_holds(words_of(pdf, pages, pages), words);
    assert_false(holds(words_of(pdf, 1, 1), "стор."));
}

static void the_pdf_names_itself_and_its_language(void **state)
{
    (void)state;
    for (int lang = 0; lang < RK_LANGS; lang++) {
        const enum rk_lang l = (enum rk_lang)lang;
        const struct rk_report report = fixture_izium_report(late(), l, &mem);
        const struct rk_str pdf = print_pdf(&report, l, RK_INSIDE);
        assert_true(rk_str_starts(pdf, RK_STR("%PDF-1.")));
        assert_true(holds(pdf, l == RK_UK ? "/Lang (uk-UA)" : "/Lang (en-GB)"));
        assert_true(holds(pdf, "/Title "));
        assert_true(holds(pdf, "20230228060000"));
        assert_true(holds(pdf, "PTSans"));
    }
}

static void equal_pages_give_equal_bytes(void **state)
{
    (void)state;
    const struct rk_report report = fixture_izium_report(late(), RK_UK, &mem);
    const struct rk_str a = print_pdf(&report, RK_UK, RK_INSIDE);
    const struct rk_str b = print_pdf(&report, RK_UK, RK_INSIDE);
    assert_true(rk_str_eq(a, b));
}

static void the_public_pdf_names_nobody(void **state)
{
    (void)state;
    need_poppler();
    const struct rk_report report = fixture_izium_report(late(), RK_UK, &mem);
    const struct rk_str words = words_of(print_pdf(&report, RK_UK, RK_PUBLIC), 1, 0);
    static const char *const hidden[] = {
        "Стрельник", "Мацокін",   "Оксана", "лікарня не припиняла",
        "Від учора", "Примірник", "desk/"};
    for (int i = 0; i < (int)RK_COUNT(hidden); i++)
        assert_false(holds(words, hidden[i]));
    assert_holds(words, "Публічне видання");
    assert_holds(words, "1 000");
}

/* ---- with a map and lists -------------------------------------------------------------- */

static struct rk_report mapped_report(enum rk_lang lang, int32_t rows)
{
    const struct rk_map *map = town_map(46000, rk_day_of(2022, 11, 10), &mem, tmp);
    assert_non_null(map);
    return town_report(fixture_izium_report(late(), lang, &mem), map, rows, &mem);
}

static void the_front_with_map_and_tables_is_one_page(void **state)
{
    (void)state;
    need_poppler();
    for (int lang = 0; lang < RK_LANGS; lang++) {
        const enum rk_lang l = (enum rk_lang)lang;
        const struct rk_report town = mapped_report(l, 200);
        check_front(&town, l);
        const struct rk_report full =
            town_report(fixture_full_report(late(), 12, l, &mem), town.map, 200, &mem);
        check_front(&full, l);
    }
}

static void the_front_shows_the_map_and_its_tables(void **state)
{
    (void)state;
    static const char *const uk[] = {"Де",
                                     "квадрат — 100 м",
                                     "міст: проїзду немає",
                                     "пішохідний міст",
                                     "північний берег",
                                     "не оглянуто",
                                     "котельня працює",
                                     "2 км",
                                     "Ліки закінчуються",
                                     "За видом",
                                     "48–57 %",
                                     "Скільки зруйновано",
                                     "понад 80 %",
                                     "447"};
    static const char *const en[] = {"Where",
                                     "a square is 100 m",
                                     "bridge: no way through",
                                     "footbridge",
                                     "north bank",
                                     "not inspected",
                                     "boiler house runs",
                                     "2 km",
                                     "Medicine runs out",
                                     "By class",
                                     "48–57 %",
                                     "How much is destroyed",
                                     "more than 80 %",
                                     "447"};
    need_poppler();
    for (int lang = 0; lang < RK_LANGS; lang++) {
        const enum rk_lang l = (enum rk_lang)lang;
        const struct rk_report town = mapped_report(l, 3);
        const struct rk_str front = words_of(print_pdf(&town, l, RK_INSIDE), 1, 1);
        for (int i = 0; i < (int)RK_COUNT(uk); i++)
            assert_holds(front, l == RK_UK ? uk[i] : en[i]);
    }
}

static int count_in(struct rk_str text, const char *words)
{
    int count = 0;
    for (ptrdiff_t at = 0; at >= 0; count++) {
        at = rk_str_find(text, rk_str_of(words));
        if (at < 0)
            break;
        text = rk_str_slice(text, at + 1, text.len);
    }
    return count;
}

/* 200 rows and some 40 to a page: the head stands on each page that the list reaches. */
static void a_long_list_repeats_its_head_and_says_what_is_not_printed(void **state)
{
    (void)state;
    need_poppler();
    const struct rk_report town = mapped_report(RK_UK, 200);
    const struct rk_str pdf = print_pdf(&town, RK_UK, RK_INSIDE);
    int persons = 0, pages = 0;
    for (int page = 2; page < 40; page++) {
        const struct rk_arena before = mem;
        struct rk_str words;
        char from[16];
        snprintf(from, sizeof from, "%d", page);
        const char *const argv[] = {pdftotext, "-enc", "UTF-8", "-f", from,
                                    "-l",      from,   "-",     "-",  NULL};
        if (rk_helper_run(argv, pdf, 64 << 20, 60.0, &mem, &words, NULL) != RK_OK)
            break;
        const int here = count_in(words, TOWN_NAME);
        if (here > 0)
            assert_int_equal(count_in(words, "пересувається"), 1);
        persons += here;
        pages += here > 0;
        mem = before;
    }
    assert_int_equal(persons, 200);
    assert_true(pages >= 4);
    assert_holds(words_of(pdf, 2, 0), "Ще 37 рядків не надруковано.");
}

static void a_map_of_22641_buildings_keeps_the_files_small(void **state)
{
    (void)state;
    for (int lang = 0; lang < RK_LANGS; lang++) {
        const enum rk_lang l = (enum rk_lang)lang;
        const struct rk_report town = mapped_report(l, 200);
        const struct rk_str a = print_pdf(&town, l, RK_INSIDE);
        struct rk_buf html = rk_buf_in(&mem, 4 << 20);
        rk_sheet_html(&sheet, &html);
        print_message("PDF %td bytes, HTML %td bytes\n", a.len, html.len);
        assert_true(a.len < 600000);
        assert_true(!html.failed && html.len < 800000);
        assert_true(rk_str_eq(a, print_pdf(&town, l, RK_INSIDE)));
    }
}

static void neither_the_public_nor_the_partners_pdf_tells_a_home_or_a_sign(void **state)
{
    (void)state;
    static const char *const hidden[] = {TOWN_NAME,      "Вигадана, 12",  "котельня працює",
                                         "міни, завали", "міст: проїзду", "лікарня ",
                                         "Мобільний"};
    need_poppler();
    const struct rk_report town = mapped_report(RK_UK, 20);
    struct rk_report plain_town = town;
    plain_town.figure_count = 0; /* no sentence of anybody: the map and the lists alone */
    for (int e = RK_PARTNERS; e <= RK_PUBLIC; e++) {
        const struct rk_str pdf = print_pdf(&plain_town, RK_UK, (enum rk_edition)e);
        const struct rk_str words = words_of(pdf, 1, 0);
        for (int i = 0; i < (int)RK_COUNT(hidden); i++)
            if (holds(words, hidden[i]))
                fail_msg("%s in edition %d", hidden[i], e);
        assert_true(holds(words, "Піщаний") == (e == RK_PARTNERS));
        assert_true(holds(words, "Північний мікрорайон") == (e == RK_PARTNERS));
    }
}

static double child_cpu_s(void)
{
    struct rusage u;
    getrusage(RUSAGE_CHILDREN, &u);
    return (double)u.ru_utime.tv_sec + (double)u.ru_stime.tv_sec +
           1e-6 * (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec);
}

static void a_page_is_printed_within_six_tenths_of_a_second(void **state)
{
    (void)state;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    print_message("skipped: a build that watches memory is no measure of time\n");
    skip();
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
    print_message("skipped: a build that watches memory is no measure of time\n");
    skip();
#endif
#endif
    const struct rk_report report = fixture_izium_report(late(), RK_UK, &mem);
    double best = HUGE_VAL;
    for (int i = 0; i < 3; i++) {
        const double from = child_cpu_s() + rk_cpu_s();
        (void)print_pdf(&report, RK_UK, RK_INSIDE);
        best = fmin(best, child_cpu_s() + rk_cpu_s() - from);
    }
    print_message("report to PDF: %.3f CPU-s\n", best);
    assert_true(best <= 0.6);
}

static void the_helper_refuses_what_is_no_page(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      "[]",
                                      "{}",
                                      "[1]",
                                      "[2,0,19000,3,1]",
                                      "[2,7,19000]",
                                      "[1,0,19000,0]",
                                      "[2,0,19000,-1]",
                                      "not a page",
                                      "[2,0,19000,1e9]",
                                      "[2,0,19000,1,1,\"\"]"};
    char *helper = rk_helper_path(&mem, "ranok-sheet");
    const char *const argv[] = {helper, NULL};
    for (int i = 0; i < (int)RK_COUNT(bad); i++) {
        struct rk_str out;
        const rk_status status =
            rk_helper_run(argv, rk_str_of(bad[i]), 1 << 20, 20.0, &mem, &out, &err);
        if (status != RK_EINVAL)
            fail_msg("\"%s\" gave status %d", bad[i], (int)status);
    }
}

/* Without its font a page would be measured in one and set in another. */
static void without_pt_sans_nothing_is_printed(void **state)
{
    (void)state;
    static const char conf[] = RK_BUILD_DIR "/tests/no_fonts.conf";
    static const char text[] = "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM "
                               "\"fonts.dtd\"><fontconfig><dir>/usr/share/fonts/truetype/"
                               "dejavu</dir></fontconfig>";
    const struct rk_report report = fixture_empty_report(late(), RK_UK, &mem);
    struct rk_str pdf;
    const struct rk_sheet_options options = {.lang = RK_UK};
    rk_assert_ok(rk_file_write(conf, rk_str_of(text), true, &err), err);
    rk_assert_ok(rk_sheet_compose(&report, &options, &mem, tmp, &sheet, &err), err);
    assert_int_equal(setenv("FONTCONFIG_FILE", conf, 1), 0);
    const rk_status status = rk_sheet_pdf(&sheet, &mem, tmp, &pdf, &err);
    assert_int_equal(unsetenv("FONTCONFIG_FILE"), 0);
    assert_int_equal(status, RK_EINVAL);
    assert_holds(rk_str_of(err.text), "fonts-paratype");
}

static void without_the_helper_the_error_says_so(void **state)
{
    (void)state;
    const struct rk_report report = fixture_empty_report(late(), RK_UK, &mem);
    struct rk_str pdf;
    const struct rk_sheet_options options = {.lang = RK_UK};
    rk_assert_ok(rk_sheet_compose(&report, &options, &mem, tmp, &sheet, &err), err);
    assert_int_equal(setenv("RANOK_LIBEXEC", "/nowhere", 1), 0);
    assert_int_equal(rk_sheet_pdf(&sheet, &mem, tmp, &pdf, &err), RK_EIO);
}

#define PDF_TEST(name) cmocka_unit_test_setup_teardown(name, open_memory, close_memory)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PDF_TEST(the_key_figures_are_found_in_both_languages),
        PDF_TEST(the_front_is_one_page_whatever_was_said),
        PDF_TEST(what_finds_no_room_is_counted_and_stands_in_the_annex),
        PDF_TEST(pages_behind_the_front_are_numbered),
        PDF_TEST(the_pdf_names_itself_and_its_language),
        PDF_TEST(equal_pages_give_equal_bytes),
        PDF_TEST(the_public_pdf_names_nobody),
        PDF_TEST(the_front_with_map_and_tables_is_one_page),
        PDF_TEST(the_front_shows_the_map_and_its_tables),
        PDF_TEST(a_long_list_repeats_its_head_and_says_what_is_not_printed),
        PDF_TEST(a_map_of_22641_buildings_keeps_the_files_small),
        PDF_TEST(neither_the_public_nor_the_partners_pdf_tells_a_home_or_a_sign),
        PDF_TEST(a_page_is_printed_within_six_tenths_of_a_second),
        PDF_TEST(the_helper_refuses_what_is_no_page),
        PDF_TEST(without_pt_sans_nothing_is_printed),
        PDF_TEST(without_the_helper_the_error_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
