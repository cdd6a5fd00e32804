/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz_entry.h"
#include "rk_date.h"

static void read_with(struct rk_str text, int year_hint)
{
    struct rk_when when = {0, 0}, again;
    char iso[24];
    if (!rk_when_read(text, year_hint, &when))
        return;
    FUZZ_MUST(rk_when_known(when));
    rk_when_iso(when, iso);
    FUZZ_MUST(iso[0]);
    FUZZ_MUST(rk_when_read(rk_str_of(iso), 0, &again));
    FUZZ_MUST(again.first == when.first && again.last == when.last);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct rk_str text = {(const char *)data, (ptrdiff_t)size};
    int64_t seconds = 0;
    char iso[24];
    read_with(text, 0);
    read_with(text, 2022);
    const int minutes = rk_minutes_read(text);
    FUZZ_MUST(minutes >= -1 && minutes < 24 * 60);
    if (rk_instant_read(text, &seconds)) {
        rk_instant_iso(seconds, iso);
        FUZZ_MUST(rk_str_eq(rk_str_of(iso), text));
    }
    return 0;
}
