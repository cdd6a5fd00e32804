/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include "rk_file.h"

#include <unistd.h>

static const char *in_language(const char *fmt)
{
    return rk_err_translate ? rk_err_translate(fmt) : fmt;
}

#pragma GCC diagnostic ignored "-Wformat-nonliteral"

int cli_usage(struct cli *cli, const char *command, const char *fmt, ...)
{
    (void)cli;
    va_list args;
    va_start(args, fmt);
    fprintf(stderr, "ranok%s%s: ", command ? " " : "", command ? command : "");
    vfprintf(stderr, in_language(fmt), args);
    fputc('\n', stderr);
    va_end(args);
    return CLI_USAGE;
}

int cli_fail(struct cli *cli, const struct rk_err *err)
{
    (void)cli;
    fflush(stdout);
    if (err->place[0])
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
    if (cli->quiet)
        return;
    va_list args;
    va_start(args, fmt);
    vfprintf(stderr, in_language(fmt), args);
    va_end(args);
    fputc('\n', stderr);
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
