/* SPDX-License-Identifier: GPL-3.0-or-later */
#define RK_INTAKE_ROOM
#include "rk_base.h"
#include "intake_xml.h"

#include <expat.h>

enum { DEPTH_MAX = 64, TOKEN_MAX = 2 << 20 };

struct reading {
    const struct intake_xml *xml;
    XML_Parser expat;
    struct intake_fault *fault;
    const char *part;
    int depth;
    int64_t fed;
};

static const char *without_prefix(const char *name)
{
    const char *colon = strrchr(name, ':');
    return colon ? colon + 1 : name;
}

const char *intake_attribute(const char **attributes, const char *name)
{
    for (; attributes[0]; attributes += 2)
        if (strcmp(without_prefix(attributes[0]), name) == 0)
            return attributes[1];
    return NULL;
}

static void stop(struct reading *r)
{
    XML_StopParser(r->expat, XML_FALSE);
}

static void on_open(void *user, const XML_Char *name, const XML_Char **attributes)
{
    struct reading *r = user;
    if (r->fault->why)
        return;
    if (++r->depth > DEPTH_MAX) {
        intake_fail(r->fault, INTAKE_XML_DEEP, 0, DEPTH_MAX, r->part);
        stop(r);
    } else if (!r->xml->open(r->xml->user, without_prefix(name), attributes)) {
        stop(r);
    }
}

static void on_close(void *user, const XML_Char *name)
{
    struct reading *r = user;
    r->depth--;
    if (!r->fault->why && !r->xml->close(r->xml->user, without_prefix(name)))
        stop(r);
}

static void on_text(void *user, const XML_Char *at, int len)
{
    struct reading *r = user;
    if (!r->fault->why && r->xml->text && !r->xml->text(r->xml->user, at, len))
        stop(r);
}

static void on_doctype(void *user, const XML_Char *name, const XML_Char *system,
                       const XML_Char *public, int has_internal)
{
    (void)name, (void)system, (void)public, (void)has_internal;
    struct reading *r = user;
    intake_fail(r->fault, INTAKE_XML_DOCTYPE, 0, 0, r->part);
    stop(r);
}

static bool take(void *user, const char *at, int len, bool last)
{
    struct reading *r = user;
    r->fed += len;
    const bool parsed = XML_Parse(r->expat, at, len, last) == XML_STATUS_OK;
    if (r->fault->why)
        return false;
    if (!parsed) {
        char words[INTAKE_NAME_MAX];
        snprintf(words, sizeof words, "%.70s: %s", r->part,
                 XML_ErrorString(XML_GetErrorCode(r->expat)));
        intake_fail(r->fault, INTAKE_XML_BROKEN, (int64_t)XML_GetCurrentLineNumber(r->expat), 0,
                    words);
        return false;
    }
    /* A token that goes on for long would be read again from its start with every piece. */
    const int64_t waiting = r->fed - (int64_t)XML_GetCurrentByteIndex(r->expat);
    if (!last && waiting > TOKEN_MAX) {
        intake_fail(r->fault, INTAKE_XML_TOKEN, 0, TOKEN_MAX, r->part);
        return false;
    }
    return true;
}

enum intake_why intake_xml_read(const struct intake_part *part, int64_t max_size,
                                const struct intake_xml *xml, unsigned long hash_salt,
                                struct rk_scratch scratch, struct intake_fault *fault)
{
    struct reading r = {.xml = xml, .fault = fault, .part = part->name};
    r.expat = XML_ParserCreate(NULL);
    if (!r.expat)
        return intake_fail(fault, INTAKE_NO_MEMORY, 0, 0, part->name);
    XML_SetHashSalt(r.expat, hash_salt);
    XML_SetUserData(r.expat, &r);
    XML_SetElementHandler(r.expat, on_open, on_close);
    XML_SetCharacterDataHandler(r.expat, on_text);
    XML_SetStartDoctypeDeclHandler(r.expat, on_doctype);
    const enum intake_why why = intake_zip_read(part, max_size, take, &r, scratch, fault);
    XML_ParserFree(r.expat);
    return why;
}
