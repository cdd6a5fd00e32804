/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * EPANET 2 input files (users manual, appendix C), as far as their steady meaning at time 0
 * goes. Sections are found first, so that their order does not matter; options are read before
 * all.
 */
#include "heat_io_internal.h"

#include <ctype.h>

enum section {
    S_OTHER,
    S_JUNCTIONS,
    S_RESERVOIRS,
    S_TANKS,
    S_PIPES,
    S_PUMPS,
    S_VALVES,
    S_DEMANDS,
    S_STATUS,
    S_PATTERNS,
    S_CURVES,
    S_CONTROLS,
    S_EMITTERS,
    S_TIMES,
    S_OPTIONS,
    S_LEAKAGE
};

static const struct {
    const char *word;
    enum section section;
} section_words[] = {
    {"[JUNC", S_JUNCTIONS}, {"[RESE", S_RESERVOIRS}, {"[TANK", S_TANKS},
    {"[PIPE", S_PIPES},     {"[PUMP", S_PUMPS},      {"[VALV", S_VALVES},
    {"[DEMA", S_DEMANDS},   {"[STAT", S_STATUS},     {"[PATT", S_PATTERNS},
    {"[CURV", S_CURVES},    {"[CONT", S_CONTROLS},   {"[EMIT", S_EMITTERS},
    {"[TIME", S_TIMES},     {"[OPTI", S_OPTIONS},    {"[LEAK", S_LEAKAGE},
};

enum { MOST_SECTIONS = 256, MOST_TOKENS = 40 };

struct span {
    enum section section;
    const char *at, *end;
    int64_t line, lines;
};

struct line {
    struct rk_str token[MOST_TOKENS];
    int32_t tokens;
    int64_t number;
    const char *column; /* what is being read, for messages */
};

struct raw_curve {
    struct rk_str id;
    double x, y;
};

struct inp {
    struct rk_heat_file file;
    struct rk_arena *keep;
    struct rk_scratch *tmp;
    struct rk_err *err;
    struct span span[MOST_SECTIONS];
    int32_t spans;
    struct line line;
    /* options */
    double unit_kg_s, metre, mm, head_m; /* of the file's units: flow, length, diameter, head */
    double viscosity, multiplier;
    struct rk_str default_pattern;
    double pattern_start_s, pattern_step_s;
    bool us;
    /* what is built */
    struct id_map node_map, link_map;
    struct rk_str *node_id, *link_id;
    struct rk_heat_link *link;
    double *demand, *fixed, *elevation, *first_demand; /* [nodes] */
    double *speed;                                     /* [links] pumps */
    int32_t nodes, links;
    int8_t *kind;      /* [links] section it came from */
    struct rk_str *of; /* [links] curve of a pump */
    double *setting, *minor;
    int64_t *came;                     /* [links] line */
    struct raw_curve *curve, *pattern; /* in the file's order */
    int32_t curves, patterns;
    bool *has_category; /* [nodes] */
};

static const double foot_m = 0.3048, density = 1000.0;

static rk_status refuse(struct inp *w, const char *fmt, ...) RK_PRINTF(2, 3);
static rk_status refuse(struct inp *w, const char *fmt, ...)
{
    char place[RK_ERR_PLACE];
    va_list args;
    snprintf(place, sizeof place, "%s:%" PRId64 ": %s", w->file.name, w->line.number,
             w->line.column ? w->line.column : "line");
    va_start(args, fmt);
    const rk_status status = rk_fail_list(w->err, RK_EINVAL, place, fmt, args);
    va_end(args);
    return status;
}

#define SHOWN(s) (int)((s).len > 60 ? 60 : (s).len), (s).at

static enum section section_of(const char *at, const char *end)
{
    for (ptrdiff_t i = 0; i < RK_COUNT(section_words); i++) {
        const struct rk_str word = {at, end - at < 5 ? end - at : 5};
        if (same_word(word, section_words[i].word))
            return section_words[i].section;
    }
    return S_OTHER;
}

static rk_status find_sections(struct inp *w)
{
    const char *p = w->file.bytes.at, *end = p + w->file.bytes.len;
    int64_t line = 1;
    struct span *open = NULL;
    while (p < end) {
        const char *stop = memchr(p, '\n', (size_t)(end - p));
        const char *next = stop ? stop + 1 : end;
        const char *q = p;
        while (q < next && (*q == ' ' || *q == '\t'))
            q++;
        if (q < next && *q == '[') {
            if (open)
                open->end = p;
            w->line.number = line;
            if (w->spans == MOST_SECTIONS)
                return refuse(w, "more than %d sections", (int)MOST_SECTIONS);
            open = &w->span[w->spans++];
            *open = (struct span){section_of(q, next), next, end, line + 1, 0};
        } else if (open) {
            open->lines++;
        }
        line++;
        p = next;
    }
    return RK_OK;
}

/* What ends a word: blanks, tabs, commas, returns (1), comments and line ends (2). */
static const uint8_t word_end[256] = {
    [' '] = 1, ['\t'] = 1, [','] = 1, ['\r'] = 1, [';'] = 2, ['\n'] = 2};

/* Cuts the line at *at_p into words and steps behind it; "…" holds blanks. The bytes before
 * `end` end in a line end (rk_heat_read_inp sees to that), so that no other end is looked for.
 */
static rk_status cut_line(struct inp *w, const char **at_p, const char *end)
{
    struct line *l = &w->line;
    const char *at = *at_p;
    int32_t n = 0;
    for (;;) {
        while (word_end[(unsigned char)*at] == 1)
            at++;
        if (word_end[(unsigned char)*at] == 2)
            break;
        if (n == MOST_TOKENS)
            return refuse(w, "more than %d words in a line", (int)MOST_TOKENS);
        const bool quoted = *at == '"';
        const char *from = at + quoted;
        at = from;
        if (quoted)
            while (*at != '"' && *at != '\n')
                at++;
        else
            while (!word_end[(unsigned char)*at])
                at++;
        l->token[n++] = (struct rk_str){from, at - from};
        at += quoted && *at == '"';
    }
    l->tokens = n;
    if (*at != '\n') /* a comment */
        at = memchr(at, '\n', (size_t)(end - at));
    *at_p = at + 1;
    return RK_OK;
}

typedef rk_status line_reader(struct inp *w);

static rk_status each_line(struct inp *w, enum section section, line_reader *read)
{
    for (int32_t s = 0; s < w->spans; s++) {
        const struct span *span = &w->span[s];
        if (span->section != section)
            continue;
        const char *p = span->at;
        for (w->line.number = span->line; p < span->end; w->line.number++) {
            w->line.column = NULL;
            rk_status bad = cut_line(w, &p, span->end);
            if (!bad && w->line.tokens > 0)
                bad = read(w);
            if (bad)
                return bad;
        }
    }
    return RK_OK;
}

static ptrdiff_t lines_in(const struct inp *w, enum section section)
{
    ptrdiff_t lines = 0;
    for (int32_t s = 0; s < w->spans; s++)
        lines += w->span[s].section == section ? w->span[s].lines + 1 : 0;
    return lines;
}

static rk_status number(struct inp *w, int32_t token, const char *column, double low,
                        double high, double missing, double *out)
{
    w->line.column = column;
    *out = missing;
    if (token >= w->line.tokens) {
        if (isnan(missing))
            return refuse(w, "missing; expected a number, %g … %g", low, high);
        return RK_OK;
    }
    const struct rk_str s = w->line.token[token];
    if (!heat_read_number(s, out))
        return refuse(w, "\"%.*s\" is not a number; expected %g … %g", SHOWN(s), low, high);
    if (!(*out >= low && *out <= high))
        return refuse(w, "%.*s is out of range; expected %g … %g", SHOWN(s), low, high);
    return RK_OK;
}

/* ---- options
 * --------------------------------------------------------------------------------- */

/* Flow units and how many of them EPANET counts to a cubic foot per second. */
static const struct {
    const char *word;
    double per_cfs;
    bool us;
} flow_units[] = {
    {"CFS", 1.0, true},     {"GPM", 448.831, true},   {"MGD", 0.64632, true},
    {"IMGD", 0.5382, true}, {"AFD", 1.9837, true},    {"LPS", 28.317, false},
    {"LPM", 1699.0, false}, {"MLD", 2.4466, false},   {"CMH", 101.94, false},
    {"CMD", 2446.6, false}, {"CMS", 0.028317, false},
};

static rk_status set_units(struct inp *w, struct rk_str word)
{
    for (ptrdiff_t i = 0; i < RK_COUNT(flow_units); i++) {
        if (!same_word(word, flow_units[i].word))
            continue;
        w->us = flow_units[i].us;
        w->unit_kg_s = density * foot_m * foot_m * foot_m / flow_units[i].per_cfs;
        w->metre = w->head_m = w->us ? foot_m : 1.0;
        w->mm = w->us ? 25.4 : 1.0;
        return RK_OK;
    }
    w->line.column = "Units";
    return refuse(w,
                  "\"%.*s\"; expected LPS, LPM, MLD, CMH, CMD, CMS, CFS, GPM, MGD, IMGD or AFD",
                  SHOWN(word));
}

static rk_status read_option(struct inp *w)
{
    const struct line *l = &w->line;
    const struct rk_str key = l->token[0];
    const struct rk_str value = l->tokens > 1 ? l->token[1] : (struct rk_str){"", 0};
    const struct rk_str last = l->token[l->tokens - 1];
    if (same_word(key, "Units"))
        return set_units(w, value);
    if (same_word(key, "Headloss")) {
        w->line.column = "Headloss";
        if (!one_of(value, "D-W|Darcy-Weisbach"))
            return refuse(w, "\"%.*s\" is not supported; expected D-W (Darcy–Weisbach)",
                          SHOWN(value));
        return RK_OK;
    }
    if (same_word(key, "Viscosity"))
        return number(w, 1, "Viscosity", 1e-9, 1e3, (double)NAN, &w->viscosity);
    if (same_word(key, "Pattern"))
        w->default_pattern = value;
    if (same_word(key, "Demand") && same_word(value, "Multiplier"))
        return number(w, 2, "Demand Multiplier", 0.0, 1e6, (double)NAN, &w->multiplier);
    if (same_word(key, "Demand") && same_word(value, "Model") && !same_word(last, "DDA")) {
        w->line.column = "Demand Model";
        return refuse(w, "\"%.*s\" is not supported; expected DDA", SHOWN(last));
    }
    return RK_OK;
}

static bool headloss_said(struct inp *w)
{
    bool said = false;
    for (int32_t s = 0; s < w->spans; s++) {
        const struct span *span = &w->span[s];
        for (const char *p = span->at; span->section == S_OPTIONS && p < span->end;) {
            const char *stop = memchr(p, '\n', (size_t)(span->end - p));
            const struct rk_str line =
                rk_str_trim((struct rk_str){p, (stop ? stop : span->end) - p});
            said |= line.len >= 8 && same_word((struct rk_str){line.at, 8}, "headloss");
            p = stop ? stop + 1 : span->end;
        }
    }
    return said;
}

/* "2:30", "3", "0.5 hours", "15 min" in seconds. */
static bool read_time(const struct line *l, int32_t token, double *out)
{
    if (token >= l->tokens)
        return false;
    struct rk_str rest = l->token[token];
    double sum = 0.0, unit = 3600.0;
    const bool clock = rk_str_find(rest, RK_STR(":")) >= 0;
    while (rest.at) {
        double x = 0.0;
        if (!heat_read_number(rk_str_cut(&rest, ':'), &x) || !(x >= 0.0) || !(x < 1e9))
            return false;
        sum += x * unit;
        unit /= 60.0;
    }
    const struct rk_str word =
        token + 1 < l->tokens ? l->token[token + 1] : (struct rk_str){"", 0};
    if (!clock && word.len >= 3 && same_word((struct rk_str){word.at, 3}, "min"))
        sum /= 60.0;
    else if (!clock && word.len >= 3 && same_word((struct rk_str){word.at, 3}, "sec"))
        sum /= 3600.0;
    else if (!clock && word.len >= 3 && same_word((struct rk_str){word.at, 3}, "day"))
        sum *= 24.0;
    *out = sum;
    return true;
}

static rk_status read_times(struct inp *w)
{
    const struct line *l = &w->line;
    if (l->tokens < 3 || !same_word(l->token[0], "Pattern"))
        return RK_OK;
    w->line.column = "Pattern";
    double *to = same_word(l->token[1], "Start") ? &w->pattern_start_s : &w->pattern_step_s;
    if (!read_time(l, 2, to) || !(w->pattern_step_s > 0.0))
        return refuse(w, "\"%.*s\" is not a time; expected hours or hours:minutes",
                      SHOWN(l->token[2]));
    return RK_OK;
}

/* ---- nodes
 * ----------------------------------------------------------------------------------- */

static rk_status add_node(struct inp *w, int32_t *out)
{
    const int32_t n = w->nodes;
    w->line.column = "ID";
    w->node_id[n] = w->line.token[0];
    if (id_map_add(&w->node_map, n) != n)
        return refuse(w, "\"%.*s\" stands twice; expected each id once", SHOWN(w->node_id[n]));
    w->fixed[n] = (double)NAN;
    w->nodes++;
    *out = n;
    return RK_OK;
}

/* Multiplier of a pattern at the start: its value by the pattern clock, 1 when there is none.
 */
static rk_status multiplier_of(struct inp *w, struct rk_str id, bool named, double *out)
{
    int64_t count = 0;
    *out = 1.0;
    for (int32_t i = 0; i < w->patterns; i++)
        count += rk_str_eq(w->pattern[i].id, id);
    if (count == 0 && named && id.len > 0) {
        w->line.column = "Pattern";
        return refuse(w, "\"%.*s\" is not a pattern", SHOWN(id));
    }
    if (count == 0)
        return RK_OK;
    int64_t want = (int64_t)(w->pattern_start_s / w->pattern_step_s) % count;
    for (int32_t i = 0; i < w->patterns; i++)
        if (rk_str_eq(w->pattern[i].id, id) && want-- == 0)
            *out = w->pattern[i].x;
    return RK_OK;
}

static rk_status demand_at(struct inp *w, int32_t token, double *out)
{
    double times = 1.0;
    rk_status bad = number(w, token, "Demand", -1e9, 1e9, 0.0, out);
    const bool named = w->line.tokens > token + 1;
    if (!bad)
        bad = multiplier_of(w, named ? w->line.token[token + 1] : w->default_pattern, named,
                            &times);
    *out *= times * w->multiplier * w->unit_kg_s;
    return bad;
}

static rk_status read_junction(struct inp *w)
{
    int32_t n = 0;
    double z = 0.0;
    rk_status bad = add_node(w, &n);
    if (!bad)
        bad = number(w, 1, "Elev", -1e5, 1e5, 0.0, &z);
    if (!bad)
        bad = demand_at(w, 2, &w->demand[n]);
    w->elevation[n] = z * w->metre;
    return bad;
}

static void fix_head(struct inp *w, int32_t n, double head)
{
    w->elevation[n] = head * w->head_m;
    w->fixed[n] = head * w->head_m * density * 32.2 * foot_m;
}

static rk_status read_reservoir(struct inp *w)
{
    int32_t n = 0;
    double head = 0.0, times = 1.0;
    rk_status bad = add_node(w, &n);
    if (!bad)
        bad = number(w, 1, "Head", -1e5, 1e5, (double)NAN, &head);
    if (!bad && w->line.tokens > 2)
        bad = multiplier_of(w, w->line.token[2], true, &times);
    if (!bad)
        fix_head(w, n, head * times);
    return bad;
}

static rk_status read_tank(struct inp *w)
{
    int32_t n = 0;
    double z = 0.0, level = 0.0;
    rk_status bad = add_node(w, &n);
    if (!bad)
        bad = number(w, 1, "Elevation", -1e5, 1e5, (double)NAN, &z);
    if (!bad)
        bad = number(w, 2, "InitLevel", 0.0, 1e5, 0.0, &level);
    if (!bad)
        fix_head(w, n, z + level);
    return bad;
}

static rk_status read_demand(struct inp *w)
{
    double more = 0.0;
    w->line.column = "Junction";
    const int32_t n = id_map_find(&w->node_map, w->line.token[0]);
    if (n < 0)
        return refuse(w, "\"%.*s\" is not a node", SHOWN(w->line.token[0]));
    const rk_status bad = demand_at(w, 1, &more);
    if (bad)
        return bad;
    if (!w->has_category[n]) /* categories replace the demand of [JUNCTIONS] */
        w->demand[n] = 0.0;
    w->has_category[n] = true;
    w->demand[n] += more;
    return RK_OK;
}

static rk_status read_pattern(struct inp *w)
{
    for (int32_t i = 1; i < w->line.tokens; i++) {
        struct raw_curve *p = &w->pattern[w->patterns];
        const rk_status bad = number(w, i, "Multiplier", -1e6, 1e6, (double)NAN, &p->x);
        if (bad)
            return bad;
        p->id = w->line.token[0];
        w->patterns++;
    }
    return RK_OK;
}

static rk_status read_curve_point(struct inp *w)
{
    struct raw_curve *p = &w->curve[w->curves];
    rk_status bad = number(w, 1, "X-Value", -1e9, 1e9, (double)NAN, &p->x);
    if (!bad)
        bad = number(w, 2, "Y-Value", -1e9, 1e9, (double)NAN, &p->y);
    p->id = w->line.token[0];
    w->curves++;
    return bad;
}

/* ---- links
 * ----------------------------------------------------------------------------------- */

static rk_status add_link(struct inp *w, enum section kind, int32_t *out)
{
    const int32_t n = w->links;
    w->line.column = "ID";
    if (w->line.tokens < 3)
        return refuse(w, "%d words; expected an id and two nodes", w->line.tokens);
    w->link_id[n] = w->line.token[0];
    if (id_map_add(&w->link_map, n) != n)
        return refuse(w, "\"%.*s\" stands twice; expected each id once", SHOWN(w->link_id[n]));
    int32_t end[2];
    for (int k = 0; k < 2; k++) {
        w->line.column = k == 0 ? "Node1" : "Node2";
        end[k] = id_map_find(&w->node_map, w->line.token[1 + k]);
        if (end[k] < 0)
            return refuse(w, "\"%.*s\" is not a node", SHOWN(w->line.token[1 + k]));
    }
    if (end[0] == end[1])
        return refuse(w, "the same node as Node1; expected another");
    w->link[n].a = end[0];
    w->link[n].b = end[1];
    w->kind[n] = (int8_t)kind;
    w->came[n] = w->line.number;
    w->links++;
    *out = n;
    return RK_OK;
}

/* EPANET rounds 8/(pi^2 g) to 0.02517 in feet; zeta is scaled so that the same loss follows. */
static double zeta_of(double minor)
{
    return minor * 0.02517 * 3.14159265358979323846 * 3.14159265358979323846 * 32.2 / 8.0;
}

static rk_status read_pipe(struct inp *w)
{
    int32_t n = 0;
    double length = 0.0, diameter = 0.0, rough = 0.0, minor = 0.0;
    rk_status bad = add_link(w, S_PIPES, &n);
    if (!bad)
        bad = number(w, 3, "Length", 0.01, 1e6, (double)NAN, &length);
    if (!bad)
        bad = number(w, 4, "Diameter", 0.01, 1e5, (double)NAN, &diameter);
    if (!bad)
        bad = number(w, 5, "Roughness", 1e-9, 100.0, (double)NAN, &rough);
    int32_t status = 6;
    if (w->line.tokens > 6 && !isalpha((unsigned char)w->line.token[6].at[0])) {
        status = 7;
        if (!bad)
            bad = number(w, 6, "MinorLoss", 0.0, 1e9, 0.0, &minor);
    }
    if (bad)
        return bad;
    struct rk_heat_link *l = &w->link[n];
    l->kind = RK_HEAT_PIPE;
    l->length_m = length * w->metre;
    l->inner_d_m = diameter * w->mm * 1e-3;
    l->roughness_mm = rough * (w->us ? foot_m : 1.0);
    l->zeta = zeta_of(minor);
    w->line.column = "Status";
    if (w->line.tokens > status) {
        const struct rk_str s = w->line.token[status];
        if (same_word(s, "Open"))
            l->shut = false;
        else if (same_word(s, "Closed"))
            l->shut = true;
        else if (same_word(s, "CV"))
            l->one_way = true;
        else
            return refuse(w, "\"%.*s\"; expected Open, Closed or CV", SHOWN(s));
    }
    return RK_OK;
}

static rk_status read_pump(struct inp *w)
{
    int32_t n = 0;
    rk_status bad = add_link(w, S_PUMPS, &n);
    if (bad)
        return bad;
    w->speed[n] = 1.0;
    w->link[n].kind = RK_HEAT_PUMP;
    for (int32_t i = 3; i < w->line.tokens && !bad; i += 2) {
        const struct rk_str word = w->line.token[i];
        w->line.column = "Parameters";
        if (i + 1 >= w->line.tokens)
            return refuse(w, "\"%.*s\" without a value", SHOWN(word));
        if (same_word(word, "HEAD")) {
            w->of[n] = w->line.token[i + 1];
        } else if (same_word(word, "SPEED")) {
            bad = number(w, i + 1, "SPEED", 0.0, 100.0, (double)NAN, &w->speed[n]);
        } else if (same_word(word, "PATTERN")) {
            double times = 1.0;
            bad = multiplier_of(w, w->line.token[i + 1], true, &times);
            w->speed[n] = times;
        } else {
            return refuse(w, "\"%.*s\" is not supported; expected HEAD, SPEED or PATTERN",
                          SHOWN(word));
        }
    }
    w->line.column = "Parameters";
    if (!bad && w->of[n].len == 0)
        return refuse(w, "no HEAD curve; expected HEAD and a curve");
    return bad;
}

static rk_status read_valve(struct inp *w)
{
    int32_t n = 0;
    double diameter = 0.0;
    rk_status bad = add_link(w, S_VALVES, &n);
    if (!bad)
        bad = number(w, 3, "Diameter", 0.01, 1e5, (double)NAN, &diameter);
    if (bad)
        return bad;
    w->line.column = "Type";
    struct rk_heat_link *l = &w->link[n];
    const struct rk_str type = w->line.tokens > 4 ? w->line.token[4] : (struct rk_str){"", 0};
    l->inner_d_m = diameter * w->mm * 1e-3;
    if (same_word(type, "TCV"))
        l->kind = RK_HEAT_FIT;
    else if (same_word(type, "FCV"))
        l->kind = RK_HEAT_LIMIT;
    else if (same_word(type, "PBV"))
        l->kind = RK_HEAT_STEP;
    else
        return refuse(w, "\"%.*s\" is not supported; expected TCV, FCV or PBV", SHOWN(type));
    bad = number(w, 5, "Setting", 0.0, 1e9, (double)NAN, &w->setting[n]);
    return bad ? bad : number(w, 6, "MinorLoss", 0.0, 1e9, 0.0, &w->minor[n]);
}

static rk_status read_status(struct inp *w)
{
    w->line.column = "ID";
    const int32_t n = id_map_find(&w->link_map, w->line.token[0]);
    if (n < 0)
        return refuse(w, "\"%.*s\" is not a link", SHOWN(w->line.token[0]));
    w->line.column = "Status";
    if (w->line.tokens < 2)
        return refuse(w, "missing; expected Open, Closed or a setting");
    const struct rk_str s = w->line.token[1];
    if (w->link[n].one_way)
        return RK_OK; /* a check valve decides for itself */
    if (same_word(s, "Closed")) {
        w->link[n].shut = true;
    } else if (same_word(s, "Open")) {
        w->link[n].shut = false;
        if (w->kind[n] == S_VALVES) { /* wide open: its minor loss only */
            w->link[n].kind = RK_HEAT_FIT;
            w->setting[n] = w->minor[n];
        }
    } else if (w->kind[n] == S_PIPES) {
        return refuse(w, "\"%.*s\"; expected Open or Closed", SHOWN(s));
    } else {
        double x = 0.0;
        const rk_status bad = number(w, 1, "Setting", 0.0, 1e9, (double)NAN, &x);
        if (bad)
            return bad;
        if (w->kind[n] == S_PUMPS)
            w->speed[n] = x;
        else
            w->setting[n] = x;
        w->link[n].shut = w->kind[n] == S_PUMPS && x <= 0.0;
    }
    return RK_OK;
}

/* ---- what could act at time 0
 * ---------------------------------------------------------------- */

static rk_status read_control(struct inp *w)
{
    const struct line *l = &w->line;
    w->line.column = "control";
    if (l->tokens < 6 || !same_word(l->token[0], "LINK"))
        return refuse(w, "expected LINK id status IF NODE … or AT TIME …");
    if (same_word(l->token[3], "AT")) {
        double when = 0.0;
        if (!same_word(l->token[4], "TIME"))
            return refuse(w, "AT CLOCKTIME may act at time 0 and is not supported");
        if (!read_time(l, 5, &when))
            return refuse(w, "\"%.*s\" is not a time", SHOWN(l->token[5]));
        return when > 0.0 ? RK_OK : refuse(w, "acts at time 0 and is not supported");
    }
    double level = 0.0;
    const int32_t n = l->tokens > 7 ? id_map_find(&w->node_map, l->token[5]) : -1;
    if (n < 0 || !heat_read_number(l->token[7], &level))
        return refuse(w, "expected IF NODE id ABOVE or BELOW a number");
    if (isnan(w->fixed[n]))
        return refuse(w, "depends on the pressure at a junction and is not supported");
    /* elevation[] of a tank holds its head; the level counts from its bottom: first_demand[].
     */
    const double now = w->elevation[n] / w->head_m - w->first_demand[n];
    const bool acts = same_word(l->token[6], "ABOVE") ? now >= level : now <= level;
    return acts ? refuse(w, "acts at time 0 and is not supported") : RK_OK;
}

static rk_status read_bottom(struct inp *w)
{
    const int32_t n = id_map_find(&w->node_map, w->line.token[0]);
    return n < 0 ? RK_OK
                 : number(w, 1, "Elevation", -1e5, 1e5, (double)NAN, &w->first_demand[n]);
}

static rk_status read_emitter(struct inp *w)
{
    w->line.column = "emitter";
    return refuse(w, "emitters are not supported");
}

static rk_status read_leakage(struct inp *w)
{
    w->line.column = "leakage";
    return refuse(w, "leakage is not supported");
}

/* ---- after all is read
 * ----------------------------------------------------------------------- */

static rk_status finish_pump(struct inp *w, int32_t n)
{
    struct rk_heat_link *l = &w->link[n];
    const double speed = w->speed[n], pa = w->head_m * density * 32.2 * foot_m;
    int32_t count = 0;
    for (int32_t i = 0; i < w->curves; i++)
        count += rk_str_eq(w->curve[i].id, w->of[n]);
    struct rk_heat_point *p = RK_NEW(w->keep, struct rk_heat_point, count + 1);
    w->line.number = w->came[n];
    w->line.column = "HEAD";
    if (count == 0)
        return refuse(w, "\"%.*s\" is not a curve", SHOWN(w->of[n]));
    if (!p)
        return rk_fail(w->err, RK_ENOMEM, w->file.name, "too many curves");
    if (!(speed > 0.0)) {
        l->shut = true;
        l->power = 2.0;
        return RK_OK;
    }
    count = 0;
    for (int32_t i = 0; i < w->curves; i++)
        if (rk_str_eq(w->curve[i].id, w->of[n]))
            p[count++] =
                (struct rk_heat_point){w->curve[i].x * w->unit_kg_s, w->curve[i].y * pa};
    for (int32_t i = 1; i < count; i++)
        if (p[i].flow_kg_s <= p[i - 1].flow_kg_s || p[i].lift_pa >= p[i - 1].lift_pa)
            return refuse(w, "the curve must fall from point to point");
    if (p[0].flow_kg_s < 0.0 || p[0].lift_pa <= 0.0 || (count == 1 && p[0].flow_kg_s <= 0.0))
        return refuse(w, "the curve must start at a flow >= 0 and a head > 0");
    if (count == 1) {
        l->power = 2.0;
        l->lift_pa = 4.0 / 3.0 * p[0].lift_pa;
        l->fall = p[0].lift_pa / (3.0 * p[0].flow_kg_s * p[0].flow_kg_s);
    } else if (count == 3 && p[0].flow_kg_s <= 0.0) {
        l->lift_pa = p[0].lift_pa;
        l->power = log((p[0].lift_pa - p[2].lift_pa) / (p[0].lift_pa - p[1].lift_pa)) /
                   log(p[2].flow_kg_s / p[1].flow_kg_s);
        l->fall = (p[0].lift_pa - p[1].lift_pa) / pow(p[1].flow_kg_s, l->power);
        if (!(l->power > 0.1 && l->power < 10.0))
            return refuse(w, "no power curve goes through these three points");
    } else {
        for (int32_t i = 0; i < count; i++) {
            p[i].flow_kg_s *= speed;
            p[i].lift_pa *= speed * speed;
        }
        l->curve = p;
        l->points = count;
        return RK_OK;
    }
    l->lift_pa *= speed * speed;
    l->fall *= pow(speed, 2.0 - l->power);
    return RK_OK;
}

static void finish_valve(struct inp *w, int32_t n)
{
    struct rk_heat_link *l = &w->link[n];
    const double area = 3.14159265358979323846 * l->inner_d_m * l->inner_d_m / 4.0;
    const double per_zeta = 1.0 / (2.0 * density * area * area);
    l->lin = 1e-3;
    if (l->kind == RK_HEAT_FIT) {
        l->quad = zeta_of(w->setting[n]) * per_zeta;
    } else if (l->kind == RK_HEAT_LIMIT) {
        l->quad = zeta_of(w->minor[n]) * per_zeta;
        l->most_kg_s = w->setting[n] * w->unit_kg_s;
    } else { /* EPANET counts 0.4333 psi to a foot of water */
        const double head_m = w->us ? w->setting[n] / 0.4333 * foot_m : w->setting[n];
        l->lift_pa = -head_m * density * 32.2 * foot_m;
    }
}

static rk_status finish_links(struct inp *w)
{
    for (int32_t n = 0; n < w->links; n++) {
        if (w->kind[n] == S_PUMPS) {
            const rk_status bad = finish_pump(w, n);
            if (bad)
                return bad;
        } else if (w->kind[n] == S_VALVES) {
            finish_valve(w, n);
        }
    }
    return RK_OK;
}

static bool take_memory(struct inp *w)
{
    const ptrdiff_t links =
        lines_in(w, S_PIPES) + lines_in(w, S_PUMPS) + lines_in(w, S_VALVES) + 1;
    const ptrdiff_t nodes =
        lines_in(w, S_JUNCTIONS) + lines_in(w, S_RESERVOIRS) + lines_in(w, S_TANKS) + 1;
    if (links > INT32_MAX / 64 || nodes > INT32_MAX / 64)
        return false;
    struct rk_arena *t = &w->tmp->in;
    w->node_id = RK_NEW(w->keep, struct rk_str, nodes);
    w->link_id = RK_NEW(w->keep, struct rk_str, links);
    w->link = RK_NEW(w->keep, struct rk_heat_link, links);
    w->demand = RK_NEW(w->keep, double, nodes);
    w->fixed = RK_NEW(w->keep, double, nodes);
    w->elevation = RK_NEW(w->keep, double, nodes);
    w->first_demand = RK_NEW(t, double, nodes);
    w->has_category = RK_NEW(t, bool, nodes);
    w->speed = RK_NEW(t, double, links);
    w->setting = RK_NEW(t, double, links);
    w->minor = RK_NEW(t, double, links);
    w->kind = RK_NEW(t, int8_t, links);
    w->came = RK_NEW(t, int64_t, links);
    w->of = RK_NEW(t, struct rk_str, links);
    w->curve = RK_NEW(t, struct raw_curve, lines_in(w, S_CURVES) + 1);
    w->pattern = RK_NEW(t, struct raw_curve, MOST_TOKENS * lines_in(w, S_PATTERNS) + 1);
    w->node_map = id_map_new(w->node_id, nodes, t);
    w->link_map = id_map_new(w->link_id, links, t);
    return !w->keep->failed && !t->failed;
}

static rk_status read_sections(struct inp *w)
{
    static const struct {
        enum section section;
        line_reader *read;
    } order[] = {
        {S_TIMES, read_times},          {S_PATTERNS, read_pattern},
        {S_CURVES, read_curve_point},   {S_JUNCTIONS, read_junction},
        {S_RESERVOIRS, read_reservoir}, {S_TANKS, read_tank},
        {S_DEMANDS, read_demand},       {S_PIPES, read_pipe},
        {S_PUMPS, read_pump},           {S_VALVES, read_valve},
        {S_STATUS, read_status},        {S_TANKS, read_bottom},
        {S_CONTROLS, read_control},     {S_EMITTERS, read_emitter},
        {S_LEAKAGE, read_leakage},
    };
    for (ptrdiff_t i = 0; i < RK_COUNT(order); i++) {
        const rk_status bad = each_line(w, order[i].section, order[i].read);
        if (bad)
            return bad;
    }
    return finish_links(w);
}

rk_status rk_heat_read_inp(struct rk_heat_file file, struct rk_arena *keep,
                           struct rk_scratch scratch, struct rk_heat_inp *out,
                           struct rk_err *err)
{
    struct rk_arena r = *keep;
    struct inp w = {.file = file,
                    .keep = &r,
                    .tmp = &scratch,
                    .err = err,
                    .viscosity = 1.0,
                    .multiplier = 1.0,
                    .default_pattern = RK_STR("1"),
                    .pattern_step_s = 3600.0};
    if (!file.bytes.at)
        return rk_fail(err, RK_EINVAL, file.name, "the file is missing");
    if (file.bytes.len == 0 || file.bytes.at[file.bytes.len - 1] != '\n') {
        w.file.bytes = rk_str_printf(&r, "%.*s\n", RK_FMT(file.bytes));
        if (r.failed)
            return rk_fail(err, RK_ENOMEM, file.name, "%td bytes", file.bytes.len);
    }
    rk_status bad = set_units(&w, RK_STR("GPM"));
    if (!bad)
        bad = find_sections(&w);
    if (!bad)
        bad = each_line(&w, S_OPTIONS, read_option);
    if (!bad && !headloss_said(&w))
        return rk_fail(err, RK_EINVAL, file.name,
                       "[OPTIONS] says no Headloss, which means Hazen–Williams; expected D-W");
    if (bad)
        return bad;
    if (!take_memory(&w))
        return rk_fail(err, RK_ENOMEM, file.name, "too many nodes or links");
    bad = read_sections(&w);
    if (bad)
        return bad;
    const double nu = w.viscosity > 1e-3 ? w.viscosity * 1.1e-5 * foot_m * foot_m
                                         : w.viscosity * w.metre * w.metre;
    *out = (struct rk_heat_inp){
        .net = {.nodes = w.nodes,
                .links = w.links,
                .link = w.link,
                .demand_kg_s = w.demand,
                .fixed_potential_pa = w.fixed,
                .friction = RK_HEAT_EPANET,
                .fluid = {density, nu * density, 4186.0, 32.2 * foot_m}},
        .node_id = w.node_id,
        .link_id = w.link_id,
        .elevation_m = w.elevation,
        .unit_kg_s = density * foot_m * foot_m * foot_m / 28.317,
    };
    *keep = r;
    return RK_OK;
}

void rk_heat_write_inp_nodes(const struct rk_heat_inp *inp, const struct rk_heat_flow *flow,
                             struct rk_scratch scratch, struct rk_buf *out)
{
    const double per_m = 1.0 / (inp->net.fluid.rho_kg_m3 * inp->net.fluid.g_m_s2);
    double *in = RK_NEW(&scratch, double, inp->net.nodes);
    if (!in) {
        out->failed = true;
        return;
    }
    for (int32_t l = 0; l < inp->net.links; l++) {
        in[inp->net.link[l].a] -= flow->flow_kg_s[l];
        in[inp->net.link[l].b] += flow->flow_kg_s[l];
    }
    rk_buf_c(out, "id,head_m,demand_lps\n");
    for (int32_t i = 0; i < inp->net.nodes; i++) {
        const bool fixed = !isnan(inp->net.fixed_potential_pa[i]);
        put_field(out, inp->node_id[i]);
        rk_buf_char(out, ',');
        put_fixed(out, flow->potential_pa[i] * per_m, 6);
        rk_buf_char(out, ',');
        put_fixed(out, (fixed ? in[i] : inp->net.demand_kg_s[i]) / inp->unit_kg_s, 6);
        rk_buf_char(out, '\n');
    }
}

void rk_heat_write_inp_links(const struct rk_heat_inp *inp, const struct rk_heat_flow *flow,
                             struct rk_buf *out)
{
    rk_buf_c(out, "id,flow_lps\n");
    for (int32_t l = 0; l < inp->net.links; l++) {
        put_field(out, inp->link_id[l]);
        rk_buf_char(out, ',');
        put_fixed(out, flow->flow_kg_s[l] / inp->unit_kg_s, 6);
        rk_buf_char(out, '\n');
    }
}
