/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The people, keys and texts of the worked example, and small damage to texts. */
#ifndef RK_TLOG_EXAMPLE_H
#define RK_TLOG_EXAMPLE_H

#include "rk_random.h"
#include "rk_test.h"
#include "rk_tlog_note.h"

#include <sodium.h>

/*
 * The worked example of docs/formats/tlog.md: keys from the seeds 00 01 … 1f and 20 21 … 3f, a
 * made-up town and hospital. Every text of it was made by Go (golang.org/x/mod/sumdb/note and
 * crypto/ed25519), not by the code under test.
 */
#define TOWN_VKEY "town.example/ledger+08e20e7c+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
#define HOSPITAL_VKEY                                                                          \
    "witness.example/hospital+bf56baac+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X"
#define TEXT "town.example/ledger\n3\nmIn1se40+fSew2FUuHnwqfeB1/o8cHT+lqxkUfV+W+I=\n"
#define TOWN_LINE                                                                              \
    "— town.example/ledger COIOfFMazznqfDtXa4qO9JQXTfp3NdNSxSXZe4y5WA+C3hPqCEUS8RgKwt/"      \
    "dLvGq6RLhXwa1xt5+Et6IDcp4vXkBQwo=\n"
#define HOSPITAL_LINE                                                                          \
    "— witness.example/hospital v1a6rAAAAABjH13AEgNABpY/zQfRg/a/BrGoXEcFQ8dA25kc0IqKaCdgY2H" \
    "mWOM2DU2DUzqoSRdmuir/E0EXTHUA5FrYw2ck0pVHCA==\n"
#define UNKNOWN_LINE "— unknown.example AAAAAGFiY2RlZg==\n"
#define NOTE         TEXT "\n" TOWN_LINE HOSPITAL_LINE

enum { TIME_S = 1663000000 };

struct person {
    struct rk_tlog_key key;
    uint8_t secret[crypto_sign_SECRETKEYBYTES];
};

static struct person town, hospital;
static struct rk_tlog_key known[2]; /* the town's, the hospital's */

static inline struct person person_of(const char *name, enum rk_tlog_key_type type,
                                      uint8_t first)
{
    struct person p;
    uint8_t seed[32], public_key[32];
    for (int i = 0; i < 32; i++)
        seed[i] = (uint8_t)(first + i);
    assert_int_equal(crypto_sign_seed_keypair(public_key, p.secret, seed), 0);
    assert_int_equal(rk_tlog_key_make(rk_str_of(name), type, public_key, &p.key, NULL), RK_OK);
    return p;
}

static inline int meet(void **state)
{
    (void)state;
    town = person_of("town.example/ledger", RK_TLOG_SIGNS, 0);
    hospital = person_of("witness.example/hospital", RK_TLOG_COSIGNS, 32);
    known[0] = town.key;
    known[1] = hospital.key;
    return 0;
}

/* One to three small changes: bits, bytes, pieces moved, lines doubled. */
static inline ptrdiff_t mutate(struct rk_random *r, char *text, ptrdiff_t len, ptrdiff_t room)
{
    for (int64_t n = 1 + rk_random_below(r, 3); n > 0 && len > 2; n--) {
        const ptrdiff_t at = (ptrdiff_t)rk_random_below(r, len),
                        other = (ptrdiff_t)rk_random_below(r, len);
        const ptrdiff_t piece =
            1 + (ptrdiff_t)rk_random_below(r, rk_random_below(r, 4) ? 4 : len);
        switch (rk_random_below(r, 6)) {
        case 0:
            text[at] ^= (char)(1 << rk_random_below(r, 8));
            break;
        case 1:
            text[at] = "\n +=-/A0\xE2"[rk_random_below(r, 9)];
            break;
        case 2: { /* out */
            const ptrdiff_t gone = piece < len - at ? piece : len - at;
            memmove(text + at, text + at + gone, (size_t)(len - at - gone));
            len -= gone;
            break;
        }
        case 3: { /* doubled elsewhere */
            const ptrdiff_t more = piece < len - other ? piece : len - other;
            if (len + more > room)
                break;
            char copy[4096];
            memcpy(copy, text + other, (size_t)more);
            memmove(text + at + more, text + at, (size_t)(len - at));
            memcpy(text + at, copy, (size_t)more);
            len += more;
            break;
        }
        case 4: {
            const char swap = text[at];
            text[at] = text[other];
            text[other] = swap;
            break;
        }
        default:
            text[at] = text[other];
        }
    }
    return len;
}

#endif
