/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every spreadsheet that reaches the desk: when, from whom, in which words and letters. */
#define RK_ROOM_MODEL
#include "model_sheet.h"

/* All invented; the doctors are 4, 5 and 6. */
const char *const model_authors[] = {
    "Калинівченко Ніна (вигадана особа)",   "Верболозик Степан (вигадана особа)",
    "Тихохідько Ольга (вигадана особа)",    "Чорнобровун Павло (вигадана особа)",
    "лікарка Медоборенко (вигадана особа)", "лікар Довгополюк (вигадана особа)",
    "лікарка Житневик (вигадана особа)",    "Кривобочан Леонід (вигадана особа)",
    "Ясеновенко Лариса (вигадана особа)",   "Солеварюк Богдан (вигадана особа)"};

#define UTF8        RK_ENC_UTF8
#define CP1251      RK_ENC_CP1251
#define INVENTED    "МОДЕЛЬНЕ МІСТО. Усі особи в цьому списку вигадані\n"
#define INVENTED_RU "МОДЕЛЬНЫЙ ГОРОД. Все лица в этом списке вымышлены\n"
#define MODEL       "МОДЕЛЬНЕ МІСТО, вигадані дані\n"

#define COUNCIL_HEADER                                                                                                                                            \
    "№ з/п|Прізвище, ім'я, по батькові|Стать|Дата народження|Адреса проживання|Дата смерті" \
    "|Місце смерті|Причина смерті|Номер свідоцтва про смерть|Статус|Чим підтверджено"         \
    "|Джерело інформації|Згода на обробку даних|Мета запису|Зберігати до|Вигадана особа"
#define FORENSIC_HEADER                                                                                                                                    \
    "№|Номер тіла|Номер могили|Прізвище|Ім'я|По батькові|Стать|Дата народження|Статус" \
    "|Спосіб ідентифікації|Причина смерті|Свідоцтво про смерть|Вигадана особа"
#define BODY_HEADER                                                                                                                                               \
    "Номер тіла|Номер могили|Дата ексгумації|Стать|Вік від|Вік до|Цивільний чи військовий" \
    "|Вид ушкодження|Ознаки катувань|Де тіло|Номер зразка ДНК|Вигадана особа"
#define HOTLINE_HEADER                                                                                                                                     \
    "№|Дата звернення|Хто повідомив|Телефон заявника|ПІБ загиблого|Вік|Адреса|Статус" \
    "|Коли загинув|Обставини|Вигадана особа"
#define SURVEY_HEADER                                                                                                                                         \
    "Номер будівлі|Адреса|Вид будівлі|Категорія пошкодження|Опис пошкоджень|Обстежено" \
    "|Дата обстеження|Номер акта|Небезпечно заходити|Можна відновити"
#define MULTI_HEADER                                                                                                                                           \
    "Номер будівлі|Адреса|Вид будівлі|Поверхів|Квартир|Пошкоджено квартир|Стан будинку" \
    "|Вибито вікон|Можна відновити|Обстежено"
#define BOILER_HEADER                                                                                                                                           \
    "№ котельні|Назва котельні|Теплова потужність, Гкал/год|Паливо"                                        \
    "|Потрібна електрична потужність, кВт|Котлів|Стан|Газопостачання|Електропостачання" \
    "|Будинків|Широта|Довгота"
#define BOILER_NOW_HEADER                                                                                                        \
    "№ котельні|Стан котельні|Може запрацювати не раніше|Коли запущено" \
    "|Гідравлічне випробування пройдено|Газопостачання|Електропостачання"
#define HOUSE_HEADER                                                                                                                                                    \
    "Номер будинку в переліку|Адреса|№ котельні|Теплове навантаження, кВт|Мешканців|Квартир" \
    "|Поверхів|Стан опалення|Внутрішні труби|Широта|Довгота"
#define PIPE_HEADER                                                                                                                                                 \
    "Номер ділянки|Від вузла|До вузла|№ котельні|Довжина, м|Ду, мм|Ізоляція|Рік прокладання" \
    "|Стан|Площа витоку, мм2"
#define HOUSE_NOW_HEADER                                                                                                                         \
    "Номер будинку в переліку|Адреса|№ котельні|Стан опалення|Коли подано тепло" \
    "|Температура в помешканнях"
#define STOVE_HEADER                                                                                                                                           \
    "Адреса|Район міста|Берег|Голова домогосподарства|Осіб у домогосподарстві|Дітей"      \
    "|Літніх людей|Чим опалюється|Є піч|Запас дров, м3|Потреба в дровах, м3|Газопостачання" \
    "|Електропостачання|Є тепла кімната|Вигадана особа"
#define FACILITY_HEADER                                                                                                                                    \
    "Код закладу|Назва закладу|Вид закладу|Адреса|Берег|Чи працює|Ліжок|Вільних ліжок" \
    "|Ліжок інтенсивної терапії|Пацієнтів у стаціонарі|Лікарів|Електропостачання"       \
    "|Водопостачання|Широта|Довгота"
#define FACILITY_HEADER_EN                                                                     \
    "facility code|name of the facility|type of facility|address|river bank|does it work|beds" \
    "|free beds|intensive-care beds|inpatients|doctors|power|water|latitude|longitude"
#define WARD_HEADER                                                                                                                                 \
    "Код закладу|Назва закладу|Вид закладу|Яку допомогу надає|Ліжок|Вільних ліжок" \
    "|Ліжок інтенсивної терапії|Пацієнтів у стаціонарі|Чи працює"
#define WARMING_HEADER                                                                                                                                              \
    "Код закладу|Назва закладу|Вид закладу|Адреса|Берег|Місць|Чи працює|Електропостачання" \
    "|Широта|Довгота"
#define MEDICINE_HEADER                                                                                                                                           \
    "Номер картки|ПІБ пацієнта|Дата народження|Адреса|Берег|Телефон|Вид потреби|Препарат" \
    "|Дозування|На день|Залишок ліків|Коли закінчиться|Зберігати в холоді|Сімейний лікар"  \
    "|Дата огляду|Як пересувається|Що зроблено|Чому не зроблено|Згода|Вигадана особа"
#define MEDICINE_BACK_HEADER                                                                                                                                         \
    "Номер картки|ПІБ пацієнта|Адреса|Берег|Телефон|Вид потреби|Препарат|Дозування|На день" \
    "|Залишок ліків|Коли закінчиться|Зберігати в холоді|Як пересувається|Що зроблено"            \
    "|Коли зроблено|Чому не зроблено|Наступний крок|Вигадана особа"
#define TRIAGE_BACK_HEADER                                                                                                                                 \
    "Номер картки|ПІБ пацієнта|Адреса|Берег|Вид потреби|Шкала сортування|Сортування"   \
    "|Хто оглянув|Дата огляду|Огляд дійсний до|Яка допомога потрібна|Як пересувається" \
    "|Що зроблено|Коли зроблено|Чому не зроблено|Наступний крок|Вигадана особа"
#define TRIAGE_HEADER                                                                                                                                           \
    "Номер картки|ПІБ пацієнта|Вік|Адреса|Берег|Вид потреби|Шкала сортування|Сортування" \
    "|Хто оглянув|Дата огляду|Огляд дійсний до|Яка допомога потрібна|Як пересувається"      \
    "|Чи можна дістатися|Що зроблено|Чому не зроблено|Вигадана особа"
#define STOCK_HEADER                                                                                                                                                  \
    "Назва|Лікарська форма|Дозування|Вид запасу|Серія|Придатне до|Кількість|Одиниця виміру" \
    "|Де зберігається|Зберігати в холоді|Коли пораховано"
#define CLOSURE_HEADER                                                                                                                            \
    "Номер ділянки|Вулиця або дорога|Вид|Проїзд|Причина|Підтверджено|З якого дня" \
    "|Широта початку|Довгота початку|Широта кінця|Довгота кінця"
#define DANGER_HEADER                                                                                                                                \
    "Номер ділянки|Назва або адреса|Яка небезпека|Стан розмінування|Коли виявлено" \
    "|Радіус, м|Широта|Довгота"

#define SURVEY(m, d, part)                                                                     \
    {                                                                                          \
        m, d, "обстеження_комісії_" #d "." #m, "building", "комісія з обстеження", 1, ';',     \
            CP1251, MODEL "Обстежені будівлі станом на %s", SURVEY_HEADER, model_pick_surveys, \
            part, MODEL_OF_NOBODY, model_row_survey, 0                                         \
    }
#define MEDICINE(m, d)                                                                         \
    {                                                                                          \
        m, d, "пацієнти_ліки_" #d "." #m, "need", "центр первинної допомоги", 4, ';', UTF8,    \
            INVENTED "Пацієнти, яким потрібні ліки, станом на %s", MEDICINE_HEADER,            \
            model_pick_medicine, (m)*100 + (d), MODEL_OF_PERSON, model_row_medicine, 0         \
    }
#define TRIAGE(m, d)                                                                           \
    {                                                                                          \
        m, d, "пацієнти_сортування_" #d "." #m, "need", "міська лікарня", 5, ';', CP1251,      \
            INVENTED "Сортування станом на %s", TRIAGE_HEADER, model_pick_triage,              \
            (m)*100 + (d), MODEL_OF_PERSON, model_row_triage, 0                                \
    }
/* Route sheets that came back, typed in under the office whose cards they carry. */
#define DELIVERED(m, d)                                                                        \
    {                                                                                          \
        m, d, "маршрутні_листи_ліки_" #d "." #m, "need", "центр первинної допомоги", 2, ';',   \
            UTF8, INVENTED "Повернуті маршрутні листи: ліки, станом на %s",                    \
            MEDICINE_BACK_HEADER, model_pick_medicine_returns, (m)*100 + (d), MODEL_OF_PERSON, \
            model_row_medicine_return, 0                                                       \
    }
#define BROUGHT(m, d)                                                                          \
    {                                                                                          \
        m, d, "маршрутні_листи_хворі_" #d "." #m, "need", "міська лікарня", 2, ';', UTF8,      \
            INVENTED "Повернуті маршрутні листи: перевезення, станом на %s",                   \
            TRIAGE_BACK_HEADER, model_pick_triage_returns, (m)*100 + (d), MODEL_OF_PERSON,     \
            model_row_triage_return, 0                                                         \
    }
#define STOCK(m, d, part)                                                                      \
    {                                                                                          \
        m, d, "склад_ліки_" #d "." #m, "item", "міська лікарня, склад", 6, '\t', UTF8,         \
            MODEL "Залишки ліків станом на %s", STOCK_HEADER, model_pick_stock, part,          \
            MODEL_OF_NOBODY, model_row_stock, 0                                                \
    }
#define BOILER_NOW(m, d)                                                                       \
    {                                                                                          \
        m, d, "котельні_стан_" #d "." #m, "heat_source", "теплові мережі", 3, ';', CP1251,     \
            MODEL "Готовність котелень станом на %s", BOILER_NOW_HEADER, model_pick_boilers,   \
            0, MODEL_OF_NOBODY, model_row_boiler_now, 0                                        \
    }
#define STOVES(m, d, part)                                                                     \
    {                                                                                          \
        m, d, "опалення_приватний_сектор_" #d "." #m, "household", "квартальні", 8, ';',       \
            CP1251, INVENTED "Подвірний обхід станом на %s", STOVE_HEADER, model_pick_stoves,  \
            part, MODEL_OF_NOBODY, model_row_stove, 0                                          \
    }

const struct model_spec model_specs[] = {
    {9, 12, "реєстр_будівель", "building", "відділ містобудування", 1, ';', UTF8,
     MODEL "Реєстр будівель станом на %s",
     "Номер будівлі|Адреса|Вид будівлі|Поверхів|Квартир|Мешканців|Район міста|Берег"
     "|Площа, м2|Широта|Довгота",
     model_pick_buildings, 0, MODEL_OF_NOBODY, model_row_building, 0},
    {9, 13, "damage_satellite_2022-08-29", "building", "satellite analysis", 9, ',', UTF8,
     "Model town: invented data. Preliminary, not validated in the field\nAs of %s",
     "building number|class of building|damage (unosat)|damaged on|latitude|longitude",
     model_pick_satellite, 0, MODEL_OF_NOBODY, model_row_satellite, 15},
    {9, 13, "перекриття_рада_13.9", "road", "міська рада", 0, ';', UTF8,
     MODEL "Перекриття доріг станом на %s", CLOSURE_HEADER, model_pick_closures, 0,
     MODEL_OF_NOBODY, model_row_closure, 0},
    {9, 14, "загиблі_міська_рада", "person", "міська рада", 0, ';', UTF8,
     INVENTED "Список загиблих і померлих мешканців станом на %s", COUNCIL_HEADER,
     model_pick_office, 1, MODEL_OF_DEAD, model_row_council, 0},
    {9, 14, "перекриття_поліція_14.9", "road", "поліція", 7, ';', CP1251,
     MODEL "Дороги, якими не можна їхати, станом на %s", CLOSURE_HEADER, model_pick_closures, 1,
     MODEL_OF_NOBODY, model_row_closure, 0},
    {9, 15, "небезпечні_ділянки_ДСНС_15.9", "danger_area", "ДСНС", 7, ';', UTF8,
     MODEL "Небезпечні ділянки станом на %s", DANGER_HEADER, model_pick_dangers, 0,
     MODEL_OF_NOBODY, model_row_danger, 0},
    {9, 15, "поховання_священник", "person", "парафія", 2, ';', CP1251,
     INVENTED "Кого відспівали станом на %s",
     "№|Прізвище та ім'я|Рік народження|Дата поховання|№ могили|Статус|Вигадана особа",
     model_pick_office, MODEL_PRIEST * 10, MODEL_OF_DEAD, model_row_priest, 0},
    {9, 16, "заклади_16.9", "facility", "міська рада", 0, ';', UTF8,
     MODEL "Заклади станом на %s", FACILITY_HEADER, model_pick_facilities, 0, MODEL_OF_NOBODY,
     model_row_facility, 0},
    {9, 16, "поранені_лікарня", "person", "міська лікарня", 5, ';', CP1251,
     INVENTED "Поранені, яким надано допомогу, станом на %s",
     "№|ПІБ|Стать|Вік|Дата події|Поранення|Тяжкість|Адреса|Статус|Вигадана особа",
     model_pick_injured, 1, MODEL_OF_PERSON, model_row_injured, 0},
    {9, 16, "місця_огляду", "site", "поліція", 7, ';', UTF8, MODEL "Місця огляду станом на %s",
     "Назва місця|Вид місця|Могил|Початок робіт|Є замінування|Широта|Довгота", model_pick_table,
     2, MODEL_OF_NOBODY, model_row_site, 0},
    {9, 17, "могили_лісове_поховання", "grave", "поліція", 7, ';', UTF8,
     INVENTED "Могили станом на %s",
     "Номер могили|Місце поховання|Ряд|Ім'я на табличці|Дата смерті на табличці|Стан могили"
     "|Вигадана особа",
     model_pick_graves, 0, MODEL_OF_NOBODY, model_row_grave, 0},
    {9, 17, "гаряча_лінія_загиблі_17.9", "person", "гаряча лінія", 2, ',', UTF8,
     INVENTED "Дзвінки про загиблих станом на %s", HOTLINE_HEADER, model_pick_office,
     MODEL_HOTLINE * 10 + 1, MODEL_OF_DEAD, model_row_hotline, 0},
    {9, 17, "vehicles_2022-09-17", "vehicle", "logistics cell", 9, ',', UTF8, NULL,
     "number plate|kind of vehicle|model|seats|stretcher places|wheelchair places|load, kg"
     "|has a cold box|cold box volume, l|state|fuel in the tank, l|owner|based at|shift",
     model_pick_table, 0, MODEL_OF_NOBODY, model_row_vehicle, 0},
    {9, 18, "погибшие_полиция", "person", "поліція", 7, ';', CP1251,
     INVENTED_RU "Список погибших по состоянию на %s",
     "№ п/п|ФИО|Год рождения|Пол|Адрес|Дата гибели|Обстоятельства|Номер могилы|Номер тела"
     "|Статус|Вымышленное лицо",
     model_pick_office, MODEL_POLICE * 10, MODEL_OF_DEAD, model_row_police, 0},
    {9, 19, "тіла_ексгумація_19.9", "body", "судово-медична експертиза", 9, ';', UTF8,
     INVENTED "Ексгумовані тіла станом на %s", BODY_HEADER, model_pick_bodies, 0, MODEL_OF_BODY,
     model_row_body, 1},
    {9, 19, "умершие_больница", "person", "міська лікарня", 5, ';', CP1251,
     INVENTED_RU "Умершие в больнице по состоянию на %s",
     "№|Фамилия|Имя|Отчество|Пол|Возраст|Дата смерти|Причина смерти|Чего не хватило"
     "|Последствие|Свидетельство о смерти|Статус|Вымышленное лицо",
     model_pick_office, MODEL_HOSPITAL * 10, MODEL_OF_DEAD, model_row_hospital, 0},
    MEDICINE(9, 20),
    STOCK(9, 20, 0),
    {9, 20, "перекриття_сапери_20.9", "road", "сапери", 7, '\t', UTF8,
     MODEL "Заміновані вулиці станом на %s", CLOSURE_HEADER, model_pick_closures, 2,
     MODEL_OF_NOBODY, model_row_closure, 0},
    TRIAGE(9, 21),
    {9, 21, "померлі_соціальна_служба", "person", "соціальна служба", 8, ';', UTF8,
     INVENTED "Померлі підопічні станом на %s",
     "№|ПІБ|Дата народження|Адреса|Дата смерті|Статус|Номер свідоцтва про смерть|Примітка"
     "|Згода|Вигадана особа",
     model_pick_office, MODEL_SOCIAL * 10, MODEL_OF_DEAD, model_row_social, 0},
    {9, 22, "зниклі_поліція", "person", "поліція", 7, ';', UTF8,
     INVENTED "Зниклі безвісти станом на %s",
     "Номер справи|ПІБ|Дата народження|Стать|Адреса|Дата зникнення|Де зник|Особливі прикмети"
     "|Заявник|Телефон заявника|Статус|Зразок ДНК рідних здано|Мета|Згода|Вигадана особа",
     model_pick_missing, 1, MODEL_OF_PERSON, model_row_missing, 0},
    {9, 22, "багатоповерхівки_ЖКГ_22.9", "building", "управління ЖКГ", 3, ';', UTF8,
     MODEL "Стан багатоквартирних будинків станом на %s", MULTI_HEADER, model_pick_multi, 0,
     MODEL_OF_NOBODY, model_row_multi, 0},
    DELIVERED(9, 22),
    {9, 23, "тіла_ексгумація_23.9", "body", "судово-медична експертиза", 9, ';', UTF8,
     INVENTED "Ексгумовані тіла станом на %s", BODY_HEADER, model_pick_bodies, 1, MODEL_OF_BODY,
     model_row_body, 0},
    DELIVERED(9, 24),
    BROUGHT(9, 24),
    {9, 24, "котельні_перелік", "heat_source", "теплові мережі", 3, ';', CP1251,
     MODEL "Котельні міста станом на %s", BOILER_HEADER, model_pick_boilers, 0, MODEL_OF_NOBODY,
     model_row_boiler, 0},
    {9, 25, "тіла_ексгумація_25.9", "body", "судово-медична експертиза", 9, ';', UTF8,
     INVENTED "Ексгумовані тіла станом на %s", BODY_HEADER, model_pick_bodies, 2, MODEL_OF_BODY,
     model_row_body, 1},
    SURVEY(9, 26, 1),
    {9, 26, "аптеки_26.9", "facility", "міська рада", 0, ';', UTF8, MODEL "Аптеки станом на %s",
     FACILITY_HEADER, model_pick_facilities, 1, MODEL_OF_NOBODY, model_row_facility, 0},
    {9, 26, "впізнані_експертиза_26.9", "person", "судово-медична експертиза", 9, '\t', UTF8,
     INVENTED "Тіла, особу яких встановлено, станом на %s", FORENSIC_HEADER, model_pick_office,
     MODEL_FORENSIC * 10 + 1, MODEL_OF_DEAD, model_row_forensic, 0},
    {9, 27, "без_допомоги_сімейні_лікарі", "person", "центр первинної допомоги", 4, ';', UTF8,
     INVENTED "Хто постраждав без вчасної допомоги, станом на %s",
     "№|ПІБ|Дата народження|Адреса|Хронічні хвороби|Чого забракло|Наслідок|Відколи без допомоги"
     "|Статус|Згода|Мета|Вигадана особа",
     model_pick_suffered, 1, MODEL_OF_PERSON, model_row_suffered, 0},
    DELIVERED(9, 27),
    {9, 28, "бригади", "crew", "міська рада", 0, ';', UTF8, MODEL "Бригади станом на %s",
     "Бригада|Фах|Осіб у бригаді|Чи працює|Зміна|Дільниця", model_pick_table, 1,
     MODEL_OF_NOBODY, model_row_crew, 0},
    BROUGHT(9, 28),
    {9, 29, "установи_підприємства_29.9", "building", "відділ економіки", 1, ';', CP1251,
     MODEL "Установи та підприємства станом на %s",
     "Номер будівлі|Назва об’єкта|Адреса|Вид будівлі|Стан будівлі|Обстежено",
     model_pick_institutions, 0, MODEL_OF_NOBODY, model_row_institution, 0},
    DELIVERED(9, 29),
    MEDICINE(9, 30),
    STOCK(9, 30, 1),
    {10, 1, "будинки_на_опаленні", "house", "теплові мережі", 3, ';', UTF8,
     MODEL "Будинки з централізованим опаленням станом на %s", HOUSE_HEADER, model_pick_houses,
     0, MODEL_OF_NOBODY, model_row_house, 0},
    {10, 1, "теплові_мережі_ділянки", "pipe", "теплові мережі", 3, ';', CP1251,
     MODEL "Ділянки теплових мереж станом на %s", PIPE_HEADER, model_pick_pipes, 0,
     MODEL_OF_NOBODY, model_row_pipe, 0},
    DELIVERED(10, 1),
    BROUGHT(10, 1),
    {10, 2, "пропавшие_горячая_линия", "person", "гаряча лінія", 2, ';', CP1251,
     INVENTED_RU "Пропавшие без вести по состоянию на %s",
     "№|ФИО|Возраст|Адрес|Дата исчезновения|Заявитель|Телефон заявителя|Статус"
     "|Вымышленное лицо",
     model_pick_missing, 2, MODEL_OF_PERSON, model_row_missing_hotline, 0},
    SURVEY(10, 3, 2),
    {10, 3, "гаряча_лінія_загиблі_3.10", "person", "гаряча лінія", 2, ',', UTF8,
     INVENTED "Дзвінки про загиблих станом на %s", HOTLINE_HEADER, model_pick_office,
     MODEL_HOTLINE * 10 + 2, MODEL_OF_DEAD, model_row_hotline, 0},
    {10, 4, "без_допомоги_соціальна_служба", "person", "соціальна служба", 8, ';', CP1251,
     INVENTED "Постраждали без вчасної допомоги, станом на %s",
     "№|ПІБ|Дата народження|Адреса|Хронічні хвороби|Чого забракло|Наслідок|Відколи без допомоги"
     "|Статус|Згода|Мета|Вигадана особа",
     model_pick_suffered, 2, MODEL_OF_PERSON, model_row_suffered, 0},
    DELIVERED(10, 4),
    {10, 5, "дороги_відкрито_5.10", "road", "міська рада", 0, ';', UTF8,
     MODEL "Де відновлено проїзд, станом на %s", CLOSURE_HEADER, model_pick_closures, 3,
     MODEL_OF_NOBODY, model_row_closure, 0},
    TRIAGE(10, 5),
    BROUGHT(10, 5),
    {10, 6, "загиблі_міська_рада_доповнення", "person", "міська рада", 0, ';', UTF8,
     INVENTED "Доповнення до списку загиблих станом на %s", COUNCIL_HEADER, model_pick_office,
     2, MODEL_OF_DEAD, model_row_council, 0},
    DELIVERED(10, 6),
    STOVES(10, 7, 0),
    {10, 8, "mobile_hospital_2022-10-08", "facility", "mobile hospital", 6, ',', UTF8, NULL,
     FACILITY_HEADER_EN, model_pick_facilities, 2, MODEL_OF_NOBODY, model_row_facility, 0},
    {10, 8, "ліжка_відділень_8.10", "facility", "міська лікарня", 5, ';', UTF8,
     MODEL "Ліжка за відділеннями станом на %s", WARD_HEADER, model_pick_wards, 1,
     MODEL_OF_NOBODY, model_row_ward, 0},
    DELIVERED(10, 8),
    BROUGHT(10, 8),
    SURVEY(10, 10, 3),
    MEDICINE(10, 10),
    STOCK(10, 10, 2),
    {10, 10, "небезпечні_ділянки_ДСНС_10.10", "danger_area", "ДСНС", 7, ';', UTF8,
     MODEL "Аварійні будівлі та нові знахідки станом на %s", DANGER_HEADER, model_pick_dangers,
     1, MODEL_OF_NOBODY, model_row_danger, 0},
    {10, 11, "загиблі_повторно", "person", "міська рада", 0, ';', UTF8,
     INVENTED "Список загиблих і померлих мешканців станом на %s", COUNCIL_HEADER,
     model_pick_office, 3, MODEL_OF_DEAD, model_row_council, 0},
    DELIVERED(10, 11),
    {10, 12, "знайдені_живими", "person", "поліція", 7, ';', UTF8,
     INVENTED "Знайдені живими станом на %s",
     "№|ПІБ|Дата народження|Статус|Дата події|Куди евакуйовано|Вигадана особа",
     model_pick_found, 0, MODEL_OF_PERSON, model_row_found, 0},
    {10, 12, "евакуація_заяви", "household", "міська рада", 0, ';', UTF8,
     INVENTED "Заяви на зимову евакуацію станом на %s",
     "Адреса|Голова домогосподарства|Осіб у домогосподарстві|Евакуація на зиму|Телефон"
     "|Вигадана особа",
     model_pick_evacuation, 0, MODEL_OF_NOBODY, model_row_evacuation, 0},
    BROUGHT(10, 12),
    DELIVERED(10, 13),
    BOILER_NOW(10, 14),
    STOVES(10, 15, 1),
    DELIVERED(10, 15),
    BROUGHT(10, 15),
    SURVEY(10, 17, 4),
    {10, 17, "damage_radar_2022-10", "building", "radar analysis", 9, ',', UTF8,
     "Model town: invented data. Radar screening, probability per building\nAs of %s",
     "building number|class of building|damage (radar)|latitude|longitude", model_pick_radar, 0,
     MODEL_OF_NOBODY, model_row_radar, 3},
    {10, 18, "пункти_обігріву_план", "facility", "міська рада", 0, ';', UTF8,
     MODEL "Пункти обігріву станом на %s", WARMING_HEADER, model_pick_warming, 0,
     MODEL_OF_NOBODY, model_row_warming, 0},
    DELIVERED(10, 18),
    BROUGHT(10, 19),
    {10, 20, "впізнані_експертиза_20.10", "person", "судово-медична експертиза", 9, '\t', UTF8,
     INVENTED "Тіла, особу яких встановлено, станом на %s", FORENSIC_HEADER, model_pick_office,
     MODEL_FORENSIC * 10 + 2, MODEL_OF_DEAD, model_row_forensic, 0},
    DELIVERED(10, 20),
    MEDICINE(10, 21),
    STOCK(10, 21, 3),
    DELIVERED(10, 22),
    BROUGHT(10, 22),
    SURVEY(10, 24, 5),
    STOVES(10, 24, 2),
    TRIAGE(10, 25),
    DELIVERED(10, 25),
    {10, 26, "багатоповерхівки_комісія_26.10", "building", "комісія з обстеження", 1, ';',
     CP1251, MODEL "Обстежені багатоквартирні будинки станом на %s", MULTI_HEADER,
     model_pick_multi, 1, MODEL_OF_NOBODY, model_row_multi, 0},
    BROUGHT(10, 26),
    DELIVERED(10, 27),
    {10, 28, "евакуація_передзвонили", "household", "міська рада", 0, ';', UTF8,
     INVENTED "Кого опитано повторно про евакуацію станом на %s",
     "Адреса|Голова домогосподарства|Осіб у домогосподарстві|Евакуація на зиму|Телефон"
     "|Вигадана особа",
     model_pick_evacuation, 1, MODEL_OF_NOBODY, model_row_evacuation, 0},
    DELIVERED(10, 29),
    BROUGHT(10, 29),
    SURVEY(10, 31, 6),
    {11, 1, "пункти_незламності", "facility", "міська рада", 0, ';', UTF8,
     MODEL "Пункти незламності станом на %s", WARMING_HEADER, model_pick_warming, 1,
     MODEL_OF_NOBODY, model_row_warming, 0},
    MEDICINE(11, 1),
    STOCK(11, 1, 4),
    {11, 1, "розміновано_1.11", "danger_area", "ДСНС", 7, ';', UTF8,
     MODEL "Розміновані ділянки станом на %s", DANGER_HEADER, model_pick_dangers, 2,
     MODEL_OF_NOBODY, model_row_danger, 0},
    DELIVERED(11, 1),
    BOILER_NOW(11, 2),
    BROUGHT(11, 2),
    {11, 2, "не_дочекались_допомоги_2.11", "person", "центр первинної допомоги", 4, ';', UTF8,
     INVENTED "Померли, не дочекавшись допомоги, станом на %s",
     "№|ПІБ|Дата народження|Адреса|Дата смерті|Чого забракло|Наслідок|Статус|Мета"
     "|Вигадана особа",
     model_pick_late_dead, 1102, MODEL_OF_PERSON, model_row_late_dead, 0},
    {11, 3, "ліжка_відділень_3.11", "facility", "міська лікарня", 5, ';', UTF8,
     MODEL "Ліжка за відділеннями станом на %s", WARD_HEADER, model_pick_wards, 1,
     MODEL_OF_NOBODY, model_row_ward, 0},
    DELIVERED(11, 3),
    BOILER_NOW(11, 4),
    SURVEY(11, 5, 7),
    {11, 5, "тепло_подано_5.11", "house", "теплові мережі", 3, ';', CP1251,
     MODEL "Будинки, куди подано тепло, станом на %s", HOUSE_NOW_HEADER, model_pick_warmed, 5,
     MODEL_OF_NOBODY, model_row_house_now, 0},
    TRIAGE(11, 5),
    DELIVERED(11, 5),
    BROUGHT(11, 5),
    MEDICINE(11, 6),
    STOCK(11, 6, 5),
    {11, 7, "тепло_подано_7.11", "house", "теплові мережі", 3, ';', CP1251,
     MODEL "Будинки, куди подано тепло, станом на %s", HOUSE_NOW_HEADER, model_pick_warmed, 7,
     MODEL_OF_NOBODY, model_row_house_now, 0},
    BOILER_NOW(11, 7),
    DELIVERED(11, 7),
    BROUGHT(11, 7),
    {11, 7, "heat_sources", "", "теплові мережі", 3, ',', UTF8, NULL,
     "id|mw|fuel|electric_kw|state|can_start_from", model_pick_boilers, 0, MODEL_OF_NOBODY,
     model_row_boiler_balance, 0},
    {11, 7, "heat_houses", "", "теплові мережі", 3, ',', UTF8, NULL,
     "id|source|kw|people|floors|state", model_pick_houses, 0, MODEL_OF_NOBODY,
     model_row_house_balance, 0},
};
const int model_spec_count = (int)RK_COUNT(model_specs);
