/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pangocairo.h>

G_BEGIN_DECLS

/* A4 in points. */
#define CS_PDF_PAGE_WIDTH  595.276
#define CS_PDF_PAGE_HEIGHT 841.89
#define CS_PDF_MARGIN      56.7
#define CS_PDF_TEXT_WIDTH  (CS_PDF_PAGE_WIDTH - 2 * CS_PDF_MARGIN)

/**
 * CsPdfStyle:
 * @size: the letters, in points
 * @is_bold: whether they are bold
 * @gray: from 0, black, to 1, white
 * @space_before: empty space above, in points; none at the head of a page
 * @keeps_next: whether it may not be the last thing on a page
 * @follows_first: whether it stands on the side on which the first paragraph of the flow stands
 * @outline: (nullable): what the reader's table of contents calls the place
 */
typedef struct {
  double size;
  gboolean is_bold;
  double gray;
  double space_before;
  gboolean keeps_next;
  gboolean follows_first;
  const char *outline;
} CsPdfStyle;

/* Text that flows from page to page. */
typedef struct _CsPdfFlow CsPdfFlow;

CsPdfFlow *cs_pdf_flow_new (cairo_t *cairo);
void cs_pdf_flow_free (CsPdfFlow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsPdfFlow, cs_pdf_flow_free)

void cs_pdf_flow_add (CsPdfFlow *self, const char *text, const CsPdfStyle *style);
void cs_pdf_flow_add_pair (CsPdfFlow *self, const char *label, const char *value);

guint cs_pdf_flow_count_pages (CsPdfFlow *self);
void cs_pdf_flow_draw_page (CsPdfFlow *self, guint page);
void cs_pdf_flow_draw_edge (CsPdfFlow *self,
                            const char *text,
                            double baseline,
                            PangoAlignment alignment);

G_END_DECLS
