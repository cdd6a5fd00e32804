/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to src/vocabulary: the arrays that tools/vocabulary_gen writes from data/. */
#ifndef VOCABULARY_TABLES_H
#define VOCABULARY_TABLES_H

#include "rk_vocabulary.h"
#include "vocabulary_fold.h"

extern const struct rk_kind vocabulary_kinds[];
extern const int32_t vocabulary_kind_count;

extern const struct rk_figure_def vocabulary_figures[];
extern const int32_t vocabulary_figure_count;

extern const struct rk_fact_map vocabulary_facts[];
extern const int32_t vocabulary_fact_count;

extern const struct rk_damage_class vocabulary_classes[];
extern const char *const vocabulary_class_also[]; /* folded, '|' between, same order */
extern const int32_t vocabulary_class_count;

/* A class becomes a class of another scheme by this rule only; positions of classes. */
struct vocabulary_rule {
    int16_t from, to;
    const char *rule, *source;
};
extern const struct vocabulary_rule vocabulary_rules[];
extern const int32_t vocabulary_rule_count;

extern const struct rk_unit vocabulary_units[];
extern const int32_t vocabulary_unit_count;
struct vocabulary_unit_word {
    const char *word; /* folded; ascending */
    int16_t unit;
};
extern const struct vocabulary_unit_word vocabulary_unit_words[];
extern const int32_t vocabulary_unit_word_count;

extern const struct fold_short vocabulary_shorts[];
extern const int32_t vocabulary_short_count;
extern const char *const vocabulary_neutral_header[], *const vocabulary_neutral_said[];
extern const int32_t vocabulary_neutral_header_count, vocabulary_neutral_said_count;

/* A set of words; a star ends the beginning of a word. */
struct vocabulary_set {
    const char *name, *words; /* folded, ' ' between */
};
extern const struct vocabulary_set vocabulary_sets[];
extern const int32_t vocabulary_set_count;

/* One way to name a figure: every needed set must be met, no forbidden one, and every word must
 * be in one of the sets. */
enum vocabulary_need { VOCABULARY_FREE, VOCABULARY_NEEDED, VOCABULARY_FORBIDDEN };
struct vocabulary_term {
    int16_t set;
    enum vocabulary_need need;
};
struct vocabulary_pattern {
    int16_t figure;
    int16_t first, count; /* of vocabulary_terms */
    bool own;             /* over definitions: tells the figure's own */
};
extern const struct vocabulary_term vocabulary_terms[];
extern const struct vocabulary_pattern vocabulary_patterns[];
extern const int32_t vocabulary_pattern_count;

/* Said as of a day before this one, it is the earlier figure. */
struct vocabulary_before_day {
    int16_t figure, earlier;
    int16_t year, month, day;
};
extern const struct vocabulary_before_day vocabulary_before[];
extern const int32_t vocabulary_before_count;

/* Texts, ascending by key; messages, ascending by their English format. */
struct vocabulary_entry {
    const char *key;
    struct rk_words words;
};
extern const struct vocabulary_entry vocabulary_words[];
extern const int32_t vocabulary_word_count;
struct vocabulary_message {
    const char *english, *ukrainian;
};
extern const struct vocabulary_message vocabulary_messages[];
extern const int32_t vocabulary_message_count;

#endif
