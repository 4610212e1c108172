/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-compare-dialog.h"

#include "cs-compare.h"
#include "cs-dialog.h"

#include <glib/gi18n-lib.h>

static const CsOffer *
offer_before (const GPtrArray *offers, guint index)
{
  const CsOffer *offer = offers->pdata[index];

  for (guint i = index; i > 0; i--) {
    const CsOffer *other = offers->pdata[i - 1];

    if (other->step->approval->document == offer->step->approval->document)
      return other;
  }
  return NULL;
}

/**
 * cs_compare_dialog_find_changed:
 * @index: (out): of the newest offer with a version before it
 *
 * Returns: whether there is one
 */
gboolean
cs_compare_dialog_find_changed (CsReader *reader, guint *index)
{
  const GPtrArray *offers = cs_request_get_offers (cs_reader_get_request (reader));

  for (guint i = offers->len; i > 0; i--) {
    if (offer_before (offers, i - 1) == NULL)
      continue;
    *index = i - 1;
    return TRUE;
  }
  return FALSE;
}

static gboolean
change_cb (GtkWidget *compare, GVariant *arguments, gpointer direction)
{
  cs_compare_go (CS_COMPARE (compare), GPOINTER_TO_INT (direction));
  return TRUE;
}

static void
add_key (GtkShortcutController *controller, const char *trigger, int direction)
{
  gtk_shortcut_controller_add_shortcut (
      controller,
      gtk_shortcut_new (gtk_shortcut_trigger_parse_string (trigger),
                        gtk_callback_action_new (change_cb, GINT_TO_POINTER (direction), NULL)));
}

/**
 * cs_compare_dialog_present:
 * @parent: over whose window it stands
 * @index: of an offer of the request
 *
 * Shows what that version changed; where it is the first one, what it says.
 */
void
cs_compare_dialog_present (GtkWidget *parent, CsReader *reader, guint index)
{
  const GPtrArray *offers = cs_request_get_offers (cs_reader_get_request (reader));
  GtkWidget *compare, *scrolled;
  GtkEventController *keys;
  CsDialog *dialog;

  if (index >= offers->len)
    return;
  compare = cs_compare_new ();
  scrolled = gtk_scrolled_window_new ();
  keys = gtk_shortcut_controller_new ();
  dialog = g_object_new (CS_TYPE_DIALOG,
                         "title",
                         _ ("Compare Versions"),
                         "has-answer",
                         FALSE,
                         "default-width",
                         640,
                         "default-height",
                         620,
                         NULL);
  cs_compare_show (CS_COMPARE (compare),
                   reader,
                   offer_before (offers, index),
                   offers->pdata[index]);
  gtk_widget_add_css_class (compare, "cs-padded");
  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (keys), GTK_SHORTCUT_SCOPE_GLOBAL);
  add_key (GTK_SHORTCUT_CONTROLLER (keys), "F7", 1);
  add_key (GTK_SHORTCUT_CONTROLLER (keys), "<Shift>F7", -1);
  gtk_widget_add_controller (compare, keys);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled),
                                  GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), compare);
  cs_dialog_set_content (dialog, scrolled);
  cs_dialog_present (dialog, parent);
}
