/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * vocabulary_gen DATA OUT.c: turns the tables of src/vocabulary/data into constant C arrays.
 * Exit 1: a fault in a table, each told as FILE:LINE: COLUMN: what; nothing is written then.
 */
#include "vocgen.h"

#include "rk_file.h"

static void read_all(struct vocgen *g)
{
    vocgen_read(g, "kinds.tsv", "id who shared uk en files", &g->kinds);
    vocgen_read(g, "aspects.tsv", "kind id type unit who need min max of uk en headers",
                &g->aspects);
    vocgen_read(g, "choices.tsv", "list id uk en also", &g->choices);
    vocgen_read(g, "units.tsv", "id family what factor uk en also", &g->units);
    vocgen_read(
        g, "figures.tsv",
        "id section unit rule sheet place letter uk en definition_uk definition_en of_uk "
        "of_en see before own said why",
        &g->figures);
    vocgen_read(g, "said_words.tsv", "set words", &g->sets);
    vocgen_read(g, "facts_map.tsv",
                "fact part figure scope bound method definition_uk definition_en of_uk of_en",
                &g->facts);
    vocgen_read(g, "schemes.tsv",
                "scheme version class order share_low share_high uk en also source",
                &g->schemes);
    vocgen_read(g, "conversions.tsv", "from_scheme from_class to_scheme to_class rule source",
                &g->conversions);
    vocgen_read(g, "abbreviations.tsv", "short long", &g->shorts);
    vocgen_read(g, "neutral.tsv", "where words", &g->neutral);
    vocgen_read_folder(g, "words", "key en uk", &g->words);
    vocgen_read_folder(g, "messages", "en uk", &g->messages);
}

int main(int argc, char **argv)
{
    static struct vocgen g;
    if (argc != 3) {
        fputs("usage: vocabulary_gen DATA OUT.c\n", stderr);
        return 2;
    }
    g.mem = rk_arena_open((ptrdiff_t)1 << 30);
    g.data = argv[1];
    char *text = NULL;
    size_t len = 0;
    g.out = open_memstream(&text, &len);
    if (!g.out || g.mem.failed)
        return 3;
    read_all(&g);
    if (g.faults)
        return 1;
    fputs("/* Written by vocabulary_gen from src/vocabulary/data; do not edit. */\n"
          "#include \"vocabulary_tables.h\"\n\n",
          g.out);
    vocgen_shorts(&g);
    vocgen_neutral(&g);
    vocgen_units(&g);
    vocgen_choices(&g);
    vocgen_kinds(&g);
    vocgen_figures(&g);
    vocgen_patterns(&g);
    vocgen_facts(&g);
    vocgen_schemes(&g);
    vocgen_words(&g);
    vocgen_messages(&g);
    if (fclose(g.out) || g.mem.failed) {
        fputs("vocabulary_gen: out of memory\n", stderr);
        return 3;
    }
    struct rk_err err = {0};
    if (!g.faults &&
        rk_file_write(argv[2], (struct rk_str){text, (ptrdiff_t)len}, true, &err)) {
        fprintf(stderr, "%s: %s\n", err.place, err.text);
        return 3;
    }
    free(text);
    rk_arena_close(&g.mem);
    return g.faults ? 1 : 0;
}
