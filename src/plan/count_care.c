/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who needs care: the doctor's list by the day the medicine runs out, stock, beds. */
#include "plan_lots.h"
#include "rk_saying.h"

enum {
    NUMBER,
    KIND,
    NAME,
    ADDRESS,
    BANK,
    MEDICINE,
    STRENGTH,
    PER_DAY,
    LEFT,
    RUNS_OUT,
    COLD,
    TRIAGE,
    SCALE,
    BY,
    SEEN_AT,
    VALID,
    CAPABILITY,
    STATE,
    REASON,
    MOBILITY,
    NEED_SLOTS
};
static const struct plan_slot need_slots[NEED_SLOTS] = {
    {"number", NULL},     {"kind", NULL},        {"full_name", NULL},   {"address", NULL},
    {"bank", NULL},       {"medicine", NULL},    {"strength", NULL},    {"per_day", NULL},
    {"left", NULL},       {"runs_out", NULL},    {"cold_chain", NULL},  {"triage", NULL},
    {"scale", NULL},      {"assessed_by", NULL}, {"assessed_at", NULL}, {"assess_until", NULL},
    {"capability", NULL}, {"state", NULL},       {"reason", NULL},      {"mobility", NULL}};

enum { LISTED = 120, STOCK_LISTED = 120 };

struct need {
    int32_t row;
    rk_day as_of, runs_out; /* runs_out: RK_DAY_NONE when it is no medicine */
    bool open, unserved;
};

struct care {
    struct plan *p;
    struct plan_records r;
    struct need *need;
    int32_t needs;
};

static int64_t claim_of(const struct care *c, const struct need *n, int slot)
{
    return plan_claim(&c->r, n->row, slot);
}

/* ---- the present list: each card once ------------------------------------------------------
 */

static bool present(struct care *c)
{
    struct plan *p = c->p;
    int32_t cards = 0;
    const struct plan_card *card = plan_cards(p, &c->r, KIND, NUMBER, &cards);
    c->need = RK_NEW(&p->scratch->in, struct need, cards + 1);
    if (!card || !c->need)
        return false;
    for (int32_t i = 0; i < cards; i++) {
        const int32_t row = card[i].row;
        const int64_t state = plan_claim(&c->r, row, STATE);
        c->need[c->needs++] =
            (struct need){.row = row,
                          .as_of = card[i].as_of,
                          .runs_out = plan_date(p, plan_claim(&c->r, row, RUNS_OUT)),
                          .open = plan_need_open(p, state),
                          .unserved = plan_is(p, state, "unserved")};
    }
    return true;
}

/* ---- figures -------------------------------------------------------------------------------
 */

static bool is_medicine(const struct need *n)
{
    return n->runs_out != RK_DAY_NONE;
}

/* From today on; before: those whose medicine is gone already, as far as anybody said. */
static bool runs_out_within(const struct care *c, const struct need *n, int days)
{
    return days < 0 ? n->runs_out < c->p->day
                    : n->runs_out >= c->p->day && n->runs_out <= c->p->day + days;
}

static bool count_until(struct care *c, const char *figure, int days)
{
    struct plan_tally t;
    if (!plan_tally_open(c->p, c->needs, &t))
        return false;
    for (int32_t i = 0; i < c->needs; i++) {
        const struct need *n = &c->need[i];
        if (is_medicine(n) && n->open)
            plan_tally_add(&t, claim_of(c, n, RUNS_OUT), runs_out_within(c, n, days),
                           runs_out_within(c, n, days));
    }
    plan_tally_drop_zeros(&t);
    for (int32_t i = 0; i < c->needs; i++) /* without their last row they would be open */
        if (is_medicine(&c->need[i]) && !c->need[i].open)
            plan_tally_without(&t, claim_of(c, &c->need[i], STATE));
    plan_tally_close(c->p, &t, figure, false, RK_EXACT);
    return true;
}

/* In the words of the office, most frequent first. */
static void say_reasons(struct care *c)
{
    enum { REASONS = 24 };
    struct plan *p = c->p;
    struct {
        struct rk_str words;
        int32_t count;
    } said[REASONS];
    int n = 0;
    for (int32_t i = 0; i < c->needs; i++) {
        const struct rk_str why = c->need[i].unserved
                                      ? plan_text(p, claim_of(c, &c->need[i], REASON))
                                      : (struct rk_str){"", 0};
        int k = 0;
        while (k < n && !rk_str_eq(said[k].words, why))
            k++;
        if (!why.len || k == REASONS)
            continue;
        if (k == n) {
            said[n].words = why;
            said[n++].count = 0;
        }
        said[k].count++;
    }
    struct rk_buf b = rk_buf_in(p->keep, 600);
    for (int shown = 0; shown < 4; shown++) {
        int best = -1;
        for (int k = 0; k < n; k++)
            if (said[k].count && (best < 0 || said[k].count > said[best].count))
                best = k;
        if (best < 0)
            break;
        const char *known = rk_saying(p->lang, said[best].words);
        const struct rk_str words = known ? rk_str_of(known) : said[best].words;
        rk_buf_printf(&b, "%s%.*s – ", b.len ? ", " : "", RK_FMT(words));
        rk_say_number(p->lang, said[best].count, 0, &b);
        said[best].count = 0;
    }
    plan_detail(p, "care.unserved", rk_buf_str(&b));
}

/* Today's are the fewer ones: most urgent are those who have none left. */
static void say_ran_out(struct care *c)
{
    int32_t gone = 0;
    for (int32_t i = 0; i < c->needs; i++)
        gone +=
            is_medicine(&c->need[i]) && c->need[i].open && runs_out_within(c, &c->need[i], -1);
    struct rk_buf b = rk_buf_in(c->p->keep, 100);
    plan_say_counted(c->p, &b, "", "care.have_none", gone);
    plan_detail(c->p, "care.runs_out_today", rk_buf_str(&b));
}

static bool count_needs(struct care *c)
{
    struct plan_tally unserved, on_list, again;
    if (!plan_tally_open(c->p, c->needs, &unserved) ||
        !plan_tally_open(c->p, c->needs, &on_list) || !plan_tally_open(c->p, c->needs, &again))
        return false;
    for (int32_t i = 0; i < c->needs; i++) {
        const struct need *n = &c->need[i];
        const int64_t kind = claim_of(c, n, KIND);
        const rk_day valid = plan_date(c->p, claim_of(c, n, VALID));
        if (n->open)
            plan_tally_add(&on_list, kind >= 0 ? kind : claim_of(c, n, NUMBER), 1.0, 1.0);
        else
            plan_tally_without(&on_list, claim_of(c, n, STATE));
        if (n->unserved)
            plan_tally_add(&unserved, claim_of(c, n, STATE), 1.0, 1.0);
        else if (!n->open)
            plan_tally_without(&unserved, claim_of(c, n, STATE));
        if (n->open && valid != RK_DAY_NONE && valid < c->p->day)
            plan_tally_add(&again, claim_of(c, n, VALID), 1.0, 1.0);
        else if (valid != RK_DAY_NONE)
            plan_tally_without(&again, claim_of(c, n, VALID)); /* seen again since */
    }
    plan_tally_close(c->p, &on_list, "care.on_list", false, RK_EXACT);
    /* With a list that holds nobody unserved, nobody is: a count of none has its claims, too.
     */
    if (!unserved.count && on_list.count)
        for (int64_t i = 0; i < on_list.count; i++)
            plan_tally_add(&unserved, on_list.claim[i], 0.0, 0.0);
    plan_tally_close(c->p, &unserved, "care.unserved", false, RK_EXACT);
    plan_tally_close(c->p, &again, "care.reassess", false, RK_EXACT);
    say_reasons(c);
    say_ran_out(c);
    return count_until(c, "care.ran_out", -1) && count_until(c, "care.runs_out_today", 0) &&
           count_until(c, "care.runs_out_3_days", 3) &&
           count_until(c, "care.runs_out_7_days", 7);
}

/* ---- lists ---------------------------------------------------------------------------------
 */

static int triage_rank(const struct plan *p, int64_t claim)
{
    static const char *const rank[] = {"red",  "orange",    "yellow", "green",
                                       "blue", "expectant", "black"};
    for (int i = 0; i < RK_COUNT(rank); i++)
        if (plan_is(p, claim, rank[i]))
            return i;
    return RK_COUNT(rank);
}

struct ordered {
    int32_t first, second, need;
};

static int order_of(const void *a, const void *b)
{
    const struct ordered *x = a, *y = b;
    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    if (x->second != y->second)
        return x->second < y->second ? -1 : 1;
    return (x->need > y->need) - (x->need < y->need);
}

/* Needs of a kind in the doctor's order: triage, then the day; medicine by its last day. */
static int32_t in_order(struct care *c, bool medicine, bool unserved, struct ordered **out)
{
    struct ordered *o = RK_NEW(&c->p->scratch->in, struct ordered, c->needs + 1);
    int32_t n = 0;
    *out = o;
    for (int32_t i = 0; o && i < c->needs; i++) {
        const struct need *need = &c->need[i];
        const int triage = triage_rank(c->p, claim_of(c, need, TRIAGE));
        if (!need->open || need->unserved != unserved ||
            (!unserved && is_medicine(need) != medicine))
            continue;
        o[n++] = medicine
                     ? (struct ordered){need->runs_out, triage, i}
                     : (struct ordered){triage, plan_date(c->p, claim_of(c, need, SEEN_AT)), i};
    }
    if (o)
        qsort(o, (size_t)n, sizeof *o, order_of);
    return n;
}

static void need_name(struct care *c, const struct need *n, struct rk_list_cell *card,
                      struct rk_list_cell *name)
{
    plan_cell_text(card, plan_text(c->p, claim_of(c, n, NUMBER)));
    plan_cell_text(name, plan_text(c->p, claim_of(c, n, NAME)));
}

static struct rk_str assessed(struct care *c, const struct need *n)
{
    struct plan *p = c->p;
    struct rk_buf b = rk_buf_in(p->keep, 400);
    const int64_t triage = claim_of(c, n, TRIAGE), scale = claim_of(c, n, SCALE);
    if (triage >= 0)
        rk_buf_add(&b, plan_choice(p, "need", "triage", triage));
    if (scale >= 0 && triage >= 0)
        rk_buf_printf(&b, " (%.*s)", RK_FMT(plan_choice(p, "need", "scale", scale)));
    return rk_buf_str(&b);
}

static void list_unserved(struct care *c)
{
    static const struct rk_list_column columns[] = {
        {"list.column.card", false, 0.07},     {"list.column.name", false, 0.25},
        {"list.column.triage", false, 0.13},   {"list.column.assessed_by", false, 0.19},
        {"list.column.assessed", false, 0.11}, {"list.column.needs", false, 0.11},
        {"list.column.why_not", false, 0.14}};
    struct plan *p = c->p;
    struct plan_list l;
    struct ordered *o;
    const int32_t n = in_order(c, false, true, &o);
    if (!plan_list_open(p,
                        (struct rk_list){.id = "care.unserved",
                                         .title = "list.care.unserved",
                                         .section = "care",
                                         .figure = "care.unserved",
                                         .reader = RK_LIST_INSIDE},
                        columns, (int32_t)RK_COUNT(columns), LISTED, &l))
        return;
    for (int32_t i = 0; i < n; i++) {
        const struct need *need = &c->need[o[i].need];
        struct rk_list_cell *cell = plan_list_row(&l);
        if (!cell)
            continue;
        need_name(c, need, &cell[0], &cell[1]);
        plan_cell_text(&cell[2], assessed(c, need));
        plan_cell_text(&cell[3], plan_text(p, claim_of(c, need, BY)));
        plan_cell_day(p, &cell[4], plan_date(p, claim_of(c, need, SEEN_AT)));
        plan_cell_text(&cell[5],
                       plan_choice(p, "need", "capability", claim_of(c, need, CAPABILITY)));
        plan_cell_text(&cell[6], plan_text(p, claim_of(c, need, REASON)));
        cell[2].strong = o[i].first <= 1;
    }
    plan_list_close(p, &l);
}

static void list_runs_out(struct care *c)
{
    static const struct rk_list_column columns[] = {
        {"list.column.runs_out", false, 0.16}, {"list.column.card", false, 0.07},
        {"list.column.name", false, 0.29},     {"list.column.medicine", false, 0.26},
        {"list.column.left", true, 0.09},      {"list.column.bank", false, 0.13}};
    struct plan *p = c->p;
    struct plan_list l;
    struct ordered *o;
    const int32_t n = in_order(c, true, false, &o);
    if (!plan_list_open(p,
                        (struct rk_list){.id = "care.runs_out",
                                         .title = "list.care.runs_out",
                                         .section = "care",
                                         .figure = "care.runs_out_today",
                                         .reader = RK_LIST_INSIDE},
                        columns, (int32_t)RK_COUNT(columns), LISTED, &l))
        return;
    for (int32_t i = 0; i < n; i++) {
        const struct need *need = &c->need[o[i].need];
        if (need->runs_out > p->day + 7)
            continue;
        struct rk_list_cell *cell = plan_list_row(&l);
        if (!cell)
            continue;
        plan_cell_day(p, &cell[0], need->runs_out);
        cell[0].strong = need->runs_out == p->day;
        cell[0].alert = need->runs_out < p->day;
        need_name(c, need, &cell[1], &cell[2]);
        const struct rk_str strength = plan_text(p, claim_of(c, need, STRENGTH));
        plan_cell_text(&cell[3],
                       rk_str_printf(p->keep, "%.*s%s%.*s%s",
                                     RK_FMT(plan_text(p, claim_of(c, need, MEDICINE))),
                                     strength.len ? " " : "", RK_FMT(strength),
                                     plan_true(p, claim_of(c, need, COLD)) ? " *" : ""));
        plan_cell_number(&cell[4], plan_number(p, claim_of(c, need, LEFT)), "");
        plan_cell_text(&cell[5], plan_choice(p, "need", "bank", claim_of(c, need, BANK)));
    }
    plan_list_close(p, &l);
}

static void list_transfers(struct care *c)
{
    static const struct rk_list_column columns[] = {
        {"list.column.triage", false, 0.14},   {"list.column.card", false, 0.07},
        {"list.column.name", false, 0.27},     {"list.column.assessed_by", false, 0.19},
        {"list.column.assessed", false, 0.12}, {"list.column.needs", false, 0.11},
        {"list.column.moves", false, 0.10}};
    struct plan *p = c->p;
    struct plan_list l;
    struct ordered *o;
    const int32_t n = in_order(c, false, false, &o);
    if (!plan_list_open(
            p,
            (struct rk_list){.id = "care.waiting",
                             .title = "list.care.waiting",
                             .section = "care",
                             .figure = "care.on_list",
                             .reader = RK_LIST_INSIDE,
                             .note = rk_str_of(rk_word(p->lang, "list.note.reassess"))},
            columns, (int32_t)RK_COUNT(columns), LISTED, &l))
        return;
    for (int32_t i = 0; i < n; i++) {
        const struct need *need = &c->need[o[i].need];
        const rk_day valid = plan_date(p, claim_of(c, need, VALID));
        struct rk_list_cell *cell = plan_list_row(&l);
        if (!cell)
            continue;
        plan_cell_text(&cell[0], assessed(c, need));
        cell[0].alert = valid != RK_DAY_NONE && valid < p->day;
        need_name(c, need, &cell[1], &cell[2]);
        plan_cell_text(&cell[3], plan_text(p, claim_of(c, need, BY)));
        plan_cell_day(p, &cell[4], plan_date(p, claim_of(c, need, SEEN_AT)));
        plan_cell_text(&cell[5],
                       plan_choice(p, "need", "capability", claim_of(c, need, CAPABILITY)));
        plan_cell_text(&cell[6],
                       plan_choice(p, "need", "mobility", claim_of(c, need, MOBILITY)));
    }
    plan_list_close(p, &l);
}

/* ---- by medicine, and what is in stock -----------------------------------------------------
 */

struct drug {
    struct rk_str name;
    int32_t patients, gone, today, three, seven;
    bool cold;
    double per_day, stock, soon, expired; /* units; soon: within 30 days of its date */
};

static int32_t drug_of(struct drug *d, int32_t *count, int32_t room, struct rk_str name)
{
    for (int32_t i = 0; i < *count; i++)
        if (rk_str_eq(d[i].name, name))
            return i;
    if (*count >= room || !name.len)
        return -1;
    d[*count] = (struct drug){.name = name};
    return (*count)++;
}

static int drug_order(const void *a, const void *b)
{
    const struct drug *x = a, *y = b;
    if (x->today != y->today)
        return x->today > y->today ? -1 : 1;
    if (x->seven != y->seven)
        return x->seven > y->seven ? -1 : 1;
    return rk_str_cmp(x->name, y->name);
}

static void count_drugs(struct care *c, struct drug *d, int32_t *count, int32_t room)
{
    struct plan *p = c->p;
    for (int32_t i = 0; i < c->needs; i++) {
        const struct need *n = &c->need[i];
        if (!is_medicine(n) || !n->open)
            continue;
        const int32_t k = drug_of(d, count, room, plan_text(p, claim_of(c, n, MEDICINE)));
        if (k < 0)
            continue;
        const double per_day = plan_number(p, claim_of(c, n, PER_DAY));
        d[k].patients++;
        d[k].gone += runs_out_within(c, n, -1);
        d[k].today += runs_out_within(c, n, 0);
        d[k].three += runs_out_within(c, n, 3);
        d[k].seven += runs_out_within(c, n, 7);
        d[k].cold |= plan_true(p, claim_of(c, n, COLD));
        d[k].per_day += per_day > 0.0 ? per_day : 0.0;
    }
}

static struct rk_str drug_name(const struct care *c, const struct drug *d)
{
    return d->cold ? rk_str_printf(c->p->keep, "%.*s (%s)", RK_FMT(d->name),
                                   rk_word(c->p->lang, "list.cold"))
                   : d->name;
}

static void list_medicines(struct care *c, const struct drug *d, int32_t count)
{
    static const struct rk_list_column columns[] = {{"list.column.medicine", false, 0.36},
                                                    {"list.column.today", true, 0.16},
                                                    {"list.column.days_3", true, 0.16},
                                                    {"list.column.days_7", true, 0.16},
                                                    {"list.column.gone", true, 0.16}};
    enum { SHOWN = 3 };
    struct plan *p = c->p;
    struct plan_list l;
    if (!count || !plan_list_open(p,
                                  (struct rk_list){.id = "care.medicines",
                                                   .title = "list.care.medicines",
                                                   .section = "care",
                                                   .figure = "care.runs_out_today",
                                                   .reader = RK_LIST_ALL,
                                                   .front = true},
                                  columns, (int32_t)RK_COUNT(columns), SHOWN + 2, &l))
        return;
    struct drug rest = {0};
    for (int32_t i = SHOWN; i < count; i++) {
        rest.gone += d[i].gone;
        rest.today += d[i].today;
        rest.three += d[i].three;
        rest.seven += d[i].seven;
    }
    rest.name = rk_str_of(rk_word(p->lang, "list.others"));
    for (int32_t i = 0; i <= SHOWN && i <= count; i++) {
        const struct drug *one = i < SHOWN && i < count ? &d[i] : &rest;
        if (one == &rest && count <= SHOWN)
            break;
        struct rk_list_cell *cell = plan_list_row(&l);
        if (!cell)
            break;
        plan_cell_text(&cell[0], drug_name(c, one));
        plan_cell_number(&cell[1], one->today, "");
        plan_cell_number(&cell[2], one->three, "");
        plan_cell_number(&cell[3], one->seven, "");
        plan_cell_number(&cell[4], one->gone, "");
        cell[1].strong = one->today > 0;
    }
    struct rk_list_cell *all = plan_list_row(&l);
    if (all) {
        plan_cell_text(&all[0], rk_str_of(rk_word(p->lang, "list.all")));
        plan_cell_figure(p, &all[1], "care.runs_out_today");
        plan_cell_figure(p, &all[2], "care.runs_out_3_days");
        plan_cell_figure(p, &all[3], "care.runs_out_7_days");
        plan_cell_figure(p, &all[4], "care.ran_out");
    }
    plan_list_close(p, &l);
}

static bool count_stock(struct care *c, struct drug *d, int32_t *count, int32_t room)
{
    struct plan *p = c->p;
    const struct plan_lot *lot = NULL;
    struct plan_tally expired;
    int32_t lots = 0;
    if (!plan_lots(p, &lot, &lots) || !plan_tally_open(p, lots, &expired))
        return false;
    for (int32_t i = 0; i < lots; i++) {
        const int32_t k = lot[i].quantity > 0.0 ? drug_of(d, count, room, lot[i].name) : -1;
        if (k < 0)
            continue;
        if (lot[i].expired) {
            d[k].expired += lot[i].quantity;
            plan_tally_add(&expired, lot[i].expiry_claim, 1.0, 1.0);
            continue;
        }
        const bool soon = lot[i].expiry != RK_DAY_NONE && lot[i].expiry < p->day + 30;
        d[k].stock += lot[i].quantity;
        d[k].soon += soon ? lot[i].quantity : 0.0;
    }
    plan_tally_close(p, &expired, "care.lots_expired", false, RK_EXACT);
    return true;
}

static void list_stock(struct care *c, const struct drug *d, int32_t count)
{
    static const struct rk_list_column columns[] = {
        {"list.column.medicine", false, 0.34}, {"list.column.patients", true, 0.12},
        {"list.column.in_stock", true, 0.14},  {"list.column.days", true, 0.12},
        {"list.column.soon", true, 0.14},      {"list.column.expired", true, 0.14}};
    struct plan *p = c->p;
    struct plan_list l;
    if (!plan_list_open(
            p,
            (struct rk_list){.id = "care.stock",
                             .title = "list.care.stock",
                             .section = "care",
                             .figure = "care.lots_expired",
                             .reader = RK_LIST_INSIDE,
                             .note = rk_str_of(rk_word(p->lang, "list.note.stock"))},
            columns, (int32_t)RK_COUNT(columns), STOCK_LISTED, &l))
        return;
    for (int32_t i = 0; i < count; i++) {
        struct rk_list_cell *cell = plan_list_row(&l);
        if (!cell)
            continue;
        plan_cell_text(&cell[0], drug_name(c, &d[i]));
        if (d[i].patients)
            plan_cell_number(&cell[1], d[i].patients, "");
        plan_cell_number(&cell[2], d[i].stock, "");
        if (d[i].per_day > 0.0)
            plan_cell_number(&cell[3], floor(d[i].stock / d[i].per_day), "");
        cell[3].alert = d[i].per_day > 0.0 && d[i].stock < 7.0 * d[i].per_day;
        if (d[i].soon > 0.0)
            plan_cell_number(&cell[4], d[i].soon, "");
        if (d[i].expired > 0.0)
            plan_cell_number(&cell[5], d[i].expired, "");
    }
    plan_list_close(p, &l);
}

/* ---- beds, kits ----------------------------------------------------------------------------
 */

static bool list_beds(struct plan *p)
{
    enum { NAME_OF, TYPE, ABILITY, WORKS, BEDS, FREE, ICU, INSIDE, F_SLOTS };
    static const struct plan_slot wanted[F_SLOTS] = {
        {"name", NULL}, {"type", NULL},      {"capabilities", NULL}, {"state", NULL},
        {"beds", NULL}, {"beds_free", NULL}, {"icu_beds", NULL},     {"inpatients", NULL}};
    static const struct rk_list_column columns[] = {
        {"list.column.facility", false, 0.34}, {"list.column.needs", false, 0.22},
        {"list.column.state", false, 0.16},    {"list.column.beds", true, 0.08},
        {"list.column.free", true, 0.10},      {"list.column.icu", true, 0.10}};
    struct plan_records r;
    struct plan_list l;
    if (!plan_records(p, "facility", wanted, F_SLOTS, &r))
        return false;
    if (!plan_list_open(p,
                        (struct rk_list){.id = "care.beds",
                                         .title = "list.care.beds",
                                         .section = "care",
                                         .figure = "hospital.beds",
                                         .reader = RK_LIST_INSIDE},
                        columns, (int32_t)RK_COUNT(columns), 80, &l))
        return !p->keep->failed;
    for (int32_t i = 0; i < r.rows; i++) {
        const double beds = plan_number(p, plan_claim(&r, i, BEDS));
        struct rk_list_cell *cell = beds >= 0.0 ? plan_list_row(&l) : NULL;
        if (!cell)
            continue;
        plan_cell_text(&cell[0], plan_text(p, plan_claim(&r, i, NAME_OF)));
        plan_cell_text(&cell[1], plan_text(p, plan_claim(&r, i, ABILITY)));
        plan_cell_text(&cell[2], plan_choice(p, "facility", "state", plan_claim(&r, i, WORKS)));
        plan_cell_number(&cell[3], beds, "");
        plan_cell_number(&cell[4], plan_number(p, plan_claim(&r, i, FREE)), "");
        plan_cell_number(&cell[5], plan_number(p, plan_claim(&r, i, ICU)), "");
        cell[4].alert = plan_number(p, plan_claim(&r, i, FREE)) <= 0.0;
    }
    plan_list_close(p, &l);
    return true;
}

/* The most people a figure speaks of, or the fewest where nobody says how many more; 0: not
 * known. */
static double most_of(const struct plan *p, const char *figure)
{
    const struct rk_figure_def *def = rk_figure_def_find(rk_str_of(figure));
    const struct rk_figure *f = def ? &p->figures[def - p->defs] : NULL;
    if (!f || !f->known)
        return 0.0;
    const double most = isnan(f->high) ? f->low : f->high;
    return most > 0.0 ? most : 0.0;
}

/* Kits of the World Health Organization, by what one covers: IEHK 2017 and NCDK 2016 are made
 * for 10,000 people and three months, TESK 2019 for 50 patients of surgery with two operations
 * each: as many as there are injured, if each were operated on. */
void plan_list_kits(struct plan *p)
{
    static const struct rk_list_column columns[] = {{"list.column.kit", false, 0.46},
                                                    {"list.column.covers", true, 0.18},
                                                    {"list.column.people", true, 0.18},
                                                    {"list.column.kits", true, 0.18}};
    static const struct {
        const char *words, *figure;
        int32_t covers;
    } kits[] = {{"list.kit.iehk", "people.now", 10000},
                {"list.kit.ncdk", "people.now", 10000},
                {"list.kit.tesk", "injured", 50}};
    struct plan_list l;
    double any = 0.0;
    for (int k = 0; k < RK_COUNT(kits); k++)
        any += most_of(p, kits[k].figure);
    if (!(any > 0.0) ||
        !plan_list_open(p,
                        (struct rk_list){.id = "care.kits",
                                         .title = "list.care.kits",
                                         .section = "care",
                                         .figure = "people.now",
                                         .reader = RK_LIST_DISTRICTS,
                                         .note = rk_str_of(rk_word(p->lang, "list.note.kits"))},
                        columns, (int32_t)RK_COUNT(columns), (int32_t)RK_COUNT(kits), &l))
        return;
    for (int k = 0; k < RK_COUNT(kits); k++) {
        const double people = most_of(p, kits[k].figure);
        struct rk_list_cell *cell = people > 0.0 ? plan_list_row(&l) : NULL;
        if (!cell)
            continue;
        plan_cell_text(&cell[0], rk_str_of(rk_word(p->lang, kits[k].words)));
        plan_cell_number(&cell[1], kits[k].covers, "");
        plan_cell_figure(p, &cell[2], kits[k].figure);
        plan_cell_number(&cell[3], ceil(people / kits[k].covers), "");
    }
    plan_list_close(p, &l);
}

bool plan_count_care(struct plan *p)
{
    enum { DRUGS = 256 };
    struct care c = {.p = p};
    if (!plan_records(p, "need", need_slots, NEED_SLOTS, &c.r) || !present(&c) ||
        !count_needs(&c))
        return false;
    struct drug *d = RK_NEW(&p->scratch->in, struct drug, DRUGS + 1);
    int32_t drugs = 0;
    if (!d)
        return false;
    count_drugs(&c, d, &drugs, DRUGS);
    qsort(d, (size_t)drugs, sizeof *d, drug_order);
    if (p->lists)
        list_medicines(&c, d, drugs);
    if (!count_stock(&c, d, &drugs, DRUGS))
        return false;
    if (p->lists) {
        list_unserved(&c);
        list_runs_out(&c);
        list_transfers(&c);
        list_stock(&c, d, drugs);
    }
    return list_beds(p);
}
