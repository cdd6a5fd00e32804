/* SPDX-License-Identifier: GPL-3.0-or-later */
/* C2SP tlog-checkpoint: the text, and the note as its readers' policy wants it. */
#include "rk_tlog_note.h"

#include "tlog_internal.h"

static rk_status refuse(struct rk_err *err, int line, const char *why)
{
    return tlog_fail_line(err, RK_EINVAL, "checkpoint", line, why);
}

rk_status rk_tlog_checkpoint_read(struct rk_str text, struct rk_tlog_checkpoint *out,
                                  struct rk_err *err)
{
    const int broken = tlog_bad_line(text);
    if (broken)
        return refuse(err, broken, "a control character or invalid UTF-8");
    if (text.len < 1 || text.at[text.len - 1] != '\n')
        return rk_fail(err, RK_EINVAL, "checkpoint", "the last line has no end");
    struct rk_str rest = text;
    struct rk_tlog_checkpoint found = {.origin = rk_str_cut(&rest, '\n')};
    if (found.origin.len == 0)
        return refuse(err, 1, "the origin is empty");
    if (!tlog_decimal(rk_str_cut(&rest, '\n'), &found.tree.size))
        return refuse(err, 2, "the size is not a decimal number below 2^63");
    if (!tlog_hash_read(rk_str_cut(&rest, '\n'), &found.tree.root))
        return refuse(err, 3, "the root is not 32 bytes in base64");
    found.extension = rest;
    for (int line = 4; rest.len > 0; line++)
        if (rk_str_cut(&rest, '\n').len == 0)
            return refuse(err, line, "an extension line is empty");
    *out = found;
    return RK_OK;
}

rk_status rk_tlog_checkpoint_write(const struct rk_tlog_checkpoint *checkpoint,
                                   struct rk_buf *out, struct rk_err *err)
{
    if (!tlog_name_ok(checkpoint->origin))
        return refuse(err, 1, "an origin must not be empty nor hold white space or \"+\"");
    if (checkpoint->tree.size < 0)
        return refuse(err, 2, "the size is negative");
    if (checkpoint->extension.len > 0)
        return refuse(err, 4, "extension lines are not written");
    char size[32];
    snprintf(size, sizeof size, "\n%" PRId64 "\n", checkpoint->tree.size);
    const ptrdiff_t before = out->len;
    rk_buf_add(out, checkpoint->origin);
    rk_buf_c(out, size);
    rk_base64(checkpoint->tree.root.byte, sizeof checkpoint->tree.root.byte, out);
    rk_buf_char(out, '\n');
    return tlog_buf_end(out, before, "checkpoint", err);
}

/* One person must not count as two witnesses: a cosignature does not bind its name. */
static rk_status check_policy(const struct rk_tlog_policy *p, struct rk_err *err)
{
    if (p->keys < 1 || p->quorum < 0 || p->quorum > p->keys - 1)
        return rk_fail(err, RK_EINVAL, "policy",
                       "%d of %d witnesses; a log key comes before them", p->quorum,
                       p->keys - 1);
    for (int32_t k = 1; k < p->keys; k++) {
        if (p->key[k].type != RK_TLOG_COSIGNS)
            return rk_fail(err, RK_EINVAL, "policy", "the key of %.*s cannot cosign",
                           RK_FMT(p->key[k].name));
        for (int32_t other = 0; other < k; other++)
            if (memcmp(p->key[k].key, p->key[other].key, 32) == 0)
                return rk_fail(err, RK_EINVAL, "policy", "%.*s and %.*s have the same key",
                               RK_FMT(p->key[other].name), RK_FMT(p->key[k].name));
    }
    return RK_OK;
}

rk_status rk_tlog_checkpoint_open(struct rk_str text, const struct rk_tlog_policy *policy,
                                  struct rk_tlog_checkpoint *out, struct rk_tlog_note *note,
                                  struct rk_err *err)
{
    rk_status bad = check_policy(policy, err);
    if (bad)
        return bad;
    struct rk_tlog_note opened;
    bad = rk_tlog_note_open(text, policy->key, policy->keys, &opened, err);
    if (bad)
        return bad;
    struct rk_tlog_checkpoint found = {0};
    bad = rk_tlog_checkpoint_read(opened.text, &found, err);
    if (bad)
        return bad;
    const struct rk_str origin = policy->origin.len > 0 ? policy->origin : policy->key[0].name;
    if (!rk_str_eq(found.origin, origin))
        return refuse(err, 1, "of another log");
    bool by_log = false;
    for (int32_t i = 0; i < opened.verified; i++)
        by_log |= opened.by[i].key == 0;
    if (!by_log)
        return rk_fail(err, RK_ENOTFOUND, "checkpoint", "the log itself did not sign");
    if (opened.verified - 1 < policy->quorum)
        return rk_fail(err, RK_ENOTFOUND, "checkpoint", "%d witnesses signed, %d must",
                       opened.verified - 1, policy->quorum);
    *out = found;
    if (note)
        *note = opened;
    return RK_OK;
}
