/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranok names: names in Latin letters, names against names, the nominative, names in a list. */
#include "cli.h"

#include "rk_file.h"
#include "rk_intake.h"
#include "rk_json.h"
#include "rk_names.h"

enum { COLUMNS = 2, FIELDS = 4, FLUSH_AT = 1 << 16, TEXT_MAX = 1 << 24 };

/* ---- tables in ------------------------------------------------------------------- */

/* Kept side by side in an arena: the size is a multiple of its alignment. */
struct line {
    _Alignas(16) struct rk_str cell[COLUMNS];
    int64_t number;
};

struct table {
    const char *file;            /* as errors name it */
    const char *wanted[COLUMNS]; /* headers; NULL: one column */
    bool optional;               /* the second column may be missing */
    int32_t column[COLUMNS];     /* -1: not there */
    struct line *line;
    ptrdiff_t lines;
};

static bool same_header(struct rk_str header, const char *wanted)
{
    const struct rk_str h = rk_str_trim(header);
    const ptrdiff_t len = (ptrdiff_t)strlen(wanted);
    if (h.len != len)
        return false;
    for (ptrdiff_t i = 0; i < len; i++)
        if ((h.at[i] | 32) != wanted[i])
            return false;
    return true;
}

static rk_status find_columns(struct table *t, const struct rk_row *row, struct rk_err *err)
{
    for (int c = 0; c < COLUMNS; c++) {
        t->column[c] = -1;
        if (!t->wanted[c])
            continue;
        for (int32_t i = row->cell_count - 1; i >= 0; i--)
            if (same_header(row->cells[i].text, t->wanted[c]))
                t->column[c] = i;
        if (t->column[c] >= 0 || (c > 0 && t->optional))
            continue;
        char place[RK_ERR_PLACE];
        snprintf(place, sizeof place, "%.100s:%" PRId64 ": %s", t->file, row->line,
                 t->wanted[c]);
        return rk_fail(err, RK_EINVAL, place, "there is no such column; expected the header %s",
                       t->wanted[c]);
    }
    return RK_OK;
}

/* Rows go to the scratch arena, where they lie side by side, texts to cli->keep. */
static rk_status keep_row(struct cli *cli, struct table *t, const struct rk_row *row)
{
    struct line *line = RK_NEW(&cli->scratch, struct line, 1);
    if (!line)
        return RK_ENOMEM;
    line->number = row->line;
    for (int c = 0; c < COLUMNS; c++)
        if (t->column[c] >= 0 && t->column[c] < row->cell_count)
            line->cell[c] = rk_str_copy(&cli->keep, row->cells[t->column[c]].text);
    t->line = t->line ? t->line : line;
    t->lines++;
    return cli->keep.failed ? RK_ENOMEM : RK_OK;
}

static rk_status read_table(struct cli *cli, const char *path, struct table *t,
                            struct rk_err *err)
{
    struct rk_intake *in = NULL;
    const struct rk_intake_options options = {0};
    t->file = rk_str_c(&cli->keep, rk_path_base(rk_str_of(path)));
    rk_status bad = rk_intake_open(path, &options, &cli->keep, &in, err);
    bool header = true;
    while (!bad) {
        struct rk_row row;
        bool end = false;
        bad = rk_intake_next(in, &row, &end, err);
        if (bad || end)
            break;
        if (header)
            bad = find_columns(t, &row, err);
        else if (keep_row(cli, t, &row))
            bad = rk_fail(err, RK_ENOMEM, t->file, "the table is too large");
        header = false;
    }
    rk_intake_close(in);
    if (!bad && header)
        bad = rk_fail(err, RK_EINVAL, t->file, "the table is empty; expected the header %s",
                      t->wanted[0]);
    return bad;
}

static rk_status at_line(const struct table *t, const struct line *line, int column,
                         const struct rk_err *why, struct rk_err *err)
{
    char place[RK_ERR_PLACE], text[RK_ERR_TEXT];
    snprintf(text, sizeof text, "%s", why->text);
    snprintf(place, sizeof place, "%.100s:%" PRId64 ": %s", t->file, line->number,
             t->wanted[column]);
    return rk_fail(err, why->status, place, "%s", text);
}

/* ---- rows out -------------------------------------------------------------------- */

struct field {
    const char *name;
    struct rk_str text;
    double number;
    enum { TEXT, WHOLE, SHARE } kind;
};

struct output {
    struct cli *cli;
    struct rk_buf buf;
    int64_t rows;
    int code;
};

static void flush_output(struct output *o)
{
    if (o->code == CLI_DONE)
        o->code = cli_print(o->cli, rk_buf_str(&o->buf));
    o->buf.len = 0;
}

static void begin_output(struct output *o, struct cli *cli, const char *header)
{
    *o = (struct output){.cli = cli, .buf = rk_buf_in(&cli->keep, TEXT_MAX)};
    if (cli->json)
        rk_buf_char(&o->buf, '[');
    else
        rk_buf_printf(&o->buf, "%s\n", header);
}

static void put_row(struct output *o, const struct field *fields, int count)
{
    struct rk_buf *buf = &o->buf;
    if (o->cli->json) {
        rk_buf_c(buf, o->rows > 0 ? ",\n" : "\n");
        struct rk_json_out w = rk_json_write(buf);
        w.any_order = true;
        rk_json_object(&w);
        for (int i = 0; i < count; i++) {
            rk_json_key(&w, rk_str_of(fields[i].name));
            if (fields[i].kind == TEXT)
                rk_json_str(&w, fields[i].text);
            else
                rk_json_number(&w, round(1e4 * fields[i].number) / 1e4);
        }
        rk_json_object_end(&w);
    }
    for (int i = 0; i < count && !o->cli->json; i++) {
        if (i > 0)
            rk_buf_char(buf, ',');
        if (fields[i].kind == TEXT)
            cli_csv(buf, fields[i].text);
        else
            rk_buf_printf(buf, fields[i].kind == WHOLE ? "%.0f" : "%.4f", fields[i].number);
    }
    if (!o->cli->json)
        rk_buf_char(buf, '\n');
    o->rows++;
    if (buf->len > FLUSH_AT)
        flush_output(o);
}

static int end_output(struct output *o)
{
    if (o->cli->json)
        rk_buf_c(&o->buf, "\n]\n");
    if (o->buf.failed) {
        struct rk_err err = {0};
        (void)rk_fail(&err, RK_ENOMEM, "stdout", "a row does not fit into memory");
        return cli_fail(o->cli, &err);
    }
    flush_output(o);
    return o->code;
}

/* ---- translit -------------------------------------------------------------------- */

static void put_latin(struct output *o, struct rk_str name, int32_t scheme, const char *called,
                      struct rk_buf *latin)
{
    latin->len = 0;
    rk_names_translit(scheme, name, latin);
    const struct field row[] = {{.name = "name", .text = name},
                                {.name = "scheme", .text = rk_str_of(called)},
                                {.name = "latin", .text = rk_buf_str(latin)}};
    put_row(o, row, 3);
}

static int translit(struct cli *cli, const char *path, const char *scheme)
{
    const bool all = scheme && strcmp(scheme, "all") == 0;
    const char *called = scheme && !all ? scheme : "kmu55";
    const int32_t chosen = rk_names_scheme_find(rk_str_of(called));
    if (chosen < 0)
        return cli_usage(cli, "names",
                         "--scheme: \"%s\"; expected kmu55, all, or one of "
                         "UkrainianKMU … RussianTelegram (ranok names --help)",
                         called);
    struct table t = {.wanted = {"name"}};
    struct rk_err err = {0};
    if (read_table(cli, path, &t, &err))
        return cli_fail(cli, &err);
    struct output o;
    begin_output(&o, cli, "name,scheme,latin");
    struct rk_buf latin = rk_buf_in(&cli->keep, TEXT_MAX / 2);
    for (ptrdiff_t i = 0; i < t.lines && !o.code && !latin.failed; i++) {
        for (int32_t s = 0; s < RK_NAME_SCHEMES && all; s++)
            put_latin(&o, t.line[i].cell[0], s, rk_names_scheme(s), &latin);
        if (!all)
            put_latin(&o, t.line[i].cell[0], chosen, called, &latin);
    }
    o.buf.failed |= latin.failed;
    return end_output(&o);
}

/* ---- match and nominative -------------------------------------------------------- */

static int open_names(struct cli *cli, const struct rk_names **names)
{
    struct rk_err err = {0};
    return rk_names_open(&cli->keep, cli->scratch, names, &err) ? cli_fail(cli, &err)
                                                                : CLI_DONE;
}

static int match(struct cli *cli, const char *path)
{
    const struct rk_names *names = NULL;
    const int bad = open_names(cli, &names);
    struct table t = {.wanted = {"a", "b"}};
    struct rk_err err = {0}, why = {0};
    if (bad || read_table(cli, path, &t, &err))
        return bad ? bad : cli_fail(cli, &err);
    struct output o;
    begin_output(&o, cli, "a,b,score");
    for (ptrdiff_t i = 0; i < t.lines && !o.code; i++) {
        struct rk_arena words = cli->keep;
        struct rk_name name[2];
        for (int c = 0; c < 2; c++)
            if (rk_name_read(names, t.line[i].cell[c], &words, &name[c], &why)) {
                (void)at_line(&t, &t.line[i], c, &why, &err);
                return cli_fail(cli, &err);
            }
        struct rk_name_agreement agreement;
        rk_name_compare(names, &name[0], &name[1], &agreement);
        const struct field row[] = {
            {.name = "a", .text = t.line[i].cell[0]},
            {.name = "b", .text = t.line[i].cell[1]},
            {.name = "score", .number = agreement.score, .kind = SHARE}};
        put_row(&o, row, 3);
    }
    return end_output(&o);
}

/* false: a word that says no sex. */
static bool read_sex(struct rk_str text, enum rk_name_sex *sex)
{
    static const char *const his[] = {"m",    "male",    "masculine", "ч", "чол",
                                      "чол.", "чоловік", "чоловіча",  "м", "муж"};
    static const char *const hers[] = {"f",    "female", "feminine", "ж",  "жін",
                                       "жін.", "жінка",  "жіноча",   "жен"};
    const struct rk_str s = rk_str_trim(text);
    *sex = RK_NAME_SEX_UNKNOWN;
    for (ptrdiff_t i = 0; i < RK_COUNT(his); i++)
        if (rk_str_eq(s, rk_str_of(his[i])))
            *sex = RK_NAME_MALE;
    for (ptrdiff_t i = 0; i < RK_COUNT(hers); i++)
        if (rk_str_eq(s, rk_str_of(hers[i])))
            *sex = RK_NAME_FEMALE;
    return s.len == 0 || *sex != RK_NAME_SEX_UNKNOWN;
}

static int nominative(struct cli *cli, const char *path)
{
    const struct rk_names *names = NULL;
    const int bad = open_names(cli, &names);
    struct table t = {.wanted = {"name", "sex"}, .optional = true};
    struct rk_err err = {0}, why = {0};
    if (bad || read_table(cli, path, &t, &err))
        return bad ? bad : cli_fail(cli, &err);
    struct output o;
    begin_output(&o, cli, "name,nominative");
    struct rk_buf restored = rk_buf_in(&cli->keep, TEXT_MAX / 2);
    for (ptrdiff_t i = 0; i < t.lines && !o.code && !restored.failed; i++) {
        enum rk_name_sex sex;
        restored.len = 0;
        int column = 0;
        rk_status wrong = RK_OK;
        if (!read_sex(t.line[i].cell[1], &sex)) {
            column = 1;
            wrong = rk_fail(&why, RK_EINVAL, "", "\"%.*s\"; expected m, f, ч, ж or nothing",
                            (int)rk_str_trim(t.line[i].cell[1]).len,
                            rk_str_trim(t.line[i].cell[1]).at);
        } else {
            wrong = rk_names_nominative(names, t.line[i].cell[0], sex, &restored, &why);
        }
        if (wrong) {
            (void)at_line(&t, &t.line[i], column, &why, &err);
            return cli_fail(cli, &err);
        }
        const struct field row[] = {{.name = "name", .text = t.line[i].cell[0]},
                                    {.name = "nominative", .text = rk_buf_str(&restored)}};
        put_row(&o, row, 2);
    }
    o.buf.failed |= restored.failed;
    return end_output(&o);
}

/* ---- search ---------------------------------------------------------------------- */

struct spot {
    struct rk_str text;
    ptrdiff_t at;
};

static int compare_spots(const void *x, const void *y)
{
    const struct spot *a = x, *b = y;
    const int texts = rk_str_cmp(a->text, b->text);
    return texts ? texts : (a->at > b->at) - (a->at < b->at);
}

/* Each text once, in the order of its first place: the answer shows names, not rows. */
static struct rk_str *distinct(struct cli *cli, const struct table *t, int32_t *count)
{
    struct spot *spot = RK_NEW(&cli->scratch, struct spot, t->lines + 1);
    bool *again = RK_NEW(&cli->scratch, bool, t->lines + 1);
    struct rk_str *list = RK_NEW(&cli->keep, struct rk_str, t->lines + 1);
    if (!spot || !again || !list)
        return NULL;
    for (ptrdiff_t i = 0; i < t->lines; i++)
        spot[i] = (struct spot){t->line[i].cell[0], i};
    if (t->lines > 0)
        qsort(spot, (size_t)t->lines, sizeof spot[0], compare_spots);
    for (ptrdiff_t i = 1; i < t->lines; i++)
        again[spot[i].at] = rk_str_eq(spot[i].text, spot[i - 1].text);
    for (ptrdiff_t i = 0; i < t->lines; i++)
        if (!again[i] && t->line[i].cell[0].len > 0)
            list[(*count)++] = t->line[i].cell[0];
    return list;
}

static int find_all(struct cli *cli, const struct rk_name_index *index,
                    const struct rk_str *list, const struct table *queries, int32_t top)
{
    struct rk_err err = {0}, why = {0};
    struct rk_name_hit *hits = RK_NEW(&cli->keep, struct rk_name_hit, top);
    struct output o;
    begin_output(&o, cli, "query,rank,name,score");
    for (ptrdiff_t i = 0; i < queries->lines && !o.code && hits; i++) {
        int32_t found = 0;
        const struct rk_str query = queries->line[i].cell[0];
        if (rk_name_index_search(index, query, top, cli->scratch, hits, &found, &why)) {
            (void)at_line(queries, &queries->line[i], 0, &why, &err);
            return cli_fail(cli, &err);
        }
        for (int32_t k = 0; k < found; k++) {
            const struct field row[] = {
                {.name = "query", .text = query},
                {.name = "rank", .number = k + 1, .kind = WHOLE},
                {.name = "name", .text = list[hits[k].item]},
                {.name = "score", .number = (double)hits[k].score, .kind = SHARE}};
            put_row(&o, row, FIELDS);
        }
    }
    return end_output(&o);
}

static int search(struct cli *cli, const char *list_path, const char *query_path,
                  const char *top_text)
{
    int64_t top = 5;
    if (top_text && !cli_int(cli, "--top", top_text, 1, RK_NAME_HITS, &top))
        return CLI_USAGE;
    const struct rk_names *names = NULL;
    const int bad = open_names(cli, &names);
    struct table known = {.wanted = {"name"}}, queries = {.wanted = {"query"}};
    struct rk_err err = {0};
    if (bad || read_table(cli, list_path, &known, &err) ||
        read_table(cli, query_path, &queries, &err))
        return bad ? bad : cli_fail(cli, &err);
    int32_t count = 0;
    const struct rk_str *list =
        known.lines < INT32_MAX - 1 ? distinct(cli, &known, &count) : NULL;
    if (!list) {
        (void)rk_fail(&err, RK_ENOMEM, known.file, "the list is too long");
        return cli_fail(cli, &err);
    }
    const struct rk_name_index *index = NULL;
    if (rk_name_index_build(names, list, count, &cli->keep, &index, &err))
        return cli_fail(cli, &err);
    return find_all(cli, index, list, &queries, (int32_t)top);
}

int cmd_names(struct cli *cli, int argc, char **argv)
{
    const char *scheme = NULL, *top = NULL;
    const struct cli_option options[] = {{.name = "scheme", .value = &scheme},
                                         {.name = "top", .value = &top}};
    const int operands = cli_options(cli, argc, argv, options, (int)RK_COUNT(options));
    if (operands < 0)
        return CLI_USAGE;
    const char *what = operands > 0 ? argv[1] : "";
    if (strcmp(what, "translit") == 0 && operands == 2)
        return translit(cli, argv[2], scheme);
    if (strcmp(what, "match") == 0 && operands == 2)
        return match(cli, argv[2]);
    if (strcmp(what, "nominative") == 0 && operands == 2)
        return nominative(cli, argv[2]);
    if (strcmp(what, "search") == 0 && operands == 3)
        return search(cli, argv[2], argv[3], top);
    return cli_usage(
        cli, "names",
        "expected: names translit IN | match IN | nominative IN | search LIST QUERIES");
}
