/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reports for the page's tests: published statements about Izium of autumn 2022 (officials
 * appear only as sources), nothing at all, and far too much. The values are those that were
 * published; how a figure follows from them is settled here by a few lines of its own.
 */
#ifndef SHEET_FIXTURE_H
#define SHEET_FIXTURE_H

#include "rk_figures.h"

#define OPEN ((double)NAN) /* a bound nobody named */

struct fixture_said {
    const char *figure;
    double low, high;
    enum rk_bound bound;
    const char *definition, *denominator;
    const char *as_of; /* "2022-09-12", "2022-09" */
    const char *who, *role, *party, *reported;
};

static const char council_role[] = "chairman of the city council";
static const char report_of_12[] = "news report of 2022-09-12";

static const struct fixture_said fixture_izium[] = {
    {"dead.said", 1000, OPEN, RK_AT_LEAST,
     "local residents who died as a result of military operations, at least, according to the "
     "information that we have",
     "", "2022-09-12", "Maxim Strelnikov", council_role, "Ukraine", report_of_12},
    {"dead.said", 1000, OPEN, RK_AT_LEAST, "civilians killed during the occupation, at least",
     "", "2022-09-12", "a local official", "local official", "Ukraine", report_of_12},
    {"dead.no_care", 1000, OPEN, RK_MORE_THAN,
     "even more than those who died: people who suffered because they were not provided with "
     "timely medical assistance",
     "", "2022-09-12", "Maxim Strelnikov", council_role, "Ukraine", report_of_12},
    {"bodies.exhumed", 436, 436, RK_EXACT, "", "", "2022-09-23", "Syniehubov, uatribune", "",
     "", ""},
    {"bodies.exhumed", 447, 447, RK_EXACT,
     "all bodies and remains exhumed at the burial site, the work being finished", "",
     "2022-09-24", "Kharkiv Regional Prosecutor, Interfax-Ukraine", "", "", ""},
    {"bodies.exhumed", 449, 449, RK_EXACT,
     "bodies and remains recovered, by the count of the police", "", "2022-10-20",
     "National Police (Bolvinov), Censor.NET", "", "", ""},
    {"town.tasks", OPEN, OPEN, RK_STATE, "providing residents with medicines", "", "2022-09-12",
     "Maxim Strelnikov", council_role, "Ukraine", report_of_12},
    {"town.tasks", OPEN, OPEN, RK_STATE, "hospitalizing the sick and wounded", "", "2022-09-12",
     "Maxim Strelnikov", council_role, "Ukraine", report_of_12},
    {"town.tasks", OPEN, OPEN, RK_STATE, "restoration of heating: another serious problem", "",
     "2022-09-12", "Maxim Strelnikov", council_role, "Ukraine", report_of_12},
    {"town.deadline", OPEN, OPEN, RK_STATE, "winter is ahead", "", "2022-09-12",
     "Maxim Strelnikov", council_role, "Ukraine", report_of_12},
    {"damage.all.said", 80, OPEN, RK_MORE_THAN,
     "more than 80 percent of the city's infrastructure destroyed; named are private houses, "
     "multi-apartment residential buildings, state and municipal institutions, industrial "
     "facilities; denominator not stated",
     "denominator not stated", "2022-09-12", "Maxim Strelnikov", council_role, "Ukraine",
     report_of_12},
    {"damage.private", 35, 35, RK_ABOUT, "share of private houses destroyed",
     "of private houses", "2022-11-04", "Matsokin, Babel", "", "", ""},
    {"damage.private", 30, 30, RK_ABOUT, "share of private-sector housing destroyed",
     "of private-sector housing", "2023-02-28", "Marchenko, NV", "", "", ""},
    {"damage.multi", 90, 90, RK_ABOUT, "share of high-rise buildings fully or partly destroyed",
     "of high-rise buildings", "2022-09-22", "Matsokin, Interfax-Ukraine", "", "", ""},
    {"damage.multi", 85, 85, RK_ABOUT, "share of high-rise buildings destroyed",
     "of high-rise buildings", "2022-11-04", "Matsokin, Babel", "", "", ""},
    {"damage.multi", 80, 80, RK_ABOUT, "share of high-rise buildings destroyed or damaged",
     "of high-rise buildings", "2023-02-28", "Marchenko, NV", "", "", ""},
    {"damage.industrial", 54, 54, RK_EXACT,
     "share of industrial facilities and warehouses with damage seen on satellite images",
     "of the industrial facilities and warehouses", "2022-08-21",
     "IMPACT Initiatives facilities damage analysis (copy)", "", "", ""},
    {"damage.facilities", 31, 31, RK_EXACT,
     "share of non-residential facilities with damage seen on satellite images",
     "of the non-residential facilities seen on the images", "2022-08-21",
     "IMPACT Initiatives facilities damage analysis (copy)", "", "", ""},
    {"damage.education", 44, 44, RK_EXACT,
     "share of educational facilities with damage seen on satellite images",
     "of the educational facilities seen on the images", "2022-08-21",
     "IMPACT Initiatives facilities damage analysis (copy)", "", "", ""},
    {"damage.buildings", 14.35, 14.35, RK_EXACT,
     "share of the buildings of the hromada likely damaged by a satellite radar model",
     "of 22,641 buildings of the hromada", "2024",
     "Dietrich et al., ETH Zurich/UZH/ICRC, country_stats.ipynb", "", "", ""},
    {"hospital.state", OPEN, OPEN, RK_STATE,
     "all medical facilities were destroyed in March and do not work: the words of the council",
     "", "2022-09-12", "Strelnyk, Censor.NET", "", "", ""},
    {"hospital.state", OPEN, OPEN, RK_STATE,
     "the hospital never stopped working: the words of its staff", "", "2022-10-06", "ZMINA",
     "", "", ""},
    {"hospital.inpatients", 200, 200, RK_EXACT, "", "", "2022-11-03", "AFP via UrduPoint", "",
     "", ""},
    {"heat.state", OPEN, OPEN, RK_STATE, "centralized heating has been destroyed", "",
     "2022-09-12", "Maxim Strelnikov", council_role, "Ukraine", report_of_12},
    {"heat.warm_houses", 17, 17, RK_EXACT, "", "", "2022-11-07", "Strelnyk, Rubryka", "", "",
     ""},
    {"heat.houses_this_winter", 70, 70, RK_EXACT, "", "", "2022-11-10", "Syniehubov, Ukrinform",
     "", "", ""},
    {"heat.houses_this_winter", 64, 64, RK_EXACT,
     "multi-storey houses to be heated by 8 boiler houses", "", "2022-11-04",
     "Syniehubov, Interfax-Ukraine", "", "", ""},
    {"heat.sources", 22, 22, RK_EXACT, "", "", "2022-11-04", "Syniehubov, Interfax-Ukraine", "",
     "", ""},
    {"heat.sources", 24, 24, RK_EXACT, "", "", "2022-10-22", "Matsokin, UNN", "", "", ""},
    {"heat.share_people", 50, OPEN, RK_MORE_THAN,
     "the majority of the residents used centralized heating",
     "of the residents before the war", "2022-02", "Maxim Strelnikov", council_role, "Ukraine",
     report_of_12},
    {"heat.share_people", 40, 40, RK_ABOUT,
     "share of the residents who lived in multi-storey houses before the war",
     "of the residents before the war", "2022-11-07", "Strelnyk, Rubryka", "", "", ""},
    {"people.before", 46000, 46000, RK_ABOUT,
     "some 46,000 residents before the invasion of late February 2022", "", "2022-02",
     "news report", "press", "Ukraine", report_of_12},
    {"people.now", 8000, 9000, RK_RANGE, "", "", "2022-11-03", "AFP via UrduPoint", "", "", ""},
    {"people.now", 20000, 20000, RK_ABOUT, "", "", "2022-11-04", "Matsokin, Babel", "", "", ""},
};

static const struct fixture_said fixture_elsewhere[] = {
    {"", 1, 1, RK_EXACT, "killed at the border post, said to be Ukrainian shelling", "",
     "2022-09-12", "governor of Belgorod region", "governor", "Russia", report_of_12},
    {"", 4, 4, RK_EXACT, "wounded at the border post, said to be Ukrainian shelling", "",
     "2022-09-12", "governor of Belgorod region", "governor", "Russia", report_of_12},
};

static inline struct rk_str fixture_text(const char *c)
{
    return rk_str_of(c);
}

static inline struct rk_statement fixture_statement(const struct fixture_said *said,
                                                    int32_t number, struct rk_arena *keep)
{
    struct rk_statement s = {.claim = rk_str_printf(keep, "desk/%d/0", (int)number),
                             .figure = fixture_text(said->figure),
                             .about = RK_STR("UA63040090010029555"),
                             .aspect = fixture_text(said->figure),
                             .value_low = said->low,
                             .value_high = said->high,
                             .bound = said->bound,
                             .definition = fixture_text(said->definition),
                             .denominator = fixture_text(said->denominator),
                             .according_to = fixture_text(said->who),
                             .role = fixture_text(said->role),
                             .party = fixture_text(said->party),
                             .reported_in = fixture_text(said->reported),
                             .recorded_by = RK_STR("Оксана, черговий стіл (вигадана)"),
                             .recorded_at = RK_STR("2022-11-10T05:40:00Z"),
                             .method = RK_STR("statement"),
                             .in_scope = true};
    const struct rk_figure_def *def = rk_figure_def_find(s.figure);
    s.unit = def ? rk_str_of(def->unit) : RK_STR("people");
    if (!rk_when_read(fixture_text(said->as_of), 0, &s.as_of))
        s.as_of = (struct rk_when){RK_DAY_NONE, RK_DAY_NONE};
    return s;
}

static inline bool fixture_apart(const struct rk_statement *s, double low, double high)
{
    const double a = isnan(s->value_low) ? -HUGE_VAL : s->value_low;
    const double b = isnan(s->value_high) ? HUGE_VAL : s->value_high;
    return a > high || b < low;
}

/* The latest (or, for lower bounds, the highest) statement; the hull for ranges. */
static inline void fixture_settle(struct rk_figure *f, struct rk_statement *all, int32_t count)
{
    int32_t best = 0;
    double low = HUGE_VAL, high = -HUGE_VAL;
    for (int32_t i = 0; i < count; i++) {
        const bool more = f->def->rule == RK_RULE_AT_LEAST
                              ? all[i].value_low > all[best].value_low
                              : all[i].as_of.first > all[best].as_of.first;
        best = more ? i : best;
        low = fmin(low, isnan(all[i].value_low) ? all[i].value_high : all[i].value_low);
        high = fmax(high, isnan(all[i].value_high) ? all[i].value_low : all[i].value_high);
    }
    const struct rk_statement first = all[best];
    const bool state = isnan(first.value_low) && isnan(first.value_high);
    const bool hull = f->def->rule == RK_RULE_RANGE && low < high;
    all[best] = all[0];
    all[0] = first;
    f->known = true;
    f->statements = all;
    f->statement_count = count;
    f->low = hull ? low : first.value_low;
    f->high = hull ? high : first.value_high;
    f->bound = hull ? RK_RANGE : first.bound;
    f->value = f->low == f->high || isnan(f->high) ? f->low : OPEN;
    f->as_of = first.as_of;
    f->method = first.method;
    if (first.definition.len > 0)
        f->definition = first.definition;
    if (first.denominator.len > 0)
        f->denominator = first.denominator;
    for (int32_t i = 0; i < count; i++) {
        all[i].used = hull || all[i].as_of.first == first.as_of.first ||
                      (!state && all[i].value_low == first.value_low);
        all[i].differs =
            hull ||
            (state ? i > 0 && !all[i].used
                   : fixture_apart(&all[i], first.value_low,
                                   isnan(first.value_high) ? HUGE_VAL : first.value_high));
        f->used_count += all[i].used;
        f->conflict |= all[i].differs;
    }
}

static inline struct rk_figure fixture_blank(const struct rk_figure_def *def, enum rk_lang lang)
{
    return (struct rk_figure){.def = def,
                              .value = OPEN,
                              .low = OPEN,
                              .high = OPEN,
                              .before = OPEN,
                              .definition = rk_str_of(def->definition.one[lang]),
                              .denominator = rk_str_of(def->denominator.one[lang]),
                              .as_of = {RK_DAY_NONE, RK_DAY_NONE}};
}

/* Figures of every definition; statements from the list, none of them later than `day`. */
static inline void fixture_figures(struct rk_report *r, const struct fixture_said *said,
                                   int32_t n, enum rk_lang lang, struct rk_arena *keep)
{
    int32_t defs = 0;
    const struct rk_figure_def *def = rk_figure_defs(&defs);
    r->figures = RK_NEW(keep, struct rk_figure, defs);
    r->figure_count = defs;
    for (int32_t d = 0; d < defs; d++) {
        r->figures[d] = fixture_blank(&def[d], lang);
        struct rk_statement *list = RK_NEW(keep, struct rk_statement, n + 1);
        int32_t count = 0;
        for (int32_t i = 0; i < n; i++) {
            if (strcmp(said[i].figure, def[d].id) != 0)
                continue;
            list[count] = fixture_statement(&said[i], i + 1, keep);
            count += list[count].as_of.last <= r->day;
        }
        if (count > 0)
            fixture_settle(&r->figures[d], list, count);
    }
}

static const char fixture_checkpoint[] =
    "ranok.example/izium/desk\n162\nq83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=\n\n"
    "— ranok.example/izium/desk 3q2+7wABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4fICEiIyQlJico"
    "KSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=\n";

static inline struct rk_report fixture_report(rk_day day)
{
    return (struct rk_report){
        .town_uk = RK_STR("Ізюм"),
        .town_en = RK_STR("Izium"),
        .katottg = RK_STR("UA63040090010029555"),
        .day = day,
        .number = 60,
        .checkpoint = rk_str_of(fixture_checkpoint),
        .root_hex = RK_STR("abcdef1234567890abcdef1234567890abcdef1234567890abcdef1234567890"),
        .acts = 162,
        .claims = 158,
        .acts_since = 2,
        .authors_since = 1};
}

/* The autumn of 2022 as it was told; 28 February 2023 has all of it but the radar model. */
static inline struct rk_report fixture_izium_report(rk_day day, enum rk_lang lang,
                                                    struct rk_arena *keep)
{
    struct rk_report r = fixture_report(day);
    const int32_t elsewhere = (int32_t)RK_COUNT(fixture_elsewhere);
    fixture_figures(&r, fixture_izium, (int32_t)RK_COUNT(fixture_izium), lang, keep);
    r.elsewhere = RK_NEW(keep, struct rk_statement, elsewhere);
    r.elsewhere_count = elsewhere;
    for (int32_t i = 0; i < elsewhere; i++) {
        r.elsewhere[i] = fixture_statement(&fixture_elsewhere[i], 900 + i, keep);
        r.elsewhere[i].about = RK_STR("Belgorod oblast");
        r.elsewhere[i].aspect =
            i == 0 ? RK_STR("killed in shelling") : RK_STR("wounded in shelling");
        r.elsewhere[i].in_scope = false;
    }
    for (int32_t i = 0; i < r.figure_count; i++) {
        struct rk_figure *f = &r.figures[i];
        f->had_before = f->known;
        f->before = f->value;
        if (strcmp(f->def->id, "heat.houses_this_winter") == 0 && f->known) {
            f->before = 64;
            f->changed = f->value != f->before;
        }
    }
    return r;
}

static inline struct rk_report fixture_empty_report(rk_day day, enum rk_lang lang,
                                                    struct rk_arena *keep)
{
    struct rk_report r = fixture_report(day);
    fixture_figures(&r, NULL, 0, lang, keep);
    r.number = 1;
    r.checkpoint = (struct rk_str){0};
    return r;
}

/* Every figure said `each` times, with long words (all invented). */
static inline struct rk_report fixture_full_report(rk_day day, int32_t each, enum rk_lang lang,
                                                   struct rk_arena *keep)
{
    static const char long_words[] =
        "мешканці багатоквартирних будинків, котрі, за словами співробітників житлово-"
        "комунального господарства, залишалися у підвалах упродовж щонайменше половини зими, "
        "а також ті, кого перепис не застав удома (вигадане означення для перевірки верстки)";
    struct rk_report r = fixture_report(day);
    int32_t defs = 0, n = 0;
    const struct rk_figure_def *def = rk_figure_defs(&defs);
    struct fixture_said *said = RK_NEW(keep, struct fixture_said, (ptrdiff_t)defs * each);
    for (int32_t d = 0; d < defs && said; d++) {
        const bool words = strcmp(def[d].unit, "text") == 0 ||
                           strcmp(def[d].unit, "state") == 0 ||
                           strncmp(def[d].unit, "date", 4) == 0;
        const bool percent = strcmp(def[d].unit, "percent") == 0;
        for (int32_t k = 0; k < each; k++) {
            const double x = percent ? 3.0 + 7.7 * k + d % 9 : 1234567.0 + 1000.0 * k * (d + 1);
            said[n++] = (struct fixture_said){
                def[d].id,
                words ? OPEN : x,
                words        ? OPEN
                : k % 5 == 4 ? x + 2.0
                             : x,
                words        ? RK_STATE
                : k % 3 == 1 ? RK_AT_LEAST
                : k % 5 == 4 ? RK_RANGE
                             : RK_EXACT,
                long_words,
                k % 2 ? "усіх обстежених і не обстежених будинків" : "",
                "2022-11-09",
                "Вигадана посадова особа з дуже довгою назвою посади в обласній військовій "
                "адміністрації",
                "",
                "Ukraine",
                "вигадане повідомлення"};
        }
    }
    fixture_figures(&r, said, n, lang, keep);
    for (int32_t i = 0; i < r.figure_count; i++) {
        r.figures[i].had_before = r.figures[i].changed = true;
        r.figures[i].before = 1000000.0;
    }
    return r;
}

#endif
