/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A question with one affirmative answer; what dismisses it comes first and is Esc’s. */
typedef struct {
  const char *heading;
  const char *body;        /* (nullable) */
  const char *accept;      /* label with access key */
  const char *dismiss;     /* (nullable) label with access key, instead of Cancel */
  gboolean is_dangerous;   /* red, and Return does not trigger it */
  GtkWidget *extra;        /* (nullable) (transfer floating): below the body */
  const char *extra_label; /* (nullable): what is typed there, shown above it */
} CsAlert;

void cs_alert_run_async (GtkWidget *parent,
                         const CsAlert *alert,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
gboolean cs_alert_run_finish (GAsyncResult *result);
void cs_alert_tell (GtkWidget *parent, const char *heading, const char *body);

G_END_DECLS
