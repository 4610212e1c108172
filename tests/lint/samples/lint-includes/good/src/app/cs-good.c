/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-window.h"
gboolean
cs_good_show (GtkWindow *window, GListModel *list)
{
  gtk_window_present (window);
  adw_init ();
  return g_list_model_get_n_items (list) > 0;
}
