/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_date.h"
#include "rk_file.h"
#include "rk_test.h"

struct said {
    const char *text, *iso;
};

static void assert_reads(const struct said *said, int count, int year_hint)
{
    for (int i = 0; i < count; i++) {
        struct rk_when when = {7, 7};
        char iso[24] = "";
        const bool good = rk_when_read(rk_str_of(said[i].text), year_hint, &when);
        if (good)
            rk_when_iso(when, iso);
        if (strcmp(iso, said[i].iso) != 0)
            fail_msg("\"%s\" gave \"%s\", expected \"%s\"", said[i].text, iso, said[i].iso);
        if (!good)
            assert_true(when.first == 7 && when.last == 7);
    }
}
#define ASSERT_READS(said, hint) assert_reads(said, (int)RK_COUNT(said), hint)

static void dates_in_figures_are_read(void **state)
{
    (void)state;
    static const struct said said[] = {
        {"2022", "2022"},
        {"2022-03", "2022-03"},
        {"2022-03-15", "2022-03-15"},
        {" 2022-3-5 ", "2022-03-05"},
        {"2022/03/15", "2022-03-15"},
        {"2022.03.15", "2022-03-15"},
        {"15.03.2022", "2022-03-15"},
        {"5.3.2022", "2022-03-05"},
        {"15/03/2022", "2022-03-15"},
        {"15-03-2022", "2022-03-15"},
        {"15/03/22", "2022-03-15"},
        {"15.03.22", "2022-03-15"},
        {"15.03.29", "2029-03-15"},
        {"15.03.30", "1930-03-15"},
        {"15.03.99", "1999-03-15"},
        {"15.03.00", "2000-03-15"},
        {"03.2022", "2022-03"},
        {"03/2022", "2022-03"},
        {"15.03.2022 р.", "2022-03-15"},
        {"15.03.2022р.", "2022-03-15"},
        {"15.03.2022 г.", "2022-03-15"},
        {"2022 р.", "2022"},
        {"2022 рік", "2022"},
        {"2022 год", "2022"},
        {"0001-01-01", "0001-01-01"},
        {"9999-12-31", "9999-12-31"},
        {"9999-12", "9999-12"},
        {"9999", "9999"},
        {"2024-02-29", "2024-02-29"},
        {"29.02.2000", "2000-02-29"},
    };
    ASSERT_READS(said, 0);
}

static void a_time_of_day_is_checked_and_left_out(void **state)
{
    (void)state;
    static const struct said said[] = {
        {"2022-03-15T06:00", "2022-03-15"},
        {"2022-03-15T06:00:00", "2022-03-15"},
        {"2022-03-15T06:00:00.123", "2022-03-15"},
        {"2022-03-15T23:59:60Z", "2022-03-15"},
        {"2022-03-15T06:00Z", "2022-03-15"},
        {"2022-03-15T06:00+02:00", "2022-03-15"},
        {"2022-03-15T00:30:00+0200", "2022-03-15"},
        {"2022-03-15T23:30-05", "2022-03-15"},
        {"2022-03-15 06:30", "2022-03-15"},
        {"15.03.2022 6:30:15", "2022-03-15"},
        {"15.03.2022, 06:30", "2022-03-15"},
        {"15 березня 2022 р. о 06:30", "2022-03-15"},
        {"15 March 2022 at 6:30", "2022-03-15"},
        {"2022-03-15T", ""},
        {"2022-03-15T6", ""},
        {"2022-03-15T24:00", ""},
        {"2022-03-15T06:60", ""},
        {"2022-03-15T06:00:61", ""},
        {"2022-03-15T06:00+99:00", ""},
        {"2022-03-15T06:00+02:99", ""},
        {"2022-03-15T06:0", ""},
        {"2022-03T06:00", ""},
        {"2022-03-15 06:30 PM", ""},
    };
    ASSERT_READS(said, 0);
}

static void ukrainian_dates_are_read(void **state)
{
    (void)state;
    static const struct said said[] = {
        {"15 січня 2022", "2022-01-15"},
        {"15 лютого 2022", "2022-02-15"},
        {"15 березня 2022", "2022-03-15"},
        {"15 квітня 2022", "2022-04-15"},
        {"15 травня 2022", "2022-05-15"},
        {"15 червня 2022", "2022-06-15"},
        {"15 липня 2022", "2022-07-15"},
        {"15 серпня 2022", "2022-08-15"},
        {"15 вересня 2022", "2022-09-15"},
        {"15 жовтня 2022", "2022-10-15"},
        {"15 листопада 2022", "2022-11-15"},
        {"15 грудня 2022", "2022-12-15"},
        {"січень 2022", "2022-01"},
        {"лютий 2022", "2022-02"},
        {"березень 2022", "2022-03"},
        {"квітень 2022", "2022-04"},
        {"травень 2022", "2022-05"},
        {"червень 2022", "2022-06"},
        {"липень 2022", "2022-07"},
        {"серпень 2022", "2022-08"},
        {"вересень 2022", "2022-09"},
        {"жовтень 2022", "2022-10"},
        {"листопад 2022", "2022-11"},
        {"грудень 2022", "2022-12"},
        {"15 січ. 2022", "2022-01-15"},
        {"15 лют 2022", "2022-02-15"},
        {"15 бер. 2022", "2022-03-15"},
        {"15 квіт. 2022", "2022-04-15"},
        {"15 трав. 2022", "2022-05-15"},
        {"15 черв. 2022", "2022-06-15"},
        {"15 лип. 2022", "2022-07-15"},
        {"15 серп. 2022", "2022-08-15"},
        {"15 вер. 2022", "2022-09-15"},
        {"15 жовт. 2022", "2022-10-15"},
        {"15 лист. 2022", "2022-11-15"},
        {"15 груд. 2022", "2022-12-15"},
        {"15 березня 2022 року", "2022-03-15"},
        {"15 березня 2022 р.", "2022-03-15"},
        {"15 БЕРЕЗНЯ 2022 РОКУ", "2022-03-15"},
        {"15-го березня 2022-го року", "2022-03-15"},
        {"15 березня 22 р.", "2022-03-15"},
        {"у березні 2022 року", "2022-03"},
        {"станом на 15 березня 2022 року", "2022-03-15"},
        {"весна 2022", "2022-03-01/2022-05-31"},
        {"навесні 2022 року", "2022-03-01/2022-05-31"},
        {"літо 2022", "2022-06-01/2022-08-31"},
        {"влітку 2022", "2022-06-01/2022-08-31"},
        {"осінь 2022", "2022-09-01/2022-11-30"},
        {"восени 2022", "2022-09-01/2022-11-30"},
        {"зима 2022", "2021-12-01/2022-02-28"},
        {"взимку 2024", "2023-12-01/2024-02-29"},
        {"зима 2021/22", "2021-12-01/2022-02-28"},
        {"зима 2021–2022 років", "2021-12-01/2022-02-28"},
        {"зима 1999/00", "1999-12-01/2000-02-29"},
        {"початок березня 2022", "2022-03-01/2022-03-10"},
        {"на початку березня 2022", "2022-03-01/2022-03-10"},
        {"середина березня 2022", "2022-03-11/2022-03-20"},
        {"в середині березня 2022", "2022-03-11/2022-03-20"},
        {"кінець березня 2022", "2022-03-21/2022-03-31"},
        {"наприкінці лютого 2024 року", "2024-02-21/2024-02-29"},
        {"перша половина березня 2022", "2022-03-01/2022-03-15"},
        {"у другій половині березня 2022", "2022-03-16/2022-03-31"},
        {"перша декада березня 2022", "2022-03-01/2022-03-10"},
        {"2-га декада березня 2022", "2022-03-11/2022-03-20"},
        {"ІІІ декада березня 2022", "2022-03-21/2022-03-31"},
        {"І квартал 2022 року", "2022-01-01/2022-03-31"},
        {"IV квартал 2022", "2022-10-01/2022-12-31"},
        {"друга половина 2022 року", "2022-07-01/2022-12-31"},
        {"початок 2022 року", "2022-01-01/2022-04-30"},
        {"кінець весни 2022", "2022-05"},
        {"15–17 березня 2022", "2022-03-15/2022-03-17"},
        {"15 — 17 березня 2022 року", "2022-03-15/2022-03-17"},
        {"з 15 по 17 березня 2022 р.", "2022-03-15/2022-03-17"},
        {"від 15 до 17 березня 2022", "2022-03-15/2022-03-17"},
        {"між 15 і 17 березня 2022", "2022-03-15/2022-03-17"},
        {"між 15 та 17 березня 2022", "2022-03-15/2022-03-17"},
        {"30 березня – 2 квітня 2022", "2022-03-30/2022-04-02"},
        {"30 грудня – 2 січня 2023", "2022-12-30/2023-01-02"},
        {"лютий–квітень 2022", "2022-02-01/2022-04-30"},
        {"листопад – лютий 2023", "2022-11-01/2023-02-28"},
        {"осінь – зима 2022", "2021-09-01/2022-02-28"},
        {"2021–2022 роки", "2021-01-01/2022-12-31"},
        {"кінець березня – початок квітня 2022", "2022-03-21/2022-04-10"},
    };
    ASSERT_READS(said, 0);
}

static void russian_dates_are_read(void **state)
{
    (void)state;
    static const struct said said[] = {
        {"15 января 2022", "2022-01-15"},
        {"15 февраля 2022", "2022-02-15"},
        {"15 марта 2022", "2022-03-15"},
        {"15 апреля 2022", "2022-04-15"},
        {"15 мая 2022", "2022-05-15"},
        {"15 июня 2022", "2022-06-15"},
        {"15 июля 2022", "2022-07-15"},
        {"15 августа 2022", "2022-08-15"},
        {"15 сентября 2022", "2022-09-15"},
        {"15 октября 2022", "2022-10-15"},
        {"15 ноября 2022", "2022-11-15"},
        {"15 декабря 2022", "2022-12-15"},
        {"январь 2022", "2022-01"},
        {"февраль 2022", "2022-02"},
        {"март 2022", "2022-03"},
        {"апрель 2022", "2022-04"},
        {"май 2022", "2022-05"},
        {"июнь 2022", "2022-06"},
        {"июль 2022", "2022-07"},
        {"август 2022", "2022-08"},
        {"сентябрь 2022", "2022-09"},
        {"октябрь 2022", "2022-10"},
        {"ноябрь 2022", "2022-11"},
        {"декабрь 2022", "2022-12"},
        {"15 янв. 2022", "2022-01-15"},
        {"15 февр. 2022", "2022-02-15"},
        {"15 мар 2022", "2022-03-15"},
        {"15 апр. 2022", "2022-04-15"},
        {"15 июн 2022", "2022-06-15"},
        {"15 июл 2022", "2022-07-15"},
        {"15 авг. 2022", "2022-08-15"},
        {"15 сент. 2022", "2022-09-15"},
        {"15 окт. 2022", "2022-10-15"},
        {"15 нояб. 2022", "2022-11-15"},
        {"15 дек. 2022", "2022-12-15"},
        {"15 марта 2022 года", "2022-03-15"},
        {"15 марта 2022 г.", "2022-03-15"},
        {"в марте 2022 года", "2022-03"},
        {"по состоянию на 1 марта 2022 г.", "2022-03-01"},
        {"весна 2022 года", "2022-03-01/2022-05-31"},
        {"летом 2022", "2022-06-01/2022-08-31"},
        {"осенью 2022 года", "2022-09-01/2022-11-30"},
        {"зимой 2022", "2021-12-01/2022-02-28"},
        {"начало марта 2022", "2022-03-01/2022-03-10"},
        {"в середине марта 2022", "2022-03-11/2022-03-20"},
        {"в конце марта 2022 года", "2022-03-21/2022-03-31"},
        {"вторая половина марта 2022", "2022-03-16/2022-03-31"},
        {"третий квартал 2022 года", "2022-07-01/2022-09-30"},
        {"с 15 по 17 марта 2022 г.", "2022-03-15/2022-03-17"},
        {"между 15 и 17 марта 2022", "2022-03-15/2022-03-17"},
        {"от 15 до 17 марта 2022", "2022-03-15/2022-03-17"},
        {"30 марта - 2 апреля 2022 г.", "2022-03-30/2022-04-02"},
        {"2021-2022 гг.", "2021-01-01/2022-12-31"},
    };
    ASSERT_READS(said, 0);
}

static void english_dates_are_read(void **state)
{
    (void)state;
    static const struct said said[] = {
        {"15 January 2022", "2022-01-15"},
        {"15 February 2022", "2022-02-15"},
        {"15 March 2022", "2022-03-15"},
        {"15 April 2022", "2022-04-15"},
        {"15 May 2022", "2022-05-15"},
        {"15 June 2022", "2022-06-15"},
        {"15 July 2022", "2022-07-15"},
        {"15 August 2022", "2022-08-15"},
        {"15 September 2022", "2022-09-15"},
        {"15 October 2022", "2022-10-15"},
        {"15 November 2022", "2022-11-15"},
        {"15 December 2022", "2022-12-15"},
        {"15 Jan 2022", "2022-01-15"},
        {"15 Feb. 2022", "2022-02-15"},
        {"15 Mar 2022", "2022-03-15"},
        {"15 Apr 2022", "2022-04-15"},
        {"15 Jun 2022", "2022-06-15"},
        {"15 Jul 2022", "2022-07-15"},
        {"15 Aug 2022", "2022-08-15"},
        {"15 Sept. 2022", "2022-09-15"},
        {"15 Oct 2022", "2022-10-15"},
        {"15 Nov 2022", "2022-11-15"},
        {"15 Dec 2022", "2022-12-15"},
        {"March 15, 2022", "2022-03-15"},
        {"March 15th, 2022", "2022-03-15"},
        {"MARCH 15 2022", "2022-03-15"},
        {"the 15th of March, 2022", "2022-03-15"},
        {"1st March 2022", "2022-03-01"},
        {"2nd March 2022", "2022-03-02"},
        {"March 2022", "2022-03"},
        {"in March, 2022", "2022-03"},
        {"spring 2022", "2022-03-01/2022-05-31"},
        {"summer of 2022", "2022-06-01/2022-08-31"},
        {"autumn 2022", "2022-09-01/2022-11-30"},
        {"fall 2022", "2022-09-01/2022-11-30"},
        {"winter 2022", "2021-12-01/2022-02-28"},
        {"winter 2021/22", "2021-12-01/2022-02-28"},
        {"winter 2021/2022", "2021-12-01/2022-02-28"},
        {"early March 2022", "2022-03-01/2022-03-10"},
        {"mid March 2022", "2022-03-11/2022-03-20"},
        {"mid-March 2022", "2022-03-11/2022-03-20"},
        {"late March 2022", "2022-03-21/2022-03-31"},
        {"late February 2023", "2023-02-21/2023-02-28"},
        {"the end of March 2022", "2022-03-21/2022-03-31"},
        {"first half of March 2022", "2022-03-01/2022-03-15"},
        {"second quarter of 2022", "2022-04-01/2022-06-30"},
        {"late 2022", "2022-09-01/2022-12-31"},
        {"15–17 March 2022", "2022-03-15/2022-03-17"},
        {"15-17 March 2022", "2022-03-15/2022-03-17"},
        {"15—17 March 2022", "2022-03-15/2022-03-17"},
        {"March 15–17, 2022", "2022-03-15/2022-03-17"},
        {"from 15 to 17 March 2022", "2022-03-15/2022-03-17"},
        {"between 15 and 17 March 2022", "2022-03-15/2022-03-17"},
        {"30 March – 2 April 2022", "2022-03-30/2022-04-02"},
        {"March 30 – April 2, 2022", "2022-03-30/2022-04-02"},
        {"30 December – 2 January 2023", "2022-12-30/2023-01-02"},
        {"February to April 2022", "2022-02-01/2022-04-30"},
        {"November 2022 – March 2023", "2022-11-01/2023-03-31"},
    };
    ASSERT_READS(said, 0);
}

static void ranges_in_figures_are_read(void **state)
{
    (void)state;
    static const struct said said[] = {
        {"2022-03-09..2022-03-12", "2022-03-09/2022-03-12"},
        {"2022-03-09/2022-03-12", "2022-03-09/2022-03-12"},
        {"2022-03-09 / 2022-03-12", "2022-03-09/2022-03-12"},
        {"2022-03-09…2022-03-12", "2022-03-09/2022-03-12"},
        {"2022-03-09 – 2022-03-12", "2022-03-09/2022-03-12"},
        {"2022-03-09—2022-03-12", "2022-03-09/2022-03-12"},
        {"2022-03-09/12", "2022-03-09/2022-03-12"},
        {"2022-03-09/2022-03-09", "2022-03-09"},
        {"2022-03..2022-05", "2022-03-01/2022-05-31"},
        {"2021–2022", "2021-01-01/2022-12-31"},
        {"2022-01-01/2022-12-31", "2022"},
        {"2022-02-01/2022-02-28", "2022-02"},
        {"15-17.03.2022", "2022-03-15/2022-03-17"},
        {"15.–17.03.2022", ""},
        {"15.03-17.03.2022", "2022-03-15/2022-03-17"},
        {"24.02.2022 – 10.09.2022", "2022-02-24/2022-09-10"},
        {"24.02.2022-10.09.2022", "2022-02-24/2022-09-10"},
        {"28.12-03.01.2023", "2022-12-28/2023-01-03"},
        {"2022-03-09T06:00/2022-03-12T18:30", "2022-03-09/2022-03-12"},
        {"1999-12-31..2000-01-01", "1999-12-31/2000-01-01"},
    };
    ASSERT_READS(said, 0);
}

static void a_hint_completes_dates_without_a_year(void **state)
{
    (void)state;
    static const struct said said[] = {
        {"15–17 March", "2022-03-15/2022-03-17"},
        {"15–17 березня", "2022-03-15/2022-03-17"},
        {"15 березня", "2022-03-15"},
        {"March 15", "2022-03-15"},
        {"15.03", "2022-03-15"},
        {"15.03.", "2022-03-15"},
        {"березень", "2022-03"},
        {"весна", "2022-03-01/2022-05-31"},
        {"взимку", "2021-12-01/2022-02-28"},
        {"кінець березня", "2022-03-21/2022-03-31"},
        {"30 березня – 2 квітня", "2022-03-30/2022-04-02"},
        {"30 грудня – 2 січня", ""},
        {"29 лютого", ""},
        {"15", ""},
        {"15 березня 2021", "2021-03-15"},
        {"15 березня о 06:30", "2022-03-15"},
    };
    ASSERT_READS(said, 2022);
    for (int i = 0; i < (int)RK_COUNT(said) - 2; i++) {
        struct rk_when when;
        if (rk_when_read(rk_str_of(said[i].text), 0, &when))
            fail_msg("\"%s\" was read without a year", said[i].text);
    }
}

static void what_is_no_date_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      " ",
                                      "norm",
                                      "невідомо",
                                      "-",
                                      ".",
                                      "/",
                                      "..",
                                      "1",
                                      "15",
                                      "123",
                                      "12345",
                                      "20220315",
                                      "0",
                                      "0000",
                                      "2022-00",
                                      "2022-13",
                                      "2022-00-10",
                                      "2022-01-00",
                                      "2022-01-32",
                                      "32.01.2022",
                                      "00.01.2022",
                                      "01.00.2022",
                                      "01.13.2022",
                                      "12/31/2022",
                                      "13/2022",
                                      "31.04.2022",
                                      "31 April 2022",
                                      "31 квітня 2022",
                                      "30 лютого 2024",
                                      "29.02.2023",
                                      "29 February 1900",
                                      "2023-02-29",
                                      "2022-06-31",
                                      "2022-03-15-16-17",
                                      "15.03.2022.1",
                                      "15..2022",
                                      "2022-",
                                      "-2022",
                                      "2022-03-",
                                      "2022/03",
                                      "2022.03",
                                      "15 березня 20222",
                                      "15 березня 202",
                                      "0 березня 2022",
                                      "березень 22",
                                      "март 15",
                                      "березня",
                                      "березень березень 2022",
                                      "2022 2023",
                                      "15 March April 2022",
                                      "15 та 17 березня 2022",
                                      "15 and 17 March 2022",
                                      "15, 17 березня 2022",
                                      "з 15 березня 2022",
                                      "since March 2022",
                                      "до 15 березня 2022",
                                      "по 15 березня 2022",
                                      "from March 2022",
                                      "before 2022-02-24",
                                      "after 2022",
                                      "від 2022",
                                      "до 2022",
                                      "17–15 березня 2022",
                                      "28–2 March 2022",
                                      "2022-03-12/2022-03-09",
                                      "2023..2022",
                                      "березень–лютий 2022-03",
                                      "осінь 2021/22",
                                      "зима 2021/23",
                                      "зима 2021–2023",
                                      "2021–22",
                                      "2021/22",
                                      "2021-22",
                                      "early 15 March 2022",
                                      "перша декада 2022",
                                      "п'ятий квартал 2022",
                                      "5-й квартал 2022",
                                      "0 квартал 2022",
                                      "третя половина березня 2022",
                                      "перший квартал березня 2022",
                                      "половина 2022",
                                      "around March 2022",
                                      "близько 15 березня 2022",
                                      "15 березня 2022 тощо",
                                      "1,5",
                                      "12,5",
                                      "3.14159",
                                      "10:30",
                                      "+380501234567",
                                      "2022-03-15 abc",
                                      "15 березня 2022!",
                                      "2022?",
                                      "10-12.2022",
                                      "15.–17.03.2022",
                                      "99999999999999999999",
                                      "44635",
                                      "15 березня 2022 15",
                                      "2022-03-15T06:00+",
                                      "весна",
                                      "зима",
                                      "Sunday"};
    for (int i = 0; i < (int)RK_COUNT(bad); i++) {
        struct rk_when when = {7, 7};
        char iso[24];
        if (rk_when_read(rk_str_of(bad[i]), 0, &when)) {
            rk_when_iso(when, iso);
            fail_msg("\"%s\" was read as %s", bad[i], iso);
        }
        assert_true(when.first == 7 && when.last == 7);
    }
    char longer[400];
    memset(longer, ' ', sizeof longer);
    struct rk_when when;
    assert_false(rk_when_read((struct rk_str){longer, sizeof longer}, 0, &when));
    memset(longer, '1', sizeof longer);
    assert_false(rk_when_read((struct rk_str){longer, sizeof longer}, 0, &when));
    memset(longer + 1, ' ', sizeof longer - 1); /* "1", and blanks that would be cut off */
    assert_false(rk_when_read((struct rk_str){longer, sizeof longer}, 0, &when));
}

/* The text between the next two back quotes; empty when there are none. */
static struct rk_str quoted(struct rk_str *rest)
{
    rk_str_cut(rest, '`');
    const struct rk_str inside = rk_str_cut(rest, '`');
    return rest->at ? inside : (struct rk_str){NULL, 0};
}

static void every_rule_in_the_document_holds(void **state)
{
    (void)state;
    struct rk_arena mem = rk_arena_open(1 << 20);
    struct rk_str document;
    struct rk_err err;
    int read = 0, refused = 0;
    rk_assert_ok(
        rk_file_read(RK_SOURCE_DIR "/docs/methods/dates.md", 1 << 19, &mem, &document, &err),
        err);
    while (document.len > 0) {
        struct rk_str line = rk_str_cut(&document, '\n');
        if (!rk_str_starts(line, RK_STR("| `")))
            continue;
        struct rk_str cells = line;
        const struct rk_str text = quoted(&cells);
        rk_str_cut(&cells, '|');
        struct rk_str cell = rk_str_cut(&cells, '|');
        const bool last = rk_str_trim(cells).len == 0; /* the table of what is refused */
        struct rk_when when;
        char iso[24] = "";
        if (rk_when_read(text, 0, &when))
            rk_when_iso(when, iso);
        const struct rk_str want = last ? RK_STR("") : quoted(&cell);
        if (!rk_str_eq(rk_str_of(iso), want))
            fail_msg("%.*s gives \"%s\"", RK_FMT(line), iso);
        read += !last;
        refused += last;
    }
    assert_true(read > 30 && refused > 10);
    rk_arena_close(&mem);
}

static void days_are_counted_from_1970(void **state)
{
    (void)state;
    assert_int_equal(rk_day_of(1970, 1, 1), 0);
    assert_int_equal(rk_day_of(1969, 12, 31), -1);
    assert_int_equal(rk_day_of(2000, 3, 1), 11017); /* 30 years, 7 leap days, 31 + 29 */
    assert_int_equal(rk_day_of(1, 1, 1), -719162);
    assert_int_equal(rk_day_of(9999, 12, 31), 2932896);
    assert_int_equal(rk_day_of(0, 12, 31), RK_DAY_NONE);
    assert_int_equal(rk_day_of(10000, 1, 1), RK_DAY_NONE);
    assert_int_equal(rk_day_of(2022, 0, 1), RK_DAY_NONE);
    assert_int_equal(rk_day_of(2022, 13, 1), RK_DAY_NONE);
    assert_int_equal(rk_day_of(2022, 4, 31), RK_DAY_NONE);
    assert_int_equal(rk_day_of(1900, 2, 29), RK_DAY_NONE);
    assert_int_equal(rk_day_of(2022, 4, 0), RK_DAY_NONE);
    int year, month, day;
    rk_day_split(2932897, &year, &month, &day);
    assert_true(year == 0 && month == 0 && day == 0);
    rk_day_split(RK_DAY_NONE, &year, &month, &day);
    assert_true(year == 0 && month == 0 && day == 0);
    assert_int_equal(rk_day_weekday(rk_day_of(2022, 2, 24)), 4); /* a Thursday */
    assert_int_equal(rk_day_weekday(rk_day_of(2022, 9, 11)), 7); /* a Sunday */
    assert_int_equal(rk_day_weekday(rk_day_of(1, 1, 1)), 1);
}

/* Excel's own examples: 1 is 1900-01-01, 59 the 28 February, 61 the 1 March, 44197 2021-01-01.
 */
static void serials_of_excel_become_days(void **state)
{
    (void)state;
    assert_int_equal(rk_day_of_excel(1.0), rk_day_of(1900, 1, 1));
    assert_int_equal(rk_day_of_excel(59.0), rk_day_of(1900, 2, 28));
    assert_int_equal(rk_day_of_excel(60.0), RK_DAY_NONE);
    assert_int_equal(rk_day_of_excel(60.9), RK_DAY_NONE);
    assert_int_equal(rk_day_of_excel(61.0), rk_day_of(1900, 3, 1));
    assert_int_equal(rk_day_of_excel(44197.0), rk_day_of(2021, 1, 1));
    assert_int_equal(rk_day_of_excel(44197.75), rk_day_of(2021, 1, 1));
    assert_int_equal(rk_day_of_excel(2958465.0), rk_day_of(9999, 12, 31));
    assert_int_equal(rk_day_of_excel(2958466.0), RK_DAY_NONE);
    assert_int_equal(rk_day_of_excel(0.5), RK_DAY_NONE);
    assert_int_equal(rk_day_of_excel(-1.0), RK_DAY_NONE);
    assert_int_equal(rk_day_of_excel((double)NAN), RK_DAY_NONE);
    assert_int_equal(rk_day_of_excel(HUGE_VAL), RK_DAY_NONE);
}

static void an_unknown_day_is_never_printed(void **state)
{
    (void)state;
    char text[24] = "x";
    const struct rk_when unknown = {RK_DAY_NONE, RK_DAY_NONE};
    assert_false(rk_when_known(unknown));
    rk_when_iso(unknown, text);
    assert_string_equal(text, "");
    rk_day_iso(RK_DAY_NONE, text);
    assert_string_equal(text, "");
    rk_when_iso((struct rk_when){5, 4}, text);
    assert_string_equal(text, "");
    rk_when_iso((struct rk_when){0, INT32_MAX}, text);
    assert_string_equal(text, "");
}

static void two_statements_may_mean_the_same_day(void **state)
{
    (void)state;
    const struct rk_when a = {10, 20}, b = {20, 30}, c = {21, 22};
    const struct rk_when unknown = {RK_DAY_NONE, RK_DAY_NONE};
    assert_true(rk_when_meet(a, b) && rk_when_meet(b, a));
    assert_false(rk_when_meet(a, c) || rk_when_meet(c, a));
    assert_true(rk_when_meet(b, c));
    assert_false(rk_when_meet(a, unknown) || rk_when_meet(unknown, unknown));
}

static void a_time_of_day_is_found(void **state)
{
    (void)state;
    assert_int_equal(rk_minutes_read(RK_STR("2022-03-15T06:30")), 390);
    assert_int_equal(rk_minutes_read(RK_STR("2022-03-15T06:30:59Z")), 390);
    assert_int_equal(rk_minutes_read(RK_STR("15.03.2022 6:05")), 365);
    assert_int_equal(rk_minutes_read(RK_STR("06:30")), 390);
    assert_int_equal(rk_minutes_read(RK_STR("2022-03-15T00:00/2022-03-15T12:00")), 0);
    assert_int_equal(rk_minutes_read(RK_STR("2022-03-15 23:59")), 1439);
    assert_int_equal(rk_minutes_read(RK_STR("2022-03-15 24:00")), -1);
    assert_int_equal(rk_minutes_read(RK_STR("2022-03-15 12:60")), -1);
    assert_int_equal(rk_minutes_read(RK_STR("2022-03-15 12:6")), -1);
    assert_int_equal(rk_minutes_read(RK_STR("2022-03-15 12:600")), -1);
    assert_int_equal(rk_minutes_read(RK_STR("2022-03-15 123:60")), -1);
    assert_int_equal(rk_minutes_read(RK_STR("2022-03-15")), -1);
    assert_int_equal(rk_minutes_read(RK_STR("")), -1);
}

static void instants_have_one_form(void **state)
{
    (void)state;
    char text[24];
    int64_t seconds = 0;
    rk_instant_iso(0, text);
    assert_string_equal(text, "1970-01-01T00:00:00Z");
    rk_instant_iso(-1, text);
    assert_string_equal(text, "1969-12-31T23:59:59Z");
    rk_instant_iso(1662962400, text);
    assert_string_equal(text, "2022-09-12T06:00:00Z");
    rk_instant_iso(INT64_MAX, text);
    assert_string_equal(text, "");
    rk_instant_iso(INT64_MIN, text);
    assert_string_equal(text, "");
    assert_true(rk_instant_read(RK_STR("2022-09-12T06:00:00Z"), &seconds));
    assert_int_equal(seconds, 1662962400);
    static const char *const bad[] = {
        "",
        "2022-09-12",
        "2022-09-12T06:00Z",
        "2022-09-12 06:00:00Z",
        "2022-09-12T06:00:00z",
        "2022-09-12T06:00:00+00:00",
        "2022-09-12T06:00:00ZZ",
        "2022-09-31T06:00:00Z",
        "2022-09-12T24:00:00Z",
        "2022-09-12T06:60:00Z",
        "2022-09-12T06:00:60Z",
        "2022-09-12T0a:00:00Z",
        "0000-09-12T06:00:00Z",
        " 022-09-12T06:00:00Z",
    };
    for (int i = 0; i < (int)RK_COUNT(bad); i++)
        if (rk_instant_read(rk_str_of(bad[i]), &seconds))
            fail_msg("%s was taken", bad[i]);
    assert_int_equal(seconds, 1662962400);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_in_figures_are_read),
        cmocka_unit_test(a_time_of_day_is_checked_and_left_out),
        cmocka_unit_test(ukrainian_dates_are_read),
        cmocka_unit_test(russian_dates_are_read),
        cmocka_unit_test(english_dates_are_read),
        cmocka_unit_test(ranges_in_figures_are_read),
        cmocka_unit_test(a_hint_completes_dates_without_a_year),
        cmocka_unit_test(what_is_no_date_is_refused),
        cmocka_unit_test(every_rule_in_the_document_holds),
        cmocka_unit_test(days_are_counted_from_1970),
        cmocka_unit_test(serials_of_excel_become_days),
        cmocka_unit_test(an_unknown_day_is_never_printed),
        cmocka_unit_test(two_statements_may_mean_the_same_day),
        cmocka_unit_test(a_time_of_day_is_found),
        cmocka_unit_test(instants_have_one_form),
    };
    return cmocka_run_group_tests_name("date", tests, NULL, NULL);
}
