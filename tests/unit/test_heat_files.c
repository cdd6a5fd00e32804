/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of the heat engine. All towns and houses here are invented. */
#include "rk_test.h"

#include "rk_heat_io.h"

static struct rk_arena mem;
static struct rk_scratch tmp;
static struct rk_err err;

static int open_memory(void **state)
{
    (void)state;
    mem = rk_arena_open(1 << 26);
    tmp = rk_scratch_open(1 << 26);
    return 0;
}

static int close_memory(void **state)
{
    (void)state;
    rk_arena_close(&mem);
    rk_scratch_close(&tmp);
    return 0;
}

static struct rk_heat_file file(const char *name, const char *text)
{
    return (struct rk_heat_file){name, rk_str_of(text)};
}

static const char params[] =
    "{\"rho\": 1000, \"mu\": 0.0003, \"cp\": 4200, \"g\": 10,\n"
    " \"friction\": \"nikuradse\", \"roughness_mm\": 0.5,\n"
    " \"u_W_per_m2K_of_inner_surface\": 0, \"ground_C\": 5,\n"
    " \"supply_C\": 110, \"return_C\": 70, \"plant_nodes\": [\"a\"],\n"
    " \"plant_supply_pressure_Pa\": 800000, \"plant_lift_Pa\": 300000,\n"
    " \"consumer_mode\": \"treturn\", \"note\": {\"any\": [1, 2]}}";

static struct rk_heat_folder folder(void)
{
    return (struct rk_heat_folder){
        .params = file("params.json", params),
        .nodes = file("nodes.csv", "id,x_m,y_m,z_m\na,0,0,0\nb,100,0,1.5\nc,100,50,2\n"),
        .pipes = file("pipes.csv", "id,a,b,length_m,inner_d_m\np,a,b,100,0.2\nq,b,c,50,0.1\n"),
        .consumers = file("consumers.csv", "node,q_kw\nc,84\n"),
    };
}

static rk_status read(const struct rk_heat_folder *f, struct rk_heat_town *town)
{
    return rk_heat_read_town(f, &mem, tmp, town, &err);
}

static void a_folder_becomes_a_town_and_tables(void **state)
{
    (void)state;
    const struct rk_heat_folder f = folder();
    struct rk_heat_town t;
    struct rk_heat_result r;
    rk_assert_ok(read(&f, &t), err);
    assert_int_equal(t.net.nodes, 3);
    assert_int_equal(t.net.pipes, 2);
    rk_assert_near(t.net.z_m[1], 1.5, 0.0);
    rk_assert_near(t.net.source[0].p_supply_pa, 8e5, 0.0);
    rk_assert_ok(rk_heat_solve(&t.net, &mem, tmp, &r, &err), err);
    struct rk_buf b = rk_buf_in(&mem, 2000);
    rk_heat_write_consumers(&t, &r, &b);
    rk_assert_str(rk_buf_str(&b),
                  "node,mdot_kg_s,q_kw,share,state\nc,0.500000000,84.000000,1.000000,ok\n");
    b = rk_buf_in(&mem, 2000);
    rk_heat_write_pipes(&t, &r, &b);
    rk_assert_str(rk_buf_str(&b), "id,mdot_supply_kg_s,mdot_return_kg_s\n"
                                  "p,0.500000000,0.500000000\nq,0.500000000,0.500000000\n");
    b = rk_buf_in(&mem, 2000);
    rk_heat_write_nodes(&t, &r, &b);
    assert_true(rk_str_starts(rk_buf_str(&b),
                              RK_STR("id,p_supply_Pa,T_supply_C,p_return_Pa,T_return_C,state\n"
                                     "a,800000.000,110.0000000,500000.000,70.0000000,ok\n")));
}

/* Byte-order mark, CRLF, semicolons, quotes, empty lines, other column order, upper case. */
static void tables_come_as_people_save_them(void **state)
{
    (void)state;
    struct rk_heat_folder f = folder();
    f.nodes =
        file("nodes.csv", "\xEF\xBB\xBFZ_M;\"ID\"\r\n0;a\r\n\r\n1.5;\"b\"\r\n2;\"c\"\r\n");
    f.pipes =
        file("pipes.csv", "id\ta\tb\tlength_m\tinner_d_m\tstate\np\ta\tb\t100\t0.2\topen\n"
                          "\"q \"\"2\"\"\"\tb\tc\t50\t0.1\t");
    struct rk_heat_town t;
    rk_assert_ok(read(&f, &t), err);
    rk_assert_near(t.net.z_m[1], 1.5, 0.0);
    rk_assert_str(t.pipe_id[1], "q \"2\"");
}

static void a_part_without_a_source_has_empty_cells_and_a_reason(void **state)
{
    (void)state;
    struct rk_heat_folder f = folder();
    f.pipes = file("pipes.csv", "id,a,b,length_m,inner_d_m,state\np,a,b,100,0.2,\n"
                                "q,b,c,50,0.1,destroyed\n");
    struct rk_heat_town t;
    struct rk_heat_result r;
    rk_assert_ok(read(&f, &t), err);
    rk_assert_ok(rk_heat_solve(&t.net, &mem, tmp, &r, &err), err);
    struct rk_buf b = rk_buf_in(&mem, 2000);
    rk_heat_write_nodes(&t, &r, &b);
    assert_true(rk_str_ends(rk_buf_str(&b), RK_STR("\nc,,,,,no source\n")));
    b = rk_buf_in(&mem, 2000);
    rk_heat_write_consumers(&t, &r, &b);
    assert_true(rk_str_ends(rk_buf_str(&b), RK_STR("\nc,,,,no source\n")));
}

/* What is not known is assumed by the written rules, counted, and varied on demand. */
static void what_is_missing_is_assumed_and_marked(void **state)
{
    (void)state;
    struct rk_heat_folder f = folder();
    f.params = file("params.json", "{\"plant_nodes\": [\"a\"]}");
    f.pipes = file("pipes.csv", "id,a,b,length_m,inner_d_m,u_w_m2k\np,a,b,,0.2,\n"
                                "q,b,c,50,,2.5\n");
    struct rk_heat_town t;
    rk_assert_ok(read(&f, &t), err);
    rk_assert_near(t.net.pipe[0].length_m, 120.0, 1e-9); /* 1.2 times the way of the crow */
    rk_assert_near(t.net.pipe[1].inner_d_m, 0.2, 0.0);   /* the median of the known */
    rk_assert_near(t.net.pipe[0].u_w_m2k, 1.5, 0.0);
    assert_int_equal(t.assumed_lengths, 1);
    assert_int_equal(t.assumed_diameters, 1);
    assert_int_equal(t.assumed_losses, 1);
    struct rk_heat_pipe pipe[2];
    struct rk_heat_net worse = rk_heat_vary_assumed(&t, -1, 0.3, pipe);
    rk_assert_near(worse.pipe[0].length_m, 156.0, 1e-9);
    rk_assert_near(worse.pipe[0].inner_d_m, 0.2, 0.0);
    rk_assert_near(worse.pipe[1].inner_d_m, 0.14, 1e-12);
    rk_assert_near(worse.pipe[0].u_w_m2k, 1.95, 1e-12);
    rk_assert_near(worse.pipe[1].u_w_m2k, 2.5, 0.0);
    const struct rk_heat_net better = rk_heat_vary_assumed(&t, 1, 0.3, pipe);
    rk_assert_near(better.pipe[0].length_m, 84.0, 1e-9);
}

static void refused(struct rk_heat_folder f, const char *place, const char *word)
{
    struct rk_heat_town t;
    assert_int_equal(read(&f, &t), RK_EINVAL);
    assert_string_equal(err.place, place);
    if (!strstr(err.text, word))
        fail_msg("\"%s\" does not say \"%s\"", err.text, word);
}

static void every_refusal_names_file_line_column_value_and_what_is_expected(void **state)
{
    (void)state;
    struct rk_heat_folder f = folder();
    f.pipes = file("pipes.csv", "id,a,b,length_m,inner_d_m\np,a,b,100,0.2\nq,b,c,50,200\n");
    refused(f, "pipes.csv:3: inner_d_m", "200 is out of range; expected 0.005 … 2.5");
    f.pipes = file("pipes.csv", "id,a,b,length_m,inner_d_m\np,a,b,100m,0.2\n");
    refused(f, "pipes.csv:2: length_m", "\"100m\" is not a number");
    f.pipes = file("pipes.csv", "id,a,b,length_m,inner_d_m\np,a,x,100,0.2\n");
    refused(f, "pipes.csv:2: b", "\"x\" is not a node");
    f.pipes = file("pipes.csv", "id,a,b,length_m,inner_d_m\np,a,b,100,0.2\np,b,c,100,0.2\n");
    refused(f, "pipes.csv:3: id", "stands twice");
    f.pipes = file("pipes.csv", "id,a,b,length_m,inner_d_m,state\np,a,b,100,0.2,maybe\n");
    refused(f, "pipes.csv:2: state", "\"maybe\"");
    f.pipes = file("pipes.csv", "id,a,length_m\n");
    refused(f, "pipes.csv:1: b", "missing");
    f = folder();
    f.consumers = file("consumers.csv", "node,q_kw\nc,\n");
    refused(f, "consumers.csv:2: q_kw", "empty");
    f.consumers = file("consumers.csv", "node,q_kw\nc,-4\n");
    refused(f, "consumers.csv:2: q_kw", "-4 is out of range");
    f.consumers = file("consumers.csv", "node,q_kw\n\"c,4\n");
    refused(f, "consumers.csv:2", "a quote is not closed");
    f = folder();
    f.params = file("params.json", "{\"rho\": 1000,\n\"mu\": 3}");
    refused(f, "params.json:2: mu", "expected a number, 5e-05 … 0.1");
    f.params = file("params.json", "{\"friction\": \"guess\"}");
    refused(f, "params.json:1: friction", "unknown law");
    f.params = file("params.json", "{\"plant_nodes\": [\"z\"]}");
    refused(f, "params.json", "\"z\" is not a node");
    f = folder();
    f.nodes = file("nodes.csv", "id,z_m\na,0\na,0\n");
    refused(f, "nodes.csv:3: id", "stands twice");
    f.nodes = (struct rk_heat_file){"nodes.csv", {NULL, 0}};
    refused(f, "nodes.csv", "missing");
}

static void sources_pumps_and_valves_are_read(void **state)
{
    (void)state;
    struct rk_heat_folder f = folder();
    f.sources =
        file("sources.csv", "node,supply_c,p_supply_pa,lift_pa,max_kw,fuel,electric_kw,"
                            "state,makeup_kg_s\na,95,600000,200000,50,gas,20,running,2\n"
                            "b,,,,,gas,,destroyed,\n");
    f.pumps = file("pumps.csv", "id,a,b,side,curve\nu,b,c,supply,0:40000 10:30000 20:0\n"
                                "v,b,c,return,5:30000\n");
    f.valves = file("valves.csv", "id,a,b,side,kind,state\nw,c,c,bypass,gate,closed\n"
                                  "x,a,c,return,check,open\n");
    struct rk_heat_town t;
    rk_assert_ok(read(&f, &t), err);
    assert_int_equal(t.net.sources, 2);
    rk_assert_near(t.net.source[0].max_kw, 50.0, 0.0);
    assert_true(t.net.source[1].off);
    assert_int_equal(t.net.fittings, 4);
    assert_int_equal(t.net.fitting[0].link.points, 3);
    assert_int_equal(t.net.fitting[1].side, RK_HEAT_RETURN);
    rk_assert_near(t.net.fitting[1].link.lift_pa, 40000.0, 1e-9);
    assert_true(t.net.fitting[2].link.shut && t.net.fitting[2].side == RK_HEAT_BYPASS);
    assert_int_equal(t.net.fitting[3].link.kind, RK_HEAT_CHECK);
    f.pumps = file("pumps.csv", "id,a,b,side,curve\nu,b,c,supply,0:40000 10:50000\n");
    refused(f, "pumps.csv:2: curve", "falling");
}

static void a_decimal_comma_is_read_where_it_cannot_be_mistaken(void **state)
{
    (void)state;
    struct rk_heat_folder f = folder();
    struct rk_heat_town t;
    f.consumers = file("consumers.csv", "node;q_kw\nc;84,25\n");
    rk_assert_ok(read(&f, &t), err);
    rk_assert_near(t.net.consumer[0].q_kw, 84.25, 1e-12);
    f.consumers = file("consumers.csv", "node;q_kw\nc;1,200\n");
    refused(f, "consumers.csv:2: q_kw", "\"1,200\" is not a number");
}

/* ---- EPANET
 * --------------------------------------------------------------------------------------- */

static rk_status read_inp(const char *text, struct rk_heat_inp *inp)
{
    return rk_heat_read_inp(file("net.inp", text), &mem, tmp, inp, &err);
}

static void refused_inp(const char *text, const char *place)
{
    struct rk_heat_inp inp;
    assert_int_equal(read_inp(text, &inp), RK_EINVAL);
    assert_string_equal(err.place, place);
}

#define HEAD "[OPTIONS]\nUnits LPS\nHeadloss D-W\n"

/* One pipe: h = f L/d v^2/2g by hand, Re = 4 Q/(pi d nu). */
static void one_pipe_by_hand(void **state)
{
    (void)state;
    struct rk_heat_inp inp;
    struct rk_heat_flow flow;
    rk_assert_ok(read_inp(HEAD "[JUNCTIONS]\n J1 5 20 ; ten\n[RESERVOIRS]\n R 50\n"
                               "[PIPES]\n P R J1 1000 200 0.1 0 Open\n[END]",
                          &inp),
                 err);
    rk_assert_ok(rk_heat_flow_solve(&inp.net, &mem, tmp, &flow, &err), err);
    const double g = 32.2 * 0.3048, nu = 1.1e-5 * 0.3048 * 0.3048;
    const double q = 20e-3 * 28.316846592 / 28.317, area = 3.14159265358979 * 0.01;
    const double re = q * 0.2 / (area * nu);
    const double f = 0.25 / pow(log10(0.0005 / 3.7 + 5.74 / pow(re, 0.9)), 2.0);
    const double head = 50.0 - f * 5000.0 * (q / area) * (q / area) / (2.0 * g);
    rk_assert_near(flow.potential_pa[0] / (1000.0 * g), head, 1e-9);
    struct rk_buf b = rk_buf_in(&mem, 1000);
    rk_heat_write_inp_links(&inp, &flow, &b);
    rk_assert_str(rk_buf_str(&b), "id,flow_lps\nP,20.000000\n");
    b = rk_buf_in(&mem, 1000);
    rk_heat_write_inp_nodes(&inp, &flow, tmp, &b);
    assert_true(rk_str_ends(rk_buf_str(&b), RK_STR("\nR,50.000000,-20.000000\n")));
}

/* Patterns at their start, categories, multiplier, gallons, closed and check pipes, status. */
static void demands_and_states_at_time_zero(void **state)
{
    (void)state;
    struct rk_heat_inp inp;
    rk_assert_ok(read_inp("[OPTIONS]\nUnits GPM\nHeadloss D-W\nDemand Multiplier 2\n"
                          "[TIMES]\nPattern Timestep 2:00\nPattern Start 2:00\n"
                          "[PATTERNS]\n1 1.0 1.5\nx 3 4\n"
                          "[JUNCTIONS]\nA 10 100\nB 10 50 x\nC 10 7\n[DEMANDS]\nC 5 x\nC 1\n"
                          "[TANKS]\nT 100 5 0 10 30 0\n"
                          "[PIPES]\nP A T 100 10 0.5 0 CV\nQ A B 100 10 0.5 0.2\n"
                          "R B C 100 10 0.5 Closed\n[STATUS]\nQ Closed\n"
                          "[CONTROLS]\nLINK Q OPEN IF NODE T ABOVE 7\nLINK Q OPEN AT TIME 3\n",
                          &inp),
                 err);
    const double gallon = 1000.0 * 0.028316846592 / 448.831;
    rk_assert_near(inp.net.demand_kg_s[0], 300.0 * gallon, 1e-9);
    rk_assert_near(inp.net.demand_kg_s[1], 400.0 * gallon, 1e-9);
    rk_assert_near(inp.net.demand_kg_s[2], (40.0 + 3.0) * gallon, 1e-9);
    rk_assert_near(inp.net.fixed_potential_pa[3], 105.0 * 0.3048 * 1000.0 * 32.2 * 0.3048,
                   1e-6);
    assert_true(inp.net.link[0].one_way && inp.net.link[1].shut && inp.net.link[2].shut);
    rk_assert_near(inp.net.link[0].inner_d_m, 0.254, 1e-12);
    rk_assert_near(inp.net.link[0].roughness_mm, 0.1524, 1e-12);
}

/* A pump curve of one point: 4/3 h - h/3 (q/q0)^2 against a pipe's loss, judged by its balance.
 */
static void pumps_and_valves_have_their_steady_meaning(void **state)
{
    (void)state;
    struct rk_heat_inp inp;
    struct rk_heat_flow flow;
    rk_assert_ok(read_inp(HEAD "[JUNCTIONS]\nA 0\nB 0\nC 0\n[RESERVOIRS]\nR 10\nS 30\n"
                               "[PIPES]\nP A B 100 300 0.1\n[PUMPS]\nU R A HEAD c\n"
                               "[VALVES]\nV B C 300 TCV 5\nW C S 300 FCV 1000\n"
                               "[CURVES]\nc 50 40\n",
                          &inp),
                 err);
    rk_assert_ok(rk_heat_flow_solve(&inp.net, &mem, tmp, &flow, &err), err);
    assert_true(flow.converged);
    const double q = flow.flow_kg_s[1] / inp.unit_kg_s, per_m = 1000.0 * 32.2 * 0.3048;
    rk_assert_near((flow.potential_pa[0] - flow.potential_pa[3]) / per_m,
                   (160.0 - 40.0 * q * q / 2500.0) / 3.0, 1e-6);
    const double v = flow.flow_kg_s[2] / (1000.0 * 3.14159265358979 * 0.0225);
    rk_assert_near((flow.potential_pa[1] - flow.potential_pa[2]) / per_m,
                   5.0 * v * v / (2.0 * 32.2 * 0.3048), 1e-3);
}

static void what_is_not_supported_is_refused_by_its_line(void **state)
{
    (void)state;
    refused_inp("[OPTIONS]\nHeadloss H-W\n", "net.inp:2: Headloss");
    refused_inp("[OPTIONS]\nUnits LPS\n", "net.inp");
    refused_inp(HEAD "[JUNCTIONS]\nA 0\nB 0\n[VALVES]\nV A B 100 PRV 30\n", "net.inp:8: Type");
    refused_inp(HEAD "[JUNCTIONS]\nA 0\nB 0\n[PUMPS]\nU A B POWER 30\n",
                "net.inp:8: Parameters");
    refused_inp(HEAD "[JUNCTIONS]\nA 0\n[EMITTERS]\nA 0.5\n", "net.inp:7: emitter");
    refused_inp(HEAD "[JUNCTIONS]\nA 0\nB 0\n[PIPES]\nP A B 10 100 0.1\n[CONTROLS]\n"
                     "LINK P CLOSED IF NODE A ABOVE 10\n",
                "net.inp:10: control");
    refused_inp(HEAD "[JUNCTIONS]\nA 0\nB 0\n[PIPES]\nP A B 10 100 0.1\n[CONTROLS]\n"
                     "LINK P CLOSED AT TIME 0\n",
                "net.inp:10: control");
    refused_inp(HEAD "[JUNCTIONS]\nA 0\nB 0\n[PIPES]\nP A C 10 100 0.1\n", "net.inp:8: Node2");
    refused_inp(HEAD "[JUNCTIONS]\nA 0\nA 0\n", "net.inp:6: ID");
    refused_inp(HEAD "[JUNCTIONS]\nA zero\n", "net.inp:5: Elev");
    refused_inp(HEAD "[JUNCTIONS]\nA 0\nB 0\n[PIPES]\nP A B 10 -3 0.1\n",
                "net.inp:8: Diameter");
}

/* ---- balance and weather
 * --------------------------------------------------------------------------- */

static void two_tables_become_a_verdict(void **state)
{
    (void)state;
    struct rk_heat_balance b;
    struct rk_heat_balance_texts texts;
    struct rk_heat_verdict v;
    rk_assert_ok(rk_heat_read_balance(
                     file("sources.csv", "id,mw,fuel,electric_kw,state,can_start_from\n"
                                         "К-1,2,газ,30,працює,\nК-2,3,газ,40,немає газу,"
                                         "2022-11-20\n"),
                     file("houses.csv", "id;source;kw;people;floors;state\n"
                                        "\"Вигадана, 1\";К-1;300;120;5;\nB2;К-2;250;90;9;ok\n"
                                        "B3;;100;40;1;\n"),
                     &mem, tmp, &b, &texts, &err),
                 err);
    rk_assert_near(texts.electric_kw, 30.0, 0.0);
    assert_int_equal(texts.assumed.source_states, 0);
    assert_int_equal(texts.assumed.house_states, 2); /* the first and the last say nothing */
    assert_int_equal(texts.assumed.people, 0);
    assert_int_equal(texts.assumed.electric, 0);
    assert_int_equal(texts.assumed.tau, 3);
    rk_assert_near(b.house[1].tau_h, 60.0, 0.0);
    assert_true(texts.tau_assumed[0]);
    rk_assert_ok(rk_heat_balance_solve(&b, -10.0, &mem, tmp, &v, &err), err);
    struct rk_buf out = rk_buf_in(&mem, 4000);
    rk_heat_write_balance(&b, &texts, &v, tmp, &out);
    rk_assert_str(rk_buf_str(&out),
                  "house,source,state,reason,share,kw,people,not_before,hours_to_8c,"
                  "hours_to_freezing,drain_order\n"
                  "\"Вигадана, 1\",К-1,warm,,1.000,300.0,120,,,,\n"
                  "B2,К-2,cold,gas,0.000,250.0,90,2022-11-20,26.5,56.1,2\n"
                  "B3,,cold,no source,0.000,100.0,40,,13.3,28.0,1\n");
}

static void a_house_on_an_unknown_source_is_refused(void **state)
{
    (void)state;
    struct rk_heat_balance b;
    struct rk_heat_balance_texts texts;
    const struct rk_heat_file sources = file("s.csv", "id,mw\nA,1\n");
    assert_int_equal(rk_heat_read_balance(sources, file("h.csv", "id,source,kw\nx,B,10\n"),
                                          &mem, tmp, &b, &texts, &err),
                     RK_EINVAL);
    assert_string_equal(err.place, "h.csv:2: source");
    assert_int_equal(rk_heat_read_balance(file("s.csv", "id,mw\nA,1200000\n"),
                                          file("h.csv", "id,source,kw\nx,A,10\n"), &mem, tmp,
                                          &b, &texts, &err),
                     RK_EINVAL);
    assert_string_equal(err.place, "s.csv:2: mw");
}

static void the_weather_must_go_forward(void **state)
{
    (void)state;
    struct rk_heat_weather w;
    rk_assert_ok(
        rk_heat_read_weather(file("w.csv", "hour,outdoor_c\n0,-10\n12,-20\n"), &mem, &w, &err),
        err);
    assert_int_equal(w.count, 2);
    assert_int_equal(
        rk_heat_read_weather(file("w.csv", "hour,outdoor_c\n0,1\n0,2\n"), &mem, &w, &err),
        RK_EINVAL);
    assert_string_equal(err.place, "w.csv:3: hour");
    assert_int_equal(
        rk_heat_read_weather(file("w.csv", "hour,outdoor_c\n0,-300\n"), &mem, &w, &err),
        RK_EINVAL);
}

static void cooling_is_written_for_every_consumer(void **state)
{
    (void)state;
    struct rk_heat_folder f = folder();
    f.pipes = file("pipes.csv", "id,a,b,length_m,inner_d_m,state\np,a,b,100,0.2,\n"
                                "q,b,c,50,0.1,broken\n");
    f.consumers = file("consumers.csv", "node,q_kw,tau_h\nc,84,60\nb,42,\n");
    struct rk_heat_town t;
    struct rk_heat_result r;
    struct rk_heat_weather w;
    rk_assert_ok(read(&f, &t), err);
    rk_assert_ok(rk_heat_solve(&t.net, &mem, tmp, &r, &err), err);
    rk_assert_ok(rk_heat_read_weather(file("w.csv", "hour,outdoor_c\n0,-10\n"), &mem, &w, &err),
                 err);
    struct rk_buf b = rk_buf_in(&mem, 2000);
    rk_heat_write_cooling(&t, &r, &w, &b);
    rk_assert_str(rk_buf_str(&b), "node,share,tau_h,tau_assumed,hours_to_18c,hours_to_12c,"
                                  "hours_to_8c,hours_to_freezing\n"
                                  "c,0.000000,60.0,no,0.0,14.5,26.5,56.1\n"
                                  "b,1.000000,40.0,yes,,,,\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_folder_becomes_a_town_and_tables),
        cmocka_unit_test(tables_come_as_people_save_them),
        cmocka_unit_test(a_part_without_a_source_has_empty_cells_and_a_reason),
        cmocka_unit_test(what_is_missing_is_assumed_and_marked),
        cmocka_unit_test(every_refusal_names_file_line_column_value_and_what_is_expected),
        cmocka_unit_test(sources_pumps_and_valves_are_read),
        cmocka_unit_test(a_decimal_comma_is_read_where_it_cannot_be_mistaken),
        cmocka_unit_test(one_pipe_by_hand),
        cmocka_unit_test(demands_and_states_at_time_zero),
        cmocka_unit_test(pumps_and_valves_have_their_steady_meaning),
        cmocka_unit_test(what_is_not_supported_is_refused_by_its_line),
        cmocka_unit_test(two_tables_become_a_verdict),
        cmocka_unit_test(a_house_on_an_unknown_source_is_refused),
        cmocka_unit_test(the_weather_must_go_forward),
        cmocka_unit_test(cooling_is_written_for_every_consumer),
    };
    return cmocka_run_group_tests(tests, open_memory, close_memory);
}
