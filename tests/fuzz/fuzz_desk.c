/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as an address, a host, a cookie, a form, a file's name. */
#include "fuzz_entry.h"
#include "rk_desk.h"
#include "rk_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct rk_str s = {(const char *)data, (ptrdiff_t)size};
    struct rk_arena keep = rk_arena_open(1 << 24);
    struct rk_desk_place place;
    struct rk_str out;
    if (rk_desk_place_read(s, size % 2, &place, NULL) == RK_OK)
        FUZZ_MUST(place.port >= 0 && place.port <= 65535);
    struct rk_desk_self self = rk_desk_self_local(8470, true);
    if (rk_desk_self_add(&self, s))
        FUZZ_MUST(self.names == 4 && strlen(self.name[3]) < RK_DESK_NAME);
    (void)rk_desk_host_ours(&self, s);
    (void)rk_desk_origin_ours(&self, s);
    if (rk_desk_cookie(s, RK_STR("ranok"), &out))
        FUZZ_MUST(out.len <= s.len);
    if (rk_desk_field(s, RK_STR("name"), &keep, &out))
        FUZZ_MUST(rk_utf8_bad(out) < 0 && !memchr(out.at, 0, (size_t)out.len));
    if (rk_desk_file_name(s, &keep, &out))
        FUZZ_MUST(out.len >= 1 && out.len <= 200 && !memchr(out.at, '/', (size_t)out.len));
    rk_arena_close(&keep);
    return 0;
}
