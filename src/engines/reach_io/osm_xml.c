/* SPDX-License-Identifier: GPL-3.0-or-later */
/* OpenStreetMap XML, plain or packed by gzip, read as a stream by expat. */
#include "osm_internal.h"

#include <expat.h>
#include <zlib.h>

enum { PIECE = 64 << 10, TAG_ROOM = 4096, EXPANDS_MOST = 1100 };

struct xml {
    XML_Parser parser;
    const struct osm_sink *sink;
    const char *file;
    enum osm_kind kind;
    bool inside, deleted, wanted;
    int64_t id;
    int32_t lat_e7, lon_e7;
    int64_t *ref;
    int32_t refs;
    struct osm_member member[OSM_MEMBERS_MOST];
    int32_t members;
    struct osm_tags tags;
    char text[TAG_ROOM]; /* values of the tags of the object in hand */
    int32_t text_len;
    rk_status status;
    struct rk_err *err;
};

static void fail(struct xml *x, const char *what)
{
    char place[128];
    if (x->status)
        return;
    snprintf(place, sizeof place, "%.80s:%lu", x->file,
             (unsigned long)XML_GetCurrentLineNumber(x->parser));
    x->status = rk_fail(x->err, RK_EINVAL, place, "%s", what);
    XML_StopParser(x->parser, XML_FALSE);
}

static void stop(struct xml *x, rk_status status)
{
    if (status) {
        x->status = status;
        XML_StopParser(x->parser, XML_FALSE);
    }
}

static struct rk_str attribute(const char **atts, const char *name)
{
    for (; atts[0]; atts += 2)
        if (strcmp(atts[0], name) == 0)
            return rk_str_of(atts[1]);
    return (struct rk_str){NULL, 0};
}

/* Degrees to the seventh decimal; further ones are rounded. */
static bool degrees(struct rk_str s, double most, int32_t *out)
{
    double value;
    if (!rk_str_double(s, &value) || !(fabs(value) <= most))
        return false;
    *out = (int32_t)lround(value * 1e7);
    return true;
}

static void begin(struct xml *x, enum osm_kind kind, const char **atts)
{
    struct osm_tags none = {0};
    x->kind = kind;
    x->inside = true;
    x->refs = x->members = x->text_len = 0;
    x->tags = none;
    x->deleted = rk_str_eq(attribute(atts, "visible"), RK_STR("false")) ||
                 rk_str_eq(attribute(atts, "action"), RK_STR("delete"));
    if (!rk_str_int(attribute(atts, "id"), &x->id)) {
        fail(x, "id: no number; a whole number is expected");
        return;
    }
    int64_t *const count = kind == OSM_NODE  ? &x->sink->counts->nodes
                           : kind == OSM_WAY ? &x->sink->counts->ways
                                             : &x->sink->counts->relations;
    if ((kind == OSM_NODE) == x->sink->nodes)
        ++*count;
    x->wanted = x->sink->nodes == (kind == OSM_NODE) && !x->deleted;
    if (kind != OSM_NODE || !x->wanted)
        return;
    x->wanted = x->sink->wanted(x->sink->user, x->id);
    if (x->wanted && (!degrees(attribute(atts, "lat"), 90.0, &x->lat_e7) ||
                      !degrees(attribute(atts, "lon"), 180.0, &x->lon_e7)))
        fail(x, "lat, lon: the node lies nowhere on Earth; degrees are expected");
}

static void tag(struct xml *x, const char **atts)
{
    const enum osm_key key = osm_key_of(attribute(atts, "k"));
    const struct rk_str value = attribute(atts, "v");
    if (key == OSM_NO_KEY || value.len == 0 || value.len > TAG_ROOM - x->text_len ||
        x->tags.value[key].len > 0)
        return;
    memcpy(x->text + x->text_len, value.at, (size_t)value.len);
    x->tags.value[key] = (struct rk_str){x->text + x->text_len, value.len};
    x->text_len += (int32_t)value.len;
}

static void node_ref(struct xml *x, const char **atts)
{
    if (x->refs == OSM_REFS_MOST || !rk_str_int(attribute(atts, "ref"), &x->ref[x->refs]))
        fail(x, "ref: no number or too many; a node's id is expected");
    else
        x->refs++;
}

static void member(struct xml *x, const char **atts)
{
    const struct rk_str type = attribute(atts, "type");
    struct osm_member m = {.role = osm_role_of(attribute(atts, "role"))};
    m.kind = rk_str_eq(type, RK_STR("node"))  ? OSM_NODE
             : rk_str_eq(type, RK_STR("way")) ? OSM_WAY
                                              : OSM_RELATION;
    if (!rk_str_int(attribute(atts, "ref"), &m.ref))
        fail(x, "ref: no number; a member's id is expected");
    else if (x->members < OSM_MEMBERS_MOST)
        x->member[x->members++] = m;
}

static void XMLCALL on_start(void *user, const char *name, const char **atts)
{
    struct xml *x = user;
    if (x->status)
        return;
    if (strcmp(name, "node") == 0)
        begin(x, OSM_NODE, atts);
    else if (strcmp(name, "way") == 0)
        begin(x, OSM_WAY, atts);
    else if (strcmp(name, "relation") == 0)
        begin(x, OSM_RELATION, atts);
    else if (!x->inside || !x->wanted)
        return;
    else if (strcmp(name, "tag") == 0)
        tag(x, atts);
    else if (strcmp(name, "nd") == 0)
        node_ref(x, atts);
    else if (strcmp(name, "member") == 0)
        member(x, atts);
}

static void XMLCALL on_end(void *user, const char *name)
{
    static const char *const words[] = {"node", "way", "relation"};
    struct xml *x = user;
    if (x->status || !x->inside || strcmp(name, words[x->kind]) != 0)
        return;
    x->inside = false;
    if (!x->wanted)
        return;
    const struct osm_sink *s = x->sink;
    if (x->kind == OSM_NODE)
        stop(x, s->node(s->user, x->id, x->lat_e7, x->lon_e7, &x->tags, x->err));
    else if (x->kind == OSM_WAY)
        stop(x, s->way(s->user, x->id, &x->tags, x->ref, x->refs, x->err));
    else if (rk_str_starts(x->tags.value[OSM_TYPE], RK_STR("restriction")))
        stop(x, s->relation(s->user, x->id, &x->tags, x->member, x->members, x->err));
}

/* No map needs one, and entities could swell. */
static void XMLCALL on_doctype(void *user, const char *name, const char *system,
                               const char *public, int internal)
{
    (void)name;
    (void)system;
    (void)public;
    (void)internal;
    fail(user, "a document type stands here; plain OSM XML is expected");
}

static void feed(struct xml *x, const char *bytes, ptrdiff_t len, bool last)
{
    while (!x->status && (len > 0 || last)) {
        const ptrdiff_t piece = len < PIECE ? len : PIECE;
        const bool end = last && piece == len;
        if (XML_Parse(x->parser, bytes, (int)piece, end) == XML_STATUS_ERROR)
            fail(x, XML_ErrorString(XML_GetErrorCode(x->parser)));
        bytes += piece;
        len -= piece;
        if (end)
            return;
    }
}

/* All members of a gzip file, one behind the other. */
static void feed_gzip(struct xml *x, struct rk_str bytes)
{
    static const char cut[] = "the gzip file is cut off or broken";
    static const char bomb[] = "the gzip file swells more than a map can";
    unsigned char out[16 << 10];
    z_stream z = {0};
    if (inflateInit2(&z, 16 + MAX_WBITS) != Z_OK) {
        fail(x, cut);
        return;
    }
    z.next_in = (unsigned char *)(uintptr_t)bytes.at; /* zlib reads it only */
    ptrdiff_t left = bytes.len;
    int64_t made = 0;
    int code = Z_OK;
    while (!x->status && code != Z_STREAM_END) {
        const ptrdiff_t piece = left < (1 << 30) ? left : 1 << 30;
        z.avail_in = (uInt)piece;
        z.next_out = out;
        z.avail_out = sizeof out;
        code = inflate(&z, Z_NO_FLUSH);
        left -= piece - (ptrdiff_t)z.avail_in;
        const ptrdiff_t got = (ptrdiff_t)sizeof out - (ptrdiff_t)z.avail_out;
        made += got;
        if (made / EXPANDS_MOST > bytes.len)
            fail(x, bomb);
        else if (got > 0)
            feed(x, (const char *)out, got, false);
        if (code == Z_STREAM_END && left > 0)
            code = inflateReset(&z);
        else if (code != Z_STREAM_END && (code != Z_OK || (left == 0 && got == 0)))
            fail(x, cut);
    }
    inflateEnd(&z);
    feed(x, "", 0, true);
}

rk_status osm_read_xml(struct rk_str bytes, const char *file, const struct osm_sink *sink,
                       struct rk_scratch scratch, struct rk_err *err)
{
    struct xml *x = RK_NEW(&scratch, struct xml, 1);
    int64_t *ref = RK_NEW(&scratch, int64_t, OSM_REFS_MOST);
    if (scratch.in.failed)
        return rk_fail(err, RK_ENOMEM, file, "no room to read");
    x->sink = sink;
    x->file = file;
    x->ref = ref;
    x->err = err;
    x->parser = XML_ParserCreate(NULL);
    if (!x->parser)
        return rk_fail(err, RK_ENOMEM, file, "no room to read XML");
    (void)XML_SetHashSalt(x->parser, (unsigned long)sink->salt | 1);
    XML_SetUserData(x->parser, x);
    XML_SetElementHandler(x->parser, on_start, on_end);
    XML_SetStartDoctypeDeclHandler(x->parser, on_doctype);
    if (bytes.len > 2 && memcmp(bytes.at, "\x1f\x8b", 2) == 0)
        feed_gzip(x, bytes);
    else
        feed(x, bytes.at, bytes.len, true);
    XML_ParserFree(x->parser);
    return x->status;
}
