/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ledger: what was said, by whom, sealed, in an order nobody can change unseen.
 *
 * One append-only log (RFC 6962) of sealed acts in one file (store), with signed checkpoints
 * and a keyring beside it. Parts are sealed under keys of their subjects, those under the keys
 * of four compartments, and those under each holder's passphrase. Byte by byte:
 * docs/formats/ledger.md.
 *
 * Handles live in the caller's arena and belong to one thread. Secrets are wiped by
 * rk_ledger_close. Nothing here reads a clock.
 */
#ifndef RK_LEDGER_H
#define RK_LEDGER_H

#include "rk_act.h"
#include "rk_base.h"
#include "rk_hash.h"
#include "rk_work.h"

enum { RK_COMPARTMENT_COUNT = 4, RK_SEAL_EXTRA = 24 + 16 };

/* Cost of trying one passphrase (argon2id): MODERATE 256 MiB, about 0.7 s. TEST is no
 * protection. */
enum rk_kdf { RK_KDF_TEST, RK_KDF_INTERACTIVE, RK_KDF_MODERATE, RK_KDF_SENSITIVE };

/* Makes the town's folder, its log, its compartments' keys, and one holder of all of them.
 * RK_EINVAL: a town is there, or the passphrase is weak (rk_passphrase_check). More holders:
 * rk_holder.h. */
RK_MUST_USE rk_status rk_ledger_create(const char *dir, struct rk_str passphrase,
                                       enum rk_kdf kdf, struct rk_str holder,
                                       struct rk_scratch scratch, struct rk_err *err);

struct rk_ledger;
enum rk_ledger_mode { RK_LEDGER_READ, RK_LEDGER_WRITE };

/*
 * Opens it, with a passphrase or with shares. An empty one opens what is not sealed. WRITE
 * waits up to 60 s for another writer. RK_EDENIED: the passphrase fits no holder. RK_ECORRUPT:
 * rows needed to open were changed.
 */
RK_MUST_USE rk_status rk_ledger_open(const char *dir, enum rk_ledger_mode mode,
                                     struct rk_str passphrase, struct rk_arena *keep,
                                     struct rk_ledger **out, struct rk_err *err);
void rk_ledger_close(struct rk_ledger *ledger); /* NULL is fine */

struct rk_ledger_head {
    struct rk_str origin;     /* "ranok/7f3a9c1e" */
    int64_t size;             /* entries under the last checkpoint */
    struct rk_hash root;      /* over these */
    struct rk_str checkpoint; /* signed note, empty before the first batch */
    int32_t batches;          /* closed ones, undone ones included */
    int64_t claims;
    bool weak_kdf;                       /* the passphrase is guarded by RK_KDF_TEST only */
    bool held[RK_COMPARTMENT_COUNT + 1]; /* by enum rk_compartment */
};
const struct rk_ledger_head *rk_ledger_head(const struct rk_ledger *ledger);

/* ---- acts -------------------------------------------------------------------------------- */

enum rk_act_kind {
    RK_ACT_SETTING = 1, /* what the town is, mappings of columns */
    RK_ACT_IMPORT = 2,
    RK_ACT_FORM = 3,
    RK_ACT_DECISION = 4,
    RK_ACT_CORRECTION = 5,
    RK_ACT_UNDO = 6, /* takes `target` out of every situation; of an undo: puts it back */
    RK_ACT_ERASURE = 7
};

struct rk_act {
    enum rk_act_kind kind;
    rk_day day;                    /* the desk's day it belongs to */
    int64_t recorded_at;           /* seconds since 1970, UTC */
    int32_t target;                /* batch undone, else 0 */
    struct rk_str author;          /* who sat at the desk */
    struct rk_str file, why, note; /* sealed like the rest */
};

struct rk_receipt {
    int32_t batch;
    int64_t first, entries, claims; /* entries with the closing one */
    struct rk_ledger_head head;
};

struct rk_batch;
/* One batch at a time. Nothing of it counts before rk_batch_close. */
RK_MUST_USE rk_status rk_batch_begin(struct rk_ledger *ledger, const struct rk_act *act,
                                     struct rk_arena *keep, struct rk_batch **out,
                                     struct rk_err *err);
/* Seals one part. RK_EINVAL: no claims, no subject, or more than 60,000 bytes in one part. */
RK_MUST_USE rk_status rk_batch_add(struct rk_batch *batch, const struct rk_part *part,
                                   struct rk_err *err);
/* Where the first claim of the part added last will stand: its entry, and its number there. */
int64_t rk_batch_place(const struct rk_batch *batch, int32_t *ordinal);
/*
 * Signs and saves. Returns RK_OK only after all entries were read back from the disk and their
 * hashes agreed. On failure the batch does not count, now or after the next start.
 */
RK_MUST_USE rk_status rk_batch_close(struct rk_batch *batch, struct rk_receipt *receipt,
                                     struct rk_err *err);
void rk_batch_abandon(struct rk_batch *batch);

/* An opaque name for a source, equal for equal words in this town and telling nothing without
 * the keys: "source:" and 32 hex digits. RK_EDENIED without a passphrase. */
RK_MUST_USE rk_status rk_ledger_source(const struct rk_ledger *ledger, struct rk_str name,
                                       struct rk_str role, struct rk_str party,
                                       struct rk_arena *keep, struct rk_str *out,
                                       struct rk_err *err);

/* ---- reading ----------------------------------------------------------------------------- */

struct rk_batch_info {
    int32_t number;
    enum rk_act_kind kind;
    rk_day day;
    int64_t recorded_at;
    int32_t target;
    int64_t first, close; /* entries first … close - 1 hold its parts, `close` closes it */
    int64_t claims;
    int32_t undone_by;                     /* batch that undoes it and stands, 0: it counts */
    struct rk_str author, file, why, note; /* empty when sealed to us */
    bool sealed;
};

/* Batches closed at entry `from` or later, in order; array in keep. `undone_by` is 0 until
 * rk_batches_settle was given all batches from the first on. */
RK_MUST_USE rk_status rk_ledger_batches(struct rk_ledger *ledger, int64_t from,
                                        struct rk_arena *keep, struct rk_batch_info **out,
                                        int32_t *count, struct rk_err *err);
void rk_batches_settle(struct rk_batch_info *batches, int32_t count);

struct rk_opened {
    int64_t index;   /* entry */
    int32_t ordinal; /* of the part's first claim within the entry */
    int32_t batch, compartment, claim_count;
    bool sealed, erased;   /* no key held; key destroyed */
    struct rk_str content; /* JSON for rk_part_read, valid until the visitor returns */
};
typedef rk_status rk_part_visit(void *user, const struct rk_opened *part, struct rk_err *err);
/* Parts of the closed batches that start at entry `from` or later, in order, those of undone
 * batches included. RK_ECORRUPT: a part does not open to what was committed to. */
RK_MUST_USE rk_status rk_ledger_walk(struct rk_ledger *ledger, int64_t from,
                                     rk_part_visit *visit, void *user,
                                     struct rk_scratch scratch, struct rk_err *err);

/* ---- certainty --------------------------------------------------------------------------- */

typedef void rk_finding_tell(void *user, const char *place, const char *what);
struct rk_verdict {
    int64_t findings; /* 0: everything agrees */
    int64_t entries, claims, checkpoints, keys, erased, unfinished;
    bool opened; /* sealed parts were opened, too */
};
/* Reads everything again and checks it against the signed checkpoints: structure, hashes,
 * signatures, order, counts, keys, and (with keys) the content. */
RK_MUST_USE rk_status rk_ledger_verify(struct rk_ledger *ledger, rk_finding_tell *tell,
                                       void *user, struct rk_progress *progress,
                                       struct rk_scratch scratch, struct rk_verdict *out,
                                       struct rk_err *err);

/* RK_OK when a stored, signed checkpoint of this size has this root. */
RK_MUST_USE rk_status rk_ledger_root_at(struct rk_ledger *ledger, int64_t size,
                                        const struct rk_hash *root);

/* Destroys every key of one subject ("person:morgue/17") and records that. RK_ENOTFOUND: none.
 */
RK_MUST_USE rk_status rk_ledger_erase(struct rk_ledger *ledger, struct rk_str subject,
                                      const struct rk_act *act, struct rk_scratch scratch,
                                      int64_t *keys, struct rk_err *err);

/* Writes checkpoint, tiles and entry bundles (C2SP tlog-tiles) below `dir`. */
RK_MUST_USE rk_status rk_ledger_tiles(struct rk_ledger *ledger, const char *dir,
                                      struct rk_scratch scratch, struct rk_err *err);
/* The C2SP tlog-proof of one entry, in keep. */
RK_MUST_USE rk_status rk_ledger_proof(struct rk_ledger *ledger, int64_t index,
                                      struct rk_arena *keep, struct rk_scratch scratch,
                                      struct rk_str *out, struct rk_err *err);

/* A file of our own, sealed to exactly the compartments held: rk_ledger_seal needs
 * `plain.len` + RK_SEAL_EXTRA bytes of room in out. open: RK_ECORRUPT when it is not ours. */
RK_MUST_USE rk_status rk_ledger_seal(const struct rk_ledger *ledger, const char *purpose,
                                     struct rk_str plain, struct rk_buf *out,
                                     struct rk_err *err);
RK_MUST_USE rk_status rk_ledger_unseal(const struct rk_ledger *ledger, const char *purpose,
                                       struct rk_str sealed, struct rk_buf *out,
                                       struct rk_err *err);
#endif
