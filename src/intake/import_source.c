/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who says it and of which place: words of statements and facts taken apart. */
#define RK_INTAKE_ROOM
#include "rk_base.h"
#include "rk_text.h"
#include "import_say.h"

static struct rk_str folded(struct rk_arena *keep, struct rk_str s)
{
    struct rk_buf b = rk_buf_in(keep, 3 * s.len + 1);
    rk_text_fold(rk_str_trim(s), &b);
    return rk_buf_str(&b);
}

static bool same_key(struct rk_str a, struct rk_str b)
{
    char x[512], y[512];
    struct rk_buf left = {.at = x, .cap = sizeof x}, right = {.at = y, .cap = sizeof y};
    rk_text_key(rk_utf8_head(a, 500), &left);
    rk_text_key(rk_utf8_head(b, 500), &right);
    return left.len > 0 && rk_str_eq(rk_buf_str(&left), rk_buf_str(&right));
}

bool import_is_town(const struct rk_import *in, struct rk_str said)
{
    struct rk_str names = in->options.scope;
    if (names.len == 0)
        return false;
    while (names.at)
        if (same_key(rk_str_cut(&names, '|'), said))
            return true;
    return false;
}

/* Words that mean the scope itself: "town", "місто", "region". */
static bool means_scope(struct rk_str about)
{
    static const char *const words[] = {
        "town",    "city",    "region", "oblast", "hromada",   "місто",          "регіон",
        "область", "громада", "город",  "регион", "community", "населений пункт"};
    if (rk_str_trim(about).len == 0)
        return true;
    for (int i = 0; i < RK_COUNT(words); i++)
        if (same_key(about, rk_str_of(words[i])))
            return true;
    return false;
}

struct rk_str import_subject(const struct rk_import *in, struct rk_str about,
                             struct rk_str scope, struct rk_arena *keep)
{
    const bool itself = means_scope(about) || same_key(about, scope);
    const bool town = import_is_town(in, scope);
    if (itself && town)
        return rk_str_printf(keep, "town:%.*s", RK_FMT(in->town));
    const struct rk_str place = folded(keep, scope);
    if (itself)
        return rk_str_printf(keep, "place:%.*s", RK_FMT(place));
    return rk_str_printf(keep, "place:%.*s, %.*s", RK_FMT(folded(keep, about)), RK_FMT(place));
}

/* ---- the title of a source ----------------------------------------------------------- */

/* Position of the first `what` outside brackets, or -1. */
static ptrdiff_t outside(struct rk_str s, struct rk_str what)
{
    int open = 0;
    for (ptrdiff_t i = 0; i + what.len <= s.len; i++) {
        open += s.at[i] == '(';
        open -= s.at[i] == ')';
        if (open == 0 && memcmp(s.at + i, what.at, (size_t)what.len) == 0)
            return i;
    }
    return -1;
}

/* One word of letters with a capital: the name of a person who speaks for an office. */
static bool is_surname(struct rk_str s)
{
    ptrdiff_t at = 0;
    char low[8];
    struct rk_buf b = {.at = low, .cap = sizeof low};
    if (rk_utf8_next(s, &at) < 'A')
        return false;
    rk_text_fold(rk_str_slice(s, 0, at), &b);
    if (rk_str_eq(rk_buf_str(&b), rk_str_slice(s, 0, at)))
        return false;
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (s.at[i] == ' ' || (s.at[i] >= '0' && s.at[i] <= '9'))
            return false;
    return true;
}

/* "Rudenko (head of housing)" or "National Police (Bolvinov)": a person and an office. */
static void person_and_office(struct rk_str said, struct import_source *out)
{
    const ptrdiff_t open = rk_str_find(said, RK_STR(" ("));
    out->name = said;
    if (open < 0 || !rk_str_ends(said, RK_STR(")")))
        return;
    const struct rk_str before = rk_str_trim(rk_str_slice(said, 0, open));
    const struct rk_str inside = rk_str_trim(rk_str_slice(said, open + 2, said.len - 1));
    const bool speaker = is_surname(inside);
    out->name = speaker ? inside : before;
    out->role = speaker ? before : inside;
}

struct import_source import_source_of(struct rk_str title)
{
    struct import_source out = {0};
    const struct rk_str said = rk_str_trim(title);
    const ptrdiff_t comma = outside(said, RK_STR(", "));
    if (comma > 0) {
        person_and_office(rk_str_trim(rk_str_slice(said, 0, comma)), &out);
        out.reported_in = rk_str_trim(rk_str_slice(said, comma + 2, said.len));
        return out;
    }
    const ptrdiff_t via = outside(said, RK_STR(" via "));
    out.name = via > 0 ? rk_str_trim(rk_str_slice(said, 0, via)) : said;
    if (via > 0)
        out.reported_in = rk_str_trim(rk_str_slice(said, via + 5, said.len));
    return out;
}

/* ---- what is left over --------------------------------------------------------------- */

void import_note_add(struct rk_buf *note, struct rk_str name, struct rk_str words)
{
    if (words.len == 0)
        return;
    rk_buf_c(note, note->len ? "; " : "");
    if (name.len > 0) {
        rk_buf_add(note, name);
        rk_buf_c(note, ": ");
    }
    rk_buf_add(note, words);
}

void import_note_rest(const struct import_row *r, struct rk_buf *note)
{
    static const char *const own[] = {"note", "evidence"};
    for (int32_t i = 0; i < r->in->column_count; i++) {
        const struct import_column *c = &r->in->columns[i];
        bool rest = !c->aspect;
        for (int k = 0; k < RK_COUNT(own) && !rest; k++)
            rest = strcmp(c->aspect->id, own[k]) == 0;
        if (rest && r->said[i].filled)
            import_note_add(note, c->aspect ? (struct rk_str){0} : c->map->header,
                            r->said[i].value.text);
    }
}
