/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_desk.h"

#include "rk_hash.h"
#include "rk_text.h"

/* ---- where to listen -----------------------------------------------------------------------
 */

static bool port_read(struct rk_str text, int *out)
{
    int64_t port = 0;
    if (!rk_str_int(text, &port) || port < 0 || port > 65535 || text.at[0] == '-' ||
        text.at[0] == '+')
        return false;
    *out = (int)port;
    return true;
}

rk_status rk_desk_place_read(struct rk_str text, struct rk_desk_place *out, struct rk_err *err)
{
    struct rk_desk_place place = {.host = "127.0.0.1", .port = RK_DESK_PORT};
    struct rk_str host, port;
    if (rk_str_starts(text, RK_STR("["))) {
        const ptrdiff_t end = rk_str_find(text, RK_STR("]"));
        if (end < 0)
            return rk_fail(err, RK_EINVAL, "--listen", "\"%.*s\": \"]\" is missing",
                           RK_FMT(text));
        host = rk_str_slice(text, 1, end);
        port = rk_str_slice(text, end + 1, text.len);
        if (port.len && port.at[0] != ':')
            return rk_fail(err, RK_EINVAL, "--listen",
                           "\"%.*s\"; expected an address like 127.0.0.1:8470", RK_FMT(text));
        port = rk_str_slice(port, 1, port.len);
        place.v6 = true;
    } else {
        port = text;
        host = rk_str_cut(&port, ':');
    }
    if (port.len && !port_read(port, &place.port))
        return rk_fail(err, RK_EINVAL, "--listen",
                       "\"%.*s\": the port is a number from 0 to 65535", RK_FMT(text));
    if (place.v6)
        snprintf(place.host, sizeof place.host, "::1");
    const bool own =
        place.v6 ? rk_str_eq(host, RK_STR("::1"))
                 : rk_str_eq(host, RK_STR("127.0.0.1")) || rk_str_eq(host, RK_STR("localhost"));
    if (!host.len)
        return rk_fail(err, RK_EINVAL, "--listen",
                       "\"%.*s\"; expected an address like 127.0.0.1:8470", RK_FMT(text));
    if (!own)
        return rk_fail(err, RK_EDENIED, "--listen",
                       "\"%.*s\" can be reached by others; without TLS and roles the desk "
                       "serves this machine alone: 127.0.0.1, localhost or [::1]",
                       RK_FMT(text));
    *out = place;
    return RK_OK;
}

/* ---- whose request it is -------------------------------------------------------------------
 */

bool rk_desk_host_ours(struct rk_str host, int port)
{
    static const char *const names[] = {"127.0.0.1", "localhost", "[::1]"};
    char own[32];
    for (ptrdiff_t i = 0; i < RK_COUNT(names); i++) {
        snprintf(own, sizeof own, "%s:%d", names[i], port);
        if (rk_str_eq(host, rk_str_of(own)))
            return true;
    }
    return false;
}

bool rk_desk_origin_ours(struct rk_str origin, int port)
{
    const struct rk_str scheme = RK_STR("http://");
    return rk_str_starts(origin, scheme) &&
           rk_desk_host_ours(rk_str_slice(origin, scheme.len, origin.len), port);
}

bool rk_desk_cookie(struct rk_str header, struct rk_str name, struct rk_str *out)
{
    struct rk_str found = {0};
    int count = 0;
    while (header.len > 0) {
        struct rk_str value = rk_str_trim(rk_str_cut(&header, ';'));
        const struct rk_str key = rk_str_cut(&value, '=');
        if (value.at && rk_str_eq(key, name)) {
            found = value;
            count++;
        }
    }
    if (count != 1)
        return false;
    *out = found;
    return true;
}

/* ---- what was typed ------------------------------------------------------------------------
 */

static bool decode(struct rk_str s, struct rk_arena *keep, struct rk_str *out)
{
    char *room = RK_NEW(keep, char, s.len + 1);
    ptrdiff_t n = 0;
    if (!room)
        return false;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        if (c == '%') {
            if (!rk_hex_read(rk_str_slice(s, i + 1, i + 3), &c, 1))
                return false;
            i += 2;
        } else if (c == '+') {
            c = ' ';
        }
        if (c == '\0')
            return false;
        room[n++] = c;
    }
    *out = (struct rk_str){room, n};
    return rk_utf8_bad(*out) < 0;
}

bool rk_desk_field(struct rk_str form, struct rk_str name, struct rk_arena *keep,
                   struct rk_str *out)
{
    struct rk_str found = {0};
    int count = 0;
    while (form.len > 0) {
        struct rk_str value = rk_str_cut(&form, '&');
        struct rk_str key;
        if (!decode(rk_str_cut(&value, '='), keep, &key))
            return false;
        if (rk_str_eq(key, name)) {
            found = value;
            count++;
        }
    }
    return count == 1 && decode(found, keep, out);
}

bool rk_desk_file_name(struct rk_str said, struct rk_arena *keep, struct rk_str *out)
{
    for (ptrdiff_t i = said.len - 1; i >= 0; i--)
        if (said.at[i] == '/' || said.at[i] == '\\') {
            said = rk_str_slice(said, i + 1, said.len);
            break;
        }
    said = rk_utf8_head(said, 200);
    char *room = RK_NEW(keep, char, said.len + 1);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; room && i < said.len; i++)
        if ((unsigned char)said.at[i] >= 0x20 && said.at[i] != 0x7F)
            room[n++] = said.at[i];
    const struct rk_str name = rk_str_trim((struct rk_str){room, n});
    if (!name.len || rk_utf8_bad(name) >= 0 || rk_str_eq(name, RK_STR(".")) ||
        rk_str_eq(name, RK_STR("..")))
        return false;
    *out = name;
    return true;
}

/* ---- how often -----------------------------------------------------------------------------
 */

double rk_desk_wait_s(const struct rk_desk_tries *tries, double now_s)
{
    return tries->until_s > now_s ? tries->until_s - now_s : 0.0;
}

void rk_desk_tried(struct rk_desk_tries *tries, bool right, double now_s)
{
    enum { FREE = 4, FIRST_S = 30, MOST_S = 900 };
    if (right) {
        *tries = (struct rk_desk_tries){0};
        return;
    }
    if (tries->wrong < 1000)
        tries->wrong++;
    double wait_s = tries->wrong > FREE ? FIRST_S : 0;
    for (int32_t i = FREE + 1; i < tries->wrong && wait_s < MOST_S; i++)
        wait_s *= 2;
    tries->until_s = now_s + (wait_s < MOST_S ? wait_s : MOST_S);
}
