/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line of percentages: for any 3 to 25 statements no label covers a label, a pole or the
 * edge. */
#include "rk_test.h"

#include "golden/sheet_fixture.h"
#include "rk_random.h"
#include "rk_sheet.h"

static struct rk_arena mem;
static struct rk_scratch tmp;

static int open_memory(void **state)
{
    (void)state;
    mem = rk_arena_open((ptrdiff_t)256 << 20);
    tmp = rk_scratch_open((ptrdiff_t)64 << 20);
    return 0;
}

static int close_memory(void **state)
{
    (void)state;
    rk_arena_close(&mem);
    rk_scratch_close(&tmp);
    return 0;
}

struct box {
    double x0, y0, x1, y1;
};

static struct box box_of(const struct rk_mark *m)
{
    const double left = m->anchor < 0 ? m->x : m->anchor > 0 ? m->x - m->x2 : m->x - m->x2 / 2;
    return (struct box){left, m->y - 0.72 * m->y2, left + m->x2, m->y + 0.2 * m->y2};
}

static bool overlap(struct box a, struct box b)
{
    return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
}

/* Upright pale lines are poles. */
static bool is_pole(const struct rk_mark *m)
{
    return m->kind == RK_MARK_LINE && m->ink == RK_INK_PALE && m->x == m->x2 &&
           fabs(m->y2 - m->y) > 6.5;
}

static int check_drawing(const struct rk_drawing *d, int seed)
{
    int labels = 0;
    for (int32_t i = 0; i < d->count; i++) {
        if (d->marks[i].kind != RK_MARK_TEXT)
            continue;
        const struct box a = box_of(&d->marks[i]);
        labels += d->marks[i].run.from == RK_FROM_STATEMENT;
        if (a.x0 < -0.5 || a.x1 > d->width + 0.5 || a.y0 < -0.5 || a.y1 > d->height + 0.5)
            fail_msg("seed %d: a label leaves the drawing: %.*s", seed,
                     RK_FMT(d->marks[i].run.text));
        for (int32_t k = 0; k < d->count; k++) {
            const struct rk_mark *m = &d->marks[k];
            if (k > i && m->kind == RK_MARK_TEXT && overlap(a, box_of(m)))
                fail_msg("seed %d: \"%.*s\" covers \"%.*s\"", seed,
                         RK_FMT(d->marks[i].run.text), RK_FMT(m->run.text));
            const struct box pole = {m->x - 0.3, fmin(m->y, m->y2), m->x + 0.3,
                                     fmax(m->y, m->y2)};
            if (is_pole(m) && overlap(a, pole))
                fail_msg("seed %d: a pole runs through \"%.*s\"", seed,
                         RK_FMT(d->marks[i].run.text));
        }
    }
    return labels;
}

static const char *const figures[] = {"damage.private",    "damage.multi",
                                      "damage.municipal",  "damage.housing",
                                      "damage.facilities", "damage.buildings"};
static const char *const counted[] = {
    "of private houses",
    "of high-rise buildings",
    "of 22,641 buildings of the hromada",
    "приватних будинків на правому березі",
    "квартир",
    "of the residents before the war",
    "усіх оглянутих об'єктів соціальної сфери та житлово-комунального господарства міста"};

static struct rk_report random_report(int seed, int count, enum rk_lang lang)
{
    struct rk_random r = rk_random_seed((uint64_t)seed);
    struct fixture_said *said = RK_NEW(&mem, struct fixture_said, count);
    for (int i = 0; i < count; i++) {
        const double x = floor(1000.0 * rk_random_unit(&r)) / 10.0;
        const bool range = rk_random_below(&r, 5) == 0;
        said[i] = (struct fixture_said){figures[rk_random_below(&r, RK_COUNT(figures))],
                                        x,
                                        range ? fmin(100.0, x + 9.5) : x,
                                        range                         ? RK_RANGE
                                        : rk_random_below(&r, 3) == 0 ? RK_ABOUT
                                                                      : RK_EXACT,
                                        "",
                                        counted[rk_random_below(&r, RK_COUNT(counted))],
                                        "2022-09-12",
                                        "Вигадане джерело",
                                        "",
                                        "",
                                        ""};
    }
    said[0] = (struct fixture_said){"damage.all.said",
                                    80,
                                    OPEN,
                                    RK_MORE_THAN,
                                    "",
                                    "",
                                    "2022-09-12",
                                    "Вигадане джерело",
                                    "",
                                    "",
                                    ""};
    struct rk_report report = fixture_report(rk_day_of(2022, 9, 13));
    fixture_figures(&report, said, count, lang, &mem);
    return report;
}

static void no_label_covers_another_or_a_pole(void **state)
{
    (void)state;
    for (int seed = 1; seed <= 150; seed++) {
        const struct rk_arena before = mem;
        const enum rk_lang lang = seed % 2 ? RK_UK : RK_EN;
        const int count = 3 + seed % 23;
        const struct rk_report report = random_report(seed, count, lang);
        struct rk_sheet sheet;
        struct rk_err err;
        const struct rk_sheet_options options = {.lang = lang};
        rk_assert_ok(rk_sheet_compose(&report, &options, &mem, tmp, &sheet, &err), err);
        assert_int_equal(sheet.point_count, count);
        for (int c = 0; c < RK_CHARTS; c++) {
            const int labels = check_drawing(&sheet.chart[c], seed);
            assert_true(labels >= (count < 8 ? count / 2 : 4));
            int council = 0;
            for (int32_t i = 0; i < sheet.chart[c].count; i++)
                council += sheet.chart[c].marks[i].kind == RK_MARK_TEXT &&
                           sheet.chart[c].marks[i].ink == RK_INK_ALERT;
            if (council != 1)
                fail_msg("seed %d: the council's sentence stands there %d times", seed,
                         council);
        }
        assert_true(sheet.chart[0].height < 190.0); /* room for the questions */
        mem = before;
    }
}

static int count_marks(const struct rk_drawing *d, enum rk_mark_kind kind)
{
    int n = 0;
    for (int32_t i = 0; i < d->count; i++)
        n += d->marks[i].kind == kind;
    return n;
}

/* 0 % at one end, 100 % at the other, 80 four fifths of the way. */
static void a_dot_stands_at_its_value(void **state)
{
    (void)state;
    static const struct fixture_said said[] = {
        {"damage.all.said", 80, OPEN, RK_MORE_THAN, "", "", "2022-09-12", "Вигадане", "", "",
         ""},
        {"damage.private", 30, 35, RK_RANGE, "", "", "2022-09-12", "Вигадане", "", "", ""},
        {"damage.multi", 90, 90, RK_ABOUT, "", "", "2022-09-12", "Вигадане", "", "", ""}};
    struct rk_report report = fixture_report(rk_day_of(2022, 9, 13));
    struct rk_sheet sheet;
    const struct rk_sheet_options options = {.lang = RK_UK};
    fixture_figures(&report, said, 3, RK_UK, &mem);
    rk_assert_ok(rk_sheet_compose(&report, &options, &mem, tmp, &sheet, &(struct rk_err){0}),
                 (struct rk_err){0});
    const struct rk_drawing *d = &sheet.chart[0];
    const double from = d->marks[0].x, to = d->marks[0].x2; /* the axis is painted first */
    assert_int_equal(count_marks(d, RK_MARK_BAR), 1);       /* the range */
    assert_int_equal(count_marks(d, RK_MARK_RING), 1);      /* about */
    assert_int_equal(count_marks(d, RK_MARK_ARROW), 1);     /* more than */
    assert_int_equal(count_marks(d, RK_MARK_DOT), 3);       /* 30, 35, the council's 80 */
    for (int32_t i = 0; i < d->count; i++) {
        const struct rk_mark *m = &d->marks[i];
        if (m->kind == RK_MARK_BAR) {
            rk_assert_near(m->x, from + 0.30 * (to - from), 1e-9);
            rk_assert_near(m->x2, 0.05 * (to - from), 1e-9);
        }
        if (m->kind == RK_MARK_RING)
            rk_assert_near(m->x, from + 0.90 * (to - from), 1e-9);
        if (m->kind == RK_MARK_DOT && m->ink == RK_INK_ALERT)
            rk_assert_near(m->x, from + 0.80 * (to - from), 1e-9);
    }
}

static void what_is_said_twice_is_drawn_with_one_label(void **state)
{
    (void)state;
    static const struct fixture_said said[] = {
        {"damage.all.said", 80, OPEN, RK_MORE_THAN, "", "", "2022-09-12", "Вигадане", "", "",
         ""},
        {"damage.all.said", 80, OPEN, RK_MORE_THAN, "", "", "2022-09-12", "Інше", "", "", ""},
        {"damage.multi", 85, 85, RK_ABOUT, "", "of high-rise buildings", "2022-09-12",
         "Вигадане", "", "", ""},
        {"damage.multi", 90, 90, RK_ABOUT, "", "of high-rise buildings", "2022-09-12",
         "Вигадане", "", "", ""}};
    struct rk_report report = fixture_report(rk_day_of(2022, 9, 13));
    struct rk_sheet sheet;
    const struct rk_sheet_options options = {.lang = RK_EN};
    fixture_figures(&report, said, 4, RK_EN, &mem);
    rk_assert_ok(rk_sheet_compose(&report, &options, &mem, tmp, &sheet, &(struct rk_err){0}),
                 (struct rk_err){0});
    assert_int_equal(check_drawing(&sheet.chart[0], 0), 2);
    bool joined = false;
    for (int32_t i = 0; i < sheet.chart[0].count; i++)
        joined |=
            rk_str_starts(sheet.chart[0].marks[i].run.text, RK_STR("about 85,\u00a090\u00a0%"));
    assert_true(joined);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(no_label_covers_another_or_a_pole, open_memory,
                                        close_memory),
        cmocka_unit_test_setup_teardown(a_dot_stands_at_its_value, open_memory, close_memory),
        cmocka_unit_test_setup_teardown(what_is_said_twice_is_drawn_with_one_label, open_memory,
                                        close_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
