/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From claims to records: of each subject the latest claim on each aspect that stands. */
#include "plan_internal.h"

static bool is_replaced(const struct plan *p, int64_t claim)
{
    int32_t low = 0, high = p->replaced_count;
    while (low < high) {
        const int32_t middle = low + (high - low) / 2;
        if (p->replaced[middle] < claim)
            low = middle + 1;
        else
            high = middle;
    }
    return low < p->replaced_count && p->replaced[low] == claim;
}

bool plan_stands(const struct plan *p, int64_t claim)
{
    return rk_view_counts(p->view, claim) && !is_replaced(p, claim);
}

struct slots {
    int32_t aspect[PLAN_SLOTS_MAX];
    struct rk_str prefix[PLAN_SLOTS_MAX];
    int32_t count;
};

static void find_aspects(const struct plan *p, const struct plan_slot *wanted, int32_t count,
                         struct slots *out)
{
    out->count = count;
    for (int32_t i = 0; i < count; i++) {
        out->aspect[i] = -1;
        out->prefix[i] = rk_str_of(wanted[i].prefix);
        for (int32_t a = 0; a < p->sit->aspects && out->aspect[i] < 0; a++)
            if (rk_str_eq(rk_sit_text(p->sit, p->sit->aspect[a]), rk_str_of(wanted[i].aspect)))
                out->aspect[i] = a;
    }
}

/* Later about decides; of one day the one recorded later. Claims come latest first. */
static void offer(const struct plan *p, const struct slots *slots, int64_t claim, int64_t *row)
{
    const struct rk_sit_claim *c = &p->sit->claim[claim];
    for (int32_t i = 0; i < slots->count; i++) {
        if (slots->aspect[i] != c->aspect)
            continue;
        if (slots->prefix[i].len &&
            !rk_str_starts(rk_sit_text(p->sit, c->text), slots->prefix[i]))
            continue;
        if (row[i] >= 0 && plan_as_of(p, row[i]) >= plan_as_of(p, claim))
            continue;
        if (plan_stands(p, claim))
            row[i] = claim;
    }
}

bool plan_records(struct plan *p, const char *kind, const struct plan_slot *wanted,
                  int32_t count, struct plan_records *out)
{
    const struct rk_situation *s = p->sit;
    struct slots slots;
    find_aspects(p, wanted, count, &slots);
    const ptrdiff_t len = (ptrdiff_t)strlen(kind);
    int32_t most = 0;
    for (int32_t i = 0; i < s->subjects; i++) {
        const struct rk_str id = rk_sit_text(s, s->subject[i].id);
        most += id.len > len && id.at[len] == ':' && memcmp(id.at, kind, (size_t)len) == 0;
    }
    int32_t *subject = RK_NEW(&p->scratch->in, int32_t, most + 1);
    int64_t *claim = RK_NEW(&p->scratch->in, int64_t, (int64_t)(most + 1) * count);
    if (!subject || !claim)
        return false;
    int32_t rows = 0;
    for (int32_t i = 0; i < s->subjects && most; i++) {
        const struct rk_str id = rk_sit_text(s, s->subject[i].id);
        if (id.len <= len || id.at[len] != ':' || memcmp(id.at, kind, (size_t)len) != 0)
            continue;
        int64_t *row = claim + (int64_t)rows * count;
        for (int32_t k = 0; k < count; k++)
            row[k] = -1;
        for (int32_t part = s->subject[i].last_part; part >= 0; part = s->part[part].before)
            for (int32_t c = s->part[part].claims - 1;
                 p->view->counts[s->part[part].batch] && c >= 0; c--)
                offer(p, &slots, s->part[part].first_claim + c, row);
        bool any = false;
        for (int32_t k = 0; k < count; k++)
            any |= row[k] >= 0;
        subject[rows] = i;
        rows += any;
    }
    *out = (struct plan_records){rows, count, subject, claim};
    return true;
}

int64_t plan_claim(const struct plan_records *r, int32_t row, int32_t slot)
{
    return r->claim[(int64_t)row * r->slots + slot];
}

struct rk_str plan_text(const struct plan *p, int64_t claim)
{
    return claim < 0 ? (struct rk_str){"", 0} : rk_sit_text(p->sit, p->sit->claim[claim].text);
}

double plan_number(const struct plan *p, int64_t claim)
{
    if (claim < 0 || (p->sit->claim[claim].kind != RK_VALUE_NUMBER &&
                      p->sit->claim[claim].kind != RK_VALUE_RANGE))
        return RK_NAN;
    const struct rk_sit_claim *c = &p->sit->claim[claim];
    return isnan(c->low) ? c->high : c->low;
}

rk_day plan_date(const struct plan *p, int64_t claim)
{
    if (claim < 0 || p->sit->claim[claim].kind != RK_VALUE_DATE)
        return RK_DAY_NONE;
    return (rk_day)p->sit->claim[claim].high;
}

bool plan_true(const struct plan *p, int64_t claim)
{
    return claim >= 0 && p->sit->claim[claim].kind == RK_VALUE_BOOL &&
           p->sit->claim[claim].low != 0.0;
}

bool plan_is(const struct plan *p, int64_t claim, const char *choice)
{
    return claim >= 0 && rk_str_eq(plan_text(p, claim), rk_str_of(choice));
}

int32_t plan_source(const struct plan *p, int64_t claim)
{
    return claim < 0 ? -1 : p->sit->part[p->sit->claim[claim].part].source;
}

int32_t plan_origin(const struct plan *p, int32_t subject)
{
    int32_t source = -1;
    for (int32_t part = p->sit->subject[subject].last_part; part >= 0;
         part = p->sit->part[part].before)
        if (p->view->counts[p->sit->part[part].batch])
            source = p->sit->part[part].source;
    return source;
}

rk_day plan_as_of(const struct plan *p, int64_t claim)
{
    return rk_sit_claim_as_of(p->sit, claim).first;
}

bool plan_any_says(const struct plan *p, int32_t subject, const char *aspect,
                   const char *choice)
{
    const struct rk_situation *s = p->sit;
    for (int32_t part = s->subject[subject].last_part; part >= 0; part = s->part[part].before)
        for (int32_t c = 0; c < s->part[part].claims; c++) {
            const int64_t claim = s->part[part].first_claim + c;
            if (plan_is(p, claim, choice) &&
                rk_str_eq(rk_sit_text(s, s->aspect[s->claim[claim].aspect]),
                          rk_str_of(aspect)) &&
                plan_stands(p, claim))
                return true;
        }
    return false;
}

struct rk_str plan_key(const struct plan *p, int32_t subject)
{
    struct rk_str rest = rk_sit_text(p->sit, p->sit->subject[subject].id);
    (void)rk_str_cut(&rest, ':');
    const ptrdiff_t slash = rk_str_find(rest, RK_STR("/"));
    return slash < 0 ? rest : rk_str_slice(rest, slash + 1, rest.len);
}

struct rk_str plan_choice(const struct plan *p, const char *kind, const char *aspect,
                          int64_t claim)
{
    if (claim < 0)
        return (struct rk_str){"", 0};
    const struct rk_aspect *a =
        rk_aspect_find(rk_kind_find(rk_str_of(kind)), rk_str_of(aspect));
    const struct rk_choice *c = a ? rk_choice_find(a, plan_text(p, claim)) : NULL;
    return c ? rk_str_of(rk_form(&c->words, p->lang, 1)) : plan_text(p, claim);
}

double plan_metres(double lat_a, double lon_a, double lat_b, double lon_b)
{
    const double degree = 3.14159265358979323846 / 180.0, radius_m = 6371008.8;
    const double north = (lat_b - lat_a) * degree;
    const double east = (lon_b - lon_a) * degree * cos((lat_a + lat_b) / 2.0 * degree);
    return radius_m * sqrt(north * north + east * east);
}
