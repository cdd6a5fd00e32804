/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Damage as each scheme has it: how many buildings are in which of its classes, none turned
 * into those of another. */
#include "desk_views.h"

enum { SCHEMES_MOST = 24, SLOT_TEXT = 64 };

struct schemes {
    const char *id[SCHEMES_MOST];
    char slot[SCHEMES_MOST][SLOT_TEXT];
    const char *slots[SCHEMES_MOST];
    int32_t count;
};

static void find_schemes(struct schemes *out)
{
    int32_t classes;
    const struct rk_damage_class *class = rk_damage_classes(&classes);
    out->count = 0;
    for (int32_t i = 0; i < classes && out->count < SCHEMES_MOST; i++) {
        int32_t k = 0;
        while (k < out->count && strcmp(out->id[k], class[i].scheme) != 0)
            k++;
        if (k < out->count)
            continue;
        out->id[k] = class[i].scheme;
        snprintf(out->slot[k], SLOT_TEXT, "damage=%s/", class[i].scheme);
        out->slots[k] = out->slot[k];
        out->count++;
    }
}

static int32_t in_class(const struct rk_situation *s, const struct view_rows *rows,
                        int32_t scheme, struct rk_str said)
{
    int32_t n = 0;
    for (int32_t i = 0; i < rows->rows; i++)
        n += rk_str_eq(view_text(s, view_claim(rows, i, scheme)), said);
    return n;
}

static void scheme_json(struct desk_request *r, const struct schemes *all, int32_t scheme,
                        const struct view_rows *rows)
{
    struct rk_json_out *w = &r->json;
    const struct rk_situation *s = r->snap->sit;
    int32_t classes, looked = 0;
    const struct rk_damage_class *class = rk_damage_classes(&classes);
    for (int32_t i = 0; i < rows->rows; i++)
        looked += view_claim(rows, i, scheme) >= 0;
    if (looked == 0)
        return;
    rk_json_object(w);
    rk_json_kstr(w, "scheme", rk_str_of(all->id[scheme]));
    rk_json_kint(w, "buildings", looked);
    rk_json_key(w, RK_STR("classes"));
    rk_json_array(w);
    for (int32_t i = 0; i < classes; i++) {
        struct rk_arena room = r->scratch.in;
        if (strcmp(class[i].scheme, all->id[scheme]) != 0)
            continue;
        const struct rk_str said = rk_str_printf(&room, "%s/%s", class[i].scheme, class[i].id);
        rk_json_object(w);
        rk_json_kstr(w, "words", rk_str_of(class[i].words.one[r->lang]));
        rk_json_kstr(w, "version", rk_str_of(class[i].version));
        rk_json_kbool(w, "unverified",
                      rk_str_find(rk_str_of(class[i].source), RK_STR("unverified")) >= 0);
        rk_json_kint(w, "buildings", in_class(s, rows, scheme, said));
        rk_json_object_end(w);
    }
    rk_json_array_end(w);
    rk_json_object_end(w);
}

/* Of ?day=…: each scheme in which anything was said, its classes, and how many buildings. */
rk_status api_damage(struct desk_request *r, struct rk_err *err)
{
    struct schemes *all = RK_NEW(&r->keep, struct schemes, 1);
    struct view_rows rows = {0};
    struct rk_view view;
    rk_status status = all ? view_of_day(r, &view, err) : RK_ENOMEM;
    if (!status)
        find_schemes(all);
    if (!status && !view_rows(&view, "building", all->slots, all->count, &r->keep, &rows))
        status = rk_fail(err, RK_ENOMEM, "", "not enough memory for the list");
    if (status)
        return status;
    rk_json_object(&r->json);
    rk_json_key(&r->json, RK_STR("schemes"));
    rk_json_array(&r->json);
    for (int32_t k = 0; k < all->count; k++)
        scheme_json(r, all, k, &rows);
    rk_json_array_end(&r->json);
    rk_json_object_end(&r->json);
    return RK_OK;
}
