/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Turn rules as a machine over road arcs: forbidden chains of arcs, and turning back in a
 * junction where that would get round a ban.
 */
#include "reach_internal.h"

enum { NEAR_STEPS = 3 }; /* junctions from a ban within which turning back costs time */

static uint64_t mix(uint64_t x)
{
    x ^= x >> 30;
    x *= UINT64_C(0xbf58476d1ce4e5b9);
    x ^= x >> 27;
    x *= UINT64_C(0x94d049bb133111eb);
    return x ^ x >> 31;
}

static uint64_t key_of(int32_t state, int32_t arc)
{
    return ((uint64_t)(uint32_t)state << 32 | (uint32_t)arc) + 1;
}

/* The place of the key, or of the empty slot where it belongs. */
static int64_t slot(const struct reach_turn_table *t, uint64_t key)
{
    int64_t at = (int64_t)(mix(key) & (uint64_t)t->mask);
    while (t->key[at] && t->key[at] != key)
        at = (at + 1) & t->mask;
    return at;
}

static bool table_take(struct rk_scratch *scratch, int64_t most, struct reach_turn_table *out)
{
    int64_t cap = 8;
    while (cap < 2 * most)
        cap *= 2;
    out->key = RK_NEW(scratch, uint64_t, cap);
    out->value = RK_NEW(scratch, uint32_t, cap);
    out->mask = cap - 1;
    return !scratch->in.failed;
}

static int32_t child(const struct reach_turns *t, int32_t state, int32_t arc)
{
    const uint64_t key = key_of(state, arc);
    const int64_t at = slot(&t->next, key);
    return t->next.key[at] ? (int32_t)t->next.value[at] : -1;
}

int32_t reach_turns_next(const struct reach_turns *t, int32_t state, int32_t arc)
{
    for (;; state = t->fail[state]) {
        const int32_t to = child(t, state, arc);
        if (to >= 0)
            return to;
        if (state == 0)
            return 0;
    }
}

uint32_t reach_turns_cost(const struct reach_turns *t, int32_t state, int32_t arc)
{
    uint32_t cost = 0;
    for (; state != 0; state = t->fail[state]) {
        const int64_t at = slot(&t->rule, key_of(state, arc));
        if (t->rule.key[at] && t->rule.value[at] > cost)
            cost = t->rule.value[at];
    }
    return cost;
}

/* Room for the rule is made by the caller. */
static void add_rule(struct reach_turns *t, const int32_t *arc, int32_t len, uint32_t cost)
{
    int32_t state = 0;
    for (int32_t i = 0; i + 1 < len; i++) {
        const uint64_t key = key_of(state, arc[i]);
        const int64_t at = slot(&t->next, key);
        if (!t->next.key[at]) {
            t->next.key[at] = key;
            t->next.value[at] = (uint32_t)t->states;
            t->last[t->states] = arc[i];
            t->fail[t->states] = state; /* the parent, until link() */
            t->states++;
        }
        state = (int32_t)t->next.value[at];
    }
    const uint64_t key = key_of(state, arc[len - 1]);
    const int64_t at = slot(&t->rule, key);
    if (!t->rule.key[at] || t->rule.value[at] < cost) {
        t->rule.key[at] = key;
        t->rule.value[at] = cost;
    }
}

/* Fail links by depth; rules are few and short, so each is found by walking. */
static void link_states(struct reach_turns *t, int32_t *depth)
{
    int32_t deepest = 0;
    for (int32_t s = 1; s < t->states; s++) { /* parents come before children */
        depth[s] = depth[t->fail[s]] + 1;
        deepest = depth[s] > deepest ? depth[s] : deepest;
    }
    for (int32_t d = 1; d <= deepest; d++)
        for (int32_t s = 1; s < t->states; s++)
            if (depth[s] == d) {
                const int32_t parent = t->fail[s];
                t->fail[s] = parent == 0 ? 0 : reach_turns_next(t, t->fail[parent], t->last[s]);
            }
}

/* Junctions within NEAR_STEPS of the end of a ban's first arc get their distance + 1. */
static int32_t mark_near(const struct rk_reach_net *net, const struct reach_fan *fan,
                         uint8_t *near, int32_t *queue)
{
    const struct rk_roads *r = net->roads;
    int32_t len = 0;
    for (int32_t b = 0; b < r->bans; b++)
        for (int32_t i = r->ban_first[b]; i + 1 < r->ban_first[b + 1]; i++) {
            const int32_t j = reach_arc_head(r, r->ban_arc[i]);
            if (r->ban_who[b] >> net->profile & 1 && !near[j]) {
                near[j] = 1;
                queue[len++] = j;
            }
        }
    for (int32_t at = 0; at < len; at++) {
        const int32_t j = queue[at];
        for (int32_t i = fan->first[j]; near[j] <= NEAR_STEPS && i < fan->first[j + 1]; i++) {
            const int32_t to = reach_arc_head(r, fan->arc[i]);
            if (!near[to]) {
                near[to] = (uint8_t)(near[j] + 1);
                queue[len++] = to;
            }
        }
    }
    return len;
}

/* Every way to turn back in the junctions; with `add` false they are only counted. */
static int64_t turning_back(const struct rk_reach_net *net, const struct reach_fan *fan,
                            const int32_t *junction, int32_t len, struct reach_turns *add)
{
    const struct rk_roads *r = net->roads;
    const uint32_t cost = (uint32_t)round(net->speeds->turn_round_s[net->profile] * 1000.0);
    int64_t count = 0;
    for (int32_t k = 0; k < len; k++) {
        const int32_t j = junction[k];
        int32_t out = 0;
        for (int32_t i = fan->first[j]; i < fan->first[j + 1]; i++)
            out += reach_arc_open(r, fan->arc[i], net->profile);
        for (int32_t i = fan->first[j]; out > 1 && i < fan->first[j + 1]; i++) {
            const int32_t away = fan->arc[i], chain[2] = {away ^ 1, away};
            if (!reach_arc_open(r, away, net->profile) ||
                !reach_arc_open(r, away ^ 1, net->profile) ||
                r->from[away >> 1] == r->to[away >> 1])
                continue;
            count++;
            if (add)
                add_rule(add, chain, 2, cost);
        }
    }
    return count;
}

bool reach_turns_make(const struct rk_reach_net *net, const struct reach_fan *fan,
                      struct rk_scratch *scratch, struct reach_turns *out)
{
    const struct rk_roads *r = net->roads;
    struct reach_turns t = {.states = 1};
    uint8_t *near = RK_NEW(scratch, uint8_t, r->junctions);
    int32_t *queue = RK_NEW(scratch, int32_t, r->junctions);
    if (scratch->in.failed)
        return false;
    const int32_t len = mark_near(net, fan, near, queue);
    const int64_t backs = turning_back(net, fan, queue, len, NULL);
    const int64_t states = (r->bans > 0 ? r->ban_first[r->bans] : 0) + backs + 1;
    t.last = RK_NEW(scratch, int32_t, states);
    t.fail = RK_NEW(scratch, int32_t, states);
    int32_t *depth = RK_NEW(scratch, int32_t, states);
    if (!table_take(scratch, states, &t.next) || !table_take(scratch, r->bans + backs, &t.rule))
        return false;
    for (int32_t b = 0; b < r->bans; b++)
        if (r->ban_who[b] >> net->profile & 1)
            add_rule(&t, r->ban_arc + r->ban_first[b], r->ban_first[b + 1] - r->ban_first[b],
                     RK_REACH_NEVER);
    turning_back(net, fan, queue, len, &t);
    link_states(&t, depth);
    *out = t;
    return true;
}
