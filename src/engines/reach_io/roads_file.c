/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The .roads file: docs/formats/roads.md, 1. */
#include "rk_hash.h"
#include "rk_reach_io.h"

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error ".roads files are little endian; a machine of the other kind needs a converter here"
#endif

enum { VERSION = 1, HASH = 32, COUNTS = 14, SECTIONS = 18 };
static const char magic[8] = {'R', 'K', 'R', 'O', 'A', 'D', 'S', VERSION};

/* The arrays in their order: address of the pointer, size of an item, number of items. */
struct section {
    void **at;
    ptrdiff_t size;
    int64_t count;
};

#define SECTION(field, n)                                                                      \
    {                                                                                          \
        (void **)(uintptr_t)&r->field, (ptrdiff_t)sizeof *r->field, (n)                        \
    }

static void sections(const struct rk_roads *r, int64_t ban_arcs, struct section out[SECTIONS])
{
    const struct section all[SECTIONS] = {
        SECTION(lat_e7, r->junctions),  SECTION(lon_e7, r->junctions),
        SECTION(from, r->edges),        SECTION(to, r->edges),
        SECTION(way, r->edges),         SECTION(length_mm, r->edges),
        SECTION(limit_forth, r->edges), SECTION(limit_back, r->edges),
        SECTION(weight_dt, r->edges),   SECTION(height_cm, r->edges),
        SECTION(kind, r->edges),        SECTION(surface, r->edges),
        SECTION(flags, r->edges),       SECTION(may_forth, r->edges),
        SECTION(may_back, r->edges),    SECTION(ban_first, (int64_t)r->bans + 1),
        SECTION(ban_arc, ban_arcs),     SECTION(ban_who, r->bans),
    };
    memcpy(out, all, sizeof all);
}

static void put_varint(struct rk_buf *out, int64_t value)
{
    uint64_t v = (uint64_t)value << 1 ^ (0 - (uint64_t)(value < 0));
    for (; v > 127; v >>= 7)
        rk_buf_char(out, (char)(uint8_t)(v | 128));
    rk_buf_char(out, (char)v);
}

/* Inner points of every edge as steps from point to point; the ends are its junctions. */
static void put_shapes(const struct rk_roads *r, struct rk_buf *out)
{
    for (int32_t e = 0; e < r->edges; e++) {
        const int32_t a = r->shape_first[e], b = r->shape_first[e + 1] - 1;
        put_varint(out, b - a - 1);
        for (int32_t p = a + 1; p < b; p++) {
            put_varint(out, (int64_t)r->shape_lat_e7[p] - r->shape_lat_e7[p - 1]);
            put_varint(out, (int64_t)r->shape_lon_e7[p] - r->shape_lon_e7[p - 1]);
        }
    }
}

ptrdiff_t rk_roads_size(const struct rk_roads *r)
{
    struct section s[SECTIONS];
    const int64_t ban_arcs = r->bans > 0 ? r->ban_first[r->bans] : 0;
    ptrdiff_t size = (ptrdiff_t)sizeof magic + COUNTS * 8 + HASH;
    sections(r, ban_arcs, s);
    for (int i = 0; i < SECTIONS; i++)
        size += s[i].size * s[i].count + 8;
    return size + 10 * (ptrdiff_t)r->edges + 10 * (ptrdiff_t)r->shape_first[r->edges] + 64;
}

void rk_roads_write(const struct rk_roads *r, const struct rk_osm_counts *c, struct rk_buf *out)
{
    struct section s[SECTIONS];
    static const int32_t no_bans[1] = {0};
    struct rk_roads with = *r;
    if (!with.ban_first)
        with.ban_first = no_bans;
    const int64_t ban_arcs = with.ban_first[r->bans];
    const int64_t counts[COUNTS] = {r->junctions,
                                    r->edges,
                                    r->shape_first[r->edges],
                                    r->bans,
                                    ban_arcs,
                                    c->nodes,
                                    c->ways,
                                    c->relations,
                                    c->roads,
                                    c->missing_nodes,
                                    c->bans,
                                    c->unclear_bans,
                                    c->conditional_bans,
                                    c->barriers};
    const ptrdiff_t start = out->len;
    rk_buf_bytes(out, magic, sizeof magic);
    rk_buf_bytes(out, counts, sizeof counts);
    sections(&with, ban_arcs, s);
    for (int i = 0; i < SECTIONS; i++) {
        rk_buf_bytes(out, *s[i].at, s[i].size * s[i].count);
        while ((out->len - start) % 8 && !out->failed)
            rk_buf_char(out, 0);
    }
    put_shapes(r, out);
    if (out->failed)
        return;
    const struct rk_hash hash = rk_sha256(out->at + start, out->len - start);
    rk_buf_bytes(out, hash.byte, sizeof hash.byte);
}

/* ---- reading ----------------------------------------------------------------------------- */

struct source {
    const char *start, *at, *end;
    bool bad;
};

static int64_t get_varint(struct source *s)
{
    uint64_t v = 0;
    for (int shift = 0; shift < 64 && s->at < s->end; shift += 7) {
        const uint8_t byte = (uint8_t)*s->at++;
        v |= (uint64_t)(byte & 127) << shift;
        if (byte < 128)
            return (int64_t)(v >> 1 ^ (0 - (v & 1)));
    }
    s->bad = true;
    return 0;
}

static bool get_section(struct source *s, struct section to, struct rk_arena *keep)
{
    if (to.count < 0 || to.count > (s->end - s->at) / to.size)
        return false;
    void *room = rk_arena_take(keep, to.count, to.size);
    if (!room)
        return false;
    if (to.count > 0)
        memcpy(room, s->at, (size_t)(to.size * to.count));
    s->at += to.size * to.count;
    while ((s->at - s->start) % 8 && s->at < s->end)
        s->at++;
    *to.at = room;
    return true;
}

static bool get_shapes(struct source *s, struct rk_roads *r, int64_t points,
                       struct rk_arena *keep)
{
    int32_t *first = RK_NEW(keep, int32_t, (ptrdiff_t)r->edges + 1);
    int32_t *lat = RK_NEW(keep, int32_t, points), *lon = RK_NEW(keep, int32_t, points);
    if (keep->failed)
        return false;
    int64_t p = 0;
    for (int32_t e = 0; e < r->edges; e++) {
        const int64_t inner = get_varint(s);
        const int32_t from = r->from[e], to = r->to[e];
        if (s->bad || inner < 0 || inner > points - p - 2 || from < 0 || to < 0 ||
            from >= r->junctions || to >= r->junctions)
            return false;
        int64_t y = lat[p] = r->lat_e7[from], x = lon[p] = r->lon_e7[from];
        p++;
        for (int64_t i = 0; i < inner; i++, p++) {
            y = (int64_t)((uint64_t)y + (uint64_t)get_varint(s));
            x = (int64_t)((uint64_t)x + (uint64_t)get_varint(s));
            if (s->bad || y < INT32_MIN || y > INT32_MAX || x < INT32_MIN || x > INT32_MAX)
                return false;
            lat[p] = (int32_t)y;
            lon[p] = (int32_t)x;
        }
        lat[p] = r->lat_e7[to];
        lon[p++] = r->lon_e7[to];
        first[e + 1] = (int32_t)p;
    }
    r->shape_first = first;
    r->shape_lat_e7 = lat;
    r->shape_lon_e7 = lon;
    return p == points && s->at == s->end;
}

static bool get_all(struct source *s, const int64_t counts[COUNTS], struct rk_arena *keep,
                    struct rk_roads *r)
{
    const int64_t most = INT32_MAX / 4;
    for (int i = 0; i < 5; i++)
        if (counts[i] < 0 || counts[i] > most)
            return false;
    if (counts[2] > s->end - s->start) /* a point takes a byte at the least, or is an end */
        if (counts[2] > s->end - s->start + 2 * counts[1])
            return false;
    r->junctions = (int32_t)counts[0];
    r->edges = (int32_t)counts[1];
    r->bans = (int32_t)counts[3];
    struct section to[SECTIONS];
    sections(r, counts[4], to);
    for (int i = 0; i < SECTIONS; i++)
        if (!get_section(s, to[i], keep))
            return false;
    return get_shapes(s, r, counts[2], keep) && r->ban_first[r->bans] == counts[4];
}

/* Rows must rise before anything is looked up through them. */
static bool rows_rise(const struct rk_roads *r)
{
    if (r->ban_first[0] != 0)
        return false;
    for (int32_t b = 0; b < r->bans; b++)
        if (r->ban_first[b + 1] < r->ban_first[b] ||
            r->ban_first[b + 1] > r->ban_first[r->bans])
            return false;
    return true;
}

rk_status rk_roads_read(struct rk_str bytes, const char *file, struct rk_arena *keep,
                        struct rk_roads *out, struct rk_osm_counts *c, struct rk_err *err)
{
    const ptrdiff_t head = (ptrdiff_t)sizeof magic + COUNTS * 8;
    if (bytes.len < head + HASH || memcmp(bytes.at, magic, sizeof magic - 1) != 0)
        return rk_fail(err, RK_EINVAL, file,
                       "this is no .roads file; make one with ranok reach compile");
    if (bytes.at[7] != VERSION)
        return rk_fail(err, RK_EINVAL, file,
                       "version %d of the .roads format; this program reads version %d",
                       bytes.at[7], VERSION);
    const struct rk_hash hash = rk_sha256(bytes.at, bytes.len - HASH);
    if (memcmp(hash.byte, bytes.at + bytes.len - HASH, HASH) != 0)
        return rk_fail(err, RK_ECORRUPT, file, "the checksum is wrong: the file was changed");
    int64_t n[COUNTS];
    memcpy(n, bytes.at + sizeof magic, sizeof n);
    struct rk_arena result = *keep;
    struct rk_roads r = {0};
    struct source s = {bytes.at, bytes.at + head, bytes.at + bytes.len - HASH, false};
    if (!get_all(&s, n, &result, &r))
        return result.failed ? rk_fail(err, RK_ENOMEM, file, "no room for the roads")
                             : rk_fail(err, RK_ECORRUPT, file, "its counts do not fit");
    struct rk_err why;
    if (!rows_rise(&r) || rk_roads_check(&r, &why))
        return rk_fail(err, RK_ECORRUPT, file, "something in it is out of range");
    if (c)
        *c = (struct rk_osm_counts){n[5], n[6], n[7], n[8], n[9], n[10], n[11], n[12], n[13]};
    *keep = result;
    *out = r;
    return RK_OK;
}
