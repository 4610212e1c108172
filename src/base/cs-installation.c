/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-installation.h"

#include <libintl.h>
#include <locale.h>

static const char *
folder_of (const char *variable, const char *installed)
{
  const char *folder = g_getenv (variable);

  return folder != NULL && *folder != '\0' ? folder : installed;
}

/**
 * cs_installation_init_languages:
 *
 * Takes the language from the environment. Catalogues are looked for where the program is
 * installed, or in `COUNTERSIGN_LOCALEDIR`, which tests set. To be called once, first in `main`.
 */
void
cs_installation_init_languages (void)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, folder_of ("COUNTERSIGN_LOCALEDIR", CS_LOCALEDIR));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

/**
 * cs_installation_get_data_folder:
 *
 * Where the shipped packs and calendars are, in the folders `packs` and `calendars`:
 * `COUNTERSIGN_DATADIR` if that is set, as in tests that run from the build folder.
 */
const char *
cs_installation_get_data_folder (void)
{
  return folder_of ("COUNTERSIGN_DATADIR", CS_DATADIR);
}
