/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two spreadsheets for ranok heat balance. Tables with the columns of docs/formats/heat.md go
 * to their reader as they are; a council's own ("Котельня", "Потужність, Гкал/год") is read as
 * any import is and put into those columns: units, states, totals and refusals follow one rule.
 */
#include "cli_heat.h"

#include "rk_file.h"
#include "rk_import.h"
#include "rk_json.h"
#include "rk_text.h"

enum { HEAD_CELLS = 64 };

/* ---- the columns of the contract ------------------------------------------------------ */

static bool has_column(const struct rk_row *row, const char *names)
{
    for (int32_t c = 0; c < row->cell_count; c++) {
        char folded[HEAD_CELLS];
        struct rk_buf b = {.at = folded, .cap = sizeof folded};
        rk_text_fold(rk_str_trim(row->cells[c].text), &b);
        for (struct rk_str rest = rk_str_of(names); !b.failed && rest.at;)
            if (rk_str_eq(rk_buf_str(&b), rk_str_cut(&rest, '|')))
                return true;
    }
    return false;
}

/* A spreadsheet of any kind as CSV text whose lines keep their numbers; *ours: its first row
 * names the columns that the reader needs. */
static rk_status read_plain(struct cli *cli, const char *path, const char *needed[2],
                            struct rk_heat_file *out, bool *ours, struct rk_err *err)
{
    struct rk_intake *in = NULL;
    const struct rk_intake_options options = {0};
    rk_status bad = rk_intake_open(path, &options, &cli->keep, &in, err);
    *ours = true;
    if (bad)
        return bad;
    struct rk_arena room = cli->scratch.in;
    struct rk_buf text = {room.at, 0, rk_arena_left(&room), false};
    int64_t line = 1;
    for (bool first = true; *ours; first = false) {
        struct rk_row row;
        bool end = false;
        bad = rk_intake_next(in, &row, &end, err);
        if (bad || end)
            break;
        if (first)
            *ours = has_column(&row, needed[0]) || has_column(&row, needed[1]);
        for (; line < row.line; line++)
            rk_buf_char(&text, '\n');
        for (int32_t c = 0; c < row.cell_count; c++) {
            if (c > 0)
                rk_buf_char(&text, ',');
            cli_csv(&text, row.cells[c].text);
        }
    }
    rk_intake_close(in);
    const struct rk_str base = rk_path_base(rk_str_of(path));
    *out = (struct rk_heat_file){rk_str_c(&cli->keep, base),
                                 rk_str_copy(&cli->keep, rk_buf_str(&text))};
    if (!bad && (text.failed || cli->keep.failed))
        bad = rk_fail(err, RK_ENOMEM, path, "the table is too large");
    return bad;
}

/* ---- the columns of a council ---------------------------------------------------------- */

static const struct rk_claim *claim_of(const struct rk_import_row *row, const char *aspect)
{
    for (int32_t p = 0; p < row->part_count; p++)
        for (int32_t i = 0; i < row->parts[p].part.claim_count; i++)
            if (rk_str_eq(row->parts[p].part.claims[i].aspect, rk_str_of(aspect)))
                return &row->parts[p].part.claims[i];
    return NULL;
}

static bool is(const struct rk_claim *claim, const char *choice)
{
    return claim && rk_str_eq(claim->value.text, rk_str_of(choice));
}

/* Whether the words of the source hold one of these. */
static bool says(const struct rk_claim *claim, const char *words)
{
    char folded[512];
    struct rk_buf b = {.at = folded, .cap = sizeof folded};
    if (!claim)
        return false;
    rk_text_fold(rk_utf8_head(claim->said_as.len ? claim->said_as : claim->value.text, 160),
                 &b);
    for (struct rk_str rest = rk_str_of(words); !b.failed && rest.at;)
        if (rk_str_find(rk_buf_str(&b), rk_str_cut(&rest, '|')) >= 0)
            return true;
    return false;
}

#define GAS_WORDS   "газ|палив|топлив|gas|fuel"
#define POWER_WORDS "світл|електр|живлен|струм|свет|электр|power|electric"

static const char *source_state(const struct rk_import_row *row)
{
    const struct rk_claim *state = claim_of(row, "state"), *why = claim_of(row, "why_stopped");
    if (is(state, "destroyed") || is(state, "repair"))
        return "broken";
    const bool runs = is(state, "working") || is(state, "partly");
    if (!runs && (is(claim_of(row, "gas"), "off") || is(claim_of(row, "fuel"), "none") ||
                  says(why, GAS_WORDS) || (is(state, "stopped") && says(state, GAS_WORDS))))
        return "no gas";
    if (!runs && (is(claim_of(row, "power"), "off") || says(why, POWER_WORDS) ||
                  (is(state, "stopped") && says(state, POWER_WORDS))))
        return "no power";
    return runs ? "runs" : is(state, "stopped") || is(state, "closed") ? "stands" : "";
}

static const char *house_state(const struct rk_import_row *row)
{
    const struct rk_claim *state = claim_of(row, "state"), *pipes = claim_of(row, "pipes");
    if (is(state, "lost") || says(claim_of(row, "damage"), "destroyed"))
        return "destroyed";
    if (is(state, "drained"))
        return "drained";
    if (says(state, "відключ|отключ|обрив|труб|cut") || is(pipes, "repair") ||
        is(pipes, "destroyed") || is(pipes, "stopped"))
        return "cut off";
    return state && !is(state, "unknown") ? "ok" : "";
}

static void put_number(struct rk_buf *out, const struct rk_import_row *row, const char *aspect)
{
    const struct rk_claim *c = claim_of(row, aspect);
    char text[32];
    rk_buf_char(out, ',');
    if (c && isfinite(c->value.low) && c->value.low == c->value.high)
        rk_buf_add(out, (struct rk_str){text, rk_double_text(c->value.low, text)});
}

/* "heat_source:7" → "7" */
static struct rk_str key_of(struct rk_str subject)
{
    const ptrdiff_t colon = rk_str_find(subject, RK_STR(":"));
    return rk_str_slice(subject, colon + 1, subject.len);
}

static void put_source(struct rk_buf *out, const struct rk_import_row *row)
{
    const struct rk_claim *fuel = claim_of(row, "fuel"),
                          *from = claim_of(row, "can_start_from");
    char day[24] = "";
    cli_csv(out, key_of(row->parts[0].part.about));
    put_number(out, row, "mw");
    rk_buf_char(out, ',');
    cli_csv(out, fuel ? fuel->value.text : RK_STR(""));
    put_number(out, row, "electric_kw");
    rk_buf_printf(out, ",%s,", source_state(row));
    if (from)
        rk_when_iso(from->value.when, day);
    cli_csv(out, rk_str_of(day));
}

static void put_house(struct rk_buf *out, const struct rk_import_row *row)
{
    const struct rk_claim *address = claim_of(row, "address"),
                          *source = claim_of(row, "source");
    cli_csv(out, address ? address->value.text : key_of(row->parts[0].part.about));
    rk_buf_char(out, ',');
    cli_csv(out, source ? key_of(source->value.text) : RK_STR(""));
    put_number(out, row, "kw");
    put_number(out, row, "people");
    put_number(out, row, "floors");
    rk_buf_printf(out, ",%s", house_state(row));
    put_number(out, row, "tau_h");
}

static void say_faults(struct cli *cli, const char *path, const struct rk_import_row *row)
{
    for (int32_t i = 0; i < row->fault_count; i++) {
        struct rk_arena room = cli->scratch.in;
        struct rk_buf said = rk_buf_in(&room, 1 << 16);
        rk_fault_say(cli->lang, rk_path_base(rk_str_of(path)), &row->faults[i], &said);
        cli_say(cli, "%.*s", RK_FMT(rk_buf_str(&said)));
    }
}

static rk_status read_told(struct cli *cli, const char *path, const char *kind,
                           struct rk_heat_file *out, struct rk_err *err)
{
    const bool sources = strcmp(kind, "heat_source") == 0;
    const struct rk_import_options options = {.kind = rk_str_of(kind),
                                              .source = RK_STR("-"),
                                              .scope = RK_STR("-"),
                                              .today = RK_DAY_NONE,
                                              .lang = cli->lang};
    struct rk_import *in = NULL;
    rk_status bad = rk_import_open(path, &options, &cli->keep, &in, err);
    if (bad)
        return bad;
    struct rk_arena room = cli->scratch.in;
    struct rk_buf text = {room.at, 0, rk_arena_left(&room) / 2, false};
    cli->scratch.in.at += text.cap; /* what is said of faults stands behind */
    rk_buf_c(&text, sources ? "id,mw,fuel,electric_kw,state,can_start_from"
                            : "id,source,kw,people,floors,state,tau_h");
    int64_t line = 1;
    for (;;) {
        struct rk_import_row row;
        bool end = false;
        bad = rk_import_next(in, &row, &end, err);
        if (bad || end)
            break;
        if (row.outcome == RK_ROW_REFUSED)
            say_faults(cli, path, &row);
        if (row.outcome != RK_ROW_TAKEN)
            continue;
        for (; line < row.line; line++)
            rk_buf_char(&text, '\n');
        (sources ? put_source : put_house)(&text, &row);
    }
    rk_buf_char(&text, '\n');
    cli->scratch.in = room;
    const struct rk_import_counts counts = rk_import_counted(in);
    rk_import_close(in);
    const struct rk_str base = rk_path_base(rk_str_of(path));
    *out = (struct rk_heat_file){rk_str_c(&cli->keep, base),
                                 rk_str_copy(&cli->keep, rk_buf_str(&text))};
    if (!bad && counts.refused > 0)
        bad = rk_fail(err, RK_EINVAL, base.at, "%d rows are refused; correct them first",
                      (int)counts.refused);
    if (!bad && (text.failed || cli->keep.failed))
        bad = rk_fail(err, RK_ENOMEM, path, "the table is too large");
    return bad;
}

rk_status cli_heat_table(struct cli *cli, const char *path, const char *kind,
                         struct rk_heat_file *out, struct rk_err *err)
{
    const bool sources = strcmp(kind, "heat_source") == 0;
    const char *needed[2] = {sources ? "mw|power_mw" : "kw", sources ? "electric_kw" : "tau_h"};
    bool ours = true;
    const rk_status bad = read_plain(cli, path, needed, out, &ours, err);
    return bad || ours ? bad : read_told(cli, path, kind, out, err);
}
