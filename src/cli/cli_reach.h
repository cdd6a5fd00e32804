/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranok reach: what its verbs share. Tables of points and closures are read once, here. */
#ifndef CLI_REACH_H
#define CLI_REACH_H

#include "cli.h"

#include "rk_reach_io.h"

struct ask {
    const char *profile, *from, *to, *closures, *out, *people, *facilities, *bases, *need;
    const char *rank, *direction, *limit, *k, *by, *ground, *speeds, *belief, *group, *goal,
        *rules, *day;
    bool plain;
    enum rk_reach_profile who;
    enum rk_reach_way way;
    struct rk_reach_wish wish;
    struct rk_roads roads;
    struct rk_reach_speeds table;
    const struct rk_reach_index *index;
    struct rk_reach_net base; /* nothing closed */
};

struct place {
    struct rk_str id;
    int64_t line;
    double lat, lon, people;
    double capacity; /* of a facility; NaN: not said */
    struct rk_str group;
};
enum reach_table { REACH_POINTS, REACH_PEOPLE, REACH_FACILITIES };
struct places {
    const char *file;
    struct rk_arena *keep;
    struct place *at;
    int32_t len, cap;
    bool facilities, group; /* columns that are read */
    struct rk_str need;     /* facilities: key of what is needed; empty: any */
    int32_t others;         /* that do not offer it */
    struct rk_reach_spot *spot;
};

struct closures {
    struct cli *cli;
    const struct ask *ask;
    const char *file;
    struct rk_reach_mark *mark;
    int32_t marks, cap;
    struct rk_str *name; /* of each claim */
    int32_t claims, name_cap;
};

/* People, the facilities that offer what is needed, and both beliefs. */
struct crowd {
    struct places people, facilities, bases;
    struct closures closures;
    struct rk_reach_net best, worst;
};

extern const char *const reach_profiles[RK_PROFILES];

static inline bool uk(const struct cli *cli)
{
    return cli->lang == RK_UK;
}

/* The number of `text` among words, or -1 after saying which are expected. */
int reach_choice(struct cli *cli, const char *option, const char *text,
                 const char *const words[], int count);
bool reach_choices(struct cli *cli, struct ask *a);
rk_status reach_open_roads(struct cli *cli, struct ask *a, const char *path,
                           struct rk_err *err);
rk_status reach_read_places(struct cli *cli, const struct ask *a, const char *path,
                            enum reach_table kind, struct places *out, struct rk_err *err);
void reach_say_spot(struct cli *cli, const struct ask *a, const struct place *p,
                    const char *file, struct rk_reach_spot spot, double most_m);
rk_status reach_read_closures(struct cli *cli, const struct ask *a, struct closures *out,
                              struct rk_err *err);
rk_status reach_believe(struct cli *cli, const struct ask *a, const struct closures *c,
                        enum rk_reach_belief belief, struct rk_reach_net *out,
                        struct rk_err *err);
rk_status reach_read_crowd(struct cli *cli, struct ask *a, const char *path, struct crowd *q,
                           struct rk_err *err);
void reach_put_time(struct rk_buf *out, uint32_t ms);
int reach_finish(struct cli *cli, const char *path, struct rk_buf *text);
/* How many people are within each limit, and whether the rules of that day are kept.
 * least_ms [2 * people]: under best, under worst. Exit code. */
int reach_say_shares(struct cli *cli, const struct ask *a, const struct places *people,
                     const uint32_t *least_ms, bool to_file);

/* The verbs outside cmd_reach.c. */
int reach_cover(struct cli *cli, struct ask *a, const char *path);
int reach_place(struct cli *cli, struct ask *a, const char *path);
int reach_referral(struct cli *cli, struct ask *a, const char *path);

#endif
