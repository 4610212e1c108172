/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-chart-private.h"

#define BAR        12.0
#define ROW_GAP    14.0
#define HEAD_GAP   22.0
#define LINE_GAP   3.0
#define DOT        5.0
#define HATCH      6.0
#define TEXT_SHARE 0.45

/* How charts look: text, fills with patterns, and the rows of bars and spreads. */

gboolean
cs_chart_is_rtl (CsChart *self)
{
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
}

/* A named colour of the theme; the text's where there is none of that name. */
void
cs_chart_get_color (CsChart *self, const char *name, GdkRGBA *color)
{
  GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (self));

  if (name == NULL || !gtk_style_context_lookup_color (style, name, color))
    gtk_style_context_get_color (style, color);
}

PangoLayout *
cs_chart_make_layout (CsChart *self, const char *text, CsChartText style, int width)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  PangoAttrList *attributes = pango_attr_list_new ();

  if (style == CS_CHART_TEXT_BOLD)
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  if (style == CS_CHART_TEXT_SMALL)
    pango_attr_list_insert (attributes, pango_attr_scale_new (0.9));
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  if (width > 0) {
    pango_layout_set_width (layout, width * PANGO_SCALE);
    pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  }
  /* What is said in another script still begins where the others do. */
  pango_layout_set_auto_dir (layout, FALSE);
  pango_layout_set_alignment (layout,
                              cs_chart_is_rtl (self) ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  return layout;
}

void
cs_chart_draw_text (CsChart *self,
                    GtkSnapshot *snapshot,
                    PangoLayout *layout,
                    double x,
                    double y,
                    double alpha)
{
  GdkRGBA color;

  if (snapshot == NULL)
    return;
  cs_chart_get_color (self, NULL, &color);
  color.alpha *= (float)alpha;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float)x, (float)y));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
}

static void
hatch (cairo_t *cairo, double w, double h, gboolean crossed)
{
  for (double at = -h; at < w; at += HATCH) {
    cairo_move_to (cairo, at, h);
    cairo_line_to (cairo, at + h, 0);
    if (crossed) {
      cairo_move_to (cairo, at, 0);
      cairo_line_to (cairo, at + h, h);
    }
  }
  cairo_set_line_width (cairo, 1.5);
  cairo_stroke (cairo);
}

/* The parts: plain, hatched, cross-hatched, outlined; so that colour is not all that tells them
 * apart. */
void
cs_chart_fill (CsChart *self,
               GtkSnapshot *snapshot,
               guint part,
               double x,
               double y,
               double w,
               double h)
{
  static const char *const names[CS_CHART_PARTS] = {"accent_bg_color",
                                                    "warning_color",
                                                    "error_color",
                                                    NULL};
  graphene_rect_t box = GRAPHENE_RECT_INIT ((float)x, (float)y, (float)w, (float)h);
  cairo_t *cairo;
  GdkRGBA color;

  if (snapshot == NULL || w < 1 || h < 1)
    return;
  cs_chart_get_color (self, names[part], &color);
  if (part == 0) {
    gtk_snapshot_append_color (snapshot, &color, &box);
    return;
  }
  cairo = gtk_snapshot_append_cairo (snapshot, &box);
  cairo_translate (cairo, x, y);
  cairo_rectangle (cairo, 0, 0, w, h);
  cairo_clip (cairo);
  gdk_cairo_set_source_rgba (cairo, &color);
  if (part < 3)
    hatch (cairo, w, h, part == 2);
  cairo_rectangle (cairo, 0.75, 0.75, MAX (w - 1.5, 0.5), MAX (h - 1.5, 0.5));
  cairo_set_line_width (cairo, 1.5);
  cairo_stroke (cairo);
  cairo_destroy (cairo);
}

/* --- rows --- */

static double
layout_height (PangoLayout *layout)
{
  int height;

  pango_layout_get_pixel_size (layout, NULL, &height);
  return height;
}

static double
layout_width (PangoLayout *layout)
{
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  return width;
}

/* A stretch from @from to @to of a scale that begins where reading does. */
static void
draw_stretch (CsChart *self,
              GtkSnapshot *snapshot,
              const char *name,
              double alpha,
              double from,
              double to,
              double y,
              double height,
              int width)
{
  double x = cs_chart_is_rtl (self) ? width - to : from;
  graphene_rect_t box =
      GRAPHENE_RECT_INIT ((float)x, (float)y, (float)MAX (to - from, 1), (float)height);
  GskRoundedRect round;
  GdkRGBA color;

  if (snapshot == NULL)
    return;
  cs_chart_get_color (self, name, &color);
  color.alpha *= (float)alpha;
  gsk_rounded_rect_init_from_rect (&round, &box, (float)MIN (height / 2, 4));
  gtk_snapshot_push_rounded_clip (snapshot, &round);
  gtk_snapshot_append_color (snapshot, &color, &box);
  gtk_snapshot_pop (snapshot);
}

static void
draw_bar (CsChart *self, GtkSnapshot *snapshot, const CsChartItem *item, double y, int width)
{
  double share = item->scale > 0 ? (double)item->parts[0] / (double)item->scale : 0;

  draw_stretch (self, snapshot, NULL, 0.08, 0, width, y, BAR, width);
  if (item->parts[0] > 0)
    draw_stretch (self, snapshot, "accent_bg_color", 1, 0, MAX (share * width, 4), y, BAR, width);
}

static void
draw_spread (CsChart *self, GtkSnapshot *snapshot, const CsChartItem *item, double y, int width)
{
  double unit = item->scale > 0 ? (width - 2 * DOT) / (double)item->scale : 0;
  double middle = DOT + (double)item->middle * unit, centre = y + BAR / 2;

  draw_stretch (self, snapshot, NULL, 0.15, 0, width, centre - 0.5, 1, width);
  draw_stretch (self,
                snapshot,
                "accent_color",
                0.75,
                DOT + (double)item->low * unit,
                DOT + (double)item->high * unit,
                centre - 2,
                4,
                width);
  draw_stretch (self,
                snapshot,
                "accent_color",
                1,
                middle - DOT,
                middle + DOT,
                centre - DOT,
                2 * DOT,
                width);
  if (item->target >= 0)
    draw_stretch (self,
                  snapshot,
                  NULL,
                  1,
                  DOT + (double)item->target * unit - 1,
                  DOT + (double)item->target * unit + 1,
                  y - 2,
                  BAR + 4,
                  width);
}

/* The label where reading begins, the value where it ends; below each other where both are long. */
static double
draw_words (CsChart *self, GtkSnapshot *snapshot, const CsChartItem *item, double y, int width)
{
  g_autoptr (PangoLayout) text =
      cs_chart_make_layout (self, item->text != NULL ? item->text : "", CS_CHART_TEXT_PLAIN, -1);
  double text_width = layout_width (text);
  gboolean is_beside = text_width < width * (1 - TEXT_SHARE);
  int label_width = is_beside ? (int)(width - text_width - 12) : width;
  g_autoptr (PangoLayout) label =
      cs_chart_make_layout (self, item->label, CS_CHART_TEXT_BOLD, label_width);
  double height = layout_height (label);

  cs_chart_draw_text (self,
                      snapshot,
                      label,
                      cs_chart_is_rtl (self) ? width - label_width : 0,
                      y,
                      1);
  if (is_beside) {
    cs_chart_draw_text (self,
                        snapshot,
                        text,
                        cs_chart_is_rtl (self) ? 0 : width - text_width,
                        y,
                        1);
    return MAX (height, layout_height (text));
  }
  pango_layout_set_width (text, width * PANGO_SCALE);
  cs_chart_draw_text (self, snapshot, text, 0, y + height, 1);
  return height + layout_height (text);
}

static double
draw_line (CsChart *self,
           GtkSnapshot *snapshot,
           const char *words,
           CsChartText style,
           double alpha,
           double y,
           int width)
{
  g_autoptr (PangoLayout) layout = NULL;

  if (words == NULL || *words == '\0')
    return 0;
  layout = cs_chart_make_layout (self, words, style, width);
  cs_chart_draw_text (self, snapshot, layout, 0, y, alpha);
  return layout_height (layout);
}

int
cs_chart_draw_rows (CsChart *self, GtkSnapshot *snapshot, int width)
{
  const char *heading = NULL;
  double y = 0;

  g_array_set_size (self->ends, 0);

  for (guint i = 0; i < self->items->len; i++) {
    const CsChartItem *item = self->items->pdata[i];

    if (item->heading != NULL && g_strcmp0 (item->heading, heading) != 0) {
      y += i > 0 ? HEAD_GAP - ROW_GAP : 0;
      y += draw_line (self, snapshot, item->heading, CS_CHART_TEXT_SMALL, 0.75, y, width) +
           LINE_GAP * 2;
      heading = item->heading;
    }
    y += draw_words (self, snapshot, item, y, width) + LINE_GAP;
    if (self->shape == CS_CHART_BARS)
      draw_bar (self, snapshot, item, y, width);
    else
      draw_spread (self, snapshot, item, y, width);
    y += BAR + LINE_GAP;
    y += draw_line (self, snapshot, item->detail, CS_CHART_TEXT_SMALL, 0.8, y, width);
    y += ROW_GAP;
    g_array_append_val (self->ends, y);
  }
  return (int)(y + 1);
}
