/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-wizard-mails.h"

#include "cs-field-context.h"
#include "cs-format.h"

#include <glib/gi18n-lib.h>

/**
 * CsWizardMails:
 *
 * Nothing leaves from here (RC-26): it is shown before it is handed over.
 */
struct _CsWizardMails {
  AdwBin parent_instance;

  GtkBox *box; /* template */
};

G_DEFINE_FINAL_TYPE (CsWizardMails, cs_wizard_mails, ADW_TYPE_BIN)

static GtkWidget *
new_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

static GtkWidget *
new_mark (gboolean external)
{
  GtkWidget *mark = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  if (external)
    gtk_box_append (GTK_BOX (mark), gtk_image_new_from_icon_name ("countersign-external-symbolic"));
  gtk_box_append (GTK_BOX (mark), gtk_label_new (external ? _ ("External") : _ ("Internal")));
  gtk_widget_add_css_class (mark, "cs-badge");
  if (external)
    gtk_widget_add_css_class (mark, "warning");
  gtk_widget_set_valign (mark, GTK_ALIGN_CENTER);
  return mark;
}

static GtkWidget *
new_address (const CsRecipient *recipient, const char *rule)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *mail = cs_ltr (recipient->mail);
  g_autofree char *name = recipient->name != NULL ? cs_iso (recipient->name) : NULL;
  g_autofree char *title = NULL;
  g_autofree char *why = NULL;

  title = name != NULL ? g_strdup_printf ("%s <%s>", name, mail) : g_strdup (mail);
  why = recipient->role != NULL ? g_strdup_printf (_ ("%1$s, rule “%2$s”"), recipient->role, rule)
                                : g_strdup_printf (_ ("Rule “%s”"), rule);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), why);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), new_mark (recipient->external));
  return row;
}

static void
add_line (GtkBox *box, const char *heading, const GPtrArray *recipients, const char *rule)
{
  GtkWidget *list;

  if (recipients->len == 0)
    return;
  list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  heading,
                                  -1);
  for (guint i = 0; i < recipients->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (list), new_address (recipients->pdata[i], rule));
  gtk_box_append (box, new_label (heading, "heading"));
  gtk_box_append (box, list);
}

static void
add_reasons (GtkBox *box, const GPtrArray *reasons, const char *icon, const char *tint)
{
  for (guint i = 0; i < reasons->len; i++) {
    const CsReason *reason = reasons->pdata[i];
    GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
    GtkWidget *image = gtk_image_new_from_icon_name (icon);

    gtk_widget_add_css_class (image, tint);
    gtk_box_append (GTK_BOX (line), image);
    gtk_box_append (GTK_BOX (line), new_label (reason->text, NULL));
    gtk_box_append (box, line);
  }
}

/* What differs from the thread's last message. */

static const CsSentMail *
find_last (const CsRequest *request, const CsMail *mail)
{
  const GPtrArray *mails = cs_request_get_mails (request);

  for (guint i = mails->len; mail->thread != NULL && i > 0; i--) {
    const CsSentMail *sent = mails->pdata[i - 1];

    if (g_strcmp0 (sent->mail->thread, mail->thread) == 0)
      return sent;
  }
  return NULL;
}

static gboolean
was_told (const json_t *data, const char *mail)
{
  const char *const lines[] = {"to", "cc"};

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
    gsize index;
    json_t *address;

    json_array_foreach (json_object_get (data, lines[i]), index, address)
    {
      if (json_is_string (address) && g_ascii_strcasecmp (json_string_value (address), mail) == 0)
        return TRUE;
    }
  }
  return FALSE;
}

static gboolean
is_told (const CsDraftMail *draft, const char *mail)
{
  const GPtrArray *const lines[] = {draft->to, draft->cc};

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    for (guint j = 0; j < lines[i]->len; j++)
      if (g_ascii_strcasecmp (((const CsRecipient *)lines[i]->pdata[j])->mail, mail) == 0)
        return TRUE;
  return FALSE;
}

static void
add_names (GString *text, const char *mail)
{
  g_autofree char *shown = cs_ltr (mail);

  g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", shown);
}

static void
add_difference (GtkBox *box, const CsRequest *request, const CsDraftMail *draft)
{
  const CsSentMail *last = find_last (request, draft->mail);
  const json_t *data = last != NULL ? cs_entry_get_data (last->entry) : NULL;
  const GPtrArray *const now[] = {draft->to, draft->cc};
  const char *const before[] = {"to", "cc"};
  g_autoptr (GString) added = g_string_new (NULL);
  g_autoptr (GString) gone = g_string_new (NULL);
  g_autofree char *text = NULL;

  if (data == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (now); i++) {
    gsize index;
    json_t *address;

    for (guint j = 0; j < now[i]->len; j++) {
      const CsRecipient *recipient = now[i]->pdata[j];

      if (!was_told (data, recipient->mail))
        add_names (added, recipient->mail);
    }
    json_array_foreach (json_object_get (data, before[i]), index, address)
    {
      if (json_is_string (address) && !is_told (draft, json_string_value (address)))
        add_names (gone, json_string_value (address));
    }
  }
  if (added->len == 0 && gone->len == 0)
    text = g_strdup (_ ("The same people as in the last message of this thread."));
  else
    text = g_strdup_printf (_ ("Since the last message of this thread: new %s; no longer %s"),
                            added->len > 0 ? added->str : "–",
                            gone->len > 0 ? gone->str : "–");
  gtk_box_append (box, new_label (text, "secondary"));
}

static void
add_mail (GtkBox *box, const CsWizardPlan *plan, const CsPlanMail *mail)
{
  GtkWidget *group = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  g_autofree char *heading = cs_recipients_dup_rule (mail->mail, cs_field_context_get_language ());
  g_autofree char *rule = cs_iso (heading);
  g_autofree char *who = mail->who != NULL ? cs_iso (mail->who) : NULL;
  g_autofree char *note = NULL;

  gtk_box_append (GTK_BOX (group), new_label (heading, "title-4"));
  if (mail->is_mine)
    note = g_strdup (
        _ ("It is shown once more and handed over by a person; nothing is sent by itself."));
  else
    note = g_strdup_printf (_ ("Handed over by %s."), who);
  gtk_box_append (GTK_BOX (group), new_label (note, "secondary"));
  if (mail->draft->subject != NULL) {
    g_autofree char *subject = g_strdup_printf (_ ("Subject: %s"), mail->draft->subject);

    gtk_box_append (GTK_BOX (group), new_label (subject, NULL));
  }
  add_reasons (GTK_BOX (group), mail->draft->problems, "countersign-overdue-symbolic", "error");
  add_reasons (GTK_BOX (group), mail->draft->warnings, "countersign-question-symbolic", "warning");
  /* Translators: the To line of a message */
  add_line (GTK_BOX (group), _ ("To"), mail->draft->to, rule);
  /* Translators: the Cc line of a message */
  add_line (GTK_BOX (group), _ ("Cc"), mail->draft->cc, rule);
  add_difference (GTK_BOX (group), plan->request, mail->draft);
  gtk_box_append (box, group);
}

/**
 * cs_wizard_mails_show:
 * @plan: with the messages
 */
void
cs_wizard_mails_show (CsWizardMails *self, const CsWizardPlan *plan)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->box))) != NULL)
    gtk_box_remove (self->box, child);
  if (plan->mails->len == 0)
    gtk_box_append (
        self->box,
        new_label (
            _ ("Nothing is to be sent here. Later steps name their messages and who gets them."),
            NULL));
  for (guint i = 0; i < plan->mails->len; i++)
    add_mail (self->box, plan, plan->mails->pdata[i]);
}

static void
cs_wizard_mails_dispose (GObject *object)
{
  G_OBJECT_CLASS (cs_wizard_mails_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_WIZARD_MAILS);
}

static void
cs_wizard_mails_class_init (CsWizardMailsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_wizard_mails_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/wizard/cs-wizard-mails.ui");
  gtk_widget_class_bind_template_child (widget_class, CsWizardMails, box);
}

static void
cs_wizard_mails_init (CsWizardMails *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
