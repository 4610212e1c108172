/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-person-menu.h"

#include "cs-field-context.h"
#include "cs-person-line.h"
#include "cs-search-leave.h"

#include <glib/gi18n-lib.h>

/**
 * CsPersonMenu:
 *
 * Shows who acts. Sample workspaces let one person play everybody, so there it opens a searchable
 * list of people with their roles.
 */
struct _CsPersonMenu {
  AdwBin parent_instance;

  CsSession *session; /* (owned) (nullable) */

  GtkMenuButton *button;  /* template */
  GtkPopover *popover;    /* template */
  CsPersonLine *me;       /* template */
  GtkSearchEntry *search; /* template */
  GtkListBox *list;       /* template */
};

G_DEFINE_FINAL_TYPE (CsPersonMenu, cs_person_menu, ADW_TYPE_BIN)

/* “Cost Approver, KSA · Finance”: what a person is in the packs of the workspace. */
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
      if (title == NULL || strstr (text->str, title) != NULL)
        continue;
      g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", title);
    }
  }
  return g_string_free (text, FALSE);
}

static void
show_me (CsPersonMenu *self)
{
  CsWorkspace *workspace = cs_session_get_workspace (self->session);
  const CsPerson *me = cs_session_get_me (self->session);
  g_autofree char *roles = NULL;
  g_autofree char *name = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), me != NULL);
  if (me == NULL)
    return;
  roles = roles_text (self->session, me->id);
  cs_person_line_set (self->me, me->name, roles);
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), cs_workspace_is_sample (workspace));
  /* Translators: the button that lets one act as another person of the sample */
  name = g_strdup_printf (_ ("Acting as %s"), me->name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name,
                                  -1);
}

static gboolean
matches (GtkListBoxRow *row, gpointer data)
{
  CsPersonMenu *self = data;
  const char *words = g_object_get_data (G_OBJECT (row), "words");
  g_autofree char *wanted =
      g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);

  return *wanted == '\0' || strstr (words, wanted) != NULL;
}

static void
add_person (CsPersonMenu *self, const CsPerson *person, const char *roles)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *line = cs_person_line_new ();
  g_autofree char *both = g_strdup_printf ("%s %s", person->name, roles);
  g_autofree char *name = g_strdup_printf (_ ("%1$s, %2$s"), person->name, roles);

  cs_person_line_set (CS_PERSON_LINE (line), person->name, roles);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  g_object_set_data_full (G_OBJECT (row), "person", g_strdup (person->id), g_free);
  g_object_set_data_full (G_OBJECT (row), "words", g_utf8_casefold (both, -1), g_free);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_list_box_append (self->list, row);
}

static void
fill (CsPersonMenu *self)
{
  CsWorkspace *workspace = cs_session_get_workspace (self->session);
  g_autoptr (GPtrArray) people = NULL;
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  people = cs_directory_list_people (cs_workspace_get_directory (workspace));
  for (guint i = 0; i < people->len; i++) {
    const CsPerson *person = people->pdata[i];
    g_autofree char *roles = NULL;
    if (!person->can_act || person->external)
      continue;
    roles = roles_text (self->session, person->id);
    if (*roles != '\0')
      add_person (self, person, roles);
  }
}

static void
popover_cb (CsPersonMenu *self)
{
  if (!gtk_widget_get_visible (GTK_WIDGET (self->popover)))
    return;
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  fill (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
search_cb (CsPersonMenu *self)
{
  gtk_list_box_invalidate_filter (self->list);
}

static void
choose (CsPersonMenu *self, GtkListBoxRow *row)
{
  g_autofree char *person = g_strdup (g_object_get_data (G_OBJECT (row), "person"));

  gtk_popover_popdown (self->popover);
  cs_session_set_person (self->session, person);
}

static void
row_activated_cb (CsPersonMenu *self, GtkListBoxRow *row)
{
  choose (self, row);
}

static void
search_activate_cb (CsPersonMenu *self)
{
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (gtk_widget_get_child_visible (row)) {
      choose (self, GTK_LIST_BOX_ROW (row));
      return;
    }
}

static void
cs_person_menu_dispose (GObject *object)
{
  CsPersonMenu *self = CS_PERSON_MENU (object);

  g_clear_object (&self->session);
  G_OBJECT_CLASS (cs_person_menu_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_PERSON_MENU);
}

static void
cs_person_menu_class_init (CsPersonMenuClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_person_menu_dispose;
  g_type_ensure (CS_TYPE_PERSON_LINE);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/cs-person-menu.ui");
  gtk_widget_class_bind_template_child (widget_class, CsPersonMenu, button);
  gtk_widget_class_bind_template_child (widget_class, CsPersonMenu, popover);
  gtk_widget_class_bind_template_child (widget_class, CsPersonMenu, me);
  gtk_widget_class_bind_template_child (widget_class, CsPersonMenu, search);
  gtk_widget_class_bind_template_child (widget_class, CsPersonMenu, list);
  gtk_widget_class_bind_template_callback (widget_class, popover_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, cs_search_leave);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
cs_person_menu_init (CsPersonMenu *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_filter_func (self->list, matches, self, NULL);
}

/* The directory of a shared workspace comes after it was opened. */
static void
workspace_cb (CsPersonMenu *self)
{
  CsWorkspace *workspace = cs_session_get_workspace (self->session);

  if (workspace != NULL)
    g_signal_connect_object (workspace, "changed", G_CALLBACK (show_me), self, G_CONNECT_SWAPPED);
  show_me (self);
}

/**
 * cs_person_menu_set_session:
 *
 * Once, before it is shown.
 */
void
cs_person_menu_set_session (CsPersonMenu *self, CsSession *session)
{
  g_return_if_fail (CS_IS_PERSON_MENU (self) && self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session,
                           "notify::person",
                           G_CALLBACK (show_me),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session,
                           "notify::workspace",
                           G_CALLBACK (workspace_cb),
                           self,
                           G_CONNECT_SWAPPED);
  workspace_cb (self);
}

void
cs_person_menu_popup (CsPersonMenu *self)
{
  g_return_if_fail (CS_IS_PERSON_MENU (self));

  if (gtk_widget_get_sensitive (GTK_WIDGET (self->button)))
    gtk_menu_button_popup (self->button);
}
