/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the room repair: the tables of the proof. */
#ifndef REPAIR_TABLE_H
#define REPAIR_TABLE_H

#include "repair_internal.h"

enum { REPAIR_TABLE_CREWS = 16, REPAIR_TABLE_OPTIONS = 22 };

struct repair_table {
    const struct repair_town *t;
    uint32_t all, fixed,
        must; /* masks: every option, what comes by itself, what must be done */
    bool optional;
    uint32_t after[REPAIR_TABLE_OPTIONS];
    uint32_t group[REPAIR_TABLE_OPTIONS]; /* options of the same job */
    double work[REPAIR_TABLE_OPTIONS];    /* hours with the least way */
    double floor;                         /* cold when all is done; 0 without a horizon */
    double *cold;                         /* [2^(options + fixed)] */
    double *togo;                         /* [2^options] */
};
rk_status repair_table_make(const struct repair_town *t, struct rk_scratch *keep,
                            struct rk_scratch scratch, struct repair_table *b,
                            struct rk_err *err);
#endif
