/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Says in the PDF which language it is in (ISO 32000-1, 14.9.2): cairo 1.16 cannot. The
 * document's catalogue is written once more with /Lang, as an incremental update (7.5.6), so
 * nothing that cairo wrote is touched.
 */
#define RK_SHEET_ROOM
#include "print_internal.h"

/* The last place where `what` stands, or -1. */
static ptrdiff_t find_last(struct rk_str s, struct rk_str what)
{
    for (ptrdiff_t i = s.len - what.len; i >= 0; i--)
        if (memcmp(s.at + i, what.at, (size_t)what.len) == 0)
            return i;
    return -1;
}

/* The whole number that follows `name` behind `from`, or -1. */
static int64_t number_after(struct rk_str s, ptrdiff_t from, struct rk_str name)
{
    const struct rk_str rest = rk_str_slice(s, from, s.len);
    const ptrdiff_t at = rk_str_find(rest, name);
    ptrdiff_t i = at + name.len;
    int64_t x = 0;
    int digits = 0;
    if (at < 0)
        return -1;
    while (i < rest.len && (rest.at[i] == ' ' || rest.at[i] == '\n'))
        i++;
    for (; i < rest.len && rest.at[i] >= '0' && rest.at[i] <= '9' && digits < 15; i++, digits++)
        x = 10 * x + (rest.at[i] - '0');
    return digits > 0 ? x : -1;
}

/* The text between "N 0 obj" and "endobj". */
static struct rk_str object(struct rk_str pdf, int64_t number)
{
    char head[40];
    snprintf(head, sizeof head, "\n%" PRId64 " 0 obj", number);
    const ptrdiff_t at = find_last(pdf, rk_str_of(head));
    if (at < 0)
        return (struct rk_str){0};
    const struct rk_str rest = rk_str_slice(pdf, at + (ptrdiff_t)strlen(head), pdf.len);
    const ptrdiff_t end = rk_str_find(rest, RK_STR("endobj"));
    return end < 0 ? (struct rk_str){0} : rk_str_slice(rest, 0, end);
}

rk_status print_language(struct rk_str pdf, enum rk_lang lang, struct rk_buf *out,
                         struct rk_err *err)
{
    const ptrdiff_t trailer = find_last(pdf, RK_STR("trailer"));
    const int64_t root = number_after(pdf, trailer < 0 ? 0 : trailer, RK_STR("/Root"));
    const int64_t info = number_after(pdf, trailer < 0 ? 0 : trailer, RK_STR("/Info"));
    const int64_t size = number_after(pdf, trailer < 0 ? 0 : trailer, RK_STR("/Size"));
    const int64_t before = number_after(pdf, trailer < 0 ? 0 : trailer, RK_STR("startxref"));
    const struct rk_str catalogue = object(pdf, root);
    const ptrdiff_t open = rk_str_find(catalogue, RK_STR("<<"));
    if (trailer < 0 || root < 0 || size < 0 || before < 0 || open < 0)
        return rk_fail(err, RK_ECORRUPT, "ranok-sheet", "the PDF has no plain catalogue");
    rk_buf_add(out, pdf);
    const ptrdiff_t at = out->len;
    rk_buf_printf(out, "%" PRId64 " 0 obj\n<< /Lang (%s)%.*sendobj\n", root,
                  lang == RK_UK ? "uk-UA" : "en-GB",
                  RK_FMT(rk_str_slice(catalogue, open + 2, catalogue.len)));
    const ptrdiff_t xref = out->len;
    rk_buf_printf(out,
                  "xref\n%" PRId64 " 1\n%010td 00000 n \ntrailer\n<< /Size %" PRId64
                  " /Root %" PRId64 " 0 R",
                  root, at, size, root);
    if (info >= 0)
        rk_buf_printf(out, " /Info %" PRId64 " 0 R", info);
    rk_buf_printf(out, " /Prev %" PRId64 " >>\nstartxref\n%td\n%%%%EOF\n", before, xref);
    return out->failed ? rk_fail(err, RK_ENOMEM, "ranok-sheet", "no room for the PDF") : RK_OK;
}
