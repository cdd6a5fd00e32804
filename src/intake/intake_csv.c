/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * CSV as people really save it: comma, semicolon, tab or bar, any line end, quotes that are not
 * always right, old Cyrillic encodings. One pass; a row is parsed from one piece of memory, and
 * a text that is not UTF-8 is decoded piece by piece into a window in front of the parser.
 */
#define RK_INTAKE_ROOM
#include "rk_base.h"
#include "intake_internal.h"

#include <strings.h>
#include <sys/mman.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

enum {
    WINDOW = 1 << 20,      /* bytes decoded at a time */
    WINDOW_MAX = 48 << 20, /* a row of the largest size fits, quotes doubled */
    GIVE_BACK = 4 << 20,   /* mapped bytes given back to the system at a time */
    HEAD_MAX = 16 << 20,
    HEAD = 64 << 10, /* bytes looked at to guess the separator */
    HEAD_ROWS = 100
};

struct csv {
    const struct intake_job *job;
    const char *at, *end; /* decoded bytes that are not parsed yet */
    bool last;            /* nothing comes after `end` */
    struct rk_str raw;    /* bytes that are not decoded yet */
    enum rk_encoding encoding;
    char *window;
    struct rk_scratch spare; /* for decoding */
    char separator;
    int64_t line; /* the physical line the next byte stands on */
    int64_t rows;
    struct rk_cell *cells;
    int32_t cell_count;
    bool filled; /* the row has a cell that is not blank */
    char *pool;  /* texts whose quotes were doubled */
    ptrdiff_t pool_len, row_len;
    const char *given_back; /* start of the mapped bytes still held */
};

/* ---- scanning ------------------------------------------------------------------------ */

/* The next separator, line end or NUL; `end` when there is none. */
static inline const char *next_mark(const char *p, const char *end, char separator)
{
#if defined(__SSE2__)
    const __m128i sep = _mm_set1_epi8(separator), lf = _mm_set1_epi8('\n');
    const __m128i cr = _mm_set1_epi8('\r'), nul = _mm_setzero_si128();
    for (; end - p >= 16; p += 16) {
        const __m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
        const __m128i hit =
            _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(v, sep), _mm_cmpeq_epi8(v, lf)),
                         _mm_or_si128(_mm_cmpeq_epi8(v, cr), _mm_cmpeq_epi8(v, nul)));
        const int bits = _mm_movemask_epi8(hit);
        if (bits)
            return p + __builtin_ctz((unsigned)bits);
    }
#endif
    while (p < end && *p != separator && *p != '\n' && *p != '\r' && *p)
        p++;
    return p;
}

static int64_t line_ends(struct rk_str s)
{
    int64_t n = 0;
    const char *p = s.at, *end = s.at + s.len;
    while (p < end) {
        const char *lf = memchr(p, '\n', (size_t)(end - p));
        const char *to = lf ? lf : end;
        for (const char *cr = memchr(p, '\r', (size_t)(to - p)); cr;
             cr = memchr(cr + 1, '\r', (size_t)(to - cr - 1)))
            n += !(lf && cr + 1 == lf); /* "\r\n" is one */
        n += lf != NULL;
        p = lf ? lf + 1 : end;
    }
    return n;
}

static enum intake_why fail(struct csv *c, enum intake_why why, int64_t line, int64_t number)
{
    char column[8];
    rk_column_letters(c->cell_count, column);
    return intake_fail(c->job->fault, why, line, number, column);
}

static enum intake_why put_cell(struct csv *c, enum rk_cell_kind kind, struct rk_str text)
{
    if (text.len > INTAKE_CELL_MAX)
        return fail(c, INTAKE_LONG_CELL, c->line, INTAKE_CELL_MAX);
    if (c->cell_count >= INTAKE_COLUMNS_MAX)
        return fail(c, INTAKE_MANY_COLUMNS, c->line, INTAKE_COLUMNS_MAX);
    c->row_len += text.len;
    if (c->row_len > INTAKE_ROW_MAX)
        return fail(c, INTAKE_LONG_ROW, c->line, INTAKE_ROW_MAX);
    if (kind == RK_CELL_TEXT && intake_blank(text))
        kind = RK_CELL_EMPTY;
    c->filled |= kind != RK_CELL_EMPTY;
    c->cells[c->cell_count++] = (struct rk_cell){.kind = kind, .text = text};
    return INTAKE_FINE;
}

/* ---- quoted cells -------------------------------------------------------------------- */

struct quoted {
    const char *after; /* behind the cell; NULL: more bytes are needed */
    enum intake_why why;
};

/* Appends to the pool of the row; the pool is as large as a row may be. */
static bool pool_add(struct csv *c, const char *at, ptrdiff_t len)
{
    if (len > INTAKE_ROW_MAX - c->pool_len)
        return false;
    if (len)
        memcpy(c->pool + c->pool_len, at, (size_t)len);
    c->pool_len += len;
    return true;
}

/* A cell that begins with the quote at `open`. Two quotes inside mean one. A single quote
 * inside makes the cell an ERROR: its words are kept as they stand up to the next separator. */
static struct quoted quoted_cell(struct csv *c, const char *open)
{
    const char *from = open + 1, *p = from;
    const ptrdiff_t pool_from = c->pool_len;
    bool pooled = false;
    for (;;) {
        const char *quote = memchr(p, '"', (size_t)(c->end - p));
        if (!quote || (quote + 1 == c->end && !c->last)) {
            if (!c->last && c->end - open <= INTAKE_ROW_MAX)
                return (struct quoted){0};
            return (struct quoted){.why = fail(c, INTAKE_OPEN_QUOTE, c->line, 0)};
        }
        if (quote - open > 2 * (ptrdiff_t)INTAKE_CELL_MAX)
            return (struct quoted){.why = fail(c, INTAKE_LONG_CELL, c->line, INTAKE_CELL_MAX)};
        if (quote + 1 == c->end || quote[1] != '"') {
            p = quote;
            break;
        }
        if (!pool_add(c, from, quote + 1 - from))
            return (struct quoted){.why = fail(c, INTAKE_LONG_ROW, c->line, INTAKE_ROW_MAX)};
        pooled = true;
        from = p = quote + 2;
    }
    struct rk_str text = {from, p - from};
    if (memchr(open, '\0', (size_t)(p - open)))
        return (struct quoted){.why = fail(c, INTAKE_NUL_BYTE,
                                           c->line + line_ends((struct rk_str){open, p - open}),
                                           0)};
    const char *rest = p + 1;
    while (rest < c->end && (*rest == ' ' || (*rest == '\t' && c->separator != '\t')))
        rest++;
    const char *after = next_mark(rest, c->end, c->separator);
    if (after == c->end && !c->last)
        return (struct quoted){0};
    enum rk_cell_kind kind = RK_CELL_TEXT;
    if (after != rest) { /* words behind the closing quote */
        kind = RK_CELL_ERROR;
        text = (struct rk_str){open, after - open};
    } else if (pooled) {
        if (!pool_add(c, text.at, text.len))
            return (struct quoted){.why = fail(c, INTAKE_LONG_ROW, c->line, INTAKE_ROW_MAX)};
        text = (struct rk_str){c->pool + pool_from, c->pool_len - pool_from};
    }
    const enum intake_why why = put_cell(c, kind, text);
    if (why)
        return (struct quoted){.why = why};
    c->line += line_ends((struct rk_str){open, after - open});
    return (struct quoted){.after = after};
}

/* ---- rows ---------------------------------------------------------------------------- */

/* Parses one row from c->at. *after is behind it, NULL when more bytes are needed. */
static enum intake_why parse_row(struct csv *c, const char **after)
{
    c->cell_count = 0;
    c->pool_len = c->row_len = 0;
    c->filled = false;
    *after = NULL;
    const char *p = c->at;
    for (;;) {
        const char *start = p;
        while (start < c->end && (*start == ' ' || (*start == '\t' && c->separator != '\t')))
            start++;
        const char *mark;
        if (start < c->end && *start == '"') {
            const struct quoted q = quoted_cell(c, start);
            if (q.why || !q.after)
                return q.why;
            mark = q.after;
        } else {
            mark = next_mark(start, c->end, c->separator);
            if (mark == c->end && !c->last)
                return INTAKE_FINE;
            const enum intake_why why = put_cell(c, RK_CELL_TEXT, (struct rk_str){p, mark - p});
            if (why)
                return why;
        }
        if (mark == c->end) {
            *after = mark;
            return INTAKE_FINE;
        }
        if (*mark == '\0')
            return fail(c, INTAKE_NUL_BYTE, c->line, 0);
        p = mark + 1;
        if (*mark == c->separator)
            continue;
        if (*mark == '\r' && p == c->end && !c->last)
            return INTAKE_FINE; /* perhaps "\r\n" */
        if (*mark == '\r' && p < c->end && *p == '\n')
            p++;
        c->line++;
        *after = p;
        return INTAKE_FINE;
    }
}

/* ---- bytes to text ------------------------------------------------------------------- */

static void give_back(struct csv *c, const char *read_to)
{
    if (!c->job->mapped || read_to - c->given_back < GIVE_BACK)
        return;
    const uintptr_t page = 4096;
    const ptrdiff_t len = (ptrdiff_t)((uintptr_t)(read_to - c->given_back) & ~(page - 1));
    /* The map is read only: a page that is touched again is simply read again. */
    madvise((void *)(uintptr_t)c->given_back, (size_t)len, MADV_DONTNEED);
    c->given_back += len;
}

/* The last bytes that may belong to a character cut by the window are left for the next one. */
static ptrdiff_t whole_units(struct rk_str raw, ptrdiff_t len, enum rk_encoding encoding)
{
    if (len >= raw.len || (encoding != RK_ENC_UTF16LE && encoding != RK_ENC_UTF16BE))
        return len < raw.len ? len : raw.len;
    len &= ~(ptrdiff_t)1;
    const unsigned char high =
        (unsigned char)raw.at[encoding == RK_ENC_UTF16LE ? len - 1 : len - 2];
    return high >= 0xD8 && high <= 0xDB ? len - 2 : len;
}

/* Decodes more bytes behind those not parsed yet, which move to the start of the window. */
static enum intake_why decode_more(struct csv *c)
{
    const ptrdiff_t kept = c->end - c->at;
    if (kept > WINDOW_MAX - 4 * WINDOW)
        return fail(c, INTAKE_LONG_ROW, c->line, INTAKE_ROW_MAX);
    memmove(c->window, c->at, (size_t)kept);
    /* A row that does not fit is parsed again from its start: the step grows with it. */
    ptrdiff_t step = WINDOW + kept;
    if (step > (WINDOW_MAX - kept) / 3)
        step = (WINDOW_MAX - kept) / 3;
    const ptrdiff_t len = whole_units(c->raw, step, c->encoding);
    struct rk_arena space = c->spare.in;
    struct rk_str text;
    const struct rk_str piece = {c->raw.at, len};
    struct rk_err where = {0};
    if (rk_text_decode(piece, c->encoding, &space, &text, &where) != RK_OK) {
        int64_t bad = 0; /* the place reads "byte 17" */
        if (!rk_str_int(rk_str_slice(rk_str_of(where.place), 5, RK_ERR_PLACE), &bad) ||
            bad >= len)
            bad = 0;
        int64_t lines = line_ends((struct rk_str){c->window, kept});
        space = c->spare.in;
        if (!rk_text_decode(rk_str_slice(piece, 0, bad), c->encoding, &space, &text, NULL))
            lines += line_ends(text);
        return fail(c, INTAKE_BAD_TEXT, c->line + lines, (unsigned char)c->raw.at[bad]);
    }
    memcpy(c->window + kept, text.at, (size_t)text.len);
    c->raw = rk_str_slice(c->raw, len, c->raw.len);
    c->last = c->raw.len == 0;
    c->at = c->window;
    c->end = c->window + kept + text.len;
    give_back(c, c->raw.at);
    return INTAKE_FINE;
}

/* Position of the first byte that is not UTF-8, or -1; pages are given back on the way. */
static ptrdiff_t utf8_bad(struct csv *c, struct rk_str bytes)
{
    c->given_back = c->job->bytes.at;
    for (ptrdiff_t from = 0; from < bytes.len;) {
        ptrdiff_t to = from + WINDOW < bytes.len ? from + WINDOW : bytes.len;
        if (to < bytes.len) /* never cut inside a character */
            for (int i = 0; i < 3 && ((unsigned char)bytes.at[to] & 0xC0u) == 0x80u; i++)
                to--;
        const ptrdiff_t bad = rk_utf8_bad(rk_str_slice(bytes, from, to));
        if (bad >= 0)
            return from + bad;
        from = to;
        give_back(c, bytes.at + from);
    }
    return -1;
}

/* Text that is mostly good UTF-8 with a few broken places is a damaged file, not CP1251: in
 * Cyrillic one-byte encodings a good two-byte sequence is rare. */
static bool damaged_utf8(struct rk_str s)
{
    ptrdiff_t good = 0, broken = 0;
    for (ptrdiff_t i = 0; i < s.len;) {
        const unsigned char lead = (unsigned char)s.at[i];
        if (lead < 0x80u) {
            i++;
            continue;
        }
        const int len = lead >= 0xF0u ? 4 : lead >= 0xE0u ? 3 : 2;
        if (lead >= 0xC2u && i + len <= s.len && rk_utf8_bad(rk_str_slice(s, i, i + len)) < 0) {
            good++;
            i += len;
        } else {
            broken++;
            i++;
        }
    }
    return good >= 4 * broken;
}

/* UTF-16 without a mark: every second byte is the high half of a Latin or Cyrillic letter. */
static int utf16_without_mark(struct rk_str s)
{
    ptrdiff_t le = 0, be = 0, pairs = 0;
    for (ptrdiff_t i = 0; i + 1 < s.len && pairs < 2048; i += 2, pairs++) {
        const char a = s.at[i], b = s.at[i + 1];
        le += (b == 0 || b == 4) && a != 0;
        be += (a == 0 || a == 4) && b != 0;
    }
    if (pairs < 4 || le == be || memchr(s.at, '\0', (size_t)(2 * pairs)) == NULL)
        return -1;
    return le * 10 >= pairs * 9 ? RK_ENC_UTF16LE : be * 10 >= pairs * 9 ? RK_ENC_UTF16BE : -1;
}

/* Names the encoding, skips the mark, and points the parser at the first bytes. */
static enum intake_why find_encoding(struct csv *c)
{
    struct rk_str b = c->job->bytes;
    int encoding = c->job->encoding;
    if (rk_str_starts(b, RK_STR("\xEF\xBB\xBF")) && (encoding < 0 || encoding == RK_ENC_UTF8)) {
        encoding = RK_ENC_UTF8;
        b = rk_str_slice(b, 3, b.len);
    } else if (rk_str_starts(b, RK_STR("\xFF\xFE")) &&
               (encoding < 0 || encoding == RK_ENC_UTF16LE)) {
        encoding = RK_ENC_UTF16LE;
        b = rk_str_slice(b, 2, b.len);
    } else if (rk_str_starts(b, RK_STR("\xFE\xFF")) &&
               (encoding < 0 || encoding == RK_ENC_UTF16BE)) {
        encoding = RK_ENC_UTF16BE;
        b = rk_str_slice(b, 2, b.len);
    } else if (encoding < 0) {
        encoding = utf16_without_mark(b);
    }
    if (encoding < 0 || encoding == RK_ENC_UTF8) {
        const ptrdiff_t bad = utf8_bad(c, b);
        const struct rk_str around =
            rk_str_slice(b, bad - WINDOW < 0 ? 0 : bad - WINDOW, bad + WINDOW);
        if (bad < 0)
            encoding = RK_ENC_UTF8;
        else if (encoding == RK_ENC_UTF8 || damaged_utf8(around))
            return fail(c, INTAKE_BAD_TEXT, 1 + line_ends(rk_str_slice(b, 0, bad)),
                        (unsigned char)b.at[bad]);
        else
            encoding = (int)rk_encoding_guess(around);
    }
    c->encoding = (enum rk_encoding)encoding;
    c->given_back = c->job->bytes.at;
    if (encoding == RK_ENC_UTF8) {
        c->at = b.at;
        c->end = b.at + b.len;
        c->last = true;
        return INTAKE_FINE;
    }
    c->raw = b;
    c->at = c->end = c->window;
    c->last = false;
    return decode_more(c);
}

/* ---- the separator ------------------------------------------------------------------- */

/* How much the head looks like a table under this separator: the share of rows with the most
 * common number of cells, weighed by that number. */
static double table_likeness(struct csv *c, char separator, ptrdiff_t head)
{
    struct csv probe = *c;
    struct intake_job job = *c->job;
    struct intake_fault unheard = {0};
    job.fault = &unheard;
    probe.job = &job;
    probe.separator = separator;
    if (probe.end - probe.at > head) {
        probe.end = probe.at + head;
        probe.last = false;
    }
    int32_t counts[HEAD_ROWS];
    int rows = 0;
    const char *after = NULL;
    while (rows < HEAD_ROWS && probe.at < probe.end && !parse_row(&probe, &after) && after) {
        probe.at = after;
        if (probe.filled)
            counts[rows++] = probe.cell_count;
    }
    int best = 0;
    int32_t width = 0;
    for (int i = 0; i < rows; i++) {
        int same = 0;
        for (int k = 0; k < rows; k++)
            same += counts[k] == counts[i];
        if (counts[i] > 1 && (same > best || (same == best && counts[i] > width))) {
            best = same;
            width = counts[i];
        }
    }
    return rows ? (double)best / rows * log2(width > 0 ? width : 1) : 0.0;
}

static void find_separator(struct csv *c)
{
    const char *eol = c->at + 5;
    if (c->end - c->at >= 6 && strncasecmp(c->at, "sep=", 4) == 0 &&
        (*eol == '\n' || *eol == '\r')) {
        if (!c->separator)
            c->separator = c->at[4];
        c->at = eol + (*eol == '\r' && eol + 1 < c->end && eol[1] == '\n' ? 2 : 1);
        c->line = 2;
        return;
    }
    if (c->separator)
        return;
    /* On a draw the rarer character in plain text wins. Rows longer than the head make it grow.
     */
    static const char candidates[] = {'\t', ';', '|', ','};
    double best = 0.0;
    c->separator = ',';
    for (ptrdiff_t head = HEAD; best <= 0.0 && head <= HEAD_MAX; head *= 16) {
        for (int i = 0; i < RK_COUNT(candidates); i++) {
            const double likeness = table_likeness(c, candidates[i], head);
            if (likeness > best) {
                best = likeness;
                c->separator = candidates[i];
            }
        }
    }
}

/* ---- the file ------------------------------------------------------------------------ */

static enum intake_why each_row(struct csv *c)
{
    const struct intake_sink *sink = c->job->sink;
    while (c->at < c->end || !c->last) {
        const char *after = NULL;
        const int64_t line = c->line;
        enum intake_why why = parse_row(c, &after);
        if (why)
            return why;
        if (!after) { /* cut by the window */
            c->line = line;
            why = decode_more(c);
            if (why)
                return why;
            continue;
        }
        c->at = after;
        if (!c->raw.at)
            give_back(c, c->at);
        if (!c->filled || ++c->rows > c->job->max_rows)
            continue;
        const struct rk_row row = {
            .line = line, .cells = c->cells, .cell_count = c->cell_count};
        if (!sink->row(sink->user, &row))
            return intake_fail(c->job->fault, INTAKE_READER_GONE, 0, 0, NULL);
    }
    if (c->rows > c->job->max_rows) {
        c->cell_count = 0;
        return fail(c, INTAKE_MANY_ROWS, 0, c->rows);
    }
    return INTAKE_FINE;
}

enum intake_why intake_csv(const struct intake_job *job, struct rk_scratch scratch)
{
    struct csv c = {.job = job, .separator = job->separator, .line = 1};
    c.cells = RK_NEW(&scratch, struct rk_cell, INTAKE_COLUMNS_MAX);
    c.pool = rk_buf_in(&scratch.in, INTAKE_ROW_MAX).at;
    c.window = rk_buf_in(&scratch.in, WINDOW_MAX).at;
    if (scratch.in.failed)
        return intake_fail(job->fault, INTAKE_NO_MEMORY, 0, 0, NULL);
    c.spare = scratch;
    const enum intake_why why = find_encoding(&c);
    if (why)
        return why;
    find_separator(&c);
    const struct intake_about about = {
        .format = INTAKE_CSV, .separator = c.separator, .encoding = c.encoding, .chosen = -1};
    if (!job->sink->about(job->sink->user, &about))
        return intake_fail(job->fault, INTAKE_READER_GONE, 0, 0, NULL);
    return each_row(&c);
}
