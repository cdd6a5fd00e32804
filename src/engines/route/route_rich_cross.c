/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two tours exchange what comes behind moments at which nobody is on board (the zero splits of
 * Parragh, Doerner & Hartl 2010, Comput. Oper. Res. 37(6)): a step that taking out and putting
 * back a few requests does not reach.
 */
#include "route_rich.h"

enum { SEAMS = 24 };

/* A way to cross: a keeps its first i nodes and goes on with b's from j, and b likewise. */
struct seam {
    double cost;
    int32_t i, j;
};

/* Nobody is on board behind the first i nodes. */
static bool is_zero(const struct rich *z, const struct rich_state *s, int32_t v, int32_t i)
{
    const ptrdiff_t at = ((ptrdiff_t)v * z->room + i - 1) * z->loads;
    for (int32_t k = 0; i > 0 && k < z->loads; k++)
        if (s->load[at + k] != 0)
            return false;
    return true;
}

/* What it costs to go on from the first i nodes of a with those of b from j; HUGE_VAL: late. */
static double joint(const struct rich *z, const struct rich_state *s, int32_t a, int32_t i,
                    int32_t b, int32_t j)
{
    const struct rk_route_vehicle *v = &z->p->vehicle[a];
    const struct rk_route_matrix *m = &z->p->matrix[v->matrix];
    const ptrdiff_t from = (ptrdiff_t)a * z->room + i - 1, to = (ptrdiff_t)b * z->room + j;
    const int32_t last = i > 0 ? s->place[from] : v->start;
    const int32_t next = j < s->len[b] ? s->place[to] : v->end;
    if (next < 0 || (i == 0 && j == s->len[b]))
        return 0.0;
    const ptrdiff_t leg = (ptrdiff_t)last * z->p->places + next;
    const int64_t t =
        i > 0 ? (int64_t)s->begin[from] + z->ride_stop[s->node[from]].service : v->from;
    if (m->time[leg] == RK_ROUTE_NO_ROAD ||
        t + m->time[leg] > (j < s->len[b] ? s->latest[to] : z->to[a]))
        return HUGE_VAL;
    return m->cost[leg];
}

/* The cheapest ways, with some luck; their number. */
static int32_t seams_of(struct rich *z, int32_t a, int32_t b, struct seam *list)
{
    const struct rich_state *s = &z->try;
    int32_t n = 0;
    for (int32_t i = 0; i <= s->len[a]; i++) {
        if (!is_zero(z, s, a, i))
            continue;
        const double old_a = joint(z, s, a, i, a, i);
        for (int32_t j = 0; j <= s->len[b]; j++) {
            if ((i == 0 && j == 0) || (i == s->len[a] && j == s->len[b]) ||
                !is_zero(z, s, b, j))
                continue;
            const double new = joint(z, s, a, i, b, j) + joint(z, s, b, j, a, i);
            if (isinf(new))
                continue;
            const double more = new - old_a - joint(z, s, b, j, b, j);
            const double cost = more - z->luck * log(1.0 - rk_random_unit(&z->random));
            if (n == SEAMS && list[n - 1].cost <= cost)
                continue;
            int32_t k = n < SEAMS ? n++ : SEAMS - 1;
            for (; k > 0 && list[k - 1].cost > cost; k--)
                list[k] = list[k - 1];
            list[k] = (struct seam){cost, i, j};
        }
    }
    return n;
}

/* The first i nodes of a, then those of b from j, into `to`; their number. */
static int32_t spliced(const struct rich *z, const struct rich_state *s, int32_t a, int32_t i,
                       int32_t b, int32_t j, int32_t *to)
{
    memcpy(to, s->node + (ptrdiff_t)a * z->room, (size_t)i * sizeof *to);
    memcpy(to + i, s->node + (ptrdiff_t)b * z->room + j, (size_t)(s->len[b] - j) * sizeof *to);
    return i + s->len[b] - j;
}

static void give(struct rich_state *s, const int32_t *seq, int32_t len, int32_t v)
{
    for (int32_t i = 0; i < len; i++)
        s->on[seq[i] >> 1] = v;
}

bool rich_cross(struct rich *z, int32_t a, int32_t b)
{
    struct rich_state *s = &z->try;
    struct seam list[SEAMS];
    struct rich_times times;
    if (!z->ride_stop || a == b || z->like[a] != z->like[b])
        return false;
    const int32_t n = seams_of(z, a, b, list);
    for (int32_t k = 0; k < n && k < 4; k++) {
        const int32_t i = list[k].i, j = list[k].j;
        const int32_t one = spliced(z, s, a, i, b, j, z->seq);
        const int32_t two = spliced(z, s, b, j, a, i, z->seam);
        if (!rich_drive(z, s, a, z->seq, one, &times) ||
            !rich_drive(z, s, b, z->seam, two, &times))
            continue;
        rich_touch(z, s, a);
        rich_touch(z, s, b);
        give(s, z->seq, one, a);
        give(s, z->seam, two, b);
        return rich_set(z, s, a, z->seq, one) && rich_set(z, s, b, z->seam, two);
    }
    return false;
}
