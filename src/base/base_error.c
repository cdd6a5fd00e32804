/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_base.h"

const char *(*rk_err_translate)(const char *english) = NULL;

/* Cuts a C string back to the start of a character that snprintf left incomplete. */
static void cut_at_character(char *s, size_t size)
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

rk_status rk_fail(struct rk_err *err, rk_status status, const char *place, const char *fmt, ...)
{
    if (!err)
        return status;
    err->status = status;
    snprintf(err->place, sizeof err->place, "%s", place ? place : "");
    cut_at_character(err->place, sizeof err->place);
    const char *said = rk_err_translate ? rk_err_translate(fmt) : fmt;
    va_list args;
    va_start(args, fmt);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    vsnprintf(err->text, sizeof err->text, said, args);
#pragma GCC diagnostic pop
    va_end(args);
    cut_at_character(err->text, sizeof err->text);
    return status;
}
