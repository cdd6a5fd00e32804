/* SPDX-License-Identifier: GPL-3.0-or-later */
/* base/json, between its own files. */
#ifndef RK_JSON_INTERNAL_H
#define RK_JSON_INTERNAL_H

#include <stdbool.h>

/*
 * Order of the first two UTF-8 bytes that differ, as RFC 8785, 3.2.3 sorts: by UTF-16 code
 * units. It is the order of bytes, save where a character beyond U+FFFF (lead byte from F0 on;
 * its surrogates begin with D8) meets one of U+E000 … U+FFFF (lead byte EE or EF).
 */
static inline int json_unit_order(int a, int b)
{
    const bool a_beyond = a >= 0xF0, b_beyond = b >= 0xF0;
    if (a >= 0xEE && b >= 0xEE && a_beyond != b_beyond)
        return a_beyond ? -1 : 1;
    return a - b;
}

#endif
