/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of a workbook around its sheets (ECMA-376-1: 18.2, 18.4, 18.8; part 2: 9). */
#define RK_INTAKE_ROOM
#include "rk_base.h"
#include "intake_xml.h"
#include "xlsx_internal.h"

/* ---- relations ----------------------------------------------------------------------- */

struct relations {
    struct xlsx_book *book;
    const char *base; /* path of the part they belong to */
    char workbook[XLSX_PATH_MAX], styles[XLSX_PATH_MAX], texts[XLSX_PATH_MAX];
};

/* `target` seen from the part `base`: only text, the result is looked up among the entries. */
static void resolve(const char *base, const char *target, char out[XLSX_PATH_MAX])
{
    const char *slash = strrchr(base, '/');
    const int dir = *target == '/' || !slash ? 0 : (int)(slash - base) + 1;
    char whole[2 * XLSX_PATH_MAX];
    snprintf(whole, sizeof whole, "%.*s%s", dir, base, target);
    size_t len = 0;
    struct rk_str rest = rk_str_of(whole);
    while (rest.at) {
        const struct rk_str step = rk_str_cut(&rest, '/');
        if (step.len == 0 || rk_str_eq(step, RK_STR(".")))
            continue;
        if (rk_str_eq(step, RK_STR(".."))) {
            while (len > 0 && out[--len] != '/')
                continue;
            continue;
        }
        if (len + (size_t)step.len + 2 > XLSX_PATH_MAX)
            break;
        if (len > 0)
            out[len++] = '/';
        memcpy(out + len, step.at, (size_t)step.len);
        len += (size_t)step.len;
    }
    out[len] = '\0';
}

static bool relation(void *user, const char *name, const char **attributes)
{
    struct relations *r = user;
    const char *type = intake_attribute(attributes, "Type");
    const char *target = intake_attribute(attributes, "Target");
    const char *id = intake_attribute(attributes, "Id");
    const char *mode = intake_attribute(attributes, "TargetMode");
    if (strcmp(name, "Relationship") != 0 || !type || !target || !id ||
        (mode && strcmp(mode, "External") == 0))
        return true;
    const char *slash = strrchr(type, '/');
    const char *what = slash ? slash + 1 : type;
    if (strcmp(what, "officeDocument") == 0)
        resolve(r->base, target, r->workbook);
    else if (strcmp(what, "styles") == 0)
        resolve(r->base, target, r->styles);
    else if (strcmp(what, "sharedStrings") == 0)
        resolve(r->base, target, r->texts);
    else if (strcmp(what, "worksheet") == 0)
        for (int32_t i = 0; i < r->book->sheet_count; i++)
            if (strcmp(r->book->sheets[i].id, id) == 0)
                resolve(r->base, target, r->book->sheets[i].path);
    return true;
}

static bool nothing(void *user, const char *name)
{
    (void)user, (void)name;
    return true;
}

static enum intake_why read_relations(struct relations *r, const char *path, bool optional,
                                      struct rk_scratch scratch)
{
    const struct intake_job *job = r->book->job;
    struct intake_part part;
    const enum intake_why why =
        intake_zip_find(&r->book->zip, rk_str_of(path), optional, &part, job->fault);
    if (why)
        return why;
    const struct intake_xml xml = {.user = r, .open = relation, .close = nothing};
    return intake_xml_read(&part, XLSX_SMALL_MAX, &xml, job->hash_salt, scratch, job->fault);
}

/* ---- the workbook -------------------------------------------------------------------- */

struct workbook {
    struct xlsx_book *book;
    bool root_seen, is_workbook;
};

static bool truth(const char *said)
{
    return said && (strcmp(said, "1") == 0 || strcmp(said, "true") == 0);
}

static bool workbook_open(void *user, const char *name, const char **attributes)
{
    struct workbook *w = user;
    struct xlsx_book *book = w->book;
    if (!w->root_seen)
        w->is_workbook = strcmp(name, "workbook") == 0;
    w->root_seen = true;
    if (strcmp(name, "workbookPr") == 0)
        book->from_1904 = truth(intake_attribute(attributes, "date1904"));
    const char *title = intake_attribute(attributes, "name");
    const char *id = intake_attribute(attributes, "id");
    if (strcmp(name, "sheet") != 0 || !title || !id)
        return true;
    if (book->sheet_count >= INTAKE_SHEETS_MAX) {
        intake_fail(book->job->fault, INTAKE_MANY_SHEETS, 0, INTAKE_SHEETS_MAX, NULL);
        return false;
    }
    const char *state = intake_attribute(attributes, "state");
    const int32_t i = book->sheet_count++;
    const struct rk_str shown = rk_utf8_head(rk_str_of(title), INTAKE_NAME_MAX - 1);
    snprintf(book->names[i], INTAKE_NAME_MAX, "%.*s", RK_FMT(shown));
    snprintf(book->sheets[i].id, sizeof book->sheets[i].id, "%s", id);
    book->hidden[i] = state && strcmp(state, "visible") != 0;
    return true;
}

/* ---- styles -------------------------------------------------------------------------- */

struct styles {
    struct xlsx_book *book;
    uint8_t *by_format; /* [XLSX_STYLES_MAX] style + 1 of custom formats by their id */
    bool in_cells;
};

static int small_number(const char *said)
{
    int64_t n = -1;
    return said && rk_str_int(rk_str_of(said), &n) && n >= 0 && n < XLSX_STYLES_MAX ? (int)n
                                                                                    : -1;
}

static bool styles_open(void *user, const char *name, const char **attributes)
{
    struct styles *s = user;
    const int id = small_number(intake_attribute(attributes, "numFmtId"));
    if (strcmp(name, "numFmt") == 0) {
        const char *code = intake_attribute(attributes, "formatCode");
        if (id >= 0 && code)
            s->by_format[id] = (uint8_t)(1 + intake_style_of_code(rk_str_of(code)));
    } else if (strcmp(name, "cellXfs") == 0) {
        s->in_cells = true;
    } else if (strcmp(name, "xf") == 0 && s->in_cells &&
               s->book->style_count < XLSX_STYLES_MAX) {
        uint8_t style = INTAKE_STYLE_NUMBER;
        if (id >= 0)
            style = s->by_format[id] ? s->by_format[id] - 1 : (uint8_t)intake_style_of_id(id);
        s->book->styles[s->book->style_count++] = style;
    }
    return true;
}

static bool styles_close(void *user, const char *name)
{
    struct styles *s = user;
    if (strcmp(name, "cellXfs") == 0)
        s->in_cells = false;
    return true;
}

static enum intake_why read_styles(struct xlsx_book *book, const char *path,
                                   struct rk_scratch scratch)
{
    struct intake_part part;
    if (!path[0])
        return INTAKE_FINE; /* a workbook without styles has no dates */
    enum intake_why why =
        intake_zip_find(&book->zip, rk_str_of(path), false, &part, book->job->fault);
    if (why)
        return why;
    struct styles s = {.book = book, .by_format = RK_NEW(&scratch, uint8_t, XLSX_STYLES_MAX)};
    if (!s.by_format)
        return intake_fail(book->job->fault, INTAKE_NO_MEMORY, 0, 0, NULL);
    const struct intake_xml xml = {.user = &s, .open = styles_open, .close = styles_close};
    return intake_xml_read(&part, XLSX_SMALL_MAX, &xml, book->job->hash_salt, scratch,
                           book->job->fault);
}

/* ---- shared texts -------------------------------------------------------------------- */

struct texts {
    struct xlsx_book *book;
    struct rk_buf pool;
    uint32_t *ends;
    ptrdiff_t from; /* where the present text begins */
    bool in_item, in_text;
    int phonetic;
};

static bool texts_open(void *user, const char *name, const char **attributes)
{
    (void)attributes;
    struct texts *t = user;
    if (strcmp(name, "si") == 0) {
        t->in_item = true;
        t->from = t->pool.len;
    } else if (strcmp(name, "rPh") == 0) {
        t->phonetic++;
    } else if (strcmp(name, "t") == 0) {
        t->in_text = t->in_item && t->phonetic == 0;
    }
    return true;
}

static bool texts_close(void *user, const char *name)
{
    struct texts *t = user;
    if (strcmp(name, "t") == 0) {
        t->in_text = false;
    } else if (strcmp(name, "rPh") == 0) {
        t->phonetic--;
    } else if (strcmp(name, "si") == 0) {
        if (t->book->text_count >= XLSX_TEXT_COUNT_MAX) {
            intake_fail(t->book->job->fault, INTAKE_ZIP_BOMB, 0, XLSX_TEXTS_MAX,
                        "sharedStrings");
            return false;
        }
        t->pool.len = t->from + xlsx_unescape(t->pool.at + t->from, t->pool.len - t->from);
        t->ends[t->book->text_count++] = (uint32_t)t->pool.len;
        t->in_item = false;
    }
    return true;
}

static bool texts_text(void *user, const char *at, int len)
{
    struct texts *t = user;
    if (!t->in_text)
        return true;
    rk_buf_bytes(&t->pool, at, len);
    if (t->pool.failed)
        intake_fail(t->book->job->fault, INTAKE_ZIP_BOMB, 0, XLSX_TEXTS_ROOM, "sharedStrings");
    return !t->pool.failed;
}

static enum intake_why read_texts(struct xlsx_book *book, const char *path,
                                  struct rk_arena *keep, struct rk_scratch scratch)
{
    struct intake_part part;
    if (!path[0])
        return INTAKE_FINE;
    enum intake_why why =
        intake_zip_find(&book->zip, rk_str_of(path), false, &part, book->job->fault);
    if (why)
        return why;
    /* Room in the address space only; the system fills what is written. */
    struct texts t = {.book = book, .pool = rk_buf_in(keep, XLSX_TEXTS_ROOM)};
    const ptrdiff_t pad = -(ptrdiff_t)((uintptr_t)keep->at % sizeof(uint32_t)) & 3;
    const struct rk_buf ends =
        rk_buf_in(keep, (ptrdiff_t)sizeof(uint32_t) * XLSX_TEXT_COUNT_MAX + pad);
    if (keep->failed)
        return intake_fail(book->job->fault, INTAKE_NO_MEMORY, 0, 0, NULL);
    t.ends = (uint32_t *)(void *)(ends.at + pad);
    const struct intake_xml xml = {
        .user = &t, .open = texts_open, .close = texts_close, .text = texts_text};
    why = intake_xml_read(&part, XLSX_TEXTS_MAX, &xml, book->job->hash_salt, scratch,
                          book->job->fault);
    book->texts = t.pool.at;
    book->text_ends = t.ends;
    return why;
}

/* ---- all together -------------------------------------------------------------------- */

static enum intake_why read_workbook(struct xlsx_book *book, const char *path,
                                     struct rk_scratch scratch)
{
    struct intake_fault *fault = book->job->fault;
    struct intake_part part;
    struct workbook w = {.book = book};
    if (rk_str_ends(rk_str_of(path), RK_STR(".bin")))
        return intake_fail(fault, INTAKE_XLSB, 0, 0, NULL);
    enum intake_why why = intake_zip_find(&book->zip, rk_str_of(path), false, &part, fault);
    if (why)
        return why;
    const struct intake_xml xml = {.user = &w, .open = workbook_open, .close = nothing};
    why = intake_xml_read(&part, XLSX_SMALL_MAX, &xml, book->job->hash_salt, scratch, fault);
    if (!why && !w.is_workbook)
        return intake_fail(fault, INTAKE_NO_TABLE, 0, 0, NULL);
    return why;
}

enum intake_why xlsx_book_open(struct xlsx_book *book, struct rk_arena *keep,
                               struct rk_scratch scratch)
{
    struct intake_fault *fault = book->job->fault;
    book->sheets = RK_NEW(keep, struct xlsx_sheet, INTAKE_SHEETS_MAX);
    book->names = rk_arena_take(keep, INTAKE_SHEETS_MAX, INTAKE_NAME_MAX);
    book->hidden = RK_NEW(keep, bool, INTAKE_SHEETS_MAX);
    book->styles = RK_NEW(keep, uint8_t, XLSX_STYLES_MAX);
    if (keep->failed)
        return intake_fail(fault, INTAKE_NO_MEMORY, 0, 0, NULL);
    enum intake_why why = intake_zip_open(book->job->bytes, &book->zip, fault);
    if (why)
        return why;
    struct relations top = {.book = book, .base = ""};
    why = read_relations(&top, "_rels/.rels", true, scratch);
    if (why == INTAKE_ZIP_PART || (!why && !top.workbook[0]))
        return intake_fail(fault, INTAKE_NO_TABLE, 0, 0, NULL);
    if (!why)
        why = read_workbook(book, top.workbook, scratch);
    if (why)
        return why;

    char path[XLSX_PATH_MAX + 16];
    const char *slash = strrchr(top.workbook, '/');
    const int dir = slash ? (int)(slash - top.workbook) + 1 : 0;
    snprintf(path, sizeof path, "%.*s_rels/%s.rels", dir, top.workbook, top.workbook + dir);
    struct relations own = {.book = book, .base = top.workbook};
    why = read_relations(&own, path, false, scratch);
    if (!why)
        why = read_styles(book, own.styles, scratch);
    return why ? why : read_texts(book, own.texts, keep, scratch);
}
