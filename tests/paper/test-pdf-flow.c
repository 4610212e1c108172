/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-pdf-flow.h"

#include <cairo-pdf.h>

static cairo_status_t
drop_cb (void *data, const unsigned char *bytes, unsigned int length)
{
  return CAIRO_STATUS_SUCCESS;
}

static cairo_t *
paper (void)
{
  cairo_surface_t *surface =
      cairo_pdf_surface_create_for_stream (drop_cb, NULL, CS_PDF_PAGE_WIDTH, CS_PDF_PAGE_HEIGHT);
  cairo_t *cairo = cairo_create (surface);

  cairo_surface_destroy (surface);
  return cairo;
}

static void
test_empty (void)
{
  cairo_t *cairo = paper ();
  g_autoptr (CsPdfFlow) flow = cs_pdf_flow_new (cairo);

  g_assert_cmpuint (cs_pdf_flow_count_pages (flow), ==, 1);
  cs_pdf_flow_draw_page (flow, 0);
  g_assert_cmpint (cairo_status (cairo), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cairo);
}

static guint
pages_of (guint n_lines, gboolean keeps_next)
{
  const CsPdfStyle text = {.size = 10};
  const CsPdfStyle heading = {.size = 10, .keeps_next = keeps_next};
  cairo_t *cairo = paper ();
  g_autoptr (CsPdfFlow) flow = cs_pdf_flow_new (cairo);
  guint n_pages;

  for (guint i = 0; i < n_lines; i++)
    cs_pdf_flow_add (flow, "text", &text);
  cs_pdf_flow_add (flow, "heading", &heading);
  n_pages = cs_pdf_flow_count_pages (flow);
  cs_pdf_flow_add_pair (flow, "label", "value\nmore");
  cairo_destroy (cairo);
  return n_pages;
}

/* A heading takes the page of what follows it; without a follower it is a line like any other. */
static void
test_breaks (void)
{
  guint per_page = 1;

  while (pages_of (per_page, FALSE) == 1)
    per_page++;
  g_assert_cmpuint (per_page, >, 30);
  g_assert_cmpuint (pages_of (per_page, TRUE), ==, 2);
  g_assert_cmpuint (pages_of (per_page * 3 - 1, FALSE), ==, 3);
  g_assert_cmpuint (pages_of (per_page * 3, FALSE), ==, 4);
}

static guint
pages_with_heading_after (guint n_lines, gboolean keeps_next)
{
  const CsPdfStyle text = {.size = 10};
  const CsPdfStyle heading = {.size = 10, .keeps_next = keeps_next};
  cairo_t *cairo = paper ();
  g_autoptr (CsPdfFlow) flow = cs_pdf_flow_new (cairo);
  guint n_pages;

  for (guint i = 0; i < n_lines; i++)
    cs_pdf_flow_add (flow, "text", &text);
  cs_pdf_flow_add (flow, "heading", &heading);
  for (guint i = 0; i < n_lines; i++)
    cs_pdf_flow_add (flow, "text", &text);
  n_pages = cs_pdf_flow_count_pages (flow);
  cairo_destroy (cairo);
  return n_pages;
}

static void
test_keeps_next (void)
{
  guint per_page = 1;

  while (pages_of (per_page, FALSE) == 1)
    per_page++;
  /* The heading would be the last line of the first page, and the rest would fill the second. */
  g_assert_cmpuint (pages_with_heading_after (per_page - 1, FALSE), ==, 2);
  g_assert_cmpuint (pages_with_heading_after (per_page - 1, TRUE), ==, 2);
  g_assert_cmpuint (pages_with_heading_after (per_page, FALSE), ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pdf-flow/empty", test_empty);
  g_test_add_func ("/pdf-flow/breaks", test_breaks);
  g_test_add_func ("/pdf-flow/keeps-next", test_keeps_next);
  return g_test_run ();
}
