/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rk_wire.h"

void rk_wire_verdict(struct rk_json_out *w, const struct rk_verdict *v,
                     const struct rk_ledger_head *head)
{
    char root[65];
    rk_hex(head->root.byte, 32, root);
    rk_json_kint(w, "entries", v->entries);
    rk_json_kint(w, "claims", v->claims);
    rk_json_kint(w, "checkpoints", v->checkpoints);
    rk_json_kint(w, "keys", v->keys);
    rk_json_kint(w, "erased", v->erased);
    rk_json_kint(w, "unfinished", v->unfinished);
    rk_json_kbool(w, "opened", v->opened);
    rk_json_kstr(w, "root", rk_str_of(root));
    rk_json_kbool(w, "ok", v->findings == 0);
}
