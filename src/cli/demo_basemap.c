/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The model town's land as GeoJSON. Keys stand in canonical order: equal towns, equal bytes. */
#include "demo_basemap.h"

#include "rk_json.h"

enum { NAME_BYTES = 256 };

static void position(struct rk_json_out *w, const struct rk_model *model,
                     struct rk_model_point at)
{
    double lat_deg, lon_deg;
    rk_model_wgs84(model, at, &lat_deg, &lon_deg);
    rk_json_array(w); /* a millionth of a degree is a decimetre */
    rk_json_number(w, round(lon_deg * 1e6) / 1e6);
    rk_json_number(w, round(lat_deg * 1e6) / 1e6);
    rk_json_array_end(w);
}

static void feature(struct rk_json_out *w, const struct rk_model *model, const char *kind,
                    struct rk_str name, const struct rk_model_point *at, int32_t count,
                    bool area)
{
    rk_json_object(w);
    rk_json_key(w, RK_STR("geometry"));
    rk_json_object(w);
    rk_json_key(w, RK_STR("coordinates"));
    rk_json_array(w);
    if (area)
        rk_json_array(w);
    for (int32_t i = 0; i < count + area; i++)
        position(w, model, at[i < count ? i : 0]);
    if (area)
        rk_json_array_end(w);
    rk_json_array_end(w);
    rk_json_kstr(w, "type", area ? RK_STR("Polygon") : RK_STR("LineString"));
    rk_json_object_end(w);
    rk_json_key(w, RK_STR("properties"));
    rk_json_object(w);
    rk_json_kstr(w, "kind", rk_str_of(kind));
    if (name.len > 0)
        rk_json_kstr(w, "name", name);
    rk_json_object_end(w);
    rk_json_kstr(w, "type", RK_STR("Feature"));
    rk_json_object_end(w);
}

static void areas(struct rk_json_out *w, const struct rk_model *model)
{
    static const char *const kinds[] = {[RK_MODEL_WATER] = "water",
                                        [RK_MODEL_GREEN] = "green",
                                        [RK_MODEL_RAIL] = "rail",
                                        [RK_MODEL_DISTRICT] = "district"};
    for (int32_t i = 0; i < model->areas; i++) {
        const struct rk_model_area *a = &model->area[i];
        if (a->kind != RK_MODEL_DANGER)
            feature(w, model, kinds[a->kind], rk_str_of(a->name), model->point + a->first,
                    a->count, a->kind != RK_MODEL_RAIL);
    }
}

static const char *line_kind(const struct rk_model_line *l)
{
    static const char *const kinds[] = {[RK_MODEL_MAIN] = "main",
                                        [RK_MODEL_STREET] = "street",
                                        [RK_MODEL_LANE] = "lane",
                                        [RK_MODEL_BRIDGE] = "bridge"};
    return l->class == RK_MODEL_BRIDGE && l->state == RK_MODEL_FOOT ? "footbridge"
                                                                    : kinds[l->class];
}

static void lines(struct rk_json_out *w, const struct rk_model *model)
{
    for (int32_t i = 0; i < model->lines; i++) {
        const struct rk_model_line *l = &model->line[i];
        char room[NAME_BYTES];
        struct rk_buf name = {.at = room, .cap = sizeof room};
        if (l->street >= 0)
            rk_model_street_name(model, l->street, &name);
        feature(w, model, line_kind(l), rk_buf_str(&name), model->node + l->first, l->count,
                false);
    }
}

int cli_demo_basemap(const struct rk_model *model, struct rk_buf *out)
{
    struct rk_json_out w = rk_json_write(out);
    rk_json_object(&w);
    rk_json_key(&w, RK_STR("features"));
    rk_json_array(&w);
    areas(&w, model);
    lines(&w, model);
    rk_json_array_end(&w);
    rk_json_kstr(&w, "type", RK_STR("FeatureCollection"));
    rk_json_object_end(&w);
    return w.failed || out->failed ? 1 : 0;
}
