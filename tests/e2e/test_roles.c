/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every answer of the desk for every role, made from the desk's own table and the vocabulary: a
 * town in which each text aspect of each kind holds a word that says whose eyes it is for.
 */
#include "run_desk.h"

#include "rk_vocabulary.h"

enum {
    ROLES = 5,
    MARKS_MOST = 1000,
    ROUTES_MOST = 100,
    PEOPLE = 1,
    MEDICAL = 2,
    SOURCES = 4,
    OPERATIONS = 8
};

static const struct {
    const char *name;
    int held, rights;
} roles[ROLES] = {{"clerk", PEOPLE | SOURCES, 7},
                  {"doctor", PEOPLE | MEDICAL, 3},
                  {"engineer", OPERATIONS, 3},
                  {"mayor", PEOPLE | MEDICAL | OPERATIONS, 4},
                  {"council", 15, 15}};
static char cookies[ROLES][128];

struct mark {
    char text[24];
    int set; /* of the one compartment it lies in */
    bool seen;
};
static struct mark marks[MARKS_MOST];
static int mark_count;

/* ---- the town ------------------------------------------------------------------------------
 */

static void run(const char *fmt, ...) RK_PRINTF(1, 2);
static void run(const char *fmt, ...)
{
    char line[2048], out[8192];
    va_list args;
    va_start(args, fmt);
    vsnprintf(line, sizeof line, fmt, args);
    va_end(args);
    const int code = run_shell(out, sizeof out, "%s 2>&1", line);
    if (code)
        fail_msg("%s\n%s", line, out);
}

/* A value that can be read; of texts a mark that stands nowhere else. */
static void cell(FILE *f, const struct rk_aspect *a)
{
    switch (a->type) {
    case RK_TYPE_TEXT:
    case RK_TYPE_NAME:
        assert_true(mark_count < MARKS_MOST);
        snprintf(marks[mark_count].text, sizeof marks[0].text, "Qmark%dx", mark_count);
        marks[mark_count].set = 1 << (a->compartment - 1);
        fputs(marks[mark_count++].text, f);
        break;
    case RK_TYPE_INTEGER:
    case RK_TYPE_NUMBER:
        fprintf(f, "%g", isfinite(a->min) && a->min > 1 ? a->min : 1.0);
        break;
    case RK_TYPE_DATE:
        fputs("01.10.2022", f);
        break;
    case RK_TYPE_CHOICE:
        if (a->choice_count)
            fputs(a->choices[0].id, f);
        break;
    default:
        break;
    }
}

/* One list of one row of this kind; false: it is said elsewhere. */
static bool write_kind(const struct rk_kind *k)
{
    static const char *const not_lists[] = {"statement", "fact", "town", "place", "source"};
    char path[128];
    for (ptrdiff_t i = 0; i < RK_COUNT(not_lists); i++)
        if (strcmp(k->id, not_lists[i]) == 0)
            return false;
    snprintf(path, sizeof path, "%s.%s.csv", town, k->id);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    for (int pass = 0; pass < 2; pass++) {
        bool key = false;
        for (int32_t i = 0; i < k->aspect_count; i++) {
            const struct rk_aspect *a = &k->aspects[i];
            fputs(i ? "," : "", f);
            if (pass == 0)
                fprintf(f, "\"%s\"", a->label.one[RK_UK]);
            else if (a->key && !key)
                fputs("1", f);
            else
                cell(f, a);
            key |= a->key;
        }
        fputs("\n", f);
    }
    fclose(f);
    run("%s --town %s --quiet import %s --as %s", PROGRAM, town, path, k->id);
    return true;
}

static void add_person(const char *name, const char *options)
{
    char path[96];
    snprintf(path, sizeof path, "%s.pass", town);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fprintf(f, "quiet words of the %s\n", name);
    fclose(f);
    run("%s --town %s --quiet person add '%s' %s --kdf test --new-passphrase-file %s", PROGRAM,
        town, name, options, path);
}

static void enter_as(const char *name)
{
    char form[96];
    snprintf(form, sizeof form, "quiet+words+of+the+%s", name);
    login_as(name, form);
}

static int open_town(void **state)
{
    int32_t count;
    char options[64];
    const struct rk_kind *kinds = rk_kinds(&count);
    if (make_town(state) != 0)
        return 1;
    for (int32_t i = 0; i < count; i++)
        (void)write_kind(&kinds[i]);
    for (int i = 0; i < ROLES; i++) {
        snprintf(options, sizeof options, "--role %s", roles[i].name);
        add_person(roles[i].name, options);
    }
    add_person("giver", "--role giver --keys operations --rights persons");
    add_person("leaver", "--role clerk");
    if (start_desk() != 0)
        return 1;
    for (int i = 0; i < ROLES; i++) {
        enter_as(roles[i].name);
        memcpy(cookies[i], cookie, sizeof cookie);
    }
    return 0;
}

static void be(int role)
{
    memcpy(cookie, cookies[role], sizeof cookie);
}

/* ---- the table -----------------------------------------------------------------------------
 */

struct route {
    char method[8], path[64];
    int need, all, any, right;
};
static struct route routes[ROUTES_MOST];

static int read_routes(void)
{
    static char out[16384];
    int count = 0, n = 0;
    assert_int_equal(run_shell(out, sizeof out, "%s/libexec/ranok-desk --routes", RK_BUILD_DIR),
                     0);
    for (const char *at = out; *at && count < ROUTES_MOST; at += n) {
        struct route *r = &routes[count++];
        assert_int_equal(sscanf(at, "%7s %63s %d %d %d %d%n", r->method, r->path, &r->need,
                                &r->all, &r->any, &r->right, &n),
                         6);
        n += at[n] == '\n';
    }
    return count;
}

/* What to ask for where the path alone says nothing. */
static const char *const samples[][2] = {{"/files/", "/files/desk.js"},
                                         {"/api/figures/", "/api/figures/dead.registered"},
                                         {"/api/search", "/api/search?q=Qmark"},
                                         {"/api/similar", "/api/similar?name=Qmark"},
                                         {"/api/subjects/", "/api/subjects/facility"},
                                         {"/api/forms/", "/api/forms/death"},
                                         {"/api/records/", "/api/records/"}};

static const char *sample_of(const char *path)
{
    for (ptrdiff_t i = 0; i < RK_COUNT(samples); i++)
        if (strcmp(samples[i][0], path) == 0)
            return samples[i][1];
    if (path[1] && path[strlen(path) - 1] == '/')
        fail_msg("%s takes a tail and has no sample in this test", path);
    return path;
}

static bool allowed(const struct route *r, int role)
{
    return !(r->all & ~roles[role].held) && (!r->any || (r->any & roles[role].held)) &&
           !(r->right & ~roles[role].rights);
}

/* No word in the answer that is for other eyes. */
static void assert_sees_nothing_else(int role, const char *where)
{
    for (int i = 0; i < mark_count; i++)
        if (!(marks[i].set & roles[role].held) && strstr(answer, marks[i].text))
            fail_msg("%s reads %s at %s", roles[role].name, marks[i].text, where);
}

/* ---- tests ---------------------------------------------------------------------------------
 */

static void every_door_opens_to_the_roles_of_the_table_and_to_no_other(void **state)
{
    static const char *const not_asked[] = {"/api/lock",   "/api/leave",
                                            "/api/events", "/api/job/events",
                                            "/api/verify", "/api/job/cancel"};
    (void)state;
    const int count = read_routes();
    assert_true(count > 40);
    for (int i = 0; i < count; i++) {
        const struct route *r = &routes[i];
        bool skip = !(r->need & 1) || strcmp(r->path, "/api/records/") == 0;
        for (ptrdiff_t k = 0; k < RK_COUNT(not_asked); k++)
            skip |= strcmp(r->path, not_asked[k]) == 0;
        for (int role = 0; role < ROLES && !skip; role++) {
            be(role);
            const bool get = strcmp(r->method, "GET") == 0;
            const int status =
                get ? ask("GET", sample_of(r->path), " ")
                    : post(strcmp(r->path, "/api/forms/") == 0 ? sample_of(r->path) : r->path,
                           "{}");
            const bool hidden =
                strcmp(r->path, "/api/figures/") == 0 && !(roles[role].held & PEOPLE);
            if ((status == 403) != (!allowed(r, role) || hidden) || status == 401)
                fail_msg("%s %s for the %s: %d", r->method, r->path, roles[role].name, status);
            assert_sees_nothing_else(role, r->path);
        }
    }
}

/* Each aspect's word is read by those who hold its compartment, and by nobody else. */
static void a_record_shows_each_role_what_the_vocabulary_says(void **state)
{
    int32_t count;
    int seen[4] = {0};
    (void)state;
    const struct rk_kind *kinds = rk_kinds(&count);
    for (int role = ROLES - 1; role >= 0; role--) { /* the council first: what can be seen */
        if (!(roles[role].rights & 1))
            continue;
        be(role);
        for (int32_t i = 0; i < count; i++) {
            char path[160];
            const char *list = strrchr(town, '/') + 1;
            snprintf(path, sizeof path, "/api/records/%s/%s%s%s%s1", kinds[i].id,
                     kinds[i].shared_key ? "" : list, kinds[i].shared_key ? "" : ".",
                     kinds[i].shared_key ? "" : kinds[i].id, kinds[i].shared_key ? "" : "%2F");
            (void)ask("GET", path, " ");
            assert_sees_nothing_else(role, path);
            for (int m = 0; m < mark_count; m++) {
                if (!strstr(answer, marks[m].text))
                    continue;
                if (role == ROLES - 1) {
                    marks[m].seen = true;
                    for (int c = 0; c < 4; c++)
                        seen[c] += marks[m].set >> c & 1;
                }
            }
            for (int m = 0; m < mark_count && role < ROLES - 1; m++) {
                /* what the council reads in this very record and the role may, the role reads
                 */
                if (!marks[m].seen || !(marks[m].set & roles[role].held))
                    continue;
                static char mine[ANSWER_MOST];
                if (strstr(answer, marks[m].text))
                    continue;
                memcpy(mine, answer, sizeof mine);
                be(ROLES - 1);
                (void)ask("GET", path, " ");
                if (strstr(answer, marks[m].text))
                    fail_msg("the %s does not read %s at %s", roles[role].name, marks[m].text,
                             path);
                memcpy(answer, mine, sizeof mine);
                be(role);
                break; /* of another record: so are its neighbours */
            }
        }
    }
    assert_true(seen[0] > 20);
    assert_true(seen[1] > 5);
    assert_true(seen[3] > 20);
    print_message(
        "words read by the council: people %d, medical %d, sources %d, operations %d\n",
        seen[0], seen[1], seen[2], seen[3]);
}

static void what_a_job_found_is_for_the_eyes_it_was_found_by(void **state)
{
    (void)state;
    be(4);
    assert_int_equal(post("/api/verify", "{}"), 202);
    for (int i = 0; i < 200; i++) {
        assert_int_equal(ask("GET", "/api/job", " "), 200);
        if (strstr(answer, "\"result\""))
            break;
        usleep(50000);
    }
    assert_non_null(strstr(answer, "\"result\""));
    be(2);
    assert_int_equal(ask("GET", "/api/job", " "), 200);
    assert_null(strstr(answer, "\"result\""));
    assert_int_equal(post("/api/job/cancel", "{}"), 403);
}

static void nobody_gives_a_key_that_is_not_held(void **state)
{
    (void)state;
    const char *const body = "{\"name\":\"Taker\",\"role\":\"doctor\",\"passphrase\":\"a long "
                             "walk in the snow\"}";
    enter_as("giver");
    assert_int_equal(post("/api/persons", body), 403);
    assert_non_null(strstr(answer, "\"needs\":[\"people\",\"medical\"]"));
    be(2);
    assert_int_equal(post("/api/persons", body), 403);
    be(4);
    assert_int_equal(post("/api/persons", body), 200);
    assert_non_null(strstr(answer, "\"name\":\"Taker\""));
    assert_int_equal(post("/api/persons",
                          "{\"name\":\"Weak\",\"role\":\"doctor\",\"passphrase\":"
                          "\"password1\"}"),
                     422);
    login_as("taker", "a+long+walk+in+the+snow");
    assert_int_equal(ask("GET", "/api/session", " "), 200);
    assert_non_null(strstr(answer, "\"name\":\"Taker\""));
    assert_non_null(strstr(answer, "\"role\":\"doctor\""));
}

static void a_session_can_be_ended_by_the_council_and_by_nobody_else(void **state)
{
    char clerk[128], body[64];
    long number = 0;
    (void)state;
    enter_as("clerk");
    memcpy(clerk, cookie, sizeof cookie);
    assert_int_equal(ask("GET", "/api/sessions", " "), 200);
    assert_null(strstr(answer, "council"));
    const char *at = strstr(answer, "\"number\":");
    assert_non_null(at);
    assert_int_equal(sscanf(at, "\"number\":%ld", &number), 1);
    snprintf(body, sizeof body, "{\"number\":%ld}", number);
    be(2);
    assert_int_equal(post("/api/sessions/end", body), 403);
    be(4);
    assert_int_equal(post("/api/sessions/end", body), 200);
    memcpy(cookie, clerk, sizeof cookie);
    assert_int_equal(ask("GET", "/api/session", " "), 401);
}

static void who_was_taken_away_is_out_at_once(void **state)
{
    char gone[128], body[64], *at;
    long long number = 0;
    (void)state;
    enter_as("leaver");
    memcpy(gone, cookie, sizeof cookie);
    be(4);
    assert_int_equal(ask("GET", "/api/persons", " "), 200);
    at = strstr(answer, "\"name\":\"leaver\"");
    assert_non_null(at);
    while (at > answer && strncmp(at, "\"number\":", 9) != 0)
        at--;
    assert_int_equal(sscanf(at, "\"number\":%lld", &number), 1);
    snprintf(body, sizeof body, "{\"number\":%lld}", number);
    assert_int_equal(post("/api/persons/remove", body), 200);
    memcpy(cookie, gone, sizeof cookie);
    assert_int_equal(ask("GET", "/api/session", " "), 401);
    cookie[0] = '\0';
    assert_int_equal(try_login_as("leaver", "quiet+words+of+the+leaver"), 403);
}

static void each_looks_at_the_access_log_with_the_own_eyes(void **state)
{
    char path[128];
    (void)state;
    be(0);
    snprintf(path, sizeof path, "/api/records/person/%s.person%%2F1", strrchr(town, '/') + 1);
    assert_int_equal(ask("GET", path, " "), 200);
    be(2);
    assert_int_equal(ask("GET", "/api/access", " "), 200);
    assert_null(strstr(answer, "\"about\":\"person:"));
    assert_null(strstr(answer, "\"by\":\"clerk\""));
    be(4);
    assert_int_equal(ask("GET", "/api/access", " "), 200);
    assert_non_null(strstr(answer, "\"by\":\"clerk\""));
    assert_non_null(strstr(answer, "\"about\":\"person:"));
    assert_non_null(strstr(answer, "\"chained\":true"));
    assert_non_null(strstr(answer, "\"broken\":0"));
}

/* When all have left who hold a key, it is gone, and with it what it opened; the others go on.
 */
static void what_nobody_here_may_see_is_in_nobodys_memory(void **state)
{
    const double start_s = now_s();
    int left = -1;
    (void)state;
    be(4);
    assert_int_equal(ask("GET", "/api/sessions", " "), 200);
    for (const char *at = answer; (at = strstr(at, "\"number\":")) != NULL; at++) {
        static char said[ANSWER_MOST];
        char body[64];
        long number = 0;
        const char *role = strstr(at, "\"role\":\"");
        assert_true(role && sscanf(at, "\"number\":%ld", &number) == 1);
        if (strncmp(role + 8, "engineer", 8) == 0 || strncmp(role + 8, "council", 7) == 0)
            continue;
        memcpy(said, answer, sizeof said);
        snprintf(body, sizeof body, "{\"number\":%ld}", number);
        assert_int_equal(post("/api/sessions/end", body), 200);
        memcpy(answer, said, sizeof said);
    }
    assert_int_equal(post("/api/leave", "{}"), 200);
    be(2);
    while (left != 0 && now_s() - start_s < 60.0) { /* to read all memory takes its time */
        usleep(1000000);
        left = 0;
        for (int i = 0; i < mark_count && !left; i += 7)
            if (marks[i].seen && !(marks[i].set & OPERATIONS))
                left = in_memory(worker(), marks[i].text);
    }
    assert_int_equal(left, 0);
    assert_int_equal(ask("GET", "/api/session", " "), 200);
    assert_non_null(strstr(answer, "\"role\":\"engineer\""));
}

/* ---- figures -------------------------------------------------------------------------------
 */

static int open_model(void **state)
{
    (void)state;
    snprintf(town, sizeof town, "/tmp/rk_e2e_XXXXXX");
    setenv("RANOK_LANG", "en", 1);
    if (!mkdtemp(town))
        return 1;
    run("%s demo %s --people 2000 --seed 5 --quiet", PROGRAM, town);
    for (int set = 1; set <= 15; set++) {
        static const char *const names[] = {"people", "medical", "sources", "operations"};
        char options[128] = "--role set --rights none --keys ", name[16];
        for (int c = 0; c < 4; c++)
            if (set >> c & 1) {
                strncat(options, names[c], 20);
                strncat(options, set >> (c + 1) ? "," : "", 2);
            }
        snprintf(name, sizeof name, "set%d", set);
        add_person(name, options);
    }
    return start_desk();
}

static char *next_figure(char **rest)
{
    char *at = strstr(*rest, "{\"redacted\":");
    if (!at)
        return NULL;
    char *end = strstr(at + 1, "{\"redacted\":");
    *rest = end ? end : at + strlen(at);
    if (end)
        end[-1] = '\0';
    *rest = end ? end : *rest;
    return at;
}

/* Whatever the keys: a figure is told as the holder of all keys is told it, or not at all. */
static void nobody_is_told_a_figure_that_lacks_something(void **state)
{
    static char whole[ANSWER_MOST];
    int told[16] = {0};
    (void)state;
    enter_as("set15");
    assert_int_equal(ask("GET", "/api/figures", " "), 200);
    memcpy(whole, answer, sizeof whole);
    for (int set = 1; set <= 15; set++) {
        static char copy[ANSWER_MOST];
        char name[16], *a = answer, *b = copy;
        memcpy(copy, whole, sizeof copy);
        snprintf(name, sizeof name, "set%d", set);
        enter_as(name);
        assert_int_equal(ask("GET", "/api/figures", " "), 200);
        for (;;) {
            char *mine = next_figure(&a), *theirs = next_figure(&b);
            assert_int_equal(mine == NULL, theirs == NULL);
            if (!mine)
                break;
            if (strncmp(mine, "{\"redacted\":true", 16) == 0) {
                assert_null(strstr(mine, "\"value\":1"));
                continue;
            }
            told[set]++;
            /* the last one carries the end of the answer */
            if (strncmp(mine, theirs, strlen(mine)) != 0 && strstr(mine, "\"id\":"))
                fail_msg("set %d is told\n%s\nand the council\n%s", set, mine, theirs);
        }
    }
    assert_true(told[15] > 150);
    assert_true(told[OPERATIONS] > 60);
    assert_true(told[PEOPLE | MEDICAL] > 5);
    assert_int_equal(told[SOURCES], 0);
}

int main(void)
{
    const struct CMUnitTest doors[] = {
        cmocka_unit_test(a_record_shows_each_role_what_the_vocabulary_says),
        cmocka_unit_test(every_door_opens_to_the_roles_of_the_table_and_to_no_other),
        cmocka_unit_test(what_a_job_found_is_for_the_eyes_it_was_found_by),
        cmocka_unit_test(nobody_gives_a_key_that_is_not_held),
        cmocka_unit_test(a_session_can_be_ended_by_the_council_and_by_nobody_else),
        cmocka_unit_test(who_was_taken_away_is_out_at_once),
        cmocka_unit_test(each_looks_at_the_access_log_with_the_own_eyes),
        cmocka_unit_test(what_nobody_here_may_see_is_in_nobodys_memory),
    };
    const struct CMUnitTest figures[] = {
        cmocka_unit_test(nobody_is_told_a_figure_that_lacks_something),
    };
    return cmocka_run_group_tests(doors, open_town, close_desk) +
           cmocka_run_group_tests(figures, open_model, close_desk);
}
