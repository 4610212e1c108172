/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-pack-page.h"

#include "cs-alert.h"
#include "cs-banner.h"
#include "cs-pack-answer.h"
#include "cs-pack-box.h"
#include "cs-pack-text.h"
#include "cs-process-map.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * CsPackPage:
 *
 * One version of a pack: the one in force, when the key is a pack's id, or one that may follow it,
 * when the key is the address of a file.
 */
struct _CsPackPage {
  CsScreen parent_instance;

  CsPackReport *report; /* (owned) (nullable) until it is read */
  char *answered;       /* (owned) (nullable) the setting that was answered last */

  CsPage *page;           /* template */
  CsBanner *not_final;    /* template: PH-01 */
  GtkWidget *activate;    /* template */
  GtkStack *stack;        /* template: "loading", "pack", "unreadable" */
  AdwStatusPage *refusal; /* template */
  GtkBox *box;            /* template */
};

G_DEFINE_FINAL_TYPE (CsPackPage, cs_pack_page, CS_TYPE_SCREEN)

static gboolean
is_file (const char *key)
{
  return key != NULL && strstr (key, "://") != NULL;
}

static const CsActivation *
get_activation (CsPackPage *self)
{
  CsWorkspace *workspace = cs_screen_get_workspace (CS_SCREEN (self));

  return workspace != NULL && self->report != NULL
             ? cs_directory_get_activation (cs_workspace_get_directory (workspace),
                                            self->report->pack->id)
             : NULL;
}

/* The button that answers a question; the page is filled anew after each answer. */
static GtkWidget *
find_button (GtkWidget *widget, const char *id)
{
  GVariant *target = GTK_IS_BUTTON (widget)
                         ? gtk_actionable_get_action_target_value (GTK_ACTIONABLE (widget))
                         : NULL;
  GtkWidget *found = NULL;

  if (target != NULL && g_variant_is_of_type (target, G_VARIANT_TYPE_STRING) &&
      strcmp (g_variant_get_string (target, NULL), id) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_button (child, id);
  return found;
}

static void
show_report (CsPackPage *self)
{
  const CsPack *pack = self->report->pack;
  const char *language = g_get_language_names ()[0];
  g_autofree char *title = cs_text_dup (pack->title, language);
  g_autofree char *version = cs_pack_text_version (pack);
  g_autofree char *status = cs_pack_text_status (pack, language);

  cs_page_set_title (self->page, title);
  cs_page_set_subtitle (self->page, version);
  if (status != NULL)
    cs_banner_set_title (self->not_final, status);
  cs_banner_set_revealed (self->not_final, status != NULL);
  gtk_widget_set_visible (self->activate, self->report->bytes != NULL);
  gtk_widget_set_sensitive (self->activate, !cs_findings_have_errors (self->report->findings));
  cs_pack_box_fill (self->box, self->report, get_activation (self));
  if (self->answered != NULL) {
    GtkWidget *button = find_button (GTK_WIDGET (self->box), self->answered);

    if (button != NULL)
      gtk_widget_grab_focus (button);
    g_clear_pointer (&self->answered, g_free);
  }
  gtk_stack_set_visible_child_name (self->stack, "pack");
}

static void
made_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsPackReport) report = cs_pack_report_make_finish (result, &error);
  CsPackPage *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = CS_PACK_PAGE (data);
  if (report == NULL) {
    adw_status_page_set_description (self->refusal, error->message);
    gtk_stack_set_visible_child_name (self->stack, "unreadable");
    return;
  }
  g_clear_pointer (&self->report, cs_pack_report_free);
  self->report = g_steal_pointer (&report);
  show_report (self);
}

static void
load (CsPackPage *self)
{
  CsWorkspace *workspace = cs_screen_get_workspace (CS_SCREEN (self));
  const char *key = cs_screen_get_key (CS_SCREEN (self));
  g_autoptr (GFile) file = is_file (key) ? g_file_new_for_uri (key) : NULL;
  g_autoptr (GPtrArray) packs = NULL;

  if (workspace == NULL)
    return;
  packs = cs_workspace_list_packs (workspace);
  cs_pack_report_make_async (file,
                             packs,
                             key,
                             cs_screen_get_cancellable (CS_SCREEN (self)),
                             made_cb,
                             self);
}

static void
changed_cb (CsPackPage *self, const char *request)
{
  if (request == NULL)
    load (self);
}

/* --- putting it in force, answering --- */

static void
activated_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CsSession) session = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CsOutcome) outcome =
      cs_workspace_activate_pack_finish (CS_WORKSPACE (source), result, &error);

  if (outcome == NULL)
    cs_session_toast_error (session, _ ("The pack was not put in force"), error);
  else
    cs_session_toast (session,
                      outcome->is_accepted ? _ ("In force for new requests")
                                           : outcome->reason->text);
}

static void
activate (CsPackPage *self, const json_t *settings)
{
  CsScreen *screen = CS_SCREEN (self);

  cs_workspace_activate_pack_async (cs_screen_get_workspace (screen),
                                    self->report->bytes,
                                    self->report->pack->id,
                                    settings,
                                    NULL,
                                    activated_cb,
                                    g_object_ref (cs_screen_get_session (screen)));
}

static guint
count_lowered (const GPtrArray *changes)
{
  guint n = 0;

  for (guint i = 0; changes != NULL && i < changes->len; i++)
    n += ((const CsPackChange *)changes->pdata[i])->kind == CS_PACK_CHANGE_LOWERED;
  return n;
}

static void
agreed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CsPackPage) self = data;

  if (cs_alert_run_finish (result) && self->report != NULL &&
      cs_screen_get_workspace (CS_SCREEN (self)) != NULL)
    activate (self, NULL);
}

static void
activate_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsPackPage *self = CS_PACK_PAGE (widget);
  guint n_lowered;
  g_autofree char *lowered = NULL;
  g_autofree char *body = NULL;
  CsAlert alert = {.heading = _ ("Put This Version in Force?"), .accept = _ ("_Put in Force")};

  if (self->report == NULL || self->report->bytes == NULL)
    return;
  n_lowered = count_lowered (self->report->changes);
  if (n_lowered > 0)
    lowered = g_strdup_printf (
        ngettext ("%u safeguard is lowered.", "%u safeguards are lowered.", n_lowered),
        n_lowered);
  body =
      g_strdup_printf ("%s%s%s",
                       lowered != NULL ? lowered : "",
                       lowered != NULL ? "\n" : "",
                       _ ("New requests follow it. Requests that are open go on as they began."));
  alert.body = body;
  alert.is_dangerous = n_lowered > 0;
  cs_alert_run_async (widget, &alert, agreed_cb, g_object_ref (self));
}

static void
accept_cb (CsPackPage *self, CsPackAnswer *dialog)
{
  const CsActivation *activation = get_activation (self);
  json_t *value = cs_pack_answer_make_value (dialog);

  if (activation != NULL && value != NULL) {
    g_autoptr (json_t) settings = json_deep_copy (activation->settings);

    json_object_set (settings, cs_pack_answer_get_setting (dialog)->id, value);
    g_free (self->answered);
    self->answered = g_strdup (cs_pack_answer_get_setting (dialog)->id);
    activate (self, settings);
  }
  json_decref (value);
  cs_dialog_close (CS_DIALOG (dialog));
}

static void
answer_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsPackPage *self = CS_PACK_PAGE (widget);
  const char *id = g_variant_get_string (parameter, NULL);
  const CsActivation *activation = get_activation (self);
  const CsSetting *setting = self->report != NULL ? cs_pack_get_setting (self->report->pack, id)
                                                  : NULL;
  CsPackAnswer *dialog;

  if (setting == NULL || activation == NULL)
    return;
  dialog =
      cs_pack_answer_new (self->report->pack, setting, json_object_get (activation->settings, id));
  g_signal_connect_object (dialog, "accept", G_CALLBACK (accept_cb), self, G_CONNECT_SWAPPED);
  cs_dialog_present (CS_DIALOG (dialog), widget);
}

static void
map_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsPackPage *self = CS_PACK_PAGE (widget);
  const CsProcess *process =
      self->report != NULL
          ? cs_pack_get_process (self->report->pack, g_variant_get_string (parameter, NULL))
          : NULL;

  if (process != NULL)
    cs_dialog_present (CS_DIALOG (cs_process_map_new (process)), widget);
}

/* --- life --- */

static void
cs_pack_page_constructed (GObject *object)
{
  CsPackPage *self = CS_PACK_PAGE (object);
  CsWorkspace *workspace;

  G_OBJECT_CLASS (cs_pack_page_parent_class)->constructed (object);
  if (cs_screen_get_session (CS_SCREEN (self)) == NULL)
    return;
  workspace = cs_screen_get_workspace (CS_SCREEN (self));
  if (workspace != NULL)
    g_signal_connect_object (workspace,
                             "changed",
                             G_CALLBACK (changed_cb),
                             self,
                             G_CONNECT_SWAPPED);
  load (self);
}

static void
cs_pack_page_dispose (GObject *object)
{
  CsPackPage *self = CS_PACK_PAGE (object);

  g_clear_pointer (&self->report, cs_pack_report_free);
  g_clear_pointer (&self->answered, g_free);
  G_OBJECT_CLASS (cs_pack_page_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_PACK_PAGE);
}

static void
cs_pack_page_class_init (CsPackPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = cs_pack_page_constructed;
  G_OBJECT_CLASS (klass)->dispose = cs_pack_page_dispose;
  g_type_ensure (CS_TYPE_PAGE);
  g_type_ensure (CS_TYPE_BANNER);
  g_type_ensure (CS_TYPE_PACK_ANSWER);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/packs/cs-pack-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CsPackPage, page);
  gtk_widget_class_bind_template_child (widget_class, CsPackPage, not_final);
  gtk_widget_class_bind_template_child (widget_class, CsPackPage, activate);
  gtk_widget_class_bind_template_child (widget_class, CsPackPage, stack);
  gtk_widget_class_bind_template_child (widget_class, CsPackPage, refusal);
  gtk_widget_class_bind_template_child (widget_class, CsPackPage, box);
  gtk_widget_class_install_action (widget_class, "pack.activate", NULL, activate_action);
  gtk_widget_class_install_action (widget_class, "pack.answer", "s", answer_action);
  gtk_widget_class_install_action (widget_class, "pack.map", "s", map_action);
}

static void
cs_pack_page_init (CsPackPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
