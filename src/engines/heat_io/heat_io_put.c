/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers and texts of result tables. */
#include "heat_io_internal.h"

void put_fixed(struct rk_buf *out, double x, int decimals)
{
    static const double scale[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
    if (isnan(x))
        return;
    const double scaled = x * scale[decimals];
    if (!(fabs(scaled) < 9e15)) {
        rk_buf_printf(out, "%.*f", decimals, x);
        return;
    }
    int64_t digits = llrint(scaled);
    char text[32], *p = text + sizeof text;
    const bool minus = digits < 0;
    uint64_t rest = (uint64_t)(minus ? -digits : digits);
    uint32_t behind = 0; /* nine digits at most: 32 bits divide faster */
    static const uint32_t tens[] = {1,      10,      100,      1000,      10000,
                                    100000, 1000000, 10000000, 100000000, 1000000000};
    behind = (uint32_t)(rest % tens[decimals]);
    rest /= tens[decimals];
    for (int i = 0; i < decimals; i++) {
        *--p = (char)('0' + behind % 10);
        behind /= 10;
    }
    if (decimals > 0)
        *--p = '.';
    for (; rest > UINT32_MAX; rest /= 10)
        *--p = (char)('0' + rest % 10);
    uint32_t before = (uint32_t)rest;
    do {
        *--p = (char)('0' + before % 10);
        before /= 10;
    } while (before > 0);
    if (minus)
        *--p = '-';
    rk_buf_bytes(out, p, text + sizeof text - p);
}

void put_field(struct rk_buf *out, struct rk_str s)
{
    bool plain = true;
    for (ptrdiff_t i = 0; i < s.len && plain; i++)
        plain = s.at[i] != ',' && s.at[i] != '"' && s.at[i] != '\n' && s.at[i] != '\r';
    if (plain) {
        rk_buf_add(out, s);
        return;
    }
    rk_buf_char(out, '"');
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if (s.at[i] == '"')
            rk_buf_char(out, '"');
        rk_buf_char(out, s.at[i]);
    }
    rk_buf_char(out, '"');
}
