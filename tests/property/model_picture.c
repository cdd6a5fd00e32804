/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model_picture PEOPLE SEED [X Y METRES]: the model town as SVG, for people to look at.
 * model_picture --files FOLDER [PEOPLE SEED]: all its spreadsheets into a folder that exists.
 */
#include "rk_model.h"

static int write_files(const struct rk_model *m, const char *folder, struct rk_scratch tmp)
{
    for (int32_t i = 0; i < m->files; i++) {
        struct rk_arena once = rk_arena_open((ptrdiff_t)1 << 30);
        struct rk_str bytes;
        struct rk_err err = {0};
        char path[1024];
        snprintf(path, sizeof path, "%s/%s", folder, m->file[i].name);
        FILE *f = fopen(path, "wb");
        if (!f || rk_model_file_bytes(m, i, &once, tmp, &bytes, &err)) {
            fprintf(stderr, "%s: %s %s\n", path, err.place, err.text);
            return 1;
        }
        fwrite(bytes.at, 1, (size_t)bytes.len, f);
        fclose(f);
        char day[12];
        rk_day_iso(m->file[i].day, day);
        printf("%s\t%s\t%s\t%d\n", day, m->file[i].kind, m->file[i].name, m->file[i].rows);
        rk_arena_close(&once);
    }
    return 0;
}

static double left_m, top_m, metres, pixels = 1800;

static double px(float x)
{
    return ((double)x - left_m) / metres * pixels;
}

static double py(float y)
{
    return (top_m - (double)y) / metres * pixels;
}

static void shape(const struct rk_model_point *at, int32_t count, bool closed,
                  const char *style)
{
    printf("<path d=\"");
    for (int32_t i = 0; i < count; i++)
        printf("%c%.1f %.1f", i ? 'L' : 'M', px(at[i].x_m), py(at[i].y_m));
    printf("%s\" %s/>\n", closed ? "Z" : "", style);
}

static void areas(const struct rk_model *m, int kind, const char *style)
{
    for (int32_t i = 0; i < m->areas; i++)
        if (m->area[i].kind == kind)
            shape(m->point + m->area[i].first, m->area[i].count, kind != RK_MODEL_RAIL, style);
}

static void lines(const struct rk_model *m, int class, const char *style)
{
    for (int32_t i = 0; i < m->lines; i++)
        if (m->line[i].class == class)
            shape(m->node + m->line[i].first, m->line[i].count, false, style);
}

static const char *colour(const struct rk_model_building *b)
{
    if (b->damage >= 600)
        return "#a01010";
    if (b->damage > 0)
        return "#e08030";
    static const char *const of[] = {"#b9a58a", "#7f6f8f", "#4f7fb0", "#777777",
                                     "#90a0b8", "#305090", "#d2c6b4"};
    return of[b->class];
}

static void buildings(const struct rk_model *m)
{
    for (int32_t i = 0; i < m->buildings; i++) {
        const struct rk_model_building *b = &m->building[i];
        struct rk_model_point p[4];
        for (int k = 0; k < 4; k++) {
            const float a = k == 0 || k == 3 ? -b->half_length_m : b->half_length_m;
            const float c = k < 2 ? -b->half_width_m : b->half_width_m;
            p[k].x_m = b->at.x_m + b->along_x * a - b->along_y * c;
            p[k].y_m = b->at.y_m + b->along_y * a + b->along_x * c;
        }
        char style[64];
        snprintf(style, sizeof style, "fill=\"%s\"", colour(b));
        shape(p, 4, true, style);
    }
}

int main(int argc, char **argv)
{
    int64_t people = 46000, seed = 1;
    double at[3] = {0, -200, 9500};
    const char *folder = argc > 2 && strcmp(argv[1], "--files") == 0 ? argv[2] : NULL;
    if (folder)
        argc -= 2, argv += 2;
    for (int i = 1; i < argc && i <= 5; i++) {
        if (i <= 2 && !rk_str_int(rk_str_of(argv[i]), i == 1 ? &people : &seed))
            return 2;
        if (i > 2 && !rk_str_double(rk_str_of(argv[i]), &at[i - 3]))
            return 2;
    }
    struct rk_arena keep = rk_arena_open((ptrdiff_t)4 << 30);
    struct rk_scratch tmp = rk_scratch_open((ptrdiff_t)4 << 30);
    const struct rk_model_options options = {people, (uint64_t)seed};
    const struct rk_model *m = NULL;
    struct rk_err err = {0};
    if (rk_model_make(&options, &keep, tmp, NULL, &m, &err)) {
        fprintf(stderr, "%s: %s\n", err.place, err.text);
        return 1;
    }
    if (folder)
        return write_files(m, folder, tmp);
    metres = at[2];
    left_m = at[0] - metres / 2, top_m = at[1] + metres / 2;
    printf("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\">"
           "<rect width=\"100%%\" height=\"100%%\" fill=\"#f4f1e8\"/>\n",
           pixels, pixels);
    const double thick = pixels / metres;
    char style[200];
    areas(m, RK_MODEL_GREEN, "fill=\"#cfe0b8\"");
    areas(m, RK_MODEL_WATER, "fill=\"#9cc3dd\"");
    areas(m, RK_MODEL_DANGER, "fill=\"#d04040\" fill-opacity=\"0.35\"");
    areas(m, RK_MODEL_DISTRICT, "fill=\"none\" stroke=\"#999\" stroke-dasharray=\"6 5\"");
    areas(m, RK_MODEL_RAIL, "fill=\"none\" stroke=\"#444\" stroke-width=\"2\"");
    static const double wide[] = {22, 13, 8, 14};
    static const char *const ink[] = {"#e8c860", "#ffffff", "#ffffff", "#000000"};
    for (int class = RK_MODEL_BRIDGE; class >= 0; class --) {
        snprintf(style, sizeof style, "fill=\"none\" stroke=\"#b8b0a0\" stroke-width=\"%.2f\"",
                 (wide[class] + 4) * thick);
        lines(m, class, style);
    }
    for (int class = RK_MODEL_BRIDGE; class >= 0; class --) {
        snprintf(style, sizeof style, "fill=\"none\" stroke=\"%s\" stroke-width=\"%.2f\"",
                 ink[class], wide[class] * thick);
        lines(m, class, style);
    }
    buildings(m);
    printf("</svg>\n");
    int32_t of[RK_MODEL_CLASSES] = {0};
    for (int32_t i = 0; i < m->buildings; i++)
        of[m->building[i].class]++;
    fprintf(stderr, "%d buildings, %d streets, %d lines, %d nodes\n", m->buildings, m->streets,
            m->lines, m->nodes);
    for (int i = 0; i < RK_MODEL_CLASSES; i++)
        fprintf(stderr, "class %d: %d\n", i, of[i]);
    return 0;
}
