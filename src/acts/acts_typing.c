/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_typing.h"

#include "rk_acts.h"

#include "rk_text.h"
#include "rk_typed.h"

enum { CELLS_MOST = 96, NUMBER_MOST = 9999 };

/* The town's names as imports want them. */
void rk_typing_know(struct rk_typing *d, const struct rk_situation *situation)
{
    d->situation = situation;
    rk_acts_town(situation, d->keep, &d->scope, &d->town_key);
}

/* ---- fields -------------------------------------------------------------------------------
 */

struct rk_filled *rk_filled_new(const struct rk_form *form, struct rk_arena *keep)
{
    struct rk_filled *f = RK_NEW(keep, struct rk_filled, 1);
    struct rk_str *said =
        RK_NEW(keep, struct rk_str, (ptrdiff_t)(form->rows + 1) * form->field_count);
    if (f)
        f->said = said;
    return f && said ? f : NULL;
}

struct rk_str *rk_filled_said(const struct rk_form *form, struct rk_filled *f,
                              const struct rk_form_field *field, int32_t line)
{
    return &f->said[(ptrdiff_t)line * form->field_count + (field - form->fields)];
}

static bool digits(struct rk_str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (s.at[i] < '0' || s.at[i] > '9')
            return false;
    return s.len > 0;
}

struct rk_str rk_filled_meant(const struct rk_form_field *field, struct rk_str typed,
                              struct rk_arena *keep)
{
    const struct rk_str s = rk_str_trim(typed);
    int64_t n = 0;
    if (rk_str_eq(s, RK_STR("?")) || rk_str_eq(s, RK_STR("-")))
        return (struct rk_str){0};
    if (field->choice_count > 0 && digits(s) && rk_str_int(s, &n) && n >= 1 &&
        n <= field->choice_count)
        return rk_str_of(field->choices[n - 1].value);
    if (field->is->type == RK_TYPE_DATE && digits(s) && s.len == 8)
        return rk_str_printf(keep, "%.2s.%.2s.%.4s", s.at, s.at + 2, s.at + 4);
    if (field->is->type == RK_TYPE_DATE && digits(s) && s.len == 6)
        return rk_str_printf(keep, "%.4s-%.2s", s.at + 2, s.at);
    return rk_str_copy(keep, s);
}

bool rk_filled_number(const struct rk_form *form, struct rk_str typed, struct rk_arena *keep,
                      struct rk_str *out)
{
    struct rk_str s = rk_str_trim(typed);
    int64_t code = form->code, sheet = 0;
    if (rk_str_find(s, RK_STR("-")) >= 0 && !rk_str_int(rk_str_cut(&s, '-'), &code))
        return false;
    if (code != form->code || !digits(s) || !rk_str_int(s, &sheet) || sheet < 1 ||
        sheet > NUMBER_MOST)
        return false;
    *out = rk_str_printf(keep, "%d-%04d", (int)form->code, (int)sheet);
    return true;
}

void rk_filled_label(const struct rk_form_field *field, enum rk_lang lang, struct rk_buf *out)
{
    rk_buf_printf(out, "%d %s", (int)field->number, field->is->label.one[lang]);
}

static struct rk_str label(const struct rk_form_field *field, int32_t line, enum rk_lang lang,
                           struct rk_arena *keep)
{
    if (line > 0)
        return rk_str_printf(keep, "%d/%d %s", (int)field->number, (int)line,
                             field->is->label.one[lang]);
    return rk_str_printf(keep, "%d %s", (int)field->number, field->is->label.one[lang]);
}

/* "FIELD: "value": what is wrong; what is expected", as an import says it, without file, line.
 */
static void say_fault(const struct rk_fault *fault, enum rk_lang lang, struct rk_buf *out)
{
    char room[2048];
    struct rk_buf said = {.at = room, .cap = sizeof room};
    rk_fault_say(lang, RK_STR(""), fault, &said);
    struct rk_str text = rk_buf_str(&said);
    const ptrdiff_t at = rk_str_find(text, RK_STR(": ")); /* behind ":LINE" */
    rk_buf_add(out, rk_str_slice(text, at + 2, text.len));
}

static rk_day today_of(const struct rk_typing *d)
{
    return d->act.day > d->today ? d->act.day : d->today;
}

bool rk_filled_fits(struct rk_typing *d, const struct rk_form_field *field, struct rk_str said,
                    struct rk_buf *why)
{
    struct rk_arena room = d->scratch.in;
    struct rk_claim claim;
    struct rk_fault fault = {0};
    const enum rk_lang lang = d->lang;
    if (rk_str_trim(said).len == 0 ||
        rk_import_typed(field->is, said, today_of(d), lang, &room, &claim, &fault) ||
        strcmp(fault.reason, "intake.fault.required") == 0) /* "невідомо": not known */
        return true;
    fault.column = -1;
    fault.header = label(field, 0, lang, &room);
    say_fault(&fault, lang, why);
    return false;
}

/* ---- from fields to rows ------------------------------------------------------------------
 */

/* One row of one kind, as an import would see it. */
struct typed {
    const struct rk_kind *kind;
    struct rk_typed_cell cell[CELLS_MOST];
    int32_t cells, line;
    struct rk_str list;
};

/* Who told it and when, and what else was noted, make no subject of their own. */
static bool of_every_kind(const struct rk_form_field *f)
{
    static const char *const common[] = {"as_of", "according_to", "note", "evidence"};
    for (ptrdiff_t i = 0; i < RK_COUNT(common); i++)
        if (strcmp(f->is->id, common[i]) == 0)
            return true;
    return f->told != NULL;
}

/* Whether the form speaks of its kind k: a field of that kind alone is filled. A form that is
 * filled only where its kinds share fields speaks of the first. */
static bool speaks_of(const struct rk_form *form, struct rk_filled *f, int32_t k)
{
    bool others = false;
    for (int32_t i = 0; i < form->field_count; i++) {
        const struct rk_form_field *field = &form->fields[i];
        const struct rk_str said = *rk_filled_said(form, f, field, 0);
        bool shared = form->kind_count > 1;
        for (int32_t other = 0; other < form->kind_count; other++)
            shared = shared && field->aspect[other];
        if (said.len == 0 || shared || of_every_kind(field))
            continue;
        if (field->aspect[k])
            return true;
        others = true;
    }
    return k == 0 && !others;
}

static bool line_filled(const struct rk_form *form, struct rk_filled *f, int32_t line)
{
    for (int32_t i = 0; i < form->field_count; i++)
        if (form->fields[i].in_table &&
            rk_filled_said(form, f, &form->fields[i], line)->len > 0)
            return true;
    return false;
}

static struct rk_typed_cell *cell_of(struct typed *t, const struct rk_aspect *aspect)
{
    for (int32_t i = 0; i < t->cells; i++)
        if (t->cell[i].aspect == aspect)
            return &t->cell[i];
    return NULL;
}

/* Gives an aspect a value where nobody wrote one. */
static void supply(struct typed *t, const struct rk_aspect *aspect, struct rk_str value,
                   enum rk_lang lang)
{
    struct rk_typed_cell *cell = aspect ? cell_of(t, aspect) : NULL;
    if (!aspect || value.len == 0)
        return;
    if (!cell && t->cells < CELLS_MOST) {
        cell = &t->cell[t->cells++];
        *cell = (struct rk_typed_cell){.aspect = aspect,
                                       .header = rk_str_of(aspect->label.one[lang])};
    }
    if (cell && cell->said.len == 0)
        cell->said = value;
}

/* What the paper says without words: status by the form, number and day of the sheet, the body
 * that stands on the same sheet as its person. */
static void supply_all(struct rk_typing *d, struct rk_filled *f, int32_t k, struct typed *t)
{
    const struct rk_form *form = d->form;
    const enum rk_lang lang = d->lang;
    char day[12];
    rk_day_iso(d->act.day, day);
    if (k == 0 && form->preset)
        supply(t, form->preset, rk_str_of(form->preset_value), lang);
    supply(t, rk_aspect_find(t->kind, RK_STR("as_of")), rk_str_copy(d->keep, rk_str_of(day)),
           lang);
    const struct rk_aspect *number = rk_aspect_find(t->kind, RK_STR("number"));
    if (number && number->key && !t->kind->shared_key)
        supply(t, number, f->number, lang);
    if (k != 0 || form->kind_count < 2 || !speaks_of(form, f, 1))
        return;
    const struct rk_form_field *other = rk_form_field(form, RK_STR("number"));
    const struct rk_str body =
        other && other->aspect[1] ? *rk_filled_said(form, f, other, 0) : (struct rk_str){0};
    supply(t, rk_aspect_find(t->kind, rk_str_of(form->kind[1]->id)),
           body.len ? body : f->number, lang);
}

static bool make_row(struct rk_typing *d, struct rk_filled *f, int32_t k, int32_t line,
                     struct typed *t)
{
    const struct rk_form *form = d->form;
    const bool keyed = rk_aspect_find(form->kind[k], RK_STR("number")) != NULL;
    const struct rk_str number =
        f->number.len ? f->number
                      : rk_str_printf(d->keep, "e%" PRId64, rk_ledger_head(d->ledger)->size);
    *t = (struct typed){.kind = form->kind[k], .line = line > 0 ? line : 1};
    t->list = keyed && f->number.len ? RK_STR("form")
                                     : rk_str_printf(d->keep, "form-%.*s", RK_FMT(number));
    for (int32_t i = 0; i < form->field_count && t->cells < CELLS_MOST; i++) {
        const struct rk_form_field *field = &form->fields[i];
        if (!field->aspect[k] || (field->in_table && line == 0))
            continue;
        const int32_t at = field->in_table ? line : 0;
        t->cell[t->cells++] =
            (struct rk_typed_cell){.aspect = field->aspect[k],
                                   .header = label(field, at, d->lang, d->keep),
                                   .said = *rk_filled_said(form, f, field, at)};
    }
    supply_all(d, f, k, t);
    return !d->keep->failed;
}

static struct rk_str name_of(const struct rk_typing *d, const struct rk_filled *f)
{
    return f->number.len ? rk_str_printf(d->keep, "form %.*s", RK_FMT(f->number))
                         : rk_str_printf(d->keep, "form %s", d->form->id);
}

typedef rk_status row_visit(void *user, struct rk_typing *d, const struct rk_import_row *row,
                            struct rk_err *err);

static rk_status read_row(struct rk_typing *d, struct rk_filled *f, int32_t k, int32_t line,
                          row_visit *visit, void *user, struct rk_err *err)
{
    struct typed t;
    struct rk_import_row row;
    struct rk_import_options options = {.scope = d->scope,
                                        .town = d->town_key,
                                        .today = today_of(d),
                                        .as_of = {d->act.day, d->act.day},
                                        .lang = d->lang};
    if (!make_row(d, f, k, line, &t))
        return rk_fail(err, RK_ENOMEM, "", "not enough memory for the form");
    options.list = t.list;
    const rk_status status = rk_typed_row(t.kind, t.cell, t.cells, &options, name_of(d, f),
                                          t.line, d->keep, &row, err);
    return status ? status : visit(user, d, &row, err);
}

/* Every row that the form makes: of each kind it speaks of, or of each line of its table. */
static rk_status each_row(struct rk_typing *d, struct rk_filled *f, row_visit *visit,
                          void *user, struct rk_err *err)
{
    rk_status status = RK_OK;
    for (int32_t k = 0; k < d->form->kind_count && !status; k++) {
        if (!speaks_of(d->form, f, k))
            continue;
        if (d->form->rows == 0)
            status = read_row(d, f, k, 0, visit, user, err);
        for (int32_t line = 1; line <= d->form->rows && !status; line++)
            if (line_filled(d->form, f, line))
                status = read_row(d, f, k, line, visit, user, err);
    }
    return status;
}

/* ---- faults -------------------------------------------------------------------------------
 */

static void lacking(const struct rk_form_field *field, int32_t line, enum rk_lang lang,
                    struct rk_arena *keep, struct rk_buf *out)
{
    const struct rk_fault fault = {.column = -1,
                                   .header = label(field, line, lang, keep),
                                   .reason = "intake.fault.required"};
    say_fault(&fault, lang, out);
    rk_buf_char(out, '\n');
}

/* Fields marked with a star on the paper that nobody filled in, where the form speaks of what
 * they are about. The day has a default; what the vocabulary requires, reading finds. */
static void check_stars(struct rk_typing *d, struct rk_filled *f, struct rk_buf *out)
{
    const struct rk_form *form = d->form;
    struct rk_arena room = d->scratch.in;
    for (int32_t i = 0; i < form->field_count; i++) {
        const struct rk_form_field *field = &form->fields[i];
        bool wanted = field->told != NULL, required = false;
        if (!field->must || strcmp(field->is->id, "as_of") == 0)
            continue;
        for (int32_t k = 0; k < form->kind_count; k++) {
            wanted |= field->aspect[k] && speaks_of(form, f, k);
            required |= field->aspect[k] && field->aspect[k]->required;
        }
        if (!wanted || required)
            continue;
        if (!field->in_table && rk_filled_said(form, f, field, 0)->len == 0)
            lacking(field, 0, d->lang, &room, out);
        for (int32_t line = 1; line <= form->rows && field->in_table; line++)
            if (line_filled(form, f, line) && rk_filled_said(form, f, field, line)->len == 0)
                lacking(field, line, d->lang, &room, out);
    }
}

static rk_status collect_faults(void *user, struct rk_typing *d,
                                const struct rk_import_row *row, struct rk_err *err)
{
    struct rk_buf *out = user;
    (void)err;
    for (int32_t i = 0; i < row->fault_count; i++) {
        struct rk_fault fault = row->faults[i];
        fault.column = -1;
        const ptrdiff_t from = out->len;
        say_fault(&fault, d->lang, out);
        rk_buf_char(out, '\n');
        /* a field that two kinds share is said once */
        const struct rk_str line = {out->at + from, out->len - from};
        const ptrdiff_t before = rk_str_find((struct rk_str){out->at, from}, line);
        if (before == 0 || (before > 0 && out->at[before - 1] == '\n'))
            out->len = from;
    }
    return RK_OK;
}

/* A sheet is typed in once: its number stands in the places of what it said. */
bool rk_filled_known(const struct rk_typing *d, const struct rk_filled *f, struct rk_buf *why)
{
    const struct rk_situation *s = d->situation;
    const enum rk_lang lang = d->lang;
    struct rk_arena room = d->scratch.in;
    const struct rk_str place = rk_str_printf(&room, "form %.*s:", RK_FMT(f->number));
    const struct rk_str line = rk_str_printf(&room, "\n%.*s\n", RK_FMT(f->number));
    if (f->number.len == 0 || d->again)
        return false;
    bool known = rk_str_find(rk_buf_str(&d->seen), line) >= 0;
    int32_t batch = 0;
    for (int32_t p = 0; p < s->parts && !known; p++) {
        known = !s->batch[s->part[p].batch].undone_by &&
                rk_str_starts(rk_sit_text(s, s->part[p].place), place);
        batch = s->batch[s->part[p].batch].number;
    }
    if (!known)
        return false;
    rk_buf_printf(why, "%s %.*s: %s", rk_word(lang, "paper.number"), RK_FMT(f->number),
                  rk_word(lang, "form.typed_before"));
    if (batch)
        rk_buf_printf(why, " (%s %d)", rk_word(lang, "import.batch"), (int)batch);
    rk_buf_char(why, '\n');
    return true;
}

rk_status rk_filled_check(struct rk_typing *d, struct rk_filled *f, struct rk_buf *faults,
                          struct rk_err *err)
{
    const struct rk_form *form = d->form;
    const enum rk_lang lang = d->lang;
    struct rk_arena room = d->scratch.in;
    (void)rk_filled_known(d, f, faults);
    bool empty = true;
    for (ptrdiff_t i = 0; i < (ptrdiff_t)(form->rows + 1) * form->field_count; i++)
        empty &= f->said[i].len == 0;
    if (empty) {
        rk_buf_printf(faults, "%s\n", rk_word(lang, "form.empty"));
        return RK_OK;
    }
    for (int32_t i = 0; i < form->field_count; i++) {
        const struct rk_form_field *field = &form->fields[i];
        struct rk_str said = *rk_filled_said(form, f, field, 0);
        if (field->told && !rk_filled_fits(d, field, said, faults))
            rk_buf_char(faults, '\n');
    }
    check_stars(d, f, faults);
    bool lines = form->rows == 0;
    for (int32_t line = 1; line <= form->rows; line++)
        lines |= line_filled(form, f, line);
    if (!lines) {
        const struct rk_form_field *first = form->fields;
        while (!first->in_table)
            first++;
        lacking(first, 1, lang, &room, faults);
    }
    return each_row(d, f, collect_faults, faults, err);
}

/* ---- saving -------------------------------------------------------------------------------
 */

struct saving {
    struct rk_batch *batch;
    struct rk_filled *form;
    bool source_told;
};

/* Who told it, sealed apart: name, role, phone. */
static rk_status tell_source(struct saving *s, struct rk_typing *d, struct rk_str source,
                             struct rk_str name, struct rk_err *err)
{
    const struct rk_form *form = d->form;
    struct rk_claim claims[8];
    struct rk_part part = {.compartment = RK_SOURCES,
                           .about = source,
                           .place = name_of(d, s->form),
                           .as_of = RK_WHEN_UNKNOWN,
                           .claims = claims};
    claims[part.claim_count++] =
        (struct rk_claim){.aspect = RK_STR("name"),
                          .value = {.kind = RK_VALUE_TEXT, .text = name},
                          .as_of = RK_WHEN_UNKNOWN,
                          .period = RK_WHEN_UNKNOWN};
    for (int32_t i = 0; i < form->field_count && part.claim_count < 8; i++) {
        const struct rk_form_field *field = &form->fields[i];
        struct rk_fault fault;
        const struct rk_str said = *rk_filled_said(form, s->form, field, 0);
        if (field->told && said.len > 0 &&
            rk_import_typed(field->told, said, today_of(d), d->lang, d->keep,
                            &claims[part.claim_count], &fault))
            part.claim_count++;
    }
    s->source_told = true;
    return rk_batch_add(s->batch, &part, err);
}

static rk_status save_row(void *user, struct rk_typing *d, const struct rk_import_row *row,
                          struct rk_err *err)
{
    struct saving *s = user;
    rk_status status = RK_OK;
    const struct rk_form_field *role = NULL;
    for (int32_t i = 0; i < d->form->field_count; i++)
        if (d->form->fields[i].told && strcmp(d->form->fields[i].is->id, "role") == 0)
            role = &d->form->fields[i];
    const struct rk_str said_role =
        role ? *rk_filled_said(d->form, s->form, role, 0) : (struct rk_str){0};
    for (int32_t i = 0; i < row->part_count && !status; i++) {
        struct rk_part part = row->parts[i].part;
        const struct rk_str name = row->parts[i].source_name;
        status = rk_ledger_source(d->ledger, name, said_role, (struct rk_str){0}, d->keep,
                                  &part.source, err);
        if (!status && !s->source_told)
            status = tell_source(s, d, part.source, name, err);
        if (!status)
            status = rk_batch_add(s->batch, &part, err);
    }
    return status;
}

rk_status rk_filled_save(struct rk_typing *d, struct rk_filled *f, struct rk_receipt *receipt,
                         struct rk_err *err)
{
    struct saving s = {.form = f};
    struct rk_act act = d->act;
    act.file = name_of(d, f);
    act.note = f->filled_by;
    rk_status status = rk_batch_begin(d->ledger, &act, d->keep, &s.batch, err);
    if (status)
        return status;
    status = each_row(d, f, save_row, &s, err);
    if (status) {
        rk_batch_abandon(s.batch);
        return status;
    }
    status = rk_batch_close(s.batch, receipt, err);
    if (!status) {
        d->saved++;
        rk_buf_printf(&d->seen, "\n%.*s\n", RK_FMT(f->number));
    }
    return status;
}

/* ---- showing ------------------------------------------------------------------------------
 */

/* The words of a choice rather than its id. */
static struct rk_str shown(const struct rk_form_field *field, struct rk_str said,
                           enum rk_lang lang)
{
    for (int32_t i = 0; i < field->choice_count; i++)
        if (rk_str_eq(said, rk_str_of(field->choices[i].value)))
            return rk_str_of(field->choices[i].words->one[lang]);
    return said;
}

void rk_filled_show(const struct rk_typing *d, struct rk_filled *f, struct rk_buf *out)
{
    const struct rk_form *form = d->form;
    const enum rk_lang lang = d->lang;
    struct rk_arena room = d->scratch.in;
    rk_buf_printf(out, "%s %.*s · %s\n", rk_word(lang, "paper.number"),
                  RK_FMT(f->number.len ? f->number : RK_STR("—")), rk_form_title(form, lang));
    for (int32_t line = 0; line <= form->rows; line++)
        for (int32_t i = 0; i < form->field_count; i++) {
            const struct rk_form_field *field = &form->fields[i];
            const struct rk_str said = *rk_filled_said(form, f, field, line);
            if (said.len > 0)
                rk_buf_printf(out, "  %.*s: %.*s\n", RK_FMT(label(field, line, lang, &room)),
                              RK_FMT(shown(field, said, lang)));
        }
    if (f->filled_by.len > 0)
        rk_buf_printf(out, "  %s: %.*s\n", rk_word(lang, "paper.filled_by"),
                      RK_FMT(f->filled_by));
}
