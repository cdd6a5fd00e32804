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

#define FIT_LOWER      0.95 /* times: the lower of two header rows alone */
#define FIT_OTHER_KIND 0.9
#define FIT_KIND_WORD  0.79
#define FIT_CALLED     0.75
#define FIT_COMMON     0.78
#define HEADER_COVERED 0.8 /* least share of the header's words, weighed */
#define WORDS_COVERED  0.6 /* for texts and days */
#define UNIT_COVERED   0.5 /* where the header says the very unit */
#define LISTED_COVERED 0.5 /* and of the listed one's */
#define SAME_UNIT      0.3 /* added when the header says the very unit of the aspect */
enum { WORDS_MAX = 24, PLAIN_ROOM = 1024 };

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
        "на",     "в",    "у",     "з",     "із",    "до",  "для",  "по",   "за",  "від",
        "the",    "of",   "a",     "an",    "in",    "on",  "is",   "or",   "або", "чи",
        "та",     "і",    "и",     "или",   "если",  "при", "no",   "який", "яка", "яке",
        "які",    "to",   "at",    "under", "коли",  "де",  "куди", "хто",  "що",  "як",
        "скілки", "when", "where", "who",   "what",  "how", "many", "nb",   "nr",  "num",
        "кто",    "где",  "куда",  "когда", "сколко"};
    static const char *const general[] = {
        "дата",    "номер",      "кілкіст", "кілкост",    "назва",     "стан",     "вид",
        "тип",     "number",     "date",    "name",       "type",      "status",   "state",
        "count",   "особа",      "особи",   "количество", "количеств", "название", "статус",
        "код",     "загална",    "опис",    "level",      "gps",       "main",     "основна",
        "основні", "координати", "total"};
    out->count = 0;
    while (plain.at && out->count < WORDS_MAX) {
        const struct rk_str word = rk_str_cut(&plain, ' ');
        if (word.len == 0 || among(word, idle, RK_COUNT(idle)))
            continue;
        out->weight[out->count] = among(word, general, RK_COUNT(general)) ? 0.25 : 1.0;
        out->word[out->count++] = word;
    }
}

/* How much of a header's words a listed one has, and of how much of the listed one that is. */
struct cover {
    double header, listed;
};

double import_column_fit(struct import_fits *fits, const struct rk_kind *kind, int32_t aspect,
                         const struct import_header *h, int32_t column)
{
    const double fit = import_fit(fits, kind, aspect, h->text[column]);
    if (!h->lower || fit >= FIT_LOWER || h->lower[column].len == 0 || h->upper[column].len == 0)
        return fit;
    if (import_turns_meaning(h->upper[column]))
        return fit;
    const double lower = FIT_LOWER * import_fit(fits, kind, aspect, h->lower[column]);
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
        if (!found && import_turns_meaning(header->word[i]))
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
        const double least = same_unit ? UNIT_COVERED : least_cover(aspect->type);
        if (cover.header >= least && cover.listed >= LISTED_COVERED && share > most)
            most = share;
    }
    return most;
}

/* ---- the bridges --------------------------------------------------------------------- */

static double fit_of_other_kinds(struct import_fits *fits, const struct rk_aspect *aspect,
                                 struct rk_str header)
{
    int32_t count = 0;
    const struct rk_kind *kinds = rk_kinds(&count);
    double most = 0.0;
    for (int32_t k = 0; k < count; k++) {
        const struct rk_aspect *other = rk_aspect_find(&kinds[k], rk_str_of(aspect->id));
        if (!other || other == aspect || other->type != aspect->type)
            continue;
        const double fit =
            import_fit(fits, &kinds[k], (int32_t)(other - kinds[k].aspects), header);
        most = fit > most ? fit : most;
    }
    return most >= IMPORT_FIT_MIN ? FIT_OTHER_KIND * most : 0.0;
}

/* "Заклад" or "Назва пункту" over the names of facilities. */
static double fit_of_kind_word(const struct rk_kind *kind, int32_t aspect, struct rk_str plain)
{
    const struct rk_aspect *a = &kind->aspects[aspect];
    const struct rk_aspect *named = rk_aspect_find(kind, RK_STR("name"));
    if (a != named && !(a->key && !named))
        return 0.0;
    static const char *const called[] = {"назва ",   "наименування ", "найменування ",
                                         "name of ", "название ",     "наименование "};
    for (int i = 0; i < RK_COUNT(called); i++)
        if (a == named && rk_str_starts(plain, rk_str_of(called[i])))
            return FIT_CALLED;
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

/* A header that says "date", "phone" or "number of" is of that type and no other. */
static bool says_other_type(struct rk_str plain, enum rk_type type)
{
    static const struct {
        const char *word;
        enum rk_type type, or_type;
    } says[] = {{"дата", RK_TYPE_DATE, RK_TYPE_DATE},
                {"date", RK_TYPE_DATE, RK_TYPE_DATE},
                {"телефон", RK_TYPE_PHONE, RK_TYPE_PHONE},
                {"тел", RK_TYPE_PHONE, RK_TYPE_PHONE},
                {"phone", RK_TYPE_PHONE, RK_TYPE_PHONE},
                {"кілкіст", RK_TYPE_INTEGER, RK_TYPE_NUMBER},
                {"количество", RK_TYPE_INTEGER, RK_TYPE_NUMBER}};
    while (plain.at) {
        const struct rk_str word = rk_str_cut(&plain, ' ');
        for (int i = 0; i < RK_COUNT(says); i++)
            if (rk_str_eq(word, rk_str_of(says[i].word)) && type != says[i].type &&
                type != says[i].or_type)
                return true;
    }
    return false;
}

double import_fit_loosely(struct import_fits *fits, const struct rk_kind *kind, int32_t aspect,
                          struct rk_str header)
{
    const struct rk_aspect *a = &kind->aspects[aspect];
    char bare_room[PLAIN_ROOM], room[PLAIN_ROOM];
    double fit = fit_of_other_kinds(fits, a, header);
    struct rk_str bare = import_bare(header, bare_room, sizeof bare_room);
    if (import_turns_meaning(header) && !import_turns_meaning(bare))
        bare = header; /* "(план)" is no mere remark */
    const struct rk_str plain = import_plain(bare, room, sizeof room);
    const double kind_word = fit_of_kind_word(kind, aspect, plain);
    fit = kind_word > fit ? kind_word : fit;
    if (fit > FIT_COMMON || plain.len == 0 || says_other_type(plain, a->type))
        return fit;
    struct words words;
    words_of(plain, &words);
    const struct rk_unit *unit = rk_header_unit(header);
    const double common =
        FIT_COMMON * most_common(a, &words, unit && strcmp(unit->id, a->unit) == 0);
    return common > fit ? common : fit;
}
