/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Medicine to be brought of which the last count found none: counted to nothing or expired, in
 * every store. Nobody is left out for that, for a count grows old and not all stores count; but
 * whoever loads the vehicle, and the doctor, must know. What nobody counted is not said.
 */
#include "rounds_internal.h"

#include "plan_lots.h"
#include "rk_text.h"

enum { NAMED = 6 }; /* medicines in the note; of more their number */

/* A medicine of which nothing is there. */
struct lack {
    struct rk_str key, name; /* name: as the first need has it, none: nobody needs it */
    rk_day counted;
    int32_t homes;
};

/* The medicines of which no lot is there, by key. */
static struct lack *find_lacks(struct rounds *r, const struct plan_lot *lot, int32_t lots,
                               int32_t *count)
{
    struct lack *lack = RK_NEW(&r->p.scratch->in, struct lack, lots + 1);
    *count = 0;
    for (int32_t i = 0; lack && i < lots;) {
        struct lack one = {.key = lot[i].key, .counted = RK_DAY_NONE};
        bool there = false; /* some of it, or nobody said how much, and not expired */
        for (; i < lots && rk_str_eq(lot[i].key, one.key); i++) {
            there = there || (!(lot[i].quantity <= 0.0) && !lot[i].expired);
            one.counted = lot[i].as_of > one.counted ? lot[i].as_of : one.counted;
        }
        if (!there && one.key.len > 0 && one.counted != RK_DAY_NONE)
            lack[(*count)++] = one;
    }
    return lack;
}

static struct lack *lack_of(struct lack *lack, int32_t count, struct rk_str key)
{
    int32_t low = 0, high = count;
    while (low < high) {
        const int32_t middle = low + (high - low) / 2;
        if (rk_str_cmp(lack[middle].key, key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && rk_str_eq(lack[low].key, key) ? &lack[low] : NULL;
}

static int most_homes(const void *a, const void *b)
{
    const struct lack *x = a, *y = b;
    return x->homes != y->homes ? (x->homes > y->homes ? -1 : 1) : rk_str_cmp(x->key, y->key);
}

/* "Not in stock by the last count: Insulin (5 Nov 2022; for 3 homes); 2 more medicines" */
static void tell(struct rounds *r, struct lack *lack, int32_t count)
{
    struct rk_rounds_day *d = r->d;
    struct rk_buf out = rk_buf_in(r->keep, 4096);
    int32_t named = 0;
    qsort(lack, (size_t)count, sizeof *lack, most_homes);
    while (named < count && lack[named].homes > 0)
        named++;
    if (named == 0)
        return;
    rk_buf_printf(&out, "%s: ", rk_word(d->lang, "rounds.stock.none"));
    for (int32_t i = 0; i < named && i < NAMED; i++) {
        rk_buf_printf(&out, "%s%.*s (", i > 0 ? "; " : "",
                      RK_FMT(rk_utf8_head(lack[i].name, 120)));
        rk_say_day(d->lang, lack[i].counted, &out);
        rk_buf_printf(&out, "; %s: %d)", rk_word(d->lang, "rounds.homes"), (int)lack[i].homes);
    }
    if (named > NAMED)
        rk_buf_printf(&out, "; %s: %d", rk_word(d->lang, "rounds.stock.more"),
                      (int)(named - NAMED));
    rk_buf_printf(&out, ". %s", rk_word(d->lang, "rounds.stock.ask"));
    if (!out.failed)
        rounds_note(d, rk_buf_str(&out));
}

bool rounds_find_stock(struct rounds *r, struct rk_rounds_need *need)
{
    struct rk_arena *in = &r->p.scratch->in;
    int32_t lots = 0, lacks = 0;
    const struct plan_lot *lot = NULL;
    struct lack *lack = plan_lots(&r->p, &lot, &lots) ? find_lacks(r, lot, lots, &lacks) : NULL;
    if (!lack)
        return false;
    for (int32_t i = 0; lacks > 0 && i < r->d->needs; i++) {
        const struct rk_str name = r->d->work[i].medicine;
        struct lack *none =
            name.len > 0 ? lack_of(lack, lacks, plan_medicine_key(name, in)) : NULL;
        if (!none)
            continue;
        need[i].not_in_stock = none->counted;
        if (none->homes++ == 0)
            none->name = name;
    }
    tell(r, lack, lacks);
    return !in->failed && !r->keep->failed;
}
