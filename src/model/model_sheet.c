/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells as clerks type them. */
#define RK_ROOM_MODEL
#include "model_sheet.h"

enum { CELL_MAX = 700 };

/* ---- cells
 * ------------------------------------------------------------------------------------ */

void model_cell_str(struct model_sheet *s, struct rk_str text)
{
    if (s->begun)
        rk_buf_char(&s->out, s->separator);
    s->begun = true;
    bool quoted = false;
    for (ptrdiff_t i = 0; i < text.len && !quoted; i++)
        quoted = text.at[i] == s->separator || text.at[i] == '"' || text.at[i] == '\n';
    if (!quoted) {
        rk_buf_add(&s->out, text);
        return;
    }
    rk_buf_char(&s->out, '"');
    for (ptrdiff_t i = 0; i < text.len; i++) {
        rk_buf_char(&s->out, text.at[i]);
        if (text.at[i] == '"')
            rk_buf_char(&s->out, '"');
    }
    rk_buf_char(&s->out, '"');
}

void model_cell_c(struct model_sheet *s, const char *text)
{
    model_cell_str(s, rk_str_of(text));
}

void model_cell_put(struct model_sheet *s, const char *fmt, ...)
{
    char text[CELL_MAX];
    struct rk_buf b = {.at = text, .cap = sizeof text};
    va_list args;
    va_start(args, fmt);
    rk_buf_vprintf(&b, fmt, args);
    va_end(args);
    model_cell_str(s, rk_buf_str(&b));
}

void model_cell_number(struct model_sheet *s, double x, int decimals)
{
    char text[40];
    int len = snprintf(text, sizeof text, "%.*f", decimals, x);
    for (int i = 0; i < len; i++)
        if (text[i] == '.' && s->separator != ',')
            text[i] = ',';
    model_cell_str(s, (struct rk_str){text, len});
}

void model_cell_yes(struct model_sheet *s, bool yes)
{
    model_cell_c(s, yes ? "так" : "ні");
}

void model_cell_blank(struct model_sheet *s)
{
    model_cell_c(s, "");
}

void model_row_end(struct model_sheet *s)
{
    rk_buf_c(&s->out, s->separator == ';' ? "\r\n" : "\n");
    s->begun = false;
}

void model_day_text(rk_day day, enum model_day_form form, struct rk_buf *out)
{
    int y, m, d;
    rk_day_split(day, &y, &m, &d);
    if (day == RK_DAY_NONE)
        return;
    if (form == MODEL_ISO)
        rk_buf_printf(out, "%04d-%02d-%02d", y, m, d);
    else if (form == MODEL_YEAR)
        rk_buf_printf(out, "%d", y);
    else if (form == MODEL_SHORT)
        rk_buf_printf(out, "%02d.%02d.%02d", d, m, y % 100);
    else
        rk_buf_printf(out, "%02d.%02d.%04d", d, m, y);
}

void model_cell_day(struct model_sheet *s, rk_day day, enum model_day_form form)
{
    char text[24];
    struct rk_buf b = {.at = text, .cap = sizeof text};
    model_day_text(day, form, &b);
    model_cell_str(s, rk_buf_str(&b));
}

/* ---- names
 * --------------------------------------------------------------------------------------- */

/* The first letter of a name and a point. */
static void initial(const char *name, struct rk_buf *out)
{
    rk_buf_add(out, rk_utf8_head(rk_str_of(name), 2));
    rk_buf_char(out, '.');
}

void model_name_form(const struct rk_model_person *p, enum model_name_form form,
                     struct rk_buf *out)
{
    char surname[64];
    const bool russian = form == MODEL_NAME_RU;
    const struct rk_str family = model_surname(p, russian, surname);
    const char *given = model_given_name(p, russian), *father = model_patronymic(p, russian);
    if (form == MODEL_NAME_LATIN) {
        model_latin(family, out);
        rk_buf_char(out, ' ');
        model_latin(rk_str_of(given), out);
        return;
    }
    rk_buf_add(out, family);
    rk_buf_char(out, ' ');
    if (form == MODEL_NAME_INITIALS) {
        initial(given, out);
        rk_buf_char(out, ' ');
        initial(father, out);
        return;
    }
    rk_buf_c(out, given);
    if (form != MODEL_NAME_SHORT)
        rk_buf_printf(out, " %s", father);
}

void model_slip(uint64_t dice, struct rk_str name, struct rk_buf *out)
{
    int32_t letter[64];
    int n = 0;
    for (ptrdiff_t at = 0; at < name.len && n < 64;)
        letter[n++] = rk_utf8_next(name, &at);
    /* inside the first word, behind its first letter */
    int word = 0;
    while (word < n && letter[word] != ' ')
        word++;
    if (word > 4) {
        const int at = 1 + (int)(dice / 8 % (uint64_t)(word - 3));
        const int32_t own = letter[at];
        if (dice % 8 < 3) {
            letter[at] = letter[at + 1];
            letter[at + 1] = own;
        } else if (dice % 8 < 5) {
            memmove(letter + at, letter + at + 1, (size_t)(n - at - 1) * sizeof *letter);
            n--;
        } else {
            for (int i = 1; i < n; i++) {
                if (letter[i] != 0x438 && letter[i] != 0x456)
                    continue;
                letter[i] = letter[i] == 0x438 ? 0x456 : 0x438; /* и, і */
                break;
            }
        }
    }
    for (int i = 0; i < n; i++) {
        char bytes[4];
        rk_buf_add(out, (struct rk_str){bytes, rk_utf8_put(letter[i], bytes)});
    }
}

void model_cell_name(struct model_sheet *s, const struct model_town *t, int32_t person,
                     enum model_name_form form, uint32_t office, double slips)
{
    char right[256], typed[256];
    struct rk_buf b = {.at = right, .cap = sizeof right};
    struct rk_buf c = {.at = typed, .cap = sizeof typed};
    model_name_form(&t->person[person], form, &b);
    if (model_chance(t, 200 + office, person) >= slips) {
        model_cell_str(s, rk_buf_str(&b));
        return;
    }
    model_slip(model_dice(t, 300 + office, person) >> 20, rk_buf_str(&b), &c);
    model_cell_str(s, rk_buf_str(&c));
}

void model_cell_address(struct model_sheet *s, const struct model_town *t, int32_t building)
{
    char text[256];
    struct rk_buf b = {.at = text, .cap = sizeof text};
    rk_model_address(&t->m, building, &b);
    model_cell_str(s, rk_buf_str(&b));
}

void model_cell_home(struct model_sheet *s, const struct model_town *t, int32_t person)
{
    const struct rk_model_household *h = &t->household[t->person[person].household];
    char text[256];
    struct rk_buf b = {.at = text, .cap = sizeof text};
    rk_model_address(&t->m, h->building, &b);
    if (h->flat)
        rk_buf_printf(&b, ", кв. %d", h->flat);
    model_cell_str(s, rk_buf_str(&b));
}

/* +380 00: no operator has such numbers. */
void model_cell_phone(struct model_sheet *s, const struct model_town *t, int64_t who)
{
    model_cell_put(s, "+380 00 %03d %02d %02d", model_pick(t, 90, who, 1000),
                   model_pick(t, 91, who, 100), model_pick(t, 92, who, 100));
}

void model_cell_place(struct model_sheet *s, const struct model_town *t,
                      struct rk_model_point at)
{
    double lat, lon;
    rk_model_wgs84(&t->m, at, &lat, &lon);
    model_cell_number(s, lat, 5);
    model_cell_number(s, lon, 5);
}

bool model_select_add(struct model_select *s, int32_t at, struct rk_arena *keep)
{
    if (!MODEL_ROOM(keep, s->at, s->count, s->room))
        return false;
    s->at[s->count++] = at;
    return true;
}
