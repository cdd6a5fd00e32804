/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ledger and snapshots: one writer, readers that never wait for it, a town for each role. */
#include "desk_internal.h"

#include "rk_file.h"
#include "rk_reach_io.h"
#include "rk_work.h"

#include <time.h>
#include <unistd.h>

/* Address space of a snapshot; memory is taken as it is used. */
#define SNAP_MOST   ((ptrdiff_t)1 << 34)
#define LEDGER_MOST ((ptrdiff_t)1 << 32)
#define ROADS_MOST  ((ptrdiff_t)1 << 30)

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

int desk_set(const bool held[RK_COMPARTMENT_COUNT + 1])
{
    int set = 0;
    for (int c = 1; c <= RK_COMPARTMENT_COUNT; c++)
        set |= held[c] ? 1 << (c - 1) : 0;
    return set;
}

static void unset(int set, bool held[RK_COMPARTMENT_COUNT + 1])
{
    held[0] = false;
    for (int c = 1; c <= RK_COMPARTMENT_COUNT; c++)
        held[c] = set >> (c - 1) & 1;
}

/* In a model town the last day it lives; whoever does not see that it is one goes by the file
 * that says so. */
static rk_day desk_day_of(const struct desk *d, const struct rk_situation *sit)
{
    rk_day first, last;
    rk_situation_days(sit, &first, &last);
    return d->model && last != RK_DAY_NONE ? last : rk_acts_day(sit, desk_today());
}

/* ---- snapshots -----------------------------------------------------------------------------
 */

static void free_snap(struct desk *d, struct desk_snap *snap)
{
    desk_people_drop(d, snap->people);
    struct rk_arena keep = snap->keep;
    rk_situation_close(snap->sit);
    rk_ledger_close(snap->seals);
    pthread_mutex_destroy(&snap->making);
    rk_arena_close(&keep);
}

/* Makes the town as that set sees it and puts it in its place. The ledger is locked. */
static rk_status publish(struct desk *d, int set, struct rk_scratch scratch, struct rk_err *err)
{
    bool held[RK_COMPARTMENT_COUNT + 1];
    struct rk_arena keep = rk_arena_open(rk_address_share(SNAP_MOST, 16));
    struct desk_snap *snap = RK_NEW(&keep, struct desk_snap, 1);
    if (!snap) {
        rk_arena_close(&keep);
        return rk_fail(err, RK_ENOMEM, "", "not enough memory for the town");
    }
    unset(set, held);
    snap->refs = 1;
    snap->held = set;
    snap->roads = d->roads.roads ? &d->roads : NULL;
    (void)pthread_mutex_init(&snap->making, NULL);
    rk_status status = rk_ledger_narrow(d->ledger, held, &keep, &snap->seals, err);
    if (!status)
        status = rk_situation_load(snap->seals, d->town, true, &keep, scratch, NULL, &snap->sit,
                                   err);
    if (status) {
        snap->keep = keep;
        free_snap(d, snap);
        return status;
    }
    snap->checkpoint = rk_str_copy(&keep, rk_ledger_head(d->ledger)->checkpoint);
    snap->day = desk_day_of(d, snap->sit);
    snap->keep = keep;
    pthread_mutex_lock(&d->lock);
    struct desk_snap *old = d->snap[set];
    d->snap[set] = snap;
    d->head = rk_ledger_head(d->ledger)->size;
    pthread_mutex_unlock(&d->lock);
    desk_snap_drop(d, old);
    return RK_OK;
}

static struct desk_snap *hold(struct desk *d, int set, bool *stale)
{
    pthread_mutex_lock(&d->lock);
    struct desk_snap *snap = d->snap[set];
    if (snap)
        snap->refs++;
    *stale = snap && snap->sit->head != d->head;
    pthread_mutex_unlock(&d->lock);
    return snap;
}

/* Somebody of another role has saved something: the town is made anew for this one, unless a
 * long job holds the ledger; then the one from before is shown. */
struct desk_snap *desk_snap_hold(struct desk *d, int set)
{
    bool stale;
    struct desk_snap *snap = hold(d, set, &stale);
    if (!stale || pthread_mutex_trylock(&d->ledger_lock) != 0)
        return snap;
    struct rk_scratch scratch = rk_scratch_open(rk_address_share(LEDGER_MOST, 16));
    if (d->ledger && snap->sit->head != rk_ledger_head(d->ledger)->size &&
        publish(d, set, scratch, NULL) == RK_OK) {
        desk_snap_drop(d, snap);
        snap = hold(d, set, &stale);
    }
    rk_scratch_close(&scratch);
    pthread_mutex_unlock(&d->ledger_lock);
    return snap;
}

void desk_snap_drop(struct desk *d, struct desk_snap *snap)
{
    if (!snap)
        return;
    pthread_mutex_lock(&d->lock);
    const int left = --snap->refs;
    pthread_mutex_unlock(&d->lock);
    if (left == 0)
        free_snap(d, snap);
}

/* ---- subjects by their ids -----------------------------------------------------------------
 */

static int32_t first_place(const struct desk_snap *snap, struct rk_str id)
{
    uint64_t h = 14695981039346656037u; /* FNV-1a: our own ids */
    for (ptrdiff_t i = 0; i < id.len; i++)
        h = (h ^ (unsigned char)id.at[i]) * 1099511628211u;
    return (int32_t)((h ^ h >> 32) & (uint64_t)(snap->places - 1));
}

static void place_subjects(struct desk_snap *snap)
{
    const struct rk_situation *s = snap->sit;
    int32_t places = 16;
    while (places < 2 * s->subjects)
        places *= 2;
    snap->places = places;
    int32_t *place = RK_NEW(&snap->keep, int32_t, places);
    if (!place)
        return;
    for (int32_t i = 0; i < places; i++)
        place[i] = -1;
    for (int32_t i = 0; i < s->subjects; i++) {
        int32_t at = first_place(snap, rk_sit_text(s, s->subject[i].id));
        while (place[at] >= 0)
            at = (at + 1) & (places - 1);
        place[at] = i;
    }
    snap->place = place;
}

int32_t desk_subject_find(struct desk_snap *snap, struct rk_str id)
{
    const struct rk_situation *s = snap->sit;
    pthread_mutex_lock(&snap->making);
    if (!snap->place)
        place_subjects(snap);
    const int32_t *place = snap->place;
    pthread_mutex_unlock(&snap->making);
    if (!place)
        return rk_sit_subject_find(s, id);
    for (int32_t at = first_place(snap, id); place[at] >= 0; at = (at + 1) & (snap->places - 1))
        if (rk_str_eq(rk_sit_text(s, s->subject[place[at]].id), id))
            return place[at];
    return -1;
}

/* ---- the report ----------------------------------------------------------------------------
 */

bool desk_figure_hidden(const struct desk_snap *snap, const struct rk_figure_def *def)
{
    const int needs = rk_figure_needs(def);
    return (snap->held & needs) != needs;
}

bool desk_list_hidden(const struct desk_snap *snap, const struct rk_list *list)
{
    const int needs = rk_list_needs(list);
    return (snap->held & needs) != needs;
}

rk_status desk_report(struct desk_snap *snap, enum rk_lang lang, struct rk_scratch scratch,
                      const struct rk_report **out, struct rk_err *err)
{
    rk_status status = RK_OK;
    pthread_mutex_lock(&snap->making);
    if (!snap->made[lang]) {
        status = rk_report_make_on(snap->sit, snap->day, false, lang, snap->roads, &snap->keep,
                                   scratch, &snap->report[lang], err);
        snap->report[lang].checkpoint = snap->checkpoint;
        if (!status)
            rk_report_redact(&snap->report[lang], snap->held);
        snap->made[lang] = status == RK_OK;
    }
    pthread_mutex_unlock(&snap->making);
    *out = &snap->report[lang];
    return status;
}

/* ---- the ledger ----------------------------------------------------------------------------
 */

static rk_status open_ledger(struct desk *d, struct rk_scratch scratch, struct rk_err *err)
{
    d->ledger_keep = rk_arena_open(rk_address_share(LEDGER_MOST, 16));
    d->roads_keep = rk_arena_open(rk_address_share(ROADS_MOST, 16));
    rk_status status = d->ledger_keep.failed
                           ? rk_fail(err, RK_ENOMEM, "", "not enough memory for the town")
                           : rk_ledger_open(d->town, RK_LEDGER_WRITE, (struct rk_str){0},
                                            &d->ledger_keep, &d->ledger, err);
    const char *roads = rk_path_join(&d->roads_keep, d->town, RK_TOWN_ROADS);
    if (!status && !roads)
        status = rk_fail(err, RK_ENOMEM, "", "not enough memory for the roads");
    if (!status)
        status = rk_roads_load(roads, &d->roads_keep, scratch, &d->roads.roads,
                               &d->roads.speeds, err);
    if (!status)
        status = desk_access_open(d, err);
    return status;
}

static void close_ledger(struct desk *d)
{
    rk_ledger_close(d->ledger);
    rk_arena_close(&d->ledger_keep);
    rk_arena_close(&d->roads_keep);
    d->ledger = NULL;
    d->roads = (struct rk_plan_roads){0};
}

static bool anything(const bool held[RK_COMPARTMENT_COUNT + 1])
{
    return desk_set(held) != 0;
}

rk_status desk_unlock(struct desk *d, struct rk_str name, struct rk_str passphrase,
                      struct rk_arena *keep, struct rk_person *who, struct rk_err *err)
{
    if (!passphrase.len)
        return rk_fail(err, RK_EDENIED, "", "this name and passphrase open nothing here");
    struct rk_scratch scratch = rk_scratch_open(rk_address_share(LEDGER_MOST, 16));
    pthread_mutex_lock(&d->ledger_lock);
    rk_status status = d->ledger ? RK_OK : open_ledger(d, scratch, err);
    if (!status)
        status = rk_ledger_unlock(d->ledger, name, passphrase, keep, scratch, who, err);
    if (!status && !who->name.len && d->persons_only)
        status = rk_fail(err, RK_EDENIED, "",
                         "over the network each comes in by the own name and passphrase");
    if (!status && !anything(who->held))
        status = rk_fail(err, RK_EDENIED, "", "this person holds no key");
    bool stale = true;
    if (!status) {
        struct desk_snap *snap = hold(d, desk_set(who->held), &stale);
        if (!snap || stale)
            status = publish(d, desk_set(who->held), scratch, err);
        desk_snap_drop(d, snap);
    }
    if (status && d->ledger && !anything(rk_ledger_head(d->ledger)->held))
        close_ledger(d);
    rk_scratch_close(&scratch);
    pthread_mutex_unlock(&d->ledger_lock);
    return status;
}

/* What a job found and what was uploaded goes when nobody is here who may see it; d->lock is
 * held. */
static void forget_papers(struct desk *d)
{
    bool seen[DESK_EVERYTHING + 1] = {false};
    for (int i = 0; i < DESK_SESSIONS; i++)
        for (int set = 0; set <= DESK_EVERYTHING && d->session[i].live; set++)
            seen[set] |= (d->session[i].held & set) == set;
    if (d->job.done && !seen[d->job.held]) {
        rk_arena_close(&d->job.keep);
        d->job.result = (struct rk_str){0};
        d->job.err = (struct rk_err){0};
    }
    for (int i = 0; i < DESK_UPLOADS; i++)
        if (d->upload[i].number && !seen[d->upload[i].held]) {
            close(d->upload[i].fd);
            d->upload[i] = (struct desk_upload){0};
        }
}

void desk_forget(struct desk *d)
{
    bool held[RK_COMPARTMENT_COUNT + 1];
    bool used[DESK_EVERYTHING + 1] = {false};
    struct desk_snap *old[DESK_EVERYTHING + 1] = {NULL};
    struct desk_index *names[DESK_EVERYTHING + 1] = {NULL};
    if (pthread_mutex_trylock(&d->ledger_lock) != 0)
        return;
    pthread_mutex_lock(&d->lock);
    const bool now = d->ledger && !d->entering;
    const int set = now ? desk_session_held(d) : DESK_EVERYTHING;
    for (int i = 0; i < DESK_SESSIONS && now; i++)
        if (d->session[i].live)
            used[d->session[i].held] = true;
    if (now && d->job.running)
        used[d->job.held] = true;
    if (now && set)
        forget_papers(d);
    for (int i = 0; i <= DESK_EVERYTHING && now && set; i++)
        if (!used[i]) {
            old[i] = d->snap[i];
            d->snap[i] = NULL;
            names[i] = d->index[i];
            d->index[i] = NULL;
        }
    pthread_mutex_unlock(&d->lock);
    if (now && set) {
        unset(set, held);
        rk_ledger_keep_only(d->ledger, held);
    }
    for (int i = 0; i <= DESK_EVERYTHING; i++) {
        desk_snap_drop(d, old[i]);
        desk_index_drop(d, names[i]);
    }
    pthread_mutex_unlock(&d->ledger_lock);
}

rk_status desk_change_begin(struct desk *d, int set, enum rk_lang lang, struct rk_arena *keep,
                            struct rk_scratch scratch, struct rk_acts *at,
                            struct desk_snap **snap, struct rk_err *err)
{
    struct timespec until;
    bool stale = false;
    rk_status status = RK_OK;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 10;
    if (pthread_mutex_timedlock(&d->ledger_lock, &until) != 0)
        return rk_fail(err, RK_EIO, "",
                       "the ledger is busy with a long job; try again when it is done");
    *snap = hold(d, set, &stale);
    if (*snap && d->ledger && stale) { /* judged by the newest there is */
        desk_snap_drop(d, *snap);
        status = publish(d, set, scratch, err);
        *snap = hold(d, set, &stale);
    }
    if (!status && (!d->ledger || !*snap))
        status = rk_fail(err, RK_EDENIED, "", "the desk is locked");
    if (status) {
        pthread_mutex_unlock(&d->ledger_lock);
        desk_snap_drop(d, *snap);
        return status;
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
        status = publish(d, snap->held, scratch, err);
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
