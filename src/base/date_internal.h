/* SPDX-License-Identifier: GPL-3.0-or-later */
/* base/date, between its own files: the words of a date. */
#ifndef RK_DATE_H
#error "include rk_date.h first; date_internal.h is private to src/base"
#endif
#ifndef RK_DATE_INTERNAL_H
#define RK_DATE_INTERNAL_H

enum date_word {
    DATE_UNKNOWN = 0,
    DATE_NUMBER,    /* value, width: digits as written */
    DATE_SIGN,      /* value: one of . , - / : + */
    DATE_DOTS,      /* .. or … */
    DATE_MONTH,     /* value 1 … 12; english: as in English */
    DATE_SEASON,    /* value 1 winter, 2 spring, 3 summer, 4 autumn */
    DATE_PART,      /* value 1 early, 2 mid, 3 late */
    DATE_ORDINAL,   /* value 1 … 4: first, перша, I */
    DATE_UNIT,      /* value: parts of the whole: 2 half, 3 third (decade), 4 quarter */
    DATE_YEAR_MARK, /* year, року, г. */
    DATE_ENDING,    /* -th, -го behind a number */
    DATE_OF,        /* of, the: nothing of its own */
    DATE_IN,        /* in, on, у, станом на */
    DATE_FROM,      /* from, з, від: a range follows */
    DATE_BETWEEN,   /* between, між: a range with "and" follows */
    DATE_TO,        /* to, по, до */
    DATE_AND,       /* and, та: parts a range only after "between" */
    DATE_TIME,      /* T, о: a time of day follows */
    DATE_ZULU       /* Z */
};

struct date_token {
    enum date_word word;
    int32_t value;
    int8_t width; /* digits */
    bool spaced;  /* white space before it */
    bool english;
};

/* What a folded word means; DATE_UNKNOWN for most. */
struct date_token date_word_of(struct rk_str folded);

/* The tokens of folded text: their number, or -1 when it cannot be a date, because of a word
 * that no date has, a number of more digits, or more than `max` tokens. */
enum { DATE_DIGITS_MAX = 9 };
int date_tokens_of(struct rk_str folded, struct date_token *tokens, int max);

#endif
