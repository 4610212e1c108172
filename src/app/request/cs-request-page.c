/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-request-page-private.h"

#include "cs-action-text.h"
#include "cs-references.h"
#include "cs-scroll.h"
#include "cs-undo.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * CsRequestPage:
 *
 * Everything about one request; the key is its id. The next step stays in sight above the parts.
 */
G_DEFINE_FINAL_TYPE (CsRequestPage, cs_request_page, CS_TYPE_SCREEN)

/* Showing */

static void
show_headline (CsRequestPage *self)
{
  const CsRequest *request = cs_reader_get_request (self->reader);
  const char *number = cs_request_get_number (request);
  const CsStage *stage = cs_request_get_stage (request);
  g_autofree char *client = cs_reader_dup_client (self->reader);
  g_autofree char *client_iso = cs_iso (client);
  g_autofree char *region = cs_reader_dup_region (self->reader);
  g_autofree char *stage_title =
      stage != NULL ? cs_reader_dup_text (self->reader, stage->title, stage->id) : NULL;
  g_autofree char *text = NULL;

  cs_page_set_title (self->page, cs_request_get_title (request));
  cs_page_set_subtitle (self->page, number);
  if (stage_title != NULL)
    text = g_strdup_printf (_ ("%1$s · %2$s · %3$s"), client_iso, region, stage_title);
  else
    text = g_strdup_printf (_ ("%1$s · %2$s"), client_iso, region);
  gtk_label_set_label (self->headline, text);
}

static void
show_menu (CsRequestPage *self)
{
  const GPtrArray *actions = cs_request_view_get_actions (cs_reader_get_view (self->reader));
  const CsRequest *request = cs_reader_get_request (self->reader);
  const GPtrArray *entries = cs_request_get_entries (request);
  CsRuleContext context;
  const char *first = entries->len > 0 ? cs_entry_get_id (entries->pdata[0]) : NULL;
  g_autoptr (GMenu) menu = g_menu_new ();
  gboolean has_form = FALSE;

  g_menu_append (menu, _ ("Copy Link"), "screen.copy-link");
  cs_request_view_get_context (cs_reader_get_view (self->reader), &context);
  if (cs_request_get_end (request) != CS_END_NONE &&
      cs_rules_may_begin_again (request, cs_reader_get_me (self->reader), &context))
    g_menu_append (menu, _ ("Clone…"), "request.clone");
  for (guint i = 0; i < actions->len; i++) {
    const CsAction *action = actions->pdata[i];

    if (action->kind == CS_ACTION_WITHDRAW && action->is_open &&
        g_strcmp0 (action->target, first) == 0) {
      g_autofree char *name = g_strdup_printf ("request.act(uint32 %u)", i);

      g_menu_append (menu, _ ("Withdraw Request…"), name);
    }
    if (action->kind == CS_ACTION_FILL && action->is_open && !has_form) {
      g_menu_append (menu, _ ("Fill In Page by Page"), "request.open-wizard");
      has_form = TRUE;
    }
  }
  gtk_menu_button_set_menu_model (self->menu, G_MENU_MODEL (menu));
}

static void
show_held (CsRequestPage *self)
{
  CsSession *session = cs_screen_get_session (CS_SCREEN (self));
  gboolean is_held =
      cs_undo_is_held (cs_session_get_undo (session), cs_screen_get_key (CS_SCREEN (self)));

  cs_banner_set_revealed (self->held, is_held);
  gtk_widget_set_sensitive (GTK_WIDGET (self->work), !is_held);
}

static void
show_chips (CsRequestPage *self)
{
  const CsProcess *process = cs_reader_get_process (self->reader);
  gboolean has_approvals = FALSE;

  for (guint i = 0; i < process->steps->len; i++)
    has_approvals = has_approvals || ((const CsStep *)process->steps->pdata[i])->approval != NULL;
  gtk_widget_set_visible (self->checklist_chip, cs_checklist_has_items (process));
  gtk_widget_set_visible (GTK_WIDGET (self->gate_chip), process->gates->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->approval_chip), has_approvals);
}

static void
mark_seen (CsRequestPage *self)
{
  const GPtrArray *entries = cs_request_get_entries (cs_reader_get_request (self->reader));
  CsRequestView *view = cs_reader_get_view (self->reader);
  gint64 newest = entries->len > 0 ? cs_entry_get_number (entries->pdata[entries->len - 1]) : 0;

  if (newest > cs_request_view_get_seen (view))
    cs_workspace_mark_seen (cs_screen_get_workspace (CS_SCREEN (self)),
                            cs_screen_get_key (CS_SCREEN (self)),
                            newest);
}

static gboolean
is_typing (CsRequestPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return GTK_IS_EDITABLE (focus) || GTK_IS_TEXT_VIEW (focus);
}

/* Whether another person looks, or another step is next. */
static gboolean
note_next (CsRequestPage *self)
{
  const char *me = cs_reader_get_me (self->reader);
  const GPtrArray *turns = cs_request_view_get_turns (cs_reader_get_view (self->reader));
  const char *next = turns->len > 0 ? ((const CsTurn *)turns->pdata[0])->step->id : NULL;
  gboolean is_same_person = g_strcmp0 (self->person, me) == 0;
  gboolean is_same_step = g_strcmp0 (self->next, next) == 0;

  if (!is_same_person)
    cs_work_clear (self->work);
  g_free (self->person);
  self->person = g_strdup (me);
  g_free (self->next);
  self->next = g_strdup (next);
  return !is_same_person || !is_same_step;
}

/* What is next stands at the top: one does not go on reading where the last step ended. */
static void
go_to_the_top (CsRequestPage *self)
{
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->parts), "work") == 0 && !is_typing (self))
    gtk_adjustment_set_value (self->scroll, 0);
}

/* What had the focus may have left with its step: the focus goes to what is next, and not to
 * whatever in the window takes it first. */
static void
keep_focus_here (CsRequestPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || gtk_widget_get_mapped (focus) || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (!gtk_widget_child_focus (GTK_WIDGET (self->next_step), GTK_DIR_TAB_FORWARD))
    gtk_widget_child_focus (GTK_WIDGET (self->parts), GTK_DIR_TAB_FORWARD);
}

/* One of what the chips choose from. */
typedef struct {
  const char *name; /* of the page of the stack */
  void (*show) (CsRequestPage *self);
} Part;

static void
show_work (CsRequestPage *self)
{
  cs_work_show (self->work, self->reader);
}

static void
show_checklist (CsRequestPage *self)
{
  cs_checklist_show (self->checklist, self->reader);
}

static void
show_facts (CsRequestPage *self)
{
  cs_facts_show_request (self->facts, self->reader);
  cs_files_show (self->files, self->reader);
}

static void
show_gates (CsRequestPage *self)
{
  cs_gates_show (self->gates, self->reader);
}

static void
show_approvals (CsRequestPage *self)
{
  cs_approvals_show_request (self->approvals, self->reader);
}

static void
show_map (CsRequestPage *self)
{
  cs_map_show_request (self->map, self->reader);
}

static void
show_timeline (CsRequestPage *self)
{
  cs_timeline_show (self->timeline, self->reader);
}

static void
show_people (CsRequestPage *self)
{
  cs_people_show (self->people, self->reader);
}

static void
show_clocks (CsRequestPage *self)
{
  cs_clocks_show (self->clocks, self->reader);
}

static const Part part_table[] = {
    {"work", show_work},
    {"checklist", show_checklist},
    {"facts", show_facts},
    {"gates", show_gates},
    {"approvals", show_approvals},
    {"map", show_map},
    {"timeline", show_timeline},
    {"people", show_people},
    {"clocks", show_clocks},
};

/* Only the part in sight follows the request, another one when it comes into sight: all of them at
 * once took longer than the main loop may be held. */
static void
show_current_part (CsRequestPage *self)
{
  const char *name = gtk_stack_get_visible_child_name (self->parts);

  for (guint i = 0; i < G_N_ELEMENTS (part_table); i++) {
    if (g_strcmp0 (part_table[i].name, name) != 0 || (self->shown_parts & (1u << i)) != 0)
      continue;
    self->shown_parts |= 1u << i;
    part_table[i].show (self);
  }
}

static void
show_request (CsRequestPage *self)
{
  gboolean is_elsewhere = note_next (self);

  show_headline (self);
  show_menu (self);
  show_chips (self);
  cs_references_show (self->references, self->reader);
  cs_next_step_show (self->next_step, self->reader);
  self->shown_parts = 0;
  show_current_part (self);
  show_held (self);
  cs_decider_set_view (self->decider, cs_reader_get_view (self->reader));
  gtk_stack_set_visible_child_name (self->state, "request");
  keep_focus_here (self);
  if (is_elsewhere)
    go_to_the_top (self);
}

/* Loading */

static void load (CsRequestPage *self);

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsRequestPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CsRequestView) view =
      cs_workspace_load_request_finish (CS_WORKSPACE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->is_loading = FALSE;
  if (view == NULL) {
    adw_status_page_set_description (self->trouble, error->message);
    gtk_stack_set_visible_child_name (self->state, "problem");
    return;
  }
  g_clear_object (&self->reader);
  self->reader = cs_reader_new (cs_screen_get_session (CS_SCREEN (self)), view);
  show_request (self);
  mark_seen (self);
  cs_request_page_say_again (self);
  if (self->is_stale)
    load (self);
}

static void
load (CsRequestPage *self)
{
  CsWorkspace *workspace = cs_screen_get_workspace (CS_SCREEN (self));

  self->is_stale = self->is_loading;
  if (self->is_loading || workspace == NULL)
    return;
  self->is_loading = TRUE;
  cs_workspace_load_request_async (workspace,
                                   cs_screen_get_key (CS_SCREEN (self)),
                                   cs_screen_get_cancellable (CS_SCREEN (self)),
                                   loaded_cb,
                                   g_object_ref (self));
}

static void
changed_cb (CsRequestPage *self, const char *request)
{
  if (request == NULL || g_strcmp0 (request, cs_screen_get_key (CS_SCREEN (self))) == 0)
    load (self);
}

static void
held_cb (CsRequestPage *self, const char *request)
{
  if (g_strcmp0 (request, cs_screen_get_key (CS_SCREEN (self))) == 0)
    show_held (self);
}

static void
answered_cb (CsRequestPage *self, const char *request, gpointer outcome)
{
  held_cb (self, request);
}

static void
again_cb (CsRequestPage *self, const char *request)
{
  if (self->reader != NULL && !self->is_loading)
    cs_request_page_say_again (self);
}

/* Parts */

void
cs_request_page_show_part (CsRequestPage *self, const char *part)
{
  GtkWidget *chips = gtk_widget_get_parent (GTK_WIDGET (self->first));

  for (GtkWidget *chip = gtk_widget_get_first_child (chips); chip != NULL;
       chip = gtk_widget_get_next_sibling (chip)) {
    if (strcmp (gtk_widget_get_name (chip), part) == 0)
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (chip), TRUE);
  }
}

static void
chip_cb (CsRequestPage *self, GtkToggleButton *chip)
{
  const char *part = gtk_widget_get_name (GTK_WIDGET (chip));

  if (!gtk_toggle_button_get_active (chip) ||
      g_strcmp0 (gtk_stack_get_visible_child_name (self->parts), part) == 0)
    return;
  gtk_stack_set_visible_child_name (self->parts, part);
  if (self->reader != NULL)
    show_current_part (self);
  gtk_adjustment_set_value (self->scroll, 0);
}

void
cs_request_page_go_to (CsRequestPage *self, const char *step, const char *field)
{
  const CsStep *found = self->reader != NULL
                            ? cs_process_get_step (cs_reader_get_process (self->reader), step)
                            : NULL;

  if (found == NULL)
    return;
  cs_request_page_show_part (self, "work");
  if (cs_work_go_to (self->work, step, field))
    cs_scroll_to_focus (GTK_WIDGET (self->work));
  else if (found->approval != NULL)
    cs_request_page_show_part (self, "approvals");
}

/* Life */

static void
cs_request_page_constructed (GObject *object)
{
  CsRequestPage *self = CS_REQUEST_PAGE (object);
  CsSession *session = cs_screen_get_session (CS_SCREEN (self));
  CsWorkspace *workspace = cs_screen_get_workspace (CS_SCREEN (self));

  G_OBJECT_CLASS (cs_request_page_parent_class)->constructed (object);
  if (session == NULL || workspace == NULL)
    return;
  cs_waiting_strip_set_session (self->waiting, session);
  cs_waiting_strip_show_request (self->waiting, cs_screen_get_key (CS_SCREEN (self)));
  self->decider = cs_decider_new (session, GTK_WIDGET (self));
  cs_screen_offer_decisions (CS_SCREEN (self),
                             cs_decider_get_actions (self->decider),
                             cs_decider_get_names ());
  g_signal_connect_object (workspace, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "again", G_CALLBACK (again_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::person", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (cs_session_get_undo (session),
                           "held",
                           G_CALLBACK (held_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (cs_session_get_undo (session),
                           "undone",
                           G_CALLBACK (held_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (cs_session_get_undo (session),
                           "answered",
                           G_CALLBACK (answered_cb),
                           self,
                           G_CONNECT_SWAPPED);
  load (self);
}

static void
cs_request_page_dispose (GObject *object)
{
  CsRequestPage *self = CS_REQUEST_PAGE (object);

  g_clear_object (&self->decider);
  g_clear_object (&self->reader);
  G_OBJECT_CLASS (cs_request_page_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_REQUEST_PAGE);
}

static void
cs_request_page_finalize (GObject *object)
{
  g_free (CS_REQUEST_PAGE (object)->person);
  g_free (CS_REQUEST_PAGE (object)->next);
  G_OBJECT_CLASS (cs_request_page_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, CsRequestPage, page);
  gtk_widget_class_bind_template_child (widget_class, CsRequestPage, waiting);
  gtk_widget_class_bind_template_child (widget_class, CsRequestPage, state);
  gtk_widget_class_bind_template_child (widget_class, CsRequestPage, trouble);
  gtk_widget_class_bind_template_child (widget_class, CsRequestPage, headline);
  gtk_widget_class_bind_template_child (widget_class, CsRequestPage, held);
  gtk_widget_class_bind_template_child (widget_class, CsRequestPage, references);
  gtk_widget_class_bind_template_child (widget_class, CsRequestPage, next_step);
  gtk_widget_class_bind_template_child (widget_class, CsRequestPage, parts);
  gtk_widget_class_bind_template_child (widget_class, CsRequestPage, scroll);
  gtk_widget_class_bind_template_child (widget_class, CsRequestPage, first);
  gtk_widget_class_bind_template_child (widget_class, CsRequestPage, gate_chip);
  gtk_widget_class_bind_template_child (widget_class, CsRequestPage, approval_chip);
  gtk_widget_class_bind_template_child (widget_class, CsRequestPage, menu);
  gtk_widget_class_bind_template_child (widget_class, CsRequestPage, work);
  gtk_widget_class_bind_template_child (widget_class, CsRequestPage, checklist_chip);
  gtk_widget_class_bind_template_child (widget_class, CsRequestPage, checklist);
  gtk_widget_class_bind_template_child (widget_class, CsRequestPage, facts);
  gtk_widget_class_bind_template_child (widget_class, CsRequestPage, files);
  gtk_widget_class_bind_template_child (widget_class, CsRequestPage, gates);
  gtk_widget_class_bind_template_child (widget_class, CsRequestPage, approvals);
  gtk_widget_class_bind_template_child (widget_class, CsRequestPage, map);
  gtk_widget_class_bind_template_child (widget_class, CsRequestPage, timeline);
  gtk_widget_class_bind_template_child (widget_class, CsRequestPage, people);
  gtk_widget_class_bind_template_child (widget_class, CsRequestPage, clocks);
  gtk_widget_class_bind_template_callback (widget_class, chip_cb);
}

static void
ensure_types (void)
{
  g_type_ensure (CS_TYPE_APPROVALS);
  g_type_ensure (CS_TYPE_BANNER);
  g_type_ensure (CS_TYPE_WAITING_STRIP);
  g_type_ensure (CS_TYPE_CHECKLIST);
  g_type_ensure (CS_TYPE_CLOCKS);
  g_type_ensure (CS_TYPE_FACTS);
  g_type_ensure (CS_TYPE_FILES);
  g_type_ensure (CS_TYPE_GATES);
  g_type_ensure (CS_TYPE_MAP);
  g_type_ensure (CS_TYPE_NEXT_STEP);
  g_type_ensure (CS_TYPE_PAGE);
  g_type_ensure (CS_TYPE_PEOPLE);
  g_type_ensure (CS_TYPE_TIMELINE);
  g_type_ensure (CS_TYPE_WORK);
  g_type_ensure (CS_TYPE_WRAP);
}

static void
cs_request_page_class_init (CsRequestPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = cs_request_page_constructed;
  G_OBJECT_CLASS (klass)->dispose = cs_request_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = cs_request_page_finalize;
  ensure_types ();
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/request/cs-request-page.ui");
  bind_children (widget_class);
  cs_request_page_install_actions (widget_class);
}

static void
cs_request_page_init (CsRequestPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  cs_banner_set_title (self->held, _ ("Your decision is sent in a few seconds."));
  cs_banner_set_button_label (self->held, _ ("Undo"));
  cs_banner_set_action_name (self->held, "decide.undo");
}
