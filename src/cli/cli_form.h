/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terminal at which forms are typed in; forms themselves: rk_typing.h. */
#ifndef CLI_FORM_H
#define CLI_FORM_H

#include "cli_town.h"
#include "rk_typing.h"

struct cli_desk {
    struct cli *cli;
    struct rk_typing at;
};

/* Opens the town; the caller closes. Exit code. */
int cli_desk_open(struct cli *cli, const struct rk_form *form, const char *day,
                  const char *author, struct cli_desk *out);
void cli_desk_close(struct cli_desk *desk);

/* Types forms in from the keyboard until the person stops (cli_typing.c). Exit code. */
int cli_typing(struct cli_desk *desk);

#endif
