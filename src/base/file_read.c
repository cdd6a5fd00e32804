/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static rk_status cannot_open(const char *path, int code, struct rk_err *err)
{
    const rk_status status = code == ENOENT || code == ENOTDIR ? RK_ENOTFOUND
                             : code == EACCES || code == EPERM ? RK_EDENIED
                                                               : RK_EIO;
    return rk_fail(err, status, path, "cannot be opened: %s", strerror(code));
}

static rk_status check_size(int fd, const char *path, ptrdiff_t max, struct rk_err *err)
{
    struct stat st;
    if (fstat(fd, &st))
        return rk_fail(err, RK_EIO, path, "cannot be read: %s", strerror(errno));
    if (!S_ISREG(st.st_mode))
        return rk_fail(err, RK_EIO, path, "is not a regular file");
    if (st.st_size > max)
        return rk_fail(err, RK_EINVAL, path, "has %lld bytes, more than the allowed %lld",
                       (long long)st.st_size, (long long)max);
    return RK_OK;
}

/* Reads to the end. The size is not trusted: a file may grow while it is read. */
static rk_status read_all(int fd, const char *path, ptrdiff_t max, struct rk_arena *keep,
                          struct rk_str *out, struct rk_err *err)
{
    const ptrdiff_t room = rk_arena_left(keep) - 1; /* one NUL beyond the end */
    const ptrdiff_t cap = max < room ? max : room;
    char *at = keep->at;
    ptrdiff_t len = 0;
    while (len <= cap) {
        const ssize_t got = read(fd, at + len, (size_t)(cap + 1 - len));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return rk_fail(err, RK_EIO, path, "cannot be read: %s", strerror(errno));
        if (got == 0)
            break;
        len += got;
    }
    if (len > cap && max < room)
        return rk_fail(err, RK_EINVAL, path, "has more than the allowed %lld bytes",
                       (long long)max);
    if (len > cap) {
        keep->failed = true;
        return rk_fail(err, RK_ENOMEM, path, "does not fit into %lld bytes", (long long)room);
    }
    at[len] = '\0';
    keep->at = at + len + 1;
    *out = (struct rk_str){at, len};
    return RK_OK;
}

rk_status rk_file_read(const char *path, ptrdiff_t max, struct rk_arena *keep,
                       struct rk_str *out, struct rk_err *err)
{
    if (max < 0 || keep->failed)
        return rk_fail(err, RK_ENOMEM, path, "no memory left to read into");
    if (strcmp(path, "-") == 0)
        return read_all(STDIN_FILENO, "standard input", max, keep, out, err);
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0)
        return cannot_open(path, errno, err);
    rk_status status = check_size(fd, path, max, err);
    if (status == RK_OK)
        status = read_all(fd, path, max, keep, out, err);
    close(fd);
    return status;
}

/* A full piece unless the file ends in it; -1: it cannot be read. */
static ptrdiff_t fill(int fd, char *at, ptrdiff_t size)
{
    ptrdiff_t len = 0;
    while (len < size) {
        const ssize_t got = read(fd, at + len, (size_t)(size - len));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        len += got;
    }
    return len;
}

rk_status rk_file_read_pieces(const char *path, ptrdiff_t size, rk_file_piece *visit,
                              void *user, struct rk_scratch scratch, struct rk_err *err)
{
    char *at = RK_NEW(&scratch, char, size);
    if (!at || size < 1)
        return rk_fail(err, RK_ENOMEM, path, "no memory left to read into");
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0)
        return cannot_open(path, errno, err);
    rk_status status = check_size(fd, path, PTRDIFF_MAX, err);
    ptrdiff_t len = size;
    while (status == RK_OK && len == size) {
        len = fill(fd, at, size);
        if (len < 0)
            status = rk_fail(err, RK_EIO, path, "cannot be read: %s", strerror(errno));
        else if (len > 0)
            status = visit(user, (struct rk_str){at, len}, err);
    }
    close(fd);
    return status;
}
