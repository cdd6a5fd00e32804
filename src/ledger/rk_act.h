/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ledger/act: what one somebody did, and the claims it holds, before it is sealed.
 *
 * Content is canonical JSON (RFC 8785), so that a court can read an opened part with any
 * editor: docs/formats/ledger.md. This header turns claims into that text and back; nothing
 * here knows a key or a file.
 */
#ifndef RK_ACT_H
#define RK_ACT_H

#include "rk_base.h"
#include "rk_date.h"

enum rk_value_kind {
    RK_VALUE_NONE,
    RK_VALUE_NUMBER,
    RK_VALUE_RANGE,
    RK_VALUE_TEXT,
    RK_VALUE_BOOL,
    RK_VALUE_DATE
};

/* A value as said. Open bounds are NaN: "at least 1,000" is low 1000, high NaN. */
struct rk_value {
    enum rk_value_kind kind;
    double low, high;    /* NUMBER: both equal; RANGE */
    struct rk_str text;  /* TEXT: the words; DATE: as written; empty otherwise */
    struct rk_when when; /* DATE */
    bool truth;          /* BOOL */
};

struct rk_claim {
    _Alignas(16) struct rk_str aspect; /* vocabulary id; aligned so that claims taken one by
                                          one from a region form an array */
    struct rk_value value;
    struct rk_str
        bound; /* "exact", "about", "at_least", "more_than", "at_most", "range" or empty */
    struct rk_str unit, definition, denominator, scope, method;
    struct rk_when as_of, period;
    struct rk_str said_as; /* the words of the source, where the aspect was mapped */
    struct rk_str reported_in, note;
    struct rk_str replaces; /* claim id this one corrects or retracts, empty mostly */
    struct rk_str why;      /* why it replaces */
};

/* Claims about one subject, in one compartment, according to one source: one sealed part. */
struct rk_part {
    int compartment;      /* enum rk_compartment */
    struct rk_str about;  /* subject "kind:key" */
    struct rk_str source; /* subject "source:key"; empty: the author himself */
    struct rk_str place;  /* where it stood: "facts.csv:17" */
    struct rk_when as_of; /* default for the claims */
    struct rk_str definition, scope, method; /* defaults for the claims */
    const struct rk_claim *claims;
    int32_t claim_count;
};

/* Writes the part's content (without salt) as canonical JSON. RK_ENOMEM: out is full. */
RK_MUST_USE rk_status rk_part_write(const struct rk_part *part, struct rk_buf *out,
                                    struct rk_err *err);
/* Reads it back; defaults are filled into the claims. Texts live in `json` or `keep`.
 * RK_ECORRUPT: not a part of this format. */
RK_MUST_USE rk_status rk_part_read(struct rk_str json, struct rk_arena *keep,
                                   struct rk_part *out, struct rk_err *err);

#endif
