/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranok form: a filled form of paper, typed in: one form, one act. */
#include "cli_form.h"

#include "rk_file.h"

#include <unistd.h>

enum { STDIN_MOST = 16 << 20 };

struct pairs {
    struct cli_desk *desk;
    struct rk_buf faults;
    int64_t line; /* on standard input; 0: of the command line */
};

static const char *say(const struct cli_desk *d, const char *key)
{
    return rk_word(d->cli->lang, key);
}

/* Begins a fault: "stdin:12: " */
static void place(struct pairs *p)
{
    if (p->line > 0)
        rk_buf_printf(&p->faults, "stdin:%lld: ", (long long)p->line);
}

/* The field and the line of the table that "12", "death_date" or "3/2" name. */
static const struct rk_form_field *field_of(const struct rk_form *form, struct rk_str name,
                                            int32_t *line)
{
    const struct rk_form_field *field = rk_form_field(form, rk_str_cut(&name, '/'));
    int64_t n = 1;
    if (!field || (name.at && !rk_str_int(name, &n)) || (name.at && !field->in_table) ||
        n < 1 || (field->in_table && n > form->rows))
        return NULL;
    *line = field->in_table ? (int32_t)n : 0;
    return field;
}

static void take_pair(struct pairs *p, struct rk_filled *f, struct rk_str pair)
{
    struct cli_desk *d = p->desk;
    struct rk_arena *keep = &d->cli->keep;
    int32_t line = 0;
    struct rk_str value = pair;
    const struct rk_str name = rk_str_trim(rk_str_cut(&value, '='));
    const bool number = rk_str_eq(name, RK_STR("form")) || rk_str_eq(name, RK_STR("0"));
    if (number && value.at) {
        if (!rk_filled_number(d->at.form, value, keep, &f->number)) {
            place(p);
            rk_buf_printf(&p->faults, "%.*s: %s\n", RK_FMT(pair), say(d, "form.bad_number"));
        }
        return;
    }
    if (rk_str_eq(name, RK_STR("filled_by"))) {
        f->filled_by = rk_str_copy(keep, rk_str_trim(value));
        return;
    }
    const struct rk_form_field *field = value.at ? field_of(d->at.form, name, &line) : NULL;
    if (!field) {
        place(p);
        rk_buf_printf(&p->faults, "\"%.*s\": %s\n", RK_FMT(pair), say(d, "form.no_field"));
        return;
    }
    struct rk_str *said = rk_filled_said(d->at.form, f, field, line);
    if (said->len > 0) {
        place(p);
        rk_filled_label(field, d->cli->lang, &p->faults);
        rk_buf_printf(&p->faults, ": %s\n", say(d, "form.twice"));
        return;
    }
    *said = rk_filled_meant(field, value, keep);
}

/* Checks and saves one form. Exit code; faults are said. */
static int finish(struct pairs *p, struct rk_filled *f, bool dry_run)
{
    struct cli_desk *d = p->desk;
    struct cli *cli = d->cli;
    struct rk_err err = {0};
    struct rk_receipt receipt = {0};
    struct rk_str name = f->number.len ? f->number : rk_str_of(d->at.form->id);
    if (p->faults.len == 0 && rk_filled_check(&d->at, f, &p->faults, &err))
        return cli_fail(cli, &err);
    if (p->faults.len > 0) {
        struct rk_str rest = rk_buf_str(&p->faults);
        while (rest.len > 0) {
            const struct rk_str fault = rk_str_cut(&rest, '\n');
            fprintf(stderr, "%s %.*s: %.*s\n", say(d, "form.form"), RK_FMT(name),
                    RK_FMT(fault));
        }
        p->faults.len = 0;
        return CLI_REFUSED;
    }
    if (dry_run) {
        struct rk_buf shown = cli_buffer(cli);
        rk_filled_show(&d->at, f, &shown);
        return cli_print(cli, rk_buf_str(&shown));
    }
    if (rk_filled_save(&d->at, f, &receipt, &err))
        return cli_fail(cli, &err);
    cli_receipt(cli, &receipt);
    return cli->json ? cli_receipt_json(cli, &receipt) : CLI_DONE;
}

/* Forms are parted by an empty line or "---"; each is taken or refused by itself. */
static int take_stdin(struct pairs *p, bool dry_run)
{
    struct cli *cli = p->desk->cli;
    struct rk_err err = {0};
    struct rk_str text;
    struct rk_filled *f = NULL;
    int code = CLI_DONE;
    if (rk_file_read("-", STDIN_MOST, &cli->keep, &text, &err))
        return cli_fail(cli, &err);
    while (text.at || f) {
        const struct rk_str line = rk_str_trim(rk_str_cut(&text, '\n'));
        p->line++;
        if (line.len > 0 && !rk_str_eq(line, RK_STR("---"))) {
            f = f ? f : rk_filled_new(p->desk->at.form, &cli->keep);
            if (!f)
                return CLI_MACHINE;
            take_pair(p, f, line);
            continue;
        }
        if (!f)
            continue;
        const int done = finish(p, f, dry_run);
        f = NULL;
        if (done > CLI_REFUSED)
            return done;
        code = done ? done : code;
    }
    return code;
}

static int take_words(struct pairs *p, char **words, int count, bool dry_run)
{
    struct rk_filled *f = rk_filled_new(p->desk->at.form, &p->desk->cli->keep);
    if (!f)
        return CLI_MACHINE;
    for (int i = 0; i < count; i++)
        take_pair(p, f, rk_str_of(words[i]));
    return finish(p, f, dry_run);
}

static const struct rk_form *find_form(struct cli *cli, const char *word)
{
    struct rk_err err = {0};
    struct rk_forms forms = {0};
    if (rk_forms_load(&cli->keep, &forms, &err)) {
        (void)cli_fail(cli, &err);
        return NULL;
    }
    const struct rk_form *form = word ? rk_form_find(&forms, rk_str_of(word)) : NULL;
    if (form)
        return form;
    struct rk_buf names = rk_buf_in(&cli->keep, 1024);
    for (int32_t i = 0; i < forms.count; i++)
        rk_buf_printf(&names, "%s%s", i ? ", " : "", forms.at[i].id);
    (void)cli_usage(cli, "form", "\"%s\" is no form; expected one of: %.*s", word ? word : "",
                    RK_FMT(rk_buf_str(&names)));
    return NULL;
}

int cmd_form(struct cli *cli, int argc, char **argv)
{
    const char *day = NULL, *author = NULL;
    bool type = false, from_stdin = false, again = false, dry_run = false;
    const struct cli_option options[] = {
        {"day", 0, &day, NULL},     {"author", 0, &author, NULL},
        {"type", 0, NULL, &type},   {"stdin", 0, NULL, &from_stdin},
        {"again", 0, NULL, &again}, {"dry-run", 0, NULL, &dry_run}};
    const int operands = cli_options(cli, argc, argv, options, (int)RK_COUNT(options));
    if (operands < 0)
        return CLI_USAGE;
    const struct rk_form *form = find_form(cli, operands > 0 ? argv[1] : NULL);
    if (!form)
        return CLI_USAGE;
    if (operands == 1 && !from_stdin && !type && !isatty(STDIN_FILENO))
        return cli_usage(cli, "form", "expected FIELD=VALUE …, --stdin or --type");
    struct cli_desk desk;
    int code = cli_desk_open(cli, form, day, author, &desk);
    if (code)
        return code;
    desk.at.again = again;
    struct pairs pairs = {.desk = &desk, .faults = rk_buf_in(&cli->keep, 1 << 18)};
    if (from_stdin)
        code = take_stdin(&pairs, dry_run);
    else if (operands > 1)
        code = take_words(&pairs, argv + 2, operands - 1, dry_run);
    else
        code = cli_typing(&desk);
    cli_desk_close(&desk);
    return code;
}
