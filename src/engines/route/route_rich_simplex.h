/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the room route: the linear program that serves each request by tours in shares. */
#ifndef ROUTE_RICH_SIMPLEX_H
#define ROUTE_RICH_SIMPLEX_H

#include "route_rich.h"

/* Rows: requests (at least once), then kinds of vehicle (at most as many as there are). Who is
 * in the basis: a column of the pool, or -1 - row for what is over in a row. */
struct simplex {
    const struct rich *z;
    struct rich_pool *q;
    int32_t requests, rows;
    double twice;           /* cost of serving someone twice */
    double *inverse;        /* [rows * rows] of the basis, column by column */
    double *work;           /* [rows * rows] */
    double *right, *at, *y; /* [rows] right sides; values of the basis; prices */
    double *alpha;          /* [rows] what comes in, in terms of the basis */
    int32_t *basis;         /* [rows] */
    int32_t cursor, pivots;
    /* the budget */
    const struct rk_route_options *o;
    double until;
};

static inline int32_t simplex_class(const struct simplex *s, const struct rich_column *c)
{
    return s->requests + s->q->class_row[c->class];
}

/* Column k times a row of numbers. */
static inline double simplex_times(const struct simplex *s, int32_t k, const double *row)
{
    const struct rich_column *c = &s->q->column[k];
    const int16_t *who = s->q->who + c->from;
    double x = row[simplex_class(s, c)];
    for (int32_t i = 0; i < c->serves; i++)
        x += row[who[i]];
    return x;
}

/* What column k costs beyond the prices. */
static inline double simplex_reduced(const struct simplex *s, int32_t k)
{
    return (double)s->q->column[k].cost - simplex_times(s, k, s->y);
}

/* The same for what is over in a row. */
static inline double simplex_over(const struct simplex *s, int32_t row)
{
    return row < s->requests ? s->twice + s->y[row] : -s->y[row];
}

static inline bool simplex_late(const struct simplex *s)
{
    return s->o->share && s->o->share(s->o->user) >= s->until;
}

bool simplex_new(struct rich *z, const struct rk_route_options *o, struct rk_scratch *scratch,
                 struct simplex *s);
/* Inverse, values and prices from the basis alone; false: it is no basis. */
bool simplex_invert(struct simplex *s);
/* alpha of `in`. */
void simplex_column(struct simplex *s, int32_t in);
/* Puts `in`, whose alpha is at hand, into the basis in place of the one at row `out`; gain:
 * what `in` costs beyond the prices. */
void simplex_pivot(struct simplex *s, int32_t in, ptrdiff_t out, double gain);

#endif
