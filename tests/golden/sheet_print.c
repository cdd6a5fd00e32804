/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sheet_print DIR: writes the page of the fixtures in both languages and every form into DIR,
 * for people who change the page and want to look at it.
 */
#include "golden/sheet_town.h"
#include "rk_file.h"
#include "rk_sheet.h"
#include "rk_work.h"

#include <sys/resource.h>

static int save(const char *dir, const char *name, const char *ending, struct rk_str bytes)
{
    char path[512];
    struct rk_err err;
    snprintf(path, sizeof path, "%s/%s.%s", dir, name, ending);
    if (rk_file_write(path, bytes, true, &err) == RK_OK)
        return 0;
    fprintf(stderr, "%s: %s\n", path, err.text);
    return 1;
}

static int write_all(const char *dir, const char *name, const struct rk_report *report,
                     enum rk_lang lang, enum rk_edition edition)
{
    struct rk_arena keep = rk_arena_open((ptrdiff_t)1 << 30);
    struct rk_scratch scratch = rk_scratch_open((ptrdiff_t)1 << 28);
    struct rk_err err = {0};
    struct rk_sheet sheet;
    struct rk_str pdf = {0};
    const struct rk_sheet_options options = {
        .lang = lang, .edition = edition, .today = report->day + 30, .copy = 4, .copies = 6};
    const double from = rk_cpu_s();
    rk_status status = rk_sheet_compose(report, &options, &keep, scratch, &sheet, &err);
    if (!status)
        status = rk_sheet_check(&sheet, &err);
    const double composed = rk_cpu_s();
    int bad = 0;
    if (!status) {
        struct rk_buf text = rk_buf_in(&keep, 8 << 20), html = rk_buf_in(&keep, 32 << 20),
                      json = rk_buf_in(&keep, 8 << 20);
        rk_sheet_text(&sheet, 100, false, &text);
        rk_sheet_html(&sheet, &html);
        rk_sheet_json(&sheet, &json);
        bad += text.failed + html.failed + json.failed;
        bad += save(dir, name, "txt", rk_buf_str(&text));
        bad += save(dir, name, "html", rk_buf_str(&html));
        bad += save(dir, name, "json", rk_buf_str(&json));
        status = rk_sheet_pdf(&sheet, &keep, scratch, &pdf, &err);
    }
    if (!status)
        bad += save(dir, name, "pdf", pdf);
    else
        fprintf(stderr, "%s: %s: %s\n", name, err.place, err.text);
    struct rusage children;
    getrusage(RUSAGE_CHILDREN, &children);
    printf("%s: composed in %.1f ms, helpers so far %.3f s\n", name, 1000.0 * (composed - from),
           (double)children.ru_utime.tv_sec + 1e-6 * (double)children.ru_utime.tv_usec);
    rk_arena_close(&keep);
    rk_scratch_close(&scratch);
    return bad || status ? 1 : 0;
}

int main(int argc, char **argv)
{
    int bad = 0;
    if (argc != 2) {
        fputs("usage: sheet_print DIR\n", stderr);
        return 2;
    }
    for (int lang = 0; lang < RK_LANGS; lang++) {
        struct rk_arena keep = rk_arena_open((ptrdiff_t)1 << 30);
        struct rk_scratch scratch = rk_scratch_open((ptrdiff_t)1 << 29);
        const enum rk_lang l = (enum rk_lang)lang;
        const rk_day day = rk_day_of(2023, 2, 28);
        const struct rk_report town = fixture_izium_report(day, l, &keep);
        const struct rk_report first = fixture_izium_report(rk_day_of(2022, 9, 12), l, &keep);
        const struct rk_report empty = fixture_empty_report(day, l, &keep);
        const struct rk_report full = fixture_full_report(day, 12, l, &keep);
        const char *const ending = l == RK_UK ? "uk" : "en";
        char name[64];
        snprintf(name, sizeof name, "izium-%s", ending);
        bad += write_all(argv[1], name, &town, l, RK_INSIDE);
        snprintf(name, sizeof name, "first-%s", ending);
        bad += write_all(argv[1], name, &first, l, RK_INSIDE);
        snprintf(name, sizeof name, "public-%s", ending);
        bad += write_all(argv[1], name, &town, l, RK_PUBLIC);
        snprintf(name, sizeof name, "empty-%s", ending);
        bad += write_all(argv[1], name, &empty, l, RK_INSIDE);
        snprintf(name, sizeof name, "full-%s", ending);
        bad += write_all(argv[1], name, &full, l, RK_INSIDE);
        const struct rk_map *map = town_map(46000, rk_day_of(2022, 11, 10), &keep, scratch);
        const struct rk_report mapped = town_report(town, map, 120, &keep);
        const struct rk_report crowded = town_report(full, map, 400, &keep);
        snprintf(name, sizeof name, "town-%s", ending);
        bad += write_all(argv[1], name, &mapped, l, RK_INSIDE);
        snprintf(name, sizeof name, "partners-%s", ending);
        bad += write_all(argv[1], name, &mapped, l, RK_PARTNERS);
        snprintf(name, sizeof name, "crowded-%s", ending);
        bad += write_all(argv[1], name, &crowded, l, RK_INSIDE);
        rk_arena_close(&keep);
        rk_scratch_close(&scratch);
    }
    return bad ? 1 : 0;
}
