/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A town folder: params.json, nodes.csv, pipes.csv, consumers.csv and, if there, the rest. */
#include "heat_io_internal.h"

struct reading {
    const struct rk_heat_folder *folder;
    struct rk_arena *keep;
    struct rk_heat_town *town;
    struct params params;
    struct id_map nodes;
    const double *x_m, *y_m; /* [nodes] NaN where not said */
    bool *length_assumed, *diameter_assumed, *loss_assumed;
    struct rk_err *err;
};

static rk_status no_room(const struct reading *w, const char *name)
{
    return rk_fail(w->err, RK_ENOMEM, name, "too many rows for the memory given");
}

static rk_status node_at(const struct reading *w, const struct table *t, int32_t column,
                         const char *name, int32_t *out)
{
    const struct rk_str id = table_cell(t, column);
    *out = id.len > 0 ? id_map_find(&w->nodes, id) : -1;
    if (*out >= 0)
        return RK_OK;
    return table_fail(t, name, w->err, "\"%.*s\" is not a node; expected an id of %s",
                      (int)(id.len > 60 ? 60 : id.len), id.at, w->folder->nodes.name);
}

/* Whether a thing is out of use; false in *known when the word says nothing. */
static rk_status read_state(const struct reading *w, const struct table *t, int32_t column,
                            bool *off)
{
    const struct rk_str s = table_cell(t, column);
    *off = one_of(s, "closed|shut|off|broken|destroyed|cut|stopped|drained|0|закрито|вимкнено|"
                     "зруйновано|пошкоджено|відключено");
    if (*off || s.len == 0 ||
        one_of(s, "open|ok|on|running|whole|works|leaks|leaking|1|відкрито|працює|ціла|ціле"))
        return RK_OK;
    return table_fail(t, "state", w->err,
                      "\"%.*s\"; expected open, ok, running, closed, broken, destroyed or off",
                      (int)(s.len > 60 ? 60 : s.len), s.at);
}

static rk_status read_nodes(struct reading *w)
{
    static const struct column x = {"x_m", -1e7, 1e7, (double)NAN, false};
    static const struct column y = {"y_m", -1e7, 1e7, (double)NAN, false};
    static const struct column z = {"z_m", -450.0, 5000.0, 0.0, false};
    struct table t;
    rk_status bad = table_open(w->folder->nodes, w->keep, &t, w->err);
    if (bad)
        return bad;
    const int32_t c_id = table_column(&t, "id|node"), c_x = table_column(&t, "x_m");
    const int32_t c_y = table_column(&t, "y_m"), c_z = table_column(&t, "z_m");
    bad = table_needs(&t, c_id, "id", w->err);
    if (bad)
        return bad;
    const ptrdiff_t most = table_rows(&t);
    struct rk_str *id = RK_NEW(w->keep, struct rk_str, most);
    double *at[3];
    for (int k = 0; k < 3; k++)
        at[k] = RK_NEW(w->keep, double, most);
    w->nodes = id_map_new(id, most, w->keep);
    if (w->keep->failed || most > INT32_MAX / 64)
        return no_room(w, t.name);
    int32_t n = 0;
    for (bool end = false;; n++) {
        bad = table_next(&t, &end, w->err);
        if (bad || end)
            break;
        id[n] = table_cell(&t, c_id);
        if (id[n].len == 0)
            return table_fail(&t, "id", w->err, "empty; expected an id");
        if (id_map_add(&w->nodes, n) != n)
            return table_fail(&t, "id", w->err, "\"%.*s\" stands twice; expected each id once",
                              RK_FMT(id[n]));
        bad = table_number(&t, c_x, &x, &at[0][n], w->err);
        if (!bad)
            bad = table_number(&t, c_y, &y, &at[1][n], w->err);
        if (!bad)
            bad = table_number(&t, c_z, &z, &at[2][n], w->err);
        if (bad)
            return bad;
    }
    w->x_m = at[0];
    w->y_m = at[1];
    w->town->net.nodes = n;
    w->town->net.z_m = at[2];
    w->town->node_id = id;
    return bad;
}

/* ---- pipes
 * ----------------------------------------------------------------------------------- */

enum { LENGTH, DIAMETER, ROUGHNESS, LOSS, ZETA, LEAK, PIPE_NUMBERS };
static const struct column pipe_column[PIPE_NUMBERS] = {
    [LENGTH] = {"length_m", 0.1, 50000.0, (double)NAN, false},
    [DIAMETER] = {"inner_d_m", 0.005, 2.5, (double)NAN, false},
    [ROUGHNESS] = {"roughness_mm", 0.0, 20.0, (double)NAN, false},
    [LOSS] = {"u_w_m2k", 0.0, 500.0, (double)NAN, false},
    [ZETA] = {"zeta", 0.0, 10000.0, 0.0, false},
    [LEAK] = {"leak_mm2", 0.0, 1e6, 0.0, false},
};

static rk_status read_pipe(struct reading *w, const struct table *t, const int32_t *column,
                           int32_t at, struct rk_heat_pipe *p)
{
    double v[PIPE_NUMBERS];
    for (int k = 0; k < PIPE_NUMBERS; k++) {
        const rk_status bad = table_number(t, column[k], &pipe_column[k], &v[k], w->err);
        if (bad)
            return bad;
    }
    if (isnan(v[LENGTH])) { /* streets are longer than the crow's flight: a fifth */
        v[LENGTH] = 1.2 * hypot(w->x_m[p->a] - w->x_m[p->b], w->y_m[p->a] - w->y_m[p->b]);
        if (!(v[LENGTH] >= 0.1 && v[LENGTH] <= 50000.0))
            return table_fail(t, "length_m", w->err,
                              "empty, and the coordinates of its nodes "
                              "do not give it; expected 0.1 … 50000");
        w->length_assumed[at] = true;
        w->town->assumed_lengths++;
    }
    if (isnan(v[DIAMETER])) {
        w->diameter_assumed[at] = true;
        w->town->assumed_diameters++;
    }
    if (isnan(v[LOSS]) && !w->params.u_given) {
        w->loss_assumed[at] = true;
        w->town->assumed_losses++;
    }
    p->length_m = v[LENGTH];
    p->inner_d_m = v[DIAMETER]; /* NaN until all are read */
    p->roughness_mm = isnan(v[ROUGHNESS]) ? w->params.roughness_mm : v[ROUGHNESS];
    p->u_w_m2k = isnan(v[LOSS]) ? w->params.u_w_m2k : v[LOSS];
    p->zeta = v[ZETA];
    p->leak_mm2 = v[LEAK];
    return RK_OK;
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* A missing diameter is the median of the known ones: stated, marked and varied, never hidden.
 */
static rk_status assume_diameters(struct reading *w, struct rk_heat_pipe *pipe, int32_t pipes,
                                  struct rk_scratch scratch)
{
    if (w->town->assumed_diameters == 0)
        return RK_OK;
    double *known = RK_NEW(&scratch, double, pipes);
    if (!known)
        return no_room(w, w->folder->pipes.name);
    int32_t n = 0;
    for (int32_t p = 0; p < pipes; p++)
        if (!isnan(pipe[p].inner_d_m))
            known[n++] = pipe[p].inner_d_m;
    if (n == 0)
        return rk_fail(w->err, RK_EINVAL, w->folder->pipes.name,
                       "inner_d_m: no pipe has a diameter; expected at least one");
    qsort(known, (size_t)n, sizeof *known, ascending);
    for (int32_t p = 0; p < pipes; p++)
        if (isnan(pipe[p].inner_d_m))
            pipe[p].inner_d_m = known[n / 2];
    return RK_OK;
}

static rk_status read_pipes(struct reading *w, struct rk_scratch scratch)
{
    struct table t;
    rk_status bad = table_open(w->folder->pipes, w->keep, &t, w->err);
    if (bad)
        return bad;
    const int32_t c_id = table_column(&t, "id"), c_a = table_column(&t, "a|from");
    const int32_t c_b = table_column(&t, "b|to"), c_state = table_column(&t, "state");
    int32_t column[PIPE_NUMBERS];
    for (int k = 0; k < PIPE_NUMBERS; k++)
        column[k] = table_column(&t, pipe_column[k].name);
    bad = table_needs(&t, c_id, "id", w->err);
    if (!bad)
        bad = table_needs(&t, c_a, "a", w->err);
    if (!bad)
        bad = table_needs(&t, c_b, "b", w->err);
    if (bad)
        return bad;
    const ptrdiff_t most = table_rows(&t);
    struct rk_heat_pipe *pipe = RK_NEW(w->keep, struct rk_heat_pipe, most);
    struct rk_str *id = RK_NEW(w->keep, struct rk_str, most);
    w->length_assumed = RK_NEW(w->keep, bool, most);
    w->diameter_assumed = RK_NEW(w->keep, bool, most);
    w->loss_assumed = RK_NEW(w->keep, bool, most);
    struct id_map ids = id_map_new(id, most, &scratch.in);
    if (w->keep->failed || scratch.in.failed || most > INT32_MAX / 64)
        return no_room(w, t.name);
    int32_t n = 0;
    for (bool end = false;; n++) {
        bad = table_next(&t, &end, w->err);
        if (bad || end)
            break;
        id[n] = table_cell(&t, c_id);
        if (id[n].len == 0 || id_map_add(&ids, n) != n)
            return table_fail(&t, "id", w->err,
                              "\"%.*s\" is empty or stands twice; expected "
                              "each id once",
                              RK_FMT(id[n]));
        bad = node_at(w, &t, c_a, "a", &pipe[n].a);
        if (!bad)
            bad = node_at(w, &t, c_b, "b", &pipe[n].b);
        if (!bad && pipe[n].a == pipe[n].b)
            bad = table_fail(&t, "b", w->err, "the same node as a; expected another");
        if (!bad)
            bad = read_state(w, &t, c_state, &pipe[n].shut);
        if (!bad)
            bad = read_pipe(w, &t, column, n, &pipe[n]);
        if (bad)
            return bad;
    }
    w->town->net.pipes = n;
    w->town->net.pipe = pipe;
    w->town->pipe_id = id;
    w->town->length_assumed = w->length_assumed;
    w->town->diameter_assumed = w->diameter_assumed;
    w->town->loss_assumed = w->loss_assumed;
    return bad ? bad : assume_diameters(w, pipe, n, scratch);
}

/* ---- consumers
 * ------------------------------------------------------------------------------- */

static rk_status read_mode(const struct reading *w, const struct table *t, int32_t column,
                           enum rk_heat_mode *out)
{
    const struct rk_str s = table_cell(t, column);
    *out = w->params.mode;
    if (s.len == 0)
        return RK_OK;
    if (one_of(s, "treturn|return"))
        *out = RK_HEAT_BY_RETURN;
    else if (one_of(s, "mdot|flow"))
        *out = RK_HEAT_BY_FLOW;
    else if (same_word(s, "radiator"))
        *out = RK_HEAT_BY_RADIATOR;
    else if (same_word(s, "elevator"))
        *out = RK_HEAT_BY_ELEVATOR;
    else
        return table_fail(t, "mode", w->err,
                          "\"%.*s\"; expected treturn, mdot, radiator or elevator",
                          (int)(s.len > 60 ? 60 : s.len), s.at);
    return RK_OK;
}

static rk_status read_consumers(struct reading *w)
{
    const struct column q = {"q_kw", 0.0, 500000.0, (double)NAN, true};
    const struct column back = {"t_return_c", 5.0, 180.0, w->params.return_c, false};
    const struct column dp = {"dp_min_pa", 0.0, 1e6, w->params.dp_min_pa, false};
    const struct column people = {"people", 0.0, 100000.0, (double)NAN, false};
    const struct column tau = {"tau_h", 1.0, 1000.0, (double)NAN, false};
    const struct column weight = {"weight", 0.0, 1e6, 1.0, false};
    struct table t;
    rk_status bad = table_open(w->folder->consumers, w->keep, &t, w->err);
    if (bad)
        return bad;
    const int32_t c_node = table_column(&t, "node"), c_q = table_column(&t, "q_kw");
    const int32_t c_mode = table_column(&t, "mode"), c_back = table_column(&t, "t_return_c");
    const int32_t c_dp = table_column(&t, "dp_min_pa"), c_people = table_column(&t, "people");
    const int32_t c_tau = table_column(&t, "tau_h"), c_weight = table_column(&t, "weight");
    bad = table_needs(&t, c_node, "node", w->err);
    if (!bad)
        bad = table_needs(&t, c_q, "q_kw", w->err);
    if (bad)
        return bad;
    const ptrdiff_t most = table_rows(&t);
    struct rk_heat_consumer *c = RK_NEW(w->keep, struct rk_heat_consumer, most);
    double *who = RK_NEW(w->keep, double, most), *tau_h = RK_NEW(w->keep, double, most);
    if (w->keep->failed || most > INT32_MAX / 64)
        return no_room(w, t.name);
    int32_t n = 0;
    for (bool end = false;; n++) {
        double unused = 0.0;
        bad = table_next(&t, &end, w->err);
        if (bad || end)
            break;
        bad = node_at(w, &t, c_node, "node", &c[n].node);
        if (!bad)
            bad = table_number(&t, c_q, &q, &c[n].q_kw, w->err);
        if (!bad)
            bad = read_mode(w, &t, c_mode, &c[n].mode);
        if (!bad)
            bad = table_number(&t, c_back, &back, &c[n].t_return_c, w->err);
        if (!bad)
            bad = table_number(&t, c_dp, &dp, &c[n].dp_min_pa, w->err);
        if (!bad)
            bad = table_number(&t, c_people, &people, &who[n], w->err);
        if (!bad)
            bad = table_number(&t, c_tau, &tau, &tau_h[n], w->err);
        if (!bad)
            bad = table_number(&t, c_weight, &weight, &unused, w->err);
        if (bad)
            return bad;
    }
    w->town->net.consumers = n;
    w->town->net.consumer = c;
    w->town->people = who;
    w->town->tau_h = tau_h;
    return bad;
}

/* ---- sources
 * --------------------------------------------------------------------------------- */

static rk_status sources_of_params(struct reading *w)
{
    const struct params *p = &w->params;
    struct rk_heat_source *s = RK_NEW(w->keep, struct rk_heat_source, p->plants);
    if (w->keep->failed)
        return no_room(w, w->folder->params.name);
    for (int32_t i = 0; i < p->plants; i++) {
        const int32_t node = id_map_find(&w->nodes, p->plant[i]);
        if (node < 0)
            return rk_fail(w->err, RK_EINVAL, w->folder->params.name,
                           "plant_nodes: \"%.*s\" is not a node; expected an id of %s",
                           RK_FMT(p->plant[i]), w->folder->nodes.name);
        s[i] = (struct rk_heat_source){.node = node,
                                       .supply_c = p->supply_c,
                                       .p_supply_pa = p->plant_p_pa,
                                       .lift_pa = p->plant_lift_pa,
                                       .max_kw = HUGE_VAL,
                                       .makeup_kg_s = HUGE_VAL};
    }
    w->town->net.sources = p->plants;
    w->town->net.source = s;
    return RK_OK;
}

static rk_status read_sources(struct reading *w)
{
    if (!w->folder->sources.bytes.at)
        return sources_of_params(w);
    const struct params *p = &w->params;
    const struct column supply = {"supply_c", 5.0, 200.0, p->supply_c, false};
    const struct column pressure = {"p_supply_pa", 0.0, 5e6, p->plant_p_pa, false};
    const struct column lift = {"lift_pa", 0.0, 5e6, p->plant_lift_pa, false};
    const struct column most_kw = {"max_kw", 0.0, 1e7, HUGE_VAL, false};
    const struct column makeup = {"makeup_kg_s", 0.0, 10000.0, HUGE_VAL, false};
    const struct column power = {"electric_kw", 0.0, 1e5, 0.0, false};
    struct table t;
    rk_status bad = table_open(w->folder->sources, w->keep, &t, w->err);
    if (bad)
        return bad;
    const int32_t c_node = table_column(&t, "node"), c_state = table_column(&t, "state");
    const int32_t c_supply = table_column(&t, "supply_c"),
                  c_p = table_column(&t, "p_supply_pa");
    const int32_t c_lift = table_column(&t, "lift_pa"), c_max = table_column(&t, "max_kw");
    const int32_t c_make = table_column(&t, "makeup_kg_s");
    const int32_t c_power = table_column(&t, "electric_kw");
    bad = table_needs(&t, c_node, "node", w->err);
    if (bad)
        return bad;
    const ptrdiff_t most = table_rows(&t);
    struct rk_heat_source *s = RK_NEW(w->keep, struct rk_heat_source, most);
    if (w->keep->failed || most > 100000)
        return no_room(w, t.name);
    int32_t n = 0;
    for (bool end = false;; n++) {
        double unused = 0.0;
        bad = table_next(&t, &end, w->err);
        if (bad || end)
            break;
        bad = node_at(w, &t, c_node, "node", &s[n].node);
        if (!bad)
            bad = read_state(w, &t, c_state, &s[n].off);
        if (!bad)
            bad = table_number(&t, c_supply, &supply, &s[n].supply_c, w->err);
        if (!bad)
            bad = table_number(&t, c_p, &pressure, &s[n].p_supply_pa, w->err);
        if (!bad)
            bad = table_number(&t, c_lift, &lift, &s[n].lift_pa, w->err);
        if (!bad)
            bad = table_number(&t, c_max, &most_kw, &s[n].max_kw, w->err);
        if (!bad)
            bad = table_number(&t, c_make, &makeup, &s[n].makeup_kg_s, w->err);
        if (!bad)
            bad = table_number(&t, c_power, &power, &unused, w->err);
        for (int32_t k = 0; k < n && !bad; k++)
            if (s[k].node == s[n].node && !s[k].off && !s[n].off)
                bad = table_fail(&t, "node", w->err, "a second running source at this node");
        if (bad)
            return bad;
    }
    w->town->net.sources = n;
    w->town->net.source = s;
    return bad;
}

/* ---- pumps and valves
 * ------------------------------------------------------------------------ */

/* "0:400000 50:300000 100:0": kg/s:Pa; one point h at q means h (4 - (m/q)^2) / 3. */
static rk_status read_curve(const struct reading *w, const struct table *t, int32_t column,
                            struct rk_heat_link *link)
{
    struct rk_str rest = rk_str_trim(table_cell(t, column));
    struct rk_heat_point *p = RK_NEW(w->keep, struct rk_heat_point, rest.len / 3 + 1);
    if (!p)
        return no_room(w, t->name);
    int32_t n = 0;
    while (rest.at && rest.len > 0) {
        struct rk_str lift = rk_str_cut(&rest, ' ');
        if (rest.at)
            rest = rk_str_trim(rest);
        const struct rk_str flow = rk_str_cut(&lift, ':');
        if (!lift.at || !heat_read_number(flow, &p[n].flow_kg_s) ||
            !heat_read_number(lift, &p[n].lift_pa) || !(p[n].flow_kg_s >= 0.0) ||
            !(p[n].flow_kg_s <= 20000.0) || !(p[n].lift_pa >= 0.0) || !(p[n].lift_pa <= 1e7) ||
            (n > 0 &&
             (p[n].flow_kg_s <= p[n - 1].flow_kg_s || p[n].lift_pa > p[n - 1].lift_pa)))
            return table_fail(t, "curve", w->err,
                              "\"%.*s\"; expected kg/s:Pa points, flow "
                              "rising to 20000, lift falling from 1e7",
                              RK_FMT(flow));
        n++;
    }
    if (n == 0 || (n == 1 && !(p[0].flow_kg_s > 0.0)))
        return table_fail(t, "curve", w->err, "empty; expected points as 0:400000 50:300000");
    link->kind = RK_HEAT_PUMP;
    if (n == 1) {
        link->lift_pa = 4.0 / 3.0 * p[0].lift_pa;
        link->fall = p[0].lift_pa / (3.0 * p[0].flow_kg_s * p[0].flow_kg_s);
        link->power = 2.0;
        return RK_OK;
    }
    link->curve = p;
    link->points = n;
    return RK_OK;
}

/* An open valve without numbers: 10 Pa at 1 kg/s, far below any pipe. */
static rk_status read_valve(const struct reading *w, const struct table *t,
                            struct rk_heat_link *link)
{
    const struct column d = {"inner_d_m", 0.005, 2.5, (double)NAN, false};
    const struct column zeta = {"zeta", 0.0, 1e6, 0.5, false};
    double inner_d_m = 0.0, loss = 0.0;
    const struct rk_str kind = table_cell(t, table_column(t, "kind"));
    if (kind.len > 0 && !one_of(kind, "gate|ball|valve|check|bypass"))
        return table_fail(t, "kind", w->err, "\"%.*s\"; expected gate, ball, check or bypass",
                          (int)(kind.len > 60 ? 60 : kind.len), kind.at);
    rk_status bad = table_number(t, table_column(t, "inner_d_m"), &d, &inner_d_m, w->err);
    if (!bad)
        bad = table_number(t, table_column(t, "zeta"), &zeta, &loss, w->err);
    if (!bad)
        bad = read_state(w, t, table_column(t, "state"), &link->shut);
    if (bad)
        return bad;
    link->kind = same_word(kind, "check") ? RK_HEAT_CHECK : RK_HEAT_FIT;
    link->lin = 1e-2;
    if (isnan(inner_d_m)) {
        link->lin = 10.0;
    } else {
        const double area = 3.14159265358979323846 * inner_d_m * inner_d_m / 4.0;
        link->quad = loss / (2.0 * w->params.fluid.rho_kg_m3 * area * area);
    }
    return RK_OK;
}

static rk_status read_side(const struct reading *w, const struct table *t, int32_t column,
                           enum rk_heat_side *out)
{
    const struct rk_str s = table_cell(t, column);
    if (s.len == 0 || same_word(s, "supply"))
        *out = RK_HEAT_SUPPLY;
    else if (same_word(s, "return"))
        *out = RK_HEAT_RETURN;
    else if (same_word(s, "bypass"))
        *out = RK_HEAT_BYPASS;
    else
        return table_fail(t, "side", w->err, "\"%.*s\"; expected supply, return or bypass",
                          (int)(s.len > 60 ? 60 : s.len), s.at);
    return RK_OK;
}

static rk_status read_fittings(struct reading *w, struct rk_heat_file file, bool pumps,
                               struct rk_heat_fitting *to, int32_t *count)
{
    struct table t;
    if (!file.bytes.at)
        return RK_OK;
    rk_status bad = table_open(file, w->keep, &t, w->err);
    const int32_t c_a = bad ? -1 : table_column(&t, "a|from");
    const int32_t c_b = bad ? -1 : table_column(&t, "b|to");
    if (!bad)
        bad = table_needs(&t, c_a, "a", w->err);
    if (!bad)
        bad = table_needs(&t, c_b, "b", w->err);
    for (bool end = false; !bad; (*count)++) {
        bad = table_next(&t, &end, w->err);
        if (bad || end)
            break;
        struct rk_heat_fitting *f = &to[*count];
        bad = node_at(w, &t, c_a, "a", &f->link.a);
        if (!bad)
            bad = node_at(w, &t, c_b, "b", &f->link.b);
        if (!bad)
            bad = read_side(w, &t, table_column(&t, "side"), &f->side);
        if (!bad && f->link.a == f->link.b && f->side != RK_HEAT_BYPASS)
            bad = table_fail(&t, "b", w->err, "the same node as a; expected another");
        if (!bad && pumps)
            bad = read_curve(w, &t, table_column(&t, "curve"), &f->link);
        if (!bad && pumps)
            bad = read_state(w, &t, table_column(&t, "state"), &f->link.shut);
        if (!bad && !pumps)
            bad = read_valve(w, &t, &f->link);
    }
    return bad;
}

static ptrdiff_t lines_of(struct rk_heat_file file)
{
    if (!file.bytes.at)
        return 0;
    ptrdiff_t lines = 1;
    for (ptrdiff_t i = 0; i < file.bytes.len; i++)
        lines += file.bytes.at[i] == '\n';
    return lines;
}

static rk_status read_all_fittings(struct reading *w)
{
    const ptrdiff_t most = lines_of(w->folder->pumps) + lines_of(w->folder->valves);
    struct rk_heat_fitting *f = RK_NEW(w->keep, struct rk_heat_fitting, most);
    int32_t count = 0;
    if (w->keep->failed || most > INT32_MAX / 64)
        return no_room(w, "pumps.csv");
    rk_status bad = read_fittings(w, w->folder->pumps, true, f, &count);
    if (!bad)
        bad = read_fittings(w, w->folder->valves, false, f, &count);
    w->town->net.fittings = count;
    w->town->net.fitting = f;
    return bad;
}

rk_status rk_heat_read_town(const struct rk_heat_folder *folder, struct rk_arena *keep,
                            struct rk_scratch scratch, struct rk_heat_town *out,
                            struct rk_err *err)
{
    struct rk_arena r = *keep;
    struct rk_heat_town town = {0};
    struct reading w = {.folder = folder, .keep = &r, .town = &town, .err = err};
    rk_status bad = params_read(folder->params, &r, &w.params, err);
    if (!bad)
        bad = read_nodes(&w);
    if (!bad)
        bad = read_pipes(&w, scratch);
    if (!bad)
        bad = read_consumers(&w);
    if (!bad)
        bad = read_sources(&w);
    if (!bad)
        bad = read_all_fittings(&w);
    if (bad)
        return bad;
    town.net.friction = w.params.friction;
    town.net.fluid = w.params.fluid;
    town.net.ground_c = w.params.ground_c;
    town.net.supply_c = w.params.supply_c;
    town.net.return_c = w.params.return_c;
    town.net.room_c = w.params.room_c;
    town.net.mixed_c = w.params.mixed_c;
    town.design_outdoor_c = w.params.design_outdoor_c;
    *keep = r;
    *out = town;
    return RK_OK;
}
