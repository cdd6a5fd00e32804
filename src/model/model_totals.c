/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The named totals: what was published, scaled, and what the model holds. */
#define RK_ROOM_MODEL
#include "model_internal.h"

enum { TOTALS_MAX = 64 };

struct table {
    const struct model_town *t;
    struct rk_model_total *row;
    int32_t count;
};

static void put(struct table *table, const char *name, const char *unit, double low,
                double high, double value, const char *source)
{
    if (table->count < TOTALS_MAX)
        table->row[table->count++] =
            (struct rk_model_total){name, unit, source, low, high, value};
}

/* A count said of the real town: scaled, give or take one for rounding. */
static void counted(struct table *table, const char *name, const char *unit, double low,
                    double high, double value, const char *source)
{
    const double s = table->t->m.scale;
    put(table, name, unit, floor(low * s) - (s < 1), ceil(high * s) + (s < 1), value, source);
}

/* Percent of the buildings of a class (and of education) that `test` holds for. */
enum test { TRULY, SEEN, SURVEYED, RADAR };

static double share(const struct model_town *t, int class, int education, enum test test)
{
    double all = 0, some = 0;
    for (int32_t i = 0; i < t->m.buildings; i++) {
        const struct rk_model_building *b = &t->building[i];
        const bool facility = b->class >= RK_MODEL_MUNICIPAL && b->class <= RK_MODEL_RELIGIOUS;
        if (class >= 0 ? b->class != class : class == -2 && !facility)
            continue;
        if (education >= 0 && b->education != (education == 1))
            continue;
        all++;
        some += test == TRULY      ? b->damage > 0
                : test == SEEN     ? b->satellite > 0
                : test == SURVEYED ? b->surveyed >= 0
                                   : b->radar;
    }
    return all > 0 ? 100 * some / all : 0;
}

static void people(struct table *r)
{
    const struct model_town *t = r->t;
    double in_private = 0, stayed = 0, children = 0, males = 0, old = 0, south = 0;
    for (int32_t i = 0; i < t->m.persons; i++) {
        const struct rk_model_person *p = &t->person[i];
        const struct rk_model_building *b = &t->building[t->household[p->household].building];
        in_private += b->class == RK_MODEL_PRIVATE;
        south += !b->north;
        stayed += p->stayed;
        children += p->stayed && model_age(p, rk_day_of(2022, 9, 22)) < 18;
        males += p->male;
        old += model_age(p, rk_day_of(2022, 1, 1)) >= 60;
    }
    const double all = t->m.persons;
    counted(r, "residents before", "people", 46000, 46000, all, "report, row 5");
    put(r, "in private houses", "percent", 59, 61, 100 * in_private / all, "facts: 60 percent");
    put(r, "on the south bank", "percent", 100 * 18546 / 38794.0 - 1.5,
        100 * 18546 / 38794.0 + 1.5, 100 * south / all, "voters of 13 of 24 stations");
    counted(r, "in the town on 22 September", "people", 15000, 17000, stayed,
            "facts: 15000-17000");
    counted(r, "children among them", "people", 1450, 1550, children, "facts: 1500");
    put(r, "men and boys", "percent", 45.8, 46.4, 100 * males / all, "oblast, urban, 2022");
    put(r, "aged 60 and older", "percent", 23.8, 24.4, 100 * old / all, "oblast, urban, 2022");
}

static void buildings(struct table *r)
{
    const struct model_town *t = r->t;
    double of[RK_MODEL_CLASSES] = {0}, lost = 0;
    for (int32_t i = 0; i < t->m.buildings; i++) {
        of[t->building[i].class]++;
        lost += t->building[i].class == RK_MODEL_MULTI && t->building[i].damage >= 900;
    }
    counted(r, "buildings", "buildings", 22641, 22641, t->m.buildings, "facts: Overture");
    counted(r, "non-residential facilities", "facilities", 324, 334,
            of[RK_MODEL_MUNICIPAL] + of[RK_MODEL_INDUSTRIAL] + of[RK_MODEL_COMMERCIAL] +
                of[RK_MODEL_RELIGIOUS],
            "facts: 102 are 31 percent");
    put(r, "private houses damaged", "percent", 30, 35, share(t, RK_MODEL_PRIVATE, -1, TRULY),
        "facts: 30, 35 percent");
    put(r, "high-rises damaged", "percent", 80, 90, share(t, RK_MODEL_MULTI, -1, TRULY),
        "facts: 80, 85, 90 percent");
    counted(r, "high-rises beyond repair", "buildings", 12, 13, lost, "facts: 12");
    put(r, "facilities damaged, satellite", "percent", 30, 32, share(t, -2, -1, SEEN),
        "facts: 31 percent");
    put(r, "industrial damaged, satellite", "percent", 53, 55.5,
        share(t, RK_MODEL_INDUSTRIAL, -1, SEEN), "facts: 54 percent");
    put(r, "education damaged, satellite", "percent", 43, 45,
        share(t, RK_MODEL_MUNICIPAL, 1, SEEN), "facts: 44 percent");
    put(r, "all buildings, radar", "percent", 14.3, 14.4, share(t, -1, -1, RADAR),
        "facts: 14.35 percent");
    put(r, "private houses surveyed", "percent", 35, 75,
        share(t, RK_MODEL_PRIVATE, -1, SURVEYED), "model: not all");
}

static void heat(struct table *r)
{
    const struct model_town *t = r->t;
    double can = 0, started = 0, warm = 0, planned = 0, central_mw = 0, mw = 0;
    const rk_day last = rk_day_of(2022, 11, 7);
    for (int32_t i = 0; i < t->m.boiler_houses; i++) {
        const struct rk_model_boiler_house *b = &t->boiler_house[i];
        can += !b->destroyed;
        started += b->started != RK_DAY_NONE && b->started <= last;
        planned += b->destroyed || b->hospital ? 0 : b->houses;
        central_mw += b->central ? (double)b->mw : 0;
        mw += (double)b->mw;
    }
    for (int32_t i = 0; i < t->m.houses; i++)
        warm += t->heated[i].warm != RK_DAY_NONE && t->heated[i].warm <= last;
    counted(r, "boiler houses", "boiler houses", 22, 22, t->m.boiler_houses, "facts: 22");
    counted(r, "able to start", "boiler houses", 9, 9, can, "facts: 9");
    counted(r, "started by 7 November", "boiler houses", 3, 3, started, "facts: 3 on 4 Nov");
    counted(r, "houses on district heat", "houses", 198, 198, t->m.houses, "facts: 198");
    counted(r, "houses of those able to start", "houses", 64, 70, planned, "facts: 64, 70");
    counted(r, "houses warm on 7 November", "houses", 17, 17, warm, "facts: 17");
    put(r, "heat from central boiler houses", "percent", 60, 80, 100 * central_mw / mw,
        "facts: 70 percent");
}

static bool died_young(const struct model_town *t, int32_t dead)
{
    const struct model_dead *d = &t->dead[dead];
    return model_age(&t->person[d->person], d->day) < 18;
}

static void harm(struct table *r)
{
    const struct model_town *t = r->t;
    double sex[3] = {0}, soldiers = 0, children = 0, dead = 0, lack = 0, by19 = 0;
    for (int32_t i = 0; i < t->bodies; i++) {
        const struct model_body *b = &t->body[i];
        const bool child = b->dead >= 0 && died_young(t, b->dead);
        soldiers += b->soldier;
        children += child;
        sex[b->sex] += !b->soldier && !child;
        by19 += b->exhumed <= rk_day_of(2022, 9, 19);
    }
    for (int32_t i = 0; i < t->deads; i++) {
        dead += t->dead[i].lists > 0;
        lack += t->dead[i].lack > 0;
    }
    counted(r, "dead, truth of the model", "people", 1000, 1300, t->deads,
            "report: at least 1000");
    counted(r, "dead whom some list names", "people", 800, 1100, dead, "model: lists overlap");
    counted(r, "died for lack of care, truth", "people", 150, 260, lack, "model");
    counted(r, "suffered for lack of care", "people", 1001, 1200, t->suffered.count,
            "report, row 7: more than 1000");
    counted(r, "graves", "graves", 445, 445, t->graves, "facts: 445");
    counted(r, "bodies", "bodies", 447, 447, t->bodies, "facts: 447");
    counted(r, "bodies: women", "bodies", 215, 215, sex[MODEL_SEX_FEMALE], "facts: 215");
    counted(r, "bodies: men", "bodies", 194, 194, sex[MODEL_SEX_MALE], "facts: 194");
    counted(r, "bodies: children", "bodies", 5, 5, children, "facts: 5");
    counted(r, "bodies: servicemen", "bodies", 22, 22, soldiers, "facts: 22");
    counted(r, "bodies: sex not determined", "bodies", 11, 11, sex[MODEL_SEX_UNKNOWN],
            "facts: 11");
    counted(r, "bodies by 19 September", "bodies", 140, 150, by19, "facts: 146");
}

/* How many cards wait whose turn it is (medicine gone by tomorrow, every transfer), and how
 * many of those the last that was written says that help did not come. */
static void waiting(const struct model_town *t, rk_day day, double *due, double *unserved)
{
    *due = *unserved = 0;
    for (int medicine = 0; medicine < 2; medicine++) {
        const struct model_visits *v = medicine ? &t->medicine_visit : &t->triage_visit;
        const int32_t cards = medicine ? t->medicine.count : t->triage.count;
        for (int32_t i = 0; i < cards; i++) {
            const struct model_visit *last = model_last_visit(v, i, day);
            const rk_day out = last ? last->out : medicine ? model_first_out(t, i) : day;
            if (model_found(t, medicine, i) > day || model_settled(last) ||
                (medicine ? out > day + 1 : model_triage_level(t, i) >= 4))
                continue;
            *due += 1;
            *unserved += last && last->outcome == MODEL_FAILED;
        }
    }
}

static double by_then(const struct model_visits *v, rk_day day, enum model_outcome outcome)
{
    double n = 0;
    for (int32_t i = 0; i < v->count; i++)
        n += v->at[i].day < day && v->at[i].outcome == outcome;
    return n;
}

/* Nothing of this was published: the desk of the model works off what waits. */
static void care(struct table *r)
{
    static const struct {
        int month, day;
        const char *name[4];
        double low[4], high[4];
    } days[] = {{9,
                 30,
                 {"due on 30 September", "unserved on 30 September",
                  "delivered by 30 September", "brought by 30 September"},
                 {170, 90, 90, 12},
                 {330, 230, 230, 60}},
                {10,
                 20,
                 {"due on 20 October", "unserved on 20 October", "delivered by 20 October",
                  "brought by 20 October"},
                 {75, 15, 700, 60},
                 {170, 70, 1250, 150}},
                {11,
                 7,
                 {"due on 7 November", "unserved on 7 November", "delivered by 7 November",
                  "brought by 7 November"},
                 {130, 20, 1300, 80},
                 {250, 70, 2000, 200}}};
    const struct model_town *t = r->t;
    for (int i = 0; i < RK_COUNT(days); i++) {
        const rk_day day = rk_day_of(2022, days[i].month, days[i].day);
        double value[4];
        waiting(t, day, &value[0], &value[1]);
        value[2] = by_then(&t->medicine_visit, day, MODEL_DELIVERED);
        value[3] = by_then(&t->triage_visit, day, MODEL_BROUGHT);
        for (int k = 0; k < 4; k++)
            counted(r, days[i].name[k], "needs", days[i].low[k], days[i].high[k], value[k],
                    "model: assumed");
    }
    counted(r, "died before help came", "people", 1, 20,
            by_then(&t->medicine_visit, rk_day_of(2022, 11, 7), MODEL_DIED) +
                by_then(&t->triage_visit, rk_day_of(2022, 11, 7), MODEL_DIED),
            "model: assumed");
}

const struct rk_model_total *rk_model_totals(const struct rk_model *model,
                                             struct rk_arena *keep, int32_t *count)
{
    struct table r = {.t = model->truth,
                      .row = RK_NEW(keep, struct rk_model_total, TOTALS_MAX)};
    *count = 0;
    if (!r.row)
        return NULL;
    people(&r);
    buildings(&r);
    heat(&r);
    harm(&r);
    care(&r);
    *count = r.count;
    return r.row;
}
