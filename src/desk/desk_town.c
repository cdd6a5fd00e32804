/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ledger and snapshots: one writer, readers that never wait for it. */
#include "desk_internal.h"

#include "rk_work.h"

#include <time.h>

/* Address space of a snapshot; memory is taken as it is used. */
#define SNAP_MOST   ((ptrdiff_t)1 << 34)
#define LEDGER_MOST ((ptrdiff_t)1 << 32)

rk_day desk_today(void)
{
    const time_t now = time(NULL);
    struct tm local;
    localtime_r(&now, &local);
    return rk_day_of(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
}

struct rk_act desk_act(const struct desk_snap *snap, const char *author)
{
    return (struct rk_act){
        .day = snap->day, .recorded_at = (int64_t)time(NULL), .author = rk_str_of(author)};
}

/* ---- snapshots -----------------------------------------------------------------------------
 */

/* Called with the ledger locked. */
static rk_status publish(struct desk *d, struct rk_scratch scratch, struct rk_err *err)
{
    struct rk_arena keep = rk_arena_open(rk_address_share(SNAP_MOST, 8));
    struct desk_snap *snap = RK_NEW(&keep, struct desk_snap, 1);
    if (!snap) {
        rk_arena_close(&keep);
        return rk_fail(err, RK_ENOMEM, "", "not enough memory for the town");
    }
    snap->refs = 1;
    const rk_status status =
        rk_situation_load(d->ledger, d->town, true, &keep, scratch, NULL, &snap->sit, err);
    if (status) {
        rk_arena_close(&keep);
        return status;
    }
    snap->checkpoint = rk_str_copy(&keep, rk_ledger_head(d->ledger)->checkpoint);
    snap->day = rk_acts_day(snap->sit, desk_today());
    (void)pthread_mutex_init(&snap->making, NULL);
    snap->keep = keep;
    pthread_mutex_lock(&d->lock);
    struct desk_snap *old = d->snap;
    d->snap = snap;
    pthread_mutex_unlock(&d->lock);
    if (old)
        desk_snap_drop(d, old);
    return RK_OK;
}

struct desk_snap *desk_snap_hold(struct desk *d)
{
    pthread_mutex_lock(&d->lock);
    struct desk_snap *snap = d->snap;
    if (snap)
        snap->refs++;
    pthread_mutex_unlock(&d->lock);
    return snap;
}

void desk_snap_drop(struct desk *d, struct desk_snap *snap)
{
    if (!snap)
        return;
    pthread_mutex_lock(&d->lock);
    const int left = --snap->refs;
    pthread_mutex_unlock(&d->lock);
    if (left > 0)
        return;
    struct rk_arena keep = snap->keep;
    rk_situation_close(snap->sit);
    pthread_mutex_destroy(&snap->making);
    rk_arena_close(&keep);
}

rk_status desk_report(struct desk_snap *snap, enum rk_lang lang, struct rk_scratch scratch,
                      const struct rk_report **out, struct rk_err *err)
{
    rk_status status = RK_OK;
    pthread_mutex_lock(&snap->making);
    if (!snap->made[lang]) {
        status = rk_report_make(snap->sit, snap->day, false, lang, &snap->keep, scratch,
                                &snap->report[lang], err);
        snap->report[lang].checkpoint = snap->checkpoint;
        snap->made[lang] = status == RK_OK;
    }
    pthread_mutex_unlock(&snap->making);
    *out = &snap->report[lang];
    return status;
}

/* ---- the ledger ----------------------------------------------------------------------------
 */

/* A second person's passphrase: right, and for the same compartments as those that are open. */
static rk_status try_only(struct desk *d, struct rk_str passphrase, struct rk_err *err)
{
    struct rk_arena keep = rk_arena_open(rk_address_share(LEDGER_MOST, 8));
    struct rk_ledger *ledger = NULL;
    rk_status status = rk_ledger_open(d->town, RK_LEDGER_READ, passphrase, &keep, &ledger, err);
    if (!status && memcmp(rk_ledger_head(ledger)->held, d->held, sizeof d->held) != 0)
        status = rk_fail(err, RK_EDENIED, "",
                         "the desk is open with another role; it must be locked first");
    rk_ledger_close(ledger);
    rk_arena_close(&keep);
    return status;
}

static rk_status open_town(struct desk *d, struct rk_str passphrase, struct rk_err *err)
{
    struct rk_scratch scratch = rk_scratch_open(rk_address_share(LEDGER_MOST, 8));
    d->ledger_keep = rk_arena_open(rk_address_share(LEDGER_MOST, 8));
    rk_status status = d->ledger_keep.failed || scratch.in.failed
                           ? rk_fail(err, RK_ENOMEM, "", "not enough memory for the town")
                           : rk_ledger_open(d->town, RK_LEDGER_WRITE, passphrase,
                                            &d->ledger_keep, &d->ledger, err);
    if (!status) {
        memcpy(d->held, rk_ledger_head(d->ledger)->held, sizeof d->held);
        status = publish(d, scratch, err);
    }
    if (!status)
        status = desk_access_open(d, err);
    if (status) {
        rk_ledger_close(d->ledger);
        rk_arena_close(&d->ledger_keep);
        d->ledger = NULL;
    }
    rk_scratch_close(&scratch);
    return status;
}

rk_status desk_unlock(struct desk *d, struct rk_str passphrase, struct rk_err *err)
{
    if (!passphrase.len)
        return rk_fail(err, RK_EDENIED, "", "the passphrase fits no holder");
    pthread_mutex_lock(&d->ledger_lock);
    const bool open = d->ledger != NULL;
    const rk_status status = open ? RK_OK : open_town(d, passphrase, err);
    pthread_mutex_unlock(&d->ledger_lock);
    return open ? try_only(d, passphrase, err) : status;
}

rk_status desk_change_begin(struct desk *d, enum rk_lang lang, struct rk_arena *keep,
                            struct rk_scratch scratch, struct rk_acts *at,
                            struct desk_snap **snap, struct rk_err *err)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 10;
    if (pthread_mutex_timedlock(&d->ledger_lock, &until) != 0)
        return rk_fail(err, RK_EIO, "",
                       "the ledger is busy with a long job; try again when it is done");
    *snap = desk_snap_hold(d);
    if (!d->ledger || !*snap) {
        pthread_mutex_unlock(&d->ledger_lock);
        return rk_fail(err, RK_EDENIED, "", "the desk is locked");
    }
    *at = (struct rk_acts){.ledger = d->ledger,
                           .situation = (*snap)->sit,
                           .lang = lang,
                           .keep = keep,
                           .scratch = scratch};
    return RK_OK;
}

rk_status desk_change_end(struct desk *d, struct desk_snap *snap, bool saved, rk_status status,
                          struct rk_scratch scratch, struct rk_err *err)
{
    if (saved && !status)
        status = publish(d, scratch, err);
    pthread_mutex_unlock(&d->ledger_lock);
    desk_snap_drop(d, snap);
    return status;
}

void desk_wipe(struct desk *d)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += 300000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_nsec -= 1000000000;
        until.tv_sec++;
    }
    /* A long job in the middle of the ledger is not waited for: the process ends, and with it
     * its memory. */
    if (pthread_mutex_timedlock(&d->access_lock, &until) == 0 &&
        pthread_mutex_timedlock(&d->ledger_lock, &until) == 0)
        rk_ledger_close(d->ledger); /* both stay locked: nobody uses it any more */
}
