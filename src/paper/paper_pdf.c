/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Orders to the helper ranok-print: fonts and paper live there, so that ranok links little. */
#define RK_PAPER_ROOM
#include "paper_internal.h"

#include "rk_file.h"

enum { WIRE_BYTES = 128 << 20, PDF_BYTES = 256 << 20 };
static const double patience_s = 300.0;

static rk_status print(const struct paper_order *order, struct rk_arena *keep,
                       struct rk_scratch scratch, struct rk_str *out, struct rk_err *err)
{
    char *helper = rk_helper_path(&scratch.in, "ranok-print");
    const ptrdiff_t left = rk_arena_left(&scratch.in) - (64 << 10);
    struct rk_buf wire = rk_buf_in(&scratch.in, left < WIRE_BYTES ? left : WIRE_BYTES);
    if (!helper || scratch.in.failed)
        return rk_fail(err, RK_ENOMEM, "paper", "no room for the pages");
    paper_wire(order, &wire);
    if (wire.failed)
        return rk_fail(err, RK_ENOMEM, "paper", "the pages are longer than %td bytes",
                       wire.cap);
    const char *const argv[] = {helper, NULL};
    const ptrdiff_t room = rk_arena_left(keep) - (4 << 10);
    return rk_helper_run(argv, rk_buf_str(&wire), room < PDF_BYTES ? room : PDF_BYTES,
                         patience_s, keep, out, err);
}

rk_status rk_forms_pdf(const struct rk_forms_order *order, struct rk_arena *keep,
                       struct rk_scratch scratch, struct rk_str *out, struct rk_err *err)
{
    return print(&(struct paper_order){.forms = *order}, keep, scratch, out, err);
}

rk_status rk_lists_pdf(const struct rk_lists_order *order, struct rk_arena *keep,
                       struct rk_scratch scratch, struct rk_str *out, struct rk_err *err)
{
    return print(&(struct paper_order){.lists = *order}, keep, scratch, out, err);
}
