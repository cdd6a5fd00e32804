/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Newton's step without a matrix: the derivative is felt by trying small steps, and GMRES (Saad
 * & Schultz 1986, SIAM J. Sci. Stat. Comput. 7(3)) puts the answers together.
 */
#include "heat_internal.h"

enum { TRIES = HEAT_TRIES };
static const double feel = 1e-4;   /* the largest change of an unknown in a trial */
static const double enough = 0.01; /* of the lack may be left */

bool heat_krylov_new(struct heat_krylov *k, int32_t count, struct rk_arena *keep)
{
    k->count = count;
    for (int i = 0; i <= TRIES; i++)
        k->basis[i] = RK_NEW(keep, double, count);
    k->x = RK_NEW(keep, double, count);
    k->from = RK_NEW(keep, double, count);
    k->lack = RK_NEW(keep, double, count);
    k->step = RK_NEW(keep, double, count);
    return !keep->failed;
}

static double dot(const double *a, const double *b, int32_t n)
{
    double sum = 0.0;
    for (int32_t i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

/* J v, into the next vector of the basis; J = derivative of the lack. */
static void feel_along(struct heat_krylov *k, int j, heat_lacks *lacks, void *user)
{
    const double *v = k->basis[j];
    double *const out = k->basis[j + 1], *const at = k->step;
    double largest = 0.0;
    for (int32_t i = 0; i < k->count; i++)
        largest = fmax(largest, fabs(v[i]));
    const double small = feel / fmax(largest, 1e-30);
    for (int32_t i = 0; i < k->count; i++)
        at[i] = k->x[i] + small * v[i];
    lacks(user, at, out);
    for (int32_t i = 0; i < k->count; i++)
        out[i] = (out[i] - k->lack[i]) / small;
}

struct triangle {
    double h[TRIES + 1][TRIES], c[TRIES], s[TRIES], rest[TRIES + 1];
};

/* Makes basis[j + 1] square to those before and turns the new column of h upright. */
static bool add_column(struct heat_krylov *k, struct triangle *t, int j)
{
    double *const w = k->basis[j + 1];
    for (int i = 0; i <= j; i++) {
        t->h[i][j] = dot(w, k->basis[i], k->count);
        for (int32_t c = 0; c < k->count; c++)
            w[c] -= t->h[i][j] * k->basis[i][c];
    }
    const double length = sqrt(dot(w, w, k->count));
    for (int32_t c = 0; c < k->count && length > 0.0; c++)
        w[c] /= length;
    for (int i = 0; i < j; i++) {
        const double above = t->h[i][j], below = t->h[i + 1][j];
        t->h[i][j] = t->c[i] * above + t->s[i] * below;
        t->h[i + 1][j] = t->c[i] * below - t->s[i] * above;
    }
    const double both = hypot(t->h[j][j], length);
    if (!(both > 1e-12))
        return false;
    t->c[j] = t->h[j][j] / both;
    t->s[j] = length / both;
    t->h[j][j] = both;
    t->rest[j + 1] = -t->s[j] * t->rest[j];
    t->rest[j] *= t->c[j];
    return length > 0.0;
}

void heat_krylov_step(struct heat_krylov *k, heat_lacks *lacks, void *user)
{
    struct triangle t = {.rest = {0.0}};
    const double length = sqrt(dot(k->lack, k->lack, k->count));
    int used = 0;
    for (int32_t i = 0; i < k->count; i++)
        k->basis[0][i] = -k->lack[i] / fmax(length, 1e-300);
    t.rest[0] = length;
    while (used < TRIES && fabs(t.rest[used]) > enough * length) {
        feel_along(k, used, lacks, user);
        if (!add_column(k, &t, used++))
            break;
    }
    double weight[TRIES] = {0.0};
    for (int j = used - 1; j >= 0; j--) {
        double sum = t.rest[j];
        for (int i = j + 1; i < used; i++)
            sum -= t.h[j][i] * weight[i];
        weight[j] = fabs(t.h[j][j]) > 1e-12 ? sum / t.h[j][j] : 0.0;
    }
    for (int32_t i = 0; i < k->count; i++) {
        k->step[i] = 0.0;
        for (int j = 0; j < used; j++)
            k->step[i] += weight[j] * k->basis[j][i];
    }
}
