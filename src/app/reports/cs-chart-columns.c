/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-chart-private.h"

#include <glib/gi18n-lib.h>

#define PLOT_HEIGHT 220.0
#define SWATCH      14.0
#define GAP         6.0
#define LEGEND_GAP  16.0
#define MAX_COLUMN  56.0

/* Stacked columns along time, in the direction of reading: each is a hundred percent, with the
 * percentages printed where there is room, and how many there were below. */

static void
pixel_size (PangoLayout *layout, double *width, double *height)
{
  int w, h;

  pango_layout_get_pixel_size (layout, &w, &h);
  *width = w;
  *height = h;
}

static double
draw_legend (CsChart *self, GtkSnapshot *snapshot, int width)
{
  double x = 0, y = 0, line = SWATCH;

  for (guint i = 0; self->legend != NULL && self->legend[i] != NULL; i++) {
    g_autoptr (PangoLayout) layout =
        cs_chart_make_layout (self, self->legend[i], CS_CHART_TEXT_PLAIN, -1);
    double w, h, all;

    pixel_size (layout, &w, &h);
    all = SWATCH + GAP + w;
    line = MAX (line, h);
    if (x > 0 && x + all > width) {
      x = 0;
      y += line + GAP;
    }
    cs_chart_fill (self,
                   snapshot,
                   i,
                   cs_chart_is_rtl (self) ? width - x - SWATCH : x,
                   y + (line - SWATCH) / 2,
                   SWATCH,
                   SWATCH);
    cs_chart_draw_text (self,
                        snapshot,
                        layout,
                        cs_chart_is_rtl (self) ? width - x - all : x + SWATCH + GAP,
                        y,
                        1);
    x += all + LEGEND_GAP;
  }
  return y + line + LEGEND_GAP;
}

/* A percentage on its part, on a ground that it can be read on. */
static void
draw_percent (CsChart *self,
              GtkSnapshot *snapshot,
              int percent,
              double x,
              double y,
              double w,
              double h)
{
  /* Translators: a share of a hundred, with a sign as short as possible */
  g_autofree char *text = g_strdup_printf (_ ("%d %%"), percent);
  g_autoptr (PangoLayout) layout = cs_chart_make_layout (self, text, CS_CHART_TEXT_SMALL, -1);
  double text_width, text_height;
  graphene_rect_t ground;
  GdkRGBA color;

  pixel_size (layout, &text_width, &text_height);
  if (text_width + 4 > w || text_height + 2 > h)
    return;
  cs_chart_get_color (self, "view_bg_color", &color);
  x += (w - text_width) / 2;
  y += (h - text_height) / 2;
  graphene_rect_init (&ground, (float)x - 2, (float)y, (float)text_width + 4, (float)text_height);
  gtk_snapshot_append_color (snapshot, &color, &ground);
  cs_chart_draw_text (self, snapshot, layout, x, y, 1);
}

static void
draw_column (CsChart *self,
             GtkSnapshot *snapshot,
             const CsChartItem *item,
             double x,
             double top,
             double width)
{
  double y = top + PLOT_HEIGHT;
  int percent[CS_CHART_PARTS];

  cs_chart_share (item->parts, CS_CHART_PARTS, percent);
  for (guint i = 0; i < CS_CHART_PARTS; i++) {
    double height = PLOT_HEIGHT * percent[i] / 100;

    y -= height;
    cs_chart_fill (self, snapshot, i, x, y, width, height);
    if (percent[i] > 0)
      draw_percent (self, snapshot, percent[i], x, y, width, height);
  }
}

/* Every so manieth column is named, so that names do not touch. */
static guint
find_step (CsChart *self, double pitch)
{
  double widest = 0, w, h;

  for (guint i = 0; i < self->items->len; i++) {
    const CsChartItem *item = self->items->pdata[i];
    g_autoptr (PangoLayout) layout =
        cs_chart_make_layout (self, item->label, CS_CHART_TEXT_SMALL, -1);

    pixel_size (layout, &w, &h);
    widest = MAX (widest, w);
  }
  return pitch > 0 ? (guint)((widest + GAP) / pitch) + 1 : 1;
}

static double
draw_centred (CsChart *self,
              GtkSnapshot *snapshot,
              const char *text,
              double alpha,
              double centre,
              double y,
              int width)
{
  g_autoptr (PangoLayout) layout = cs_chart_make_layout (self, text, CS_CHART_TEXT_SMALL, -1);
  double w, h;

  pixel_size (layout, &w, &h);
  cs_chart_draw_text (self,
                      snapshot,
                      layout,
                      CLAMP (centre - w / 2, 0, MAX (width - w, 0)),
                      y,
                      alpha);
  return h;
}

int
cs_chart_draw_columns (CsChart *self, GtkSnapshot *snapshot, int width)
{
  double top = draw_legend (self, snapshot, width), line = 0;
  double pitch = self->items->len > 0 ? (double)width / self->items->len : width;
  double column = MIN (pitch * 0.8, MAX_COLUMN);
  guint step = find_step (self, pitch);

  for (guint i = 0; i < self->items->len; i++) {
    const CsChartItem *item = self->items->pdata[i];
    guint at = cs_chart_is_rtl (self) ? self->items->len - 1 - i : i;
    double centre = (at + 0.5) * pitch;

    if (snapshot != NULL)
      draw_column (self, snapshot, item, centre - column / 2, top, column);
    /* The last one is named whatever the step. */
    if ((self->items->len - 1 - i) % step != 0)
      continue;
    line = draw_centred (self, snapshot, item->label, 1, centre, top + PLOT_HEIGHT + GAP, width);
    if (item->text != NULL)
      draw_centred (self,
                    snapshot,
                    item->text,
                    0.75,
                    centre,
                    top + PLOT_HEIGHT + GAP + line,
                    width);
  }
  return (int)(top + PLOT_HEIGHT + GAP + 2 * line + GAP);
}
