/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A problem made ready: places instead of nodes, elements instead of broken things, options. */
#include "repair_internal.h"

struct making {
    const struct rk_repair_problem *p;
    struct repair_town *t;
    struct rk_arena *keep;
    int32_t *parent;                       /* [nodes] */
    int32_t *edge_element, *plant_element; /* -1: none */
    int32_t *needs;                        /* [elements] */
    int32_t *job_state;                    /* [jobs] 0 fine, else 1 + enum rk_repair_why */
    struct repair_element *element;        /* by node first, by place later */
    struct repair_option *option;
    struct repair_event *event;
};

static int32_t root_of(int32_t *parent, int32_t i)
{
    while (parent[i] != i) {
        parent[i] = parent[parent[i]];
        i = parent[i];
    }
    return i;
}

/* ---- what cannot be done
 * --------------------------------------------------------------------- */

/* Can `from` be reached from itself through jobs that wait? `seen` and `stack`: [jobs]. */
static bool waits_for_itself(const struct rk_repair_problem *p, const bool *done, int32_t from,
                             bool *seen, int32_t *stack)
{
    int32_t deep = 0;
    memset(seen, 0, (size_t)p->jobs * sizeof *seen);
    stack[deep++] = from;
    while (deep > 0) {
        const struct rk_ids after = p->job[stack[--deep]].after;
        for (int32_t k = 0; k < after.len; k++) {
            const int32_t j = after.at[k];
            if (j == from)
                return true;
            if (!done[j] && !seen[j]) {
                seen[j] = true;
                stack[deep++] = j;
            }
        }
    }
    return false;
}

static int32_t own_trouble(const struct rk_repair_problem *p, const struct rk_repair_job *j)
{
    if (!isfinite(j->from_h) || !isfinite(j->heat_from_h))
        return 1 + RK_REPAIR_NEVER;
    for (int32_t c = 0; c < p->crews; c++)
        if ((j->skills & ~p->crew[c].skills) == 0)
            return 0;
    return 1 + RK_REPAIR_NO_SKILL;
}

static rk_status find_blocks(struct making *m, struct rk_scratch scratch, struct rk_err *err)
{
    const struct rk_repair_problem *p = m->p;
    bool *done = RK_NEW(&scratch, bool, p->jobs + 1);
    bool *seen = RK_NEW(&scratch, bool, p->jobs + 1);
    int32_t *stack = RK_NEW(&scratch, int32_t, p->jobs + 1);
    if (scratch.in.failed)
        return rk_fail(err, RK_ENOMEM, "repair", "%d jobs", p->jobs);
    for (int32_t i = 0; i < p->jobs; i++)
        m->job_state[i] = own_trouble(p, &p->job[i]);
    for (bool more = true; more;) {
        more = false;
        for (int32_t i = 0; i < p->jobs; i++) {
            bool ready = !done[i] && m->job_state[i] == 0;
            for (int32_t k = 0; ready && k < p->job[i].after.len; k++)
                ready = done[p->job[i].after.at[k]];
            done[i] = done[i] || ready;
            more = more || ready;
        }
    }
    int32_t blocks = 0;
    for (int32_t i = 0; i < p->jobs; i++)
        blocks += !done[i];
    struct rk_repair_block *block = RK_NEW(m->keep, struct rk_repair_block, blocks + 1);
    if (!block)
        return rk_fail(err, RK_ENOMEM, "repair", "%d jobs left out", blocks);
    blocks = 0;
    for (int32_t i = 0; i < p->jobs; i++) {
        if (done[i])
            continue;
        if (m->job_state[i] == 0)
            m->job_state[i] = 1 + (waits_for_itself(p, done, i, seen, stack) ? RK_REPAIR_CYCLE
                                                                             : RK_REPAIR_WAITS);
        block[blocks++] =
            (struct rk_repair_block){i, (enum rk_repair_why)(m->job_state[i] - 1)};
    }
    m->t->blocks = blocks;
    m->t->block = block;
    return RK_OK;
}

/* ---- elements and options
 * -------------------------------------------------------------------- */

static int32_t new_element(struct making *m, int32_t a, int32_t b, double kw)
{
    m->element[m->t->elements] = (struct repair_element){.a = a, .b = b, .kw = kw, .house = -1};
    m->needs[m->t->elements] = 0;
    return m->t->elements++;
}

static int32_t element_of_job(struct making *m, const struct rk_repair_job *j)
{
    if (j->kind == RK_REPAIR_LINK)
        return new_element(m, j->a, j->b, 0.0);
    int32_t *slot =
        j->kind == RK_REPAIR_PIPE ? &m->edge_element[j->at] : &m->plant_element[j->at];
    if (*slot < 0 && j->kind == RK_REPAIR_PIPE)
        *slot = new_element(m, m->p->edge[j->at].a, m->p->edge[j->at].b, 0.0);
    else if (*slot < 0)
        *slot = new_element(m, m->p->plant[j->at].node, -1, m->p->plant[j->at].kw);
    return *slot;
}

static void add_option(struct making *m, int32_t job, int32_t site, int32_t element)
{
    const struct rk_repair_job *j = &m->p->job[job];
    m->option[m->t->options++] = (struct repair_option){
        .job = job,
        .site = site,
        .element = element,
        .x_m = site >= 0 ? m->p->node[site].x_m : j->x_m,
        .y_m = site >= 0 ? m->p->node[site].y_m : j->y_m,
        .hours = rk_repair_hours(j->step, j->steps, NULL),
        .from_h = j->from_h,
        .heat_from_h = j->heat_from_h,
        .due_h = j->due_h,
        .skills = j->skills,
        .optional = j->kind >= RK_REPAIR_LINK,
    };
}

static void add_jobs(struct making *m)
{
    for (int32_t i = 0; i < m->p->jobs; i++) {
        const struct rk_repair_job *j = &m->p->job[i];
        if (j->kind >= RK_REPAIR_BOILER) {
            for (int32_t k = 0; k < j->sites.len && m->job_state[i] == 0; k++) {
                const bool boiler = j->kind == RK_REPAIR_BOILER;
                const int32_t e = new_element(m, j->sites.at[k], -1, boiler ? j->kw : 0.0);
                m->needs[e] = 1;
                if (!boiler) { /* by node and people, see name_houses */
                    m->element[e].house = j->sites.at[k];
                    m->element[e].part = j->people;
                }
                add_option(m, i, j->sites.at[k], e);
            }
            continue;
        }
        const int32_t e = element_of_job(m, j);
        m->needs[e]++;
        if (m->job_state[i] == 0)
            add_option(m, i, -1, e);
    }
    for (int32_t i = 0; i < m->p->plants; i++) {
        const struct rk_repair_plant *q = &m->p->plant[i];
        if (q->from_h <= 0.0)
            continue;
        if (m->plant_element[i] < 0)
            m->plant_element[i] = new_element(m, q->node, -1, q->kw);
        m->needs[m->plant_element[i]]++;
        if (isfinite(q->from_h))
            m->event[m->t->fixed++] = (struct repair_event){q->from_h, m->plant_element[i]};
    }
}

/* Positions of jobs become positions of options; a repair has exactly one. */
static rk_status link_after(struct making *m, struct rk_scratch scratch, struct rk_err *err)
{
    int32_t *option_of = RK_NEW(&scratch, int32_t, m->p->jobs + 1);
    if (!option_of)
        return rk_fail(err, RK_ENOMEM, "repair", "%d jobs", m->p->jobs);
    for (int32_t o = 0; o < m->t->options; o++)
        option_of[m->option[o].job] = o;
    for (int32_t o = 0; o < m->t->options; o++) {
        const struct rk_ids after = m->p->job[m->option[o].job].after;
        int32_t *at = RK_NEW(m->keep, int32_t, after.len + 1);
        if (!at)
            return rk_fail(err, RK_ENOMEM, "repair", "what jobs wait for");
        for (int32_t k = 0; k < after.len; k++)
            at[k] = option_of[after.at[k]];
        m->option[o].after = (struct rk_ids){at, after.len};
    }
    return RK_OK;
}

/* ---- places and houses
 * ----------------------------------------------------------------------- */

struct by_density {
    double density;
    int32_t node;
};
static int denser(const void *a, const void *b)
{
    const struct by_density *l = a, *r = b;
    if (l->density != r->density)
        return l->density > r->density ? -1 : 1;
    return l->node < r->node ? -1 : l->node > r->node;
}

static void name_places(struct making *m, int32_t *place)
{
    const struct rk_repair_problem *p = m->p;
    for (int32_t i = 0; i < p->nodes; i++) {
        m->parent[i] = i;
        place[i] = -1;
    }
    for (int32_t e = 0; e < p->edges; e++)
        if (m->edge_element[e] < 0)
            m->parent[root_of(m->parent, p->edge[e].a)] = root_of(m->parent, p->edge[e].b);
    for (int32_t e = 0; e < m->t->elements; e++) {
        int32_t *const ends[2] = {&m->element[e].a, &m->element[e].b};
        for (int k = 0; k < 2; k++) {
            if (*ends[k] < 0)
                continue;
            const int32_t root = root_of(m->parent, *ends[k]);
            if (place[root] < 0)
                place[root] = m->t->places++;
            *ends[k] = place[root];
        }
    }
    for (int32_t i = 0; i < p->nodes; i++)
        place[i] = place[root_of(m->parent, i)];
}

/* Heat that flows from hour 0, by root node. */
static void first_heat(const struct making *m, double *cap_kw)
{
    for (int32_t i = 0; i < m->p->plants; i++)
        if (m->plant_element[i] < 0)
            cap_kw[root_of(m->parent, m->p->plant[i].node)] += m->p->plant[i].kw;
}

/* Stoves know their node; from now on the house and what part of it they are for. */
static void name_houses(struct making *m, int32_t *house_of)
{
    struct repair_town *t = m->t;
    memset(house_of, 0xff, (size_t)m->p->nodes * sizeof *house_of);
    for (int32_t h = 0; h < t->houses; h++)
        house_of[t->house_node[h]] = h;
    for (int32_t e = 0; e < t->elements; e++) {
        struct repair_element *x = &m->element[e];
        if (x->house < 0)
            continue;
        const struct rk_repair_node *n = &m->p->node[x->house];
        x->house = house_of[x->house];
        if (x->house < 0)
            continue;
        x->part = fmin(1.0, x->part / n->people);
        x->kw = n->kw * x->part;
        t->stoves = true;
    }
}

static rk_status make_houses(struct making *m, const int32_t *place, const double *cap_kw,
                             struct rk_scratch scratch, struct repair_state *s,
                             struct rk_err *err)
{
    const struct rk_repair_problem *p = m->p;
    struct repair_town *t = m->t;
    struct by_density *order = RK_NEW(&scratch, struct by_density, p->nodes + 1);
    double *left = RK_NEW(&scratch, double, p->nodes + 1);
    int32_t *node = RK_NEW(m->keep, int32_t, p->nodes + 1);
    double *value = RK_NEW(m->keep, double, p->nodes + 1);
    double *kw = RK_NEW(m->keep, double, p->nodes + 1);
    int32_t *house_of = RK_NEW(&scratch, int32_t, p->nodes + 1);
    if (scratch.in.failed || m->keep->failed)
        return rk_fail(err, RK_ENOMEM, "repair", "%d nodes", p->nodes);
    double *share = RK_NEW(m->keep, double, p->nodes + 1);
    if (!share)
        return rk_fail(err, RK_ENOMEM, "repair", "%d nodes", p->nodes);
    int32_t people = 0;
    for (int32_t i = 0; i < p->nodes; i++) {
        left[i] = cap_kw[i];
        if (p->node[i].people > 0.0)
            order[people++] =
                (struct by_density){p->node[i].people * p->node[i].weight / p->node[i].kw, i};
    }
    qsort(order, (size_t)people, sizeof *order, denser);
    double still = 0.0; /* without heat for ever, where nothing changes */
    for (int32_t k = 0; k < people; k++) {
        const struct rk_repair_node *n = &p->node[order[k].node];
        const double worth = n->people * n->weight;
        t->value += worth;
        if (place[order[k].node] >= 0) {
            node[t->houses] = order[k].node;
            value[t->houses] = worth;
            kw[t->houses++] = n->kw;
            continue;
        }
        double *const there = &left[root_of(m->parent, order[k].node)];
        const double part = fmin(1.0, *there / n->kw);
        still += worth * (1.0 - part);
        share[order[k].node] = part;
        *there -= part * n->kw;
    }
    t->house_node = node;
    t->house_value = value;
    t->house_kw = kw;
    name_houses(m, house_of);
    t->still_share = share;
    t->words = (t->houses + 63) / 64;
    *s = repair_state_new(t, m->keep);
    if (!s->value)
        return rk_fail(err, RK_ENOMEM, "repair", "%d places, %d houses", t->places, t->houses);
    s->cold = still;
    return RK_OK;
}

static void fill_state(const struct making *m, const int32_t *place, const double *cap_kw,
                       struct repair_state *s)
{
    const struct repair_town *t = m->t;
    for (int32_t i = 0; i < t->places; i++)
        s->parent[i] = i;
    for (int32_t e = 0; e < t->elements; e++)
        s->needs[e] = m->needs[e];
    for (int32_t i = 0; i < m->p->nodes; i++)
        if (place[i] >= 0)
            s->cap_kw[place[i]] += cap_kw[i];
    for (int32_t h = 0; h < t->houses; h++) {
        const int32_t at = place[t->house_node[h]];
        s->kw[at] += t->house_kw[h];
        s->value[at] += t->house_value[h];
        s->houses[(ptrdiff_t)at * t->words + h / 64] |= (uint64_t)1 << (h % 64);
        s->cold += t->house_value[h];
    }
    for (int32_t i = 0; i < t->places; i++) {
        s->served[i] = repair_served(t, s, i);
        s->cold -= s->served[i];
    }
}

static int sooner(const void *a, const void *b)
{
    const struct repair_event *l = a, *r = b;
    if (l->h != r->h)
        return l->h < r->h ? -1 : 1;
    return l->element < r->element ? -1 : l->element > r->element;
}

static void judge(struct making *m)
{
    const struct rk_repair_problem *p = m->p;
    struct repair_town *t = m->t;
    t->travels = p->travel_h_per_km > 0.0;
    t->same_crews = true;
    for (int32_t o = 0; o < t->options; o++) {
        t->waits = t->waits || m->option[o].from_h > 0.0;
        t->ordered = t->ordered || m->option[o].after.len > 0;
        t->demands = t->demands || isfinite(m->option[o].due_h);
        t->heat_waits = t->heat_waits || m->option[o].heat_from_h > 0.0;
        t->frees = t->frees || m->option[o].optional;
    }
    for (int32_t c = 0; c < p->crews; c++) {
        const struct rk_repair_crew *a = &p->crew[0], *b = &p->crew[c];
        t->shifts = t->shifts || b->shift_hours < 24.0;
        t->same_crews = t->same_crews && a->skills == b->skills &&
                        a->shift_from_h == b->shift_from_h &&
                        a->shift_hours == b->shift_hours &&
                        (!t->travels || (a->x_m == b->x_m && a->y_m == b->y_m));
    }
    t->crews = p->crews;
    if (t->same_crews && t->crews > t->options)
        t->crews = t->options > 0 ? t->options : 1;
    t->list = t->same_crews && !t->travels && !t->ordered && !t->waits && !t->frees;
    double fastest = 0.0;
    for (int32_t i = 0; i < t->bends; i++)
        fastest = fmax(fastest, t->rate[i]);
    t->late_price = 1.0 + 1e5 * t->value * fastest;
}

rk_status repair_town_make(const struct rk_repair_problem *p, struct rk_arena *keep,
                           struct rk_scratch scratch, struct repair_town *out,
                           struct rk_err *err)
{
    int32_t ways = 0;
    for (int32_t i = 0; i < p->jobs; i++)
        ways += p->job[i].kind >= RK_REPAIR_BOILER ? p->job[i].sites.len : 1;
    struct repair_town t = {.problem = p};
    struct making m = {.p = p, .t = &t, .keep = keep};
    m.parent = RK_NEW(keep, int32_t, p->nodes + 1);
    m.edge_element = RK_NEW(keep, int32_t, p->edges + 1);
    m.plant_element = RK_NEW(keep, int32_t, p->plants + 1);
    m.needs = RK_NEW(keep, int32_t, ways + p->plants + 1);
    m.element = RK_NEW(keep, struct repair_element, ways + p->plants + 1);
    m.option = RK_NEW(keep, struct repair_option, ways + 1);
    m.event = RK_NEW(keep, struct repair_event, p->plants + 1);
    m.job_state = RK_NEW(keep, int32_t, p->jobs + 1);
    int32_t *place = RK_NEW(keep, int32_t, p->nodes + 1);
    double *cap_kw = RK_NEW(&scratch, double, p->nodes + 1);
    struct repair_state *state = RK_NEW(keep, struct repair_state, 1);
    if (keep->failed || scratch.in.failed)
        return rk_fail(err, RK_ENOMEM, "repair", "%d nodes, %d jobs", p->nodes, p->jobs);
    memset(m.edge_element, 0xff, (size_t)p->edges * sizeof(int32_t));
    memset(m.plant_element, 0xff, (size_t)p->plants * sizeof(int32_t));
    rk_status bad = find_blocks(&m, scratch, err);
    if (bad)
        return bad;
    add_jobs(&m);
    bad = link_after(&m, scratch, err);
    if (bad)
        return bad;
    name_places(&m, place);
    first_heat(&m, cap_kw);
    bad = make_houses(&m, place, cap_kw, scratch, state, err);
    if (!bad)
        bad = repair_clock_make(p, keep, &t, err);
    if (bad)
        return bad;
    fill_state(&m, place, cap_kw, state);
    qsort(m.event, (size_t)t.fixed, sizeof *m.event, sooner);
    t.place_of = place;
    t.element = m.element;
    t.option = m.option;
    t.event = m.event;
    t.at_start = state;
    judge(&m);
    *out = t;
    return RK_OK;
}
