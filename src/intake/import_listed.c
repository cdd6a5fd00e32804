/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a list says of each of its rows by what it is: "Список загиблих" has no column for the
 * fate of its people, and a list of private houses none for their class. Without it nobody in
 * it would be counted. docs/formats/intake.md, 5.
 */
#define RK_INTAKE_ROOM
#include "rk_base.h"
#include "rk_text.h"
#include "import_say.h"

enum { LISTED_WORDS = 160 };

struct listed {
    const char *kind, *aspect, *choice, *words; /* patterns as of kinds.tsv */
};

static const struct listed lists[] = {
    {"person", "status", "dead", "загибл*|померл*|погибш*|умерш*|deceased|dead|deaths|killed"},
    {"person", "status", "missing", "зникл*|безвісти|пропавш*|missing"},
    {"person", "status", "injured", "поранен*|травмован*|ранен*|injured|wounded"},
    {"person", "status", "evacuated", "евакуйован*|эвакуирован*|evacuated|evacuees"},
    {"building", "class", "private",
     "приватн*|садибн*|індивідуальн*|индивидуальн*|частн*|private"},
    {"building", "class", "multi",
     "багатоквартирн*|багатоповерхов*|мкд|многоквартирн*|многоэтажн*|apartment*|осбб"},
    {"building", "class", "municipal", "комунальн*|коммунальн*|municipal"},
    {"building", "class", "industrial", "промислов*|промышленн*|industrial|industry"},
};

/* A list of the children or relatives of the dead is none of the dead. */
static const char others[] = "дітей|діти|дети|детей|родин*|родич*|рідн*|сім*|семь*|семей|вдов*|"
                             "дружин*|матер*|заявник*|family|families|relatives|children";

/* The only list that the words name; *several: they name more than one. */
static const struct listed *named_by(const struct rk_kind *kind, struct rk_str words,
                                     bool *several)
{
    const struct listed *found = NULL;
    *several = false;
    for (int i = 0; i < RK_COUNT(lists); i++) {
        if (strcmp(lists[i].kind, kind->id) != 0 ||
            import_suggests(rk_str_of(lists[i].words), words) <= 0.0)
            continue;
        *several |= found != NULL;
        found = &lists[i];
    }
    if (found && strcmp(kind->id, "person") == 0 &&
        import_suggests(rk_str_of(others), words) > 0.0)
        *several = true;
    return found;
}

static bool take(struct rk_import *in, struct rk_str words)
{
    bool several = false;
    const struct rk_kind *kind = in->mapping.kind;
    const struct listed *found = named_by(kind, words, &several);
    if (!found)
        return false;
    if (!several) {
        in->plan->listed = rk_aspect_find(kind, rk_str_of(found->aspect));
        in->plan->listed_choice = rk_str_of(found->choice);
        in->plan->listed_words =
            rk_str_copy(&in->sample_keep, rk_utf8_head(rk_str_trim(words), LISTED_WORDS));
    }
    return true; /* who names several decides nothing, and nobody behind does */
}

/* The nearest words first: over the names, on the sheet's tab, in the titles, on the file. */
void import_listed_find(struct rk_import *in)
{
    const struct rk_kind *kind = in->mapping.kind;
    const bool person = strcmp(kind->id, "person") == 0;
    if ((!person && strcmp(kind->id, "building") != 0) ||
        import_column_of(in, person ? "status" : "class"))
        return;
    const struct import_column *name = import_column_of(in, person ? "full_name" : "name");
    if (name && take(in, name->map->header))
        return;
    if (in->sample_count > 0 && take(in, in->sample[0].sheet))
        return;
    for (int32_t r = 0; r < in->sample_count; r++) {
        const struct rk_row *row = &in->sample[r];
        if (row->line >= in->mapping.header_line)
            break;
        for (int32_t c = 0; c < row->cell_count; c++)
            if (row->cells[c].kind == RK_CELL_TEXT && take(in, row->cells[c].text))
                return;
    }
    (void)take(in, in->name);
}

/* A house with the day of its inspection was inspected. */
bool import_surveyed_claim(const struct import_row *r, struct rk_claim *out)
{
    const struct rk_import *in = r->in;
    const struct import_column *day = import_column_of(in, "survey_date");
    if (strcmp(in->mapping.kind->id, "building") != 0 || import_column_of(in, "surveyed") ||
        !import_said_of(r, day))
        return false;
    *out = (struct rk_claim){.aspect = RK_STR("surveyed"),
                             .as_of = RK_WHEN_UNKNOWN,
                             .period = RK_WHEN_UNKNOWN,
                             .value = {.kind = RK_VALUE_BOOL, .truth = true},
                             .said_as = day->map->header};
    return true;
}

bool import_listed_claim(const struct import_row *r, struct rk_claim *out)
{
    const struct rk_import *in = r->in;
    const struct rk_kind *kind = in->mapping.kind;
    *out = (struct rk_claim){
        .as_of = RK_WHEN_UNKNOWN, .period = RK_WHEN_UNKNOWN, .value = {.kind = RK_VALUE_TEXT}};
    if (strcmp(kind->id, "person") == 0 && !import_column_of(in, "status")) {
        const struct import_column *death = import_column_of(in, "death_date");
        if (import_said_of(r, death)) {
            out->aspect = RK_STR("status");
            out->value.text = RK_STR("dead");
            out->said_as = death->map->header;
            return true;
        }
    }
    if (!in->plan->listed)
        return false; /* the list is nothing by itself */
    out->aspect = rk_str_of(in->plan->listed->id);
    out->value.text = in->plan->listed_choice;
    out->said_as = in->plan->listed_words;
    return true;
}
