/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-mail-rows.h"

#include "cs-format.h"

#include <glib/gi18n-lib.h>

/* The rows of a message that is shown before it leaves. */

static GtkWidget *
make_badge (const CsRecipient *recipient)
{
  const char *text = recipient->is_client  ? _ ("Client")
                     : recipient->external ? _ ("External")
                                           : _ ("Internal");
  GtkWidget *badge = gtk_label_new (text);

  gtk_widget_add_css_class (badge, "cs-badge");
  if (recipient->is_client || recipient->external)
    gtk_widget_add_css_class (badge, "warning");
  gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
  return badge;
}

/* “support@…”, “Support Desk, rule “RC-01 · Pre-sales thread”” */
static char *
recipient_detail (const CsRecipient *recipient, const char *rule)
{
  g_autofree char *mail = cs_ltr (recipient->mail);
  g_autofree char *role = NULL;

  if (recipient->role == NULL) {
    /* Translators: a mail address, and the rule that makes its owner a recipient */
    return g_strdup_printf (_ ("%1$s\nRule “%2$s”"), mail, rule);
  }
  role = cs_iso (recipient->role);
  /* Translators: a mail address, the role that makes its owner a recipient, and the rule that says
   * so */
  return g_strdup_printf (_ ("%1$s\n%2$s, rule “%3$s”"), mail, role, rule);
}

/**
 * cs_mail_rows_add_recipients:
 * @group: an #AdwPreferencesGroup; hidden when there is nobody
 * @recipients: (element-type CsRecipient): the addresses of one line of the header
 * @rule: the rule of the message, in words
 *
 * Adds one row for each address, with the role and the rule that put it there (RC-20).
 */
void
cs_mail_rows_add_recipients (GtkWidget *group, const GPtrArray *recipients, const char *rule)
{
  gtk_widget_set_visible (group, recipients->len > 0);
  for (guint i = 0; i < recipients->len; i++) {
    const CsRecipient *recipient = recipients->pdata[i];
    GtkWidget *row = adw_action_row_new ();
    g_autofree char *detail = recipient_detail (recipient, rule);
    g_autofree char *markup = g_markup_escape_text (detail, -1);
    g_autofree char *name = g_markup_escape_text (recipient->name, -1);

    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), markup);
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_badge (recipient));
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  }
}

/**
 * cs_mail_rows_add_note:
 * @group: an #AdwPreferencesGroup; shown from now on
 * @text: what is the matter, a sentence
 * @is_problem: whether the message cannot leave because of it
 *
 * Adds a row that says what stands in the way, or what should be looked at twice.
 */
void
cs_mail_rows_add_note (GtkWidget *group, const char *text, gboolean is_problem)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name (is_problem ? "countersign-cross-symbolic"
                                                             : "countersign-question-symbolic");
  g_autofree char *markup = g_markup_escape_text (text, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), markup);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                               is_problem ? _ ("The message cannot leave before this is settled.")
                                          : _ ("Please look twice."));
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  gtk_widget_add_css_class (icon, is_problem ? "error" : "warning");
  gtk_accessible_update_state (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  gtk_widget_set_visible (group, TRUE);
}
