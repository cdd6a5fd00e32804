/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the helper ranok-desk. */
#ifndef DESK_JAIL_H
#define DESK_JAIL_H

#include "rk_base.h"

/* Shuts what a worker never needs, for it and all it starts; false: the kernel would not. */
bool desk_jail(void);

#endif
