/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-away-list.h"

#include "cs-away-text.h"

#include <glib/gi18n-lib.h>

/**
 * CsAwayList:
 *
 * Delegations by their state: under way, to come, over. One’s own can be ended here.
 */
struct _CsAwayList {
  AdwBin parent_instance;

  CsSession *session; /* (owned) (nullable) */

  GtkStack *stack;                /* template: "list", "empty" */
  AdwPreferencesGroup *groups[3]; /* template: by CsAwayState */
  GPtrArray *rows;                /* (element borrowed) GtkWidget, in the groups */
};

G_DEFINE_FINAL_TYPE (CsAwayList, cs_away_list, ADW_TYPE_BIN)

static void
end_cb (CsAwayList *self, GtkWidget *button)
{
  CsWorkspace *workspace = cs_session_get_workspace (self->session);
  const CsDelegation *delegation =
      cs_directory_get_delegation (cs_workspace_get_directory (workspace),
                                   g_object_get_data (G_OBJECT (button), "delegation"));

  if (delegation != NULL)
    cs_away_end (self->session, delegation);
}

static void
add_end_button (CsAwayList *self, GtkWidget *row, const CsDelegation *delegation, const char *name)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("End"));
  /* Translators: who stands in */
  g_autofree char *label = g_strdup_printf (_ ("End handing over to %s"), name);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label,
                                  -1);
  g_object_set_data_full (G_OBJECT (button), "delegation", g_strdup (delegation->id), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (end_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static void
add (CsAwayList *self, const CsDelegation *delegation)
{
  CsInstant now = cs_session_get_now (self->session);
  CsAwayState state = cs_away_get_state (delegation, now);
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *from =
      cs_iso (cs_session_get_person_name (self->session, delegation->from_person));
  g_autofree char *to = cs_iso (cs_session_get_person_name (self->session, delegation->to_person));
  g_autofree char *period = cs_away_dup_period (cs_session_get_format (self->session),
                                                delegation->from,
                                                delegation->until);
  g_autofree char *scope = cs_away_dup_scope (cs_session_get_workspace (self->session), delegation);
  /* Translators: who decides, for whom */
  g_autofree char *title = g_strdup_printf (_ ("%1$s for %2$s"), to, from);
  g_autofree char *detail = g_strdup_printf ("%s · %s%s%s",
                                             period,
                                             scope,
                                             delegation->note != NULL ? "\n" : "",
                                             delegation->note != NULL ? delegation->note : "");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), detail);
  if (state != CS_AWAY_OVER &&
      g_strcmp0 (delegation->from_person, cs_session_get_person (self->session)) == 0)
    add_end_button (self, row, delegation, to);
  adw_preferences_group_add (self->groups[state], row);
  g_object_set_data (G_OBJECT (row), "group", self->groups[state]);
  g_ptr_array_add (self->rows, row);
  gtk_widget_set_visible (GTK_WIDGET (self->groups[state]), TRUE);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const CsDelegation *one = *(const CsDelegation *const *)a;
  const CsDelegation *other = *(const CsDelegation *const *)b;

  return (one->from < other->from) - (one->from > other->from);
}

/**
 * cs_away_list_show:
 *
 * Shows the delegations as they are now.
 */
void
cs_away_list_show (CsAwayList *self, CsSession *session)
{
  CsWorkspace *workspace = cs_session_get_workspace (session);
  g_autoptr (GPtrArray) all = NULL;

  g_return_if_fail (CS_IS_AWAY_LIST (self));
  g_set_object (&self->session, session);
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (g_object_get_data (self->rows->pdata[i], "group"),
                                  self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (self->groups); i++)
    gtk_widget_set_visible (GTK_WIDGET (self->groups[i]), FALSE);
  if (workspace == NULL)
    return;
  all = cs_directory_list_delegations (cs_workspace_get_directory (workspace));
  g_ptr_array_sort (all, compare);
  for (guint i = 0; i < all->len; i++)
    add (self, all->pdata[i]);
  gtk_stack_set_visible_child_name (self->stack, all->len > 0 ? "list" : "empty");
}

static void
cs_away_list_dispose (GObject *object)
{
  CsAwayList *self = CS_AWAY_LIST (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (cs_away_list_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_AWAY_LIST);
}

static void
cs_away_list_class_init (CsAwayListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_away_list_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/away/cs-away-list.ui");
  gtk_widget_class_bind_template_child (widget_class, CsAwayList, stack);
  gtk_widget_class_bind_template_child_full (
      widget_class,
      "coming",
      FALSE,
      (gssize)G_STRUCT_OFFSET (CsAwayList, groups[CS_AWAY_COMING]));
  gtk_widget_class_bind_template_child_full (
      widget_class,
      "now",
      FALSE,
      (gssize)G_STRUCT_OFFSET (CsAwayList, groups[CS_AWAY_NOW]));
  gtk_widget_class_bind_template_child_full (
      widget_class,
      "over",
      FALSE,
      (gssize)G_STRUCT_OFFSET (CsAwayList, groups[CS_AWAY_OVER]));
}

static void
cs_away_list_init (CsAwayList *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
