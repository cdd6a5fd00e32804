/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_desk.h"

#include "rk_hash.h"
#include "rk_text.h"

#include <arpa/inet.h>
#include <netinet/in.h>

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

/* Digits of an address as the system reads them; *loopback: nobody else reaches it. */
static bool address_read(struct rk_str host, bool v6, char out[48], bool *loopback)
{
    unsigned char bytes[16];
    char text[48];
    if (host.len <= 0 || host.len >= (ptrdiff_t)sizeof text)
        return false;
    memcpy(text, host.at, (size_t)host.len);
    text[host.len] = '\0';
    if (strlen(text) != (size_t)host.len ||
        inet_pton(v6 ? AF_INET6 : AF_INET, text, bytes) != 1)
        return false;
    *loopback = v6 ? memcmp(bytes, &in6addr_loopback, 16) == 0 : bytes[0] == 127;
    return inet_ntop(v6 ? AF_INET6 : AF_INET, bytes, out, 48) != NULL;
}

rk_status rk_desk_place_read(struct rk_str text, bool tls, struct rk_desk_place *out,
                             struct rk_err *err)
{
    struct rk_desk_place place = {.port = RK_DESK_PORT};
    struct rk_str host, port;
    bool loopback = false;
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
    if (rk_str_eq(host, RK_STR("localhost")) && !place.v6)
        host = RK_STR("127.0.0.1");
    if (!address_read(host, place.v6, place.host, &loopback))
        return rk_fail(err, RK_EINVAL, "--listen",
                       "\"%.*s\"; expected an address like 127.0.0.1:8470", RK_FMT(text));
    place.reachable = !loopback;
    if (place.reachable && !tls)
        return rk_fail(err, RK_EDENIED, "--listen",
                       "\"%.*s\" can be reached by others; that needs --tls, and persons with "
                       "their own passphrases",
                       RK_FMT(text));
    *out = place;
    return RK_OK;
}

/* ---- whose request it is -------------------------------------------------------------------
 */

struct rk_desk_self rk_desk_self_local(int port, bool secure)
{
    return (struct rk_desk_self){.name = {"127.0.0.1", "localhost", "[::1]"},
                                 .names = 3,
                                 .port = port,
                                 .secure = secure};
}

bool rk_desk_self_add(struct rk_desk_self *self, struct rk_str name)
{
    char digits[48];
    bool loopback;
    const bool v6 = address_read(name, true, digits, &loopback);
    bool plain = name.len > 0 && name.len < RK_DESK_NAME - 2;
    for (ptrdiff_t i = 0; i < name.len && !v6; i++) {
        const char c = name.at[i];
        plain &= (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    }
    if (!plain || self->names == RK_DESK_NAMES)
        return false;
    char *to = self->name[self->names++];
    if (v6)
        snprintf(to, RK_DESK_NAME, "[%s]", digits);
    else
        snprintf(to, RK_DESK_NAME, "%.*s", RK_FMT(name));
    return true;
}

bool rk_desk_host_ours(const struct rk_desk_self *self, struct rk_str host)
{
    char own[RK_DESK_NAME + 8];
    for (int32_t i = 0; i < self->names; i++) {
        snprintf(own, sizeof own, "%s:%d", self->name[i], self->port);
        if (rk_str_eq(host, rk_str_of(own)) || (self->port == (self->secure ? 443 : 80) &&
                                                rk_str_eq(host, rk_str_of(self->name[i]))))
            return true;
    }
    return false;
}

bool rk_desk_origin_ours(const struct rk_desk_self *self, struct rk_str origin)
{
    const struct rk_str scheme = self->secure ? RK_STR("https://") : RK_STR("http://");
    return rk_str_starts(origin, scheme) &&
           rk_desk_host_ours(self, rk_str_slice(origin, scheme.len, origin.len));
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
