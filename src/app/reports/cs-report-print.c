/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-report-print.h"

#include <glib/gi18n-lib.h>

#define TITLE_SIZE 16.0
#define TEXT_SIZE  9.0
#define MIN_SIZE   5.0
#define CELL_GAP   10.0
#define LINE_GAP   5.0

/*
 * A report on paper: its table, with heads on every page. Where the columns need more than the
 * width, the letters become smaller, and where that is not enough long cells are broken.
 */

typedef struct {
  GPtrArray *heads; /* (owned) char */
  GArray *numbers;  /* (owned) gboolean: columns of figures */
  GPtrArray *rows;  /* (owned) char ** */
  char *title, *definition, *filters, *when;
  double size;          /* of the letters */
  double *widths;       /* (owned) of the columns */
  GArray *first;        /* (owned) guint: the first row of each page */
  double head_of_first; /* what stands above the table on the first page */
} Sheet;

static void
sheet_free (gpointer data, GClosure *closure)
{
  Sheet *sheet = data;

  g_ptr_array_unref (sheet->heads);
  g_array_unref (sheet->numbers);
  g_ptr_array_unref (sheet->rows);
  g_array_unref (sheet->first);
  g_free (sheet->title);
  g_free (sheet->definition);
  g_free (sheet->filters);
  g_free (sheet->when);
  g_free (sheet->widths);
  g_free (sheet);
}

static PangoLayout *
make_layout (GtkPrintContext *context, const char *text, double size, gboolean bold, double width)
{
  PangoLayout *layout = gtk_print_context_create_pango_layout (context);
  PangoFontDescription *font = pango_font_description_from_string ("Sans");

  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  if (bold)
    pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_text (layout, text, -1);
  if (width > 0) {
    pango_layout_set_width (layout, (int)(width * PANGO_SCALE));
    pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  }
  return layout;
}

static void
get_size (PangoLayout *layout, double *width, double *height)
{
  int w, h;

  pango_layout_get_size (layout, &w, &h);
  *width = (double)w / PANGO_SCALE;
  *height = (double)h / PANGO_SCALE;
}

static const char *
get_cell (const Sheet *sheet, int row, guint column)
{
  return row < 0 ? sheet->heads->pdata[column] : ((char **)sheet->rows->pdata[(guint)row])[column];
}

/* Letters as large as the width of the page allows. */
static void
find_widths (Sheet *sheet, GtkPrintContext *context, double width)
{
  for (sheet->size = TEXT_SIZE;; sheet->size -= 0.5) {
    double sum = 0;

    for (guint i = 0; i < sheet->heads->len; i++) {
      sheet->widths[i] = 0;
      for (int j = -1; j < (int)sheet->rows->len; j++) {
        g_autoptr (PangoLayout) layout =
            make_layout (context, get_cell (sheet, j, i), sheet->size, j < 0, -1);
        double w, h;

        get_size (layout, &w, &h);
        sheet->widths[i] = MAX (sheet->widths[i], w);
      }
      sum += sheet->widths[i] + CELL_GAP;
    }
    if (sum <= width)
      return;
    if (sheet->size <= MIN_SIZE) {
      for (guint i = 0; i < sheet->heads->len; i++)
        sheet->widths[i] = sheet->widths[i] * (width - CELL_GAP * sheet->heads->len) /
                           (sum - CELL_GAP * sheet->heads->len);
      return;
    }
  }
}

/* Draws a row of the table, or measures it only; returns its height. */
static double
draw_row (Sheet *sheet, GtkPrintContext *context, cairo_t *cairo, int row, double y)
{
  gboolean is_rtl = gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL;
  double width = gtk_print_context_get_width (context), x = 0, tallest = 0;

  for (guint i = 0; i < sheet->heads->len; i++) {
    g_autoptr (PangoLayout) layout =
        make_layout (context, get_cell (sheet, row, i), sheet->size, row < 0, sheet->widths[i] + 1);
    double w, h;

    pango_layout_set_auto_dir (layout, FALSE);
    pango_layout_set_alignment (layout,
                                g_array_index (sheet->numbers, gboolean, i) != is_rtl
                                    ? PANGO_ALIGN_RIGHT
                                    : PANGO_ALIGN_LEFT);
    get_size (layout, &w, &h);
    tallest = MAX (tallest, h);
    if (cairo != NULL) {
      cairo_move_to (cairo, is_rtl ? width - x - sheet->widths[i] : x, y);
      pango_cairo_show_layout (cairo, layout);
    }
    x += sheet->widths[i] + CELL_GAP;
  }
  return tallest + LINE_GAP;
}

static double
draw_head (Sheet *sheet, GtkPrintContext *context, cairo_t *cairo)
{
  const struct {
    const char *text;
    double size;
    gboolean is_bold;
  } lines[] = {{sheet->title, TITLE_SIZE, TRUE},
               {sheet->filters, TEXT_SIZE, FALSE},
               {sheet->definition, TEXT_SIZE, FALSE},
               {sheet->when, TEXT_SIZE, FALSE}};
  double y = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++) {
    g_autoptr (PangoLayout) layout = make_layout (context,
                                                  lines[i].text,
                                                  lines[i].size,
                                                  lines[i].is_bold,
                                                  gtk_print_context_get_width (context));
    double w, h;

    get_size (layout, &w, &h);
    if (cairo != NULL) {
      cairo_move_to (cairo, 0, y);
      pango_cairo_show_layout (cairo, layout);
    }
    y += h + LINE_GAP;
  }
  return y + LINE_GAP * 2;
}

static void
begin_cb (GtkPrintOperation *operation, GtkPrintContext *context, Sheet *sheet)
{
  double height = gtk_print_context_get_height (context), head, y;
  guint row = 0;

  find_widths (sheet, context, gtk_print_context_get_width (context));
  sheet->head_of_first = draw_head (sheet, context, NULL);
  head = draw_row (sheet, context, NULL, -1, 0);
  g_array_set_size (sheet->first, 0);
  do {
    y = (sheet->first->len == 0 ? sheet->head_of_first : 0) + head;
    g_array_append_val (sheet->first, row);
    /* One row a page at least, or a page that is too small would never end. */
    do {
      if (row < sheet->rows->len)
        y += draw_row (sheet, context, NULL, (int)row++, 0);
    } while (row < sheet->rows->len && y + draw_row (sheet, context, NULL, (int)row, 0) <= height);
  } while (row < sheet->rows->len);
  gtk_print_operation_set_n_pages (operation, (int)sheet->first->len);
}

static void
draw_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page, Sheet *sheet)
{
  cairo_t *cairo = gtk_print_context_get_cairo_context (context);
  guint first = g_array_index (sheet->first, guint, page);
  guint end = (guint)page + 1 < sheet->first->len ? g_array_index (sheet->first, guint, page + 1)
                                                  : sheet->rows->len;
  double y = page == 0 ? draw_head (sheet, context, cairo) : 0;

  y += draw_row (sheet, context, cairo, -1, y);
  cairo_move_to (cairo, 0, y - LINE_GAP / 2);
  cairo_line_to (cairo, gtk_print_context_get_width (context), y - LINE_GAP / 2);
  cairo_set_line_width (cairo, 0.5);
  cairo_stroke (cairo);
  for (guint i = first; i < end; i++)
    y += draw_row (sheet, context, cairo, (int)i, y);
}

/**
 * cs_report_print_new:
 * @filters: what the report was narrowed to
 * @when: when it was counted
 *
 * Returns: (transfer full): a print operation that has what it needs; running it prints, shows a
 *   preview or writes a PDF
 */
GtkPrintOperation *
cs_report_print_new (const CsReportTable *table, const char *filters, const char *when)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  Sheet *sheet = g_new0 (Sheet, 1);

  sheet->heads = g_ptr_array_new_with_free_func (g_free);
  sheet->numbers = g_array_new (FALSE, FALSE, sizeof (gboolean));
  sheet->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
  sheet->first = g_array_new (FALSE, FALSE, sizeof (guint));
  sheet->widths = g_new0 (double, table->columns->len);
  sheet->title = g_strdup (table->title);
  sheet->definition = g_strdup (table->definition);
  sheet->filters = g_strdup (filters);
  sheet->when = g_strdup (when);
  for (guint i = 0; i < table->columns->len; i++) {
    const CsReportColumn *column = table->columns->pdata[i];

    g_ptr_array_add (sheet->heads, g_strdup (column->title));
    g_array_append_val (sheet->numbers, column->is_number);
  }
  for (guint i = 0; i < table->rows->len; i++)
    g_ptr_array_add (sheet->rows, g_strdupv (table->rows->pdata[i]));
  gtk_print_operation_set_job_name (operation, table->title);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  g_signal_connect (operation, "begin-print", G_CALLBACK (begin_cb), sheet);
  g_signal_connect_data (operation, "draw-page", G_CALLBACK (draw_cb), sheet, sheet_free, 0);
  return operation;
}
