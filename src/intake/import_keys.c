/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys of subjects, and the keys seen so far in a file. */
#define RK_INTAKE_ROOM
#include "rk_base.h"
#include "rk_hash.h"
#include "rk_text.h"
#include "import_internal.h"

#define KEYS_ROOM ((ptrdiff_t)1 << 30)
enum { SLOTS_FIRST = 1 << 12 };

/* ---- one key ------------------------------------------------------------------------- */

/* Behind the word `word` and blanks, if `s` begins with it as a whole word. */
static bool drop_word(struct rk_str *s, struct rk_str word)
{
    if (!s->at || word.len == 0 || !rk_str_starts(*s, word) || s->len <= word.len ||
        s->at[word.len] != ' ')
        return false;
    *s = rk_str_trim(rk_str_slice(*s, word.len, s->len));
    return true;
}

/* The first word, if it is one of the kind's ("котельн*"), before a number. */
static void drop_kind_pattern(const struct rk_kind *kind, struct rk_str *s)
{
    ptrdiff_t end = 0;
    while (end < s->len && s->at[end] != ' ')
        end++;
    const struct rk_str rest = rk_str_trim(rk_str_slice(*s, end, s->len));
    if (rest.len == 0 || !(*rest.at >= '0' && *rest.at <= '9'))
        return;
    if (import_suggests(rk_str_of(kind->files), rk_str_slice(*s, 0, end)) > 0.0)
        *s = rest;
}

/* Folded, with "№", "#" and quotation marks as blanks, and every run of blanks as one. */
static struct rk_str smooth(struct rk_str said, struct rk_arena *keep)
{
    static const char *const marks[] = {"№", "#", "\"", "«", "»", "“", "”", "„", "\xC2\xA0"};
    struct rk_buf folded = rk_buf_in(keep, 3 * said.len + 1);
    rk_text_fold(said, &folded);
    struct rk_buf out = rk_buf_in(keep, folded.failed ? 1 : folded.len + 1);
    if (folded.failed || out.failed)
        return (struct rk_str){0};
    const struct rk_str s = rk_buf_str(&folded);
    bool blank = true;
    for (ptrdiff_t i = 0; i < s.len;) {
        const unsigned char lead = (unsigned char)s.at[i]; /* of most marks: C2 or E2 */
        ptrdiff_t skip = lead == ' ' || (lead >= '\t' && lead <= '\r');
        const bool maybe = lead == '#' || lead == '"' || lead == 0xC2 || lead == 0xE2;
        for (int k = 0; k < RK_COUNT(marks) && !skip && maybe; k++)
            if (rk_str_starts(rk_str_slice(s, i, s.len), rk_str_of(marks[k])))
                skip = (ptrdiff_t)strlen(marks[k]);
        if (!skip)
            rk_buf_char(&out, s.at[i]);
        else if (!blank)
            rk_buf_char(&out, ' ');
        blank = skip > 0;
        i += skip ? skip : 1;
    }
    return rk_str_trim(rk_buf_str(&out));
}

struct rk_str import_key(const struct rk_kind *kind, struct rk_str said, struct rk_arena *keep)
{
    struct rk_str s = smooth(said, keep);
    const struct rk_words *label = &kind->label;
    for (int lang = 0; lang < RK_LANGS; lang++) {
        const char *const forms[] = {label->one[lang], label->few[lang], label->many[lang]};
        for (int i = 0; i < RK_COUNT(forms); i++)
            if (drop_word(&s, rk_str_of(forms[i])))
                return s;
    }
    drop_kind_pattern(kind, &s);
    return s;
}

/* ---- keys of a file ------------------------------------------------------------------ */

/* A kept key lies in the pool: hash, line, length, bytes; a slot holds its place in words of
 * four bytes, plus one. A million keys of ten bytes take some 40 MB. */
struct entry {
    uint32_t hash;
    int32_t line, len;
};

/* A hash that nobody can aim at: a list made to collide would cost days, not this program. */
static uint32_t hash_of(struct rk_str key)
{
    const struct rk_hash digest = rk_sha256(key.at, key.len);
    uint32_t first;
    memcpy(&first, digest.byte, sizeof first);
    return first;
}

static struct entry entry_at(const struct import_keys *keys, uint32_t slot, const char **text)
{
    struct entry e;
    const char *at = keys->pool.at + 4 * (ptrdiff_t)(slot - 1);
    memcpy(&e, at, sizeof e);
    *text = at + sizeof e;
    return e;
}

/* The slot of the key, or the free one where it belongs. */
static uint32_t *slot_of(const struct import_keys *keys, uint32_t *slots, ptrdiff_t count,
                         struct rk_str key, uint32_t hash)
{
    for (ptrdiff_t i = (ptrdiff_t)hash & (count - 1);; i = (i + 1) & (count - 1)) {
        if (slots[i] == 0)
            return &slots[i];
        const char *text;
        const struct entry e = entry_at(keys, slots[i], &text);
        if (e.hash == hash && rk_str_eq((struct rk_str){text, e.len}, key))
            return &slots[i];
    }
}

bool import_keys_open(struct import_keys *keys)
{
    const ptrdiff_t room = rk_address_share(KEYS_ROOM, 32);
    *keys = (struct import_keys){.own = rk_arena_open(room), .slot_count = SLOTS_FIRST};
    keys->pool = rk_buf_in(&keys->own, room / 4 * 3);
    keys->slots = RK_NEW(&keys->own, uint32_t, SLOTS_FIRST);
    return !keys->own.failed;
}

/* Twice the slots; the old ones stay behind unused, all together less than the new ones. */
static bool grow(struct import_keys *keys)
{
    const ptrdiff_t count = keys->slot_count * 2;
    uint32_t *slots = RK_NEW(&keys->own, uint32_t, count);
    if (!slots)
        return false;
    for (ptrdiff_t i = 0; i < keys->slot_count; i++) {
        const char *text;
        if (keys->slots[i] == 0)
            continue;
        const struct entry e = entry_at(keys, keys->slots[i], &text);
        *slot_of(keys, slots, count, (struct rk_str){text, e.len}, e.hash) = keys->slots[i];
    }
    keys->slots = slots;
    keys->slot_count = count;
    return true;
}

int64_t import_keys_add(struct import_keys *keys, struct rk_str key, int64_t line)
{
    if (keys->used * 2 >= keys->slot_count && !grow(keys))
        return -1;
    const uint32_t hash = hash_of(key);
    uint32_t *slot = slot_of(keys, keys->slots, keys->slot_count, key, hash);
    if (*slot != 0) {
        const char *text;
        return entry_at(keys, *slot, &text).line;
    }
    const struct entry e = {.hash = hash,
                            .line = line < INT32_MAX ? (int32_t)line : INT32_MAX,
                            .len = (int32_t)key.len};
    const ptrdiff_t place = keys->pool.len / 4 + 1;
    rk_buf_bytes(&keys->pool, &e, sizeof e);
    rk_buf_add(&keys->pool, key);
    rk_buf_bytes(&keys->pool, "\0\0\0", -keys->pool.len & 3);
    if (keys->pool.failed || place > UINT32_MAX)
        return -1;
    *slot = (uint32_t)place;
    keys->used++;
    return 0;
}

void import_keys_close(struct import_keys *keys)
{
    rk_arena_close(&keys->own);
    *keys = (struct import_keys){.own = keys->own};
}
