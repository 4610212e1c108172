/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-about.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

/**
 * cs_about_present:
 * @parent: (nullable): the window to stand over
 */
void
cs_about_present (GtkWindow *parent)
{
  adw_show_about_window (parent,
                         "application-name",
                         "Countersign",
                         "application-icon",
                         CS_APPLICATION_ID,
                         "version",
                         CS_VERSION,
                         "developer-name",
                         _ ("The Countersign developers"),
                         "license-type",
                         GTK_LICENSE_GPL_3_0,
                         "comments",
                         _ ("Approve costs and keep promises on time."),
                         "translator-credits",
                         /* Translators: your names, one a line */
                         _ ("translator-credits"),
                         NULL);
}
