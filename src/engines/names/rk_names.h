/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * names: one person, written in many ways.
 *
 * Reads names as people write them (Ukrainian, Russian, Latin letters; look-alike letters,
 * wrong keyboard, any order, initials, grammatical cases), says how far two names agree, writes
 * Ukrainian and Russian names in Latin by 24 schemes, restores the Ukrainian nominative, and
 * finds names in lists. A score speaks of names only: that two names agree does not make two
 * persons one. What was said stays as it was said: `raw` is never changed.
 *
 * Uses: base. The tables are read only once open: any number of threads may share them.
 * Method and sources: docs/methods/names.md
 */
#ifndef RK_NAMES_H
#define RK_NAMES_H

#include "rk_base.h"

enum {
    RK_NAME_LETTERS = 24, /* longest word in the common alphabet; what is longer is cut */
    RK_NAME_WORDS = 12,   /* most words of a name; what follows is not read */
    RK_NAME_SETS = 16,    /* most given names that one short form can stand for */
    RK_NAME_TEXT = 240    /* characters of a name that are read */
};

struct rk_names;

/* Builds the tables (under 1 MiB, a few milliseconds) in `keep`. RK_ENOMEM: does not fit. */
RK_MUST_USE rk_status rk_names_open(struct rk_arena *keep, struct rk_scratch scratch,
                                    const struct rk_names **out, struct rk_err *err);

/* ---- in Latin letters ------------------------------------------------------------ */

enum { RK_NAME_SCHEMES = 24, RK_NAME_KMU55 = 0 }; /* 0 … 12 Ukrainian, 13 … 23 Russian */

const char *rk_names_scheme(int32_t scheme); /* "UkrainianKMU", NULL out of range */
/* By that name in any case, or "kmu55"; -1 when there is none. */
int32_t rk_names_scheme_find(struct rk_str name);
/* Writes `text` by the scheme; what the scheme has no letter for stays as it is. A word all in
 * capitals stays so (Щ -> SHCH), another takes one (Щ -> Shch). At most 7 bytes a letter. */
void rk_names_translit(int32_t scheme, struct rk_str text, struct rk_buf *out);

/* ---- reading --------------------------------------------------------------------- */

enum rk_name_role {
    RK_NAME_OTHER, /* no telling */
    RK_NAME_SURNAME,
    RK_NAME_GIVEN,
    RK_NAME_PATRONYMIC,
    RK_NAME_PARTICLE /* bin, de, огли: joins, says little */
};
enum rk_name_flag {
    RK_NAME_INITIAL = 1, /* one letter of a word */
    RK_NAME_MAIDEN = 2,  /* an earlier or other family name */
    RK_NAME_JOINED = 4,  /* follows its neighbour after a hyphen */
    RK_NAME_SHORT = 8,   /* a diminutive */
    RK_NAME_USUAL = 16,  /* a usual family name: no slip for another */
    RK_NAME_OPAQUE = 32, /* an alphabet that is compared letter by letter only */
    RK_NAME_NUMBER = 64,
    RK_NAME_SIGNS = 128 /* signs that are syllables: another sign, another name */
};
enum rk_name_script { RK_NAME_MIXED, RK_NAME_CYRILLIC, RK_NAME_LATIN, RK_NAME_ELSE };
enum rk_name_sex { RK_NAME_SEX_UNKNOWN, RK_NAME_MALE, RK_NAME_FEMALE };

struct rk_name_word {
    /* One byte a letter, a … z, one alphabet for Ukrainian, Russian and Latin: и і ы y are i,
     * г ґ х h are g, ж zh j, ч ch q, ш щ sh w; doubled letters and soft signs are gone. */
    uint8_t letter[RK_NAME_LETTERS];
    uint8_t spelling[RK_NAME_LETTERS]; /* as written, folded: Cyrillic 1 … 37, Latin a … z */
    uint8_t len, spelling_len;
    uint8_t stem; /* leading letters that all cases and both sexes share */
    uint8_t role, flags;
    uint8_t sex;    /* the person's, by patronymic or given name, not by a surname's ending */
    uint8_t script; /* of the spelling; alphabets of neighbours are read as Latin */
    uint8_t sets;   /* filled entries of `set`: given names it can be, rising; of a */
    int16_t set[RK_NAME_SETS]; /* patronymic, those of the father */
    uint32_t initials; /* letters with which its forms begin, а б в г д е … from bit 0 */
    uint64_t skeleton; /* consonant classes of the stem, for blocking; 0 for none */
};

struct rk_name {
    struct rk_str raw; /* as said; the caller's bytes */
    const struct rk_name_word *word;
    int32_t words;
    uint8_t sex; /* by patronymic, given name, ending */
};

/* Reads a whole name in any order. Words live in `keep` (under 200 bytes each). RK_EINVAL: not
 * UTF-8. RK_ENOMEM. A name without letters has no words. Some microseconds. */
RK_MUST_USE rk_status rk_name_read(const struct rk_names *names, struct rk_str raw,
                                   struct rk_arena *keep, struct rk_name *out,
                                   struct rk_err *err);
/* The same from columns that say which is which; each may be empty, hold initials, or be wrong:
 * columns that are plainly swapped are read as what they hold. */
struct rk_name_columns {
    struct rk_str surname, given, patronymic;
};
RK_MUST_USE rk_status rk_name_read_columns(const struct rk_names *names,
                                           struct rk_name_columns columns,
                                           struct rk_arena *keep, struct rk_name *out,
                                           struct rk_err *err);

/* ---- comparing ------------------------------------------------------------------- */

/* How a field agrees, without regard to how common the name is; rising. */
enum rk_name_level {
    RK_NAME_DIFFERENT,
    RK_NAME_MISSING, /* on one side or both */
    RK_NAME_INITIALS,
    RK_NAME_NEAR,  /* a slip of the pen apart */
    RK_NAME_ALIKE, /* diminutive, part of a double name, earlier family name */
    RK_NAME_SAME   /* but for script, language, case, sex */
};

struct rk_name_agreement {
    double score; /* 0 … 1; at 0.5 and above the names can well be one person's */
    enum rk_name_level surname, given, patronymic;
    float surname_similarity, given_similarity, patronymic_similarity; /* 0 … 1; 0 if missing */
    bool swapped; /* fields agree only across roles */
    bool sex_differs;
};

/* Order of a and b does not matter. No memory, no failure; a microsecond or a few. */
void rk_name_compare(const struct rk_names *names, const struct rk_name *a,
                     const struct rk_name *b, struct rk_name_agreement *out);
/* Two words alone, 0 … 1: spelling slips, scripts, schemes, sets; roles do not matter. */
double rk_name_word_similarity(const struct rk_names *names, const struct rk_name_word *a,
                               const struct rk_name_word *b);

/* ---- the nominative -------------------------------------------------------------- */

/* Writes a Ukrainian name with each word in the nominative, order and capitals kept. Words that
 * are in it, that do not decline, or that are not Ukrainian stay as they are. RK_EINVAL: not
 * UTF-8; then nothing is written. */
RK_MUST_USE rk_status rk_names_nominative(const struct rk_names *names, struct rk_str name,
                                          enum rk_name_sex sex, struct rk_buf *out,
                                          struct rk_err *err);

/* ---- letters in bulk ------------------------------------------------------------- */

/* Jaro–Winkler (prefix 4, scale 0.1, always applied) and Levenshtein over bytes, length <= 64.
 */
double rk_letters_jaro_winkler(const uint8_t *a, int32_t a_len, const uint8_t *b,
                               int32_t b_len);
int32_t rk_letters_levenshtein(const uint8_t *a, int32_t a_len, const uint8_t *b,
                               int32_t b_len);

/* Sixteen words side by side: for each letter, bits where each word has it. Of a word the first
 * 16 letters count, and only a … z; other bytes agree with nothing. Zeroed memory is an empty
 * block; equal to the functions above called with the block's word as `a`. Uses AVX2 where the
 * machine has it; the figures do not depend on it. */
enum { RK_LETTERS_LANES = 16, RK_LETTERS_SIDE = 16, RK_LETTERS_ALPHABET = 26 };
struct rk_letters_block {
    uint16_t place[RK_LETTERS_ALPHABET + 1][RK_LETTERS_LANES];
    uint16_t len[RK_LETTERS_LANES], last[RK_LETTERS_LANES]; /* bit of the last letter */
    float share[RK_LETTERS_LANES]; /* 1 / len, in the order of words; the rest in lane order */
};
/* One word against all; out: 16 values a block. */
void rk_letters_block_set(struct rk_letters_block *block, int32_t lane, const uint8_t *word,
                          int32_t len);
void rk_letters_jaro_winkler_many(const uint8_t *word, int32_t len,
                                  const struct rk_letters_block *blocks, ptrdiff_t block_count,
                                  float *out);
void rk_letters_levenshtein_many(const uint8_t *word, int32_t len,
                                 const struct rk_letters_block *blocks, ptrdiff_t block_count,
                                 uint16_t *out);

/* ---- finding in a list ----------------------------------------------------------- */

enum { RK_NAME_HITS = 160 };
struct rk_name_index;
struct rk_name_hit {
    int32_t item; /* position in the list */
    float score;  /* 0 … 1, 1: the same but for script, scheme and case */
};

/* Reads `count` names (kept by reference) and builds the index in `keep`: about half a KiB a
 * name. RK_EINVAL: a name is not UTF-8 (the place says its position). RK_ENOMEM. */
RK_MUST_USE rk_status rk_name_index_build(const struct rk_names *names,
                                          const struct rk_str *list, int32_t count,
                                          struct rk_arena *keep,
                                          const struct rk_name_index **out, struct rk_err *err);
const struct rk_name *rk_name_index_name(const struct rk_name_index *index, int32_t item);
/* Best first, equal scores in list order; *found <= top, and at most RK_NAME_HITS. Takes about
 * a millisecond on 50,000 names. RK_EINVAL: the query is not UTF-8. RK_ENOMEM. */
RK_MUST_USE rk_status rk_name_index_search(const struct rk_name_index *index,
                                           struct rk_str query, int32_t top,
                                           struct rk_scratch scratch, struct rk_name_hit *hits,
                                           int32_t *found, struct rk_err *err);

#endif
