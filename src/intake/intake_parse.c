/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which format a file has, by its first bytes. */
#define RK_INTAKE_ROOM
#include "rk_base.h"
#include "intake_internal.h"

#include <strings.h>

enum intake_why intake_fail(struct intake_fault *fault, enum intake_why why, int64_t line,
                            int64_t number, const char *words)
{
    fault->why = why;
    fault->line = line;
    fault->number = number;
    snprintf(fault->words, sizeof fault->words, "%s", words ? words : "");
    return why;
}

/* Whether the text begins, after a byte-order mark and blanks, with `tag` in any case. */
static bool begins_with(struct rk_str bytes, const char *tag)
{
    if (rk_str_starts(bytes, RK_STR("\xEF\xBB\xBF")))
        bytes = rk_str_slice(bytes, 3, bytes.len);
    while (bytes.len > 0 && (*bytes.at == ' ' || (*bytes.at >= '\t' && *bytes.at <= '\r')))
        bytes = rk_str_slice(bytes, 1, bytes.len);
    const ptrdiff_t len = (ptrdiff_t)strlen(tag);
    return bytes.len >= len && strncasecmp(bytes.at, tag, (size_t)len) == 0;
}

static enum intake_why parse_archive(const struct intake_job *job, struct rk_scratch scratch)
{
    switch (intake_ods_kind(job->bytes, scratch)) {
    case INTAKE_ODS_TABLE:
        return intake_ods(job, scratch);
    case INTAKE_ODS_OTHER:
        return intake_fail(job->fault, INTAKE_ODS, 0, 0, NULL);
    case INTAKE_NOT_ODS:
        break;
    }
    return intake_xlsx(job, scratch);
}

enum intake_why intake_parse(const struct intake_job *job, struct rk_scratch scratch)
{
    const struct rk_str b = job->bytes;
    if (b.len == 0)
        return intake_fail(job->fault, INTAKE_NO_BYTES, 0, 0, NULL);
    if (rk_str_starts(b, RK_STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")))
        return intake_fail(job->fault, INTAKE_OLD_XLS, 0, 0, NULL);
    if (rk_str_starts(b, RK_STR("PK\x03\x04")) || rk_str_starts(b, RK_STR("PK\x05\x06")))
        return parse_archive(job, scratch);
    if (rk_str_starts(b, RK_STR("%PDF-")) || rk_str_starts(b, RK_STR("{\\rtf")) ||
        rk_str_starts(b, RK_STR("\x89PNG")) || rk_str_starts(b, RK_STR("\xFF\xD8\xFF")) ||
        rk_str_starts(b, RK_STR("\x1F\x8B")) || rk_str_starts(b, RK_STR("SQLite format 3")))
        return intake_fail(job->fault, INTAKE_NO_TABLE, 0, 0, NULL);
    if (begins_with(b, "<!doctype") || begins_with(b, "<html") || begins_with(b, "<?xml"))
        return intake_fail(job->fault, INTAKE_WEB_PAGE, 0, 0, NULL);
    return intake_csv(job, scratch);
}
