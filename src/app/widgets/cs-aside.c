/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-aside.h"

/* Words that are given less than this, and want more, are hard to read. */
#define LEAST_WORDS_PX 180
#define SPACING_PX     12
#define GAP_PX         4

/**
 * CsAside:
 *
 * What a narrow window, a large text or a long language would squeeze is parted instead.
 */
struct _CsAside {
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (CsAside, cs_aside, GTK_TYPE_WIDGET)

typedef struct {
  GtkWidget *words;
  GtkWidget *aside; /* (nullable) when nothing stands there */
  GtkWidget *empty; /* (nullable) then: what would */
  int words_least_px, words_natural_px, aside_least_px, aside_natural_px;
} Parts;

static void
find_parts (CsAside *self, Parts *parts)
{
  GtkWidget *words = gtk_widget_get_first_child (GTK_WIDGET (self));
  GtkWidget *aside = words != NULL ? gtk_widget_get_next_sibling (words) : NULL;

  *parts = (Parts){.words = words};
  if (words != NULL)
    gtk_widget_measure (words,
                        GTK_ORIENTATION_HORIZONTAL,
                        -1,
                        &parts->words_least_px,
                        &parts->words_natural_px,
                        NULL,
                        NULL);
  if (aside == NULL || !gtk_widget_should_layout (aside))
    return;
  gtk_widget_measure (aside,
                      GTK_ORIENTATION_HORIZONTAL,
                      -1,
                      &parts->aside_least_px,
                      &parts->aside_natural_px,
                      NULL,
                      NULL);
  if (parts->aside_natural_px > 0)
    parts->aside = aside;
  else
    parts->empty = aside;
}

static gboolean
is_beside (const Parts *parts, int width_px)
{
  int words_px = MAX (parts->words_least_px, MIN (parts->words_natural_px, LEAST_WORDS_PX));

  return width_px < 0 || words_px + SPACING_PX + parts->aside_natural_px <= width_px;
}

static int
height_of (GtkWidget *widget, int width_px)
{
  int height_px;

  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, width_px, &height_px, NULL, NULL, NULL);
  return height_px;
}

static void
cs_aside_measure (GtkWidget *widget,
                  GtkOrientation orientation,
                  int for_size,
                  int *minimum,
                  int *natural,
                  int *minimum_baseline,
                  int *natural_baseline)
{
  Parts parts;
  int words_px;

  *minimum = *natural = 0;
  find_parts (CS_ASIDE (widget), &parts);
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = MAX (parts.words_least_px, parts.aside_least_px);
    *natural =
        parts.words_natural_px + (parts.aside != NULL ? SPACING_PX + parts.aside_natural_px : 0);
    return;
  }
  if (parts.words == NULL)
    return;
  if (parts.aside == NULL) {
    *minimum = height_of (parts.words, for_size);
  } else if (is_beside (&parts, for_size)) {
    words_px = for_size < 0 ? -1 : for_size - SPACING_PX - parts.aside_natural_px;
    *minimum =
        MAX (height_of (parts.words, words_px), height_of (parts.aside, parts.aside_natural_px));
  } else {
    *minimum = height_of (parts.words, for_size) + GAP_PX +
               height_of (parts.aside, MIN (for_size, parts.aside_natural_px));
  }
  *natural = *minimum;
}

static void
place (CsAside *self,
       GtkWidget *child,
       int from_px,
       int y_px,
       int width_px,
       int height_px,
       int all_px)
{
  gboolean is_mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  const GtkAllocation where = {.x = is_mirrored ? all_px - from_px - width_px : from_px,
                               .y = y_px,
                               .width = width_px,
                               .height = height_px};

  gtk_widget_size_allocate (child, &where, -1);
}

/* The words in the middle of the height. They are not aligned there by themselves: the toolkit then
 * tries width after width for that height, with all text shaped anew for each. */
static void
place_words (CsAside *self, GtkWidget *words, int width_px, int height_px, int all_px)
{
  int words_px = MIN (height_of (words, width_px), height_px);

  place (self, words, 0, (height_px - words_px) / 2, width_px, words_px, all_px);
}

static void
cs_aside_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  CsAside *self = CS_ASIDE (widget);
  Parts parts;
  int aside_px, words_px;

  find_parts (self, &parts);
  if (parts.words == NULL)
    return;
  if (parts.empty != NULL)
    place (self, parts.empty, 0, 0, 0, 0, width);
  if (parts.aside == NULL) {
    place_words (self, parts.words, width, height, width);
    return;
  }
  aside_px = MIN (width, parts.aside_natural_px);
  if (is_beside (&parts, width)) {
    words_px = width - SPACING_PX - aside_px;
    place_words (self, parts.words, words_px, height, width);
    place (self, parts.aside, words_px + SPACING_PX, 0, aside_px, height, width);
    return;
  }
  words_px = height_of (parts.words, width);
  place (self, parts.words, 0, 0, width, words_px, width);
  place (self,
         parts.aside,
         0,
         words_px + GAP_PX,
         aside_px,
         MAX (height - words_px - GAP_PX, 0),
         width);
}

static GtkSizeRequestMode
cs_aside_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
cs_aside_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (cs_aside_parent_class)->dispose (object);
}

static void
cs_aside_class_init (CsAsideClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_aside_dispose;
  widget_class->measure = cs_aside_measure;
  widget_class->size_allocate = cs_aside_size_allocate;
  widget_class->get_request_mode = cs_aside_get_request_mode;
}

static void
cs_aside_init (CsAside *self)
{
}
