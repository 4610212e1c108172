/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-session.h"

G_BEGIN_DECLS

/* A plain key of a list or a detail. The action is looked up from the widget upwards. */
typedef struct {
  guint keyval;
  const char *action;
  gboolean decides; /* only when the person allows decision letters (off by default) */
} CsPlainKey;

void
cs_plain_keys_attach (GtkWidget *widget, CsSession *session, const CsPlainKey *keys, guint n_keys);

G_END_DECLS
