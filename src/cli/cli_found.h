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
    /* Told of every part as it is sealed: its row's line, and where its first claim will
     * stand. NULL: nobody asks. */
    void (*saw)(void *user, int64_t line, const struct rk_part *part, int64_t entry,
                int32_t ordinal);
    void *user;
};
int cli_import_files(struct cli *cli, const struct cli_import *what);

/* Many imports one after another with one opening: the ledger stays open in between. */
struct cli_importer;
int cli_importer_open(struct cli *cli, bool dry_run, struct cli_importer **out);
/* One act. *refused: rows that were not taken. What the imports need is given back to
 * `cli->keep` after each. */
int cli_importer_take(struct cli_importer *in, const struct cli_import *what,
                      struct rk_receipt *receipt, int64_t *refused);
struct rk_ledger *cli_importer_ledger(struct cli_importer *in);
void cli_importer_close(struct cli_importer *in);

#endif
