/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What commands on a town share: opening it, its situation and report, its author and day. */
#ifndef CLI_TOWN_H
#define CLI_TOWN_H

#include "cli.h"
#include "cli_report.h"
#include "rk_date.h"
#include "rk_ledger.h"
#include "rk_situation.h"

/* The passphrase from --passphrase-file, RANOK_PASSPHRASE, the town's own file when it is a
 * model town, or the keyboard. With `optional`, none at all is fine and gives an empty text.
 * Else CLI_MACHINE after saying what to do. */
int cli_passphrase(struct cli *cli, bool optional, struct rk_str *out);

/* One line of a file, without its end; or typed unseen after the words of `prompt`. Exit code.
 */
int cli_passphrase_file(struct cli *cli, const char *path, struct rk_str *out);
int cli_passphrase_typed(struct cli *cli, const char *prompt, struct rk_str *out);

/* Opens --town; exit code. The caller closes. */
int cli_open(struct cli *cli, enum rk_ledger_mode mode, struct rk_ledger **out);
/* Opens for reading, loads the situation, closes the ledger again (keys wiped). */
int cli_situation(struct cli *cli, struct rk_situation **out, struct rk_str *checkpoint);
/* The same; *held: set of compartments it was opened with (rk_sealed.h). */
int cli_situation_held(struct cli *cli, struct rk_situation **out, struct rk_str *checkpoint,
                       int *held);
/* --day as YYYY-MM-DD; false after saying what is wrong. */
bool cli_day(struct cli *cli, const char *text, rk_day *out);
rk_day cli_today(void);
struct rk_str cli_author(struct cli *cli, const char *given);
/* An act of now with author and day filled in. */
struct rk_act cli_act(struct cli *cli, enum rk_act_kind kind, const char *day_text,
                      const char *author, bool *ok);
/* Says what was saved: batch, claims, root. */
void cli_receipt(struct cli *cli, const struct rk_receipt *r);
/* The same as a result for --json: {"batch","claims","entries","root"}. Exit code. */
int cli_receipt_json(struct cli *cli, const struct rk_receipt *r);

/* Where a model town keeps its passphrase, in its folder. */
#define CLI_MODEL_PASSPHRASE "passphrase-of-this-model-town"
/* The land beneath the sheet's map, if there is one: docs/formats/basemap.md. */
#define CLI_BASEMAP "basemap.geojson"
/* The town's roads, compiled by `ranok reach compile` or `ranok demo`; *out NULL: none. */
RK_MUST_USE rk_status cli_roads(struct cli *cli, const struct rk_plan_roads **out,
                                struct rk_err *err);

#endif
