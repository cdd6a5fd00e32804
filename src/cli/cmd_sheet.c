/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranok sheet: the page of the morning, on the terminal or as PDF, HTML, JSON. */
#include "cli_report.h"
#ifdef RK_HAS_rounds
#include "cli_rounds.h"
#endif

#include "rk_sheet.h"

#include <sys/ioctl.h>
#include <unistd.h>

static int columns_of_terminal(void)
{
    struct winsize size;
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col : 100;
}

static rk_status render(struct cli *cli, const struct rk_sheet *sheet, const char *path,
                        struct rk_str *out, struct rk_err *err)
{
    const struct rk_str name = rk_str_of(path ? path : "");
    if (rk_str_ends(name, RK_STR(".pdf")))
        return rk_sheet_pdf(sheet, &cli->keep, cli->scratch, out, err);
    struct rk_buf text = cli_buffer(cli);
    if (rk_str_ends(name, RK_STR(".html")))
        rk_sheet_html(sheet, &text);
    else if (rk_str_ends(name, RK_STR(".json")) || cli->json)
        rk_sheet_json(sheet, &text);
    else
        rk_sheet_text(sheet, columns_of_terminal(), !path && isatty(STDOUT_FILENO), &text);
    *out = rk_buf_str(&text);
    return text.failed ? rk_fail(err, RK_ENOMEM, "", "not enough memory for the sheet") : RK_OK;
}

static bool known_ending(const char *path)
{
    const struct rk_str s = rk_str_of(path);
    return rk_str_ends(s, RK_STR(".pdf")) || rk_str_ends(s, RK_STR(".html")) ||
           rk_str_ends(s, RK_STR(".json")) || rk_str_ends(s, RK_STR(".txt")) ||
           rk_str_eq(s, RK_STR("-"));
}

/* Where the page goes: files, or one NULL for the terminal. */
struct outputs {
    const char *const *path;
    int count;
};

/* Every form of it is made before the first file is written. */
static int put_out(struct cli *cli, const struct rk_sheet *sheet, struct outputs to)
{
    struct rk_err err = {0};
    struct rk_str *text = RK_NEW(&cli->keep, struct rk_str, to.count);
    if (!text) {
        (void)rk_fail(&err, RK_ENOMEM, "", "not enough memory for the sheet");
        return cli_fail(cli, &err);
    }
    for (int i = 0; i < to.count; i++)
        if (render(cli, sheet, to.path[i], &text[i], &err))
            return cli_fail(cli, &err);
    int code = 0;
    for (int i = 0; i < to.count && !code; i++)
        code = to.path[i] ? cli_write(cli, to.path[i], text[i]) : cli_print(cli, text[i]);
    return code;
}

static int print_sheet(struct cli *cli, struct outputs to, const char *day,
                       const struct rk_sheet_options *wanted)
{
    struct rk_sheet_options options = *wanted;
    struct rk_report report;
    struct rk_sheet sheet;
    struct rk_err err = {0};
    /* A public page without a day is the latest one that may be public. */
    const int late = options.edition == RK_PUBLIC ? 0 - rk_edition_day(RK_PUBLIC, 0, 0) : 0;
    int code = cli_report(cli, day, late, &options.today, &report);
    if (!code)
        code = cli_land(cli, &report);
#ifdef RK_HAS_rounds
    if (!code && options.edition == RK_INSIDE)
        code = cli_rounds_annex(cli, &report);
#endif
    if (code)
        return code;
    rk_status status =
        rk_sheet_compose(&report, &options, &cli->keep, cli->scratch, &sheet, &err);
    if (!status)
        status = rk_sheet_check(&sheet, &err);
    return status ? cli_fail(cli, &err) : put_out(cli, &sheet, to);
}

int cmd_sheet(struct cli *cli, int argc, char **argv)
{
    const char *path = NULL, *edition = "inside", *day = NULL, *copy = NULL, *copies = NULL;
    const struct cli_option options[] = {{"output", 'o', &path, NULL},
                                         {"edition", 0, &edition, NULL},
                                         {"day", 0, &day, NULL},
                                         {"copy", 0, &copy, NULL},
                                         {"copies", 0, &copies, NULL}};
    const int operands = cli_options(cli, argc, argv, options, (int)RK_COUNT(options));
    struct rk_sheet_options wanted = {.lang = cli->lang};
    int64_t number = 0, of = 0;
    if (operands < 0 || (copy && !cli_int(cli, "--copy", copy, 1, 9999, &number)) ||
        (copies && !cli_int(cli, "--copies", copies, 1, 9999, &of)))
        return CLI_USAGE;
    if (operands > 0 && !path)
        return cli_usage(cli, "sheet", "\"%s\" is not expected; see: ranok sheet --help",
                         argv[1]);
    if (!rk_edition_read(rk_str_of(edition), &wanted.edition))
        return cli_usage(cli, "sheet", "--edition: \"%s\"; expected inside, partners or public",
                         edition);
    const char **file = RK_NEW(&cli->keep, const char *, operands + 1);
    if (!file)
        return CLI_MACHINE;
    file[0] = path;
    for (int i = 1; i <= operands; i++)
        file[i] = argv[i];
    for (int i = 0; i <= operands && path; i++)
        if (!known_ending(file[i]))
            return cli_usage(cli, "sheet",
                             "-o: \"%s\"; expected a name in .pdf, .html, .json or .txt",
                             file[i]);
    wanted.copy = (int32_t)number;
    wanted.copies = (int32_t)of;
    return print_sheet(cli, (struct outputs){file, operands + 1}, day, &wanted);
}
