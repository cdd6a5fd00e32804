/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding names in a list. All persons are invented. */
#include "names_fixture.h"

static const char *const people[] = {
    "Коваленко Сергій Петрович", "Шевчук Олена Василівна", "Щербак Юрій Ілліч",
    "Ткаченко Микола Львович",   "Щербак Юлія Іллівна",    "Kovalchuk Petro",
    "Цимбалюк Ганна Марківна",   "Чорна Тетяна Юріївна",   "Коваль Олександра Остапівна",
    "Рудь Олександр Гнатович",   "Щербак Юрій Ілліч",      ""};

static struct rk_arena room;
static const struct rk_name_index *index_of_people;

static int build(void **state)
{
    if (names_open_tables(state))
        return 1;
    static struct rk_str list[RK_COUNT(people)];
    for (ptrdiff_t i = 0; i < RK_COUNT(people); i++)
        list[i] = rk_str_of(people[i]);
    struct rk_err err = {0};
    room = rk_arena_open(1 << 24);
    return rk_name_index_build(names_tables, list, (int32_t)RK_COUNT(people), &room,
                               &index_of_people, &err)
               ? 1
               : 0;
}

static int release(void **state)
{
    rk_arena_close(&room);
    return names_close_tables(state);
}

static int32_t find(const char *query, int32_t top, struct rk_name_hit *hits)
{
    int32_t found = -1;
    struct rk_err err = {0};
    rk_assert_ok(rk_name_index_search(index_of_people, rk_str_of(query), top, names_tmp, hits,
                                      &found, &err),
                 err);
    return found;
}

static void assert_first(const char *query, int32_t item)
{
    struct rk_name_hit hits[5];
    assert_true(find(query, 5, hits) > 0);
    if (hits[0].item != item)
        fail_msg("%s: %s", query, people[hits[0].item]);
}

static void a_name_is_found_however_it_is_written(void **state)
{
    (void)state;
    assert_first("Коваленко Сергій Петрович", 0);
    assert_first("Kovalenko Serhii", 0);
    assert_first("Сергей Коваленко", 0);
    assert_first("Ковалнеко Сергій", 0);
    assert_first("Rjdfktyrj", 0); /* the wrong keyboard layout */
    assert_first("Chtcherbak Ioulia", 4);
    assert_first("Zymbaljuk", 6);
    assert_first("Ковальчук Петро", 5);
    assert_first("Саша Рудь", 9);
    assert_first("Чорна", 7);
}

static void the_same_name_scores_one_and_equal_ones_come_in_list_order(void **state)
{
    (void)state;
    struct rk_name_hit hits[5];
    assert_true(find("Щербак Юрій Ілліч", 5, hits) >= 3);
    rk_assert_near((double)hits[0].score, 1.0, 1e-6);
    rk_assert_near((double)hits[1].score, 1.0, 1e-6);
    assert_int_equal(hits[0].item, 2);
    assert_int_equal(hits[1].item, 10);
    for (int i = 1; i < 5; i++)
        assert_true(hits[i].score <= hits[i - 1].score && hits[i].score >= 0);
}

static void no_more_are_given_than_asked_for(void **state)
{
    (void)state;
    struct rk_name_hit hits[2] = {{-7, 0}, {-7, 0}};
    assert_int_equal(find("Щербак", 1, hits), 1);
    assert_int_equal(hits[1].item, -7);
    assert_int_equal(find("Щербак", 0, hits), 0);
}

static void nothing_asked_finds_nothing(void **state)
{
    (void)state;
    struct rk_name_hit hits[5];
    assert_int_equal(find("", 5, hits), 0);
    assert_int_equal(find(" ?! ", 5, hits), 0);
}

static void an_empty_list_is_an_index_too(void **state)
{
    (void)state;
    const struct rk_name_index *empty = NULL;
    struct rk_arena keep = room;
    struct rk_err err = {0};
    rk_assert_ok(rk_name_index_build(names_tables, NULL, 0, &keep, &empty, &err), err);
    struct rk_name_hit hit;
    int32_t found = -1;
    rk_assert_ok(
        rk_name_index_search(empty, RK_STR("Коваль"), 1, names_tmp, &hit, &found, &err), err);
    assert_int_equal(found, 0);
}

static void bytes_that_are_no_text_are_refused_with_their_place(void **state)
{
    (void)state;
    const struct rk_str list[] = {RK_STR("Коваль"), RK_STR("\xC3(")};
    const struct rk_name_index *index = NULL;
    struct rk_arena keep = room;
    struct rk_err err = {0};
    assert_int_equal(rk_name_index_build(names_tables, list, 2, &keep, &index, &err),
                     RK_EINVAL);
    assert_string_equal(err.place, "name 1");
    assert_ptr_equal(keep.at, room.at);
    struct rk_name_hit hit;
    int32_t found = 77;
    assert_int_equal(
        rk_name_index_search(index_of_people, RK_STR("\xFF"), 1, names_tmp, &hit, &found, &err),
        RK_EINVAL);
    assert_int_equal(found, 77);
}

static void too_little_memory_is_refused(void **state)
{
    (void)state;
    const struct rk_str list[] = {RK_STR("Коваль Іван"), RK_STR("Щур Яна")};
    struct rk_err err = {0};
    bool built = false, searched = false;
    for (ptrdiff_t size = 1; size < 1 << 16 && !built; size += size < 1000 ? 7 : 500) {
        struct rk_arena keep = rk_arena_open(size);
        const char *before = keep.at;
        const struct rk_name_index *index = NULL;
        const rk_status status =
            rk_name_index_build(names_tables, list, 2, &keep, &index, &err);
        built = status == RK_OK;
        assert_true(built || (status == RK_ENOMEM && keep.at == before && !index));
        rk_arena_close(&keep);
    }
    for (ptrdiff_t size = 1; size < 1 << 16 && !searched; size += size < 1000 ? 7 : 500) {
        struct rk_scratch tmp = rk_scratch_open(size);
        struct rk_name_hit hit;
        int32_t found = 77;
        const rk_status status =
            rk_name_index_search(index_of_people, RK_STR("Коваль"), 1, tmp, &hit, &found, &err);
        searched = status == RK_OK;
        assert_true(searched || (status == RK_ENOMEM && found == 77));
        rk_scratch_close(&tmp);
    }
    assert_true(built && searched);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_is_found_however_it_is_written),
        cmocka_unit_test(the_same_name_scores_one_and_equal_ones_come_in_list_order),
        cmocka_unit_test(no_more_are_given_than_asked_for),
        cmocka_unit_test(nothing_asked_finds_nothing),
        cmocka_unit_test(an_empty_list_is_an_index_too),
        cmocka_unit_test(bytes_that_are_no_text_are_refused_with_their_place),
        cmocka_unit_test(too_little_memory_is_refused),
    };
    return cmocka_run_group_tests(tests, build, release);
}
