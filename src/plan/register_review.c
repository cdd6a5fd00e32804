/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions for people, blind to the score and to one another's answers. */
#include "register_internal.h"

struct rk_str register_id(const struct register_dead *d, int32_t record)
{
    const struct rk_situation *s = d->p.sit;
    return rk_sit_text(s, s->subject[register_subject(d, record)].id);
}

bool register_is_question(const struct register_dead *d, int32_t a, int32_t b)
{
    return !(register_is_body(d, a) && register_is_body(d, b) && d->list[a] == d->list[b]);
}

int register_decided(const struct register_dead *d, int32_t a, int32_t b)
{
    for (int32_t i = 0; i < d->decisions; i++) {
        const struct rk_link_decision *x = &d->decision[i];
        if ((x->a == a && x->b == b) || (x->a == b && x->b == a))
            return x->same;
    }
    return -1;
}

bool register_is_open(const struct register_dead *d, struct rk_str author, int32_t a, int32_t b)
{
    int32_t first = 0;
    const int32_t count =
        rk_reviews_of(&d->reviews, register_id(d, a), register_id(d, b), &first);
    if (register_decided(d, a, b) >= 0 || !register_is_question(d, a, b))
        return false;
    for (int32_t i = first; i < first + count; i++)
        if (author.len && rk_str_eq(d->reviews.said[i].author, author))
            return false;
    return true;
}

void register_question(const struct register_dead *d, const struct rk_link *linked, int32_t a,
                       int32_t b, struct rk_register_question *to)
{
    struct rk_link_reason reason[RK_LINK_REASONS];
    const int32_t both[] = {a, b};
    to->reasons = 0;
    for (int k = 0; k < 2; k++) {
        to->pair.subject[k] = register_id(d, both[k]);
        to->pair.name[k] = register_title(d, both[k]);
        to->pair.office[k] = d->office[d->list[both[k]]];
    }
    const int32_t n = rk_link_explain(linked->model, a, b, reason);
    for (int32_t k = 0; k < n && to->reasons < RK_REGISTER_REASONS; k++)
        to->reason[to->reasons++] =
            (struct rk_register_reason){reason[k].field, reason[k].level, reason[k].weight};
}

/* ---- disputes ------------------------------------------------------------------------------
 */

static int32_t record_of(const struct register_dead *d, struct rk_str id)
{
    for (int32_t i = 0; i < d->records; i++)
        if (rk_str_eq(register_id(d, i), id))
            return i;
    return -1;
}

static void add_dispute(const struct register_dead *d, const struct rk_review_said *said,
                        int32_t count, int32_t a, int32_t b, struct rk_register_dispute *to)
{
    const int32_t both[] = {a, b};
    for (int k = 0; k < 2; k++) {
        to->pair.subject[k] = register_id(d, both[k]);
        to->pair.name[k] = register_title(d, both[k]);
        to->pair.office[k] = d->office[d->list[both[k]]];
    }
    for (int32_t i = 0; i < count && i < RK_COUNT(to->author); i++) {
        to->author[i] = said[i].author;
        to->why[i] = said[i].why;
        to->answer[i] = (int32_t)said[i].answer;
        to->answers = i + 1;
    }
}

/* Pairs with answers, in their order: who waits for a second answer, who for a meeting. */
static bool gather_answers(const struct register_dead *d, struct rk_register *out)
{
    const struct rk_reviews *r = &d->reviews;
    struct rk_register_dispute *dispute =
        RK_NEW(d->keep, struct rk_register_dispute, r->len / 2 + 1);
    if (!dispute)
        return false;
    for (int32_t i = 0, count; i < r->len; i += count) {
        int32_t first = i;
        count = rk_reviews_of(r, r->said[i].record[0], r->said[i].record[1], &first);
        const int32_t a = record_of(d, r->said[i].record[0]);
        const int32_t b = record_of(d, r->said[i].record[1]);
        if (a < 0 || b < 0 || register_decided(d, a, b) >= 0)
            continue;
        const enum rk_review_state state = rk_review_state_of(r->said + i, count);
        out->waiting += state == RK_REVIEW_WAITS;
        if (state == RK_REVIEW_DISAGREED)
            add_dispute(d, r->said + i, count, a, b, &dispute[out->disputes++]);
    }
    out->dispute = dispute;
    return true;
}

/* ---- the day's questions -------------------------------------------------------------------
 */

static int32_t answered_today(const struct register_dead *d, struct rk_str author)
{
    int32_t n = 0;
    for (int32_t i = 0; author.len && i < d->reviews.len; i++)
        n += d->reviews.said[i].day == d->p.day && rk_str_eq(d->reviews.said[i].author, author);
    return n;
}

static void explain(const struct register_dead *d, const struct rk_link *linked,
                    const struct rk_str id[2], struct rk_register *out)
{
    const int32_t a = id[0].len ? record_of(d, id[0]) : -1;
    const int32_t b = id[1].len ? record_of(d, id[1]) : -1;
    if (a >= 0 && b >= 0)
        register_question(d, linked, a, b, &out->explained);
}

bool register_ask(const struct register_dead *d, const struct rk_link *linked,
                  const struct rk_register_options *options, struct rk_scratch scratch,
                  struct rk_register *out)
{
    out->answered_today = answered_today(d, options->author);
    const int32_t left = options->most - out->answered_today;
    const int32_t asked = 2 * options->most + d->reviews.len; /* some are no questions now */
    struct rk_link_question *q = RK_NEW(&scratch, struct rk_link_question, asked + 1);
    out->question = RK_NEW(d->keep, struct rk_register_question,
                           2 * (options->most > 0 ? options->most : 0) + 1);
    if (!q || !out->question || !gather_answers(d, out))
        return false;
    explain(d, linked, options->explain, out);
    const int32_t found = rk_link_queue(linked, d->decision, d->decisions, asked, scratch, q);
    for (int32_t i = 0; i < found && out->questions < left; i++) {
        if (!register_is_open(d, options->author, q[i].a, q[i].b))
            continue;
        struct rk_register_question *to = &out->question[out->questions++];
        to->probability = (double)q[i].probability;
        to->stake = (double)q[i].stake;
        register_question(d, linked, q[i].a, q[i].b, to);
    }
    return true;
}
