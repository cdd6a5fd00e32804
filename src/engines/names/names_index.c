/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finding a name in a list: pairs of letters that query and names share choose some hundred
 * names, a closer look at their words puts them in order.
 *
 * Pairs are counted twice, over letters and over classes of letters (all vowels one, voiced and
 * voiceless one), so that neither a slip nor another scheme hides a name; a given name counts
 * as all its forms.
 */
#include "names_internal.h"

enum {
    FINE = 32,   /* letters and the edge */
    COARSE = 16, /* classes, vowel, edge */
    FINE_GRAMS = FINE * FINE,
    COARSE_GRAMS = COARSE * COARSE,
    OTHER_GRAMS = 512, /* pairs of signs of other scripts and digits, hashed */
    ITEM_GRAMS = 160,
    CHOSEN = 512,          /* names that share most pairs with the query */
    CLOSER = RK_NAME_HITS, /* of these, looked at word by word */
    READ_TIMES = 3,  /* lists of grams are read up to this many times the whole list … */
    GRAMS_LEAST = 8, /* … and at least so many of them */
    WHOLE = 64       /* letters of a name written as one word */
};

/* Scores: from where on only the scheme can tell names apart; what it tells; when the other
 * keyboard layout is tried and when it wins. */
static const float ALMOST_SAME = 0.985F, NOT_BY_SCHEME = 0.002F, POOR = 0.8F,
                   MUCH_BETTER = 0.15F;

struct item {
    struct rk_name name;
    uint8_t whole[WHOLE];
    uint8_t whole_len;
    uint8_t grams;
};

struct rk_name_index {
    const struct rk_names *names;
    const struct item *item;
    int32_t count;
    int32_t gram_count;
    const int32_t *first; /* [gram_count + 1] */
    const int32_t *of;    /* items that have the gram, rising */
};

struct grams {
    int32_t at[ITEM_GRAMS];
    int32_t len;
};

static void add_gram(struct grams *g, int32_t gram)
{
    if (g->len < ITEM_GRAMS)
        g->at[g->len++] = gram;
}

static int fine_class(uint8_t letter)
{
    return letter >= 'a' && letter <= 'z' ? letter - 'a' + 1 : 27 + letter % 5;
}

static int coarse_class(uint8_t letter)
{
    static const uint8_t classes[26] = {/* a */ 1, 2,  3,  4,  1, 5, 6, 7, 1, 8, 9,
                                        10,        11, 12, 1,
                                        /* p */ 2, 3,  13, 14, 4, 1, 5, 8, 9, 1, 14};
    return letter >= 'a' && letter <= 'z' ? classes[letter - 'a'] : 15;
}

/* By insertion: the lists are short and nearly in order. */
static void sort_int64(int64_t *at, int32_t len)
{
    for (int32_t i = 1; i < len; i++) {
        const int64_t now = at[i];
        int32_t k = i;
        for (; k > 0 && at[k - 1] > now; k--)
            at[k] = at[k - 1];
        at[k] = now;
    }
}

static int compare_int32(const void *x, const void *y)
{
    const int32_t a = *(const int32_t *)x, b = *(const int32_t *)y;
    return (a > b) - (a < b);
}

static void word_grams(const struct rk_name_word *w, struct grams *g)
{
    if (w->flags & (RK_NAME_NUMBER | RK_NAME_OPAQUE)) {
        uint32_t last = 0;
        for (int i = 0; i <= w->spelling_len; i++) {
            const uint32_t now = i < w->spelling_len ? w->spelling[i] : 0;
            add_gram(g, FINE_GRAMS + COARSE_GRAMS + (int32_t)((last * 31 + now) % OTHER_GRAMS));
            last = now;
        }
        return;
    }
    int fine = 0, coarse = 0;
    for (int i = 0; i <= w->len; i++) {
        const int f = i < w->len ? fine_class(w->letter[i]) : 0;
        const int c = i < w->len ? coarse_class(w->letter[i]) : 0;
        add_gram(g, fine * FINE + f);
        add_gram(g, FINE_GRAMS + coarse * COARSE + c);
        fine = f;
        coarse = c;
    }
    for (int i = 0; i < w->sets; i++)
        add_gram(g, FINE_GRAMS + COARSE_GRAMS + OTHER_GRAMS + w->set[i]);
}

/* All grams of a name, each once, rising. */
static void name_grams(const struct rk_name *name, struct grams *g)
{
    g->len = 0;
    for (int32_t i = 0; i < name->words; i++)
        word_grams(&name->word[i], g);
    qsort(g->at, (size_t)g->len, sizeof g->at[0], compare_int32);
    int32_t kept = 0;
    for (int32_t i = 0; i < g->len; i++)
        if (i == 0 || g->at[i] != g->at[i - 1])
            g->at[kept++] = g->at[i];
    g->len = kept;
}

static void make_whole(const struct rk_name *name, struct item *item)
{
    item->whole_len = 0;
    for (int32_t i = 0; i < name->words; i++)
        for (int k = 0; k < name->word[i].len && item->whole_len < WHOLE; k++)
            item->whole[item->whole_len++] = name->word[i].letter[k];
}

/* Fills `first` with the beginnings of the lists and `of` with the lists. */
static void fill_lists(const struct item *items, int32_t count, int32_t *first, int32_t *of,
                       int32_t gram_count, bool counting)
{
    struct grams g;
    for (int32_t i = 0; i < count; i++) {
        name_grams(&items[i].name, &g);
        for (int32_t k = 0; k < g.len; k++) {
            if (counting)
                first[g.at[k] + 1]++;
            else
                of[first[g.at[k]]++] = i;
        }
    }
    if (counting) {
        for (int32_t k = 0; k < gram_count; k++)
            first[k + 1] += first[k];
    } else {
        for (int32_t k = gram_count; k > 0; k--)
            first[k] = first[k - 1];
        first[0] = 0;
    }
}

rk_status rk_name_index_build(const struct rk_names *names, const struct rk_str *list,
                              int32_t count, struct rk_arena *keep,
                              const struct rk_name_index **out, struct rk_err *err)
{
    struct rk_arena result = *keep;
    struct rk_name_index *index = RK_NEW(&result, struct rk_name_index, 1);
    struct item *items = RK_NEW(&result, struct item, count);
    const int32_t gram_count = FINE_GRAMS + COARSE_GRAMS + OTHER_GRAMS + names_given_row_count;
    int32_t *first = RK_NEW(&result, int32_t, gram_count + 1);
    if (result.failed)
        return rk_fail(err, RK_ENOMEM, "names", "no room for %d names", count);
    struct grams g;
    for (int32_t i = 0; i < count; i++) {
        struct rk_err why = {0};
        if (names_read(names, list[i], NAMES_LAYOUT_AS_IS, &result, &items[i].name, &why)) {
            char place[32];
            rk_said(place, sizeof place, "name %d", i);
            return rk_fail(err, why.status, place, "%s", why.text);
        }
        make_whole(&items[i].name, &items[i]);
        name_grams(&items[i].name, &g);
        items[i].grams = (uint8_t)g.len;
    }
    fill_lists(items, count, first, NULL, gram_count, true);
    int32_t *of = RK_NEW(&result, int32_t, first[gram_count]);
    if (result.failed)
        return rk_fail(err, RK_ENOMEM, "names", "no room for %d names", count);
    fill_lists(items, count, first, of, gram_count, false);
    *index = (struct rk_name_index){.names = names,
                                    .item = items,
                                    .count = count,
                                    .gram_count = gram_count,
                                    .first = first,
                                    .of = of};
    *keep = result;
    *out = index;
    return RK_OK;
}

const struct rk_name *rk_name_index_name(const struct rk_name_index *index, int32_t item)
{
    return &index->item[item].name;
}

/* ---- searching
 * -------------------------------------------------------------------------------- */

struct found {
    int32_t item;
    float score;
};

static int compare_found(const void *x, const void *y)
{
    const struct found *a = x, *b = y;
    if (a->score != b->score)
        return a->score < b->score ? 1 : -1;
    return (a->item > b->item) - (a->item < b->item);
}

/* Counts for every name the grams that it shares with the query, rare grams first, until their
 * lists have grown to some times the whole list: what nearly all names have tells nothing.
 * Returns the number of grams counted. */
static int32_t count_shared(const struct rk_name_index *index, const struct grams *g,
                            uint16_t *shared)
{
    int64_t order[ITEM_GRAMS];
    for (int32_t k = 0; k < g->len; k++)
        order[k] =
            (int64_t)(index->first[g->at[k] + 1] - index->first[g->at[k]]) << 32 | g->at[k];
    sort_int64(order, g->len);
    int64_t budget = (int64_t)READ_TIMES * index->count;
    int32_t counted = 0;
    for (; counted < g->len && (budget > 0 || counted < GRAMS_LEAST); counted++) {
        const int32_t gram = (int32_t)(order[counted] & 0xFFFFFFFF);
        for (int32_t i = index->first[gram]; i < index->first[gram + 1]; i++)
            shared[index->of[i]]++;
        budget -= order[counted] >> 32;
    }
    return counted;
}

/* The names that share most grams with the query (Dice, as if the grams that were not counted
 * were shared alike), at most CHOSEN; ties by position. */
static int32_t choose(const struct rk_name_index *index, const struct grams *g,
                      uint16_t *shared, struct found *chosen)
{
    enum { STEPS = 512 };
    const int32_t counted = count_shared(index, g, shared);
    uint32_t share_of[ITEM_GRAMS + 1]; /* by the grams of a name, 16 binary places */
    for (int32_t grams = 0; grams <= ITEM_GRAMS; grams++)
        share_of[grams] = (uint32_t)(((int64_t)2 * STEPS << 16) * g->len /
                                     ((int64_t)counted * (g->len + grams) + 1));
    int32_t bin[STEPS + 2] = {0};
    for (int32_t i = 0; i < index->count; i++) {
        shared[i] = (uint16_t)(shared[i] * share_of[index->item[i].grams] >> 16);
        bin[shared[i]]++;
    }
    int32_t least = STEPS, sum = 0; /* all above it fit, of its own only some */
    while (least > 0 && sum + bin[least] <= CHOSEN)
        sum += bin[least--];
    int32_t n = 0, room = CHOSEN - sum;
    for (int32_t i = 0; i < index->count; i++) {
        if (shared[i] < least || shared[i] == 0 || (shared[i] == least && room-- <= 0))
            continue;
        chosen[n++] = (struct found){i, (float)shared[i] / STEPS};
    }
    return n;
}

/* Words matched one to one by similarity; what of both is covered, the query counting more. */
static float by_words(const struct rk_names *names, const struct rk_name *query,
                      const struct rk_name *name)
{
    double alike[RK_NAME_WORDS][RK_NAME_WORDS];
    bool used_q[RK_NAME_WORDS] = {false}, used_n[RK_NAME_WORDS] = {false};
    double weight_q = 0, weight_n = 0, covered_q = 0, covered_n = 0;
    for (int32_t i = 0; i < query->words; i++)
        weight_q += query->word[i].spelling_len;
    for (int32_t k = 0; k < name->words; k++)
        weight_n += name->word[k].spelling_len;
    for (int32_t i = 0; i < query->words; i++)
        for (int32_t k = 0; k < name->words; k++)
            alike[i][k] = rk_name_word_similarity(names, &query->word[i], &name->word[k]);
    for (;;) {
        double best = 0.3;
        int32_t at_i = -1, at_k = -1;
        for (int32_t i = 0; i < query->words; i++)
            for (int32_t k = 0; k < name->words && !used_q[i]; k++)
                if (!used_n[k] && alike[i][k] > best) {
                    best = alike[i][k];
                    at_i = i;
                    at_k = k;
                }
        if (at_i < 0)
            break;
        used_q[at_i] = used_n[at_k] = true;
        covered_q += best * query->word[at_i].spelling_len;
        covered_n += best * name->word[at_k].spelling_len;
    }
    if (weight_q <= 0 || weight_n <= 0)
        return 0;
    return (float)(0.8 * covered_q / weight_q + 0.2 * covered_n / weight_n);
}

static float by_whole(const struct item *a, const struct item *b)
{
    const int longer = a->whole_len > b->whole_len ? a->whole_len : b->whole_len;
    if (longer == 0)
        return 0;
    const int edits = rk_letters_levenshtein(a->whole, a->whole_len, b->whole, b->whole_len);
    return 0.98F * (1.0F - (float)edits / (float)longer);
}

static bool is_latin(const struct rk_name *name)
{
    return name->words > 0 && name->word[0].script == RK_NAME_LATIN;
}

/* Whether a scheme writes the name just as the query is written; settles ties between names
 * that several schemes could lead to (Natalia, Serhij). */
static bool written_by_a_scheme(struct rk_str name, struct rk_str query)
{
    char bytes[RK_NAME_TEXT * 4];
    for (int32_t s = 0; s < RK_NAME_SCHEMES; s++) {
        struct rk_buf latin = {bytes, 0, (ptrdiff_t)sizeof bytes, false};
        rk_names_translit(s, name, &latin);
        if (!latin.failed && rk_str_eq(rk_buf_str(&latin), query))
            return true;
    }
    return false;
}

/* Scores the names that share most with the query; returns their number, best first. */
static int32_t look(const struct rk_name_index *index, struct item *q,
                    struct rk_scratch scratch, struct found *chosen, struct rk_err *err)
{
    uint16_t *shared = RK_NEW(&scratch, uint16_t, index->count);
    if (scratch.in.failed) {
        (void)rk_fail(err, RK_ENOMEM, "names", "no room to search %d names", index->count);
        return -1;
    }
    struct grams g;
    name_grams(&q->name, &g);
    make_whole(&q->name, q);
    const bool latin = is_latin(&q->name);
    int32_t n = choose(index, &g, shared, chosen);
    for (int32_t i = 0; i < n; i++) {
        const float whole = by_whole(q, &index->item[chosen[i].item]);
        chosen[i].score = chosen[i].score > whole ? chosen[i].score : whole;
    }
    qsort(chosen, (size_t)n, sizeof chosen[0], compare_found);
    n = n < CLOSER ? n : CLOSER;
    for (int32_t i = 0; i < n; i++) {
        const struct item *item = &index->item[chosen[i].item];
        const float words = by_words(index->names, &q->name, &item->name);
        const float whole = by_whole(q, item);
        chosen[i].score = words > whole ? words : whole;
        if (words >= ALMOST_SAME && latin && !is_latin(&item->name) &&
            !written_by_a_scheme(item->name.raw, q->name.raw))
            chosen[i].score -= NOT_BY_SCHEME;
    }
    qsort(chosen, (size_t)n, sizeof chosen[0], compare_found);
    return n;
}

rk_status rk_name_index_search(const struct rk_name_index *index, struct rk_str query,
                               int32_t top, struct rk_scratch scratch, struct rk_name_hit *hits,
                               int32_t *found, struct rk_err *err)
{
    struct item q = {0};
    const rk_status bad =
        names_read(index->names, query, NAMES_LAYOUT_EITHER, &scratch.in, &q.name, err);
    if (bad)
        return bad;
    struct found *chosen = RK_NEW(&scratch, struct found, CHOSEN);
    struct found *other = RK_NEW(&scratch, struct found, CHOSEN);
    if (scratch.in.failed)
        return rk_fail(err, RK_ENOMEM, "names", "no room to search %d names", index->count);
    int32_t n = look(index, &q, scratch, chosen, err);
    if (n < 0)
        return RK_ENOMEM;
    if (n == 0 || chosen[0].score < POOR) { /* perhaps typed in the other keyboard layout */
        struct item again = {0};
        const rk_status worse =
            names_read(index->names, query, NAMES_LAYOUT_OTHER, &scratch.in, &again.name, err);
        const int32_t m = worse ? -1 : look(index, &again, scratch, other, err);
        if (m < 0)
            return worse ? worse : RK_ENOMEM;
        if (m > 0 && (n == 0 || other[0].score > chosen[0].score + MUCH_BETTER)) {
            chosen = other;
            n = m;
        }
    }
    *found = n < top ? n : top;
    for (int32_t i = 0; i < *found; i++)
        hits[i] = (struct rk_name_hit){chosen[i].item, chosen[i].score};
    return RK_OK;
}
