/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-document-pdf.h"

#include <poppler.h>
#include <string.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PopplerDocument, g_object_unref)

static CsDocumentPdf *
sample (void)
{
  CsDocumentPdf *document = cs_document_pdf_new ("Scope of Work", "ANT-1042");

  cs_document_pdf_add_fact (document, "Client", "Oryx Logistics");
  cs_document_pdf_add_fact (document, "Region", "KSA");
  cs_document_pdf_add_fact (document, "Version", "2");
  cs_document_pdf_add_section (document, "Objective", "Orders arrive in SAP within a minute.");
  cs_document_pdf_add_section (document, "Cost", "SAR 7,500.00 × 3");
  cs_document_pdf_add_section (document, "Conditions", "");
  cs_document_pdf_set_notice (document, "Prices exclude tax.");
  cs_document_pdf_set_created (document, 1767604443000000);
  return document;
}

static PopplerDocument *
open_pdf (CsDocumentPdf *document)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = cs_document_pdf_render (document, &error);
  PopplerDocument *pdf;

  g_assert_no_error (error);
  if (g_getenv ("CS_TEST_KEEP") != NULL)
    g_file_set_contents (g_getenv ("CS_TEST_KEEP"),
                         g_bytes_get_data (bytes, NULL),
                         (gssize)g_bytes_get_size (bytes),
                         NULL);
  pdf = poppler_document_new_from_bytes (bytes, NULL, &error);
  g_assert_no_error (error);
  return pdf;
}

static char *
page_text (PopplerDocument *pdf, int number)
{
  PopplerPage *page = poppler_document_get_page (pdf, number);
  char *text = poppler_page_get_text (page);

  g_object_unref (page);
  return text;
}

static void
test_one_page (void)
{
  const char *const expected[] = {"Scope of Work",
                                  "ANT-1042",
                                  "Client",
                                  "Oryx Logistics",
                                  "Region",
                                  "Objective",
                                  "Orders arrive in SAP within a minute.",
                                  "SAR 7,500.00 × 3",
                                  "Prices exclude tax.",
                                  "Page 1 of 1"};
  g_autoptr (CsDocumentPdf) document = sample ();
  g_autoptr (PopplerDocument) pdf = open_pdf (document);
  g_autofree char *text = NULL;
  g_autofree char *title = poppler_document_get_title (pdf);
  PopplerIndexIter *index = poppler_index_iter_new (pdf);

  g_assert_cmpint (poppler_document_get_n_pages (pdf), ==, 1);
  text = page_text (pdf, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_nonnull (strstr (text, expected[i]));
  g_assert_cmpstr (title, ==, "ANT-1042 – Scope of Work");
  g_assert_cmpint (poppler_document_get_creation_date (pdf), ==, 1767604443);
  g_assert_nonnull (index);
  poppler_index_iter_free (index);
}

static void
test_same_bytes (void)
{
  g_autoptr (CsDocumentPdf) document = sample ();
  g_autoptr (GBytes) first = cs_document_pdf_render (document, NULL);
  g_autoptr (GBytes) second = cs_document_pdf_render (document, NULL);

  g_assert_true (g_bytes_equal (first, second));
}

/* Every line of a long text is on some page, and each page says which it is. */
static void
test_many_pages (void)
{
  g_autoptr (CsDocumentPdf) document = sample ();
  g_autoptr (GString) all = g_string_new (NULL);
  g_autoptr (PopplerDocument) pdf = NULL;
  int n_pages;

  for (int section = 0; section < 12; section++) {
    g_autoptr (GString) value = g_string_new (NULL);
    g_autofree char *title = g_strdup_printf ("Part-%d", section);

    for (int line = 0; line < 25; line++)
      g_string_append_printf (value, "line-%d-%d\n", section, line);
    cs_document_pdf_add_section (document, title, value->str);
  }
  pdf = open_pdf (document);
  n_pages = poppler_document_get_n_pages (pdf);
  g_assert_cmpint (n_pages, >, 5);
  g_assert_cmpint (n_pages, <, 12);
  for (int i = 0; i < n_pages; i++) {
    g_autofree char *text = page_text (pdf, i);
    g_autofree char *count = g_strdup_printf ("Page %d of %d", i + 1, n_pages);

    g_assert_nonnull (strstr (text, count));
    g_assert_nonnull (strstr (text, "ANT-1042"));
    g_string_append (all, text);
  }
  for (int section = 0; section < 12; section++) {
    for (int line = 0; line < 25; line++) {
      g_autofree char *needle = g_strdup_printf ("line-%d-%d\n", section, line);

      g_assert_nonnull (strstr (all->str, needle));
    }
  }
}

static void
test_long_paragraph (void)
{
  g_autoptr (CsDocumentPdf) document = sample ();
  g_autofree char *endless = g_strnfill (20000, 'x');
  g_autoptr (PopplerDocument) pdf = NULL;

  cs_document_pdf_add_section (document, "Endless", endless);
  cs_document_pdf_add_fact (document, "Endless", endless);
  pdf = open_pdf (document);
  g_assert_cmpint (poppler_document_get_n_pages (pdf), >, 3);
}

/* A paragraph in Arabic ends at the right margin, one in English begins at the left. */
static void
test_directions (void)
{
  g_autoptr (CsDocumentPdf) document = cs_document_pdf_new ("نطاق العمل", "ANT-1042");
  g_autoptr (PopplerDocument) pdf = NULL;
  PopplerPage *page;
  GList *found;
  double width;

  cs_document_pdf_add_fact (document, "العميل", "شركة النور");
  cs_document_pdf_add_fact (document, "العميل", "Oryx");
  cs_document_pdf_add_section (document,
                               "الهدف",
                               "ربط الطلبات مع SAP خلال دقيقة واحدة.\nEnglish beside it.");
  pdf = open_pdf (document);
  page = poppler_document_get_page (pdf, 0);
  poppler_page_get_size (page, &width, NULL);
  found = poppler_page_find_text (page, "English");
  g_assert_nonnull (found);
  g_assert_cmpfloat (((PopplerRectangle *)found->data)->x1, <, width / 4);
  g_list_free_full (found, (GDestroyNotify)poppler_rectangle_free);
  found = poppler_page_find_text (page, "SAP");
  g_assert_nonnull (found);
  g_assert_cmpfloat (((PopplerRectangle *)found->data)->x1, >, width / 2);
  g_list_free_full (found, (GDestroyNotify)poppler_rectangle_free);
  found = poppler_page_find_text (page, "Oryx");
  g_assert_cmpfloat (((PopplerRectangle *)found->data)->x1, >, width / 2);
  g_list_free_full (found, (GDestroyNotify)poppler_rectangle_free);
  g_object_unref (page);
}

static void
test_hostile_text (void)
{
  g_autoptr (CsDocumentPdf) document = cs_document_pdf_new ("a\xff\n\r\x01", "");
  g_autoptr (PopplerDocument) pdf = NULL;
  g_autofree char *text = NULL;

  cs_document_pdf_add_fact (document,
                            "",
                            "\xe2\x80\xae"
                            "drowssap\n\n");
  cs_document_pdf_add_section (document,
                               "<b>not markup</b> &amp;",
                               "\r\n\t\x7f"
                               "tail");
  pdf = open_pdf (document);
  text = page_text (pdf, 0);
  g_assert_nonnull (strstr (text, "<b>not markup</b> &amp;"));
  g_assert_nonnull (strstr (text, "drowssap"));
  g_assert_nonnull (strstr (text, "tail"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document-pdf/one-page", test_one_page);
  g_test_add_func ("/document-pdf/same-bytes", test_same_bytes);
  g_test_add_func ("/document-pdf/many-pages", test_many_pages);
  g_test_add_func ("/document-pdf/long-paragraph", test_long_paragraph);
  g_test_add_func ("/document-pdf/directions", test_directions);
  g_test_add_func ("/document-pdf/hostile-text/C.3", test_hostile_text);
  return g_test_run ();
}
