/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-report-grid.h"

/* A report's table in a column view: its items are the numbers of the rows. */

typedef struct {
  gatomicrefcount count;
  CsReportTable *table; /* (owned) */
} Shared;

typedef struct {
  Shared *shared; /* (owned) */
  guint column;
} Cell;

static void
shared_unref (Shared *shared)
{
  if (!g_atomic_ref_count_dec (&shared->count))
    return;
  cs_report_table_free (shared->table);
  g_free (shared);
}

static void
cell_free (gpointer data, GClosure *closure)
{
  Cell *cell = data;

  shared_unref (cell->shared);
  g_free (cell);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, Cell *cell)
{
  const CsReportColumn *column = cell->shared->table->columns->pdata[cell->column];
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), column->is_number ? 1 : 0);
  gtk_label_set_wrap (GTK_LABEL (label), !column->is_number);
  if (column->is_number)
    gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, Cell *cell)
{
  const GPtrArray *rows = cell->shared->table->rows;
  guint row = gtk_list_item_get_position (item);

  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)),
                       row < rows->len ? ((char **)rows->pdata[row])[cell->column] : "");
}

static GtkColumnViewColumn *
make_column (Shared *shared, guint index)
{
  const CsReportColumn *column = shared->table->columns->pdata[index];
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *view_column;
  Cell *cell = g_new0 (Cell, 1);

  g_atomic_ref_count_inc (&shared->count);
  *cell = (Cell){shared, index};
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), cell);
  g_signal_connect_data (factory, "bind", G_CALLBACK (bind_cb), cell, cell_free, 0);
  view_column = gtk_column_view_column_new (column->title, factory);
  gtk_column_view_column_set_expand (view_column, index == 0);
  gtk_column_view_column_set_resizable (view_column, TRUE);
  return view_column;
}

/**
 * cs_report_grid_show:
 * @table: (transfer full): what it shows from now on
 */
void
cs_report_grid_show (GtkColumnView *view, CsReportTable *table)
{
  GListModel *columns = gtk_column_view_get_columns (view);
  g_autoptr (GtkStringList) rows = gtk_string_list_new (NULL);
  g_autoptr (GtkNoSelection) selection = NULL;
  Shared *shared = g_new0 (Shared, 1);

  g_atomic_ref_count_init (&shared->count);
  shared->table = table;
  gtk_column_view_set_model (view, NULL);
  while (g_list_model_get_n_items (columns) > 0) {
    g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);

    gtk_column_view_remove_column (view, column);
  }
  for (guint i = 0; i < table->columns->len; i++) {
    g_autoptr (GtkColumnViewColumn) column = make_column (shared, i);

    gtk_column_view_append_column (view, column);
  }
  for (guint i = 0; i < table->rows->len; i++)
    gtk_string_list_append (rows, ((char **)table->rows->pdata[i])[0]);
  selection = gtk_no_selection_new (G_LIST_MODEL (g_steal_pointer (&rows)));
  gtk_column_view_set_model (view, GTK_SELECTION_MODEL (selection));
  shared_unref (shared);
}
