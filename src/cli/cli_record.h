/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One subject as it stands in a view: of each aspect the latest value that counts and was not
 * replaced; equal days go to what was recorded last. */
#ifndef CLI_RECORD_H
#define CLI_RECORD_H

#include "cli.h"
#include "rk_situation.h"

enum { CLI_RECORD_ASPECTS = 96 };

struct cli_record {
    const struct rk_situation *sit;
    const struct rk_kind *kind;
    enum rk_lang lang;
    int32_t subject;
    int64_t claim[CLI_RECORD_ASPECTS]; /* by position in kind->aspects, -1 none */
};

/* False: nothing of it counts in this view. */
bool cli_record_read(const struct cli *cli, const struct rk_view *view, int32_t subject,
                     const struct rk_kind *kind, struct cli_record *out);
bool cli_record_has(const struct cli_record *r, const char *aspect);
/* As a reader wants it: words of a choice, a day, a number with its unit; "" unknown. */
struct rk_str cli_record_text(const struct cli_record *r, const char *aspect,
                              struct rk_arena *keep);
/* As it stands in the claim: id of a choice, words as said. */
struct rk_str cli_record_id(const struct cli_record *r, const char *aspect);
double cli_record_number(const struct cli_record *r, const char *aspect); /* NaN unknown */
rk_day cli_record_day(const struct cli_record *r, const char *aspect);    /* the first one */
rk_day cli_record_as_of(const struct cli_record *r, const char *aspect);
bool cli_record_true(const struct cli_record *r, const char *aspect);
/* Full name, or its parts; address, or street, house and flat. */
struct rk_str cli_record_name(const struct cli_record *r, struct rk_arena *keep);
struct rk_str cli_record_address(const struct cli_record *r, struct rk_arena *keep);
/* "22.09.2022"; empty for an unknown day. */
struct rk_str cli_day_text(rk_day day, struct rk_arena *keep);

#endif
