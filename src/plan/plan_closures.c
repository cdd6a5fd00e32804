/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From what offices say of roads to marks on their edges: of each source its latest word
 * counts, and words of several sources stand side by side. docs/methods/counting.md, 3.
 */
#include "plan_ways.h"

/* Times slower where "slow" is all that was said: an assumption of ours. */
static const double slow_factor = 2.0;

enum {
    STATE,
    FACTOR,
    CONFIRMED,
    REASON,
    MINED,
    FROM_DATE,
    TO_DATE,
    OSM_WAY,
    FROM_LAT,
    FROM_LON,
    TO_LAT,
    TO_LON,
    NAME,
    ID,
    SLOTS
};
static const char *const aspects[SLOTS] = {
    "state",   "factor",   "confirmed", "reason", "mined",  "from_date", "to_date",
    "osm_way", "from_lat", "from_lon",  "to_lat", "to_lon", "name",      "id"};

/* What one source says of one road. */
struct word {
    int32_t part, source;
    rk_day as_of;
    int64_t said[SLOTS], stands[SLOTS]; /* as said, and with its corrections; -1 */
};

struct finder {
    struct plan *p;
    int32_t slot_of[SLOTS]; /* position of the aspect, -1 */
    struct word *word;
    int32_t words;
    struct plan_closure *closure;
    int32_t closures, lost;
    struct rk_reach_marks *piece[PLAN_BYS];
    int32_t pieces[PLAN_BYS];
    int64_t *decides;
    int32_t deciding, room;
    bool *named; /* [claims of the situation] stands in `decides` */
};

static int64_t corrected(const struct plan *p, int64_t claim)
{
    if (!rk_view_counts(p->view, claim))
        return -1;
    while (claim >= 0 && !plan_stands(p, claim))
        claim = rk_view_replaced_by(p->view, claim);
    return claim;
}

static bool is_correction(const struct rk_situation *s, int64_t claim)
{
    const int32_t extra = s->claim[claim].extra;
    return extra >= 0 && s->extra[extra].replaces >= 0;
}

/* What a part says, corrections of it included. */
static struct word read_word(const struct finder *f, int32_t part)
{
    const struct rk_situation *s = f->p->sit;
    struct word w = {.part = part, .source = s->part[part].source, .as_of = RK_DAY_NONE};
    for (int k = 0; k < SLOTS; k++)
        w.said[k] = w.stands[k] = -1;
    for (int32_t c = 0; c < s->part[part].claims; c++) {
        const int64_t claim = s->part[part].first_claim + c;
        for (int k = 0; k < SLOTS; k++)
            if (s->claim[claim].aspect == f->slot_of[k] && !is_correction(s, claim)) {
                w.said[k] = claim;
                w.stands[k] = corrected(f->p, claim);
            }
    }
    if (w.said[STATE] >= 0)
        w.as_of = plan_as_of(f->p, w.said[STATE]);
    return w;
}

static bool has_place(const struct word *w)
{
    return w->stands[OSM_WAY] >= 0 || w->stands[FROM_LAT] >= 0;
}

/* "Not known" is no word: what the source said before stands. */
static bool says_something(const struct finder *f, const struct word *w)
{
    const struct rk_str state = plan_text(f->p, w->stands[STATE]);
    return state.len && !rk_str_eq(state, RK_STR("unknown"));
}

/* ---- which claims decide -----------------------------------------------------------------
 */

static void decides(struct finder *f, int64_t claim)
{
    if (claim < 0 || f->named[claim] || f->deciding >= f->room)
        return;
    f->named[claim] = true;
    f->decides[f->deciding++] = claim;
}

/* A claim, and the corrections by which it became what stands. */
static void decides_with_corrections(struct finder *f, int64_t claim, bool itself)
{
    if (itself)
        decides(f, claim);
    while (claim >= 0 && !plan_stands(f->p, claim)) {
        claim = rk_view_replaced_by(f->p->view, claim);
        decides(f, claim);
    }
}

static void word_decides(struct finder *f, const struct word *w)
{
    for (int k = 0; k < SLOTS; k++)
        if (w->said[k] >= 0)
            decides_with_corrections(f, w->said[k], k == STATE);
}

/* ---- words of a road ---------------------------------------------------------------------
 */

/* Latest recorded first, so that of one day the later record stays. */
static void hear(struct finder *f, int32_t subject)
{
    const struct plan *p = f->p;
    f->words = 0;
    for (int32_t part = p->sit->subject[subject].last_part; part >= 0;
         part = p->sit->part[part].before) {
        if (!p->view->counts[p->sit->part[part].batch])
            continue;
        const struct word w = read_word(f, part);
        if (!says_something(f, &w))
            continue;
        int32_t k = 0;
        while (k < f->words && f->word[k].source != w.source)
            k++;
        if (k < f->words && f->word[k].as_of >= w.as_of)
            continue;
        f->word[k] = w;
        f->words += k == f->words;
    }
}

/* Where the road lies by this word, else by the latest record of it that says where. */
static struct word place_of(struct finder *f, int32_t subject, const struct word *w)
{
    const struct plan *p = f->p;
    if (has_place(w))
        return *w;
    for (int32_t part = p->sit->subject[subject].last_part; part >= 0;
         part = p->sit->part[part].before) {
        if (!p->view->counts[p->sit->part[part].batch])
            continue;
        const struct word other = read_word(f, part);
        if (!has_place(&other))
            continue;
        const int slot = other.stands[OSM_WAY] >= 0 ? OSM_WAY : FROM_LAT;
        decides(f, other.said[slot]);
        for (int k = OSM_WAY; k <= TO_LON; k++)
            decides_with_corrections(f, other.said[k], false);
        return other;
    }
    return *w;
}

static rk_day first_day(const struct plan *p, int64_t claim)
{
    return plan_date(p, claim) == RK_DAY_NONE ? RK_DAY_NONE : (rk_day)p->sit->claim[claim].low;
}

/* Times slower by car and on foot; 1: not, HUGE_VAL: closed. */
static void slowed(const struct plan *p, const struct word *w, double factor[PLAN_BYS])
{
    static const char *const walked[] = {"crater", "debris", "works"};
    const int64_t state = w->stands[STATE], reason = w->stands[REASON];
    const rk_day from = first_day(p, w->stands[FROM_DATE]);
    const rk_day to = plan_date(p, w->stands[TO_DATE]);
    factor[PLAN_BY_CAR] = factor[PLAN_ON_FOOT] = 1.0;
    if ((from != RK_DAY_NONE && from > p->day) || (to != RK_DAY_NONE && to < p->day))
        return;
    if (plan_is(p, state, "slow")) {
        const double said = plan_number(p, w->stands[FACTOR]);
        factor[PLAN_BY_CAR] = said >= 1.0 ? said : slow_factor;
    } else if (plan_is(p, state, "foot")) {
        factor[PLAN_BY_CAR] = HUGE_VAL;
    } else if (plan_is(p, state, "closed")) {
        bool on_foot = false;
        for (int k = 0; k < RK_COUNT(walked); k++)
            on_foot |= plan_is(p, reason, walked[k]);
        factor[PLAN_BY_CAR] = HUGE_VAL;
        if (!on_foot || plan_true(p, w->stands[MINED]))
            factor[PLAN_ON_FOOT] = HUGE_VAL;
    }
}

/* ---- marks -------------------------------------------------------------------------------
 */

static int64_t osm_way(const struct plan *p, const struct word *place)
{
    const double way = plan_number(p, place->stands[OSM_WAY]);
    return way > 0.0 && way < 9e15 ? (int64_t)way : 0;
}

/* The stretch with the first factor, and again with the other where that differs. */
static void mark(struct finder *f, const struct word *place, struct rk_reach_mark like,
                 const double factor[PLAN_BYS])
{
    const struct plan *p = f->p;
    const double ends[4] = {
        plan_number(p, place->stands[FROM_LAT]), plan_number(p, place->stands[FROM_LON]),
        plan_number(p, place->stands[TO_LAT]), plan_number(p, place->stands[TO_LON])};
    like.factor = factor[PLAN_BY_CAR];
    const struct rk_reach_marks car =
        rk_reach_stretch(p->ways->given->roads, osm_way(p, place), ends, like, &p->scratch->in);
    f->lost += car.len == 0;
    if (car.len == 0)
        return;
    f->piece[PLAN_BY_CAR][f->pieces[PLAN_BY_CAR]++] = car;
    if (factor[PLAN_ON_FOOT] <= 1.0)
        return;
    struct rk_reach_mark *foot = RK_NEW(&p->scratch->in, struct rk_reach_mark, car.len);
    for (int32_t i = 0; foot && i < car.len; i++) {
        foot[i] = car.at[i];
        foot[i].factor = factor[PLAN_ON_FOOT];
    }
    if (foot)
        f->piece[PLAN_ON_FOOT][f->pieces[PLAN_ON_FOOT]++] =
            (struct rk_reach_marks){foot, car.len};
}

static struct rk_str name_of(struct finder *f, int32_t subject, const struct word *w)
{
    const struct rk_str id = plan_text(f->p, w->stands[ID]);
    const struct rk_str key = id.len ? id : plan_key(f->p, subject);
    const struct rk_str name = plan_text(f->p, w->stands[NAME]);
    return name.len && id.len
               ? rk_str_printf(f->p->keep, "%.*s (%.*s)", RK_FMT(name), RK_FMT(key))
           : name.len ? name
                      : key;
}

static void close_road(struct finder *f, int32_t subject)
{
    struct plan_closure c = {.subject = subject, .state = -1};
    for (int32_t k = 0; k < f->words; k++) {
        const struct word w = f->word[k];
        double factor[PLAN_BYS];
        word_decides(f, &w);
        slowed(f->p, &w, factor);
        if (factor[PLAN_BY_CAR] <= 1.0)
            continue;
        const bool sure = plan_true(f->p, w.stands[CONFIRMED]);
        const struct word place = place_of(f, subject, &w);
        mark(f, &place, (struct rk_reach_mark){.claim = f->closures, .confirmed = sure},
             factor);
        if (c.state < 0) {
            c.state = w.stands[STATE];
            c.name = name_of(f, subject, &w);
        }
        c.confirmed |= sure;
    }
    if (c.state >= 0)
        f->closure[f->closures++] = c;
}

static bool join(const struct finder *f, enum plan_by by, struct rk_reach_marks *out)
{
    int32_t all = 0;
    for (int32_t i = 0; i < f->pieces[by]; i++)
        all += f->piece[by][i].len;
    struct rk_reach_mark *at = RK_NEW(&f->p->scratch->in, struct rk_reach_mark, all + 1);
    int32_t len = 0;
    for (int32_t i = 0; at && i < f->pieces[by]; i++)
        for (int32_t k = 0; k < f->piece[by][i].len; k++)
            at[len++] = f->piece[by][i].at[k];
    *out = (struct rk_reach_marks){at, len};
    return at != NULL;
}

static bool is_road(const struct plan *p, int32_t subject)
{
    return rk_str_starts(rk_sit_text(p->sit, p->sit->subject[subject].id), RK_STR("road:"));
}

/* As many as there can be: parts of roads, their claims, roads. */
static bool take(struct finder *f)
{
    const struct rk_situation *s = f->p->sit;
    struct rk_arena *in = &f->p->scratch->in;
    int32_t parts = 0, claims = 0, roads = 0;
    for (int32_t i = 0; i < s->subjects; i++) {
        if (!is_road(f->p, i))
            continue;
        roads++;
        for (int32_t part = s->subject[i].last_part; part >= 0; part = s->part[part].before) {
            parts++;
            claims += s->part[part].claims;
        }
    }
    f->room = claims + s->correctings;
    f->named = RK_NEW(in, bool, s->claims + 1);
    f->word = RK_NEW(in, struct word, parts + 1);
    f->closure = RK_NEW(in, struct plan_closure, roads + 1);
    f->decides = RK_NEW(in, int64_t, f->room + 1);
    for (int by = 0; by < PLAN_BYS; by++)
        f->piece[by] = RK_NEW(in, struct rk_reach_marks, parts + 1);
    return !in->failed;
}

bool plan_closures_find(struct plan *p, struct plan_closures *out)
{
    struct finder f = {.p = p};
    if (!take(&f))
        return false;
    for (int k = 0; k < SLOTS; k++) {
        f.slot_of[k] = -1;
        for (int32_t a = 0; a < p->sit->aspects && f.slot_of[k] < 0; a++)
            if (rk_str_eq(rk_sit_text(p->sit, p->sit->aspect[a]), rk_str_of(aspects[k])))
                f.slot_of[k] = a;
    }
    for (int32_t i = 0; i < p->sit->subjects; i++)
        if (is_road(p, i)) {
            hear(&f, i);
            close_road(&f, i);
        }
    *out = (struct plan_closures){.at = f.closure,
                                  .count = f.closures,
                                  .lost = f.lost,
                                  .decides = f.decides,
                                  .deciding = f.deciding};
    return join(&f, PLAN_BY_CAR, &out->marks[PLAN_BY_CAR]) &&
           join(&f, PLAN_ON_FOOT, &out->marks[PLAN_ON_FOOT]) && !p->scratch->in.failed;
}
