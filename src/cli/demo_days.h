/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The weeks of the model town, through the same import and ledger as a real town's. */
#ifndef DEMO_DAYS_H
#define DEMO_DAYS_H

#include "cli_found.h"
#include "rk_model.h"

struct cli_demo_days {
    const char *folder; /* where the spreadsheets go */
    int64_t rows, refused;
    int32_t corrections, decisions;
};

/* Writes each list, imports it on its day, corrects, decides and undoes as the model says. */
int cli_demo_live(struct cli *cli, const struct rk_model *model, struct cli_demo_days *sum);

#endif
