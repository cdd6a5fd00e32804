/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vocabulary_internal.h"

bool vocabulary_listed(const char *list, struct rk_str item)
{
    if (item.len == 0)
        return false;
    for (struct rk_str rest = rk_str_of(list); rest.len > 0;)
        if (rk_str_eq(rk_str_cut(&rest, '|'), item))
            return true;
    return false;
}

bool vocabulary_in(const char *const *sorted, int32_t count, struct rk_str item)
{
    int32_t from = 0, to = count;
    while (from < to) {
        const int32_t middle = from + (to - from) / 2;
        const int order = rk_str_cmp(rk_str_of(sorted[middle]), item);
        if (order == 0)
            return true;
        if (order < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return false;
}

struct rk_str vocabulary_plain(struct rk_str said, char out[FOLD_BYTES])
{
    struct fold_text t;
    fold_words(said, NULL, 0, &t);
    return t.full ? RK_STR("") : fold_join(&t, 0, t.count, out);
}

const struct rk_kind *rk_kinds(int32_t *count)
{
    *count = vocabulary_kind_count;
    return vocabulary_kinds;
}

const struct rk_kind *rk_kind_find(struct rk_str id)
{
    for (int32_t i = 0; i < vocabulary_kind_count; i++)
        if (rk_str_eq(rk_str_of(vocabulary_kinds[i].id), id))
            return &vocabulary_kinds[i];
    return NULL;
}

const struct rk_aspect *rk_aspect_find(const struct rk_kind *kind, struct rk_str id)
{
    for (int32_t i = 0; kind && i < kind->aspect_count; i++)
        if (id.len > 0 && strncmp(kind->aspects[i].id, id.at, (size_t)id.len) == 0 &&
            kind->aspects[i].id[id.len] == '\0')
            return &kind->aspects[i];
    return NULL;
}

const struct rk_choice *rk_choice_find(const struct rk_aspect *aspect, struct rk_str said)
{
    char folded_at[FOLD_BYTES];
    const struct rk_str folded = vocabulary_plain(said, folded_at);
    for (int32_t i = 0; i < aspect->choice_count; i++)
        if (vocabulary_listed(aspect->choices[i].also, folded))
            return &aspect->choices[i];
    if (aspect->type == RK_TYPE_BOOL && rk_str_eq(rk_str_trim(said), RK_STR("+")))
        return &aspect->choices[0]; /* yes stands first: a test holds it there */
    return NULL;
}

bool rk_kind_suggested(const struct rk_kind *kind, struct rk_str name)
{
    struct fold_text t;
    fold_words(name, NULL, 0, &t);
    for (struct rk_str rest = rk_str_of(kind->files); rest.len > 0;) {
        struct rk_str one = rk_str_cut(&rest, '|');
        const bool open = rk_str_ends(one, RK_STR("*"));
        one.len -= open;
        for (int32_t i = 0; i < t.count; i++) {
            char joined[FOLD_BYTES];
            const struct rk_str from = fold_join(&t, i, t.count, joined);
            if (rk_str_starts(from, one) &&
                (open || from.len == one.len || from.at[one.len] == ' '))
                return true;
        }
    }
    return false;
}

const struct rk_unit *rk_units(int32_t *count)
{
    *count = vocabulary_unit_count;
    return vocabulary_units;
}

const struct rk_unit *rk_unit_find(struct rk_str said)
{
    char folded_at[FOLD_BYTES];
    const struct rk_str folded = vocabulary_plain(said, folded_at);
    int32_t from = 0, to = vocabulary_unit_word_count;
    while (from < to) {
        const int32_t middle = from + (to - from) / 2;
        const int order = rk_str_cmp(rk_str_of(vocabulary_unit_words[middle].word), folded);
        if (order == 0)
            return &vocabulary_units[vocabulary_unit_words[middle].unit];
        if (order < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return NULL;
}

/* ---- damage ------------------------------------------------------------------------------ */

const struct rk_damage_class *rk_damage_classes(int32_t *count)
{
    *count = vocabulary_class_count;
    return vocabulary_classes;
}

static const struct rk_damage_class *class_named(struct rk_str scheme, struct rk_str class)
{
    for (int32_t i = 0; i < vocabulary_class_count; i++)
        if (rk_str_eq(rk_str_of(vocabulary_classes[i].scheme), scheme) &&
            rk_str_eq(rk_str_of(vocabulary_classes[i].id), class))
            return &vocabulary_classes[i];
    return NULL;
}

const struct rk_damage_class *rk_damage_class_find(struct rk_str scheme, struct rk_str said)
{
    struct rk_str class = rk_str_trim(said);
    const ptrdiff_t slash = rk_str_find(class, RK_STR("/"));
    if (slash > 0) {
        const struct rk_damage_class *named = class_named(
            rk_str_slice(class, 0, slash), rk_str_slice(class, slash + 1, class.len));
        if (named)
            return scheme.len == 0 || rk_str_eq(rk_str_of(named->scheme), scheme) ? named
                                                                                  : NULL;
    }
    char folded_at[FOLD_BYTES];
    const struct rk_str folded = vocabulary_plain(said, folded_at);
    for (int32_t i = 0; i < vocabulary_class_count; i++)
        if (rk_str_eq(rk_str_of(vocabulary_classes[i].scheme), scheme) &&
            vocabulary_listed(vocabulary_class_also[i], folded))
            return &vocabulary_classes[i];
    return NULL;
}

const struct rk_damage_class *rk_damage_convert(const struct rk_damage_class *from,
                                                struct rk_str scheme, const char **rule)
{
    for (int32_t i = 0; i < vocabulary_rule_count; i++) {
        const struct vocabulary_rule *r = &vocabulary_rules[i];
        if (&vocabulary_classes[r->from] != from ||
            !rk_str_eq(rk_str_of(vocabulary_classes[r->to].scheme), scheme))
            continue;
        if (rule)
            *rule = r->rule;
        return &vocabulary_classes[r->to];
    }
    return NULL;
}
