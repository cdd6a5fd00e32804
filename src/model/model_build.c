/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Buildings: every station takes the blocks nearest to it, first for what is public, then for
 * flats, then for houses with gardens, until its people have roofs; works lie along the rail.
 */
#define RK_ROOM_MODEL
#include "model_internal.h"

enum { BLOCK_HOUSES_MAX = 96 };

struct site { /* a building before it has a number */
    struct rk_model_building b;
    struct model_xy flat, inward; /* before the warp */
    double along_m;               /* on its way */
    int32_t block, owner;         /* owner: the house a shed belongs to, -1 */
    bool left;                    /* side of the way */
};

struct offer { /* a block as seen from a station */
    float distance_m;
    int32_t block;
    int32_t station;
};

struct builder {
    struct model_town *t;
    struct model_plan *plan;
    struct rk_arena *work;
    struct rk_random random;
    struct site *site;
    struct offer *offer;
    int32_t sites, site_room, offers, offer_room;
};

static double between(struct builder *b, double low, double high)
{
    return low + (high - low) * rk_random_unit(&b->random);
}

/* ---- one rectangle
 * ---------------------------------------------------------------------------
 */

static bool inside(const struct model_block *k, double x, double y, double margin)
{
    for (int i = 0; i < k->n; i++) {
        const int j = i + 1 < k->n ? i + 1 : 0;
        const double ex = (double)k->x[j] - (double)k->x[i];
        const double ey = (double)k->y[j] - (double)k->y[i];
        const double length = sqrt(ex * ex + ey * ey);
        if (length < 0.01)
            continue;
        const double off = (ex * (y - (double)k->y[i]) - ey * (x - (double)k->x[i])) / length;
        if (off < margin)
            return false;
    }
    return true;
}

struct rectangle {
    struct model_xy at, d;
    double half_length, half_width;
};

static bool fits(const struct model_block *k, const struct rectangle *r)
{
    for (int i = 0; i < 4; i++) {
        const double a = i & 1 ? r->half_length : -r->half_length;
        const double c = i & 2 ? r->half_width : -r->half_width;
        if (!inside(k, r->at.x + r->d.x * a - r->d.y * c, r->at.y + r->d.y * a + r->d.x * c,
                    0.5))
            return false;
    }
    return true;
}

static bool apart(const struct builder *b, int32_t from, struct model_xy at, double gap)
{
    for (int32_t i = from; i < b->sites; i++) {
        const double dx = b->site[i].flat.x - at.x, dy = b->site[i].flat.y - at.y;
        if (dx * dx + dy * dy < gap * gap)
            return false;
    }
    return true;
}

/* Adds the rectangle as a building on `way`; its place on the way decides its number. */
static struct site *add(struct builder *b, int32_t block, const struct rectangle *r,
                        int32_t way, uint8_t class)
{
    const struct model_ground *g = &b->t->ground;
    if (!MODEL_ROOM(b->work, b->site, b->sites, b->site_room))
        return NULL;
    struct site *s = &b->site[b->sites++];
    *s = (struct site){.flat = r->at, .block = block, .owner = -1};
    const struct model_xy at = model_warp(g, r->at);
    const struct model_xy ahead =
        model_warp(g, (struct model_xy){r->at.x + r->d.x * 8, r->at.y + r->d.y * 8});
    const double dx = ahead.x - at.x, dy = ahead.y - at.y, length = sqrt(dx * dx + dy * dy);
    s->b = (struct rk_model_building){.at = {(float)at.x, (float)at.y},
                                      .along_x = (float)(dx / length),
                                      .along_y = (float)(dy / length),
                                      .half_length_m = (float)r->half_length,
                                      .half_width_m = (float)r->half_width,
                                      .street = way,
                                      .house = -1,
                                      .surveyed = -1,
                                      .class = class,
                                      .floors = 1,
                                      .north = b->plan->block[block].north};
    if (way >= 0) {
        const struct model_way *w = &b->plan->way[way];
        const double wx = w->to.x - w->from.x, wy = w->to.y - w->from.y;
        const double px = r->at.x - w->from.x, py = r->at.y - w->from.y;
        s->along_m = (px * wx + py * wy) / sqrt(wx * wx + wy * wy);
        s->left = wx * py - wy * px > 0;
    }
    return s;
}

/* ---- filling a block --------------------------------------------------------------------- */

struct lot {
    double width_low, width_high, length_low, length_high, deep_low, deep_high;
    double setback_low, setback_high, gap;
    bool every_side;
};
static const struct lot garden = {19, 31, 8.5, 12.5, 7, 10, 3.5, 9, 12.5, false};
static const struct lot civic = {30, 48, 18, 30, 11, 17, 6, 11, 27, true};

/* Buildings facing the streets around the block; how many were added. */
static int32_t fill_sides(struct builder *b, int32_t block, const struct lot *lot,
                          uint8_t class, int32_t most)
{
    const struct model_block *k = &b->plan->block[block];
    const int32_t first = b->sites;
    for (int i = 0; i < k->n; i++) {
        const int j = i + 1 < k->n ? i + 1 : 0;
        const double ex = (double)k->x[j] - (double)k->x[i];
        const double ey = (double)k->y[j] - (double)k->y[i];
        const double length = sqrt(ex * ex + ey * ey);
        if (length < lot->width_low + 4 || k->street[i] < 0)
            continue;
        const struct model_xy d = {ex / length, ey / length};
        const double turned = fabs(d.x * (double)k->along_x + d.y * (double)k->along_y);
        if (!lot->every_side && turned < 0.72)
            continue;
        double at = 2;
        for (;;) {
            const double width = between(b, lot->width_low, lot->width_high);
            if (at + width > length - 1 || b->sites - first >= most ||
                b->sites - first >= BLOCK_HOUSES_MAX)
                break;
            struct rectangle r = {.d = d,
                                  .half_length =
                                      between(b, lot->length_low, lot->length_high) / 2,
                                  .half_width = between(b, lot->deep_low, lot->deep_high) / 2};
            const double in = between(b, lot->setback_low, lot->setback_high) + r.half_width;
            const double along = at + width / 2 + between(b, -1.5, 1.5);
            r.at = (struct model_xy){(double)k->x[i] + d.x * along - d.y * in,
                                     (double)k->y[i] + d.y * along + d.x * in};
            at += width;
            if (!fits(k, &r) || !apart(b, first, r.at, lot->gap))
                continue;
            struct site *s = add(b, block, &r, k->street[i], class);
            if (!s)
                return 0;
            s->inward = (struct model_xy){-d.y, d.x};
        }
    }
    return b->sites - first;
}

struct slab {
    double length, width, gap_along, gap_across;
};

static int32_t nearest_way(const struct model_block *k, struct model_xy at)
{
    int32_t best = -1;
    double least = HUGE_VAL;
    for (int i = 0; i < k->n; i++) {
        const int j = i + 1 < k->n ? i + 1 : 0;
        const double ex = (double)k->x[j] - (double)k->x[i];
        const double ey = (double)k->y[j] - (double)k->y[i];
        const double length = sqrt(ex * ex + ey * ey);
        if (length < 20 || k->street[i] < 0)
            continue;
        const double off =
            (ex * (at.y - (double)k->y[i]) - ey * (at.x - (double)k->x[i])) / length;
        if (off < least)
            least = off, best = k->street[i];
    }
    return best;
}

/* Long buildings in rows along the block. */
static int32_t fill_rows(struct builder *b, int32_t block, const struct slab *slab,
                         uint8_t class, int32_t most)
{
    const struct model_block *k = &b->plan->block[block];
    const struct model_xy d = {(double)k->along_x, (double)k->along_y};
    double low = HUGE_VAL, high = -HUGE_VAL, low_n = HUGE_VAL, high_n = -HUGE_VAL;
    for (int i = 0; i < k->n; i++) {
        const double u = (double)k->x[i] * d.x + (double)k->y[i] * d.y;
        const double v = -(double)k->x[i] * d.y + (double)k->y[i] * d.x;
        low = u < low ? u : low, high = u > high ? u : high;
        low_n = v < low_n ? v : low_n, high_n = v > high_n ? v : high_n;
    }
    const int32_t first = b->sites;
    for (double v = low_n + slab->width / 2 + 4; v < high_n;
         v += slab->width + slab->gap_across) {
        for (double u = low + slab->length / 2 + 3; u < high;) {
            const double length = slab->length * between(b, 0.72, 1.0);
            const struct rectangle r = {.at = {d.x * u - d.y * v, d.y * u + d.x * v},
                                        .d = d,
                                        .half_length = length / 2,
                                        .half_width = slab->width * between(b, 0.9, 1.05) / 2};
            u += length + slab->gap_along * between(b, 0.8, 1.4);
            if (b->sites - first >= most)
                return b->sites - first;
            if (fits(k, &r) && !add(b, block, &r, nearest_way(k, r.at), class))
                return 0;
        }
    }
    return b->sites - first;
}

/* ---- who takes which block
 * ------------------------------------------------------------------- */

static int offer_order(const void *a, const void *c)
{
    const struct offer *p = a, *q = c;
    if (p->distance_m != q->distance_m)
        return p->distance_m < q->distance_m ? -1 : 1;
    if (p->block != q->block)
        return p->block < q->block ? -1 : 1;
    return p->station - q->station;
}

static void make_offers(struct builder *b)
{
    const struct model_ground *g = &b->t->ground;
    for (int32_t i = 0; i < b->plan->blocks; i++) {
        const struct model_block *k = &b->plan->block[i];
        const double taste =
            1 + 0.33 * model_noise(g->seed, 9, k->middle.x / 900, k->middle.y / 900);
        for (int32_t s = 0; s < MODEL_STATIONS; s++) {
            const double dx = k->middle.x - g->station[s].at.x;
            const double dy = k->middle.y - g->station[s].at.y;
            if (k->north != g->station[s].north)
                continue;
            if (!MODEL_ROOM(b->work, b->offer, b->offers, b->offer_room))
                return;
            b->offer[b->offers++] =
                (struct offer){(float)(sqrt(dx * dx + dy * dy) * taste), i, s};
        }
    }
    if (b->offer)
        qsort(b->offer, (size_t)b->offers, sizeof *b->offer, offer_order);
}

typedef int32_t fill(struct builder *b, int32_t block, int32_t most);

static int32_t fill_houses(struct builder *b, int32_t block, int32_t most)
{
    return fill_sides(b, block, &garden, RK_MODEL_PRIVATE, most);
}

static int32_t fill_public(struct builder *b, int32_t block, int32_t most)
{
    return fill_sides(b, block, &civic, RK_MODEL_COMMERCIAL, most);
}

static int32_t fill_flats(struct builder *b, int32_t block, int32_t most)
{
    static const struct slab five = {68, 12.5, 17, 30}, two = {26, 11, 12, 15};
    const bool low = rk_random_unit(&b->random) < 0.09;
    const int32_t from = b->sites;
    const int32_t added =
        fill_rows(b, block, low ? &two : &five, RK_MODEL_MULTI, low && most > 9 ? 9 : most);
    const int floors = low ? 2 : rk_random_unit(&b->random) < 0.17 ? 9 : 5;
    for (int32_t i = from; i < b->sites; i++)
        b->site[i].b.floors = (uint8_t)floors;
    return added;
}

static int32_t fill_works(struct builder *b, int32_t block, int32_t most)
{
    static const struct slab hall = {74, 26, 16, 14};
    return fill_rows(b, block, &hall, RK_MODEL_INDUSTRIAL, most > 6 ? 6 : most);
}

/* Stations take free blocks, nearest first, each until its own quota stands; some are passed by
 * at first. What is left over goes to any free block. */
static void settle(struct builder *b, fill *with, enum model_use use, int32_t *quota,
                   double pass)
{
    for (int round = 0; round < 2; round++) {
        for (int32_t i = 0; i < b->offers; i++) {
            const struct offer *o = &b->offer[i];
            struct model_block *k = &b->plan->block[o->block];
            if (k->use != MODEL_FREE || quota[o->station] <= 0)
                continue;
            if (round == 0 && rk_random_unit(&b->random) < pass)
                continue;
            const int32_t from = b->sites;
            const int32_t added = with(b, o->block, quota[o->station]);
            if (added == 0)
                continue;
            quota[o->station] -= added;
            k->use = (uint8_t)use;
            k->station = (uint8_t)o->station;
            for (int32_t n = from; n < b->sites; n++) {
                b->site[n].b.station = (uint8_t)o->station;
                b->site[n].b.quarter = b->t->ground.station[o->station].quarter;
            }
        }
    }
}

/* Splits `all` by weights, exactly: rounding the running sum. */
static void divide(const double *weight, int32_t all, int32_t *out)
{
    double sum = 0, run = 0;
    for (int i = 0; i < MODEL_STATIONS; i++)
        sum += weight[i];
    int32_t given = 0;
    for (int i = 0; i < MODEL_STATIONS; i++) {
        run += weight[i];
        const int32_t upto = (int32_t)floor(all * (run / sum) + 0.5);
        out[i] = upto - given;
        given = upto;
    }
}

/* Works lie on the land nearest to the rail and to the eastern port, whoever votes there. */
static void settle_works(struct builder *b)
{
    static const struct model_xy zone[] = {{-1500, -3150}, {1750, -3100}, {3950, 1150}};
    const double stretch = b->t->ground.stretch;
    struct offer *by = RK_NEW(b->work, struct offer, b->plan->blocks);
    if (!by)
        return;
    for (int32_t i = 0; i < b->plan->blocks; i++) {
        const struct model_xy at = b->plan->block[i].middle;
        double least = HUGE_VAL;
        for (int z = 0; z < RK_COUNT(zone); z++) {
            const double dx = at.x - zone[z].x * stretch, dy = at.y - zone[z].y * stretch;
            const double d = sqrt(dx * dx + dy * dy);
            least = d < least ? d : least;
        }
        by[i] = (struct offer){(float)least, i, 0};
    }
    qsort(by, (size_t)b->plan->blocks, sizeof *by, offer_order);
    int32_t left = b->t->count.industrial;
    for (int32_t i = 0; i < b->plan->blocks && left > 0; i++) {
        struct model_block *k = &b->plan->block[by[i].block];
        const int32_t from = b->sites;
        const int32_t added = fill_works(b, by[i].block, left);
        int32_t near = -1;
        double least = HUGE_VAL;
        for (int s = 0; s < MODEL_STATIONS; s++) {
            const struct model_station *st = &b->t->ground.station[s];
            const double dx = k->middle.x - st->at.x, dy = k->middle.y - st->at.y;
            if (st->north == k->north && dx * dx + dy * dy < least)
                least = dx * dx + dy * dy, near = s;
        }
        if (added == 0 || near < 0)
            continue;
        left -= added;
        k->use = MODEL_WORKS;
        for (int32_t n = from; n < b->sites; n++) {
            b->site[n].b.station = (uint8_t)near;
            b->site[n].b.quarter = b->t->ground.station[near].quarter;
        }
    }
}

/* Share of each station's people that lives in flats: more where stations stand close together,
 * four in ten over the whole town. */
static void flat_shares(const struct model_ground *g, double *share)
{
    double crowd[MODEL_STATIONS];
    for (int i = 0; i < MODEL_STATIONS; i++) {
        crowd[i] = 0;
        for (int j = 0; j < MODEL_STATIONS; j++) {
            const double dx = (g->station[i].at.x - g->station[j].at.x) / g->stretch;
            const double dy = (g->station[i].at.y - g->station[j].at.y) / g->stretch;
            if (g->station[i].north == g->station[j].north)
                crowd[i] += g->station[j].voters / (1 + (dx * dx + dy * dy) / 360000.0);
        }
        crowd[i] /= 4000;
    }
    double low = 0, high = 4;
    for (int round = 0; round < 60; round++) {
        const double c = (low + high) / 2;
        double all = 0;
        for (int i = 0; i < MODEL_STATIONS; i++) {
            const double s = c * crowd[i] * crowd[i];
            share[i] = s < 0.06 ? 0.06 : s > 0.82 ? 0.82 : s;
            all += share[i] * g->station[i].share;
        }
        if (all > 0.4)
            high = c;
        else
            low = c;
    }
}

/* ---- finishing ----------------------------------------------------------------------------
 */

/* A shed behind so many of the houses that the town has its number of buildings. */
static void add_sheds(struct builder *b, int32_t sheds)
{
    const int32_t n = b->sites;
    int32_t houses = 0;
    for (int32_t i = 0; i < n; i++)
        houses += b->site[i].b.class == RK_MODEL_PRIVATE;
    for (int32_t i = 0; i < n && sheds > 0; i++) {
        if (b->site[i].b.class != RK_MODEL_PRIVATE)
            continue;
        const int32_t mine =
            (int32_t)rk_random_below(&b->random, houses) < sheds ? 1 + (sheds > houses) : 0;
        houses--;
        for (int k = 0; k < mine; k++) {
            const struct site house = b->site[i];
            const double back = between(b, 10, 15), off = between(b, -6, 6) + 7 * k;
            const struct rectangle r = {
                .at = {house.flat.x + house.inward.x * back + house.inward.y * off,
                       house.flat.y + house.inward.y * back - house.inward.x * off},
                .d = {house.inward.y, -house.inward.x},
                .half_length = between(b, 4, 7.5) / 2,
                .half_width = between(b, 3, 4.5) / 2};
            struct site *s = add(b, house.block, &r, house.b.street, RK_MODEL_OUTBUILDING);
            if (!s)
                return;
            s->along_m = house.along_m;
            s->left = house.left;
            s->b.station = house.b.station;
            s->b.quarter = house.b.quarter;
            s->owner = i;
            sheds--;
        }
    }
}

/* What each public building is: schools spread evenly, the rest as it comes. */
static void name_public(struct builder *b)
{
    const struct model_counts *c = &b->t->count;
    int32_t all = c->education + c->municipal + c->commercial + c->religious;
    int32_t left[4] = {c->education, c->municipal, c->commercial, c->religious};
    for (int32_t i = 0; i < b->sites; i++) {
        if (b->site[i].b.class != RK_MODEL_COMMERCIAL || all == 0)
            continue;
        int64_t pick = rk_random_below(&b->random, all--);
        int k = 0;
        while (pick >= left[k])
            pick -= left[k++];
        left[k]--;
        static const uint8_t class[] = {RK_MODEL_MUNICIPAL, RK_MODEL_MUNICIPAL,
                                        RK_MODEL_COMMERCIAL, RK_MODEL_RELIGIOUS};
        b->site[i].b.class = class[k];
        b->site[i].b.education = k == 0;
        b->site[i].b.floors = (uint8_t)(k == 3 ? 1 : 1 + rk_random_below(&b->random, 3));
    }
}

/* ---- numbers and order
 * ------------------------------------------------------------------------ */

struct place {
    int32_t way, site;
    float along_m;
    bool left;
};

static int place_order(const void *a, const void *c)
{
    const struct place *p = a, *q = c;
    if (p->way != q->way)
        return p->way < q->way ? -1 : 1;
    if (p->left != q->left)
        return p->left ? -1 : 1;
    if (p->along_m != q->along_m)
        return p->along_m < q->along_m ? -1 : 1;
    return p->site < q->site ? -1 : p->site > q->site;
}

/* Odd numbers on the left side of a street, even ones on the right; streets where somebody
 * lives are counted in the order in which they were laid. */
static bool number(struct builder *b)
{
    struct place *place = RK_NEW(b->work, struct place, b->sites);
    int32_t *street = RK_NEW(b->work, int32_t, b->plan->ways);
    if (!place || !street)
        return false;
    int32_t n = 0;
    for (int32_t i = 0; i < b->sites; i++)
        if (b->site[i].owner < 0)
            place[n++] = (struct place){b->site[i].b.street, i, (float)b->site[i].along_m,
                                        b->site[i].left};
    qsort(place, (size_t)n, sizeof *place, place_order);
    int32_t streets = 0, last = -1, next[2] = {1, 2};
    for (int32_t i = 0; i < n; i++) {
        struct site *s = &b->site[place[i].site];
        if (place[i].way != last) {
            next[0] = 1, next[1] = 2;
            last = place[i].way;
            street[last] = streets++;
            b->plan->way[last].name = street[last];
        }
        int32_t *mine = &next[place[i].left ? 0 : 1];
        s->b.number = (uint16_t)*mine;
        *mine += 2;
        s->b.street = street[last];
    }
    for (int32_t i = 0; i < b->sites; i++) {
        if (b->site[i].owner < 0)
            continue;
        b->site[i].b.number = b->site[b->site[i].owner].b.number;
        b->site[i].b.street = b->site[b->site[i].owner].b.street;
    }
    b->t->m.streets = streets;
    return true;
}

struct order {
    int32_t station, block, site;
};

static int by_station(const void *a, const void *c)
{
    const struct order *p = a, *q = c;
    if (p->station != q->station)
        return p->station - q->station;
    if (p->block != q->block)
        return p->block < q->block ? -1 : 1;
    return p->site < q->site ? -1 : p->site > q->site;
}

static bool hand_over(struct builder *b, struct rk_arena *keep)
{
    struct model_town *t = b->t;
    struct order *order = RK_NEW(b->work, struct order, b->sites);
    t->building = RK_NEW(keep, struct rk_model_building, b->sites);
    t->street_name = RK_NEW(keep, int32_t, t->m.streets);
    if (!order || !t->building || !t->street_name)
        return false;
    for (int32_t i = 0; i < b->sites; i++)
        order[i] = (struct order){b->site[i].b.station, b->site[i].block, i};
    qsort(order, (size_t)b->sites, sizeof *order, by_station);
    int32_t station = 0;
    for (int32_t i = 0; i < b->sites; i++) {
        t->building[i] = b->site[order[i].site].b;
        while (station <= t->building[i].station)
            t->station_first[station++] = i;
    }
    while (station <= MODEL_STATIONS)
        t->station_first[station++] = b->sites;
    for (int32_t i = 0; i < t->m.streets; i++)
        t->street_name[i] = i;
    struct rk_random r = rk_random_stream(t->ground.seed, "street names", 0);
    rk_random_shuffle(&r, t->street_name, t->m.streets);
    t->m.building = t->building;
    t->m.buildings = b->sites;
    return true;
}

bool model_build(struct model_town *t, struct model_plan *plan, struct rk_arena *keep,
                 struct rk_arena *work)
{
    struct builder b = {.t = t,
                        .plan = plan,
                        .work = work,
                        .random = rk_random_stream(t->ground.seed, "buildings", 0)};
    const struct model_counts *c = &t->count;
    double flats[MODEL_STATIONS], weight[MODEL_STATIONS];
    int32_t quota[MODEL_STATIONS];
    make_offers(&b);
    settle_works(&b);
    for (int i = 0; i < MODEL_STATIONS; i++)
        weight[i] = t->ground.station[i].share + 0.01;
    divide(weight, c->education + c->municipal + c->commercial + c->religious, quota);
    settle(&b, fill_public, MODEL_PUBLIC, quota, 0.3);
    name_public(&b);
    flat_shares(&t->ground, flats);
    for (int i = 0; i < MODEL_STATIONS; i++) {
        weight[i] = t->ground.station[i].share * flats[i];
        t->flat_share[i] = flats[i];
    }
    divide(weight, c->multi, quota);
    settle(&b, fill_flats, MODEL_FLATS, quota, 0.12);
    for (int i = 0; i < MODEL_STATIONS; i++)
        weight[i] = t->ground.station[i].share * (1 - flats[i]);
    divide(weight, c->private_houses, quota);
    settle(&b, fill_houses, MODEL_HOUSES, quota, 0.05);
    add_sheds(&b, c->buildings - b.sites);
    return !work->failed && number(&b) && hand_over(&b, keep) && !keep->failed;
}
