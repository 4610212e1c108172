/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-application.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

int
main (int argc, char *argv[])
{
  g_autoptr (CsApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, CS_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("countersign");
  application = cs_application_new ();
  if (application == NULL)
    return 1;
  return g_application_run (G_APPLICATION (application), argc, argv);
}
