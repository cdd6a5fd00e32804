/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a mapping to all that the rows of the file will need. */
#define RK_INTAKE_ROOM
#include "rk_base.h"
#include "import_plan.h"

enum { REPEATED_MIN = 5 }; /* fewer equal keys are slips, not the way the list is kept */
#define REPEATED_SHARE 0.2

bool import_may_be_ahead(const char *aspect)
{
    static const char *const ahead[] = {"can_start_from", "not_before",   "keep_until",
                                        "expiry",         "needed_by",    "due_date",
                                        "runs_out",       "assess_until", "to_date",
                                        "from_date",      "closed_date",  "free_from"};
    for (int i = 0; i < RK_COUNT(ahead); i++)
        if (strcmp(aspect, ahead[i]) == 0)
            return true;
    return false;
}

/* Cells whose meaning hangs on other cells of the row: value by unit, a day that may be "norm".
 */
static bool read_later(const struct rk_aspect *aspect)
{
    static const char *const statement[] = {"value_low", "value_high"};
    for (int i = 0; i < RK_COUNT(statement); i++)
        if (strcmp(aspect->kind, "statement") == 0 && strcmp(aspect->id, statement[i]) == 0)
            return true;
    return strcmp(aspect->kind, "fact") == 0;
}

const struct import_column *import_column_of(const struct rk_import *in, const char *aspect)
{
    for (int32_t i = 0; i < in->column_count; i++)
        if (in->columns[i].aspect && strcmp(in->columns[i].aspect->id, aspect) == 0)
            return &in->columns[i];
    return NULL;
}

const struct import_said *import_said_of(const struct import_row *r,
                                         const struct import_column *column)
{
    if (!column)
        return NULL;
    const struct import_said *said = &r->said[column - r->in->columns];
    return said->filled ? said : NULL;
}

/* The sample rows behind the header. */
static const struct rk_row *data_rows(const struct rk_import *in, int32_t *count)
{
    int32_t first = 0;
    while (first < in->sample_count && in->sample[first].line < in->mapping.data_line)
        first++;
    *count = in->sample_count - first;
    return in->sample + first;
}

/* ---- columns ------------------------------------------------------------------------- */

/* The header may say another unit of the aspect's family: "Потужність, Гкал/год". */
static double factor_of(const struct rk_aspect *aspect, struct rk_str header)
{
    const struct rk_unit *said = rk_header_unit(header);
    const struct rk_unit *own = aspect->unit[0] ? rk_unit_find(rk_str_of(aspect->unit)) : NULL;
    if (!said || !own || strcmp(said->family, own->family) != 0)
        return 1.0;
    return said->factor / own->factor;
}

/* Whom a column that nobody recognised is sealed for: its words may be about people. Small
 * numbers are not. */
static enum rk_compartment compartment_of_other(const struct rk_import *in, int32_t column)
{
    const struct rk_kind *kind = in->mapping.kind;
    int32_t rows = 0;
    const struct rk_row *data = data_rows(in, &rows);
    if (kind->compartment != RK_OPERATIONS)
        return kind->compartment;
    for (int32_t i = 0; i < rows; i++) {
        const struct rk_cell cell = import_cell_of(&data[i], column);
        struct rk_number_said n;
        const struct rk_str said = rk_str_trim(cell.text);
        if (cell.kind != RK_CELL_EMPTY &&
            (said.len > 6 || !rk_number_read(said, false, &n) || n.behind.len > 0))
            return RK_PEOPLE;
    }
    return rows > 0 ? RK_OPERATIONS : RK_PEOPLE;
}

static bool make_columns(struct rk_import *in, struct rk_arena *keep)
{
    const struct rk_mapping *m = &in->mapping;
    in->columns = RK_NEW(keep, struct import_column, m->column_count);
    in->column_count = in->columns ? m->column_count : 0;
    in->width = 0;
    int32_t rows = 0;
    const struct rk_row *data = data_rows(in, &rows);
    for (int32_t i = 0; i < in->column_count; i++) {
        const struct rk_map_column *map = &m->columns[i];
        struct import_column *c = &in->columns[i];
        *c = (struct import_column){
            .index = map->column, .map = map, .aspect = map->aspect, .factor = 1.0};
        in->width = map->column + 1 > in->width ? map->column + 1 : in->width;
        c->compartment =
            c->aspect ? c->aspect->compartment : compartment_of_other(in, c->index);
        if (!c->aspect)
            continue;
        c->factor = factor_of(c->aspect, map->header);
        c->future = import_may_be_ahead(c->aspect->id);
        c->raw = read_later(c->aspect);
        if (c->aspect->type == RK_TYPE_CLASS)
            c->scheme = import_scheme(data, rows, c->index, map->header);
        if (c->aspect->type != RK_TYPE_CHOICE && c->aspect->type != RK_TYPE_BOOL &&
            c->aspect->type != RK_TYPE_CLASS)
            continue;
        c->cache = RK_NEW(keep, struct choice_cache, 1);
        for (int k = 0; k < CHOICE_CACHE && c->cache; k++)
            c->cache->slot[k].len = -1;
    }
    return !keep->failed;
}

/* ---- keys ---------------------------------------------------------------------------- */

struct rk_str import_address(const struct rk_import *in, const struct rk_row *row,
                             struct rk_arena *keep)
{
    const struct import_plan *p = in->plan;
    const struct import_column *from[] = {p->street, p->house_no, p->flat};
    struct rk_str part[3] = {{0}};
    for (int i = 0; i < 3; i++)
        if (from[i])
            part[i] = rk_str_trim(import_cell_of(row, from[i]->index).text);
    if (part[0].len == 0 && part[1].len > 0)
        part[0] = (struct rk_str){in->street, in->street_len};
    if (part[0].len == 0 || import_unknown(part[0]))
        return (struct rk_str){0};
    const bool flat = part[2].len > 0 && !import_unknown(part[2]);
    return rk_str_printf(keep, "%.*s%s%.*s%s%.*s", RK_FMT(part[0]), part[1].len ? ", " : "",
                         RK_FMT(part[1]), flat ? ", кв. " : "", flat ? (int)part[2].len : 0,
                         flat ? part[2].at : "");
}

struct rk_str import_row_key(const struct rk_import *in, const struct rk_row *row,
                             struct rk_arena *keep, const struct import_column **from)
{
    const struct import_plan *p = in->plan;
    const struct rk_kind *kind = in->mapping.kind;
    *from = NULL;
    for (int32_t i = 0; i < p->key_count; i++) {
        const struct import_column *c = p->keys[i];
        const struct rk_cell cell = import_cell_of(row, c->index);
        struct rk_str said = rk_str_trim(cell.text);
        if (cell.kind == RK_CELL_EMPTY || import_unknown(said))
            continue;
        const bool address = c->aspect->type == RK_TYPE_ADDRESS;
        if (address && p->flat) {
            const struct rk_str flat = rk_str_trim(import_cell_of(row, p->flat->index).text);
            if (flat.len > 0 && !import_unknown(flat))
                said = rk_str_printf(keep, "%.*s, кв. %.*s", RK_FMT(said), RK_FMT(flat));
        }
        *from = c;
        return import_key(kind, said, keep);
    }
    if (p->address && p->address->key) {
        *from = p->street ? p->street : p->house_no;
        return import_key(kind, import_address(in, row, keep), keep);
    }
    return (struct rk_str){0};
}

/* Whether the list is kept with one row for each key, judged by the sample. */
static bool unique_in_sample(const struct rk_import *in)
{
    int32_t rows = 0, filled = 0, again = 0;
    const struct rk_row *data = data_rows(in, &rows);
    struct import_keys keys;
    struct rk_arena scratch = rk_arena_open(1 << 20);
    bool fine = import_keys_open(&keys) && !scratch.failed;
    for (int32_t i = 0; i < rows && fine; i++) {
        struct rk_arena keep = scratch;
        const struct import_column *from;
        const struct rk_str key = import_row_key(in, &data[i], &keep, &from);
        if (key.len == 0)
            continue;
        filled++;
        again += import_keys_add(&keys, key, data[i].line) > 0;
    }
    import_keys_close(&keys);
    rk_arena_close(&scratch);
    return again < REPEATED_MIN || again <= REPEATED_SHARE * filled;
}

/* ---- the plan ------------------------------------------------------------------------ */

static void find_roles(struct rk_import *in, struct import_plan *p)
{
    const struct rk_kind *kind = in->mapping.kind;
    p->as_of = import_column_of(in, "as_of");
    p->according_to = import_column_of(in, "according_to");
    p->street = import_column_of(in, "street");
    p->house_no = import_column_of(in, "house_no");
    p->flat = import_column_of(in, "flat");
    if ((p->street || p->house_no) && !import_column_of(in, "address"))
        p->address = rk_aspect_find(kind, RK_STR("address"));
    for (int32_t a = 0; a < kind->aspect_count; a++) {
        const struct import_column *c = import_column_of(in, kind->aspects[a].id);
        if (kind->aspects[a].key && c && p->key_count < IMPORT_KEYS_MAX)
            p->keys[p->key_count++] = c;
        const bool made = &kind->aspects[a] == p->address;
        if (!kind->aspects[a].required || c || made)
            continue;
        const struct import_column *name = import_column_of(in, "name");
        if (kind->aspects[a].key && name && p->key_count < IMPORT_KEYS_MAX)
            p->stand_in = p->keys[p->key_count++] = name;
        else
            p->lacking[p->lacking_count++] = &kind->aspects[a];
    }
}

struct import_plan *import_plan_make(struct rk_import *in, struct rk_arena *keep)
{
    struct import_plan *p = RK_NEW(keep, struct import_plan, 1);
    if (!p || !make_columns(in, keep))
        return NULL;
    in->plan = p;
    p->lacking = RK_NEW(keep, const struct rk_aspect *, in->mapping.kind->aspect_count);
    if (!p->lacking || !import_checks_make(in, &p->checks, keep))
        return NULL;
    find_roles(in, p);
    p->keys_unique = unique_in_sample(in);
    return p;
}
