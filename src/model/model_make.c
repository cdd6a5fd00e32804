/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Growing the town, step by step. */
#define RK_ROOM_MODEL
#include "model_internal.h"

extern const char model_stations_csv[], model_ages_csv[];
extern const ptrdiff_t model_stations_csv_len, model_ages_csv_len;

#define REAL_PEOPLE 46000.0

int32_t model_scaled(const struct model_town *t, double n, int32_t least)
{
    const int32_t x = (int32_t)floor(n * t->m.scale + 0.5);
    return x < least ? least : x;
}

/* The real town's numbers, scaled (docs/methods/model-town.md, 2). */
static void count(struct model_town *t)
{
    struct model_counts *c = &t->count;
    c->people = (int32_t)t->m.options.people;
    c->buildings = model_scaled(t, 22641, 100);
    c->private_houses = model_scaled(t, 11700, 60);
    c->multi = model_scaled(t, 242, 6);
    c->heated = model_scaled(t, 198, 5);
    c->industrial = model_scaled(t, 59, 2);
    c->education = model_scaled(t, 25, 2);
    c->municipal = model_scaled(t, 115, 6);
    c->commercial = model_scaled(t, 118, 4);
    c->religious = model_scaled(t, 12, 1);
    c->boiler_houses = model_scaled(t, 22, 4);
}

enum { STEPS = 9 };

static bool lay_out(struct model_town *t, struct rk_arena *keep, struct rk_arena work)
{
    struct model_plan plan;
    return model_plan_make(&t->ground, &work, &plan) && model_build(t, &plan, keep, &work) &&
           model_map(t, &plan, keep, &work);
}

static bool take_step(struct model_town *t, int step, struct rk_arena *keep,
                      struct rk_arena work)
{
    switch (step) {
    case 0:
        return lay_out(t, keep, work);
    case 1:
        return model_damage(t, work);
    case 2:
        return model_heat(t, keep, work);
    case 3:
        return model_census(t, model_ages_csv, model_ages_csv_len, keep, work);
    case 4:
        return model_harm(t, keep, work);
    case 5:
        return model_stay(t, work);
    case 6:
        return model_care(t, keep, work);
    case 7:
        return model_files(t, keep, work);
    default:
        return model_days(t, keep, work);
    }
}

static rk_status grow(struct model_town *t, struct rk_arena *keep, struct rk_arena work,
                      struct rk_progress *progress, struct rk_err *err)
{
    rk_progress_start(progress, "town", STEPS);
    for (int step = 0; step < STEPS; step++) {
        if (!take_step(t, step, keep, work))
            return rk_fail(err, RK_ENOMEM, "model", "%d people", t->count.people);
        const rk_status stop = rk_progress_step(progress, 1, err);
        if (stop)
            return stop;
    }
    return RK_OK;
}

rk_status rk_model_make(const struct rk_model_options *options, struct rk_arena *keep,
                        struct rk_scratch scratch, struct rk_progress *progress,
                        const struct rk_model **out, struct rk_err *err)
{
    struct rk_arena result = *keep;
    struct model_town *t = RK_NEW(&result, struct model_town, 1);
    const int64_t people = options->people ? options->people : (int64_t)REAL_PEOPLE;
    if (people < 1000 || people > 10000000)
        return rk_fail(err, RK_EINVAL, "people", "%" PRId64 "; expected 1000 to 10000000",
                       people);
    if (!t)
        return rk_fail(err, RK_ENOMEM, "model", "no room");
    t->m.options = (struct rk_model_options){people, options->seed};
    t->m.scale = (double)people / REAL_PEOPLE;
    t->m.truth = t;
    t->m.quarter_name = model_quarter_name;
    t->m.quarters = MODEL_QUARTERS;
    count(t);
    if (!model_ground_make(&t->ground, options->seed, t->m.scale, model_stations_csv,
                           model_stations_csv_len))
        return rk_fail(err, RK_EINVAL, "polling_stations_2019_izium.csv",
                       "a station cannot be read");
    const rk_status status = grow(t, &result, scratch.in, progress, err);
    if (status)
        return status;
    *keep = result;
    *out = &t->m;
    return RK_OK;
}
