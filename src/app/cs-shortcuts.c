/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-shortcuts.h"

#include "cs-commands.h"

#include <glib/gi18n-lib.h>

static void
append_group (GString *xml, const char *group)
{
  guint n_commands;
  const CsCommand *commands = cs_commands_get (&n_commands);
  g_autofree char *title = g_markup_escape_text (_ (group), -1);

  g_string_append_printf (xml,
                          "<child><object class='GtkShortcutsGroup'>"
                          "<property name='title'>%s</property>",
                          title);
  for (guint i = 0; i < n_commands; i++) {
    g_autofree char *name = NULL;
    g_autofree char *accels = NULL;
    if (g_strcmp0 (commands[i].group, group) != 0 || commands[i].accels == NULL)
      continue;
    name = g_markup_escape_text (_ (commands[i].title), -1);
    accels = g_markup_escape_text (commands[i].accels, -1);
    g_string_append_printf (xml,
                            "<child><object class='GtkShortcutsShortcut'>"
                            "<property name='title'>%s</property>"
                            "<property name='accelerator'>%s</property></object></child>",
                            name,
                            accels);
  }
  g_string_append (xml, "</object></child>");
}

/* GtkShortcutsWindow of GTK 4.8 can only be filled by GtkBuilder; the table is the source. */
static char *
build_xml (void)
{
  GString *xml = g_string_new ("<interface><object class='GtkShortcutsWindow' id='window'>"
                               "<property name='modal'>1</property><child>"
                               "<object class='GtkShortcutsSection'>"
                               "<property name='section-name'>main</property>"
                               "<property name='max-height'>14</property>");
  guint n_commands;
  const CsCommand *commands = cs_commands_get (&n_commands);

  for (guint i = 0; i < n_commands; i++)
    if (i == 0 || g_strcmp0 (commands[i].group, commands[i - 1].group) != 0)
      append_group (xml, commands[i].group);
  g_string_append (xml, "</object></child></object></interface>");
  return g_string_free (xml, FALSE);
}

/**
 * cs_shortcuts_present:
 * @parent: (nullable): the window to stand over
 *
 * Shows all keys, from the same table that binds them.
 */
void
cs_shortcuts_present (GtkWindow *parent)
{
  g_autofree char *xml = build_xml ();
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_string (xml, -1);
  GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "window"));

  gtk_window_set_transient_for (window, parent);
  gtk_window_set_destroy_with_parent (window, TRUE);
  gtk_window_present (window);
}
