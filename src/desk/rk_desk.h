/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * desk: what stands between a browser and the town: where to listen, whose request it is, how
 * often a passphrase may be tried, what was typed into the login form.
 *
 * The server itself is the helper ranok-desk (docs/formats/api.md). These pieces read foreign
 * bytes and are therefore kept apart, tested and fuzzed. No state, any number of threads.
 */
#ifndef RK_DESK_H
#define RK_DESK_H

#include "rk_base.h"

enum { RK_DESK_PORT = 8470 };

struct rk_desk_place {
    char host[48]; /* an address in digits: "127.0.0.1", "::1", "192.168.1.7", "0.0.0.0" */
    int port;      /* 0: any free one */
    bool v6;
    bool reachable; /* by others than this machine */
};
/*
 * "127.0.0.1:8470", "localhost:8470", "[::1]:8470", "192.168.1.7", each also without the port.
 * RK_EDENIED: an address that others can reach, without `tls`. RK_EINVAL: no address.
 */
RK_MUST_USE rk_status rk_desk_place_read(struct rk_str text, bool tls,
                                         struct rk_desk_place *out, struct rk_err *err);

/* The names the desk answers to, all on one port; over TLS its scheme is https. */
enum { RK_DESK_NAMES = 24, RK_DESK_NAME = 80 };
struct rk_desk_self {
    char name[RK_DESK_NAMES][RK_DESK_NAME]; /* as they stand in a Host header, "[::1]" */
    int32_t names;
    int port;
    bool secure;
};
/* A machine without any name but its own: 127.0.0.1, localhost, [::1]. */
struct rk_desk_self rk_desk_self_local(int port, bool secure);
/* Adds a name or an address in digits; false: no such thing, or there are too many. */
bool rk_desk_self_add(struct rk_desk_self *self, struct rk_str name);
/* Whether a Host header names this desk and nothing else. Everything else is somebody's page
 * that was bent to this address. */
bool rk_desk_host_ours(const struct rk_desk_self *self, struct rk_str host);
/* Whether an Origin header is this desk's own page. */
bool rk_desk_origin_ours(const struct rk_desk_self *self, struct rk_str origin);

/* The value of one cookie; false: not there, or there twice. */
bool rk_desk_cookie(struct rk_str header, struct rk_str name, struct rk_str *out);

/*
 * The value of one field of an application/x-www-form-urlencoded text, decoded into keep.
 * False: not there, there twice, a broken %-escape, a NUL, or not UTF-8.
 */
bool rk_desk_field(struct rk_str form, struct rk_str name, struct rk_arena *keep,
                   struct rk_str *out);

/* Wrong passphrases in a row. All zero: none yet. */
struct rk_desk_tries {
    int32_t wrong;
    double until_s; /* monotonic; nothing is tried before */
};
/* Seconds until the next try may be made, 0: now. */
double rk_desk_wait_s(const struct rk_desk_tries *tries, double now_s);
/* The first four wrong ones cost nothing, the fifth 30 s, each further one twice as long, at
 * most 15 minutes; a right one ends it. */
void rk_desk_tried(struct rk_desk_tries *tries, bool right, double now_s);

/* A file's name as people may read it: the part behind the last / or \, without control
 * characters, at most 200 bytes; false when nothing is left or it is "." or "..". */
bool rk_desk_file_name(struct rk_str said, struct rk_arena *keep, struct rk_str *out);

#endif
