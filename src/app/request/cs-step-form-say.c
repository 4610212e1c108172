/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-step-form-private.h"

#include "cs-intent.h"
#include "cs-sayings.h"

#include <string.h>

static CsFieldEditor *
find_editor (const GPtrArray *editors, const CsField *field)
{
  for (guint i = 0; field != NULL && i < editors->len; i++) {
    if (strcmp (cs_field_editor_get_field (editors->pdata[i])->id, field->id) == 0)
      return editors->pdata[i];
  }
  return NULL;
}

static void
show_refusal (CsStepForm *self, const CsReason *reason)
{
  g_autoptr (GString) text = g_string_new (reason->text);
  CsFieldEditor *first = NULL;

  for (guint i = 0; i < reason->missing->len; i++) {
    const CsMissing *missing = reason->missing->pdata[i];
    CsFieldEditor *found = find_editor (self->editors, missing->field);
    CsFieldEditor *worked_out = find_editor (self->worked_out, missing->field);

    if (found != NULL)
      cs_field_editor_set_error (found, missing->text);
    else if (worked_out != NULL)
      cs_field_editor_set_error (worked_out, missing->text);
    else
      g_string_append_printf (text, "\n• %s", missing->text);
    if (first == NULL)
      first = found;
  }
  cs_step_form_show_problem (self, text->str);
  if (first != NULL)
    cs_field_editor_focus (first);
}

static void
said_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsStepForm) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CsOutcome) outcome = cs_sayings_submit_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->is_busy = FALSE;
  gtk_widget_set_sensitive (GTK_WIDGET (self->box), TRUE);
  if (outcome != NULL && outcome->is_accepted) {
    for (guint i = 0; i < self->editors->len; i++)
      cs_step_form_note_known (self, self->editors->pdata[i]);
    cs_step_form_drop_draft (self);
  } else if (outcome != NULL) {
    show_refusal (self, outcome->reason);
  } else {
    cs_step_form_show_problem (self, error->message);
  }
  g_signal_emit_by_name (self, "changed");
}

static gboolean
validate (CsStepForm *self)
{
  gboolean is_fine = TRUE;

  for (guint i = 0; i < self->editors->len; i++) {
    CsFieldEditor *editor = self->editors->pdata[i];

    if (gtk_widget_get_visible (GTK_WIDGET (editor)) && !cs_field_editor_validate (editor)) {
      if (is_fine)
        cs_field_editor_focus (editor);
      is_fine = FALSE;
    }
  }
  return is_fine;
}

static void
add_fills (CsStepForm *self, CsSayings *sayings, const json_t *values)
{
  g_autoptr (GPtrArray) parts =
      cs_intent_split_values (cs_reader_get_process (self->reader), values);
  g_autoptr (json_t) why = gtk_widget_get_visible (self->reason)
                               ? cs_field_editor_dup_value (CS_FIELD_EDITOR (self->reason), NULL)
                               : NULL;

  for (guint i = 0; i < parts->len; i++) {
    json_t *data = json_pack ("{s:s, s:O}", "step", self->step, "values", parts->pdata[i]);

    if (why != NULL)
      json_object_set (data, "reason", why);
    cs_sayings_add (sayings, "fill", data);
  }
}

/**
 * cs_step_form_say:
 * @and_complete: whether the step is done with it
 *
 * Says what was typed. What stands in the way is shown here.
 */
void
cs_step_form_say (CsStepForm *self, gboolean and_complete)
{
  g_autoptr (CsSayings) sayings = cs_sayings_new ();
  g_autoptr (json_t) values = NULL;

  if (self->is_busy || !validate (self))
    return;
  cs_step_form_show_problem (self, NULL);
  values = cs_step_form_dup_news (self);
  add_fills (self, sayings, values);
  if (and_complete)
    cs_sayings_add (sayings, "complete", json_pack ("{s:s}", "step", self->step));
  if (cs_sayings_is_empty (sayings))
    return;
  self->is_busy = TRUE;
  g_clear_handle_id (&self->draft_source, g_source_remove);
  gtk_widget_set_sensitive (GTK_WIDGET (self->box), FALSE);
  cs_sayings_submit_async (g_steal_pointer (&sayings),
                           cs_session_get_workspace (cs_reader_get_session (self->reader)),
                           cs_request_get_id (cs_reader_get_request (self->reader)),
                           self->cancellable,
                           said_cb,
                           g_object_ref (self));
}
