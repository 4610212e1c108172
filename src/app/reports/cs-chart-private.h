/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-chart.h"

G_BEGIN_DECLS

struct _CsChart {
  GtkWidget parent_instance;

  CsChartShape shape;
  GPtrArray *items; /* (owned) CsChartItem */
  GStrv legend;     /* (owned) (nullable) */
  GArray *ends;     /* (owned) double: where each item ends, as it was drawn last */
};

/* Draw into a snapshot, or measure only where it is NULL; return the height. */
int cs_chart_draw_rows (CsChart *self, GtkSnapshot *snapshot, int width);
int cs_chart_draw_columns (CsChart *self, GtkSnapshot *snapshot, int width);

/* Pieces both have in common. */
typedef enum { CS_CHART_TEXT_PLAIN, CS_CHART_TEXT_BOLD, CS_CHART_TEXT_SMALL } CsChartText;
PangoLayout *cs_chart_make_layout (CsChart *self, const char *text, CsChartText style, int width);
void cs_chart_draw_text (CsChart *self,
                         GtkSnapshot *snapshot,
                         PangoLayout *layout,
                         double x,
                         double y,
                         double alpha);
void cs_chart_get_color (CsChart *self, const char *name, GdkRGBA *color);
void cs_chart_fill (CsChart *self,
                    GtkSnapshot *snapshot,
                    guint part,
                    double x,
                    double y,
                    double w,
                    double h);
gboolean cs_chart_is_rtl (CsChart *self);

G_END_DECLS
