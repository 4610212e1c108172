/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where the program keeps the workspaces that it made: one folder each, named for people. */
#define CS_SHELF_SAMPLE "sample-"

char *cs_shelf_dup_folder (void);
char *cs_shelf_dup_sample (const char *pack);
gboolean cs_shelf_has (const char *workspace);
char *cs_shelf_dup_free_place (const char *shelf, const char *title);
GPtrArray *cs_shelf_list (const char *shelf);

G_END_DECLS
