/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-person-line.h"

/**
 * CsPersonLine:
 *
 * Shows a person in two lines.
 */
struct _CsPersonLine {
  AdwBin parent_instance;

  AdwAvatar *avatar; /* template */
  GtkLabel *name;    /* template */
  GtkLabel *detail;  /* template */
};

G_DEFINE_FINAL_TYPE (CsPersonLine, cs_person_line, ADW_TYPE_BIN)

static void
cs_person_line_dispose (GObject *object)
{
  G_OBJECT_CLASS (cs_person_line_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_PERSON_LINE);
}

/* The rest of what is cut, when it is asked for: a tooltip that is set asks the screen where the
 * pointer is, for each line of a list. */
static gboolean
query_tooltip_cb (GtkLabel *label, int x, int y, gboolean by_keyboard, GtkTooltip *tooltip)
{
  if (!pango_layout_is_ellipsized (gtk_label_get_layout (label)))
    return FALSE;
  gtk_tooltip_set_text (tooltip, gtk_label_get_text (label));
  return TRUE;
}

static void
cs_person_line_class_init (CsPersonLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_person_line_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/widgets/cs-person-line.ui");
  gtk_widget_class_bind_template_child (widget_class, CsPersonLine, avatar);
  gtk_widget_class_bind_template_child (widget_class, CsPersonLine, name);
  gtk_widget_class_bind_template_child (widget_class, CsPersonLine, detail);
  gtk_widget_class_bind_template_callback (widget_class, query_tooltip_cb);
}

static void
cs_person_line_init (CsPersonLine *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
cs_person_line_new (void)
{
  return g_object_new (CS_TYPE_PERSON_LINE, NULL);
}

/**
 * cs_person_line_set:
 * @name: of the person
 * @detail: (nullable): the second line
 */
void
cs_person_line_set (CsPersonLine *self, const char *name, const char *detail)
{
  g_return_if_fail (CS_IS_PERSON_LINE (self));

  adw_avatar_set_text (self->avatar, name);
  adw_avatar_set_show_initials (self->avatar, TRUE);
  gtk_label_set_label (self->name, name != NULL ? name : "");
  gtk_label_set_label (self->detail, detail != NULL ? detail : "");
  gtk_widget_set_visible (GTK_WIDGET (self->detail), detail != NULL && *detail != '\0');
}

/**
 * cs_person_line_set_empty:
 * @invitation: what stands where nobody is named yet; it is no name, so it has no initials
 */
void
cs_person_line_set_empty (CsPersonLine *self, const char *invitation)
{
  cs_person_line_set (self, invitation, NULL);
  adw_avatar_set_show_initials (self->avatar, FALSE);
}
