/* SPDX-License-Identifier: GPL-3.0-or-later */
/* base/text, between its own files. */
#ifndef RK_TEXT_H
#error "include rk_text.h first; text_internal.h is private to src/base"
#endif
#ifndef RK_TEXT_INTERNAL_H
#define RK_TEXT_INTERNAL_H

#include <uchar.h>

enum { TEXT_UNDEFINED = 0xFFFD };

/* What the bytes 80 … FF mean in an encoding of one byte; NULL for the others. */
const char16_t *text_high_half(enum rk_encoding encoding);

#endif
