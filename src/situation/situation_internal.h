/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to src/situation. */
#ifndef RK_SITUATION_H
#error "include rk_situation.h first; situation_internal.h is private to src/situation"
#endif
#ifndef SITUATION_INTERNAL_H
#define SITUATION_INTERNAL_H

enum { SITUATION_SNAPSHOT_VERSION = 2 };

/* A growing array in a region of its own: address space is taken once, memory as it fills. */
struct situation_table {
    struct rk_arena region;
    char *at;
    int64_t count, limit;
    ptrdiff_t size; /* of one row */
};

/* Interned texts and rows: open addressing; a region for each width, the old one given back. */
struct situation_words {
    struct rk_arena region;
    rk_ref *slot;
    int64_t slots, used;
};

enum situation_which {
    TABLE_BATCH,
    TABLE_SUBJECT,
    TABLE_PART,
    TABLE_CLAIM,
    TABLE_EXTRA,
    TABLE_ASPECT,
    TABLE_CORRECTING,
    TABLE_TEXT,
    TABLES
};

struct situation_builder {
    struct situation_table table[TABLES];
    struct situation_words words;    /* ref of every interned text */
    struct situation_words subjects; /* slots hold position + 1 */
    struct situation_words aspects;
    struct situation_words extras; /* slots hold position + 1 */
    struct rk_situation *out;
    struct rk_arena plain;             /* for reading one part */
    const struct rk_batch_info *fresh; /* batches not yet taken */
    int32_t fresh_count;
    struct rk_str last_about;
    int32_t last_subject;
    bool failed;
};

rk_status situation_builder_open(struct situation_builder *b, struct rk_situation *out,
                                 struct rk_err *err);
void situation_builder_close(struct situation_builder *b);     /* regions back to the system */
void *situation_row(struct situation_table *t, int64_t count); /* zeroed rows at the end */
/* Makes the builder's tables what the situation shows. */
void situation_show(struct situation_builder *b);
int32_t situation_subject(struct situation_builder *b, struct rk_str id);
/* Makes the word tables of subjects and aspects after a snapshot was read. */
rk_status situation_index(struct situation_builder *b, struct rk_err *err);

/* On failure the tables may be half filled. */
rk_status situation_snapshot_read(struct situation_builder *b, struct rk_ledger *ledger,
                                  const char *dir, struct rk_err *err);
rk_status situation_snapshot_write(const struct situation_builder *b, struct rk_ledger *ledger,
                                   const char *dir, struct rk_err *err);
void situation_snapshot_drop(const char *dir);

#endif
