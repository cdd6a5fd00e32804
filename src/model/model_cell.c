/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Convex polygons whose edges know the street they run along. */
#define RK_ROOM_MODEL
#include "model_internal.h"

static void corner(struct model_cell *c, double x, double y, int32_t street)
{
    if (c->n >= MODEL_CORNERS)
        return; /* a sliver less */
    c->x[c->n] = x;
    c->y[c->n] = y;
    c->street[c->n++] = street;
}

/* Sutherland & Hodgman (1974), one half plane; the cut becomes an edge along `street`. */
bool model_cell_clip(const struct model_cell *in, struct model_xy at, struct model_xy inward,
                     int32_t street, struct model_cell *out)
{
    struct model_cell c = {0};
    for (int32_t i = 0; i < in->n; i++) {
        const int32_t j = i + 1 < in->n ? i + 1 : 0;
        const double a = (in->x[i] - at.x) * inward.x + (in->y[i] - at.y) * inward.y;
        const double b = (in->x[j] - at.x) * inward.x + (in->y[j] - at.y) * inward.y;
        if (a >= 0)
            corner(&c, in->x[i], in->y[i], in->street[i]);
        if ((a >= 0) == (b >= 0))
            continue;
        const double t = a / (a - b);
        corner(&c, in->x[i] + (in->x[j] - in->x[i]) * t, in->y[i] + (in->y[j] - in->y[i]) * t,
               a >= 0 ? street : in->street[i]);
    }
    *out = c;
    return c.n >= 3;
}

double model_cell_area(const struct model_cell *c)
{
    double twice = 0;
    for (int32_t i = 0; i < c->n; i++) {
        const int32_t j = i + 1 < c->n ? i + 1 : 0;
        twice += c->x[i] * c->y[j] - c->x[j] * c->y[i];
    }
    return twice / 2;
}
