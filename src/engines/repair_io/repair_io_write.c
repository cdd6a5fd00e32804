/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A schedule in CSV; towns with one crew or boiler more; days. */
#include "rk_repair_io.h"

#include "rk_json.h"

static void put_number(struct rk_buf *out, double x)
{
    char text[32];
    rk_double_text(round(x * 1e6) / 1e6, text);
    rk_buf_c(out, text);
}

static void put_field(struct rk_buf *out, struct rk_str s)
{
    bool quote = false;
    for (ptrdiff_t i = 0; i < s.len; i++)
        quote = quote || s.at[i] == ',' || s.at[i] == '"' || s.at[i] == '\n' || s.at[i] == '\r';
    if (!quote) {
        rk_buf_add(out, s);
        return;
    }
    rk_buf_char(out, '"');
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if (s.at[i] == '"')
            rk_buf_char(out, '"');
        rk_buf_char(out, s.at[i]);
    }
    rk_buf_char(out, '"');
}

static void put_row(const struct rk_repair_case *c, const struct rk_repair_task *task,
                    int32_t order, int32_t step, double from_h, double to_h, struct rk_buf *out)
{
    const struct rk_repair_job *j = &c->problem.job[task->job];
    static const char *const of[] = {"", "", "link:", "boiler:", "stoves:"};
    const char *const before = of[j->kind];
    rk_buf_printf(out, "%d,%d,%s%d,", task->crew, order, before, c->job_id[task->job]);
    if (j->kind >= RK_REPAIR_BOILER && step == 0)
        rk_buf_printf(out, "place:%d", c->node_id[task->site]);
    else
        put_field(out, c->actions[task->job][step]);
    rk_buf_char(out, ',');
    put_number(out, from_h);
    rk_buf_char(out, ',');
    put_number(out, to_h);
    rk_buf_char(out, '\n');
}

/* Steps of a job that goes over several shifts share its time as they share its hours. */
void rk_repair_write(const struct rk_repair_case *c, const struct rk_repair_plan *plan,
                     struct rk_buf *out)
{
    int32_t crew = -1, order = 0;
    rk_buf_c(out, "crew,order,damage_id,action,start_h,end_h\n");
    for (int32_t k = 0; k < plan->tasks; k++) {
        const struct rk_repair_task *task = &plan->task[k];
        const struct rk_repair_job *j = &c->problem.job[task->job];
        double each_h[64];
        const double all_h = rk_repair_hours(j->step, j->steps, each_h);
        if (task->crew != crew)
            order = 0;
        crew = task->crew;
        double sum = 0.0, from_h = task->start_h;
        for (int32_t i = 0; i < j->steps; i++) {
            sum += each_h[i];
            const double to_h =
                i + 1 == j->steps
                    ? task->end_h
                    : task->start_h + (task->end_h - task->start_h) * (sum / all_h);
            put_row(c, task, order++, i, from_h, to_h, out);
            from_h = to_h;
        }
    }
}

bool rk_repair_with_crew(const struct rk_repair_problem *p, struct rk_arena *keep,
                         struct rk_repair_problem *out)
{
    struct rk_repair_crew *crew = RK_NEW(keep, struct rk_repair_crew, p->crews + 1);
    if (!crew || p->crews >= RK_REPAIR_CREWS_MAX)
        return false;
    memcpy(crew, p->crew, (size_t)p->crews * sizeof *crew);
    crew[p->crews] = crew[0];
    *out = *p;
    out->crew = crew;
    out->crews++;
    return true;
}

bool rk_repair_with_boiler(const struct rk_repair_problem *p, struct rk_arena *keep,
                           struct rk_repair_problem *out)
{
    if (p->jobs == 0 || p->jobs >= RK_REPAIR_JOBS_MAX ||
        p->job[p->jobs - 1].kind != RK_REPAIR_BOILER)
        return false;
    struct rk_repair_job *job = RK_NEW(keep, struct rk_repair_job, p->jobs + 1);
    if (!job)
        return false;
    memcpy(job, p->job, (size_t)p->jobs * sizeof *job);
    job[p->jobs] = job[p->jobs - 1];
    *out = *p;
    out->job = job;
    out->jobs++;
    return true;
}

void rk_repair_day(const struct rk_repair_case *c, double h, char out[12])
{
    out[0] = '\0';
    const double days = floor((h + c->start_hour) / 24.0);
    if (c->start != RK_DAY_NONE && fabs(days) < 1e6)
        rk_day_iso(c->start + (rk_day)days, out);
}
