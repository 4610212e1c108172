/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-person-list.h"

#include "cs-field-context.h"
#include "cs-person-line.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* “Cost Approver · Finance”: what a person is in the packs of the workspace. */
static char *
roles_text (CsSession *session, const char *person)
{
  CsWorkspace *workspace = cs_session_get_workspace (session);
  const CsDirectory *directory = cs_workspace_get_directory (workspace);
  g_autoptr (GPtrArray) packs = cs_workspace_list_packs (workspace);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < packs->len; i++) {
    const CsPack *pack = packs->pdata[i];
    g_autoptr (GPtrArray) roles = cs_directory_list_roles_of (directory, pack->id, person);
    for (guint j = 0; roles != NULL && j < roles->len; j++) {
      const CsRole *role = cs_pack_get_role (pack, roles->pdata[j]);
      g_autofree char *title =
          role != NULL ? cs_text_dup (role->title, cs_field_context_get_language ()) : NULL;
      if (title != NULL && strstr (text->str, title) == NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", title);
    }
  }
  return g_string_free (text, FALSE);
}

static GtkWidget *
make_row (const CsPerson *person, const char *roles)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *line = cs_person_line_new ();
  g_autofree char *both = g_strdup_printf ("%s %s", person->name, roles);
  g_autofree char *name = *roles != '\0' ? g_strdup_printf (_ ("%1$s, %2$s"), person->name, roles)
                                         : g_strdup (person->name);

  cs_person_line_set (CS_PERSON_LINE (line), person->name, roles);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  g_object_set_data_full (G_OBJECT (row), "person", g_strdup (person->id), g_free);
  g_object_set_data_full (G_OBJECT (row), "words", g_utf8_casefold (both, -1), g_free);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return row;
}

/**
 * cs_person_list_fill:
 * @list: an empty list box
 *
 * Lists everybody in the directory who can act, except the person who acts now.
 */
void
cs_person_list_fill (GtkListBox *list, CsSession *session)
{
  CsWorkspace *workspace = cs_session_get_workspace (session);
  g_autoptr (GPtrArray) people = cs_directory_list_people (cs_workspace_get_directory (workspace));

  for (guint i = 0; i < people->len; i++) {
    const CsPerson *person = people->pdata[i];
    g_autofree char *roles = NULL;
    if (!person->can_act || person->external ||
        g_strcmp0 (person->id, cs_session_get_person (session)) == 0)
      continue;
    roles = roles_text (session, person->id);
    if (*roles != '\0')
      gtk_list_box_append (list, make_row (person, roles));
  }
}

/**
 * cs_person_list_filter:
 * @words: part of a name or of a role, as typed
 *
 * Shows those it fits; the selection is given up if it is not among them.
 */
void
cs_person_list_filter (GtkListBox *list, const char *words)
{
  g_autofree char *wanted = g_utf8_casefold (words, -1);
  GtkListBoxRow *selected = gtk_list_box_get_selected_row (list);

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (list)); row != NULL;
       row = gtk_widget_get_next_sibling (row)) {
    const char *has = g_object_get_data (G_OBJECT (row), "words");
    if (has != NULL)
      gtk_widget_set_visible (row, strstr (has, wanted) != NULL);
  }
  if (selected != NULL && !gtk_widget_get_visible (GTK_WIDGET (selected)))
    gtk_list_box_unselect_all (list);
}

/**
 * cs_person_list_select_first:
 *
 * Selects the first one shown.
 *
 * Returns: FALSE if nobody is
 */
gboolean
cs_person_list_select_first (GtkListBox *list)
{
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (list)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (GTK_IS_LIST_BOX_ROW (row) && gtk_widget_get_visible (row)) {
      gtk_list_box_select_row (list, GTK_LIST_BOX_ROW (row));
      return TRUE;
    }
  return FALSE;
}

/**
 * cs_person_list_get_id:
 * @row: of the list
 *
 * Returns: (transfer none): id of the person
 */
const char *
cs_person_list_get_id (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "person");
}
