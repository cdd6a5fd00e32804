/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_base.h"

#include "base_internal.h"

void base_cut_at_character(char *s, size_t size)
{
    const size_t len = strlen(s);
    if (len + 1 < size)
        return;
    size_t at = len;
    while (at > 0 && ((unsigned char)s[at - 1] & 0xC0u) == 0x80u)
        at--;
    if (at == 0)
        return;
    const unsigned char lead = (unsigned char)s[at - 1];
    const size_t want = lead >= 0xF0u ? 4 : lead >= 0xE0u ? 3 : lead >= 0xC0u ? 2 : 1;
    if (len - (at - 1) < want)
        s[at - 1] = '\0';
}

#ifdef __clang_analyzer__
#undef rk_fail
#endif

/* "12 nodes" alone would not tell a reader what there was too little of. */
static bool speaks_of_memory(const char *fmt)
{
    return strstr(fmt, "memory") || strcmp(fmt, "%s") == 0 || strcmp(fmt, "%.*s") == 0;
}

/* Most places are names and stay as they are. */
static const char *in_words(const char *place)
{
    const char *(*known)(const char *) = rk_err_translate;
    return known ? known(place) : place;
}

rk_status rk_fail_list(struct rk_err *err, rk_status status, const char *place, const char *fmt,
                       va_list args)
{
    if (!err)
        return status;
    size_t len = 0;
    err->status = status;
    snprintf(err->place, sizeof err->place, "%s", place ? in_words(place) : "");
    base_cut_at_character(err->place, sizeof err->place);
    if (status == RK_ENOMEM && !speaks_of_memory(fmt))
        len = (size_t)snprintf(err->text, sizeof err->text / 2,
                               "%s: ", base_said("not enough memory"));
    rk_said_list(err->text + len, sizeof err->text - len, fmt, args);
    return status;
}

rk_status rk_fail(struct rk_err *err, rk_status status, const char *place, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    status = rk_fail_list(err, status, place, fmt, args);
    va_end(args);
    return status;
}
