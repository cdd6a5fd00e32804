/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as an offline proof, a bundle and the name of a tile. What is accepted must be
 * written as the same bytes again. */
#include "fuzz_entry.h"
#include "rk_tlog_note.h"

static char room[1 << 20];

static void try_proof(struct rk_str text)
{
    struct rk_tlog_proof p;
    if (rk_tlog_proof_read(text, &p, NULL))
        return;
    FUZZ_MUST(p.index >= 0 && p.path.len >= 0 && p.path.len <= RK_TLOG_PATH);
    struct rk_buf b = {.at = room, .cap = sizeof room};
    if (rk_tlog_proof_write(&p, &b, NULL))
        return;
    FUZZ_MUST(rk_str_eq(rk_buf_str(&b), text));
    struct rk_tlog_key key;
    const struct rk_tlog_policy policy = {.key = &key, .keys = 1};
    const struct rk_hash leaf = rk_tlog_leaf("second\n", 7);
    FUZZ_MUST(rk_tlog_key_read(RK_STR("town.example/ledger+08e20e7c+"
                                      "AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"),
                               &key, NULL) == RK_OK);
    struct rk_tlog_checkpoint c;
    if (rk_tlog_proof_check(text, &leaf, &policy, &p, &c, NULL) == RK_OK)
        FUZZ_MUST(p.index == 1 && c.tree.size == 3);
}

static void try_bundle(struct rk_str bytes)
{
    static struct rk_str entry[RK_TLOG_TILE];
    for (int width = 1; width <= RK_TLOG_TILE; width++) {
        if (rk_tlog_bundle_read(bytes, width, entry, NULL))
            continue;
        struct rk_buf b = {.at = room, .cap = sizeof room};
        for (int i = 0; i < width; i++)
            FUZZ_MUST(rk_tlog_bundle_add(&b, entry[i]));
        FUZZ_MUST(b.failed || rk_str_eq(rk_buf_str(&b), bytes));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct rk_str text = {(const char *)data, (ptrdiff_t)size};
    try_proof(text);
    try_bundle(text);
    struct rk_tlog_tile tile;
    if (rk_tlog_tile_name_read(text, &tile)) {
        char name[RK_TLOG_TILE_NAME];
        FUZZ_MUST(tile.level >= -1 && tile.level <= 63 && tile.index >= 0 && tile.width >= 1 &&
                  tile.width <= RK_TLOG_TILE);
        rk_tlog_tile_name(tile, name);
        FUZZ_MUST(rk_str_eq(rk_str_of(name), text));
    }
    return 0;
}
