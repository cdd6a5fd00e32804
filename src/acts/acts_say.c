/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What somebody at the desk says of a road, a boiler house, a crew: checked, then one batch. */
#include "rk_acts.h"

#include "rk_import.h"

static rk_status kind_of(const struct rk_acts *at, struct rk_str about,
                         const struct rk_kind **out, struct rk_err *err)
{
    struct rk_str key = about;
    *out = rk_kind_find(rk_str_cut(&key, ':'));
    if (!*out || !key.len)
        return rk_fail(err, RK_EINVAL, "", "no subject of the town is called \"%.*s\"",
                       (int)(about.len < 80 ? about.len : 80), about.at);
    if ((*out)->compartment != RK_OPERATIONS)
        return rk_fail(err, RK_EINVAL, "", "people are written down in their forms");
    if (rk_sit_subject_find(at->situation, about) < 0)
        return rk_fail(err, RK_ENOTFOUND, "", "no subject of the town is called \"%.*s\"",
                       RK_FMT(about));
    return RK_OK;
}

static rk_status claim_of(const struct rk_acts *at, rk_day day, const struct rk_saying *said,
                          const struct rk_aspect *aspect, struct rk_claim *out,
                          struct rk_err *err)
{
    struct rk_fault fault;
    if (rk_import_typed(aspect, said->value, day, at->lang, at->keep, out, &fault))
        return RK_OK;
    struct rk_buf text = rk_buf_in(at->keep, 2000);
    rk_fault_say(at->lang, said->about, &fault, &text);
    return rk_fail(err, RK_EINVAL, "", "%.*s", RK_FMT(rk_buf_str(&text)));
}

rk_status rk_acts_parts(const struct rk_acts *at, rk_day day, const struct rk_saying *said,
                        int32_t count, struct rk_part **out, int32_t *parts, struct rk_err *err)
{
    struct rk_part *part = RK_NEW(at->keep, struct rk_part, count + 1);
    struct rk_claim *claim = RK_NEW(at->keep, struct rk_claim, count + 1);
    int32_t made = 0;
    if (count < 1)
        return rk_fail(err, RK_EINVAL, "", "nothing is said");
    if (!part || !claim)
        return rk_fail(err, RK_ENOMEM, "", "not enough memory for what is said");
    for (int32_t i = 0; i < count; i++) {
        const struct rk_kind *kind = NULL;
        rk_status status = kind_of(at, said[i].about, &kind, err);
        const struct rk_aspect *aspect = status ? NULL : rk_aspect_find(kind, said[i].aspect);
        if (!status && !aspect)
            status = rk_fail(err, RK_EINVAL, "", "\"%.*s\" is nothing that is said of such",
                             (int)(said[i].aspect.len < 80 ? said[i].aspect.len : 80),
                             said[i].aspect.at);
        if (!status)
            status = claim_of(at, day, &said[i], aspect, &claim[i], err);
        if (status)
            return status;
        struct rk_part *last = made ? &part[made - 1] : NULL;
        if (!last || last->compartment != (int)aspect->compartment ||
            !rk_str_eq(last->about, said[i].about))
            part[made++] = (struct rk_part){.compartment = (int)aspect->compartment,
                                            .about = said[i].about,
                                            .as_of = {day, day},
                                            .claims = &claim[i]};
        part[made - 1].claim_count++;
        claim[i].as_of = (struct rk_when){day, day};
    }
    *out = part;
    *parts = made;
    return RK_OK;
}

rk_status rk_acts_say(const struct rk_acts *at, const struct rk_act *given,
                      const struct rk_saying *said, int32_t count, struct rk_str why,
                      struct rk_receipt *receipt, struct rk_err *err)
{
    struct rk_act act = *given;
    struct rk_part *part = NULL;
    struct rk_batch *batch = NULL;
    int32_t parts = 0;
    if (!rk_str_trim(why).len)
        return rk_fail(err, RK_EINVAL, "", "a reason is expected: why?");
    rk_status status = rk_acts_parts(at, act.day, said, count, &part, &parts, err);
    act.why = why;
    if (!status)
        status = rk_batch_begin(at->ledger, &act, at->keep, &batch, err);
    if (status)
        return status;
    for (int32_t i = 0; i < parts && !status; i++)
        status = rk_batch_add(batch, &part[i], err);
    if (!status)
        return rk_batch_close(batch, receipt, err);
    rk_batch_abandon(batch);
    return status;
}
