/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ranok-intake: parses one foreign file in a jail.
 *
 *   ranok-intake SHEET SEPARATOR ENCODING MAX_ROWS < FILE > FRAMES
 *
 * Standard input must be a regular file; it is mapped before the jail is shut and not one of
 * its bytes is looked at before. SHEET may be empty, SEPARATOR is a number (0: guess), ENCODING
 * the number of an enum rk_encoding (-1: guess). Not meant to be started by hand:
 * docs/formats/intake.md describes the frames.
 */
#define RK_INTAKE_ROOM
#include "rk_base.h"
#include "intake_internal.h"
#include "intake_prove.h"

#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

enum { EXIT_DONE = 0, EXIT_USAGE = 2, EXIT_MACHINE = 3, FRAME_HEAD = 5 };

struct pipe_out {
    struct rk_buf frame; /* begins with room for its head */
    int jail;
    int64_t rows;
};

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

static void start_frame(struct pipe_out *out)
{
    out->frame.len = FRAME_HEAD;
}

/* Head: length of what follows (4 bytes, little endian), type (1 byte). */
static bool send_frame(struct pipe_out *out, char type)
{
    if (out->frame.failed)
        return false;
    const uint32_t len = (uint32_t)(out->frame.len - FRAME_HEAD);
    memcpy(out->frame.at, &len, sizeof len);
    out->frame.at[4] = type;
    const bool sent = write_all(out->frame.at, out->frame.len);
    start_frame(out);
    return sent;
}

static void put_text(struct rk_buf *b, struct rk_str s)
{
    const uint32_t len = (uint32_t)s.len;
    rk_buf_bytes(b, &len, sizeof len);
    rk_buf_add(b, s);
}

static void put_number(struct rk_buf *b, int64_t n)
{
    rk_buf_bytes(b, &n, sizeof n);
}

static bool send_rows(struct pipe_out *out)
{
    return out->frame.len == FRAME_HEAD || send_frame(out, 'R');
}

static bool on_about(void *user, const struct intake_about *about)
{
    struct pipe_out *out = user;
    struct rk_buf *b = &out->frame;
    const int64_t numbers[] = {about->format, about->separator,   (int64_t)about->encoding,
                               out->jail,     about->sheet_count, about->chosen};
    rk_buf_bytes(b, numbers, sizeof numbers);
    for (int32_t i = 0; i < about->sheet_count; i++) {
        put_number(b, about->hidden[i]);
        put_text(b, rk_str_of(about->sheets[i]));
    }
    return send_frame(out, 'A');
}

static char *put_raw(char *to, const void *from, size_t len)
{
    memcpy(to, from, len);
    return to + len;
}

/* Heads of all cells first, then their numbers, then their texts in one piece. The frame has
 * room for any row behind INTAKE_FRAME_AIM, so the writes below need no check of their own. */
static bool on_row(void *user, const struct rk_row *row)
{
    struct pipe_out *out = user;
    struct rk_buf *b = &out->frame;
    const int32_t count = row->cell_count;
    ptrdiff_t texts_len = 0;
    for (int32_t i = 0; i < count; i++)
        texts_len += row->cells[i].text.len;
    if (count > INTAKE_COLUMNS_MAX || texts_len > INTAKE_ROW_MAX)
        return false;
    const uint32_t texts = (uint32_t)texts_len;
    char *to = b->at + b->len;
    to = put_raw(to, &row->line, sizeof row->line);
    to = put_raw(to, &count, sizeof count);
    to = put_raw(to, &texts, sizeof texts);
    for (int32_t i = 0; i < count; i++) {
        const struct rk_cell *cell = &row->cells[i];
        const uint32_t head = (uint32_t)cell->text.len << 3 | (uint32_t)cell->kind;
        to = put_raw(to, &head, sizeof head);
    }
    for (int32_t i = 0; i < count; i++) {
        const struct rk_cell *cell = &row->cells[i];
        if (cell->kind >= RK_CELL_NUMBER && cell->kind <= RK_CELL_BOOL)
            to = put_raw(to, &cell->number, sizeof cell->number);
    }
    for (int32_t i = 0; i < count; i++)
        if (row->cells[i].text.len > 0)
            to = put_raw(to, row->cells[i].text.at, (size_t)row->cells[i].text.len);
    b->len = to - b->at;
    out->rows++;
    return b->len < INTAKE_FRAME_AIM || send_rows(out);
}

static bool send_fault(struct pipe_out *out, const struct intake_fault *fault)
{
    struct rk_buf *b = &out->frame;
    const int64_t numbers[] = {fault->why, fault->line, fault->number};
    rk_buf_bytes(b, numbers, sizeof numbers);
    put_text(b, rk_str_of(fault->sheet));
    put_text(b, rk_str_of(fault->cell));
    put_text(b, rk_str_of(fault->words));
    return send_frame(out, 'F');
}

static bool read_arguments(char **argv, struct intake_job *job)
{
    int64_t separator = 0, encoding = -1;
    job->sheet = argv[1][0] ? argv[1] : NULL;
    const bool read = rk_str_int(rk_str_of(argv[2]), &separator) &&
                      rk_str_int(rk_str_of(argv[3]), &encoding) &&
                      rk_str_int(rk_str_of(argv[4]), &job->max_rows);
    if (!read || separator < 0 || separator > 127 || encoding < -1 || encoding > RK_ENC_KOI8U ||
        job->max_rows < 1)
        return false;
    job->separator = (char)separator;
    job->encoding = (int)encoding;
    return true;
}

/* The file as memory; an empty file needs none. */
static bool map_input(struct rk_str *bytes)
{
    struct stat st;
    *bytes = (struct rk_str){"", 0};
    if (fstat(STDIN_FILENO, &st) != 0 || !S_ISREG(st.st_mode))
        return false;
    if (st.st_size > 0) {
        void *at = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, STDIN_FILENO, 0);
        if (at == MAP_FAILED)
            return false;
        *bytes = (struct rk_str){at, (ptrdiff_t)st.st_size};
    }
    return close(STDIN_FILENO) == 0;
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "--prove-jail") == 0)
        return intake_prove_jail(argv[2]);
    struct intake_fault fault = {0};
    struct pipe_out out = {0};
    const struct intake_sink sink = {.user = &out, .about = on_about, .row = on_row};
    struct intake_job job = {.mapped = true, .sink = &sink, .fault = &fault};
    if (argc != 5 || !read_arguments(argv, &job))
        return EXIT_USAGE;
    if (getrandom(&job.hash_salt, sizeof job.hash_salt, 0) != sizeof job.hash_salt ||
        !map_input(&job.bytes) || !intake_jail(job.bytes.len, &out.jail))
        return EXIT_MACHINE;

    struct rk_scratch scratch = rk_scratch_open(INTAKE_SCRATCH);
    out.frame = rk_buf_in(&scratch.in, INTAKE_FRAME_MAX);
    if (scratch.in.failed)
        _exit(EXIT_MACHINE);
    start_frame(&out);
    const enum intake_why why = intake_parse(&job, scratch);
    bool sent = why != INTAKE_READER_GONE && send_rows(&out);
    if (sent && why) {
        sent = send_fault(&out, &fault);
    } else if (sent) {
        put_number(&out.frame, out.rows);
        sent = send_frame(&out, 'E');
    }
    _exit(sent ? EXIT_DONE : EXIT_MACHINE); /* nothing that runs at exit may open a file */
}
