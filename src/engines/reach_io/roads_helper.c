/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ranok-roads: compiles one OpenStreetMap extract in a jail.
 *
 *   ranok-roads NAME < EXTRACT > RESULT
 *
 * Reads all of its input, shuts the jail of ranok-intake (no file, no socket, no new memory
 * that can run) and only then looks at a byte of it. The result is 'R' and a .roads file, or
 * 'E', the status, a place ended by NUL, and what is wrong, in Ukrainian where RANOK_LANG is
 * uk. Not meant to be started by hand.
 */
#define RK_INTAKE_ROOM
#include "intake_internal.h"
#include "rk_file.h"
#include "rk_reach_io.h"
#include "rk_vocabulary.h"

#include <sys/random.h>
#include <unistd.h>

enum { EXIT_DONE = 0, EXIT_USAGE = 2, EXIT_MACHINE = 3 };
#define INPUT_MOST ((ptrdiff_t)4 << 30)

static bool write_all(const char *at, ptrdiff_t len)
{
    while (len > 0) {
        const ssize_t n = write(STDOUT_FILENO, at, (size_t)len);
        if (n <= 0)
            return false;
        at += n;
        len -= n;
    }
    return true;
}

static bool say_error(const struct rk_err *err)
{
    char text[RK_ERR_PLACE + RK_ERR_TEXT + 4];
    const int len = snprintf(text, sizeof text, "E%c%s", '0' + (int)err->status, err->place);
    const int rest = snprintf(text + len + 1, sizeof text - (size_t)len - 1, "%s", err->text);
    return write_all(text, len + 1 + rest);
}

static bool compile(struct rk_str bytes, const char *name, uint64_t salt, struct rk_arena *keep,
                    struct rk_scratch scratch)
{
    struct rk_roads roads;
    struct rk_osm_counts counts;
    struct rk_err err;
    if (rk_osm_roads(bytes, name, salt, keep, scratch, &roads, &counts, &err))
        return say_error(&err);
    struct rk_buf out = rk_buf_in(keep, rk_roads_size(&roads) + 1);
    rk_buf_char(&out, 'R');
    struct rk_buf file = {out.at + 1, 0, out.cap - 1, out.failed};
    if (!out.failed)
        rk_roads_write(&roads, &counts, &file);
    if (file.failed) {
        (void)rk_fail(&err, RK_ENOMEM, name, "no room for the roads");
        return say_error(&err);
    }
    return write_all(out.at, file.len + 1);
}

int main(int argc, char **argv)
{
    uint64_t salt;
    int layers;
    struct rk_str bytes;
    struct rk_err err;
    /* Where the address space is limited, a third for the file, an eighth for each part below.
     */
    const ptrdiff_t most = rk_address_share(INPUT_MOST, 3);
    struct rk_arena input = rk_arena_open(most);
    if (argc != 2)
        return EXIT_USAGE;
    const char *lang = getenv("RANOK_LANG");
    if (lang && strcmp(lang, "uk") == 0)
        rk_err_translate = rk_message_uk;
    if (input.failed || getrandom(&salt, sizeof salt, 0) != sizeof salt ||
        rk_file_read("-", most - 4096, &input, &bytes, &err))
        return EXIT_MACHINE;
    /* Room grows with the file: nodes of roads, and what is laid from them. */
    const ptrdiff_t room = rk_address_share(((ptrdiff_t)256 << 20) + 24 * bytes.len, 8);
    if (!intake_jail(most + 3 * room, &layers))
        return EXIT_MACHINE;
    struct rk_arena keep = rk_arena_open(room);
    struct rk_scratch scratch = rk_scratch_open(2 * room);
    if (keep.failed || scratch.in.failed)
        _exit(EXIT_MACHINE);
    _exit(compile(bytes, argv[1], salt, &keep, scratch) ? EXIT_DONE : EXIT_MACHINE);
}
