/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the room register. */
#ifndef REGISTER_INTERNAL_H
#define REGISTER_INTERNAL_H
#ifndef RK_ROOM_REGISTER
#error "register_internal.h is private to the room register"
#endif

#include "plan_internal.h"
#include "rk_link.h"
#include "rk_register.h"
#include "rk_review.h"

/* What stands in a report's view, for plan_records; false: no memory. */
bool register_plan(struct plan *p, const struct rk_report *report, enum rk_lang lang,
                   struct rk_arena *keep, struct rk_scratch *scratch);
/* "Name Patronymic Surname" of three parts, or the whole name. */
struct rk_str register_name(const struct plan *p, int64_t whole, int64_t surname, int64_t given,
                            int64_t patronymic);
/* The interval of a date claim; unknown when it is none. */
struct rk_when register_when(const struct plan *p, int64_t claim);

/* ---- the dead -----------------------------------------------------------------------------
 */

enum { F_SEX, F_BIRTH, F_ADDRESS, F_DEATH, F_CERTIFICATE, F_GRAVE, F_BODY, REGISTER_FIELDS };

struct register_dead { /* the records of the dead, as the engine wants them */
    struct plan p;
    struct plan_records person, body;
    int32_t records;
    int32_t *row;  /* [records] of person, or person.rows + of body */
    int32_t *list; /* [records] office */
    struct rk_str *office;
    int32_t offices;
    struct rk_name *name;
    uint8_t *role;
    struct rk_str *text[REGISTER_FIELDS];
    struct rk_when *when[REGISTER_FIELDS];
    struct rk_link_decision *decision;
    int32_t decisions;
    struct rk_reviews reviews; /* answers that stand */
    const struct rk_names *names;
    struct rk_arena *keep;
};

bool register_is_body(const struct register_dead *d, int32_t record);
int32_t register_subject(const struct register_dead *d, int32_t record);
struct rk_str register_id(const struct register_dead *d, int32_t record);
/* A name, or which body it is. */
struct rk_str register_title(const struct register_dead *d, int32_t record);
/* Two numbered bodies of one office are two: that is no question. */
bool register_is_question(const struct register_dead *d, int32_t a, int32_t b);
/* 1 decided the same, 0 decided distinct, -1 neither. */
int register_decided(const struct register_dead *d, int32_t a, int32_t b);

/* register_review.c: the questions of the day for one person, disputes, an explanation. False:
 * no memory. */
bool register_ask(const struct register_dead *d, const struct rk_link *linked,
                  const struct rk_register_options *options, struct rk_scratch scratch,
                  struct rk_register *out);
/* Somebody must still be asked: neither decided nor answered by this author. */
bool register_is_open(const struct register_dead *d, struct rk_str author, int32_t a,
                      int32_t b);
void register_question(const struct register_dead *d, const struct rk_link *linked, int32_t a,
                       int32_t b, struct rk_register_question *to);
/* register_quality.c: precision and recall of the machine alone, by decided pairs drawn at
 * random from bands of its score; and the next pairs of that sample. */
bool register_quality(const struct register_dead *d, const struct rk_link *alone,
                      const struct rk_register_options *options, struct rk_scratch scratch,
                      struct rk_register *out);

#endif
