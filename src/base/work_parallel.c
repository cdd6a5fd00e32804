/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_work.h"

#include <pthread.h>
#include <signal.h>

struct part {
    rk_job *job;
    void *user;
    int number;
    ptrdiff_t from, to;
    pthread_t thread;
    bool started;
    rk_status status;
    struct rk_err err;
};

static void *run(void *arg)
{
    struct part *p = arg;
    p->status = p->job(p->user, p->number, p->from, p->to, &p->err);
    return NULL;
}

/* The first count % threads parts hold one item more. */
static ptrdiff_t first_of(ptrdiff_t count, int threads, int part)
{
    const ptrdiff_t extra = count % threads;
    return count / threads * part + (part < extra ? part : extra);
}

/* Workers take no signals: these belong to the thread that started the work. An empty part, and
 * one for which the system gives no thread, is done here: the results are the same. */
static void start(struct part *p)
{
    if (p->from == p->to)
        return;
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    p->started = pthread_create(&p->thread, NULL, run, p) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

rk_status rk_parallel(int threads, ptrdiff_t count, rk_job *job, void *user, struct rk_err *err)
{
    struct part parts[RK_THREADS_MAX];
    threads = threads < 1 ? 1 : threads > RK_THREADS_MAX ? RK_THREADS_MAX : threads;
    count = count < 0 ? 0 : count;
    for (int i = 0; i < threads; i++) {
        parts[i] = (struct part){.job = job, .user = user, .number = i};
        parts[i].from = first_of(count, threads, i);
        parts[i].to = first_of(count, threads, i + 1);
        if (i > 0)
            start(&parts[i]);
    }
    for (int i = 0; i < threads; i++)
        if (!parts[i].started)
            run(&parts[i]);
    rk_status status = RK_OK;
    for (int i = 0; i < threads; i++) {
        if (parts[i].started)
            pthread_join(parts[i].thread, NULL);
        if (status == RK_OK && parts[i].status != RK_OK) {
            status = parts[i].status;
            if (err)
                *err = parts[i].err;
        }
    }
    return status;
}
