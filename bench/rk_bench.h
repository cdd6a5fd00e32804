/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every bench prints at the end of its line: who measured, on what, with what. */
#ifndef RK_BENCH_H
#define RK_BENCH_H

#include "rk_base.h"

/* Closes a line begun with {"case":…: adds seed, commit, cpu and compiler. The commit is what
 * the environment says in RK_COMMIT. */
static inline void rk_bench_end(uint64_t seed)
{
    char line[256], cpu[128] = "unknown";
    FILE *info = fopen("/proc/cpuinfo", "r");
    while (info && fgets(line, sizeof line, info)) {
        const char *colon = strchr(line, ':');
        if (!colon || strncmp(line, "model name", 10) != 0)
            continue;
        snprintf(cpu, sizeof cpu, "%.100s", colon + 2);
        cpu[strcspn(cpu, "\n\"\\")] = '\0';
        break;
    }
    if (info)
        fclose(info);
    const char *commit = getenv("RK_COMMIT");
#if defined(__clang__)
    const char *cc = "clang " __clang_version__;
#else
    const char *cc = "gcc " __VERSION__;
#endif
    printf(",\"seed\":%" PRIu64 ",\"commit\":\"%s\",\"cpu\":\"%s\",\"cc\":\"%s\"}\n", seed,
           commit ? commit : "", cpu, cc);
}

#endif
