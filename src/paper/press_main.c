/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ranok-print: an order on standard input (paper_wire.c), its PDF on standard output.
 *
 * Reads no file but fonts, keeps nothing, and gives equal bytes for equal orders: the PDF is
 * dated with the day of the order.
 */
#include "press_internal.h"

#include "rk_date.h"
#include "rk_file.h"

#include <cairo-pdf.h>
#include <unistd.h>

enum { INPUT_MOST = 128 << 20, PDF_MOST = 256 << 20 };
static const ptrdiff_t arena_limit = (ptrdiff_t)2 << 30;

static cairo_status_t collect(void *to, const unsigned char *bytes, unsigned int len)
{
    struct rk_buf *buf = to;
    rk_buf_bytes(buf, bytes, (ptrdiff_t)len);
    return buf->failed ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

/* PT Sans or nothing: what was measured in one font must not be set in another. */
static rk_status open_font(struct press *p, struct rk_err *err)
{
    PangoFontMap *map = pango_cairo_font_map_get_default();
    PangoFontDescription *wanted = pango_font_description_from_string("PT Sans 10");
    p->text = pango_font_map_create_context(map);
    pango_cairo_context_set_resolution(p->text, 72.0);
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
                 : rk_fail(err, RK_ENOTFOUND, "ranok-print",
                           "the font PT Sans is not installed: apt install fonts-paratype");
}

static void describe(struct press *p, const char *title, rk_day day)
{
    char iso[12], stamp[40];
    rk_day_iso(day, iso);
    snprintf(stamp, sizeof stamp, "%sT06:00:00Z", iso);
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_TITLE, title);
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_CREATOR, "Ranok");
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_CREATE_DATE, stamp);
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_MOD_DATE, stamp);
}

static void print_order(struct press *p, const struct paper_order *order)
{
    const struct rk_forms_order *forms = &order->forms;
    for (int32_t f = 0; f < forms->form_count && !p->status; f++)
        for (int32_t c = 0; c < forms->copies && !p->status; c++)
            press_form(p, forms->forms[f], forms, forms->first > 0 ? forms->first + c : -1);
    for (int32_t l = 0; l < order->lists.list_count && !p->status; l++)
        press_list(p, &order->lists.lists[l]);
}

static rk_status print_all(const struct paper_order *order, struct rk_arena *keep,
                           struct rk_buf *pdf, struct rk_err *err)
{
    const bool forms = order->forms.form_count > 0;
    struct press p = {.lang = forms ? order->forms.lang : order->lists.lang,
                      .keep = keep,
                      .page = "ranok-print",
                      .err = err};
    p.status = open_font(&p, err);
    if (!p.status) {
        p.surface = cairo_pdf_surface_create_for_stream(
            collect, pdf, forms ? a4_short : a4_long, forms ? a4_long : a4_short);
        p.cr = cairo_create(p.surface);
        describe(&p, rk_word(p.lang, forms ? "paper.title.forms" : "paper.title.lists"),
                 forms ? order->forms.day : order->lists.day);
        print_order(&p, order);
        cairo_surface_finish(p.surface);
        const cairo_status_t painted = cairo_status(p.cr);
        const cairo_status_t written = cairo_surface_status(p.surface);
        cairo_destroy(p.cr);
        cairo_surface_destroy(p.surface);
        if (!p.status && (painted || written || pdf->failed))
            p.status = rk_fail(err, RK_EIO, "ranok-print", "cairo: %s",
                               cairo_status_to_string(painted ? painted : written));
    }
    g_object_unref(p.text);
    return p.status;
}

static rk_status run(struct rk_arena *keep, struct rk_err *err)
{
    struct rk_str input;
    struct rk_forms known;
    struct paper_order order;
    rk_status status = rk_file_read("-", INPUT_MOST, keep, &input, err);
    if (!status)
        status = rk_forms_load(keep, &known, err);
    if (!status)
        status = paper_unwire(input, &known, keep, &order, err);
    if (!status && order.forms.form_count == 0 && order.lists.list_count == 0)
        status = rk_fail(err, RK_EINVAL, "ranok-print", "nothing was ordered");
    if (status)
        return status;
    const bool forms = order.forms.form_count > 0;
    rk_err_translate =
        (forms ? order.forms.lang : order.lists.lang) == RK_UK ? rk_message_uk : NULL;
    struct rk_buf pdf = rk_buf_in(keep, PDF_MOST);
    status = print_all(&order, keep, &pdf, err);
    if (!status && fwrite(pdf.at, 1, (size_t)pdf.len, stdout) != (size_t)pdf.len)
        status = rk_fail(err, RK_EIO, "ranok-print", "cannot write the PDF");
    return status;
}

int main(void)
{
    struct rk_err err = {0};
    struct rk_arena keep = rk_arena_open(arena_limit);
    rk_status status = press_jail() ? RK_OK
                                    : rk_fail(&err, RK_EIO, "ranok-print",
                                              "the kernel does not lock this program in");
    if (!status)
        status = run(&keep, &err);
    if (status)
        fprintf(stderr, "%s: %s\n", err.place, err.text);
    const int code = status ? 1 : fflush(stdout) ? 3 : 0;
    fflush(stderr);
    rk_arena_close(&keep);
    /* What pango, cairo and fontconfig keep for a next page dies with the process. */
    _exit(code);
}
