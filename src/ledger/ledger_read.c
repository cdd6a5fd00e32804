/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading: keys in blocks, parts opened and compared with what was committed to. */
#include "rk_ledger.h"

#include "ledger_internal.h"

rk_status ledger_reader_open(struct rk_ledger *l, struct rk_scratch *scratch,
                             struct ledger_reader *out, struct rk_err *err)
{
    *out = (struct ledger_reader){.ledger = l,
                                  .block = RK_NEW(scratch, struct ledger_block, LEDGER_BLOCKS),
                                  .plain = RK_NEW(scratch, uint8_t, RK_STORE_ENTRY_MAX + 1)};
    if (scratch->in.failed)
        return rk_fail(err, RK_ENOMEM, "", "not enough memory to read the ledger");
    for (int i = 0; i < LEDGER_BLOCKS; i++)
        out->block[i].number = -1;
    return RK_OK;
}

void ledger_reader_wipe(struct ledger_reader *r)
{
    sodium_memzero(r->block, LEDGER_BLOCKS * sizeof *r->block);
    sodium_memzero(r->plain, RK_STORE_ENTRY_MAX + 1);
}

struct loading {
    struct ledger_reader *reader;
    struct ledger_block *block;
};

static rk_status on_key(void *user, const struct rk_store_row *row, struct rk_err *err)
{
    (void)err;
    struct loading *in = user;
    const int64_t at = row->number % LEDGER_BLOCK;
    const struct ledger_keys *keys = &in->reader->ledger->keys;
    char label[LEDGER_LABEL_MAX];
    ptrdiff_t label_len = 0;
    const int c = row->compartment;
    in->block->compartment[at] = (uint8_t)c;
    if (c < 1 || c > RK_COMPARTMENT_COUNT || !row->sum_ok)
        in->block->state[at] = LEDGER_KEY_BROKEN;
    else if (!keys->held[c])
        in->block->state[at] = LEDGER_KEY_SEALED;
    else
        in->block->state[at] = ledger_key_unwrap(keys, c, row->number, row->bytes,
                                                 in->block->key[at], label, &label_len)
                                   ? LEDGER_KEY_OPEN
                                   : LEDGER_KEY_BROKEN;
    return RK_OK;
}

rk_status ledger_reader_key(struct ledger_reader *r, int64_t number,
                            enum ledger_key_state *state, int *compartment, const uint8_t **key,
                            struct rk_err *err)
{
    const int64_t wanted = number / LEDGER_BLOCK;
    struct ledger_block *b = &r->block[wanted % LEDGER_BLOCKS];
    if (b->number != wanted) {
        memset(b->state, LEDGER_KEY_MISSING, sizeof b->state);
        b->number = -1;
        struct loading in = {r, b};
        const rk_status status = rk_store_keys(r->ledger->store, 0, wanted * LEDGER_BLOCK,
                                               (wanted + 1) * LEDGER_BLOCK, on_key, &in, err);
        if (status)
            return status;
        b->number = wanted;
    }
    const int64_t at = number % LEDGER_BLOCK;
    *state = (enum ledger_key_state)b->state[at];
    *compartment = b->compartment[at];
    *key = b->key[at];
    return RK_OK;
}

rk_status ledger_reader_part(struct ledger_reader *r, const struct ledger_part_head *part,
                             struct rk_opened *out, struct rk_err *err)
{
    enum ledger_key_state state;
    int compartment = 0;
    const uint8_t *key = NULL;
    out->compartment = part->compartment;
    out->claim_count = part->claims;
    out->sealed = out->erased = false;
    out->content = (struct rk_str){0};
    const rk_status status = ledger_reader_key(r, part->key, &state, &compartment, &key, err);
    if (status)
        return status;
    switch (state) {
    case LEDGER_KEY_MISSING:
        out->sealed = out->erased = true;
        return RK_OK;
    case LEDGER_KEY_SEALED:
        out->sealed = true;
        return RK_OK;
    case LEDGER_KEY_BROKEN:
        return rk_fail(err, RK_ECORRUPT, "", "key %" PRId64 ": its bytes were changed",
                       part->key);
    case LEDGER_KEY_OPEN:
        break;
    }
    if (compartment != part->compartment)
        return rk_fail(err, RK_ECORRUPT, "", "key %" PRId64 " belongs to another compartment",
                       part->key);
    const uint8_t *head = (const uint8_t *)part->sealed.at - LEDGER_PART_HEAD;
    if (!ledger_part_open(part, head, key, r->plain, &out->content))
        return rk_fail(err, RK_ECORRUPT, "",
                       "a part does not open to what was committed to: its bytes were changed");
    return RK_OK;
}

/* ---- batches -------------------------------------------------------------------------------
 */

struct gathering {
    struct rk_ledger *ledger;
    struct ledger_reader reader;
    struct rk_arena *keep; /* texts */
    struct rk_batch_info *batch;
    int64_t *size; /* sizes of checkpoints */
    int32_t count, room;
    int64_t from;
};

static rk_status on_size(void *user, const struct rk_store_row *row, struct rk_err *err)
{
    (void)err;
    struct gathering *g = user;
    if (row->number > g->from && g->count < g->room)
        g->size[g->count++] = row->number;
    return RK_OK;
}

static rk_status count_checkpoint(void *user, const struct rk_store_row *row,
                                  struct rk_err *err)
{
    (void)row, (void)err;
    *(int32_t *)user += 1;
    return RK_OK;
}

static void take_act_text(const struct rk_claim *c, struct rk_arena *keep,
                          struct rk_batch_info *b)
{
    const struct {
        const char *aspect;
        struct rk_str *to;
    } texts[] = {
        {"author", &b->author}, {"file", &b->file}, {"why", &b->why}, {"note", &b->note}};
    for (ptrdiff_t i = 0; i < RK_COUNT(texts); i++)
        if (rk_str_eq(c->aspect, rk_str_of(texts[i].aspect)))
            *texts[i].to = rk_str_copy(keep, c->value.text);
}

/* The act's own words, from the first part of the closing entry that opens. */
static rk_status read_act(struct gathering *g, const struct ledger_entry *e,
                          struct rk_batch_info *b, struct rk_err *err)
{
    struct rk_str rest = e->body;
    struct ledger_part_head head;
    b->sealed = e->parts > 0;
    while (b->sealed && ledger_part_next(&rest, &head)) {
        struct rk_opened opened;
        rk_status status = ledger_reader_part(&g->reader, &head, &opened, err);
        if (status || opened.sealed) {
            if (status)
                return status;
            continue;
        }
        struct rk_arena texts = *g->keep;
        struct rk_part part = {0};
        status = rk_part_read(opened.content, &texts, &part, err);
        if (status)
            return status;
        for (int32_t i = 0; i < part.claim_count; i++)
            take_act_text(&part.claims[i], &texts, b);
        *g->keep = texts;
        b->sealed = false;
    }
    return RK_OK;
}

static rk_status on_close(void *user, const struct rk_store_row *row, struct rk_err *err)
{
    struct gathering *g = user;
    struct ledger_entry e;
    rk_status status = ledger_entry_read(row->bytes, &e, err);
    if (status)
        return status;
    if (e.type != LEDGER_CLOSE || e.slice > row->number)
        return rk_fail(err, RK_ECORRUPT, "", "entry %" PRId64 " should close a batch",
                       row->number);
    struct rk_batch_info *b = &g->batch[g->count++];
    *b = (struct rk_batch_info){.number = e.batch,
                                .kind = e.kind,
                                .day = e.day,
                                .recorded_at = e.recorded_at,
                                .target = e.target,
                                .first = row->number - e.slice,
                                .close = row->number,
                                .claims = e.claims};
    return read_act(g, &e, b, err);
}

static rk_status gather(struct gathering *g, struct rk_scratch scratch, struct rk_err *err)
{
    struct rk_ledger *l = g->ledger;
    rk_status status = ledger_reader_open(l, &scratch, &g->reader, err);
    int32_t checkpoints = 0;
    if (!status)
        status = rk_store_checkpoints(l->store, 0, count_checkpoint, &checkpoints, err);
    if (status)
        return status;
    g->room = checkpoints;
    g->size = RK_NEW(&scratch, int64_t, checkpoints + 1);
    g->batch = RK_NEW(g->keep, struct rk_batch_info, checkpoints + 1);
    if (!g->size || !g->batch)
        return rk_fail(err, RK_ENOMEM, "", "not enough memory for %d batches", checkpoints);
    status = rk_store_checkpoints(l->store, 0, on_size, g, err);
    const int32_t closed = g->count;
    g->count = 0;
    for (int32_t i = 0; i < closed && !status; i++) {
        if (g->size[i] <= l->head.size)
            status =
                rk_store_entries(l->store, 0, g->size[i] - 1, g->size[i], on_close, g, err);
    }
    ledger_reader_wipe(&g->reader);
    return status;
}

rk_status rk_ledger_batches(struct rk_ledger *l, int64_t from, struct rk_arena *keep,
                            struct rk_batch_info **out, int32_t *count, struct rk_err *err)
{
    struct rk_scratch scratch = rk_scratch_open((ptrdiff_t)64 << 20);
    struct rk_arena kept = *keep;
    struct gathering g = {.ledger = l, .keep = &kept, .from = from};
    const rk_status status =
        scratch.in.failed ? rk_fail(err, RK_ENOMEM, "", "not enough memory to read the ledger")
                          : gather(&g, scratch, err);
    rk_scratch_close(&scratch);
    if (status)
        return status;
    if (kept.failed)
        return rk_fail(err, RK_ENOMEM, "", "not enough memory for the batches");
    *keep = kept;
    *out = g.batch;
    *count = g.count;
    return RK_OK;
}

void rk_batches_settle(struct rk_batch_info *batches, int32_t count)
{
    for (int32_t i = 0; i < count; i++)
        batches[i].undone_by = 0;
    /* From the newest back: whether an undo stands is known before what it undoes is reached.
     */
    for (int32_t i = count - 1; i >= 0; i--) {
        if (batches[i].kind != RK_ACT_UNDO || batches[i].undone_by)
            continue;
        for (int32_t t = 0; t < i; t++)
            if (batches[t].number == batches[i].target)
                batches[t].undone_by = batches[i].number;
    }
}

/* ---- walking -------------------------------------------------------------------------------
 */

struct walking {
    struct ledger_reader reader;
    rk_part_visit *visit;
    void *user;
    int32_t batch;
};

static rk_status on_slice(void *user, const struct rk_store_row *row, struct rk_err *err)
{
    struct walking *w = user;
    struct ledger_entry e;
    struct rk_opened opened = {.index = row->number, .batch = w->batch};
    rk_status status = ledger_entry_read(row->bytes, &e, err);
    if (!status && e.batch != w->batch)
        status = rk_fail(err, RK_ECORRUPT, "", "entry %" PRId64 " belongs to another batch",
                         row->number);
    struct ledger_part_head head;
    while (!status && e.type == LEDGER_SLICE && ledger_part_next(&e.body, &head)) {
        status = ledger_reader_part(&w->reader, &head, &opened, err);
        if (!status)
            status = w->visit(w->user, &opened, err);
        opened.ordinal += head.claims;
    }
    if (status == RK_ECORRUPT && err && !err->place[0])
        snprintf(err->place, sizeof err->place, "entry %" PRId64, row->number);
    return status;
}

rk_status rk_ledger_walk(struct rk_ledger *l, int64_t from, rk_part_visit *visit, void *user,
                         struct rk_scratch scratch, struct rk_err *err)
{
    struct walking w = {.visit = visit, .user = user};
    struct rk_batch_info *batch = NULL;
    int32_t count = 0;
    rk_status status = rk_ledger_batches(l, from, &scratch.in, &batch, &count, err);
    if (!status)
        status = ledger_reader_open(l, &scratch, &w.reader, err);
    for (int32_t i = 0; i < count && !status; i++) {
        w.batch = batch[i].number;
        status =
            rk_store_entries(l->store, 0, batch[i].first, batch[i].close, on_slice, &w, err);
    }
    if (w.reader.plain)
        ledger_reader_wipe(&w.reader);
    return status;
}
