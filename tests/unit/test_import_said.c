/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements and published figures: what a figure needs, how words bind it, who says it. */
#include "import_files.h"

/* All that matters of a statement, one line each. */
static struct rk_str statements(const char *name, const char *csv)
{
    struct rk_import_options options = in_invented_town();
    const char *path = make_file(name, rk_str_of(csv));
    struct rk_import *in = NULL;
    struct rk_buf out = rk_buf_in(&mem, 1 << 16);
    rk_assert_ok(rk_import_open(path, &options, &mem, &in, &err), err);
    bool end = false;
    for (;;) {
        struct rk_import_row row;
        rk_assert_ok(rk_import_next(in, &row, &end, &err), err);
        if (end)
            break;
        if (row.outcome != RK_ROW_TAKEN)
            say_row(RK_EN, &row, &out);
        for (int32_t i = 0; i < row.part_count; i++) {
            const struct rk_import_part *p = &row.parts[i];
            for (int32_t k = 0; k < p->part.claim_count; k++) {
                const struct rk_claim *c = &p->part.claims[k];
                char day[24];
                assert_false(rk_when_known(c->as_of)); /* the part's holds */
                rk_when_iso(p->part.as_of, day);
                rk_buf_printf(&out, "%.*s %.*s=", RK_FMT(p->part.about), RK_FMT(c->aspect));
                say_value(&c->value, &out);
                rk_buf_printf(&out, " %.*s [%.*s] @%s %.*s", RK_FMT(c->unit), RK_FMT(c->bound),
                              day, RK_FMT(p->source_name));
                if (p->source_role.len > 0)
                    rk_buf_printf(&out, ", %.*s", RK_FMT(p->source_role));
                if (c->reported_in.len > 0)
                    rk_buf_printf(&out, " in %.*s", RK_FMT(c->reported_in));
                if (c->note.len > 0)
                    rk_buf_printf(&out, " (%.*s)", RK_FMT(c->note));
                rk_buf_c(&out, "\n");
            }
        }
    }
    rk_import_close(in);
    drop_file(path);
    return rk_buf_str(&out);
}

#define HEADER "scope,about,aspect,value_low,value_high,unit,definition,as_of,according_to\n"
#define REST   ",people,residents dead,2022-09-12,mayor\n"

static void words_bind_the_number_they_stand_before(void **state)
{
    (void)state;
    static const struct {
        const char *low, *high, *definition, *want;
    } cases[] = {
        {"1000", "", "residents dead", "1000.. people [at_least]"},
        {"1000", "1000", "residents dead", "1000 people [exact]"},
        {"", "1000", "residents dead", "..1000 people [at_most]"},
        {"900", "1000", "residents dead", "900..1000 people [range]"},
        {"1000", "", "more than 1,000 residents dead", "1000.. people [more_than]"},
        {"1001", "", "even more than those who died", "1001.. people [at_least]"},
        {"1000", "1000", "some 1,000 residents dead", "1000 people [about]"},
        {"1000", "1000", "близько 1000 загиблих мешканців", "1000 people [about]"},
        {"1000", "", "понад 1 000 загиблих", "1000.. people [more_than]"},
        {">1000", "", "residents dead", "1000.. people [more_than]"},
    };
    for (int i = 0; i < RK_COUNT(cases); i++) {
        const struct rk_str csv = rk_str_printf(
            &mem,
            HEADER "Vyhadansk,town,local residents dead,%s,%s,people,\"%s\",2022-09-12,mayor\n",
            cases[i].low, cases[i].high, cases[i].definition);
        const struct rk_str want = rk_str_printf(
            &mem, "town:vyhadansk dead.said=%s @2022-09-12 mayor\n", cases[i].want);
        rk_assert_str(statements("report.csv", csv.at), want.at);
    }
    /* a majority is more than half */
    rk_assert_str(statements("report.csv", HEADER "Vyhadansk,town,residents using centralized "
                                                  "heating,50,,percent,the majority of the "
                                                  "residents,2022-02,mayor\n"),
                  "town:vyhadansk heat.share_people=50.. percent [more_than] @2022-02 mayor\n");
}

static void a_figure_is_not_entered_without_source_day_scope_and_definition(void **state)
{
    (void)state;
    rk_assert_str(
        statements("report.csv", HEADER ",town,local residents dead,5,,people,,,\n"),
        "F:2: scope (A): nothing stands here; a figure is not entered without it\n"
        "F:2: as_of (H): nothing stands here; a figure is not entered without it\n"
        "F:2: definition (G): nothing stands here; a figure is not entered without it\n"
        "F:2: according_to (I): nothing stands here; a figure is not entered without it\n");
    rk_assert_str(statements("report.csv", "scope,about,aspect,value_low,unit,definition\n"
                                           "Vyhadansk,town,local residents dead,5,people,x\n"),
                  "F:2: as of: the table has no such column; it is required\n"
                  "F:2: according to: the table has no such column; it is required\n");
    rk_assert_str(
        statements("report.csv", HEADER "Vyhadansk,town,local residents "
                                        "dead,many,,people,x,2022-09-12,mayor\n"
                                        "Vyhadansk,town,local residents "
                                        "dead,,,people,x,2022-09-12,mayor\n"
                                        "Vyhadansk,town,local residents "
                                        "dead,9,5,people,x,2022-09-31,mayor\n"),
        "F:2: value_low (D): \"many\": not a number; expected digits, such as 1 234,5\n"
        "F:3: value_low (D): nothing stands here; a figure is not entered without it\n"
        "F:4: as_of (H): \"2022-09-31\": there is no such day; expected one such as "
        "15.03.2022\n"
        "F:4: value_high (E): \"5\": less than the value from; expected the larger one "
        "here\n");
}

static void statements_may_be_headed_in_ukrainian_and_russian(void **state)
{
    (void)state;
    rk_assert_str(statements("звіт.csv",
                             "місцевість;про що;показник;значення від;значення до;одиниця;"
                             "визначення;станом на;за словами;посада\n"
                             "Вигаданськ;місто;загиблі мешканці;1000;;осіб;загиблі мешканці;"
                             "12.09.2022;вигаданий голова;міський голова\n"),
                  "town:vyhadansk dead.said=1000.. people [at_least] @2022-09-12 вигаданий "
                  "голова, міський голова\n");
    rk_assert_str(
        statements("отчет.csv", "территория;о чем;показатель;значение от;значение до;единица;"
                                "определение;по состоянию на;со слов;должность\n"
                                "Выдуманск;город;жителей;46000;46000;человек;жители города;"
                                "12.09.2022;выдуманный голова;\n"),
        "town:vyhadansk people.now=46000 people [exact] @2022-09-12 выдуманный голова\n");
}

static void what_is_said_of_other_places_stays_theirs(void **state)
{
    (void)state;
    rk_assert_str(statements("report.csv", HEADER
                             "Vyhadansk,town,war crimes,,,allegation,crimes were "
                             "committed,2022-09-12,mayor\n"
                             "Chuzhe oblast,border post,killed in "
                             "shelling,1,1,people,killed,2022-09-12,governor\n"
                             "Chuzhe oblast,region,retaken,2022-09-11,2022-09-11,date,retaken,"
                             "2022-09-12,press\n"),
                  "town:vyhadansk warcrimes.said=crimes were committed allegation [state] "
                  "@2022-09-12 mayor\n"
                  "place:border post, chuzhe oblast statement=1 people [exact] @2022-09-12 "
                  "governor\n"
                  "place:chuzhe oblast statement=2022-09-11 date [exact] @2022-09-12 press\n");
}

static void a_published_figure_is_read_by_its_parts_and_source(void **state)
{
    (void)state;
    const char *csv =
        "fact,value,unit,date,source title,url\n"
        "of 447: civilians / children among them / servicemen,425 / 5 / "
        "22,bodies,2022-09-24,\"Prosecutor (Vyhadko), Outlet\",https://a.example/1\n"
        "Industrial facilities and warehouses damaged (satellite),32 "
        "(54%),facilities,2022-08-21,IMPACT (copy),\n"
        "Residents living in Izium,15000-17000,people,2022-09-22,\"Vyhadko (head of housing), "
        "Outlet\",\n"
        "City infrastructure destroyed,>80,percent,2022-09-12,AFP via UrduPoint,\n"
        "Mean temperature of the heating period at Kharkiv,-1.0,C,norm,\"Norm (1.5, 2.5)\",\n"
        "Multi-storey buildings beyond repair,12,buildings,,Vyhadko,\n"
        "Invented figure that no table knows,7 / 9,cats,2022-09-12,Vyhadko,\n";
    rk_assert_str(
        statements("facts.csv", csv),
        "town:vyhadansk bodies.civilians=425 bodies [exact] @2022-09-24 Vyhadko, Prosecutor in "
        "Outlet, https://a.example/1\n"
        "town:vyhadansk bodies.children=5 bodies [exact] @2022-09-24 Vyhadko, Prosecutor in "
        "Outlet, https://a.example/1\n"
        "town:vyhadansk bodies.servicemen=22 bodies [exact] @2022-09-24 Vyhadko, Prosecutor in "
        "Outlet, https://a.example/1\n"
        "town:vyhadansk damage.industrial.count=32 facilities [exact] @2022-08-21 IMPACT "
        "(copy)\n"
        "town:vyhadansk damage.industrial=54 percent [exact] @2022-08-21 IMPACT (copy)\n"
        "town:vyhadansk people.now=15000..17000 people [range] @2022-09-22 Vyhadko, head of "
        "housing in Outlet\n"
        "town:vyhadansk damage.all.said=80.. percent [more_than] @2022-09-12 AFP in UrduPoint\n"
        "town:vyhadansk winter.mean_temp=-1 c [exact] @ Norm (1.5, 2.5)\n"
        "town:vyhadansk damage.multi.lost=12 buildings [exact] @ Vyhadko (no day is said)\n"
        "town:vyhadansk statement=7 / 9 cats [state] @2022-09-12 Vyhadko\n");
}

static void a_published_figure_without_source_or_value_is_refused(void **state)
{
    (void)state;
    rk_assert_str(statements("facts.csv",
                             "fact,value,unit,date,source title,url\n"
                             "Boiler houses in Izium,,boiler houses,2022-13-01,,\n"),
                  "F:2: value (B): nothing stands here; a figure is not entered without it\n"
                  "F:2: source title (E): nothing stands here; a figure is not entered without "
                  "it\n"
                  "F:2: date (D): \"2022-13-01\": there is no such day; expected one such as "
                  "15.03.2022\n");
}

/* ---- the files that ship with the program -------------------------------------------------
 */

static struct rk_import_counts counts_of(const char *file, int32_t *without_figure)
{
    const struct rk_import_options options = {.scope = RK_STR("Ізюм|Izium"),
                                              .town = RK_STR("izium"),
                                              .today = rk_day_of(2026, 11, 22),
                                              .lang = RK_UK};
    const struct rk_str path = rk_str_printf(&mem, "%s/data/izium/%s", RK_SOURCE_DIR, file);
    struct rk_import *in;
    rk_assert_ok(rk_import_open(path.at, &options, &mem, &in, &err), err);
    bool end = false;
    *without_figure = 0;
    for (;;) {
        struct rk_import_row row;
        rk_assert_ok(rk_import_next(in, &row, &end, &err), err);
        if (end)
            break;
        if (row.outcome != RK_ROW_TAKEN)
            fail_msg("%s:%d: %s", file, (int)row.line,
                     row.fault_count ? row.faults[0].reason : row.passed);
        for (int32_t i = 0; i < row.part_count; i++)
            for (int32_t k = 0; k < row.parts[i].part.claim_count; k++)
                *without_figure +=
                    rk_str_eq(row.parts[i].part.claims[k].aspect, RK_STR("statement"));
    }
    const struct rk_import_counts counts = rk_import_counted(in);
    rk_import_close(in);
    return counts;
}

static void the_report_of_12_september_is_read_as_it_is(void **state)
{
    (void)state;
    int32_t without_figure = 0;
    const struct rk_import_counts counts = counts_of("report_2022-09-12.csv", &without_figure);
    assert_int_equal(counts.taken, 18);
    assert_int_equal(counts.claims, 18);
    assert_int_equal(without_figure, 4); /* those about Rostov and Belgorod */
}

static void the_121_published_figures_are_read_as_they_are(void **state)
{
    (void)state;
    int32_t without_figure = 0;
    const struct rk_import_counts counts = counts_of("facts.csv", &without_figure);
    assert_int_equal(counts.taken, 121);
    assert_int_equal(without_figure, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_bind_the_number_they_stand_before),
        cmocka_unit_test(a_figure_is_not_entered_without_source_day_scope_and_definition),
        cmocka_unit_test(statements_may_be_headed_in_ukrainian_and_russian),
        cmocka_unit_test(what_is_said_of_other_places_stays_theirs),
        cmocka_unit_test(a_published_figure_is_read_by_its_parts_and_source),
        cmocka_unit_test(a_published_figure_without_source_or_value_is_refused),
        cmocka_unit_test(the_report_of_12_september_is_read_as_it_is),
        cmocka_unit_test(the_121_published_figures_are_read_as_they_are),
    };
    return cmocka_run_group_tests(tests, open_memory, close_memory);
}
