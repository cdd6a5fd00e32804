/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The model town's streets as OSM XML: equal towns, equal bytes. */
#include "demo_roads.h"

enum { NAME_BYTES = 256 };

/* A node of the model and the number of its junction: equal places are one. */
struct spot {
    struct rk_model_point at;
    int32_t node;
};

static int spot_order(const void *a, const void *b)
{
    const struct spot *x = a, *y = b;
    if (x->at.x_m != y->at.x_m)
        return x->at.x_m < y->at.x_m ? -1 : 1;
    if (x->at.y_m != y->at.y_m)
        return x->at.y_m < y->at.y_m ? -1 : 1;
    return (x->node > y->node) - (x->node < y->node);
}

static void put_text(struct rk_buf *out, struct rk_str text)
{
    for (ptrdiff_t i = 0; i < text.len; i++)
        switch (text.at[i]) {
        case '&':
            rk_buf_c(out, "&amp;");
            break;
        case '<':
            rk_buf_c(out, "&lt;");
            break;
        case '"':
            rk_buf_c(out, "&quot;");
            break;
        default:
            rk_buf_char(out, text.at[i]);
        }
}

static void put_tag(struct rk_buf *out, const char *key, struct rk_str value)
{
    rk_buf_printf(out, "  <tag k=\"%s\" v=\"", key);
    put_text(out, value);
    rk_buf_c(out, "\"/>\n");
}

static void put_node(const struct rk_model *model, struct rk_model_point at, int64_t id,
                     struct rk_buf *out)
{
    double lat_deg, lon_deg;
    rk_model_wgs84(model, at, &lat_deg, &lon_deg);
    rk_buf_printf(out, " <node id=\"%" PRId64 "\" lat=\"%.7f\" lon=\"%.7f\"/>\n", id, lat_deg,
                  lon_deg);
}

static void put_way(int64_t id, const int32_t *node, int32_t count, struct rk_buf *out)
{
    rk_buf_printf(out, " <way id=\"%" PRId64 "\">\n", id);
    for (int32_t i = 0; i < count; i++)
        rk_buf_printf(out, "  <nd ref=\"%d\"/>\n", node[i]);
}

static void end_way(struct rk_buf *out)
{
    rk_buf_c(out, " </way>\n");
}

static void put_line(const struct rk_model *model, int32_t line, const int32_t *junction,
                     struct rk_buf *out)
{
    static const char *const kinds[] = {[RK_MODEL_MAIN] = "secondary",
                                        [RK_MODEL_STREET] = "residential",
                                        [RK_MODEL_LANE] = "residential",
                                        [RK_MODEL_BRIDGE] = "secondary"};
    const struct rk_model_line *l = &model->line[line];
    const bool bridge = l->class == RK_MODEL_BRIDGE;
    const bool foot = bridge && l->state == RK_MODEL_FOOT;
    put_way((int64_t)line + 1, junction + l->first, l->count, out);
    put_tag(out, "highway", rk_str_of(foot ? "footway" : kinds[l->class]));
    if (bridge)
        put_tag(out, "bridge", RK_STR("yes"));
    if (l->street >= 0) {
        char room[NAME_BYTES];
        struct rk_buf name = {.at = room, .cap = sizeof room};
        rk_model_street_name(model, l->street, &name);
        put_tag(out, "name", rk_buf_str(&name));
    }
    end_way(out);
}

/* The line of the bridge beside which the crossing is laid, or -1. */
static int32_t beside(const struct rk_model *model)
{
    for (int32_t i = 0; i < model->lines; i++)
        if (model->line[i].class == RK_MODEL_BRIDGE &&
            model->line[i].state == RK_MODEL_DESTROYED)
            return i;
    return -1;
}

/* From the bridge's ends along the bank, then over the water: three ways, so that the crossing
 * is one by itself and the bridge's closure is not its own. */
static void put_crossing(const struct rk_model *model, const int32_t *junction, int32_t nodes,
                         struct rk_buf *out)
{
    const int32_t bridge = beside(model);
    if (bridge < 0)
        return;
    const int32_t *land = junction + model->line[bridge].first;
    const int32_t laid[] = {nodes + 1, nodes + 2};
    const int64_t id = (int64_t)model->lines + 1;
    put_way(id, laid, 2, out);
    put_tag(out, "bridge", RK_STR("yes"));
    put_tag(out, "bridge:structure", RK_STR("floating"));
    put_tag(out, "highway", RK_STR("unclassified"));
    end_way(out);
    for (int k = 0; k < 2; k++) {
        const int32_t approach[] = {land[k], laid[k]};
        put_way(id + 1 + k, approach, 2, out);
        put_tag(out, "highway", RK_STR("unclassified"));
        end_way(out);
    }
}

int cli_demo_roads(const struct rk_model *model, struct rk_scratch scratch, struct rk_buf *out)
{
    struct spot *spot = RK_NEW(&scratch.in, struct spot, model->nodes);
    int32_t *junction = RK_NEW(&scratch.in, int32_t, model->nodes);
    struct rk_model_point laid[2];
    if (scratch.in.failed)
        return 1;
    for (int32_t i = 0; i < model->nodes; i++)
        spot[i] = (struct spot){model->node[i], i};
    qsort(spot, (size_t)model->nodes, sizeof *spot, spot_order);
    rk_buf_c(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                  "<osm version=\"0.6\" generator=\"ranok demo\">\n"
                  " <!-- an invented town: no street of it is real -->\n");
    int32_t nodes = 0;
    for (int32_t i = 0; i < model->nodes; i++) {
        if (i == 0 || spot[i].at.x_m != spot[i - 1].at.x_m ||
            spot[i].at.y_m != spot[i - 1].at.y_m)
            put_node(model, spot[i].at, ++nodes, out);
        junction[spot[i].node] = nodes;
    }
    rk_model_crossing(model, laid);
    for (int k = 0; k < 2; k++)
        put_node(model, laid[k], (int64_t)nodes + 1 + k, out);
    for (int32_t i = 0; i < model->lines; i++)
        put_line(model, i, junction, out);
    put_crossing(model, junction, nodes, out);
    rk_buf_c(out, "</osm>\n");
    return out->failed ? 1 : 0;
}
