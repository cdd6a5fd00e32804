/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Server-sent events: the ledger moved on, a long job goes on, the session is over. */
#include "desk_internal.h"

enum { SUBJECTS_TOLD = 20, BEATS_TOLD = 10, BEATS_LIFE = 150 /* of 0.1 s */ };

rk_status api_events(struct desk_request *r, struct rk_err *err)
{
    (void)err;
    r->type = "text/event-stream; charset=utf-8";
    r->stream = DESK_TOWN_STREAM;
    r->stream_head = r->snap->sit->head;
    r->stream_beats = BEATS_LIFE; /* the first piece goes out at once */
    return RK_OK;
}

/* A number that differs whenever the job shows something else. */
static int64_t version_of(const struct desk *d)
{
    return 1 + (int64_t)d->job.number * 8000 + (int64_t)(d->job.share * 1000) +
           (d->job.done ? 4000 : 0);
}

static struct rk_json_out event(const char *name, struct rk_buf *out)
{
    if (name)
        rk_buf_printf(out, "event: %s\n", name);
    rk_buf_c(out, "data: ");
    struct rk_json_out w = rk_json_write(out);
    w.any_order = true;
    return w;
}

static void job_event(struct desk_request *r, const char *name, struct rk_buf *out)
{
    struct rk_json_out w = event(name, out);
    desk_job_json(r->desk, r->who.held, r->lang, &w);
    rk_buf_c(out, "\n\n");
}

/* What was said of whom since the head that was told last, as this role sees it. */
static void head_event(struct desk_request *r, const struct rk_situation *s, struct rk_buf *out)
{
    static const char *const kinds[] = {"",         "setting",    "import", "form",
                                        "decision", "correction", "undo",   "erasure"};
    const struct rk_batch_info *b = s->batches ? &s->batch[s->batches - 1] : NULL;
    struct rk_json_out w = event("head", out);
    int told = 0;
    rk_json_object(&w);
    rk_json_kint(&w, "head", s->head);
    if (b) {
        rk_json_kint(&w, "batch", b->number);
        rk_json_kstr(&w, "kind", rk_str_of(b->kind < RK_COUNT(kinds) ? kinds[b->kind] : ""));
        rk_json_kstr(&w, "by", b->author.at ? b->author : RK_STR(""));
    }
    rk_json_key(&w, RK_STR("subjects"));
    rk_json_array(&w);
    for (int32_t p = s->parts - 1; p >= 0 && s->part[p].entry >= r->stream_head; p--) {
        const int32_t subject = s->part[p].subject;
        if (s->subject[subject].last_part == p && told++ < SUBJECTS_TOLD)
            rk_json_str(&w, rk_sit_text(s, s->subject[subject].id));
    }
    rk_json_array_end(&w);
    rk_json_object_end(&w);
    rk_buf_c(out, "\n\n");
}

static bool over(struct desk_request *r)
{
    struct desk_session copy;
    pthread_mutex_lock(&r->desk->lock);
    const bool leave = r->desk->leave;
    pthread_mutex_unlock(&r->desk->lock);
    return leave || desk_session_find(r->desk, rk_str_of(r->who.token), false, &copy) < 0;
}

static void town_stream(struct desk_request *r, struct rk_buf *out)
{
    struct desk *d = r->desk;
    if (over(r)) {
        struct rk_json_out w = event("ended", out);
        rk_json_object(&w);
        rk_json_object_end(&w);
        rk_buf_c(out, "\n\n");
        r->stream_version = -1;
        return;
    }
    pthread_mutex_lock(&d->lock);
    const int64_t head = d->head, version = version_of(d);
    const bool job = d->job.number > 0 && version != r->stream_version;
    pthread_mutex_unlock(&d->lock);
    if (head != r->stream_head) {
        struct desk_snap *snap = desk_snap_hold(d, r->who.held);
        if (snap && snap->sit->head != r->stream_head) {
            head_event(r, snap->sit, out);
            r->stream_head = snap->sit->head;
        }
        desk_snap_drop(d, snap);
    }
    if (job) {
        job_event(r, "job", out);
        r->stream_version = version;
    }
    if (!out->len && ++r->stream_beats >= BEATS_LIFE)
        rk_buf_c(out, ": \n\n");
    if (out->len)
        r->stream_beats = 0;
}

/* The job alone, until it is done. */
static void job_stream(struct desk_request *r, struct rk_buf *out)
{
    struct desk *d = r->desk;
    pthread_mutex_lock(&d->lock);
    const bool done = d->job.done || d->leave;
    const int64_t version = version_of(d);
    pthread_mutex_unlock(&d->lock);
    if (done || version != r->stream_version || ++r->stream_beats >= BEATS_TOLD) {
        job_event(r, NULL, out);
        r->stream_version = version;
        r->stream_beats = 0;
    }
    if (done || over(r))
        r->stream_version = -1;
}

void desk_events_write(struct desk_request *r, struct rk_buf *out)
{
    /* the request's own snapshot would keep an old town in memory as long as the page is open
     */
    desk_snap_drop(r->desk, r->snap);
    r->snap = NULL;
    if (r->stream == DESK_TOWN_STREAM)
        town_stream(r, out);
    else
        job_stream(r, out);
}
