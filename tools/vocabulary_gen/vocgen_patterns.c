/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vocgen.h"

enum { F_ID = 0, F_OWN = 15, F_SAID = 16, S_NAME = 0, S_WORDS = 1 };

static void put_sets(struct vocgen *g)
{
    const struct vocgen_table *t = &g->sets;
    fputs("const struct vocabulary_set vocabulary_sets[] = {\n", g->out);
    for (int32_t i = 0; i < t->rows; i++) {
        const struct vocgen_row *row = &t->row[i];
        struct rk_buf words = rk_buf_in(&g->mem, row->cell[S_WORDS].len * 2 + 16);
        vocgen_check_id(g, row, "set", row->cell[S_NAME], "");
        if (vocgen_find(t, row->cell[S_NAME]) != row)
            vocgen_fault(g, row, "set", "the set stands twice");
        for (struct rk_str rest = row->cell[S_WORDS]; rest.len > 0;) {
            const struct rk_str one = rk_str_cut(&rest, ' ');
            const struct rk_str folded = vocgen_fold(g, one, false);
            if (words.len > 0)
                rk_buf_char(&words, ' ');
            rk_buf_add(&words, folded);
            if (rk_str_ends(one, RK_STR("*")))
                rk_buf_char(&words, '*');
            if (folded.len == 0)
                vocgen_fault(g, row, "words", "\"%.*s\" folds to nothing", RK_FMT(one));
        }
        vocgen_check_length(g, row, rk_buf_str(&words));
        fputs("    {", g->out);
        vocgen_put(g->out, row->cell[S_NAME]);
        fputs(", ", g->out);
        vocgen_put(g->out, rk_buf_str(&words));
        fputs("},\n", g->out);
    }
    fprintf(g->out, "};\nconst int32_t vocabulary_set_count = %d;\n\n", t->rows);
    if (t->rows > 256)
        vocgen_fault(g, &t->row[256], "set", "more sets than the matcher takes (256)");
}

struct pattern {
    int32_t figure, first, count;
    bool own;
};

/* "@dead ?@resid !@hromada" into terms; gives how many. */
static int32_t put_terms(struct vocgen *g, const struct vocgen_row *row, struct rk_str one)
{
    int32_t count = 0, needed = 0;
    for (struct rk_str rest = rk_str_trim(one); rest.len > 0; count++) {
        struct rk_str term = rk_str_cut(&rest, ' ');
        const bool free = rk_str_starts(term, RK_STR("?"));
        const bool never = rk_str_starts(term, RK_STR("!"));
        term = rk_str_slice(term, free || never ? 1 : 0, term.len);
        const struct vocgen_row *set =
            rk_str_starts(term, RK_STR("@"))
                ? vocgen_find(&g->sets, rk_str_slice(term, 1, term.len))
                : NULL;
        if (!set) {
            vocgen_fault(g, row, "said", "\"%.*s\" is no set of said_words.tsv", RK_FMT(term));
            continue;
        }
        needed += !free && !never;
        fprintf(g->out, "    {%d, %s},\n", (int)(set - g->sets.row),
                free    ? "VOCABULARY_FREE"
                : never ? "VOCABULARY_FORBIDDEN"
                        : "VOCABULARY_NEEDED");
    }
    if (needed == 0)
        vocgen_fault(g, row, "said", "a pattern needs at least one set");
    return count;
}

void vocgen_patterns(struct vocgen *g)
{
    struct pattern *patterns = RK_NEW(&g->mem, struct pattern, 4000);
    int32_t count = 0, terms = 0;
    put_sets(g);
    fputs("const struct vocabulary_term vocabulary_terms[] = {\n", g->out);
    for (int32_t i = 0; i < g->figures.rows; i++) {
        const struct vocgen_row *row = &g->figures.row[i];
        for (int own = 0; own < 2; own++)
            for (struct rk_str rest = row->cell[own ? F_OWN : F_SAID]; rest.len > 0;) {
                const int32_t n = put_terms(g, row, rk_str_cut(&rest, '|'));
                patterns[count++] = (struct pattern){i, terms, n, own};
                terms += n;
            }
    }
    fputs("};\n\nconst struct vocabulary_pattern vocabulary_patterns[] = {\n", g->out);
    for (int32_t i = 0; i < count; i++)
        fprintf(g->out, "    {%d, %d, %d, %s},\n", patterns[i].figure, patterns[i].first,
                patterns[i].count, patterns[i].own ? "true" : "false");
    fprintf(g->out, "};\nconst int32_t vocabulary_pattern_count = %d;\n\n", count);
}
