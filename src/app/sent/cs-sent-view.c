/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-sent-view.h"

#include "cs-inbox-detail.h"
#include "cs-inbox-list.h"
#include "cs-link.h"
#include "cs-list.h"
#include "cs-pane.h"
#include "cs-plain-keys.h"
#include "cs-undo.h"

#include <glib/gi18n-lib.h>

/**
 * CsSentView:
 *
 * Requests that the person who acts has sent on their way, as the inbox shows its own: the newest
 * first, and beside them where each stands, what was decided, and with whom it is.
 */
struct _CsSentView {
  CsScreen parent_instance;

  GListModel *list; /* (owned) (nullable) */

  CsPane *pane;             /* template */
  CsPage *page;             /* template */
  GtkSearchBar *search_bar; /* template */
  GtkSearchEntry *search;   /* template */
  GtkStack *stack;          /* template: "list", "empty" */
  CsInboxList *rows;        /* template */
  AdwStatusPage *empty;     /* template */
  CsInboxDetail *detail;    /* template */
};

G_DEFINE_FINAL_TYPE (CsSentView, cs_sent_view, CS_TYPE_SCREEN)

static const CsPlainKey keys[] = {
    {GDK_KEY_j, "list.next", FALSE},
    {GDK_KEY_k, "list.previous", FALSE},
    {GDK_KEY_g, "list.first", FALSE},
    {GDK_KEY_G, "list.last", FALSE},
    {GDK_KEY_o, "list.open", FALSE},
    {GDK_KEY_Escape, "inbox.back", FALSE},
};

static void
show_state (CsSentView *self)
{
  guint n = g_list_model_get_n_items (self->list);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));
  g_autofree char *title = NULL;
  gboolean is_loaded;

  g_object_get (self->list, "loaded", &is_loaded, NULL);
  if (!is_loaded)
    return;
  title = *text != '\0' ? g_strdup_printf (_ ("No Results for “%s”"), text)
                        : g_strdup (_ ("Nothing Sent"));
  adw_status_page_set_title (self->empty, title);
  adw_status_page_set_description (self->empty,
                                   *text != '\0'
                                       ? _ ("Try a client name, request number or amount.")
                                       : _ ("What is sent for approval stands here."));
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "empty");
  if (n > 0 && !cs_pane_get_folded (self->pane) &&
      cs_inbox_detail_get_request (self->detail) == NULL)
    cs_inbox_list_select_first (self->rows);
}

static void
reload (CsSentView *self)
{
  CsWorkspace *workspace = cs_screen_get_workspace (CS_SCREEN (self));
  CsListFilter filter = {0};

  if (workspace == NULL)
    return;
  filter.text = gtk_editable_get_text (GTK_EDITABLE (self->search));
  cs_list_follow (&self->list,
                  cs_workspace_list (workspace, CS_LIST_SENT, &filter),
                  G_CALLBACK (show_state),
                  self);
  cs_inbox_list_set_model (self->rows, self->list, FALSE);
  show_state (self);
}

static void
workspace_changed_cb (CsSentView *self, const char *request)
{
  if (request == NULL || g_strcmp0 (request, cs_inbox_detail_get_request (self->detail)) == 0)
    cs_inbox_detail_reload (self->detail);
}

static void
chosen_cb (CsSentView *self, CsRow *row)
{
  const CsRowData *data = row != NULL ? cs_row_get_data (row) : NULL;

  cs_inbox_detail_show_request (self->detail, data != NULL ? data->request : NULL);
  if (data == NULL)
    cs_pane_set_show_end (self->pane, FALSE);
}

static void
opened_cb (CsSentView *self)
{
  if (!cs_pane_get_folded (self->pane))
    return;
  cs_pane_set_show_end (self->pane, TRUE);
  gtk_widget_child_focus (GTK_WIDGET (self->detail), GTK_DIR_TAB_FORWARD);
}

static void
back_to_list (CsSentView *self)
{
  cs_pane_set_show_end (self->pane, FALSE);
  cs_inbox_list_grab (self->rows);
}

/* --- actions --- */

static void
list_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_activate_action_variant (GTK_WIDGET (CS_SENT_VIEW (widget)->rows), name, parameter);
}

static void
open_request_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *request = cs_inbox_detail_get_request (CS_SENT_VIEW (widget)->detail);

  if (request != NULL)
    cs_session_go_to_request (cs_screen_get_session (CS_SCREEN (widget)), request);
}

static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  back_to_list (CS_SENT_VIEW (widget));
}

static void
unread_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cs_inbox_detail_mark_unread (CS_SENT_VIEW (widget)->detail);
}

static void
dismiss_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cs_inbox_detail_dismiss_refusal (CS_SENT_VIEW (widget)->detail);
}

static void
undo_this_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsSentView *self = CS_SENT_VIEW (widget);
  const char *request = cs_inbox_detail_get_request (self->detail);

  if (request != NULL)
    cs_undo_undo_request (cs_session_get_undo (cs_screen_get_session (CS_SCREEN (self))), request);
}

static void
print_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cs_inbox_detail_print (CS_SENT_VIEW (widget)->detail);
}

static void
copy_link_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsSentView *self = CS_SENT_VIEW (widget);
  CsRow *row = cs_inbox_list_get_selected (self->rows);
  const CsRowData *data = row != NULL ? cs_row_get_data (row) : NULL;
  g_autofree char *link = NULL;

  if (data == NULL || data->number == NULL)
    return;
  link = cs_link_for_request (data->number);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), link);
  cs_session_toast (cs_screen_get_session (CS_SCREEN (self)), _ ("Link copied"));
}

static void
search_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsSentView *self = CS_SENT_VIEW (widget);

  cs_pane_set_show_end (self->pane, FALSE);
  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/* --- life --- */

static void
cs_sent_view_constructed (GObject *object)
{
  CsSentView *self = CS_SENT_VIEW (object);
  CsSession *session = cs_screen_get_session (CS_SCREEN (self));

  G_OBJECT_CLASS (cs_sent_view_parent_class)->constructed (object);
  if (session == NULL)
    return;
  cs_inbox_list_set_session (self->rows, session);
  cs_inbox_detail_set_session (self->detail, session);
  cs_screen_offer_decisions (CS_SCREEN (self),
                             cs_decider_get_actions (cs_inbox_detail_get_decider (self->detail)),
                             cs_decider_get_names ());
  cs_plain_keys_attach (GTK_WIDGET (self), session, keys, G_N_ELEMENTS (keys));
  if (cs_session_get_workspace (session) != NULL)
    g_signal_connect_object (cs_session_get_workspace (session),
                             "changed",
                             G_CALLBACK (workspace_changed_cb),
                             self,
                             G_CONNECT_SWAPPED);
  reload (self);
}

static void
cs_sent_view_dispose (GObject *object)
{
  CsSentView *self = CS_SENT_VIEW (object);

  g_clear_object (&self->list);
  G_OBJECT_CLASS (cs_sent_view_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_SENT_VIEW);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  static const char *const moves[] = {"list.next",
                                      "list.previous",
                                      "list.first",
                                      "list.last",
                                      "list.open"};

  for (guint i = 0; i < G_N_ELEMENTS (moves); i++)
    gtk_widget_class_install_action (widget_class, moves[i], NULL, list_action);
  gtk_widget_class_install_action (widget_class, "list.mark-unread", NULL, unread_action);
  gtk_widget_class_install_action (widget_class, "inbox.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "inbox.open-request", NULL, open_request_action);
  gtk_widget_class_install_action (widget_class, "inbox.undo-this", NULL, undo_this_action);
  gtk_widget_class_install_action (widget_class, "inbox.dismiss-refusal", NULL, dismiss_action);
  gtk_widget_class_install_action (widget_class, "screen.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "screen.print", NULL, print_action);
  gtk_widget_class_install_action (widget_class, "screen.copy-link", NULL, copy_link_action);
}

static void
cs_sent_view_class_init (CsSentViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = cs_sent_view_constructed;
  G_OBJECT_CLASS (klass)->dispose = cs_sent_view_dispose;
  g_type_ensure (CS_TYPE_PANE);
  g_type_ensure (CS_TYPE_INBOX_LIST);
  g_type_ensure (CS_TYPE_INBOX_DETAIL);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/sent/cs-sent-view.ui");
  gtk_widget_class_bind_template_child (widget_class, CsSentView, pane);
  gtk_widget_class_bind_template_child (widget_class, CsSentView, page);
  gtk_widget_class_bind_template_child (widget_class, CsSentView, stack);
  gtk_widget_class_bind_template_child (widget_class, CsSentView, rows);
  gtk_widget_class_bind_template_child (widget_class, CsSentView, search_bar);
  gtk_widget_class_bind_template_child (widget_class, CsSentView, search);
  gtk_widget_class_bind_template_child (widget_class, CsSentView, empty);
  gtk_widget_class_bind_template_child (widget_class, CsSentView, detail);
  gtk_widget_class_bind_template_callback (widget_class, reload);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_to_list);
  install_actions (widget_class);
}

static void
cs_sent_view_init (CsSentView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search));
}
