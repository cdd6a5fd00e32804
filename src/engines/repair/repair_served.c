/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is served: parts that join, heat that is shared where most people are warmed by a kW. */
#include "repair_internal.h"

struct repair_state repair_state_new(const struct repair_town *t, struct rk_arena *in)
{
    const ptrdiff_t places = t->places, words = t->words, parts = t->stoves ? t->houses : 0;
    const ptrdiff_t bytes = places * (4 * (ptrdiff_t)sizeof(double) + words * 8 + 4) +
                            parts * (ptrdiff_t)sizeof(double) + (ptrdiff_t)t->elements * 4;
    struct repair_state s = {.bytes = bytes};
    s.value = (double *)(void *)RK_NEW(in, char, bytes + 16);
    if (!s.value)
        return s;
    s.served = s.value + places;
    s.cap_kw = s.served + places;
    s.kw = s.cap_kw + places;
    s.on_net = s.kw + places;
    s.houses = (uint64_t *)(void *)(s.on_net + parts);
    s.parent = (int32_t *)(void *)(s.houses + places * words);
    s.needs = s.parent + places;
    for (ptrdiff_t h = 0; h < parts; h++)
        s.on_net[h] = 1.0;
    return s;
}

void repair_state_copy(struct repair_state *to, const struct repair_state *from)
{
    to->cold = from->cold;
    memcpy(to->value, from->value, (size_t)from->bytes);
}

int32_t repair_state_find(struct repair_state *s, int32_t place)
{
    int32_t *const parent = s->parent;
    while (parent[place] != place) {
        parent[place] = parent[parent[place]];
        place = parent[place];
    }
    return place;
}

double repair_served(const struct repair_town *t, const struct repair_state *s, int32_t root)
{
    double left = s->cap_kw[root], sum = 0.0;
    if (left <= 0.0)
        return 0.0;
    if (left >= s->kw[root])
        return s->value[root];
    const uint64_t *houses = s->houses + (ptrdiff_t)root * t->words;
    for (int32_t w = 0; w < t->words; w++) {
        for (uint64_t bits = houses[w]; bits != 0; bits &= bits - 1) {
            const int32_t h = 64 * w + __builtin_ctzll(bits);
            const double need = t->stoves ? t->house_kw[h] * s->on_net[h] : t->house_kw[h];
            if (left < need)
                return sum + t->house_value[h] * (left / t->house_kw[h]);
            left -= need;
            sum += t->stoves ? t->house_value[h] * s->on_net[h] : t->house_value[h];
        }
    }
    return sum;
}

static void serve(const struct repair_town *t, struct repair_state *s, int32_t root)
{
    const double now = repair_served(t, s, root);
    s->cold -= now - s->served[root];
    s->served[root] = now;
}

/* Off the net, and warm; of a house that has stoves already, what is left of it. */
static void give_stoves(const struct repair_town *t, struct repair_state *s,
                        const struct repair_element *e, int32_t root)
{
    const int32_t h = e->house;
    const bool rest = s->on_net[h] <= e->part * (1.0 + 1e-12);
    const double part = rest ? s->on_net[h] : e->part;
    s->on_net[h] = rest ? 0.0 : s->on_net[h] - part;
    if (rest)
        s->houses[(ptrdiff_t)root * t->words + h / 64] &= ~((uint64_t)1 << (h % 64));
    s->kw[root] -= t->house_kw[h] * part;
    s->value[root] -= t->house_value[h] * part;
    s->cold -= t->house_value[h] * part;
    serve(t, s, root);
}

void repair_state_turn(const struct repair_town *t, struct repair_state *s, int32_t element)
{
    const struct repair_element *e = &t->element[element];
    if (--s->needs[element] > 0)
        return;
    int32_t a = repair_state_find(s, e->a);
    if (e->house >= 0) {
        give_stoves(t, s, e, a);
        return;
    }
    if (e->b < 0) {
        s->cap_kw[a] += e->kw;
        serve(t, s, a);
        return;
    }
    int32_t b = repair_state_find(s, e->b);
    if (a == b)
        return;
    if (a > b) {
        const int32_t other = a;
        a = b;
        b = other;
    }
    s->parent[b] = a;
    s->cap_kw[a] += s->cap_kw[b];
    s->kw[a] += s->kw[b];
    s->value[a] += s->value[b];
    s->served[a] += s->served[b];
    for (int32_t w = 0; w < t->words; w++)
        s->houses[(ptrdiff_t)a * t->words + w] |= s->houses[(ptrdiff_t)b * t->words + w];
    serve(t, s, a);
}

void repair_shares(const struct repair_town *t, struct repair_state *s, double *share,
                   struct rk_scratch scratch)
{
    double *left = RK_NEW(&scratch, double, t->places);
    if (!left)
        return;
    for (int32_t p = 0; p < t->places; p++)
        left[p] = s->cap_kw[p];
    for (int32_t h = 0; h < t->houses; h++) {
        const int32_t root = repair_state_find(s, t->place_of[t->house_node[h]]);
        const double on_net = t->stoves ? s->on_net[h] : 1.0;
        const double heat = fmax(0.0, fmin(on_net, left[root] / t->house_kw[h]));
        left[root] -= heat * t->house_kw[h];
        share[t->house_node[h]] = heat + (1.0 - on_net);
    }
}
