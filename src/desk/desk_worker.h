/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the helper ranok-desk: what the supervisor gives a worker. */
#ifndef DESK_WORKER_H
#define DESK_WORKER_H

#include "desk_internal.h"

struct desk_order {
    const char *town;
    int listen_fd;
    struct rk_desk_self self;
    bool persons_only;             /* others can reach it: nobody without an own passphrase */
    const char *certificate, *key; /* paths; NULL: those of the town */
    struct desk_shared *shared;
    enum rk_lang lang;
};
/* Answers until it is locked; the exit code. Runs in a process of its own. */
int desk_worker(const struct desk_order *order);

#endif
