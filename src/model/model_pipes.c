/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The pipes of boiler houses that are not lost, as a network office would have drawn them:
 * mains from chamber to chamber, a branch to each house, a ring in the larger ones.
 */
#define RK_ROOM_MODEL
#include "model_sheet.h"

enum { MOST_HOUSES = 64, DICE_GAP = 231, DICE_STATE = 232, DICE_KIND = 233, DICE_YEAR = 234 };

static const int32_t sizes_mm[] = {40, 50, 70, 80, 100, 125, 150, 200, 250, 300, 350, 400};
static const double kg_s_per_kw = 1.0 / (4.19 * 25.0), speed_m_s = 0.9, density = 972.0;

/* One boiler house: place 0 is itself, place k its house k - 1, all behind chambers. */
struct island {
    int32_t boiler, count;
    int32_t house[MOST_HOUSES + 1], up[MOST_HOUSES + 1], order[MOST_HOUSES + 1];
    struct model_xy at[MOST_HOUSES + 1], chamber[MOST_HOUSES + 1];
    double kw[MOST_HOUSES + 1];
};

static double between(struct model_xy a, struct model_xy b)
{
    return hypot(a.x - b.x, a.y - b.y);
}

static int32_t size_for(double kw)
{
    for (ptrdiff_t i = 0; i < RK_COUNT(sizes_mm); i++) {
        const double d = sizes_mm[i] * 1e-3;
        if (kw * kg_s_per_kw <= speed_m_s * density * 0.785398 * d * d)
            return sizes_mm[i];
    }
    return sizes_mm[RK_COUNT(sizes_mm) - 1];
}

static void gather(const struct model_town *t, struct island *s)
{
    const struct rk_model_point p = t->boiler_house[s->boiler].at;
    s->at[0] = s->chamber[0] = (struct model_xy){(double)p.x_m, (double)p.y_m};
    s->count = 1;
    for (int32_t h = 0; h < t->m.houses && s->count <= MOST_HOUSES; h++) {
        if (t->heated[h].boiler_house != s->boiler)
            continue;
        const struct rk_model_point q = t->building[t->heated[h].building].at;
        s->house[s->count] = h;
        s->kw[s->count] = (double)t->heated[h].kw;
        s->at[s->count++] = (struct model_xy){(double)q.x_m, (double)q.y_m};
    }
}

/* The shortest tree (Prim 1957), its chambers a little before the houses. */
static void join(struct island *s)
{
    double far[MOST_HOUSES + 1];
    bool in[MOST_HOUSES + 1] = {true};
    for (int32_t k = 1; k < s->count; k++) {
        far[k] = between(s->at[0], s->at[k]);
        s->up[k] = 0;
    }
    for (int32_t n = 1; n < s->count; n++) {
        int32_t best = 0;
        for (int32_t k = 1; k < s->count; k++)
            if (!in[k] && (best == 0 || far[k] < far[best]))
                best = k;
        in[best] = true;
        s->order[n] = best;
        const struct model_xy from = s->chamber[s->up[best]], to = s->at[best];
        const double part = fmin(0.4, 30.0 / fmax(between(from, to), 1.0));
        s->chamber[best] =
            (struct model_xy){to.x + (from.x - to.x) * part, to.y + (from.y - to.y) * part};
        for (int32_t k = 1; k < s->count; k++)
            if (!in[k] && between(s->at[best], s->at[k]) < far[k]) {
                far[k] = between(s->at[best], s->at[k]);
                s->up[k] = best;
            }
    }
}

static void add_pipe(struct model_town *t, int32_t boiler, int32_t a, int32_t b, bool to_house,
                     double length_m, double kw)
{
    t->pipe[t->pipes++] = (struct model_pipe){.boiler = boiler,
                                              .a = a,
                                              .b = b,
                                              .to_house = to_house,
                                              .length_m = (float)fmax(3.0, length_m),
                                              .diameter_mm = size_for(kw)};
}

/* From the last of the tree to the nearest chamber that is not its own. */
static void close_ring(struct model_town *t, const struct island *s, double kw)
{
    const int32_t last = s->order[s->count - 1];
    int32_t best = 0;
    for (int32_t k = 1; k < s->count; k++)
        if (k != last && s->up[last] != k && s->up[k] != last &&
            (best == 0 || between(s->chamber[k], s->chamber[last]) <
                              between(s->chamber[best], s->chamber[last])))
            best = k;
    if (best > 0)
        add_pipe(t, s->boiler, best, last, false,
                 1.15 * between(s->chamber[best], s->chamber[last]), kw);
}

static void lay(struct model_town *t, struct island *s)
{
    double load[MOST_HOUSES + 1];
    memcpy(load, s->kw, sizeof load);
    for (int32_t n = s->count - 1; n > 0; n--)
        load[s->up[s->order[n]]] += load[s->order[n]];
    for (int32_t n = 1; n < s->count; n++) {
        const int32_t k = s->order[n];
        add_pipe(t, s->boiler, s->up[k], k, false,
                 1.15 * between(s->chamber[s->up[k]], s->chamber[k]), load[k]);
        add_pipe(t, s->boiler, k, s->house[k], true, between(s->chamber[k], s->at[k]),
                 s->kw[k]);
    }
    if (s->count > 7)
        close_ring(t, s, 0.3 * load[0]);
}

bool model_pipes(struct model_town *t, struct rk_arena *keep)
{
    t->pipe = RK_NEW(keep, struct model_pipe, 3 * (ptrdiff_t)t->m.houses + 1);
    for (int32_t b = 0; t->pipe && b < t->count.boiler_houses; b++) {
        struct island s = {.boiler = b};
        if (t->boiler_house[b].destroyed || t->boiler_house[b].houses < 3)
            continue;
        gather(t, &s);
        join(&s);
        lay(t, &s);
    }
    return t->pipe != NULL;
}

/* ---- the office's list ---------------------------------------------------------------------
 */

bool model_pick_pipes(const struct model_town *t, int part, struct model_select *out,
                      struct rk_arena *keep)
{
    (void)part;
    for (int32_t i = 0; i < t->pipes; i++)
        if (!model_select_add(out, i, keep))
            return false;
    return true;
}

static void put_end(struct model_sheet *s, const struct model_pipe *p, int32_t end, bool house)
{
    if (house)
        model_cell_put(s, "Т-%d", end + 1);
    else if (end == 0)
        model_cell_put(s, "К-%d", p->boiler + 1);
    else
        model_cell_put(s, "ТК-%d-%d", p->boiler + 1, end);
}

/* Half of the old drawings were lost: gaps are left as gaps. */
void model_row_pipe(struct model_sheet *s, const struct model_row *r)
{
    static const char *const insulation[] = {"мінеральна вата", "мінеральна вата, зволожена",
                                             "пошкоджена", ""};
    const struct model_town *t = r->t;
    const struct model_pipe *p = &t->pipe[r->item];
    const double state = model_chance(t, DICE_STATE, r->item);
    const bool leaks = state > 0.97, broken = state < 0.12 && !p->to_house &&
                                              t->boiler_house[p->boiler].started == RK_DAY_NONE;
    model_cell_put(s, "Д-%d", r->item + 1);
    put_end(s, p, p->a, false);
    put_end(s, p, p->b, p->to_house);
    model_cell_put(s, "%d", p->boiler + 1);
    if (model_chance(t, DICE_GAP, 2 * (int64_t)r->item) < 0.15)
        model_cell_blank(s);
    else
        model_cell_number(s, (double)p->length_m, 0);
    if (model_chance(t, DICE_GAP, 2 * (int64_t)r->item + 1) < 0.25)
        model_cell_blank(s);
    else
        model_cell_put(s, "%d", p->diameter_mm);
    model_cell_c(s, insulation[model_pick(t, DICE_KIND, r->item, 4)]);
    model_cell_put(s, "%d", 1968 + model_pick(t, DICE_YEAR, p->boiler, 31));
    model_cell_c(s, broken ? "потребує ремонту" : "справна");
    if (leaks)
        model_cell_put(s, "%d", 2 + model_pick(t, DICE_STATE, r->item + 7, 10));
    else
        model_cell_blank(s);
}
