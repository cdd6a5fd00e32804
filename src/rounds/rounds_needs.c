/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the doctor's lists to today's stops: which needs are open, how urgent, where at home. */
#include "rounds_internal.h"

#include "rk_text.h"

enum {
    NUMBER,
    KIND,
    NAME,
    ADDRESS,
    PHONE,
    MEDICINE,
    STRENGTH,
    PER_DAY,
    LEFT,
    DAYS_LEFT,
    RUNS_OUT,
    COLD,
    TRIAGE,
    VALID,
    CAPABILITY,
    TO,
    STATE,
    MOBILITY,
    SLOTS
};
static const struct plan_slot slots[SLOTS] = {
    {"number", NULL}, {"kind", NULL},         {"full_name", NULL},  {"address", NULL},
    {"phone", NULL},  {"medicine", NULL},     {"strength", NULL},   {"per_day", NULL},
    {"left", NULL},   {"days_left", NULL},    {"runs_out", NULL},   {"cold_chain", NULL},
    {"triage", NULL}, {"assess_until", NULL}, {"capability", NULL}, {"to_facility", NULL},
    {"state", NULL},  {"mobility", NULL}};

/* ---- addresses ---------------------------------------------------------------------------
 */

struct pair {
    const char *said, *means;
};

static struct rk_str street_word(struct rk_str word)
{
    static const struct pair same[] = {
        {"вулиця", "вул"},     {"ул", "вул"},        {"улица", "вул"},   {"провулок", "пров"},
        {"пер", "пров"},       {"переулок", "пров"}, {"площа", "пл"},    {"площадь", "пл"},
        {"проспект", "просп"}, {"пр", "просп"},      {"бульвар", "бул"}, {"бульв", "бул"},
        {"street", "вул"},     {"st", "вул"}};
    for (ptrdiff_t i = 0; i < RK_COUNT(same); i++)
        if (rk_str_eq(word, rk_str_of(same[i].said)))
            return rk_str_of(same[i].means);
    return word;
}

static bool is_one_of(struct rk_str word, const char *const *list, ptrdiff_t count)
{
    for (ptrdiff_t i = 0; i < count; i++)
        if (rk_str_eq(word, rk_str_of(list[i])))
            return true;
    return false;
}

/* "5 а" and "5а" are one number. */
static bool letter_of_number(const struct rk_buf *key, struct rk_str word)
{
    return key->len > 0 && key->at[key->len - 1] >= '0' && key->at[key->len - 1] <= '9' &&
           !(word.at[0] >= '0' && word.at[0] <= '9') && rk_utf8_count(word) == 1;
}

struct rk_str rounds_address_key(struct rk_str address, struct rk_arena *keep)
{
    static const char *const flat[] = {"кв", "квартира", "flat", "apt", "к", "кім", "кімната"};
    static const char *const house[] = {"буд", "будинок", "б", "д", "дом", "house", "no"};
    static const char *const town[] = {"м", "місто", "г", "город"};
    char room[512];
    struct rk_buf folded = {.at = room, .cap = sizeof room};
    struct rk_buf key = rk_buf_in(keep, 512);
    rk_text_key(rk_utf8_head(address, 300), &folded);
    struct rk_str rest = rk_buf_str(&folded);
    while (rest.len > 0) {
        const struct rk_str word = street_word(rk_str_cut(&rest, ' '));
        if (is_one_of(word, flat, RK_COUNT(flat)) && key.len > 0 && rest.len > 0)
            break;
        if (key.len == 0 && is_one_of(word, town, RK_COUNT(town))) {
            (void)rk_str_cut(&rest, ' '); /* and its name */
            continue;
        }
        if (word.len == 0 || is_one_of(word, house, RK_COUNT(house)))
            continue;
        if (key.len > 0 && !letter_of_number(&key, word))
            rk_buf_char(&key, ' ');
        rk_buf_add(&key, word);
    }
    return rk_buf_str(&key);
}

/* ---- where people live -------------------------------------------------------------------
 */

struct home {
    struct rk_str key;
    double lat, lon;
};

static int home_order(const void *a, const void *b)
{
    const struct home *x = a, *y = b;
    const int by_key = rk_str_cmp(x->key, y->key);
    if (by_key)
        return by_key;
    if (x->lat != y->lat)
        return x->lat < y->lat ? -1 : 1;
    return (x->lon > y->lon) - (x->lon < y->lon);
}

static struct home *read_homes(struct rounds *r, int32_t *count)
{
    enum { B_ADDRESS, B_LAT, B_LON, B_SLOTS };
    static const struct plan_slot wanted[B_SLOTS] = {
        {"address", NULL}, {"latitude", NULL}, {"longitude", NULL}};
    struct plan_records b;
    if (!plan_records(&r->p, "building", wanted, B_SLOTS, &b))
        return NULL;
    struct home *home = RK_NEW(&r->p.scratch->in, struct home, b.rows + 1);
    *count = 0;
    for (int32_t i = 0; home && i < b.rows; i++) {
        const struct rk_str said = plan_text(&r->p, plan_claim(&b, i, B_ADDRESS));
        const double lat = plan_number(&r->p, plan_claim(&b, i, B_LAT));
        const double lon = plan_number(&r->p, plan_claim(&b, i, B_LON));
        if (said.len && !isnan(lat) && !isnan(lon))
            home[(*count)++] =
                (struct home){rounds_address_key(said, &r->p.scratch->in), lat, lon};
    }
    if (home)
        qsort(home, (size_t)*count, sizeof *home, home_order);
    return r->p.scratch->in.failed ? NULL : home;
}

/* Several buildings of one address count as one where they stand together. */
static const char *locate(const struct home *home, int32_t count, struct rk_str key,
                          double *lat, double *lon)
{
    enum { TOGETHER_M = 150 };
    int32_t low = 0, high = count;
    while (low < high) {
        const int32_t middle = low + (high - low) / 2;
        if (rk_str_cmp(home[middle].key, key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == count || !rk_str_eq(home[low].key, key))
        return "address_unknown";
    *lat = home[low].lat;
    *lon = home[low].lon;
    for (int32_t i = low + 1; i < count && rk_str_eq(home[i].key, key); i++)
        if (plan_metres(*lat, *lon, home[i].lat, home[i].lon) > TOGETHER_M)
            return "address_twice";
    return NULL;
}

/* ---- one need ----------------------------------------------------------------------------
 */

/* The day the medicine runs out: as said, or by the days or pieces that are left. */
static rk_day runs_out(const struct plan *p, const struct plan_records *n, int32_t row)
{
    const int64_t said = plan_claim(n, row, RUNS_OUT);
    int64_t by = plan_claim(n, row, DAYS_LEFT);
    double days = plan_number(p, by);
    if (plan_date(p, said) != RK_DAY_NONE)
        return plan_date(p, said);
    if (isnan(days)) {
        const double a_day = plan_number(p, plan_claim(n, row, PER_DAY));
        by = plan_claim(n, row, LEFT);
        days = a_day > 0.0 ? plan_number(p, by) / a_day : RK_NAN;
    }
    if (isnan(days) || plan_as_of(p, by) == RK_DAY_NONE)
        return RK_DAY_NONE;
    return plan_as_of(p, by) + (rk_day)floor(days);
}

/* Red before orange before yellow; green, blue, expectant and not assessed behind them. */
static int32_t triage_rank(const struct plan *p, int64_t triage)
{
    static const char *const order[] = {"red", "orange", "yellow", "green"};
    for (int32_t i = 0; i < RK_COUNT(order); i++)
        if (plan_is(p, triage, order[i]))
            return i;
    return RK_ROUTE_RANKS - 1;
}

static enum rounds_moves moves_of(const struct plan *p, int64_t mobility)
{
    return plan_is(p, mobility, "stretcher")    ? MOVES_LYING
           : plan_is(p, mobility, "wheelchair") ? MOVES_WHEELCHAIR
           : mobility < 0                       ? MOVES_LYING
                                                : MOVES_SITTING;
}

/* Who has none today, or has been without for up to a week, goes with the yellow, the longest
 * without first; tomorrow's behind them; of whom nobody has heard for longer, last. A triage
 * said of the medicine itself goes before that. */
static void rank_medicine(const struct plan *p, struct rk_rounds_need *n, int64_t triage)
{
    const int64_t gone =
        n->runs_out == RK_DAY_NONE ? 0 : (int64_t)p->day - (int64_t)n->runs_out;
    const bool now = gone >= 0 && gone <= ROUNDS_STALE_DAYS;
    n->rank = triage >= 0 ? triage_rank(p, triage) : now ? 2 : 3;
    n->harm = now ? 1.0 + 0.1 * (double)gone : gone < 0 ? 1.0 : 0.5;
}

static int capability_of(const struct plan *p, int64_t claim)
{
    const struct rk_aspect *a =
        rk_aspect_find(rk_kind_find(RK_STR("need")), RK_STR("capability"));
    const struct rk_choice *c = claim >= 0 && a ? rk_choice_find(a, plan_text(p, claim)) : NULL;
    return c ? (int)(c - a->choices) : -1;
}

static struct rk_str what_of(const struct plan *p, const struct plan_records *n, int32_t row,
                             bool medicine)
{
    if (!medicine)
        return plan_choice(p, "need", "capability", plan_claim(n, row, CAPABILITY));
    const struct rk_str name = plan_text(p, plan_claim(n, row, MEDICINE));
    const struct rk_str strength = plan_text(p, plan_claim(n, row, STRENGTH));
    return rk_str_printf(p->keep, "%.*s%s%.*s", RK_FMT(name),
                         name.len && strength.len ? ", " : "", RK_FMT(strength));
}

static struct rk_rounds_need make_need(const struct plan *p, const struct plan_records *n,
                                       int32_t row, bool medicine)
{
    const struct rk_str number = plan_text(p, plan_claim(n, row, NUMBER));
    const rk_day valid = plan_date(p, plan_claim(n, row, VALID));
    return (struct rk_rounds_need){
        .kind = medicine ? RK_ROUNDS_MEDICINE : RK_ROUNDS_TRANSFER,
        .id = rk_sit_text(p->sit, p->sit->subject[n->subject[row]].id),
        .card = number.len ? number : plan_key(p, n->subject[row]),
        .rank = triage_rank(p, plan_claim(n, row, TRIAGE)),
        .harm = 1.0,
        .runs_out = medicine ? runs_out(p, n, row) : RK_DAY_NONE,
        .not_in_stock = RK_DAY_NONE,
        .cold = medicine && plan_true(p, plan_claim(n, row, COLD)),
        .reassess = valid != RK_DAY_NONE && valid < p->day,
        .said_unserved = plan_is(p, plan_claim(n, row, STATE), "unserved"),
        .name = plan_text(p, plan_claim(n, row, NAME)),
        .address = plan_text(p, plan_claim(n, row, ADDRESS)),
        .phone = plan_text(p, plan_claim(n, row, PHONE)),
        .what = what_of(p, n, row, medicine),
        .mobility = plan_choice(p, "need", "mobility", plan_claim(n, row, MOBILITY))};
}

static struct rounds_entry make_entry(const struct plan *p, const struct plan_records *n,
                                      int32_t row, bool medicine)
{
    const int64_t triage = plan_claim(n, row, TRIAGE);
    struct rounds_entry e = {
        .need = make_need(p, n, row, medicine),
        .work = {.to = plan_text(p, plan_claim(n, row, TO)),
                 .medicine = medicine ? plan_text(p, plan_claim(n, row, MEDICINE))
                                      : (struct rk_str){"", 0},
                 .capability = capability_of(p, plan_claim(n, row, CAPABILITY)),
                 .moves = moves_of(p, plan_claim(n, row, MOBILITY)),
                 .lat = RK_NAN,
                 .lon = RK_NAN,
                 .place = -1,
                 .request = -1,
                 .cut = CUT_NOT,
                 .bed_cut = CUT_NOT}};
    if (medicine)
        rank_medicine(p, &e.need, triage);
    if (medicine && e.need.runs_out == RK_DAY_NONE)
        e.work.why = "day_unknown";
    else if (!medicine && plan_is(p, triage, "black"))
        e.work.why = "black";
    else if (e.need.address.len == 0)
        e.work.why = "address_missing";
    return e;
}

/* ---- which are open ----------------------------------------------------------------------
 */

static void take(struct rounds *r, const struct plan_records *n, int32_t row)
{
    const struct plan *p = &r->p;
    const int64_t kind = plan_claim(n, row, KIND);
    if (!plan_need_open(p, plan_claim(n, row, STATE)))
        return;
    const bool transfer = plan_is(p, kind, "transfer");
    const bool medicine =
        plan_is(p, kind, "medicine") ||
        (kind < 0 && (plan_claim(n, row, MEDICINE) >= 0 || plan_claim(n, row, RUNS_OUT) >= 0));
    if (!transfer && !medicine) {
        r->d->other++;
        return;
    }
    const struct rounds_entry e = make_entry(p, n, row, medicine);
    if (medicine && e.need.runs_out != RK_DAY_NONE &&
        e.need.runs_out > p->day + ROUNDS_DUE_DAYS)
        r->d->later++;
    else
        r->entry[r->d->needs++] = e;
}

static int entry_order(const void *a, const void *b)
{
    const struct rk_rounds_need *x = &((const struct rounds_entry *)a)->need;
    const struct rk_rounds_need *y = &((const struct rounds_entry *)b)->need;
    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    if (x->harm != y->harm)
        return x->harm > y->harm ? -1 : 1;
    if (x->kind != y->kind)
        return x->kind > y->kind ? -1 : 1;
    int64_t m = 0, n = 0;
    if (rk_str_int(x->card, &m) && rk_str_int(y->card, &n) && m != n)
        return m < n ? -1 : 1;
    const int by_card = rk_str_cmp(x->card, y->card);
    return by_card ? by_card : rk_str_cmp(x->id, y->id);
}

/* In order of urgency, for good: positions are what the door speaks of. */
static bool keep_needs(struct rounds *r)
{
    struct rk_rounds_day *d = r->d;
    struct rk_rounds_need *need = RK_NEW(r->keep, struct rk_rounds_need, d->needs + 1);
    d->work = RK_NEW(r->keep, struct rounds_work, d->needs + 1);
    for (int32_t i = 0; need && d->work && i < d->needs; i++) {
        need[i] = r->entry[i].need;
        d->work[i] = r->entry[i].work;
    }
    d->need = need;
    return need && d->work && rounds_find_stock(r, need);
}

static void place_home(struct rounds *r, struct rounds_work *w)
{
    if (w->why)
        return;
    w->place = rounds_place_at(r, w->lat, w->lon);
    const struct rk_reach_spot *spot = w->place >= 0 ? r->d->place[w->place].spot : NULL;
    if (spot && spot[BY_CAR].edge < 0 && spot[BY_AMBULANCE].edge < 0)
        w->why = "no_road";
}

bool rounds_find_needs(struct rounds *r)
{
    enum { NEEDS_A_PLACE = 4 };
    struct plan_records n;
    struct rk_arena *in = &r->p.scratch->in;
    int32_t homes = 0, cards = 0;
    if (!plan_records(&r->p, "need", slots, SLOTS, &n))
        return false;
    const struct plan_card *card = plan_cards(&r->p, &n, KIND, NUMBER, &cards);
    r->entry = RK_NEW(in, struct rounds_entry, n.rows + 1);
    if (!card || !r->entry)
        return false;
    for (int32_t i = 0; i < cards; i++)
        take(r, &n, card[i].row);
    qsort(r->entry, (size_t)r->d->needs, sizeof *r->entry, entry_order);
    if (!keep_needs(r))
        return false;
    r->too_many = r->order->most > 0 && r->d->needs / NEEDS_A_PLACE > r->order->most;
    struct home *home = r->too_many ? NULL : read_homes(r, &homes);
    if (!home)
        return r->too_many;
    for (int32_t i = 0; i < r->d->needs; i++) {
        struct rounds_work *w = &r->d->work[i];
        if (!w->why)
            w->why = locate(home, homes, rounds_address_key(r->d->need[i].address, in), &w->lat,
                            &w->lon);
        place_home(r, w);
    }
    return !in->failed && !r->keep->failed;
}
