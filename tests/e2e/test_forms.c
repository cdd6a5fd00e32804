/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paper out and in again: forms typed in by number, lists that hold everybody once. Everybody
 * in here is invented. */
#include "run_program.h"

static char out[1 << 21], first[1 << 21], second[1 << 21];

/* Runs the program on the town; its exit code, both outputs in `out`. */
static int ranok(const char *arguments)
{
    return run_shell(out, sizeof out, "%s --town %s %s 2>&1", PROGRAM, town, arguments);
}

static void write_text(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static int batches(void)
{
    assert_int_equal(run_shell(out, sizeof out, "%s --town %s log | wc -l", PROGRAM, town), 0);
    return (int)strtol(out, NULL, 10);
}

/* What one batch says of `kind`, but for where it stood and what it is called: aspect, values,
 * bound, unit, method, time; sorted. */
static void claims_of(int batch, const char *kind, char *into, size_t size)
{
    assert_int_equal(
        run_shell(into, size,
                  "%s --town %s export claims | awk -F, '$18 == %d && $2 ~ /^%s:/ {print $3 "
                  "\",\" $4 \",\" $5 \",\" $6 \",\" $7 \",\" $8 \",\" $11 \",\" $13}' | "
                  "grep -v '^status,\\|^number,' | sort",
                  PROGRAM, town, batch, kind),
        0);
}

/* ---- typed in is imported -------------------------------------------------------------------
 */

static const struct {
    const char *form, *kind, *header, *row, *pairs;
} alike[] = {
    {"missing", "person",
     "Прізвище,Ім’я,По батькові,Дата народження,Вік,Стать,Адреса,Коли бачили востаннє,Де "
     "бачили "
     "востаннє,Зріст,Особливі прикмети,Рідний або заявник,Телефон рідних або заявника,Згода,"
     "Станом на,Зі слів кого",
     "Вигадана,Олена,Петрівна,12.03.1950,72,жінка,вул. Вигадана 5,березень 2022,біля мосту,165,"
     "шрам на руці,Вигаданий Іван,050 123 45 67,згоду надала родина,20.09.2022,Вигаданий Іван",
     "1=Вигадана 2=Олена 3=Петрівна 4=12031950 5=72 6=1 address='вул. Вигадана 5' "
     "13='березень 2022' 14='біля мосту' height_cm=165 marks='шрам на руці' "
     "relative_name='Вигаданий Іван' relative_phone='050 123 45 67' consent=3 as_of=20.09.2022 "
     "according_to='Вигаданий Іван'"},
    {"need", "need",
     "Прізвище,Вид потреби,Ліки,На день,Залишилось,Коли закінчиться,Сортування,Огляд дійсний "
     "до,"
     "Потрібен кисень,Станом на,Зі слів кого",
     "Вигаданий,ліки,Інсулін,2,14,28.09.2022,червоний,30.09.2022,ні,20.09.2022,Лікарка "
     "Вигадана",
     "surname=Вигаданий 13=1 medicine=Інсулін per_day=2 left=14 runs_out=28092022 triage=1 "
     "assess_until=30.09.2022 oxygen=2 as_of=20092022 according_to='Лікарка Вигадана'"},
    {"building", "building",
     "Адреса,Вид будівлі,Поверхів,Ступінь пошкодження,Відсоток пошкодження,Обстежено,Дата "
     "обстеження,Станом на,Зі слів кого",
     "вул. Вигадана 7,багатоквартирний "
     "будинок,5,пошкоджена,40,так,18.09.2022,18.09.2022,Комісія "
     "вигадана",
     "address='вул. Вигадана 7' class=2 floors=5 damage=2 damage_percent=40 surveyed=1 "
     "survey_date=18092022 as_of=18092022 according_to='Комісія вигадана'"},
    {"road", "road",
     "Вулиця або дорога,Вид,Проїзд,Причина,Заміновано,З якого дня,Станом на,Зі слів кого",
     "вул. Вигадана,вулиця,проїзду немає,вирва,ні,17.09.2022,17.09.2022,Патруль вигаданий",
     "name='вул. Вигадана' type=2 10=4 reason=2 mined=2 from_date=17092022 as_of=17092022 "
     "according_to='Патруль вигаданий'"},
};

static void a_typed_form_says_what_an_import_of_the_same_values_says(void **state)
{
    (void)state;
    for (ptrdiff_t i = 0; i < RK_COUNT(alike); i++) {
        char file[64], text[4096], command[4096];
        snprintf(file, sizeof file, "%s.alike.csv", town);
        snprintf(text, sizeof text, "%s\n%s\n", alike[i].header, alike[i].row);
        write_text(file, text);
        snprintf(command, sizeof command, "import %s --as %s --day 2022-09-22 --quiet", file,
                 alike[i].kind);
        if (ranok(command) != 0)
            fail_msg("%s: %s", alike[i].form, out);
        snprintf(command, sizeof command, "form %s %s --day 2022-09-22 --quiet", alike[i].form,
                 alike[i].pairs);
        if (ranok(command) != 0)
            fail_msg("%s: %s", alike[i].form, out);
        const int last = batches();
        claims_of(last - 1, alike[i].kind, first, sizeof first);
        claims_of(last, alike[i].kind, second, sizeof second);
        assert_true(strlen(first) > 100);
        assert_string_equal(first, second);
    }
}

static void a_body_and_its_person_on_one_sheet_are_joined_by_its_number(void **state)
{
    (void)state;
    assert_int_equal(
        ranok("form death form=17 surname=Вигаданий sex=2 15=45 found_date=20092022 "
              "according_to='Вигадана Марія' role=дружина phone=0501234567 "
              "--day 2022-09-22 --quiet"),
        0);
    assert_int_equal(ranok("log --batch 2"), 0);
    assert_non_null(strstr(out, "person:form/1-0017  surname = Вигаданий"));
    assert_non_null(strstr(out, "person:form/1-0017  status = dead"));
    assert_non_null(strstr(out, "person:form/1-0017  body = 45"));
    assert_non_null(strstr(out, "person:form/1-0017  sex = male"));
    assert_non_null(strstr(out, "body:form/45  number = 45"));
    assert_non_null(strstr(out, "body:form/45  sex = male"));
    assert_non_null(strstr(out, "role = дружина"));
    assert_non_null(strstr(out, "phone = +380501234567"));
}

static void a_body_without_a_name_makes_no_person(void **state)
{
    (void)state;
    assert_int_equal(ranok("form death 15=46 6=3 found_place='вул. Вигадана' "
                           "according_to='Вигадана Марія' --day 2022-09-22 --quiet"),
                     0);
    assert_int_equal(ranok("log --batch 2"), 0);
    assert_null(strstr(out, "person:"));
    assert_non_null(strstr(out, "body:form-e"));
}

static void each_line_of_a_stock_count_is_one_lot(void **state)
{
    (void)state;
    assert_int_equal(ranok("form stock form=3 store='Склад вигаданий' counted_date=20092022 "
                           "3/1=Інсулін 5/1=40 8/1=01.2023 name/2=Бинт quantity/2=12 "
                           "according_to='Комірник вигаданий' --day 2022-09-22 --quiet"),
                     0);
    assert_int_equal(ranok("log --batch 2"), 0);
    assert_non_null(strstr(out, "item:form-8-0003/line-1  name = Інсулін"));
    assert_non_null(strstr(out, "item:form-8-0003/line-2  quantity = 12"));
    assert_non_null(strstr(out, "item:form-8-0003/line-2  counted_date = 2022-09-20"));
}

/* ---- refusals --------------------------------------------------------------------------- */

static void every_refused_value_is_listed_with_its_field_and_nothing_is_saved(void **state)
{
    (void)state;
    const int before = batches();
    assert_int_equal(ranok("--lang en form missing surname=Вигадана 4=31.02.1950 5=сто "
                           "height_cm=900 relative_phone=12 last_seen_date=01.01.2099 "
                           "--day 2022-09-22"),
                     1);
    static const char *const places[] = {
        "4 date of birth: \"31.02.1950\": there is no such day",
        "5 age: \"сто\": not a number",
        "16 height: \"900\": too large; expected at most 230",
        "22 phone of the relative or applicant: \"12\"",
        "13 last seen on: \"01.01.2099\": this day is still",
        "20 relative or applicant: nothing stands here",
        "28 according to: nothing stands here"};
    for (ptrdiff_t i = 0; i < RK_COUNT(places); i++)
        if (!strstr(out, places[i]))
            fail_msg("not said: %s\nbut: %s", places[i], out);
    assert_int_equal(batches(), before);
    assert_int_equal(ranok("--lang uk form missing 4=31.02.1950"), 1);
    assert_non_null(strstr(out, "такого дня немає"));
    assert_int_equal(ranok("form missing 77=x"), 1);
    assert_int_equal(ranok("form missing surname=А surname=Б"), 1);
    assert_int_equal(ranok("form missing"), 2);
    assert_int_equal(ranok("form nosuch 1=x"), 2);
    assert_int_equal(ranok("form missing form=17 --day 2022-09-22"), 1); /* nothing filled in */
    assert_int_equal(batches(), before);
}

static void a_sheet_is_typed_in_once(void **state)
{
    (void)state;
    static const char sheet[] = "form road form=9-0004 name='вул. Вигадана' state=4 "
                                "according_to='Патруль вигаданий' --day 2022-09-22 --quiet";
    assert_int_equal(ranok(sheet), 0);
    assert_int_equal(ranok(sheet), 1);
    assert_non_null(strstr(out, "typed in before"));
    assert_int_equal(ranok("undo 2 --why 'a test' --quiet"), 0);
    assert_int_equal(ranok(sheet), 0); /* it does not stand any more */
}

static void a_stack_on_standard_input_is_one_act_a_form(void **state)
{
    (void)state;
    char file[64], command[256];
    snprintf(file, sizeof file, "%s.stack.txt", town);
    write_text(file, "form=1\nname=вул. Вигадана\nstate=4\naccording_to=Патруль вигаданий\n"
                     "\n"
                     "form=2\nname=вул. Зламана\nstate=9\naccording_to=Патруль вигаданий\n"
                     "---\n"
                     "form=3\n1=міст Вигаданий\n3=3\n10=4\n20=Патруль вигаданий\n");
    const int before = batches();
    snprintf(command, sizeof command, "form road --stdin --day 2022-09-22 < %s", file);
    assert_int_equal(ranok(command), 1); /* the second is refused, the others stand */
    assert_non_null(strstr(out, "9-0002: 10 passage: \"9\""));
    assert_int_equal(batches(), before + 2);
    assert_int_equal(ranok("log --batch 3"), 0);
    assert_non_null(strstr(out, "road:міст вигаданий  type = bridge"));
}

/* ---- at the keyboard --------------------------------------------------------------------- */

/* The form of a death as a person would type it: texts, and what is pressed between them. */
static void a_form_of_a_death_takes_few_keys(void **state)
{
    (void)state;
    static const char *const typed[] = {
        "17",
        "\n",
        "Вигаданий",
        "\n",
        "Іван",
        "\n",
        "Петрович",
        "\n",
        "12031950",
        "\n",
        /* age */ "\n",
        /* sex */ "2\n",
        "вул. Вигадана 5",
        "\n",
        /* civilian */ "1\n",
        "15032022",
        "\n",
        "у підвалі",
        "\n",
        "не було ліків",
        "\n", /* cause, lack, outcome */
        "7\n",
        "1\n",
        "1\n",
        /* nobody has seen the body: to the relatives */ "#29\n",
        "Вигадана Марія",
        "\n",
        "дружина",
        "\n",
        "0501234567",
        "\n", /* consent, purpose */
        "3\n",
        "5\n",
        "\n",
        "Вигадана Марія",
        "\n",
        "дружина",
        "\n",
        "\n",
        "20092022",
        "\n",
        "\n",
        "Вигаданий обліковець",
        "\n",
        /* save */ "\n",
        /* no more */ ".\n"};
    char file[64], command[256];
    snprintf(file, sizeof file, "%s.keys.txt", town);
    FILE *f = fopen(file, "w");
    assert_non_null(f);
    int keys = 0;
    for (ptrdiff_t i = 0; i < RK_COUNT(typed); i++) {
        fputs(typed[i], f);
        const size_t len = strlen(typed[i]);
        keys += typed[i][len - 1] == '\n' ? (int)len : 0; /* the rest are texts of the paper */
    }
    fclose(f);
    print_message("%d keys besides the texts\n", keys);
    assert_in_range(keys, 1, 120);
    snprintf(command, sizeof command, "form death --type --day 2022-09-22 < %s", file);
    assert_int_equal(ranok(command), 0);
    assert_int_equal(batches(), 2);
    assert_int_equal(ranok("log --batch 2"), 0);
    assert_non_null(strstr(out, "death_date = 2022-03-15"));
    assert_non_null(strstr(out, "cause = illness"));
    assert_non_null(strstr(out, "lack_outcome = died"));
    assert_non_null(strstr(out, "relative_phone = +380501234567"));
    assert_non_null(strstr(out, "purpose = evidence"));
}

static void a_wrong_value_is_said_at_once_and_asked_again(void **state)
{
    (void)state;
    char file[64], command[256];
    snprintf(file, sizeof file, "%s.keys.txt", town);
    /* 12 is no month; then "<" goes back, "?" explains, "." ends, the star is asked for */
    write_text(file,
               "\nВигаданий\n<\nВигадана\n\n\n12.13.1950\n?\n1950\n.\n\n\n#37\n0501234567\n"
               "#35\nВигадана Марія\n\n.\n");
    snprintf(command, sizeof command, "form death --type --day 2022-09-22 < %s", file);
    assert_int_equal(ranok(command), 0);
    assert_non_null(strstr(out, "12.13.1950"));
    assert_int_equal(ranok("log --batch 2"), 0);
    assert_non_null(strstr(out, "surname = Вигадана"));
    assert_null(strstr(out, "Вигаданий"));
    assert_non_null(strstr(out, "birth_date = 1950"));
}

static void ctrl_c_saves_nothing(void **state)
{
    (void)state;
    int keyboard[2], status = 0;
    assert_int_equal(pipe(keyboard), 0);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        dup2(keyboard[0], STDIN_FILENO);
        close(keyboard[1]);
        const int quiet = open("/dev/null", O_WRONLY);
        dup2(quiet, STDERR_FILENO);
        execl(PROGRAM, PROGRAM, "--town", town, "form", "death", "--type", (char *)NULL);
        _exit(99);
    }
    static const char keys[] = "17\nВигаданий\nІван\n";
    assert_int_equal(write(keyboard[1], keys, sizeof keys - 1), sizeof keys - 1);
    nanosleep(&(struct timespec){.tv_sec = 1}, NULL);
    assert_int_equal(kill(child, SIGINT), 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    close(keyboard[0]);
    close(keyboard[1]);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 130);
    assert_int_equal(batches(), 1);
    assert_int_equal(ranok("verify --quiet"), 0);
}

/* ---- on paper --------------------------------------------------------------------------- */

static bool text_of(const char *file)
{
    if (run_shell(out, sizeof out, "pdftotext -layout %s - 2>/dev/null", file) == 0)
        return true;
    print_message("skipped: no pdftotext (Debian: poppler-utils)\n");
    return false;
}

static int count_of(const char *text, const char *what)
{
    int count = 0;
    for (const char *at = text; (at = strstr(at, what)); at += strlen(what))
        count++;
    return count;
}

static void printed_forms_are_numbered_and_hold_every_field(void **state)
{
    (void)state;
    char file[64], command[256];
    snprintf(file, sizeof file, "%s.forms.pdf", town);
    snprintf(command, sizeof command,
             "print forms --kind need --copies 2 --from 17 -o %s "
             "--quiet",
             file);
    assert_int_equal(ranok(command), 0);
    if (!text_of(file))
        skip();
    assert_non_null(strstr(out, "4-0017"));
    assert_non_null(strstr(out, "4-0018"));
    assert_int_equal(count_of(out, "\f"), 2);
    snprintf(command, sizeof command, "print forms --kind nosuch -o %s", file);
    assert_int_equal(ranok(command), 2);
    assert_int_equal(ranok("print forms"), 2);
    assert_int_equal(ranok("print nonsense -o x.pdf"), 2);
}

enum { PATIENTS = 60 };

/* Invented patients; every third one's medicine has run out. */
static void write_patients(const char *path, const char *tag, const char *day)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fprintf(f,
            "Вигадані пацієнти станом на %s\n№ картки;ПІБ;Адреса;Потреба;Ліки;Ліків на днів;"
            "Сортування\n",
            day);
    for (int i = 1; i <= PATIENTS; i++)
        fprintf(f, "%d;%sенко%c%c Вигадана;вул. Вигадана, %d;ліки;Інсулін;%d;зелений\n", i, tag,
                'a' + i / 10, 'a' + i % 10, i, i % 3 == 0 ? 0 : 5 + i);
    fclose(f);
}

static void the_doctors_list_holds_every_patient_once(void **state)
{
    (void)state;
    char file[64], gone[64], pdf[64], command[512];
    snprintf(file, sizeof file, "%s.patients.csv", town);
    snprintf(pdf, sizeof pdf, "%s.lists.pdf", town);
    snprintf(gone, sizeof gone, "%s.gone.csv", town);
    write_patients(gone, "Скасов", "10.09.2022"); /* a list that is taken back */
    snprintf(command, sizeof command, "import %s --as need --day 2022-09-10 --quiet", gone);
    assert_int_equal(ranok(command), 0);
    assert_int_equal(ranok("undo 2 --why 'a test' --quiet"), 0);
    write_patients(file, "Хвор", "20.09.2022");
    snprintf(command, sizeof command,
             "import %s --as need --source 'Вигадана амбулаторія' --day 2022-09-20 --quiet",
             file);
    assert_int_equal(ranok(command), 0);
    snprintf(file, sizeof file, "%s.later.csv", town);
    write_patients(file, "Хвор", "22.09.2022"); /* the same cards two days later */
    snprintf(command, sizeof command,
             "import %s --as need --source 'Вигадана амбулаторія' --day 2022-09-22 --quiet",
             file);
    assert_int_equal(ranok(command), 0);
    snprintf(command, sizeof command,
             "print lists --office doctor --day 2022-09-22 --copies 2 -o %s --quiet", pdf);
    assert_int_equal(ranok(command), 0);
    if (!text_of(pdf))
        skip();
    assert_null(strstr(out, "Скасовенко")); /* an undone batch is on no list */
    for (int i = 1; i <= PATIENTS; i++) {
        char name[64];
        snprintf(name, sizeof name, "Хворенко%c%c ", 'a' + i / 10, 'a' + i % 10);
        assert_int_equal(count_of(out, name), 2); /* once in each of the two copies */
    }
    assert_non_null(strstr(out, "copy 1 of 2"));
    assert_non_null(strstr(out, "copy 2 of 2"));
    assert_non_null(strstr(out, "page 1 of "));
    assert_non_null(strstr(out, "Return this sheet"));
    assert_non_null(strstr(out, "May be held by: doctor. Holds: people, medical."));
    const char *out_of = strstr(out, "has run out"), *week = strstr(out, "within seven days"),
               *later = strstr(out, "lasts longer");
    assert_true(out_of && week && later && out_of < week && week < later);
    assert_true(strstr(out, "Хворенкоad ") < week); /* 3: nothing left */
    assert_true(strstr(out, "Хворенкоab ") > week); /* 1: six days */
}

/* ґ stands behind г, ї behind і, and house 11 behind house 2. */
static void a_list_is_in_the_order_in_which_people_look(void **state)
{
    (void)state;
    char file[64], pdf[64], command[256];
    snprintf(file, sizeof file, "%s.houses.csv", town);
    snprintf(pdf, sizeof pdf, "%s.lists.pdf", town);
    write_text(file, "Номер будівлі,Адреса,Район міста\nВ-1,\"вул. Їжакова, 11\",Вигаданий\n"
                     "В-2,\"вул. Їжакова, 2\",Вигаданий\nВ-3,\"вул. Ґрунтова, 1\",Вигаданий\n"
                     "В-4,\"вул. Абрикосова, 1\",Вигаданий\nВ-5,\"вул. Дачна, 1\",Вигаданий\n"
                     "В-6,\"вул. Ігрова, 1\",Вигаданий\nВ-7,\"вул. Яблунева, 1\",Інший\n");
    snprintf(command, sizeof command, "import %s --as building --day 2022-09-20 --quiet", file);
    assert_int_equal(ranok(command), 0);
    assert_int_equal(ranok("form building address='вул. Ігрова, 1' id=В-6 class=1 surveyed=1 "
                           "damage=1 according_to='Комісія вигадана' --day 2022-09-21 --quiet"),
                     0); /* inspected: it leaves the list */
    snprintf(command, sizeof command,
             "print lists survey --district Вигаданий --day 2022-09-22 -o %s --quiet", pdf);
    assert_int_equal(ranok(command), 0);
    if (!text_of(pdf))
        skip();
    static const char *const order[] = {"Абрикосова", "Ґрунтова", "Дачна", "Їжакова, 2\n",
                                        "Їжакова, 11"};
    const char *before = out;
    for (ptrdiff_t i = 0; i < RK_COUNT(order); i++) {
        const char *at = strstr(out, order[i]);
        if (!at || at < before)
            fail_msg("%s is missing or too early:\n%s", order[i], out);
        before = at;
    }
    assert_null(strstr(out, "Яблунева"));
    assert_null(strstr(out, "Ігрова"));
}

static void a_list_without_records_says_so(void **state)
{
    (void)state;
    char pdf[64], command[256];
    snprintf(pdf, sizeof pdf, "%s.lists.pdf", town);
    snprintf(command, sizeof command, "print lists --office police -o %s --quiet", pdf);
    assert_int_equal(ranok(command), 0);
    if (!text_of(pdf))
        skip();
    assert_non_null(strstr(out, "Nothing is on record"));
    snprintf(command, sizeof command, "print lists --office nobody -o %s", pdf);
    assert_int_equal(ranok(command), 2);
}

int main(void)
{
#define IN_TOWN(name) cmocka_unit_test_setup_teardown(name, make_town, drop_town)
    const struct CMUnitTest tests[] = {
        IN_TOWN(a_typed_form_says_what_an_import_of_the_same_values_says),
        IN_TOWN(a_body_and_its_person_on_one_sheet_are_joined_by_its_number),
        IN_TOWN(a_body_without_a_name_makes_no_person),
        IN_TOWN(each_line_of_a_stock_count_is_one_lot),
        IN_TOWN(every_refused_value_is_listed_with_its_field_and_nothing_is_saved),
        IN_TOWN(a_sheet_is_typed_in_once),
        IN_TOWN(a_stack_on_standard_input_is_one_act_a_form),
        IN_TOWN(a_form_of_a_death_takes_few_keys),
        IN_TOWN(a_wrong_value_is_said_at_once_and_asked_again),
        IN_TOWN(ctrl_c_saves_nothing),
        IN_TOWN(printed_forms_are_numbered_and_hold_every_field),
        IN_TOWN(the_doctors_list_holds_every_patient_once),
        IN_TOWN(a_list_is_in_the_order_in_which_people_look),
        IN_TOWN(a_list_without_records_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
