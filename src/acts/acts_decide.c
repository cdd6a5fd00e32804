/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_acts.h"

#include "rk_import.h"

static rk_status save(const struct rk_acts *at, const struct rk_act *act,
                      const struct rk_part *part, struct rk_receipt *receipt,
                      struct rk_err *err)
{
    struct rk_batch *batch = NULL;
    rk_status status = rk_batch_begin(at->ledger, act, at->keep, &batch, err);
    if (status)
        return status;
    if (part)
        status = rk_batch_add(batch, part, err);
    if (!status)
        return rk_batch_close(batch, receipt, err);
    rk_batch_abandon(batch);
    return status;
}

static rk_status reason(struct rk_str why, struct rk_err *err)
{
    return rk_str_trim(why).len ? RK_OK
                                : rk_fail(err, RK_EINVAL, "", "a reason is expected: why?");
}

/* ---- decisions -----------------------------------------------------------------------------
 */

static rk_status check_pair(const struct rk_situation *s, struct rk_str about,
                            struct rk_str other, struct rk_err *err)
{
    const struct rk_str both[] = {about, other};
    for (int i = 0; i < (other.len ? 2 : 1); i++)
        if (rk_sit_subject_find(s, both[i]) < 0 ||
            !(rk_str_starts(both[i], RK_STR("person:")) ||
              rk_str_starts(both[i], RK_STR("body:"))))
            return rk_fail(err, RK_ENOTFOUND, "",
                           "no record is called \"%.*s\"; a person or body of a list is "
                           "expected, as ranok decide prints them",
                           RK_FMT(both[i]));
    return rk_str_eq(both[0], both[1])
               ? rk_fail(err, RK_EINVAL, "", "a record cannot be compared with itself")
               : RK_OK;
}

rk_status rk_acts_decide(const struct rk_acts *at, const struct rk_act *given,
                         enum rk_decision decision, struct rk_str about, struct rk_str other,
                         struct rk_str with, struct rk_str why, struct rk_receipt *receipt,
                         struct rk_err *err)
{
    static const char *const aspects[] = {"same_as", "distinct_from", "counted_apart"};
    rk_status status = reason(why, err);
    if (!status && (other.len > 0) == (decision == RK_DECIDED_APART))
        status = rk_fail(err, RK_EINVAL, "", "two records are expected, or one kept apart");
    if (!status)
        status = check_pair(at->situation, about, other, err);
    if (status)
        return status;
    struct rk_act act = *given;
    act.kind = RK_ACT_DECISION;
    act.why = why;
    struct rk_claim claims[2] = {{.aspect = rk_str_of(aspects[decision]),
                                  .as_of = RK_WHEN_UNKNOWN,
                                  .period = RK_WHEN_UNKNOWN,
                                  .why = why},
                                 {.aspect = RK_STR("decided_with"),
                                  .value = {.kind = RK_VALUE_TEXT, .text = with},
                                  .as_of = RK_WHEN_UNKNOWN,
                                  .period = RK_WHEN_UNKNOWN}};
    claims[0].value = other.len ? (struct rk_value){.kind = RK_VALUE_TEXT, .text = other}
                                : (struct rk_value){.kind = RK_VALUE_BOOL, .truth = true};
    const struct rk_part part = {.compartment = RK_PEOPLE,
                                 .about = about,
                                 .as_of = {act.day, act.day},
                                 .claims = claims,
                                 .claim_count = with.len ? 2 : 1};
    return save(at, &act, &part, receipt, err);
}

/* ---- corrections ---------------------------------------------------------------------------
 */

/* The claim's aspect by the vocabulary; NULL after saying why it cannot be corrected so. */
static const struct rk_aspect *aspect_of(const struct rk_situation *s, int64_t claim,
                                         struct rk_err *err)
{
    const struct rk_sit_claim *c = &s->claim[claim];
    struct rk_str id = rk_sit_text(s, s->subject[s->part[c->part].subject].id);
    const struct rk_kind *kind = rk_kind_find(rk_str_cut(&id, ':'));
    const struct rk_str aspect = rk_sit_text(s, s->aspect[c->aspect]);
    const struct rk_aspect *a = kind ? rk_aspect_find(kind, aspect) : NULL;
    if (!a)
        (void)rk_fail(err, RK_EINVAL, "",
                      "\"%.*s\" is no aspect of the vocabulary: withdraw its batch instead",
                      RK_FMT(aspect));
    return a;
}

rk_status rk_acts_correct(const struct rk_acts *at, const struct rk_act *given,
                          struct rk_str id, struct rk_str value, struct rk_str why,
                          struct rk_receipt *receipt, struct rk_err *err)
{
    const struct rk_situation *s = at->situation;
    rk_status status = reason(why, err);
    if (status)
        return status;
    const int64_t position = rk_sit_claim_find(s, id);
    if (position < 0)
        return rk_fail(err, RK_ENOTFOUND, "", "there is no claim \"%.*s\"; see: ranok why",
                       RK_FMT(id));
    const struct rk_aspect *aspect = aspect_of(s, position, err);
    if (!aspect)
        return RK_EINVAL;
    struct rk_act act = *given;
    struct rk_claim claim;
    struct rk_fault fault;
    act.kind = RK_ACT_CORRECTION;
    act.why = why;
    if (!rk_import_typed(aspect, value, act.day, at->lang, at->keep, &claim, &fault)) {
        struct rk_buf said = rk_buf_in(at->keep, 2000);
        rk_fault_say(at->lang, id, &fault, &said);
        return rk_fail(err, RK_EINVAL, "", "%.*s", RK_FMT(rk_buf_str(&said)));
    }
    claim.replaces = id;
    claim.why = why;
    const struct rk_sit_part *old = &s->part[s->claim[position].part];
    const struct rk_part part = {.compartment = old->compartment,
                                 .about = rk_sit_text(s, s->subject[old->subject].id),
                                 .as_of = {act.day, act.day},
                                 .claims = &claim,
                                 .claim_count = 1};
    return save(at, &act, &part, receipt, err);
}

/* ---- taking back ---------------------------------------------------------------------------
 */

static rk_status find_batch(const struct rk_acts *at, int32_t number, struct rk_err *err)
{
    struct rk_batch_info *info = NULL;
    int32_t count = 0;
    const rk_status status = rk_ledger_batches(at->ledger, 0, at->keep, &info, &count, err);
    if (status)
        return status;
    rk_batches_settle(info, count);
    for (int32_t i = 0; i < count; i++) {
        if (info[i].number != number)
            continue;
        if (info[i].undone_by)
            return rk_fail(err, RK_EINVAL, "", "batch %d is undone already, by batch %d",
                           number, info[i].undone_by);
        if (info[i].kind == RK_ACT_ERASURE)
            return rk_fail(err, RK_EINVAL, "", "batch %d destroyed keys: that cannot be undone",
                           number);
        return RK_OK;
    }
    return rk_fail(err, RK_ENOTFOUND, "", "there is no batch %d; see: ranok log", number);
}

rk_status rk_acts_undo(const struct rk_acts *at, const struct rk_act *given, int32_t batch,
                       struct rk_str why, struct rk_receipt *receipt, struct rk_err *err)
{
    struct rk_act act = *given;
    act.kind = RK_ACT_UNDO;
    act.target = batch;
    act.why = why;
    const rk_status status = find_batch(at, batch, err);
    return status ? status : save(at, &act, NULL, receipt, err);
}
