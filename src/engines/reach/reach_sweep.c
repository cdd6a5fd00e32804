/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pours weights into a shape, and sweeps trees over it, sixteen lanes wide. */
#include "rk_reach_fast.h"

enum { LANES = RK_REACH_LANES, FAR = 1 << 29 };

/* The widest vectors the machine has are chosen when the program runs; the figures are the
 * same.
 */
#if defined(__x86_64__)
#if defined(__clang__)
#define WIDE(isa) __attribute__((target(isa)))
#else
#define WIDE(isa) __attribute__((target(isa), optimize("O3")))
#endif
#define HAVE_WIDE 1
#else
#define HAVE_WIDE 0
#endif

static inline int32_t least(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

/* Through a copy, so that the compiler need not fear that they overlap. */
static inline __attribute__((always_inline)) void lower(int32_t *to, const int32_t *a,
                                                        const int32_t *b)
{
    int32_t own[LANES];
    memcpy(own, to, sizeof own);
    for (int k = 0; k < LANES; k++)
        own[k] = least(own[k], a[k] + b[k]);
    memcpy(to, own, sizeof own);
}

/* ---- pouring ----------------------------------------------------------------------------- */

rk_status rk_reach_metric_take(const struct rk_reach_shape *shape, int32_t lanes,
                               struct rk_arena *keep, struct rk_reach_metric *out,
                               struct rk_err *err)
{
    if (lanes < 1 || lanes > LANES)
        return rk_fail(err, RK_EINVAL, "lanes", "%d; 1 to %d are expected", lanes, LANES);
    struct rk_arena result = *keep;
    const ptrdiff_t len = (ptrdiff_t)shape->arcs * lanes;
    const struct rk_reach_metric m = {shape, lanes, RK_NEW(&result, int32_t, len),
                                      RK_NEW(&result, int32_t, len)};
    if (result.failed)
        return rk_fail(err, RK_ENOMEM, "reach", "%d arcs, %d lanes", shape->arcs, lanes);
    *keep = result;
    *out = m;
    return RK_OK;
}

/* Lower triangles: what two arcs of a node offer to the arc between their heads. Sums of two
 * FARs fit; the greatest value that stands is FAR. */
static void triangles_one(const struct rk_reach_shape *s, int32_t *restrict up,
                          int32_t *restrict down)
{
    const int32_t *third = s->third;
    for (int32_t v = 0; v < s->nodes; v++)
        for (int32_t i = s->first[v], to = s->first[v + 1]; i < to; i++) {
            const int32_t up_i = up[i], down_i = down[i];
            for (int32_t j = i + 1; j < to; j++) {
                const int32_t t = *third++;
                up[t] = least(up[t], down_i + up[j]);
                down[t] = least(down[t], down[j] + up_i);
            }
        }
}

static inline __attribute__((always_inline)) void
triangles_wide(const struct rk_reach_shape *s, int32_t *restrict up, int32_t *restrict down)
{
    const int32_t *third = s->third;
    for (int32_t v = 0; v < s->nodes; v++)
        for (int32_t i = s->first[v], to = s->first[v + 1]; i < to; i++)
            for (int32_t j = i + 1; j < to; j++) {
                const ptrdiff_t t = (ptrdiff_t)*third++ * LANES;
                lower(up + t, down + (ptrdiff_t)i * LANES, up + (ptrdiff_t)j * LANES);
                lower(down + t, down + (ptrdiff_t)j * LANES, up + (ptrdiff_t)i * LANES);
            }
}

static void triangles_any(const struct rk_reach_shape *s, int32_t *up, int32_t *down)
{
    triangles_wide(s, up, down);
}
#if HAVE_WIDE
WIDE("avx2")
static void triangles_avx2(const struct rk_reach_shape *s, int32_t *up, int32_t *down)
{
    triangles_wide(s, up, down);
}
WIDE("avx512f")
static void triangles_avx512(const struct rk_reach_shape *s, int32_t *up, int32_t *down)
{
    triangles_wide(s, up, down);
}
#endif

static void triangles_some(const struct rk_reach_metric *m)
{
    const int32_t *third = m->shape->third;
    for (int32_t v = 0; v < m->shape->nodes; v++)
        for (int32_t i = m->shape->first[v], to = m->shape->first[v + 1]; i < to; i++)
            for (int32_t j = i + 1; j < to; j++, third++)
                for (int32_t k = 0; k < m->lanes; k++) {
                    const ptrdiff_t t = (ptrdiff_t)*third * m->lanes + k;
                    const ptrdiff_t a = (ptrdiff_t)i * m->lanes + k,
                                    b = (ptrdiff_t)j * m->lanes + k;
                    m->up[t] = least(m->up[t], m->down[a] + m->up[b]);
                    m->down[t] = least(m->down[t], m->down[b] + m->up[a]);
                }
}

void rk_reach_pour(struct rk_reach_metric *m, const uint32_t *const weight[])
{
    const struct rk_reach_shape *s = m->shape;
    const ptrdiff_t len = (ptrdiff_t)s->arcs * m->lanes;
    for (ptrdiff_t i = 0; i < len; i++)
        m->up[i] = m->down[i] = FAR;
    for (int32_t a = 0; a < s->net_arcs; a++) {
        const int32_t arc = s->arc_of[a];
        if (arc < 0)
            continue;
        int32_t *to = (arc & 1 ? m->down : m->up) + (ptrdiff_t)(arc >> 1) * m->lanes;
        for (int32_t k = 0; k < m->lanes; k++)
            to[k] = least(to[k], weight[k][a] < FAR ? (int32_t)weight[k][a] : FAR);
    }
    if (m->lanes == 1)
        triangles_one(s, m->up, m->down);
    else if (m->lanes != LANES)
        triangles_some(m);
#if HAVE_WIDE
    else if (__builtin_cpu_supports("avx512f"))
        triangles_avx512(s, m->up, m->down);
    else if (__builtin_cpu_supports("avx2"))
        triangles_avx2(s, m->up, m->down);
#endif
    else
        triangles_any(s, m->up, m->down);
}

uint32_t rk_reach_pair(const struct rk_reach_metric *m, int32_t lane, int32_t from, int32_t to,
                       int32_t *room)
{
    const struct rk_reach_shape *s = m->shape;
    int32_t *out = room, *in = room + s->nodes, best = FAR;
    const int32_t start[2] = {s->position[from], s->position[to]};
    for (int k = 0; k < 2; k++)
        for (int32_t p = start[k]; p >= 0; p = s->parent[p])
            out[p] = in[p] = FAR;
    out[start[0]] = 0;
    in[start[1]] = 0;
    for (int k = 0; k < 2; k++) {
        int32_t *label = k == 0 ? out : in;
        const int32_t *w = k == 0 ? m->up : m->down;
        for (int32_t p = start[k]; p >= 0; p = s->parent[p])
            for (int32_t a = s->first[p]; a < s->first[p + 1]; a++)
                label[s->head[a]] =
                    least(label[s->head[a]], label[p] + w[(ptrdiff_t)a * m->lanes + lane]);
    }
    for (int32_t p = start[0]; p >= 0; p = s->parent[p])
        best = least(best, out[p] + in[p]);
    return best < FAR ? (uint32_t)best : RK_REACH_NEVER;
}

/* ---- what a sweep needs ------------------------------------------------------------------ */

/* Upper triangles, falling: every arc gets the length of the shortest way between its ends
 * (Dibbelt et al. 2016, 5.4). An arc that this lowers is on no shortest way. */
static void perfect(const struct rk_reach_shape *s, int32_t *up, int32_t *down)
{
    for (int32_t v = s->nodes - 1; v >= 0; v--) {
        const int32_t *third = s->third + s->third_first[v];
        for (int32_t i = s->first[v], to = s->first[v + 1]; i < to; i++)
            for (int32_t j = i + 1; j < to; j++) {
                const int32_t t = *third++;
                up[i] = least(up[i], up[j] + down[t]);
                up[j] = least(up[j], up[i] + up[t]);
                down[i] = least(down[i], up[t] + down[j]);
                down[j] = least(down[j], down[t] + down[i]);
            }
    }
}

/* Rows of the wanted nodes and of all above them, falling. */
static int32_t choose_rows(const struct rk_reach_shape *s, struct rk_ids only, int32_t *place,
                           int32_t *row)
{
    int32_t rows = 0;
    for (int32_t p = 0; p < s->nodes; p++)
        place[p] = only.at ? -1 : 0;
    for (int32_t i = 0; only.at && i < only.len; i++)
        for (int32_t p = s->position[only.at[i]]; p >= 0 && place[p] < 0; p = s->parent[p])
            place[p] = 0;
    for (int32_t p = s->nodes - 1; p >= 0; p--)
        if (place[p] == 0) {
            row[rows] = p;
            place[p] = rows++;
        }
    return rows;
}

struct lane_copy {
    int32_t *plain[2], *least[2]; /* up and down as poured, and perfect */
};

static bool copy_lane(const struct rk_reach_metric *m, int32_t lane, struct rk_scratch *scratch,
                      struct lane_copy *c)
{
    const int32_t arcs = m->shape->arcs;
    for (int k = 0; k < 2; k++) {
        c->plain[k] = RK_NEW(scratch, int32_t, arcs);
        c->least[k] = RK_NEW(scratch, int32_t, arcs);
    }
    if (scratch->in.failed)
        return false;
    for (int32_t a = 0; a < arcs; a++)
        for (int k = 0; k < 2; k++)
            c->plain[k][a] = c->least[k][a] =
                (k == 0 ? m->up : m->down)[(ptrdiff_t)a * m->lanes + lane];
    perfect(m->shape, c->least[0], c->least[1]);
    return true;
}

static bool kept(const struct lane_copy *c, int k, int32_t a)
{
    return c->plain[k][a] < FAR && c->plain[k][a] <= c->least[k][a];
}

rk_status rk_reach_sweep_make(const struct rk_reach_metric *m, int32_t lane,
                              enum rk_reach_way way, struct rk_ids only, struct rk_arena *keep,
                              struct rk_scratch scratch, struct rk_reach_sweep *out,
                              struct rk_err *err)
{
    const struct rk_reach_shape *s = m->shape;
    if (lane < 0 || lane >= m->lanes)
        return rk_fail(err, RK_EINVAL, "lane", "%d of %d", lane, m->lanes);
    for (int32_t i = 0; i < only.len; i++)
        if (only.at[i] < 0 || only.at[i] >= s->nodes)
            return rk_fail(err, RK_EINVAL, "only", "node %d is out of range", only.at[i]);
    struct rk_arena result = *keep;
    struct lane_copy c;
    int32_t *place = RK_NEW(&result, int32_t, s->nodes);
    int32_t *row = RK_NEW(&result, int32_t, s->nodes);
    int32_t *first = RK_NEW(&result, int32_t, (ptrdiff_t)s->nodes + 1);
    int32_t *rise_first = RK_NEW(&result, int32_t, (ptrdiff_t)s->nodes + 1);
    struct rk_reach_fall *rise = RK_NEW(&result, struct rk_reach_fall, s->arcs);
    struct rk_reach_fall *fall = RK_NEW(&result, struct rk_reach_fall, s->arcs);
    if (result.failed || !copy_lane(m, lane, &scratch, &c))
        return rk_fail(err, RK_ENOMEM, "reach", "%d arcs", s->arcs);
    const int32_t rows = choose_rows(s, only, place, row);
    const int up = way == RK_OUT ? 0 : 1, down = 1 - up;
    int32_t falls = 0, rises = 0;
    for (int32_t r = 0; r < rows; r++) {
        for (int32_t a = s->first[row[r]]; a < s->first[row[r] + 1]; a++)
            if (kept(&c, down, a))
                fall[falls++] = (struct rk_reach_fall){place[s->head[a]], c.plain[down][a]};
        first[r + 1] = falls;
    }
    for (int32_t p = 0; p < s->nodes; p++) {
        for (int32_t a = s->first[p]; a < s->first[p + 1]; a++)
            if (kept(&c, up, a))
                rise[rises++] = (struct rk_reach_fall){s->head[a], c.plain[up][a]};
        rise_first[p + 1] = rises;
    }
    *keep = result;
    *out = (struct rk_reach_sweep){s, falls, rows, row, first, fall, rise_first, rise, place};
    return RK_OK;
}

/* ---- sweeping ---------------------------------------------------------------------------- */

static inline __attribute__((always_inline)) void
fall_wide(const struct rk_reach_sweep *w, const int32_t *restrict touched, int32_t *time_ms)
{
    for (int32_t r = 0; r < w->rows; r++) {
        int32_t own[LANES];
        int32_t *at = time_ms + (ptrdiff_t)r * LANES;
        if (touched[r])
            memcpy(own, at, sizeof own);
        else
            for (int k = 0; k < LANES; k++)
                own[k] = FAR;
        for (int32_t a = w->first[r], to = w->first[r + 1]; a < to; a++) {
            const int32_t *above = time_ms + (ptrdiff_t)w->fall[a].at * LANES;
            const int32_t weight = w->fall[a].weight;
            for (int k = 0; k < LANES; k++)
                own[k] = least(own[k], above[k] + weight);
        }
        memcpy(at, own, sizeof own);
    }
}

static void fall_any(const struct rk_reach_sweep *w, const int32_t *touched, int32_t *time_ms)
{
    fall_wide(w, touched, time_ms);
}
#if HAVE_WIDE
WIDE("avx2")
static void fall_avx2(const struct rk_reach_sweep *w, const int32_t *touched, int32_t *time_ms)
{
    fall_wide(w, touched, time_ms);
}
WIDE("avx512f")
static void fall_avx512(const struct rk_reach_sweep *w, const int32_t *touched,
                        int32_t *time_ms)
{
    fall_wide(w, touched, time_ms);
}
#endif

/* The seed's own way up, one lane. Every position above it that is swept gets its label. */
static void rise(const struct rk_reach_sweep *w, int32_t seed, int lane, int32_t *label,
                 int32_t *touched, int32_t *time_ms)
{
    const struct rk_reach_shape *s = w->shape;
    for (int32_t p = s->position[seed]; p >= 0; p = s->parent[p])
        label[p] = FAR;
    label[s->position[seed]] = 0;
    for (int32_t p = s->position[seed]; p >= 0; p = s->parent[p]) {
        for (int32_t a = w->rise_first[p]; a < w->rise_first[p + 1]; a++)
            label[w->rise[a].at] = least(label[w->rise[a].at], label[p] + w->rise[a].weight);
        const int32_t r = w->place[p];
        if (r < 0 || label[p] >= FAR)
            continue;
        int32_t *at = time_ms + (ptrdiff_t)r * LANES;
        if (!touched[r])
            for (int k = 0; k < LANES; k++)
                at[k] = FAR;
        touched[r] = 1;
        at[lane] = label[p];
    }
}

void rk_reach_sweep_run(const struct rk_reach_sweep *w, struct rk_ids seeds, int32_t *time_ms,
                        int32_t *room)
{
    int32_t *label = room, *touched = room + w->shape->nodes;
    memset(touched, 0, (size_t)w->rows * sizeof *touched);
    for (int32_t k = 0; k < seeds.len && k < LANES; k++)
        rise(w, seeds.at[k], k, label, touched, time_ms);
#if HAVE_WIDE
    if (__builtin_cpu_supports("avx512f"))
        fall_avx512(w, touched, time_ms);
    else if (__builtin_cpu_supports("avx2"))
        fall_avx2(w, touched, time_ms);
    else
#endif
        fall_any(w, touched, time_ms);
}
