/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_test.h"
#include "rk_work.h"

#include <pthread.h>
#include <time.h>

struct field {
    int32_t *visits;
    pthread_t caller;
    int parts;
    bool first_here;
    int failing; /* this part and all behind it fail; -1: none */
};

static rk_status visit(void *user, int part, ptrdiff_t from, ptrdiff_t to, struct rk_err *err)
{
    struct field *f = user;
    for (ptrdiff_t i = from; i < to; i++)
        f->visits[i]++;
    if (part == 0)
        f->first_here = pthread_equal(pthread_self(), f->caller);
    __atomic_fetch_add(&f->parts, 1, __ATOMIC_RELAXED);
    if (f->failing >= 0 && part >= f->failing)
        return rk_fail(err, part % 2 ? RK_EIO : RK_EINVAL, "part", "%d", part);
    return RK_OK;
}

static void every_item_is_done_once_by_any_number_of_threads(void **state)
{
    (void)state;
    static const int threads[] = {-1, 0, 1, 2, 3, 7, 64, 1000};
    static const ptrdiff_t counts[] = {0, 1, 2, 5, 63, 64, 65, 1000};
    static int32_t visits[1000];
    for (int t = 0; t < (int)RK_COUNT(threads); t++) {
        for (int c = 0; c < (int)RK_COUNT(counts); c++) {
            struct field f = {visits, pthread_self(), 0, false, -1};
            memset(visits, 0, sizeof visits);
            assert_int_equal(rk_parallel(threads[t], counts[c], visit, &f, NULL), RK_OK);
            for (ptrdiff_t i = 0; i < RK_COUNT(visits); i++)
                assert_int_equal(visits[i], i < counts[c]);
            const int want = threads[t] < 1 ? 1 : threads[t] > 64 ? 64 : threads[t];
            assert_int_equal(f.parts, want); /* empty ones, too */
            assert_true(f.first_here);
        }
    }
}

static rk_status note_bounds(void *user, int part, ptrdiff_t from, ptrdiff_t to,
                             struct rk_err *err)
{
    (void)err;
    ptrdiff_t(*bounds)[2] = user;
    bounds[part][0] = from;
    bounds[part][1] = to;
    return RK_OK;
}

static void parts_are_contiguous_and_even(void **state)
{
    (void)state;
    ptrdiff_t bounds[5][2];
    assert_int_equal(rk_parallel(5, 13, note_bounds, bounds, NULL), RK_OK);
    static const ptrdiff_t want[] = {0, 3, 6, 9, 11, 13};
    for (int i = 0; i < 5; i++) {
        assert_int_equal(bounds[i][0], want[i]);
        assert_int_equal(bounds[i][1], want[i + 1]);
    }
}

static void the_first_failing_part_is_told(void **state)
{
    (void)state;
    static int32_t visits[100];
    for (int failing = 0; failing < 8; failing++) {
        struct field f = {visits, pthread_self(), 0, false, failing};
        struct rk_err err;
        char want[8];
        snprintf(want, sizeof want, "%d", failing);
        assert_int_equal(rk_parallel(8, 100, visit, &f, &err),
                         failing % 2 ? RK_EIO : RK_EINVAL);
        assert_string_equal(err.text, want);
        assert_int_equal(f.parts, 8); /* all ran to their end */
    }
}

/* ---- progress
 * ----------------------------------------------------------------------------
 */

struct watcher {
    int calls, stop_at;
    double last_s, least_gap_s, share, rest_s;
    char what[16];
};

static bool watch(void *user, const char *what, double share, double rest_s)
{
    struct watcher *w = user;
    const double now_s = rk_clock_s();
    if (w->calls++ > 0)
        w->least_gap_s = fmin(w->least_gap_s, now_s - w->last_s);
    w->last_s = now_s;
    w->share = share;
    w->rest_s = rest_s;
    snprintf(w->what, sizeof w->what, "%s", what);
    return w->calls != w->stop_at;
}

static void pause_ms(int ms)
{
    nanosleep(&(struct timespec){.tv_nsec = (long)ms * 1000000}, NULL);
}

static void the_watcher_hears_seldom_and_what_is_left(void **state)
{
    (void)state;
    struct watcher w = {.least_gap_s = HUGE_VAL};
    struct rk_progress p = {.watch = watch, .user = &w};
    rk_progress_start(&p, "heat", 400.0);
    bool unknown_at_first = false;
    for (int i = 0; i < 200; i++) {
        pause_ms(3);
        assert_int_equal(rk_progress_step(&p, 1.0, NULL), RK_OK);
        if (w.calls == 1)
            unknown_at_first = w.rest_s == -1.0;
    }
    assert_true(w.calls >= 2 && w.calls <= 100);
    assert_true(w.least_gap_s >= 0.099);
    assert_true(unknown_at_first);
    assert_true(w.share > 0.1 && w.share <= 0.5);
    /* half is done after a certain time, so the other half takes about as long */
    const double spent_s = w.last_s - p.started_s;
    rk_assert_near(w.rest_s, spent_s * (1.0 / w.share - 1.0), 0.1 * spent_s);
    assert_string_equal(w.what, "heat");
}

static void the_watcher_can_stop_the_work(void **state)
{
    (void)state;
    struct watcher w = {.stop_at = 1, .least_gap_s = HUGE_VAL};
    struct rk_progress p = {.watch = watch, .user = &w};
    struct rk_err err;
    rk_progress_start(&p, "heat", 0.0);
    assert_int_equal(rk_progress_step(&p, 1.0, &err), RK_OK);
    pause_ms(110);
    assert_int_equal(rk_progress_step(&p, 1.0, &err), RK_ECANCELED);
    assert_int_equal(err.status, RK_ECANCELED);
    assert_int_equal(rk_progress_step(&p, 1.0, &err), RK_ECANCELED);
    assert_int_equal(w.calls, 1);
    assert_true(w.rest_s == -1.0); /* nobody knows how much there is */
}

static void without_a_watcher_nothing_is_stopped(void **state)
{
    (void)state;
    struct rk_progress p = {0};
    rk_progress_start(NULL, "heat", 1.0);
    assert_int_equal(rk_progress_step(NULL, 1.0, NULL), RK_OK);
    rk_progress_start(&p, "heat", 1.0);
    assert_int_equal(rk_progress_step(&p, 1.0, NULL), RK_OK);
}

static rk_status step_often(void *user, int part, ptrdiff_t from, ptrdiff_t to,
                            struct rk_err *err)
{
    (void)part;
    rk_status status = RK_OK;
    for (ptrdiff_t i = from; i < to && status == RK_OK; i++)
        status = rk_progress_step(user, 1.0, err);
    return status;
}

static void threads_may_step_the_same_progress(void **state)
{
    (void)state;
    struct watcher w = {.least_gap_s = HUGE_VAL};
    struct rk_progress p = {.watch = watch, .user = &w};
    rk_progress_start(&p, "heat", 40000.0);
    assert_int_equal(rk_parallel(4, 40000, step_often, &p, NULL), RK_OK);
    rk_assert_near(p.done, 40000.0, 0.0);
}

static void clocks_go_on(void **state)
{
    (void)state;
    const double wall_s = rk_clock_s(), cpu_s = rk_cpu_s();
    pause_ms(20);
    assert_true(rk_clock_s() - wall_s >= 0.02);
    assert_true(rk_cpu_s() - cpu_s < 0.02); /* sleeping costs nothing */
    const double start_s = rk_clock_s();
    while (rk_clock_s() - start_s < 0.02)
        continue;
    assert_true(rk_cpu_s() > cpu_s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_item_is_done_once_by_any_number_of_threads),
        cmocka_unit_test(parts_are_contiguous_and_even),
        cmocka_unit_test(the_first_failing_part_is_told),
        cmocka_unit_test(the_watcher_hears_seldom_and_what_is_left),
        cmocka_unit_test(the_watcher_can_stop_the_work),
        cmocka_unit_test(without_a_watcher_nothing_is_stopped),
        cmocka_unit_test(threads_may_step_the_same_progress),
        cmocka_unit_test(clocks_go_on),
    };
    return cmocka_run_group_tests_name("work", tests, NULL, NULL);
}
