/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The weeks of the model town: its lists, corrections and decisions, day by day. */
#include "demo_days.h"

#include "rk_file.h"
#include "rk_import.h"

enum { CLAIMS_WATCHED = 40 };

/* A row that a later act speaks of, and where its claims stand in the log. */
struct watched {
    int32_t file;
    int64_t line;
    struct rk_str about, source;
    int32_t claims;
    struct {
        struct rk_str aspect;
        int64_t entry;
        int32_t ordinal;
        int compartment;
    } claim[CLAIMS_WATCHED];
};

struct days {
    struct cli *cli;
    const struct rk_model *model;
    struct cli_importer *importer;
    struct rk_arena own; /* what outlives an import */
    struct watched *row; /* by file, then line */
    int32_t rows, file;  /* the file that is being read */
    int32_t *batch;      /* [files] its latest batch, 0 */
    struct cli_demo_days *sum;
};

static int row_order(const void *a, const void *b)
{
    const struct watched *x = a, *y = b;
    if (x->file != y->file)
        return x->file < y->file ? -1 : 1;
    return x->line < y->line ? -1 : x->line > y->line;
}

static struct watched *watched_row(const struct days *d, int32_t file, int64_t line)
{
    const struct watched key = {.file = file, .line = line};
    return bsearch(&key, d->row, (size_t)d->rows, sizeof key, row_order);
}

static bool watch_rows(struct days *d)
{
    const struct rk_model *m = d->model;
    d->row = RK_NEW(&d->own, struct watched, 2 * m->acts + 1);
    d->batch = RK_NEW(&d->own, int32_t, m->files + 1);
    if (!d->row || !d->batch)
        return false;
    for (int32_t i = 0; i < m->acts; i++) {
        const struct rk_model_act *a = &m->act[i];
        if (a->row >= 0)
            d->row[d->rows++] = (struct watched){.file = a->file, .line = a->line};
        if (a->other_row >= 0)
            d->row[d->rows++] = (struct watched){.file = a->other_file, .line = a->other_line};
    }
    qsort(d->row, (size_t)d->rows, sizeof *d->row, row_order);
    int32_t kept = 0;
    for (int32_t i = 0; i < d->rows; i++)
        if (kept == 0 || row_order(&d->row[kept - 1], &d->row[i]) != 0)
            d->row[kept++] = d->row[i];
    d->rows = kept;
    return true;
}

static void saw(void *user, int64_t line, const struct rk_part *part, int64_t entry,
                int32_t ordinal)
{
    struct days *d = user;
    struct watched *w = watched_row(d, d->file, line);
    if (!w)
        return;
    w->about = rk_str_copy(&d->own, part->about);
    w->source = rk_str_copy(&d->own, part->source);
    for (int32_t i = 0; i < part->claim_count && w->claims < CLAIMS_WATCHED; i++) {
        w->claim[w->claims].aspect = rk_str_copy(&d->own, part->claims[i].aspect);
        w->claim[w->claims].entry = entry;
        w->claim[w->claims].ordinal = ordinal + i;
        w->claim[w->claims++].compartment = part->compartment;
    }
}

/* ---- acts ----------------------------------------------------------------------------------
 */

static int refuse(struct days *d, const struct rk_model_act *a, const char *what)
{
    struct rk_err err = {0};
    (void)rk_fail(&err, RK_EINVAL, d->model->file[a->file].name, "line %d: %s", (int)a->line,
                  what);
    return cli_fail(d->cli, &err);
}

static int take_list(struct days *d, const struct rk_model_act *a, const char *day)
{
    const struct rk_model_file *f = &d->model->file[a->file];
    const struct rk_arena before = d->cli->keep;
    struct rk_err err = {0};
    struct rk_str bytes;
    const char *path = rk_path_join(&d->cli->keep, d->sum->folder, f->name);
    rk_status status =
        rk_model_file_bytes(d->model, a->file, &d->cli->keep, d->cli->scratch, &bytes, &err);
    if (!status)
        status = rk_file_write(path, bytes, false, &err);
    if (status)
        return cli_fail(d->cli, &err);
    const struct cli_import what = {.files = &path,
                                    .count = 1,
                                    .kind = f->kind,
                                    .source = f->office,
                                    .day = day,
                                    .author = a->author,
                                    .saw = saw,
                                    .user = d};
    struct rk_receipt receipt = {0};
    int64_t refused = 0;
    d->file = a->file;
    const bool quiet = d->cli->quiet;
    d->cli->quiet = true;
    const int code = cli_importer_take(d->importer, &what, &receipt, &refused);
    d->cli->quiet = quiet;
    d->cli->keep = before;
    d->batch[a->file] = receipt.batch;
    d->sum->rows += f->rows;
    d->sum->refused += refused;
    return code;
}

static int close_act(struct days *d, struct rk_batch *batch, rk_status status,
                     struct rk_err *err)
{
    struct rk_receipt receipt = {0};
    if (!status)
        status = rk_batch_close(batch, &receipt, err);
    else if (batch)
        rk_batch_abandon(batch);
    return status ? cli_fail(d->cli, err) : CLI_DONE;
}

static int take_back(struct days *d, const struct rk_model_act *a, struct rk_act act)
{
    struct rk_err err = {0};
    struct rk_batch *batch = NULL;
    act.target = d->batch[a->file];
    const rk_status status =
        rk_batch_begin(cli_importer_ledger(d->importer), &act, &d->cli->keep, &batch, &err);
    return close_act(d, batch, status, &err);
}

static int correct(struct days *d, const struct rk_model_act *a, const struct rk_act *act)
{
    const struct watched *w = watched_row(d, a->file, a->line);
    const struct rk_kind *kind = rk_kind_find(rk_str_of(d->model->file[a->file].kind));
    const struct rk_aspect *aspect = kind ? rk_aspect_find(kind, rk_str_of(a->aspect)) : NULL;
    if (!w || !w->about.len || !aspect)
        return refuse(d, a, "no such row to correct");
    struct rk_claim claim;
    struct rk_fault fault;
    if (!rk_import_typed(aspect, a->value, act->day, d->cli->lang, &d->cli->keep, &claim,
                         &fault))
        return refuse(d, a, "the correction is no value of its column");
    struct rk_part part = {.compartment = (int)aspect->compartment,
                           .about = w->about,
                           .as_of = {act->day, act->day},
                           .claims = &claim,
                           .claim_count = 1};
    struct rk_ledger *ledger = cli_importer_ledger(d->importer);
    for (int32_t i = 0; i < w->claims; i++)
        if (rk_str_eq(w->claim[i].aspect, claim.aspect)) {
            claim.replaces = rk_str_printf(&d->cli->keep, "%.*s/%" PRId64 "/%d",
                                           RK_FMT(rk_ledger_head(ledger)->origin),
                                           w->claim[i].entry, w->claim[i].ordinal);
            part.compartment = w->claim[i].compartment;
        }
    claim.why = a->why;
    struct rk_err err = {0};
    struct rk_batch *batch = NULL;
    rk_status status = rk_batch_begin(ledger, act, &d->cli->keep, &batch, &err);
    if (!status)
        status = rk_batch_add(batch, &part, &err);
    d->sum->corrections++;
    return close_act(d, batch, status, &err);
}

static int decide(struct days *d, const struct rk_model_act *a, const struct rk_act *act)
{
    const struct watched *one = watched_row(d, a->file, a->line);
    const struct watched *other = watched_row(d, a->other_file, a->other_line);
    if (!one || !other || !one->about.len || !other->about.len)
        return refuse(d, a, "no such rows to decide on");
    const struct rk_claim claims[] = {
        {.aspect = a->kind == RK_MODEL_SAME ? RK_STR("same_as") : RK_STR("distinct_from"),
         .value = {.kind = RK_VALUE_TEXT, .text = other->about},
         .as_of = RK_WHEN_UNKNOWN,
         .period = RK_WHEN_UNKNOWN,
         .why = a->why},
        {.aspect = RK_STR("decided_with"),
         .value = {.kind = RK_VALUE_TEXT, .text = rk_str_of(a->second)},
         .as_of = RK_WHEN_UNKNOWN,
         .period = RK_WHEN_UNKNOWN}};
    const struct rk_part part = {.compartment = RK_PEOPLE,
                                 .about = one->about,
                                 .as_of = {act->day, act->day},
                                 .claims = claims,
                                 .claim_count = a->second ? 2 : 1};
    struct rk_err err = {0};
    struct rk_batch *batch = NULL;
    rk_status status =
        rk_batch_begin(cli_importer_ledger(d->importer), act, &d->cli->keep, &batch, &err);
    if (!status)
        status = rk_batch_add(batch, &part, &err);
    d->sum->decisions++;
    return close_act(d, batch, status, &err);
}

static int live(struct days *d, const struct rk_model_act *a)
{
    static const enum rk_act_kind kinds[] = {[RK_MODEL_IMPORT] = RK_ACT_IMPORT,
                                             [RK_MODEL_UNDO] = RK_ACT_UNDO,
                                             [RK_MODEL_CORRECT] = RK_ACT_CORRECTION,
                                             [RK_MODEL_SAME] = RK_ACT_DECISION,
                                             [RK_MODEL_DISTINCT] = RK_ACT_DECISION};
    char day[12];
    bool ok;
    rk_day_iso(a->day, day);
    if (a->kind == RK_MODEL_IMPORT)
        return take_list(d, a, day);
    const struct rk_arena before = d->cli->keep;
    struct rk_act act = cli_act(d->cli, kinds[a->kind], day, a->author, &ok);
    act.why = a->why;
    const int code = a->kind == RK_MODEL_UNDO      ? take_back(d, a, act)
                     : a->kind == RK_MODEL_CORRECT ? correct(d, a, &act)
                                                   : decide(d, a, &act);
    d->cli->keep = before;
    return code;
}

/* Lists that engines read and nobody imports. */
static int write_others(struct days *d)
{
    int code = CLI_DONE;
    for (int32_t i = 0; i < d->model->files && !code; i++) {
        const struct rk_model_file *f = &d->model->file[i];
        const struct rk_arena before = d->cli->keep;
        struct rk_err err = {0};
        struct rk_str bytes;
        if (f->kind[0])
            continue;
        rk_status status =
            rk_model_file_bytes(d->model, i, &d->cli->keep, d->cli->scratch, &bytes, &err);
        if (!status)
            status = rk_file_write(rk_path_join(&d->cli->keep, d->sum->folder, f->name), bytes,
                                   false, &err);
        d->cli->keep = before;
        code = status ? cli_fail(d->cli, &err) : CLI_DONE;
    }
    return code;
}

int cli_demo_live(struct cli *cli, const struct rk_model *model, struct cli_demo_days *sum)
{
    struct days d = {.cli = cli,
                     .model = model,
                     .sum = sum,
                     .own = rk_arena_open(rk_address_share((ptrdiff_t)1 << 28, 64))};
    int code = watch_rows(&d) ? cli_importer_open(cli, false, &d.importer) : CLI_MACHINE;
    for (int32_t i = 0; i < model->acts && !code; i++)
        code = live(&d, &model->act[i]);
    if (!code)
        code = write_others(&d);
    if (d.importer)
        cli_importer_close(d.importer);
    rk_arena_close(&d.own);
    return code;
}
