/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of the speed table; their numbers stand in .roads files, so new ones go to the end. */
#ifndef ROAD_KINDS_H
#define ROAD_KINDS_H

enum road_kind {
    ROAD_MOTORWAY,
    ROAD_MOTORWAY_LINK,
    ROAD_TRUNK,
    ROAD_TRUNK_LINK,
    ROAD_PRIMARY,
    ROAD_PRIMARY_LINK,
    ROAD_SECONDARY,
    ROAD_SECONDARY_LINK,
    ROAD_TERTIARY,
    ROAD_TERTIARY_LINK,
    ROAD_UNCLASSIFIED,
    ROAD_RESIDENTIAL,
    ROAD_LIVING_STREET,
    ROAD_SERVICE,
    ROAD_ROAD,
    ROAD_TRACK,
    ROAD_BUSWAY,
    ROAD_PEDESTRIAN,
    ROAD_FOOTWAY,
    ROAD_CYCLEWAY,
    ROAD_BRIDLEWAY,
    ROAD_PATH,
    ROAD_STEPS,
    ROAD_PLATFORM,
    ROAD_CORRIDOR,
    ROAD_FERRY,
    ROAD_GATE,
    ROAD_KINDS
};
const char *road_kind_word(int kind); /* NULL beyond the last */

#endif
