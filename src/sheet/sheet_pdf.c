/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page as PDF: fonts and paper live in the helper ranok-sheet, so that ranok links little.
 */
#define RK_SHEET_ROOM
#include "sheet_internal.h"

#include "rk_file.h"

enum { WIRE_BYTES = 32 << 20, PDF_BYTES = 64 << 20 };
static const double patience_s = 60.0;

rk_status rk_sheet_pdf(const struct rk_sheet *sheet, struct rk_arena *keep,
                       struct rk_scratch scratch, struct rk_str *out, struct rk_err *err)
{
    const ptrdiff_t left = rk_arena_left(&scratch.in) - (64 << 10);
    char *helper = rk_helper_path(&scratch.in, "ranok-sheet");
    struct rk_buf wire = rk_buf_in(&scratch.in, left < WIRE_BYTES ? left : WIRE_BYTES);
    if (!helper || scratch.in.failed)
        return rk_fail(err, RK_ENOMEM, "sheet", "no room for the page");
    sheet_wire(sheet, &wire);
    if (wire.failed)
        return rk_fail(err, RK_ENOMEM, "sheet", "the page is longer than %td bytes", wire.cap);
    const char *const argv[] = {helper, NULL};
    const ptrdiff_t room = rk_arena_left(keep) - (4 << 10);
    return rk_helper_run(argv, rk_buf_str(&wire), room < PDF_BYTES ? room : PDF_BYTES,
                         patience_s, keep, out, err);
}
