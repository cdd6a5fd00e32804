/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sessions live in the worker's memory alone: locking ends them all. */
#include "desk_internal.h"

#include "rk_text.h"
#include "rk_work.h"

#include <sodium.h>

static bool over(const struct desk_session *s, double now_s)
{
    return now_s - s->used_s > DESK_IDLE_S || now_s - s->opened_s > DESK_SESSION_S;
}

int desk_session_find(struct desk *d, struct rk_str token, bool use, struct desk_session *copy)
{
    const double now_s = rk_clock_s();
    int found = -1;
    *copy = (struct desk_session){0};
    if (token.len != 64)
        return -1;
    pthread_mutex_lock(&d->lock);
    for (int i = 0; i < DESK_SESSIONS; i++) {
        struct desk_session *s = &d->session[i];
        if (!s->live || sodium_memcmp(s->token, token.at, 64) != 0)
            continue;
        if (over(s, now_s)) {
            sodium_memzero(s, sizeof *s);
            continue;
        }
        if (use)
            s->used_s = now_s;
        *copy = *s;
        found = i;
    }
    pthread_mutex_unlock(&d->lock);
    return found;
}

static void copy_text(char *to, size_t most, struct rk_str text)
{
    const struct rk_str cut = rk_utf8_head(text, (ptrdiff_t)most);
    memcpy(to, cut.at, (size_t)cut.len);
    to[cut.len] = '\0';
}

bool desk_session_open(struct desk *d, const struct rk_person *who, struct rk_str name,
                       enum rk_lang lang, struct desk_session *out)
{
    uint8_t random[32];
    bool opened = false;
    randombytes_buf(random, sizeof random);
    pthread_mutex_lock(&d->lock);
    for (int i = 0; i < DESK_SESSIONS && !opened; i++) {
        struct desk_session *s = &d->session[i];
        if (s->live)
            continue;
        *s = (struct desk_session){.live = true, .lang = lang, .opened_s = rk_clock_s()};
        s->used_s = s->opened_s;
        rk_hex(random, sizeof random, s->token);
        s->held = desk_set(who->held);
        s->rights = who->rights;
        s->number = ++d->next_session;
        copy_text(s->role, DESK_ROLE_MOST, who->role.len ? who->role : RK_STR("council"));
        copy_text(s->name, DESK_NAME_MOST, name);
        *out = *s;
        opened = true;
    }
    pthread_mutex_unlock(&d->lock);
    sodium_memzero(random, sizeof random);
    return opened;
}

void desk_session_close(struct desk *d, int session)
{
    pthread_mutex_lock(&d->lock);
    sodium_memzero(&d->session[session], sizeof d->session[session]);
    pthread_mutex_unlock(&d->lock);
}

bool desk_session_end(struct desk *d, int64_t number, struct rk_str name)
{
    bool ended = false;
    pthread_mutex_lock(&d->lock);
    for (int i = 0; i < DESK_SESSIONS; i++) {
        struct desk_session *s = &d->session[i];
        if (!s->live ||
            !(s->number == number || (name.len && rk_str_eq(rk_str_of(s->name), name))))
            continue;
        sodium_memzero(s, sizeof *s);
        ended = true;
    }
    pthread_mutex_unlock(&d->lock);
    return ended;
}

/* With d->lock held. */
int desk_session_held(struct desk *d)
{
    int set = 0;
    for (int i = 0; i < DESK_SESSIONS; i++)
        set |= d->session[i].live ? d->session[i].held : 0;
    return set;
}

int desk_session_sweep(struct desk *d)
{
    const double now_s = rk_clock_s();
    int left = 0;
    pthread_mutex_lock(&d->lock);
    for (int i = 0; i < DESK_SESSIONS; i++) {
        if (d->session[i].live && over(&d->session[i], now_s))
            sodium_memzero(&d->session[i], sizeof d->session[i]);
        left += d->session[i].live;
    }
    pthread_mutex_unlock(&d->lock);
    return left;
}
