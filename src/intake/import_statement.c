/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row that says something of the town: value, definition, source, day and place of one
 * figure. */
#define RK_INTAKE_ROOM
#include "rk_base.h"
#include "rk_date.h"
#include "rk_text.h"
#include "import_say.h"

enum { NOTE_MAX = 40 << 10, WORDS_SCANNED = 200 };

struct rk_str import_words(const struct import_row *r, const char *aspect)
{
    const struct import_column *c = import_column_of(r->in, aspect);
    const struct import_said *said = import_said_of(r, c);
    return said ? rk_str_trim(import_cell_of(r->row, c->index).text) : (struct rk_str){"", 0};
}

void import_needs(struct import_row *r, const char *aspect)
{
    const struct import_column *c = import_column_of(r->in, aspect);
    const struct rk_aspect *a = rk_aspect_find(r->in->mapping.kind, rk_str_of(aspect));
    const struct import_why why = {.reason = c ? "intake.fault.statement_needs"
                                               : "intake.fault.no_column"};
    if (c && import_cell_of(r->row, c->index).kind == RK_CELL_ERROR)
        return; /* said already */
    import_fault(r, c, a ? rk_str_of(a->label.one[r->reading.lang]) : rk_str_of(aspect),
                 c ? import_cell_of(r->row, c->index).text : (struct rk_str){0}, &why);
}

struct rk_str import_unit(struct rk_str said)
{
    const struct rk_unit *unit = said.len > 0 ? rk_unit_find(said) : NULL;
    return unit ? rk_str_of(unit->id) : said;
}

bool import_unit_is(struct rk_str said, const char *family)
{
    const struct rk_unit *unit = said.len > 0 ? rk_unit_find(said) : NULL;
    return unit && strcmp(unit->family, family) == 0;
}

struct rk_str import_place(const struct import_row *r)
{
    return rk_str_printf(r->reading.keep, "%.*s:%.*s%s%" PRId64, RK_FMT(r->in->name),
                         RK_FMT(r->row->sheet), r->row->sheet.len ? "!" : "", r->row->line);
}

struct rk_value import_bounded(double low, double high, const char *bound)
{
    if (strcmp(bound, "at_least") == 0 || strcmp(bound, "more_than") == 0)
        high = (double)NAN;
    else if (strcmp(bound, "at_most") == 0)
        low = (double)NAN;
    return (struct rk_value){
        .kind = low == high ? RK_VALUE_NUMBER : RK_VALUE_RANGE, .low = low, .high = high};
}

/* ---- how words bind a value ---------------------------------------------------------- */

static bool equals_either(const struct rk_number_said *n, double x)
{
    return n->low == x || n->high == x;
}

/* "some 46,000 residents", "more than 80 percent": the words in front of the very number. */
static const char *bound_in_words(struct rk_str words, double value)
{
    int scanned = 0;
    for (ptrdiff_t at = 0; at < words.len && scanned < WORDS_SCANNED; scanned++) {
        const struct rk_str rest = rk_str_slice(words, at, words.len);
        struct rk_number_said n;
        for (int whole = 0; whole < 2; whole++)
            if (rk_number_read(rest, whole, &n) && equals_either(&n, value) &&
                strcmp(n.bound, "exact") != 0 && strcmp(n.bound, "range") != 0)
                return n.bound;
        while (at < words.len && words.at[at] != ' ')
            at++;
        while (at < words.len && words.at[at] == ' ')
            at++;
    }
    return NULL;
}

static bool says_majority(struct rk_str words)
{
    static const char *const majority[] = {"majority", "most of", "більшість", "більшості",
                                           "большинств"};
    char folded[4096];
    struct rk_buf b = {.at = folded, .cap = sizeof folded};
    rk_text_fold(rk_utf8_head(words, 4000), &b);
    for (int i = 0; i < RK_COUNT(majority); i++)
        if (rk_str_find(rk_buf_str(&b), rk_str_of(majority[i])) >= 0)
            return true;
    return false;
}

/* The column `bound`, in words ("щонайменше") or as an id ("at_least"). */
static const char *bound_told(struct rk_str said)
{
    static const char *const ids[] = {"exact",     "about",   "at_least",
                                      "more_than", "at_most", "range"};
    for (int i = 0; i < RK_COUNT(ids); i++)
        if (rk_str_eq(said, rk_str_of(ids[i])))
            return ids[i];
    char text[128];
    struct rk_number_said n;
    const int len = snprintf(text, sizeof text, "%.*s 1", RK_FMT(rk_utf8_head(said, 100)));
    if (said.len > 0 && rk_number_read((struct rk_str){text, len}, true, &n))
        return n.bound;
    return NULL;
}

/* ---- the value ----------------------------------------------------------------------- */

struct figure {
    struct rk_value value;
    const char *bound;
};

static void refuse_value(struct import_row *r, const char *aspect, const char *reason)
{
    const struct import_column *c = import_column_of(r->in, aspect);
    const struct import_why why = {.reason = reason};
    if (c)
        import_fault(r, c, (struct rk_str){0}, import_cell_of(r->row, c->index).text, &why);
    else
        import_needs(r, aspect);
}

static bool days_value(struct import_row *r, struct rk_str low, struct rk_str high,
                       struct figure *out)
{
    struct rk_when from = RK_WHEN_UNKNOWN, to;
    const bool from_read = low.len > 0 && rk_when_read(low, 0, &from);
    to = from;
    const bool to_read = high.len == 0 || rk_when_read(high, 0, &to);
    if (!from_read || !to_read) {
        refuse_value(r, from_read ? "value_high" : "value_low", "intake.fault.not_a_date");
        return false;
    }
    const bool one = high.len == 0 || rk_str_eq(low, high);
    out->bound = one ? "exact" : "range";
    out->value = (struct rk_value){
        .kind = RK_VALUE_DATE,
        .when = {from.first, to.last},
        .text =
            one ? low : rk_str_printf(r->reading.keep, "%.*s/%.*s", RK_FMT(low), RK_FMT(high))};
    return true;
}

static bool read_side(struct import_row *r, const char *aspect, struct rk_str said,
                      struct rk_number_said *n)
{
    if (said.len == 0)
        return true;
    if (rk_number_read(said, false, n) && n->behind.len == 0)
        return true;
    refuse_value(r, aspect, "intake.fault.not_a_number");
    return false;
}

static bool numbers_value(struct import_row *r, struct rk_str low, struct rk_str high,
                          struct rk_str definition, struct figure *out)
{
    struct rk_number_said a = {.low = (double)NAN, .high = (double)NAN, .bound = "exact"},
                          b = a;
    if (!read_side(r, "value_low", low, &a) || !read_side(r, "value_high", high, &b))
        return false;
    if (high.len == 0 && strcmp(a.bound, "exact") != 0) { /* ">80", "15000-17000" */
        out->bound = a.bound;
        out->value = import_bounded(a.low, a.high, a.bound);
        return true;
    }
    const double from = a.low, to = high.len > 0 ? b.high : (double)NAN;
    const char *bound = bound_told(import_words(r, "bound"));
    if (!bound && from != to && low.len > 0 && high.len > 0)
        bound = "range";
    if (!bound)
        bound = bound_in_words(definition, low.len > 0 ? from : to);
    if (!bound && low.len > 0 && high.len == 0)
        bound = from == 50.0 && import_unit_is(import_words(r, "unit"), "share") &&
                        says_majority(definition)
                    ? "more_than"
                    : "at_least";
    if (!bound)
        bound = low.len == 0 ? "at_most" : "exact";
    const double one = low.len > 0 ? from : to;
    out->bound = bound;
    out->value = strcmp(bound, "range") == 0 ? import_bounded(from, to, bound)
                                             : import_bounded(one, one, bound);
    if (strcmp(bound, "range") == 0 && from > to) {
        refuse_value(r, "value_high", "intake.fault.range_turned");
        return false;
    }
    return true;
}

static bool value_of(struct import_row *r, struct rk_str definition, struct figure *out)
{
    const struct rk_str low = import_words(r, "value_low"),
                        high = import_words(r, "value_high");
    const struct rk_str unit = import_words(r, "unit");
    if (import_unit_is(unit, "date") && (low.len > 0 || high.len > 0))
        return days_value(r, low, high, out);
    if (low.len > 0 || high.len > 0)
        return numbers_value(r, low, high, definition, out);
    if (unit.len > 0 && rk_unit_find(unit) && !import_unit_is(unit, "words")) {
        refuse_value(r, "value_low", "intake.fault.statement_needs");
        return false;
    }
    out->bound = "state";
    out->value = (struct rk_value){.kind = RK_VALUE_TEXT, .text = definition};
    return true;
}

/* ---- the statement ------------------------------------------------------------------- */

/* Everything that a figure cannot be without (DESIGN: a bare number cannot be entered). */
static void check_needs(struct import_row *r)
{
    static const char *const needed[] = {"about", "aspect",     "scope",
                                         "as_of", "definition", "according_to"};
    for (int i = 0; i < RK_COUNT(needed); i++) {
        const struct import_column *c = import_column_of(r->in, needed[i]);
        const bool refused =
            c && !import_said_of(r, c) &&
            import_cell_of(r->row, c->index).kind != RK_CELL_EMPTY &&
            !import_unknown(rk_str_trim(import_cell_of(r->row, c->index).text));
        if (import_words(r, needed[i]).len == 0 && !refused)
            import_needs(r, needed[i]);
    }
}

static struct rk_str note_of(const struct import_row *r, bool period_read)
{
    struct rk_buf note = rk_buf_in(r->reading.keep, NOTE_MAX);
    import_note_add(&note, (struct rk_str){0}, import_words(r, "conflicts_with"));
    const struct import_column *period = import_column_of(r->in, "period");
    if (period && !period_read)
        import_note_add(&note, period->map->header, import_words(r, "period"));
    import_note_rest(r, &note);
    return note.failed ? (struct rk_str){0} : rk_buf_str(&note);
}

/* "before 2022-02-24": the last day that is meant, if the period says so. */
static rk_day last_day_of(struct rk_str period, struct rk_when as_of)
{
    static const char *const before[] = {"before ", "until ", "до ", "перед "};
    struct rk_when when;
    for (int i = 0; i < RK_COUNT(before); i++) {
        const struct rk_str words = rk_str_of(before[i]);
        if (rk_str_starts(period, words) &&
            rk_when_read(rk_str_slice(period, words.len, period.len), 0, &when) &&
            when.first <= as_of.last)
            return when.first - 1;
    }
    return as_of.last;
}

/* The figure that the words name; "statement" for what nobody has a figure for. */
static struct rk_str figure_named(const struct import_row *r, struct rk_when as_of)
{
    const struct rk_figure_def *def = rk_figure_said_as(
        import_words(r, "about"), import_words(r, "aspect"), import_words(r, "unit"));
    if (def)
        def = rk_figure_as_of(def, last_day_of(import_words(r, "period"), as_of));
    return def ? rk_str_of(def->id) : RK_STR("statement");
}

/* The line, and the number that other rows of the report refer to. */
static struct rk_str numbered_place(const struct import_row *r)
{
    const struct import_column *n = import_column_of(r->in, "n");
    const struct rk_str place = import_place(r), number = import_words(r, "n");
    if (number.len == 0)
        return place;
    return rk_str_printf(r->reading.keep, "%.*s, %.*s %.*s", RK_FMT(place),
                         RK_FMT(n->map->header), RK_FMT(number));
}

rk_status import_statement_row(struct import_row *r, struct rk_import_row *out,
                               struct rk_err *err)
{
    (void)err;
    struct rk_arena *keep = r->reading.keep;
    const struct rk_str definition = import_words(r, "definition");
    const struct rk_str scope = import_words(r, "scope");
    struct figure figure = {0};
    check_needs(r);
    const bool valued = value_of(r, definition, &figure);
    if (r->fault_count || !valued)
        return RK_OK;
    const struct import_said *as_of = import_said_of(r, import_column_of(r->in, "as_of"));
    const struct import_said *method = import_said_of(r, import_column_of(r->in, "method"));
    struct rk_when period = RK_WHEN_UNKNOWN;
    const struct rk_str period_said = import_words(r, "period");
    const bool period_read = period_said.len == 0 || rk_when_read(period_said, 0, &period);
    struct rk_claim *claim = RK_NEW(keep, struct rk_claim, 1);
    struct rk_import_part *part = RK_NEW(keep, struct rk_import_part, 1);
    if (keep->failed)
        return RK_OK; /* said by the caller */
    *claim = (struct rk_claim){.aspect = figure_named(r, as_of->value.when),
                               .as_of = RK_WHEN_UNKNOWN,
                               .value = figure.value,
                               .bound = rk_str_of(figure.bound),
                               .unit = import_unit(import_words(r, "unit")),
                               .definition = definition,
                               .denominator = import_words(r, "denominator"),
                               .method = method ? method->value.text : RK_STR("statement"),
                               .period = period,
                               .said_as = import_words(r, "aspect"),
                               .reported_in = import_words(r, "reported_in"),
                               .note = note_of(r, period_read)};
    *part = (struct rk_import_part){
        .part = {.compartment = RK_OPERATIONS,
                 .about = import_subject(r->in, import_words(r, "about"), scope, keep),
                 .place = numbered_place(r),
                 .as_of = as_of->value.when,
                 .scope = import_is_town(r->in, scope) ? r->in->scope : scope,
                 .claims = claim,
                 .claim_count = 1},
        .source_name = import_words(r, "according_to"),
        .source_role = import_words(r, "role"),
        .source_party = import_words(r, "party")};
    out->parts = part;
    out->part_count = 1;
    return RK_OK;
}
