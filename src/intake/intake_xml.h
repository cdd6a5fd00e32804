/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Inside the intake room: XML parts of a spreadsheet, streamed from the archive through expat.
 * No DOCTYPE, so no entities; depth and length of a token are limited.
 */
#ifndef INTAKE_XML_H
#define INTAKE_XML_H

#include "rk_base.h"
#include "intake_internal.h"

/* Names come without prefix. A handler that refuses calls intake_fail and returns false. */
struct intake_xml {
    void *user;
    bool (*open)(void *user, const char *name, const char **attributes);
    bool (*close)(void *user, const char *name);
    bool (*text)(void *user, const char *at, int len); /* may be NULL */
};
enum intake_why intake_xml_read(const struct intake_part *part, int64_t max_size,
                                const struct intake_xml *xml, unsigned long hash_salt,
                                struct rk_scratch scratch, struct intake_fault *fault);
/* The value of an attribute by its name without prefix; NULL when it is not there. */
const char *intake_attribute(const char **attributes, const char *name);

#endif
