/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of cells, blanks: what both sides of the pipe need. */
#define RK_INTAKE_ROOM
#include "rk_base.h"
#include "intake_internal.h"

void rk_column_letters(int32_t column, char out[8])
{
    char reversed[8];
    int len = 0;
    for (int64_t rest = (int64_t)column + 1; rest > 0 && len < 7; rest = (rest - 1) / 26)
        reversed[len++] = (char)('A' + (rest - 1) % 26);
    for (int i = 0; i < len; i++)
        out[i] = reversed[len - 1 - i];
    out[len] = '\0';
}

void intake_cell_name(int64_t row, int32_t column, char out[16])
{
    char letters[8];
    rk_column_letters(column, letters);
    snprintf(out, 16, "%.4s%" PRId32, letters, (int32_t)(row > INT32_MAX ? INT32_MAX : row));
}

bool intake_blank(struct rk_str s)
{
    if (s.len == 0)
        return true;
    const unsigned char first = (unsigned char)*s.at; /* nearly always a letter or a digit */
    return (first <= ' ' || first == 0xC2u) && rk_str_trim(s).len == 0;
}
