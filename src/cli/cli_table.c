/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands, in alphabetical order. */
#include "cli.h"

static const struct cli_command commands[] = {
    {"correct", cmd_correct},   {"decide", cmd_decide},   {"demo", cmd_demo},
#ifdef RK_HAS_desk
    {"desk", cmd_desk},
#endif
    {"doctor", cmd_doctor},
#ifdef RK_HAS_estimate
    {"estimate", cmd_estimate},
#endif
    {"export", cmd_export},     {"figures", cmd_figures},
#ifdef RK_HAS_paper
    {"form", cmd_form},
#endif
    {"import", cmd_import},     {"init", cmd_init},
#ifdef RK_HAS_heat
    {"heat", cmd_heat},
#endif
#ifdef RK_HAS_link
    {"link", cmd_link},
#endif
    {"log", cmd_log},
#ifdef RK_HAS_names
    {"names", cmd_names},
#endif
#ifdef RK_HAS_reach
    {"reach", cmd_reach},
#endif
    {"person", cmd_person},
#ifdef RK_HAS_paper
    {"print", cmd_print},
#endif
    {"rebuild", cmd_rebuild},
#ifdef RK_HAS_register
    {"register", cmd_register},
#endif
#ifdef RK_HAS_repair
    {"repair", cmd_repair},
#endif
#ifdef RK_HAS_rounds
    {"rounds", cmd_rounds},
#endif
#ifdef RK_HAS_route
    {"route", cmd_route},
#endif
    {"sheet", cmd_sheet},       {"undo", cmd_undo},       {"verify", cmd_verify},
    {"why", cmd_why},
};

const struct cli_command *cli_command_find(const char *name)
{
    for (ptrdiff_t i = 0; i < RK_COUNT(commands); i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}
