/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A report becomes a page: every part in its order, and the proof that no bare number stands on
 * it. */
#define RK_SHEET_ROOM
#include "sheet_internal.h"

#include "rk_date.h"

static rk_status check_day(const struct rk_report *report,
                           const struct rk_sheet_options *options, struct rk_err *err)
{
    char asked[12], latest[12];
    const rk_day allowed = rk_edition_day(options->edition, report->day, options->today);
    if (report->day <= allowed)
        return RK_OK;
    rk_day_iso(report->day, asked);
    rk_day_iso(allowed, latest);
    return rk_fail(err, RK_EINVAL, "sheet",
                   "%s is not yet public: the public edition is at least 72 hours late; "
                   "the latest day is %s",
                   asked, latest);
}

static void page_of(struct sheet_maker *m, struct rk_sheet *out)
{
    struct sheet_pen pen;
    sheet_pen_start(&pen, m);
    sheet_fill(&pen, RK_MUTED, "sheet.page_of",
               SHEET_ARGS({"n", sheet_of_ledger(0, RK_STR("{page}"))},
                          {"of", sheet_of_ledger(0, RK_STR("{pages}"))}));
    out->page_of = sheet_line(&pen);
}

rk_status rk_sheet_compose(const struct rk_report *report,
                           const struct rk_sheet_options *options, struct rk_arena *keep,
                           struct rk_scratch scratch, struct rk_sheet *out, struct rk_err *err)
{
    static const char *const sections[RK_SECTIONS] = {"harmed", "care", "destroyed", "cold"};
    const rk_status bad = check_day(report, options, err);
    if (bad)
        return bad;
    if (!sheet_lists_are_good(report, err))
        return RK_EINVAL;

    struct rk_arena result = *keep;
    struct sheet_maker m = {
        .report = report, .options = *options, .lang = options->lang, .keep = &result};
    struct rk_sheet sheet = {.report = report, .options = *options};
    sheet_make_head(&m, &sheet);
    sheet_make_lead(&m, &sheet);
    for (int i = 0; i < RK_SECTIONS; i++)
        sheet_make_section(&m, sections[i], &sheet.sections[i]);
    sheet_make_chart(&m, scratch, &sheet);
    sheet_make_map(&m, scratch, &sheet);
    sheet_make_box(&m, &sheet);
    sheet_make_foot(&m, &sheet);
    sheet_make_qr(&m, &sheet);
    sheet_make_annexes(&m, scratch, &sheet);
    page_of(&m, &sheet);
    if (m.failed || result.failed)
        return rk_fail(err, RK_ENOMEM, "sheet", "%" PRId32 " figures do not fit into memory",
                       report->figure_count);
    *keep = result;
    *out = sheet;
    return RK_OK;
}
