/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The 24 ways in which Ukrainian (13) and Russian (11) are written in Latin letters.
 *
 * UkrainianKMU: resolution 55 of the Cabinet of Ministers, 27 January 2010. The others:
 * BGN/PCGN 1965, BS 2979:1958, the French and German habits, GOST 16876-71 (two tables), GOST
 * 1986, ISO 9:1995, the national systems of 1996, 2004 and 2007, scholarly; for Russian the
 * driving licence (ministry order 782, 2000), GOST R 52535.1-2006, ICAO Doc 9303, ISO 9 systems
 * A and B (GOST 7.79-2000), passports of 1997 and later, telegrams. Names and order follow the
 * field's usage.
 */
#include "names_internal.h"

#include <utf8proc.h>

enum scheme_rule {
    RUSSIAN = 1,
    ZGH = 2,             /* зг is zgh, so that it is not read as ж */
    APOSTROPHE_CUTS = 4, /* after an apostrophe a word begins anew */
    LICENCE = 8,         /* е, ё, и change after vowels and signs */
    SOFT_YE = 16,        /* ье, ьё are ye */
    SHORT_Y = 32,        /* ий and ый at the end are y */
    SOFT_C = 64          /* ц is c before e, i, y, j and cz elsewhere */
};

struct scheme {
    const char *name;
    unsigned rules;
    const char *letters; /* "г=h ь= …": what differs from the letters that all schemes share */
    const char *first; /* at the beginning of a word */
};

static const char shared[] =
    "а=a б=b в=v г=g д=d е=e з=z и=i к=k л=l м=m н=n о=o п=p р=r с=s т=t "
    "у=u ф=f";
static const char shared_ukrainian[] = "ґ=g і=i";

#define FIRST_Y "є=ye ї=yi й=y ю=yu я=ya"

/* clang-format off */
static const struct scheme schemes[RK_NAME_SCHEMES] = {
    {"UkrainianKMU", ZGH,
     "г=h є=ie ж=zh и=y ї=i й=i х=kh ц=ts ч=ch ш=sh щ=shch ь= ю=iu я=ia '=", FIRST_Y},
    {"UkrainianBGN", 0,
     "г=h є=ye ж=zh и=y ї=yi й=y х=kh ц=ts ч=ch ш=sh щ=shch ь=' ю=yu я=ya '='", ""},
    {"UkrainianBritish", 0,
     "г=h є=ye ж=zh и=ȳ ї=yi й=ĭ х=kh ц=ts ч=ch ш=sh щ=shch ь= ю=yu я=ya '=", ""},
    {"UkrainianFrench", 0,
     "г=h є=ie ж=j и=y ї=ï й=y у=ou х=kh ц=ts ч=tch ш=ch щ=chtch ь= ю=iou я=ia '=", ""},
    {"UkrainianGOST1971", 0,
     "є=je ж=zh ї=ji й=j х=kh ц=c ч=ch ш=sh щ=shh ь=' ю=ju я=ja '='", ""},
    {"UkrainianGOST1986", 0,
     "є=je ж=ž ї=i й=j х=h ц=c ч=č ш=š щ=šč ь=' ю=ju я=ja '=", ""},
    {"UkrainianGerman", 0,
     "в=w г=h є=je ж=sh з=s и=y ї=ji й=j х=ch ц=z ч=tsch ш=sch щ=schtsch ь= ю=ju я=ja '=", ""},
    {"UkrainianISO9", 0,
     "ґ=g̀ є=ê ж=ž і=ì ї=ï й=j х=h ц=c ч=č ш=š щ=ŝ ь=′ ю=û я=â '='", ""},
    {"UkrainianNational1996", ZGH | APOSTROPHE_CUTS,
     "г=h є=ie ж=zh и=y ї=i й=i х=kh ц=ts ч=ch ш=sh щ=sch ь=' ю=iu я=ia '='", FIRST_Y},
    {"UkrainianPassport2004Alt", ZGH | APOSTROPHE_CUTS,
     "ґ=h є=ie ж=j и=y ї=i й=i к=c х=kh ц=ts ч=ch ш=sh щ=shch ь=' ю=iu я=ia '='", FIRST_Y},
    {"UkrainianPassport2007", 0,
     "є=ie ж=zh и=y ї=i й=i х=kh ц=ts ч=ch ш=sh щ=shch ь= ю=iu я=ia '=", ""},
    {"UkrainianSimple", 0,
     "г=h є=ye ж=zh и=y ї=yi й=j х=kh ц=ts ч=ch ш=sh щ=shch ь=' ю=ju я=ja", ""},
    {"UkrainianWWS", 0,
     "г=h є=je ж=ž и=y ї=ji й=j х=x ц=c ч=č ш=š щ=šč ь=ʹ ю=ju я=ja '=", ""},
    {"RussianDriverLicense", RUSSIAN | LICENCE,
     "ё=ye ж=zh й=y х=kh ц=ts ч=ch ш=sh щ=shch ъ=' ы=y ь=' э=e ю=yu я=ya", "е=ye ё=yo"},
    {"RussianGOST2006", RUSSIAN,
     "ё=e ж=zh й=i х=kh ц=tc ч=ch ш=sh щ=shch ъ= ы=y ь= э=e ю=iu я=ia", ""},
    {"RussianICAO", RUSSIAN,
     "ё=e ж=zh й=i х=kh ц=ts ч=ch ш=sh щ=shch ъ=ie ы=y ь= э=e ю=iu я=ia", ""},
    {"RussianISO9SystemA", RUSSIAN,
     "ё=ë ж=ž й=j х=h ц=c ч=č ш=š щ=ŝ ъ=″ ы=y ь=′ э=è ю=û я=â", ""},
    {"RussianISO9SystemB", RUSSIAN | SOFT_C,
     "ё=yo ж=zh й=j х=x ц=cz ч=ch ш=sh щ=shh ъ='' ы=y' ь=' э=e' ю=yu я=ya", ""},
    {"RussianISOR9Table2", RUSSIAN,
     "ё=jo ж=zh й=jj х=kh ц=c ч=ch ш=sh щ=shh ъ=″ ы=y ь=′ э=eh ю=ju я=ja", ""},
    {"RussianInternationalPassport", RUSSIAN | SOFT_YE,
     "ё=e ж=zh й=y х=kh ц=ts ч=ch ш=sh щ=shch ъ= ы=y ь= э=e ю=yu я=ya", ""},
    {"RussianInternationalPassport1997", RUSSIAN | SOFT_YE,
     "ё=e ж=zh й=y х=kh ц=ts ч=ch ш=sh щ=shch ъ= ы=y ь= э=e ю=yu я=ya", ""},
    {"RussianInternationalPassport1997Reduced", RUSSIAN | SOFT_YE | SHORT_Y,
     "ё=e ж=zh й=y х=kh ц=ts ч=ch ш=sh щ=shch ъ= ы=y ь= э=e ю=yu я=ya", ""},
    {"RussianSimple", RUSSIAN,
     "ё=e ж=zh й=j х=h ц=ts ч=ch ш=sh щ=sch ъ=' ы=y ь=' э=e ю=ju я=ja", ""},
    {"RussianTelegram", RUSSIAN,
     "ё=e ж=j й=i х=h ц=c ч=ch ш=sh щ=sc ъ= ы=y ь= э=e ю=iu я=ia", ""},
};
/* clang-format on */

enum { APOSTROPHE = NAMES_CYRILLIC_LETTERS, SIGNS };

/* What each letter becomes; at == NULL: it stays. */
struct map {
    unsigned rules;
    struct rk_str plain[SIGNS], first[SIGNS];
};

static int32_t next_character(struct rk_str s, ptrdiff_t *at)
{
    utf8proc_int32_t c = -1;
    const utf8proc_ssize_t n =
        utf8proc_iterate((const utf8proc_uint8_t *)s.at + *at, s.len - *at, &c);
    *at += n > 0 ? n : 1;
    return n > 0 ? c : -1;
}

/* The place of a letter in a map, 0 for none. */
static int letter_of(int32_t c)
{
    if (names_is_apostrophe(c))
        return APOSTROPHE;
    uint8_t fold[NAMES_FOLD_MAX];
    enum names_script script;
    const int32_t low = names_lower(c);
    if (low < 0x430 || low > 0x491)
        return 0;
    return names_fold(c, fold, &script) == 1 && script == NAMES_CYRILLIC &&
                   (low <= 0x44F || low == 0x451 || low == 0x454 || low == 0x456 ||
                    low == 0x457 || low == 0x491)
               ? fold[0]
               : 0;
}

static void read_rules(const char *rules, struct rk_str out[SIGNS])
{
    struct rk_str rest = rk_str_of(rules);
    while (rest.len > 0) {
        struct rk_str to = rk_str_cut(&rest, ' ');
        const struct rk_str letter = rk_str_cut(&to, '=');
        ptrdiff_t at = 0;
        const int n = letter.len > 0 ? letter_of(next_character(letter, &at)) : 0;
        out[n] = to.at ? to : RK_STR("");
    }
}

static void make_map(const struct scheme *scheme, struct map *map)
{
    *map = (struct map){.rules = scheme->rules};
    read_rules(shared, map->plain);
    if (!(scheme->rules & RUSSIAN))
        read_rules(shared_ukrainian, map->plain);
    read_rules(scheme->letters, map->plain);
    read_rules(scheme->first, map->first);
}

enum {
    G = 4,
    E = 6,
    ZH = 7,
    Z = 8,
    I = 9,
    SHORT_I = 10,
    TS = 23,
    CH = 24,
    SH = 25,
    SHCH = 26,
    HARD = 27,
    Y = 28,
    SOFT = 29,
    YO = 33
};

static bool is_vowel(int letter)
{
    static const uint8_t vowels[] = {1, 6, 9, 15, 20, 28, 30, 31, 32, 33, 34, 35, 36};
    for (ptrdiff_t i = 0; i < RK_COUNT(vowels); i++)
        if (vowels[i] == letter)
            return true;
    return false;
}

/* A letter among its neighbours (0: no letter). */
struct context {
    int before, now, after;
    bool begins, after_is_letter;
};

/* Order 782 of 2000: е is ye and ё is yo in the beginning and after vowels, ь, ъ; ё is e after
 * ч ш щ ж; и is yi after ь. */
static struct rk_str licence(const struct map *map, struct context c)
{
    const bool open = c.begins || is_vowel(c.before) || c.before == SOFT || c.before == HARD;
    const bool hush = c.before == CH || c.before == SH || c.before == SHCH || c.before == ZH;
    if (c.now == E)
        return open ? RK_STR("ye") : RK_STR("e");
    if (c.now == YO)
        return open ? RK_STR("yo") : hush ? RK_STR("e") : RK_STR("ye");
    if (c.now == I && c.before == SOFT)
        return RK_STR("yi");
    return map->plain[c.now];
}

static struct rk_str latin_of(const struct map *map, struct context c)
{
    if ((map->rules & ZGH) && c.now == G && c.before == Z)
        return RK_STR("gh");
    if (map->rules & LICENCE)
        return licence(map, c);
    if ((map->rules & SOFT_YE) && c.before == SOFT && (c.now == E || c.now == YO))
        return RK_STR("ye");
    if ((map->rules & SHORT_Y) && (c.now == I || c.now == Y) && c.after == SHORT_I)
        return RK_STR("y");
    if ((map->rules & SHORT_Y) && c.now == SHORT_I && (c.before == I || c.before == Y) &&
        !c.after_is_letter)
        return RK_STR("");
    if ((map->rules & SOFT_C) && c.now == TS) {
        const struct rk_str next = c.after ? map->plain[c.after] : RK_STR("");
        const bool soft = next.len > 0 && strchr("eiyj", next.at[0]);
        return soft ? RK_STR("c") : RK_STR("cz");
    }
    if (c.begins && map->first[c.now].at)
        return map->first[c.now];
    return map->plain[c.now];
}

static void put(struct rk_buf *out, struct rk_str latin, bool upper, bool all)
{
    for (ptrdiff_t at = 0; at < latin.len;) {
        const ptrdiff_t from = at;
        int32_t c = next_character(latin, &at);
        if (upper && (all || from == 0))
            c = utf8proc_toupper(c);
        utf8proc_uint8_t bytes[4];
        const utf8proc_ssize_t n = utf8proc_encode_char(c, bytes);
        rk_buf_bytes(out, bytes, n);
    }
}

/* The next character, a letter and the mark over it (й, ї, ё written in two) taken as one. */
static int32_t next_letter(struct rk_str text, ptrdiff_t *at)
{
    const int32_t c = next_character(text, at);
    ptrdiff_t behind = *at;
    const int32_t mark = behind < text.len ? next_character(text, &behind) : 0;
    static const int32_t composed[][3] = {{0x438, 0x306, 0x439}, {0x418, 0x306, 0x419},
                                          {0x456, 0x308, 0x457}, {0x406, 0x308, 0x407},
                                          {0x435, 0x308, 0x451}, {0x415, 0x308, 0x401}};
    for (ptrdiff_t i = 0; i < RK_COUNT(composed); i++) {
        if (c == composed[i][0] && mark == composed[i][1]) {
            *at = behind;
            return composed[i][2];
        }
    }
    return c;
}

static bool is_letter(int32_t c)
{
    const utf8proc_category_t kind = utf8proc_category(c);
    return c > 0 && kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_LO;
}

void rk_names_translit(int32_t scheme, struct rk_str text, struct rk_buf *out)
{
    if (scheme < 0 || scheme >= RK_NAME_SCHEMES)
        return;
    struct map map;
    make_map(&schemes[scheme], &map);
    int32_t before = 0;   /* last letter, apostrophes skipped where they do not cut */
    bool skipped = false; /* an apostrophe was */
    for (ptrdiff_t at = 0; at < text.len;) {
        const ptrdiff_t from = at;
        const int32_t now = next_letter(text, &at);
        ptrdiff_t ahead = at;
        const int32_t after = ahead < text.len ? next_letter(text, &ahead) : 0;
        const int letter = letter_of(now);
        if (!letter || !map.plain[letter].at) {
            rk_buf_add(out, rk_str_slice(text, from, at));
            before = is_letter(now) || (now >= '0' && now <= '9') ? now : 0;
            skipped = false;
            continue;
        }
        const struct context c = {.before = before ? letter_of(before) : 0,
                                  .now = letter,
                                  .after = letter_of(after),
                                  .begins = before == 0,
                                  .after_is_letter = is_letter(after)};
        /* Кам'Яна is Kamiana: where the apostrophe goes, a capital in the middle goes too. */
        const bool middle = skipped && is_letter(before) && !names_is_upper(before);
        const bool upper = names_is_upper(now) && !middle;
        const bool all = is_letter(after) ? names_is_upper(after)
                                          : is_letter(before) && names_is_upper(before);
        put(out, latin_of(&map, c), upper, all);
        skipped = letter == APOSTROPHE && map.plain[letter].len == 0;
        if (letter != APOSTROPHE)
            before = now;
        else if (map.rules & APOSTROPHE_CUTS)
            before = 0;
    }
}

const char *rk_names_scheme(int32_t scheme)
{
    return scheme >= 0 && scheme < RK_NAME_SCHEMES ? schemes[scheme].name : NULL;
}

int32_t rk_names_scheme_find(struct rk_str name)
{
    char low[48];
    if (name.len >= (ptrdiff_t)sizeof low)
        return -1;
    for (int32_t s = -1; s < RK_NAME_SCHEMES; s++) {
        const struct rk_str known = s < 0 ? RK_STR("kmu55") : rk_str_of(schemes[s].name);
        bool same = known.len == name.len;
        for (ptrdiff_t i = 0; same && i < name.len; i++)
            same = (known.at[i] | 32) == (name.at[i] | 32);
        if (same)
            return s < 0 ? RK_NAME_KMU55 : s;
    }
    return -1;
}
