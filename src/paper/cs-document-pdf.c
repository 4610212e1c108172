/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-document-pdf.h"

#include "cs-pdf-flow.h"

#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define HEAD_BASELINE (CS_PDF_MARGIN - 8)
#define FOOT_BASELINE (CS_PDF_PAGE_HEIGHT - CS_PDF_MARGIN + 14)

typedef struct {
  char *title; /* (owned) */
  char *value; /* (owned) */
} Row;

struct _CsDocumentPdf {
  char *title;         /* (owned) */
  char *number;        /* (owned) */
  char *notice;        /* (owned) (nullable) */
  CsInstant created;   /* or CS_INSTANT_NONE */
  GPtrArray *facts;    /* (owned) (element-type Row) */
  GPtrArray *sections; /* (owned) (element-type Row) */
};

static void
row_free (gpointer data)
{
  Row *row = data;

  g_free (row->title);
  g_free (row->value);
  g_free (row);
}

static void
add_row (GPtrArray *rows, const char *title, const char *value)
{
  Row *row = g_new0 (Row, 1);

  row->title = g_utf8_make_valid (title, -1);
  row->value = g_utf8_make_valid (value, -1);
  g_ptr_array_add (rows, row);
}

/**
 * cs_document_pdf_new:
 * @title: what the document is, such as *Scope of Work*
 * @number: the request's number, at the head of every page
 *
 * Returns: (transfer full): an empty document
 */
CsDocumentPdf *
cs_document_pdf_new (const char *title, const char *number)
{
  CsDocumentPdf *self = g_new0 (CsDocumentPdf, 1);

  self->title = g_utf8_make_valid (title, -1);
  self->number = g_utf8_make_valid (number, -1);
  self->created = CS_INSTANT_NONE;
  self->facts = g_ptr_array_new_with_free_func (row_free);
  self->sections = g_ptr_array_new_with_free_func (row_free);
  return self;
}

/**
 * cs_document_pdf_free:
 * @self: (transfer full) (nullable): a document
 */
void
cs_document_pdf_free (CsDocumentPdf *self)
{
  if (self == NULL)
    return;
  g_free (self->title);
  g_free (self->number);
  g_free (self->notice);
  g_ptr_array_unref (self->facts);
  g_ptr_array_unref (self->sections);
  g_free (self);
}

/**
 * cs_document_pdf_set_notice:
 * @self: a document
 * @notice: (nullable): what stands in small letters at its end
 */
void
cs_document_pdf_set_notice (CsDocumentPdf *self, const char *notice)
{
  g_free (self->notice);
  self->notice = notice != NULL ? g_utf8_make_valid (notice, -1) : NULL;
}

/**
 * cs_document_pdf_set_created:
 * @self: a document
 * @created: when the file says that it was made; it does not say if this is not set
 */
void
cs_document_pdf_set_created (CsDocumentPdf *self, CsInstant created)
{
  self->created = created;
}

/**
 * cs_document_pdf_add_fact:
 * @self: a document
 * @label: such as *Client*, *Region* or *Version*
 * @value: its value
 *
 * Appends a row to the table under the title.
 */
void
cs_document_pdf_add_fact (CsDocumentPdf *self, const char *label, const char *value)
{
  add_row (self->facts, label, value);
}

/**
 * cs_document_pdf_add_section:
 * @self: a document
 * @title: its heading
 * @value: its text; lines are paragraphs
 */
void
cs_document_pdf_add_section (CsDocumentPdf *self, const char *title, const char *value)
{
  add_row (self->sections, title, value);
}

static void
add_facts (CsPdfFlow *flow, GPtrArray *facts)
{
  for (guint i = 0; i < facts->len; i++) {
    const Row *row = g_ptr_array_index (facts, i);

    cs_pdf_flow_add_pair (flow, row->title, row->value);
  }
}

static void
add_sections (CsPdfFlow *flow, GPtrArray *sections)
{
  for (guint i = 0; i < sections->len; i++) {
    const Row *row = g_ptr_array_index (sections, i);
    const CsPdfStyle heading = {.size = 12,
                                .is_bold = TRUE,
                                .space_before = 16,
                                .keeps_next = TRUE,
                                .outline = row->title};
    const CsPdfStyle text = {.size = 10, .space_before = 3};

    cs_pdf_flow_add (flow, row->title, &heading);
    cs_pdf_flow_add (flow, *row->value != '\0' ? row->value : "–", &text);
  }
}

static void
fill_flow (CsDocumentPdf *self, CsPdfFlow *flow)
{
  const CsPdfStyle title = {.size = 20, .is_bold = TRUE, .keeps_next = TRUE};
  const CsPdfStyle number = {.size = 11,
                             .gray = 0.35,
                             .keeps_next = TRUE,
                             .follows_first = TRUE,
                             .space_before = 2};
  const CsPdfStyle notice = {.size = 8.5, .gray = 0.35, .space_before = 22};

  cs_pdf_flow_add (flow, self->title, &title);
  cs_pdf_flow_add (flow, self->number, &number);
  cs_pdf_flow_add (flow, "", &(const CsPdfStyle){.size = 4});
  add_facts (flow, self->facts);
  add_sections (flow, self->sections);
  if (self->notice != NULL)
    cs_pdf_flow_add (flow, self->notice, &notice);
}

static void
draw_page (CsDocumentPdf *self, CsPdfFlow *flow, guint page, guint n_pages)
{
  g_autofree char *count = g_strdup_printf (_ ("Page %u of %u"), page + 1, n_pages);

  cs_pdf_flow_draw_page (flow, page);
  if (page > 0)
    cs_pdf_flow_draw_edge (flow, self->title, HEAD_BASELINE, PANGO_ALIGN_LEFT);
  cs_pdf_flow_draw_edge (flow, self->number, FOOT_BASELINE, PANGO_ALIGN_LEFT);
  cs_pdf_flow_draw_edge (flow, count, FOOT_BASELINE, PANGO_ALIGN_RIGHT);
}

static void
draw_pages (CsDocumentPdf *self, cairo_t *cairo, CsPdfFlow *flow)
{
  guint n_pages = cs_pdf_flow_count_pages (flow);

  for (guint page = 0; page < n_pages; page++) {
    draw_page (self, flow, page, n_pages);
    cairo_show_page (cairo);
  }
}

/**
 * cs_document_pdf_count_pages:
 * @self: a document
 * @cairo: of the paper; its size does not matter
 *
 * Returns: how many A4 pages the document takes
 */
guint
cs_document_pdf_count_pages (CsDocumentPdf *self, cairo_t *cairo)
{
  g_autoptr (CsPdfFlow) flow = cs_pdf_flow_new (cairo);

  fill_flow (self, flow);
  return cs_pdf_flow_count_pages (flow);
}

/**
 * cs_document_pdf_draw_page:
 * @self: a document
 * @cairo: of the paper; one unit is a point
 * @page: from 0
 *
 * Draws one page, as [method@DocumentPdf.render] would, for a printer.
 */
void
cs_document_pdf_draw_page (CsDocumentPdf *self, cairo_t *cairo, guint page)
{
  g_autoptr (CsPdfFlow) flow = cs_pdf_flow_new (cairo);
  guint n_pages;

  fill_flow (self, flow);
  n_pages = cs_pdf_flow_count_pages (flow);
  if (page < n_pages)
    draw_page (self, flow, page, n_pages);
}

static void
set_metadata (CsDocumentPdf *self, cairo_surface_t *surface)
{
  g_autofree char *title = g_strdup_printf ("%s – %s", self->number, self->title);
  g_autofree char *created = NULL;

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Countersign " CS_VERSION);
  if (self->created != CS_INSTANT_NONE)
    created = cs_instant_format (self->created);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, created);
}

static cairo_status_t
write_cb (void *data, const unsigned char *bytes, unsigned int length)
{
  g_byte_array_append (data, bytes, length);
  return CAIRO_STATUS_SUCCESS;
}

/**
 * cs_document_pdf_render:
 * @self: a document
 * @error: `CS_ERROR_FAILED`
 *
 * Lays the document out on A4 pages. Paragraphs run in the direction of their letters; a heading
 * stays with its text; every page says which of how many it is. Takes some milliseconds a page.
 *
 * Returns: (transfer full) (nullable): the PDF
 */
GBytes *
cs_document_pdf_render (CsDocumentPdf *self, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *surface =
      cairo_pdf_surface_create_for_stream (write_cb, bytes, CS_PDF_PAGE_WIDTH, CS_PDF_PAGE_HEIGHT);
  cairo_t *cairo = cairo_create (surface);
  CsPdfFlow *flow = cs_pdf_flow_new (cairo);
  cairo_status_t status;

  set_metadata (self, surface);
  fill_flow (self, flow);
  draw_pages (self, cairo, flow);
  cs_pdf_flow_free (flow);
  status = cairo_status (cairo);
  cairo_destroy (cairo);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
  g_set_error (error,
               CS_ERROR,
               CS_ERROR_FAILED,
               _ ("The PDF could not be made: %s"),
               cairo_status_to_string (status));
  return NULL;
}
