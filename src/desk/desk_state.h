/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the helper ranok-desk: what one worker holds: its town, its sessions, its job. */
#ifndef DESK_STATE_H
#define DESK_STATE_H

#include "rk_acts.h"
#include "rk_desk.h"
#include "rk_figures.h"
#include "rk_hash.h"
#include "rk_holder.h"
#include "rk_json.h"
#include "rk_ledger.h"
#include "rk_sealed.h"
#include "rk_situation.h"
#include "rk_vocabulary.h"

#include <pthread.h>

enum {
    DESK_SESSIONS = 64,
    DESK_CONNECTIONS = 192,
    DESK_UPLOADS = 4,
    DESK_BODY_MOST = 1 << 20,  /* of a request that is JSON or a form */
    DESK_FILE_MOST = 64 << 20, /* of an uploaded file */
    DESK_IDLE_S = 300,         /* a session unused for so long ends */
    DESK_SESSION_S = 8 * 3600, /* and after so long in any case */
    DESK_REQUEST_S = 20,       /* a request must have arrived by then … */
    DESK_UPLOAD_S = 120,       /* … or by then when it carries a file */
    DESK_NAME_MOST = 120,
    DESK_ROLE_MOST = 60
};

/* Sets of compartments, as bits: whose eyes a thing is for. */
enum {
    DESK_PEOPLE = RK_SEES_PEOPLE,
    DESK_MEDICAL = RK_SEES_MEDICAL,
    DESK_SOURCES = RK_SEES_SOURCES,
    DESK_OPERATIONS = RK_SEES_OPERATIONS,
    DESK_EVERYTHING = RK_SEES_ALL
};

/* Exit codes of the worker that the supervisor understands. */
enum { DESK_LOCKED = 0, DESK_BROKEN = 3 };

/* Shared by the supervisor and the workers it makes one after another: nothing secret. */
struct desk_shared {
    struct rk_desk_tries tries;
};

struct desk_session {
    bool live;
    char token[65]; /* 256 random bits in hex */
    char name[DESK_NAME_MOST + 1], role[DESK_ROLE_MOST + 1];
    int held;   /* set of compartments */
    int rights; /* of enum rk_right */
    int32_t number;
    enum rk_lang lang;
    double opened_s, used_s;
};

/* The town at one head as one role sees it, never changed once published; freed by its last
 * reader. What is sealed to the role is not in it. */
struct desk_people;
struct desk_index;
struct desk_snap {
    int refs;
    int held;                /* set of compartments it was opened with */
    struct rk_ledger *seals; /* with exactly those keys; for sealing only */
    const struct rk_plan_roads *roads;
    struct rk_arena keep;
    struct rk_situation *sit;
    struct rk_str checkpoint;
    rk_day day;
    pthread_mutex_t making; /* of what follows, made when first asked for */
    bool made[RK_LANGS];
    struct rk_report report[RK_LANGS];
    const struct desk_people *people;
    int32_t *place; /* [places] of subjects by the hash of their id, -1 free; NULL: not yet */
    int32_t places;
    const struct rk_likely *likely; /* who is perhaps recorded already */
    const struct rk_rounds_day *rounds[RK_LANGS];
};

struct desk_upload {
    int32_t number; /* 0: free */
    int fd;         /* memory only: no file holds it */
    int held;       /* whose it is: a set of compartments */
    int64_t bytes;
    char name[256];
};

/* The one long job at a time: verify, import. */
struct desk_job;
typedef rk_status desk_job_run(struct desk_job *job, struct rk_err *err);
struct desk_job {
    int32_t number; /* 0: none yet */
    bool running, cancel, done;
    rk_status status;
    const char *kind; /* "verify", "import" */
    const char *what; /* key of the texts: what it is doing */
    double share, rest_s;
    struct rk_err err;
    struct rk_str result; /* JSON, in keep */
    desk_job_run *run;
    struct desk *desk;
    enum rk_lang lang;
    char author[DESK_NAME_MOST + 1];
    int held;             /* whose eyes its result is for */
    struct rk_arena keep; /* of this job, given back when the next one begins */
    struct rk_scratch scratch;
    struct rk_progress progress;
    void *order; /* what to do, in keep */
};

struct desk {
    const char *town;
    struct rk_desk_self self; /* its names */
    int listen_fd;
    struct desk_shared *shared;
    enum rk_lang lang; /* before anybody is logged in */

    pthread_mutex_t lock; /* of snap pointer, sessions, uploads, job, head */
    struct desk_session session[DESK_SESSIONS];
    struct desk_upload upload[DESK_UPLOADS];
    int32_t next_upload;
    struct desk_snap *snap[DESK_EVERYTHING + 1];   /* by set of compartments */
    struct desk_index *index[DESK_EVERYTHING + 1]; /* of names, kept from head to head */
    int64_t head;                                  /* entries of the ledger, the newest */
    int32_t next_session;
    struct desk_job job;
    bool leave;        /* lock: the worker ends as soon as the answer is out */
    bool persons_only; /* over a network nobody comes in by the town's first passphrase */
    bool model;        /* a model town: its days are not today */
    int entering;      /* logins under way: the town may be open before its first session is */

    pthread_mutex_t trying;      /* one passphrase at a time: each try takes 256 MiB */
    pthread_mutex_t ledger_lock; /* all use of `ledger` but sealing */
    struct rk_ledger *ledger;    /* NULL: locked */
    struct rk_arena ledger_keep;
    struct rk_arena roads_keep;
    struct rk_plan_roads roads; /* none: NULL within */

    pthread_mutex_t access_lock;
    int access_fd;
    bool access_dirty;
    struct rk_hash access_last;
};

#endif
