/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Anderson mixing of what houses ask for. */
#include "heat_internal.h"

bool heat_mixing_new(struct heat_mixing *m, int32_t consumers, struct rk_arena *keep)
{
    for (int k = 0; k < 3; k++) {
        m->aim[k] = RK_NEW(keep, double, consumers);
        m->lack[k] = RK_NEW(keep, double, consumers);
    }
    m->depth = -1;
    return !keep->failed;
}

void heat_mixing_turn(struct heat_mixing *m)
{
    double *aim = m->aim[2], *lack = m->lack[2];
    for (int k = 2; k > 0; k--) {
        m->aim[k] = m->aim[k - 1];
        m->lack[k] = m->lack[k - 1];
    }
    m->aim[0] = aim;
    m->lack[0] = lack;
    m->depth = m->depth < 2 ? m->depth + 1 : 2;
}

/* Weights of the last one or two differences that make the lack smallest (least squares). */
void heat_mixing_weights(const struct heat_mixing *m, int32_t consumers, double weight[2])
{
    double aa = 0.0, ab = 0.0, bb = 0.0, af = 0.0, bf = 0.0;
    for (int32_t c = 0; c < consumers; c++) {
        const double f = m->lack[0][c], a = f - m->lack[1][c];
        const double b = m->depth > 1 ? m->lack[1][c] - m->lack[2][c] : 0.0;
        aa += a * a;
        ab += a * b;
        bb += b * b;
        af += a * f;
        bf += b * f;
    }
    const double det = aa * bb - ab * ab;
    weight[0] = weight[1] = 0.0;
    if (m->depth > 1 && det > 1e-6 * aa * bb) {
        weight[0] = (af * bb - bf * ab) / det;
        weight[1] = (bf * aa - af * ab) / det;
    } else if (m->depth > 0 && aa > 0.0) {
        weight[0] = af / aa;
    }
}

double heat_mixed(const struct heat_mixing *m, int32_t c, const double weight[2])
{
    double x = m->aim[0][c] - weight[0] * (m->aim[0][c] - m->aim[1][c]);
    if (m->depth > 1)
        x -= weight[1] * (m->aim[1][c] - m->aim[2][c]);
    return x;
}
