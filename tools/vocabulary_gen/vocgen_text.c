/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vocgen.h"

static int split_forms(struct rk_str s, struct rk_str form[5])
{
    int count = 0;
    for (struct rk_str rest = s; rest.at && count < 5; count++)
        form[count] = rk_str_trim(rk_str_cut(&rest, '|'));
    return count;
}

struct vocgen_words vocgen_forms(struct vocgen *g, const struct vocgen_row *row,
                                 struct rk_str uk, struct rk_str en)
{
    struct rk_str u[5] = {0}, e[5] = {0};
    const int us = split_forms(uk, u), es = split_forms(en, e);
    if (us != 1 && us != 3 && us != 4)
        vocgen_fault(g, row, "uk", "%d forms: write one, or one|few|many, or one|few|many|part",
                     us);
    if (es != 1 && es != 2)
        vocgen_fault(g, row, "en", "%d forms: write one, or one|many", es);
    if ((us == 1) != (es == 1))
        vocgen_fault(g, row, us == 1 ? "uk" : "en", "counted in one language only");
    for (int i = 0; i < us; i++)
        if (u[i].len == 0)
            vocgen_fault(g, row, "uk", "form %d is empty", i + 1);
    for (int i = 0; i < es; i++)
        if (e[i].len == 0)
            vocgen_fault(g, row, "en", "form %d is empty", i + 1);
    struct vocgen_words w;
    for (int i = 0; i < 4; i++) {
        w.form[i][0] = us == 1 ? u[0] : i < us ? u[i] : u[1];
        w.form[i][1] = i > 0 && es > 1 ? e[1] : e[0];
    }
    return w;
}

void vocgen_put(FILE *out, struct rk_str s)
{
    fputc('"', out);
    for (ptrdiff_t i = 0; i < s.len; i++) {
        const char c = s.at[i];
        if (c == '\n')
            fputs("\\n", out);
        else if (c == '\t')
            fputs("\\t", out);
        else if (c == '"' || c == '\\' || c == '?')
            fprintf(out, "\\%c", c);
        else
            fputc(c, out);
    }
    fputc('"', out);
}

void vocgen_put_words(FILE *out, const struct vocgen_words *w)
{
    fputc('{', out);
    for (int f = 0; f < 4; f++) {
        fputs(f ? ", {" : "{", out);
        vocgen_put(out, w->form[f][0]);
        fputs(", ", out);
        vocgen_put(out, w->form[f][1]);
        fputc('}', out);
    }
    fputc('}', out);
}

struct rk_str vocgen_fold(struct vocgen *g, struct rk_str s, bool header)
{
    static struct fold_text text;
    static char joined[FOLD_BYTES];
    fold_words(s, header ? g->fold_shorts : NULL, header ? g->fold_short_count : 0, &text);
    return rk_str_copy(&g->mem, fold_join(&text, 0, text.count, joined));
}

struct vocgen_list vocgen_list_new(struct vocgen *g, bool header)
{
    return (struct vocgen_list){rk_buf_in(&g->mem, 1 << 14), header};
}

bool vocgen_list_has(struct rk_str list, struct rk_str item)
{
    while (list.len > 0)
        if (rk_str_eq(rk_str_cut(&list, '|'), item))
            return true;
    return false;
}

void vocgen_list_add(struct vocgen *g, struct vocgen_list *list, struct rk_str texts)
{
    for (struct rk_str rest = texts; rest.at && rest.len > 0;) {
        const struct rk_str folded = vocgen_fold(g, rk_str_cut(&rest, '|'), list->header);
        if (folded.len == 0 || vocgen_list_has(rk_buf_str(&list->text), folded))
            continue;
        if (list->text.len > 0)
            rk_buf_char(&list->text, '|');
        rk_buf_add(&list->text, folded);
    }
}

void vocgen_check_length(struct vocgen *g, const struct vocgen_row *row, struct rk_str s)
{
    if (s.len > 4000)
        vocgen_fault(g, row, "row", "a text of %td bytes: C takes literals up to 4095", s.len);
}
