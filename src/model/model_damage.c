/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Damage: a field over the town decides who was hit, the shares by class are those the council
 * said; the commission, the satellite and the radar each see it in their own way.
 */
#define RK_ROOM_MODEL
#include "model_internal.h"

struct rank {
    float score;
    int32_t building;
};

static int rank_order(const void *a, const void *c)
{
    const struct rank *p = a, *q = c;
    if (p->score != q->score)
        return p->score > q->score ? -1 : 1;
    return p->building < q->building ? -1 : p->building > q->building;
}

static double field(const struct model_ground *g, const struct rk_model_building *b)
{
    const double x = (double)b->at.x_m, y = (double)b->at.y_m;
    const double off = model_river(g, (struct model_xy){x, y}) / 900;
    return model_noise(g->seed, 30, x / 420, y / 420) +
           0.8 * model_noise(g->seed, 31, x / 1500, y / 1500) + 0.5 / (1 + off * off);
}

/* The worst `hit` of the ranked are damaged, the first ones most. */
static void spread(struct model_town *t, const struct rank *rank, int32_t count, int32_t hit,
                   int32_t lost)
{
    hit = hit > count ? count : hit;
    for (int32_t i = 0; i < hit; i++) {
        const double q = 1 - (i + 0.5) / hit;
        double d = 50 + 950 * q * q * (1.5 - 0.5 * q) * 0.9;
        if (lost >= 0)
            d = i < lost ? (d < 900 ? 900 + 90 * q : d) : d > 880 ? 880 : d;
        t->building[rank[i].building].damage = (uint16_t)d;
    }
}

struct group {
    uint8_t class;
    int8_t education; /* -1: any */
    double share;
};

/* Shares truly hit: private houses between 30 and 35 %, high-rises between 80 and 90 %. */
static const struct group groups[] = {
    {RK_MODEL_PRIVATE, -1, 0.325},   {RK_MODEL_MULTI, -1, 0.86},
    {RK_MODEL_MUNICIPAL, 1, 0.52},   {RK_MODEL_MUNICIPAL, 0, 0.44},
    {RK_MODEL_INDUSTRIAL, -1, 0.62}, {RK_MODEL_COMMERCIAL, -1, 0.33},
    {RK_MODEL_RELIGIOUS, -1, 0.35},  {RK_MODEL_OUTBUILDING, -1, 0.16}};

static bool member(const struct rk_model_building *b, const struct group *g)
{
    return b->class == g->class && (g->education < 0 || b->education == (g->education == 1));
}

static void hit(struct model_town *t, struct rank *rank)
{
    for (int k = 0; k < RK_COUNT(groups); k++) {
        int32_t n = 0;
        struct rk_random r = rk_random_stream(t->ground.seed, "damage", (uint64_t)k);
        for (int32_t i = 0; i < t->m.buildings; i++) {
            const struct rk_model_building *b = &t->building[i];
            if (!member(b, &groups[k]))
                continue;
            const double noise = rk_random_unit(&r) + rk_random_unit(&r) - 1;
            rank[n++] = (struct rank){(float)(field(&t->ground, b) + 1.3 * noise), i};
        }
        qsort(rank, (size_t)n, sizeof *rank, rank_order);
        const int32_t lost = groups[k].class == RK_MODEL_MULTI ? model_scaled(t, 12, 1) : -1;
        spread(t, rank, n, (int32_t)floor(n * groups[k].share + 0.5), lost);
    }
}

/* ---- who sees what
 * --------------------------------------------------------------------------- */

static uint8_t category_of(int damage, struct rk_random *r)
{
    const double seen = damage + 70 * rk_random_normal(r);
    if (damage == 0)
        return rk_random_unit(r) < 0.015; /* cracks that were there before */
    return seen < 200 ? 1 : seen < 500 ? 2 : 3;
}

/* Commissions go where they are called: what is damaged first, and not everywhere alike. */
static void survey(struct model_town *t)
{
    static const double share[MODEL_QUARTERS] = {0.74, 0.58, 0.63, 0.71, 0.42,
                                                 0.38, 0.31, 0.49, 0.66, 0.52};
    struct rk_random r = rk_random_stream(t->ground.seed, "survey", 0);
    for (int32_t i = 0; i < t->m.buildings; i++) {
        struct rk_model_building *b = &t->building[i];
        b->category = category_of(b->damage, &r);
        const double s = share[b->quarter];
        const double p = b->class == RK_MODEL_OUTBUILDING ? 0
                         : b->damage > 0                  ? (s + 1) / 2
                                                          : s * 0.6;
        const double u = rk_random_unit(&r);
        const int32_t day = 7 + (int32_t)rk_random_below(&r, 47);
        b->surveyed = u < p ? (int16_t)day : -1;
    }
}

static uint8_t from_above(double seen)
{
    return seen < 380 ? 0 : seen < 480 ? 1 : seen < 620 ? 2 : seen < 800 ? 3 : 4;
}

/* Images show lost roofs, not cracked walls; a little is seen that is not there. */
static void satellite(struct model_town *t)
{
    struct rk_random r = rk_random_stream(t->ground.seed, "satellite", 0);
    for (int32_t i = 0; i < t->m.buildings; i++) {
        struct rk_model_building *b = &t->building[i];
        const double seen = b->damage + 110 * rk_random_normal(&r);
        const bool false_alarm = rk_random_unit(&r) < 0.005;
        b->satellite = b->damage > 0 ? from_above(seen) : false_alarm ? 1 : 0;
    }
}

/* Non-residential facilities as counted on the images of August: 32 of 59 industrial ones, 11
 * of 25 of education, 59 of the other 245; in all 102 of 329 (facts.csv). */
static void satellite_facilities(struct model_town *t, struct rank *rank)
{
    static const double seen[3] = {32, 11, 59};
    struct rk_random r = rk_random_stream(t->ground.seed, "facilities", 0);
    for (int k = 0; k < 3; k++) {
        int32_t n = 0;
        for (int32_t i = 0; i < t->m.buildings; i++) {
            const struct rk_model_building *b = &t->building[i];
            if (b->class < RK_MODEL_MUNICIPAL || b->class > RK_MODEL_RELIGIOUS ||
                (b->class == RK_MODEL_INDUSTRIAL ? 0
                 : b->education                  ? 1
                                                 : 2) != k)
                continue;
            rank[n++] = (struct rank){(float)(b->damage + 60 * rk_random_normal(&r)), i};
        }
        qsort(rank, (size_t)n, sizeof *rank, rank_order);
        const int32_t all = model_scaled(t, seen[k], 0);
        for (int32_t i = 0; i < n; i++) {
            uint8_t *s = &t->building[rank[i].building].satellite;
            const uint8_t as = from_above((double)rank[i].score);
            *s = i >= all ? 0 : as > 0 ? as : 1;
        }
    }
}

/* 3,248 of 22,641: the radar model calls 14.35 % of all footprints likely damaged. */
static void radar(struct model_town *t, struct rank *rank)
{
    struct rk_random r = rk_random_stream(t->ground.seed, "radar", 0);
    for (int32_t i = 0; i < t->m.buildings; i++) {
        const struct rk_model_building *b = &t->building[i];
        const double large = b->class == RK_MODEL_OUTBUILDING ? -0.5 : 0;
        rank[i] = (struct rank){(float)(b->damage / 300.0 + large +
                                        0.35 * field(&t->ground, b) + rk_random_normal(&r)),
                                i};
    }
    qsort(rank, (size_t)t->m.buildings, sizeof *rank, rank_order);
    const int32_t likely = (int32_t)floor(t->m.buildings * 0.1435 + 0.5);
    for (int32_t i = 0; i < likely; i++)
        t->building[rank[i].building].radar = true;
}

bool model_damage(struct model_town *t, struct rk_arena work)
{
    struct rank *rank = RK_NEW(&work, struct rank, t->m.buildings);
    if (!rank)
        return false;
    hit(t, rank);
    survey(t);
    satellite(t);
    satellite_facilities(t, rank);
    radar(t, rank);
    return true;
}
