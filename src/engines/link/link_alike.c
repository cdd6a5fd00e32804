/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which values of one column are alike, found without comparing all with all by hand. */
#include "link_internal.h"

enum { SIDE = RK_LETTERS_SIDE, DENSE_VALUES = 3000, CODE_SHORT = 4, GROUP_MAX = 400 };
static const float JOIN_AT = 0.80F; /* Jaro–Winkler below which words are not looked at */

/* ---- pairs of values ------------------------------------------------------------- */

/* Nothing else is taken from its arena while it grows. */
struct couples {
    struct rk_arena *room;
    uint64_t *at;
    ptrdiff_t len, cap;
};

static void couple(struct couples *p, int32_t a, int32_t b)
{
    if (a == b)
        return;
    if (p->len == p->cap) {
        uint64_t *more = RK_NEW(p->room, uint64_t, 4096);
        if (!more)
            return;
        p->at = p->at ? p->at : more;
        p->cap += 4096;
    }
    const uint64_t low = (uint64_t)(a < b ? a : b), high = (uint64_t)(a < b ? b : a);
    p->at[p->len++] = low << 32 | high;
}

/* Radix sort by the 32 low, then the 32 high bits, as many bytes as `values` need. */
static bool sort_couples(struct couples *p, int32_t values)
{
    struct rk_arena room = *p->room;
    uint64_t *to = RK_NEW(&room, uint64_t, p->len), *from = p->at;
    if (!to) {
        p->room->failed = true;
        return false;
    }
    int passes = 0;
    for (int part = 0; part < 2; part++)
        for (int shift = 0; shift < 32 && (shift == 0 || values >> shift > 0); shift += 8) {
            ptrdiff_t place[257] = {0};
            const int by = part * 32 + shift;
            for (ptrdiff_t i = 0; i < p->len; i++)
                place[(from[i] >> by & 255) + 1]++;
            for (int k = 0; k < 256; k++)
                place[k + 1] += place[k];
            for (ptrdiff_t i = 0; i < p->len; i++)
                to[place[from[i] >> by & 255]++] = from[i];
            uint64_t *swap = from;
            from = to;
            to = swap;
            passes++;
        }
    if (passes % 2 == 1)
        memcpy(p->at, from, (size_t)p->len * sizeof *from);
    ptrdiff_t kept = 0;
    for (ptrdiff_t i = 0; i < p->len; i++)
        if (kept == 0 || p->at[kept - 1] != p->at[i])
            p->at[kept++] = p->at[i];
    p->len = kept;
    return true;
}

/* ---- words that sound alike ------------------------------------------------------ */

struct spelled {
    uint8_t letter[SIDE];
    int32_t len, owner;
};

/* Couples the owners of all words at least JOIN_AT alike. */
static void join_letters(const struct spelled *word, int32_t count, struct rk_scratch scratch,
                         struct couples *out)
{
    const ptrdiff_t blocks = ((ptrdiff_t)count + RK_LETTERS_LANES - 1) / RK_LETTERS_LANES;
    struct rk_letters_block *block = RK_NEW(&scratch, struct rk_letters_block, blocks);
    float *alike = RK_NEW(&scratch, float, blocks *RK_LETTERS_LANES);
    if (!block || !alike) {
        out->room->failed = true;
        return;
    }
    for (int32_t i = 0; i < count; i++)
        rk_letters_block_set(&block[i / RK_LETTERS_LANES], i % RK_LETTERS_LANES, word[i].letter,
                             word[i].len);
    for (int32_t i = 0; i < count; i++) {
        const ptrdiff_t from = i / RK_LETTERS_LANES;
        rk_letters_jaro_winkler_many(word[i].letter, word[i].len, block + from, blocks - from,
                                     alike);
        const int32_t base = (int32_t)from * RK_LETTERS_LANES;
        for (int32_t j = i + 1; j < count; j++)
            if (alike[j - base] >= JOIN_AT)
                couple(out, word[i].owner, word[j].owner);
    }
}

static void spell_text(const struct link_text *t, int32_t owner, struct spelled *out)
{
    *out = (struct spelled){.owner = owner};
    for (int32_t i = 0; i < t->len && out->len < SIDE; i++)
        if (t->letter[i] >= 'a')
            out->letter[out->len++] = t->letter[i];
}

/* Values that share a key; very large groups are left out: they say next to nothing. */
struct keyed {
    uint64_t key;
    int32_t value;
};

static int by_key(const void *a, const void *b)
{
    const struct keyed *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->value > y->value) - (x->value < y->value);
}

static void join_keys(struct keyed *k, ptrdiff_t count, struct couples *out)
{
    if (count > 1)
        qsort(k, (size_t)count, sizeof *k, by_key);
    for (ptrdiff_t from = 0; from < count;) {
        ptrdiff_t to = from + 1;
        while (to < count && k[to].key == k[from].key)
            to++;
        for (ptrdiff_t i = from; i < to && to - from <= GROUP_MAX; i++)
            for (ptrdiff_t j = i + 1; j < to; j++)
                couple(out, k[i].value, k[j].value);
        from = to;
    }
}

/* ---- names ----------------------------------------------------------------------- */

static bool share_set(const struct rk_name_word *a, const struct rk_name_word *b)
{
    for (int i = 0, j = 0; i < a->sets && j < b->sets;) {
        if (a->set[i] == b->set[j])
            return true;
        if (a->set[i] < b->set[j])
            i++;
        else
            j++;
    }
    return false;
}

/* 7 spelt alike, 6 the same but for script, language, case, 5 a short form or a slip, 4 and 3
 * further apart, 2 an initial that fits. Two usual names are no slips for one another. */
static int32_t word_level(const struct rk_names *names, const struct rk_name_word *a,
                          const struct rk_name_word *b, bool plain)
{
    if ((a->flags | b->flags) & RK_NAME_INITIAL)
        return a->letter[0] == b->letter[0] || (a->initials & b->initials) ? 2 : DIFFERENT;
    if (a->spelling_len == b->spelling_len &&
        memcmp(a->spelling, b->spelling, a->spelling_len) == 0)
        return 7;
    double alike = rk_name_word_similarity(names, a, b);
    if (plain && !share_set(a, b)) { /* g and h are no spellings of one letter there */
        const double spelt =
            rk_letters_jaro_winkler(a->spelling, a->spelling_len, b->spelling, b->spelling_len);
        alike = spelt < alike ? spelt : alike;
    }
    if (alike >= 0.955)
        return 6;
    const bool two =
        ((a->flags & b->flags & RK_NAME_USUAL) || (a->sets && b->sets)) && !share_set(a, b);
    if (two)
        return alike >= 0.86 ? 3 : DIFFERENT;
    return alike >= 0.88 ? 5 : alike >= 0.80 ? 4 : alike >= 0.72 ? 3 : DIFFERENT;
}

int32_t link_words_level(const struct rk_names *names, const struct link_words *a,
                         const struct link_words *b)
{
    int32_t best = DIFFERENT;
    for (int32_t i = 0; i < a->len; i++)
        for (int32_t j = 0; j < b->len; j++) {
            const int32_t level = word_level(names, a->word[i], b->word[j], a->plain);
            best = level > best ? level : best;
        }
    if (best > 5 && (a->len > 1 || b->len > 1) && a->len != b->len)
        best = 5; /* one of two family names */
    return best;
}

static void join_names(const struct link_column *c, struct rk_scratch scratch,
                       struct couples *out)
{
    int32_t words = 0, sets = 0, initials = 0;
    for (int32_t v = 0; v < c->values; v++)
        for (int32_t w = 0; w < c->words[v].len; w++) {
            words++;
            sets += c->words[v].word[w]->sets;
        }
    struct spelled *spelled = RK_NEW(&scratch, struct spelled, words);
    struct keyed *by_set = RK_NEW(&scratch, struct keyed, sets);
    int32_t *initial = RK_NEW(&scratch, int32_t, c->values);
    if (scratch.in.failed) {
        out->room->failed = true;
        return;
    }
    words = sets = 0;
    for (int32_t v = 0; v < c->values; v++)
        for (int32_t w = 0; w < c->words[v].len; w++) {
            const struct rk_name_word *word = c->words[v].word[w];
            if (word->flags & RK_NAME_INITIAL) {
                initial[initials++] = v;
                continue;
            }
            struct spelled *s = &spelled[words++];
            *s = (struct spelled){.owner = v, .len = word->len < SIDE ? word->len : SIDE};
            memcpy(s->letter, word->letter, (size_t)s->len);
            for (int k = 0; k < word->sets; k++)
                by_set[sets++] = (struct keyed){(uint64_t)word->set[k], v};
        }
    join_letters(spelled, words, scratch, out);
    join_keys(by_set, sets, out);
    for (int32_t i = 0; i < initials; i++)
        for (int32_t v = 0; v < c->values; v++)
            couple(out, initial[i], v);
}

/* ---- texts and codes ------------------------------------------------------------- */

static bool same_text(const struct link_text *a, const struct link_text *b)
{
    return a->len == b->len && memcmp(a->letter, b->letter, (size_t)a->len) == 0;
}

/* The shorter begins the longer at a word's end. */
static bool begins(const struct link_text *a, const struct link_text *b)
{
    const struct link_text *s = a->len < b->len ? a : b, *l = a->len < b->len ? b : a;
    return s->len >= 4 && s->len < l->len && l->letter[s->len] == ' ' &&
           memcmp(s->letter, l->letter, (size_t)s->len) == 0;
}

/* 6 equal in sound, 5 one letter wrong, 4 and 3 alike, 2 remotely alike or a part of. */
int32_t link_text_level(const struct link_text *a, const struct link_text *b)
{
    if (same_text(a, b))
        return 6;
    const int32_t shorter = a->len < b->len ? a->len : b->len;
    const double alike = rk_letters_jaro_winkler(a->letter, a->len, b->letter, b->len);
    if (alike >= 0.95 || (shorter >= 4 && alike > 0.7 &&
                          rk_letters_levenshtein(a->letter, a->len, b->letter, b->len) <= 1))
        return 5;
    if (alike >= 0.90)
        return 4;
    return alike >= 0.86 || begins(a, b) ? 3 : alike >= 0.82 ? 2 : DIFFERENT;
}

/* Two neighbours exchanged, nothing else. */
static bool exchanged(const struct link_text *a, const struct link_text *b)
{
    int32_t i = 0;
    if (a->len != b->len)
        return false;
    while (i < a->len && a->letter[i] == b->letter[i])
        i++;
    return i + 1 < a->len && a->letter[i] == b->letter[i + 1] &&
           a->letter[i + 1] == b->letter[i] &&
           memcmp(a->letter + i + 2, b->letter + i + 2, (size_t)(a->len - i - 2)) == 0;
}

/* 5 equal, 4 one sign wrong or two exchanged, 3 the first of several parts, 2 two signs of many
 * wrong. */
int32_t link_code_level(const struct link_text *a, const struct link_text *b)
{
    if (same_text(a, b))
        return 5;
    const int32_t shorter = a->len < b->len ? a->len : b->len;
    const bool long_enough = shorter >= CODE_SHORT;
    if (long_enough) {
        const int32_t slips = rk_letters_levenshtein(a->letter, a->len, b->letter, b->len);
        if (slips <= 1 || exchanged(a, b))
            return 4;
        if (slips == 2 && shorter >= 7)
            return a->head && a->head == b->head ? 3 : 2;
    } else if (shorter >= 2 && exchanged(a, b)) {
        return 4;
    }
    return a->head && a->head == b->head ? 3 : DIFFERENT;
}

static void join_texts(const struct link_column *c, struct rk_scratch scratch,
                       struct couples *out)
{
    struct spelled *spelled = RK_NEW(&scratch, struct spelled, c->values);
    struct keyed *key = RK_NEW(&scratch, struct keyed, (ptrdiff_t)c->values * 2);
    int32_t words = 0;
    ptrdiff_t keys = 0;
    if (scratch.in.failed) {
        out->room->failed = true;
        return;
    }
    for (int32_t v = 0; v < c->values; v++) {
        const struct link_text *t = &c->text[v];
        spell_text(t, v, &spelled[words]);
        words += spelled[words].len >= 2;
        key[keys++] = (struct keyed){link_hash(t->letter, t->len, 7), v};
    }
    join_keys(key, keys, out);
    if (c->what == W_TEXT)
        join_letters(spelled, words, scratch, out);
}

/* Codes one sign apart share a code with one sign left out. */
static void join_codes(const struct link_column *c, struct rk_scratch scratch,
                       struct couples *out)
{
    ptrdiff_t keys = 0;
    for (int32_t v = 0; v < c->values; v++)
        keys += c->text[v].len + 2;
    struct keyed *key = RK_NEW(&scratch, struct keyed, keys);
    if (!key) {
        out->room->failed = true;
        return;
    }
    keys = 0;
    for (int32_t v = 0; v < c->values; v++) {
        const struct link_text *t = &c->text[v];
        key[keys++] = (struct keyed){link_hash(t->letter, t->len, 7), v};
        if (t->head)
            key[keys++] = (struct keyed){t->head, v};
        for (int32_t i = 0; i < t->len && t->len >= 2; i++) {
            uint8_t cut[LETTERS_MAX];
            memcpy(cut, t->letter, (size_t)i);
            memcpy(cut + i, t->letter + i + 1, (size_t)(t->len - i - 1));
            key[keys++] = (struct keyed){link_hash(cut, t->len - 1, 7), v};
        }
    }
    join_keys(key, keys, out);
}

/* ---- dates ----------------------------------------------------------------------- */

/* Days of birth share two of their parts, or exchange day and month. */
static void join_births(const struct link_column *c, struct rk_scratch scratch,
                        struct couples *out)
{
    struct keyed *key = RK_NEW(&scratch, struct keyed, (ptrdiff_t)c->values * 4);
    ptrdiff_t keys = 0;
    if (!key) {
        out->room->failed = true;
        return;
    }
    for (int32_t v = 0; v < c->values; v++) {
        const struct link_date *d = &c->date[v];
        if (!d->year)
            continue;
        const uint64_t y = (uint64_t)d->year, m = (uint64_t)d->month, day = (uint64_t)d->day;
        const uint64_t low = m < day ? m : day, high = m < day ? day : m;
        key[keys++] = (struct keyed){UINT64_C(1) << 32 | y << 8 | m, v};
        key[keys++] = (struct keyed){UINT64_C(2) << 32 | y << 8 | day, v};
        key[keys++] = (struct keyed){UINT64_C(3) << 32 | m << 8 | day, v};
        key[keys++] = (struct keyed){UINT64_C(4) << 32 | y << 16 | low << 8 | high, v};
    }
    join_keys(key, keys, out);
}

static void join_events(const struct link_column *c, struct rk_scratch scratch,
                        struct couples *out)
{
    struct keyed *key = RK_NEW(&scratch, struct keyed, c->values);
    ptrdiff_t keys = 0;
    if (!key) {
        out->room->failed = true;
        return;
    }
    for (int32_t v = 0; v < c->values; v++)
        if (c->date[v].year)
            key[keys++] = (struct keyed){(uint64_t)((int64_t)c->date[v].first - INT32_MIN), v};
    if (keys > 1)
        qsort(key, (size_t)keys, sizeof *key, by_key);
    for (ptrdiff_t i = 0; i < keys; i++)
        for (ptrdiff_t j = i + 1; j < keys && key[j].key - key[i].key <= 3; j++)
            couple(out, key[i].value, key[j].value);
}

/* ---- rows of alike values -------------------------------------------------------- */

static int32_t level_of(const struct link_column *c, const struct rk_names *names, int32_t a,
                        int32_t b)
{
    switch (c->what) {
    case W_SURNAME:
    case W_GIVEN:
    case W_PATRONYMIC:
        return link_words_level(names, &c->words[a], &c->words[b]);
    case W_TEXT:
        return link_text_level(&c->text[a], &c->text[b]);
    case W_CODE:
        return link_code_level(&c->text[a], &c->text[b]);
    case W_BIRTH:
        return link_birth_level(&c->date[a], &c->date[b]);
    case W_EVENT:
        return link_event_level(&c->date[a], &c->date[b]);
    default:
        return same_text(&c->text[a], &c->text[b]) ? 2 : DIFFERENT;
    }
}

static rk_status fill_rows(struct link_column *c, const struct couples *p, const uint8_t *level,
                           struct rk_arena *keep)
{
    c->row = RK_NEW(keep, int32_t, (ptrdiff_t)c->values + 2);
    if (!c->row)
        return RK_ENOMEM;
    ptrdiff_t entries = c->values;
    for (ptrdiff_t i = 0; i < p->len; i++)
        if (level[i] > DIFFERENT) {
            c->row[(p->at[i] >> 32) + 2]++;
            c->row[(p->at[i] & UINT32_MAX) + 2]++;
            entries += 2;
        }
    for (int32_t v = 0; v < c->values; v++)
        c->row[v + 2] += c->row[v + 1] + 1;
    c->like = RK_NEW(keep, int32_t, entries);
    c->like_level = RK_NEW(keep, uint8_t, entries);
    if (keep->failed)
        return RK_ENOMEM;
    /* Couples are rising, so of a value first the lower ones come, then itself, then others. */
    int32_t *at = c->row + 1;
    for (ptrdiff_t i = 0; i < p->len; i++)
        if (level[i] > DIFFERENT) {
            const int32_t high = (int32_t)(p->at[i] & UINT32_MAX);
            c->like[at[high]] = (int32_t)(p->at[i] >> 32);
            c->like_level[at[high]++] = level[i];
        }
    for (int32_t v = 0; v < c->values; v++) {
        c->like[at[v]] = v;
        c->like_level[at[v]++] = (uint8_t)c->top;
    }
    for (ptrdiff_t i = 0; i < p->len; i++)
        if (level[i] > DIFFERENT) {
            const int32_t low = (int32_t)(p->at[i] >> 32);
            c->like[at[low]] = (int32_t)(p->at[i] & UINT32_MAX);
            c->like_level[at[low]++] = level[i];
        }
    return RK_OK;
}

static rk_status fill_dense(struct link_column *c, struct rk_arena *keep)
{
    c->sign = RK_NEW(keep, uint64_t, c->values);
    if (!c->sign)
        return RK_ENOMEM;
    for (int32_t v = 0; v < c->values; v++)
        for (int32_t i = c->row[v]; i < c->row[v + 1]; i++)
            c->sign[v] |= link_sign(c->like[i]);
    if (c->values > DENSE_VALUES || c->date)
        return RK_OK;
    c->dense = RK_NEW(keep, uint8_t, (ptrdiff_t)c->values * c->values);
    if (!c->dense)
        return RK_ENOMEM;
    memset(c->dense, DIFFERENT, (size_t)c->values * (size_t)c->values);
    for (int32_t v = 0; v < c->values; v++)
        for (int32_t i = c->row[v]; i < c->row[v + 1]; i++)
            c->dense[(ptrdiff_t)v * c->values + c->like[i]] = c->like_level[i];
    return RK_OK;
}

/* Log of the share of records at each level or above, seen from a value. */
static rk_status fill_rare(struct link_column *c, int32_t records, struct rk_arena *keep)
{
    c->rare = RK_NEW(keep, float, (ptrdiff_t)c->values *LEVELS);
    if (!c->rare)
        return RK_ENOMEM;
    for (int32_t v = 0; v < c->values; v++) {
        double have[LEVELS + 1] = {0};
        for (int32_t i = c->row[v]; i < c->row[v + 1]; i++)
            have[c->like_level[i]] += c->count[c->like[i]];
        for (int32_t l = LEVELS - 1; l >= 2; l--) {
            have[l] += have[l + 1];
            const double others = have[l] - 1.0; /* but for the one that asks */
            c->rare[v * LEVELS + l] = (float)log((others > 0.5 ? others : 0.5) / records);
        }
    }
    return RK_OK;
}

/* The second half of the scratch as an arena of its own. */
struct rk_arena link_half(struct rk_scratch *scratch)
{
    struct rk_arena half = scratch->in;
    const ptrdiff_t left = rk_arena_left(&scratch->in) / 64 * 32;
    half.at += left;
    scratch->in.end = half.at;
    return half;
}

rk_status link_alike(struct link_column *c, const struct rk_names *names, int32_t records,
                     struct rk_arena *keep, struct rk_scratch scratch, struct rk_err *err)
{
    struct rk_arena left = link_half(&scratch);
    struct couples p = {.room = &left};
    if (c->what <= W_PATRONYMIC)
        join_names(c, scratch, &p);
    else if (c->what == W_BIRTH)
        join_births(c, scratch, &p);
    else if (c->what == W_EVENT)
        join_events(c, scratch, &p);
    else if (c->what == W_CODE)
        join_codes(c, scratch, &p);
    else
        join_texts(c, scratch, &p);
    if (left.failed || !sort_couples(&p, c->values))
        return rk_fail(err, RK_ENOMEM, "link", "%d values of %s", c->values, c->name);
    uint8_t *level = RK_NEW(&scratch, uint8_t, p.len);
    if (!level)
        return rk_fail(err, RK_ENOMEM, "link", "%d values of %s", c->values, c->name);
    for (ptrdiff_t i = 0; i < p.len; i++)
        level[i] = (uint8_t)level_of(c, names, (int32_t)(p.at[i] >> 32),
                                     (int32_t)(p.at[i] & UINT32_MAX));
    if (fill_rows(c, &p, level, keep) || fill_dense(c, keep) || fill_rare(c, records, keep))
        return rk_fail(err, RK_ENOMEM, "link", "%d values of %s", c->values, c->name);
    return RK_OK;
}
