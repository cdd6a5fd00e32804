/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * kill -9 while importing and saving, KILLS times at random moments: what was acknowledged is
 * there, a batch is there whole or not at all, and the next start needs no hand. A full disk is
 * refused politely and works again when there is room.
 */
#include "run_program.h"

#include "rk_random.h"

static int kills(void)
{
    const char *given = getenv("RANOK_KILLS");
    return given ? (int)strtol(given, NULL, 10) : 200;
}

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Starts an import of `file`; kills it after `after_s` unless it ended before. True: it said
 * that the batch is saved (exit 0). */
static bool import_and_kill(const char *file, double after_s)
{
    char *const argv[] = {(char *)(uintptr_t)PROGRAM,
                          (char *)(uintptr_t) "import",
                          (char *)(uintptr_t)(const void *)file,
                          (char *)(uintptr_t) "--town",
                          town,
                          (char *)(uintptr_t) "--quiet",
                          NULL};
    pid_t child = 0;
    posix_spawn_file_actions_t quiet;
    posix_spawn_file_actions_init(&quiet);
    posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&quiet, 2, "/dev/null", O_WRONLY, 0);
    assert_int_equal(posix_spawn(&child, PROGRAM, &quiet, NULL, argv, environ), 0);
    posix_spawn_file_actions_destroy(&quiet);
    const double until = now_s() + after_s;
    int status = 0;
    while (now_s() < until) {
        if (waitpid(child, &status, WNOHANG) == child)
            return WIFEXITED(status) && WEXITSTATUS(status) == 0;
        nanosleep(&(struct timespec){.tv_nsec = 200000}, NULL);
    }
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static int64_t number_behind(const char *json, const char *key, int occurrence)
{
    const char *at = json;
    for (int i = 0; i <= occurrence && at; i++) {
        at = strstr(at, key);
        at = at ? at + strlen(key) : NULL;
    }
    return at ? strtoll(at, NULL, 10) : -1;
}

static void nothing_acknowledged_is_lost_and_no_half_batch_counts(void **state)
{
    (void)state;
    enum { ROWS = 400 };
    static char out[1 << 20];
    char file[128];
    snprintf(file, sizeof file, "%s.list.csv", town);
    write_buildings(file, ROWS, "Б");
    double started = now_s();
    assert_true(import_and_kill(file, 60));
    const double whole_s = now_s() - started;
    assert_int_equal(run_shell(out, sizeof out, "%s log --json --town %s", PROGRAM, town), 0);
    const int64_t first = number_behind(out, "\"claims\":", 1);
    const int64_t claims = first - 1; /* the list's source is named once, in the first batch */
    assert_true(claims > ROWS);
    struct rk_random r = rk_random_stream(20220912, "kills", 0);
    int acknowledged = 1, killed = 0;
    for (int i = 0; i < kills(); i++) {
        const bool said = import_and_kill(file, whole_s * 1.2 * rk_random_unit(&r));
        acknowledged += said;
        killed += !said;
        if (i % 10 != 9)
            continue;
        assert_int_equal(
            run_shell(out, sizeof out, "%s verify --json --town %s", PROGRAM, town), 0);
    }
    assert_int_equal(run_shell(out, sizeof out, "%s log --json --town %s", PROGRAM, town), 0);
    int there = 0;
    for (int64_t n; (n = number_behind(out, "\"claims\":", there + 1)) >= 0; there++)
        assert_int_equal(n, there ? claims : first); /* whole or not at all */
    print_message("%d killed, %d acknowledged, %d batches there\n", killed, acknowledged,
                  there);
    assert_true(there >= acknowledged); /* one may be saved and killed before it could say so */
    assert_true(killed > 20);
    assert_int_equal(run_shell(out, sizeof out, "%s rebuild --quiet --town %s", PROGRAM, town),
                     0);
}

static void a_full_disk_is_refused_and_works_again_with_room(void **state)
{
    (void)state;
    static char out[1 << 16];
    char file[128];
    snprintf(file, sizeof file, "%s.list.csv", town);
    write_buildings(file, 3000, "Б");
    struct stat before;
    char path[128];
    snprintf(path, sizeof path, "%s/ledger.sqlite", town);
    assert_int_equal(stat(path, &before), 0);
    /* No file may grow beyond what is there and a little more. */
    const long blocks = (long)before.st_size / 1024 + 64;
    const int code =
        run_shell(out, sizeof out, "bash -c 'ulimit -f %ld; %s import %s --town %s' 2>&1",
                  blocks, PROGRAM, file, town);
    assert_int_equal(code, 3);
    assert_non_null(strstr(out, "disk is full"));
    assert_int_equal(run_shell(out, sizeof out, "%s verify --town %s", PROGRAM, town), 0);
    assert_int_equal(run_shell(out, sizeof out, "%s log --json --town %s", PROGRAM, town), 0);
    assert_int_equal(number_behind(out, "\"batch\":", 1), -1); /* the founding batch only */
    assert_int_equal(
        run_shell(out, sizeof out, "%s import %s --quiet --town %s", PROGRAM, file, town), 0);
    assert_int_equal(run_shell(out, sizeof out, "%s verify --town %s", PROGRAM, town), 0);
}

/* The same on a real small disk, where we may mount one. */
static void a_small_real_disk_is_no_different(void **state)
{
    (void)state;
    static char out[1 << 16];
    char file[128];
    if (geteuid() != 0 ||
        run_shell(out, sizeof out,
                  "mkdir -p %s.disk && mount -t tmpfs -o size=700k none %s.disk "
                  "2>&1",
                  town, town) != 0) {
        print_message("skipped: no right to mount a small disk\n");
        skip();
    }
    snprintf(file, sizeof file, "%s.list.csv", town);
    write_buildings(file, 3000, "Б");
    const int made =
        run_shell(out, sizeof out, "%s init %s.disk --kdf test --quiet 2>&1", PROGRAM, town);
    const int refused =
        run_shell(out, sizeof out, "%s import %s --town %s.disk 2>&1", PROGRAM, file, town);
    const bool polite = strstr(out, "disk is full") != NULL;
    const int grown = run_shell(out, sizeof out, "mount -o remount,size=40m %s.disk", town);
    const int taken =
        run_shell(out, sizeof out, "%s import %s --quiet --town %s.disk", PROGRAM, file, town);
    const int fine = run_shell(out, sizeof out, "%s verify --town %s.disk", PROGRAM, town);
    char rest[1024];
    (void)run_shell(rest, sizeof rest, "umount %s.disk", town);
    assert_int_equal(made, 0);
    assert_int_equal(refused, 3);
    assert_true(polite);
    assert_int_equal(grown, 0);
    assert_int_equal(taken, 0);
    assert_int_equal(fine, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_town, drop_town)
    const struct CMUnitTest tests[] = {
        TEST(nothing_acknowledged_is_lost_and_no_half_batch_counts),
        TEST(a_full_disk_is_refused_and_works_again_with_room),
        TEST(a_small_real_disk_is_no_different),
    };
    return cmocka_run_group_tests_name("crashes", tests, NULL, NULL);
}
