/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-payments-view.h"

#include "cs-list.h"
#include "cs-payment-card.h"
#include "cs-payment-text.h"
#include "cs-plain-keys.h"
#include "cs-row-table.h"

#include <glib/gi18n-lib.h>

/**
 * CsPaymentsView:
 *
 * Payments from delivery to confirmation (U-03, AG-23). The groups with their totals stand above
 * the table; choosing one narrows it. Without a choice it shows what is not settled.
 */
struct _CsPaymentsView {
  CsScreen parent_instance;

  GListModel *list; /* (owned) (nullable) */
  gboolean is_counting;
  gboolean is_stale; /* changed while it was counted */

  CsPage *page;             /* template */
  GtkStack *stack;          /* template: "table", "empty", "nothing" */
  CsRowTable *table;        /* template */
  GtkSearchBar *search_bar; /* template */
  GtkSearchEntry *search;   /* template */
  GtkBox *cards;            /* template */
  GtkMenuButton *columns;   /* template */
  AdwStatusPage *nothing;   /* template */
};

G_DEFINE_FINAL_TYPE (CsPaymentsView, cs_payments_view, CS_TYPE_SCREEN)

static void
describe_state (CsRow *row, CsCellState *state, CsSession *session)
{
  const CsRowData *data = cs_row_get_data (row);
  CsPaymentFacts facts = {0};
  CsPaymentText text;

  if (data == NULL || data->state == NULL)
    return;
  facts.state = data->state;
  facts.due = data->due;
  facts.promised_on = data->promised_on;
  cs_payment_text_init (&text,
                        &facts,
                        cs_session_get_format (session),
                        cs_session_get_now (session));
  state->icon = text.icon;
  state->tint = text.tint;
  state->text = text.text;
}

static const CsRowColumn columns[] = {
    {"client", N_ ("Client"), CS_CELL_TEXT, "client", "client", 0, TRUE, NULL},
    {"number", N_ ("Request"), CS_CELL_REFERENCE, "number", "number", 700, FALSE, NULL},
    {"invoice", N_ ("Invoice"), CS_CELL_REFERENCE, "invoice", NULL, 560, FALSE, NULL},
    {"amount", N_ ("Amount"), CS_CELL_NUMBER, "amount", "amount", 860, FALSE, NULL},
    {"outstanding", N_ ("Outstanding"), CS_CELL_NUMBER, "outstanding", NULL, 420, FALSE, NULL},
    {"delivered", N_ ("Delivered"), CS_CELL_DAY, "delivered", NULL, 1080, FALSE, NULL},
    {"due", N_ ("Due"), CS_CELL_DAY, "due", "due", 780, FALSE, NULL},
    {"state", N_ ("State"), CS_CELL_STATE, "state", NULL, 0, FALSE, describe_state},
    {"owner", N_ ("Owner"), CS_CELL_SECONDARY, "owner", NULL, 960, TRUE, NULL},
    {"note", N_ ("Last Note"), CS_CELL_SECONDARY, "last-note", NULL, 1180, TRUE, NULL},
};

static const CsPlainKey keys[] = {
    {GDK_KEY_j, "list.next", FALSE},
    {GDK_KEY_k, "list.previous", FALSE},
    {GDK_KEY_o, "list.open", FALSE},
};

static CsPaymentCard *
next_card (CsPaymentsView *self, CsPaymentCard *after)
{
  GtkWidget *card = after != NULL ? gtk_widget_get_next_sibling (GTK_WIDGET (after))
                                  : gtk_widget_get_first_child (GTK_WIDGET (self->cards));

  return card != NULL ? CS_PAYMENT_CARD (card) : NULL;
}

/* The chosen group, or NULL. */
static const char *
chosen_group (CsPaymentsView *self)
{
  for (CsPaymentCard *card = next_card (self, NULL); card != NULL; card = next_card (self, card))
    if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (card)))
      return cs_payment_card_get_group (card);
  return NULL;
}

static void
show_state (CsPaymentsView *self)
{
  guint n = g_list_model_get_n_items (self->list);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));
  gboolean is_narrowed = *text != '\0' || chosen_group (self) != NULL;
  g_autofree char *title = NULL;
  gboolean is_loaded;

  g_object_get (self->list, "loaded", &is_loaded, NULL);
  if (!is_loaded)
    return;
  title = *text != '\0' ? g_strdup_printf (_ ("No Results for “%s”"), text)
                        : g_strdup (_ ("Nothing Here"));
  adw_status_page_set_title (self->nothing, title);
  gtk_stack_set_visible_child_name (self->stack,
                                    n > 0 ? "table" : (is_narrowed ? "nothing" : "empty"));
  cs_page_set_subtitle (self->page, n > 0 ? cs_payment_group_title (chosen_group (self)) : NULL);
}

static void
reload (CsPaymentsView *self)
{
  CsWorkspace *workspace = cs_screen_get_workspace (CS_SCREEN (self));
  CsListFilter filter = {0};

  if (workspace == NULL)
    return;
  filter.text = gtk_editable_get_text (GTK_EDITABLE (self->search));
  filter.order = cs_row_table_get_order (self->table);
  filter.group = chosen_group (self);
  /* Words are looked for everywhere. */
  filter.state = filter.group == NULL && *filter.text == '\0' ? "open" : NULL;
  cs_list_follow (&self->list,
                  cs_workspace_list (workspace, CS_LIST_PAYMENTS, &filter),
                  G_CALLBACK (show_state),
                  self);
  cs_row_table_set_model (self->table, self->list);
  show_state (self);
}

/* --- totals --- */

/* One count at a time; what changes meanwhile is counted after it. */
static void recount (CsPaymentsView *self);

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) totals =
      cs_workspace_total_payments_finish (CS_WORKSPACE (source), result, &error);
  CsPaymentsView *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = CS_PAYMENTS_VIEW (data);
  self->is_counting = FALSE;
  if (totals != NULL) {
    const CsFormat *format = cs_session_get_format (cs_screen_get_session (CS_SCREEN (self)));
    for (CsPaymentCard *card = next_card (self, NULL); card != NULL; card = next_card (self, card))
      cs_payment_card_show (card, totals, format);
  }
  if (self->is_stale)
    recount (self);
}

static void
recount (CsPaymentsView *self)
{
  CsWorkspace *workspace = cs_screen_get_workspace (CS_SCREEN (self));

  self->is_stale = self->is_counting;
  if (workspace == NULL || self->is_counting)
    return;
  self->is_counting = TRUE;
  cs_workspace_total_payments_async (workspace,
                                     cs_screen_get_cancellable (CS_SCREEN (self)),
                                     counted_cb,
                                     self);
}

/* --- what a person does --- */

/* One group at most. */
static void
card_cb (CsPaymentsView *self, GtkToggleButton *chosen)
{
  if (gtk_toggle_button_get_active (chosen))
    for (CsPaymentCard *card = next_card (self, NULL); card != NULL; card = next_card (self, card))
      if (GTK_TOGGLE_BUTTON (card) != chosen)
        gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (card), FALSE);
  reload (self);
}

static void
clear_cb (CsPaymentsView *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  for (CsPaymentCard *card = next_card (self, NULL); card != NULL; card = next_card (self, card))
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (card), FALSE);
}

static void
open_row (CsPaymentsView *self, CsRow *row)
{
  g_autofree char *request = NULL;

  if (row != NULL)
    g_object_get (row, "request", &request, NULL);
  if (request != NULL)
    cs_session_open_page (cs_screen_get_session (CS_SCREEN (self)), "payment", request);
}

static void
search_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsPaymentsView *self = CS_PAYMENTS_VIEW (widget);

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
move_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsPaymentsView *self = CS_PAYMENTS_VIEW (widget);

  cs_row_table_move (self->table, g_strcmp0 (name, "list.next") == 0 ? 1 : -1);
}

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsPaymentsView *self = CS_PAYMENTS_VIEW (widget);

  open_row (self, cs_row_table_get_selected (self->table));
}

/* --- life --- */

static void
cs_payments_view_constructed (GObject *object)
{
  CsPaymentsView *self = CS_PAYMENTS_VIEW (object);
  CsSession *session = cs_screen_get_session (CS_SCREEN (self));
  CsWorkspace *workspace = cs_screen_get_workspace (CS_SCREEN (self));

  G_OBJECT_CLASS (cs_payments_view_parent_class)->constructed (object);
  if (session == NULL)
    return;
  cs_row_table_set_columns (self->table, session, "payments", columns, G_N_ELEMENTS (columns));
  gtk_widget_insert_action_group (GTK_WIDGET (self),
                                  "table",
                                  cs_row_table_get_actions (self->table));
  gtk_menu_button_set_menu_model (self->columns, cs_row_table_get_menu (self->table));
  cs_plain_keys_attach (GTK_WIDGET (self->table), session, keys, G_N_ELEMENTS (keys));
  if (workspace != NULL)
    g_signal_connect_object (workspace, "changed", G_CALLBACK (recount), self, G_CONNECT_SWAPPED);
  reload (self);
  recount (self);
}

static void
cs_payments_view_dispose (GObject *object)
{
  CsPaymentsView *self = CS_PAYMENTS_VIEW (object);

  g_clear_object (&self->list);
  G_OBJECT_CLASS (cs_payments_view_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_PAYMENTS_VIEW);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, CsPaymentsView, page);
  gtk_widget_class_bind_template_child (widget_class, CsPaymentsView, stack);
  gtk_widget_class_bind_template_child (widget_class, CsPaymentsView, table);
  gtk_widget_class_bind_template_child (widget_class, CsPaymentsView, search_bar);
  gtk_widget_class_bind_template_child (widget_class, CsPaymentsView, search);
  gtk_widget_class_bind_template_child (widget_class, CsPaymentsView, cards);
  gtk_widget_class_bind_template_child (widget_class, CsPaymentsView, columns);
  gtk_widget_class_bind_template_child (widget_class, CsPaymentsView, nothing);
  gtk_widget_class_bind_template_callback (widget_class, reload);
  gtk_widget_class_bind_template_callback (widget_class, card_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_row);
}

static void
cs_payments_view_class_init (CsPaymentsViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = cs_payments_view_constructed;
  G_OBJECT_CLASS (klass)->dispose = cs_payments_view_dispose;
  g_type_ensure (CS_TYPE_PAGE);
  g_type_ensure (CS_TYPE_PAYMENT_CARD);
  g_type_ensure (CS_TYPE_ROW_TABLE);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/payments/cs-payments-view.ui");
  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, "screen.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "list.next", NULL, move_action);
  gtk_widget_class_install_action (widget_class, "list.previous", NULL, move_action);
  gtk_widget_class_install_action (widget_class, "list.open", NULL, open_action);
}

static void
cs_payments_view_init (CsPaymentsView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search));
}
