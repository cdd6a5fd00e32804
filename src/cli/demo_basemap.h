/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The model town's land as the base map of its sheet (docs/formats/basemap.md). */
#ifndef DEMO_BASEMAP_H
#define DEMO_BASEMAP_H

#include "rk_base.h"
#include "rk_model.h"

/*
 * Appends GeoJSON: water, woods, rail, districts, streets, bridges. Which bridge stands and
 * where mines lie is not in it: that is said by somebody on some day, and stands in the ledger.
 * Some 60 bytes a point, 22 a coordinate pair; about 0.6 MB for 46,000 people. 0, or 1: `out`
 * is full.
 */
int cli_demo_basemap(const struct rk_model *model, struct rk_buf *out);

#endif
