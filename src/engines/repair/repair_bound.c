/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bound for any size: what so many crew-hours can have warmed by an hour, at most. */
#include "repair_internal.h"

enum { GRID = 512 };

struct place {
    double value;     /* people by weight */
    double step_h;    /* least work that joins it to anything; 0: heat of its own */
    double way_h;     /* least work on a way from heat to it */
    double longest_h; /* the way's longest job, where that is least */
};

struct bounding {
    const struct repair_town *t;
    double *work_h; /* [elements] of all its jobs; HUGE_VAL: never */
    double *job_h;  /* [elements] of the longest of them */
    struct place *place;
    int32_t *order; /* places by value per step_h */
    double still;   /* cold where nothing changes */
    double floor;   /* cold when all is done */
    double total_h, longest_h;
};

static void element_work(struct bounding *b, const struct repair_state *all_on)
{
    const struct repair_town *t = b->t;
    for (int32_t o = 0; o < t->options; o++) {
        const int32_t e = t->option[o].element;
        b->work_h[e] += t->option[o].hours;
        b->job_h[e] = fmax(b->job_h[e], t->option[o].hours);
        if (!t->option[o].optional) {
            b->total_h += t->option[o].hours;
            b->longest_h = fmax(b->longest_h, t->option[o].hours);
        }
    }
    for (int32_t e = 0; e < t->elements; e++)
        if (all_on->needs[e] > 0)
            b->work_h[e] = b->job_h[e] = HUGE_VAL;
}

static void first_places(struct bounding *b)
{
    const struct repair_town *t = b->t;
    const struct repair_state *s = t->at_start;
    b->still = s->cold;
    for (int32_t i = 0; i < t->places; i++) {
        const bool warm = s->cap_kw[i] > 0.0;
        b->place[i] = (struct place){s->value[i], warm ? 0.0 : HUGE_VAL, warm ? 0.0 : HUGE_VAL,
                                     warm ? 0.0 : HUGE_VAL};
        b->still -= s->value[i] - s->served[i];
        b->order[i] = i;
    }
    for (int32_t e = 0; e < t->elements; e++) {
        const struct repair_element *x = &t->element[e];
        struct place *a = &b->place[x->a];
        a->step_h = fmin(a->step_h, b->work_h[e]);
        if (x->b >= 0) {
            b->place[x->b].step_h = fmin(b->place[x->b].step_h, b->work_h[e]);
        } else if (x->kw > 0.0) {
            a->way_h = fmin(a->way_h, b->work_h[e]);
            a->longest_h = fmin(a->longest_h, b->job_h[e]);
        }
    }
}

/* Least sums and least longest over all ways, by relaxing until nothing changes. */
static void shortest_ways(struct bounding *b)
{
    const struct repair_town *t = b->t;
    for (bool more = true; more;) {
        more = false;
        for (int32_t e = 0; e < t->elements; e++) {
            if (t->element[e].b < 0)
                continue;
            struct place *ends[2] = {&b->place[t->element[e].a], &b->place[t->element[e].b]};
            for (int k = 0; k < 2; k++) {
                const struct place *from = ends[k];
                struct place *to = ends[1 - k];
                const double way = from->way_h + b->work_h[e];
                const double longest = fmax(from->longest_h, b->job_h[e]);
                more = more || way < to->way_h || longest < to->longest_h;
                to->way_h = fmin(to->way_h, way);
                to->longest_h = fmin(to->longest_h, longest);
            }
        }
    }
}

/* People by weight for an hour of work; what is warm anyway first, what never is last. */
static double density(const struct place *p)
{
    if (p->step_h <= 0.0)
        return HUGE_VAL;
    return isfinite(p->step_h) ? p->value / p->step_h : -1.0;
}

static void sort_places(struct bounding *b)
{
    for (int32_t gap = b->t->places / 2; gap > 0; gap /= 2) /* Shell's */
        for (int32_t i = gap; i < b->t->places; i++) {
            const int32_t x = b->order[i];
            const double dense = density(&b->place[x]);
            int32_t j = i;
            for (; j >= gap && density(&b->place[b->order[j - gap]]) < dense; j -= gap)
                b->order[j] = b->order[j - gap];
            b->order[j] = x;
        }
}

/* People by weight that may be warm at hour h: a knapsack of places into the crews' hours. */
static double reached(const struct bounding *b, double h)
{
    double left = h * b->t->crews, sum = 0.0;
    for (int32_t i = 0; i < b->t->places; i++) {
        const struct place *p = &b->place[b->order[i]];
        if (p->step_h > 0.0 &&
            (!(p->way_h <= h * b->t->crews + 1e-9) || !(p->longest_h <= h + 1e-9)))
            continue;
        if (p->step_h <= 0.0) {
            sum += p->value;
        } else if (left > 0.0) {
            sum += p->value * fmin(1.0, left / p->step_h);
            left -= p->step_h;
        }
    }
    return sum;
}

/* The same by the heat that may flow at hour h. */
static double heated(const struct bounding *b, double h)
{
    const struct repair_town *t = b->t;
    double kw = 0.0, sum = 0.0;
    for (int32_t i = 0; i < t->places; i++)
        kw += t->at_start->cap_kw[i];
    for (int32_t e = 0; e < t->elements; e++)
        if (t->element[e].b < 0 && b->work_h[e] <= h * t->crews + 1e-9)
            kw += t->element[e].kw;
    for (int32_t i = 0; i < t->houses && kw > 0.0; i++) {
        sum += t->house_value[i] * fmin(1.0, kw / t->house_kw[i]);
        kw -= t->house_kw[i];
    }
    return sum;
}

static double integrate(const struct bounding *b)
{
    const struct repair_town *t = b->t;
    const double all_h = fmax(b->total_h / t->crews, b->longest_h);
    const double end = isfinite(t->horizon_h) ? t->horizon_h : all_h;
    const double fine = fmin(all_h, end);
    double value = 0.0, sum = 0.0, before = 0.0;
    for (int32_t i = 0; i < t->houses; i++)
        value += t->house_value[i];
    for (int32_t k = 1; k <= GRID; k++) {
        const double h = fine * k / GRID;
        const double cold = b->still + value - fmin(reached(b, h), heated(b, h));
        const double now = repair_cost_hours(t, h);
        sum += fmax(cold, b->floor) * (now - before);
        before = now;
    }
    return sum + b->floor * (repair_cost_hours(t, end) - before);
}

rk_status repair_bound(const struct repair_town *t, struct rk_scratch scratch, double *bound,
                       struct rk_err *err)
{
    struct bounding b = {.t = t};
    b.work_h = RK_NEW(&scratch, double, t->elements + 1);
    b.job_h = RK_NEW(&scratch, double, t->elements + 1);
    b.place = RK_NEW(&scratch, struct place, t->places + 1);
    b.order = RK_NEW(&scratch, int32_t, t->places + 1);
    struct repair_state s = repair_state_new(t, &scratch.in);
    if (scratch.in.failed)
        return rk_fail(err, RK_ENOMEM, "repair", "%d places", t->places);
    repair_state_copy(&s, t->at_start);
    for (int32_t o = 0; o < t->options; o++)
        repair_state_turn(t, &s, t->option[o].element);
    for (int32_t f = 0; f < t->fixed; f++)
        repair_state_turn(t, &s, t->event[f].element);
    b.floor = s.cold;
    element_work(&b, &s);
    first_places(&b);
    shortest_ways(&b);
    sort_places(&b);
    *bound = integrate(&b);
    return RK_OK;
}
