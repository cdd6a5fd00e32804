/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Turn restrictions: from way, via node or ways, to way → chains of arcs that must not be. */
#include "osm_graph.h"

enum { CHAIN_MOST = 40, TRIES_MOST = 4000 };

/* Edges by way id, and arcs by the junction they leave. */
struct town {
    const struct rk_roads *r;
    const int32_t *junction_of;
    int32_t *by_way; /* first edges of runs of one way, by way id */
    int32_t runs;
    int32_t *first, *arc;
};

struct bans {
    int32_t *first, *arc; /* NULL while counting */
    uint8_t *who;
    int64_t len, arcs;
};

static int32_t tail(const struct rk_roads *r, int32_t arc)
{
    return arc & 1 ? r->to[arc >> 1] : r->from[arc >> 1];
}

static int32_t head(const struct rk_roads *r, int32_t arc)
{
    return tail(r, arc ^ 1);
}

/* Heap sort by way id: no recursion, no surprise. */
static void sift(const struct rk_roads *r, int32_t *at, int32_t i, int32_t len)
{
    for (int64_t child = 2 * (int64_t)i + 1; child < len; child = 2 * (int64_t)i + 1) {
        int32_t c = (int32_t)child;
        if (c + 1 < len && r->way[at[c]] < r->way[at[c + 1]])
            c++;
        if (r->way[at[i]] >= r->way[at[c]])
            return;
        const int32_t swap = at[i];
        at[i] = at[c];
        at[c] = swap;
        i = c;
    }
}

static bool town_take(struct town *t, struct rk_scratch *scratch)
{
    const struct rk_roads *r = t->r;
    t->by_way = RK_NEW(scratch, int32_t, r->edges);
    t->first = RK_NEW(scratch, int32_t, (ptrdiff_t)r->junctions + 2);
    t->arc = RK_NEW(scratch, int32_t, 2 * (ptrdiff_t)r->edges);
    if (scratch->in.failed)
        return false;
    for (int32_t e = 0; e < r->edges; e++)
        if (e == 0 || r->way[e] != r->way[e - 1])
            t->by_way[t->runs++] = e;
    for (int32_t i = t->runs / 2 - 1; i >= 0; i--)
        sift(r, t->by_way, i, t->runs);
    for (int32_t len = t->runs - 1; len > 0; len--) {
        const int32_t swap = t->by_way[0];
        t->by_way[0] = t->by_way[len];
        t->by_way[len] = swap;
        sift(r, t->by_way, 0, len);
    }
    for (int32_t a = 0; a < 2 * r->edges; a++)
        t->first[tail(r, a) + 2]++;
    for (int32_t j = 0; j < r->junctions; j++)
        t->first[j + 2] += t->first[j + 1];
    for (int32_t a = 0; a < 2 * r->edges; a++)
        t->arc[t->first[tail(r, a) + 1]++] = a;
    return true;
}

/* Edges from … to - 1 of a way; an empty range if it is no road here. */
static void way_range(const struct town *t, int64_t way, int32_t *from, int32_t *to)
{
    int32_t low = 0, high = t->runs;
    while (low < high) {
        const int32_t mid = low + (high - low) / 2;
        if (t->r->way[t->by_way[mid]] < way)
            low = mid + 1;
        else
            high = mid;
    }
    *from = *to = 0;
    if (low < t->runs && t->r->way[t->by_way[low]] == way)
        for (*from = *to = t->by_way[low]; *to < t->r->edges && t->r->way[*to] == way;)
            ++*to;
}

static void put_ban(struct bans *b, const int32_t *chain, int32_t len, int32_t last,
                    uint8_t who)
{
    if (b->first) {
        memcpy(b->arc + b->arcs, chain, (size_t)len * sizeof *chain);
        b->arc[b->arcs + len] = last;
        b->first[b->len + 1] = (int32_t)(b->arcs + len + 1);
        b->who[b->len] = who;
    }
    b->arcs += len + 1;
    b->len++;
}

/* The chain has come to where the `to` way begins: forbids it, or all else. */
static bool close_chain(const struct town *t, const struct osm_ban *ban, const int32_t *chain,
                        int32_t len, struct bans *out)
{
    const struct rk_roads *r = t->r;
    const int32_t last = chain[len - 1], j = head(r, last);
    int32_t to = -1, count = 0;
    for (int32_t i = t->first[j]; i < t->first[j + 1]; i++) {
        const int32_t arc = t->arc[i];
        const bool back = arc == (last ^ 1);
        /* Into the same way means back, or straight on where the way goes through. */
        if (r->way[arc >> 1] != ban->to || (back && (ban->from != ban->to || ban->only)))
            continue;
        if (ban->from == ban->to && len == 1 && !ban->only && !back)
            continue;
        to = arc;
        count++;
    }
    if (count != 1)
        return false;
    if (!ban->only)
        put_ban(out, chain, len, to, ban->who);
    for (int32_t i = t->first[j]; ban->only && i < t->first[j + 1]; i++)
        if (t->arc[i] != to)
            put_ban(out, chain, len, t->arc[i], ban->who);
    return true;
}

static bool is_via(const struct osm_ban *ban, int64_t way)
{
    for (int32_t i = 0; i < ban->vias; i++)
        if (ban->via[i] == way)
            return true;
    return false;
}

static bool touches(const struct town *t, int32_t junction, int64_t way)
{
    for (int32_t i = t->first[junction]; i < t->first[junction + 1]; i++)
        if (t->r->way[t->arc[i] >> 1] == way)
            return true;
    return false;
}

/* Walks on along the via ways until the `to` way is met; depth first, bounded. */
static bool walk_via(const struct town *t, const struct osm_ban *ban, int32_t start,
                     struct bans *out)
{
    int32_t chain[CHAIN_MOST] = {start}, at[CHAIN_MOST] = {t->first[head(t->r, start)]};
    int32_t len = 1;
    for (int tries = 0; len > 0 && tries < TRIES_MOST; tries++) {
        const int32_t j = head(t->r, chain[len - 1]);
        if (at[len - 1] == t->first[j + 1]) {
            len--;
            continue;
        }
        const int32_t arc = t->arc[at[len - 1]++];
        if (!is_via(ban, t->r->way[arc >> 1]) || arc == (chain[len - 1] ^ 1) ||
            len == CHAIN_MOST)
            continue;
        chain[len] = arc;
        at[len++] = t->first[head(t->r, arc)];
        if (touches(t, head(t->r, arc), ban->to))
            return close_chain(t, ban, chain, len, out);
    }
    return false;
}

static bool lay_ban(const struct town *t, const struct osm_graph *g, const struct osm_ban *ban,
                    struct bans *out)
{
    int32_t from, to, put = 0, found = 0, chains[2] = {0, 0};
    way_range(t, ban->from, &from, &to);
    const int64_t slot = ban->via_node ? osm_slot(g, ban->via[0]) : -1;
    const int32_t junction = slot >= 0 ? t->junction_of[slot] : -1;
    for (int32_t arc = 2 * from; arc < 2 * to; arc++) {
        const int32_t j = head(t->r, arc);
        bool starts = j == junction;
        for (int32_t i = 0; !ban->via_node && i < ban->vias; i++)
            starts |= touches(t, j, ban->via[i]);
        if (starts && found++ < 2)
            chains[found - 1] = arc;
    }
    /* A way that goes through the junction does not say from which side one comes. */
    if (ban->via_node && found > 1 && ban->from != ban->to)
        return false;
    for (int32_t i = 0; i < found && i < 2; i++)
        put += ban->via_node ? close_chain(t, ban, &chains[i], 1, out)
                             : walk_via(t, ban, chains[i], out);
    return put > 0;
}

static void lay_all(const struct town *t, struct osm_graph *g, struct bans *out)
{
    int64_t unclear = 0, good = 0;
    struct osm_walk walk = osm_list_walk(&g->bans);
    for (struct osm_ban *ban = osm_walk_here(&walk); ban; ban = osm_walk_here(&walk)) {
        const bool laid = lay_ban(t, g, ban, out);
        good += laid;
        unclear += !laid;
        osm_walk_past(&walk, (ptrdiff_t)sizeof *ban);
    }
    if (out->first) {
        g->counts->bans = good;
        g->counts->unclear_bans += unclear;
    }
}

rk_status osm_lay_bans(struct osm_graph *g, const int32_t *junction_of, struct rk_arena *keep,
                       struct rk_scratch scratch, struct rk_roads *roads, struct rk_err *err)
{
    struct town t = {.r = roads, .junction_of = junction_of};
    struct bans b = {.first = NULL};
    if (!town_take(&t, &scratch))
        return rk_fail(err, RK_ENOMEM, "roads", "no room for restrictions");
    lay_all(&t, g, &b);
    if (b.arcs > INT32_MAX / 2)
        return rk_fail(err, RK_ENOMEM, "roads", "too many restrictions");
    const int64_t len = b.len, arcs = b.arcs;
    b = (struct bans){.first = RK_NEW(keep, int32_t, len + 1),
                      .arc = RK_NEW(keep, int32_t, arcs),
                      .who = RK_NEW(keep, uint8_t, len)};
    if (keep->failed)
        return rk_fail(err, RK_ENOMEM, "roads", "%" PRId64 " restrictions", len);
    lay_all(&t, g, &b);
    roads->bans = (int32_t)len;
    roads->ban_first = b.first;
    roads->ban_arc = b.arc;
    roads->ban_who = b.who;
    return RK_OK;
}
