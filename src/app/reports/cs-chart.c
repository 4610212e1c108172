/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-chart.h"

#include "cs-chart-private.h"

/**
 * CsChart:
 *
 * Draws a report. To a screen reader it is a picture with one sentence; whoever wants the figures
 * is shown the table. What is coloured also has a pattern or words, and time runs in the direction
 * of the language.
 */

G_DEFINE_FINAL_TYPE (CsChart, cs_chart, GTK_TYPE_WIDGET)

#define MIN_WIDTH 280

enum { SIGNAL_ITEM_ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

/**
 * cs_chart_item_free:
 * @self: (transfer full) (nullable): an item
 */
void
cs_chart_item_free (CsChartItem *self)
{
  if (self == NULL)
    return;
  g_free (self->heading);
  g_free (self->label);
  g_free (self->text);
  g_free (self->detail);
  g_free (self);
}

/**
 * cs_chart_share:
 * @percent: (out caller-allocates) (array length=n_parts): whole percents that add up to 100, by
 *   largest remainder; zeros where there is nothing
 */
void
cs_chart_share (const gint64 *parts, guint n_parts, int *percent)
{
  gint64 sum = 0;
  int left = 100;

  for (guint i = 0; i < n_parts; i++)
    sum += parts[i];
  for (guint i = 0; i < n_parts; i++) {
    percent[i] = sum > 0 ? (int)(parts[i] * 100 / sum) : 0;
    left -= percent[i];
  }
  while (sum > 0 && left > 0) {
    guint largest = 0;

    for (guint i = 1; i < n_parts; i++)
      if (parts[i] * 100 - percent[i] * sum > parts[largest] * 100 - percent[largest] * sum)
        largest = i;
    percent[largest]++;
    left--;
  }
}

static GtkSizeRequestMode
cs_chart_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
cs_chart_measure (GtkWidget *widget,
                  GtkOrientation orientation,
                  int for_size,
                  int *minimum,
                  int *natural,
                  int *minimum_baseline,
                  int *natural_baseline)
{
  CsChart *self = CS_CHART (widget);

  *minimum_baseline = *natural_baseline = -1;
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = MIN_WIDTH;
    *natural = MIN_WIDTH * 2;
  } else {
    int width = for_size > 0 ? for_size : MIN_WIDTH;

    *minimum = *natural = self->shape == CS_CHART_COLUMNS
                              ? cs_chart_draw_columns (self, NULL, width)
                              : cs_chart_draw_rows (self, NULL, width);
  }
}

static void
cs_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CsChart *self = CS_CHART (widget);
  int width = gtk_widget_get_width (widget);

  if (self->shape == CS_CHART_COLUMNS)
    cs_chart_draw_columns (self, snapshot, width);
  else
    cs_chart_draw_rows (self, snapshot, width);
}

/* Which item stands at a place; as many as there are: none. */
static guint
find_item (CsChart *self, double x, double y)
{
  guint n = self->items->len, at = 0;
  double width = gtk_widget_get_width (GTK_WIDGET (self));

  if (self->shape == CS_CHART_COLUMNS) {
    at = width > 0 && x >= 0 && x < width ? (guint)(x * n / width) : n;
    return at < n && cs_chart_is_rtl (self) ? n - 1 - at : at;
  }
  while (at < self->ends->len && y >= g_array_index (self->ends, double, at))
    at++;
  return at < self->ends->len ? at : n;
}

static void
released_cb (CsChart *self, int n_press, double x, double y)
{
  guint at = find_item (self, x, y);

  if (n_press == 1 && at < self->items->len)
    g_signal_emit (self, signals[SIGNAL_ITEM_ACTIVATED], 0, at);
}

static void
cs_chart_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (cs_chart_parent_class)->css_changed (widget, change);
  gtk_widget_queue_resize (widget);
}

static void
cs_chart_finalize (GObject *object)
{
  CsChart *self = CS_CHART (object);

  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_strfreev (self->legend);
  g_array_unref (self->ends);
  G_OBJECT_CLASS (cs_chart_parent_class)->finalize (object);
}

static void
cs_chart_class_init (CsChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = cs_chart_finalize;
  widget_class->get_request_mode = cs_chart_get_request_mode;
  widget_class->measure = cs_chart_measure;
  widget_class->snapshot = cs_chart_snapshot;
  widget_class->css_changed = cs_chart_css_changed;
  signals[SIGNAL_ITEM_ACTIVATED] = g_signal_new ("item-activated",
                                                 G_TYPE_FROM_CLASS (klass),
                                                 G_SIGNAL_RUN_LAST,
                                                 0,
                                                 NULL,
                                                 NULL,
                                                 NULL,
                                                 G_TYPE_NONE,
                                                 1,
                                                 G_TYPE_UINT);
  gtk_widget_class_set_css_name (widget_class, "cs-chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
cs_chart_init (CsChart *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_chart_item_free);
  self->ends = g_array_new (FALSE, FALSE, sizeof (double));
  g_signal_connect_object (click, "released", G_CALLBACK (released_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "pointer");
}

GtkWidget *
cs_chart_new (void)
{
  return g_object_new (CS_TYPE_CHART, NULL);
}

/**
 * cs_chart_show:
 * @items: (transfer none) (element-type CsChartItem): in the order of reading
 * @legend: (nullable) (array zero-terminated=1): columns: what the parts are
 * @summary: what the chart says, in a sentence
 */
void
cs_chart_show (CsChart *self,
               CsChartShape shape,
               GPtrArray *items,
               const char *const *legend,
               const char *summary)
{
  g_return_if_fail (CS_IS_CHART (self));

  self->shape = shape;
  g_ptr_array_ref (items);
  g_ptr_array_unref (self->items);
  self->items = items;
  g_strfreev (self->legend);
  self->legend = g_strdupv ((char **)legend);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  summary,
                                  -1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

guint
cs_chart_get_n_items (CsChart *self)
{
  g_return_val_if_fail (CS_IS_CHART (self), 0);
  return self->items->len;
}
