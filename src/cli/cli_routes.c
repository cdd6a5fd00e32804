/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The drivers' route sheets: numbered, with homes on them, to be returned by the evening. */
#include "cli_rounds.h"

#include "cli_record.h"

struct sheet_column {
    const char *head;
    double share;
    bool numeric;
};

static const char *word(const struct cli *cli, const char *key)
{
    return rk_word(cli->lang, key);
}

static struct rk_str text(const struct cli *cli, const char *key)
{
    return rk_str_of(word(cli, key));
}

/* Up to three texts with commas between them. */
static struct rk_str join(struct cli *cli, struct rk_str a, struct rk_str b, struct rk_str c)
{
    const struct rk_str all[] = {a, b, c};
    struct rk_buf out = rk_buf_in(&cli->keep, 1200);
    for (ptrdiff_t i = 0; i < RK_COUNT(all); i++)
        if (all[i].len) {
            rk_buf_c(&out, out.len ? ", " : "");
            rk_buf_add(&out, all[i]);
        }
    return rk_buf_str(&out);
}

/* "Metformin, 1000 mg, keep cold, runs out on 22.09.2022", or the care that is needed. */
static struct rk_str what(struct cli *cli, const struct rk_rounds_need *n, rk_day today)
{
    const struct rk_str day =
        n->runs_out == RK_DAY_NONE
            ? (struct rk_str){"", 0}
            : rk_str_printf(
                  &cli->keep, "%s %.*s",
                  word(cli, n->runs_out < today ? "rounds.ran_out" : "rounds.runs_out"),
                  RK_FMT(cli_day_text(n->runs_out, &cli->keep)));
    return join(cli, n->what, n->cold ? text(cli, "rounds.cold") : n->mobility,
                n->kind == RK_ROUNDS_MEDICINE ? day
                : n->reassess                 ? text(cli, "rounds.reassess")
                                              : (struct rk_str){"", 0});
}

static bool open_sheet(struct cli *cli, const struct cli_lists *head, int32_t number,
                       const struct sheet_column *columns, int32_t count, int32_t rows,
                       struct rk_paper_list *out)
{
    struct rk_paper_column *column = RK_NEW(&cli->keep, struct rk_paper_column, count);
    struct rk_str *cell = RK_NEW(&cli->keep, struct rk_str, (ptrdiff_t)rows * count + 1);
    for (int32_t c = 0; column && c < count; c++)
        column[c] = (struct rk_paper_column){text(cli, columns[c].head), columns[c].share,
                                             columns[c].numeric};
    *out = (struct rk_paper_list){
        .number =
            rk_str_printf(&cli->keep, "%s-%d", word(cli, "rounds.sheet.letter"), (int)number),
        .about = head->about,
        .back = text(cli, "paper.list.back"),
        .nothing = text(cli, "rounds.sheet.nothing"),
        .columns = count,
        .rows = rows,
        .column = column,
        .cell = cell};
    return column && cell;
}

static bool unserved_sheet(struct cli *cli, const struct cli_lists *head,
                           const struct rk_rounds *r, struct rk_paper_list *out)
{
    static const struct sheet_column columns[] = {
        {"rounds.col.n", 0.03, true},     {"rounds.col.urgency", 0.07, true},
        {"rounds.col.card", 0.12, false}, {"rounds.col.person", 0.17, false},
        {"rounds.col.home", 0.20, false}, {"rounds.col.what", 0.16, false},
        {"rounds.col.why", 0.25, false}};
    enum { COLUMNS = (int)RK_COUNT(columns) };
    struct rk_str *cell = RK_NEW(&cli->keep, struct rk_str, r->unserved * COLUMNS + 1);
    if (!cell || !open_sheet(cli, head, 1, columns, COLUMNS, r->unserved, out))
        return false;
    for (int32_t i = 0; i < r->unserved; i++) {
        const struct rk_rounds_need *n = &r->need[r->left[i].need];
        const struct rk_str row[COLUMNS] = {
            rk_str_printf(&cli->keep, "%d", (int)i + 1),
            rk_str_printf(&cli->keep, "%d", (int)n->rank + 1),
            cli_rounds_card(cli, n),
            n->name,
            join(cli, n->address, n->phone, (struct rk_str){"", 0}),
            what(cli, n, head->day),
            r->left[i].reason};
        memcpy(&cell[i * COLUMNS], row, sizeof row);
    }
    out->cell = cell;
    out->title = text(cli, "rounds.sheet.unserved");
    out->office = text(cli, "rounds.sheet.desk");
    out->holders = text(cli, "rounds.sheet.holders.desk");
    out->note = text(cli, "rounds.sheet.note.desk");
    return true;
}

/* "Trip 2 · take 12 homes' medicine, of these cold: 3" */
static struct rk_str trip(struct cli *cli, const struct rk_rounds_stop *load, int32_t number)
{
    struct rk_buf out = rk_buf_in(&cli->keep, 400);
    rk_buf_printf(&out, "%s %d", word(cli, "rounds.sheet.trip"), (int)number);
    if (load->boxes) {
        rk_buf_printf(&out, " · %s %d %s", word(cli, "rounds.sheet.take"), (int)load->boxes,
                      rk_plural(cli->lang, "rounds.boxes", load->boxes));
        if (load->cold)
            rk_buf_printf(&out, ", %s %d", word(cli, "rounds.of_cold"), (int)load->cold);
    }
    return rk_buf_str(&out);
}

static void driver_row(struct cli *cli, const struct rk_rounds *r, rk_day today,
                       const struct rk_rounds_stop *s, int32_t number, struct rk_str *cell)
{
    const struct rk_str none = {"", 0};
    const struct rk_rounds_need *n = s->need >= 0 ? &r->need[s->need] : NULL;
    cell[0] = rk_str_printf(&cli->keep, "%d", (int)number);
    cell[1] = cli_rounds_hour(&cli->keep, s->begin_s);
    cell[2] = text(cli, cli_rounds_act(s));
    cell[3] = n ? cli_rounds_card(cli, n) : none;
    cell[4] = n ? n->name : none;
    cell[5] = s->place.len ? s->place : n ? join(cli, n->address, n->phone, none) : none;
    cell[6] = n ? what(cli, n, today) : none;
    cell[7] = s->driven ? text(cli, "rounds.sheet.driven") : none;
}

static bool driver_table(struct cli *cli, const struct rk_rounds *r, rk_day today,
                         const struct rk_rounds_tour *t, struct rk_paper_list *out)
{
    struct rk_str *cell = RK_NEW(&cli->keep, struct rk_str, t->stops * out->columns + 1);
    struct rk_str *group = RK_NEW(&cli->keep, struct rk_str, t->stops + 1);
    bool *strong = RK_NEW(&cli->keep, bool, t->stops + 1);
    int32_t trips = 0;
    if (!cell || !group || !strong)
        return false;
    for (int32_t i = 0; i < t->stops; i++) {
        const struct rk_rounds_stop *s = &t->stop[i];
        group[i] = s->act == RK_ROUNDS_LOAD ? trip(cli, s, ++trips) : group[i - 1];
        strong[i] = s->need >= 0 && r->need[s->need].rank <= 1;
        driver_row(cli, r, today, s, i + 1, &cell[i * out->columns]);
    }
    out->cell = cell;
    out->group = group;
    out->strong = strong;
    return true;
}

static bool driver_sheet(struct cli *cli, const struct cli_lists *head,
                         const struct cli_rounds *rounds, int32_t which,
                         struct rk_paper_list *out)
{
    static const struct sheet_column columns[] = {
        {"rounds.col.n", 0.03, true},       {"rounds.col.time", 0.05, false},
        {"rounds.col.act", 0.12, false},    {"rounds.col.card", 0.11, false},
        {"rounds.col.person", 0.18, false}, {"rounds.col.home", 0.22, false},
        {"rounds.col.what", 0.18, false},   {"rounds.col.done", 0.11, false}};
    const struct rk_rounds *r = &rounds->made;
    const struct rk_rounds_tour *t = &r->tour[which];
    int32_t vehicles = 0;
    const struct rk_rounds_vehicle *v =
        &rk_rounds_vehicles(rounds->open, &vehicles)[t->vehicle];
    struct rk_buf km = rk_buf_in(&cli->keep, 60);
    if (!open_sheet(cli, head, which + 2, columns, (int)RK_COUNT(columns), t->stops, out) ||
        !driver_table(cli, r, head->day, t, out))
        return false;
    rk_say_number(cli->lang, t->km, 1, &km);
    out->title = rk_str_printf(&cli->keep, "%s · %.*s", word(cli, "rounds.sheet.route"),
                               RK_FMT(v->plate));
    out->office = join(cli, v->driver, v->type,
                       rk_str_printf(&cli->keep, "%.*s %.*s–%.*s, %.*s %s", RK_FMT(v->base),
                                     RK_FMT(cli_rounds_hour(&cli->keep, t->leave_s)),
                                     RK_FMT(cli_rounds_hour(&cli->keep, t->home_s)),
                                     RK_FMT(rk_buf_str(&km)), word(cli, "rounds.km")));
    out->holders = text(cli, "rounds.sheet.holders.driver");
    out->note = text(cli, "rounds.sheet.note.driver");
    out->sign = text(cli, "rounds.sheet.sign");
    return true;
}

int cli_routes_print(struct cli *cli, const char *path, const struct cli_rounds_wish *wish,
                     int64_t copies)
{
    struct cli_rounds rounds = {0};
    struct cli_lists head;
    struct rk_err err = {0};
    struct rk_str pdf;
    const int code = cli_rounds_make(cli, wish, &rounds);
    if (code)
        return code;
    if (cli_lists_begin(cli, rounds.situation, rounds.day, NULL, &head, &err))
        return cli_fail(cli, &err);
    const struct rk_rounds *r = &rounds.made;
    struct rk_lists_order order = {.lang = cli->lang, .day = rounds.day};
    struct rk_paper_list *made =
        RK_NEW(&cli->keep, struct rk_paper_list, (ptrdiff_t)(r->tours + 1) * copies);
    bool good = made != NULL;
    for (int32_t i = -1; i < r->tours && good; i++) {
        struct rk_paper_list one;
        good = i < 0 ? unserved_sheet(cli, &head, r, &one)
                     : driver_sheet(cli, &head, &rounds, i, &one);
        for (int32_t c = 1; c <= copies && good; c++) {
            one.copy = cli_list_copy(cli, c, (int32_t)copies);
            made[order.list_count++] = one;
        }
    }
    order.lists = made;
    rk_status status = good && !cli->keep.failed
                           ? RK_OK
                           : rk_fail(&err, RK_ENOMEM, "", "not enough memory for the sheets");
    if (!status)
        status = rk_lists_pdf(&order, &cli->keep, cli->scratch, &pdf, &err);
    if (status)
        return cli_fail(cli, &err);
    cli_say(cli,
            cli->lang == RK_UK
                ? "%s: аркушів – %d; вони нумеровані: простежте, щоб їх повернули"
                : "%s: %d sheets; they are numbered: let them come back",
            path, (int)order.list_count);
    return cli_write(cli, path, pdf);
}
