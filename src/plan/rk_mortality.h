/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan/mortality: how many die, beside how many would be expected to. Pure, any thread. */
#ifndef RK_MORTALITY_H
#define RK_MORTALITY_H

/*
 * Crude mortality rate in deaths per 10,000 people per day: deaths x 10,000 / (mean population
 * x days), as in the WHO's handbooks for emergencies; 21 deaths among 13,500 people in 30 days
 * give 0.5. NaN unless deaths >= 0, population > 0 and days > 0.
 */
double rk_mortality_crude(double deaths, double mean_population, double days);

#endif
