/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_file.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

bool rk_file_exists(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0;
}

static rk_status make_one(const char *path, struct rk_err *err)
{
    struct stat st;
    if (mkdir(path, 0700) == 0)
        return RK_OK;
    const int code = errno;
    if (stat(path, &st) == 0) {
        if (S_ISDIR(st.st_mode))
            return RK_OK;
        return rk_fail(err, RK_EINVAL, path, "is there already and is not a folder");
    }
    return rk_fail(err, code == EACCES || code == EPERM || code == EROFS ? RK_EDENIED : RK_EIO,
                   path, "folder cannot be made: %s", strerror(code));
}

rk_status rk_folder_make(const char *path, struct rk_err *err)
{
    char part[PATH_MAX];
    const size_t len = strlen(path);
    if (len == 0 || len >= sizeof part)
        return rk_fail(err, RK_EINVAL, path, "is no usable name for a folder");
    memcpy(part, path, len + 1);
    for (size_t i = 1; i < len; i++) {
        if (part[i] != '/' || part[i - 1] == '/')
            continue;
        part[i] = '\0';
        const rk_status status = make_one(part, err);
        if (status)
            return status;
        part[i] = '/';
    }
    return make_one(part, err);
}

struct rk_str rk_path_base(struct rk_str path)
{
    while (path.len > 1 && path.at[path.len - 1] == '/')
        path.len--;
    for (ptrdiff_t i = path.len - 1; i > 0; i--)
        if (path.at[i - 1] == '/')
            return rk_str_slice(path, i, path.len);
    return path;
}

char *rk_path_join(struct rk_arena *keep, const char *dir, const char *name)
{
    const size_t len = strlen(dir);
    const char *between = len == 0 || dir[len - 1] == '/' ? "" : "/";
    const struct rk_str joined = rk_str_printf(keep, "%s%s%s", dir, between, name);
    return joined.at ? keep->at - joined.len - 1 : NULL;
}

char *rk_helper_path(struct rk_arena *keep, const char *name)
{
    static const char *const places[] = {"libexec", "../libexec", "../libexec/ranok"};
    const char *chosen = getenv("RANOK_LIBEXEC");
    if (chosen && *chosen)
        return rk_path_join(keep, chosen, name);
    char program[PATH_MAX];
    const ssize_t len = readlink("/proc/self/exe", program, sizeof program - 1);
    char *slash = len > 0 ? memrchr(program, '/', (size_t)len) : NULL;
    if (!slash)
        return rk_path_join(keep, places[0], name);
    *slash = '\0';
    for (ptrdiff_t i = 0; i < RK_COUNT(places); i++) {
        struct rk_arena attempt = *keep;
        const char *folder = rk_path_join(&attempt, program, places[i]);
        char *path = folder ? rk_path_join(&attempt, folder, name) : NULL;
        if (!path || rk_file_exists(path)) {
            *keep = attempt;
            return path;
        }
    }
    const char *folder = rk_path_join(keep, program, places[0]);
    return folder ? rk_path_join(keep, folder, name) : NULL;
}
