/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranok figures: every figure of the day with all that stands behind it. */
#include "cli_figures.h"

static void print_json(const struct rk_report *r, struct rk_buf *out)
{
    struct rk_json_out w = rk_json_write(out);
    w.any_order = true;
    rk_json_array(&w);
    for (int32_t i = 0; i < r->figure_count; i++) {
        rk_json_object(&w);
        rk_wire_figure(&w, r, &r->figures[i]);
        rk_json_kbool(&w, "changed", r->figures[i].changed);
        rk_json_object_end(&w);
    }
    rk_json_array_end(&w);
    rk_buf_char(out, '\n');
}

static void print_text(struct cli *cli, const struct rk_report *r, struct rk_buf *out)
{
    rk_buf_add(out, cli->lang == RK_UK ? r->town_uk : r->town_en);
    rk_buf_c(out, " · ");
    rk_say_day(cli->lang, r->day, out);
    rk_buf_char(out, '\n');
    int32_t unknown = 0;
    for (int32_t i = 0; i < r->figure_count; i++) {
        const struct rk_figure *f = &r->figures[i];
        if (!f->known) {
            unknown++;
            continue;
        }
        rk_buf_printf(out, "%s%s  %-28s ", f->conflict ? "◆" : " ", f->changed ? "•" : " ",
                      f->def->id);
        cli_figure_words(cli, f, out);
        rk_buf_printf(out, "  — %s", rk_form(&f->def->label, cli->lang, 5));
        if (rk_when_known(f->as_of)) {
            rk_buf_c(out, ", ");
            rk_say_when(cli->lang, f->as_of.first, f->as_of.last, out);
        }
        rk_buf_char(out, '\n');
    }
    rk_buf_printf(out, "◆ %s  • %s  %s: %d\n", rk_word(cli->lang, "figures.contradicted"),
                  rk_word(cli->lang, "figures.changed"), rk_word(cli->lang, "figures.unknown"),
                  unknown);
}

int cmd_figures(struct cli *cli, int argc, char **argv)
{
    const char *day = NULL;
    const struct cli_option options[] = {{"day", 0, &day, NULL}};
    if (cli_options(cli, argc, argv, options, 1) != 0)
        return CLI_USAGE;
    struct rk_report report;
    const int code = cli_report(cli, day, 0, NULL, &report);
    if (code)
        return code;
    struct rk_buf out = cli_buffer(cli);
    if (cli->json)
        print_json(&report, &out);
    else
        print_text(cli, &report, &out);
    return cli_print(cli, rk_buf_str(&out));
}
