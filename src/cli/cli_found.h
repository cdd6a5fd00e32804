/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Founding a town: used by init and demo. */
#ifndef CLI_FOUND_H
#define CLI_FOUND_H

#include "cli_town.h"

struct cli_town_name {
    const char *katottg, *uk, *en;
    const char *model; /* what makes it a model town, in words; NULL: a real one */
};
int cli_found_town(struct cli *cli, const char *dir, struct rk_str passphrase, enum rk_kdf kdf,
                   const struct cli_town_name *name, const struct rk_act *act);

/* One import act: used by import and demo. */
struct cli_import {
    const char *const *files;
    int count;
    const char *kind, *map, *source, *sheet, *day, *author;
    bool dry_run;
};
int cli_import_files(struct cli *cli, const struct cli_import *what);

#endif
