/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A captured laptop gives nobody away: 10,000 invented names, addresses, phones, coordinates,
 * diagnoses and sources are imported, figures and snapshot made, an import killed half way;
 * then no file of the town, and none left in the temporary folder, holds one of them, in UTF-8,
 * UTF-16LE, CP1251 or KOI8-U.
 */
#include "run_program.h"

#include "rk_file.h"
#include "rk_random.h"
#include "rk_text.h"

#include <ftw.h>

enum { PEOPLE = 2000, WORDS = 5 * PEOPLE, FORMS = 4, SLOTS = 1 << 18 };

static struct rk_arena mem;
static char word[WORDS + 1][32]; /* as planted, UTF-8 */

/* First 8 bytes of every form of every word, by hash; the form itself is compared in full. */
static struct {
    uint64_t first;
    struct rk_str form;
    int32_t word;
} slot[SLOTS];
static int64_t bytes_seen, files_seen, hits;

static uint64_t first_of(const char *at)
{
    uint64_t x;
    memcpy(&x, at, sizeof x);
    return x;
}

static uint64_t place_of(uint64_t x)
{
    return x * 0x9E3779B97F4A7C15u >> 46;
}

static void plant(struct rk_str form, int32_t number)
{
    if (form.len < 8)
        fail_msg("needle %d is too short in one encoding", number);
    const uint64_t first = first_of(form.at);
    uint64_t i = place_of(first);
    while (slot[i].form.len)
        i = (i + 1) % SLOTS;
    slot[i].first = first;
    slot[i].form = form;
    slot[i].word = number;
}

static void make_words(void)
{
    static const char *const letters[] = {"а", "в", "г", "д", "е", "ж", "з", "и",
                                          "к", "л", "м", "н", "о", "п", "р", "с",
                                          "т", "у", "ф", "х", "ц", "ч"};
    static const enum rk_encoding forms[FORMS] = {RK_ENC_UTF8, RK_ENC_UTF16LE, RK_ENC_CP1251,
                                                  RK_ENC_KOI8U};
    struct rk_random r = rk_random_stream(20220912, "needles", 0);
    for (int w = 0; w < WORDS; w++) {
        const int kind = w % 5;
        char *at = word[w];
        if (kind == 2) { /* a phone */
            snprintf(at, 32, "+38050%07d", (int)rk_random_below(&r, 9999999));
        } else if (kind == 3) { /* a latitude with seven places */
            snprintf(at, 32, "49.%07d", 1000000 + (int)rk_random_below(&r, 8999999));
        } else {
            for (int i = 0; i < 10; i++, at += 2)
                memcpy(at, letters[rk_random_below(&r, RK_COUNT(letters))], 3);
            static const char *const capital[] = {"А", "В", "Г", "Д"};
            memcpy(word[w], capital[w / 5 % 4], 2);
        }
        for (int f = 0; f < FORMS; f++) {
            struct rk_buf form = rk_buf_in(&mem, 128);
            assert_true(rk_text_encode(rk_str_of(word[w]), forms[f], &form));
            plant(rk_buf_str(&form), w);
        }
    }
}

static void write_people(const char *path, int from)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs("Прізвище;Адреса;Телефон;Широта;Діагноз;Хто повідомив\n", f);
    for (int p = 0; p < PEOPLE; p++) {
        const int w = 5 * p;
        fprintf(f, "%s;вул. %s, 1;%s;%s;%s;%s\n", word[w], word[w + 1], word[w + 2],
                word[w + 3], word[w + 4], word[(w + from + 5) % WORDS]);
    }
    fclose(f);
}

static int look(const char *path, const struct stat *info, int kind, struct FTW *where)
{
    (void)info, (void)where;
    if (kind != FTW_F)
        return 0;
    struct rk_arena room = mem;
    struct rk_str bytes = {0};
    if (rk_file_read(path, 1 << 28, &room, &bytes, NULL))
        return 0;
    files_seen++;
    bytes_seen += bytes.len;
    for (ptrdiff_t i = 0; i + 8 <= bytes.len; i++) {
        const uint64_t first = first_of(bytes.at + i);
        for (uint64_t s = place_of(first); slot[s].form.len; s = (s + 1) % SLOTS)
            if (slot[s].first == first &&
                rk_str_starts(rk_str_slice(bytes, i, bytes.len), slot[s].form)) {
                if (hits++ < 5)
                    print_message("%s holds needle %d at byte %td\n", path, slot[s].word, i);
            }
    }
    return 0;
}

static void look_everywhere(void)
{
    hits = files_seen = bytes_seen = 0;
    assert_int_equal(nftw(town, look, 16, FTW_PHYS), 0);
}

static void nothing_said_can_be_found_on_the_disk(void **state)
{
    (void)state;
    static char out[1 << 20];
    char file[128], tmp_before[64];
    mem = rk_arena_open((ptrdiff_t)1 << 30);
    make_words();
    snprintf(file, sizeof file, "%s.people.csv", town);
    write_people(file, 0);
    hits = 0;
    (void)look(file, NULL, FTW_F, NULL); /* the search itself finds what is there */
    assert_true(hits >= WORDS);
    snprintf(tmp_before, sizeof tmp_before, "%s.tmp", town);
    assert_int_equal(mkdir(tmp_before, 0700), 0);
    setenv("TMPDIR", tmp_before, 1);
    setenv("SQLITE_TMPDIR", tmp_before, 1);
    assert_int_equal(run_shell(out, sizeof out,
                               "%s import %s --as person --quiet --town %s 2>&1", PROGRAM, file,
                               town),
                     0);
    assert_int_equal(run_shell(out, sizeof out, "%s log --batch 2 --town %s", PROGRAM, town),
                     0);
    for (int w = 0; w < 25; w++) /* they are in the ledger, for those who hold the keys */
        if (!strstr(out, word[w]))
            fail_msg("needle %d (%s) was not imported", w, word[w]);
    assert_int_equal(run_shell(out, sizeof out, "%s figures --town %s", PROGRAM, town), 0);
    look_everywhere();
    print_message("%lld files, %lld bytes searched for %d needles in %d encodings\n",
                  (long long)files_seen, (long long)bytes_seen, WORDS, FORMS);
    assert_true(files_seen >= 2 && bytes_seen > 1000000); /* ledger and snapshot */
    assert_int_equal(hits, 0);

    /* Killed while writing: journal and half-written pages lie on the disk. */
    bool journal = false;
    for (int i = 1; i <= 12; i++) {
        (void)run_shell(out, sizeof out,
                        "timeout -s KILL 0.%03d %s import %s --as person --quiet --town %s "
                        "2>/dev/null",
                        i * 40, PROGRAM, file, town);
        char path[128];
        snprintf(path, sizeof path, "%s/ledger.sqlite-journal", town);
        journal |= access(path, F_OK) == 0;
        look_everywhere();
        assert_int_equal(hits, 0);
    }
    print_message("a journal was met: %s\n", journal ? "yes" : "no");
    assert_int_equal(nftw(tmp_before, look, 16, FTW_PHYS), 0);
    assert_int_equal(hits, 0);
    rk_arena_close(&mem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(
        nothing_said_can_be_found_on_the_disk, make_town, drop_town)};
    return cmocka_run_group_tests_name("needles", tests, NULL, NULL);
}
