/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs build/ranok as a person would, for tests end to end. */
#ifndef RUN_PROGRAM_H
#define RUN_PROGRAM_H

#include "rk_test.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;
static char town[32];

#define PROGRAM RK_BUILD_DIR "/ranok"

__attribute__((unused)) static int make_town(void **state)
{
    (void)state;
    snprintf(town, sizeof town, "/tmp/rk_e2e_XXXXXX");
    setenv("RANOK_PASSPHRASE", "four quiet words here", 1);
    setenv("RANOK_AUTHOR", "test desk", 1);
    setenv("RANOK_LANG", "en", 1);
    char command[512];
    if (!mkdtemp(town))
        return 1;
    snprintf(command, sizeof command, "%s init %s --kdf test --quiet", PROGRAM, town);
    return system(command);
}

__attribute__((unused)) static int drop_town(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s %s.*", town, town);
    return system(command);
}

/* Runs a shell command line with %s standing for the program; its exit code and output. */
RK_PRINTF(3, 4)
static int run_shell(char *out, size_t size, const char *fmt, ...)
{
    char line[4096];
    va_list args;
    va_start(args, fmt);
    vsnprintf(line, sizeof line, fmt, args);
    va_end(args);
    FILE *pipe = popen(line, "r");
    assert_non_null(pipe);
    const size_t got = fread(out, 1, size - 1, pipe);
    out[got] = '\0';
    char rest[4096];
    while (fread(rest, 1, sizeof rest, pipe) > 0)
        continue;
    const int status = pclose(pipe);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* A list of invented buildings: `rows` rows, each named by `tag` and its number. */
__attribute__((unused)) static void write_buildings(const char *path, int rows, const char *tag)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs("Номер будинку,Адреса,Площа м2,Поверхів\n", f);
    for (int i = 0; i < rows; i++)
        fprintf(f, "%s-%d,\"вул. Вигадана, %d\",%d,%d\n", tag, i, i + 1, 40 + i % 60,
                1 + i % 9);
    fclose(f);
}

#endif
