/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How wide letters are, without a font: the advances of PT Sans. */
#define RK_SHEET_ROOM
#include "sheet_internal.h"

#include "rk_text.h"
#include "sheet_advance_table.h"

static const int wide = 700; /* an unknown character is taken for a wide one */

static int advance(int32_t c, const uint16_t *table)
{
    ptrdiff_t at = 0;
    for (ptrdiff_t r = 0; r < RK_COUNT(advance_range); r++) {
        if (c >= advance_range[r].first && c <= advance_range[r].last) {
            const int units = table[at + (c - advance_range[r].first)];
            return units > 0 ? units : wide;
        }
        at += advance_range[r].last - advance_range[r].first + 1;
    }
    return wide;
}

double sheet_text_width(struct rk_str text, bool strong)
{
    int64_t sum = 0;
    for (ptrdiff_t at = 0; at < text.len;) {
        const int32_t c = rk_utf8_next(text, &at);
        if (c < 0)
            break;
        sum += advance(c, strong ? advance_bold : advance_regular);
    }
    return (double)sum / 1000.0;
}
