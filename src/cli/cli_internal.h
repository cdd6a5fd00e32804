/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the program's frame (cli_*.c). */
#ifndef CLI_INTERNAL_H
#define CLI_INTERNAL_H

#include "cli.h"

#ifndef RK_VERSION
#error "RK_VERSION comes from CMakeLists.txt"
#endif

/* Prints the help of a command, or the overview for NULL; false (and said) when there is none.
 */
bool cli_help(struct cli *cli, const char *command);

/* The man pages, built in (made by CMake from docs/man). */
struct cli_page {
    const char *name, *text;
};
extern const struct cli_page cli_pages[];
extern const int cli_page_count;

#endif
