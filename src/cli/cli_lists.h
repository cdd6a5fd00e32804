/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists for the offices: rows from the town's records, as they stand on a day. */
#ifndef CLI_LISTS_H
#define CLI_LISTS_H

#include "cli_town.h"

#include "rk_paper.h"

/* What the town says of itself. */
struct cli_town_said {
    struct rk_str name;
    bool model;
    rk_day day; /* a model town's last day, else today */
};
struct cli_town_said cli_town_said(struct cli *cli, const struct rk_situation *s);

/* One list that an office carries. */
struct cli_list_def {
    const char *id;     /* "patients" */
    const char *office; /* "doctor" */
    const char *kind;   /* of the vocabulary */
};
const struct cli_list_def *cli_list_defs(int32_t *count);

/* All the subjects of a situation as of a day, read once for all lists. */
struct cli_lists {
    struct cli *cli;
    const struct rk_situation *sit;
    struct rk_view view;
    rk_day day;
    const char *district; /* only this one; NULL: all */
    int32_t most;         /* rows of one list; 0: all of them */
    struct rk_str about;
    struct cli_town_said town;
    const int32_t *subject; /* positions in sit->subject, by kind, then in order of mention */
    int32_t *first;         /* [kinds + 1] positions in `subject` */
};
/* `day` RK_DAY_NONE: the town's own. */
rk_status cli_lists_begin(struct cli *cli, const struct rk_situation *s, rk_day day,
                          const char *district, struct cli_lists *out, struct rk_err *err);
/* One list, all of it but its copy number; lives in cli->keep. */
rk_status cli_list_make(struct cli_lists *lists, const struct cli_list_def *def,
                        struct rk_paper_list *out, struct rk_err *err);
struct rk_str cli_list_copy(struct cli *cli, int32_t copy, int32_t copies);

#endif
