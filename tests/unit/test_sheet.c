/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page as composed: who says it, what is silent, what an edition hides. */
#include "rk_test.h"

#include "golden/sheet_fixture.h"
#include "rk_file.h"
#include "rk_json.h"
#include "rk_sheet.h"
#include "rk_text.h"

static struct rk_arena mem;
static struct rk_scratch tmp;
static struct rk_err err;

static int open_memory(void **state)
{
    (void)state;
    mem = rk_arena_open((ptrdiff_t)512 << 20);
    tmp = rk_scratch_open((ptrdiff_t)128 << 20);
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
        .lang = lang, .edition = edition, .today = report->day + 30, .copy = 4, .copies = 6};
    rk_assert_ok(rk_sheet_compose(report, &options, &mem, tmp, &sheet, &err), err);
    return sheet;
}

/* No-break spaces as spaces: where they stand is test_sheet_typography's business. */
static struct rk_str spaced(struct rk_str s)
{
    struct rk_buf b = rk_buf_in(&mem, s.len);
    for (ptrdiff_t i = 0; i < s.len; i++) {
        const bool wide = i + 1 < s.len && s.at[i] == '\xC2' && s.at[i + 1] == '\xA0';
        rk_buf_char(&b, wide ? ' ' : s.at[i]);
        i += wide;
    }
    return rk_buf_str(&b);
}

static struct rk_str plain(struct rk_line line)
{
    struct rk_buf b = rk_buf_in(&mem, 1 << 16);
    for (int32_t i = 0; i < line.count; i++)
        rk_buf_add(&b, line.runs[i].text);
    return spaced(rk_buf_str(&b));
}

/* The whole page as a terminal shows it: no-break spaces are spaces. */
static struct rk_str as_text(const struct rk_sheet *sheet, int columns)
{
    struct rk_buf b = rk_buf_in(&mem, 4 << 20);
    rk_sheet_text(sheet, columns, false, &b);
    assert_false(b.failed);
    return rk_buf_str(&b);
}

static struct rk_str as_html(const struct rk_sheet *sheet)
{
    struct rk_buf b = rk_buf_in(&mem, 16 << 20);
    rk_sheet_html(sheet, &b);
    assert_false(b.failed);
    return spaced(rk_buf_str(&b));
}

static struct rk_str as_json(const struct rk_sheet *sheet)
{
    struct rk_buf b = rk_buf_in(&mem, 4 << 20);
    rk_sheet_json(sheet, &b);
    assert_false(b.failed);
    return spaced(rk_buf_str(&b));
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
#define assert_lacks(text, words)                                                              \
    do {                                                                                       \
        const struct rk_str t_ = (text);                                                       \
        if (holds(t_, words))                                                                  \
            fail_msg("\"%s\" is in:\n%.*s", words, RK_FMT(t_));                                \
    } while (0)

static const struct rk_section *section(const struct rk_sheet *sheet, const char *id)
{
    for (int i = 0; i < RK_SECTIONS; i++)
        if (rk_str_eq(sheet->sections[i].id, rk_str_of(id)))
            return &sheet->sections[i];
    fail_msg("no section %s", id);
    return NULL;
}

static const struct rk_row *row(const struct rk_sheet *sheet, const char *id)
{
    for (int i = 0; i < RK_SECTIONS; i++)
        for (int32_t r = 0; r < sheet->sections[i].row_count; r++)
            if (strcmp(sheet->sections[i].rows[r].figure->def->id, id) == 0)
                return &sheet->sections[i].rows[r];
    fail_msg("no row %s", id);
    return NULL;
}

/* ---- numbers --------------------------------------------------------------------------- */

static void every_digit_on_the_page_was_said_by_somebody(void **state)
{
    (void)state;
    for (int lang = 0; lang < RK_LANGS; lang++) {
        const enum rk_lang l = (enum rk_lang)lang;
        const struct rk_report reports[] = {fixture_izium_report(late(), l, &mem),
                                            fixture_empty_report(late(), l, &mem),
                                            fixture_full_report(late(), 12, l, &mem)};
        for (int r = 0; r < (int)RK_COUNT(reports); r++) {
            for (int e = RK_INSIDE; e <= RK_PUBLIC; e++) {
                const struct rk_sheet sheet = compose(&reports[r], l, (enum rk_edition)e);
                rk_assert_ok(rk_sheet_check(&sheet, &err), err);
            }
        }
    }
}

static void a_number_nobody_said_is_found(void **state)
{
    (void)state;
    const struct rk_report report = fixture_izium_report(late(), RK_UK, &mem);
    struct rk_sheet sheet = compose(&report, RK_UK, RK_INSIDE);
    const struct rk_run bare = {.from = RK_FROM_WORDS, .text = RK_STR("412 будинків")};
    const struct rk_line line = {&bare, 1};
    sheet.lead = line;
    assert_int_equal(rk_sheet_check(&sheet, &err), RK_ECORRUPT);
    assert_holds(rk_str_of(err.text), "412 будинків");
    sheet = compose(&report, RK_UK, RK_INSIDE);
    sheet.sections[2].rows[0].source = line; /* deep inside, too */
    assert_int_equal(rk_sheet_check(&sheet, NULL), RK_ECORRUPT);
    sheet = compose(&report, RK_UK, RK_INSIDE);
    const struct rk_run orphan = {.from = RK_FROM_FIGURE, .text = RK_STR("412")};
    sheet.foot[0] = (struct rk_line){&orphan, 1};
    assert_int_equal(rk_sheet_check(&sheet, NULL), RK_ECORRUPT);
}

static void at_least_more_than_and_about_are_different_words(void **state)
{
    (void)state;
    const struct rk_report uk = fixture_izium_report(late(), RK_UK, &mem);
    const struct rk_report en = fixture_izium_report(late(), RK_EN, &mem);
    const struct rk_sheet u = compose(&uk, RK_UK, RK_INSIDE),
                          e = compose(&en, RK_EN, RK_INSIDE);
    assert_holds(plain(row(&u, "dead.said")->number), "щонайменше 1 000b");
    assert_holds(plain(row(&u, "damage.all.said")->number), "понад 80 %q");
    assert_holds(plain(u.town), "близько 46 000y");
    assert_holds(plain(row(&e, "dead.said")->number), "at least 1,000b");
    assert_holds(plain(row(&e, "damage.all.said")->number), "more than 80 %q");
    assert_holds(plain(e.town), "about 46,000y");
    assert_holds(as_text(&u, 100), "30–35 %[m] ◆");
}

static void a_row_says_who_said_it_and_when(void **state)
{
    (void)state;
    const struct rk_report uk = fixture_izium_report(late(), RK_UK, &mem);
    const struct rk_report en = fixture_izium_report(late(), RK_EN, &mem);
    const struct rk_sheet u = compose(&uk, RK_UK, RK_INSIDE),
                          e = compose(&en, RK_EN, RK_INSIDE);
    assert_holds(plain(row(&u, "dead.no_care")->source), "голова міської ради, 12.09.2022");
    assert_holds(plain(row(&e, "dead.no_care")->source),
                 "chairman of the city council, 2022-09-12");
    /* Two statements carry the thousand dead. */
    assert_holds(plain(row(&u, "dead.said")->source), "і ще 1 твердження");
}

static void what_others_say_stands_beside_the_number(void **state)
{
    (void)state;
    const struct rk_report report = fixture_izium_report(late(), RK_UK, &mem);
    const struct rk_sheet sheet = compose(&report, RK_UK, RK_INSIDE);
    const struct rk_str others = plain(row(&sheet, "bodies.exhumed")->others);
    assert_holds(plain(row(&sheet, "bodies.exhumed")->number), "449");
    assert_holds(others, "◆");
    assert_holds(others, "436");
    assert_holds(others, "447");
    /* The council's hospital and the staff's hospital: both sentences. */
    assert_holds(plain(row(&sheet, "hospital.state")->text), "не припиняла роботи");
    assert_holds(plain(row(&sheet, "hospital.state")->others), "зруйновано в березні");
    assert_int_equal(row(&sheet, "dead.no_care")->others.count, 0); /* nobody contradicts */
}

static void several_shares_stand_in_a_table_by_what_was_counted(void **state)
{
    (void)state;
    const struct rk_report report = fixture_izium_report(late(), RK_UK, &mem);
    const struct rk_sheet sheet = compose(&report, RK_UK, RK_INSIDE);
    const struct rk_table *t = &section(&sheet, "destroyed")->table;
    assert_int_equal(t->rows, 3);
    assert_int_equal(t->columns, 3);
    assert_holds(plain(t->cells[0]), "приватні будинки");
    assert_holds(plain(t->cells[1]), "30–35 %");
    rk_assert_str(t->anchors[0], "f-damage.private");
    double sum = 0.0;
    for (int32_t c = 0; c < t->columns; c++)
        sum += t->shares[c];
    rk_assert_near(sum, 1.0, 1e-12);
}

/* ---- lead, silence, change ------------------------------------------------------------- */

static void the_lead_says_what_must_be_done_today(void **state)
{
    (void)state;
    const struct rk_report uk = fixture_izium_report(rk_day_of(2022, 9, 12), RK_UK, &mem);
    const struct rk_report en = fixture_izium_report(rk_day_of(2022, 9, 12), RK_EN, &mem);
    const struct rk_sheet u = compose(&uk, RK_UK, RK_INSIDE),
                          e = compose(&en, RK_EN, RK_INSIDE);
    assert_holds(plain(u.lead), "забезпечити мешканців ліками");
    assert_holds(plain(u.lead), "госпіталізувати хворих і поранених");
    assert_holds(plain(u.lead), "відновити опалення");
    assert_holds(plain(u.lead), "голова міської ради");
    assert_holds(plain(u.lead), "попереду зима");
    assert_holds(plain(e.lead), "providing residents with medicines");
    assert_holds(plain(e.lead), "hospitalizing the sick and wounded");
    assert_holds(plain(e.lead), "winter is ahead");
}

static void a_corrected_task_leaves_the_lead_and_stays_in_the_annex(void **state)
{
    (void)state;
    struct rk_report report = fixture_izium_report(late(), RK_UK, &mem);
    for (int32_t i = 0; i < report.figure_count; i++) {
        struct rk_figure *f = &report.figures[i];
        if (strcmp(f->def->id, "town.tasks") != 0)
            continue;
        struct rk_statement *list = RK_NEW(&mem, struct rk_statement, f->statement_count);
        for (int32_t k = 0; k < f->statement_count; k++)
            list[k] = f->statements[k];
        for (int32_t k = 0; k < f->statement_count; k++)
            if (rk_str_starts(list[k].definition, RK_STR("hospitalizing")))
                list[k].replaced_by = RK_STR("desk/99/0");
        f->statements = list;
    }
    const struct rk_sheet sheet = compose(&report, RK_UK, RK_INSIDE);
    assert_lacks(plain(sheet.lead), "госпіталізувати");
    assert_holds(plain(sheet.lead), "забезпечити мешканців ліками");
    assert_holds(as_html(&sheet), "госпіталізувати хворих");
    assert_holds(as_html(&sheet), "Замінено");
}

static void the_frost_is_in_the_lead_when_it_is_known(void **state)
{
    (void)state;
    struct rk_report report = fixture_izium_report(late(), RK_UK, &mem);
    for (int32_t i = 0; i < report.figure_count; i++) {
        struct rk_figure *f = &report.figures[i];
        if (strcmp(f->def->id, "heat.first_frost") != 0)
            continue;
        f->known = true;
        f->bound = RK_STATE;
        f->text = RK_STR("2022-10-14");
    }
    const struct rk_sheet sheet = compose(&report, RK_UK, RK_INSIDE);
    assert_holds(plain(sheet.lead), "14 жовтня 2022");
}

/* As if counted from records: so many, and a sentence more of them. */
static void count_it(struct rk_report *report, const char *id, double n, const char *detail)
{
    static const struct rk_tally tally = {0};
    for (int32_t i = 0; i < report->figure_count; i++) {
        struct rk_figure *f = &report->figures[i];
        if (strcmp(f->def->id, id) != 0)
            continue;
        f->known = true;
        f->value = f->low = f->high = n;
        f->tally = &tally;
        f->detail = rk_str_of(detail);
    }
}

static void what_was_counted_leads_and_the_tasks_named_stand_below(void **state)
{
    (void)state;
    struct rk_report report = fixture_izium_report(late(), RK_UK, &mem);
    count_it(&report, "care.runs_out_today", 20, "694 особи вже не мають їх");
    const struct rk_sheet one = compose(&report, RK_UK, RK_INSIDE);
    assert_holds(plain(one.lead), "забезпечити мешканців ліками"); /* one count is no morning */
    assert_int_equal(one.tasks.count, 0);
    count_it(&report, "heat.to_drain", 100, "");
    const struct rk_sheet sheet = compose(&report, RK_UK, RK_INSIDE);
    assert_holds(plain(sheet.lead), "закінчуються у 20 осіб");
    assert_holds(plain(sheet.lead), "(694 особи вже не мають їх).");
    assert_holds(plain(sheet.lead), "злити воду у 100 будинках");
    assert_lacks(plain(sheet.lead), "забезпечити мешканців ліками");
    assert_holds(plain(sheet.tasks), "забезпечити мешканців ліками");
    assert_holds(plain(sheet.tasks), "голова міської ради, 12.09.2022");
    assert_holds(plain(sheet.tasks), "попереду зима");
    rk_assert_ok(rk_sheet_check(&sheet, &err), err);
}

static void why_the_unserved_wait_stands_beside_them_and_only_inside(void **state)
{
    (void)state;
    static const char why[] = "немає пального – 12, вулицю заміновано – 11";
    struct rk_report report = fixture_izium_report(rk_day_of(2022, 9, 12), RK_UK, &mem);
    count_it(&report, "care.unserved", 23, why);
    assert_holds(as_html(&(struct rk_sheet[]){compose(&report, RK_UK, RK_INSIDE)}[0]), why);
    assert_lacks(as_html(&(struct rk_sheet[]){compose(&report, RK_UK, RK_PARTNERS)}[0]), why);
    assert_lacks(as_html(&(struct rk_sheet[]){compose(&report, RK_UK, RK_PUBLIC)}[0]), why);
}

static void what_nobody_said_is_one_calm_line_and_no_zero(void **state)
{
    (void)state;
    const struct rk_report report = fixture_empty_report(late(), RK_UK, &mem);
    const struct rk_sheet sheet = compose(&report, RK_UK, RK_INSIDE);
    for (int i = 0; i < RK_SECTIONS; i++) {
        assert_int_equal(sheet.sections[i].row_count, 0);
        assert_true(sheet.sections[i].unknown.count > 0);
    }
    assert_holds(plain(sheet.lead), "ще ніхто не назвав");
    assert_int_equal(sheet.chart[0].count, 0);
    assert_int_equal(sheet.qr.count, 0); /* no checkpoint, no code */
    assert_holds(plain(sheet.box[2]), "зниклі безвісти");
    const struct rk_report some = fixture_izium_report(late(), RK_UK, &mem);
    const struct rk_sheet town = compose(&some, RK_UK, RK_INSIDE);
    assert_holds(plain(section(&town, "harmed")->unknown), "Реєстру постраждалих ще немає");
    assert_holds(plain(section(&town, "care")->unknown), "Переліку лікаря ще немає");
}

static void the_box_compares_with_yesterday_only_when_there_was_one(void **state)
{
    (void)state;
    const struct rk_report first = fixture_empty_report(late(), RK_UK, &mem);
    const struct rk_report town = fixture_izium_report(late(), RK_UK, &mem);
    const struct rk_sheet f = compose(&first, RK_UK, RK_INSIDE);
    const struct rk_sheet t = compose(&town, RK_UK, RK_INSIDE);
    assert_holds(plain(f.box[0]), "Порівнювати ще нема з чим");
    assert_holds(plain(t.box[0]), "64");
    assert_holds(plain(t.box[0]), "→");
    assert_holds(plain(t.box[0]), "70");
    assert_holds(plain(t.box[1]), "мешканці, які мали централізоване опалення");
    /* Tasks do not contradict one another. */
    assert_lacks(plain(t.box[1]), "завдання");
}

static void counted_words_have_their_plural(void **state)
{
    (void)state;
    static const struct {
        int64_t n;
        const char *acts, *ledger;
    } cases[] = {
        {1, "1 запис від учора", "1 запис,"},     {2, "2 записи від учора", "2 записи,"},
        {5, "5 записів від учора", "5 записів,"}, {11, "11 записів від учора", "11 записів,"},
        {21, "21 запис від учора", "21 запис,"},  {104, "104 записи від учора", "104 записи,"}};
    struct rk_report report = fixture_izium_report(late(), RK_UK, &mem);
    for (int i = 0; i < (int)RK_COUNT(cases); i++) {
        report.acts = report.acts_since = cases[i].n;
        const struct rk_sheet sheet = compose(&report, RK_UK, RK_INSIDE);
        assert_holds(plain(sheet.aside[0]), cases[i].acts);
        assert_holds(plain(sheet.foot[1]), cases[i].ledger);
    }
    const struct rk_sheet sheet = compose(&report, RK_UK, RK_INSIDE);
    const struct rk_section *q = section(&sheet, "harmed");
    assert_true(q->row_count >= 3);
    assert_int_equal(q->more[0].count, 0);
    assert_holds(plain(q->more[1]), "Ще 1 показник —");
    assert_holds(plain(q->more[2]), "Ще 2 показники —");
    const struct rk_report full = fixture_full_report(late(), 2, RK_UK, &mem);
    const struct rk_sheet many = compose(&full, RK_UK, RK_INSIDE);
    assert_holds(plain(section(&many, "harmed")->more[5]), "Ще 5 показників —");
}

/* ---- editions -------------------------------------------------------------------------- */

static void a_day_is_public_when_its_last_hour_is_72_hours_old(void **state)
{
    (void)state;
    const rk_day today = rk_day_of(2022, 11, 10);
    assert_int_equal(rk_edition_day(RK_PUBLIC, today, today), rk_day_of(2022, 11, 6));
    assert_int_equal(rk_edition_day(RK_PUBLIC, rk_day_of(2022, 9, 12), today),
                     rk_day_of(2022, 9, 12));
    assert_int_equal(rk_edition_day(RK_INSIDE, today, today), today);
    assert_int_equal(rk_edition_day(RK_PARTNERS, today, today), today);

    const struct rk_report report = fixture_izium_report(today, RK_UK, &mem);
    struct rk_sheet sheet = {.annex_count = 77};
    struct rk_sheet_options options = {.edition = RK_PUBLIC, .today = today + 3};
    assert_int_equal(rk_sheet_compose(&report, &options, &mem, tmp, &sheet, &err), RK_EINVAL);
    assert_holds(rk_str_of(err.text), "2022-11-10 is not yet public");
    assert_holds(rk_str_of(err.text), "2022-11-09");
    assert_int_equal(sheet.annex_count, 77);
    options.today = today + 4;
    rk_assert_ok(rk_sheet_compose(&report, &options, &mem, tmp, &sheet, &err), err);
}

static void editions_have_their_words(void **state)
{
    (void)state;
    enum rk_edition e = RK_INSIDE;
    assert_true(rk_edition_read(RK_STR("public"), &e) && e == RK_PUBLIC);
    assert_true(rk_edition_read(RK_STR("partners"), &e) && e == RK_PARTNERS);
    assert_true(rk_edition_read(RK_STR("inside"), &e) && e == RK_INSIDE);
    assert_false(rk_edition_read(RK_STR("Public"), &e));
    assert_string_equal(rk_edition_id(RK_PARTNERS), "partners");
}

/* Invented secrets in every free text that a statement has. */
static const char *const secrets[] = {"Вигаданенко",      "Invented",   "Неіснуюча", "49.1881",
                                      "37.2741",          "0671234567", "пекарня",   "Секретна",
                                      "вигадана причина", "desk/",      "Оксана"};

/* `loud`: with a street and coordinates; else only words that no table knows. */
static void plant(struct rk_statement *s, bool loud)
{
    s->according_to = RK_STR("Вигаданенко Іван Invented");
    s->role = RK_STR("Вигаданенко, сусід");
    s->party = RK_STR("Вигаданенко");
    s->reported_in = RK_STR("лист Вигаданенка, 0671234567");
    s->about = loud ? RK_STR("вул. Неіснуюча, 5") : RK_STR("UA63040090010029555");
    s->definition = loud ? RK_STR("тіла біля пекарня, 49.1881, 37.2741")
                         : RK_STR("тіла, які бачив Вигаданенко біля пекарня");
    s->denominator = loud ? RK_STR("будинки вулиці Секретна") : RK_STR("Секретна частка");
    s->scope = loud ? RK_STR("вул. Секретна") : RK_STR("Секретна");
    s->note = RK_STR("Вигаданенко");
    s->replaced_why = RK_STR("вигадана причина");
}

static struct rk_report planted_report(enum rk_lang lang)
{
    struct rk_report report = fixture_izium_report(late(), lang, &mem);
    for (int32_t i = 0; i < report.figure_count; i++) {
        struct rk_figure *f = &report.figures[i];
        struct rk_statement *list = RK_NEW(&mem, struct rk_statement, f->statement_count + 1);
        for (int32_t k = 0; k < f->statement_count; k++) {
            list[k] = f->statements[k];
            plant(&list[k], (i + k) % 2 == 0);
        }
        f->statements = list;
        if (!f->known)
            continue;
        f->definition = list[0].definition;
        f->denominator = list[0].denominator;
        f->scope = list[0].scope;
    }
    for (int32_t i = 0; i < report.elsewhere_count; i++)
        plant(&report.elsewhere[i], true);
    report.unsorted = report.elsewhere;
    report.unsorted_count = report.elsewhere_count;
    return report;
}

static void the_public_edition_holds_no_name_place_or_state(void **state)
{
    (void)state;
    for (int lang = 0; lang < RK_LANGS; lang++) {
        const struct rk_report report = planted_report((enum rk_lang)lang);
        const struct rk_sheet sheet = compose(&report, (enum rk_lang)lang, RK_PUBLIC);
        const struct rk_str forms[] = {as_text(&sheet, 100), as_html(&sheet), as_json(&sheet)};
        for (int f = 0; f < (int)RK_COUNT(forms); f++)
            for (int i = 0; i < (int)RK_COUNT(secrets); i++)
                assert_lacks(forms[f], secrets[i]);
        /* What is bound to places, and states of facilities. */
        assert_lacks(forms[1], "hospital.state");
        assert_lacks(forms[1], "hospital.inpatients");
        assert_lacks(forms[1], "heat.state");
        assert_lacks(forms[2], "hospital.state");
        assert_int_equal(sheet.box[0].count, 0);   /* no change from day to day */
        assert_int_equal(sheet.aside[0].count, 0); /* nor how much was recorded since */
        assert_int_equal(sheet.annex_count, 3);    /* no list of loose statements */
        assert_lacks(forms[0], "Примірник");
        assert_holds(forms[0], lang == RK_UK ? "Публічне видання" : "Public edition");
    }
}

/* The same statements without what must not be told are still told. */
static void the_public_edition_still_tells_the_numbers(void **state)
{
    (void)state;
    const struct rk_report report = fixture_izium_report(late(), RK_UK, &mem);
    const struct rk_sheet sheet = compose(&report, RK_UK, RK_PUBLIC);
    assert_holds(plain(row(&sheet, "dead.said")->number), "1 000");
    assert_holds(plain(row(&sheet, "damage.all.said")->number), "80 %");
    assert_holds(plain(row(&sheet, "dead.said")->source), "голова міської ради");
    assert_lacks(as_html(&sheet), "Стрельников");
    assert_lacks(as_html(&sheet), "Мацокін");
    assert_holds(plain(section(&sheet, "care")->unknown), "у цьому виданні не показано");
}

static void counts_under_three_are_suppressed_in_public_only(void **state)
{
    (void)state;
    static const struct fixture_said few[] = {
        {"dead.said", 2, 2, RK_AT_LEAST, "", "", "2022-09-12", "", council_role, "", ""},
        {"injured", 3, 3, RK_EXACT, "", "", "2022-09-12", "", council_role, "", ""},
        {"missing", 1, 5, RK_RANGE, "", "", "2022-09-12", "", council_role, "", ""},
        {"damage.all.said", 2, 2, RK_EXACT, "", "", "2022-09-12", "", council_role, "", ""}};
    for (int lang = 0; lang < RK_LANGS; lang++) {
        const enum rk_lang l = (enum rk_lang)lang;
        struct rk_report report = fixture_report(late());
        fixture_figures(&report, few, (int32_t)RK_COUNT(few), l, &mem);
        const struct rk_sheet open = compose(&report, l, RK_PUBLIC);
        const struct rk_sheet inside = compose(&report, l, RK_INSIDE);
        const char *const under = l == RK_UK ? "менше 3" : "<3";
        rk_assert_str(plain(row(&open, "dead.said")->number), l == RK_UK ? "менше 3b" : "<3b");
        assert_holds(plain(row(&open, "injured")->number), "3");
        assert_lacks(plain(row(&open, "injured")->number), under);
        assert_lacks(plain(row(&open, "missing")->number), "1"); /* "up to 5": 1 is not told */
        assert_holds(plain(row(&open, "missing")->number), "5");
        assert_holds(plain(row(&open, "damage.all.said")->number), "2 %"); /* no count */
        assert_holds(plain(row(&inside, "dead.said")->number), "2");
        assert_holds(as_html(&open), l == RK_UK ? "менше 3" : "&lt;3");
        assert_lacks(as_text(&open, 100), l == RK_UK ? "щонайменше 2" : "at least 2");
    }
}

static void partners_see_no_place_below_the_town_and_no_lists(void **state)
{
    (void)state;
    const struct rk_report report = planted_report(RK_UK);
    const struct rk_sheet sheet = compose(&report, RK_UK, RK_PARTNERS);
    const struct rk_str html = as_html(&sheet);
    assert_lacks(html, "Неіснуюча");
    assert_lacks(html, "вулиці Секретна");
    assert_lacks(html, "49.1881");
    assert_lacks(html, "Оксана");
    assert_lacks(html, "Ще не віднесено");
    assert_holds(html, "Видання для партнерів");
    assert_holds(plain(row(&sheet, "dead.said")->number), "1 000");
}

/* ---- forms ----------------------------------------------------------------------------- */

static void json_has_the_shape_of_the_contract(void **state)
{
    (void)state;
    static const char *const top[] = {"checkpoint", "day",    "edition",  "katottg",
                                      "lang",       "number", "sections", "town"};
    static const char *const inner[] = {"charts", "figures", "id", "tables", "text", "title"};
    const struct rk_report report = fixture_izium_report(late(), RK_UK, &mem);
    const struct rk_sheet sheet = compose(&report, RK_UK, RK_INSIDE);
    const struct rk_str json = as_json(&sheet);
    struct rk_json r = rk_json_read(json, &mem);
    int keys = 0, sections = 0, section_keys = 0;
    assert_int_equal(rk_json_next(&r), RK_JSON_OBJECT);
    while (rk_json_next(&r) == RK_JSON_KEY) {
        rk_assert_str(r.text, top[keys]);
        const bool list = keys++ == 6;
        if (!list) {
            (void)rk_json_skip(&r);
            continue;
        }
        assert_int_equal(rk_json_next(&r), RK_JSON_ARRAY);
        while (rk_json_next(&r) == RK_JSON_OBJECT) {
            for (section_keys = 0; rk_json_next(&r) == RK_JSON_KEY; section_keys++) {
                rk_assert_str(r.text, inner[section_keys]);
                const bool figures = section_keys == 1;
                if (!figures) {
                    (void)rk_json_skip(&r);
                    continue;
                }
                assert_int_equal(rk_json_next(&r), RK_JSON_ARRAY);
                while (rk_json_next(&r) == RK_JSON_STRING)
                    assert_non_null(rk_figure_def_find(r.text));
            }
            assert_int_equal(section_keys, (int)RK_COUNT(inner));
            sections++;
        }
    }
    assert_int_equal(rk_json_next(&r), RK_JSON_END);
    assert_int_equal(keys, (int)RK_COUNT(top));
    assert_int_equal(sections, RK_SECTIONS);
    assert_holds(json, "\"day\":\"2023-02-28\"");
    assert_holds(json, "\"edition\":\"inside\"");
    assert_holds(json, "\"katottg\":\"UA63040090010029555\"");
    assert_holds(json, "\"id\":\"destroyed.percent\"");
    assert_holds(json, "\"low\":35");
}

static void a_terminal_line_is_never_wider_than_the_terminal(void **state)
{
    (void)state;
    static const int widths[] = {60, 80, 100, 120};
    const struct rk_report reports[] = {fixture_izium_report(late(), RK_UK, &mem),
                                        fixture_izium_report(late(), RK_EN, &mem)};
    for (int r = 0; r < (int)RK_COUNT(reports); r++) {
        const struct rk_sheet sheet = compose(&reports[r], (enum rk_lang)r, RK_INSIDE);
        for (int w = 0; w < (int)RK_COUNT(widths); w++) {
            struct rk_str rest = as_text(&sheet, widths[w]);
            while (rest.len > 0) {
                const struct rk_str line = rk_str_cut(&rest, '\n');
                if (rk_utf8_count(line) > widths[w])
                    fail_msg("wider than %d: %.*s", widths[w], RK_FMT(line));
            }
        }
        assert_true(as_text(&sheet, 20).len == as_text(&sheet, 60).len);
        assert_true(as_text(&sheet, 500).len == as_text(&sheet, 120).len);
    }
}

static void bold_is_typed_only_where_it_is_allowed(void **state)
{
    (void)state;
    const struct rk_report report = fixture_izium_report(late(), RK_UK, &mem);
    const struct rk_sheet sheet = compose(&report, RK_UK, RK_INSIDE);
    struct rk_buf b = rk_buf_in(&mem, 1 << 20);
    rk_sheet_text(&sheet, 80, true, &b);
    assert_holds(rk_buf_str(&b), "\x1b[1m");
    assert_lacks(as_text(&sheet, 80), "\x1b");
}

static void equal_reports_give_equal_bytes(void **state)
{
    (void)state;
    const struct rk_report a = fixture_izium_report(late(), RK_UK, &mem);
    const struct rk_report b = fixture_izium_report(late(), RK_UK, &mem);
    const struct rk_sheet x = compose(&a, RK_UK, RK_INSIDE), y = compose(&b, RK_UK, RK_INSIDE);
    assert_true(rk_str_eq(as_html(&x), as_html(&y)));
    assert_true(rk_str_eq(as_json(&x), as_json(&y)));
    assert_true(rk_str_eq(as_text(&x, 80), as_text(&y, 80)));
}

static void a_page_too_large_for_memory_is_refused_whole(void **state)
{
    (void)state;
    const struct rk_report report = fixture_izium_report(late(), RK_UK, &mem);
    const struct rk_sheet_options options = {.lang = RK_UK};
    rk_status status = RK_ENOMEM;
    int tries = 0;
    for (ptrdiff_t size = 1; status != RK_OK; size += size / 3 + 7, tries++) {
        assert_true(size < 64 << 20);
        struct rk_arena keep = rk_arena_open(size);
        struct rk_sheet sheet = {.annex_count = 77};
        status = rk_sheet_compose(&report, &options, &keep, tmp, &sheet, &err);
        assert_true(status == RK_OK || status == RK_ENOMEM);
        assert_true(status == RK_OK || sheet.annex_count == 77);
        rk_arena_close(&keep);
    }
    assert_true(tries > 20);
    struct rk_buf small = rk_buf_in(&mem, 1000);
    const struct rk_sheet sheet = compose(&report, RK_UK, RK_INSIDE);
    rk_sheet_html(&sheet, &small);
    assert_true(small.failed);
}

/* ---- words ----------------------------------------------------------------------------- */

/* Walks the room's sources: every key in them stands in the table. */
static void every_word_the_page_asks_for_is_in_the_table(void **state)
{
    (void)state;
    static const char *const files[] = {
        "sheet_annex.c",     "sheet_box.c",       "sheet_chart.c",   "sheet_head.c",
        "sheet_row.c",       "sheet_say.c",       "sheet_section.c", "sheet_edition.c",
        "sheet_qr.c",        "sheet_compose.c",   "sheet_list.c",    "sheet_map.c",
        "sheet_map_signs.c", "sheet_map_labels.c"};
    int found = 0;
    for (int f = 0; f < (int)RK_COUNT(files); f++) {
        char path[512];
        struct rk_str source;
        snprintf(path, sizeof path, "%s/src/sheet/%s", RK_SOURCE_DIR, files[f]);
        rk_assert_ok(rk_file_read(path, 1 << 20, &mem, &source, &err), err);
        for (;;) {
            const ptrdiff_t at = rk_str_find(source, RK_STR("\"sheet."));
            if (at < 0)
                break;
            source = rk_str_slice(source, at + 1, source.len);
            struct rk_str rest = source;
            char *key = rk_str_c(&mem, rk_str_cut(&rest, '"'));
            if (strchr(key, '%'))
                continue; /* made of parts; its words are asserted by the tests above */
            found++;
            for (int l = 0; l < RK_LANGS; l++)
                if (strcmp(rk_word((enum rk_lang)l, key), key) == 0)
                    fail_msg("%s: no word for %s", files[f], key);
        }
    }
    assert_true(found > 90);
}

#define SHEET_TEST(name) cmocka_unit_test_setup_teardown(name, open_memory, close_memory)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SHEET_TEST(every_digit_on_the_page_was_said_by_somebody),
        SHEET_TEST(a_number_nobody_said_is_found),
        SHEET_TEST(at_least_more_than_and_about_are_different_words),
        SHEET_TEST(a_row_says_who_said_it_and_when),
        SHEET_TEST(what_others_say_stands_beside_the_number),
        SHEET_TEST(several_shares_stand_in_a_table_by_what_was_counted),
        SHEET_TEST(the_lead_says_what_must_be_done_today),
        SHEET_TEST(a_corrected_task_leaves_the_lead_and_stays_in_the_annex),
        SHEET_TEST(the_frost_is_in_the_lead_when_it_is_known),
        SHEET_TEST(what_was_counted_leads_and_the_tasks_named_stand_below),
        SHEET_TEST(why_the_unserved_wait_stands_beside_them_and_only_inside),
        SHEET_TEST(what_nobody_said_is_one_calm_line_and_no_zero),
        SHEET_TEST(the_box_compares_with_yesterday_only_when_there_was_one),
        SHEET_TEST(counted_words_have_their_plural),
        SHEET_TEST(a_day_is_public_when_its_last_hour_is_72_hours_old),
        SHEET_TEST(editions_have_their_words),
        SHEET_TEST(the_public_edition_holds_no_name_place_or_state),
        SHEET_TEST(the_public_edition_still_tells_the_numbers),
        SHEET_TEST(counts_under_three_are_suppressed_in_public_only),
        SHEET_TEST(partners_see_no_place_below_the_town_and_no_lists),
        SHEET_TEST(json_has_the_shape_of_the_contract),
        SHEET_TEST(a_terminal_line_is_never_wider_than_the_terminal),
        SHEET_TEST(bold_is_typed_only_where_it_is_allowed),
        SHEET_TEST(equal_reports_give_equal_bytes),
        SHEET_TEST(a_page_too_large_for_memory_is_refused_whole),
        SHEET_TEST(every_word_the_page_asks_for_is_in_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
