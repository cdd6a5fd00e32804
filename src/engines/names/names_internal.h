/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the names room: tables, words, distances. */
#ifndef RK_ROOM_NAMES
#error "names_internal.h is private to the names room"
#endif
#ifndef NAMES_INTERNAL_H
#define NAMES_INTERNAL_H

#include "names_text.h"

/* ---- tables (names_open.c)
 * -------------------------------------------------------------------- */

extern const char *const names_given_rows[];
extern const int32_t names_given_row_count;
extern const char *const names_surname_rows[];
extern const int32_t names_surname_row_count;

enum names_form_kind { NAMES_FORMAL = 1, NAMES_SHORT_FORM = 2, NAMES_FOREIGN = 4 };

/* How usual family names of one stem end: Ткач, Бойко, Сорока; WHOLE: not a stem, the name. */
enum names_surname_kind {
    NAMES_BARE = 1,
    NAMES_IN_O = 2,
    NAMES_IN_VOWEL = 4,
    NAMES_WHOLE = 8,
    NAMES_STEM = NAMES_BARE | NAMES_IN_O | NAMES_IN_VOWEL
};

/* One spelling of a given name in the common alphabet, with all it can stand for. */
struct names_entry {
    const uint8_t *letter;
    int32_t len;
    int32_t first, count; /* into ids and kinds */
};

struct names_table {
    struct names_entry *entry;
    int32_t entries, capacity; /* capacity: a power of two */
    int16_t *id;
    uint8_t *kind;
    int32_t *form_first; /* [ids + 1]: the forms of an id … */
    int32_t *form;       /* … as positions of entries */
};

struct names_costs {
    uint8_t change[64][64]; /* tenths of an edit */
    uint8_t drop[64];       /* leaving the letter out */
};

struct rk_names {
    struct names_table given;      /* forms of given names */
    struct names_table father;     /* what stands before -ович, -івна */
    struct names_table usual;      /* usual family names and their stems */
    struct names_table usual_full; /* usual family names, by spelling */
    struct names_table ukrainian;  /* Ukrainian given names, formal and short, by spelling */
    uint8_t *row_sex;              /* [given rows] enum rk_name_sex */
    uint32_t *row_initials;
    struct names_costs cyrillic, latin, common;
    int16_t pair[27][27]; /* how usual a letter is after a letter, 1/64 nat; 0 is the edge */
};

/* The kinds (enum names_surname_kind) of a usual family name or stem; 0: none. */
int names_usual(const struct rk_names *names, const uint8_t *letter, int len);
const struct names_entry *names_find(const struct names_table *table, const uint8_t *letter,
                                     int len);

/* ---- what a word can be (names_word.c, names_patronymic.c)
 * ------------------------------------ */

/* The end of a patronymic: letters of the father's name before it (-1: not a patronymic). */
struct names_patronymic {
    int base;
    enum rk_name_sex sex;
    bool oblique, strong;             /* strong: an end that family names do not have */
    const struct names_entry *father; /* NULL: not in the table */
};
struct names_patronymic names_patronymic_end(const struct rk_names *names,
                                             const uint8_t *letters, int len);

/* Letters left of what ends like a patronymic's base: "mikolai" and "nikola" lose their end. */
int names_base_trim(const uint8_t *letters, int len);

/* Bit per letter with which a spelling can begin when it is cut to an initial: а б в г д е ж з
 * и к л м н о п р с т у ф х ц ч ш щ ю я є from bit 0 up. */
uint32_t names_initials(const struct names_cut *cut);
/* Fills a word from its cut (all but role). */
void names_word_fill(const struct rk_names *names, const struct names_cut *cut,
                     struct rk_name_word *word);
/* Adds the given names whose oblique case the word can be (sex unknown: of either). */
void names_oblique_sets(const struct rk_names *names, struct rk_name_word *word,
                        enum rk_name_sex sex);
/* Ends that only family names have; the letters before the end, -1 for none. */
int names_surname_end(const uint8_t *letters, int len);
bool names_is_particle(const struct rk_name_word *word);
enum names_layout { NAMES_LAYOUT_AS_IS, NAMES_LAYOUT_EITHER, NAMES_LAYOUT_OTHER };
/* rk_name_read with a say about the keyboard layout. */
rk_status names_read(const struct rk_names *names, struct rk_str raw, enum names_layout layout,
                     struct rk_arena *keep, struct rk_name *out, struct rk_err *err);
/* Fills roles and sets of a name's words, and its sex. */
void names_assign_roles(const struct rk_names *names, struct rk_name *name,
                        struct rk_name_word *words, bool comma);
/* The same where columns say the roles (enum rk_name_role a word). */
void names_assign_columns(const struct rk_names *names, struct rk_name *name,
                          struct rk_name_word *words, const uint8_t *column);
/* How much a word looks like a name, mean 1/64 nat a letter. */
int names_plausible(const struct rk_names *names, const uint8_t *letters, int len);

/* ---- cases (names_cases.c)
 * ---------------------------------------------------------------------- */

enum { NAMES_FORM_MAX = 96 };
struct names_form {
    char at[NAMES_FORM_MAX + 8]; /* UTF-8, lower case */
    int len;
};
enum names_case {
    NAMES_NOMINATIVE = 1,
    NAMES_GENITIVE = 2,
    NAMES_DATIVE = 4,
    NAMES_ACCUSATIVE = 8,
    NAMES_INSTRUMENTAL = 16,
    NAMES_LOCATIVE = 32,
    NAMES_VOCATIVE = 64
};
/* The nominative of a form that is in one of `cases`; itself when it does not decline. */
struct names_form names_to_nominative(const struct rk_names *names, const struct names_form *f,
                                      enum rk_name_role role, enum rk_name_sex sex, int cases);
/* The kinds (enum names_form_kind) of Ukrainian given name that it is; 0: none. */
int names_form_is_given(const struct rk_names *names, const struct names_form *f,
                        enum rk_name_sex sex);
bool names_form_is_surname(const struct rk_names *names, const struct names_form *f);

/* ---- distances (names_edit.c, names_spell.c, names_pair.c)
 * ------------------------------------- */

/* Tenths of an edit between two spellings of one script, two letters swapped counting as one
 * slip; costs NULL: every edit counts whole. What is sure to cost more than `limit` is limit
 * + 1. */
int names_edit(const struct names_costs *costs, const uint8_t *a, int a_len, const uint8_t *b,
               int b_len, int limit);
/* Tenths of an edit from the nearest Latin spelling of a Cyrillic word by any mix of schemes;
 * more than `limit` is limit + 1. */
int names_spell(const uint8_t *cyrillic, int c_len, const uint8_t *latin, int l_len, int limit);
void names_costs_set(struct rk_names *names);
/* Tenths of an edit between two words, whatever their scripts. */
int names_word_distance(const struct rk_names *names, const struct rk_name_word *a,
                        const struct rk_name_word *b);
/* Tenths that a slip of the pen may cost in words of this length. */
int names_slip(int len);

struct names_pair {
    enum rk_name_level level;
    float similarity;
};
/* Two words of two names against each other, roles considered. */
struct names_pair names_word_pair(const struct rk_names *names, const struct rk_name_word *a,
                                  const struct rk_name_word *b);
/* One word against several that stand side by side, as if they were written together. */
struct names_pair names_joined_pair(const struct rk_names *names, const struct rk_name_word *a,
                                    const struct rk_name_word *parts, int count);
bool names_sets_meet(const struct rk_name_word *a, const struct rk_name_word *b);

#endif
