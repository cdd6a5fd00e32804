/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several results made into one: mixtures over versions of a table, the range over models. */
#include "rk_estimate.h"

#include "estimate_internal.h"
#include "estimate_math.h"

static bool has_code(const struct estimate_notes *notes, const char *code)
{
    for (int32_t i = 0; i < notes->count; i++)
        if (strcmp(notes->at[i].code, code) == 0)
            return true;
    return false;
}

/* One warning of each kind, in the words of the first that has it; those that follow from the
 * figures are judged anew. */
static void gather(struct estimate_draft *d, const struct rk_estimate *e)
{
    for (int32_t i = 0; i < e->warning_count; i++)
        if (!has_code(&d->notes, e->warnings[i].code) &&
            !estimate_is_of_figures(e->warnings[i].code))
            estimate_note(&d->notes, d->keep, e->warnings[i].code, "%.*s",
                          RK_FMT(e->warnings[i].text));
}

static double detail(const struct rk_estimate *e, const char *name)
{
    for (int32_t i = 0; i < e->detail_count; i++)
        if (strcmp(e->details[i].name, name) == 0 && !e->details[i].text.at)
            return e->details[i].number;
    return ESTIMATE_NAN;
}

/* Moments of the mixture; the draws of all versions, thinned to as many as one has. */
static bool mix(struct estimate_draft *d, const struct rk_estimate *const *version,
                int32_t count, int32_t good, struct rk_arena *keep, struct rk_scratch scratch)
{
    double *all = RK_NEW(&scratch, double, (ptrdiff_t)good *RK_ESTIMATE_DRAWS);
    double *draws = RK_NEW(keep, double, RK_ESTIMATE_DRAWS);
    if (scratch.in.failed || keep->failed)
        return false;
    double estimate = 0.0, mean = 0.0, square = 0.0, within = 0.0;
    int32_t at = 0;
    for (int32_t i = 0; i < count; i++) {
        const struct rk_estimate *e = version[i];
        if (e->refused.at)
            continue;
        memcpy(all + (ptrdiff_t)at++ * RK_ESTIMATE_DRAWS, e->draws,
               RK_ESTIMATE_DRAWS * sizeof *all);
        const double own = detail(e, "mean");
        estimate += e->estimate / good;
        mean += own / good;
        within += e->se * e->se / good;
        square += e->estimate * e->estimate / good;
        gather(d, e);
    }
    const ptrdiff_t whole = (ptrdiff_t)good * RK_ESTIMATE_DRAWS;
    estimate_sort(all, whole);
    for (int32_t i = 0; i < RK_ESTIMATE_DRAWS; i++)
        draws[i] = all[(ptrdiff_t)i * good + good / 2];
    const bool median = strcmp(d->out->centre, "median") == 0;
    const double between =
        good > 1 ? (square - estimate * estimate) * good / (good - 1.0) : 0.0;
    d->out->draws = draws;
    d->out->estimate = median ? estimate_quantile(all, whole, 0.5) : estimate;
    d->out->low = estimate_quantile(all, whole, 0.025);
    d->out->high = estimate_quantile(all, whole, 0.975);
    /* Rubin (1987): within versions, and between them. */
    d->out->se = sqrt(within + fmax(between, 0.0) * (1.0 + 1.0 / good));
    estimate_number(d, "se", d->out->se);
    estimate_number(d, "mean", mean);
    return true;
}

rk_status rk_estimate_average(const struct rk_estimate *const *version, int32_t count,
                              struct rk_arena *keep, struct rk_scratch scratch,
                              struct rk_estimate *out, struct rk_err *err)
{
    if (count < 1)
        return rk_fail(err, RK_EINVAL, "estimate", "there is nothing to average");
    struct rk_estimate result = {.model = version[0]->model, .level = 0.95, .centre = "mode"};
    struct rk_arena mine = *keep;
    struct estimate_draft d = {.out = &result, .keep = &mine};
    const struct rk_estimate *refused = NULL;
    int32_t good = 0;
    for (int32_t i = 0; i < count; i++) {
        result.observed += version[i]->observed / count;
        if (version[i]->refused.at) {
            refused = refused ? refused : version[i];
        } else {
            result.centre = version[i]->centre;
            good++;
        }
    }
    estimate_number(&d, "versions", count);
    if (refused && 2 * good < count) {
        result.refused = rk_str_copy(&mine, refused->refused);
    } else {
        if (!mix(&d, version, count, good, &mine, scratch))
            return rk_fail(err, RK_ENOMEM, "estimate", "the memory allowed is full");
        if (refused)
            estimate_note(&d.notes, &mine, "versions_refused",
                          "%d of %d versions of the table have no estimate and are left out of "
                          "the average: %.*s",
                          count - good, count, RK_FMT(refused->refused));
    }
    const rk_status status = estimate_finish(&d, err);
    if (status)
        return status;
    *keep = mine;
    *out = result;
    return RK_OK;
}

rk_status rk_estimate_range(const struct rk_estimate *const *model, int32_t count,
                            struct rk_arena *keep, struct rk_estimate *out, struct rk_err *err)
{
    double centre[64];
    if (count < 1 || count > RK_COUNT(centre))
        return rk_fail(err, RK_EINVAL, "estimate", "%d models; expected 1 to 64", count);
    struct rk_estimate result = {.model = "range",
                                 .level = 0.95,
                                 .centre = "median",
                                 .observed = model[0]->observed,
                                 .se = ESTIMATE_NAN,
                                 .low = HUGE_VAL,
                                 .high = 0.0};
    struct rk_arena mine = *keep;
    struct estimate_draft d = {.out = &result, .keep = &mine};
    struct rk_buf names = rk_buf_in(&mine, 1000);
    int32_t good = 0;
    double lowest = HUGE_VAL, highest = 0.0;
    for (int32_t i = 0; i < count; i++) {
        const struct rk_estimate *e = model[i];
        if (e->refused.at)
            continue;
        rk_buf_printf(&names, "%s%s", good ? ", " : "", e->model);
        centre[good++] = e->estimate;
        result.low = fmin(result.low, e->low);
        result.high = fmax(result.high, e->high);
        lowest = fmin(lowest, e->estimate);
        highest = fmax(highest, e->estimate);
        gather(&d, e);
    }
    if (good == 0) {
        result.refused = rk_str_copy(&mine, model[0]->refused);
    } else {
        estimate_sort(centre, good);
        result.estimate = estimate_quantile(centre, good, 0.5);
        estimate_text(&d, "models", rk_buf_str(&names));
        estimate_number(&d, "lowest_estimate", lowest);
        estimate_number(&d, "highest_estimate", highest);
        if (highest > 1.5 * lowest && !has_code(&d.notes, "models_disagree"))
            estimate_note(&d.notes, &mine, "models_disagree",
                          "the models say from %.0f to %.0f", lowest, highest);
    }
    const rk_status status = estimate_finish(&d, err);
    if (status)
        return status;
    *keep = mine;
    *out = result;
    return RK_OK;
}
