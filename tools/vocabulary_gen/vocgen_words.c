/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vocgen.h"

static int word_count(const char *s)
{
    int count = 1;
    for (; *s; s++)
        count += *s == ' ';
    return count;
}

static int longer_first(const void *a, const void *b)
{
    const struct fold_short *x = a, *y = b;
    const int by_words = word_count(y->from) - word_count(x->from);
    return by_words ? by_words : strcmp(x->from, y->from);
}

void vocgen_shorts(struct vocgen *g)
{
    const struct vocgen_table *t = &g->shorts;
    struct fold_short *s = RK_NEW(&g->mem, struct fold_short, t->rows + 1);
    int32_t count = 0;
    for (int32_t i = 0; i < t->rows; i++) {
        const struct rk_str from = vocgen_fold(g, t->row[i].cell[0], false);
        const struct rk_str to = vocgen_fold(g, t->row[i].cell[1], false);
        if (from.len == 0 || to.len == 0)
            vocgen_fault(g, &t->row[i], "short", "nothing is left when folded");
        bool known = false;
        for (int32_t k = 0; k < count; k++) {
            if (!rk_str_eq(rk_str_of(s[k].from), from))
                continue;
            known = true;
            if (!rk_str_eq(rk_str_of(s[k].to), to))
                vocgen_fault(g, &t->row[i], "short", "\"%.*s\" already stands for \"%s\"",
                             RK_FMT(from), s[k].to);
        }
        if (!known)
            s[count++] = (struct fold_short){rk_str_c(&g->mem, from), rk_str_c(&g->mem, to)};
    }
    qsort(s, (size_t)count, sizeof *s, longer_first);
    g->fold_shorts = s;
    g->fold_short_count = count;
    fputs("const struct fold_short vocabulary_shorts[] = {\n", g->out);
    for (int32_t i = 0; i < count; i++) {
        fputs("    {", g->out);
        vocgen_put(g->out, rk_str_of(s[i].from));
        fputs(", ", g->out);
        vocgen_put(g->out, rk_str_of(s[i].to));
        fputs("},\n", g->out);
    }
    fprintf(g->out, "};\nconst int32_t vocabulary_short_count = %d;\n\n", count);
}

static int by_text(const void *a, const void *b)
{
    return rk_str_cmp(*(const struct rk_str *)a, *(const struct rk_str *)b);
}

/* A list as an ascending array of texts. */
static void put_sorted(struct vocgen *g, const char *name, struct rk_str list)
{
    int32_t count = 0;
    struct rk_str *words = RK_NEW(&g->mem, struct rk_str, list.len + 1);
    while (list.len > 0)
        words[count++] = rk_str_cut(&list, '|');
    qsort(words, (size_t)count, sizeof *words, by_text);
    fprintf(g->out, "const char *const vocabulary_%s[] = {\n", name);
    for (int32_t i = 0; i < count; i++) {
        fputs("    ", g->out);
        vocgen_put(g->out, words[i]);
        fputs(",\n", g->out);
    }
    fprintf(g->out, "};\nconst int32_t vocabulary_%s_count = %d;\n\n", name, count);
}

/* Words parted by spaces; one_two is a phrase. */
void vocgen_neutral(struct vocgen *g)
{
    static const char *const names[] = {"header", "said"};
    for (int n = 0; n < 2; n++) {
        struct vocgen_list list = vocgen_list_new(g, false);
        for (int32_t i = 0; i < g->neutral.rows; i++) {
            const struct vocgen_row *row = &g->neutral.row[i];
            if (vocgen_among(row->cell[0], "header said") < 0)
                vocgen_fault(g, row, "where", "header or said is expected");
            if (!vocgen_is(row->cell[0], names[n]))
                continue;
            for (struct rk_str rest = row->cell[1]; rest.len > 0;)
                vocgen_list_add(g, &list, rk_str_cut(&rest, ' '));
        }
        put_sorted(g, n ? "neutral_said" : "neutral_header", rk_buf_str(&list.text));
    }
}

struct unit_word {
    struct rk_str word;
    int32_t unit;
};

/* Every word of every unit, ascending; a word of two units is a fault. */
static void put_unit_words(struct vocgen *g, const struct rk_str *also)
{
    const struct vocgen_table *t = &g->units;
    struct unit_word *words = RK_NEW(&g->mem, struct unit_word, 20000);
    int32_t count = 0;
    for (int32_t i = 0; i < t->rows; i++)
        for (struct rk_str rest = also[i]; rest.len > 0 && count < 20000;)
            words[count++] = (struct unit_word){rk_str_cut(&rest, '|'), i};
    qsort(words, (size_t)count, sizeof *words, by_text); /* the word stands first in it */
    fputs("const struct vocabulary_unit_word vocabulary_unit_words[] = {\n", g->out);
    for (int32_t i = 0; i < count; i++) {
        if (i > 0 && rk_str_eq(words[i].word, words[i - 1].word))
            vocgen_fault(g, &t->row[words[i].unit], "also", "\"%.*s\" is also a word of %.*s",
                         RK_FMT(words[i].word), RK_FMT(t->row[words[i - 1].unit].cell[0]));
        fputs("    {", g->out);
        vocgen_put(g->out, words[i].word);
        fprintf(g->out, ", %d},\n", words[i].unit);
    }
    fprintf(g->out, "};\nconst int32_t vocabulary_unit_word_count = %d;\n\n", count);
}

void vocgen_units(struct vocgen *g)
{
    const struct vocgen_table *t = &g->units;
    struct rk_str *seen = RK_NEW(&g->mem, struct rk_str, t->rows + 1);
    fputs("const struct rk_unit vocabulary_units[] = {\n", g->out);
    for (int32_t i = 0; i < t->rows; i++) {
        const struct vocgen_row *row = &t->row[i];
        double factor = 0;
        vocgen_check_id(g, row, "id", row->cell[0], "");
        if (vocgen_find(t, row->cell[0]) != row)
            vocgen_fault(g, row, "id", "the unit stands twice");
        if (!rk_str_double(row->cell[3], &factor) || !(factor > 0))
            vocgen_fault(g, row, "factor", "a number above 0 is expected");
        if (vocgen_among(row->cell[2], "measure count words") < 0)
            vocgen_fault(g, row, "what", "measure, count or words");
        const struct vocgen_words w = vocgen_forms(g, row, row->cell[4], row->cell[5]);
        struct vocgen_list also = vocgen_list_new(g, false);
        vocgen_list_add(g, &also, row->cell[0]);
        for (int c = 4; c <= 6; c++)
            vocgen_list_add(g, &also, row->cell[c]);
        seen[i] = rk_buf_str(&also.text);
        fputs("    {", g->out);
        vocgen_put(g->out, row->cell[0]);
        fputs(", ", g->out);
        vocgen_put(g->out, row->cell[1]);
        fprintf(g->out, ", %s, %.17g, ", vocgen_is(row->cell[2], "measure") ? "true" : "false",
                factor);
        vocgen_put_words(g->out, &w);
        fputs(", ", g->out);
        vocgen_put(g->out, seen[i]);
        fputs("},\n", g->out);
    }
    fprintf(g->out, "};\nconst int32_t vocabulary_unit_count = %d;\n\n", t->rows);
    put_unit_words(g, seen);
}

static int by_first(const void *a, const void *b)
{
    return rk_str_cmp(((const struct vocgen_row *)a)->cell[0],
                      ((const struct vocgen_row *)b)->cell[0]);
}

void vocgen_words(struct vocgen *g)
{
    struct vocgen_table *t = &g->words;
    qsort(t->row, (size_t)t->rows, sizeof *t->row, by_first);
    fputs("const struct vocabulary_entry vocabulary_words[] = {\n", g->out);
    for (int32_t i = 0; i < t->rows; i++) {
        const struct vocgen_row *row = &t->row[i];
        if (row->cell[0].len == 0)
            vocgen_fault(g, row, "key", "a key is needed");
        if (i > 0 && by_first(row - 1, row) == 0)
            vocgen_fault(g, row, "key", "\"%.*s\" stands already in %s:%d",
                         RK_FMT(row->cell[0]), row[-1].file, row[-1].line);
        const struct vocgen_words w = vocgen_forms(g, row, row->cell[2], row->cell[1]);
        fputs("    {", g->out);
        vocgen_put(g->out, row->cell[0]);
        fputs(", ", g->out);
        vocgen_put_words(g->out, &w);
        fputs("},\n", g->out);
    }
    if (t->rows == 0)
        fputs("    {\"\", {{0}, {0}, {0}, {0}}},\n", g->out);
    fprintf(g->out, "};\nconst int32_t vocabulary_word_count = %d;\n\n", t->rows);
}
