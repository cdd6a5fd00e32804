/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Edit distance with prices: what a slip of the pen costs in each script. */
#include "names_internal.h"

enum { EDIT = 10, SWAP = 8, DOUBLE = 2, NEXT_KEY = 8, SIDE = RK_NAME_LETTERS + 1 };

static int place(uint8_t letter)
{
    return letter & 63;
}

/* Letters that are mistaken for each other: each with each, at one price. */
struct price {
    const char *letters; /* UTF-8 */
    uint8_t tenths;
};

/* One sound in two alphabets or spellings first, then what ear, eye and finger confuse. */
static const struct price cyrillic_prices[] = {
    {"иіїый", 2}, {"еєэё", 2}, {"гґ", 1}, {"ьъ", 1}, {"гх", 5}, {"оа", 5}, {"ие", 5},
    {"іе", 4},    {"ії", 1},   {"іо", 4}, {"ёо", 3}, {"юу", 4}, {"яа", 4}, {"зс", 6},
    {"бп", 6},    {"дт", 6},   {"вф", 6}, {"жш", 6}, {"шщ", 4}, {"цс", 6}, {"чц", 6},
    {"фх", 6},    {"ьі", 3},   {"ьй", 3}, {"ьи", 3}, {"уо", 6}, {"вб", 6}, {"гт", 7},
    {"ин", 7},    {"лп", 7},   {"ит", 8}, {"яє", 5}, {"чщ", 6}, {"ув", 6},
};
static const struct price latin_prices[] = {
    {"iyj", 2}, {"ck", 3}, {"kq", 2}, {"cq", 4}, {"cs", 5}, {"vw", 2}, {"sz", 5}, {"gh", 5},
    {"ou", 5},  {"ae", 5}, {"ei", 5}, {"ao", 5}, {"fv", 6}, {"td", 6}, {"bp", 6}, {"gk", 7},
    {"uy", 6},  {"uw", 6}, {"ey", 5}, {"mn", 8}, {"xs", 7}, {"gj", 5}, {"zj", 6},
};
static const struct price common_prices[] = {
    {"ei", 5}, {"ao", 5}, {"io", 5}, {"ou", 6}, {"ae", 6}, {"jw", 6}, {"zs", 6}, {"bp", 6},
    {"dt", 6}, {"vf", 6}, {"gk", 7}, {"cs", 6}, {"cq", 6}, {"qw", 6}, {"uv", 6}, {"ck", 6},
};
static const char *const cyrillic_keys[] = {"йцукенгшщзхї", "фівапролджє", "ячсмитьбю"};
static const char *const latin_keys[] = {"qwertyuiop", "asdfghjkl", "zxcvbnm"};

/* Spelling bytes of a short text. */
static int spell_out(const char *text, uint8_t out[RK_NAME_LETTERS])
{
    int32_t c[RK_NAME_LETTERS * 3];
    const int32_t n = names_compose(rk_str_of(text), c, (int32_t)RK_COUNT(c));
    int len = 0;
    for (int32_t i = 0; i < n && len < RK_NAME_LETTERS; i++) {
        uint8_t fold[NAMES_FOLD_MAX];
        enum names_script script;
        if (names_fold(c[i], fold, &script) == 1)
            out[len++] = fold[0];
    }
    return len;
}

static void set_price(struct names_costs *costs, uint8_t a, uint8_t b, uint8_t tenths)
{
    costs->change[place(a)][place(b)] = costs->change[place(b)][place(a)] = tenths;
}

static void set_prices(struct names_costs *costs, const struct price *prices, ptrdiff_t count,
                       const char *const keys[3])
{
    memset(costs->change, EDIT, sizeof costs->change);
    memset(costs->drop, EDIT, sizeof costs->drop);
    for (int i = 0; i < 64; i++)
        costs->change[i][i] = 0;
    uint8_t letter[RK_NAME_LETTERS];
    for (int row = 0; keys && row < 3; row++) {
        const int n = spell_out(keys[row], letter);
        for (int i = 0; i + 1 < n; i++)
            set_price(costs, letter[i], letter[i + 1], NEXT_KEY);
    }
    for (ptrdiff_t p = 0; p < count; p++) {
        const int n = spell_out(prices[p].letters, letter);
        for (int i = 0; i < n; i++)
            for (int k = i + 1; k < n; k++)
                set_price(costs, letter[i], letter[k], prices[p].tenths);
    }
}

void names_costs_set(struct rk_names *names)
{
    set_prices(&names->cyrillic, cyrillic_prices, RK_COUNT(cyrillic_prices), cyrillic_keys);
    set_prices(&names->latin, latin_prices, RK_COUNT(latin_prices), latin_keys);
    set_prices(&names->common, common_prices, RK_COUNT(common_prices), NULL);
    names->cyrillic.drop[29] = names->cyrillic.drop[27] = 1; /* ь ъ */
    names->cyrillic.drop[10] = 4;                            /* й */
    names->latin.drop[place('h')] = 4;
    names->common.drop[place('i')] = 5;
    names->common.drop[place('g')] = 8;
}

static int drop_price(const struct names_costs *costs, const uint8_t *word, int at)
{
    if (!costs)
        return EDIT;
    const int price = costs->drop[place(word[at])];
    return at > 0 && word[at] == word[at - 1] && price > DOUBLE ? DOUBLE : price;
}

static int change_price(const struct names_costs *costs, uint8_t a, uint8_t b)
{
    if (a == b)
        return 0;
    return costs ? costs->change[place(a)][place(b)] : EDIT;
}

int names_edit(const struct names_costs *costs, const uint8_t *a, int a_len, const uint8_t *b,
               int b_len, int limit)
{
    int row[3][SIDE];
    int *before = row[0], *last = row[1], *now = row[2];
    last[0] = 0;
    int last_least = 0;
    for (int k = 1; k <= b_len; k++)
        last[k] = last[k - 1] + drop_price(costs, b, k - 1);
    for (int i = 1; i <= a_len; i++) {
        const int leave = drop_price(costs, a, i - 1);
        now[0] = last[0] + leave;
        int least = now[0];
        for (int k = 1; k <= b_len; k++) {
            int best = last[k - 1] + change_price(costs, a[i - 1], b[k - 1]);
            const int left = last[k] + leave;
            const int right = now[k - 1] + drop_price(costs, b, k - 1);
            best = left < best ? left : best;
            best = right < best ? right : best;
            if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1] &&
                before[k - 2] + SWAP < best)
                best = before[k - 2] + SWAP;
            now[k] = best;
            least = best < least ? best : least;
        }
        if (least > limit && last_least > limit)
            return limit + 1; /* a swap reaches over one row, nothing over two */
        last_least = least;
        int *free_row = before;
        before = last;
        last = now;
        now = free_row;
    }
    return last[b_len];
}
