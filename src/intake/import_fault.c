/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reasons why a row is refused, and how they are said (vocabulary/data/words/intake.tsv). */
#define RK_INTAKE_ROOM
#include "rk_base.h"
#include "rk_text.h"
#include "import_internal.h"

void import_fault(struct import_row *r, const struct import_column *column, struct rk_str label,
                  struct rk_str value, const struct import_why *why)
{
    if (r->fault_count == IMPORT_FAULTS_MAX)
        return;
    struct rk_fault *f = &r->faults[r->fault_count++];
    *f = (struct rk_fault){.line = r->row->line,
                           .column = column ? column->index : -1,
                           .header = column ? column->map->header : label,
                           .value = rk_utf8_head(rk_str_trim(value), IMPORT_VALUE_SHOWN),
                           .reason = why->reason};
    memcpy(f->args, why->args, sizeof f->args);
}

/* Appends the text with {1} … {3} filled in and {0} the value. */
static void fill_in(const char *text, const struct rk_fault *f, struct rk_buf *out)
{
    for (; *text; text++) {
        if (text[0] == '{' && text[1] >= '0' && text[1] <= '3' && text[2] == '}') {
            rk_buf_add(out, text[1] == '0' ? f->value : f->args[text[1] - '1']);
            text += 2;
        } else {
            rk_buf_char(out, *text);
        }
    }
}

void rk_fault_say(enum rk_lang lang, struct rk_str file, const struct rk_fault *fault,
                  struct rk_buf *out)
{
    rk_buf_printf(out, "%.*s:%" PRId64 ": %.*s", RK_FMT(file), fault->line,
                  RK_FMT(fault->header));
    if (fault->column >= 0) {
        char letters[8];
        rk_column_letters(fault->column, letters);
        if (!rk_str_eq(fault->header, rk_str_of(letters)))
            rk_buf_printf(out, " (%s)", letters);
    }
    rk_buf_c(out, ": ");
    if (fault->value.len > 0) {
        rk_buf_c(out, lang == RK_UK ? "«" : "\"");
        rk_buf_add(out, fault->value);
        rk_buf_c(out, lang == RK_UK ? "»: " : "\": ");
    }
    fill_in(rk_word(lang, fault->reason), fault, out);
}
