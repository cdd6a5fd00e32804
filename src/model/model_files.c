/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of files, and the bytes of one when somebody asks for it. */
#define RK_ROOM_MODEL
#include "model_sheet.h"

enum { PART_ROWS = 200000, ROW_BYTES = 640, TOP_BYTES = 4096 };

static int32_t header_lines(const struct model_spec *spec)
{
    int32_t n = 1;
    for (const char *c = spec->header; *c; c++)
        n += *c == '\n';
    for (const char *c = spec->title; c && *c; c++)
        n += *c == '\n';
    return n + (spec->title != NULL);
}

/* One file of the rows from `from` on; a long list comes in parts. */
static bool add_file(struct model_town *t, struct rk_arena *keep, struct rk_model_file *files,
                     int spec, int32_t from, int32_t rows, bool parts)
{
    const struct model_spec *s = &model_specs[spec];
    char part[16] = "";
    if (parts)
        snprintf(part, sizeof part, "_%d", from / PART_ROWS + 1);
    const struct rk_str name = rk_str_printf(keep, "%s%s.csv", s->name, part);
    char *c_name = rk_str_c(keep, name);
    files[t->m.files++] = (struct rk_model_file){.name = c_name,
                                                 .kind = s->kind,
                                                 .office = s->office,
                                                 .author = model_authors[s->author],
                                                 .day = rk_day_of(2022, s->month, s->day),
                                                 .rows = rows,
                                                 .header_lines = header_lines(s),
                                                 .separator = s->separator,
                                                 .encoding = s->encoding,
                                                 .part = from,
                                                 .writer = spec};
    return c_name != NULL;
}

bool model_files(struct model_town *t, struct rk_arena *keep, struct rk_arena work)
{
    const int32_t most = model_spec_count + (int32_t)(t->m.scale * 22641 * 4 / PART_ROWS) + 8;
    struct rk_model_file *files = RK_NEW(keep, struct rk_model_file, most);
    t->rows = RK_NEW(keep, struct model_list, model_spec_count);
    if (!files || !t->rows)
        return false;
    for (int i = 0; i < model_spec_count; i++) {
        struct rk_arena tmp = work;
        struct model_select chosen = {0};
        if (!model_specs[i].select(t, model_specs[i].part, &chosen, &tmp))
            return false;
        t->rows[i].at = RK_NEW(keep, int32_t, chosen.count);
        if (!t->rows[i].at)
            return false;
        if (chosen.count > 0)
            memcpy(t->rows[i].at, chosen.at, (size_t)chosen.count * sizeof *chosen.at);
        t->rows[i].count = chosen.count;
        const bool parts = chosen.count > PART_ROWS;
        for (int32_t from = 0; from < chosen.count && t->m.files < most; from += PART_ROWS) {
            const int32_t rest = chosen.count - from;
            if (!add_file(t, keep, files, i, from, rest < PART_ROWS ? rest : PART_ROWS, parts))
                return false;
        }
    }
    t->m.file = files;
    return true;
}

/* ---- bytes
 * ------------------------------------------------------------------------------------------ */

static void write_title(struct model_sheet *s, const char *title, rk_day day)
{
    for (const char *c = title; *c; c++) {
        if (*c == '\n')
            model_row_end(s);
        else if (c[0] == '%' && c[1] == 's')
            model_day_text(day, MODEL_DOTS, &s->out), c++;
        else
            rk_buf_char(&s->out, *c);
    }
    model_row_end(s);
}

static void write_header(struct model_sheet *s, const char *header)
{
    struct rk_str rest = rk_str_of(header);
    while (rest.len > 0) {
        struct rk_str line = rk_str_cut(&rest, '\n');
        while (line.at && line.len > 0)
            model_cell_str(s, rk_str_cut(&line, '|'));
        model_row_end(s);
    }
}

rk_status rk_model_file_bytes(const struct rk_model *model, int32_t file, struct rk_arena *keep,
                              struct rk_scratch scratch, struct rk_str *out, struct rk_err *err)
{
    if (file < 0 || file >= model->files)
        return rk_fail(err, RK_EINVAL, "file", "%d; expected 0 to %d", file, model->files - 1);
    const struct rk_model_file *f = &model->file[file];
    const struct model_spec *spec = &model_specs[f->writer];
    const struct model_town *t = model->truth;
    const ptrdiff_t most = (ptrdiff_t)f->rows * ROW_BYTES + TOP_BYTES;
    struct rk_arena result = *keep;
    const bool plain = f->encoding == RK_ENC_UTF8;
    struct model_sheet s = {.out = rk_buf_in(plain ? &result : &scratch.in, most),
                            .separator = f->separator};
    const rk_day as_of = f->day - spec->day_back;
    if (spec->title && !s.out.failed)
        write_title(&s, spec->title, as_of);
    write_header(&s, spec->header);
    for (int32_t i = 0; i < f->rows && !s.out.failed; i++) {
        const struct model_row row = {.t = t,
                                      .file = f,
                                      .item = t->rows[f->writer].at[f->part + i],
                                      .number = f->part + i + 1,
                                      .day = as_of};
        spec->write(&s, &row);
        model_row_end(&s);
    }
    struct rk_buf coded = s.out;
    if (!plain && !s.out.failed) {
        coded = rk_buf_in(&result, s.out.len + 1);
        if (!coded.failed && !rk_text_encode(rk_buf_str(&s.out), f->encoding, &coded))
            return rk_fail(err, RK_EINVAL, f->name, "a letter that its encoding lacks");
    }
    if (s.out.failed || coded.failed || result.failed)
        return rk_fail(err, RK_ENOMEM, f->name, "%d rows", f->rows);
    if (plain) /* give back what the rows did not fill */
        result.at = coded.at + coded.len;
    *out = rk_buf_str(&coded);
    *keep = result;
    return RK_OK;
}

int32_t rk_model_row_person(const struct rk_model *model, int32_t file, int32_t row)
{
    const struct rk_model_file *f = &model->file[file];
    const struct model_town *t = model->truth;
    const int32_t item = t->rows[f->writer].at[f->part + row];
    switch (model_specs[f->writer].of) {
    case MODEL_OF_DEAD:
        return t->dead[item].person;
    case MODEL_OF_PERSON:
        return t->rows[f->writer].at == NULL                          ? -1
               : model_specs[f->writer].select == model_pick_medicine ? t->medicine.at[item]
               : model_specs[f->writer].select == model_pick_triage   ? t->triage.at[item]
               : model_specs[f->writer].select == model_pick_medicine_returns
                   ? t->medicine.at[t->medicine_visit.at[item].card]
               : model_specs[f->writer].select == model_pick_triage_returns
                   ? t->triage.at[t->triage_visit.at[item].card]
                   : item;
    case MODEL_OF_BODY:
        return t->body[item].dead >= 0 ? t->dead[t->body[item].dead].person : -1;
    default:
        return -1;
    }
}
