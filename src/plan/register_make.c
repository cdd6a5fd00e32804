/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the records of the dead to linkage, questions, overlap and the estimate's range. */
#include "register_internal.h"

enum {
    STATUS,
    OUTCOME,
    FULL_NAME,
    SURNAME,
    GIVEN,
    PATRONYMIC,
    SEX,
    BIRTH,
    AGE,
    ADDRESS,
    DEATH,
    CERTIFICATE,
    GRAVE,
    BODY,
    PERSON_SLOTS
};
static const struct plan_slot person_slots[PERSON_SLOTS] = {
    {"status", NULL}, {"lack_outcome", NULL}, {"full_name", NULL},  {"surname", NULL},
    {"given", NULL},  {"patronymic", NULL},   {"sex", NULL},        {"birth_date", NULL},
    {"age", NULL},    {"address", NULL},      {"death_date", NULL}, {"death_certificate", NULL},
    {"grave", NULL},  {"body", NULL}};
enum { B_NUMBER, B_GRAVE, B_SEX, B_LOW, B_HIGH, BODY_SLOTS };
static const struct plan_slot body_slots[BODY_SLOTS] = {
    {"number", NULL}, {"grave", NULL}, {"sex", NULL}, {"age_low", NULL}, {"age_high", NULL}};

bool register_is_body(const struct register_dead *d, int32_t record)
{
    return d->row[record] >= d->person.rows;
}

int32_t register_subject(const struct register_dead *d, int32_t record)
{
    const int32_t row = d->row[record];
    return row < d->person.rows ? d->person.subject[row]
                                : d->body.subject[row - d->person.rows];
}

static struct rk_str source_name(const struct plan *p, int32_t source)
{
    if (source < 0)
        return rk_str_of(rk_word(p->lang, "list.no_source"));
    for (int32_t part = p->sit->subject[source].last_part; part >= 0;
         part = p->sit->part[part].before)
        for (int32_t c = 0; c < p->sit->part[part].claims; c++) {
            const int64_t claim = p->sit->part[part].first_claim + c;
            if (p->view->counts[p->sit->part[part].batch] &&
                rk_str_eq(rk_sit_text(p->sit, p->sit->aspect[p->sit->claim[claim].aspect]),
                          RK_STR("name")))
                return plan_text(p, claim);
        }
    return rk_str_of(rk_word(p->lang, "why.sealed"));
}

/* The office that keeps the list: as the import was told, else whoever says this row. */
static int32_t office_of(struct register_dead *d, int32_t subject)
{
    const struct plan *p = &d->p;
    struct rk_str name = {"", 0};
    for (int32_t part = p->sit->subject[subject].last_part; part >= 0;
         part = p->sit->part[part].before) {
        const struct rk_batch_info *b = &p->sit->batch[p->sit->part[part].batch];
        if (p->view->counts[p->sit->part[part].batch] && b->kind == RK_ACT_IMPORT)
            name = b->note;
    }
    if (!name.len)
        name = source_name(p, plan_origin(p, subject));
    for (int32_t i = 0; i < d->offices; i++)
        if (rk_str_eq(d->office[i], name))
            return i;
    if (d->offices == RK_REGISTER_OFFICES)
        return RK_REGISTER_OFFICES - 1;
    d->office[d->offices] = name;
    return d->offices++;
}

/* Born so that one is `low` to `high` years old, a year more or less, on a day. */
static struct rk_when born(double low, double high, rk_day day)
{
    if (isnan(low) && isnan(high))
        return RK_WHEN_UNKNOWN;
    const double least = isnan(low) ? high : low, most = isnan(high) ? low : high;
    return (struct rk_when){day - (rk_day)((most + 1.0) * 365.25),
                            day - (rk_day)(least * 365.25)};
}

static rk_status fill_person(struct register_dead *d, int32_t i, int32_t row,
                             struct rk_err *err)
{
    const struct plan *p = &d->p;
    const struct plan_records *r = &d->person;
    const struct rk_str whole = plan_text(p, plan_claim(r, row, FULL_NAME));
    const struct rk_name_columns columns = {plan_text(p, plan_claim(r, row, SURNAME)),
                                            plan_text(p, plan_claim(r, row, GIVEN)),
                                            plan_text(p, plan_claim(r, row, PATRONYMIC))};
    d->text[F_SEX][i] = plan_is(p, plan_claim(r, row, SEX), "unknown")
                            ? (struct rk_str){"", 0}
                            : plan_text(p, plan_claim(r, row, SEX));
    d->when[F_BIRTH][i] = register_when(p, plan_claim(r, row, BIRTH));
    const int64_t age = plan_claim(r, row, AGE);
    if (!rk_when_known(d->when[F_BIRTH][i]) && age >= 0)
        d->when[F_BIRTH][i] =
            born(p->sit->claim[age].low, p->sit->claim[age].high, plan_as_of(p, age));
    d->text[F_ADDRESS][i] = plan_text(p, plan_claim(r, row, ADDRESS));
    d->when[F_DEATH][i] = register_when(p, plan_claim(r, row, DEATH));
    d->text[F_CERTIFICATE][i] = plan_text(p, plan_claim(r, row, CERTIFICATE));
    d->text[F_GRAVE][i] = plan_text(p, plan_claim(r, row, GRAVE));
    d->text[F_BODY][i] = plan_text(p, plan_claim(r, row, BODY));
    d->role[i] = RK_LINK_PERSON;
    return whole.len ? rk_name_read(d->names, whole, d->keep, &d->name[i], err)
                     : rk_name_read_columns(d->names, columns, d->keep, &d->name[i], err);
}

static void fill_body(struct register_dead *d, int32_t i, int32_t row)
{
    const struct plan *p = &d->p;
    const struct plan_records *r = &d->body;
    const int64_t low = plan_claim(r, row, B_LOW), sex = plan_claim(r, row, B_SEX);
    d->text[F_SEX][i] = plan_is(p, sex, "unknown") ? (struct rk_str){"", 0} : plan_text(p, sex);
    if (low >= 0)
        d->when[F_BIRTH][i] =
            born(plan_number(p, low), plan_number(p, plan_claim(r, row, B_HIGH)),
                 plan_as_of(p, low));
    d->text[F_GRAVE][i] = plan_text(p, plan_claim(r, row, B_GRAVE));
    d->text[F_BODY][i] = plan_key(p, r->subject[row]);
    d->role[i] = RK_LINK_BODY;
}

static bool open_table(struct register_dead *d, struct rk_arena *room)
{
    const int32_t most = d->person.rows + d->body.rows;
    d->row = RK_NEW(room, int32_t, most + 1);
    d->list = RK_NEW(room, int32_t, most + 1);
    d->office = RK_NEW(room, struct rk_str, RK_REGISTER_OFFICES);
    d->name = RK_NEW(room, struct rk_name, most + 1);
    d->role = RK_NEW(room, uint8_t, most + 1);
    for (int f = 0; f < REGISTER_FIELDS; f++) {
        d->text[f] = RK_NEW(room, struct rk_str, most + 1);
        d->when[f] = RK_NEW(room, struct rk_when, most + 1);
        for (int32_t i = 0; d->when[f] && i <= most; i++)
            d->when[f][i] = RK_WHEN_UNKNOWN;
    }
    return !room->failed;
}

/* Bodies that a person is said to be are that person's record, not one more. */
static rk_status gather(struct register_dead *d, struct rk_arena *room, struct rk_err *err)
{
    struct plan *p = &d->p;
    if (!plan_records(p, "person", person_slots, PERSON_SLOTS, &d->person) ||
        !plan_records(p, "body", body_slots, BODY_SLOTS, &d->body) || !open_table(d, room))
        return rk_fail(err, RK_ENOMEM, "", "not enough memory for the register");
    for (int32_t i = 0; i < d->person.rows; i++) {
        if (!plan_is(p, plan_claim(&d->person, i, STATUS), "dead") &&
            !plan_is(p, plan_claim(&d->person, i, OUTCOME), "died"))
            continue;
        d->row[d->records] = i;
        d->list[d->records] = office_of(d, d->person.subject[i]);
        const rk_status status = fill_person(d, d->records, i, err);
        if (status)
            return status;
        d->records++;
    }
    for (int32_t i = 0; i < d->body.rows; i++) {
        d->row[d->records] = d->person.rows + i;
        d->list[d->records] = office_of(d, d->body.subject[i]);
        fill_body(d, d->records++, i);
    }
    return d->records ? RK_OK : rk_fail(err, RK_ENOTFOUND, "", "nobody dead is recorded");
}

/* ---- decisions -----------------------------------------------------------------------------
 */

struct by_id {
    struct rk_str id;
    int32_t record;
};

static int by_id_order(const void *a, const void *b)
{
    return rk_str_cmp(((const struct by_id *)a)->id, ((const struct by_id *)b)->id);
}

static bool gather_decisions(struct register_dead *d, struct rk_arena *room)
{
    const struct rk_situation *s = d->p.sit;
    struct by_id *ids = RK_NEW(room, struct by_id, d->records + 1);
    d->decision = RK_NEW(room, struct rk_link_decision, 4 * (int64_t)d->records + 1);
    if (!ids || !d->decision)
        return false;
    for (int32_t i = 0; i < d->records; i++)
        ids[i] = (struct by_id){rk_sit_text(s, s->subject[register_subject(d, i)].id), i};
    qsort(ids, (size_t)d->records, sizeof *ids, by_id_order);
    for (int32_t i = 0; i < d->records; i++)
        for (int32_t part = s->subject[register_subject(d, i)].last_part; part >= 0;
             part = s->part[part].before)
            for (int32_t c = 0; c < s->part[part].claims; c++) {
                const int64_t claim = s->part[part].first_claim + c;
                const struct rk_str aspect = rk_sit_text(s, s->aspect[s->claim[claim].aspect]);
                const bool same = rk_str_eq(aspect, RK_STR("same_as"));
                if ((!same && !rk_str_eq(aspect, RK_STR("distinct_from"))) ||
                    !plan_stands(&d->p, claim))
                    continue;
                const struct by_id key = {plan_text(&d->p, claim), 0};
                const struct by_id *other =
                    bsearch(&key, ids, (size_t)d->records, sizeof key, by_id_order);
                if (other && other->record != i && d->decisions < 4 * d->records)
                    d->decision[d->decisions++] =
                        (struct rk_link_decision){i, other->record, same};
            }
    return true;
}

/* ---- linkage -------------------------------------------------------------------------------
 */

static rk_status link(const struct register_dead *d, double threshold, bool decided,
                      const struct rk_register_options *options, struct rk_arena *keep,
                      struct rk_scratch scratch, struct rk_link *out, struct rk_err *err)
{
    const struct rk_link_field fields[REGISTER_FIELDS] = {
        {.name = "sex", .kind = RK_LINK_CHOICE, .text = d->text[F_SEX]},
        {.name = "birth", .kind = RK_LINK_BIRTH, .when = d->when[F_BIRTH]},
        {.name = "address",
         .kind = RK_LINK_TEXT,
         .text = d->text[F_ADDRESS],
         .household = true},
        {.name = "death", .kind = RK_LINK_EVENT, .when = d->when[F_DEATH]},
        {.name = "certificate", .kind = RK_LINK_CODE, .text = d->text[F_CERTIFICATE]},
        {.name = "grave", .kind = RK_LINK_CODE, .text = d->text[F_GRAVE]},
        {.name = "body", .kind = RK_LINK_CODE, .text = d->text[F_BODY]}};
    const struct rk_link_table table = {.records = d->records,
                                        .lists = d->offices,
                                        .fields = REGISTER_FIELDS,
                                        .list = d->list,
                                        .name = d->name,
                                        .role = d->role,
                                        .field = fields};
    const struct rk_link_options wish = {.names = d->names,
                                         .threshold = threshold,
                                         .seed = options->seed,
                                         .threads = options->threads,
                                         .decisions = decided ? d->decision : NULL,
                                         .decision_count = decided ? d->decisions : 0,
                                         .progress = options->progress};
    return rk_link_run(&table, &wish, keep, scratch, out, err);
}

struct rk_str register_title(const struct register_dead *d, int32_t record)
{
    const struct plan *p = &d->p;
    const int32_t row = d->row[record];
    if (register_is_body(d, record))
        return rk_str_printf(d->keep, "%s %.*s", rk_word(p->lang, "register.body"),
                             RK_FMT(plan_key(p, d->body.subject[row - d->person.rows])));
    const struct rk_str whole = plan_text(p, plan_claim(&d->person, row, FULL_NAME));
    return whole.len
               ? whole
               : rk_str_printf(d->keep, "%.*s %.*s %.*s",
                               RK_FMT(plan_text(p, plan_claim(&d->person, row, SURNAME))),
                               RK_FMT(plan_text(p, plan_claim(&d->person, row, GIVEN))),
                               RK_FMT(plan_text(p, plan_claim(&d->person, row, PATRONYMIC))));
}

/* ---- overlap and estimate ------------------------------------------------------------------
 */

static int overlap_order(const void *a, const void *b)
{
    const struct rk_register_overlap *x = a, *y = b;
    if (x->persons != y->persons)
        return x->persons > y->persons ? -1 : 1;
    return (x->lists > y->lists) - (x->lists < y->lists);
}

/* Offices by how many records they keep; `place` [offices]: the old number's new one. */
static void order_offices(const struct register_dead *d, struct rk_register *out,
                          int32_t *place)
{
    int32_t count[RK_REGISTER_OFFICES] = {0};
    bool done[RK_REGISTER_OFFICES] = {false};
    for (int32_t i = 0; i < d->records; i++)
        count[d->list[i]]++;
    out->offices = d->offices;
    for (int32_t k = 0; k < d->offices; k++) {
        int32_t best = 0;
        while (done[best])
            best++;
        for (int32_t o = 0; o < d->offices; o++)
            if (!done[o] && count[o] > count[best])
                best = o;
        done[best] = true;
        place[best] = k;
        out->office[k] = d->office[best];
        out->office_records[k] = count[best];
    }
}

/* Lists on which each linked person stands; bodies without a name are on no list of names. */
static uint32_t *histories(const struct register_dead *d, const struct rk_link *linked,
                           const int32_t *place, struct rk_arena *room)
{
    uint32_t *h = RK_NEW(room, uint32_t, linked->clusters + 1);
    for (int32_t i = 0; h && i < d->records; i++)
        if (!register_is_body(d, i))
            h[linked->cluster[i]] |= 1U << place[d->list[i]];
    return h;
}

static bool count_overlaps(const struct register_dead *d, const struct rk_link *linked,
                           const int32_t *place, struct rk_scratch scratch,
                           struct rk_register *out)
{
    const uint32_t *h = histories(d, linked, place, &scratch.in);
    struct rk_register_overlap *o =
        RK_NEW(d->keep, struct rk_register_overlap, linked->clusters + 1);
    if (!h || !o)
        return false;
    for (int32_t c = 0; c < linked->clusters; c++) {
        int32_t k = 0;
        while (k < out->overlaps && o[k].lists != h[c])
            k++;
        if (!h[c])
            continue;
        if (k == out->overlaps)
            o[out->overlaps++] = (struct rk_register_overlap){h[c], 0};
        o[k].persons++;
        for (int32_t f = 0; f < out->offices; f++)
            out->office_persons[f] += h[c] >> f & 1U;
    }
    qsort(o, (size_t)out->overlaps, sizeof *o, overlap_order);
    out->overlap = o;
    return true;
}

/* The largest lists, at most five: beyond, log-linear models of all hierarchies are too many.
 */
static rk_status estimate_once(const struct register_dead *d, const struct rk_link *linked,
                               const int32_t *place, const struct rk_register_options *options,
                               struct rk_scratch scratch, int32_t lists,
                               struct rk_estimate out[RK_ESTIMATE_MODELS], struct rk_err *err)
{
    const uint32_t *h = histories(d, linked, place, &scratch.in);
    uint32_t *seen = RK_NEW(&scratch.in, uint32_t, 1 << RK_REGISTER_LISTS);
    int64_t *n = RK_NEW(&scratch.in, int64_t, 1 << RK_REGISTER_LISTS);
    const char *names[RK_REGISTER_LISTS];
    if (!h || !seen || !n)
        return rk_fail(err, RK_ENOMEM, "", "not enough memory for the estimate");
    for (int32_t k = 0; k < lists; k++) {
        int32_t from = 0;
        while (place[from] != k)
            from++;
        names[k] = rk_str_c(d->keep, d->office[from]);
    }
    int32_t rows = 0;
    for (uint32_t bits = 1; bits < 1U << lists; bits++) {
        seen[rows] = bits;
        for (int32_t c = 0; c < linked->clusters; c++)
            n[rows] += (h[c] & ((1U << lists) - 1)) == bits;
        rows += n[rows] > 0;
    }
    const struct rk_estimate_table table = {lists, names, rows, seen, n};
    const struct rk_estimate_options wish = {
        .models = 1U << RK_ESTIMATE_LOGLINEAR | 1U << RK_ESTIMATE_DGA | 1U << RK_ESTIMATE_LCMCR,
        .iterations = 20000,
        .seed = options->seed,
        .threads = options->threads,
        .progress = options->progress};
    return rk_estimate_fit(&table, &wish, d->keep, scratch, out, err);
}

static rk_status estimate(const struct register_dead *d, const int32_t *place,
                          const struct rk_register_options *options, struct rk_scratch scratch,
                          struct rk_register *out, struct rk_err *err)
{
    static const double thresholds[] = {0.3, 0.5, 0.7};
    enum { VERSIONS = 3 };
    struct rk_estimate version[VERSIONS][RK_ESTIMATE_MODELS] = {0};
    const struct rk_estimate *each[RK_ESTIMATE_MODELS];
    int32_t models = 0;
    out->lists = out->offices < RK_REGISTER_LISTS ? out->offices : RK_REGISTER_LISTS;
    for (int v = 0; v < VERSIONS; v++) {
        struct rk_link linked;
        rk_status status =
            link(d, thresholds[v], true, options, d->keep, scratch, &linked, err);
        if (!status)
            status =
                estimate_once(d, &linked, place, options, scratch, out->lists, version[v], err);
        if (status)
            return status;
    }
    for (int m = 0; m < RK_ESTIMATE_MODELS; m++) {
        const struct rk_estimate *const all[] = {&version[0][m], &version[1][m],
                                                 &version[2][m]};
        if (!version[0][m].model)
            continue;
        const rk_status status =
            rk_estimate_average(all, VERSIONS, d->keep, scratch, &out->model[m], err);
        if (status)
            return status;
        each[models++] = &out->model[m];
    }
    return rk_estimate_range(each, models, d->keep, &out->range, err);
}

rk_status rk_register_make(const struct rk_report *report,
                           const struct rk_register_options *options, struct rk_arena *keep,
                           struct rk_scratch scratch, struct rk_register *out,
                           struct rk_err *err)
{
    struct register_dead d = {.keep = keep};
    struct rk_register made = {0};
    struct rk_link linked;
    int32_t place[RK_REGISTER_OFFICES] = {0};
    if (!register_plan(&d.p, report, options->lang, keep, &scratch))
        return rk_fail(err, RK_ENOMEM, "", "not enough memory for the register");
    rk_status status = rk_names_open(keep, scratch, &d.names, err);
    if (!status)
        status = gather(&d, &scratch.in, err);
    if (!status && !gather_decisions(&d, &scratch.in))
        status = rk_fail(err, RK_ENOMEM, "", "not enough memory for the decisions");
    if (!status)
        status = rk_reviews_read(report->view, keep, scratch, &d.reviews, err);
    if (!status)
        status = link(&d, 0.5, true, options, keep, scratch, &linked, err);
    if (status)
        return status;
    made.records = d.records;
    for (int32_t i = 0; i < d.records; i++)
        made.bodies += register_is_body(&d, i);
    for (int32_t i = 0; i < d.decisions; i++) {
        made.decided_same += d.decision[i].same;
        made.decided_distinct += !d.decision[i].same;
    }
    made.clusters = linked.clusters;
    made.distinct_low = linked.distinct_low;
    made.distinct_high = linked.distinct_high;
    made.recall = linked.recall;
    order_offices(&d, &made, place);
    if (!count_overlaps(&d, &linked, place, scratch, &made) ||
        !register_ask(&d, &linked, options, scratch, &made))
        return rk_fail(err, RK_ENOMEM, "", "not enough memory for the register");
    if (options->quality) {
        struct rk_link alone; /* what the machine says without having been told */
        status = link(&d, 0.5, false, options, keep, scratch, &alone, err);
        if (!status && !register_quality(&d, &alone, options, scratch, &made))
            status = rk_fail(err, RK_ENOMEM, "", "not enough memory for the register");
    }
    if (!status && options->estimate)
        status = estimate(&d, place, options, scratch, &made, err);
    if (!status)
        *out = made;
    return status;
}
