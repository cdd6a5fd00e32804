/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranok demo DIR: the model town, from statements that were published. */
#include "cli_found.h"
#ifdef RK_HAS_model
#include "demo_basemap.h"
#include "demo_days.h"
#include "demo_roads.h"
#endif

#include "rk_file.h"
#include "rk_reach_io.h"

extern const char cli_demo_report[], cli_demo_facts[], cli_demo_climate[];
extern const ptrdiff_t cli_demo_report_len, cli_demo_facts_len, cli_demo_climate_len;

/* No secret: everything in a model town is published or invented. */
static const char passphrase[] = "ranok model town";

static int write_file(struct cli *cli, const char *dir, const char *name, struct rk_str bytes,
                      char **path)
{
    struct rk_err err = {0};
    rk_status status = rk_folder_make(dir, &err);
    *path = rk_path_join(&cli->keep, dir, name);
    if (!status)
        status = rk_file_write(*path, bytes, true, &err);
    return status ? cli_fail(cli, &err) : CLI_DONE;
}

#ifdef RK_HAS_model
static int write_land(struct cli *cli, const struct rk_model *model)
{
    const struct rk_arena before = cli->keep;
    struct rk_buf land = cli_buffer(cli);
    struct rk_err err = {0};
    int code = cli_demo_basemap(model, &land);
    if (!code && rk_file_write(rk_path_join(&cli->keep, cli->town, CLI_BASEMAP),
                               rk_buf_str(&land), false, &err))
        code = cli_fail(cli, &err);
    cli->keep = before;
    return code;
}

/* The streets, as somebody would download them, and compiled as a real town's would be. */
static int write_roads(struct cli *cli, const struct rk_model *model, const char *sources)
{
    const struct rk_arena before = cli->keep;
    struct rk_buf osm = cli_buffer(cli);
    struct rk_err err = {0};
    struct rk_str roads;
    const char *from = rk_path_join(&cli->keep, sources, "roads.osm");
    const char *to = rk_path_join(&cli->keep, cli->town, RK_TOWN_ROADS);
    rk_status status = RK_OK;
    if (cli_demo_roads(model, cli->scratch, &osm) || cli->keep.failed)
        status = rk_fail(&err, RK_ENOMEM, "roads.osm", "%d lines", model->lines);
    if (!status)
        status = rk_file_write(from, rk_buf_str(&osm), false, &err);
    if (!status)
        status = rk_osm_compile(from, &cli->keep, cli->scratch, &roads, &err);
    if (!status)
        status = rk_file_write(to, roads, false, &err);
    cli->keep = before;
    return status ? cli_fail(cli, &err) : CLI_DONE;
}

static int live(struct cli *cli, int64_t people, const char *sources)
{
    const struct rk_model_options options = {.people = people, .seed = cli->seed};
    const struct rk_model *model = NULL;
    struct cli_demo_days sum = {.folder = sources};
    struct rk_err err = {0};
    if (rk_model_make(&options, &cli->keep, cli->scratch, &cli->progress, &model, &err))
        return cli_fail(cli, &err);
    int code = write_land(cli, model);
    if (!code)
        code = write_roads(cli, model, sources);
    if (!code)
        code = cli_demo_live(cli, model, &sum);
    if (!code)
        cli_say(cli, "%d lists of %" PRId64 " rows, %d corrections, %d decisions", model->files,
                sum.rows, sum.corrections, sum.decisions);
    return code;
}
#endif

int cmd_demo(struct cli *cli, int argc, char **argv)
{
    const char *people_said = NULL;
    int64_t people = 46000;
    const struct cli_option options[] = {{"people", 0, &people_said, NULL}};
    const int operands = cli_options(cli, argc, argv, options, (int)RK_COUNT(options));
    if (operands < 0 ||
        (people_said && !cli_int(cli, "--people", people_said, 0, 10000000, &people)))
        return CLI_USAGE;
    if (operands != 1)
        return cli_usage(cli, "demo", "one folder is expected; see: ranok demo --help");
    if (people > 0 && people < 1000)
        return cli_usage(cli, "demo",
                         "--people: at least 1000, or 0 for published statements "
                         "alone");
    cli->town = argv[1];
    bool ok;
    char *secret, *report, *facts[2];
    struct rk_act act = cli_act(cli, RK_ACT_SETTING, "2022-09-12", "ranok demo", &ok);
    const struct cli_town_name name = {
        .katottg = "UA63040090010029555",
        .uk = "Ізюм",
        .en = "Izium",
        .model = "model town: published statements; every person in it is invented"};
    int code = cli_found_town(cli, cli->town, rk_str_of(passphrase), RK_KDF_TEST, &name, &act);
    const char *sources = rk_path_join(&cli->keep, cli->town, "sources");
    if (!code)
        code = write_file(cli, cli->town, CLI_MODEL_PASSPHRASE, RK_STR("ranok model town\n"),
                          &secret);
    if (!code)
        code = write_file(cli, sources, "report_2022-09-12.csv",
                          (struct rk_str){cli_demo_report, cli_demo_report_len}, &report);
    if (!code)
        code = write_file(cli, sources, "facts.csv",
                          (struct rk_str){cli_demo_facts, cli_demo_facts_len}, &facts[0]);
    if (!code)
        code = write_file(cli, sources, "climate_norm.csv",
                          (struct rk_str){cli_demo_climate, cli_demo_climate_len}, &facts[1]);
    cli->passphrase_file = NULL;
    const struct cli_import first = {.files = (const char *const *)&report,
                                     .count = 1,
                                     .day = "2022-09-12",
                                     .author = "ranok demo"};
    const struct cli_import second = {.files = (const char *const *)facts,
                                      .count = 2,
                                      .day = "2022-09-12",
                                      .author = "ranok demo"};
    if (!code)
        code = cli_import_files(cli, &first);
    if (!code)
        code = cli_import_files(cli, &second);
#ifdef RK_HAS_model
    if (!code && people > 0)
        code = live(cli, people, sources);
#endif
    if (!code)
        cli_say(cli, "%s: a model town; look at it with: ranok sheet --town %s", cli->town,
                cli->town);
    return code;
}
