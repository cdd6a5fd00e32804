/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who looked at whom: a sealed file beside the ledger, chained line to line. It is no act: to
 * read is to claim nothing about the town, and reading must stay possible without the log of
 * signed acts growing by it. docs/formats/access.md
 */
#include "desk_internal.h"

#include "rk_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char purpose[] = "access";

enum { LINE_MOST = 8192, SHOWN = 300, READ_MOST = 64 << 20 };

/* The hash of the last whole line, by which the next one is chained. */
static void last_line(struct desk *d, struct rk_str text)
{
    while (text.len && text.at[text.len - 1] != '\n')
        text.len--; /* a line cut by a crash was never answered */
    if (!text.len)
        return;
    ptrdiff_t from = text.len - 1;
    while (from > 0 && text.at[from - 1] != '\n')
        from--;
    d->access_last = rk_sha256(text.at + from, text.len - 1 - from);
}

static rk_status read_file(struct desk *d, struct rk_arena *keep, struct rk_str *out,
                           struct rk_err *err)
{
    struct stat st;
    char *room;
    *out = (struct rk_str){0};
    if (fstat(d->access_fd, &st) != 0)
        return rk_fail(err, RK_EIO, "access.log", "cannot be read: %s", strerror(errno));
    const off_t from = st.st_size > READ_MOST ? st.st_size - READ_MOST : 0;
    room = RK_NEW(keep, char, (ptrdiff_t)(st.st_size - from) + 1);
    if (!room)
        return rk_fail(err, RK_ENOMEM, "access.log", "not enough memory");
    for (off_t at = from; at < st.st_size;) {
        const ssize_t got =
            pread(d->access_fd, room + (at - from), (size_t)(st.st_size - at), at);
        if (got <= 0)
            return rk_fail(err, RK_EIO, "access.log", "cannot be read: %s", strerror(errno));
        at += got;
    }
    *out = (struct rk_str){room, (ptrdiff_t)(st.st_size - from)};
    return RK_OK;
}

rk_status desk_access_open(struct desk *d, struct rk_err *err)
{
    struct rk_arena room = rk_arena_open((ptrdiff_t)2 * READ_MOST);
    const char *path = rk_path_join(&room, d->town, "access.log");
    struct rk_str text = {0};
    d->access_fd = path ? open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
    rk_status status = d->access_fd < 0 ? rk_fail(err, RK_EIO, "access.log",
                                                  "cannot be opened: %s", strerror(errno))
                                        : read_file(d, &room, &text, err);
    if (!status) {
        if (text.len && text.at[text.len - 1] != '\n' && write(d->access_fd, "\n", 1) != 1)
            status = rk_fail(err, RK_EIO, "access.log", "cannot be written");
        last_line(d, text);
    }
    rk_arena_close(&room);
    return status;
}

static void entry(struct desk_request *r, const char *what, struct rk_str about,
                  struct rk_buf *out)
{
    char at[24], prev[65];
    struct rk_json_out w = rk_json_write(out);
    rk_instant_iso((int64_t)time(NULL), at);
    rk_hex(r->desk->access_last.byte, 32, prev);
    rk_json_object(&w);
    rk_json_kstr(&w, "about", about.at ? about : RK_STR(""));
    rk_json_kstr(&w, "at", rk_str_of(at));
    rk_json_kstr(&w, "by", rk_str_of(r->who.name));
    rk_json_kstr(&w, "prev", rk_str_of(prev));
    rk_json_kstr(&w, "what", rk_str_of(what));
    rk_json_object_end(&w);
    out->failed |= w.failed;
}

rk_status desk_access(struct desk_request *r, const char *what, struct rk_str about,
                      struct rk_err *err)
{
    struct desk *d = r->desk;
    struct rk_arena room = r->scratch.in;
    struct rk_buf plain = rk_buf_in(&room, LINE_MOST), sealed = rk_buf_in(&room, LINE_MOST),
                  line = rk_buf_in(&room, 2 * LINE_MOST);
    about.len = about.len > 2000 ? 2000 : about.len;
    pthread_mutex_lock(&d->access_lock);
    entry(r, what, about, &plain);
    rk_status status =
        plain.failed
            ? rk_fail(err, RK_EINVAL, "access.log", "the entry does not fit")
            : rk_ledger_seal(r->snap->seals, purpose, rk_buf_str(&plain), &sealed, err);
    if (!status) {
        rk_buf_printf(&line, "%x:", (unsigned)r->snap->held);
        rk_base64(sealed.at, sealed.len, &line);
        const struct rk_hash hash = rk_sha256(line.at, line.len);
        rk_buf_char(&line, '\n');
        if (line.failed || write(d->access_fd, line.at, (size_t)line.len) != line.len)
            status = rk_fail(err, RK_EIO, "access.log",
                             "an entry could not be written, so nothing is shown: %s",
                             strerror(errno));
        else
            d->access_last = hash;
        d->access_dirty = true;
    }
    pthread_mutex_unlock(&d->access_lock);
    return status;
}

void desk_access_flush(struct desk *d)
{
    pthread_mutex_lock(&d->access_lock);
    const bool dirty = d->access_dirty;
    d->access_dirty = false;
    pthread_mutex_unlock(&d->access_lock);
    if (dirty && d->access_fd >= 0)
        (void)fdatasync(d->access_fd);
}

/* ---- reading it ----------------------------------------------------------------------------
 */

struct shown {
    struct rk_str line[SHOWN];
    struct rk_ledger *narrow[DESK_EVERYTHING + 1]; /* by the set a line is sealed to */
    int64_t lines, others, broken;
    bool chained;
};

/* The town as those see it who wrote lines sealed to that set; NULL: more than we hold. */
static struct rk_ledger *seen_by(struct desk_request *r, struct shown *shown, int set)
{
    bool held[RK_COMPARTMENT_COUNT + 1] = {false};
    if ((r->snap->held & set) != set || shown->narrow[set])
        return shown->narrow[set];
    for (int c = 1; c <= RK_COMPARTMENT_COUNT; c++)
        held[c] = set >> (c - 1) & 1;
    if (rk_ledger_narrow(r->snap->seals, held, &r->keep, &shown->narrow[set], NULL) != RK_OK)
        return NULL;
    return shown->narrow[set];
}

/* "5:…" is sealed to people and sources; without a mark to everything. */
static int set_of(struct rk_str *line)
{
    if (line->len < 2 || line->at[1] != ':')
        return DESK_EVERYTHING;
    const char c = line->at[0];
    *line = rk_str_slice(*line, 2, line->len);
    return c >= '1' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : 0;
}

/* Keeps the latest lines and checks the chain of all that can be read. */
static void walk(struct desk_request *r, struct rk_str text, struct shown *shown)
{
    struct rk_hash before = {0};
    bool whole = false; /* the line before was read as a line */
    shown->chained = true;
    while (text.len > 0) {
        struct rk_arena room = r->scratch.in;
        const struct rk_str line = rk_str_cut(&text, '\n');
        struct rk_str sealed = line;
        const int set = set_of(&sealed);
        struct rk_buf plain = rk_buf_in(&room, LINE_MOST);
        char *bytes = RK_NEW(&room, char, LINE_MOST), prev[65];
        const ptrdiff_t len = bytes ? rk_base64_read(sealed, bytes, LINE_MOST) : -1;
        if (!line.len)
            continue;
        struct rk_ledger *eyes = len > 0 ? seen_by(r, shown, set) : NULL;
        const struct rk_hash last = before;
        const bool check = whole;
        before = rk_sha256(line.at, line.len);
        whole = len > 0;
        if (len > 0 && !eyes) {
            shown->others++;
            continue;
        }
        if (len < 0 || rk_ledger_unseal(eyes, purpose, (struct rk_str){bytes, len}, &plain,
                                        NULL) != RK_OK) {
            shown->broken++;
            whole = false;
            continue;
        }
        rk_hex(last.byte, 32, prev);
        if (check && rk_str_find(rk_buf_str(&plain), rk_str_of(prev)) < 0)
            shown->chained = false;
        shown->line[shown->lines++ % SHOWN] = rk_str_copy(&r->keep, rk_buf_str(&plain));
    }
    for (int set = 0; set <= DESK_EVERYTHING; set++)
        rk_ledger_close(shown->narrow[set]);
}

rk_status api_access(struct desk_request *r, struct rk_err *err)
{
    struct rk_str text;
    struct shown *shown = RK_NEW(&r->keep, struct shown, 1);
    rk_status status = desk_access(r, "access", RK_STR(""), err);
    if (!status && !shown)
        status = rk_fail(err, RK_ENOMEM, "", "not enough memory");
    if (!status)
        status = read_file(r->desk, &r->keep, &text, err);
    if (status)
        return status;
    walk(r, text, shown);
    struct rk_buf *out = &r->out;
    rk_buf_printf(out,
                  "{\"lines\":%lld,\"others\":%lld,\"broken\":%lld,\"chained\":%s,"
                  "\"entries\":[",
                  (long long)shown->lines, (long long)shown->others, (long long)shown->broken,
                  shown->chained ? "true" : "false");
    for (int64_t i = 0; i < shown->lines && i < SHOWN; i++) {
        rk_buf_c(out, i ? "," : "");
        rk_buf_add(out, shown->line[(shown->lines - 1 - i) % SHOWN]);
    }
    rk_buf_c(out, "]}");
    return RK_OK;
}
