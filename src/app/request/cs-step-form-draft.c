/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-step-form-private.h"

/* Milliseconds after the last key until what is typed is on disk. */
#define DRAFT_DELAY_MS 400

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsStepForm) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = cs_workspace_save_draft_finish (CS_WORKSPACE (source), result, &error);

  self->is_draft_lost = id == NULL;
  if (id == NULL && self->box != NULL)
    cs_step_form_show_problem (self, error->message);
}

static void
keep_draft (CsStepForm *self, GAsyncReadyCallback callback, gpointer user_data)
{
  CsWorkspace *workspace = cs_session_get_workspace (cs_reader_get_session (self->reader));
  g_autoptr (json_t) typed = json_object ();

  for (guint i = 0; i < self->editors->len; i++) {
    CsFieldEditor *editor = self->editors->pdata[i];

    if (cs_step_form_is_changed (self, editor)) {
      json_t *draft = cs_field_editor_dup_draft (editor);

      json_object_set_new (typed,
                           cs_field_editor_get_field (editor)->id,
                           draft != NULL ? draft : json_null ());
    }
  }
  self->has_draft = TRUE;
  cs_workspace_save_draft_async (workspace,
                                 self->draft,
                                 "form",
                                 cs_request_get_id (cs_reader_get_request (self->reader)),
                                 typed,
                                 callback,
                                 user_data);
}

static gboolean
keep_draft_cb (gpointer data)
{
  CsStepForm *self = data;

  self->draft_source = 0;
  keep_draft (self, kept_cb, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

/**
 * cs_step_form_keep_draft_soon:
 *
 * What is typed is on disk a moment after the last key.
 */
void
cs_step_form_keep_draft_soon (CsStepForm *self)
{
  g_clear_handle_id (&self->draft_source, g_source_remove);
  self->draft_source = g_timeout_add (DRAFT_DELAY_MS, keep_draft_cb, self);
}

/**
 * cs_step_form_leave_draft:
 *
 * What is not on disk yet, or could not be brought there, is kept when the form is left.
 */
void
cs_step_form_leave_draft (CsStepForm *self)
{
  gboolean is_kept = self->draft_source == 0 && !self->is_draft_lost;

  g_clear_handle_id (&self->draft_source, g_source_remove);
  self->is_draft_lost = FALSE;
  if (!is_kept)
    keep_draft (self,
                cs_session_draft_saved_cb,
                g_object_ref (cs_reader_get_session (self->reader)));
}

/**
 * cs_step_form_drop_draft:
 *
 * What was typed is said now.
 */
void
cs_step_form_drop_draft (CsStepForm *self)
{
  g_clear_handle_id (&self->draft_source, g_source_remove);
  self->is_draft_lost = FALSE;
  if (!self->has_draft)
    return;
  self->has_draft = FALSE;
  cs_workspace_delete_draft_async (cs_session_get_workspace (cs_reader_get_session (self->reader)),
                                   self->draft,
                                   NULL,
                                   NULL);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsStepForm) self = user_data;
  g_autoptr (json_t) typed = cs_workspace_load_draft_finish (CS_WORKSPACE (source), result, NULL);

  if (typed == NULL || self->box == NULL)
    return;
  self->has_draft = TRUE;
  for (guint i = 0; i < self->editors->len; i++) {
    CsFieldEditor *editor = self->editors->pdata[i];
    const json_t *draft = json_object_get (typed, cs_field_editor_get_field (editor)->id);

    if (draft != NULL && !cs_step_form_is_changed (self, editor))
      cs_field_editor_set_draft (editor, json_is_null (draft) ? NULL : draft);
  }
  cs_step_form_show_fields (self);
  g_signal_emit_by_name (self, "changed");
}

/**
 * cs_step_form_load_draft:
 *
 * Types what was typed here before, where nothing is typed yet.
 */
void
cs_step_form_load_draft (CsStepForm *self)
{
  cs_workspace_load_draft_async (cs_session_get_workspace (cs_reader_get_session (self->reader)),
                                 self->draft,
                                 loaded_cb,
                                 g_object_ref (self));
}
