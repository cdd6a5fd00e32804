/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Verifier keys of C2SP signed-note: name+id+base64(type, key). */
#include "rk_tlog_note.h"

#include "tlog_internal.h"

static uint32_t key_id(struct rk_str name, enum rk_tlog_key_type type, const uint8_t key[32])
{
    const uint8_t between[2] = {'\n', (uint8_t)type};
    struct rk_sha256 h;
    rk_sha256_start(&h);
    rk_sha256_add(&h, name.at, name.len);
    rk_sha256_add(&h, between, 2);
    rk_sha256_add(&h, key, 32);
    return tlog_big_endian(rk_sha256_end(&h).byte);
}

rk_status rk_tlog_key_make(struct rk_str name, enum rk_tlog_key_type type,
                           const uint8_t key[32], struct rk_tlog_key *out, struct rk_err *err)
{
    if (!tlog_name_ok(name))
        return rk_fail(err, RK_EINVAL, "key",
                       "a name must not be empty nor hold white space or \"+\"");
    if (type != RK_TLOG_SIGNS && type != RK_TLOG_COSIGNS)
        return rk_fail(err, RK_EINVAL, "key", "signature type %d is not one of 1, 4",
                       (int)type);
    struct rk_tlog_key made = {.name = name, .id = key_id(name, type, key), .type = type};
    memcpy(made.key, key, 32);
    *out = made;
    return RK_OK;
}

static bool id_read(struct rk_str hex, uint32_t *out)
{
    uint8_t bytes[4];
    if (!rk_hex_read(hex, bytes, 4))
        return false;
    *out = tlog_big_endian(bytes);
    return true;
}

rk_status rk_tlog_key_read(struct rk_str vkey, struct rk_tlog_key *out, struct rk_err *err)
{
    struct rk_str rest = vkey;
    const struct rk_str name = rk_str_cut(&rest, '+'), hex = rk_str_cut(&rest, '+');
    uint32_t id;
    uint8_t bytes[1 + 32];
    if (!id_read(hex, &id) || rk_base64_read(rest, bytes, sizeof bytes) < 1)
        return rk_fail(err, RK_EINVAL, "key", "not of the form name+id+base64");
    if (bytes[0] != RK_TLOG_SIGNS && bytes[0] != RK_TLOG_COSIGNS)
        return rk_fail(err, RK_EINVAL, "key", "signature type %d is not one of 1, 4", bytes[0]);
    if (rk_base64_read(rest, bytes, sizeof bytes) != 1 + 32)
        return rk_fail(err, RK_EINVAL, "key", "not of the form name+id+base64");
    struct rk_tlog_key made;
    const rk_status bad =
        rk_tlog_key_make(name, (enum rk_tlog_key_type)bytes[0], bytes + 1, &made, err);
    if (bad)
        return bad;
    if (made.id != id)
        return rk_fail(err, RK_EINVAL, "key", "its id is %08" PRIx32 ", not %08" PRIx32,
                       made.id, id);
    *out = made;
    return RK_OK;
}

void rk_tlog_key_write(const struct rk_tlog_key *key, struct rk_buf *out)
{
    uint8_t bytes[1 + 32] = {(uint8_t)key->type};
    memcpy(bytes + 1, key->key, 32);
    char id[16];
    snprintf(id, sizeof id, "+%08" PRIx32 "+", key->id);
    const ptrdiff_t before = out->len;
    rk_buf_add(out, key->name);
    rk_buf_c(out, id);
    rk_base64(bytes, sizeof bytes, out);
    if (out->failed)
        out->len = before;
}
