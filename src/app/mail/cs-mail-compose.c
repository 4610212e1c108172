/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-mail-compose.h"

#include "cs-button.h"
#include "cs-field-context.h"
#include "cs-file-dialog.h"
#include "cs-mail-hand-over.h"
#include "cs-mail-parts.h"
#include "cs-mail-rows.h"
#include "cs-wrap.h"

#include <glib/gi18n-lib.h>

typedef enum { HAND_OVER, SAVE, RECORD } Way;

/**
 * CsMailCompose:
 *
 * Shows the draft and hands it over; the entry that records it names exactly what was shown.
 */
struct _CsMailCompose {
  CsDialog parent_instance;

  CsSession *session;        /* (owned) */
  CsRequestView *view;       /* (owned): keeps mail and step alive */
  const CsStep *step;        /* (nullable) */
  CsDraftMail *draft;        /* (owned) */
  GPtrArray *parts;          /* (owned) CsMailPart */
  CsMailMessage *message;    /* (owned) (nullable) while it is handed over */
  GCancellable *cancellable; /* (owned) */
  CsMailWay mail_way;
  gboolean is_busy;
  gboolean is_blocked;

  GtkWidget *notes;       /* template */
  GtkWidget *to;          /* template */
  GtkWidget *cc;          /* template */
  GtkWidget *subject;     /* template */
  GtkWidget *body;        /* template */
  GtkWidget *attachments; /* template */
  GtkWidget *sample_note; /* template */
  GtkWidget *copy;        /* template */
  GtkWidget *save;        /* template */
  GtkWidget *hand_over;   /* template */
  GtkWidget *record;      /* template */
};

G_DEFINE_FINAL_TYPE (CsMailCompose, cs_mail_compose, CS_TYPE_DIALOG)

/* --- what is shown --- */

static void
add_note (CsMailCompose *self, const char *text, gboolean is_problem)
{
  cs_mail_rows_add_note (self->notes, text, is_problem);
  self->is_blocked = self->is_blocked || is_problem;
}

static const CsAction *
find_action (CsMailCompose *self)
{
  const GPtrArray *actions = cs_request_view_get_actions (self->view);
  const CsAction *found = NULL;

  for (guint i = 0; i < actions->len; i++) {
    const CsAction *action = actions->pdata[i];
    if (action->kind != CS_ACTION_MAIL || action->mail != self->draft->mail)
      continue;
    if (action->step == self->step && (found == NULL || action->is_open))
      found = action;
  }
  return found;
}

static gboolean
has_reason (const GPtrArray *reasons, const CsReason *reason)
{
  for (guint i = 0; i < reasons->len; i++)
    if (g_strcmp0 (((CsReason *)reasons->pdata[i])->text, reason->text) == 0)
      return TRUE;
  return FALSE;
}

static void
show_notes (CsMailCompose *self)
{
  const CsAction *action = find_action (self);

  for (guint i = 0; i < self->draft->problems->len; i++)
    add_note (self, ((CsReason *)self->draft->problems->pdata[i])->text, TRUE);
  for (guint i = 0; action != NULL && !action->is_open && i < action->reasons->len; i++)
    if (!has_reason (self->draft->problems, action->reasons->pdata[i]))
      add_note (self, ((CsReason *)action->reasons->pdata[i])->text, TRUE);
  if (action == NULL)
    add_note (self, _ ("This message is not to be sent now."), TRUE);
  for (guint i = 0; i < self->draft->warnings->len; i++)
    add_note (self, ((CsReason *)self->draft->warnings->pdata[i])->text, FALSE);
  if (self->mail_way == CS_MAIL_WAY_LINK && self->parts->len > 0 &&
      gtk_widget_get_visible (self->hand_over))
    add_note (
        self,
        _ ("The mail program takes no attachments from here. Attach the files to the draft, or "
           "save the whole message as a file."),
        FALSE);
}

static void
save_part_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CsMailCompose) self = data;
  const CsMailPart *part = g_object_get_data (source, "cs-part");
  g_autoptr (GFile) file = cs_file_save_finish (result);
  g_autoptr (GError) error = NULL;
  gboolean is_done;

  if (file == NULL || self->parts == NULL)
    return;
  if (part->file != NULL)
    is_done = g_file_copy (part->file, file, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &error);
  else
    is_done = g_file_replace_contents (file,
                                       g_bytes_get_data (part->bytes, NULL),
                                       g_bytes_get_size (part->bytes),
                                       NULL,
                                       FALSE,
                                       G_FILE_CREATE_REPLACE_DESTINATION,
                                       NULL,
                                       NULL,
                                       &error);
  if (!is_done)
    cs_session_toast_error (self->session, _ ("The file was not saved"), error);
}

static void
part_clicked_cb (CsMailCompose *self, GtkWidget *button)
{
  const CsMailPart *part = g_object_get_data (G_OBJECT (button), "cs-part");

  cs_file_save_async (button, _ ("Save Attachment"), part->name, save_part_cb, g_object_ref (self));
}

static void
show_parts (CsMailCompose *self)
{
  gtk_widget_set_visible (self->attachments, self->parts->len > 0);
  for (guint i = 0; i < self->parts->len; i++) {
    CsMailPart *part = self->parts->pdata[i];
    GtkWidget *row = adw_action_row_new ();
    g_autofree char *name = g_markup_escape_text (part->name, -1);
    /* Translators: a file name */
    g_autofree char *label = g_strdup_printf (_ ("Save %s"), part->name);
    GtkWidget *button = cs_icon_button ("document-save-symbolic", label);

    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
    if (part->bytes != NULL) {
      g_autofree char *size = g_format_size (g_bytes_get_size (part->bytes));
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), size);
    }
    gtk_widget_add_css_class (button, "flat");
    gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
    g_object_set_data (G_OBJECT (button), "cs-part", part);
    g_signal_connect_object (button,
                             "clicked",
                             G_CALLBACK (part_clicked_cb),
                             self,
                             G_CONNECT_SWAPPED);
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->attachments), row);
  }
}

static void
update_buttons (CsMailCompose *self)
{
  gboolean can_leave = !self->is_blocked && !self->is_busy;

  gtk_widget_set_sensitive (self->save, can_leave);
  gtk_widget_set_sensitive (self->record, can_leave);
  gtk_widget_set_sensitive (self->hand_over, can_leave && self->mail_way != CS_MAIL_WAY_NONE);
}

/* --- recording --- */

static void
recorded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CsMailCompose) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CsOutcome) outcome =
      cs_workspace_submit_finish (CS_WORKSPACE (source), result, &error);

  self->is_busy = FALSE;
  if (self->draft == NULL)
    return;
  if (outcome == NULL)
    cs_session_toast_error (self->session, _ ("The message was not recorded"), error);
  else if (!outcome->is_accepted && outcome->reason != NULL)
    add_note (self, outcome->reason->text, TRUE);
  update_buttons (self);
  if (outcome == NULL || !outcome->is_accepted)
    return;
  cs_session_toast (self->session, _ ("Message handed over and recorded"));
  cs_dialog_close (CS_DIALOG (self));
}

static void
record (CsMailCompose *self, const char *message_id)
{
  json_t *data = cs_recipients_entry_data (self->draft, self->step, message_id);

  cs_workspace_submit_async (cs_session_get_workspace (self->session),
                             cs_request_get_id (cs_request_view_get_request (self->view)),
                             "mail",
                             data,
                             NULL,
                             recorded_cb,
                             g_object_ref (self));
  json_decref (data);
}

static void
fail (CsMailCompose *self, const GError *error)
{
  self->is_busy = FALSE;
  if (self->draft == NULL)
    return;
  update_buttons (self);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    cs_session_toast_error (self->session, _ ("The message was not handed over"), error);
}

/* --- ways out --- */

static void
handed_over_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CsMailCompose) self = data;
  g_autoptr (GError) error = NULL;

  if (!cs_mail_hand_over_finish (result, &error))
    fail (self, error);
  else if (self->draft != NULL)
    record (self, self->mail_way == CS_MAIL_WAY_FILE ? self->message->message_id : NULL);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CsMailCompose) self = data;
  g_autoptr (GError) error = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    fail (self, error);
  else if (self->draft != NULL)
    record (self, self->message->message_id);
}

static void
file_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CsMailCompose) self = data;
  g_autoptr (GFile) file = cs_file_save_finish (result);
  g_autoptr (GBytes) eml = NULL;
  g_autoptr (GError) error = NULL;

  if (self->draft == NULL)
    return;
  if (file == NULL) {
    self->is_busy = FALSE;
    update_buttons (self);
    return;
  }
  eml = cs_mail_message_to_eml (self->message, &error);
  if (eml == NULL) {
    fail (self, error);
    return;
  }
  g_file_replace_contents_bytes_async (file,
                                       eml,
                                       NULL,
                                       FALSE,
                                       G_FILE_CREATE_REPLACE_DESTINATION,
                                       NULL,
                                       written_cb,
                                       g_object_ref (self));
}

typedef struct {
  CsDraftMail *draft;     /* (borrowed) from the dialog, which the task holds */
  const CsPerson *sender; /* (borrowed) from its view */
  GPtrArray *parts;       /* (owned) */
  CsInstant now;
} Making;

static void
making_free (gpointer data)
{
  Making *making = data;

  g_ptr_array_unref (making->parts);
  g_free (making);
}

static void
make_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Making *making = data;
  GError *error = NULL;
  CsMailMessage *message = cs_mail_parts_make_message (making->draft,
                                                       making->sender,
                                                       making->parts,
                                                       making->now,
                                                       &error);

  if (message != NULL)
    g_task_return_pointer (task, message, (GDestroyNotify)cs_mail_message_free);
  else
    g_task_return_error (task, error);
}

static char *
file_name (CsMailCompose *self)
{
  const char *number = cs_request_get_number (cs_request_view_get_request (self->view));
  g_autofree char *name =
      g_strdup_printf ("%s %s", number != NULL ? number : "", self->draft->mail->id);

  g_strdelimit (name, "/\\:", '-');
  return g_strconcat (g_strstrip (name), ".eml", NULL);
}

static void
made_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  CsMailCompose *self = CS_MAIL_COMPOSE (source);
  g_autoptr (GError) error = NULL;
  CsMailMessage *message = g_task_propagate_pointer (G_TASK (result), &error);

  if (message == NULL || self->draft == NULL) {
    g_clear_pointer (&message, cs_mail_message_free);
    fail (self, error);
    return;
  }
  g_clear_pointer (&self->message, cs_mail_message_free);
  self->message = message;
  if (GPOINTER_TO_INT (data) == SAVE) {
    g_autofree char *name = file_name (self);
    cs_file_save_async (GTK_WIDGET (self),
                        _ ("Save Message"),
                        name,
                        file_chosen_cb,
                        g_object_ref (self));
  } else {
    cs_mail_hand_over_async (message,
                             self->mail_way,
                             self->cancellable,
                             handed_over_cb,
                             g_object_ref (self));
  }
}

static void
make_message (CsMailCompose *self, Way way)
{
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, made_cb, GINT_TO_POINTER (way));
  Making *making = g_new0 (Making, 1);

  making->draft = self->draft;
  making->sender = cs_directory_get_person (cs_request_view_get_directory (self->view),
                                            cs_session_get_person (self->session));
  making->parts = g_ptr_array_ref (self->parts);
  making->now = cs_session_get_now (self->session);
  g_task_set_source_tag (task, make_message);
  g_task_set_task_data (task, making, making_free);
  g_task_run_in_thread (task, make_thread);
}

static void
start (CsMailCompose *self, Way way)
{
  if (self->is_busy || self->is_blocked)
    return;
  self->is_busy = TRUE;
  update_buttons (self);
  if (way == RECORD)
    record (self, NULL);
  else
    make_message (self, way);
}

static void
save_cb (CsMailCompose *self)
{
  start (self, SAVE);
}

static void
hand_over_cb (CsMailCompose *self)
{
  start (self, HAND_OVER);
}

static void
record_cb (CsMailCompose *self)
{
  start (self, RECORD);
}

static void
copy_cb (CsMailCompose *self)
{
  g_autofree char *text = cs_mail_parts_dup_text (self->draft);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  cs_session_toast (self->session, _ ("Message copied"));
}

/* --- life --- */

static void
cs_mail_compose_dispose (GObject *object)
{
  CsMailCompose *self = CS_MAIL_COMPOSE (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_MAIL_COMPOSE);
  G_OBJECT_CLASS (cs_mail_compose_parent_class)->dispose (object);
}

static void
cs_mail_compose_finalize (GObject *object)
{
  CsMailCompose *self = CS_MAIL_COMPOSE (object);

  g_clear_pointer (&self->message, cs_mail_message_free);
  g_clear_pointer (&self->parts, g_ptr_array_unref);
  g_clear_pointer (&self->draft, cs_draft_mail_free);
  g_clear_object (&self->view);
  g_clear_object (&self->session);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (cs_mail_compose_parent_class)->finalize (object);
}

static void
cs_mail_compose_class_init (CsMailComposeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cs_mail_compose_dispose;
  object_class->finalize = cs_mail_compose_finalize;
  g_type_ensure (CS_TYPE_WRAP);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/mail/cs-mail-compose.ui");
  gtk_widget_class_bind_template_child (widget_class, CsMailCompose, notes);
  gtk_widget_class_bind_template_child (widget_class, CsMailCompose, to);
  gtk_widget_class_bind_template_child (widget_class, CsMailCompose, cc);
  gtk_widget_class_bind_template_child (widget_class, CsMailCompose, subject);
  gtk_widget_class_bind_template_child (widget_class, CsMailCompose, body);
  gtk_widget_class_bind_template_child (widget_class, CsMailCompose, attachments);
  gtk_widget_class_bind_template_child (widget_class, CsMailCompose, sample_note);
  gtk_widget_class_bind_template_child (widget_class, CsMailCompose, copy);
  gtk_widget_class_bind_template_child (widget_class, CsMailCompose, save);
  gtk_widget_class_bind_template_child (widget_class, CsMailCompose, hand_over);
  gtk_widget_class_bind_template_child (widget_class, CsMailCompose, record);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, hand_over_cb);
  gtk_widget_class_bind_template_callback (widget_class, record_cb);
}

static void
cs_mail_compose_init (CsMailCompose *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  cs_button_name (self->copy, _ ("_Copy"));
  cs_button_name (self->save, _ ("_Save as File…"));
  cs_button_name (self->hand_over, _ ("_Open in Mail Program"));
  cs_button_name (self->record, _ ("_Record as Sent"));
}

/* Sample data never reaches a mail program by accident; a message for another system is copied. */
static void
choose_ways (CsMailCompose *self)
{
  gboolean is_sample = cs_workspace_is_sample (cs_session_get_workspace (self->session));
  const char *via = self->draft->mail->via;
  gboolean is_mail = via == NULL || g_strcmp0 (via, "mail") == 0;

  self->mail_way = cs_mail_way_find (self->parts->len > 0);
  gtk_widget_set_visible (self->sample_note, is_sample);
  gtk_widget_set_visible (self->hand_over, is_mail && !is_sample);
  gtk_widget_set_visible (self->save, is_mail);
  gtk_widget_set_visible (self->record,
                          is_sample || !is_mail || self->mail_way == CS_MAIL_WAY_NONE);
}

static void
show_draft (CsMailCompose *self)
{
  g_autofree char *title = cs_text_dup (self->draft->mail->title, cs_field_context_get_language ());
  g_autofree char *named =
      cs_recipients_dup_rule (self->draft->mail, cs_field_context_get_language ());
  g_autofree char *rule = cs_iso (named);

  gtk_window_set_title (GTK_WINDOW (self), title);
  cs_mail_rows_add_recipients (self->to, self->draft->to, rule);
  cs_mail_rows_add_recipients (self->cc, self->draft->cc, rule);
  gtk_label_set_label (GTK_LABEL (self->subject), self->draft->subject);
  gtk_label_set_label (GTK_LABEL (self->body), self->draft->body);
  show_parts (self);
  show_notes (self);
  update_buttons (self);
}

/**
 * cs_mail_compose_present:
 * @parent: any widget of the window to stand over
 * @view: of the request, as it was loaded last
 * @mail: a message of its process
 * @step: (nullable): the step that it belongs to
 *
 * Shows the message as it would leave now. Handing it over or saving it records it on the request;
 * the window hears of that through the workspace’s “changed”.
 */
void
cs_mail_compose_present (GtkWidget *parent,
                         CsSession *session,
                         CsRequestView *view,
                         const CsMail *mail,
                         const CsStep *step)
{
  CsMailCompose *self = g_object_new (CS_TYPE_MAIL_COMPOSE, NULL);
  g_autoptr (GError) error = NULL;
  CsRuleContext context;

  self->session = g_object_ref (session);
  self->view = g_object_ref (view);
  self->step = step;
  cs_request_view_get_context (view, &context);
  self->draft = cs_recipients_compose (cs_request_view_get_request (view),
                                       mail,
                                       cs_session_get_person (session),
                                       cs_field_context_get_language (),
                                       &context);
  self->parts = cs_mail_parts_list (cs_session_get_workspace (session),
                                    view,
                                    self->draft,
                                    cs_session_get_now (session),
                                    &error);
  if (self->parts == NULL) {
    self->parts = g_ptr_array_new ();
    add_note (self, error->message, TRUE);
  }
  choose_ways (self);
  show_draft (self);
  cs_dialog_present (CS_DIALOG (self), parent);
}
