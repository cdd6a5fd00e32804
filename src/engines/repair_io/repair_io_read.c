/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A problem in JSON: docs/formats/repair.md. */
#include "rk_json_tree.h"
#include "rk_repair_io.h"

#define TRY(call)                                                                              \
    do {                                                                                       \
        const rk_status bad_ = (call);                                                         \
        if (bad_)                                                                              \
            return bad_;                                                                       \
    } while (0)

enum { MOST_SKILLS = 32, MOST_CLASSES = 64, MOST_STEPS = 64 };
#define SEASON_H 4320.0 /* 180 days */

struct id_at {
    int32_t id, at;
    const struct rk_tree_value *value;
};
struct ids {
    struct id_at *sorted;
    int32_t count;
    const char *what;
};

struct reading {
    struct rk_tree tree;
    struct rk_arena *keep;
    struct rk_scratch *scratch;
    struct rk_err *err;
    struct rk_repair_case *c;
    struct rk_repair_node *node;
    struct rk_repair_edge *edge;
    struct rk_repair_plant *plant;
    struct rk_repair_job *job;
    struct rk_repair_crew *crew;
    const struct rk_str **actions;
    struct ids nodes, edges, plants, damages, links, stoves, boilers;
    struct rk_str skill[MOST_SKILLS];
    int32_t skills;
    const struct rk_tree_value *steps; /* by kind of job, or NULL */
    struct rk_str word[MOST_CLASSES];
    double weight[MOST_CLASSES];
    int32_t classes;
    double day_hour; /* hour of the day at hour 0 */
};

static rk_status full(struct reading *r)
{
    return rk_fail(r->err, RK_ENOMEM, r->tree.name, "%td bytes", r->tree.bytes.len);
}

/* ---- ids
 * ------------------------------------------------------------------------------------- */

static int by_id(const void *a, const void *b)
{
    const struct id_at *l = a, *q = b;
    return l->id < q->id ? -1 : l->id > q->id;
}

static int32_t find(const struct ids *ids, int32_t id)
{
    int32_t low = 0, high = ids->count - 1;
    while (low <= high) {
        const int32_t middle = (low + high) / 2;
        if (ids->sorted[middle].id == id)
            return ids->sorted[middle].at;
        if (ids->sorted[middle].id < id)
            low = middle + 1;
        else
            high = middle - 1;
    }
    return -1;
}

/* Reads "id" of every object of a list; refuses what is no object, and ids twice. */
static rk_status read_ids(struct reading *r, const struct rk_tree_value *list, const char *what,
                          int32_t most, struct ids *out, int32_t *as_written)
{
    char path[64];
    *out = (struct ids){.what = what};
    if (!list)
        return RK_OK;
    if (list->count > most)
        return rk_tree_fail(&r->tree, list, what, r->err, "at most %d, not %d", most,
                            list->count);
    out->sorted = RK_NEW(r->scratch, struct id_at, list->count + 1);
    if (!out->sorted)
        return full(r);
    int32_t n = 0;
    for (const struct rk_tree_value *v = list->first; v; v = v->next, n++) {
        snprintf(path, sizeof path, "%s[%d]", what, n);
        if (v->kind != RK_JSON_OBJECT)
            return rk_tree_fail(&r->tree, v, path, r->err, "an object");
        TRY(rk_tree_id(&r->tree, v, path, "id", RK_TREE_NEEDED, &out->sorted[n].id, r->err));
        out->sorted[n].at = n;
        out->sorted[n].value = v;
        if (as_written)
            as_written[n] = out->sorted[n].id;
    }
    out->count = n;
    qsort(out->sorted, (size_t)n, sizeof *out->sorted, by_id);
    for (int32_t i = 1; i < n; i++) {
        if (out->sorted[i].id != out->sorted[i - 1].id)
            continue;
        const struct id_at *a = &out->sorted[i], *b = a - 1;
        const struct id_at *later = a->at > b->at ? a : b;
        snprintf(path, sizeof path, "%s[%d].id", what, later->at);
        return rk_tree_fail(&r->tree, rk_tree_get(later->value, "id"), path, r->err,
                            "an id not used before");
    }
    return RK_OK;
}

static rk_status read_ref(struct reading *r, const struct rk_tree_value *object,
                          const char *path, const char *key, const struct ids *ids,
                          int32_t *out)
{
    char whole[128];
    int32_t id = 0;
    TRY(rk_tree_id(&r->tree, object, path, key, RK_TREE_NEEDED, &id, r->err));
    *out = find(ids, id);
    if (*out >= 0)
        return RK_OK;
    snprintf(whole, sizeof whole, "%s.%s", path, key);
    return rk_tree_fail(&r->tree, rk_tree_get(object, key), whole, r->err, "an id of \"%s\"",
                        ids->what);
}

/* A list of ids in `ids`, or no list at all. */
static rk_status read_refs(struct reading *r, const struct rk_tree_value *object,
                           const char *path, const char *key, const struct ids *ids,
                           enum rk_tree_need need, struct rk_ids *out)
{
    const struct rk_tree_value *list;
    char whole[128];
    TRY(rk_tree_array(&r->tree, object, path, key, need, &list, r->err));
    *out = (struct rk_ids){NULL, 0};
    if (!list)
        return RK_OK;
    int32_t *at = RK_NEW(r->keep, int32_t, list->count + 1);
    if (!at)
        return full(r);
    int32_t n = 0;
    for (const struct rk_tree_value *v = list->first; v; v = v->next) {
        int32_t id;
        at[n] = rk_tree_is_id(v, &id) ? find(ids, id) : -1;
        snprintf(whole, sizeof whole, "%s%s%s[%d]", path, path[0] ? "." : "", key, n);
        if (at[n] < 0)
            return rk_tree_fail(&r->tree, v, whole, r->err, "an id of \"%s\"", ids->what);
        n++;
    }
    *out = (struct rk_ids){at, n};
    return RK_OK;
}

/* ---- the net
 * --------------------------------------------------------------------------------- */

static rk_status read_class(struct reading *r, const struct rk_tree_value *v, const char *path,
                            double *weight)
{
    char whole[128];
    const struct rk_tree_value *word = rk_tree_get(v, "class");
    *weight = 1.0;
    if (!word)
        return RK_OK;
    snprintf(whole, sizeof whole, "%s.class", path);
    if (word->kind == RK_JSON_STRING)
        for (int32_t k = 0; k < r->classes; k++)
            if (rk_str_eq(r->word[k], word->text)) {
                *weight = r->weight[k];
                return RK_OK;
            }
    return rk_tree_fail(&r->tree, word, whole, r->err,
                        "a word that \"weights\" gives a number");
}

static rk_status read_nodes(struct reading *r, const struct rk_tree_value *list)
{
    struct rk_tree *t = &r->tree;
    int32_t *id = RK_NEW(r->keep, int32_t, list->count + 1);
    r->node = RK_NEW(r->keep, struct rk_repair_node, list->count + 1);
    if (r->keep->failed)
        return full(r);
    TRY(read_ids(r, list, "nodes", RK_REPAIR_NODES_MAX, &r->nodes, id));
    int32_t n = 0;
    for (const struct rk_tree_value *v = list->first; v; v = v->next, n++) {
        char path[64];
        struct rk_repair_node *node = &r->node[n];
        snprintf(path, sizeof path, "nodes[%d]", n);
        TRY(rk_tree_number(t, v, path, "x", RK_TREE_MAY, -1e7, 1e7, &node->x_m, r->err));
        TRY(rk_tree_number(t, v, path, "y", RK_TREE_MAY, -1e7, 1e7, &node->y_m, r->err));
        TRY(rk_tree_number(t, v, path, "people", RK_TREE_NEEDED, 0, 1e7, &node->people,
                           r->err));
        TRY(rk_tree_number(t, v, path, "kw", node->people > 0 ? RK_TREE_NEEDED : RK_TREE_MAY,
                           node->people > 0 ? 1e-6 : 0, 1e7, &node->kw, r->err));
        TRY(read_class(r, v, path, &node->weight));
    }
    r->c->node_id = id;
    r->c->problem.node = r->node;
    r->c->problem.nodes = n;
    return RK_OK;
}

static rk_status read_net(struct reading *r)
{
    struct rk_tree *t = &r->tree;
    const struct rk_tree_value *nodes, *edges, *plants;
    TRY(rk_tree_array(t, t->top, "", "nodes", RK_TREE_NEEDED, &nodes, r->err));
    TRY(rk_tree_array(t, t->top, "", "edges", RK_TREE_NEEDED, &edges, r->err));
    TRY(rk_tree_array(t, t->top, "", "plants", RK_TREE_NEEDED, &plants, r->err));
    TRY(read_nodes(r, nodes));
    int32_t *edge_id = RK_NEW(r->keep, int32_t, edges->count + 1);
    if (!edge_id)
        return full(r);
    TRY(read_ids(r, edges, "edges", 2 * RK_REPAIR_NODES_MAX, &r->edges, edge_id));
    r->c->edge_id = edge_id;
    TRY(read_ids(r, plants, "plants", RK_REPAIR_NODES_MAX, &r->plants, NULL));
    r->edge = RK_NEW(r->keep, struct rk_repair_edge, edges->count + 1);
    r->plant = RK_NEW(r->keep, struct rk_repair_plant, plants->count + 1);
    if (r->keep->failed)
        return full(r);
    char path[64];
    int32_t n = 0;
    for (const struct rk_tree_value *v = edges->first; v; v = v->next, n++) {
        snprintf(path, sizeof path, "edges[%d]", n);
        TRY(read_ref(r, v, path, "a", &r->nodes, &r->edge[n].a));
        TRY(read_ref(r, v, path, "b", &r->nodes, &r->edge[n].b));
    }
    r->c->problem.edges = n;
    n = 0;
    for (const struct rk_tree_value *v = plants->first; v; v = v->next, n++) {
        snprintf(path, sizeof path, "plants[%d]", n);
        TRY(read_ref(r, v, path, "node", &r->nodes, &r->plant[n].node));
        TRY(rk_tree_number(t, v, path, "kw", RK_TREE_NEEDED, 0, 1e9, &r->plant[n].kw, r->err));
    }
    r->c->problem.plants = n;
    r->c->problem.edge = r->edge;
    r->c->problem.plant = r->plant;
    return RK_OK;
}

/* ---- crews
 * ----------------------------------------------------------------------------------- */

static rk_status skill_bit(struct reading *r, const struct rk_tree_value *v, const char *path,
                           uint32_t *bits)
{
    if (v->kind != RK_JSON_STRING || v->text.len == 0)
        return rk_tree_fail(&r->tree, v, path, r->err, "a word");
    int32_t k = 0;
    while (k < r->skills && !rk_str_eq(r->skill[k], v->text))
        k++;
    if (k == MOST_SKILLS)
        return rk_tree_fail(&r->tree, v, path, r->err, "at most %d different skills",
                            MOST_SKILLS);
    if (k == r->skills)
        r->skill[r->skills++] = v->text;
    *bits |= (uint32_t)1 << k;
    return RK_OK;
}

/* A word or a list of words. */
static rk_status read_skills(struct reading *r, const struct rk_tree_value *v, const char *path,
                             uint32_t *bits)
{
    if (v->kind != RK_JSON_ARRAY)
        return skill_bit(r, v, path, bits);
    for (const struct rk_tree_value *w = v->first; w; w = w->next)
        TRY(skill_bit(r, w, path, bits));
    return RK_OK;
}

static rk_status per_crew(struct reading *r, const char *key, const struct rk_tree_value **out)
{
    TRY(rk_tree_array(&r->tree, r->tree.top, "", key, RK_TREE_MAY, out, r->err));
    if (*out && (*out)->count != r->c->problem.crews)
        return rk_tree_fail(&r->tree, *out, key, r->err,
                            "one entry for each of %d crews, not %d", r->c->problem.crews,
                            (*out)->count);
    return RK_OK;
}

static rk_status read_shift(struct reading *r, const struct rk_tree_value *v, int32_t n)
{
    char path[64];
    snprintf(path, sizeof path, "shifts[%d]", n);
    if (v->kind == RK_JSON_NULL)
        return RK_OK;
    const struct rk_tree_value *to =
        v->kind == RK_JSON_ARRAY && v->count == 2 ? v->first->next : NULL;
    if (!to || v->first->kind != RK_JSON_NUMBER || to->kind != RK_JSON_NUMBER ||
        !(v->first->number >= 0.0 && v->first->number < 24.0) ||
        !(to->number >= 0.0 && to->number <= 24.0))
        return rk_tree_fail(&r->tree, v, path, r->err,
                            "[from, to], hours of the day 0 … 24, or null for all day");
    double hours = to->number - v->first->number;
    if (hours <= 0.0)
        hours += 24.0;
    if (hours < 0.5)
        return rk_tree_fail(&r->tree, v, path, r->err, "at least half an hour");
    r->crew[n].shift_hours = hours;
    r->crew[n].shift_from_h = fmod(v->first->number - r->day_hour + 24.0, 24.0);
    return RK_OK;
}

static rk_status read_crews(struct reading *r)
{
    struct rk_tree *t = &r->tree;
    double crews = 0.0, x = 0.0, y = 0.0;
    const struct rk_tree_value *depot, *skills, *shifts;
    TRY(rk_tree_number(t, t->top, "", "crews", RK_TREE_NEEDED, 1, RK_REPAIR_CREWS_MAX, &crews,
                       r->err));
    if (crews != floor(crews))
        return rk_tree_fail(t, rk_tree_get(t->top, "crews"), "crews", r->err, "a whole number");
    TRY(rk_tree_number(t, t->top, "", "travel_h_per_km", RK_TREE_MAY, 0, 100,
                       &r->c->problem.travel_h_per_km, r->err));
    TRY(rk_tree_array(t, t->top, "", "depot",
                      r->c->problem.travel_h_per_km > 0 ? RK_TREE_NEEDED : RK_TREE_MAY, &depot,
                      r->err));
    if (depot) {
        const struct rk_tree_value *a = depot->first, *b = a ? a->next : NULL;
        if (!b || b->next || a->kind != RK_JSON_NUMBER || b->kind != RK_JSON_NUMBER ||
            !(fabs(a->number) <= 1e7) || !(fabs(b->number) <= 1e7))
            return rk_tree_fail(t, depot, "depot", r->err, "[x, y] in metres, within 1e7");
        x = a->number;
        y = b->number;
    }
    r->c->problem.crews = (int32_t)crews;
    TRY(per_crew(r, "skills", &skills));
    TRY(per_crew(r, "shifts", &shifts));
    r->crew = RK_NEW(r->keep, struct rk_repair_crew, (int32_t)crews + 1);
    if (!r->crew)
        return full(r);
    const struct rk_tree_value *skill = skills ? skills->first : NULL;
    const struct rk_tree_value *shift = shifts ? shifts->first : NULL;
    for (int32_t n = 0; n < r->c->problem.crews; n++) {
        r->crew[n] = (struct rk_repair_crew){x, y, 0, 0.0, 24.0};
        if (skill) {
            char path[64];
            snprintf(path, sizeof path, "skills[%d]", n);
            TRY(read_skills(r, skill, path, &r->crew[n].skills));
            skill = skill->next;
        }
        if (shift) {
            TRY(read_shift(r, shift, n));
            shift = shift->next;
        }
    }
    r->c->problem.crew = r->crew;
    return RK_OK;
}

/* ---- jobs
 * ------------------------------------------------------------------------------------ */

static rk_status step_back(struct reading *r, const struct rk_tree_value *v, const char *path,
                           const struct rk_str *action, struct rk_repair_step *step, int32_t n)
{
    char whole[160];
    const struct rk_tree_value *to = rk_tree_get(v, "back_to");
    step[n].back = n;
    if (!to && rk_str_eq(action[n], RK_STR("pressure-test"))) {
        for (int32_t k = 0; k < n; k++)
            if (rk_str_eq(action[k], RK_STR("repair")))
                step[n].back = k;
        return RK_OK;
    }
    if (!to)
        return RK_OK;
    if (to->kind == RK_JSON_STRING)
        for (int32_t k = 0; k <= n; k++)
            if (rk_str_eq(action[k], to->text)) {
                step[n].back = k;
                return RK_OK;
            }
    snprintf(whole, sizeof whole, "%s.back_to", path);
    return rk_tree_fail(&r->tree, to, whole, r->err, "the action of this step or one before");
}

/* `hours`: of the job, for steps that do not say theirs; negative when not said. */
static rk_status read_steps(struct reading *r, const struct rk_tree_value *list,
                            const char *path, double hours, struct rk_repair_step *step,
                            struct rk_str *action)
{
    char at[128];
    int32_t n = 0;
    for (const struct rk_tree_value *v = list->first; v; v = v->next, n++) {
        snprintf(at, sizeof at, "%s[%d]", path, n);
        const struct rk_tree_value *word =
            v->kind == RK_JSON_OBJECT ? rk_tree_get(v, "action") : NULL;
        if (!word || word->kind != RK_JSON_STRING || word->text.len == 0)
            return rk_tree_fail(&r->tree, v, at, r->err,
                                "an object with \"action\": one of blank off, drain, repair, "
                                "pressure-test, fill, start, or your own word");
        action[n] = word->text;
        step[n] = (struct rk_repair_step){hours, 0.0, n};
        TRY(rk_tree_number(&r->tree, v, at, "hours", hours < 0 ? RK_TREE_NEEDED : RK_TREE_MAY,
                           0, 1e4, &step[n].hours, r->err));
        TRY(rk_tree_number(&r->tree, v, at, "fails", RK_TREE_MAY, 0, 0.95, &step[n].fails,
                           r->err));
        TRY(step_back(r, v, at, action, step, n));
    }
    return RK_OK;
}

static rk_status job_steps(struct reading *r, const struct rk_tree_value *v, const char *path,
                           const char *kind, double default_h, int32_t job)
{
    static const char *const plain[] = {"repair", "repair", "connect", "place", "place"};
    char at[96];
    const struct rk_tree_value *list;
    double hours = -1.0;
    TRY(rk_tree_array(&r->tree, v, path, "steps", RK_TREE_MAY, &list, r->err));
    snprintf(at, sizeof at, "%s.steps", path);
    if (!list && r->steps) {
        TRY(rk_tree_array(&r->tree, r->steps, "steps", kind, RK_TREE_MAY, &list, r->err));
        snprintf(at, sizeof at, "steps.%s", kind);
    }
    if (!list || rk_tree_get(v, "hours"))
        TRY(rk_tree_number(&r->tree, v, path, "hours",
                           default_h < 0 ? RK_TREE_NEEDED : RK_TREE_MAY, 1e-3, 1e4, &hours,
                           r->err));
    if (hours < 0)
        hours = default_h;
    const int32_t count = list ? list->count : 1;
    if (count < 1 || count > MOST_STEPS)
        return rk_tree_fail(&r->tree, list, at, r->err, "1 … %d steps", MOST_STEPS);
    struct rk_repair_step *step = RK_NEW(r->keep, struct rk_repair_step, count);
    struct rk_str *action = RK_NEW(r->keep, struct rk_str, count);
    if (r->keep->failed)
        return full(r);
    if (list) {
        TRY(read_steps(r, list, at, hours, step, action));
    } else {
        step[0] = (struct rk_repair_step){hours, 0.0, 0};
        action[0] = rk_str_of(plain[r->job[job].kind]);
    }
    const double sum = rk_repair_hours(step, count, NULL);
    if (!(sum >= 1e-3) || !(sum <= 1e5))
        return rk_tree_fail(&r->tree, list ? list : v, at, r->err,
                            "0.001 … 100000 hours together with repetitions, not %.6g", sum);
    r->job[job].step = step;
    r->job[job].steps = count;
    r->actions[job] = action;
    return RK_OK;
}

static rk_status read_flag(struct reading *r, const struct rk_tree_value *v, const char *path,
                           const char *key, bool *out)
{
    char whole[128];
    const struct rk_tree_value *flag = rk_tree_get(v, key);
    *out = flag && flag->kind == RK_JSON_TRUE;
    snprintf(whole, sizeof whole, path[0] ? "%s.%s" : "%s%s", path, key);
    if (flag && flag->kind != RK_JSON_TRUE && flag->kind != RK_JSON_FALSE)
        return rk_tree_fail(&r->tree, flag, whole, r->err, "true or false");
    return RK_OK;
}

/* What every job may say. */
static rk_status read_job(struct reading *r, const struct rk_tree_value *v, const char *path,
                          const char *kind, double default_h, int32_t n)
{
    struct rk_repair_job *j = &r->job[n];
    struct rk_tree *t = &r->tree;
    char whole[128];
    bool frost;
    TRY(job_steps(r, v, path, kind, default_h, n));
    TRY(read_refs(r, v, path, "after", &r->damages, RK_TREE_MAY, &j->after));
    const struct rk_tree_value *skill = rk_tree_get(v, "skill");
    snprintf(whole, sizeof whole, "%s.skill", path);
    if (skill)
        TRY(read_skills(r, skill, whole, &j->skills));
    j->due_h = HUGE_VAL;
    TRY(rk_tree_number(t, v, path, "due_h", RK_TREE_MAY, 0, 1e6, &j->due_h, r->err));
    TRY(read_flag(r, v, path, "before_frost", &frost));
    snprintf(whole, sizeof whole, "%s.before_frost", path);
    if (frost && r->c->problem.weather.count == 0)
        return rk_tree_fail(t, rk_tree_get(v, "before_frost"), whole, r->err,
                            "a \"weather\" forecast with it");
    if (frost)
        j->due_h = fmin(j->due_h, r->c->frost_h);
    return RK_OK;
}

/* What is demanded of every repair at the top of the file. */
static rk_status read_demand(struct reading *r, double *due_h)
{
    struct rk_tree *t = &r->tree;
    bool frost;
    *due_h = HUGE_VAL;
    TRY(rk_tree_number(t, t->top, "", "due_h", RK_TREE_MAY, 0, 1e6, due_h, r->err));
    TRY(read_flag(r, t->top, "", "before_frost", &frost));
    if (frost && r->c->problem.weather.count == 0)
        return rk_tree_fail(t, rk_tree_get(t->top, "before_frost"), "before_frost", r->err,
                            "a \"weather\" forecast with it");
    if (frost)
        *due_h = fmin(*due_h, r->c->frost_h);
    return RK_OK;
}

static rk_status read_damages(struct reading *r, const struct rk_tree_value *list)
{
    double due_h;
    TRY(read_demand(r, &due_h));
    struct rk_tree *t = &r->tree;
    int32_t n = 0;
    for (const struct rk_tree_value *v = list->first; v; v = v->next, n++) {
        struct rk_repair_job *j = &r->job[n];
        char path[64], whole[128];
        snprintf(path, sizeof path, "damage[%d]", n);
        const struct rk_tree_value *type = rk_tree_get(v, "type");
        const bool pipe =
            type && type->kind == RK_JSON_STRING && rk_str_eq(type->text, RK_STR("pipe"));
        const bool plant =
            type && type->kind == RK_JSON_STRING && rk_str_eq(type->text, RK_STR("plant"));
        snprintf(whole, sizeof whole, "%s.type", path);
        if (!pipe && !plant)
            return rk_tree_fail(t, type ? type : v, whole, r->err, "\"pipe\" or \"plant\"");
        j->kind = pipe ? RK_REPAIR_PIPE : RK_REPAIR_PLANT;
        TRY(read_ref(r, v, path, "idx", pipe ? &r->edges : &r->plants, &j->at));
        const enum rk_tree_need place =
            r->c->problem.travel_h_per_km > 0 ? RK_TREE_NEEDED : RK_TREE_MAY;
        TRY(rk_tree_number(t, v, path, "x", place, -1e7, 1e7, &j->x_m, r->err));
        TRY(rk_tree_number(t, v, path, "y", place, -1e7, 1e7, &j->y_m, r->err));
        TRY(read_job(r, v, path, pipe ? "pipe" : "plant", -1.0, n));
        j->due_h = fmin(j->due_h, due_h);
    }
    return RK_OK;
}

static rk_status read_links(struct reading *r, const struct rk_tree_value *list, int32_t n)
{
    struct rk_tree *t = &r->tree;
    int32_t k = 0;
    for (const struct rk_tree_value *v = list ? list->first : NULL; v; v = v->next, n++, k++) {
        struct rk_repair_job *j = &r->job[n];
        char path[64];
        snprintf(path, sizeof path, "links[%d]", k);
        j->kind = RK_REPAIR_LINK;
        TRY(read_ref(r, v, path, "a", &r->nodes, &j->a));
        TRY(read_ref(r, v, path, "b", &r->nodes, &j->b));
        const struct rk_repair_node *a = &r->node[j->a], *b = &r->node[j->b];
        j->x_m = (a->x_m + b->x_m) / 2.0;
        j->y_m = (a->y_m + b->y_m) / 2.0;
        TRY(rk_tree_number(t, v, path, "x", RK_TREE_MAY, -1e7, 1e7, &j->x_m, r->err));
        TRY(rk_tree_number(t, v, path, "y", RK_TREE_MAY, -1e7, 1e7, &j->y_m, r->err));
        TRY(read_job(r, v, path, "link", -1.0, n));
    }
    return RK_OK;
}

static rk_status read_sites(struct reading *r, const struct rk_tree_value *v, const char *path,
                            struct rk_ids *out)
{
    char whole[96];
    snprintf(whole, sizeof whole, "%s.sites", path);
    TRY(read_refs(r, v, path, "sites", &r->nodes, RK_TREE_NEEDED, out));
    if (out->len < 1 || out->len > 1000)
        return rk_tree_fail(&r->tree, rk_tree_get(v, "sites"), whole, r->err, "1 … 1000 nodes");
    for (int32_t a = 0; a < out->len; a++)
        for (int32_t b = 0; b < a; b++)
            if (out->at[a] == out->at[b])
                return rk_tree_fail(&r->tree, rk_tree_get(v, "sites"), whole, r->err,
                                    "every node once");
    return RK_OK;
}

static rk_status read_stoves(struct reading *r, const struct rk_tree_value *list, int32_t n)
{
    int32_t k = 0;
    for (const struct rk_tree_value *v = list ? list->first : NULL; v; v = v->next, n++, k++) {
        struct rk_repair_job *j = &r->job[n];
        char path[64];
        snprintf(path, sizeof path, "stoves[%d]", k);
        j->kind = RK_REPAIR_STOVES;
        TRY(rk_tree_number(&r->tree, v, path, "people", RK_TREE_NEEDED, 1, 1e7, &j->people,
                           r->err));
        TRY(read_sites(r, v, path, &j->sites));
        TRY(read_job(r, v, path, "stoves", 8.0, n));
    }
    return RK_OK;
}

static rk_status read_boilers(struct reading *r, const struct rk_tree_value *list, int32_t n)
{
    int32_t k = 0;
    for (const struct rk_tree_value *v = list ? list->first : NULL; v; v = v->next, n++, k++) {
        struct rk_repair_job *j = &r->job[n];
        char path[64];
        snprintf(path, sizeof path, "boilers[%d]", k);
        j->kind = RK_REPAIR_BOILER;
        TRY(rk_tree_number(&r->tree, v, path, "kw", RK_TREE_NEEDED, 0, 1e9, &j->kw, r->err));
        TRY(read_sites(r, v, path, &j->sites));
        TRY(read_job(r, v, path, "boiler", 8.0, n));
    }
    return RK_OK;
}

static rk_status read_points(struct reading *r)
{
    struct rk_tree *t = &r->tree;
    const struct rk_tree_value *list;
    struct ids ids;
    TRY(rk_tree_array(t, t->top, "", "warming_points", RK_TREE_MAY, &list, r->err));
    TRY(read_ids(r, list, "warming_points", RK_REPAIR_JOBS_MAX, &ids, NULL));
    struct rk_repair_point *point = RK_NEW(r->keep, struct rk_repair_point, ids.count + 1);
    if (!point)
        return full(r);
    int32_t n = 0;
    for (const struct rk_tree_value *v = list ? list->first : NULL; v; v = v->next, n++) {
        struct rk_repair_point *p = &point[n];
        char path[64];
        snprintf(path, sizeof path, "warming_points[%d]", n);
        p->reach_m = 1000.0;
        TRY(rk_tree_id(t, v, path, "id", RK_TREE_NEEDED, &p->id, r->err));
        TRY(rk_tree_number(t, v, path, "x", RK_TREE_NEEDED, -1e7, 1e7, &p->x_m, r->err));
        TRY(rk_tree_number(t, v, path, "y", RK_TREE_NEEDED, -1e7, 1e7, &p->y_m, r->err));
        TRY(rk_tree_number(t, v, path, "people", RK_TREE_NEEDED, 1, 1e7, &p->people, r->err));
        TRY(rk_tree_number(t, v, path, "reach_m", RK_TREE_MAY, 1, 1e5, &p->reach_m, r->err));
    }
    r->c->points = n;
    r->c->point = point;
    return RK_OK;
}

static rk_status read_jobs(struct reading *r)
{
    struct rk_tree *t = &r->tree;
    const struct rk_tree_value *damage, *links, *stoves, *boilers;
    TRY(rk_tree_array(t, t->top, "", "damage", RK_TREE_NEEDED, &damage, r->err));
    TRY(rk_tree_array(t, t->top, "", "links", RK_TREE_MAY, &links, r->err));
    TRY(rk_tree_array(t, t->top, "", "stoves", RK_TREE_MAY, &stoves, r->err));
    TRY(rk_tree_array(t, t->top, "", "boilers", RK_TREE_MAY, &boilers, r->err));
    r->steps = rk_tree_get(t->top, "steps");
    if (r->steps && r->steps->kind != RK_JSON_OBJECT)
        return rk_tree_fail(
            t, r->steps, "steps", r->err,
            "an object: \"pipe\", \"plant\", \"link\", \"stoves\", \"boiler\" -> "
            "list of steps");
    const int64_t sum = (int64_t)damage->count + (links ? links->count : 0) +
                        (stoves ? stoves->count : 0) + (boilers ? boilers->count : 0);
    if (sum > RK_REPAIR_JOBS_MAX)
        return rk_tree_fail(t, damage, "damage", r->err, "at most %d jobs in all",
                            RK_REPAIR_JOBS_MAX);
    const int32_t n = (int32_t)sum;
    int32_t *id = RK_NEW(r->keep, int32_t, n + 1);
    r->job = RK_NEW(r->keep, struct rk_repair_job, n + 1);
    r->actions = RK_NEW(r->keep, const struct rk_str *, n + 1);
    if (r->keep->failed)
        return full(r);
    r->c->damages = damage->count;
    r->c->links = links ? links->count : 0;
    r->c->stoves = stoves ? stoves->count : 0;
    r->c->boilers = boilers ? boilers->count : 0;
    const int32_t first_stoves = r->c->damages + r->c->links;
    const int32_t first_boiler = first_stoves + r->c->stoves;
    TRY(read_ids(r, damage, "damage", n, &r->damages, id));
    TRY(read_ids(r, links, "links", n, &r->links, id + r->c->damages));
    TRY(read_ids(r, stoves, "stoves", n, &r->stoves, id + first_stoves));
    TRY(read_ids(r, boilers, "boilers", n, &r->boilers, id + first_boiler));
    TRY(read_damages(r, damage));
    TRY(read_links(r, links, r->c->damages));
    TRY(read_stoves(r, stoves, first_stoves));
    TRY(read_boilers(r, boilers, first_boiler));
    r->c->job_id = id;
    r->c->actions = r->actions;
    r->c->problem.job = r->job;
    r->c->problem.jobs = n;
    return RK_OK;
}

/* ---- what is required
 * ------------------------------------------------------------------------- */

/* What a plant burns or runs on: work on it may begin before, heat may not flow. */
static bool fuels(struct rk_str kind)
{
    return rk_str_eq(kind, RK_STR("gas")) || rk_str_eq(kind, RK_STR("power")) ||
           rk_str_eq(kind, RK_STR("water")) || rk_str_eq(kind, RK_STR("fuel"));
}

static void raise(double *from_h, double h)
{
    *from_h = fmax(*from_h, h);
}

static rk_status read_requirement(struct reading *r, const struct rk_tree_value *v,
                                  const char *path)
{
    char whole[128];
    struct rk_ids damage, plants, boilers, links, stoves;
    if (v->kind != RK_JSON_OBJECT)
        return rk_tree_fail(&r->tree, v, path, r->err, "an object");
    const struct rk_tree_value *hour = rk_tree_get(v, "hour"), *kind = rk_tree_get(v, "kind");
    double h = HUGE_VAL;
    if (!hour || hour->kind != RK_JSON_NULL)
        TRY(rk_tree_number(&r->tree, v, path, "hour", RK_TREE_NEEDED, 0, 1e6, &h, r->err));
    snprintf(whole, sizeof whole, "%s.kind", path);
    if (!kind || kind->kind != RK_JSON_STRING)
        return rk_tree_fail(&r->tree, kind ? kind : v, whole, r->err,
                            "gas, power, cleared, parts …");
    TRY(read_refs(r, v, path, "damage", &r->damages, RK_TREE_MAY, &damage));
    TRY(read_refs(r, v, path, "plants", &r->plants, RK_TREE_MAY, &plants));
    TRY(read_refs(r, v, path, "boilers", &r->boilers, RK_TREE_MAY, &boilers));
    TRY(read_refs(r, v, path, "links", &r->links, RK_TREE_MAY, &links));
    TRY(read_refs(r, v, path, "stoves", &r->stoves, RK_TREE_MAY, &stoves));
    if (damage.len + plants.len + boilers.len + links.len + stoves.len == 0)
        return rk_tree_fail(
            &r->tree, v, path, r->err,
            "\"damage\", \"plants\", \"boilers\", \"links\" or \"stoves\" that it "
            "is for");
    const bool heat = fuels(kind->text);
    for (int32_t k = 0; k < damage.len; k++) {
        struct rk_repair_job *j = &r->job[damage.at[k]];
        if (heat && j->kind == RK_REPAIR_PLANT)
            raise(&r->plant[j->at].from_h, h);
        else
            raise(&j->from_h, h);
    }
    for (int32_t k = 0; k < plants.len; k++)
        raise(&r->plant[plants.at[k]].from_h, h);
    for (int32_t k = 0; k < links.len; k++)
        raise(&r->job[r->c->damages + links.at[k]].from_h, h);
    for (int32_t k = 0; k < stoves.len; k++)
        raise(&r->job[r->c->damages + r->c->links + stoves.at[k]].from_h, h);
    for (int32_t k = 0; k < boilers.len; k++) {
        const int32_t n = r->c->damages + r->c->links + r->c->stoves + boilers.at[k];
        raise(heat ? &r->job[n].heat_from_h : &r->job[n].from_h, h);
    }
    return RK_OK;
}

static rk_status read_requires(struct reading *r)
{
    const struct rk_tree_value *list;
    TRY(rk_tree_array(&r->tree, r->tree.top, "", "requires", RK_TREE_MAY, &list, r->err));
    int32_t n = 0;
    for (const struct rk_tree_value *v = list ? list->first : NULL; v; v = v->next, n++) {
        char path[64];
        snprintf(path, sizeof path, "requires[%d]", n);
        TRY(read_requirement(r, v, path));
    }
    return RK_OK;
}

/* ---- weights, weather, what hours count
 * ------------------------------------------------------- */

static rk_status read_weights(struct reading *r)
{
    struct rk_repair_weather *w = &r->c->problem.weather;
    const struct rk_tree_value *o = rk_tree_get(r->tree.top, "weights");
    w->below_18 = 1.0;
    w->below_8 = 2.0;
    if (!o)
        return RK_OK;
    if (o->kind != RK_JSON_OBJECT)
        return rk_tree_fail(&r->tree, o, "weights", r->err, "an object: word -> number");
    for (const struct rk_tree_value *v = o->first; v; v = v->next) {
        char path[96];
        snprintf(path, sizeof path, "weights.%.*s", (int)(v->key.len < 60 ? v->key.len : 60),
                 v->key.at);
        if (v->kind != RK_JSON_NUMBER || !(v->number >= 0.0) || !(v->number <= 1e4))
            return rk_tree_fail(&r->tree, v, path, r->err, "a number, 0 … 10000");
        if (rk_str_eq(v->key, RK_STR("below_18"))) {
            w->below_18 = v->number;
        } else if (rk_str_eq(v->key, RK_STR("below_8"))) {
            w->below_8 = v->number;
        } else if (r->classes < MOST_CLASSES) {
            r->word[r->classes] = v->key;
            r->weight[r->classes++] = v->number;
        } else {
            return rk_tree_fail(&r->tree, v, path, r->err, "at most %d classes", MOST_CLASSES);
        }
    }
    struct rk_str *word = RK_NEW(r->keep, struct rk_str, r->classes + 1);
    double *weight = RK_NEW(r->keep, double, r->classes + 1);
    if (r->keep->failed)
        return full(r);
    memcpy(word, r->word, (size_t)r->classes * sizeof *word);
    memcpy(weight, r->weight, (size_t)r->classes * sizeof *weight);
    r->c->classes = r->classes;
    r->c->class_word = word;
    r->c->class_weight = weight;
    return RK_OK;
}

static rk_status read_weather(struct reading *r)
{
    struct rk_tree *t = &r->tree;
    struct rk_repair_weather *w = &r->c->problem.weather;
    const struct rk_tree_value *list;
    TRY(rk_tree_array(t, t->top, "", "weather", RK_TREE_MAY, &list, r->err));
    w->tau_h = 40.0;
    w->indoor_c = 18.0;
    r->c->frost_h = HUGE_VAL;
    TRY(rk_tree_number(t, t->top, "", "tau_h", RK_TREE_MAY, 1, 1000, &w->tau_h, r->err));
    TRY(rk_tree_number(t, t->top, "", "indoor_c", RK_TREE_MAY, -40, 40, &w->indoor_c, r->err));
    r->c->design_outdoor_c = -23.0;
    TRY(rk_tree_number(t, t->top, "", "design_outdoor_c", RK_TREE_MAY, -60, 15,
                       &r->c->design_outdoor_c, r->err));
    if (!list)
        return RK_OK;
    double *hour = RK_NEW(r->keep, double, list->count + 1);
    double *outdoor = RK_NEW(r->keep, double, list->count + 1);
    if (r->keep->failed)
        return full(r);
    int32_t n = 0;
    for (const struct rk_tree_value *v = list->first; v; v = v->next, n++) {
        char path[64], whole[96];
        snprintf(path, sizeof path, "weather[%d]", n);
        if (v->kind != RK_JSON_OBJECT)
            return rk_tree_fail(t, v, path, r->err,
                                "an object with \"hour\" and \"outdoor_c\"");
        TRY(rk_tree_number(t, v, path, "hour", RK_TREE_NEEDED, -1e5, 1e6, &hour[n], r->err));
        TRY(rk_tree_number(t, v, path, "outdoor_c", RK_TREE_NEEDED, -60, 45, &outdoor[n],
                           r->err));
        snprintf(whole, sizeof whole, "%s.hour", path);
        if (n > 0 && hour[n] <= hour[n - 1])
            return rk_tree_fail(t, rk_tree_get(v, "hour"), whole, r->err,
                                "later than the one before");
        if (outdoor[n] < 0.0 && !isfinite(r->c->frost_h))
            r->c->frost_h = fmax(0.0, hour[n]);
    }
    w->count = n;
    w->hour = hour;
    w->outdoor_c = outdoor;
    return RK_OK;
}

static rk_status read_start(struct reading *r)
{
    struct rk_tree *t = &r->tree;
    const struct rk_tree_value *start = rk_tree_get(t->top, "start");
    r->c->start = RK_DAY_NONE;
    if (start) {
        struct rk_when when;
        if (start->kind != RK_JSON_STRING || !rk_when_read(start->text, 0, &when) ||
            when.first != when.last)
            return rk_tree_fail(t, start, "start", r->err,
                                "a day, as \"2022-11-07\" or \"2022-11-07T08:00\"");
        r->c->start = when.first;
        const int minutes = rk_minutes_read(start->text);
        if (minutes > 0)
            r->day_hour = minutes / 60.0;
    }
    TRY(rk_tree_number(t, t->top, "", "start_hour", RK_TREE_MAY, 0, 23.999, &r->day_hour,
                       r->err));
    r->c->start_hour = r->day_hour;
    return RK_OK;
}

static rk_status read_horizon(struct reading *r)
{
    struct rk_repair_problem *p = &r->c->problem;
    p->horizon_h = HUGE_VAL;
    TRY(rk_tree_number(&r->tree, r->tree.top, "", "horizon_h", RK_TREE_MAY, 1, 1e6,
                       &p->horizon_h, r->err));
    bool more = r->c->links + r->c->stoves + r->c->boilers > 0;
    for (int32_t i = 0; i < p->plants; i++)
        more = more || (p->plant[i].from_h > 0.0 && isfinite(p->plant[i].from_h));
    if (more && !isfinite(p->horizon_h)) {
        p->horizon_h = SEASON_H;
        r->c->horizon_assumed = true;
    }
    return RK_OK;
}

/* ---- all of it
 * ------------------------------------------------------------------------------- */

/* Keys that say nothing to the plan are handed back, so that a slip of the pen is seen. */
#define JOB_KEYS "id", "x", "y", "hours", "steps", "after", "skill", "due_h", "before_frost"
enum { MOST_KEYS = 36, MOST_IGNORED = 100 };
static const struct {
    const char *list; /* NULL: at the top */
    const char *known[MOST_KEYS];
} key_lists[] = {
    {NULL,
     {"nodes", "edges", "plants", "damage", "crews", "travel_h_per_km", "depot", "skills",
      "shifts", "requires", "steps", "boilers", "links", "stoves", "warming_points", "weather",
      "weights", "horizon_h", "tau_h", "indoor_c", "design_outdoor_c", "due_h", "before_frost",
      "start", "start_hour",
      /* notes of the published problems */
      "seed", "objective", "served", "greedy_reference", "note", "name"}},
    {"nodes", {"id", "x", "y", "people", "kw", "class", "name", "note"}},
    {"edges", {"id", "a", "b", "name", "note"}},
    {"plants", {"id", "node", "kw", "name", "note"}},
    {"damage", {JOB_KEYS, "type", "idx", "name", "note"}},
    {"links", {JOB_KEYS, "a", "b", "name", "note"}},
    {"stoves", {JOB_KEYS, "people", "sites", "name", "note"}},
    {"boilers", {JOB_KEYS, "kw", "sites", "name", "note"}},
    {"warming_points", {"id", "x", "y", "people", "reach_m", "name", "note"}},
    {"requires", {"kind", "hour", "damage", "plants", "boilers", "links", "stoves", "note"}},
    {"weather", {"hour", "outdoor_c"}},
};

struct ignored {
    struct rk_str *key;
    int32_t count;
};

static rk_status ignore(struct reading *r, struct ignored *out, const char *list,
                        struct rk_str key)
{
    struct rk_buf text = rk_buf_in(r->keep, key.len + 64);
    if (list)
        rk_buf_printf(&text, "%s[].", list);
    rk_buf_add(&text, key);
    if (text.failed)
        return full(r);
    for (int32_t k = 0; k < out->count; k++)
        if (rk_str_eq(out->key[k], rk_buf_str(&text)))
            return RK_OK;
    if (out->count < MOST_IGNORED)
        out->key[out->count++] = rk_buf_str(&text);
    return RK_OK;
}

static rk_status ignore_keys(struct reading *r, struct ignored *out, ptrdiff_t list,
                             const struct rk_tree_value *object)
{
    for (const struct rk_tree_value *v = object->first; v; v = v->next) {
        bool is_known = false;
        for (int k = 0; k < MOST_KEYS && key_lists[list].known[k]; k++)
            is_known = is_known || rk_str_eq(v->key, rk_str_of(key_lists[list].known[k]));
        if (!is_known)
            TRY(ignore(r, out, key_lists[list].list, v->key));
    }
    return RK_OK;
}

static rk_status list_ignored(struct reading *r)
{
    struct ignored out = {RK_NEW(r->keep, struct rk_str, MOST_IGNORED), 0};
    if (!out.key)
        return full(r);
    for (ptrdiff_t i = 0; i < RK_COUNT(key_lists); i++) {
        if (!key_lists[i].list) {
            TRY(ignore_keys(r, &out, i, r->tree.top));
            continue;
        }
        const struct rk_tree_value *list = rk_tree_get(r->tree.top, key_lists[i].list);
        for (const struct rk_tree_value *v = list ? list->first : NULL; v; v = v->next)
            TRY(ignore_keys(r, &out, i, v));
    }
    r->c->ignored = out.count;
    r->c->ignored_key = out.key;
    return RK_OK;
}

rk_status rk_repair_read(const char *name, struct rk_str bytes, struct rk_arena *keep,
                         struct rk_scratch scratch, struct rk_repair_case *out,
                         struct rk_err *err)
{
    struct rk_arena result = *keep;
    struct rk_repair_case c = {0};
    struct reading r = {.keep = &result, .scratch = &scratch, .err = err, .c = &c};
    TRY(rk_tree_read(name, bytes, &result, &scratch, &r.tree, err));
    if (r.tree.top->kind != RK_JSON_OBJECT)
        return rk_tree_fail(&r.tree, r.tree.top, "", err, "an object");
    TRY(read_start(&r));
    TRY(read_weights(&r));
    TRY(read_weather(&r));
    TRY(read_net(&r));
    TRY(read_crews(&r));
    TRY(read_jobs(&r));
    TRY(read_points(&r));
    TRY(read_requires(&r));
    TRY(read_horizon(&r));
    TRY(list_ignored(&r));
    *keep = result;
    *out = c;
    return RK_OK;
}
