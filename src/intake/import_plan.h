/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the intake room: what is prepared once for all rows of a file. */
#ifndef IMPORT_PLAN_H
#define IMPORT_PLAN_H

#include "import_internal.h"

enum { IMPORT_KEYS_MAX = 4 };

struct import_pair {
    const struct import_column *first, *second;
};

struct import_checks {
    struct import_pair *days, *parts;
    int32_t day_count, part_count;
    const struct import_column *birth, *age, *age_on, *latitude, *longitude;
};

struct import_plan {
    struct import_checks checks;
    const struct import_column *keys[IMPORT_KEYS_MAX]; /* in the order of the kind's aspects */
    int32_t key_count;
    bool keys_unique; /* equal keys are a fault; else rows may share a subject or have none */
    const struct import_column *as_of, *according_to, *street, *house_no, *flat;
    const struct rk_aspect *address;      /* made of street and house when no column tells it */
    const struct import_column *stand_in; /* the name, where the required key has no column */
    const struct rk_aspect **lacking;     /* required, and the table has no column for it */
    int32_t lacking_count;
    /* What the list says of every row by what it is (import_listed.c); NULL: nothing. */
    const struct rk_aspect *listed;
    struct rk_str listed_choice, listed_words;
};

bool import_checks_make(struct rk_import *in, struct import_checks *checks,
                        struct rk_arena *keep);
/* The row's key by the plan, in `keep`: the first filled one; empty when there is none. */
struct rk_str import_row_key(const struct rk_import *in, const struct rk_row *row,
                             struct rk_arena *keep, const struct import_column **from);
/* "вул. Миру, 5, кв. 3" from its columns; empty when the street is. */
struct rk_str import_address(const struct rk_import *in, const struct rk_row *row,
                             struct rk_arena *keep);

/* Why a row below the header holds no data (a key of the texts); NULL: it is to be read. */
const char *import_passed_over(const struct rk_import *in, const struct rk_row *row);

/* Finds what the list says by itself, for in->plan. */
void import_listed_find(struct rk_import *in);
bool import_surveyed_claim(const struct import_row *r, struct rk_claim *out);
/* The claim that it makes of a row; false: none. */
bool import_listed_claim(const struct import_row *r, struct rk_claim *out);

/* The street that a heading within the table names; empty: another heading. */
struct rk_str import_heading_street(const struct rk_row *row);

#endif
