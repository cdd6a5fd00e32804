/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The parent's side: starts the helper and copies rows out of its frames. The helper is not
 * trusted: a parser that was taken over may send anything, so every length is checked here and
 * every text must be UTF-8.
 */
#define RK_INTAKE_ROOM
#include "rk_base.h"
#include "rk_file.h"
#include "intake_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FRAME_HEAD = 5, READ_STEP = 256 << 10, DESCRIBED = 4096, PIPE_BYTES = 1 << 20 };
#define BUFFER_MAX ((ptrdiff_t)INTAKE_FRAME_MAX + 2 * READ_STEP)

struct rk_intake {
    struct rk_arena own; /* buffers of this file; given back by close */
    pid_t helper;        /* 0: ended */
    int pipe;            /* -1: closed */
    const char *file;    /* base name, for places */
    char *buffer;
    ptrdiff_t at, have;  /* bytes of the buffer not used yet */
    ptrdiff_t frame_end; /* end of the present frame of rows; at == frame_end: none */
    struct rk_cell *cells;
    int64_t rows;
    bool ended;
    struct rk_str described;
    int32_t sheet_count, chosen;
    struct rk_str *sheets;
    bool *hidden;
    rk_status failed; /* after a failure every call gives it again */
    struct rk_err why;
};

/* ---- frames -------------------------------------------------------------------------- */

/* What is left of a frame; reading beyond it sets `bad`. */
struct frame {
    const char *at, *end;
    bool bad;
};

static bool get(struct frame *f, void *out, ptrdiff_t len)
{
    if (f->bad || f->end - f->at < len) {
        f->bad = true;
        memset(out, 0, (size_t)len);
        return false;
    }
    memcpy(out, f->at, (size_t)len);
    f->at += len;
    return true;
}

static int64_t get_number(struct frame *f)
{
    int64_t n;
    get(f, &n, sizeof n);
    return n;
}

static struct rk_str get_text(struct frame *f)
{
    uint32_t len;
    if (!get(f, &len, sizeof len) || f->end - f->at < (ptrdiff_t)len) {
        f->bad = true;
        return (struct rk_str){0};
    }
    const struct rk_str s = {f->at, (ptrdiff_t)len};
    f->at += len;
    f->bad |= rk_utf8_bad(s) >= 0;
    return s;
}

static rk_status fail_with(struct rk_intake *in, rk_status status, const struct rk_err *why,
                           struct rk_err *err)
{
    in->failed = status;
    in->why = *why;
    if (err)
        *err = *why;
    return status;
}

/* Waits for the helper, which has closed its pipe, and says how it ended. */
static rk_status reap(struct rk_intake *in, struct rk_err *why)
{
    int state = 0;
    const pid_t helper = in->helper;
    in->helper = 0;
    while (waitpid(helper, &state, 0) < 0)
        if (errno != EINTR)
            return rk_fail(why, RK_EIO, in->file, "the parser cannot be waited for: %s",
                           strerror(errno));
    if (WIFSIGNALED(state) && WTERMSIG(state) == SIGSYS)
        return rk_fail(why, RK_EIO, in->file,
                       "the parser was stopped: it tried what it must not do");
    if (WIFSIGNALED(state) && WTERMSIG(state) == SIGXCPU)
        return rk_fail(why, RK_EIO, in->file, "the parser ran out of time");
    if (WIFSIGNALED(state))
        return rk_fail(why, RK_EIO, in->file, "the parser died of signal %d", WTERMSIG(state));
    if (WEXITSTATUS(state) != 0)
        return rk_fail(why, RK_EIO, in->file,
                       "the parser could not shut itself in or has no memory (code %d)",
                       WEXITSTATUS(state));
    return RK_OK;
}

static rk_status broken_pipe(struct rk_intake *in, struct rk_err *err)
{
    struct rk_err why = {0};
    close(in->pipe);
    in->pipe = -1;
    rk_status status = reap(in, &why);
    if (!status)
        status = rk_fail(&why, RK_EIO, in->file, "the parser ended in the middle of a table");
    return fail_with(in, status, &why, err);
}

static rk_status bad_frame(struct rk_intake *in, struct rk_err *err)
{
    struct rk_err why;
    rk_fail(&why, RK_EIO, in->file, "the parser sent what it must not send");
    return fail_with(in, RK_EIO, &why, err);
}

/* Makes at least `want` bytes stand at in->at. */
static rk_status fill(struct rk_intake *in, ptrdiff_t want, struct rk_err *err)
{
    if (in->have - in->at >= want)
        return RK_OK;
    memmove(in->buffer, in->buffer + in->at, (size_t)(in->have - in->at));
    in->have -= in->at;
    in->at = 0;
    while (in->have < want) {
        const ptrdiff_t room = BUFFER_MAX - in->have;
        const ssize_t n = read(in->pipe, in->buffer + in->have,
                               (size_t)(room < READ_STEP ? room : READ_STEP));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return broken_pipe(in, err);
        in->have += n;
    }
    return RK_OK;
}

/* Takes the next whole frame; its bytes stay where they are until the next call. */
static rk_status next_frame(struct rk_intake *in, char *type, struct frame *frame,
                            struct rk_err *err)
{
    rk_status status = fill(in, FRAME_HEAD, err);
    if (status)
        return status;
    uint32_t len;
    memcpy(&len, in->buffer + in->at, sizeof len);
    *type = in->buffer[in->at + 4];
    if (len > INTAKE_FRAME_MAX)
        return bad_frame(in, err);
    status = fill(in, FRAME_HEAD + (ptrdiff_t)len, err);
    if (status)
        return status;
    frame->at = in->buffer + in->at + FRAME_HEAD;
    frame->end = frame->at + len;
    frame->bad = false;
    in->at += FRAME_HEAD + (ptrdiff_t)len;
    return RK_OK;
}

static void copy_text(char *to, size_t size, struct rk_str s)
{
    const struct rk_str head = rk_utf8_head(s, (ptrdiff_t)size - 1);
    snprintf(to, size, "%.*s", RK_FMT(head));
}

static rk_status refused(struct rk_intake *in, struct frame *f, struct rk_err *err)
{
    struct intake_fault fault = {0};
    const int64_t why = get_number(f);
    fault.line = get_number(f);
    fault.number = get_number(f);
    copy_text(fault.sheet, sizeof fault.sheet, get_text(f));
    copy_text(fault.cell, sizeof fault.cell, get_text(f));
    copy_text(fault.words, sizeof fault.words, get_text(f));
    if (f->bad || f->at != f->end || why <= INTAKE_FINE || why >= INTAKE_WHYS)
        return bad_frame(in, err);
    fault.why = (enum intake_why)why;
    struct rk_err words;
    return fail_with(in, intake_refuse(&fault, rk_str_of(in->file), &words), &words, err);
}

/* ---- what is known of the file ------------------------------------------------------- */

static void describe(struct rk_intake *in, int64_t format, char separator, int64_t encoding,
                     int jail)
{
    static const char *const encodings[] = {"UTF-8", "UTF-16LE", "UTF-16BE", "CP1251",
                                            "KOI8-U"};
    struct rk_buf b = rk_buf_in(&in->own, DESCRIBED);
    if (format == INTAKE_CSV) {
        const char shown[] = {'\'', separator, '\'', '\0'};
        rk_buf_printf(&b, "CSV, %s, %s", separator == '\t' ? "tab" : shown,
                      encodings[encoding]);
    } else {
        rk_buf_c(&b, format == INTAKE_ODS_FORMAT ? "ODS" : "XLSX");
        if (in->chosen >= 0)
            rk_buf_printf(&b, ", \"%.*s\"", RK_FMT(in->sheets[in->chosen]));
        if (in->sheet_count > 1)
            rk_buf_printf(&b, " (%" PRId32 "/%" PRId32 ")", in->chosen + 1, in->sheet_count);
    }
    rk_buf_printf(&b, "; seccomp%s%s", jail & INTAKE_JAIL_LANDLOCK ? ", Landlock" : "",
                  jail & INTAKE_JAIL_NETWORK ? ", netns" : "");
    in->described = rk_buf_str(&b);
}

static rk_status about(struct rk_intake *in, struct frame *f, struct rk_err *err)
{
    const int64_t format = get_number(f), separator = get_number(f), encoding = get_number(f);
    const int64_t jail = get_number(f), sheets = get_number(f), chosen = get_number(f);
    if (f->bad ||
        (format != INTAKE_CSV && format != INTAKE_XLSX && format != INTAKE_ODS_FORMAT) ||
        separator < 0 || separator > 126 ||
        (format == INTAKE_CSV && separator < ' ' && separator != '\t') || encoding < 0 ||
        encoding > RK_ENC_KOI8U || sheets < 0 || sheets > INTAKE_SHEETS_MAX || chosen < -1 ||
        chosen >= sheets)
        return bad_frame(in, err);
    in->sheets = RK_NEW(&in->own, struct rk_str, sheets);
    in->hidden = RK_NEW(&in->own, bool, sheets);
    for (int64_t i = 0; i < sheets && !in->own.failed; i++) {
        in->hidden[i] = get_number(f) != 0;
        in->sheets[i] = rk_str_copy(&in->own, get_text(f));
    }
    if (f->bad || f->at != f->end || in->own.failed)
        return bad_frame(in, err);
    in->sheet_count = (int32_t)sheets;
    in->chosen = (int32_t)chosen;
    describe(in, format, (char)separator, encoding, (int)jail);
    return RK_OK;
}

/* ---- opening ------------------------------------------------------------------------- */

static int encoding_number(const char *said)
{
    static const char *const names[] = {"utf-8", "utf-16le", "utf-16be", "cp1251", "koi8-u"};
    if (!said)
        return -1;
    for (int i = 0; i < RK_COUNT(names); i++)
        if (strcmp(said, names[i]) == 0)
            return i;
    return -2;
}

static rk_status open_file(const char *path, ptrdiff_t max_file, int *fd, struct rk_err *err)
{
    struct stat st;
    *fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (*fd < 0)
        return rk_fail(err, errno == ENOENT ? RK_ENOTFOUND : RK_EIO, path,
                       "cannot be opened: %s", strerror(errno));
    if (fstat(*fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        close(*fd);
        return rk_fail(err, RK_EIO, path, "is not a regular file");
    }
    if (st.st_size > max_file) {
        close(*fd);
        return rk_fail(err, RK_EINVAL, path, "has %lld bytes, at most %td are read",
                       (long long)st.st_size, max_file);
    }
    return RK_OK;
}

/* Starts the helper with the file as input and a pipe as output, and nothing else. */
static rk_status start(struct rk_intake *in, char *const argv[], int file, struct rk_err *err)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return rk_fail(err, RK_EIO, argv[0], "cannot be started: %s", strerror(errno));
    (void)fcntl(ends[0], F_SETPIPE_SZ, PIPE_BYTES); /* only for speed */
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_adddup2(&files, file, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&files, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setpgroup(&attributes, 0); /* Ctrl-C is the parent's business */
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                                              POSIX_SPAWN_SETPGROUP);
    char *const empty[] = {NULL};
    const int failed = posix_spawn(&in->helper, argv[0], &files, &attributes, argv, empty);
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
    close(ends[1]);
    in->pipe = ends[0];
    if (failed) {
        in->helper = 0;
        return rk_fail(err, RK_EIO, argv[0], "cannot be started: %s", strerror(failed));
    }
    return RK_OK;
}

static rk_status first_frame(struct rk_intake *in, struct rk_err *err)
{
    char type = 0;
    struct frame f;
    const rk_status status = next_frame(in, &type, &f, err);
    if (status)
        return status;
    if (type == 'F')
        return refused(in, &f, err);
    return type == 'A' ? about(in, &f, err) : bad_frame(in, err);
}

static rk_status open_with(struct rk_intake *in, const char *path, int encoding,
                           const struct rk_intake_options *o, struct rk_err *err)
{
    int file = -1;
    rk_status status =
        open_file(path, o->max_file > 0 ? o->max_file : INTAKE_FILE_DEFAULT, &file, err);
    if (status)
        return status;
    char *argv[6] = {rk_helper_path(&in->own, "ranok-intake"),
                     rk_str_c(&in->own, rk_str_of(o->sheet)),
                     NULL,
                     NULL,
                     NULL,
                     NULL};
    char separator[16], guess[16], rows[32];
    snprintf(separator, sizeof separator, "%d", o->separator);
    snprintf(guess, sizeof guess, "%d", encoding);
    snprintf(rows, sizeof rows, "%" PRId64,
             o->max_rows > 0 ? o->max_rows : INTAKE_ROWS_DEFAULT);
    argv[2] = separator;
    argv[3] = guess;
    argv[4] = rows;
    status = in->own.failed ? rk_fail(err, RK_ENOMEM, path, "no memory to open the file")
                            : start(in, argv, file, err);
    close(file);
    return status ? status : first_frame(in, err);
}

rk_status rk_intake_open(const char *path, const struct rk_intake_options *options,
                         struct rk_arena *keep, struct rk_intake **out, struct rk_err *err)
{
    const struct rk_intake_options none = {0};
    const struct rk_intake_options *o = options ? options : &none;
    const int encoding = encoding_number(o->encoding);
    if (encoding < -1)
        return rk_fail(err, RK_EINVAL, path, "unknown encoding \"%s\"", o->encoding);
    if (o->separator < 0 || (o->separator && o->separator < ' ' && o->separator != '\t') ||
        o->separator == '"')
        return rk_fail(err, RK_EINVAL, path, "the separator is no usable character");
    struct rk_arena kept = *keep;
    struct rk_intake *in = RK_NEW(&kept, struct rk_intake, 1);
    const char *name = rk_str_c(&kept, rk_path_base(rk_str_of(path)));
    if (kept.failed)
        return rk_fail(err, RK_ENOMEM, path, "no memory to open the file");
    *in = (struct rk_intake){.pipe = -1, .chosen = -1, .file = name};
    in->own = rk_arena_open(BUFFER_MAX + (4 << 20));
    in->buffer = rk_buf_in(&in->own, BUFFER_MAX).at;
    in->cells = RK_NEW(&in->own, struct rk_cell, INTAKE_COLUMNS_MAX);
    rk_status status = in->own.failed
                           ? rk_fail(err, RK_ENOMEM, path, "no memory to open the file")
                           : open_with(in, path, encoding, o, err);
    if (status) {
        rk_intake_close(in);
        return status;
    }
    *keep = kept;
    *out = in;
    return RK_OK;
}

/* ---- rows ---------------------------------------------------------------------------- */

/* Reads one row from the present frame. The texts stay in the buffer. */
static bool take_row(struct rk_intake *in, struct rk_row *row)
{
    struct frame f = {in->buffer + in->at, in->buffer + in->frame_end, false};
    const int64_t line = get_number(&f);
    int32_t count = 0;
    uint32_t texts_len = 0;
    get(&f, &count, sizeof count);
    get(&f, &texts_len, sizeof texts_len);
    if (f.bad || line < 1 || count < 1 || count > INTAKE_COLUMNS_MAX ||
        texts_len > INTAKE_ROW_MAX || f.end - f.at < (ptrdiff_t)count * 4)
        return false;
    const char *heads = f.at;
    f.at += (ptrdiff_t)count * 4;
    for (int32_t i = 0; i < count; i++) {
        uint32_t head;
        memcpy(&head, heads + (ptrdiff_t)i * 4, sizeof head);
        struct rk_cell *cell = &in->cells[i];
        if ((head & 7u) > RK_CELL_ERROR)
            return false;
        *cell = (struct rk_cell){.kind = (enum rk_cell_kind)(head & 7u),
                                 .text = {NULL, (ptrdiff_t)(head >> 3)}};
        if (cell->kind >= RK_CELL_NUMBER && cell->kind <= RK_CELL_BOOL)
            get(&f, &cell->number, sizeof cell->number);
        f.bad |= !isfinite(cell->number);
    }
    if (f.bad || f.end - f.at < (ptrdiff_t)texts_len ||
        rk_utf8_bad((struct rk_str){f.at, (ptrdiff_t)texts_len}) >= 0)
        return false;
    const char *text = f.at, *end = f.at + texts_len;
    for (int32_t i = 0; i < count; i++) {
        struct rk_str *s = &in->cells[i].text;
        if (s->len > end - text || (s->len > 0 && ((unsigned char)*text & 0xC0u) == 0x80u))
            return false;
        s->at = text;
        text += s->len;
    }
    in->at = end - in->buffer;
    in->rows++;
    *row = (struct rk_row){.line = line,
                           .sheet = in->chosen >= 0 ? in->sheets[in->chosen]
                                                    : (struct rk_str){"", 0},
                           .cells = in->cells,
                           .cell_count = count};
    return text == end;
}

static rk_status finish(struct rk_intake *in, struct frame *f, struct rk_err *err)
{
    const int64_t rows = get_number(f);
    if (f->bad || f->at != f->end || rows != in->rows)
        return bad_frame(in, err);
    close(in->pipe);
    in->pipe = -1;
    struct rk_err why;
    const rk_status status = reap(in, &why);
    if (status)
        return fail_with(in, status, &why, err);
    in->ended = true;
    return RK_OK;
}

rk_status rk_intake_next(struct rk_intake *in, struct rk_row *row, bool *end,
                         struct rk_err *err)
{
    *end = in->ended;
    if (in->failed) {
        if (err)
            *err = in->why;
        return in->failed;
    }
    while (!in->ended && in->at >= in->frame_end) {
        char type = 0;
        struct frame f;
        const rk_status status = next_frame(in, &type, &f, err);
        if (status)
            return status;
        if (type == 'F')
            return refused(in, &f, err);
        if (type == 'E') {
            *end = true;
            return finish(in, &f, err);
        }
        if (type != 'R' || f.at == f.end)
            return bad_frame(in, err);
        in->frame_end = f.end - in->buffer;
        in->at = f.at - in->buffer;
    }
    if (in->ended)
        return RK_OK;
    return take_row(in, row) ? RK_OK : bad_frame(in, err);
}

/* ---- the rest ------------------------------------------------------------------------ */

struct rk_str rk_intake_describe(const struct rk_intake *in)
{
    return in->described;
}

int32_t rk_intake_sheets(const struct rk_intake *in, const struct rk_str **names,
                         const bool **hidden)
{
    *names = in->sheets;
    *hidden = in->hidden;
    return in->sheet_count;
}

void rk_intake_close(struct rk_intake *in)
{
    if (!in)
        return;
    if (in->pipe >= 0)
        close(in->pipe);
    if (in->helper > 0) {
        kill(in->helper, SIGKILL);
        while (waitpid(in->helper, NULL, 0) < 0 && errno == EINTR)
            continue;
    }
    in->pipe = -1;
    in->helper = 0;
    rk_arena_close(&in->own);
}
