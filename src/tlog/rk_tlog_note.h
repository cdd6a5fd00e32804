/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * tlog/note: what is signed about a log, in the words of C2SP.
 *
 * signed-note, tlog-checkpoint, tlog-cosignature/v1 and tlog-proof with Ed25519. Byte by byte:
 * docs/formats/tlog.md. A proof shows that something is unchanged since a checkpoint, not that
 * it is true.
 *
 * Uses: base, libsodium. As pure as rk_tlog.h, whose promises about threads, texts and failures
 * hold here too. A signature is accepted if and only if libsodium's verifier accepts it.
 */
#ifndef RK_TLOG_NOTE_H
#define RK_TLOG_NOTE_H

#include "rk_base.h"
#include "rk_hash.h"
#include "rk_tlog.h"

enum {
    RK_TLOG_SIGNATURES = 100, /* signature lines a note may carry */
    RK_TLOG_COSIGNED = 8192   /* bytes of the longest checkpoint that can be cosigned */
};

/* ---- keys and signed notes --------------------------------------------------------------- */

enum rk_tlog_key_type { RK_TLOG_SIGNS = 1, RK_TLOG_COSIGNS = 4 };
struct rk_tlog_key {
    struct rk_str name; /* not empty, no white space, no '+' */
    uint32_t id;        /* first four bytes of SHA-256(name, "\n", type, key) */
    enum rk_tlog_key_type type;
    uint8_t key[32];
};
RK_MUST_USE rk_status rk_tlog_key_make(struct rk_str name, enum rk_tlog_key_type type,
                                       const uint8_t key[32], struct rk_tlog_key *out,
                                       struct rk_err *err);
/* name+id+base64, on one line without its end; the id must fit. */
RK_MUST_USE rk_status rk_tlog_key_read(struct rk_str vkey, struct rk_tlog_key *out,
                                       struct rk_err *err);
void rk_tlog_key_write(const struct rk_tlog_key *key, struct rk_buf *out);

/* A note is rk_tlog_note_begin and then one rk_tlog_note_sign per key. `secret` is libsodium's
 * 64 bytes and must belong to `key`; time_s is used by RK_TLOG_COSIGNS only, whose text must be
 * a checkpoint. RK_EINVAL says what does not fit; RK_ENOMEM: the buffer is full. */
RK_MUST_USE rk_status rk_tlog_note_begin(struct rk_str text, struct rk_buf *out,
                                         struct rk_err *err);
RK_MUST_USE rk_status rk_tlog_note_sign(struct rk_str text, const struct rk_tlog_key *key,
                                        const uint8_t secret[64], int64_t time_s,
                                        struct rk_buf *out, struct rk_err *err);

struct rk_tlog_note {
    struct rk_str text; /* with its last line end */
    int32_t verified;   /* known keys whose signature holds, at least 1 */
    struct {
        int32_t key;    /* position among the known keys */
        int64_t time_s; /* of a cosignature; else -1 */
    } by[RK_TLOG_SIGNATURES];
};
/*
 * Opens a note with the strictness of Go's note.Open: of several lines of one key the first
 * counts; unknown keys are ignored. RK_EINVAL: malformed, more than RK_TLOG_SIGNATURES, a key
 * known twice; RK_ECORRUPT: a known key's signature is wrong; RK_ENOTFOUND: none is by a known
 * key.
 */
RK_MUST_USE rk_status rk_tlog_note_open(struct rk_str note, const struct rk_tlog_key *known,
                                        int32_t known_len, struct rk_tlog_note *out,
                                        struct rk_err *err);

/* ---- checkpoints ------------------------------------------------------------------------- */

struct rk_tlog_checkpoint {
    struct rk_str origin; /* not empty */
    struct rk_tlog_tree tree;
    struct rk_str extension; /* whole lines, read but never written */
};
RK_MUST_USE rk_status rk_tlog_checkpoint_read(struct rk_str text,
                                              struct rk_tlog_checkpoint *out,
                                              struct rk_err *err);
/* RK_EINVAL: an origin that is no key name, a negative size, extension lines. */
RK_MUST_USE rk_status rk_tlog_checkpoint_write(const struct rk_tlog_checkpoint *checkpoint,
                                               struct rk_buf *out, struct rk_err *err);

/* Whom a reader trusts. */
struct rk_tlog_policy {
    struct rk_str origin;          /* empty: the log key's name */
    const struct rk_tlog_key *key; /* [keys] key[0] is the log's, the rest are witnesses' */
    int32_t keys;
    int32_t quorum; /* so many witnesses must have cosigned */
};
/*
 * Opens a checkpoint that the log and a quorum signed; `note` (may be NULL) tells who and when.
 * RK_EINVAL: malformed, another origin, a policy with one public key twice, a witness key that
 * is no RK_TLOG_COSIGNS or a quorum out of range; RK_ECORRUPT as in rk_tlog_note_open;
 * RK_ENOTFOUND: the log or too many witnesses did not sign.
 */
RK_MUST_USE rk_status rk_tlog_checkpoint_open(struct rk_str text,
                                              const struct rk_tlog_policy *policy,
                                              struct rk_tlog_checkpoint *out,
                                              struct rk_tlog_note *note, struct rk_err *err);

/* ---- offline proofs (.tlog-proof) -------------------------------------------------------- */

struct rk_tlog_proof {
    struct rk_str extra; /* base64, unauthenticated; empty: none */
    int64_t index;
    struct rk_tlog_path path;
    struct rk_str checkpoint; /* a signed note */
};
RK_MUST_USE rk_status rk_tlog_proof_write(const struct rk_tlog_proof *proof, struct rk_buf *out,
                                          struct rk_err *err);
RK_MUST_USE rk_status rk_tlog_proof_read(struct rk_str text, struct rk_tlog_proof *out,
                                         struct rk_err *err);
/* Reads, opens the checkpoint and checks that `leaf` stands at `index` of it. RK_ECORRUPT: it
 * does not; the rest as above. Both results may be NULL. */
RK_MUST_USE rk_status rk_tlog_proof_check(struct rk_str text, const struct rk_hash *leaf,
                                          const struct rk_tlog_policy *policy,
                                          struct rk_tlog_proof *proof,
                                          struct rk_tlog_checkpoint *checkpoint,
                                          struct rk_err *err);

#endif
