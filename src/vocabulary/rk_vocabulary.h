/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * vocabulary: what can be said of a town, in words of both languages: kinds of subjects, their
 * aspects, the figures of the sheet, damage classes as versioned schemes, and every text. All
 * of it stands in data/ (one file an idea, one line an entry) and becomes constant arrays when
 * the program is built: a field is added by one line there. "Folded" words are lower case
 * without apostrophes, as vocabulary_fold.h says. Read-only, no state, any number of threads.
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
    RK_TYPE_TEXT,     /* free text */
    RK_TYPE_NAME,     /* a person's name or part of it, kept as said */
    RK_TYPE_INTEGER,  /* count */
    RK_TYPE_NUMBER,   /* measure in the aspect's unit */
    RK_TYPE_DATE,     /* rk_when: may be partial or a range */
    RK_TYPE_BOOL,     /* has the choices yes and no */
    RK_TYPE_CHOICE,   /* one of `choices`, by id or by any of their words */
    RK_TYPE_CLASS,    /* a class of a damage scheme, "scheme/class" */
    RK_TYPE_LATITUDE, /* degrees, WGS 84 */
    RK_TYPE_LONGITUDE,
    RK_TYPE_PHONE,
    RK_TYPE_ADDRESS,
    RK_TYPE_SUBJECT /* key of another subject, kind in `refers_to` */
};

/* A word or phrase in both languages; plural forms of Ukrainian: one дім, few доми, many домів,
 * part (1,5) дому. Words that are not counted have all of them equal. */
struct rk_words {
    const char *one[RK_LANGS], *few[RK_LANGS], *many[RK_LANGS], *part[RK_LANGS];
};

struct rk_choice {
    const char *id;
    struct rk_words words;
    const char *also; /* id, words and other spellings, folded, '|' between */
};

struct rk_aspect {
    const char *id;   /* "date_of_death"; unique within its kind */
    const char *kind; /* "person" */
    enum rk_type type;
    enum rk_compartment compartment;
    const char *unit;      /* "people", "kw", "percent", …; "" when it has none */
    bool required;         /* a row of this kind without it is refused */
    bool key;              /* identifies the subject in its source; the first filled one does */
    double min, max;       /* for numbers; -HUGE_VAL, HUGE_VAL when free */
    const char *refers_to; /* kind, for RK_TYPE_SUBJECT */
    const struct rk_choice *choices;
    int32_t choice_count;
    struct rk_words label;
    const char *headers; /* uk, en, ru column headers, folded, '|' between */
};

struct rk_kind {
    const char *id;                  /* "person", "building", "heat_source", … */
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
    const char *source; /* where it is defined; one with "unverified" is never shown as fact */
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
    bool on_sheet;      /* front page, else annex only */
    bool place_bound;   /* tells about places or facility states: never in the public edition */
    const char *letter; /* "a" … "z" on the sheet, "" when none */
    struct rk_words label;
    struct rk_words definition;  /* the definition the figure keeps when statements differ */
    struct rk_words denominator; /* of how many; "" when it is a plain count */
    const char *said_as; /* patterns of words by which statements name it (data/figures.tsv) */
    const char *see;     /* figures that answer a neighbouring question: ids, '|' between */
    const char *why;     /* the reason of the rule */
};

/* What one published fact says, row by row of facts.csv: docs/formats/facts.md. */
struct rk_fact_map {
    const char *fact; /* text of the column `fact`, as rk_text_key gives it */
    int32_t part;     /* 0 for the whole value, 1 … for the parts of "425 / 5 / 22" */
    const char *figure;
    const char *scope;  /* "" the town itself, else the name of the place meant */
    const char *bound;  /* exact, about, at_least, at_most, more_than, range or state */
    const char *method; /* statement, count, register, satellite, radar, model, norm, … */
    const char *definition[RK_LANGS], *denominator[RK_LANGS];
};

/* Values of one family compare when multiplied by the factor (1 Gcal/h is 1163000 W). */
struct rk_unit {
    const char *id, *family;
    bool measure; /* kilowatts; false: things counted (houses), words */
    double factor;
    struct rk_words words;
    const char *also; /* id, words and other spellings, folded, '|' between */
};

const struct rk_kind *rk_kinds(int32_t *count);
const struct rk_kind *rk_kind_find(struct rk_str id); /* NULL: no such kind */
const struct rk_aspect *rk_aspect_find(const struct rk_kind *kind, struct rk_str id);
/* The choice meant by a cell (id or any word of it; "+" is yes); NULL: none. */
const struct rk_choice *rk_choice_find(const struct rk_aspect *aspect, struct rk_str said);
/* Whether a file or sheet name suggests the kind ("Котельні 2022.xlsx"). */
bool rk_kind_suggested(const struct rk_kind *kind, struct rk_str name);
const struct rk_unit *rk_units(int32_t *count);
const struct rk_unit *rk_unit_find(struct rk_str said); /* NULL: none known */

/* How well a column header names an aspect: 0 not at all … 1 exactly; from 0.8 on it may be
 * taken. About 15 µs; …_all gives every aspect of a kind at once, into fit[aspect_count]. */
double rk_header_fits(const struct rk_aspect *aspect, struct rk_str header);
void rk_header_fits_all(const struct rk_kind *kind, struct rk_str header, double *fit);
/* The unit said in a header ("Потужність, МВт", "length_m"); NULL: none. */
const struct rk_unit *rk_header_unit(struct rk_str header);

const struct rk_figure_def *rk_figure_defs(int32_t *count);
const struct rk_figure_def *rk_figure_def_find(struct rk_str id);
/* The figure that an `aspect` said of a `unit` means ("civilians killed"); NULL: none or a
 * doubt. `about` is "" or "town" for the town itself: a place's name gives NULL, so that nobody
 * else's dead are counted here. An unknown unit fits none; where none is said, only sure words
 * do. */
const struct rk_figure_def *rk_figure_said_as(struct rk_str about, struct rk_str aspect,
                                              struct rk_str unit);
/* Residents as of a day before the invasion of 24 February 2022 are people.before, not
 * people.now; any other figure is itself. `last_day` ends the as-of (rk_day). */
const struct rk_figure_def *rk_figure_as_of(const struct rk_figure_def *def, int32_t last_day);
/* Whether a statement's definition (any language) counts what the figure's own does: equal,
 * empty, or so by the words of data/figures.tsv. Others stand beside it, each with its own. */
bool rk_figure_own(const struct rk_figure_def *def, struct rk_str definition);
const struct rk_fact_map *rk_fact_maps(int32_t *count);
/* The entries of a published fact, by part; NULL: not known. */
const struct rk_fact_map *rk_fact_find(struct rk_str fact, int32_t *parts);

const struct rk_damage_class *rk_damage_classes(int32_t *count);
/* "order65/II", or any word of a class when `scheme` is given; NULL: none. */
const struct rk_damage_class *rk_damage_class_find(struct rk_str scheme, struct rk_str said);
/* The class of another scheme by a recorded rule (data/conversions.tsv); NULL: there is none
 * and the class stays unknown there. `rule` may be NULL. */
const struct rk_damage_class *rk_damage_convert(const struct rk_damage_class *from,
                                                struct rk_str scheme, const char **rule);

/* Texts. `key` is an entry of data/words/; an unknown key gives the key itself (a test walks
 * every key used). rk_plural picks the form for n (1 дім, 2 доми, 5 домів, 21 дім; 1 house). */
const char *rk_word(enum rk_lang lang, const char *key);
const char *rk_plural(enum rk_lang lang, const char *key, int64_t n);
const char *rk_form(const struct rk_words *words, enum rk_lang lang, int64_t n);
/* Every text, ascending by key, for those who carry them elsewhere; NULL behind the last one.
 */
const struct rk_words *rk_word_at(int32_t position, const char **key);
/* The form for any number: 1,5 дому, 2 доми, 1.5 houses. */
const char *rk_form_number(const struct rk_words *words, enum rk_lang lang, double x);
/* For rk_err_translate: the Ukrainian of an English error format, or the argument. */
const char *rk_message_uk(const char *english);

/* Numbers and days as people write them: uk "46 000", "14,35", "7 листопада 2022"; en "46,000",
 * "14.35", "7 November 2022". In numbers the space is U+00A0, the minus U+2212; at most
 * `decimals` (0 … 9) places, no trailing zeros. What is not finite or not known adds nothing. A
 * time is said as short as it is exact: "вересень 2022", "15–17 березня 2022", "2022". */
void rk_say_number(enum rk_lang lang, double x, int decimals, struct rk_buf *out);
void rk_say_day(enum rk_lang lang, int32_t day, struct rk_buf *out);
void rk_say_when(enum rk_lang lang, int32_t first, int32_t last, struct rk_buf *out);

#endif
