/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranok reach: options, tables of points, closures. */
#include "cli_reach.h"

#include "rk_file.h"
#include "rk_intake.h"
#include "rk_text.h"

#define ROADS_MOST ((ptrdiff_t)2 << 30)
enum { COLUMNS_MOST = 9 };

/* ---- what was asked for ------------------------------------------------------------------ */

const char *const reach_profiles[RK_PROFILES] = {"car", "ambulance", "truck", "foot"};

int reach_choice(struct cli *cli, const char *option, const char *text,
                 const char *const words[], int count)
{
    for (int i = 0; text && i < count; i++)
        if (strcmp(text, words[i]) == 0)
            return i;
    (void)cli_usage(cli, "reach", uk(cli) ? "%s: слід %s, %s…" : "%s wants %s, %s …", option,
                    words[0], words[count - 1]);
    return -1;
}

bool reach_choices(struct cli *cli, struct ask *a)
{
    static const char *const ways[] = {"out", "in"}, *const grounds[] = {"dry", "mud"};
    static const char *const beliefs[] = {"best", "worst"}, *const bys[] = {"time", "distance"};
    const int who = reach_choice(cli, "--profile", a->profile, reach_profiles, RK_PROFILES);
    const int way =
        a->direction ? reach_choice(cli, "--direction", a->direction, ways, 2) : (int)RK_IN;
    const int ground =
        a->ground ? reach_choice(cli, "--ground", a->ground, grounds, 2) : RK_DRY;
    const int belief =
        a->belief ? reach_choice(cli, "--belief", a->belief, beliefs, 2) : RK_WORST;
    const int by = a->by ? reach_choice(cli, "--by", a->by, bys, 2) : 0;
    if (who < 0 || way < 0 || ground < 0 || belief < 0 || by < 0)
        return false;
    a->who = (enum rk_reach_profile)who;
    a->way = (enum rk_reach_way)way;
    a->wish = (struct rk_reach_wish){a->who, (enum rk_reach_ground)ground,
                                     (enum rk_reach_belief)belief, by == 1};
    return true;
}

rk_status reach_open_roads(struct cli *cli, struct ask *a, const char *path, struct rk_err *err)
{
    struct rk_str bytes, speeds = {NULL, 0};
    struct rk_scratch scratch = cli->scratch;
    rk_status bad = rk_file_read(path, ROADS_MOST, &scratch.in, &bytes, err);
    if (!bad)
        bad = rk_roads_read(bytes, path, &cli->keep, &a->roads, NULL, err);
    rk_reach_speeds_shipped(&a->table);
    if (!bad && a->speeds)
        bad = rk_file_read(a->speeds, 1 << 20, &scratch.in, &speeds, err);
    if (!bad && a->speeds)
        bad = rk_reach_speeds_read(speeds, a->speeds, &a->table, err);
    const struct rk_reach_marks none = {NULL, 0};
    if (!bad)
        bad = rk_reach_net_make(&a->roads, &a->table, a->wish, none, &cli->keep, cli->scratch,
                                &a->base, err);
    return bad ? bad : rk_reach_index_make(&a->base, &cli->keep, cli->scratch, &a->index, err);
}

/* ---- tables ------------------------------------------------------------------------------ */

struct column {
    const char *name;
    bool needed;
};
struct table {
    const char *file; /* as shown */
    const struct column *column;
    int columns;
    int32_t at[COLUMNS_MOST]; /* cell of each column, -1: not there */
    struct rk_row row;
};

static rk_status refuse(const struct table *t, int column, const char *what, struct rk_err *err)
{
    char place[RK_ERR_PLACE];
    snprintf(place, sizeof place, "%.100s:%" PRId64 ": %s", t->file, t->row.line,
             t->column[column].name);
    return rk_fail(err, RK_EINVAL, place, "%s", what);
}

static struct rk_str cell(const struct table *t, int column)
{
    const int32_t at = t->at[column];
    return at < 0 || at >= t->row.cell_count ? (struct rk_str){"", 0}
                                             : rk_str_trim(t->row.cells[at].text);
}

static rk_status find_columns(struct table *t, struct rk_err *err)
{
    for (int c = 0; c < t->columns; c++) {
        t->at[c] = -1;
        for (int32_t i = 0; i < t->row.cell_count; i++) {
            char room[64];
            struct rk_buf key = {room, 0, sizeof room, false};
            rk_text_fold(rk_str_trim(t->row.cells[i].text), &key);
            if (!key.failed && t->at[c] < 0 &&
                rk_str_eq(rk_buf_str(&key), rk_str_of(t->column[c].name)))
                t->at[c] = i;
        }
        if (t->at[c] < 0 && t->column[c].needed)
            return refuse(t, c, "there is no such column; a heading of that name is expected",
                          err);
    }
    return RK_OK;
}

typedef rk_status table_row(void *user, const struct table *t, struct rk_err *err);

static rk_status read_table(struct cli *cli, const char *path, const struct column *column,
                            int columns, table_row *each, void *user, struct rk_err *err)
{
    const struct rk_intake_options options = {0};
    struct rk_intake *in = NULL;
    struct rk_arena room = cli->scratch.in;
    rk_status bad = rk_intake_open(path, &options, &room, &in, err);
    if (bad)
        return bad;
    struct table t = {.file = path, .column = column, .columns = columns};
    for (int64_t rows = 0;; rows++) {
        bool end = false;
        bad = rk_intake_next(in, &t.row, &end, err);
        if (!bad && end && rows == 0)
            bad = rk_fail(err, RK_EINVAL, path, "the table is empty; a heading is expected");
        if (bad || end)
            break;
        bad = rows == 0 ? find_columns(&t, err) : each(user, &t, err);
        if (bad)
            break;
    }
    rk_intake_close(in);
    return bad;
}

/* A number, or NaN for an empty cell. */
static rk_status number(const struct table *t, int column, double low, double high,
                        const char *expected, double *out, struct rk_err *err)
{
    const struct rk_str text = cell(t, column);
    *out = RK_NAN;
    if (text.len == 0)
        return RK_OK;
    return rk_str_double(text, out) && *out >= low && *out <= high
               ? RK_OK
               : refuse(t, column, expected, err);
}

/* ---- points ------------------------------------------------------------------------------ */

enum { P_ID, P_LAT, P_LON, P_EXTRA, P_CAPACITY, P_GROUP = P_CAPACITY };

static bool offers(struct rk_str list, struct rk_str need)
{
    ptrdiff_t start = 0;
    for (ptrdiff_t i = 0; i <= list.len; i++) {
        if (i < list.len && !strchr(";|,", list.at[i]))
            continue;
        char room[256];
        struct rk_buf key = {room, 0, sizeof room, false};
        rk_text_key(rk_str_slice(list, start, i), &key);
        if (!key.failed && rk_str_eq(rk_buf_str(&key), need))
            return true;
        start = i + 1;
    }
    return false;
}

static rk_status grow(struct places *p, struct rk_err *err)
{
    const int32_t cap = p->cap ? 2 * p->cap : 1024;
    struct place *at = RK_NEW(p->keep, struct place, cap);
    if (!at)
        return rk_fail(err, RK_ENOMEM, p->file, "%d points", p->len);
    if (p->len > 0)
        memcpy(at, p->at, (size_t)p->len * sizeof *at);
    p->at = at;
    p->cap = cap;
    return RK_OK;
}

/* What a facility offers and holds, or how many people stand for this row. */
static rk_status extras(struct places *p, const struct table *t, struct place *one, bool *keep,
                        struct rk_err *err)
{
    rk_status bad = RK_OK;
    *keep = true;
    if (t->columns == P_EXTRA)
        return RK_OK;
    if (p->facilities) {
        bad = number(t, P_CAPACITY, 0.0, 1e9, "no capacity; 0 or more is expected",
                     &one->capacity, err);
        *keep = p->need.len == 0 || offers(cell(t, P_EXTRA), p->need);
        p->others += *keep ? 0 : 1;
        return bad;
    }
    double people;
    bad = number(t, P_EXTRA, 0.0, 1e9, "no number of people; 0 or more is expected", &people,
                 err);
    if (!isnan(people))
        one->people = people;
    if (p->group)
        one->group = rk_str_copy(p->keep, cell(t, P_GROUP));
    return bad;
}

static rk_status place_row(void *user, const struct table *t, struct rk_err *err)
{
    struct places *p = user;
    struct place one = {.line = t->row.line, .people = 1.0, .capacity = RK_NAN};
    bool keep = true;
    rk_status bad =
        number(t, P_LAT, -90.0, 90.0, "not a latitude; degrees from -90 to 90 are expected",
               &one.lat, err);
    if (!bad)
        bad = number(t, P_LON, -180.0, 180.0,
                     "not a longitude; degrees from -180 to 180 are expected", &one.lon, err);
    if (!bad && cell(t, P_ID).len == 0)
        bad = refuse(t, P_ID, "empty; an id is expected", err);
    if (!bad)
        bad = extras(p, t, &one, &keep, err);
    if (!bad && keep && p->len == p->cap)
        bad = grow(p, err);
    if (bad || !keep)
        return bad;
    one.id = rk_str_copy(p->keep, cell(t, P_ID));
    p->at[p->len++] = one;
    return p->keep->failed ? rk_fail(err, RK_ENOMEM, p->file, "%d points", p->len) : RK_OK;
}

void reach_say_spot(struct cli *cli, const struct ask *a, const struct place *p,
                    const char *file, struct rk_reach_spot spot, double most_m)
{
    int32_t junctions = 0;
    const char *who = reach_profiles[a->who];
    if (spot.edge < 0) {
        cli_say(cli,
                uk(cli) ? "%s:%" PRId64 ": %.*s: у межах %.0f м немає дороги (%s); пропущено"
                        : "%s:%" PRId64 ": %.*s: no road within %.0f m for %s; left out",
                file, p->line, RK_FMT(p->id), most_m, who);
        return;
    }
    if (spot.away_m > RK_REACH_SNAP_M)
        cli_say(cli,
                uk(cli) ? "%s:%" PRId64 ": %.*s: до найближчої дороги %.0f м"
                        : "%s:%" PRId64 ": %.*s: the nearest road is %.0f m away",
                file, p->line, RK_FMT(p->id), spot.away_m);
    if (spot.skipped >= 0)
        cli_say(cli,
                uk(cli) ? "%s:%" PRId64 ": %.*s: ближча дорога (way %" PRId64
                          ") нікуди не веде; взято way %" PRId64
                        : "%s:%" PRId64 ": %.*s: a nearer road (way %" PRId64
                          ") leads nowhere; set on way %" PRId64,
                file, p->line, RK_FMT(p->id), a->roads.way[spot.skipped],
                a->roads.way[spot.edge]);
    if (rk_reach_part(a->index, spot.edge, &junctions) > 0)
        cli_say(cli,
                uk(cli) ? "%s:%" PRId64 ": %.*s: way %" PRId64
                          " лежить на окремій частині мережі (%d перехресть)"
                        : "%s:%" PRId64 ": %.*s: way %" PRId64
                          " lies on an unconnected part of %d junctions",
                file, p->line, RK_FMT(p->id), a->roads.way[spot.edge], junctions);
}

rk_status reach_read_places(struct cli *cli, const struct ask *a, const char *path,
                            enum reach_table kind, struct places *out, struct rk_err *err)
{
    const bool people = kind == REACH_PEOPLE, facilities = kind == REACH_FACILITIES;
    const struct column columns[] = {{"id", true},
                                     {"lat", true},
                                     {"lon", true},
                                     {people ? "people" : "capabilities", false},
                                     {people ? a->group : "capacity", people}};
    const int count = facilities || (people && a->group) ? 5 : people ? 4 : 3;
    out->file = path;
    out->keep = &cli->keep;
    out->facilities = facilities;
    out->group = people && a->group;
    rk_status bad = read_table(cli, path, columns, count, place_row, out, err);
    if (bad)
        return bad;
    out->spot = RK_NEW(&cli->keep, struct rk_reach_spot, out->len);
    if (cli->keep.failed)
        return rk_fail(err, RK_ENOMEM, path, "%d points", out->len);
    for (int32_t i = 0; i < out->len; i++) {
        out->spot[i] = rk_reach_snap(a->index, out->at[i].lat, out->at[i].lon, RK_REACH_SNAP_M);
        reach_say_spot(cli, a, &out->at[i], path, out->spot[i], RK_REACH_SNAP_M);
    }
    return RK_OK;
}

/* ---- closures ---------------------------------------------------------------------------- */

enum {
    C_ID,
    C_WAY,
    C_FROM_LAT,
    C_FROM_LON,
    C_TO_LAT,
    C_TO_LON,
    C_STATE,
    C_CONFIRMED,
    C_FACTOR
};

static const struct column closure_columns[COLUMNS_MOST] = {
    {"id", false},       {"osm_way", false},   {"from_lat", false},
    {"from_lon", false}, {"to_lat", false},    {"to_lon", false},
    {"state", true},     {"confirmed", false}, {"factor", false}};

static rk_status claim_of(struct closures *c, struct rk_str name, int32_t *claim,
                          struct rk_err *err)
{
    for (*claim = 0; *claim < c->claims; ++*claim)
        if (rk_str_eq(c->name[*claim], name))
            return RK_OK;
    if (c->claims == c->name_cap) {
        const int32_t cap = c->name_cap ? 2 * c->name_cap : 256;
        struct rk_str *fresh = RK_NEW(&c->cli->keep, struct rk_str, cap);
        if (!fresh)
            return rk_fail(err, RK_ENOMEM, c->file, "%d closures", c->claims);
        if (c->claims > 0)
            memcpy(fresh, c->name, (size_t)c->claims * sizeof *fresh);
        c->name = fresh;
        c->name_cap = cap;
    }
    c->name[c->claims++] = rk_str_copy(&c->cli->keep, name);
    return RK_OK;
}

static rk_status add_marks(struct closures *c, struct rk_reach_marks marks, struct rk_err *err)
{
    while (c->marks + marks.len > c->cap) {
        const int32_t cap = c->cap ? 2 * c->cap : 1024;
        struct rk_reach_mark *fresh = RK_NEW(&c->cli->keep, struct rk_reach_mark, cap);
        if (!fresh)
            return rk_fail(err, RK_ENOMEM, c->file, "%d stretches", c->marks);
        if (c->marks > 0)
            memcpy(fresh, c->mark, (size_t)c->marks * sizeof *fresh);
        c->mark = fresh;
        c->cap = cap;
    }
    if (marks.len > 0)
        memcpy(c->mark + c->marks, marks.at, (size_t)marks.len * sizeof *marks.at);
    c->marks += marks.len;
    return RK_OK;
}

/* Slow: a factor from 1 multiplies the time; below 1 it is the share of speed that is left. */
static rk_status factor_of(const struct table *t, int column, struct rk_str state, double *out,
                           struct rk_err *err)
{
    if (rk_str_eq(state, RK_STR("closed"))) {
        *out = HUGE_VAL;
        return RK_OK;
    }
    const rk_status bad =
        number(t, column, 1e-6, 1e6, "no factor; a number above 0 is expected", out, err);
    if (!bad && isnan(*out))
        return refuse(t, column,
                      "empty; a slow road needs its factor (2: takes twice the time)", err);
    if (!bad && *out < 1.0)
        *out = 1.0 / *out;
    return bad;
}

static rk_status confirmed_of(const struct table *t, bool *out, struct rk_err *err)
{
    const struct rk_str v = cell(t, C_CONFIRMED);
    *out = rk_str_eq(v, RK_STR("1")) || rk_str_eq(v, RK_STR("yes")) ||
           rk_str_eq(v, RK_STR("true")) || rk_str_eq(v, RK_STR("TRUE")) ||
           rk_str_eq(v, RK_STR("так"));
    return *out || v.len == 0 || rk_str_eq(v, RK_STR("0")) || rk_str_eq(v, RK_STR("no")) ||
                   rk_str_eq(v, RK_STR("false")) || rk_str_eq(v, RK_STR("FALSE")) ||
                   rk_str_eq(v, RK_STR("ні"))
               ? RK_OK
               : refuse(t, C_CONFIRMED, "not known; 1 or 0 is expected", err);
}

static rk_status place_of_closure(const struct table *t, int64_t *way, double ends[4],
                                  struct rk_err *err)
{
    const struct rk_str id = cell(t, C_WAY);
    *way = 0;
    if (id.len > 0 && (!rk_str_int(id, way) || *way == 0))
        return refuse(t, C_WAY, "no id of a way; a whole number is expected", err);
    for (int k = 0; k < 4; k++) {
        const bool lat = k % 2 == 0;
        const rk_status bad =
            number(t, C_FROM_LAT + k, lat ? -90.0 : -180.0, lat ? 90.0 : 180.0,
                   "not a place; degrees are expected", &ends[k], err);
        if (bad)
            return bad;
    }
    if (isnan(ends[0]) != isnan(ends[1]) || isnan(ends[2]) != isnan(ends[3]))
        return refuse(t, isnan(ends[0]) != isnan(ends[1]) ? C_FROM_LAT : C_TO_LAT,
                      "half a place; both lat and lon are expected", err);
    if (id.len == 0 && isnan(ends[0]))
        return refuse(t, C_WAY, "empty; a way or from_lat and from_lon are expected", err);
    return RK_OK;
}

static rk_status closure_row(void *user, const struct table *t, struct rk_err *err)
{
    struct closures *c = user;
    struct rk_reach_mark like = {.factor = 1.0};
    const struct rk_str state = cell(t, C_STATE);
    double ends[4];
    int64_t way;
    rk_status bad = place_of_closure(t, &way, ends, err);
    if (!bad)
        bad = confirmed_of(t, &like.confirmed, err);
    if (bad || rk_str_eq(state, RK_STR("open")))
        return bad;
    if (!rk_str_eq(state, RK_STR("slow")) && !rk_str_eq(state, RK_STR("closed")))
        return refuse(t, C_STATE, "not known; open, slow or closed is expected", err);
    bad = factor_of(t, C_FACTOR, state, &like.factor, err);
    if (bad)
        return bad;
    char line[32];
    snprintf(line, sizeof line, "line %" PRId64, t->row.line);
    const struct rk_str own = cell(t, C_ID), id = cell(t, C_WAY);
    bad = claim_of(c, own.len > 0 ? own : id.len > 0 ? id : rk_str_of(line), &like.claim, err);
    if (bad)
        return bad;
    const struct rk_reach_marks marks =
        rk_reach_stretch(&c->ask->roads, way, ends, like, &c->cli->keep);
    if (c->cli->keep.failed)
        return rk_fail(err, RK_ENOMEM, c->file, "%d closures", c->claims);
    if (marks.len == 0)
        cli_say(c->cli,
                uk(c->cli) ? "%s:%" PRId64 ": %.*s: на цій карті такої дороги немає; пропущено"
                           : "%s:%" PRId64 ": %.*s: no such road on this map; left out",
                c->file, t->row.line, RK_FMT(c->name[like.claim]));
    return add_marks(c, marks, err);
}

rk_status reach_read_closures(struct cli *cli, const struct ask *a, struct closures *out,
                              struct rk_err *err)
{
    *out = (struct closures){.cli = cli, .ask = a, .file = a->closures};
    return a->closures ? read_table(cli, a->closures, closure_columns, COLUMNS_MOST,
                                    closure_row, out, err)
                       : RK_OK;
}

/* The net under the claims that one believes. */
rk_status reach_believe(struct cli *cli, const struct ask *a, const struct closures *c,
                        enum rk_reach_belief belief, struct rk_reach_net *out,
                        struct rk_err *err)
{
    struct rk_reach_wish wish = a->wish;
    wish.belief = belief;
    return rk_reach_net_make(&a->roads, &a->table, wish,
                             (struct rk_reach_marks){c->mark, c->marks}, &cli->keep,
                             cli->scratch, out, err);
}

/* ---- results ----------------------------------------------------------------------------- */

void reach_put_time(struct rk_buf *out, uint32_t ms)
{
    if (ms != RK_REACH_NEVER)
        rk_buf_printf(out, "%" PRIu32 ".%03" PRIu32, ms / 1000, ms % 1000);
}

int reach_finish(struct cli *cli, const char *path, struct rk_buf *text)
{
    struct rk_err err;
    if (text->failed) {
        (void)rk_fail(&err, RK_ENOMEM, path ? path : "-", "the result does not fit");
        return cli_fail(cli, &err);
    }
    return path ? cli_write(cli, path, rk_buf_str(text)) : cli_print(cli, rk_buf_str(text));
}
/* ---- people and facilities --------------------------------------------------------------- */

rk_status reach_read_crowd(struct cli *cli, struct ask *a, const char *path, struct crowd *q,
                           struct rk_err *err)
{
    *q = (struct crowd){.people = {.file = NULL}};
    rk_status bad = reach_open_roads(cli, a, path, err);
    if (!bad)
        bad = reach_read_closures(cli, a, &q->closures, err);
    if (!bad)
        bad = reach_believe(cli, a, &q->closures, RK_BEST, &q->best, err);
    if (!bad)
        bad = reach_believe(cli, a, &q->closures, RK_WORST, &q->worst, err);
    if (!bad)
        bad = reach_read_places(cli, a, a->people, REACH_PEOPLE, &q->people, err);
    struct rk_buf need = rk_buf_in(&cli->keep, 256);
    rk_text_key(rk_str_of(a->need), &need);
    q->facilities.need = rk_buf_str(&need);
    if (!bad)
        bad = reach_read_places(cli, a, a->facilities, REACH_FACILITIES, &q->facilities, err);
    if (!bad && a->bases)
        bad = reach_read_places(cli, a, a->bases, REACH_POINTS, &q->bases, err);
    if (!bad && a->need && q->facilities.len == 0)
        cli_say(cli, uk(cli) ? "жоден заклад не надає \"%s\"" : "no facility offers \"%s\"",
                a->need);
    return bad;
}
