/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Medicine in stock, as it was last counted. */
#include "plan_lots.h"

#include "rk_text.h"

enum { NAME, KIND, STRENGTH, SERIES, EXPIRY, QUANTITY, STORE, SLOTS };
static const struct plan_slot slots[SLOTS] = {
    {"name", NULL},   {"kind", NULL},     {"strength", NULL}, {"lot", NULL},
    {"expiry", NULL}, {"quantity", NULL}, {"store", NULL}};

struct rk_str plan_medicine_key(struct rk_str name, struct rk_arena *in)
{
    struct rk_buf key = rk_buf_in(in, 512);
    rk_text_key(rk_utf8_head(name, 300), &key);
    return rk_buf_str(&key);
}

static int lot_order(const void *a, const void *b)
{
    const struct plan_lot *x = a, *y = b;
    int by = rk_str_cmp(x->key, y->key);
    if (!by)
        by = rk_str_cmp(x->strength, y->strength);
    if (!by)
        by = rk_str_cmp(x->series, y->series);
    if (!by)
        by = rk_str_cmp(x->store, y->store);
    return by ? by : (x->as_of < y->as_of) - (x->as_of > y->as_of);
}

static bool same_lot(const struct plan_lot *a, const struct plan_lot *b)
{
    return rk_str_eq(a->key, b->key) && rk_str_eq(a->strength, b->strength) &&
           rk_str_eq(a->series, b->series) && rk_str_eq(a->store, b->store);
}

static struct plan_lot lot_of(struct plan *p, const struct plan_records *r, int32_t row)
{
    const int64_t name = plan_claim(r, row, NAME), quantity = plan_claim(r, row, QUANTITY);
    const int64_t expiry = plan_claim(r, row, EXPIRY);
    const struct rk_str said = plan_text(p, name);
    return (struct plan_lot){.name = said,
                             .key = plan_medicine_key(said, &p->scratch->in),
                             .strength = plan_text(p, plan_claim(r, row, STRENGTH)),
                             .series = plan_text(p, plan_claim(r, row, SERIES)),
                             .store = plan_text(p, plan_claim(r, row, STORE)),
                             .as_of = plan_as_of(p, quantity >= 0 ? quantity : name),
                             .quantity = plan_number(p, quantity),
                             .expiry_claim = expiry,
                             .expired = expiry >= 0 && plan_date(p, expiry) != RK_DAY_NONE &&
                                        plan_date(p, expiry) < p->day,
                             .expiry = plan_date(p, expiry)};
}

bool plan_lots(struct plan *p, const struct plan_lot **out, int32_t *count)
{
    struct plan_records r;
    if (!plan_records(p, "item", slots, SLOTS, &r))
        return false;
    struct plan_lot *lot = RK_NEW(&p->scratch->in, struct plan_lot, r.rows + 1);
    int32_t all = 0, latest = 0;
    for (int32_t i = 0; lot && i < r.rows; i++) {
        const int64_t kind = plan_claim(&r, i, KIND);
        if (plan_claim(&r, i, NAME) >= 0 && (kind < 0 || plan_is(p, kind, "medicine")))
            lot[all++] = lot_of(p, &r, i);
    }
    if (!lot || p->scratch->in.failed)
        return false;
    qsort(lot, (size_t)all, sizeof *lot, lot_order);
    for (int32_t i = 0; i < all; i++)
        if (i == 0 || !same_lot(&lot[i], &lot[latest - 1]))
            lot[latest++] = lot[i];
    *out = lot;
    *count = latest;
    return true;
}
