/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-autostart.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <libportal/portal.h>

/* Starting at login, when the person has asked for it in the preferences. */

#define ENTRY                                                                                      \
  "[Desktop Entry]\n"                                                                              \
  "Type=Application\n"                                                                             \
  "Name=Countersign\n"                                                                             \
  "Icon=" CS_APPLICATION_ID "\n"                                                                   \
  "Exec=countersign --background\n"                                                                \
  "X-GNOME-UsesNotifications=true\n"                                                               \
  "X-GNOME-Autostart-enabled=true\n"

/**
 * cs_autostart_dup_path:
 *
 * Returns: (transfer full): the person's own file that starts the program at login
 */
char *
cs_autostart_dup_path (void)
{
  return g_build_filename (g_get_user_config_dir (),
                           "autostart",
                           CS_APPLICATION_ID ".desktop",
                           NULL);
}

/**
 * cs_autostart_write:
 * @is_on: whether the program starts at login
 *
 * Writes or removes the file.
 *
 * Returns: whether it is as it should be
 */
gboolean
cs_autostart_write (gboolean is_on, GError **error)
{
  g_autofree char *path = cs_autostart_dup_path ();
  g_autofree char *folder = g_path_get_dirname (path);

  if (is_on) {
    if (g_mkdir_with_parents (folder, 0700) == 0 && g_file_set_contents (path, ENTRY, -1, error))
      return TRUE;
  } else if (g_unlink (path) == 0 || errno == ENOENT) {
    return TRUE;
  }
  if (error != NULL && *error == NULL)
    g_set_error (error,
                 G_IO_ERROR,
                 g_io_error_from_errno (errno),
                 _ ("“%s” could not be written."),
                 path);
  return FALSE;
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!xdp_portal_request_background_finish (XDP_PORTAL (source), result, &error) && error != NULL)
    g_info ("The desktop does not let the program run in the background: %s", error->message);
}

static void
ask_portal (gboolean is_on)
{
  g_autoptr (XdpPortal) portal = xdp_portal_new ();
  g_autoptr (GPtrArray) command = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *reason = g_strdup (_ ("Watch deadlines with the window closed"));

  g_ptr_array_add (command, g_strdup ("countersign"));
  g_ptr_array_add (command, g_strdup ("--background"));
  xdp_portal_request_background (portal,
                                 NULL,
                                 reason,
                                 g_ptr_array_ref (command),
                                 is_on ? XDP_BACKGROUND_FLAG_AUTOSTART : XDP_BACKGROUND_FLAG_NONE,
                                 NULL,
                                 asked_cb,
                                 NULL);
}

/**
 * cs_autostart_set:
 * @is_on: what the person wants
 *
 * Asks the desktop's portal in a sandbox, which asks the person; writes the file otherwise.
 */
void
cs_autostart_set (gboolean is_on)
{
  g_autoptr (GError) error = NULL;

  if (xdp_portal_running_under_sandbox ())
    ask_portal (is_on);
  else if (!cs_autostart_write (is_on, &error))
    g_warning ("%s", error->message);
}
