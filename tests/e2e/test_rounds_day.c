/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rounds by their door: sums, moves by hand, locks, files, memory. */
#include "rounds_town.h"

#include "rk_random.h"
#include "rk_rounds.h"

static struct rk_arena keep;
static struct rk_scratch tmp;
static const struct rk_rounds_day *day;
static struct rk_rounds plan;
static struct rk_situation *sit;

static int open_day(void **state)
{
    struct rk_ledger *ledger = NULL;
    struct rk_err err = {0};
    struct rk_str bytes;
    char path[64];
    if (make_town(state))
        return 1;
    put_town();
    take("n.csv", "need", "2022-10-04", needs);
    keep = rk_arena_open((ptrdiff_t)1 << 30);
    tmp = rk_scratch_open((ptrdiff_t)1 << 30);
    rk_assert_ok(rk_ledger_open(town, RK_LEDGER_READ, RK_STR("four quiet words here"), &keep,
                                &ledger, &err),
                 err);
    rk_assert_ok(rk_situation_load(ledger, town, false, &keep, tmp, NULL, &sit, &err), err);
    rk_ledger_close(ledger);
    struct rk_roads *roads = RK_NEW(&keep, struct rk_roads, 1);
    struct rk_reach_speeds *speeds = RK_NEW(&keep, struct rk_reach_speeds, 1);
    struct rk_plan_roads *given = RK_NEW(&keep, struct rk_plan_roads, 1);
    snprintf(path, sizeof path, "%s/town.roads", town);
    rk_assert_ok(rk_file_read(path, 1 << 26, &keep, &bytes, &err), err);
    rk_assert_ok(rk_roads_read(bytes, path, &keep, roads, NULL, &err), err);
    rk_reach_speeds_shipped(speeds);
    *given = (struct rk_plan_roads){roads, speeds};
    const struct rk_rounds_order order = {
        .lang = RK_EN, .day = rk_day_of(2022, 10, 5), .roads = given, .base = {"", 0}};
    rk_assert_ok(rk_rounds_open(sit, &order, NULL, &keep, tmp, &day, &err), err);
    const struct rk_rounds_how how = {.seed = 1};
    rk_assert_ok(rk_rounds_plan(day, &how, &keep, tmp, &plan, &err), err);
    return 0;
}

static int close_day(void **state)
{
    rk_situation_close(sit);
    rk_arena_close(&keep);
    rk_scratch_close(&tmp);
    return drop_town(state);
}

static int32_t need_of(const char *card)
{
    for (int32_t i = 0; i < plan.needs; i++)
        if (rk_str_eq(plan.need[i].card, rk_str_of(card)))
            return i;
    fail_msg("no card %s", card);
    return -1;
}

static int32_t vehicle_of(const char *plate)
{
    int32_t count = 0;
    const struct rk_rounds_vehicle *v = rk_rounds_vehicles(day, &count);
    for (int32_t i = 0; i < count; i++)
        if (rk_str_eq(v[i].plate, rk_str_of(plate)))
            return i;
    fail_msg("no vehicle %s", plate);
    return -1;
}

/* Vehicle that serves it, -1. */
static int32_t served_by(const struct rk_rounds *p, int32_t need)
{
    for (int32_t k = 0; k < p->tours; k++)
        for (int32_t i = 0; i < p->tour[k].stops; i++)
            if (p->tour[k].stop[i].need == need)
                return p->tour[k].vehicle;
    return -1;
}

/* Every need is delivered, brought, or left: once. */
static void adds_up(const struct rk_rounds *p)
{
    int32_t delivered = 0, brought = 0;
    for (int32_t n = 0; n < p->needs; n++) {
        int32_t left = 0, hands = 0, picks = 0, brings = 0;
        for (int32_t i = 0; i < p->unserved; i++)
            left += p->left[i].need == n;
        for (int32_t k = 0; k < p->tours; k++)
            for (int32_t i = 0; i < p->tour[k].stops; i++) {
                const struct rk_rounds_stop *s = &p->tour[k].stop[i];
                hands += s->need == n && s->act == RK_ROUNDS_DELIVER;
                picks += s->need == n && s->act == RK_ROUNDS_PICK_UP;
                brings += s->need == n && s->act == RK_ROUNDS_BRING;
            }
        assert_int_equal(picks, brings);
        assert_int_equal(left + hands + brings, 1);
        delivered += hands;
        brought += brings;
    }
    assert_int_equal(delivered, p->delivered);
    assert_int_equal(brought, p->brought);
    assert_int_equal(delivered + brought + p->unserved, p->needs);
    for (int32_t i = 1; i < p->unserved; i++)
        assert_true(p->need[p->left[i - 1].need].rank <= p->need[p->left[i].need].rank);
    for (int32_t i = 0; i < p->unserved; i++)
        assert_true(p->left[i].reason.len > 0);
}

static void nobody_is_dropped(void **state)
{
    (void)state;
    adds_up(&plan);
    assert_int_equal(plan.needs, 8);
    assert_int_equal(plan.later, 1);
    assert_int_equal(plan.other, 1);
}

static struct rk_rounds_tried try(int32_t need, int32_t vehicle, int32_t before, int32_t until)
{
    struct rk_rounds_tried tried;
    struct rk_err err = {0};
    const struct rk_rounds_move move = {need, vehicle, before, until};
    rk_assert_ok(rk_rounds_try(day, &plan, &move, &keep, tmp, &tried, &err), err);
    adds_up(&tried.plan);
    assert_int_equal((int)tried.extra_s, (int)(tried.plan.driven_s - plan.driven_s));
    assert_true(tried.holds == (tried.faults == 0));
    return tried;
}

/* Card 2 lies north, where C1 stands: 49.24 − 49.22 = 2,223.9 m, 267 s each way at 30 km/h. */
static void a_move_says_what_it_costs(void **state)
{
    (void)state;
    const int32_t two = need_of("2"), c1 = vehicle_of("C1"), a1 = vehicle_of("A1");
    const struct rk_rounds_tried off = try(two, -1, -1, -1);
    assert_true(off.holds);
    assert_int_equal(served_by(&off.plan, two), -1);
    assert_string_equal(off.plan.left[off.plan.unserved - 1].code, "by_hand");
    plan = off.plan;
    const struct rk_rounds_tried on = try(two, c1, -1, -1);
    assert_true(on.holds);
    assert_int_equal(served_by(&on.plan, two), c1);
    if (served_by(&plan, need_of("6")) == a1) /* C1 drives for it alone */
        assert_in_range(on.extra_s, 2 * 266, 2 * 268);
}

static void who_must_lie_does_not_fit_into_a_car(void **state)
{
    (void)state;
    const struct rk_rounds_tried tried = try(need_of("4"), vehicle_of("C1"), -1, -1);
    assert_false(tried.holds);
    assert_true(rk_str_find(tried.fault[0], RK_STR("C1")) >= 0);
}

static void the_place_that_is_said_is_kept(void **state)
{
    (void)state;
    const int32_t one = need_of("1"), a1 = vehicle_of("A1");
    const struct rk_rounds_tried first = try(one, a1, 1, -1);
    for (int32_t k = 0; k < first.plan.tours; k++)
        if (first.plan.tour[k].vehicle == a1)
            assert_int_equal(first.plan.tour[k].stop[1].need, one);
    const struct rk_rounds_move bad[] = {{one, a1, 0, -1},           {one, a1, 99, -1},
                                         {one, 99, -1, -1},          {-1, a1, -1, -1},
                                         {need_of("7"), a1, -1, -1}, {need_of("4"), a1, 3, 2}};
    for (int i = 0; i < (int)RK_COUNT(bad); i++) {
        struct rk_rounds_tried tried;
        assert_int_equal(rk_rounds_try(day, &plan, &bad[i], &keep, tmp, &tried, NULL),
                         RK_EINVAL);
    }
}

/* Five hundred moves, kept whether good or bad: all sums stay. */
static void any_move_leaves_everybody_somewhere(void **state)
{
    (void)state;
    static const char *const cards[] = {"1", "2", "4", "5", "6"};
    struct rk_random random = rk_random_seed(11);
    const struct rk_arena before = keep;
    for (int i = 0; i < 500; i++) {
        const int32_t need = need_of(cards[rk_random_below(&random, RK_COUNT(cards))]);
        const int32_t vehicle = (int32_t)rk_random_below(&random, 3) - 1;
        const struct rk_rounds_tried tried = try(need, vehicle, -1, -1);
        assert_int_equal(served_by(&tried.plan, need), vehicle);
        if (i % 50 == 49)
            keep = before;
        else if (tried.holds)
            plan = tried.plan;
    }
}

static void a_lock_is_kept(void **state)
{
    (void)state;
    const int32_t one = need_of("1"), c1 = vehicle_of("C1");
    const struct rk_rounds_lock lock = {one, c1}, bad = {one, 77};
    struct rk_rounds_how how = {.seed = 1, .lock = &lock, .locks = 1};
    struct rk_rounds made;
    assert_int_equal(rk_rounds_plan(day, &how, &keep, tmp, &made, NULL), RK_OK);
    adds_up(&made);
    assert_int_equal(served_by(&made, one), c1);
    how.lock = &bad;
    assert_int_equal(rk_rounds_plan(day, &how, &keep, tmp, &made, NULL), RK_EINVAL);
}

static struct rk_str written(const struct rk_rounds *p)
{
    struct rk_buf b = rk_buf_in(&keep, 1 << 20);
    rk_rounds_write(day, p, &b);
    assert_false(b.failed);
    return rk_buf_str(&b);
}

static void a_plan_comes_back_from_its_file(void **state)
{
    (void)state;
    struct rk_rounds back;
    struct rk_err err = {0};
    const struct rk_str text = written(&plan);
    rk_assert_ok(rk_rounds_read(day, "r.json", text, &keep, tmp, &back, &err), err);
    assert_int_equal(back.tours, plan.tours);
    for (int32_t k = 0; k < plan.tours; k++) {
        assert_int_equal(back.tour[k].vehicle, plan.tour[k].vehicle);
        assert_int_equal(back.tour[k].stops, plan.tour[k].stops);
        for (int32_t i = 0; i < plan.tour[k].stops; i++) {
            assert_int_equal(back.tour[k].stop[i].need, plan.tour[k].stop[i].need);
            assert_int_equal(back.tour[k].stop[i].begin_s, plan.tour[k].stop[i].begin_s);
            assert_int_equal(back.tour[k].stop[i].facility, plan.tour[k].stop[i].facility);
        }
    }
}

/* Cut anywhere, or with a byte changed, it is refused or a plan: never anything else. */
static void a_broken_file_is_refused(void **state)
{
    (void)state;
    const struct rk_str text = written(&plan);
    struct rk_random random = rk_random_seed(3);
    char *copy = rk_arena_take(&keep, text.len, 1);
    for (ptrdiff_t n = 0; n + 2 < text.len; n++) { /* its last two: brace and line end */
        struct rk_arena room = keep;
        struct rk_rounds back;
        assert_int_equal(
            rk_rounds_read(day, "r.json", rk_str_slice(text, 0, n), &room, tmp, &back, NULL),
            RK_EINVAL);
    }
    for (int i = 0; i < 3000; i++) {
        struct rk_arena room = keep;
        struct rk_rounds back, made;
        memcpy(copy, text.at, (size_t)text.len);
        copy[rk_random_below(&random, text.len)] = (char)rk_random_below(&random, 256);
        const rk_status got = rk_rounds_read(day, "r.json", (struct rk_str){copy, text.len},
                                             &room, tmp, &back, NULL);
        assert_true(got == RK_OK || got == RK_EINVAL);
        if (got || i % 20)
            continue;
        const struct rk_rounds_how how = {
            .seed = 1, .iterations = 8, .was = &back, .at_s = 9 * 3600};
        const rk_status planned = rk_rounds_plan(day, &how, &room, tmp, &made, NULL);
        assert_true(planned == RK_OK || planned == RK_EINVAL || planned == RK_ECORRUPT);
    }
}

static bool stop_now(void *user, const char *what, double share, double rest_s)
{
    (void)user, (void)what, (void)share, (void)rest_s;
    return false;
}

static void stopped_means_nothing_is_handed_over(void **state)
{
    (void)state;
    struct rk_progress progress = {.watch = stop_now};
    struct rk_rounds made = {.needs = -7};
    const struct rk_arena before = keep;
    const struct rk_rounds_how how = {
        .seed = 1, .iterations = 100000000, .progress = &progress};
    assert_int_equal(rk_rounds_plan(day, &how, &keep, tmp, &made, NULL), RK_ECANCELED);
    assert_ptr_equal(keep.at, before.at);
    assert_int_equal(made.needs, -7);
}

static void without_memory_it_says_so(void **state)
{
    (void)state;
    const struct rk_rounds_how how = {.seed = 1, .iterations = 20};
    for (ptrdiff_t limit = 4096; limit < 1 << 22; limit *= 2) {
        struct rk_arena small = rk_arena_open(limit);
        struct rk_scratch little = rk_scratch_open(limit);
        struct rk_rounds made;
        const rk_status a = rk_rounds_plan(day, &how, &small, tmp, &made, NULL);
        const rk_status b = rk_rounds_plan(day, &how, &keep, little, &made, NULL);
        assert_true((a == RK_OK || a == RK_ENOMEM) && (b == RK_OK || b == RK_ENOMEM));
        rk_arena_close(&small);
        rk_scratch_close(&little);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_day, close_day)
    const struct CMUnitTest tests[] = {
        TEST(nobody_is_dropped),
        TEST(a_move_says_what_it_costs),
        TEST(who_must_lie_does_not_fit_into_a_car),
        TEST(the_place_that_is_said_is_kept),
        TEST(any_move_leaves_everybody_somewhere),
        TEST(a_lock_is_kept),
        TEST(a_plan_comes_back_from_its_file),
        TEST(a_broken_file_is_refused),
        TEST(stopped_means_nothing_is_handed_over),
        TEST(without_memory_it_says_so),
    };
    return cmocka_run_group_tests_name("rounds_day", tests, NULL, NULL);
}
