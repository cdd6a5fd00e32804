/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of people and streets in words, and as offices spell them. */
#define RK_ROOM_MODEL
#include "model_internal.h"
#include "model_words.h"

void rk_model_street_name(const struct rk_model *model, int32_t street, struct rk_buf *out)
{
    if (street < 0 || street >= model->streets)
        return;
    const int32_t name = model->truth->street_name[street];
    const int32_t words = model_street_words, series = name / (2 * words);
    const bool lane = name / words % 2 == 1;
    rk_buf_c(out, lane ? "пров. " : "вул. ");
    if (series > 0)
        rk_buf_printf(out, lane ? "%d-й " : "%d-а ", series + 1);
    const struct model_street_word *w = &model_street_word[name % words];
    rk_buf_c(out, lane ? w->lane : w->street);
}

void rk_model_address(const struct rk_model *model, int32_t building, struct rk_buf *out)
{
    const struct rk_model_building *b = &model->building[building];
    rk_model_street_name(model, b->street, out);
    rk_buf_printf(out, ", %d", b->number);
}

struct rk_str model_surname(const struct rk_model_person *p, bool russian, char out[64])
{
    const struct model_stem *stem = &model_stem[p->surname / model_endings];
    const struct model_ending *end = &model_ending[p->surname % model_endings];
    const char *ending = russian ? (p->male ? end->man_ru : end->woman_ru)
                                 : (p->male ? end->man_uk : end->woman_uk);
    const int len = snprintf(out, 64, "%s%s", russian ? stem->ru : stem->uk, ending);
    return (struct rk_str){out, len};
}

const char *model_given_name(const struct rk_model_person *p, bool russian)
{
    const struct model_given *g = p->male ? &model_male[p->given] : &model_female[p->given];
    return russian ? g->ru : g->uk;
}

const char *model_patronymic(const struct rk_model_person *p, bool russian)
{
    const struct model_given *f = &model_male[p->father];
    if (russian)
        return p->male ? f->son_ru : f->daughter_ru;
    return p->male ? f->son_uk : f->daughter_uk;
}

void rk_model_name(const struct rk_model *model, int32_t person, struct rk_buf *out)
{
    const struct rk_model_person *p = &model->person[person];
    char surname[64];
    rk_buf_add(out, model_surname(p, false, surname));
    rk_buf_printf(out, " %s %s", model_given_name(p, false), model_patronymic(p, false));
}

/* ---- Latin letters, as Cabinet resolution 55 of 2010 spells Ukrainian names
 * ------------------ */

struct latin {
    int32_t letter;
    const char *first, *inside; /* at the beginning of a word, elsewhere */
};
static const struct latin latin[] = {
    {0x430, "a", "a"},   {0x431, "b", "b"},       {0x432, "v", "v"},   {0x433, "h", "h"},
    {0x491, "g", "g"},   {0x434, "d", "d"},       {0x435, "e", "e"},   {0x454, "ye", "ie"},
    {0x436, "zh", "zh"}, {0x437, "z", "z"},       {0x438, "y", "y"},   {0x456, "i", "i"},
    {0x457, "yi", "i"},  {0x439, "y", "i"},       {0x43A, "k", "k"},   {0x43B, "l", "l"},
    {0x43C, "m", "m"},   {0x43D, "n", "n"},       {0x43E, "o", "o"},   {0x43F, "p", "p"},
    {0x440, "r", "r"},   {0x441, "s", "s"},       {0x442, "t", "t"},   {0x443, "u", "u"},
    {0x444, "f", "f"},   {0x445, "kh", "kh"},     {0x446, "ts", "ts"}, {0x447, "ch", "ch"},
    {0x448, "sh", "sh"}, {0x449, "shch", "shch"}, {0x44E, "yu", "iu"}, {0x44F, "ya", "ia"}};

void model_latin(struct rk_str uk, struct rk_buf *out)
{
    bool first = true;
    int32_t before = 0;
    for (ptrdiff_t at = 0; at < uk.len;) {
        const ptrdiff_t start = at;
        const int32_t c = rk_utf8_next(uk, &at);
        const bool capital = c >= 0x400 && c <= 0x42F;
        const int32_t small = !capital ? c : c >= 0x410 ? c + 32 : c + 80;
        const char *as = NULL;
        for (int i = 0; i < RK_COUNT(latin); i++)
            if (latin[i].letter == small)
                as = first ? latin[i].first : latin[i].inside;
        if (before == 0x437 && small == 0x433)
            as = "gh"; /* Згурський: Zghurskyi */
        if (as) {
            rk_buf_char(out, capital ? (char)(as[0] - 32) : as[0]);
            rk_buf_c(out, as + 1);
            first = false;
        } else if (c < 0x80) {
            rk_buf_add(out, rk_str_slice(uk, start, at));
            first = true;
        } /* the soft sign and the apostrophe are not written */
        before = small;
    }
}
