/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Weights of evidence of one pair, rare values weighing more than usual ones. */
#include "link_internal.h"

/* How much rarer agreement on a value is than agreement at that level mostly is. */
static rk_status column_gains(struct link_column *c, struct rk_arena *keep)
{
    c->gain = RK_NEW(keep, float, (ptrdiff_t)c->values *LEVELS);
    if (!c->gain)
        return RK_ENOMEM;
    const double both = 1.0 - c->share[MISSING] + 1e-12;
    double usual[LEVELS + 1] = {0};
    for (int l = LEVELS - 1; l >= 2; l--)
        usual[l] = usual[l + 1] + c->share[l];
    for (int32_t v = 0; v < c->values; v++)
        for (int l = 0; l < LEVELS; l++) {
            const bool counts = c->rare && l > DIFFERENT && (!c->date || l == c->top);
            const double log_gain = counts ? log(usual[l] / both + 1e-12) + log(both) / 2.0 -
                                                 (double)c->rare[v * LEVELS + l]
                                           : 0.0;
            c->gain[v * LEVELS + l] = (float)exp(log_gain);
        }
    return RK_OK;
}

rk_status link_gains(struct rk_link_model *m, struct rk_arena *keep, struct rk_err *err)
{
    for (int32_t i = 0; i < m->columns; i++) {
        struct link_column *c = &m->column[i];
        for (int k = 0; k < CLASSES; k++)
            for (int l = 0; l < LEVELS; l++)
                c->ratio[k][l] = exp((double)c->weight[k][l]);
        if (column_gains(c, keep))
            return rk_fail(err, RK_ENOMEM, "link", "%d values of %s", c->values, c->name);
    }
    return RK_OK;
}

double link_join_odds(const struct rk_link_model *m, double same, double kin)
{
    const double others = m->kin ? 1.0 + exp(m->log_prior[KIN]) * kin : 1.0;
    return m->log_prior[SAME] + log(same / others);
}

double link_odds(const struct rk_link_model *m, int32_t a, int32_t b, uint64_t pattern)
{
    const int32_t *of_a = m->said + (ptrdiff_t)a * m->columns;
    const int32_t *of_b = m->said + (ptrdiff_t)b * m->columns;
    double same = 1.0, kin = 1.0;
    for (int32_t i = 0; i < m->columns; i++) {
        const struct link_column *c = &m->column[i];
        const int32_t level = link_at(pattern, i);
        if (level == MISSING)
            continue;
        const double rare =
            level > DIFFERENT && i > 0 ? link_rarity(c, level, of_a[i], of_b[i]) : 1.0;
        same *= c->ratio[SAME][level] * rare;
        kin *= c->household ? c->ratio[KIN][level] * rare : c->ratio[KIN][level];
    }
    return link_join_odds(m, same, kin);
}
