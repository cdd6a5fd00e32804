/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Go's golang.org/x/mod/sumdb as the judge of what we write and of what we refuse. */
#include "rk_test.h"

#include "rk_file.h"
#include "rk_random.h"
#include "rk_tlog_note.h"
#include "unit/tlog_example.h"
#include "unit/tlog_reference.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[64], judge[128], out_path[128];
static struct rk_arena mem;
static struct rk_scratch tmp;
static bool have_judge;

/* Runs a program found in PATH with its output in out_path; its exit code, or 127. */
static int run(const char *const argv[])
{
    char *list[16] = {NULL};
    for (int i = 0; argv[i] && i < 15; i++)
        list[i] = rk_str_c(&mem, rk_str_of(argv[i]));
    const pid_t child = fork();
    if (child == 0) {
        const int fd = open(out_path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        dup2(fd, STDOUT_FILENO);
        dup2(fd, STDERR_FILENO);
        execvp(list[0], list);
        _exit(127);
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status))
        return 127;
    return WEXITSTATUS(status);
}

static int build_judge(void **state)
{
    meet(state);
    mem = rk_arena_open(512 << 20);
    tmp = rk_scratch_open(32 << 20);
    snprintf(folder, sizeof folder, "/tmp/rk_judge_XXXXXX");
    if (!mkdtemp(folder))
        return 1;
    snprintf(judge, sizeof judge, "%s/judge", folder);
    snprintf(out_path, sizeof out_path, "%s/out", folder);
    setenv("GO111MODULE", "off", 1);
    setenv("GOPATH", "/usr/share/gocode", 1);
    setenv("GOCACHE", RK_BUILD_DIR "/gocache", 1);
    if (!rk_file_exists("/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog/tlog.go") ||
        run((const char *const[]){"go", "version", NULL}) != 0)
        return 0;
    static const char source[] = RK_SOURCE_DIR "/tools/sumdb_judge/main.go";
    const int code = run((const char *const[]){"go", "build", "-o", judge, source, NULL});
    if (code != 0) {
        print_error("go build ended with %d\n", code);
        return 1;
    }
    have_judge = true;
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    return run((const char *const[]){"rm", "-rf", folder, NULL});
}

#define need_judge()                                                                           \
    do {                                                                                       \
        if (!have_judge) {                                                                     \
            print_message("skipped: no Go\n");                                                 \
            skip();                                                                            \
        }                                                                                      \
    } while (0)

/* ---- a log in a folder
 * ----------------------------------------------------------------------- */

enum { LARGEST = 66000 };

static struct rk_hash stored[2 * LARGEST];
static struct rk_tlog_nodes nodes = {stored, 0};
static const struct rk_tlog_reader reader = {rk_tlog_nodes_read, &nodes};
static struct rk_tlog_frontier frontier;

static struct rk_str entry_text(int64_t i, char room[64])
{
    /* bytes of all kinds, lengths from 0 to 40 */
    const ptrdiff_t len = (ptrdiff_t)(i * 7 % 41);
    for (ptrdiff_t k = 0; k < len; k++)
        room[k] = (char)(i * 31 + k * 17);
    return (struct rk_str){room, len};
}

static bool give_entry(void *user, int64_t index, struct rk_str *out)
{
    *out = entry_text(index, user);
    return true;
}

static bool put_file(void *user, struct rk_tlog_tile tile, const char *name,
                     struct rk_str bytes)
{
    (void)user, (void)tile;
    char path[256];
    snprintf(path, sizeof path, "%s/log/%s", folder, name);
    char *slash = strrchr(path, '/');
    *slash = '\0';
    const rk_status made = rk_folder_make(path, NULL);
    *slash = '/';
    FILE *f = made == RK_OK ? fopen(path, "wb") : NULL;
    if (!f)
        return false;
    const bool good = fwrite(bytes.at, 1, (size_t)bytes.len, f) == (size_t)bytes.len;
    return fclose(f) == 0 && good;
}

static struct rk_str sign_checkpoint(const struct rk_tlog_tree *tree)
{
    struct rk_err err;
    const struct rk_tlog_checkpoint c = {.origin = town.key.name, .tree = *tree};
    struct rk_buf text = rk_buf_in(&mem, 512), note = rk_buf_in(&mem, 1024);
    rk_assert_ok(rk_tlog_checkpoint_write(&c, &text, &err), err);
    const struct rk_str t = rk_buf_str(&text);
    rk_assert_ok(rk_tlog_note_begin(t, &note, &err), err);
    rk_assert_ok(rk_tlog_note_sign(t, &town.key, town.secret, 0, &note, &err), err);
    rk_assert_ok(rk_tlog_note_sign(t, &hospital.key, hospital.secret, TIME_S, &note, &err),
                 err);
    return rk_buf_str(&note);
}

/* Lets the log grow to `size`: new entries, their tiles, a checkpoint with a witness. */
static struct rk_tlog_tree grow_to(int64_t size)
{
    struct rk_err err;
    const int64_t old_size = frontier.size;
    while (frontier.size < size) {
        char room[64];
        const struct rk_str e = entry_text(frontier.size, room);
        const struct rk_hash leaf = rk_tlog_leaf(e.at, e.len);
        struct rk_hash made[RK_TLOG_LEVELS + 1];
        const int64_t at = rk_tlog_node_count(frontier.size);
        const int n = rk_tlog_append_nodes(&frontier, &leaf, made);
        memcpy(&stored[at], made, (size_t)n * sizeof made[0]);
        nodes.size = frontier.size;
    }
    char room[64];
    const struct rk_tlog_source from = {give_entry, reader, room};
    const struct rk_tlog_sink to = {put_file, NULL};
    struct rk_tlog_tree tree = {size, rk_tlog_frontier_root(&frontier)};
    struct rk_hash root;
    rk_assert_ok(rk_tlog_write_tiles(&from, &to, old_size, size, tmp, &root, &err), err);
    assert_true(rk_hash_eq(&root, &tree.root));
    const struct rk_tlog_tile none = {0, 0, 0};
    assert_true(put_file(NULL, none, "checkpoint", sign_checkpoint(&tree)));
    assert_true(put_file(NULL, none, "vkeys", RK_STR(TOWN_VKEY "\n" HOSPITAL_VKEY "\n")));
    return tree;
}

static int judge_log(void)
{
    char path[128];
    snprintf(path, sizeof path, "%s/log", folder);
    return run((const char *const[]){judge, "log", path, NULL});
}

static void go_reads_our_log_and_sees_every_changed_byte(void **state)
{
    (void)state;
    need_judge();
    static const int64_t size[] = {1, 2, 3, 255, 256, 257, 700, 65536, LARGEST};
    struct rk_random r = rk_random_seed(8);
    for (int i = 0; i < RK_COUNT(size); i++) {
        grow_to(size[i]);
        assert_int_equal(judge_log(), 0);
        if (size[i] < 255 || size[i] > 700)
            continue;
        struct rk_tlog_tile tile = RK_TLOG_TILE_FIRST;
        while (rk_tlog_tile_next(0, size[i], &tile)) {
            char name[RK_TLOG_TILE_NAME], path[256];
            rk_tlog_tile_name(tile, name);
            snprintf(path, sizeof path, "%s/log/%s", folder, name);
            struct rk_str bytes;
            struct rk_err err;
            rk_assert_ok(rk_file_read(path, 1 << 20, &mem, &bytes, &err), err);
            for (int k = 0; k < 4; k++) {
                const struct rk_str changed = rk_str_copy(&mem, bytes);
                const int64_t at = rk_random_below(&r, changed.len);
                ((char *)(uintptr_t)changed.at)[at] ^= (char)(1 << rk_random_below(&r, 8));
                assert_true(put_file(NULL, tile, name, changed));
                assert_int_equal(judge_log(), 1);
            }
            assert_true(put_file(NULL, tile, name, rk_str_slice(bytes, 0, bytes.len - 1)));
            assert_int_equal(judge_log(), 1);
            assert_true(put_file(NULL, tile, name, bytes));
        }
        assert_int_equal(judge_log(), 0);
        /* a checkpoint of another size, truly signed */
        struct rk_tlog_tree other = {size[i] - 1, rk_tlog_frontier_root(&frontier)};
        assert_true(put_file(NULL, tile, "checkpoint", sign_checkpoint(&other)));
        assert_int_equal(judge_log(), 1);
    }
}

/* ---- verdicts, one by one
 * -------------------------------------------------------------------- */

struct cases {
    struct rk_buf text;
    bool *want;
    int len;
};

static void add_hex(struct rk_buf *b, const void *bytes, ptrdiff_t len)
{
    char hex[2 * 4096 + 1];
    rk_buf_char(b, ' ');
    if (len == 0) {
        rk_buf_char(b, '-');
        return;
    }
    assert_true(len <= 4096);
    rk_hex(bytes, len, hex);
    rk_buf_c(b, hex);
}

static void add_path(struct cases *c, const struct rk_tlog_path *p, bool want)
{
    for (int32_t i = 0; i < p->len; i++)
        add_hex(&c->text, p->hash[i].byte, 32);
    rk_buf_char(&c->text, '\n');
    c->want[c->len++] = want;
}

/* A path with a bit flipped, a hash fewer, a hash more, or as it was. */
static void damage(struct rk_random *r, struct rk_tlog_path *p)
{
    const int64_t kind = rk_random_below(r, 4);
    if (kind == 0 && p->len > 0)
        p->hash[rk_random_below(r, p->len)].byte[rk_random_below(r, 32)] ^= 4;
    else if (kind == 1 && p->len > 0)
        p->len--;
    else if (kind == 2)
        p->hash[p->len++] = ref_leaf(1);
}

static void add_tree_case(struct cases *c, struct rk_random *r)
{
    struct rk_err err;
    struct rk_tlog_path p;
    const int64_t n = 1 + rk_random_below(r, rk_random_below(r, 2) ? 40 : nodes.size),
                  m = rk_random_below(r, n);
    const int64_t shift = rk_random_below(r, 3) ? 0 : rk_random_below(r, 5) - 2;
    struct rk_tlog_frontier f;
    rk_assert_ok(rk_tlog_frontier_read(&reader, n, &f, &err), err);
    const struct rk_tlog_tree tree = {n + (rk_random_below(r, 4) ? 0 : shift),
                                      rk_tlog_frontier_root(&f)};
    if (rk_random_below(r, 2)) {
        struct rk_hash leaf;
        assert_true(rk_tlog_nodes_read(&nodes, 0, m, &leaf));
        rk_assert_ok(rk_tlog_prove_inclusion(&reader, n, m, &p, &err), err);
        damage(r, &p);
        rk_buf_printf(&c->text, "inclusion %" PRId64, tree.size);
        add_hex(&c->text, tree.root.byte, 32);
        rk_buf_printf(&c->text, " %" PRId64, m + shift);
        add_hex(&c->text, leaf.byte, 32);
        add_path(c, &p, rk_tlog_check_inclusion(&p, &tree, m + shift, &leaf));
        return;
    }
    rk_assert_ok(rk_tlog_frontier_read(&reader, m + 1, &f, &err), err);
    const struct rk_tlog_tree old = {m + 1 + shift, rk_tlog_frontier_root(&f)};
    rk_assert_ok(rk_tlog_prove_consistency(&reader, m + 1, n, &p, &err), err);
    damage(r, &p);
    rk_buf_printf(&c->text, "consistency %" PRId64, old.size);
    add_hex(&c->text, old.root.byte, 32);
    rk_buf_printf(&c->text, " %" PRId64, tree.size);
    add_hex(&c->text, tree.root.byte, 32);
    add_path(c, &p, rk_tlog_check_consistency(&p, &old, &tree));
}

static void add_note_case(struct cases *c, struct rk_random *r)
{
    static const char *const note[] = {
        NOTE, TEXT "\n" UNKNOWN_LINE TOWN_LINE, TEXT "\n" HOSPITAL_LINE,
        TEXT "\n" TOWN_LINE TOWN_LINE UNKNOWN_LINE,
        "Добрий ранок.\n\nsecond paragraph\n\n"
        "— town.example/ledger COIOfKM4I9M9NrEm7UrcKB4AREmCgIU25i4mGPpRYtr5XQ7YWZCH"
        "MGBYujDDvOlBf1uyZ8QXcrTr+k4RhX4QMY+ArQs=\n"};
    char text[4096];
    const char *base = note[rk_random_below(r, RK_COUNT(note))];
    memcpy(text, base, strlen(base));
    ptrdiff_t len = (ptrdiff_t)strlen(base);
    if (rk_random_below(r, 10))
        len = mutate(r, text, len, sizeof text);
    struct rk_tlog_note n;
    rk_buf_c(&c->text, "note");
    add_hex(&c->text, text, len);
    rk_buf_c(&c->text, " " TOWN_VKEY " " HOSPITAL_VKEY "\n");
    c->want[c->len++] =
        rk_tlog_note_open((struct rk_str){text, len}, known, 2, &n, NULL) == RK_OK;
}

static void add_proof_case(struct cases *c, struct rk_random *r)
{
    struct rk_err err;
    const int64_t index = rk_random_below(r, nodes.size);
    struct rk_tlog_proof p = {.index = index};
    if (rk_random_below(r, 2))
        p.extra = RK_STR("c2VjcmV0");
    const struct rk_tlog_tree tree = {nodes.size, rk_tlog_frontier_root(&frontier)};
    p.checkpoint = sign_checkpoint(&tree);
    rk_assert_ok(rk_tlog_prove_inclusion(&reader, nodes.size, index, &p.path, &err), err);
    char text[4096];
    struct rk_buf b = {.at = text, .cap = sizeof text};
    rk_assert_ok(rk_tlog_proof_write(&p, &b, &err), err);
    if (rk_random_below(r, 10))
        b.len = mutate(r, text, b.len, sizeof text);
    struct rk_hash leaf;
    assert_true(rk_tlog_nodes_read(&nodes, 0, index, &leaf));
    const struct rk_tlog_policy policy = {
        .key = known, .keys = 2, .quorum = (int32_t)rk_random_below(r, 2)};
    rk_buf_c(&c->text, "proof");
    add_hex(&c->text, text, b.len);
    add_hex(&c->text, leaf.byte, 32);
    rk_buf_printf(&c->text, " %d", policy.quorum);
    rk_buf_c(&c->text, " " TOWN_VKEY " " HOSPITAL_VKEY "\n");
    c->want[c->len++] =
        rk_tlog_proof_check(rk_buf_str(&b), &leaf, &policy, NULL, NULL, &err) == RK_OK;
}

static void compare(const struct cases *c, int least_each)
{
    char path[128];
    struct rk_str verdicts;
    struct rk_err err;
    assert_false(c->text.failed);
    snprintf(path, sizeof path, "%s/cases", folder);
    rk_assert_ok(rk_file_write(path, rk_buf_str(&c->text), false, &err), err);
    assert_int_equal(run((const char *const[]){judge, "cases", path, NULL}), 0);
    rk_assert_ok(rk_file_read(out_path, 1 << 24, &mem, &verdicts, &err), err);
    struct rk_str cases = rk_buf_str(&c->text);
    int good = 0;
    for (int i = 0; i < c->len; i++) {
        const bool ok = rk_str_eq(rk_str_cut(&verdicts, '\n'), RK_STR("ok"));
        const struct rk_str text = rk_str_cut(&cases, '\n');
        if (ok != c->want[i])
            fail_msg("Go says %s, we do not: %.*s", ok ? "ok" : "refused", RK_FMT(text));
        good += ok;
    }
    assert_int_equal(verdicts.len, 0);
    assert_true(good >= least_each && c->len - good >= least_each);
}

static void go_gives_the_same_verdict_on_thousands_of_damaged_cases(void **state)
{
    (void)state;
    need_judge();
    if (frontier.size < 66000)
        grow_to(LARGEST);
    static void (*const add[])(struct cases *, struct rk_random *) = {
        add_tree_case, add_note_case, add_proof_case};
    static const int count[] = {20000, 8000, 3000}, least[] = {3000, 500, 200};
    for (int kind = 0; kind < 3; kind++) {
        const struct rk_arena before = mem;
        struct rk_random r = rk_random_seed((uint64_t)kind + 1);
        struct cases c = {rk_buf_in(&mem, 128 << 20), RK_NEW(&mem, bool, count[kind]), 0};
        for (int i = 0; i < count[kind]; i++) {
            const struct rk_arena one = mem;
            add[kind](&c, &r);
            mem = one;
        }
        compare(&c, least[kind]);
        mem = before;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(go_reads_our_log_and_sees_every_changed_byte),
        cmocka_unit_test(go_gives_the_same_verdict_on_thousands_of_damaged_cases),
    };
    return cmocka_run_group_tests(tests, build_judge, remove_folder);
}
