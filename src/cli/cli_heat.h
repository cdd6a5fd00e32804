/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Town folders of the heat engine, for the commands that read them. */
#ifndef CLI_HEAT_H
#define CLI_HEAT_H

#include "cli.h"
#include "rk_heat_io.h"

/* The files of a town folder, as bytes in cli->keep; missing ones stay empty. */
rk_status cli_heat_folder(struct cli *cli, const char *dir, struct rk_heat_folder *out,
                          struct rk_err *err);

/* One table of ranok heat balance: with the columns of docs/formats/heat.md, or a council's
 * own, read as `kind` ("heat_source", "house") and put into those columns. Faults are said. */
rk_status cli_heat_table(struct cli *cli, const char *path, const char *kind,
                         struct rk_heat_file *out, struct rk_err *err);

#endif
