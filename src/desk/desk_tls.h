/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the helper ranok-desk: the certificate by which a browser knows this desk. */
#ifndef DESK_TLS_H
#define DESK_TLS_H

#include "rk_desk.h"

/* Certificate and key as PEM text; the key is wiped by the one who asked for it. */
struct desk_tls {
    const char *certificate, *key;
    char fingerprint[96]; /* "AB:CD:…" of SHA-256 over the certificate */
};
/* Makes DIR/desk.crt and DIR/desk.key (ECDSA P-256, 825 days) for these names, unless one is
 * there that is still good for 30 days. RK_EIO. */
RK_MUST_USE rk_status desk_tls_make(const char *dir, const struct rk_desk_self *self,
                                    struct rk_err *err);
/* Reads them; NULL paths: those of the town. RK_ECORRUPT: they do not belong together. */
RK_MUST_USE rk_status desk_tls_load(const char *dir, const char *certificate, const char *key,
                                    struct rk_arena *keep, struct desk_tls *out,
                                    struct rk_err *err);
/* Address and fingerprint for a person's eyes and for a phone's. */
void desk_tls_show(const char *address, const char *fingerprint, enum rk_lang lang);

#endif
