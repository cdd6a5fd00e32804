/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A town folder from strangers. The input holds its files, each ended by a line "----":
 * params, nodes, pipes, consumers, sources, pumps, valves. What is read is solved and written.
 */
#include "fuzz_entry.h"
#include "rk_heat_io.h"

static struct rk_arena mem;
static struct rk_scratch tmp;

static struct rk_str next_part(struct rk_str *rest)
{
    const struct rk_str mark = RK_STR("----\n");
    const ptrdiff_t at = rest->at ? rk_str_find(*rest, mark) : -1;
    struct rk_str part = *rest;
    if (at < 0) {
        *rest = (struct rk_str){NULL, 0};
        return part;
    }
    part.len = at;
    *rest = rk_str_slice(*rest, at + mark.len, rest->len);
    return part;
}

static void solve(const struct rk_heat_town *town, struct rk_arena keep)
{
    struct rk_heat_result r;
    struct rk_err err;
    if (rk_heat_solve(&town->net, &keep, tmp, &r, &err) != RK_OK)
        return;
    for (int32_t i = 0; i < town->net.nodes; i++)
        FUZZ_MUST(!(r.node_state[i] & RK_HEAT_NO_SOURCE) || isnan(r.p_supply_pa[i]));
    for (int32_t c = 0; c < town->net.consumers; c++)
        FUZZ_MUST(!r.converged || (r.share[c] >= 0.0 && isfinite(r.consumer_kg_s[c])));
    struct rk_buf out = rk_buf_in(&keep, 1 << 20);
    rk_heat_write_nodes(town, &r, &out);
    rk_heat_write_pipes(town, &r, &out);
    rk_heat_write_consumers(town, &r, &out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!mem.base) {
        mem = rk_arena_open(16 << 20);
        tmp = rk_scratch_open(64 << 20);
    }
    struct rk_arena keep = mem;
    struct rk_str rest = {(const char *)data, (ptrdiff_t)size};
    struct rk_heat_folder f;
    struct rk_heat_file *const files[] = {&f.params,  &f.nodes, &f.pipes, &f.consumers,
                                          &f.sources, &f.pumps, &f.valves};
    static const char *const names[] = {"params.json",   "nodes.csv",   "pipes.csv",
                                        "consumers.csv", "sources.csv", "pumps.csv",
                                        "valves.csv"};
    for (int k = 0; k < 7; k++)
        *files[k] = (struct rk_heat_file){names[k], next_part(&rest)};
    struct rk_heat_town town;
    struct rk_err err;
    const rk_status got = rk_heat_read_town(&f, &keep, tmp, &town, &err);
    FUZZ_MUST(got == RK_OK || got == RK_EINVAL || got == RK_ENOMEM);
    FUZZ_MUST(got == RK_OK || (err.place[0] && err.text[0]));
    if (got == RK_OK && town.net.nodes < 200 && town.net.pipes < 400)
        solve(&town, keep);
    return 0;
}
