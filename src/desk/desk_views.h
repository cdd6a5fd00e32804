/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the page's larger views read and do: things of the town, the map, charts, "what if". */
#ifndef DESK_VIEWS_H
#define DESK_VIEWS_H

#include "desk_internal.h"

desk_run api_subjects, api_charts, api_buildings, api_map_day, api_damage, api_suppose, api_say;
desk_run api_checkpoint;
desk_run api_rounds, api_rounds_plan, api_rounds_try, api_rounds_move, api_rounds_lock;
desk_run api_likely, api_questions, api_review;

/* Members of an object about one record: who it is and some facts; an object with all facts. */
void view_brief(struct desk_request *r, const struct rk_report *report, int32_t subject);
void view_facts(struct desk_request *r, const struct rk_report *report, int32_t subject);

/* Of each subject of a kind the latest claim on some aspects that stands in a view. */
struct view_rows {
    int32_t rows, slots;
    const int32_t *subject; /* [rows] */
    const int64_t *claim;   /* [rows * slots], -1: nobody said it */
};
enum { VIEW_SLOTS = 64 };
/* In keep; "damage=order65/": only claims whose text begins so. False: no memory. */
bool view_rows(const struct rk_view *v, const char *kind, const char *const *aspect,
               int32_t slots, struct rk_arena *keep, struct view_rows *out);
int64_t view_claim(const struct view_rows *r, int32_t row, int32_t slot);
/* -1: "", NaN, false. */
struct rk_str view_text(const struct rk_situation *s, int64_t claim);
double view_number(const struct rk_situation *s, int64_t claim);
bool view_true(const struct rk_situation *s, int64_t claim);
/* The view of ?day=…, else of the report's day. */
rk_status view_of_day(struct desk_request *r, struct rk_view *out, struct rk_err *err);

/* A report's charts as JSON, an array. */
void view_charts(struct desk_request *r, const struct rk_report *report);
/* What a tally says of the subjects of one kind: low and high summed by subject; NULL arrays
 * where the figure was not counted. [subjects] in keep; false: no memory. */
bool view_tallied(const struct rk_report *report, const char *figure, struct rk_arena *keep,
                  const float **low, const float **high);

#endif
