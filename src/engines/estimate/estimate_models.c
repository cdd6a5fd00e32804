/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All hierarchical log-linear models of up to five lists that hold every list's own term and
 * not the term of all lists together: 8, 113 and 6,893 for 3, 4 and 5 lists.
 */
#include "rk_estimate.h"

#include "estimate_internal.h"

static int size_of(uint32_t set)
{
    return __builtin_popcount(set);
}

/* The sets of `order` lists all of whose subsets of one list less are in `model`. */
static uint32_t candidates(uint32_t model, int32_t lists, int order)
{
    uint32_t found = 0;
    const uint32_t all = (UINT32_C(1) << lists) - 1;
    for (uint32_t set = 1; set < all; set++) {
        if (size_of(set) != order)
            continue;
        bool closed = true;
        for (uint32_t rest = set; rest; rest &= rest - 1)
            closed &= model >> (set & ~(rest & -rest)) & 1;
        found |= (uint32_t)closed << set;
    }
    return found;
}

/* Adds to the list every model that extends `model` by sets of `order` lists or more. */
static void extend(uint32_t model, int32_t lists, int order, uint32_t *out, int32_t *count)
{
    if (order >= lists) {
        if (out)
            out[*count] = model;
        ++*count;
        return;
    }
    const uint32_t may = candidates(model, lists, order);
    uint32_t chosen = 0;
    do {
        extend(model | chosen, lists, order + 1, out, count);
        chosen = (chosen - may) & may;
    } while (chosen);
}

int32_t estimate_models(int32_t lists, uint32_t *out)
{
    uint32_t model = 1; /* the empty set */
    for (int32_t j = 0; j < lists; j++)
        model |= UINT32_C(1) << (1 << j);
    int32_t count = 0;
    extend(model, lists, 2, out, &count);
    return count;
}

struct estimate_terms estimate_terms_of(uint32_t model, uint32_t room[32])
{
    struct estimate_terms terms = {room, 0};
    for (uint32_t set = 1; set < 32; set++)
        if (model >> set & 1)
            room[terms.count++] = set;
    room[terms.count++] = 0;
    return terms;
}

static void write_set(struct rk_buf *out, uint32_t set, int32_t lists)
{
    bool first = true;
    for (int32_t j = 0; j < lists; j++) {
        if (!(set >> j & 1))
            continue;
        rk_buf_printf(out, "%s%d", first || lists < 10 ? "" : "+", j + 1);
        first = false;
    }
}

/* Sets of equal size in the order of their first differing list. */
static bool before(uint32_t a, uint32_t b)
{
    const uint32_t differ = a ^ b;
    return a & differ & -differ;
}

void estimate_write_model(struct rk_buf *out, struct estimate_terms terms, int32_t lists)
{
    rk_buf_char(out, '[');
    bool first = true;
    for (int size = lists; size > 0; size--) {
        uint32_t last = 0;
        for (;;) {
            uint32_t next = 0;
            for (int32_t i = 0; i < terms.count; i++) {
                const uint32_t set = terms.subset[i];
                bool top = size_of(set) == size && (!last || before(last, set)) && set != last;
                for (int32_t j = 0; j < terms.count && top; j++)
                    top = terms.subset[j] == set || (set & ~terms.subset[j]) != 0;
                if (top && (!next || before(set, next)))
                    next = set;
            }
            if (!next)
                break;
            if (!first)
                rk_buf_char(out, ',');
            write_set(out, next, lists);
            first = false;
            last = next;
        }
    }
    rk_buf_char(out, ']');
}
