/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads an extract twice: ways and restrictions first, then the nodes they need. */
#include "osm_graph.h"

enum { PIECE = 256 << 10 };

/* ---- lists ------------------------------------------------------------------------------- */

void *osm_list_add(struct osm_list *list, struct rk_arena *arena, ptrdiff_t size)
{
    struct osm_piece *p = list->last;
    size = (size + 7) / 8 * 8;
    if (!p || p->cap - p->len < size) {
        struct osm_piece *fresh = RK_NEW(arena, struct osm_piece, 1);
        const ptrdiff_t cap = size > PIECE ? size : PIECE;
        char *at = RK_NEW(arena, char, cap);
        if (arena->failed)
            return NULL;
        *fresh = (struct osm_piece){NULL, 0, cap, at};
        if (p)
            p->next = fresh;
        else
            list->first = fresh;
        list->last = p = fresh;
    }
    void *at = p->at + p->len;
    p->len += size;
    return at;
}

struct osm_walk osm_list_walk(const struct osm_list *list)
{
    return (struct osm_walk){list->first, 0};
}

void *osm_walk_here(struct osm_walk *walk)
{
    while (walk->piece && walk->at >= walk->piece->len) {
        walk->piece = walk->piece->next;
        walk->at = 0;
    }
    return walk->piece ? walk->piece->at + walk->at : NULL;
}

void osm_walk_past(struct osm_walk *walk, ptrdiff_t size)
{
    walk->at += (size + 7) / 8 * 8;
}

/* ---- nodes ------------------------------------------------------------------------------- */

static uint64_t mix(uint64_t x)
{
    x ^= x >> 30;
    x *= UINT64_C(0xbf58476d1ce4e5b9);
    x ^= x >> 27;
    x *= UINT64_C(0x94d049bb133111eb);
    return x ^ x >> 31;
}

/* Where the node is or would be. */
static int64_t place(const struct osm_graph *g, int64_t id)
{
    int64_t at = (int64_t)(mix((uint64_t)id ^ g->salt) & (uint64_t)(g->slots - 1));
    while (g->uses[at] && g->id[at] != id)
        at = (at + 1) & (g->slots - 1);
    return at;
}

int64_t osm_slot(const struct osm_graph *g, int64_t id)
{
    const int64_t at = place(g, id);
    return g->uses[at] ? at : -1;
}

static rk_status hash_nodes(struct osm_graph *g, const char *file, struct rk_err *err)
{
    g->slots = 16;
    while (g->slots < g->refs + g->refs / 2)
        g->slots *= 2;
    if (g->slots > INT32_MAX / 2)
        return rk_fail(err, RK_ENOMEM, file, "%" PRId64 " nodes of roads are too many",
                       g->refs);
    g->id = RK_NEW(g->arena, int64_t, g->slots);
    g->lat_e7 = RK_NEW(g->arena, int32_t, g->slots);
    g->lon_e7 = RK_NEW(g->arena, int32_t, g->slots);
    g->uses = RK_NEW(g->arena, uint8_t, g->slots);
    g->blocks = RK_NEW(g->arena, uint8_t, g->slots);
    if (g->arena->failed)
        return rk_fail(err, RK_ENOMEM, file, "%" PRId64 " nodes of roads", g->refs);
    struct osm_walk walk = osm_list_walk(&g->ways);
    for (struct osm_way *w = osm_walk_here(&walk); w; w = osm_walk_here(&walk)) {
        int64_t *ref = (int64_t *)(void *)(w + 1);
        for (int32_t i = 0; i < w->refs; i++) {
            const int64_t at = place(g, ref[i]);
            const bool end = i == 0 || i == w->refs - 1;
            g->id[at] = ref[i];
            g->uses[at] = g->uses[at] || end ? 2 : 1;
            ref[i] = at;
        }
        osm_walk_past(&walk, (ptrdiff_t)sizeof *w + w->refs * (ptrdiff_t)sizeof *ref);
    }
    return RK_OK;
}

/* ---- what the readers hand over ---------------------------------------------------------- */

static bool wanted(void *user, int64_t id)
{
    return osm_slot(user, id) >= 0;
}

static rk_status on_node(void *user, int64_t id, int32_t lat_e7, int32_t lon_e7,
                         const struct osm_tags *tags, struct rk_err *err)
{
    struct osm_graph *g = user;
    const int64_t at = osm_slot(g, id);
    (void)err;
    if (at < 0)
        return RK_OK;
    g->lat_e7[at] = lat_e7;
    g->lon_e7[at] = lon_e7;
    g->blocks[at] = OSM_NODE_SEEN | osm_node_blocks(tags);
    g->counts->barriers += g->blocks[at] != OSM_NODE_SEEN;
    return RK_OK;
}

static rk_status on_way(void *user, int64_t id, const struct osm_tags *tags, const int64_t *ref,
                        int32_t refs, struct rk_err *err)
{
    struct osm_graph *g = user;
    struct osm_way w;
    if (refs < 2 || !osm_way_read(tags, &w))
        return RK_OK;
    const ptrdiff_t ref_bytes = refs * (ptrdiff_t)sizeof *ref;
    char *to = osm_list_add(&g->ways, g->arena, (ptrdiff_t)sizeof w + ref_bytes);
    if (!to)
        return rk_fail(err, RK_ENOMEM, "roads", "no room for more ways");
    int64_t *list = (int64_t *)(void *)(to + sizeof w);
    w.id = id;
    w.refs = 0;
    for (int32_t i = 0; i < refs; i++) /* a node named twice running is one node */
        if (i == 0 || ref[i] != ref[i - 1])
            list[w.refs++] = ref[i];
    g->ways.last->len -= (refs - w.refs) * (ptrdiff_t)sizeof *ref;
    memcpy(to, &w, sizeof w);
    g->refs += w.refs;
    g->counts->roads++;
    return RK_OK;
}

static rk_status on_relation(void *user, int64_t id, const struct osm_tags *tags,
                             const struct osm_member *member, int32_t members,
                             struct rk_err *err)
{
    struct osm_graph *g = user;
    struct osm_ban ban = {.who = 0};
    bool conditional = false;
    int32_t from = 0, to = 0, nodes = 0;
    (void)id;
    ban.who = osm_restriction(tags, &ban.only, &conditional);
    g->counts->conditional_bans += conditional;
    if (!ban.who)
        return RK_OK;
    for (int32_t i = 0; i < members; i++) {
        const struct osm_member *m = &member[i];
        if (m->role == OSM_FROM && m->kind == OSM_WAY)
            ban.from = m->ref, from++;
        else if (m->role == OSM_TO && m->kind == OSM_WAY)
            ban.to = m->ref, to++;
        else if (m->role == OSM_VIA && m->kind != OSM_RELATION && ban.vias < RK_COUNT(ban.via))
            ban.via[ban.vias++] = m->ref, nodes += m->kind == OSM_NODE;
    }
    ban.via_node = nodes == 1 && ban.vias == 1;
    if (from != 1 || to != 1 || ban.vias == 0 || (nodes > 0 && !ban.via_node)) {
        g->counts->unclear_bans++;
        return RK_OK;
    }
    struct osm_ban *kept = osm_list_add(&g->bans, g->arena, (ptrdiff_t)sizeof ban);
    if (!kept)
        return rk_fail(err, RK_ENOMEM, "roads", "no room for more restrictions");
    *kept = ban;
    return RK_OK;
}

static bool looks_like_pbf(struct rk_str b)
{
    return b.len > 16 && b.at[0] == 0 && b.at[1] == 0 &&
           rk_str_find(rk_str_slice(b, 4, 32), RK_STR("OSMHeader")) >= 0;
}

rk_status rk_osm_roads(struct rk_str bytes, const char *file, uint64_t salt,
                       struct rk_arena *keep, struct rk_scratch scratch, struct rk_roads *out,
                       struct rk_osm_counts *counts, struct rk_err *err)
{
    struct osm_graph g = {.arena = &scratch.in, .salt = salt, .counts = counts};
    struct osm_sink sink = {.user = &g,
                            .wanted = wanted,
                            .node = on_node,
                            .way = on_way,
                            .relation = on_relation,
                            .counts = counts,
                            .salt = salt};
    const bool pbf = looks_like_pbf(bytes);
    *counts = (struct rk_osm_counts){0};
    /* The readers' own room must not lie where the lists grow. */
    struct rk_arena aside = rk_arena_open(pbf ? 192 << 20 : 16 << 20);
    rk_status bad = aside.failed ? rk_fail(err, RK_ENOMEM, file, "no room to read") : RK_OK;
    for (int pass = 0; pass < 2 && !bad; pass++) {
        sink.nodes = pass == 1;
        bad = pbf ? osm_read_pbf(bytes, file, &sink, (struct rk_scratch){aside}, err)
                  : osm_read_xml(bytes, file, &sink, (struct rk_scratch){aside}, err);
        if (!bad && pass == 0)
            bad = counts->roads > 0
                      ? hash_nodes(&g, file, err)
                      : rk_fail(err, RK_EINVAL, file,
                                "no road in it; an OpenStreetMap extract is expected");
    }
    rk_arena_close(&aside);
    struct rk_arena result = *keep;
    int32_t *junction_of = NULL;
    if (!bad)
        bad = osm_lay_roads(&g, &result, &scratch, out, &junction_of, err);
    if (!bad)
        bad = osm_lay_bans(&g, junction_of, &result, scratch, out, err);
    if (!bad)
        *keep = result;
    return bad;
}
