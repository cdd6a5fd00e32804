/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a signed note, a checkpoint and a key. What is accepted must survive being
 * written and read again; the keys are those of the worked example in docs/formats/tlog.md. */
#include "fuzz_entry.h"
#include "rk_tlog_note.h"

static void try_checkpoint(struct rk_str text)
{
    struct rk_tlog_checkpoint c, again;
    if (rk_tlog_checkpoint_read(text, &c, NULL))
        return;
    FUZZ_MUST(c.tree.size >= 0 && c.origin.len > 0 &&
              c.extension.at + c.extension.len <= text.at + text.len);
    c.extension.len = 0;
    static char room[1 << 16];
    struct rk_buf b = {.at = room, .cap = sizeof room};
    if (rk_tlog_checkpoint_write(&c, &b, NULL))
        return; /* an origin that we would not write */
    FUZZ_MUST(rk_tlog_checkpoint_read(rk_buf_str(&b), &again, NULL) == RK_OK);
    FUZZ_MUST(again.tree.size == c.tree.size && rk_hash_eq(&again.tree.root, &c.tree.root));
    FUZZ_MUST(rk_str_eq(again.origin, c.origin) && rk_str_starts(text, rk_buf_str(&b)));
}

static void try_key(struct rk_str text)
{
    struct rk_tlog_key key, again;
    if (rk_tlog_key_read(text, &key, NULL))
        return;
    static char room[1 << 16];
    struct rk_buf b = {.at = room, .cap = sizeof room};
    rk_tlog_key_write(&key, &b);
    if (b.failed)
        return;
    FUZZ_MUST(rk_tlog_key_read(rk_buf_str(&b), &again, NULL) == RK_OK);
    FUZZ_MUST(again.id == key.id && rk_str_eq(again.name, key.name));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct rk_str text = {(const char *)data, (ptrdiff_t)size};
    static struct rk_tlog_key known[2];
    static const char *const vkey[2] = {
        "town.example/ledger+08e20e7c+AQOhB7/"
        "zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
        "witness.example/hospital+bf56baac+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/"
        "4SyJeUvJMilm3X"};
    for (int i = 0; i < 2 && !known[1].name.at; i++)
        FUZZ_MUST(rk_tlog_key_read(rk_str_of(vkey[i]), &known[i], NULL) == RK_OK);
    try_checkpoint(text);
    try_key(text);
    static struct rk_tlog_note n;
    if (rk_tlog_note_open(text, known, 2, &n, NULL) == RK_OK) {
        FUZZ_MUST(n.verified >= 1 && n.verified <= 2 && rk_str_starts(text, n.text));
        try_checkpoint(n.text);
    }
    const struct rk_tlog_policy policy = {.key = known, .keys = 2, .quorum = 1};
    struct rk_tlog_checkpoint c;
    if (rk_tlog_checkpoint_open(text, &policy, &c, &n, NULL) == RK_OK)
        FUZZ_MUST(n.verified == 2 && rk_str_eq(c.origin, known[0].name));
    return 0;
}
