/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-pdf-flow.h"

#include "cs-mail-header.h"

#include <cairo-pdf.h>
#include <string.h>

#define FONT_FAMILY       "Cantarell, Noto Sans, DejaVu Sans, sans-serif"
#define BODY_TOP          (CS_PDF_MARGIN + 14)
#define BODY_BOTTOM       (CS_PDF_PAGE_HEIGHT - CS_PDF_MARGIN - 14)
#define LABEL_SHARE       0.3
#define LABEL_GAP         12
#define TEXT_SIZE         10
#define LABEL_GRAY        0.35
#define EDGE_SIZE         8
#define EDGE_GRAY         0.4
#define PAIR_SPACING      3
#define PARAGRAPH_SPACING 2

/* A paragraph and, beside it, perhaps a label. */
typedef struct {
  PangoLayout *layout; /* (owned) */
  PangoLayout *label;  /* (owned) (nullable) */
  double x;
  double label_x;
  double gray;
  double space_before;
  gboolean keeps_next;
  char *outline; /* (owned) (nullable) */
} Block;

/* Some lines of a block on one page. */
typedef struct {
  const Block *block;
  guint first_line;
  guint n_lines;
  guint page;
  double y;
} Piece;

struct _CsPdfFlow {
  cairo_t *cairo;        /* (owned) */
  PangoContext *context; /* (owned) */
  GPtrArray *blocks;     /* (owned) (element-type Block) */
  GArray *pieces;        /* (owned) (nullable) (element-type Piece): once the pages are made */
  guint n_pages;
};

static void
block_free (gpointer data)
{
  Block *block = data;

  g_object_unref (block->layout);
  g_clear_object (&block->label);
  g_free (block->outline);
  g_free (block);
}

/* Without what hides or turns round the text that somebody signs. */
static char *
clean (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *clean = g_string_new (NULL);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    if (c == '\t' || !cs_mail_header_is_forbidden (c))
      g_string_append_unichar (clean, c);
  }
  return g_string_free (clean, FALSE);
}

static PangoLayout *
make_layout (CsPdfFlow *self, const char *text, double size, gboolean is_bold, double width)
{
  PangoLayout *layout = pango_layout_new (self->context);
  PangoFontDescription *font = pango_font_description_from_string (FONT_FAMILY);
  g_autofree char *cleaned = clean (text);

  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_font_description_set_weight (font, is_bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_width (layout, (int)(width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_line_spacing (layout, 1.15F);
  pango_layout_set_text (layout, cleaned, -1);
  return layout;
}

/* For Pango, "left" is the side on which a paragraph of its direction begins. */
static void
stand_beside (PangoLayout *layout, PangoLayout *other)
{
  if (pango_layout_get_direction (layout, 0) != pango_layout_get_direction (other, 0))
    pango_layout_set_alignment (layout, PANGO_ALIGN_RIGHT);
}

/**
 * cs_pdf_flow_new:
 * @cairo: what will be drawn on; points are its unit
 *
 * Returns: (transfer full): an empty flow
 */
CsPdfFlow *
cs_pdf_flow_new (cairo_t *cairo)
{
  CsPdfFlow *self = g_new0 (CsPdfFlow, 1);
  cairo_font_options_t *options = cairo_font_options_create ();

  self->cairo = cairo_reference (cairo);
  self->context = pango_cairo_create_context (cairo);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options (self->context, options);
  cairo_font_options_destroy (options);
  pango_context_set_round_glyph_positions (self->context, FALSE);
  self->blocks = g_ptr_array_new_with_free_func (block_free);
  return self;
}

/**
 * cs_pdf_flow_free:
 * @self: (transfer full) (nullable): a flow
 */
void
cs_pdf_flow_free (CsPdfFlow *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->pieces, g_array_unref);
  g_ptr_array_unref (self->blocks);
  g_object_unref (self->context);
  cairo_destroy (self->cairo);
  g_free (self);
}

/**
 * cs_pdf_flow_add:
 * @self: a flow
 * @text: any text; each of its paragraphs runs in the direction of its own letters
 * @style: how it looks
 *
 * Appends text below what is there. Controls of direction and the like are left out (C.3).
 */
void
cs_pdf_flow_add (CsPdfFlow *self, const char *text, const CsPdfStyle *style)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  const char *at = valid;

  for (guint i = 0; i == 0 || *at != '\0'; i++) {
    gsize length = strcspn (at, "\r\n");
    g_autofree char *paragraph = g_strndup (at, length);
    Block *block = g_new0 (Block, 1);

    block->layout = make_layout (self, paragraph, style->size, style->is_bold, CS_PDF_TEXT_WIDTH);
    if (style->follows_first && self->blocks->len > 0)
      stand_beside (block->layout, ((Block *)g_ptr_array_index (self->blocks, 0))->layout);
    block->x = CS_PDF_MARGIN;
    block->gray = style->gray;
    block->space_before = i == 0 ? style->space_before : PARAGRAPH_SPACING;
    block->keeps_next = style->keeps_next;
    block->outline = i == 0 ? g_strdup (style->outline) : NULL;
    g_ptr_array_add (self->blocks, block);
    at += length;
    at += g_str_has_prefix (at, "\r\n") ? 2 : *at != '\0' ? 1 : 0;
  }
}

/**
 * cs_pdf_flow_add_pair:
 * @self: a flow
 * @label: what @value is
 * @value: one or more paragraphs
 *
 * Appends a label with its value beside it; the label stands on the right where it is written from
 * right to left.
 */
void
cs_pdf_flow_add_pair (CsPdfFlow *self, const char *label, const char *value)
{
  double label_width = CS_PDF_TEXT_WIDTH * LABEL_SHARE - LABEL_GAP;
  double value_width = CS_PDF_TEXT_WIDTH - label_width - LABEL_GAP;
  g_auto (GStrv) lines = g_strsplit (value, "\n", -1);
  g_autoptr (PangoLayout) beside = make_layout (self, label, TEXT_SIZE, FALSE, label_width);
  gboolean is_rtl = pango_layout_get_direction (beside, 0) == PANGO_DIRECTION_RTL;

  for (guint i = 0; i == 0 || lines[i] != NULL; i++) {
    Block *block = g_new0 (Block, 1);

    block->layout =
        make_layout (self, lines[i] != NULL ? lines[i] : "", TEXT_SIZE, FALSE, value_width);
    stand_beside (block->layout, beside);
    block->x = is_rtl ? CS_PDF_MARGIN : CS_PDF_MARGIN + label_width + LABEL_GAP;
    block->space_before = i == 0 ? PAIR_SPACING : 0;
    if (i == 0) {
      block->label = g_object_ref (beside);
      block->label_x = is_rtl ? CS_PDF_MARGIN + value_width + LABEL_GAP : CS_PDF_MARGIN;
    }
    g_ptr_array_add (self->blocks, block);
    if (lines[i] == NULL)
      break;
  }
}

static double
line_height (PangoLayout *layout, guint line)
{
  PangoLayoutIter *iter = pango_layout_get_iter (layout);
  int top, bottom;

  for (guint i = 0; i < line; i++)
    pango_layout_iter_next_line (iter);
  pango_layout_iter_get_line_yrange (iter, &top, &bottom);
  pango_layout_iter_free (iter);
  return (double)(bottom - top) / PANGO_SCALE;
}

static double
layout_height (PangoLayout *layout)
{
  int height;

  if (layout == NULL)
    return 0;
  pango_layout_get_size (layout, NULL, &height);
  return (double)height / PANGO_SCALE;
}

/* What has to be on the page with the first line of block @index. */
static double
height_to_keep (CsPdfFlow *self, guint index)
{
  const Block *block = g_ptr_array_index (self->blocks, index);
  double height = 0;

  for (; block->keeps_next && index + 1 < self->blocks->len; index++) {
    const Block *next = g_ptr_array_index (self->blocks, index + 1);

    height += layout_height (block->layout) + next->space_before;
    block = next;
  }
  return height + MAX (line_height (block->layout, 0), layout_height (block->label));
}

static void
add_piece (CsPdfFlow *self, const Block *block, guint first_line, double y)
{
  Piece piece = {block, first_line, 0, self->n_pages - 1, y};

  g_array_append_val (self->pieces, piece);
}

/* Puts one block on the pages from @y on; returns where the next one may begin. */
static double
place_block (CsPdfFlow *self, guint index, double y)
{
  const Block *block = g_ptr_array_index (self->blocks, index);
  PangoLayoutIter *iter = pango_layout_get_iter (block->layout);
  double label_bottom;
  guint line = 0;

  if (y > BODY_TOP)
    y += block->space_before;
  if (y > BODY_TOP && y + height_to_keep (self, index) > BODY_BOTTOM) {
    self->n_pages++;
    y = BODY_TOP;
  }
  add_piece (self, block, 0, y);
  label_bottom = y + layout_height (block->label);
  do {
    int top, bottom;
    double height;

    pango_layout_iter_get_line_yrange (iter, &top, &bottom);
    height = (double)(bottom - top) / PANGO_SCALE;
    if (y > BODY_TOP && y + height > BODY_BOTTOM) {
      self->n_pages++;
      y = BODY_TOP;
      label_bottom = 0;
      add_piece (self, block, line, y);
    }
    g_array_index (self->pieces, Piece, self->pieces->len - 1).n_lines++;
    y += height;
    line++;
  } while (pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
  return MAX (y, label_bottom);
}

/**
 * cs_pdf_flow_count_pages:
 * @self: a flow that is complete
 *
 * Breaks the text into pages: between lines, and not below what belongs to the next paragraph.
 *
 * Returns: how many pages there are, at least one
 */
guint
cs_pdf_flow_count_pages (CsPdfFlow *self)
{
  double y = BODY_TOP;

  if (self->pieces != NULL)
    return self->n_pages;
  self->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  self->n_pages = 1;
  for (guint i = 0; i < self->blocks->len; i++)
    y = place_block (self, i, y);
  return self->n_pages;
}

static void
draw_lines (CsPdfFlow *self,
            PangoLayout *layout,
            guint first_line,
            guint n_lines,
            double x,
            double y)
{
  PangoLayoutIter *iter = pango_layout_get_iter (layout);
  int start = 0;

  for (guint line = 0; line < first_line + n_lines; line++) {
    PangoRectangle extents;
    int top;

    pango_layout_iter_get_line_extents (iter, NULL, &extents);
    pango_layout_iter_get_line_yrange (iter, &top, NULL);
    if (line == first_line)
      start = top;
    if (line >= first_line) {
      cairo_move_to (self->cairo,
                     x + (double)extents.x / PANGO_SCALE,
                     y + (double)(pango_layout_iter_get_baseline (iter) - start) / PANGO_SCALE);
      pango_cairo_show_layout_line (self->cairo, pango_layout_iter_get_line_readonly (iter));
    }
    pango_layout_iter_next_line (iter);
  }
  pango_layout_iter_free (iter);
}

static void
set_gray (CsPdfFlow *self, double gray)
{
  cairo_set_source_rgb (self->cairo, gray, gray, gray);
}

static void
add_outline (CsPdfFlow *self, const Piece *piece)
{
  g_autofree char *target = g_strdup_printf ("page=%u pos=[0 %d]", piece->page + 1, (int)piece->y);

  cairo_pdf_surface_add_outline (cairo_get_target (self->cairo),
                                 CAIRO_PDF_OUTLINE_ROOT,
                                 piece->block->outline,
                                 target,
                                 0);
}

/**
 * cs_pdf_flow_draw_page:
 * @self: a flow whose pages are counted
 * @page: counted from 0
 *
 * Draws the text of a page, and enters what begins on it in the table of contents.
 */
void
cs_pdf_flow_draw_page (CsPdfFlow *self, guint page)
{
  for (guint i = 0; i < self->pieces->len; i++) {
    const Piece *piece = &g_array_index (self->pieces, Piece, i);
    const Block *block = piece->block;

    if (piece->page != page)
      continue;
    set_gray (self, block->gray);
    draw_lines (self, block->layout, piece->first_line, piece->n_lines, block->x, piece->y);
    if (piece->first_line > 0)
      continue;
    if (block->label != NULL) {
      set_gray (self, LABEL_GRAY);
      draw_lines (self,
                  block->label,
                  0,
                  (guint)pango_layout_get_line_count (block->label),
                  block->label_x,
                  piece->y);
    }
    if (block->outline != NULL)
      add_outline (self, piece);
  }
}

/**
 * cs_pdf_flow_draw_edge:
 * @self: a flow
 * @text: what stands at the head or the foot of the page, on one line
 * @baseline: where, in points from the top
 * @alignment: on which side
 *
 * Draws outside the flow; what is too long ends in an ellipsis.
 */
void
cs_pdf_flow_draw_edge (CsPdfFlow *self, const char *text, double baseline, PangoAlignment alignment)
{
  g_autoptr (PangoLayout) layout =
      make_layout (self, text, EDGE_SIZE, FALSE, CS_PDF_TEXT_WIDTH * 0.7);
  PangoRectangle extents;
  double x = CS_PDF_MARGIN;

  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_get_extents (layout, NULL, &extents);
  if (alignment == PANGO_ALIGN_RIGHT)
    x += CS_PDF_TEXT_WIDTH - (double)extents.width / PANGO_SCALE;
  set_gray (self, EDGE_GRAY);
  cairo_move_to (self->cairo, x, baseline);
  pango_cairo_show_layout_line (self->cairo, pango_layout_get_line_readonly (layout, 0));
}
