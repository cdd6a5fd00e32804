/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Routing problems and solutions from strangers: read, planned for a moment, checked. */
#include "fuzz_entry.h"
#include "rk_route_io.h"

static struct rk_arena mem;
static struct rk_scratch tmp;

static void plan(const struct rk_route_case *c, struct rk_arena keep)
{
    const struct rk_route_options how = {.iterations = 8, .start = c->was};
    struct rk_route_plan p = {0};
    struct rk_route_said_plan said;
    struct rk_route_verdict v;
    struct rk_err err = {0};
    const rk_status got = rk_route_solve(&c->problem, &how, &keep, tmp, &p, &err);
    FUZZ_MUST(got == RK_OK || (err.place[0] && err.text[0]));
    if (got != RK_OK)
        return;
    struct rk_buf out = rk_buf_in(&keep, 1 << 18);
    rk_route_write(c, &p, &out);
    FUZZ_MUST(!out.failed);
    struct rk_buf words = rk_buf_in(&keep, 1 << 18);
    rk_route_changes(c, &p, RK_ROUTE_UKRAINIAN, &words);
    if (p.tours + p.unserved == 0)
        return;
    FUZZ_MUST(rk_route_read_solution("s", rk_buf_str(&out), &keep, &said, &err) == RK_OK);
    FUZZ_MUST(rk_route_check(c, &said, &keep, tmp, &v, &err) == RK_OK);
    /* What the one says can be driven the other finds so; a day under way may be beyond help.
     */
    FUZZ_MUST(v.feasible || c->was || keep.failed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!mem.base) {
        mem = rk_arena_open(32 << 20);
        tmp = rk_scratch_open(96 << 20);
    }
    struct rk_arena keep = mem;
    struct rk_route_case c;
    struct rk_route_said_plan said;
    struct rk_err err;
    const struct rk_str bytes = {(const char *)data, (ptrdiff_t)size};
    const rk_status got = rk_route_read("p", bytes, &keep, tmp, &c, &err);
    FUZZ_MUST(got == RK_OK || got == RK_EINVAL || got == RK_ENOMEM);
    FUZZ_MUST(got == RK_OK || (err.place[0] && err.text[0]));
    if (got == RK_OK && c.problem.requests < 30 && c.problem.vehicles < 30)
        plan(&c, keep);
    const rk_status read = rk_route_read_solution("s", bytes, &keep, &said, &err);
    FUZZ_MUST(read == RK_OK || (err.place[0] && err.text[0]));
    return 0;
}
