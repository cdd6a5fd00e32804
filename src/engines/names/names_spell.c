/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How far a Latin word is from the nearest spelling of a Cyrillic one, when every letter may be
 * written as any of the 24 schemes write it (passports mix them) and slips cost extra. What
 * costs more than the limit is not followed: the answer is then the limit and one.
 */
#include "names_internal.h"

enum { EDIT = 10, SWAP = 8, VOWEL = 6, SIDE = RK_NAME_LETTERS + 1 };

/* Spellings of one Cyrillic letter: tenths, then letters; those of schemes cost nothing,
 * look-alike letters and rough hearing some. Order: а б в г д е ж з и й к л м н о п р с т у ф х
 * ц ч ш щ ъ ы ь э ю я ё і ї є ґ. */
static const char *const spellings[NAMES_CYRILLIC_LETTERS] = {
    "",
    "0a 4ya",
    "0b",
    "0v 0w 4f 5b",
    "0g 0h 0gh 4kh",
    "0d",
    "0e 0ye 0je 1ie",
    "0zh 0j 0sh 4z 4g",
    "0z 0s 3ts",
    "0i 0y 5u 5e",
    "0i 0y 0j 0jj 3",
    "0k 0c 0q 1ck",
    "0l",
    "0m",
    "0n 7h",
    "0o 5a",
    "0p",
    "0r 6p",
    "0s 1ss 4c 4z",
    "0t 1th",
    "0u 0ou 2oo 4w 4y 4v",
    "0f 0ph 4v 4kh 4h",
    "0kh 0h 0x 0ch",
    "0ts 0c 0tc 0cz 0z 0tz 4th",
    "0ch 0tch 0tsch 3c 4tsh",
    "0sh 0ch 0sch 3s 3sz",
    "0shch 0sch 0shh 0sc 0schtsch 0chtch 2sh 2shsh",
    "0 0ie 0y",
    "0y 0i",
    "0 1i 1y 1j",
    "0e 0eh 4a",
    "0yu 0iu 0ju 0iou 3u 3ui 2u",
    "0ya 0ia 0ja 3a",
    "0e 0yo 0jo 0io 0ye 0ie 2o",
    "0i 3y 4e 5o",
    "0yi 0i 0ji 0y",
    "0ye 0ie 0je 0e",
    "0g 0h",
};
/* Two letters written as one sign. */
static const struct {
    uint8_t cyrillic[2];
    const char *latin;
} both[] = {{{11, 18}, "x"}, {{9, 10}, "y"}, {{9, 10}, "i"}, {{28, 10}, "y"}, {{34, 10}, "y"},
            {{34, 10}, "i"}, {{5, 7}, "j"},  {{5, 7}, "g"},  {{5, 7}, "dj"}};

static bool is_vowel(uint8_t latin)
{
    return latin == 'a' || latin == 'e' || latin == 'i' || latin == 'o' || latin == 'u' ||
           latin == 'y';
}

static bool is_cyrillic_vowel(uint8_t s)
{
    static const uint8_t vowels[] = {1, 6, 9, 15, 20, 28, 30, 31, 32, 33, 34, 35, 36};
    for (ptrdiff_t i = 0; i < RK_COUNT(vowels); i++)
        if (vowels[i] == s)
            return true;
    return false;
}

struct lattice {
    const uint8_t *c, *l;
    int c_len, l_len, limit;
    int cost[SIDE][SIDE];
};

static void reach(struct lattice *t, int i, int k, int cost)
{
    if (cost < t->cost[i][k])
        t->cost[i][k] = cost;
}

/* Whether the Latin word goes on with these letters. */
static bool begins(const struct lattice *t, int k, const char *letters, int n)
{
    if (k + n > t->l_len)
        return false;
    for (int i = 0; i < n; i++)
        if (t->l[k + i] != (uint8_t)letters[i])
            return false;
    return true;
}

static void take_spellings(struct lattice *t, int i, int k, int so_far)
{
    for (const char *s = spellings[t->c[i]]; *s;) {
        const int tenths = *s++ - '0';
        int n = 0;
        while (s[n] && s[n] != ' ')
            n++;
        if (begins(t, k, s, n))
            reach(t, i + 1, k + n, so_far + tenths);
        s += s[n] == ' ' ? n + 1 : n;
    }
    for (ptrdiff_t p = 0; p < RK_COUNT(both); p++) {
        const int n = (int)strlen(both[p].latin);
        if (i + 1 < t->c_len && t->c[i] == both[p].cyrillic[0] &&
            t->c[i + 1] == both[p].cyrillic[1] && begins(t, k, both[p].latin, n))
            reach(t, i + 2, k + n, so_far);
    }
}

/* Whether the first spelling of a letter is this Latin letter. */
static bool plainly(uint8_t cyrillic, uint8_t latin)
{
    const char *s = spellings[cyrillic];
    return s[0] && (uint8_t)s[1] == latin && (s[2] == ' ' || !s[2]);
}

static void take_slips(struct lattice *t, int i, int k, int so_far)
{
    const bool more_c = i < t->c_len, more_l = k < t->l_len;
    if (more_c && more_l)
        reach(t, i + 1, k + 1,
              so_far + (is_cyrillic_vowel(t->c[i]) && is_vowel(t->l[k]) ? VOWEL : EDIT));
    if (more_c) {
        const bool twice = i > 0 && t->c[i] == t->c[i - 1];
        reach(t, i + 1, k, so_far + (twice ? 2 : EDIT));
    }
    if (more_l) {
        const bool twice = k > 0 && t->l[k] == t->l[k - 1];
        reach(t, i, k + 1, so_far + (twice ? 2 : t->l[k] == 'h' ? 5 : EDIT));
    }
    if (i + 1 < t->c_len && k + 1 < t->l_len && plainly(t->c[i], t->l[k + 1]) &&
        plainly(t->c[i + 1], t->l[k]))
        reach(t, i + 2, k + 2, so_far + SWAP);
}

int names_spell(const uint8_t *cyrillic, int c_len, const uint8_t *latin, int l_len, int limit)
{
    struct lattice t;
    t.c = cyrillic;
    t.l = latin;
    t.c_len = c_len;
    t.l_len = l_len;
    t.limit = limit;
    for (int i = 0; i <= c_len; i++)
        for (int k = 0; k <= l_len; k++)
            t.cost[i][k] = limit + 1;
    t.cost[0][0] = 0;
    for (int i = 0; i <= c_len; i++) {
        for (int k = 0; k <= l_len; k++) {
            const int so_far = t.cost[i][k];
            if (so_far > limit)
                continue;
            if (i < c_len)
                take_spellings(&t, i, k, so_far);
            take_slips(&t, i, k, so_far);
        }
    }
    return t.cost[c_len][l_len];
}
