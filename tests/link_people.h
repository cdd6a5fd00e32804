/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Invented people on several invented lists, for tests and benches of linkage. Nobody here is
 * real: names are put together from syllables and given names, by a seeded generator. A list
 * forgets fields, slips in spelling, writes a year for a day, an age for a birth.
 */
#ifndef LINK_PEOPLE_H
#define LINK_PEOPLE_H

#include "rk_base.h"

#include "rk_link.h"
#include "rk_random.h"

enum { PEOPLE_BIRTH, PEOPLE_EVENT, PEOPLE_STREET, PEOPLE_HOUSE, PEOPLE_FIELDS };

struct link_people {
    struct rk_link_table table;
    int32_t *who;    /* [records] the truth */
    int32_t persons; /* that stand on any list */
    struct rk_link_field field[PEOPLE_FIELDS];
    int32_t *list;
    struct rk_name *name;
    struct rk_when *birth, *event;
    struct rk_str *street, *house;
    uint8_t *role;
};

static const char *const people_roots[] = {
    "Бурл",   "Верещ",  "Гайд",    "Дзюб",   "Жадан",  "Зінч",   "Калюж",   "Лебед",   "Нечай",
    "Оріш",   "Пшен",   "Рябч",    "Скор",   "Тополь", "Удовч",  "Філонч",  "Хвильч",  "Цапч",
    "Шуміл",  "Щурч",   "Ярош",    "Бортн",  "Вовч",   "Голубч", "Дібров",  "Криничн", "Лозич",
    "Мурах",  "Полуян", "Ступч",   "Турч",   "Хортич", "Яцеч",   "Гончарч", "Мельнич", "Кушнір",
    "Стельм", "Пасіч",  "Рибальч", "Кобзар", "Чумач",  "Зарубч", "Білоз",   "Довгал",  "Малищ",
    "Веселч", "Смирн",  "Тимощ",   "Панас",  "Гнатч"};
static const char *const people_ends[] = {"енко", "ук",  "ик",   "ець", "ар",  "ак",
                                          "ун",   "юта", "ейко", "ан",  "еня", "ій"};
static const char *const people_men[] = {"Олександр", "Сергій",  "Володимир", "Андрій",
                                         "Микола",    "Іван",    "Петро",     "Василь",
                                         "Юрій",      "Михайло", "Віктор",    "Анатолій"};
static const char *const people_women[] = {"Олена",  "Тетяна",  "Наталія", "Ірина",
                                           "Галина", "Людмила", "Марія",   "Валентина",
                                           "Ольга",  "Надія",   "Ганна",   "Катерина"};
static const char *const people_fathers[][2] = {{"Олександрович", "Олександрівна"},
                                                {"Сергійович", "Сергіївна"},
                                                {"Володимирович", "Володимирівна"},
                                                {"Андрійович", "Андріївна"},
                                                {"Миколайович", "Миколаївна"},
                                                {"Іванович", "Іванівна"},
                                                {"Петрович", "Петрівна"},
                                                {"Васильович", "Василівна"},
                                                {"Юрійович", "Юріївна"},
                                                {"Михайлович", "Михайлівна"}};
static const char *const people_streets[] = {
    "Садова",  "Лісова",  "Миру",    "Центральна", "Лугова",  "Козацька", "Степова",
    "Вишнева", "Соборна", "Паркова", "Зоряна",     "Польова", "Річкова",  "Шкільна"};

static inline int32_t people_one_of(struct rk_random *r, ptrdiff_t count)
{
    return (int32_t)rk_random_below(r, count);
}

/* One letter left out, or two exchanged, somewhere behind the first. */
static inline struct rk_str people_slip(struct rk_str s, double chance, struct rk_random *r,
                                        struct rk_arena *keep)
{
    const ptrdiff_t letters = s.len / 2; /* Cyrillic: two bytes each */
    if (letters < 5 || rk_random_unit(r) > chance)
        return s;
    char *copy = rk_str_c(keep, s);
    if (!copy)
        return s;
    const ptrdiff_t at = 2 * (1 + people_one_of(r, letters - 3));
    if (rk_random_unit(r) < 0.5) {
        memmove(copy + at, copy + at + 2, (size_t)(s.len - at - 2));
        return (struct rk_str){copy, s.len - 2};
    }
    char two[2];
    memcpy(two, copy + at, 2);
    memcpy(copy + at, copy + at + 2, 2);
    memcpy(copy + at + 2, two, 2);
    return (struct rk_str){copy, s.len};
}

struct people_one {
    struct rk_str surname, given, patronymic, street, house;
    rk_day birth, event;
};

static inline void people_born(struct people_one *p, struct rk_random *r, struct rk_arena *keep)
{
    const bool woman = rk_random_unit(r) < 0.45;
    p->surname =
        rk_str_printf(keep, "%s%s", people_roots[people_one_of(r, RK_COUNT(people_roots))],
                      people_ends[people_one_of(r, RK_COUNT(people_ends))]);
    p->given = rk_str_of(woman ? people_women[people_one_of(r, RK_COUNT(people_women))]
                               : people_men[people_one_of(r, RK_COUNT(people_men))]);
    p->patronymic =
        rk_str_of(people_fathers[people_one_of(r, RK_COUNT(people_fathers))][woman]);
    p->birth = rk_day_of(1930, 1, 1) + people_one_of(r, 80 * 365);
    p->event = rk_day_of(2022, 3, 1) + people_one_of(r, 150);
    p->street = rk_str_of(people_streets[people_one_of(r, RK_COUNT(people_streets))]);
    p->house = rk_str_printf(keep, "%d", 1 + people_one_of(r, 120));
}

static inline rk_status people_record(struct link_people *out, const struct rk_names *names,
                                      const struct people_one *p, int32_t list,
                                      struct rk_random *r, struct rk_arena *keep)
{
    const int32_t n = out->table.records;
    const double slips = 0.03 + 0.02 * list;
    struct rk_name_columns said = {people_slip(p->surname, slips, r, keep),
                                   people_slip(p->given, slips / 2.0, r, keep),
                                   rk_random_unit(r) < 0.8 ? p->patronymic : RK_STR("")};
    int year = 0, month = 0, day = 0;
    rk_day_split(p->birth, &year, &month, &day);
    const double how = rk_random_unit(r);
    out->birth[n] = how < 0.7 ? (struct rk_when){p->birth, p->birth}
                    : how < 0.9
                        ? (struct rk_when){rk_day_of(year, 1, 1), rk_day_of(year, 12, 31)}
                        : RK_WHEN_UNKNOWN;
    const rk_day event = p->event + people_one_of(r, 3);
    out->event[n] = rk_random_unit(r) < 0.9 ? (struct rk_when){event, event} : RK_WHEN_UNKNOWN;
    const bool address = rk_random_unit(r) < 0.5;
    out->street[n] = address ? p->street : RK_STR("");
    out->house[n] = address ? p->house : RK_STR("");
    out->list[n] = list;
    return rk_name_read_columns(names, said, keep, &out->name[n], NULL);
}

/* `persons` invented people, each on every one of three lists with a chance of 0.6. */
static inline bool link_people_make(const struct rk_names *names, int32_t persons,
                                    uint64_t seed, struct rk_arena *keep,
                                    struct link_people *out)
{
    struct rk_random r = rk_random_seed(seed);
    const ptrdiff_t most = (ptrdiff_t)persons * 3;
    *out = (struct link_people){.persons = 0};
    out->who = RK_NEW(keep, int32_t, most);
    out->list = RK_NEW(keep, int32_t, most);
    out->role = RK_NEW(keep, uint8_t, most);
    out->name = RK_NEW(keep, struct rk_name, most);
    out->birth = RK_NEW(keep, struct rk_when, most);
    out->event = RK_NEW(keep, struct rk_when, most);
    out->street = RK_NEW(keep, struct rk_str, most);
    out->house = RK_NEW(keep, struct rk_str, most);
    for (int32_t i = 0; i < persons && !keep->failed; i++) {
        struct people_one p;
        bool listed = false;
        people_born(&p, &r, keep);
        for (int32_t l = 0; l < 3; l++) {
            if (rk_random_unit(&r) > 0.6)
                continue;
            if (people_record(out, names, &p, l, &r, keep))
                return false;
            out->who[out->table.records++] = i;
            listed = true;
        }
        out->persons += listed;
    }
    return !keep->failed;
}

/* The table over the arrays: to be called where *out has come to rest. */
static inline struct rk_link_table link_people_table(struct link_people *p)
{
    p->field[PEOPLE_BIRTH] =
        (struct rk_link_field){.name = "birth", .kind = RK_LINK_BIRTH, .when = p->birth};
    p->field[PEOPLE_EVENT] =
        (struct rk_link_field){.name = "event", .kind = RK_LINK_EVENT, .when = p->event};
    p->field[PEOPLE_STREET] = (struct rk_link_field){
        .name = "street", .kind = RK_LINK_TEXT, .text = p->street, .household = true};
    p->field[PEOPLE_HOUSE] = (struct rk_link_field){
        .name = "house", .kind = RK_LINK_CODE, .text = p->house, .household = true};
    return (struct rk_link_table){.records = p->table.records,
                                  .lists = 3,
                                  .fields = PEOPLE_FIELDS,
                                  .list = p->list,
                                  .name = p->name,
                                  .role = p->role,
                                  .field = p->field};
}

/* Cells of a line of RFC 4180; doubled quotes are kept as they stand. How many there are. */
static inline int32_t people_cut_row(struct rk_str line, struct rk_str *cell, int32_t most)
{
    int32_t count = 0;
    while (line.at && count < most) {
        if (line.len == 0 || line.at[0] != '"') {
            cell[count++] = rk_str_cut(&line, ',');
            continue;
        }
        ptrdiff_t end = 1;
        while (end < line.len &&
               !(line.at[end] == '"' && (end + 1 == line.len || line.at[end + 1] == ',')))
            end++;
        cell[count++] = rk_str_slice(line, 1, end);
        line = end + 1 < line.len ? rk_str_slice(line, end + 2, line.len)
                                  : (struct rk_str){NULL, 0};
    }
    return count;
}

struct link_counted {
    double precision, recall, f1;
};

static inline int people_by_two(const void *a, const void *b)
{
    const int32_t *x = a, *y = b;
    if (x[0] != y[0])
        return x[0] < y[0] ? -1 : 1;
    return (x[1] > y[1]) - (x[1] < y[1]);
}

/* Pairs of equal (first, second) in an array sorted by both; of equal first when `one`. */
static inline double people_pairs(const int32_t (*two)[2], int32_t n, bool one)
{
    double pairs = 0.0;
    for (int32_t i = 0, run = 0; i < n; i++) {
        const bool on =
            i > 0 && two[i][0] == two[i - 1][0] && (one || two[i][1] == two[i - 1][1]);
        run = on ? run + 1 : 0;
        pairs += run;
    }
    return pairs;
}

/* Pairs of records in one cluster against pairs of one person. */
static inline struct link_counted link_count(const int32_t *cluster, const int32_t *who,
                                             int32_t n, struct rk_scratch scratch)
{
    int32_t(*two)[2] = rk_arena_take(&scratch.in, n, (ptrdiff_t)sizeof *two);
    struct link_counted c = {0.0, 0.0, 0.0};
    if (!two)
        return c;
    for (int32_t i = 0; i < n; i++) {
        two[i][0] = who[i];
        two[i][1] = cluster[i];
    }
    qsort(two, (size_t)n, sizeof *two, people_by_two);
    const double truth = people_pairs((const int32_t(*)[2])two, n, true);
    const double both = people_pairs((const int32_t(*)[2])two, n, false);
    for (int32_t i = 0; i < n; i++) {
        two[i][0] = cluster[i];
        two[i][1] = who[i];
    }
    qsort(two, (size_t)n, sizeof *two, people_by_two);
    const double found = people_pairs((const int32_t(*)[2])two, n, true);
    c.precision = found > 0.0 ? both / found : 1.0;
    c.recall = truth > 0.0 ? both / truth : 1.0;
    c.f1 = c.precision + c.recall > 0.0
               ? 2.0 * c.precision * c.recall / (c.precision + c.recall)
               : 0.0;
    return c;
}

#endif
