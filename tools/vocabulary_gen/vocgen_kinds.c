/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vocgen.h"

/* cells of kinds.tsv, aspects.tsv, choices.tsv */
enum { K_ID, K_WHO, K_SHARED, K_UK, K_EN, K_FILES };
enum { A_KIND, A_ID, A_TYPE, A_UNIT, A_WHO, A_NEED, A_MIN, A_MAX, A_OF, A_UK, A_EN, A_HEADERS };
enum { C_LIST, C_ID, C_UK, C_EN, C_ALSO };

static const char types[] =
    "text name integer number date bool choice class latitude longitude phone address subject";
static const char *const type_names[] = {
    "RK_TYPE_TEXT",     "RK_TYPE_NAME",      "RK_TYPE_INTEGER", "RK_TYPE_NUMBER",
    "RK_TYPE_DATE",     "RK_TYPE_BOOL",      "RK_TYPE_CHOICE",  "RK_TYPE_CLASS",
    "RK_TYPE_LATITUDE", "RK_TYPE_LONGITUDE", "RK_TYPE_PHONE",   "RK_TYPE_ADDRESS",
    "RK_TYPE_SUBJECT"};
static const char compartments[] = "people medical sources operations";
static const char *const compartment_names[] = {"RK_PEOPLE", "RK_MEDICAL", "RK_SOURCES",
                                                "RK_OPERATIONS"};
/* Kinds to which the aspects of every list (*) do not belong. */
static const char without_common[] = "source fact";

static int32_t list_length(const struct vocgen *g, struct rk_str list)
{
    int32_t n = 0;
    for (int32_t i = 0; i < g->choices.rows; i++)
        n += rk_str_eq(g->choices.row[i].cell[C_LIST], list);
    return n;
}

void vocgen_choices(struct vocgen *g)
{
    const struct vocgen_table *t = &g->choices;
    struct rk_str *words = RK_NEW(&g->mem, struct rk_str, t->rows + 1);
    for (int32_t i = 0; i < t->rows; i++) {
        const struct vocgen_row *row = &t->row[i];
        const struct rk_str list = row->cell[C_LIST];
        const bool first = i == 0 || !rk_str_eq(row[-1].cell[C_LIST], list);
        vocgen_check_id(g, row, "id", row->cell[C_ID], "");
        if (first && vocgen_find(t, list) != row)
            vocgen_fault(g, row, "list", "choices of one list stand together");
        const struct vocgen_words w = vocgen_forms(g, row, row->cell[C_UK], row->cell[C_EN]);
        struct vocgen_list also = vocgen_list_new(g, false);
        for (int c = C_ID; c <= C_ALSO; c++)
            vocgen_list_add(g, &also, row->cell[c]);
        words[i] = rk_buf_str(&also.text);
        for (int32_t k = i - 1; k >= 0 && rk_str_eq(t->row[k].cell[C_LIST], list); k--)
            for (struct rk_str rest = words[i]; rest.len > 0;) {
                const struct rk_str one = rk_str_cut(&rest, '|');
                if (vocgen_list_has(words[k], one))
                    vocgen_fault(g, row, "also", "\"%.*s\" is already a word of %.*s (line %d)",
                                 RK_FMT(one), RK_FMT(t->row[k].cell[C_ID]), t->row[k].line);
            }
        if (first)
            fprintf(g->out, "static const struct rk_choice choices_%.*s[] = {\n", RK_FMT(list));
        fputs("    {", g->out);
        vocgen_put(g->out, row->cell[C_ID]);
        fputs(", ", g->out);
        vocgen_put_words(g->out, &w);
        fputs(", ", g->out);
        vocgen_put(g->out, words[i]);
        fputs("},\n", g->out);
        if (i + 1 == t->rows || !rk_str_eq(row[1].cell[C_LIST], list))
            fputs("};\n\n", g->out);
    }
}

/* The headers an aspect of a kind is known by, without those that the kind's own aspects take
 * from an aspect of every list. */
static struct rk_str headers_of(struct vocgen *g, const struct vocgen_row *row)
{
    struct vocgen_list list = vocgen_list_new(g, true);
    const int cells[] = {A_UK, A_EN, A_HEADERS, A_ID};
    for (int i = 0; i < 4; i++)
        vocgen_list_add(g, &list, row->cell[cells[i]]);
    return rk_buf_str(&list.text);
}

static struct rk_str without(struct vocgen *g, struct rk_str list, struct rk_str taken)
{
    struct rk_buf left = rk_buf_in(&g->mem, list.len + 1);
    while (list.len > 0) {
        const struct rk_str one = rk_str_cut(&list, '|');
        if (vocgen_list_has(taken, one))
            continue;
        if (left.len > 0)
            rk_buf_char(&left, '|');
        rk_buf_add(&left, one);
    }
    return rk_buf_str(&left);
}

static double limit(struct vocgen *g, const struct vocgen_row *row, int cell, double free)
{
    double x = free;
    if (row->cell[cell].len && !rk_str_double(row->cell[cell], &x))
        vocgen_fault(g, row, cell == A_MIN ? "min" : "max", "a number or - is expected");
    return x;
}

static void put_limit(FILE *out, double x)
{
    if (isinf(x))
        fputs(x < 0 ? "-HUGE_VAL" : "HUGE_VAL", out);
    else
        fprintf(out, "%.17g", x);
}

static void check_of(struct vocgen *g, const struct vocgen_row *row, int type)
{
    const struct rk_str of = row->cell[A_OF];
    const bool choice = type == 6, class = type == 7, subject = type == 12;
    if (choice && list_length(g, of) == 0)
        vocgen_fault(g, row, "of", "\"%.*s\" is no list of choices.tsv", RK_FMT(of));
    if (class && of.len && !vocgen_find(&g->schemes, of))
        vocgen_fault(g, row, "of", "\"%.*s\" is no scheme of schemes.tsv", RK_FMT(of));
    if (subject && !vocgen_find(&g->kinds, of))
        vocgen_fault(g, row, "of", "\"%.*s\" is no kind of kinds.tsv", RK_FMT(of));
    if (!choice && !class && !subject && of.len)
        vocgen_fault(g, row, "of", "only choices, classes and subjects have one");
}

static void put_aspect(struct vocgen *g, const struct vocgen_row *row,
                       const struct vocgen_row *kind, struct rk_str headers)
{
    const int type = vocgen_among(row->cell[A_TYPE], types);
    const struct rk_str who =
        vocgen_is(row->cell[A_WHO], "kind") ? kind->cell[K_WHO] : row->cell[A_WHO];
    const int compartment = vocgen_among(who, compartments);
    const double min = limit(g, row, A_MIN, -HUGE_VAL), max = limit(g, row, A_MAX, HUGE_VAL);
    const struct rk_str need = row->cell[A_NEED];
    vocgen_check_id(g, row, "id", row->cell[A_ID], "");
    if (type < 0)
        vocgen_fault(g, row, "type", "one of %s", types);
    if (compartment < 0)
        vocgen_fault(g, row, "who", "one of %s, or kind", compartments);
    if (row->cell[A_UNIT].len && !vocgen_find(&g->units, row->cell[A_UNIT]))
        vocgen_fault(g, row, "unit", "\"%.*s\" is no unit of units.tsv",
                     RK_FMT(row->cell[A_UNIT]));
    if (vocgen_among(need, "required key required,key") < 0 && need.len)
        vocgen_fault(g, row, "need", "required, key, or required,key");
    if (!(min <= max))
        vocgen_fault(g, row, "min", "above max");
    check_of(g, row, type);
    const struct vocgen_words label = vocgen_forms(g, row, row->cell[A_UK], row->cell[A_EN]);
    vocgen_check_length(g, row, headers);

    const bool choice = type == 5 || type == 6;
    const struct rk_str list = type == 5 ? RK_STR("yes_no") : row->cell[A_OF];
    fputs("    {", g->out);
    vocgen_put(g->out, row->cell[A_ID]);
    fputs(", ", g->out);
    vocgen_put(g->out, kind->cell[K_ID]);
    fprintf(g->out, ", %s, %s, ", type < 0 ? "0" : type_names[type],
            compartment < 0 ? "0" : compartment_names[compartment]);
    vocgen_put(g->out, row->cell[A_UNIT]);
    fprintf(g->out, ", %s, %s, ", rk_str_find(need, RK_STR("required")) >= 0 ? "true" : "false",
            rk_str_find(need, RK_STR("key")) >= 0 ? "true" : "false");
    put_limit(g->out, min);
    fputs(", ", g->out);
    put_limit(g->out, max);
    fputs(", ", g->out);
    vocgen_put(g->out, choice ? RK_STR("") : row->cell[A_OF]);
    if (choice)
        fprintf(g->out, ", choices_%.*s, %d,\n     ", RK_FMT(list), list_length(g, list));
    else
        fputs(", NULL, 0,\n     ", g->out);
    vocgen_put_words(g->out, &label);
    fputs(",\n     ", g->out);
    vocgen_put(g->out, headers);
    fputs("},\n", g->out);
}

/* Rows of one kind: its own, then those of every list that it does not define itself. */
static int32_t rows_of(struct vocgen *g, const struct vocgen_row *kind,
                       const struct vocgen_row **rows)
{
    int32_t n = 0;
    for (int32_t i = 0; i < g->aspects.rows; i++)
        if (rk_str_eq(g->aspects.row[i].cell[A_KIND], kind->cell[K_ID]))
            rows[n++] = &g->aspects.row[i];
    const int32_t own = n;
    for (int32_t i = 0; i < g->aspects.rows; i++) {
        const struct vocgen_row *row = &g->aspects.row[i];
        bool mine = false;
        for (int32_t k = 0; k < own; k++)
            mine |= rk_str_eq(rows[k]->cell[A_ID], row->cell[A_ID]);
        if (vocgen_is(row->cell[A_KIND], "*") && !mine &&
            vocgen_among(kind->cell[K_ID], without_common) < 0)
            rows[n++] = row;
    }
    return n;
}

static void aspects_of(struct vocgen *g, const struct vocgen_row *kind)
{
    const struct vocgen_row **rows =
        RK_NEW(&g->mem, const struct vocgen_row *, g->aspects.rows + 1);
    const int32_t n = rows_of(g, kind, rows);
    struct rk_str *headers = RK_NEW(&g->mem, struct rk_str, n + 1);
    fprintf(g->out, "static const struct rk_aspect aspects_%.*s[] = {\n",
            RK_FMT(kind->cell[K_ID]));
    for (int32_t i = 0; i < n; i++) {
        const bool common = vocgen_is(rows[i]->cell[A_KIND], "*");
        headers[i] = headers_of(g, rows[i]);
        for (int32_t k = 0; k < i; k++) {
            if (rk_str_eq(rows[k]->cell[A_ID], rows[i]->cell[A_ID]))
                vocgen_fault(g, rows[i], "id", "stands already in line %d", rows[k]->line);
            if (common) {
                headers[i] = without(g, headers[i], headers[k]);
                continue;
            }
            for (struct rk_str rest = headers[i]; rest.len > 0;) {
                const struct rk_str one = rk_str_cut(&rest, '|');
                if (vocgen_list_has(headers[k], one))
                    vocgen_fault(g, rows[i], "headers",
                                 "\"%.*s\" already names %.*s (line %d) of the same kind",
                                 RK_FMT(one), RK_FMT(rows[k]->cell[A_ID]), rows[k]->line);
            }
        }
        put_aspect(g, rows[i], kind, headers[i]);
    }
    if (n == 0 || vocgen_is(rows[0]->cell[A_KIND], "*"))
        vocgen_fault(g, kind, "id", "a kind without aspects of its own");
    fputs("};\n\n", g->out);
}

/* Words in file names: folded, their stars kept. */
static struct rk_str file_words(struct vocgen *g, struct rk_str cell)
{
    struct rk_buf b = rk_buf_in(&g->mem, cell.len * 2 + 16);
    while (cell.len > 0) {
        const struct rk_str one = rk_str_trim(rk_str_cut(&cell, '|'));
        rk_buf_add(&b, vocgen_fold(g, one, false));
        if (rk_str_ends(one, RK_STR("*")))
            rk_buf_char(&b, '*');
        if (cell.len > 0)
            rk_buf_char(&b, '|');
    }
    return rk_buf_str(&b);
}

void vocgen_kinds(struct vocgen *g)
{
    const struct vocgen_table *t = &g->kinds;
    for (int32_t i = 0; i < g->aspects.rows; i++)
        if (!vocgen_find(t, g->aspects.row[i].cell[A_KIND]) &&
            !vocgen_is(g->aspects.row[i].cell[A_KIND], "*"))
            vocgen_fault(g, &g->aspects.row[i], "kind", "no such kind in kinds.tsv");
    for (int32_t i = 0; i < t->rows; i++)
        aspects_of(g, &t->row[i]);
    fputs("const struct rk_kind vocabulary_kinds[] = {\n", g->out);
    for (int32_t i = 0; i < t->rows; i++) {
        const struct vocgen_row *row = &t->row[i];
        const int who = vocgen_among(row->cell[K_WHO], compartments);
        vocgen_check_id(g, row, "id", row->cell[K_ID], "");
        if (vocgen_find(t, row->cell[K_ID]) != row)
            vocgen_fault(g, row, "id", "the kind stands twice");
        if (who < 0)
            vocgen_fault(g, row, "who", "one of %s", compartments);
        if (vocgen_among(row->cell[K_SHARED], "yes no") < 0)
            vocgen_fault(g, row, "shared", "yes or no");
        const struct vocgen_words w = vocgen_forms(g, row, row->cell[K_UK], row->cell[K_EN]);
        fputs("    {", g->out);
        vocgen_put(g->out, row->cell[K_ID]);
        fprintf(g->out, ", %s, ", who < 0 ? "0" : compartment_names[who]);
        vocgen_put_words(g->out, &w);
        fprintf(g->out, ", %s,\n     ",
                vocgen_is(row->cell[K_SHARED], "yes") ? "true" : "false");
        vocgen_put(g->out, file_words(g, row->cell[K_FILES]));
        fprintf(g->out, ", aspects_%.*s,\n     (int32_t)RK_COUNT(aspects_%.*s)},\n",
                RK_FMT(row->cell[K_ID]), RK_FMT(row->cell[K_ID]));
    }
    fprintf(g->out, "};\nconst int32_t vocabulary_kind_count = %d;\n\n", t->rows);
}
