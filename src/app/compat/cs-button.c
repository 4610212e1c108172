/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-button.h"

#include <glib/gi18n-lib.h>

#include <string.h>

/**
 * cs_plain_label:
 * @label: with an access key, “_Approve”
 *
 * Returns: (transfer full): “Approve”
 */
char *
cs_plain_label (const char *label)
{
  GString *out = g_string_new (NULL);

  for (const char *p = label; *p != '\0'; p++) {
    if (*p == '_' && p[1] != '\0')
      p++;
    g_string_append_c (out, *p);
  }
  return g_string_free (out, FALSE);
}

/**
 * cs_button_name:
 * @button: a button with an access key, from a template or from code
 * @label: what it shows, with the access key
 *
 * Sets the label, and the name that a screen reader says, which GTK 4.8 would double otherwise.
 */
void
cs_button_name (GtkWidget *button, const char *label)
{
  g_autofree char *plain = cs_plain_label (label);

  gtk_button_set_label (GTK_BUTTON (button), label);
  gtk_button_set_use_underline (GTK_BUTTON (button), TRUE);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  plain,
                                  -1);
}

/**
 * cs_icon_button:
 * @icon_name: of a symbolic icon
 * @name: what the button does, for the tooltip and the screen reader
 *
 * Returns: (transfer floating): a button
 */
GtkWidget *
cs_icon_button (const char *icon_name, const char *name)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return button;
}

/**
 * cs_label_button:
 * @label: with an access key
 *
 * Returns: (transfer floating): a button
 */
GtkWidget *
cs_label_button (const char *label)
{
  GtkWidget *button = gtk_button_new ();

  cs_button_name (button, label);
  return button;
}

static void
name_arrows (GtkWidget *widget, guint *n_named)
{
  const char *const names[] = {_ ("Previous month"),
                               _ ("Next month"),
                               _ ("Previous year"),
                               _ ("Next year")};

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    if (GTK_IS_BUTTON (child) && *n_named < G_N_ELEMENTS (names))
      gtk_accessible_update_property (GTK_ACCESSIBLE (child),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      names[(*n_named)++],
                                      -1);
    else
      name_arrows (child, n_named);
  }
}

/**
 * cs_calendar_name_arrows:
 *
 * Names the arrows of a calendar, which have no names of their own before GTK 4.14.
 */
void
cs_calendar_name_arrows (GtkCalendar *calendar)
{
  guint n_named = 0;

  g_return_if_fail (GTK_IS_CALENDAR (calendar));
  name_arrows (GTK_WIDGET (calendar), &n_named);
}
