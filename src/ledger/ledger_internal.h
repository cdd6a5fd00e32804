/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to src/ledger. The bytes are described in docs/formats/ledger.md. */
#ifndef RK_LEDGER_H
#error "include rk_ledger.h first; ledger_internal.h is private to src/ledger"
#endif
#ifndef LEDGER_INTERNAL_H
#define LEDGER_INTERNAL_H

#include "rk_store.h"
#include "rk_tlog.h"
#include "rk_tlog_note.h"

#include <sodium.h>

enum {
    LEDGER_KEY = 32,
    LEDGER_SALT = 16,
    LEDGER_TAG = 16,
    LEDGER_NONCE = 24,
    LEDGER_ENTRY_HEAD = 16,
    LEDGER_PART_HEAD = 50,
    LEDGER_CLOSE_HEAD = 128,
    LEDGER_SIGNATURE = 64,
    LEDGER_CONTENT_MAX = 60000,
    LEDGER_EPOCH = 1
};

enum ledger_entry_type { LEDGER_SLICE = 1, LEDGER_CLOSE = 2, LEDGER_ERASED = 3 };

/* ---- bytes ------------------------------------------------------------------------------- */

void ledger_put(uint8_t *at, uint64_t value, int bytes); /* big-endian */
uint64_t ledger_get(const uint8_t *at, int bytes);

struct ledger_part_head {
    int compartment, cipher, claims;
    uint32_t epoch;
    int64_t key;
    struct rk_hash commitment;
    struct rk_str sealed;
};
struct ledger_entry {
    enum ledger_entry_type type;
    int parts;
    int32_t batch, slice; /* slice number; in a closing entry how many there are */
    /* of a closing entry */
    int64_t recorded_at, next_key, claims, claims_so_far;
    rk_day day;
    enum rk_act_kind kind;
    int32_t target, batches;
    struct rk_hash batch_root;
    const uint8_t *author, *signature;
    struct rk_str signed_bytes;
    struct rk_str body; /* parts; key numbers of an erasure */
};
/* Checks the whole layout, parts included. RK_ECORRUPT with the byte offset. */
rk_status ledger_entry_read(struct rk_str bytes, struct ledger_entry *out, struct rk_err *err);
/* Takes the next part off *body; false at its end. */
bool ledger_part_next(struct rk_str *body, struct ledger_part_head *out);

/* ---- keys -------------------------------------------------------------------------------- */

struct ledger_keys {
    bool held[RK_COMPARTMENT_COUNT + 1];
    uint8_t secret[RK_COMPARTMENT_COUNT + 1][LEDGER_KEY];
    uint8_t wrap[RK_COMPARTMENT_COUNT + 1][LEDGER_KEY]; /* from secret */
    uint8_t pepper[LEDGER_KEY];
    uint8_t log_secret[64], author_secret[64];
    bool open; /* a holder was opened: pepper and signing keys are there */
};

/* Random bytes in blocks: one call to the system for many small needs. Wiped when closed. */
struct ledger_noise {
    uint8_t bytes[4096];
    int used;
};
void ledger_noise_take(struct ledger_noise *n, void *out, int len);

/* Seals content of `len` bytes that stands at work + LEDGER_SALT under `key` and writes the
 * part at `out` (LEDGER_PART_HEAD + LEDGER_SALT + len + LEDGER_TAG bytes); its length. */
ptrdiff_t ledger_part_seal(struct ledger_noise *noise, const uint8_t key[LEDGER_KEY],
                           int64_t key_number, int compartment, int claims, uint8_t *work,
                           ptrdiff_t len, uint8_t *out);
/* Opens into out (sealed.len - LEDGER_TAG bytes); *content points behind the salt. False: does
 * not open, or is not what was committed to. */
bool ledger_part_open(const struct ledger_part_head *part, const uint8_t *part_at,
                      const uint8_t key[LEDGER_KEY], uint8_t *out, struct rk_str *content);

/* A subject's key, sealed to its compartment; label is the subject's id. At most 512 bytes of
 * label. Returns the length written to out[LEDGER_WRAPPED_MAX]. */
enum {
    LEDGER_LABEL_MAX = 512,
    LEDGER_WRAPPED_MAX = 1 + 48 + LEDGER_KEY + LEDGER_LABEL_MAX + 64
};
ptrdiff_t ledger_key_wrap(struct ledger_noise *noise, const struct ledger_keys *keys,
                          const uint8_t public_key[LEDGER_KEY], int compartment, int64_t number,
                          const uint8_t key[LEDGER_KEY], struct rk_str label, uint8_t *out);
bool ledger_key_unwrap(const struct ledger_keys *keys, int compartment, int64_t number,
                       struct rk_str wrapped, uint8_t key[LEDGER_KEY],
                       char label[LEDGER_LABEL_MAX], ptrdiff_t *label_len);

/* Holders. */
struct ledger_kdf {
    uint64_t operations;
    uint64_t memory;
};
struct ledger_kdf ledger_kdf_of(enum rk_kdf level);
rk_status ledger_holder_write(const struct ledger_keys *keys, struct rk_str passphrase,
                              enum rk_kdf level, struct rk_str label, struct rk_buf *out,
                              struct rk_err *err);
/* RK_EDENIED: not this passphrase; RK_ECORRUPT: not a holder. */
rk_status ledger_holder_read(struct rk_str bytes, struct rk_str passphrase,
                             struct ledger_keys *keys, bool *weak, struct rk_err *err);
void ledger_keys_derive(struct ledger_keys *keys); /* wrap keys from the secrets held */
/* Adds what `more` holds; pepper and signing keys are the same with every holder. */
void ledger_keys_join(struct ledger_keys *into, const struct ledger_keys *more);
/* RK_ECORRUPT: keys of another log. */
rk_status ledger_keys_fit(const struct rk_ledger *l, const struct ledger_keys *keys,
                          struct rk_err *err);
/* Shares become the passphrase they stand for, written into `room`; others stay. */
rk_status ledger_shares_open(struct rk_str *passphrase, char room[65], struct rk_err *err);

/* ---- the handle -------------------------------------------------------------------------- */

struct rk_ledger {
    struct rk_store *store;
    enum rk_ledger_mode mode;
    struct ledger_keys keys;
    struct ledger_noise noise;
    struct rk_ledger_head head;
    struct rk_tlog_key log_key;
    uint8_t compartment_public[RK_COMPARTMENT_COUNT + 1][LEDGER_KEY];
    struct rk_tlog_frontier frontier; /* over every stored entry, unfinished ones included */
    int64_t stored;                   /* entries stored */
    int32_t last_batch;               /* highest number any stored entry carries */
    int64_t next_key;
    bool batch_open;
    bool borrowed; /* the store is another handle's */
    char origin[80];
    char checkpoint[1024];
};

/* Appends one entry inside the store's transaction and moves the frontier on. */
rk_status ledger_append(struct rk_ledger *l, struct rk_str bytes, struct rk_err *err);
/* Signs the present tree and stores the checkpoint; to become the head after commit. */
rk_status ledger_sign(struct rk_ledger *l, struct rk_str *note, struct rk_scratch scratch,
                      struct rk_err *err);
/* Reads the head (last checkpoint) and the ends of log and keyring from the store. */
rk_status ledger_load_head(struct rk_ledger *l, struct rk_err *err);
/* What the author signs of a batch, in scratch: docs/formats/ledger.md, 5. */
struct rk_str ledger_batch_message(const struct rk_ledger *l, struct rk_str unsigned_close,
                                   struct rk_scratch *scratch);

/* Appends one entry of erased key numbers (8 bytes each) to the batch. */
rk_status ledger_batch_add_erasure(struct rk_batch *batch, struct rk_str numbers,
                                   struct rk_err *err);

/* ---- reading ----------------------------------------------------------------------------- */

enum { LEDGER_BLOCK = 4096, LEDGER_BLOCKS = 16 };
enum ledger_key_state {
    LEDGER_KEY_MISSING,
    LEDGER_KEY_SEALED,
    LEDGER_KEY_OPEN,
    LEDGER_KEY_BROKEN
};
struct ledger_block {
    int64_t number; /* -1: empty */
    uint8_t state[LEDGER_BLOCK], compartment[LEDGER_BLOCK];
    uint8_t key[LEDGER_BLOCK][LEDGER_KEY];
};
/* Unwrapped keys of subjects, read in blocks as they are asked for. */
struct ledger_reader {
    struct rk_ledger *ledger;
    struct ledger_block *block; /* [LEDGER_BLOCKS] */
    uint8_t *plain;             /* [65535 + 1] */
};
rk_status ledger_reader_open(struct rk_ledger *l, struct rk_scratch *scratch,
                             struct ledger_reader *out, struct rk_err *err);
void ledger_reader_wipe(struct ledger_reader *r);
rk_status ledger_reader_key(struct ledger_reader *r, int64_t number,
                            enum ledger_key_state *state, int *compartment, const uint8_t **key,
                            struct rk_err *err);
/* Opens one part; out->sealed, out->erased or out->content. RK_ECORRUPT says what is wrong. */
rk_status ledger_reader_part(struct ledger_reader *r, const struct ledger_part_head *part,
                             struct rk_opened *out, struct rk_err *err);

#endif
