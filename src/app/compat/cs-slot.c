/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-slot.h"

/**
 * CsSlot:
 *
 * Holds one child and says the same natural width whatever the child says, so that panes fold at
 * widths that the design chose and not at widths that a long label happens to have.
 */
struct _CsSlot {
  GtkWidget parent_instance;

  GtkWidget *child; /* (owned) (nullable) */
  int wish_px;
};

G_DEFINE_FINAL_TYPE (CsSlot, cs_slot, GTK_TYPE_WIDGET)

static void
cs_slot_measure (GtkWidget *widget,
                 GtkOrientation orientation,
                 int for_size,
                 int *minimum,
                 int *natural,
                 int *minimum_baseline,
                 int *natural_baseline)
{
  CsSlot *self = CS_SLOT (widget);

  *minimum = *natural = 0;
  if (self->child != NULL)
    gtk_widget_measure (self->child, orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = MAX (*minimum, self->wish_px);
  *minimum_baseline = *natural_baseline = -1;
}

static void
cs_slot_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  CsSlot *self = CS_SLOT (widget);

  if (self->child != NULL)
    gtk_widget_allocate (self->child, width, height, baseline, NULL);
}

static void
cs_slot_dispose (GObject *object)
{
  CsSlot *self = CS_SLOT (object);

  g_clear_pointer (&self->child, gtk_widget_unparent);
  G_OBJECT_CLASS (cs_slot_parent_class)->dispose (object);
}

static void
cs_slot_class_init (CsSlotClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_slot_dispose;
  widget_class->measure = cs_slot_measure;
  widget_class->size_allocate = cs_slot_size_allocate;
}

static void
cs_slot_init (CsSlot *self)
{
}

/**
 * cs_slot_new:
 * @wish_px: the natural width
 *
 * Returns: (transfer floating): an empty slot
 */
GtkWidget *
cs_slot_new (int wish_px)
{
  CsSlot *self = g_object_new (CS_TYPE_SLOT, NULL);

  self->wish_px = wish_px;
  return GTK_WIDGET (self);
}

/**
 * cs_slot_set_child:
 * @child: (nullable): takes the place of the present child
 */
void
cs_slot_set_child (CsSlot *self, GtkWidget *child)
{
  g_return_if_fail (CS_IS_SLOT (self));

  if (self->child == child)
    return;
  g_clear_pointer (&self->child, gtk_widget_unparent);
  self->child = child;
  if (child != NULL)
    gtk_widget_set_parent (child, GTK_WIDGET (self));
}

GtkWidget *
cs_slot_get_child (CsSlot *self)
{
  g_return_val_if_fail (CS_IS_SLOT (self), NULL);
  return self->child;
}

void
cs_slot_set_wish (CsSlot *self, int wish_px)
{
  g_return_if_fail (CS_IS_SLOT (self));

  self->wish_px = wish_px;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
