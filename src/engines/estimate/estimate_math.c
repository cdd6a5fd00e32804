/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_estimate.h"

#include "estimate_math.h"

/* Stirling's series (Abramowitz & Stegun 6.1.40) from x >= 12 on, where six terms leave 1e-17;
 * smaller x are brought there by x (x + 1) … */
double estimate_lgamma(double x)
{
    double product = 1.0, log_product = 0.0;
    while (x < 12.0) {
        product *= x;
        x += 1.0;
    }
    if (product != 1.0)
        log_product = estimate_log(product);
    const double i = 1.0 / x, j = i * i;
    const double series =
        i * (1.0 / 12 -
             j * (1.0 / 360 -
                  j * (1.0 / 1260 - j * (1.0 / 1680 - j * (1.0 / 1188 - j * 691.0 / 360360)))));
    return (x - 0.5) * estimate_log(x) - x + 0.91893853320467274178 + series - log_product;
}

/* Regularised incomplete gamma function P(a, x) by its series (x < a + 1) or 1 - Q(a, x) by the
 * continued fraction of Lentz (Press et al., Numerical Recipes, 6.2); answers the upper part.
 */
static double gamma_above(double a, double x)
{
    if (x <= 0.0)
        return 1.0;
    const double front = estimate_exp(a * estimate_log(x) - x - estimate_lgamma(a));
    if (x < a + 1.0) {
        double term = 1.0 / a, sum = term;
        for (int k = 1; k < 100000 && term > sum * 1e-17; k++) {
            term *= x / (a + k);
            sum += term;
        }
        const double above = 1.0 - front * sum;
        return above > 0.0 ? above : 0.0;
    }
    double b = x + 1.0 - a, c = 1e300, d = 1.0 / b, h = d;
    for (int k = 1; k < 100000; k++) {
        const double an = -k * (k - a);
        b += 2.0;
        d = an * d + b;
        d = fabs(d) < 1e-300 ? 1e300 : 1.0 / d;
        c = b + an / c;
        if (fabs(c) < 1e-300)
            c = 1e-300;
        h *= c * d;
        if (fabs(c * d - 1.0) < 1e-16)
            break;
    }
    return front * h;
}

double estimate_chi2_above(double x, double df)
{
    return df > 0.0 ? gamma_above(0.5 * df, 0.5 * x) : 1.0;
}

double estimate_poisson_below(int64_t k, double mean)
{
    if (k < 0)
        return 0.0;
    return mean > 0.0 ? gamma_above((double)k + 1.0, mean) : 1.0;
}

double estimate_normal_below(double x)
{
    const double tail = 0.5 * gamma_above(0.5, 0.5 * x * x);
    return x > 0.0 ? 1.0 - tail : tail;
}

/* Newton from Hastings' rational start (Abramowitz & Stegun 26.2.23), error 4.5e-4. */
double estimate_normal_quantile(double p)
{
    if (p > 0.5)
        return -estimate_normal_quantile(1.0 - p);
    const double t = sqrt(-2.0 * estimate_log(p));
    double x = -(t - (2.515517 + t * (0.802853 + t * 0.010328)) /
                         (1.0 + t * (1.432788 + t * (0.189269 + t * 0.001308))));
    for (int i = 0; i < 4; i++) {
        const double density = 0.39894228040143267794 * estimate_exp(-0.5 * x * x);
        x -= (estimate_normal_below(x) - p) / density;
    }
    return x;
}

static void sift(double *x, ptrdiff_t at, ptrdiff_t count)
{
    const double v = x[at];
    for (ptrdiff_t child = 2 * at + 1; child < count; child = 2 * at + 1) {
        child += child + 1 < count && x[child + 1] > x[child];
        if (x[child] <= v)
            break;
        x[at] = x[child];
        at = child;
    }
    x[at] = v;
}

/* Williams' heap sort: no memory, no bad case. */
void estimate_sort(double *x, ptrdiff_t count)
{
    for (ptrdiff_t at = count / 2 - 1; at >= 0; at--)
        sift(x, at, count);
    for (ptrdiff_t last = count - 1; last > 0; last--) {
        const double top = x[0];
        x[0] = x[last];
        x[last] = top;
        sift(x, 0, last);
    }
}

double estimate_quantile(const double *sorted, ptrdiff_t count, double p)
{
    const double at = p * (double)(count - 1);
    const ptrdiff_t below = (ptrdiff_t)at;
    if (below + 1 >= count)
        return sorted[count - 1];
    return sorted[below] + (at - (double)below) * (sorted[below + 1] - sorted[below]);
}
