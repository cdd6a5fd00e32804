/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Seven offices write down the dead, each in its own way. */
#define RK_ROOM_MODEL
#include "model_sheet.h"

/* In the order of the vocabulary's lists. */
static const char *const cause_uk[] = {"вибухова травма",
                                       "вогнепальне поранення",
                                       "обвал будівлі",
                                       "підрив на міні",
                                       "опіки",
                                       "насильство",
                                       "хвороба",
                                       "переохолодження",
                                       "нещасний випадок",
                                       "природна смерть",
                                       "не встановлено"};
static const char *const cause_ru[] = {"осколочное ранение",
                                       "пулевое",
                                       "под завалом",
                                       "подрыв",
                                       "ожоги",
                                       "побои",
                                       "болезнь",
                                       "замёрз",
                                       "несчастный случай",
                                       "старость",
                                       "не установлена"};
static const char *const lack_ru[] = {"",           "нет лекарств",         "нет транспорта",
                                      "нет врачей", "не работала больница", "обстрелы"};
static const char *const confirmed_uk[] = {"",
                                           "імовірно",
                                           "упізнано",
                                           "за документом",
                                           "за відбитками пальців",
                                           "за зубною картою",
                                           "за ДНК"};
static const char *const where_uk[] = {"у дворі будинку", "на вулиці", "у підвалі",
                                       "удома",           "у лікарні", "не відомо"};

bool model_pick_office(const struct model_town *t, int part, struct model_select *out,
                       struct rk_arena *keep)
{
    /* part = office * 10 + share: 0 all, 1 the first four fifths, 2 the rest, 3 the first
     * tenth over again by mistake */
    const struct model_list *l = &t->office[part / 10];
    const int32_t cut = l->count * 4 / 5;
    const int32_t from = part % 10 == 2 ? cut : 0;
    const int32_t to = part % 10 == 1 ? cut : part % 10 == 3 ? l->count / 10 + 1 : l->count;
    for (int32_t i = from; i < to; i++)
        if (!model_select_add(out, l->at[i], keep))
            return false;
    return true;
}

static const struct rk_model_person *who(const struct model_row *r)
{
    return &r->t->person[r->t->dead[r->item].person];
}

static void sex(struct model_sheet *s, const struct model_row *r, const char *woman,
                const char *man)
{
    model_cell_c(s, who(r)->male ? man : woman);
}

/* Somebody of the household who is alive, else the person: who would have told. */
static int32_t relative(const struct model_town *t, int32_t person)
{
    const struct rk_model_household *h = &t->household[t->person[person].household];
    for (int32_t p = h->first; p < h->first + h->people; p++)
        if (p != person && !(t->person[p].fate & (MODEL_DEAD | MODEL_MISSING)))
            return p;
    return -1;
}

/* "сусід Калиненко Іван": sources are invented people too. */
static void told_by(struct model_sheet *s, const struct model_row *r)
{
    const struct model_town *t = r->t;
    const int32_t kin = relative(t, t->dead[r->item].person);
    char text[256];
    struct rk_buf b = {.at = text, .cap = sizeof text};
    if (kin < 0) {
        model_cell_c(s, "акт про смерть");
        return;
    }
    rk_buf_c(&b, t->person[kin].male ? "родич " : "родичка ");
    model_name_form(&t->person[kin], MODEL_NAME_SHORT, &b);
    model_cell_str(s, rk_buf_str(&b));
}

/* The day as this office has it: most right, some a day off, some only the month. */
static rk_day heard_day(const struct model_row *r, uint32_t office)
{
    const struct model_dead *d = &r->t->dead[r->item];
    const double u = model_chance(r->t, 110 + office, r->item);
    const rk_day day = d->day + (u < 0.06 ? -1 : u < 0.1 ? 1 : 0);
    return day < who(r)->birth ? d->day : day;
}

static void birth_year(struct model_sheet *s, const struct model_row *r, uint32_t office)
{
    int y, m, d;
    rk_day_split(who(r)->birth, &y, &m, &d);
    const double u = model_chance(r->t, 120 + office, r->item);
    const int off = u < 0.05 ? -1 : u < 0.09 && y < 2021 ? 1 : 0;
    model_cell_put(s, "%d", y + off);
}

static void number_or_blank(struct model_sheet *s, int32_t n, const char *fmt)
{
    char text[32];
    const int len = n > 0 ? snprintf(text, sizeof text, "%s%d", fmt, n) : 0;
    model_cell_str(s, (struct rk_str){text, len});
}

void model_row_council(struct model_sheet *s, const struct model_row *r)
{
    const struct model_dead *d = &r->t->dead[r->item];
    model_cell_put(s, "%d", r->number);
    model_cell_name(s, r->t, d->person, MODEL_NAME_UK, MODEL_COUNCIL, 0.03);
    sex(s, r, "ж", "ч");
    model_cell_day(s, who(r)->birth, MODEL_DOTS);
    model_cell_home(s, r->t, d->person);
    model_cell_day(s, heard_day(r, MODEL_COUNCIL), MODEL_DOTS);
    model_cell_c(s, where_uk[model_pick(r->t, 130, r->item, RK_COUNT(where_uk))]);
    model_cell_c(s, cause_uk[d->cause]);
    number_or_blank(s, d->certificate, "І-ВЛ ");
    model_cell_c(s, who(r)->male ? "загинув" : "загинула");
    model_cell_c(s, d->certificate ? "за документом" : "імовірно");
    told_by(s, r);
    model_cell_c(s, relative(r->t, d->person) >= 0 ? "згода родини" : "не питали");
    model_cell_c(s, "ідентифікація");
    model_cell_c(s, "31.12.2032");
    model_cell_c(s, "так");
}

void model_row_forensic(struct model_sheet *s, const struct model_row *r)
{
    const struct model_dead *d = &r->t->dead[r->item];
    const struct rk_model_person *p = who(r);
    char surname[64];
    model_cell_put(s, "%d", r->number);
    model_cell_put(s, "%d", d->body);
    model_cell_put(s, "%d", d->grave);
    model_cell_str(s, model_surname(p, false, surname));
    model_cell_c(s, model_given_name(p, false));
    model_cell_c(s, model_patronymic(p, false));
    sex(s, r, "жіноча", "чоловіча");
    model_cell_day(s, p->birth, MODEL_DOTS);
    model_cell_c(s, "загиблий");
    model_cell_c(s, confirmed_uk[d->identified]);
    model_cell_c(s, cause_uk[d->cause]);
    number_or_blank(s, d->certificate, "І-ВЛ ");
    model_cell_c(s, "так");
}

void model_row_police(struct model_sheet *s, const struct model_row *r)
{
    const struct model_dead *d = &r->t->dead[r->item];
    model_cell_put(s, "%d", r->number);
    model_cell_name(s, r->t, d->person, MODEL_NAME_RU, MODEL_POLICE, 0.07);
    birth_year(s, r, MODEL_POLICE);
    sex(s, r, "ж", "м");
    model_cell_home(s, r->t, d->person);
    model_cell_day(s, heard_day(r, MODEL_POLICE), MODEL_DOTS);
    model_cell_c(s, cause_ru[d->cause]);
    number_or_blank(s, d->grave, "");
    number_or_blank(s, d->body, "");
    model_cell_c(s, who(r)->male ? "погиб" : "погибла");
    model_cell_c(s, "да");
}

void model_row_priest(struct model_sheet *s, const struct model_row *r)
{
    const struct model_dead *d = &r->t->dead[r->item];
    const bool initials = model_chance(r->t, 140, r->item) < 0.35;
    model_cell_put(s, "%d", r->number);
    model_cell_name(s, r->t, d->person, initials ? MODEL_NAME_INITIALS : MODEL_NAME_SHORT,
                    MODEL_PRIEST, 0.08);
    birth_year(s, r, MODEL_PRIEST);
    model_cell_day(s, d->day + 1 + model_pick(r->t, 141, r->item, 3), MODEL_SHORT);
    number_or_blank(s, d->grave, "");
    model_cell_c(s, who(r)->male ? "помер" : "померла");
    model_cell_c(s, "так");
}

void model_row_hospital(struct model_sheet *s, const struct model_row *r)
{
    const struct model_dead *d = &r->t->dead[r->item];
    const struct rk_model_person *p = who(r);
    char surname[64];
    model_cell_put(s, "%d", r->number);
    model_cell_str(s, model_surname(p, true, surname));
    model_cell_c(s, model_given_name(p, true));
    model_cell_c(s, model_patronymic(p, true));
    sex(s, r, "жен", "муж");
    model_cell_put(s, "%d", model_age(p, d->day));
    model_cell_day(s, d->day, MODEL_DOTS);
    model_cell_c(s, cause_ru[d->cause]);
    model_cell_c(s, lack_ru[d->lack]);
    model_cell_c(s, d->lack ? "смерть" : "");
    number_or_blank(s, d->certificate, "І-ВЛ ");
    model_cell_c(s, p->male ? "умер" : "умерла");
    model_cell_c(s, "да");
}

void model_row_social(struct model_sheet *s, const struct model_row *r)
{
    const struct model_dead *d = &r->t->dead[r->item];
    const struct rk_model_person *p = who(r);
    model_cell_put(s, "%d", r->number);
    model_cell_name(s, r->t, d->person, MODEL_NAME_UK, MODEL_SOCIAL, 0.02);
    model_cell_day(s, p->birth, MODEL_DOTS);
    model_cell_home(s, r->t, d->person);
    model_cell_day(s, heard_day(r, MODEL_SOCIAL), MODEL_DOTS);
    model_cell_c(s, p->male ? "помер" : "померла");
    number_or_blank(s, d->certificate, "І-ВЛ ");
    model_cell_c(s, model_chance(r->t, 142, r->item) < 0.5 ? "пенсіонер" : "");
    model_cell_c(s, "не питали");
    model_cell_c(s, "так");
}

void model_row_hotline(struct model_sheet *s, const struct model_row *r)
{
    const struct model_town *t = r->t;
    const struct model_dead *d = &t->dead[r->item];
    const int32_t kin = relative(t, d->person);
    const int guess = model_pick(t, 143, r->item, 9) - 4;
    int age = model_age(who(r), d->day) + guess;
    age = age < 0 ? 0 : age > 100 ? 100 : age;
    model_cell_put(s, "%d", r->number);
    model_cell_day(s, r->day - model_pick(t, 144, r->item, 4), MODEL_DOTS);
    if (kin >= 0)
        model_cell_name(s, t, kin, MODEL_NAME_SHORT, 20, 0);
    else
        model_cell_c(s, "сусіди");
    model_cell_phone(s, t, kin >= 0 ? kin : r->item);
    model_cell_name(s, t, d->person, MODEL_NAME_SHORT, MODEL_HOTLINE, 0.12);
    model_cell_put(s, "близько %d", age);
    model_cell_address(s, t, t->household[who(r)->household].building);
    model_cell_c(s, who(r)->male ? "загинув" : "загинула");
    int y, m, day;
    rk_day_split(d->day, &y, &m, &day);
    static const char *const month[] = {"березень", "квітень", "травень", "червень",
                                        "липень",   "серпень", "вересень"};
    model_cell_put(s, "%s 2022", month[m - 3 < 0 ? 0 : m - 3]);
    model_cell_c(s, cause_uk[d->cause]);
    model_cell_c(s, "так");
}

/* ---- graves and bodies
 * ------------------------------------------------------------------------- */

bool model_pick_graves(const struct model_town *t, int part, struct model_select *out,
                       struct rk_arena *keep)
{
    (void)part;
    for (int32_t g = 1; g <= t->graves; g++)
        if (!model_select_add(out, g, keep))
            return false;
    return true;
}

void model_row_grave(struct model_sheet *s, const struct model_row *r)
{
    const struct model_town *t = r->t;
    const int32_t body = t->grave_body[r->item];
    const int32_t dead = body >= 0 ? t->body[body].dead : -1;
    const bool named = dead >= 0 && model_chance(t, 150, r->item) < 0.38;
    model_cell_put(s, "%d", r->item);
    model_cell_c(s, "Лісове місце поховання");
    model_cell_put(s, "%d", 1 + r->item / 24);
    if (named)
        model_cell_name(s, t, t->dead[dead].person, MODEL_NAME_SHORT, 21, 0.03);
    else
        model_cell_blank(s);
    model_cell_day(s, named ? t->dead[dead].day : RK_DAY_NONE, MODEL_DOTS);
    model_cell_c(s, named                                 ? "позначена"
                    : model_chance(t, 151, r->item) < 0.9 ? "лише номер"
                                                          : "без позначки");
    model_cell_c(s, "так");
}

bool model_pick_bodies(const struct model_town *t, int part, struct model_select *out,
                       struct rk_arena *keep)
{
    /* part: 0 up to the 19th, 1 up to the 23rd, 2 the rest */
    static const int upto[] = {18, 22, 30};
    const rk_day from = rk_day_of(2022, 9, part > 0 ? upto[part - 1] + 1 : 1);
    const rk_day to = rk_day_of(2022, 9, upto[part]);
    for (int32_t i = 0; i < t->bodies; i++)
        if (t->body[i].exhumed >= from && t->body[i].exhumed <= to &&
            !model_select_add(out, i, keep))
            return false;
    return true;
}

void model_row_body(struct model_sheet *s, const struct model_row *r)
{
    static const char *const sexes[] = {"жіноча", "чоловіча", "не встановлено"};
    const struct model_town *t = r->t;
    const struct model_body *b = &t->body[r->item];
    const double torture = model_chance(t, 152, r->item);
    model_cell_put(s, "%d", r->item + 1);
    model_cell_put(s, "%d", b->grave);
    model_cell_day(s, b->exhumed, MODEL_DOTS);
    model_cell_c(s, sexes[b->sex]);
    if (b->dead >= 0 && b->sex != MODEL_SEX_UNKNOWN) {
        const int age = model_age(&t->person[t->dead[b->dead].person], t->dead[b->dead].day);
        const int low = age < 5 ? 0 : age - 3 - model_pick(t, 153, r->item, 3);
        model_cell_put(s, "%d", low < 0 ? 0 : low);
        model_cell_put(s, "%d", age + 3 + model_pick(t, 154, r->item, 4));
    } else {
        model_cell_blank(s);
        model_cell_blank(s);
    }
    model_cell_c(s, b->soldier ? "військовослужбовець" : "цивільна особа");
    model_cell_c(s, b->dead >= 0 ? cause_uk[t->dead[b->dead].cause] : "вибухова травма");
    model_cell_c(s, torture < 0.034 ? "так" : torture < 0.5 ? "ні" : "");
    model_cell_c(s, "у морзі");
    model_cell_put(s, "ДНК-%04d", 1000 + r->item);
    model_cell_c(s, "так");
}
