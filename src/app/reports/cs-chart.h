/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum {
  CS_CHART_BARS,    /* a bar a row, with words beside and below it */
  CS_CHART_COLUMNS, /* stacked columns along time */
  CS_CHART_SPREAD   /* a dot on a line a row, and where a limit is a mark */
} CsChartShape;

#define CS_CHART_PARTS 4

typedef struct {
  char *heading;                    /* (nullable) above the first row of its group */
  char *label;                      /* what the row is about */
  char *text;                       /* (nullable) its value in words */
  char *detail;                     /* (nullable) a line below it */
  gint64 parts[CS_CHART_PARTS];     /* bars: the first; columns: all */
  gint64 low, middle, high, target; /* spread; target -1: none */
  gint64 scale;                     /* bars and spread: what fills the width */
} CsChartItem;
void cs_chart_item_free (CsChartItem *self);

/* Signal: "item-activated" (guint number of the item): a person has pressed on it. */
#define CS_TYPE_CHART (cs_chart_get_type ())
G_DECLARE_FINAL_TYPE (CsChart, cs_chart, CS, CHART, GtkWidget)

GtkWidget *cs_chart_new (void);
void cs_chart_show (CsChart *self,
                    CsChartShape shape,
                    GPtrArray *items,
                    const char *const *legend,
                    const char *summary);

guint cs_chart_get_n_items (CsChart *self);

/* For drawing: shares of hundred that add up to hundred. */
void cs_chart_share (const gint64 *parts, guint n_parts, int *percent);

G_END_DECLS
