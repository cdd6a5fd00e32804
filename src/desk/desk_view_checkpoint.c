/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The signed head of the log, as text and as a code for a phone: carried away, it shows later
 * that nothing before it was changed. */
#include "desk_views.h"

#include <qrencode.h>

static void code_json(struct rk_json_out *w, const QRcode *code, struct rk_arena *keep)
{
    const ptrdiff_t cells = (ptrdiff_t)code->width * code->width;
    char *dark = RK_NEW(keep, char, cells + 1);
    for (ptrdiff_t i = 0; dark && i < cells; i++)
        dark[i] = code->data[i] & 1 ? '1' : '0';
    rk_json_kint(w, "width", code->width);
    rk_json_kstr(w, "cells", (struct rk_str){dark ? dark : "", dark ? cells : 0});
}

/* `cells`: rows of the code, 1 is dark. */
rk_status api_checkpoint(struct desk_request *r, struct rk_err *err)
{
    const struct rk_str note = r->snap->checkpoint;
    struct rk_str rest = note;
    if (!note.len)
        return rk_fail(err, RK_ENOTFOUND, "", "nothing is recorded yet");
    QRcode *code =
        QRcode_encodeData((int)note.len, (const unsigned char *)note.at, 0, QR_ECLEVEL_M);
    if (!code)
        return rk_fail(err, RK_ENOMEM, "", "not enough memory");
    rk_json_object(&r->json);
    rk_json_kstr(&r->json, "checkpoint", note);
    rk_json_kstr(&r->json, "origin", rk_str_cut(&rest, '\n'));
    rk_json_kstr(&r->json, "entries", rk_str_cut(&rest, '\n'));
    code_json(&r->json, code, &r->keep);
    rk_json_object_end(&r->json);
    QRcode_free(code);
    return RK_OK;
}
