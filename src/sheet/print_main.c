/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ranok-sheet: a page on standard input (sheet_wire.c), its PDF on standard output.
 *
 * The only program that links cairo, pango and fonts. It reads no file but fonts, keeps
 * nothing, and gives equal bytes for equal pages: the PDF is dated with the day of the page.
 */
#define RK_SHEET_ROOM
#include "print_internal.h"

#include "rk_date.h"
#include "rk_file.h"

#include <cairo-pdf.h>
#include <unistd.h>

enum { INPUT_MOST = 64 << 20 };
static const ptrdiff_t arena_limit = (ptrdiff_t)512 << 20;

static cairo_status_t collect(void *to, const unsigned char *bytes, unsigned int len)
{
    struct rk_buf *buf = to;
    rk_buf_bytes(buf, bytes, (ptrdiff_t)len);
    return buf->failed ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static void plain(const struct rk_line *line, struct rk_buf *out)
{
    for (int32_t i = 0; i < line->count; i++)
        rk_buf_add(out, line->runs[i].text);
    rk_buf_char(out, '\0');
}

static void describe(struct print *p, const struct rk_sheet *sheet, int32_t day)
{
    char room[2048], iso[12], stamp[40];
    struct rk_buf text = {room, 0, sizeof room, false};
    plain(&sheet->title, &text);
    if (!text.failed)
        cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_TITLE, room);
    text.len = 0;
    plain(&sheet->below, &text);
    if (!text.failed)
        cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_SUBJECT, room);
    rk_day_iso(day, iso);
    snprintf(stamp, sizeof stamp, "%sT06:00:00Z", iso);
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_CREATOR, "Ranok");
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_CREATE_DATE, stamp);
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_MOD_DATE, stamp);
}

/* PT Sans or nothing: a page measured in one font and set in another would lie about its size.
 */
static rk_status open_font(struct print *p, struct rk_err *err)
{
    PangoFontMap *map = pango_cairo_font_map_get_default();
    PangoFontDescription *wanted = pango_font_description_from_string("PT Sans 10");
    p->text = pango_font_map_create_context(map);
    pango_cairo_context_set_resolution(p->text, 72.0);
    /* Paper has no pixels: without this, heights of letters are rounded up to whole points, and
     * lines of eight points stand twelve apart. */
    cairo_font_options_t *fine = cairo_font_options_create();
    cairo_font_options_set_hint_metrics(fine, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_hint_style(fine, CAIRO_HINT_STYLE_NONE);
    pango_cairo_context_set_font_options(p->text, fine);
    cairo_font_options_destroy(fine);
    pango_context_set_round_glyph_positions(p->text, FALSE);
    p->language[RK_UK] = pango_language_from_string("uk");
    p->language[RK_EN] = pango_language_from_string("en");
    pango_context_set_language(p->text, p->language[p->lang]);
    pango_context_set_font_description(p->text, wanted);
    PangoFont *font = pango_font_map_load_font(map, p->text, wanted);
    PangoFontDescription *got = font ? pango_font_describe(font) : NULL;
    const char *family = got ? pango_font_description_get_family(got) : NULL;
    const bool there = family && strcmp(family, "PT Sans") == 0;
    pango_font_description_free(wanted);
    pango_font_description_free(got);
    if (font)
        g_object_unref(font);
    return there ? RK_OK
                 : rk_fail(err, RK_ENOTFOUND, "ranok-sheet",
                           "the font PT Sans is not installed: apt install fonts-paratype");
}

static rk_status print_all(const struct rk_sheet *sheet, int32_t day, struct rk_arena *keep,
                           struct rk_buf *pdf, struct rk_err *err)
{
    struct print p = {.lang = sheet->options.lang, .keep = keep, .scale = 1.0};
    rk_status status = open_font(&p, err);
    if (status) {
        g_object_unref(p.text);
        return status;
    }
    p.surface = cairo_pdf_surface_create_for_stream(collect, pdf, page_w, page_h);
    p.cr = cairo_create(p.surface);
    describe(&p, sheet, day);
    status = print_front(&p, sheet, err);
    if (!status) {
        cairo_show_page(p.cr);
        status = print_annexes(&p, sheet, err);
    }
    cairo_surface_finish(p.surface);
    const cairo_status_t painted = cairo_status(p.cr);
    const cairo_status_t written = cairo_surface_status(p.surface);
    cairo_destroy(p.cr);
    cairo_surface_destroy(p.surface);
    g_object_unref(p.text);
    if (!status && (painted || written || pdf->failed))
        status = rk_fail(err, RK_EIO, "ranok-sheet", "cairo: %s",
                         cairo_status_to_string(painted ? painted : written));
    return status;
}

static rk_status run(struct rk_arena *keep, struct rk_err *err)
{
    struct rk_str input;
    struct rk_sheet sheet;
    int32_t day = 0;
    rk_status status = rk_file_read("-", INPUT_MOST, keep, &input, err);
    if (!status)
        status = sheet_unwire(input, keep, &sheet, &day, err);
    if (status)
        return status;
    rk_err_translate = sheet.options.lang == RK_UK ? rk_message_uk : NULL;
    struct rk_buf pdf = rk_buf_in(keep, 64 << 20), whole = rk_buf_in(keep, 64 << 20);
    status = print_all(&sheet, day, keep, &pdf, err);
    if (!status)
        status = print_language(rk_buf_str(&pdf), sheet.options.lang, &whole, err);
    if (!status && fwrite(whole.at, 1, (size_t)whole.len, stdout) != (size_t)whole.len)
        status = rk_fail(err, RK_EIO, "ranok-sheet", "cannot write the PDF");
    return status;
}

int main(void)
{
    struct rk_err err = {0};
    struct rk_arena keep = rk_arena_open(arena_limit);
    const rk_status status = run(&keep, &err);
    if (status)
        fprintf(stderr, "%s\n", err.text);
    const int code = status ? 1 : fflush(stdout) ? 3 : 0;
    fflush(stderr);
    rk_arena_close(&keep);
    /* What pango, cairo and fontconfig keep for a next page dies with the process, unlooked at.
     */
    _exit(code);
}
