/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * plan/sealed: what of a report may be told to one who holds only some of the town's keys.
 *
 * What was counted without all of what it counts is not a smaller number: it is none. Each
 * figure and list says which compartments it is made from; without one of them it is taken out
 * of the report as "not for this role", never as zero. No state, any number of threads.
 */
#ifndef RK_SEALED_H
#define RK_SEALED_H

#include "rk_figures.h"

/* Sets of compartments as bits, 1 << (compartment - 1). */
enum {
    RK_SEES_PEOPLE = 1,
    RK_SEES_MEDICAL = 2,
    RK_SEES_SOURCES = 4,
    RK_SEES_OPERATIONS = 8,
    RK_SEES_ALL = 15
};

int rk_figure_needs(const struct rk_figure_def *def);
int rk_list_needs(const struct rk_list *list);
/* Takes out of a report made from a situation of that set what the set does not carry: figures
 * become unknown without statements, lists lose their rows, pairs and charts go. */
void rk_report_redact(struct rk_report *report, int set);

#endif
