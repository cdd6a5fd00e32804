/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words for kinds of road, which are those of the OpenStreetMap key highway, and two of ours.
 */
#include "road_kinds.h"
#include "rk_base.h"

static const char *const words[ROAD_KINDS] = {
    "motorway",     "motorway_link", "trunk",          "trunk_link", "primary",
    "primary_link", "secondary",     "secondary_link", "tertiary",   "tertiary_link",
    "unclassified", "residential",   "living_street",  "service",    "road",
    "track",        "busway",        "pedestrian",     "footway",    "cycleway",
    "bridleway",    "path",          "steps",          "platform",   "corridor",
    "ferry",        "gate"};

const char *road_kind_word(int kind)
{
    return kind >= 0 && kind < ROAD_KINDS ? words[kind] : NULL;
}
