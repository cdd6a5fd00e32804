/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the helper ranok-desk: the page's files, embedded by CMake from web/. */
#ifndef DESK_FILES_H
#define DESK_FILES_H

struct desk_file {
    const char *name, *type, *text;
};
extern const struct desk_file desk_files[];
extern const int desk_file_count;

#endif
