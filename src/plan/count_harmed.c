/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who has been harmed. Rule 1 of the design: "at least" counts persons and bodies that people
 * decided are distinct. Nothing is merged here but what people decided (same_as) or what an
 * office wrote down as one (this person is that body).
 */
#include "plan_internal.h"

#include "rk_text.h"

enum {
    STATUS,
    CONFIRMATION,
    CERTIFICATE,
    BODY,
    SEX,
    BIRTH,
    AGE,
    FULL_NAME,
    SURNAME,
    GIVEN,
    LACK,
    OUTCOME,
    SAME,
    APART,
    DISTINCT,
    DEATH,
    SEVERITY,
    PERSON_SLOTS
};
static const struct plan_slot person_slots[PERSON_SLOTS] = {
    {"status", NULL},     {"confirmation", NULL},  {"death_certificate", NULL},
    {"body", NULL},       {"sex", NULL},           {"birth_date", NULL},
    {"age", NULL},        {"full_name", NULL},     {"surname", NULL},
    {"given", NULL},      {"lack", NULL},          {"lack_outcome", NULL},
    {"same_as", NULL},    {"counted_apart", NULL}, {"distinct_from", NULL},
    {"death_date", NULL}, {"severity", NULL}};
enum { NUMBER, EXHUMED, B_SEX, B_LOW, B_HIGH, B_CIVIL, B_TORTURE, BODY_SLOTS };
static const struct plan_slot body_slots[BODY_SLOTS] = {
    {"number", NULL},   {"exhumed_date", NULL}, {"sex", NULL},         {"age_low", NULL},
    {"age_high", NULL}, {"civil", NULL},        {"torture_said", NULL}};

/* Persons first, then bodies: positions in one array of records. */
struct harmed {
    struct plan *p;
    struct plan_records person, body;
    int32_t records;
    int32_t *entity; /* [records] union by decisions: the first record of it */
    uint64_t *key;   /* [records] exact key within a list: name and birth; 0: none */
    int32_t *source; /* [records] the office that keeps its list: position in `office` */
    struct rk_str *office;
    int32_t offices;
    int64_t *join_claim; /* [joins] by which two records became one */
    int32_t *join_record, joins, join_room;
    /* of entities, at their roots */
    uint8_t *confirmed, *named, *found; /* found alive */
    int32_t *told_by;                   /* the source of its records; NOBODY, SEVERAL */
};

enum { NOBODY = -3, SEVERAL = -2 };

static int32_t root_of(int32_t *entity, int32_t i)
{
    while (entity[i] != i) {
        entity[i] = entity[entity[i]];
        i = entity[i];
    }
    return i;
}

/* The earlier record stands for both, so that order alone decides nothing. */
static void join(struct harmed *h, int32_t a, int32_t b, int64_t by)
{
    if (h->joins < h->join_room) {
        h->join_claim[h->joins] = by;
        h->join_record[h->joins++] = b;
    }
    a = root_of(h->entity, a);
    b = root_of(h->entity, b);
    if (a < b)
        h->entity[b] = a;
    else
        h->entity[a] = b;
}

static int64_t of_person(const struct harmed *h, int32_t record, int slot)
{
    return record < h->person.rows ? plan_claim(&h->person, record, slot) : -1;
}

static bool is_dead(const struct harmed *h, int32_t record)
{
    return record >= h->person.rows || plan_is(h->p, of_person(h, record, STATUS), "dead") ||
           plan_is(h->p, of_person(h, record, OUTCOME), "died");
}

/* The claim that says it: the status, the outcome, a body's number. */
static int64_t saying(const struct harmed *h, int32_t record)
{
    if (record >= h->person.rows)
        return plan_claim(&h->body, record - h->person.rows, NUMBER);
    const int64_t status = plan_claim(&h->person, record, STATUS);
    return status >= 0 ? status : plan_claim(&h->person, record, OUTCOME);
}

/* ---- decisions -----------------------------------------------------------------------------
 */

struct by_text {
    struct rk_str text;
    int32_t record;
};

static int by_text_order(const void *a, const void *b)
{
    const struct by_text *x = a, *y = b;
    const int c = rk_str_cmp(x->text, y->text);
    return c ? c : (x->record > y->record) - (x->record < y->record);
}

/* The one record with this text; -1 none, -2 several: nobody knows which is meant. */
static int32_t only_one(const struct by_text *list, int32_t count, struct rk_str text)
{
    int32_t low = 0, high = count;
    while (low < high) {
        const int32_t middle = low + (high - low) / 2;
        if (rk_str_cmp(list[middle].text, text) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == count || !rk_str_eq(list[low].text, text))
        return -1;
    return low + 1 < count && rk_str_eq(list[low + 1].text, text) ? -2 : list[low].record;
}

/* All standing claims of an aspect on a person, not the latest alone: one may be the same as
 * several others. */
static bool join_decided(struct harmed *h)
{
    struct plan *p = h->p;
    const struct rk_situation *s = p->sit;
    struct rk_arena room = p->scratch->in;
    struct by_text *ids = RK_NEW(&room, struct by_text, h->records + 1);
    struct by_text *numbers = RK_NEW(&room, struct by_text, h->body.rows + 1);
    if (!ids || !numbers)
        return false;
    for (int32_t i = 0; i < h->records; i++) {
        const int32_t subject =
            i < h->person.rows ? h->person.subject[i] : h->body.subject[i - h->person.rows];
        ids[i] = (struct by_text){rk_sit_text(s, s->subject[subject].id), i};
    }
    for (int32_t i = 0; i < h->body.rows; i++)
        numbers[i] = (struct by_text){plan_key(p, h->body.subject[i]), h->person.rows + i};
    qsort(ids, (size_t)h->records, sizeof *ids, by_text_order);
    qsort(numbers, (size_t)h->body.rows, sizeof *numbers, by_text_order);
    int32_t same = -1;
    for (int32_t a = 0; a < s->aspects; a++)
        if (rk_str_eq(rk_sit_text(s, s->aspect[a]), RK_STR("same_as")))
            same = a;
    for (int32_t i = 0; i < h->person.rows; i++) {
        const int32_t subject = h->person.subject[i];
        for (int32_t part = s->subject[subject].last_part; part >= 0 && same >= 0;
             part = s->part[part].before)
            for (int32_t c = 0; c < s->part[part].claims; c++) {
                const int64_t claim = s->part[part].first_claim + c;
                if (s->claim[claim].aspect != same || !plan_stands(p, claim))
                    continue;
                const int32_t other = only_one(ids, h->records, plan_text(p, claim));
                if (other >= 0)
                    join(h, i, other, claim);
            }
        const struct rk_str body = plan_text(p, of_person(h, i, BODY));
        const int32_t found = body.len ? only_one(numbers, h->body.rows, body) : -1;
        if (found >= 0)
            join(h, i, found, of_person(h, i, BODY));
    }
    return true;
}

/* ---- exact keys ----------------------------------------------------------------------------
 */

static uint64_t hash_more(uint64_t h, struct rk_str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        h = (h ^ (unsigned char)s.at[i]) * 1099511628211u;
    return (h ^ 0xFF) * 1099511628211u;
}

/* Folded surname and given name, and the year of birth as far as it is said. Exact keys only:
 * nothing is guessed here. */
static uint64_t exact_key(const struct harmed *h, int32_t person)
{
    struct plan *p = h->p;
    char room[400];
    struct rk_buf folded = {.at = room, .cap = sizeof room};
    struct rk_str name = plan_text(p, plan_claim(&h->person, person, FULL_NAME));
    if (name.len) {
        rk_text_fold(name, &folded);
    } else {
        rk_text_fold(plan_text(p, plan_claim(&h->person, person, SURNAME)), &folded);
        rk_buf_char(&folded, ' ');
        rk_text_fold(plan_text(p, plan_claim(&h->person, person, GIVEN)), &folded);
    }
    struct rk_str rest = rk_str_trim(rk_buf_str(&folded));
    if (folded.failed || rk_str_find(rest, RK_STR(" ")) < 0)
        return 0;
    const struct rk_str surname = rk_str_cut(&rest, ' ');
    rest = rk_str_trim(rest);
    const struct rk_str given = rk_str_cut(&rest, ' ');
    uint64_t k = hash_more(hash_more(14695981039346656037u, surname), given);
    int year = 0, month, day;
    const rk_day birth = plan_date(p, plan_claim(&h->person, person, BIRTH));
    if (birth != RK_DAY_NONE)
        rk_day_split(birth, &year, &month, &day);
    char digits[12];
    snprintf(digits, sizeof digits, "%d", year);
    k = hash_more(k, rk_str_of(digits));
    return k ? k : 1;
}

struct by_key {
    uint64_t key;
    int32_t record;
};

static int by_key_order(const void *a, const void *b)
{
    const struct by_key *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->record > y->record) - (x->record < y->record);
}

/* Records with a key, sorted by it. */
static struct by_key *keyed(struct harmed *h, bool dead, int32_t *count)
{
    struct by_key *list = RK_NEW(&h->p->scratch->in, struct by_key, h->person.rows + 1);
    *count = 0;
    for (int32_t i = 0; list && i < h->person.rows; i++)
        if (h->key[i] && (!dead || is_dead(h, i)))
            list[(*count)++] = (struct by_key){h->key[i], i};
    if (list)
        qsort(list, (size_t)*count, sizeof *list, by_key_order);
    return list;
}

/* ---- the largest list, each person in it once ----------------------------------------------
 */

typedef bool harmed_pick(const struct harmed *h, int32_t record);

struct base {
    int32_t source; /* subject, -1 */
    int32_t *first; /* [entities counted] a record of each, of that source */
    int32_t count;
};

struct tagged {
    int32_t source;
    uint64_t key; /* entities by their root, or by the exact key where there is one */
    int32_t record;
};

static int tagged_order(const void *a, const void *b)
{
    const struct tagged *x = a, *y = b;
    if (x->source != y->source)
        return x->source < y->source ? -1 : 1;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->record > y->record) - (x->record < y->record);
}

/* One office wrote its rows down as different people; rows of one list that share an exact key,
 * or that were decided to be one, count once. The list with most of them is the base: whoever
 * is in no other list is certainly somebody else than those in it, or one of them. */
static bool largest(struct harmed *h, harmed_pick *pick, struct base *out)
{
    struct rk_arena *room = &h->p->scratch->in;
    struct tagged *t = RK_NEW(room, struct tagged, h->records + 1);
    if (!t)
        return false;
    int32_t n = 0;
    for (int32_t i = 0; i < h->records; i++) {
        if (!pick(h, i))
            continue;
        const int32_t root = root_of(h->entity, i);
        t[n++] =
            (struct tagged){h->source[i], h->key[root] ? h->key[root] : (uint64_t)root + 2, i};
    }
    qsort(t, (size_t)n, sizeof *t, tagged_order);
    int32_t best = 0, best_from = 0, best_to = 0;
    for (int32_t from = 0; from < n;) {
        int32_t to = from, distinct = 0;
        for (; to < n && t[to].source == t[from].source; to++)
            distinct += to == from || t[to].key != t[to - 1].key;
        if (distinct > best) {
            best = distinct;
            best_from = from;
            best_to = to;
        }
        from = to;
    }
    *out = (struct base){.source = best ? t[best_from].source : -1,
                         .first = RK_NEW(room, int32_t, best + 1)};
    for (int32_t i = best_from; i < best_to && out->first; i++)
        if (i == best_from || t[i].key != t[i - 1].key)
            out->first[out->count++] = t[i].record;
    return out->first != NULL;
}

/* Entities that the pick holds for, by a record of them. */
static int32_t entities(struct harmed *h, harmed_pick *pick, uint8_t *in)
{
    int32_t n = 0;
    memset(in, 0, (size_t)h->records);
    for (int32_t i = 0; i < h->records; i++) {
        const int32_t root = root_of(h->entity, i);
        if (!in[root] && pick(h, i)) {
            in[root] = 1;
            n++;
        }
    }
    return n;
}

/* ---- the dead ------------------------------------------------------------------------------
 */

/* A document, a body, an identification; or two offices whose records people joined. */
static bool is_confirmed(const struct harmed *h, int32_t record)
{
    static const char *const sure[] = {"document", "dna", "fingerprints", "dental", "court"};
    if (record >= h->person.rows)
        return true;
    if (plan_text(h->p, of_person(h, record, CERTIFICATE)).len)
        return true;
    const int64_t by = of_person(h, record, CONFIRMATION);
    for (int i = 0; i < RK_COUNT(sure); i++)
        if (plan_is(h->p, by, sure[i]))
            return true;
    return false;
}

/* What is known of each entity, at its root. */
static bool mark_entities(struct harmed *h)
{
    struct rk_arena *room = &h->p->scratch->in;
    h->confirmed = RK_NEW(room, uint8_t, h->records + 1);
    h->named = RK_NEW(room, uint8_t, h->records + 1);
    h->found = RK_NEW(room, uint8_t, h->records + 1);
    h->told_by = RK_NEW(room, int32_t, h->records + 1);
    if (!h->confirmed || !h->named || !h->found || !h->told_by)
        return false;
    for (int32_t i = 0; i < h->records; i++)
        h->told_by[i] = NOBODY;
    for (int32_t i = 0; i < h->records; i++) {
        const int32_t root = root_of(h->entity, i);
        h->named[root] |= i < h->person.rows;
        h->found[root] |= plan_is(h->p, of_person(h, i, STATUS), "found_alive");
        if (!is_dead(h, i))
            continue;
        h->confirmed[root] |= is_confirmed(h, i);
        if (h->told_by[root] == NOBODY)
            h->told_by[root] = h->source[i];
        else if (h->told_by[root] != h->source[i])
            h->told_by[root] = SEVERAL;
    }
    return true;
}

static bool pick_registered(const struct harmed *h, int32_t record)
{
    const int32_t root = root_of(h->entity, record);
    return is_dead(h, record) && (h->confirmed[root] || h->told_by[root] == SEVERAL);
}

static bool pick_injured(const struct harmed *h, int32_t record)
{
    return plan_is(h->p, of_person(h, record, STATUS), "injured");
}

static bool pick_missing(const struct harmed *h, int32_t record)
{
    return plan_is(h->p, of_person(h, record, STATUS), "missing") &&
           !h->found[root_of(h->entity, record)];
}

static bool pick_suffered(const struct harmed *h, int32_t record)
{
    const int64_t lack = of_person(h, record, LACK), outcome = of_person(h, record, OUTCOME);
    return lack >= 0 && !plan_is(h->p, lack, "none") &&
           (plan_is(h->p, outcome, "died") || plan_is(h->p, outcome, "worse"));
}

struct people {
    int32_t women, men, children, unknown, named;
};

static void describe(const struct harmed *h, int32_t record, struct people *out)
{
    const struct plan *p = h->p;
    const bool body = record >= h->person.rows;
    const int32_t row = body ? record - h->person.rows : record;
    const int64_t sex = body ? plan_claim(&h->body, row, B_SEX) : of_person(h, record, SEX);
    const double high = body ? plan_number(p, plan_claim(&h->body, row, B_HIGH))
                             : plan_number(p, of_person(h, record, AGE));
    rk_day birth = body ? RK_DAY_NONE : plan_date(p, of_person(h, record, BIRTH));
    rk_day death = body ? RK_DAY_NONE : plan_date(p, of_person(h, record, DEATH));
    if (death == RK_DAY_NONE)
        death = p->day;
    const bool child = high < 18.0 || (birth != RK_DAY_NONE && death - birth < 6574);
    out->children += child;
    out->women += !child && plan_is(p, sex, "female");
    out->men += !child && plan_is(p, sex, "male");
    out->unknown += !child && !plan_is(p, sex, "female") && !plan_is(p, sex, "male");
    out->named += h->named[root_of(h->entity, record)];
}

static bool count_dead(struct harmed *h)
{
    struct plan *p = h->p;
    struct base base;
    struct plan_tally registered, provisional;
    uint8_t *counted = RK_NEW(&p->scratch->in, uint8_t, h->records + 1);
    if (!counted || !largest(h, pick_registered, &base) ||
        !plan_tally_open(p, h->records + h->joins, &registered) ||
        !plan_tally_open(p, 3 * h->records + h->joins, &provisional))
        return false;
    struct people who = {0};
    for (int32_t i = 0; i < base.count; i++) {
        plan_tally_add(&registered, saying(h, base.first[i]), 1.0, 1.0);
        counted[root_of(h->entity, base.first[i])] = 1;
        describe(h, base.first[i], &who);
    }
    for (int32_t i = 0; i < h->records; i++) {
        const int32_t root = root_of(h->entity, i);
        if (counted[root] || !is_dead(h, i))
            continue;
        counted[root] = 1;
        const int64_t apart = of_person(h, i, APART);
        if (plan_true(p, apart) && pick_registered(h, i)) {
            plan_tally_add(&registered, apart, 1.0, 1.0);
            describe(h, i, &who);
        } else {
            plan_tally_add(&provisional, saying(h, i), 1.0, 1.0);
        }
    }
    const int32_t named = who.named, unnamed = (int32_t)registered.count - who.named;
    for (int64_t i = 0; i < registered.count; i++)
        plan_tally_without(&provisional, registered.claim[i]);
    for (int32_t i = 0; i < h->joins; i++) {
        plan_tally_without(&registered, h->join_claim[i]);
        plan_tally_without(&provisional, h->join_claim[i]);
    }
    for (int32_t i = 0; i < h->body.rows && provisional.count; i++)
        plan_tally_without(&provisional, saying(h, h->person.rows + i));
    plan_tally_close(p, &registered, "dead.registered", false, RK_AT_LEAST);
    plan_tally_close(p, &provisional, "dead.provisional", false, RK_EXACT);
    struct rk_buf b = rk_buf_in(p->keep, 400);
    plan_say_counted(p, &b, ", ", "harmed.women", who.women);
    plan_say_counted(p, &b, ", ", "harmed.men", who.men);
    plan_say_counted(p, &b, ", ", "harmed.children", who.children);
    plan_say_counted(p, &b, ", ", "harmed.unknown", who.unknown);
    if (b.len)
        rk_buf_c(&b, "; ");
    struct rk_buf names = rk_buf_in(p->keep, 200);
    plan_say_counted(p, &names, ", ", "harmed.named", named);
    plan_say_counted(p, &names, ", ", "harmed.unnamed", unnamed);
    rk_buf_add(&b, rk_buf_str(&names));
    plan_detail(p, "dead.registered", rk_buf_str(&b));
    return true;
}

/* One list and no more: the others may speak of the same people. */
static bool count_largest(struct harmed *h, harmed_pick *pick, const char *figure)
{
    struct base base;
    struct plan_tally t;
    if (!largest(h, pick, &base) || !plan_tally_open(h->p, base.count, &t))
        return false;
    for (int32_t i = 0; i < base.count; i++)
        plan_tally_add(&t, saying(h, base.first[i]), 1.0, 1.0);
    plan_tally_close(h->p, &t, figure, false, RK_AT_LEAST);
    return true;
}

static bool count_suffered(struct harmed *h)
{
    static const char *const lacks[][2] = {{"medicine", "dead.no_care.medicine"},
                                           {"transport", "dead.no_care.transport"},
                                           {"staff", "dead.no_care.staff"},
                                           {"facility", "dead.no_care.facility"},
                                           {"security", "dead.no_care.security"}};
    struct plan *p = h->p;
    struct base base;
    struct plan_tally all;
    if (!largest(h, pick_suffered, &base) || !plan_tally_open(p, base.count, &all))
        return false;
    int32_t died = 0;
    for (int32_t i = 0; i < base.count; i++) {
        plan_tally_add(&all, of_person(h, base.first[i], LACK), 1.0, 1.0);
        died += plan_is(p, of_person(h, base.first[i], OUTCOME), "died");
    }
    plan_tally_close(p, &all, "dead.no_care.registered", false, RK_AT_LEAST);
    struct rk_buf b = rk_buf_in(p->keep, 300);
    for (int k = 0; k < RK_COUNT(lacks); k++) {
        struct plan_tally t;
        if (!plan_tally_open(p, base.count, &t))
            return false;
        for (int32_t i = 0; i < base.count; i++)
            if (plan_is(p, of_person(h, base.first[i], LACK), lacks[k][0]))
                plan_tally_add(&t, of_person(h, base.first[i], LACK), 1.0, 1.0);
        plan_tally_close(p, &t, lacks[k][1], false, RK_AT_LEAST);
        char key[40];
        snprintf(key, sizeof key, "harmed.lack.%s", lacks[k][0]);
        if (t.count) {
            rk_buf_printf(&b, "%s%s ", b.len ? ", " : "", rk_word(p->lang, key));
            rk_say_number(p->lang, (double)t.count, 0, &b);
        }
    }
    plan_say_counted(p, &b, "; ", "harmed.died", died);
    plan_detail(p, "dead.no_care.registered", rk_buf_str(&b));
    return true;
}

/* Low: the longest list without those whom another office reports found under the same exact
 * key. High: everybody who is not found by a decision. */
static bool count_missing(struct harmed *h)
{
    struct plan *p = h->p;
    struct base base;
    struct plan_tally t;
    int32_t keys = 0;
    uint8_t *sure = RK_NEW(&p->scratch->in, uint8_t, h->records + 1);
    uint8_t *in = RK_NEW(&p->scratch->in, uint8_t, h->records + 1);
    const struct by_key *list = keyed(h, false, &keys);
    if (!sure || !in || !list || !largest(h, pick_missing, &base))
        return false;
    const int32_t all = entities(h, pick_missing, in);
    if (!plan_tally_open(p, all + keys + h->joins, &t))
        return false;
    for (int32_t i = 0; i < base.count; i++)
        sure[root_of(h->entity, base.first[i])] = 1;
    for (int32_t from = 0; from < keys;) {
        int32_t to = from;
        bool back = false;
        for (; to < keys && list[to].key == list[from].key; to++)
            back |= plan_is(p, of_person(h, list[to].record, STATUS), "found_alive");
        for (int32_t i = from; i < to && back; i++) {
            sure[root_of(h->entity, list[i].record)] = 0;
            if (plan_is(p, of_person(h, list[i].record, STATUS), "found_alive"))
                plan_tally_without(&t, of_person(h, list[i].record, STATUS));
        }
        from = to;
    }
    for (int32_t i = 0; i < h->records; i++) {
        const int32_t root = root_of(h->entity, i);
        if (!in[root] || !pick_missing(h, i))
            continue;
        in[root] = 0;
        plan_tally_add(&t, saying(h, i), sure[root], 1.0);
    }
    for (int32_t i = 0; i < h->joins; i++)
        plan_tally_without(&t, h->join_claim[i]);
    plan_tally_close(p, &t, "missing", false, RK_EXACT);
    return true;
}

/* ---- bodies and graves ---------------------------------------------------------------------
 */

enum body_group {
    WOMEN,
    MEN,
    CHILDREN,
    NO_SEX,
    CIVILIANS,
    SOLDIERS,
    TORTURE,
    NAMED,
    NAMELESS,
    EXHUMED_ALL,
    GROUPS
};

static unsigned groups_of(const struct harmed *h, int32_t row)
{
    const struct plan *p = h->p;
    const struct plan_records *r = &h->body;
    const int64_t sex = plan_claim(r, row, B_SEX);
    const bool soldier = plan_is(p, plan_claim(r, row, B_CIVIL), "military");
    const bool child = plan_number(p, plan_claim(r, row, B_HIGH)) < 18.0;
    const bool named = h->named[root_of(h->entity, h->person.rows + row)] != 0;
    unsigned g = 1U << EXHUMED_ALL | (named ? 1U << NAMED : 1U << NAMELESS);
    g |= plan_true(p, plan_claim(r, row, B_TORTURE)) ? 1U << TORTURE : 0U;
    g |= soldier                                               ? 1U << SOLDIERS
         : plan_is(p, plan_claim(r, row, B_CIVIL), "civilian") ? 1U << CIVILIANS
                                                               : 0U;
    if (plan_is(p, sex, "unknown"))
        return g | 1U << NO_SEX;
    if (child)
        return g | 1U << CHILDREN;
    if (!soldier)
        g |= plan_is(p, sex, "female") ? 1U << WOMEN : plan_is(p, sex, "male") ? 1U << MEN : 0U;
    return g;
}

static bool count_bodies(struct harmed *h)
{
    static const char *const figures[GROUPS] = {
        "bodies.women",        "bodies.men",        "bodies.children", "bodies.sex_unknown",
        "bodies.civilians",    "bodies.servicemen", "bodies.torture",  "bodies.identified",
        "bodies.unidentified", "bodies.exhumed"};
    struct plan *p = h->p;
    for (int g = 0; g < GROUPS; g++) {
        struct plan_tally t;
        if (!plan_tally_open(p, h->body.rows + h->joins, &t))
            return false;
        for (int32_t i = 0; i < h->body.rows; i++) {
            const int64_t exhumed = plan_claim(&h->body, i, EXHUMED);
            const int64_t by = g == WOMEN || g == MEN || g == NO_SEX || g == CHILDREN
                                   ? plan_claim(&h->body, i, B_SEX)
                               : g == CIVILIANS || g == SOLDIERS
                                   ? plan_claim(&h->body, i, B_CIVIL)
                               : g == TORTURE && plan_claim(&h->body, i, B_TORTURE) >= 0
                                   ? plan_claim(&h->body, i, B_TORTURE)
                                   : exhumed;
            const bool is = (groups_of(h, i) >> g & 1U) != 0;
            if (exhumed >= 0 && plan_date(p, exhumed) <= p->day)
                plan_tally_add(&t, by, is, is);
        }
        for (int32_t i = 0; i < h->joins && (g == NAMED || g == NAMELESS); i++)
            if (h->join_record[i] >= h->person.rows)
                plan_tally_without(&t, h->join_claim[i]);
        plan_tally_close(p, &t, figures[g], false, RK_EXACT);
    }
    return true;
}

static bool count_graves(struct plan *p)
{
    static const struct plan_slot wanted[] = {{"number", NULL}};
    struct plan_records r;
    struct plan_tally t;
    if (!plan_records(p, "grave", wanted, 1, &r) || !plan_tally_open(p, r.rows, &t))
        return false;
    for (int32_t i = 0; i < r.rows; i++)
        plan_tally_add(&t, plan_claim(&r, i, 0), 1.0, 1.0);
    plan_tally_close(p, &t, "graves", false, RK_EXACT);
    return true;
}

/* ---- lists ---------------------------------------------------------------------------------
 */

static struct rk_str source_name(const struct plan *p, int32_t source)
{
    if (source < 0)
        return rk_str_of(rk_word(p->lang, "list.no_source"));
    const struct rk_sit_subject *s = &p->sit->subject[source];
    for (int32_t part = s->last_part; part >= 0; part = p->sit->part[part].before)
        for (int32_t c = 0; c < p->sit->part[part].claims; c++) {
            const int64_t claim = p->sit->part[part].first_claim + c;
            if (p->view->counts[p->sit->part[part].batch] &&
                rk_str_eq(rk_sit_text(p->sit, p->sit->aspect[p->sit->claim[claim].aspect]),
                          RK_STR("name")))
                return plan_text(p, claim);
        }
    return rk_str_of(rk_word(p->lang, "why.sealed"));
}

struct office {
    int32_t source, dead, sure, missing, injured, suffered;
};

static int office_order(const void *a, const void *b)
{
    const struct office *x = a, *y = b;
    if (x->dead != y->dead)
        return x->dead > y->dead ? -1 : 1;
    return (x->source > y->source) - (x->source < y->source);
}

static bool list_offices(struct harmed *h)
{
    static const struct rk_list_column columns[] = {
        {"list.column.office", false, 0.40},   {"list.column.dead", true, 0.12},
        {"list.column.confirmed", true, 0.12}, {"list.column.no_care", true, 0.12},
        {"list.column.injured", true, 0.12},   {"list.column.missing", true, 0.12}};
    enum { OFFICES = 40 };
    struct plan *p = h->p;
    struct plan_list l;
    struct office office[OFFICES] = {0};
    int n = 0;
    for (int32_t i = 0; i < h->records; i++) {
        int k = 0;
        while (k < n && office[k].source != h->source[i])
            k++;
        if (k == OFFICES)
            continue;
        if (k == n)
            office[n++] = (struct office){.source = h->source[i]};
        office[k].dead += is_dead(h, i);
        office[k].sure += is_dead(h, i) && is_confirmed(h, i);
        office[k].missing += pick_missing(h, i);
        office[k].injured += pick_injured(h, i);
        office[k].suffered += pick_suffered(h, i);
    }
    qsort(office, (size_t)n, sizeof *office, office_order);
    if (!plan_list_open(
            p,
            (struct rk_list){.id = "harmed.offices",
                             .title = "list.harmed.offices",
                             .section = "harmed",
                             .figure = "dead.registered",
                             .reader = RK_LIST_DISTRICTS,
                             .note = rk_str_of(rk_word(p->lang, "list.note.offices"))},
            columns, (int32_t)RK_COUNT(columns), n, &l))
        return !p->keep->failed;
    for (int k = 0; k < n; k++) {
        struct rk_list_cell *cell = plan_list_row(&l);
        if (!cell)
            break;
        const int32_t numbers[] = {office[k].dead, office[k].sure, office[k].suffered,
                                   office[k].injured, office[k].missing};
        plan_cell_text(&cell[0], h->office[office[k].source]);
        for (int c = 0; c < RK_COUNT(numbers); c++)
            if (numbers[c])
                plan_cell_number(&cell[c + 1], numbers[c], "");
    }
    plan_list_close(p, &l);
    return true;
}

static struct rk_str name_of(const struct harmed *h, int32_t record)
{
    struct plan *p = h->p;
    const struct rk_str whole = plan_text(p, of_person(h, record, FULL_NAME));
    return whole.len ? whole
                     : rk_str_printf(p->keep, "%.*s %.*s",
                                     RK_FMT(plan_text(p, of_person(h, record, SURNAME))),
                                     RK_FMT(plan_text(p, of_person(h, record, GIVEN))));
}

/* Somebody decided that these are two. */
static bool is_distinct(const struct harmed *h, int32_t a, int32_t b)
{
    const struct rk_situation *s = h->p->sit;
    const struct rk_str said = plan_text(h->p, of_person(h, a, DISTINCT));
    return said.len && rk_str_eq(said, rk_sit_text(s, s->subject[h->person.subject[b]].id));
}

static struct rk_str id_of(const struct harmed *h, int32_t person)
{
    const struct rk_situation *s = h->p->sit;
    return rk_sit_text(s, s->subject[h->person.subject[person]].id);
}

/* Equal keys, next to each other in the order of keys, and nobody has decided yet. */
static bool find_pairs(struct harmed *h)
{
    struct plan *p = h->p;
    int32_t n = 0;
    const struct by_key *list = keyed(h, true, &n);
    p->pair = RK_NEW(p->keep, struct rk_pair, n + 1);
    if (!list || !p->pair)
        return false;
    for (int32_t i = 1; i < n; i++) {
        const int32_t both[] = {list[i - 1].record, list[i].record};
        if (list[i].key != list[i - 1].key ||
            root_of(h->entity, both[0]) == root_of(h->entity, both[1]) ||
            is_distinct(h, both[0], both[1]) || is_distinct(h, both[1], both[0]))
            continue;
        struct rk_pair *pair = &p->pair[p->pair_count++];
        for (int k = 0; k < 2; k++) {
            pair->subject[k] = id_of(h, both[k]);
            pair->name[k] = name_of(h, both[k]);
            pair->office[k] = h->office[h->source[both[k]]];
        }
    }
    return true;
}

static bool list_pairs(struct harmed *h)
{
    static const struct rk_list_column columns[] = {{"list.column.name", false, 0.32},
                                                    {"list.column.office", false, 0.18},
                                                    {"list.column.name", false, 0.32},
                                                    {"list.column.office", false, 0.18}};
    enum { PRINTED = 60 };
    struct plan *p = h->p;
    struct plan_list l;
    if (!find_pairs(h))
        return false;
    if (!plan_list_open(
            p,
            (struct rk_list){.id = "harmed.pairs",
                             .title = "list.harmed.pairs",
                             .section = "harmed",
                             .figure = "dead.provisional",
                             .reader = RK_LIST_INSIDE,
                             .note = rk_str_of(rk_word(p->lang, "list.note.pairs"))},
            columns, (int32_t)RK_COUNT(columns), PRINTED, &l))
        return !p->keep->failed;
    for (int32_t i = 0; i < p->pair_count; i++) {
        struct rk_list_cell *cell = plan_list_row(&l);
        for (int k = 0; k < 2 && cell; k++) {
            plan_cell_text(&cell[2 * k], p->pair[i].name[k]);
            plan_cell_text(&cell[2 * k + 1], p->pair[i].office[k]);
        }
    }
    plan_list_close(p, &l);
    return true;
}

/* "list" of "person:list/17": the file it came with. */
static struct rk_str list_of(const struct harmed *h, int32_t record)
{
    const struct rk_situation *s = h->p->sit;
    struct rk_str rest = rk_sit_text(
        s, s->subject[record < h->person.rows ? h->person.subject[record]
                                              : h->body.subject[record - h->person.rows]]
               .id);
    (void)rk_str_cut(&rest, ':');
    const ptrdiff_t slash = rk_str_find(rest, RK_STR("/"));
    return slash < 0 ? rest : rk_str_slice(rest, 0, slash);
}

struct of_list {
    struct rk_str list;
    int32_t source, record;
};

static int of_list_order(const void *a, const void *b)
{
    const struct of_list *x = a, *y = b;
    const int c = rk_str_cmp(x->list, y->list);
    if (c)
        return c;
    if (x->source != y->source)
        return x->source < y->source ? -1 : 1;
    return (x->record > y->record) - (x->record < y->record);
}

enum { OFFICES_MAX = 256 };

static int32_t office_of(struct harmed *h, struct rk_str name)
{
    for (int32_t i = 0; i < h->offices; i++)
        if (rk_str_eq(h->office[i], name))
            return i;
    if (h->offices >= OFFICES_MAX)
        return OFFICES_MAX - 1;
    h->office[h->offices] = name;
    return h->offices++;
}

/* As the import was told; else who says most of the rows: one row may name its own source
 * ("according to the sister"), and several lists may come from one office. */
static struct rk_str keeper(const struct harmed *h, const struct of_list *rows, int32_t count)
{
    const struct plan *p = h->p;
    int32_t most = 0, source = -1;
    for (int32_t from = 0, to; from < count; from = to) {
        to = from;
        while (to < count && rows[to].source == rows[from].source)
            to++;
        if (to - from > most) {
            most = to - from;
            source = rows[from].source;
        }
    }
    const int32_t first = rows[0].record;
    int32_t part =
        p->sit
            ->subject[first < h->person.rows ? h->person.subject[first]
                                             : h->body.subject[first - h->person.rows]]
            .last_part;
    struct rk_str told = {"", 0};
    for (; part >= 0; part = p->sit->part[part].before)
        if (p->view->counts[p->sit->part[part].batch] &&
            p->sit->batch[p->sit->part[part].batch].kind == RK_ACT_IMPORT)
            told = p->sit->batch[p->sit->part[part].batch].note;
    return told.len ? told : source_name(p, source);
}

static bool find_offices(struct harmed *h)
{
    struct rk_arena room = h->p->scratch->in;
    struct of_list *t = RK_NEW(&room, struct of_list, h->records + 1);
    if (!t)
        return false;
    for (int32_t i = 0; i < h->records; i++)
        t[i] = (struct of_list){list_of(h, i),
                                plan_origin(h->p, i < h->person.rows
                                                      ? h->person.subject[i]
                                                      : h->body.subject[i - h->person.rows]),
                                i};
    qsort(t, (size_t)h->records, sizeof *t, of_list_order);
    for (int32_t from = 0; from < h->records;) {
        int32_t to = from;
        while (to < h->records && rk_str_eq(t[to].list, t[from].list))
            to++;
        const int32_t office = office_of(h, keeper(h, t + from, to - from));
        for (; from < to; from++)
            h->source[t[from].record] = office;
    }
    return true;
}

static bool gather(struct harmed *h)
{
    struct plan *p = h->p;
    struct rk_arena *room = &p->scratch->in;
    if (!plan_records(p, "person", person_slots, PERSON_SLOTS, &h->person) ||
        !plan_records(p, "body", body_slots, BODY_SLOTS, &h->body))
        return false;
    h->records = h->person.rows + h->body.rows;
    h->entity = RK_NEW(room, int32_t, h->records + 1);
    h->key = RK_NEW(room, uint64_t, h->records + 1);
    h->source = RK_NEW(room, int32_t, h->records + 1);
    h->join_room = 2 * h->records; /* each person's body, and about one decision a record */
    h->join_claim = RK_NEW(room, int64_t, h->join_room + 1);
    h->join_record = RK_NEW(room, int32_t, h->join_room + 1);
    h->office = RK_NEW(room, struct rk_str, OFFICES_MAX);
    if (!h->office || !h->join_claim || !h->join_record || !h->entity || !h->key || !h->source)
        return false;
    for (int32_t i = 0; i < h->records; i++) {
        h->entity[i] = i;
        h->key[i] = i < h->person.rows ? exact_key(h, i) : 0;
    }
    return find_offices(h) && join_decided(h) && mark_entities(h);
}

bool plan_count_harmed(struct plan *p)
{
    struct harmed h = {.p = p};
    return gather(&h) && count_dead(&h) && count_suffered(&h) &&
           count_largest(&h, pick_injured, "injured") && count_missing(&h) &&
           count_bodies(&h) && count_graves(p) &&
           (!p->lists || (list_offices(&h) && list_pairs(&h)));
}
