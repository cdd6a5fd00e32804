/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The map and the lists of the page: what they show, to whom, and that nothing covers a word.
 */
#include "rk_test.h"

#include "golden/sheet_town.h"
#include "rk_sheet.h"

static struct rk_arena mem;
static struct rk_scratch tmp;
static struct rk_err err;

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

static rk_day late(void)
{
    return rk_day_of(2023, 2, 28);
}

static struct rk_sheet compose(const struct rk_report *report, enum rk_lang lang,
                               enum rk_edition edition)
{
    struct rk_sheet sheet;
    const struct rk_sheet_options options = {
        .lang = lang, .edition = edition, .today = report->day + 30};
    rk_assert_ok(rk_sheet_compose(report, &options, &mem, tmp, &sheet, &err), err);
    return sheet;
}

static struct rk_report town(enum rk_lang lang)
{
    const struct rk_map *map = town_map(46000, rk_day_of(2022, 11, 10), &mem, tmp);
    assert_non_null(map);
    return town_report(fixture_izium_report(late(), lang, &mem), map, 20, &mem);
}

/* All forms of a page in one text, no-break spaces as spaces. */
static struct rk_str all_forms(const struct rk_sheet *sheet)
{
    struct rk_buf b = rk_buf_in(&mem, 16 << 20), plain = rk_buf_in(&mem, 16 << 20);
    rk_sheet_text(sheet, 100, false, &b);
    rk_sheet_html(sheet, &b);
    rk_sheet_json(sheet, &b);
    assert_false(b.failed);
    for (ptrdiff_t i = 0; i < b.len; i++) {
        const bool wide = i + 1 < b.len && b.at[i] == '\xC2' && b.at[i + 1] == '\xA0';
        rk_buf_char(&plain, wide ? ' ' : b.at[i]);
        i += wide;
    }
    return rk_buf_str(&plain);
}

static bool holds(struct rk_str text, const char *words)
{
    return rk_str_find(text, rk_str_of(words)) >= 0;
}

static int count_kind(const struct rk_drawing *d, enum rk_mark_kind kind, enum rk_ink ink)
{
    int count = 0;
    for (int32_t i = 0; i < d->count; i++)
        count += d->marks[i].kind == kind && d->marks[i].ink == ink;
    return count;
}

static const struct rk_mark *find_text(const struct rk_drawing *d, const char *words)
{
    for (int32_t i = 0; i < d->count; i++)
        if (d->marks[i].kind == RK_MARK_TEXT &&
            rk_str_eq(d->marks[i].run.text, rk_str_of(words)))
            return &d->marks[i];
    return NULL;
}

/* ---- a map by hand --------------------------------------------------------------------- */

/* Four cells in a row, 100 m each; two districts meet at x = 200. */
static const struct rk_map_point hand_point[] = {
    {0, -100},  {200, -100}, {200, 100}, {0, 100},  {200, -100}, {400, -100},
    {400, 100}, {200, 100},  {180, -60}, {220, 60}, {50, 0},     {350, 0}};
static const struct rk_map_shape hand_shape[] = {
    {.kind = RK_MAP_DISTRICT, .first = 0, .count = 4, .name = {"West", 4}},
    {.kind = RK_MAP_DISTRICT, .first = 4, .count = 4, .name = {"East", 4}},
    {.kind = RK_MAP_BRIDGE, .passage = RK_MAP_CLOSED, .first = 8, .count = 2}};
static const struct rk_map_cell hand_cell[] = {
    {50, 0, 20, 10, 0.5F}, {150, 0, 30, 30, 0.1F}, {250, 0, 8, 8, 0.9F}, {350, 0, 5, 0, 0.0F}};
static const struct rk_map_sign hand_sign[] = {
    {.kind = RK_SIGN_BOILER_ON, .works = true, .at = {60, 20}},
    {.kind = RK_SIGN_BOILER_LOST, .at = {140, -20}},
    {.kind = RK_SIGN_HOSPITAL, .works = true, .at = {9000, 20}}};
static const struct rk_map hand_map = {.cell_m = 100.0F,
                                       .point = hand_point,
                                       .shape = hand_shape,
                                       .cell = hand_cell,
                                       .sign = hand_sign,
                                       .points = (int32_t)RK_COUNT(hand_point),
                                       .shapes = (int32_t)RK_COUNT(hand_shape),
                                       .cells = (int32_t)RK_COUNT(hand_cell),
                                       .signs = (int32_t)RK_COUNT(hand_sign)};

static struct rk_report hand_report(void)
{
    struct rk_report r = fixture_empty_report(late(), RK_EN, &mem);
    r.map = &hand_map;
    return r;
}

/* Squares of the area: left of the legend, which begins behind the words "not inspected". */
static double square_side(const struct rk_drawing *d, enum rk_ink ink)
{
    double side = 0.0;
    for (int32_t i = 0; i < d->count; i++)
        if (d->marks[i].kind == RK_MARK_BAR && d->marks[i].ink == ink)
            side = fmax(side, d->marks[i].x2);
    return side;
}

static void a_square_more_damaged_is_darker_and_larger(void **state)
{
    (void)state;
    const struct rk_report report = hand_report();
    const struct rk_sheet sheet = compose(&report, RK_EN, RK_INSIDE);
    const struct rk_drawing *d = &sheet.map[0];
    /* 10 % is the second of five greys, 50 % the fourth, 90 % the fifth */
    const double few = square_side(d, RK_INK_SHADE + 1);
    const double half = square_side(d, RK_INK_SHADE + 3);
    const double most = square_side(d, RK_INK_SHADE + 4);
    assert_true(few > 20.0 && half > 1.1 * few && most > 1.1 * half);
    assert_true(square_side(d, RK_INK_SHADE) < 10.0 &&
                square_side(d, RK_INK_SHADE + 2) < 10.0);            /* in the legend alone */
    assert_int_equal(count_kind(d, RK_MARK_FRAME, RK_INK_MUTED), 2); /* unseen, its key */
    assert_non_null(find_text(d, "not\u00a0inspected") ? find_text(d, "not\u00a0inspected")
                                                       : find_text(d, "not inspected"));
}

static void a_district_tells_the_share_of_its_seen_buildings(void **state)
{
    (void)state;
    const struct rk_report report = hand_report();
    const struct rk_sheet sheet = compose(&report, RK_EN, RK_INSIDE);
    assert_int_equal(sheet.district_count, 2);
    rk_assert_str(sheet.districts[0].name, "West");
    assert_int_equal(sheet.districts[0].buildings, 50);
    assert_int_equal(sheet.districts[0].seen, 40);
    rk_assert_near(sheet.districts[0].damaged, (10 * 0.5 + 30 * 0.1) / 40, 1e-7);
    assert_int_equal(sheet.districts[1].seen, 8);
    rk_assert_near(sheet.districts[1].damaged, 0.9, 1e-7);
    const struct rk_str words = all_forms(&sheet);
    assert_true(holds(words, "Of 63 buildings on it 48 are inspected."));
    assert_true(holds(words, "Of these 32 % are damaged or destroyed.")); /* 15.2 of 48 */
    assert_true(holds(words, "West: 20 %; East: 90 %."));
    assert_true(holds(words, "\"damaged\":0.2,\"name\":\"West\"") ||
                holds(words, "\"damaged\":0.2000"));
}

static void what_lies_beyond_the_map_is_counted(void **state)
{
    (void)state;
    const struct rk_report report = hand_report();
    const struct rk_sheet sheet = compose(&report, RK_EN, RK_INSIDE);
    struct rk_buf b = rk_buf_in(&mem, 1000);
    for (int32_t i = 0; i < sheet.map_note.count; i++)
        rk_buf_add(&b, sheet.map_note.runs[i].text);
    assert_true(holds(rk_buf_str(&b), "1\u00a0sign lies beyond"));
}

static void what_cannot_be_passed_is_crossed_out(void **state)
{
    (void)state;
    const struct rk_report report = hand_report();
    const struct rk_sheet sheet = compose(&report, RK_EN, RK_INSIDE);
    assert_int_equal(count_kind(&sheet.map[0], RK_MARK_CROSS, RK_INK_ALERT), 2); /* and key */
    assert_non_null(find_text(&sheet.map[0], "bridge: no\u00a0way through"));
    struct rk_map open = hand_map;
    struct rk_map_shape shape[RK_COUNT(hand_shape)];
    memcpy(shape, hand_shape, sizeof shape);
    shape[2].passage = RK_MAP_OPEN;
    open.shape = shape;
    struct rk_report other = report;
    other.map = &open;
    const struct rk_sheet passed = compose(&other, RK_EN, RK_INSIDE);
    assert_int_equal(count_kind(&passed.map[0], RK_MARK_CROSS, RK_INK_ALERT), 0);
    assert_null(find_text(&passed.map[0], "bridge: no\u00a0way through"));
}

static void nothing_with_a_place_is_no_map(void **state)
{
    (void)state;
    static const struct rk_map nothing = {.cell_m = 100.0F};
    struct rk_report report = fixture_izium_report(late(), RK_UK, &mem);
    const struct rk_sheet before = compose(&report, RK_UK, RK_INSIDE);
    report.map = &nothing;
    const struct rk_sheet after = compose(&report, RK_UK, RK_INSIDE);
    assert_int_equal(after.map[0].count, 0);
    assert_true(rk_str_eq(all_forms(&before), all_forms(&after)));
    assert_int_equal(before.annex_count, after.annex_count);
    assert_true(before.annex_count <= 4);
}

/* ---- the model town -------------------------------------------------------------------- */

static void every_number_on_map_and_lists_has_an_origin(void **state)
{
    (void)state;
    for (int lang = 0; lang < RK_LANGS; lang++) {
        const struct rk_report report = town((enum rk_lang)lang);
        for (int e = RK_INSIDE; e <= RK_PUBLIC; e++) {
            struct rk_sheet sheet = compose(&report, (enum rk_lang)lang, (enum rk_edition)e);
            rk_assert_ok(rk_sheet_check(&sheet, &err), err);
        }
    }
}

/* The proof looks into the new parts, too: a word that turns into a number is found. */
static void a_number_nobody_said_is_found_on_map_and_lists(void **state)
{
    (void)state;
    const struct rk_report report = town(RK_UK);
    const struct rk_run planted = {.from = RK_FROM_WORDS, .text = RK_STR("42")};
    const struct rk_line line = {&planted, 1};
    struct rk_mark mark = {.kind = RK_MARK_TEXT, .run = planted};
    for (int where = 0; where < 6; where++) {
        struct rk_sheet sheet = compose(&report, RK_UK, RK_INSIDE);
        struct rk_list_table list = sheet.sections[1].lists[0];
        struct rk_annex *last = &sheet.annexes[sheet.annex_count - 1];
        struct rk_annex_part part = last->parts[0];
        if (where == 0)
            sheet.map[2] = (struct rk_drawing){.marks = &mark, .count = 1};
        if (where == 1)
            sheet.beside = (struct rk_drawing){.marks = &mark, .count = 1};
        if (where == 2)
            last->drawing = (struct rk_drawing){.marks = &mark, .count = 1};
        if (where == 3)
            list.below = line, sheet.sections[1].lists = &list;
        if (where == 4)
            part.below = line, last->parts = &part;
        if (where == 5)
            sheet.map_note = line;
        assert_int_equal(rk_sheet_check(&sheet, &err), RK_ECORRUPT);
    }
}

static void the_public_edition_has_no_map_and_only_lists_for_all(void **state)
{
    (void)state;
    static const char *const hidden[] = {
        TOWN_NAME,  "Вигадана",  "Піщаний",       "Мапа міста",        "id=\"map\"", "town.map",
        "котельня", "Мобільний", "Схема комісії", "destroyed.classes", "Залізничний"};
    struct rk_report report = town(RK_UK);
    report.figure_count = 0;
    const struct rk_sheet sheet = compose(&report, RK_UK, RK_PUBLIC);
    const struct rk_str words = all_forms(&sheet);
    for (int i = 0; i < (int)RK_COUNT(hidden); i++)
        if (holds(words, hidden[i]))
            fail_msg("the public edition holds %s", hidden[i]);
    for (int i = 0; i < RK_CHARTS; i++)
        assert_int_equal(sheet.map[i].count, 0);
    assert_true(holds(words, "Ліки закінчуються"));
    assert_true(holds(words, "140"));
    assert_true(holds(words, "менше 3")); /* one person on dialysis, two within three days */
    assert_false(holds(words, ">2<"));
}

static void partners_see_districts_and_nothing_below_them(void **state)
{
    (void)state;
    static const char *const hidden[] = {TOWN_NAME,  "Вигадана, 12", "Мобільний",
                                         "котельня", "замінований",  "проїзду немає",
                                         "Котелень", "Лікарень"};
    struct rk_report report = town(RK_UK);
    report.figure_count = 0;
    const struct rk_sheet sheet = compose(&report, RK_UK, RK_PARTNERS);
    const struct rk_str words = all_forms(&sheet);
    for (int i = 0; i < (int)RK_COUNT(hidden); i++)
        if (holds(words, hidden[i]))
            fail_msg("the partners' edition holds %s", hidden[i]);
    for (int i = 0; i < RK_CHARTS; i++) {
        const struct rk_drawing *d = &sheet.map[i];
        int squares = 0;
        for (int shade = 0; shade < RK_SHADES; shade++)
            squares += count_kind(d, RK_MARK_BAR, (enum rk_ink)(RK_INK_SHADE + shade));
        assert_true(squares == 10 + RK_SHADES); /* a district each, and the legend */
        assert_int_equal(count_kind(d, RK_MARK_SEGMENTS, RK_INK_ALERT), 0);
        assert_int_equal(count_kind(d, RK_MARK_RING, RK_INK), 0);
        assert_int_equal(count_kind(d, RK_MARK_CROSS, RK_INK_ALERT), 0);
    }
    assert_true(holds(words, "Піщаний") && holds(words, "За видом"));
}

/* A list for all that tells a street after all is not trusted. */
static void a_home_in_a_list_for_all_stays_inside(void **state)
{
    (void)state;
    struct rk_report report = fixture_empty_report(late(), RK_UK, &mem);
    struct rk_list list = town_people(2, &mem);
    list.reader = RK_LIST_ALL;
    report.lists = &list;
    report.list_count = 1;
    const struct rk_sheet inside = compose(&report, RK_UK, RK_INSIDE);
    const struct rk_sheet public = compose(&report, RK_UK, RK_PUBLIC);
    assert_true(holds(all_forms(&inside), TOWN_HOME));
    assert_false(holds(all_forms(&public), "Вигадана, 12"));
}

static void lists_stand_in_their_question_and_in_its_annex(void **state)
{
    (void)state;
    const struct rk_report report = town(RK_UK);
    const struct rk_sheet sheet = compose(&report, RK_UK, RK_INSIDE);
    assert_int_equal(sheet.sections[0].list_count, 0);
    assert_int_equal(sheet.sections[1].list_count, 1);
    assert_int_equal(sheet.sections[2].list_count, 1);
    static const char *const ids[] = {"F", "G", "H", "I"};
    static const int parts[] = {2, 2, 1, 1};
    const int first = sheet.annex_count - (int)RK_COUNT(ids);
    for (int i = 0; i < (int)RK_COUNT(ids); i++) {
        rk_assert_str(sheet.annexes[first + i].id, ids[i]);
        assert_int_equal(sheet.annexes[first + i].part_count, parts[i]);
    }
    assert_true(sheet.annexes[first + 3].drawing.count > 1000);
    const struct rk_str words = all_forms(&sheet);
    assert_true(holds(words, "Ще 37 рядків не надруковано."));
    assert_true(holds(words, ">?<")); /* whether she can walk is not known */
    assert_true(holds(words, "120,5"));
    assert_true(holds(words, "\"id\":\"care.runs_out\",\"left_out\":37"));
    assert_true(holds(words, "href=\"#l-care.medicines\""));
}

static void a_cell_that_is_a_figure_has_its_letter(void **state)
{
    (void)state;
    struct rk_report report = fixture_izium_report(late(), RK_UK, &mem);
    const struct rk_figure *f = NULL;
    for (int32_t i = 0; i < report.figure_count; i++)
        if (strcmp(report.figures[i].def->id, "dead.said") == 0)
            f = &report.figures[i];
    struct rk_list list = town_medicines(&mem);
    struct rk_list_cell *cell = RK_NEW(&mem, struct rk_list_cell, 15);
    memcpy(cell, list.cell, 15 * sizeof *cell);
    cell[1] = (struct rk_list_cell){.number = RK_NAN, .unit = "", .figure = f};
    list.cell = cell;
    report.lists = &list;
    report.list_count = 1;
    const struct rk_sheet sheet = compose(&report, RK_UK, RK_INSIDE);
    const struct rk_line *line = &sheet.sections[1].lists[0].table.cells[1];
    assert_int_equal(line->count, 2);
    assert_int_equal(line->runs[0].from, RK_FROM_FIGURE);
    assert_ptr_equal(line->runs[0].figure, f);
    assert_true(line->runs[1].look & RK_LETTER);
}

static void more_than_six_rows_of_a_front_table_stand_in_the_annex(void **state)
{
    (void)state;
    struct rk_report report = fixture_empty_report(late(), RK_UK, &mem);
    struct rk_list list = town_people(9, &mem);
    list.front = true;
    list.left_out = 0;
    report.lists = &list;
    report.list_count = 1;
    const struct rk_sheet sheet = compose(&report, RK_UK, RK_INSIDE);
    assert_int_equal(sheet.sections[1].lists[0].table.rows, 6);
    assert_true(holds(all_forms(&sheet), "Ще 3 рядки — у додатку Е."));
}

static void a_list_that_is_not_well_made_is_refused_by_name(void **state)
{
    (void)state;
    static const struct rk_list_column narrow[] = {{"list.column.name", false, 0.3},
                                                   {"list.column.place", false, 0.3}};
    struct rk_report report = fixture_empty_report(late(), RK_UK, &mem);
    const struct rk_sheet_options options = {.lang = RK_UK};
    for (int fault = 0; fault < 4; fault++) {
        struct rk_list list = town_people(4, &mem);
        struct rk_sheet sheet;
        report.lists = &list;
        report.list_count = 1;
        if (fault == 0)
            list.columns = 13;
        if (fault == 1)
            list.section = "nowhere";
        if (fault == 2)
            list.columns = 2, list.column = narrow;
        if (fault == 3)
            list.rows = -1;
        assert_int_equal(rk_sheet_compose(&report, &options, &mem, tmp, &sheet, &err),
                         RK_EINVAL);
        assert_non_null(strstr(err.text, "care.runs_out"));
    }
}

/* ---- how it looks ---------------------------------------------------------------------- */

struct box {
    double x, y, w, h;
};

/* Capital letters and what hangs below, not the white around them. */
static struct box box_of(const struct rk_mark *m)
{
    const double x = m->anchor < 0 ? m->x : m->anchor > 0 ? m->x - m->x2 : m->x - m->x2 / 2.0;
    return (struct box){x, m->y - 0.7 * m->y2, m->x2, 0.9 * m->y2};
}

static void check_words(const struct rk_drawing *d)
{
    for (int32_t i = 0; i < d->count; i++) {
        if (d->marks[i].kind != RK_MARK_TEXT)
            continue;
        const struct box a = box_of(&d->marks[i]);
        if (a.x < -0.5 || a.y < -0.5 || a.x + a.w > d->width + 0.5 ||
            a.y + a.h > d->height + 0.5)
            fail_msg("%.*s stands outside", RK_FMT(d->marks[i].run.text));
        assert_true(d->marks[i].y2 >= 8.0);
        for (int32_t k = 0; k < i; k++) {
            if (d->marks[k].kind != RK_MARK_TEXT)
                continue;
            const struct box b = box_of(&d->marks[k]);
            if (a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h)
                fail_msg("%.*s covers %.*s", RK_FMT(d->marks[i].run.text),
                         RK_FMT(d->marks[k].run.text));
        }
    }
}

static void no_word_on_a_map_covers_a_word_or_leaves_it(void **state)
{
    (void)state;
    for (int lang = 0; lang < RK_LANGS; lang++) {
        const struct rk_report report = town((enum rk_lang)lang);
        for (int e = RK_INSIDE; e <= RK_PARTNERS; e++) {
            const struct rk_sheet sheet =
                compose(&report, (enum rk_lang)lang, (enum rk_edition)e);
            for (int i = 0; i < RK_CHARTS; i++)
                check_words(&sheet.map[i]);
            check_words(&sheet.annexes[sheet.annex_count - 1].drawing);
        }
    }
}

static void no_mark_leaves_its_map(void **state)
{
    (void)state;
    const struct rk_report report = town(RK_UK);
    const struct rk_sheet sheet = compose(&report, RK_UK, RK_INSIDE);
    for (int i = 0; i < RK_CHARTS; i++) {
        const struct rk_drawing *d = &sheet.map[i];
        for (int32_t k = 0; k < d->count; k++) {
            for (int32_t n = 0; n < d->marks[k].point_count; n++) {
                const struct rk_spot p = d->marks[k].points[n];
                assert_true(p.x > -3.0 && p.y > -3.0 && p.x < d->width + 3.0 &&
                            p.y < d->height + 3.0);
            }
        }
    }
}

static void a_town_with_a_map_is_refused_whole_when_memory_is_short(void **state)
{
    (void)state;
    const struct rk_report report = town(RK_UK);
    const struct rk_sheet_options options = {.lang = RK_UK};
    rk_status status = RK_ENOMEM;
    for (ptrdiff_t size = 1 << 14; status != RK_OK; size += size / 3) {
        struct rk_arena keep = rk_arena_open(size);
        struct rk_scratch scratch = rk_scratch_open(size);
        struct rk_sheet sheet = {.annex_count = 77};
        status = rk_sheet_compose(&report, &options, &keep, scratch, &sheet, &err);
        assert_true(status == RK_OK || (status == RK_ENOMEM && sheet.annex_count == 77));
        rk_arena_close(&keep);
        rk_scratch_close(&scratch);
        assert_true(size < 64 << 20);
    }
}

#define MAP_TEST(name) cmocka_unit_test_setup_teardown(name, open_memory, close_memory)

int main(void)
{
    const struct CMUnitTest tests[] = {
        MAP_TEST(a_square_more_damaged_is_darker_and_larger),
        MAP_TEST(a_district_tells_the_share_of_its_seen_buildings),
        MAP_TEST(what_lies_beyond_the_map_is_counted),
        MAP_TEST(what_cannot_be_passed_is_crossed_out),
        MAP_TEST(nothing_with_a_place_is_no_map),
        MAP_TEST(every_number_on_map_and_lists_has_an_origin),
        MAP_TEST(a_number_nobody_said_is_found_on_map_and_lists),
        MAP_TEST(the_public_edition_has_no_map_and_only_lists_for_all),
        MAP_TEST(partners_see_districts_and_nothing_below_them),
        MAP_TEST(a_home_in_a_list_for_all_stays_inside),
        MAP_TEST(lists_stand_in_their_question_and_in_its_annex),
        MAP_TEST(a_cell_that_is_a_figure_has_its_letter),
        MAP_TEST(more_than_six_rows_of_a_front_table_stand_in_the_annex),
        MAP_TEST(a_list_that_is_not_well_made_is_refused_by_name),
        MAP_TEST(no_word_on_a_map_covers_a_word_or_leaves_it),
        MAP_TEST(no_mark_leaves_its_map),
        MAP_TEST(a_town_with_a_map_is_refused_whole_when_memory_is_short),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
