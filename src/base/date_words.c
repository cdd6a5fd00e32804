/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_date.h"
#include "date_internal.h"

/*
 * Words in folded form, several forms a line: nominative, genitive, locative, abbreviations;
 * after the bar the English ones. Ukrainian and Russian share a line where they mean the same.
 */
struct meaning {
    const char *words;
    enum date_word word;
    int32_t value;
};

static const struct meaning meanings[] = {
    {"січень січня січні січ январь января январе янв | january jan", DATE_MONTH, 1},
    {"лютий лютого лютому лютім лют февраль февраля феврале фев февр | february feb",
     DATE_MONTH, 2},
    {"березень березня березні берез бер март марта марте мар | march mar", DATE_MONTH, 3},
    {"квітень квітня квітні квіт кві апрель апреля апреле апр | april apr", DATE_MONTH, 4},
    {"травень травня травні трав тра май мая мае | may", DATE_MONTH, 5},
    {"червень червня червні черв чер июнь июня июне июн | june jun", DATE_MONTH, 6},
    {"липень липня липні лип июль июля июле июл | july jul", DATE_MONTH, 7},
    {"серпень серпня серпні серп сер август августа августе авг | august aug", DATE_MONTH, 8},
    {"вересень вересня вересні верес вер сентябрь сентября сентябре сент сен | september sept "
     "sep",
     DATE_MONTH, 9},
    {"жовтень жовтня жовтні жовт жов октябрь октября октябре окт | october oct", DATE_MONTH,
     10},
    {"листопад листопада листопаді лист лис ноябрь ноября ноябре нояб ноя | november nov",
     DATE_MONTH, 11},
    {"грудень грудня грудні груд гру декабрь декабря декабре дек | december dec", DATE_MONTH,
     12},

    {"зима зими зиму зимою зимі взимку узимку зимы зимой зиме | winter", DATE_SEASON, 1},
    {"весна весни весну весною весні навесні весны весной весне | spring", DATE_SEASON, 2},
    {"літо літа літом літі влітку улітку лето лета летом лете | summer", DATE_SEASON, 3},
    {"осінь осені осінню восени осень осени осенью | autumn fall", DATE_SEASON, 4},

    {"початок початку початком начало начала начале | early beginning start", DATE_PART, 1},
    {"середина середини середині середину посередині середины середине | mid middle", DATE_PART,
     2},
    {"кінець кінця кінці наприкінці конец конца конце | late end", DATE_PART, 3},

    {"перша першої першій першу перший першого першому i первая первой первую первый первого "
     "первом | first 1st",
     DATE_ORDINAL, 1},
    {"друга другої другій другу другий другого другому ii іі вторая второй вторую второго "
     "втором "
     "| second 2nd",
     DATE_ORDINAL, 2},
    {"третя третьої третій третю третього третьому iii ііі третья третьей третью третий "
     "третьего "
     "третьем | third 3rd",
     DATE_ORDINAL, 3},
    {"четвертий четвертого четвертому iv іv четвертый четвёртый четвёртого четвёртом | fourth",
     DATE_ORDINAL, 4},
    {"половина половини половині половину половины половине | half", DATE_UNIT, 2},
    {"декада декади декаді декаду декады декаде |", DATE_UNIT, 3},
    {"квартал кварталу кварталі квартала квартале кв | quarter", DATE_UNIT, 4},

    {"рік року році роки років роках р рр год года году годы годов годах г гг | year",
     DATE_YEAR_MARK, 0},
    {"го ого му ша га тя ій ий е я ый ое ая | st nd rd th", DATE_ENDING, 0},
    {"| of the", DATE_OF, 0},
    {"у в на станом протягом впродовж упродовж состоянию во | in on during as", DATE_IN, 0},
    {"з із зі від с со от | from", DATE_FROM, 0},
    {"між между | between", DATE_BETWEEN, 0},
    {"по до | to until till through", DATE_TO, 0},
    {"та й и | and", DATE_AND, 0},
    {"і", DATE_AND, 1}, /* also the Roman one, as typed on a Ukrainian keyboard */
    {"о об | t at", DATE_TIME, 0},
    {"| z", DATE_ZULU, 0},
};

/* Whether `word` is among the words of `list`; *english: behind the bar. */
static bool among(struct rk_str list, struct rk_str word, bool *english)
{
    *english = false;
    while (list.at) {
        const struct rk_str one = rk_str_cut(&list, ' ');
        if (rk_str_eq(one, RK_STR("|")))
            *english = true;
        else if (rk_str_eq(one, word))
            return true;
    }
    return false;
}

struct date_token date_word_of(struct rk_str folded)
{
    bool english;
    if (folded.len > 0 && folded.at[0] != '|')
        for (ptrdiff_t i = 0; i < RK_COUNT(meanings); i++)
            if (among(rk_str_of(meanings[i].words), folded, &english))
                return (struct date_token){
                    .word = meanings[i].word, .value = meanings[i].value, .english = english};
    return (struct date_token){.word = DATE_UNKNOWN};
}
