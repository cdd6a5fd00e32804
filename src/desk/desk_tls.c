/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A certificate of the desk's own: no authority is asked, people compare its fingerprint with
 * the one on the laptop's screen. ECDSA P-256, which every browser takes; at most 825 days, as
 * they ask of leaves. A town with an authority of its own gives its certificate instead.
 */
#include "rk_base.h"
#include "rk_vocabulary.h"

#include "desk_tls.h"
#include "rk_file.h"
#include "rk_hash.h"

#include <arpa/inet.h>
#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <qrencode.h>
#include <sodium.h>
#include <time.h>

enum { DAY_S = 86400, GOOD_DAYS = 825, LEFT_DAYS = 30, PEM_MOST = 1 << 20 };

static rk_status refused(struct rk_err *err, const char *place, int code)
{
    return rk_fail(err, RK_EIO, place, "the certificate: %s", gnutls_strerror(code));
}

/* ---- making --------------------------------------------------------------------------------
 */

static int add_names(gnutls_x509_crt_t crt, const struct rk_desk_self *self)
{
    int code = 0;
    for (int32_t i = 0; i < self->names && code >= 0; i++) {
        char name[RK_DESK_NAME];
        unsigned char bytes[16];
        snprintf(name, sizeof name, "%s", self->name[i] + (self->name[i][0] == '['));
        if (name[strlen(name) - 1] == ']')
            name[strlen(name) - 1] = '\0';
        const int v4 = inet_pton(AF_INET, name, bytes) == 1;
        const int v6 = !v4 && inet_pton(AF_INET6, name, bytes) == 1;
        code = v4 || v6 ? gnutls_x509_crt_set_subject_alt_name(crt, GNUTLS_SAN_IPADDRESS, bytes,
                                                               v4 ? 4 : 16, GNUTLS_FSAN_APPEND)
                        : gnutls_x509_crt_set_subject_alt_name(crt, GNUTLS_SAN_DNSNAME, name,
                                                               (unsigned)strlen(name),
                                                               GNUTLS_FSAN_APPEND);
    }
    return code;
}

static int fill(gnutls_x509_crt_t crt, gnutls_x509_privkey_t key,
                const struct rk_desk_self *self)
{
    static const char title[] = "Ranok";
    unsigned char serial[16];
    const time_t now = time(NULL);
    randombytes_buf(serial, sizeof serial);
    serial[0] = (unsigned char)((serial[0] & 0x3F) | 0x40); /* positive, and never short */
    int code = gnutls_x509_crt_set_version(crt, 3);
    if (code >= 0)
        code = gnutls_x509_crt_set_serial(crt, serial, sizeof serial);
    if (code >= 0)
        code = gnutls_x509_crt_set_activation_time(crt, now - DAY_S);
    if (code >= 0)
        code = gnutls_x509_crt_set_expiration_time(crt, now + (time_t)(GOOD_DAYS - 1) * DAY_S);
    if (code >= 0)
        code = gnutls_x509_crt_set_dn_by_oid(crt, GNUTLS_OID_X520_COMMON_NAME, 0, title,
                                             sizeof title - 1);
    if (code >= 0)
        code = gnutls_x509_crt_set_key(crt, key);
    if (code >= 0)
        code = gnutls_x509_crt_set_basic_constraints(crt, 0, -1);
    if (code >= 0)
        code = gnutls_x509_crt_set_key_usage(crt, GNUTLS_KEY_DIGITAL_SIGNATURE);
    if (code >= 0)
        code = gnutls_x509_crt_set_key_purpose_oid(crt, GNUTLS_KP_TLS_WWW_SERVER, 0);
    if (code >= 0)
        code = add_names(crt, self);
    return code < 0 ? code : gnutls_x509_crt_sign2(crt, crt, key, GNUTLS_DIG_SHA256, 0);
}

static rk_status write_both(const char *crt_path, const char *key_path, gnutls_x509_crt_t crt,
                            gnutls_x509_privkey_t key, struct rk_err *err)
{
    gnutls_datum_t text = {0}, secret = {0};
    int code = gnutls_x509_privkey_export2_pkcs8(key, GNUTLS_X509_FMT_PEM, NULL,
                                                 GNUTLS_PKCS_PLAIN, &secret);
    if (code >= 0)
        code = gnutls_x509_crt_export2(crt, GNUTLS_X509_FMT_PEM, &text);
    rk_status status = code < 0 ? refused(err, crt_path, code) : RK_OK;
    if (!status)
        status = rk_file_write(
            key_path, (struct rk_str){(char *)secret.data, (ptrdiff_t)secret.size}, false, err);
    if (!status)
        status = rk_file_write(
            crt_path, (struct rk_str){(char *)text.data, (ptrdiff_t)text.size}, false, err);
    if (secret.data)
        sodium_memzero(secret.data, secret.size);
    gnutls_free(secret.data);
    gnutls_free(text.data);
    return status;
}

static bool still_good(const char *path)
{
    struct rk_arena room = rk_arena_open(PEM_MOST + (1 << 16));
    struct rk_str text;
    gnutls_x509_crt_t crt = NULL;
    bool good = false;
    if (rk_file_read(path, PEM_MOST, &room, &text, NULL) == RK_OK &&
        gnutls_x509_crt_init(&crt) >= 0) {
        const gnutls_datum_t pem = {(unsigned char *)(uintptr_t)text.at, (unsigned)text.len};
        good =
            gnutls_x509_crt_import(crt, &pem, GNUTLS_X509_FMT_PEM) >= 0 &&
            gnutls_x509_crt_get_expiration_time(crt) > time(NULL) + (time_t)LEFT_DAYS * DAY_S;
        gnutls_x509_crt_deinit(crt);
    }
    rk_arena_close(&room);
    return good;
}

rk_status desk_tls_make(const char *dir, const struct rk_desk_self *self, struct rk_err *err)
{
    struct rk_arena room = rk_arena_open(1 << 16);
    const char *crt_path = rk_path_join(&room, dir, "desk.crt"),
               *key_path = rk_path_join(&room, dir, "desk.key");
    gnutls_x509_crt_t crt = NULL;
    gnutls_x509_privkey_t key = NULL;
    rk_status status = RK_OK;
    if (rk_file_exists(key_path) && still_good(crt_path)) {
        rk_arena_close(&room);
        return RK_OK;
    }
    int code = gnutls_x509_privkey_init(&key);
    if (code >= 0)
        code = gnutls_x509_crt_init(&crt);
    if (code >= 0)
        code = gnutls_x509_privkey_generate(
            key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0);
    if (code >= 0)
        code = fill(crt, key, self);
    status = code < 0 ? refused(err, "desk.crt", code)
                      : write_both(crt_path, key_path, crt, key, err);
    if (crt)
        gnutls_x509_crt_deinit(crt);
    if (key)
        gnutls_x509_privkey_deinit(key);
    rk_arena_close(&room);
    return status;
}

/* ---- reading -------------------------------------------------------------------------------
 */

static int fingerprint_of(struct rk_str pem, char out[96])
{
    gnutls_x509_crt_t crt = NULL;
    unsigned char digest[32];
    size_t size = sizeof digest;
    const gnutls_datum_t text = {(unsigned char *)(uintptr_t)pem.at, (unsigned)pem.len};
    int code = gnutls_x509_crt_init(&crt);
    if (code >= 0)
        code = gnutls_x509_crt_import(crt, &text, GNUTLS_X509_FMT_PEM);
    if (code >= 0)
        code = gnutls_x509_crt_get_fingerprint(crt, GNUTLS_DIG_SHA256, digest, &size);
    for (size_t i = 0; code >= 0 && i < size; i++)
        snprintf(out + 3 * i, 96 - 3 * i, i + 1 < size ? "%02X:" : "%02X", digest[i]);
    if (crt)
        gnutls_x509_crt_deinit(crt);
    return code;
}

static int pair_fits(struct rk_str pem, struct rk_str secret)
{
    gnutls_certificate_credentials_t both = NULL;
    const gnutls_datum_t crt = {(unsigned char *)(uintptr_t)pem.at, (unsigned)pem.len};
    const gnutls_datum_t key = {(unsigned char *)(uintptr_t)secret.at, (unsigned)secret.len};
    int code = gnutls_certificate_allocate_credentials(&both);
    if (code >= 0)
        code = gnutls_certificate_set_x509_key_mem(both, &crt, &key, GNUTLS_X509_FMT_PEM);
    if (both)
        gnutls_certificate_free_credentials(both);
    return code;
}

rk_status desk_tls_load(const char *dir, const char *certificate, const char *key,
                        struct rk_arena *keep, struct desk_tls *out, struct rk_err *err)
{
    struct rk_str pem, secret;
    const char *crt_path = certificate ? certificate : rk_path_join(keep, dir, "desk.crt");
    const char *key_path = key ? key : rk_path_join(keep, dir, "desk.key");
    if (!crt_path || !key_path)
        return rk_fail(err, RK_ENOMEM, "desk.crt", "not enough memory");
    rk_status status = rk_file_read(crt_path, PEM_MOST, keep, &pem, err);
    if (!status)
        status = rk_file_read(key_path, PEM_MOST, keep, &secret, err);
    if (status)
        return status;
    const int code = fingerprint_of(pem, out->fingerprint);
    if (code < 0)
        return refused(err, crt_path, code);
    if (pair_fits(pem, secret) < 0)
        return rk_fail(err, RK_ECORRUPT, crt_path,
                       "the certificate and the key do not belong together");
    out->certificate = rk_str_c(keep, pem);
    out->key = rk_str_c(keep, secret);
    sodium_memzero((char *)(uintptr_t)secret.at, (size_t)secret.len);
    return out->certificate && out->key
               ? RK_OK
               : rk_fail(err, RK_ENOMEM, crt_path, "not enough memory");
}

/* ---- showing -------------------------------------------------------------------------------
 */

/* Two rows of modules in one row of letters; dark is drawn as space on a light ground. */
static void draw(const char *text)
{
    enum { QUIET = 2 };
    QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
    if (!code)
        return;
    const int n = code->width;
    for (int y = -QUIET; y < n + QUIET; y += 2) {
        for (int x = -QUIET; x < n + QUIET; x++) {
            bool light[2];
            for (int k = 0; k < 2; k++)
                light[k] = x < 0 || x >= n || y + k < 0 || y + k >= n ||
                           !(code->data[(y + k) * n + x] & 1);
            fputs(light[0] && light[1] ? "\u2588"
                  : light[0]           ? "\u2580"
                  : light[1]           ? "\u2584"
                                       : " ",
                  stderr);
        }
        fputc('\n', stderr);
    }
    QRcode_free(code);
}

void desk_tls_show(const char *address, const char *fingerprint, enum rk_lang lang)
{
    char text[256];
    snprintf(text, sizeof text, "%s#sha256=%s", address, fingerprint);
    draw(text);
    fprintf(stderr, "%s\nSHA-256 %.47s\n        %s\n", rk_word(lang, "desk.tls.compare"),
            fingerprint, fingerprint + 48);
}
