/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writes src/sheet/sheet_advance_table.h: how wide the letters of PT Sans are, so that labels
 * of a chart can be placed without a font. Run by hand when the font changes:
 *
 *   cc font_advances.c $(pkg-config --cflags --libs freetype2) -o font_advances
 *   ./font_advances PTS55F.ttf PTS75F.ttf > src/sheet/sheet_advance_table.h
 *
 * The test test_sheet_advance compares the table with the installed font.
 */
#include <ft2build.h>
#include FT_FREETYPE_H
#include <stdio.h>

static const struct {
    FT_ULong first, last;
} ranges[] = {{0x20, 0x7E},     {0xA0, 0xFF},     {0x400, 0x45F},  {0x490, 0x491},
              {0x2010, 0x2026}, {0x2116, 0x2116}, {0x25CA, 0x25CA}};

static int write_face(FT_Library library, const char *path, const char *name)
{
    FT_Face face;
    if (FT_New_Face(library, path, 0, &face))
        return 1;
    printf("static const uint16_t %s[] = {", name);
    int column = 0;
    for (size_t r = 0; r < sizeof ranges / sizeof ranges[0]; r++) {
        for (FT_ULong c = ranges[r].first; c <= ranges[r].last; c++) {
            const FT_UInt glyph = FT_Get_Char_Index(face, c);
            if (FT_Load_Glyph(face, glyph, FT_LOAD_NO_SCALE))
                return 1;
            const long units = glyph ? face->glyph->advance.x : 0;
            printf("%s%ld,", column++ % 14 == 0 ? "\n    " : " ",
                   units * 1000 / face->units_per_EM);
        }
    }
    printf("\n};\n");
    return 0;
}

int main(int argc, char **argv)
{
    FT_Library library;
    if (argc != 3 || FT_Init_FreeType(&library))
        return 2;
    printf(
        "/* SPDX-License-Identifier: GPL-3.0-or-later */\n"
        "/* Advances of PT Sans in thousandths of its size; 0: the font lacks it. Written by\n"
        " * tools/font_advances. */\n"
        "/* clang-format off */\n"
        "static const struct { int32_t first, last; } advance_range[] = {");
    for (size_t r = 0; r < sizeof ranges / sizeof ranges[0]; r++)
        printf("%s{0x%lX, 0x%lX}", r ? ", " : "", ranges[r].first, ranges[r].last);
    printf("};\n");
    if (write_face(library, argv[1], "advance_regular") ||
        write_face(library, argv[2], "advance_bold"))
        return 1;
    printf("/* clang-format on */\n");
    return 0;
}
