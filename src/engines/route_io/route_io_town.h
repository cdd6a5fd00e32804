/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the room route_io: a town's day while it is read. */
#ifndef ROUTE_IO_TOWN_H
#define ROUTE_IO_TOWN_H

#include "route_io_internal.h"
#include "rk_json_tree.h"

enum { TOWN_SEATS = 4, TOWN_LAST = 48 * 3600 };

struct town_area {
    double x, y, radius;
    bool *in, shut;
    uint32_t needs;
    struct rk_route_window *closed;
    int32_t closings;
};

struct town {
    struct rk_tree tree;
    struct rk_arena *keep;
    struct rk_scratch *scratch;
    struct rk_err *err;
    struct rk_route_case *c;
    const struct rk_tree_value **place_id, **matrix_id, **vehicle_id;
    double *x, *y, lat, lon;
    bool coordinates;
    uint8_t *area_of;
    struct town_area *area;
    int32_t areas, ranks;
    struct rk_route_matrix *matrix;
    struct rk_route_vehicle *vehicle;
    struct rk_route_request *request;
    const struct rk_tree_value **request_id;
    struct rk_str skill[32];
    int skills;
    struct rk_str *load;
    const struct rk_tree_value *beds; /* list or NULL */
    struct rk_route_option *bed;
    struct rk_str *speciality;
};

rk_status town_full(struct town *t);
rk_status town_hour(struct town *t, const struct rk_tree_value *v, const char *path,
                    int32_t *out);
rk_status town_minutes(struct town *t, const struct rk_tree_value *o, const char *path,
                       const char *key, int32_t *out);
rk_status town_windows(struct town *t, const struct rk_tree_value *o, const char *path,
                       const char *key, struct rk_route_window **out, int32_t *count);
rk_status town_find(struct town *t, const struct rk_tree_value *v, const char *path,
                    const char *what, const struct rk_tree_value *const *list, int32_t count,
                    int32_t *out);
rk_status town_skills(struct town *t, const struct rk_tree_value *o, const char *path,
                      const char *key, uint32_t *bits);
rk_status town_loads(struct town *t, const struct rk_tree_value *o, const char *path,
                     const char *key, bool holds, int32_t *load);
rk_status town_fleet(struct town *t);
rk_status town_requests(struct town *t);
rk_status town_replan(struct town *t);

#endif
