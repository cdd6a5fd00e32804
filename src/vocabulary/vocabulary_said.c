/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vocabulary_internal.h"

#include "rk_date.h"

enum { SETS_MAX = 256, PHRASE_MAX = 4 };

/* Words of a statement, and for each set of words which of them it holds (a bit a word). */
struct said {
    struct fold_text words;
    uint64_t met[SETS_MAX];
    uint64_t all, neutral;
};

const struct rk_figure_def *rk_figure_defs(int32_t *count)
{
    *count = vocabulary_figure_count;
    return vocabulary_figures;
}

const struct rk_figure_def *rk_figure_def_find(struct rk_str id)
{
    for (int32_t i = 0; i < vocabulary_figure_count; i++)
        if (rk_str_eq(rk_str_of(vocabulary_figures[i].id), id))
            return &vocabulary_figures[i];
    return NULL;
}

static bool in_set(struct rk_str word, const char *set)
{
    for (struct rk_str rest = rk_str_of(set); rest.len > 0;) {
        struct rk_str one = rk_str_cut(&rest, ' ');
        const bool open = rk_str_ends(one, RK_STR("*"));
        one.len -= open;
        if (open ? rk_str_starts(word, one) : rk_str_eq(word, one))
            return true;
    }
    return false;
}

/* The value repeated ("1000"); a year is more than that: it tells another period. */
static bool is_amount(struct rk_str word)
{
    int64_t n;
    return rk_str_int(word, &n) && (n < 1900 || n > 2099);
}

/* Neutral words and phrases ("не менше") of the text. */
static uint64_t neutral_words(const struct fold_text *t)
{
    uint64_t found = 0;
    for (int32_t i = 0; i < t->count; i++) {
        if (is_amount(t->word[i].at))
            found |= UINT64_C(1) << i;
        for (int32_t n = PHRASE_MAX; n >= 1; n--) {
            char joined[FOLD_BYTES];
            if (i + n > t->count ||
                !vocabulary_in(vocabulary_neutral_said, vocabulary_neutral_said_count,
                               fold_join(t, i, i + n, joined)))
                continue;
            found |= ((UINT64_C(1) << n) - 1) << i;
            break;
        }
    }
    return found;
}

static void look_up(struct said *s)
{
    s->all = (UINT64_C(1) << s->words.count) - 1; /* FOLD_WORDS < 64 */
    s->neutral = neutral_words(&s->words);
    for (int32_t k = 0; k < vocabulary_set_count && k < SETS_MAX; k++) {
        s->met[k] = 0;
        for (int32_t i = 0; i < s->words.count; i++)
            if (in_set(s->words.word[i].at, vocabulary_sets[k].words))
                s->met[k] |= UINT64_C(1) << i;
    }
}

/* How many needed sets are met; -1 when one is not, a forbidden one is, or (when `whole`) a
 * word stays that no set of the pattern holds. */
static int32_t meets(const struct said *s, const struct vocabulary_pattern *p, bool whole)
{
    uint64_t held = s->neutral;
    int32_t needed = 0;
    for (int32_t i = p->first; i < p->first + p->count; i++) {
        const struct vocabulary_term *term = &vocabulary_terms[i];
        const uint64_t met = s->met[term->set];
        if (term->need == VOCABULARY_NEEDED && !met)
            return -1;
        if (term->need == VOCABULARY_FORBIDDEN && met)
            return -1;
        needed += term->need == VOCABULARY_NEEDED;
        held |= met;
    }
    return whole && held != s->all ? -1 : needed;
}

/* Whether a value said in `unit` can be one of the figure's; an empty unit can be any, if the
 * words alone are sure enough. */
static bool unit_fits(const struct rk_figure_def *def, const struct rk_unit *unit,
                      int32_t needed)
{
    const struct rk_unit *own = rk_unit_find(rk_str_of(def->unit));
    if (!unit)
        return needed > 1 || (own && !strcmp(own->family, "words"));
    return own && !strcmp(own->family, unit->family);
}

static bool is_town(struct rk_str about)
{
    struct fold_text t;
    fold_words(about, NULL, 0, &t);
    return (neutral_words(&t) | ~((UINT64_C(1) << t.count) - 1)) == UINT64_MAX;
}

/* about, aspect and, for people, the unit ("children") side by side. */
static bool gather(struct rk_str about, struct rk_str aspect, struct rk_str unit_words,
                   const struct rk_unit *unit, struct fold_text *out)
{
    char text_at[FOLD_BYTES];
    struct rk_buf text = {text_at, 0, sizeof text_at, false};
    if (!is_town(about)) {
        rk_buf_add(&text, about);
        rk_buf_char(&text, ' ');
    }
    rk_buf_add(&text, aspect);
    if (unit && !strcmp(unit->family, "people")) {
        rk_buf_char(&text, ' ');
        rk_buf_add(&text, unit_words);
    }
    fold_words(rk_buf_str(&text), NULL, 0, out);
    return !text.failed && !out->full && out->count > 0;
}

const struct rk_figure_def *rk_figure_said_as(struct rk_str about, struct rk_str aspect,
                                              struct rk_str unit)
{
    struct said s;
    const struct rk_unit *known = rk_unit_find(unit);
    if ((!known && rk_str_trim(unit).len > 0) || !gather(about, aspect, unit, known, &s.words))
        return NULL;
    look_up(&s);
    int32_t best = 0, figure = -1;
    bool tie = false;
    for (int32_t i = 0; i < vocabulary_pattern_count; i++) {
        const struct vocabulary_pattern *p = &vocabulary_patterns[i];
        const int32_t needed = p->own ? -1 : meets(&s, p, true);
        if (needed < 1 || needed < best ||
            !unit_fits(&vocabulary_figures[p->figure], known, needed))
            continue;
        tie = needed == best && p->figure != figure && (tie || figure >= 0);
        best = needed;
        figure = p->figure;
    }
    return figure < 0 || tie ? NULL : &vocabulary_figures[figure];
}

const struct rk_figure_def *rk_figure_as_of(const struct rk_figure_def *def, int32_t last_day)
{
    for (int32_t i = 0; def && last_day != RK_DAY_NONE && i < vocabulary_before_count; i++)
        if (&vocabulary_figures[vocabulary_before[i].figure] == def &&
            last_day < rk_day_of(vocabulary_before[i].year, vocabulary_before[i].month,
                                 vocabulary_before[i].day))
            return &vocabulary_figures[vocabulary_before[i].earlier];
    return def;
}

bool rk_figure_own(const struct rk_figure_def *def, struct rk_str definition)
{
    char a[FOLD_BYTES], b[FOLD_BYTES];
    if (rk_str_trim(definition).len == 0)
        return true;
    const struct rk_str said = vocabulary_plain(definition, a);
    for (int lang = 0; said.len > 0 && lang < RK_LANGS; lang++)
        if (rk_str_eq(said, vocabulary_plain(rk_str_of(def->definition.one[lang]), b)))
            return true;
    struct said s;
    fold_words(definition, NULL, 0, &s.words);
    if (s.words.count == 0)
        return false;
    look_up(&s);
    for (int32_t i = 0; i < vocabulary_pattern_count; i++)
        if (vocabulary_patterns[i].own &&
            &vocabulary_figures[vocabulary_patterns[i].figure] == def &&
            meets(&s, &vocabulary_patterns[i], false) > 0)
            return true;
    return false;
}
