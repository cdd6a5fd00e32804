/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Does the maximum-likelihood estimate exist, and if it does not, what runs away?
 *
 * The estimate exists if and only if the sufficient statistics lie inside the marginal cone
 * (Haberman 1974). They do not when some direction d of the parameters has (X d)_c = 0 in every
 * cell with people and <= 0, somewhere < 0, in the empty cells: along d the likelihood grows
 * for ever. The cells where no such d is negative are the facial set; the supremum of the
 * likelihood is that of a fit to them alone (Fienberg & Rinaldo 2012, Ann. Statist. 40(2):
 * 996-1023).
 *
 * With B a basis of the directions that vanish on cells with people and r_i the rows of X B at
 * empty cells, d exists unless -sum r_i is a non-negative combination of the r_i (Stiemke
 * 1915). Non-negative least squares decides that, and its residual is such a direction.
 */
#include "rk_estimate.h"

#include "estimate_internal.h"

/* Entries are ratios of small whole numbers: what is not zero is far above either. */
#define NOTHING 1e-9
#define SLIGHT  1e-7

/* Gauss-Jordan with the largest pivot of each column; pivot_of[j] becomes the row that stands
 * for column j, or -1. The rank. */
static int32_t eliminate(double *a, int32_t rows, int32_t p, int32_t *pivot_of)
{
    int32_t rank = 0;
    for (int32_t j = 0; j < p; j++) {
        int32_t best = rank;
        for (int32_t i = rank + 1; i < rows; i++)
            if (fabs(a[(ptrdiff_t)i * p + j]) > fabs(a[(ptrdiff_t)best * p + j]))
                best = i;
        pivot_of[j] = -1;
        if (best >= rows || fabs(a[(ptrdiff_t)best * p + j]) < NOTHING)
            continue;
        double *top = a + (ptrdiff_t)rank * p, *row = a + (ptrdiff_t)best * p;
        for (int32_t k = 0; k < p; k++) {
            const double t = row[k];
            row[k] = top[k];
            top[k] = t;
        }
        const double inverse = 1.0 / top[j];
        for (int32_t k = j; k < p; k++)
            top[k] *= inverse;
        for (int32_t i = 0; i < rows; i++) {
            double *other = a + (ptrdiff_t)i * p;
            const double f = other[j];
            if (i == rank || f == 0.0)
                continue;
            for (int32_t k = j; k < p; k++)
                other[k] -= f * top[k];
        }
        pivot_of[j] = rank++;
    }
    return rank;
}

/* Basis of { d : x_c d = 0 for the given cells }, as rows of `basis` [free][terms]. */
static int32_t null_space(const uint32_t *cell, int32_t cells, struct estimate_terms terms,
                          double **basis, struct rk_scratch *scratch)
{
    const int32_t p = terms.count;
    double *a = RK_NEW(scratch, double, (ptrdiff_t)cells *p);
    int32_t *pivot_of = RK_NEW(scratch, int32_t, p);
    if (scratch->in.failed)
        return -1;
    for (int32_t i = 0; i < cells; i++)
        for (int32_t j = 0; j < p; j++)
            a[(ptrdiff_t)i * p + j] = (terms.subset[j] & ~cell[i]) == 0;
    const int32_t free_count = p - eliminate(a, cells, p, pivot_of);
    *basis = RK_NEW(scratch, double, (ptrdiff_t)free_count *p);
    if (scratch->in.failed)
        return -1;
    int32_t at = 0;
    for (int32_t j = 0; j < p; j++) {
        if (pivot_of[j] >= 0)
            continue;
        double *d = *basis + (ptrdiff_t)at++ * p;
        d[j] = 1.0;
        for (int32_t k = 0; k < p; k++)
            if (pivot_of[k] >= 0)
                d[k] = -a[(ptrdiff_t)pivot_of[k] * p + j];
    }
    return free_count;
}

/* Rows r_i [count][width] of unit length, deduplicated by nothing: equal rows do no harm. */
struct rows {
    const double *at;
    int32_t width;
    const int32_t *alive; /* positions of the rows still in question */
    int32_t count;
};

static double dot(const double *a, const double *b, int32_t width)
{
    double sum = 0.0;
    for (int32_t k = 0; k < width; k++)
        sum += a[k] * b[k];
    return sum;
}

/* Least squares of `target` on the rows named in `set` (at most `width` of them), by
 * orthogonalisation; q and r are scratch of width x width. False: they depend on each other. */
static bool combine(const struct rows *rows, const int32_t *set, int32_t count,
                    const double *target, double *weight, double *q, double *r)
{
    const int32_t w = rows->width;
    for (int32_t i = 0; i < count; i++) {
        double *own = q + (ptrdiff_t)i * w;
        memcpy(own, rows->at + (ptrdiff_t)set[i] * w, (size_t)w * sizeof *own);
        for (int32_t j = 0; j < i; j++)
            r[j * w + i] = 0.0;
        for (int32_t twice = 0; twice < 2; twice++)
            for (int32_t j = 0; j < i; j++) {
                const double f = dot(own, q + (ptrdiff_t)j * w, w);
                r[j * w + i] += f;
                for (int32_t k = 0; k < w; k++)
                    own[k] -= f * q[(ptrdiff_t)j * w + k];
            }
        const double length = sqrt(dot(own, own, w));
        if (length < NOTHING)
            return false;
        r[i * w + i] = length;
        for (int32_t k = 0; k < w; k++)
            own[k] /= length;
    }
    for (int32_t i = count - 1; i >= 0; i--) {
        double sum = dot(target, q + (ptrdiff_t)i * w, w);
        for (int32_t j = i + 1; j < count; j++)
            sum -= r[i * w + j] * weight[j];
        weight[i] = sum / r[i * w + i];
    }
    return true;
}

struct nnls {
    int32_t *set;   /* rows with positive weight */
    double *weight; /* of set */
    double *trial, *q, *r;
    double *left; /* target - combination */
};

static void residual(const struct rows *rows, const struct nnls *s, int32_t count,
                     const double *target)
{
    memcpy(s->left, target, (size_t)rows->width * sizeof *s->left);
    for (int32_t i = 0; i < count; i++)
        for (int32_t k = 0; k < rows->width; k++)
            s->left[k] -= s->weight[i] * rows->at[(ptrdiff_t)s->set[i] * rows->width + k];
}

static int32_t steepest(const struct rows *rows, const struct nnls *s, int32_t count,
                        double length)
{
    int32_t best = -1;
    double most = SLIGHT * length;
    for (int32_t i = 0; i < rows->count; i++) {
        const int32_t row = rows->alive[i];
        const double pull = dot(rows->at + (ptrdiff_t)row * rows->width, s->left, rows->width);
        bool taken = false;
        for (int32_t j = 0; j < count && !taken; j++)
            taken = s->set[j] == row;
        if (!taken && pull > most) {
            most = pull;
            best = row;
        }
    }
    return best;
}

/* Lawson & Hanson (1974), Solving Least Squares Problems, ch. 23. `target` has unit length;
 * true when it is a non-negative combination, else s->left is the direction away. */
static bool reachable(const struct rows *rows, const struct nnls *s, const double *target)
{
    int32_t count = 0;
    for (int32_t turn = 0; turn < 20 * (rows->width + 5); turn++) {
        residual(rows, s, count, target);
        const double length = sqrt(dot(s->left, s->left, rows->width));
        if (length < NOTHING)
            return true;
        const int32_t in = steepest(rows, s, count, length);
        if (in < 0 || count >= rows->width)
            return false;
        s->set[count] = in;
        s->weight[count++] = 0.0;
        while (count > 0) {
            if (!combine(rows, s->set, count, target, s->trial, s->q, s->r)) {
                count--; /* the newcomer adds nothing to those before it */
                return false;
            }
            double reach = 1.0;
            for (int32_t i = 0; i < count; i++)
                if (s->trial[i] <= 0.0 && s->weight[i] - s->trial[i] > 0.0)
                    reach = fmin(reach, s->weight[i] / (s->weight[i] - s->trial[i]));
            bool all = true;
            for (int32_t i = 0; i < count; i++)
                all &= s->trial[i] > 0.0;
            for (int32_t i = 0; i < count; i++)
                s->weight[i] =
                    all ? s->trial[i] : s->weight[i] + reach * (s->trial[i] - s->weight[i]);
            if (all)
                break;
            int32_t kept = 0;
            for (int32_t i = 0; i < count; i++)
                if (s->weight[i] > 1e-14) {
                    s->set[kept] = s->set[i];
                    s->weight[kept++] = s->weight[i];
                }
            count = kept;
        }
    }
    return false;
}

/* Directions that do not touch the cells with people, and the rows of the empty cells. */
struct cone {
    struct estimate_terms terms;
    const double *basis; /* [width][terms] */
    int32_t width, empties;
    const uint32_t *empty; /* [empties] */
    double *rows;          /* [empties][width] of unit length, or zero */
    double *target;        /* [width] */
    struct rows alive;
    int32_t *alive_at; /* [empties] */
    struct nnls fit;
};

static void make_rows(struct cone *c)
{
    for (int32_t i = 0; i < c->empties; i++) {
        double *row = c->rows + (ptrdiff_t)i * c->width;
        for (int32_t k = 0; k < c->width; k++)
            for (int32_t j = 0; j < c->terms.count; j++)
                if ((c->terms.subset[j] & ~c->empty[i]) == 0)
                    row[k] += c->basis[(ptrdiff_t)k * c->terms.count + j];
        const double length = sqrt(dot(row, row, c->width));
        for (int32_t k = 0; k < c->width && length > NOTHING; k++)
            row[k] /= length;
        if (length > NOTHING)
            c->alive_at[c->alive.count++] = i;
    }
}

static bool cone_init(struct cone *c, struct rk_scratch *scratch)
{
    const ptrdiff_t width = c->width;
    c->rows = RK_NEW(scratch, double, c->empties *width);
    c->alive_at = RK_NEW(scratch, int32_t, c->empties);
    c->target = RK_NEW(scratch, double, width);
    c->fit = (struct nnls){.set = RK_NEW(scratch, int32_t, width + 1),
                           .weight = RK_NEW(scratch, double, width + 1),
                           .trial = RK_NEW(scratch, double, width + 1),
                           .q = RK_NEW(scratch, double, (width + 1) * width),
                           .r = RK_NEW(scratch, double, (width + 1) * (width + 1)),
                           .left = RK_NEW(scratch, double, width)};
    c->alive = (struct rows){c->rows, c->width, c->alive_at, 0};
    if (scratch->in.failed)
        return false;
    make_rows(c);
    return true;
}

/* Is there a direction in the cone that lets the intercept grow (sign 1) or shrink (-1)? There
 * is none when the intercept, so signed, is a non-negative combination of the rows (Farkas
 * 1902). */
static bool leans(struct cone *c, double sign)
{
    const int32_t last = c->terms.count - 1;
    double length = 0.0;
    for (int32_t k = 0; k < c->width; k++) {
        c->target[k] = sign * c->basis[(ptrdiff_t)k * c->terms.count + last];
        length += c->target[k] * c->target[k];
    }
    length = sqrt(length);
    if (length < NOTHING)
        return false;
    for (int32_t k = 0; k < c->width; k++)
        c->target[k] /= length;
    return !reachable(&c->alive, &c->fit, c->target);
}

/* Takes out of w->in every empty cell on which some direction of the cone is negative. */
static void narrow(struct cone *c, struct estimate_work *w)
{
    const int32_t width = c->width;
    while (c->alive.count > 0) {
        memset(c->target, 0, (size_t)width * sizeof *c->target);
        for (int32_t i = 0; i < c->alive.count; i++)
            for (int32_t k = 0; k < width; k++)
                c->target[k] -= c->rows[(ptrdiff_t)c->alive_at[i] * width + k];
        const double length = sqrt(dot(c->target, c->target, width));
        if (length < NOTHING)
            return;
        for (int32_t k = 0; k < width; k++)
            c->target[k] /= length;
        if (reachable(&c->alive, &c->fit, c->target))
            return;
        const double away = sqrt(dot(c->fit.left, c->fit.left, width));
        int32_t kept = 0;
        for (int32_t i = 0; i < c->alive.count; i++) {
            const double *row = c->rows + (ptrdiff_t)c->alive_at[i] * width;
            if (dot(row, c->fit.left, width) < -SLIGHT * away)
                w->in[c->empty[c->alive_at[i]]] = 0;
            else
                c->alive_at[kept++] = c->alive_at[i];
        }
        if (kept == c->alive.count)
            return;
        c->alive.count = kept;
    }
}

enum estimate_existence estimate_face(struct estimate_work *w, const double *n, int32_t lists,
                                      struct estimate_terms terms, struct rk_scratch scratch)
{
    const uint32_t cells = UINT32_C(1) << lists;
    uint32_t *full = RK_NEW(&scratch, uint32_t, cells),
             *empty = RK_NEW(&scratch, uint32_t, cells);
    int32_t fulls = 0, empties = 0;
    if (scratch.in.failed)
        return ESTIMATE_FREE;
    for (uint32_t c = 1; c < cells; c++) {
        if (w->in[c] && n[c] > 0.0)
            full[fulls++] = c;
        else if (w->in[c])
            empty[empties++] = c;
    }
    memset(w->dropped, 0, (size_t)terms.count);
    if (empties == 0 && fulls + 1 == (int32_t)cells)
        return ESTIMATE_EXISTS; /* every hierarchical model short of the full one */
    double *basis = NULL;
    struct cone cone = {.terms = terms, .empty = empty, .empties = empties};
    cone.width = null_space(full, fulls, terms, &basis, &scratch);
    if (cone.width == 0)
        return ESTIMATE_EXISTS;
    cone.basis = basis;
    if (cone.width < 0 || !cone_init(&cone, &scratch))
        return ESTIMATE_FREE;
    const bool rises = leans(&cone, 1.0), falls = leans(&cone, -1.0);
    narrow(&cone, w);
    bool intercept;
    const int32_t rank = estimate_rank(w, lists, terms, &intercept);
    if (intercept)
        return rank == terms.count ? ESTIMATE_EXISTS : ESTIMATE_EXTENDED;
    return rises && !falls   ? ESTIMATE_UNBOUNDED
           : falls && !rises ? ESTIMATE_VANISHES
                             : ESTIMATE_FREE;
}
