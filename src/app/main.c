/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-application.h"
#include "cs-installation.h"

int
main (int argc, char *argv[])
{
  g_autoptr (CsApplication) application = NULL;

  cs_installation_init_languages ();
  g_set_prgname ("countersign");
  application = cs_application_new ();
  if (application == NULL)
    return 1;
  return g_application_run (G_APPLICATION (application), argc, argv);
}
