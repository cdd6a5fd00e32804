/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts as letters that Ukrainian, Russian and Latin spellings share, and hashes of bytes. */
#include "link_internal.h"

#include "rk_text.h"

/* а … я from U+0430, by sound; 0: says nothing. */
static const char sounds[32] = "abvgdejziiklmnoprstufgcqww\0i\0eua";
/* The Latin capital that looks alike, for signs and numbers; 0: none. */
static const char looks[32] = "A\0B\0\0E\0\0\0\0K\0MHO\0PCTY\0X\0\0\0\0\0\0\0\0\0\0";
/* À … ÿ from U+00E0 without their marks. */
static const char plain[] = "aaaaaaaceeeeiiiidnooooo ouuuuyty";

static char latin_of(int32_t c)
{
    if (c >= 0xE0 && c <= 0xFF)
        return plain[c - 0xE0];
    switch (c) {
    case 0xDF:
        return 's';
    case 0x105:
        return 'a';
    case 0x107:
    case 0x10D:
        return 'c';
    case 0x119:
    case 0x11B:
        return 'e';
    case 0x142:
        return 'l';
    case 0x144:
        return 'n';
    case 0x15B:
    case 0x161:
        return 's';
    case 0x17A:
    case 0x17C:
    case 0x17E:
        return 'z';
    default:
        return 0;
    }
}

static char cyrillic_of(int32_t c, bool code)
{
    if (c >= 0x430 && c <= 0x44F)
        return code && looks[c - 0x430] ? (char)(looks[c - 0x430] | 32) : sounds[c - 0x430];
    switch (c) {
    case 0x451:
    case 0x454:
        return 'e';
    case 0x456:
    case 0x457:
        return 'i';
    case 0x491:
        return 'g';
    default:
        return 0;
    }
}

/* Two Latin letters that write one sound. */
static char joined(char a, char b)
{
    if (b == 'h')
        return a == 's' ? 'w' : a == 'c' ? 'q' : a == 'z' ? 'j' : a == 'k' ? 'g' : '\0';
    return a == 't' && b == 's' ? 'c' : '\0';
}

static void put_letter(struct link_text *out, char c, bool latin, bool code)
{
    if (out->len > 0 && !code) {
        const char last = (char)out->letter[out->len - 1];
        const char one = latin ? joined(last == 'g' && c == 'h' ? 0 : last, c) : '\0';
        if (one) {
            out->letter[out->len - 1] = (uint8_t)one;
            return;
        }
        if (c == 'h')
            c = 'g';
        else if (c == 'y')
            c = 'i';
        if (last == c && c >= 'a')
            return;
    } else if (!code && (c == 'h' || c == 'y')) {
        c = c == 'h' ? 'g' : 'i';
    }
    if (out->len < LETTERS_MAX)
        out->letter[out->len++] = (uint8_t)c;
}

void link_fold(struct rk_str s, bool code, struct link_text *out)
{
    char room[256];
    struct rk_buf lower = {room, 0, (ptrdiff_t)sizeof room, false};
    ptrdiff_t at = 0;
    bool gap = false;
    *out = (struct link_text){.len = 0};
    rk_text_fold(rk_utf8_head(s, (ptrdiff_t)sizeof room / 3), &lower);
    const struct rk_str text = rk_buf_str(&lower);
    for (;;) {
        const int32_t c = rk_utf8_next(text, &at);
        if (c < 0)
            break;
        const bool ascii = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        const char other = ascii ? '\0' : (char)(cyrillic_of(c, code) | latin_of(c));
        if (!ascii && !other) {
            gap = gap || (c != '\'' && c != 0x2019 && c != 0x2BC && c != 0x44C && c != 0x44A);
            continue;
        }
        if (gap && out->len > 0) {
            if (!out->head)
                out->head = link_hash(out->letter, out->len, 7);
            if (!code)
                put_letter(out, ' ', false, true);
        }
        gap = false;
        put_letter(out, ascii ? (char)c : other, ascii, code);
    }
}

/* Multiply and fold, eight bytes at a time (after wyhash, W. Yi, public domain idea). */
static uint64_t mix(uint64_t a, uint64_t b)
{
    a ^= b;
    a *= UINT64_C(0x9E3779B97F4A7C15);
    a ^= a >> 32;
    a *= UINT64_C(0xD6E8FEB86659FD93);
    return a ^ a >> 29;
}

uint64_t link_hash(const void *bytes, ptrdiff_t len, uint64_t seed)
{
    const uint8_t *p = bytes;
    uint64_t h = mix(seed, (uint64_t)len + UINT64_C(0x51));
    for (; len >= 8; p += 8, len -= 8) {
        uint64_t word;
        memcpy(&word, p, 8);
        h = mix(h, word);
    }
    uint64_t rest = 0;
    for (ptrdiff_t i = 0; i < len; i++)
        rest |= (uint64_t)p[i] << (8 * i);
    return mix(h, rest);
}
