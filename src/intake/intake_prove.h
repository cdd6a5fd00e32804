/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the helper: attempts that must fail once the jail is shut, for the tests. */
#ifndef INTAKE_PROVE_H
#define INTAKE_PROVE_H

/* Shuts the jail and attempts `what`; ends with 0 for "nothing" only. An attempt that gets
 * through ends with 9, an unknown one with 2, a jail that cannot be had with 3. */
int intake_prove_jail(const char *what);

#endif
