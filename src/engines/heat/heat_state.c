/* SPDX-License-Identifier: GPL-3.0-or-later */
/* States in words; the boiling line of water. */
#include "rk_heat.h"

void rk_heat_state_words(uint16_t state, struct rk_buf *out)
{
    static const struct {
        uint16_t bit;
        const char *words;
    } said[] = {
        {RK_HEAT_OFF, "not running"},
        {RK_HEAT_NO_SOURCE, "no source"},
        {RK_HEAT_NO_RETURN, "return cut off"},
        {RK_HEAT_STILL, "water stands"},
        {RK_HEAT_NOT_UNIQUE, "direction uncertain"},
        {RK_HEAT_LOW_DP, "pressure too low"},
        {RK_HEAT_TOO_COOL, "water too cool"},
        {RK_HEAT_TOO_SMALL, "source too small"},
        {RK_HEAT_BACKWARDS, "water flows backwards"},
        {RK_HEAT_BOILS, "water boils"},
        {RK_HEAT_EMPTIES, "pressure below atmosphere"},
        {RK_HEAT_NO_MAKEUP, "leaks exceed make-up water"},
    };
    bool any = false;
    for (ptrdiff_t i = 0; i < RK_COUNT(said); i++) {
        if (!(state & said[i].bit))
            continue;
        if (any)
            rk_buf_c(out, "; ");
        rk_buf_c(out, said[i].words);
        any = true;
    }
    if (!any)
        rk_buf_c(out, "ok");
}

/* IAPWS-IF97 (2012), region 4, equation 30: saturation pressure, 273.15 … 647.096 K. */
double rk_heat_boiling_pa(double temp_c)
{
    static const double n[] = {0.11670521452767e4,  -0.72421316703206e6, -0.17073846940092e2,
                               0.12020824702470e5,  -0.32325550322333e7, 0.14915108613530e2,
                               -0.48232657361591e4, 0.40511340542057e6,  -0.23855557567849,
                               0.65017534844798e3};
    const double kelvin = fmin(fmax(temp_c, 0.0), 370.0) + 273.15;
    const double t = kelvin + n[8] / (kelvin - n[9]);
    const double a = t * t + n[0] * t + n[1], b = n[2] * t * t + n[3] * t + n[4];
    const double c = n[5] * t * t + n[6] * t + n[7];
    const double root = 2.0 * c / (-b + sqrt(b * b - 4.0 * a * c));
    return root * root * root * root * 1e6 - 101325.0;
}
