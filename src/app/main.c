/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-application.h"
#include "cs-installation.h"
#include "cs-loop-watch.h"

int
main (int argc, char *argv[])
{
  g_autoptr (CsApplication) application = NULL;

  cs_installation_init_languages ();
  g_set_prgname ("countersign");
  if (g_getenv ("CS_WATCH_LOOP") != NULL)
    cs_loop_watch_start (g_getenv ("CS_WATCH_LOOP"));
  application = cs_application_new ();
  if (application == NULL)
    return 1;
  return g_application_run (G_APPLICATION (application), argc, argv);
}
