/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranok link: which records of several lists speak of one person. */
#include "cli.h"

#include <sys/resource.h>

#include "rk_file.h"
#include "rk_intake.h"
#include "rk_json.h"
#include "rk_link.h"
#include "rk_link_read.h"

enum { MAP_MAX = 1 << 20, LINE = 512 };

struct wish {
    const char *clusters, *pairs, *id, *map;
    double threshold;
    int lists;
};

static int read_wish(struct cli *cli, int argc, char **argv, struct wish *w)
{
    const char *threshold = NULL;
    const struct cli_option options[] = {
        {"output", 'o', &w->clusters, NULL},
        {"pairs", 0, &w->pairs, NULL},
        {"id", 0, &w->id, NULL},
        {"map", 0, &w->map, NULL},
        {"threshold", 0, &threshold, NULL},
    };
    w->threshold = 0.5;
    w->lists = cli_options(cli, argc, argv, options, (int)RK_COUNT(options));
    if (w->lists < 0)
        return CLI_USAGE;
    if (w->lists == 0 || !w->clusters)
        return cli_usage(cli, argv[0],
                         "expected one or more lists and -o CLUSTERS.csv; see: ranok link "
                         "--help");
    if (threshold && !cli_double(cli, "--threshold", threshold, 0.01, 0.99, &w->threshold))
        return CLI_USAGE;
    return CLI_DONE;
}

/* ---- lists in -------------------------------------------------------------------- */

static rk_status read_list(struct cli *cli, const char *path, struct rk_link_reader *reader,
                           struct rk_err *err)
{
    struct rk_intake *in = NULL;
    const struct rk_intake_options options = {0};
    const char *shown = rk_str_c(&cli->keep, rk_path_base(rk_str_of(path)));
    rk_status bad = rk_intake_open(path, &options, &cli->keep, &in, err);
    if (!bad)
        bad = rk_link_reader_list(reader, shown, err);
    while (!bad) {
        struct rk_row row;
        struct rk_scratch scratch = cli->scratch;
        bool end = false;
        bad = rk_intake_next(in, &row, &end, err);
        if (bad || end)
            break;
        struct rk_str *cells = RK_NEW(&scratch, struct rk_str, row.cell_count);
        if (!cells) {
            bad = rk_fail(err, RK_ENOMEM, shown, "the memory allowed is full");
            break;
        }
        for (int32_t c = 0; c < row.cell_count; c++)
            cells[c] = row.cells[c].text;
        bad = rk_link_reader_row(reader, row.line, cells, row.cell_count, err);
    }
    rk_intake_close(in);
    return bad;
}

static rk_status read_lists(struct cli *cli, char **argv, const struct wish *w,
                            const struct rk_names *names, struct rk_link_read *read,
                            struct rk_err *err)
{
    struct rk_link_reader *reader = NULL;
    struct rk_str map = RK_STR("");
    rk_status bad = w->map ? rk_file_read(w->map, MAP_MAX, &cli->keep, &map, err) : RK_OK;
    if (!bad)
        bad = rk_link_reader_open(names, map, w->id, &cli->keep, &reader, err);
    for (int i = 1; i <= w->lists && !bad; i++)
        bad = read_list(cli, argv[i], reader, err);
    if (!bad)
        bad = rk_link_reader_end(reader, &cli->keep, cli->scratch, read, err);
    return bad;
}

/* ---- results out ----------------------------------------------------------------- */

static int write_clusters(struct cli *cli, const struct wish *w,
                          const struct rk_link_read *read, const struct rk_link *link)
{
    ptrdiff_t most = 64;
    for (int32_t r = 0; r < read->table.records; r++)
        most += 2 * read->record[r].id.len + 32 +
                2 * (ptrdiff_t)strlen(read->file[read->record[r].file]);
    struct rk_buf out = rk_buf_in(&cli->keep, most);
    rk_buf_c(&out, "file,record_id,cluster_id\n");
    for (int32_t r = 0; r < read->table.records; r++) {
        cli_csv(&out, rk_str_of(read->file[read->record[r].file]));
        rk_buf_char(&out, ',');
        cli_csv(&out, read->record[r].id);
        rk_buf_printf(&out, ",%d\n", link->cluster[r] + 1);
    }
    return cli_write(cli, w->clusters, rk_buf_str(&out));
}

static void put_side(struct rk_buf *out, const struct rk_link_read *read, int32_t r)
{
    cli_csv(out, rk_str_of(read->file[read->record[r].file]));
    rk_buf_char(out, ',');
    cli_csv(out, read->record[r].id);
    rk_buf_char(out, ',');
}

static int write_pairs(struct cli *cli, const struct wish *w, const struct rk_link_read *read,
                       const struct rk_link *link)
{
    ptrdiff_t longest = 0;
    for (int32_t r = 0; r < read->table.records; r++) {
        const ptrdiff_t len =
            read->record[r].id.len + (ptrdiff_t)strlen(read->file[read->record[r].file]);
        longest = len > longest ? len : longest;
    }
    struct rk_buf out = rk_buf_in(&cli->keep, 128 + link->pair_count * (4 * longest + 48));
    rk_buf_c(&out, "left_file,left_id,right_file,right_id,probability\n");
    for (ptrdiff_t i = 0; i < link->pair_count; i++) {
        put_side(&out, read, link->pair[i].a);
        put_side(&out, read, link->pair[i].b);
        rk_buf_printf(&out, "%.4f\n", (double)link->pair[i].probability);
    }
    return cli_write(cli, w->pairs, rk_buf_str(&out));
}

static int summary(struct cli *cli, const struct rk_link_read *read, const struct rk_link *link,
                   double seconds)
{
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    const double peak_mib = (double)used.ru_maxrss / 1024.0;
    struct rk_buf text = rk_buf_in(&cli->keep, LINE * 4);
    if (!cli->json) {
        cli_say(cli, "%d records, %d persons (95 %%: %d to %d), %.2f s, %.0f MiB",
                read->table.records, link->clusters, link->distinct_low, link->distinct_high,
                seconds, peak_mib);
        return CLI_DONE;
    }
    struct rk_json_out w = rk_json_write(&text);
    w.any_order = true;
    rk_json_object(&w);
    rk_json_knum(&w, "records", read->table.records);
    rk_json_knum(&w, "clusters", link->clusters);
    rk_json_knum(&w, "distinct_low", link->distinct_low);
    rk_json_knum(&w, "distinct_high", link->distinct_high);
    rk_json_knum(&w, "compared", (double)link->compared);
    rk_json_knum(&w, "recall", floor(link->recall * 1e4 + 0.5) / 1e4);
    rk_json_knum(&w, "seconds", floor(seconds * 1e3 + 0.5) / 1e3);
    rk_json_knum(&w, "peak_mib", floor(peak_mib * 10.0 + 0.5) / 10.0);
    rk_json_object_end(&w);
    rk_buf_char(&text, '\n');
    return cli_print(cli, rk_buf_str(&text));
}

static void say_columns(struct cli *cli, const struct rk_link_read *read)
{
    for (int32_t f = 0; f < read->files; f++) {
        struct rk_buf line = rk_buf_in(&cli->keep, 1 << 16);
        for (int32_t c = 0; c < read->columns; c++)
            if (read->column[c].file == f)
                rk_buf_printf(&line, "%s%.*s = %s", line.len > 0 ? ", " : "",
                              RK_FMT(read->column[c].header), read->column[c].meaning);
        cli_say(cli, "%s: %.*s", read->file[f], RK_FMT(rk_buf_str(&line)));
    }
}

int cmd_link(struct cli *cli, int argc, char **argv)
{
    struct wish w = {.id = NULL};
    struct rk_err err;
    struct rk_link_read read;
    struct rk_link link;
    const struct rk_names *names = NULL;
    const double started_s = rk_clock_s();
    int code = read_wish(cli, argc, argv, &w);
    if (code)
        return code;
    if (rk_names_open(&cli->keep, cli->scratch, &names, &err) ||
        read_lists(cli, argv, &w, names, &read, &err))
        return cli_fail(cli, &err);
    say_columns(cli, &read);
    const struct rk_link_options options = {.names = names,
                                            .threshold = w.threshold,
                                            .seed = cli->seed,
                                            .threads = cli->threads,
                                            .progress = &cli->progress};
    if (rk_link_run(&read.table, &options, &cli->keep, cli->scratch, &link, &err))
        return cli_fail(cli, &err);
    code = write_clusters(cli, &w, &read, &link);
    if (!code && w.pairs)
        code = write_pairs(cli, &w, &read, &link);
    return code ? code : summary(cli, &read, &link, rk_clock_s() - started_s);
}
