/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Typing a stack of forms in: field by field, in the order and by the numbers of the paper.
 * Prompts are talk (stderr). Nothing is saved before the person has seen the whole form; Ctrl-C
 * saves nothing.
 */
#include "cli_form.h"

#include <errno.h>

enum { LINE_MOST = 8192 };

enum typed { TYPED_LINE, TYPED_END, TYPED_STOP };

/* Where the next prompt stands. */
struct at {
    int32_t field, line; /* line > 0: of the table */
};

static const char *say(const struct cli_desk *d, const char *key)
{
    return rk_word(d->cli->lang, key);
}

/* One line without its end; TYPED_STOP: Ctrl-C, TYPED_END: no more input. */
static enum typed read_line(char room[LINE_MOST], struct rk_str *out)
{
    errno = 0;
    fflush(stderr);
    if (!fgets(room, LINE_MOST, stdin))
        return errno == EINTR ? TYPED_STOP : TYPED_END;
    struct rk_str text = rk_str_of(room);
    *out = rk_str_trim(rk_str_cut(&text, '\n'));
    return TYPED_LINE;
}

/* ---- the order of fields ------------------------------------------------------------------
 */

static bool in_table(const struct rk_form *form, int32_t field)
{
    return field < form->field_count && form->fields[field].in_table;
}

static int32_t table_start(const struct rk_form *form)
{
    int32_t i = 0;
    while (i < form->field_count && !form->fields[i].in_table)
        i++;
    return i;
}

/* The next field; behind the last column of a line the next line, behind the last line what
 * follows the table. */
static struct at next(const struct rk_form *form, struct at at)
{
    at.field++;
    if (at.line > 0 && !in_table(form, at.field)) {
        const bool more = at.line < form->rows;
        return (struct at){more ? table_start(form) : at.field, more ? at.line + 1 : 0};
    }
    if (at.line == 0 && in_table(form, at.field))
        at.line = 1;
    return at;
}

/* Behind the table: a line left empty in its first column ends it. */
static struct at leave_table(const struct rk_form *form, struct at at)
{
    while (in_table(form, at.field))
        at.field++;
    return (struct at){at.field, 0};
}

static struct at before(const struct rk_form *form, struct at at)
{
    if (at.field == 0)
        return at;
    if (at.line > 1 && at.field == table_start(form)) {
        at.line--;
        while (in_table(form, at.field + 1))
            at.field++;
        return at;
    }
    at.field--;
    at.line = in_table(form, at.field) ? (at.line > 0 ? at.line : 1) : 0;
    return at;
}

/* ---- one field ----------------------------------------------------------------------------
 */

static void prompt(const struct cli_desk *d, struct rk_filled *f, struct at at)
{
    const struct rk_form_field *field = &d->at.form->fields[at.field];
    const enum rk_lang lang = d->cli->lang;
    char key[64];
    const bool headed =
        at.field == 0 || strcmp(field->group, d->at.form->fields[at.field - 1].group) != 0;
    snprintf(key, sizeof key, "paper.group.%s", field->group);
    if (headed && at.line <= 1)
        fprintf(stderr, "— %s —\n", say(d, key));
    fprintf(stderr, "%3d", (int)field->number);
    if (at.line > 0)
        fprintf(stderr, "/%d", (int)at.line);
    fprintf(stderr, " %s%s", field->is->label.one[lang], field->must ? " *" : "");
    const char *unit = rk_form_unit(field, lang);
    if (unit[0])
        fprintf(stderr, ", %s", unit);
    for (int32_t i = 0; i < field->choice_count; i++)
        fprintf(stderr, "%s%d %s%s", i ? " · " : " (", (int)i + 1,
                field->choices[i].words->one[lang], i + 1 == field->choice_count ? ")" : "");
    const struct rk_str said = *rk_filled_said(d->at.form, f, field, at.line);
    if (said.len > 0)
        fprintf(stderr, " [%.*s]", RK_FMT(said));
    fputs(": ", stderr);
}

static void explain(const struct cli_desk *d, const struct rk_form_field *field)
{
    static const char *const types[] = {
        [RK_TYPE_TEXT] = "type.text",         [RK_TYPE_NAME] = "type.name",
        [RK_TYPE_INTEGER] = "type.integer",   [RK_TYPE_NUMBER] = "type.number",
        [RK_TYPE_DATE] = "type.date",         [RK_TYPE_BOOL] = "type.bool",
        [RK_TYPE_CHOICE] = "type.choice",     [RK_TYPE_CLASS] = "type.class",
        [RK_TYPE_LATITUDE] = "type.latitude", [RK_TYPE_LONGITUDE] = "type.longitude",
        [RK_TYPE_PHONE] = "type.phone",       [RK_TYPE_ADDRESS] = "type.address",
        [RK_TYPE_SUBJECT] = "type.subject"};
    fprintf(stderr, "    %s", say(d, types[field->is->type]));
    if (field->is->type == RK_TYPE_DATE)
        fprintf(stderr, "; %s", say(d, "form.date"));
    if (isfinite(field->is->min) || isfinite(field->is->max)) {
        fputs(";", stderr);
        if (isfinite(field->is->min))
            fprintf(stderr, " ≥ %g", field->is->min);
        if (isfinite(field->is->max))
            fprintf(stderr, " ≤ %g", field->is->max);
    }
    fprintf(stderr, "\n    %s\n", say(d, "form.keys"));
}

/* ---- one form -----------------------------------------------------------------------------
 */

/* "#12" or "#3/2": to that field. */
static bool jump(const struct rk_form *form, struct rk_str typed, struct at *at)
{
    struct rk_str rest = rk_str_slice(typed, 1, typed.len);
    if (!rk_str_starts(typed, RK_STR("#")))
        return false;
    const struct rk_form_field *field = rk_form_field(form, rk_str_cut(&rest, '/'));
    int64_t line = 1;
    if (!field || (rest.len > 0 && !rk_str_int(rest, &line)) || line < 1 ||
        (field->in_table && line > form->rows))
        return false;
    *at = (struct at){(int32_t)(field - form->fields), field->in_table ? (int32_t)line : 0};
    return true;
}

/* Takes what was typed at a field; true: it was taken and *at stands at the next one. */
static bool take(struct cli_desk *d, struct rk_filled *f, struct rk_str typed, struct at *at)
{
    const struct rk_form *form = d->at.form;
    const struct rk_form_field *field = &form->fields[at->field];
    struct rk_str *said = rk_filled_said(form, f, field, at->line);
    if (rk_str_eq(typed, RK_STR("?"))) {
        explain(d, field);
        return true;
    }
    if (rk_str_eq(typed, RK_STR("<"))) {
        *at = before(form, *at);
        return true;
    }
    if (rk_str_eq(typed, RK_STR("."))) {
        *at = (struct at){form->field_count, 0};
        return true;
    }
    if (jump(form, typed, at))
        return true;
    if (typed.len == 0 && said->len == 0 && at->line > 0 && at->field == table_start(form)) {
        *at = leave_table(form, *at);
        return true;
    }
    if (typed.len == 0) { /* stays as it is */
        *at = next(form, *at);
        return true;
    }
    char room[2048];
    struct rk_buf why = {.at = room, .cap = sizeof room};
    const struct rk_str meant = rk_filled_meant(field, typed, &d->cli->keep);
    if (!rk_filled_fits(&d->at, field, meant, &why)) {
        fprintf(stderr, "    ✗ %.*s\n", RK_FMT(rk_buf_str(&why)));
        return false;
    }
    *said = meant;
    *at = next(form, *at);
    return true;
}

static enum typed ask_number(struct cli_desk *d, struct rk_filled *f)
{
    char room[LINE_MOST];
    for (;;) {
        struct rk_str typed;
        fprintf(stderr, "%s %d-", say(d, "paper.number"), (int)d->at.form->code);
        const enum typed got = read_line(room, &typed);
        if (got != TYPED_LINE)
            return got;
        if (rk_str_eq(typed, RK_STR(".")))
            return TYPED_END;
        char said[1024];
        struct rk_buf why = {.at = said, .cap = sizeof said};
        f->number = (struct rk_str){0};
        if (typed.len > 0 && !rk_filled_number(d->at.form, typed, &d->cli->keep, &f->number))
            rk_buf_printf(&why, "%s\n", say(d, "form.bad_number"));
        else if (!rk_filled_known(&d->at, f, &why))
            return TYPED_LINE;
        fprintf(stderr, "    ✗ %.*s", RK_FMT(rk_buf_str(&why)));
    }
}

static enum typed ask_fields(struct cli_desk *d, struct rk_filled *f, struct at at)
{
    char room[LINE_MOST];
    while (at.field < d->at.form->field_count) {
        struct rk_str typed;
        prompt(d, f, at);
        const enum typed got = read_line(room, &typed);
        if (got != TYPED_LINE)
            return got;
        (void)take(d, f, typed, &at);
    }
    return TYPED_LINE;
}

/* Shows the whole form with its faults and asks; *save says the answer. */
static enum typed ask_to_save(struct cli_desk *d, struct rk_filled *f, bool *save, bool *drop)
{
    char line[LINE_MOST];
    *save = *drop = false;
    for (;;) {
        struct rk_arena room = d->at.scratch.in;
        struct rk_buf shown = rk_buf_in(&room, 1 << 18), faults = rk_buf_in(&room, 1 << 18);
        struct rk_err err = {0};
        struct rk_str typed;
        struct at at;
        struct rk_scratch before_check = d->at.scratch;
        d->at.scratch.in = room;
        rk_filled_show(&d->at, f, &shown);
        const rk_status status = rk_filled_check(&d->at, f, &faults, &err);
        d->at.scratch = before_check;
        fprintf(stderr, "%.*s%.*s", RK_FMT(rk_buf_str(&shown)), RK_FMT(rk_buf_str(&faults)));
        if (status)
            fprintf(stderr, "%s\n", err.text);
        const bool good = !status && faults.len == 0;
        fprintf(stderr, "%s: ", say(d, good ? "form.save" : "form.mend"));
        const enum typed got = read_line(line, &typed);
        if (got != TYPED_LINE)
            return got;
        *drop = rk_str_eq(typed, RK_STR("x"));
        *save = typed.len == 0 && good;
        if (*drop || *save)
            return TYPED_LINE;
        if (jump(d->at.form, typed, &at)) {
            prompt(d, f, at);
            const enum typed again = read_line(line, &typed);
            if (again != TYPED_LINE)
                return again;
            (void)take(d, f, typed, &at);
        } else if (rk_str_eq(typed, RK_STR("<"))) {
            at = (struct at){d->at.form->field_count - 1, 0};
            const enum typed again = ask_fields(d, f, at);
            if (again != TYPED_LINE)
                return again;
        }
    }
}

static enum typed one_form(struct cli_desk *d, int *code)
{
    struct rk_filled *f = rk_filled_new(d->at.form, &d->cli->keep);
    struct rk_receipt receipt = {0};
    struct rk_err err = {0};
    bool save, drop;
    char line[LINE_MOST];
    if (!f) {
        *code = CLI_MACHINE;
        return TYPED_STOP;
    }
    enum typed got = ask_number(d, f);
    if (got == TYPED_LINE)
        got = ask_fields(d, f, (struct at){0, 0});
    if (got == TYPED_LINE) {
        fprintf(stderr, "%s: ", say(d, "paper.filled_by"));
        got = read_line(line, &f->filled_by);
        f->filled_by = rk_str_copy(&d->cli->keep, f->filled_by);
    }
    if (got == TYPED_LINE)
        got = ask_to_save(d, f, &save, &drop);
    if (got != TYPED_LINE || drop)
        return got;
    if (rk_filled_save(&d->at, f, &receipt, &err)) {
        *code = cli_fail(d->cli, &err);
        return TYPED_STOP;
    }
    cli_receipt(d->cli, &receipt);
    if (d->cli->json)
        *code = cli_receipt_json(d->cli, &receipt);
    return TYPED_LINE;
}

int cli_typing(struct cli_desk *d)
{
    int code = CLI_DONE;
    enum typed got = TYPED_LINE;
    fprintf(stderr, "%d · %s\n%s\n", (int)d->at.form->code,
            rk_form_title(d->at.form, d->cli->lang), say(d, "form.keys"));
    while (got == TYPED_LINE && code == CLI_DONE)
        got = one_form(d, &code);
    fputc('\n', stderr);
    if (code == CLI_DONE && got == TYPED_STOP)
        code = CLI_INTERRUPTED;
    return code;
}
