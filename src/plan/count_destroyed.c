/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is destroyed, by class: seen, damaged, and what the unseen leave open. */
#include "plan_internal.h"

const struct plan_slot plan_building_slots[PLAN_BUILDING_SLOTS] = {
    {"class", NULL},       {"damage", "order65/"}, {"damage", "words/"}, {"surveyed", NULL},
    {"survey_date", NULL}, {"repairable", NULL},   {"district", NULL},   {"damage", "unosat/"},
    {"latitude", NULL},    {"longitude", NULL},    {"people", NULL},     {"bank", NULL}};

static const struct {
    const char *class, *damaged, *destroyed, *seen;
} classes[] = {
    {"private", "damage.private", "damage.private.destroyed", "damage.private.surveyed"},
    {"multi", "damage.multi", "damage.multi.destroyed", "damage.multi.surveyed"},
    {"municipal", "damage.municipal", "damage.municipal.destroyed",
     "damage.municipal.surveyed"},
    {"industrial", "damage.industrial", "damage.industrial.destroyed",
     "damage.industrial.surveyed"}};
enum { CLASSES = 4, DISTRICTS_MAX = 64, FEW = 8, OTHERS = 4096 };

/* Somebody stood before it: the commission's act, or an office that says in words how it is,
 * unless it says in the same breath that it was not there. The later of the two says. */
struct plan_seen plan_look(const struct plan *p, const struct plan_records *r, int32_t row)
{
    const int64_t order65 = plan_claim(r, row, PLAN_B_ORDER65);
    const int64_t words = plan_claim(r, row, PLAN_B_WORDS);
    const int64_t surveyed = plan_claim(r, row, PLAN_B_SURVEYED);
    const int64_t repair = plan_claim(r, row, PLAN_B_REPAIRABLE);
    const bool same_row = words >= 0 && surveyed >= 0 &&
                          p->sit->claim[words].part == p->sit->claim[surveyed].part;
    const bool there = words >= 0 && (!same_row || plan_true(p, surveyed));
    struct plan_seen s = {.claim = -1};
    if (there && (order65 < 0 || plan_as_of(p, words) > plan_as_of(p, order65))) {
        s.claim = words;
        s.destroyed = plan_is(p, words, "words/destroyed");
        s.damaged = s.destroyed || plan_is(p, words, "words/damaged");
    } else if (order65 >= 0) {
        s.claim = order65;
        s.destroyed = plan_is(p, order65, "order65/III");
        s.damaged = true;
    } else {
        s.claim = plan_true(p, surveyed) ? surveyed : plan_claim(r, row, PLAN_B_SURVEY_DATE);
    }
    s.destroyed |= s.damaged && repair >= 0 && !plan_true(p, repair);
    return s;
}

/* From above: severe or destroyed on the images is damage; less may be a shadow. */
bool plan_seen_from_above(const struct plan *p, const struct plan_records *r, int32_t row)
{
    const int64_t image = plan_claim(r, row, PLAN_B_UNOSAT);
    return plan_is(p, image, "unosat/destroyed") || plan_is(p, image, "unosat/severe");
}

struct district {
    struct rk_str name;
    int64_t of[CLASSES], seen[CLASSES], damaged[CLASSES], destroyed[CLASSES];
};

struct town {
    struct plan *p;
    struct plan_records r;
    struct district district[DISTRICTS_MAX + 1]; /* [0]: the whole town */
    int32_t districts;
    struct plan_seen *look;   /* [rows] */
    uint8_t *class, *quarter; /* [rows]; class CLASSES: none of these; quarter 0: not said */
};

static int32_t district_of(struct town *t, struct rk_str name)
{
    if (!name.len)
        return 0;
    for (int32_t i = 1; i < t->districts; i++)
        if (rk_str_eq(t->district[i].name, name))
            return i;
    if (t->districts > DISTRICTS_MAX)
        return 0;
    t->district[t->districts].name = name;
    return t->districts++;
}

static void count_one(struct district *d, int c, const struct plan_seen *s)
{
    d->of[c]++;
    d->seen[c] += s->claim >= 0;
    d->damaged[c] += s->damaged;
    d->destroyed[c] += s->destroyed;
}

static bool look_at_all(struct town *t)
{
    struct plan *p = t->p;
    const int32_t rows = t->r.rows;
    t->look = RK_NEW(&p->scratch->in, struct plan_seen, rows + 1);
    t->class = RK_NEW(&p->scratch->in, uint8_t, rows + 1);
    t->quarter = RK_NEW(&p->scratch->in, uint8_t, rows + 1);
    if (!t->look || !t->class || !t->quarter)
        return false;
    t->districts = 1;
    for (int32_t i = 0; i < rows; i++) {
        const struct rk_str class = plan_text(p, plan_claim(&t->r, i, PLAN_B_CLASS));
        t->class[i] = CLASSES;
        for (int c = 0; c < CLASSES; c++)
            if (rk_str_eq(class, rk_str_of(classes[c].class)))
                t->class[i] = (uint8_t)c;
        if (t->class[i] == CLASSES)
            continue;
        t->look[i] = plan_look(p, &t->r, i);
        t->quarter[i] =
            (uint8_t)district_of(t, plan_text(p, plan_claim(&t->r, i, PLAN_B_DISTRICT)));
        count_one(&t->district[0], t->class[i], &t -> look[i]);
        if (t->quarter[i])
            count_one(&t->district[t->quarter[i]], t->class[i], &t -> look[i]);
    }
    return true;
}

/* The share of the seen of its district; of the town where too few were seen there. */
static double alike(const struct town *t, int32_t quarter, int c, const int64_t *part)
{
    const struct district *d = &t->district[quarter], *all = &t->district[0];
    const ptrdiff_t shift = part - all->damaged;
    const int64_t *here = d->damaged + shift, *there = all->damaged + shift;
    if (d->seen[c] >= FEW)
        return (double)here[c] / (double)d->seen[c];
    return all->seen[c] ? (double)there[c] / (double)all->seen[c] : 1.0;
}

/* Low: only what was seen, on the ground or clearly from above. High: the unseen are as the
 * seen of their district. Offices look first where damage is, so the truth lies between. */
static bool count_class(struct town *t, int c)
{
    struct plan *p = t->p;
    const int64_t of = t->district[0].of[c];
    struct plan_tally damaged, destroyed, seen;
    if (!t->district[0].seen[c])
        return true;
    if (!plan_tally_open(p, 2 * of + OTHERS, &damaged) ||
        !plan_tally_open(p, 2 * of + OTHERS, &destroyed) ||
        !plan_tally_open(p, 2 * of + OTHERS, &seen))
        return false;
    for (int32_t i = 0; i < t->r.rows; i++) {
        if (t->class[i] != c)
            continue;
        const struct plan_seen *s = &t->look[i];
        const int64_t is_there = plan_claim(&t->r, i, PLAN_B_CLASS);
        const int64_t by = s->claim >= 0 ? s->claim : is_there;
        plan_tally_add(&seen, by, s->claim >= 0, s->claim >= 0);
        if (s->claim >= 0) {
            plan_tally_add(&damaged, by, s->damaged, s->damaged);
            plan_tally_add(&destroyed, by, s->destroyed, s->destroyed);
            continue;
        }
        const bool above = plan_seen_from_above(p, &t->r, i);
        const int64_t from = above ? plan_claim(&t->r, i, PLAN_B_UNOSAT) : by;
        plan_tally_add(&damaged, from, above,
                       above ? 1.0 : alike(t, t->quarter[i], c, t->district[0].damaged));
        const bool gone = plan_is(p, plan_claim(&t->r, i, PLAN_B_UNOSAT), "unosat/destroyed");
        plan_tally_add(&destroyed, from, gone,
                       gone ? 1.0 : alike(t, t->quarter[i], c, t->district[0].destroyed));
    }
    /* Said to be of this class by somebody, and now of another. */
    for (int32_t i = 0; i < t->r.rows; i++) {
        if (t->class[i] == c || !plan_any_says(p, t->r.subject[i], "class", classes[c].class))
            continue;
        plan_tally_without(&damaged, plan_claim(&t->r, i, PLAN_B_CLASS));
        plan_tally_without(&destroyed, plan_claim(&t->r, i, PLAN_B_CLASS));
        plan_tally_without(&seen, plan_claim(&t->r, i, PLAN_B_CLASS));
    }
    plan_tally_close(p, &damaged, classes[c].damaged, true, RK_EXACT);
    plan_tally_close(p, &destroyed, classes[c].destroyed, true, RK_EXACT);
    plan_tally_close(p, &seen, classes[c].seen, true, RK_EXACT);
    return true;
}

/* ---- lists ---------------------------------------------------------------------------------
 */

static double percent(int64_t part, int64_t of)
{
    return of ? floor(100.0 * (double)part / (double)of + 0.5) : RK_NAN;
}

static double unseen_alike(const struct town *t, int c, int32_t quarter)
{
    const struct district *d = &t->district[quarter];
    const double unseen = (double)(d->of[c] - d->seen[c]);
    return d->of[c] ? floor(100.0 *
                                ((double)d->damaged[c] +
                                 unseen * alike(t, quarter, c, t->district[0].damaged)) /
                                (double)d->of[c] +
                            0.5)
                    : RK_NAN;
}

static void list_classes(struct town *t)
{
    static const struct rk_list_column columns[] = {{"list.column.class", false, 0.34},
                                                    {"list.column.buildings", true, 0.16},
                                                    {"list.column.seen", true, 0.14},
                                                    {"list.column.damaged", true, 0.18},
                                                    {"list.column.destroyed", true, 0.18}};
    struct plan *p = t->p;
    struct plan_list l;
    if (!plan_list_open(
            p,
            (struct rk_list){.id = "destroyed.classes",
                             .title = "list.destroyed.classes",
                             .section = "destroyed",
                             .figure = "damage.private",
                             .reader = RK_LIST_ALL,
                             .front = true,
                             .note = rk_str_of(rk_word(p->lang, "list.note.unseen"))},
            columns, (int32_t)RK_COUNT(columns), CLASSES, &l))
        return;
    for (int c = 0; c < CLASSES; c++) {
        const struct district *d = &t->district[0];
        struct rk_list_cell *cell = d->seen[c] ? plan_list_row(&l) : NULL;
        if (!cell)
            continue;
        char key[40];
        snprintf(key, sizeof key, "list.class.%s", classes[c].class);
        plan_cell_text(&cell[0], rk_str_of(rk_word(p->lang, key)));
        plan_cell_number(&cell[1], (double)d->of[c], "");
        plan_cell_figure(p, &cell[2], classes[c].seen);
        plan_cell_figure(p, &cell[3], classes[c].damaged);
        plan_cell_figure(p, &cell[4], classes[c].destroyed);
    }
    plan_list_close(p, &l);
}

static void list_districts(struct town *t)
{
    static const struct rk_list_column columns[] = {
        {"list.column.district", false, 0.28}, {"list.column.class", false, 0.27},
        {"list.column.buildings", true, 0.11}, {"list.column.seen", true, 0.11},
        {"list.column.damaged", true, 0.11},   {"list.column.if_alike", true, 0.12}};
    struct plan *p = t->p;
    struct plan_list l;
    if (t->districts < 2 ||
        !plan_list_open(p,
                        (struct rk_list){.id = "destroyed.districts",
                                         .title = "list.destroyed.districts",
                                         .section = "destroyed",
                                         .figure = "damage.private",
                                         .reader = RK_LIST_DISTRICTS},
                        columns, (int32_t)RK_COUNT(columns), t->districts * CLASSES, &l))
        return;
    const struct rk_aspect *a =
        rk_aspect_find(rk_kind_find(RK_STR("building")), RK_STR("class"));
    for (int32_t q = 1; q < t->districts; q++)
        for (int c = 0; c < CLASSES; c++) {
            const struct district *d = &t->district[q];
            struct rk_list_cell *cell = d->of[c] ? plan_list_row(&l) : NULL;
            if (!cell)
                continue;
            const struct rk_choice *word = rk_choice_find(a, rk_str_of(classes[c].class));
            plan_cell_text(&cell[0], d->name);
            plan_cell_text(&cell[1], rk_str_of(rk_form(&word->words, p->lang, 2)));
            plan_cell_number(&cell[2], (double)d->of[c], "");
            plan_cell_number(&cell[3], percent(d->seen[c], d->of[c]), "percent");
            plan_cell_number(&cell[4], percent(d->damaged[c], d->of[c]), "percent");
            plan_cell_number(&cell[5], unseen_alike(t, c, q), "percent");
        }
    plan_list_close(p, &l);
}

/* ---- danger areas --------------------------------------------------------------------------
 */

static bool list_dangers(struct plan *p)
{
    enum { NAME, KIND, STATE, FOUND, RADIUS, D_SLOTS };
    static const struct plan_slot wanted[D_SLOTS] = {{"name", NULL},
                                                     {"kind", NULL},
                                                     {"state", NULL},
                                                     {"found_date", NULL},
                                                     {"radius_m", NULL}};
    static const struct rk_list_column columns[] = {{"list.column.place", false, 0.36},
                                                    {"list.column.danger", false, 0.24},
                                                    {"list.column.state", false, 0.18},
                                                    {"list.column.since", false, 0.12},
                                                    {"list.column.radius", true, 0.10}};
    struct plan_records r;
    struct plan_tally open;
    if (!plan_records(p, "danger_area", wanted, D_SLOTS, &r) ||
        !plan_tally_open(p, r.rows, &open))
        return false;
    struct plan_list l;
    const bool listed = plan_list_open(p,
                                       (struct rk_list){.id = "destroyed.dangers",
                                                        .title = "list.destroyed.dangers",
                                                        .section = "destroyed",
                                                        .figure = "danger.open",
                                                        .reader = RK_LIST_INSIDE},
                                       columns, (int32_t)RK_COUNT(columns), r.rows, &l);
    for (int32_t i = 0; i < r.rows; i++) {
        if (plan_is(p, plan_claim(&r, i, STATE), "cleared") || plan_claim(&r, i, KIND) < 0)
            continue;
        plan_tally_add(&open, plan_claim(&r, i, KIND), 1.0, 1.0);
        struct rk_list_cell *cell = listed ? plan_list_row(&l) : NULL;
        if (!cell)
            continue;
        plan_cell_text(&cell[0], plan_text(p, plan_claim(&r, i, NAME)));
        plan_cell_text(&cell[1],
                       plan_choice(p, "danger_area", "kind", plan_claim(&r, i, KIND)));
        plan_cell_text(&cell[2],
                       plan_choice(p, "danger_area", "state", plan_claim(&r, i, STATE)));
        plan_cell_day(p, &cell[3], plan_date(p, plan_claim(&r, i, FOUND)));
        plan_cell_number(&cell[4], plan_number(p, plan_claim(&r, i, RADIUS)), "m");
    }
    if (listed)
        plan_list_close(p, &l);
    plan_tally_close(p, &open, "danger.open", false, RK_EXACT);
    return true;
}

bool plan_count_destroyed(struct plan *p)
{
    struct town t = {.p = p};
    if (!plan_records(p, "building", plan_building_slots, PLAN_BUILDING_SLOTS, &t.r) ||
        !look_at_all(&t))
        return false;
    for (int c = 0; c < CLASSES; c++)
        if (!count_class(&t, c))
            return false;
    if (p->lists) {
        list_classes(&t);
        list_districts(&t);
    }
    return list_dangers(p);
}
