/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The archive inside an .xlsx, read by its central directory (APPNOTE.TXT 6.3, 4.3 and 4.5.3).
 *
 * Names of parts are only compared, never used as paths. Every size and offset is checked
 * against the file, and what comes out of a part is counted: neither a wrong size nor a part
 * that unpacks to far more than it holds gets past.
 */
#define RK_INTAKE_ROOM
#include "rk_base.h"
#include "intake_internal.h"

#include <strings.h>
#include <zlib.h>

enum {
    END_LEN = 22,
    ENTRY_LEN = 46,
    LOCAL_LEN = 30,
    PIECE = 64 << 10,
    RATIO_MAX = 250,      /* honest sheets reach some 50 */
    RATIO_FREE = 8 << 20, /* below this a part may unpack as it likes */
    METHOD_STORED = 0,
    METHOD_DEFLATED = 8
};

static uint32_t le16(const char *p)
{
    const unsigned char *b = (const unsigned char *)p;
    return (uint32_t)b[0] | (uint32_t)b[1] << 8;
}

static uint32_t le32(const char *p)
{
    return le16(p) | le16(p + 2) << 16;
}

static uint64_t le64(const char *p)
{
    return le32(p) | (uint64_t)le32(p + 4) << 32;
}

/* Position of the end record: the last one whose comment fits; -1 when there is none. */
static ptrdiff_t end_record(struct rk_str b)
{
    const ptrdiff_t lowest = b.len > 0xFFFF + END_LEN ? b.len - 0xFFFF - END_LEN : 0;
    for (ptrdiff_t at = b.len - END_LEN; at >= lowest; at--)
        if (memcmp(b.at + at, "PK\x05\x06", 4) == 0 &&
            at + END_LEN + (ptrdiff_t)le16(b.at + at + 20) <= b.len)
            return at;
    return -1;
}

enum intake_why intake_zip_open(struct rk_str bytes, struct intake_zip *zip,
                                struct intake_fault *fault)
{
    const ptrdiff_t end = end_record(bytes);
    if (end < 0)
        return intake_fail(fault, INTAKE_ZIP_BROKEN, 0, 0, "end");
    uint64_t entries = le16(bytes.at + end + 10), size = le32(bytes.at + end + 12);
    uint64_t start = le32(bytes.at + end + 16);
    if (end >= 20 && memcmp(bytes.at + end - 20, "PK\x06\x07", 4) == 0) { /* zip64 */
        const uint64_t at = le64(bytes.at + end - 12);
        if (at > (uint64_t)end || (uint64_t)end - at < 56 ||
            memcmp(bytes.at + at, "PK\x06\x06", 4) != 0)
            return intake_fail(fault, INTAKE_ZIP_BROKEN, 0, 0, "zip64");
        entries = le64(bytes.at + at + 32);
        size = le64(bytes.at + at + 40);
        start = le64(bytes.at + at + 48);
    }
    if (start > (uint64_t)end || size > (uint64_t)end - start || entries > size / ENTRY_LEN)
        return intake_fail(fault, INTAKE_ZIP_BROKEN, 0, 0, "directory");
    *zip = (struct intake_zip){.bytes = bytes,
                               .directory = (ptrdiff_t)start,
                               .directory_end = (ptrdiff_t)(start + size),
                               .entries = (int64_t)entries};
    return INTAKE_FINE;
}

static bool same_name(struct rk_str a, struct rk_str b)
{
    while (a.len > 0 && (*a.at == '/' || *a.at == '\\'))
        a = rk_str_slice(a, 1, a.len);
    while (b.len > 0 && (*b.at == '/' || *b.at == '\\'))
        b = rk_str_slice(b, 1, b.len);
    if (a.len != b.len)
        return false;
    for (ptrdiff_t i = 0; i < a.len; i++) {
        char x = a.at[i], y = b.at[i];
        x = x == '\\' ? '/' : x >= 'A' && x <= 'Z' ? (char)(x + 32) : x;
        y = y == '\\' ? '/' : y >= 'A' && y <= 'Z' ? (char)(y + 32) : y;
        if (x != y)
            return false;
    }
    return true;
}

struct sizes {
    uint64_t size, packed, offset;
};

/* Sizes that do not fit 32 bits stand in extra field 1, in this order, only those that are
 * full. */
static bool wide_sizes(struct rk_str extra, struct sizes *s)
{
    while (extra.len >= 4) {
        const uint32_t id = le16(extra.at), len = le16(extra.at + 2);
        if ((ptrdiff_t)len > extra.len - 4)
            return false;
        const char *p = extra.at + 4, *end = p + len;
        if (id == 1) {
            uint64_t *const field[] = {&s->size, &s->packed, &s->offset};
            for (int i = 0; i < 3; i++) {
                if (*field[i] != UINT32_MAX)
                    continue;
                if (end - p < 8)
                    return false;
                *field[i] = le64(p);
                p += 8;
            }
        }
        extra = rk_str_slice(extra, 4 + (ptrdiff_t)len, extra.len);
    }
    return true;
}

/* The bytes of a part, found behind its local header. */
static enum intake_why locate(const struct intake_zip *zip, struct rk_str name,
                              const struct sizes *s, struct intake_part *part,
                              struct intake_fault *fault)
{
    const struct rk_str b = zip->bytes;
    if (s->offset > (uint64_t)b.len || (uint64_t)b.len - s->offset < LOCAL_LEN ||
        memcmp(b.at + s->offset, "PK\x03\x04", 4) != 0)
        return intake_fail(fault, INTAKE_ZIP_BROKEN, 0, 0, part->name);
    const ptrdiff_t local = (ptrdiff_t)s->offset;
    const ptrdiff_t name_len = (ptrdiff_t)le16(b.at + local + 26);
    const ptrdiff_t data = local + LOCAL_LEN + name_len + (ptrdiff_t)le16(b.at + local + 28);
    if (data > b.len || s->packed > (uint64_t)(b.len - data) ||
        !same_name(rk_str_slice(b, local + LOCAL_LEN, local + LOCAL_LEN + name_len), name))
        return intake_fail(fault, INTAKE_ZIP_BROKEN, 0, 0, part->name);
    part->packed = (struct rk_str){b.at + data, (ptrdiff_t)s->packed};
    return INTAKE_FINE;
}

static void name_part(struct intake_part *part, struct rk_str name)
{
    /* Names of other alphabets may be in any encoding; only their ASCII letters are shown. */
    const ptrdiff_t len = name.len < INTAKE_NAME_MAX - 1 ? name.len : INTAKE_NAME_MAX - 1;
    for (ptrdiff_t i = 0; i < len; i++)
        part->name[i] = name.at[i] >= ' ' && name.at[i] < 127 ? name.at[i] : '?';
    part->name[len] = '\0';
}

enum intake_why intake_zip_find(const struct intake_zip *zip, struct rk_str name, bool optional,
                                struct intake_part *part, struct intake_fault *fault)
{
    const struct rk_str b = zip->bytes;
    ptrdiff_t at = zip->directory;
    *part = (struct intake_part){0};
    for (int64_t i = 0; i < zip->entries; i++) {
        if (zip->directory_end - at < ENTRY_LEN || memcmp(b.at + at, "PK\x01\x02", 4) != 0)
            return intake_fail(fault, INTAKE_ZIP_BROKEN, 0, 0, "directory");
        const ptrdiff_t name_len = (ptrdiff_t)le16(b.at + at + 28);
        const ptrdiff_t extra_len = (ptrdiff_t)le16(b.at + at + 30);
        const ptrdiff_t next =
            at + ENTRY_LEN + name_len + extra_len + (ptrdiff_t)le16(b.at + at + 32);
        if (next > zip->directory_end)
            return intake_fail(fault, INTAKE_ZIP_BROKEN, 0, 0, "directory");
        const struct rk_str said = rk_str_slice(b, at + ENTRY_LEN, at + ENTRY_LEN + name_len);
        if (same_name(said, name)) {
            name_part(part, said);
            struct sizes s = {le32(b.at + at + 24), le32(b.at + at + 20), le32(b.at + at + 42)};
            if (!wide_sizes((struct rk_str){said.at + name_len, extra_len}, &s) ||
                s.size > INT64_MAX)
                return intake_fail(fault, INTAKE_ZIP_BROKEN, 0, 0, part->name);
            if (le16(b.at + at + 8) & 1u)
                return intake_fail(fault, INTAKE_ZIP_LOCKED, 0, 0, part->name);
            part->size = (int64_t)s.size;
            part->crc = le32(b.at + at + 16);
            part->method = (int)le16(b.at + at + 10);
            return locate(zip, said, &s, part, fault);
        }
        at = next;
    }
    if (optional)
        return INTAKE_ZIP_PART;
    char shown[INTAKE_NAME_MAX];
    snprintf(shown, sizeof shown, "%.*s", RK_FMT(name));
    return intake_fail(fault, INTAKE_ZIP_PART, 0, 0, shown);
}

/* ---- unpacking ----------------------------------------------------------------------- */

struct unpack {
    const struct intake_part *part;
    int64_t max_size, size;
    uint32_t crc;
    struct intake_fault *fault;
};

/* Counts a piece that came out; refuses what grows beyond its limits. */
static enum intake_why count_piece(struct unpack *u, const char *at, int len)
{
    u->size += len;
    u->crc = (uint32_t)crc32(u->crc, (const Bytef *)at, (uInt)len);
    const bool swollen = u->size > RATIO_FREE && u->size / RATIO_MAX > u->part->packed.len;
    if (u->size > u->max_size || swollen)
        return intake_fail(u->fault, INTAKE_ZIP_BOMB, 0, u->max_size, u->part->name);
    if (u->size > u->part->size)
        return intake_fail(u->fault, INTAKE_ZIP_BROKEN, 0, 0, u->part->name);
    return INTAKE_FINE;
}

static enum intake_why inflate_all(struct unpack *u, z_stream *z, char *piece,
                                   bool (*take)(void *, const char *, int, bool), void *user)
{
    const struct rk_str packed = u->part->packed;
    ptrdiff_t fed = 0;
    for (int state = Z_OK; state != Z_STREAM_END;) {
        if (z->avail_in == 0 && fed < packed.len) {
            const ptrdiff_t step = packed.len - fed < (1 << 20) ? packed.len - fed : 1 << 20;
            z->next_in = (Bytef *)(uintptr_t)(packed.at + fed); /* zlib only reads it */
            z->avail_in = (uInt)step;
            fed += step;
        }
        z->next_out = (Bytef *)piece;
        z->avail_out = PIECE;
        state = inflate(z, Z_NO_FLUSH);
        const int len = PIECE - (int)z->avail_out;
        if (state != Z_OK && state != Z_STREAM_END) /* Z_BUF_ERROR: it ends too early */
            return intake_fail(u->fault, INTAKE_ZIP_BROKEN, 0, 0, u->part->name);
        const enum intake_why why = count_piece(u, piece, len);
        if (why)
            return why;
        if (len > 0 && !take(user, piece, len, false))
            return u->fault->why;
    }
    return INTAKE_FINE;
}

static enum intake_why copy_all(struct unpack *u, bool (*take)(void *, const char *, int, bool),
                                void *user)
{
    const struct rk_str all = u->part->packed;
    for (ptrdiff_t at = 0; at < all.len; at += PIECE) {
        const int len = all.len - at < PIECE ? (int)(all.len - at) : PIECE;
        const enum intake_why why = count_piece(u, all.at + at, len);
        if (why)
            return why;
        if (!take(user, all.at + at, len, false))
            return u->fault->why;
    }
    return INTAKE_FINE;
}

enum intake_why intake_zip_read(const struct intake_part *part, int64_t max_size,
                                bool (*take)(void *user, const char *at, int len, bool last),
                                void *user, struct rk_scratch scratch,
                                struct intake_fault *fault)
{
    struct unpack u = {.part = part, .max_size = max_size, .fault = fault};
    enum intake_why why = INTAKE_FINE;
    if (part->size > max_size)
        return intake_fail(fault, INTAKE_ZIP_BOMB, 0, max_size, part->name);
    if (part->method == METHOD_STORED) {
        why = copy_all(&u, take, user);
    } else if (part->method == METHOD_DEFLATED) {
        z_stream z = {0};
        char *piece = RK_NEW(&scratch, char, PIECE);
        if (!piece || inflateInit2(&z, -MAX_WBITS) != Z_OK)
            return intake_fail(fault, INTAKE_NO_MEMORY, 0, 0, part->name);
        why = inflate_all(&u, &z, piece, take, user);
        inflateEnd(&z);
    } else {
        return intake_fail(fault, INTAKE_ZIP_METHOD, 0, part->method, part->name);
    }
    if (why)
        return why;
    if (u.size != part->size || u.crc != part->crc)
        return intake_fail(fault, INTAKE_ZIP_BROKEN, 0, 0, part->name);
    return take(user, "", 0, true) ? INTAKE_FINE : fault->why;
}
