/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The worker: libmicrohttpd with a thread a connection, every request bounded in size, time and
 * number, and refused before its body is read when it is not our page's.
 */
#include "desk_worker.h"

#include "desk_jail.h"
#include "desk_tls.h"
#include "rk_file.h"
#include "rk_text.h"
#include "rk_work.h"

#include <microhttpd.h>
#include <sodium.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* Address space of one request; memory is taken as it is used. */
#define REQUEST_MOST ((ptrdiff_t)1 << 30)
#define OUT_MOST     ((ptrdiff_t)1 << 28)

enum { STREAM_PIECE = 16384 };

/* ---- connections: who is too slow ----------------------------------------------------------
 */

struct slot {
    int fd; /* 0: free */
    double since_s, most_s;
    bool busy; /* its request is here, or a stream runs: no hurry */
};
static struct slot slots[DESK_CONNECTIONS];
static pthread_mutex_t slots_lock = PTHREAD_MUTEX_INITIALIZER;

static int fd_of(struct MHD_Connection *c)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info ? info->connect_fd : -1;
}

static void on_connection(void *user, struct MHD_Connection *c, void **socket_context,
                          enum MHD_ConnectionNotificationCode code)
{
    (void)user;
    pthread_mutex_lock(&slots_lock);
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        for (intptr_t i = 0; i < DESK_CONNECTIONS; i++)
            if (!slots[i].fd) {
                slots[i] = (struct slot){fd_of(c), rk_clock_s(), DESK_REQUEST_S, false};
                *socket_context = &slots[i];
                break;
            }
    } else if (*socket_context) {
        *(struct slot *)*socket_context = (struct slot){0};
        *socket_context = NULL;
    }
    pthread_mutex_unlock(&slots_lock);
}

static void mark(struct desk_request *r, bool busy, double most_s)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(r->connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    struct slot *slot = info ? info->socket_context : NULL;
    if (!slot)
        return;
    pthread_mutex_lock(&slots_lock);
    slot->busy = busy;
    slot->since_s = rk_clock_s();
    slot->most_s = most_s;
    pthread_mutex_unlock(&slots_lock);
}

/* A request that does not arrive in time is cut off: a slow loris holds nothing for long. */
static void cut_the_slow(void)
{
    const double now_s = rk_clock_s();
    pthread_mutex_lock(&slots_lock);
    for (int i = 0; i < DESK_CONNECTIONS; i++)
        if (slots[i].fd > 0 && !slots[i].busy && now_s - slots[i].since_s > slots[i].most_s)
            (void)shutdown(slots[i].fd, SHUT_RDWR);
    pthread_mutex_unlock(&slots_lock);
}

/* ---- answering -----------------------------------------------------------------------------
 */

static _Thread_local enum rk_lang speaking;

static const char *translate(const char *english)
{
    return speaking == RK_UK ? rk_message_uk(english) : english;
}

void desk_speak(enum rk_lang lang)
{
    speaking = lang;
}

static int http_of(rk_status status)
{
    switch (status) {
    case RK_OK:
        return MHD_HTTP_OK;
    case RK_EINVAL:
        return MHD_HTTP_UNPROCESSABLE_CONTENT;
    case RK_ENOTFOUND:
        return MHD_HTTP_NOT_FOUND;
    case RK_EDENIED:
        return MHD_HTTP_FORBIDDEN;
    case RK_ECANCELED:
        return MHD_HTTP_CONFLICT;
    case RK_ECORRUPT:
    case RK_ENOMEM:
    case RK_EIO:
        break;
    }
    return MHD_HTTP_INTERNAL_SERVER_ERROR;
}

static void say_error(struct desk_request *r, int status, const char *place, const char *text)
{
    r->status = status;
    r->type = "application/json; charset=utf-8";
    r->out.len = 0;
    r->out.failed = false;
    struct rk_json_out w = rk_json_write(&r->out);
    w.any_order = true;
    rk_json_object(&w);
    rk_json_kstr(&w, "error", rk_str_of(text));
    rk_json_kstr(&w, "place", rk_str_of(place));
    if (r->needs) {
        static const char *const names[] = {"people", "medical", "sources", "operations"};
        rk_json_key(&w, RK_STR("needs"));
        rk_json_array(&w);
        for (int c = 0; c < RK_COMPARTMENT_COUNT; c++)
            if (r->needs >> c & 1)
                rk_json_str(&w, rk_str_of(names[c]));
        rk_json_array_end(&w);
    }
    rk_json_object_end(&w);
}

static void add_headers(struct desk_request *r, struct MHD_Response *answer)
{
    static const char policy[] =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
    const char *const pairs[][2] = {
        {"Content-Security-Policy", r->policy[0] ? r->policy : policy},
        {"X-Content-Type-Options", "nosniff"},
        {"X-Frame-Options", "DENY"},
        {"Referrer-Policy", "same-origin"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
        {"Permissions-Policy", "camera=(), microphone=(), geolocation=()"},
        {"Cache-Control", "no-store"},
        {"Content-Type", r->type},
        {"Location", r->location},
        {"Set-Cookie", r->cookie},
        {"Content-Disposition", r->file}};
    for (ptrdiff_t i = 0; i < RK_COUNT(pairs); i++)
        if (pairs[i][1] && pairs[i][1][0])
            (void)MHD_add_response_header(answer, pairs[i][0], pairs[i][1]);
}

static ssize_t stream_events(void *user, uint64_t at, char *room, size_t size);

static enum MHD_Result send_answer(struct desk_request *r)
{
    struct MHD_Response *answer =
        r->stream ? MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, STREAM_PIECE,
                                                      stream_events, r, NULL)
                  : MHD_create_response_from_buffer((size_t)r->out.len, r->out.at,
                                                    MHD_RESPMEM_PERSISTENT);
    if (!answer)
        return MHD_NO;
    add_headers(r, answer);
    const enum MHD_Result queued =
        MHD_queue_response(r->connection, (unsigned)r->status, answer);
    MHD_destroy_response(answer);
    return queued;
}

/* Events: a piece at each change and a sign of life in between, until the session ends. */
static ssize_t stream_events(void *user, uint64_t at, char *room, size_t size)
{
    struct desk_request *r = user;
    (void)at;
    if (r->stream_version < 0)
        return MHD_CONTENT_READER_END_OF_STREAM;
    for (;;) {
        struct rk_buf out = {.at = room, .cap = (ptrdiff_t)size};
        desk_events_write(r, &out);
        if (out.failed)
            return MHD_CONTENT_READER_END_WITH_ERROR;
        if (out.len)
            return (ssize_t)out.len;
        if (r->stream_version < 0)
            return MHD_CONTENT_READER_END_OF_STREAM;
        (void)nanosleep(&(struct timespec){0, 100000000}, NULL);
    }
}

static enum MHD_Result answer_request(struct desk_request *r)
{
    struct rk_err err = {0};
    desk_speak(r->lang);
    mark(r, true, 0);
    if (!r->early) {
        r->json = rk_json_write(&r->out);
        r->json.any_order = true;
        r->snap = r->who.live ? desk_snap_hold(r->desk, r->who.held) : NULL;
        const rk_status status = (r->route->need & DESK_KNOWN) && !r->snap
                                     ? rk_fail(&err, RK_EDENIED, "", "the desk is locked")
                                     : r->route->run(r, &err);
        if (status)
            say_error(r, http_of(status), err.place, err.text);
        else if (r->out.failed || r->json.failed)
            say_error(r, MHD_HTTP_INTERNAL_SERVER_ERROR, "",
                      rk_err_translate("the answer does not fit"));
    }
    return send_answer(r);
}

/* ---- refusing before the body is read ------------------------------------------------------
 */

struct rk_str desk_header(struct desk_request *r, const char *name)
{
    return rk_str_of(MHD_lookup_connection_value(r->connection, MHD_HEADER_KIND, name));
}

struct rk_str desk_query(struct desk_request *r, const char *name)
{
    const struct rk_str s =
        rk_str_of(MHD_lookup_connection_value(r->connection, MHD_GET_ARGUMENT_KIND, name));
    return rk_utf8_bad(s) < 0 ? s : (struct rk_str){0};
}

static const struct desk_route *find_route(struct desk_request *r, bool *other_method)
{
    for (int i = 0; i < desk_route_count; i++) {
        const struct desk_route *route = &desk_routes[i];
        const size_t len = strlen(route->path);
        const bool tail = len > 1 && route->path[len - 1] == '/';
        if (tail ? strncmp(route->path, r->path, len) != 0 || !r->path[len]
                 : strcmp(route->path, r->path) != 0)
            continue;
        if (strcmp(route->method, r->method) == 0 ||
            (strcmp(r->method, "HEAD") == 0 && strcmp(route->method, "GET") == 0)) {
            r->tail = rk_str_of(r->path + len);
            return route;
        }
        *other_method = true;
    }
    return NULL;
}

static void refuse(struct desk_request *r, int status, const char *text)
{
    const char *said = rk_err_translate(text);
    r->early = status;
    say_error(r, status, "", said);
}

/* A page of this machine asks on its own behalf: right name, right port, right origin. */
static bool ours(struct desk_request *r)
{
    const struct rk_str origin = desk_header(r, "Origin"),
                        site = desk_header(r, "Sec-Fetch-Site");
    if (!rk_desk_host_ours(&r->desk->self, desk_header(r, "Host"))) {
        refuse(r, MHD_HTTP_MISDIRECTED_REQUEST, "this is not the name of the desk");
        return false;
    }
    const bool changes = r->route && (r->route->need & (DESK_CHANGES | DESK_FORM));
    const bool foreign = (origin.len && !rk_desk_origin_ours(&r->desk->self, origin)) ||
                         (changes && !origin.len) || rk_str_eq(site, RK_STR("cross-site"));
    const bool form_like = r->route && (r->route->need & DESK_CHANGES) &&
                           !rk_str_eq(desk_header(r, "X-Ranok"), RK_STR("1"));
    if ((foreign && (changes || origin.len)) || form_like)
        refuse(r, MHD_HTTP_FORBIDDEN, "only the desk's own page may ask for this");
    return !r->early;
}

static void know_the_visitor(struct desk_request *r)
{
    struct rk_str token;
    const bool passive = rk_str_eq(desk_header(r, "X-Ranok-Passive"), RK_STR("1"));
    r->session = -1;
    if (rk_desk_cookie(desk_header(r, "Cookie"), rk_str_of(desk_cookie_name(r->desk)), &token))
        r->session = desk_session_find(r->desk, token, !passive, &r->who);
    if (r->who.live)
        r->lang = r->who.lang;
}

/* What the table asks of the visitor's role. */
static void check_role(struct desk_request *r)
{
    const struct desk_route *route = r->route;
    r->needs = route->all & ~r->who.held;
    if (route->any && !(route->any & r->who.held))
        r->needs |= route->any;
    if (r->needs)
        refuse(r, MHD_HTTP_FORBIDDEN, "your role may not see this");
    else if (route->right & ~r->who.rights)
        refuse(r, MHD_HTTP_FORBIDDEN, "your role may not do this");
}

static void check_size(struct desk_request *r)
{
    const bool file = r->route->need & DESK_FILE;
    const struct rk_str length = desk_header(r, "Content-Length");
    int64_t bytes = 0;
    if (strcmp(r->method, "POST") != 0)
        return;
    if (!rk_str_int(length, &bytes) || bytes < 0)
        refuse(r, MHD_HTTP_LENGTH_REQUIRED, "the length of the body must be said");
    else if (bytes > (file ? DESK_FILE_MOST : DESK_BODY_MOST))
        refuse(r, MHD_HTTP_CONTENT_TOO_LARGE, "this is too large for the desk");
    else if (!(r->route->need & (DESK_FILE | DESK_FORM)) && bytes > 0 &&
             !rk_str_starts(desk_header(r, "Content-Type"), RK_STR("application/json")))
        refuse(r, MHD_HTTP_UNSUPPORTED_MEDIA_TYPE, "JSON is expected");
}

static void begin(struct desk_request *r)
{
    bool other = false;
    r->route = find_route(r, &other);
    if (!ours(r))
        return;
    know_the_visitor(r);
    desk_speak(r->lang);
    if (!r->route)
        refuse(r, other ? MHD_HTTP_METHOD_NOT_ALLOWED : MHD_HTTP_NOT_FOUND,
               other ? "this cannot be done here" : "there is nothing of this name");
    else if ((r->route->need & DESK_KNOWN) && !r->who.live)
        refuse(r, MHD_HTTP_UNAUTHORIZED, "log in first");
    else if (r->route->need & DESK_KNOWN)
        check_role(r);
    if (!r->early)
        check_size(r);
    if (r->early)
        return;
    if (r->route->need & DESK_FILE) {
        mark(r, false, DESK_UPLOAD_S);
        r->body_fd = memfd_create("upload", MFD_CLOEXEC);
        if (r->body_fd < 0)
            refuse(r, MHD_HTTP_INTERNAL_SERVER_ERROR, "not enough memory");
    } else {
        r->body = rk_buf_in(&r->keep, DESK_BODY_MOST + 1);
    }
}

/* ---- libmicrohttpd calls -------------------------------------------------------------------
 */

static bool take_body(struct desk_request *r, const char *data, size_t len)
{
    r->body_len += (int64_t)len;
    if (r->body_fd < 0) {
        rk_buf_bytes(&r->body, data, (ptrdiff_t)len);
        return !r->body.failed;
    }
    while (len > 0 && r->body_len <= DESK_FILE_MOST) {
        const ssize_t put = write(r->body_fd, data, len);
        if (put <= 0)
            return false;
        data += put;
        len -= (size_t)put;
    }
    return len == 0;
}

static enum MHD_Result on_request(void *user, struct MHD_Connection *connection,
                                  const char *url, const char *method, const char *version,
                                  const char *data, size_t *data_len, void **context)
{
    struct desk *d = user;
    struct desk_request *r = *context;
    (void)version;
    if (!r) {
        struct rk_arena keep = rk_arena_open(rk_address_share(REQUEST_MOST, 64));
        r = RK_NEW(&keep, struct desk_request, 1);
        if (!r)
            return MHD_NO;
        r->desk = d;
        r->connection = connection;
        r->path = url;
        r->method = method;
        r->lang = d->lang;
        r->body_fd = -1;
        r->status = MHD_HTTP_OK;
        r->type = "application/json; charset=utf-8";
        r->scratch = rk_scratch_open(rk_address_share(REQUEST_MOST, 64));
        r->keep = keep;
        r->out = rk_buf_in(&r->keep, rk_arena_left(&r->keep) / 4 < OUT_MOST
                                         ? rk_arena_left(&r->keep) / 4
                                         : OUT_MOST);
        *context = r;
        begin(r);
        return r->early ? answer_request(r) : MHD_YES;
    }
    if (*data_len > 0) {
        const bool taken = r->early || take_body(r, data, *data_len);
        *data_len = 0;
        return taken ? MHD_YES : MHD_NO;
    }
    return r->early ? MHD_YES : answer_request(r);
}

/* Decodes an address in place; a hidden end of text becomes a sign that no name has. */
static size_t unescape(void *user, struct MHD_Connection *connection, char *text)
{
    (void)user, (void)connection;
    for (char *at = text; (at = strstr(at, "%00")) != NULL; at += 3)
        at[2] = '1';
    return MHD_http_unescape(text);
}

static void on_completed(void *user, struct MHD_Connection *connection, void **context,
                         enum MHD_RequestTerminationCode how)
{
    struct desk *d = user;
    struct desk_request *r = *context;
    (void)connection, (void)how;
    if (!r)
        return;
    mark(r, false, DESK_REQUEST_S);
    if (r->body_fd >= 0)
        close(r->body_fd);
    desk_snap_drop(d, r->snap);
    if (r->body.at)
        sodium_memzero(r->body.at, (size_t)r->body.len);
    sodium_memzero(&r->who, sizeof r->who);
    rk_scratch_close(&r->scratch);
    struct rk_arena keep = r->keep;
    rk_arena_close(&keep);
    *context = NULL;
}

/* ---- the worker's own watch ----------------------------------------------------------------
 */

static void watch(struct desk *d)
{
    for (int tick = 0;; tick++) {
        (void)nanosleep(&(struct timespec){0, 50000000}, NULL);
        pthread_mutex_lock(&d->lock);
        const bool leave = d->leave;
        /* somebody is coming in, or a job still writes: not yet */
        const bool open = d->ledger && !d->entering && !d->job.running;
        pthread_mutex_unlock(&d->lock);
        if (leave) {
            (void)nanosleep(&(struct timespec){0, 100000000}, NULL); /* the answer goes out */
            return;
        }
        if (tick % 10 != 0)
            continue;
        cut_the_slow();
        if (desk_session_sweep(d) == 0 && open)
            return; /* nobody is here: lock */
        desk_forget(d);
        if (tick % 20 == 0)
            desk_access_flush(d);
    }
}

static struct MHD_Daemon *serve(struct desk *d, const struct desk_order *order)
{
    static struct rk_arena room; /* certificate and key, as long as the worker lives */
    struct desk_tls tls = {0};
    struct rk_err err = {0};
    const bool secure = order->self.secure;
    struct MHD_OptionItem keys[4] = {{MHD_OPTION_END, 0, NULL}};
    room = rk_arena_open(1 << 23);
    if (secure &&
        desk_tls_load(order->town, order->certificate, order->key, &room, &tls, &err)) {
        fprintf(stderr, "ranok-desk: %s: %s\n", err.place, err.text);
        return NULL;
    }
    if (secure) {
        keys[0] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_CERT, 0,
                                          (void *)(uintptr_t)tls.certificate};
        keys[1] =
            (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)tls.key};
        keys[2] = (struct MHD_OptionItem){
            MHD_OPTION_HTTPS_PRIORITIES, 0,
            (void
                 *)(uintptr_t) "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:%SERVER_PRECEDENCE"};
        keys[3] = (struct MHD_OptionItem){MHD_OPTION_END, 0, NULL};
    }
    return MHD_start_daemon(
        MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL |
            (secure ? MHD_USE_TLS : 0U),
        0, NULL, NULL, on_request, d, MHD_OPTION_LISTEN_SOCKET, order->listen_fd,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)DESK_CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)DESK_REQUEST_S, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)32768,
        MHD_OPTION_THREAD_STACK_SIZE, (size_t)2 << 20, MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_UNESCAPE_CALLBACK, unescape, NULL, MHD_OPTION_NOTIFY_COMPLETED, on_completed,
        d, MHD_OPTION_NOTIFY_CONNECTION, on_connection, d, MHD_OPTION_ARRAY, keys,
        MHD_OPTION_END);
}

int desk_worker(const struct desk_order *order)
{
    static struct desk d;
    d = (struct desk){.town = order->town,
                      .self = order->self,
                      .persons_only = order->persons_only,
                      .listen_fd = order->listen_fd,
                      .shared = order->shared,
                      .lang = order->lang,
                      .access_fd = -1};
    pthread_mutex_t *const locks[] = {&d.lock, &d.trying, &d.ledger_lock, &d.access_lock};
    for (ptrdiff_t i = 0; i < RK_COUNT(locks); i++)
        (void)pthread_mutex_init(locks[i], NULL);
    rk_err_translate = translate;
    struct rk_arena room = rk_arena_open(1 << 16);
    const char *model = rk_path_join(&room, order->town, "passphrase-of-this-model-town");
    d.model = model && rk_file_exists(model);
    rk_arena_close(&room);
    if (sodium_init() < 0 || !desk_jail()) {
        fputs("ranok-desk: the kernel refuses to shut the worker in\n", stderr);
        return DESK_BROKEN;
    }
    struct MHD_Daemon *daemon = serve(&d, order);
    if (!daemon) {
        fputs("ranok-desk: cannot serve on this socket\n", stderr);
        return DESK_BROKEN;
    }
    watch(&d);
    desk_access_flush(&d);
    desk_wipe(&d);
    return DESK_LOCKED;
}
