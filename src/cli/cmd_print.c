/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranok print: blank forms to be filled in by hand, numbered lists for the offices, work orders
 * for the crews. */
#include "cli_orders.h"
#ifdef RK_HAS_rounds
#include "cli_rounds.h"
#endif

#include "rk_file.h"

enum { FORMS_MOST = 40, COPIES_MOST = 999, SURVEY_ROWS = 1000 };

/* Which ones: operands behind "forms" or "lists", --kind and --office alike. */
struct choice {
    char **word;
    int count;
    const char *also; /* --kind or --office, words parted by ',' */
};

static bool chosen(const struct choice *c, bool (*is)(const void *thing, struct rk_str word),
                   const void *thing)
{
    struct rk_str also = rk_str_of(c->also);
    bool found = c->count == 0 && also.len == 0;
    for (int i = 0; i < c->count && !found; i++)
        found = is(thing, rk_str_of(c->word[i]));
    while (also.len > 0 && !found)
        found = is(thing, rk_str_trim(rk_str_cut(&also, ',')));
    return found;
}

/* The first word that chooses nothing among `count` things of `size` bytes; empty: all do. */
static struct rk_str idle_word(const struct choice *c,
                               bool (*is)(const void *thing, struct rk_str word),
                               const void *things, int32_t count, size_t size)
{
    struct rk_str also = rk_str_of(c->also);
    for (int i = 0; i < c->count || also.len > 0; i++) {
        const struct rk_str word =
            i < c->count ? rk_str_of(c->word[i]) : rk_str_trim(rk_str_cut(&also, ','));
        bool used = false;
        for (int32_t k = 0; k < count && !used; k++)
            used = is((const char *)things + (size_t)k * size, word);
        if (!used)
            return word;
    }
    return (struct rk_str){0};
}

/* ---- forms --------------------------------------------------------------------------------
 */

static bool form_is(const void *form, struct rk_str word)
{
    return rk_form_is(form, word);
}

/* The town's name and whether it is a model, when there is a town to ask. */
static int know_town(struct cli *cli, struct rk_forms_order *order)
{
    const char *file = rk_path_join(&cli->keep, cli->town, "ledger.sqlite");
    struct rk_situation *s = NULL;
    if (!file || !rk_file_exists(file))
        return CLI_DONE;
    const int code = cli_situation(cli, &s, NULL);
    if (code)
        return code;
    const struct cli_town_said said = cli_town_said(cli, s);
    order->town = said.name;
    order->model = said.model;
    order->day = said.day;
    return CLI_DONE;
}

static int print_forms(struct cli *cli, const char *path, const struct choice *choice,
                       int64_t copies, int64_t from)
{
    struct rk_forms forms;
    struct rk_err err = {0};
    struct rk_str pdf;
    const struct rk_form *wanted[FORMS_MOST];
    struct rk_forms_order order = {.forms = wanted,
                                   .lang = cli->lang,
                                   .copies = (int32_t)copies,
                                   .first = (int32_t)from,
                                   .day = cli_today()};
    if (rk_forms_load(&cli->keep, &forms, &err))
        return cli_fail(cli, &err);
    const struct rk_str idle =
        idle_word(choice, form_is, forms.at, forms.count, sizeof *forms.at);
    if (idle.len > 0)
        return cli_usage(cli, "print", "no form is called \"%.*s\"; see: ranok print --help",
                         RK_FMT(idle));
    for (int32_t i = 0; i < forms.count && order.form_count < FORMS_MOST; i++)
        if (chosen(choice, form_is, &forms.at[i]))
            wanted[order.form_count++] = &forms.at[i];
    const int code = know_town(cli, &order);
    if (code)
        return code;
    if (rk_forms_pdf(&order, &cli->keep, cli->scratch, &pdf, &err))
        return cli_fail(cli, &err);
    cli_say(cli, "%s: forms: %d, copies of each: %d", path, (int)order.form_count,
            (int)order.copies);
    return cli_write(cli, path, pdf);
}

/* ---- lists --------------------------------------------------------------------------------
 */

static bool list_is(const void *list, struct rk_str word)
{
    const struct cli_list_def *def = list;
    return rk_str_eq(word, rk_str_of(def->office)) || rk_str_eq(word, rk_str_of(def->id)) ||
           rk_str_eq(word, rk_str_of(def->kind));
}

struct wanted_lists {
    const char *day, *district;
    int64_t rows, copies;
};

/* Only buildings come by the ten thousand. */
static int32_t most_rows(const struct cli_list_def *def, int64_t rows)
{
    return rows > 0 ? (int32_t)rows : strcmp(def->id, "survey") == 0 ? SURVEY_ROWS : 0;
}

static int print_lists(struct cli *cli, const char *path, const struct choice *choice,
                       const struct wanted_lists *w)
{
    struct rk_situation *s = NULL;
    struct rk_err err = {0};
    struct rk_str pdf;
    int32_t count = 0;
    const struct cli_list_def *defs = cli_list_defs(&count);
    rk_day day = RK_DAY_NONE;
    if (w->day && !cli_day(cli, w->day, &day))
        return CLI_USAGE;
    const struct rk_str idle = idle_word(choice, list_is, defs, count, sizeof *defs);
    if (idle.len > 0)
        return cli_usage(cli, "print", "no list is called \"%.*s\"; see: ranok print --help",
                         RK_FMT(idle));
    const int code = cli_situation(cli, &s, NULL);
    if (code)
        return code;
    struct cli_lists lists;
    if (cli_lists_begin(cli, s, day, w->district, &lists, &err))
        return cli_fail(cli, &err);
    struct rk_lists_order order = {.lang = cli->lang, .day = lists.day};
    struct rk_paper_list *made =
        RK_NEW(&cli->keep, struct rk_paper_list, (ptrdiff_t)count * w->copies);
    int64_t rows = 0;
    rk_status status = made ? RK_OK : rk_fail(&err, RK_ENOMEM, "", "not enough memory");
    for (int32_t i = 0; i < count && !status; i++) {
        struct rk_paper_list list = {0};
        if (!chosen(choice, list_is, &defs[i]))
            continue;
        lists.most = most_rows(&defs[i], w->rows);
        status = cli_list_make(&lists, &defs[i], &list, &err);
        rows += list.rows;
        for (int32_t c = 1; c <= w->copies && !status; c++) {
            list.copy = cli_list_copy(cli, c, (int32_t)w->copies);
            made[order.list_count++] = list;
        }
    }
    order.lists = made;
    if (!status)
        status = rk_lists_pdf(&order, &cli->keep, cli->scratch, &pdf, &err);
    if (status)
        return cli_fail(cli, &err);
    cli_say(cli, "%s: %d sheets, %lld rows; they are numbered: let them come back", path,
            (int)order.list_count, (long long)rows);
    return cli_write(cli, path, pdf);
}

/* ---- work orders --------------------------------------------------------------------------
 */

static int print_orders(struct cli *cli, const char *path, const struct wanted_lists *w)
{
    struct rk_report report;
    struct rk_lists_order order;
    struct rk_err err = {0};
    struct rk_str pdf;
    const int code = cli_report(cli, w->day, 0, NULL, &report);
    if (code)
        return code;
    rk_status status =
        cli_orders_make(cli, &report, (int32_t)w->rows, (int32_t)w->copies, &order, &err);
    if (!status)
        status = rk_lists_pdf(&order, &cli->keep, cli->scratch, &pdf, &err);
    if (status)
        return cli_fail(cli, &err);
    cli_say(cli, "%s: %d work orders; they are numbered: let them come back", path,
            (int)order.list_count);
    return cli_write(cli, path, pdf);
}

/* ---- the drivers' sheets ------------------------------------------------------------------
 */

static int print_routes(struct cli *cli, const char *path, const char *day, const char *replan,
                        const char *at, int64_t copies)
{
#ifdef RK_HAS_rounds
    const struct cli_rounds_wish wish = {.day = day, .replan = replan, .at = at};
    return cli_routes_print(cli, path, &wish, copies);
#else
    (void)path, (void)day, (void)replan, (void)at, (void)copies;
    return cli_usage(cli, "print", "this program was built without the router");
#endif
}

/* ---- the command --------------------------------------------------------------------------
 */

int cmd_print(struct cli *cli, int argc, char **argv)
{
    const char *path = NULL, *kind = NULL, *office = NULL, *day = NULL, *district = NULL,
               *copies_text = NULL, *from_text = NULL, *rows_text = NULL, *replan = NULL,
               *at = NULL;
    const struct cli_option options[] = {
        {"output", 'o', &path, NULL},     {"kind", 0, &kind, NULL},
        {"office", 0, &office, NULL},     {"day", 0, &day, NULL},
        {"district", 0, &district, NULL}, {"copies", 0, &copies_text, NULL},
        {"from", 0, &from_text, NULL},    {"rows", 0, &rows_text, NULL},
        {"replan", 0, &replan, NULL},     {"at", 0, &at, NULL}};
    const int operands = cli_options(cli, argc, argv, options, (int)RK_COUNT(options));
    int64_t copies = 1, from = 0, rows = 0;
    if (operands < 0 ||
        (copies_text && !cli_int(cli, "--copies", copies_text, 1, COPIES_MOST, &copies)) ||
        (rows_text && !cli_int(cli, "--rows", rows_text, 1, 100000, &rows)) ||
        (from_text && !cli_int(cli, "--from", from_text, 1, 9999, &from)))
        return CLI_USAGE;
    const struct rk_str what = rk_str_of(operands > 0 ? argv[1] : "");
    const bool forms = rk_str_eq(what, RK_STR("forms"));
    const bool orders = rk_str_eq(what, RK_STR("orders"));
    const bool routes = rk_str_eq(what, RK_STR("routes"));
    if (!forms && !orders && !routes && !rk_str_eq(what, RK_STR("lists")))
        return cli_usage(cli, "print",
                         "expected forms, lists, orders or routes; see: ranok print --help");
    if ((orders || routes) && operands > 1)
        return cli_usage(cli, "print", "%s: every crew gets its own; see: ranok print --help",
                         orders ? "orders" : "routes");
    if (!path || !(rk_str_ends(rk_str_of(path), RK_STR(".pdf")) || strcmp(path, "-") == 0))
        return cli_usage(cli, "print", "-o FILE.pdf is expected");
    if (routes)
        return print_routes(cli, path, day, replan, at, copies);
    if (orders)
        return print_orders(cli, path, &(struct wanted_lists){day, district, rows, copies});
    const struct choice choice = {argv + 2, operands - 1, forms || !office ? kind : office};
    return forms ? print_forms(cli, path, &choice, copies, from)
                 : print_lists(cli, path, &choice,
                               &(struct wanted_lists){day, district, rows, copies});
}
