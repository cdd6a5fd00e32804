/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How pressure falls along one link, and how steeply. */
#include "heat_internal.h"

static const double pi = 3.14159265358979323846;
static const double two_lg = 0.86858896380650365530; /* 2 / ln 10 */
static const double laminar_re = 2000.0, turbulent_re = 4000.0;
static const double laminar_end = 0.032; /* 64 / 2000 */

struct factor {
    double lambda, slope; /* slope: by Re */
};

/* Swamee & Jain (1976), J. Hydraul. Div. ASCE 102(5): explicit form of Colebrook's equation,
 * within 1 % for Re 5e3 … 1e8, k/D 1e-6 … 1e-2. `rough` is (k/D)/3.7. */
static struct factor swamee_jain(double re, double rough)
{
    const double smooth = 5.74 * exp(-0.9 * log(re)), sum = rough + smooth;
    const double y = -two_lg * log(sum);
    const double lambda = 1.0 / (y * y);
    return (struct factor){lambda, -2.0 * lambda / y * two_lg * 0.9 * smooth / (sum * re)};
}

/* Colebrook (1939), J. Inst. Civ. Eng. 11(4): x = -2 lg(k/(3.71 D) + 2.51 x / Re), x =
 * 1/sqrt(λ). Newton from Haaland (1983), 1.5 % off at worst; three steps leave less than 1e-14.
 * `rough` is (k/D)/3.71. */
static struct factor colebrook(double re, double rough)
{
    double x = -0.9 * two_lg * log(exp(1.11 * log(fmax(rough, 1e-12) * 3.71 / 3.7)) + 6.9 / re);
    const double b = 2.51 / re;
    for (int i = 0; i < 3; i++) {
        const double sum = rough + b * x;
        x -= (x + two_lg * log(sum)) / (1.0 + two_lg * b / sum);
    }
    const double sum = rough + b * x;
    const double by_re = two_lg * b * x / (re * sum) / (1.0 + two_lg * b / sum);
    return (struct factor){1.0 / (x * x), -2.0 * by_re / (x * x * x)};
}

static struct factor turbulent(unsigned kind, double re, double rough)
{
    return kind == HEAT_LAW_COLEBROOK ? colebrook(re, rough) : swamee_jain(re, rough);
}

/* Cubic from the laminar end (value and slope of 64/Re at 2000) to the turbulent one at 4000:
 * the interpolation of Dunlop (1991), which EPANET uses too. t = 0 … 1. */
static struct factor between(double re, double end, double end_slope)
{
    const double width = turbulent_re - laminar_re, t = (re - laminar_re) / width;
    const double d0 = -laminar_end, d1 = end_slope * width;
    const double c2 = 3.0 * (end - laminar_end) - 2.0 * d0 - d1;
    const double c3 = d0 + d1 - 2.0 * (end - laminar_end);
    return (struct factor){laminar_end + t * (d0 + t * (c2 + t * c3)),
                           (d0 + t * (2.0 * c2 + t * 3.0 * c3)) / width};
}

/* Where a flow leaves the laminar law: rough walls disturb it sooner (Samoilenko 1968,
 * after Idelchik, Handbook of hydraulic resistance, 1994, p. 59). */
static double leaves_laminar(double relative_roughness)
{
    return 745.0 * exp(relative_roughness <= 0.0065 ? 1.0 : 0.0065 / relative_roughness);
}

/* Cubic of ln(lambda Re^2) over ln Re between the two laws, with their values and slopes: the
 * pressure drop itself is what is interpolated, so it rises throughout. */
static struct factor between_logs(double re, double start_re, double end, double end_slope)
{
    const double width = log(turbulent_re / start_re), t = log(re / start_re) / width;
    const double y0 = log(64.0 * start_re), y1 = log(end * turbulent_re * turbulent_re);
    const double d0 = width, d1 = (2.0 + end_slope * turbulent_re / end) * width;
    const double c2 = 3.0 * (y1 - y0) - 2.0 * d0 - d1, c3 = d0 + d1 - 2.0 * (y1 - y0);
    const double lambda = exp(y0 + t * (d0 + t * (c2 + t * c3))) / (re * re);
    const double rise = (d0 + t * (2.0 * c2 + t * 3.0 * c3)) / width; /* d ln(drop) / d ln Re */
    return (struct factor){lambda, lambda * (rise - 2.0) / re};
}

static struct heat_law law_of_pipe(const struct rk_heat_link *pipe,
                                   enum rk_heat_friction friction,
                                   const struct rk_heat_fluid *fluid)
{
    const double d = pipe->inner_d_m, area = pi * d * d / 4.0;
    const double head = 1.0 / (2.0 * fluid->rho_kg_m3 * area * area); /* rho v^2/2 = head m^2 */
    const double turb = pipe->length_m / d * head;
    const double k = pipe->roughness_mm * 1e-3 / d;
    struct heat_law law = {
        .lin = 64.0 * fluid->mu_pa_s * area / d * turb, /* 64/Re, Re = m d / (area mu) */
        .quad = pipe->zeta * head,
        .kind = HEAT_LAW_QUAD,
        .start = (float)(0.3 * area * fluid->rho_kg_m3),
    };
    if (friction == RK_HEAT_NIKURADSE) {
        const double y = -two_lg * log(fmax(k, 1e-9) / 3.71);
        law.quad += turb / (y * y);
        if (pipe->one_way)
            law.kind = HEAT_LAW_CHECK;
        return law;
    }
    law.kind = friction == RK_HEAT_COLEBROOK ? HEAT_LAW_COLEBROOK : HEAT_LAW_SWAMEE_JAIN;
    law.one_way = pipe->one_way;
    law.dunlop = friction == RK_HEAT_EPANET;
    law.turbulent = turb;
    law.rough = k / (friction == RK_HEAT_COLEBROOK ? 3.71 : 3.7);
    law.re = d / (area * fluid->mu_pa_s);
    const struct factor end = turbulent(law.kind, turbulent_re, law.rough);
    law.end = end.lambda;
    law.end_slope = end.slope;
    return law;
}

struct heat_law heat_law_of(const struct rk_heat_link *link, enum rk_heat_friction friction,
                            const struct rk_heat_fluid *fluid)
{
    static const enum heat_law_kind kinds[] = {
        [RK_HEAT_FIT] = HEAT_LAW_QUAD,    [RK_HEAT_CHECK] = HEAT_LAW_CHECK,
        [RK_HEAT_LIMIT] = HEAT_LAW_LIMIT, [RK_HEAT_STEP] = HEAT_LAW_STEP,
        [RK_HEAT_PUMP] = HEAT_LAW_PUMP,
    };
    if (link->kind == RK_HEAT_PIPE)
        return law_of_pipe(link, friction, fluid);
    struct heat_law law = {.lin = link->lin,
                           .quad = link->quad,
                           .kind = (uint16_t)kinds[link->kind],
                           .start = 1.0F};
    if (link->kind == RK_HEAT_LIMIT) {
        law.most = link->most_kg_s;
        law.start = (float)(0.5 * law.most);
    } else if (link->kind == RK_HEAT_PUMP && link->points >= 2) {
        law.kind = HEAT_LAW_CURVE;
        law.curve = link->curve;
        law.points = link->points;
        law.start = (float)(0.5 * link->curve[link->points - 1].flow_kg_s);
    } else if (link->kind == RK_HEAT_PUMP || link->kind == RK_HEAT_STEP) {
        law.lift = link->lift_pa;
        law.fall = link->fall;
        law.power = link->power;
        if (law.fall > 0.0)
            law.start = (float)pow(fmax(law.lift, 0.0) / (4.0 * law.fall), 1.0 / law.power);
    }
    return law;
}

static double pipe_drop(const struct heat_law *law, double m, double *slope)
{
    const double size = fabs(m), re = size * law->re;
    const double per_rough = law->kind == HEAT_LAW_COLEBROOK ? 3.71 : 3.7;
    const bool joining = !law->dunlop && re < turbulent_re && re > 745.0;
    const double start_re = joining ? leaves_laminar(law->rough * per_rough) : laminar_re;
    if (re <= start_re) {
        *slope = law->lin + 2.0 * law->quad * size;
        return (law->lin + law->quad * size) * m;
    }
    const struct factor f = re >= turbulent_re ? turbulent(law->kind, re, law->rough)
                            : law->dunlop
                                ? between(re, law->end, law->end_slope)
                                : between_logs(re, start_re, law->end, law->end_slope);
    const double per = law->turbulent * f.lambda + law->quad;
    *slope = (2.0 * per + law->turbulent * f.slope * re) * size;
    return per * size * m;
}

/* Piecewise straight; the first and last pieces go on beyond their ends. */
static double curve_drop(const struct heat_law *law, double m, double *slope)
{
    const struct rk_heat_point *p = law->curve;
    int32_t i = 0;
    while (i + 2 < law->points && m > p[i + 1].flow_kg_s)
        i++;
    const double fall =
        (p[i].lift_pa - p[i + 1].lift_pa) / (p[i + 1].flow_kg_s - p[i].flow_kg_s);
    *slope = fmax(fall, 1e-3);
    return -(p[i].lift_pa - fall * (m - p[i].flow_kg_s));
}

static double pump_drop(const struct heat_law *law, double m, double *slope)
{
    const double fallen = m > 0.0 ? law->fall * pow(m, law->power) : 0.0;
    *slope = fmax(m > 0.0 ? law->power * fallen / m : 0.0, 1e-3);
    return fallen - law->lift;
}

double heat_law_drop(const struct heat_law *law, double m, double *slope)
{
    switch ((enum heat_law_kind)law->kind) {
    case HEAT_LAW_SWAMEE_JAIN:
    case HEAT_LAW_COLEBROOK:
        if (m < 0.0 && law->one_way)
            break;
        return pipe_drop(law, m, slope);
    case HEAT_LAW_QUAD:
        break;
    case HEAT_LAW_LIMIT:
        if (m > law->most) {
            *slope = HEAT_WALL;
            return (law->lin + law->quad * law->most) * law->most + HEAT_WALL * (m - law->most);
        }
        break;
    case HEAT_LAW_CHECK:
        break;
    case HEAT_LAW_STEP:
    case HEAT_LAW_PUMP:
    case HEAT_LAW_CURVE: {
        double at_rest = 1.0;
        if (m >= 0.0)
            return law->kind == HEAT_LAW_CURVE ? curve_drop(law, m, slope)
                                               : pump_drop(law, m, slope);
        *slope = HEAT_WALL;
        return HEAT_WALL * m + (law->kind == HEAT_LAW_CURVE ? curve_drop(law, 0.0, &at_rest)
                                                            : pump_drop(law, 0.0, &at_rest));
    }
    }
    if (m < 0.0 && law->kind != HEAT_LAW_QUAD) {
        *slope = HEAT_WALL;
        return HEAT_WALL * m;
    }
    *slope = law->lin + 2.0 * law->quad * fabs(m);
    return (law->lin + law->quad * fabs(m)) * m;
}

double rk_heat_friction_factor(enum rk_heat_friction law, double re, double relative_roughness)
{
    if (law == RK_HEAT_NIKURADSE) {
        const double y = -two_lg * log(fmax(relative_roughness, 1e-9) / 3.71);
        return 64.0 / re + 1.0 / (y * y);
    }
    const bool implicit = law == RK_HEAT_COLEBROOK, dunlop = law == RK_HEAT_EPANET;
    const enum heat_law_kind kind = implicit ? HEAT_LAW_COLEBROOK : HEAT_LAW_SWAMEE_JAIN;
    const double rough = relative_roughness / (implicit ? 3.71 : 3.7);
    const double start_re = dunlop ? laminar_re : leaves_laminar(relative_roughness);
    if (re <= start_re)
        return 64.0 / re;
    if (re >= turbulent_re)
        return turbulent(kind, re, rough).lambda;
    const struct factor end = turbulent(kind, turbulent_re, rough);
    return dunlop ? between(re, end.lambda, end.slope).lambda
                  : between_logs(re, start_re, end.lambda, end.slope).lambda;
}

double rk_heat_pipe_drop(const struct rk_heat_link *pipe, enum rk_heat_friction law,
                         const struct rk_heat_fluid *fluid, double flow_kg_s, double *slope)
{
    const struct heat_law of = law_of_pipe(pipe, law, fluid);
    double steep = 0.0;
    const double drop = heat_law_drop(&of, flow_kg_s, &steep);
    if (slope)
        *slope = steep;
    return drop;
}
