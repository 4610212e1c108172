/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-row-table.h"

#include "cs-list.h"
#include "cs-row-cell.h"

#include <glib/gi18n-lib.h>

/* One of the table's columns: what GTK has for it, and whether the person wants it. */
typedef struct {
  CsRowTable *table; /* (borrowed) */
  const CsRowColumn *def;
  GtkColumnViewColumn *view; /* (owned) */
  gboolean is_wanted;
} Column;

/**
 * CsRowTable:
 *
 * A virtual table. Columns appear as there is room for them and can be hidden by the person, which
 * is remembered in the settings under the table's name.
 */
struct _CsRowTable {
  GtkWidget parent_instance;

  CsSession *session;            /* (owned) (nullable) */
  const char *name;              /* static */
  GPtrArray *columns;            /* Column */
  GtkSingleSelection *selection; /* (owned) */
  GSimpleActionGroup *actions;
  GMenu *menu;
  char *order;  /* (nullable) "client", "-client" */
  int width_px; /* that columns were chosen for */
  guint fit_source;
  const Column *asked; /* during probe_order() */

  GtkWidget *scroller;
  GtkColumnView *view;
};

enum { SIGNAL_ORDER_CHANGED, SIGNAL_ROW_ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsRowTable, cs_row_table, GTK_TYPE_WIDGET)

/* --- columns --- */

static void
column_free (gpointer data)
{
  Column *column = data;

  g_clear_object (&column->view);
  g_free (column);
}

static void
fit_columns (CsRowTable *self)
{
  for (guint i = 0; i < self->columns->len; i++) {
    Column *column = self->columns->pdata[i];
    gtk_column_view_column_set_visible (column->view,
                                        column->is_wanted &&
                                            self->width_px >= column->def->from_width_px);
  }
}

static gboolean
fit_cb (gpointer data)
{
  CsRowTable *self = data;

  self->fit_source = 0;
  fit_columns (self);
  return G_SOURCE_REMOVE;
}

static void
save_columns (CsRowTable *self)
{
  GSettings *settings = cs_session_get_settings (self->session);
  g_autoptr (GVariant) old = g_settings_get_value (settings, "columns");
  g_autofree char *prefix = g_strconcat (self->name, ".", NULL);
  GVariantBuilder builder;
  GVariantIter iter;
  const char *name;
  guint width;
  gboolean shown;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(sub)"));
  g_variant_iter_init (&iter, old);
  while (g_variant_iter_next (&iter, "(&sub)", &name, &width, &shown))
    if (!g_str_has_prefix (name, prefix))
      g_variant_builder_add (&builder, "(sub)", name, width, shown);
  for (guint i = 0; i < self->columns->len; i++) {
    Column *column = self->columns->pdata[i];
    int fixed = gtk_column_view_column_get_fixed_width (column->view);
    g_autofree char *full = g_strconcat (prefix, column->def->id, NULL);
    g_variant_builder_add (&builder, "(sub)", full, MAX (fixed, 0), column->is_wanted);
  }
  g_settings_set_value (settings, "columns", g_variant_builder_end (&builder));
}

static void
load_columns (CsRowTable *self)
{
  GSettings *settings = cs_session_get_settings (self->session);
  g_autoptr (GVariant) saved = g_settings_get_value (settings, "columns");
  GVariantIter iter;
  const char *name;
  guint width;
  gboolean shown;

  g_variant_iter_init (&iter, saved);
  while (g_variant_iter_next (&iter, "(&sub)", &name, &width, &shown))
    for (guint i = 0; i < self->columns->len; i++) {
      Column *column = self->columns->pdata[i];
      g_autofree char *full = g_strconcat (self->name, ".", column->def->id, NULL);
      if (g_strcmp0 (full, name) != 0)
        continue;
      column->is_wanted = shown;
      if (width > 0)
        gtk_column_view_column_set_fixed_width (column->view, (int)width);
    }
}

/* --- order --- */

/* A sorter of its own tells nothing to a lazy list; it only says which header was used. */
static int
note_asked (gconstpointer a, gconstpointer b, gpointer data)
{
  Column *column = data;

  if (column->table->asked == NULL)
    column->table->asked = column;
  return GTK_ORDERING_LARGER;
}

static void
sorter_cb (CsRowTable *self)
{
  g_autoptr (CsRow) a = cs_row_new ();
  g_autoptr (CsRow) b = cs_row_new ();
  GtkOrdering answer;
  g_autofree char *order = NULL;

  self->asked = NULL;
  answer = gtk_sorter_compare (gtk_column_view_get_sorter (self->view), a, b);
  if (self->asked != NULL)
    order = g_strconcat (answer == GTK_ORDERING_LARGER ? "" : "-", self->asked->def->order, NULL);
  if (g_strcmp0 (order, self->order) == 0)
    return;
  g_free (self->order);
  self->order = g_steal_pointer (&order);
  g_signal_emit (self, signals[SIGNAL_ORDER_CHANGED], 0);
}

/* --- menu --- */

static void
toggle_cb (GSimpleAction *action, GVariant *value, gpointer data)
{
  Column *column = data;

  g_simple_action_set_state (action, value);
  column->is_wanted = g_variant_get_boolean (value);
  fit_columns (column->table);
  save_columns (column->table);
}

static void
add_toggle (CsRowTable *self, Column *column)
{
  g_autoptr (GSimpleAction) action =
      g_simple_action_new_stateful (column->def->id,
                                    NULL,
                                    g_variant_new_boolean (column->is_wanted));
  g_autofree char *name = g_strconcat ("table.", column->def->id, NULL);

  g_signal_connect (action, "change-state", G_CALLBACK (toggle_cb), column);
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));
  g_menu_append (self->menu, _ (column->def->title), name);
}

/* --- life --- */

static void
activate_cb (CsRowTable *self, guint position)
{
  g_autoptr (CsRow) row = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (row != NULL)
    g_signal_emit (self, signals[SIGNAL_ROW_ACTIVATED], 0, row);
}

static void
cs_row_table_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  CsRowTable *self = CS_ROW_TABLE (widget);

  gtk_widget_measure (self->scroller, orientation, for_size, minimum, natural, NULL, NULL);
  *minimum_baseline = *natural_baseline = -1;
}

static void
cs_row_table_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  CsRowTable *self = CS_ROW_TABLE (widget);

  gtk_widget_allocate (self->scroller, width, height, baseline, NULL);
  if (width == self->width_px)
    return;
  self->width_px = width;
  if (self->fit_source == 0)
    self->fit_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, fit_cb, self, NULL);
}

static void
cs_row_table_dispose (GObject *object)
{
  CsRowTable *self = CS_ROW_TABLE (object);

  g_clear_handle_id (&self->fit_source, g_source_remove);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->selection);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (cs_row_table_parent_class)->dispose (object);
}

static void
cs_row_table_finalize (GObject *object)
{
  CsRowTable *self = CS_ROW_TABLE (object);

  g_clear_object (&self->actions);
  g_clear_object (&self->menu);
  g_ptr_array_unref (self->columns);
  g_free (self->order);
  G_OBJECT_CLASS (cs_row_table_parent_class)->finalize (object);
}

static void
cs_row_table_class_init (CsRowTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cs_row_table_dispose;
  object_class->finalize = cs_row_table_finalize;
  widget_class->measure = cs_row_table_measure;
  widget_class->size_allocate = cs_row_table_size_allocate;
  signals[SIGNAL_ORDER_CHANGED] = g_signal_new ("order-changed",
                                                CS_TYPE_ROW_TABLE,
                                                G_SIGNAL_RUN_LAST,
                                                0,
                                                NULL,
                                                NULL,
                                                NULL,
                                                G_TYPE_NONE,
                                                0);
  signals[SIGNAL_ROW_ACTIVATED] = g_signal_new ("row-activated",
                                                CS_TYPE_ROW_TABLE,
                                                G_SIGNAL_RUN_LAST,
                                                0,
                                                NULL,
                                                NULL,
                                                NULL,
                                                G_TYPE_NONE,
                                                1,
                                                CS_TYPE_ROW);
}

static gboolean
to_start_cb (GtkWidget *scroller, GdkFrameClock *clock, gpointer data)
{
  GtkAdjustment *across = gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (scroller));

  gtk_adjustment_set_value (across, gtk_adjustment_get_upper (across));
  return G_SOURCE_REMOVE;
}

/* Where one reads from the right, a line that does not fit begins at the right: GTK shows its left
 * end. Not at once, as this is heard of while sizes are given. */
static void
width_cb (CsRowTable *self, GParamSpec *pspec, GtkAdjustment *across)
{
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    gtk_widget_add_tick_callback (self->scroller, to_start_cb, NULL, NULL);
}

static void
cs_row_table_init (CsRowTable *self)
{
  GtkAdjustment *across;

  self->columns = g_ptr_array_new_with_free_func (column_free);
  self->actions = g_simple_action_group_new ();
  self->menu = g_menu_new ();
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  self->view =
      GTK_COLUMN_VIEW (gtk_column_view_new (GTK_SELECTION_MODEL (g_object_ref (self->selection))));
  gtk_column_view_set_reorderable (self->view, FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "cs-table");
  g_signal_connect_object (self->view,
                           "activate",
                           G_CALLBACK (activate_cb),
                           self,
                           G_CONNECT_SWAPPED);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->view));
  across = gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  g_signal_connect_object (across,
                           "notify::page-size",
                           G_CALLBACK (width_cb),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
}

static void
add_column (CsRowTable *self, const CsRowColumn *def, gboolean names_row)
{
  Column *column = g_new0 (Column, 1);
  GtkListItemFactory *factory = cs_row_cell_factory_new (def, self->session, names_row);

  column->table = self;
  column->def = def;
  column->is_wanted = TRUE;
  column->view = gtk_column_view_column_new (_ (def->title), factory);
  gtk_column_view_column_set_expand (column->view, def->expands);
  gtk_column_view_column_set_resizable (column->view, TRUE);
  if (def->order != NULL) {
    GtkSorter *sorter = GTK_SORTER (gtk_custom_sorter_new (note_asked, column, NULL));
    gtk_column_view_column_set_sorter (column->view, sorter);
    g_object_unref (sorter);
  }
  gtk_column_view_append_column (self->view, column->view);
  g_ptr_array_add (self->columns, column);
}

/**
 * cs_row_table_set_columns:
 * @session: knows formats and settings
 * @name: of the table in the settings; static
 * @columns: (array length=n_columns): static
 *
 * Once, before the table is shown.
 */
void
cs_row_table_set_columns (CsRowTable *self,
                          CsSession *session,
                          const char *name,
                          const CsRowColumn *columns,
                          guint n_columns)
{
  gboolean has_name = FALSE;

  g_return_if_fail (CS_IS_ROW_TABLE (self) && self->session == NULL);

  self->session = g_object_ref (session);
  self->name = name;
  for (guint i = 0; i < n_columns; i++) {
    /* The first column that is always there names the rows. */
    add_column (self, &columns[i], !has_name && columns[i].from_width_px == 0);
    has_name = has_name || columns[i].from_width_px == 0;
  }
  load_columns (self);
  for (guint i = 0; i < n_columns; i++)
    if (columns[i].from_width_px > 0)
      add_toggle (self, self->columns->pdata[i]);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "table", G_ACTION_GROUP (self->actions));
  g_signal_connect_object (gtk_column_view_get_sorter (self->view),
                           "changed",
                           G_CALLBACK (sorter_cb),
                           self,
                           G_CONNECT_SWAPPED);
  fit_columns (self);
}

/**
 * cs_row_table_set_model:
 * @model: (nullable) (transfer none): of CsRow
 */
void
cs_row_table_set_model (CsRowTable *self, GListModel *model)
{
  g_return_if_fail (CS_IS_ROW_TABLE (self));
  gtk_single_selection_set_model (self->selection, model);
}

GtkSelectionModel *
cs_row_table_get_selection (CsRowTable *self)
{
  g_return_val_if_fail (CS_IS_ROW_TABLE (self), NULL);
  return GTK_SELECTION_MODEL (self->selection);
}

/**
 * cs_row_table_get_selected:
 *
 * Returns: (transfer none) (nullable): the selected row
 */
CsRow *
cs_row_table_get_selected (CsRowTable *self)
{
  g_return_val_if_fail (CS_IS_ROW_TABLE (self), NULL);
  return gtk_single_selection_get_selected_item (self->selection);
}

/**
 * cs_row_table_get_order:
 *
 * Returns: (transfer none) (nullable): for CsListFilter.order, “-client” for descending; NULL until
 *   a header was used
 */
const char *
cs_row_table_get_order (CsRowTable *self)
{
  g_return_val_if_fail (CS_IS_ROW_TABLE (self), NULL);
  return self->order;
}

/**
 * cs_row_table_get_menu:
 *
 * Returns: (transfer none): shows and hides columns; its actions are the group “table”
 */
GMenuModel *
cs_row_table_get_menu (CsRowTable *self)
{
  g_return_val_if_fail (CS_IS_ROW_TABLE (self), NULL);
  return G_MENU_MODEL (self->menu);
}

/**
 * cs_row_table_get_actions:
 *
 * Returns: (transfer none): the group “table”, to be inserted where the menu is shown
 */
GActionGroup *
cs_row_table_get_actions (CsRowTable *self)
{
  g_return_val_if_fail (CS_IS_ROW_TABLE (self), NULL);
  return G_ACTION_GROUP (self->actions);
}

GtkWidget *
cs_row_table_get_list (CsRowTable *self)
{
  g_return_val_if_fail (CS_IS_ROW_TABLE (self), NULL);
  return GTK_WIDGET (self->view);
}

/**
 * cs_row_table_move:
 * @step: 1 for the next row, -1 for the one before
 *
 * Moves selection and focus.
 */
void
cs_row_table_move (CsRowTable *self, int step)
{
  guint at, n;
  gint64 to;

  g_return_if_fail (CS_IS_ROW_TABLE (self));

  at = gtk_single_selection_get_selected (self->selection);
  n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  if (n == 0)
    return;
  to = at == GTK_INVALID_LIST_POSITION ? 0 : (gint64)at + step;
  cs_list_go_to (GTK_WIDGET (self->view), (guint)CLAMP (to, 0, (gint64)n - 1));
}
