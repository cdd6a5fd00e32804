/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranok export: claims, figures, statements as CSV; the log as tiles; one entry's proof. */
#include "cli_figures.h"

#include "rk_file.h"

static void field(struct rk_buf *out, struct rk_str s, bool last)
{
    cli_csv(out, s);
    rk_buf_char(out, last ? '\n' : ',');
}

static void number(struct rk_buf *out, double x)
{
    char text[32] = "";
    if (!isnan(x))
        rk_double_text(x, text);
    field(out, rk_str_of(text), false);
}

/* ---- claims --------------------------------------------------------------------------------
 */

static void claim_row(const struct rk_situation *s, const struct rk_view *v, int64_t i,
                      struct rk_arena room, struct rk_buf *out)
{
    const struct rk_sit_part *p = &s->part[s->claim[i].part];
    const struct rk_batch_info *b = &s->batch[p->batch];
    const struct rk_claim c = rk_sit_claim_said(s, i);
    const int64_t by = rk_view_replaced_by(v, i);
    char as_of[24], at[24], batch[16];
    rk_when_iso(c.as_of, as_of);
    rk_instant_iso(b->recorded_at, at);
    snprintf(batch, sizeof batch, "%d", b->number);
    field(out, rk_sit_claim_id(s, i, &room), false);
    field(out, rk_sit_text(s, s->subject[p->subject].id), false);
    field(out, c.aspect, false);
    number(out, c.value.kind == RK_VALUE_DATE ? RK_NAN : c.value.low);
    number(out, c.value.kind == RK_VALUE_DATE ? RK_NAN : c.value.high);
    if (c.value.kind == RK_VALUE_DATE) {
        char iso[24];
        rk_when_iso(c.value.when, iso);
        field(out, rk_str_of(iso), false);
    } else {
        field(out, c.value.text, false);
    }
    const struct rk_str rest[] = {c.bound,
                                  c.unit,
                                  c.definition,
                                  c.denominator,
                                  c.scope,
                                  c.method,
                                  rk_str_of(as_of),
                                  p->source < 0 ? (struct rk_str){0}
                                                : rk_sit_text(s, s->subject[p->source].id),
                                  rk_sit_text(s, p->place),
                                  b->author,
                                  rk_str_of(at),
                                  rk_str_of(batch),
                                  by < 0 ? (struct rk_str){0} : rk_sit_claim_id(s, by, &room),
                                  v->counts[p->batch] ? RK_STR("yes") : RK_STR("no")};
    for (ptrdiff_t r = 0; r < RK_COUNT(rest); r++)
        field(out, rest[r], r + 1 == RK_COUNT(rest));
}

static int export_claims(struct cli *cli, const char *path)
{
    struct rk_situation *s = NULL;
    struct rk_view v;
    struct rk_err err = {0};
    const int code = cli_situation(cli, &s, NULL);
    if (code)
        return code;
    if (rk_view_make(s, s->head, INT32_MAX, &cli->keep, &v, &err))
        return cli_fail(cli, &err);
    struct rk_buf out = cli_buffer(cli);
    rk_buf_c(&out,
             "claim,about,aspect,value_low,value_high,text,bound,unit,definition,denominator,"
             "scope,method,as_of,source,place,recorded_by,recorded_at,batch,replaced_by,"
             "counts\n");
    for (int64_t i = 0; i < s->claims; i++)
        claim_row(s, &v, i, cli->scratch.in, &out);
    if (out.failed) {
        (void)rk_fail(&err, RK_ENOMEM, path, "not enough memory for the export");
        return cli_fail(cli, &err);
    }
    return cli_write(cli, path, rk_buf_str(&out));
}

/* ---- figures and statements ----------------------------------------------------------------
 */

static void figure_row(const struct rk_figure *f, enum rk_lang lang, struct rk_buf *out)
{
    char as_of[24];
    rk_when_iso(f->as_of, as_of);
    field(out, rk_str_of(f->def->id), false);
    field(out, rk_str_of(rk_form(&f->def->label, lang, 5)), false);
    number(out, f->value);
    number(out, f->low);
    number(out, f->high);
    const struct rk_str rest[] = {f->known ? rk_str_of(cli_bound_id(f->bound))
                                           : (struct rk_str){0},
                                  f->text,
                                  rk_str_of(f->def->unit),
                                  f->definition,
                                  f->denominator,
                                  f->scope,
                                  rk_str_of(as_of),
                                  f->method,
                                  f->conflict ? RK_STR("yes") : RK_STR("no")};
    for (ptrdiff_t r = 0; r < RK_COUNT(rest); r++)
        field(out, rest[r], r + 1 == RK_COUNT(rest));
}

static void statement_row(const struct rk_statement *s, struct rk_buf *out)
{
    char as_of[24];
    rk_when_iso(s->as_of, as_of);
    field(out, s->claim, false);
    field(out, s->figure, false);
    field(out, s->about, false);
    field(out, s->aspect, false);
    number(out, s->value_low);
    number(out, s->value_high);
    const struct rk_str rest[] = {rk_str_of(cli_bound_id(s->bound)),
                                  s->text,
                                  s->unit,
                                  s->definition,
                                  s->denominator,
                                  s->scope,
                                  s->method,
                                  rk_str_of(as_of),
                                  s->according_to,
                                  s->role,
                                  s->party,
                                  s->reported_in,
                                  s->note,
                                  s->recorded_by,
                                  s->recorded_at,
                                  s->replaced_by,
                                  s->used ? RK_STR("yes") : RK_STR("no"),
                                  s->differs ? RK_STR("yes") : RK_STR("no")};
    for (ptrdiff_t r = 0; r < RK_COUNT(rest); r++)
        field(out, rest[r], r + 1 == RK_COUNT(rest));
}

static int export_report(struct cli *cli, const char *path, const char *day, bool statements)
{
    struct rk_report r;
    const int code = cli_report(cli, day, 0, NULL, &r);
    if (code)
        return code;
    struct rk_buf out = cli_buffer(cli);
    rk_buf_c(&out, statements
                       ? "claim,figure,about,aspect,value_low,value_high,bound,text,unit,"
                         "definition,denominator,scope,method,as_of,according_to,role,party,"
                         "reported_in,note,recorded_by,recorded_at,replaced_by,used,differs\n"
                       : "id,label,value,low,high,bound,text,unit,definition,denominator,scope,"
                         "as_of,method,conflict\n");
    for (int32_t i = 0; i < r.figure_count; i++) {
        if (!statements)
            figure_row(&r.figures[i], cli->lang, &out);
        for (int32_t j = 0; statements && j < r.figures[i].statement_count; j++)
            statement_row(&r.figures[i].statements[j], &out);
    }
    for (int32_t i = 0; statements && i < r.unsorted_count; i++)
        statement_row(&r.unsorted[i], &out);
    for (int32_t i = 0; statements && i < r.elsewhere_count; i++)
        statement_row(&r.elsewhere[i], &out);
    return cli_write(cli, path, rk_buf_str(&out));
}

/* ---- the log -------------------------------------------------------------------------------
 */

static int export_log(struct cli *cli, const char *path, const char *claim)
{
    struct rk_str passphrase, proof = {0};
    struct rk_ledger *ledger = NULL;
    struct rk_err err = {0};
    int64_t entry = 0;
    const int code = cli_passphrase(cli, true, &passphrase);
    if (code)
        return code;
    rk_status status =
        rk_ledger_open(cli->town, RK_LEDGER_READ, passphrase, &cli->keep, &ledger, &err);
    if (!status && claim) { /* "ranok/7f3a9c1e/12/5" or an entry's number */
        struct rk_str rest = rk_str_of(claim);
        const struct rk_str origin = rk_ledger_head(ledger)->origin;
        if (rk_str_starts(rest, origin))
            rest = rk_str_slice(rest, origin.len + 1, rest.len);
        status = rk_str_int(rk_str_cut(&rest, '/'), &entry)
                     ? rk_ledger_proof(ledger, entry, &cli->keep, cli->scratch, &proof, &err)
                     : rk_fail(&err, RK_EINVAL, claim, "not the id of a claim");
    } else if (!status) {
        status = rk_ledger_tiles(ledger, path, cli->scratch, &err);
    }
    rk_ledger_close(ledger);
    if (status)
        return cli_fail(cli, &err);
    return claim ? cli_write(cli, path, proof) : CLI_DONE;
}

int cmd_export(struct cli *cli, int argc, char **argv)
{
    const char *path = NULL, *day = NULL, *claim = NULL;
    const struct cli_option options[] = {
        {"output", 'o', &path, NULL}, {"day", 0, &day, NULL}, {"claim", 0, &claim, NULL}};
    const int operands = cli_options(cli, argc, argv, options, (int)RK_COUNT(options));
    if (operands < 0)
        return CLI_USAGE;
    const struct rk_str kind = rk_str_of(operands == 1 ? argv[1] : "");
    if (!path)
        path = "-";
    if (rk_str_eq(kind, RK_STR("claims")) || rk_str_eq(kind, RK_STR("csv")))
        return export_claims(cli, path);
    if (rk_str_eq(kind, RK_STR("figures")))
        return export_report(cli, path, day, false);
    if (rk_str_eq(kind, RK_STR("statements")))
        return export_report(cli, path, day, true);
    if (rk_str_eq(kind, RK_STR("tiles")) && strcmp(path, "-") != 0)
        return export_log(cli, path, NULL);
    if (rk_str_eq(kind, RK_STR("proof")) && claim)
        return export_log(cli, path, claim);
    return cli_usage(cli, "export",
                     "expected claims, figures, statements, tiles -o DIR or proof --claim ID");
}
