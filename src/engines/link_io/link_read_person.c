/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One row of a list as one person. */
#include "link_read_internal.h"

#include "rk_text.h"

static struct rk_str cell_of(const struct read_row *row, int32_t c)
{
    return c >= 0 && c < row->cells ? read_said(row->cell[c]) : RK_STR("");
}

/* ---- headings -------------------------------------------------------------------- */

static bool is_total(struct rk_str s)
{
    static const char *const totals[] = {"всього", "усього", "разом",
                                         "итого",  "всего",  "total"};
    char room[256];
    struct rk_buf key = {room, 0, (ptrdiff_t)sizeof room, false};
    rk_text_key(rk_utf8_head(s, 120), &key);
    for (ptrdiff_t i = 0; i < RK_COUNT(totals); i++)
        if (rk_str_starts(rk_buf_str(&key), rk_str_of(totals[i])))
            return true;
    return false;
}

bool read_is_heading(const struct read_list *list, const struct read_row *row,
                     struct read_heading *heading)
{
    int32_t filled = 0, only = -1;
    for (int32_t c = 0; c < row->cells; c++)
        if (rk_str_trim(row->cell[c]).len > 0) {
            only = only < 0 ? c : only;
            filled++;
        }
    if (filled == 0)
        return true;
    const struct rk_str text = rk_str_trim(row->cell[only]);
    const bool without_id =
        list->id >= 0 && (list->id >= row->cells || rk_str_trim(row->cell[list->id]).len == 0);
    struct read_heading found = *heading;
    const bool month =
        filled == 1 && list->columns > 1 && read_heading_month(text, &found.year, &found.month);
    if (without_id || (list->id < 0 && filled <= 2 && list->columns > 2 && is_total(text)) ||
        (month && list->id < 0) || (month && only == list->id && !list->id_said)) {
        if (month)
            *heading = found;
        return true;
    }
    return false;
}

/* ---- cells into fields ----------------------------------------------------------- */

static struct rk_str joined(struct rk_str a, struct rk_str b, struct rk_arena *keep)
{
    if (a.len == 0)
        return b;
    return b.len == 0 ? a : rk_str_printf(keep, "%.*s %.*s", RK_FMT(a), RK_FMT(b));
}

static void set_first(struct rk_str *field, struct rk_str value)
{
    if (field->len == 0)
        *field = value;
}

/* "Петренко О. І., 1975 р.н.": the name ends at the first comma or figure. */
static void read_full(const struct rk_link_reader *reader, const struct read_list *list,
                      struct rk_str s, struct rk_arena *keep, struct read_person *p)
{
    ptrdiff_t end = 0;
    if (read_is_nameless(s)) {
        p->nameless = true;
        set_first(&p->sex, read_sex(s));
        read_free(reader->names, s, list->year, keep, p);
        p->full = RK_STR("");
        return;
    }
    while (end < s.len && (s.at[end] < '0' || s.at[end] > '9') && s.at[end] != ',' &&
           s.at[end] != ';')
        end++;
    struct rk_str name = rk_str_trim(rk_str_slice(s, 0, end));
    if (end < s.len && s.at[end] == ',' && rk_str_find(name, RK_STR(" ")) < 0) {
        /* "Петренко, Олена Іванівна" */
        ptrdiff_t on = end + 1;
        while (on < s.len && (s.at[on] < '0' || s.at[on] > '9') && s.at[on] != ',')
            on++;
        name = joined(name, rk_str_trim(rk_str_slice(s, end + 1, on)), keep);
        end = on;
    }
    set_first(&p->full, name);
    if (end < s.len) {
        const struct rk_when event = p->event;
        read_free(reader->names, rk_str_slice(s, end, s.len), list->year, keep, p);
        p->event = event; /* beside a name stand days of birth and ages */
    }
}

static bool has_figure(struct rk_str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (s.at[i] >= '0' && s.at[i] <= '9')
            return true;
    return false;
}

struct birth_parts {
    int64_t year, month, day;
};

static void read_event(struct rk_str said, const struct read_list *list,
                       struct read_heading heading, enum read_meaning means,
                       enum read_meaning *best, struct read_person *p)
{
    struct rk_when when;
    const int year = heading.year > 0 ? heading.year : list->year;
    if (means < *best && read_day(said, year, heading.month, &when)) {
        p->event = when;
        *best = means;
    }
}

static void read_cell(const struct rk_link_reader *reader, const struct read_list *list,
                      struct read_heading heading, enum read_meaning means, struct rk_str s,
                      struct rk_arena *keep, struct birth_parts *birth,
                      enum read_meaning *event, struct read_person *p)
{
    switch (means) {
    case MEANS_SURNAME:
        if (read_is_nameless(s))
            p->nameless = true;
        else
            p->surname = joined(p->surname, s, keep);
        break;
    case MEANS_MAIDEN:
        p->maiden = s;
        break;
    case MEANS_GIVEN:
        if (read_is_nameless(s))
            p->nameless = true;
        else
            p->given = joined(p->given, s, keep);
        break;
    case MEANS_PATRONYMIC:
        p->patronymic = joined(p->patronymic, s, keep);
        break;
    case MEANS_FULL_NAME:
        read_full(reader, list, s, keep, p);
        break;
    case MEANS_SEX:
        set_first(&p->sex, read_sex(s));
        break;
    case MEANS_BIRTH:
        if (!read_day(s, 0, 0, &p->birth))
            (void)read_age(s, &p->age_low, &p->age_high);
        break;
    case MEANS_BIRTH_YEAR:
        if (!rk_str_int(s, &birth->year))
            (void)read_day(s, 0, 0, &p->birth);
        break;
    case MEANS_BIRTH_MONTH:
        (void)rk_str_int(s, &birth->month);
        break;
    case MEANS_BIRTH_DAY:
        (void)rk_str_int(s, &birth->day);
        break;
    case MEANS_AGE:
        (void)read_age(s, &p->age_low, &p->age_high);
        break;
    case MEANS_DEATH:
    case MEANS_EVENT:
    case MEANS_MISSED:
    case MEANS_FOUND:
    case MEANS_BURIED:
    case MEANS_ADMITTED:
    case MEANS_NOTED:
        read_event(s, list, heading, means, event, p);
        break;
    case MEANS_ADDRESS:
        read_address(s, keep, p);
        break;
    case MEANS_STREET:
        if (has_figure(s))
            read_address(s, keep, p);
        else
            p->street = read_street(s, keep);
        break;
    case MEANS_HOUSE:
        p->house = read_number(s, keep);
        break;
    case MEANS_FLAT:
        p->flat = read_number(s, keep);
        break;
    case MEANS_PLACE:
        if (has_figure(s) || read_names_street(s))
            read_address(s, keep, p);
        else
            set_first(&p->place, s);
        break;
    case MEANS_PHONE:
        p->phone = read_phone(s, keep);
        break;
    case MEANS_DOCUMENT:
        p->document = read_number(s, keep);
        break;
    case MEANS_GRAVE:
        p->grave = read_number(s, keep);
        break;
    case MEANS_BODY:
        p->body = read_number(s, keep);
        break;
    default:
        break;
    }
}

static void set_birth(const struct birth_parts *b, struct read_person *p)
{
    if (b->year < 1000 || b->year > 2100 || rk_when_known(p->birth))
        return;
    const int year = (int)b->year;
    const bool parts = b->month >= 1 && b->month <= 12 && b->day >= 1 && b->day <= 31;
    const rk_day day = parts ? rk_day_of(year, (int)b->month, (int)b->day) : RK_DAY_NONE;
    p->birth = day != RK_DAY_NONE
                   ? (struct rk_when){day, day}
                   : (struct rk_when){rk_day_of(year, 1, 1), rk_day_of(year, 12, 31)};
}

/* Whoever is `age` years old on a day was born within the year that ended `age` years before.
 */
static void birth_of_age(const struct read_list *list, struct read_person *p)
{
    if (rk_when_known(p->birth) || isnan(p->age_low))
        return;
    struct rk_when at = p->event;
    if (!rk_when_known(at)) {
        if (list->middle == RK_DAY_NONE)
            return;
        at = (struct rk_when){list->middle - 60, list->middle + 60};
    }
    p->birth.first = at.first - (rk_day)((p->age_high + 1.0) * 365.25) + 1;
    p->birth.last = at.last - (rk_day)(p->age_low * 365.25);
}

static bool is_one_word(struct rk_str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (s.at[i] == ' ' || s.at[i] == ',' || (s.at[i] >= '0' && s.at[i] <= '9'))
            return false;
    return s.len > 4;
}

/* Some column of the list holds names. */
static bool names_people(const struct read_list *list)
{
    for (int32_t c = 0; c < list->columns; c++)
        if (list->column[c].means >= MEANS_SURNAME && list->column[c].means <= MEANS_FULL_NAME)
            return true;
    return false;
}

void read_row_person(const struct rk_link_reader *reader, const struct read_list *list,
                     const struct read_row *row, struct read_heading heading,
                     struct rk_arena *keep, struct read_person *out)
{
    struct read_person p = {.birth = RK_WHEN_UNKNOWN, .event = RK_WHEN_UNKNOWN};
    struct birth_parts birth = {0, 0, 0};
    enum read_meaning event = MEANINGS;
    const int year = heading.year > 0 ? heading.year : list->year;
    p.age_low = p.age_high = RK_NAN;
    for (int32_t c = 0; c < list->columns && c < row->cells; c++) {
        const struct rk_str s = cell_of(row, c);
        if (s.len > 0)
            read_cell(reader, list, heading, list->column[c].means, s, keep, &birth, &event,
                      &p);
    }
    set_birth(&birth, &p);
    struct rk_when noted = event == MEANS_NOTED ? p.event : RK_WHEN_UNKNOWN;
    if (event == MEANS_NOTED) /* what a sentence tells is nearer to the event */
        p.event = RK_WHEN_UNKNOWN;
    for (int32_t c = 0; c < list->columns && c < row->cells; c++) {
        struct rk_str s = cell_of(row, c);
        if (s.len == 0 || list->column[c].means != MEANS_TEXT)
            continue;
        (void)read_stamp(&s, year, &noted);
        if (is_one_word(s) && !names_people(list) && !read_is_nameless(s))
            set_first(&p.surname, s); /* a cross on which but a family name stands */
        read_free(reader->names, s, year, keep, &p);
    }
    if (!rk_when_known(p.event))
        p.event = noted;
    if (!rk_when_known(p.event) && heading.year > 0 && heading.month > 0) {
        const int next = heading.month == 12 ? 1 : heading.month + 1;
        p.event = (struct rk_when){
            rk_day_of(heading.year, heading.month, 1),
            rk_day_of(heading.month == 12 ? heading.year + 1 : heading.year, next, 1) - 1};
    }
    birth_of_age(list, &p);
    *out = p;
}

/* ---- the name -------------------------------------------------------------------- */

/* Words of the full name that no other column has: a middle name, mostly. */
static struct rk_str beyond(struct rk_str full, const struct read_person *p,
                            struct rk_arena *keep)
{
    struct rk_buf out = rk_buf_in(keep, full.len + 1);
    while (full.at) {
        const struct rk_str word = rk_str_cut(&full, ' ');
        if (word.len == 0 || rk_str_find(p->surname, word) >= 0 ||
            rk_str_find(p->given, word) >= 0)
            continue;
        if (out.len > 0)
            rk_buf_char(&out, ' ');
        rk_buf_add(&out, word);
    }
    return rk_buf_str(&out);
}

rk_status read_person_name(const struct rk_names *names, const struct read_person *p,
                           struct rk_arena *keep, struct rk_name *out)
{
    *out = (struct rk_name){.raw = {NULL, 0}};
    if (p->surname.len == 0 && p->given.len == 0 && p->patronymic.len == 0) {
        if (p->full.len == 0 || p->nameless)
            return RK_OK;
        const struct rk_str whole =
            p->maiden.len > 0
                ? rk_str_printf(keep, "%.*s (%.*s)", RK_FMT(p->full), RK_FMT(p->maiden))
                : p->full;
        return rk_name_read(names, whole, keep, out, NULL);
    }
    struct rk_name_columns columns = {p->surname, p->given, p->patronymic};
    if (p->maiden.len > 0)
        columns.surname =
            rk_str_printf(keep, "%.*s (%.*s)", RK_FMT(p->surname), RK_FMT(p->maiden));
    if (p->full.len > 0 && columns.patronymic.len == 0)
        columns.patronymic = beyond(p->full, p, keep);
    if (columns.patronymic.len == 0 && rk_str_find(columns.given, RK_STR(" ")) > 0) {
        const struct rk_str whole =
            rk_str_printf(keep, "%.*s %.*s", RK_FMT(columns.surname), RK_FMT(columns.given));
        return rk_name_read(names, whole, keep, out, NULL);
    }
    return rk_name_read_columns(names, columns, keep, out, NULL);
}
