/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-reader.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* All files of a request, with who added them, when and for what. */
#define CS_TYPE_FILES (cs_files_get_type ())
G_DECLARE_FINAL_TYPE (CsFiles, cs_files, CS, FILES, AdwBin)

GtkWidget *cs_files_new (void);
void cs_files_show (CsFiles *self, CsReader *reader);

G_END_DECLS
