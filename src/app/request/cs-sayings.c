/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-sayings.h"

typedef struct {
  char *kind;
  json_t *data; /* (owned) */
} Saying;

struct _CsSayings {
  GPtrArray *list; /* (owned) Saying */
  char *request;
  guint next;
};

static void
saying_free (Saying *self)
{
  g_free (self->kind);
  json_decref (self->data);
  g_free (self);
}

/**
 * cs_sayings_new:
 *
 * Returns: (transfer full): nothing to say yet
 */
CsSayings *
cs_sayings_new (void)
{
  CsSayings *self = g_new0 (CsSayings, 1);

  self->list = g_ptr_array_new_with_free_func ((GDestroyNotify)saying_free);
  return self;
}

/**
 * cs_sayings_free:
 * @self: (transfer full): a list
 */
void
cs_sayings_free (CsSayings *self)
{
  g_ptr_array_unref (self->list);
  g_free (self->request);
  g_free (self);
}

/**
 * cs_sayings_add:
 * @kind: of the entry, or the name of an action
 * @data: (transfer full): its minimal form
 */
void
cs_sayings_add (CsSayings *self, const char *kind, json_t *data)
{
  Saying *saying = g_new0 (Saying, 1);

  saying->kind = g_strdup (kind);
  saying->data = data;
  g_ptr_array_add (self->list, saying);
}

gboolean
cs_sayings_is_empty (const CsSayings *self)
{
  return self->list->len == 0;
}

static void submit_next (GTask *task, CsWorkspace *workspace);

static void
said_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  CsSayings *self = g_task_get_task_data (task);
  GError *error = NULL;
  CsOutcome *outcome = cs_workspace_submit_finish (CS_WORKSPACE (source), result, &error);

  if (outcome == NULL) {
    g_task_return_error (task, error);
  } else if (!outcome->is_accepted || self->next == self->list->len) {
    g_task_return_pointer (task, outcome, (GDestroyNotify)cs_outcome_free);
  } else {
    cs_outcome_free (outcome);
    submit_next (g_steal_pointer (&task), CS_WORKSPACE (source));
  }
}

static void
submit_next (GTask *task, CsWorkspace *workspace)
{
  CsSayings *self = g_task_get_task_data (task);
  const Saying *saying = self->list->pdata[self->next++];

  cs_workspace_submit_async (workspace,
                             self->request,
                             saying->kind,
                             saying->data,
                             g_task_get_cancellable (task),
                             said_cb,
                             task);
}

/**
 * cs_sayings_submit_async:
 * @self: (transfer full): what to say; not empty
 * @workspace: where
 * @request: id
 *
 * Submits one after the other; the first that is refused ends it.
 */
void
cs_sayings_submit_async (CsSayings *self,
                         CsWorkspace *workspace,
                         const char *request,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = g_task_new (workspace, cancellable, callback, user_data);

  g_return_if_fail (!cs_sayings_is_empty (self));

  self->request = g_strdup (request);
  g_task_set_source_tag (task, cs_sayings_submit_async);
  g_task_set_task_data (task, self, (GDestroyNotify)cs_sayings_free);
  submit_next (task, workspace);
}

/**
 * cs_sayings_submit_finish:
 *
 * Returns: (transfer full) (nullable): the answer to the last that was said
 */
CsOutcome *
cs_sayings_submit_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
