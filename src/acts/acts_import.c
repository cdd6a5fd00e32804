/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_importer.h"

#include "rk_file.h"
#include "rk_json.h"
#include "rk_text.h"

/* All reasons of a bad file of tens of thousands of rows; address space, touched as used. */
#define FAULTS_MOST ((ptrdiff_t)1 << 28)

struct rk_importer {
    struct rk_acts at;
    const struct rk_import_act *what;
    struct rk_batch *batch; /* NULL in a dry run */
    struct rk_act act;
    struct rk_str town, scope;
    struct rk_import_options options;
    struct rk_str file; /* base name of the present one */
    const struct rk_kind *kind;
    struct rk_import_counts counts;
    /* sources said already; their own room outlives the acts */
    struct rk_arena sources_keep;
    struct rk_str *source;
    int64_t sources, source_slots;
    struct rk_buf faults; /* text or JSON of the refusals */
    struct rk_json_out json;
    struct rk_buf mappings;
};

/* ---- what is known before a row is read ----------------------------------------------------
 */

/* Line ends of the file: how much there is to do, for the progress alone. */
static double count_lines(const char *path)
{
    double lines = 1;
    char block[1 << 16];
    FILE *f = fopen(path, "rb");
    for (size_t got; f && (got = fread(block, 1, sizeof block, f)) > 0;)
        for (const char *at = block; (at = memchr(at, '\n', (size_t)(block + got - at))); at++)
            lines++;
    if (f)
        fclose(f);
    return lines;
}

/* ---- parts ---------------------------------------------------------------------------------
 */

static struct rk_str *source_slot(struct rk_str *table, int64_t slots, struct rk_str id)
{
    uint64_t h = 14695981039346656037u;
    for (ptrdiff_t i = 0; i < id.len; i++)
        h = (h ^ (unsigned char)id.at[i]) * 1099511628211u;
    uint64_t i = h & (uint64_t)(slots - 1);
    while (table[i].len && !rk_str_eq(table[i], id))
        i = (i + 1) & (uint64_t)(slots - 1);
    return &table[i];
}

static bool grow_sources(struct rk_importer *in)
{
    const int64_t wider_slots = in->source_slots ? 2 * in->source_slots : 256;
    struct rk_str *wider = RK_NEW(&in->sources_keep, struct rk_str, wider_slots);
    for (int64_t i = 0; wider && i < in->source_slots; i++)
        if (in->source[i].len)
            *source_slot(wider, wider_slots, in->source[i]) = in->source[i];
    if (!wider)
        return false;
    in->source = wider;
    in->source_slots = wider_slots;
    return true;
}

/* True when the source was not met before; remembers it. */
static bool new_source(struct rk_importer *in, struct rk_str id)
{
    if (in->source_slots && source_slot(in->source, in->source_slots, id)->len)
        return false;
    if (2 * (in->sources + 1) > in->source_slots && !grow_sources(in))
        return true; /* said once more: no harm */
    *source_slot(in->source, in->source_slots, id) = rk_str_copy(&in->sources_keep, id);
    in->sources++;
    return true;
}

/* Sources named by earlier batches that stand need no second telling. */
static void know_the_sources(struct rk_importer *in)
{
    const struct rk_situation *s = in->at.situation;
    for (int32_t i = 0; i < s->subjects; i++) {
        const struct rk_str id = rk_sit_text(s, s->subject[i].id);
        if (rk_str_starts(id, RK_STR("source:")) && rk_acts_text(s, i, "name").len)
            (void)new_source(in, id);
    }
}

static void read_options(struct rk_importer *in)
{
    const struct rk_import_act *w = in->what;
    in->options =
        (struct rk_import_options){.kind = rk_str_of(w->kind),
                                   .source = rk_str_of(w->source),
                                   .file.sheet = w->sheet,
                                   .lang = in->at.lang,
                                   .mapping = w->mapping,
                                   .today = in->act.day > w->today ? in->act.day : w->today,
                                   .as_of = (struct rk_when){in->act.day, in->act.day},
                                   .town = in->town,
                                   .scope = in->scope};
}

static rk_status add_texts(struct rk_importer *in, int compartment, struct rk_str about,
                           struct rk_str place, const char *const *aspects,
                           const struct rk_str *texts, int count, struct rk_err *err)
{
    const struct rk_when never = {RK_DAY_NONE, RK_DAY_NONE};
    struct rk_claim claims[8];
    struct rk_part part = {.compartment = compartment,
                           .about = about,
                           .place = place,
                           .as_of = never,
                           .claims = claims};
    for (int i = 0; i < count; i++)
        if (texts[i].len)
            claims[part.claim_count++] =
                (struct rk_claim){.aspect = rk_str_of(aspects[i]),
                                  .value = {.kind = RK_VALUE_TEXT, .text = texts[i]},
                                  .as_of = never,
                                  .period = never};
    return part.claim_count ? rk_batch_add(in->batch, &part, err) : RK_OK;
}

static rk_status add_part(struct rk_importer *in, int64_t line, const struct rk_import_part *p,
                          struct rk_err *err)
{
    static const char *const aspects[] = {"name", "role", "party"};
    const struct rk_arena before = *in->at.keep;
    struct rk_part part = p->part;
    rk_status status = rk_ledger_source(in->at.ledger, p->source_name, p->source_role,
                                        p->source_party, in->at.keep, &part.source, err);
    if (!status && new_source(in, part.source)) {
        const struct rk_str texts[] = {p->source_name, p->source_role, p->source_party};
        status =
            add_texts(in, RK_SOURCES, part.source, (struct rk_str){0}, aspects, texts, 3, err);
    } else {
        *in->at.keep = before;
    }
    if (!status)
        status = rk_batch_add(in->batch, &part, err);
    if (!status && in->what->saw) {
        int32_t ordinal;
        const int64_t entry = rk_batch_place(in->batch, &ordinal);
        in->what->saw(in->what->user, line, &part, entry, ordinal);
    }
    return status;
}

static void note_faults(struct rk_importer *in, const struct rk_import_row *row,
                        struct rk_buf *said)
{
    for (int32_t i = 0; i < row->fault_count; i++) {
        const ptrdiff_t from = said->len;
        rk_fault_say(in->at.lang, in->file, &row->faults[i], said);
        rk_buf_char(said, '\n');
        if (!in->what->json)
            continue;
        const struct rk_fault *f = &row->faults[i];
        char letters[8] = "";
        if (f->column >= 0)
            rk_column_letters(f->column, letters);
        rk_json_object(&in->json);
        rk_json_kstr(&in->json, "column", rk_str_of(letters));
        rk_json_kstr(&in->json, "file", in->file);
        rk_json_kstr(&in->json, "header", f->header);
        rk_json_kint(&in->json, "line", f->line);
        rk_json_kstr(&in->json, "reason", rk_str_of(f->reason));
        rk_json_kstr(&in->json, "text", (struct rk_str){said->at + from, said->len - from - 1});
        rk_json_kstr(&in->json, "value", f->value);
        rk_json_object_end(&in->json);
    }
}

/* A refused row is kept with its reasons, sealed as its kind would have been. */
static rk_status keep_refusal(struct rk_importer *in, const struct rk_mapping *m,
                              const struct rk_import_row *row, struct rk_err *err)
{
    struct rk_arena room = in->at.scratch.in;
    struct rk_buf said = rk_buf_in(&room, 1 << 20);
    note_faults(in, row, &said);
    if (!in->what->json)
        rk_buf_add(&in->faults, rk_buf_str(&said));
    if (!in->batch)
        return RK_OK;
    static const char *const aspects[] = {"refused"};
    const struct rk_str text = rk_utf8_head(rk_buf_str(&said), 50000);
    const struct rk_str about =
        rk_str_printf(&room, "refusal:%.*s/%" PRId64, RK_FMT(in->file), row->line);
    const struct rk_str place =
        rk_str_printf(&room, "%.*s:%" PRId64, RK_FMT(in->file), row->line);
    return add_texts(in, (int)m->kind->compartment, about, place, aspects, &text, 1, err);
}

static rk_status keep_mapping(struct rk_importer *in, const struct rk_mapping *m,
                              struct rk_err *err)
{
    char key[65];
    struct rk_arena room = in->at.scratch.in;
    struct rk_buf json = rk_buf_in(&room, 1 << 18);
    rk_mapping_key(m, key);
    rk_mapping_write(m, &json);
    if (!in->batch) {
        rk_buf_add(&in->mappings, rk_buf_str(&json));
        return RK_OK;
    }
    static const char *const aspects[] = {"mapping"};
    const struct rk_str text = rk_buf_str(&json);
    if (text.len > 50000)
        return RK_OK; /* a table of thousands of columns: guessed again next time */
    return add_texts(in, RK_OPERATIONS, rk_str_printf(&room, "mapping:%s", key),
                     (struct rk_str){0}, aspects, &text, 1, err);
}

/* A mapping that was used for the same headers before is used again. */
static rk_status recall_mapping(struct rk_importer *in, struct rk_import *file,
                                struct rk_err *err)
{
    char key[65];
    struct rk_arena room = in->at.scratch.in;
    if (in->what->mapping.len || in->what->kind)
        return RK_OK;
    rk_mapping_key(rk_import_mapping(file), key);
    const int32_t known =
        rk_sit_subject_find(in->at.situation, rk_str_printf(&room, "mapping:%s", key));
    const struct rk_str json = rk_acts_text(in->at.situation, known, "mapping");
    return json.len ? rk_import_remap(file, json, err) : RK_OK;
}

RK_PRINTF(2, 3)
static void say(struct rk_importer *in, const char *fmt, ...)
{
    char line[4096];
    va_list args;
    if (!in->what->say)
        return;
    va_start(args, fmt);
    rk_said_list(line, sizeof line, fmt, args);
    va_end(args);
    in->what->say(in->what->user, line);
}

/* A row that is no data is told, the first of a file one by one, all of them by number. */
static void say_passed(struct rk_importer *in, const struct rk_import_row *row, int32_t before)
{
    enum { TOLD = 20 };
    if (before < TOLD)
        say(in, "  %.*s:%" PRId64 ": %s", RK_FMT(in->file), row->line,
            rk_word(in->at.lang, row->passed));
}

static rk_status take_rows(struct rk_importer *in, struct rk_import *file, struct rk_err *err)
{
    const struct rk_mapping *m = rk_import_mapping(file);
    struct rk_import_row row;
    int32_t passed = 0;
    bool end = false;
    for (;;) {
        rk_status status = rk_import_next(file, &row, &end, err);
        if (status || end)
            return status;
        if (row.outcome == RK_ROW_PASSED)
            say_passed(in, &row, passed++);
        if (row.outcome == RK_ROW_REFUSED)
            status = keep_refusal(in, m, &row, err);
        for (int32_t i = 0; in->batch && i < row.part_count && !status; i++) {
            status = add_part(in, row.line, &row.parts[i], err);
            if (status == RK_EINVAL && err && !err->place[0])
                snprintf(err->place, sizeof err->place, "%.*s:%" PRId64, RK_FMT(in->file),
                         row.line);
        }
        if (!status)
            status = rk_progress_step(in->at.progress, 1, err);
        if (status)
            return status;
    }
}

/* What was understood of the file, and what a person should look at: columns that nobody
 * recognised or that hardly fit, sheets that were not read. */
static void say_understood(struct rk_importer *in, const struct rk_import *file)
{
    const struct rk_mapping *m = rk_import_mapping(file);
    struct rk_arena room = in->at.scratch.in;
    struct rk_buf as_text = rk_buf_in(&room, 1 << 16), unsure = rk_buf_in(&room, 1 << 16);
    for (int32_t i = 0; i < m->column_count; i++) {
        const struct rk_map_column *c = &m->columns[i];
        if (!c->aspect)
            rk_buf_printf(&as_text, "%s%.*s", as_text.len ? ", " : "", RK_FMT(c->header));
        else if (c->fit < 0.95)
            rk_buf_printf(&unsure, "%s%.*s → %s", unsure.len ? ", " : "", RK_FMT(c->header),
                          rk_form(&c->aspect->label, in->at.lang, 1));
    }
    const struct rk_str known = rk_intake_describe(rk_import_file(file));
    say(in, "%.*s: %.*s; read as: %s", RK_FMT(in->file), RK_FMT(known),
        rk_form(&m->kind->label, in->at.lang, 2));
    if (as_text.len)
        say(in, "  kept as text: %.*s", RK_FMT(rk_buf_str(&as_text)));
    if (unsure.len)
        say(in, "  look at these: %.*s", RK_FMT(rk_buf_str(&unsure)));
    const struct rk_str *sheets = NULL;
    const bool *hidden = NULL;
    const int32_t count = rk_intake_sheets(rk_import_file(file), &sheets, &hidden);
    if (count > 1)
        say(in, "  one sheet of %d is read; another one: --sheet NAME", (int)count);
}

/* Headers that cannot be guessed may have been told once: a remembered mapping whose headers
 * are exactly these opens the file. */
static rk_status open_as_remembered(struct rk_importer *in, const char *path,
                                    struct rk_import **out)
{
    const struct rk_situation *s = in->at.situation;
    for (int32_t i = s->subjects - 1; i >= 0; i--) {
        struct rk_str id = rk_sit_text(s, s->subject[i].id);
        if (!rk_str_starts(id, RK_STR("mapping:")))
            continue;
        char key[65];
        struct rk_import_options options = in->options;
        options.mapping = rk_acts_text(s, i, "mapping");
        if (!options.mapping.len ||
            rk_import_open(path, &options, in->at.keep, out, NULL) != RK_OK)
            continue;
        rk_mapping_key(rk_import_mapping(*out), key);
        (void)rk_str_cut(&id, ':');
        if (rk_str_eq(id, rk_str_of(key)))
            return RK_OK;
        rk_import_close(*out);
    }
    return RK_ENOTFOUND;
}

static rk_status take_file(struct rk_importer *in, const char *path, struct rk_err *err)
{
    struct rk_import *file = NULL;
    in->file = rk_path_base(rk_str_of(path));
    rk_status status = rk_import_open(path, &in->options, in->at.keep, &file, err);
    if (status == RK_EINVAL && !in->what->mapping.len && !in->what->kind &&
        open_as_remembered(in, path, &file) == RK_OK)
        status = RK_OK;
    if (status)
        return status;
    in->kind = rk_import_mapping(file)->kind;
    rk_progress_start(in->at.progress, "progress.import", count_lines(path));
    status = recall_mapping(in, file, err);
    if (!status)
        say_understood(in, file);
    if (!status)
        status = keep_mapping(in, rk_import_mapping(file), err);
    if (!status)
        status = take_rows(in, file, err);
    const struct rk_import_counts c = rk_import_counted(file);
    in->counts.taken += c.taken;
    in->counts.refused += c.refused;
    in->counts.passed += c.passed;
    in->counts.claims += c.claims;
    in->counts.faults += c.faults;
    rk_import_close(file);
    return status;
}

/* ---- the act -------------------------------------------------------------------------------
 */

static struct rk_str file_names(struct rk_importer *in)
{
    struct rk_buf names = rk_buf_in(in->at.keep, 4096);
    for (int i = 0; i < in->what->count; i++) {
        const struct rk_str base = rk_path_base(rk_str_of(in->what->files[i]));
        if (names.len + base.len + 2 > 2000)
            break;
        rk_buf_c(&names, i ? ", " : "");
        rk_buf_add(&names, base);
    }
    return rk_buf_str(&names);
}

static rk_status take_all(struct rk_importer *in, struct rk_receipt *receipt,
                          struct rk_err *err)
{
    rk_status status = RK_OK;
    in->act.file = file_names(in);
    if (!in->what->dry_run)
        status = rk_batch_begin(in->at.ledger, &in->act, in->at.keep, &in->batch, err);
    for (int i = 0; i < in->what->count && !status; i++)
        status = take_file(in, in->what->files[i], err);
    if (!status && !in->counts.taken && !in->what->dry_run)
        status = rk_fail(err, RK_EINVAL, "", "no row could be taken: nothing was saved");
    if (!in->batch)
        return status;
    if (!status)
        return rk_batch_close(in->batch, receipt, err);
    rk_batch_abandon(in->batch);
    return status;
}

rk_status rk_importer_open(const struct rk_acts *at, struct rk_importer **out,
                           struct rk_err *err)
{
    struct rk_importer *in = RK_NEW(at->keep, struct rk_importer, 1);
    const ptrdiff_t left = rk_arena_left(at->keep) / 8;
    if (!in)
        return rk_fail(err, RK_ENOMEM, "", "not enough memory for the import");
    *in = (struct rk_importer){
        .at = *at,
        .faults = rk_buf_in(at->keep, left < FAULTS_MOST ? left : FAULTS_MOST),
        .mappings = rk_buf_in(at->keep, 1 << 20),
        .sources_keep = rk_arena_open(rk_address_share((ptrdiff_t)1 << 28, 32))};
    if (at->keep->failed || in->sources_keep.failed) {
        rk_importer_close(in);
        return rk_fail(err, RK_ENOMEM, "", "not enough memory for the import");
    }
    rk_acts_town(at->situation, at->keep, &in->scope, &in->town);
    know_the_sources(in);
    *out = in;
    return RK_OK;
}

void rk_importer_close(struct rk_importer *in)
{
    if (in)
        rk_arena_close(&in->sources_keep);
}

rk_status rk_importer_take(struct rk_importer *in, const struct rk_import_act *what,
                           const struct rk_act *act, struct rk_receipt *receipt,
                           struct rk_import_result *out, struct rk_err *err)
{
    const struct rk_arena before = *in->at.keep;
    in->what = what;
    in->batch = NULL;
    in->kind = NULL;
    in->counts = (struct rk_import_counts){0};
    in->faults.len = in->mappings.len = 0;
    in->act = *act;
    in->act.kind = RK_ACT_IMPORT;
    in->act.note = rk_str_of(what->source); /* the office that keeps the list */
    in->json = rk_json_write(&in->faults);
    if (what->json)
        rk_json_array(&in->json);
    read_options(in);
    const rk_status status = take_all(in, receipt, err);
    if (what->json)
        rk_json_array_end(&in->json);
    *in->at.keep = before;
    *out = (struct rk_import_result){.counts = in->counts,
                                     .faults = rk_buf_str(&in->faults),
                                     .mappings = rk_buf_str(&in->mappings),
                                     .kind = in->kind};
    return status;
}
