/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text is cut into words; letters of the wrong alphabet are put right word by word. */
#include "names_internal.h"

struct cutter {
    struct names_cut *out;
    int32_t words, max;
    bool open;       /* a word is being read */
    int brackets;    /* depth */
    uint8_t pending; /* flags of the next word */
    int uppers, lowers;
    bool last_lower;
};

/* Words that say an earlier family name follows, in the common alphabet. */
static const char *const maiden_words[] = {
    "divoqe",     "divoctvi", "div",        "urodjena", "ur",       "urojdena",
    "urojdenaia", "deviqia",  "deviqestve", "koliwnia", "bivwaia",  "ranwe",
    "nee",        "ni",       "born",       "maiden",   "formerli", "prizviwe"};
/* Words that are no part of the name; they count as such only with a full stop or in front. */
static const char *const titles[] = {
    "gr",  "gromadianin", "gromadianka", "grajdanin", "grajdanka", "pan", "pani",
    "tov", "tovariw",     "g",           "gn",        "mr",        "mrs", "ms",
    "dr",  "prof",        "sir",         "gospodin",  "gospoja",   "vel"};
static const char *const tails[] = {"n", "ka", "in", "ia", "janin", "janka", "ja"};

static bool is_one_of(const struct names_cut *cut, const char *const *words, ptrdiff_t count)
{
    uint8_t letters[RK_NAME_LETTERS];
    const int n = names_letters(cut->spelling, cut->len, letters);
    for (ptrdiff_t i = 0; i < count; i++)
        if ((int)strlen(words[i]) == n && memcmp(words[i], letters, (size_t)n) == 0)
            return true;
    return false;
}

/* Digits that stand for letters inside a word, by shape: Latin and Cyrillic readings. */
static uint8_t letter_of_digit(uint8_t digit, enum names_script script)
{
    static const char latin[] = "oizeasgtbg";
    static const uint8_t cyrillic[] = {15, 34, 8, 8, 24, 18, 2, 19, 3, 4};
    return script == NAMES_LATIN ? (uint8_t)latin[digit - '0'] : cyrillic[digit - '0'];
}

static void count_scripts(const struct names_cut *cut, int count[6])
{
    for (int i = 0; i < 6; i++)
        count[i] = 0;
    for (int i = 0; i < cut->len; i++)
        count[names_script_of(cut->spelling[i])]++;
}

/* Turns every letter into `script` where it has a look-alike there; false when one has none. */
static bool turn(struct names_cut *cut, enum names_script script)
{
    uint8_t turned[RK_NAME_LETTERS];
    for (int i = 0; i < cut->len; i++) {
        const uint8_t s = cut->spelling[i];
        turned[i] = names_script_of(s) == script ? s : names_look_alike(s);
        if (!turned[i])
            return false;
    }
    memcpy(cut->spelling, turned, cut->len);
    cut->script = (uint8_t)script;
    return true;
}

static void settle_script(struct names_cut *cut)
{
    int count[6];
    count_scripts(cut, count);
    if (cut->script == NAMES_IDEOGRAMS)
        return;
    if (count[NAMES_ALPHABET] > 0) {
        cut->script = NAMES_ALPHABET;
        return;
    }
    const int letters = count[NAMES_CYRILLIC] + count[NAMES_LATIN];
    if (letters == 0) {
        cut->script = NAMES_DIGITS;
        return;
    }
    const enum names_script most =
        count[NAMES_CYRILLIC] >= count[NAMES_LATIN] ? NAMES_CYRILLIC : NAMES_LATIN;
    if (count[NAMES_DIGITS] > 0) {
        if (letters < 3 || count[NAMES_DIGITS] * 2 > letters) {
            cut->script = NAMES_DIGITS;
            return;
        }
        for (int i = 0; i < cut->len; i++)
            if (names_script_of(cut->spelling[i]) == NAMES_DIGITS)
                cut->spelling[i] = letter_of_digit(cut->spelling[i], most);
    }
    cut->script = (uint8_t)most;
    if (count[NAMES_CYRILLIC] > 0 && count[NAMES_LATIN] > 0 && !turn(cut, most))
        (void)turn(cut, most == NAMES_CYRILLIC ? NAMES_LATIN : NAMES_CYRILLIC);
}

static void close_word(struct cutter *c)
{
    if (!c->open)
        return;
    struct names_cut *cut = &c->out[c->words];
    c->open = false;
    if (cut->len == 0)
        return;
    if (c->uppers > 1 && c->lowers == 0)
        cut->flags |= NAMES_CUT_CAPITALS;
    settle_script(cut);
    c->words++;
}

static void open_word(struct cutter *c)
{
    c->out[c->words] = (struct names_cut){
        .flags = (uint8_t)(c->pending | (c->brackets > 0 ? NAMES_CUT_INSIDE : 0))};
    c->pending = 0;
    c->open = true;
    c->uppers = c->lowers = 0;
    c->last_lower = false;
}

static void take_letter(struct cutter *c, int32_t character, const uint8_t *fold, int n,
                        enum names_script script)
{
    const bool upper = names_is_upper(character);
    if (c->open && upper && c->last_lower && c->lowers >= 2) {
        close_word(c); /* ІванКоваль: two words */
        c->pending |= NAMES_CUT_HYPHEN;
    }
    if (!c->open) {
        if (c->words >= c->max)
            return;
        open_word(c);
    }
    struct names_cut *cut = &c->out[c->words];
    if (script == NAMES_IDEOGRAMS || (script == NAMES_ALPHABET && !cut->script))
        cut->script = (uint8_t)script;
    for (int i = 0; i < n && cut->len < RK_NAME_LETTERS; i++)
        cut->spelling[cut->len++] = fold[i];
    if (script == NAMES_CYRILLIC || script == NAMES_LATIN) {
        c->uppers += upper;
        c->lowers += !upper;
        c->last_lower = !upper;
    }
}

static void take_sign(struct cutter *c, int32_t character, bool letter_follows)
{
    const bool quote = character == '"' || character == 0x201C || character == 0x201D;
    if ((names_is_apostrophe(character) || quote) && c->open && letter_follows)
        return; /* inside a word: В'ячеслав, O'Brien */
    if (character == '.' && c->open)
        c->out[c->words].flags |= NAMES_CUT_DOT;
    const bool was_open = c->open;
    close_word(c);
    if (names_is_hyphen(character) && (was_open || c->words > 0) && letter_follows)
        c->pending |= NAMES_CUT_HYPHEN;
    else if (character == ',' || character == ';')
        c->pending |= NAMES_CUT_COMMA;
    else if (character == '/' || character == '\\' || character == '=')
        c->pending |= NAMES_CUT_SLASH;
    else if (character == '(' || character == '[')
        c->brackets++;
    else if ((character == ')' || character == ']') && c->brackets > 0)
        c->brackets--;
}

/* Marks what follows "дівоче", drops it and titles. */
static int32_t drop_small_words(struct names_cut *cut, int32_t words)
{
    int32_t kept = 0;
    bool maiden = false;
    for (int32_t i = 0; i < words; i++) {
        const bool front = i == 0 || (cut[i].flags & NAMES_CUT_DOT);
        if (i > 0 && words > 2 && is_one_of(&cut[i], maiden_words, RK_COUNT(maiden_words))) {
            maiden = true;
            continue;
        }
        const bool inside = (cut[i].flags & NAMES_CUT_INSIDE) != 0;
        if (inside && cut[i].len == 1 && i + 1 < words)
            continue; /* "у дівоцтві", "в девичестве" */
        if (front && words - i > 2 && cut[i].len > 1 &&
            is_one_of(&cut[i], titles, RK_COUNT(titles))) {
            if (i + 1 < words && (cut[i + 1].flags & NAMES_CUT_HYPHEN) &&
                is_one_of(&cut[i + 1], tails, RK_COUNT(tails)))
                i++;
            continue;
        }
        if (maiden)
            cut[i].flags |= NAMES_CUT_MAIDEN;
        maiden = false;
        cut[kept++] = cut[i];
    }
    return kept;
}

/* Letters standing one by one ("К о в а л ь") are a word. */
static int32_t join_spread(struct names_cut *cut, int32_t words)
{
    if (words < 4)
        return words;
    for (int32_t i = 0; i < words; i++)
        if (cut[i].len != 1 || (cut[i].flags & ~NAMES_CUT_CAPITALS))
            return words;
    for (int32_t i = 1; i < words; i++)
        cut[0].spelling[cut[0].len++] = cut[i].spelling[0];
    settle_script(&cut[0]);
    return 1;
}

/* A word or initial all of whose letters exist in both alphabets takes that of its neighbours.
 */
static void settle_by_neighbours(struct names_cut *cut, int32_t words)
{
    int cyrillic = 0, latin = 0;
    for (int32_t i = 0; i < words; i++) {
        cyrillic += cut[i].script == NAMES_CYRILLIC ? cut[i].len : 0;
        latin += cut[i].script == NAMES_LATIN ? cut[i].len : 0;
    }
    if (cyrillic == 0 || latin == 0)
        return;
    const enum names_script most = cyrillic >= latin ? NAMES_CYRILLIC : NAMES_LATIN;
    for (int32_t i = 0; i < words; i++)
        if (cut[i].script == NAMES_CYRILLIC || cut[i].script == NAMES_LATIN)
            (void)turn(&cut[i], most);
}

int32_t names_cut_words(const int32_t *text, int32_t len, struct names_cut *out, int32_t max)
{
    struct cutter c = {.out = out, .max = max};
    for (int32_t i = 0; i < len; i++) {
        uint8_t fold[NAMES_FOLD_MAX];
        enum names_script script;
        if (names_is_mark(text[i]))
            continue;
        const int n = names_fold(text[i], fold, &script);
        if (n > 0) {
            take_letter(&c, text[i], fold, n, script);
            continue;
        }
        uint8_t next[NAMES_FOLD_MAX];
        take_sign(&c, text[i], i + 1 < len && names_fold(text[i + 1], next, &script) > 0);
    }
    close_word(&c);
    int32_t words = drop_small_words(out, c.words);
    words = join_spread(out, words);
    settle_by_neighbours(out, words);
    return words;
}
