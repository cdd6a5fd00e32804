/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A drawing as inline SVG; colours come from the page's style sheet. */
#define RK_SHEET_ROOM
#include "sheet_internal.h"

void sheet_escape(struct rk_str text, struct rk_buf *out)
{
    for (ptrdiff_t i = 0; i < text.len; i++) {
        const char c = text.at[i];
        if (c == '&')
            rk_buf_c(out, "&amp;");
        else if (c == '<')
            rk_buf_c(out, "&lt;");
        else if (c == '>')
            rk_buf_c(out, "&gt;");
        else if (c == '"')
            rk_buf_c(out, "&quot;");
        else if ((unsigned char)c >= 0x20 || c == '\n' || c == '\t')
            rk_buf_char(out, c);
    }
}

/* At most two decimals, "." in every locale: all sizes here are below 10,000 points. */
static void number(double x, struct rk_buf *out)
{
    const int64_t hundredths = (int64_t)floor(x * 100.0 + 0.5);
    const int64_t size = hundredths < 0 ? -hundredths : hundredths;
    rk_buf_printf(out, "%s%" PRId64, hundredths < 0 ? "-" : "", size / 100);
    if (size % 100 != 0)
        rk_buf_printf(out, size % 10 ? ".%02" PRId64 : ".%" PRId64,
                      size % 10 ? size % 100 : size % 100 / 10);
}

static void attribute(struct rk_buf *out, const char *name, double x)
{
    rk_buf_printf(out, " %s=\"", name);
    number(x, out);
    rk_buf_char(out, '"');
}

static const char *const inks[] = {"ink",   "muted", "pale", "alert", "link", "paper", "water",
                                   "green", "warm",  "s1",   "s2",    "s3",   "s4",    "s5"};

static void text_mark(const struct rk_mark *m, struct rk_buf *out)
{
    static const char *const anchors[] = {"end", "start", "middle", "end"};
    if (m->run.link.len > 0)
        rk_buf_printf(out, "<a href=\"#%.*s\">", RK_FMT(m->run.link));
    rk_buf_printf(out, "<text class=\"f-%s%s%s\"", inks[m->ink], m->strong ? " b" : "",
                  m->halo ? " halo" : "");
    attribute(out, "x", m->x);
    attribute(out, "y", m->y);
    attribute(out, "font-size", m->y2);
    /* Other fonts are squeezed to the width the labels were placed with. */
    if (m->x2 > 0.0)
        attribute(out, "textLength", m->x2);
    rk_buf_printf(out, " lengthAdjust=\"spacingAndGlyphs\" text-anchor=\"%s\">",
                  m->anchor < 0 ? anchors[1] : anchors[m->anchor + 2]);
    sheet_escape(m->run.text, out);
    rk_buf_c(out, "</text>");
    if (m->run.link.len > 0)
        rk_buf_c(out, "</a>");
    rk_buf_char(out, '\n');
}

static void line_mark(const struct rk_mark *m, struct rk_buf *out)
{
    rk_buf_printf(out, "<line class=\"s-%s\"", inks[m->ink]);
    attribute(out, "x1", m->x);
    attribute(out, "y1", m->y);
    attribute(out, "x2", m->x2);
    attribute(out, "y2", m->y2);
    attribute(out, "stroke-width", m->width);
    rk_buf_c(out, "/>\n");
}

/* Neighbouring bars of one ink become one path. Returns how many it took. */
static int32_t bar_marks(const struct rk_mark *m, int32_t count, struct rk_buf *out)
{
    int32_t n = 0;
    rk_buf_printf(out, "<path class=\"f-%s%s\" d=\"", inks[m->ink],
                  m->kind == RK_MARK_HATCH ? " hatch" : "");
    for (; n < count && m[n].kind == m->kind && m[n].ink == m->ink; n++) {
        rk_buf_char(out, 'M');
        number(m[n].x, out);
        rk_buf_char(out, ' ');
        number(m[n].y, out);
        rk_buf_char(out, 'h');
        number(m[n].x2, out);
        rk_buf_char(out, 'v');
        number(m[n].y2, out);
        rk_buf_char(out, 'h');
        number(-m[n].x2, out);
        rk_buf_char(out, 'z');
    }
    rk_buf_c(out, "\"/>\n");
    return n;
}

static bool joins(const struct rk_mark *a, const struct rk_mark *b)
{
    return a->kind == b->kind && a->ink == b->ink && a->width == b->width;
}

static void pair(double x, double y, struct rk_buf *out)
{
    number(x, out);
    if (y >= 0.0)
        rk_buf_char(out, ' ');
    number(y, out);
}

static void begin_stroke(const struct rk_mark *m, const char *more, struct rk_buf *out)
{
    rk_buf_printf(out, "<path class=\"s-%s%s\"", inks[m->ink], more);
    attribute(out, "stroke-width", m->width);
}

static int32_t frame_marks(const struct rk_mark *m, int32_t count, struct rk_buf *out)
{
    int32_t n = 0;
    begin_stroke(m, " line", out);
    rk_buf_c(out, " d=\"");
    for (; n < count && joins(m, &m[n]); n++) {
        rk_buf_char(out, 'M');
        pair(m[n].x, m[n].y, out);
        rk_buf_char(out, 'h');
        number(m[n].x2, out);
        rk_buf_char(out, 'v');
        number(m[n].y2, out);
        rk_buf_char(out, 'h');
        number(-m[n].x2, out);
        rk_buf_char(out, 'z');
    }
    rk_buf_c(out, "\"/>\n");
    return n;
}

static int32_t cross_marks(const struct rk_mark *m, int32_t count, struct rk_buf *out)
{
    int32_t n = 0;
    begin_stroke(m, " line", out);
    rk_buf_c(out, " d=\"");
    for (; n < count && joins(m, &m[n]); n++) {
        const double r = m[n].x2;
        rk_buf_char(out, 'M');
        pair(m[n].x - r, m[n].y - r, out);
        rk_buf_char(out, 'l');
        pair(2.0 * r, 2.0 * r, out);
        rk_buf_char(out, 'm');
        pair(0.0, -2.0 * r, out);
        rk_buf_char(out, 'l');
        pair(-2.0 * r, 2.0 * r, out);
    }
    rk_buf_c(out, "\"/>\n");
    return n;
}

/* Steps from point to point, so that the rounding of one does not move the next. */
static void add_points(const struct rk_mark *m, struct rk_buf *out)
{
    const int32_t each = m->kind == RK_MARK_SEGMENTS ? 2 : INT32_MAX;
    double x = 0.0, y = 0.0;
    for (int32_t i = 0; i < m->point_count; i++) {
        const double to_x = floor(m->points[i].x * 100.0 + 0.5) / 100.0;
        const double to_y = floor(m->points[i].y * 100.0 + 0.5) / 100.0;
        rk_buf_char(out, i % each == 0 ? 'M' : 'l');
        pair(i % each == 0 ? to_x : to_x - x, i % each == 0 ? to_y : to_y - y, out);
        x = to_x;
        y = to_y;
    }
    if (m->kind == RK_MARK_AREA)
        rk_buf_char(out, 'z');
}

/* Neighbours of one look become one path; areas stay apart, for they may overlap. */
static int32_t point_marks(const struct rk_mark *m, int32_t count, struct rk_buf *out)
{
    int32_t n = 0;
    if (m->kind == RK_MARK_AREA) {
        rk_buf_printf(out, "<path class=\"f-%s\" fill-rule=\"evenodd\"", inks[m->ink]);
        count = 1;
    } else {
        begin_stroke(m, " line", out);
    }
    if (m->kind == RK_MARK_PATH && m->x2 > 0.0) {
        rk_buf_c(out, " stroke-dasharray=\"");
        pair(m->x2, m->y2, out);
        rk_buf_char(out, '"');
    }
    rk_buf_c(out, " d=\"");
    for (; n < count && joins(m, &m[n]) && m->x2 == m[n].x2 && m->y2 == m[n].y2; n++)
        add_points(&m[n], out);
    rk_buf_c(out, "\"/>\n");
    return n;
}

static void round_mark(const struct rk_mark *m, struct rk_buf *out)
{
    const bool ring = m->kind == RK_MARK_RING;
    rk_buf_printf(out, "<circle class=\"%s-%s%s\"", ring ? "s" : "f", inks[m->ink],
                  ring ? " ring" : "");
    attribute(out, "cx", m->x);
    attribute(out, "cy", m->y);
    attribute(out, "r", m->x2);
    if (ring)
        attribute(out, "stroke-width", m->width);
    rk_buf_c(out, "/>\n");
}

static void arrow_mark(const struct rk_mark *m, struct rk_buf *out)
{
    const double half = 0.6 * m->x2;
    rk_buf_printf(out, "<path class=\"f-%s\" d=\"M", inks[m->ink]);
    number(m->x, out);
    rk_buf_char(out, ' ');
    number(m->y, out);
    rk_buf_c(out, "l");
    number(-m->x2, out);
    rk_buf_char(out, ' ');
    number(-half, out);
    rk_buf_c(out, "v");
    number(2.0 * half, out);
    rk_buf_c(out, "z\"/>\n");
}

void sheet_svg(const struct rk_drawing *d, const char *class_name, struct rk_buf *out)
{
    rk_buf_printf(out, "<svg class=\"%s\" role=\"img\" viewBox=\"0 0 ", class_name);
    number(d->width, out);
    rk_buf_char(out, ' ');
    number(d->height, out);
    rk_buf_c(out, "\" aria-label=\"");
    for (int32_t i = 0; i < d->alt.count; i++)
        sheet_escape(d->alt.runs[i].text, out);
    rk_buf_c(out, "\">\n");
    for (int32_t i = 0; i < d->count; i++) {
        const struct rk_mark *m = &d->marks[i];
        switch (m->kind) {
        case RK_MARK_LINE:
            line_mark(m, out);
            break;
        case RK_MARK_BAR:
        case RK_MARK_HATCH:
            i += bar_marks(m, d->count - i, out) - 1;
            break;
        case RK_MARK_DOT:
        case RK_MARK_RING:
            round_mark(m, out);
            break;
        case RK_MARK_ARROW:
            arrow_mark(m, out);
            break;
        case RK_MARK_TEXT:
            text_mark(m, out);
            break;
        case RK_MARK_FRAME:
            i += frame_marks(m, d->count - i, out) - 1;
            break;
        case RK_MARK_CROSS:
            i += cross_marks(m, d->count - i, out) - 1;
            break;
        case RK_MARK_AREA:
        case RK_MARK_PATH:
        case RK_MARK_SEGMENTS:
            i += point_marks(m, d->count - i, out) - 1;
            break;
        }
    }
    rk_buf_c(out, "</svg>\n");
}
