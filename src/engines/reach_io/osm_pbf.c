/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * OpenStreetMap PBF: blobs of protocol buffers, each packed by zlib or plain, read one at a
 * time. Format: the OpenStreetMap wiki's page "PBF Format" (fileformat.proto, osmformat.proto).
 */
#include "osm_internal.h"

#include <zlib.h>

enum { HEAD_MOST = 64 << 10, BLOB_MOST = 32 << 20, STRINGS_MOST = 1 << 22 };

/* ---- protocol buffers by hand ------------------------------------------------------------ */

struct wire {
    const uint8_t *at, *end;
    bool bad;
};
enum { VARINT = 0, FIXED64 = 1, BYTES = 2, FIXED32 = 5 };

static uint64_t varint(struct wire *w)
{
    uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
        if (w->at == w->end)
            break;
        const uint8_t byte = *w->at++;
        value |= (uint64_t)(byte & 0x7f) << shift;
        if (!(byte & 0x80))
            return value;
    }
    w->bad = true;
    w->at = w->end;
    return 0;
}

static int64_t zigzag(struct wire *w)
{
    const uint64_t v = varint(w);
    return (int64_t)(v >> 1 ^ (0 - (v & 1)));
}

static struct wire inside(struct wire *w)
{
    const uint64_t len = varint(w);
    if (w->bad || len > (uint64_t)(w->end - w->at)) {
        w->bad = true;
        w->at = w->end;
        return (struct wire){w->end, w->end, true};
    }
    const struct wire in = {w->at, w->at + len, false};
    w->at += len;
    return in;
}

struct field {
    uint32_t number, type;
    uint64_t value;    /* VARINT */
    struct wire bytes; /* BYTES */
};

/* The next field; false at the end or when something is broken. */
static bool next_field(struct wire *w, struct field *f)
{
    if (w->at == w->end || w->bad)
        return false;
    const uint64_t tag = varint(w);
    *f = (struct field){(uint32_t)(tag >> 3), (uint32_t)(tag & 7), 0, {NULL, NULL, false}};
    if (tag >> 3 == 0 || tag >> 32)
        w->bad = true;
    else if (f->type == VARINT)
        f->value = varint(w);
    else if (f->type == BYTES)
        f->bytes = inside(w);
    else if ((f->type == FIXED64 && w->end - w->at >= 8) ||
             (f->type == FIXED32 && w->end - w->at >= 4))
        w->at += f->type == FIXED64 ? 8 : 4;
    else
        w->bad = true;
    return !w->bad;
}

static bool is_bytes(const struct field *f, uint32_t number)
{
    return f->number == number && f->type == BYTES;
}

/* Sums that foreign numbers may drive anywhere. */
static int64_t plus(int64_t a, int64_t b)
{
    return (int64_t)((uint64_t)a + (uint64_t)b);
}

/* ---- a block ----------------------------------------------------------------------------- */

struct block {
    const struct osm_sink *sink;
    struct rk_scratch scratch;
    struct rk_str *string; /* the string table */
    uint8_t *key;          /* [strings] enum osm_key */
    int32_t strings;
    int64_t granularity, lat_offset, lon_offset;
    int64_t *ref;
    struct osm_tags tags;
    uint8_t set[OSM_KEYS]; /* keys with a value in tags, to be emptied again */
    int set_len;
    struct rk_err *err;
    const char *place;
};

static rk_status broken(const struct block *b, const char *what)
{
    return rk_fail(b->err, RK_EINVAL, b->place, "the %s is broken", what);
}

static void forget_tags(struct block *b)
{
    while (b->set_len > 0)
        b->tags.value[b->set[--b->set_len]] = (struct rk_str){NULL, 0};
}

static bool set_tag(struct block *b, uint64_t key, uint64_t value)
{
    if (key >= (uint64_t)b->strings || value >= (uint64_t)b->strings)
        return false;
    const uint8_t k = b->key[key];
    if (k == OSM_NO_KEY || b->tags.value[k].len > 0)
        return true;
    b->tags.value[k] = b->string[value];
    if (b->set_len < OSM_KEYS)
        b->set[b->set_len++] = k;
    return true;
}

static bool set_tags(struct block *b, struct wire keys, struct wire values)
{
    forget_tags(b);
    while (keys.at < keys.end && values.at < values.end)
        if (!set_tag(b, varint(&keys), varint(&values)))
            return false;
    return keys.at == keys.end && values.at == values.end && !keys.bad && !values.bad;
}

static rk_status put_node(struct block *b, int64_t id, int64_t lat, int64_t lon)
{
    int64_t lat_n, lon_n;
    if (__builtin_mul_overflow(lat, b->granularity, &lat_n) ||
        __builtin_mul_overflow(lon, b->granularity, &lon_n) ||
        __builtin_add_overflow(lat_n, b->lat_offset, &lat_n) ||
        __builtin_add_overflow(lon_n, b->lon_offset, &lon_n) || lat_n < -90000000000 ||
        lat_n > 90000000000 || lon_n < -180000000000 || lon_n > 180000000000)
        return rk_fail(b->err, RK_EINVAL, b->place,
                       "node %" PRId64 " lies nowhere on Earth; degrees are expected", id);
    return b->sink->node(b->sink->user, id, (int32_t)(lat_n / 100), (int32_t)(lon_n / 100),
                         &b->tags, b->err);
}

/* keys_vals of one dense node: pairs up to a 0. */
static bool dense_tags(struct block *b, struct wire *tags, bool wanted)
{
    forget_tags(b);
    while (tags->at < tags->end) {
        const uint64_t key = varint(tags);
        if (key == 0)
            return !tags->bad;
        const uint64_t value = varint(tags);
        if (tags->bad || (wanted && !set_tag(b, key, value)))
            return false;
    }
    return !tags->bad;
}

static rk_status dense_nodes(struct block *b, struct wire w)
{
    struct field f;
    struct wire id = {NULL, NULL, false}, lat = id, lon = id, tags = id;
    while (next_field(&w, &f)) {
        if (is_bytes(&f, 1))
            id = f.bytes;
        else if (is_bytes(&f, 8))
            lat = f.bytes;
        else if (is_bytes(&f, 9))
            lon = f.bytes;
        else if (is_bytes(&f, 10))
            tags = f.bytes;
    }
    int64_t at = 0, y = 0, x = 0;
    while (!w.bad && id.at < id.end) {
        at = plus(at, zigzag(&id));
        y = plus(y, zigzag(&lat));
        x = plus(x, zigzag(&lon));
        b->sink->counts->nodes++;
        const bool wanted = b->sink->wanted(b->sink->user, at);
        if (id.bad || lat.bad || lon.bad || !dense_tags(b, &tags, wanted))
            return broken(b, "list of nodes");
        const rk_status bad = wanted ? put_node(b, at, y, x) : RK_OK;
        if (bad)
            return bad;
    }
    return w.bad || lat.at != lat.end || lon.at != lon.end ? broken(b, "list of nodes") : RK_OK;
}

struct object { /* node, way or relation */
    int64_t id;
    struct wire keys, values, list[3]; /* refs; roles, ids, kinds */
    int64_t lat, lon;
    bool bad;
};

static struct object object(struct wire w, enum osm_kind kind)
{
    struct object o = {.id = 0};
    struct field f;
    while (next_field(&w, &f)) {
        if (f.number == 1 && f.type == VARINT)
            o.id = kind == OSM_NODE ? (int64_t)(f.value >> 1 ^ (0 - (f.value & 1)))
                                    : (int64_t)f.value;
        else if (is_bytes(&f, 2))
            o.keys = f.bytes;
        else if (is_bytes(&f, 3))
            o.values = f.bytes;
        else if (f.number >= 8 && f.number <= 10 && f.type == BYTES)
            o.list[f.number - 8] = f.bytes;
        else if (f.number == 8 && f.type == VARINT)
            o.lat = (int64_t)(f.value >> 1 ^ (0 - (f.value & 1)));
        else if (f.number == 9 && f.type == VARINT)
            o.lon = (int64_t)(f.value >> 1 ^ (0 - (f.value & 1)));
    }
    o.bad = w.bad;
    return o;
}

static rk_status single_node(struct block *b, struct wire w)
{
    const struct object o = object(w, OSM_NODE);
    b->sink->counts->nodes++;
    if (o.bad || !set_tags(b, o.keys, o.values))
        return broken(b, "node");
    return b->sink->wanted(b->sink->user, o.id) ? put_node(b, o.id, o.lat, o.lon) : RK_OK;
}

static rk_status way(struct block *b, struct wire w)
{
    struct object o = object(w, OSM_WAY);
    b->sink->counts->ways++;
    if (o.bad || !set_tags(b, o.keys, o.values))
        return broken(b, "way");
    if (b->set_len == 0)
        return RK_OK;
    int64_t ref = 0;
    int32_t refs = 0;
    for (; o.list[0].at < o.list[0].end; refs++) {
        ref = plus(ref, zigzag(&o.list[0]));
        if (o.list[0].bad || refs == OSM_REFS_MOST)
            return broken(b, "list of a way's nodes");
        b->ref[refs] = ref;
    }
    return b->sink->way(b->sink->user, o.id, &b->tags, b->ref, refs, b->err);
}

static rk_status relation(struct block *b, struct wire w)
{
    struct object o = object(w, OSM_RELATION);
    b->sink->counts->relations++;
    if (o.bad || !set_tags(b, o.keys, o.values))
        return broken(b, "relation");
    if (!rk_str_starts(b->tags.value[OSM_TYPE], RK_STR("restriction")))
        return RK_OK;
    struct osm_member member[OSM_MEMBERS_MOST];
    int64_t ref = 0;
    int32_t members = 0;
    while (o.list[1].at < o.list[1].end && members < OSM_MEMBERS_MOST) {
        const uint64_t role = varint(&o.list[0]);
        const uint64_t kind = varint(&o.list[2]);
        ref = plus(ref, zigzag(&o.list[1]));
        if (o.list[0].bad || o.list[1].bad || o.list[2].bad || kind > OSM_RELATION ||
            role >= (uint64_t)b->strings)
            return broken(b, "list of a relation's members");
        member[members++] =
            (struct osm_member){ref, (enum osm_kind)kind, osm_role_of(b->string[role])};
    }
    return b->sink->relation(b->sink->user, o.id, &b->tags, member, members, b->err);
}

static rk_status group(struct block *b, struct wire w)
{
    struct field f;
    rk_status bad = RK_OK;
    while (!bad && next_field(&w, &f)) {
        if (f.type != BYTES)
            continue;
        if (b->sink->nodes)
            bad = f.number == 1   ? single_node(b, f.bytes)
                  : f.number == 2 ? dense_nodes(b, f.bytes)
                                  : RK_OK;
        else
            bad = f.number == 3   ? way(b, f.bytes)
                  : f.number == 4 ? relation(b, f.bytes)
                                  : RK_OK;
    }
    return !bad && w.bad ? broken(b, "group") : bad;
}

static rk_status string_table(struct block *b, struct wire w)
{
    struct field f;
    int32_t len = 0;
    for (struct wire count = w; next_field(&count, &f);)
        len += len < STRINGS_MOST && is_bytes(&f, 1);
    b->string = RK_NEW(&b->scratch, struct rk_str, len);
    b->key = RK_NEW(&b->scratch, uint8_t, len);
    if (b->scratch.in.failed)
        return rk_fail(b->err, RK_ENOMEM, b->place, "%d strings", len);
    while (b->strings < len && next_field(&w, &f))
        if (is_bytes(&f, 1)) {
            const struct rk_str s = {(const char *)f.bytes.at, f.bytes.end - f.bytes.at};
            b->string[b->strings] = s;
            b->key[b->strings++] = (uint8_t)osm_key_of(s);
        }
    return w.bad ? broken(b, "string table") : RK_OK;
}

static rk_status primitive_block(struct block *b, struct wire w)
{
    struct field f;
    rk_status bad = RK_OK;
    b->granularity = 100;
    for (struct wire look = w; !bad && next_field(&look, &f);) {
        if (is_bytes(&f, 1) && !b->string)
            bad = string_table(b, f.bytes);
        else if (f.number == 17 && f.type == VARINT)
            b->granularity = (int32_t)f.value;
        else if (f.number == 19 && f.type == VARINT)
            b->lat_offset = (int64_t)f.value;
        else if (f.number == 20 && f.type == VARINT)
            b->lon_offset = (int64_t)f.value;
    }
    while (!bad && next_field(&w, &f))
        if (is_bytes(&f, 2))
            bad = group(b, f.bytes);
    return !bad && w.bad ? broken(b, "block") : bad;
}

/* ---- the file ---------------------------------------------------------------------------- */

struct file {
    struct wire w;
    const char *name;
    struct rk_arena room; /* for one blob */
    char place[96];
    int64_t blobs;
    bool header;
};

static rk_status unpack(struct file *p, struct wire blob, struct wire *out, struct rk_err *err)
{
    struct field f;
    struct wire packed = {NULL, NULL, false};
    uint64_t raw_size = 0;
    uint32_t how = 0;
    while (next_field(&blob, &f)) {
        if (f.number == 2 && f.type == VARINT) {
            raw_size = f.value;
        } else if (f.type == BYTES) {
            how = f.number;
            packed = f.bytes;
        }
    }
    if (blob.bad || how == 0)
        return rk_fail(err, RK_EINVAL, p->place, "the blob is broken");
    if (how == 1) {
        *out = packed;
        return RK_OK;
    }
    if (how != 3)
        return rk_fail(
            err, RK_EINVAL, p->place,
            "the blob is packed in a way (%u) that is not read here; zlib is expected", how);
    if (raw_size > BLOB_MOST)
        return rk_fail(err, RK_EINVAL, p->place, "the blob is too large; at most %d bytes",
                       BLOB_MOST);
    uint8_t *raw = RK_NEW(&p->room, uint8_t, (ptrdiff_t)raw_size + 1);
    uLongf len = (uLongf)raw_size;
    if (!raw)
        return rk_fail(err, RK_ENOMEM, p->place, "no room for a blob");
    if (uncompress(raw, &len, packed.at, (uLong)(packed.end - packed.at)) != Z_OK ||
        len != raw_size)
        return rk_fail(err, RK_EINVAL, p->place, "the blob does not unpack");
    *out = (struct wire){raw, raw + len, false};
    return RK_OK;
}

static rk_status header_block(const struct file *p, struct wire w, struct rk_err *err)
{
    struct field f;
    while (next_field(&w, &f)) {
        if (!is_bytes(&f, 4))
            continue;
        const struct rk_str feature = {(const char *)f.bytes.at, f.bytes.end - f.bytes.at};
        if (!rk_str_eq(feature, RK_STR("OsmSchema-V0.6")) &&
            !rk_str_eq(feature, RK_STR("DenseNodes")))
            return rk_fail(err, RK_EINVAL, p->place,
                           "the file needs \"%.*s\", which is not read here; convert it with "
                           "osmium cat",
                           (int)(feature.len < 60 ? feature.len : 60), feature.at);
    }
    return w.bad ? rk_fail(err, RK_EINVAL, p->place, "the header is broken") : RK_OK;
}

/* Cuts the next blob off; *type is its kind. */
static rk_status next_blob(struct file *p, struct rk_str *type, struct wire *blob,
                           struct rk_err *err)
{
    struct wire *w = &p->w;
    struct field f;
    if (w->end - w->at < 4)
        return rk_fail(err, RK_EINVAL, p->place, "the file is cut off");
    const uint32_t head_len = (uint32_t)w->at[0] << 24 | (uint32_t)w->at[1] << 16 |
                              (uint32_t)w->at[2] << 8 | w->at[3];
    w->at += 4;
    if (head_len > HEAD_MOST || head_len > (uint64_t)(w->end - w->at))
        return rk_fail(err, RK_EINVAL, p->place, "the file is cut off or is no PBF");
    struct wire head = {w->at, w->at + head_len, false};
    uint64_t size = 0;
    *type = (struct rk_str){"", 0};
    while (next_field(&head, &f)) {
        if (is_bytes(&f, 1))
            *type = (struct rk_str){(const char *)f.bytes.at, f.bytes.end - f.bytes.at};
        else if (f.number == 3 && f.type == VARINT)
            size = f.value;
    }
    w->at += head_len;
    if (head.bad || size > BLOB_MOST || size > (uint64_t)(w->end - w->at))
        return rk_fail(err, RK_EINVAL, p->place, "the file is cut off or a blob is too large");
    *blob = (struct wire){w->at, w->at + size, false};
    w->at += size;
    return RK_OK;
}

static rk_status one_blob(struct file *p, const struct osm_sink *sink, int64_t *ref,
                          struct rk_scratch scratch, struct rk_err *err)
{
    struct rk_str type = {"", 0};
    struct wire blob = {NULL, NULL, false}, raw = blob;
    rk_status bad = next_blob(p, &type, &blob, err);
    if (bad)
        return bad;
    const bool data = rk_str_eq(type, RK_STR("OSMData"));
    const bool header = rk_str_eq(type, RK_STR("OSMHeader"));
    if (!data && !header)
        return RK_OK; /* of a kind to come: the format asks to skip it */
    p->room = scratch.in;
    bad = unpack(p, blob, &raw, err);
    if (bad)
        return bad;
    if (header) {
        p->header = true;
        return header_block(p, raw, err);
    }
    if (!p->header)
        return rk_fail(err, RK_EINVAL, p->place, "data stands before the header");
    struct block b = {
        .sink = sink, .scratch = {p->room}, .ref = ref, .err = err, .place = p->place};
    return primitive_block(&b, raw);
}

rk_status osm_read_pbf(struct rk_str bytes, const char *file, const struct osm_sink *sink,
                       struct rk_scratch scratch, struct rk_err *err)
{
    const uint8_t *at = (const uint8_t *)bytes.at;
    struct file p = {.w = {at, at + bytes.len, false}, .name = file};
    int64_t *ref = RK_NEW(&scratch, int64_t, OSM_REFS_MOST);
    if (!ref)
        return rk_fail(err, RK_ENOMEM, file, "no room to read");
    while (p.w.at < p.w.end) {
        snprintf(p.place, sizeof p.place, "%.60s: blob %" PRId64, file, ++p.blobs);
        const rk_status bad = one_blob(&p, sink, ref, scratch, err);
        if (bad)
            return bad;
    }
    return p.header ? RK_OK : rk_fail(err, RK_EINVAL, file, "no header: this is no PBF");
}
