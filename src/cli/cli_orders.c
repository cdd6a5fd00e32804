/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Work orders: from the plan of the day, what each crew does next, a page for a crew. */
#include "cli_orders.h"

enum { COLUMNS = 8, ORDER_ROWS = 14 };

/* Columns of the list cold.schedule, as the plan makes it. */
enum { S_CREW, S_ORDER, S_WHAT, S_FROM, S_TO, S_WARMS, S_NOT_BEFORE, S_WHY };

static struct rk_str word(const struct cli *cli, const char *key)
{
    return rk_str_of(rk_word(cli->lang, key));
}

static const struct rk_list *find_schedule(const struct rk_report *report)
{
    for (int32_t i = 0; i < report->list_count; i++)
        if (strcmp(report->lists[i].id, "cold.schedule") == 0)
            return &report->lists[i];
    return NULL;
}

static struct rk_str cell_text(struct cli *cli, const struct rk_list_cell *c)
{
    struct rk_buf b = rk_buf_in(&cli->keep, 64);
    if (c->text.len || isnan(c->number))
        return c->text;
    rk_say_number(cli->lang, c->number, c->decimals, &b);
    return rk_buf_str(&b);
}

static const struct rk_paper_column *columns(struct cli *cli)
{
    static const struct {
        const char *head;
        double share;
        bool numeric;
    } of[COLUMNS] = {
        {"list.column.order", 0.04, true},   {"list.column.what", 0.33, false},
        {"list.column.from", 0.085, false},  {"list.column.to", 0.085, false},
        {"list.column.warms", 0.08, true},   {"list.column.not_before", 0.10, false},
        {"orders.column.test", 0.16, false}, {"orders.column.done", 0.12, false}};
    struct rk_paper_column *out = RK_NEW(&cli->keep, struct rk_paper_column, COLUMNS);
    for (int c = 0; out && c < COLUMNS; c++)
        out[c] = (struct rk_paper_column){word(cli, of[c].head), of[c].share, of[c].numeric};
    return out;
}

/* The first rows of one crew; the page says how many more there are. */
static bool one_order(struct cli *cli, const struct cli_lists *lists, const struct rk_list *l,
                      int32_t first, int32_t rows, int32_t number, int32_t most,
                      struct rk_paper_list *out)
{
    static const int from[COLUMNS - 2] = {S_ORDER, S_WHAT, S_FROM, S_TO, S_WARMS, S_NOT_BEFORE};
    const int32_t printed = rows < most ? rows : most;
    struct rk_str *cells = RK_NEW(&cli->keep, struct rk_str, (ptrdiff_t)printed * COLUMNS);
    bool *strong = RK_NEW(&cli->keep, bool, printed);
    const struct rk_str crew = l->cell[(ptrdiff_t)first * l->columns + S_CREW].text;
    *out = (struct rk_paper_list){
        .number = rk_str_printf(&cli->keep, "%s-%d", rk_word(cli->lang, "orders.letter"),
                                (int)number),
        .title = rk_str_printf(&cli->keep, "%s: %.*s", rk_word(cli->lang, "orders.title"),
                               RK_FMT(crew)),
        .office = word(cli, "orders.office"),
        .holders = word(cli, "orders.holders"),
        .about = lists->about,
        .note = word(cli, "orders.note"),
        .back = word(cli, "paper.list.back"),
        .nothing = word(cli, "paper.list.nothing"),
        .column = columns(cli),
        .columns = COLUMNS,
        .rows = printed,
        .cell = cells,
        .strong = strong};
    if (!cells || !strong || !out->column)
        return false;
    if (rows > printed)
        out->note = rk_str_printf(&cli->keep, "%.*s %s %d.", RK_FMT(out->note),
                                  rk_word(cli->lang, "orders.more"), (int)(rows - printed));
    for (int32_t i = 0; i < printed; i++) {
        const struct rk_list_cell *row = &l->cell[(ptrdiff_t)(first + i) * l->columns];
        for (int c = 0; c < COLUMNS - 2; c++)
            cells[i * COLUMNS + c] = cell_text(cli, &row[from[c]]);
        strong[i] = row[S_WHAT].strong;
    }
    return true;
}

static int32_t crew_rows(const struct rk_list *l, int32_t first)
{
    int32_t n = 1;
    while (first + n < l->rows &&
           rk_str_eq(l->cell[(ptrdiff_t)(first + n) * l->columns + S_CREW].text,
                     l->cell[(ptrdiff_t)first * l->columns + S_CREW].text))
        n++;
    return n;
}

rk_status cli_orders_make(struct cli *cli, const struct rk_report *report, int32_t rows,
                          int32_t copies, struct rk_lists_order *out, struct rk_err *err)
{
    const struct rk_list *l = find_schedule(report);
    struct cli_lists lists;
    if (!l)
        return rk_fail(err, RK_EINVAL, "orders",
                       "no work can be planned: boiler houses or houses without heat, and "
                       "crews that can do the work, are expected on record");
    const rk_status bad =
        cli_lists_begin(cli, report->situation, report->day, NULL, &lists, err);
    if (bad)
        return bad;
    struct rk_paper_list *made =
        RK_NEW(&cli->keep, struct rk_paper_list, (ptrdiff_t)l->rows * copies + 1);
    int32_t count = 0, number = 0;
    for (int32_t i = 0; made && i < l->rows;) {
        struct rk_paper_list one;
        const int32_t of_crew = crew_rows(l, i);
        if (!one_order(cli, &lists, l, i, of_crew, ++number, rows > 0 ? rows : ORDER_ROWS,
                       &one))
            break;
        for (int32_t c = 1; c <= copies; c++) {
            one.copy = cli_list_copy(cli, c, copies);
            made[count++] = one;
        }
        i += of_crew;
    }
    if (cli->keep.failed || !made)
        return rk_fail(err, RK_ENOMEM, "orders", "not enough memory for the work orders");
    *out = (struct rk_lists_order){
        .lists = made, .list_count = count, .lang = cli->lang, .day = report->day};
    return RK_OK;
}
