/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Help is the man page, its marks taken off: one text, never two. */
#include "cli_internal.h"

static bool in_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* scdoc: "# NAME" headings, *bold*, _underlined_, "|[" tables are not used here. */
static void print_page(struct rk_buf *out, struct rk_str page)
{
    bool first = true;
    while (page.at) {
        struct rk_str line = rk_str_cut(&page, '\n');
        if (first || rk_str_starts(line, RK_STR("; "))) { /* the title line, comments */
            first = false;
            continue;
        }
        while (rk_str_starts(line, RK_STR("#")))
            line = rk_str_slice(line, 1, line.len);
        if (rk_str_starts(line, RK_STR(" ")) && out->len && out->at[out->len - 1] == '\n')
            line = rk_str_slice(line, 1, line.len);
        if (rk_str_ends(line, RK_STR("++"))) /* a line break */
            line = rk_str_slice(line, 0, line.len - 2);
        for (ptrdiff_t i = 0; i < line.len; i++) {
            const char c = line.at[i];
            const bool inside = c == '_' && i > 0 && i + 1 < line.len &&
                                in_word(line.at[i - 1]) && in_word(line.at[i + 1]);
            if (c == '\\' && i + 1 < line.len)
                rk_buf_char(out, line.at[++i]);
            else if (c == '\t')
                rk_buf_c(out, "    ");
            else if (c == '*' || (c == '_' && !inside))
                continue;
            else
                rk_buf_char(out, c);
        }
        rk_buf_char(out, '\n');
    }
}

bool cli_help(struct cli *cli, const char *command)
{
    for (int i = 0; i < cli_page_count; i++) {
        if (strcmp(cli_pages[i].name, command ? command : "") != 0)
            continue;
        struct rk_buf out = rk_buf_in(&cli->keep, 1 << 20);
        print_page(&out, rk_str_of(cli_pages[i].text));
        (void)cli_print(cli, rk_str_trim(rk_buf_str(&out)));
        (void)cli_print(cli, RK_STR("\n"));
        return true;
    }
    (void)cli_usage(cli, NULL, "no command is called \"%s\"; see: ranok --help", command);
    return false;
}
