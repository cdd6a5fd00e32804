/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The canonical order of records, which no order of rows can change, and their values. */
#include "link_internal.h"

enum slot { SLOT_SURNAME, SLOT_GIVEN, SLOT_PATRONYMIC, SLOTS };

/* ---- what a record says, as one number ------------------------------------------- */

static uint64_t name_hash(const struct rk_name *name, uint64_t h)
{
    for (int32_t w = 0; w < name->words; w++) {
        const struct rk_name_word *word = &name->word[w];
        h = link_hash(word->spelling, word->spelling_len, h + word->role * 8u + word->flags);
    }
    return h;
}

static uint64_t record_hash(const struct rk_link_table *t, int32_t r)
{
    uint64_t h = t->name ? name_hash(&t->name[r], 3) : 3;
    for (int32_t f = 0; f < t->fields; f++) {
        const struct rk_link_field *field = &t->field[f];
        if (field->text)
            h = link_hash(field->text[r].at, field->text[r].len, h);
        else
            h = link_hash(&field->when[r], (ptrdiff_t)sizeof field->when[r], h);
    }
    return link_hash(&h, 8, t->role ? t->role[r] : 0);
}

struct keyed {
    uint64_t key;
    int32_t at;
};

static int by_key(const void *a, const void *b)
{
    const struct keyed *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

/* Lists in an order of their own: by what they hold. */
static void order_lists(const struct rk_link_table *t, const struct keyed *record,
                        struct keyed *list, int32_t *list_rank)
{
    for (int32_t l = 0; l < t->lists; l++)
        list[l] = (struct keyed){0, l};
    for (int32_t r = 0; r < t->records; r++)
        list[t->list ? t->list[r] : 0].key += link_hash(&record[r].key, 8, 11);
    qsort(list, (size_t)t->lists, sizeof *list, by_key);
    for (int32_t l = 0; l < t->lists; l++)
        list_rank[list[l].at] = l;
}

/* ---- values ---------------------------------------------------------------------- */

struct interning {
    int32_t *slot;  /* value + 1, by hash */
    uint64_t *hash; /* by value */
    uint64_t mask;
};

/* The value with this hash of 64 bits (no two texts of one table share one in practice: at a
 * million values the chance is 3e-8), or a new one. */
static int32_t intern(struct interning *in, struct link_column *c, uint64_t hash)
{
    uint64_t at = hash & in->mask;
    while (in->slot[at] && in->hash[in->slot[at] - 1] != hash)
        at = (at + 1) & in->mask;
    if (!in->slot[at]) {
        in->hash[c->values] = hash;
        in->slot[at] = ++c->values;
    }
    return in->slot[at] - 1;
}

static enum slot slot_of(const struct rk_name_word *w, const bool *has)
{
    switch ((enum rk_name_role)w->role) {
    case RK_NAME_SURNAME:
        return SLOT_SURNAME;
    case RK_NAME_GIVEN:
        return SLOT_GIVEN;
    case RK_NAME_PATRONYMIC:
        return SLOT_PATRONYMIC;
    case RK_NAME_PARTICLE:
        return SLOTS;
    case RK_NAME_OTHER:
        break;
    }
    if ((w->flags & RK_NAME_NUMBER) || w->len == 0)
        return SLOTS;
    return !has[SLOT_SURNAME] ? SLOT_SURNAME : !has[SLOT_GIVEN] ? SLOT_GIVEN : SLOT_PATRONYMIC;
}

static void words_in(const struct rk_name *name, enum slot wanted, struct link_words *out)
{
    bool has[SLOTS] = {false, false, false};
    out->len = 0;
    for (int32_t w = 0; w < name->words; w++) {
        const int role = name->word[w].role;
        has[SLOT_SURNAME] |= role == RK_NAME_SURNAME;
        has[SLOT_GIVEN] |= role == RK_NAME_GIVEN;
    }
    for (int32_t w = 0; w < name->words; w++) {
        const enum slot slot = slot_of(&name->word[w], has);
        if (slot == SLOTS)
            continue;
        has[slot] = true;
        if (slot == wanted && out->len < WORDS_A_VALUE)
            out->word[out->len++] = &name->word[w];
    }
}

static rk_status column_memory(struct link_column *c, int32_t records, struct rk_arena *keep,
                               struct rk_scratch *scratch, struct interning *in)
{
    uint64_t size = 16;
    while (size < 2 * (uint64_t)records)
        size *= 2;
    in->slot = RK_NEW(scratch, int32_t, (ptrdiff_t)size);
    in->hash = RK_NEW(scratch, uint64_t, records);
    in->mask = size - 1;
    c->value = RK_NEW(keep, int32_t, records);
    c->values = 0;
    return keep->failed || scratch->in.failed ? RK_ENOMEM : RK_OK;
}

static rk_status name_column(const struct rk_link_table *t, const int32_t *origin,
                             enum slot slot, bool plain, struct rk_arena *keep,
                             struct rk_scratch scratch, struct link_column *c)
{
    struct interning in;
    if (column_memory(c, t->records, keep, &scratch, &in))
        return RK_ENOMEM;
    struct link_words *words = RK_NEW(&scratch, struct link_words, t->records);
    if (!words)
        return RK_ENOMEM;
    for (int32_t r = 0; r < t->records; r++) {
        struct link_words said;
        words_in(&t->name[origin[r]], slot, &said);
        uint64_t h = 5;
        for (int32_t w = 0; w < said.len; w++)
            h = link_hash(said.word[w]->spelling, said.word[w]->spelling_len,
                          h + said.word[w]->flags);
        const int32_t before = c->values;
        c->value[r] = said.len > 0 ? intern(&in, c, h) : -1;
        if (c->values > before)
            words[before] = said;
    }
    struct link_words *kept = RK_NEW(keep, struct link_words, c->values);
    uint32_t *begins = RK_NEW(keep, uint32_t, c->values);
    for (int32_t v = 0; v < c->values && !keep->failed; v++) {
        struct rk_name_word *copy = RK_NEW(keep, struct rk_name_word, words[v].len);
        for (int32_t w = 0; w < words[v].len && copy; w++) {
            copy[w] = *words[v].word[w];
            kept[v].word[w] = &copy[w];
            begins[v] |= UINT32_C(1) << (copy[w].letter[0] & 31U);
        }
        if (kept) {
            kept[v].len = words[v].len;
            kept[v].plain = plain;
        }
    }
    c->words = kept;
    c->begins = begins;
    return keep->failed ? RK_ENOMEM : RK_OK;
}

static rk_status text_column(const struct rk_link_table *t, const int32_t *origin,
                             const struct rk_link_field *field, struct rk_arena *keep,
                             struct rk_scratch scratch, struct link_column *c)
{
    struct interning in;
    if (column_memory(c, t->records, keep, &scratch, &in))
        return RK_ENOMEM;
    struct link_text *text = RK_NEW(&scratch, struct link_text, t->records);
    if (!text)
        return RK_ENOMEM;
    for (int32_t r = 0; r < t->records; r++) {
        const struct rk_str said = field->text[origin[r]];
        const int32_t before = c->values;
        c->value[r] = said.len > 0 ? intern(&in, c, link_hash(said.at, said.len, 5)) : -1;
        if (c->values > before)
            link_fold(said, c->what != W_TEXT, &text[before]);
        if (c->value[r] >= 0 && text[c->value[r]].len == 0)
            c->value[r] = -1; /* nothing but signs */
    }
    struct link_text *kept = RK_NEW(keep, struct link_text, c->values);
    if (kept && c->values > 0)
        memcpy(kept, text, (size_t)c->values * sizeof *kept);
    c->text = kept;
    return keep->failed ? RK_ENOMEM : RK_OK;
}

static rk_status date_column(const struct rk_link_table *t, const int32_t *origin,
                             const struct rk_link_field *field, struct rk_arena *keep,
                             struct rk_scratch scratch, struct link_column *c)
{
    struct interning in;
    if (column_memory(c, t->records, keep, &scratch, &in))
        return RK_ENOMEM;
    struct link_date *date = RK_NEW(&scratch, struct link_date, t->records);
    if (!date)
        return RK_ENOMEM;
    for (int32_t r = 0; r < t->records; r++) {
        const struct rk_when said = field->when[origin[r]];
        const int32_t before = c->values;
        const bool known = rk_when_known(said) && said.first <= said.last;
        c->value[r] = known ? intern(&in, c, link_hash(&said, (ptrdiff_t)sizeof said, 5)) : -1;
        if (c->values > before)
            link_date_set(said, &date[before]);
    }
    struct link_date *kept = RK_NEW(keep, struct link_date, c->values);
    if (kept && c->values > 0)
        memcpy(kept, date, (size_t)c->values * sizeof *kept);
    c->date = kept;
    return keep->failed ? RK_ENOMEM : RK_OK;
}

/* Records by value. */
static rk_status post(struct link_column *c, int32_t records, struct rk_arena *keep)
{
    c->count = RK_NEW(keep, int32_t, c->values);
    c->first = RK_NEW(keep, int32_t, (ptrdiff_t)c->values + 1);
    c->record = RK_NEW(keep, int32_t, records);
    if (keep->failed)
        return RK_ENOMEM;
    for (int32_t r = 0; r < records; r++)
        if (c->value[r] >= 0)
            c->count[c->value[r]]++;
    for (int32_t v = 0; v < c->values; v++)
        c->first[v + 1] = c->first[v] + c->count[v];
    for (int32_t r = records - 1; r >= 0; r--)
        if (c->value[r] >= 0)
            c->record[--c->first[c->value[r] + 1]] = r;
    for (int32_t v = 0; v < c->values; v++)
        c->first[v] = c->first[v + 1];
    if (c->values > 0)
        c->first[c->values] = c->first[c->values - 1] + c->count[c->values - 1];
    return RK_OK;
}

/* Neither Cyrillic letters nor patronymics, but for a few strays. */
static bool is_plain(const struct rk_link_table *t)
{
    int32_t words = 0, east = 0;
    for (int32_t r = 0; r < t->records; r++)
        for (int32_t w = 0; w < t->name[r].words; w++) {
            const struct rk_name_word *word = &t->name[r].word[w];
            words++;
            east += word->script == RK_NAME_CYRILLIC ||
                    (word->role == RK_NAME_PATRONYMIC && word->sets > 0);
        }
    return east * 100 < words;
}

/* ---- all columns ----------------------------------------------------------------- */

static struct link_column *add_column(struct rk_link_model *m, enum link_what what,
                                      const char *name, bool household)
{
    static const int32_t top[] = {
        [W_LIST] = 2, [W_SURNAME] = 7, [W_GIVEN] = 7, [W_PATRONYMIC] = 7, [W_TEXT] = 6,
        [W_CODE] = 5, [W_CHOICE] = 2,  [W_BIRTH] = 7, [W_EVENT] = 7};
    struct link_column *c = &m->column[m->columns++];
    *c = (struct link_column){
        .what = what, .name = name, .household = household, .top = top[what]};
    return c;
}

static rk_status list_column(const struct rk_link_table *t, const int32_t *list_rank,
                             struct rk_link_model *m, struct rk_arena *keep)
{
    struct link_column *c = add_column(m, W_LIST, "list", true);
    c->value = RK_NEW(keep, int32_t, t->records);
    c->values = t->lists;
    for (int32_t r = 0; r < t->records && c->value; r++)
        c->value[r] = list_rank[t->list ? t->list[m->origin[r]] : 0];
    return post(c, t->records, keep);
}

static rk_status all_columns(const struct rk_link_table *t, struct rk_link_model *m,
                             struct rk_arena *keep, struct rk_scratch scratch)
{
    static const enum link_what slots[] = {W_SURNAME, W_GIVEN, W_PATRONYMIC};
    static const char *const slot_names[] = {"surname", "given", "patronymic"};
    static const enum link_what kinds[] = {W_TEXT, W_CODE, W_CHOICE, W_BIRTH, W_EVENT};
    const bool plain = t->name && is_plain(t);
    m->surname = m->given = -1;
    for (int32_t s = 0; s < SLOTS && t->name; s++) {
        struct link_column *c = add_column(m, slots[s], slot_names[s], s == SLOT_SURNAME);
        if (name_column(t, m->origin, (enum slot)s, plain, keep, scratch, c) ||
            post(c, t->records, keep))
            return RK_ENOMEM;
        if (s == SLOT_SURNAME)
            m->surname = m->columns - 1;
        if (s == SLOT_GIVEN)
            m->given = m->columns - 1;
    }
    for (int32_t f = 0; f < t->fields; f++) {
        const struct rk_link_field *field = &t->field[f];
        const char *name = rk_str_c(keep, rk_str_of(field->name));
        struct link_column *c = add_column(m, kinds[field->kind], name, field->household);
        const rk_status bad = field->text ? text_column(t, m->origin, field, keep, scratch, c)
                                          : date_column(t, m->origin, field, keep, scratch, c);
        if (bad || post(c, t->records, keep))
            return RK_ENOMEM;
    }
    return RK_OK;
}

rk_status link_columns(const struct rk_link_table *t, const struct rk_link_options *o,
                       struct rk_arena *keep, struct rk_scratch scratch,
                       struct rk_link_model *m, struct rk_err *err)
{
    struct keyed *record = RK_NEW(&scratch, struct keyed, t->records);
    struct keyed *list = RK_NEW(&scratch, struct keyed, t->lists);
    int32_t *list_rank = RK_NEW(&scratch, int32_t, t->lists);
    uint8_t *role = RK_NEW(keep, uint8_t, t->records);
    m->records = t->records;
    m->lists = t->lists;
    m->names = o->names;
    m->origin = RK_NEW(keep, int32_t, t->records);
    m->rank = RK_NEW(keep, int32_t, t->records);
    if (keep->failed || scratch.in.failed)
        return rk_fail(err, RK_ENOMEM, "link", "%d records", (int)t->records);
    for (int32_t r = 0; r < t->records; r++)
        record[r] = (struct keyed){record_hash(t, r), r};
    order_lists(t, record, list, list_rank);
    for (int32_t r = 0; r < t->records; r++) {
        const uint64_t both[2] = {record[r].key, (uint64_t)list_rank[t->list ? t->list[r] : 0]};
        record[r].key = link_hash(both, (ptrdiff_t)sizeof both, 13);
    }
    qsort(record, (size_t)t->records, sizeof *record, by_key);
    for (int32_t r = 0; r < t->records; r++) {
        m->origin[r] = record[r].at;
        m->rank[record[r].at] = r;
        role[r] = t->role ? t->role[record[r].at] : (uint8_t)RK_LINK_PERSON;
    }
    m->role = role;
    if (list_column(t, list_rank, m, keep) || all_columns(t, m, keep, scratch))
        return rk_fail(err, RK_ENOMEM, "link", "%d records", (int)t->records);
    m->said = RK_NEW(keep, int32_t, (ptrdiff_t)t->records * m->columns);
    if (!m->said)
        return rk_fail(err, RK_ENOMEM, "link", "%d records", (int)t->records);
    for (int32_t c = 0; c < m->columns; c++)
        for (int32_t r = 0; r < t->records; r++)
            m->said[(ptrdiff_t)r * m->columns + c] = m->column[c].value[r];
    return RK_OK;
}
