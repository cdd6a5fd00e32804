/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For the tests of intake: workbooks made byte by byte, also wrong ones. */
#ifndef INTAKE_BOOKS_H
#define INTAKE_BOOKS_H

#include "intake_zips.h"

#define OOXML "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define RELATION(id, type, target)                                                             \
    "<Relationship Id=\"" id "\" Type=\"" OOXML type "\" Target=\"" target "\"/>"

/* The least workbook there is around one sheet, with styles and shared texts given by hand. */
struct book_parts {
    const char *sheet, *texts, *styles, *workbook_pr;
    struct rk_str sheet_bytes; /* instead of `sheet` */
    bool deflated;
};

static struct rk_str make_book(struct book_parts p)
{
    const struct rk_str workbook = rk_str_printf(
        &mem,
        "<?xml version=\"1.0\"?><workbook xmlns:r=\"x\">%s<sheets><sheet name=\"Аркуш1\" "
        "sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>",
        p.workbook_pr ? p.workbook_pr : "");
    const struct zip_part parts[] = {
        {.name = "_rels/.rels",
         .bytes = RK_STR("<Relationships>" RELATION("a", "officeDocument",
                                                    "xl/workbook.xml") "</Relationships>"),
         .deflated = true},
        {.name = "xl/workbook.xml", .bytes = workbook},
        {.name = "xl/_rels/workbook.xml.rels",
         .bytes = RK_STR(
             "<Relationships>" RELATION("r1", "worksheet", "worksheets/sheet1.xml")
                 RELATION("r2", "styles", "/xl/styles.xml")
                     RELATION("r3", "sharedStrings", "sharedStrings.xml") "</Relationships>")},
        {.name = "xl/styles.xml", .bytes = rk_str_of(p.styles ? p.styles : "<styleSheet/>")},
        {.name = "xl/sharedStrings.xml",
         .bytes = rk_str_of(p.texts ? p.texts : "<sst/>"),
         .deflated = true},
        {.name = "xl/worksheets/sheet1.xml",
         .bytes = p.sheet ? rk_str_of(p.sheet) : p.sheet_bytes,
         .deflated = p.deflated},
    };
    return make_zip(parts, (int)RK_COUNT(parts));
}

#endif
