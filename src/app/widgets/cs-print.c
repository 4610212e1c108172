/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-print.h"

#include "cs-pdf-flow.h"

static void
begin_cb (GtkPrintOperation *operation, GtkPrintContext *context, gpointer data)
{
  cairo_t *cairo = gtk_print_context_get_cairo_context (context);

  gtk_print_operation_set_n_pages (operation, (int)cs_document_pdf_count_pages (data, cairo));
}

/* Documents are laid out for A4; other paper shows the same page, smaller. */
static void
draw_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page, gpointer data)
{
  cairo_t *cairo = gtk_print_context_get_cairo_context (context);
  double width = gtk_print_context_get_width (context);
  double height = gtk_print_context_get_height (context);
  double scale = MIN (width / CS_PDF_PAGE_WIDTH, height / CS_PDF_PAGE_HEIGHT);

  cairo_save (cairo);
  cairo_translate (cairo, (width - CS_PDF_PAGE_WIDTH * scale) / 2, 0);
  cairo_scale (cairo, scale, scale);
  cs_document_pdf_draw_page (data, cairo, (guint)page);
  cairo_restore (cairo);
}

static void
document_free (gpointer data, GClosure *closure)
{
  cs_document_pdf_free (data);
}

/**
 * cs_print_document:
 * @parent: any widget of the window to stand over
 * @name: of the print job
 * @document: (transfer full): what is printed
 *
 * Asks for a printer, or for a file to print into, and prints. Returns when that was answered.
 *
 * Returns: FALSE if it could not be printed; TRUE also if the person thought better of it
 */
gboolean
cs_print_document (GtkWidget *parent, const char *name, CsDocumentPdf *document, GError **error)
{
  g_autoptr (GtkPrintOperation) operation = gtk_print_operation_new ();
  GtkRoot *root = gtk_widget_get_root (parent);

  gtk_print_operation_set_job_name (operation, name);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  g_signal_connect (operation, "begin-print", G_CALLBACK (begin_cb), document);
  g_signal_connect_data (operation, "draw-page", G_CALLBACK (draw_cb), document, document_free, 0);
  return gtk_print_operation_run (operation,
                                  GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                                  GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                  error) != GTK_PRINT_OPERATION_RESULT_ERROR;
}
