/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-compare-row.h"

#include "cs-word-diff.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Below this, the two texts are shown one after the other. */
#define PERCENT_SAME 40

/**
 * CsCompareRow:
 *
 * Removed words are struck through, added ones underlined; signs and words say it too, colour only
 * repeats it.
 */
struct _CsCompareRow {
  GtkListBoxRow parent_instance;

  GtkLabel *title;   /* template */
  GtkLabel *removed; /* template */
  GtkLabel *added;   /* template */
  GtkLabel *inline_; /* template */
};

G_DEFINE_FINAL_TYPE (CsCompareRow, cs_compare_row, GTK_TYPE_LIST_BOX_ROW)

static void
cs_compare_row_dispose (GObject *object)
{
  G_OBJECT_CLASS (cs_compare_row_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_COMPARE_ROW);
}

static void
cs_compare_row_class_init (CsCompareRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_compare_row_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/request/cs-compare-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CsCompareRow, title);
  gtk_widget_class_bind_template_child (widget_class, CsCompareRow, removed);
  gtk_widget_class_bind_template_child (widget_class, CsCompareRow, added);
  gtk_widget_class_bind_template_child_full (widget_class,
                                             "inline",
                                             FALSE,
                                             G_STRUCT_OFFSET (CsCompareRow, inline_));
}

static void
cs_compare_row_init (CsCompareRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
add_attribute (PangoAttrList *list, PangoAttribute *attribute, guint start, guint end)
{
  attribute->start_index = start;
  attribute->end_index = end;
  pango_attr_list_insert (list, attribute);
}

static void
show_words (CsCompareRow *self, const GArray *parts)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (PangoAttrList) list = pango_attr_list_new ();

  for (guint i = 0; i < parts->len; i++) {
    const CsDiffPart *part = &g_array_index (parts, CsDiffPart, i);
    guint start;

    if (part->kind != CS_DIFF_SAME)
      g_string_append (text, part->kind == CS_DIFF_REMOVED ? "−" : "+");
    start = (guint)text->len;
    g_string_append (text, part->text);
    if (part->kind == CS_DIFF_REMOVED) {
      add_attribute (list, pango_attr_strikethrough_new (TRUE), start, (guint)text->len);
    } else if (part->kind == CS_DIFF_ADDED) {
      add_attribute (list,
                     pango_attr_underline_new (PANGO_UNDERLINE_SINGLE),
                     start,
                     (guint)text->len);
      add_attribute (list, pango_attr_weight_new (PANGO_WEIGHT_SEMIBOLD), start, (guint)text->len);
    }
    if (part->kind != CS_DIFF_SAME && !g_str_has_suffix (part->text, " "))
      g_string_append_c (text, ' ');
  }
  gtk_label_set_label (self->inline_, text->str);
  gtk_label_set_attributes (self->inline_, list);
}

static void
show_side (GtkLabel *label, const char *sign, const char *text, PangoAttribute *attribute)
{
  g_autofree char *shown = g_strconcat (sign, " ", text != NULL ? text : _ ("nothing"), NULL);
  g_autoptr (PangoAttrList) list = pango_attr_list_new ();

  add_attribute (list, attribute, (guint)strlen (sign) + 1, G_MAXUINT);
  gtk_label_set_label (label, shown);
  gtk_label_set_attributes (label, list);
}

/**
 * cs_compare_row_new:
 * @title: of the field
 * @before: (nullable): its value in the earlier version
 * @after: (nullable): in the later one
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
cs_compare_row_new (const char *title, const char *before, const char *after)
{
  CsCompareRow *self = g_object_new (CS_TYPE_COMPARE_ROW, NULL);
  g_autoptr (GArray) parts =
      cs_word_diff (before != NULL ? before : "", after != NULL ? after : "");
  gboolean by_words = cs_word_diff_get_percent_same (parts) >= PERCENT_SAME;
  g_autofree char *name = g_strdup_printf (_ ("%1$s. Removed: %2$s. Added: %3$s."),
                                           title,
                                           before != NULL ? before : _ ("nothing"),
                                           after != NULL ? after : _ ("nothing"));

  gtk_label_set_label (self->title, title);
  gtk_widget_set_visible (GTK_WIDGET (self->inline_), by_words);
  gtk_widget_set_visible (GTK_WIDGET (self->removed), !by_words);
  gtk_widget_set_visible (GTK_WIDGET (self->added), !by_words);
  if (by_words)
    show_words (self, parts);
  show_side (self->removed, "−", before, pango_attr_strikethrough_new (TRUE));
  show_side (self->added, "+", after, pango_attr_underline_new (PANGO_UNDERLINE_SINGLE));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return GTK_WIDGET (self);
}
