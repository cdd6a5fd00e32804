/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_file.h"
#include "rk_test.h"
#include "rk_work.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static struct rk_arena mem;
static char folder[256];

static int open_folder(void **state)
{
    (void)state;
    const char *root = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%s/ranok-file-XXXXXX", root && *root ? root : "/tmp");
    mem = rk_arena_open(64 << 20);
    umask(022);
    return mem.failed || !mkdtemp(folder);
}

/* Removes what the tests left, at most three levels deep. */
static void remove_all(const char *path)
{
    DIR *dir = opendir(path);
    const struct dirent *entry;
    while (dir && (entry = readdir(dir))) {
        char inside[600];
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        snprintf(inside, sizeof inside, "%s/%s", path, entry->d_name);
        if (unlink(inside) != 0)
            remove_all(inside);
    }
    if (dir)
        closedir(dir);
    rmdir(path);
}

static int close_folder(void **state)
{
    (void)state;
    remove_all(folder);
    rk_arena_close(&mem);
    return 0;
}

static const char *in_folder(struct rk_arena *keep, const char *name)
{
    return rk_path_join(keep, folder, name);
}

static int count_entries(void)
{
    int count = 0;
    DIR *dir = opendir(folder);
    while (readdir(dir))
        count++;
    closedir(dir);
    return count;
}

static void assert_holds(const char *path, const char *want)
{
    struct rk_arena keep = rk_arena_open(1 << 20);
    struct rk_str got;
    struct rk_err err;
    rk_assert_ok(rk_file_read(path, 1000, &keep, &got, &err), err);
    rk_assert_str(got, want);
    assert_int_equal(got.at[got.len], 0);
    rk_arena_close(&keep);
}

static void a_file_is_written_whole_and_read_whole(void **state)
{
    (void)state;
    struct rk_arena keep = mem;
    struct rk_err err;
    struct stat st;
    const char *path = in_folder(&keep, "claims");
    const char *shared = in_folder(&keep, "sheet.html");
    rk_assert_ok(rk_file_write(path, RK_STR("перший"), false, &err), err);
    assert_holds(path, "перший");
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    rk_assert_ok(rk_file_write(shared, (struct rk_str){NULL, 0}, true, &err), err);
    assert_holds(shared, "");
    assert_int_equal(stat(shared, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0644);
    assert_int_equal(chdir(folder), 0); /* a name without a folder */
    rk_assert_ok(rk_file_write("claims", RK_STR("другий"), false, &err), err);
    assert_holds(path, "другий");
}

/* A second name of the old file keeps the old bytes: nothing was overwritten in place.
 */
static void the_old_file_is_replaced_not_changed(void **state)
{
    (void)state;
    struct rk_arena keep = mem;
    struct rk_err err;
    const char *path = in_folder(&keep, "old"), *other = in_folder(&keep, "other name");
    rk_assert_ok(rk_file_write(path, RK_STR("old bytes"), false, &err), err);
    assert_int_equal(link(path, other), 0);
    rk_assert_ok(rk_file_write(path, RK_STR("new"), false, &err), err);
    assert_holds(path, "new");
    assert_holds(other, "old bytes");
}

/* The limit on file sizes stands for a full disk. */
static void a_failed_write_leaves_the_old_file_and_nothing_else(void **state)
{
    (void)state;
    struct rk_arena keep = mem;
    struct rk_err err;
    struct rlimit before, small;
    const char *path = in_folder(&keep, "full");
    const struct rk_str big = {RK_NEW(&keep, char, 1 << 16), 1 << 16};
    rk_assert_ok(rk_file_write(path, RK_STR("stands"), false, &err), err);
    const int entries = count_entries();
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    small = before;
    small.rlim_cur = 1 << 12;
    setrlimit(RLIMIT_FSIZE, &small);
    const rk_status status = rk_file_write(path, big, false, &err);
    setrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, SIG_DFL);
    assert_int_equal(status, RK_EIO);
    assert_string_equal(err.place, path);
    assert_holds(path, "stands");
    assert_int_equal(count_entries(), entries);
    rk_assert_ok(rk_file_write(path, big, false, &err), err); /* and there is room again */
}

/* Gives "abc", "de", then fails or ends. */
struct three {
    int asked;
    rk_status last;
};

static rk_status next_of_three(void *user, struct rk_str *piece, struct rk_err *err)
{
    static const struct rk_str pieces[] = {{"abc", 3}, {"de", 2}, {"", 0}};
    struct three *t = user;
    *piece = pieces[t->asked++];
    return t->asked < 3 || !t->last ? RK_OK : rk_fail(err, t->last, "", "no third piece");
}

static void a_file_in_pieces_is_written_whole_or_not_at_all(void **state)
{
    (void)state;
    struct rk_arena keep = mem;
    struct rk_err err;
    const char *path = in_folder(&keep, "in pieces");
    struct three good = {0}, bad = {.last = RK_EDENIED};
    rk_assert_ok(rk_file_write_pieces(path, next_of_three, &good, false, &err), err);
    assert_holds(path, "abcde");
    rk_assert_ok(rk_file_write(path, RK_STR("stands"), false, &err), err);
    const int entries = count_entries();
    assert_int_equal(rk_file_write_pieces(path, next_of_three, &bad, false, &err), RK_EDENIED);
    assert_string_equal(err.text, "no third piece");
    assert_holds(path, "stands");
    assert_int_equal(count_entries(), entries);
}

struct seen {
    char text[64];
    int pieces, refuse_at;
};

static rk_status see(void *user, struct rk_str piece, struct rk_err *err)
{
    struct seen *s = user;
    if (++s->pieces == s->refuse_at)
        return rk_fail(err, RK_ECORRUPT, "", "not this one");
    const size_t len = strlen(s->text);
    snprintf(s->text + len, sizeof s->text - len, "%.*s|", RK_FMT(piece));
    return RK_OK;
}

static void a_file_is_read_in_pieces_of_one_size(void **state)
{
    (void)state;
    static const struct {
        const char *holds, *seen;
    } cases[] = {{"", ""}, {"abc", "abc|"}, {"abcd", "abcd|"}, {"abcdefghi", "abcd|efgh|i|"}};
    struct rk_arena keep = mem;
    struct rk_scratch room = rk_scratch_open(1 << 16);
    struct rk_err err;
    const char *path = in_folder(&keep, "read in pieces");
    for (int i = 0; i < (int)RK_COUNT(cases); i++) {
        struct seen seen = {0};
        rk_assert_ok(rk_file_write(path, rk_str_of(cases[i].holds), false, &err), err);
        rk_assert_ok(rk_file_read_pieces(path, 4, see, &seen, room, &err), err);
        assert_string_equal(seen.text, cases[i].seen);
    }
    struct seen refusing = {.refuse_at = 2};
    assert_int_equal(rk_file_read_pieces(path, 4, see, &refusing, room, &err), RK_ECORRUPT);
    assert_string_equal(err.text, "not this one");
    assert_string_equal(refusing.text, "abcd|");
    struct seen none = {0};
    assert_int_equal(
        rk_file_read_pieces(in_folder(&keep, "nowhere"), 4, see, &none, room, &err),
        RK_ENOTFOUND);
    assert_int_equal(rk_file_read_pieces(folder, 4, see, &none, room, &err), RK_EIO);
    assert_int_equal(rk_file_read_pieces(path, 1 << 20, see, &none, room, &err), RK_ENOMEM);
    assert_int_equal(none.pieces, 0);
    rk_scratch_close(&room);
}

static void a_link_stays_a_link(void **state)
{
    (void)state;
    struct rk_arena keep = mem;
    struct rk_err err;
    struct stat st;
    const char *path = in_folder(&keep, "target"), *linked = in_folder(&keep, "link");
    const char *dangling = in_folder(&keep, "dangling");
    rk_assert_ok(rk_file_write(path, RK_STR("1"), false, &err), err);
    assert_int_equal(symlink("target", linked), 0);
    assert_int_equal(symlink("nowhere", dangling), 0);
    rk_assert_ok(rk_file_write(linked, RK_STR("2"), false, &err), err);
    assert_holds(path, "2");
    assert_int_equal(lstat(linked, &st), 0);
    assert_true(S_ISLNK(st.st_mode));
    assert_int_equal(rk_file_write(dangling, RK_STR("3"), false, &err), RK_EINVAL);
}

/* A pipe of our own stands for all that is no file: a fault here must not cost a real
 * device. */
static void a_pipe_is_written_to_and_not_replaced(void **state)
{
    (void)state;
    struct rk_arena keep = mem;
    struct rk_err err;
    struct stat st;
    char got[8];
    const char *path = in_folder(&keep, "pipe");
    assert_int_equal(mkfifo(path, 0600), 0);
    const int reader = open(path, O_RDONLY | O_NONBLOCK);
    rk_assert_ok(rk_file_write(path, RK_STR("abc"), true, &err), err);
    assert_int_equal(read(reader, got, sizeof got), 3);
    close(reader);
    assert_memory_equal(got, "abc", 3);
    assert_int_equal(stat(path, &st), 0);
    assert_true(S_ISFIFO(st.st_mode));
}

static void where_nothing_can_be_written_is_told(void **state)
{
    (void)state;
    struct rk_arena keep = mem;
    struct rk_err err;
    const int entries = count_entries();
    assert_int_equal(rk_file_write(folder, RK_STR("x"), false, &err), RK_EINVAL);
    assert_int_equal(rk_file_write(in_folder(&keep, "no/such/file"), RK_STR("x"), false, &err),
                     RK_EIO);
    assert_int_equal(count_entries(), entries);
}

static void what_cannot_be_read_is_told(void **state)
{
    (void)state;
    struct rk_arena keep = mem;
    struct rk_err err;
    struct rk_str out = {NULL, 5};
    const char *path = in_folder(&keep, "ten");
    rk_assert_ok(rk_file_write(path, RK_STR("0123456789"), false, &err), err);
    assert_int_equal(rk_file_read(in_folder(&keep, "none"), 10, &keep, &out, &err),
                     RK_ENOTFOUND);
    assert_int_equal(rk_file_read(folder, 10, &keep, &out, &err), RK_EIO);
    assert_int_equal(rk_file_read("/dev/zero", 10, &keep, &out, &err), RK_EIO);
    assert_int_equal(rk_file_read(path, 9, &keep, &out, &err), RK_EINVAL);
    assert_int_equal(rk_file_read(path, -1, &keep, &out, &err), RK_ENOMEM);
    assert_int_equal(out.len, 5);
    assert_false(keep.failed);
    rk_assert_ok(rk_file_read(path, 10, &keep, &out, &err), err);
    rk_assert_str(out, "0123456789");
    for (ptrdiff_t size = 0; size <= 11; size++) { /* ten bytes and the NUL */
        char few[16];
        struct rk_arena small = {few, few, few + size, false};
        const rk_status status = rk_file_read(path, 100, &small, &out, &err);
        assert_int_equal(status, size < 11 ? RK_ENOMEM : RK_OK);
        assert_int_equal(small.failed, size < 11);
    }
}

static void a_dash_reads_standard_input(void **state)
{
    (void)state;
    struct rk_arena keep = mem;
    struct rk_str out;
    struct rk_err err;
    int ends[2];
    const int before = dup(STDIN_FILENO);
    for (int max = 2; max <= 4; max++) {
        assert_int_equal(pipe(ends), 0);
        assert_int_equal(write(ends[1], "abc", 3), 3);
        close(ends[1]);
        dup2(ends[0], STDIN_FILENO);
        close(ends[0]);
        assert_int_equal(rk_file_read("-", max, &keep, &out, &err),
                         max < 3 ? RK_EINVAL : RK_OK);
    }
    dup2(before, STDIN_FILENO);
    close(before);
    rk_assert_str(out, "abc");
}

static void folders_are_made_with_their_parents(void **state)
{
    (void)state;
    struct rk_arena keep = mem;
    struct rk_err err;
    struct stat st;
    const char *deep = in_folder(&keep, "a/b//c/"), *file = in_folder(&keep, "a/file");
    rk_assert_ok(rk_folder_make(deep, &err), err);
    rk_assert_ok(rk_folder_make(deep, &err), err);
    assert_int_equal(stat(deep, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0700);
    rk_assert_ok(rk_file_write(file, RK_STR("x"), false, &err), err);
    assert_int_equal(rk_folder_make(file, &err), RK_EINVAL);
    assert_int_equal(rk_folder_make(in_folder(&keep, "a/file/b"), &err), RK_EINVAL);
    assert_int_equal(rk_folder_make("", &err), RK_EINVAL);
    assert_int_equal(rk_folder_make("/proc/no/folder", &err), RK_EIO);
    assert_true(rk_file_exists(file) && rk_file_exists(deep));
    assert_false(rk_file_exists(in_folder(&keep, "a/none")));
}

static void paths_are_taken_apart_and_joined(void **state)
{
    (void)state;
    struct rk_arena keep = mem;
    rk_assert_str(rk_path_base(RK_STR("a/b.csv")), "b.csv");
    rk_assert_str(rk_path_base(RK_STR("b.csv")), "b.csv");
    rk_assert_str(rk_path_base(RK_STR("/b")), "b");
    rk_assert_str(rk_path_base(RK_STR("a/b//")), "b");
    rk_assert_str(rk_path_base(RK_STR("/")), "/");
    rk_assert_str(rk_path_base(RK_STR("")), "");
    assert_string_equal(rk_path_join(&keep, "a", "b"), "a/b");
    assert_string_equal(rk_path_join(&keep, "a/", "b"), "a/b");
    assert_string_equal(rk_path_join(&keep, "", "b"), "b");
    struct rk_arena none = {.failed = true};
    assert_null(rk_path_join(&none, "a", "b"));
}

static void a_helper_stands_where_it_is_said_to(void **state)
{
    (void)state;
    struct rk_arena keep = mem;
    char program[600], want[700];
    setenv("RANOK_LIBEXEC", "/somewhere", 1);
    assert_string_equal(rk_helper_path(&keep, "ranok-x"), "/somewhere/ranok-x");
    unsetenv("RANOK_LIBEXEC");
    const ssize_t len = readlink("/proc/self/exe", program, sizeof program - 1);
    assert_true(len > 0);
    program[len] = '\0';
    *strrchr(program, '/') = '\0';
    snprintf(want, sizeof want, "%s/libexec/no-such-helper", program);
    assert_string_equal(rk_helper_path(&keep, "no-such-helper"), want);
}

/* ---- helpers
 * -----------------------------------------------------------------------------
 */

struct outcome {
    rk_status status;
    struct rk_str out;
    struct rk_err err;
    double took_s;
};

static struct outcome shell(const char *script, struct rk_str input, ptrdiff_t max,
                            double time_s)
{
    const char *const argv[] = {"/bin/sh", "-c", script, NULL};
    struct outcome o = {.out = {NULL, -1}};
    const double start_s = rk_clock_s();
    o.status = rk_helper_run(argv, input, max, time_s, &mem, &o.out, &o.err);
    o.took_s = rk_clock_s() - start_s;
    return o;
}

static void a_helper_answers_what_it_is_asked(void **state)
{
    (void)state;
    const struct outcome o = shell("tr a-z A-Z; echo talk >&2", RK_STR("claims\n"), 100, 10.0);
    assert_int_equal(o.status, RK_OK);
    rk_assert_str(o.out, "CLAIMS\n");
}

/* More than any pipe holds, both ways at once. */
static void much_goes_through_a_helper_without_a_halt(void **state)
{
    (void)state;
    const ptrdiff_t len = 8 << 20;
    struct rk_arena before = mem;
    char *bytes = RK_NEW(&mem, char, len);
    for (ptrdiff_t i = 0; i < len; i++)
        bytes[i] = (char)(i * 31 >> 3);
    const struct outcome o = shell("cat", (struct rk_str){bytes, len}, len, 60.0);
    assert_int_equal(o.status, RK_OK);
    assert_true(rk_str_eq(o.out, (struct rk_str){bytes, len}));
    mem = before;
}

static void a_helper_that_does_not_listen_does_no_harm(void **state)
{
    (void)state;
    struct rk_arena before = mem;
    const struct rk_str much = {RK_NEW(&mem, char, 4 << 20), 4 << 20};
    const struct outcome o = shell("exec <&-; echo fine", much, 100, 10.0);
    assert_int_equal(o.status, RK_OK);
    rk_assert_str(o.out, "fine\n");
    mem = before;
}

static void a_helper_that_refuses_says_why(void **state)
{
    (void)state;
    struct outcome o =
        shell("echo half; echo '  бракує колонки ' >&2; exit 3", RK_STR(""), 100, 10.0);
    assert_int_equal(o.status, RK_EINVAL);
    assert_string_equal(o.err.text, "бракує колонки");
    assert_string_equal(o.err.place, "sh");
    assert_int_equal(o.out.len, -1);
    o = shell("exit 3", RK_STR(""), 100, 10.0);
    assert_int_equal(o.status, RK_EINVAL);
    assert_non_null(strstr(o.err.text, "3"));
    o = shell("i=0; while [ $i -lt 3000 ]; do echo рядок $i >&2; i=$((i+1)); done; exit 1",
              RK_STR(""), 100, 10.0);
    assert_int_equal(o.status, RK_EINVAL);
    assert_non_null(strstr(o.err.text, "рядок 2999")); /* the last of it, whole characters */
    assert_true(((unsigned char)o.err.text[0] & 0xC0u) != 0x80u);
}

static void a_helper_that_fails_is_told_from_one_that_refuses(void **state)
{
    (void)state;
    assert_int_equal(shell("kill -9 $$", RK_STR(""), 100, 10.0).status, RK_EIO);
    assert_int_equal(shell("echo 12345", RK_STR(""), 5, 10.0).status, RK_EIO);
    assert_int_equal(shell("echo 1234", RK_STR(""), 5, 10.0).status, RK_OK);
    const char *const argv[] = {"/no/such/helper", NULL};
    struct rk_arena keep = mem;
    struct rk_str out;
    struct rk_err err;
    assert_int_equal(rk_helper_run(argv, RK_STR(""), 100, 10.0, &keep, &out, &err), RK_EIO);
    assert_string_equal(err.place, "helper");
    char few[3 * 4096];
    struct rk_arena small = {few, few, few + sizeof few, false};
    const char *const much[] = {"/bin/sh", "-c", "yes | head -c 100000", NULL};
    assert_int_equal(rk_helper_run(much, RK_STR(""), 1 << 20, 10.0, &small, &out, &err),
                     RK_ENOMEM);
}

static void a_helper_that_takes_too_long_is_ended(void **state)
{
    (void)state;
    static const char *const slow[] = {"sleep 20", "exec >&- 2>&-; sleep 20",
                                       "while :; do echo x >&2; done"};
    for (int i = 0; i < (int)RK_COUNT(slow); i++) {
        const struct outcome o = shell(slow[i], RK_STR(""), 100, 0.2);
        assert_int_equal(o.status, RK_EIO);
        assert_true(o.took_s >= 0.19 && o.took_s < 5.0);
    }
}

static void a_helper_gets_no_open_files_and_no_passphrase(void **state)
{
    (void)state;
    const int secret = open("/dev/null", O_RDONLY); /* not close-on-exec */
    const int high = fcntl(secret, F_DUPFD, 100);
    setenv("RANOK_PASSPHRASE", "an invented passphrase", 1);
    setenv("RANOK_OTHER", "kept", 1);
    const struct outcome files =
        shell("for f in /proc/$$/fd/*; do echo ${f##*/}; done | sort -n | tr '\\n' ' '",
              RK_STR(""), 1000, 10.0);
    const struct outcome env =
        shell("echo [$RANOK_PASSPHRASE] [$RANOK_OTHER]", RK_STR(""), 1000, 10.0);
    unsetenv("RANOK_PASSPHRASE");
    unsetenv("RANOK_OTHER");
    close(secret);
    close(high);
    assert_int_equal(files.status, RK_OK);
    assert_true(rk_str_starts(files.out, RK_STR("0 1 2 ")));
    assert_int_equal(rk_str_find(files.out, RK_STR("100")), -1);
    rk_assert_str(env.out, "[] [kept]\n");
}

static void signals_reach_a_helper_as_usual(void **state)
{
    (void)state;
    sigset_t block, before;
    sigemptyset(&block);
    sigaddset(&block, SIGTERM);
    signal(SIGPIPE, SIG_IGN);
    sigprocmask(SIG_BLOCK, &block, &before);
    const struct outcome o = shell("awk '/Sig(Blk|Ign)/ {print substr($2, 9)}' "
                                   "/proc/self/status | tr '\\n' ' '",
                                   RK_STR(""), 1000, 10.0);
    sigprocmask(SIG_SETMASK, &before, NULL);
    signal(SIGPIPE, SIG_DFL);
    /* the lowest 32 signals, of which the C library keeps the last for itself */
    rk_assert_str(o.out, "00000000 80000000 ");
}

static void helpers_work_when_standard_files_are_closed(void **state)
{
    (void)state;
    const int in = dup(0), out = dup(1), err = dup(2);
    close(0), close(1), close(2);
    const struct outcome o = shell("cat; echo x >&2", RK_STR("text"), 100, 10.0);
    dup2(in, 0), dup2(out, 1), dup2(err, 2);
    close(in), close(out), close(err);
    assert_int_equal(o.status, RK_OK);
    rk_assert_str(o.out, "text");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_written_whole_and_read_whole),
        cmocka_unit_test(the_old_file_is_replaced_not_changed),
        cmocka_unit_test(a_failed_write_leaves_the_old_file_and_nothing_else),
        cmocka_unit_test(a_file_in_pieces_is_written_whole_or_not_at_all),
        cmocka_unit_test(a_file_is_read_in_pieces_of_one_size),
        cmocka_unit_test(a_link_stays_a_link),
        cmocka_unit_test(a_pipe_is_written_to_and_not_replaced),
        cmocka_unit_test(where_nothing_can_be_written_is_told),
        cmocka_unit_test(what_cannot_be_read_is_told),
        cmocka_unit_test(a_dash_reads_standard_input),
        cmocka_unit_test(folders_are_made_with_their_parents),
        cmocka_unit_test(paths_are_taken_apart_and_joined),
        cmocka_unit_test(a_helper_stands_where_it_is_said_to),
        cmocka_unit_test(a_helper_answers_what_it_is_asked),
        cmocka_unit_test(much_goes_through_a_helper_without_a_halt),
        cmocka_unit_test(a_helper_that_does_not_listen_does_no_harm),
        cmocka_unit_test(a_helper_that_refuses_says_why),
        cmocka_unit_test(a_helper_that_fails_is_told_from_one_that_refuses),
        cmocka_unit_test(a_helper_that_takes_too_long_is_ended),
        cmocka_unit_test(a_helper_gets_no_open_files_and_no_passphrase),
        cmocka_unit_test(signals_reach_a_helper_as_usual),
        cmocka_unit_test(helpers_work_when_standard_files_are_closed),
    };
    return cmocka_run_group_tests_name("file", tests, open_folder, close_folder);
}
