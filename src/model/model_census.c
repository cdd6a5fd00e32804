/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * People: exactly the ages and sexes of the oblast's towns, drawn without return into
 * households, and households into dwellings so that every station has its share.
 */
#define RK_ROOM_MODEL
#include "model_internal.h"
#include "model_words.h"

enum { CELLS = 256, HOUSEHOLD_MAX = 9, OLDEST = 100 };

/* How many of each age and sex are left; cell = age * 2 + male. A Fenwick (1994) tree draws one
 * of all in log steps. */
struct urn {
    int32_t left[CELLS];
    int32_t tree[CELLS + 1];
    int32_t all;
};

static void urn_add(struct urn *u, int cell, int32_t n)
{
    u->left[cell] += n;
    u->all += n;
    for (int i = cell + 1; i <= CELLS; i += i & -i)
        u->tree[i] += n;
}

/* The cell of the k-th person, k from 0. */
static int urn_cell(const struct urn *u, int32_t k)
{
    int at = 0;
    for (int step = CELLS; step > 0; step /= 2) {
        if (at + step <= CELLS && u->tree[at + step] <= k) {
            at += step;
            k -= u->tree[at];
        }
    }
    return at;
}

static int32_t urn_below(const struct urn *u, int cell)
{
    int32_t sum = 0;
    for (int i = cell; i > 0; i -= i & -i)
        sum += u->tree[i];
    return sum;
}

static bool urn_take(struct urn *u, int age, bool male, uint8_t *out)
{
    const int cell = age * 2 + male;
    if (age < 0 || age > OLDEST || u->left[cell] == 0)
        return false;
    urn_add(u, cell, -1);
    *out = (uint8_t)cell;
    return true;
}

/* Somebody of the sex whose age is as near as possible to `age`, at most `reach` off. */
static bool urn_near(struct urn *u, int age, int reach, bool male, uint8_t *out)
{
    for (int off = 0; off <= reach; off++)
        if (urn_take(u, age - off, male, out) || urn_take(u, age + off, male, out))
            return true;
    return false;
}

static int32_t urn_children(const struct urn *u)
{
    return urn_below(u, 18 * 2);
}

/* "Mіське населення / Urban population,17,…": 80 and older are one row, spread to 100 here. */
static bool fill_urn(struct urn *u, int32_t people, struct rk_str csv)
{
    double many[CELLS] = {0}, all = 0, run = 0;
    int rows = 0;
    rk_str_cut(&csv, '\n');
    while (csv.len > 0) {
        struct rk_str line = rk_str_trim(rk_str_cut(&csv, '\n'));
        if (line.len == 0)
            continue;
        rk_str_cut(&line, ',');
        struct rk_str age = rk_str_cut(&line, ',');
        rk_str_cut(&line, ',');
        int64_t male, female, year;
        if (!rk_str_int(rk_str_cut(&line, ','), &male) ||
            !rk_str_int(rk_str_cut(&line, ','), &female) ||
            !rk_str_int(rk_str_slice(age, 0, age.len > 2 ? 2 : age.len), &year) || year < 0 ||
            year > 80)
            return false;
        rows++;
        const int last = year < 80 ? (int)year : OLDEST;
        const double parts = year < 80 ? 1 : 231; /* 21 + 20 + … + 1: fewer each year */
        for (int a = (int)year; a <= last; a++) {
            const double part = year < 80 ? 1 : (last + 1 - a) / parts;
            many[a * 2] += (double)female * part;
            many[a * 2 + 1] += (double)male * part;
        }
    }
    for (int i = 0; i < CELLS; i++)
        all += many[i];
    int32_t given = 0;
    for (int i = 0; i < CELLS && all > 0; i++) {
        run += many[i];
        const int32_t upto = (int32_t)floor(people * (run / all) + 0.5);
        urn_add(u, i, upto - given);
        given = upto;
    }
    return rows == 81 && given == people;
}

/* ---- one household
 * ------------------------------------------------------------------------------ */

struct family {
    uint8_t cell[HOUSEHOLD_MAX];
    int n;
};

static void add_children(struct urn *u, struct rk_random *r, struct family *f, int head)
{
    const int32_t children = urn_children(u), parents = urn_below(u, 46 * 2) - urn_below(u, 40);
    const double wanted = 1.5 * children / (parents / 1.7 + 1);
    if (head < 20 || head > 52 || children == 0 || rk_random_unit(r) > wanted)
        return;
    const double many = rk_random_unit(r);
    const int n = many < 0.56 ? 1 : many < 0.9 ? 2 : 3;
    for (int i = 0; i < n && f->n < HOUSEHOLD_MAX; i++) {
        const int age = head - 19 - (int)rk_random_below(r, 17);
        const int as = age < 0 ? (int)rk_random_below(r, 6) : age > 17 ? 17 : age;
        const bool male = rk_random_unit(r) < 0.515;
        if (urn_near(u, as, 17, male, &f->cell[f->n]))
            f->n++; /* now and then an elder brother or sister */
    }
}

static void gather(struct urn *u, struct rk_random *r, struct family *f)
{
    const int32_t children = urn_children(u);
    f->n = 0;
    if (u->all == children) /* only children are left: see model_census */
        return;
    const int cell =
        urn_cell(u, children + (int32_t)rk_random_below(r, (int64_t)u->all - children));
    const int head = cell / 2;
    const bool male = cell & 1;
    urn_take(u, head, male, &f->cell[f->n++]);
    const double lone = head < 25 ? 0.65 : head < 60 ? 0.3 : head < 72 ? 0.42 : 0.62;
    if (rk_random_unit(r) > lone) {
        const int other = head + (male ? -2 : 2) + (int)rk_random_below(r, 5) - 2;
        if (urn_near(u, other < 18 ? 18 : other, 9, !male, &f->cell[f->n]))
            f->n++;
    }
    add_children(u, r, f, head);
    if (rk_random_unit(r) < 0.12 && head > 42 && f->n < HOUSEHOLD_MAX &&
        urn_near(u, head - 24, 5, rk_random_unit(r) < 0.6, &f->cell[f->n]))
        f->n++;
    if (rk_random_unit(r) < 0.09 && head < 55 && f->n < HOUSEHOLD_MAX &&
        urn_near(u, head + 25, 7, rk_random_unit(r) < 0.2, &f->cell[f->n]))
        f->n++;
}

/* ---- names of a household
 * ------------------------------------------------------------------------- */

/* Surnames are uneven: a third of the people share a twentieth of them. */
static uint16_t draw_surname(struct rk_random *r)
{
    const int all = model_stems * model_endings;
    const double u = rk_random_unit(r);
    return (uint16_t)((int)(u * u * all) * 7 % all);
}

static uint8_t draw_given(struct rk_random *r, int all)
{
    const double u = rk_random_unit(r);
    return (uint8_t)(int)(u * (0.35 + 0.65 * u) * all);
}

static void name_household(struct rk_model_person *p, int n, struct rk_random *r)
{
    const uint16_t shared = draw_surname(r);
    int father = -1;
    for (int i = 0; i < n; i++) {
        const bool other = i == 1 && rk_random_unit(r) < 0.12;
        p[i].surname = other ? draw_surname(r) : shared;
        p[i].given = draw_given(r, p[i].male ? model_males : model_females);
        p[i].father = draw_given(r, model_males);
        const bool grown = i < 2;
        if (grown && p[i].male)
            father = i;
        if (!grown && father >= 0 && p[i].birth > p[father].birth + 15 * 365)
            p[i].father = p[father].given;
    }
}

/* ---- into dwellings
 * --------------------------------------------------------------------------------- */

struct census {
    struct model_town *t;
    struct rk_random random;
    const uint8_t *cell;  /* of all people, family by family */
    const int32_t *first; /* [families + 1] */
    const int32_t *order; /* shuffled families */
    int32_t families, next_family, households, persons;
    double wanted; /* people housed so far, as they should be */
};

static void move_in(struct census *c, int32_t family, int32_t building, uint16_t flat)
{
    struct model_town *t = c->t;
    struct rk_model_building *b = &t->building[building];
    const rk_day count_day = rk_day_of(2022, 1, 1);
    const int32_t from = c->first[family], n = c->first[family + 1] - from;
    const int32_t first = c->persons;
    for (int32_t i = 0; i < n; i++) {
        const int age = c->cell[from + i] / 2;
        const rk_day days = (rk_day)rk_random_below(&c->random, 365);
        t->person[c->persons++] =
            (struct rk_model_person){.household = c->households,
                                     .birth = count_day - 1 - days - (rk_day)((age * 1461) / 4),
                                     .male = c->cell[from + i] & 1};
    }
    name_household(t->person + first, n, &c->random);
    if (b->households == 0)
        b->household = c->households;
    b->households++;
    b->people = (uint16_t)(b->people + n);
    t->household[c->households++] = (struct rk_model_household){
        .building = building, .first = first, .flat = flat, .people = (uint8_t)n};
}

/* So many families that the station's people of this class have roofs, spread over its
 * dwellings by weight (flats; one for a house). */
static void settle_station(struct census *c, int station, bool flats, bool last)
{
    struct model_town *t = c->t;
    const int32_t from = t->station_first[station], to = t->station_first[station + 1];
    const uint8_t class = flats ? RK_MODEL_MULTI : RK_MODEL_PRIVATE;
    int64_t weight = 0, run = 0;
    for (int32_t i = from; i < to; i++)
        if (t->building[i].class == class)
            weight += flats ? model_flats(&t->building[i]) : 1;
    const double share = t->ground.station[station].share;
    c->wanted +=
        t->count.people * share * (flats ? t->flat_share[station] : 1 - t->flat_share[station]);
    if (weight == 0)
        return; /* the next dwellings take them in */
    const int32_t first = c->next_family;
    int32_t people = c->persons;
    while (c->next_family < c->families && (last || people < c->wanted - 0.5)) {
        const int32_t f = c->order[c->next_family++];
        people += c->first[f + 1] - c->first[f];
    }
    const int32_t count = c->next_family - first;
    int32_t placed = 0;
    for (int32_t i = from; i < to; i++) {
        if (t->building[i].class != class)
            continue;
        run += flats ? model_flats(&t->building[i]) : 1;
        const int32_t upto = (int32_t)(count * run / weight);
        for (uint16_t flat = 1; placed < upto; flat++)
            move_in(c, c->order[first + placed++], i, flats ? flat : 0);
    }
}

/* A dwelling of the last station that has any, a house before a flat: whoever is left over when
 * the sums are rounded moves in there. */
static int32_t last_dwelling(const struct model_town *t)
{
    int32_t flats = -1;
    for (int s = MODEL_STATIONS - 1; s >= 0; s--) {
        for (int32_t i = t->station_first[s]; i < t->station_first[s + 1]; i++) {
            if (t->building[i].class == RK_MODEL_PRIVATE)
                return i;
            flats = t->building[i].class == RK_MODEL_MULTI ? i : flats;
        }
        if (flats >= 0)
            return flats;
    }
    return 0;
}

bool model_census(struct model_town *t, const char *ages_csv, ptrdiff_t csv_len,
                  struct rk_arena *keep, struct rk_arena work)
{
    const int32_t people = t->count.people;
    struct urn *urn = RK_NEW(&work, struct urn, 1);
    uint8_t *cell = RK_NEW(&work, uint8_t, people);
    int32_t *first = RK_NEW(&work, int32_t, people + 1);
    t->person = RK_NEW(keep, struct rk_model_person, people);
    if (!t->person || !urn || !cell || !first ||
        !fill_urn(urn, people, (struct rk_str){ages_csv, csv_len}))
        return false;
    struct rk_random r = rk_random_stream(t->ground.seed, "households", 0);
    int32_t families = 0, taken = 0;
    while (urn->all > 0) {
        struct family f = {0};
        gather(urn, &r, &f);
        if (f.n == 0) { /* children left over come to the last ones, three at a time */
            while (f.n < 3 && urn->all > 0)
                urn_take(urn, urn_cell(urn, 0) / 2, urn_cell(urn, 0) & 1, &f.cell[f.n++]);
        }
        first[families++] = taken;
        for (int i = 0; i < f.n; i++)
            cell[taken++] = f.cell[i];
    }
    first[families] = taken;
    int32_t *order = RK_NEW(&work, int32_t, families);
    t->household = RK_NEW(keep, struct rk_model_household, families);
    if (!order || !t->household)
        return false;
    for (int32_t i = 0; i < families; i++)
        order[i] = i;
    rk_random_shuffle(&r, order, families);
    struct census c = {
        t, rk_random_stream(t->ground.seed, "people", 0), cell, first, order, families, 0, 0, 0,
        0};
    const int last = t->building[last_dwelling(t)].station;
    const bool last_flats = t->building[last_dwelling(t)].class == RK_MODEL_MULTI;
    for (int s = 0; s < MODEL_STATIONS; s++) {
        settle_station(&c, s, true, s == last && last_flats);
        settle_station(&c, s, false, s == last && !last_flats);
    }
    t->m.person = t->person, t->m.persons = c.persons;
    t->m.household = t->household, t->m.households = c.households;
    return c.persons == people;
}

int model_age(const struct rk_model_person *p, rk_day on)
{
    int y, m, d, by, bm, bd;
    rk_day_split(on, &y, &m, &d);
    rk_day_split(p->birth, &by, &bm, &bd);
    return y - by - (m < bm || (m == bm && d < bd));
}

uint64_t model_dice(const struct model_town *t, uint32_t use, int64_t who)
{
    uint64_t z = t->ground.seed * UINT64_C(0x9E3779B97F4A7C15) +
                 (uint64_t)who * UINT64_C(0xC2B2AE3D27D4EB4F) +
                 (uint64_t)use * UINT64_C(0x165667B19E3779F9);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}
