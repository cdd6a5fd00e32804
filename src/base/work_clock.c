/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_work.h"

#include <time.h>

static double seconds_of(clockid_t clock)
{
    struct timespec t = {0};
    clock_gettime(clock, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

double rk_clock_s(void)
{
    return seconds_of(CLOCK_MONOTONIC);
}

double rk_cpu_s(void)
{
    return seconds_of(CLOCK_PROCESS_CPUTIME_ID);
}
