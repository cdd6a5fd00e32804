/* SPDX-License-Identifier: GPL-3.0-or-later */
/* params.json of a town folder. */
#include "heat_io_internal.h"

#include "rk_json.h"

struct number_key {
    const char *key;
    size_t at; /* offset in struct params */
    double low, high;
};

#define AT(member) offsetof(struct params, member)
static const struct number_key numbers[] = {
    {"rho", AT(fluid.rho_kg_m3), 500.0, 1500.0},
    {"mu", AT(fluid.mu_pa_s), 5e-5, 0.1},
    {"cp", AT(fluid.cp_j_kgk), 1000.0, 10000.0},
    {"g", AT(fluid.g_m_s2), 9.0, 10.0},
    {"roughness_mm", AT(roughness_mm), 0.0, 20.0},
    {"u_W_per_m2K_of_inner_surface", AT(u_w_m2k), 0.0, 500.0},
    {"ground_C", AT(ground_c), -40.0, 60.0},
    {"supply_C", AT(supply_c), 5.0, 200.0},
    {"return_C", AT(return_c), 5.0, 180.0},
    {"room_C", AT(room_c), 0.0, 40.0},
    {"mixed_C", AT(mixed_c), 20.0, 200.0},
    {"plant_supply_pressure_Pa", AT(plant_p_pa), 0.0, 5e6},
    {"plant_lift_Pa", AT(plant_lift_pa), 0.0, 5e6},
    {"dp_min_Pa", AT(dp_min_pa), 0.0, 1e6},
    {"design_outdoor_C", AT(design_outdoor_c), -60.0, 15.0},
};
#undef AT

static rk_status fail(struct rk_heat_file file, const struct rk_json *j, const char *key,
                      struct rk_err *err, const char *what)
{
    int line = 0, column = 0;
    char place[RK_ERR_PLACE];
    rk_json_where(j, &line, &column);
    snprintf(place, sizeof place, "%s:%d: %s", file.name, line, key);
    return rk_fail(err, RK_EINVAL, place, "%s", what);
}

static rk_status read_plants(struct rk_heat_file file, struct rk_json *j, struct rk_arena *keep,
                             struct params *p, struct rk_err *err)
{
    if (rk_json_next(j) != RK_JSON_ARRAY)
        return fail(file, j, "plant_nodes", err, "not a list; expected [id, …]");
    ptrdiff_t most = 1;
    for (const char *c = file.bytes.at + j->offset;
         c < file.bytes.at + file.bytes.len && *c != ']'; c++)
        most += *c == ',';
    p->plant = RK_NEW(keep, struct rk_str, most);
    if (!p->plant)
        return rk_fail(err, RK_ENOMEM, file.name, "%td plants", most);
    for (;;) {
        const enum rk_json_kind kind = rk_json_next(j);
        if (kind == RK_JSON_ARRAY_END)
            return RK_OK;
        if ((kind != RK_JSON_STRING && kind != RK_JSON_NUMBER) || p->plants >= most)
            return fail(file, j, "plant_nodes", err, "not an id; expected a number or a text");
        p->plant[p->plants++] = j->text;
    }
}

static rk_status read_word(struct rk_heat_file file, struct rk_json *j, struct rk_str key,
                           struct params *p, struct rk_err *err)
{
    const bool friction = rk_str_eq(key, RK_STR("friction"));
    if (rk_json_next(j) != RK_JSON_STRING)
        return fail(file, j, friction ? "friction" : "consumer_mode", err,
                    "not a text; expected a word");
    if (friction) {
        if (same_word(j->text, "nikuradse"))
            p->friction = RK_HEAT_NIKURADSE;
        else if (one_of(j->text, "colebrook|colebrook-white"))
            p->friction = RK_HEAT_COLEBROOK;
        else if (one_of(j->text, "swamee-jain|swamee_jain"))
            p->friction = RK_HEAT_SWAMEE_JAIN;
        else
            return fail(file, j, "friction", err,
                        "unknown law; expected nikuradse, colebrook or swamee-jain");
        return RK_OK;
    }
    if (one_of(j->text, "treturn|return"))
        p->mode = RK_HEAT_BY_RETURN;
    else if (one_of(j->text, "mdot|flow"))
        p->mode = RK_HEAT_BY_FLOW;
    else if (same_word(j->text, "radiator"))
        p->mode = RK_HEAT_BY_RADIATOR;
    else if (same_word(j->text, "elevator"))
        p->mode = RK_HEAT_BY_ELEVATOR;
    else
        return fail(file, j, "consumer_mode", err,
                    "unknown mode; expected treturn, mdot, radiator or elevator");
    return RK_OK;
}

static rk_status read_value(struct rk_heat_file file, struct rk_json *j, struct rk_str key,
                            struct rk_arena *keep, struct params *p, struct rk_err *err)
{
    if (rk_str_eq(key, RK_STR("plant_nodes")))
        return read_plants(file, j, keep, p, err);
    if (rk_str_eq(key, RK_STR("friction")) || rk_str_eq(key, RK_STR("consumer_mode")))
        return read_word(file, j, key, p, err);
    for (ptrdiff_t i = 0; i < RK_COUNT(numbers); i++) {
        if (!rk_str_eq(key, rk_str_of(numbers[i].key)))
            continue;
        char what[96];
        rk_said(what, sizeof what, "expected a number, %g … %g", numbers[i].low,
                numbers[i].high);
        if (rk_json_next(j) != RK_JSON_NUMBER || !(j->number >= numbers[i].low) ||
            !(j->number <= numbers[i].high))
            return fail(file, j, numbers[i].key, err, what);
        memcpy((char *)p + numbers[i].at, &j->number, sizeof(double));
        p->u_given |= numbers[i].at == offsetof(struct params, u_w_m2k);
        return RK_OK;
    }
    rk_json_skip(j); /* notes of people */
    return RK_OK;
}

/* Water at about 80 °C, old steel, wet insulation: what docs/formats/heat.md says is assumed.
 */
static const struct params assumed = {
    .fluid = {971.8, 3.54e-4, 4196.0, 9.80665},
    .friction = RK_HEAT_COLEBROOK,
    .roughness_mm = 0.5,
    .u_w_m2k = 1.5,
    .ground_c = 5.0,
    .supply_c = 95.0,
    .return_c = 70.0,
    .room_c = 18.0,
    .mixed_c = 95.0,
    .plant_p_pa = 6e5,
    .plant_lift_pa = 3e5,
    .design_outdoor_c = -23.0,
    .mode = RK_HEAT_BY_RETURN,
};

rk_status params_read(struct rk_heat_file file, struct rk_arena *keep, struct params *out,
                      struct rk_err *err)
{
    *out = assumed;
    if (!file.bytes.at)
        return rk_fail(err, RK_EINVAL, file.name, "the file is missing");
    struct rk_json j = rk_json_read(file.bytes, keep);
    if (rk_json_next(&j) != RK_JSON_OBJECT)
        return fail(file, &j, "params", err, "not an object; expected {\"rho\": …}");
    for (;;) {
        const enum rk_json_kind kind = rk_json_next(&j);
        if (kind == RK_JSON_OBJECT_END)
            break;
        if (kind != RK_JSON_KEY) {
            char what[96];
            rk_said(what, sizeof what, "not JSON; expected %s",
                    j.why ? j.why : "a key in quotes");
            return fail(file, &j, "params", err, what);
        }
        const rk_status bad = read_value(file, &j, j.text, keep, out, err);
        if (bad)
            return bad;
    }
    if (rk_json_next(&j) != RK_JSON_END)
        return fail(file, &j, "params", err, "text behind the object");
    if (!(out->supply_c > out->return_c))
        return fail(file, &j, "supply_C", err, "not above return_C");
    return RK_OK;
}
