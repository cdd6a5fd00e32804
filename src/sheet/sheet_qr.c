/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The checkpoint as a QR code, so that a phone can keep it and later prove that nothing
 * changed. Bytes as they are, correction level L: the code is printed, not painted on a wall,
 * and a short code of large modules survives a bad printer better than a dense one with more
 * correction.
 */
#define RK_SHEET_ROOM
#include "sheet_internal.h"

#include <qrencode.h>

enum { BYTES_MAX = 1200 };

void sheet_make_qr(struct sheet_maker *m, struct rk_sheet *out)
{
    const struct rk_str note = m->report->checkpoint;
    if (note.len == 0 || note.len > BYTES_MAX)
        return;
    QRcode *code =
        QRcode_encodeData((int)note.len, (const unsigned char *)note.at, 0, QR_ECLEVEL_L);
    if (!code)
        return;
    const int n = code->width;
    struct rk_mark *marks = RK_NEW(m->keep, struct rk_mark, (ptrdiff_t)n * n);
    int32_t count = 0;
    for (int y = 0; y < n && marks; y++) {
        for (int x = 0; x < n; x++) {
            int run = 0; /* one bar for neighbours in a row: no hairlines between them */
            while (x + run < n && (code->data[y * n + x + run] & 1))
                run++;
            if (run == 0)
                continue;
            marks[count++] =
                (struct rk_mark){.kind = RK_MARK_BAR, .x = x, .y = y, .x2 = run, .y2 = 1.0};
            x += run;
        }
    }
    QRcode_free(code);
    m->failed |= !marks;
    out->qr = (struct rk_drawing){n, n, marks, count, sheet_line_of(m, 0, "sheet.foot.qr")};
}
