/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which kind the rows of a table are of, and which aspect each column tells.
 *
 * Headers decide first, contents choose between likely aspects and reject impossible ones, file
 * and sheet names and titles choose between likely kinds. Method: docs/formats/intake.md.
 */
#define RK_INTAKE_ROOM
#include "rk_base.h"
#include "rk_text.h"
#include "import_match.h"

#define CONTENT_CHOICES 0.5 /* least share of cells that choices must have */
#define CONTENT_SURE    0.9
#define CONTENT_BONUS   0.1
#define CONTENT_OTHERS  0.2
#define CONTENT_NONE    0.6 /* an empty column speaks neither for nor against */
enum { CONTENT_ROWS = 100, CONTENT_ENOUGH = 5, ASPECTS_MAX = 96, KIND_BYTES = 600 };

struct chosen {
    const struct rk_kind *kind;
    int32_t *aspect; /* [width] index in the kind, -1 none */
    double *fit;     /* [width] */
    double total;    /* what the choice is judged by */
    int32_t assigned;
};

/* ---- aspects of one kind ------------------------------------------------------------- */

struct match {
    double score, fit;
    int32_t column, aspect;
};

static int by_score(const void *a, const void *b)
{
    const struct match *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    if (x->column != y->column)
        return x->column < y->column ? -1 : 1;
    return x->aspect < y->aspect ? -1 : x->aspect > y->aspect;
}

/* Aspects that several columns may tell. */
bool import_may_repeat(const struct rk_aspect *aspect)
{
    return strcmp(aspect->id, "note") == 0 || strcmp(aspect->id, "evidence") == 0;
}

/* How well the cells below suit the aspect; negative when they rule it out: hardly any number
 * or day among several cells, or mostly words that are none of its choices. Few cells rule
 * nothing out: their faults are worth telling. */
static double content_of(const struct import_table *t, const struct import_header *h,
                         int32_t column, const struct rk_aspect *aspect)
{
    const int32_t left = t->count - h->data;
    const int32_t rows = left < CONTENT_ROWS ? left : CONTENT_ROWS;
    const struct rk_row *data = t->rows + h->data;
    struct rk_str scheme = {0};
    if (aspect->type == RK_TYPE_CLASS)
        scheme = import_scheme(data, rows, column, h->text[column]);
    const struct import_content c =
        import_content(aspect, scheme, h->text[column], data, rows, column, t->scratch);
    if (c.filled == 0)
        return CONTENT_NONE;
    const double good = (double)c.good / c.filled;
    const bool listed = aspect->type == RK_TYPE_CHOICE || aspect->type == RK_TYPE_CLASS ||
                        aspect->type == RK_TYPE_BOOL;
    if (c.filled >= CONTENT_ENOUGH && good < (listed ? CONTENT_CHOICES : CONTENT_OTHERS))
        return -1.0;
    return good;
}

static int32_t matches_of(const struct import_table *t, const struct import_header *h,
                          const struct rk_kind *kind, struct match *out, int32_t max)
{
    int32_t count = 0;
    for (int32_t c = 0; c < t->width; c++) {
        for (int32_t a = 0; a < kind->aspect_count && h->text[c].len > 0; a++) {
            const double fit = import_column_fit(t->fits, kind, a, h, c);
            if (fit < IMPORT_FIT_MIN || count == max)
                continue;
            const double content = content_of(t, h, c, &kind->aspects[a]);
            if (content < 0.0)
                continue;
            out[count++] = (struct match){
                .score = fit * (0.3 + 0.7 * content), .fit = fit, .column = c, .aspect = a};
        }
    }
    return count;
}

/* Required aspects that the row will lack; an address can be made of street and house, and a
 * name may stand in for a key. */
static int32_t lacking(const struct rk_kind *kind, const int32_t *aspect, int32_t width)
{
    bool has[ASPECTS_MAX] = {false}, street = false, name = false;
    for (int32_t c = 0; c < width; c++) {
        if (aspect[c] < 0)
            continue;
        has[aspect[c]] = true;
        street |= strcmp(kind->aspects[aspect[c]].id, "street") == 0;
        name |= strcmp(kind->aspects[aspect[c]].id, "name") == 0;
    }
    int32_t lack = 0;
    for (int32_t a = 0; a < kind->aspect_count; a++)
        lack += kind->aspects[a].required && !has[a] &&
                !(street && strcmp(kind->aspects[a].id, "address") == 0) &&
                !(name && kind->aspects[a].key);
    return lack;
}

static void assign(const struct import_table *t, const struct import_header *h,
                   const struct rk_kind *kind, struct rk_scratch scratch, struct chosen *out)
{
    const int32_t max = t->width * 8 + 8;
    struct match *match = RK_NEW(&scratch, struct match, max);
    bool taken[ASPECTS_MAX] = {false};
    out->kind = kind;
    out->total = 0.0;
    out->assigned = 0;
    for (int32_t c = 0; c < t->width; c++)
        out->aspect[c] = -1;
    if (!match || kind->aspect_count > ASPECTS_MAX)
        return;
    struct import_table behind = *t; /* whose scratch begins behind the matches */
    behind.scratch = scratch;
    const int32_t count = matches_of(&behind, h, kind, match, max);
    if (count > 1)
        qsort(match, (size_t)count, sizeof *match, by_score);
    for (int32_t i = 0; i < count; i++) {
        const struct match *m = &match[i];
        if (out->aspect[m->column] >= 0 ||
            (taken[m->aspect] && !import_may_repeat(&kind->aspects[m->aspect])))
            continue;
        taken[m->aspect] = true;
        out->aspect[m->column] = m->aspect;
        out->fit[m->column] = m->fit;
        out->total += m->score;
        out->assigned++;
    }
    out->total -= lacking(kind, out->aspect, t->width);
}

/* ---- the kind ------------------------------------------------------------------------ */

/* What file name, sheet name and titles add to a kind. */
static double hinted(const struct import_table *t, const struct import_header *h,
                     const struct rk_kind *kind)
{
    const struct rk_str patterns = rk_str_of(kind->files);
    double most = import_suggests(patterns, t->hints->file);
    const double sheet = import_suggests(patterns, t->rows[0].sheet);
    most = sheet > most ? sheet : most;
    for (int32_t r = 0; r <= h->row && r < t->count; r++) {
        if (import_could_be_header(t, r) && t->width > 1)
            continue;
        for (int32_t c = 0; c < t->rows[r].cell_count; c++) {
            const double title = 0.8 * import_suggests(patterns, import_text_at(t, r, c));
            most = title > most ? title : most;
        }
    }
    return 1.5 * most;
}

static rk_status find_kind(const struct import_table *t, const struct import_header *h,
                           struct chosen *best, struct rk_err *err)
{
    int32_t kind_count = 0;
    const struct rk_kind *kinds = rk_kinds(&kind_count);
    struct rk_arena keep = *t->keep;
    struct chosen now = {.aspect = RK_NEW(&keep, int32_t, t->width),
                         .fit = RK_NEW(&keep, double, t->width)};
    *best = (struct chosen){.aspect = RK_NEW(&keep, int32_t, t->width),
                            .fit = RK_NEW(&keep, double, t->width)};
    if (keep.failed)
        return rk_fail(err, RK_ENOMEM, "", "no memory to find the columns");
    *t->keep = keep;
    const bool told = t->hints->kind.len > 0;
    for (int32_t k = 0; k < kind_count; k++) {
        if (told && !rk_str_eq(t->hints->kind, rk_str_of(kinds[k].id)))
            continue;
        assign(t, h, &kinds[k], t->scratch, &now);
        if (now.assigned > 0)
            now.total += hinted(t, h, &kinds[k]);
        if (!best->kind || now.total > best->total) {
            const struct chosen swap = *best;
            *best = now;
            now.aspect = swap.aspect;
            now.fit = swap.fit;
        }
    }
    const int32_t enough = t->width > 1 && !told ? 2 : 1;
    if (best->kind && best->assigned >= enough && (told || best->total >= 1.0))
        return RK_OK;
    char names[KIND_BYTES];
    struct rk_buf b = {.at = names, .cap = sizeof names};
    for (int32_t k = 0; kinds && k < kind_count; k++)
        rk_buf_printf(&b, "%s%s", k ? ", " : "", kinds[k].id);
    return rk_fail(err, RK_EINVAL, "", "cannot tell what the rows are; say it with --as: %.*s",
                   RK_FMT(rk_buf_str(&b)));
}

/* ---- columns that only their contents tell ------------------------------------------- */

static int32_t free_aspect(const struct chosen *chosen, int32_t width, const char *id)
{
    for (int32_t a = 0; a < chosen->kind->aspect_count; a++) {
        if (strcmp(chosen->kind->aspects[a].id, id) != 0)
            continue;
        for (int32_t c = 0; c < width; c++)
            if (chosen->aspect[c] == a)
                return -1;
        return a;
    }
    return -1;
}

enum looks { LOOKS_NAME, LOOKS_PHONE, LOOKS_SEX, LOOKS_LATITUDE, LOOKS_LONGITUDE };

/* Two to four words with capital letters and without digits. */
static bool looks_like_name(struct rk_str s)
{
    int words = 0;
    bool start = true;
    for (ptrdiff_t at = 0; at < s.len;) {
        const ptrdiff_t from = at;
        const int32_t c = rk_utf8_next(s, &at);
        char low[8];
        struct rk_buf b = {.at = low, .cap = sizeof low};
        if (c == ' ' || c == '.') {
            start = true;
            continue;
        }
        if (c < 'A' && c != '\'' && c != '-')
            return false;
        if (!start)
            continue;
        rk_text_fold(rk_str_slice(s, from, at), &b);
        if (rk_str_eq(rk_buf_str(&b), rk_str_slice(s, from, at)))
            return false; /* no capital */
        words++;
        start = false;
    }
    return words >= 2 && words <= 4;
}

static bool looks_like(enum looks looks, struct rk_cell cell, struct rk_arena *keep)
{
    const struct rk_str s = rk_str_trim(cell.text);
    double degrees = cell.number;
    char letter;
    struct rk_str phone;
    switch (looks) {
    case LOOKS_NAME:
        return looks_like_name(s);
    case LOOKS_PHONE:
        return import_phone(s, keep, &phone) && rk_str_starts(phone, RK_STR("+"));
    case LOOKS_SEX:
        return rk_str_eq(s, RK_STR("ч")) || rk_str_eq(s, RK_STR("ж")) ||
               rk_str_eq(s, RK_STR("Ч")) || rk_str_eq(s, RK_STR("Ж")) ||
               rk_str_eq(s, RK_STR("M")) || rk_str_eq(s, RK_STR("F"));
    case LOOKS_LATITUDE:
    case LOOKS_LONGITUDE:
        if (cell.kind != RK_CELL_NUMBER && !import_degrees(s, &degrees, &letter))
            return false;
        return degrees != floor(degrees) &&
               (looks == LOOKS_LATITUDE ? import_near(degrees, 30.0)
                                        : import_near(50.0, degrees));
    }
    return false;
}

static bool column_looks_like(const struct import_table *t, const struct import_header *h,
                              int32_t column, enum looks looks)
{
    int32_t filled = 0, good = 0;
    for (int32_t r = h->data; r < t->count && filled < CONTENT_ROWS; r++) {
        struct rk_arena keep = t->scratch.in;
        const struct rk_cell cell = import_cell_of(&t->rows[r], column);
        if (cell.kind == RK_CELL_EMPTY)
            continue;
        filled++;
        good += looks_like(looks, cell, &keep);
    }
    return filled >= 2 && good * 10 >= filled * 9;
}

/* "Name" beside "Surname" is the given name, not the whole. */
static void part_names(const struct import_table *t, struct chosen *chosen)
{
    const int32_t given = free_aspect(chosen, t->width, "given");
    if (given < 0 || !rk_aspect_find(chosen->kind, RK_STR("surname")) ||
        free_aspect(chosen, t->width, "surname") >= 0)
        return;
    for (int32_t c = 0; c < t->width; c++)
        if (chosen->aspect[c] >= 0 &&
            strcmp(chosen->kind->aspects[chosen->aspect[c]].id, "full_name") == 0)
            chosen->aspect[c] = given;
}

/* Columns without words of their own may still be plain to see. */
static void look_at_contents(const struct import_table *t, const struct import_header *h,
                             struct chosen *chosen)
{
    static const struct {
        enum looks looks;
        const char *aspect;
    } known[] = {{LOOKS_PHONE, "phone"},
                 {LOOKS_SEX, "sex"},
                 {LOOKS_LATITUDE, "latitude"},
                 {LOOKS_LONGITUDE, "longitude"},
                 {LOOKS_NAME, "full_name"}};
    for (int32_t c = 0; c < t->width; c++) {
        for (int i = 0; i < RK_COUNT(known) && chosen->aspect[c] < 0; i++) {
            const bool nameless = h->text[c].len == 0;
            const int32_t a = free_aspect(chosen, t->width, known[i].aspect);
            if (a < 0 || !nameless || !column_looks_like(t, h, c, known[i].looks))
                continue;
            if (known[i].looks == LOOKS_NAME && free_aspect(chosen, t->width, "surname") < 0)
                continue; /* the name stands in columns of its own */
            chosen->aspect[c] = a;
            chosen->fit[c] = 0.6;
        }
    }
}

/* Numbers that make rows of several files one subject are not taken on a loose likeness. */
static bool is_counter(const struct rk_aspect *aspect)
{
    return aspect->key && (strcmp(aspect->id, "id") == 0 || strcmp(aspect->id, "number") == 0);
}

/* Headers that no list knows, once the kind is known: the best bridge first. */
static void match_loosely(const struct import_table *t, const struct import_header *h,
                          struct rk_scratch scratch, struct chosen *chosen)
{
    const int32_t max = t->width * 4 + 4;
    struct match *match = RK_NEW(&scratch, struct match, max);
    bool taken[ASPECTS_MAX] = {false};
    struct import_table behind = *t;
    behind.scratch = scratch;
    int32_t count = 0;
    for (int32_t c = 0; c < t->width; c++)
        if (chosen->aspect[c] >= 0)
            taken[chosen->aspect[c]] = true;
    for (int32_t c = 0; c < t->width && match; c++) {
        for (int32_t a = 0; a < chosen->kind->aspect_count && chosen->aspect[c] < 0; a++) {
            if (taken[a] || h->text[c].len == 0 || count == max ||
                is_counter(&chosen->kind->aspects[a]))
                continue;
            const struct rk_aspect *aspect = &chosen->kind->aspects[a];
            const double fit = import_fit_loosely(t->fits, chosen->kind, a, h->text[c]);
            const double content = fit > 0.0 ? content_of(&behind, h, c, aspect) : -1.0;
            if (content < CONTENT_NONE)
                continue;
            /* cells of a type that not any text has speak for the aspect */
            const bool told = content > CONTENT_SURE && aspect->type != RK_TYPE_TEXT &&
                              aspect->type != RK_TYPE_SUBJECT && aspect->type != RK_TYPE_NAME;
            match[count++] = (struct match){.score = fit + (told ? CONTENT_BONUS : 0.0),
                                            .fit = fit,
                                            .column = c,
                                            .aspect = a};
        }
    }
    if (count > 1)
        qsort(match, (size_t)count, sizeof *match, by_score);
    for (int32_t i = 0; i < count; i++) {
        const struct match *m = &match[i];
        if (chosen->aspect[m->column] >= 0 || taken[m->aspect])
            continue;
        taken[m->aspect] = true;
        chosen->aspect[m->column] = m->aspect;
        chosen->fit[m->column] = m->fit;
    }
}

static bool column_of_pairs(const struct import_table *t, const struct import_header *h,
                            int32_t column)
{
    int32_t filled = 0, good = 0;
    for (int32_t r = h->data; r < t->count && filled < CONTENT_ROWS; r++) {
        const struct rk_cell cell = import_cell_of(&t->rows[r], column);
        double latitude, longitude;
        if (cell.kind == RK_CELL_EMPTY || import_unknown(rk_str_trim(cell.text)))
            continue;
        filled++;
        good += import_pair(cell.text, &latitude, &longitude);
    }
    return filled >= 1 && good * 2 >= filled;
}

/* ---- all together -------------------------------------------------------------------- */

/* Whether the column is to be cut into latitude and longitude: its cells are pairs, and nothing
 * better than "coordinates" is known of it. */
static bool is_pair(const struct import_table *t, const struct import_header *h,
                    const struct chosen *chosen, int32_t column)
{
    const int32_t a = chosen->aspect[column];
    const bool plain = a >= 0 && strcmp(chosen->kind->aspects[a].id, "coordinates") == 0;
    const bool open =
        a < 0 && (h->text[column].len == 0 || import_pair_header(h->text[column]));
    return (plain || open) && free_aspect(chosen, t->width, "latitude") >= 0 &&
           free_aspect(chosen, t->width, "longitude") >= 0 && column_of_pairs(t, h, column);
}

static void fill_mapping(const struct import_table *t, const struct import_header *h,
                         struct chosen *chosen, struct rk_map_column *columns,
                         struct rk_mapping *out)
{
    double fit = 0.0;
    for (int32_t i = 0; i < out->column_count; i++) {
        struct rk_map_column *column = &columns[i];
        const int32_t c = column->column;
        if (is_pair(t, h, chosen, c)) {
            const int32_t north = free_aspect(chosen, t->width, "latitude");
            column->aspect = &chosen->kind->aspects[north];
            column->second = &chosen->kind->aspects[free_aspect(chosen, t->width, "longitude")];
            column->fit = 0.9;
            chosen->aspect[c] = north;
        } else if (chosen->aspect[c] >= 0) {
            column->aspect = &chosen->kind->aspects[chosen->aspect[c]];
            column->fit = chosen->fit[c];
        }
        fit += column->fit;
    }
    out->kind = chosen->kind;
    out->fit = out->column_count ? fit / out->column_count : 0.0;
}

/* A kind by its id or any of its words. */
static const struct rk_kind *told_kind(struct rk_str said)
{
    int32_t count = 0;
    const struct rk_kind *kinds = rk_kinds(&count);
    const struct rk_kind *kind = rk_kind_find(said);
    for (int32_t k = 0; k < count && !kind; k++) {
        for (int lang = 0; lang < RK_LANGS; lang++) {
            const struct rk_words *w = &kinds[k].label;
            if (rk_str_eq(said, rk_str_of(w->one[lang])) ||
                rk_str_eq(said, rk_str_of(w->few[lang])) ||
                rk_str_eq(said, rk_str_of(w->many[lang])))
                kind = &kinds[k];
        }
    }
    return kind;
}

rk_status rk_mapping_guess(const struct rk_row *rows, int32_t count,
                           const struct rk_map_hints *hints, struct rk_arena *keep,
                           struct rk_scratch scratch, struct rk_mapping *out,
                           struct rk_err *err)
{
    struct rk_arena kept = *keep;
    struct rk_map_hints told = *hints;
    char place[RK_ERR_PLACE];
    snprintf(place, sizeof place, "%.*s", RK_FMT(hints->file));
    if (hints->kind.len > 0) {
        const struct rk_kind *kind = told_kind(hints->kind);
        if (!kind)
            return rk_fail(err, RK_EINVAL, "--as", "there is no kind \"%.*s\"",
                           RK_FMT(hints->kind));
        told.kind = rk_str_of(kind->id);
    }
    struct import_fits *fits = import_fits_make(&scratch.in);
    if (!fits)
        return rk_fail(err, RK_ENOMEM, place, "no memory to find the columns");
    struct import_table t = import_table_of(rows, count, &told, &kept, scratch);
    t.fits = fits;
    struct import_header header;
    if (t.width == 0 || !import_find_header(&t, &header))
        return rk_fail(err, RK_EINVAL, place,
                       "no row of column names found; expected one among the first %d rows",
                       IMPORT_HEADER_ROWS);
    import_below_header(&t, &header);
    struct chosen chosen = {0};
    const rk_status status = find_kind(&t, &header, &chosen, err);
    if (status) {
        if (err)
            snprintf(err->place, sizeof err->place, "%s", place);
        return status;
    }
    part_names(&t, &chosen);
    match_loosely(&t, &header, scratch, &chosen);
    look_at_contents(&t, &header, &chosen);
    struct rk_mapping mapping;
    struct rk_map_column *columns = import_columns_below(&t, &header, &mapping);
    if (columns)
        fill_mapping(&t, &header, &chosen, columns, &mapping);
    if (!columns || kept.failed)
        return rk_fail(err, RK_ENOMEM, place, "no memory to find the columns");
    *keep = kept;
    *out = mapping;
    return RK_OK;
}
