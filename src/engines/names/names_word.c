/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a single word can be: initial, particle, given name, patronymic, family name. */
#include "names_internal.h"

/* ---- initials -------------------------------------------------------------------- */

enum {
    BIT_E = 5,
    BIT_ZH = 6,
    BIT_Z = 7,
    BIT_I = 8,
    BIT_K = 9,
    BIT_KH = 20,
    BIT_TS = 21,
    BIT_CH = 22,
    BIT_SH = 23,
    BIT_SHCH = 24,
    BIT_YU = 25,
    BIT_YA = 26,
    BIT_YE = 27,
    SOFT_SIGN = 29
};

static uint32_t bit_of_cyrillic(uint8_t s)
{
    static const uint8_t bits[NAMES_CYRILLIC_LETTERS] = {
        31, 0,  1,  2,  3,  4,  5,  6,  7, 8, 8,  9, 10, 11, 12, 13, 14, 15, 16,
        17, 18, 19, 20, 21, 22, 23, 24, 8, 8, 31, 5, 25, 26, 5,  8,  8,  27, 3};
    return bits[s] == 31 ? 0 : UINT32_C(1) << bits[s];
}

/* A Latin letter alone: all Cyrillic letters that some scheme begins with it. */
static uint32_t bits_of_latin(uint8_t s)
{
    static const char *const readings[26] = {
        "а",      "б",   "цчкх", "д", "еє", "ф", "гґ",     "гх", "иіїюяє",
        "жйєюяі", "кх",  "л",    "м", "н",  "о", "п",      "к",  "р",
        "сшщз",   "тцч", "у",    "в", "в",  "х", "ийїєюя", "зжц"};
    const struct rk_str r = rk_str_of(readings[s - 'a']);
    uint32_t bits = 0;
    for (ptrdiff_t at = 0; at + 1 < r.len; at += 2) {
        const int32_t c = (r.at[at] & 0x1F) << 6 | (r.at[at + 1] & 0x3F);
        uint8_t fold[NAMES_FOLD_MAX];
        enum names_script script;
        if (names_fold(c, fold, &script) > 0)
            bits |= bit_of_cyrillic(fold[0]);
    }
    return bits;
}

uint32_t names_initials(const struct names_cut *cut)
{
    const uint8_t first = cut->spelling[0];
    if (names_script_of(first) == NAMES_CYRILLIC)
        return bit_of_cyrillic(first);
    if (names_script_of(first) != NAMES_LATIN)
        return 0;
    if (cut->len == 1)
        return bits_of_latin(first);
    uint8_t letters[RK_NAME_LETTERS];
    const int len = names_letters(cut->spelling, cut->len, letters);
    const uint8_t second = len > 1 ? letters[1] : 0;
    switch (letters[0]) {
    case 'i':
        return UINT32_C(1) << (second == 'u' ? BIT_YU : second == 'a' ? BIT_YA : BIT_I);
    case 'w':
        return UINT32_C(1) << BIT_SH | UINT32_C(1) << BIT_SHCH;
    case 'q':
        return UINT32_C(1) << BIT_CH;
    case 'c':
        return UINT32_C(1) << BIT_TS;
    case 'j':
        return UINT32_C(1) << BIT_ZH;
    case 'e':
        return UINT32_C(1) << BIT_E | UINT32_C(1) << BIT_YE;
    case 'g':
        return first == 'k' ? UINT32_C(1) << BIT_KH : bits_of_latin(first);
    default:
        return bits_of_latin(letters[0]) & ~(UINT32_C(1) << BIT_SH | UINT32_C(1) << BIT_SHCH);
    }
}

/* ---- particles
 * ------------------------------------------------------------------------------- */

bool names_is_particle(const struct rk_name_word *word)
{
    /* In Cyrillic, al and el are written with a soft sign: аль, ель. */
    const bool cyrillic = word->script == RK_NAME_CYRILLIC;
    if (cyrillic && word->len == 2 && word->spelling[word->spelling_len - 1] != SOFT_SIGN)
        return false;
    static const char *const particles[] = {
        "bin", "ben", "ibn", "al",   "el",   "ad",   "as",   "ar",   "ul",   "ud",  "de",
        "la",  "da",  "dos", "di",   "du",   "del",  "der",  "den",  "van",  "von", "fon",
        "ter", "zu",  "na",  "ogli", "oglu", "kizi", "gizi", "ugli", "zade", "abu", "st"};
    for (ptrdiff_t i = 0; i < RK_COUNT(particles); i++)
        if ((int)strlen(particles[i]) == word->len &&
            memcmp(particles[i], word->letter, word->len) == 0)
            return true;
    return false;
}

/* ---- patronymics
 * ------------------------------------------------------------------------------- */

/* Ends after the father's name, in all cases; longest first. `strong` ends need no known
 * father. */
static const struct patronymic_end {
    struct names_end end;
    uint8_t sex;
    bool oblique, strong;
} patronymic_ends[] = {
    {NAMES_END("oviqevi"), RK_NAME_MALE, true, true},
    {NAMES_END("oviqem"), RK_NAME_MALE, true, true},
    {NAMES_END("oviqu"), RK_NAME_MALE, true, true},
    {NAMES_END("oviqa"), RK_NAME_MALE, true, true},
    {NAMES_END("oviqe"), RK_NAME_MALE, true, true},
    {NAMES_END("oviqi"), RK_NAME_MALE, true, true},
    {NAMES_END("oviq"), RK_NAME_MALE, false, true},
    {NAMES_END("eviqevi"), RK_NAME_MALE, true, true},
    {NAMES_END("eviqem"), RK_NAME_MALE, true, true},
    {NAMES_END("eviqu"), RK_NAME_MALE, true, true},
    {NAMES_END("eviqa"), RK_NAME_MALE, true, true},
    {NAMES_END("eviqe"), RK_NAME_MALE, true, true},
    {NAMES_END("eviqi"), RK_NAME_MALE, true, true},
    {NAMES_END("eviq"), RK_NAME_MALE, false, true},
    {NAMES_END("iniqnoiu"), RK_NAME_FEMALE, true, true},
    {NAMES_END("iniqnoi"), RK_NAME_FEMALE, true, true},
    {NAMES_END("iniqni"), RK_NAME_FEMALE, true, true},
    {NAMES_END("iniqne"), RK_NAME_FEMALE, true, true},
    {NAMES_END("iniqnu"), RK_NAME_FEMALE, true, true},
    {NAMES_END("iniqna"), RK_NAME_FEMALE, false, true},
    {NAMES_END("iqnoi"), RK_NAME_FEMALE, true, false},
    {NAMES_END("iqnu"), RK_NAME_FEMALE, true, false},
    {NAMES_END("iqni"), RK_NAME_FEMALE, true, false},
    {NAMES_END("iqne"), RK_NAME_FEMALE, true, false},
    {NAMES_END("iqna"), RK_NAME_FEMALE, false, false},
    {NAMES_END("ivnoiu"), RK_NAME_FEMALE, true, true},
    {NAMES_END("ivnoi"), RK_NAME_FEMALE, true, true},
    {NAMES_END("ivni"), RK_NAME_FEMALE, true, true},
    {NAMES_END("ivnu"), RK_NAME_FEMALE, true, true},
    {NAMES_END("ivno"), RK_NAME_FEMALE, true, true},
    {NAMES_END("ivne"), RK_NAME_FEMALE, true, true},
    {NAMES_END("ivna"), RK_NAME_FEMALE, false, true},
    {NAMES_END("ovnoiu"), RK_NAME_FEMALE, true, true},
    {NAMES_END("ovnoi"), RK_NAME_FEMALE, true, true},
    {NAMES_END("ovni"), RK_NAME_FEMALE, true, true},
    {NAMES_END("ovne"), RK_NAME_FEMALE, true, true},
    {NAMES_END("ovnu"), RK_NAME_FEMALE, true, true},
    {NAMES_END("ovna"), RK_NAME_FEMALE, false, true},
    {NAMES_END("evnoiu"), RK_NAME_FEMALE, true, true},
    {NAMES_END("evnoi"), RK_NAME_FEMALE, true, true},
    {NAMES_END("evni"), RK_NAME_FEMALE, true, true},
    {NAMES_END("evne"), RK_NAME_FEMALE, true, true},
    {NAMES_END("evnu"), RK_NAME_FEMALE, true, true},
    {NAMES_END("evna"), RK_NAME_FEMALE, false, true},
    {NAMES_END("iqevi"), RK_NAME_MALE, true, false},
    {NAMES_END("iqem"), RK_NAME_MALE, true, false},
    {NAMES_END("iqu"), RK_NAME_MALE, true, false},
    {NAMES_END("iqa"), RK_NAME_MALE, true, false},
    {NAMES_END("iqe"), RK_NAME_MALE, true, false},
    {NAMES_END("iqi"), RK_NAME_MALE, true, false},
    {NAMES_END("iq"), RK_NAME_MALE, false, false},
};

int names_base_trim(const uint8_t *letters, int len)
{
    while (len > 2 && names_letter_is_vowel(letters[len - 1]))
        len--;
    return len;
}

struct names_patronymic names_patronymic_end(const struct rk_names *names,
                                             const uint8_t *letters, int len)
{
    for (ptrdiff_t i = 0; i < RK_COUNT(patronymic_ends); i++) {
        const struct patronymic_end *p = &patronymic_ends[i];
        if (!names_has_end(letters, len, p->end))
            continue;
        const int base = names_base_trim(letters, len - p->end.size);
        const struct names_entry *father = names_find(&names->father, letters, base);
        if (base < 2 || (!p->strong && !father) || (p->strong && !father && base < 3))
            continue;
        return (struct names_patronymic){base, (enum rk_name_sex)p->sex, p->oblique, p->strong,
                                         father};
    }
    return (struct names_patronymic){.base = -1};
}

/* ---- family names
 * ---------------------------------------------------------------------------- */

int names_surname_end(const uint8_t *letters, int len)
{
    /* On stems: -енко -ов -ськ -чук -ян -швілі … without their inflection. */
    static const struct names_end ends_of_stems[] = {
        NAMES_END("wvil"), NAMES_END("idz"),   NAMES_END("adz"),   NAMES_END("enk"),
        NAMES_END("qenk"), NAMES_END("onk"),   NAMES_END("ank"),   NAMES_END("sk"),
        NAMES_END("ck"),   NAMES_END("zk"),    NAMES_END("quk"),   NAMES_END("iuk"),
        NAMES_END("uk"),   NAMES_END("iak"),   NAMES_END("qak"),   NAMES_END("qik"),
        NAMES_END("nik"),  NAMES_END("iik"),   NAMES_END("ov"),    NAMES_END("ev"),
        NAMES_END("iv"),   NAMES_END("iin"),   NAMES_END("in"),    NAMES_END("ian"),
        NAMES_END("an"),   NAMES_END("ec"),    NAMES_END("oviq"),  NAMES_END("eviq"),
        NAMES_END("iq"),   NAMES_END("zad"),   NAMES_END("stein"), NAMES_END("berg"),
        NAMES_END("man"),  NAMES_END("qenko"), NAMES_END("ulin"),  NAMES_END("aev"),
    };
    const int stem = names_stem(letters, len);
    int longest = -1;
    for (ptrdiff_t i = 0; i < RK_COUNT(ends_of_stems); i++) {
        const int left = stem - ends_of_stems[i].size;
        if (left >= 2 && (longest < 0 || left < longest) &&
            names_has_end(letters, stem, ends_of_stems[i]))
            longest = left;
    }
    return longest;
}

/* ---- given names in the oblique cases
 * ----------------------------------------------------------- */

static const struct given_end {
    struct names_end end;
    const char *nominative;
    uint8_t sex;
} given_ends[] = {
    {NAMES_END("ovi"), "", RK_NAME_MALE},    {NAMES_END("ovi"), "o", RK_NAME_MALE},
    {NAMES_END("evi"), "i", RK_NAME_MALE},   {NAMES_END("evi"), "", RK_NAME_MALE},
    {NAMES_END("om"), "", RK_NAME_MALE},     {NAMES_END("om"), "o", RK_NAME_MALE},
    {NAMES_END("em"), "i", RK_NAME_MALE},    {NAMES_END("em"), "ei", RK_NAME_MALE},
    {NAMES_END("em"), "", RK_NAME_MALE},     {NAMES_END("em"), "ai", RK_NAME_MALE},
    {NAMES_END("a"), "", RK_NAME_MALE},      {NAMES_END("a"), "o", RK_NAME_MALE},
    {NAMES_END("ia"), "i", RK_NAME_MALE},    {NAMES_END("ia"), "", RK_NAME_MALE},
    {NAMES_END("u"), "", RK_NAME_MALE},      {NAMES_END("u"), "o", RK_NAME_MALE},
    {NAMES_END("iu"), "i", RK_NAME_MALE},    {NAMES_END("iu"), "", RK_NAME_MALE},
    {NAMES_END("e"), "", RK_NAME_MALE},      {NAMES_END("e"), "o", RK_NAME_MALE},
    {NAMES_END("i"), "", RK_NAME_MALE},      {NAMES_END("i"), "a", RK_NAME_MALE},
    {NAMES_END("i"), "ia", RK_NAME_MALE},    {NAMES_END("u"), "a", RK_NAME_MALE},
    {NAMES_END("iu"), "ia", RK_NAME_MALE},   {NAMES_END("oiu"), "a", RK_NAME_MALE},
    {NAMES_END("eiu"), "ia", RK_NAME_MALE},  {NAMES_END("oi"), "a", RK_NAME_MALE},
    {NAMES_END("ei"), "ia", RK_NAME_MALE},   {NAMES_END("o"), "a", RK_NAME_MALE},
    {NAMES_END("e"), "a", RK_NAME_MALE},     {NAMES_END("zi"), "ga", RK_NAME_FEMALE},
    {NAMES_END("ci"), "ka", RK_NAME_FEMALE}, {NAMES_END("si"), "ga", RK_NAME_FEMALE},
    {NAMES_END("oiu"), "a", RK_NAME_FEMALE}, {NAMES_END("eiu"), "ia", RK_NAME_FEMALE},
    {NAMES_END("iu"), "ia", RK_NAME_FEMALE}, {NAMES_END("iu"), "", RK_NAME_FEMALE},
    {NAMES_END("oi"), "a", RK_NAME_FEMALE},  {NAMES_END("ei"), "ia", RK_NAME_FEMALE},
    {NAMES_END("i"), "a", RK_NAME_FEMALE},   {NAMES_END("i"), "ia", RK_NAME_FEMALE},
    {NAMES_END("i"), "", RK_NAME_FEMALE},    {NAMES_END("u"), "a", RK_NAME_FEMALE},
    {NAMES_END("u"), "ia", RK_NAME_FEMALE},  {NAMES_END("o"), "a", RK_NAME_FEMALE},
    {NAMES_END("e"), "a", RK_NAME_FEMALE},   {NAMES_END("e"), "ia", RK_NAME_FEMALE},
};

static void add_set(struct rk_name_word *word, int16_t id)
{
    int at = 0;
    while (at < word->sets && word->set[at] < id)
        at++;
    if ((at < word->sets && word->set[at] == id) || word->sets >= RK_NAME_SETS)
        return;
    memmove(word->set + at + 1, word->set + at,
            sizeof word->set[0] * (size_t)(word->sets - at));
    word->set[at] = id;
    word->sets++;
}

void names_oblique_sets(const struct rk_names *names, struct rk_name_word *word,
                        enum rk_name_sex sex)
{
    for (ptrdiff_t i = 0; i < RK_COUNT(given_ends); i++) {
        const struct given_end *g = &given_ends[i];
        const int base = word->len - g->end.size;
        if ((sex && sex != g->sex) || base < 2 ||
            !names_has_end(word->letter, word->len, g->end))
            continue;
        const int add = (int)strlen(g->nominative);
        if (base + add > RK_NAME_LETTERS)
            continue;
        uint8_t nominative[RK_NAME_LETTERS];
        memcpy(nominative, word->letter, (size_t)base);
        memcpy(nominative + base, g->nominative, (size_t)add);
        const struct names_entry *e = names_find(&names->given, nominative, base + add);
        for (int32_t k = 0; e && k < e->count; k++)
            if (names->row_sex[names->given.id[e->first + k]] == g->sex)
                add_set(word, names->given.id[e->first + k]);
    }
}

/* Reads the given names a word can be; SHORT when all are diminutives. */
static void direct_sets(const struct rk_names *names, struct rk_name_word *word)
{
    const struct names_entry *e = names_find(&names->given, word->letter, word->len);
    bool formal = false;
    for (int32_t k = 0; e && k < e->count; k++) {
        const int32_t at = e->first + k;
        formal |= (names->given.kind[at] & ~NAMES_SHORT_FORM) != 0;
        add_set(word, names->given.id[at]);
    }
    if (e && !formal)
        word->flags |= RK_NAME_SHORT;
}

static bool abbreviated(const struct rk_names *names, const struct names_cut *cut,
                        const struct rk_name_word *word)
{
    if (cut->script != NAMES_CYRILLIC && cut->script != NAMES_LATIN)
        return false;
    if (cut->len == 1)
        return true;
    if (!(cut->flags & NAMES_CUT_DOT) || cut->len > 4)
        return false;
    return !names_find(&names->given, word->letter, word->len);
}

static enum rk_name_script script_of(const uint8_t *spelling, int len)
{
    static const uint8_t scripts[] = {
        [NAMES_NO_SCRIPT] = RK_NAME_ELSE, [NAMES_CYRILLIC] = RK_NAME_CYRILLIC,
        [NAMES_LATIN] = RK_NAME_LATIN,    [NAMES_DIGITS] = RK_NAME_ELSE,
        [NAMES_ALPHABET] = RK_NAME_ELSE,  [NAMES_IDEOGRAMS] = RK_NAME_ELSE};
    const uint8_t first = len > 0 ? scripts[names_script_of(spelling[0])] : RK_NAME_ELSE;
    for (int i = 1; i < len; i++)
        if (scripts[names_script_of(spelling[i])] != first)
            return RK_NAME_MIXED;
    return (enum rk_name_script)first;
}

void names_word_fill(const struct rk_names *names, const struct names_cut *cut,
                     struct rk_name_word *word)
{
    *word = (struct rk_name_word){.spelling_len = cut->len};
    memcpy(word->spelling, cut->spelling, cut->len);
    word->script = (uint8_t)script_of(cut->spelling, cut->len);
    word->len = (uint8_t)names_letters(cut->spelling, cut->len, word->letter);
    word->stem = (uint8_t)names_stem(word->letter, word->len);
    if (cut->flags & (NAMES_CUT_HYPHEN))
        word->flags |= RK_NAME_JOINED;
    if (cut->flags & (NAMES_CUT_MAIDEN | NAMES_CUT_INSIDE | NAMES_CUT_SLASH))
        word->flags |= RK_NAME_MAIDEN;
    if (cut->script == NAMES_DIGITS) {
        word->flags |= RK_NAME_NUMBER;
        return;
    }
    if (cut->script == NAMES_ALPHABET || cut->script == NAMES_IDEOGRAMS) {
        word->flags |= RK_NAME_OPAQUE;
        word->flags |= cut->script == NAMES_IDEOGRAMS ? RK_NAME_SIGNS : 0;
        return;
    }
    word->initials = names_initials(cut);
    word->skeleton = names_skeleton(word->letter, word->stem);
    if (abbreviated(names, cut, word)) {
        word->flags |= RK_NAME_INITIAL;
        return;
    }
    direct_sets(names, word);
    /* Олена is no form of Олень: a given name is a family name only if it is one whole. */
    const bool whole = names_usual(names, word->letter, word->len) & NAMES_WHOLE;
    const bool stem = names_usual(names, word->letter, word->stem) & NAMES_STEM;
    if (whole || (stem && word->sets == 0))
        word->flags |= RK_NAME_USUAL;
}

int names_plausible(const struct rk_names *names, const uint8_t *letters, int len)
{
    int sum = 0, last = 0;
    for (int i = 0; i <= len; i++) {
        const int now = i < len ? letters[i] - 'a' + 1 : 0;
        if (now < 0 || now > 26)
            return 0;
        sum += names->pair[last][now];
        last = now;
    }
    return sum / (len + 1);
}
