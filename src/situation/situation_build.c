/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From opened parts to arrays. */
#include "rk_situation.h"

#include "situation_internal.h"

static const ptrdiff_t row_size[TABLES] = {
    [TABLE_BATCH] = sizeof(struct rk_batch_info),
    [TABLE_SUBJECT] = sizeof(struct rk_sit_subject),
    [TABLE_PART] = sizeof(struct rk_sit_part),
    [TABLE_CLAIM] = sizeof(struct rk_sit_claim),
    [TABLE_EXTRA] = sizeof(struct rk_sit_extra),
    [TABLE_ASPECT] = sizeof(rk_ref),
    [TABLE_CORRECTING] = sizeof(int64_t),
    [TABLE_TEXT] = 1,
};

/* Hard limits: 2^31 rows of a kind would not fit a 32-bit position. */
enum { ROWS_MAX = 1 << 30, SLOTS_FIRST = 1 << 12 };

static bool table_open(struct situation_table *t, ptrdiff_t size)
{
    t->size = size;
    for (int64_t rows = rk_address_share(ROWS_MAX * size, 80) / size; rows >= 1 << 16;
         rows /= 4) { /* less where the system is small */
        t->region = rk_arena_open((ptrdiff_t)(rows * size));
        t->at = t->region.base;
        t->limit = rows;
        if (!t->region.failed)
            return true;
    }
    return false;
}

static bool words_open(struct situation_words *w, int64_t slots)
{
    struct rk_arena region = rk_arena_open((ptrdiff_t)(slots * (int64_t)sizeof(rk_ref)));
    if (region.failed)
        return false;
    /* Fresh address space is zero: no slot is filled. */
    *w = (struct situation_words){
        .region = region, .slot = (rk_ref *)(void *)region.base, .slots = slots};
    return true;
}

rk_status situation_builder_open(struct situation_builder *b, struct rk_situation *out,
                                 struct rk_err *err)
{
    *b = (struct situation_builder){.out = out, .last_subject = -1};
    bool ok = true;
    for (int i = 0; i < TABLES; i++)
        ok = table_open(&b->table[i], row_size[i]) && ok;
    ok = words_open(&b->words, SLOTS_FIRST) && words_open(&b->subjects, SLOTS_FIRST) &&
         words_open(&b->aspects, SLOTS_FIRST) && words_open(&b->extras, SLOTS_FIRST) && ok;
    b->plain = rk_arena_open((ptrdiff_t)64 << 20);
    if (!ok || b->plain.failed)
        return rk_fail(err, RK_ENOMEM, "", "not enough memory for the situation");
    (void)situation_row(&b->table[TABLE_TEXT], 1); /* so that no text has offset 0 */
    return RK_OK;
}

void situation_builder_close(struct situation_builder *b)
{
    for (int i = 0; i < TABLES; i++)
        rk_arena_close(&b->table[i].region);
    rk_arena_close(&b->words.region);
    rk_arena_close(&b->subjects.region);
    rk_arena_close(&b->aspects.region);
    rk_arena_close(&b->extras.region);
    rk_arena_close(&b->plain);
}

void *situation_row(struct situation_table *t, int64_t count)
{
    if (count > t->limit - t->count)
        return NULL;
    char *row = t->at + t->count * t->size; /* fresh address space: zero */
    t->count += count;
    return row;
}

/* ---- words ---------------------------------------------------------------------------------
 */

static uint64_t hash_text(struct rk_str s)
{
    uint64_t h = 14695981039346656037u; /* FNV-1a: our own texts, sealed ones */
    for (ptrdiff_t i = 0; i < s.len; i++)
        h = (h ^ (unsigned char)s.at[i]) * 1099511628211u;
    return h ^ h >> 31;
}

static struct rk_str text_at(const struct situation_builder *b, rk_ref ref)
{
    return (struct rk_str){b->table[TABLE_TEXT].at + (ref >> 24), (ptrdiff_t)(ref & 0xFFFFFF)};
}

/* What a slot of one of the three tables stands for. */
static rk_ref slot_ref(const struct situation_builder *b, const struct situation_words *w,
                       rk_ref slot)
{
    if (w == &b->subjects)
        return ((const struct rk_sit_subject *)(void *)b->table[TABLE_SUBJECT].at)[slot - 1].id;
    if (w == &b->aspects)
        return ((const rk_ref *)(void *)b->table[TABLE_ASPECT].at)[slot - 1];
    return slot;
}

static rk_ref *find(const struct situation_builder *b, const struct situation_words *w,
                    struct rk_str s)
{
    uint64_t i = hash_text(s) & (uint64_t)(w->slots - 1);
    while (w->slot[i] && !rk_str_eq(text_at(b, slot_ref(b, w, w->slot[i])), s))
        i = (i + 1) & (uint64_t)(w->slots - 1);
    return &w->slot[i];
}

static const struct rk_sit_extra *extra_at(const struct situation_builder *b, rk_ref slot)
{
    return &((const struct rk_sit_extra *)(void *)b->table[TABLE_EXTRA].at)[slot - 1];
}

static rk_ref *find_extra(const struct situation_builder *b, const struct rk_sit_extra *e)
{
    const struct situation_words *w = &b->extras;
    const struct rk_str bytes = {(const char *)(const void *)e, (ptrdiff_t)sizeof *e};
    uint64_t i = hash_text(bytes) & (uint64_t)(w->slots - 1);
    while (w->slot[i] && memcmp(extra_at(b, w->slot[i]), e, sizeof *e) != 0)
        i = (i + 1) & (uint64_t)(w->slots - 1);
    return &w->slot[i];
}

static bool make_room(struct situation_builder *b, struct situation_words *w)
{
    if (2 * (w->used + 1) <= w->slots)
        return true;
    struct situation_words old = *w;
    if (!words_open(w, 2 * old.slots)) {
        *w = old;
        return false;
    }
    w->used = old.used;
    for (int64_t i = 0; i < old.slots; i++)
        if (old.slot[i] && w == &b->extras)
            *find_extra(b, extra_at(b, old.slot[i])) = old.slot[i];
        else if (old.slot[i])
            *find(b, w, text_at(b, slot_ref(b, w, old.slot[i]))) = old.slot[i];
    rk_arena_close(&old.region);
    return true;
}

static rk_ref add_text(struct situation_builder *b, struct rk_str s)
{
    const int64_t offset = b->table[TABLE_TEXT].count;
    char *row = situation_row(&b->table[TABLE_TEXT], s.len);
    if (!row) {
        b->failed = true;
        return 0;
    }
    memcpy(row, s.at, (size_t)s.len);
    return (rk_ref)offset << 24 | (rk_ref)s.len;
}

/* The ref of an equal text said before, or a new one. */
static rk_ref intern(struct situation_builder *b, struct rk_str s)
{
    if (!s.len)
        return 0;
    if (!make_room(b, &b->words)) {
        b->failed = true;
        return 0;
    }
    rk_ref *slot = find(b, &b->words, s);
    if (!*slot) {
        *slot = add_text(b, s);
        b->words.used++;
    }
    return *slot;
}

int32_t situation_subject(struct situation_builder *b, struct rk_str id)
{
    if (!make_room(b, &b->subjects)) {
        b->failed = true;
        return -1;
    }
    rk_ref *slot = find(b, &b->subjects, id);
    if (!*slot) {
        const rk_ref text = add_text(b, id);
        struct rk_sit_subject *row = situation_row(&b->table[TABLE_SUBJECT], 1);
        if (!row) {
            b->failed = true;
            return -1;
        }
        *row = (struct rk_sit_subject){.id = text, .last_part = -1};
        *slot = (rk_ref)b->table[TABLE_SUBJECT].count;
        b->subjects.used++;
    }
    return (int32_t)*slot - 1;
}

static int32_t aspect(struct situation_builder *b, struct rk_str id)
{
    if (!make_room(b, &b->aspects)) {
        b->failed = true;
        return 0;
    }
    rk_ref *slot = find(b, &b->aspects, id);
    if (!*slot) {
        const rk_ref text = add_text(b, id);
        rk_ref *row = situation_row(&b->table[TABLE_ASPECT], 1);
        if (!row) {
            b->failed = true;
            return 0;
        }
        *row = text;
        *slot = (rk_ref)b->table[TABLE_ASPECT].count;
        b->aspects.used++;
    }
    return (int32_t)*slot - 1;
}

rk_status situation_index(struct situation_builder *b, struct rk_err *err)
{
    const struct rk_sit_subject *subject = (const void *)b->table[TABLE_SUBJECT].at;
    const rk_ref *names = (const void *)b->table[TABLE_ASPECT].at;
    for (int64_t i = 0; i < b->table[TABLE_SUBJECT].count; i++) {
        if (!make_room(b, &b->subjects))
            return rk_fail(err, RK_ENOMEM, "", "not enough memory for the situation");
        *find(b, &b->subjects, text_at(b, subject[i].id)) = (rk_ref)i + 1;
        b->subjects.used++;
    }
    for (int64_t i = 0; i < b->table[TABLE_ASPECT].count; i++) {
        if (!make_room(b, &b->aspects))
            return rk_fail(err, RK_ENOMEM, "", "not enough memory for the situation");
        *find(b, &b->aspects, text_at(b, names[i])) = (rk_ref)i + 1;
        b->aspects.used++;
    }
    return RK_OK;
}

/* ---- claims --------------------------------------------------------------------------------
 */

static uint8_t bound_letter(struct rk_str bound)
{
    static const struct {
        const char *word;
        char letter;
    } words[] = {{"exact", 'e'},   {"about", 'a'}, {"at_least", 'l'}, {"more_than", 'm'},
                 {"at_most", 'h'}, {"range", 'r'}, {"state", 's'}};
    if (!bound.len)
        return 0;
    for (ptrdiff_t i = 0; i < RK_COUNT(words); i++)
        if (rk_str_eq(bound, rk_str_of(words[i].word)))
            return (uint8_t)words[i].letter;
    return '?';
}

static void take_value(struct situation_builder *b, const struct rk_value *v,
                       struct rk_sit_claim *to)
{
    to->kind = (uint8_t)v->kind;
    to->low = v->low;
    to->high = v->high;
    to->text = intern(b, v->text);
    if (v->kind == RK_VALUE_BOOL)
        to->low = to->high = v->truth;
    if (v->kind == RK_VALUE_DATE) {
        to->low = v->when.first;
        to->high = v->when.last;
    }
}

static bool same_when(struct rk_when a, struct rk_when b)
{
    return a.first == b.first && a.last == b.last;
}

static bool needs_extra(const struct rk_claim *c, const struct rk_part *p)
{
    return c->unit.len || c->denominator.len || c->said_as.len || c->reported_in.len ||
           c->note.len || c->why.len || c->replaces.len || rk_when_known(c->period) ||
           !rk_str_eq(c->definition, p->definition) || !rk_str_eq(c->scope, p->scope) ||
           !rk_str_eq(c->method, p->method) || !same_when(c->as_of, p->as_of);
}

/* Position of an equal one, or of a new one; a column of a list says much the same of all its
 * cells. */
static int32_t intern_extra(struct situation_builder *b, const struct rk_sit_extra *e)
{
    _Static_assert(sizeof *e == 9 * sizeof(rk_ref) + 4 * sizeof(rk_day) + sizeof(int64_t),
                   "bytes between the fields would be compared, too");
    rk_ref *slot = make_room(b, &b->extras) ? find_extra(b, e) : NULL;
    if (slot && *slot)
        return (int32_t)(*slot - 1);
    struct rk_sit_extra *row = situation_row(&b->table[TABLE_EXTRA], 1);
    if (!slot || !row) {
        b->failed = true;
        return -1;
    }
    *row = *e;
    *slot = (rk_ref)b->table[TABLE_EXTRA].count;
    b->extras.used++;
    return (int32_t)b->table[TABLE_EXTRA].count - 1;
}

static int32_t take_extra(struct situation_builder *b, const struct rk_claim *c)
{
    struct rk_sit_extra e = {
        .unit = intern(b, c->unit),
        .definition = intern(b, c->definition),
        .denominator = intern(b, c->denominator),
        .scope = intern(b, c->scope),
        .method = intern(b, c->method),
        .said_as = intern(b, c->said_as),
        .reported_in = intern(b, c->reported_in),
        .note = intern(b, c->note),
        .why = intern(b, c->why),
        .as_of_first = c->as_of.first,
        .as_of_last = c->as_of.last,
        .period_first = c->period.first,
        .period_last = c->period.last,
        .replaces = -1,
    };
    if (c->replaces.len) {
        situation_show(b);
        e.replaces = rk_sit_claim_find(b->out, c->replaces);
    }
    return intern_extra(b, &e);
}

static void take_claim(struct situation_builder *b, const struct rk_part *p,
                       const struct rk_claim *c, int32_t part)
{
    const int32_t extra = needs_extra(c, p) ? take_extra(b, c) : -1;
    struct rk_sit_claim *to = situation_row(&b->table[TABLE_CLAIM], 1);
    if (!to) {
        b->failed = true;
        return;
    }
    *to = (struct rk_sit_claim){.part = part,
                                .aspect = aspect(b, c->aspect),
                                .extra = extra,
                                .bound = bound_letter(c->bound)};
    take_value(b, &c->value, to);
    if (!c->replaces.len)
        return;
    int64_t *row = situation_row(&b->table[TABLE_CORRECTING], 1);
    if (row)
        *row = b->table[TABLE_CLAIM].count - 1;
    else
        b->failed = true;
}

static void take_part(struct situation_builder *b, const struct rk_opened *opened,
                      int32_t batch, const struct rk_part *p)
{
    const int32_t at = (int32_t)b->table[TABLE_PART].count;
    const int32_t subject = situation_subject(b, p->about);
    const int32_t source = p->source.len ? situation_subject(b, p->source) : -1;
    struct rk_sit_part *row = situation_row(&b->table[TABLE_PART], 1);
    if (!row || b->failed) {
        b->failed = true;
        return;
    }
    struct rk_sit_subject *s =
        &((struct rk_sit_subject *)(void *)b->table[TABLE_SUBJECT].at)[subject];
    *row = (struct rk_sit_part){.entry = opened->index,
                                .first_claim = b->table[TABLE_CLAIM].count,
                                .ordinal = opened->ordinal,
                                .claims = p->claim_count,
                                .batch = batch,
                                .subject = subject,
                                .source = source,
                                .before = s->last_part,
                                .compartment = opened->compartment,
                                .as_of_first = p->as_of.first,
                                .as_of_last = p->as_of.last,
                                .place = intern(b, p->place),
                                .definition = intern(b, p->definition),
                                .scope = intern(b, p->scope),
                                .method = intern(b, p->method)};
    s->last_part = at;
    for (int32_t i = 0; i < p->claim_count; i++)
        take_claim(b, p, &p->claims[i], at);
}

static rk_status on_part(void *user, const struct rk_opened *opened, struct rk_err *err)
{
    struct situation_builder *b = user;
    if (opened->sealed) {
        b->out->sealed_parts += !opened->erased;
        b->out->erased_parts += opened->erased;
        return RK_OK;
    }
    const struct rk_batch_info *batch = (const void *)b->table[TABLE_BATCH].at;
    int32_t at = (int32_t)b->table[TABLE_BATCH].count - b->fresh_count;
    while (at < b->table[TABLE_BATCH].count && batch[at].number != opened->batch)
        at++;
    struct rk_arena room = b->plain;
    struct rk_part part = {0};
    const rk_status status = rk_part_read(opened->content, &room, &part, err);
    if (status)
        return status;
    take_part(b, opened, at, &part);
    return b->failed ? rk_fail(err, RK_ENOMEM, "", "not enough memory for the situation")
                     : RK_OK;
}

void situation_show(struct situation_builder *b)
{
    struct rk_situation *s = b->out;
    const struct situation_table *t = b->table;
    s->batch = (const void *)t[TABLE_BATCH].at, s->batches = (int32_t)t[TABLE_BATCH].count;
    s->subject = (const void *)t[TABLE_SUBJECT].at;
    s->subjects = (int32_t)t[TABLE_SUBJECT].count;
    s->part = (const void *)t[TABLE_PART].at, s->parts = (int32_t)t[TABLE_PART].count;
    s->claim = (const void *)t[TABLE_CLAIM].at, s->claims = t[TABLE_CLAIM].count;
    s->extra = (const void *)t[TABLE_EXTRA].at, s->extras = (int32_t)t[TABLE_EXTRA].count;
    s->aspect = (const void *)t[TABLE_ASPECT].at, s->aspects = (int32_t)t[TABLE_ASPECT].count;
    s->correcting = (const void *)t[TABLE_CORRECTING].at;
    s->correctings = (int32_t)t[TABLE_CORRECTING].count;
    s->text = t[TABLE_TEXT].at, s->text_len = t[TABLE_TEXT].count;
}

/* Batches closed since; their texts must outlive the call, so they go to the text table. */
static rk_status take_batches(struct situation_builder *b, struct rk_ledger *ledger,
                              int64_t from, struct rk_scratch scratch, struct rk_err *err)
{
    struct rk_batch_info *info = NULL;
    int32_t count = 0;
    const rk_status status = rk_ledger_batches(ledger, from, &scratch.in, &info, &count, err);
    if (status)
        return status;
    struct rk_batch_info *row = situation_row(&b->table[TABLE_BATCH], count);
    if (!row)
        return rk_fail(err, RK_ENOMEM, "", "not enough memory for the situation");
    for (int32_t i = 0; i < count; i++) {
        row[i] = info[i];
        struct rk_str *texts[] = {&row[i].author, &row[i].file, &row[i].why, &row[i].note};
        for (int t = 0; t < 4; t++)
            *texts[t] = text_at(b, intern(b, *texts[t]));
    }
    b->fresh_count = count;
    return RK_OK;
}

/* Starts over: nothing of what was read so far is kept. */
static rk_status start_over(struct situation_builder *b, struct rk_err *err)
{
    struct rk_situation *s = b->out;
    situation_builder_close(b);
    const struct rk_str origin = s->origin;
    *s = (struct rk_situation){.origin = origin};
    return situation_builder_open(b, s, err);
}

static bool erases(const struct situation_builder *b)
{
    const struct rk_batch_info *batch = (const void *)b->table[TABLE_BATCH].at;
    for (int64_t i = b->table[TABLE_BATCH].count - b->fresh_count;
         i < b->table[TABLE_BATCH].count; i++)
        if (batch[i].kind == RK_ACT_ERASURE)
            return true;
    return false;
}

static rk_status take_rest(struct situation_builder *b, struct rk_ledger *ledger,
                           const char *dir, struct rk_scratch scratch, struct rk_err *err)
{
    int64_t from = b->out->head;
    rk_status status = take_batches(b, ledger, from, scratch, err);
    if (!status && from > 0 && erases(b)) { /* the snapshot holds what was erased since */
        from = 0;
        situation_snapshot_drop(dir);
        status = start_over(b, err);
        if (!status)
            status = take_batches(b, ledger, from, scratch, err);
    }
    return status ? status : rk_ledger_walk(ledger, from, on_part, b, scratch, err);
}

static bool holds_keys(const struct rk_ledger_head *head)
{
    for (int c = 1; c <= RK_COMPARTMENT_COUNT; c++)
        if (head->held[c])
            return true;
    return false;
}

static rk_status build(struct situation_builder *b, struct rk_ledger *ledger, const char *dir,
                       bool use_snapshot, struct rk_scratch scratch, struct rk_err *err)
{
    const struct rk_ledger_head *head = rk_ledger_head(ledger);
    struct rk_situation *s = b->out;
    rk_status status =
        use_snapshot ? situation_snapshot_read(b, ledger, dir, err) : RK_ENOTFOUND;
    s->from_snapshot = !status;
    if (status == RK_ENOTFOUND)
        status = RK_OK; /* built anew: the ledger decides, a snapshot only saves time */
    else if (status)
        status = start_over(b, err); /* it may have filled tables before it broke */
    const bool grown = s->head < head->size;
    if (!status && grown && s->from_snapshot)
        status = situation_index(b, err);
    if (!status && grown)
        status = take_rest(b, ledger, dir, scratch, err);
    if (status)
        return status;
    s->head = head->size;
    s->root = head->root;
    situation_show(b);
    rk_batches_settle((struct rk_batch_info *)(void *)b->table[TABLE_BATCH].at, s->batches);
    /* A snapshot that cannot be written costs time at the next start, nothing else. */
    if (grown && holds_keys(head))
        (void)situation_snapshot_write(b, ledger, dir, NULL);
    return RK_OK;
}

rk_status rk_situation_load(struct rk_ledger *ledger, const char *dir, bool use_snapshot,
                            struct rk_arena *keep, struct rk_scratch scratch,
                            struct rk_progress *progress, struct rk_situation **out,
                            struct rk_err *err)
{
    (void)progress;
    struct rk_situation *s = RK_NEW(keep, struct rk_situation, 1);
    struct situation_builder *b = RK_NEW(keep, struct situation_builder, 1);
    if (!s || !b)
        return rk_fail(err, RK_ENOMEM, "", "not enough memory for the situation");
    s->origin = rk_ledger_head(ledger)->origin;
    rk_status status = situation_builder_open(b, s, err);
    if (!status)
        status = build(b, ledger, dir, use_snapshot, scratch, err);
    if (status) {
        situation_builder_close(b);
        return status;
    }
    rk_arena_close(&b->words.region);
    rk_arena_close(&b->subjects.region);
    rk_arena_close(&b->aspects.region);
    rk_arena_close(&b->extras.region);
    rk_arena_close(&b->plain);
    s->builder = b;
    *out = s;
    return RK_OK;
}

void rk_situation_close(struct rk_situation *s)
{
    if (!s || !s->builder)
        return;
    for (int i = 0; i < TABLES; i++)
        rk_arena_close(&s->builder->table[i].region);
    s->builder = NULL;
}
