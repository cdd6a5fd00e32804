/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers of two people, blind to each other, and what follows from them. */
#include "rk_review.h"

static const char *const answer_aspects[] = {"review_same", "review_distinct", "review_unsure"};
static const char *const decision_aspects[] = {"same_as", "distinct_from"};
static const char *const limit_aspect = "review_a_day";
enum { ANSWERS = 3, LIMIT_MOST = 1000 };

/* ---- what stands ---------------------------------------------------------------------------
 */

static int32_t aspect_of(const struct rk_situation *s, const char *name)
{
    for (int32_t a = 0; a < s->aspects; a++)
        if (rk_str_eq(rk_sit_text(s, s->aspect[a]), rk_str_of(name)))
            return a;
    return -1;
}

static bool stands(const struct rk_view *v, int64_t claim)
{
    return rk_view_counts(v, claim) && rk_view_replaced_by(v, claim) < 0;
}

struct placed {
    struct rk_review_said said;
    int64_t claim;
};

static int by_pair(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;
    int order = rk_str_cmp(x->said.record[0], y->said.record[0]);
    if (!order)
        order = rk_str_cmp(x->said.record[1], y->said.record[1]);
    return order ? order : (x->claim > y->claim) - (x->claim < y->claim);
}

static void set_pair(struct rk_str record[2], struct rk_str a, struct rk_str b)
{
    const bool turned = rk_str_cmp(a, b) > 0;
    record[0] = turned ? b : a;
    record[1] = turned ? a : b;
}

static bool one_pair(const struct rk_review_said *a, const struct rk_review_said *b)
{
    return rk_str_eq(a->record[0], b->record[0]) && rk_str_eq(a->record[1], b->record[1]);
}

static struct placed placed_of(const struct rk_situation *s, int64_t claim,
                               enum rk_review_answer answer)
{
    const struct rk_sit_claim *c = &s->claim[claim];
    const struct rk_sit_part *part = &s->part[c->part];
    const struct rk_batch_info *batch = &s->batch[part->batch];
    struct placed p = {.said = {.author = batch->author, .answer = answer, .day = batch->day},
                       .claim = claim};
    set_pair(p.said.record, rk_sit_text(s, s->subject[part->subject].id),
             rk_sit_text(s, c->text));
    if (c->extra >= 0)
        p.said.why = rk_sit_text(s, s->extra[c->extra].why);
    return p;
}

/* Of one author on one pair the latest answer only. */
static int32_t keep_latest(const struct placed *all, int32_t count, struct rk_review_said *out)
{
    int32_t len = 0;
    for (int32_t i = 0; i < count; i++) {
        bool later = false;
        for (int32_t k = i + 1; k < count && one_pair(&all[k].said, &all[i].said); k++)
            later |= rk_str_eq(all[k].said.author, all[i].said.author);
        if (!later)
            out[len++] = all[i].said;
    }
    return len;
}

rk_status rk_reviews_read(const struct rk_view *view, struct rk_arena *keep,
                          struct rk_scratch scratch, struct rk_reviews *out, struct rk_err *err)
{
    const struct rk_situation *s = view->sit;
    int32_t aspect[ANSWERS], most = 0, count = 0;
    for (int k = 0; k < ANSWERS; k++)
        aspect[k] = aspect_of(s, answer_aspects[k]);
    for (int64_t c = 0; c < s->claims; c++)
        for (int k = 0; k < ANSWERS; k++)
            most += s->claim[c].aspect == aspect[k];
    struct placed *all = RK_NEW(&scratch, struct placed, most + 1);
    struct rk_review_said *said = RK_NEW(keep, struct rk_review_said, most + 1);
    if (!all || !said)
        return rk_fail(err, RK_ENOMEM, "", "not enough memory for the answers");
    for (int64_t c = 0; c < s->claims && most; c++)
        for (int k = 0; k < ANSWERS; k++)
            if (s->claim[c].aspect == aspect[k] && stands(view, c))
                all[count++] = placed_of(s, c, (enum rk_review_answer)k);
    qsort(all, (size_t)count, sizeof *all, by_pair);
    *out = (struct rk_reviews){said, keep_latest(all, count, said)};
    return RK_OK;
}

int32_t rk_reviews_of(const struct rk_reviews *reviews, struct rk_str a, struct rk_str b,
                      int32_t *first)
{
    struct rk_review_said key = {.answer = RK_REVIEW_UNSURE};
    int32_t low = 0, high = reviews->len, count = 0;
    set_pair(key.record, a, b);
    while (low < high) {
        const int32_t middle = low + (high - low) / 2;
        const struct rk_review_said *at = &reviews->said[middle];
        int order = rk_str_cmp(at->record[0], key.record[0]);
        if (!order)
            order = rk_str_cmp(at->record[1], key.record[1]);
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *first = low;
    while (low + count < reviews->len && one_pair(&reviews->said[low + count], &key))
        count++;
    return count;
}

enum rk_review_state rk_review_state_of(const struct rk_review_said *said, int32_t count)
{
    int32_t by[ANSWERS] = {0};
    for (int32_t i = 0; i < count; i++)
        by[said[i].answer]++;
    if (count < 2)
        return count ? RK_REVIEW_WAITS : RK_REVIEW_OPEN;
    const int32_t same = by[RK_REVIEW_SAME], distinct = by[RK_REVIEW_DISTINCT];
    return same != distinct && (same > 1 || distinct > 1) ? RK_REVIEW_AGREED
                                                          : RK_REVIEW_DISAGREED;
}

/* ---- saving --------------------------------------------------------------------------------
 */

static rk_status save(const struct rk_acts *at, const struct rk_act *act,
                      const struct rk_part *part, struct rk_receipt *receipt,
                      struct rk_err *err)
{
    struct rk_batch *batch = NULL;
    rk_status status = rk_batch_begin(at->ledger, act, at->keep, &batch, err);
    if (status)
        return status;
    status = rk_batch_add(batch, part, err);
    if (!status)
        return rk_batch_close(batch, receipt, err);
    rk_batch_abandon(batch);
    return status;
}

static struct rk_claim claim_of(const char *aspect, struct rk_str value, struct rk_str why)
{
    return (struct rk_claim){.aspect = rk_str_of(aspect),
                             .value = {.kind = RK_VALUE_TEXT, .text = value},
                             .as_of = RK_WHEN_UNKNOWN,
                             .period = RK_WHEN_UNKNOWN,
                             .why = why};
}

static rk_status check(const struct rk_situation *s, const struct rk_str pair[2],
                       struct rk_str why, struct rk_err *err)
{
    if (!rk_str_trim(why).len)
        return rk_fail(err, RK_EINVAL, "", "a reason is expected: why?");
    for (int i = 0; i < 2; i++)
        if (rk_sit_subject_find(s, pair[i]) < 0 ||
            !(rk_str_starts(pair[i], RK_STR("person:")) ||
              rk_str_starts(pair[i], RK_STR("body:"))))
            return rk_fail(err, RK_ENOTFOUND, "",
                           "no record is called \"%.*s\"; a person or body of a list is "
                           "expected, as ranok decide prints them",
                           RK_FMT(pair[i]));
    return rk_str_eq(pair[0], pair[1])
               ? rk_fail(err, RK_EINVAL, "", "a record cannot be compared with itself")
               : RK_OK;
}

/* A decision that stands on the pair, said about either of them. */
static bool decided(const struct rk_view *v, struct rk_str a, struct rk_str b)
{
    const struct rk_situation *s = v->sit;
    const int32_t subject = rk_sit_subject_find(s, a);
    for (int32_t p = s->subject[subject].last_part; p >= 0; p = s->part[p].before)
        for (int32_t c = 0; c < s->part[p].claims; c++) {
            const int64_t claim = s->part[p].first_claim + c;
            const struct rk_str aspect = rk_sit_text(s, s->aspect[s->claim[claim].aspect]);
            for (int k = 0; k < RK_COUNT(decision_aspects); k++)
                if (rk_str_eq(aspect, rk_str_of(decision_aspects[k])) &&
                    rk_str_eq(rk_sit_text(s, s->claim[claim].text), b) && stands(v, claim))
                    return true;
        }
    return false;
}

/* Of those who said the same, the first; empty: nobody. */
static struct rk_str agrees_with(const struct rk_review_said *said, int32_t count,
                                 enum rk_review_answer answer)
{
    for (int32_t i = 0; i < count && answer != RK_REVIEW_UNSURE; i++)
        if (said[i].answer == answer)
            return said[i].author;
    return (struct rk_str){"", 0};
}

rk_status rk_acts_review(const struct rk_acts *at, const struct rk_act *given,
                         enum rk_review_answer answer, struct rk_str a, struct rk_str b,
                         struct rk_str why, enum rk_review_state *state,
                         struct rk_receipt *receipt, struct rk_err *err)
{
    const struct rk_situation *s = at->situation;
    const bool body_first = rk_str_starts(a, RK_STR("body:")); /* a person tells of a body */
    const struct rk_str pair[] = {body_first ? b : a, body_first ? a : b};
    struct rk_arena room = *at->keep;
    struct rk_reviews reviews;
    struct rk_view view;
    int32_t first = 0;
    rk_status status = check(s, pair, why, err);
    if (!status)
        status = rk_view_make(s, s->head, given->day, &room, &view, err);
    if (!status)
        status = rk_reviews_read(&view, &room, at->scratch, &reviews, err);
    if (status)
        return status;
    if (decided(&view, pair[0], pair[1]) || decided(&view, pair[1], pair[0]))
        return rk_fail(err, RK_EINVAL, "", "a decision on these two stands already");
    const int32_t count = rk_reviews_of(&reviews, pair[0], pair[1], &first);
    for (int32_t i = first; i < first + count; i++)
        if (rk_str_eq(reviews.said[i].author, given->author))
            return rk_fail(err, RK_EINVAL, "",
                           "%.*s answered this already; take that back first (ranok undo)",
                           RK_FMT(given->author));
    const struct rk_str with = agrees_with(reviews.said + first, count, answer);
    struct rk_claim claims[3] = {claim_of(answer_aspects[answer], pair[1], why)};
    int32_t len = 1;
    if (with.len) {
        claims[len++] = claim_of(decision_aspects[answer], pair[1], why);
        claims[len++] = claim_of("decided_with", with, (struct rk_str){"", 0});
    }
    struct rk_act act = *given;
    act.kind = RK_ACT_DECISION;
    act.why = why;
    const struct rk_part part = {.compartment = RK_PEOPLE,
                                 .about = pair[0],
                                 .as_of = {act.day, act.day},
                                 .claims = claims,
                                 .claim_count = len};
    *state = with.len ? RK_REVIEW_AGREED : count > 0 ? RK_REVIEW_DISAGREED : RK_REVIEW_WAITS;
    return save(at, &act, &part, receipt, err);
}

/* ---- how many a day ------------------------------------------------------------------------
 */

static int32_t town_of(const struct rk_situation *s)
{
    for (int32_t i = 0; i < s->subjects; i++)
        if (rk_str_starts(rk_sit_text(s, s->subject[i].id), RK_STR("town:")))
            return i;
    return -1;
}

rk_status rk_acts_review_limit(const struct rk_acts *at, const struct rk_act *given,
                               int32_t a_day, struct rk_receipt *receipt, struct rk_err *err)
{
    const struct rk_situation *s = at->situation;
    const int32_t town = town_of(s);
    if (a_day < 1 || a_day > LIMIT_MOST)
        return rk_fail(err, RK_EINVAL, "", "1 to %d questions a day are expected", LIMIT_MOST);
    if (town < 0)
        return rk_fail(err, RK_ENOTFOUND, "", "nothing is known of the town yet");
    struct rk_act act = *given;
    act.kind = RK_ACT_DECISION;
    struct rk_claim claim = {
        .aspect = rk_str_of(limit_aspect),
        .value = {.kind = RK_VALUE_NUMBER, .low = (double)a_day, .high = (double)a_day},
        .as_of = RK_WHEN_UNKNOWN,
        .period = RK_WHEN_UNKNOWN};
    const struct rk_part part = {.compartment = RK_PEOPLE,
                                 .about = rk_sit_text(s, s->subject[town].id),
                                 .as_of = {act.day, act.day},
                                 .claims = &claim,
                                 .claim_count = 1};
    return save(at, &act, &part, receipt, err);
}

int32_t rk_review_limit(const struct rk_view *view)
{
    const struct rk_situation *s = view->sit;
    const int32_t town = town_of(s), aspect = aspect_of(s, limit_aspect);
    for (int32_t p = town < 0 ? -1 : s->subject[town].last_part; p >= 0; p = s->part[p].before)
        for (int32_t c = 0; c < s->part[p].claims; c++) {
            const int64_t claim = s->part[p].first_claim + c;
            if (s->claim[claim].aspect == aspect && stands(view, claim))
                return (int32_t)s->claim[claim].low;
        }
    return RK_REVIEWS_A_DAY;
}
