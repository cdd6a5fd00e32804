/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The acts of the desk, day by day: every file as it comes in, what was typed wrongly and is
 * corrected, what was imported by mistake and is taken back, and which rows two clerks decided
 * to be one person or two. A desk does so much a day, however large the town.
 */
#define RK_ROOM_MODEL
#include "model_sheet.h"

enum { SAME_MAX = 44, DISTINCT_MAX = 9, CORRECTIONS_MAX = 64 };

struct where {         /* a row of a file */
    int32_t file, row; /* file -1: in no such list */
};

struct diary {
    struct model_town *t;
    struct rk_arena *keep, *work;
    struct rk_model_act *act;
    int32_t room;
    struct where *in[MODEL_OFFICES]; /* [dead] */
};

static const struct model_spec *spec_of(const struct model_town *t, int32_t file)
{
    return &model_specs[t->m.file[file].writer];
}

/* What stands in the key column of a row; empty where the list has none. */
static struct rk_str key_of(const struct diary *d, int32_t file, int32_t row)
{
    const struct model_town *t = d->t;
    const struct rk_model_file *f = &t->m.file[file];
    const struct model_spec *s = &model_specs[f->writer];
    const int32_t item = t->rows[f->writer].at[f->part + row];
    if (s->write == model_row_house || s->write == model_row_house_now)
        return rk_str_printf(d->keep, "Т-%d", item + 1);
    if (s->of == MODEL_OF_DEAD || s->select == model_pick_missing ||
        s->select == model_pick_injured || s->select == model_pick_suffered)
        return rk_str_printf(d->keep, "%d", f->part + row + 1);
    if (strcmp(s->kind, "item") == 0)
        return (struct rk_str){"", 0};
    if (s->select == model_pick_closures && item < 0)
        return RK_STR("ПЕР-1");
    if (s->select == model_pick_closures)
        return rk_str_printf(d->keep, "%s-%d",
                             t->m.line[item].class == RK_MODEL_BRIDGE ? "М" : "Д", item + 1);
    return rk_str_printf(d->keep, "%d", item + 1);
}

static struct rk_model_act *add(struct diary *d, rk_day day, enum rk_model_act_kind kind)
{
    if (d->t->m.acts >= d->room || day > rk_day_of(2022, 11, 7))
        return NULL;
    struct rk_model_act *a = &d->act[d->t->m.acts++];
    *a = (struct rk_model_act){.day = day,
                               .kind = kind,
                               .file = -1,
                               .row = -1,
                               .other_file = -1,
                               .other_row = -1,
                               .author = model_authors[0]};
    return a;
}

static void at_row(const struct diary *d, struct rk_model_act *a, int32_t file, int32_t row)
{
    a->file = file;
    a->row = row;
    a->line = d->t->m.file[file].header_lines + row + 1;
    a->key = key_of(d, file, row);
}

/* ---- imports and undos
 * ------------------------------------------------------------------------------ */

static const struct {
    const char *file;
    int month, day;
    const char *why;
} undone[] = {
    {"загиблі_повторно", 10, 12, "список уже внесено 14 вересня; файл подано вдруге помилково"},
    {"пункти_обігріву_план", 10, 25, "план відкликано: пункти відкриють за іншим переліком"}};

static void imports(struct diary *d)
{
    for (int32_t i = 0; i < d->t->m.files; i++) {
        const struct rk_model_file *f = &d->t->m.file[i];
        if (!f->kind[0])
            continue;
        struct rk_model_act *a = add(d, f->day, RK_MODEL_IMPORT);
        if (!a)
            return;
        a->file = i;
        a->author = f->author;
        for (int k = 0; k < RK_COUNT(undone); k++) {
            if (strcmp(spec_of(d->t, i)->name, undone[k].file) != 0)
                continue;
            struct rk_model_act *u =
                add(d, rk_day_of(2022, undone[k].month, undone[k].day), RK_MODEL_UNDO);
            if (!u)
                return;
            u->file = i;
            u->why = rk_str_of(undone[k].why);
        }
    }
}

/* ---- corrections
 * ---------------------------------------------------------------------------------- */

/* The right value of one cell of the row; empty when there is nothing to correct. */
typedef struct rk_str right(const struct diary *d, int32_t item);

static struct rk_str right_name(const struct diary *d, int32_t item)
{
    const struct model_town *t = d->t;
    const int32_t person = t->dead[item].person;
    if (model_chance(t, 200 + MODEL_COUNCIL, person) >= 0.03)
        return (struct rk_str){"", 0}; /* spelt well: see model_row_council */
    struct rk_buf b = rk_buf_in(d->keep, 200);
    rk_model_name(&t->m, person, &b);
    return rk_buf_str(&b);
}

static struct rk_str right_birth(const struct diary *d, int32_t item)
{
    struct rk_buf b = rk_buf_in(d->keep, 24);
    model_day_text(d->t->person[d->t->dead[item].person].birth, MODEL_DOTS, &b);
    return rk_buf_str(&b);
}

static struct rk_str right_death(const struct diary *d, int32_t item)
{
    const struct model_town *t = d->t;
    if (model_chance(t, 110 + MODEL_SOCIAL, item) >= 0.1)
        return (struct rk_str){"", 0}; /* the day is right: see heard_day */
    struct rk_buf b = rk_buf_in(d->keep, 24);
    model_day_text(t->dead[item].day, MODEL_DOTS, &b);
    return rk_buf_str(&b);
}

static struct rk_str right_sex(const struct diary *d, int32_t item)
{
    const struct model_body *b = &d->t->body[item];
    if (b->sex != MODEL_SEX_UNKNOWN || b->dead < 0)
        return (struct rk_str){"", 0};
    return rk_str_of(d->t->person[d->t->dead[b->dead].person].male ? "чоловіча" : "жіноча");
}

static struct rk_str right_category(const struct diary *d, int32_t item)
{
    const struct rk_model_building *b = &d->t->building[item];
    if (b->category != 2 || b->damage < 430)
        return (struct rk_str){"", 0};
    return RK_STR("order65/III");
}

static struct rk_str right_confirmed(const struct diary *d, int32_t item)
{
    return rk_str_of(
        item >= 0 && d->t->m.line[item].mined && model_chance(d->t, 316, item) >= 0.5 ? "так"
                                                                                      : "");
}

static struct rk_str right_kw(const struct diary *d, int32_t item)
{
    const double kw = floor((double)d->t->heated[item].kw * 0.9);
    return model_chance(d->t, 340, item) < 0.2 ? rk_str_printf(d->keep, "%.0f", kw)
                                               : (struct rk_str){"", 0};
}

static struct rk_str right_left(const struct diary *d, int32_t item)
{
    const int left = 2 * model_pick(d->t, 341, item, 10);
    return model_chance(d->t, 342, item) < 0.06 ? rk_str_printf(d->keep, "%d", left)
                                                : (struct rk_str){"", 0};
}

static const struct {
    const char *file, *aspect, *why;
    right *value;
    int after, most, author;
} corrections[] = {
    {"загиблі_міська_рада", "full_name", "помилка в прізвищі; за свідоцтвом про смерть",
     right_name, 3, 9, 0},
    {"погибшие_полиция", "birth_date", "повна дата народження за паспортом", right_birth, 6, 8,
     7},
    {"померлі_соціальна_служба", "death_date", "дата смерті за актовим записом", right_death, 5,
     6, 8},
    {"тіла_ексгумація_23.9", "sex", "стать встановлено за результатом ДНК", right_sex, 20, 4,
     9},
    {"обстеження_комісії_26.9", "damage", "повторний огляд після дощів: тріщини в стінах",
     right_category, 9, 6, 1},
    {"обстеження_комісії_10.10", "damage", "технічний висновок", right_category, 8, 5, 1},
    {"перекриття_поліція_14.9", "confirmed", "підтверджено саперами", right_confirmed, 7, 4, 7},
    {"будинки_на_опаленні", "kw", "перераховано за обсягом будинку", right_kw, 12, 8, 3},
    {"пацієнти_ліки_20.9", "left", "перераховано вдома", right_left, 2, 7, 4},
    {"пацієнти_ліки_1.11", "left", "перераховано вдома", right_left, 3, 5, 5}};

static void correct(struct diary *d)
{
    const struct model_town *t = d->t;
    for (int k = 0; k < RK_COUNT(corrections); k++) {
        int done = 0;
        for (int32_t i = 0; i < t->m.files && done == 0; i++) {
            const struct rk_model_file *f = &t->m.file[i];
            if (strcmp(spec_of(t, i)->name, corrections[k].file) != 0)
                continue;
            for (int32_t row = 0; row < f->rows && done < corrections[k].most; row++) {
                const int32_t item = t->rows[f->writer].at[f->part + row];
                const struct rk_str value = corrections[k].value(d, item);
                if (value.len == 0)
                    continue;
                struct rk_model_act *a =
                    add(d, f->day + corrections[k].after + done / 3, RK_MODEL_CORRECT);
                if (!a)
                    return;
                at_row(d, a, i, row);
                a->aspect = corrections[k].aspect;
                a->value = value;
                a->why = rk_str_of(corrections[k].why);
                a->author = model_authors[corrections[k].author];
                done++;
            }
        }
    }
}

/* ---- decisions
 * -------------------------------------------------------------------------------------- */

static bool find_rows(struct diary *d)
{
    const struct model_town *t = d->t;
    for (int o = 0; o < MODEL_OFFICES; o++) {
        d->in[o] = RK_NEW(d->work, struct where, t->deads);
        if (!d->in[o])
            return false;
        for (int32_t i = 0; i < t->deads; i++)
            d->in[o][i] = (struct where){-1, -1};
    }
    for (int32_t i = 0; i < t->m.files; i++) {
        const struct rk_model_file *f = &t->m.file[i];
        const struct model_spec *s = &model_specs[f->writer];
        if (s->of != MODEL_OF_DEAD || s->part % 10 == 3)
            continue;
        for (int32_t row = 0; row < f->rows; row++)
            d->in[s->part / 10][t->rows[f->writer].at[f->part + row]] = (struct where){i, row};
    }
    return true;
}

static void decide(struct diary *d, enum rk_model_act_kind kind, struct where a, struct where b,
                   int turn, const char *why)
{
    const rk_day first = d->t->m.file[a.file].day, second = d->t->m.file[b.file].day;
    const rk_day day = (first > second ? first : second) + 1 + turn % 17;
    struct rk_model_act *act = add(d, day, kind);
    if (!act)
        return;
    at_row(d, act, a.file, a.row);
    act->other_file = b.file;
    act->other_row = b.row;
    act->other_line = d->t->m.file[b.file].header_lines + b.row + 1;
    act->other_key = key_of(d, b.file, b.row);
    act->why = rk_str_of(why);
    act->author = model_authors[turn % 2 ? 0 : 2];
    act->second = model_authors[turn % 3 ? 8 : 7];
}

/* Rows that share a number exactly: a certificate, a grave, a body. */
static void decide_same(struct diary *d)
{
    static const struct {
        int one, other, most;
        const char *why;
    } pairs[] = {{MODEL_COUNCIL, MODEL_HOSPITAL, 12, "той самий номер свідоцтва про смерть"},
                 {MODEL_COUNCIL, MODEL_SOCIAL, 12, "той самий номер свідоцтва про смерть"},
                 {MODEL_POLICE, MODEL_FORENSIC, 10, "той самий номер тіла"},
                 {MODEL_PRIEST, MODEL_POLICE, 10, "той самий номер могили"}};
    int turn = 0;
    for (int k = 0; k < RK_COUNT(pairs); k++) {
        int done = 0;
        for (int32_t i = 0; i < d->t->deads && done < pairs[k].most && turn < SAME_MAX; i++) {
            const struct where a = d->in[pairs[k].one][i], b = d->in[pairs[k].other][i];
            const struct model_dead *dead = &d->t->dead[i];
            const bool shared = k < 2    ? dead->certificate > 0
                                : k == 2 ? dead->body > 0
                                         : dead->grave > 0;
            if (a.file < 0 || b.file < 0 || !shared)
                continue;
            decide(d, RK_MODEL_SAME, a, b, turn++, pairs[k].why);
            done++;
        }
    }
}

struct namesake {
    uint32_t name; /* surname and given name */
    int32_t dead;
};

static int namesake_order(const void *a, const void *c)
{
    const struct namesake *p = a, *q = c;
    if (p->name != q->name)
        return p->name < q->name ? -1 : 1;
    return p->dead < q->dead ? -1 : p->dead > q->dead;
}

/* Two persons with the same surname and given name in two lists. */
static void decide_distinct(struct diary *d)
{
    const struct model_town *t = d->t;
    struct namesake *by = RK_NEW(d->work, struct namesake, t->deads);
    if (!by)
        return;
    for (int32_t i = 0; i < t->deads; i++) {
        const struct rk_model_person *p = &t->person[t->dead[i].person];
        by[i] =
            (struct namesake){(uint32_t)p->surname * 512 + (uint32_t)p->given * 2 + p->male, i};
    }
    qsort(by, (size_t)t->deads, sizeof *by, namesake_order);
    int turn = 0;
    for (int32_t i = 1; i < t->deads && turn < DISTINCT_MAX; i++) {
        if (by[i].name != by[i - 1].name)
            continue;
        struct where a = {-1, -1}, b = {-1, -1};
        for (int o = 0; o < MODEL_OFFICES; o++) {
            if (a.file < 0)
                a = d->in[o][by[i - 1].dead];
            if (b.file < 0 && d->in[o][by[i].dead].file != a.file)
                b = d->in[o][by[i].dead];
        }
        if (a.file >= 0 && b.file >= 0)
            decide(d, RK_MODEL_DISTINCT, a, b, turn++, "різні дати народження й адреси");
    }
}

/* ---- the diary
 * ---------------------------------------------------------------------------------------- */

static int act_order(const void *a, const void *c)
{
    static const int phase[] = {[RK_MODEL_IMPORT] = 0,
                                [RK_MODEL_UNDO] = 1,
                                [RK_MODEL_CORRECT] = 2,
                                [RK_MODEL_SAME] = 3,
                                [RK_MODEL_DISTINCT] = 3};
    const struct rk_model_act *p = a, *q = c;
    if (p->day != q->day)
        return p->day < q->day ? -1 : 1;
    if (phase[p->kind] != phase[q->kind])
        return phase[p->kind] - phase[q->kind];
    if (p->file != q->file)
        return p->file < q->file ? -1 : 1;
    if (p->row != q->row)
        return p->row < q->row ? -1 : 1;
    if (p->other_file != q->other_file)
        return p->other_file < q->other_file ? -1 : 1;
    return p->other_row < q->other_row ? -1 : p->other_row > q->other_row;
}

bool model_days(struct model_town *t, struct rk_arena *keep, struct rk_arena work)
{
    struct diary d = {.t = t, .keep = keep, .work = &work};
    d.room = t->m.files + (int32_t)RK_COUNT(undone) + CORRECTIONS_MAX + SAME_MAX + DISTINCT_MAX;
    d.act = RK_NEW(keep, struct rk_model_act, d.room);
    if (!d.act || !find_rows(&d))
        return false;
    imports(&d);
    correct(&d);
    decide_same(&d);
    decide_distinct(&d);
    qsort(d.act, (size_t)t->m.acts, sizeof *d.act, act_order);
    t->m.act = d.act;
    return !keep->failed && !work.failed;
}
