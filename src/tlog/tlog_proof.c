/* SPDX-License-Identifier: GPL-3.0-or-later */
/* C2SP tlog-proof: a proof that needs nothing but the keys one trusts. */
#include "rk_tlog_note.h"

#include "tlog_internal.h"

#define FIRST_LINE "c2sp.org/tlog-proof@v1"

static rk_status refuse(struct rk_err *err, int line, const char *why)
{
    return tlog_fail_line(err, RK_EINVAL, "proof", line, why);
}

rk_status rk_tlog_proof_read(struct rk_str text, struct rk_tlog_proof *out, struct rk_err *err)
{
    struct rk_str rest = text;
    struct rk_tlog_proof found;
    found.extra = (struct rk_str){NULL, 0};
    found.path.len = 0;
    if (!rk_str_eq(rk_str_cut(&rest, '\n'), RK_STR(FIRST_LINE)))
        return refuse(err, 1, "is not \"" FIRST_LINE "\"");
    int line = 2;
    struct rk_str at = rk_str_cut(&rest, '\n');
    if (rk_str_starts(at, RK_STR("extra "))) {
        found.extra = rk_str_slice(at, 6, at.len);
        if (tlog_base64(found.extra, NULL, 0, true) < 1)
            return refuse(err, line, "the extra data are not base64");
        line++;
        at = rk_str_cut(&rest, '\n');
    }
    if (!rk_str_starts(at, RK_STR("index ")) ||
        !tlog_decimal(rk_str_slice(at, 6, at.len), &found.index))
        return refuse(err, line, "is not \"index\" and a decimal number below 2^63");
    for (line++; at = rk_str_cut(&rest, '\n'), at.len > 0; line++) {
        if (found.path.len == RK_TLOG_PATH)
            return refuse(err, line, "more hashes than any tree needs");
        if (!tlog_hash_read(at, &found.path.hash[found.path.len]))
            return refuse(err, line, "is not 32 bytes in base64");
        found.path.len++;
    }
    if (rest.len == 0)
        return refuse(err, line, "no checkpoint behind an empty line");
    found.checkpoint = rest;
    out->extra = found.extra;
    out->index = found.index;
    out->path.len = found.path.len;
    memcpy(out->path.hash, found.path.hash, (size_t)found.path.len * sizeof found.path.hash[0]);
    out->checkpoint = found.checkpoint;
    return RK_OK;
}

rk_status rk_tlog_proof_write(const struct rk_tlog_proof *proof, struct rk_buf *out,
                              struct rk_err *err)
{
    if (proof->index < 0 || proof->path.len < 0 || proof->path.len > RK_TLOG_PATH)
        return rk_fail(err, RK_EINVAL, "proof", "entry %" PRId64 " with %d hashes",
                       proof->index, proof->path.len);
    if (proof->extra.len > 0 && tlog_base64(proof->extra, NULL, 0, true) < 1)
        return rk_fail(err, RK_EINVAL, "proof", "the extra data are not base64");
    if (proof->checkpoint.len == 0)
        return rk_fail(err, RK_EINVAL, "proof", "no checkpoint");
    const ptrdiff_t before = out->len;
    rk_buf_c(out, FIRST_LINE "\n");
    if (proof->extra.len > 0) {
        rk_buf_c(out, "extra ");
        rk_buf_add(out, proof->extra);
        rk_buf_char(out, '\n');
    }
    char index[32];
    snprintf(index, sizeof index, "index %" PRId64 "\n", proof->index);
    rk_buf_c(out, index);
    for (int32_t i = 0; i < proof->path.len; i++) {
        rk_base64(proof->path.hash[i].byte, sizeof proof->path.hash[i].byte, out);
        rk_buf_char(out, '\n');
    }
    rk_buf_char(out, '\n');
    rk_buf_add(out, proof->checkpoint);
    return tlog_buf_end(out, before, "proof", err);
}

rk_status rk_tlog_proof_check(struct rk_str text, const struct rk_hash *leaf,
                              const struct rk_tlog_policy *policy, struct rk_tlog_proof *proof,
                              struct rk_tlog_checkpoint *checkpoint, struct rk_err *err)
{
    struct rk_tlog_proof found = {0};
    struct rk_tlog_checkpoint head = {0};
    rk_status bad = rk_tlog_proof_read(text, &found, err);
    if (!bad)
        bad = rk_tlog_checkpoint_open(found.checkpoint, policy, &head, NULL, err);
    if (bad)
        return bad;
    if (!rk_tlog_check_inclusion(&found.path, &head.tree, found.index, leaf))
        return rk_fail(err, RK_ECORRUPT, "proof",
                       "this is not entry %" PRId64 " of the %" PRId64 " that were signed",
                       found.index, head.tree.size);
    if (proof)
        *proof = found;
    if (checkpoint)
        *checkpoint = head;
    return RK_OK;
}
