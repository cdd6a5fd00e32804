/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the room route_io. */
#ifndef ROUTE_IO_INTERNAL_H
#define ROUTE_IO_INTERNAL_H
#ifndef RK_ROOM_ROUTE_IO
#error "route_io_internal.h is private to src/engines/route_io"
#endif

#include "rk_route_io.h"

#define TRY(call)                                                                              \
    do {                                                                                       \
        const rk_status bad_ = (call);                                                         \
        if (bad_)                                                                              \
            return bad_;                                                                       \
    } while (0)

/* Words of a text file, line by line. */
struct words {
    const char *name;
    struct rk_str rest; /* what was not read */
    struct rk_str line; /* of the line in hand */
    int32_t number;     /* of the line in hand, from 1 */
    rk_status failed;
    struct rk_err *err;
};

/* The next line that is not empty; false at the end. */
bool words_line(struct words *w);
/* The next word of the line; empty at its end. */
struct rk_str words_word(struct words *w);
/* The next word as a number low … high, or a fault that names `field`. */
double words_number(struct words *w, const char *field, double low, double high);
/* Sets the fault: "FILE:LINE: …". */
rk_status words_fail(struct words *w, const char *fmt, ...) RK_PRINTF(2, 3);

/* Coordinates to ticks: round up to whole ticks, so that what fits in ticks fits. */
int32_t io_ticks_up(double units, double unit);
int32_t io_ticks_down(double units, double unit);
/* The largest power of ten, at most 1e5, by which `most` units stay below 8e8 ticks. */
double io_unit(double most);

/* One place a row, customers in rows: what the three formats of coordinates share. */
struct io_row {
    double x, y, load, from, to, service;
    int32_t id, pickup, drop, line;
    double prize;
};
/* Matrix of ticks between rows. NULL when keep is full. */
int32_t *io_matrix(const struct rk_route_case *c, int32_t places, struct rk_arena *keep);
/* Length of a leg in units, as the file's makers count it. */
double io_leg(const struct rk_route_case *c, int32_t a, int32_t b);
/* A fleet of like vehicles; NULL when keep is full. */
struct rk_route_vehicle *io_fleet(int32_t count, const struct rk_route_vehicle *like,
                                  struct rk_arena *keep);

rk_status io_read_solomon(struct words *w, struct rk_arena *keep, struct rk_scratch *scratch,
                          struct rk_route_case *out);
rk_status io_read_cordeau(struct words *w, struct rk_arena *keep, struct rk_scratch *scratch,
                          struct rk_route_case *out);
rk_status io_read_lilim(struct words *w, struct rk_arena *keep, struct rk_scratch *scratch,
                        struct rk_route_case *out);
rk_status io_read_vrplib(struct words *w, struct rk_arena *keep, struct rk_scratch *scratch,
                         struct rk_route_case *out);
rk_status io_read_town(const char *name, struct rk_str bytes, struct rk_arena *keep,
                       struct rk_scratch *scratch, struct rk_route_case *out,
                       struct rk_err *err);

#endif
