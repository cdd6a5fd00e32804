/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAME_TRIES = 16 };

static rk_status io_error(struct rk_err *err, const char *path, const char *what)
{
    const int code = errno;
    return rk_fail(err, code == EACCES || code == EPERM || code == EROFS ? RK_EDENIED : RK_EIO,
                   path, "%s: %s", what, strerror(code));
}

static bool write_all(int fd, struct rk_str bytes)
{
    ptrdiff_t done = 0;
    while (done < bytes.len) {
        const ssize_t put = write(fd, bytes.at + done, (size_t)(bytes.len - done));
        if (put < 0 && errno != EINTR)
            return false;
        done += put > 0 ? put : 0;
    }
    return true;
}

/* What is written, asked for piece by piece. */
struct source {
    rk_file_next *next;
    void *user;
};

static rk_status write_pieces(int fd, const char *path, struct source from, struct rk_err *err)
{
    struct rk_str piece = {0};
    for (;;) {
        const rk_status status = from.next(from.user, &piece, err);
        if (status || !piece.len)
            return status;
        if (!write_all(fd, piece))
            return io_error(err, path, "cannot be written");
    }
}

/* A pipe or a device cannot be replaced, only written to. */
static rk_status write_through(const char *path, struct source from, struct rk_err *err)
{
    const int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return io_error(err, path, "cannot be opened for writing");
    const rk_status status = write_pieces(fd, path, from, err);
    close(fd);
    return status;
}

/* Opens a new file in the folder of `target` (its length up to and with the last slash). */
static int open_beside(const char *target, mode_t mode, char name[PATH_MAX])
{
    const char *slash = strrchr(target, '/');
    const int folder = slash ? (int)(slash - target) + 1 : 0;
    for (int i = 0; i < NAME_TRIES; i++) {
        uint64_t random;
        if (getrandom(&random, sizeof random, 0) != (ssize_t)sizeof random)
            return -1;
        const int len =
            snprintf(name, PATH_MAX, "%.*s.ranok-%016" PRIx64 ".tmp", folder, target, random);
        if (len < 0 || len >= PATH_MAX) {
            errno = ENAMETOOLONG;
            return -1;
        }
        const int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
        if (fd >= 0 || errno != EEXIST)
            return fd;
    }
    return -1;
}

/* Makes the new name durable. Some file systems cannot flush a folder and say EINVAL. */
static rk_status flush_folder(const char *target, struct rk_err *err)
{
    char folder[PATH_MAX];
    const char *slash = strrchr(target, '/');
    const int len = !slash ? 0 : slash == target ? 1 : (int)(slash - target);
    if (len > 0)
        snprintf(folder, sizeof folder, "%.*s", len, target);
    else
        snprintf(folder, sizeof folder, ".");
    const int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 && errno == EACCES)
        return RK_OK; /* may be written to, not read: the file itself is on the disk */
    if (fd < 0)
        return io_error(err, folder, "cannot be opened to flush it");
    const bool bad = fsync(fd) != 0 && errno != EINVAL && errno != EROFS;
    const rk_status status =
        bad ? io_error(err, folder, "cannot be flushed; the new file stands") : RK_OK;
    close(fd);
    return status;
}

static rk_status replace(const char *target, struct source from, mode_t mode,
                         struct rk_err *err)
{
    char name[PATH_MAX];
    const int fd = open_beside(target, mode, name);
    if (fd < 0)
        return io_error(err, target, "cannot make a file beside it");
    rk_status status = write_pieces(fd, target, from, err);
    if (status == RK_OK && fsync(fd) != 0)
        status = io_error(err, target, "cannot be written");
    if (close(fd) != 0 && status == RK_OK)
        status = io_error(err, target, "cannot be written");
    if (status == RK_OK && rename(name, target) != 0)
        status = io_error(err, target, "cannot be replaced");
    if (status != RK_OK) {
        unlink(name);
        return status;
    }
    return flush_folder(target, err);
}

rk_status rk_file_write_pieces(const char *path, rk_file_next *next, void *user, bool shared,
                               struct rk_err *err)
{
    const struct source from = {next, user};
    const mode_t mode = shared ? 0644 : 0600;
    char target[PATH_MAX];
    struct stat st;
    if (stat(path, &st) != 0) {
        if (errno != ENOENT)
            return io_error(err, path, "cannot be written");
        if (lstat(path, &st) == 0)
            return rk_fail(err, RK_EINVAL, path, "is a link to nothing");
        return replace(path, from, mode, err);
    }
    if (S_ISDIR(st.st_mode))
        return rk_fail(err, RK_EINVAL, path, "is a folder");
    if (!S_ISREG(st.st_mode))
        return write_through(path, from, err);
    if (!realpath(path, target)) /* behind a link, the file is replaced, not the link */
        return io_error(err, path, "cannot be written");
    return replace(target, from, mode, err);
}

/* All at once, then nothing. */
static rk_status whole(void *user, struct rk_str *piece, struct rk_err *err)
{
    (void)err;
    struct rk_str *left = user;
    *piece = *left;
    *left = (struct rk_str){0};
    return RK_OK;
}

rk_status rk_file_write(const char *path, struct rk_str bytes, bool shared, struct rk_err *err)
{
    return rk_file_write_pieces(path, whole, &bytes, shared, err);
}
