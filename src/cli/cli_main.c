/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program: global options out of the way, then one row of the table. */
#include "cli_internal.h"

#include "rk_file.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

static volatile sig_atomic_t stopped;

static void on_stop(int signal_number)
{
    (void)signal_number;
    if (stopped)
        _exit(CLI_INTERRUPTED); /* asked twice: the store's journal undoes what is half done */
    stopped = 1;
}

static bool watch(void *user, const char *what, double share, double rest_s)
{
    const struct cli *cli = user;
    if (!cli->quiet && isatty(STDERR_FILENO)) {
        fprintf(stderr, "\r\033[K%s %3.0f %%", rk_word(cli->lang, what), 100.0 * share);
        if (rest_s >= 1.0)
            fprintf(stderr, " · %.0f s", rest_s);
        if (share >= 1.0)
            fputs("\r\033[K", stderr);
        fflush(stderr);
    }
    return !stopped;
}

/* No core file, no reading of this process by others: keys may be in memory. */
static void close_the_doors(void)
{
    (void)prctl(PR_SET_DUMPABLE, 0);
    (void)setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
}

static enum rk_lang lang_of_environment(void)
{
    const char *lang = getenv("RANOK_LANG");
    return lang && strncmp(lang, "en", 2) == 0 ? RK_EN : RK_UK;
}

static int set_lang(struct cli *cli, const char *text)
{
    if (strcmp(text, "uk") != 0 && strcmp(text, "en") != 0)
        return cli_usage(cli, NULL, "--lang: \"%s\"; expected uk or en", text);
    cli->lang = strcmp(text, "uk") == 0 ? RK_UK : RK_EN;
    return CLI_DONE;
}

static int set_number(struct cli *cli, const char *option, const char *text)
{
    int64_t n = 0;
    const bool threads = strcmp(option, "--threads") == 0;
    if (!cli_int(cli, option, text, threads ? 1 : 0, threads ? RK_THREADS_MAX : INT64_MAX, &n))
        return CLI_USAGE;
    if (threads) {
        cli->threads = (int)n;
    } else {
        cli->seed = (uint64_t)n;
        cli->seed_given = true;
    }
    return CLI_DONE;
}

struct globals {
    const char *lang, *threads, *seed;
    bool help, version;
};

static bool global_flag(struct cli *cli, struct globals *g, const char *arg)
{
    if (strcmp(arg, "--json") == 0)
        cli->json = true;
    else if (strcmp(arg, "--quiet") == 0)
        cli->quiet = true;
    else if (strcmp(arg, "--help") == 0 || strcmp(arg, "-h") == 0)
        g->help = true;
    else if (strcmp(arg, "--version") == 0)
        g->version = true;
    else
        return false;
    return true;
}

/* Takes global options out of argv, wherever they stand; the new argc, or -1. */
static int take_globals(struct cli *cli, int argc, char **argv, struct globals *g)
{
    const struct {
        const char *name, **value;
    } valued[] = {{"--town", &cli->town},
                  {"--passphrase-file", &cli->passphrase_file},
                  {"--lang", &g->lang},
                  {"--threads", &g->threads},
                  {"--seed", &g->seed}};
    int kept = 1;
    bool literal = false;
    for (int i = 1; i < argc; i++) {
        literal |= strcmp(argv[i], "--") == 0;
        bool taken = !literal && global_flag(cli, g, argv[i]);
        for (int o = 0; !literal && !taken && o < (int)RK_COUNT(valued); o++) {
            const size_t len = strlen(valued[o].name);
            if (strncmp(argv[i], valued[o].name, len) != 0)
                continue;
            if (argv[i][len] == '=') {
                *valued[o].value = argv[i] + len + 1;
                taken = true;
            } else if (argv[i][len] == '\0') {
                if (i + 1 >= argc) {
                    (void)cli_usage(cli, NULL, "%s: a value is missing", argv[i]);
                    return -1;
                }
                *valued[o].value = argv[++i];
                taken = true;
            }
        }
        if (!taken)
            argv[kept++] = argv[i];
    }
    argv[kept] = NULL;
    return kept;
}

static int apply(struct cli *cli, const struct globals *g)
{
    int code = CLI_DONE;
    if (g->lang)
        code = set_lang(cli, g->lang);
    rk_err_translate = cli->lang == RK_UK ? rk_message_uk : NULL;
    (void)setenv("RANOK_LANG", cli->lang == RK_UK ? "uk" : "en", 1); /* for the helpers */
    if (!code && g->threads)
        code = set_number(cli, "--threads", g->threads);
    if (!code && g->seed)
        code = set_number(cli, "--seed", g->seed);
    return code;
}

static int run(struct cli *cli, int argc, char **argv)
{
    struct globals g = {0};
    argc = take_globals(cli, argc, argv, &g);
    if (argc < 0)
        return CLI_USAGE;
    const int bad = apply(cli, &g);
    if (bad)
        return bad;
    if (g.version)
        return cli_print(cli, RK_STR("ranok " RK_VERSION "\n"));
    if (g.help || argc < 2)
        return cli_help(cli, argc < 2 ? NULL : argv[1]) || g.help ? CLI_DONE : CLI_USAGE;
    if (strcmp(argv[1], "help") == 0)
        return cli_help(cli, argv[2]) ? CLI_DONE : CLI_USAGE;
    const struct cli_command *command = cli_command_find(argv[1]);
    if (!command)
        return cli_usage(cli, NULL, "no command is called \"%s\"; see: ranok --help", argv[1]);
    return command->run(cli, argc - 1, argv + 1);
}

int main(int argc, char **argv)
{
    close_the_doors();
    struct cli cli = {
        .lang = lang_of_environment(),
        .town = ".",
        .seed = 1,
        .keep = rk_arena_open(rk_address_share((ptrdiff_t)1 << 36, 6)),
        .scratch = rk_scratch_open(rk_address_share((ptrdiff_t)1 << 36, 6)),
    };
    const long processors = sysconf(_SC_NPROCESSORS_ONLN);
    cli.threads = processors < 1                ? 1
                  : processors > RK_THREADS_MAX ? RK_THREADS_MAX
                                                : (int)processors;
    cli.progress = (struct rk_progress){.watch = watch, .user = &cli};
    if (cli.keep.failed || cli.scratch.in.failed) {
        /* A machine that limits address space: take what a small laptop needs. */
        cli.keep = rk_arena_open((ptrdiff_t)1 << 30);
        cli.scratch = rk_scratch_open((ptrdiff_t)1 << 30);
    }
    if (cli.keep.failed || cli.scratch.in.failed) {
        fputs(cli.lang == RK_UK ? "ranok: бракує пам’яті\n" : "ranok: not enough memory\n",
              stderr);
        return CLI_MACHINE;
    }
    const struct sigaction stop = {.sa_handler = on_stop};
    (void)sigaction(SIGINT, &stop, NULL);
    (void)sigaction(SIGTERM, &stop, NULL);
    (void)signal(SIGPIPE, SIG_IGN);
    (void)signal(SIGXFSZ, SIG_IGN); /* a full disk is an error to be said, not a death */
    int code = run(&cli, argc, argv);
    if (fflush(stdout) != 0 && code == CLI_DONE) {
        char said[80];
        rk_said(said, sizeof said, "cannot write");
        fprintf(stderr, "ranok: stdout: %s\n", said);
        code = CLI_MACHINE;
    }
    return code;
}
