/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every test program needs: cmocka, an exact-or-tolerant comparison, the data folder. */
#ifndef RK_TEST_H
#define RK_TEST_H

#include "rk_base.h"

#include <setjmp.h>
#include <cmocka.h>

/* cmocka's own float assert rounds to float. */
#define rk_assert_near(a, b, tolerance)                                                        \
    do {                                                                                       \
        const double got_ = (a), want_ = (b);                                                  \
        if (!(fabs(got_ - want_) <= (tolerance)))                                              \
            fail_msg("%s is %.17g, expected %.17g", #a, got_, want_);                          \
    } while (0)

#define rk_assert_str(got, want)                                                               \
    do {                                                                                       \
        const struct rk_str g_ = (got), w_ = rk_str_of(want);                                  \
        if (!rk_str_eq(g_, w_))                                                                \
            fail_msg("%s is \"%.*s\", expected \"%.*s\"", #got, RK_FMT(g_), RK_FMT(w_));       \
    } while (0)

#define rk_assert_ok(call, err)                                                                \
    do {                                                                                       \
        const rk_status status_ = (call);                                                      \
        if (status_ != RK_OK)                                                                  \
            fail_msg("%s: status %d: %s: %s", #call, (int)status_, (err).place, (err).text);   \
    } while (0)

/* Reference data stand beside the checkout, or where RANOK_DATA says. A test that needs them
 * calls this first; without them it says so and is skipped. */
#define rk_need_data(path_out, size, name)                                                     \
    do {                                                                                       \
        const char *root_ = getenv("RANOK_DATA");                                              \
        snprintf(path_out, size, "%s/%s", root_ ? root_ : RK_SOURCE_DIR "/../shared/data",     \
                 name);                                                                        \
        FILE *there_ = fopen(path_out, "rb");                                                  \
        if (!there_) {                                                                         \
            print_message("skipped: no reference data (%s)\n", name);                          \
            skip();                                                                            \
        }                                                                                      \
        fclose(there_);                                                                        \
    } while (0)

#endif
