/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the engine link: columns of unique values, levels of agreement, the model. */
#ifndef LINK_INTERNAL_H
#define LINK_INTERNAL_H
#ifndef RK_ROOM_LINK
#error "link_internal.h is private to src/engines/link"
#endif

#include "rk_link.h"

/* Levels of agreement: 0 missing, 1 different, 2 … rising. Four bits of a pattern each. */
enum { LEVELS = 8, COLUMNS = RK_LINK_FIELDS + 4, MISSING = 0, DIFFERENT = 1 };
enum { WORDS_A_VALUE = 6, LETTERS_MAX = 48 };

/* Two persons of whom nothing is known, one person, two persons of one household. */
enum link_class { OTHERS, SAME, KIN, CLASSES };

enum link_what {
    W_LIST,
    W_SURNAME,
    W_GIVEN,
    W_PATRONYMIC,
    W_TEXT,
    W_CODE,
    W_CHOICE,
    W_BIRTH,
    W_EVENT
};

/* Words of a name in one slot, or nothing. */
struct link_words {
    const struct rk_name_word *word[WORDS_A_VALUE];
    int32_t len;
    bool plain; /* no name of the table is Ukrainian or Russian: Latin letters as they stand */
};

struct link_text {
    uint8_t letter[LETTERS_MAX];
    int32_t len;
    uint64_t head; /* hash of the first of several words, 0 when there is but one */
};

struct link_date {
    rk_day first, last;
    int16_t year, month, day; /* zeros: not one day */
};

/* One comparison: its values, how many records have each, which values are alike. */
struct link_column {
    enum link_what what;
    const char *name;
    bool household;
    int32_t top;             /* level of equal values */
    int32_t values;          /* unique ones */
    int32_t *value;          /* [records] -1: missing */
    int32_t *count;          /* [values] records that have it */
    int32_t *first, *record; /* records by value: record[first[v]] … */
    /* Values that are alike (level 2 and above), itself included, rising: rows by value. */
    int32_t *row, *like;
    uint8_t *like_level;
    uint8_t *dense; /* [values * values] levels, or NULL: search in the row */
    uint64_t *sign; /* by value: a bit for each value in its row, by link_sign */
    const struct link_words *words; /* by value, names */
    const uint32_t *begins;         /* by value: a bit for each first letter of its words */
    const struct link_text *text;   /* by value, texts and codes */
    const struct link_date *date;   /* by value, dates */
    float *rare; /* [values][LEVELS] log of the share of records at that level or above */
    float *gain; /* [values][LEVELS] how much rarer than usual at that level: a factor */
    double share[LEVELS];          /* of all pairs, by level */
    double log_p[CLASSES][LEVELS]; /* log of the chance of a level, given the class */
    float weight[CLASSES][LEVELS]; /* against OTHERS */
    double ratio[CLASSES][LEVELS]; /* the same as a factor */
};

struct link_pair {
    int32_t a, b;
    uint64_t pattern; /* four bits a column */
};

struct rk_link_model {
    int32_t records, columns, lists;
    struct link_column column[COLUMNS];
    int32_t *said;       /* [records][columns] values, -1: missing */
    int32_t *rank;       /* [records] canonical position by record of the table */
    int32_t *origin;     /* [records] and back */
    const uint8_t *role; /* [records] canonical */
    const struct rk_names *names;
    int32_t surname, given; /* their columns, -1 */
    double log_prior[CLASSES];
    bool kin;                     /* the class is in use */
    int32_t effort;               /* 1; more where the usual number of pairs loses too many */
    struct rk_progress *progress; /* of the run, NULL afterwards */
    double threshold;
};

struct link_pairs {
    struct link_pair *at;
    ptrdiff_t len;
    float bar, least; /* what candidates had to reach */
    int64_t compared;
    int32_t step; /* every how manieth record was looked from */
};

/* link_order.c: canonical order, columns with their values. */
rk_status link_columns(const struct rk_link_table *t, const struct rk_link_options *o,
                       struct rk_arena *keep, struct rk_scratch scratch,
                       struct rk_link_model *m, struct rk_err *err);
/* link_letters.c */
void link_fold(struct rk_str s, bool code, struct link_text *out);
uint64_t link_hash(const void *bytes, ptrdiff_t len, uint64_t seed);
/* link_alike.c: values that are alike. */
rk_status link_alike(struct link_column *c, const struct rk_names *names, int32_t records,
                     struct rk_arena *keep, struct rk_scratch scratch, struct rk_err *err);
int32_t link_text_level(const struct link_text *a, const struct link_text *b);
int32_t link_code_level(const struct link_text *a, const struct link_text *b);
int32_t link_words_level(const struct rk_names *names, const struct link_words *a,
                         const struct link_words *b);
/* link_dates.c */
int32_t link_birth_level(const struct link_date *a, const struct link_date *b);
int32_t link_event_level(const struct link_date *a, const struct link_date *b);
void link_date_set(struct rk_when when, struct link_date *out);
/* The second half of what is left of the scratch, as an arena of its own. */
struct rk_arena link_half(struct rk_scratch *scratch);

/* link_levels.c */
int32_t link_level(const struct rk_link_model *m, int32_t c, int32_t a, int32_t b);
uint64_t link_pattern(const struct rk_link_model *m, int32_t a, int32_t b);
static inline uint64_t link_sign(int32_t value)
{
    return UINT64_C(1) << ((uint32_t)value * UINT32_C(0x9E3779B1) >> 26);
}
static inline int32_t link_at(uint64_t pattern, int32_t c)
{
    return (int32_t)(pattern >> (4 * c) & 15);
}
/* The same unless the log odds cannot come near LINK_HOPE: what differs is taken off `budget`,
 * the most that agreement can bring. */
#define LINK_HOPE (-6.0F) /* log odds below which a pair is forgotten */
#define LINK_NONE UINT64_MAX
uint64_t link_pattern_if(const struct rk_link_model *m, int32_t a, int32_t b, float budget);
void link_shares(struct rk_link_model *m, uint64_t seed);

/* link_pairs.c: every pair that can come near the prior. */
rk_status link_candidates(const struct rk_link_model *m, bool learned, struct rk_arena *keep,
                          struct rk_scratch scratch, struct link_pairs *out,
                          struct rk_err *err);

rk_status link_recall(const struct rk_link_model *m, const struct link_pairs *pairs,
                      struct rk_scratch scratch, double *out, struct rk_err *err);

/* What people decided, in canonical records. */
struct link_decided {
    const int32_t *pair; /* [2 * len] */
    const bool *same;    /* [len] */
    int32_t len;
};

/* link_em.c */
rk_status link_learn(struct rk_link_model *m, const struct link_pairs *pairs,
                     const struct link_decided *decided, struct rk_scratch scratch,
                     struct rk_err *err);

/* link_score.c: factors by which one column of a pair changes the odds of the classes; the log
 * odds of their products. */
rk_status link_gains(struct rk_link_model *m, struct rk_arena *keep, struct rk_err *err);
static inline double link_rarity(const struct link_column *c, int32_t level, int32_t va,
                                 int32_t vb)
{
    const float mine = c->gain[va * LEVELS + level], its = c->gain[vb * LEVELS + level];
    return (double)(mine < its ? mine : its);
}
double link_join_odds(const struct rk_link_model *m, double same, double kin);
double link_odds(const struct rk_link_model *m, int32_t a, int32_t b, uint64_t pattern);

/* link_cluster.c */
#define LINK_EDGE (-5.0F) /* log odds below which a pair leads nowhere */
#define LINK_JOIN (-3.0F) /* and below which it joins no clusters, but may in a draw */
struct refusal {          /* two clusters that did not join at these sizes */
    uint64_t key;
    int32_t sizes;
};
struct link_clusters {
    double cut; /* log odds from which records are joined */
    int32_t records, empty;
    int32_t *of, *head, *next;     /* cluster of a record; members, rising */
    int32_t *size;                 /* by cluster */
    int32_t *edge_first, *edge_to; /* neighbours of a record, best first */
    const struct link_decided *decided;
    int32_t *apart_first, *apart; /* decided not the same, by record; NULL: none */
    uint8_t *fixed;               /* [records] decided the same with another; NULL: none */
    struct refusal *refused;
    uint64_t refused_mask;
};
enum { LINK_MEMBERS = 12 };
/* Log odds that a record and a cluster, or two clusters, are one person. */
double link_affinity(const struct rk_link_model *m, int32_t r, const int32_t *member,
                     int32_t members);
double link_cluster_affinity(const struct rk_link_model *m, const struct link_clusters *s,
                             int32_t x, int32_t y);
int32_t link_members(const struct link_clusters *s, int32_t cluster, int32_t without,
                     int32_t member[LINK_MEMBERS]);
void link_put(struct link_clusters *s, int32_t r, int32_t cluster);
void link_take(struct link_clusters *s, int32_t r);
int32_t link_empty(struct link_clusters *s);
bool link_forbidden(const struct link_clusters *s, int32_t r, int32_t cluster);
rk_status link_gather(const struct rk_link_model *m, const struct link_pairs *pairs,
                      const float *odds, struct rk_arena *keep, struct rk_scratch scratch,
                      struct link_clusters *out, struct rk_err *err);

/* link_decide.c */
rk_status link_decisions(const struct rk_link_model *m, const struct rk_link_options *o,
                         struct rk_arena *keep, struct link_decided *out, struct rk_err *err);
rk_status link_bind(const struct rk_link_model *m, const struct link_decided *decided,
                    struct rk_arena *keep, struct link_clusters *s, struct rk_err *err);

/* link_split.c: clusters that may be two, and which records would leave. */
struct link_split {
    int32_t cluster, len;
    double odds; /* that they are one after all */
    int32_t record[24];
};
rk_status link_splits(const struct rk_link_model *m, const struct link_clusters *s, double sure,
                      struct rk_scratch *scratch, struct link_split **out, int32_t *count);

/* link_draw.c: whole clusterings drawn around the best one. */
struct link_drawn {
    struct rk_link_pair *pair; /* canonical records */
    ptrdiff_t pair_count;
    int32_t low, high;
};
rk_status link_draw(const struct rk_link_model *m, const struct link_pairs *pairs,
                    const float *odds, struct link_clusters *s, int32_t draws, uint64_t seed,
                    struct rk_arena *keep, struct rk_scratch scratch, struct link_drawn *out,
                    struct rk_err *err);

#endif
