/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From an order to hours, from hours to what the plan costs. */
#include "repair_internal.h"

static inline double later(double a, double b)
{
    return a > b ? a : b;
}

static struct repair_hours hours_new(const struct repair_town *t, struct rk_arena *in)
{
    const struct repair_hours h = {
        RK_NEW(in, double, t->options + 1), RK_NEW(in, double, t->options + 1),
        RK_NEW(in, int32_t, t->options + 1), RK_NEW(in, int32_t, t->crews)};
    for (int32_t o = 0; h.before && o < t->options; o++)
        h.before[o] = -1;
    return h;
}

struct repair_times repair_times_new(const struct repair_town *t, struct rk_arena *in)
{
    struct repair_times w = {.at = hours_new(t, in), .kept = hours_new(t, in)};
    w.crew_h = RK_NEW(in, double, t->crews);
    w.head_h = RK_NEW(in, double, t->crews);
    w.crew_last = RK_NEW(in, int32_t, t->crews);
    w.crew_from = RK_NEW(in, int32_t, t->crews);
    w.crew_next = RK_NEW(in, int32_t, t->crews);
    w.crew_to = RK_NEW(in, int32_t, t->crews);
    w.event = RK_NEW(in, struct repair_event, t->options + 1);
    w.order = RK_NEW(in, int32_t, t->options + 1);
    w.in_plan = RK_NEW(in, bool, t->options + 1);
    for (int32_t o = 0; w.order && o < t->options; o++)
        w.order[o] = o;
    w.state = repair_state_new(t, in);
    return w;
}

void repair_times_snaps(const struct repair_town *t, struct repair_times *w,
                        struct rk_arena *in)
{
    enum { EVENTS = 8, SNAPS = 32, BYTES = 32 << 20 };
    const int32_t events = t->options + t->fixed;
    const int32_t gap = events / SNAPS + 1 > EVENTS ? events / SNAPS + 1 : EVENTS;
    const int32_t most = events / gap;
    struct rk_arena room = *in;
    struct repair_snap *snap = RK_NEW(&room, struct repair_snap, most + 1);
    if (w->state.bytes * most > BYTES || !snap)
        return;
    for (int32_t k = 0; k < most; k++) {
        snap[k].done = RK_NEW(&room, int32_t, t->crews);
        snap[k].state = repair_state_new(t, &room);
    }
    if (room.failed)
        return;
    *in = room;
    w->snap = snap;
    w->snaps_max = most;
    w->snap_gap = gap;
}

void repair_times_keep(struct repair_times *w)
{
    const struct repair_hours old = w->kept;
    w->kept = w->at;
    w->at = old;
    while (w->snaps > 0 && w->snap[w->snaps - 1].h > w->common_h)
        w->snaps--;
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

static void begin(const struct repair_town *t, struct repair_times *w)
{
    for (int32_t c = 0; c < t->crews; c++) {
        w->crew_h[c] = 0.0;
        w->crew_last[c] = -1;
        w->crew_from[c] = w->crew_to[c] = 0;
        w->at.jobs[c] = 0;
    }
    w->grouped = false;
    w->common_h = -1.0;
    if (t->frees)
        memset(w->at.before, 0xff, (size_t)t->options * sizeof *w->at.before);
}

static void do_next(const struct repair_town *t, int32_t c, int32_t option, const double *hours,
                    struct repair_times *w)
{
    const struct rk_repair_crew *crew = &t->problem->crew[c];
    const struct repair_option *o = &t->option[option];
    const int32_t last = w->crew_last[c];
    double ready = 0.0;
    for (int32_t a = 0; a < o->after.len; a++)
        ready = later(ready, w->at.end_h[o->after.at[a]]);
    const double start =
        repair_start(t, crew, o, w->crew_h[c], last < 0 ? crew->x_m : t->option[last].x_m,
                     last < 0 ? crew->y_m : t->option[last].y_m, ready);
    const double need = hours ? hours[option] : o->hours;
    const double end = t->shifts ? repair_shift_end(crew, start, need) : start + need;
    w->at.start_h[option] = start;
    w->at.end_h[option] = end;
    w->crew_h[c] = end;
    w->crew_last[c] = option;
}

/* The jobs of one crew from item k on; where the next crew's begin. What begins like the plan
 * kept ends like it. */
static int32_t do_crew(const struct repair_town *t, const struct repair_sequence *s, int32_t k,
                       struct repair_times *w)
{
    const struct repair_hours at = w->at, kept = w->kept;
    const int32_t c = s->item[k].crew, from = k;
    int32_t before = t->options + c;
    double h = 0.0;
    for (; k < s->count && s->item[k].crew == c; k++) {
        const int32_t o = s->item[k].option;
        if (kept.before[o] != before)
            break;
        at.before[o] = before;
        at.start_h[o] = kept.start_h[o];
        at.end_h[o] = h = kept.end_h[o];
        before = o;
    }
    if (k > from) {
        w->crew_h[c] = h;
        w->crew_last[c] = before;
    }
    const int32_t same = k - from;
    for (; k < s->count && s->item[k].crew == c; k++) {
        const int32_t o = s->item[k].option;
        at.before[o] = before;
        do_next(t, c, o, NULL, w);
        before = o;
    }
    at.jobs[c] = k - from;
    if (same < at.jobs[c] || same < kept.jobs[c])
        w->common_h = h < w->common_h ? h : w->common_h;
    w->crew_from[c] = from;
    w->crew_to[c] = k;
    return k;
}

/* Where a crew's hours depend on its own jobs only, and these stand side by side. */
static bool by_crews(const struct repair_town *t, const struct repair_sequence *s,
                     struct repair_times *w)
{
    begin(t, w);
    w->common_h = HUGE_VAL;
    for (int32_t k = 0; k < s->count;) {
        if (w->at.jobs[s->item[k].crew] > 0)
            return false;
        k = do_crew(t, s, k, w);
    }
    for (int32_t c = 0; c < t->crews; c++)
        if (w->at.jobs[c] == 0 && w->kept.jobs[c] > 0)
            w->common_h = 0.0;
    w->grouped = true;
    return true;
}

void repair_decode(const struct repair_town *t, struct repair_sequence *s, const double *hours,
                   struct repair_times *w)
{
    if (!t->list && !t->ordered && !hours && by_crews(t, s, w))
        return;
    begin(t, w);
    for (int32_t k = 0; k < s->count; k++) {
        struct repair_item *it = &s->item[k];
        if (t->list)
            it->crew = first_free(w, t->crews);
        w->at.before[it->option] = -1;
        do_next(t, it->crew, it->option, hours, w);
    }
}

double repair_late(const struct repair_town *t, const struct repair_sequence *s,
                   const struct repair_times *w)
{
    double late = 0.0;
    for (int32_t k = 0; k < s->count; k++) {
        const int32_t o = s->item[k].option;
        if (w->at.end_h[o] > t->option[o].due_h)
            late += w->at.end_h[o] - t->option[o].due_h;
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
        const double end = w->at.end_h[o], heat = t->option[o].heat_from_h;
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

/* A plan being reckoned: what has happened up to hour h. */
struct reckoning {
    const struct repair_town *t;
    const struct repair_sequence *s;
    struct repair_times *w;
    bool merge;                /* ends of crews, the first of the next ones; else the list */
    int32_t next, fixed, crew; /* crew: whose job is next */
    int32_t events;
    double cost, cost_hours;
    struct repair_event own; /* the plan's next effect; element: the option, -1: no more */
};

static void next_own(struct reckoning *r)
{
    r->own = (struct repair_event){HUGE_VAL, -1};
    if (!r->merge) {
        if (r->next < r->s->count)
            r->own = r->w->event[r->next];
        return;
    }
    const double *head_h = r->w->head_h;
    for (int32_t c = 0; c < r->t->crews; c++)
        if (head_h[c] < r->own.h) {
            r->own.h = head_h[c];
            r->crew = c;
        }
    if (isfinite(r->own.h))
        r->own.element = r->s->item[r->w->crew_next[r->crew]].option;
}

static void set_head(struct reckoning *r, int32_t c)
{
    struct repair_times *w = r->w;
    w->head_h[c] = w->crew_next[c] < w->crew_to[c]
                       ? w->at.end_h[r->s->item[w->crew_next[c]].option]
                       : HUGE_VAL;
}

static void step_own(struct reckoning *r)
{
    if (r->merge) {
        r->w->crew_next[r->crew]++;
        set_head(r, r->crew);
    } else {
        r->next++;
    }
    next_own(r);
}

/* From the start, or from the last snap that this plan shares with the one kept. */
static void start_reckoning(struct reckoning *r)
{
    struct repair_times *w = r->w;
    const struct repair_snap *from = NULL;
    for (int32_t k = 0; r->merge && k < w->snaps && w->snap[k].h <= w->common_h; k++)
        from = &w->snap[k];
    repair_state_copy(&w->state, from ? &from->state : r->t->at_start);
    if (from) {
        r->cost = from->cost;
        r->cost_hours = from->cost_hours;
        r->events = from->events;
        r->fixed = from->fixed;
    }
    for (int32_t c = 0; r->merge && c < r->t->crews; c++) {
        w->crew_next[c] = w->crew_from[c] + (from ? from->done[c] : 0);
        set_head(r, c);
    }
    next_own(r);
}

static void take_snap(struct reckoning *r, double h)
{
    struct repair_times *w = r->w;
    struct repair_snap *to = &w->snap[w->snaps++];
    to->cost = r->cost;
    to->cost_hours = r->cost_hours;
    to->h = h;
    to->events = r->events;
    to->fixed = r->fixed;
    for (int32_t c = 0; c < r->t->crews; c++)
        to->done[c] = w->crew_next[c] - w->crew_from[c];
    repair_state_copy(&to->state, &w->state);
}

static double end_of_count(const struct repair_town *t, const struct repair_times *w)
{
    if (isfinite(t->horizon_h))
        return t->horizon_h;
    double end = 0.0;
    for (int32_t c = 0; c < t->crews; c++)
        end = w->crew_h[c] > end ? w->crew_h[c] : end;
    return end;
}

double repair_cost(const struct repair_town *t, struct repair_sequence *s, const double *hours,
                   double limit, struct repair_times *w)
{
    repair_decode(t, s, hours, w);
    struct reckoning r = {.t = t, .s = s, .w = w, .merge = w->grouped && !t->heat_waits};
    if (!r.merge) {
        list_events(t, s, w);
        w->common_h = -1.0;
    }
    const double end = end_of_count(t, w);
    const double late = t->demands ? t->late_price * repair_late(t, s, w) : 0.0;
    start_reckoning(&r);
    while (r.own.element >= 0 || r.fixed < t->fixed) {
        const bool own = r.fixed >= t->fixed || r.own.h <= t->event[r.fixed].h;
        const double h = own ? r.own.h : t->event[r.fixed].h;
        if (h >= end && !own)
            break;
        const double now = repair_cost_hours(t, h);
        r.cost += w->state.cold * (now - r.cost_hours);
        if (r.cost + late > limit)
            return r.cost + late;
        r.cost_hours = now;
        repair_state_turn(t, &w->state,
                          own ? t->option[r.own.element].element : t->event[r.fixed].element);
        if (own)
            step_own(&r);
        else
            r.fixed++;
        r.events++;
        if (h <= w->common_h && w->snaps < w->snaps_max &&
            r.events == w->snap_gap * (w->snaps + 1))
            take_snap(&r, h);
    }
    return r.cost + late + w->state.cold * (repair_cost_hours(t, end) - r.cost_hours);
}
