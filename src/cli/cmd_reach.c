/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranok reach: roads from OpenStreetMap, ways, tables, the nearest help, what to reopen. */
#include "cli.h"

#include "rk_file.h"
#include "rk_intake.h"
#include "rk_json.h"
#include "rk_reach_io.h"
#include "rk_text.h"

#define ROADS_MOST   ((ptrdiff_t)2 << 30)
#define ROUTE_SNAP_M 2000.0 /* two points typed by hand; the distance is said */
enum { COLUMNS_MOST = 9, LIMITS = 5 };

/* ---- what was asked for ------------------------------------------------------------------ */

struct ask {
    const char *profile, *from, *to, *closures, *out, *people, *facilities, *bases, *need;
    const char *rank, *direction, *limit, *k, *by, *ground, *speeds, *belief;
    bool plain;
    enum rk_reach_profile who;
    enum rk_reach_way way;
    struct rk_reach_wish wish;
    struct rk_roads roads;
    struct rk_reach_speeds table;
    const struct rk_reach_index *index;
    struct rk_reach_net base; /* nothing closed */
};

static const char *const profiles[RK_PROFILES] = {"car", "ambulance", "truck", "foot"};

static bool uk(const struct cli *cli)
{
    return cli->lang == RK_UK;
}

/* The number of `text` among words, or -1 after saying which are expected. */
static int choice(struct cli *cli, const char *option, const char *text,
                  const char *const words[], int count)
{
    for (int i = 0; text && i < count; i++)
        if (strcmp(text, words[i]) == 0)
            return i;
    (void)cli_usage(cli, "reach", uk(cli) ? "%s: слід %s, %s…" : "%s wants %s, %s …", option,
                    words[0], words[count - 1]);
    return -1;
}

static bool choices(struct cli *cli, struct ask *a)
{
    static const char *const ways[] = {"out", "in"}, *const grounds[] = {"dry", "mud"};
    static const char *const beliefs[] = {"best", "worst"}, *const bys[] = {"time", "distance"};
    const int who = choice(cli, "--profile", a->profile, profiles, RK_PROFILES);
    const int way =
        a->direction ? choice(cli, "--direction", a->direction, ways, 2) : (int)RK_IN;
    const int ground = a->ground ? choice(cli, "--ground", a->ground, grounds, 2) : RK_DRY;
    const int belief = a->belief ? choice(cli, "--belief", a->belief, beliefs, 2) : RK_WORST;
    const int by = a->by ? choice(cli, "--by", a->by, bys, 2) : 0;
    if (who < 0 || way < 0 || ground < 0 || belief < 0 || by < 0)
        return false;
    a->who = (enum rk_reach_profile)who;
    a->way = (enum rk_reach_way)way;
    a->wish = (struct rk_reach_wish){a->who, (enum rk_reach_ground)ground,
                                     (enum rk_reach_belief)belief, by == 1};
    return true;
}

static rk_status open_roads(struct cli *cli, struct ask *a, const char *path,
                            struct rk_err *err)
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

struct place {
    struct rk_str id;
    int64_t line;
    double lat, lon, people;
};
struct places {
    const char *file;
    struct rk_arena *keep;
    struct place *at;
    int32_t len, cap;
    struct rk_str need; /* facilities: key of what is needed; empty: any */
    int32_t others;     /* that do not offer it */
    struct rk_reach_spot *spot;
};
enum { P_ID, P_LAT, P_LON, P_EXTRA };

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

static rk_status place_row(void *user, const struct table *t, struct rk_err *err)
{
    struct places *p = user;
    struct place one = {.line = t->row.line, .people = 1.0};
    rk_status bad =
        number(t, P_LAT, -90.0, 90.0, "not a latitude; degrees from -90 to 90 are expected",
               &one.lat, err);
    if (!bad)
        bad = number(t, P_LON, -180.0, 180.0,
                     "not a longitude; degrees from -180 to 180 are expected", &one.lon, err);
    if (!bad && cell(t, P_ID).len == 0)
        bad = refuse(t, P_ID, "empty; an id is expected", err);
    if (!bad && t->columns > P_EXTRA && strcmp(t->column[P_EXTRA].name, "people") == 0) {
        double people;
        bad = number(t, P_EXTRA, 0.0, 1e9, "no number of people; 0 or more is expected",
                     &people, err);
        if (!isnan(people))
            one.people = people;
    } else if (t->columns > P_EXTRA && p->need.len > 0 && !offers(cell(t, P_EXTRA), p->need)) {
        p->others++;
        return bad;
    }
    if (!bad && p->len == p->cap)
        bad = grow(p, err);
    if (bad)
        return bad;
    one.id = rk_str_copy(p->keep, cell(t, P_ID));
    p->at[p->len++] = one;
    return p->keep->failed ? rk_fail(err, RK_ENOMEM, p->file, "%d points", p->len) : RK_OK;
}

static void say_spot(struct cli *cli, const struct ask *a, const struct place *p,
                     const char *file, struct rk_reach_spot spot, double most_m)
{
    int32_t junctions = 0;
    const char *who = profiles[a->who];
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

static rk_status read_places(struct cli *cli, const struct ask *a, const char *path,
                             const char *extra, struct places *out, struct rk_err *err)
{
    const struct column columns[] = {
        {"id", true}, {"lat", true}, {"lon", true}, {extra, false}};
    out->file = path;
    out->keep = &cli->keep;
    rk_status bad = read_table(cli, path, columns, extra ? 4 : 3, place_row, out, err);
    if (bad)
        return bad;
    out->spot = RK_NEW(&cli->keep, struct rk_reach_spot, out->len);
    if (cli->keep.failed)
        return rk_fail(err, RK_ENOMEM, path, "%d points", out->len);
    for (int32_t i = 0; i < out->len; i++) {
        out->spot[i] = rk_reach_snap(a->index, out->at[i].lat, out->at[i].lon, RK_REACH_SNAP_M);
        say_spot(cli, a, &out->at[i], path, out->spot[i], RK_REACH_SNAP_M);
    }
    return RK_OK;
}

/* ---- closures ---------------------------------------------------------------------------- */

struct closures {
    struct cli *cli;
    const struct ask *ask;
    const char *file;
    struct rk_reach_mark *mark;
    int32_t marks, cap;
    struct rk_str *name; /* of each claim */
    int32_t claims, name_cap;
};
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

static rk_status read_closures(struct cli *cli, const struct ask *a, struct closures *out,
                               struct rk_err *err)
{
    *out = (struct closures){.cli = cli, .ask = a, .file = a->closures};
    return a->closures ? read_table(cli, a->closures, closure_columns, COLUMNS_MOST,
                                    closure_row, out, err)
                       : RK_OK;
}

/* The net under the claims that one believes. */
static rk_status believe(struct cli *cli, const struct ask *a, const struct closures *c,
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

static void put_time(struct rk_buf *out, uint32_t ms)
{
    if (ms != RK_REACH_NEVER)
        rk_buf_printf(out, "%" PRIu32 ".%03" PRIu32, ms / 1000, ms % 1000);
}

static int finish(struct cli *cli, const char *path, struct rk_buf *text)
{
    struct rk_err err;
    if (text->failed) {
        (void)rk_fail(&err, RK_ENOMEM, path ? path : "-", "the result does not fit");
        return cli_fail(cli, &err);
    }
    return path ? cli_write(cli, path, rk_buf_str(text)) : cli_print(cli, rk_buf_str(text));
}

/* ---- compile ----------------------------------------------------------------------------- */

static int compile(struct cli *cli, const char *path, const char *out)
{
    struct rk_str bytes;
    struct rk_roads roads;
    struct rk_osm_counts n;
    struct rk_err err;
    struct rk_scratch scratch = cli->scratch;
    rk_status bad = rk_osm_compile(path, &cli->keep, cli->scratch, &bytes, &err);
    if (!bad)
        bad = rk_roads_read(bytes, out, &scratch.in, &roads, &n, &err);
    if (bad)
        return cli_fail(cli, &err);
    const int code = cli_write(cli, out, bytes);
    if (code)
        return code;
    cli_say(cli,
            uk(cli) ? "%" PRId64 " доріг: %d перехресть, %d відрізків, %" PRId64
                      " заборон повороту (%" PRId64 " неясних, %" PRId64
                      " за годинами — пропущено), %" PRId64 " перешкод, %" PRId64
                      " місць без вузла"
                    : "%" PRId64 " roads: %d junctions, %d edges, %" PRId64
                      " turn restrictions (%" PRId64 " unclear and %" PRId64
                      " by the hour left out), %" PRId64 " barriers, %" PRId64
                      " places where a node is missing",
            n.roads, roads.junctions, roads.edges, n.bans, n.unclear_bans, n.conditional_bans,
            n.barriers, n.missing_nodes);
    if (!cli->json)
        return CLI_DONE;
    struct rk_buf text = rk_buf_in(&cli->keep, 4096);
    struct rk_json_out w = rk_json_write(&text);
    w.any_order = true;
    rk_json_object(&w);
    rk_json_kint(&w, "nodes", n.nodes);
    rk_json_kint(&w, "ways", n.ways);
    rk_json_kint(&w, "relations", n.relations);
    rk_json_kint(&w, "roads", n.roads);
    rk_json_kint(&w, "junctions", roads.junctions);
    rk_json_kint(&w, "edges", roads.edges);
    rk_json_kint(&w, "turn_restrictions", n.bans);
    rk_json_kint(&w, "turn_restrictions_unclear", n.unclear_bans);
    rk_json_kint(&w, "turn_restrictions_by_hour", n.conditional_bans);
    rk_json_kint(&w, "barriers", n.barriers);
    rk_json_kint(&w, "missing_nodes", n.missing_nodes);
    rk_json_object_end(&w);
    rk_buf_char(&text, '\n');
    return finish(cli, NULL, &text);
}

/* ---- route ------------------------------------------------------------------------------- */

static bool lat_lon(struct cli *cli, const char *option, const char *text, struct place *out)
{
    struct rk_str rest = rk_str_of(text);
    const struct rk_str lat = rk_str_cut(&rest, ',');
    *out = (struct place){.id = rk_str_of(text)};
    if (rk_str_double(rk_str_trim(lat), &out->lat) &&
        rk_str_double(rk_str_trim(rest), &out->lon) && fabs(out->lat) <= 90.0 &&
        fabs(out->lon) <= 180.0)
        return true;
    (void)cli_usage(cli, "reach",
                    uk(cli) ? "%s: слід LAT,LON у градусах" : "%s wants LAT,LON in degrees",
                    option);
    return false;
}

static int route(struct cli *cli, struct ask *a, const char *path)
{
    struct place from, to;
    struct closures c;
    struct rk_reach_net net;
    struct rk_reach_route way;
    struct rk_err err;
    if (!lat_lon(cli, "--from", a->from, &from) || !lat_lon(cli, "--to", a->to, &to))
        return CLI_USAGE;
    rk_status bad = open_roads(cli, a, path, &err);
    if (!bad)
        bad = read_closures(cli, a, &c, &err);
    if (!bad)
        bad = believe(cli, a, &c, a->wish.belief, &net, &err);
    if (bad)
        return cli_fail(cli, &err);
    const struct rk_reach_spot s = rk_reach_snap(a->index, from.lat, from.lon, ROUTE_SNAP_M);
    const struct rk_reach_spot t = rk_reach_snap(a->index, to.lat, to.lon, ROUTE_SNAP_M);
    from.line = to.line = 1;
    say_spot(cli, a, &from, "--from", s, ROUTE_SNAP_M);
    say_spot(cli, a, &to, "--to", t, ROUTE_SNAP_M);
    bad = rk_reach_route(&net, s, t, &cli->keep, cli->scratch, &way, &err);
    if (bad)
        return cli_fail(cli, &err);
    struct rk_buf text = rk_buf_in(&cli->keep, 4096);
    if (cli->json && way.found)
        rk_buf_printf(&text, "{\"distance_m\":%.3f,\"time_s\":%.3f,\"points\":%d}\n",
                      1e-3 * (double)way.length_mm, 1e-3 * way.time_ms, way.points);
    else if (cli->json)
        rk_buf_c(&text, "{\"distance_m\":null,\"time_s\":null,\"points\":0}\n");
    else if (way.found)
        rk_buf_printf(&text, "distance_m,time_s,points\n%.1f,%.3f,%d\n",
                      1e-3 * (double)way.length_mm, 1e-3 * way.time_ms, way.points);
    else
        rk_buf_c(&text, "distance_m,time_s,points\n,,\n");
    if (!way.found)
        cli_say(cli, uk(cli) ? "шляху немає" : "there is no way");
    return finish(cli, a->out, &text);
}

/* ---- matrix ------------------------------------------------------------------------------ */

static int matrix(struct cli *cli, struct ask *a, const char *path)
{
    struct places from = {.file = NULL}, to = {.file = NULL};
    struct closures c;
    struct rk_reach_net net;
    struct rk_err err;
    rk_status bad = open_roads(cli, a, path, &err);
    if (!bad)
        bad = read_closures(cli, a, &c, &err);
    if (!bad)
        bad = believe(cli, a, &c, a->wish.belief, &net, &err);
    if (!bad)
        bad = read_places(cli, a, a->from, NULL, &from, &err);
    if (!bad)
        bad = read_places(cli, a, a->to, NULL, &to, &err);
    if (bad)
        return cli_fail(cli, &err);
    uint32_t *time_ms = RK_NEW(&cli->keep, uint32_t, to.len);
    int64_t *length_mm = RK_NEW(&cli->keep, int64_t, to.len);
    ptrdiff_t ids = 64;
    for (int32_t i = 0; i < to.len; i++)
        ids += 2 * to.at[i].id.len + 48;
    ptrdiff_t room = 64;
    for (int32_t i = 0; i < from.len; i++)
        room += ids + to.len * (2 * from.at[i].id.len + 4);
    struct rk_buf text = rk_buf_in(&cli->keep, room);
    rk_buf_c(&text, "from,to,time_s,distance_m\n");
    rk_progress_start(&cli->progress, "matrix", from.len);
    for (int32_t i = 0; i < from.len && !text.failed; i++) {
        bad = rk_reach_row(&net, RK_OUT, from.spot[i], to.spot, to.len, cli->scratch, time_ms,
                           length_mm, &err);
        if (!bad)
            bad = rk_progress_step(&cli->progress, 1, &err);
        if (bad)
            return cli_fail(cli, &err);
        for (int32_t k = 0; k < to.len; k++) {
            cli_csv(&text, from.at[i].id);
            rk_buf_char(&text, ',');
            cli_csv(&text, to.at[k].id);
            rk_buf_char(&text, ',');
            put_time(&text, time_ms[k]);
            rk_buf_char(&text, ',');
            if (time_ms[k] != RK_REACH_NEVER)
                rk_buf_printf(&text, "%.1f", 1e-3 * (double)length_mm[k]);
            rk_buf_char(&text, '\n');
        }
    }
    return finish(cli, a->out, &text);
}

/* ---- nearest ----------------------------------------------------------------------------- */

struct crowd {
    struct places people, facilities, bases;
    struct closures closures;
    struct rk_reach_net best, worst;
};

static rk_status read_crowd(struct cli *cli, struct ask *a, const char *path, struct crowd *q,
                            struct rk_err *err)
{
    *q = (struct crowd){.people = {.file = NULL}};
    rk_status bad = open_roads(cli, a, path, err);
    if (!bad)
        bad = read_closures(cli, a, &q->closures, err);
    if (!bad)
        bad = believe(cli, a, &q->closures, RK_BEST, &q->best, err);
    if (!bad)
        bad = believe(cli, a, &q->closures, RK_WORST, &q->worst, err);
    if (!bad)
        bad = read_places(cli, a, a->people, "people", &q->people, err);
    struct rk_buf need = rk_buf_in(&cli->keep, 256);
    rk_text_key(rk_str_of(a->need), &need);
    q->facilities.need = rk_buf_str(&need);
    if (!bad)
        bad = read_places(cli, a, a->facilities, "capabilities", &q->facilities, err);
    if (!bad && a->bases)
        bad = read_places(cli, a, a->bases, NULL, &q->bases, err);
    if (!bad && a->need && q->facilities.len == 0)
        cli_say(cli, uk(cli) ? "жоден заклад не надає \"%s\"" : "no facility offers \"%s\"",
                a->need);
    return bad;
}

static const int limit_min[LIMITS] = {10, 20, 30, 60, 120};

/* People within each limit under best and worst, and in all. */
struct within {
    double best[LIMITS], worst[LIMITS], all, never_best, never_worst;
};

static struct within count_within(const struct places *people, const uint32_t *least_ms)
{
    struct within w = {.all = 0.0};
    for (int32_t i = 0; i < people->len; i++) {
        const double n = people->at[i].people;
        w.all += n;
        w.never_best += least_ms[2 * i] == RK_REACH_NEVER ? n : 0.0;
        w.never_worst += least_ms[2 * i + 1] == RK_REACH_NEVER ? n : 0.0;
        for (int k = 0; k < LIMITS; k++) {
            w.best[k] += least_ms[2 * i] <= (uint32_t)limit_min[k] * 60000 ? n : 0.0;
            w.worst[k] += least_ms[2 * i + 1] <= (uint32_t)limit_min[k] * 60000 ? n : 0.0;
        }
    }
    return w;
}

static int say_within(struct cli *cli, const struct within *w, bool to_file)
{
    for (int k = 0; k < LIMITS; k++)
        cli_say(cli,
                uk(cli) ? "до %d хв: %.0f–%.0f із %.0f людей"
                        : "within %d min: %.0f-%.0f of %.0f people",
                limit_min[k], w->worst[k], w->best[k], w->all);
    cli_say(cli,
            uk(cli) ? "поза досяжністю: %.0f–%.0f людей" : "out of reach: %.0f-%.0f people",
            w->never_best, w->never_worst);
    if (!cli->json || !to_file)
        return CLI_DONE;
    struct rk_buf text = rk_buf_in(&cli->keep, 4096);
    rk_buf_printf(&text,
                  "{\"people\":%.17g,\"out_of_reach_best\":%.17g,"
                  "\"out_of_reach_worst\":%.17g,\"within\":[",
                  w->all, w->never_best, w->never_worst);
    for (int k = 0; k < LIMITS; k++)
        rk_buf_printf(&text, "%s{\"minutes\":%d,\"best\":%.17g,\"worst\":%.17g}", k ? "," : "",
                      limit_min[k], w->best[k], w->worst[k]);
    rk_buf_c(&text, "]}\n");
    return finish(cli, NULL, &text);
}

static uint32_t add_ms(uint32_t a, uint32_t b)
{
    return a == RK_REACH_NEVER || b == RK_REACH_NEVER ? RK_REACH_NEVER : a + b;
}

/* The ambulance's first leg, from the soonest base to the patient, before the second. */
static rk_status first_leg(struct cli *cli, const struct crowd *q, int32_t ranks,
                           struct rk_reach_near *near, uint32_t *least_ms, struct rk_err *err)
{
    const int32_t n = q->people.len;
    uint32_t *leg = RK_NEW(&cli->keep, uint32_t, 2 * (ptrdiff_t)n);
    if (!leg)
        return rk_fail(err, RK_ENOMEM, "bases", "%d people", n);
    const struct rk_reach_net *nets[] = {&q->best, &q->worst};
    for (int k = 0; k < 2; k++) {
        const rk_status bad =
            rk_reach_soonest(nets[k], RK_OUT, q->bases.spot, q->bases.len, q->people.spot, n,
                             -1, cli->scratch, leg + (ptrdiff_t)k * n, err);
        if (bad)
            return bad;
    }
    for (int32_t i = 0; i < n; i++) {
        least_ms[2 * i] = add_ms(least_ms[2 * i], leg[i]);
        least_ms[2 * i + 1] = add_ms(least_ms[2 * i + 1], leg[n + i]);
        for (int32_t r = 0; r < ranks; r++) {
            struct rk_reach_near *f = &near[(ptrdiff_t)i * ranks + r];
            f->best_ms = add_ms(f->best_ms, leg[i]);
            f->worst_ms = add_ms(f->worst_ms, leg[n + i]);
            if (f->best_ms == RK_REACH_NEVER)
                f->facility = -1;
        }
    }
    return RK_OK;
}

static void put_near(struct rk_buf *text, const struct crowd *q,
                     const struct rk_reach_near *near, int32_t ranks)
{
    rk_buf_c(text, "id,rank,facility,time_best_s,time_worst_s\n");
    for (int32_t i = 0; i < q->people.len; i++)
        for (int32_t r = 0; r < ranks; r++) {
            const struct rk_reach_near f = near[(ptrdiff_t)i * ranks + r];
            if (f.facility < 0 && r > 0)
                break;
            cli_csv(text, q->people.at[i].id);
            rk_buf_printf(text, ",%d,", r + 1);
            if (f.facility >= 0) {
                cli_csv(text, q->facilities.at[f.facility].id);
                rk_buf_char(text, ',');
                put_time(text, f.best_ms);
                rk_buf_char(text, ',');
                put_time(text, f.worst_ms);
            } else {
                rk_buf_c(text, ",,");
            }
            rk_buf_char(text, '\n');
        }
}

static int nearest(struct cli *cli, struct ask *a, const char *path)
{
    struct crowd q;
    struct rk_err err;
    int64_t ranks = 1;
    if (a->rank && !cli_int(cli, "--rank", a->rank, 1, 1000, &ranks))
        return CLI_USAGE;
    rk_status bad = read_crowd(cli, a, path, &q, &err);
    if (bad)
        return cli_fail(cli, &err);
    if (ranks > q.facilities.len)
        ranks = q.facilities.len > 0 ? q.facilities.len : 1;
    struct rk_reach_near *near = RK_NEW(&cli->keep, struct rk_reach_near, q.people.len * ranks);
    uint32_t *least_ms = RK_NEW(&cli->keep, uint32_t, 2 * (ptrdiff_t)q.people.len);
    if (cli->keep.failed)
        bad = rk_fail(&err, RK_ENOMEM, a->people, "%d people", q.people.len);
    if (!bad)
        bad = rk_reach_nearest(&q.best, &q.worst, a->way, q.people.spot, q.people.len,
                               q.facilities.spot, q.facilities.len, (int32_t)ranks,
                               cli->scratch, near, least_ms, &err);
    if (!bad && a->bases)
        bad = first_leg(cli, &q, (int32_t)ranks, near, least_ms, &err);
    if (bad)
        return cli_fail(cli, &err);
    ptrdiff_t longest = 0, room = 256;
    for (int32_t f = 0; f < q.facilities.len; f++)
        longest = q.facilities.at[f].id.len > longest ? q.facilities.at[f].id.len : longest;
    for (int32_t i = 0; i < q.people.len; i++)
        room += ranks * (2 * q.people.at[i].id.len + 2 * longest + 64);
    struct rk_buf text = rk_buf_in(&cli->keep, room);
    put_near(&text, &q, near, (int32_t)ranks);
    const int code = finish(cli, a->out, &text);
    const struct within w = count_within(&q.people, least_ms);
    return code ? code : say_within(cli, &w, a->out && strcmp(a->out, "-") != 0);
}

/* ---- reopen ------------------------------------------------------------------------------ */

/* The plain method: everything anew for every claim. */
static rk_status gain_plainly(struct cli *cli, const struct ask *a, const struct crowd *q,
                              const struct rk_reach_net *net, uint32_t limit_ms, double *gain,
                              struct rk_err *err)
{
    const int32_t n = q->people.len;
    uint32_t *before = RK_NEW(&cli->keep, uint32_t, n);
    uint32_t *after = RK_NEW(&cli->keep, uint32_t, n);
    if (cli->keep.failed)
        return rk_fail(err, RK_ENOMEM, a->people, "%d people", n);
    for (int32_t c = -1; c < q->closures.claims; c++) {
        const rk_status bad =
            rk_reach_soonest(net, a->way, q->facilities.spot, q->facilities.len, q->people.spot,
                             n, c, cli->scratch, c < 0 ? before : after, err);
        if (bad)
            return bad;
        for (int32_t i = 0; c >= 0 && i < n; i++)
            if (before[i] > limit_ms && after[i] <= limit_ms)
                gain[c] += q->people.at[i].people;
    }
    return RK_OK;
}

/* Spends the gains: what is printed becomes -1. */
static void put_gains(struct rk_buf *text, const struct closures *c, double *gain, int64_t most)
{
    rk_buf_c(text, "closure,people_regained\n");
    for (int64_t row = 0; row < most && row < c->claims; row++) {
        int32_t best = -1;
        for (int32_t i = 0; i < c->claims; i++)
            if (gain[i] >= 0.0 && (best < 0 || gain[i] > gain[best]))
                best = i;
        cli_csv(text, c->name[best]);
        rk_buf_printf(text, ",%.12g\n", gain[best]);
        gain[best] = -1.0;
    }
}

static int reopen(struct cli *cli, struct ask *a, const char *path)
{
    struct crowd q;
    struct rk_err err;
    double limit_s = 0.0;
    int64_t most = INT64_MAX;
    if (!cli_double(cli, "--limit", a->limit, 0.0, 500000.0, &limit_s) ||
        (a->k && !cli_int(cli, "--k", a->k, 1, INT32_MAX, &most)))
        return CLI_USAGE;
    rk_status bad = read_crowd(cli, a, path, &q, &err);
    if (bad)
        return cli_fail(cli, &err);
    const struct rk_reach_net *net = a->wish.belief == RK_BEST ? &q.best : &q.worst;
    const uint32_t limit_ms = (uint32_t)round(limit_s * 1000.0);
    double *gain = RK_NEW(&cli->keep, double, q.closures.claims);
    double *people = RK_NEW(&cli->keep, double, q.people.len);
    for (int32_t i = 0; people && i < q.people.len; i++)
        people[i] = q.people.at[i].people;
    if (cli->keep.failed)
        bad = rk_fail(&err, RK_ENOMEM, a->people, "%d people", q.people.len);
    if (!bad)
        bad = a->plain ? gain_plainly(cli, a, &q, net, limit_ms, gain, &err)
                       : rk_reach_reopen(net, a->way, q.facilities.spot, q.facilities.len,
                                         q.people.spot, people, q.people.len, q.closures.claims,
                                         limit_ms, cli->scratch, gain, &err);
    if (bad)
        return cli_fail(cli, &err);
    ptrdiff_t room = 256;
    for (int32_t i = 0; i < q.closures.claims; i++)
        room += 2 * q.closures.name[i].len + 40;
    struct rk_buf text = rk_buf_in(&cli->keep, room);
    put_gains(&text, &q.closures, gain, most);
    return finish(cli, a->out, &text);
}

/* ---- the command ------------------------------------------------------------------------- */

static int wants(struct cli *cli, const char *what)
{
    return cli_usage(cli, "reach", uk(cli) ? "слід: %s" : "wants %s", what);
}

static int run(struct cli *cli, struct ask *a, int operands, char **argv)
{
    const char *verb = argv[1];
    if (operands != 2)
        return wants(cli, "reach compile|route|matrix|nearest|reopen FILE");
    if (strcmp(verb, "compile") == 0)
        return a->out ? compile(cli, argv[2], a->out)
                      : wants(cli, "compile X.osm.pbf|.osm|.osm.gz -o X.roads");
    if (!choices(cli, a))
        return CLI_USAGE;
    if (strcmp(verb, "route") == 0)
        return a->from && a->to ? route(cli, a, argv[2])
                                : wants(cli, "route X.roads --profile P --from --to");
    if (strcmp(verb, "matrix") == 0)
        return a->from && a->to ? matrix(cli, a, argv[2])
                                : wants(cli, "matrix X.roads --profile P --from --to");
    if (strcmp(verb, "nearest") == 0)
        return a->people && a->facilities
                   ? nearest(cli, a, argv[2])
                   : wants(cli, "nearest X.roads --profile P --people --facilities");
    if (strcmp(verb, "reopen") == 0)
        return a->people && a->facilities && a->limit && a->closures
                   ? reopen(cli, a, argv[2])
                   : wants(cli, "reopen X.roads --profile P --people --facilities --closures "
                                "--limit");
    return wants(cli, "compile, route, matrix, nearest, reopen");
}

int cmd_reach(struct cli *cli, int argc, char **argv)
{
    struct ask a = {.profile = NULL};
    const struct cli_option options[] = {
        {"profile", 'p', &a.profile, NULL},
        {"from", 0, &a.from, NULL},
        {"to", 0, &a.to, NULL},
        {"closures", 0, &a.closures, NULL},
        {"output", 'o', &a.out, NULL},
        {"people", 0, &a.people, NULL},
        {"facilities", 0, &a.facilities, NULL},
        {"bases", 0, &a.bases, NULL},
        {"need", 0, &a.need, NULL},
        {"rank", 0, &a.rank, NULL},
        {"direction", 0, &a.direction, NULL},
        {"limit", 0, &a.limit, NULL},
        {"k", 'k', &a.k, NULL},
        {"by", 0, &a.by, NULL},
        {"ground", 0, &a.ground, NULL},
        {"speeds", 0, &a.speeds, NULL},
        {"belief", 0, &a.belief, NULL},
        {"plain", 0, NULL, &a.plain},
    };
    const int operands = cli_options(cli, argc, argv, options, RK_COUNT(options));
    if (operands < 0)
        return CLI_USAGE;
    if (operands < 1)
        return wants(cli, "compile, route, matrix, nearest, reopen");
    return run(cli, &a, operands, argv);
}
