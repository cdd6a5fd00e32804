/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the intake room: what the layouts of statements and of facts share. */
#ifndef IMPORT_SAY_H
#define IMPORT_SAY_H

#include "import_plan.h"

struct import_source {
    struct rk_str name, role, reported_in;
};
/* "Matsokin, Babel": a person, and where it stood; "AFP via UrduPoint"; else the whole title.
 */
struct import_source import_source_of(struct rk_str title);

/* A note grows: "words" or "name: words", parted by "; ". */
void import_note_add(struct rk_buf *note, struct rk_str name, struct rk_str words);
/* Notes, evidence and the columns that nobody recognised. */
void import_note_rest(const struct import_row *r, struct rk_buf *note);

/* The trimmed text of an aspect's cell, "" when there is none or it is unknown. */
struct rk_str import_words(const struct import_row *r, const char *aspect);
/* A fault for an aspect that a statement cannot be without. */
void import_needs(struct import_row *r, const char *aspect);
/* The unit's id, or the words as said when no unit is known by them. */
struct rk_str import_unit(struct rk_str said);
bool import_unit_is(struct rk_str said, const char *family);
struct rk_str import_place(const struct import_row *r);
/* A number under its bound as a value. */
struct rk_value import_bounded(double low, double high, const char *bound);

#endif
