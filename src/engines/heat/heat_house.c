/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One house in the cold; water temperatures by the weather. */
#include "rk_heat_house.h"

const double rk_heat_mark_c[RK_HEAT_MARKS] = {18.0, 12.0, 8.0, 1.0};
static const double indoor_start_c = 18.0;

double rk_heat_cooled_c(double indoor_c, double outdoor_c, double tau_h, double hours)
{
    return outdoor_c + (indoor_c - outdoor_c) * exp(-hours / tau_h);
}

double rk_heat_hours_to(double indoor_c, double outdoor_c, double tau_h, double target_c)
{
    if (indoor_c <= target_c)
        return 0.0;
    if (target_c <= outdoor_c)
        return HUGE_VAL;
    return tau_h * log((indoor_c - outdoor_c) / (target_c - outdoor_c));
}

double rk_heat_assumed_tau_h(double floors)
{
    if (isnan(floors))
        return 40.0;
    return floors < 2.0   ? 30.0
           : floors < 3.0 ? 35.0
           : floors < 5.0 ? 40.0
           : floors < 9.0 ? 50.0
                          : 60.0;
}

void rk_heat_hours_to_marks(const struct rk_heat_weather *weather, double tau_h, double share,
                            double design_outdoor_c, double hours[RK_HEAT_MARKS])
{
    const double lift_k = share * (indoor_start_c - design_outdoor_c);
    double indoor = indoor_start_c;
    for (int m = 0; m < RK_HEAT_MARKS; m++)
        hours[m] = HUGE_VAL;
    for (int32_t k = 0; k < weather->count; k++) {
        const double rest = weather->outdoor_c[k] + lift_k; /* where it would come to rest */
        const double aim = fmin(rest, indoor_start_c);
        const double now = weather->hour[k];
        const double span = k + 1 < weather->count ? weather->hour[k + 1] - now : HUGE_VAL;
        for (int m = 0; m < RK_HEAT_MARKS; m++) {
            if (isfinite(hours[m]))
                continue;
            /* The highest mark is where it starts: it is left at once when heat falls short. */
            const bool leaves = rk_heat_mark_c[m] >= indoor && aim < rk_heat_mark_c[m];
            const double to = leaves ? 0.0
                              : rk_heat_mark_c[m] >= indoor
                                  ? HUGE_VAL
                                  : rk_heat_hours_to(indoor, aim, tau_h, rk_heat_mark_c[m]);
            if (to <= span)
                hours[m] = now + to;
        }
        if (isfinite(span))
            indoor = rk_heat_cooled_c(indoor, aim, tau_h, span);
    }
}

/* Central-quality control after Sokolov, "District heating and heat networks" (1982): radiators
 * give with the mean excess to the power 1.25, flow stays constant. */
struct rk_heat_pair rk_heat_schedule_at(const struct rk_heat_schedule *s, double outdoor_c)
{
    const double q = (s->indoor_c - outdoor_c) / (s->indoor_c - s->design_outdoor_c);
    if (!(q > 0.0))
        return (struct rk_heat_pair){s->indoor_c, s->indoor_c};
    const double mean_k = 0.5 * (s->supply_c + s->return_c) - s->indoor_c;
    const double mean = s->indoor_c + mean_k * pow(q, 0.8);
    const double half = 0.5 * (s->supply_c - s->return_c) * q;
    return (struct rk_heat_pair){mean + half, mean - half};
}

double rk_heat_degree_days(const double *daily_mean_c, int32_t days, double indoor_c,
                           double limit_c)
{
    double sum = 0.0;
    for (int32_t d = 0; d < days; d++)
        if (daily_mean_c[d] < limit_c)
            sum += indoor_c - daily_mean_c[d];
    return sum;
}
