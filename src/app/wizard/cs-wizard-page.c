/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-wizard-page-private.h"

#include "cs-announce.h"
#include "cs-button.h"
#include "cs-uuid.h"
#include "cs-wide-box.h"

#include <glib/gi18n-lib.h>

#define DRAFT_KIND "sow"

/**
 * CsWizardPage:
 *
 * A new request, page by page as the pack has it. The key is the id of a draft or of a request that
 * is under way; %NULL begins a new one, and asks which process where there are several. What is
 * typed is on disk before the header says so.
 */
G_DEFINE_FINAL_TYPE (CsWizardPage, cs_wizard_page, CS_TYPE_SCREEN)

/**
 * cs_wizard_page_get_session:
 *
 * Returns: (transfer none) (nullable): the screen's session
 */
CsSession *
cs_wizard_page_get_session (CsWizardPage *self)
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

/**
 * cs_wizard_page_show_bar:
 *
 * Shows what can be done on this page now.
 */
void
cs_wizard_page_show_bar (CsWizardPage *self)
{
  guint at = 0;
  const CsSheet *sheet = sheet_of (self, &at);
  gboolean is_last = sheet != NULL && sheet->kind == CS_SHEET_REVIEW;
  gboolean can_send = is_last && self->plan->gaps->len == 0 && !self->is_sending;
  g_autofree char *place = NULL;

  gtk_widget_set_visible (self->back, sheet != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->summary), sheet != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->previous), sheet != NULL);
  gtk_widget_set_visible (self->next, sheet != NULL && !is_last);
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

/**
 * cs_wizard_page_show_saved:
 *
 * Says that everything that was typed is on disk.
 */
void
cs_wizard_page_show_saved (CsWizardPage *self)
{
  CsSession *session = cs_wizard_page_get_session (self);
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
  g_autofree char *process = cs_text_dup (self->process->title, cs_field_context_get_language ());

  cs_page_set_title (self->steps_page,
                     title != NULL && *title != '\0' ? title
                     : process != NULL               ? process
                                                     : _ ("New Request"));
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
      .person = cs_session_get_person (cs_wizard_page_get_session (self)),
      .language = cs_field_context_get_language (),
      .context = {.directory = directory,
                  .now = cs_session_get_now (cs_wizard_page_get_session (self))},
  };

  g_clear_pointer (&self->plan, cs_wizard_plan_free);
  self->plan = cs_wizard_plan_new (&input);
  if (sheet_of (self, NULL) == NULL) {
    g_free (self->draft->sheet);
    self->draft->sheet = g_strdup (((const CsSheet *)self->plan->sheets->pdata[0])->id);
  }
}

/**
 * cs_wizard_page_follow:
 *
 * Plans anew after something changed, and shows it.
 */
void
cs_wizard_page_follow (CsWizardPage *self)
{
  make_plan (self);
  show_title (self);
  cs_wizard_steps_show (self->steps, self->plan, self->draft->sheet);
  cs_wizard_summary_show (self->summary, self->context, self->plan);
  show_content (self);
  cs_wizard_page_show_bar (self);
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
  cs_wizard_page_follow (self);
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
  self->context = cs_field_context_new (cs_wizard_page_get_session (self), process);
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
  for (guint i = 0; cs_process_list_count (packs) == 1 && i < packs->len; i++) {
    const CsPack *pack = packs->pdata[i];

    if (draft->pack == NULL && pack->processes->len > 0)
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
    cs_process_list_show (self->choose, packs);
    gtk_stack_set_visible_child_name (self->stack, packs->len > 0 ? "choose" : "gone");
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
  const char *me = cs_session_get_person (cs_wizard_page_get_session (self));
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

/**
 * cs_wizard_page_begin:
 *
 * Shows the first page, now that it is known what the form is for.
 */
void
cs_wizard_page_begin (CsWizardPage *self)
{
  choose_process (self);
  if (self->process == NULL)
    return;
  cs_wizard_page_follow (self);
}

static void
process_cb (CsWizardPage *self, const char *pack, const char *process)
{
  set_text (&self->draft->pack, pack);
  set_text (&self->draft->process, process);
  cs_wizard_page_begin (self);
  if (self->plan != NULL)
    cs_wizard_form_focus (self->form, NULL);
}

/* --- typing --- */

/**
 * cs_wizard_page_edited:
 *
 * Something was typed: it is saved soon.
 */
void
cs_wizard_page_edited (CsWizardPage *self)
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
  cs_wizard_page_follow (self);
}

static void
failed_cb (CsWizardPage *self, const GError *error)
{
  cs_page_set_subtitle (self->form_page, _ ("Not saved"));
  cs_session_toast_error (cs_wizard_page_get_session (self),
                          _ ("The draft could not be saved"),
                          error);
}

/* --- moving about --- */

static void
send_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cs_wizard_page_send (CS_WIZARD_PAGE (widget));
}

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
  g_autoptr (CsSession) session = g_object_ref (cs_wizard_page_get_session (self));
  g_autofree char *key = g_strdup (self->draft->id);

  cs_draft_saver_touch (self->saver);
  cs_draft_saver_flush (self->saver);
  cs_session_set_person (session, person);
  cs_session_open_page (session, "scope", key);
}

static void
changed_cb (CsWizardPage *self, const char *request)
{
  if (self->draft == NULL || self->process == NULL || self->is_sending)
    return;
  if (self->draft->request != NULL && g_strcmp0 (request, self->draft->request) == 0)
    cs_wizard_page_load_request (self, request);
  else if (request == NULL)
    cs_wizard_page_follow (self);
}

/* --- life --- */

static gboolean
cs_wizard_page_may_leave (CsScreen *screen)
{
  CsWizardPage *self = CS_WIZARD_PAGE (screen);

  return self->saver == NULL || self->draft == NULL ||
         cs_draft_saver_may_leave (self->saver, GTK_WIDGET (self));
}

static void
cs_wizard_page_constructed (GObject *object)
{
  CsWizardPage *self = CS_WIZARD_PAGE (object);
  CsWorkspace *workspace = cs_screen_get_workspace (CS_SCREEN (self));
  const char *key = cs_screen_get_key (CS_SCREEN (self));

  G_OBJECT_CLASS (cs_wizard_page_parent_class)->constructed (object);
  cs_wizard_page_show_bar (self);
  if (workspace == NULL)
    return;
  cs_scope_picker_set_session (self->previous, cs_wizard_page_get_session (self));
  self->saver = cs_draft_saver_new (workspace, DRAFT_KIND);
  g_signal_connect_object (self->saver,
                           "collect",
                           G_CALLBACK (collect_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->saver,
                           "settled",
                           G_CALLBACK (cs_wizard_page_show_saved),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->saver, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  if (key != NULL) {
    cs_wizard_page_load (self, key);
  } else {
    g_autofree char *id = cs_uuid_new (cs_session_get_now (cs_wizard_page_get_session (self)));

    self->draft = cs_wizard_draft_new (id);
    cs_wizard_page_begin (self);
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
  gtk_widget_class_bind_template_child (widget_class, CsWizardPage, choose);
  gtk_widget_class_bind_template_child (widget_class, CsWizardPage, form);
  gtk_widget_class_bind_template_child (widget_class, CsWizardPage, mails);
  gtk_widget_class_bind_template_child (widget_class, CsWizardPage, review);
  gtk_widget_class_bind_template_child (widget_class, CsWizardPage, summary);
  gtk_widget_class_bind_template_child (widget_class, CsWizardPage, back);
  gtk_widget_class_bind_template_child (widget_class, CsWizardPage, place);
  gtk_widget_class_bind_template_child (widget_class, CsWizardPage, next);
  gtk_widget_class_bind_template_child (widget_class, CsWizardPage, send);
  gtk_widget_class_bind_template_child (widget_class, CsWizardPage, spinner);
  gtk_widget_class_bind_template_callback (widget_class, cs_wizard_page_edited);
  gtk_widget_class_bind_template_callback (widget_class, show_content);
  gtk_widget_class_bind_template_callback (widget_class, act_as_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, process_cb);
  gtk_widget_class_bind_template_callback (widget_class, cs_wizard_page_copy_from);
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
  g_type_ensure (CS_TYPE_PROCESS_LIST);
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
