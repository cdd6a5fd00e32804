/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who of those who stayed needs medicine or a hospital, and who burns what to keep warm. */
#define RK_ROOM_MODEL
#include "model_internal.h"

/* Every n-th of those who stayed and for whom `fits`, so that all quarters have their part. */
typedef bool fits(const struct model_town *t, int32_t at);

static bool any_patient(const struct model_town *t, int32_t person)
{
    const struct rk_model_person *p = &t->person[person];
    if (!p->stayed)
        return false;
    const int age = model_age(p, rk_day_of(2022, 9, 22));
    return age >= 60 || (age >= 30 && model_chance(t, 80, person) < 0.35);
}

static bool any_grave_case(const struct model_town *t, int32_t person)
{
    const struct rk_model_person *p = &t->person[person];
    return p->stayed &&
           (p->fate & (MODEL_SUFFERED | MODEL_INJURED) || model_chance(t, 81, person) < 0.02);
}

/* Households in private houses that stayed; the list has one row for an address. */
static bool any_stove(const struct model_town *t, int32_t household)
{
    const struct rk_model_household *h = &t->household[household];
    const struct rk_model_building *b = &t->building[h->building];
    return h->stayed && b->class == RK_MODEL_PRIVATE && b->household == household;
}

static bool any_leaver(const struct model_town *t, int32_t household)
{
    const struct rk_model_household *h = &t->household[household];
    return h->stayed && h->people == 1 && t->building[h->building].class == RK_MODEL_MULTI;
}

static bool choose(struct model_town *t, struct model_list *l, int32_t all, int32_t count,
                   fits *fit, uint32_t use, struct rk_arena *keep)
{
    int32_t fitting = 0;
    for (int32_t i = 0; i < all; i++)
        fitting += fit(t, i);
    count = count > fitting ? fitting : count;
    l->at = RK_NEW(keep, int32_t, count);
    /* Knuth (1969), volume 2, algorithm S: each choice of `count` of `fitting` alike */
    int32_t left = fitting;
    for (int32_t i = 0; i < all && l->at && l->count < count; i++) {
        if (!fit(t, i))
            continue;
        if (model_pick(t, use, i, left) < count - l->count)
            l->at[l->count++] = i;
        left--;
    }
    return l->at != NULL;
}

bool model_care(struct model_town *t, struct rk_arena *keep, struct rk_arena work)
{
    (void)work;
    const bool ok =
        choose(t, &t->medicine, t->m.persons, model_scaled(t, 1150, 5), any_patient, 85,
               keep) &&
        choose(t, &t->triage, t->m.persons, model_scaled(t, 300, 3), any_grave_case, 86,
               keep) &&
        choose(t, &t->stoves, t->m.households, model_scaled(t, 2400, 6), any_stove, 87, keep) &&
        choose(t, &t->evacuation, t->m.households, model_scaled(t, 40, 3), any_leaver, 88,
               keep);
    for (int32_t i = 0; ok && i < t->medicine.count; i++)
        t->person[t->medicine.at[i]].fate |= MODEL_PATIENT;
    return ok && model_course(t, keep);
}
