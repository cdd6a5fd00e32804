/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From a Ukrainian form back to the nominative, once sex, case and role are known.
 *
 * Ukrainian orthography of 2019, §§ 82-91 and 135-142 (declension of nouns, of family and given
 * names). What the ending alone cannot tell (кіт, кота but лось, лося) stands in short tables
 * of common nouns, for family names are mostly such.
 */
#include "names_internal.h"

/* ---- text at hand ---------------------------------------------------------------- */

static bool ends(const struct names_form *f, const char *end)
{
    return names_ends((const uint8_t *)f->at, f->len, end);
}

static bool is(const struct names_form *f, const char *text)
{
    return f->len == (int)strlen(text) && ends(f, text);
}

static bool begins_before_end(const struct names_form *f, int cut, const char *const *list,
                              ptrdiff_t count)
{
    const struct names_form head = {.len = f->len - cut};
    struct names_form copy = head;
    memcpy(copy.at, f->at, (size_t)copy.len);
    for (ptrdiff_t i = 0; i < count; i++)
        if (ends(&copy, list[i]))
            return true;
    return false;
}

/* The form without `cut` bytes at its end and with `add` put there. */
static struct names_form with(const struct names_form *f, int cut, const char *add)
{
    struct names_form out = *f;
    out.len -= cut;
    for (; *add && out.len < NAMES_FORM_MAX; add++)
        out.at[out.len++] = *add;
    return out;
}

static const char *const vowels[] = {"а", "е", "є", "и", "і", "ї", "о", "у", "ю", "я"};
static const char *const hushes[] = {"ч", "ш", "ж", "щ"};

static bool ends_in(const struct names_form *f, const char *const *list, ptrdiff_t count)
{
    return begins_before_end(f, 0, list, count);
}

static bool ends_in_vowel(const struct names_form *f)
{
    return ends_in(f, vowels, RK_COUNT(vowels));
}

/* The letter before the last is a consonant (ь and ' are not letters here). */
static bool ends_in_cluster(const struct names_form *f)
{
    if (f->len < 4)
        return false;
    return !begins_before_end(f, 2, vowels, RK_COUNT(vowels)) && !ends_in_vowel(f);
}

/* ---- what the tables know
 * ---------------------------------------------------------------------- */

static int spelling_of(const struct names_form *f, uint8_t out[RK_NAME_LETTERS])
{
    int n = 0;
    for (int at = 0; at < f->len && n < RK_NAME_LETTERS; at++) {
        if (f->at[at] == '\'')
            continue;
        const int32_t c = (f->at[at] & 0x1F) << 6 | (f->at[at + 1] & 0x3F);
        uint8_t fold[NAMES_FOLD_MAX];
        enum names_script script;
        if (names_fold(c, fold, &script) == 1)
            out[n++] = fold[0];
        at++;
    }
    return n;
}

int names_form_is_given(const struct rk_names *names, const struct names_form *f,
                        enum rk_name_sex sex)
{
    int kind = 0;
    uint8_t spelling[RK_NAME_LETTERS];
    const int len = spelling_of(f, spelling);
    const struct names_entry *e = names_find(&names->ukrainian, spelling, len);
    for (int32_t k = 0; e && k < e->count; k++) {
        const uint8_t known = names->row_sex[names->ukrainian.id[e->first + k]];
        if (known == RK_NAME_SEX_UNKNOWN || sex == RK_NAME_SEX_UNKNOWN || known == (uint8_t)sex)
            kind |= names->ukrainian.kind[e->first + k];
    }
    return kind;
}

/* A usual family name of just this form. */
bool names_form_is_surname(const struct rk_names *names, const struct names_form *f)
{
    uint8_t spelling[RK_NAME_LETTERS];
    const int len = spelling_of(f, spelling);
    return names_find(&names->usual_full, spelling, len) != NULL;
}

/* Nouns (and last parts of compound ones) whose closed syllable has і where the others have о,
 * е: stem of the cases, nominative. */
static const char *const closed[][2] = {
    {"кот", "кіт"},       {"крот", "кріт"},       {"гром", "грім"},     {"дзвон", "дзвін"},
    {"брод", "брід"},     {"окроп", "окріп"},     {"воз", "віз"},       {"явор", "явір"},
    {"нос", "ніс"},       {"рог", "ріг"},         {"вол", "віл"},       {"стол", "стіл"},
    {"узвоз", "узвіз"},   {"сокол", "сокіл"},     {"хвост", "хвіст"},   {"нож", "ніж"},
    {"сноп", "сніп"},     {"поп", "піп"},         {"плот", "пліт"},     {"пирог", "пиріг"},
    {"батог", "батіг"},   {"порог", "поріг"},     {"прокоп", "прокіп"}, {"федор", "федір"},
    {"сидор", "сидір"},   {"тудор", "тудір"},     {"прохор", "прохір"}, {"ничипор", "ничипір"},
    {"яков", "яків"},     {"вечор", "вечір"},     {"хутор", "хутір"},   {"григор", "григір"},
    {"попел", "попіл"},   {"мост", "міст"},       {"пост", "піст"},     {"рост", "ріст"},
    {"бок", "бік"},       {"сок", "сік"},         {"ток", "тік"},       {"поток", "потік"},
    {"двор", "двір"},     {"бор", "бір"},         {"табор", "табір"},   {"загон", "загін"},
    {"плод", "плід"},     {"род", "рід"},         {"ход", "хід"},       {"схід", "схід"},
    {"льод", "лід"},      {"мед", "мід"},         {"дрот", "дріт"},     {"гнот", "гніт"},
    {"запор", "запір"},   {"затвор", "затвір"},   {"спор", "спір"},     {"потоп", "потіп"},
    {"щигол", "щигіл"},   {"тхор", "тхір"},       {"острог", "острог"}, {"закон", "закон"},
    {"постол", "постіл"}, {"престол", "престіл"}, {"рівнин", "рівнин"}, {"стог", "стіг"},
};
static const char *const closed_soft[][2] = {
    {"кон", "кінь"},         {"камен", "камінь"},   {"корен", "корінь"},   {"ремен", "ремінь"},
    {"гребен", "гребінь"},   {"ячмен", "ячмінь"},   {"кремен", "кремінь"}, {"лебед", "лебідь"},
    {"ведмед", "ведмідь"},   {"медвед", "медвідь"}, {"гост", "гість"},     {"кисел", "кисіль"},
    {"хмел", "хміль"},       {"печен", "печінь"},   {"студен", "студінь"}, {"осен", "осінь"},
    {"кігт", "кіготь"},      {"нігт", "ніготь"},    {"лікт", "лікоть"},    {"дьогт", "дьоготь"},
    {"дн", "день"},          {"пн", "пень"},        {"швец", "швець"},     {"шевц", "швець"},
    {"женц", "жнець"},       {"черц", "чернець"},   {"кухл", "кухоль"},    {"вогн", "вогонь"},
    {"стрільц", "стрілець"}, {"зайц", "заєць"},
};
static const char *const closed_in_i[][2] = {
    {"ро", "рій"},     {"гно", "гній"},       {"ло", "лій"},
    {"сло", "слій"},   {"кро", "крій"},       {"стро", "стрій"},
    {"напо", "напій"}, {"водопо", "водопій"}, {"розбо", "розбій"},
};
/* A fleeting vowel other than the rule below would put, and clusters that stay. */
static const char *const fleeting[][2] = {
    {"вузл", "вузол"},  {"посл", "посол"},   {"свекр", "свекор"}, {"цукр", "цукор"},
    {"бугр", "бугор"},  {"дніпр", "дніпро"}, {"багр", "багор"},   {"терн", "терен"},
    {"кедр", "кедр"},   {"тигр", "тигр"},    {"центр", "центр"},  {"метр", "метр"},
    {"театр", "театр"}, {"замк", "замок"},   {"вихр", "вихор"},   {"дерн", "дерен"},
    {"овс", "овес"},    {"вівс", "овес"},    {"пс", "пес"},       {"рт", "рот"},
    {"лоб", "лоб"},     {"чобр", "чобер"},
};
/* What stands before -ок: the other nouns in consonant + к end in -ко. */
static const char *const in_ok[] = {
    "мот",   "гуд", "клуб", "шмат",  "молот", "сад",    "став",  "дуб",  "гриб", "горб", "зуб",
    "голуб", "кот", "піс",  "кіл",   "куп",   "листоп", "сир",   "хліб", "рот",  "жит",  "пас",
    "снім",  "пот", "бат",  "перст", "жов",   "щит",    "свист", "пуп",  "кус",  "лист", "вит",
    "пен",   "гур", "вінц", "обід",  "слим",  "черв",   "ярм",   "лот",  "світ", "цвіт"};
/* Adjectives that keep the Russian ending -ой as family names. */
static const char *const in_oi[] = {"толст", "крут",  "трубецьк", "косой", "холост", "больш",
                                    "чуж",   "прост", "молод",    "сед",   "дорог",  "глух",
                                    "лих",   "худ",   "мостов",   "рядов", "водян",  "бронев"};
/* Adjectives in -овий: their instrumental in -овим is not of -ов. */
static const char *const in_ovyi[] = {
    "степов",  "лугов",     "лісов",  "польов", "яров",   "боров",   "городов", "верхов",
    "низов",   "садов",     "дубов",  "кленов", "тернов", "березов", "грабов",  "соснов",
    "калинов", "медов",     "торгов", "вартов", "рядов",  "мостов",  "лозов",   "ланов",
    "вербов",  "чумацьков", "липов",  "вишнев", "гайов",  "ставков", "кошов",   "бойов",
    "вогнев",  "зимов",     "кутов",  "гаєв"};
/* What stands before -ній in the soft declension: her dative in -ній is then not of -на. */
static const char *const soft_adjectives[] = {
    "заболот", "самот", "серед", "край",    "ниж",      "верх", "зад",   "перед",   "осін",
    "літ",     "си",    "піз",   "ран",     "хат",      "дав",  "город", "порож",   "зим",
    "остан",   "май",   "суміж", "загород", "завгород", "древ", "дорож", "безкрай", "всесвіт",
    "досвіт",  "вечір", "сусід", "могут",   "дале",     "путь", "житн",  "рівн",    "лос"};

static bool replace_known(const struct names_form *stem, const char *const (*table)[2],
                          ptrdiff_t count, struct names_form *out)
{
    int longest = 0;
    for (ptrdiff_t i = 0; i < count; i++) {
        const int size = (int)strlen(table[i][0]);
        if (size <= longest || !ends(stem, table[i][0]))
            continue;
        /* As the whole word, or as the last part of a compound: Кривоноса, Козорога. */
        const int rest = stem->len - size;
        const struct names_form head = {.len = rest};
        struct names_form joined = head;
        memcpy(joined.at, stem->at, (size_t)rest);
        const bool link = rest >= 6 && (ends(&joined, "о") || ends(&joined, "и") ||
                                        ends(&joined, "й") || ends(&joined, "ь"));
        if (rest != 0 && !link)
            continue;
        longest = size;
        *out = with(stem, size, table[i][1]);
    }
    return longest > 0;
}

static bool stem_is_one_of(const struct names_form *stem, const char *const *list,
                           ptrdiff_t count)
{
    for (ptrdiff_t i = 0; i < count; i++)
        if (is(stem, list[i]))
            return true;
    return false;
}

/* ---- the nominative of a stem
 * -------------------------------------------------------------------- */

struct target {
    const struct rk_names *names;
    enum rk_name_role role;
};

static bool known(const struct target *t, const struct names_form *f)
{
    return t->role == RK_NAME_GIVEN ? names_form_is_given(t->names, f, RK_NAME_MALE)
                                    : names_form_is_surname(t->names, f);
}

/* -к after a consonant: Бурячок, Моток; Шевченко, Бутько. */
static struct names_form stem_in_k(const struct names_form *stem)
{
    const struct names_form before = with(stem, 2, "");
    if (ends(stem, "чк") || stem_is_one_of(&before, in_ok, RK_COUNT(in_ok)))
        return with(stem, 2, "ок");
    if (ends(stem, "ьк") && stem_is_one_of(&before, in_ok, RK_COUNT(in_ok)))
        return with(stem, 4, "ьок");
    return with(stem, 0, "о");
}

/* A man's hard stem: Павлов(а), Коваленк(а), Вітр(а), Кот(а), Шил(а). */
static struct names_form hard(const struct target *t, const struct names_form *stem)
{
    const struct names_form in_o = with(stem, 0, "о");
    struct names_form out;
    if (t->role != RK_NAME_GIVEN && replace_known(stem, closed, RK_COUNT(closed), &out))
        return out;
    if (known(t, stem))
        return *stem;
    if (known(t, &in_o) || ends(stem, "енк"))
        return in_o;
    if (replace_known(stem, closed, RK_COUNT(closed), &out) ||
        replace_known(stem, fleeting, RK_COUNT(fleeting), &out))
        return out;
    if (ends_in_cluster(stem)) {
        if (ends(stem, "к") && !ends(stem, "ск"))
            return stem_in_k(stem);
        static const char *const sonants[] = {"р", "л", "в", "м", "н"};
        static const char *const before[] = {"т", "д", "б", "п", "с", "з",
                                             "к", "г", "х", "в", "ж", "ш"};
        const bool sonant = ends_in(stem, sonants, RK_COUNT(sonants)) &&
                            begins_before_end(stem, 2, before, RK_COUNT(before));
        if ((sonant && !ends(stem, "мисл")) || ends(stem, "рл") || is(stem, "пс") ||
            is(stem, "лв")) {
            const struct names_form last = with(stem, 0, "");
            struct names_form put = with(&last, 2, "е");
            put.at[put.len++] = last.at[last.len - 2];
            put.at[put.len++] = last.at[last.len - 1];
            return put;
        }
    }
    if (ends(stem, "ил") || ends(stem, "айл") || ends(stem, "ойл"))
        return in_o;
    return *stem;
}

/* A man's soft stem: Ковал(я), Мусі(я), Кравц(я), Лежн(я), Журавл(я), Снігир(я). */
static struct names_form soft(const struct target *t, const struct names_form *stem)
{
    struct names_form out = with(stem, 0, "ь");
    if (ends_in_vowel(stem) && !replace_known(stem, closed_in_i, RK_COUNT(closed_in_i), &out))
        return with(stem, 0, "й");
    if (ends_in_vowel(stem))
        return out;
    if (ends(stem, "'"))
        return with(stem, 1, "ей");
    if (ends(stem, "р") || ends_in(stem, hushes, RK_COUNT(hushes)))
        return *stem;
    if (known(t, &out) || replace_known(stem, closed_soft, RK_COUNT(closed_soft), &out))
        return out;
    if (ends(stem, "ц")) {
        if (ends(stem, "йц"))
            return with(stem, 4, "єць");
        if (ends(stem, "ьц"))
            return with(stem, 4, "ець");
        return begins_before_end(stem, 2, vowels, RK_COUNT(vowels)) ? with(stem, 0, "ь")
                                                                    : with(stem, 2, "ець");
    }
    if (ends_in_cluster(stem) && ends(stem, "н"))
        return with(stem, 2, "ень");
    if (ends_in_cluster(stem) && ends(stem, "л") && !ends(stem, "лл"))
        return with(stem, 2, "ель");
    return with(stem, 0, "ь");
}

static struct names_form adjective(const struct names_form *stem)
{
    return with(stem, 0, stem_is_one_of(stem, in_oi, RK_COUNT(in_oi)) ? "ой" : "ий");
}

/* к г х come back from ц з с: Сороці, Ользі, Балабусі. */
static struct names_form unsoftened(const struct target *t, const struct names_form *stem,
                                    enum rk_name_sex sex)
{
    const struct names_form plain = with(stem, 0, "а");
    const struct names_form sibilant = with(stem, 0, "я");
    const bool given = t->role == RK_NAME_GIVEN;
    struct names_form back = plain;
    if (ends(stem, "ц"))
        back = with(stem, 2, "ка");
    else if (ends(stem, "з"))
        back = with(stem, 2, "га");
    else if (ends(stem, "с"))
        back = with(stem, 2, "ха");
    else
        return plain;
    const struct names_form *choice[] = {&back, &plain, &sibilant};
    for (int i = 0; i < 3; i++)
        if (given ? names_form_is_given(t->names, choice[i], sex)
                  : names_form_is_surname(t->names, choice[i]))
            return *choice[i];
    if (given && (ends(stem, "с") || ends(stem, "з")))
        return plain; /* Лариса, Луїза; Ольга is known */
    if (ends(stem, "иц"))
        return sibilant; /* Лисиця; Музика is known */
    if (ends(stem, "оз") || ends(stem, "рез") || ends(stem, "рос") || ends(stem, "кос"))
        return plain; /* Береза, Лоза, Роса */
    return back;
}

/* ---- the cases
 * -------------------------------------------------------------------------------------- */

/* Nouns in -а, -я of both sexes; true when the ending is one of theirs in this case. */
static bool in_a(const struct target *t, const struct names_form *f, int cases,
                 enum rk_name_sex sex, struct names_form *out)
{
    const struct names_form stem = with(f, 2, "");
    if ((cases & NAMES_GENITIVE) && ends(f, "и")) {
        *out = with(&stem, 0, "а");
        return true;
    }
    static const char *const never_soft[] = {"б", "п", "в", "м", "ф", "к", "г", "х"};
    if ((cases & NAMES_GENITIVE) && !ends_in(&stem, never_soft, RK_COUNT(never_soft)) &&
        (ends(f, "і") || ends(f, "ї"))) {
        const struct names_form hush = with(&stem, 0, "а");
        *out = ends_in(&stem, hushes, RK_COUNT(hushes)) ? hush : with(&stem, 0, "я");
        return true;
    }
    if ((cases & (NAMES_DATIVE | NAMES_LOCATIVE)) && ends(f, "ї")) {
        *out = with(&stem, 0, "я");
        return true;
    }
    if ((cases & (NAMES_DATIVE | NAMES_LOCATIVE)) && ends(f, "і")) {
        const struct names_form soft_form = with(&stem, 0, "я"),
                                hard_form = with(&stem, 0, "а");
        const bool given = t->role == RK_NAME_GIVEN;
        const bool soft_known = given ? names_form_is_given(t->names, &soft_form, sex)
                                      : names_form_is_surname(t->names, &soft_form);
        const bool hard_known = given ? names_form_is_given(t->names, &hard_form, sex)
                                      : names_form_is_surname(t->names, &hard_form);
        const bool doubled =
            ends(&stem, "лл") || ends(&stem, "нн") || ends(&stem, "ен") || ends(&stem, "ир");
        const bool is_soft =
            given ? soft_known && !hard_known : soft_known || (doubled && !hard_known);
        *out = is_soft ? soft_form : unsoftened(t, &stem, sex);
        return true;
    }
    const bool long_end = ends(f, "ою") || ends(f, "ею") || ends(f, "єю");
    if ((cases & NAMES_ACCUSATIVE) && !long_end && (ends(f, "у") || ends(f, "ю"))) {
        *out = with(&stem, 0, ends(f, "у") ? "а" : "я");
        return true;
    }
    if ((cases & NAMES_INSTRUMENTAL) && long_end) {
        const struct names_form base = with(f, 4, "");
        const bool a = ends(f, "ою") || (ends(f, "ею") && ends_in(&base, hushes, 4));
        *out = with(&base, 0, a ? "а" : "я");
        return true;
    }
    if ((cases & NAMES_VOCATIVE) && ends(f, "о") && !ends(&stem, "ь") && !ends(&stem, "й")) {
        *out = with(&stem, 0, "а");
        return true;
    }
    if ((cases & NAMES_VOCATIVE) && (ends(f, "є") || ends(f, "е") || ends(f, "ю"))) {
        const struct names_form hush = with(&stem, 0, "а");
        *out = ends_in(&stem, hushes, RK_COUNT(hushes)) ? hush : with(&stem, 0, "я");
        return true;
    }
    return false;
}

/* A woman's adjective: Зеленої, Зеленій, Зеленою (Зелену and Зелена go as nouns do). */
static bool her_adjective(const struct names_form *f, int cases, struct names_form *out)
{
    const struct names_form stem = with(f, 4, "");
    if ((cases & NAMES_GENITIVE) && ends(f, "ьої")) {
        *out = with(f, 6, "я");
        return true;
    }
    if ((cases & NAMES_GENITIVE) && ends(f, "ої")) {
        *out = with(&stem, 0, "а");
        return true;
    }
    if ((cases & NAMES_INSTRUMENTAL) && ends(f, "ьою")) {
        *out = with(f, 6, "я");
        return true;
    }
    if ((cases & (NAMES_DATIVE | NAMES_LOCATIVE)) && ends(f, "ій")) {
        const struct names_form root = with(f, 6, "");
        const bool in_nya =
            ends(f, "ній") && stem_is_one_of(&root, soft_adjectives, RK_COUNT(soft_adjectives));
        *out = with(&stem, 0, in_nya ? "я" : "а");
        return true;
    }
    return false;
}

/* Names that no case changes: Живаго, Чутких, Жемайтіте, Франко as written. */
static bool frozen(const struct names_form *f, enum rk_name_sex sex)
{
    static const char *const both[] = {"аго", "яго", "ово", "их", "енко", "айте", "іте", "уте"};
    (void)sex;
    return ends_in(f, both, RK_COUNT(both));
}

static struct names_form hers(const struct target *t, const struct names_form *f, int cases)
{
    struct names_form out;
    if (t->role == RK_NAME_SURNAME && frozen(f, RK_NAME_FEMALE))
        return *f;
    if (ends(f, "в'ю"))
        return with(f, 3, ""); /* Любов'ю */
    if (t->role == RK_NAME_GIVEN && (ends(f, "ові") || ends(f, "ове"))) {
        out = with(f, 2, "");
        if (names_form_is_given(t->names, &out, RK_NAME_FEMALE))
            return out; /* Любові, Любове */
    }
    if (names_form_is_given(t->names, f, RK_NAME_FEMALE) && t->role == RK_NAME_GIVEN &&
        !ends_in_vowel(f))
        return *f; /* Любов */
    if (her_adjective(f, cases, &out) || in_a(t, f, cases, RK_NAME_FEMALE, &out))
        return out;
    return *f; /* Лебідь, Кузьо, Бряних: she does not decline */
}

static bool his_adjective(const struct names_form *f, int cases, struct names_form *out)
{
    if ((cases & (NAMES_GENITIVE | NAMES_ACCUSATIVE)) && ends(f, "ього")) {
        *out = with(f, 8, "ій");
        return true;
    }
    if ((cases & (NAMES_DATIVE | NAMES_LOCATIVE)) && ends(f, "ьому")) {
        *out = with(f, 8, "ій");
        return true;
    }
    const bool of = (cases & (NAMES_GENITIVE | NAMES_ACCUSATIVE)) && ends(f, "ого");
    const bool to = (cases & (NAMES_DATIVE | NAMES_LOCATIVE)) && ends(f, "ому");
    if ((of || to) && f->len >= 6 + 6 && !ends(f, "аго") && !ends(f, "яго")) {
        const struct names_form stem = with(f, 6, "");
        *out = adjective(&stem);
        return true;
    }
    return false;
}

static struct names_form his_instrumental(const struct target *t, const struct names_form *f)
{
    const struct names_form stem = with(f, 4, "");
    struct names_form out;
    if (in_a(t, f, NAMES_INSTRUMENTAL, RK_NAME_MALE, &out))
        return out;
    if (ends(f, "им")) {
        static const char *const owners[] = {"ов", "ев", "єв", "ів", "їв", "ин", "ін", "їн"};
        const struct names_form adj = adjective(&stem);
        if (names_form_is_surname(t->names, &adj) ||
            stem_is_one_of(&stem, in_ovyi, RK_COUNT(in_ovyi)))
            return adj;
        return ends_in(&stem, owners, RK_COUNT(owners)) ? stem : adj;
    }
    if (ends(f, "ім") || ends(f, "їм"))
        return with(&stem, 0, "ій");
    if (ends(f, "ом"))
        return hard(t, &stem);
    if (ends(f, "ем") || ends(f, "єм"))
        return soft(t, &stem);
    return *f;
}

/* Глібові is to Гліб, or on Глібов: a family name that is a given name and -ові is the latter.
 */
static bool is_owner(const struct target *t, const struct names_form *stem, const char *end)
{
    if (t->role != RK_NAME_SURNAME)
        return false;
    const struct names_form owner = with(stem, 0, end);
    if (names_form_is_surname(t->names, &owner))
        return true;
    const struct names_form in_i = with(stem, 0, "й"), in_o = with(stem, 0, "о");
    return names_form_is_given(t->names, stem, RK_NAME_MALE) ||
           names_form_is_given(t->names, &in_o, RK_NAME_MALE) ||
           names_form_is_given(t->names, &in_i, RK_NAME_MALE);
}

static struct names_form his_dative_in_i(const struct target *t, const struct names_form *f)
{
    struct names_form stem = with(f, 6, "");
    if (ends(f, "ьові") || ends(f, "ьєві"))
        return with(f, 2, ""); /* Фітільов */
    struct names_form whole = with(f, 2, ""), out;
    if (ends(f, "ові")) {
        const struct names_form noun = hard(t, &stem);
        if (t->role == RK_NAME_GIVEN && !known(t, &noun)) {
            whole = hard(t, &whole); /* Якові: on Яків */
            return known(t, &whole) ? whole : noun;
        }
        const bool sure = names_form_is_surname(t->names, &noun) ||
                          replace_known(&stem, closed, RK_COUNT(closed), &out);
        return !sure && is_owner(t, &stem, "ов") ? whole : noun;
    }
    if (ends(f, "еві") || ends(f, "єві")) {
        const struct names_form noun = soft(t, &stem);
        const char *end = ends(f, "еві") ? "ев" : "єв";
        return !names_form_is_surname(t->names, &noun) && is_owner(t, &stem, end) ? whole
                                                                                  : noun;
    }
    stem = with(f, 2, "");
    const struct names_form in_a_form = with(&stem, 0, "а");
    if (known(t, &in_a_form))
        return in_a_form;
    static const char *const owners[] = {"ів", "їв", "ін", "їн", "шин", "кин", "гин", "хин"};
    if (t->role != RK_NAME_GIVEN && replace_known(&stem, closed, RK_COUNT(closed), &out))
        return out;
    if (ends_in(&stem, owners, RK_COUNT(owners)) || known(t, &stem))
        return stem;
    if (in_a(t, f, NAMES_DATIVE, RK_NAME_MALE, &out) && !ends(&stem, "сл") &&
        !ends(&stem, "тр"))
        return out;
    return hard(t, &stem);
}

static struct names_form his_vocative_in_e(const struct target *t, const struct names_form *f)
{
    const struct names_form stem = with(f, 2, ""), in_ya = with(&stem, 0, "я");
    if (known(t, &in_ya) || ends(&stem, "лл"))
        return in_ya; /* Ілле */
    struct names_form to = with(&stem, 0, "");
    if (ends(&stem, "ч")) {
        to = with(&stem, 2, "ець"); /* Кравче, Стрільче */
        if (known(t, &to))
            return to;
        to = with(&stem, 2, "к"); /* Вовче, Козаче */
        return known(t, &to) ? to : stem;
    }
    if (ends(&stem, "ж")) {
        to = with(&stem, 2, "г"); /* Олеже */
        return known(t, &to) ? to : stem;
    }
    if (ends(&stem, "ш")) {
        to = with(&stem, 2, "х");
        return known(t, &to) && !known(t, &stem) ? to : stem;
    }
    return hard(t, &stem);
}

static struct names_form his(const struct target *t, const struct names_form *f, int cases)
{
    struct names_form out;
    if (t->role == RK_NAME_SURNAME &&
        (frozen(f, RK_NAME_MALE) || (ends(f, "о") && known(t, f))))
        return *f;
    if (his_adjective(f, cases, &out))
        return out;
    if (cases & NAMES_INSTRUMENTAL)
        return his_instrumental(t, f);
    const struct names_form stem = with(f, 2, "");
    if (cases & (NAMES_GENITIVE | NAMES_ACCUSATIVE)) {
        if (ends(f, "а"))
            return hard(t, &stem);
        if (ends(f, "я"))
            return soft(t, &stem);
        return in_a(t, f, cases, RK_NAME_MALE, &out) ? out : *f;
    }
    if (ends(f, "і") && (cases & (NAMES_DATIVE | NAMES_LOCATIVE)))
        return his_dative_in_i(t, f);
    if (ends(f, "ї") && in_a(t, f, cases, RK_NAME_MALE, &out))
        return out;
    if (ends(f, "у"))
        return hard(t, &stem);
    if (ends(f, "ю")) {
        const struct names_form in_ya = with(&stem, 0, "я");
        return t->role == RK_NAME_GIVEN && known(t, &in_ya) ? in_ya : soft(t, &stem);
    }
    if ((cases & NAMES_VOCATIVE) && ends(f, "е"))
        return his_vocative_in_e(t, f);
    return in_a(t, f, cases & NAMES_VOCATIVE, RK_NAME_MALE, &out) ? out : *f;
}

struct names_form names_to_nominative(const struct rk_names *names, const struct names_form *f,
                                      enum rk_name_role role, enum rk_name_sex sex, int cases)
{
    if (cases == NAMES_NOMINATIVE || f->len < 4)
        return *f;
    const struct target t = {names, role};
    return sex == RK_NAME_FEMALE ? hers(&t, f, cases) : his(&t, f, cases);
}
