/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What befell whom between 1 March and 10 September 2022, who lies in which grave, and who of
 * them stands in whose list. This is the truth of the model; no office knows it.
 */
#define RK_ROOM_MODEL
#include "model_internal.h"

/* Positions in the vocabulary's list `cause`. */
enum { BLAST, SHOT, COLLAPSE, MINE, BURN, VIOLENCE, ILLNESS, COLD, ACCIDENT, NATURAL, UNKNOWN };

static rk_day day_of_harm(struct rk_random *r)
{
    /* three in five in the first six weeks */
    const bool early = rk_random_unit(r) < 0.6;
    return rk_day_of(2022, 3, 1) +
           (rk_day)(early ? rk_random_below(r, 42) : 42 + rk_random_below(r, 152));
}

static uint8_t draw_cause(struct rk_random *r)
{
    static const struct {
        double share;
        uint8_t cause;
    } causes[] = {{0.36, BLAST},    {0.09, COLLAPSE}, {0.05, SHOT},    {0.03, MINE},
                  {0.02, BURN},     {0.03, VIOLENCE}, {0.25, ILLNESS}, {0.03, COLD},
                  {0.01, ACCIDENT}, {0.08, NATURAL}};
    double u = rk_random_unit(r);
    for (int i = 0; i < RK_COUNT(causes); i++) {
        u -= causes[i].share;
        if (u < 0)
            return causes[i].cause;
    }
    return UNKNOWN;
}

/* A person with none of the bits, for whom the dice fall. */
static int32_t draw_person(struct model_town *t, struct rk_random *r, uint8_t without,
                           double young, double old)
{
    for (;;) {
        const int32_t p = (int32_t)rk_random_below(r, t->m.persons);
        const int age = model_age(&t->person[p], rk_day_of(2022, 3, 1));
        const double chance = age >= 60 ? old : age < 18 ? young * 0.3 : young;
        if (!(t->person[p].fate & without) && rk_random_unit(r) < chance)
            return p;
    }
}

static void draw_dead(struct model_town *t)
{
    struct rk_random r = rk_random_stream(t->ground.seed, "dead", 0);
    const int32_t no_care = model_scaled(t, 210, 3);
    int32_t lacking = 0;
    for (int32_t i = 0; i < t->deads; i++) {
        struct model_dead *d = &t->dead[i];
        d->cause = draw_cause(&r);
        const bool ill = d->cause == ILLNESS || d->cause == NATURAL || d->cause == COLD;
        d->person = draw_person(t, &r, MODEL_DEAD, ill ? 0.12 : 0.5, ill ? 1 : 0.7);
        d->day = day_of_harm(&r);
        const rk_day born = t->person[d->person].birth;
        d->day = d->day < born ? born : d->day; /* nobody dies before birth */
        d->certificate = rk_random_unit(&r) < 0.42 ? 100 + i : 0;
        if ((ill || rk_random_unit(&r) < 0.06) && lacking < no_care) {
            d->lack = (uint8_t)(1 + rk_random_below(&r, 5));
            lacking++;
        }
        t->person[d->person].fate |= MODEL_DEAD;
    }
}

/* ---- the burial site in the forest
 * --------------------------------------------------------------- */

struct quota {
    int32_t women, men, children, unknown, soldiers;
};

/* 447 bodies: 215 women, 194 men, 5 children, 22 servicemen, 11 of undetermined sex. */
static bool wanted(struct quota *q, const struct rk_model_person *p, rk_day day, uint8_t *sex)
{
    *sex = p->male ? MODEL_SEX_MALE : MODEL_SEX_FEMALE;
    int32_t *of = model_age(p, day) < 18 ? &q->children : p->male ? &q->men : &q->women;
    if (*of == 0 && q->unknown > 0 && model_age(p, day) >= 18) {
        of = &q->unknown;
        *sex = MODEL_SEX_UNKNOWN;
    }
    if (*of == 0)
        return false;
    --*of;
    return true;
}

static rk_day exhumed(int32_t rank, int32_t all)
{
    /* 146 by the 19th, 436 by the 23rd, 447 on the 24th of September (facts.csv) */
    static const int32_t by[9] = {14, 52, 104, 146, 221, 298, 371, 436, 447};
    const int32_t scaled = (int32_t)((int64_t)rank * 447 / all);
    int d = 0;
    while (d < 8 && scaled >= by[d])
        d++;
    return rk_day_of(2022, 9, 16) + d;
}

static void bury(struct model_town *t, struct rk_arena *work)
{
    struct rk_random r = rk_random_stream(t->ground.seed, "graves", 0);
    struct quota q = {model_scaled(t, 215, 2), model_scaled(t, 194, 2), model_scaled(t, 5, 1),
                      model_scaled(t, 11, 1), model_scaled(t, 22, 2)};
    const int32_t mass = model_scaled(t, 17, 1), empty = model_scaled(t, 14, 1);
    const int32_t room = q.women + q.men + q.children + q.unknown + q.soldiers;
    int32_t *grave = RK_NEW(work, int32_t, t->graves), soldiers = q.soldiers;
    if (!grave)
        return;
    for (int32_t g = 0; g < t->graves; g++)
        grave[g] = g + 1;
    rk_random_shuffle(&r, grave, t->graves);
    int32_t next = 0, first_free = empty; /* grave[0 … empty-1] hold nobody */
    t->mass_grave = grave[first_free++];
    for (int32_t i = 0; i < t->deads && next < room - soldiers; i++) {
        struct model_dead *d = &t->dead[i];
        uint8_t sex;
        if (first_free >= t->graves || !wanted(&q, &t->person[d->person], d->day, &sex))
            continue;
        t->body[next] =
            (struct model_body){.dead = i, .grave = grave[first_free++], .sex = sex};
        d->grave = t->body[next++].grave;
    }
    for (int32_t i = 0; i < soldiers && next < t->bodies; i++) {
        const bool alone = i >= mass && first_free < t->graves;
        t->body[next++] =
            (struct model_body){.dead = -1,
                                .grave = alone ? grave[first_free++] : t->mass_grave,
                                .sex = MODEL_SEX_MALE,
                                .soldier = true};
    }
    t->bodies = next;
}

static int body_order(const void *a, const void *c)
{
    const struct model_body *p = a, *q = c;
    if (p->grave != q->grave)
        return p->grave < q->grave ? -1 : 1;
    return p->dead < q->dead ? -1 : p->dead > q->dead;
}

/* Graves are opened in the order of their numbers; bodies are numbered as they come out. */
static void exhume(struct model_town *t)
{
    qsort(t->body, (size_t)t->bodies, sizeof *t->body, body_order);
    for (int32_t g = 0; g <= t->graves; g++)
        t->grave_body[g] = -1;
    for (int32_t i = t->bodies - 1; i >= 0; i--) {
        struct model_body *b = &t->body[i];
        b->exhumed = exhumed(i, t->bodies);
        t->grave_body[b->grave] = i;
        if (b->dead < 0)
            continue;
        struct model_dead *d = &t->dead[b->dead];
        d->body = i + 1;
        const double u = model_chance(t, 41, b->dead);
        d->identified = u < 0.16 ? 3 : u < 0.30 ? 6 : u < 0.46 ? 2 : 0;
    }
}

/* ---- who knows of whom
 * ------------------------------------------------------------------------------ */

static double knows(const struct model_town *t, const struct model_dead *d, int office)
{
    const int age = model_age(&t->person[d->person], d->day);
    const bool ill = d->cause >= ILLNESS;
    switch (office) {
    case MODEL_COUNCIL:
        return d->certificate ? 0.55 : 0.24;
    case MODEL_FORENSIC:
        return d->identified ? 0.95 : 0;
    case MODEL_POLICE:
        return d->body ? 0.34 : ill ? 0.1 : 0.28;
    case MODEL_PRIEST:
        return d->grave ? 0.55 : 0.12;
    case MODEL_HOSPITAL:
        return d->lack || ill ? 0.3 : 0.1;
    case MODEL_SOCIAL:
        return age >= 60 ? 0.38 : 0.03;
    default:
        return 0.22;
    }
}

static bool make_lists(struct model_town *t, struct rk_arena *keep)
{
    for (int o = 0; o < MODEL_OFFICES; o++) {
        struct model_list *l = &t->office[o];
        l->at = RK_NEW(keep, int32_t, t->deads);
        if (!l->at)
            return false;
        for (int32_t i = 0; i < t->deads; i++) {
            if (model_chance(t, 50 + (uint32_t)o, i) >= knows(t, &t->dead[i], o))
                continue;
            t->dead[i].lists |= (uint8_t)(1 << o);
            l->at[l->count++] = i;
        }
        struct rk_random r = rk_random_stream(t->ground.seed, "list", (uint64_t)o);
        rk_random_shuffle(&r, l->at, l->count);
    }
    return true;
}

/* So many living persons without the bits of `without`, in the order drawn; they get `bit`. */
static bool draw_list(struct model_town *t, struct model_list *l, int32_t count,
                      uint8_t without, uint8_t bit, double young, double old, const char *use,
                      struct rk_arena *keep)
{
    struct rk_random r = rk_random_stream(t->ground.seed, use, 0);
    l->at = RK_NEW(keep, int32_t, count);
    for (; l->at && l->count < count; l->count++) {
        l->at[l->count] = draw_person(t, &r, without | bit, young, old);
        t->person[l->at[l->count]].fate |= bit;
    }
    return l->at != NULL;
}

/* Some of those reported missing lie unidentified among the bodies. */
static bool add_lost_dead(struct model_town *t, struct rk_arena *keep)
{
    const int32_t more = model_scaled(t, 45, 1), had = t->missing.count;
    int32_t *all = RK_NEW(keep, int32_t, had + more);
    if (!all)
        return false;
    memcpy(all, t->missing.at, (size_t)had * sizeof *all);
    t->missing = (struct model_list){all, had};
    for (int32_t i = 0; i < t->deads && t->missing.count < had + more; i++)
        if (t->dead[i].body && !t->dead[i].identified && !t->dead[i].lists)
            all[t->missing.count++] = t->dead[i].person;
    struct rk_random r = rk_random_stream(t->ground.seed, "missing order", 0);
    rk_random_shuffle(&r, all, t->missing.count);
    t->found.at = RK_NEW(keep, int32_t, model_scaled(t, 12, 1));
    if (!t->found.at)
        return false;
    for (int32_t i = 0; i < t->missing.count && t->found.count < model_scaled(t, 12, 1); i++) {
        struct rk_model_person *p = &t->person[all[i]];
        if (p->fate & MODEL_DEAD)
            continue;
        p->fate |= MODEL_FOUND;
        t->found.at[t->found.count++] = all[i];
    }
    return true;
}

bool model_harm(struct model_town *t, struct rk_arena *keep, struct rk_arena work)
{
    t->deads = model_scaled(t, 1180, 20);
    t->bodies = model_scaled(t, 447, 9);
    t->graves = model_scaled(t, 445, 9);
    t->dead = RK_NEW(keep, struct model_dead, t->deads);
    t->body = RK_NEW(keep, struct model_body, t->bodies + 8);
    t->grave_body = RK_NEW(keep, int32_t, t->graves + 1);
    if (keep->failed)
        return false;
    draw_dead(t);
    bury(t, &work);
    exhume(t);
    return !work.failed && make_lists(t, keep) &&
           draw_list(t, &t->missing, model_scaled(t, 130, 3), MODEL_DEAD, MODEL_MISSING, 1, 0.5,
                     "missing", keep) &&
           draw_list(t, &t->injured, model_scaled(t, 430, 4), MODEL_DEAD | MODEL_MISSING,
                     MODEL_INJURED, 1, 0.8, "injured", keep) &&
           draw_list(t, &t->suffered, model_scaled(t, 1090, 5), MODEL_DEAD | MODEL_MISSING,
                     MODEL_SUFFERED, 0.1, 1, "suffered", keep) &&
           add_lost_dead(t, keep);
}

/* ---- who stayed
 * ---------------------------------------------------------------------------------- */

struct turn {
    float key;
    int32_t household;
    bool children;
};

static int turn_order(const void *a, const void *c)
{
    const struct turn *p = a, *q = c;
    if (p->key != q->key)
        return p->key < q->key ? -1 : 1;
    return p->household < q->household ? -1 : p->household > q->household;
}

/* The last birthday on which one is `years` old on `day`: those born later are younger. */
static rk_day born_by(rk_day day, int years)
{
    int y, m, d;
    rk_day_split(day, &y, &m, &d);
    return rk_day_of(y - years, m, d);
}

static int32_t stay(struct model_town *t, int32_t household, rk_day grown, int32_t *children)
{
    struct rk_model_household *h = &t->household[household];
    int32_t n = 0;
    h->stayed = true;
    for (int32_t p = h->first; p < h->first + h->people; p++) {
        if (t->person[p].fate & (MODEL_DEAD | MODEL_MISSING))
            continue;
        t->person[p].stayed = true;
        *children += t->person[p].birth > grown;
        n++;
    }
    return n;
}

static struct turn turn_of(const struct model_town *t, int32_t household, rk_day grown,
                           rk_day old)
{
    const struct rk_model_household *h = &t->household[household];
    bool children = false, elders = false, hurt = false;
    for (int32_t p = h->first; p < h->first + h->people; p++) {
        children |= t->person[p].birth > grown;
        elders |= t->person[p].birth <= old;
        hurt |= (t->person[p].fate & (MODEL_SUFFERED | MODEL_INJURED)) != 0;
    }
    const double weight = (hurt ? 0.25 : 1) * (elders ? 0.6 : 1);
    return (struct turn){(float)(model_chance(t, 70, household) * weight), household, children};
}

/* Some 16,000 with 1,500 children on 22 September; the old stay, families leave. Those who
 * suffered or were hurt and live are counted on to be here. */
bool model_stay(struct model_town *t, struct rk_arena work)
{
    struct turn *turn = RK_NEW(&work, struct turn, t->m.households);
    if (!turn)
        return false;
    const rk_day day = rk_day_of(2022, 9, 22);
    const rk_day grown = born_by(day, 18), old = born_by(day, 65);
    for (int32_t i = 0; i < t->m.households; i++)
        turn[i] = turn_of(t, i, grown, old);
    qsort(turn, (size_t)t->m.households, sizeof *turn, turn_order);
    const int32_t people = model_scaled(t, 16000, 10), young = model_scaled(t, 1500, 1);
    int32_t staying = 0, children = 0;
    for (int with = 1; with >= 0; with--)
        for (int32_t i = 0; i < t->m.households && staying < people; i++)
            if (turn[i].children == (with == 1) && (with == 0 || children < young))
                staying += stay(t, turn[i].household, grown, &children);
    return true;
}
