/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * base/work: long work that shows how far it is, can be stopped, and may use several threads.
 */
#ifndef RK_WORK_H
#define RK_WORK_H

#include "rk_base.h"

/*
 * Progress of one job. Whoever does the work calls rk_progress_step; the watcher's callback is
 * called at most every 100 ms with what has been done and the rest time in seconds (-1 while
 * unknown), and answers true to go on. NULL progress is allowed everywhere and never cancels.
 * Several threads may step the same progress; the callback runs on one of them at a time.
 */
struct rk_progress {
    bool (*watch)(void *user, const char *what, double share, double rest_s);
    void *user;
    const char *what;
    double total;
    /* private */
    double done, started_s, last_s;
    bool stop, busy;
};
void rk_progress_start(struct rk_progress *p, const char *what, double total);
/* Adds to what is done. RK_ECANCELED once the watcher said stop. */
RK_MUST_USE rk_status rk_progress_step(struct rk_progress *p, double done, struct rk_err *err);

/*
 * Splits items 0 … count-1 into `threads` fixed contiguous parts, whatever the machine does,
 * and calls job(user, part, from, to) for each, also for empty ones (from == to); part 0 runs
 * on the calling thread. Results must not depend on `threads` beyond what the caller writes per
 * item. `threads` is brought into 1 … RK_THREADS_MAX. Every part runs to its end; the status
 * and err of the failing part with the lowest number are returned.
 */
typedef rk_status rk_job(void *user, int part, ptrdiff_t from, ptrdiff_t to,
                         struct rk_err *err);
RK_MUST_USE rk_status rk_parallel(int threads, ptrdiff_t count, rk_job *job, void *user,
                                  struct rk_err *err);
enum { RK_THREADS_MAX = 64 };

double rk_clock_s(void); /* monotonic wall seconds, for progress only */
double rk_cpu_s(void);   /* processor seconds of this process, for benches */

#endif
