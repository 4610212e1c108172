/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-wizard-start.h"

#include "cs-client-picker.h"
#include "cs-field-text.h"

#include <glib/gi18n-lib.h>

/**
 * CsWizardStart:
 *
 * Client and region decide who is asked and in which currency, so they come first.
 */
struct _CsWizardStart {
  AdwBin parent_instance;

  CsFieldContext *context; /* (owned) (nullable) */
  CsWizardDraft *draft;    /* (borrowed) the page's */
  GPtrArray *processes;    /* (borrowed) CsProcess */
  GPtrArray *packs;        /* (owned) CsPack, whose processes these are */
  GPtrArray *regions;      /* (borrowed) CsRegion that can be chosen; the first is none */
  gboolean is_filling;

  GtkWidget *process_box; /* template */
  GtkWidget *warning_box; /* template */
  GtkLabel *warning;      /* template */
  GtkDropDown *process;   /* template */
  CsClientPicker *client; /* template */
  GtkDropDown *region;    /* template */
  GtkEditable *title;     /* template */
};

enum { SIGNAL_EDITED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsWizardStart, cs_wizard_start, ADW_TYPE_BIN)

static void
set_text (char **text, const char *now)
{
  char *copy = g_strdup (now);

  g_free (*text);
  *text = copy;
}

static void
select_region (CsWizardStart *self)
{
  guint at = 0;

  for (guint i = 1; i < self->regions->len; i++)
    if (g_strcmp0 (((const CsRegion *)self->regions->pdata[i])->id, self->draft->region) == 0)
      at = i;
  gtk_drop_down_set_selected (self->region, at);
}

static void
client_cb (CsWizardStart *self)
{
  const char *id = cs_client_picker_get_client (self->client);
  const CsDirectory *directory = cs_field_context_get_directory (self->context);
  const CsClient *client = id != NULL ? cs_directory_get_client (directory, id) : NULL;

  if (self->is_filling)
    return;
  set_text (&self->draft->client, id);
  cs_field_context_set_client (self->context, id);
  if (client != NULL && client->region != NULL) {
    set_text (&self->draft->region, client->region);
    self->is_filling = TRUE;
    select_region (self);
    self->is_filling = FALSE;
    if (gtk_drop_down_get_selected (self->region) == 0)
      g_clear_pointer (&self->draft->region, g_free);
    cs_field_context_set_region (self->context, self->draft->region);
  }
  g_signal_emit (self, signals[SIGNAL_EDITED], 0);
}

static void
region_cb (CsWizardStart *self)
{
  guint at = gtk_drop_down_get_selected (self->region);

  if (self->is_filling || self->draft == NULL)
    return;
  set_text (&self->draft->region,
            at > 0 && at < self->regions->len ? ((const CsRegion *)self->regions->pdata[at])->id
                                              : NULL);
  cs_field_context_set_region (self->context, self->draft->region);
  g_signal_emit (self, signals[SIGNAL_EDITED], 0);
}

static void
title_cb (CsWizardStart *self)
{
  if (self->is_filling || self->draft == NULL)
    return;
  g_free (self->draft->title);
  self->draft->title = cs_field_text_clean (gtk_editable_get_text (self->title), FALSE);
  g_signal_emit (self, signals[SIGNAL_EDITED], 0);
}

static void
process_cb (CsWizardStart *self)
{
  guint at = gtk_drop_down_get_selected (self->process);
  const CsProcess *process = at < self->processes->len ? self->processes->pdata[at] : NULL;

  if (self->is_filling || self->draft == NULL || process == NULL)
    return;
  set_text (&self->draft->pack, process->pack->id);
  set_text (&self->draft->process, process->id);
  g_signal_emit (self, signals[SIGNAL_EDITED], 0);
}

static void
fill_processes (CsWizardStart *self)
{
  CsWorkspace *workspace = cs_session_get_workspace (cs_field_context_get_session (self->context));
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  guint chosen = 0;

  g_ptr_array_set_size (self->processes, 0);
  g_clear_pointer (&self->packs, g_ptr_array_unref);
  self->packs = cs_workspace_list_packs (workspace);
  for (guint i = 0; i < self->packs->len; i++) {
    const CsPack *pack = self->packs->pdata[i];

    for (guint j = 0; j < pack->processes->len; j++) {
      const CsProcess *process = pack->processes->pdata[j];
      g_autofree char *title = cs_text_dup (process->title, cs_field_context_get_language ());

      if (g_strcmp0 (pack->id, self->draft->pack) == 0 &&
          g_strcmp0 (process->id, self->draft->process) == 0)
        chosen = self->processes->len;
      g_ptr_array_add (self->processes, (gpointer)process);
      gtk_string_list_append (titles, title);
    }
  }
  gtk_drop_down_set_model (self->process, G_LIST_MODEL (titles));
  gtk_drop_down_set_selected (self->process, chosen);
  gtk_widget_set_visible (self->process_box, self->processes->len > 1);
}

/* PH-01: who begins with a process is told if its document is not final. */
static void
show_warning (CsWizardStart *self)
{
  const CsPack *pack = cs_field_context_get_process (self->context)->pack;
  g_autofree char *text = cs_pack_dup_warning (pack, cs_field_context_get_language ());

  gtk_label_set_label (self->warning, text != NULL ? text : "");
  gtk_widget_set_visible (self->warning_box, text != NULL);
}

static void
fill_regions (CsWizardStart *self)
{
  const CsPack *pack = cs_field_context_get_process (self->context)->pack;
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  g_ptr_array_set_size (self->regions, 0);
  g_ptr_array_add (self->regions, NULL);
  gtk_string_list_append (titles, _ ("Choose a Region…"));
  for (guint i = 0; i < pack->region_list->len; i++) {
    const CsRegion *region = pack->region_list->pdata[i];
    g_autofree char *title = NULL;

    if (!region->can_be_chosen)
      continue;
    title = cs_text_dup (region->title, cs_field_context_get_language ());
    g_ptr_array_add (self->regions, (gpointer)region);
    gtk_string_list_append (titles, title);
  }
  gtk_drop_down_set_model (self->region, G_LIST_MODEL (titles));
  select_region (self);
}

/**
 * cs_wizard_start_set_draft:
 * @context: what the editors of the wizard share; gets client and region
 * @draft: what is chosen goes there
 */
void
cs_wizard_start_set_draft (CsWizardStart *self, CsFieldContext *context, CsWizardDraft *draft)
{
  g_set_object (&self->context, context);
  self->draft = draft;
  self->is_filling = TRUE;
  fill_processes (self);
  fill_regions (self);
  show_warning (self);
  cs_client_picker_set_context (self->client, context);
  cs_client_picker_set_client (self->client, draft->client);
  gtk_editable_set_text (self->title, draft->title != NULL ? draft->title : "");
  self->is_filling = FALSE;
}

/**
 * cs_wizard_start_focus:
 * @field_index: of client, region or title; -1: what is to be chosen first
 */
void
cs_wizard_start_focus (CsWizardStart *self, int field_index)
{
  if (field_index == CS_FIELD_INDEX_REGION)
    gtk_widget_grab_focus (GTK_WIDGET (self->region));
  else if (field_index == CS_FIELD_INDEX_TITLE)
    gtk_widget_grab_focus (GTK_WIDGET (self->title));
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->client));
}

static void
cs_wizard_start_dispose (GObject *object)
{
  CsWizardStart *self = CS_WIZARD_START (object);

  self->draft = NULL;
  G_OBJECT_CLASS (cs_wizard_start_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_WIZARD_START);
  g_clear_object (&self->context);
}

static void
cs_wizard_start_finalize (GObject *object)
{
  CsWizardStart *self = CS_WIZARD_START (object);

  g_ptr_array_unref (self->processes);
  g_ptr_array_unref (self->regions);
  g_clear_pointer (&self->packs, g_ptr_array_unref);
  G_OBJECT_CLASS (cs_wizard_start_parent_class)->finalize (object);
}

static void
cs_wizard_start_class_init (CsWizardStartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_wizard_start_dispose;
  G_OBJECT_CLASS (klass)->finalize = cs_wizard_start_finalize;
  g_type_ensure (CS_TYPE_CLIENT_PICKER);
  signals[SIGNAL_EDITED] = g_signal_new ("edited",
                                         CS_TYPE_WIZARD_START,
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         0);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/wizard/cs-wizard-start.ui");
  gtk_widget_class_bind_template_child (widget_class, CsWizardStart, process_box);
  gtk_widget_class_bind_template_child (widget_class, CsWizardStart, warning_box);
  gtk_widget_class_bind_template_child (widget_class, CsWizardStart, warning);
  gtk_widget_class_bind_template_child (widget_class, CsWizardStart, process);
  gtk_widget_class_bind_template_child (widget_class, CsWizardStart, client);
  gtk_widget_class_bind_template_child (widget_class, CsWizardStart, region);
  gtk_widget_class_bind_template_child (widget_class, CsWizardStart, title);
  gtk_widget_class_bind_template_callback (widget_class, process_cb);
  gtk_widget_class_bind_template_callback (widget_class, client_cb);
  gtk_widget_class_bind_template_callback (widget_class, region_cb);
  gtk_widget_class_bind_template_callback (widget_class, title_cb);
}

static void
cs_wizard_start_init (CsWizardStart *self)
{
  self->processes = g_ptr_array_new ();
  self->regions = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
