/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the helper ranok-desk: a desk for typing forms, over the situation that is held.
 */
#ifndef DESK_FORM_H
#define DESK_FORM_H

#include "cli_form.h"

/* Town, scope and situation for the form; `seen` has room. */
void desk_form_town(struct cli_desk *desk, struct rk_situation *situation);

#endif
