/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables are built once: forms of given names, fathers, usual family names, letter pairs.
 */
#include "names_internal.h"

enum { FORMS_MAX = 16384 };

/* A form and one thing it can stand for, before equal forms are brought together. */
struct form {
    uint8_t letter[RK_NAME_LETTERS];
    uint8_t len, kind;
    int16_t id;
};

struct forms {
    struct form *at;
    int32_t len;
};

struct pair_counts {
    int32_t count[27][27], after[27];
};

struct builder {
    struct forms given, father, usual, usual_full, ukrainian;
    struct pair_counts *pairs;
    struct rk_names *names;
};

static void add_form(struct forms *forms, const uint8_t *letters, int len, int id, int kind)
{
    if (forms->len >= FORMS_MAX || len == 0)
        return;
    struct form *f = &forms->at[forms->len++];
    memset(f, 0, sizeof *f);
    memcpy(f->letter, letters, (size_t)len);
    f->len = (uint8_t)len;
    f->kind = (uint8_t)kind;
    f->id = (int16_t)id;
}

static void count_pairs(struct pair_counts *pairs, const uint8_t *letters, int len)
{
    int last = 0;
    for (int i = 0; i <= len; i++) {
        const int now = i < len ? letters[i] - 'a' + 1 : 0;
        if (now < 0 || now > 26)
            return;
        pairs->count[last][now]++;
        pairs->after[last]++;
        last = now;
    }
}

/* The first word of a table's cell. */
static bool cut_form(struct rk_str form, struct names_cut *cut, uint8_t *letters, int *len)
{
    int32_t text[RK_NAME_LETTERS * 6];
    const int32_t n = names_compose(form, text, (int32_t)RK_COUNT(text));
    if (n <= 0 || names_cut_words(text, n, cut, 1) != 1)
        return false;
    *len = names_letters(cut->spelling, cut->len, letters);
    return *len > 0;
}

static void add_given(struct builder *b, struct rk_str forms, int id, int kind, bool male,
                      bool ukrainian)
{
    while (forms.len > 0) {
        const struct rk_str form = rk_str_cut(&forms, ' ');
        struct names_cut cut;
        uint8_t letters[RK_NAME_LETTERS];
        int len;
        if (!cut_form(form, &cut, letters, &len))
            continue;
        add_form(&b->given, letters, len, id, kind);
        if (ukrainian)
            add_form(&b->ukrainian, cut.spelling, cut.len, id, kind);
        if (names_script_of(cut.spelling[0]) == NAMES_CYRILLIC) {
            if (kind == NAMES_FORMAL)
                b->names->row_initials[id] |= names_initials(&cut);
            count_pairs(b->pairs, letters, len);
        }
        if (male && kind == NAMES_FORMAL)
            add_form(&b->father, letters, names_base_trim(letters, len), id, kind);
    }
}

static void add_fathers(struct builder *b, struct rk_str bases, int id)
{
    while (bases.len > 0) {
        const struct rk_str base = rk_str_cut(&bases, ' ');
        struct names_cut cut;
        uint8_t letters[RK_NAME_LETTERS];
        int len;
        if (cut_form(base, &cut, letters, &len))
            add_form(&b->father, letters, names_base_trim(letters, len), id, NAMES_FORMAL);
    }
}

static void read_given_row(struct builder *b, int id)
{
    struct rk_str row = rk_str_of(names_given_rows[id]);
    const struct rk_str sex = rk_str_cut(&row, '|');
    const bool male = sex.at[0] == 'm';
    b->names->row_sex[id] = male               ? RK_NAME_MALE
                            : sex.at[0] == 'f' ? RK_NAME_FEMALE
                                               : RK_NAME_SEX_UNKNOWN;
    add_given(b, rk_str_cut(&row, '|'), id, NAMES_FORMAL, male, true);
    add_given(b, rk_str_cut(&row, '|'), id, NAMES_FORMAL, male, false);
    add_given(b, rk_str_cut(&row, '|'), id, NAMES_SHORT_FORM, male, true);
    const struct rk_str latin = rk_str_cut(&row, '=');
    add_given(b, latin, id, NAMES_FOREIGN, male, false);
    add_fathers(b, row, id);
}

static void read_surname_row(struct builder *b, const char *row)
{
    struct rk_str forms = rk_str_of(row);
    while (forms.len > 0) {
        const struct rk_str form = rk_str_cut(&forms, ' ');
        struct names_cut cut;
        uint8_t letters[RK_NAME_LETTERS];
        int len;
        if (!cut_form(form, &cut, letters, &len))
            continue;
        const int stem = names_stem(letters, len);
        add_form(&b->usual, letters, stem, 0,
                 stem == len               ? NAMES_BARE
                 : letters[len - 1] == 'o' ? NAMES_IN_O
                                           : NAMES_IN_VOWEL);
        add_form(&b->usual, letters, len, 0, NAMES_WHOLE);
        add_form(&b->usual_full, cut.spelling, cut.len, 0, NAMES_FORMAL);
        count_pairs(b->pairs, letters, len);
    }
}

static int compare_forms(const void *x, const void *y)
{
    const struct form *a = x, *b = y;
    const int letters = memcmp(a->letter, b->letter, RK_NAME_LETTERS);
    if (letters)
        return letters;
    return a->id != b->id ? a->id - b->id : a->kind - b->kind;
}

static uint32_t hash_letters(const uint8_t *letter, int len)
{
    uint32_t h = 2166136261u; /* FNV-1a */
    for (int i = 0; i < len; i++)
        h = (h ^ letter[i]) * 16777619u;
    return h ^ h >> 15;
}

/* Brings equal forms together and hashes them. Short and formal readings of one id join. */
static void make_table(struct forms *forms, struct rk_arena *keep, struct names_table *table)
{
    if (forms->len > 0)
        qsort(forms->at, (size_t)forms->len, sizeof forms->at[0], compare_forms);
    table->capacity = 1024;
    while (table->capacity < forms->len * 2)
        table->capacity *= 2;
    table->entry = RK_NEW(keep, struct names_entry, table->capacity);
    table->id = RK_NEW(keep, int16_t, forms->len + 1);
    table->kind = RK_NEW(keep, uint8_t, forms->len + 1);
    uint8_t *letters = RK_NEW(keep, uint8_t, (ptrdiff_t)(forms->len + 1) * RK_NAME_LETTERS);
    if (keep->failed)
        return;
    int32_t ids = 0;
    for (int32_t i = 0; i < forms->len;) {
        const struct form *f = &forms->at[i];
        uint32_t slot = hash_letters(f->letter, f->len) & (uint32_t)(table->capacity - 1);
        while (table->entry[slot].len)
            slot = (slot + 1) & (uint32_t)(table->capacity - 1);
        uint8_t *own = letters + (ptrdiff_t)table->entries++ * RK_NAME_LETTERS;
        memcpy(own, f->letter, f->len);
        struct names_entry *e = &table->entry[slot];
        *e = (struct names_entry){.letter = own, .len = f->len, .first = ids};
        for (; i < forms->len && memcmp(forms->at[i].letter, f->letter, RK_NAME_LETTERS) == 0;
             i++) {
            if (e->count > 0 && table->id[ids - 1] == forms->at[i].id) {
                table->kind[ids - 1] |= forms->at[i].kind;
                continue;
            }
            table->id[ids] = forms->at[i].id;
            table->kind[ids++] = forms->at[i].kind;
            e->count++;
        }
    }
}

/* The way back: all forms of each id. */
static void make_forms(struct names_table *table, int32_t ids, struct rk_arena *keep)
{
    int32_t total = 0;
    for (int32_t slot = 0; slot < table->capacity; slot++)
        total += table->entry[slot].count;
    table->form_first = RK_NEW(keep, int32_t, ids + 2);
    table->form = RK_NEW(keep, int32_t, total);
    if (keep->failed)
        return;
    int32_t *first = table->form_first + 1; /* one further while filling */
    for (int32_t i = 0; i < total; i++)
        first[table->id[i] + 1 <= ids ? table->id[i] + 1 : ids]++;
    for (int32_t id = 1; id <= ids; id++)
        first[id] += first[id - 1];
    for (int32_t slot = 0; slot < table->capacity; slot++)
        for (int32_t k = 0; k < table->entry[slot].count; k++)
            table->form[first[table->id[table->entry[slot].first + k]]++] = slot;
}

const struct names_entry *names_find(const struct names_table *table, const uint8_t *letter,
                                     int len)
{
    if (len <= 0)
        return NULL;
    const uint32_t mask = (uint32_t)(table->capacity - 1);
    for (uint32_t slot = hash_letters(letter, len) & mask;; slot = (slot + 1) & mask) {
        const struct names_entry *e = &table->entry[slot];
        if (e->len == 0)
            return NULL;
        if (e->len == len && memcmp(e->letter, letter, (size_t)len) == 0)
            return e;
    }
}

int names_usual(const struct rk_names *names, const uint8_t *letter, int len)
{
    const struct names_entry *e = names_find(&names->usual, letter, len);
    return e ? names->usual.kind[e->first] : 0;
}

/* Log-probability of a letter after a letter, one added to every count (Laplace). */
static void fill_pairs(struct rk_names *names, const struct pair_counts *pairs)
{
    for (int a = 0; a < 27; a++)
        for (int b = 0; b < 27; b++)
            names->pair[a][b] = (int16_t)lround(
                64.0 * log((pairs->count[a][b] + 1.0) / (pairs->after[a] + 27.0)));
}

rk_status rk_names_open(struct rk_arena *keep, struct rk_scratch scratch,
                        const struct rk_names **out, struct rk_err *err)
{
    struct rk_arena result = *keep;
    struct rk_names *names = RK_NEW(&result, struct rk_names, 1);
    uint8_t *sex = RK_NEW(&result, uint8_t, names_given_row_count);
    uint32_t *initials = RK_NEW(&result, uint32_t, names_given_row_count);
    struct builder b = {.names = names};
    b.given.at = RK_NEW(&scratch, struct form, FORMS_MAX);
    b.father.at = RK_NEW(&scratch, struct form, FORMS_MAX);
    b.usual.at = RK_NEW(&scratch, struct form, FORMS_MAX);
    b.usual_full.at = RK_NEW(&scratch, struct form, FORMS_MAX);
    b.ukrainian.at = RK_NEW(&scratch, struct form, FORMS_MAX);
    b.pairs = RK_NEW(&scratch, struct pair_counts, 1);
    if (result.failed || scratch.in.failed)
        return rk_fail(err, RK_ENOMEM, "names", "no room for the tables");

    names->row_sex = sex;
    names->row_initials = initials;
    for (int id = 0; id < names_given_row_count; id++)
        read_given_row(&b, id);
    for (int32_t i = 0; i < names_surname_row_count; i++)
        read_surname_row(&b, names_surname_rows[i]);
    make_table(&b.given, &result, &names->given);
    make_table(&b.father, &result, &names->father);
    make_table(&b.usual, &result, &names->usual);
    make_table(&b.usual_full, &result, &names->usual_full);
    make_table(&b.ukrainian, &result, &names->ukrainian);
    if (!result.failed) {
        make_forms(&names->given, names_given_row_count, &result);
        make_forms(&names->father, names_given_row_count, &result);
    }
    if (result.failed)
        return rk_fail(err, RK_ENOMEM, "names", "no room for the tables");
    names_costs_set(names);
    fill_pairs(names, b.pairs);
    *keep = result;
    *out = names;
    return RK_OK;
}
