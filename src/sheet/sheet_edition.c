/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule 4 of the design: what each edition shows. Composing asks here; renderers need not know.
 */
#define RK_SHEET_ROOM
#include "sheet_internal.h"

#include "rk_text.h"

enum {
    PUBLIC_DAYS = 4
}; /* the last hour of a day is 72 hours old when three more have passed */

rk_day rk_edition_day(enum rk_edition edition, rk_day wanted, rk_day today)
{
    const rk_day latest = edition == RK_PUBLIC ? today - PUBLIC_DAYS : wanted;
    return wanted < latest ? wanted : latest;
}

static const char *const edition_ids[] = {"inside", "partners", "public"};

bool rk_edition_read(struct rk_str word, enum rk_edition *out)
{
    for (int i = 0; i < (int)RK_COUNT(edition_ids); i++) {
        if (rk_str_eq(word, rk_str_of(edition_ids[i]))) {
            *out = (enum rk_edition)i;
            return true;
        }
    }
    return false;
}

const char *rk_edition_id(enum rk_edition edition)
{
    return edition_ids[edition];
}

/* ---- texts that tell a place ----------------------------------------------------------- */

static bool is_figure(char c)
{
    return c >= '0' && c <= '9';
}

/* Digits from `at` on. */
static ptrdiff_t digits_at(struct rk_str s, ptrdiff_t at)
{
    ptrdiff_t n = 0;
    while (at + n < s.len && is_figure(s.at[at + n]))
        n++;
    return n;
}

/* Two numbers below 181 with three or more decimals, or a degree sign before N: coordinates. */
static bool holds_coordinates(struct rk_str s)
{
    int found = 0;
    for (ptrdiff_t i = 0; i < s.len;) {
        const ptrdiff_t whole = digits_at(s, i);
        if (whole == 0) {
            i++;
            continue;
        }
        const bool inside = i > 0 && (s.at[i - 1] == '.' || s.at[i - 1] == ',');
        const char mark = i + whole < s.len ? s.at[i + whole] : ' ';
        const ptrdiff_t decimals = digits_at(s, i + whole + 1);
        const ptrdiff_t enough = mark == '.' ? 3 : 4; /* 1,234 may be a count */
        if (!inside && whole <= 3 && (mark == '.' || mark == ',') && decimals >= enough) {
            found++;
            i += decimals + 1;
        }
        i += whole;
    }
    return found >= 2 || rk_str_find(s, RK_STR("°N")) >= 0 ||
           rk_str_find(s, RK_STR("° N")) >= 0;
}

/* Nine or more digits with nothing but separators between: a telephone. Digits that follow a
 * letter are a code ("UA63040090010029555"). */
static bool holds_telephone(struct rk_str s)
{
    int digits = 0;
    bool code = false;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        const char c = s.at[i];
        const bool after_letter = i > 0 && ((s.at[i - 1] >= 'A' && s.at[i - 1] <= 'Z') ||
                                            (s.at[i - 1] >= 'a' && s.at[i - 1] <= 'z'));
        if (is_figure(c)) {
            code = digits == 0 ? after_letter : code;
            digits++;
        } else if (c != ' ' && c != '-' && c != '(' && c != ')') {
            digits = 0;
        } else if (code) {
            digits = 0;
        }
        if (digits >= 9 && !code)
            return true;
    }
    return false;
}

/* Beginnings of words that introduce a place below the town; the text comes folded. */
static bool holds_street(struct rk_str folded)
{
    static const char *const starts[] = {"вул",    "провул", "просп",      "бульв",    "майдан",
                                         "пл.",    "шосе",   "мікрорайон", "улиц",     "переул",
                                         "street", "str.",   "avenue",     "boulevard"};
    ptrdiff_t from = 0;
    for (ptrdiff_t i = 0; i <= folded.len; i++) {
        if (i < folded.len && folded.at[i] != ' ' && folded.at[i] != '(' &&
            folded.at[i] != '"' && folded.at[i] != ',')
            continue;
        const struct rk_str word = rk_str_slice(folded, from, i);
        for (ptrdiff_t k = 0; k < RK_COUNT(starts); k++)
            if (rk_str_starts(word, rk_str_of(starts[k])))
                return true;
        from = i + 1;
    }
    return false;
}

bool sheet_names_a_place(struct rk_str text)
{
    char room[2048];
    struct rk_buf folded = {room, 0, sizeof room, false};
    rk_text_fold(rk_utf8_head(text, (ptrdiff_t)sizeof room / 2), &folded);
    return text.len > (ptrdiff_t)sizeof room / 2 || folded.failed || holds_coordinates(text) ||
           holds_telephone(text) || holds_street(rk_buf_str(&folded));
}

/* ---- what is shown --------------------------------------------------------------------- */

static bool is_date(struct rk_str unit)
{
    return rk_str_starts(unit, RK_STR("date"));
}

bool sheet_shows_figure(struct sheet_maker *m, const struct rk_figure *f)
{
    if (m->options.edition == RK_INSIDE)
        return true;
    if (m->options.edition == RK_PARTNERS)
        return !sheet_is_state(f) || !sheet_names_a_place(sheet_figure_state(m, f));
    if (f->def->place_bound)
        return false;
    const struct rk_str unit = rk_str_of(f->def->unit);
    return is_date(unit) ||
           (f->bound != RK_STATE && !sheet_is_state(f) && !rk_str_eq(unit, RK_STR("state")));
}

bool sheet_shows_statement(struct sheet_maker *m, const struct rk_statement *s)
{
    if (m->options.edition == RK_INSIDE)
        return true;
    if (sheet_names_a_place(s->about) || sheet_names_a_place(s->definition) ||
        sheet_names_a_place(s->text) || sheet_names_a_place(s->scope))
        return false;
    if (m->options.edition == RK_PARTNERS)
        return true;
    return is_date(s->unit) || !(isnan(s->value_low) && isnan(s->value_high));
}

struct sheet_quote sheet_shown(struct sheet_maker *m, struct rk_str said)
{
    const struct sheet_quote q = sheet_quote(m, said);
    if (m->options.edition == RK_INSIDE)
        return q;
    const bool place = sheet_names_a_place(said) || sheet_names_a_place(q.text);
    /* In public only words that are published already: the vocabulary's own. */
    if (place || (m->options.edition == RK_PUBLIC && !q.known))
        return (struct sheet_quote){0};
    return q;
}

static struct sheet_quote own_words(struct sheet_maker *m, const char *key)
{
    return (struct sheet_quote){
        sheet_typography(m->keep, m->lang, rk_str_of(rk_word(m->lang, key))), false, true};
}

struct sheet_quote sheet_who(struct sheet_maker *m, const struct rk_statement *s, bool full)
{
    if (s->sealed || (s->according_to.len == 0 && s->role.len == 0))
        return own_words(m, s->sealed ? "sheet.sealed" : "sheet.nobody_named");
    if (m->options.edition == RK_PUBLIC) {
        const struct sheet_quote role = sheet_shown(m, s->role);
        return role.text.len > 0 ? role : own_words(m, "sheet.source_kept");
    }
    const struct sheet_quote name = sheet_quote(m, s->according_to);
    const struct sheet_quote role = sheet_quote(m, s->role);
    if (m->options.edition == RK_PARTNERS &&
        (sheet_names_a_place(s->according_to) || sheet_names_a_place(s->role)))
        return own_words(m, "sheet.source_kept");
    if (role.text.len == 0)
        return name;
    if (name.text.len == 0 || !full || rk_str_eq(name.text, role.text))
        return role;
    return (struct sheet_quote){
        rk_str_printf(m->keep, "%.*s, %.*s", RK_FMT(name.text), RK_FMT(role.text)),
        name.foreign && role.foreign, name.known && role.known};
}
