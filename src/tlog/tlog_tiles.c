/* SPDX-License-Identifier: GPL-3.0-or-later */
/* C2SP tlog-tiles: names of tiles, which of them a tree has, nodes inside them, bundles. */
#include "rk_tlog.h"

#include "tlog_internal.h"

enum { TILE_BITS = 8, LEVEL_MAX = 63, GROUP = 1000, GROUPS_MAX = 7 };

/* ---- names ------------------------------------------------------------------------------- */

void rk_tlog_tile_name(struct rk_tlog_tile tile, char out[RK_TLOG_TILE_NAME])
{
    int group[GROUPS_MAX], groups = 0;
    int64_t rest = tile.index;
    do {
        group[groups++] = (int)(rest % GROUP);
        rest /= GROUP;
    } while (rest > 0 && groups < GROUPS_MAX);

    struct rk_buf b = {.at = out, .cap = RK_TLOG_TILE_NAME};
    if (tile.level < 0)
        rk_buf_c(&b, "tile/entries/");
    else
        rk_buf_printf(&b, "tile/%d/", tile.level);
    while (--groups > 0)
        rk_buf_printf(&b, "x%03d/", group[groups]);
    rk_buf_printf(&b, "%03d", group[0]);
    if (tile.width < RK_TLOG_TILE)
        rk_buf_printf(&b, ".p/%d", tile.width);
}

/* Three digits more of an index. */
static bool add_group(struct rk_str digits, int64_t *index)
{
    if (digits.len != 3)
        return false;
    int value = 0;
    for (int i = 0; i < 3; i++) {
        if (digits.at[i] < '0' || digits.at[i] > '9')
            return false;
        value = value * 10 + (digits.at[i] - '0');
    }
    if (*index > (INT64_MAX - value) / GROUP)
        return false;
    *index = *index * GROUP + value;
    return true;
}

bool rk_tlog_tile_name_read(struct rk_str name, struct rk_tlog_tile *out)
{
    struct rk_str rest = name;
    struct rk_tlog_tile tile = {.level = -1, .width = RK_TLOG_TILE};
    if (!rk_str_eq(rk_str_cut(&rest, '/'), RK_STR("tile")))
        return false;
    const struct rk_str level = rk_str_cut(&rest, '/');
    int64_t number;
    if (!rk_str_eq(level, RK_STR("entries"))) {
        if (!tlog_decimal(level, &number) || number > LEVEL_MAX)
            return false;
        tile.level = (int)number;
    }
    struct rk_str part = rk_str_cut(&rest, '/');
    for (; part.len > 0 && part.at[0] == 'x'; part = rk_str_cut(&rest, '/'))
        if (!add_group(rk_str_slice(part, 1, part.len), &tile.index))
            return false;
    const bool partial = rk_str_ends(part, RK_STR(".p"));
    if (!add_group(partial ? rk_str_slice(part, 0, part.len - 2) : part, &tile.index))
        return false;
    if (partial) {
        if (!tlog_decimal(rest, &number) || number < 1 || number >= RK_TLOG_TILE)
            return false;
        tile.width = (int)number;
    } else if (rest.at) {
        return false;
    }
    /* Leading groups of zeros name the same tile a second time. */
    char again[RK_TLOG_TILE_NAME];
    rk_tlog_tile_name(tile, again);
    if (!rk_str_eq(name, rk_str_of(again)))
        return false;
    *out = tile;
    return true;
}

/* ---- which tiles there are --------------------------------------------------------------- */

/* Hashes that a tree of `size` has at a level of tiles; bundles hold what level 0 holds. */
static int64_t hashes_at(int64_t size, int level)
{
    const int shift = level < 0 ? 0 : level * TILE_BITS;
    return shift < RK_TLOG_LEVELS ? size >> shift : 0;
}

bool rk_tlog_tile_next(int64_t old_size, int64_t new_size, struct rk_tlog_tile *tile)
{
    int64_t index = tile->index + 1;
    for (int level = tile->level; level < RK_TLOG_LEVELS / TILE_BITS + 1; level++) {
        const int64_t have = hashes_at(old_size, level), want = hashes_at(new_size, level);
        if (index < have >> TILE_BITS)
            index = have >> TILE_BITS;
        if (have < want && index <= (want - 1) >> TILE_BITS) {
            const int64_t left = want - (index << TILE_BITS);
            const int width = left < RK_TLOG_TILE ? (int)left : RK_TLOG_TILE;
            *tile = (struct rk_tlog_tile){level, index, width};
            return true;
        }
        index = 0;
    }
    return false;
}

/* ---- nodes out of tiles ------------------------------------------------------------------ */

/* Root over hashes as they lie in a tile. */
static struct rk_hash root_in_tile(const char *hashes, int count)
{
    struct rk_tlog_frontier f = {.size = 0};
    for (int i = 0; i < count; i++) {
        struct rk_hash hash;
        memcpy(&hash, hashes + (ptrdiff_t)i * 32, sizeof hash);
        rk_tlog_append(&f, &hash);
    }
    return rk_tlog_frontier_root(&f);
}

bool rk_tlog_tiles_read(void *tiles, int level, int64_t index, struct rk_hash *out)
{
    const struct rk_tlog_tiles *t = tiles;
    if (level < 0 || level >= RK_TLOG_LEVELS || index < 0 || index >= t->size >> level)
        return false;
    const int tile_level = level / TILE_BITS, height = level % TILE_BITS;
    const int64_t first = index << height;
    const int place = (int)(first & (RK_TLOG_TILE - 1));
    struct rk_tlog_tile want = {tile_level, first >> TILE_BITS, RK_TLOG_TILE};
    const int64_t left = hashes_at(t->size, tile_level) - (want.index << TILE_BITS);
    if (left < RK_TLOG_TILE)
        want.width = (int)left;
    struct rk_str bytes;
    if (!t->tile(t->user, want, &bytes) || bytes.len < (ptrdiff_t)want.width * 32)
        return false;
    *out = root_in_tile(bytes.at + (ptrdiff_t)place * 32, 1 << height);
    return true;
}

/* ---- bundles ----------------------------------------------------------------------------- */

bool rk_tlog_bundle_add(struct rk_buf *to, struct rk_str entry)
{
    if (entry.len > RK_TLOG_ENTRY)
        return false;
    const uint8_t len[2] = {(uint8_t)(entry.len >> 8), (uint8_t)entry.len};
    const ptrdiff_t before = to->len;
    rk_buf_bytes(to, len, 2);
    rk_buf_add(to, entry);
    if (to->failed)
        to->len = before;
    return true;
}

rk_status rk_tlog_bundle_read(struct rk_str bytes, int width, struct rk_str entry[RK_TLOG_TILE],
                              struct rk_err *err)
{
    if (width < 1 || width > RK_TLOG_TILE)
        return rk_fail(err, RK_EINVAL, "bundle", "a width of %d is not in 1 … 256", width);
    struct rk_str found[RK_TLOG_TILE];
    ptrdiff_t at = 0;
    for (int i = 0; i < width; i++) {
        if (bytes.len - at < 2)
            return rk_fail(err, RK_EINVAL, "bundle", "ends before entry %d of %d", i + 1,
                           width);
        const ptrdiff_t len = (uint8_t)bytes.at[at] << 8 | (uint8_t)bytes.at[at + 1];
        if (bytes.len - at - 2 < len)
            return rk_fail(err, RK_EINVAL, "bundle", "ends inside entry %d of %d", i + 1,
                           width);
        found[i] = (struct rk_str){bytes.at + at + 2, len};
        at += 2 + len;
    }
    if (at != bytes.len)
        return rk_fail(err, RK_EINVAL, "bundle", "%td bytes behind its last entry",
                       bytes.len - at);
    memcpy(entry, found, (size_t)width * sizeof found[0]);
    return RK_OK;
}
