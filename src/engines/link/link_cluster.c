/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Records gathered into persons.
 *
 * A record is weighed against a whole cluster, column by column: what it says may have come
 * from any of the cluster's records that say something there (a mean of likelihood ratios). So
 * a missing field, a maiden name or one wrong date in one record does not tear the others
 * apart, and the prior is paid once.
 */
#include "link_internal.h"

enum { MEMBERS = LINK_MEMBERS, ASKED = 4, SWEEPS = 4 };

struct edge {
    double odds;
    int32_t a, b;
};

/* ---- a record against a cluster -------------------------------------------------- */

double link_affinity(const struct rk_link_model *m, int32_t r, const int32_t *member,
                     int32_t members)
{
    uint64_t pattern[MEMBERS];
    const int32_t *mine = m->said + (ptrdiff_t)r * m->columns;
    double same = 1.0, kin = 1.0;
    for (int32_t k = 0; k < members; k++)
        pattern[k] = link_pattern(m, r, member[k]);
    for (int32_t k = 0, said = 0; k < members;
         k++) { /* one list twice, whoever else is there */
        const double list = m->column[0].ratio[SAME][link_at(pattern[k], 0)];
        same = said++ == 0 || list < same ? list : same;
    }
    for (int32_t i = 1; i < m->columns; i++) {
        const struct link_column *c = &m->column[i];
        double sum_same = 0.0, sum_kin = 0.0;
        int32_t said = 0;
        for (int32_t k = 0; k < members; k++) {
            const int32_t level = link_at(pattern[k], i);
            if (level == MISSING)
                continue;
            const double rare =
                level > DIFFERENT ? link_rarity(c, level, mine[i],
                                                m->said[(ptrdiff_t)member[k] * m->columns + i])
                                  : 1.0;
            sum_same += c->ratio[SAME][level] * rare;
            sum_kin += c->household ? c->ratio[KIN][level] * rare : c->ratio[KIN][level];
            said++;
        }
        if (said > 0) {
            same *= sum_same / said;
            kin *= sum_kin / said;
        }
    }
    return link_join_odds(m, same, kin);
}

/* ---- clusters -------------------------------------------------------------------- */

int32_t link_members(const struct link_clusters *s, int32_t cluster, int32_t without,
                     int32_t member[LINK_MEMBERS])
{
    int32_t len = 0;
    for (int32_t r = s->head[cluster]; r >= 0 && len < MEMBERS; r = s->next[r])
        if (r != without)
            member[len++] = r;
    return len;
}

void link_put(struct link_clusters *s, int32_t r, int32_t cluster)
{
    int32_t *at = &s->head[cluster];
    while (*at >= 0 && *at < r)
        at = &s->next[*at];
    s->next[r] = *at;
    *at = r;
    s->of[r] = cluster;
    s->size[cluster]++;
}

void link_take(struct link_clusters *s, int32_t r)
{
    int32_t *at = &s->head[s->of[r]];
    while (*at != r)
        at = &s->next[*at];
    *at = s->next[r];
    s->size[s->of[r]]--;
}

bool link_forbidden(const struct link_clusters *s, int32_t r, int32_t cluster)
{
    if (!s->apart_first)
        return false;
    for (int32_t i = s->apart_first[r]; i < s->apart_first[r + 1]; i++)
        if (s->of[s->apart[i]] == cluster)
            return true;
    return false;
}

/* Mean affinity of the smaller cluster's records to the larger. */
double link_cluster_affinity(const struct rk_link_model *m, const struct link_clusters *s,
                             int32_t x, int32_t y)
{
    int32_t few[MEMBERS], many[MEMBERS];
    if (s->size[x] > s->size[y]) {
        const int32_t swap = x;
        x = y;
        y = swap;
    }
    int32_t n = link_members(s, x, -1, few);
    const int32_t k = link_members(s, y, -1, many);
    double sum = 0.0;
    n = n < ASKED ? n : ASKED;
    for (int32_t r = s->apart_first ? s->head[x] : -1; r >= 0; r = s->next[r])
        if (link_forbidden(s, r, y))
            return -HUGE_VAL;
    for (int32_t i = 0; i < n; i++)
        sum += link_affinity(m, few[i], many, k);
    return sum / n;
}

/* Some cluster without records: as many clusters as records there are, so one is empty as soon
 * as one holds two. */
int32_t link_empty(struct link_clusters *s)
{
    while (s->size[s->empty] > 0)
        s->empty = (s->empty + 1) % s->records;
    return s->empty;
}

static void merge(struct link_clusters *s, int32_t x, int32_t y)
{
    if (s->size[x] < s->size[y]) {
        const int32_t swap = x;
        x = y;
        y = swap;
    }
    while (s->head[y] >= 0) {
        const int32_t r = s->head[y];
        link_take(s, r);
        link_put(s, r, x);
    }
}

static int by_odds(const void *a, const void *b)
{
    const struct edge *x = a, *y = b;
    if (x->odds != y->odds)
        return x->odds > y->odds ? -1 : 1;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

/* Moves each record to the cluster among its neighbours' where it fits best. */
static int32_t sweep(const struct rk_link_model *m, struct link_clusters *s)
{
    int32_t moved = 0;
    for (int32_t r = 0; r < m->records; r++) {
        int32_t member[MEMBERS], tried[MEMBERS], tries = 0;
        const int32_t home = s->of[r];
        bool outside = false;
        for (int32_t e = s->edge_first[r]; e < s->edge_first[r + 1] && !outside; e++)
            outside = s->of[s->edge_to[e]] != home;
        if (!outside || (s->fixed && s->fixed[r]))
            continue;
        int32_t best = -1;
        double best_odds = s->cut;
        int32_t len = link_members(s, home, r, member);
        if (len > 0) {
            const double stay = link_affinity(m, r, member, len);
            if (stay > best_odds) {
                best_odds = stay;
                best = home;
            }
        }
        for (int32_t e = s->edge_first[r]; e < s->edge_first[r + 1] && tries < MEMBERS; e++) {
            const int32_t other = s->of[s->edge_to[e]];
            bool seen = other == home || link_forbidden(s, r, other);
            for (int32_t k = 0; k < tries && !seen; k++)
                seen = tried[k] == other;
            if (seen)
                continue;
            tried[tries++] = other;
            len = link_members(s, other, -1, member);
            const double odds = link_affinity(m, r, member, len);
            if (odds > best_odds + 1e-9) {
                best_odds = odds;
                best = other;
            }
        }
        if (best == home || (best < 0 && s->size[home] == 1))
            continue;
        link_take(s, r);
        if (best < 0)
            best = link_empty(s);
        link_put(s, r, best);
        moved++;
    }
    return moved;
}

static void greedy(const struct rk_link_model *m, struct link_clusters *s,
                   const struct edge *edge, ptrdiff_t edges)
{
    for (ptrdiff_t i = 0; i < edges && edge[i].odds > (double)LINK_JOIN; i++) {
        const int32_t x = s->of[edge[i].a], y = s->of[edge[i].b];
        if (x == y)
            continue;
        const uint64_t low = (uint64_t)(x < y ? x : y), high = (uint64_t)(x < y ? y : x);
        const uint64_t key = low << 32 | high;
        const int32_t sizes =
            x < y ? s->size[x] * 4096 + s->size[y] : s->size[y] * 4096 + s->size[x];
        struct refusal *past = &s->refused[link_hash(&key, 8, 3) & s->refused_mask];
        if (past->key == key && past->sizes == sizes)
            continue;
        const bool single = s->size[x] == 1 && s->size[y] == 1;
        if (single && link_forbidden(s, edge[i].a, y))
            continue;
        const double odds = single ? edge[i].odds : link_cluster_affinity(m, s, x, y);
        if (odds > s->cut)
            merge(s, x, y);
        else
            *past = (struct refusal){key, sizes};
    }
}

rk_status link_gather(const struct rk_link_model *m, const struct link_pairs *pairs,
                      const float *odds, struct rk_arena *keep, struct rk_scratch scratch,
                      struct link_clusters *out, struct rk_err *err)
{
    struct link_clusters s = *out;
    ptrdiff_t edges = 0;
    s.records = m->records;
    for (ptrdiff_t i = 0; i < pairs->len; i++)
        edges += odds[i] > LINK_EDGE;
    struct edge *edge = RK_NEW(&scratch, struct edge, edges);
    s.of = RK_NEW(keep, int32_t, m->records);
    s.head = RK_NEW(keep, int32_t, m->records);
    s.next = RK_NEW(keep, int32_t, m->records);
    s.size = RK_NEW(keep, int32_t, m->records);
    s.edge_first = RK_NEW(keep, int32_t, (ptrdiff_t)m->records + 2);
    s.edge_to = RK_NEW(keep, int32_t, edges * 2);
    if (keep->failed || !edge)
        return rk_fail(err, RK_ENOMEM, "link", "%td pairs", edges);
    s.refused_mask = 1023;
    while (s.refused_mask < (uint64_t)edges)
        s.refused_mask = s.refused_mask * 2 + 1;
    s.refused = RK_NEW(&scratch, struct refusal, (ptrdiff_t)s.refused_mask + 1);
    if (!s.refused)
        return rk_fail(err, RK_ENOMEM, "link", "%td pairs", edges);
    edges = 0;
    for (ptrdiff_t i = 0; i < pairs->len; i++)
        if (odds[i] > LINK_EDGE) {
            edge[edges++] = (struct edge){(double)odds[i], pairs->at[i].a, pairs->at[i].b};
            s.edge_first[pairs->at[i].a + 2]++;
            s.edge_first[pairs->at[i].b + 2]++;
        }
    qsort(edge, (size_t)edges, sizeof *edge, by_odds);
    for (int32_t r = 0; r < m->records; r++) {
        s.edge_first[r + 2] += s.edge_first[r + 1];
        s.of[r] = s.head[r] = r;
        s.next[r] = -1;
        s.size[r] = 1;
    }
    for (ptrdiff_t i = 0; i < edges; i++) { /* best first, of each record */
        s.edge_to[s.edge_first[edge[i].a + 1]++] = edge[i].b;
        s.edge_to[s.edge_first[edge[i].b + 1]++] = edge[i].a;
    }
    for (int32_t i = 0; s.decided && i < s.decided->len; i++) {
        const int32_t x = s.of[s.decided->pair[2 * i]], y = s.of[s.decided->pair[2 * i + 1]];
        if (s.decided->same[i] && x != y)
            merge(&s, x, y);
    }
    greedy(m, &s, edge, edges);
    for (int k = 0; k < SWEEPS && sweep(m, &s) > 0; k++)
        greedy(m, &s, edge, edges);
    *out = s;
    return RK_OK;
}
