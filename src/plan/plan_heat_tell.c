/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order of the heat, told: the figure, the schedule, who stays cold, bars over days. */
#include "plan_heat.h"

#include "rk_text.h"

enum { ROWS_MOST = 300, COLD_ROWS = 60, BARS_MOST = 36, DAYS_LEAST = 21, DAYS_MOST = 84 };

static struct rk_str word(const struct heat_case *c, const char *key)
{
    return rk_str_of(rk_word(c->p->lang, key));
}

/* ---- the figure ----------------------------------------------------------------------------
 */

static void name_all(struct plan_tally *t, const struct plan_records *r, int32_t row)
{
    for (int32_t k = 0; k < r->slots; k++)
        plan_tally_without(t, plan_claim(r, row, k));
}

static int64_t all_slots(const struct plan_records *r)
{
    return (int64_t)r->rows * r->slots;
}

/* The claim a house is counted by: its state, else the boiler house it is on. */
static int64_t claim_of(const struct heat_case *c, int32_t row)
{
    const int64_t state = plan_claim(&c->house, row, HEAT_H_STATE);
    return state >= 0 ? state : plan_claim(&c->house, row, HEAT_H_SOURCE);
}

static bool in_time(const struct heat_case *c, int32_t scale, int32_t row)
{
    const rk_day day = heat_day(c, scale, row);
    return c->home[row].warm || (day != RK_DAY_NONE && day < c->frost);
}

/* Everything that the plans were made from stands behind the figure. */
static void name_sources(const struct heat_case *c, struct plan_tally *t)
{
    const struct plan_records *const whole[] = {&c->source, &c->pipe, &c->crew, &c->town};
    for (ptrdiff_t k = 0; k < RK_COUNT(whole); k++)
        for (int32_t i = 0; i < whole[k]->rows; i++)
            name_all(t, whole[k], i);
    for (int32_t i = 0; i < c->facility.rows; i++)
        if (plan_is(c->p, plan_claim(&c->facility, i, HEAT_F_TYPE), "hospital") ||
            plan_is(c->p, plan_claim(&c->facility, i, HEAT_F_TYPE), "mobile_hospital")) {
            const int32_t slots[] = {HEAT_F_TYPE, HEAT_F_SOURCE, HEAT_F_INPATIENTS,
                                     HEAT_F_BEDS};
            for (ptrdiff_t k = 0; k < RK_COUNT(slots); k++)
                plan_tally_without(t, plan_claim(&c->facility, i, slots[k]));
        }
}

static bool heat_tally(struct heat_case *c)
{
    struct plan *p = c->p;
    struct plan_tally t;
    if (c->frost == RK_DAY_NONE || c->house.rows == 0 || (c->jobs > 0 && !c->plan[0]))
        return true; /* no norm, no houses, nobody who could do it: no plan */
    if (!plan_tally_open(p,
                         2 * (int64_t)c->house.rows + all_slots(&c->house) +
                             all_slots(&c->source) + all_slots(&c->pipe) + all_slots(&c->crew) +
                             all_slots(&c->facility) + all_slots(&c->town),
                         &t))
        return false;
    for (int32_t i = 0; i < c->house.rows; i++) {
        bool always = true, ever = false;
        for (int k = 0; k < HEAT_SCALES; k++) {
            const bool is = in_time(c, k, i);
            always &= is;
            ever |= is;
        }
        if (c->home[i].gone)
            always = ever = false;
        plan_tally_add(&t, claim_of(c, i), always, ever);
        name_all(&t, &c->house, i);
    }
    name_sources(c, &t);
    plan_tally_close(p, &t, "heat.warm_by_frost", false, RK_EXACT);
    struct rk_buf b = rk_buf_in(p->keep, 200);
    rk_buf_printf(&b, "%s ", rk_word(p->lang, "list.frost_stays"));
    rk_say_day(p->lang, c->frost, &b);
    plan_detail(p, "heat.warm_by_frost", rk_buf_str(&b));
    return true;
}

/* ---- the schedule --------------------------------------------------------------------------
 */

struct rk_str heat_source_label(const struct heat_case *c, int32_t s)
{
    const struct rk_str key = plan_key(c->p, c->source.subject[s]);
    const struct rk_str name = plan_text(c->p, plan_claim(&c->source, s, HEAT_S_NAME));
    if (!name.len || rk_str_eq(name, key))
        return rk_str_printf(c->p->keep, "%s %.*s", rk_word(c->p->lang, "heat.boiler_house"),
                             RK_FMT(key));
    return rk_str_ends(name, key)
               ? name
               : rk_str_printf(c->p->keep, "%.*s %.*s", RK_FMT(key), RK_FMT(name));
}

static struct rk_str what_of(const struct heat_case *c, const struct heat_job *j)
{
    struct plan *p = c->p;
    const struct heat_source *s = &c->src[j->source];
    if (j->stage == HEAT_START)
        return rk_str_printf(p->keep, "%s %.*s",
                             rk_word(p->lang, s->repair   ? "heat.what.repair"
                                              : s->tested ? "heat.what.light"
                                                          : "heat.what.start"),
                             RK_FMT(heat_source_label(c, j->source)));
    if (j->stage == HEAT_MAIN)
        return rk_str_printf(p->keep, "%s %.*s", rk_word(p->lang, "heat.what.main"),
                             RK_FMT(plan_key(p, c->pipe.subject[j->row])));
    const struct heat_house *h = &c->home[j->row];
    const struct rk_str address = plan_text(p, plan_claim(&c->house, j->row, HEAT_H_ADDRESS));
    const struct rk_str id = plan_text(p, plan_claim(&c->house, j->row, HEAT_H_ID));
    return rk_str_printf(p->keep, "%s %.*s%s%.*s",
                         rk_word(p->lang, h->broken    ? "heat.what.mend"
                                          : h->drained ? "heat.what.fill"
                                                       : "heat.what.open"),
                         RK_FMT(id.len ? id : plan_key(p, c->house.subject[j->row])),
                         address.len ? ", " : "", RK_FMT(address));
}

static rk_day day_at(const struct heat_case *c, double hour)
{
    return c->p->day + (rk_day)floor(hour / 24.0);
}

static double hours_until(const struct heat_case *c, rk_day day)
{
    return day == RK_DAY_NONE || day <= c->p->day ? 0.0 : 24.0 * (day - c->p->day);
}

/* People who have heat by this work, directly or through what follows. */
static double people_of(const struct heat_case *c, const struct heat_job *j)
{
    if (j->stage == HEAT_HOUSE)
        return heat_day(c, 0, j->row) == RK_DAY_NONE ? 0.0 : c->home[j->row].people;
    const struct heat_source *s = &c->src[j->source];
    double people = s->patients;
    for (int32_t i = 0; i < c->house.rows; i++)
        if (c->home[i].source == j->source && !c->home[i].warm && !c->home[i].gone &&
            heat_day(c, 0, i) != RK_DAY_NONE)
            people += c->home[i].people;
    return people;
}

static const char *why_then(const struct heat_case *c, const struct heat_job *j)
{
    const struct heat_source *s = &c->src[j->source];
    if (j->stage == HEAT_HOUSE && s->planned)
        return "heat.because.boiler";
    if (j->stage == HEAT_START && s->no_gas)
        return "heat.because.gas";
    if (j->stage == HEAT_START && s->no_power)
        return "heat.because.power";
    if (j->stage == HEAT_START && hours_until(c, s->said) > 0.0)
        return "heat.because.said";
    return s->planned && s->patients > 0.0 ? "heat.because.hospital" : "heat.because.worth";
}

static void schedule_row(const struct heat_case *c, const struct rk_repair_task *task,
                         int32_t order, struct rk_list_cell *cell)
{
    struct plan *p = c->p;
    const struct heat_job *j = &c->job[task->job];
    const int32_t crew = c->team[task->crew].row;
    const struct rk_str name = plan_text(p, plan_claim(&c->crew, crew, HEAT_C_NAME));
    rk_day from = day_at(c, task->sooner_h);
    if (j->stage == HEAT_START)
        from = day_at(c, fmax(task->sooner_h, hours_until(c, c->src[j->source].said)));
    if (j->stage == HEAT_HOUSE)
        from = heat_day(c, 0, j->row);
    plan_cell_text(&cell[0], name.len ? name : plan_key(p, c->crew.subject[crew]));
    plan_cell_number(&cell[1], order, "");
    plan_cell_text(&cell[2], what_of(c, j));
    plan_cell_day(p, &cell[3], day_at(c, task->start_h));
    plan_cell_day(p, &cell[4], day_at(c, fmax(task->start_h, task->end_h - 1e-6)));
    plan_cell_number(&cell[5], floor(people_of(c, j) + 0.5), "");
    if (from != RK_DAY_NONE)
        plan_cell_day(p, &cell[6], from);
    plan_cell_text(&cell[7], word(c, why_then(c, j)));
    cell[2].strong = j->stage == HEAT_START;
}

static struct rk_str schedule_note(const struct heat_case *c)
{
    return rk_str_printf(
        c->p->keep, "%s %s%.*s", rk_word(c->p->lang, "list.note.plan"),
        rk_word(c->p->lang, c->flips ? "list.note.plan.flips" : "list.note.plan.stays"),
        RK_FMT(heat_doubts(c)));
}

static void list_schedule(struct heat_case *c)
{
    static const struct rk_list_column columns[] = {
        {"list.column.crew", false, 0.13},       {"list.column.order", true, 0.04},
        {"list.column.what", false, 0.33},       {"list.column.from", false, 0.10},
        {"list.column.to", false, 0.10},         {"list.column.warms", true, 0.07},
        {"list.column.not_before", false, 0.10}, {"list.column.why_cold", false, 0.13}};
    const struct rk_repair_plan *plan = c->plan[0];
    struct plan_list l;
    if (!plan || !plan_list_open(c->p,
                                 (struct rk_list){.id = "cold.schedule",
                                                  .title = "list.cold.schedule",
                                                  .section = "cold",
                                                  .figure = "heat.warm_by_frost",
                                                  .reader = RK_LIST_INSIDE,
                                                  .note = schedule_note(c)},
                                 columns, (int32_t)RK_COUNT(columns), ROWS_MOST, &l))
        return;
    const int32_t each = ROWS_MOST / c->teams; /* so that every crew finds its first steps */
    for (int32_t i = 0, order = 0; i < plan->tasks; i++) {
        order = i > 0 && plan->task[i].crew == plan->task[i - 1].crew ? order + 1 : 1;
        struct rk_list_cell *cell =
            order <= each || plan->tasks <= ROWS_MOST ? plan_list_row(&l) : NULL;
        if (cell)
            schedule_row(c, &plan->task[i], order, cell);
        else if (l.head.rows < l.room)
            l.head.left_out++;
    }
    plan_list_close(c->p, &l);
}

/* ---- who stays cold ------------------------------------------------------------------------
 */

static const char *const why_words[HEAT_WHYS] = {
    [HEAT_WARM] = "",
    [HEAT_DESTROYED] = "heat.cold.destroyed",
    [HEAT_CLOSED] = "heat.cold.closed",
    [HEAT_NO_GAS] = "heat.cold.gas",
    [HEAT_NO_POWER] = "heat.cold.power",
    [HEAT_NO_FUEL] = "heat.cold.fuel",
    [HEAT_NO_CREW] = "heat.cold.crew",
    [HEAT_TOO_SMALL] = "heat.cold.small",
    [HEAT_TOO_LATE] = "heat.cold.late",
    [HEAT_NO_SOURCE] = "heat.cold.none",
    [HEAT_OWN_PIPES] = "heat.cold.pipes",
};

struct cold_row {
    int32_t source, houses, placed, stoves;
    enum heat_why why;
    double people, lat, lon; /* sums over the placed houses */
};

static int by_people(const void *a, const void *b)
{
    const struct cold_row *x = a, *y = b;
    if (x->people != y->people)
        return x->people > y->people ? -1 : 1;
    return x->source != y->source ? (x->source > y->source) - (x->source < y->source)
                                  : (x->why > y->why) - (x->why < y->why);
}

static int32_t gather_cold(const struct heat_case *c, struct cold_row *rows)
{
    const int32_t sources = c->source.rows + 1;
    for (int32_t k = 0; k < sources * HEAT_WHYS; k++)
        rows[k] = (struct cold_row){.source = k / HEAT_WHYS - 1,
                                    .why = (enum heat_why)(k % HEAT_WHYS)};
    for (int32_t i = 0; i < c->house.rows; i++) {
        const struct heat_house *h = &c->home[i];
        const enum heat_why why = heat_why_cold(c, i);
        if (h->gone || why == HEAT_WARM)
            continue;
        struct cold_row *r = &rows[(h->source + 1) * HEAT_WHYS + (int32_t)why];
        const double lat = plan_number(c->p, plan_claim(&c->house, i, HEAT_H_LATITUDE));
        const double lon = plan_number(c->p, plan_claim(&c->house, i, HEAT_H_LONGITUDE));
        r->houses++;
        r->people += h->people;
        r->stoves += plan_true(c->p, plan_claim(&c->house, i, HEAT_H_STOVE));
        if (isnan(lat) || isnan(lon))
            continue;
        r->placed++;
        r->lat += lat;
        r->lon += lon;
    }
    int32_t n = 0;
    for (int32_t k = 0; k < sources * HEAT_WHYS; k++)
        if (rows[k].houses)
            rows[n++] = rows[k];
    qsort(rows, (size_t)n, sizeof *rows, by_people);
    return n;
}

/* The nearest warming point that is open: name, way, places; where stoves are allowed. */
static struct rk_str offered(const struct heat_case *c, const struct cold_row *r)
{
    const struct plan *p = c->p;
    const struct plan_records *f = &c->facility;
    struct rk_buf b = rk_buf_in(p->keep, 400);
    double best_m = HUGE_VAL;
    int32_t best = -1;
    for (int32_t i = 0; i < f->rows && r->placed; i++) {
        if (!plan_is(p, plan_claim(f, i, HEAT_F_TYPE), "warming_point") ||
            !plan_is(p, plan_claim(f, i, HEAT_F_STATE), "working"))
            continue;
        const double m = plan_metres(r->lat / r->placed, r->lon / r->placed,
                                     plan_number(p, plan_claim(f, i, HEAT_F_LATITUDE)),
                                     plan_number(p, plan_claim(f, i, HEAT_F_LONGITUDE)));
        if (m < best_m) {
            best_m = m;
            best = i;
        }
    }
    if (best >= 0) {
        const double places = plan_number(p, plan_claim(f, best, HEAT_F_PLACES));
        const struct rk_str name =
            rk_utf8_head(plan_text(p, plan_claim(f, best, HEAT_F_NAME)), 160);
        rk_buf_printf(&b, "%.*s, ", RK_FMT(name));
        rk_say_number(p->lang, fmax(0.1, floor(best_m / 100.0 + 0.5) / 10.0), 1, &b);
        rk_buf_printf(&b, " %s", rk_word(p->lang, "heat.offer.km"));
        if (places > 0.0) {
            rk_buf_printf(&b, ", %s ", rk_word(p->lang, "heat.offer.places"));
            rk_say_number(p->lang, places, 0, &b);
        }
    }
    if (r->stoves) {
        rk_buf_printf(&b, "%s%s ", b.len ? "; " : "", rk_word(p->lang, "heat.offer.stoves"));
        rk_say_number(p->lang, r->stoves, 0, &b);
    }
    return rk_buf_str(&b);
}

static void list_cold(struct heat_case *c)
{
    static const struct rk_list_column columns[] = {{"list.column.boiler_house", false, 0.26},
                                                    {"list.column.houses", true, 0.09},
                                                    {"list.column.people", true, 0.10},
                                                    {"list.column.why_cold", false, 0.23},
                                                    {"list.column.offered", false, 0.32}};
    struct plan_list l;
    struct cold_row *rows =
        RK_NEW(&c->p->scratch->in, struct cold_row, (int64_t)(c->source.rows + 1) * HEAT_WHYS);
    if (!rows || !plan_list_open(c->p,
                                 (struct rk_list){.id = "cold.stays_cold",
                                                  .title = "list.cold.stays_cold",
                                                  .section = "cold",
                                                  .figure = "heat.cold_people",
                                                  .reader = RK_LIST_INSIDE,
                                                  .note = word(c, "list.note.stays_cold")},
                                 columns, (int32_t)RK_COUNT(columns), COLD_ROWS, &l))
        return;
    const int32_t n = gather_cold(c, rows);
    for (int32_t k = 0; k < n; k++) {
        struct rk_list_cell *cell = plan_list_row(&l);
        if (!cell)
            continue;
        if (rows[k].source >= 0)
            plan_cell_text(&cell[0], heat_source_label(c, rows[k].source));
        plan_cell_number(&cell[1], rows[k].houses, "");
        plan_cell_number(&cell[2], floor(rows[k].people + 0.5), "");
        plan_cell_text(&cell[3], word(c, why_words[rows[k].why]));
        plan_cell_text(&cell[4], offered(c, &rows[k]));
    }
    plan_list_close(c->p, &l);
}

/* ---- bars ----------------------------------------------------------------------------------
 */

/* Of one boiler house, in days from today: the first and the last of its houses warm. */
struct span {
    int32_t source, houses;
    double first, last; /* HUGE_VAL, 0: none */
    bool work;
};

static bool is_at(const struct heat_case *c, int32_t task, int32_t s)
{
    return c->job[c->plan[0]->task[task].job].source == s;
}

static struct span span_of(const struct heat_case *c, int32_t s)
{
    const struct rk_repair_plan *plan = c->plan[0];
    struct span out = {s, 0, HUGE_VAL, 0.0, false};
    for (int32_t i = 0; plan && i < plan->tasks; i++)
        out.work |= is_at(c, i, s);
    for (int32_t i = 0; i < c->house.rows; i++) {
        const struct heat_house *h = &c->home[i];
        if (h->source != s || h->gone || heat_day(c, 0, i) == RK_DAY_NONE)
            continue;
        const double day = h->warm || !plan ? 0.0 : plan->warm_h[h->node] / 24.0;
        out.houses++;
        out.first = fmin(out.first, day);
        out.last = fmax(out.last, day);
    }
    const int32_t patient = c->src[s].patient;
    if (c->src[s].runs && c->src[s].patients > 0.0) {
        out.first = fmin(out.first, 0.0);
    } else if (plan && patient >= 0 && isfinite(plan->warm_h[patient])) {
        out.first = fmin(out.first, plan->warm_h[patient] / 24.0);
        out.last = fmax(out.last, plan->warm_h[patient] / 24.0);
    }
    return out;
}

/* The next stretch of work at it that begins after hour `after_h`, gaps of up to a day left
 * out; false: none. */
static bool next_work(const struct heat_case *c, int32_t s, double after_h, double *from_h,
                      double *to_h)
{
    const struct rk_repair_plan *plan = c->plan[0];
    *from_h = HUGE_VAL;
    for (int32_t i = 0; plan && i < plan->tasks; i++)
        if (is_at(c, i, s) && plan->task[i].start_h > after_h)
            *from_h = fmin(*from_h, plan->task[i].start_h);
    *to_h = *from_h;
    for (bool more = isfinite(*from_h); more;) {
        more = false;
        for (int32_t i = 0; i < plan->tasks; i++)
            if (is_at(c, i, s) && plan->task[i].start_h > after_h &&
                plan->task[i].start_h <= *to_h + 24.0 && plan->task[i].end_h > *to_h) {
                *to_h = plan->task[i].end_h;
                more = true;
            }
    }
    return isfinite(*from_h);
}

static int by_first(const void *a, const void *b)
{
    const struct span *x = a, *y = b;
    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    return x->source < y->source ? -1 : x->source > y->source;
}

static void put_bar(struct rk_chart_row *row, struct rk_chart_bar *room, uint8_t look,
                    double from, double to)
{
    if (to - from > 1e-6)
        room[row->bars++] = (struct rk_chart_bar){look, (float)from, (float)to};
}

static struct rk_str counted(const struct heat_case *c, int32_t n, const char *unit)
{
    const struct rk_unit *u = rk_unit_find(rk_str_of(unit));
    struct rk_buf b = rk_buf_in(c->p->keep, 80);
    rk_say_number(c->p->lang, n, 0, &b);
    rk_buf_printf(&b, " %s", u ? rk_form(&u->words, c->p->lang, n) : unit);
    return rk_buf_str(&b);
}

static void bar_row(const struct heat_case *c, const struct span *s, struct rk_chart_row *row)
{
    enum { STRETCHES = 3, BARS = 2 * STRETCHES + 2 };
    struct rk_chart_bar *bar = RK_NEW(c->p->keep, struct rk_chart_bar, BARS);
    const struct rk_str name = heat_source_label(c, s->source);
    *row = (struct rk_chart_row){
        .label = s->houses ? rk_str_printf(c->p->keep, "%.*s · %.*s", RK_FMT(name),
                                           RK_FMT(counted(c, s->houses, "houses")))
                           : name,
        .bar = bar};
    if (!bar)
        return;
    double from_h, to_h = -1.0, done = HUGE_VAL;
    for (int k = 0; k < STRETCHES && next_work(c, s->source, to_h, &from_h, &to_h); k++) {
        put_bar(row, bar, RK_BAR_WAIT, done, fmin(from_h / 24.0, s->first));
        put_bar(row, bar, RK_BAR_WORK, from_h / 24.0, fmin(to_h / 24.0, s->first));
        done = to_h / 24.0;
    }
    put_bar(row, bar, RK_BAR_WAIT, done, fmin(s->first, DAYS_MOST + 1.0));
    if (isfinite(s->first)) {
        put_bar(row, bar, RK_BAR_PART, s->first, fmax(s->first, s->last));
        put_bar(row, bar, RK_BAR_DONE, fmax(s->first, s->last), DAYS_MOST + 1.0);
    }
}

/* All that this plan cannot help, in one line. */
static void cold_bar_row(const struct heat_case *c, struct rk_chart *chart,
                         struct rk_chart_row *row)
{
    int32_t houses = 0, sources = 0;
    for (int32_t s = 0; s < c->source.rows; s++)
        sources += !c->src[s].runs && !c->src[s].planned;
    for (int32_t i = 0; i < c->house.rows; i++)
        houses += !c->home[i].gone && heat_why_cold(c, i) != HEAT_WARM;
    if (houses == 0)
        return;
    const struct rk_str cold = counted(c, houses, "houses");
    row[chart->rows++] = (struct rk_chart_row){
        .label = sources
                     ? rk_str_printf(c->p->keep, "%.*s · %.*s",
                                     RK_FMT(counted(c, sources, "boiler_houses")), RK_FMT(cold))
                     : cold,
        .beside = word(c, "heat.not_this_winter"),
        .alert = true};
}

static bool draw(struct heat_case *c)
{
    struct plan *p = c->p;
    struct span *span = RK_NEW(&p->scratch->in, struct span, c->source.rows + 1);
    struct rk_chart_row *row = RK_NEW(p->keep, struct rk_chart_row, BARS_MOST + 2);
    struct rk_chart *chart = RK_NEW(p->keep, struct rk_chart, 1);
    if (!span || !row || !chart)
        return false;
    int32_t n = 0;
    double last = c->frost > p->day ? c->frost - p->day : 0;
    for (int32_t s = 0; s < c->source.rows; s++) {
        if (!c->src[s].runs && !c->src[s].planned)
            continue;
        span[n] = span_of(c, s);
        if (isfinite(span[n].first))
            last = fmax(last, fmax(span[n].first, span[n].last));
        n += span[n].houses > 0 || isfinite(span[n].first) || span[n].work;
    }
    if (n == 0)
        return true;
    qsort(span, (size_t)n, sizeof *span, by_first);
    *chart = (struct rk_chart){
        .id = "cold.gantt",
        .title = "list.cold.gantt",
        .section = "cold",
        .reader = RK_LIST_INSIDE,
        .first = p->day,
        .days = (int32_t)fmin(DAYS_MOST, fmax(DAYS_LEAST, ceil((last + 5.0) / 7.0) * 7.0)),
        .row = row,
        .line = c->frost,
        .line_words = "list.frost_stays",
        .look = {"heat.bar.work", "heat.bar.wait", "heat.bar.part", "heat.bar.done"},
        .note = word(c, "list.note.gantt"),
        .left_out = n > BARS_MOST ? n - BARS_MOST : 0};
    for (int32_t k = 0; k < n && k < BARS_MOST; k++)
        bar_row(c, &span[k], &row[chart->rows++]);
    cold_bar_row(c, chart, row);
    p->chart = chart;
    return true;
}

static void heat_tell(struct heat_case *c)
{
    list_schedule(c);
    list_cold(c);
}

bool plan_count_heat(struct plan *p)
{
    struct heat_case c;
    if (!heat_read(p, &c) || !heat_solve(&c) || !heat_tally(&c))
        return false;
    if (!p->lists)
        return true;
    heat_tell(&c);
    return heat_pipes(&c) && draw(&c);
}
