/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small town in a temporary folder, for tests of ledger, situation and figures. */
#ifndef TOWN_FIXTURE_H
#define TOWN_FIXTURE_H

#include "rk_test.h"

#include "rk_ledger.h"

#include <unistd.h>

static struct rk_arena mem;
static struct rk_scratch tmp;
static char dir[64];
#define PASSPHRASE RK_STR("correct horse")
static const struct rk_when never = {RK_DAY_NONE, RK_DAY_NONE};

static int town_fresh(void **state)
{
    (void)state;
    mem = rk_arena_open((ptrdiff_t)1 << 30);
    tmp = rk_scratch_open((ptrdiff_t)1 << 30);
    snprintf(dir, sizeof dir, "/tmp/rk_town_XXXXXX");
    struct rk_err err = {0};
    if (!mkdtemp(dir))
        return 1;
    rk_assert_ok(rk_ledger_create(dir, PASSPHRASE, RK_KDF_TEST, RK_STR("office"), tmp, &err),
                 err);
    return 0;
}

static int town_gone(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", dir);
    rk_arena_close(&mem);
    rk_scratch_close(&tmp);
    return system(command);
}

static struct rk_ledger *town_open(enum rk_ledger_mode mode)
{
    struct rk_ledger *l = NULL;
    struct rk_err err = {0};
    rk_assert_ok(rk_ledger_open(dir, mode, PASSPHRASE, &mem, &l, &err), err);
    return l;
}

/* One batch on the desk's day `day`: `count` subjects "KIND:i", one number each, about `as_of`.
 */
static int32_t town_say(struct rk_ledger *l, enum rk_act_kind kind, rk_day day, int32_t target,
                        const char *subject, int count, double value, rk_day as_of,
                        const char *replaces)
{
    struct rk_err err = {0};
    struct rk_batch *b = NULL;
    struct rk_receipt receipt = {0};
    const struct rk_act act = {.kind = kind,
                               .day = day,
                               .target = target,
                               .recorded_at = 1662962400 + day,
                               .author = RK_STR("desk")};
    rk_assert_ok(rk_batch_begin(l, &act, &mem, &b, &err), err);
    for (int i = 0; i < count; i++) {
        char about[64];
        snprintf(about, sizeof about, "%s%d", subject, i);
        const struct rk_claim c = {.aspect = RK_STR("people.now"),
                                   .value = {.kind = RK_VALUE_NUMBER,
                                             .low = value + i,
                                             .high = value + i,
                                             .when = never},
                                   .unit = RK_STR("people"),
                                   .replaces = rk_str_of(replaces),
                                   .why = rk_str_of(replaces ? "typing slip" : NULL),
                                   .as_of = never,
                                   .period = never};
        const struct rk_part part = {.compartment = 4,
                                     .about = rk_str_of(about),
                                     .as_of = {as_of, as_of},
                                     .claims = &c,
                                     .claim_count = 1,
                                     .place = RK_STR("list.csv:2")};
        rk_assert_ok(rk_batch_add(b, &part, &err), err);
    }
    rk_assert_ok(rk_batch_close(b, &receipt, &err), err);
    return receipt.batch;
}

#endif
