/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_work.h"

#include <sched.h>

#define WATCH_EVERY_S 0.1
#define GUESS_AFTER_S 0.3 /* before that a rest time would only jump about */

static void lock(struct rk_progress *p)
{
    while (__atomic_test_and_set(&p->busy, __ATOMIC_ACQUIRE))
        sched_yield();
}

static void unlock(struct rk_progress *p)
{
    __atomic_clear(&p->busy, __ATOMIC_RELEASE);
}

void rk_progress_start(struct rk_progress *p, const char *what, double total)
{
    if (!p)
        return;
    p->what = what;
    p->total = total;
    p->done = 0.0;
    p->stop = false;
    p->busy = false;
    p->started_s = p->last_s = rk_clock_s();
}

/* Assumes that the rest goes as fast as what is done. */
static bool ask_watcher(const struct rk_progress *p, double now_s)
{
    const double share = p->total > 0.0 ? fmin(p->done / p->total, 1.0) : 0.0;
    const double spent_s = now_s - p->started_s;
    const bool known = share > 0.0 && spent_s >= GUESS_AFTER_S;
    return p->watch(p->user, p->what, share, known ? spent_s * (1.0 / share - 1.0) : -1.0);
}

rk_status rk_progress_step(struct rk_progress *p, double done, struct rk_err *err)
{
    if (!p)
        return RK_OK;
    lock(p);
    p->done += done;
    if (p->watch && !p->stop) {
        const double now_s = rk_clock_s();
        if (now_s - p->last_s >= WATCH_EVERY_S) {
            p->last_s = now_s;
            p->stop = !ask_watcher(p, now_s);
        }
    }
    const bool stop = p->stop;
    unlock(p);
    return stop ? rk_fail(err, RK_ECANCELED, p->what, "stopped") : RK_OK;
}
