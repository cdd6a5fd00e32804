/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

static const struct cli_option *named(const struct cli_option *options, int count,
                                      const char *arg, const char **attached)
{
    *attached = NULL;
    for (int i = 0; i < count; i++) {
        const struct cli_option *o = &options[i];
        if (arg[0] == '-' && arg[1] == o->letter && o->letter && !arg[2])
            return o;
        const size_t len = strlen(o->name);
        if (strncmp(arg, "--", 2) != 0 || strncmp(arg + 2, o->name, len) != 0)
            continue;
        if (!arg[2 + len])
            return o;
        if (arg[2 + len] == '=' && o->value) {
            *attached = arg + 2 + len + 1;
            return o;
        }
    }
    return NULL;
}

int cli_options(struct cli *cli, int argc, char **argv, const struct cli_option *options,
                int option_count)
{
    int operands = 0;
    bool literal = false;
    for (int i = 1; i < argc; i++) {
        char *arg = argv[i];
        if (literal || arg[0] != '-' || !arg[1]) {
            argv[++operands] = arg;
            continue;
        }
        if (strcmp(arg, "--") == 0) {
            literal = true;
            continue;
        }
        const char *attached = NULL;
        const struct cli_option *o = named(options, option_count, arg, &attached);
        if (!o) {
            (void)cli_usage(cli, argv[0], "unknown option %s; see: ranok %s --help", arg,
                            argv[0]);
            return -1;
        }
        if (!o->value) {
            *o->flag = true;
        } else if (attached) {
            *o->value = attached;
        } else if (i + 1 < argc) {
            *o->value = argv[++i];
        } else {
            (void)cli_usage(cli, argv[0], "%s: a value is missing", arg);
            return -1;
        }
    }
    return operands;
}
