/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * vocabulary: what can be said of a town, in words of both languages.
 *
 * Kinds of subjects, the aspects each kind has (type, unit, privacy, limits, words, headers by
 * which a spreadsheet column is recognised), the figures of the morning sheet, classes of damage
 * as versioned schemes, and every text the program shows. All of it comes from the tables in
 * data/ (one file an idea, one line an entry), turned into constant arrays when the program is built:
 * a field is added by one line there. Read-only, no state, any number of threads.
 */
#ifndef RK_VOCABULARY_H
#define RK_VOCABULARY_H

#include "rk_base.h"

enum rk_lang { RK_UK = 0, RK_EN = 1, RK_LANGS = 2 };

/* Who may read what was said: the compartments of the ledger. */
enum rk_compartment {
    RK_PEOPLE = 1,     /* who: names, addresses, phones, dead, missing, statements on people */
    RK_MEDICAL = 2,    /* diagnoses, medicines, triage */
    RK_SOURCES = 3,    /* who told it */
    RK_OPERATIONS = 4, /* buildings, heat, roads, crews, stock, figures said of the town */
    RK_COMPARTMENTS = 4
};

enum rk_type {
    RK_TYPE_TEXT,      /* free text */
    RK_TYPE_NAME,      /* a person's name or part of it, kept as said */
    RK_TYPE_INTEGER,   /* count */
    RK_TYPE_NUMBER,    /* measure in the aspect's unit */
    RK_TYPE_DATE,      /* rk_when: may be partial or a range */
    RK_TYPE_BOOL,
    RK_TYPE_CHOICE,    /* one of `choices`, by id or by any of their words */
    RK_TYPE_CLASS,     /* a class of a damage scheme, "scheme/class" */
    RK_TYPE_LATITUDE,  /* degrees, WGS 84 */
    RK_TYPE_LONGITUDE,
    RK_TYPE_PHONE,
    RK_TYPE_ADDRESS,
    RK_TYPE_SUBJECT    /* key of another subject, kind in `refers_to` */
};

/* A word or phrase in both languages; plural forms of Ukrainian: one дім, few доми, many домів.
 * Words that are not counted have all three equal. */
struct rk_words {
    const char *one[RK_LANGS], *few[RK_LANGS], *many[RK_LANGS];
};

struct rk_choice {
    const char *id;
    struct rk_words words;
    const char *also; /* other spellings as rk_text_key gives them, separated by '|' */
};

struct rk_aspect {
    const char *id;   /* "date_of_death"; unique within its kind */
    const char *kind; /* "person" */
    enum rk_type type;
    enum rk_compartment compartment;
    const char *unit;      /* "people", "kw", "percent", …; "" when it has none */
    bool required;         /* a row of this kind without it is refused */
    bool key;              /* identifies the subject within its source */
    double min, max;       /* for numbers; -HUGE_VAL, HUGE_VAL when free */
    const char *refers_to; /* kind, for RK_TYPE_SUBJECT */
    const struct rk_choice *choices;
    int32_t choice_count;
    struct rk_words label;
    const char *headers; /* uk, en, ru column headers as rk_text_key gives them, '|' between */
};

struct rk_kind {
    const char *id; /* "person", "building", "heat_source", … */
    enum rk_compartment compartment; /* where its existence is said */
    struct rk_words label;
    bool shared_key; /* equal keys in two files mean one subject (boiler house 7); false: a key
                        means something only within its own list (row 12 of the morgue) */
    const char *files; /* words in file or sheet names that suggest it, '|' between */
    const struct rk_aspect *aspects;
    int32_t aspect_count;
};

/* A class of damage in a versioned scheme; `order` 0 undamaged, ascending with damage. */
struct rk_damage_class {
    const char *scheme, *version, *id;
    int32_t order;
    struct rk_words words;
    double share_low, share_high; /* damaged share 0…1 the rule gives, NaN when it gives none */
    const char *source;           /* where the scheme is defined */
};

/* How a figure's value follows from the statements made on it (docs/methods/situation.md). */
enum rk_rule {
    RK_RULE_LATEST,   /* the latest as-of, ties by method rank, then most recently recorded */
    RK_RULE_AT_LEAST, /* the highest lower bound that stands uncorrected */
    RK_RULE_RANGE,    /* the hull of what is said: value only when all agree */
    RK_RULE_COUNT,    /* counted from subjects, not said */
    RK_RULE_DERIVED   /* computed from other figures or a norm */
};

struct rk_figure_def {
    const char *id;      /* "dead.said" */
    const char *section; /* "harmed", "care", "destroyed", "cold", "town", "other" */
    const char *unit;
    enum rk_rule rule;
    bool on_sheet;       /* front page, else annex only */
    bool place_bound;    /* tells about places or facility states: never in the public edition */
    const char *letter;  /* "a" … "z" on the sheet, "" when none */
    struct rk_words label;
    struct rk_words definition; /* the definition the figure keeps when statements differ */
    struct rk_words denominator; /* of how many; "" when it is a plain count */
    const char *said_as; /* words by which an `aspect` column names it, rk_text_key, '|' between */
};

/* What one published fact says, row by row of facts.csv: docs/formats/facts.md. */
struct rk_fact_map {
    const char *fact;  /* text of the column `fact`, as rk_text_key gives it */
    int32_t part;      /* 0 for the whole value, 1 … for the parts of "425 / 5 / 22" */
    const char *figure;
    const char *scope; /* "" the town itself, else the name of the place meant */
    const char *bound; /* "exact", "about", "at_least", "at_most", "more_than", "range", "state" */
    const char *method; /* "statement", "count", "register", "satellite", "radar", "model", … */
    const char *definition[RK_LANGS], *denominator[RK_LANGS];
};

const struct rk_kind *rk_kinds(int32_t *count);
const struct rk_kind *rk_kind_find(struct rk_str id); /* NULL: no such kind */
const struct rk_aspect *rk_aspect_find(const struct rk_kind *kind, struct rk_str id);
/* The choice meant by a cell (id, any word of it in any language and case); NULL: none. */
const struct rk_choice *rk_choice_find(const struct rk_aspect *aspect, struct rk_str said);

/* How well a column header names an aspect: 0 not at all … 1 exactly. O(length of `headers`). */
double rk_header_fits(const struct rk_aspect *aspect, struct rk_str header);

const struct rk_figure_def *rk_figure_defs(int32_t *count);
const struct rk_figure_def *rk_figure_def_find(struct rk_str id);
/* The figure that an `aspect` said of a `unit` means ("civilians killed"); NULL: none known. */
const struct rk_figure_def *rk_figure_said_as(struct rk_str about, struct rk_str aspect,
                                              struct rk_str unit);
const struct rk_fact_map *rk_fact_maps(int32_t *count);

const struct rk_damage_class *rk_damage_classes(int32_t *count);
/* "order65/II", or any word of a class when `scheme` is given; NULL: none. */
const struct rk_damage_class *rk_damage_class_find(struct rk_str scheme, struct rk_str said);

/* Texts. `key` is an entry of data/words.tsv; an unknown key gives the key itself (a test walks
 * every key used). rk_plural picks the form for n (1 дім, 2 доми, 5 домів, 21 дім; 1 house). */
const char *rk_word(enum rk_lang lang, const char *key);
const char *rk_plural(enum rk_lang lang, const char *key, int64_t n);
const char *rk_form(const struct rk_words *words, enum rk_lang lang, int64_t n);
/* For rk_err_translate: the Ukrainian format of an English error format, or the argument. */
const char *rk_message_uk(const char *english);

/* Numbers and days as people write them: uk "46 000", "14,35", "7 листопада 2022"; en "46,000",
 * "14.35", "7 November 2022". The space is U+00A0. At most `decimals` places, no trailing zeros. */
void rk_say_number(enum rk_lang lang, double x, int decimals, struct rk_buf *out);
void rk_say_day(enum rk_lang lang, int32_t day, struct rk_buf *out);
void rk_say_when(enum rk_lang lang, int32_t first, int32_t last, struct rk_buf *out);

#endif
