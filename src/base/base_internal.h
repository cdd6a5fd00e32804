/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to src/base: what errors and texts share. */
#ifndef BASE_INTERNAL_H
#define BASE_INTERNAL_H

#ifndef RK_BASE_H
#error "include rk_base.h first; base_internal.h is private to src/base"
#endif

/* A format or text of the program in the reader's language, or the argument. */
const char *base_said(const char *english);
/* Cuts a C string back to the start of a character that a full buffer left incomplete. */
void base_cut_at_character(char *s, size_t size);

#endif
