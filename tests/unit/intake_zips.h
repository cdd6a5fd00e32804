/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For the tests of intake: archives made byte by byte, also wrong ones. */
#ifndef INTAKE_ZIPS_H
#define INTAKE_ZIPS_H

#include "intake_files.h"

#include <zlib.h>

struct zip_part {
    const char *name;
    struct rk_str bytes;
    int flags;          /* encrypted: 1 */
    uint32_t said_size; /* 0: the true one */
    uint32_t said_crc;  /* 0: the true one */
    bool deflated;
};

static void le(struct rk_buf *b, uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        rk_buf_char(b, (char)(uint8_t)((uint64_t)value >> (8 * i)));
}

static struct rk_str packed(const struct zip_part *part)
{
    if (!part->deflated)
        return part->bytes;
    const uLong max = compressBound((uLong)part->bytes.len) + 64;
    struct rk_buf out = rk_buf_in(&mem, (ptrdiff_t)max);
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (Bytef *)(uintptr_t)part->bytes.at;
    z.avail_in = (uInt)part->bytes.len;
    z.next_out = (Bytef *)out.at;
    z.avail_out = (uInt)max;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    out.len = (ptrdiff_t)(max - z.avail_out);
    deflateEnd(&z);
    return rk_buf_str(&out);
}

/* A zip archive as APPNOTE.TXT says: local headers with data, directory, end record. */
static struct rk_str make_zip(const struct zip_part *parts, int count)
{
    ptrdiff_t room = 4096;
    for (int i = 0; i < count; i++)
        room += parts[i].bytes.len + parts[i].bytes.len / 100 + 1024;
    struct rk_buf b = rk_buf_in(&mem, room);
    uint32_t offset[32];
    struct rk_str data[32];
    uint32_t crc[32], size[32];
    assert_true(count <= 32);
    for (int pass = 0; pass < 2; pass++) {
        const uint32_t start = (uint32_t)b.len;
        for (int i = 0; i < count; i++) {
            const struct zip_part *p = &parts[i];
            const uint32_t name_len = (uint32_t)strlen(p->name);
            if (pass == 0) {
                data[i] = packed(p);
                crc[i] = p->said_crc ? p->said_crc
                                     : (uint32_t)crc32(0, (const Bytef *)p->bytes.at,
                                                       (uInt)p->bytes.len);
                size[i] = p->said_size ? p->said_size : (uint32_t)p->bytes.len;
                offset[i] = (uint32_t)b.len;
            }
            rk_buf_bytes(&b, pass ? "PK\1\2\x14\0" : "PK\3\4", pass ? 6 : 4);
            le(&b, 20, 2);
            le(&b, (uint32_t)p->flags, 2);
            le(&b, p->deflated ? 8 : 0, 2);
            le(&b, 0, 4);
            le(&b, crc[i], 4);
            le(&b, (uint32_t)data[i].len, 4);
            le(&b, size[i], 4);
            le(&b, name_len, 2);
            le(&b, 0, 2);
            if (pass) {
                le(&b, 0, 2 + 2 + 2);
                le(&b, 0, 4);
                le(&b, offset[i], 4);
            }
            rk_buf_bytes(&b, p->name, (ptrdiff_t)name_len);
            if (!pass)
                rk_buf_add(&b, data[i]);
        }
        if (pass) {
            const uint32_t end = (uint32_t)b.len;
            rk_buf_bytes(&b, "PK\5\6\0\0\0\0", 8);
            le(&b, (uint32_t)count, 2);
            le(&b, (uint32_t)count, 2);
            le(&b, end - start, 4);
            le(&b, start, 4);
            le(&b, 0, 2);
        }
    }
    assert_false(b.failed);
    return rk_buf_str(&b);
}

#endif
