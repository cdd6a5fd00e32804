/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Forms hold what the vocabulary requires, and each is one page in both languages. */
#include "rk_test.h"

#include "rk_paper.h"

static struct rk_arena keep;
static struct rk_scratch scratch;
static struct rk_forms forms;
static struct rk_err err;

static int open_all(void **state)
{
    (void)state;
    setenv("RANOK_LIBEXEC", RK_BUILD_DIR "/libexec", 1);
    keep = rk_arena_open((ptrdiff_t)512 << 20);
    scratch = rk_scratch_open((ptrdiff_t)512 << 20);
    err = (struct rk_err){0};
    return rk_forms_load(&keep, &forms, &err) != RK_OK;
}

static int close_all(void **state)
{
    (void)state;
    rk_arena_close(&keep);
    rk_scratch_close(&scratch);
    return 0;
}

/* Page objects of a PDF as cairo writes it. */
static int pages_of(struct rk_str pdf)
{
    static const char page[] = "/Type /Page";
    int count = 0;
    for (ptrdiff_t i = 0; i + 12 < pdf.len; i++)
        count += memcmp(pdf.at + i, page, sizeof page - 1) == 0 && pdf.at[i + 11] != 's';
    return count;
}

static struct rk_forms_order order_of(const struct rk_form *const *one, enum rk_lang lang)
{
    return (struct rk_forms_order){.forms = one,
                                   .form_count = 1,
                                   .lang = lang,
                                   .copies = 1,
                                   .town = RK_STR("Ізюм"),
                                   .model = true,
                                   .day = rk_day_of(2022, 9, 22)};
}

static void every_form_of_the_field_is_there(void **state)
{
    (void)state;
    static const char *const wanted[] = {"death", "missing", "injured", "need",      "building",
                                         "house", "stock",   "road",    "household", "danger"};
    for (ptrdiff_t i = 0; i < RK_COUNT(wanted); i++)
        assert_non_null(rk_form_find(&forms, rk_str_of(wanted[i])));
    for (int32_t i = 0; i < forms.count; i++)
        for (int32_t k = 0; k < i; k++)
            assert_int_not_equal(forms.at[i].code, forms.at[k].code);
}

static bool stands_on(const struct rk_form *form, int32_t kind, const struct rk_aspect *aspect)
{
    bool there = kind == 0 && form->preset == aspect;
    for (int32_t i = 0; i < form->field_count; i++)
        there |= form->fields[i].aspect[kind] == aspect;
    return there;
}

static void every_required_aspect_is_on_the_form_and_marked(void **state)
{
    (void)state;
    int required = 0;
    for (int32_t f = 0; f < forms.count; f++)
        for (int32_t k = 0; k < forms.at[f].kind_count; k++) {
            const struct rk_kind *kind = forms.at[f].kind[k];
            for (int32_t a = 0; a < kind->aspect_count; a++) {
                if (!kind->aspects[a].required)
                    continue;
                required++;
                if (!stands_on(&forms.at[f], k, &kind->aspects[a]))
                    fail_msg("%s lacks %s", forms.at[f].id, kind->aspects[a].id);
            }
        }
    assert_true(required >= 5); /* body number, address, road state, name and quantity … */
    for (int32_t f = 0; f < forms.count; f++)
        for (int32_t i = 0; i < forms.at[f].field_count; i++) {
            const struct rk_form_field *field = &forms.at[f].fields[i];
            for (int32_t k = 0; k < RK_FORM_KINDS; k++)
                if (field->aspect[k] && field->aspect[k]->required && !field->must)
                    fail_msg("%s: field %d is required and has no star", forms.at[f].id,
                             (int)field->number);
        }
}

/* Whoever told it, and the day, are asked on each form; consent, purpose and retention wherever
 * a record is made of somebody who can be asked, or whose family can: not of a body or a grave.
 */
static void every_form_asks_who_says_it_and_forms_of_people_ask_for_consent(void **state)
{
    (void)state;
    static const char *const all[] = {"according_to", "as_of", "role", "phone", "note"};
    static const char *const people[] = {"consent", "purpose", "keep_until"};
    for (int32_t f = 0; f < forms.count; f++) {
        const struct rk_form *form = &forms.at[f];
        for (ptrdiff_t i = 0; i < RK_COUNT(all); i++)
            if (!rk_form_field(form, rk_str_of(all[i])))
                fail_msg("%s does not ask %s", form->id, all[i]);
        assert_true(rk_form_field(form, RK_STR("according_to"))->must);
        const bool of_people = (form->kind[0]->compartment == RK_PEOPLE ||
                                form->kind[0]->compartment == RK_MEDICAL) &&
                               strcmp(form->kind[0]->id, "body") != 0 &&
                               strcmp(form->kind[0]->id, "grave") != 0;
        for (ptrdiff_t i = 0; i < RK_COUNT(people) && of_people; i++)
            if (!rk_form_field(form, rk_str_of(people[i])))
                fail_msg("%s does not ask %s", form->id, people[i]);
    }
}

static void has_words(const char *prefix, const char *id)
{
    char key[96];
    snprintf(key, sizeof key, "%s%s", prefix, id);
    for (int lang = 0; lang < RK_LANGS; lang++)
        if (strcmp(rk_word((enum rk_lang)lang, key), key) == 0)
            fail_msg("%s has no words", key);
}

static void everything_printed_has_words_in_both_languages(void **state)
{
    (void)state;
    for (int32_t f = 0; f < forms.count; f++) {
        has_words("paper.form.", forms.at[f].id);
        has_words("paper.how.", forms.at[f].id);
        for (int32_t i = 0; i < forms.at[f].field_count; i++) {
            has_words("paper.group.", forms.at[f].fields[i].group);
            if (forms.at[f].fields[i].is->unit[0])
                has_words("paper.unit.", forms.at[f].fields[i].is->unit);
        }
    }
}

static void each_form_is_one_page_in_both_languages(void **state)
{
    (void)state;
    for (int32_t f = 0; f < forms.count; f++)
        for (int lang = 0; lang < RK_LANGS; lang++) {
            struct rk_arena room = keep;
            struct rk_str pdf;
            const struct rk_form *one = &forms.at[f];
            const struct rk_forms_order order = order_of(&one, (enum rk_lang)lang);
            rk_assert_ok(rk_forms_pdf(&order, &room, scratch, &pdf, &err), err);
            assert_int_equal(pages_of(pdf), 1);
        }
}

static void a_text_that_does_not_fit_its_place_is_refused(void **state)
{
    (void)state;
    char name[400];
    struct rk_str pdf;
    memset(name, 'W', sizeof name);
    const struct rk_form *one = &forms.at[0];
    struct rk_forms_order order = order_of(&one, RK_UK);
    order.town = (struct rk_str){name, sizeof name};
    assert_int_equal(rk_forms_pdf(&order, &keep, scratch, &pdf, &err), RK_EINVAL);
    assert_non_null(strstr(err.text, "death"));
    assert_non_null(strstr(err.text, "ширше за своє місце"));
}

static void copies_are_pages_and_equal_orders_equal_bytes(void **state)
{
    (void)state;
    struct rk_str first, second;
    const struct rk_form *two[] = {&forms.at[0], &forms.at[7]};
    struct rk_forms_order order = order_of(two, RK_UK);
    order.form_count = 2;
    order.copies = 3;
    order.first = 17;
    rk_assert_ok(rk_forms_pdf(&order, &keep, scratch, &first, &err), err);
    rk_assert_ok(rk_forms_pdf(&order, &keep, scratch, &second, &err), err);
    assert_int_equal(pages_of(first), 6);
    assert_true(rk_str_eq(first, second));
}

static void fields_are_found_by_number_and_by_name(void **state)
{
    (void)state;
    const struct rk_form *death = rk_form_find(&forms, RK_STR("1"));
    assert_non_null(death);
    rk_assert_str(rk_str_of(death->id), "death");
    for (int32_t i = 0; i < death->field_count; i++) {
        char number[8];
        snprintf(number, sizeof number, "%d", (int)death->fields[i].number);
        assert_int_equal(death->fields[i].number, i + 1);
        assert_ptr_equal(rk_form_field(death, rk_str_of(number)), &death->fields[i]);
    }
    rk_assert_str(rk_str_of(rk_form_field(death, RK_STR("death_date"))->is->id), "death_date");
    assert_null(rk_form_field(death, RK_STR("99")));
    assert_null(rk_form_field(death, RK_STR("0")));
    assert_null(rk_form_find(&forms, RK_STR("person"))); /* three forms speak of persons */
    rk_assert_str(rk_str_of(rk_form_find(&forms, RK_STR("item"))->id), "stock");
    assert_true(rk_form_is(death, RK_STR("body")));
}

/* A choice is typed by the number in front of it: those of the vocabulary, in its order. */
static void choices_stand_in_the_order_of_the_vocabulary(void **state)
{
    (void)state;
    const struct rk_form *death = rk_form_find(&forms, RK_STR("death"));
    const struct rk_form_field *sex = rk_form_field(death, RK_STR("sex"));
    assert_int_equal(sex->choice_count, sex->is->choice_count);
    for (int32_t i = 0; i < sex->choice_count; i++)
        rk_assert_str(rk_str_of(sex->choices[i].value), sex->is->choices[i].id);
    const struct rk_form_field *damage =
        rk_form_field(rk_form_find(&forms, RK_STR("building")), RK_STR("damage"));
    rk_assert_str(rk_str_of(damage->choices[0].value), "words/whole");
    rk_assert_str(rk_str_of(damage->choices[damage->choice_count - 1].value), "order65/III");
}

/* ---- lists --------------------------------------------------------------------------------
 */

static struct rk_paper_list list_of(int32_t rows, struct rk_str *cells)
{
    static const struct rk_paper_column columns[] = {{{"№", 3}, 0.1, true},
                                                     {{"ім’я", 9}, 0.9, false}};
    for (int32_t i = 0; i < rows; i++) {
        cells[2 * i] = rk_str_printf(&keep, "%d", (int)i + 1);
        cells[2 * i + 1] = rk_str_printf(&keep, "Вигадана особа %d", (int)i + 1);
    }
    return (struct rk_paper_list){.number = RK_STR("Л-1"),
                                  .title = RK_STR("Пацієнти"),
                                  .office = RK_STR("лікар"),
                                  .copy = RK_STR("примірник 1 з 2"),
                                  .about = RK_STR("Ізюм"),
                                  .holders = RK_STR("лікар"),
                                  .back = RK_STR("поверніть"),
                                  .nothing = RK_STR("записів немає"),
                                  .column = columns,
                                  .columns = 2,
                                  .rows = rows,
                                  .cell = cells};
}

/* A4 lying holds 297 mm × 210 mm; rows are at least 7.4 mm, so 100 rows need at least four
 * pages and at most five. */
static void a_long_list_takes_the_pages_it_needs(void **state)
{
    (void)state;
    struct rk_str cells[200], pdf;
    struct rk_paper_list list = list_of(100, cells);
    const struct rk_lists_order order = {&list, 1, RK_UK, rk_day_of(2022, 9, 22)};
    rk_assert_ok(rk_lists_pdf(&order, &keep, scratch, &pdf, &err), err);
    assert_in_range(pages_of(pdf), 4, 5);
    list.rows = 0;
    rk_assert_ok(rk_lists_pdf(&order, &keep, scratch, &pdf, &err), err);
    assert_int_equal(pages_of(pdf), 1);
}

/* Names come from the town: no length of theirs stops the page. */
static void a_long_word_in_a_list_is_broken_not_refused(void **state)
{
    (void)state;
    struct rk_str cells[2], pdf;
    char word[1000];
    memset(word, 'x', sizeof word);
    struct rk_paper_list list = list_of(1, cells);
    cells[1] = (struct rk_str){word, sizeof word};
    const struct rk_lists_order order = {&list, 1, RK_EN, rk_day_of(2022, 9, 22)};
    rk_assert_ok(rk_lists_pdf(&order, &keep, scratch, &pdf, &err), err);
    assert_int_equal(pages_of(pdf), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_form_of_the_field_is_there, open_all, close_all),
        cmocka_unit_test_setup_teardown(every_required_aspect_is_on_the_form_and_marked,
                                        open_all, close_all),
        cmocka_unit_test_setup_teardown(
            every_form_asks_who_says_it_and_forms_of_people_ask_for_consent, open_all,
            close_all),
        cmocka_unit_test_setup_teardown(everything_printed_has_words_in_both_languages,
                                        open_all, close_all),
        cmocka_unit_test_setup_teardown(each_form_is_one_page_in_both_languages, open_all,
                                        close_all),
        cmocka_unit_test_setup_teardown(a_text_that_does_not_fit_its_place_is_refused, open_all,
                                        close_all),
        cmocka_unit_test_setup_teardown(copies_are_pages_and_equal_orders_equal_bytes, open_all,
                                        close_all),
        cmocka_unit_test_setup_teardown(fields_are_found_by_number_and_by_name, open_all,
                                        close_all),
        cmocka_unit_test_setup_teardown(choices_stand_in_the_order_of_the_vocabulary, open_all,
                                        close_all),
        cmocka_unit_test_setup_teardown(a_long_list_takes_the_pages_it_needs, open_all,
                                        close_all),
        cmocka_unit_test_setup_teardown(a_long_word_in_a_list_is_broken_not_refused, open_all,
                                        close_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
