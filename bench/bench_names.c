/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names: letters in bulk, reading, comparing, finding. bench_names [--case jaro-winkler|
 * levenshtein|open|read|compare|translit|search|grow]. Surnames are the usual ones of the
 * room's own kind put together from syllables by chance (seed 7): no list of persons.
 */
#include "rk_bench.h"
#include "rk_names.h"
#include "rk_random.h"
#include "rk_work.h"

enum { SEED = 7, WORDS = 3008, BLOCKS = WORDS / RK_LETTERS_LANES, PEOPLE = 46000, ASKED = 500 };

static struct rk_arena mem;
static struct rk_scratch tmp;
static const struct rk_names *names;
static struct rk_random chance;

static const char *const roots[] = {"Кова", "Бон",  "Шев",  "Мель", "Тка", "Гри", "Лис",
                                    "Пет",  "Сидо", "Мар",  "Хар",  "Дов", "Зай", "Яр",
                                    "Кри",  "Ос",   "Рома", "Вер",  "Чор", "Цим"};
static const char *const middles[] = {"ль", "да", "чу", "ри", "ти", "не", "ба", "ку",
                                      "жи", "ло", "ма", "пе", "ви", "хо", "сю", ""};
static const char *const ends[] = {"енко", "ук",  "ський", "ов", "ич",
                                   "ак",   "ець", "ун",    "ін", "а"};
static const char *const givens[] = {"Олександр", "Ольга",    "Юрій",   "Ганна",
                                     "Микола",    "Христина", "Яків",   "Любов",
                                     "Ілля",      "Тетяна",   "Сергій", "Оксана"};
static const char *const fathers[] = {"Петрович", "Іванівна", "Юрійович",   "Марківна",
                                      "Львович",  "Олегівна", "Сергійович", "Андріївна"};

#define PICK(list) (list)[rk_random_below(&chance, RK_COUNT(list))]

static struct rk_str surname(struct rk_arena *keep)
{
    const char *root = PICK(roots), *middle = PICK(middles), *end = PICK(ends);
    return rk_str_printf(keep, "%s%s%s", root, middle, end);
}

static struct rk_str *people(int32_t count, struct rk_arena *keep)
{
    struct rk_str *list = RK_NEW(keep, struct rk_str, count);
    for (int32_t i = 0; i < count; i++) {
        const struct rk_str s = surname(keep);
        const bool twice = rk_random_below(&chance, 9) == 0;
        const char *given = PICK(givens), *father = PICK(fathers);
        list[i] =
            rk_str_printf(keep, "%.*s%s %s %s", RK_FMT(s), twice ? "-Гай" : "", given, father);
    }
    return list;
}

/* Millions of comparisons a CPU-second of each of 3,008 Cyrillic surnames with all. */
static void in_bulk(const char *name, bool jaro)
{
    struct rk_arena keep = mem;
    struct rk_letters_block *blocks = RK_NEW(&keep, struct rk_letters_block, BLOCKS);
    struct rk_name *word = RK_NEW(&keep, struct rk_name, WORDS);
    float *similarity = RK_NEW(&keep, float, WORDS);
    uint16_t *distance = RK_NEW(&keep, uint16_t, WORDS);
    double letters = 0, best = HUGE_VAL, sum = 0;
    for (int32_t i = 0; i < WORDS; i++) {
        const struct rk_str s = surname(&keep);
        if (rk_name_read(names, s, &keep, &word[i], NULL) || word[i].words == 0)
            exit(1);
        letters += word[i].word[0].len;
        rk_letters_block_set(&blocks[i / 16], i % 16, word[i].word[0].letter,
                             word[i].word[0].len);
    }
    for (int run = 0; run < 7; run++) {
        const double start = rk_cpu_s();
        for (int32_t i = 0; i < WORDS; i++) {
            const struct rk_name_word *w = &word[i].word[0];
            if (jaro)
                rk_letters_jaro_winkler_many(w->letter, w->len, blocks, BLOCKS, similarity);
            else
                rk_letters_levenshtein_many(w->letter, w->len, blocks, BLOCKS, distance);
            sum += jaro ? (double)similarity[i] : distance[i];
        }
        best = fmin(best, rk_cpu_s() - start);
    }
    printf("{\"case\":\"%s\",\"ms\":%.2f,\"million_per_s\":%.1f,\"letters\":%.2f,\"sum\":%.1f",
           name, 1e3 * best, (double)WORDS * WORDS / best / 1e6, letters / WORDS, sum / 7);
    rk_bench_end(SEED);
}

static void open_tables(void)
{
    double best = HUGE_VAL;
    for (int run = 0; run < 9; run++) {
        struct rk_arena keep = mem;
        const struct rk_names *again = NULL;
        const double start = rk_cpu_s();
        if (rk_names_open(&keep, tmp, &again, NULL))
            exit(1);
        best = fmin(best, rk_cpu_s() - start);
    }
    printf("{\"case\":\"open\",\"ms\":%.2f", 1e3 * best);
    rk_bench_end(SEED);
}

/* Microseconds a full name read, and a pair of full names compared (all unlike, all alike). */
static void read_and_compare(bool compare)
{
    struct rk_arena keep = mem;
    const struct rk_str *list = people(8000, &keep);
    struct rk_name *read = RK_NEW(&keep, struct rk_name, 8000);
    double reading = HUGE_VAL, unlike = HUGE_VAL, alike = HUGE_VAL, sum = 0;
    for (int run = 0; run < 5; run++) {
        struct rk_arena room = keep;
        double start = rk_cpu_s();
        for (int32_t i = 0; i < 8000; i++)
            if (rk_name_read(names, list[i], &room, &read[i], NULL))
                exit(1);
        reading = fmin(reading, rk_cpu_s() - start);
        struct rk_name_agreement g;
        start = rk_cpu_s();
        for (int32_t i = 0; i + 9 < 8000; i++)
            for (int32_t k = 1; k < 9; k++) {
                rk_name_compare(names, &read[i], &read[i + k], &g);
                sum += g.score;
            }
        unlike = fmin(unlike, rk_cpu_s() - start);
        start = rk_cpu_s();
        for (int32_t i = 0; i < 8000; i++) {
            rk_name_compare(names, &read[i], &read[i], &g);
            sum += g.score;
        }
        alike = fmin(alike, rk_cpu_s() - start);
    }
    if (compare)
        printf("{\"case\":\"compare\",\"unlike_us\":%.3f,\"alike_us\":%.3f,\"sum\":%.0f",
               1e6 * unlike / (7991 * 8), 1e6 * alike / 8000, sum / 5);
    else
        printf("{\"case\":\"read\",\"us\":%.3f", 1e6 * reading / 8000);
    rk_bench_end(SEED);
}

static void translit(void)
{
    struct rk_arena keep = mem;
    const struct rk_str *list = people(8000, &keep);
    char bytes[512];
    double best = HUGE_VAL, sum = 0;
    for (int run = 0; run < 5; run++) {
        const double start = rk_cpu_s();
        for (int32_t i = 0; i < 8000; i++) {
            struct rk_buf out = {bytes, 0, (ptrdiff_t)sizeof bytes, false};
            rk_names_translit(RK_NAME_KMU55, list[i], &out);
            sum += (double)out.len;
        }
        best = fmin(best, rk_cpu_s() - start);
    }
    printf("{\"case\":\"translit\",\"us\":%.3f,\"sum\":%.0f", 1e6 * best / 8000, sum / 5);
    rk_bench_end(SEED);
}

/* Building the index and asking for names written in Latin with a letter left out. */
static void search(int32_t count)
{
    struct rk_arena keep = mem;
    const struct rk_str *list = people(count, &keep);
    const struct rk_name_index *index = NULL;
    const char *before = keep.at;
    const double start = rk_cpu_s();
    if (rk_name_index_build(names, list, count, &keep, &index, NULL))
        exit(1);
    const double building = rk_cpu_s() - start;
    const double kib = (double)(keep.at - before) / 1024 / count;
    double asking = 0, worst = 0;
    int32_t first = 0;
    for (int32_t i = 0; i < ASKED; i++) {
        const int32_t item = (int32_t)rk_random_below(&chance, count);
        char bytes[512];
        struct rk_buf out = {bytes, 0, (ptrdiff_t)sizeof bytes, false};
        rk_names_translit(RK_NAME_KMU55, list[item], &out);
        memmove(bytes + 3, bytes + 4, (size_t)out.len - 4);
        struct rk_name_hit hits[5];
        int32_t found = 0;
        const double asked = rk_cpu_s();
        if (rk_name_index_search(index, (struct rk_str){bytes, out.len - 1}, 5, tmp, hits,
                                 &found, NULL))
            exit(1);
        const double took = rk_cpu_s() - asked;
        asking += took;
        worst = fmax(worst, took);
        for (int32_t k = 0; k < found; k++)
            if (rk_str_eq(list[hits[k].item], list[item])) {
                first++;
                break;
            }
    }
    printf("{\"case\":\"search-%d\",\"build_ms\":%.1f,\"kib_a_name\":%.2f,\"query_ms\":%.3f,"
           "\"worst_ms\":%.3f,\"found_in_5\":%.3f",
           count, 1e3 * building, kib, 1e3 * asking / ASKED, 1e3 * worst,
           (double)first / ASKED);
    rk_bench_end(SEED);
}

int main(int argc, char **argv)
{
    const char *only = argc == 3 && strcmp(argv[1], "--case") == 0 ? argv[2] : NULL;
    mem = rk_arena_open((ptrdiff_t)1 << 33);
    tmp = rk_scratch_open((ptrdiff_t)1 << 28);
    chance = rk_random_seed(SEED);
    if (mem.failed || tmp.in.failed || rk_names_open(&mem, tmp, &names, NULL))
        return 1;
    const struct {
        const char *name;
        int what;
    } cases[] = {{"jaro-winkler", 0}, {"levenshtein", 1}, {"open", 2},   {"read", 3},
                 {"compare", 4},      {"translit", 5},    {"search", 6}, {"grow", 7}};
    for (ptrdiff_t c = 0; c < RK_COUNT(cases); c++) {
        if (only ? strcmp(only, cases[c].name) != 0 : cases[c].what == 7)
            continue;
        switch (cases[c].what) {
        case 0:
        case 1:
            in_bulk(cases[c].name, cases[c].what == 0);
            break;
        case 2:
            open_tables();
            break;
        case 3:
        case 4:
            read_and_compare(cases[c].what == 4);
            break;
        case 5:
            translit();
            break;
        case 6:
            search(PEOPLE);
            break;
        default:
            for (int32_t n = 1000; n <= 1000000; n *= 10)
                search(n);
            break;
        }
    }
    return 0;
}
