/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Forms from the two tables of the vocabulary: every name in them is looked up and checked. */
#define RK_PAPER_ROOM
#include "paper_internal.h"

extern const char paper_forms_tsv[], paper_fields_tsv[];
extern const ptrdiff_t paper_forms_tsv_len, paper_fields_tsv_len;

enum { COLUMNS_MOST = 8, FORMS_MOST = 32, FIELDS_MOST = 80, CHOICES_MOST = 40 };

/* A table being read: lines of cells behind a header. */
struct table {
    const char *name;
    struct rk_str rest;
    int32_t line, columns;
    struct rk_str cell[COLUMNS_MOST];
};

static bool next(struct table *t)
{
    while (t->rest.len > 0) {
        struct rk_str line = rk_str_cut(&t->rest, '\n');
        t->line++;
        if (line.len == 0 || line.at[0] == '#')
            continue;
        for (t->columns = 0; t->columns < COLUMNS_MOST && line.at; t->columns++)
            t->cell[t->columns] = rk_str_cut(&line, '\t');
        return true;
    }
    return false;
}

static rk_status wrong(const struct table *t, const char *what, struct rk_str said,
                       struct rk_err *err)
{
    char place[64];
    snprintf(place, sizeof place, "%s:%d", t->name, (int)t->line);
    return rk_fail(err, RK_ECORRUPT, place, "\"%.*s\" is not %s", RK_FMT(said), what);
}

static bool dash(struct rk_str s)
{
    return rk_str_eq(s, RK_STR("-"));
}

static bool whole(struct rk_str s, int32_t low, int32_t high, int32_t *out)
{
    int64_t n = 0;
    if (!rk_str_int(s, &n) || n < low || n > high)
        return false;
    *out = (int32_t)n;
    return true;
}

/* ---- choices ------------------------------------------------------------------------------
 */

/* Whether `id` is one of the words between '|'. */
static bool listed(struct rk_str words, const char *id)
{
    while (words.at)
        if (rk_str_eq(rk_str_cut(&words, '|'), rk_str_of(id)))
            return true;
    return false;
}

static void take_classes(struct rk_form_field *f, struct rk_str only,
                         struct rk_form_choice *room, struct rk_arena *keep)
{
    int32_t count = 0;
    const struct rk_damage_class *classes = rk_damage_classes(&count);
    for (int32_t i = 0; i < count && f->choice_count < CHOICES_MOST; i++) {
        if (!listed(only, classes[i].scheme))
            continue;
        const struct rk_str value =
            rk_str_printf(keep, "%s/%s%c", classes[i].scheme, classes[i].id, 0);
        room[f->choice_count++] = (struct rk_form_choice){value.at, &classes[i].words};
    }
}

static bool take_choices(struct rk_form_field *f, struct rk_str only, struct rk_arena *keep)
{
    struct rk_form_choice *room = RK_NEW(keep, struct rk_form_choice, CHOICES_MOST);
    if (!room)
        return false;
    if (f->is->type == RK_TYPE_CLASS)
        take_classes(f, only, room, keep);
    for (int32_t i = 0; i < f->is->choice_count && f->choice_count < CHOICES_MOST; i++) {
        const struct rk_choice *c = &f->is->choices[i];
        if (dash(only) || listed(only, c->id))
            room[f->choice_count++] = (struct rk_form_choice){c->id, &c->words};
    }
    f->choices = room;
    const bool chosen = f->is->type == RK_TYPE_CHOICE || f->is->type == RK_TYPE_BOOL ||
                        f->is->type == RK_TYPE_CLASS;
    return !keep->failed && chosen == (f->choice_count > 0);
}

/* ---- fields -------------------------------------------------------------------------------
 */

static rk_status take_field(const struct table *t, const struct rk_form *form,
                            struct rk_form_field *f, struct rk_arena *keep, struct rk_err *err)
{
    enum { FORM, GROUP, KINDS, ASPECT, WIDTH, LINES, MUST, ONLY };
    const struct rk_str *c = t->cell;
    f->group = rk_str_c(keep, c[GROUP]);
    f->must = rk_str_eq(c[MUST], RK_STR("*"));
    f->in_table = rk_str_eq(c[GROUP], RK_STR("rows"));
    if (!whole(c[WIDTH], 1, 12, &f->width) || !whole(c[LINES], 1, 9, &f->lines))
        return wrong(t, "a width of 1 to 12 and lines of 1 to 9", c[WIDTH], err);
    if (rk_str_eq(c[KINDS], RK_STR("source"))) {
        f->is = f->told = rk_aspect_find(rk_kind_find(c[KINDS]), c[ASPECT]);
    } else {
        for (int32_t k = 0; k < form->kind_count; k++) {
            if (!dash(c[KINDS]) && !listed(c[KINDS], form->kind[k]->id))
                continue;
            f->aspect[k] = rk_aspect_find(form->kind[k], c[ASPECT]);
            f->is = f->is ? f->is : f->aspect[k];
        }
    }
    if (!f->is)
        return wrong(t, "an aspect of the form's kinds", c[ASPECT], err);
    if (!take_choices(f, c[ONLY], keep))
        return keep->failed ? rk_fail(err, RK_ENOMEM, t->name, "no memory for the forms")
                            : wrong(t, "a choice of the aspect", c[ONLY], err);
    return RK_OK;
}

/* The fields of a form stand on consecutive lines. */
static rk_status take_fields(struct rk_form *form, struct rk_arena *keep, struct rk_err *err)
{
    struct table t = {.name = "form_fields.tsv",
                      .rest = {paper_fields_tsv, paper_fields_tsv_len}};
    struct rk_form_field *fields = RK_NEW(keep, struct rk_form_field, FIELDS_MOST);
    if (!fields)
        return rk_fail(err, RK_ENOMEM, t.name, "no memory for the forms");
    for (bool header = true; next(&t); header = false) {
        if (t.columns != 8)
            return wrong(&t, "a line of 8 columns", t.cell[0], err);
        if (header || !rk_str_eq(t.cell[0], rk_str_of(form->id)))
            continue;
        if (form->field_count == FIELDS_MOST)
            return wrong(&t, "a field that a form has room for", t.cell[3], err);
        struct rk_form_field *f = &fields[form->field_count++];
        f->number = form->field_count;
        const rk_status status = take_field(&t, form, f, keep, err);
        if (status)
            return status;
    }
    form->fields = fields;
    return form->field_count ? RK_OK
                             : wrong(&t, "a form with fields", rk_str_of(form->id), err);
}

/* ---- forms --------------------------------------------------------------------------------
 */

static rk_status take_form(const struct table *t, struct rk_form *form, struct rk_arena *keep,
                           struct rk_err *err)
{
    struct rk_str kinds = t->cell[2], preset = t->cell[3];
    form->id = rk_str_c(keep, t->cell[0]);
    if (t->columns != 5 || !whole(t->cell[1], 1, 99, &form->code) ||
        !whole(t->cell[4], 0, 40, &form->rows))
        return wrong(t, "a line of id, code, kinds, preset, rows", t->cell[0], err);
    while (kinds.at && form->kind_count < RK_FORM_KINDS) {
        const struct rk_str kind = rk_str_cut(&kinds, '|');
        form->kind[form->kind_count] = rk_kind_find(kind);
        if (!form->kind[form->kind_count++])
            return wrong(t, "a kind", kind, err);
    }
    if (!dash(preset)) {
        form->preset = rk_aspect_find(form->kind[0], rk_str_cut(&preset, '='));
        form->preset_value = rk_str_c(keep, preset);
        if (!form->preset || !rk_choice_find(form->preset, preset))
            return wrong(t, "a choice of an aspect", t->cell[3], err);
    }
    return take_fields(form, keep, err);
}

rk_status rk_forms_load(struct rk_arena *keep, struct rk_forms *out, struct rk_err *err)
{
    struct table t = {.name = "forms.tsv", .rest = {paper_forms_tsv, paper_forms_tsv_len}};
    struct rk_arena kept = *keep;
    struct rk_form *forms = RK_NEW(&kept, struct rk_form, FORMS_MOST);
    int32_t count = 0;
    rk_status status = forms ? RK_OK : rk_fail(err, RK_ENOMEM, t.name, "no memory for forms");
    for (bool header = true; !status && next(&t); header = false)
        if (!header && count < FORMS_MOST)
            status = take_form(&t, &forms[count++], &kept, err);
    if (status)
        return status;
    *out = (struct rk_forms){forms, count};
    *keep = kept;
    return RK_OK;
}

/* ---- finding ------------------------------------------------------------------------------
 */

bool rk_form_is(const struct rk_form *form, struct rk_str word)
{
    int32_t code = 0;
    bool is = rk_str_eq(word, rk_str_of(form->id)) ||
              (whole(word, 1, 99, &code) && code == form->code);
    for (int32_t k = 0; k < form->kind_count; k++)
        is = is || rk_str_eq(word, rk_str_of(form->kind[k]->id));
    return is;
}

const struct rk_form *rk_form_find(const struct rk_forms *forms, struct rk_str word)
{
    const struct rk_form *only = NULL;
    for (int32_t i = 0; i < forms->count; i++)
        if (rk_str_eq(word, rk_str_of(forms->at[i].id)))
            return &forms->at[i];
    for (int32_t i = 0; i < forms->count; i++) {
        if (!rk_form_is(&forms->at[i], word))
            continue;
        if (only)
            return NULL; /* several speak of that kind */
        only = &forms->at[i];
    }
    return only;
}

const struct rk_form_field *rk_form_field(const struct rk_form *form, struct rk_str word)
{
    int32_t number = 0;
    if (whole(word, 1, form->field_count, &number))
        return &form->fields[number - 1];
    for (int32_t i = 0; i < form->field_count; i++)
        if (rk_str_eq(word, rk_str_of(form->fields[i].is->id)))
            return &form->fields[i];
    return NULL;
}

static const char *named(const char *prefix, const char *id, enum rk_lang lang)
{
    char key[96];
    snprintf(key, sizeof key, "%s%s", prefix, id);
    const char *word = rk_word(lang, key);
    return strcmp(word, key) == 0 ? "" : word; /* an unknown key is given back as it is */
}

const char *rk_form_title(const struct rk_form *form, enum rk_lang lang)
{
    return named("paper.form.", form->id, lang);
}

const char *rk_form_unit(const struct rk_form_field *field, enum rk_lang lang)
{
    return field->is->unit[0] ? named("paper.unit.", field->is->unit, lang) : "";
}
