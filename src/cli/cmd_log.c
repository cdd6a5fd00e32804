/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranok log: the batches, or what one of them says. */
#include "cli_town.h"

#include "rk_json.h"
#include "rk_wire.h"

static const char *kind_key(enum rk_act_kind kind)
{
    static const char *const keys[] = {"",         "act.setting",  "act.import",
                                       "act.form", "act.decision", "act.correction",
                                       "act.undo", "act.erasure"};
    return keys[kind];
}

static void batch_text(struct cli *cli, struct rk_buf *out, const struct rk_batch_info *b)
{
    char at[24];
    rk_instant_iso(b->recorded_at, at);
    rk_buf_printf(out, "%6d  ", b->number);
    rk_say_day(cli->lang, b->day, out);
    rk_buf_printf(out, "  %s  %s  %" PRId64 " %s", at, rk_word(cli->lang, kind_key(b->kind)),
                  b->claims, rk_plural(cli->lang, "claims", b->claims));
    if (b->target)
        rk_buf_printf(out, " → %d", b->target);
    if (b->file.len)
        rk_buf_printf(out, "  %.*s", RK_FMT(b->file));
    rk_buf_printf(out, "  %.*s", RK_FMT(b->author));
    if (b->why.len)
        rk_buf_printf(out, "  (%.*s)", RK_FMT(b->why));
    if (b->undone_by)
        rk_buf_printf(out, "  %s %d", rk_word(cli->lang, "log.undone_by"), b->undone_by);
    rk_buf_char(out, '\n');
}

/* ---- one batch -----------------------------------------------------------------------------
 */

static void claims_of_batch(struct cli *cli, const struct rk_situation *s, int32_t batch,
                            struct rk_buf *out)
{
    struct rk_json_out w = rk_json_write(out);
    w.any_order = true;
    if (cli->json)
        rk_json_array(&w);
    for (int64_t i = 0; i < s->claims; i++) {
        const struct rk_sit_part *p = &s->part[s->claim[i].part];
        if (s->batch[p->batch].number != batch)
            continue;
        struct rk_arena room = cli->scratch.in;
        const struct rk_claim c = rk_sit_claim_said(s, i);
        const struct rk_str about = rk_sit_text(s, s->subject[p->subject].id);
        const struct rk_str place = rk_sit_text(s, p->place);
        struct rk_buf value = rk_buf_in(&room, 1 << 17);
        rk_wire_claim_value(&c, &value);
        if (cli->json) {
            rk_json_object(&w);
            rk_json_kstr(&w, "claim", rk_sit_claim_id(s, i, &room));
            rk_json_kstr(&w, "about", about);
            rk_json_kstr(&w, "aspect", c.aspect);
            rk_json_kstr(&w, "value", rk_buf_str(&value));
            rk_json_kstr(&w, "place", place);
            rk_json_object_end(&w);
        } else {
            const struct rk_str v = rk_buf_str(&value);
            const struct rk_str id = rk_sit_claim_id(s, i, &room);
            rk_buf_printf(out, "%.*s  %.*s  %.*s = %.*s  %.*s\n", RK_FMT(id), RK_FMT(about),
                          RK_FMT(c.aspect), RK_FMT(v), RK_FMT(place));
        }
    }
    if (cli->json) {
        rk_json_array_end(&w);
        rk_buf_char(out, '\n');
    }
}

int cmd_log(struct cli *cli, int argc, char **argv)
{
    const char *batch_text_given = NULL;
    const struct cli_option options[] = {{"batch", 0, &batch_text_given, NULL}};
    int64_t batch = 0;
    if (cli_options(cli, argc, argv, options, 1) != 0 ||
        (batch_text_given && !cli_int(cli, "--batch", batch_text_given, 1, INT32_MAX, &batch)))
        return CLI_USAGE;
    struct rk_situation *s = NULL;
    const int code = cli_situation(cli, &s, NULL);
    if (code)
        return code;
    struct rk_buf out = cli_buffer(cli);
    if (batch) {
        bool there = false;
        for (int32_t i = 0; i < s->batches; i++)
            there |= s->batch[i].number == batch;
        struct rk_err err = {0};
        if (!there) {
            (void)rk_fail(&err, RK_ENOTFOUND, "", "there is no batch %d; see: ranok log",
                          (int)batch);
            return cli_fail(cli, &err);
        }
        claims_of_batch(cli, s, (int32_t)batch, &out);
        return cli_print(cli, rk_buf_str(&out));
    }
    struct rk_json_out w = rk_json_write(&out);
    w.any_order = true;
    if (cli->json)
        rk_json_array(&w);
    for (int32_t i = 0; i < s->batches; i++) {
        if (cli->json)
            rk_wire_batch(&w, &s->batch[i]);
        else
            batch_text(cli, &out, &s->batch[i]);
    }
    if (cli->json) {
        rk_json_array_end(&w);
        rk_buf_char(&out, '\n');
    }
    return cli_print(cli, rk_buf_str(&out));
}
