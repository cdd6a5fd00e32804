/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For tests that call an engine's command as scripts do: a folder of their own, what was said.
 */
#ifndef COMMAND_FOLDER_H
#define COMMAND_FOLDER_H

#include "rk_test.h"

#include <sys/wait.h>
#include <unistd.h>

static char dir[64], out[1 << 16];

/* Runs `ranok COMMAND ARGUMENTS` in the folder; its exit code, all it said in out. */
static int command(const char *name, const char *arguments)
{
    char line[1024];
    snprintf(line, sizeof line, "cd %s && %s/ranok %s %s 2>&1", dir, RK_BUILD_DIR, name,
             arguments);
    FILE *run = popen(line, "r");
    assert_non_null(run);
    const size_t len = fread(out, 1, sizeof out - 1, run);
    out[len] = '\0';
    return WEXITSTATUS(pclose(run));
}

static void put(const char *name, const char *text)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
    assert_int_equal(fclose(f), 0);
}

static int make_folder(void **state)
{
    (void)state;
    snprintf(dir, sizeof dir, "/tmp/ranok-command-XXXXXX");
    return mkdtemp(dir) ? 0 : 1;
}

static int drop_folder(void **state)
{
    (void)state;
    char line[128];
    snprintf(line, sizeof line, "rm -r %s", dir);
    return system(line);
}

#endif
