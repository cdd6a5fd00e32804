/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which rows of the doctor's lists count: for the figures of care and for the day's rounds. */
#include "plan_internal.h"

static int card_order(const void *a, const void *b)
{
    const struct plan_card *x = a, *y = b;
    if (x->source != y->source)
        return x->source < y->source ? -1 : 1;
    const int c = rk_str_cmp(x->number, y->number);
    if (c)
        return c;
    if (x->as_of != y->as_of)
        return x->as_of > y->as_of ? -1 : 1; /* the latest first */
    return (x->row < y->row) - (x->row > y->row);
}

struct plan_card *plan_cards(const struct plan *p, const struct plan_records *n, int kind,
                             int number, int32_t *count)
{
    struct plan_card *card = RK_NEW(&p->scratch->in, struct plan_card, n->rows + 1);
    *count = 0;
    if (!card)
        return NULL;
    for (int32_t i = 0; i < n->rows; i++) {
        const int64_t of_kind = plan_claim(n, i, kind), of_number = plan_claim(n, i, number);
        const int64_t by = of_kind >= 0 ? of_kind : of_number;
        card[i] = (struct plan_card){plan_text(p, of_number), plan_origin(p, n->subject[i]), i,
                                     by >= 0 ? plan_as_of(p, by) : RK_DAY_NONE};
    }
    qsort(card, (size_t)n->rows, sizeof *card, card_order);
    for (int32_t i = 0; i < n->rows; i++) {
        const struct plan_card *last = *count > 0 ? &card[*count - 1] : NULL;
        if (!last || card[i].number.len == 0 || card[i].source != last->source ||
            !rk_str_eq(card[i].number, last->number))
            card[(*count)++] = card[i];
    }
    return card;
}

bool plan_need_open(const struct plan *p, int64_t state)
{
    return !plan_is(p, state, "served") && !plan_is(p, state, "declined") &&
           !plan_is(p, state, "died");
}
