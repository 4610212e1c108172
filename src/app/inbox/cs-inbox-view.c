/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-inbox-view.h"

#include "cs-inbox-bulk.h"
#include "cs-inbox-choices.h"
#include "cs-inbox-detail.h"
#include "cs-inbox-empty.h"
#include "cs-inbox-list.h"
#include "cs-inbox-text.h"
#include "cs-link.h"
#include "cs-list.h"
#include "cs-pane.h"
#include "cs-plain-keys.h"
#include "cs-remind-dialog.h"
#include "cs-remind.h"
#include "cs-undo.h"

#include <glib/gi18n-lib.h>

/**
 * CsInboxView:
 *
 * Requests that wait for a decision of the person who acts: list, detail, verdict below, next item
 * by itself.
 */
struct _CsInboxView {
  CsScreen parent_instance;

  GListModel *list;                 /* (owned) (nullable) */
  GSimpleActionGroup *view_actions; /* "view": order and place, as menus show them */
  CsInboxChoices *choices;          /* (owned) region, level, currency */
  guint count;                      /* waiting, filters left aside */

  CsPane *pane;              /* template */
  CsPage *page;              /* template */
  GtkSearchBar *search_bar;  /* template */
  GtkSearchEntry *search;    /* template */
  GtkToggleButton *waiting;  /* template */
  GtkToggleButton *asked;    /* template */
  GtkToggleButton *snoozed;  /* template */
  GtkToggleButton *done;     /* template */
  GtkToggleButton *mine;     /* template */
  GtkToggleButton *behalf;   /* template */
  GtkToggleButton *changed;  /* template */
  GtkMenuButton *regions;    /* template */
  GtkMenuButton *levels;     /* template */
  GtkMenuButton *currencies; /* template */
  GtkStack *stack;           /* template: "list", "empty" */
  AdwStatusPage *empty;      /* template */
  GtkWidget *clear;          /* template */
  CsInboxList *rows;         /* template */
  GtkStack *right;           /* template: detail, bulk */
  CsInboxDetail *detail;     /* template */
  CsInboxBulk *bulk;         /* template */
};

G_DEFINE_FINAL_TYPE (CsInboxView, cs_inbox_view, CS_TYPE_SCREEN)

static const CsPlainKey keys[] = {
    {GDK_KEY_j, "list.next", FALSE},
    {GDK_KEY_k, "list.previous", FALSE},
    {GDK_KEY_g, "list.first", FALSE},
    {GDK_KEY_G, "list.last", FALSE},
    {GDK_KEY_o, "list.open", FALSE},
    {GDK_KEY_u, "list.mark-unread", FALSE},
    {GDK_KEY_z, "list.snooze", FALSE},
    {GDK_KEY_Escape, "inbox.back", FALSE},
    {GDK_KEY_a, "inbox.approve-settled", TRUE},
    {GDK_KEY_r, "decide.reject", TRUE},
    {GDK_KEY_b, "decide.send-back", TRUE},
    {GDK_KEY_q, "decide.ask", TRUE},
};

static gboolean
is_on (GtkToggleButton *button)
{
  return gtk_toggle_button_get_active (button);
}

/* --- the list --- */

static CsListKind
kind_of (CsInboxView *self)
{
  if (is_on (self->asked))
    return CS_LIST_INBOX_ASKED;
  if (is_on (self->snoozed))
    return CS_LIST_INBOX_SNOOZED;
  return is_on (self->done) ? CS_LIST_INBOX_DONE : CS_LIST_INBOX_WAITING;
}

static gboolean
is_filtered (CsInboxView *self)
{
  return is_on (self->mine) || is_on (self->behalf) || is_on (self->changed) ||
         cs_inbox_choices_has_any (self->choices) ||
         *gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0';
}

/* The first request is shown by itself where there is room for it. */
static void
select_something (CsInboxView *self)
{
  if (cs_pane_get_folded (self->pane) || cs_inbox_detail_get_request (self->detail) != NULL)
    return;
  if (cs_inbox_list_select_first (self->rows) &&
      gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self))) == NULL)
    cs_inbox_list_grab (self->rows);
}

static void
say_nothing (CsInboxView *self)
{
  CsSession *session = cs_screen_get_session (CS_SCREEN (self));
  gboolean is_hidden = is_filtered (self);
  g_autofree char *time =
      cs_format_time (cs_session_get_format (session), cs_session_get_now (session));

  gtk_widget_set_visible (self->clear, is_hidden);
  if (is_hidden)
    cs_inbox_empty_show_filtered (self->empty,
                                  gtk_editable_get_text (GTK_EDITABLE (self->search)),
                                  kind_of (self) == CS_LIST_INBOX_WAITING ? self->count : 0);
  else
    cs_inbox_empty_show (self->empty, kind_of (self), time);
}

static void
show_state (CsInboxView *self)
{
  guint n = g_list_model_get_n_items (self->list);
  gboolean is_loaded;

  g_object_get (self->list, "loaded", &is_loaded, NULL);
  if (!is_loaded)
    return;
  if (n > 0) {
    gtk_stack_set_visible_child_name (self->stack, "list");
    select_something (self);
    return;
  }
  say_nothing (self);
  gtk_stack_set_visible_child_name (self->stack, "empty");
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CsInboxView) self = data;
  guint counts[CS_N_LISTS], overdue[CS_N_LISTS];
  g_autofree char *text = NULL;

  if (!cs_workspace_count_finish (CS_WORKSPACE (source), result, counts, overdue, NULL) ||
      self->page == NULL)
    return;
  self->count = counts[CS_LIST_INBOX_WAITING];
  text = cs_inbox_text_count (self->count, overdue[CS_LIST_INBOX_WAITING]);
  cs_page_set_subtitle (self->page, self->count > 0 ? text : NULL);
}

static void
count (CsInboxView *self)
{
  CsWorkspace *workspace = cs_screen_get_workspace (CS_SCREEN (self));

  if (workspace != NULL)
    cs_workspace_count_async (workspace, counted_cb, g_object_ref (self));
}

static const char *
get_order (CsInboxView *self, char **setting)
{
  CsSession *session = cs_screen_get_session (CS_SCREEN (self));

  if (kind_of (self) == CS_LIST_INBOX_DONE)
    return "updated";
  *setting = g_settings_get_string (cs_session_get_settings (session), "list-sort");
  return g_str_equal (*setting, "age") ? "oldest" : *setting;
}

static void
reload (CsInboxView *self)
{
  CsWorkspace *workspace = cs_screen_get_workspace (CS_SCREEN (self));
  CsListFilter filter = {0};
  g_autofree char *setting = NULL;
  gboolean is_by_due;

  if (workspace == NULL)
    return;
  filter.text = gtk_editable_get_text (GTK_EDITABLE (self->search));
  filter.order = get_order (self, &setting);
  filter.mine_only = is_on (self->mine);
  filter.on_behalf_only = is_on (self->behalf);
  filter.changed_only = is_on (self->changed);
  filter.region = cs_inbox_choices_get (self->choices, "region");
  filter.level = cs_inbox_choices_get (self->choices, "level");
  filter.currency = cs_inbox_choices_get (self->choices, "currency");
  is_by_due = g_strcmp0 (filter.order, "due") == 0;
  cs_list_follow (&self->list,
                  cs_workspace_list (workspace, kind_of (self), &filter),
                  G_CALLBACK (show_state),
                  self);
  cs_inbox_list_set_model (self->rows, self->list, is_by_due);
  show_state (self);
}

/* Another part of the inbox: what was shown belongs to the one before. */
static void
part_cb (CsInboxView *self, GtkToggleButton *part)
{
  if (!is_on (part) || self->list == NULL)
    return;
  cs_inbox_detail_show_request (self->detail, NULL);
  reload (self);
}

/* Mine and On Behalf exclude each other. */
static void
chip_cb (CsInboxView *self, GtkToggleButton *chip)
{
  if (is_on (chip) && chip == self->mine)
    gtk_toggle_button_set_active (self->behalf, FALSE);
  if (is_on (chip) && chip == self->behalf)
    gtk_toggle_button_set_active (self->mine, FALSE);
  reload (self);
}

static void
choices_cb (gpointer data)
{
  reload (data);
}

static void
clear_cb (CsInboxView *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  cs_inbox_choices_clear (self->choices);
  gtk_toggle_button_set_active (self->mine, FALSE);
  gtk_toggle_button_set_active (self->behalf, FALSE);
  gtk_toggle_button_set_active (self->changed, FALSE);
  reload (self);
}

/* --- list and detail --- */

static void
chosen_cb (CsInboxView *self, CsRow *row)
{
  const CsRowData *data = row != NULL ? cs_row_get_data (row) : NULL;

  gtk_stack_set_visible_child (self->right, GTK_WIDGET (self->detail));
  cs_inbox_detail_show_request (self->detail, data != NULL ? data->request : NULL);
  if (data == NULL)
    cs_pane_set_show_end (self->pane, FALSE);
}

static void
opened_cb (CsInboxView *self)
{
  if (!cs_pane_get_folded (self->pane))
    return;
  cs_pane_set_show_end (self->pane, TRUE);
  gtk_widget_child_focus (GTK_WIDGET (self->detail), GTK_DIR_TAB_FORWARD);
}

static void
back_to_list (CsInboxView *self)
{
  cs_pane_set_show_end (self->pane, FALSE);
  cs_inbox_list_grab (self->rows);
}

static void
decided_cb (CsInboxView *self, const char *request)
{
  CsSession *session = cs_screen_get_session (CS_SCREEN (self));
  g_autofree char *setting =
      g_settings_get_string (cs_session_get_settings (session), "auto-advance");

  if (g_str_equal (setting, "list") ||
      (g_str_equal (setting, "next") && !cs_inbox_list_advance (self->rows, request)))
    back_to_list (self);
}

static void
undone_cb (CsInboxView *self, const char *request)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && cs_inbox_list_select (self->rows, request) &&
      !cs_is_typing (GTK_WIDGET (self)))
    cs_inbox_list_grab (self->rows);
}

static void
workspace_changed_cb (CsInboxView *self, const char *request)
{
  if (request == NULL || g_strcmp0 (request, cs_inbox_detail_get_request (self->detail)) == 0)
    cs_inbox_detail_reload (self->detail);
  count (self);
}

/* --- actions --- */

static void
list_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_activate_action_variant (GTK_WIDGET (CS_INBOX_VIEW (widget)->rows), name, parameter);
}

/* From the list into the detail, where the keys of decisions are at hand. */
static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsInboxView *self = CS_INBOX_VIEW (widget);

  if (cs_inbox_detail_get_request (self->detail) == NULL)
    return;
  cs_pane_set_show_end (self->pane, TRUE);
  gtk_widget_child_focus (GTK_WIDGET (self->detail), GTK_DIR_TAB_FORWARD);
}

static void
bulk_closed_cb (CsInboxView *self)
{
  chosen_cb (self, cs_inbox_list_get_selected (self->rows));
  back_to_list (self);
}

static void
approve_several_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsInboxView *self = CS_INBOX_VIEW (widget);

  if (self->list == NULL || kind_of (self) != CS_LIST_INBOX_WAITING)
    return;
  /* what is not on the screen cannot be decided on */
  cs_inbox_detail_show_request (self->detail, NULL);
  gtk_stack_set_visible_child (self->right, GTK_WIDGET (self->bulk));
  cs_pane_set_show_end (self->pane, TRUE);
  cs_inbox_bulk_review (self->bulk, self->list);
}

static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  back_to_list (CS_INBOX_VIEW (widget));
}

static void
open_request_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *request = cs_inbox_detail_get_request (CS_INBOX_VIEW (widget)->detail);

  if (request != NULL)
    cs_session_go_to_request (cs_screen_get_session (CS_SCREEN (widget)), request);
}

static void
unread_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cs_inbox_detail_mark_unread (CS_INBOX_VIEW (widget)->detail);
}

static void
approve_settled_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsInboxView *self = CS_INBOX_VIEW (widget);

  if (cs_inbox_detail_is_settled (self->detail))
    gtk_widget_activate_action (widget, "decide.approve", NULL);
}

static void
remind_at (CsInboxView *self, CsInstant at)
{
  CsSession *session = cs_screen_get_session (CS_SCREEN (self));
  g_autofree char *request = g_strdup (cs_inbox_detail_get_request (self->detail));
  g_autofree char *moment =
      cs_format_day_time (cs_session_get_format (session), at, cs_session_get_now (session));
  g_autofree char *text = g_strdup_printf (_ ("Reminder set for %s"), moment);

  if (request == NULL)
    return;
  cs_workspace_snooze (cs_session_get_workspace (session), request, at);
  cs_session_toast (session, text);
  cs_inbox_list_advance (self->rows, request);
}

static void
remind (CsInboxView *self, CsRemind when)
{
  CsSession *session = cs_screen_get_session (CS_SCREEN (self));

  remind_at (
      self,
      cs_remind_at (when, cs_session_get_now (session), cs_session_get_format (session)->zone));
}

static void
day_cb (CsInboxView *self, gint64 at)
{
  remind_at (self, at);
}

static void
remind_on_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsInboxView *self = CS_INBOX_VIEW (widget);
  CsRemindDialog *dialog;

  if (cs_inbox_detail_get_request (self->detail) == NULL)
    return;
  dialog = cs_remind_dialog_new (cs_screen_get_session (CS_SCREEN (self)));
  g_signal_connect_object (dialog, "chosen", G_CALLBACK (day_cb), self, G_CONNECT_SWAPPED);
  cs_dialog_present (CS_DIALOG (dialog), widget);
}

static void
print_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cs_inbox_detail_print (CS_INBOX_VIEW (widget)->detail);
}

static void
remind_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsRemind when;

  if (cs_remind_from_name (g_variant_get_string (parameter, NULL), &when))
    remind (CS_INBOX_VIEW (widget), when);
}

static void
snooze_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  remind (CS_INBOX_VIEW (widget), CS_REMIND_TOMORROW);
}

static void
undo_this_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsInboxView *self = CS_INBOX_VIEW (widget);
  CsUndo *undo = cs_session_get_undo (cs_screen_get_session (CS_SCREEN (self)));
  const char *request = cs_inbox_detail_get_request (self->detail);

  if (request != NULL)
    cs_undo_undo_request (undo, request);
}

static void
dismiss_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cs_inbox_detail_dismiss_refusal (CS_INBOX_VIEW (widget)->detail);
}

static void
search_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsInboxView *self = CS_INBOX_VIEW (widget);

  cs_pane_set_show_end (self->pane, FALSE);
  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
copy_link_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsInboxView *self = CS_INBOX_VIEW (widget);
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
install_actions (GtkWidgetClass *widget_class)
{
  static const char *const moves[] = {"list.next", "list.previous", "list.first", "list.last"};

  for (guint i = 0; i < G_N_ELEMENTS (moves); i++)
    gtk_widget_class_install_action (widget_class, moves[i], NULL, list_action);
  gtk_widget_class_install_action (widget_class, "list.open", NULL, open_action);
  gtk_widget_class_install_action (widget_class, "list.mark-unread", NULL, unread_action);
  gtk_widget_class_install_action (widget_class, "list.snooze", NULL, snooze_action);
  gtk_widget_class_install_action (widget_class, "inbox.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "inbox.open-request", NULL, open_request_action);
  gtk_widget_class_install_action (widget_class,
                                   "inbox.approve-settled",
                                   NULL,
                                   approve_settled_action);
  gtk_widget_class_install_action (widget_class,
                                   "inbox.approve-several",
                                   NULL,
                                   approve_several_action);
  gtk_widget_class_install_action (widget_class, "inbox.remind", "s", remind_action);
  gtk_widget_class_install_action (widget_class, "inbox.remind-on", NULL, remind_on_action);
  gtk_widget_class_install_action (widget_class, "screen.print", NULL, print_action);
  gtk_widget_class_install_action (widget_class, "inbox.undo-this", NULL, undo_this_action);
  gtk_widget_class_install_action (widget_class, "inbox.dismiss-refusal", NULL, dismiss_action);
  gtk_widget_class_install_action (widget_class, "screen.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "screen.copy-link", NULL, copy_link_action);
}

/* --- life --- */

static void
comment_cb (CsInboxView *self)
{
  cs_inbox_detail_edit_comment (self->detail);
}

static void
offer_decisions (CsInboxView *self)
{
  GActionMap *decisions = cs_decider_get_actions (cs_inbox_detail_get_decider (self->detail));
  const char *const *verbs = cs_decider_get_names ();
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (GSimpleAction) comment = g_simple_action_new ("comment", NULL);
  g_auto (GStrv) all = NULL;

  g_signal_connect_object (comment, "activate", G_CALLBACK (comment_cb), self, G_CONNECT_SWAPPED);
  g_action_map_add_action (decisions, G_ACTION (comment));
  g_strv_builder_addv (names, (const char **)verbs);
  g_strv_builder_add (names, "comment");
  all = g_strv_builder_end (names);
  cs_screen_offer_decisions (CS_SCREEN (self), decisions, (const char *const *)all);
}

static void
add_view_actions (CsInboxView *self, GSettings *settings)
{
  g_autoptr (GAction) order = g_settings_create_action (settings, "list-sort");

  g_action_map_add_action (G_ACTION_MAP (self->view_actions), order);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "view", G_ACTION_GROUP (self->view_actions));
  g_signal_connect_object (settings,
                           "changed::list-sort",
                           G_CALLBACK (reload),
                           self,
                           G_CONNECT_SWAPPED);
}

static void
add_choices (CsInboxView *self)
{
  CsWorkspace *workspace = cs_screen_get_workspace (CS_SCREEN (self));

  cs_inbox_choices_add (self->choices, "region", self->regions);
  cs_inbox_choices_add (self->choices, "level", self->levels);
  cs_inbox_choices_add (self->choices, "currency", self->currencies);
  if (workspace != NULL)
    cs_inbox_choices_fill (self->choices, workspace);
}

static void
cs_inbox_view_constructed (GObject *object)
{
  CsInboxView *self = CS_INBOX_VIEW (object);
  CsSession *session = cs_screen_get_session (CS_SCREEN (self));

  G_OBJECT_CLASS (cs_inbox_view_parent_class)->constructed (object);
  if (session == NULL)
    return;
  cs_inbox_list_set_session (self->rows, session);
  cs_inbox_detail_set_session (self->detail, session);
  cs_inbox_bulk_set_session (self->bulk, session);
  add_view_actions (self, cs_session_get_settings (session));
  add_choices (self);
  offer_decisions (self);
  cs_plain_keys_attach (GTK_WIDGET (self), session, keys, G_N_ELEMENTS (keys));
  g_signal_connect_object (cs_session_get_undo (session),
                           "undone",
                           G_CALLBACK (undone_cb),
                           self,
                           G_CONNECT_SWAPPED);
  if (cs_session_get_workspace (session) != NULL)
    g_signal_connect_object (cs_session_get_workspace (session),
                             "changed",
                             G_CALLBACK (workspace_changed_cb),
                             self,
                             G_CONNECT_SWAPPED);
  reload (self);
  count (self);
}

static void
cs_inbox_view_dispose (GObject *object)
{
  CsInboxView *self = CS_INBOX_VIEW (object);

  g_clear_object (&self->list);
  g_clear_pointer (&self->choices, cs_inbox_choices_free);
  g_clear_object (&self->view_actions);
  G_OBJECT_CLASS (cs_inbox_view_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_INBOX_VIEW);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, CsInboxView, pane);
  gtk_widget_class_bind_template_child (widget_class, CsInboxView, page);
  gtk_widget_class_bind_template_child (widget_class, CsInboxView, search_bar);
  gtk_widget_class_bind_template_child (widget_class, CsInboxView, search);
  gtk_widget_class_bind_template_child (widget_class, CsInboxView, waiting);
  gtk_widget_class_bind_template_child (widget_class, CsInboxView, asked);
  gtk_widget_class_bind_template_child (widget_class, CsInboxView, snoozed);
  gtk_widget_class_bind_template_child (widget_class, CsInboxView, done);
  gtk_widget_class_bind_template_child (widget_class, CsInboxView, mine);
  gtk_widget_class_bind_template_child (widget_class, CsInboxView, behalf);
  gtk_widget_class_bind_template_child (widget_class, CsInboxView, changed);
  gtk_widget_class_bind_template_child (widget_class, CsInboxView, regions);
  gtk_widget_class_bind_template_child (widget_class, CsInboxView, levels);
  gtk_widget_class_bind_template_child (widget_class, CsInboxView, currencies);
  gtk_widget_class_bind_template_child (widget_class, CsInboxView, stack);
  gtk_widget_class_bind_template_child (widget_class, CsInboxView, empty);
  gtk_widget_class_bind_template_child (widget_class, CsInboxView, clear);
  gtk_widget_class_bind_template_child (widget_class, CsInboxView, rows);
  gtk_widget_class_bind_template_child (widget_class, CsInboxView, right);
  gtk_widget_class_bind_template_child (widget_class, CsInboxView, detail);
  gtk_widget_class_bind_template_child (widget_class, CsInboxView, bulk);
  gtk_widget_class_bind_template_callback (widget_class, reload);
  gtk_widget_class_bind_template_callback (widget_class, part_cb);
  gtk_widget_class_bind_template_callback (widget_class, chip_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, decided_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_to_list);
  gtk_widget_class_bind_template_callback (widget_class, bulk_closed_cb);
}

static void
cs_inbox_view_class_init (CsInboxViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = cs_inbox_view_constructed;
  G_OBJECT_CLASS (klass)->dispose = cs_inbox_view_dispose;
  g_type_ensure (CS_TYPE_PANE);
  g_type_ensure (CS_TYPE_INBOX_LIST);
  g_type_ensure (CS_TYPE_INBOX_DETAIL);
  g_type_ensure (CS_TYPE_INBOX_BULK);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/inbox/cs-inbox-view.ui");
  bind_children (widget_class);
  install_actions (widget_class);
}

static void
cs_inbox_view_init (CsInboxView *self)
{
  self->view_actions = g_simple_action_group_new ();
  self->choices = cs_inbox_choices_new (G_ACTION_MAP (self->view_actions), choices_cb, self);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search));
}
