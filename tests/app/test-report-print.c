/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-report-print.h"

#include "cs-test-folder.h"

#include <poppler.h>
#include <string.h>

/* A report on paper: its table, with heads on every page. */

/* Poppler 22 has no cleanup functions of its own. */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PopplerDocument, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PopplerPage, g_object_unref)

static CsReportTable *
make_table (guint n_columns, guint n_rows)
{
  CsReportTable *table = g_new0 (CsReportTable, 1);

  table->title = g_strdup ("A report");
  table->definition = g_strdup ("What is counted");
  table->columns = g_ptr_array_new_with_free_func (g_free);
  table->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
  for (guint i = 0; i < n_columns; i++) {
    CsReportColumn *column = g_new0 (CsReportColumn, 1);

    column->title = g_strdup_printf ("Head %u", i);
    column->is_number = i > 0;
    g_ptr_array_add (table->columns, column);
  }
  for (guint i = 0; i < n_rows; i++) {
    char **cells = g_new0 (char *, n_columns + 1);

    for (guint j = 0; j < n_columns; j++)
      cells[j] = g_strdup_printf ("Cell %u.%u", i, j);
    g_ptr_array_add (table->rows, cells);
  }
  return table;
}

static PopplerDocument *
print (CsReportTable *table, const char *folder)
{
  g_autoptr (GtkPrintOperation) operation =
      cs_report_print_new (table, "Last 4 Weeks · All Regions", "Monday");
  g_autofree char *path = g_build_filename (folder, "report.pdf", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  PopplerDocument *document;

  gtk_print_operation_set_export_filename (operation, path);
  g_assert_cmpint (
      gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, &error),
      ==,
      GTK_PRINT_OPERATION_RESULT_APPLY);
  g_assert_no_error (error);
  document = poppler_document_new_from_gfile (file, NULL, NULL, &error);
  g_assert_no_error (error);
  return document;
}

static void
assert_text (PopplerDocument *document, int index, const char *text, gboolean is_there)
{
  g_autoptr (PopplerPage) page = poppler_document_get_page (document, index);
  g_autofree char *words = poppler_page_get_text (page);

  g_assert_true ((strstr (words, text) != NULL) == is_there);
}

static void
test_pages (void)
{
  g_autoptr (CsTestFolder) folder = cs_test_folder_new ();
  g_autoptr (CsReportTable) table = make_table (4, 120);
  g_autoptr (PopplerDocument) document = print (table, folder);
  int n_pages = poppler_document_get_n_pages (document);

  g_assert_cmpint (n_pages, >, 1);
  assert_text (document, 0, "A report", TRUE);
  assert_text (document, 0, "Last 4 Weeks", TRUE);
  assert_text (document, 0, "Cell 0.3", TRUE);
  assert_text (document, n_pages - 1, "A report", FALSE);
  for (int i = 0; i < n_pages; i++)
    assert_text (document, i, "Head 2", TRUE);
  assert_text (document, n_pages - 1, "Cell 119.3", TRUE);
}

/* More columns than fit: smaller letters, and still every one of them. */
static void
test_wide (void)
{
  g_autoptr (CsTestFolder) folder = cs_test_folder_new ();
  g_autoptr (CsReportTable) table = make_table (24, 3);
  g_autoptr (PopplerDocument) document = print (table, folder);

  g_assert_cmpint (poppler_document_get_n_pages (document), ==, 1);
  assert_text (document, 0, "2.23", TRUE);
}

static void
test_empty (void)
{
  g_autoptr (CsTestFolder) folder = cs_test_folder_new ();
  g_autoptr (CsReportTable) table = make_table (2, 0);
  g_autoptr (PopplerDocument) document = print (table, folder);

  g_assert_cmpint (poppler_document_get_n_pages (document), ==, 1);
  assert_text (document, 0, "Head 1", TRUE);
}

int
main (int argc, char **argv)
{
  gtk_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report-print/pages", test_pages);
  g_test_add_func ("/report-print/wide", test_wide);
  g_test_add_func ("/report-print/empty", test_empty);
  return g_test_run ();
}
