/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reasons of one pair, column by column. */
#include "link_internal.h"

int32_t rk_link_explain(const struct rk_link_model *m, int32_t a, int32_t b,
                        struct rk_link_reason reason[RK_LINK_REASONS])
{
    if (a < 0 || b < 0 || a >= m->records || b >= m->records)
        return 0;
    a = m->rank[a];
    b = m->rank[b];
    const uint64_t pattern = link_pattern(m, a, b);
    const int32_t *of_a = m->said + (ptrdiff_t)a * m->columns;
    const int32_t *of_b = m->said + (ptrdiff_t)b * m->columns;
    int32_t count = 0;
    double sum = m->log_prior[SAME];
    reason[count++] = (struct rk_link_reason){"prior", m->log_prior[SAME], 0};
    for (int32_t i = 0; i < m->columns; i++) {
        const struct link_column *c = &m->column[i];
        const int32_t level = link_at(pattern, i);
        double weight = level == MISSING ? 0.0 : (double)c->weight[SAME][level];
        if (level > DIFFERENT && c->what != W_LIST)
            weight += log(link_rarity(c, level, of_a[i], of_b[i]));
        sum += weight;
        reason[count++] = (struct rk_link_reason){
            c->name, weight, c->what == W_LIST && level > DIFFERENT ? 2 : level};
    }
    if (m->kin)
        reason[count++] =
            (struct rk_link_reason){"household", link_odds(m, a, b, pattern) - sum, 0};
    return count;
}
