/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-application.h"
#include "cs-installation.h"
#include "cs-loop-watch.h"

#include <malloc.h>

/* Pictures of whole windows go back to the system when they are freed, and are not left among what
 * is small: without a fixed limit the C library takes the largest one that was freed. */
#define LARGE_BYTES (256 * 1024)

int
main (int argc, char *argv[])
{
  g_autoptr (CsApplication) application = NULL;

#ifdef M_MMAP_THRESHOLD
  mallopt (M_MMAP_THRESHOLD, LARGE_BYTES);
#endif
  cs_installation_init_languages ();
  g_set_prgname ("countersign");
  if (g_getenv ("CS_WATCH_LOOP") != NULL)
    cs_loop_watch_start (g_getenv ("CS_WATCH_LOOP"));
  application = cs_application_new ();
  if (application == NULL)
    return 1;
  return g_application_run (G_APPLICATION (application), argc, argv);
}
