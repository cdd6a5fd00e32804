/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A town of a few homes on two banks, for the tests of the rounds. All is invented. */
#ifndef ROUNDS_TOWN_H
#define ROUNDS_TOWN_H

#include "run_program.h"

#include "rk_file.h"
#include "rk_reach_io.h"

/*
 * The meridian 37.00° E, 30 km/h: 111,195 m a degree.
 *
 *      D 49.24         homes north
 *      N 49.22         pharmacy, car C1
 *      C 49.211
 *      | bridge        the only one
 *      B 49.209 --- Q  37.01° E: dead end with base Ф-3 (van V3)
 *      H 49.20         hospital, ambulance A1       o 37.05° E: 3.6 km from any road
 *      A 49.17         homes south
 */
static const char osm[] =
    "<osm version=\"0.6\">"
    "<node id=\"1\" lat=\"49.17\" lon=\"37\"/><node id=\"2\" lat=\"49.2\" lon=\"37\"/>"
    "<node id=\"3\" lat=\"49.209\" lon=\"37\"/><node id=\"4\" lat=\"49.211\" lon=\"37\"/>"
    "<node id=\"5\" lat=\"49.24\" lon=\"37\"/><node id=\"6\" lat=\"49.22\" lon=\"37\"/>"
    "<node id=\"7\" lat=\"49.209\" lon=\"37.01\"/>"
    "<way id=\"11\"><nd ref=\"1\"/><nd ref=\"2\"/><nd ref=\"3\"/>"
    "<tag k=\"highway\" v=\"residential\"/></way>"
    "<way id=\"12\"><nd ref=\"3\"/><nd ref=\"4\"/>"
    "<tag k=\"highway\" v=\"residential\"/><tag k=\"bridge\" v=\"yes\"/></way>"
    "<way id=\"13\"><nd ref=\"4\"/><nd ref=\"6\"/><nd ref=\"5\"/>"
    "<tag k=\"highway\" v=\"residential\"/></way>"
    "<way id=\"14\"><nd ref=\"3\"/><nd ref=\"7\"/><tag k=\"highway\" v=\"residential\"/></way>"
    "</osm>";

#define DAY "2022-10-05"
#define FACILITY_HEAD                                                                                                                                       \
    "Код закладу,Назва закладу,Вид закладу,Чи працює,Яку допомогу надає,Вільних ліжок," \
    "Широта,Довгота\n"
#define VEHICLE_HEAD                                                                                                                                                \
    "Номерний знак,Вид,Місць для сидіння,Місць для лежачих,Є холодова сумка,Стан,Де стоїть," \
    "Зміна\n"
#define NEED_HEAD                                                                                                                                                \
    "Номер картки,ПІБ пацієнта,Адреса,Вид потреби,Препарат,Коли закінчиться,Зберігати в " \
    "холоді,Сортування,Яка допомога потрібна,Як пересувається,Що зроблено\n"
#define ROAD_HEAD                                                                                                                                         \
    "Номер ділянки,Вулиця або дорога,Вид,Проїзд,Причина,Підтверджено,Широта початку," \
    "Довгота початку,Широта кінця,Довгота кінця\n"

static char out[1 << 20];

static void put(const char *name, const char *text)
{
    char path[128];
    snprintf(path, sizeof path, "%s.%s", town, name);
    struct rk_err err = {0};
    rk_assert_ok(rk_file_write(path, rk_str_of(text), false, &err), err);
}

static void take(const char *name, const char *kind, const char *day, const char *text)
{
    put(name, text);
    const int code = run_shell(
        out, sizeof out, "%s import %s.%s --town %s --as %s --source council --day %s 2>&1",
        PROGRAM, town, name, town, kind, day);
    if (code)
        fail_msg("%s: %s", name, out);
}

static void make_roads(void)
{
    struct rk_arena keep = rk_arena_open(1 << 26);
    struct rk_scratch tmp = rk_scratch_open(1 << 26);
    struct rk_err err = {0};
    struct rk_str bytes;
    char from[64], to[64];
    put("roads.osm", osm);
    snprintf(from, sizeof from, "%s.roads.osm", town);
    snprintf(to, sizeof to, "%s/town.roads", town);
    rk_assert_ok(rk_osm_compile(from, &keep, tmp, &bytes, &err), err);
    rk_assert_ok(rk_file_write(to, bytes, false, &err), err);
    rk_arena_close(&keep);
    rk_scratch_close(&tmp);
}

static void put_town(void)
{
    make_roads();
    take("b.csv", "building", "2022-10-01",
         "Номер будівлі,Адреса,Широта,Довгота\n"
         "1,\"вул. Вигадана, 1\",49.17,37.0\n2,\"вул. Вигадана, 2\",49.24,37.0\n"
         "3,\"вул. Вигадана, 3\",49.2,37.05\n4,\"вул. Вигадана, 4\",49.18,37.0\n");
    take("f.csv", "facility", "2022-10-01",
         FACILITY_HEAD "Ф-1,Вигадана лікарня,лікарня,працює,хірургія,2,49.2,37.0\n"
                       "Ф-2,Вигадана аптека,аптека,працює,,,49.22,37.0\n"
                       "Ф-3,Вигаданий склад,склад,працює,,,49.209,37.01\n");
    take("v.csv", "vehicle", "2022-10-01",
         VEHICLE_HEAD "A1,швидка,3,1,так,справний,Вигадана лікарня,08-17\n"
                      "C1,легковий,4,0,ні,справний,Ф-2,08-17\n");
}

static const char needs[] = NEED_HEAD
    "1,Перша Вигадана,\"вул. Вигадана, 1, кв. 3\",ліки,Метформін,05.10.2022,ні,,,ходить,\n"
    "2,Друга Вигадана,\"вул. Вигадана, 2\",ліки,Амлодипін,06.10.2022,ні,,,ходить,\n"
    "3,Третя Вигадана,\"вул. Вигадана, 1\",ліки,Метформін,10.10.2022,ні,,,ходить,\n"
    "4,Четверта Вигадана,\"вул. Вигадана, 2\",перевезення до лікарні,,,,червоний,хірургія,"
    "лежачий,чекає\n"
    "5,П’ята Вигадана,\"вул. Вигадана, 1\",перевезення до лікарні,,,,жовтий,хірургія,ходить,"
    "чекає\n"
    "6,Шоста Вигадана,\"вул. Вигадана, 4\",перевезення до лікарні,,,,помаранчевий,хірургія,"
    "ходить,чекає\n"
    "7,Сьома Вигадана,\"вул. Вигадана, 1\",перевезення до лікарні,,,,червоний,гемодіаліз,"
    "ходить,чекає\n"
    "8,Восьма Вигадана,\"вул. Інша, 9\",ліки,Метформін,04.10.2022,так,,,ходить,\n"
    "9,Дев’ята Вигадана,\"вул. Вигадана, 1\",візит лікаря,,,,зелений,,ходить,чекає\n"
    "10,Десята Вигадана,\"вул. Вигадана, 1\",ліки,Метформін,05.10.2022,ні,,,ходить,надано\n"
    "11,Остання Вигадана,\"вул. Вигадана, 3\",ліки,Метформін,05.10.2022,ні,,,ходить,\n";

#endif
