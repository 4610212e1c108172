/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-screen.h"

G_BEGIN_DECLS

/* One row of the sidebar. */
typedef struct {
  const char *id;    /* "inbox" */
  const char *title; /* translatable, header capitals */
  const char *icon;
  GType (*get_type) (void);
  int count; /* CsListKind whose count stands beside it, or -1 */
} CsViewDef;

/* A page that opens over a view. */
typedef struct {
  const char *id; /* "request" */
  GType (*get_type) (void);
  gboolean stays; /* it follows when another person acts */
} CsPageDef;

const CsViewDef *cs_views_get (guint *n_views);
const CsViewDef *cs_views_find (const char *id);
const CsPageDef *cs_views_find_page (const char *id);
void cs_views_ensure_types (void);

G_END_DECLS
