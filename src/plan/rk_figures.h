/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * plan/figures: the numbers of the morning, each with all that stands behind it.
 *
 * A figure is never a bare number: value, range, unit, definition, denominator, scope, as-of,
 * method and claims, and the statements it was made from, so that anybody can make it again.
 * All text lives as long as the report's arena. Read-only once made; any thread may read.
 */
#ifndef RK_FIGURES_H
#define RK_FIGURES_H

#include "rk_base.h"
#include "rk_date.h"
#include "rk_lists.h"
#include "rk_vocabulary.h"

/* How a said value binds: "at least 1,000" is AT_LEAST, "more than 80 %" MORE_THAN. */
enum rk_bound { RK_EXACT, RK_ABOUT, RK_AT_LEAST, RK_MORE_THAN, RK_AT_MOST, RK_RANGE, RK_STATE };

/* One thing somebody said, as it stands in the ledger. */
struct rk_statement {
    struct rk_str claim;          /* "origin/index/ordinal" */
    struct rk_str figure;         /* figure id it bears on; empty when it bears on none */
    struct rk_str about;          /* subject or place, as said */
    struct rk_str aspect;         /* as said */
    double value_low, value_high; /* NaN: not said (open bound, or a state in words) */
    enum rk_bound bound;
    struct rk_str text; /* value in words, when it is no number */
    struct rk_str unit, definition, denominator, scope, method;
    struct rk_when as_of, period;
    struct rk_str according_to, role, party; /* empty and sealed = true without that key */
    bool sealed;
    struct rk_str reported_in, note;        /* note: what the source says it conflicts with */
    struct rk_str recorded_by, recorded_at; /* author's name; UTC instant */
    struct rk_str replaced_by; /* claim id of the correction, empty when it stands */
    struct rk_str replaced_why;
    bool in_scope; /* about this town */
    bool own;      /* counts what the figure's own definition counts */
    bool later;    /* speaks of a day after the report's: listed, decides nothing */
    bool used; /* the figure's value was made from it (false: other definition, older, …) */
    bool differs; /* it contradicts the figure's value beyond the figure's range */
};

/* What a figure was counted from: every claim with what it adds. A count adds up; a share is
 * one hundred times the sum, divided by `of`. low < high: not known which. A claim that adds
 * nothing decided that something is not counted. */
struct rk_tally {
    const int64_t *claim; /* [count] positions in the situation */
    const double *low, *high;
    int64_t count;
    int64_t of; /* of a share: how many things it is a share of */
    bool share;
    enum rk_bound bound; /* EXACT: exact where low and high agree; AT_LEAST: no upper end */
};

struct rk_figure {
    const struct rk_figure_def *def;
    bool known;              /* false: nobody has said it; then value is NaN and why says so */
    double value, low, high; /* NaN when open */
    enum rk_bound bound;
    struct rk_str text; /* for states and dates in words */
    struct rk_str definition, denominator, scope, method;
    struct rk_when as_of;
    bool conflict;                         /* at least one statement in scope differs */
    const struct rk_statement *statements; /* all that bear on it, used ones first */
    int32_t statement_count, used_count;
    const struct rk_tally *tally; /* counted from records; NULL: from statements alone */
    struct rk_str detail;         /* a sentence more, of the same records; may be empty */
    bool had_before;              /* yesterday's situation had a value */
    double before;                /* that value */
    bool changed;                 /* differs from yesterday in value, range or text */
};

struct rk_situation;
struct rk_view;
/* Everything the sheet and `figures`, `why` print. */
struct rk_report {
    const struct rk_situation *situation;
    const struct rk_view *view; /* what counted for it */
    struct rk_str town_uk, town_en, katottg;
    rk_day day;
    int32_t number;           /* edition number: days since the first act, from 1 */
    bool model;               /* every person in it is invented */
    struct rk_str checkpoint; /* the signed checkpoint, whole note */
    struct rk_str root_hex;
    int64_t acts, claims;              /* ledger size, claims in it */
    int64_t acts_since, authors_since; /* since yesterday's head */
    struct rk_figure *figures;         /* in the order of rk_figure_defs */
    int32_t figure_count;
    struct rk_statement *elsewhere; /* statements about other places, kept apart */
    int32_t elsewhere_count;
    struct rk_statement *unsorted; /* statements that bear on no known figure */
    int32_t unsorted_count;
    const struct rk_list *lists; /* tables counted from records, by section */
    int32_t list_count;
    const struct rk_pair *pairs; /* waiting for a decision */
    int32_t pair_count;
    const struct rk_map *map;             /* NULL: nothing has a place yet */
    const struct rk_map_minutes *minutes; /* NULL: not asked for, or no roads */
    const struct rk_chart *charts;
    int32_t chart_count;
    const struct rk_network *network; /* NULL: no pipes are known */
};

struct rk_roads;
struct rk_reach_speeds;
/* Of the engine reach; both only looked at. */
struct rk_plan_roads {
    const struct rk_roads *roads;
    const struct rk_reach_speeds *speeds;
};

/*
 * Makes the report of a day. Known is everything in the ledger, or, with `known_then`, what the
 * desk had recorded by the end of that day, later statements left out (the public edition:
 * nothing younger than its day is in it). Yesterday's figures are those of the ledger as it was
 * after the desk's day before; when the desk was not open yet that day, of what is known now.
 * `lang` chooses the definitions' language. RK_ENOMEM.
 */
RK_MUST_USE rk_status rk_report_make(const struct rk_situation *sit, rk_day day,
                                     bool known_then, enum rk_lang lang, struct rk_arena *keep,
                                     struct rk_scratch scratch, struct rk_report *out,
                                     struct rk_err *err);
/* The same by the roads of the town, where people's ways are counted; NULL: by straight lines.
 * The roads must pass rk_roads_check: RK_EINVAL. */
RK_MUST_USE rk_status rk_report_make_on(const struct rk_situation *sit, rk_day day,
                                        bool known_then, enum rk_lang lang,
                                        const struct rk_plan_roads *roads,
                                        struct rk_arena *keep, struct rk_scratch scratch,
                                        struct rk_report *out, struct rk_err *err);
/* Draws a base map (rk_basemap.h) beneath the report's map. False: no memory. */
bool rk_report_base(struct rk_report *report, const struct rk_map *base, struct rk_arena *keep);
/* The statement behind one claim of a figure's tally, with what it adds as its value. */
void rk_report_tallied(const struct rk_report *report, const struct rk_figure *figure,
                       int64_t which, struct rk_arena *keep, struct rk_statement *out);
/* Makes a figure's value again from nothing but its statements, or its tally, by its rule;
 * fills value, low, high, bound, text, as_of, conflict and the statements' used and differs. */
void rk_figure_settle(struct rk_figure *figure, struct rk_statement *statements, int32_t count);

const struct rk_figure *rk_figure_find(const struct rk_report *report, struct rk_str id);

#endif
