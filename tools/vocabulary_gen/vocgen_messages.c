/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vocgen.h"

/*
 * The next printf conversion of a format: its length modifier and letter, with * for a width or
 * precision taken from the arguments ("%-12.*f" gives "*f"). Flags and fixed widths may differ
 * between languages, the arguments may not. Empty at the end; "!" for what is no conversion.
 */
static struct rk_str conversion(struct rk_str *rest, char out[8])
{
    ptrdiff_t i = 0, len = 0;
    for (;; i++) {
        if (i >= rest->len) {
            rest->len = 0;
            return (struct rk_str){out, 0};
        }
        if (rest->at[i] != '%')
            continue;
        if (i + 1 < rest->len && rest->at[i + 1] == '%')
            i++;
        else
            break;
    }
    for (i++; i < rest->len && strchr("-+ #0123456789.*'", rest->at[i]); i++)
        if (rest->at[i] == '*' && len < 2)
            out[len++] = '*';
    for (; i < rest->len && strchr("hlLjzt", rest->at[i]) && len < 5; i++)
        out[len++] = rest->at[i];
    if (i < rest->len && strchr("diouxXeEfFgGaAcsp", rest->at[i]))
        out[len++] = rest->at[i++];
    else
        out[len++] = '!';
    *rest = rk_str_slice(*rest, i, rest->len);
    return (struct rk_str){out, len};
}

static void check_conversions(struct vocgen *g, const struct vocgen_row *row)
{
    struct rk_str en = row->cell[0], uk = row->cell[1];
    for (int n = 1;; n++) {
        char a[8], b[8];
        const struct rk_str x = conversion(&en, a), y = conversion(&uk, b);
        if ((x.len && x.at[x.len - 1] == '!') || (y.len && y.at[y.len - 1] == '!'))
            vocgen_fault(g, row, "uk", "conversion %d is none that printf knows", n);
        else if (!rk_str_eq(x, y))
            vocgen_fault(g, row, "uk", "conversion %d is \"%%%.*s\", in English \"%%%.*s\"", n,
                         RK_FMT(y), RK_FMT(x));
        else if (x.len)
            continue;
        return;
    }
}

/* <PRId64> as this machine writes it, so that a row holds on every machine. */
static struct rk_str portable(struct vocgen *g, struct rk_str s)
{
    static const char *const macros[][2] = {{"<PRId32>", PRId32}, {"<PRIu32>", PRIu32},
                                            {"<PRIx32>", PRIx32}, {"<PRId64>", PRId64},
                                            {"<PRIu64>", PRIu64}, {"<PRIx64>", PRIx64}};
    if (rk_str_find(s, RK_STR("<PRI")) < 0)
        return s;
    struct rk_buf out = rk_buf_in(&g->mem, s.len);
    while (s.len > 0) {
        int m = 0;
        while (m < (int)RK_COUNT(macros) && !rk_str_starts(s, rk_str_of(macros[m][0])))
            m++;
        const bool found = m < (int)RK_COUNT(macros);
        if (found)
            rk_buf_c(&out, macros[m][1]);
        else
            rk_buf_char(&out, s.at[0]);
        s = rk_str_slice(s, found ? rk_str_of(macros[m][0]).len : 1, s.len);
    }
    return rk_buf_str(&out);
}

static int by_english(const void *a, const void *b)
{
    return rk_str_cmp(((const struct vocgen_row *)a)->cell[0],
                      ((const struct vocgen_row *)b)->cell[0]);
}

void vocgen_messages(struct vocgen *g)
{
    struct vocgen_table *t = &g->messages;
    for (int32_t i = 0; i < t->rows; i++)
        for (int c = 0; c < 2; c++)
            t->row[i].cell[c] = portable(g, t->row[i].cell[c]);
    qsort(t->row, (size_t)t->rows, sizeof *t->row, by_english);
    fputs("const struct vocabulary_message vocabulary_messages[] = {\n", g->out);
    for (int32_t i = 0; i < t->rows; i++) {
        const struct vocgen_row *row = &t->row[i];
        if (row->cell[0].len == 0 || row->cell[1].len == 0)
            vocgen_fault(g, row, "en", "both languages are needed");
        if (i > 0 && by_english(row - 1, row) == 0)
            vocgen_fault(g, row, "en", "\"%.*s\" stands already in %s:%d", RK_FMT(row->cell[0]),
                         row[-1].file, row[-1].line);
        check_conversions(g, row);
        fputs("    {", g->out);
        vocgen_put(g->out, row->cell[0]);
        fputs(", ", g->out);
        vocgen_put(g->out, row->cell[1]);
        fputs("},\n", g->out);
    }
    if (t->rows == 0)
        fputs("    {\"\", \"\"},\n", g->out);
    fprintf(g->out, "};\nconst int32_t vocabulary_message_count = %d;\n\n", t->rows);
}
