/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who may open the town, with what role, and who is here now. */
#include "desk_internal.h"

#include "rk_work.h"

static void words_json(struct desk_request *r, const char *key, struct rk_str words)
{
    rk_json_key(&r->json, rk_str_of(key));
    rk_json_array(&r->json);
    while (words.len > 0 && !rk_str_eq(words, RK_STR("none")))
        rk_json_str(&r->json, rk_str_cut(&words, ','));
    rk_json_array_end(&r->json);
}

static void role_json(struct desk_request *r, const bool *held, int rights)
{
    char room[120];
    struct rk_buf out = {.at = room, .cap = sizeof room};
    rk_held_write(held, &out);
    words_json(r, "held", rk_buf_str(&out));
    out.len = 0;
    rk_rights_write(rights, &out);
    words_json(r, "rights", rk_buf_str(&out));
}

static void person_json(struct desk_request *r, const struct rk_person *p)
{
    char at[24];
    rk_instant_iso(p->added_at, at);
    rk_json_object(&r->json);
    rk_json_kint(&r->json, "number", p->number);
    rk_json_kstr(&r->json, "name", p->name.len ? p->name : RK_STR(""));
    rk_json_kstr(&r->json, "role", p->role.len ? p->role : RK_STR("council"));
    role_json(r, p->held, p->rights);
    rk_json_kbool(&r->json, "shared", p->shared);
    rk_json_kstr(&r->json, "added_by", p->added_by.at ? p->added_by : RK_STR(""));
    rk_json_kstr(&r->json, "added_at", rk_str_of(p->added_at ? at : ""));
    rk_json_object_end(&r->json);
}

/* Locks the ledger; RK_EDENIED: the desk is locked. */
static rk_status take_ledger(struct desk *d, struct rk_err *err)
{
    pthread_mutex_lock(&d->ledger_lock);
    if (d->ledger)
        return RK_OK;
    pthread_mutex_unlock(&d->ledger_lock);
    return rk_fail(err, RK_EDENIED, "", "the desk is locked");
}

rk_status api_persons(struct desk_request *r, struct rk_err *err)
{
    struct rk_person *all;
    int32_t count;
    int roles_count;
    const struct rk_role *roles = rk_roles(&roles_count);
    rk_status status = take_ledger(r->desk, err);
    if (status)
        return status;
    status = rk_ledger_persons(r->desk->ledger, &r->keep, &all, &count, err);
    pthread_mutex_unlock(&r->desk->ledger_lock);
    if (status)
        return status;
    rk_json_object(&r->json);
    rk_json_key(&r->json, RK_STR("persons"));
    rk_json_array(&r->json);
    for (int32_t i = 0; i < count; i++)
        person_json(r, &all[i]);
    rk_json_array_end(&r->json);
    rk_json_key(&r->json, RK_STR("roles"));
    rk_json_array(&r->json);
    for (int i = 0; i < roles_count; i++) {
        rk_json_object(&r->json);
        rk_json_kstr(&r->json, "id", rk_str_of(roles[i].id));
        role_json(r, roles[i].held, roles[i].rights);
        rk_json_object_end(&r->json);
    }
    rk_json_array_end(&r->json);
    rk_json_object_end(&r->json);
    return RK_OK;
}

static rk_status read_person(struct desk_request *r, const struct rk_str *v,
                             struct rk_person *out, struct rk_err *err)
{
    const struct rk_role *role = rk_role_find(v[1]);
    *out = (struct rk_person){.name = rk_str_trim(v[0]),
                              .role = v[1],
                              .added_by = rk_str_of(r->who.name),
                              .added_at = desk_act(r->snap, "").recorded_at};
    if (role) {
        memcpy(out->held, role->held, sizeof out->held);
        out->rights = role->rights;
    }
    if (!role && (!v[2].len || v[1].len > DESK_ROLE_MOST || !rk_str_trim(v[1]).len))
        return rk_fail(err, RK_EINVAL, "role",
                       "clerk, doctor, engineer, mayor or council is expected, or a role of "
                       "your own with its keys");
    if (v[2].len && !rk_held_read(v[2], out->held))
        return rk_fail(err, RK_EINVAL, "held",
                       "people, medical, sources, operations are expected");
    if (v[3].len && !rk_rights_read(v[3], &out->rights))
        return rk_fail(err, RK_EINVAL, "rights",
                       "records, write, decide, persons or none is expected");
    if ((desk_set(out->held) & ~r->who.held) != 0) {
        r->needs = desk_set(out->held) & ~r->who.held;
        return rk_fail(err, RK_EDENIED, "", "a key can be given on only by one who holds it");
    }
    return RK_OK;
}

static void wipe(struct desk_request *r)
{
    if (r->body.at)
        memset(r->body.at, 0, (size_t)r->body.len);
}

rk_status api_person_add(struct desk_request *r, struct rk_err *err)
{
    static const char *const names[] = {"name", "role", "held", "rights", "passphrase"};
    struct rk_str v[5];
    struct rk_person person = {0};
    rk_status status = desk_values(r, names, 5, v, err);
    if (!status)
        status = read_person(r, v, &person, err);
    if (!status)
        status = desk_access(r, "person.add", person.name, err);
    if (!status)
        status = take_ledger(r->desk, err);
    if (status)
        return status;
    status = rk_ledger_person_add(r->desk->ledger, v[4],
                                  rk_ledger_head(r->desk->ledger)->weak_kdf ? RK_KDF_TEST
                                                                            : RK_KDF_MODERATE,
                                  &person, r->scratch, err);
    pthread_mutex_unlock(&r->desk->ledger_lock);
    wipe(r);
    return status ? status : api_persons(r, err);
}

rk_status api_person_remove(struct desk_request *r, struct rk_err *err)
{
    static const char *const names[] = {"number"};
    struct rk_str said, name = {0};
    struct rk_person *all = NULL;
    int32_t count = 0;
    int64_t number = 0;
    rk_status status = desk_values(r, names, 1, &said, err);
    if (!status && !rk_str_int(said, &number))
        status = rk_fail(err, RK_EINVAL, "number", "a number is expected");
    if (!status)
        status = desk_access(r, "person.remove", said, err);
    if (!status)
        status = take_ledger(r->desk, err);
    if (status)
        return status;
    status = rk_ledger_persons(r->desk->ledger, &r->keep, &all, &count, err);
    for (int32_t i = 0; !status && i < count; i++)
        if (all[i].number == number)
            name = all[i].name;
    if (!status)
        status = rk_ledger_person_remove(r->desk->ledger, number, r->scratch, err);
    pthread_mutex_unlock(&r->desk->ledger_lock);
    if (status)
        return status;
    if (name.len)
        (void)desk_session_end(r->desk, -1, name);
    return api_persons(r, err);
}

/* ---- who is here ---------------------------------------------------------------------------
 */

/* One who may not give roles sees the own session alone. */
rk_status api_sessions(struct desk_request *r, struct rk_err *err)
{
    struct desk *d = r->desk;
    const double now_s = rk_clock_s();
    (void)err;
    rk_json_array(&r->json);
    pthread_mutex_lock(&d->lock);
    for (int i = 0; i < DESK_SESSIONS; i++) {
        const struct desk_session *s = &d->session[i];
        if (!s->live || (!(r->who.rights & RK_MAY_PERSONS) && i != r->session))
            continue;
        rk_json_object(&r->json);
        rk_json_kint(&r->json, "number", s->number);
        rk_json_kstr(&r->json, "name", rk_str_of(s->name));
        rk_json_kstr(&r->json, "role", rk_str_of(s->role));
        rk_json_kint(&r->json, "since_s", (int64_t)(now_s - s->opened_s));
        rk_json_kint(&r->json, "idle_s", (int64_t)(now_s - s->used_s));
        rk_json_kbool(&r->json, "own", i == r->session);
        rk_json_object_end(&r->json);
    }
    pthread_mutex_unlock(&d->lock);
    rk_json_array_end(&r->json);
    return RK_OK;
}

rk_status api_session_end(struct desk_request *r, struct rk_err *err)
{
    static const char *const names[] = {"number"};
    struct rk_str said;
    int64_t number = 0;
    rk_status status = desk_values(r, names, 1, &said, err);
    if (!status && (!rk_str_int(said, &number) || number < 1))
        status = rk_fail(err, RK_EINVAL, "number", "a number is expected");
    if (!status && number != r->who.number && !(r->who.rights & RK_MAY_PERSONS))
        status = rk_fail(err, RK_EDENIED, "", "your role may not do this");
    if (!status && !desk_session_end(r->desk, number, (struct rk_str){0}))
        status = rk_fail(err, RK_ENOTFOUND, "", "there is no such session");
    return status ? status : api_sessions(r, err);
}
