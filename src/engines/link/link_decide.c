/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people decided: checked, and kept to the letter. */
#include "link_internal.h"

static int32_t root(int32_t *parent, int32_t r)
{
    while (parent[r] != r) {
        parent[r] = parent[parent[r]];
        r = parent[r];
    }
    return r;
}

rk_status link_decisions(const struct rk_link_model *m, const struct rk_link_options *o,
                         struct rk_arena *keep, struct link_decided *out, struct rk_err *err)
{
    int32_t *pair = RK_NEW(keep, int32_t, (ptrdiff_t)o->decision_count * 2);
    bool *same = RK_NEW(keep, bool, o->decision_count);
    struct rk_arena room = *keep;
    int32_t *parent = RK_NEW(&room, int32_t, m->records);
    if (!pair || !same || !parent)
        return rk_fail(err, RK_ENOMEM, "link", "%d decisions", o->decision_count);
    for (int32_t r = 0; r < m->records; r++)
        parent[r] = r;
    for (int32_t i = 0; i < o->decision_count; i++) {
        const struct rk_link_decision *d = &o->decisions[i];
        if (d->a < 0 || d->b < 0 || d->a >= m->records || d->b >= m->records || d->a == d->b)
            return rk_fail(err, RK_EINVAL, "link", "decision %d is on records %d and %d of %d",
                           i, d->a, d->b, m->records);
        pair[2 * i] = m->rank[d->a];
        pair[2 * i + 1] = m->rank[d->b];
        same[i] = d->same;
        if (d->same)
            parent[root(parent, pair[2 * i])] = root(parent, pair[2 * i + 1]);
    }
    for (int32_t i = 0; i < o->decision_count; i++)
        if (!same[i] && root(parent, pair[2 * i]) == root(parent, pair[2 * i + 1]))
            return rk_fail(err, RK_EINVAL, "link",
                           "decision %d says that records %d and %d are not the same, others "
                           "say together that they are",
                           i, o->decisions[i].a, o->decisions[i].b);
    *out = (struct link_decided){pair, same, o->decision_count};
    return RK_OK;
}

rk_status link_bind(const struct rk_link_model *m, const struct link_decided *decided,
                    struct rk_arena *keep, struct link_clusters *s, struct rk_err *err)
{
    if (decided->len == 0)
        return RK_OK;
    s->decided = decided;
    s->fixed = RK_NEW(keep, uint8_t, m->records);
    s->apart_first = RK_NEW(keep, int32_t, (ptrdiff_t)m->records + 2);
    s->apart = RK_NEW(keep, int32_t, (ptrdiff_t)decided->len * 2);
    if (keep->failed)
        return rk_fail(err, RK_ENOMEM, "link", "%d decisions", decided->len);
    for (int32_t i = 0; i < decided->len; i++)
        for (int k = 0; k < 2; k++) {
            if (decided->same[i])
                s->fixed[decided->pair[2 * i + k]] = 1;
            else
                s->apart_first[decided->pair[2 * i + k] + 2]++;
        }
    for (int32_t r = 0; r < m->records; r++)
        s->apart_first[r + 2] += s->apart_first[r + 1];
    for (int32_t i = 0; i < decided->len; i++)
        for (int k = 0; k < 2; k++)
            if (!decided->same[i])
                s->apart[s->apart_first[decided->pair[2 * i + k] + 1]++] =
                    decided->pair[2 * i + 1 - k];
    return RK_OK;
}
