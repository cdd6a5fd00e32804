/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cli: what every command of the program is given. One command, one file cmd_NAME.c, one row of
 * the table in cli_table.c, one man page docs/man/ranok-NAME.1.scd (also the built-in help).
 */
#ifndef CLI_H
#define CLI_H

#include "rk_base.h"
#include "rk_vocabulary.h"
#include "rk_work.h"

/* CONTRACT: exit codes. */
enum { CLI_DONE = 0, CLI_REFUSED = 1, CLI_USAGE = 2, CLI_MACHINE = 3, CLI_INTERRUPTED = 130 };

struct cli {
    enum rk_lang lang;
    const char *town;            /* --town, default "." */
    const char *passphrase_file; /* --passphrase-file, NULL */
    bool json, quiet;
    int threads; /* 1 … RK_THREADS_MAX, default: processors */
    bool seed_given;
    uint64_t seed;        /* --seed, default 1 */
    struct rk_arena keep; /* for the run of the program; address space, touched as used */
    struct rk_scratch scratch;
    struct rk_progress progress; /* shows on stderr, stops at Ctrl-C; pass &cli->progress */
};

typedef int cli_run(struct cli *cli, int argc, char **argv); /* argv[0]: the command's name */

struct cli_command {
    const char *name;
    cli_run *run;
};
const struct cli_command *cli_command_find(const char *name);

/* Options of one command, given before or after its operands ("--" ends them). Global options
 * were taken out before. Value NULL: a flag; else where the text of --name VALUE or
 * --name=VALUE goes. Each short name is one letter or 0. */
struct cli_option {
    const char *name;
    char letter;
    const char **value; /* takes a value */
    bool *flag;         /* takes none */
};
/* Moves operands to argv[1 …] and returns their number, or -1 after saying what is wrong
 * (the command then returns CLI_USAGE). */
int cli_options(struct cli *cli, int argc, char **argv, const struct cli_option *options,
                int option_count);
/* Says "ranok NAME: …" on stderr and returns CLI_USAGE. */
int cli_usage(struct cli *cli, const char *command, const char *fmt, ...) RK_PRINTF(3, 4);
/* Says the error on stderr as "PLACE: text" and returns the exit code its status means. */
int cli_fail(struct cli *cli, const struct rk_err *err);
/* Number options: false after saying what is wrong. */
bool cli_int(struct cli *cli, const char *option, const char *text, int64_t low, int64_t high,
             int64_t *out);
bool cli_double(struct cli *cli, const char *option, const char *text, double low, double high,
                double *out);
/* Talk on stderr unless --quiet. */
void cli_say(struct cli *cli, const char *fmt, ...) RK_PRINTF(2, 3);
/* Prints a result text on stdout; CLI_MACHINE with a message when stdout cannot take it. */
int cli_print(struct cli *cli, struct rk_str text);
/* Writes a result file as a whole (0644), or stdout for "-"; exit code. */
int cli_write(struct cli *cli, const char *path, struct rk_str text);
/* A CSV field, quoted where RFC 4180 wants it. */
void cli_csv(struct rk_buf *out, struct rk_str field);

/* The commands, one file each. */
cli_run cmd_correct, cmd_decide, cmd_demo, cmd_desk, cmd_doctor, cmd_estimate, cmd_export,
    cmd_figures, cmd_form, cmd_heat, cmd_import, cmd_init, cmd_link, cmd_log, cmd_names,
    cmd_person, cmd_print, cmd_reach, cmd_rebuild, cmd_register, cmd_repair, cmd_rounds,
    cmd_route, cmd_sheet, cmd_undo, cmd_verify, cmd_why;

#endif
