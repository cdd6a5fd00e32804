/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vocabulary_internal.h"

#include "rk_text.h"

const struct rk_fact_map *rk_fact_maps(int32_t *count)
{
    *count = vocabulary_fact_count;
    return vocabulary_facts;
}

const struct rk_fact_map *rk_fact_find(struct rk_str fact, int32_t *parts)
{
    char key_at[FOLD_BYTES];
    struct rk_buf key = {key_at, 0, sizeof key_at, false};
    rk_text_key(fact, &key);
    *parts = 0;
    for (int32_t i = 0; !key.failed && i < vocabulary_fact_count; i++) {
        const struct rk_fact_map *found = &vocabulary_facts[i];
        if (!rk_str_eq(rk_str_of(found->fact), rk_buf_str(&key)))
            continue;
        while (i + *parts < vocabulary_fact_count &&
               rk_str_eq(rk_str_of(found[*parts].fact), rk_buf_str(&key)))
            ++*parts;
        return found;
    }
    return NULL;
}
