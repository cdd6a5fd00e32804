/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_mortality.h"

#include "rk_base.h"

double rk_mortality_crude(double deaths, double mean_population, double days)
{
    if (!(deaths >= 0.0 && mean_population > 0.0 && days > 0.0))
        return RK_NAN;
    return deaths * 10000.0 / (mean_population * days);
}
