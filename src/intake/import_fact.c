/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A row of published figures (fact, value, unit, date, source, link). What a fact means is told
 * by the vocabulary's table; a fact it does not know is kept as a statement on no figure.
 */
#define RK_INTAKE_ROOM
#include "rk_base.h"
#include "rk_date.h"
#include "rk_text.h"
#include "import_say.h"

enum { PIECES_MAX = 12, NOTE_MAX = 40 << 10 };

struct fact {
    struct import_row *r;
    struct rk_str fact, value, unit;
    struct rk_str piece[PIECES_MAX]; /* parts 1 … */
    int pieces;                      /* 0: the value is one */
    struct rk_when as_of;
    bool norm;
    struct import_source source;
    struct rk_str reported_in, note;
};

/* "425 / 5 / 22", "32 (54%)", "2 x 250". */
static void cut_pieces(struct fact *f)
{
    const struct rk_str v = f->value;
    const ptrdiff_t open = rk_str_find(v, RK_STR("("));
    if (rk_str_find(v, RK_STR(" / ")) > 0) {
        for (struct rk_str rest = v; rest.at && f->pieces < PIECES_MAX;)
            f->piece[f->pieces++] = rk_str_trim(rk_str_cut(&rest, '/'));
    } else if (open > 0 && rk_str_ends(v, RK_STR("%)"))) {
        f->piece[f->pieces++] = rk_str_trim(rk_str_slice(v, 0, open));
        f->piece[f->pieces++] = rk_str_trim(rk_str_slice(v, open + 1, v.len - 1));
    } else {
        static const char *const times[] = {" x ", " х ", " × ", "×"};
        for (int i = 0; i < RK_COUNT(times) && f->pieces == 0; i++) {
            const struct rk_str mark = rk_str_of(times[i]);
            const ptrdiff_t at = rk_str_find(v, mark);
            if (at <= 0)
                continue;
            f->piece[f->pieces++] = rk_str_trim(rk_str_slice(v, 0, at));
            f->piece[f->pieces++] = rk_str_trim(rk_str_slice(v, at + mark.len, v.len));
        }
    }
}

/* The unit of a piece: its own percent sign, the row's when it suits the figure, the figure's.
 */
static struct rk_str unit_of(const struct fact *f, const struct rk_number_said *n,
                             const char *figure)
{
    const struct rk_figure_def *def = rk_figure_def_find(rk_str_of(figure));
    if (n && n->percent)
        return RK_STR("percent");
    const struct rk_unit *own = def ? rk_unit_find(rk_str_of(def->unit)) : NULL;
    const struct rk_unit *said = f->unit.len > 0 ? rk_unit_find(f->unit) : NULL;
    if (own && (!said || strcmp(own->family, said->family) != 0) && f->pieces > 0)
        return rk_str_of(own->id);
    return import_unit(f->unit);
}

/* The value of a piece under the bound that the table gives, or that it is written with. */
static void fill_value(const struct fact *f, struct rk_str said, const char *bound,
                       const char *figure, struct rk_claim *claim)
{
    struct rk_number_said n;
    struct rk_when when;
    claim->unit = unit_of(f, NULL, figure);
    if (bound && strcmp(bound, "state") == 0) {
        const bool plain = rk_str_eq(said, RK_STR("yes")) || rk_str_eq(said, RK_STR("так"));
        claim->bound = RK_STR("state");
        claim->value =
            (struct rk_value){.kind = RK_VALUE_TEXT,
                              .text = plain ? f->fact
                                            : rk_str_printf(f->r->reading.keep, "%.*s: %.*s",
                                                            RK_FMT(f->fact), RK_FMT(said))};
    } else if (import_unit_is(f->unit, "date") && rk_when_read(said, 0, &when)) {
        claim->bound = RK_STR("exact");
        claim->value = (struct rk_value){.kind = RK_VALUE_DATE, .text = said, .when = when};
    } else if (rk_number_read(said, false, &n) && n.behind.len == 0) {
        const char *binds = strcmp(n.bound, "exact") != 0 || !bound ? n.bound : bound;
        if (strcmp(binds, "range") == 0 && n.low == n.high)
            binds = "exact";
        claim->bound = rk_str_of(binds);
        claim->value = import_bounded(isnan(n.low) ? n.high : n.low,
                                      isnan(n.high) ? n.low : n.high, binds);
        claim->unit = unit_of(f, &n, figure);
    } else {
        claim->bound = rk_str_of(bound ? bound : "state");
        claim->value = (struct rk_value){.kind = RK_VALUE_TEXT, .text = said};
    }
}

static struct rk_claim claim_of(const struct fact *f)
{
    return (struct rk_claim){.aspect = RK_STR("statement"),
                             .as_of = RK_WHEN_UNKNOWN,
                             .period = RK_WHEN_UNKNOWN,
                             .method = f->norm ? RK_STR("norm") : RK_STR("statement"),
                             .definition = f->fact,
                             .said_as = f->fact,
                             .reported_in = f->reported_in,
                             .note = f->note};
}

/* One claim for each entry of the table that fits; `scope` of the first one is the part's. */
static int32_t known_claims(const struct fact *f, struct rk_claim *claims, int32_t max,
                            const char **scope)
{
    int32_t count = 0, map_count = 0;
    const struct rk_fact_map *maps = rk_fact_maps(&map_count);
    char room[1024];
    struct rk_buf key = {.at = room, .cap = sizeof room};
    rk_text_key(rk_utf8_head(f->fact, 1000), &key);
    const enum rk_lang lang = f->r->reading.lang;
    for (int32_t i = 0; i < map_count && count < max; i++) {
        const struct rk_fact_map *m = &maps[i];
        if (!rk_str_eq(rk_buf_str(&key), rk_str_of(m->fact)) || m->part > f->pieces)
            continue;
        struct rk_claim claim = claim_of(f);
        fill_value(f, m->part ? f->piece[m->part - 1] : f->value, m->bound, m->figure, &claim);
        claim.aspect = rk_str_of(m->figure);
        if (!f->norm)
            claim.method = rk_str_of(m->method);
        if (m->definition[lang] && m->definition[lang][0])
            claim.definition = rk_str_of(m->definition[lang]);
        if (m->denominator[lang])
            claim.denominator = rk_str_of(m->denominator[lang]);
        *scope = count == 0 ? m->scope : *scope;
        claims[count++] = claim;
    }
    return count;
}

static int32_t parts_known(const struct fact *f)
{
    int32_t map_count = 0, known = 0;
    const struct rk_fact_map *maps = rk_fact_maps(&map_count);
    char room[1024];
    struct rk_buf key = {.at = room, .cap = sizeof room};
    rk_text_key(rk_utf8_head(f->fact, 1000), &key);
    for (int32_t i = 0; i < map_count; i++) {
        if (!rk_str_eq(rk_buf_str(&key), rk_str_of(maps[i].fact)))
            continue;
        if (maps[i].part == 0)
            return INT32_MAX; /* the whole value is told */
        known += maps[i].part <= f->pieces;
    }
    return known;
}

/* ---- the day ------------------------------------------------------------------------- */

/* An empty day and "norm" are read as they stand: unknown, and marked, so that nothing is
 * decided by them. */
static void read_day(struct fact *f)
{
    struct import_row *r = f->r;
    const struct import_column *c = import_column_of(r->in, "date");
    f->as_of = RK_WHEN_UNKNOWN;
    if (!c) {
        import_needs(r, "date");
        return;
    }
    const struct rk_cell cell = import_cell_of(r->row, c->index);
    const struct rk_str said = rk_str_trim(cell.text);
    static const char *const norms[] = {"norm", "норма", "norma", "за нормою"};
    for (int i = 0; i < RK_COUNT(norms); i++)
        f->norm |= rk_str_eq(said, rk_str_of(norms[i]));
    if (cell.kind == RK_CELL_EMPTY || f->norm || import_unknown(said))
        return;
    struct import_why why = {0};
    if (!import_date(&cell, &f->as_of, &why)) {
        import_fault(r, c, (struct rk_str){0}, said, &why);
    } else if (r->reading.today != RK_DAY_NONE && f->as_of.first > r->reading.today) {
        char day[12];
        rk_day_iso(r->reading.today, day);
        why.reason = "intake.fault.future";
        why.args[0] = rk_str_copy(r->reading.keep, rk_str_of(day));
        import_fault(r, c, (struct rk_str){0}, said, &why);
    }
}

static void read_rest(struct fact *f)
{
    struct import_row *r = f->r;
    struct rk_arena *keep = r->reading.keep;
    struct rk_buf note = rk_buf_in(keep, NOTE_MAX);
    f->source = import_source_of(import_words(r, "source_title"));
    const struct rk_str url = import_words(r, "url");
    f->reported_in = f->source.reported_in;
    if (url.len > 0)
        f->reported_in = rk_str_printf(keep, "%.*s%s%.*s", RK_FMT(f->source.reported_in),
                                       f->source.reported_in.len ? ", " : "", RK_FMT(url));
    if (!rk_when_known(f->as_of) && !f->norm)
        import_note_add(&note, (struct rk_str){0},
                        rk_str_of(rk_word(r->reading.lang, "intake.note.no_day")));
    import_note_rest(r, &note);
    f->note = note.failed ? (struct rk_str){0} : rk_buf_str(&note);
}

rk_status import_fact_row(struct import_row *r, struct rk_import_row *out, struct rk_err *err)
{
    (void)err;
    struct rk_arena *keep = r->reading.keep;
    struct fact f = {.r = r,
                     .fact = import_words(r, "fact"),
                     .value = import_words(r, "value"),
                     .unit = import_words(r, "unit")};
    static const char *const needed[] = {"fact", "value", "source_title"};
    for (int i = 0; i < RK_COUNT(needed); i++)
        if (import_words(r, needed[i]).len == 0)
            import_needs(r, needed[i]);
    read_day(&f);
    if (r->fault_count)
        return RK_OK;
    cut_pieces(&f);
    read_rest(&f);
    struct rk_claim *claims = RK_NEW(keep, struct rk_claim, PIECES_MAX + 1);
    struct rk_import_part *part = RK_NEW(keep, struct rk_import_part, 1);
    if (keep->failed)
        return RK_OK; /* said by the caller */
    const char *scope = NULL;
    int32_t count = known_claims(&f, claims, PIECES_MAX, &scope);
    if (count == 0 ||
        parts_known(&f) < f.pieces) { /* what the table does not tell is kept, too */
        claims[count] = claim_of(&f);
        fill_value(&f, f.value, NULL, "", &claims[count++]);
    }
    const bool town = scope && !scope[0];
    const struct rk_str place = scope && scope[0] ? rk_str_of(scope) : r->in->scope;
    *part = (struct rk_import_part){
        .part = {.compartment = RK_OPERATIONS,
                 .about = town || !scope
                              ? rk_str_printf(keep, "town:%.*s", RK_FMT(r->in->town))
                              : import_subject(r->in, (struct rk_str){"", 0}, place, keep),
                 .place = import_place(r),
                 .as_of = f.as_of,
                 .scope = scope ? place : (struct rk_str){"", 0},
                 .claims = claims,
                 .claim_count = count},
        .source_name = f.source.name,
        .source_role = f.source.role};
    out->parts = part;
    out->part_count = 1;
    return RK_OK;
}
