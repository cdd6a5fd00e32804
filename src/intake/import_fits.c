/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How well headers fit aspects, each pair asked once: comparing words takes microseconds, and a
 * table asks the same questions of every kind, again for two header rows, again for the
 * columns.
 */
#define RK_INTAKE_ROOM
#include "rk_base.h"
#include "rk_text.h"
#include "import_match.h"

#define FIT_REMARK 0.93 /* times: a remark was left out */
#define FITS_ROOM  ((ptrdiff_t)4 << 20)
enum {
    TEXTS_MAX = 300,  /* different headers of one table; more are not headers */
    HEADER_MAX = 400, /* bytes of one */
};

struct fits_of {
    struct rk_str text;
    float *fit; /* [total] below 0: not asked yet */
};

struct import_fits {
    int32_t total;
    int32_t *offset; /* [kinds] index of a kind's first aspect */
    int32_t *same;   /* [total] the first aspect with the same words */
    struct fits_of *known;
    int32_t count;
    struct rk_arena room;
};

/* Aspects with the same words fit the same headers: notes and coordinates of all kinds. */
static bool same_words(const struct rk_aspect *a, const struct rk_aspect *b)
{
    return strcmp(a->id, b->id) == 0 && a->type == b->type && strcmp(a->unit, b->unit) == 0 &&
           strcmp(a->headers, b->headers) == 0;
}

struct import_fits *import_fits_make(struct rk_arena *keep)
{
    int32_t kind_count = 0;
    const struct rk_kind *kinds = rk_kinds(&kind_count);
    struct import_fits *f = RK_NEW(keep, struct import_fits, 1);
    int32_t *offset = RK_NEW(keep, int32_t, kind_count);
    int32_t total = 0;
    for (int32_t k = 0; k < kind_count && offset; k++) {
        offset[k] = total;
        total += kinds[k].aspect_count;
    }
    int32_t *same = RK_NEW(keep, int32_t, total);
    struct fits_of *known = RK_NEW(keep, struct fits_of, TEXTS_MAX);
    char *room = rk_buf_in(keep, FITS_ROOM).at;
    if (keep->failed)
        return NULL;
    for (int32_t k = 0; k < kind_count; k++) {
        for (int32_t a = 0; a < kinds[k].aspect_count; a++) {
            int32_t first = offset[k] + a;
            for (int32_t j = 0; j < k; j++) {
                const struct rk_aspect *other =
                    rk_aspect_find(&kinds[j], rk_str_of(kinds[k].aspects[a].id));
                if (!other || !same_words(other, &kinds[k].aspects[a]))
                    continue;
                first = same[offset[j] + (int32_t)(other - kinds[j].aspects)];
                break;
            }
            same[offset[k] + a] = first;
        }
    }
    *f = (struct import_fits){.total = total,
                              .offset = offset,
                              .same = same,
                              .known = known,
                              .room = {.base = room, .at = room, .end = room + FITS_ROOM}};
    return f;
}

struct rk_str import_bare(struct rk_str header, char *room, ptrdiff_t size)
{
    struct rk_buf b = {.at = room, .cap = size};
    int open = 0;
    for (ptrdiff_t i = 0; i < header.len && i < size; i++) {
        const char c = header.at[i];
        open += c == '(' || c == '[';
        if (open == 0 && (c == ',' || c == '\n' || c == ';'))
            break;
        if (open == 0)
            rk_buf_char(&b, c);
        open -= (c == ')' || c == ']') && open > 0;
    }
    return rk_str_trim(rk_buf_str(&b));
}

/* "(так/ні)", "(1/0)": what the cells below hold is neither a day nor a name. */
static bool asks_yes_or_no(struct rk_str header)
{
    static const char *const asks[] = {"(так/ні)", "(ні/так)", "(1/0)", "(0/1)", "(да/нет)",
                                       "(yes/no)", "(y/n)",    "(+/-)", "(т/н)"};
    char folded[HEADER_MAX * 2];
    struct rk_buf b = {.at = folded, .cap = sizeof folded};
    rk_text_fold(header, &b);
    for (int i = 0; i < RK_COUNT(asks) && !b.failed; i++)
        if (rk_str_find(rk_buf_str(&b), rk_str_of(asks[i])) >= 0)
            return true;
    return false;
}

/* The remark left out was more than one: "(план)", or a unit that the aspect does not have. */
static bool loses_meaning(const struct rk_aspect *aspect, struct rk_str header,
                          struct rk_str bare)
{
    const struct rk_unit *unit = rk_header_unit(header);
    if (unit && aspect->unit[0] == '\0' && aspect->type != RK_TYPE_NUMBER &&
        aspect->type != RK_TYPE_INTEGER)
        return true;
    if (asks_yes_or_no(header) && aspect->type != RK_TYPE_BOOL &&
        aspect->type != RK_TYPE_CHOICE)
        return true;
    return import_turns_meaning(header) && !import_turns_meaning(bare);
}

static double ask(const struct rk_aspect *aspect, struct rk_str header)
{
    const double fit = rk_header_fits(aspect, header);
    if (fit >= IMPORT_FIT_MIN)
        return fit;
    char room[HEADER_MAX];
    const struct rk_str bare = import_bare(header, room, sizeof room);
    if (bare.len == 0 || bare.len == header.len || loses_meaning(aspect, header, bare))
        return fit;
    const double without = FIT_REMARK * rk_header_fits(aspect, bare);
    return without > fit ? without : fit;
}

/* The answers for a text; NULL when there are too many texts. */
static float *answers(struct import_fits *f, struct rk_str text)
{
    for (int32_t i = 0; i < f->count; i++)
        if (rk_str_eq(f->known[i].text, text))
            return f->known[i].fit;
    if (f->count == TEXTS_MAX)
        return NULL;
    float *fit = RK_NEW(&f->room, float, f->total);
    const struct rk_str kept = rk_str_copy(&f->room, text);
    if (f->room.failed)
        return NULL;
    for (int32_t i = 0; i < f->total; i++)
        fit[i] = -1.0F;
    f->known[f->count++] = (struct fits_of){kept, fit};
    return fit;
}

double import_fit(struct import_fits *f, const struct rk_kind *kind, int32_t aspect,
                  struct rk_str header)
{
    int32_t kind_count = 0;
    const struct rk_kind *kinds = rk_kinds(&kind_count);
    if (header.len == 0 || header.len >= HEADER_MAX)
        return 0.0;
    float *fit = answers(f, header);
    if (!fit)
        return 0.0;
    float *known = &fit[f->same[f->offset[kind - kinds] + aspect]];
    if (*known < 0.0F)
        *known = (float)ask(&kind->aspects[aspect], header);
    return (double)*known;
}

int32_t import_fits_left(const struct import_fits *f)
{
    return TEXTS_MAX - f->count;
}
