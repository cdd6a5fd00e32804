/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the paper room: orders on their way to the helper. */
#ifndef RK_PAPER_ROOM
#error "paper_internal.h is private to the paper room"
#endif
#ifndef PAPER_INTERNAL_H
#define PAPER_INTERNAL_H

#include "rk_paper.h"

/* What the helper is asked for: one of the two has something in it. */
struct paper_order {
    struct rk_forms_order forms;
    struct rk_lists_order lists;
};

/* Writes the order as JSON; out->failed when it does not fit. */
void paper_wire(const struct paper_order *order, struct rk_buf *out);
/* Reads it back; forms are found among `known`. RK_EINVAL: not such an order. */
RK_MUST_USE rk_status paper_unwire(struct rk_str json, const struct rk_forms *known,
                                   struct rk_arena *keep, struct paper_order *out,
                                   struct rk_err *err);

#endif
