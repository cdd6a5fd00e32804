/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The model town's streets as an extract of OpenStreetMap, for the engine reach. */
#ifndef DEMO_ROADS_H
#define DEMO_ROADS_H

#include "rk_base.h"
#include "rk_model.h"

/*
 * Appends OSM XML (version 0.6, WGS 84): streets, bridges, the footbridge, the crossing of
 * October with its two approaches. What is destroyed, mined or not laid yet is in it like the
 * rest: that is said by closures on some day. Way i + 1 is line i of the model. About 110 bytes
 * a node. 0, or 1: `out` or scratch is full.
 */
int cli_demo_roads(const struct rk_model *model, struct rk_scratch scratch, struct rk_buf *out);

#endif
