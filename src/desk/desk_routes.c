/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything the desk answers to; docs/formats/api.md has a line for each. */
#include "desk_internal.h"

#include "desk_views.h"

enum {
    COUNTED = DESK_PEOPLE | DESK_MEDICAL | DESK_OPERATIONS,
    CHANGE = DESK_KNOWN | DESK_CHANGES
};

/* Method, path, what is needed to come in; compartments all of which and one of which a role
 * must hold; the right. A sheet is shown whole or not at all: a page with holes would be
 * believed. */
const struct desk_route desk_routes[] = {
    {"GET", "/", DESK_ANYBODY, page_index, 0, 0, 0},
    {"GET", "/login", DESK_ANYBODY, page_login, 0, 0, 0},
    {"POST", "/login", DESK_FORM, page_login_try, 0, 0, 0},
    {"GET", "/files/", DESK_ANYBODY, page_file, 0, 0, 0},
    {"GET", "/sheet", DESK_KNOWN, page_sheet, COUNTED, 0, 0},
    {"GET", "/sheet.pdf", DESK_KNOWN, page_sheet_pdf, COUNTED, 0, 0},
    {"GET", "/api/words", DESK_ANYBODY, api_words, 0, 0, 0},
    {"GET", "/api/session", DESK_KNOWN, api_session, 0, 0, 0},
    {"POST", "/api/session", CHANGE, api_session_set, 0, 0, 0},
    {"POST", "/api/leave", CHANGE, api_leave, 0, 0, 0},
    {"POST", "/api/lock", CHANGE, api_lock, 0, 0, 0},
    {"GET", "/api/events", DESK_KNOWN, api_events, 0, 0, 0},
    {"GET", "/api/sheet", DESK_KNOWN, api_sheet, COUNTED, 0, 0},
    {"GET", "/api/figures", DESK_KNOWN, api_figures, 0, 0, 0},
    {"GET", "/api/figures/", DESK_KNOWN, api_figure, 0, 0, 0},
    {"GET", "/api/lists", DESK_KNOWN, api_lists, 0, 0, 0},
    {"GET", "/api/statements", DESK_KNOWN, api_statements, DESK_OPERATIONS, 0, 0},
    {"GET", "/api/map", DESK_KNOWN, api_map, DESK_OPERATIONS, 0, 0},
    {"GET", "/api/map/buildings", DESK_KNOWN, api_buildings, DESK_OPERATIONS, 0, 0},
    {"GET", "/api/map/day", DESK_KNOWN, api_map_day, DESK_OPERATIONS, 0, 0},
    {"GET", "/api/damage", DESK_KNOWN, api_damage, DESK_OPERATIONS, 0, 0},
    {"GET", "/api/charts", DESK_KNOWN, api_charts, DESK_OPERATIONS, 0, 0},
    {"GET", "/api/subjects/", DESK_KNOWN, api_subjects, DESK_OPERATIONS, 0, 0},
    {"POST", "/api/suppose", CHANGE, api_suppose, DESK_OPERATIONS, 0, 0},
    {"POST", "/api/say", CHANGE, api_say, DESK_OPERATIONS, 0, RK_MAY_WRITE},
    {"GET", "/api/rounds", DESK_KNOWN, api_rounds, DESK_MEDICAL | DESK_OPERATIONS, 0, 0},
    {"POST", "/api/rounds/plan", CHANGE, api_rounds_plan, DESK_MEDICAL | DESK_OPERATIONS, 0,
     RK_MAY_WRITE},
    {"POST", "/api/rounds/try", CHANGE, api_rounds_try, DESK_MEDICAL | DESK_OPERATIONS, 0, 0},
    {"POST", "/api/rounds/move", CHANGE, api_rounds_move, DESK_MEDICAL | DESK_OPERATIONS, 0,
     RK_MAY_WRITE},
    {"POST", "/api/rounds/lock", CHANGE, api_rounds_lock, DESK_MEDICAL | DESK_OPERATIONS, 0,
     RK_MAY_WRITE},
    {"GET", "/api/search", DESK_KNOWN, api_search, DESK_PEOPLE, 0, RK_MAY_RECORDS},
    {"GET", "/api/similar", DESK_KNOWN, api_similar, DESK_PEOPLE, 0, RK_MAY_RECORDS},
    {"GET", "/api/likely", DESK_KNOWN, api_likely, DESK_PEOPLE, 0, RK_MAY_RECORDS},
    {"GET", "/api/questions", DESK_KNOWN, api_questions, DESK_PEOPLE, 0, RK_MAY_RECORDS},
    {"GET", "/api/records/", DESK_KNOWN, api_record, 0, 0, RK_MAY_RECORDS},
    {"GET", "/api/pairs", DESK_KNOWN, api_pairs, DESK_PEOPLE, 0, RK_MAY_DECIDE},
    {"POST", "/api/reviews", CHANGE, api_review, DESK_PEOPLE, 0, RK_MAY_RECORDS},
    {"POST", "/api/decisions", CHANGE, api_decide, DESK_PEOPLE, 0, RK_MAY_DECIDE},
    {"POST", "/api/corrections", CHANGE, api_correct, 0, 0, RK_MAY_WRITE},
    {"GET", "/api/checkpoint", DESK_KNOWN, api_checkpoint, 0, 0, 0},
    {"GET", "/api/batches", DESK_KNOWN, api_batches, 0, 0, 0},
    {"POST", "/api/undo", CHANGE, api_undo, 0, 0, RK_MAY_WRITE},
    {"POST", "/api/uploads", CHANGE | DESK_FILE, api_upload, 0, 0, RK_MAY_WRITE},
    {"POST", "/api/import", CHANGE, api_import, 0, 0, RK_MAY_WRITE},
    {"GET", "/api/kinds", DESK_KNOWN, api_kinds, 0, 0, 0},
    {"GET", "/api/forms", DESK_KNOWN, api_forms, 0, 0, 0},
    {"GET", "/api/forms/", DESK_KNOWN, api_form, 0, 0, 0},
    {"POST", "/api/forms/", CHANGE, api_form_save, 0, 0, RK_MAY_WRITE},
    {"POST", "/api/verify", CHANGE, api_verify, 0, 0, 0},
    {"GET", "/api/job", DESK_KNOWN, api_job, 0, 0, 0},
    {"GET", "/api/job/events", DESK_KNOWN, api_job_events, 0, 0, 0},
    {"POST", "/api/job/cancel", CHANGE, api_job_cancel, 0, 0, 0},
    {"GET", "/api/access", DESK_KNOWN, api_access, 0, 0, 0},
    {"GET", "/api/persons", DESK_KNOWN, api_persons, 0, 0, RK_MAY_PERSONS},
    {"POST", "/api/persons", CHANGE, api_person_add, 0, 0, RK_MAY_PERSONS},
    {"POST", "/api/persons/remove", CHANGE, api_person_remove, 0, 0, RK_MAY_PERSONS},
    {"GET", "/api/sessions", DESK_KNOWN, api_sessions, 0, 0, 0},
    {"POST", "/api/sessions/end", CHANGE, api_session_end, 0, 0, 0},
};
const int desk_route_count = (int)RK_COUNT(desk_routes);
