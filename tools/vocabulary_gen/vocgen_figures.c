/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vocgen.h"

#include "rk_date.h"
#include "rk_text.h"

/* cells of figures.tsv and facts_map.tsv */
enum {
    F_ID,
    F_SECTION,
    F_UNIT,
    F_RULE,
    F_SHEET,
    F_PLACE,
    F_LETTER,
    F_UK,
    F_EN,
    F_DEFINITION_UK,
    F_DEFINITION_EN,
    F_OF_UK,
    F_OF_EN,
    F_SEE,
    F_BEFORE,
    F_OWN,
    F_SAID,
    F_WHY
};
enum { M_FACT, M_PART, M_FIGURE, M_SCOPE, M_BOUND, M_METHOD, M_UK, M_EN, M_OF_UK, M_OF_EN };

static const char sections[] = "harmed care destroyed cold town other";
static const char rules[] = "latest at_least range count derived";
static const char *const rule_names[] = {"RK_RULE_LATEST", "RK_RULE_AT_LEAST", "RK_RULE_RANGE",
                                         "RK_RULE_COUNT", "RK_RULE_DERIVED"};
static const char bounds[] = "exact about at_least at_most more_than range state";

static void check_figure(struct vocgen *g, const struct vocgen_row *row)
{
    const struct vocgen_table *t = &g->figures;
    vocgen_check_id(g, row, "id", row->cell[F_ID], ".");
    if (vocgen_find(t, row->cell[F_ID]) != row)
        vocgen_fault(g, row, "id", "the figure stands twice");
    if (vocgen_among(row->cell[F_SECTION], sections) < 0)
        vocgen_fault(g, row, "section", "one of %s", sections);
    if (!vocgen_find(&g->units, row->cell[F_UNIT]))
        vocgen_fault(g, row, "unit", "\"%.*s\" is no unit of units.tsv",
                     RK_FMT(row->cell[F_UNIT]));
    if (vocgen_among(row->cell[F_RULE], rules) < 0)
        vocgen_fault(g, row, "rule", "one of %s", rules);
    if (vocgen_among(row->cell[F_SHEET], "yes no") < 0)
        vocgen_fault(g, row, "sheet", "yes or no");
    if (vocgen_among(row->cell[F_PLACE], "yes no") < 0)
        vocgen_fault(g, row, "place", "yes or no");
    const struct rk_str letter = row->cell[F_LETTER];
    if (letter.len > 1 || (letter.len == 1 && !(letter.at[0] >= 'a' && letter.at[0] <= 'z')))
        vocgen_fault(g, row, "letter", "a … z or -");
    for (int32_t i = 0; letter.len && &t->row[i] < row; i++)
        if (rk_str_eq(t->row[i].cell[F_LETTER], letter))
            vocgen_fault(g, row, "letter", "already the letter of %.*s",
                         RK_FMT(t->row[i].cell[F_ID]));
    if ((letter.len == 1) != vocgen_is(row->cell[F_SHEET], "yes"))
        vocgen_fault(g, row, "letter", "figures of the front page, and only they, have one");
    if ((row->cell[F_OF_UK].len == 0) != (row->cell[F_OF_EN].len == 0))
        vocgen_fault(g, row, "of_uk", "the denominator stands in one language only");
    if (row->cell[F_WHY].len == 0)
        vocgen_fault(g, row, "why", "the reason of the rule is missing");
    for (struct rk_str see = row->cell[F_SEE]; see.len > 0;) {
        const struct rk_str id = rk_str_cut(&see, '|');
        if (!vocgen_find(t, id) || rk_str_eq(id, row->cell[F_ID]))
            vocgen_fault(g, row, "see", "\"%.*s\" is no other figure", RK_FMT(id));
    }
}

/* "2022-02-24 people.before": said as of an earlier day, it is that figure. */
static void put_before(struct vocgen *g)
{
    const struct vocgen_table *t = &g->figures;
    int32_t count = 0;
    fputs("const struct vocabulary_before_day vocabulary_before[] = {\n", g->out);
    for (int32_t i = 0; i < t->rows; i++) {
        const struct vocgen_row *row = &t->row[i];
        struct rk_str id = row->cell[F_BEFORE];
        if (id.len == 0)
            continue;
        struct rk_when day = {0, 1};
        int y = 0, m = 0, d = 0;
        const bool dated = rk_when_read(rk_str_cut(&id, ' '), 0, &day) && day.first == day.last;
        const struct vocgen_row *earlier = vocgen_find(t, id);
        if (!dated || !earlier)
            vocgen_fault(g, row, "before",
                         "a day and a figure are expected, one space between");
        else
            rk_day_split(day.first, &y, &m, &d);
        fprintf(g->out, "    {%d, %d, %d, %d, %d},\n", i, earlier ? (int)(earlier - t->row) : 0,
                y, m, d);
        count++;
    }
    if (count == 0)
        fputs("    {-1, -1, 0, 0, 0},\n", g->out);
    fprintf(g->out, "};\nconst int32_t vocabulary_before_count = %d;\n\n", count);
}

void vocgen_figures(struct vocgen *g)
{
    const struct vocgen_table *t = &g->figures;
    fputs("const struct rk_figure_def vocabulary_figures[] = {\n", g->out);
    for (int32_t i = 0; i < t->rows; i++) {
        const struct vocgen_row *row = &t->row[i];
        check_figure(g, row);
        const int rule = vocgen_among(row->cell[F_RULE], rules);
        const struct vocgen_words label =
            vocgen_forms(g, row, row->cell[F_UK], row->cell[F_EN]);
        const struct vocgen_words definition =
            vocgen_forms(g, row, row->cell[F_DEFINITION_UK], row->cell[F_DEFINITION_EN]);
        struct vocgen_words of;
        for (int f = 0; f < 4; f++) {
            of.form[f][0] = row->cell[F_OF_UK];
            of.form[f][1] = row->cell[F_OF_EN];
        }
        fputs("    {", g->out);
        for (int c = F_ID; c <= F_UNIT; c++) {
            vocgen_put(g->out, row->cell[c]);
            fputs(", ", g->out);
        }
        fprintf(g->out, "%s, %s, %s, ", rule < 0 ? "0" : rule_names[rule],
                vocgen_is(row->cell[F_SHEET], "yes") ? "true" : "false",
                vocgen_is(row->cell[F_PLACE], "yes") ? "true" : "false");
        vocgen_put(g->out, row->cell[F_LETTER]);
        fputs(",\n     ", g->out);
        vocgen_put_words(g->out, &label);
        fputs(",\n     ", g->out);
        vocgen_put_words(g->out, &definition);
        fputs(",\n     ", g->out);
        vocgen_put_words(g->out, &of);
        fputs(",\n     ", g->out);
        vocgen_put(g->out, row->cell[F_SAID]);
        fputs(", ", g->out);
        vocgen_put(g->out, row->cell[F_SEE]);
        fputs(",\n     ", g->out);
        vocgen_put(g->out, row->cell[F_WHY]);
        fputs("},\n", g->out);
    }
    fprintf(g->out, "};\nconst int32_t vocabulary_figure_count = %d;\n\n", t->rows);
    put_before(g);
}

/* ---- facts ------------------------------------------------------------------------------- */

static struct rk_str key_of(struct vocgen *g, struct rk_str s)
{
    struct rk_buf b = rk_buf_in(&g->mem, s.len * 3 + 8);
    rk_text_key(s, &b);
    return rk_buf_str(&b);
}

static bool is_method(const struct vocgen *g, struct rk_str id)
{
    for (int32_t i = 0; i < g->choices.rows; i++)
        if (vocgen_is(g->choices.row[i].cell[0], "method") &&
            rk_str_eq(g->choices.row[i].cell[1], id))
            return true;
    return false;
}

/* Parts are 0 alone, or 1, 2, … one below the other. */
static void check_part(struct vocgen *g, const struct vocgen_row *row, int64_t part)
{
    const struct vocgen_table *t = &g->facts;
    const struct vocgen_row *first = vocgen_find(t, row->cell[M_FACT]);
    if (part <= 1 && first != row)
        vocgen_fault(g, row, "fact", "stands already in line %d", first->line);
    int64_t before = 0;
    if (part > 1 && (row == t->row || !rk_str_eq(row[-1].cell[M_FACT], row->cell[M_FACT]) ||
                     !rk_str_int(row[-1].cell[M_PART], &before) || before != part - 1))
        vocgen_fault(g, row, "part", "part %d must stand in the line above", (int)part - 1);
}

void vocgen_facts(struct vocgen *g)
{
    const struct vocgen_table *t = &g->facts;
    fputs("const struct rk_fact_map vocabulary_facts[] = {\n", g->out);
    for (int32_t i = 0; i < t->rows; i++) {
        const struct vocgen_row *row = &t->row[i];
        const struct vocgen_row *figure = vocgen_find(&g->figures, row->cell[M_FIGURE]);
        int64_t part = -1;
        if (!rk_str_int(row->cell[M_PART], &part) || part < 0 || part > 9)
            vocgen_fault(g, row, "part", "0 … 9 is expected");
        check_part(g, row, part);
        if (!figure)
            vocgen_fault(g, row, "figure", "\"%.*s\" is no figure of figures.tsv",
                         RK_FMT(row->cell[M_FIGURE]));
        if (vocgen_among(row->cell[M_BOUND], bounds) < 0)
            vocgen_fault(g, row, "bound", "one of %s", bounds);
        if (!is_method(g, row->cell[M_METHOD]))
            vocgen_fault(g, row, "method", "\"%.*s\" is no method of choices.tsv",
                         RK_FMT(row->cell[M_METHOD]));
        if ((row->cell[M_UK].len == 0) != (row->cell[M_EN].len == 0) ||
            (row->cell[M_OF_UK].len == 0) != (row->cell[M_OF_EN].len == 0))
            vocgen_fault(g, row, "definition_uk", "words stand in one language only");
        if (!figure)
            continue;
        const bool own = row->cell[M_UK].len == 0, own_of = row->cell[M_OF_UK].len == 0;
        fputs("    {", g->out);
        vocgen_put(g->out, key_of(g, row->cell[M_FACT]));
        fprintf(g->out, ", %d, ", (int)part);
        const int cells[] = {M_FIGURE, M_SCOPE, M_BOUND, M_METHOD};
        for (int c = 0; c < 4; c++) {
            vocgen_put(g->out, row->cell[cells[c]]);
            fputs(", ", g->out);
        }
        fputs("\n     {", g->out);
        vocgen_put(g->out, own ? figure->cell[F_DEFINITION_UK] : row->cell[M_UK]);
        fputs(", ", g->out);
        vocgen_put(g->out, own ? figure->cell[F_DEFINITION_EN] : row->cell[M_EN]);
        fputs("}, {", g->out);
        vocgen_put(g->out, own_of ? figure->cell[F_OF_UK] : row->cell[M_OF_UK]);
        fputs(", ", g->out);
        vocgen_put(g->out, own_of ? figure->cell[F_OF_EN] : row->cell[M_OF_EN]);
        fputs("}},\n", g->out);
    }
    fprintf(g->out, "};\nconst int32_t vocabulary_fact_count = %d;\n\n", t->rows);
}
