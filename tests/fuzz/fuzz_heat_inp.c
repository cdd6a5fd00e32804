/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An EPANET file from strangers: read, solved and written, or refused with a place. */
#include "fuzz_entry.h"
#include "rk_heat_io.h"

static struct rk_arena mem;
static struct rk_scratch tmp;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!mem.base) {
        mem = rk_arena_open(16 << 20);
        tmp = rk_scratch_open(64 << 20);
    }
    struct rk_arena keep = mem;
    struct rk_heat_inp inp;
    struct rk_heat_flow flow;
    struct rk_err err;
    const struct rk_heat_file file = {"net.inp", {(const char *)data, (ptrdiff_t)size}};
    const rk_status got = rk_heat_read_inp(file, &keep, tmp, &inp, &err);
    FUZZ_MUST(got == RK_OK || got == RK_EINVAL || got == RK_ENOMEM);
    FUZZ_MUST(got == RK_OK || (err.place[0] && err.text[0]));
    if (got != RK_OK || inp.net.nodes > 400 || inp.net.links > 800)
        return 0;
    if (rk_heat_flow_solve(&inp.net, &keep, tmp, &flow, &err) != RK_OK)
        return 0;
    for (int32_t l = 0; l < inp.net.links; l++)
        FUZZ_MUST(!flow.converged || isfinite(flow.flow_kg_s[l]));
    struct rk_buf out = rk_buf_in(&keep, 1 << 20);
    rk_heat_write_inp_nodes(&inp, &flow, tmp, &out);
    rk_heat_write_inp_links(&inp, &flow, &out);
    return 0;
}
