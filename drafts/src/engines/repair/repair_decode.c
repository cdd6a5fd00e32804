/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From an order to hours, from hours to what the plan costs. */
#include "repair_internal.h"

static inline double later(double a, double b)
{
    return a > b ? a : b;
}

struct repair_times repair_times_new(const struct repair_town *t, struct rk_arena *in)
{
    struct repair_times w = {0};
    w.start_h = RK_NEW(in, double, t->options + 1);
    w.end_h = RK_NEW(in, double, t->options + 1);
    w.crew_h = RK_NEW(in, double, t->crews);
    w.crew_x = RK_NEW(in, double, t->crews);
    w.crew_y = RK_NEW(in, double, t->crews);
    w.event = RK_NEW(in, struct repair_event, t->options + 1);
    w.order = RK_NEW(in, int32_t, t->options + 1);
    w.in_plan = RK_NEW(in, bool, t->options + 1);
    for (int32_t o = 0; w.order && o < t->options; o++)
        w.order[o] = o;
    w.state = repair_state_new(t, in);
    return w;
}

double repair_start(const struct repair_town *t, const struct rk_repair_crew *crew,
                    const struct repair_option *o, double free_h, double x_m, double y_m,
                    double not_before_h)
{
    double at = free_h;
    if (t->travels) {
        const double dx = o->x_m - x_m, dy = o->y_m - y_m;
        const double way_h = t->problem->travel_h_per_km * (sqrt(dx * dx + dy * dy) / 1000.0);
        at = t->shifts ? repair_shift_end(crew, at, way_h) : at + way_h;
    }
    at = later(at, later(o->from_h, not_before_h));
    return t->shifts ? repair_shift_begin(crew, at) : at;
}

static int32_t first_free(const struct repair_times *w, int32_t crews)
{
    int32_t best = 0;
    for (int32_t c = 1; c < crews; c++)
        if (w->crew_h[c] < w->crew_h[best])
            best = c;
    return best;
}

void repair_decode(const struct repair_town *t, struct repair_sequence *s, const double *hours,
                   struct repair_times *w)
{
    const struct rk_repair_crew *crews = t->problem->crew;
    for (int32_t c = 0; c < t->crews; c++) {
        w->crew_h[c] = 0.0;
        w->crew_x[c] = crews[c].x_m;
        w->crew_y[c] = crews[c].y_m;
    }
    for (int32_t k = 0; k < s->count; k++) {
        struct repair_item *it = &s->item[k];
        if (t->list)
            it->crew = first_free(w, t->crews);
        const struct repair_option *o = &t->option[it->option];
        const int32_t c = it->crew;
        double ready = 0.0;
        for (int32_t a = 0; a < o->after.len; a++)
            ready = later(ready, w->end_h[o->after.at[a]]);
        const double start =
            repair_start(t, &crews[c], o, w->crew_h[c], w->crew_x[c], w->crew_y[c], ready);
        const double need = hours ? hours[it->option] : o->hours;
        const double end = t->shifts ? repair_shift_end(&crews[c], start, need) : start + need;
        w->start_h[it->option] = start;
        w->end_h[it->option] = end;
        w->crew_h[c] = end;
        w->crew_x[c] = o->x_m;
        w->crew_y[c] = o->y_m;
    }
}

double repair_late(const struct repair_town *t, const struct repair_sequence *s,
                   const struct repair_times *w)
{
    double late = 0.0;
    for (int32_t k = 0; k < s->count; k++) {
        const int32_t o = s->item[k].option;
        if (w->end_h[o] > t->option[o].due_h)
            late += w->end_h[o] - t->option[o].due_h;
    }
    return late;
}

static int sooner(const void *a, const void *b)
{
    const struct repair_event *l = a, *r = b;
    if (l->h != r->h)
        return l->h < r->h ? -1 : 1;
    return l->element < r->element ? -1 : l->element > r->element;
}

/* The last plan's order is nearly this one's: insert, and stop inserting where it is not. */
static void sort_events(struct repair_event *e, int32_t count)
{
    int32_t moved = 0;
    for (int32_t i = 1; i < count; i++) {
        const struct repair_event x = e[i];
        int32_t j = i;
        for (; j > 0 && e[j - 1].h > x.h; j--)
            e[j] = e[j - 1];
        e[j] = x;
        moved += i - j;
        if (moved > 16 * count + 64) {
            qsort(e, (size_t)count, sizeof *e, sooner);
            return;
        }
    }
}

/* Effects of the plan's options by hour; element holds the option. */
static void list_events(const struct repair_town *t, const struct repair_sequence *s,
                        struct repair_times *w)
{
    int32_t n = 0;
    memset(w->in_plan, 0, (size_t)t->options * sizeof *w->in_plan);
    for (int32_t k = 0; k < s->count; k++)
        w->in_plan[s->item[k].option] = true;
    int32_t out = t->options;
    for (int32_t k = 0; k < t->options; k++) {
        const int32_t o = w->order[k];
        const double end = w->end_h[o], heat = t->option[o].heat_from_h;
        if (w->in_plan[o])
            w->event[n++] = (struct repair_event){end > heat ? end : heat, o};
    }
    if (n < t->options)
        for (int32_t o = 0; o < t->options; o++)
            if (!w->in_plan[o])
                w->order[--out] = o;
    sort_events(w->event, n);
    for (int32_t k = 0; k < n; k++)
        w->order[k] = w->event[k].element;
}

double repair_cost(const struct repair_town *t, struct repair_sequence *s, const double *hours,
                   double limit, struct repair_times *w)
{
    repair_decode(t, s, hours, w);
    list_events(t, s, w);
    double end = t->horizon_h;
    double cost = t->demands ? t->late_price * repair_late(t, s, w) : 0.0;
    if (!isfinite(end)) {
        end = 0.0;
        for (int32_t c = 0; c < t->crews; c++)
            end = w->crew_h[c] > end ? w->crew_h[c] : end;
    }
    repair_state_copy(&w->state, t->at_start);
    double before = 0.0;
    int32_t fixed = 0;
    for (int32_t k = 0; k < s->count || fixed < t->fixed;) {
        const bool own =
            fixed >= t->fixed || (k < s->count && w->event[k].h <= t->event[fixed].h);
        const double h = own ? w->event[k].h : t->event[fixed].h;
        if (h >= end && !own)
            break;
        const double now = repair_cost_hours(t, h);
        cost += w->state.cold * (now - before);
        if (cost > limit)
            return cost;
        before = now;
        repair_state_turn(t, &w->state,
                          own ? t->option[w->event[k].element].element
                              : t->event[fixed].element);
        k += own;
        fixed += !own;
    }
    return cost + w->state.cold * (repair_cost_hours(t, end) - before);
}
