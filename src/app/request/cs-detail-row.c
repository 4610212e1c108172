/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-detail-row.h"

#include "cs-aside.h"
#include "cs-wrap.h"

#include "cs-button.h"

/* Of an icon and the space after it: buttons begin where the text does. */
#define ICON_WIDTH 28

/**
 * CsDetailRow:
 *
 * Everything wraps; buttons stand below the text.
 */
struct _CsDetailRow {
  GtkListBoxRow parent_instance;

  GtkImage *icon;  /* template */
  GtkLabel *title; /* template */
  GtkLabel *text;  /* template */
  GtkLabel *note;  /* template */
  GtkBox *extras;  /* template */
  GtkBox *words;   /* template */
  CsWrap *buttons; /* template */
  GtkBox *end;     /* template */
};

G_DEFINE_FINAL_TYPE (CsDetailRow, cs_detail_row, GTK_TYPE_LIST_BOX_ROW)

static void
cs_detail_row_dispose (GObject *object)
{
  G_OBJECT_CLASS (cs_detail_row_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_DETAIL_ROW);
}

static void
cs_detail_row_class_init (CsDetailRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_detail_row_dispose;
  g_type_ensure (CS_TYPE_ASIDE);
  g_type_ensure (CS_TYPE_WRAP);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/request/cs-detail-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CsDetailRow, icon);
  gtk_widget_class_bind_template_child (widget_class, CsDetailRow, title);
  gtk_widget_class_bind_template_child (widget_class, CsDetailRow, text);
  gtk_widget_class_bind_template_child (widget_class, CsDetailRow, note);
  gtk_widget_class_bind_template_child (widget_class, CsDetailRow, extras);
  gtk_widget_class_bind_template_child (widget_class, CsDetailRow, words);
  gtk_widget_class_bind_template_child (widget_class, CsDetailRow, buttons);
  gtk_widget_class_bind_template_child (widget_class, CsDetailRow, end);
}

static void
cs_detail_row_init (CsDetailRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
set_label (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

/* What a screen reader says of the row as a whole. */
static void
name_row (CsDetailRow *self)
{
  g_autofree char *name = g_strdup_printf ("%s. %s %s",
                                           gtk_label_get_label (self->title),
                                           gtk_label_get_label (self->text),
                                           gtk_label_get_label (self->note));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  g_strstrip (name),
                                  -1);
}

/**
 * cs_detail_row_new:
 * @icon: (nullable): name of an icon
 * @title: what it is
 * @text: (nullable): more about it
 *
 * Returns: (transfer floating): a row
 */
CsDetailRow *
cs_detail_row_new (const char *icon, const char *title, const char *text)
{
  CsDetailRow *self = g_object_new (CS_TYPE_DETAIL_ROW, NULL);

  gtk_image_set_from_icon_name (self->icon, icon);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), icon != NULL);
  gtk_widget_set_margin_start (GTK_WIDGET (self->buttons), icon != NULL ? ICON_WIDTH : 0);
  set_label (self->title, title);
  set_label (self->text, text);
  name_row (self);
  return self;
}

/**
 * cs_detail_row_new_fact:
 * @title: what is asked
 * @value: (nullable): the answer
 *
 * Returns: (transfer floating): a row on which the answer is the larger
 */
CsDetailRow *
cs_detail_row_new_fact (const char *title, const char *value)
{
  CsDetailRow *self = cs_detail_row_new (NULL, title, value);

  gtk_widget_add_css_class (GTK_WIDGET (self), "cs-fact");
  gtk_label_set_selectable (self->text, TRUE);
  return self;
}

/**
 * cs_detail_row_set_note:
 * @note: (nullable): who and when, in small letters
 */
void
cs_detail_row_set_note (CsDetailRow *self, const char *note)
{
  set_label (self->note, note);
  name_row (self);
}

/**
 * cs_detail_row_set_tint:
 * @tint: style class of the icon: "success", "warning", "error", "accent"
 */
void
cs_detail_row_set_tint (CsDetailRow *self, const char *tint)
{
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), tint);
}

static GtkWidget *
earlier_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_width_chars (GTK_LABEL (label), 8);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, style);
  return label;
}

/**
 * cs_detail_row_set_earlier:
 * @title: what is asked
 * @text: the answer
 * @note: (nullable): who and when
 *
 * Puts the earlier word on the same matter before the row’s own, side by side where there is room.
 */
void
cs_detail_row_set_earlier (CsDetailRow *self, const char *title, const char *text, const char *note)
{
  GtkWidget *words = GTK_WIDGET (self->words);
  GtkWidget *pair = cs_wrap_new (36);
  GtkWidget *earlier = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  g_autofree char *name = NULL;

  gtk_box_append (GTK_BOX (earlier), earlier_label (title, "cs-title"));
  gtk_box_append (GTK_BOX (earlier), earlier_label (text, "cs-text"));
  if (note != NULL) {
    GtkWidget *label = earlier_label (note, "caption");

    gtk_widget_add_css_class (label, "secondary");
    gtk_box_append (GTK_BOX (earlier), label);
  }
  g_object_ref (words);
  gtk_box_remove (self->extras, words);
  cs_wrap_append (CS_WRAP (pair), earlier);
  cs_wrap_append (CS_WRAP (pair), words);
  g_object_unref (words);
  gtk_box_prepend (self->extras, pair);
  name = g_strdup_printf ("%s. %s %s. %s. %s %s",
                          title,
                          text,
                          note != NULL ? note : "",
                          gtk_label_get_label (self->title),
                          gtk_label_get_label (self->text),
                          gtk_label_get_label (self->note));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/**
 * cs_detail_row_add_button:
 * @label: without access key
 * @action: detailed name, found from the row upwards
 * @target: (nullable): (transfer floating): what the action is about
 *
 * Returns: (transfer none): the button
 */
GtkWidget *
cs_detail_row_add_button (CsDetailRow *self,
                          const char *label,
                          const char *action,
                          GVariant *target)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *child = gtk_label_new (label);

  gtk_label_set_ellipsize (GTK_LABEL (child), PANGO_ELLIPSIZE_MIDDLE);
  gtk_button_set_child (GTK_BUTTON (button), child);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label,
                                  -1);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button), target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  cs_detail_row_add_extra (self, button);
  return button;
}

/**
 * cs_detail_row_add_extra:
 * @widget: (transfer floating): stands among the buttons
 */
void
cs_detail_row_add_extra (CsDetailRow *self, GtkWidget *widget)
{
  cs_wrap_append (self->buttons, widget);
  gtk_widget_set_visible (GTK_WIDGET (self->buttons), TRUE);
}

/**
 * cs_detail_row_add_below:
 * @widget: (transfer floating): has a line of its own, below the buttons
 */
void
cs_detail_row_add_below (CsDetailRow *self, GtkWidget *widget)
{
  GtkWidget *lines = gtk_widget_get_parent (GTK_WIDGET (self->buttons));

  gtk_widget_set_margin_start (widget, gtk_widget_get_margin_start (GTK_WIDGET (self->buttons)));
  gtk_box_append (GTK_BOX (lines), widget);
}

/**
 * cs_detail_row_add_end:
 * @widget: (transfer floating): a badge or a mark at the end of the first line
 */
void
cs_detail_row_add_end (CsDetailRow *self, GtkWidget *widget)
{
  gtk_box_append (self->end, widget);
}

/**
 * cs_detail_list_add:
 * @box: where
 * @heading: (nullable): above the list
 * @mark: (nullable) (transfer floating): beside the heading
 *
 * Returns: (transfer none): an empty list
 */
GtkListBox *
cs_detail_list_add (GtkBox *box, const char *heading, GtkWidget *mark)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *line, *label;

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  if (heading != NULL) {
    line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
    label = gtk_label_new (heading);
    gtk_label_set_wrap (GTK_LABEL (label), TRUE);
    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_widget_add_css_class (label, "heading");
    gtk_widget_set_margin_top (line, 12);
    gtk_box_append (GTK_BOX (line), label);
    if (mark != NULL)
      gtk_box_append (GTK_BOX (line), mark);
    gtk_box_append (box, line);
    gtk_accessible_update_property (GTK_ACCESSIBLE (list),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    heading,
                                    -1);
  }
  gtk_box_append (box, list);
  return GTK_LIST_BOX (list);
}

/**
 * cs_box_clear:
 *
 * Takes everything out of a box.
 */
void
cs_box_clear (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}

/**
 * cs_caption_new:
 * @text: small secondary text
 *
 * Returns: (transfer floating): a label that wraps
 */
GtkWidget *
cs_caption_new (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "secondary");
  return label;
}
