/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One cell read by its column: a value in the aspect's type and unit, or the reason why not. */
#define RK_INTAKE_ROOM
#include "rk_base.h"
#include "rk_date.h"
#include "rk_json.h"
#include "rk_text.h"
#include "import_match.h"
#include "import_within.h"

enum { PLAIN_ROOM = 1024 };

static struct rk_str number_text(struct rk_arena *keep, double x)
{
    char text[32];
    const int len = rk_double_text(x, text);
    return rk_str_copy(keep, (struct rk_str){text, len});
}

static bool refuse(struct import_why *why, const char *reason)
{
    why->reason = reason;
    return false;
}

/* Signs for "no data" without a word of their own: "-", "?", "н/д". */
static bool only_a_sign(struct rk_str said)
{
    static const char *const signs[] = {"н/д", "нд", "н.д.", "н/в", "n/a", "na", "n.a.", "N/A"};
    bool letters = false;
    if (said.len > 12)
        return false;
    for (ptrdiff_t i = 0; i < said.len; i++)
        letters |= (unsigned char)said.at[i] >= 0xC3 && (unsigned char)said.at[i] < 0xE2;
    for (ptrdiff_t i = 0; i < said.len; i++)
        letters |= (said.at[i] >= '0' && said.at[i] <= '9') ||
                   ((said.at[i] | 32) >= 'a' && (said.at[i] | 32) <= 'z');
    for (int i = 0; i < RK_COUNT(signs); i++)
        if (rk_str_eq(said, rk_str_of(signs[i])))
            return true;
    return !letters && import_unknown(said);
}

bool import_unknown(struct rk_str said)
{
    static const struct rk_str words[] = {
        {"-", sizeof "-" - 1},
        {"–", sizeof "–" - 1},
        {"—", sizeof "—" - 1},
        {"?", sizeof "?" - 1},
        {"??", sizeof "??" - 1},
        {"???", sizeof "???" - 1},
        {"...", sizeof "..." - 1},
        {"…", sizeof "…" - 1},
        {"н/д", sizeof "н/д" - 1},
        {"нд", sizeof "нд" - 1},
        {"н.д.", sizeof "н.д." - 1},
        {"н/в", sizeof "н/в" - 1},
        {"невідомо", sizeof "невідомо" - 1},
        {"не відомо", sizeof "не відомо" - 1},
        {"невідома", sizeof "невідома" - 1},
        {"невідомий", sizeof "невідомий" - 1},
        {"невідоме", sizeof "невідоме" - 1},
        {"не встановлено", sizeof "не встановлено" - 1},
        {"не встановлений", sizeof "не встановлений" - 1},
        {"не встановлена", sizeof "не встановлена" - 1},
        {"немає даних", sizeof "немає даних" - 1},
        {"нема даних", sizeof "нема даних" - 1},
        {"даних немає", sizeof "даних немає" - 1},
        {"відомості відсутні", sizeof "відомості відсутні" - 1},
        {"unknown", sizeof "unknown" - 1},
        {"not known", sizeof "not known" - 1},
        {"n/a", sizeof "n/a" - 1},
        {"na", sizeof "na" - 1},
        {"n.a.", sizeof "n.a." - 1},
        {"no data", sizeof "no data" - 1},
        {"неизвестно", sizeof "неизвестно" - 1},
        {"неизвестен", sizeof "неизвестен" - 1},
        {"неизвестна", sizeof "неизвестна" - 1},
        {"не известно", sizeof "не известно" - 1},
        {"нет данных", sizeof "нет данных" - 1},
        {"не установлено", sizeof "не установлено" - 1}};
    if (said.len == 0)
        return true;
    char folded[48];
    struct rk_buf b = {.at = folded, .cap = sizeof folded};
    if (said.len > 40 || (*said.at >= '0' && *said.at <= '9'))
        return false;
    rk_text_fold(said, &b);
    for (int i = 0; i < RK_COUNT(words) && !b.failed; i++)
        if (rk_str_eq(rk_buf_str(&b), words[i]))
            return true;
    return false;
}

/* ---- numbers ------------------------------------------------------------------------- */

/* Infants' ages are said in months. */
static bool is_months(struct rk_str words)
{
    static const char *const months[] = {"міс", "місяц", "мес", "month", "mo"};
    char folded[40];
    struct rk_buf b = {.at = folded, .cap = sizeof folded};
    if (words.len > 24)
        return false;
    rk_text_fold(words, &b);
    for (int i = 0; i < RK_COUNT(months); i++)
        if (rk_str_starts(rk_buf_str(&b), rk_str_of(months[i])))
            return true;
    return false;
}

/* What the words behind a number do to it: *factor, or the unit of an aspect without one. */
static bool unit_behind(const struct rk_aspect *aspect, struct rk_str words, double *factor,
                        struct rk_str *unit, struct import_why *why)
{
    if (words.len == 0)
        return true;
    const struct rk_unit *said = rk_unit_find(words);
    const struct rk_unit *own = aspect->unit[0] ? rk_unit_find(rk_str_of(aspect->unit)) : NULL;
    if (said && own && strcmp(said->family, own->family) == 0) {
        *factor = said->factor / own->factor;
        return true;
    }
    if (own && strcmp(own->id, "years") == 0 && is_months(words)) {
        *factor = 1.0 / 12.0;
        return true;
    }
    if (!own && said) {
        *unit = rk_str_of(said->id);
        return true;
    }
    if (!own && rk_header_fits(aspect, words) >= 0.8) /* "9 поверхів" */
        return true;
    why->args[0] = words;
    return refuse(why, said ? "intake.fault.other_unit" : "intake.fault.words_behind");
}

static bool within(const struct rk_aspect *aspect, double x,
                   const struct import_reading *reading, struct import_why *why)
{
    if (isnan(x) || (x >= aspect->min && x <= aspect->max))
        return true;
    const bool small = x < aspect->min;
    why->args[0] = number_text(reading->keep, small ? aspect->min : aspect->max);
    return refuse(why, small ? "intake.fault.too_small" : "intake.fault.too_large");
}

/* "немає" where things are counted or measured is none of them. Of an age, a temperature or a
 * coordinate it says nothing. */
static bool says_none(const struct rk_aspect *aspect, struct rk_str said)
{
    static const char *const none[] = {"немає",       "нема",     "нет",      "відсутні",
                                       "відсутній",   "відсутня", "відсутнє", "none",
                                       "отсутствует", "нуль"};
    char folded[32];
    struct rk_buf b = {.at = folded, .cap = sizeof folded};
    if (said.len > 24 || aspect->required || aspect->min != 0.0 ||
        strcmp(aspect->unit, "years") == 0 || strcmp(aspect->unit, "c") == 0)
        return false;
    rk_text_fold(said, &b);
    for (int i = 0; i < RK_COUNT(none); i++)
        if (rk_str_eq(rk_buf_str(&b), rk_str_of(none[i])))
            return true;
    return false;
}

/* All ways in which one number can be wrong stand together: their order decides what is said.
 */
static bool read_number(const struct import_column *c, const struct rk_cell *cell,
                        const struct import_reading *reading, struct import_said *out,
                        struct import_why *why)
{
    const struct rk_aspect *aspect = c->aspect;
    const bool whole = aspect->type == RK_TYPE_INTEGER;
    const struct rk_str said = rk_str_trim(cell->text);
    struct rk_number_said n = {.low = cell->number, .high = cell->number, .bound = "exact"};
    const bool plain = cell->kind == RK_CELL_NUMBER && !rk_str_ends(said, RK_STR("%"));
    if (!plain && says_none(aspect, said)) {
        out->value = (struct rk_value){.kind = RK_VALUE_NUMBER};
        out->bound = RK_STR("exact");
        out->said_as = said;
        out->unit = rk_str_of(aspect->unit);
        return true;
    }
    if (cell->kind == RK_CELL_DATE || cell->kind == RK_CELL_BOOL ||
        (!plain && !rk_number_read(said, whole, &n)))
        return refuse(why, "intake.fault.not_a_number");
    const bool shares =
        strcmp(aspect->unit, "percent") == 0 || strcmp(aspect->unit, "share") == 0;
    if (n.percent && !shares)
        return refuse(why, "intake.fault.percent");
    double factor = n.percent ? 1.0 : c->factor;
    struct rk_str unit = rk_str_of(aspect->unit);
    if (n.percent && strcmp(aspect->unit, "share") == 0)
        factor = 0.01;
    if (!unit_behind(aspect, n.behind, &factor, &unit, why))
        return false;
    if (factor != 1.0) {
        n.low *= factor;
        n.high *= factor;
    }
    if (whole && ((isfinite(n.low) && n.low != floor(n.low)) ||
                  (isfinite(n.high) && n.high != floor(n.high))))
        return refuse(why, "intake.fault.not_whole");
    if (!within(aspect, n.low, reading, why) || !within(aspect, n.high, reading, why))
        return false;
    const bool exact = n.low == n.high;
    out->value = (struct rk_value){
        .kind = exact ? RK_VALUE_NUMBER : RK_VALUE_RANGE, .low = n.low, .high = n.high};
    out->bound = rk_str_of(n.bound);
    if (!exact || factor != 1.0 || n.behind.len > 0 || strcmp(n.bound, "exact") != 0)
        out->said_as = said;
    out->unit = unit;
    return true;
}

/* ---- choices ------------------------------------------------------------------------- */

static const void *choice_meant(const void *aspect, struct rk_str words)
{
    return rk_choice_find(aspect, words);
}

/* "так" or "ні" below a header that is itself one of the words: "Лежачий (так/ні)". */
static const struct rk_choice *choice_of_header(const struct import_column *c,
                                                struct rk_str said)
{
    static const char *const yes[] = {"так", "т", "да", "yes", "y", "+", "v", "є"};
    static const char *const no[] = {"ні", "н", "нет", "no", "n", "-"};
    char low[16], room[PLAIN_ROOM];
    struct rk_buf b = {.at = low, .cap = sizeof low};
    if (!c->map || c->map->header.len == 0 || said.len == 0 || said.len > 8)
        return NULL;
    rk_text_fold(said, &b);
    bool is_yes = false, is_no = false;
    for (int i = 0; i < RK_COUNT(yes); i++)
        is_yes |= rk_str_eq(rk_buf_str(&b), rk_str_of(yes[i]));
    for (int i = 0; i < RK_COUNT(no); i++)
        is_no |= rk_str_eq(rk_buf_str(&b), rk_str_of(no[i]));
    const struct rk_str bare = import_bare(c->map->header, room, sizeof room);
    if ((!is_yes && !is_no) || !rk_choice_find(c->aspect, bare))
        return NULL;
    if (is_yes)
        return rk_choice_find(c->aspect, bare);
    char turned[PLAIN_ROOM + 8];
    struct rk_buf t = {.at = turned, .cap = sizeof turned};
    rk_buf_c(&t, "не ");
    rk_buf_add(&t, bare);
    return t.failed ? NULL : rk_choice_find(c->aspect, rk_buf_str(&t));
}

/* The list's word, or else what a longer text says without doubt. */
static const void *choice_of(const struct import_column *c, struct rk_str said)
{
    const struct rk_choice *whole = rk_choice_find(c->aspect, said);
    if (!whole && c->aspect->type != RK_TYPE_BOOL)
        whole = choice_of_header(c, said);
    return whole
               ? whole
               : import_within(said, c->aspect->type == RK_TYPE_BOOL, choice_meant, c->aspect);
}

typedef const void *find_words(const struct import_column *c, struct rk_str said);

/* What the column's words mean, from those seen before where there is a memory of them. */
static const void *remembered(const struct import_column *c, struct rk_str said,
                              find_words *find)
{
    if (!c->cache || said.len > CHOICE_CACHED)
        return find(c, said);
    uint32_t hash = 2166136261u; /* FNV-1a: Fowler, Noll, Vo */
    for (ptrdiff_t i = 0; i < said.len; i++)
        hash = (hash ^ (unsigned char)said.at[i]) * 16777619u;
    const uint32_t slot = hash % CHOICE_CACHE;
    if (c->cache->slot[slot].len == (int32_t)said.len &&
        memcmp(c->cache->slot[slot].said, said.at, (size_t)said.len) == 0)
        return c->cache->slot[slot].found;
    const void *found = find(c, said);
    c->cache->slot[slot].len = (int32_t)said.len;
    memcpy(c->cache->slot[slot].said, said.at, (size_t)said.len);
    c->cache->slot[slot].found = found;
    return found;
}

static struct rk_str choice_words(const struct rk_aspect *aspect,
                                  const struct import_reading *reading)
{
    struct rk_buf b = rk_buf_in(reading->keep, 400);
    for (int32_t i = 0; i < aspect->choice_count && !b.failed; i++) {
        const char *words = aspect->choices[i].words.one[reading->lang];
        if (b.len + (ptrdiff_t)strlen(words) > 300) {
            rk_buf_c(&b, ", …");
            break;
        }
        rk_buf_c(&b, i ? ", " : "");
        rk_buf_c(&b, words);
    }
    return b.failed ? (struct rk_str){0} : rk_buf_str(&b);
}

static bool read_choice(const struct import_column *c, struct rk_str said,
                        const struct import_reading *reading, struct import_said *out,
                        struct import_why *why)
{
    const struct rk_choice *choice = remembered(c, said, choice_of);
    if (!choice && import_unknown(said)) {
        out->filled = false;
        return true;
    }
    if (!choice) {
        why->args[0] = choice_words(c->aspect, reading);
        return refuse(why, "intake.fault.not_a_choice");
    }
    const struct rk_str id = rk_str_of(choice->id);
    if (c->aspect->type == RK_TYPE_BOOL)
        out->value =
            (struct rk_value){.kind = RK_VALUE_BOOL, .truth = strcmp(choice->id, "yes") == 0};
    else
        out->value = (struct rk_value){.kind = RK_VALUE_TEXT, .text = id};
    if (!rk_str_eq(said, id))
        out->said_as = said;
    return true;
}

/* ---- classes of damage --------------------------------------------------------------- */

/* The schemes in the order of their table, each once. */
static struct rk_str scheme_after(struct rk_str before)
{
    int32_t count = 0;
    const struct rk_damage_class *classes = rk_damage_classes(&count);
    bool passed = before.len == 0;
    for (int32_t i = 0; i < count; i++) {
        const struct rk_str scheme = rk_str_of(classes[i].scheme);
        if (passed && !rk_str_eq(scheme, before))
            return scheme;
        passed |= rk_str_eq(scheme, before);
    }
    return (struct rk_str){0};
}

static const struct rk_damage_class *find_class(struct rk_str scheme, struct rk_str said)
{
    if (rk_str_find(said, RK_STR("/")) > 0) {
        const struct rk_damage_class *full = rk_damage_class_find((struct rk_str){"", 0}, said);
        if (full)
            return full;
    }
    if (scheme.len > 0)
        return rk_damage_class_find(scheme, said);
    const struct rk_damage_class *only = NULL;
    for (struct rk_str s = scheme_after((struct rk_str){0}); s.len > 0; s = scheme_after(s)) {
        const struct rk_damage_class *found = rk_damage_class_find(s, said);
        if (found && strcmp(found->scheme, "words") == 0)
            return found; /* plain words mean what they say */
        if (found && only)
            return NULL;
        only = found ? found : only;
    }
    return only;
}

static const void *class_meant(const void *scheme, struct rk_str words)
{
    return rk_damage_class_find(*(const struct rk_str *)scheme, words);
}

/* "зруйнована повністю, згоріла": plain words within a longer text. */
static const struct rk_damage_class *class_within(struct rk_str scheme, struct rk_str said)
{
    const struct rk_str words = RK_STR("words");
    if (scheme.len > 0 && !rk_str_eq(scheme, words))
        return NULL;
    return import_within(said, false, class_meant, &words);
}

static const void *class_of(const struct import_column *c, struct rk_str said)
{
    const struct rk_damage_class *whole = find_class(c->scheme, said);
    return whole ? whole : class_within(c->scheme, said);
}

static bool read_class(const struct import_column *c, struct rk_str said,
                       const struct import_reading *reading, struct import_said *out,
                       struct import_why *why)
{
    const struct rk_damage_class *class = remembered(c, said, class_of);
    if (!class) {
        why->args[0] = c->scheme.len > 0 ? c->scheme : RK_STR("scheme/class");
        return refuse(why, "intake.fault.not_a_class");
    }
    const struct rk_str id = rk_str_printf(reading->keep, "%s/%s", class->scheme, class->id);
    out->value = (struct rk_value){.kind = RK_VALUE_TEXT, .text = id};
    if (!rk_str_eq(said, id))
        out->said_as = said;
    return true;
}

/* What the header says of the scheme: its name, or the word for categories of order 65. */
static bool header_names(struct rk_str header, struct rk_str scheme)
{
    char folded[512];
    struct rk_buf b = {.at = folded, .cap = sizeof folded};
    rk_text_key(header, &b);
    if (b.failed)
        return false;
    const struct rk_str key = rk_buf_str(&b);
    if (rk_str_eq(scheme, RK_STR("order65")))
        return rk_str_find(key, RK_STR("категор")) >= 0 ||
               rk_str_find(key, RK_STR("categor")) >= 0 ||
               rk_str_find(key, RK_STR("наказ 65")) >= 0 ||
               rk_str_find(key, RK_STR("order 65")) >= 0;
    if (rk_str_eq(scheme, RK_STR("ems98")))
        return rk_str_find(key, RK_STR("ems")) >= 0;
    return rk_str_find(key, scheme) >= 0;
}

struct rk_str import_scheme(const struct rk_row *rows, int32_t count, int32_t column,
                            struct rk_str header)
{
    struct rk_str fitting = {0};
    bool words = false;
    int fits = 0;
    for (struct rk_str s = scheme_after((struct rk_str){0}); s.len > 0; s = scheme_after(s)) {
        int32_t filled = 0, known = 0;
        for (int32_t i = 0; i < count; i++) {
            const struct rk_str said = rk_str_trim(import_cell_of(&rows[i], column).text);
            if (said.len == 0 || import_unknown(said))
                continue;
            filled++;
            known += find_class(s, said) != NULL;
        }
        if (filled == 0 || known * 10 < filled * 9)
            continue;
        if (header_names(header, s))
            return s;
        words |= strcmp(s.at, "words") == 0;
        fitting = s;
        fits++;
    }
    return words ? RK_STR("words") : fits == 1 ? fitting : (struct rk_str){0};
}

/* ---- places -------------------------------------------------------------------------- */

static bool read_coordinate(const struct import_column *c, const struct rk_cell *cell,
                            struct import_said *out, struct import_why *why)
{
    const struct rk_str said = rk_str_trim(cell->text);
    const bool north = c->aspect->type == RK_TYPE_LATITUDE;
    double degrees = cell->number;
    char letter = '\0';
    if (cell->kind == RK_CELL_DATE || cell->kind == RK_CELL_BOOL ||
        (cell->kind != RK_CELL_NUMBER && !import_degrees(said, &degrees, &letter)))
        return refuse(why, "intake.fault.not_degrees");
    if (letter && (letter == 'N' || letter == 'S') != north)
        return refuse(why, "intake.fault.swapped");
    if (fabs(degrees) > (north ? 90.0 : 180.0))
        return refuse(why, north ? "intake.fault.latitude" : "intake.fault.longitude");
    out->value = (struct rk_value){.kind = RK_VALUE_NUMBER, .low = degrees, .high = degrees};
    if (cell->kind != RK_CELL_NUMBER && (letter || rk_str_find(said, RK_STR("°")) >= 0))
        out->said_as = said;
    return true;
}

static bool read_pair(struct rk_str said, struct import_said *out, struct import_why *why)
{
    double latitude = 0.0;
    if (!import_pair(said, &latitude, &out->second))
        return refuse(why, "intake.fault.not_a_pair");
    if (fabs(latitude) > 90.0)
        return refuse(why, "intake.fault.latitude");
    if (fabs(out->second) > 180.0)
        return refuse(why, "intake.fault.longitude");
    out->value = (struct rk_value){.kind = RK_VALUE_NUMBER, .low = latitude, .high = latitude};
    return true;
}

/* ---- words --------------------------------------------------------------------------- */

static bool has_letter(struct rk_str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        if ((unsigned char)s.at[i] >= 0xC3 || ((s.at[i] | 32) >= 'a' && (s.at[i] | 32) <= 'z'))
            return true;
    return false;
}

/* The key of another subject; with its kind in front where equal keys mean one subject. */
static bool read_subject(const struct rk_aspect *aspect, struct rk_str said,
                         const struct import_reading *reading, struct import_said *out,
                         struct import_why *why)
{
    const struct rk_kind *kind = rk_kind_find(rk_str_of(aspect->refers_to));
    struct rk_str text = said;
    if (kind && kind->shared_key) {
        const struct rk_str key = import_key(kind, said, reading->keep);
        if (key.len == 0 || key.len > IMPORT_KEY_MAX)
            return refuse(why, "intake.fault.no_key");
        text = rk_str_printf(reading->keep, "%s:%.*s", kind->id, RK_FMT(key));
        out->said_as = said;
    }
    out->value = (struct rk_value){.kind = RK_VALUE_TEXT, .text = text};
    return true;
}

static bool read_words(const struct import_column *c, struct rk_str said,
                       const struct import_reading *reading, struct import_said *out,
                       struct import_why *why)
{
    struct rk_str text = said;
    if (said.len > IMPORT_TEXT_MAX) {
        why->args[0] = number_text(reading->keep, IMPORT_TEXT_MAX);
        return refuse(why, "intake.fault.too_long");
    }
    if (c->aspect && c->aspect->type == RK_TYPE_NAME && !c->raw && !has_letter(said))
        return refuse(why, "intake.fault.no_letters");
    if (c->aspect && c->aspect->type == RK_TYPE_PHONE && !c->raw) {
        if (!import_phone(said, reading->keep, &text))
            return refuse(why, "intake.fault.phone");
        if (!rk_str_eq(text, said))
            out->said_as = said;
    }
    out->value = (struct rk_value){.kind = RK_VALUE_TEXT, .text = text};
    return true;
}

/* A medicine that "закінчився" ran out by the day of the list at the latest. */
static bool has_run_out(const struct rk_aspect *aspect, struct rk_str said)
{
    static const char *const out[] = {
        "закінчився",  "закінчилась", "закінчилася", "закінчилося",
        "закінчилось", "закінчилися", "закінчились", "закончился",
        "закончилась", "закончилось", "немає",       "нема",
        "нет",         "ran out",     "none left",   "finished"};
    char folded[48];
    struct rk_buf b = {.at = folded, .cap = sizeof folded};
    if (strcmp(aspect->id, "runs_out") != 0 || said.len > 40)
        return false;
    rk_text_fold(said, &b);
    for (int i = 0; i < RK_COUNT(out); i++)
        if (rk_str_eq(rk_buf_str(&b), rk_str_of(out[i])))
            return true;
    return false;
}

static bool read_date(const struct import_column *c, const struct rk_cell *cell,
                      const struct import_reading *reading, struct import_said *out,
                      struct import_why *why)
{
    struct rk_when when = {reading->today, reading->today};
    const bool gone = c->aspect && has_run_out(c->aspect, rk_str_trim(cell->text));
    if (gone)
        out->said_as = rk_str_trim(cell->text);
    if (!gone && !import_date(cell, &when, why))
        return false;
    if (gone && !rk_when_known(when))
        return true; /* content of a column, before there is a day */
    if (when.last < rk_day_of(1900, 1, 1))
        return refuse(why, "intake.fault.too_early");
    if (!c->future && reading->today != RK_DAY_NONE && when.first > reading->today) {
        char day[12];
        rk_day_iso(reading->today, day);
        why->args[0] = rk_str_copy(reading->keep, rk_str_of(day));
        return refuse(why, "intake.fault.future");
    }
    out->value =
        (struct rk_value){.kind = RK_VALUE_DATE, .text = rk_str_trim(cell->text), .when = when};
    return true;
}

/* ---- any cell ------------------------------------------------------------------------ */

static bool broken_cell(struct rk_str said, struct import_why *why)
{
    if (rk_str_starts(said, RK_STR("=")))
        return refuse(why, "intake.fault.formula");
    return refuse(why, rk_str_starts(said, RK_STR("\"")) ? "intake.fault.quote"
                                                         : "intake.fault.cell_error");
}

/* Spreadsheets turn "5/2" and "3-4" into days: no name, number or house is a day. */
static bool turned_into_day(const struct import_column *c, const struct rk_cell *cell)
{
    if (cell->kind != RK_CELL_DATE || !c->aspect || c->raw)
        return false;
    const enum rk_type type = c->aspect->type;
    return type == RK_TYPE_NAME || type == RK_TYPE_ADDRESS || type == RK_TYPE_PHONE ||
           type == RK_TYPE_INTEGER || type == RK_TYPE_NUMBER ||
           strcmp(c->aspect->id, "house_no") == 0 || strcmp(c->aspect->id, "flat") == 0;
}

bool import_cell(const struct import_column *c, const struct rk_cell *original,
                 const struct import_reading *reading, struct import_said *out,
                 struct import_why *why)
{
    struct rk_cell kept = *original;
    const struct rk_cell *cell = &kept;
    kept.text = rk_str_trim(kept.text);
    /* an apostrophe before digits tells a spreadsheet that they are text; it is no part of it
     */
    if (kept.text.len > 1 && *kept.text.at == '\'' && strchr("+-0123456789", kept.text.at[1]))
        kept.text = rk_str_slice(kept.text, 1, kept.text.len);
    const struct rk_str said = kept.text;
    *out = (struct import_said){0};
    if (cell->kind == RK_CELL_EMPTY)
        return true;
    if (cell->kind == RK_CELL_ERROR)
        return broken_cell(said, why);
    if (turned_into_day(c, cell))
        return refuse(why, "intake.fault.turned_into_day");
    out->filled = true;
    if (!c->aspect || c->raw)
        return read_words(c, said, reading, out, why);
    const enum rk_type type = c->aspect->type;
    if (type == RK_TYPE_CHOICE || type == RK_TYPE_BOOL)
        return read_choice(c, said, reading, out, why);
    /* What is written on a cross may be "невідомий"; nobody's name or address is. */
    const bool free_text = type == RK_TYPE_TEXT && !c->aspect->key && !c->aspect->required;
    if (free_text ? only_a_sign(said) : import_unknown(said)) {
        out->filled = false;
        return true;
    }
    if (c->map && c->map->second)
        return read_pair(said, out, why);
    switch (type) {
    case RK_TYPE_INTEGER:
    case RK_TYPE_NUMBER:
        return read_number(c, cell, reading, out, why);
    case RK_TYPE_DATE:
        return read_date(c, cell, reading, out, why);
    case RK_TYPE_CLASS:
        return read_class(c, said, reading, out, why);
    case RK_TYPE_LATITUDE:
    case RK_TYPE_LONGITUDE:
        return read_coordinate(c, cell, out, why);
    case RK_TYPE_SUBJECT:
        return read_subject(c->aspect, said, reading, out, why);
    case RK_TYPE_TEXT:
    case RK_TYPE_NAME:
    case RK_TYPE_PHONE:
    case RK_TYPE_ADDRESS:
    case RK_TYPE_CHOICE:
    case RK_TYPE_BOOL:
        break;
    }
    return read_words(c, said, reading, out, why);
}

struct import_content import_content(const struct rk_aspect *aspect, struct rk_str scheme,
                                     struct rk_str header, const struct rk_row *rows,
                                     int32_t count, int32_t column, struct rk_scratch scratch)
{
    const struct rk_map_column map = {.column = column, .header = header};
    const struct import_column c = {.index = column,
                                    .map = &map,
                                    .aspect = aspect,
                                    .factor = 1.0,
                                    .scheme = scheme,
                                    .future = true};
    struct import_content content = {0};
    for (int32_t i = 0; i < count; i++) {
        struct rk_arena row_keep = scratch.in;
        const struct import_reading reading = {
            .keep = &row_keep, .lang = RK_EN, .today = RK_DAY_NONE};
        const struct rk_cell cell = import_cell_of(&rows[i], column);
        struct import_said said;
        struct import_why why = {0};
        if (cell.kind == RK_CELL_EMPTY || cell.kind == RK_CELL_ERROR ||
            import_unknown(rk_str_trim(cell.text)))
            continue;
        content.filled++;
        content.good += import_cell(&c, &cell, &reading, &said, &why);
    }
    return content;
}
