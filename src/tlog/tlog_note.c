/* SPDX-License-Identifier: GPL-3.0-or-later */
/* C2SP signed-note and tlog-cosignature: signing and opening. */
#include "rk_tlog_note.h"

#include "tlog_internal.h"

#include <sodium.h>

enum {
    ID = 4,
    TIME = 8,
    SIGNATURE = crypto_sign_BYTES,
    LINE_MAX_BYTES = ID + TIME + SIGNATURE, /* in the longest signature line of a known key */
    COSIGNED_HEAD = 64                      /* "cosignature/v1\ntime N\n" and its NUL */
};

static const struct rk_str dash = {"\xE2\x80\x94 ", 4}; /* U+2014 and a space */

/* What a cosigner signs: two lines and the whole text, in one piece because libsodium wants it
 * so. Returns its length, 0 when the text is no checkpoint or too long. */
static ptrdiff_t cosigned(struct rk_str text, int64_t time_s,
                          char room[COSIGNED_HEAD + RK_TLOG_COSIGNED])
{
    struct rk_tlog_checkpoint checkpoint;
    if (text.len > RK_TLOG_COSIGNED || rk_tlog_checkpoint_read(text, &checkpoint, NULL))
        return 0;
    const int head =
        snprintf(room, COSIGNED_HEAD, "cosignature/v1\ntime %" PRId64 "\n", time_s);
    memcpy(room + head, text.at, (size_t)text.len);
    return head + text.len;
}

bool tlog_ed25519_holds(const uint8_t signature[64], struct rk_str message,
                        const uint8_t key[32])
{
    return crypto_sign_verify_detached(signature, (const uint8_t *)message.at,
                                       (unsigned long long)message.len, key) == 0;
}

/* ---- signing ----------------------------------------------------------------------------- */

static rk_status check_text(struct rk_str text, struct rk_err *err)
{
    if (text.len < 1 || text.at[text.len - 1] != '\n')
        return rk_fail(err, RK_EINVAL, "note", "the text does not end with a line end");
    const int line = tlog_bad_line(text);
    return line ? tlog_fail_line(err, RK_EINVAL, "note", line,
                                 "a control character or invalid UTF-8")
                : RK_OK;
}

rk_status rk_tlog_note_begin(struct rk_str text, struct rk_buf *out, struct rk_err *err)
{
    const rk_status bad = check_text(text, err);
    if (bad)
        return bad;
    const ptrdiff_t before = out->len;
    rk_buf_add(out, text);
    rk_buf_char(out, '\n');
    return tlog_buf_end(out, before, "note", err);
}

rk_status rk_tlog_note_sign(struct rk_str text, const struct rk_tlog_key *key,
                            const uint8_t secret[64], int64_t time_s, struct rk_buf *out,
                            struct rk_err *err)
{
    rk_status bad = check_text(text, err);
    if (bad)
        return bad;
    const bool timed = key->type == RK_TLOG_COSIGNS;
    char room[COSIGNED_HEAD + RK_TLOG_COSIGNED];
    struct rk_str message = text;
    if (timed) {
        message = (struct rk_str){room, time_s < 0 ? 0 : cosigned(text, time_s, room)};
        if (message.len == 0)
            return rk_fail(err, RK_EINVAL, "note",
                           "only a checkpoint of at most %d bytes can be cosigned, at a time "
                           "not before 1970",
                           RK_TLOG_COSIGNED);
    }
    uint8_t line[LINE_MAX_BYTES] = {(uint8_t)(key->id >> 24), (uint8_t)(key->id >> 16),
                                    (uint8_t)(key->id >> 8), (uint8_t)key->id};
    int len = ID;
    for (int bits = 56; timed && bits >= 0; bits -= 8)
        line[len++] = (uint8_t)((uint64_t)time_s >> bits);
    crypto_sign_detached(line + len, NULL, (const uint8_t *)message.at,
                         (unsigned long long)message.len, secret);
    if (!tlog_ed25519_holds(line + len, message, key->key))
        return rk_fail(err, RK_EINVAL, "note",
                       "the secret key does not belong to %.*s+%08" PRIx32, RK_FMT(key->name),
                       key->id);
    const ptrdiff_t before = out->len;
    rk_buf_add(out, dash);
    rk_buf_add(out, key->name);
    rk_buf_char(out, ' ');
    rk_base64(line, len + SIGNATURE, out);
    rk_buf_char(out, '\n');
    return tlog_buf_end(out, before, "note", err);
}

/* ---- opening ----------------------------------------------------------------------------- */

struct signature {
    struct rk_str name;
    uint32_t id;
    uint8_t bytes[TIME + SIGNATURE];
    ptrdiff_t len; /* more than the room when it is of no type known here */
};

/* "— name base64", at least one byte behind the id. */
static bool signature_read(struct rk_str line, struct signature *out)
{
    if (!rk_str_starts(line, dash))
        return false;
    struct rk_str base64 = rk_str_slice(line, dash.len, line.len);
    const struct rk_str name = rk_str_cut(&base64, ' ');
    uint8_t bytes[LINE_MAX_BYTES] = {0};
    const ptrdiff_t len = tlog_base64(base64, bytes, sizeof bytes, false);
    if (!tlog_name_ok(name) || len < ID + 1)
        return false;
    out->name = name;
    out->id = tlog_big_endian(bytes);
    memcpy(out->bytes, bytes + ID, sizeof out->bytes);
    out->len = len - ID;
    return true;
}

static bool signature_holds(const struct signature *s, struct rk_str text,
                            const struct rk_tlog_key *key, int64_t *time_s)
{
    *time_s = -1;
    if (key->type == RK_TLOG_SIGNS)
        return s->len == SIGNATURE && tlog_ed25519_holds(s->bytes, text, key->key);
    const uint64_t time =
        (uint64_t)tlog_big_endian(s->bytes) << 32 | (uint64_t)tlog_big_endian(s->bytes + 4);
    if (key->type != RK_TLOG_COSIGNS || s->len != TIME + SIGNATURE || time > INT64_MAX)
        return false;
    char room[COSIGNED_HEAD + RK_TLOG_COSIGNED];
    *time_s = (int64_t)time;
    const struct rk_str message = {room, cosigned(text, *time_s, room)};
    return message.len > 0 && tlog_ed25519_holds(s->bytes + TIME, message, key->key);
}

/* Position of the known key that made a signature, -1 unknown, -2 when two keys claim it. */
static int32_t signer(const struct signature *s, const struct rk_tlog_key *known, int32_t len)
{
    int32_t found = -1;
    for (int32_t k = 0; k < len; k++) {
        if (known[k].id != s->id || !rk_str_eq(known[k].name, s->name))
            continue;
        if (found >= 0)
            return -2;
        found = k;
    }
    return found;
}

static bool has_signed(const struct rk_tlog_note *note, int32_t key)
{
    for (int32_t i = 0; i < note->verified; i++)
        if (note->by[i].key == key)
            return true;
    return false;
}

static int count_lines(struct rk_str text)
{
    int lines = 0;
    for (ptrdiff_t i = 0; i < text.len; i++)
        lines += text.at[i] == '\n';
    return lines;
}

/* Splits at the last empty line. */
static bool split(struct rk_str note, struct rk_str *text, struct rk_str *signatures)
{
    ptrdiff_t at = note.len - 2;
    while (at >= 0 && !(note.at[at] == '\n' && note.at[at + 1] == '\n'))
        at--;
    if (at < 0)
        return false;
    *text = rk_str_slice(note, 0, at + 1);
    *signatures = rk_str_slice(note, at + 2, note.len);
    return signatures->len > 0 && note.at[note.len - 1] == '\n';
}

rk_status rk_tlog_note_open(struct rk_str note, const struct rk_tlog_key *known,
                            int32_t known_len, struct rk_tlog_note *out, struct rk_err *err)
{
    const int broken = tlog_bad_line(note);
    if (broken)
        return tlog_fail_line(err, RK_EINVAL, "note", broken,
                              "a control character or invalid UTF-8");
    struct rk_tlog_note opened;
    opened.verified = 0;
    struct rk_str rest;
    if (!split(note, &opened.text, &rest))
        return rk_fail(err, RK_EINVAL, "note",
                       "no signature lines behind an empty line, each with its line end");
    int line = count_lines(opened.text) + 1;
    for (int lines = 1; rest.len > 0; lines++) {
        line++;
        struct signature s;
        if (!signature_read(rk_str_cut(&rest, '\n'), &s))
            return tlog_fail_line(err, RK_EINVAL, "note", line, "not a signature line");
        if (lines > RK_TLOG_SIGNATURES)
            return tlog_fail_line(err, RK_EINVAL, "note", line, "more than 100 signatures");
        const int32_t key = signer(&s, known, known_len);
        if (key == -2)
            return tlog_fail_line(err, RK_EINVAL, "note", line, "two known keys claim this");
        if (key < 0 || has_signed(&opened, key))
            continue;
        int64_t time_s;
        if (!signature_holds(&s, opened.text, &known[key], &time_s))
            return tlog_fail_line(err, RK_ECORRUPT, "note", line,
                                  "a known key's signature does not hold");
        opened.by[opened.verified].key = key;
        opened.by[opened.verified++].time_s = time_s;
    }
    if (opened.verified == 0)
        return rk_fail(err, RK_ENOTFOUND, "note", "no signature is by a known key");
    out->text = opened.text;
    out->verified = opened.verified;
    memcpy(out->by, opened.by, (size_t)opened.verified * sizeof opened.by[0]);
    return RK_OK;
}
