/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An office's empty ledger in a folder of its own, opened by any passphrase. */
#ifndef OFFICE_FIXTURE_H
#define OFFICE_FIXTURE_H

#include "rk_test.h"

#include "rk_ledger.h"

#include <unistd.h>

static struct rk_arena mem;
static struct rk_scratch tmp;
static char dir[64];
static const struct rk_when never = {RK_DAY_NONE, RK_DAY_NONE};
#define PASSPHRASE RK_STR("correct horse")

static int fresh(void **state)
{
    (void)state;
    mem = rk_arena_open(1 << 26);
    tmp = rk_scratch_open(1 << 28);
    snprintf(dir, sizeof dir, "/tmp/rk_office_XXXXXX");
    struct rk_err err = {0};
    if (!mkdtemp(dir))
        return 1;
    rk_assert_ok(rk_ledger_create(dir, PASSPHRASE, RK_KDF_TEST, RK_STR("office"), tmp, &err),
                 err);
    return 0;
}

static int gone(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", dir);
    rk_arena_close(&mem);
    rk_scratch_close(&tmp);
    return system(command);
}

static struct rk_ledger *opened(enum rk_ledger_mode mode, struct rk_str passphrase)
{
    struct rk_ledger *l = NULL;
    struct rk_err err = {0};
    rk_assert_ok(rk_ledger_open(dir, mode, passphrase, &mem, &l, &err), err);
    return l;
}

#endif
