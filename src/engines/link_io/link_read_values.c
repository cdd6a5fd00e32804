/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Single cells: unknown, sex, days, ages, addresses, numbers. */
#include "link_read_internal.h"

#include "rk_text.h"

enum { SHORT = 400 };

static struct rk_str key_of(struct rk_str s, char room[SHORT])
{
    struct rk_buf key = {room, 0, SHORT, false};
    rk_text_key(rk_utf8_head(s, SHORT), &key);
    return rk_buf_str(&key);
}

static bool among_single(char c, const char *const *words, ptrdiff_t count)
{
    for (ptrdiff_t i = 0; i < count; i++)
        if (words[i][0] == c && words[i][1] == '\0')
            return true;
    return false;
}

/* Words are written as rk_text_key writes them. */
static bool among(struct rk_str key, const char *const *words, ptrdiff_t count)
{
    for (ptrdiff_t i = 0; i < count; i++)
        if (key.len > 1 && words[i][0] == key.at[0] && words[i][1] == key.at[1] &&
            rk_str_eq(key, rk_str_of(words[i])))
            return true;
    return key.len == 1 && among_single(key.at[0], words, count);
}

struct rk_str read_said(struct rk_str cell)
{
    static const char *const unknown[] = {"na",
                                          "n a",
                                          "null",
                                          "none",
                                          "nan",
                                          "nil",
                                          "unknown",
                                          "unk",
                                          "not known",
                                          "невідомо",
                                          "не відомо",
                                          "невідома",
                                          "неизвестно",
                                          "не известно",
                                          "неизв",
                                          "невід",
                                          "н в",
                                          "н д",
                                          "нд",
                                          "нв",
                                          "немає",
                                          "немає даних",
                                          "нет",
                                          "нет данных",
                                          "не вказано",
                                          "не указано",
                                          "не встановлено",
                                          "не установлено",
                                          "б н",
                                          "x",
                                          "xx",
                                          "nn",
                                          "n n",
                                          "hi",
                                          "no data",
                                          "not stated",
                                          "невст",
                                          "х"};
    const struct rk_str s = rk_str_trim(cell);
    char room[SHORT];
    if (s.len == 0 || s.len > 36 || (s.at[0] >= '0' && s.at[0] <= '9'))
        return s;
    const struct rk_str key = key_of(s, room);
    return key.len == 0 || among(key, unknown, RK_COUNT(unknown)) ? RK_STR("") : s;
}

struct rk_str read_sex(struct rk_str s)
{
    static const char *const men[] = {"ч", "чол", "м", "муж", "m", "male", "man"};
    static const char *const women[] = {"ж", "жін", "жен", "f", "female", "woman", "w"};
    char room[SHORT];
    const struct rk_str key = key_of(s, room);
    if (key.len == 0 || key.len > 40)
        return RK_STR("");
    if (rk_str_starts(key, RK_STR("female")) || among(key, women, RK_COUNT(women)) ||
        rk_str_starts(key, RK_STR("жі")) || rk_str_starts(key, RK_STR("же")))
        return RK_STR("f");
    if (among(key, men, RK_COUNT(men)) || rk_str_starts(key, RK_STR("чо")) ||
        rk_str_starts(key, RK_STR("муж")) || rk_str_starts(key, RK_STR("хлоп")) ||
        rk_str_starts(key, RK_STR("male")))
        return RK_STR("m");
    return RK_STR("");
}

/* ---- days ------------------------------------------------------------------------ */

static int digits(struct rk_str s, ptrdiff_t *at, int *value)
{
    int count = 0;
    *value = 0;
    while (*at < s.len && s.at[*at] >= '0' && s.at[*at] <= '9' && count < 9) {
        *value = *value * 10 + (s.at[*at] - '0');
        (*at)++;
        count++;
    }
    return count;
}

static bool whole_year(int year, struct rk_when *out)
{
    if (year < 1000 || year > 2100)
        return false;
    *out = (struct rk_when){rk_day_of(year, 1, 1), rk_day_of(year, 12, 31)};
    return true;
}

static bool one_day(int year, int month, int day, struct rk_when *out)
{
    const rk_day d = rk_day_of(year, month, day);
    if (d == RK_DAY_NONE)
        return false;
    *out = (struct rk_when){d, d};
    return true;
}

/* Only figures: 19750312, 12031975, a year, an Excel day. */
static bool figures(int count, int value, struct rk_when *out)
{
    if (count == 8)
        return one_day(value / 10000, value / 100 % 100, value % 100, out) ||
               one_day(value % 10000, value / 10000 % 100, value / 1000000, out) ||
               whole_year(value / 10000, out);
    if (count == 4)
        return whole_year(value, out);
    if (count == 5 && value > 6000 && value < 60000) {
        const rk_day d = rk_day_of_excel(value);
        *out = (struct rk_when){d, d};
        return d != RK_DAY_NONE;
    }
    return false;
}

/* "12.03", "12/3", "12" below a heading with its month. */
static bool short_day(struct rk_str s, int year, int month, struct rk_when *out)
{
    ptrdiff_t at = 0;
    int day = 0, second = 0;
    if (year <= 0 || digits(s, &at, &day) == 0 || day > 31)
        return false;
    if (at == s.len)
        return month > 0 && one_day(year, month, day, out);
    if (s.at[at] != '.' && s.at[at] != '/' && s.at[at] != '-')
        return false;
    at++;
    if (digits(s, &at, &second) == 0 || second > 12)
        return false;
    if (at < s.len && !(at + 1 == s.len && s.at[at] == '.'))
        return false;
    return one_day(year, second, day, out);
}

/* A year in what is no date: "1777-89-09", "бл. 1956". */
static bool some_year(struct rk_str s, struct rk_when *out)
{
    for (ptrdiff_t at = 0; at < s.len;) {
        int value = 0;
        if (digits(s, &at, &value) == 4 && value >= 1500 && value <= 2100)
            return whole_year(value, out);
        at++;
    }
    return false;
}

bool read_day(struct rk_str s, int year, int month, struct rk_when *out)
{
    ptrdiff_t at = 0;
    int value = 0;
    s = rk_str_trim(s);
    const int count = digits(s, &at, &value);
    if (count > 2 && at == s.len)
        return figures(count, value, out);
    if (rk_when_read(s, year, out))
        return true;
    const ptrdiff_t space = rk_str_find(s, RK_STR(" ")); /* "12.03.2022 14:05" */
    if (space > 7 && rk_when_read(rk_str_slice(s, 0, space), year, out))
        return true;
    return short_day(s, year, month, out) || some_year(s, out);
}

bool read_heading_month(struct rk_str s, int *year, int *month)
{
    struct rk_when when;
    int first_month = 0, day = 0, last_month = 0, last_year = 0, first_year = 0;
    s = rk_str_trim(s);
    if (s.len == 0 || s.len > 60)
        return false;
    while (s.len > 0 && (rk_str_ends(s, RK_STR(":")) || rk_str_ends(s, RK_STR("-")) ||
                         rk_str_ends(s, RK_STR("="))))
        s = rk_str_trim(rk_str_slice(s, 0, s.len - 1));
    while (s.len > 0 && (s.at[0] == '-' || s.at[0] == '=' || s.at[0] == '*'))
        s = rk_str_trim(rk_str_slice(s, 1, s.len));
    /* the month alone takes the year of the heading before, or the list's */
    for (;;) {
        if (rk_when_read(s, 0, &when)) {
            rk_day_split(when.first, &first_year, &first_month, &day);
            rk_day_split(when.last, &last_year, &last_month, &day);
            if (first_year != last_year || first_month != last_month)
                return false;
            *year = first_year;
            *month = first_month;
            return true;
        }
        char with[96];
        snprintf(with, sizeof with, "%.*s %d", RK_FMT(s), *year > 0 ? *year : 2000);
        if (rk_when_read(rk_str_of(with), 0, &when)) {
            rk_day_split(when.first, &first_year, &first_month, &day);
            rk_day_split(when.last, &last_year, &last_month, &day);
            if (first_month != last_month)
                return false;
            *month = first_month;
            return true;
        }
        const ptrdiff_t space = rk_str_find(s, RK_STR(" ")); /* "За березень 2022" */
        if (space < 0)
            return false;
        s = rk_str_trim(rk_str_slice(s, space, s.len));
    }
}

/* ---- ages ------------------------------------------------------------------------ */

static bool is_about(struct rk_str s, struct rk_str key)
{
    static const char *const words[] = {"бл", "при", "око", "abo", "на ", "c "};
    for (ptrdiff_t i = 0; i < RK_COUNT(words); i++)
        if (rk_str_starts(key, rk_str_of(words[i])))
            return true;
    return rk_str_find(s, RK_STR("~")) >= 0 || rk_str_find(s, RK_STR("±")) >= 0;
}

/* "50", "~50", "45-50", "близько 40 років", "6 міс". */
bool read_age(struct rk_str s, double *low, double *high)
{
    ptrdiff_t at = 0;
    int first = 0, second = 0;
    char room[SHORT];
    const struct rk_str key = key_of(s, room);
    const bool about = is_about(s, key);
    while (at < s.len && (s.at[at] < '0' || s.at[at] > '9'))
        at++;
    if (digits(s, &at, &first) == 0 || first > 115)
        return false;
    const struct rk_str rest = rk_str_trim(rk_str_slice(s, at, s.len));
    struct rk_str behind = rest;
    if (behind.len > 0 && behind.at[0] == '-')
        behind = rk_str_slice(behind, 1, behind.len);
    else if (rk_str_starts(behind, RK_STR("–")) || rk_str_starts(behind, RK_STR("—")))
        behind = rk_str_slice(behind, 3, behind.len);
    ptrdiff_t from = 0;
    behind = rk_str_trim(behind);
    if (behind.at != rest.at && digits(behind, &from, &second) > 0 && second >= first &&
        second <= 115) {
        *low = first;
        *high = second;
        return true;
    }
    if (rk_str_find(key, RK_STR("міс")) >= 0 || rk_str_find(key, RK_STR("мес")) >= 0 ||
        rk_str_find(key, RK_STR("month")) >= 0)
        first = 0;
    *low = about ? first - 5 : first;
    *high = about ? first + 5 : first;
    *low = *low < 0.0 ? 0.0 : *low;
    return true;
}

/* ---- addresses and numbers ------------------------------------------------------- */

static const char *const street_words[] = {
    "вул",      "вулиця",   "вулиці", "вулицi",   "ул",    "улица",    "улице",  "пров",
    "провулок", "провулку", "пер",    "переулок", "просп", "проспект", "пр",     "пр кт",
    "бул",      "бул'вар",  "б р",    "пл",       "площа", "площад'",  "street", "str",
    "st",       "ave",      "avenue", "lane",     "road",  "rd",       "vul",    "vulytsia",
    "ulitsa",   "ul",       "prov",   "per",      "узвіз", "шосе",     "шоссе"};
static const char *const house_words[] = {"буд",   "будинок", "дом", "д",       "bud",
                                          "house", "dom",     "bld", "будинку", "доме"};
static const char *const flat_words[] = {
    "кв", "квартира", "квартирі", "кварт", "kv", "apt", "flat", "ap", "квартире", "apartment"};
static const char *const town_words[] = {"м",       "місто", "г",     "город", "с",
                                         "село",    "смт",   "пгт",   "сел",   "обл",
                                         "област'", "р н",   "район", "city"};

static bool has_digit(struct rk_str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (s.at[i] >= '0' && s.at[i] <= '9')
            return true;
    return false;
}

/* The next word of an address: letters, digits and what joins them. */
static struct rk_str next_word(struct rk_str *rest)
{
    ptrdiff_t from = 0;
    while (from < rest->len && strchr(" .,;:()\t\n", rest->at[from]))
        from++;
    ptrdiff_t to = from;
    while (to < rest->len && !strchr(" .,;:()\t\n", rest->at[to]))
        to++;
    const struct rk_str word = rk_str_slice(*rest, from, to);
    *rest = rk_str_slice(*rest, to, rest->len);
    return word;
}

#define AMONG(key, words) among((key), (words), RK_COUNT(words))

struct rk_str read_street(struct rk_str s, struct rk_arena *keep)
{
    struct rk_buf out = rk_buf_in(keep, s.len + 1);
    struct rk_str rest = s;
    while (rest.len > 0) {
        char room[SHORT];
        const struct rk_str word = next_word(&rest);
        if (word.len == 0 || AMONG(key_of(word, room), street_words))
            continue;
        if (out.len > 0)
            rk_buf_char(&out, ' ');
        rk_buf_add(&out, word);
    }
    return rk_buf_str(&out);
}

struct rk_str read_number(struct rk_str s, struct rk_arena *keep)
{
    struct rk_buf out = rk_buf_in(keep, s.len + 1);
    struct rk_str rest = s;
    while (rest.len > 0) {
        char room[SHORT];
        const struct rk_str word = next_word(&rest);
        const struct rk_str key = key_of(word, room);
        if (word.len == 0 || (!has_digit(word) && (AMONG(key, house_words) ||
                                                   AMONG(key, flat_words) || key.len == 0)))
            continue;
        if (out.len > 0)
            rk_buf_char(&out, ' ');
        if (rk_str_starts(word, RK_STR("№")))
            rk_buf_add(&out, rk_str_slice(word, 3, word.len));
        else
            rk_buf_add(&out, word);
    }
    return rk_buf_str(&out);
}

/* "90" or "90/5", house and flat. */
static bool take_house(struct rk_str word, struct read_person *p)
{
    const ptrdiff_t slash = rk_str_find(word, RK_STR("/"));
    p->house = slash > 0 ? rk_str_slice(word, 0, slash) : word;
    if (slash > 0 && p->flat.len == 0)
        p->flat = rk_str_slice(word, slash + 1, word.len);
    return true;
}

/* "вул. Лугова, буд. 90, кв. 5"; "м. Місто, Лугова 90/5"; "90 Luhova St., apt 5". */
void read_address(struct rk_str s, struct rk_arena *keep, struct read_person *p)
{
    struct rk_buf street = rk_buf_in(keep, s.len + 1);
    struct rk_str rest = s;
    bool town = false, flat = false, housed = p->house.len > 0;
    while (rest.len > 0) {
        char room[SHORT];
        const bool comma = rest.at[0] == ',' || rest.at[0] == ';';
        const struct rk_str word = next_word(&rest);
        const struct rk_str key = key_of(word, room);
        town = town && !comma;
        if (word.len == 0 || AMONG(key, house_words))
            continue;
        if (AMONG(key, street_words)) {
            town = false;
            continue;
        }
        if (AMONG(key, flat_words)) {
            flat = true;
        } else if (AMONG(key, town_words) && street.len == 0) {
            town = true;
        } else if (has_digit(word)) {
            if ((flat || housed) && p->flat.len == 0 && (flat || street.len > 0))
                p->flat = word;
            else if (!housed)
                housed = take_house(word, p);
            flat = false;
        } else if (town) {
            if (p->place.len == 0)
                p->place = word;
        } else if (!housed || street.len == 0) {
            if (street.len > 0)
                rk_buf_char(&street, ' ');
            rk_buf_add(&street, word);
        }
    }
    if (p->street.len == 0)
        p->street = rk_buf_str(&street);
}

bool read_names_street(struct rk_str s)
{
    struct rk_str rest = s;
    char room[SHORT];
    return AMONG(key_of(next_word(&rest), room), street_words) && rest.len > 0;
}

struct rk_str read_phone(struct rk_str s, struct rk_arena *keep)
{
    struct rk_buf out = rk_buf_in(keep, s.len + 1);
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (s.at[i] >= '0' && s.at[i] <= '9')
            rk_buf_char(&out, s.at[i]);
    const struct rk_str all = rk_buf_str(&out);
    return all.len < 5   ? RK_STR("")
           : all.len > 9 ? rk_str_slice(all, all.len - 9, all.len)
                         : all;
}

bool read_is_nameless(struct rk_str s)
{
    static const char *const begins[] = {
        "невідом",  "неизвест", "невпізн",  "неопозн", "unknown", "unident", "не впізн",
        "не опозн", "не встан", "не устан", "невстан", "неустан", "тіло",    "тело",
        "труп",     "особа",    "останки",  "рештки",  "body",    "чоловік", "мужчина",
        "жінка",    "женщина",  "male",     "female",  "дитина",  "ребенок", "john doe",
        "jane doe", "н о",      "безім",    "безым"};
    char room[SHORT];
    const struct rk_str key = key_of(s, room);
    for (ptrdiff_t i = 0; i < RK_COUNT(begins); i++) {
        const struct rk_str begin = rk_str_of(begins[i]);
        if (rk_str_starts(key, begin) && (begin.len > 4 || rk_str_eq(key, begin)))
            return true;
    }
    static const char *const short_words[] = {"н в",   "н о",   "б п", "невід", "неизв",
                                              "невст", "неуст", "unk", "nn"};
    for (ptrdiff_t i = 0; i < RK_COUNT(short_words); i++) {
        const struct rk_str begin = rk_str_of(short_words[i]);
        if (rk_str_starts(key, begin) && (key.len == begin.len || key.at[begin.len] == ' '))
            return true;
    }
    return rk_str_find(key, RK_STR("невідом")) >= 0 ||
           rk_str_find(key, RK_STR("неизвестн")) >= 0 ||
           rk_str_find(key, RK_STR("unidentified")) >= 0 ||
           rk_str_find(key, RK_STR("невпізнан")) >= 0 ||
           rk_str_find(key, RK_STR("неопознан")) >= 0;
}
