/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vocgen.h"

/* cells of schemes.tsv and conversions.tsv */
enum { D_SCHEME, D_VERSION, D_CLASS, D_ORDER, D_LOW, D_HIGH, D_UK, D_EN, D_ALSO, D_SOURCE };
enum { R_FROM, R_FROM_CLASS, R_TO, R_TO_CLASS, R_RULE, R_SOURCE };

static int32_t class_at(const struct vocgen *g, struct rk_str scheme, struct rk_str class)
{
    for (int32_t i = 0; i < g->schemes.rows; i++)
        if (rk_str_eq(g->schemes.row[i].cell[D_SCHEME], scheme) &&
            rk_str_eq(g->schemes.row[i].cell[D_CLASS], class))
            return i;
    return -1;
}

static void put_share(struct vocgen *g, const struct vocgen_row *row, int cell)
{
    double x = 0;
    if (row->cell[cell].len == 0)
        fputs("(double)NAN, ", g->out);
    else if (!rk_str_double(row->cell[cell], &x) || x < 0 || x > 1)
        vocgen_fault(g, row, cell == D_LOW ? "share_low" : "share_high", "0 … 1 or -");
    else
        fprintf(g->out, "%.17g, ", x);
}

static void put_classes(struct vocgen *g)
{
    const struct vocgen_table *t = &g->schemes;
    fputs("const struct rk_damage_class vocabulary_classes[] = {\n", g->out);
    for (int32_t i = 0; i < t->rows; i++) {
        const struct vocgen_row *row = &t->row[i];
        int64_t order = -1, before = -1;
        if (class_at(g, row->cell[D_SCHEME], row->cell[D_CLASS]) != i)
            vocgen_fault(g, row, "class", "the class stands twice");
        if (!rk_str_int(row->cell[D_ORDER], &order) || order < 0 || order > 20)
            vocgen_fault(g, row, "order", "0 … 20 is expected");
        if (i > 0 && rk_str_eq(row[-1].cell[D_SCHEME], row->cell[D_SCHEME]) &&
            rk_str_int(row[-1].cell[D_ORDER], &before) && before >= order)
            vocgen_fault(g, row, "order", "classes of a scheme ascend with damage");
        if (row->cell[D_SOURCE].len == 0 || row->cell[D_VERSION].len == 0)
            vocgen_fault(g, row, "source", "version and source are needed");
        const struct vocgen_words w = vocgen_forms(g, row, row->cell[D_UK], row->cell[D_EN]);
        fputs("    {", g->out);
        for (int c = D_SCHEME; c <= D_CLASS; c++) {
            vocgen_put(g->out, row->cell[c]);
            fputs(", ", g->out);
        }
        fprintf(g->out, "%d, ", (int)order);
        vocgen_put_words(g->out, &w);
        fputs(",\n     ", g->out);
        put_share(g, row, D_LOW);
        put_share(g, row, D_HIGH);
        vocgen_put(g->out, row->cell[D_SOURCE]);
        fputs("},\n", g->out);
    }
    fprintf(g->out, "};\nconst int32_t vocabulary_class_count = %d;\n\n", t->rows);
}

static void put_also(struct vocgen *g)
{
    const struct vocgen_table *t = &g->schemes;
    struct rk_str *words = RK_NEW(&g->mem, struct rk_str, t->rows + 1);
    fputs("const char *const vocabulary_class_also[] = {\n", g->out);
    for (int32_t i = 0; i < t->rows; i++) {
        const struct vocgen_row *row = &t->row[i];
        struct vocgen_list also = vocgen_list_new(g, false);
        vocgen_list_add(g, &also, row->cell[D_CLASS]);
        vocgen_list_add(g, &also, row->cell[D_UK]);
        vocgen_list_add(g, &also, row->cell[D_EN]);
        vocgen_list_add(g, &also, row->cell[D_ALSO]);
        words[i] = rk_buf_str(&also.text);
        for (int32_t k = 0; k < i; k++)
            for (struct rk_str rest = words[i];
                 rest.len > 0 && rk_str_eq(t->row[k].cell[D_SCHEME], row->cell[D_SCHEME]);) {
                const struct rk_str one = rk_str_cut(&rest, '|');
                if (vocgen_list_has(words[k], one))
                    vocgen_fault(g, row, "also", "\"%.*s\" is already a word of class %.*s",
                                 RK_FMT(one), RK_FMT(t->row[k].cell[D_CLASS]));
            }
        fputs("    ", g->out);
        vocgen_put(g->out, words[i]);
        fputs(",\n", g->out);
    }
    fputs("};\n\n", g->out);
}

void vocgen_schemes(struct vocgen *g)
{
    const struct vocgen_table *t = &g->conversions;
    put_classes(g);
    put_also(g);
    fputs("const struct vocabulary_rule vocabulary_rules[] = {\n", g->out);
    for (int32_t i = 0; i < t->rows; i++) {
        const struct vocgen_row *row = &t->row[i];
        const int32_t from = class_at(g, row->cell[R_FROM], row->cell[R_FROM_CLASS]);
        const int32_t to = class_at(g, row->cell[R_TO], row->cell[R_TO_CLASS]);
        if (from < 0 || to < 0)
            vocgen_fault(g, row, from < 0 ? "from_class" : "to_class", "no such class");
        if (rk_str_eq(row->cell[R_FROM], row->cell[R_TO]))
            vocgen_fault(g, row, "to_scheme", "the same scheme");
        if (row->cell[R_RULE].len == 0 || row->cell[R_SOURCE].len == 0)
            vocgen_fault(g, row, "rule", "rule and source are needed");
        for (int32_t k = 0; k < i; k++)
            if (rk_str_eq(t->row[k].cell[R_FROM], row->cell[R_FROM]) &&
                rk_str_eq(t->row[k].cell[R_FROM_CLASS], row->cell[R_FROM_CLASS]) &&
                rk_str_eq(t->row[k].cell[R_TO], row->cell[R_TO]))
                vocgen_fault(g, row, "from_class", "has a rule already in line %d",
                             t->row[k].line);
        fprintf(g->out, "    {%d, %d, ", (int)from, (int)to);
        vocgen_put(g->out, row->cell[R_RULE]);
        fputs(", ", g->out);
        vocgen_put(g->out, row->cell[R_SOURCE]);
        fputs("},\n", g->out);
    }
    fprintf(g->out, "};\nconst int32_t vocabulary_rule_count = %d;\n\n", t->rows);
}
