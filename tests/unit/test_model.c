/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises of the model town. */
#include "rk_test.h"
#include "rk_hash.h"
#include "rk_model.h"
#include "rk_model_truth.h"

static struct rk_arena keep;
static struct rk_scratch tmp;
static struct rk_err err;

static int open_memory(void **state)
{
    (void)state;
    keep = rk_arena_open((ptrdiff_t)2 << 30);
    tmp = rk_scratch_open((ptrdiff_t)2 << 30);
    return keep.failed || tmp.in.failed;
}

static int close_memory(void **state)
{
    (void)state;
    rk_arena_close(&keep);
    rk_scratch_close(&tmp);
    return 0;
}

static const struct rk_model *grown(int64_t people, uint64_t seed, struct rk_arena *in)
{
    const struct rk_model *m = NULL;
    const struct rk_model_options options = {people, seed};
    rk_assert_ok(rk_model_make(&options, in, tmp, NULL, &m, &err), err);
    return m;
}

static struct rk_str bytes_of(const struct rk_model *m, int32_t file, struct rk_arena *in)
{
    struct rk_str bytes;
    rk_assert_ok(rk_model_file_bytes(m, file, in, tmp, &bytes, &err), err);
    return bytes;
}

/* One digest of all files, asked for in the order first, first + step, …. */
static struct rk_hash digest_of(const struct rk_model *m, int32_t first, int32_t step)
{
    struct rk_arena once = keep;
    struct rk_hash *each = RK_NEW(&once, struct rk_hash, m->files);
    for (int32_t n = 0, i = first; n < m->files; n++, i = (i + step) % m->files) {
        struct rk_arena this = once;
        const struct rk_str bytes = bytes_of(m, i, &this);
        each[i] = rk_sha256(bytes.at, bytes.len);
    }
    return rk_sha256(each, m->files * (ptrdiff_t)sizeof *each);
}

static struct rk_hash acts_of(const struct rk_model *m)
{
    struct rk_sha256 h;
    rk_sha256_start(&h);
    for (int32_t i = 0; i < m->acts; i++) {
        const struct rk_model_act *a = &m->act[i];
        const int32_t n[] = {a->day,        (int32_t)a->kind, a->file, a->row,
                             a->other_file, a->other_row,     a->line, a->other_line};
        rk_sha256_add(&h, n, sizeof n);
        rk_sha256_add(&h, a->value.at, a->value.len);
        rk_sha256_add(&h, a->key.at, a->key.len);
    }
    return rk_sha256_end(&h);
}

static void equal_seeds_give_equal_bytes_in_any_order(void **state)
{
    (void)state;
    struct rk_arena a = rk_arena_open((ptrdiff_t)256 << 20);
    const struct rk_model *one = grown(9200, 11, &a);
    const struct rk_hash first = digest_of(one, 0, 1), acts = acts_of(one);
    const struct rk_model *two = grown(9200, 11, &a);
    int32_t step = 31;
    while (two->files % step == 0)
        step++;
    const struct rk_hash again = digest_of(two, 17, step), acts_again = acts_of(two);
    assert_true(rk_hash_eq(&first, &again));
    assert_true(rk_hash_eq(&acts, &acts_again));
    const struct rk_model *other = grown(9200, 12, &a);
    const struct rk_hash different = digest_of(other, 0, 1);
    assert_false(rk_hash_eq(&first, &different));
    rk_arena_close(&a);
}

static void nothing_said_means_forty_six_thousand(void **state)
{
    (void)state;
    struct rk_arena a = rk_arena_open((ptrdiff_t)256 << 20);
    const struct rk_model *m = grown(0, 1, &a);
    assert_int_equal(m->persons, 46000);
    assert_int_equal(m->buildings, 22641);
    rk_arena_close(&a);
}

static void people_out_of_range_are_refused(void **state)
{
    (void)state;
    static const int64_t bad[] = {-1, 999, 10000001, INT64_MAX};
    for (int i = 0; i < RK_COUNT(bad); i++) {
        const struct rk_model *m = NULL;
        const struct rk_model_options options = {bad[i], 1};
        const struct rk_arena before = keep;
        assert_int_equal(rk_model_make(&options, &keep, tmp, NULL, &m, &err), RK_EINVAL);
        assert_null(m);
        assert_ptr_equal(keep.at, before.at);
    }
}

static double side(struct rk_model_point a, struct rk_model_point b, struct rk_model_point p)
{
    return ((double)b.x_m - (double)a.x_m) * ((double)p.y_m - (double)a.y_m) -
           ((double)b.y_m - (double)a.y_m) * ((double)p.x_m - (double)a.x_m);
}

/* How often the way from a to b crosses the outline of the river. */
static int crossed(const struct rk_model *m, struct rk_model_point a, struct rk_model_point b)
{
    int32_t water = 0;
    while (m->area[water].kind != RK_MODEL_WATER)
        water++;
    const struct rk_model_point *p = m->point + m->area[water].first;
    const int32_t n = m->area[water].count;
    int times = 0;
    for (int32_t i = 0; i < n; i++) {
        const struct rk_model_point c = p[i], d = p[i + 1 < n ? i + 1 : 0];
        times += (side(a, b, c) > 0) != (side(a, b, d) > 0) &&
                 (side(c, d, a) > 0) != (side(c, d, b) > 0);
    }
    return times;
}

static void each_bank_has_its_stations_and_one_footbridge_joins_them(void **state)
{
    (void)state;
    struct rk_arena a = rk_arena_open((ptrdiff_t)256 << 20);
    for (uint64_t seed = 1; seed <= 6; seed++) {
        struct rk_arena once = a;
        const struct rk_model *m = grown(46000, seed, &once);
        int destroyed = 0, foot = 0;
        for (int32_t i = 0; i < m->lines; i++) {
            const struct rk_model_line *l = &m->line[i];
            if (l->class != RK_MODEL_BRIDGE) {
                for (int32_t k = l->first; k + 1 < l->first + l->count; k++)
                    assert_int_equal(crossed(m, m->node[k], m->node[k + 1]), 0);
                continue;
            }
            assert_int_equal(l->count, 2);
            assert_int_equal(crossed(m, m->node[l->first], m->node[l->first + 1]), 2);
            destroyed += l->state == RK_MODEL_DESTROYED;
            foot += l->state == RK_MODEL_FOOT;
        }
        assert_int_equal(destroyed, 2);
        assert_int_equal(foot, 1);
        static const bool north[24] = {
            [11] = 1, [12] = 1, [13] = 1, [14] = 1, [15] = 1, [16] = 1,
            [17] = 1, [18] = 1, [19] = 1, [20] = 1, [21] = 1};
        for (int32_t i = 0; i < m->buildings; i++)
            if (m->building[i].class != RK_MODEL_INDUSTRIAL)
                assert_int_equal(m->building[i].north, north[m->building[i].station]);
    }
    rk_arena_close(&a);
}

/* The hospital's own station: 49.18880781 N 37.27470389 E (Central Election Commission). */
static void stations_stand_where_the_real_ones_do(void **state)
{
    (void)state;
    struct rk_arena a = rk_arena_open((ptrdiff_t)256 << 20);
    const struct rk_model *m = grown(46000, 3, &a);
    double lat_sum = 0, lon_sum = 0, n = 0;
    for (int32_t i = 0; i < m->buildings; i++) {
        double lat, lon;
        if (m->building[i].station != 0 || m->building[i].class == RK_MODEL_INDUSTRIAL)
            continue;
        rk_model_wgs84(m, m->building[i].at, &lat, &lon);
        lat_sum += lat, lon_sum += lon, n++;
    }
    /* station 630941: its people live around it, within a few hundred metres on average */
    rk_assert_near(lat_sum / n, 49.17870098, 0.008);
    rk_assert_near(lon_sum / n, 37.2918335, 0.012);
    rk_arena_close(&a);
}

static void every_list_of_persons_says_that_they_are_invented(void **state)
{
    (void)state;
    struct rk_arena a = rk_arena_open((ptrdiff_t)256 << 20);
    const struct rk_model *m = grown(4600, 2, &a);
    int lists = 0;
    for (int32_t i = 0; i < m->files; i++) {
        static const char *const of_people[] = {"person", "body", "grave", "need", "household"};
        bool people = false;
        for (int k = 0; k < RK_COUNT(of_people); k++)
            people |= strcmp(m->file[i].kind, of_people[k]) == 0;
        if (!people)
            continue;
        struct rk_arena once = a;
        struct rk_str text, bytes = bytes_of(m, i, &once);
        rk_assert_ok(rk_text_decode(bytes, m->file[i].encoding, &once, &text, &err), err);
        struct rk_str line = rk_str_cut(&text, '\n');
        assert_true(rk_str_find(line, RK_STR("вигадані")) > 0 ||
                    rk_str_find(line, RK_STR("вымышлены")) > 0);
        for (int n = 1; n < m->file[i].header_lines; n++)
            line = rk_str_cut(&text, '\n');
        assert_true(rk_str_find(line, RK_STR("игадана особа")) > 0 ||
                    rk_str_find(line, RK_STR("ымышленное лицо")) > 0);
        int32_t rows = 0;
        while (text.len > 0) {
            line = rk_str_trim(rk_str_cut(&text, '\n'));
            assert_true(rk_str_ends(line, RK_STR("так")) || rk_str_ends(line, RK_STR("да")));
            rows++;
        }
        assert_int_equal(rows, m->file[i].rows);
        lists++;
    }
    assert_true(lists > 25);
    rk_arena_close(&a);
}

/* Officials whom facts.csv and the report name. */
static void nobody_bears_the_surname_of_a_named_official(void **state)
{
    (void)state;
    static const char *const officials[] = {
        "Стрельник", "Стрельнік", "Мацокін", "Марченко", "Синєгубов", "Чубенко",   "Болвінов",
        "Руденко",   "Хаустов",   "Соколов", "Клименко", "Тимошенко", "Зеленський"};
    struct rk_arena a = rk_arena_open((ptrdiff_t)256 << 20);
    const struct rk_model *m = grown(46000, 4, &a);
    for (int32_t i = 0; i < m->persons; i++) {
        char text[200];
        struct rk_buf b = {.at = text, .cap = sizeof text};
        rk_model_name(m, i, &b);
        struct rk_str rest = rk_buf_str(&b);
        const struct rk_str surname = rk_str_cut(&rest, ' ');
        for (int k = 0; k < RK_COUNT(officials); k++)
            assert_false(rk_str_eq(surname, rk_str_of(officials[k])));
    }
    rk_arena_close(&a);
}

static void acts_stand_in_order_and_name_rows_that_exist(void **state)
{
    (void)state;
    struct rk_arena a = rk_arena_open((ptrdiff_t)256 << 20);
    const struct rk_model *m = grown(46000, 1, &a);
    int of[5] = {0};
    bool *in = RK_NEW(&a, bool, m->files);
    for (int32_t i = 0; i < m->acts; i++) {
        const struct rk_model_act *act = &m->act[i];
        of[act->kind]++;
        assert_true(i == 0 || m->act[i - 1].day <= act->day);
        assert_true(act->file >= 0 && act->file < m->files && act->author);
        if (act->kind == RK_MODEL_IMPORT) {
            assert_int_equal(act->day, m->file[act->file].day);
            in[act->file] = true;
            continue;
        }
        assert_true(in[act->file] && act->why.len > 0);
        if (act->kind == RK_MODEL_UNDO)
            continue;
        assert_true(act->row >= 0 && act->row < m->file[act->file].rows);
        assert_int_equal(act->line, m->file[act->file].header_lines + act->row + 1);
        if (act->kind == RK_MODEL_CORRECT) {
            assert_true(act->value.len > 0 && act->aspect);
            continue;
        }
        assert_true(in[act->other_file]);
        assert_true(act->second && strcmp(act->second, act->author) != 0);
        const int32_t one = rk_model_row_person(m, act->file, act->row);
        const int32_t other = rk_model_row_person(m, act->other_file, act->other_row);
        assert_int_equal(one == other, act->kind == RK_MODEL_SAME);
    }
    assert_int_equal(m->act[0].day, rk_day_of(2022, 9, 12));
    assert_int_equal(m->act[m->acts - 1].day, rk_day_of(2022, 11, 7));
    assert_true(of[RK_MODEL_IMPORT] > 70 && of[RK_MODEL_UNDO] == 2);
    assert_true(of[RK_MODEL_CORRECT] >= 30 && of[RK_MODEL_SAME] >= 30);
    assert_true(of[RK_MODEL_DISTINCT] >= 1);
    rk_arena_close(&a);
}

/* The cell in the key column of a row is what the act calls its key. */
static void the_key_of_an_act_stands_first_in_its_row(void **state)
{
    (void)state;
    struct rk_arena a = rk_arena_open((ptrdiff_t)256 << 20);
    const struct rk_model *m = grown(46000, 1, &a);
    for (int32_t i = 0; i < m->acts; i++) {
        const struct rk_model_act *act = &m->act[i];
        if (act->kind < RK_MODEL_CORRECT || act->key.len == 0)
            continue;
        struct rk_arena once = a;
        struct rk_str text, bytes = bytes_of(m, act->file, &once);
        rk_assert_ok(rk_text_decode(bytes, m->file[act->file].encoding, &once, &text, &err),
                     err);
        struct rk_str line = {0};
        for (int32_t n = 0; n < act->line; n++)
            line = rk_str_cut(&text, '\n');
        const struct rk_str cell = rk_str_cut(&line, m->file[act->file].separator);
        if (!rk_str_eq(cell, act->key))
            fail_msg("%s:%d: \"%.*s\", the act says \"%.*s\"", m->file[act->file].name,
                     act->line, RK_FMT(cell), RK_FMT(act->key));
    }
    rk_arena_close(&a);
}

static void too_little_memory_is_said_and_takes_nothing(void **state)
{
    (void)state;
    for (int shift = 10; shift < 24; shift++) {
        struct rk_arena small = rk_arena_open((ptrdiff_t)1 << shift);
        const struct rk_arena before = small;
        const struct rk_model_options options = {4600, 1};
        const struct rk_model *m = NULL;
        const rk_status status = rk_model_make(&options, &small, tmp, NULL, &m, &err);
        assert_true(status == RK_OK || status == RK_ENOMEM);
        if (status)
            assert_ptr_equal(small.at, before.at);
        rk_arena_close(&small);
        struct rk_scratch little = rk_scratch_open((ptrdiff_t)1 << shift);
        struct rk_arena room = rk_arena_open((ptrdiff_t)64 << 20);
        const rk_status other = rk_model_make(&options, &room, little, NULL, &m, &err);
        assert_true(other == RK_OK || other == RK_ENOMEM);
        rk_scratch_close(&little);
        rk_arena_close(&room);
    }
}

static bool stop_at_once(void *user, const char *what, double share, double rest_s)
{
    (void)what;
    (void)share;
    (void)rest_s;
    ++*(int *)user;
    return false;
}

static void growing_can_be_stopped(void **state)
{
    (void)state;
    int asked = 0;
    struct rk_progress progress = {.watch = stop_at_once, .user = &asked};
    const struct rk_model_options options = {460000, 1};
    const struct rk_model *m = NULL;
    const struct rk_arena before = keep;
    assert_int_equal(rk_model_make(&options, &keep, tmp, &progress, &m, &err), RK_ECANCELED);
    assert_true(asked > 0);
    assert_ptr_equal(keep.at, before.at);
}

/* The n-th cell of a line without quoted cells. */
static struct rk_str cell(struct rk_str line, int n)
{
    for (; n > 0; n--)
        rk_str_cut(&line, ',');
    return rk_str_trim(rk_str_cut(&line, ','));
}

/* 17 houses had heat on 7 November (facts.csv): those whose boiler house runs and whose pipes
 * are whole, counted from the two tables that the heat engine reads. */
static void the_balance_of_the_last_day_warms_seventeen_houses(void **state)
{
    (void)state;
    struct rk_arena a = rk_arena_open((ptrdiff_t)256 << 20);
    for (uint64_t seed = 1; seed <= 6; seed++) {
        struct rk_arena once = a;
        const struct rk_model *m = grown(46000, seed, &once);
        struct rk_str sources = {0}, houses = {0};
        for (int32_t i = 0; i < m->files; i++) {
            if (strcmp(m->file[i].name, "heat_sources.csv") == 0)
                sources = bytes_of(m, i, &once);
            if (strcmp(m->file[i].name, "heat_houses.csv") == 0)
                houses = bytes_of(m, i, &once);
        }
        bool runs[64] = {0};
        rk_str_cut(&sources, '\n');
        while (sources.len > 0) {
            const struct rk_str line = rk_str_cut(&sources, '\n');
            int64_t id;
            assert_true(rk_str_int(cell(line, 0), &id) && id > 0 && id < 64);
            runs[id] = rk_str_eq(cell(line, 4), RK_STR("runs"));
        }
        int warm = 0, rows = 0;
        rk_str_cut(&houses, '\n');
        for (; houses.len > 0; rows++) {
            const struct rk_str line = rk_str_cut(&houses, '\n');
            int64_t source;
            assert_true(rk_str_int(cell(line, 1), &source));
            warm += runs[source] && rk_str_eq(cell(line, 5), RK_STR("ok"));
        }
        assert_int_equal(rows, 198);
        assert_int_equal(warm, 17);
    }
    rk_arena_close(&a);
}

/* Who refused, died, was brought or sent elsewhere stands on no later route sheet. */
static void nobody_comes_to_a_card_that_is_closed(void **state)
{
    (void)state;
    struct rk_arena a = rk_arena_open((ptrdiff_t)256 << 20);
    const struct rk_model *m = grown(46000, 1, &a);
    bool closed[2][3000] = {{0}};
    int rows = 0, ended = 0;
    for (int32_t i = 0; i < m->files; i++) {
        const bool medicine = strncmp(m->file[i].name, "маршрутні_листи_ліки_", 39) == 0;
        if (!medicine && strncmp(m->file[i].name, "маршрутні_листи_хворі_", 41) != 0)
            continue;
        struct rk_arena once = a;
        struct rk_str text = bytes_of(m, i, &once);
        for (int n = 0; n < m->file[i].header_lines; n++)
            rk_str_cut(&text, '\n');
        for (; text.len > 0; rows++) {
            struct rk_str line = rk_str_cut(&text, '\n');
            const bool said = rk_str_find(line, RK_STR("особа відмовилась")) > 0 ||
                              rk_str_find(line, RK_STR("особа померла")) > 0 ||
                              (!medicine && rk_str_find(line, RK_STR("допомогу надано")) > 0);
            int64_t card;
            assert_true(rk_str_int(rk_str_cut(&line, ';'), &card) && card > 0 && card < 3000);
            assert_false(closed[medicine][card]);
            closed[medicine][card] = said;
            ended += said;
        }
    }
    assert_true(rows > 1500 && ended > 100);
    rk_arena_close(&a);
}

static void small_towns_grow_too(void **state)
{
    (void)state;
    struct rk_arena a = rk_arena_open((ptrdiff_t)64 << 20);
    for (int64_t people = 1000; people < 6000; people += 347) {
        struct rk_arena once = a;
        const struct rk_model *m = grown(people, (uint64_t)people, &once);
        assert_int_equal(m->persons, people);
        for (int32_t i = 0; i < m->files; i++) {
            struct rk_arena this = once;
            assert_true(bytes_of(m, i, &this).len > 0);
        }
    }
    rk_arena_close(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_seeds_give_equal_bytes_in_any_order),
        cmocka_unit_test(nothing_said_means_forty_six_thousand),
        cmocka_unit_test(people_out_of_range_are_refused),
        cmocka_unit_test(each_bank_has_its_stations_and_one_footbridge_joins_them),
        cmocka_unit_test(stations_stand_where_the_real_ones_do),
        cmocka_unit_test(every_list_of_persons_says_that_they_are_invented),
        cmocka_unit_test(nobody_bears_the_surname_of_a_named_official),
        cmocka_unit_test(acts_stand_in_order_and_name_rows_that_exist),
        cmocka_unit_test(the_key_of_an_act_stands_first_in_its_row),
        cmocka_unit_test(too_little_memory_is_said_and_takes_nothing),
        cmocka_unit_test(growing_can_be_stopped),
        cmocka_unit_test(the_balance_of_the_last_day_warms_seventeen_houses),
        cmocka_unit_test(nobody_comes_to_a_card_that_is_closed),
        cmocka_unit_test(small_towns_grow_too)};
    return cmocka_run_group_tests(tests, open_memory, close_memory);
}
