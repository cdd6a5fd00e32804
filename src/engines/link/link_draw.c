/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whole clusterings drawn around the best one: how sure each pair is with all that is known of
 * others, and between which bounds the number of persons lies.
 *
 * A draw is a sweep of Gibbs moves (each doubtful record chooses anew among its neighbours'
 * clusters, its own and none, in proportion to the odds), then whole clusters that nearly
 * joined are merged, and clusters that may be two are split in their halves (link_split.c),
 * with their probability, for this draw alone.
 */
#include "link_internal.h"

#include "rk_random.h"

static const double SURE = 7.0; /* log odds beyond which a choice is not drawn */
/* Fields are not independent and the prior is learned: all log odds of a draw may be off
 * together, by this much (a standard deviation; an assumption, docs/methods/link.md, 8). */
static const double MODEL = 1.5;
enum { CHOICES = 12 };

struct option { /* of an edge: the affinity to its end's cluster, while that stays the same */
    int32_t cluster, version;
    float odds;
};

struct drawing {
    const struct rk_link_model *m;
    struct link_clusters *s;
    struct option *option; /* [edges, both directions] */
    struct option *home;   /* [records] */
    int32_t *version;      /* [records] of clusters */
    uint8_t *doubtful;     /* [records] */
    int32_t *active;
    int32_t active_len;
    int32_t *near; /* [2 * near_len] records whose clusters nearly joined */
    float *near_odds;
    int32_t near_len;
    struct link_split *split;
    int32_t splits;
    int32_t *merged; /* [records] cluster it is merged into in this draw */
    struct rk_random random;
    int32_t persons; /* clusters with records */
    double shift;    /* of all log odds in this draw */
};

static double odds_of(struct drawing *d, struct option *o, int32_t r, int32_t cluster)
{
    int32_t member[LINK_MEMBERS];
    if (o->cluster == cluster + 1 && o->version == d->version[cluster])
        return (double)o->odds;
    const int32_t len = link_members(d->s, cluster, r, member);
    const double odds = len == 0 ? d->s->cut
                        : link_forbidden(d->s, r, cluster)
                            ? -HUGE_VAL
                            : link_affinity(d->m, r, member, len);
    *o = (struct option){cluster + 1, d->version[cluster], (float)odds};
    return odds;
}

/* Clusters a record may belong to, its own first, with the odds of each. */
static int32_t choices(struct drawing *d, int32_t r, int32_t cluster[CHOICES],
                       double odds[CHOICES])
{
    const int32_t home = d->s->of[r];
    int32_t count = 1;
    cluster[0] = home;
    odds[0] = odds_of(d, &d->home[r], r, home);
    for (int32_t e = d->s->edge_first[r]; e < d->s->edge_first[r + 1] && count < CHOICES; e++) {
        const int32_t other = d->s->of[d->s->edge_to[e]];
        bool seen = false;
        for (int32_t k = 0; k < count && !seen; k++)
            seen = cluster[k] == other;
        if (seen)
            continue;
        cluster[count] = other;
        odds[count++] = odds_of(d, &d->option[e], r, other);
    }
    return count;
}

/* A record is doubtful when another choice is not far behind. */
static void find_doubtful(struct drawing *d)
{
    for (int32_t r = 0; r < d->m->records; r++) {
        int32_t cluster[CHOICES];
        double odds[CHOICES];
        if (d->s->edge_first[r] == d->s->edge_first[r + 1] || (d->s->fixed && d->s->fixed[r]))
            continue;
        const int32_t count = choices(d, r, cluster, odds);
        double second = d->s->size[cluster[0]] > 1 ? d->s->cut : -HUGE_VAL;
        for (int32_t k = 1; k < count; k++)
            second = odds[k] > second ? odds[k] : second;
        if (odds[0] - second < SURE) {
            d->doubtful[r] = 1;
            d->active[d->active_len++] = r;
        }
    }
}

/* Pairs of clusters, one of them of several records, that nearly joined. */
static void find_near(struct drawing *d)
{
    for (int32_t r = 0; r < d->m->records; r++)
        for (int32_t e = d->s->edge_first[r]; e < d->s->edge_first[r + 1]; e++) {
            const int32_t b = d->s->edge_to[e], x = d->s->of[r], y = d->s->of[b];
            if (x >= y || d->s->size[x] < 2 || d->s->size[y] < 2)
                continue;
            bool seen = false;
            for (int32_t k = d->near_len - 1; k >= 0 && k > d->near_len - 32 && !seen; k--)
                seen = d->s->of[d->near[2 * k]] == x && d->s->of[d->near[2 * k + 1]] == y;
            const double odds = seen ? -HUGE_VAL : link_cluster_affinity(d->m, d->s, x, y);
            if (odds < (double)LINK_EDGE * 1.5)
                continue;
            d->near[2 * d->near_len] = r;
            d->near[2 * d->near_len + 1] = b;
            d->near_odds[d->near_len++] = (float)(odds < 0.0 ? odds : 0.0);
        }
}

static void move(struct drawing *d, int32_t r, int32_t to)
{
    d->version[d->s->of[r]]++;
    d->persons += (d->s->size[to] == 0) - (d->s->size[d->s->of[r]] == 1);
    link_take(d->s, r);
    link_put(d->s, r, to);
    d->version[to]++;
}

static void sweep(struct drawing *d)
{
    for (int32_t i = 0; i < d->active_len; i++) {
        const int32_t r = d->active[i];
        int32_t cluster[CHOICES];
        double odds[CHOICES], sum = 0.0;
        int32_t count = choices(d, r, cluster, odds);
        if (d->s->size[cluster[0]] > 1 && count < CHOICES) {
            cluster[count] = -1; /* alone */
            odds[count++] = -d->shift;
        } else if (d->s->size[cluster[0]] == 1) {
            odds[0] = -d->shift;
        }
        double top = odds[0];
        for (int32_t k = 1; k < count; k++)
            top = odds[k] > top ? odds[k] : top;
        for (int32_t k = 0; k < count; k++)
            sum += odds[k] = exp(odds[k] - top);
        double at = rk_random_unit(&d->random) * sum;
        int32_t k = 0;
        while (k < count - 1 && at >= odds[k])
            at -= odds[k++];
        if (cluster[k] != cluster[0])
            move(d, r, cluster[k] < 0 ? link_empty(d->s) : cluster[k]);
    }
}

static int32_t final_of(const struct drawing *d, int32_t r)
{
    int32_t c = d->s->of[r];
    while (d->merged[c] >= 0)
        c = d->merged[c];
    return c;
}

/* Merges for this draw; how many there were. */
static int32_t merge_near(struct drawing *d)
{
    int32_t merges = 0;
    for (int32_t i = 0; i < d->near_len; i++) {
        const bool joins =
            rk_random_unit(&d->random) < 1.0 / (1.0 + exp(-(double)d->near_odds[i] - d->shift));
        const int32_t x = final_of(d, d->near[2 * i]), y = final_of(d, d->near[2 * i + 1]);
        if (!joins || x == y)
            continue;
        d->merged[y] = x;
        merges++;
    }
    return merges;
}

/* Halves that part in this draw get numbers beyond those of clusters; how many there are. */
static int32_t part_halves(struct drawing *d, int32_t *final)
{
    int32_t parted = 0;
    for (int32_t i = 0; i < d->splits; i++) {
        const struct link_split *p = &d->split[i];
        int32_t leave = 0;
        if (rk_random_unit(&d->random) >= 1.0 / (1.0 + exp(p->odds + d->shift)))
            continue;
        for (int32_t k = 0; k < p->len; k++)
            leave += d->s->of[p->record[k]] == p->cluster;
        if (leave == 0 || leave == d->s->size[p->cluster])
            continue;
        for (int32_t k = 0; k < p->len; k++)
            if (d->s->of[p->record[k]] == p->cluster)
                final[p->record[k]] = d->m->records + i;
        parted++;
    }
    return parted;
}

static void unmerge(struct drawing *d)
{
    for (int32_t i = 0; i < 2 * d->near_len; i++)
        for (int32_t c = d->s->of[d->near[i]]; c >= 0;) {
            const int32_t next = d->merged[c];
            d->merged[c] = -1;
            c = next;
        }
}

static int by_number(const void *a, const void *b)
{
    const int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

static double logistic(double x)
{
    return 1.0 / (1.0 + exp(-x));
}

/* All pairs within clusters, and pairs across that are not hopeless, with their own odds. */
static rk_status list_pairs(const struct drawing *d, const struct link_pairs *pairs,
                            const float *odds, struct rk_arena *keep, struct link_drawn *out,
                            struct rk_err *err)
{
    const struct link_clusters *s = d->s;
    ptrdiff_t most = 0, len = 0;
    for (int32_t r = 0; r < d->m->records; r++)
        most += s->size[s->of[r]] - 1;
    most /= 2;
    for (ptrdiff_t i = 0; i < pairs->len; i++)
        most += odds[i] > LINK_EDGE * 1.6F && s->of[pairs->at[i].a] != s->of[pairs->at[i].b];
    out->pair = RK_NEW(keep, struct rk_link_pair, most);
    if (!out->pair)
        return rk_fail(err, RK_ENOMEM, "link", "%td pairs", most);
    for (int32_t r = 0; r < d->m->records; r++)
        for (int32_t b = s->next[r]; b >= 0; b = s->next[b])
            out->pair[len++] = (struct rk_link_pair){r, b, 1.0F};
    for (ptrdiff_t i = 0; i < pairs->len; i++)
        if (odds[i] > LINK_EDGE * 1.6F && s->of[pairs->at[i].a] != s->of[pairs->at[i].b])
            out->pair[len++] = (struct rk_link_pair){pairs->at[i].a, pairs->at[i].b, 0.0F};
    out->pair_count = len;
    return RK_OK;
}

static rk_status memory(struct drawing *d, struct rk_scratch *scratch, struct rk_err *err)
{
    const int32_t n = d->m->records, edges = d->s->edge_first[n];
    d->option = RK_NEW(scratch, struct option, edges);
    d->home = RK_NEW(scratch, struct option, n);
    d->version = RK_NEW(scratch, int32_t, n);
    d->doubtful = RK_NEW(scratch, uint8_t, n);
    d->active = RK_NEW(scratch, int32_t, n);
    d->near = RK_NEW(scratch, int32_t, (ptrdiff_t)edges * 2);
    d->near_odds = RK_NEW(scratch, float, edges);
    d->merged = RK_NEW(scratch, int32_t, n);
    if (scratch->in.failed)
        return rk_fail(err, RK_ENOMEM, "link", "%d records", n);
    for (int32_t r = 0; r < n; r++)
        d->merged[r] = -1;
    return RK_OK;
}

/* The pairs whose answer can differ from draw to draw. */
static bool can_change(const uint8_t *touched, const struct rk_link_pair *p)
{
    return touched[p->a] || touched[p->b];
}

rk_status link_draw(const struct rk_link_model *m, const struct link_pairs *pairs,
                    const float *odds, struct link_clusters *s, int32_t draws, uint64_t seed,
                    struct rk_arena *keep, struct rk_scratch scratch, struct link_drawn *out,
                    struct rk_err *err)
{
    struct drawing d = {.m = m, .s = s, .random = rk_random_stream(seed, "link draws", 0)};
    rk_status bad = memory(&d, &scratch, err);
    if (!bad)
        bad = list_pairs(&d, pairs, odds, keep, out, err);
    if (bad)
        return bad;
    int32_t *persons = RK_NEW(&scratch, int32_t, draws);
    uint8_t *touched = RK_NEW(&scratch, uint8_t, m->records);
    int32_t *best = RK_NEW(&scratch, int32_t, m->records);
    int32_t *final = RK_NEW(&scratch, int32_t, m->records);
    ptrdiff_t *open = RK_NEW(&scratch, ptrdiff_t, out->pair_count), opens = 0;
    int32_t *together = RK_NEW(&scratch, int32_t, out->pair_count);
    if (scratch.in.failed)
        return rk_fail(err, RK_ENOMEM, "link", "%td pairs", out->pair_count);
    memcpy(best, s->of, (size_t)m->records * sizeof *best);
    find_doubtful(&d);
    find_near(&d);
    if (link_splits(m, s, SURE, &scratch, &d.split, &d.splits))
        return rk_fail(err, RK_ENOMEM, "link", "%d records", m->records);
    for (int32_t c = 0; c < m->records; c++)
        d.persons += s->size[c] > 0;
    memcpy(touched, d.doubtful, (size_t)m->records);
    for (int32_t i = 0; i < 2 * d.near_len; i++)
        for (int32_t r = s->head[s->of[d.near[i]]]; r >= 0; r = s->next[r])
            touched[r] = 1;
    for (int32_t i = 0; i < d.splits; i++)
        for (int32_t r = s->head[d.split[i].cluster]; r >= 0; r = s->next[r])
            touched[r] = 1;
    for (ptrdiff_t i = 0; i < out->pair_count; i++)
        if (can_change(touched, &out->pair[i]))
            open[opens++] = i;
    for (int32_t k = 0; k < draws; k++) {
        d.shift = MODEL * rk_random_normal(&d.random);
        sweep(&d);
        const int32_t merges = merge_near(&d);
        for (int32_t r = 0; r < m->records; r++)
            final[r] = final_of(&d, r);
        persons[k] = d.persons - merges + part_halves(&d, final);
        for (ptrdiff_t i = 0; i < opens; i++)
            together[open[i]] += final[out->pair[open[i]].a] == final[out->pair[open[i]].b];
        unmerge(&d);
    }
    for (ptrdiff_t i = 0; i < out->pair_count; i++) {
        struct rk_link_pair *p = &out->pair[i];
        const double own = logistic(link_odds(m, p->a, p->b, link_pattern(m, p->a, p->b)));
        const bool joined = best[p->a] == best[p->b];
        double drawn = joined ? (own > 0.995 ? own : 0.995) : own < 0.005 ? own : 0.005;
        if (can_change(touched, p))
            drawn = (together[i] + (joined ? 0.7 : 0.3)) / (draws + 1.0);
        const double cut = m->threshold;
        if (joined)
            p->probability = (float)(drawn > cut ? drawn : cut);
        else
            p->probability = (float)(drawn < cut * 0.99 ? drawn : cut * 0.99);
    }
    for (int32_t r = 0; r < m->records; r++) /* back to the best clustering */
        if (s->of[r] != best[r]) {
            link_take(s, r);
            link_put(s, r, best[r]);
        }
    qsort(persons, (size_t)draws, sizeof *persons, by_number);
    out->low = persons[(int32_t)(0.025 * draws)];
    out->high = persons[draws - 1 - (int32_t)(0.025 * draws)];
    return RK_OK;
}
