/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_sealed.h"

enum { P = RK_SEES_PEOPLE, M = RK_SEES_MEDICAL, O = RK_SEES_OPERATIONS };

/* The first line whose beginning the id has. What people say of the town lies in operations,
 * records of persons in people, needs of care and their causes in medical. The test
 * nobody_is_told_a_figure_that_lacks_something compares each set with the whole. */
static const struct needs {
    const char *begins;
    int set;
} figures[] = {
    {"dead.said", O},         {"dead.registered", P},      {"dead.provisional", P},
    {"dead.no_care.", P | M}, {"dead.no_care", P | M | O}, {"care.runs_out", P | M},
    {"care.ran_out", P | M},  {"care.unserved", P | M},    {"care.on_list", P | M},
    {"care.reassess", P | M}, {"heat.cold_people", P | O}, {"stove.", P | O},
    {"firewood.", P | O},     {"evacuation.", P | O},
};
static const struct needs lists[] = {
    {"harmed.pairs", P},       {"harmed.", P | M},
    {"care.unserved", P | M},  {"care.runs_out", P | M},
    {"care.medicines", P | M}, {"care.waiting", P | M},
    {"care.stock", M | O},     {"care.beds", O},
    {"care.banks", O},         {"care.closures", O},
    {"care.kits", O},          {"care.", P | M | O},
    {"cold.outside", P | O},   {"cold.", O},
    {"destroyed.", O},
};

static int find(const struct needs *table, ptrdiff_t count, const char *id, int otherwise)
{
    for (ptrdiff_t i = 0; i < count; i++)
        if (strncmp(id, table[i].begins, strlen(table[i].begins)) == 0)
            return table[i].set;
    return otherwise;
}

int rk_figure_needs(const struct rk_figure_def *def)
{
    const bool harmed = strcmp(def->section, "harmed") == 0;
    return find(figures, RK_COUNT(figures), def->id, harmed ? P | O : O);
}

int rk_list_needs(const struct rk_list *list)
{
    return find(lists, RK_COUNT(lists), list->id, P | M | O);
}

static void take_out(struct rk_figure *f)
{
    *f = (struct rk_figure){.def = f->def,
                            .value = RK_NAN,
                            .low = RK_NAN,
                            .high = RK_NAN,
                            .before = RK_NAN,
                            .definition = f->definition,
                            .denominator = f->denominator,
                            .as_of = {RK_DAY_NONE, RK_DAY_NONE}};
}

void rk_report_redact(struct rk_report *report, int set)
{
    for (int32_t i = 0; i < report->figure_count; i++) {
        const int needs = rk_figure_needs(report->figures[i].def);
        if ((set & needs) != needs)
            take_out(&report->figures[i]);
    }
    for (int32_t i = 0; i < report->list_count; i++) {
        struct rk_list *list = (struct rk_list *)(uintptr_t)&report->lists[i]; /* ours */
        const int needs = rk_list_needs(list);
        if ((set & needs) != needs)
            list->rows = 0;
    }
    if (!(set & P))
        report->pair_count = 0;
    if (!(set & O)) {
        report->chart_count = 0;
        report->network = NULL;
    }
}
