/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures: their tables, and which figure the words of a statement mean. */
#include "rk_test.h"

#include "rk_date.h"
#include "rk_file.h"
#include "rk_vocabulary.h"

static const char *said(const char *about, const char *aspect, const char *unit)
{
    const struct rk_figure_def *def =
        rk_figure_said_as(rk_str_of(about), rk_str_of(aspect), rk_str_of(unit));
    return def ? def->id : "";
}

static void the_figures_that_scripts_rely_on_are_there(void **state)
{
    (void)state;
    static const char *const ids[] = {"dead.said",
                                      "dead.registered",
                                      "dead.provisional",
                                      "dead.no_care",
                                      "injured",
                                      "missing",
                                      "care.unserved",
                                      "care.runs_out_today",
                                      "care.out_of_reach.60min",
                                      "damage.private",
                                      "damage.multi",
                                      "damage.municipal",
                                      "damage.all.said",
                                      "damage.industrial",
                                      "heat.warm_houses",
                                      "heat.warm_people",
                                      "heat.cold_people",
                                      "heat.first_frost",
                                      "heat.houses_this_winter",
                                      "people.now",
                                      "people.before"};
    for (ptrdiff_t i = 0; i < RK_COUNT(ids); i++) {
        const struct rk_figure_def *def = rk_figure_def_find(rk_str_of(ids[i]));
        if (!def)
            fail_msg("no figure %s", ids[i]);
        assert_true(def->on_sheet);
    }
    assert_null(rk_figure_def_find(RK_STR("dead")));
}

static void every_figure_is_whole(void **state)
{
    (void)state;
    int32_t count;
    const struct rk_figure_def *defs = rk_figure_defs(&count);
    char letters[27] = "";
    for (int32_t i = 0; i < count; i++) {
        const struct rk_figure_def *d = &defs[i];
        for (int lang = 0; lang < RK_LANGS; lang++)
            if (!*d->label.one[lang] || !*d->definition.one[lang] ||
                !*d->denominator.one[lang] != !*d->denominator.one[RK_EN])
                fail_msg("%s: words are missing in language %d", d->id, lang);
        if (!rk_unit_find(rk_str_of(d->unit)) || !*d->why)
            fail_msg("%s: unit or reason is missing", d->id);
        /* A share without a denominator is no figure. */
        if (strcmp(d->unit, "percent") == 0 && !*d->denominator.one[RK_UK])
            fail_msg("%s: of how many", d->id);
        if (*d->letter) {
            assert_null(strchr(letters, d->letter[0]));
            strncat(letters, d->letter, 1);
        }
        assert_true(d->on_sheet == (*d->letter != '\0'));
        for (struct rk_str see = rk_str_of(d->see); see.len > 0;) {
            const struct rk_str id = rk_str_cut(&see, '|');
            if (!rk_figure_def_find(id) || rk_str_eq(id, rk_str_of(d->id)))
                fail_msg("%s: sees no other figure \"%.*s\"", d->id, RK_FMT(id));
        }
        for (int32_t b = 0; b < i; b++)
            assert_string_not_equal(d->id, defs[b].id);
    }
}

/* Places and states of facilities never reach the public edition. */
static void states_of_facilities_are_bound_to_places(void **state)
{
    (void)state;
    static const char *const bound[] = {
        "hospital.state", "heat.state",  "bridges.road_destroyed", "dead.at_site",
        "pharmacies",     "power.share", "warming.points",         "hospital.inpatients"};
    for (ptrdiff_t i = 0; i < RK_COUNT(bound); i++)
        if (!rk_figure_def_find(rk_str_of(bound[i]))->place_bound)
            fail_msg("%s tells of a place or a facility", bound[i]);
    assert_false(rk_figure_def_find(RK_STR("dead.said"))->place_bound);
}

/* ---- the report of 12 September 2022, row by row ------------------------------------------
 */

static const char *const report[][4] = {
    {"town", "civilians killed", "people", "dead.said"},
    {"town", "retaken", "date", "town.liberated"},
    {"town", "role in the war", "text", "town.role"},
    {"town", "war crimes and their concealment", "allegation", "warcrimes.said"},
    {"town", "residents", "people", "people.now"}, /* and by its as-of people.before, below */
    {"town", "local residents dead", "people", "dead.said"},
    {"town", "people who suffered for lack of timely medical assistance", "people",
     "dead.no_care"},
    {"town", "present task", "text", "town.tasks"},
    {"town", "infrastructure destroyed", "percent", "damage.all.said"},
    {"town", "centralized heating", "state", "heat.state"},
    {"town", "residents using centralized heating", "percent", "heat.share_people"},
    {"town", "deadline", "text", "town.deadline"},
    /* Of other places: they bear on no figure of this town. */
    {"region", "sounds of blasts", "text", ""},
    {"border post", "killed in shelling", "people", ""},
    {"border post", "wounded in shelling", "people", ""},
    {"region", "gas and electricity", "state", ""}};

static void the_report_of_12_september_finds_its_figures(void **state)
{
    (void)state;
    for (ptrdiff_t i = 0; i < RK_COUNT(report); i++) {
        const char *id = said(report[i][0], report[i][1], report[i][2]);
        if (strcmp(id, report[i][3]) != 0)
            fail_msg("%s: \"%s\", %s is \"%s\", expected \"%s\"", report[i][0], report[i][1],
                     report[i][2], id, report[i][3]);
    }
}

static void residents_of_a_day_before_the_invasion_are_those_before(void **state)
{
    (void)state;
    const struct rk_figure_def *now = rk_figure_def_find(RK_STR("people.now"));
    const struct rk_figure_def *dead = rk_figure_def_find(RK_STR("dead.said"));
    assert_string_equal(rk_figure_as_of(now, rk_day_of(2022, 2, 23))->id, "people.before");
    assert_string_equal(rk_figure_as_of(now, rk_day_of(2022, 2, 24))->id, "people.now");
    assert_string_equal(rk_figure_as_of(now, RK_DAY_NONE)->id, "people.now");
    assert_ptr_equal(rk_figure_as_of(dead, rk_day_of(2021, 1, 1)), dead);
    assert_null(rk_figure_as_of(NULL, 0));
}

/* ---- other wordings ------------------------------------------------------------------------
 */

static const char *const wordings[][4] = {
    {"town", "residents killed", "people", "dead.said"},
    {"town", "killed", "people", "dead.said"},
    {"town", "civilian deaths", "people", "dead.said"},
    {"civilians", "killed", "people", "dead.said"},
    {"town", "number of people killed", "persons", "dead.said"},
    {"town", "at least 1000 civilians killed during the occupation", "people", "dead.said"},
    {"місто", "загинуло цивільних", "осіб", "dead.said"},
    {"місто", "загинуло мешканців", "людей", "dead.said"},
    {"місто", "щонайменше 1000 загиблих", "осіб", "dead.said"},
    {"місто", "померло жителів унаслідок воєнних дій", "осіб", "dead.said"},
    {"місто", "загиблих не менше", "осіб", "dead.said"},
    {"город", "погибло мирных жителей", "человек", "dead.said"},
    {"town", "children killed", "people", "dead.children"},
    {"town", "killed", "children", "dead.children"},
    {"town", "wounded", "people", "injured"},
    {"місто", "поранено цивільних", "осіб", "injured"},
    {"town", "missing people", "people", "missing"},
    {"місто", "зникли безвісти", "осіб", "missing"},
    {"town", "suffered for lack of medical help", "people", "dead.no_care"},
    {"town", "died because of lack of medicine", "people", "dead.no_care"},
    {"місто", "постраждали через брак медичної допомоги", "осіб", "dead.no_care"},
    {"місто", "постраждали, бо не отримали вчасно медичної допомоги", "осіб", "dead.no_care"},
    {"town", "infrastructure destroyed or damaged", "%", "damage.all.said"},
    {"місто", "зруйновано інфраструктури", "відсотків", "damage.all.said"},
    {"город", "разрушено инфраструктуры", "процентов", "damage.all.said"},
    {"town", "private houses destroyed", "percent", "damage.private"},
    {"місто", "зруйновано приватний сектор", "%", "damage.private"},
    {"town", "high-rise buildings fully or partly destroyed", "percent", "damage.multi"},
    {"town", "apartment blocks damaged", "percent", "damage.multi"},
    {"місто", "зруйновано багатоповерхових будинків", "%", "damage.multi"},
    {"місто", "пошкоджено багатоквартирних будинків", "відсотків", "damage.multi"},
    {"town", "state and municipal institutions destroyed", "percent", "damage.municipal"},
    {"town", "industrial facilities destroyed", "percent", "damage.industrial"},
    {"town", "industrial facilities damaged", "facilities", "damage.industrial.count"},
    {"town", "buildings damaged", "percent", "damage.buildings"},
    {"town", "buildings damaged", "buildings", "damage.buildings.count"},
    {"town", "schools damaged", "percent", "damage.education"},
    {"town", "road bridges destroyed", "bridges", "bridges.road_destroyed"},
    {"місто", "централізоване опалення знищено", "стан", "heat.state"},
    {"town", "district heating system destroyed", "state", "heat.state"},
    {"town", "people using district heating", "percent", "heat.share_people"},
    {"місто", "користувались централізованим опаленням", "%", "heat.share_people"},
    {"town", "houses heated", "houses", "heat.warm_houses"},
    {"місто", "будинків опалюється", "будинків", "heat.warm_houses"},
    {"town", "houses with district heating before the war", "houses", "heat.houses"},
    {"town", "houses to be heated this winter", "houses", "heat.houses_this_winter"},
    {"town", "boiler houses", "boiler houses", "heat.sources"},
    {"місто", "уціліло котелень", "котелень", "heat.sources.survived"},
    {"town", "boiler houses destroyed", "boiler houses", "heat.sources.destroyed"},
    {"town", "electricity supply", "percent", "power.share"},
    {"town", "families with gas again", "families", "gas.families"},
    {"town", "residents remaining", "people", "people.now"},
    {"місто", "мешканців залишилось", "осіб", "people.now"},
    {"town", "people who remain", "people", "people.now"},
    {"місто", "населення до війни", "осіб", "people.before"},
    {"town", "pre-war population", "people", "people.before"},
    {"town", "residents who left", "people", "people.left"},
    {"town", "bodies exhumed", "bodies", "bodies.exhumed"},
    {"місто", "ексгумовано тіл", "тіл", "bodies.exhumed"},
    {"town", "unidentified bodies", "bodies", "bodies.unidentified"},
    {"місто", "тіла, особу яких не встановлено", "тіл", "bodies.unidentified"},
    {"місто", "тіла, особу яких установлено", "тіл", "bodies.identified"},
    {"town", "graves at the mass burial site", "graves", "graves"},
    {"hospital", "inpatients", "people", "hospital.inpatients"},
    {"hospital", "destroyed", "state", "hospital.state"},
    {"місто", "медичні заклади", "стан", "hospital.state"},
    {"town", "pharmacies open", "pharmacies", "pharmacies"},
    {"town", "asked for evacuation", "people", "evacuation.asked"},
    {"місто", "звільнено", "дата", "town.liberated"},
    {"місто", "воєнні злочини та їх приховування", "звинувачення", "warcrimes.said"},
    {"town", "residential buildings destroyed", "percent", "damage.housing"},
    {"town", "non-residential buildings damaged", "percent", "damage.facilities"},
    {"town", "private houses destroyed", "houses", "damage.private.count"},
    {"town", "hospital beds", "beds", "hospital.beds"},
    {"town", "residents without heating", "people", "heat.cold_people"},
    {"town", "first frost", "date", "heat.first_frost"},
    {"town", "people who died due to lack of medical care", "people", "dead.no_care"},
    {"місто", "у місті залишається людей", "осіб", "people.now"},
    {"town", "residents who died as a result of military operations", "people", "dead.said"},
    {"town", "civilians killed", "", "dead.said"},
};

/* No figure rather than a wrong one. */
static const char *const strangers[][3] = {
    {"Kharkiv", "civilians killed", "people"},
    {"Belgorod oblast", "killed in shelling", "people"},
    {"Харківська область", "загинуло цивільних", "осіб"},
    {"town", "cattle killed", "animals"},
    {"town", "animals killed", "people"},
    {"town", "soldiers killed", "people"},
    {"town", "military killed", "people"},
    {"town", "people without electricity", "people"},
    {"town", "people affected", "people"},
    {"town", "residents dead or missing", "people"},
    {"town", "houses without heating", "houses"},
    {"town", "bodies found", "bodies"},
    {"місто", "критична інфраструктура зруйнована", "%"},
    {"місто", "немає світла", "%"},
    {"town", "civilians killed", "percent"},
    {"town", "dead and wounded", "people"},
    {"town", "not killed", "people"},
    {"town", "killed", ""},
    {"town", "private houses destroyed", ""}, /* a share or a number? */
    {"town", "killed in 2014", "people"},
    {"town", "railway bridge destroyed", "bridges"},
    {"town", "people deported", "people"},
    {"town", "left the city", "people"},
    {"місто", "залишили місто", "осіб"},
    {"місто", "населення після війни", "осіб"},
    {"town", "insurance coverage", "percent"},
    {"town", "supply", "percent"},
    {"town", "facilities destroyed", "state"},
    {"town", "temperature", "c"},
    {"town", "buildings to repair", "houses"},
    {"town", "people", "people"},
    {"town", "", "people"},
    {"town", "points", ""},
    {"town", "infrastructure destroyed", "furlongs"},
    {"town", "occupiers killed", "people"},
    {"town", "Russian soldiers wounded", "people"},
    {"місто", "окупантів знищено", "осіб"},
    {"town", "heat wave deaths", "people"}};

static void other_wordings_find_the_same_figures(void **state)
{
    (void)state;
    for (ptrdiff_t i = 0; i < RK_COUNT(wordings); i++) {
        const char *id = said(wordings[i][0], wordings[i][1], wordings[i][2]);
        if (strcmp(id, wordings[i][3]) != 0)
            fail_msg("%s: \"%s\", %s is \"%s\", expected \"%s\"", wordings[i][0],
                     wordings[i][1], wordings[i][2], id, wordings[i][3]);
    }
}

static void a_doubt_finds_no_figure(void **state)
{
    (void)state;
    for (ptrdiff_t i = 0; i < RK_COUNT(strangers); i++) {
        const char *id = said(strangers[i][0], strangers[i][1], strangers[i][2]);
        if (*id)
            fail_msg("%s: \"%s\", %s is taken for %s", strangers[i][0], strangers[i][1],
                     strangers[i][2], id);
    }
}

/* Rows 1 and 6 of the report: one number, two definitions, one figure that keeps its own. */
static void two_definitions_of_one_number_stay_two(void **state)
{
    (void)state;
    const struct rk_figure_def *dead = rk_figure_def_find(RK_STR("dead.said"));
    assert_true(rk_figure_own(dead, RK_STR("local residents who died as a result of military "
                                           "operations, at least, according to the information "
                                           "that we have")));
    assert_false(
        rk_figure_own(dead, RK_STR("civilians killed during the occupation, at least")));
    assert_true(rk_figure_own(dead, rk_str_of(dead->definition.one[RK_UK])));
    assert_true(rk_figure_own(dead, RK_STR("")));
    assert_false(rk_figure_own(dead, RK_STR("цивільні, убиті під час окупації")));
    assert_false(rk_figure_own(dead, RK_STR("residents who died in the spring battle alone")));
    assert_false(
        rk_figure_own(dead, RK_STR("мешканці, які загинули лише під час весняних боїв")));
    const struct rk_figure_def *before = rk_figure_def_find(RK_STR("people.before"));
    assert_true(rk_figure_own(
        before, RK_STR("some 46,000 residents before the invasion of late February 2022")));
    assert_false(rk_figure_own(before, RK_STR("населення всієї громади")));
    const struct rk_figure_def *heat = rk_figure_def_find(RK_STR("heat.share_people"));
    assert_true(
        rk_figure_own(heat, RK_STR("the majority of the residents used centralized heating")));
    assert_false(rk_figure_own(heat, RK_STR("share living in multi-storey houses")));
}

static void figures_of_the_same_question_see_each_other(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"dead.said", "bodies.exhumed"},          {"dead.said", "dead.registered"},
        {"damage.all.said", "damage.multi"},      {"damage.all.said", "damage.private"},
        {"damage.all.said", "damage.facilities"}, {"damage.all.said", "damage.buildings"},
        {"heat.state", "heat.sources.survived"},  {"heat.share_people", "people.in_private"}};
    for (ptrdiff_t i = 0; i < RK_COUNT(pairs); i++)
        if (!strstr(rk_figure_def_find(rk_str_of(pairs[i][0]))->see, pairs[i][1]))
            fail_msg("%s does not see %s", pairs[i][0], pairs[i][1]);
}

/* ---- published facts -----------------------------------------------------------------------
 */

/* How many values a cell holds: "425 / 5 / 22", "32 (54%)", "2 x 250". */
static int32_t values_in(struct rk_str cell)
{
    int32_t slashes = 0;
    for (ptrdiff_t i = 0; i < cell.len; i++)
        slashes += cell.at[i] == '/';
    if (slashes)
        return slashes + 1;
    const bool pair = rk_str_ends(cell, RK_STR(")")) || rk_str_find(cell, RK_STR(" x ")) > 0;
    return pair ? 2 : 1;
}

/* The next cell of an RFC 4180 line, unquoted into `out`. */
static struct rk_str cell(struct rk_str *rest, char *out, ptrdiff_t size)
{
    ptrdiff_t i = 0, len = 0;
    const bool quoted = rest->len > 0 && rest->at[0] == '"';
    for (i = quoted; i < rest->len && len < size; i++) {
        if (quoted && rest->at[i] == '"') {
            i++;
            if (i >= rest->len || rest->at[i] != '"')
                break;
        } else if (!quoted && rest->at[i] == ',') {
            break;
        }
        out[len++] = rest->at[i];
    }
    *rest = rk_str_slice(*rest, i + 1, rest->len);
    return (struct rk_str){out, len};
}

/* The rows of one file; marks the entries it uses. */
static int walk_facts(const char *path, struct rk_arena *mem, bool *used)
{
    struct rk_err err = {0};
    struct rk_str text;
    rk_assert_ok(rk_file_read(path, 1 << 20, mem, &text, &err), err);
    int32_t count;
    const struct rk_fact_map *maps = rk_fact_maps(&count);
    int rows = 0;
    rk_str_cut(&text, '\n');
    while (text.len > 0) {
        char fact_at[512], value_at[128];
        struct rk_str line = rk_str_cut(&text, '\n');
        const struct rk_str fact = cell(&line, fact_at, sizeof fact_at);
        const struct rk_str value = cell(&line, value_at, sizeof value_at);
        int32_t parts;
        const struct rk_fact_map *map = rk_fact_find(fact, &parts);
        rows++;
        if (!map || parts < 1)
            fail_msg("row %d, \"%.*s\": no entry", rows, RK_FMT(fact));
        if (parts != values_in(value))
            fail_msg("row %d, \"%.*s\": %d entries", rows, RK_FMT(value), parts);
        for (int32_t p = 0; p < parts; p++) {
            used[map - maps + p] = true;
            assert_non_null(rk_figure_def_find(rk_str_of(map[p].figure)));
            assert_int_equal(map[p].part, parts == 1 ? 0 : p + 1);
            assert_true(strcmp(map[p].bound, "state") != 0 || rk_str_eq(value, RK_STR("yes")));
            for (int lang = 0; lang < RK_LANGS; lang++)
                assert_true(*map[p].definition[lang] && *map[p].bound && *map[p].method);
        }
    }
    return rows;
}

static void every_row_of_facts_finds_its_entry_and_no_entry_is_unused(void **state)
{
    (void)state;
    struct rk_arena mem = rk_arena_open(1 << 20);
    int32_t count;
    const struct rk_fact_map *maps = rk_fact_maps(&count);
    bool *used = RK_NEW(&mem, bool, count);
    assert_int_equal(walk_facts(RK_SOURCE_DIR "/data/izium/facts.csv", &mem, used), 121);
    assert_int_equal(walk_facts(RK_SOURCE_DIR "/data/izium/climate_norm.csv", &mem, used), 4);
    for (int32_t i = 0; i < count; i++)
        if (!used[i])
            fail_msg("no row uses \"%s\"", maps[i].fact);
    int32_t parts;
    assert_null(rk_fact_find(RK_STR("Something nobody has published"), &parts));
    assert_int_equal(parts, 0);
    rk_arena_close(&mem);
}

static void facts_of_other_places_have_their_scope(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"UNOSAT Lysychansk: destroyed / severe / moderate / possible", "Lysychansk"},
        {"UNOSAT Sievierodonetsk: destroyed / severe / moderate / possible", "Sievierodonetsk"},
        {"Kharkiv oblast: planned boiler houses running", "Kharkiv oblast"},
        {"Kharkiv oblast: damaged or destroyed medical establishments", "Kharkiv oblast"},
        {"Winterization plan: required", "Ukraine"},
        {"Missing under special circumstances, officially confirmed", "Ukraine"},
        {"Bodies exhumed", ""},
        {"Boiler houses in Izium", ""}};
    for (ptrdiff_t i = 0; i < RK_COUNT(cases); i++) {
        int32_t parts;
        const struct rk_fact_map *map = rk_fact_find(rk_str_of(cases[i][0]), &parts);
        assert_non_null(map);
        assert_string_equal(map->scope, cases[i][1]);
    }
}

/* 14.35, 30, 31, 35, 80, 85, 90 percent stand by what each of them counts. */
static void each_share_of_damage_has_its_own_denominator(void **state)
{
    (void)state;
    static const char *const facts[][2] = {
        {"City infrastructure destroyed", "damage.all.said"},
        {"High-rise buildings fully or partly destroyed", "damage.multi"},
        {"High-rise buildings destroyed", "damage.multi"},
        {"High-rise buildings destroyed or damaged", "damage.multi"},
        {"Private houses destroyed", "damage.private"},
        {"Private-sector housing destroyed", "damage.private"},
        {"Share of non-residential facilities damaged (satellite)", "damage.facilities"},
        {"Share of buildings likely damaged in Iziumska hromada (Sentinel-1 model)",
         "damage.buildings"}};
    for (ptrdiff_t i = 0; i < RK_COUNT(facts); i++) {
        int32_t parts;
        const struct rk_fact_map *map = rk_fact_find(rk_str_of(facts[i][0]), &parts);
        assert_string_equal(map->figure, facts[i][1]);
        assert_true(*map->denominator[RK_UK] && *map->denominator[RK_EN]);
        for (ptrdiff_t b = 0; b < i; b++) {
            const struct rk_fact_map *other = rk_fact_find(rk_str_of(facts[b][0]), &parts);
            assert_string_not_equal(map->definition[RK_EN], other->definition[RK_EN]);
            assert_string_not_equal(map->definition[RK_UK], other->definition[RK_UK]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_figures_that_scripts_rely_on_are_there),
        cmocka_unit_test(every_figure_is_whole),
        cmocka_unit_test(states_of_facilities_are_bound_to_places),
        cmocka_unit_test(the_report_of_12_september_finds_its_figures),
        cmocka_unit_test(residents_of_a_day_before_the_invasion_are_those_before),
        cmocka_unit_test(other_wordings_find_the_same_figures),
        cmocka_unit_test(a_doubt_finds_no_figure),
        cmocka_unit_test(two_definitions_of_one_number_stay_two),
        cmocka_unit_test(figures_of_the_same_question_see_each_other),
        cmocka_unit_test(every_row_of_facts_finds_its_entry_and_no_entry_is_unused),
        cmocka_unit_test(facts_of_other_places_have_their_scope),
        cmocka_unit_test(each_share_of_damage_has_its_own_denominator),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
