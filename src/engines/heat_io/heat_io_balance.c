/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Boiler houses and houses as two tables; the verdict as a third; the weather. */
#include "heat_io_internal.h"

#define SHOWN(s) (int)((s).len > 60 ? 60 : (s).len), (s).at

struct word {
    const char *words;
    int value;
};

static const struct word source_words[] = {
    {"runs|running|on|ok|works|working|warm|started|працює|запущено|діє|справна", RK_HEAT_RUNS},
    {"stands|ready|off|stopped|not started|planned|idle|стоїть|зупинено|вимкнено|готова|"
     "не запущено|планується",
     RK_HEAT_STANDS},
    {"no gas|no_gas|no fuel|no_fuel|gas|fuel|немає газу|без газу|немає палива|газ",
     RK_HEAT_NO_GAS},
    {"no power|no_power|no electricity|power|electricity|немає світла|без світла|"
     "немає електрики|без електрики",
     RK_HEAT_NO_POWER},
    {"broken|damaged|destroyed|lost|repair|зруйновано|зруйнована|пошкоджено|пошкоджена|"
     "ремонт|втрачено",
     RK_HEAT_BROKEN},
};

static const struct word house_words[] = {
    {"ok|whole|intact|connected|open|ціле|цілий|підключено|є", RK_HEAT_WHOLE},
    {"cut|cut off|cut_off|pipe|no pipe|no_pipe|disconnected|pipe broken|damaged|відключено|"
     "труба|немає труби|пошкоджено|обрив",
     RK_HEAT_CUT_OFF},
    {"destroyed|gone|ruin|зруйновано|зруйнований|знищено|руїна", RK_HEAT_GONE},
    {"drained|empty|злито|вода злита", RK_HEAT_DRAINED},
};

static rk_status read_word(const struct table *t, int32_t column, const struct word *words,
                           ptrdiff_t count, const char *expected, int *out, struct rk_err *err)
{
    const struct rk_str s = table_cell(t, column);
    for (ptrdiff_t i = 0; i < count; i++) {
        if (s.len > 0 && !one_of(s, words[i].words))
            continue;
        *out = words[i].value; /* an empty cell: nothing is known to be wrong */
        return RK_OK;
    }
    return table_fail(t, "state", err, "\"%.*s\"; expected %s", SHOWN(s), expected);
}

struct tables {
    struct rk_heat_balance *out;
    struct rk_heat_balance_texts *texts;
    struct rk_arena *keep;
    struct rk_scratch *tmp;
    struct id_map sources;
    struct rk_err *err;
};

static rk_status read_id(struct id_map *map, struct rk_str *id, int32_t at,
                         const struct table *t, int32_t column, struct rk_err *err)
{
    id[at] = table_cell(t, column);
    if (id[at].len == 0)
        return table_fail(t, "id", err, "empty; expected an id");
    if (id_map_add(map, at) != at)
        return table_fail(t, "id", err, "\"%.*s\" stands twice; expected each id once",
                          SHOWN(id[at]));
    return RK_OK;
}

static rk_status read_sources(struct tables *w, struct rk_heat_file file)
{
    static const struct column mw = {"mw", 0.0, 2000.0, (double)NAN, true};
    static const struct column electric = {"electric_kw", 0.0, 50000.0, 0.0, false};
    struct table t;
    rk_status bad = table_open(file, w->keep, &t, w->err);
    if (bad)
        return bad;
    const int32_t c_id = table_column(&t, "id|source"), c_mw = table_column(&t, "mw|power_mw");
    const int32_t c_fuel = table_column(&t, "fuel"), c_state = table_column(&t, "state");
    const int32_t c_electric = table_column(&t, "electric_kw");
    const int32_t c_from = table_column(&t, "can_start_from");
    bad = table_needs(&t, c_id, "id", w->err);
    if (!bad)
        bad = table_needs(&t, c_mw, "mw", w->err);
    if (bad)
        return bad;
    const ptrdiff_t most = table_rows(&t);
    struct rk_heat_boiler *s = RK_NEW(w->keep, struct rk_heat_boiler, most);
    struct rk_str *text[3];
    for (int k = 0; k < 3; k++)
        text[k] = RK_NEW(w->keep, struct rk_str, most);
    w->sources = id_map_new(text[0], most, &w->tmp->in);
    if (w->keep->failed || w->tmp->in.failed || most > INT32_MAX / 64)
        return rk_fail(w->err, RK_ENOMEM, t.name, "too many rows");
    int32_t n = 0;
    for (bool end = false;; n++) {
        double kw = 0.0;
        int state = 0;
        bad = table_next(&t, &end, w->err);
        if (bad || end)
            break;
        bad = read_id(&w->sources, text[0], n, &t, c_id, w->err);
        if (!bad)
            bad = table_number(&t, c_mw, &mw, &s[n].mw, w->err);
        if (!bad)
            bad = table_number(&t, c_electric, &electric, &kw, w->err);
        if (!bad)
            bad = read_word(&t, c_state, source_words, RK_COUNT(source_words),
                            "runs, stands, no gas, no power or destroyed", &state, w->err);
        if (bad)
            return bad;
        s[n].state = (enum rk_heat_source_state)state;
        w->texts->assumed.source_states += table_cell(&t, c_state).len == 0;
        w->texts->assumed.electric += table_cell(&t, c_electric).len == 0;
        text[1][n] = table_cell(&t, c_fuel);
        text[2][n] = table_cell(&t, c_from);
        w->texts->electric_kw += state == RK_HEAT_RUNS ? kw : 0.0;
    }
    w->out->sources = n;
    w->out->source = s;
    w->texts->source_id = text[0];
    w->texts->fuel = text[1];
    w->texts->can_start_from = text[2];
    return bad;
}

static rk_status read_house(struct tables *w, const struct table *t, const int32_t *column,
                            struct rk_heat_house *h, bool *tau_assumed)
{
    static const struct column numbers[] = {
        {"kw", 0.0, 50000.0, (double)NAN, true},
        {"people", 0.0, 20000.0, 0.0, false},
        {"floors", 1.0, 60.0, (double)NAN, false},
        {"tau_h", 1.0, 1000.0, (double)NAN, false},
    };
    double v[4] = {0.0, 0.0, 0.0, 0.0};
    for (int k = 0; k < 4; k++) {
        const rk_status bad = table_number(t, column[k], &numbers[k], &v[k], w->err);
        if (bad)
            return bad;
    }
    *tau_assumed = isnan(v[3]);
    h->kw = v[0];
    h->people = v[1];
    h->tau_h = isnan(v[3]) ? rk_heat_assumed_tau_h(v[2]) : v[3];
    const struct rk_str source = table_cell(t, column[4]);
    h->source = source.len > 0 ? id_map_find(&w->sources, source) : -1;
    if (source.len > 0 && h->source < 0)
        return table_fail(
            t, "source", w->err,
            "\"%.*s\" is not a source; expected an id of the first table, or empty",
            SHOWN(source));
    int state = 0;
    const rk_status bad = read_word(t, column[5], house_words, RK_COUNT(house_words),
                                    "ok, cut off, destroyed or drained", &state, w->err);
    h->state = (enum rk_heat_house_state)state;
    return bad;
}

static rk_status read_houses(struct tables *w, struct rk_heat_file file)
{
    struct table t;
    rk_status bad = table_open(file, w->keep, &t, w->err);
    if (bad)
        return bad;
    const int32_t c_id = table_column(&t, "id|house");
    const int32_t column[] = {table_column(&t, "kw"),     table_column(&t, "people"),
                              table_column(&t, "floors"), table_column(&t, "tau_h"),
                              table_column(&t, "source"), table_column(&t, "state")};
    bad = table_needs(&t, c_id, "id", w->err);
    if (!bad)
        bad = table_needs(&t, column[0], "kw", w->err);
    if (!bad)
        bad = table_needs(&t, column[4], "source", w->err);
    if (bad)
        return bad;
    const ptrdiff_t most = table_rows(&t);
    struct rk_heat_house *h = RK_NEW(w->keep, struct rk_heat_house, most);
    struct rk_str *id = RK_NEW(w->keep, struct rk_str, most);
    bool *assumed = RK_NEW(w->keep, bool, most);
    struct id_map ids = id_map_new(id, most, &w->tmp->in);
    if (w->keep->failed || w->tmp->in.failed || most > INT32_MAX / 64)
        return rk_fail(w->err, RK_ENOMEM, t.name, "too many rows");
    int32_t n = 0;
    for (bool end = false;; n++) {
        bad = table_next(&t, &end, w->err);
        if (bad || end)
            break;
        bad = read_id(&ids, id, n, &t, c_id, w->err);
        if (!bad)
            bad = read_house(w, &t, column, &h[n], &assumed[n]);
        if (bad)
            return bad;
        w->texts->assumed.people += table_cell(&t, column[1]).len == 0;
        w->texts->assumed.house_states += table_cell(&t, column[5]).len == 0;
        w->texts->assumed.tau += assumed[n];
    }
    w->out->houses = n;
    w->out->house = h;
    w->texts->house_id = id;
    w->texts->tau_assumed = assumed;
    return bad;
}

rk_status rk_heat_read_balance(struct rk_heat_file sources, struct rk_heat_file houses,
                               struct rk_arena *keep, struct rk_scratch scratch,
                               struct rk_heat_balance *out, struct rk_heat_balance_texts *texts,
                               struct rk_err *err)
{
    struct rk_arena r = *keep;
    struct rk_heat_balance balance = {0};
    struct rk_heat_balance_texts said = {0};
    struct tables w = {
        .out = &balance, .texts = &said, .keep = &r, .tmp = &scratch, .err = err};
    rk_status bad = read_sources(&w, sources);
    if (!bad)
        bad = read_houses(&w, houses);
    if (bad)
        return bad;
    *keep = r;
    *out = balance;
    *texts = said;
    return RK_OK;
}

const char *rk_heat_verdict_word(enum rk_heat_why why)
{
    return why == RK_HEAT_WARM       ? "warm"
           : why == RK_HEAT_PARTLY   ? "partly"
           : why == RK_HEAT_WHY_GONE ? "destroyed"
                                     : "cold";
}

const char *rk_heat_reason_word(enum rk_heat_why why)
{
    static const char *const word[] = {
        [RK_HEAT_WARM] = "",
        [RK_HEAT_PARTLY] = "source too small",
        [RK_HEAT_WHY_NONE] = "no source",
        [RK_HEAT_WHY_STANDS] = "source not started",
        [RK_HEAT_WHY_GAS] = "gas",
        [RK_HEAT_WHY_POWER] = "power",
        [RK_HEAT_WHY_BOILER] = "boiler",
        [RK_HEAT_WHY_PIPE] = "pipe",
        [RK_HEAT_WHY_GONE] = "",
    };
    return word[why];
}

static void put_comma(struct rk_buf *out, double x, int decimals)
{
    rk_buf_char(out, ',');
    if (isfinite(x))
        put_fixed(out, x, decimals);
}

void rk_heat_write_balance(const struct rk_heat_balance *balance,
                           const struct rk_heat_balance_texts *texts,
                           const struct rk_heat_verdict *v, struct rk_scratch scratch,
                           struct rk_buf *out)
{
    int32_t *order = RK_NEW(&scratch, int32_t, balance->houses);
    if (!order) {
        out->failed = true;
        return;
    }
    for (int32_t k = 0; k < v->drains; k++)
        order[v->drain[k]] = k + 1;
    rk_buf_c(out, "house,source,state,reason,share,kw,people,not_before,hours_to_8c,"
                  "hours_to_freezing,drain_order\n");
    for (int32_t h = 0; h < balance->houses; h++) {
        const struct rk_heat_house *x = &balance->house[h];
        const bool cold = v->why[h] != RK_HEAT_WARM && v->why[h] != RK_HEAT_WHY_GONE;
        put_field(out, texts->house_id[h]);
        rk_buf_char(out, ',');
        if (x->source >= 0)
            put_field(out, texts->source_id[x->source]);
        rk_buf_printf(out, ",%s,%s", rk_heat_verdict_word(v->why[h]),
                      rk_heat_reason_word(v->why[h]));
        put_comma(out, v->share[h], 3);
        put_comma(out, x->kw, 1);
        put_comma(out, x->people, 0);
        rk_buf_char(out, ',');
        if (cold && x->source >= 0 && balance->source[x->source].state != RK_HEAT_RUNS)
            put_field(out, texts->can_start_from[x->source]);
        put_comma(out, cold ? v->hours_to_8c[h] : HUGE_VAL, 1);
        put_comma(out, cold ? v->hours_to_freezing[h] : HUGE_VAL, 1);
        put_comma(out, order[h] > 0 ? order[h] : HUGE_VAL, 0);
        rk_buf_char(out, '\n');
    }
}

rk_status rk_heat_read_weather(struct rk_heat_file file, struct rk_arena *keep,
                               struct rk_heat_weather *out, struct rk_err *err)
{
    static const struct column hour = {"hour", 0.0, 1e6, (double)NAN, true};
    static const struct column outdoor = {"outdoor_c", -70.0, 60.0, (double)NAN, true};
    struct rk_arena r = *keep;
    struct table t;
    rk_status bad = table_open(file, &r, &t, err);
    if (bad)
        return bad;
    const int32_t c_hour = table_column(&t, "hour|h");
    const int32_t c_outdoor = table_column(&t, "outdoor_c|t_c|temp_c");
    bad = table_needs(&t, c_hour, "hour", err);
    if (!bad)
        bad = table_needs(&t, c_outdoor, "outdoor_c", err);
    if (bad)
        return bad;
    const ptrdiff_t most = table_rows(&t);
    double *h = RK_NEW(&r, double, most), *c = RK_NEW(&r, double, most);
    if (r.failed || most > INT32_MAX / 64)
        return rk_fail(err, RK_ENOMEM, t.name, "too many rows");
    int32_t n = 0;
    for (bool end = false;; n++) {
        bad = table_next(&t, &end, err);
        if (bad || end)
            break;
        bad = table_number(&t, c_hour, &hour, &h[n], err);
        if (!bad)
            bad = table_number(&t, c_outdoor, &outdoor, &c[n], err);
        if (!bad && n == 0 && h[0] > 0.0)
            bad = table_fail(&t, "hour", err, "starts at %g; expected 0", h[0]);
        if (!bad && n > 0 && h[n] <= h[n - 1])
            bad = table_fail(&t, "hour", err, "does not rise; expected above %g", h[n - 1]);
        if (bad)
            return bad;
    }
    if (!bad && n == 0)
        bad = rk_fail(err, RK_EINVAL, t.name, "no rows; expected hour,outdoor_c");
    if (bad)
        return bad;
    *keep = r;
    *out = (struct rk_heat_weather){n, h, c};
    return RK_OK;
}
