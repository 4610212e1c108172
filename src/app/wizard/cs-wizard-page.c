/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-wizard-page.h"

#include "cs-announce.h"
#include "cs-button.h"
#include "cs-draft-saver.h"
#include "cs-mail-compose.h"
#include "cs-pane.h"
#include "cs-scope-picker.h"
#include "cs-uuid.h"
#include "cs-wide-box.h"
#include "cs-wizard-form.h"
#include "cs-wizard-mails.h"
#include "cs-wizard-review.h"
#include "cs-wizard-send.h"
#include "cs-wizard-steps.h"
#include "cs-wizard-summary.h"

#include <glib/gi18n-lib.h>

#define DRAFT_KIND "sow"

/**
 * CsWizardPage:
 *
 * The scope of work, page by page as the pack has it. The key is the id of a draft or of a request
 * that is under way; %NULL begins a new one. What is typed is on disk before the header says so.
 */
struct _CsWizardPage {
  CsScreen parent_instance;

  CsWizardDraft *draft;     /* (owned) (nullable) until it is loaded */
  CsRequestView *view;      /* (owned) (nullable) the request, once it is open */
  CsPack *pack;             /* (owned) (nullable) */
  const CsProcess *process; /* (nullable) of the pack */
  CsFieldContext *context;  /* (owned) (nullable) */
  CsWizardPlan *plan;       /* (owned) (nullable) */
  CsDraftSaver *saver;      /* (owned) (nullable) */
  gboolean is_sending, is_leaving;

  CsPane *pane;             /* template */
  CsPage *steps_page;       /* template */
  CsPage *form_page;        /* template */
  CsScopePicker *previous;  /* template */
  CsWizardSteps *steps;     /* template */
  GtkStack *stack;          /* template: "loading", "form", "recipients", "review", "gone" */
  CsWizardForm *form;       /* template */
  CsWizardMails *mails;     /* template */
  CsWizardReview *review;   /* template */
  CsWizardSummary *summary; /* template */
  GtkWidget *back;          /* template */
  GtkLabel *place;          /* template */
  GtkWidget *next;          /* template */
  GtkWidget *send;          /* template */
  GtkWidget *spinner;       /* template */
};

G_DEFINE_FINAL_TYPE (CsWizardPage, cs_wizard_page, CS_TYPE_SCREEN)

static CsSession *
session_of (CsWizardPage *self)
{
  return cs_screen_get_session (CS_SCREEN (self));
}

static CsSheet *
sheet_of (CsWizardPage *self, guint *index)
{
  return self->plan != NULL ? cs_wizard_plan_get_sheet (self->plan, self->draft->sheet, index)
                            : NULL;
}

/* --- what is shown --- */

static void
show_bar (CsWizardPage *self)
{
  guint at = 0;
  const CsSheet *sheet = sheet_of (self, &at);
  gboolean is_last = sheet != NULL && sheet->kind == CS_SHEET_REVIEW;
  gboolean can_send = is_last && self->plan->gaps->len == 0 && !self->is_sending;
  g_autofree char *place = NULL;

  gtk_widget_set_visible (self->next, !is_last);
  gtk_widget_set_visible (self->send, is_last);
  gtk_widget_set_visible (self->spinner, self->is_sending);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), self->is_sending);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "wizard.previous", sheet != NULL && at > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "wizard.next", sheet != NULL && !is_last);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "wizard.send", can_send);
  if (sheet == NULL)
    return;
  /* Translators: page of the wizard, such as “3 of 9” */
  place = g_strdup_printf (_ ("%u of %u"), at + 1, self->plan->sheets->len);
  gtk_label_set_label (self->place, place);
  cs_button_name (self->send, self->plan->ends_in_offer ? _ ("_Send for Approval") : _ ("_Send"));
}

static void
show_saved (CsWizardPage *self)
{
  CsSession *session = session_of (self);
  g_autofree char *time = NULL;
  g_autofree char *text = NULL;

  time = cs_format_time (cs_session_get_format (session), cs_session_get_now (session));
  /* Translators: everything that was typed is on disk; the time of day follows */
  text = g_strdup_printf (_ ("Saved %s"), time);
  cs_page_set_subtitle (self->form_page, text);
}

static void
show_content (CsWizardPage *self)
{
  const CsSheet *sheet = sheet_of (self, NULL);

  if (sheet == NULL)
    return;
  cs_page_set_title (self->form_page, sheet->title);
  if (sheet->kind == CS_SHEET_RECIPIENTS) {
    cs_wizard_mails_show (self->mails, self->plan);
    gtk_stack_set_visible_child_name (self->stack, "recipients");
  } else if (sheet->kind == CS_SHEET_REVIEW) {
    cs_wizard_review_show (self->review, self->context, self->plan);
    gtk_stack_set_visible_child_name (self->stack, "review");
  } else {
    cs_wizard_form_show_sheet (self->form, self->plan, sheet);
    gtk_stack_set_visible_child_name (self->stack, "form");
  }
}

static void
show_title (CsWizardPage *self)
{
  const char *title = self->draft->title;

  cs_page_set_title (self->steps_page,
                     title != NULL && *title != '\0' ? title : _ ("Scope of Work"));
}

static void
make_plan (CsWizardPage *self)
{
  CsWorkspace *workspace = cs_screen_get_workspace (CS_SCREEN (self));
  const CsDirectory *directory = cs_workspace_get_directory (workspace);
  const CsActivation *activation = cs_directory_get_activation (directory, self->pack->id);
  CsPlanInput input = {
      .process = self->process,
      .settings = activation != NULL ? activation->settings : NULL,
      .request = self->view != NULL ? cs_request_view_get_request (self->view) : NULL,
      .draft = self->draft,
      .person = cs_session_get_person (session_of (self)),
      .language = cs_field_context_get_language (),
      .context = {.directory = directory, .now = cs_session_get_now (session_of (self))},
  };

  g_clear_pointer (&self->plan, cs_wizard_plan_free);
  self->plan = cs_wizard_plan_new (&input);
  if (sheet_of (self, NULL) == NULL) {
    g_free (self->draft->sheet);
    self->draft->sheet = g_strdup (((const CsSheet *)self->plan->sheets->pdata[0])->id);
  }
}

static void
follow (CsWizardPage *self)
{
  make_plan (self);
  show_title (self);
  cs_wizard_steps_show (self->steps, self->plan, self->draft->sheet);
  cs_wizard_summary_show (self->summary, self->context, self->plan);
  show_content (self);
  show_bar (self);
}

static void
go_to (CsWizardPage *self, const char *sheet, const char *field_id)
{
  const CsField *field = field_id != NULL ? cs_process_get_field (self->process, field_id) : NULL;
  char *copy = g_strdup (sheet);

  if (g_strcmp0 (sheet, self->draft->sheet) != 0 && !cs_wizard_draft_is_empty (self->draft))
    cs_draft_saver_touch (self->saver);
  g_free (self->draft->sheet);
  self->draft->sheet = copy;
  follow (self);
  cs_pane_set_show_end (self->pane, TRUE);
  if (field != NULL)
    cs_wizard_form_focus (self->form, field);
}

static void
go_by (CsWizardPage *self, int by)
{
  guint at = 0;
  const CsSheet *sheet = sheet_of (self, &at);

  if (sheet == NULL || (int)at + by < 0 || at + (guint)by >= self->plan->sheets->len)
    return;
  sheet = self->plan->sheets->pdata[at + (guint)by];
  go_to (self, sheet->id, NULL);
  sheet = sheet_of (self, NULL); /* of the new plan */
  cs_announce (GTK_WIDGET (self), sheet->title);
  if (sheet->kind == CS_SHEET_FORM)
    cs_wizard_form_focus (self->form, NULL);
}

/* --- a process and its form --- */

static void
set_process (CsWizardPage *self, const CsProcess *process)
{
  CsPack *pack = cs_pack_ref (process->pack);

  g_clear_pointer (&self->plan, cs_wizard_plan_free);
  g_clear_pointer (&self->pack, cs_pack_unref);
  self->pack = pack;
  self->process = process;
  g_clear_object (&self->context);
  self->context = cs_field_context_new (session_of (self), process);
  cs_field_context_set_client (self->context, self->draft->client);
  cs_field_context_set_region (self->context, self->draft->region);
  cs_wizard_form_set_draft (self->form, self->context, self->draft);
}

static const CsProcess *
find_process (const GPtrArray *packs, const CsWizardDraft *draft)
{
  for (guint i = 0; i < packs->len; i++) {
    const CsPack *pack = packs->pdata[i];

    if (g_strcmp0 (pack->id, draft->pack) == 0 && draft->process != NULL &&
        cs_pack_get_process (pack, draft->process) != NULL)
      return cs_pack_get_process (pack, draft->process);
  }
  for (guint i = 0; draft->pack == NULL && i < packs->len; i++) {
    const CsPack *pack = packs->pdata[i];

    if (pack->processes->len > 0)
      return pack->processes->pdata[0];
  }
  return NULL;
}

static void
set_text (char **text, const char *now)
{
  char *copy = g_strdup (now);

  g_free (*text);
  *text = copy;
}

static void
choose_process (CsWizardPage *self)
{
  g_autoptr (GPtrArray) packs =
      cs_workspace_list_packs (cs_screen_get_workspace (CS_SCREEN (self)));
  const CsProcess *process = self->view != NULL
                                 ? cs_request_get_process (cs_request_view_get_request (self->view))
                                 : find_process (packs, self->draft);

  if (process == NULL) {
    gtk_stack_set_visible_child_name (self->stack, "gone");
    return;
  }
  set_text (&self->draft->pack, process->pack->id);
  set_text (&self->draft->process, process->id);
  if (process != self->process)
    set_process (self, process);
}

static void
propose (CsWizardPage *self, const CsField *field, const char *person)
{
  cs_wizard_draft_take_field (self->draft, field->id, json_pack ("{s:s}", "value", person));
  cs_wizard_form_read_field (self->form, self->plan, field);
  cs_draft_saver_touch (self->saver);
}

/* Whoever begins it and can be chosen is most often the one who is meant. */
static void
propose_me (CsWizardPage *self)
{
  const char *me = cs_session_get_person (session_of (self));
  const CsSheet *sheet = self->plan->sheets->pdata[0];

  for (guint i = 0; self->view == NULL && i < sheet->fields->len; i++) {
    const CsSheetField *item = sheet->fields->pdata[i];
    g_autoptr (GPtrArray) people = NULL;

    if (item->field->type != CS_FIELD_PERSON || item->field->among == NULL || item->field->many ||
        !item->is_mine || cs_wizard_draft_get_field (self->draft, item->field->id) != NULL)
      continue;
    people = cs_field_context_list_people (self->context, item->field);
    for (guint j = 0; j < people->len; j++)
      if (g_strcmp0 (((const CsPerson *)people->pdata[j])->id, me) == 0)
        propose (self, item->field, me);
  }
}

static void
begin (CsWizardPage *self)
{
  choose_process (self);
  if (self->process == NULL)
    return;
  follow (self);
}

/* --- typing --- */

static void
edited_cb (CsWizardPage *self)
{
  cs_page_set_subtitle (self->form_page, NULL);
  cs_draft_saver_touch (self->saver);
}

static char *
dup_region_title (CsWizardPage *self)
{
  const CsRegion *region =
      self->draft->region != NULL ? cs_pack_get_region (self->pack, self->draft->region) : NULL;

  return region != NULL ? cs_text_dup (region->title, cs_field_context_get_language ()) : NULL;
}

static void
collect_cb (CsWizardPage *self)
{
  CsWorkspace *workspace = cs_screen_get_workspace (CS_SCREEN (self));
  const CsClient *client;
  g_autofree char *region = NULL;
  g_autoptr (json_t) content = NULL;

  if (workspace == NULL || self->process == NULL)
    return;
  client =
      self->draft->client != NULL
          ? cs_directory_get_client (cs_workspace_get_directory (workspace), self->draft->client)
          : NULL;
  region = dup_region_title (self);
  content = cs_wizard_draft_dup_json (self->draft, client != NULL ? client->name : NULL, region);
  cs_draft_saver_save (self->saver, self->draft->id, self->draft->request, content);
  if (self->is_leaving || self->is_sending)
    return;
  choose_process (self);
  if (self->view == NULL && self->draft->region != NULL) {
    make_plan (self);
    propose_me (self);
  }
  follow (self);
}

static void
failed_cb (CsWizardPage *self, const GError *error)
{
  cs_page_set_subtitle (self->form_page, _ ("Not saved"));
  cs_session_toast_error (session_of (self), _ ("The draft could not be saved"), error);
}

/* --- sending --- */

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!cs_workspace_delete_draft_finish (CS_WORKSPACE (source), result, &error))
    g_warning ("%s", error->message);
}

static void
show_sent (CsWizardPage *self, CsSession *session, const CsWizardResult *result)
{
  g_autofree char *number = cs_ltr (result->number != NULL ? result->number : "");
  g_autofree char *text = NULL;
  g_autofree char *request = g_strdup (result->request);
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));

  if (!result->has_rest) {
    cs_draft_saver_forget (self->saver);
    cs_workspace_delete_draft_async (cs_session_get_workspace (session),
                                     self->draft->id,
                                     deleted_cb,
                                     NULL);
  }
  text = result->mail != NULL ? g_strdup_printf (_ ("%s: its message is ready"), number)
                              : g_strdup_printf (_ ("%s sent"), number);
  cs_session_go_to_request (session, request);
  cs_session_toast (session, text);
  if (result->mail != NULL && window != NULL)
    cs_mail_compose_present (window, session, result->view, result->mail, result->step);
}

static void
show_refused (CsWizardPage *self, const CsWizardResult *result)
{
  if (self->draft->request == NULL && result->request != NULL) {
    self->draft->request = g_strdup (result->request);
    cs_draft_saver_touch (self->saver);
  }
  cs_wizard_review_show_result (self->review, result->done, result->failed, result->reason->text);
  cs_announce (GTK_WIDGET (self), result->failed);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsWizardPage) self = user_data;
  CsSession *session = CS_SESSION (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsWizardResult) sent = cs_wizard_send_finish (result, &error);

  self->is_sending = FALSE;
  if (self->plan == NULL)
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->pane), TRUE);
  show_bar (self);
  if (sent == NULL)
    cs_session_toast_error (session, _ ("It could not be sent"), error);
  else if (sent->reason != NULL)
    show_refused (self, sent);
  else
    show_sent (self, session, sent);
}

static void
send_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsWizardPage *self = CS_WIZARD_PAGE (widget);

  if (self->is_sending)
    return;
  cs_draft_saver_flush (self->saver);
  self->is_sending = TRUE;
  gtk_widget_set_sensitive (GTK_WIDGET (self->pane), FALSE);
  show_bar (self);
  cs_wizard_send_async (session_of (self),
                        self->process,
                        self->draft,
                        NULL,
                        sent_cb,
                        g_object_ref (self));
}

/* --- moving about --- */

static void
next_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  go_by (CS_WIZARD_PAGE (widget), g_strcmp0 (name, "wizard.next") == 0 ? 1 : -1);
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsWizardPage *self = CS_WIZARD_PAGE (widget);

  if (self->process == NULL)
    return;
  cs_draft_saver_touch (self->saver);
  cs_draft_saver_flush (self->saver);
}

static void
chosen_cb (CsWizardPage *self, const char *sheet)
{
  go_to (self, sheet, NULL);
}

/* Another person acts, so this page is left; it is opened again with what was typed. */
static void
act_as_cb (CsWizardPage *self, const char *person)
{
  g_autoptr (CsSession) session = g_object_ref (session_of (self));
  g_autofree char *key = g_strdup (self->draft->id);

  cs_draft_saver_touch (self->saver);
  cs_draft_saver_flush (self->saver);
  cs_session_set_person (session, person);
  cs_session_open_page (session, "scope", key);
}

/* --- a previous scope --- */

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsWizardPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CsRequestView) view =
      cs_workspace_load_request_finish (CS_WORKSPACE (source), result, &error);
  g_autofree char *text = NULL;
  guint n;

  if (self->is_leaving || self->plan == NULL)
    return;
  if (view == NULL) {
    cs_session_toast_error (session_of (self), _ ("The scope could not be read"), error);
    return;
  }
  n = cs_wizard_plan_copy (self->plan, cs_request_view_get_request (view), self->draft);
  cs_field_context_set_client (self->context, self->draft->client);
  cs_field_context_set_region (self->context, self->draft->region);
  cs_wizard_form_set_draft (self->form, self->context, self->draft);
  follow (self);
  edited_cb (self);
  text = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u field was taken over", "%u fields were taken over", n),
      n);
  cs_session_toast (session_of (self), text);
}

static void
previous_cb (CsWizardPage *self, const char *request)
{
  if (self->plan != NULL)
    cs_workspace_load_request_async (cs_screen_get_workspace (CS_SCREEN (self)),
                                     request,
                                     cs_screen_get_cancellable (CS_SCREEN (self)),
                                     copied_cb,
                                     g_object_ref (self));
}

/* --- loading --- */

static void
take_view (CsWizardPage *self, CsRequestView *view)
{
  const CsRequest *request = cs_request_view_get_request (view);

  g_set_object (&self->view, view);
  set_text (&self->draft->request, cs_request_get_id (request));
  set_text (&self->draft->client, cs_request_get_client (request));
  set_text (&self->draft->region, cs_request_get_region (request));
  set_text (&self->draft->title, cs_request_get_title (request));
}

static void
request_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsWizardPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CsRequestView) view =
      cs_workspace_load_request_finish (CS_WORKSPACE (source), result, &error);

  if (g_cancellable_is_cancelled (cs_screen_get_cancellable (CS_SCREEN (self))))
    return;
  if (view == NULL) {
    gtk_stack_set_visible_child_name (self->stack, "gone");
    return;
  }
  if (self->draft == NULL) {
    g_autofree char *id = g_strdup_printf ("%s:%s",
                                           cs_screen_get_key (CS_SCREEN (self)),
                                           cs_session_get_person (session_of (self)));

    self->draft = cs_wizard_draft_new (id);
  }
  take_view (self, view);
  begin (self);
}

static void
load_request (CsWizardPage *self, const char *request)
{
  cs_workspace_load_request_async (cs_screen_get_workspace (CS_SCREEN (self)),
                                   request,
                                   cs_screen_get_cancellable (CS_SCREEN (self)),
                                   request_cb,
                                   g_object_ref (self));
}

static void load_draft (CsWizardPage *self, const char *id); /* tries one id after the other */

static void
draft_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsWizardPage) self = user_data;
  const char *key = cs_screen_get_key (CS_SCREEN (self));
  g_autofree char *tried = g_strdup (g_object_get_data (G_OBJECT (self), "tried"));
  g_autoptr (GError) error = NULL;
  g_autoptr (json_t) content =
      cs_workspace_load_draft_finish (CS_WORKSPACE (source), result, &error);

  if (g_cancellable_is_cancelled (cs_screen_get_cancellable (CS_SCREEN (self))))
    return;
  if (content != NULL) {
    self->draft = cs_wizard_draft_new_from_json (tried, content);
    if (self->draft->request != NULL)
      load_request (self, self->draft->request);
    else
      begin (self);
    if (self->draft->request == NULL)
      show_saved (self);
  } else if (g_strcmp0 (tried, key) == 0) {
    g_autofree char *id = g_strdup_printf ("%s:%s", key, cs_session_get_person (session_of (self)));

    load_draft (self, id);
  } else {
    load_request (self, key);
  }
}

static void
load_draft (CsWizardPage *self, const char *id)
{
  g_object_set_data_full (G_OBJECT (self), "tried", g_strdup (id), g_free);
  cs_workspace_load_draft_async (cs_screen_get_workspace (CS_SCREEN (self)),
                                 id,
                                 draft_cb,
                                 g_object_ref (self));
}

static void
changed_cb (CsWizardPage *self, const char *request)
{
  if (self->draft == NULL || self->process == NULL || self->is_sending)
    return;
  if (self->draft->request != NULL && g_strcmp0 (request, self->draft->request) == 0)
    load_request (self, request);
  else if (request == NULL)
    follow (self);
}

/* --- life --- */

static gboolean
cs_wizard_page_may_leave (CsScreen *screen)
{
  CsWizardPage *self = CS_WIZARD_PAGE (screen);

  if (self->saver != NULL && self->draft != NULL)
    cs_draft_saver_flush (self->saver);
  return TRUE;
}

static void
cs_wizard_page_constructed (GObject *object)
{
  CsWizardPage *self = CS_WIZARD_PAGE (object);
  CsWorkspace *workspace = cs_screen_get_workspace (CS_SCREEN (self));
  const char *key = cs_screen_get_key (CS_SCREEN (self));

  G_OBJECT_CLASS (cs_wizard_page_parent_class)->constructed (object);
  show_bar (self);
  if (workspace == NULL)
    return;
  cs_scope_picker_set_session (self->previous, session_of (self));
  self->saver = cs_draft_saver_new (workspace, DRAFT_KIND);
  g_signal_connect_object (self->saver,
                           "collect",
                           G_CALLBACK (collect_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->saver,
                           "settled",
                           G_CALLBACK (show_saved),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->saver, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  if (key != NULL) {
    load_draft (self, key);
  } else {
    g_autofree char *id = cs_uuid_new (cs_session_get_now (session_of (self)));

    self->draft = cs_wizard_draft_new (id);
    begin (self);
  }
}

static void
cs_wizard_page_dispose (GObject *object)
{
  CsWizardPage *self = CS_WIZARD_PAGE (object);

  self->is_leaving = TRUE;
  if (self->saver != NULL && self->draft != NULL)
    cs_draft_saver_flush (self->saver);
  G_OBJECT_CLASS (cs_wizard_page_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_WIZARD_PAGE);
  g_clear_pointer (&self->plan, cs_wizard_plan_free);
  g_clear_object (&self->context);
  g_clear_object (&self->saver);
  g_clear_object (&self->view);
}

static void
cs_wizard_page_finalize (GObject *object)
{
  CsWizardPage *self = CS_WIZARD_PAGE (object);

  g_clear_pointer (&self->draft, cs_wizard_draft_free);
  g_clear_pointer (&self->pack, cs_pack_unref);
  G_OBJECT_CLASS (cs_wizard_page_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, CsWizardPage, pane);
  gtk_widget_class_bind_template_child (widget_class, CsWizardPage, steps_page);
  gtk_widget_class_bind_template_child (widget_class, CsWizardPage, form_page);
  gtk_widget_class_bind_template_child (widget_class, CsWizardPage, steps);
  gtk_widget_class_bind_template_child (widget_class, CsWizardPage, previous);
  gtk_widget_class_bind_template_child (widget_class, CsWizardPage, stack);
  gtk_widget_class_bind_template_child (widget_class, CsWizardPage, form);
  gtk_widget_class_bind_template_child (widget_class, CsWizardPage, mails);
  gtk_widget_class_bind_template_child (widget_class, CsWizardPage, review);
  gtk_widget_class_bind_template_child (widget_class, CsWizardPage, summary);
  gtk_widget_class_bind_template_child (widget_class, CsWizardPage, back);
  gtk_widget_class_bind_template_child (widget_class, CsWizardPage, place);
  gtk_widget_class_bind_template_child (widget_class, CsWizardPage, next);
  gtk_widget_class_bind_template_child (widget_class, CsWizardPage, send);
  gtk_widget_class_bind_template_child (widget_class, CsWizardPage, spinner);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, act_as_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, go_to);
}

static void
cs_wizard_page_class_init (CsWizardPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = cs_wizard_page_constructed;
  G_OBJECT_CLASS (klass)->dispose = cs_wizard_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = cs_wizard_page_finalize;
  CS_SCREEN_CLASS (klass)->may_leave = cs_wizard_page_may_leave;
  g_type_ensure (CS_TYPE_PAGE);
  g_type_ensure (CS_TYPE_PANE);
  g_type_ensure (CS_TYPE_SCOPE_PICKER);
  g_type_ensure (CS_TYPE_WIDE_BOX);
  g_type_ensure (CS_TYPE_WIZARD_FORM);
  g_type_ensure (CS_TYPE_WIZARD_MAILS);
  g_type_ensure (CS_TYPE_WIZARD_REVIEW);
  g_type_ensure (CS_TYPE_WIZARD_STEPS);
  g_type_ensure (CS_TYPE_WIZARD_SUMMARY);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/wizard/cs-wizard-page.ui");
  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, "wizard.previous", NULL, next_action);
  gtk_widget_class_install_action (widget_class, "wizard.next", NULL, next_action);
  gtk_widget_class_install_action (widget_class, "wizard.send", NULL, send_action);
  gtk_widget_class_install_action (widget_class, "screen.save", NULL, save_action);
}

/* Before the texts of the form, which have these keys too. */
static void
add_keys (CsWizardPage *self)
{
  static const char *const keys[][2] = {
      {"<Control>Page_Up", "wizard.previous"},
      {"<Control>Page_Down", "wizard.next"},
      {"<Control>Return|<Control>KP_Enter", "wizard.send"},
  };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_shortcut_controller_add_shortcut (
        GTK_SHORTCUT_CONTROLLER (controller),
        gtk_shortcut_new (gtk_shortcut_trigger_parse_string (keys[i][0]),
                          gtk_named_action_new (keys[i][1])));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
cs_wizard_page_init (CsWizardPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  cs_button_name (self->back, _ ("_Back"));
  cs_button_name (self->next, _ ("_Next"));
  add_keys (self);
}
