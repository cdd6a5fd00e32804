/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Prices of requests: the linear program that serves each once by tours seen, in shares. Primal
 * simplex with the inverse of the basis in full (Dantzig, Orden & Wolfe 1955), begun from the
 * tours of the best plan; what is served twice costs `twice`, so the prices stay in bounds;
 * right sides are shaken so that no step is empty (Charnes 1952).
 */
#include "route_rich_simplex.h"

enum { BLOCK = 1024, PIVOTS = 6000, ANEW = 400 };

static double cost_of(const struct simplex *s, int32_t who)
{
    if (who >= 0)
        return (double)s->q->column[who].cost;
    return -1 - who < s->requests ? s->twice : 0.0;
}

/* Adds the column of who, in rows. */
static void add_column(const struct simplex *s, int32_t who, double *to, ptrdiff_t stride)
{
    if (who < 0) {
        const ptrdiff_t row = -1 - who;
        to[row * stride] += row < s->requests ? -1.0 : 1.0;
        return;
    }
    const struct rich_column *c = &s->q->column[who];
    const int16_t *served = s->q->who + c->from;
    for (int32_t i = 0; i < c->serves; i++)
        to[served[i] * stride] += 1.0;
    to[simplex_class(s, c) * stride] += 1.0;
}

/* Rows k of both change places with the row where column k is largest; false: it is nowhere. */
static bool bring_up(double *a, double *b, ptrdiff_t m, ptrdiff_t k)
{
    ptrdiff_t p = k;
    for (ptrdiff_t i = k + 1; i < m; i++)
        if (fabs(a[i * m + k]) > fabs(a[p * m + k]))
            p = i;
    if (fabs(a[p * m + k]) < 1e-9)
        return false;
    for (ptrdiff_t j = 0; j < m && p != k; j++) {
        const double x = a[k * m + j], y = b[k * m + j];
        a[k * m + j] = a[p * m + j], a[p * m + j] = x;
        b[k * m + j] = b[p * m + j], b[p * m + j] = y;
    }
    return true;
}

/* Gauss & Jordan: a becomes one, b what one becomes meanwhile. */
static bool eliminate(double *a, double *b, ptrdiff_t m)
{
    for (ptrdiff_t k = 0; k < m; k++) {
        if (!bring_up(a, b, m, k))
            return false;
        const double f = 1.0 / a[k * m + k];
        for (ptrdiff_t j = 0; j < m; j++)
            a[k * m + j] *= f, b[k * m + j] *= f;
        for (ptrdiff_t i = 0; i < m; i++) {
            const double g = a[i * m + k];
            if (i == k || (g >= 0.0 && g <= 0.0))
                continue;
            for (ptrdiff_t j = 0; j < m; j++) {
                a[i * m + j] -= g * a[k * m + j];
                b[i * m + j] -= g * b[k * m + j];
            }
        }
    }
    return true;
}

static void find_y(struct simplex *s)
{
    for (ptrdiff_t i = 0; i < s->rows; i++)
        s->alpha[i] = cost_of(s, s->basis[i]);
    for (ptrdiff_t j = 0; j < s->rows; j++) {
        const double *col = s->inverse + j * s->rows;
        double y = 0.0;
        for (ptrdiff_t i = 0; i < s->rows; i++)
            y += s->alpha[i] * col[i];
        s->y[j] = y;
    }
}

bool simplex_invert(struct simplex *s)
{
    const ptrdiff_t m = s->rows;
    double *a = s->work, *b = s->inverse; /* both row by row until the end */
    memset(a, 0, (size_t)(m * m) * sizeof *a);
    memset(b, 0, (size_t)(m * m) * sizeof *b);
    for (ptrdiff_t j = 0; j < m; j++) {
        add_column(s, s->basis[j], a + j, m);
        b[j * m + j] = 1.0;
    }
    if (!eliminate(a, b, m))
        return false;
    for (ptrdiff_t i = 0; i < m; i++)
        for (ptrdiff_t j = 0; j < i; j++) {
            const double x = b[i * m + j];
            b[i * m + j] = b[j * m + i], b[j * m + i] = x;
        }
    for (ptrdiff_t i = 0; i < m; i++)
        s->at[i] = 0.0;
    for (ptrdiff_t j = 0; j < m; j++)
        for (ptrdiff_t i = 0; i < m; i++)
            s->at[i] += b[j * m + i] * s->right[j];
    find_y(s);
    return true;
}

/* Who comes in: the best of a block, block after block; INT32_MIN: none is worth it. */
static int32_t entering(struct simplex *s, double *gain)
{
    const int32_t columns = s->q->columns;
    int32_t best = INT32_MIN;
    double least = -1e-7 * s->twice;
    for (int32_t i = 0; i < s->rows; i++) {
        const double rc = simplex_over(s, i);
        if (rc < least)
            least = rc, best = -1 - i;
    }
    for (int32_t seen = 0, k = s->cursor < columns ? s->cursor : 0; seen < columns;) {
        for (int32_t b = 0; b < BLOCK && seen < columns; b++, seen++) {
            const double rc = simplex_reduced(s, k);
            if (rc < least)
                least = rc, best = k;
            k = k + 1 < columns ? k + 1 : 0;
        }
        s->cursor = k;
        if (best != INT32_MIN)
            break;
    }
    *gain = least;
    return best;
}

void simplex_column(struct simplex *s, int32_t in)
{
    const ptrdiff_t m = s->rows;
    memset(s->alpha, 0, (size_t)m * sizeof *s->alpha);
    memset(s->work, 0, (size_t)m * sizeof *s->work);
    add_column(s, in, s->work, 1);
    for (ptrdiff_t j = 0; j < m; j++)
        if (fabs(s->work[j]) > 0.5)
            for (ptrdiff_t i = 0; i < m; i++)
                s->alpha[i] += s->work[j] * s->inverse[j * m + i];
}

void simplex_pivot(struct simplex *s, int32_t in, ptrdiff_t out, double gain)
{
    const ptrdiff_t m = s->rows;
    const double pivot = 1.0 / s->alpha[out], step = s->at[out] * pivot;
    for (ptrdiff_t i = 0; i < m; i++)
        s->at[i] -= step * s->alpha[i];
    s->at[out] = step;
    s->alpha[out] -= 1.0;
    for (ptrdiff_t j = 0; j < m; j++) {
        double *col = s->inverse + j * m;
        const double r = col[out] * pivot;
        if (r >= 0.0 && r <= 0.0)
            continue;
        s->y[j] += gain * r;
        for (ptrdiff_t i = 0; i < m; i++)
            col[i] -= s->alpha[i] * r;
    }
    s->basis[out] = in;
    s->pivots++;
}

/* Who goes out when what has alpha comes in: the first to reach nothing; -1: nobody. */
static ptrdiff_t leaving(struct simplex *s)
{
    ptrdiff_t out = -1;
    double step = HUGE_VAL;
    for (ptrdiff_t i = 0; i < s->rows; i++) {
        if (s->alpha[i] < 1e-7)
            continue;
        s->at[i] = fmax(0.0, s->at[i]);
        const double t = s->at[i] / s->alpha[i];
        if (out < 0 || t < step - 1e-12 || (t < step + 1e-12 && s->alpha[i] > s->alpha[out])) {
            step = fmin(t, step);
            out = i;
        }
    }
    return out;
}

/* From the basis it has to the best one, or so many steps that way. */
static bool solve(struct simplex *s)
{
    if (!simplex_invert(s))
        return false;
    for (int32_t k = 1; k <= PIVOTS; k++) {
        double gain;
        const int32_t in = entering(s, &gain);
        if (in == INT32_MIN || (k % 64 == 0 && simplex_late(s)))
            break;
        simplex_column(s, in);
        const ptrdiff_t out = leaving(s);
        if (out < 0)
            break;
        simplex_pivot(s, in, out, gain);
        if (k % ANEW == 0 && !simplex_invert(s))
            return false;
    }
    return true;
}

/* The plan is the first basis: of each tour the stop with the most on its right side. */
static void begin_with(struct simplex *s, const int32_t *tour, int32_t tours)
{
    for (int32_t i = 0; i < s->rows; i++)
        s->basis[i] = -1 - i;
    for (int32_t t = 0; t < tours; t++) {
        const struct rich_column *c = &s->q->column[tour[t]];
        int32_t most = -1;
        for (int32_t i = 0; i < c->serves; i++) {
            const int32_t r = s->q->who[c->from + i];
            if (most < 0 || s->right[r] > s->right[most])
                most = r;
        }
        s->basis[most] = tour[t];
    }
}

bool simplex_new(struct rich *z, const struct rk_route_options *o, struct rk_scratch *scratch,
                 struct simplex *s)
{
    struct rich_pool *q = z->pool;
    const int32_t n = z->p->requests, m = n + q->classes;
    *s = (struct simplex){
        .z = z, .q = q, .requests = n, .rows = m, .basis = q->basis, .o = o, .until = 1.0};
    double **rows[] = {&s->right, &s->at, &s->y, &s->alpha};
    double **squares[] = {&s->inverse, &s->work};
    for (ptrdiff_t i = 0; i < RK_COUNT(rows); i++)
        *rows[i] = RK_NEW(scratch, double, m);
    for (ptrdiff_t i = 0; i < RK_COUNT(squares); i++)
        *squares[i] = RK_NEW(scratch, double, (ptrdiff_t)m *m);
    if (scratch->in.failed)
        return false;
    s->twice = 0.5 * (double)z->best.score.cost / n + 1.0;
    struct rk_random shake = rk_random_stream(0, "shake", 0);
    for (int32_t i = 0; i < n; i++)
        s->right[i] = 1.0 + 1e-4 * rk_random_unit(&shake);
    for (int32_t v = 0; v < z->p->vehicles; v++)
        if (z->like[v] == v)
            s->right[n + q->class_row[v]] = q->fleet[v] * 1.001;
    return true;
}

bool rich_prices(struct rich *z, const int32_t *tour, int32_t tours, double *price,
                 const struct rk_route_options *o, struct rk_scratch scratch)
{
    struct rich_pool *q = z->pool;
    struct simplex s;
    if (!simplex_new(z, o, &scratch, &s))
        return false;
    if (!q->priced)
        begin_with(&s, tour, tours);
    q->priced = solve(&s);
    if (q->priced)
        memcpy(price, s.y, (size_t)s.rows * sizeof *price);
    return q->priced;
}
