/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The login form, which needs no script, and the page's own files, built into the program. */
#include "desk_internal.h"

#include "desk_files.h"
#include "rk_file.h"
#include "rk_text.h"
#include "rk_work.h"

#include <microhttpd.h>
#include <sodium.h>
#include <unistd.h>

rk_status page_file(struct desk_request *r, struct rk_err *err)
{
    for (int i = 0; i < desk_file_count; i++) {
        const struct desk_file *f = &desk_files[i];
        if (!rk_str_eq(r->tail, rk_str_of(f->name)))
            continue;
        rk_buf_c(&r->out, f->text);
        r->type = f->type;
        return RK_OK;
    }
    return rk_fail(err, RK_ENOTFOUND, "", "there is nothing of this name");
}

rk_status page_index(struct desk_request *r, struct rk_err *err)
{
    r->tail = RK_STR("index.html");
    if (r->who.live)
        return page_file(r, err);
    r->status = MHD_HTTP_SEE_OTHER;
    snprintf(r->location, sizeof r->location, "/login");
    return RK_OK;
}

/* ---- login ---------------------------------------------------------------------------------
 */

static void escaped(struct rk_buf *out, struct rk_str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        switch (s.at[i]) {
        case '<':
            rk_buf_c(out, "&lt;");
            break;
        case '&':
            rk_buf_c(out, "&amp;");
            break;
        case '"':
            rk_buf_c(out, "&quot;");
            break;
        default:
            rk_buf_char(out, s.at[i]);
        }
}

static void login_form(struct desk_request *r, enum rk_lang lang, struct rk_str name,
                       const char *trouble)
{
    struct rk_buf *out = &r->out;
    const bool uk = lang == RK_UK;
    r->type = "text/html; charset=utf-8";
    rk_buf_printf(out,
                  "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                  "<title>%s</title>\n<link rel=\"icon\" href=\"data:,\">\n<link "
                  "rel=\"stylesheet\" href=\"/files/desk.css\">\n"
                  "</head>\n<body class=\"login\">\n<main>\n<h1>%s</h1>\n<p>%s</p>\n",
                  uk ? "uk" : "en", rk_word(lang, "desk.login.title"),
                  rk_word(lang, "desk.login.title"), rk_word(lang, "desk.login.about"));
    if (trouble)
        rk_buf_printf(out, "<p class=\"trouble\" role=\"alert\">%s</p>\n", trouble);
    rk_buf_printf(out,
                  "<form method=\"post\" action=\"/login\">\n"
                  "<input type=\"hidden\" name=\"lang\" value=\"%s\">\n"
                  "<label>%s <input name=\"name\" required maxlength=\"100\" "
                  "autocomplete=\"off\" autofocus value=\"",
                  uk ? "uk" : "en", rk_word(lang, "desk.login.name"));
    escaped(out, name);
    rk_buf_printf(
        out,
        "\"></label>\n<label>%s <input type=\"password\" name=\"passphrase\" required "
        "maxlength=\"1000\" autocomplete=\"current-password\"></label>\n"
        "<button>%s</button>\n</form>\n",
        rk_word(lang, "desk.login.passphrase"), rk_word(lang, "desk.login.open"));
    if (r->desk->model)
        rk_buf_printf(out,
                      "<p class=\"model\">%s <code>passphrase-of-this-model-town</code></p>\n",
                      rk_word(lang, "desk.login.model"));
    rk_buf_printf(out,
                  "<p><a href=\"/login?lang=%s\" lang=\"%s\">%s</a></p>\n</main>\n</body>\n"
                  "</html>\n",
                  uk ? "en" : "uk", uk ? "en" : "uk", uk ? "English" : "Українська");
}

static enum rk_lang lang_of(struct desk_request *r, struct rk_str said)
{
    return rk_str_eq(said, RK_STR("en"))   ? RK_EN
           : rk_str_eq(said, RK_STR("uk")) ? RK_UK
                                           : r->desk->lang;
}

rk_status page_login(struct desk_request *r, struct rk_err *err)
{
    (void)err;
    login_form(r, lang_of(r, desk_query(r, "lang")), (struct rk_str){0}, NULL);
    return RK_OK;
}

/* One try at a time, and none before its time. */
static rk_status try_passphrase(struct desk_request *r, struct rk_str name,
                                struct rk_str passphrase, struct rk_person *who, double *wait_s,
                                struct rk_err *err)
{
    struct desk *d = r->desk;
    rk_status status = RK_EDENIED;
    pthread_mutex_lock(&d->trying);
    *wait_s = rk_desk_wait_s(&d->shared->tries, rk_clock_s());
    if (*wait_s <= 0) {
        status = desk_unlock(d, name, passphrase, &r->keep, who, err);
        if (status == RK_OK || status == RK_EDENIED)
            rk_desk_tried(&d->shared->tries, status == RK_OK, rk_clock_s());
    }
    pthread_mutex_unlock(&d->trying);
    return status;
}

static void enter(struct desk *d, int by)
{
    pthread_mutex_lock(&d->lock);
    d->entering += by;
    pthread_mutex_unlock(&d->lock);
}

void desk_cookie(struct desk_request *r, const char *token)
{
    snprintf(r->cookie, sizeof r->cookie, "%s=%s; %sHttpOnly; SameSite=Strict; Path=/%s",
             desk_cookie_name(r->desk), token, token[0] ? "" : "Max-Age=0; ",
             r->desk->self.secure ? "; Secure" : "");
}

static void forget(struct rk_str secret)
{
    char *at = (char *)(uintptr_t)secret.at; /* our own copy, in the request's region */
    if (at)
        sodium_memzero(at, (size_t)secret.len);
}

rk_status page_login_try(struct desk_request *r, struct rk_err *err)
{
    const struct rk_str form = rk_buf_str(&r->body);
    struct rk_str name = {0}, passphrase = {0}, said = {0};
    struct desk_session session = {0};
    struct rk_person who = {0};
    double wait_s = 0;
    char trouble[RK_ERR_TEXT] = "";
    (void)rk_desk_field(form, RK_STR("lang"), &r->keep, &said);
    const enum rk_lang lang = lang_of(r, said);
    desk_speak(lang);
    const bool complete = rk_desk_field(form, RK_STR("name"), &r->keep, &name) &&
                          rk_desk_field(form, RK_STR("passphrase"), &r->keep, &passphrase);
    name = rk_utf8_head(rk_str_trim(name), DESK_NAME_MOST);
    if (!complete || !name.len) {
        r->status = MHD_HTTP_UNPROCESSABLE_CONTENT;
        login_form(r, lang, name, rk_word(lang, "desk.login.incomplete"));
        return RK_OK;
    }
    enter(r->desk, 1);
    const rk_status status = try_passphrase(r, name, passphrase, &who, &wait_s, err);
    forget(passphrase);
    if (who.name.len && !who.shared)
        name = who.name; /* as it was written down, not as it was typed */
    if (wait_s > 0) {
        r->status = MHD_HTTP_TOO_MANY_REQUESTS;
        snprintf(trouble, sizeof trouble, "%s %.0f %s", rk_word(lang, "desk.login.wait"),
                 ceil(wait_s), rk_plural(lang, "desk.seconds", (int64_t)ceil(wait_s)));
    } else if (status) {
        r->status = status == RK_EDENIED ? MHD_HTTP_FORBIDDEN : MHD_HTTP_SERVICE_UNAVAILABLE;
        snprintf(trouble, sizeof trouble, "%s", err->text);
    } else if (!desk_session_open(r->desk, &who, name, lang, &session)) {
        r->status = MHD_HTTP_SERVICE_UNAVAILABLE;
        snprintf(trouble, sizeof trouble, "%s", rk_word(lang, "desk.login.full"));
    }
    enter(r->desk, -1);
    if (trouble[0]) {
        login_form(r, lang, name, trouble);
        return RK_OK;
    }
    desk_cookie(r, session.token);
    sodium_memzero(&session, sizeof session);
    r->status = MHD_HTTP_SEE_OTHER;
    snprintf(r->location, sizeof r->location, "/");
    return RK_OK;
}
