/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-directory.h"
#include "cs-pack.h"

G_BEGIN_DECLS

/* Regions in which the same people hold a role. */
typedef struct {
  char *people;  /* names; empty: nobody */
  char *regions; /* titles */
} CsRoleLine;

GPtrArray *cs_role_list_lines (const CsDirectory *directory,
                               const CsPack *pack,
                               const CsRole *role,
                               CsInstant now);
char *cs_role_dup_summary (const CsRole *role, const GPtrArray *lines);
gboolean cs_role_is_vacant (const CsRole *role, const GPtrArray *lines);

G_END_DECLS
