/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every pair of records that can come near being one person.
 *
 * Agreement on a value that a share p of all records has can multiply the odds by 1 / p at
 * most. For each record the logarithms of these bounds are added up over the columns, for the
 * records that share an alike value; who stays far below what the prior asks for is never
 * looked at again. So all pairs are considered, most of them by not being reached.
 *
 * On long lists usual values reach too many: they count in twos only (this family name with
 * that given name), and the bar rises until as many pairs are left as can be compared. What
 * that may lose is measured on a sample (link_recall).
 */
#include "link_internal.h"

static const double SLACK = 3.0; /* below the prior: what weak columns may add */
/* What an age, a year, a month may add, which are not looked up. */
static const float COARSE = 3.0F;
static const float LOOSE = 2.0F;
static const float USUAL = 2.3F; /* a value that a tenth of the records have tells too little */
static const float HARDLY = 0.8F; /* and one of half of them nothing */

enum {
    ALL_PAIRS_BELOW = 12000,
    REACH_A_RECORD = 2500, /* records reached from one, on long lists, mostly */
    PAIRS_A_RECORD = 150,  /* pairs compared, on long lists; both times the effort */
    PAIRS_AT_LEAST = 4000000,
    PAIRS_LEARNT = 600000, /* pairs from which the model is learned */
    SAMPLED = 500,         /* records whose reach is measured */
    BEAT = 256,            /* records between two signs of progress */
    PROVED = 40,           /* records of which all pairs are scored, for the recall */
    GROUP_MAX = 3000,
    STEPS = 256 /* of the bar, a tenth each */
};

struct group_key {
    uint64_t key;
    int32_t record;
    float gain;
};

struct finding {
    const struct rk_link_model *m;
    float bar, least;
    double expected;  /* pairs above the bar */
    float *sum;       /* by record */
    float *more;      /* by record: what its usual and coarse values may add */
    int32_t *reached; /* records with a sum */
    int32_t reached_len;
    struct group_key *twos; /* by key, then record; NULL on short lists */
    ptrdiff_t twos_len;
    int32_t *two_first; /* [records + 1] places of a record's keys in two_at */
    int32_t *two_at;    /* places in `twos` where the groups of its keys begin */
};

static float gain_of(const struct link_column *c, int32_t a, int32_t b, int32_t level)
{
    const float mine = c->rare[a * LEVELS + level], its = c->rare[b * LEVELS + level];
    return -(mine > its ? mine : its);
}

static void reach(struct finding *f, int32_t b, float gain)
{
    if (f->sum[b] == 0.0F)
        f->reached[f->reached_len++] = b;
    f->sum[b] += gain;
}

static void add_column(struct finding *f, const struct link_column *c, int32_t a)
{
    const int32_t v = c->value[a];
    if (v < 0 || !c->row)
        return;
    for (int32_t i = c->row[v]; i < c->row[v + 1]; i++) {
        const int32_t other = c->like[i];
        const float gain = gain_of(c, v, other, c->like_level[i]);
        if (gain < f->least)
            continue;
        for (int32_t k = c->first[other]; k < c->first[other + 1]; k++) {
            const int32_t b = c->record[k];
            if (b >= a)
                break; /* records of a value are rising */
            reach(f, b, gain);
        }
    }
}

static void add_twos(struct finding *f, int32_t a)
{
    for (int32_t i = f->two_first[a]; i < f->two_first[a + 1]; i++) {
        const ptrdiff_t from = f->two_at[i];
        const uint64_t key = f->twos[from].key;
        for (ptrdiff_t k = from; k < f->twos_len && k < from + GROUP_MAX; k++) {
            if (f->twos[k].key != key || f->twos[k].record >= a)
                break;
            reach(f, f->twos[k].record, f->twos[k].gain);
        }
    }
}

static void reach_all(struct finding *f, int32_t a)
{
    f->reached_len = 0;
    for (int32_t c = 1; c < f->m->columns; c++)
        add_column(f, &f->m->column[c], a);
    if (f->twos)
        add_twos(f, a);
}

static float reached_sum(const struct finding *f, int32_t a, int32_t b)
{
    return f->sum[b] + (f->more[a] > f->more[b] ? f->more[a] : f->more[b]);
}

/* ---- usual values ---------------------------------------------------------------- */

/* The least gain that is looked up by itself: as low as the reach of all records allows. */
static float choose_least(const struct rk_link_model *m)
{
    enum { BINS = 160 };
    double load[BINS] = {0}, sum = 0.0;
    const double most = m->records <= ALL_PAIRS_BELOW
                            ? HUGE_VAL
                            : (double)REACH_A_RECORD * m->effort * m->records;
    for (int32_t i = 1; i < m->columns; i++) {
        const struct link_column *c = &m->column[i];
        for (int32_t v = 0; v < c->values && c->row; v++)
            for (int32_t k = c->row[v]; k < c->row[v + 1]; k++) {
                const float gain = gain_of(c, v, c->like[k], c->like_level[k]);
                const int bin = gain < 0.0F ? 0 : gain > 15.9F ? BINS - 1 : (int)(gain * 10.0F);
                load[bin] += (double)c->count[v] * c->count[c->like[k]] / 2.0;
            }
    }
    for (int bin = BINS - 1; bin >= 0; bin--) {
        sum += load[bin];
        if (sum > most)
            return (float)(bin + 1) / 10.0F > USUAL ? (float)(bin + 1) / 10.0F : USUAL;
    }
    return USUAL;
}

/* Values that are too usual to be looked up, and intervals. */
static void add_more(struct finding *f, const struct link_column *c)
{
    for (int32_t r = 0; r < f->m->records; r++) {
        const int32_t v = c->value[r];
        if (v < 0 || !c->row)
            continue;
        const float gain = -c->rare[v * LEVELS + c->top];
        if (c->date && !c->date[v].year)
            f->more[r] += COARSE;
        else if (gain < USUAL)
            f->more[r] += gain;
    }
}

/* ---- usual values in twos -------------------------------------------------------- */

/* One value for all that are the same but for script, language, a slip. */
static void set_classes(const struct link_column *c, int32_t *of)
{
    const int32_t same = c->date ? c->top : c->top - 1;
    for (int32_t v = 0; v < c->values; v++)
        of[v] = v;
    for (int32_t v = 0; v < c->values; v++)
        for (int32_t k = c->row[v]; k < c->row[v + 1]; k++)
            if (c->like_level[k] >= same && c->like[k] < v) {
                of[v] = of[c->like[k]];
                break;
            }
}

static int by_key(const void *a, const void *b)
{
    const struct group_key *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->record > y->record) - (x->record < y->record);
}

/* Keys of two usual values each of a record has; returns how many, writes them when asked. */
static int32_t twos_of(const struct finding *f, int32_t *const class_of[], int32_t r,
                       struct group_key *out)
{
    int32_t usual[COLUMNS], count = 0, keys = 0;
    float gain[COLUMNS];
    for (int32_t i = 1; i < f->m->columns; i++) {
        const struct link_column *c = &f->m->column[i];
        const int32_t v = c->value[r];
        if (v < 0 || !c->row || (c->date && !c->date[v].year))
            continue;
        gain[i] = -c->rare[v * LEVELS + (c->date ? c->top : c->top - 1)];
        if (gain[i] < f->least && gain[i] > HARDLY)
            usual[count++] = i;
    }
    const float part = count > 2 ? 0.5F : 1.0F; /* three that agree make three twos */
    for (int32_t x = 0; x < count; x++)
        for (int32_t y = x + 1; y < count; y++) {
            const int32_t i = usual[x], j = usual[y];
            if (gain[i] + gain[j] < f->least)
                continue;
            if (out) {
                const int32_t two[4] = {i, j, class_of[i][f->m->column[i].value[r]],
                                        class_of[j][f->m->column[j].value[r]]};
                out[keys] = (struct group_key){link_hash(two, (ptrdiff_t)sizeof two, 17), r,
                                               part * (gain[i] + gain[j])};
            }
            keys++;
        }
    return keys;
}

static rk_status find_twos(struct finding *f, struct rk_scratch *scratch)
{
    const int32_t n = f->m->records;
    int32_t *class_of[COLUMNS] = {NULL};
    for (int32_t i = 1; i < f->m->columns; i++) {
        class_of[i] = RK_NEW(scratch, int32_t, f->m->column[i].values);
        if (!class_of[i])
            return RK_ENOMEM;
        if (f->m->column[i].row)
            set_classes(&f->m->column[i], class_of[i]);
    }
    f->two_first = RK_NEW(scratch, int32_t, (ptrdiff_t)n + 2);
    for (int32_t r = 0; r < n && f->two_first; r++)
        f->two_first[r + 2] = f->two_first[r + 1] + twos_of(f, class_of, r, NULL);
    if (!f->two_first)
        return RK_ENOMEM;
    f->twos_len = f->two_first[n + 1];
    f->twos = RK_NEW(scratch, struct group_key, f->twos_len + 1);
    f->two_at = RK_NEW(scratch, int32_t, f->twos_len + 1);
    if (scratch->in.failed)
        return RK_ENOMEM;
    for (int32_t r = 0; r < n; r++)
        (void)twos_of(f, class_of, r, f->twos + f->two_first[r + 1]);
    if (f->twos_len > 1)
        qsort(f->twos, (size_t)f->twos_len, sizeof *f->twos, by_key);
    for (ptrdiff_t i = 0, from = 0; i < f->twos_len; i++) {
        from = f->twos[i].key == f->twos[from].key ? from : i;
        f->two_at[f->two_first[f->twos[i].record + 1]++] = (int32_t)from;
    }
    return RK_OK;
}

/* ---- the bar --------------------------------------------------------------------- */

/* Raises the bar until not more pairs than can be compared are expected above it. */
static void choose_bar(struct finding *f, double lowest)
{
    const int32_t n = f->m->records, step = n > SAMPLED ? n / SAMPLED : 1;
    const double least = PAIRS_AT_LEAST, wanted = (double)n * PAIRS_A_RECORD * f->m->effort;
    const double most = wanted > least ? wanted : least;
    double above[STEPS] = {0}, sum = 0.0;
    for (int32_t a = step - 1; a < n; a += step) {
        reach_all(f, a);
        for (int32_t i = 0; i < f->reached_len; i++) {
            const int32_t b = f->reached[i];
            const double over = ((double)reached_sum(f, a, b) - lowest) * 10.0;
            f->sum[b] = 0.0F;
            if (over >= 0.0)
                above[over < STEPS - 1 ? (int)over : STEPS - 1] += step;
        }
    }
    int bar = STEPS - 1;
    while (bar > 0 && sum + above[bar] <= most)
        sum += above[bar--];
    f->expected = sum + (bar > 0 ? 0.0 : above[0]);
    f->bar = (float)(lowest + (bar > 0 ? (bar + 1) / 10.0 : 0.0));
}

static rk_status prepare(struct finding *f, struct rk_scratch *scratch)
{
    const int32_t n = f->m->records;
    f->sum = RK_NEW(scratch, float, n);
    f->more = RK_NEW(scratch, float, n);
    f->reached = RK_NEW(scratch, int32_t, n);
    if (scratch->in.failed)
        return RK_ENOMEM;
    f->least = choose_least(f->m);
    for (int32_t c = 1; c < f->m->columns; c++)
        add_more(f, &f->m->column[c]);
    if (f->least > USUAL && find_twos(f, scratch))
        return RK_ENOMEM;
    choose_bar(f, log((double)n) - SLACK);
    return RK_OK;
}

/* Keeps a pair unless the model, once there is one, has no hope for it. `sum` bounds what
 * agreement can bring; dates that fit without being looked up may add LOOSE. */
static rk_status keep_pair(const struct rk_link_model *m, int32_t a, int32_t b, bool learned,
                           float sum, struct rk_arena *keep, ptrdiff_t *cap,
                           struct link_pairs *out)
{
    struct link_pair pair = {b, a, 0};
    if (learned) {
        pair.pattern = link_pattern_if(m, b, a, (float)m->log_prior[SAME] + sum + LOOSE);
        if (pair.pattern == LINK_NONE || link_odds(m, b, a, pair.pattern) < (double)LINK_HOPE)
            return RK_OK;
    } else {
        pair.pattern = link_pattern(m, b, a);
    }
    if (out->len == *cap) {
        struct link_pair *more = RK_NEW(keep, struct link_pair, 4096);
        if (!more)
            return RK_ENOMEM;
        out->at = out->at ? out->at : more;
        *cap += 4096;
    }
    out->at[out->len++] = pair;
    return RK_OK;
}

rk_status link_candidates(const struct rk_link_model *m, bool learned, struct rk_arena *keep,
                          struct rk_scratch scratch, struct link_pairs *out, struct rk_err *err)
{
    struct finding f = {.m = m};
    ptrdiff_t cap = 0;
    *out = (struct link_pairs){.at = NULL};
    if (prepare(&f, &scratch))
        return rk_fail(err, RK_ENOMEM, "link", "%d records", m->records);
    out->step = 1;
    if (!learned && f.expected > PAIRS_LEARNT)
        out->step = 1 + (int32_t)(f.expected / PAIRS_LEARNT);
    for (int32_t a = out->step - 1, beat = 0; a < m->records; a += out->step, beat++) {
        if (beat % BEAT == 0 && rk_progress_step(m->progress, (double)BEAT * out->step, err))
            return RK_ECANCELED;
        reach_all(&f, a);
        for (int32_t i = 0; i < f.reached_len; i++) {
            const int32_t b = f.reached[i];
            const float sum = reached_sum(&f, a, b);
            f.sum[b] = 0.0F;
            out->compared += sum >= f.bar;
            if (sum >= f.bar && keep_pair(m, a, b, learned, sum, keep, &cap, out))
                return rk_fail(err, RK_ENOMEM, "link", "%td pairs", out->len);
        }
    }
    out->bar = f.bar;
    out->least = f.least;
    return RK_OK;
}

/* The share of expected true pairs above the bar, by all pairs of some records that agree in
 * anything at all. 1 where the bar was not raised. */
rk_status link_recall(const struct rk_link_model *m, const struct link_pairs *pairs,
                      struct rk_scratch scratch, double *out, struct rk_err *err)
{
    const int32_t n = m->records, step = n > PROVED ? n / PROVED : 1;
    struct finding f = {.m = m};
    double found = 0.0, lost = 0.0;
    *out = 1.0;
    if ((double)pairs->bar <= log((double)n) - SLACK + 1e-6 && pairs->least <= USUAL)
        return RK_OK;
    if (prepare(&f, &scratch))
        return rk_fail(err, RK_ENOMEM, "link", "%d records", n);
    for (int32_t a = step - 1; a < n; a += step) {
        reach_all(&f, a);
        for (int32_t b = 0; b < a; b++) {
            const bool passes = f.sum[b] > 0.0F && reached_sum(&f, a, b) >= f.bar;
            f.sum[b] = 0.0F;
            const double odds = link_odds(m, a, b, link_pattern(m, a, b));
            if (odds < -4.6)
                continue;
            *(passes ? &found : &lost) += 1.0 / (1.0 + exp(-odds));
        }
    }
    *out = found + lost > 0.0 ? found / (found + lost) : 1.0;
    return RK_OK;
}
