/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include "rk_file.h"

#include <unistd.h>

enum { SAID = 4096 };

int cli_usage(struct cli *cli, const char *command, const char *fmt, ...)
{
    char said[SAID];
    va_list args;
    (void)cli;
    va_start(args, fmt);
    rk_said_list(said, sizeof said, fmt, args);
    va_end(args);
    fprintf(stderr, "ranok%s%s: %s\n", command ? " " : "", command ? command : "", said);
    return CLI_USAGE;
}

int cli_fail(struct cli *cli, const struct rk_err *err)
{
    fflush(stdout);
    if (err->status == RK_ECANCELED &&
        err->place[0]) /* its place is the key of what was being done */
        fprintf(stderr, "ranok: %s: %s\n", rk_word(cli->lang, err->place), err->text);
    else if (err->place[0])
        fprintf(stderr, "%s: %s\n", err->place, err->text);
    else
        fprintf(stderr, "ranok: %s\n", err->text);
    switch (err->status) {
    case RK_OK:
        return CLI_DONE;
    case RK_EINVAL:
    case RK_ENOTFOUND:
    case RK_ECORRUPT:
        return CLI_REFUSED;
    case RK_ECANCELED:
        return CLI_INTERRUPTED;
    case RK_EDENIED:
    case RK_ENOMEM:
    case RK_EIO:
        break;
    }
    return CLI_MACHINE;
}

void cli_say(struct cli *cli, const char *fmt, ...)
{
    char said[SAID];
    va_list args;
    if (cli->quiet)
        return;
    va_start(args, fmt);
    rk_said_list(said, sizeof said, fmt, args);
    va_end(args);
    fprintf(stderr, "%s\n", said);
}

bool cli_int(struct cli *cli, const char *option, const char *text, int64_t low, int64_t high,
             int64_t *out)
{
    if (rk_str_int(rk_str_of(text), out) && *out >= low && *out <= high)
        return true;
    (void)cli_usage(cli, NULL, "%s: \"%s\"; expected a whole number from %lld to %lld", option,
                    text, (long long)low, (long long)high);
    return false;
}

bool cli_double(struct cli *cli, const char *option, const char *text, double low, double high,
                double *out)
{
    if (rk_str_double(rk_str_of(text), out) && *out >= low && *out <= high)
        return true;
    (void)cli_usage(cli, NULL, "%s: \"%s\"; expected a number from %g to %g", option, text, low,
                    high);
    return false;
}

int cli_print(struct cli *cli, struct rk_str text)
{
    if (text.len == 0 || fwrite(text.at, 1, (size_t)text.len, stdout) == (size_t)text.len)
        return CLI_DONE;
    struct rk_err err = {0};
    (void)rk_fail(&err, RK_EIO, "stdout", "cannot write");
    return cli_fail(cli, &err);
}

int cli_write(struct cli *cli, const char *path, struct rk_str text)
{
    if (strcmp(path, "-") == 0)
        return cli_print(cli, text);
    struct rk_err err = {0};
    return rk_file_write(path, text, true, &err) ? cli_fail(cli, &err) : CLI_DONE;
}

void cli_csv(struct rk_buf *out, struct rk_str field)
{
    bool quote = false;
    for (ptrdiff_t i = 0; i < field.len && !quote; i++)
        quote = field.at[i] == ',' || field.at[i] == '"' || field.at[i] == '\n' ||
                field.at[i] == '\r';
    if (!quote) {
        rk_buf_add(out, field);
        return;
    }
    rk_buf_char(out, '"');
    for (ptrdiff_t i = 0; i < field.len; i++) {
        if (field.at[i] == '"')
            rk_buf_char(out, '"');
        rk_buf_char(out, field.at[i]);
    }
    rk_buf_char(out, '"');
}
