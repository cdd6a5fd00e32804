/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the room register. */
#ifndef REGISTER_INTERNAL_H
#define REGISTER_INTERNAL_H
#ifndef RK_ROOM_REGISTER
#error "register_internal.h is private to the room register"
#endif

#include "plan_internal.h"

/* What stands in a report's view, for plan_records; false: no memory. */
bool register_plan(struct plan *p, const struct rk_report *report, enum rk_lang lang,
                   struct rk_arena *keep, struct rk_scratch *scratch);
/* "Name Patronymic Surname" of three parts, or the whole name. */
struct rk_str register_name(const struct plan *p, int64_t whole, int64_t surname, int64_t given,
                            int64_t patronymic);
/* The interval of a date claim; unknown when it is none. */
struct rk_when register_when(const struct plan *p, int64_t claim);

#endif
