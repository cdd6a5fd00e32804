/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows between the data that are none: headings, the header printed again, column numbers,
 * totals with and without a word for it, signatures below the table. Each is told, never
 * dropped in silence. docs/formats/intake.md, 5.
 */
#define RK_INTAKE_ROOM
#include "rk_base.h"
#include "rk_text.h"
#include "import_plan.h"

enum { WORDS_ROOM = 256, NUMBERED_MIN = 3 };

static bool is_number(struct rk_cell cell)
{
    struct rk_number_said n;
    return cell.kind == RK_CELL_NUMBER ||
           (cell.kind == RK_CELL_TEXT && rk_number_read(cell.text, false, &n) &&
            n.behind.len == 0);
}

/* What a row holds, at a glance. */
struct glance {
    int32_t filled, numbers;
    int32_t at;          /* cell of the first words; -1: none */
    struct rk_str words; /* the first filled cell that is not only a number */
};

static struct glance glance_of(const struct rk_row *row)
{
    struct glance g = {.at = -1};
    for (int32_t i = 0; i < row->cell_count; i++) {
        const struct rk_cell cell = row->cells[i];
        if (cell.kind == RK_CELL_EMPTY)
            continue;
        g.filled++;
        const bool number = is_number(cell);
        g.numbers += number;
        if (g.at >= 0 || number || cell.kind != RK_CELL_TEXT)
            continue;
        g.at = i;
        g.words = rk_str_trim(cell.text);
    }
    return g;
}

struct beginning {
    const char *word; /* as import_plain gives it */
    bool alone;       /* names of places begin with it, too */
};

/* "Р а з о м" is written wide. */
static struct rk_str without_gaps(struct rk_str plain, char *room)
{
    struct rk_buf b = {.at = room, .cap = WORDS_ROOM};
    for (struct rk_str rest = plain; rest.at;) {
        const struct rk_str letter = rk_str_cut(&rest, ' ');
        if (rk_utf8_count(letter) > 1)
            return plain;
        rk_buf_add(&b, letter);
    }
    return b.failed ? plain : rk_buf_str(&b);
}

static bool begins(struct rk_str words, const struct beginning *list, ptrdiff_t count)
{
    char room[WORDS_ROOM], narrow[WORDS_ROOM];
    struct rk_str plain = import_plain(rk_utf8_head(words, 40), room, sizeof room);
    plain = without_gaps(plain, narrow);
    for (ptrdiff_t i = 0; i < count; i++) {
        const struct rk_str word = rk_str_of(list[i].word);
        if (rk_str_starts(plain, word) &&
            (plain.len == word.len || (!list[i].alone && plain.at[word.len] == ' ')))
            return true;
    }
    return false;
}

/* "Разом", "Усього по місту", "у тому числі", "Total:": a line of sums, not a subject. */
static bool is_total(struct rk_str words)
{
    static const struct beginning totals[] = {
        {"разом", false},        {"всого", false},        {"усого", false},
        {"итого", false},        {"всего", false},        {"загалом", false},
        {"у тому числі", false}, {"в тому числі", false}, {"в том числе", false},
        {"підсумок", true},      {"total", true},         {"grand total", true},
        {"totals", true},        {"sum", true},           {"сума", true},
        {"subtotal", true},      {"із них", true},        {"з них", true},
        {"из них", true},        {"of which", true}};
    return begins(words, totals, RK_COUNT(totals));
}

/* "№ | | Разом | 12": the word stands alone in a cell behind the first ones, and the row has no
 * number of its own. */
static bool total_behind(const struct rk_row *row, const struct glance *g)
{
    static const struct beginning totals[] = {{"разом", true}, {"всого", true},
                                              {"усого", true}, {"итого", true},
                                              {"всего", true}, {"total", true}};
    for (int32_t i = 0; i < g->at; i++)
        if (row->cells[i].kind != RK_CELL_EMPTY)
            return false;
    for (int32_t i = g->at + 1; i < row->cell_count; i++)
        if (row->cells[i].kind == RK_CELL_TEXT &&
            begins(rk_str_trim(row->cells[i].text), totals, RK_COUNT(totals)))
            return true;
    return false;
}

/* What names the subject of a row: without any of it, sums alone are nobody's. */
static bool names_subject(const struct import_column *c)
{
    static const char *const names[] = {"name", "address", "street", "full_name", "surname"};
    if (!c->aspect)
        return false;
    for (int i = 0; i < RK_COUNT(names); i++)
        if (strcmp(c->aspect->id, names[i]) == 0)
            return true;
    return c->aspect->key || c->aspect->required;
}

static bool counter(const struct import_column *c)
{
    return !c->aspect || (c->aspect->key && (strcmp(c->aspect->id, "id") == 0 ||
                                             strcmp(c->aspect->id, "number") == 0));
}

/* Whether the row names its subject in another cell than `but`; *can: whether rows here do. */
static bool subject_named(const struct rk_import *in, const struct rk_row *row, int32_t but,
                          bool *can)
{
    bool named = false;
    *can = false;
    for (int32_t i = 0; i < in->column_count; i++) {
        const struct import_column *c = &in->columns[i];
        if (!names_subject(c))
            continue;
        *can |= !counter(c);
        named |= c->index != but && import_cell_of(row, c->index).kind != RK_CELL_EMPTY;
    }
    return named;
}

/* Nothing but numbers, several, and none of them says whose: a line of sums without its word.
 */
static bool only_sums(const struct rk_import *in, const struct rk_row *row,
                      const struct glance *g)
{
    bool can = false;
    return g->numbers >= 2 && g->numbers == g->filled && !subject_named(in, row, -1, &can) &&
           can;
}

/* Whether rows are numbered there: "№", "№ з/п", "N", "No.". */
static bool numbers_rows(const struct import_column *c)
{
    char room[WORDS_ROOM];
    const struct rk_str head = rk_str_trim(c->map->header);
    const struct rk_str plain = import_plain(rk_utf8_head(head, 40), room, sizeof room);
    return rk_str_starts(head, RK_STR("№")) || rk_str_starts(head, RK_STR("#")) ||
           rk_str_eq(plain, RK_STR("n")) || rk_str_eq(plain, RK_STR("no"));
}

/* "Виконавець: …": in the place of the row's number, whoever signs; or of nothing, and nobody
 * else named. */
static bool is_signature(const struct rk_import *in, const struct rk_row *row,
                         const struct glance *g)
{
    static const struct beginning signs[] = {
        {"виконавец", false},   {"началник", false},   {"голова", false},
        {"секретар", false},    {"керівник", false},   {"директор", false},
        {"заступник", false},   {"склав", false},      {"склала", false},
        {"підпис", false},      {"погоджено", false},  {"затверджено", false},
        {"перевірив", false},   {"перевірила", false}, {"головний", false},
        {"м п", false},         {"керуючий", false},   {"исполнител", false},
        {"составил", false},    {"глава", false},      {"отв исполнител", false},
        {"prepared by", false}, {"approved", false}};
    bool can = false;
    if (g->filled > 3 || g->numbers > 0 || !begins(g->words, signs, RK_COUNT(signs)))
        return false;
    for (int32_t i = 0; i < in->column_count; i++) {
        if (in->columns[i].index != g->at)
            continue;
        if (numbers_rows(&in->columns[i]))
            return true;
        if (!counter(&in->columns[i]))
            return false;
    }
    return !subject_named(in, row, g->at, &can);
}

/* Every filled cell repeats the header above it, as on each page of a printed table. */
static bool is_header_again(const struct rk_import *in, const struct rk_row *row,
                            int32_t filled)
{
    int32_t same = 0;
    for (int32_t i = 0; i < in->column_count; i++) {
        char one[WORDS_ROOM * 4], other[WORDS_ROOM * 4];
        const struct rk_str said = rk_str_trim(import_cell_of(row, in->columns[i].index).text);
        if (said.len == 0)
            continue;
        const struct rk_str a = import_plain(said, one, sizeof one);
        const struct rk_str b = import_plain(in->columns[i].map->header, other, sizeof other);
        if (a.len == 0 || (!rk_str_starts(b, a) && !rk_str_ends(b, a)))
            return false; /* mostly at the first cell */
        same++;
    }
    return filled >= 2 && same == filled;
}

/* "1 | 2 | 3 | 4" once more, in columns that do not hold numbers. */
static bool is_numbering(const struct rk_import *in, const struct rk_row *row,
                         const struct glance *g)
{
    int64_t last = 0;
    bool odd = false;
    if (g->filled < NUMBERED_MIN || g->filled != g->numbers || g->filled < in->column_count - 1)
        return false;
    for (int32_t i = 0; i < in->column_count; i++) {
        const struct import_column *c = &in->columns[i];
        const struct rk_str said = rk_str_trim(import_cell_of(row, c->index).text);
        int64_t n = 0;
        if (said.len == 0)
            continue;
        if (!rk_str_int(said, &n) || n != last + 1)
            return false;
        last = n;
        odd |= c->aspect && c->aspect->type != RK_TYPE_INTEGER &&
               c->aspect->type != RK_TYPE_NUMBER && !counter(c);
    }
    return odd;
}

const char *import_passed_over(const struct rk_import *in, const struct rk_row *row)
{
    const char *kind = in->mapping.kind->id;
    const struct glance g = glance_of(row);
    if (is_header_again(in, row, g.filled) || is_numbering(in, row, &g))
        return "intake.passed.heading";
    if (strcmp(kind, "statement") == 0 || strcmp(kind, "fact") == 0)
        return NULL; /* every row of these says something */
    if (is_total(g.words) || total_behind(row, &g) || only_sums(in, row, &g))
        return "intake.passed.total";
    if (is_signature(in, row, &g))
        return "intake.passed.signature";
    if (g.filled > 1 || in->column_count < 3)
        return NULL;
    return g.words.len > 0 ? "intake.passed.heading" : "intake.passed.number_only";
}

struct rk_str import_heading_street(const struct rk_row *row)
{
    static const struct beginning streets[] = {
        {"вул", false},      {"вулиця", false},   {"пров", false},      {"провулок", false},
        {"просп", false},    {"проспект", false}, {"бул", false},       {"бульвар", false},
        {"площа", false},    {"пл", false},       {"ул", false},        {"улица", false},
        {"переулок", false}, {"узвіз", false},    {"набережна", false}, {"шосе", false}};
    const struct glance g = glance_of(row);
    return begins(g.words, streets, RK_COUNT(streets)) ? g.words : (struct rk_str){0};
}
