/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the helper ranok-desk: one request, and what the worker does for it. */
#ifndef DESK_INTERNAL_H
#define DESK_INTERNAL_H

#include "desk_state.h"

/* ---- one request ------------------------------------------------------------------------- */

enum desk_stream { DESK_NO_STREAM, DESK_JOB_STREAM, DESK_TOWN_STREAM };
struct MHD_Connection;
struct desk_route;
struct desk_request {
    struct desk *desk;
    struct MHD_Connection *connection;
    const struct desk_route *route;
    const char *path, *method;
    struct rk_str tail;      /* what stands behind the route's path */
    bool ready;              /* the whole body is here */
    int early;               /* HTTP status it was refused with before its body was read, 0 */
    int slot;                /* of the connection, -1 */
    struct desk_session who; /* a copy; live false: nobody */
    int session;             /* its position, -1 */
    enum rk_lang lang;
    struct rk_arena keep;
    struct rk_scratch scratch;
    struct rk_buf body;
    int body_fd; /* uploads; -1 */
    int64_t body_len;
    struct desk_snap *snap; /* held for the request; of the visitor's role */

    int status;
    const char *type;
    struct rk_buf out;
    struct rk_json_out json;
    char location[64], cookie[256], policy[320], file[300];
    enum desk_stream stream;
    int64_t stream_version, stream_head, stream_beats;
    int needs; /* compartments that were missing */
};

enum desk_need {
    DESK_ANYBODY = 0,
    DESK_KNOWN = 1,   /* a session */
    DESK_CHANGES = 2, /* a POST of our own page: Origin, X-Ranok */
    DESK_FORM = 4,    /* a POST of the login form: Origin */
    DESK_FILE = 8     /* the body is a file */
};
typedef rk_status desk_run(struct desk_request *r, struct rk_err *err);
struct desk_route {
    const char *method, *path; /* "/api/records/" takes a tail when it ends in '/' */
    int need;
    desk_run *run;
    int all, any; /* compartments all of which, or one of which, a role must hold; else 403 */
    int right;    /* of enum rk_right; 0: reading the day */
};
extern const struct desk_route desk_routes[];
extern const int desk_route_count;

/* A query parameter, decoded; empty when missing. */
struct rk_str desk_query(struct desk_request *r, const char *name);
struct rk_str desk_header(struct desk_request *r, const char *name);

/* Values of a flat JSON object of texts, numbers, truths: names[i] → out[i], empty when missing
 * or null. RK_EINVAL: not such an object, an unknown name, a name twice. */
RK_MUST_USE rk_status desk_values(struct desk_request *r, const char *const *names, int count,
                                  struct rk_str *out, struct rk_err *err);
void desk_receipt(struct desk_request *r, const struct rk_receipt *receipt);

/* The language of error texts of this thread. */
void desk_speak(enum rk_lang lang);

/* ---- sessions (desk_session.c) ----------------------------------------------------------- */

/* Position of the live session with this token, -1; `use` keeps it alive. */
int desk_session_find(struct desk *d, struct rk_str token, bool use, struct desk_session *copy);
/* A new session of this person with a new token; false: all are taken. */
bool desk_session_open(struct desk *d, const struct rk_person *who, struct rk_str name,
                       enum rk_lang lang, struct desk_session *out);
void desk_session_close(struct desk *d, int session);
/* Ends the session of this number, or of every one of this name; whether there was one. */
bool desk_session_end(struct desk *d, int64_t number, struct rk_str name);
/* Compartments that somebody here holds; d->lock is held. */
int desk_session_held(struct desk *d);
/* Ends what is idle or old; the number that is left. */
int desk_session_sweep(struct desk *d);

/* The session's cookie in the answer; an empty token takes it away. */
void desk_cookie(struct desk_request *r, const char *token);
static inline const char *desk_cookie_name(const struct desk *d)
{
    return d->self.secure ? "__Host-ranok" : "ranok";
}

/* ---- the town (desk_town.c) -------------------------------------------------------------- */

/* Opens a person's keys and the town as they see it. *who in keep. */
rk_status desk_unlock(struct desk *d, struct rk_str name, struct rk_str passphrase,
                      struct rk_arena *keep, struct rk_person *who, struct rk_err *err);
/* Drops keys and towns that nobody here holds any more. */
void desk_forget(struct desk *d);
/* The newest town as that set of compartments sees it; NULL: locked, or not open to it. */
struct desk_snap *desk_snap_hold(struct desk *d, int held);
/* Whether a figure counts what the town of this snapshot does not hold; then it is not told. */
bool desk_figure_hidden(const struct desk_snap *snap, const struct rk_figure_def *def);
bool desk_list_hidden(const struct desk_snap *snap, const struct rk_list *list);
int desk_set(const bool held[RK_COMPARTMENT_COUNT + 1]);
void desk_snap_drop(struct desk *d, struct desk_snap *snap);
/* The day's report in that language, made once, by the town's roads; without what is sealed. */
rk_status desk_report(struct desk_snap *snap, enum rk_lang lang, struct rk_scratch scratch,
                      const struct rk_report **out, struct rk_err *err);
/* Gives back what a snapshot or the desk holds of the names (desk_people.c); NULL is fine. */
void desk_people_drop(struct desk *d, const struct desk_people *people);
void desk_index_drop(struct desk *d, struct desk_index *index);
/* Position of a subject by its id, -1; O(1) once the first one was looked for. */
int32_t desk_subject_find(struct desk_snap *snap, struct rk_str id);
rk_day desk_today(void);
/* An act of now by this person. */
struct rk_act desk_act(const struct desk_snap *snap, const char *author);
/* Begins a change: ledger locked, `at` filled in with the newest snapshot, which is held. */
rk_status desk_change_begin(struct desk *d, int held, enum rk_lang lang, struct rk_arena *keep,
                            struct rk_scratch scratch, struct rk_acts *at,
                            struct desk_snap **snap, struct rk_err *err);
/* Ends it: publishes a new snapshot when something was saved, unlocks. Returns `status`, or
 * what went wrong with the new snapshot. */
rk_status desk_change_end(struct desk *d, struct desk_snap *snap, bool saved, rk_status status,
                          struct rk_scratch scratch, struct rk_err *err);
/* Wipes the keys, as far as nobody is in the middle of using them. */
void desk_wipe(struct desk *d);

/* ---- access log (desk_access.c): docs/formats/access.md ---------------------------------- */

rk_status desk_access_open(struct desk *d, struct rk_err *err);
/* An entry that somebody looked at something; nothing is shown when it cannot be written. */
rk_status desk_access(struct desk_request *r, const char *what, struct rk_str about,
                      struct rk_err *err);
void desk_access_flush(struct desk *d);
desk_run api_access;

/* ---- jobs (desk_job.c) ------------------------------------------------------------------- */

/* Prepares the job (its arenas are open) or says that one is running. */
rk_status desk_job_new(struct desk_request *r, const char *kind, desk_job_run *run,
                       struct desk_job **out, struct rk_err *err);
rk_status desk_job_start(struct desk_request *r, struct desk_job *job, struct rk_err *err);
/* As one sees it who holds that set. */
void desk_job_json(struct desk *d, int held, enum rk_lang lang, struct rk_json_out *w);
desk_run api_job, api_job_cancel, api_job_events, api_verify;
/* Writes what happened since the last call, if anything did (desk_events.c). */
void desk_events_write(struct desk_request *r, struct rk_buf *out);
desk_run api_events;

/* ---- what it answers --------------------------------------------------------------------- */

desk_run page_index, page_login, page_login_try, page_file, page_sheet, page_sheet_pdf;
desk_run api_session, api_session_set, api_leave, api_lock, api_words;
desk_run api_persons, api_person_add, api_person_remove, api_sessions, api_session_end;
desk_run api_figures, api_figure, api_sheet, api_lists, api_statements, api_map, api_batches;
desk_run api_search, api_similar, api_record, api_pairs, api_pair;
desk_run api_decide, api_correct, api_undo;
desk_run api_upload, api_import, api_kinds;
desk_run api_forms, api_form, api_form_save;

static inline bool desk_holds(const struct desk_request *r, int set)
{
    return (r->who.held & set) == set;
}

/* A field as a reader wants it, without its key: NaN and empty are null. */
void desk_ktext(struct rk_json_out *w, const char *key, struct rk_str s);
/* "07.11.2022" in Ukrainian, "7 Nov 2022" style of the vocabulary in English; empty: unknown.
 */
struct rk_str desk_day(struct rk_arena *keep, enum rk_lang lang, rk_day day);
struct rk_str desk_when(struct rk_arena *keep, enum rk_lang lang, struct rk_when when);

#endif
