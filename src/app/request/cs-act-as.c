/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-act-as.h"

#include <glib/gi18n-lib.h>

/**
 * cs_act_as_is_possible:
 * @people: (nullable): ids
 *
 * Returns: whether the workspace is a sample, and somebody of these can act
 */
gboolean
cs_act_as_is_possible (CsReader *reader, const char *const *people)
{
  CsWorkspace *workspace = cs_session_get_workspace (cs_reader_get_session (reader));

  if (workspace == NULL || !cs_workspace_is_sample (workspace))
    return FALSE;
  for (guint i = 0; people != NULL && people[i] != NULL; i++) {
    const CsPerson *person = cs_directory_get_person (cs_reader_get_directory (reader), people[i]);

    if (person != NULL && person->can_act)
      return TRUE;
  }
  return FALSE;
}

/**
 * cs_act_as_button_new:
 * @people: ids of those whose move it is; the first who can act is taken
 *
 * Returns: (transfer floating) (nullable): a button that changes who acts (`request.act-as`)
 */
GtkWidget *
cs_act_as_button_new (CsReader *reader, const char *const *people)
{
  const char *chosen = NULL;
  g_autofree char *label = NULL;
  GtkWidget *button, *child;

  if (!cs_act_as_is_possible (reader, people))
    return NULL;
  for (guint i = 0; chosen == NULL && people[i] != NULL; i++) {
    const CsPerson *person = cs_directory_get_person (cs_reader_get_directory (reader), people[i]);

    if (person != NULL && person->can_act)
      chosen = people[i];
  }
  label = g_strdup_printf (_ ("Act as %s"), cs_reader_get_name (reader, chosen));
  button = gtk_button_new ();
  child = gtk_label_new (label);
  gtk_label_set_ellipsize (GTK_LABEL (child), PANGO_ELLIPSIZE_END);
  gtk_widget_set_tooltip_text (child, label);
  gtk_button_set_child (GTK_BUTTON (button), child);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label,
                                  -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", chosen);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "request.act-as");
  return button;
}

/**
 * cs_detail_row_add_act_as:
 *
 * Adds that button to a row where it is possible.
 */
void
cs_detail_row_add_act_as (CsDetailRow *row, CsReader *reader, const char *const *people)
{
  GtkWidget *button = cs_act_as_button_new (reader, people);

  if (button != NULL)
    cs_detail_row_add_extra (row, button);
}
