/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A report's view, as the register reads it. */
#include "register_internal.h"

static int claim_order(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

bool register_plan(struct plan *p, const struct rk_report *report, enum rk_lang lang,
                   struct rk_arena *keep, struct rk_scratch *scratch)
{
    const struct rk_view *v = report->view;
    const struct rk_situation *s = report->situation;
    int64_t *list = RK_NEW(&scratch->in, int64_t, s->correctings + 1);
    *p = (struct plan){.sit = s,
                       .view = v,
                       .day = report->day,
                       .lang = lang,
                       .keep = keep,
                       .scratch = scratch,
                       .replaced = list};
    for (int32_t i = 0; list && i < s->correctings; i++)
        if (v->replaced_by[i] >= 0 && rk_view_counts(v, s->correcting[i]))
            list[p->replaced_count++] = v->replaced_by[i];
    if (list)
        qsort(list, (size_t)p->replaced_count, sizeof *list, claim_order);
    return list != NULL;
}

struct rk_str register_name(const struct plan *p, int64_t whole, int64_t surname, int64_t given,
                            int64_t patronymic)
{
    const struct rk_str said = plan_text(p, whole);
    const struct rk_str part[] = {plan_text(p, surname), plan_text(p, given),
                                  plan_text(p, patronymic)};
    struct rk_str only = {"", 0};
    int parts = 0;
    for (int i = 0; i < 3; i++) {
        parts += part[i].len > 0;
        only = part[i].len ? part[i] : only;
    }
    if (said.len || parts < 2)
        return said.len ? said : only;
    return rk_str_printf(p->keep, "%.*s%s%.*s%s%.*s", RK_FMT(part[0]), part[0].len ? " " : "",
                         RK_FMT(part[1]), part[1].len && part[2].len ? " " : "",
                         RK_FMT(part[2]));
}

struct rk_when register_when(const struct plan *p, int64_t claim)
{
    if (claim < 0 || p->sit->claim[claim].kind != RK_VALUE_DATE)
        return RK_WHEN_UNKNOWN;
    const struct rk_sit_claim *c = &p->sit->claim[claim];
    return (struct rk_when){(rk_day)c->low, (rk_day)c->high};
}
