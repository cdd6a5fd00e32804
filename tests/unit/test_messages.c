/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each text by which the program refuses or talks stands in data/messages in Ukrainian, too. */
#include "message_scan.h"
#include "rk_vocabulary.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

enum { MOST_TOLD = 4000 };

static struct scan scan;
static const char *told[MOST_TOLD];
static int missing, known;

static void start(ptrdiff_t room,
                  void (*found)(const char *, int, const char *, enum scan_role))
{
    memset(&scan, 0, sizeof scan);
    scan.mem = rk_arena_open(room);
    scan.found = found;
}

/* Letters of a text that is a format: its conversions are none. */
static bool has_words(const char *text, enum scan_role role)
{
    int letters = 0, words = 0;
    for (const char *at = text; *at; at++) {
        if (role == SCAN_FORMAT && *at == '%') {
            at += 1 + strspn(at + 1, "-+ #0123456789.*hljzt");
            if (!*at)
                break;
            continue;
        }
        const bool letter = isalpha((unsigned char)*at) != 0;
        letters += letter;
        words += letter && islower((unsigned char)at[0]) && (at == text || at[-1] == ' ');
    }
    /* a reason is a sentence; "supply_c" and "kg" are names */
    return role == SCAN_FORMAT ? letters > 1 : words > 1;
}

static void look(const char *path, int line, const char *text, enum scan_role role)
{
    if (!has_words(text, role) || rk_message_uk(text) != text) {
        known++;
        return;
    }
    for (int i = 0; i < missing; i++)
        if (strcmp(told[i], text) == 0)
            return;
    assert_true(missing < MOST_TOLD);
    told[missing++] = text;
    print_message("%s:%d: %s\n", path + strlen(RK_SOURCE_DIR) + 1, line, text);
}

/* ---- the scan itself, on a file that hands texts on in each way ---------------------------
 */

static const char fixture[] =
    "void rk_said_list(char *out, size_t size, const char *english, va_list args) {}\n"
    "const char *base_said(const char *english) { return english; }\n"
    "void say(int at, const char *fmt, ...)\n"
    "{\n    rk_said_list(out, sizeof out, fmt, args);\n}\n"
    "static void refuse(int at, const char *what) { say(at, \"wrong: %s\", what); }\n"
    "static const char *const list[] = {\"one of a list\"};\n"
    "static const char *answer(int x) { return x ? \"an answer given\" : NULL; }\n"
    "#define REFUSE(at, what) refuse(at, what)\n"
    "#define SAY(at, ...) say(at, __VA_ARGS__)\n"
    "#define HEAD \"a,b\"\n"
    "void other(const char *text) { puts(text); }\n"
    "void use(int x)\n"
    "{\n"
    "    const char *kept = x ? \"a kept text\" : \"another kept text\"; /* \"no text\" */\n"
    "    say(1, \"%s\", kept);\n"
    "    refuse(2, \"a text handed on\");\n"
    "    say(3, \"%s\", list[x]);\n"
    "    say(4, \"%s\", answer(x));\n"
    "    REFUSE(5, \"a text through a macro\");\n"
    "    say(6, \"row %\" PRId64 \" \" \"of \" HEAD, n);\n"
    "    say(7, uk ? \"обидві мови\" : \"both languages\");\n"
    "    SAY(8, \"a list of what %s\", \"is handed on\");\n"
    "    other(\"nobody says this\");\n"
    "}\n";

static char seen[2048];

static void note(const char *path, int line, const char *text, enum scan_role role)
{
    (void)path;
    (void)line;
    const size_t len = strlen(seen);
    if (has_words(text, role) && !strstr(seen, text))
        snprintf(seen + len, sizeof seen - len, "%s\n", text);
}

static void a_text_is_followed_to_the_reader(void **state)
{
    (void)state;
    static const char *const wanted[] = {"wrong: %s",
                                         "one of a list",
                                         "an answer given",
                                         "a kept text",
                                         "another kept text",
                                         "a text handed on",
                                         "a text through a macro",
                                         "a list of what %s",
                                         "is handed on",
                                         "row %" PRId64 " of a,b"};
    char folder[] = "/tmp/rk_messages_XXXXXX", path[64];
    struct rk_err err;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/a.c", folder);
    rk_assert_ok(rk_file_write(path, (struct rk_str){fixture, (ptrdiff_t)sizeof fixture - 1},
                               false, &err),
                 err);
    start(1 << 26, note);
    scan_sources(&scan, folder);
    for (ptrdiff_t i = 0; i < RK_COUNT(wanted); i++)
        if (!strstr(seen, wanted[i]))
            fail_msg("\"%s\" was not seen, but: %s", wanted[i], seen);
    assert_null(strstr(seen, "both languages"));
    assert_null(strstr(seen, "no text"));
    assert_null(strstr(seen, "nobody"));
    rk_arena_close(&scan.mem);
    assert_int_equal(unlink(path) || rmdir(folder), 0);
}

static void every_message_of_the_sources_has_ukrainian_words(void **state)
{
    (void)state;
    start((ptrdiff_t)1 << 30, look);
    scan_sources(&scan, RK_SOURCE_DIR "/src");
    if (missing)
        fail_msg("%d texts above have no row in src/vocabulary/data/messages", missing);
    assert_true(known > 1000); /* the scan saw the house */
    rk_arena_close(&scan.mem);
}

#ifdef __GLIBC__ /* others word them differently */
static void what_the_system_says_has_ukrainian_words(void **state)
{
    (void)state;
    static const int errors[] = {ENOENT,  EACCES, EPERM,  ENOSPC, EDQUOT, EFBIG,       EIO,
                                 EROFS,   EISDIR, EEXIST, EMFILE, ENOMEM, EADDRINUSE,  EPIPE,
                                 ENOTDIR, EINVAL, EBUSY,  ELOOP,  EAGAIN, ENAMETOOLONG};
    static const int signals[] = {SIGKILL, SIGSEGV, SIGABRT, SIGTERM, SIGBUS, SIGSYS, SIGXCPU};
    for (ptrdiff_t i = 0; i < RK_COUNT(errors); i++)
        if (rk_message_uk(strerror(errors[i])) == strerror(errors[i]))
            fail_msg("%s", strerror(errors[i]));
    for (ptrdiff_t i = 0; i < RK_COUNT(signals); i++)
        if (rk_message_uk(strsignal(signals[i])) == strsignal(signals[i]))
            fail_msg("%s", strsignal(signals[i]));
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_is_followed_to_the_reader),
#ifdef __GLIBC__
        cmocka_unit_test(what_the_system_says_has_ukrainian_words),
#endif
        cmocka_unit_test(every_message_of_the_sources_has_ukrainian_words),
    };
    return cmocka_run_group_tests_name("messages", tests, NULL, NULL);
}
