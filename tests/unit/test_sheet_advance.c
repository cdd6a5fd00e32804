/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of letter widths against the installed PT Sans, measured by pango. */
#include "rk_test.h"

#define RK_SHEET_ROOM
#include "sheet_internal.h"

#include <pango/pangocairo.h>

/* Pango and fontconfig keep fonts for the whole process; a sanitized build would count them. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "detect_leaks=0";
}

static PangoLayout *layout_of(bool bold)
{
    PangoContext *context = pango_font_map_create_context(pango_cairo_font_map_get_default());
    pango_cairo_context_set_resolution(context, 72.0);
    pango_context_set_round_glyph_positions(context, FALSE);
    PangoLayout *layout = pango_layout_new(context);
    PangoFontDescription *font =
        pango_font_description_from_string(bold ? "PT Sans Bold 100" : "PT Sans 100");
    PangoAttrList *plain = pango_attr_list_new();
    PangoAttribute *kern = pango_attr_font_features_new("kern=0, liga=0, calt=0, clig=0");
    pango_attr_list_insert(plain, kern);
    pango_layout_set_attributes(layout, plain);
    pango_attr_list_unref(plain);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    g_object_unref(context);
    return layout;
}

static double measured(PangoLayout *layout, const char *text)
{
    int w = 0, h = 0;
    pango_layout_set_text(layout, text, -1);
    pango_layout_get_size(layout, &w, &h);
    return (double)w / PANGO_SCALE / 100.0;
}

static void the_table_is_the_font(void **state)
{
    (void)state;
    static const char *const texts[] = {"понад 80 % — зруйнована інфраструктура",
                                        "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ",
                                        "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
                                        "of the industrial facilities and warehouses",
                                        "0123456789,.:;()«»“”’–…№",
                                        "ёъыэ ABCXYZ"};
    for (int bold = 0; bold < 2; bold++) {
        PangoLayout *layout = layout_of(bold);
        for (int i = 0; i < (int)RK_COUNT(texts); i++) {
            const double want = measured(layout, texts[i]);
            /* the table is in thousandths, one letter may lose one */
            rk_assert_near(sheet_text_width(rk_str_of(texts[i]), bold), want, 0.05);
        }
        g_object_unref(layout);
    }
}

static void an_unknown_letter_counts_as_a_wide_one(void **state)
{
    (void)state;
    assert_true(sheet_text_width(RK_STR("漢"), false) > sheet_text_width(RK_STR("н"), false));
    rk_assert_near(sheet_text_width(RK_STR(""), false), 0.0, 0.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_is_the_font),
        cmocka_unit_test(an_unknown_letter_counts_as_a_wide_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
