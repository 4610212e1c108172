/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-role-list.h"

#include "cs-field-context.h"
#include "cs-role-text.h"

#include <glib/gi18n-lib.h>

/**
 * CsRoleList:
 *
 * Roles with their holders by region. Regions with the same holders share a line; a role that
 * nobody holds anywhere carries a mark.
 */
struct _CsRoleList {
  AdwBin parent_instance;

  AdwPreferencesPage *page; /* template */
  GPtrArray *groups;        /* (element borrowed) AdwPreferencesGroup, in the page */
};

G_DEFINE_FINAL_TYPE (CsRoleList, cs_role_list, ADW_TYPE_BIN)

static void
add_line (AdwExpanderRow *row, const CsRoleLine *line)
{
  GtkWidget *child = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (child), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (child),
                                 *line->people != '\0' ? line->people : _ ("Nobody"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (child), line->regions);
  if (*line->people == '\0')
    gtk_widget_add_css_class (child, "secondary");
  adw_expander_row_add_row (row, child);
}

static void
add_mark (GtkWidget *row)
{
  GtkWidget *mark = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

  gtk_widget_add_css_class (mark, "warning");
  gtk_accessible_update_property (GTK_ACCESSIBLE (mark),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Vacant"),
                                  -1);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (row), mark);
}

static void
add_role (AdwPreferencesGroup *group,
          const CsPack *pack,
          const CsRole *role,
          const CsDirectory *directory,
          CsInstant now)
{
  GtkWidget *row = adw_expander_row_new ();
  g_autofree char *title = cs_text_dup (role->title, cs_field_context_get_language ());
  g_autoptr (GPtrArray) lines = cs_role_list_lines (directory, pack, role, now);
  g_autofree char *summary = cs_role_dup_summary (role, lines);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), summary);
  if (cs_role_is_vacant (role, lines))
    add_mark (row);
  for (guint i = 0; i < lines->len; i++)
    add_line (ADW_EXPANDER_ROW (row), lines->pdata[i]);
  adw_preferences_group_add (group, row);
}

/**
 * cs_role_list_show:
 *
 * Shows the roles as they are held now.
 */
void
cs_role_list_show (CsRoleList *self, CsSession *session)
{
  CsWorkspace *workspace = cs_session_get_workspace (session);
  g_autoptr (GPtrArray) packs = NULL;

  g_return_if_fail (CS_IS_ROLE_LIST (self));
  for (guint i = 0; i < self->groups->len; i++)
    adw_preferences_page_remove (self->page, self->groups->pdata[i]);
  g_ptr_array_set_size (self->groups, 0);
  if (workspace == NULL)
    return;
  packs = cs_workspace_list_packs (workspace);
  for (guint i = 0; i < packs->len; i++) {
    const CsPack *pack = packs->pdata[i];
    GtkWidget *group = adw_preferences_group_new ();
    g_autofree char *title = cs_text_dup (pack->title, cs_field_context_get_language ());
    g_autofree char *escaped = g_markup_escape_text (title, -1);

    adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), escaped);
    for (guint j = 0; j < pack->role_list->len; j++)
      add_role (ADW_PREFERENCES_GROUP (group),
                pack,
                pack->role_list->pdata[j],
                cs_workspace_get_directory (workspace),
                cs_session_get_now (session));
    adw_preferences_page_add (self->page, ADW_PREFERENCES_GROUP (group));
    g_ptr_array_add (self->groups, group);
  }
}

static void
cs_role_list_dispose (GObject *object)
{
  CsRoleList *self = CS_ROLE_LIST (object);

  g_clear_pointer (&self->groups, g_ptr_array_unref);
  G_OBJECT_CLASS (cs_role_list_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_ROLE_LIST);
}

static void
cs_role_list_class_init (CsRoleListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_role_list_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/people/cs-role-list.ui");
  gtk_widget_class_bind_template_child (widget_class, CsRoleList, page);
}

static void
cs_role_list_init (CsRoleList *self)
{
  self->groups = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
