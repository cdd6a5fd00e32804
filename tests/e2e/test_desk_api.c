/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desk against its description, docs/formats/desk.openapi.json: every answer is in it and
 * every one of it is given, asks for what it says, and looks as it says. */
#include "run_desk.h"

#include "rk_file.h"
#include "rk_json.h"

enum { COMPARTMENTS = 4 };

/* ---- JSON as a tree ------------------------------------------------------------------------
 */

struct node {
    enum rk_json_kind kind;
    struct rk_str key, text;
    struct node *first, *next;
};

static struct rk_arena mem;
static struct node *description;

static struct node *read_node(struct rk_json *in, enum rk_json_kind kind, struct rk_str key)
{
    struct node *n = RK_NEW(&mem, struct node, 1);
    assert_non_null(n);
    n->kind = kind;
    n->key = key;
    n->text = rk_str_copy(&mem, in->text);
    struct node **last = &n->first;
    if (kind != RK_JSON_OBJECT && kind != RK_JSON_ARRAY)
        return n;
    for (;;) {
        struct rk_str name = {0};
        enum rk_json_kind next = rk_json_next(in);
        if (next == RK_JSON_OBJECT_END || next == RK_JSON_ARRAY_END)
            return n;
        if (next == RK_JSON_KEY) {
            name = rk_str_copy(&mem, in->text);
            next = rk_json_next(in);
        }
        if (next == RK_JSON_END || next == RK_JSON_ERROR)
            fail_msg("no JSON: %s", in->why ? in->why : "it ends");
        *last = read_node(in, next, name);
        last = &(*last)->next;
    }
}

static struct node *read_tree(struct rk_str text)
{
    struct rk_json in = rk_json_read(text, &mem);
    return read_node(&in, rk_json_next(&in), (struct rk_str){0});
}

static struct node *at(const struct node *n, const char *key)
{
    struct node *child = n ? n->first : NULL;
    while (child && !rk_str_eq(child->key, rk_str_of(key)))
        child = child->next;
    return child;
}

/* The first child of what stands under a key; NULL: none. */
static struct node *inside(const struct node *n, const char *key)
{
    const struct node *child = at(n, key);
    return child ? child->first : NULL;
}

static bool lists(const struct node *array, struct rk_str word)
{
    for (const struct node *n = array ? array->first : NULL; n; n = n->next)
        if (rk_str_eq(n->text, word))
            return true;
    return false;
}

/* ---- a value against its schema ------------------------------------------------------------
 */

static const char *type_of(const struct node *v)
{
    switch (v->kind) {
    case RK_JSON_OBJECT:
        return "object";
    case RK_JSON_ARRAY:
        return "array";
    case RK_JSON_STRING:
        return "string";
    case RK_JSON_NUMBER:
        for (ptrdiff_t i = 0; i < v->text.len; i++)
            if (strchr(".eE", v->text.at[i]))
                return "number";
        return "integer";
    case RK_JSON_TRUE:
    case RK_JSON_FALSE:
        return "boolean";
    default:
        return "null";
    }
}

static bool type_fits(const struct node *type, const struct node *v)
{
    const struct rk_str is = rk_str_of(type_of(v));
    if (!type)
        return true;
    if (type->kind == RK_JSON_STRING)
        return rk_str_eq(type->text, is) ||
               (rk_str_eq(type->text, RK_STR("number")) && rk_str_eq(is, RK_STR("integer")));
    return lists(type, is) ||
           (rk_str_eq(is, RK_STR("integer")) && lists(type, RK_STR("number")));
}

static void validate(const struct node *schema, const struct node *v, const char *where)
{
    char deeper[300];
    const struct node *properties = at(schema, "properties"),
                      *more = at(schema, "additionalProperties");
    if (!type_fits(at(schema, "type"), v))
        fail_msg("%s is of the type %s", where, type_of(v));
    if (v->kind == RK_JSON_ARRAY)
        for (const struct node *item = v->first; item; item = item->next) {
            snprintf(deeper, sizeof deeper, "%s[]", where);
            if (at(schema, "items"))
                validate(at(schema, "items"), item, deeper);
        }
    if (v->kind != RK_JSON_OBJECT)
        return;
    const struct node *required = at(schema, "required");
    for (const struct node *r = required ? required->first : NULL; r; r = r->next) {
        const struct node *given = v->first;
        while (given && !rk_str_eq(given->key, r->text))
            given = given->next;
        if (!given)
            fail_msg("%s lacks \"%.*s\"", where, RK_FMT(r->text));
    }
    for (const struct node *p = v->first; p; p = p->next) {
        const struct node *known = properties ? properties->first : NULL;
        while (known && !rk_str_eq(known->key, p->key))
            known = known->next;
        snprintf(deeper, sizeof deeper, "%s.%.*s", where, RK_FMT(p->key));
        if (!known && !more && (properties || required))
            fail_msg("%s is not described", deeper);
        if (known || more)
            validate(known ? known : more, p, deeper);
    }
}

/* ---- the desk ------------------------------------------------------------------------------
 */

static int open_model(void **state)
{
    struct rk_str text;
    struct rk_err err = {0};
    char command[256];
    (void)state;
    mem = rk_arena_open((ptrdiff_t)1 << 30);
    rk_assert_ok(rk_file_read(RK_SOURCE_DIR "/docs/formats/desk.openapi.json", 1 << 22, &mem,
                              &text, &err),
                 err);
    description = read_tree(text);
    snprintf(town, sizeof town, "/tmp/rk_e2e_XXXXXX");
    setenv("RANOK_LANG", "en", 1);
    if (!mkdtemp(town))
        return 1;
    snprintf(command, sizeof command, "%s demo %s --people 1500 --seed 11 --quiet 2>/dev/null",
             PROGRAM, town);
    if (system(command) != 0 || start_desk() != 0)
        return 1;
    login_as("test", "ranok+model+town");
    return 0;
}

static const struct node *operation(const char *method, const char *path)
{
    char small[8] = "";
    for (int i = 0; i < 7 && method[i]; i++)
        small[i] = (char)(method[i] | 0x20);
    for (const struct node *p = inside(description, "paths"); p; p = p->next) {
        const ptrdiff_t brace = rk_str_find(p->key, RK_STR("{"));
        if (rk_str_eq(rk_str_slice(p->key, 0, brace < 0 ? p->key.len : brace),
                      rk_str_of(path)) &&
            at(p, small))
            return at(p, small);
    }
    return NULL;
}

static void assert_set(const struct node *names, int set, const char *const *words,
                       const char *path)
{
    for (int i = 0; i < COMPARTMENTS; i++)
        if (lists(names, rk_str_of(words[i])) != (bool)(set >> i & 1))
            fail_msg("%s: \"%s\" is not as the desk asks", path, words[i]);
}

static void the_desk_and_its_description_name_the_same_doors(void **state)
{
    static const char *const sets[] = {"people", "medical", "sources", "operations"};
    static const char *const rights[] = {"records", "write", "decide", "persons"};
    static char out[16384];
    int count = 0, described = 0, n = 0;
    (void)state;
    assert_int_equal(run_shell(out, sizeof out, "%s/libexec/ranok-desk --routes", RK_BUILD_DIR),
                     0);
    for (const char *line = out; *line; line += n, count++) {
        char method[8] = "", path[64];
        int need, all, any, right;
        assert_int_equal(
            sscanf(line, "%7s %63s %d %d %d %d%n", method, path, &need, &all, &any, &right, &n),
            6);
        n += line[n] == '\n';
        const struct node *o = operation(method, path);
        if (!o)
            fail_msg("%s %s is not in docs/formats/desk.openapi.json", method, path);
        const struct node *needs = at(o, "x-needs");
        assert_set(at(needs, "all"), all, sets, path);
        assert_set(at(needs, "any"), any, sets, path);
        assert_set(at(needs, "rights"), right, rights, path);
        assert_int_equal(inside(o, "security") != NULL, need & 1);
    }
    for (const struct node *p = inside(description, "paths"); p; p = p->next)
        for (const struct node *o = p->first; o; o = o->next)
            described++;
    assert_int_equal(count, described);
}

static void check_answer(const char *method, const char *path, int status)
{
    char code[8];
    const struct node *o = operation(method, path);
    assert_non_null(o);
    snprintf(code, sizeof code, "%d", status);
    const struct node *ok = at(at(o, "responses"), code);
    const struct node *error = at(at(at(description, "components"), "responses"), "error");
    const char *body = strstr(answer, "\r\n\r\n");
    if (!ok && status < 400)
        fail_msg("%s %s answers %d", method, path, status);
    const struct node *content = at(ok ? ok : error, "content");
    const struct node *json = at(content, "application/json");
    if (body && json && at(json, "schema"))
        validate(at(json, "schema"), read_tree(rk_str_of(body + 4)), path);
}

/* The values in percent signs stand in answers given before. */
static void every_answer_looks_as_it_is_described(void **state)
{
    static const char *const asked[][2] = {{"/api/words", "/api/words"},
                                           {"/api/session", "/api/session"},
                                           {"/api/sheet", "/api/sheet"},
                                           {"/api/sheet", "/api/sheet?edition=public"},
                                           {"/api/sheet", "/api/sheet?edition=nonsense"},
                                           {"/api/figures", "/api/figures"},
                                           {"/api/figures/", "/api/figures/dead.registered"},
                                           {"/api/figures/", "/api/figures/damage.private"},
                                           {"/api/figures/", "/api/figures/dead.said"},
                                           {"/api/figures/", "/api/figures/none"},
                                           {"/api/lists", "/api/lists"},
                                           {"/api/statements", "/api/statements"},
                                           {"/api/map", "/api/map"},
                                           {"/api/map/buildings", "/api/map/buildings"},
                                           {"/api/map/day", "/api/map/day"},
                                           {"/api/charts", "/api/charts"},
                                           {"/api/subjects/", "/api/subjects/heat_source"},
                                           {"/api/subjects/", "/api/subjects/road"},
                                           {"/api/search", "/api/search?q=Olena"},
                                           {"/api/search", "/api/search"},
                                           {"/api/similar", "/api/similar?name=Olena"},
                                           {"/api/pairs", "/api/pairs"},
                                           {"/api/records/", "/api/records/person/none"},
                                           {"/api/batches", "/api/batches"},
                                           {"/api/kinds", "/api/kinds"},
                                           {"/api/forms", "/api/forms"},
                                           {"/api/forms/", "/api/forms/death"},
                                           {"/api/job", "/api/job"},
                                           {"/api/access", "/api/access"},
                                           {"/api/persons", "/api/persons"},
                                           {"/api/sessions", "/api/sessions"},
                                           {"/api/rounds", "/api/rounds"},
                                           {"/api/questions", "/api/questions"}};
    (void)state;
    for (ptrdiff_t i = 0; i < RK_COUNT(asked); i++)
        check_answer("GET", asked[i][0], ask("GET", asked[i][1], " "));
    /* a record that was found */
    char id[200] = "", path[400];
    assert_int_equal(ask("GET", "/api/search?q=Olena", " "), 200);
    const char *hit = strstr(answer, "\"id\":\"");
    assert_non_null(hit);
    assert_int_equal(sscanf(hit, "\"id\":\"%190[^\"]", id), 1);
    char *key = strchr(id, ':');
    *key++ = '\0';
    size_t n = (size_t)snprintf(path, sizeof path, "/api/records/%s/", id);
    for (; *key && n < sizeof path - 4; key++)
        n += (size_t)snprintf(path + n, sizeof path - n, "%%%02X", (unsigned char)*key);
    assert_int_equal(ask("GET", path, " "), 200);
    check_answer("GET", "/api/records/", 200);
}

static void every_change_answers_as_it_is_described(void **state)
{
    static const char *const sent[][3] = {
        {"/api/session", "/api/session", "{\"lang\":\"en\"}"},
        {"/api/forms/", "/api/forms/death", "{\"values\":{},\"check\":true}"},
        {"/api/corrections", "/api/corrections", "{\"claim\":\"none\",\"value\":\"1\"}"},
        {"/api/decisions", "/api/decisions", "{}"},
        {"/api/undo", "/api/undo", "{\"batch\":1,\"why\":\"seen\"}"},
        {"/api/suppose", "/api/suppose", "{}"},
        {"/api/say", "/api/say", "{}"},
        {"/api/reviews", "/api/reviews", "{}"},
        {"/api/persons", "/api/persons",
         "{\"name\":\"Invented\",\"role\":\"clerk\",\"passphrase\":\"grey morning light\"}"},
        {"/api/persons/remove", "/api/persons/remove", "{\"number\":77}"},
        {"/api/sessions/end", "/api/sessions/end", "{\"number\":77}"},
        {"/api/rounds/try", "/api/rounds/try", "{}"},
        {"/api/import", "/api/import", "{\"upload\":9}"},
        {"/api/verify", "/api/verify", "{}"},
        {"/api/job/cancel", "/api/job/cancel", "{}"},
        {"/api/lock", "/api/lock", "{}"}};
    (void)state;
    for (ptrdiff_t i = 0; i < RK_COUNT(sent); i++)
        check_answer("POST", sent[i][0], post(sent[i][1], sent[i][2]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_desk_and_its_description_name_the_same_doors),
        cmocka_unit_test(every_answer_looks_as_it_is_described),
        cmocka_unit_test(every_change_answers_as_it_is_described),
    };
    return cmocka_run_group_tests(tests, open_model, close_desk);
}
