/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-inbox-list.h"

#include "cs-inbox-row.h"
#include "cs-inbox-text.h"

#include <glib/gi18n-lib.h>

#define FIRST_ROWS   12
#define CHUNK_ROWS   10
#define READY_ROWS   40 /* made before anybody scrolls; each row costs some 20 KiB */
#define SHOWN_ROWS   500
#define MOST_AT_ONCE 24

/**
 * CsInboxList:
 *
 * A GtkListBox over a lazy list. Rows stand in the order of the model, which changes only when it
 * is refreshed: no row moves because its clock ticks. The selection follows its request.
 */
struct _CsInboxList {
  AdwBin parent_instance;

  CsSession *session; /* (owned) (nullable) */
  GListModel *model;  /* (owned) (nullable) */
  GPtrArray *rows;    /* (element borrowed) CsInboxRow in order of the model */
  char *selected;     /* (nullable) request id */
  guint n_wanted;     /* rows that may be shown */
  guint n_ready;      /* rows that are made by now, or soon: some screens more than is seen */
  guint fill_source;
  guint header_source;
  gboolean has_groups;
  gboolean wants_last;  /* the last row is selected when it is there */
  gboolean is_changing; /* rows come and go: the selection is settled afterwards */

  GtkScrolledWindow *scroller; /* template */
  GtkListBox *box;             /* template */
  GtkWidget *more;             /* template */
};

enum { SIGNAL_CHOSEN, SIGNAL_OPENED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsInboxList, cs_inbox_list, ADW_TYPE_BIN)

/* --- headings --- */

static const char *
group_of (GtkListBoxRow *row)
{
  const CsRowData *data = row != NULL ? cs_row_get_data (cs_inbox_row_get_item (CS_INBOX_ROW (row)))
                                      : NULL;

  return data != NULL ? data->group : NULL;
}

static void
header_func (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  CsInboxList *self = data;
  const char *group = group_of (row);
  GtkWidget *label;

  if (!self->has_groups || group == NULL ||
      (before != NULL && g_strcmp0 (group, group_of (before)) == 0)) {
    gtk_list_box_row_set_header (row, NULL);
    return;
  }
  label = gtk_label_new (cs_inbox_text_group (group));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_add_css_class (label, "cs-group");
  gtk_list_box_row_set_header (row, label);
}

static gboolean
headers_cb (gpointer data)
{
  CsInboxList *self = data;

  self->header_source = 0;
  gtk_list_box_invalidate_headers (self->box);
  return G_SOURCE_REMOVE;
}

static void
headers_soon (CsInboxList *self)
{
  if (self->has_groups && self->header_source == 0)
    self->header_source = g_idle_add_full (GDK_PRIORITY_REDRAW - 1, headers_cb, self, NULL);
}

/* --- rows --- */

static guint
n_shown (CsInboxList *self)
{
  return self->model != NULL
             ? MIN (g_list_model_get_n_items (self->model), MIN (self->n_wanted, self->n_ready))
             : 0;
}

static void
select_again (CsInboxList *self)
{
  if (self->selected != NULL)
    cs_inbox_list_select (self, self->selected);
}

/* A row whose page has come now may be the one that is selected. */
static void
request_cb (CsInboxList *self)
{
  if (self->selected != NULL && gtk_list_box_get_selected_row (self->box) == NULL)
    select_again (self);
}

static void
insert_row (CsInboxList *self, guint position)
{
  g_autoptr (CsRow) item = g_list_model_get_item (self->model, position);
  GtkWidget *row = cs_inbox_row_new (self->session, item);

  g_signal_connect_object (item,
                           "notify::group",
                           G_CALLBACK (headers_soon),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (item,
                           "notify::request",
                           G_CALLBACK (request_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_ptr_array_insert (self->rows, (int)position, row);
  gtk_list_box_insert (self->box, row, (int)position);
}

static void
fill (CsInboxList *self, guint n_rows)
{
  guint n = n_shown (self);

  for (guint i = 0; i < n_rows && self->rows->len < n; i++)
    insert_row (self, self->rows->len);
  gtk_widget_set_visible (self->more,
                          self->model != NULL && self->rows->len >= self->n_wanted &&
                              g_list_model_get_n_items (self->model) > self->n_wanted);
}

static void
go_to (CsInboxList *self, int index)
{
  GtkWidget *row;

  if (self->rows->len == 0)
    return;
  row = self->rows->pdata[CLAMP (index, 0, (int)self->rows->len - 1)];
  gtk_list_box_select_row (self->box, GTK_LIST_BOX_ROW (row));
  gtk_widget_grab_focus (row);
}

static gboolean
fill_cb (gpointer data)
{
  CsInboxList *self = data;

  fill (self, CHUNK_ROWS);
  if (self->rows->len < n_shown (self))
    return G_SOURCE_CONTINUE;
  self->fill_source = 0;
  if (self->wants_last)
    go_to (self, (int)self->rows->len - 1);
  self->wants_last = FALSE;
  return G_SOURCE_REMOVE;
}

static void
fill_soon (CsInboxList *self)
{
  if (self->fill_source == 0 && self->rows->len < n_shown (self))
    self->fill_source = g_idle_add (fill_cb, self);
}

/* Whoever comes near the end of what is made gets more. */
static void
scrolled_cb (CsInboxList *self, GtkAdjustment *adjustment)
{
  double end =
      gtk_adjustment_get_value (adjustment) + 3 * gtk_adjustment_get_page_size (adjustment);

  if (self->rows->len < self->n_ready || end < gtk_adjustment_get_upper (adjustment) ||
      gtk_adjustment_get_value (adjustment) <= 0)
    return;
  self->n_ready = self->rows->len + READY_ROWS;
  fill_soon (self);
}

static void
remove_rows (CsInboxList *self, guint position, guint n_rows)
{
  for (guint i = 0; i < n_rows && position < self->rows->len; i++) {
    GtkWidget *row = self->rows->pdata[position];
    g_ptr_array_remove_index (self->rows, position);
    gtk_list_box_remove (self->box, row);
  }
}

static gboolean
has_focus_inside (CsInboxList *self)
{
  return gtk_widget_get_focus_child (GTK_WIDGET (self->box)) != NULL;
}

/* What was selected has left the list: the row that took its place is next. */
static void
settle_selection (CsInboxList *self, guint position, gboolean had_focus)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->box);

  if (row == NULL && self->selected != NULL)
    select_again (self);
  row = gtk_list_box_get_selected_row (self->box);
  if (row == NULL && self->selected != NULL && self->rows->len > 0) {
    row = self->rows->pdata[MIN (position, self->rows->len - 1)];
    gtk_list_box_select_row (self->box, row);
  }
  if (row == NULL && self->selected != NULL) {
    g_clear_pointer (&self->selected, g_free);
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, NULL);
  }
  if (row != NULL && had_focus)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
items_changed_cb (CsInboxList *self, guint position, guint removed, guint added)
{
  gboolean had_focus = has_focus_inside (self);
  guint n_new = added <= MOST_AT_ONCE ? added : FIRST_ROWS;

  self->is_changing = TRUE;
  if (position <= self->rows->len) {
    remove_rows (self, position, removed);
    if (n_new < added) /* what stood behind them follows again in idle time */
      remove_rows (self, position, self->rows->len);
    for (guint i = 0; i < n_new && position + i < n_shown (self); i++)
      insert_row (self, position + i);
    remove_rows (self, n_shown (self), self->rows->len);
  }
  self->is_changing = FALSE;
  fill (self, 0);
  fill_soon (self);
  headers_soon (self);
  settle_selection (self, position, had_focus);
}

static void
clear (CsInboxList *self)
{
  g_clear_handle_id (&self->fill_source, g_source_remove);
  g_clear_handle_id (&self->header_source, g_source_remove);
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_func (self->model, items_changed_cb, self);
  g_clear_object (&self->model);
  self->is_changing = TRUE;
  remove_rows (self, 0, self->rows->len);
  self->is_changing = FALSE;
}

/* --- selection --- */

static void
row_selected_cb (CsInboxList *self, GtkListBoxRow *row)
{
  const char *request = row != NULL ? cs_inbox_row_get_request (CS_INBOX_ROW (row)) : NULL;

  if (self->is_changing || request == NULL || g_strcmp0 (request, self->selected) == 0)
    return;
  g_free (self->selected);
  self->selected = g_strdup (request);
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, cs_inbox_row_get_item (CS_INBOX_ROW (row)));
}

static void
row_activated_cb (CsInboxList *self, GtkListBoxRow *row)
{
  g_signal_emit (self, signals[SIGNAL_OPENED], 0);
}

static void
go_to_last (CsInboxList *self)
{
  self->n_ready = self->n_wanted;
  fill_soon (self);
  if (self->fill_source != 0)
    return;
  self->wants_last = FALSE;
  go_to (self, (int)self->rows->len - 1);
}

static void
move_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsInboxList *self = CS_INBOX_LIST (widget);
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->box);
  int index = row != NULL ? gtk_list_box_row_get_index (row) : -1;

  self->wants_last = g_str_equal (name, "list.last");
  if (g_str_equal (name, "list.first"))
    go_to (self, 0);
  else if (self->wants_last)
    go_to_last (self);
  else
    go_to (self, index + (g_str_equal (name, "list.next") ? 1 : -1));
}

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_OPENED], 0);
}

static void
more_cb (CsInboxList *self)
{
  self->n_ready = self->n_wanted + READY_ROWS;
  self->n_wanted += SHOWN_ROWS;
  fill (self, CHUNK_ROWS);
  fill_soon (self);
}

/* --- life --- */

static void
cs_inbox_list_dispose (GObject *object)
{
  CsInboxList *self = CS_INBOX_LIST (object);

  if (self->box != NULL)
    clear (self);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (cs_inbox_list_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_INBOX_LIST);
}

static void
cs_inbox_list_finalize (GObject *object)
{
  CsInboxList *self = CS_INBOX_LIST (object);

  g_ptr_array_unref (self->rows);
  g_free (self->selected);
  G_OBJECT_CLASS (cs_inbox_list_parent_class)->finalize (object);
}

static void
cs_inbox_list_class_init (CsInboxListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  static const char *const moves[] = {"list.next", "list.previous", "list.first", "list.last"};

  object_class->dispose = cs_inbox_list_dispose;
  object_class->finalize = cs_inbox_list_finalize;
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen",
                                         CS_TYPE_INBOX_LIST,
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         1,
                                         CS_TYPE_ROW);
  signals[SIGNAL_OPENED] = g_signal_new ("opened",
                                         CS_TYPE_INBOX_LIST,
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         0);
  for (guint i = 0; i < G_N_ELEMENTS (moves); i++)
    gtk_widget_class_install_action (widget_class, moves[i], NULL, move_action);
  gtk_widget_class_install_action (widget_class, "list.open", NULL, open_action);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/inbox/cs-inbox-list.ui");
  gtk_widget_class_bind_template_child (widget_class, CsInboxList, scroller);
  gtk_widget_class_bind_template_child (widget_class, CsInboxList, box);
  gtk_widget_class_bind_template_child (widget_class, CsInboxList, more);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, more_cb);
}

static void
cs_inbox_list_init (CsInboxList *self)
{
  GtkAdjustment *adjustment;

  self->rows = g_ptr_array_new ();
  self->n_wanted = SHOWN_ROWS;
  self->n_ready = READY_ROWS;
  gtk_widget_init_template (GTK_WIDGET (self));
  adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  g_signal_connect_object (adjustment,
                           "value-changed",
                           G_CALLBACK (scrolled_cb),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_list_box_set_header_func (self->box, header_func, self, NULL);
}

/**
 * cs_inbox_list_set_session:
 *
 * Once, before there are rows.
 */
void
cs_inbox_list_set_session (CsInboxList *self, CsSession *session)
{
  g_return_if_fail (CS_IS_INBOX_LIST (self));
  g_set_object (&self->session, session);
}

/**
 * cs_inbox_list_set_model:
 * @model: (nullable): of CsRow
 * @has_groups: whether rows stand under headings
 *
 * Shows another list; the selection stays with its request where it is in that list, too.
 */
void
cs_inbox_list_set_model (CsInboxList *self, GListModel *model, gboolean has_groups)
{
  g_return_if_fail (CS_IS_INBOX_LIST (self));

  clear (self);
  self->has_groups = has_groups;
  self->n_wanted = SHOWN_ROWS;
  self->n_ready = READY_ROWS;
  self->wants_last = FALSE;
  gtk_widget_set_visible (self->more, FALSE);
  if (model == NULL)
    return;
  self->model = g_object_ref (model);
  g_signal_connect_object (model,
                           "items-changed",
                           G_CALLBACK (items_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  fill (self, FIRST_ROWS);
  fill_soon (self);
}

/**
 * cs_inbox_list_get_selected:
 *
 * Returns: (transfer none) (nullable): the request that is selected
 */
CsRow *
cs_inbox_list_get_selected (CsInboxList *self)
{
  GtkListBoxRow *row;

  g_return_val_if_fail (CS_IS_INBOX_LIST (self), NULL);
  row = gtk_list_box_get_selected_row (self->box);
  return row != NULL ? cs_inbox_row_get_item (CS_INBOX_ROW (row)) : NULL;
}

static int
find (CsInboxList *self, const char *request)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (g_strcmp0 (cs_inbox_row_get_request (self->rows->pdata[i]), request) == 0)
      return (int)i;
  return -1;
}

/**
 * cs_inbox_list_select:
 * @request: id
 *
 * Returns: FALSE if it is not in the list
 */
gboolean
cs_inbox_list_select (CsInboxList *self, const char *request)
{
  int index;

  g_return_val_if_fail (CS_IS_INBOX_LIST (self), FALSE);
  index = find (self, request);
  if (index >= 0)
    gtk_list_box_select_row (self->box, self->rows->pdata[index]);
  return index >= 0;
}

/**
 * cs_inbox_list_select_first:
 *
 * Selects the most urgent request.
 *
 * Returns: FALSE if none is there yet
 */
gboolean
cs_inbox_list_select_first (CsInboxList *self)
{
  g_return_val_if_fail (CS_IS_INBOX_LIST (self), FALSE);

  if (self->rows->len == 0 || cs_inbox_row_get_request (self->rows->pdata[0]) == NULL)
    return FALSE;
  gtk_list_box_select_row (self->box, self->rows->pdata[0]);
  return TRUE;
}

/**
 * cs_inbox_list_advance:
 * @request: id of the one just decided
 *
 * Selects the next request that is not decided yet and gives it the focus; after the last one, the
 * nearest before it.
 *
 * Returns: FALSE if every request is decided
 */
gboolean
cs_inbox_list_advance (CsInboxList *self, const char *request)
{
  int index;

  g_return_val_if_fail (CS_IS_INBOX_LIST (self), FALSE);

  index = find (self, request);
  for (int i = index + 1; i < (int)self->rows->len; i++)
    if (!cs_inbox_row_is_held (self->rows->pdata[i])) {
      go_to (self, i);
      return TRUE;
    }
  for (int i = index - 1; i >= 0; i--)
    if (!cs_inbox_row_is_held (self->rows->pdata[i])) {
      go_to (self, i);
      return TRUE;
    }
  return FALSE;
}

/**
 * cs_inbox_list_grab:
 *
 * Gives the selected row the keyboard focus.
 *
 * Returns: FALSE if there is none
 */
gboolean
cs_inbox_list_grab (CsInboxList *self)
{
  GtkListBoxRow *row;

  g_return_val_if_fail (CS_IS_INBOX_LIST (self), FALSE);
  row = gtk_list_box_get_selected_row (self->box);
  return row != NULL && gtk_widget_grab_focus (GTK_WIDGET (row));
}
