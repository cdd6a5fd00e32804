/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranok import: spreadsheets → one batch, each row whole or refused with all its reasons. */
#include "cli_found.h"

#include "rk_file.h"
#include "rk_import.h"
#include "rk_json.h"
#include "rk_text.h"

struct importing {
    struct cli *cli;
    const struct cli_import *what;
    struct rk_ledger *ledger;
    struct rk_situation *situation;
    struct rk_batch *batch; /* NULL in a dry run */
    struct rk_act act;
    struct rk_import_options options;
    struct rk_str file; /* base name of the present one */
    struct rk_import_counts counts;
    /* sources said in this batch already */
    struct rk_str *source;
    int64_t sources, source_slots;
    struct rk_buf faults; /* text or JSON of the refusals */
    struct rk_json_out json;
    struct rk_buf mappings;
};

/* ---- what is known before a row is read ----------------------------------------------------
 */

static struct rk_str latest_text(const struct rk_situation *s, int32_t subject,
                                 const char *aspect)
{
    for (int32_t p = subject < 0 ? -1 : s->subject[subject].last_part; p >= 0;
         p = s->part[p].before)
        for (int32_t c = 0; c < s->part[p].claims; c++) {
            const struct rk_sit_claim *row = &s->claim[s->part[p].first_claim + c];
            if (!s->batch[s->part[p].batch].undone_by &&
                rk_str_eq(rk_sit_text(s, s->aspect[row->aspect]), rk_str_of(aspect)))
                return rk_sit_text(s, row->text);
        }
    return (struct rk_str){0};
}

static void know_the_town(struct importing *in)
{
    const struct rk_situation *s = in->situation;
    for (int32_t i = 0; i < s->subjects; i++) {
        struct rk_str id = rk_sit_text(s, s->subject[i].id);
        if (!rk_str_starts(id, RK_STR("town:")))
            continue;
        (void)rk_str_cut(&id, ':');
        const struct rk_str uk = latest_text(s, i, "name_uk"),
                            en = latest_text(s, i, "name_en");
        in->options.town = id;
        in->options.scope =
            rk_str_printf(&in->cli->keep, "%.*s|%.*s|%.*s", RK_FMT(uk.len ? uk : id),
                          RK_FMT(en.len ? en : id), RK_FMT(id));
        return;
    }
}

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

static bool grow_sources(struct importing *in)
{
    const int64_t wider_slots = in->source_slots ? 2 * in->source_slots : 256;
    struct rk_str *wider = RK_NEW(&in->cli->keep, struct rk_str, wider_slots);
    for (int64_t i = 0; wider && i < in->source_slots; i++)
        if (in->source[i].len)
            *source_slot(wider, wider_slots, in->source[i]) = in->source[i];
    if (!wider)
        return false;
    in->source = wider;
    in->source_slots = wider_slots;
    return true;
}

/* True when the source was not met before; remembers it, and then takes memory from keep. */
static bool new_source(struct importing *in, struct rk_str id)
{
    if (in->source_slots && source_slot(in->source, in->source_slots, id)->len)
        return false;
    if (2 * (in->sources + 1) > in->source_slots && !grow_sources(in))
        return true; /* said once more: no harm */
    *source_slot(in->source, in->source_slots, id) = rk_str_copy(&in->cli->keep, id);
    in->sources++;
    return true;
}

/* Sources named by earlier batches that stand need no second telling. */
static void know_the_sources(struct importing *in)
{
    const struct rk_situation *s = in->situation;
    for (int32_t i = 0; i < s->subjects; i++) {
        const struct rk_str id = rk_sit_text(s, s->subject[i].id);
        if (rk_str_starts(id, RK_STR("source:")) && latest_text(s, i, "name").len)
            (void)new_source(in, id);
    }
}

static int read_options(struct importing *in)
{
    struct rk_err err = {0};
    const struct cli_import *w = in->what;
    in->options.kind = rk_str_of(w->kind);
    in->options.source = rk_str_of(w->source);
    in->options.file.sheet = w->sheet;
    in->options.lang = in->cli->lang;
    in->options.today = in->act.day > cli_today() ? in->act.day : cli_today();
    in->options.as_of = (struct rk_when){in->act.day, in->act.day};
    if (w->map && rk_file_read(w->map, 1 << 20, &in->cli->keep, &in->options.mapping, &err))
        return cli_fail(in->cli, &err);
    know_the_town(in);
    know_the_sources(in);
    return CLI_DONE;
}

static rk_status add_texts(struct importing *in, int compartment, struct rk_str about,
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

static rk_status add_part(struct importing *in, const struct rk_import_part *p,
                          struct rk_err *err)
{
    static const char *const aspects[] = {"name", "role", "party"};
    struct rk_arena before = in->cli->keep;
    struct rk_part part = p->part;
    rk_status status = rk_ledger_source(in->ledger, p->source_name, p->source_role,
                                        p->source_party, &in->cli->keep, &part.source, err);
    if (!status && new_source(in, part.source)) {
        const struct rk_str texts[] = {p->source_name, p->source_role, p->source_party};
        status =
            add_texts(in, RK_SOURCES, part.source, (struct rk_str){0}, aspects, texts, 3, err);
    } else {
        in->cli->keep = before;
    }
    return status ? status : rk_batch_add(in->batch, &part, err);
}

static void note_faults(struct importing *in, const struct rk_import_row *row,
                        struct rk_buf *said)
{
    for (int32_t i = 0; i < row->fault_count; i++) {
        const ptrdiff_t from = said->len;
        rk_fault_say(in->cli->lang, in->file, &row->faults[i], said);
        rk_buf_char(said, '\n');
        if (!in->cli->json)
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
static rk_status keep_refusal(struct importing *in, const struct rk_mapping *m,
                              const struct rk_import_row *row, struct rk_err *err)
{
    struct rk_arena room = in->cli->scratch.in;
    struct rk_buf said = rk_buf_in(&room, 1 << 20);
    note_faults(in, row, &said);
    if (!in->cli->json)
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

static rk_status keep_mapping(struct importing *in, const struct rk_mapping *m,
                              struct rk_err *err)
{
    char key[65];
    struct rk_arena room = in->cli->scratch.in;
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
static rk_status recall_mapping(struct importing *in, struct rk_import *file,
                                struct rk_err *err)
{
    char key[65];
    struct rk_arena room = in->cli->scratch.in;
    if (in->what->map || in->what->kind)
        return RK_OK;
    rk_mapping_key(rk_import_mapping(file), key);
    const int32_t known =
        rk_sit_subject_find(in->situation, rk_str_printf(&room, "mapping:%s", key));
    const struct rk_str json = latest_text(in->situation, known, "mapping");
    return json.len ? rk_import_remap(file, json, err) : RK_OK;
}

static rk_status take_rows(struct importing *in, struct rk_import *file, struct rk_err *err)
{
    const struct rk_mapping *m = rk_import_mapping(file);
    struct rk_import_row row;
    bool end = false;
    for (;;) {
        rk_status status = rk_import_next(file, &row, &end, err);
        if (status || end)
            return status;
        if (row.outcome == RK_ROW_REFUSED)
            status = keep_refusal(in, m, &row, err);
        for (int32_t i = 0; in->batch && i < row.part_count && !status; i++) {
            status = add_part(in, &row.parts[i], err);
            if (status == RK_EINVAL && err && !err->place[0])
                snprintf(err->place, sizeof err->place, "%.*s:%" PRId64, RK_FMT(in->file),
                         row.line);
        }
        if (!status)
            status = rk_progress_step(&in->cli->progress, 1, err);
        if (status)
            return status;
    }
}

/* What was understood of the file, and what a person should look at: columns that nobody
 * recognised or that hardly fit, sheets that were not read. */
static void say_understood(struct importing *in, const struct rk_import *file)
{
    struct cli *cli = in->cli;
    const struct rk_mapping *m = rk_import_mapping(file);
    struct rk_arena room = cli->scratch.in;
    struct rk_buf as_text = rk_buf_in(&room, 1 << 16), unsure = rk_buf_in(&room, 1 << 16);
    for (int32_t i = 0; i < m->column_count; i++) {
        const struct rk_map_column *c = &m->columns[i];
        if (!c->aspect)
            rk_buf_printf(&as_text, "%s%.*s", as_text.len ? ", " : "", RK_FMT(c->header));
        else if (c->fit < 0.95)
            rk_buf_printf(&unsure, "%s%.*s → %s", unsure.len ? ", " : "", RK_FMT(c->header),
                          rk_form(&c->aspect->label, cli->lang, 1));
    }
    const struct rk_str known = rk_intake_describe(rk_import_file(file));
    cli_say(cli, "%.*s: %.*s; read as: %s", RK_FMT(in->file), RK_FMT(known),
            rk_form(&m->kind->label, cli->lang, 2));
    if (as_text.len)
        cli_say(cli, "  kept as text: %.*s", RK_FMT(rk_buf_str(&as_text)));
    if (unsure.len)
        cli_say(cli, "  look at these: %.*s", RK_FMT(rk_buf_str(&unsure)));
    const struct rk_str *sheets = NULL;
    const bool *hidden = NULL;
    const int32_t count = rk_intake_sheets(rk_import_file(file), &sheets, &hidden);
    if (count > 1)
        cli_say(cli, "  one sheet of %d is read; another one: --sheet NAME", (int)count);
}

/* Headers that cannot be guessed may have been told once: a remembered mapping whose headers
 * are exactly these opens the file. */
static rk_status open_as_remembered(struct importing *in, const char *path,
                                    struct rk_import **out)
{
    const struct rk_situation *s = in->situation;
    for (int32_t i = s->subjects - 1; i >= 0; i--) {
        struct rk_str id = rk_sit_text(s, s->subject[i].id);
        if (!rk_str_starts(id, RK_STR("mapping:")))
            continue;
        char key[65];
        struct rk_import_options options = in->options;
        options.mapping = latest_text(s, i, "mapping");
        if (!options.mapping.len ||
            rk_import_open(path, &options, &in->cli->keep, out, NULL) != RK_OK)
            continue;
        rk_mapping_key(rk_import_mapping(*out), key);
        (void)rk_str_cut(&id, ':');
        if (rk_str_eq(id, rk_str_of(key)))
            return RK_OK;
        rk_import_close(*out);
    }
    return RK_ENOTFOUND;
}

static rk_status take_file(struct importing *in, const char *path, struct rk_err *err)
{
    struct rk_import *file = NULL;
    in->file = rk_path_base(rk_str_of(path));
    rk_status status = rk_import_open(path, &in->options, &in->cli->keep, &file, err);
    if (status == RK_EINVAL && !in->what->map && !in->what->kind &&
        open_as_remembered(in, path, &file) == RK_OK)
        status = RK_OK;
    if (status)
        return status;
    rk_progress_start(&in->cli->progress, "progress.import", count_lines(path));
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

static struct rk_str file_names(struct importing *in)
{
    struct rk_buf names = rk_buf_in(&in->cli->keep, 4096);
    for (int i = 0; i < in->what->count; i++) {
        const struct rk_str base = rk_path_base(rk_str_of(in->what->files[i]));
        if (names.len + base.len + 2 > 2000)
            break;
        rk_buf_c(&names, i ? ", " : "");
        rk_buf_add(&names, base);
    }
    return rk_buf_str(&names);
}

static rk_status take_all(struct importing *in, struct rk_receipt *receipt, struct rk_err *err)
{
    rk_status status = RK_OK;
    in->act.file = file_names(in);
    if (!in->what->dry_run)
        status = rk_batch_begin(in->ledger, &in->act, &in->cli->keep, &in->batch, err);
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

static int print_json(struct importing *in, const struct rk_receipt *r)
{
    struct rk_buf out = cli_buffer(in->cli);
    rk_json_array_end(&in->json);
    rk_buf_printf(&out,
                  "{\"batch\":%d,\"taken\":%" PRId64 ",\"refused\":%" PRId64
                  ",\"passed\":%" PRId64 ",\"claims\":%" PRId64 ",\"dry_run\":%s",
                  r->batch, in->counts.taken, in->counts.refused, in->counts.passed,
                  in->counts.claims, in->what->dry_run ? "true" : "false");
    if (in->mappings.len)
        rk_buf_printf(&out, ",\"mapping\":%.*s", RK_FMT(rk_buf_str(&in->mappings)));
    rk_buf_c(&out, ",\"faults\":");
    rk_buf_add(&out, rk_buf_str(&in->faults));
    rk_buf_c(&out, "}\n");
    return cli_print(in->cli, rk_buf_str(&out));
}

/* Faults are the result of a dry run, and talk beside a saved batch. */
static int print_text(struct importing *in, const struct rk_receipt *r)
{
    struct cli *cli = in->cli;
    const struct rk_import_counts *c = &in->counts;
    int code = CLI_DONE;
    if (in->what->dry_run)
        code = cli_print(cli, rk_buf_str(&in->faults));
    else
        fwrite(in->faults.at, 1, (size_t)in->faults.len, stderr);
    struct rk_buf out = cli_buffer(cli);
    if (r->batch)
        rk_buf_printf(&out, "%s %d · ", rk_word(cli->lang, "import.batch"), r->batch);
    rk_buf_printf(&out, "%s: %" PRId64 " %s · %s: %" PRId64 "\n",
                  rk_word(cli->lang, "import.accepted"), c->taken,
                  rk_plural(cli->lang, "import.rows", c->taken),
                  rk_word(cli->lang, "import.refused"), c->refused);
    if (code == CLI_DONE)
        code = cli_print(cli, rk_buf_str(&out));
    return code;
}

int cli_import_files(struct cli *cli, const struct cli_import *what)
{
    bool ok;
    struct importing in = {.cli = cli,
                           .what = what,
                           .faults = cli_buffer(cli),
                           .mappings = rk_buf_in(&cli->keep, 1 << 20)};
    in.act = cli_act(cli, RK_ACT_IMPORT, what->day, what->author, &ok);
    if (!ok)
        return CLI_USAGE;
    int code = cli_open(cli, what->dry_run ? RK_LEDGER_READ : RK_LEDGER_WRITE, &in.ledger);
    if (code)
        return code;
    struct rk_err err = {0};
    struct rk_receipt receipt = {0};
    rk_status status = rk_situation_load(in.ledger, cli->town, true, &cli->keep, cli->scratch,
                                         &cli->progress, &in.situation, &err);
    in.json = rk_json_write(&in.faults);
    if (cli->json)
        rk_json_array(&in.json);
    if (!status)
        code = read_options(&in);
    if (!status && !code)
        status = take_all(&in, &receipt, &err);
    rk_ledger_close(in.ledger);
    if (code)
        return code;
    if (status && !cli->json)
        fwrite(in.faults.at, 1, (size_t)in.faults.len, stderr);
    if (status)
        return cli_fail(cli, &err);
    if (!what->dry_run)
        cli_receipt(cli, &receipt);
    code = cli->json ? print_json(&in, &receipt) : print_text(&in, &receipt);
    return code ? code : in.counts.refused ? CLI_REFUSED : CLI_DONE;
}

int cmd_import(struct cli *cli, int argc, char **argv)
{
    struct cli_import what = {0};
    const struct cli_option options[] = {
        {"as", 0, &what.kind, NULL},        {"map", 0, &what.map, NULL},
        {"source", 0, &what.source, NULL},  {"sheet", 0, &what.sheet, NULL},
        {"day", 0, &what.day, NULL},        {"author", 0, &what.author, NULL},
        {"dry-run", 0, NULL, &what.dry_run}};
    what.count = cli_options(cli, argc, argv, options, (int)RK_COUNT(options));
    if (what.count < 0)
        return CLI_USAGE;
    if (what.count == 0)
        return cli_usage(cli, "import", "a file is expected; see: ranok import --help");
    what.files = (const char *const *)argv + 1;
    return cli_import_files(cli, &what);
}
