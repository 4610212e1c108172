/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-error.h"
#include "cs-instant.h"

#include <cairo.h>

G_BEGIN_DECLS

/* A document to be printed: a title, facts about it, sections of text, a notice. */
typedef struct _CsDocumentPdf CsDocumentPdf;

CsDocumentPdf *cs_document_pdf_new (const char *title, const char *number);
void cs_document_pdf_free (CsDocumentPdf *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsDocumentPdf, cs_document_pdf_free)

void cs_document_pdf_set_notice (CsDocumentPdf *self, const char *notice);
void cs_document_pdf_set_created (CsDocumentPdf *self, CsInstant created);
void cs_document_pdf_add_fact (CsDocumentPdf *self, const char *label, const char *value);
void cs_document_pdf_add_section (CsDocumentPdf *self, const char *title, const char *value);

guint cs_document_pdf_count_pages (CsDocumentPdf *self, cairo_t *cairo);
void cs_document_pdf_draw_page (CsDocumentPdf *self, cairo_t *cairo, guint page);
GBytes *cs_document_pdf_render (CsDocumentPdf *self, GError **error);

G_END_DECLS
