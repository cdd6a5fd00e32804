/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_test.h"

#include "rk_random.h"
#include "rk_tlog.h"
#include "unit/tlog_reference.h"

/* ---- names ------------------------------------------------------------------------------- */

static void a_tile_has_the_name_that_the_specification_gives_it(void **state)
{
    (void)state;
    static const struct {
        struct rk_tlog_tile tile;
        const char *name;
    } pairs[] = {
        {{0, 0, 256}, "tile/0/000"},
        {{0, 1234067, 256}, "tile/0/x001/x234/067"}, /* the example of C2SP tlog-tiles */
        {{0, 273, 112}, "tile/0/273.p/112"},         /* and its tree of 70,000 */
        {{1, 1, 17}, "tile/1/001.p/17"},
        {{2, 0, 1}, "tile/2/000.p/1"},
        {{63, 999, 255}, "tile/63/999.p/255"},
        {{-1, 1000, 256}, "tile/entries/x001/000"},
        {{-1, 1000000, 1}, "tile/entries/x001/x000/000.p/1"},
        {{-1, INT64_MAX, 255}, "tile/entries/x009/x223/x372/x036/x854/x775/807.p/255"},
    };
    for (int i = 0; i < RK_COUNT(pairs); i++) {
        char name[RK_TLOG_TILE_NAME];
        rk_tlog_tile_name(pairs[i].tile, name);
        assert_string_equal(name, pairs[i].name);
        struct rk_tlog_tile back;
        assert_true(rk_tlog_tile_name_read(rk_str_of(name), &back));
        assert_int_equal(back.level, pairs[i].tile.level);
        assert_int_equal(back.index, pairs[i].tile.index);
        assert_int_equal(back.width, pairs[i].tile.width);
    }
}

static void a_name_of_any_other_form_names_no_tile(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "tile",
        "tile/",
        "tile/0",
        "tile/0/",
        "tile/0/00",
        "tile/0/0000",
        "tile/0/1",
        "tile/00/000",
        "tile/-1/000",
        "tile/64/000",
        "tile/+1/000",
        "tile/0/x000/001",
        "tile/0/x00/001",
        "tile/0/x001",
        "tile/0/001/x001",
        "tile/0/001/002",
        "tile/0/000/",
        "tile/0/000.p",
        "tile/0/000.p/",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/1/",
        "tile/0/000.p/-1",
        "tile/0/000.p/1.p/1",
        "tile/0/000.P/1",
        "/tile/0/000",
        "tile//000",
        "tile/8/0/000 ",
        "tile/data/000",
        "tile/entries",
        "tile/Entries/000",
        "tile/entries/00a",
        "tile/0/x001.p/000",
        "tile/0/x009/x223/x372/x036/x854/x775/808",      /* 2^63 */
        "tile/0/x018/x446/x744/x073/x709/x551/616",      /* 2^64 */
        "tile/0/x000/x009/x223/x372/x036/x854/x775/807", /* a group of zeros in front */
    };
    for (int i = 0; i < RK_COUNT(bad); i++) {
        struct rk_tlog_tile tile = {7, 7, 7};
        if (rk_tlog_tile_name_read(rk_str_of(bad[i]), &tile))
            fail_msg("%s was read", bad[i]);
        assert_true(tile.level == 7 && tile.index == 7 && tile.width == 7);
    }
}

static void every_name_leads_back_to_its_tile(void **state)
{
    (void)state;
    struct rk_random r = rk_random_seed(256);
    for (int i = 0; i < 20000; i++) {
        const struct rk_tlog_tile tile = {(int)rk_random_below(&r, 65) - 1,
                                          (int64_t)(rk_random_u64(&r) >> (1 + i % 62)),
                                          1 + (int)rk_random_below(&r, 256)};
        char name[RK_TLOG_TILE_NAME];
        rk_tlog_tile_name(tile, name);
        struct rk_tlog_tile back;
        assert_true(rk_tlog_tile_name_read(rk_str_of(name), &back));
        assert_true(back.level == tile.level && back.index == tile.index &&
                    back.width == tile.width);
    }
}

/* ---- which tiles ------------------------------------------------------------------------- */

static void a_tree_of_70000_has_the_tiles_that_the_specification_counts(void **state)
{
    (void)state;
    /* 273 full and .p/112, one full and .p/17, .p/1; bundles as level 0 */
    static const int64_t want[4][2] = {{273, 112}, {273, 112}, {1, 17}, {0, 1}};
    int64_t full[4] = {0}, partial[4] = {0};
    struct rk_tlog_tile tile = RK_TLOG_TILE_FIRST;
    while (rk_tlog_tile_next(0, 70000, &tile)) {
        assert_in_range(tile.level + 1, 0, 3);
        if (tile.width == RK_TLOG_TILE)
            full[tile.level + 1]++;
        else
            partial[tile.level + 1] += tile.width;
    }
    for (int i = 0; i < 4; i++) {
        assert_int_equal(full[i], want[i][0]);
        assert_int_equal(partial[i], want[i][1]);
    }
    /* "a tree of size 256: a full level 0 tile and a partial level 1 tile of width 1" */
    tile = (struct rk_tlog_tile){0, -1, 0};
    assert_true(rk_tlog_tile_next(0, 256, &tile));
    assert_true(tile.level == 0 && tile.index == 0 && tile.width == 256);
    assert_true(rk_tlog_tile_next(0, 256, &tile));
    assert_true(tile.level == 1 && tile.index == 0 && tile.width == 1);
    assert_false(rk_tlog_tile_next(0, 256, &tile));
}

/* The definition: at level l there are floor(s / 256^l) hashes. */
static int width_of(int64_t size, int level, int64_t index)
{
    for (int l = 0; l < level; l++)
        size /= 256;
    const int64_t left = size - index * 256;
    return left <= 0 ? 0 : left < 256 ? (int)left : 256;
}

static void exactly_the_tiles_that_changed_are_listed_in_order(void **state)
{
    (void)state;
    struct rk_random r = rk_random_seed(17);
    for (int i = 0; i < 3000; i++) {
        const int64_t limit = i % 3 ? 2000 : 400000, new_size = rk_random_below(&r, limit),
                      old_size =
                          rk_random_below(&r, 3) ? rk_random_below(&r, new_size + 1) : new_size;
        struct rk_tlog_tile tile = RK_TLOG_TILE_FIRST;
        for (int level = -1; level < 4; level++) {
            const int base = level < 0 ? 0 : level;
            for (int64_t index = 0; width_of(new_size, base, index) > 0; index++) {
                const int width = width_of(new_size, base, index);
                if (width == width_of(old_size, base, index))
                    continue;
                assert_true(rk_tlog_tile_next(old_size, new_size, &tile));
                assert_true(tile.level == level && tile.index == index && tile.width == width);
            }
        }
        assert_false(rk_tlog_tile_next(old_size, new_size, &tile));
    }
    struct rk_tlog_tile tile = {7, 0, 1};
    assert_true(rk_tlog_tile_next(INT64_MAX - 1, INT64_MAX, &(struct rk_tlog_tile){-1, -1, 0}));
    assert_false(rk_tlog_tile_next(0, INT64_MAX, &tile)); /* 2^63 - 1 has one tile at level 7 */
}

/* ---- a log on paper ---------------------------------------------------------------------- */

enum { BIG = 66000, MORE = 256 };

static struct rk_hash leaf[BIG]; /* of the entries below */
static struct rk_hash stored[2 * BIG];
static struct rk_tlog_nodes nodes = {stored, BIG};
static struct rk_arena mem;
static struct rk_scratch tmp;

static struct rk_str entry_text(int64_t i, char room[32])
{
    return (struct rk_str){room, snprintf(room, 32, "entry %" PRId64, i * i)};
}

static int build(void **state)
{
    (void)state;
    mem = rk_arena_open(64 << 20);
    tmp = rk_scratch_open(32 << 20);
    struct rk_tlog_frontier f = {0};
    ptrdiff_t at = 0;
    for (int64_t i = 0; i < BIG; i++) {
        char room[32];
        const struct rk_str e = entry_text(i, room);
        leaf[i] = rk_tlog_leaf(e.at, e.len);
        struct rk_hash made[RK_TLOG_LEVELS + 1];
        const int n = rk_tlog_append_nodes(&f, &leaf[i], made);
        memcpy(&stored[at], made, (size_t)n * sizeof made[0]);
        at += n;
    }
    return 0;
}

/* What the store has put down so far, by name, and what it was asked. */
struct shelf {
    struct {
        struct rk_tlog_tile tile;
        struct rk_str bytes;
    } at[4096];
    int len, last_full_level0;
    int64_t old_size; /* nodes of the old tree only may be asked for */
    bool refuse, leaves_too;
    char room[32];
};

static bool put_tile(void *user, struct rk_tlog_tile tile, const char *name,
                     struct rk_str bytes)
{
    struct shelf *s = user;
    char want[RK_TLOG_TILE_NAME];
    rk_tlog_tile_name(tile, want);
    assert_string_equal(name, want);
    if (s->refuse)
        return false;
    assert_true(s->len < RK_COUNT(s->at));
    s->at[s->len].tile = tile;
    s->at[s->len++].bytes = rk_str_copy(&mem, bytes);
    return true;
}

static bool take_tile(void *user, struct rk_tlog_tile want, struct rk_str *bytes)
{
    const struct shelf *s = user;
    for (int i = s->len - 1; i >= 0; i--) {
        const struct rk_tlog_tile t = s->at[i].tile;
        if (t.level == want.level && t.index == want.index && t.width >= want.width) {
            *bytes = s->at[i].bytes;
            return true;
        }
    }
    return false;
}

static bool give_entry(void *user, int64_t index, struct rk_str *out)
{
    struct shelf *s = user;
    *out = entry_text(index, s->room);
    return true;
}

/* Only what the header promises to ask for. */
static bool give_node(void *user, int level, int64_t index, struct rk_hash *out)
{
    const struct shelf *s = user;
    if (level == 0) {
        assert_true(s->leaves_too);
        *out = leaf[index];
        return true;
    }
    assert_true(level % 8 == 0 && index < s->old_size >> level);
    return rk_tlog_nodes_read(&nodes, level, index, out);
}

static struct rk_tlog_source source_of(struct shelf *s, bool entries)
{
    return (struct rk_tlog_source){entries ? give_entry : NULL, {give_node, s}, s};
}

/* The bytes by definition. */
static void check_bytes(struct rk_tlog_tile tile, struct rk_str bytes)
{
    if (tile.level < 0) {
        struct rk_str entry[RK_TLOG_TILE];
        assert_int_equal(rk_tlog_bundle_read(bytes, tile.width, entry, NULL), RK_OK);
        for (int i = 0; i < tile.width; i++) {
            char room[32];
            assert_true(rk_str_eq(entry[i], entry_text(tile.index * 256 + i, room)));
        }
        return;
    }
    const int64_t span = (int64_t)1 << (8 * tile.level);
    assert_int_equal(bytes.len, tile.width * 32);
    for (int i = 0; i < tile.width; i++) {
        const struct rk_hash want = ref_root(leaf + (tile.index * 256 + i) * span, span);
        assert_memory_equal(bytes.at + i * 32, want.byte, 32);
    }
}

static void tiles_grow_step_by_step_and_hold_what_the_definition_says(void **state)
{
    (void)state;
    static const int64_t size[] = {0,   1,   2,    255,   256,   257,   511, 512,
                                   513, 700, 1300, 65535, 65536, 65537, BIG};
    for (int entries = 0; entries < 2; entries++) {
        const struct rk_arena before = mem;
        for (int i = 1; i < RK_COUNT(size); i++) {
            static struct shelf s;
            s = (struct shelf){.old_size = size[i - 1], .leaves_too = !entries};
            const struct rk_tlog_source from = source_of(&s, entries);
            const struct rk_tlog_sink to = {put_tile, &s};
            struct rk_hash root;
            struct rk_err err;
            rk_assert_ok(
                rk_tlog_write_tiles(&from, &to, size[i - 1], size[i], tmp, &root, &err), err);
            const struct rk_hash want = ref_root(leaf, size[i]);
            assert_memory_equal(root.byte, want.byte, 32);
            /* just what rk_tlog_tile_next lists, each once, no tile before those it is made of
             */
            int listed = 0;
            struct rk_tlog_tile tile =
                entries ? RK_TLOG_TILE_FIRST : (struct rk_tlog_tile){0, -1, 0};
            while (rk_tlog_tile_next(size[i - 1], size[i], &tile)) {
                int found = 0;
                for (int k = 0; k < s.len; k++)
                    found += s.at[k].tile.level == tile.level &&
                             s.at[k].tile.index == tile.index &&
                             s.at[k].tile.width == tile.width;
                assert_int_equal(found, 1);
                listed++;
            }
            assert_int_equal(s.len, listed);
            int64_t made[4] = {0};
            for (int k = 0; k < s.len; k++) {
                check_bytes(s.at[k].tile, s.at[k].bytes);
                const struct rk_tlog_tile t = s.at[k].tile;
                if (t.level >= 0)
                    made[t.level] = t.index + (t.width == 256);
                if (t.level > 0) /* the hashes of this tile are roots of tiles put before */
                    assert_true(t.index * 256 + t.width <= made[t.level - 1]);
            }
        }
        mem = before;
    }
}

static void a_tree_that_did_not_grow_gives_its_root_and_no_tile(void **state)
{
    (void)state;
    static const int64_t size[] = {0, 1, 256, 300, 65536};
    for (int i = 0; i < RK_COUNT(size); i++) {
        static struct shelf s;
        s = (struct shelf){.old_size = size[i]};
        const struct rk_tlog_source from = source_of(&s, true);
        const struct rk_tlog_sink to = {put_tile, &s};
        struct rk_hash root;
        assert_int_equal(rk_tlog_write_tiles(&from, &to, size[i], size[i], tmp, &root, NULL),
                         0);
        const struct rk_hash want = ref_root(leaf, size[i]);
        assert_memory_equal(root.byte, want.byte, 32);
        assert_int_equal(s.len, 0);
    }
}

static void stored_tiles_are_enough_to_go_on_and_to_prove(void **state)
{
    (void)state;
    const struct rk_arena before = mem;
    static struct shelf s;
    s = (struct shelf){.old_size = 0};
    const struct rk_tlog_sink to = {put_tile, &s};
    struct rk_tlog_tiles tiles = {take_tile, &s, 0};
    struct rk_err err;
    for (int64_t size = 0; size < 3000; size += 271) {
        const struct rk_tlog_source from = {give_entry, {rk_tlog_tiles_read, &tiles}, &s};
        struct rk_hash root;
        rk_assert_ok(rk_tlog_write_tiles(&from, &to, size, size + 271, tmp, &root, &err), err);
        tiles.size = size + 271;
        const struct rk_hash want = ref_root(leaf, tiles.size);
        assert_memory_equal(root.byte, want.byte, 32);
    }
    const struct rk_tlog_reader by_tiles = {rk_tlog_tiles_read, &tiles};
    for (int level = 0; level < 16; level++) {
        for (int64_t i = 0; i < tiles.size >> level; i++) {
            struct rk_hash got, want;
            assert_true(rk_tlog_tiles_read(&tiles, level, i, &got));
            assert_true(rk_tlog_nodes_read(&nodes, level, i, &want));
            assert_memory_equal(got.byte, want.byte, 32);
        }
        struct rk_hash h;
        assert_false(rk_tlog_tiles_read(&tiles, level, tiles.size >> level, &h));
    }
    struct rk_hash h;
    assert_false(rk_tlog_tiles_read(&tiles, -1, 0, &h));
    assert_false(rk_tlog_tiles_read(&tiles, 63, 0, &h));
    assert_false(rk_tlog_tiles_read(&tiles, 0, -1, &h));
    struct rk_tlog_path path;
    rk_assert_ok(rk_tlog_prove_inclusion(&by_tiles, tiles.size, 1234, &path, &err), err);
    const struct rk_tlog_tree tree = {tiles.size, ref_root(leaf, tiles.size)};
    assert_true(rk_tlog_check_inclusion(&path, &tree, 1234, &leaf[1234]));
    mem = before;
}

static bool short_tile(void *user, struct rk_tlog_tile want, struct rk_str *bytes)
{
    *bytes = (struct rk_str){user, (ptrdiff_t)want.width * 32 - 1};
    return true;
}

static void a_tile_that_is_too_short_is_not_read(void **state)
{
    (void)state;
    static char zeros[8192];
    struct rk_tlog_tiles tiles = {short_tile, zeros, 1000};
    struct rk_hash h;
    for (int level = 0; level < 9; level++)
        assert_false(rk_tlog_tiles_read(&tiles, level, 0, &h));
}

/* ---- what cannot be written -----------------------------------------------------------------
 */

static int64_t refuse_from; /* entries from here on are missing */
static ptrdiff_t entry_bytes;

static bool odd_entry(void *user, int64_t index, struct rk_str *out)
{
    static char zeros[RK_TLOG_ENTRY + 1];
    (void)user;
    *out = (struct rk_str){zeros, entry_bytes};
    return index < refuse_from;
}

static bool no_node(void *user, int level, int64_t index, struct rk_hash *out)
{
    (void)user, (void)level, (void)index, (void)out;
    return false;
}

static rk_status try_write(int64_t old_size, int64_t new_size, struct shelf *s,
                           struct rk_scratch scratch, struct rk_err *err)
{
    const struct rk_tlog_source from = {odd_entry, {no_node, NULL}, NULL};
    const struct rk_tlog_sink to = {put_tile, s};
    struct rk_hash root;
    memset(&root, 0xEE, sizeof root);
    const rk_status status =
        rk_tlog_write_tiles(&from, &to, old_size, new_size, scratch, &root, err);
    for (int i = 0; i < 32 && status; i++)
        assert_int_equal(root.byte[i], 0xEE);
    return status;
}

static void what_cannot_be_written_is_said(void **state)
{
    (void)state;
    const struct rk_arena before = mem;
    static struct shelf s;
    s = (struct shelf){0};
    struct rk_err err;
    refuse_from = INT64_MAX, entry_bytes = 3;
    assert_int_equal(try_write(0, 600, &s, tmp, &err), RK_OK);
    assert_int_equal(try_write(5, 4, &s, tmp, &err), RK_EINVAL);
    assert_int_equal(try_write(-1, 4, &s, tmp, &err), RK_EINVAL);
    assert_int_equal(try_write(256, 300, &s, tmp, &err), RK_EIO); /* the node at level 8 */
    refuse_from = 299;
    assert_int_equal(try_write(0, 300, &s, tmp, &err), RK_EIO);
    assert_int_equal(try_write(0, 299, &s, tmp, &err), RK_OK);
    refuse_from = INT64_MAX, entry_bytes = RK_TLOG_ENTRY + 1;
    assert_int_equal(try_write(0, 1, &s, tmp, &err), RK_EINVAL);
    entry_bytes = 3, s.refuse = true;
    assert_int_equal(try_write(0, 1, &s, tmp, &err), RK_EIO);
    rk_assert_str(rk_str_of(err.place), "tile/0/000.p/1");
    const struct rk_tlog_source hashes = {NULL, {no_node, NULL}, NULL};
    const struct rk_tlog_sink to = {put_tile, &s};
    struct rk_hash root;
    assert_int_equal(rk_tlog_write_tiles(&hashes, &to, 0, 1, tmp, &root, &err), RK_EIO);
    const struct rk_tlog_source no_reader = {odd_entry, {NULL, NULL}, NULL};
    assert_int_equal(rk_tlog_write_tiles(&no_reader, &to, 256, 257, tmp, &root, &err), RK_EIO);
    mem = before;
}

static void too_little_memory_is_an_error_until_it_is_enough(void **state)
{
    (void)state;
    const struct rk_arena before = mem;
    static struct shelf s;
    refuse_from = INT64_MAX, entry_bytes = 100;
    ptrdiff_t enough = 0;
    struct rk_scratch small = tmp;
    for (ptrdiff_t bytes = 1; !enough; bytes += bytes < 4096 ? bytes : 1999) {
        small.in.end = small.in.at + bytes;
        s = (struct shelf){0};
        const rk_status status = try_write(0, 300, &s, small, NULL);
        if (status == RK_OK) {
            enough = bytes;
            assert_int_equal(s.len, 5);
            assert_int_equal(s.at[1].bytes.len, 256 * (2 + 100));
            assert_int_equal(s.at[3].bytes.len, 44 * (2 + 100));
        } else {
            assert_int_equal(status, RK_ENOMEM);
        }
        mem = before;
    }
    assert_true(enough < 65 * 1024 + 256 * (2 + 100) + 2000); /* as promised, and one step */
}

static void the_largest_bundle_can_be_written(void **state)
{
    (void)state;
    const struct rk_arena before = mem;
    static struct shelf s;
    s = (struct shelf){0};
    refuse_from = INT64_MAX, entry_bytes = RK_TLOG_ENTRY;
    struct rk_err err;
    rk_assert_ok(try_write(0, 257, &s, tmp, &err), err);
    assert_int_equal(s.len, 5); /* two bundles, two tiles, the tile above */
    assert_int_equal(s.at[1].bytes.len, 256 * (2 + 65535));
    assert_int_equal(s.at[3].bytes.len, 2 + 65535);
    mem = before;
}

/* ---- bundles ------------------------------------------------------------------------------
 */

static void a_bundle_is_lengths_of_two_bytes_and_entries(void **state)
{
    (void)state;
    char room[64];
    struct rk_buf b = {.at = room, .cap = sizeof room};
    assert_true(rk_tlog_bundle_add(&b, RK_STR("first\n")));
    assert_true(rk_tlog_bundle_add(&b, RK_STR("")));
    assert_true(rk_tlog_bundle_add(&b, RK_STR("third\n")));
    static const char want[] = "\0\6first\n\0\0\0\6third\n";
    assert_int_equal(b.len, sizeof want - 1);
    assert_memory_equal(b.at, want, sizeof want - 1);
    struct rk_str entry[RK_TLOG_TILE];
    assert_int_equal(rk_tlog_bundle_read(rk_buf_str(&b), 3, entry, NULL), RK_OK);
    rk_assert_str(entry[0], "first\n");
    rk_assert_str(entry[1], "");
    rk_assert_str(entry[2], "third\n");
    assert_ptr_equal(entry[2].at, room + 12); /* not copied */
}

static void a_bundle_of_another_width_or_length_is_refused(void **state)
{
    (void)state;
    static const char bytes[] = "\0\6first\n\0\0\0\6third\n";
    const ptrdiff_t len = sizeof bytes - 1;
    struct rk_str entry[RK_TLOG_TILE] = {{"kept", 4}};
    struct rk_err err;
    static const int width[] = {-1, 0, 1, 2, 4, 256, 257, INT_MAX};
    for (int i = 0; i < RK_COUNT(width); i++)
        assert_int_equal(
            rk_tlog_bundle_read((struct rk_str){bytes, len}, width[i], entry, &err), RK_EINVAL);
    for (ptrdiff_t cut = 0; cut < len; cut++)
        assert_int_equal(rk_tlog_bundle_read((struct rk_str){bytes, cut}, 3, entry, &err),
                         RK_EINVAL);
    assert_int_equal(rk_tlog_bundle_read((struct rk_str){bytes, len + 1}, 3, entry, &err),
                     RK_EINVAL);
    rk_assert_str(entry[0], "kept");
}

static void an_entry_too_long_or_a_full_buffer_adds_nothing(void **state)
{
    (void)state;
    static char zeros[RK_TLOG_ENTRY + 1], room[2 + RK_TLOG_ENTRY];
    struct rk_buf b = {.at = room, .cap = sizeof room};
    assert_false(rk_tlog_bundle_add(&b, (struct rk_str){zeros, RK_TLOG_ENTRY + 1}));
    assert_true(!b.failed && b.len == 0);
    assert_true(rk_tlog_bundle_add(&b, (struct rk_str){zeros, RK_TLOG_ENTRY}));
    assert_true(!b.failed && b.len == sizeof room);
    assert_true((uint8_t)room[0] == 255 && (uint8_t)room[1] == 255);
    for (int cap = 0; cap < 5; cap++) {
        struct rk_buf small = {.at = room, .cap = cap};
        assert_true(rk_tlog_bundle_add(&small, RK_STR("abc")));
        assert_true(small.failed && small.len == 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tile_has_the_name_that_the_specification_gives_it),
        cmocka_unit_test(a_name_of_any_other_form_names_no_tile),
        cmocka_unit_test(every_name_leads_back_to_its_tile),
        cmocka_unit_test(a_tree_of_70000_has_the_tiles_that_the_specification_counts),
        cmocka_unit_test(exactly_the_tiles_that_changed_are_listed_in_order),
        cmocka_unit_test(tiles_grow_step_by_step_and_hold_what_the_definition_says),
        cmocka_unit_test(a_tree_that_did_not_grow_gives_its_root_and_no_tile),
        cmocka_unit_test(stored_tiles_are_enough_to_go_on_and_to_prove),
        cmocka_unit_test(a_tile_that_is_too_short_is_not_read),
        cmocka_unit_test(what_cannot_be_written_is_said),
        cmocka_unit_test(too_little_memory_is_an_error_until_it_is_enough),
        cmocka_unit_test(the_largest_bundle_can_be_written),
        cmocka_unit_test(a_bundle_is_lengths_of_two_bytes_and_entries),
        cmocka_unit_test(a_bundle_of_another_width_or_length_is_refused),
        cmocka_unit_test(an_entry_too_long_or_a_full_buffer_adds_nothing),
    };
    return cmocka_run_group_tests(tests, build, NULL);
}
