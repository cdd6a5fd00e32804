/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row of a list of subjects: one part for each compartment that it says something for. */
#define RK_INTAKE_ROOM
#include "rk_base.h"
#include "import_say.h"

/* The parts of a row being filled, by compartment. */
struct parts {
    struct rk_claim *claims[RK_COMPARTMENTS + 1];
    int32_t count[RK_COMPARTMENTS + 1];
    ptrdiff_t bytes[RK_COMPARTMENTS + 1];
};

static void put(struct parts *p, enum rk_compartment compartment, const struct rk_claim *claim)
{
    p->claims[compartment][p->count[compartment]++] = *claim;
    p->bytes[compartment] += claim->value.text.len + claim->said_as.len + 64;
}

/* Required cells that are empty, and required columns that the table lacks. */
static void check_required(struct import_row *r)
{
    const struct rk_import *in = r->in;
    const struct import_plan *p = in->plan;
    const struct import_why why = {.reason = "intake.fault.required"};
    for (int32_t i = 0; i < in->column_count; i++) {
        const struct import_column *c = &in->columns[i];
        const struct rk_cell cell = import_cell_of(r->row, c->index);
        if (c->aspect && (c->aspect->required || c == p->stand_in) && !r->said[i].filled &&
            (cell.kind == RK_CELL_EMPTY || import_unknown(rk_str_trim(cell.text))))
            import_fault(r, c, (struct rk_str){0}, cell.text, &why);
    }
    if (p->address && p->address->required && p->street && !import_said_of(r, p->street) &&
        import_address(in, r->row, r->reading.keep).len == 0)
        import_fault(r, p->street, (struct rk_str){0}, (struct rk_str){0}, &why);
    for (int32_t i = 0; i < p->lacking_count; i++) {
        const struct import_why gone = {.reason = "intake.fault.no_column"};
        import_fault(r, NULL, rk_str_of(p->lacking[i]->label.one[r->reading.lang]),
                     (struct rk_str){0}, &gone);
    }
}

/* "kind:key", "kind:list/key" or "kind:list/line-17"; a key seen before is a fault. */
static struct rk_str subject_of(struct import_row *r, rk_status *status)
{
    struct rk_import *in = r->in;
    struct rk_arena *keep = r->reading.keep;
    const struct rk_kind *kind = in->mapping.kind;
    const struct import_column *from = NULL;
    const struct rk_str key = import_row_key(in, r->row, keep, &from);
    const bool usable = key.len > 0 && (in->plan->keys_unique || kind->shared_key);
    *status = RK_OK;
    if (!usable)
        return rk_str_printf(keep, "%s:%.*s/line-%" PRId64, kind->id, RK_FMT(in->list),
                             r->row->line);
    if (key.len > IMPORT_KEY_MAX) {
        const struct import_why why = {.reason = "intake.fault.too_long",
                                       .args = {RK_STR("200")}};
        import_fault(r, from, (struct rk_str){0}, key, &why);
    } else if (in->plan->keys_unique) {
        const int64_t before = import_keys_add(&in->keys, key, r->row->line);
        if (before < 0)
            *status = RK_ENOMEM;
        if (before > 0) {
            const struct import_why why = {.reason = "intake.fault.duplicate",
                                           .args = {rk_str_printf(keep, "%" PRId64, before)}};
            const struct rk_str said = rk_str_trim(import_cell_of(r->row, from->index).text);
            import_fault(r, from, (struct rk_str){0}, said, &why);
        }
    }
    if (kind->shared_key)
        return rk_str_printf(keep, "%s:%.*s", kind->id, RK_FMT(key));
    return rk_str_printf(keep, "%s:%.*s/%.*s", kind->id, RK_FMT(in->list), RK_FMT(key));
}

static void claims_of(struct import_row *r, struct parts *p)
{
    const struct rk_import *in = r->in;
    for (int32_t i = 0; i < in->column_count; i++) {
        const struct import_column *c = &in->columns[i];
        const struct import_said *said = &r->said[i];
        if (!said->filled || c == in->plan->as_of || c == in->plan->according_to)
            continue;
        struct rk_claim claim = {.as_of = RK_WHEN_UNKNOWN,
                                 .period = RK_WHEN_UNKNOWN,
                                 .value = said->value,
                                 .bound = said->bound,
                                 .said_as = said->said_as,
                                 .unit = said->unit};
        if (!c->aspect) {
            claim.aspect = RK_STR("other");
            claim.said_as = c->map->header;
        } else {
            claim.aspect = rk_str_of(c->aspect->id);
            if (claim.unit.len == 0)
                claim.unit = rk_str_of(c->aspect->unit);
        }
        put(p, c->compartment, &claim);
        if (!c->map->second)
            continue;
        claim.aspect = rk_str_of(c->map->second->id);
        claim.value.low = claim.value.high = said->second;
        put(p, c->map->second->compartment, &claim);
    }
    struct rk_claim listed;
    bool any = false;
    for (int k = 1; k <= RK_COMPARTMENTS; k++)
        any |= p->count[k] > 0;
    if (any && import_listed_claim(r, &listed))
        put(p, rk_aspect_find(in->mapping.kind, listed.aspect)->compartment, &listed);
    if (any && import_surveyed_claim(r, &listed))
        put(p, rk_aspect_find(in->mapping.kind, listed.aspect)->compartment, &listed);
    const struct rk_aspect *address = in->plan->address;
    const struct rk_str made =
        address ? import_address(in, r->row, r->reading.keep) : (struct rk_str){0};
    if (made.len > 0)
        put(p, address->compartment,
            &(struct rk_claim){.aspect = rk_str_of(address->id),
                               .as_of = RK_WHEN_UNKNOWN,
                               .period = RK_WHEN_UNKNOWN,
                               .value = {.kind = RK_VALUE_TEXT, .text = made}});
}

/* A row whose texts do not fit one entry is refused by its longest cell. */
static void check_size(struct import_row *r, const struct parts *p)
{
    const struct rk_import *in = r->in;
    bool large = false;
    for (int k = 1; k <= RK_COMPARTMENTS; k++)
        large |= p->bytes[k] > IMPORT_PART_MAX;
    if (!large)
        return;
    const struct import_column *longest = &in->columns[0];
    for (int32_t i = 1; i < in->column_count; i++)
        if (import_cell_of(r->row, in->columns[i].index).text.len >
            import_cell_of(r->row, longest->index).text.len)
            longest = &in->columns[i];
    const struct import_why why = {.reason = "intake.fault.row_too_long"};
    import_fault(r, longest, (struct rk_str){0}, import_cell_of(r->row, longest->index).text,
                 &why);
}

static struct rk_when when_of(const struct import_row *r)
{
    const struct rk_import *in = r->in;
    const struct import_said *said = import_said_of(r, in->plan->as_of);
    if (said)
        return said->value.when;
    if (rk_when_known(in->mapping.as_of))
        return in->mapping.as_of;
    if (in->options.as_of.last != 0 && rk_when_known(in->options.as_of))
        return in->options.as_of;
    return (struct rk_when){in->options.today, in->options.today};
}

rk_status import_list_row(struct import_row *r, struct rk_import_row *out, struct rk_err *err)
{
    struct rk_import *in = r->in;
    struct rk_arena *keep = r->reading.keep;
    rk_status status = RK_OK;
    check_required(r);
    const struct rk_str about = subject_of(r, &status);
    if (status)
        return rk_fail(err, status, in->name.at, "too many keys for one file");
    if (r->fault_count)
        return RK_OK;
    struct parts p = {0};
    for (int k = 1; k <= RK_COMPARTMENTS; k++)
        p.claims[k] = RK_NEW(keep, struct rk_claim, 2 * in->column_count + 3);
    struct rk_import_part *parts = RK_NEW(keep, struct rk_import_part, RK_COMPARTMENTS);
    if (keep->failed)
        return RK_OK; /* said by the caller */
    claims_of(r, &p);
    check_size(r, &p);
    const struct import_said *source = import_said_of(r, in->plan->according_to);
    for (int k = 1; k <= RK_COMPARTMENTS; k++) {
        if (p.count[k] == 0)
            continue;
        parts[out->part_count++] =
            (struct rk_import_part){.part = {.compartment = k,
                                             .about = about,
                                             .place = import_place(r),
                                             .as_of = when_of(r),
                                             .scope = in->scope,
                                             .claims = p.claims[k],
                                             .claim_count = p.count[k]},
                                    .source_name = source ? source->value.text : in->source};
    }
    out->parts = parts;
    if (out->part_count == 0 && r->fault_count == 0)
        out->passed = "intake.passed.nothing";
    return RK_OK;
}
