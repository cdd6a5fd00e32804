/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A repair problem from strangers: read, planned for a moment, written. */
#include "fuzz_entry.h"
#include "rk_repair_io.h"

static struct rk_arena mem;
static struct rk_scratch tmp;

static void plan(const struct rk_repair_case *c, struct rk_arena keep)
{
    const struct rk_repair_options options = {.iterations = 20, .nodes = 20};
    struct rk_repair_plan p;
    struct rk_err err;
    const rk_status got = rk_repair_solve(&c->problem, &options, &keep, tmp, &p, &err);
    /* What the reader lets through the engine takes, but for sums beyond its limits. */
    FUZZ_MUST(got == RK_OK || got == RK_ENOMEM || (err.place[0] && err.text[0]));
    if (got != RK_OK)
        return;
    FUZZ_MUST(p.tasks + p.blocks <= c->problem.jobs);
    FUZZ_MUST(p.tasks + p.blocks >= c->damages);
    FUZZ_MUST(p.objective >= 0.0 && p.bound <= p.objective && isfinite(p.objective));
    for (int32_t k = 0; k < p.tasks; k++)
        FUZZ_MUST(p.task[k].start_h >= 0.0 && p.task[k].end_h > p.task[k].start_h);
    struct rk_buf out = rk_buf_in(&keep, 1 << 20);
    rk_repair_write(c, &p, &out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!mem.base) {
        mem = rk_arena_open(16 << 20);
        tmp = rk_scratch_open(96 << 20);
    }
    struct rk_arena keep = mem;
    struct rk_repair_case c;
    struct rk_err err;
    const struct rk_str bytes = {(const char *)data, (ptrdiff_t)size};
    const rk_status got = rk_repair_read("p.json", bytes, &keep, tmp, &c, &err);
    FUZZ_MUST(got == RK_OK || got == RK_EINVAL || got == RK_ENOMEM);
    FUZZ_MUST(got == RK_OK || (err.place[0] && err.text[0]));
    int64_t ways = 0;
    for (int32_t j = 0; got == RK_OK && j < c.problem.jobs; j++)
        ways += c.problem.job[j].kind >= RK_REPAIR_BOILER ? c.problem.job[j].sites.len : 1;
    if (got == RK_OK && c.problem.nodes < 60 && ways + c.problem.plants < 12)
        plan(&c, keep);
    return 0;
}
