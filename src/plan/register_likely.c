/* SPDX-License-Identifier: GPL-3.0-or-later */
/* While a name is typed: records that come near it, by name, by its beginnings, by numbers. */
#include "register_internal.h"
#include "rk_likely.h"

#include "rk_names.h"
#include "rk_text.h"

enum {
    PACKED = 8,         /* letters of a word that a key holds */
    BEGINS_LEAST = 2,   /* letters from which on a beginning says something */
    READ_MOST = 2000,   /* records looked at because a word begins so */
    PHONE_DIGITS = 9,   /* the last ones; the rest is the country */
    NUMBER_LEAST = 5,   /* signs of a document or telephone that are more than a house number */
    KEY_BYTES = 400,    /* of an address */
    ADDRESS_WORDS = 16, /* words of it that are compared */
    LETTERS_LEAST = 8   /* bytes of a word of an address: four letters */
};

/* In nats, only to put hints in order: a number is nearly proof, a name of three parts is much,
 * a day of birth is rarer than a year (365 to 1), a slip in a birth is likelier than a
 * stranger's. Assumed, not learned: nothing is decided by them (docs/methods/register.md, 8).
 */
static const double NUMBER = 9.0, WORD = 3.0, DAY = 6.0, YEAR = 2.0, ADDRESS = 4.0,
                    OTHER_BIRTH = -5.0, OTHER_SEX = -6.0, LEAST_WORD = 0.8, BEGUN = 0.9;

struct prefix {
    uint64_t letters; /* the first ones, the first in the highest byte */
    int32_t record;
};

struct number {
    uint64_t hash;
    int32_t record;
};

struct rk_likely {
    const struct rk_names *names;
    const struct rk_name_index *index;
    const struct rk_likely_record *record;
    int32_t count;
    struct prefix *prefix; /* rising */
    int32_t prefixes;
    struct number *number; /* rising; telephones and documents */
    int32_t numbers;
};

/* ---- numbers -------------------------------------------------------------------------------
 */

/* FNV-1a (Fowler, Noll, Vo): only to find equal numbers, which are compared again. */
static uint64_t hash_of(struct rk_str s)
{
    uint64_t h = 0xcbf29ce484222325U;
    for (ptrdiff_t i = 0; i < s.len; i++)
        h = (h ^ (uint8_t)s.at[i]) * 0x100000001b3U;
    return h;
}

/* The last nine digits of a telephone; empty for fewer than five. */
static struct rk_str phone_key(struct rk_str said, char room[PHONE_DIGITS])
{
    int n = 0;
    for (ptrdiff_t i = said.len - 1; i >= 0 && n < PHONE_DIGITS; i--)
        if (said.at[i] >= '0' && said.at[i] <= '9')
            room[PHONE_DIGITS - ++n] = said.at[i];
    return n < NUMBER_LEAST ? (struct rk_str){"", 0}
                            : (struct rk_str){room + PHONE_DIGITS - n, n};
}

/* Signs without what stands between them, folded; empty without a digit. */
static struct rk_str document_key(struct rk_str said, char room[KEY_BYTES])
{
    char folded[KEY_BYTES];
    struct rk_buf buf = {folded, 0, KEY_BYTES, false};
    ptrdiff_t n = 0;
    bool digit = false;
    if (said.len >= KEY_BYTES)
        return (struct rk_str){"", 0};
    rk_text_key(said, &buf);
    for (ptrdiff_t i = 0; i < buf.len; i++) {
        digit |= folded[i] >= '0' && folded[i] <= '9';
        if (folded[i] != ' ' && folded[i] != '\'')
            room[n++] = folded[i];
    }
    return digit && n >= NUMBER_LEAST ? (struct rk_str){room, n} : (struct rk_str){"", 0};
}

static int by_hash(const void *a, const void *b)
{
    const struct number *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return (x->record > y->record) - (x->record < y->record);
}

static void add_numbers(struct rk_likely *l, int32_t record)
{
    char room[KEY_BYTES];
    const struct rk_str phone = phone_key(l->record[record].phone, room);
    if (phone.len)
        l->number[l->numbers++] = (struct number){hash_of(phone), record};
    const struct rk_str document = document_key(l->record[record].document, room);
    if (document.len)
        l->number[l->numbers++] = (struct number){hash_of(document), record};
}

/* ---- beginnings ----------------------------------------------------------------------------
 */

static uint64_t packed(const struct rk_name_word *w)
{
    uint64_t letters = 0;
    for (int i = 0; i < PACKED; i++)
        letters = letters << 8 | (i < w->len ? w->letter[i] : 0U);
    return letters;
}

static int by_letters(const void *a, const void *b)
{
    const struct prefix *x = a, *y = b;
    if (x->letters != y->letters)
        return x->letters < y->letters ? -1 : 1;
    return (x->record > y->record) - (x->record < y->record);
}

static bool is_word(const struct rk_name_word *w)
{
    return w->len > 0 && !(w->flags & (RK_NAME_INITIAL | RK_NAME_NUMBER));
}

static bool begins(const struct rk_name_word *typed, const struct rk_name_word *whole)
{
    return typed->len >= BEGINS_LEAST && typed->len < whole->len &&
           memcmp(typed->letter, whole->letter, typed->len) == 0;
}

/* ---- opening -------------------------------------------------------------------------------
 */

struct rk_when rk_likely_born(double age, rk_day day)
{
    if (isnan(age) || day == RK_DAY_NONE)
        return RK_WHEN_UNKNOWN;
    return (struct rk_when){day - (rk_day)((age + 2.0) * 365.25) + 1,
                            day - (rk_day)((age > 1.0 ? age - 1.0 : 0.0) * 365.25)};
}

rk_status rk_likely_open(const struct rk_likely_record *record, int32_t count,
                         struct rk_arena *keep, struct rk_scratch scratch,
                         const struct rk_likely **out, struct rk_err *err)
{
    struct rk_arena result = *keep;
    struct rk_likely *l = RK_NEW(&result, struct rk_likely, 1);
    struct rk_str *name = RK_NEW(&scratch, struct rk_str, count + 1);
    if (!l || !name)
        return rk_fail(err, RK_ENOMEM, "", "no room for %d records", (int)count);
    *l = (struct rk_likely){.record = record, .count = count};
    for (int32_t i = 0; i < count; i++)
        name[i] = record[i].name;
    rk_status status = rk_names_open(&result, scratch, &l->names, err);
    if (!status)
        status = rk_name_index_build(l->names, name, count, &result, &l->index, err);
    if (status)
        return status;
    int32_t words = 0;
    for (int32_t i = 0; i < count; i++)
        words += rk_name_index_name(l->index, i)->words;
    l->prefix = RK_NEW(&result, struct prefix, words + 1);
    l->number = RK_NEW(&result, struct number, 2 * (int64_t)count + 1);
    if (result.failed)
        return rk_fail(err, RK_ENOMEM, "", "no room for %d records", (int)count);
    for (int32_t i = 0; i < count; i++) {
        const struct rk_name *n = rk_name_index_name(l->index, i);
        for (int32_t w = 0; w < n->words; w++)
            if (is_word(&n->word[w]))
                l->prefix[l->prefixes++] = (struct prefix){packed(&n->word[w]), i};
        add_numbers(l, i);
    }
    qsort(l->prefix, (size_t)l->prefixes, sizeof *l->prefix, by_letters);
    qsort(l->number, (size_t)l->numbers, sizeof *l->number, by_hash);
    *keep = result;
    *out = l;
    return RK_OK;
}

/* ---- how a record agrees -------------------------------------------------------------------
 */

enum birth { BIRTH_UNKNOWN, BIRTH_OTHER, BIRTH_FITS, BIRTH_YEAR, BIRTH_DAY };

struct likeness {
    int32_t record;
    double points;
    int words; /* of the typed name that agree */
    bool named, begun, phone, document, address, other_sex;
    enum birth birth;
    enum rk_name_level part[3];
};

struct asked {
    const struct rk_likely_record *typed;
    struct rk_name name;
    int32_t words; /* of it that are no particles */
    struct rk_str phone, document;
    char phone_room[PHONE_DIGITS], document_room[KEY_BYTES];
    char address[KEY_BYTES];
    ptrdiff_t address_len;
};

/* Each typed word against the record's; all must be there, whole or begun. */
static void like_name(const struct rk_likely *l, const struct asked *q, struct likeness *to)
{
    const struct rk_name *known = rk_name_index_name(l->index, to->record);
    struct rk_name_agreement agree;
    double sum = 0.0;
    bool used[RK_NAME_WORDS] = {false};
    to->named = q->words > 0 && known->words > 0;
    for (int32_t i = 0; i < q->name.words && to->named; i++) {
        const struct rk_name_word *w = &q->name.word[i];
        double best = 0.0;
        int32_t at = -1;
        if (w->role == RK_NAME_PARTICLE)
            continue;
        for (int32_t k = 0; k < known->words && k < RK_NAME_WORDS; k++) {
            const bool start = begins(w, &known->word[k]);
            const double same = rk_name_word_similarity(l->names, w, &known->word[k]);
            const double near = start && same < BEGUN ? BEGUN : same;
            if (!used[k] && near > best)
                best = near, at = k;
        }
        const bool initial = w->flags & RK_NAME_INITIAL;
        to->named = at >= 0 && (best >= LEAST_WORD || (initial && best > 0.0));
        if (!to->named)
            break;
        used[at] = true;
        to->begun |= begins(w, &known->word[at]);
        to->words += !initial;
        sum += initial ? 0.0 : best;
    }
    if (!to->named)
        return;
    rk_name_compare(l->names, &q->name, known, &agree);
    to->part[0] = agree.surname;
    to->part[1] = agree.given;
    to->part[2] = agree.patronymic;
    to->points += WORD * sum + (agree.sex_differs ? OTHER_SEX : 0.0);
}

static enum birth like_birth(struct rk_when typed, struct rk_when known)
{
    if (!rk_when_known(typed) || !rk_when_known(known))
        return BIRTH_UNKNOWN;
    if (!rk_when_meet(typed, known))
        return BIRTH_OTHER;
    if (typed.first == typed.last && known.first == known.last)
        return BIRTH_DAY;
    return typed.last - typed.first <= 366 && known.last - known.first <= 366 ? BIRTH_YEAR
                                                                              : BIRTH_FITS;
}

/* "вулиця", "street" and the like say nothing of a place. */
static bool says_place(struct rk_str word)
{
    static const char *const kinds[] = {"вулиця",   "улица",  "провулок", "переулок",
                                        "проспект", "street", "будинок",  "квартира"};
    for (ptrdiff_t i = 0; i < RK_COUNT(kinds); i++)
        if (rk_str_eq(word, rk_str_of(kinds[i])))
            return false;
    return word.len >= LETTERS_LEAST;
}

static int cut_words(struct rk_str key, struct rk_str word[ADDRESS_WORDS])
{
    int n = 0;
    while (key.at && key.len && n < ADDRESS_WORDS) {
        const struct rk_str one = rk_str_cut(&key, ' ');
        if (one.len)
            word[n++] = one;
    }
    return n;
}

/* One word of the street in common, and the first number of both: the house. */
static bool like_address(const struct asked *q, struct rk_str known)
{
    char room[KEY_BYTES];
    struct rk_buf key = {room, 0, KEY_BYTES, false};
    struct rk_str a[ADDRESS_WORDS], b[ADDRESS_WORDS], house[2] = {{"", 0}, {"", 0}};
    if (!q->address_len || !known.len || known.len >= KEY_BYTES)
        return false;
    rk_text_key(known, &key);
    const int m = cut_words((struct rk_str){q->address, q->address_len}, a);
    const int n = cut_words(rk_buf_str(&key), b);
    bool street = false;
    for (int i = 0; i < m; i++)
        for (int k = 0; k < n; k++)
            street |= says_place(a[i]) && rk_str_eq(a[i], b[k]);
    for (int i = m - 1; i >= 0; i--)
        house[0] = a[i].at[0] >= '0' && a[i].at[0] <= '9' ? a[i] : house[0];
    for (int i = n - 1; i >= 0; i--)
        house[1] = b[i].at[0] >= '0' && b[i].at[0] <= '9' ? b[i] : house[1];
    return street && house[0].len && rk_str_eq(house[0], house[1]);
}

/* False: it is no hint. */
static bool like(const struct rk_likely *l, const struct asked *q, int32_t record,
                 struct likeness *to)
{
    static const double births[] = {0.0, OTHER_BIRTH, YEAR, YEAR, DAY};
    const struct rk_likely_record *known = &l->record[record];
    char room[KEY_BYTES];
    *to = (struct likeness){.record = record};
    like_name(l, q, to);
    to->phone = q->phone.len && rk_str_eq(q->phone, phone_key(known->phone, room));
    to->document =
        q->document.len && rk_str_eq(q->document, document_key(known->document, room));
    const bool number = to->phone || to->document;
    if (!to->named && !number)
        return false;
    to->birth = like_birth(q->typed->birth, known->birth);
    to->address = like_address(q, known->address);
    to->other_sex = q->typed->sex.len && known->sex.len &&
                    !rk_str_eq(known->sex, RK_STR("unknown")) &&
                    !rk_str_eq(q->typed->sex, known->sex);
    to->points += births[to->birth] + (number ? NUMBER : 0.0) + (to->address ? ADDRESS : 0.0) +
                  (to->other_sex ? OTHER_SEX : 0.0);
    /* Where birth or sex speaks against it, only a name of three parts or a number holds. */
    const bool against = to->birth == BIRTH_OTHER || to->other_sex;
    return number ? q->words == 0 || to->named || to->birth >= BIRTH_YEAR || to->document
                  : to->points > 0.0 && (!against || to->words >= 3);
}

/* ---- finding -------------------------------------------------------------------------------
 */

struct best {
    struct likeness at[RK_LIKELY_MOST];
    int32_t len;
    int32_t alone; /* records that agree by a single word of a name and by nothing else */
};

static bool by_one_word(const struct likeness *a)
{
    return a->words < 2 && !a->phone && !a->document && !a->address && a->birth <= BIRTH_OTHER;
}

static void offer(struct best *b, const struct likeness *new)
{
    int32_t at = b->len;
    b->alone += by_one_word(new);
    while (at > 0 &&
           (b->at[at - 1].points < new->points ||
            (b->at[at - 1].points <= new->points && b->at[at - 1].record > new->record)))
        at--;
    if (at == RK_LIKELY_MOST)
        return;
    b->len += b->len < RK_LIKELY_MOST;
    memmove(b->at + at + 1, b->at + at, (size_t)(b->len - at - 1) * sizeof *b->at);
    b->at[at] = *new;
}

/* First entry with letters >= `least`. */
static int32_t first_prefix(const struct rk_likely *l, uint64_t least)
{
    int32_t low = 0, high = l->prefixes;
    while (low < high) {
        const int32_t middle = low + (high - low) / 2;
        if (l->prefix[middle].letters < least)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Marks the records with a word that begins as the rarest typed beginning does. */
static void mark_begun(const struct rk_likely *l, const struct rk_name *typed, bool *marked)
{
    int32_t from = 0, to = INT32_MAX;
    for (int32_t i = 0; i < typed->words; i++) {
        const struct rk_name_word *w = &typed->word[i];
        if (!is_word(w) || w->len < BEGINS_LEAST)
            continue;
        const int shown = w->len < PACKED ? w->len : PACKED;
        const uint64_t rest = shown == PACKED ? 0 : UINT64_MAX >> (8 * shown);
        const int32_t a = first_prefix(l, packed(w));
        const int32_t b = first_prefix(l, (packed(w) | rest) + 1);
        if (b > a && b - a < to - from)
            from = a, to = b;
    }
    for (int32_t i = from; to < INT32_MAX && i < to && i < from + READ_MOST; i++)
        marked[l->prefix[i].record] = true;
}

static void mark_numbers(const struct rk_likely *l, struct rk_str key, bool *marked)
{
    const uint64_t hash = hash_of(key);
    int32_t low = 0, high = l->numbers;
    while (low < high) {
        const int32_t middle = low + (high - low) / 2;
        if (l->number[middle].hash < hash)
            low = middle + 1;
        else
            high = middle;
    }
    for (; key.len && low < l->numbers && l->number[low].hash == hash; low++)
        marked[l->number[low].record] = true;
}

static rk_status mark(const struct rk_likely *l, const struct asked *q, bool *marked,
                      struct rk_scratch scratch, struct rk_err *err)
{
    struct rk_name_hit *hits = RK_NEW(&scratch, struct rk_name_hit, RK_NAME_HITS);
    int32_t found = 0;
    if (!hits)
        return rk_fail(err, RK_ENOMEM, "", "no room to look for like records");
    mark_numbers(l, q->phone, marked);
    mark_numbers(l, q->document, marked);
    mark_begun(l, &q->name, marked);
    if (!q->words || !l->count)
        return RK_OK;
    const rk_status status = rk_name_index_search(l->index, q->typed->name, RK_NAME_HITS,
                                                  scratch, hits, &found, err);
    for (int32_t i = 0; i < found; i++)
        marked[hits[i].item] = true;
    return status;
}

static rk_status ask(const struct rk_likely *l, const struct rk_likely_record *typed,
                     struct rk_arena *room, struct asked *q, struct rk_err *err)
{
    struct rk_buf address = {q->address, 0, KEY_BYTES, false};
    q->typed = typed;
    q->phone = phone_key(typed->phone, q->phone_room);
    q->document = document_key(typed->document, q->document_room);
    if (typed->address.len < KEY_BYTES)
        rk_text_key(typed->address, &address);
    q->address_len = address.len;
    const rk_status status = rk_name_read(l->names, typed->name, room, &q->name, err);
    for (int32_t i = 0; !status && i < q->name.words; i++)
        q->words += q->name.word[i].role != RK_NAME_PARTICLE;
    return status;
}

/* ---- in words ------------------------------------------------------------------------------
 */

static void say(struct rk_buf *out, enum rk_lang lang, const char *key)
{
    rk_buf_printf(out, "%s%s", out->len ? "; " : "", rk_word(lang, key));
}

static struct rk_str reason(const struct likeness *a, enum rk_lang lang, struct rk_arena *keep)
{
    static const char *const parts[] = {"surname", "given", "patronymic"};
    static const char *const levels[] = {[RK_NAME_INITIALS] = "initials",
                                         [RK_NAME_NEAR] = "near",
                                         [RK_NAME_ALIKE] = "alike",
                                         [RK_NAME_SAME] = "same"};
    static const char *const births[] = {NULL, "other", "fits", "year", "day"};
    enum { REASON = 1000 };
    struct rk_buf out = rk_buf_in(keep, REASON);
    char key[64];
    if (a->document)
        say(&out, lang, "register.likely.document");
    if (a->phone)
        say(&out, lang, "register.likely.phone");
    for (int i = 0; i < 3; i++)
        if (a->part[i] >= RK_NAME_INITIALS) {
            snprintf(key, sizeof key, "register.likely.%s.%s", parts[i], levels[a->part[i]]);
            say(&out, lang, key);
        }
    if (a->begun)
        say(&out, lang, "register.likely.begun");
    if (a->birth) {
        snprintf(key, sizeof key, "register.likely.birth.%s", births[a->birth]);
        say(&out, lang, key);
    }
    if (a->address)
        say(&out, lang, "register.likely.address");
    if (a->other_sex)
        say(&out, lang, "register.likely.sex.other");
    if (!out.len && a->named)
        say(&out, lang, "register.likely.name");
    return rk_buf_str(&out);
}

rk_status rk_likely_find(const struct rk_likely *l, const struct rk_likely_record *typed,
                         enum rk_lang lang, struct rk_arena *keep, struct rk_scratch scratch,
                         struct rk_likely_hit hit[RK_LIKELY_MOST], int32_t *found,
                         struct rk_err *err)
{
    struct asked *q = RK_NEW(&scratch, struct asked, 1);
    bool *marked = RK_NEW(&scratch, bool, l->count + 1);
    struct best best = {.len = 0};
    struct likeness one;
    if (!q || !marked)
        return rk_fail(err, RK_ENOMEM, "", "no room to look for like records");
    rk_status status = ask(l, typed, &scratch.in, q, err);
    if (!status)
        status = mark(l, q, marked, scratch, err);
    if (status)
        return status;
    for (int32_t i = 0; i < l->count; i++)
        if (marked[i] && (typed->subject < 0 || l->record[i].subject != typed->subject) &&
            like(l, q, i, &one))
            offer(&best, &one);
    *found = 0;
    for (int32_t i = 0; i < best.len; i++) {
        if (best.alone > RK_LIKELY_MOST && by_one_word(&best.at[i]))
            continue; /* half a street is called so */
        hit[*found] = (struct rk_likely_hit){&l->record[best.at[i].record],
                                             reason(&best.at[i], lang, keep)};
        ++*found;
    }
    return keep->failed ? rk_fail(err, RK_ENOMEM, "", "no room for the reasons") : RK_OK;
}

/* ---- of a report ---------------------------------------------------------------------------
 */

enum {
    FULL,
    SURNAME,
    GIVEN,
    PATRONYMIC,
    SEX,
    BIRTH,
    AGE,
    ADDRESS_SAID,
    PHONE,
    DOCUMENT,
    SLOTS
};

static void fill(struct plan *p, const struct plan_records *r, struct rk_likely_record *record,
                 int32_t *count)
{
    for (int32_t i = 0; i < r->rows; i++) {
        struct rk_likely_record *to = &record[*count];
        const int64_t age = plan_claim(r, i, AGE);
        *to = (struct rk_likely_record){
            .subject = r->subject[i],
            .name = register_name(p, plan_claim(r, i, FULL), plan_claim(r, i, SURNAME),
                                  plan_claim(r, i, GIVEN), plan_claim(r, i, PATRONYMIC)),
            .sex = plan_text(p, plan_claim(r, i, SEX)),
            .birth = register_when(p, plan_claim(r, i, BIRTH)),
            .address = plan_text(p, plan_claim(r, i, ADDRESS_SAID)),
            .phone = plan_text(p, plan_claim(r, i, PHONE)),
            .document = plan_text(p, plan_claim(r, i, DOCUMENT))};
        if (!rk_when_known(to->birth) && age >= 0)
            to->birth = rk_likely_born(plan_number(p, age), plan_as_of(p, age));
        *count += to->name.len || to->phone.len || to->document.len;
    }
}

rk_status rk_likely_of_report(const struct rk_report *report, struct rk_arena *keep,
                              struct rk_scratch scratch, const struct rk_likely **out,
                              struct rk_err *err)
{
    static const struct plan_slot slots[SLOTS] = {
        {"full_name", NULL}, {"surname", NULL},    {"given", NULL}, {"patronymic", NULL},
        {"sex", NULL},       {"birth_date", NULL}, {"age", NULL},   {"address", NULL},
        {"phone", NULL},     {"document", NULL}};
    struct rk_arena result = *keep;
    struct plan_records person, need;
    struct plan p;
    int32_t count = 0;
    if (!register_plan(&p, report, RK_UK, &result, &scratch) ||
        !plan_records(&p, "person", slots, SLOTS, &person) ||
        !plan_records(&p, "need", slots, SLOTS, &need))
        return rk_fail(err, RK_ENOMEM, "", "not enough memory for the people's names");
    struct rk_likely_record *record =
        RK_NEW(&result, struct rk_likely_record, person.rows + need.rows + 1);
    if (!record)
        return rk_fail(err, RK_ENOMEM, "", "not enough memory for the people's names");
    fill(&p, &person, record, &count);
    fill(&p, &need, record, &count);
    const rk_status status = rk_likely_open(record, count, &result, scratch, out, err);
    if (!status)
        *keep = result;
    return status;
}
