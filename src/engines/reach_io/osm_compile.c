/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The caller's side of the jailed helper ranok-roads. */
#include "rk_file.h"
#include "rk_reach_io.h"

#define FILE_MOST   ((ptrdiff_t)4 << 30)
#define RESULT_MOST ((ptrdiff_t)2 << 30)
enum { TIMEOUT_S = 600 };

/* 'E', the status, the place, NUL, the text: bytes of a helper that may have been taken over.
 */
static rk_status refused(struct rk_str said, const char *name, struct rk_err *err)
{
    const int status = said.len > 2 ? said.at[1] - '0' : 0;
    const char *split = said.len > 2 ? memchr(said.at + 2, '\0', (size_t)said.len - 2) : NULL;
    if (!split || status < RK_EINVAL || status > RK_EIO)
        return rk_fail(err, RK_EIO, name, "the helper ranok-roads gave no answer");
    const struct rk_str text = {split + 1, said.at + said.len - split - 1};
    return rk_fail(err, (rk_status)status, said.at + 2, "%.*s", RK_FMT(text));
}

rk_status rk_osm_compile(const char *path, struct rk_arena *keep, struct rk_scratch scratch,
                         struct rk_str *out, struct rk_err *err)
{
    struct rk_str bytes, said;
    struct rk_arena result = *keep;
    rk_status bad = rk_file_read(path, FILE_MOST, &scratch.in, &bytes, err);
    if (bad)
        return bad;
    const struct rk_str base = rk_path_base(rk_str_of(path));
    const char *name = rk_str_c(&scratch.in, base);
    const char *helper = rk_helper_path(&scratch.in, "ranok-roads");
    const char *const argv[] = {helper, name, NULL};
    if (scratch.in.failed)
        return rk_fail(err, RK_ENOMEM, path, "no room to start the helper");
    const ptrdiff_t most =
        rk_arena_left(&result) < RESULT_MOST ? rk_arena_left(&result) / 2 : RESULT_MOST;
    bad = rk_helper_run(argv, bytes, most, TIMEOUT_S, &result, &said, err);
    if (bad)
        return bad == RK_EINVAL
                   ? rk_fail(err, RK_EIO, path, "the helper ranok-roads could not do its work")
                   : bad;
    if (said.len < 1 || said.at[0] != 'R')
        return refused(said, name, err);
    const struct rk_str file = {said.at + 1, said.len - 1};
    struct rk_roads roads;
    bad = rk_roads_read(file, name, &scratch.in, &roads, NULL, err);
    if (bad)
        return bad;
    *keep = result;
    *out = file;
    return RK_OK;
}
