/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is perhaps recorded already, and the questions of the day: what the register proposes,
 * without a score. People decide. */
#include "desk_views.h"

#include "rk_likely.h"
#include "rk_register.h"
#include "rk_review.h"

/* ---- while one types -----------------------------------------------------------------------
 */

static rk_status likely_of(struct desk_request *r, const struct rk_report **report,
                           const struct rk_likely **out, struct rk_err *err)
{
    rk_status status = desk_report(r->snap, r->lang, r->scratch, report, err);
    if (status)
        return status;
    pthread_mutex_lock(&r->snap->making);
    if (!r->snap->likely)
        status =
            rk_likely_of_report(*report, &r->snap->keep, r->scratch, &r->snap->likely, err);
    *out = r->snap->likely;
    pthread_mutex_unlock(&r->snap->making);
    return status;
}

static struct rk_likely_record typed_record(struct desk_request *r)
{
    struct rk_likely_record typed = {.subject = -1,
                                     .name = rk_str_trim(desk_query(r, "name")),
                                     .sex = desk_query(r, "sex"),
                                     .address = desk_query(r, "address"),
                                     .phone = desk_query(r, "phone"),
                                     .document = desk_query(r, "document")};
    double age = 0.0;
    if (!rk_when_read(desk_query(r, "birth"), 0, &typed.birth))
        typed.birth = RK_WHEN_UNKNOWN;
    if (!rk_when_known(typed.birth) && rk_str_double(desk_query(r, "age"), &age) &&
        age >= 0.0 && age < 150.0)
        typed.birth = rk_likely_born(age, r->snap->day);
    return typed;
}

/* ?name=&birth=&age=&sex=&address=&phone=&document=: up to five records that may be this
 * person, each with its reason in words. */
rk_status api_likely(struct desk_request *r, struct rk_err *err)
{
    const struct rk_report *report;
    const struct rk_likely *likely = NULL;
    const struct rk_likely_record typed = typed_record(r);
    struct rk_likely_hit hit[RK_LIKELY_MOST];
    int32_t found = 0;
    rk_status status = likely_of(r, &report, &likely, err);
    if (!status && typed.name.len > 400)
        status = rk_fail(err, RK_EINVAL, "name", "the name is too long");
    if (!status)
        status =
            rk_likely_find(likely, &typed, r->lang, &r->keep, r->scratch, hit, &found, err);
    if (!status && found)
        status = desk_access(r, "similar", typed.name, err);
    if (status)
        return status;
    rk_json_array(&r->json);
    for (int32_t i = 0; i < found; i++) {
        rk_json_object(&r->json);
        view_brief(r, report, hit[i].record->subject);
        rk_json_kstr(&r->json, "why", hit[i].why);
        rk_json_object_end(&r->json);
    }
    rk_json_array_end(&r->json);
    return RK_OK;
}

/* ---- the questions of the day --------------------------------------------------------------
 */

static const char *const answers[] = {[RK_REVIEW_SAME] = "same",
                                      [RK_REVIEW_DISTINCT] = "distinct",
                                      [RK_REVIEW_UNSURE] = "unsure"};

static void two_json(struct desk_request *r, const struct rk_report *report,
                     const struct rk_pair *pair)
{
    rk_json_array(&r->json);
    for (int k = 0; k < 2; k++) {
        const int32_t subject = desk_subject_find(r->snap, pair->subject[k]);
        if (subject >= 0)
            view_facts(r, report, subject);
    }
    rk_json_array_end(&r->json);
}

static void dispute_json(struct desk_request *r, const struct rk_report *report,
                         const struct rk_register_dispute *d)
{
    struct rk_json_out *w = &r->json;
    rk_json_object(w);
    rk_json_key(w, RK_STR("pair"));
    two_json(r, report, &d->pair);
    rk_json_key(w, RK_STR("answers"));
    rk_json_array(w);
    for (int32_t i = 0; i < d->answers; i++) {
        rk_json_object(w);
        rk_json_kstr(w, "author", d->author[i]);
        rk_json_kstr(w, "answer", rk_str_of(answers[d->answer[i]]));
        rk_json_kstr(w, "why", d->why[i]);
        rk_json_object_end(w);
    }
    rk_json_array_end(w);
    rk_json_object_end(w);
}

static void questions_json(struct desk_request *r, const struct rk_report *report,
                           const struct rk_register *made)
{
    struct rk_json_out *w = &r->json;
    rk_json_object(w);
    rk_json_kint(w, "answered", made->answered_today);
    rk_json_kint(w, "waiting", made->waiting);
    rk_json_key(w, RK_STR("pairs"));
    rk_json_array(w);
    for (int32_t i = 0; i < made->questions; i++)
        two_json(r, report, &made->question[i].pair);
    rk_json_array_end(w);
    rk_json_key(w, RK_STR("disputes"));
    rk_json_array(w);
    for (int32_t i = 0; i < made->disputes; i++)
        dispute_json(r, report, &made->dispute[i]);
    rk_json_array_end(w);
    rk_json_object_end(w);
}

/* The pairs by which today's count would move most, as many as the office wants of a person in
 * a day; both records side by side. No probability, no weight, nobody else's answer. */
rk_status api_questions(struct desk_request *r, struct rk_err *err)
{
    const struct rk_report *report;
    struct rk_register made = {0};
    struct rk_err why = {0};
    rk_status status = desk_report(r->snap, r->lang, r->scratch, &report, err);
    if (status)
        return status;
    const struct rk_register_options options = {.lang = r->lang,
                                                .most = rk_review_limit(report->view),
                                                .author = rk_str_of(r->who.name),
                                                .seed = 1,
                                                .threads = 1};
    status = rk_register_make(report, &options, &r->keep, r->scratch, &made, &why);
    if (status == RK_ENOTFOUND) /* nobody dead is recorded: no question */
        status = RK_OK;
    else if (status && err)
        *err = why;
    if (!status)
        status = desk_access(r, "pairs", RK_STR(""), err);
    if (!status)
        questions_json(r, report, &made);
    return status;
}

/* One person's answer; two equal ones of two people are a decision. */
rk_status api_review(struct desk_request *r, struct rk_err *err)
{
    static const char *const names[] = {"a", "b", "answer", "why"};
    static const char *const states[] = {[RK_REVIEW_OPEN] = "open",
                                         [RK_REVIEW_WAITS] = "waits",
                                         [RK_REVIEW_AGREED] = "agreed",
                                         [RK_REVIEW_DISAGREED] = "disagreed",
                                         [RK_REVIEW_DECIDED] = "decided"};
    struct rk_str v[4];
    struct rk_acts at;
    struct desk_snap *snap;
    struct rk_receipt receipt = {0};
    enum rk_review_state state = RK_REVIEW_OPEN;
    int answer = 0;
    rk_status status = desk_values(r, names, 4, v, err);
    while (!status && answer < RK_COUNT(answers) &&
           !rk_str_eq(v[2], rk_str_of(answers[answer])))
        answer++;
    if (!status && answer == RK_COUNT(answers))
        status = rk_fail(err, RK_EINVAL, "answer", "same, distinct or unsure is expected");
    if (!status)
        status = desk_change_begin(r->desk, r->who.held, r->lang, &r->keep, r->scratch, &at,
                                   &snap, err);
    if (status)
        return status;
    const struct rk_act act = desk_act(snap, r->who.name);
    status = rk_acts_review(&at, &act, (enum rk_review_answer)answer, v[0], v[1], v[3], &state,
                            &receipt, err);
    status = desk_change_end(r->desk, snap, status == RK_OK, status, r->scratch, err);
    if (status)
        return status;
    rk_json_object(&r->json);
    rk_json_kint(&r->json, "batch", receipt.batch);
    rk_json_kstr(&r->json, "state", rk_str_of(states[state]));
    rk_json_object_end(&r->json);
    return RK_OK;
}
