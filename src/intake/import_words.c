/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words of file names, sheets and titles against the patterns of a kind. */
#define RK_INTAKE_ROOM
#include "rk_base.h"
#include "rk_text.h"
#include "import_internal.h"

#define LETTER_WORTH 0.05
enum { PLAIN_MAX = 1024, STEM_MIN = 4 };

struct rk_str import_plain(struct rk_str said, char *room, ptrdiff_t size)
{
    char key[PLAIN_MAX];
    struct rk_buf b = {.at = key, .cap = sizeof key};
    rk_text_key(rk_utf8_head(said, PLAIN_MAX / 2), &b);
    struct rk_buf out = {.at = room, .cap = size};
    const struct rk_str s = rk_buf_str(&b);
    for (ptrdiff_t i = 0; i < s.len && !b.failed;) {
        const struct rk_str rest = rk_str_slice(s, i, s.len);
        if (s.at[i] == '\'') {
            i++;
        } else if (rk_str_starts(rest, RK_STR("ґ")) || rk_str_starts(rest, RK_STR("ё"))) {
            rk_buf_c(&out, rk_str_starts(rest, RK_STR("ґ")) ? "г" : "е");
            i += 2;
        } else {
            rk_buf_char(&out, s.at[i++]);
        }
    }
    return out.failed ? (struct rk_str){0} : rk_buf_str(&out);
}

/* Words of one stem: "будинки" and "будинків", "закінчаться" and "закінчуються"; "тел" begins
 * "телефон". Short words may differ in their last letter only. */
bool import_same_word(struct rk_str a, struct rk_str b)
{
    ptrdiff_t common = 0;
    while (common < a.len && common < b.len && a.at[common] == b.at[common])
        common++;
    while (common > 0 && common < a.len && ((unsigned char)a.at[common] & 0xC0u) == 0x80u)
        common--;
    const ptrdiff_t shared = rk_utf8_count(rk_str_slice(a, 0, common));
    const ptrdiff_t one = rk_utf8_count(a), other = rk_utf8_count(b);
    const ptrdiff_t longer = one > other ? one : other;
    if (shared == longer)
        return true;
    if (shared == one || shared == other)
        return shared >= 3; /* one begins the other */
    if (longer <= 5)
        return shared >= 3 && shared + 1 >= longer;
    return shared >= 5 && 2 * shared >= longer;
}

/* Closer kin, for names of files: the ending alone may differ. */
static bool same_stem(struct rk_str a, struct rk_str b)
{
    const ptrdiff_t one = rk_utf8_count(a), other = rk_utf8_count(b);
    const ptrdiff_t shorter = one < other ? one : other, longer = one > other ? one : other;
    ptrdiff_t common = 0;
    while (common < a.len && common < b.len && a.at[common] == b.at[common])
        common++;
    while (common > 0 && common < a.len && ((unsigned char)a.at[common] & 0xC0u) == 0x80u)
        common--;
    const ptrdiff_t shared = rk_utf8_count(rk_str_slice(a, 0, common));
    return shorter >= STEM_MIN && shared >= STEM_MIN && shared + 2 >= longer;
}

static bool word_meets(struct rk_str word, struct rk_str pattern)
{
    if (rk_str_ends(pattern, RK_STR("*")))
        return rk_str_starts(word, rk_str_slice(pattern, 0, pattern.len - 1));
    return rk_str_eq(word, pattern) || same_stem(word, pattern);
}

/* Letters of the longest word that meets the pattern, 0 when none does. */
static ptrdiff_t longest_met(struct rk_str words, struct rk_str pattern)
{
    ptrdiff_t most = 0;
    while (words.at) {
        const struct rk_str word = rk_str_cut(&words, ' ');
        const ptrdiff_t letters = rk_utf8_count(pattern.len < word.len ? pattern : word);
        if (word.len > 0 && word_meets(word, pattern) && letters > most)
            most = letters;
    }
    return most;
}

double import_suggests(struct rk_str patterns, struct rk_str said)
{
    char room[PLAIN_MAX], pattern_room[PLAIN_MAX];
    const struct rk_str words = import_plain(said, room, sizeof room);
    double strength = 0.0;
    while (patterns.at && words.len > 0) {
        ptrdiff_t met = 0, needed = 0, letters = 0;
        for (struct rk_str rest = rk_str_cut(&patterns, '|'); rest.at;) {
            struct rk_str one = rk_str_cut(&rest, ' ');
            const bool open = rk_str_ends(one, RK_STR("*"));
            if (open)
                one.len--;
            struct rk_str p = import_plain(one, pattern_room, sizeof pattern_room);
            if (open && p.len + 1 < PLAIN_MAX)
                pattern_room[p.len++] = '*';
            const ptrdiff_t longest = p.len > 0 ? longest_met(words, p) : 0;
            needed++;
            met += longest > 0;
            letters += longest;
        }
        /* the longer the words, the more particular they are */
        const double now = (needed > 1 ? 2.0 : 1.0) + LETTER_WORTH * (double)letters;
        if (needed > 0 && met == needed && now > strength)
            strength = now;
    }
    return strength;
}

bool import_pair_header(struct rk_str header)
{
    char room[PLAIN_MAX];
    const struct rk_str words = import_plain(header, room, sizeof room);
    static const char *const marks[] = {"координат*",    "coordinat*",       "gps",
                                        "геокоординат*", "coords",           "geopoint",
                                        "latlon",        "місцезнаходження", "location"};
    for (int i = 0; i < RK_COUNT(marks); i++)
        if (longest_met(words, rk_str_of(marks[i])) > 0)
            return true;
    return false;
}

/* Words that say whose it is, or of which time: without them it is another thing. */
static bool turning_word(struct rk_str word)
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

bool import_turns_meaning(struct rk_str text)
{
    char room[PLAIN_MAX];
    struct rk_str words = import_plain(text, room, sizeof room);
    while (words.at)
        if (turning_word(rk_str_cut(&words, ' ')))
            return true;
    return false;
}
