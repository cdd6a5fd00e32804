/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk_people.h"

enum { EXTRA_MOST = 4000, ASKED_MOST = 80 };
/* Address space of an index; memory is taken as it is used. */
#define INDEX_MOST ((ptrdiff_t)1 << 32)

struct names_list {
    const struct rk_name_index *index;
    int32_t *subject; /* [count] ascending */
    struct rk_str *name;
    int32_t count;
};

/* Over everybody, at one head; shared by the snapshots after it. */
struct desk_index {
    int refs;
    struct rk_arena keep;
    const struct rk_names *names;
    struct names_list all;
    int64_t head;
};

struct desk_people {
    struct desk_index *base;
    struct names_list extra; /* of whom something was said since */
    int32_t *touched;        /* [touched_count] ascending: what base says of them is old */
    int32_t touched_count, count;
};

/* ---- the shared index ----------------------------------------------------------------------
 */

void desk_index_drop(struct desk *d, struct desk_index *index)
{
    if (!index)
        return;
    pthread_mutex_lock(&d->lock);
    const int left = --index->refs;
    pthread_mutex_unlock(&d->lock);
    if (left > 0)
        return;
    struct rk_arena keep = index->keep;
    rk_arena_close(&keep);
}

void desk_people_drop(struct desk *d, const struct desk_people *people)
{
    if (people)
        desk_index_drop(d, people->base);
}

static struct desk_index *hold_index(struct desk *d, int set)
{
    pthread_mutex_lock(&d->lock);
    struct desk_index *index = d->index[set];
    if (index)
        index->refs++;
    pthread_mutex_unlock(&d->lock);
    return index;
}

static bool of_people(struct rk_str id)
{
    return rk_str_starts(id, RK_STR("person:")) || rk_str_starts(id, RK_STR("body:")) ||
           rk_str_starts(id, RK_STR("need:"));
}

/* Names of subjects `which` (NULL: all), those that have one. */
static rk_status list_names(const struct rk_situation *s, const struct rk_names *names,
                            const int32_t *which, int32_t count, desk_name *name, void *user,
                            struct rk_arena *keep, struct names_list *out, struct rk_err *err)
{
    out->subject = RK_NEW(keep, int32_t, count);
    out->name = RK_NEW(keep, struct rk_str, count);
    if (keep->failed)
        return rk_fail(err, RK_ENOMEM, "", "not enough memory for the people's names");
    for (int32_t i = 0; i < count; i++) {
        const int32_t subject = which ? which[i] : i;
        if (!of_people(rk_sit_text(s, s->subject[subject].id)))
            continue;
        const struct rk_str said = name(user, subject, keep);
        out->subject[out->count] = subject;
        out->name[out->count] = said;
        out->count += said.len > 0;
    }
    return rk_name_index_build(names, out->name, out->count, keep, &out->index, err);
}

static rk_status build_all(struct desk *d, struct desk_snap *snap, desk_name *name, void *user,
                           struct rk_scratch scratch, struct desk_index **out,
                           struct rk_err *err)
{
    struct rk_arena keep = rk_arena_open(rk_address_share(INDEX_MOST, 16));
    struct desk_index *index = RK_NEW(&keep, struct desk_index, 1);
    if (!index) {
        rk_arena_close(&keep);
        return rk_fail(err, RK_ENOMEM, "", "not enough memory for the people's names");
    }
    rk_status status = rk_names_open(&keep, scratch, &index->names, err);
    if (!status)
        status = list_names(snap->sit, index->names, NULL, snap->sit->subjects, name, user,
                            &keep, &index->all, err);
    if (status) {
        rk_arena_close(&keep);
        return status;
    }
    index->head = snap->sit->head;
    index->refs = 2; /* the desk's, and the snapshot's */
    index->keep = keep;
    pthread_mutex_lock(&d->lock);
    struct desk_index *old = d->index[snap->held];
    d->index[snap->held] = index;
    pthread_mutex_unlock(&d->lock);
    desk_index_drop(d, old);
    *out = index;
    return RK_OK;
}

/* ---- what was said since -------------------------------------------------------------------
 */

static int ascending(const void *a, const void *b)
{
    const int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

/* Subjects of whom something was said since `head`, each once; -1: too many, or something was
 * taken back, which changes names of whom nothing was said. */
static int32_t touched_since(const struct rk_situation *s, int64_t head, int32_t *out)
{
    int32_t n = 0, kept = 0;
    for (int32_t b = s->batches - 1; b >= 0 && s->batch[b].close >= head; b--)
        if (s->batch[b].kind == RK_ACT_UNDO || s->batch[b].kind == RK_ACT_ERASURE)
            return -1;
    for (int32_t p = s->parts - 1; p >= 0 && s->part[p].entry >= head; p--) {
        if (n == EXTRA_MOST)
            return -1;
        out[n++] = s->part[p].subject;
    }
    qsort(out, (size_t)n, sizeof *out, ascending);
    for (int32_t i = 0; i < n; i++)
        if (!kept || out[kept - 1] != out[i])
            out[kept++] = out[i];
    return kept;
}

static bool is_touched(const struct desk_people *p, int32_t subject)
{
    return p->touched_count &&
           bsearch(&subject, p->touched, (size_t)p->touched_count, sizeof subject, ascending);
}

static rk_status make(struct desk *d, struct desk_snap *snap, desk_name *name, void *user,
                      struct rk_scratch scratch, struct rk_err *err)
{
    struct desk_people *made = RK_NEW(&snap->keep, struct desk_people, 1);
    int32_t *touched = RK_NEW(&snap->keep, int32_t, EXTRA_MOST);
    struct desk_index *base = hold_index(d, snap->held);
    if (!made || !touched) {
        desk_index_drop(d, base);
        return rk_fail(err, RK_ENOMEM, "", "not enough memory for the people's names");
    }
    int32_t count = base && base->head <= snap->sit->head
                        ? touched_since(snap->sit, base->head, touched)
                        : -1;
    rk_status status = RK_OK;
    if (count < 0) {
        desk_index_drop(d, base);
        base = NULL;
        count = 0;
        status = build_all(d, snap, name, user, scratch, &base, err);
    } else if (count > 0) {
        status = list_names(snap->sit, base->names, touched, count, name, user, &snap->keep,
                            &made->extra, err);
    }
    if (status || !base) {
        desk_index_drop(d, base);
        return status ? status : RK_ENOMEM;
    }
    made->base = base;
    made->touched = touched;
    made->touched_count = count;
    made->count = base->all.count + made->extra.count;
    for (int32_t i = 0; i < base->all.count && count; i++)
        made->count -= is_touched(made, base->all.subject[i]);
    snap->people = made;
    return RK_OK;
}

/* ---- finding -------------------------------------------------------------------------------
 */

/* Best first; equal scores in the order of first mention. */
static int better(const void *a, const void *b)
{
    const struct desk_found *x = a, *y = b;
    if (x->score > y->score || x->score < y->score)
        return x->score > y->score ? -1 : 1;
    return (x->subject > y->subject) - (x->subject < y->subject);
}

static rk_status look(const struct names_list *list, struct rk_str query, int32_t most,
                      struct rk_scratch scratch, struct desk_found *found, int32_t *count,
                      struct rk_err *err)
{
    struct rk_name_hit hits[ASKED_MOST];
    int32_t n = 0;
    if (!list->count)
        return RK_OK;
    const rk_status status =
        rk_name_index_search(list->index, query, most, scratch, hits, &n, err);
    for (int32_t i = 0; i < n && !status; i++)
        found[(*count)++] = (struct desk_found){list->subject[hits[i].item], hits[i].score};
    return status;
}

rk_status desk_people_find(struct desk *d, struct desk_snap *snap, desk_name *name, void *user,
                           struct rk_str query, int32_t most, struct rk_scratch scratch,
                           struct desk_found *found, int32_t *count, struct rk_err *err)
{
    struct desk_found both[2 * ASKED_MOST];
    int32_t n = 0, kept = 0;
    rk_status status = RK_OK;
    pthread_mutex_lock(&snap->making);
    if (!snap->people)
        status = make(d, snap, name, user, scratch, err);
    const struct desk_people *p = snap->people;
    pthread_mutex_unlock(&snap->making);
    if (status)
        return status;
    most = most < ASKED_MOST ? most : ASKED_MOST;
    status = look(&p->base->all, query, most, scratch, both, &n, err);
    for (int32_t i = 0; i < n; i++)
        if (!is_touched(p, both[i].subject))
            both[kept++] = both[i];
    n = kept;
    if (!status)
        status = look(&p->extra, query, most, scratch, both, &n, err);
    if (status)
        return status;
    if (n > kept)
        qsort(both, (size_t)n, sizeof *both, better);
    *count = n < most ? n : most;
    memcpy(found, both, (size_t)*count * sizeof *both);
    return RK_OK;
}

int32_t desk_people_count(const struct desk_snap *snap)
{
    return snap->people ? snap->people->count : 0;
}

const struct rk_names *desk_people_names(const struct desk_snap *snap)
{
    return snap->people ? snap->people->base->names : NULL;
}
