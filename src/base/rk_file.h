/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * base/file: whole files in, whole files out: nothing is left half written.
 */
#ifndef RK_FILE_H
#define RK_FILE_H

#include "rk_base.h"

/* Reads a regular file of at most `max` bytes into `keep` (one NUL beyond the end, not
 * counted).
 * "-" reads standard input. RK_ENOTFOUND: no such file; RK_EDENIED: may not be read; RK_EIO:
 * cannot be read or is no regular file; RK_EINVAL: larger than `max`; RK_ENOMEM: keep is full.
 */
RK_MUST_USE rk_status rk_file_read(const char *path, ptrdiff_t max, struct rk_arena *keep,
                                   struct rk_str *out, struct rk_err *err);
/* Writes beside, flushes to the disk, renames over `path`, flushes the folder; mode 0600 &
 * ~umask unless `shared`, then 0644 & ~umask. Behind a symbolic link the file is replaced, not
 * the link. On failure the old file stands and nothing is left over (only when flushing the
 * folder fails does the new file stand, which the error says). A pipe or device is written to
 * directly. */
RK_MUST_USE rk_status rk_file_write(const char *path, struct rk_str bytes, bool shared,
                                    struct rk_err *err);
/* The same of bytes that come in pieces, so that they need not stand in memory at once: `next`
 * gives them in order, each valid until it is asked again, an empty one at the end. What `next`
 * fails with is returned, and nothing is written then. */
typedef rk_status rk_file_next(void *user, struct rk_str *piece, struct rk_err *err);
RK_MUST_USE rk_status rk_file_write_pieces(const char *path, rk_file_next *next, void *user,
                                           bool shared, struct rk_err *err);
/* Shows a regular file to `visit` in pieces of `size` bytes, in order, the last one shorter or
 * full; each is valid until `visit` returns, and what `visit` fails with ends the reading and
 * is returned. An empty file has no pieces. Else fails as rk_file_read does. */
typedef rk_status rk_file_piece(void *user, struct rk_str piece, struct rk_err *err);
RK_MUST_USE rk_status rk_file_read_pieces(const char *path, ptrdiff_t size,
                                          rk_file_piece *visit, void *user,
                                          struct rk_scratch scratch, struct rk_err *err);
/* Makes a folder and its missing parents (0700 & ~umask). RK_OK when it is there already. */
RK_MUST_USE rk_status rk_folder_make(const char *path, struct rk_err *err);
bool rk_file_exists(const char *path);
struct rk_str rk_path_base(struct rk_str path); /* last component; slashes at the end aside */
/* "dir/name" in keep; `name` alone when dir is "". NULL when keep is full. */
char *rk_path_join(struct rk_arena *keep, const char *dir, const char *name);
/* RANOK_LIBEXEC/NAME when that is set; else the first that exists of libexec/, ../libexec/ and
 * ../libexec/ranok/ beside the running program, else the first of them. NULL when keep is full.
 */
char *rk_helper_path(struct rk_arena *keep, const char *name);

/*
 * Starts a helper (argv[0] is a path; argv ends in NULL) with `input` on its standard input and
 * collects its standard output (at most `max` bytes, in `keep`) and the last of its standard
 * error (in err). No shell, no other open files, no RANOK_PASSPHRASE in its environment, no
 * signal to the caller when it does not read its input. The helper is killed when `timeout_s`
 * runs out. RK_EIO: cannot start, died by a signal, timed out, too much output; RK_EINVAL: it
 * ended with a code other than 0 (its words are the error's text); RK_ENOMEM: keep is full.
 * err's place is the helper's name. On failure *out is left as it was.
 */
RK_MUST_USE rk_status rk_helper_run(const char *const argv[], struct rk_str input,
                                    ptrdiff_t max, double timeout_s, struct rk_arena *keep,
                                    struct rk_str *out, struct rk_err *err);
#endif
