/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-inbox-detail.h"

#include "cs-announce.h"
#include "cs-approvals.h"
#include "cs-banner.h"
#include "cs-button.h"
#include "cs-file-opener.h"
#include "cs-inbox-more.h"
#include "cs-inbox-text.h"
#include "cs-offer-view.h"
#include "cs-timeline.h"
#include "cs-undo.h"
#include "cs-waiting-strip.h"
#include "cs-wrap.h"

#include <glib/gi18n-lib.h>

#define SEEN_AFTER_MSEC 1000

/**
 * CsInboxDetail:
 *
 * Shows one request. What is shown stays while another version of it is read, so nothing flickers.
 */
struct _CsInboxDetail {
  CsPage parent_instance;

  CsSession *session;        /* (owned) (nullable) */
  CsDecider *decider;        /* (owned) (nullable) */
  CsRequestView *view;       /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable) of the reading under way */
  char *request;             /* (nullable) id of what is to be shown */
  GHashTable *refusals;      /* request id -> why the last decision on it was not counted */
  gint64 known;              /* newest entry this person had looked at before it was opened */
  gint64 shown_at;           /* monotonic time */
  guint seen_source;
  guint tick_source;

  CsBanner *held;                /* template */
  CsBanner *refused;             /* template */
  CsWaitingStrip *waiting;       /* template */
  GtkStack *stack;               /* template */
  AdwStatusPage *error;          /* template */
  GtkScrolledWindow *scroller;   /* template */
  GtkBox *content;               /* template */
  GtkWidget *menu;               /* template */
  GtkWidget *bar;                /* template */
  GtkWidget *reason_box;         /* template */
  GtkLabel *reason;              /* template */
  GtkRevealer *comment_revealer; /* template */
  GtkEntry *comment;             /* template */
  GtkWidget *buttons;            /* template */
  GtkWidget *reject;             /* template */
  GtkWidget *send_back;          /* template */
  GtkWidget *ask;                /* template */
  GtkWidget *add_comment;        /* template */
  GtkWidget *approve;            /* template */
  GtkWidget *open;               /* template */
};

enum { SIGNAL_DECIDED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsInboxDetail, cs_inbox_detail, CS_TYPE_PAGE)

/* --- held and refused --- */

static gboolean
show_held (CsInboxDetail *self)
{
  CsUndo *undo = self->session != NULL ? cs_session_get_undo (self->session) : NULL;
  gboolean is_held = undo != NULL && self->request != NULL && cs_undo_is_held (undo, self->request);
  g_autofree char *text = NULL;

  if (is_held) {
    g_autofree char *sending = cs_inbox_text_sending (cs_undo_seconds_left (undo, self->request));
    /* Translators: a decision that can still be undone; “Sending in 8 s” */
    text = g_strdup_printf (_ ("Decided. %s"), sending);
    cs_banner_set_title (self->held, text);
  }
  cs_banner_set_revealed (self->held, is_held);
  return is_held;
}

static gboolean
tick_cb (gpointer data)
{
  CsInboxDetail *self = data;

  if (show_held (self))
    return G_SOURCE_CONTINUE;
  self->tick_source = 0;
  return G_SOURCE_REMOVE;
}

static void
held_cb (CsInboxDetail *self)
{
  if (show_held (self) && self->tick_source == 0)
    self->tick_source = g_timeout_add_seconds (1, tick_cb, self);
}

static void
show_refusal (CsInboxDetail *self)
{
  const char *why = self->request != NULL ? g_hash_table_lookup (self->refusals, self->request)
                                          : NULL;
  g_autofree char *text = why != NULL ? g_strdup_printf (_ ("Not counted: %s"), why) : NULL;

  if (text != NULL)
    cs_banner_set_title (self->refused, text);
  cs_banner_set_revealed (self->refused, text != NULL);
}

/* What was refused is said on its request, whenever that is looked at. */
static void
answered_cb (CsInboxDetail *self, const char *request, const CsOutcome *outcome)
{
  if (!outcome->is_accepted && outcome->reason != NULL)
    g_hash_table_replace (self->refusals, g_strdup (request), g_strdup (outcome->reason->text));
  else
    g_hash_table_remove (self->refusals, request);
  if (g_strcmp0 (request, self->request) != 0)
    return;
  show_refusal (self);
  cs_inbox_detail_reload (self);
}

/* --- the bar --- */

static void
show_buttons (CsInboxDetail *self)
{
  gboolean is_asked = cs_decider_get_level (self->decider) != NULL;
  gboolean can_carry = cs_decider_can_carry (self->decider);
  g_autofree char *approve = can_carry ? g_strdup (_ ("_Confirm Earlier Approval"))
                                       : cs_decider_dup_approve_label (self->decider);

  cs_button_name (self->approve, approve);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->approve),
                                  can_carry ? "decide.carry" : "decide.approve");
  gtk_widget_set_visible (self->reject, is_asked);
  gtk_widget_set_visible (self->send_back, is_asked);
  gtk_widget_set_visible (self->ask, is_asked);
  gtk_widget_set_visible (self->add_comment, is_asked);
  gtk_widget_set_visible (self->approve, is_asked);
  gtk_widget_set_visible (self->open, !is_asked);
  gtk_widget_set_visible (self->bar, self->view != NULL);
}

static void
show_reason (CsInboxDetail *self)
{
  const CsReason *reason = cs_decider_get_block (self->decider);

  gtk_widget_set_visible (self->reason_box, reason != NULL);
  if (reason == NULL)
    return;
  gtk_label_set_label (self->reason, reason->text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->approve),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  reason->text,
                                  -1);
}

static void
decider_cb (CsInboxDetail *self)
{
  show_buttons (self);
  show_reason (self);
}

static void
decided_cb (CsInboxDetail *self, const char *request)
{
  gtk_editable_set_text (GTK_EDITABLE (self->comment), "");
  gtk_revealer_set_reveal_child (self->comment_revealer, FALSE);
  held_cb (self);
  g_signal_emit (self, signals[SIGNAL_DECIDED], 0, request);
}

static void
comment_cb (CsInboxDetail *self)
{
  cs_decider_set_comment (self->decider, gtk_editable_get_text (GTK_EDITABLE (self->comment)));
}

/* --- the content --- */

static gint64
last_number (CsRequestView *view)
{
  const GPtrArray *entries = cs_request_get_entries (cs_request_view_get_request (view));

  return entries->len > 0 ? cs_entry_get_number (entries->pdata[entries->len - 1]) : 0;
}

static void
clear_content (CsInboxDetail *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->content))) != NULL)
    gtk_box_remove (self->content, child);
}

static void
add_history (CsInboxDetail *self, CsReader *reader)
{
  const CsStep *step = cs_decider_get_step (self->decider);
  GtkWidget *timeline = cs_timeline_new ();

  if (step != NULL) {
    GtkWidget *approvals = cs_approvals_new ();
    cs_approvals_show_step (CS_APPROVALS (approvals), reader, step);
    gtk_box_append (self->content, approvals);
  }
  cs_timeline_show (CS_TIMELINE (timeline), reader);
  gtk_box_append (self->content, timeline);
}

static void
fill (CsInboxDetail *self)
{
  g_autoptr (CsReader) reader = cs_reader_new (self->session, self->view);
  const CsRequest *request = cs_request_view_get_request (self->view);
  const char *number = cs_request_get_number (request);

  clear_content (self);
  cs_page_set_title (CS_PAGE (self), cs_request_get_title (request));
  cs_page_set_subtitle (CS_PAGE (self), number != NULL ? number : "");
  cs_offer_view_add_headline (self->content, reader, self->decider);
  cs_offer_view_add_changes (self->content, reader, self->decider, self->known);
  cs_offer_view_add_facts (self->content, reader, self->decider);
  cs_offer_view_add_sections (self->content, reader, self->decider);
  cs_offer_view_add_files (self->content, reader);
  add_history (self, reader);
}

static gboolean
seen_cb (gpointer data)
{
  CsInboxDetail *self = data;

  self->seen_source = 0;
  if (self->view != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    cs_workspace_mark_seen (cs_session_get_workspace (self->session),
                            self->request,
                            last_number (self->view));
  return G_SOURCE_REMOVE;
}

static void
take_view (CsInboxDetail *self, CsRequestView *view)
{
  const char *shown =
      self->view != NULL ? cs_request_get_id (cs_request_view_get_request (self->view)) : NULL;
  gboolean is_other = g_strcmp0 (shown, self->request) != 0;
  gboolean is_newer = is_other || last_number (self->view) != last_number (view);

  if (is_other) {
    self->known = cs_request_view_get_seen (view);
    self->shown_at = g_get_monotonic_time ();
  }
  g_set_object (&self->view, view);
  cs_decider_set_view (self->decider, view);
  if (is_newer)
    fill (self);
  if (is_other)
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  gtk_widget_set_visible (self->menu, TRUE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self),
                                 "inbox.withdraw-decision",
                                 cs_inbox_find_withdrawal (view) != NULL);
  gtk_stack_set_visible_child_name (self->stack, "request");
  g_clear_handle_id (&self->seen_source, g_source_remove);
  if (cs_request_view_get_seen (view) < last_number (view))
    self->seen_source = g_timeout_add (SEEN_AFTER_MSEC, seen_cb, self);
}

static void
show_nothing (CsInboxDetail *self, const char *page)
{
  g_clear_object (&self->view);
  if (self->decider != NULL)
    cs_decider_set_view (self->decider, NULL);
  clear_content (self);
  cs_page_set_title (CS_PAGE (self), "");
  cs_page_set_subtitle (CS_PAGE (self), "");
  gtk_widget_set_visible (self->menu, FALSE);
  gtk_widget_set_visible (self->bar, FALSE);
  gtk_stack_set_visible_child_name (self->stack, page);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CsInboxDetail) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CsRequestView) view =
      cs_workspace_load_request_finish (CS_WORKSPACE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->stack == NULL ||
      g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;
  g_clear_object (&self->cancellable);
  if (view == NULL) {
    adw_status_page_set_description (self->error, error->message);
    show_nothing (self, "error");
    return;
  }
  take_view (self, view);
}

/* --- life --- */

static void
cs_inbox_detail_dispose (GObject *object)
{
  CsInboxDetail *self = CS_INBOX_DETAIL (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->seen_source, g_source_remove);
  g_clear_handle_id (&self->tick_source, g_source_remove);
  g_clear_object (&self->view);
  g_clear_object (&self->decider);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_INBOX_DETAIL);
  G_OBJECT_CLASS (cs_inbox_detail_parent_class)->dispose (object);
}

static void
cs_inbox_detail_finalize (GObject *object)
{
  CsInboxDetail *self = CS_INBOX_DETAIL (object);

  g_free (self->request);
  g_hash_table_unref (self->refusals);
  G_OBJECT_CLASS (cs_inbox_detail_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, CsInboxDetail, held);
  gtk_widget_class_bind_template_child (widget_class, CsInboxDetail, refused);
  gtk_widget_class_bind_template_child (widget_class, CsInboxDetail, waiting);
  gtk_widget_class_bind_template_child (widget_class, CsInboxDetail, stack);
  gtk_widget_class_bind_template_child (widget_class, CsInboxDetail, error);
  gtk_widget_class_bind_template_child (widget_class, CsInboxDetail, scroller);
  gtk_widget_class_bind_template_child (widget_class, CsInboxDetail, content);
  gtk_widget_class_bind_template_child (widget_class, CsInboxDetail, menu);
  gtk_widget_class_bind_template_child (widget_class, CsInboxDetail, bar);
  gtk_widget_class_bind_template_child (widget_class, CsInboxDetail, reason_box);
  gtk_widget_class_bind_template_child (widget_class, CsInboxDetail, reason);
  gtk_widget_class_bind_template_child (widget_class, CsInboxDetail, comment_revealer);
  gtk_widget_class_bind_template_child (widget_class, CsInboxDetail, comment);
  gtk_widget_class_bind_template_child (widget_class, CsInboxDetail, buttons);
  gtk_widget_class_bind_template_child (widget_class, CsInboxDetail, reject);
  gtk_widget_class_bind_template_child (widget_class, CsInboxDetail, send_back);
  gtk_widget_class_bind_template_child (widget_class, CsInboxDetail, ask);
  gtk_widget_class_bind_template_child (widget_class, CsInboxDetail, add_comment);
  gtk_widget_class_bind_template_child (widget_class, CsInboxDetail, approve);
  gtk_widget_class_bind_template_child (widget_class, CsInboxDetail, open);
  gtk_widget_class_bind_template_callback (widget_class, comment_cb);
}

/* --- what the parts of a request look for above them --- */

static void
open_file_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsInboxDetail *self = CS_INBOX_DETAIL (widget);

  if (self->view != NULL)
    cs_file_opener_open (widget,
                         self->session,
                         cs_request_view_get_request (self->view),
                         g_variant_get_string (parameter, NULL));
}

/* Everything else is done where the whole request is shown. */
static void
elsewhere_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsInboxDetail *self = CS_INBOX_DETAIL (widget);

  if (self->request != NULL)
    cs_session_go_to_request (self->session, self->request);
}

static void
withdraw_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsInboxDetail *self = CS_INBOX_DETAIL (widget);

  if (self->view != NULL)
    cs_inbox_withdraw (widget, self->session, self->view);
}

static void
cs_inbox_detail_class_init (CsInboxDetailClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cs_inbox_detail_dispose;
  object_class->finalize = cs_inbox_detail_finalize;
  signals[SIGNAL_DECIDED] = g_signal_new ("decided",
                                          CS_TYPE_INBOX_DETAIL,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          1,
                                          G_TYPE_STRING);
  g_type_ensure (CS_TYPE_BANNER);
  g_type_ensure (CS_TYPE_WAITING_STRIP);
  g_type_ensure (CS_TYPE_WRAP);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/inbox/cs-inbox-detail.ui");
  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, "request.open-file", "s", open_file_action);
  gtk_widget_class_install_action (widget_class, "request.compare", "u", elsewhere_action);
  gtk_widget_class_install_action (widget_class, "request.act", "u", elsewhere_action);
  gtk_widget_class_install_action (widget_class, "inbox.withdraw-decision", NULL, withdraw_action);
}

static void
cs_inbox_detail_init (CsInboxDetail *self)
{
  self->refusals = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  cs_button_name (self->reject, _ ("_Reject…"));
  cs_button_name (self->send_back, _ ("Send _Back…"));
  /* Translators: short for asking a question; the access key should be that of “Question” */
  cs_button_name (self->ask, _ ("_Question…"));
  cs_button_name (self->approve, _ ("_Approve"));
  cs_button_name (self->open, _ ("_Open Request"));
  gtk_widget_set_visible (self->menu, FALSE);
}

/**
 * cs_inbox_detail_set_session:
 *
 * Once, before something is shown.
 */
void
cs_inbox_detail_set_session (CsInboxDetail *self, CsSession *session)
{
  g_return_if_fail (CS_IS_INBOX_DETAIL (self) && self->session == NULL);

  self->session = g_object_ref (session);
  cs_waiting_strip_set_session (self->waiting, session);
  self->decider = cs_decider_new (session, GTK_WIDGET (self));
  g_signal_connect_object (self->decider,
                           "changed",
                           G_CALLBACK (decider_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->decider,
                           "decided",
                           G_CALLBACK (decided_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (cs_session_get_undo (session),
                           "notify::pending",
                           G_CALLBACK (held_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (cs_session_get_undo (session),
                           "answered",
                           G_CALLBACK (answered_cb),
                           self,
                           G_CONNECT_SWAPPED);
}

/**
 * cs_inbox_detail_get_decider:
 *
 * Returns: (transfer none): the decisions on what is shown
 */
CsDecider *
cs_inbox_detail_get_decider (CsInboxDetail *self)
{
  g_return_val_if_fail (CS_IS_INBOX_DETAIL (self), NULL);
  return self->decider;
}

const char *
cs_inbox_detail_get_request (CsInboxDetail *self)
{
  g_return_val_if_fail (CS_IS_INBOX_DETAIL (self), NULL);
  return self->request;
}

/**
 * cs_inbox_detail_show_request:
 * @request: (nullable): id; NULL for none
 */
void
cs_inbox_detail_show_request (CsInboxDetail *self, const char *request)
{
  g_return_if_fail (CS_IS_INBOX_DETAIL (self));

  if (g_strcmp0 (request, self->request) == 0)
    return;
  g_free (self->request);
  self->request = g_strdup (request);
  cs_waiting_strip_show_request (self->waiting, request);
  show_refusal (self);
  gtk_editable_set_text (GTK_EDITABLE (self->comment), "");
  gtk_revealer_set_reveal_child (self->comment_revealer, FALSE);
  held_cb (self);
  /* until the other one is there nothing can be decided on */
  cs_decider_set_view (self->decider, NULL);
  if (request == NULL)
    show_nothing (self, "none");
  else
    cs_inbox_detail_reload (self);
}

/**
 * cs_inbox_detail_reload:
 *
 * Reads the request again.
 */
void
cs_inbox_detail_reload (CsInboxDetail *self)
{
  g_return_if_fail (CS_IS_INBOX_DETAIL (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->request == NULL)
    return;
  self->cancellable = g_cancellable_new ();
  cs_workspace_load_request_async (cs_session_get_workspace (self->session),
                                   self->request,
                                   self->cancellable,
                                   loaded_cb,
                                   g_object_ref (self));
}

/**
 * cs_inbox_detail_is_settled:
 *
 * Returns: whether the request has been on the screen for a second, as a letter that decides
 *   demands
 */
gboolean
cs_inbox_detail_is_settled (CsInboxDetail *self)
{
  g_return_val_if_fail (CS_IS_INBOX_DETAIL (self), FALSE);
  return self->view != NULL &&
         g_get_monotonic_time () - self->shown_at >= SEEN_AFTER_MSEC * G_TIME_SPAN_MILLISECOND;
}

/**
 * cs_inbox_detail_mark_unread:
 *
 * As if nobody had looked at it.
 */
void
cs_inbox_detail_mark_unread (CsInboxDetail *self)
{
  g_return_if_fail (CS_IS_INBOX_DETAIL (self));

  g_clear_handle_id (&self->seen_source, g_source_remove);
  if (self->request != NULL)
    cs_workspace_mark_seen (cs_session_get_workspace (self->session), self->request, 0);
}

/**
 * cs_inbox_detail_edit_comment:
 *
 * Opens the line for a comment that goes with the approval.
 */
void
cs_inbox_detail_edit_comment (CsInboxDetail *self)
{
  g_return_if_fail (CS_IS_INBOX_DETAIL (self));

  gtk_revealer_set_reveal_child (self->comment_revealer, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->comment));
}

void
cs_inbox_detail_dismiss_refusal (CsInboxDetail *self)
{
  g_return_if_fail (CS_IS_INBOX_DETAIL (self));

  if (self->request != NULL)
    g_hash_table_remove (self->refusals, self->request);
  show_refusal (self);
}

/**
 * cs_inbox_detail_print:
 *
 * Prints what is shown.
 */
void
cs_inbox_detail_print (CsInboxDetail *self)
{
  g_return_if_fail (CS_IS_INBOX_DETAIL (self));

  if (self->view != NULL)
    cs_inbox_print (GTK_WIDGET (self), self->session, self->view, self->decider);
}
