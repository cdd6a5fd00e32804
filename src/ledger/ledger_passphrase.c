/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Passphrases that are tried first. Length over composition (NIST SP 800-63B, 5.1.1.2): no rule
 * asks for digits or signs; refused is what a short list, a repetition or a finger's walk over
 * the keyboard gives. The list is our own, in the three languages people type in.
 */
#include "rk_holder.h"

#include "rk_text.h"

enum { SHORTEST = 8, LONGEST = 1000, RUN = 4 };

/* Folded, '|' around each. */
static const char tried_first[] =
    "|abc|abcd|abcdef|abcdefgh|admin|administrator|aleksandr|alexander|andrey|andrii|"
    "android|anna|apple|arsenal|artem|asdfgh|asdfghjkl|autumn|azerty|azov|bandera|"
    "barcelona|baseball|batman|bogdan|bohdan|changeme|chelsea|computer|council|dasha|"
    "demo|dima|dinamo|dmitry|dmytro|dnipro|donbas|dragon|dynamo|elena|ferrari|"
    "football|freedom|fuckyou|futbol|google|guest|hacker|hello|hockey|hospital|"
    "iloveyou|internet|iphone|irina|iryna|ivan|izium|izum|izyum|juventus|kalyna|"
    "katya|kharkiv|kharkov|kiev|killer|kohannya|kotik|kotyk|krym|kyiv|lada|letmein|"
    "likarnya|liverpool|login|love|lubov|lviv|lyubov|maksim|mama|maria|masha|master|"
    "matrix|maxim|mayor|mercedes|metalist|minecraft|monkey|moyalubov|mustang|mylove|"
    "naruto|nastya|natalia|natasha|nazar|nokia|odesa|odessa|oksana|oleksandr|olena|"
    "papa|passw0rd|password|passwort|peace|peremoha|pokemon|police|porsche|princess|"
    "privet|privit|q1w2e3|q1w2e3r4|qazwsx|qazwsxedc|qwe|qweasd|qweasdzxc|qwerty|"
    "qwertyuiop|ranok|roblox|root|rose|samsung|sasha|school|secret|sekret|september|"
    "sergei|sergey|serhii|sexy|shadow|shakhtar|slava|slavaukraini|solnce|sonce|"
    "sonyashnyk|spartak|spring|starwars|summer|sunflower|sunshine|superman|taras|"
    "tatiana|tato|test|tetiana|toyota|trustno|tryzub|ukraina|ukraine|ukrayina|user|"
    "vesna|victory|vlad|vodka|vova|welcome|winter|yulia|zaychik|zayka|zima|zsu|"
    "zxcvbn|zxcvbnm|абв|абвгд|абвгде|администратор|адміністратор|азов|александр|"
    "андрей|андрій|анна|аня|артем|балаклія|бандера|барселона|бегемот|богдан|больница|"
    "борщ|верба|вересень|весна|вишиванка|влад|владислав|вова|водка|волинь|воля|"
    "героямслава|герої|горілка|даша|дима|динамо|дмитрий|дмитро|днепр|дніпро|"
    "добрийдень|донбас|донецк|донецьк|дякую|елена|зайка|зайчик|зеніт|зима|зсу|иван|"
    "изюм|ирина|йцуке|йцукен|йцукенгшщзх|калина|катя|киев|кицька|київ|кодслово|"
    "котельня|котенок|котик|кохання|краматорськ|крим|крокодил|лето|лублю|луганск|"
    "луганськ|львов|львів|люблю|люблютебе|люблютебя|любовь|лікарня|літо|максим|мама|"
    "мамочка|мария|марія|маша|мер|металіст|мир|михайло|мэр|міськарада|міськрада|"
    "назар|настя|наталя|наташа|одеса|одесса|оксана|олександр|олена|осень|осінь|папа|"
    "пароль|перемога|победа|поліція|пороль|привет|привіт|рада|ранок|роза|ромашка|"
    "сало|саша|свобода|секрет|сентябрь|сергей|сергій|слава|славаукраїні|словянськ|"
    "слов’янськ|солнце|сонечко|сонце|соняшник|спартак|спасибо|тарас|тато|татьяна|"
    "тетяна|тризуб|троянда|украина|україна|футбол|фывапролд|харків|харьков|шахтар|"
    "шахтер|школа|юля|ячсмить|іван|ізюм|ірина|";

/* Neighbours on a keyboard, forth or back, are one walk. */
static const char *const rows[] = {"1234567890",
                                   "qwertyuiop",
                                   "asdfghjkl",
                                   "zxcvbnm",
                                   "йцукенгшщзхї",
                                   "фівапролджє",
                                   "фывапролджэ",
                                   "ячсмитьбю",
                                   "abcdefghijklmnopqrstuvwxyz",
                                   "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
                                   "1q2w3e4r5t6y7u8i9o0p",
                                   "1й2ц3у4к5е6н7г8ш9щ0з",
                                   "qazwsxedcrfvtgb"};

struct letters {
    int32_t at[LONGEST];
    ptrdiff_t len;
};

static void read_letters(struct rk_str s, struct letters *out)
{
    out->len = 0;
    for (ptrdiff_t at = 0; at < s.len && out->len < LONGEST;)
        out->at[out->len++] = rk_utf8_next(s, &at);
}

static bool digit_or_sign(int32_t c)
{
    return c < 'a' && c >= 0;
}

/* Whether it is of the list once spaces and signs, and digits at both ends, are off. */
static bool of_the_list(struct rk_str folded)
{
    char word[128] = "|";
    int len = 1;
    while (folded.len && digit_or_sign((unsigned char)folded.at[0]))
        folded = rk_str_slice(folded, 1, folded.len);
    while (folded.len && digit_or_sign((unsigned char)folded.at[folded.len - 1]))
        folded.len--;
    if (folded.len > (ptrdiff_t)sizeof word - 3)
        return false;
    for (ptrdiff_t i = 0; i < folded.len; i++) {
        const char c = folded.at[i];
        if ((c >= '0' && c <= '9') || !digit_or_sign((unsigned char)c))
            word[len++] = c;
    }
    word[len++] = '|';
    return rk_str_find(rk_str_of(tried_first), (struct rk_str){word, len}) >= 0;
}

/* The whole is one short piece, said again and again. */
static bool repeated(const struct letters *l)
{
    for (ptrdiff_t period = 1; period <= l->len / 2; period++) {
        ptrdiff_t i = period;
        while (i < l->len && l->at[i] == l->at[i - period])
            i++;
        if (i == l->len)
            return true;
    }
    return false;
}

static ptrdiff_t place_in(const struct letters *row, int32_t c)
{
    for (ptrdiff_t i = 0; i < row->len; i++)
        if (row->at[i] == c)
            return i;
    return -1;
}

/* How many letters from `from` on walk along this row, forth or back. */
static ptrdiff_t walk(const struct letters *l, ptrdiff_t from, const struct letters *row)
{
    ptrdiff_t best = 1;
    for (int step = -1; step <= 1; step += 2) {
        ptrdiff_t n = 1, place = place_in(row, l->at[from]);
        while (place >= 0 && from + n < l->len && place + step >= 0 &&
               place + step < row->len && row->at[place + step] == l->at[from + n]) {
            place += step;
            n++;
        }
        best = n > best ? n : best;
    }
    return best;
}

/* Letters that no walk of RUN or more explains; a walk counts as one. */
static ptrdiff_t surprising(const struct letters *l)
{
    ptrdiff_t count = 0;
    for (ptrdiff_t at = 0; at < l->len; count++) {
        ptrdiff_t best = 1;
        for (ptrdiff_t r = 0; r < RK_COUNT(rows); r++) {
            struct letters row;
            read_letters(rk_str_of(rows[r]), &row);
            const ptrdiff_t n = walk(l, at, &row);
            best = n > best ? n : best;
        }
        at += best >= RUN ? best : 1;
    }
    return count;
}

static ptrdiff_t distinct(const struct letters *l)
{
    ptrdiff_t count = 0;
    for (ptrdiff_t i = 0; i < l->len; i++) {
        ptrdiff_t k = 0;
        while (k < i && l->at[k] != l->at[i])
            k++;
        count += k == i;
    }
    return count;
}

/* A word of the name with little beside it: "Олена1985". */
static bool of_the_name(struct rk_str folded, struct rk_str name)
{
    while (name.len > 0) {
        const struct rk_str word = rk_str_cut(&name, ' ');
        if (word.len >= 6 && rk_str_find(folded, word) >= 0 && folded.len - word.len < 10)
            return true;
    }
    return false;
}

rk_status rk_passphrase_check(struct rk_str passphrase, struct rk_str name, struct rk_err *err)
{
    char room[LONGEST * 3], name_room[512];
    struct rk_buf fold = {.at = room, .cap = sizeof room},
                  name_fold = {.at = name_room, .cap = sizeof name_room};
    struct letters letters;
    const ptrdiff_t said = rk_utf8_count(passphrase);
    if (said < SHORTEST)
        return rk_fail(err, RK_EINVAL, "",
                       "the passphrase is too short: at least %d characters", (int)SHORTEST);
    if (passphrase.len > LONGEST || rk_utf8_bad(passphrase) >= 0)
        return rk_fail(err, RK_EINVAL, "", "the passphrase is too long, or no text");
    rk_text_fold(passphrase, &fold);
    rk_text_fold(rk_utf8_head(name, 250), &name_fold);
    const struct rk_str folded = rk_buf_str(&fold);
    read_letters(folded, &letters);
    if (of_the_list(folded))
        return rk_fail(err, RK_EINVAL, "",
                       "this passphrase is one of those that are tried first");
    if (repeated(&letters) || distinct(&letters) < 5)
        return rk_fail(err, RK_EINVAL, "", "this passphrase only repeats itself");
    if (surprising(&letters) < 6)
        return rk_fail(err, RK_EINVAL, "", "this passphrase only walks along the keys");
    if (of_the_name(folded, rk_buf_str(&name_fold)))
        return rk_fail(err, RK_EINVAL, "", "this passphrase is the name itself");
    return RK_OK;
}
