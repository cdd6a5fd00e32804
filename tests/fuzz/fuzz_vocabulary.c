/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a header, a cell, a unit, a statement, a published fact: an answer of the
 * tables or none, never harm. */
#include "fuzz_entry.h"
#include "rk_vocabulary.h"

static void as_header(struct rk_str text)
{
    int32_t count;
    const struct rk_kind *kinds = rk_kinds(&count);
    for (int32_t k = 0; k < count; k++) {
        double fit[256];
        FUZZ_MUST(kinds[k].aspect_count <= 256);
        rk_header_fits_all(&kinds[k], text, fit);
        for (int32_t i = 0; i < kinds[k].aspect_count; i++)
            FUZZ_MUST(fit[i] >= 0 && fit[i] <= 1);
        rk_kind_suggested(&kinds[k], text);
        for (int32_t i = 0; i < kinds[k].aspect_count && text.len < 64; i++)
            rk_choice_find(&kinds[k].aspects[i], text);
    }
    rk_header_unit(text);
}

/* about, aspect and unit parted by tabs. */
static void as_statement(struct rk_str text)
{
    const struct rk_str whole = text;
    const struct rk_str about = rk_str_cut(&text, '\t'), aspect = rk_str_cut(&text, '\t');
    const struct rk_figure_def *def = rk_figure_said_as(about, aspect, text);
    FUZZ_MUST(!def || rk_figure_def_find(rk_str_of(def->id)) == def);
    int32_t count, parts;
    const struct rk_figure_def *defs = rk_figure_defs(&count);
    for (int32_t i = 0; i < count; i += 17)
        rk_figure_own(&defs[i], whole);
    const struct rk_fact_map *map = rk_fact_find(whole, &parts);
    FUZZ_MUST((map != NULL) == (parts > 0));
    rk_damage_class_find(about, aspect);
    rk_unit_find(whole);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct rk_str text = {(const char *)data, (ptrdiff_t)size};
    as_header(text);
    as_statement(text);
    return 0;
}
