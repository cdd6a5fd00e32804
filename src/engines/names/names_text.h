/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the names room: letters, and a text cut into words. */
#ifndef RK_ROOM_NAMES
#error "names_text.h is private to the names room"
#endif
#ifndef NAMES_TEXT_H
#define NAMES_TEXT_H

#include "rk_names.h"

/* ---- letters (names_letters.c, names_alphabet.c) --------------------------------- */

enum { NAMES_CYRILLIC_LETTERS = 38 }; /* spelling bytes 1 … 37; 0 is no letter */
enum names_script {
    NAMES_NO_SCRIPT,
    NAMES_CYRILLIC,
    NAMES_LATIN,
    NAMES_DIGITS,
    NAMES_ALPHABET, /* another alphabet: its letters are compared with each other only */
    NAMES_IDEOGRAMS /* a sign is a word or a syllable: a different one is a different name */
};
enum { NAMES_FOLD_MAX = 6 };

/* Spelling bytes of one character (composed form, any case): Cyrillic 1 … 37, Latin a … z,
 * digits 0 … 9, other letters 128 … 255; the number of bytes, 0 for what is no letter. */
int names_fold(int32_t character, uint8_t out[NAMES_FOLD_MAX], enum names_script *script);
enum names_script names_script_of(uint8_t spelling);
int32_t names_lower(int32_t character);
bool names_is_upper(int32_t character);
bool names_is_apostrophe(int32_t character);
bool names_is_hyphen(int32_t character);
bool names_is_mark(int32_t character); /* a combining stress or accent */
/* The look-alike of a spelling byte in the other script, 0 when there is none. */
uint8_t names_look_alike(uint8_t spelling);
/* The letter that the same key gives in the other keyboard layout, 0 when there is none. */
int32_t names_other_layout(int32_t character);
/* Composes a text: code points in out, at most `max`; their number, -1 when it is not UTF-8. */
int32_t names_compose(struct rk_str text, int32_t *out, int32_t max);

/* An end and its length, for tables that are gone through for every word. */
struct names_end {
    const char *text;
    uint8_t size;
};
#define NAMES_END(literal)                                                                     \
    {                                                                                          \
        literal, sizeof(literal) - 1                                                           \
    }

static inline bool names_has_end(const uint8_t *at, int len, struct names_end end)
{
    if (end.size > len)
        return false;
    for (int i = 1; i <= end.size; i++) /* from the end, for most do not */
        if (at[len - i] != (uint8_t)end.text[end.size - i])
            return false;
    return true;
}

static inline bool names_ends(const uint8_t *at, int len, const char *end)
{
    return names_has_end(at, len, (struct names_end){end, (uint8_t)strlen(end)});
}

/* Spelling -> common alphabet; the number of letters, at most RK_NAME_LETTERS. */
int names_letters(const uint8_t *spelling, int len, uint8_t out[RK_NAME_LETTERS]);
int names_stem(const uint8_t *letters, int len);
uint64_t names_skeleton(const uint8_t *letters, int len);
bool names_letter_is_vowel(uint8_t letter);

/* ---- words of a text (names_cut.c) ----------------------------------------------- */

enum names_cut_flag {
    NAMES_CUT_HYPHEN = 1, /* joined to the word before by a hyphen */
    NAMES_CUT_COMMA = 2,  /* a comma stands before it */
    NAMES_CUT_INSIDE = 4, /* in brackets */
    NAMES_CUT_DOT = 8,    /* a full stop follows */
    NAMES_CUT_SLASH = 16, /* after a slash: another form of the same */
    NAMES_CUT_CAPITALS = 32,
    NAMES_CUT_MAIDEN = 64, /* after a word such as "дівоче" */
};

struct names_cut {
    uint8_t spelling[RK_NAME_LETTERS];
    uint8_t len;
    uint8_t script;
    uint8_t flags;
};

/* Cuts code points into words and repairs look-alike letters; the number of words. */
int32_t names_cut_words(const int32_t *text, int32_t len, struct names_cut *out, int32_t max);

#endif
