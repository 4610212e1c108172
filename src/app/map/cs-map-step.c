/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-map-step.h"

#define N_WIDTH_CHARS 15

/**
 * CsMapStep:
 *
 * Its words wrap, so it is as wide as the map has room for and as high as they need.
 */
struct _CsMapStep {
  GtkButton parent_instance;

  const CsStep *step; /* (borrowed) of the map's pack */
  GtkImage *icon;     /* (borrowed) child */
  GtkLabel *title;    /* (borrowed) child */
  GtkLabel *state;    /* (borrowed) child */
  GtkLabel *blocks;   /* (borrowed) child */
};

G_DEFINE_FINAL_TYPE (CsMapStep, cs_map_step, GTK_TYPE_BUTTON)

static void
cs_map_step_class_init (CsMapStepClass *klass)
{
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_LIST_ITEM);
}

static GtkLabel *
add_label (GtkBox *box, const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_width_chars (GTK_LABEL (label), N_WIDTH_CHARS);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (box, label);
  return GTK_LABEL (label);
}

static void
cs_map_step_init (CsMapStep *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  self->icon = GTK_IMAGE (gtk_image_new ());
  gtk_widget_set_valign (GTK_WIDGET (self->icon), GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->icon));
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  self->title = add_label (GTK_BOX (words), "cs-title");
  self->state = add_label (GTK_BOX (words), "cs-text");
  self->blocks = add_label (GTK_BOX (words), "cs-blocks");
  gtk_box_append (GTK_BOX (line), words);
  gtk_button_set_child (GTK_BUTTON (self), line);
  gtk_widget_add_css_class (GTK_WIDGET (self), "cs-map-step");
}

/**
 * cs_map_step_new:
 * @step: of a pack that lives longer
 *
 * Returns: (transfer floating): an empty one
 */
GtkWidget *
cs_map_step_new (const CsStep *step)
{
  CsMapStep *self = g_object_new (CS_TYPE_MAP_STEP, NULL);

  self->step = step;
  return GTK_WIDGET (self);
}

const CsStep *
cs_map_step_get_step (CsMapStep *self)
{
  return self->step;
}

static void
show_line (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

/**
 * cs_map_step_show:
 * @icon: name of an icon
 * @title: what it is
 * @state: (nullable): how far it is
 * @blocks: (nullable): what it waits for
 */
void
cs_map_step_show (CsMapStep *self,
                  const char *icon,
                  const char *title,
                  const char *state,
                  const char *blocks)
{
  gtk_image_set_from_icon_name (self->icon, icon);
  show_line (self->title, title);
  show_line (self->state, state);
  show_line (self->blocks, blocks);
}

/**
 * cs_map_step_set_look:
 * @tint: (nullable): class of its colour
 * @is_aside: it is not among the steps that follow each other
 */
void
cs_map_step_set_look (CsMapStep *self, const char *tint, gboolean is_aside)
{
  if (tint != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), tint);
  if (is_aside)
    gtk_widget_add_css_class (GTK_WIDGET (self), "cs-aside");
}
