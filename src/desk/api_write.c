/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changes: decisions, corrections, taking back, imports. Each is one act by the person of the
 * session, one after another. */
#include "desk_internal.h"

#include "rk_file.h"
#include "rk_importer.h"
#include "rk_text.h"
#include "rk_work.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- bodies --------------------------------------------------------------------------------
 */

rk_status desk_values(struct desk_request *r, const char *const *names, int count,
                      struct rk_str *out, struct rk_err *err)
{
    struct rk_json in = rk_json_read(rk_buf_str(&r->body), &r->keep);
    for (int i = 0; i < count; i++)
        out[i] = (struct rk_str){0};
    if (rk_json_next(&in) != RK_JSON_OBJECT)
        return rk_fail(err, RK_EINVAL, "", "a JSON object is expected");
    while (rk_json_next(&in) == RK_JSON_KEY) {
        int at = 0;
        while (at < count && !rk_str_eq(in.text, rk_str_of(names[at])))
            at++;
        if (at == count || out[at].at)
            return rk_fail(err, RK_EINVAL, "", "\"%.*s\" is not expected here",
                           (int)(in.text.len < 80 ? in.text.len : 80), in.text.at);
        const enum rk_json_kind kind = rk_json_next(&in);
        if (kind == RK_JSON_STRING || kind == RK_JSON_NUMBER)
            out[at] = in.text;
        else if (kind == RK_JSON_TRUE || kind == RK_JSON_FALSE)
            out[at] = kind == RK_JSON_TRUE ? RK_STR("true") : RK_STR("false");
        else if (kind == RK_JSON_NULL)
            out[at] = RK_STR("");
        else
            return rk_fail(err, RK_EINVAL, names[at], "a text is expected");
    }
    return in.kind == RK_JSON_OBJECT_END && rk_json_next(&in) == RK_JSON_END
               ? RK_OK
               : rk_fail(err, RK_EINVAL, "", "this is no JSON object: %s",
                         in.why ? in.why : "something is left over");
}

void desk_receipt(struct desk_request *r, const struct rk_receipt *receipt)
{
    char root[65];
    rk_hex(receipt->head.root.byte, 32, root);
    rk_json_object(&r->json);
    rk_json_kint(&r->json, "batch", receipt->batch);
    rk_json_kint(&r->json, "claims", receipt->claims);
    rk_json_kint(&r->json, "entries", receipt->head.size);
    rk_json_kstr(&r->json, "root", rk_str_of(root));
    rk_json_object_end(&r->json);
}

/* ---- small acts ----------------------------------------------------------------------------
 */

typedef rk_status small_act(const struct rk_acts *at, const struct rk_act *act,
                            const struct rk_str *values, struct rk_receipt *receipt,
                            struct rk_err *err);

static rk_status change(struct desk_request *r, const char *const *names, int count,
                        small_act *run, struct rk_err *err)
{
    struct rk_str values[8];
    struct rk_acts at;
    struct desk_snap *snap;
    struct rk_receipt receipt = {0};
    rk_status status = desk_values(r, names, count, values, err);
    if (!status)
        status = desk_change_begin(r->desk, r->who.held, r->lang, &r->keep, r->scratch, &at,
                                   &snap, err);
    if (status)
        return status;
    const struct rk_act act = desk_act(snap, r->who.name);
    status = run(&at, &act, values, &receipt, err);
    status = desk_change_end(r->desk, snap, status == RK_OK, status, r->scratch, err);
    if (!status)
        desk_receipt(r, &receipt);
    return status;
}

static rk_status decide(const struct rk_acts *at, const struct rk_act *act,
                        const struct rk_str *v, struct rk_receipt *receipt, struct rk_err *err)
{
    static const char *const words[] = {"same", "distinct", "apart"};
    int decision = 0;
    while (decision < 3 && !rk_str_eq(v[2], rk_str_of(words[decision])))
        decision++;
    if (decision == 3)
        return rk_fail(err, RK_EINVAL, "decision", "same, distinct or apart is expected");
    return rk_acts_decide(at, act, (enum rk_decision)decision, v[0], v[1], v[4], v[3], receipt,
                          err);
}

rk_status api_decide(struct desk_request *r, struct rk_err *err)
{
    static const char *const names[] = {"a", "b", "decision", "why", "with"};
    return change(r, names, 5, decide, err);
}

static rk_status correct(const struct rk_acts *at, const struct rk_act *act,
                         const struct rk_str *v, struct rk_receipt *receipt, struct rk_err *err)
{
    return rk_acts_correct(at, act, v[0], v[1], v[2], receipt, err);
}

rk_status api_correct(struct desk_request *r, struct rk_err *err)
{
    static const char *const names[] = {"claim", "value", "why"};
    return change(r, names, 3, correct, err);
}

static rk_status undo(const struct rk_acts *at, const struct rk_act *act,
                      const struct rk_str *v, struct rk_receipt *receipt, struct rk_err *err)
{
    int64_t number = 0;
    if (!rk_str_int(v[0], &number) || number < 1 || number > INT32_MAX)
        return rk_fail(err, RK_EINVAL, "batch", "the number of a batch is expected");
    if (!rk_str_trim(v[1]).len)
        return rk_fail(err, RK_EINVAL, "", "a reason is expected: why?");
    return rk_acts_undo(at, act, (int32_t)number, v[1], receipt, err);
}

rk_status api_undo(struct desk_request *r, struct rk_err *err)
{
    static const char *const names[] = {"batch", "why"};
    return change(r, names, 2, undo, err);
}

/* ---- import: a file in memory → dry run → one batch ----------------------------------------
 */

/* Takes the request's file; it lives in memory alone until it is imported or pushed out. */
rk_status api_upload(struct desk_request *r, struct rk_err *err)
{
    struct desk *d = r->desk;
    struct rk_str name;
    if (!rk_desk_file_name(desk_query(r, "name"), &r->keep, &name))
        return rk_fail(err, RK_EINVAL, "name", "the file's name is missing");
    if (r->body_len == 0)
        return rk_fail(err, RK_EINVAL, "", "the file is empty");
    pthread_mutex_lock(&d->lock);
    const int32_t number = ++d->next_upload;
    struct desk_upload *u = &d->upload[number % DESK_UPLOADS];
    if (u->number)
        close(u->fd);
    *u = (struct desk_upload){
        .number = number, .fd = r->body_fd, .held = r->who.held, .bytes = r->body_len};
    snprintf(u->name, sizeof u->name, "%.*s", RK_FMT(name));
    r->body_fd = -1;
    pthread_mutex_unlock(&d->lock);
    rk_json_object(&r->json);
    rk_json_kint(&r->json, "upload", number);
    rk_json_kstr(&r->json, "name", name);
    rk_json_kint(&r->json, "bytes", r->body_len);
    rk_json_object_end(&r->json);
    return RK_OK;
}

struct import_order {
    int fd;
    struct rk_str name, kind, source, sheet, mapping;
    bool dry_run;
    struct rk_buf talk;
};

static void hear(void *user, const char *line)
{
    struct import_order *o = user;
    rk_buf_printf(&o->talk, "%s\n", line);
}

/* The reader wants a path whose last part is the file's name: a link in a folder of our own
 * leads to the memory that holds the file. The folder is memory, too: a file's name may be a
 * person's, and nothing of it is to reach the disk. */
static rk_status link_file(struct desk_job *job, const struct import_order *o, char **folder,
                           char **path, struct rk_err *err)
{
    char target[64];
    *folder = rk_str_c(&job->keep, RK_STR("/dev/shm/ranok-XXXXXX"));
    if (!*folder || !mkdtemp(*folder))
        return rk_fail(err, RK_EIO, "", "no folder can be made: %s", strerror(errno));
    *path = rk_path_join(&job->keep, *folder, rk_str_c(&job->keep, o->name));
    snprintf(target, sizeof target, "/proc/self/fd/%d", o->fd);
    if (!*path || symlink(target, *path) != 0)
        return rk_fail(err, RK_EIO, "", "no folder can be made: %s", strerror(errno));
    return RK_OK;
}

static void result_json(struct desk_job *job, const struct import_order *o,
                        const struct rk_import_result *got, const struct rk_receipt *receipt)
{
    struct rk_buf out = rk_buf_in(&job->keep, rk_arena_left(&job->keep) / 2);
    struct rk_json_out w = rk_json_write(&out);
    w.any_order = true;
    rk_json_object(&w);
    rk_json_kstr(&w, "file", o->name);
    rk_json_kbool(&w, "dry_run", o->dry_run);
    rk_json_kstr(&w, "kind", rk_str_of(got->kind ? got->kind->id : ""));
    rk_json_kstr(&w, "kind_name", rk_str_of(got->kind ? got->kind->label.many[job->lang] : ""));
    rk_json_kstr(&w, "understood", rk_buf_str(&o->talk));
    rk_json_kint(&w, "taken", got->counts.taken);
    rk_json_kint(&w, "refused", got->counts.refused);
    rk_json_kint(&w, "passed", got->counts.passed);
    rk_json_kint(&w, "claims", got->counts.claims);
    rk_json_kint(&w, "batch", receipt->batch);
    rk_json_kstr(&w, "mapping", got->mappings);
    rk_json_object_end(&w);
    out.len -= out.len > 0; /* the faults are JSON already: "}" makes room for them */
    rk_buf_c(&out, ",\"faults\":");
    rk_buf_add(&out, got->faults.len ? got->faults : RK_STR("[]"));
    rk_buf_char(&out, '}');
    job->result = out.failed ? RK_STR("{}") : rk_buf_str(&out);
}

static rk_status run_import(struct desk_job *job, struct import_order *o, const char *path,
                            struct rk_err *err)
{
    struct rk_acts at;
    struct desk_snap *snap;
    struct rk_importer *importer = NULL;
    struct rk_import_result got = {0};
    struct rk_receipt receipt = {0};
    rk_status status = desk_change_begin(job->desk, job->held, job->lang, &job->keep,
                                         job->scratch, &at, &snap, err);
    if (status)
        return status;
    at.progress = &job->progress;
    const struct rk_import_act what = {
        .files = &path,
        .count = 1,
        .kind = o->kind.len ? rk_str_c(&job->keep, o->kind) : NULL,
        .source = o->source.len ? rk_str_c(&job->keep, o->source) : NULL,
        .sheet = o->sheet.len ? rk_str_c(&job->keep, o->sheet) : NULL,
        .mapping = o->mapping,
        .today = desk_today(),
        .dry_run = o->dry_run,
        .json = true,
        .say = hear,
        .user = o};
    const struct rk_act act = desk_act(snap, job->author);
    status = rk_importer_open(&at, &importer, err);
    if (!status)
        status = rk_importer_take(importer, &what, &act, &receipt, &got, err);
    if (importer && !status)
        result_json(job, o, &got, &receipt);
    rk_importer_close(importer);
    return desk_change_end(job->desk, snap, receipt.batch > 0, status, job->scratch, err);
}

static rk_status import_file(struct desk_job *job, struct rk_err *err)
{
    struct import_order *o = job->order;
    char *folder = NULL, *path = NULL;
    rk_status status = link_file(job, o, &folder, &path, err);
    if (!status)
        status = run_import(job, o, path, err);
    if (path)
        (void)unlink(path);
    if (folder)
        (void)rmdir(folder);
    close(o->fd);
    return status;
}

rk_status api_import(struct desk_request *r, struct rk_err *err)
{
    static const char *const names[] = {"upload", "kind",    "source",
                                        "sheet",  "mapping", "dry_run"};
    struct desk *d = r->desk;
    struct rk_str v[6];
    struct desk_job *job;
    int64_t number = 0;
    rk_status status = desk_values(r, names, 6, v, err);
    if (!status && !rk_str_int(v[0], &number))
        status = rk_fail(err, RK_EINVAL, "upload", "a number is expected");
    if (!status)
        status = desk_job_new(r, "import", import_file, &job, err);
    if (status)
        return status;
    struct import_order *o = RK_NEW(&job->keep, struct import_order, 1);
    o->fd = -1;
    pthread_mutex_lock(&d->lock);
    for (int i = 0; i < DESK_UPLOADS; i++)
        if (d->upload[i].number == number && number > 0 && d->upload[i].held == r->who.held) {
            o->fd = fcntl(d->upload[i].fd, F_DUPFD_CLOEXEC, 3);
            o->name = rk_str_copy(&job->keep, rk_str_of(d->upload[i].name));
        }
    pthread_mutex_unlock(&d->lock);
    o->kind = rk_str_copy(&job->keep, v[1]);
    o->source = rk_str_copy(&job->keep, v[2]);
    o->sheet = rk_str_copy(&job->keep, v[3]);
    o->mapping = rk_str_copy(&job->keep, v[4]);
    o->dry_run = !rk_str_eq(v[5], RK_STR("false"));
    o->talk = rk_buf_in(&job->keep, 1 << 18);
    job->order = o;
    if (o->fd >= 0)
        return desk_job_start(r, job, err);
    pthread_mutex_lock(&d->lock);
    job->running = false;
    job->done = true;
    job->status = RK_ENOTFOUND;
    pthread_mutex_unlock(&d->lock);
    return rk_fail(err, RK_ENOTFOUND, "upload",
                   "this file is not here any more; choose it again");
}

/* What a file may be read as. */
rk_status api_kinds(struct desk_request *r, struct rk_err *err)
{
    int32_t count;
    const struct rk_kind *kinds = rk_kinds(&count);
    (void)err;
    rk_json_array(&r->json);
    for (int32_t i = 0; i < count; i++) {
        rk_json_object(&r->json);
        rk_json_kstr(&r->json, "id", rk_str_of(kinds[i].id));
        rk_json_kstr(&r->json, "name", rk_str_of(kinds[i].label.many[r->lang]));
        rk_json_key(&r->json, RK_STR("aspects"));
        rk_json_array(&r->json);
        for (int32_t a = 0; a < kinds[i].aspect_count; a++) {
            rk_json_array(&r->json);
            rk_json_str(&r->json, rk_str_of(kinds[i].aspects[a].id));
            rk_json_str(&r->json, rk_str_of(kinds[i].aspects[a].label.one[r->lang]));
            rk_json_array_end(&r->json);
        }
        rk_json_array_end(&r->json);
        rk_json_object_end(&r->json);
    }
    rk_json_array_end(&r->json);
    return RK_OK;
}
