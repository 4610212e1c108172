/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-inbox-bulk.h"

#include "cs-button.h"
#include "cs-decider.h"
#include "cs-detail-row.h"
#include "cs-inbox-text.h"
#include "cs-offer-text.h"
#include "cs-undo.h"

#include <glib/gi18n-lib.h>

#define MOST_AT_ONCE 25

/* One request that could be approved. */
typedef struct {
  CsDecider *decider; /* (owned) on what is shown */
  GtkWidget *check;   /* (borrowed) */
  CsMoney amount;
  gboolean has_amount;
} Item;

/**
 * CsInboxBulk:
 *
 * Only what was opened in its present version can be approved here; the rules judge each request by
 * itself, before and after. All are undone together.
 */
struct _CsInboxBulk {
  CsPage parent_instance;

  CsSession *session;        /* (owned) (nullable) */
  GPtrArray *waiting;        /* CsRow (owned): to be looked at */
  GPtrArray *items;          /* Item */
  GCancellable *cancellable; /* (owned) (nullable) of what is being read */
  guint n_left_out;

  GtkListBox *chosen;    /* template */
  GtkListBox *left_out;  /* template */
  GtkWidget *left_title; /* template */
  GtkLabel *totals;      /* template */
  GtkWidget *cancel;     /* template */
  GtkWidget *approve;    /* template */
};

enum { SIGNAL_CLOSED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsInboxBulk, cs_inbox_bulk, CS_TYPE_PAGE)

static void
item_free (gpointer data)
{
  Item *item = data;

  g_object_unref (item->decider);
  g_free (item);
}

/* --- totals --- */

static gboolean
is_chosen (const Item *item)
{
  return gtk_check_button_get_active (GTK_CHECK_BUTTON (item->check));
}

/* Amounts of different currencies are never added; one that grows too large is left out. */
static void
add_up (GArray *sums, GArray *counts, CsMoney amount)
{
  const guint one = 1;

  for (guint i = 0; i < sums->len; i++) {
    CsMoney *sum = &g_array_index (sums, CsMoney, i);
    if (!g_str_equal (sum->currency, amount.currency))
      continue;
    g_array_index (counts, guint, i)++;
    cs_money_add (*sum, amount, sum, NULL);
    return;
  }
  g_array_append_val (sums, amount);
  g_array_append_val (counts, one);
}

/* “BHD 3,410.250 in 2 · TZS 9,100,000.00 in 3” */
static char *
dup_totals (CsInboxBulk *self)
{
  g_autoptr (GArray) sums = g_array_new (FALSE, FALSE, sizeof (CsMoney));
  g_autoptr (GArray) counts = g_array_new (FALSE, FALSE, sizeof (guint));
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->items->len; i++) {
    const Item *item = self->items->pdata[i];
    if (item->has_amount && is_chosen (item))
      add_up (sums, counts, item->amount);
  }
  for (guint i = 0; i < sums->len; i++) {
    g_autofree char *amount =
        cs_offer_text_dup_money (self->session, g_array_index (sums, CsMoney, i));
    if (i > 0)
      g_string_append (text, " · ");
    /* Translators: a total, and of how many requests */
    g_string_append_printf (text, _ ("%1$s in %2$u"), amount, g_array_index (counts, guint, i));
  }
  return g_string_free (text, FALSE);
}

static void
update (CsInboxBulk *self)
{
  g_autofree char *totals = dup_totals (self);
  g_autofree char *label = NULL;
  guint n = 0;

  for (guint i = 0; i < self->items->len; i++)
    n += is_chosen (self->items->pdata[i]) ? 1 : 0;
  label = g_strdup_printf (ngettext ("_Approve %u Request", "_Approve %u Requests", n), n);
  cs_button_name (self->approve, label);
  gtk_widget_set_sensitive (self->approve, n > 0 && self->cancellable == NULL);
  gtk_label_set_label (self->totals, totals);
  gtk_widget_set_visible (GTK_WIDGET (self->totals), *totals != '\0');
  gtk_widget_set_visible (self->left_title, self->n_left_out > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->left_out), self->n_left_out > 0);
}

/* --- rows --- */

static GtkWidget *
new_row (const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title_markup = g_markup_escape_text (title, -1);
  g_autofree char *subtitle_markup = g_markup_escape_text (subtitle, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title_markup);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle_markup);
  return row;
}

static void
leave_out (CsInboxBulk *self, const CsRowData *data, const char *why)
{
  GtkWidget *row = new_row (data->title, why);

  self->n_left_out++;
  gtk_list_box_append (self->left_out, row);
}

static char *
dup_subtitle (const CsRowData *data, const CsOffer *offer)
{
  g_autofree char *number = cs_ltr (data->number != NULL ? data->number : "");
  g_autofree char *place = cs_inbox_text_place (data->client, data->region);

  if (offer == NULL)
    return g_strdup_printf (_ ("%1$s · %2$s"), number, place);
  /* Translators: number of a request, client and region, version of what is approved */
  return g_strdup_printf (_ ("%1$s · %2$s · version %3$u"), number, place, offer->version);
}

static void
add_item (CsInboxBulk *self, const CsRowData *data, CsDecider *decider)
{
  Item *item = g_new0 (Item, 1);
  const CsOffer *offer = cs_decider_get_offer (decider);
  g_autofree char *subtitle = dup_subtitle (data, offer);
  GtkWidget *row = new_row (data->title, subtitle);

  item->decider = decider;
  item->check = gtk_check_button_new ();
  item->has_amount =
      cs_offer_text_get_amount (offer, cs_decider_get_level (decider), &item->amount);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (item->check), TRUE);
  gtk_widget_set_valign (item->check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (item->check),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  data->title,
                                  -1);
  g_signal_connect_object (item->check, "toggled", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), item->check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), item->check);
  if (item->has_amount) {
    g_autofree char *amount = cs_offer_text_dup_money (self->session, item->amount);
    GtkWidget *label = gtk_label_new (amount);
    gtk_widget_add_css_class (label, "numeric");
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  }
  g_ptr_array_add (self->items, item);
  gtk_list_box_append (self->chosen, row);
}

/* --- looking at each --- */

/* What can be told without reading the request; NULL where nothing speaks against it. */
static const char *
why_not (CsInboxBulk *self, const CsRowData *data)
{
  if (self->items->len >= MOST_AT_ONCE)
    return _ ("More than can be approved at once");
  if (cs_undo_is_held (cs_session_get_undo (self->session), data->request))
    return _ ("Decided already");
  if (data->question)
    return _ ("A question is open");
  if (data->unread)
    return _ ("Not opened yet");
  return data->changed ? _ ("Changed since it was opened") : NULL;
}

static void look_at_next (CsInboxBulk *self);

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CsInboxBulk) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CsRow) row = NULL;
  g_autoptr (CsRequestView) view =
      cs_workspace_load_request_finish (CS_WORKSPACE (source), result, &error);
  g_autoptr (CsDecider) decider = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->chosen == NULL ||
      g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;
  row = g_ptr_array_steal_index (self->waiting, 0);
  if (view == NULL) {
    leave_out (self, cs_row_get_data (row), error->message);
  } else {
    const CsReason *reason;
    decider = cs_decider_new (self->session, GTK_WIDGET (self));
    cs_decider_set_view (decider, view);
    reason = cs_decider_get_block (decider);
    if (reason != NULL)
      leave_out (self, cs_row_get_data (row), reason->text);
    else if (cs_decider_get_level (decider) == NULL)
      leave_out (self, cs_row_get_data (row), _ ("Nothing to approve now"));
    else
      add_item (self, cs_row_get_data (row), g_steal_pointer (&decider));
  }
  look_at_next (self);
}

/* One after the other, so that the order is that of the list. */
static void
look_at_next (CsInboxBulk *self)
{
  while (self->waiting->len > 0) {
    const CsRowData *data = cs_row_get_data (self->waiting->pdata[0]);
    const char *why = why_not (self, data);

    if (why == NULL) {
      cs_workspace_load_request_async (cs_session_get_workspace (self->session),
                                       data->request,
                                       self->cancellable,
                                       loaded_cb,
                                       g_object_ref (self));
      return;
    }
    leave_out (self, data, why);
    g_ptr_array_remove_index (self->waiting, 0);
  }
  g_clear_object (&self->cancellable);
  update (self);
  gtk_widget_grab_focus (self->items->len > 0 ? self->approve : self->cancel);
}

static void
clear_list (GtkListBox *list)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (list, 0)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
}

static void
clear (CsInboxBulk *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_ptr_array_set_size (self->waiting, 0);
  g_ptr_array_set_size (self->items, 0);
  self->n_left_out = 0;
  if (self->chosen == NULL)
    return;
  clear_list (self->chosen);
  clear_list (self->left_out);
}

/* --- the answer --- */

static void
cancel_cb (CsInboxBulk *self)
{
  clear (self);
  g_signal_emit (self, signals[SIGNAL_CLOSED], 0);
}

/* This page goes first, so that what is said of the decisions stands on the one that stays. */
static void
approve_cb (CsInboxBulk *self)
{
  CsUndo *undo = cs_session_get_undo (self->session);
  g_autoptr (GPtrArray) deciders = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *done = NULL;
  guint group;

  for (guint i = 0; i < self->items->len; i++) {
    const Item *item = self->items->pdata[i];
    if (is_chosen (item))
      g_ptr_array_add (deciders, g_object_ref (item->decider));
  }
  if (deciders->len == 0 || self->cancellable != NULL)
    return;
  done = g_strdup_printf (ngettext ("%u request approved", "%u requests approved", deciders->len),
                          deciders->len);
  group = cs_undo_next_group (undo);
  cancel_cb (self);
  for (guint i = 0; i < deciders->len; i++)
    cs_decider_approve_in_group (deciders->pdata[i], group, i == 0 ? done : NULL);
}

static void
approve_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  approve_cb (CS_INBOX_BULK (widget));
}

/* --- life --- */

static void
cs_inbox_bulk_dispose (GObject *object)
{
  CsInboxBulk *self = CS_INBOX_BULK (object);

  if (self->chosen != NULL)
    clear (self);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_INBOX_BULK);
  G_OBJECT_CLASS (cs_inbox_bulk_parent_class)->dispose (object);
}

static void
cs_inbox_bulk_finalize (GObject *object)
{
  CsInboxBulk *self = CS_INBOX_BULK (object);

  g_ptr_array_unref (self->waiting);
  g_ptr_array_unref (self->items);
  G_OBJECT_CLASS (cs_inbox_bulk_parent_class)->finalize (object);
}

static void
cs_inbox_bulk_class_init (CsInboxBulkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cs_inbox_bulk_dispose;
  object_class->finalize = cs_inbox_bulk_finalize;
  signals[SIGNAL_CLOSED] = g_signal_new ("closed",
                                         CS_TYPE_INBOX_BULK,
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         0);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/inbox/cs-inbox-bulk.ui");
  gtk_widget_class_bind_template_child (widget_class, CsInboxBulk, chosen);
  gtk_widget_class_bind_template_child (widget_class, CsInboxBulk, left_out);
  gtk_widget_class_bind_template_child (widget_class, CsInboxBulk, left_title);
  gtk_widget_class_bind_template_child (widget_class, CsInboxBulk, totals);
  gtk_widget_class_bind_template_child (widget_class, CsInboxBulk, cancel);
  gtk_widget_class_bind_template_child (widget_class, CsInboxBulk, approve);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, approve_cb);
  gtk_widget_class_install_action (widget_class, "bulk.approve", NULL, approve_action);
  gtk_widget_class_add_binding_action (widget_class,
                                       GDK_KEY_Return,
                                       GDK_CONTROL_MASK,
                                       "bulk.approve",
                                       NULL);
}

static void
cs_inbox_bulk_init (CsInboxBulk *self)
{
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->items = g_ptr_array_new_with_free_func (item_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  cs_button_name (self->cancel, _ ("_Cancel"));
}

/**
 * cs_inbox_bulk_set_session:
 *
 * Once, before something is reviewed.
 */
void
cs_inbox_bulk_set_session (CsInboxBulk *self, CsSession *session)
{
  g_return_if_fail (CS_IS_INBOX_BULK (self));
  g_set_object (&self->session, session);
}

/**
 * cs_inbox_bulk_review:
 * @rows: (element-type CsRow): what waits, in the order in which it is to be shown
 *
 * Shows which of these can be approved together. Work that is no decision is passed over.
 */
void
cs_inbox_bulk_review (CsInboxBulk *self, GListModel *rows)
{
  guint n = g_list_model_get_n_items (rows);

  g_return_if_fail (CS_IS_INBOX_BULK (self) && self->session != NULL);

  clear (self);
  self->cancellable = g_cancellable_new ();
  for (guint i = 0; i < n; i++) {
    g_autoptr (CsRow) row = g_list_model_get_item (rows, i);
    const CsRowData *data = cs_row_get_data (row);
    if (data != NULL && data->request != NULL && data->decision)
      g_ptr_array_add (self->waiting, g_steal_pointer (&row));
  }
  update (self);
  look_at_next (self);
}
