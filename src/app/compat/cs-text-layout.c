/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-text-layout.h"

/**
 * CsTextLayout:
 *
 * Layout of a widget that holds wrapping text inside a horizontal box. Such a box asks how wide its
 * children are for the height they get, and a label answers by trying width after width, with its
 * text shaped anew for each; boxes inside boxes do so for each of these. What is held here is never
 * asked: its width does not depend on its height.
 */
struct _CsTextLayout {
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (CsTextLayout, cs_text_layout, GTK_TYPE_LAYOUT_MANAGER)

static GtkSizeRequestMode
cs_text_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
cs_text_layout_measure (GtkLayoutManager *manager,
                        GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    int least_px, natural_px;

    if (!gtk_widget_should_layout (child))
      continue;
    gtk_widget_measure (child,
                        orientation,
                        orientation == GTK_ORIENTATION_HORIZONTAL ? -1 : for_size,
                        &least_px,
                        &natural_px,
                        NULL,
                        NULL);
    *minimum = MAX (*minimum, least_px);
    *natural = MAX (*natural, natural_px);
  }
}

static void
cs_text_layout_allocate (GtkLayoutManager *manager,
                         GtkWidget *widget,
                         int width,
                         int height,
                         int baseline)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_should_layout (child))
      gtk_widget_allocate (child, width, height, -1, NULL);
}

static void
cs_text_layout_class_init (CsTextLayoutClass *klass)
{
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  manager_class->get_request_mode = cs_text_layout_get_request_mode;
  manager_class->measure = cs_text_layout_measure;
  manager_class->allocate = cs_text_layout_allocate;
}

static void
cs_text_layout_init (CsTextLayout *self)
{
}

/**
 * cs_text_layout_new:
 *
 * Returns: (transfer full): for gtk_widget_set_layout_manager()
 */
GtkLayoutManager *
cs_text_layout_new (void)
{
  return g_object_new (CS_TYPE_TEXT_LAYOUT, NULL);
}
