/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Long work: one at a time, with percent, rest time and Cancel. */
#include "desk_internal.h"

#include "rk_wire.h"

#include <microhttpd.h>

#define JOB_MOST ((ptrdiff_t)1 << 32)

static bool watch(void *user, const char *what, double share, double rest_s)
{
    struct desk_job *job = user;
    struct desk *d = job->desk;
    pthread_mutex_lock(&d->lock);
    job->what = what;
    job->share = share;
    job->rest_s = rest_s;
    const bool go_on = !job->cancel && !d->leave;
    pthread_mutex_unlock(&d->lock);
    return go_on;
}

static void *run_job(void *user)
{
    struct desk_job *job = user;
    struct desk *d = job->desk;
    desk_speak(job->lang);
    const rk_status status = job->run(job, &job->err);
    rk_scratch_close(&job->scratch); /* what was opened on the way is nobody's any more */
    pthread_mutex_lock(&d->lock);
    job->status = status;
    job->running = false;
    job->done = true;
    pthread_mutex_unlock(&d->lock);
    return NULL;
}

rk_status desk_job_new(struct desk_request *r, const char *kind, desk_job_run *run,
                       struct desk_job **out, struct rk_err *err)
{
    struct desk *d = r->desk;
    struct desk_job *job = &d->job;
    pthread_mutex_lock(&d->lock);
    const bool busy = job->running;
    const int32_t number = job->number + 1;
    if (!busy) {
        rk_arena_close(&job->keep);
        rk_scratch_close(&job->scratch);
        *job = (struct desk_job){.number = number,
                                 .running = true,
                                 .kind = kind,
                                 .what = "",
                                 .rest_s = -1,
                                 .run = run,
                                 .desk = d,
                                 .lang = r->lang,
                                 .held = r->who.held,
                                 .keep = rk_arena_open(rk_address_share(JOB_MOST, 8)),
                                 .scratch = rk_scratch_open(rk_address_share(JOB_MOST, 8))};
        job->progress = (struct rk_progress){.watch = watch, .user = job};
        snprintf(job->author, sizeof job->author, "%s", r->who.name);
    }
    pthread_mutex_unlock(&d->lock);
    if (busy)
        return rk_fail(err, RK_ECANCELED, "", "another long job is running; wait or cancel it");
    *out = job;
    return RK_OK;
}

rk_status desk_job_start(struct desk_request *r, struct desk_job *job, struct rk_err *err)
{
    pthread_t thread;
    pthread_attr_t attributes;
    rk_status status = RK_OK;
    if (pthread_attr_init(&attributes) != 0)
        status = rk_fail(err, RK_ENOMEM, "", "not enough memory");
    if (!status) {
        (void)pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
        if (pthread_create(&thread, &attributes, run_job, job) != 0)
            status = rk_fail(err, RK_ENOMEM, "", "not enough memory");
        (void)pthread_attr_destroy(&attributes);
    }
    if (status) {
        pthread_mutex_lock(&r->desk->lock);
        job->running = false;
        job->done = true;
        job->status = status;
        pthread_mutex_unlock(&r->desk->lock);
        return status;
    }
    r->status = MHD_HTTP_ACCEPTED;
    desk_job_json(r->desk, r->who.held, r->lang, &r->json);
    return RK_OK;
}

/* What a job found is for eyes that may see all of it. */
static bool shown_to(const struct desk_job *job, int held)
{
    return (held & job->held) == job->held;
}

void desk_job_json(struct desk *d, int held, enum rk_lang lang, struct rk_json_out *w)
{
    pthread_mutex_lock(&d->lock);
    const struct desk_job *job = &d->job;
    rk_json_object(w);
    rk_json_kint(w, "job", job->number);
    rk_json_kstr(w, "kind", rk_str_of(job->kind ? job->kind : ""));
    rk_json_kstr(w, "what",
                 rk_str_of(job->what && job->what[0] ? rk_word(lang, job->what) : ""));
    rk_json_knum(w, "share", job->share);
    rk_json_knum(w, "rest_s", job->rest_s);
    rk_json_kbool(w, "running", job->running);
    rk_json_kbool(w, "done", job->done);
    rk_json_kbool(w, "ok", job->done && !job->status);
    rk_json_kbool(w, "cancelled", job->done && job->status == RK_ECANCELED);
    if (job->done && job->status && shown_to(job, held)) {
        rk_json_kstr(w, "error", rk_str_of(job->err.text));
        rk_json_kstr(w, "place", rk_str_of(job->err.place));
    }
    rk_json_object_end(w);
    pthread_mutex_unlock(&d->lock);
}

/* The job's state, and its result when it is done. */
rk_status api_job(struct desk_request *r, struct rk_err *err)
{
    struct desk *d = r->desk;
    (void)err;
    rk_buf_c(&r->out, "{\"state\":");
    struct rk_json_out w = rk_json_write(&r->out);
    w.any_order = true;
    desk_job_json(d, r->who.held, r->lang, &w);
    pthread_mutex_lock(&d->lock);
    if (d->job.done && d->job.result.len && shown_to(&d->job, r->who.held)) {
        rk_buf_c(&r->out, ",\"result\":");
        rk_buf_add(&r->out, d->job.result);
    }
    pthread_mutex_unlock(&d->lock);
    rk_buf_char(&r->out, '}');
    return RK_OK;
}

rk_status api_job_cancel(struct desk_request *r, struct rk_err *err)
{
    pthread_mutex_lock(&r->desk->lock);
    const bool may = shown_to(&r->desk->job, r->who.held);
    r->desk->job.cancel |= may;
    pthread_mutex_unlock(&r->desk->lock);
    if (!may)
        return rk_fail(err, RK_EDENIED, "", "your role may not do this");
    desk_job_json(r->desk, r->who.held, r->lang, &r->json);
    return RK_OK;
}

rk_status api_job_events(struct desk_request *r, struct rk_err *err)
{
    (void)err;
    r->type = "text/event-stream; charset=utf-8";
    r->stream = DESK_JOB_STREAM;
    return RK_OK;
}

/* ---- verify ---------------------------------------------------------------------------------
 */

struct findings {
    struct rk_json_out json;
    struct rk_buf text;
    int64_t told;
};

static void tell(void *user, const char *place, const char *what)
{
    struct findings *f = user;
    if (f->told++ >= 500)
        return;
    rk_json_object(&f->json);
    rk_json_kstr(&f->json, "place", rk_str_of(place));
    rk_json_kstr(&f->json, "what", rk_str_of(rk_err_translate(what)));
    rk_json_object_end(&f->json);
}

static rk_status verify(struct desk_job *job, struct rk_err *err)
{
    struct findings f = {.text = rk_buf_in(&job->keep, 1 << 20)};
    struct rk_verdict v = {0};
    struct rk_acts at;
    struct desk_snap *snap = NULL;
    f.json = rk_json_write(&f.text);
    f.json.any_order = true;
    rk_json_object(&f.json);
    rk_json_key(&f.json, RK_STR("findings"));
    rk_json_array(&f.json);
    rk_status status = desk_change_begin(job->desk, job->held, job->lang, &job->keep,
                                         job->scratch, &at, &snap, err);
    if (status)
        return status;
    status = rk_ledger_verify(at.ledger, tell, &f, &job->progress, job->scratch, &v, err);
    rk_json_array_end(&f.json);
    if (!status)
        rk_wire_verdict(&f.json, &v, rk_ledger_head(at.ledger));
    rk_json_object_end(&f.json);
    status = desk_change_end(job->desk, snap, false, status, job->scratch, err);
    if (!status)
        job->result = rk_buf_str(&f.text);
    return status;
}

rk_status api_verify(struct desk_request *r, struct rk_err *err)
{
    struct desk_job *job;
    const rk_status status = desk_job_new(r, "verify", verify, &job, err);
    return status ? status : desk_job_start(r, job, err);
}
