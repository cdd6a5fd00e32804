/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranok estimate: how many are on no list at all, by several named models. */
#include "cli.h"

#include "rk_estimate.h"
#include "rk_estimate_read.h"
#include "rk_file.h"
#include "rk_intake.h"
#include "rk_json.h"

enum { MOST_BY = 16, MOST_NOTES = 8, RANGE = RK_ESTIMATE_MODELS, ROWS = RANGE + 1 };

struct wish {
    const char *by[MOST_BY];
    struct rk_estimate_columns columns;
    struct rk_estimate_options options;
};

/* ---- what is wished
 * -------------------------------------------------------------------------- */

/* Takes every --by out of argv; the new argc, or -1. */
static int take_by(struct cli *cli, int argc, char **argv, struct wish *w)
{
    int kept = 1;
    bool literal = false;
    for (int i = 1; i < argc; i++) {
        const bool apart = strcmp(argv[i], "--by") == 0;
        literal |= strcmp(argv[i], "--") == 0;
        if (literal || (!apart && strncmp(argv[i], "--by=", 5) != 0)) {
            argv[kept++] = argv[i];
            continue;
        }
        if (apart && i + 1 >= argc) {
            (void)cli_usage(cli, argv[0], "%s: a value is missing", "--by");
            return -1;
        }
        if (w->columns.by_count == MOST_BY) {
            (void)cli_usage(cli, argv[0], "--by: at most %d columns", MOST_BY);
            return -1;
        }
        w->by[w->columns.by_count++] = apart ? argv[++i] : argv[i] + 5;
    }
    argv[kept] = NULL;
    w->columns.by = w->by;
    return kept;
}

static bool take_model(struct cli *cli, const char *text, unsigned *models)
{
    if (strcmp(text, "all") == 0) {
        *models = RK_ESTIMATE_ALL;
        return true;
    }
    for (int m = 0; m < RK_ESTIMATE_MODELS; m++)
        if (strcmp(text, rk_estimate_name((enum rk_estimate_model)m)) == 0) {
            *models = 1u << m;
            return true;
        }
    (void)cli_usage(
        cli, "estimate",
        "--model: \"%s\"; expected loglinear, loglinear-aic, loglinear-stepwise, dga, "
        "lcmcr or all",
        text);
    return false;
}

/* The operand's place in argv is 1 afterwards. */
static int read_wish(struct cli *cli, int argc, char **argv, struct wish *w)
{
    const char *model = "all", *delta = NULL, *nmax = NULL, *classes = NULL, *iterations = NULL;
    const struct cli_option options[] = {
        {"lists", 0, &w->columns.lists, NULL},
        {"model", 0, &model, NULL},
        {"delta", 0, &delta, NULL},
        {"nmax", 0, &nmax, NULL},
        {"classes", 0, &classes, NULL},
        {"iterations", 0, &iterations, NULL},
    };
    argc = take_by(cli, argc, argv, w);
    if (argc < 0)
        return CLI_USAGE;
    const int operands = cli_options(cli, argc, argv, options, (int)RK_COUNT(options));
    if (operands < 0)
        return CLI_USAGE;
    if (operands != 1)
        return cli_usage(cli, "estimate", "expected one table; see: ranok estimate --help");
    int64_t k = 0;
    w->options.seed = cli->seed;
    w->options.threads = cli->threads;
    w->options.progress = &cli->progress;
    if (!take_model(cli, model, &w->options.models))
        return CLI_USAGE;
    if (delta && !cli_double(cli, "--delta", delta, 1e-6, 1e6, &w->options.delta))
        return CLI_USAGE;
    if (nmax && !cli_int(cli, "--nmax", nmax, 1, INT64_C(1) << 31, &w->options.nmax))
        return CLI_USAGE;
    if (iterations && !cli_int(cli, "--iterations", iterations, 400, INT64_C(1) << 31,
                               &w->options.iterations))
        return CLI_USAGE;
    if (classes && !cli_int(cli, "--classes", classes, 2, 64, &k))
        return CLI_USAGE;
    w->options.classes = (int32_t)k;
    return CLI_DONE;
}

/* ---- the table
 * ------------------------------------------------------------------------------- */

static rk_status add_row(struct cli *cli, const char *shown, const struct rk_row *row,
                         struct rk_estimate_sheet **sheet, struct rk_err *err)
{
    struct rk_scratch scratch = cli->scratch;
    struct rk_str *cells = RK_NEW(&scratch, struct rk_str, row->cell_count);
    if (!cells)
        return rk_fail(err, RK_ENOMEM, shown, "the memory allowed is full");
    for (int32_t c = 0; c < row->cell_count; c++)
        cells[c] = row->cells[c].text;
    if (!*sheet)
        return rk_estimate_sheet_begin(shown, row->line, cells, row->cell_count, &cli->keep,
                                       sheet, err);
    return rk_estimate_sheet_row(*sheet, row->line, cells, row->cell_count, err);
}

static rk_status read_sheet(struct cli *cli, const char *path, struct rk_estimate_sheet **sheet,
                            struct rk_err *err)
{
    struct rk_intake *in = NULL;
    const struct rk_intake_options options = {0};
    const char *shown = rk_str_c(&cli->keep, rk_path_base(rk_str_of(path)));
    rk_status status = rk_intake_open(path, &options, &cli->keep, &in, err);
    bool end = false;
    while (!status) {
        struct rk_row row;
        status = rk_intake_next(in, &row, &end, err);
        if (status || end)
            break;
        status = add_row(cli, shown, &row, sheet, err);
    }
    rk_intake_close(in);
    if (!status && !*sheet)
        status = rk_fail(err, RK_EINVAL, shown, "there is no header");
    return status;
}

/* Columns nobody asked for by which the patterns of lists differ: one model for all their
 * values misleads. */
static int32_t look_at_extra(struct cli *cli, const struct rk_estimate_sheet *sheet,
                             const struct wish *w, const struct rk_estimate_read *read,
                             struct rk_str *notes)
{
    int32_t count = 0;
    for (int32_t i = 0; i < read->extra_count && count < MOST_NOTES; i++) {
        struct rk_arena room = cli->keep;
        struct rk_estimate_read apart;
        struct rk_err err;
        double p = 1.0;
        const char *by[] = {read->extra[i]};
        const struct rk_estimate_columns columns = {w->columns.lists, by, 1};
        if (rk_estimate_sheet_read(sheet, &columns, &room, cli->scratch, &apart, &err) ||
            apart.strata.count < 2 || apart.strata.count > 2000 ||
            rk_estimate_homogeneity(&apart.strata, cli->scratch, &p, &err) || p > 1e-3)
            continue;
        (void)rk_fail(
            &err, RK_EINVAL, "",
            "patterns of lists differ between the values of column %.60s; estimate them "
            "apart with --by",
            read->extra[i]);
        notes[count++] = rk_str_copy(&cli->keep, rk_str_of(err.text));
    }
    return count;
}

/* ---- results
 * --------------------------------------------------------------------------------- */

struct answer {
    const struct wish *wish;
    const struct rk_estimate_read *read;
    const struct rk_estimate *each;   /* [strata][RK_ESTIMATE_MODELS], NULL without strata */
    const struct rk_estimate *total;  /* [RK_ESTIMATE_MODELS] */
    struct rk_str differ[MOST_NOTES]; /* warnings of columns by which patterns differ */
    int32_t differ_count;
};

/* Rows of one stratum: the models asked for, and their range when they are several. */
static int32_t rows_of(struct cli *cli, const struct answer *a,
                       const struct rk_estimate *models, const struct rk_estimate *row[ROWS])
{
    int32_t count = 0;
    for (int m = 0; m < RK_ESTIMATE_MODELS; m++)
        if (a->wish->options.models >> m & 1)
            row[count++] = &models[m];
    struct rk_estimate *range = RK_NEW(&cli->keep, struct rk_estimate, 1);
    if (count > 1 && range && !rk_estimate_range(row, count, &cli->keep, range, NULL))
        row[count++] = range;
    return count;
}

/* To a millionth: what is beyond is noise. */
static double tidy(double x)
{
    return isfinite(x) && fabs(x) < 1e9 ? floor(x * 1e6 + 0.5) / 1e6 : x;
}

static void json_warning(struct rk_json_out *w, const char *code, struct rk_str text)
{
    rk_json_object(w);
    rk_json_kstr(w, "code", rk_str_of(code));
    rk_json_kstr(w, "text", text);
    rk_json_object_end(w);
}

static void json_details(struct rk_json_out *w, const struct answer *a,
                         const struct rk_estimate *e)
{
    rk_json_key(w, RK_STR("details"));
    rk_json_object(w);
    for (int32_t i = 0; i < e->detail_count; i++) {
        if (e->details[i].text.at)
            rk_json_kstr(w, e->details[i].name, e->details[i].text);
        else
            rk_json_knum(w, e->details[i].name, tidy(e->details[i].number));
    }
    rk_json_key(w, RK_STR("lists"));
    rk_json_array(w);
    for (int32_t j = 0; j < a->read->strata.tables[0].lists; j++)
        rk_json_str(w, rk_str_of(a->read->strata.tables[0].names[j]));
    rk_json_array_end(w);
    rk_json_key(w, RK_STR("warnings"));
    rk_json_array(w);
    for (int32_t i = 0; i < e->warning_count; i++)
        json_warning(w, e->warnings[i].code, e->warnings[i].text);
    for (int32_t i = 0; i < a->differ_count; i++)
        json_warning(w, "strata_differ", a->differ[i]);
    rk_json_array_end(w);
    rk_json_object_end(w);
}

static void json_row(struct rk_json_out *w, const struct answer *a, const char *stratum,
                     const struct rk_estimate *e)
{
    const bool refused = e->refused.at != NULL;
    rk_json_object(w);
    rk_json_kstr(w, "stratum", rk_str_of(stratum));
    rk_json_kstr(w, "model", rk_str_of(e->model));
    rk_json_knum(w, "estimate", refused ? (double)NAN : tidy(e->estimate));
    rk_json_key(w, RK_STR("centre"));
    if (refused)
        rk_json_null(w);
    else
        rk_json_str(w, rk_str_of(e->centre));
    rk_json_knum(w, "low", refused ? (double)NAN : tidy(e->low));
    rk_json_knum(w, "high", refused ? (double)NAN : tidy(e->high));
    rk_json_knum(w, "level", e->level);
    rk_json_knum(w, "observed", tidy(e->observed));
    rk_json_key(w, RK_STR("refused"));
    if (refused)
        rk_json_str(w, e->refused);
    else
        rk_json_null(w);
    json_details(w, a, e);
    rk_json_object_end(w);
}

static void csv_row(struct rk_buf *out, const char *stratum, const struct rk_estimate *e)
{
    cli_csv(out, rk_str_of(stratum));
    rk_buf_printf(out, ",%s,%.0f,", e->model, e->observed);
    if (e->refused.at)
        rk_buf_c(out, ",,,,");
    else
        rk_buf_printf(out, "%.1f,%s,%.1f,%.1f,", e->estimate, e->centre, e->low, e->high);
    rk_buf_printf(out, "%.2f,", e->level);
    if (e->refused.at)
        cli_csv(out, e->refused);
    rk_buf_char(out, '\n');
}

/* What speaks against the figures, once each, on stderr. */
static void say_warnings(struct cli *cli, const struct rk_estimate *const *row, int32_t count,
                         const struct answer *a)
{
    for (int32_t r = 0; r < count; r++)
        for (int32_t i = 0; i < row[r]->warning_count; i++) {
            bool said = false;
            for (int32_t q = 0; q < r && !said; q++)
                for (int32_t k = 0; k < row[q]->warning_count && !said; k++)
                    said = strcmp(row[q]->warnings[k].code, row[r]->warnings[i].code) == 0;
            if (!said)
                cli_say(cli, "! %s: %.*s", row[r]->model, RK_FMT(row[r]->warnings[i].text));
        }
    for (int32_t i = 0; i < a->differ_count; i++)
        cli_say(cli, "! %.*s", RK_FMT(a->differ[i]));
}

static int print_answer(struct cli *cli, const struct answer *a)
{
    const int32_t strata = a->each ? a->read->strata.count : 0;
    struct rk_buf text = rk_buf_in(&cli->keep, ((ptrdiff_t)strata + 1) * ROWS * 16384);
    struct rk_json_out w = rk_json_write(&text);
    w.any_order = true;
    if (cli->json)
        rk_json_array(&w);
    else
        rk_buf_c(&text, "stratum,model,observed,estimate,centre,low,high,level,refused\n");
    for (int32_t s = 0; s <= strata; s++) {
        const struct rk_estimate *row[ROWS];
        const bool last = s == strata;
        const char *name = !last ? a->read->strata.names[s] : strata ? "total" : "all";
        const int32_t rows =
            rows_of(cli, a, last ? a->total : a->each + (ptrdiff_t)s * RK_ESTIMATE_MODELS, row);
        for (int32_t r = 0; r < rows; r++) {
            if (cli->json)
                json_row(&w, a, name, row[r]);
            else
                csv_row(&text, name, row[r]);
        }
        if (last && !cli->json)
            say_warnings(cli, row, rows, a);
    }
    if (cli->json) {
        rk_json_array_end(&w);
        rk_buf_char(&text, '\n');
    }
    if (text.failed || w.failed) {
        struct rk_err err;
        (void)rk_fail(&err, RK_ENOMEM, "estimate", "the memory allowed is full");
        return cli_fail(cli, &err);
    }
    return cli_print(cli, rk_buf_str(&text));
}

static rk_status compute(struct cli *cli, const struct rk_estimate_sheet *sheet,
                         const struct wish *w, struct rk_estimate_read *read, struct answer *a,
                         struct rk_err *err)
{
    rk_status status =
        rk_estimate_sheet_read(sheet, &w->columns, &cli->keep, cli->scratch, read, err);
    if (status)
        return status;
    struct rk_estimate *total = RK_NEW(&cli->keep, struct rk_estimate, RK_ESTIMATE_MODELS);
    struct rk_estimate *each = RK_NEW(&cli->keep, struct rk_estimate,
                                      (ptrdiff_t)read->strata.count * RK_ESTIMATE_MODELS);
    if (cli->keep.failed)
        return rk_fail(err, RK_ENOMEM, "estimate", "the memory allowed is full");
    *a = (struct answer){.wish = w, .read = read, .total = total};
    a->differ_count = look_at_extra(cli, sheet, w, read, a->differ);
    if (w->columns.by_count == 0)
        return rk_estimate_fit(&read->strata.tables[0], &w->options, &cli->keep, cli->scratch,
                               total, err);
    a->each = each;
    return rk_estimate_sum(&read->strata, &w->options, &cli->keep, cli->scratch, each, total,
                           err);
}

int cmd_estimate(struct cli *cli, int argc, char **argv)
{
    struct wish w = {0};
    struct rk_err err;
    struct rk_estimate_sheet *sheet = NULL;
    struct rk_estimate_read read;
    struct answer a;
    const int code = read_wish(cli, argc, argv, &w);
    if (code)
        return code;
    if (read_sheet(cli, argv[1], &sheet, &err))
        return cli_fail(cli, &err);
    if (compute(cli, sheet, &w, &read, &a, &err))
        return cli_fail(cli, &err);
    return print_answer(cli, &a);
}
