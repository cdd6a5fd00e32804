/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_acts.h"

struct rk_str rk_acts_text(const struct rk_situation *s, int32_t subject, const char *aspect)
{
    for (int32_t p = subject < 0 ? -1 : s->subject[subject].last_part; p >= 0;
         p = s->part[p].before)
        for (int32_t c = 0; c < s->part[p].claims; c++) {
            const struct rk_sit_claim *row = &s->claim[s->part[p].first_claim + c];
            if (!s->batch[s->part[p].batch].undone_by &&
                rk_str_eq(rk_sit_text(s, s->aspect[row->aspect]), rk_str_of(aspect)))
                return rk_sit_text(s, row->text);
        }
    return (struct rk_str){0};
}

void rk_acts_town(const struct rk_situation *s, struct rk_arena *keep, struct rk_str *scope,
                  struct rk_str *key)
{
    *scope = *key = (struct rk_str){0};
    for (int32_t i = 0; i < s->subjects; i++) {
        struct rk_str id = rk_sit_text(s, s->subject[i].id);
        if (!rk_str_starts(id, RK_STR("town:")))
            continue;
        (void)rk_str_cut(&id, ':');
        const struct rk_str uk = rk_acts_text(s, i, "name_uk"),
                            en = rk_acts_text(s, i, "name_en");
        *key = id;
        *scope = rk_str_printf(keep, "%.*s|%.*s|%.*s", RK_FMT(uk.len ? uk : id),
                               RK_FMT(en.len ? en : id), RK_FMT(id));
        return;
    }
}

rk_day rk_acts_day(const struct rk_situation *s, rk_day today)
{
    rk_day first, last;
    rk_situation_days(s, &first, &last);
    for (int32_t p = 0; p < s->parts; p++) {
        if (!rk_str_starts(rk_sit_text(s, s->subject[s->part[p].subject].id), RK_STR("town:")))
            continue;
        for (int32_t c = 0; c < s->part[p].claims; c++) {
            const int32_t aspect = s->claim[s->part[p].first_claim + c].aspect;
            if (rk_str_eq(rk_sit_text(s, s->aspect[aspect]), RK_STR("model")))
                return last;
        }
    }
    return last > today ? last : today;
}
