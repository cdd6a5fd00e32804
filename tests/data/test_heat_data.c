/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Published cases: towns, DESTEST, EPANET and OpenModelica networks, read from the data folder.
 */
#include "rk_test.h"

#include "rk_file.h"
#include "rk_heat_io.h"
#include "rk_json.h"

static struct rk_arena mem, fresh;
static struct rk_scratch tmp;
static struct rk_err err;

static int open_memory(void **state)
{
    (void)state;
    mem = fresh = rk_arena_open(1 << 28);
    tmp = rk_scratch_open(1 << 28);
    return 0;
}

static int close_memory(void **state)
{
    (void)state;
    rk_arena_close(&fresh);
    rk_scratch_close(&tmp);
    return 0;
}

static int start_anew(void **state)
{
    (void)state;
    mem = fresh;
    return 0;
}

static struct rk_heat_file file_at(const char *path, const char *name)
{
    struct rk_heat_file f = {name, {NULL, 0}};
    if (rk_file_exists(path))
        rk_assert_ok(rk_file_read(path, 1 << 27, &mem, &f.bytes, &err), err);
    return f;
}

/* ---- a small table by column names
 * ------------------------------------------------------------ */

struct table {
    struct rk_str rest, header;
};

static struct table table_of(struct rk_heat_file f)
{
    struct table t = {f.bytes, {NULL, 0}};
    t.header = rk_str_trim(rk_str_cut(&t.rest, '\n'));
    return t;
}

static bool next_row(struct table *t, struct rk_str *row)
{
    *row = rk_str_trim(rk_str_cut(&t->rest, '\n'));
    return row->len > 0;
}

static struct rk_str cell(const struct table *t, struct rk_str row, const char *name)
{
    struct rk_str h = t->header;
    while (h.at) {
        const struct rk_str column = rk_str_cut(&h, ','), value = rk_str_cut(&row, ',');
        if (rk_str_eq(column, rk_str_of(name)))
            return value;
    }
    fail_msg("no column %s", name);
    return row;
}

static double number(const struct table *t, struct rk_str row, const char *name)
{
    double x = 0.0;
    assert_true(rk_str_double(cell(t, row, name), &x));
    return x;
}

/* ---- towns
 * ------------------------------------------------------------------------------------ */

static struct rk_heat_town read_town(const char *folder)
{
    static const char *const names[] = {"params.json", "nodes.csv", "pipes.csv",
                                        "consumers.csv"};
    struct rk_heat_file f[4];
    char path[700];
    for (int k = 0; k < 4; k++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[k]);
        f[k] = file_at(path, names[k]);
    }
    const struct rk_heat_folder files = {
        .params = f[0], .nodes = f[1], .pipes = f[2], .consumers = f[3]};
    struct rk_heat_town town;
    rk_assert_ok(rk_heat_read_town(&files, &mem, tmp, &town, &err), err);
    return town;
}

static void check_town(const char *params)
{
    char folder[600], path[700];
    snprintf(folder, sizeof folder, "%s", params);
    *strrchr(folder, '/') = '\0';
    const struct rk_heat_town town = read_town(folder);
    struct rk_heat_result r;
    rk_assert_ok(rk_heat_solve(&town.net, &mem, tmp, &r, &err), err);
    assert_true(r.converged);
    assert_true(r.outer_steps <= 20);
    snprintf(path, sizeof path, "%s/expected_nodes.csv", folder);
    struct table t = table_of(file_at(path, "expected_nodes.csv"));
    struct rk_str row;
    for (int32_t i = 0; next_row(&t, &row); i++) {
        assert_true(rk_str_eq(town.node_id[i], cell(&t, row, "id")));
        rk_assert_near(r.p_supply_pa[i], number(&t, row, "p_supply_Pa"), 1.0);
        rk_assert_near(r.p_return_pa[i], number(&t, row, "p_return_Pa"), 1.0);
        rk_assert_near(r.t_supply_c[i], number(&t, row, "T_supply_C"), 1e-5);
        rk_assert_near(r.t_return_c[i], number(&t, row, "T_return_C"), 1e-5);
    }
    snprintf(path, sizeof path, "%s/expected_pipes.csv", folder);
    t = table_of(file_at(path, "expected_pipes.csv"));
    for (int32_t p = 0; next_row(&t, &row); p++) {
        assert_true(rk_str_eq(town.pipe_id[p], cell(&t, row, "id")));
        rk_assert_near(r.supply_kg_s[p], number(&t, row, "mdot_supply_kg_s"), 1e-6);
        rk_assert_near(r.return_kg_s[p], number(&t, row, "mdot_return_kg_s"), 1e-6);
    }
}

static void towns_of_given_flow_are_met(void **state)
{
    (void)state;
    char params[512];
    rk_need_data(params, sizeof params, "heat/towns/town_m_mdot/params.json");
    check_town(params);
    rk_need_data(params, sizeof params, "heat/towns/town_l_mdot/params.json");
    check_town(params);
}

static void towns_of_given_return_are_met(void **state)
{
    (void)state;
    char params[512];
    rk_need_data(params, sizeof params, "heat/towns/town_s_treturn/params.json");
    check_town(params);
    rk_need_data(params, sizeof params, "heat/towns/town_2plants_treturn/params.json");
    check_town(params);
}

/* ---- DESTEST CE_0
 * ------------------------------------------------------------------------------- */

enum { MOST_NODES = 40 };

struct destest {
    struct rk_heat_net net;
    struct rk_str id[MOST_NODES];
    double z_m[MOST_NODES];
    struct rk_heat_pipe pipe[MOST_NODES];
    struct rk_heat_consumer consumer[MOST_NODES];
    struct rk_heat_source source;
};

static int32_t node_of(struct destest *d, struct rk_str id)
{
    for (int32_t i = 0; i < d->net.nodes; i++)
        if (rk_str_eq(d->id[i], id))
            return i;
    assert_true(d->net.nodes < MOST_NODES);
    d->id[d->net.nodes] = id;
    if (rk_str_starts(id, RK_STR("SD"))) /* 553 kg/h cooled by 30 K */
        d->consumer[d->net.consumers++] =
            (struct rk_heat_consumer){.node = d->net.nodes,
                                      .mode = RK_HEAT_BY_FLOW,
                                      .q_kw = 553.0 / 3600.0 * 4.18 * 30.0,
                                      .t_return_c = 40.0};
    return d->net.nodes++;
}

static void make_destest(struct destest *d, const char *path)
{
    struct table t = table_of(file_at(path, "pipes.csv"));
    struct rk_str row;
    *d = (struct destest){0};
    while (next_row(&t, &row)) {
        const int32_t a = node_of(d, cell(&t, row, "parent"));
        const int32_t b = node_of(d, cell(&t, row, "child"));
        const double inner_d_m = 1e-3 * number(&t, row, "inner_diameter_mm");
        d->pipe[d->net.pipes++] = (struct rk_heat_pipe){
            .a = a,
            .b = b,
            .length_m = number(&t, row, "length_m"),
            .inner_d_m = inner_d_m,
            .roughness_mm = 0.007,
            .u_w_m2k = number(&t, row, "u_w_per_mK") / (3.14159265358979 * inner_d_m)};
    }
    d->source = (struct rk_heat_source){.node = node_of(d, RK_STR("i")),
                                        .supply_c = 70.0,
                                        .p_supply_pa = 6e5,
                                        .lift_pa = 2e5,
                                        .max_kw = HUGE_VAL,
                                        .makeup_kg_s = HUGE_VAL};
    d->net.sources = 1;
    d->net.z_m = d->z_m;
    d->net.pipe = d->pipe;
    d->net.consumer = d->consumer;
    d->net.source = &d->source;
    d->net.friction = RK_HEAT_COLEBROOK;
    d->net.fluid = (struct rk_heat_fluid){988.0, 5.434e-4, 4180.0, 9.81};
    d->net.ground_c = 10.0;
    d->net.supply_c = 70.0;
    d->net.return_c = 40.0;
    d->net.room_c = 18.0;
    d->net.mixed_c = 65.0;
}

static void six_teams_and_we_agree_on_destest(void **state)
{
    (void)state;
    char path[512];
    rk_need_data(path, sizeof path, "heat/destest_ce0/pipes.csv");
    struct destest d;
    make_destest(&d, path);
    assert_int_equal(d.net.consumers, 16);
    struct rk_heat_result r;
    rk_assert_ok(rk_heat_solve(&d.net, &mem, tmp, &r, &err), err);
    const int32_t i = node_of(&d, RK_STR("i")), h = node_of(&d, RK_STR("h"));
    const int32_t e = node_of(&d, RK_STR("e"));
    rk_assert_near(r.source_kg_s[0] * 3600.0, 8848.0, 1e-6);
    rk_assert_near(r.p_supply_pa[i] - r.p_supply_pa[e], 23414.087, 0.5);
    rk_assert_near(r.p_return_pa[e] - r.p_return_pa[i], 23414.087, 0.5);
    rk_assert_near(r.source_kw[0], 313.571296, 1e-4);
    /* The row of PyDHN, 2024, within 0.05 K. */
    static const struct {
        const char *node;
        double supply_c, return_c;
    } rows[] = {{"i", 70.0, 39.48610},     {"h", 69.93913, 39.51532},
                {"g", 69.86947, 39.47556}, {"f", 69.76286, 39.43288},
                {"e", 69.59358, 39.39003}, {"SD1", 69.45721, 39.45721}};
    for (ptrdiff_t k = 0; k < RK_COUNT(rows); k++) {
        const int32_t n = node_of(&d, rk_str_of(rows[k].node));
        rk_assert_near(r.t_supply_c[n], rows[k].supply_c, 0.05);
        rk_assert_near(r.t_return_c[n], rows[k].return_c, 0.05);
    }
    const double lost_w = 8848.0 / 2.0 / 3600.0 * 4180.0 * (r.t_supply_c[i] - r.t_supply_c[h]);
    assert_true(lost_w > 312.0 && lost_w < 327.0);
}

/* ---- EPANET
 * -------------------------------------------------------------------------------------- */

static void check_inp(const char *inp_path)
{
    struct rk_heat_inp inp;
    struct rk_heat_flow flow;
    char path[600];
    rk_assert_ok(rk_heat_read_inp(file_at(inp_path, "net.inp"), &mem, tmp, &inp, &err), err);
    rk_assert_ok(rk_heat_flow_solve(&inp.net, &mem, tmp, &flow, &err), err);
    assert_true(flow.converged);
    const int base = (int)strlen(inp_path) - 4;
    const double per_m = inp.net.fluid.rho_kg_m3 * inp.net.fluid.g_m_s2;
    snprintf(path, sizeof path, "%.*s.nodes.csv", base, inp_path);
    struct table t = table_of(file_at(path, "nodes.csv"));
    struct rk_str row;
    for (int32_t i = 0; next_row(&t, &row); i++) {
        assert_true(rk_str_eq(inp.node_id[i], cell(&t, row, "id")));
        rk_assert_near(flow.potential_pa[i] / per_m, number(&t, row, "head_m"), 0.001);
    }
    snprintf(path, sizeof path, "%.*s.links.csv", base, inp_path);
    t = table_of(file_at(path, "links.csv"));
    for (int32_t l = 0; next_row(&t, &row); l++) {
        assert_true(rk_str_eq(inp.link_id[l], cell(&t, row, "id")));
        rk_assert_near(flow.flow_kg_s[l] / inp.unit_kg_s, number(&t, row, "flow_lps"), 0.01);
    }
}

static void epanets_heads_and_flows_are_met(void **state)
{
    (void)state;
    char path[512];
    rk_need_data(path, sizeof path, "heat/epanet/ltown-dw.inp");
    check_inp(path);
    rk_need_data(path, sizeof path, "heat/epanet/exnet-dw.inp");
    check_inp(path);
    rk_need_data(path, sizeof path, "heat/epanet/bwsn2-dw.inp");
    check_inp(path);
}

/* EPANET itself does not converge here. */
static void ky10_is_balanced_within_forty_steps(void **state)
{
    (void)state;
    char path[512];
    rk_need_data(path, sizeof path, "heat/epanet/ky10-dw.inp");
    struct rk_heat_inp inp;
    struct rk_heat_flow flow;
    rk_assert_ok(rk_heat_read_inp(file_at(path, "ky10-dw.inp"), &mem, tmp, &inp, &err), err);
    rk_assert_ok(rk_heat_flow_solve(&inp.net, &mem, tmp, &flow, &err), err);
    assert_true(flow.converged);
    assert_true(flow.newton_steps <= 40);
    rk_assert_near(flow.mass_residual_kg_s / inp.unit_kg_s, 0.0, 1e-3);
}

static void hazen_williams_is_refused_by_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *file, *place;
    } nets[] = {{"heat/epanet/Net1.inp", "Net.inp:133: Headloss"},
                {"heat/epanet/Net2.inp", "Net.inp:239: Headloss"},
                {"heat/epanet/Net3.inp", "Net.inp:351: Headloss"}};
    for (ptrdiff_t k = 0; k < RK_COUNT(nets); k++) {
        char path[512];
        rk_need_data(path, sizeof path, nets[k].file);
        struct rk_heat_inp inp;
        assert_int_equal(rk_heat_read_inp(file_at(path, "Net.inp"), &mem, tmp, &inp, &err),
                         RK_EINVAL);
        assert_string_equal(err.place, nets[k].place);
    }
}

/* ---- OpenModelica
 * -------------------------------------------------------------------------------- */

struct om_pipe {
    int32_t a, b, sections, count;
    double length_m, inner_d_m, roughness_mm, u_w_m2k, ground_c, v, temp_k[16];
};

struct om {
    struct rk_heat_fluid fluid;
    enum rk_heat_friction friction;
    int32_t nodes, pipes;
    double z_m[16], p_bar[16], put_kg_s[16];
    struct om_pipe pipe[16];
    int32_t source;
    double source_bar, source_c;
};

static double om_number(struct rk_json *j)
{
    return rk_json_next(j) == RK_JSON_NUMBER ? j->number : (double)NAN;
}

#define OM_IS(word) rk_str_eq(key, RK_STR(word))

static void om_pipe_value(struct om_pipe *p, struct rk_json *j, struct rk_str key)
{
    if (OM_IS("from_junction"))
        p->a = (int32_t)om_number(j);
    else if (OM_IS("to_junction"))
        p->b = (int32_t)om_number(j);
    else if (OM_IS("length_km"))
        p->length_m = 1e3 * om_number(j);
    else if (OM_IS("inner_diameter_mm"))
        p->inner_d_m = 1e-3 * om_number(j);
    else if (OM_IS("k_mm"))
        p->roughness_mm = om_number(j);
    else if (OM_IS("u_w_per_m2k"))
        p->u_w_m2k = om_number(j);
    else if (OM_IS("text_k"))
        p->ground_c = om_number(j) - 273.15;
    else if (OM_IS("v_om"))
        p->v = om_number(j);
    else if (OM_IS("T_om") && rk_json_next(j) == RK_JSON_ARRAY)
        while (rk_json_next(j) == RK_JSON_NUMBER)
            p->temp_k[p->count++] = j->number;
    else if (!OM_IS("T_om"))
        rk_json_skip(j);
}

static void om_junction_value(struct om *m, struct rk_json *j, struct rk_str key)
{
    if (OM_IS("height_m"))
        m->z_m[m->nodes] = om_number(j);
    else if (OM_IS("p_om"))
        m->p_bar[m->nodes] = om_number(j);
    else
        rk_json_skip(j);
}

/* An item of "sink", "source" or "ext_grid": one junction, one or two numbers. */
static void om_item(struct om *m, struct rk_json *j, struct rk_str list)
{
    int32_t node = -1;
    double kg_s = 0.0, bar = 0.0, kelvin = 0.0;
    while (rk_json_next(j) == RK_JSON_KEY) {
        const struct rk_str key = j->text;
        if (OM_IS("junction"))
            node = (int32_t)om_number(j);
        else if (OM_IS("mdot_kg_per_s"))
            kg_s = om_number(j);
        else if (OM_IS("p_bar"))
            bar = om_number(j);
        else if (OM_IS("t_k"))
            kelvin = om_number(j);
        else
            rk_json_skip(j);
    }
    if (rk_str_eq(list, RK_STR("ext_grid"))) {
        m->source = node;
        m->source_bar = bar;
        m->source_c = kelvin - 273.15;
    } else {
        m->put_kg_s[node] += rk_str_eq(list, RK_STR("sink")) ? kg_s : -kg_s;
    }
}

static void om_list(struct om *m, struct rk_json *j, struct rk_str list)
{
    if (rk_json_next(j) != RK_JSON_ARRAY)
        return; /* "source" also names where the case comes from */
    while (rk_json_next(j) == RK_JSON_OBJECT) {
        if (rk_str_eq(list, RK_STR("pipe"))) {
            while (rk_json_next(j) == RK_JSON_KEY)
                om_pipe_value(&m->pipe[m->pipes], j, j->text);
            m->pipes++;
        } else if (rk_str_eq(list, RK_STR("junction"))) {
            while (rk_json_next(j) == RK_JSON_KEY)
                om_junction_value(m, j, j->text);
            m->nodes++;
        } else {
            om_item(m, j, list);
        }
    }
}

static void om_read(struct om *m, const char *path)
{
    *m = (struct om){.fluid = {.g_m_s2 = 9.81}};
    struct rk_json j = rk_json_read(file_at(path, "case.json").bytes, &mem);
    assert_int_equal(rk_json_next(&j), RK_JSON_OBJECT);
    while (rk_json_next(&j) == RK_JSON_KEY) {
        const struct rk_str key = j.text;
        if (OM_IS("pipe") || OM_IS("junction") || OM_IS("sink") || OM_IS("source") ||
            OM_IS("ext_grid")) {
            om_list(m, &j, key);
        } else if (OM_IS("friction")) {
            rk_json_next(&j);
            m->friction = rk_str_eq(j.text, RK_STR("colebrook")) ? RK_HEAT_COLEBROOK
                                                                 : RK_HEAT_SWAMEE_JAIN;
        } else if (OM_IS("fluid")) {
            rk_json_next(&j);
            while (rk_json_next(&j) == RK_JSON_KEY) {
                const struct rk_str name = j.text;
                const double x = om_number(&j);
                *(rk_str_eq(name, RK_STR("density"))     ? &m->fluid.rho_kg_m3
                  : rk_str_eq(name, RK_STR("viscosity")) ? &m->fluid.mu_pa_s
                                                         : &m->fluid.cp_j_kgk) = x;
            }
        } else {
            rk_json_skip(&j);
        }
    }
}

struct om_errors {
    double p, v, t; /* relative; t in kelvin of the mean over a pipe's sections */
};

/* Velocity is not what we say; OpenModelica's is compared through the density of water at its
 * temperature (Kell 1975) and pressure (4.6e-10 per Pa). */
static double om_density(const struct om *m, double c, double pa)
{
    double kell[2];
    for (int k = 0; k < 2; k++) {
        const double t = k == 0 ? c : 20.0;
        kell[k] = (999.83952 +
                   t * (16.945176 +
                        t * (-7.9870401e-3 +
                             t * (-46.170461e-6 + t * (105.56302e-9 - t * 280.54253e-12))))) /
                  (1.0 + 16.879850e-3 * t);
    }
    return m->fluid.rho_kg_m3 * kell[0] / kell[1] * (1.0 + 4.6e-10 * pa);
}

static double om_v_error(const struct om *m, int32_t p, double kg_s, double c)
{
    const double d = m->pipe[p].inner_d_m;
    const double pa = 0.5e5 * (m->p_bar[m->pipe[p].a] + m->p_bar[m->pipe[p].b]);
    const double v = kg_s / (om_density(m, c, pa) * 3.14159265358979 * d * d / 4.0);
    return fabs(v / m->pipe[p].v - 1.0);
}

/* Their gauge pressures count from the air at each height (barometric formula). */
static double om_p_error(const struct om *m, int32_t i, double pa)
{
    double air[2];
    for (int k = 0; k < 2; k++)
        air[k] = 101325.0 * pow(1.0 - 0.0065 * m->z_m[k == 0 ? i : m->source] / 288.15, 5.255);
    return fabs((pa + air[1] - air[0]) / (1e5 * m->p_bar[i]) - 1.0);
}

/* Hydraulics only. */
static struct om_errors om_water(const struct om *m)
{
    struct rk_heat_link link[16] = {0};
    double demand[16], fixed[16];
    for (int32_t p = 0; p < m->pipes; p++)
        link[p] = (struct rk_heat_link){.a = m->pipe[p].a,
                                        .b = m->pipe[p].b,
                                        .kind = RK_HEAT_PIPE,
                                        .length_m = m->pipe[p].length_m,
                                        .inner_d_m = m->pipe[p].inner_d_m,
                                        .roughness_mm = m->pipe[p].roughness_mm};
    const double per_m = m->fluid.rho_kg_m3 * m->fluid.g_m_s2;
    for (int32_t i = 0; i < m->nodes; i++) {
        demand[i] = m->put_kg_s[i];
        fixed[i] = i == m->source ? m->source_bar * 1e5 + per_m * m->z_m[i] : (double)NAN;
    }
    const struct rk_heat_flow_net net = {m->nodes, m->pipes,    link,    demand,
                                         fixed,    m->friction, m->fluid};
    struct rk_heat_flow r;
    rk_assert_ok(rk_heat_flow_solve(&net, &mem, tmp, &r, &err), err);
    assert_true(r.converged);
    struct om_errors e = {0.0, 0.0, 0.0};
    for (int32_t i = 0; i < m->nodes; i++)
        e.p = fmax(e.p,
                   fabs((r.potential_pa[i] - per_m * m->z_m[i]) / (1e5 * m->p_bar[i]) - 1.0));
    for (int32_t p = 0; p < m->pipes; p++)
        e.v = fmax(e.v, om_v_error(m, p, r.flow_kg_s[p], 20.0));
    return e;
}

/* Temperatures as their discretisation has them: each pipe is a row of stirred volumes. Flows
 * and source are ours; what the volumes hold is compared in the mean of each pipe. */
static void om_stirred(const struct om *m, const struct rk_heat_result *r, struct om_errors *e)
{
    double node_k[16], mean_k[16], out_k[16];
    for (int32_t i = 0; i < m->nodes; i++)
        node_k[i] = m->source_c + 273.15;
    for (int round = 0; round < 6; round++) {
        double in[16] = {0.0}, sum[16] = {0.0};
        for (int32_t p = 0; p < m->pipes; p++) {
            const struct om_pipe *o = &m->pipe[p];
            const double flow = r->supply_kg_s[p], ground_k = o->ground_c + 273.15;
            const double part = o->u_w_m2k * 3.14159265358979 * o->inner_d_m * o->length_m /
                                (fabs(flow) * m->fluid.cp_j_kgk * o->count);
            double t = node_k[flow > 0.0 ? o->a : o->b];
            mean_k[p] = 0.0;
            for (int32_t k = 0; k < o->count; k++) {
                t = (t + part * ground_k) / (1.0 + part);
                mean_k[p] += t / o->count;
            }
            out_k[p] = t;
            in[flow > 0.0 ? o->b : o->a] += fabs(flow);
            sum[flow > 0.0 ? o->b : o->a] += fabs(flow) * out_k[p];
        }
        for (int32_t i = 0; i < m->nodes; i++)
            if (i != m->source && in[i] > 0.0)
                node_k[i] = sum[i] / in[i];
    }
    for (int32_t p = 0; p < m->pipes; p++) {
        double theirs = 0.0;
        for (int32_t k = 0; k < m->pipe[p].count; k++)
            theirs += m->pipe[p].temp_k[k] / m->pipe[p].count;
        e->t = fmax(e->t, fabs(mean_k[p] / theirs - 1.0));
        e->v = fmax(e->v, om_v_error(m, p, r->supply_kg_s[p], mean_k[p] - 273.15));
    }
}

/* Hydraulics and heat: the supply side of a town whose houses take the given flows. */
static struct om_errors om_heat(const struct om *m)
{
    struct rk_heat_pipe pipe[16] = {0};
    struct rk_heat_consumer house[16] = {0};
    struct rk_heat_net net = {.nodes = m->nodes,
                              .pipes = m->pipes,
                              .sources = 1,
                              .z_m = m->z_m,
                              .pipe = pipe,
                              .consumer = house,
                              .friction = m->friction,
                              .fluid = m->fluid,
                              .ground_c = m->pipe[0].ground_c,
                              .supply_c = m->source_c,
                              .return_c = m->source_c - 10.0,
                              .room_c = -50.0};
    const struct rk_heat_source source = {.node = m->source,
                                          .supply_c = m->source_c,
                                          .p_supply_pa = m->source_bar * 1e5,
                                          .max_kw = HUGE_VAL,
                                          .makeup_kg_s = HUGE_VAL};
    net.source = &source;
    for (int32_t p = 0; p < m->pipes; p++)
        pipe[p] = (struct rk_heat_pipe){.a = m->pipe[p].a,
                                        .b = m->pipe[p].b,
                                        .length_m = m->pipe[p].length_m,
                                        .inner_d_m = m->pipe[p].inner_d_m,
                                        .roughness_mm = m->pipe[p].roughness_mm,
                                        .u_w_m2k = m->pipe[p].u_w_m2k};
    for (int32_t i = 0; i < m->nodes; i++)
        if (m->put_kg_s[i] > 0.0)
            house[net.consumers++] =
                (struct rk_heat_consumer){.node = i,
                                          .mode = RK_HEAT_BY_FLOW,
                                          .t_return_c = 5.0,
                                          .q_kw = m->put_kg_s[i] * m->fluid.cp_j_kgk * 1e-2};
    struct rk_heat_result r;
    rk_assert_ok(rk_heat_solve(&net, &mem, tmp, &r, &err), err);
    struct om_errors e = {0.0, 0.0, 0.0};
    for (int32_t i = 0; i < m->nodes; i++)
        e.p = fmax(e.p, om_p_error(m, i, r.p_supply_pa[i]));
    om_stirred(m, &r, &e);
    return e;
}

/*
 * Bounds: what pandapipes 0.14 itself differs from OpenModelica by, and 1e-4. Two known gaps
 * are named: in the Colebrook water delta one pipe runs at Re 3297, amid the join of laminar
 * and turbulent, where 1 % of friction is 1 % of the others' tiny flows (pressures agree to
 * 1e-5); in the heat delta the viscosity of the hot water, which we keep as given for 20 C,
 * shifts 1 % (docs/methods/heat.md, 9).
 */
static void openmodelicas_networks_are_met_as_well_as_by_pandapipes(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        double p, v, t;
    } cases[] = {
        {"heat_transfer_cases__delta", 0.043, 0.011, 0.0034},
        {"heat_transfer_cases__heights", 0.011, 0.031, 0.0032},
        {"heat_transfer_cases__one_pipe", 0.003, 0.02, 0.0028},
        {"heat_transfer_cases__t_cross", 0.006, 0.029, 0.0054},
        {"water_cases_colebrook__meshed_networks__delta", 1.1e-5, 0.013, 0.0},
        {"water_cases_colebrook__one_pipe__pipe_1", 2.8e-4, 1.5e-4, 0.0},
        {"water_cases_colebrook__one_pipe__pipe_3", 2.8e-4, 1.5e-4, 0.0},
        {"water_cases_colebrook__strand_net__strand_net", 2.8e-4, 1.5e-4, 0.0},
        {"water_cases_colebrook__t_cross__t_cross", 2.8e-4, 1.5e-4, 0.0},
        {"water_cases_swamee-jain__meshed_networks__delta", 1.1e-5, 2.1e-3, 0.0},
        {"water_cases_swamee-jain__one_pipe__pipe_1", 1e-3, 1.5e-4, 0.0},
        {"water_cases_swamee-jain__strand_net__two_pipes", 1e-3, 1.5e-4, 0.0},
    };
    bool all = true;
    for (ptrdiff_t k = 0; k < RK_COUNT(cases); k++) {
        char name[160], path[512];
        struct om m;
        snprintf(name, sizeof name, "heat/openmodelica/%s.json", cases[k].name);
        rk_need_data(path, sizeof path, name);
        om_read(&m, path);
        const struct om_errors e = cases[k].t > 0.0 ? om_heat(&m) : om_water(&m);
        const bool good =
            e.p <= cases[k].p + 1e-4 && e.v <= cases[k].v + 1e-4 && e.t <= cases[k].t + 1e-4;
        if (!good)
            print_message("%s: p %.3g (%.3g), v %.3g (%.3g), T %.3g (%.3g)\n", cases[k].name,
                          e.p, cases[k].p, e.v, cases[k].v, e.t, cases[k].t);
        all &= good;
    }
    assert_true(all);
}

static void the_published_schedule_is_met(void **state)
{
    (void)state;
    char path[512];
    rk_need_data(path, sizeof path, "heat/norms/temperature_schedule_95_70.csv");
    struct table t = table_of(file_at(path, "schedule.csv"));
    const struct rk_heat_schedule s = {95.0, 70.0, -21.0, 18.0};
    struct rk_str row;
    int32_t rows = 0;
    for (; next_row(&t, &row); rows++)
        rk_assert_near(rk_heat_schedule_at(&s, number(&t, row, "outdoor_C")).supply_c,
                       number(&t, row, "supply_C_published"), 0.55);
    assert_int_equal(rows, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(towns_of_given_flow_are_met, start_anew),
        cmocka_unit_test_setup(towns_of_given_return_are_met, start_anew),
        cmocka_unit_test_setup(six_teams_and_we_agree_on_destest, start_anew),
        cmocka_unit_test_setup(epanets_heads_and_flows_are_met, start_anew),
        cmocka_unit_test_setup(ky10_is_balanced_within_forty_steps, start_anew),
        cmocka_unit_test_setup(hazen_williams_is_refused_by_its_line, start_anew),
        cmocka_unit_test_setup(openmodelicas_networks_are_met_as_well_as_by_pandapipes,
                               start_anew),
        cmocka_unit_test_setup(the_published_schedule_is_met, start_anew),
    };
    return cmocka_run_group_tests(tests, open_memory, close_memory);
}
