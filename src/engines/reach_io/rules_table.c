/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules of timeliness with their dates: docs/formats/roads.md, 5. */
#include "rk_reach_io.h"

extern const char reach_rules_csv[];
#define HEADING "id,from,until,direction,need,minutes,share,name_uk,name_en,source"
enum { FIELDS = 10 };

static rk_status refuse(const char *file, int64_t line, const char *column, const char *what,
                        struct rk_err *err)
{
    char place[RK_ERR_PLACE];
    snprintf(place, sizeof place, "%.120s:%" PRId64 ": %s", file, line, column);
    return rk_fail(err, RK_EINVAL, place, "%s", what);
}

/* The next field; one in quotes may hold commas, and has no quotes inside. */
static struct rk_str field(struct rk_str *rest)
{
    if (rest->len == 0 || rest->at[0] != '"')
        return rk_str_cut(rest, ',');
    struct rk_str inner = rk_str_slice(*rest, 1, rest->len);
    const struct rk_str text = rk_str_cut(&inner, '"');
    if (inner.len > 0 && inner.at[0] == ',')
        *rest = rk_str_slice(inner, 1, inner.len);
    else
        *rest = (struct rk_str){NULL, 0};
    return text;
}

static bool day_of(struct rk_str text, rk_day open, rk_day *out)
{
    struct rk_when when = {open, open};
    const bool good = text.len == 0 || rk_when_read(text, 0, &when);
    *out = when.first;
    return good && when.first == when.last;
}

static rk_status read_rule(struct rk_str text, const char *file, int64_t line,
                           struct rk_reach_rule *out, struct rk_err *err)
{
    struct rk_str at[FIELDS];
    for (int i = 0; i < FIELDS; i++)
        at[i] = rk_str_trim(field(&text));
    *out = (struct rk_reach_rule){
        .id = at[0], .need = at[4], .name = {at[7], at[8]}, .source = at[9]};
    double minutes = 0.0;
    if (at[0].len == 0)
        return refuse(file, line, "id", "empty; an id is expected", err);
    if (!day_of(at[1], rk_day_of(1, 1, 1), &out->from))
        return refuse(file, line, "from", "no date; YYYY-MM-DD is expected", err);
    if (!day_of(at[2], rk_day_of(9999, 12, 31), &out->until))
        return refuse(file, line, "until", "no date; YYYY-MM-DD is expected", err);
    if (!rk_str_eq(at[3], RK_STR("in")) && !rk_str_eq(at[3], RK_STR("out")))
        return refuse(file, line, "direction", "not known; in or out is expected", err);
    out->way = rk_str_eq(at[3], RK_STR("in")) ? RK_IN : RK_OUT;
    if (!rk_str_double(at[5], &minutes) || !(minutes > 0.0 && minutes <= 1440.0))
        return refuse(file, line, "minutes", "no time; more than 0 to 1440 is expected", err);
    if (!rk_str_double(at[6], &out->share) || !(out->share > 0.0 && out->share <= 1.0))
        return refuse(file, line, "share", "no share; more than 0 to 1 is expected", err);
    if (out->source.len == 0)
        return refuse(file, line, "source", "empty; who made the rule is expected", err);
    out->limit_ms = (uint32_t)round(minutes * 60000.0);
    return RK_OK;
}

rk_status rk_reach_rules_read(struct rk_str csv, const char *file, struct rk_arena *keep,
                              struct rk_reach_rules *out, struct rk_err *err)
{
    struct rk_reach_rule rule[RK_REACH_RULES];
    int32_t len = 0;
    int64_t line = 0;
    for (struct rk_str rest = rk_str_copy(keep, csv); rest.at;) {
        const struct rk_str text = rk_str_trim(rk_str_cut(&rest, '\n'));
        line++;
        if (line == 1 && !rk_str_eq(text, RK_STR(HEADING)))
            return refuse(file, 1, "id", HEADING " is expected", err);
        if (line == 1 || text.len == 0)
            continue;
        if (len == RK_REACH_RULES)
            return refuse(file, line, "id", "too many rules; at most 64 are expected", err);
        const rk_status bad = read_rule(text, file, line, &rule[len++], err);
        if (bad)
            return bad;
    }
    struct rk_reach_rule *at = RK_NEW(keep, struct rk_reach_rule, len);
    if (keep->failed)
        return rk_fail(err, RK_ENOMEM, file, "%d rules", len);
    if (len > 0)
        memcpy(at, rule, (size_t)len * sizeof *at);
    *out = (struct rk_reach_rules){at, len};
    return RK_OK;
}

struct rk_str rk_reach_rules_shipped(void)
{
    return rk_str_of(reach_rules_csv);
}
