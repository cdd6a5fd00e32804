/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is served: parts that join, heat that is shared where most people are warmed by a kW. */
#include "repair_internal.h"

struct repair_state repair_state_new(const struct repair_town *t, struct rk_arena *in)
{
    const ptrdiff_t places = t->places, words = t->words;
    const ptrdiff_t bytes =
        places * (4 * (ptrdiff_t)sizeof(double) + words * 8 + 4) + (ptrdiff_t)t->elements * 4;
    struct repair_state s = {.bytes = bytes};
    s.value = (double *)(void *)RK_NEW(in, char, bytes + 16);
    if (!s.value)
        return s;
    s.served = s.value + places;
    s.cap_kw = s.served + places;
    s.kw = s.cap_kw + places;
    s.houses = (uint64_t *)(void *)(s.kw + places);
    s.parent = (int32_t *)(void *)(s.houses + places * words);
    s.needs = s.parent + places;
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
            if (left < t->house_kw[h])
                return sum + t->house_value[h] * (left / t->house_kw[h]);
            left -= t->house_kw[h];
            sum += t->house_value[h];
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

void repair_state_turn(const struct repair_town *t, struct repair_state *s, int32_t element)
{
    const struct repair_element *e = &t->element[element];
    if (--s->needs[element] > 0)
        return;
    int32_t a = repair_state_find(s, e->a);
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
        const int32_t node = t->house_node[h];
        const int32_t root = repair_state_find(s, t->place_of[node]);
        const double part = fmin(1.0, left[root] / t->house_kw[h]);
        share[node] = fmax(0.0, part);
        left[root] -= share[node] * t->house_kw[h];
    }
}
