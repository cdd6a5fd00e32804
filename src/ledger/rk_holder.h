/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * holders: the people who may open a town, each with a passphrase and a role of their own.
 *
 * A role is the set of compartments whose keys one holds; the keys are wrapped per person, so
 * a role cannot be widened by changing a row. `rights` say what the desk lets a person do
 * besides reading; they guard the desk's doors, not the bytes. Names and roles are sealed under
 * a key that every holder has. Byte by byte: docs/formats/ledger.md, 7.
 *
 * Functions that take a ledger follow its rule: one thread at a time.
 */
#ifndef RK_HOLDER_H
#define RK_HOLDER_H

#include "rk_base.h"
#include "rk_ledger.h"

enum rk_right {
    RK_MAY_RECORDS = 1, /* read single records, search among them */
    RK_MAY_WRITE = 2,   /* forms, imports, corrections, taking back, plans */
    RK_MAY_DECIDE = 4,  /* who is the same person, which statement counts */
    RK_MAY_PERSONS = 8, /* give and take roles */
    RK_MAY_ALL = 15
};

struct rk_role {
    const char *id; /* "clerk" */
    bool held[RK_COMPARTMENT_COUNT + 1];
    int rights; /* of enum rk_right */
};
/* clerk, doctor, engineer, mayor, council: what a person gets when nothing else is said. */
const struct rk_role *rk_roles(int *count);
const struct rk_role *rk_role_find(struct rk_str id); /* NULL: none */
/* "people,sources" → held. False: an unknown word, or nothing. */
bool rk_held_read(struct rk_str words, bool held[RK_COMPARTMENT_COUNT + 1]);
/* "records,write" → rights; "none" is 0. False: an unknown word. */
bool rk_rights_read(struct rk_str words, int *rights);
void rk_held_write(const bool held[RK_COMPARTMENT_COUNT + 1], struct rk_buf *out);
void rk_rights_write(int rights, struct rk_buf *out);

struct rk_person {
    int64_t number;     /* of the holder */
    struct rk_str name; /* empty: a holder of the town's first passphrase */
    struct rk_str role; /* id of a role, or a word of the council's own */
    struct rk_str added_by;
    int64_t added_at; /* seconds since 1970, UTC */
    bool held[RK_COMPARTMENT_COUNT + 1];
    int rights;
    bool shared; /* opened by shares of several people */
};

/*
 * Gives a person a passphrase to some of the compartments held here. `number` is chosen here.
 * RK_EDENIED: one of them is not held, or the ledger is not open for writing; RK_EINVAL: no
 * name, a name that is taken, a weak passphrase (rk_passphrase_check).
 */
RK_MUST_USE rk_status rk_ledger_person_add(struct rk_ledger *ledger, struct rk_str passphrase,
                                           enum rk_kdf kdf, const struct rk_person *person,
                                           struct rk_scratch scratch, struct rk_err *err);
/* Everybody who may open the town, ascending by number; any holder may ask. */
RK_MUST_USE rk_status rk_ledger_persons(struct rk_ledger *ledger, struct rk_arena *keep,
                                        struct rk_person **out, int32_t *count,
                                        struct rk_err *err);
/* Destroys a person's wrapped keys. Copies of the file made before still open with the old
 * passphrase. RK_ENOTFOUND: none; RK_EINVAL: nobody else could open everything. */
RK_MUST_USE rk_status rk_ledger_person_remove(struct rk_ledger *ledger, int64_t number,
                                              struct rk_scratch scratch, struct rk_err *err);

/*
 * Opens one person's keys and adds them to those the ledger holds. `name` as typed, in any
 * case: only holders it may belong to are tried, which costs one argon2id each; empty: all are.
 * *who is who it was, texts in keep. RK_EDENIED: not that name and passphrase.
 */
RK_MUST_USE rk_status rk_ledger_unlock(struct rk_ledger *ledger, struct rk_str name,
                                       struct rk_str passphrase, struct rk_arena *keep,
                                       struct rk_scratch scratch, struct rk_person *who,
                                       struct rk_err *err);
/* Wipes the keys of all other compartments. */
void rk_ledger_keep_only(struct rk_ledger *ledger, const bool held[RK_COMPARTMENT_COUNT + 1]);
/*
 * The same ledger as one sees it who holds those compartments and no others; for reading and
 * sealing, valid until `ledger` is closed, itself closed by rk_ledger_close. RK_EDENIED: one of
 * them is not held.
 */
RK_MUST_USE rk_status rk_ledger_narrow(struct rk_ledger *ledger,
                                       const bool held[RK_COMPARTMENT_COUNT + 1],
                                       struct rk_arena *keep, struct rk_ledger **out,
                                       struct rk_err *err);

/* RK_EINVAL with the reason: shorter than 8 characters, one that everybody tries first, a name
 * or the town with numbers behind it, a repetition, a run of keys. `name` may be empty. */
RK_MUST_USE rk_status rk_passphrase_check(struct rk_str passphrase, struct rk_str name,
                                          struct rk_err *err);

/* ---- shares: k of n people open everything together ---------------------------------------
 */

enum { RK_SHARES_MOST = 16, RK_SHARE_SECRET = 32, RK_SHARE_TEXT = 80 };
/*
 * Shamir's scheme over GF(2^8), byte by byte, x = 1 … n: any `need` of the texts give the
 * secret, fewer tell nothing about it. A text is 63 letters and digits in groups of four, with
 * a checksum. RK_EINVAL: not 2 <= need <= count <= 16.
 */
RK_MUST_USE rk_status rk_shares_split(const uint8_t secret[RK_SHARE_SECRET], int need,
                                      int count, char text[][RK_SHARE_TEXT],
                                      struct rk_err *err);
/* Texts with white space or commas between them. RK_EINVAL: a text was mistyped, or they do not
 * belong together; RK_EDENIED: too few, the error says how many are missing. */
RK_MUST_USE rk_status rk_shares_join(struct rk_str texts, uint8_t secret[RK_SHARE_SECRET],
                                     struct rk_err *err);
bool rk_shares_look_like(struct rk_str text); /* begins as a share does */

/* Adds a holder of everything held here whom only `need` of the `count` shares open: in
 * rk_ledger_open and rk_ledger_unlock they stand in place of a passphrase. */
RK_MUST_USE rk_status rk_ledger_share_out(struct rk_ledger *ledger, int need, int count,
                                          struct rk_str added_by, int64_t added_at,
                                          char text[][RK_SHARE_TEXT], struct rk_scratch scratch,
                                          struct rk_err *err);
#endif
