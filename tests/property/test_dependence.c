/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every figure names all it was made from: a batch that is taken out changes the figures that
 * name one of its claims, and no other. On a small model town with all its lists, corrections
 * and decisions.
 */
#include "run_program.h"

#include "rk_figures.h"
#include "rk_file.h"
#include "rk_ledger.h"
#include "rk_reach_io.h"
#include "rk_situation.h"

static struct rk_arena keep;
static struct rk_scratch tmp;
static struct rk_situation *sit;
static struct rk_err err;
static rk_day last_day;
static struct rk_roads roads;
static struct rk_reach_speeds speeds;
static const struct rk_plan_roads ways = {&roads, &speeds};

/* The town is small: at a sixth of the speed an hour's way matters as in a large one. */
static rk_status read_roads(const char *dir)
{
    char path[100];
    struct rk_str bytes;
    snprintf(path, sizeof path, "%s/town.roads", dir);
    rk_status bad = rk_file_read(path, 1 << 24, &keep, &bytes, &err);
    if (!bad)
        bad = rk_roads_read(bytes, path, &keep, &roads, NULL, &err);
    rk_reach_speeds_shipped(&speeds);
    for (int kind = 0; kind < RK_ROAD_KINDS; kind++)
        for (int who = 0; who < RK_PROFILES; who++)
            speeds.road_kmh[kind][who] /= 6.0;
    return bad;
}

static int grow(void **state)
{
    (void)state;
    char out[4000];
    snprintf(town, sizeof town, "/tmp/rk_dep_XXXXXX");
    keep = rk_arena_open((ptrdiff_t)1 << 33);
    tmp = rk_scratch_open((ptrdiff_t)1 << 33);
    if (!mkdtemp(town) || run_shell(out, sizeof out, "%s demo %s/d --people 4600 --quiet 2>&1",
                                    PROGRAM, town) != 0)
        return -1;
    char dir[80];
    snprintf(dir, sizeof dir, "%s/d", town);
    struct rk_ledger *ledger = NULL;
    if (rk_ledger_open(dir, RK_LEDGER_READ, RK_STR("ranok model town"), &keep, &ledger, &err) ||
        rk_situation_load(ledger, dir, false, &keep, tmp, NULL, &sit, &err))
        return -1;
    rk_ledger_close(ledger);
    rk_day first;
    rk_situation_days(sit, &first, &last_day);
    return read_roads(dir) ? -1 : 0;
}

static int drop(void **state)
{
    (void)state;
    char out[400];
    rk_situation_close(sit);
    rk_arena_close(&keep);
    rk_scratch_close(&tmp);
    return run_shell(out, sizeof out, "rm -rf %s", town);
}

static int32_t batch_of(int64_t claim)
{
    return sit->part[sit->claim[claim].part].batch;
}

static bool names(const struct rk_figure *f, int32_t batch)
{
    for (int64_t i = 0; f->tally && i < f->tally->count; i++)
        if (batch_of(f->tally->claim[i]) == batch)
            return true;
    for (int32_t i = 0; i < f->statement_count; i++)
        if (batch_of(rk_sit_claim_find(sit, f->statements[i].claim)) == batch)
            return true;
    return false;
}

static bool same_double(double a, double b)
{
    return (isnan(a) && isnan(b)) || fabs(a - b) <= 1e-9 * (1.0 + fabs(a));
}

static bool same_value(const struct rk_figure *a, const struct rk_figure *b)
{
    return a->known == b->known && same_double(a->value, b->value) &&
           same_double(a->low, b->low) && same_double(a->high, b->high) &&
           rk_str_eq(a->text, b->text) && a->bound == b->bound;
}

static struct rk_report report_of(const struct rk_situation *of, rk_day day)
{
    struct rk_report r;
    rk_assert_ok(rk_report_make_on(of, day, false, RK_EN, &ways, &keep, tmp, &r, &err), err);
    return r;
}

/* How many figures, and of that one how often, change when each batch that day's report knows
 * is taken out. */
static int32_t take_out_each(rk_day day, const char *counted)
{
    const struct rk_report whole = report_of(sit, day);
    int32_t tried = 0, changed = 0, wrong = 0;
    struct rk_batch_info *copy = RK_NEW(&keep, struct rk_batch_info, sit->batches + 1);
    for (int32_t k = 0; k < sit->batches; k++) {
        if (sit->batch[k].kind == RK_ACT_UNDO || sit->batch[k].undone_by ||
            sit->batch[k].day > day)
            continue;
        const struct rk_arena before = keep;
        memcpy(copy, sit->batch, (size_t)sit->batches * sizeof *copy);
        struct rk_situation without = *sit;
        copy[sit->batches] = (struct rk_batch_info){.number = sit->batches + 1,
                                                    .kind = RK_ACT_UNDO,
                                                    .day = last_day,
                                                    .target = sit->batch[k].number,
                                                    .first = sit->head,
                                                    .close = sit->head};
        without.batch = copy;
        without.batches++;
        without.head++;
        const struct rk_report report = report_of(&without, day);
        for (int32_t f = 0; f < whole.figure_count; f++) {
            const struct rk_figure *a = &whole.figures[f], *b = &report.figures[f];
            if (same_value(a, b))
                continue;
            changed += !counted || strcmp(a->def->id, counted) == 0;
            wrong += !names(a, k);
            if (!names(a, k))
                print_message("%s: %g–%g became %g–%g without batch %d (%.*s), which it does "
                              "not name\n",
                              a->def->id, a->low, a->high, b->low, b->high,
                              sit->batch[k].number, RK_FMT(sit->batch[k].file));
        }
        tried++;
        keep = before;
    }
    print_message("%d batches taken out one by one, %d figures changed\n", tried, changed);
    assert_int_equal(wrong, 0);
    assert_true(tried > 40);
    return changed;
}

static void a_batch_taken_out_changes_only_figures_that_name_it(void **state)
{
    (void)state;
    assert_true(take_out_each(last_day, NULL) > 150);
}

/* The day after the crossing was laid: lists of closures of four offices decide. */
static void so_does_who_is_out_of_reach_while_closures_decide(void **state)
{
    (void)state;
    /* register, hospitals, the council's first list, the crossing */
    assert_true(take_out_each(rk_day_of(2022, 10, 6), "care.out_of_reach.60min") >= 4);
}

/* By nothing but its claims and what each adds: somebody else can do it, too. */
static void a_counted_figure_is_the_sum_of_what_its_claims_add(void **state)
{
    (void)state;
    const struct rk_report r = report_of(sit, last_day);
    int32_t counted = 0;
    for (int32_t f = 0; f < r.figure_count; f++) {
        const struct rk_tally *t = r.figures[f].tally;
        double low = 0.0, high = 0.0;
        if (!t || t->bound == RK_STATE)
            continue;
        for (int64_t i = 0; i < t->count; i++) {
            struct rk_statement s;
            const struct rk_arena before = keep;
            rk_report_tallied(&r, &r.figures[f], i, &keep, &s);
            assert_true(s.used && s.claim.len > 0 && s.according_to.len > 0);
            assert_true(s.value_low <= s.value_high);
            low += s.value_low;
            high += s.value_high;
            keep = before;
        }
        const double unit = t->share ? 100.0 / (double)t->of : 1.0;
        assert_true(same_double(r.figures[f].low, low * unit));
        assert_true(t->bound == RK_AT_LEAST ? isnan(r.figures[f].high)
                                            : same_double(r.figures[f].high, high * unit));
        counted++;
    }
    print_message("%d figures counted from records\n", counted);
    assert_true(counted >= 45);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_batch_taken_out_changes_only_figures_that_name_it),
        cmocka_unit_test(so_does_who_is_out_of_reach_while_closures_decide),
        cmocka_unit_test(a_counted_figure_is_the_sum_of_what_its_claims_add),
    };
    return cmocka_run_group_tests(tests, grow, drop);
}
