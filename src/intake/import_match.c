/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Headers that no list knows. Three bridges, each weaker than a listed header: the same aspect
 * under another kind ("Моб. телефон" of a person, in a list of patients); the kind's own word
 * ("Котельня" over its names); most of the words in common with a listed header.
 */
#define RK_INTAKE_ROOM
#include "rk_base.h"
#include "rk_text.h"
#include "import_match.h"

#define FIT_REMARK     0.93 /* times: a remark was left out */
#define FIT_LOWER      0.95 /* times: the lower of two header rows alone */
#define FIT_OTHER_KIND 0.9
#define FIT_KIND_WORD  0.79
#define FIT_COMMON     0.78
#define HEADER_COVERED 0.8 /* least share of the header's words, weighed */
#define WORDS_COVERED  0.6 /* for texts and days */
#define LISTED_COVERED 0.5 /* and of the listed one's */
#define SAME_UNIT      0.3 /* added when the header says the very unit of the aspect */
enum { WORDS_MAX = 24, PLAIN_ROOM = 1024 };

/* ---- remarks ------------------------------------------------------------------------- */

/* The header without "(…)" and without what stands behind a comma or a line break. */
static struct rk_str without_remark(struct rk_str header, char room[PLAIN_ROOM])
{
    struct rk_buf b = {.at = room, .cap = PLAIN_ROOM};
    int open = 0;
    for (ptrdiff_t i = 0; i < header.len && i < PLAIN_ROOM; i++) {
        const char c = header.at[i];
        open += c == '(' || c == '[';
        if (open == 0 && (c == ',' || c == '\n' || c == ';'))
            break;
        if (open == 0)
            rk_buf_char(&b, c);
        open -= (c == ')' || c == ']') && open > 0;
    }
    return rk_str_trim(rk_buf_str(&b));
}

double import_fit(const struct rk_aspect *aspect, struct rk_str header)
{
    const double fit = rk_header_fits(aspect, header);
    if (fit >= IMPORT_FIT_MIN || header.len > PLAIN_ROOM)
        return fit;
    char room[PLAIN_ROOM];
    const struct rk_str bare = without_remark(header, room);
    if (bare.len == 0 || bare.len == header.len)
        return fit;
    const double without = FIT_REMARK * rk_header_fits(aspect, bare);
    return without > fit ? without : fit;
}

/* ---- words --------------------------------------------------------------------------- */

struct words {
    struct rk_str word[WORDS_MAX];
    double weight[WORDS_MAX];
    int count;
};

static bool among(struct rk_str word, const char *const *list, ptrdiff_t count)
{
    for (ptrdiff_t i = 0; i < count; i++)
        if (rk_str_eq(word, rk_str_of(list[i])))
            return true;
    return false;
}

/* Words as the vocabulary folds them; those that carry no meaning are left out. */
static void words_of(struct rk_str plain, struct words *out)
{
    static const char *const idle[] = {
        "на",   "в",   "у",   "з",     "із", "до",   "для", "по",  "за",  "від", "the", "of",
        "a",    "an",  "in",  "on",    "is", "or",   "або", "чи",  "та",  "і",   "и",   "или",
        "если", "при", "від", "under", "no", "який", "яка", "яке", "які", "to",  "at"};
    static const char *const general[] = {
        "дата",  "номер",   "кілкіст", "кілкост",    "назва",     "стан",     "вид",
        "тип",   "number",  "date",    "name",       "type",      "status",   "state",
        "count", "особа",   "особи",   "количество", "количеств", "название", "статус",
        "код",   "загална", "опис",    "level"};
    out->count = 0;
    while (plain.at && out->count < WORDS_MAX) {
        const struct rk_str word = rk_str_cut(&plain, ' ');
        if (word.len == 0 || among(word, idle, RK_COUNT(idle)))
            continue;
        out->weight[out->count] = among(word, general, RK_COUNT(general)) ? 0.5 : 1.0;
        out->word[out->count++] = word;
    }
}

/* How much of a header's words a listed one has, and of how much of the listed one that is. */
struct cover {
    double header, listed;
};

/* Words that say whose it is, or of which time: without them it is another thing. */
static bool turns_meaning(struct rk_str word)
{
    static const char *const turning[] = {
        "заявник",  "заявител", "лікар",  "врач",     "власник",   "собственник", "родич",
        "родствен", "дитин",    "ребенк", "матер",    "мам",       "батьк",       "отц",
        "дружин",   "жен",      "супруг", "керівник", "директор",  "водій",       "водител",
        "свідк",    "свидетел", "опікун", "опекун",   "applicant", "doctor",      "owner",
        "relative", "child",    "mother", "father",   "spouse",    "driver",      "witness",
        "guardian", "війн",     "воин",   "войн",     "war",       "план",        "plan",
        "потреб",   "нужн",     "needed", "довоєнн",  "попередн",  "previous",    "наступн"};
    for (int i = 0; i < RK_COUNT(turning); i++)
        if (rk_str_starts(word, rk_str_of(turning[i])))
            return true;
    return false;
}

double import_column_fit(const struct rk_aspect *aspect, const struct import_header *h,
                         int32_t column)
{
    const double fit = import_fit(aspect, h->text[column]);
    if (!h->lower || fit >= FIT_LOWER || h->lower[column].len == 0 || h->upper[column].len == 0)
        return fit;
    char room[PLAIN_ROOM];
    struct rk_str words = import_plain(h->upper[column], room, sizeof room);
    while (words.at)
        if (turns_meaning(rk_str_cut(&words, ' ')))
            return fit;
    const double lower = FIT_LOWER * import_fit(aspect, h->lower[column]);
    return lower > fit ? lower : fit;
}

static struct cover cover_of(const struct words *header, const struct words *listed)
{
    double common = 0.0, all = 0.0, other = 0.0;
    bool met[WORDS_MAX] = {false};
    for (int i = 0; i < header->count; i++) {
        bool found = false;
        all += header->weight[i];
        for (int k = 0; k < listed->count && !found; k++) {
            found = !met[k] && import_same_word(header->word[i], listed->word[k]);
            met[k] |= found;
        }
        common += found ? header->weight[i] : 0.0;
        if (!found && turns_meaning(header->word[i]))
            return (struct cover){0.0, 0.0};
    }
    for (int k = 0; k < listed->count; k++)
        other += met[k] ? 0.0 : listed->weight[k];
    if (common <= 0.0)
        return (struct cover){0.0, 0.0};
    return (struct cover){common / all, common / (common + other)};
}

/* Numbers change their meaning with every word; of texts, days and choices the cells tell more.
 */
static double least_cover(enum rk_type type)
{
    return type == RK_TYPE_INTEGER || type == RK_TYPE_NUMBER || type == RK_TYPE_SUBJECT
               ? HEADER_COVERED
               : WORDS_COVERED;
}

/* A word of the header that no listed one has may turn its meaning ("телефон лікаря"); a listed
 * word that the header lacks seldom does. */
static double most_common(const struct rk_aspect *aspect, const struct words *header,
                          bool same_unit)
{
    double most = 0.0;
    struct rk_str listed = rk_str_of(aspect->headers);
    while (listed.at) {
        struct words words;
        words_of(rk_str_cut(&listed, '|'), &words);
        struct cover cover = cover_of(header, &words);
        if (cover.listed > 0.0 && same_unit)
            cover.listed = fmin(1.0, cover.listed + SAME_UNIT);
        const double share = 0.6 * cover.header + 0.4 * cover.listed;
        if (cover.header >= least_cover(aspect->type) && cover.listed >= LISTED_COVERED &&
            share > most)
            most = share;
    }
    return most;
}

/* ---- the bridges --------------------------------------------------------------------- */

static double fit_of_other_kinds(const struct rk_aspect *aspect, struct rk_str header)
{
    int32_t count = 0;
    const struct rk_kind *kinds = rk_kinds(&count);
    double most = 0.0;
    for (int32_t k = 0; k < count; k++) {
        const struct rk_aspect *other = rk_aspect_find(&kinds[k], rk_str_of(aspect->id));
        if (!other || other == aspect || other->type != aspect->type)
            continue;
        const double fit = import_fit(other, header);
        most = fit > most ? fit : most;
    }
    return most >= IMPORT_FIT_MIN ? FIT_OTHER_KIND * most : 0.0;
}

/* "Заклад" over the names of facilities. */
static double fit_of_kind_word(const struct rk_kind *kind, int32_t aspect, struct rk_str plain)
{
    const struct rk_aspect *a = &kind->aspects[aspect];
    const struct rk_aspect *named = rk_aspect_find(kind, RK_STR("name"));
    if (a != named && !(a->key && !named))
        return 0.0;
    char room[PLAIN_ROOM];
    for (int lang = 0; lang < RK_LANGS; lang++) {
        const char *const forms[] = {kind->label.one[lang], kind->label.few[lang],
                                     kind->label.many[lang]};
        for (int i = 0; i < RK_COUNT(forms); i++)
            if (rk_str_eq(plain, import_plain(rk_str_of(forms[i]), room, sizeof room)))
                return FIT_KIND_WORD;
    }
    return 0.0;
}

double import_fit_loosely(const struct rk_kind *kind, int32_t aspect, struct rk_str header)
{
    const struct rk_aspect *a = &kind->aspects[aspect];
    char bare_room[PLAIN_ROOM], room[PLAIN_ROOM];
    double fit = fit_of_other_kinds(a, header);
    const struct rk_str plain =
        import_plain(without_remark(header, bare_room), room, sizeof room);
    const double kind_word = fit_of_kind_word(kind, aspect, plain);
    fit = kind_word > fit ? kind_word : fit;
    if (fit > FIT_COMMON || plain.len == 0)
        return fit;
    struct words words;
    words_of(plain, &words);
    const struct rk_unit *unit = rk_header_unit(header);
    const double common =
        FIT_COMMON * most_common(a, &words, unit && strcmp(unit->id, a->unit) == 0);
    return common > fit ? common : fit;
}
