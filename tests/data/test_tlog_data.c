/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Published conformance cases and logs written by other programs (Go's sumdb, Tessera). */
#include "rk_test.h"

#include "rk_file.h"
#include "rk_json.h"
#include "rk_random.h"
#include "rk_tlog_note.h"
#include "tlog_internal.h"

#include <sodium.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ARENA = 512 << 20, FILE_LIMIT = 64 << 20 };

static struct rk_arena mem;
static struct rk_scratch tmp;

static int open_memory(void **state)
{
    (void)state;
    mem = rk_arena_open(ARENA);
    tmp = rk_scratch_open(32 << 20);
    return mem.failed || tmp.in.failed;
}

/* ---- a JSON text as a tree ------------------------------------------------------------------
 */

struct value {
    enum rk_json_kind kind;
    struct rk_str key, text;
    struct value *first, *next;
    int len;
};

static struct value *read_value(struct rk_json *r)
{
    struct value *v = RK_NEW(&mem, struct value, 1);
    assert_non_null(v);
    v->kind = r->kind;
    v->text = r->text;
    if (r->kind != RK_JSON_OBJECT && r->kind != RK_JSON_ARRAY)
        return v;
    struct value **link = &v->first;
    for (;;) {
        struct rk_str key = {NULL, 0};
        if (rk_json_next(r) == RK_JSON_KEY) {
            key = r->text;
            rk_json_next(r);
        }
        if (r->kind == RK_JSON_OBJECT_END || r->kind == RK_JSON_ARRAY_END)
            return v;
        assert_true(r->kind != RK_JSON_ERROR && r->kind != RK_JSON_END);
        *link = read_value(r);
        (*link)->key = key;
        link = &(*link)->next;
        v->len++;
    }
}

static struct value *read_json(struct rk_str text)
{
    struct rk_json r = rk_json_read(text, &mem);
    rk_json_next(&r);
    struct value *v = read_value(&r);
    assert_int_equal(rk_json_next(&r), RK_JSON_END);
    return v;
}

static const struct value *get(const struct value *object, const char *key)
{
    for (const struct value *v = object->first; v; v = v->next)
        if (rk_str_eq(v->key, rk_str_of(key)))
            return v;
    fail_msg("no field %s", key);
    return NULL;
}

static bool has(const struct value *object, const char *key)
{
    for (const struct value *v = object->first; v; v = v->next)
        if (rk_str_eq(v->key, rk_str_of(key)))
            return true;
    return false;
}

/* Numbers up to 2^64 - 1, as the 64 bits that they are. */
static int64_t get_int(const struct value *object, const char *key)
{
    const struct rk_str s = get(object, key)->text;
    uint64_t n = 0;
    for (ptrdiff_t i = 0; i < s.len; i++)
        n = n * 10 + (uint64_t)(s.at[i] - '0');
    return (int64_t)n;
}

static struct rk_str load(const char *path)
{
    struct rk_str text;
    struct rk_err err;
    rk_assert_ok(rk_file_read(path, FILE_LIMIT, &mem, &text, &err), err);
    return text;
}

/* ---- RFC 6962 -------------------------------------------------------------------------------
 */

/* What is not 32 bytes can be no hash: such a case is refused before it reaches a check. */
static bool to_hash(const struct value *v, struct rk_hash *out)
{
    return v->kind == RK_JSON_STRING && rk_base64_read(v->text, out->byte, 32) == 32;
}

static bool to_path(const struct value *array, struct rk_tlog_path *out)
{
    out->len = 0;
    for (const struct value *v = array->first; v; v = v->next) {
        if (out->len == RK_TLOG_PATH || !to_hash(v, &out->hash[out->len]))
            return false;
        out->len++;
    }
    return true;
}

static bool inclusion_holds(const struct value *c)
{
    struct rk_tlog_path path;
    struct rk_tlog_tree tree = {.size = get_int(c, "treeSize")};
    struct rk_hash leaf;
    return to_path(get(c, "proof"), &path) && to_hash(get(c, "root"), &tree.root) &&
           to_hash(get(c, "leafHash"), &leaf) &&
           rk_tlog_check_inclusion(&path, &tree, get_int(c, "leafIdx"), &leaf);
}

/* Some roots are words. All that matters of two roots is whether they are the same, so the
 * SHA-256 of a word stands for it. */
static struct rk_hash to_root(const struct value *v)
{
    struct rk_hash root;
    uint8_t word[256];
    if (to_hash(v, &root))
        return root;
    const ptrdiff_t len =
        v->kind == RK_JSON_STRING ? rk_base64_read(v->text, word, sizeof word) : 0;
    assert_true(len >= 0);
    return rk_sha256(word, len);
}

static bool consistency_holds(const struct value *c)
{
    struct rk_tlog_path path;
    const struct rk_tlog_tree old = {get_int(c, "size1"), to_root(get(c, "root1"))},
                              tree = {get_int(c, "size2"), to_root(get(c, "root2"))};
    return to_path(get(c, "proof"), &path) && rk_tlog_check_consistency(&path, &old, &tree);
}

static void check_cases(const char *path, bool (*holds)(const struct value *), int cases,
                        int good_cases)
{
    struct rk_str rest = load(path);
    int seen = 0, good = 0;
    while (rest.len > 0) {
        const struct value *c = read_json(rk_str_cut(&rest, '\n'));
        const bool want = get(c, "wantErr")->kind == RK_JSON_FALSE;
        if (holds(c) != want)
            fail_msg("%.*s", RK_FMT(get(c, "case")->text));
        seen++;
        good += want;
    }
    assert_int_equal(seen, cases);
    assert_int_equal(good, good_cases);
}

static void published_inclusion_proofs_are_judged_right(void **state)
{
    (void)state;
    char path[512];
    rk_need_data(path, sizeof path, "ledger/rfc6962_inclusion.jsonl");
    check_cases(path, inclusion_holds, 49, 4);
}

static void published_consistency_proofs_are_judged_right(void **state)
{
    (void)state;
    char path[512];
    rk_need_data(path, sizeof path, "ledger/rfc6962_consistency.jsonl");
    check_cases(path, consistency_holds, 49, 4);
}

/* ---- notes ----------------------------------------------------------------------------------
 */

static void notes_are_judged_as_go_judges_them(void **state)
{
    (void)state;
    char path[512];
    rk_need_data(path, sizeof path, "ledger/signed_notes.jsonl");
    struct rk_str rest = load(path);
    int seen = 0, good = 0;
    while (rest.len > 0) {
        const struct value *c = read_json(rk_str_cut(&rest, '\n'));
        struct rk_str note;
        if (has(c, "note_hex")) { /* not valid UTF-8, so no JSON string */
            const struct rk_str hex = get(c, "note_hex")->text;
            char *bytes = RK_NEW(&mem, char, hex.len);
            assert_true(rk_hex_read(hex, bytes, hex.len / 2));
            note = (struct rk_str){bytes, hex.len / 2};
        } else {
            note = get(c, "note")->text;
        }
        struct rk_tlog_key key;
        struct rk_err err;
        rk_assert_ok(rk_tlog_key_read(get(c, "vkey")->text, &key, &err), err);
        struct rk_tlog_note opened;
        const bool want = get(c, "valid")->kind == RK_JSON_TRUE;
        if ((rk_tlog_note_open(note, &key, 1, &opened, NULL) == RK_OK) != want)
            fail_msg("%.*s", RK_FMT(get(c, "desc")->text));
        seen++;
        good += want;
    }
    assert_int_equal(seen, 40);
    assert_int_equal(good, 12);
}

/*
 * Edge cases of Ed25519 (C2SP/CCTV). libsodium 1.0.18, called from Python, accepts 22 of them:
 * those without a key or R of small order, without an encoding that is not canonical, and
 * without a residue of small order. The same bytes as the signature of a note are over another
 * text, for a note ends with a line end, so there none is accepted.
 */
static void ed25519_edge_cases_are_accepted_only_by_libsodiums_word(void **state)
{
    (void)state;
    char path[512];
    rk_need_data(path, sizeof path, "ledger/ed25519_cctv.jsonl");
    struct rk_str rest = load(path);
    int seen = 0, accepted = 0;
    while (rest.len > 0) {
        const struct value *c = read_json(rk_str_cut(&rest, '\n'));
        const struct rk_str msg = get(c, "msg")->text;
        uint8_t public_key[32], bytes[4 + 64];
        assert_true(rk_hex_read(get(c, "key")->text, public_key, 32));
        assert_true(rk_hex_read(get(c, "sig")->text, bytes + 4, 64));
        const bool holds = tlog_ed25519_holds(bytes + 4, msg, public_key);
        assert_int_equal(holds, crypto_sign_verify_detached(bytes + 4, (const uint8_t *)msg.at,
                                                            (unsigned long long)msg.len,
                                                            public_key) == 0);
        bool plain = true;
        for (const struct value *f = get(c, "flags")->first; f; f = f->next)
            plain &= rk_str_eq(f->text, RK_STR("low_order_component_A")) ||
                     rk_str_eq(f->text, RK_STR("low_order_component_R"));
        assert_int_equal(holds, plain);
        seen++;
        accepted += holds;

        struct rk_tlog_key key;
        struct rk_err err;
        rk_assert_ok(
            rk_tlog_key_make(RK_STR("edge.example"), RK_TLOG_SIGNS, public_key, &key, &err),
            err);
        for (int i = 0; i < 4; i++)
            bytes[i] = (uint8_t)(key.id >> (24 - 8 * i));
        char room[512];
        struct rk_buf b = {.at = room, .cap = sizeof room};
        rk_buf_add(&b, msg);
        rk_buf_c(&b, "\n\n— edge.example ");
        rk_base64(bytes, sizeof bytes, &b);
        rk_buf_char(&b, '\n');
        assert_false(b.failed);
        struct rk_tlog_note opened;
        assert_int_equal(rk_tlog_note_open(rk_buf_str(&b), &key, 1, &opened, NULL),
                         RK_ECORRUPT);
    }
    assert_int_equal(seen, 457);
    assert_int_equal(accepted, 22);
}

/* ---- the log of 70,000 entries --------------------------------------------------------------
 */

enum { ENTRIES = 70000 };

static const struct value *sumdb;
static struct rk_str seed; /* "<seed> entry <i>\n" */
static struct rk_hash stored[2 * ENTRIES];
static struct rk_tlog_nodes nodes = {stored, ENTRIES};
static const struct rk_tlog_reader reader = {rk_tlog_nodes_read, &nodes};

static struct rk_str entry_text(int64_t i, char room[128])
{
    const int len = snprintf(room, 128, "%.*s entry %" PRId64 "\n", RK_FMT(seed), i);
    return (struct rk_str){room, len};
}

/* "… entry i is the UTF-8 text "SEED entry <i>\n"" */
static struct rk_str seed_of(struct rk_str about)
{
    const ptrdiff_t from = rk_str_find(about, RK_STR("text \""));
    const ptrdiff_t to = rk_str_find(about, RK_STR(" entry <i>"));
    assert_true(from >= 0 && to > from);
    return rk_str_slice(about, from + 6, to);
}

static void load_sumdb(const char *path)
{
    if (sumdb)
        return;
    sumdb = read_json(load(path));
    seed = seed_of(get(sumdb, "about")->text);
    assert_int_equal(get_int(sumdb, "n"), ENTRIES);
    struct rk_tlog_frontier f = {0};
    ptrdiff_t at = 0;
    for (int64_t i = 0; i < ENTRIES; i++) {
        char room[128];
        const struct rk_str e = entry_text(i, room);
        const struct rk_hash leaf = rk_tlog_leaf(e.at, e.len);
        struct rk_hash made[RK_TLOG_LEVELS + 1];
        const int n = rk_tlog_append_nodes(&f, &leaf, made);
        memcpy(&stored[at], made, (size_t)n * sizeof made[0]);
        at += n;
    }
}

#define need_sumdb()                                                                           \
    do {                                                                                       \
        char sumdb_path[512];                                                                  \
        rk_need_data(sumdb_path, sizeof sumdb_path, "ledger/tlog_sumdb.json");                 \
        load_sumdb(sumdb_path);                                                                \
    } while (0)

static struct rk_tlog_key log_key(void)
{
    struct rk_tlog_key key;
    struct rk_err err;
    rk_assert_ok(rk_tlog_key_read(get(sumdb, "vkey")->text, &key, &err), err);
    return key;
}

/* "PRIVATE+KEY+name+id+base64(1, seed)", Go's form of a signer's key. */
static void log_secret(uint8_t secret[64])
{
    struct rk_str rest = get(sumdb, "skey_test_only")->text;
    for (int i = 0; i < 4; i++)
        rk_str_cut(&rest, '+');
    uint8_t bytes[33], public_key[32];
    assert_int_equal(rk_base64_read(rest, bytes, sizeof bytes), 33);
    assert_int_equal(crypto_sign_seed_keypair(public_key, secret, bytes + 1), 0);
}

static void roots_and_checkpoints_are_those_of_go(void **state)
{
    (void)state;
    need_sumdb();
    const struct rk_tlog_key key = log_key();
    const struct rk_tlog_policy policy = {
        .origin = get(sumdb, "origin")->text, .key = &key, .keys = 1};
    uint8_t secret[64];
    log_secret(secret);
    int seen = 0;
    for (const struct value *v = get(sumdb, "roots")->first; v; v = v->next, seen++) {
        struct rk_err err;
        struct rk_tlog_frontier f;
        const int64_t size = get_int(v, "size");
        rk_assert_ok(rk_tlog_frontier_read(&reader, size, &f, &err), err);
        const struct rk_tlog_checkpoint ours = {.origin = policy.origin,
                                                .tree = {size, rk_tlog_frontier_root(&f)}};
        struct rk_hash root;
        assert_true(to_hash(get(v, "root"), &root));
        assert_true(rk_hash_eq(&root, &ours.tree.root));
        struct rk_tlog_checkpoint theirs;
        rk_assert_ok(
            rk_tlog_checkpoint_open(get(v, "checkpoint")->text, &policy, &theirs, NULL, &err),
            err);
        assert_true(theirs.tree.size == size && rk_hash_eq(&theirs.tree.root, &root));
        /* ours, signed with the same key, is the same note */
        char room[1024];
        struct rk_buf text = {.at = room, .cap = 512}, note = {.at = room + 512, .cap = 512};
        rk_assert_ok(rk_tlog_checkpoint_write(&ours, &text, &err), err);
        rk_assert_ok(rk_tlog_note_begin(rk_buf_str(&text), &note, &err), err);
        rk_assert_ok(rk_tlog_note_sign(rk_buf_str(&text), &key, secret, 0, &note, &err), err);
        assert_true(rk_str_eq(rk_buf_str(&note), get(v, "checkpoint")->text));
    }
    assert_int_equal(seen, 27);
}

static bool same_path(const struct rk_tlog_path *a, const struct rk_tlog_path *b)
{
    return a->len == b->len && memcmp(a->hash, b->hash, (size_t)a->len * 32) == 0;
}

static void proofs_are_those_of_go_and_hold(void **state)
{
    (void)state;
    need_sumdb();
    struct rk_err err;
    struct rk_tlog_path ours, theirs;
    int inclusion = 0, consistency = 0;
    for (const struct value *v = get(sumdb, "inclusion")->first; v; v = v->next, inclusion++) {
        const int64_t index = get_int(v, "index");
        struct rk_tlog_tree tree = {.size = get_int(v, "size")};
        assert_true(to_hash(get(v, "root"), &tree.root) && to_path(get(v, "proof"), &theirs));
        rk_assert_ok(rk_tlog_prove_inclusion(&reader, tree.size, index, &ours, &err), err);
        assert_true(same_path(&ours, &theirs));
        char room[128];
        const struct rk_str e = entry_text(index, room);
        const struct rk_hash leaf = rk_tlog_leaf(e.at, e.len);
        assert_true(rk_tlog_check_inclusion(&theirs, &tree, index, &leaf));
    }
    for (const struct value *v = get(sumdb, "consistency")->first; v;
         v = v->next, consistency++) {
        struct rk_tlog_tree old = {.size = get_int(v, "size1")},
                            tree = {.size = get_int(v, "size2")};
        assert_true(to_hash(get(v, "root1"), &old.root) &&
                    to_hash(get(v, "root2"), &tree.root) && to_path(get(v, "proof"), &theirs));
        rk_assert_ok(rk_tlog_prove_consistency(&reader, old.size, tree.size, &ours, &err), err);
        assert_true(same_path(&ours, &theirs));
        assert_true(rk_tlog_check_consistency(&theirs, &old, &tree));
    }
    assert_int_equal(inclusion, 48);
    assert_int_equal(consistency, 48);
}

/* ---- its tiles and bundles
 * ------------------------------------------------------------------- */

struct tally {
    char room[128];
    int64_t matched, unlisted;
    bool *seen; /* [files of the list] */
};

static bool give_entry(void *user, int64_t index, struct rk_str *out)
{
    struct tally *t = user;
    *out = entry_text(index, t->room);
    return true;
}

static bool count_tile(void *user, struct rk_tlog_tile tile, const char *name,
                       struct rk_str bytes)
{
    (void)tile;
    struct tally *t = user;
    int place = 0;
    for (const struct value *v = get(sumdb, "tile_sha256")->first; v; v = v->next, place++) {
        if (!rk_str_eq(v->key, rk_str_of(name)))
            continue;
        const struct rk_hash got = rk_sha256(bytes.at, bytes.len);
        struct rk_hash want;
        assert_true(rk_hex_read(v->text, want.byte, 32));
        if (!rk_hash_eq(&got, &want))
            fail_msg("%s differs", name);
        t->matched += !t->seen[place];
        t->seen[place] = true;
        return true;
    }
    t->unlisted++;
    return true;
}

/* The list has every partial width on the way to 70,000, so the log grows by single leaves at
 * the end of its last tile, and by whole tiles where the tile above is the last. */
static void every_tile_and_bundle_is_byte_for_byte_that_of_go(void **state)
{
    (void)state;
    need_sumdb();
    struct tally t = {.seen = RK_NEW(&mem, bool, get(sumdb, "tile_sha256")->len)};
    const struct rk_tlog_source from = {give_entry, reader, &t};
    const struct rk_tlog_sink to = {count_tile, &t};
    struct rk_err err;
    struct rk_hash root;
    int64_t size = 0;
    const int64_t last_tile = ENTRIES / 256 * 256;
    while (size < ENTRIES) {
        const int64_t next = size < 65536 ? 65536 : size < last_tile ? size + 256 : size + 1;
        rk_assert_ok(rk_tlog_write_tiles(&from, &to, size, next, tmp, &root, &err), err);
        size = next;
    }
    assert_int_equal(get(sumdb, "tile_sha256")->len, 678);
    assert_int_equal(t.matched, 678);
    struct rk_hash want = {{0}};
    for (const struct value *v = get(sumdb, "roots")->first; v; v = v->next)
        if (get_int(v, "size") == ENTRIES)
            assert_true(to_hash(get(v, "root"), &want));
    assert_true(rk_hash_eq(&root, &want));

    /* and in one go: just the tiles of a tree of 70,000, all of them listed */
    memset(t.seen, 0, 678 * sizeof(bool));
    t.matched = t.unlisted = 0;
    rk_assert_ok(rk_tlog_write_tiles(&from, &to, 0, ENTRIES, tmp, &root, &err), err);
    assert_int_equal(t.unlisted, 0);
    assert_int_equal(t.matched, 274 + 274 + 2 + 1);
    assert_true(rk_hash_eq(&root, &want));
}

/* ---- its offline proofs
 * ---------------------------------------------------------------------- */

static void offline_proofs_hold_and_their_mutations_do_not(void **state)
{
    (void)state;
    need_sumdb();
    struct rk_tlog_key key[4] = {log_key()};
    int keys = 1, seen = 0;
    struct rk_err err;
    for (const struct value *v = get(sumdb, "witness_vkeys_cosignature_v1")->first; v;
         v = v->next)
        rk_assert_ok(rk_tlog_key_read(v->text, &key[keys++], &err), err);
    assert_int_equal(keys, 4);
    const struct rk_tlog_policy policy = {
        .origin = get(sumdb, "origin")->text, .key = key, .keys = 4, .quorum = 3};
    struct rk_random r = rk_random_seed(70000);
    for (const struct value *v = get(sumdb, "tlog_proofs")->first; v; v = v->next, seen++) {
        const struct rk_str text = get(v, "tlog_proof")->text;
        char room[128];
        const struct rk_str e = entry_text(get_int(v, "index"), room);
        const struct rk_hash leaf = rk_tlog_leaf(e.at, e.len);
        struct rk_tlog_proof p;
        struct rk_tlog_checkpoint c;
        rk_assert_ok(rk_tlog_proof_check(text, &leaf, &policy, &p, &c, &err), err);
        assert_true(p.index == get_int(v, "index") && c.tree.size == get_int(v, "size"));
        /* the same text by us, from our own store */
        struct rk_tlog_proof ours = {.index = p.index, .checkpoint = p.checkpoint};
        rk_assert_ok(rk_tlog_prove_inclusion(&reader, c.tree.size, p.index, &ours.path, &err),
                     err);
        static char written[4096];
        struct rk_buf b = {.at = written, .cap = sizeof written};
        rk_assert_ok(rk_tlog_proof_write(&ours, &b, &err), err);
        assert_true(rk_str_eq(rk_buf_str(&b), text));
        /* every byte changed in some bit: refused, or just the free bits of a signature */
        int accepted = 0;
        for (ptrdiff_t i = 0; i < b.len; i++) {
            written[i] ^= (char)(1 << rk_random_below(&r, 8));
            if (rk_tlog_proof_check(rk_buf_str(&b), &leaf, &policy, &ours, &c, NULL) == RK_OK) {
                assert_true(ours.index == p.index && same_path(&ours.path, &p.path));
                assert_true(b.at[i + 1] == '=' || b.at[i + 1] == '\n');
                accepted++;
            }
            written[i] = text.at[i];
        }
        assert_true(accepted <= 4);
        char other_room[128];
        const struct rk_str other = entry_text(p.index + 1, other_room);
        const struct rk_hash other_leaf = rk_tlog_leaf(other.at, other.len);
        assert_int_equal(rk_tlog_proof_check(text, &other_leaf, &policy, NULL, NULL, NULL),
                         RK_ECORRUPT);
    }
    assert_int_equal(seen, 6);
}

/* ---- a log written by Tessera
 * ----------------------------------------------------------------- */

/* Unpacks with the tar program into a fresh folder; false when that is not to be had. */
static bool unpack(const char *archive, char folder[64])
{
    snprintf(folder, 64, "/tmp/rk_tlog_XXXXXX");
    if (!mkdtemp(folder))
        return false;
    const pid_t child = fork();
    if (child == 0) {
        execlp("tar", "tar", "-xzf", archive, "-C", folder, (char *)NULL);
        _exit(127);
    }
    int status = -1;
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

static void remove_folder(const char *folder)
{
    const pid_t child = fork();
    if (child == 0) {
        execlp("rm", "rm", "-rf", folder, (char *)NULL);
        _exit(127);
    }
    waitpid(child, NULL, 0);
}

static struct rk_str load_in(const char *folder, const char *name)
{
    char path[256];
    snprintf(path, sizeof path, "%s/log/%s", folder, name);
    return load(path);
}

static void check_tessera(const char *folder, const struct rk_tlog_policy *policy, int number)
{
    char name[RK_TLOG_TILE_NAME];
    struct rk_err err;
    snprintf(name, sizeof name, "checkpoint.%d", number);
    struct rk_tlog_checkpoint c;
    rk_assert_ok(rk_tlog_checkpoint_open(load_in(folder, name), policy, &c, NULL, &err), err);
    assert_int_equal(c.tree.size, number);
    struct rk_hash leaf[16];
    struct rk_tlog_tile tile = RK_TLOG_TILE_FIRST;
    int tiles = 0;
    for (; rk_tlog_tile_next(0, c.tree.size, &tile); tiles++) {
        rk_tlog_tile_name(tile, name);
        const struct rk_str bytes = load_in(folder, name);
        if (tile.level < 0) {
            struct rk_str entry[RK_TLOG_TILE];
            rk_assert_ok(rk_tlog_bundle_read(bytes, tile.width, entry, &err), err);
            for (int i = 0; i < tile.width; i++)
                leaf[i] = rk_tlog_leaf(entry[i].at, entry[i].len);
        } else {
            assert_int_equal(bytes.len, tile.width * 32);
            assert_memory_equal(bytes.at, leaf, (size_t)bytes.len);
        }
    }
    assert_int_equal(tiles, number > 0 ? 2 : 0);
    const struct rk_hash root = rk_tlog_root(leaf, c.tree.size);
    assert_true(rk_hash_eq(&root, &c.tree.root));
}

static void a_log_written_by_tessera_is_read(void **state)
{
    (void)state;
    char notes[512], archive[512], folder[64];
    rk_need_data(notes, sizeof notes, "ledger/signed_notes.jsonl");
    rk_need_data(archive, sizeof archive, "ledger/tessera_log15.tar.gz");
    if (!unpack(archive, folder)) {
        print_message("skipped: no tar\n");
        skip();
    }
    /* its key stands in the notes taken from the same log */
    struct rk_tlog_key key = {.id = 0};
    struct rk_str rest = load(notes);
    while (rest.len > 0) {
        const struct value *c = read_json(rk_str_cut(&rest, '\n'));
        if (rk_str_starts(get(c, "desc")->text, RK_STR("tessera testdata log")))
            assert_int_equal(rk_tlog_key_read(get(c, "vkey")->text, &key, NULL), RK_OK);
    }
    const struct rk_tlog_policy policy = {.key = &key, .keys = 1};
    for (int number = 0; number <= 15; number++)
        check_tessera(folder, &policy, number);
    remove_folder(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_inclusion_proofs_are_judged_right),
        cmocka_unit_test(published_consistency_proofs_are_judged_right),
        cmocka_unit_test(notes_are_judged_as_go_judges_them),
        cmocka_unit_test(ed25519_edge_cases_are_accepted_only_by_libsodiums_word),
        cmocka_unit_test(roots_and_checkpoints_are_those_of_go),
        cmocka_unit_test(proofs_are_those_of_go_and_hold),
        cmocka_unit_test(every_tile_and_bundle_is_byte_for_byte_that_of_go),
        cmocka_unit_test(offline_proofs_hold_and_their_mutations_do_not),
        cmocka_unit_test(a_log_written_by_tessera_is_read),
    };
    return cmocka_run_group_tests(tests, open_memory, NULL);
}
