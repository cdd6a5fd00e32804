/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranok heat and ranok repair as the engineer calls them, on towns reckoned by hand. */
#include "run_program.h"

static char out[1 << 20];

static void put(const char *name, const char *text)
{
    char path[160];
    snprintf(path, sizeof path, "%s/%s", town, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

static void run(const char *command)
{
    const int code = run_shell(out, sizeof out, "cd %s && %s/%s", town, RK_BUILD_DIR, command);
    if (code)
        fail_msg("%s: exit %d: %.600s", command, code, out);
}

static double number(const char *key)
{
    char quoted[80];
    snprintf(quoted, sizeof quoted, "\"%s\":", key);
    const char *at = strstr(out, quoted);
    if (!at) {
        fail_msg("no %s in %.800s", key, out);
        return RK_NAN;
    }
    return strtod(at + strlen(quoted), NULL);
}

/* A house of two floors cools with an assumed 35 h, from 18 to 1 C at -10 C: 35 ln(28/11) =
 * 32.70 h, 30 % either way 22.89 and 42.51; one of nine floors with 60 h: 56.06 h. With 30 %
 * off the second (39.2 h) may freeze before the first does (42.5 h). */
static void what_is_assumed_of_houses_is_told_with_its_range(void **state)
{
    (void)state;
    put("s.csv", "id,mw,fuel,electric_kw,state\n1,1,gas,20,destroyed\n");
    put("h.csv", "id,source,kw,people,floors,state\na,1,100,40,2,\nb,1,100,90,9,\n");
    run("ranok heat balance s.csv h.csv --outdoor -10 --json --quiet");
    rk_assert_near(number("hours_to_freezing"), 35.0 * log(28.0 / 11.0), 1e-6);
    rk_assert_near(number("hours_to_freezing_low"), 0.7 * 35.0 * log(28.0 / 11.0), 1e-6);
    rk_assert_near(number("hours_to_freezing_high"), 1.3 * 35.0 * log(28.0 / 11.0), 1e-6);
    assert_non_null(strstr(out, "\"tau_assumed\":true"));
    assert_non_null(strstr(out, "\"drain\":[\"a\",\"b\"]"));
    assert_non_null(strstr(out, "\"drain_order_may_turn\":true"));
    put("h.csv",
        "id,source,kw,people,floors,state,tau_h\na,1,100,40,2,,20\nb,1,100,90,9,,60\n");
    run("ranok heat balance s.csv h.csv --outdoor -10 --json --quiet");
    assert_non_null(strstr(out, "\"tau_assumed\":false"));
    assert_null(strstr(out, "hours_to_freezing_low"));
    assert_non_null(strstr(out, "\"drain_order_may_turn\":false"));
}

static void put_street(const char *lengths)
{
    char pipes[200];
    snprintf(pipes, sizeof pipes, "id,a,b,length_m,inner_d_m\n0,0,1,%s,0.1\n1,1,2,%s,0.1\n",
             lengths, lengths);
    put("params.json", "{\"u_W_per_m2K_of_inner_surface\":1.5,\"plant_nodes\":[0]}\n");
    put("nodes.csv", "id,x_m,y_m,z_m\n0,0,0,0\n1,100,0,0\n2,200,0,0\n");
    put("pipes.csv", pipes);
    put("consumers.csv", "node,q_kw\n1,50\n2,50\n");
}

/* Pipes of 1.2 times the straight way where nobody measured them: both ways are told. */
static void what_is_assumed_of_pipes_is_told_with_its_range(void **state)
{
    (void)state;
    put_street("100");
    run("ranok heat . -o o --json --quiet");
    assert_null(strstr(out, "assumed_30_percent"));
    put_street("");
    run("ranok heat . -o o --json --quiet");
    assert_non_null(strstr(out, "\"lengths\":2"));
    assert_non_null(strstr(out, "\"assumed_30_percent\":{\"worse\":{"));
    assert_non_null(strstr(out, "\"better\":{"));
}

static const char problem[] =
    "{\"crews\":1,\"nodes\":[{\"id\":0,\"people\":0},{\"id\":1,\"people\":100,\"kw\":50},"
    "{\"id\":2,\"people\":100,\"kw\":50}],\"edges\":[{\"id\":0,\"a\":0,\"b\":1},"
    "{\"id\":1,\"a\":1,\"b\":2}],\"plants\":[{\"id\":0,\"node\":0,\"kw\":60}],\"horizon_h\":10,"
    "\"damage\":[{\"id\":0,\"type\":\"pipe\",\"idx\":0,\"hours\":4}]}\n";

/* 200 people wait 4 h; then 60 kW serve one house and a fifth of the other: 80 people for 6 h
 * more. In the pipes both houses get the same share of what the pipes leave: below 60 of 100
 * kW, so that more than 80 people's hours are without heat. */
static void both_figures_are_printed_and_the_network_explains_the_gap(void **state)
{
    (void)state;
    put_street("300");
    put("p.json", problem);
    run("ranok repair p.json -o s.csv --json --quiet");
    rk_assert_near(number("planner"), 200.0 * 4.0 + 80.0 * 6.0, 1e-6);
    rk_assert_near(number("simulator"), 200.0 * 4.0 + 80.0 * 6.0, 1e-6);
    run("ranok repair p.json -o s.csv --network . --json --quiet");
    rk_assert_near(number("by_the_planners_rules"), 1280.0, 1e-6);
    const double lived = number("simulator");
    assert_true(lived > 1290.0 && lived < 200.0 * 10.0);
    rk_assert_near(number("pipes"), lived / 1280.0 - 1.0, 1e-9);
    rk_assert_near(number("unsettled"), 0.0, 0.0);
    run("ranok repair p.json -o s.csv --network . 2>&1");
    assert_non_null(strstr(out, "planner: 1280.000; simulator: "));
    assert_non_null(strstr(out, "the pipes: losses, pressures"));
    put("nodes.csv", "id,x_m,y_m,z_m\n0,0,0,0\n1,100,0,0\n7,200,0,0\n");
    put("pipes.csv", "id,a,b,length_m,inner_d_m\n0,0,1,300,0.1\n1,1,7,300,0.1\n");
    put("consumers.csv", "node,q_kw\n1,50\n7,50\n");
    assert_int_equal(run_shell(out, sizeof out,
                               "cd %s && %s/ranok repair p.json -o s.csv --network . 2>&1",
                               town, RK_BUILD_DIR),
                     1);
    assert_non_null(strstr(out, ".: node 2: not in the network"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_town, drop_town)
    const struct CMUnitTest tests[] = {
        TEST(what_is_assumed_of_houses_is_told_with_its_range),
        TEST(what_is_assumed_of_pipes_is_told_with_its_range),
        TEST(both_figures_are_printed_and_the_network_explains_the_gap),
    };
    return cmocka_run_group_tests_name("warm", tests, NULL, NULL);
}
