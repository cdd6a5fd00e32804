/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pipes of one boiler house: read, what is missing assumed, placed, and solved. */
#include "plan_heat_islands.h"

/* Assumed where nobody said it: heat lost per inner surface by insulation; the water's speed by
 * which a missing width is chosen; the schedule; what the pumps lift and a house needs. */
static const double dry_w_m2k = 1.5, wet_w_m2k = 4.0, old_roughness_mm = 0.5, zeta = 2.0;
static const double supply_c = 95.0, return_c = 70.0, ground_c = 5.0;
static const double p_supply_pa = 6e5, lift_pa = 3e5, house_dp_pa = 2e4;
static const double speed_m_s = 1.0, unknown_length_m = 40.0, vary = 0.3;
static const struct rk_heat_fluid water = {971.8, 3.54e-4, 4196.0, 9.80665};
static const double sizes_m[] = {0.04, 0.05, 0.07, 0.08, 0.1, 0.125, 0.15,
                                 0.2,  0.25, 0.3,  0.35, 0.4, 0.5,   0.6};
enum { SWEEPS = 300 };

bool island_records(struct plan *p, struct plan_records *out)
{
    static const struct plan_slot slots[PIPE_SLOTS] = {{"a", NULL},
                                                       {"b", NULL},
                                                       {"source", NULL},
                                                       {"length_m", NULL},
                                                       {"inner_d_m", NULL},
                                                       {"diameter_mm", NULL},
                                                       {"roughness_mm", NULL},
                                                       {"insulation", NULL},
                                                       {"state", NULL},
                                                       {"leak_mm2", NULL}};
    return plan_records(p, "pipe", slots, PIPE_SLOTS, out);
}

static double number(const struct heat_case *c, const struct plan_records *r, int32_t row,
                     int32_t slot)
{
    return plan_number(c->p, plan_claim(r, row, slot));
}

static struct rk_str text(const struct heat_case *c, const struct plan_records *r, int32_t row,
                          int32_t slot)
{
    return plan_text(c->p, plan_claim(r, row, slot));
}

/* "3" or "heat_source:3", as the import writes a subject it knows. */
static bool is_of(const struct heat_case *c, const struct plan_records *r, int32_t row,
                  int32_t source)
{
    struct rk_str key = text(c, r, row, PIPE_SOURCE);
    if (rk_str_starts(key, RK_STR("heat_source:")))
        (void)rk_str_cut(&key, ':');
    return key.len > 0 && rk_str_eq(key, plan_key(c->p, c->source.subject[source]));
}

/* ---- nodes ---------------------------------------------------------------------------------
 */

static int32_t house_of(const struct heat_case *c, int32_t source, struct rk_str name)
{
    for (int32_t i = 0; i < c->house.rows; i++) {
        if (c->home[i].source != source)
            continue;
        const struct rk_str id = plan_text(c->p, plan_claim(&c->house, i, HEAT_H_ID));
        if (rk_str_eq(name, id) || rk_str_eq(name, plan_key(c->p, c->house.subject[i])))
            return i;
    }
    return -1;
}

static int32_t node_of(const struct heat_case *c, struct island *s, struct rk_str name)
{
    for (int32_t k = 0; k < s->nodes; k++)
        if (rk_str_eq(s->name[k], name))
            return k;
    const int32_t row = house_of(c, s->source, name);
    s->name[s->nodes] = name;
    s->house[s->nodes] = row;
    if (row >= 0) {
        s->at[s->nodes] =
            (struct rk_map_point){(float)c->home[row].x_m, (float)c->home[row].y_m};
        s->placed[s->nodes] = true;
    }
    return s->nodes++;
}

/* The boiler house is the end that bears its number ("3", "К-3"), else the first from which
 * pipes lead and to which none does. */
static struct rk_str root_of(const struct heat_case *c, const struct plan_records *r,
                             int32_t source)
{
    const struct rk_str key = plan_key(c->p, c->source.subject[source]);
    struct rk_str first = {"", 0};
    for (int32_t i = 0; i < r->rows; i++) {
        if (!is_of(c, r, i, source))
            continue;
        const struct rk_str a = text(c, r, i, PIPE_A);
        if (rk_str_eq(a, key) || rk_str_eq(a, rk_str_printf(c->p->keep, "К-%.*s", RK_FMT(key))))
            return a;
        bool is_end = false;
        for (int32_t k = 0; k < r->rows && !is_end; k++)
            is_end = is_of(c, r, k, source) && rk_str_eq(text(c, r, k, PIPE_B), a);
        if (!is_end && first.len == 0)
            first = a;
    }
    return first;
}

/* ---- what pipes are like -------------------------------------------------------------------
 */

static double loss_of(struct rk_str said, bool *assumed)
{
    static const char *const wet[] = {"волог", "мокр", "пошкодж", "wet", "damag", "немає"};
    for (ptrdiff_t i = 0; i < RK_COUNT(wet); i++)
        if (rk_str_find(said, rk_str_of(wet[i])) >= 0)
            return wet_w_m2k;
    *assumed = said.len == 0;
    return dry_w_m2k;
}

static bool is_broken(const struct heat_case *c, const struct plan_records *r, int32_t row)
{
    static const char *const bad[] = {"repair", "destroyed", "closed"};
    for (ptrdiff_t i = 0; i < RK_COUNT(bad); i++)
        if (plan_is(c->p, plan_claim(r, row, PIPE_STATE), bad[i]))
            return true;
    return false;
}

static void add_pipe(const struct heat_case *c, const struct plan_records *r, int32_t row,
                     struct island *s)
{
    const struct rk_str a = text(c, r, row, PIPE_A), b = text(c, r, row, PIPE_B);
    s->known++;
    if (a.len == 0 || b.len == 0 || rk_str_eq(a, b))
        return;
    struct island_pipe *about = &s->about[s->pipes];
    struct rk_heat_pipe *p = &s->pipe[s->pipes++];
    const double length = number(c, r, row, PIPE_LENGTH);
    const double inner = number(c, r, row, PIPE_INNER), mm = number(c, r, row, PIPE_NOMINAL);
    const double rough = number(c, r, row, PIPE_ROUGHNESS), leak = number(c, r, row, PIPE_LEAK);
    *about = (struct island_pipe){.row = row};
    *p = (struct rk_heat_pipe){
        .a = node_of(c, s, a),
        .b = node_of(c, s, b),
        .shut = is_broken(c, r, row),
        .length_m = length > 0.0 ? fmin(length, 50000.0) : RK_NAN,
        .inner_d_m = inner >= 0.005 ? inner
                     : mm >= 5.0    ? mm * 1e-3
                                    : RK_NAN,
        .roughness_mm = rough >= 0.0 ? rough : old_roughness_mm,
        .zeta = zeta,
        .u_w_m2k = loss_of(text(c, r, row, PIPE_INSULATION), &about->insulation_assumed),
        .leak_mm2 = leak > 0.0 ? fmin(leak, 1e5) : 0.0};
    if (p->inner_d_m > 2.5)
        p->inner_d_m = RK_NAN;
}

/* Wanted heat behind each pipe: the tree in which the boiler house reaches its houses first. */
static bool find_loads(const struct heat_case *c, struct island *s, struct rk_arena in)
{
    int32_t *by = RK_NEW(&in, int32_t, s->nodes), *queue = RK_NEW(&in, int32_t, s->nodes);
    double *kw = RK_NEW(&in, double, s->nodes);
    if (in.failed)
        return false;
    int32_t tail = 1;
    for (int32_t k = 0; k < s->nodes; k++) {
        by[k] = -1;
        kw[k] = s->house[k] >= 0 ? c->home[s->house[k]].kw : 0.0;
    }
    queue[0] = 0;
    by[0] = s->pipes;
    for (int32_t head = 0; head < tail; head++)
        for (int32_t p = 0; p < s->pipes; p++) {
            const int32_t to = s->pipe[p].a == queue[head]   ? s->pipe[p].b
                               : s->pipe[p].b == queue[head] ? s->pipe[p].a
                                                             : -1;
            if (to < 0 || by[to] >= 0)
                continue;
            by[to] = p;
            queue[tail++] = to;
        }
    for (int32_t q = tail - 1; q > 0; q--) {
        const int32_t p = by[queue[q]];
        const int32_t up = s->pipe[p].a == queue[q] ? s->pipe[p].b : s->pipe[p].a;
        s->load_kw[p] = kw[queue[q]];
        kw[up] += kw[queue[q]];
    }
    return true;
}

static double width_for(double kw)
{
    const double kg_s = 1e3 * kw / (water.cp_j_kgk * (supply_c - return_c));
    for (ptrdiff_t i = 0; i < RK_COUNT(sizes_m); i++)
        if (kg_s <= speed_m_s * water.rho_kg_m3 * 0.785398 * sizes_m[i] * sizes_m[i])
            return sizes_m[i];
    return sizes_m[RK_COUNT(sizes_m) - 1];
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The median of the lengths that are known, of branches to houses or of mains. */
static double usual_length(const struct island *s, bool branch, struct rk_arena in)
{
    double *known = RK_NEW(&in, double, s->pipes);
    int32_t n = 0;
    for (int32_t p = 0; known && p < s->pipes; p++) {
        const bool is = s->house[s->pipe[p].a] >= 0 || s->house[s->pipe[p].b] >= 0;
        if (is == branch && !isnan(s->pipe[p].length_m))
            known[n++] = s->pipe[p].length_m;
    }
    if (n == 0)
        return unknown_length_m;
    qsort(known, (size_t)n, sizeof *known, by_value);
    return known[n / 2];
}

static void assume(struct island *s, struct rk_arena in)
{
    const double usual[2] = {usual_length(s, false, in), usual_length(s, true, in)};
    for (int32_t k = 0; k < s->pipes; k++) {
        struct rk_heat_pipe *p = &s->pipe[k];
        struct island_pipe *about = &s->about[k];
        about->length_assumed = isnan(p->length_m);
        about->width_assumed = isnan(p->inner_d_m);
        if (about->length_assumed)
            p->length_m = usual[s->house[p->a] >= 0 || s->house[p->b] >= 0];
        if (about->width_assumed)
            p->inner_d_m = width_for(s->load_kw[k]);
        s->lengths += about->length_assumed;
        s->widths += about->width_assumed;
        s->insulations += about->insulation_assumed;
        s->length_m += p->length_m;
    }
}

/* Chambers stand where their pipes pull them: in the mean of their neighbours, short pipes
 * pulling more. */
static bool place_chambers(struct island *s, struct rk_arena in)
{
    double *x = RK_NEW(&in, double, s->nodes), *y = RK_NEW(&in, double, s->nodes);
    double *w = RK_NEW(&in, double, s->nodes);
    if (in.failed)
        return false;
    for (int32_t k = 0; k < s->nodes; k++)
        if (!s->placed[k])
            s->at[k] = s->at[0];
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
        for (int32_t k = 0; k < s->nodes; k++)
            x[k] = y[k] = w[k] = 0.0;
        for (int32_t p = 0; p < s->pipes; p++) {
            const struct rk_heat_pipe *q = &s->pipe[p];
            const double pull = 1.0 / fmax(q->length_m, 5.0);
            const int32_t ends[2] = {q->a, q->b};
            for (int e = 0; e < 2; e++) {
                x[ends[e]] += pull * (double)s->at[ends[1 - e]].x_m;
                y[ends[e]] += pull * (double)s->at[ends[1 - e]].y_m;
                w[ends[e]] += pull;
            }
        }
        for (int32_t k = 0; k < s->nodes; k++)
            if (!s->placed[k] && w[k] > 0.0)
                s->at[k] = (struct rk_map_point){(float)(x[k] / w[k]), (float)(y[k] / w[k])};
    }
    return true;
}

bool island_read(const struct heat_case *c, const struct plan_records *r, int32_t source,
                 struct rk_arena *in, struct island *s)
{
    int32_t count = 0;
    for (int32_t i = 0; i < r->rows; i++)
        count += is_of(c, r, i, source);
    *s = (struct island){.source = source};
    if (count == 0)
        return true;
    const int32_t most = 2 * count + 1;
    s->name = RK_NEW(in, struct rk_str, most);
    s->house = RK_NEW(in, int32_t, most);
    s->at = RK_NEW(in, struct rk_map_point, most);
    s->placed = RK_NEW(in, bool, most);
    s->load_kw = RK_NEW(in, double, count);
    s->about = RK_NEW(in, struct island_pipe, count);
    s->pipe = RK_NEW(in, struct rk_heat_pipe, count);
    s->consumer = RK_NEW(in, struct rk_heat_consumer, most);
    if (in->failed)
        return false;
    (void)node_of(c, s, root_of(c, r, source));
    s->at[0] = (struct rk_map_point){(float)c->src[source].x_m, (float)c->src[source].y_m};
    s->placed[0] = true;
    for (int32_t i = 0; i < r->rows; i++)
        if (is_of(c, r, i, source))
            add_pipe(c, r, i, s);
    for (int32_t k = 1; k < s->nodes; k++) {
        if (s->house[k] < 0 || c->home[s->house[k]].gone)
            continue;
        s->wanted_kw += c->home[s->house[k]].kw;
        s->consumer[s->houses++] = (struct rk_heat_consumer){.node = k,
                                                             .mode = RK_HEAT_BY_RETURN,
                                                             .q_kw = c->home[s->house[k]].kw,
                                                             .t_return_c = return_c,
                                                             .dp_min_pa = house_dp_pa};
    }
    if (!find_loads(c, s, *in))
        return false;
    assume(s, *in);
    return place_chambers(s, *in);
}

bool island_solve(const struct heat_case *c, const struct island *s, int sign,
                  struct rk_arena *keep, struct rk_scratch scratch, struct rk_heat_result *out)
{
    struct rk_heat_pipe *pipe = RK_NEW(&scratch, struct rk_heat_pipe, s->pipes);
    double *z_m = RK_NEW(&scratch, double, s->nodes);
    if (scratch.in.failed)
        return false;
    const double worse = sign < 0 ? 1.0 + vary : sign > 0 ? 1.0 / (1.0 + vary) : 1.0;
    for (int32_t k = 0; k < s->pipes; k++) {
        pipe[k] = s->pipe[k];
        pipe[k].length_m *= s->about[k].length_assumed ? worse : 1.0;
        pipe[k].inner_d_m /= s->about[k].width_assumed ? worse : 1.0;
        pipe[k].u_w_m2k *= s->about[k].insulation_assumed ? worse : 1.0;
    }
    const double kw = c->src[s->source].kw;
    const struct rk_heat_source source = {.supply_c = supply_c,
                                          .p_supply_pa = p_supply_pa,
                                          .lift_pa = lift_pa,
                                          .max_kw = isnan(kw) ? HUGE_VAL : kw,
                                          .makeup_kg_s = HUGE_VAL};
    const struct rk_heat_net net = {.nodes = s->nodes,
                                    .pipes = s->pipes,
                                    .consumers = s->houses,
                                    .sources = 1,
                                    .z_m = z_m,
                                    .pipe = pipe,
                                    .consumer = s->consumer,
                                    .source = &source,
                                    .friction = RK_HEAT_COLEBROOK,
                                    .fluid = water,
                                    .ground_c = ground_c,
                                    .supply_c = supply_c,
                                    .return_c = return_c,
                                    .room_c = 18.0,
                                    .mixed_c = supply_c};
    return rk_heat_solve(&net, keep, scratch, out, NULL) == RK_OK;
}
