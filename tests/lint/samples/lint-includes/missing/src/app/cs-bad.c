/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-plain.h"
/* GtkWidget is named here and “json_t” only said. */
static const char *said = "json_t";
GListModel *cs_bad_list (void);
void
cs_bad_show (void *window)
{
  gtk_window_present (window);
  adw_init ();
}
