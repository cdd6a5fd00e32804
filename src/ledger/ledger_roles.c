/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person is given when nothing else is said, and the words for it. */
#include "rk_holder.h"

/* The mayor's sheet counts people and needs of care; who told it is none of its figures. */
static const struct rk_role roles[] = {
    {"clerk", {[1] = true, [3] = true}, RK_MAY_RECORDS | RK_MAY_WRITE | RK_MAY_DECIDE},
    {"doctor", {[1] = true, [2] = true}, RK_MAY_RECORDS | RK_MAY_WRITE},
    {"engineer", {[4] = true}, RK_MAY_RECORDS | RK_MAY_WRITE},
    {"mayor", {[1] = true, [2] = true, [4] = true}, RK_MAY_DECIDE},
    {"council", {[1] = true, [2] = true, [3] = true, [4] = true}, RK_MAY_ALL},
};
static const char *const compartments[] = {"", "people", "medical", "sources", "operations"};
static const char *const rights_said[] = {"records", "write", "decide", "persons"};

const struct rk_role *rk_roles(int *count)
{
    *count = (int)RK_COUNT(roles);
    return roles;
}

const struct rk_role *rk_role_find(struct rk_str id)
{
    for (ptrdiff_t i = 0; i < RK_COUNT(roles); i++)
        if (rk_str_eq(id, rk_str_of(roles[i].id)))
            return &roles[i];
    return NULL;
}

bool rk_held_read(struct rk_str words, bool held[RK_COMPARTMENT_COUNT + 1])
{
    bool some = false;
    memset(held, 0, (RK_COMPARTMENT_COUNT + 1) * sizeof *held);
    while (words.len > 0) {
        const struct rk_str word = rk_str_trim(rk_str_cut(&words, ','));
        int c = RK_COMPARTMENT_COUNT;
        while (c > 0 && !rk_str_eq(word, rk_str_of(compartments[c])))
            c--;
        if (!c)
            return false;
        held[c] = some = true;
    }
    return some;
}

bool rk_rights_read(struct rk_str words, int *rights)
{
    *rights = 0;
    if (rk_str_eq(words, RK_STR("none")))
        return true;
    while (words.len > 0) {
        const struct rk_str word = rk_str_trim(rk_str_cut(&words, ','));
        ptrdiff_t i = 0;
        while (i < RK_COUNT(rights_said) && !rk_str_eq(word, rk_str_of(rights_said[i])))
            i++;
        if (i == RK_COUNT(rights_said))
            return false;
        *rights |= 1 << i;
    }
    return *rights != 0;
}

void rk_held_write(const bool held[RK_COMPARTMENT_COUNT + 1], struct rk_buf *out)
{
    bool some = false;
    for (int c = 1; c <= RK_COMPARTMENT_COUNT; c++) {
        if (held[c])
            rk_buf_printf(out, "%s%s", some ? "," : "", compartments[c]);
        some |= held[c];
    }
}

void rk_rights_write(int rights, struct rk_buf *out)
{
    bool some = false;
    for (ptrdiff_t i = 0; i < RK_COUNT(rights_said); i++) {
        if (rights >> i & 1)
            rk_buf_printf(out, "%s%s", some ? "," : "", rights_said[i]);
        some |= rights >> i & 1;
    }
    if (!some)
        rk_buf_c(out, "none");
}
