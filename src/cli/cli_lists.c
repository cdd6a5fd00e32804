/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an office carries: which subjects, in which order, under which heads. */
#include "cli_lists.h"

#include "cli_record.h"
#include "rk_hash.h"
#include "rk_text.h"

/* A column is made of aspects parted by blanks; words that begin with '@' are made here. An
 * empty one is room to write. */
struct column {
    const char *head;
    double share;
    bool numeric;
    const char *made_of;
};

/* Where a row stands: under which heading, in which order. */
struct place {
    bool left_out;
    int64_t major, minor;  /* ascending */
    struct rk_str text[2]; /* then by these */
    struct rk_str group;   /* heading */
    struct rk_str same;    /* of rows with the same text only the latest is carried; "": none */
    bool strong;
};

struct list {
    struct cli_list_def def;
    const struct column *column;
    int32_t columns;
    void (*place)(const struct cli_lists *lists, const struct cli_record *r, struct place *out);
};

static const char *word(const struct cli_lists *l, const char *key)
{
    return rk_word(l->cli->lang, key);
}

static struct rk_str heading(const struct cli_lists *l, const char *key)
{
    return rk_str_of(word(l, key));
}

/* An office numbers its cards; of two of its lists with the same number the later one counts.
 * The office is the source that first spoke of the subject. */
static struct rk_str same_card(const struct cli_lists *l, const struct cli_record *r)
{
    const struct rk_situation *s = l->sit;
    const struct rk_str number = cli_record_id(r, "number");
    int32_t source = -1;
    for (int32_t p = s->subject[r->subject].last_part; p >= 0; p = s->part[p].before)
        if (l->view.counts[s->part[p].batch])
            source = s->part[p].source;
    return number.len ? rk_str_printf(&l->cli->keep, "%d/%.*s", (int)source, RK_FMT(number))
                      : (struct rk_str){0};
}

/* A text by which rows are grouped, or the words for its absence. */
static struct rk_str group_of(const struct cli_lists *l, const struct cli_record *r,
                              const char *aspect, const char *without)
{
    const struct rk_str said = cli_record_text(r, aspect, &l->cli->keep);
    return said.len ? said : heading(l, without);
}

/* "7 · Котельня лікарні": the key of another subject and the name it goes by, if it has one. */
static struct rk_str named(const struct cli_lists *l, const struct cli_record *r,
                           const char *aspect)
{
    struct cli *cli = l->cli;
    int32_t kinds;
    const struct rk_aspect *a = rk_aspect_find(r->kind, rk_str_of(aspect));
    const struct rk_kind *kind = rk_kind_find(rk_str_of(a->refers_to));
    const struct rk_str key = cli_record_text(r, aspect, &cli->keep);
    const struct rk_str id = cli_record_id(r, aspect);
    const ptrdiff_t k = kind - rk_kinds(&kinds);
    for (int32_t i = l->first[k]; i < l->first[k + 1]; i++) {
        struct cli_record other;
        if (!rk_str_eq(rk_sit_text(l->sit, l->sit->subject[l->subject[i]].id), id) ||
            !cli_record_read(cli, &l->view, l->subject[i], kind, &other))
            continue;
        const struct rk_str name = cli_record_text(&other, "name", &cli->keep);
        if (name.len > 0 && !rk_str_eq(name, key))
            return rk_str_printf(&cli->keep, "%.*s · %.*s", RK_FMT(key), RK_FMT(name));
    }
    return key;
}

/* ---- patients -----------------------------------------------------------------------------
 */

/* The day the medicine runs out: as said, or by the days or pieces that are left. */
static rk_day runs_out(const struct cli_record *r)
{
    const rk_day said = cli_record_day(r, "runs_out");
    double left = cli_record_number(r, "days_left");
    rk_day from = cli_record_as_of(r, "days_left");
    if (said != RK_DAY_NONE)
        return said;
    if (isnan(left)) {
        const double a_day = cli_record_number(r, "per_day");
        left = a_day > 0.0 ? cli_record_number(r, "left") / a_day : RK_NAN;
        from = cli_record_as_of(r, "left");
    }
    return isnan(left) || from == RK_DAY_NONE ? RK_DAY_NONE : from + (rk_day)floor(left);
}

static int64_t triage_rank(const struct cli_record *r)
{
    static const char *const order[] = {"red",   "orange", "yellow",
                                        "green", "blue",   "expectant"};
    const struct rk_str said = cli_record_id(r, "triage");
    for (ptrdiff_t i = 0; i < RK_COUNT(order); i++)
        if (rk_str_eq(said, rk_str_of(order[i])))
            return i;
    return said.len ? RK_COUNT(order) + 1 : RK_COUNT(order); /* none yet: before black */
}

static bool assessment_expired(const struct cli_lists *l, const struct cli_record *r)
{
    const rk_day until = cli_record_day(r, "assess_until");
    return until != RK_DAY_NONE && until < l->day;
}

static void place_patient(const struct cli_lists *l, const struct cli_record *r,
                          struct place *out)
{
    static const char *const groups[] = {"paper.group.unserved",    "paper.group.out",
                                         "paper.group.day_unknown", "paper.group.week",
                                         "paper.group.later",       "paper.group.other",
                                         "paper.group.served"};
    enum { UNSERVED, OUT, UNKNOWN, WEEK, LATER, OTHER, SERVED };
    const struct rk_str state = cli_record_id(r, "state");
    const rk_day day = runs_out(r);
    const bool medicine = day != RK_DAY_NONE || cli_record_has(r, "medicine") ||
                          rk_str_eq(cli_record_id(r, "kind"), RK_STR("medicine"));
    out->major = !medicine            ? OTHER
                 : day == RK_DAY_NONE ? UNKNOWN
                 : day <= l->day      ? OUT
                 : day <= l->day + 7  ? WEEK
                                      : LATER;
    if (rk_str_eq(state, RK_STR("unserved")))
        out->major = UNSERVED;
    if (rk_str_eq(state, RK_STR("served")) || rk_str_eq(state, RK_STR("declined")) ||
        rk_str_eq(state, RK_STR("died")))
        out->major = SERVED;
    const int64_t by_day = day == RK_DAY_NONE ? l->day : day;
    out->minor = out->major == OTHER ? triage_rank(r) : by_day * 16 + triage_rank(r);
    out->text[0] = cli_record_name(r, &l->cli->keep);
    out->group = heading(l, groups[out->major]);
    out->same = same_card(l, r);
    out->strong = out->major <= OUT || assessment_expired(l, r);
}

/* ---- the others ---------------------------------------------------------------------------
 */

static void place_boiler(const struct cli_lists *l, const struct cli_record *r,
                         struct place *out)
{
    out->text[0] = cli_record_text(r, "id", &l->cli->keep);
    int64_t number = 0;
    if (rk_str_int(out->text[0], &number))
        out->major = number;
}

static void place_house(const struct cli_lists *l, const struct cli_record *r,
                        struct place *out)
{
    int64_t number = 0;
    out->group = group_of(l, r, "source", "paper.group.no_source");
    if (rk_str_int(out->group, &number))
        out->major = number;
    out->text[0] = out->group;
    if (cli_record_has(r, "source"))
        out->group = rk_str_printf(&l->cli->keep, "%s %.*s",
                                   rk_kind_find(RK_STR("heat_source"))->label.one[l->cli->lang],
                                   RK_FMT(named(l, r, "source")));
    out->text[1] = cli_record_address(r, &l->cli->keep);
}

static void place_building(const struct cli_lists *l, const struct cli_record *r,
                           struct place *out)
{
    out->left_out = cli_record_true(r, "surveyed");
    out->group = group_of(l, r, "district", "paper.group.no_district");
    out->left_out |= l->district && !rk_str_eq(out->group, rk_str_of(l->district));
    out->text[0] = out->group;
    out->text[1] = cli_record_address(r, &l->cli->keep);
}

static void place_item(const struct cli_lists *l, const struct cli_record *r, struct place *out)
{
    const rk_day expiry = cli_record_day(r, "expiry");
    out->group = group_of(l, r, "store", "paper.group.no_store");
    out->text[0] = out->group;
    if (cli_record_has(r, "store"))
        out->group = named(l, r, "store");
    out->text[1] = cli_record_text(r, "name", &l->cli->keep);
    out->same = rk_str_printf(&l->cli->keep, "%.*s/%.*s/%.*s/%.*s", RK_FMT(out->text[0]),
                              RK_FMT(out->text[1]), RK_FMT(cli_record_id(r, "strength")),
                              RK_FMT(cli_record_id(r, "lot")));
    out->strong = expiry != RK_DAY_NONE && expiry < l->day;
}

static void place_road(const struct cli_lists *l, const struct cli_record *r, struct place *out)
{
    const struct rk_str state = cli_record_id(r, "state");
    const rk_day until = cli_record_day(r, "to_date");
    out->left_out =
        rk_str_eq(state, RK_STR("open")) || (until != RK_DAY_NONE && until < l->day);
    out->major = rk_str_eq(state, RK_STR("closed")) ? 0 : 1;
    out->text[0] = cli_record_text(r, "name", &l->cli->keep);
    out->strong = cli_record_true(r, "mined");
}

static void place_danger(const struct cli_lists *l, const struct cli_record *r,
                         struct place *out)
{
    out->left_out = rk_str_eq(cli_record_id(r, "state"), RK_STR("cleared"));
    out->same = same_card(l, r);
    out->text[0] = cli_record_text(r, "name", &l->cli->keep);
}

static void place_missing(const struct cli_lists *l, const struct cli_record *r,
                          struct place *out)
{
    out->left_out = !rk_str_eq(cli_record_id(r, "status"), RK_STR("missing"));
    out->same = same_card(l, r);
    out->text[0] = cli_record_name(r, &l->cli->keep);
}

/* ---- the lists ----------------------------------------------------------------------------
 */

static const struct column patients[] = {
    {"paper.col.n", 0.03, true, "@n"},
    {"paper.col.person", 0.17, false, "@name birth_date age sex"},
    {"paper.col.home", 0.18, false, "@address floor phone contact"},
    {"paper.col.medicine", 0.19, false, "kind diagnosis medicine strength per_day cold_chain"},
    {"paper.col.runs_out", 0.085, false, "@runs_out"},
    {"paper.col.triage", 0.145, false, "triage assessed_by assess_until @reassess"},
    {"paper.col.moves", 0.10, false, "mobility bank"},
    {"paper.col.done", 0.10, false, "state reason"}};
static const struct column boilers[] = {
    {"paper.col.n", 0.03, true, "@n"},
    {"paper.col.boiler", 0.15, false, "id name address"},
    {"paper.col.output", 0.07, true, "mw mw_now"},
    {"paper.col.fuel", 0.10, false, "fuel fuel_days"},
    {"paper.col.state", 0.11, false, "state"},
    {"paper.col.why", 0.14, false, "why_stopped"},
    {"paper.col.power", 0.08, true, "electric_kw generator_kw"},
    {"paper.col.not_before", 0.08, false, "can_start_from"},
    {"paper.col.test", 0.085, false, "pressure_test"},
    {"paper.col.head", 0.095, false, "head phone"},
    {"paper.col.today", 0.06, false, ""}};
static const struct column houses[] = {{"paper.col.n", 0.04, true, "@n"},
                                       {"paper.col.address", 0.20, false, "@address"},
                                       {"paper.col.kw", 0.06, true, "kw"},
                                       {"paper.col.people", 0.08, true, "people infants"},
                                       {"paper.col.floors", 0.06, true, "floors"},
                                       {"paper.col.state", 0.12, false, "state"},
                                       {"paper.col.warm", 0.10, false, "connected not_before"},
                                       {"paper.col.pipes", 0.14, false, "pipes drained"},
                                       {"paper.col.why", 0.12, false, "why_cold"},
                                       {"paper.col.today", 0.08, false, ""}};
static const struct column survey[] = {
    {"paper.col.n", 0.04, true, "@n"},
    {"paper.col.address", 0.22, false, "@address name"},
    {"paper.col.class", 0.12, false, "class"},
    {"paper.col.floors", 0.06, true, "floors"},
    {"paper.col.residents", 0.07, true, "people"},
    {"paper.col.said_damage", 0.17, false, "damage damage_said unsafe"},
    {"paper.col.inspected", 0.09, false, ""},
    {"paper.col.found", 0.13, false, ""},
    {"paper.col.notes", 0.10, false, ""}};
static const struct column stock[] = {{"paper.col.n", 0.04, true, "@n"},
                                      {"paper.col.item", 0.28, false, "name form strength"},
                                      {"paper.col.lot", 0.10, false, "lot"},
                                      {"paper.col.expiry", 0.12, false, "expiry @expired"},
                                      {"paper.col.quantity", 0.09, true, "quantity"},
                                      {"paper.col.unit", 0.08, false, "unit"},
                                      {"paper.col.counted", 0.09, false, "counted_date"},
                                      {"paper.col.shelf", 0.10, false, ""},
                                      {"paper.col.notes", 0.10, false, ""}};
static const struct column closures[] = {
    {"paper.col.n", 0.04, true, "@n"},
    {"paper.col.road", 0.20, false, "name id"},
    {"paper.col.stretch", 0.18, false, "from_place to_place"},
    {"paper.col.passage", 0.16, false, "state reason"},
    {"paper.col.mined", 0.08, false, "mined"},
    {"paper.col.since", 0.12, false, "from_date to_date"},
    {"paper.col.confirmed", 0.10, false, "confirmed"},
    {"paper.col.seen", 0.12, false, ""}};
static const struct column dangers[] = {
    {"paper.col.n", 0.04, true, "@n"},
    {"paper.col.place", 0.26, false, "name latitude longitude"},
    {"paper.col.danger", 0.24, false, "kind what"},
    {"paper.col.clearing", 0.16, false, "state found_date"},
    {"paper.col.radius", 0.08, true, "radius_m"},
    {"paper.col.seen", 0.11, false, ""},
    {"paper.col.notes", 0.11, false, ""}};
static const struct column missing[] = {
    {"paper.col.n", 0.04, true, "@n"},
    {"paper.col.person", 0.22, false, "@name birth_date age sex"},
    {"paper.col.last_seen", 0.22, false, "last_seen_date last_seen_place"},
    {"paper.col.look", 0.20, false, "marks clothing belongings"},
    {"paper.col.family", 0.16, false, "relative_name relation relative_phone"},
    {"paper.col.dna", 0.06, false, "dna_given"},
    {"paper.col.notes", 0.10, false, ""}};

#define LIST(id, office, kind, place)                                                          \
    {                                                                                          \
        {#id, office, kind}, id, (int32_t)RK_COUNT(id), place                                  \
    }
static const struct list lists_of_town[] = {
    LIST(patients, "doctor", "need", place_patient),
    LIST(boilers, "engineer", "heat_source", place_boiler),
    LIST(houses, "engineer", "house", place_house),
    LIST(survey, "survey", "building", place_building),
    LIST(stock, "store", "item", place_item),
    LIST(closures, "roads", "road", place_road),
    LIST(dangers, "roads", "danger_area", place_danger),
    LIST(missing, "police", "person", place_missing)};

const struct cli_list_def *cli_list_defs(int32_t *count)
{
    static struct cli_list_def defs[RK_COUNT(lists_of_town)];
    *count = (int32_t)RK_COUNT(lists_of_town);
    for (int32_t i = 0; i < *count; i++)
        defs[i] = lists_of_town[i].def;
    return defs;
}

/* ---- cells --------------------------------------------------------------------------------
 */

static struct rk_str made(const struct cli_lists *l, const struct cli_record *r,
                          struct rk_str what, int32_t n)
{
    struct rk_arena *keep = &l->cli->keep;
    if (rk_str_eq(what, RK_STR("@n")))
        return rk_str_printf(keep, "%d", (int)n);
    if (rk_str_eq(what, RK_STR("@name")))
        return cli_record_name(r, keep);
    if (rk_str_eq(what, RK_STR("@address")))
        return cli_record_address(r, keep);
    if (rk_str_eq(what, RK_STR("@runs_out")))
        return cli_day_text(runs_out(r), keep);
    if (rk_str_eq(what, RK_STR("@reassess")))
        return rk_str_of(assessment_expired(l, r) ? word(l, "paper.list.reassess") : "");
    const rk_day expiry = cli_record_day(r, "expiry");
    return rk_str_of(expiry != RK_DAY_NONE && expiry < l->day ? word(l, "paper.list.expired")
                                                              : "");
}

/* Of bare yes and no in a column of several only the yes is said, by its label. */
static struct rk_str one_of_many(const struct cli_lists *l, const struct cli_record *r,
                                 const char *id, struct rk_arena *keep)
{
    const struct rk_aspect *aspect = rk_aspect_find(r->kind, rk_str_of(id));
    if (!aspect || aspect->type != RK_TYPE_BOOL)
        return cli_record_text(r, id, keep);
    return rk_str_of(cli_record_true(r, id) ? aspect->label.one[l->cli->lang] : "");
}

static struct rk_str cell(const struct cli_lists *l, const struct cli_record *r,
                          const struct column *c, int32_t n)
{
    struct rk_str rest = rk_str_of(c->made_of);
    const bool single = rk_str_find(rest, RK_STR(" ")) < 0;
    struct rk_arena *keep = &l->cli->keep;
    struct rk_buf out = rk_buf_in(keep, 2048);
    while (rest.len > 0) {
        const struct rk_str id = rk_str_cut(&rest, ' ');
        char name[40];
        snprintf(name, sizeof name, "%.*s", RK_FMT(id));
        const struct rk_str text = id.at[0] == '@' ? made(l, r, id, n)
                                   : single        ? cli_record_text(r, name, keep)
                                                   : one_of_many(l, r, name, keep);
        if (text.len == 0)
            continue;
        rk_buf_c(&out, out.len ? ", " : "");
        rk_buf_add(&out, rk_utf8_head(text, 400));
    }
    return rk_buf_str(&out);
}

/* ---- one list -----------------------------------------------------------------------------
 */

/* As people look things up: the Ukrainian alphabet (ґ behind г, і and ї behind и), numbers by
 * their value (5 before 11), small and large letters alike. */
static int32_t weight(struct rk_str s, ptrdiff_t *at)
{
    static const char alphabet[] = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяёъыэ";
    int32_t place = 0x110000;
    int32_t c = rk_utf8_next(s, at);
    char letter[4], small[8];
    struct rk_buf low = {.at = small, .cap = sizeof small};
    rk_text_fold((struct rk_str){letter, rk_utf8_put(c, letter)}, &low);
    ptrdiff_t from = 0;
    c = rk_utf8_next(rk_buf_str(&low), &from);
    for (ptrdiff_t i = 0; i < (ptrdiff_t)sizeof alphabet - 1; place++)
        if (rk_utf8_next((struct rk_str){alphabet, sizeof alphabet - 1}, &i) == c)
            return place;
    return c;
}

static bool number_at(struct rk_str s, ptrdiff_t *at, int64_t *out)
{
    const ptrdiff_t from = *at;
    for (*out = 0; *at < s.len && s.at[*at] >= '0' && s.at[*at] <= '9' && *at - from < 15;
         ++*at)
        *out = 10 * *out + (s.at[*at] - '0');
    return *at > from;
}

static int text_order(struct rk_str a, struct rk_str b)
{
    ptrdiff_t i = 0, k = 0;
    while (i < a.len && k < b.len) {
        int64_t x, y;
        const bool left = number_at(a, &i, &x), right = number_at(b, &k, &y);
        if (left != right)
            return left ? -1 : 1;
        if (!left) {
            x = weight(a, &i);
            y = weight(b, &k);
        }
        if (x != y)
            return x < y ? -1 : 1;
    }
    return (i < a.len) - (k < b.len);
}

struct row {
    struct place place;
    int32_t subject, mention; /* in the order of mention where all else is equal */
    rk_day as_of;             /* the latest of its claims */
};

/* Equal cards together, the latest of them first. */
static int by_card(const void *a, const void *b)
{
    const struct row *x = a, *y = b;
    const int order = rk_str_cmp(x->place.same, y->place.same);
    if (order)
        return order;
    if (x->as_of != y->as_of)
        return x->as_of > y->as_of ? -1 : 1;
    return (x->mention < y->mention) - (x->mention > y->mention);
}

static int by_place(const void *a, const void *b)
{
    const struct row *x = a, *y = b;
    if (x->place.major != y->place.major)
        return x->place.major < y->place.major ? -1 : 1;
    if (x->place.minor != y->place.minor)
        return x->place.minor < y->place.minor ? -1 : 1;
    for (int i = 0; i < 2; i++) {
        const int order = text_order(x->place.text[i], y->place.text[i]);
        if (order)
            return order;
    }
    return x->mention < y->mention ? -1 : x->mention > y->mention;
}

/* Fills {name} of a text; pairs end with NULL. */
static struct rk_str fill(struct cli *cli, const char *key, const char *const *pairs)
{
    struct rk_buf out = rk_buf_in(&cli->keep, 1024);
    for (const char *at = rk_word(cli->lang, key); *at;) {
        const char *end = *at == '{' ? strchr(at, '}') : NULL;
        const char *value = NULL;
        for (int i = 0; end && pairs[i] && !value; i += 2)
            if (rk_str_eq((struct rk_str){at + 1, end - at - 1}, rk_str_of(pairs[i])))
                value = pairs[i + 1];
        if (value)
            rk_buf_c(&out, value);
        else
            rk_buf_char(&out, *at);
        at = value ? end + 1 : at + 1;
    }
    return rk_buf_str(&out);
}

/* The compartments whose claims the list shows, in words. */
static const char *held_in(const struct cli_lists *l, const struct list *list,
                           const struct rk_kind *kind)
{
    static const char *const names[] = {"", "compartment.people", "compartment.medical",
                                        "compartment.sources", "compartment.operations"};
    bool held[RK_COMPARTMENTS + 1] = {0};
    held[kind->compartment] = true;
    for (int32_t c = 0; c < list->columns; c++)
        for (int32_t a = 0; a < kind->aspect_count; a++) {
            struct rk_str rest = rk_str_of(list->column[c].made_of);
            while (rest.len > 0)
                if (rk_str_eq(rk_str_cut(&rest, ' '), rk_str_of(kind->aspects[a].id)))
                    held[kind->aspects[a].compartment] = true;
        }
    struct rk_buf out = rk_buf_in(&l->cli->keep, 256);
    for (int k = 1; k <= RK_COMPARTMENTS; k++)
        if (held[k])
            rk_buf_printf(&out, "%s%s", out.len ? ", " : "", word(l, names[k]));
    rk_buf_char(&out, '\0');
    return out.at;
}

static void say_head(struct cli_lists *l, const struct list *list, int32_t number,
                     const struct rk_kind *kind, struct rk_paper_list *out)
{
    struct cli *cli = l->cli;
    char key[64], sealed[24];
    snprintf(key, sizeof key, "paper.office.%s", list->def.office);
    const char *office = word(l, key);
    snprintf(key, sizeof key, "paper.list.%s", list->def.id);
    out->title = rk_str_of(word(l, key));
    snprintf(key, sizeof key, "paper.list.%s.note", list->def.id);
    out->note = rk_str_of(word(l, key));
    out->office = rk_str_of(office);
    out->number = rk_str_printf(&cli->keep, "%s-%d", word(l, "paper.list.letter"), (int)number);
    out->about = l->about;
    out->holders =
        fill(cli, "paper.list.holders",
             (const char *const[]){"office", office, "what", held_in(l, list, kind), NULL});
    out->back = rk_str_of(word(l, "paper.list.back"));
    out->nothing = rk_str_of(word(l, "paper.list.nothing"));
    if (l->sit->sealed_parts == 0)
        return;
    snprintf(sealed, sizeof sealed, "%lld", (long long)l->sit->sealed_parts);
    const struct rk_str more =
        fill(cli, "paper.list.sealed", (const char *const[]){"n", sealed, NULL});
    out->note = rk_str_printf(&cli->keep, "%.*s %.*s", RK_FMT(out->note), RK_FMT(more));
}

static rk_day latest_of(const struct cli_record *r)
{
    rk_day latest = RK_DAY_NONE;
    for (int32_t a = 0; a < CLI_RECORD_ASPECTS; a++) {
        if (r->claim[a] < 0)
            continue;
        const rk_day day = rk_sit_claim_as_of(r->sit, r->claim[a]).last;
        latest = day > latest ? day : latest;
    }
    return latest;
}

static int32_t gather(struct cli_lists *l, const struct list *list, const struct rk_kind *kind,
                      struct row *rows)
{
    int32_t kinds, count = 0, carried = 0;
    const ptrdiff_t k = kind - rk_kinds(&kinds);
    for (int32_t i = l->first[k]; i < l->first[k + 1]; i++) {
        struct cli_record r;
        struct row row = {.subject = l->subject[i], .mention = i};
        if (!cli_record_read(l->cli, &l->view, row.subject, kind, &r))
            continue;
        list->place(l, &r, &row.place);
        row.as_of = latest_of(&r);
        rows[count++] = row;
    }
    qsort(rows, (size_t)count, sizeof *rows, by_card);
    struct rk_str before = {0};
    for (int32_t i = 0; i < count; i++) {
        const struct rk_str same = rows[i].place.same;
        const bool again = same.len > 0 && rk_str_eq(same, before);
        before = same;
        if (!again && !rows[i].place.left_out)
            rows[carried++] = rows[i];
    }
    qsort(rows, (size_t)carried, sizeof *rows, by_place);
    return carried;
}

/* A list too long to be carried as one: the rest is said, not dropped unseen. */
static int32_t cut(struct cli_lists *l, int32_t rows, struct rk_paper_list *out)
{
    char n[16], of[16];
    if (l->most <= 0 || rows <= l->most)
        return rows;
    snprintf(n, sizeof n, "%d", (int)l->most);
    snprintf(of, sizeof of, "%d", (int)rows);
    const struct rk_str more =
        fill(l->cli, "paper.list.cut", (const char *const[]){"n", n, "of", of, NULL});
    out->note = rk_str_printf(&l->cli->keep, "%.*s %.*s", RK_FMT(out->note), RK_FMT(more));
    return l->most;
}

rk_status cli_list_make(struct cli_lists *l, const struct cli_list_def *def,
                        struct rk_paper_list *out, struct rk_err *err)
{
    struct rk_arena *keep = &l->cli->keep;
    int32_t number = 0, kinds;
    while (strcmp(lists_of_town[number].def.id, def->id) != 0)
        number++;
    const struct list *list = &lists_of_town[number];
    const struct rk_kind *kind = rk_kind_find(rk_str_of(def->kind));
    const ptrdiff_t k = kind - rk_kinds(&kinds);
    const int32_t most = l->first[k + 1] - l->first[k];
    struct row *rows = RK_NEW(keep, struct row, most + 1);
    struct rk_paper_column *columns = RK_NEW(keep, struct rk_paper_column, list->columns);
    *out = (struct rk_paper_list){.columns = list->columns, .column = columns};
    if (!rows || !columns)
        return rk_fail(err, RK_ENOMEM, def->id, "not enough memory for the list");
    say_head(l, list, number + 1, kind, out);
    out->rows = cut(l, gather(l, list, kind, rows), out);
    struct rk_str *cells = RK_NEW(keep, struct rk_str, out->rows * out->columns + 1);
    struct rk_str *groups = RK_NEW(keep, struct rk_str, out->rows + 1);
    bool *strong = RK_NEW(keep, bool, out->rows + 1);
    for (int32_t c = 0; c < list->columns; c++)
        columns[c] = (struct rk_paper_column){heading(l, list->column[c].head),
                                              list->column[c].share, list->column[c].numeric};
    for (int32_t i = 0; i < out->rows && strong; i++) {
        struct cli_record r;
        (void)cli_record_read(l->cli, &l->view, rows[i].subject, kind, &r);
        groups[i] = rows[i].place.group;
        strong[i] = rows[i].place.strong;
        for (int32_t c = 0; c < list->columns; c++)
            cells[i * out->columns + c] = cell(l, &r, &list->column[c], i + 1);
    }
    out->cell = cells;
    out->group = groups;
    out->strong = strong;
    return keep->failed ? rk_fail(err, RK_ENOMEM, def->id, "not enough memory for the list")
                        : RK_OK;
}

struct rk_str cli_list_copy(struct cli *cli, int32_t copy, int32_t copies)
{
    char n[16], of[16];
    snprintf(n, sizeof n, "%d", (int)copy);
    snprintf(of, sizeof of, "%d", (int)copies);
    return fill(cli, "paper.list.copy", (const char *const[]){"n", n, "of", of, NULL});
}

/* ---- all of them --------------------------------------------------------------------------
 */

static ptrdiff_t kind_of(const struct rk_situation *s, int32_t subject)
{
    int32_t count = 0;
    const struct rk_kind *kinds = rk_kinds(&count);
    struct rk_str id = rk_sit_text(s, s->subject[subject].id);
    const struct rk_kind *kind = rk_kind_find(rk_str_cut(&id, ':'));
    return kind ? kind - kinds : count;
}

static bool sort_subjects(struct cli_lists *l)
{
    int32_t kinds = 0;
    (void)rk_kinds(&kinds);
    const struct rk_situation *s = l->sit;
    int32_t *subject = RK_NEW(&l->cli->keep, int32_t, s->subjects + 1);
    int32_t *kind = RK_NEW(&l->cli->keep, int32_t, s->subjects + 1);
    l->first = RK_NEW(&l->cli->keep, int32_t, kinds + 3);
    if (!subject || !kind || !l->first)
        return false;
    for (int32_t i = 0; i < s->subjects; i++) {
        kind[i] = (int32_t)kind_of(s, i);
        l->first[kind[i] + 2]++;
    }
    for (int32_t k = 2; k < kinds + 3; k++)
        l->first[k] += l->first[k - 1];
    for (int32_t i = 0; i < s->subjects; i++)
        subject[l->first[kind[i] + 1]++] = i;
    l->subject = subject;
    return true;
}

struct cli_town_said cli_town_said(struct cli *cli, const struct rk_situation *s)
{
    struct cli_town_said out = {.day = cli_today()};
    const char *const name = cli->lang == RK_UK ? "name_uk" : "name_en";
    rk_day first, last = RK_DAY_NONE;
    rk_situation_days(s, &first, &last);
    for (int32_t p = 0; p < s->parts; p++) {
        struct rk_str id = rk_sit_text(s, s->subject[s->part[p].subject].id);
        if (!rk_str_starts(id, RK_STR("town:")) || s->batch[s->part[p].batch].undone_by)
            continue;
        (void)rk_str_cut(&id, ':');
        out.name = out.name.len ? out.name : id;
        for (int32_t c = 0; c < s->part[p].claims; c++) {
            const struct rk_sit_claim *claim = &s->claim[s->part[p].first_claim + c];
            const struct rk_str aspect = rk_sit_text(s, s->aspect[claim->aspect]);
            if (rk_str_eq(aspect, rk_str_of(name)))
                out.name = rk_sit_text(s, claim->text);
            out.model |= rk_str_eq(aspect, RK_STR("model"));
        }
    }
    if (last != RK_DAY_NONE && (out.model || last > out.day))
        out.day = last;
    return out;
}

rk_status cli_lists_begin(struct cli *cli, const struct rk_situation *s, rk_day day,
                          const char *district, struct cli_lists *out, struct rk_err *err)
{
    *out = (struct cli_lists){.cli = cli, .sit = s, .district = district};
    out->town = cli_town_said(cli, s);
    out->day = day == RK_DAY_NONE ? out->town.day : day;
    const rk_status status = rk_view_make(s, s->head, out->day, &cli->keep, &out->view, err);
    if (status)
        return status;
    if (!sort_subjects(out))
        return rk_fail(err, RK_ENOMEM, "", "not enough memory for the lists");
    char root[65], entries[24], day_room[128];
    struct rk_buf said = {.at = day_room, .cap = sizeof day_room - 1};
    rk_hex(s->root.byte, 32, root);
    root[16] = '\0';
    rk_say_day(cli->lang, out->day, &said);
    said.at[said.len] = '\0';
    snprintf(entries, sizeof entries, "%lld", (long long)s->head);
    const struct rk_str town = rk_str_printf(
        &cli->keep, "%.*s%s%s%c", RK_FMT(out->town.name), out->town.model ? " · " : "",
        out->town.model ? rk_word(cli->lang, "paper.model") : "", 0);
    out->about = fill(cli, "paper.list.about",
                      (const char *const[]){"town", town.at, "day", day_room, "n", entries,
                                            "root", root, NULL});
    return RK_OK;
}
