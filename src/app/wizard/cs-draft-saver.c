/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-draft-saver.h"

#include "cs-alert.h"

#include <glib/gi18n-lib.h>

/* From the first change to writing it; a change on disk takes a few milliseconds more. */
#define DELAY_MSEC 150

/* Until what could not be written is tried again. */
#define RETRY_SECONDS 5

/**
 * CsDraftSaver:
 *
 * “Settled” is only ever said of what the worker has confirmed.
 */
struct _CsDraftSaver {
  GObject parent_instance;

  CsWorkspace *workspace; /* (owned) */
  char *kind;
  guint source;
  gboolean is_dirty, is_busy, is_asking;
  char *failure; /* (nullable) why the last attempt failed */
};

enum { SIGNAL_COLLECT, SIGNAL_SETTLED, SIGNAL_FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsDraftSaver, cs_draft_saver, G_TYPE_OBJECT)

static void
collect (CsDraftSaver *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  if (!self->is_busy && self->is_dirty)
    g_signal_emit (self, signals[SIGNAL_COLLECT], 0);
}

static gboolean
time_cb (gpointer user_data)
{
  CsDraftSaver *self = user_data;

  self->source = 0;
  collect (self);
  return G_SOURCE_REMOVE;
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsDraftSaver) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = cs_workspace_save_draft_finish (CS_WORKSPACE (source), result, &error);

  self->is_busy = FALSE;
  if (id == NULL) {
    gboolean is_first = self->failure == NULL;

    self->is_dirty = TRUE;
    g_free (self->failure);
    self->failure = g_strdup (error->message);
    if (self->source == 0)
      self->source = g_timeout_add_seconds (RETRY_SECONDS, time_cb, self);
    if (is_first)
      g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
    return;
  }
  g_clear_pointer (&self->failure, g_free);
  if (!self->is_dirty)
    g_signal_emit (self, signals[SIGNAL_SETTLED], 0);
  else if (self->source == 0)
    collect (self);
}

/**
 * cs_draft_saver_save:
 * @id: of the draft
 * @request: (nullable): that it is about
 * @content: (transfer none): everything typed
 *
 * The answer to “collect”.
 */
void
cs_draft_saver_save (CsDraftSaver *self, const char *id, const char *request, json_t *content)
{
  self->is_dirty = FALSE;
  self->is_busy = TRUE;
  cs_workspace_save_draft_async (self->workspace,
                                 id,
                                 self->kind,
                                 request,
                                 content,
                                 saved_cb,
                                 g_object_ref (self));
}

/**
 * cs_draft_saver_touch:
 *
 * Something is another now. Typing on does not put off what was typed first.
 */
void
cs_draft_saver_touch (CsDraftSaver *self)
{
  self->is_dirty = TRUE;
  if (self->source == 0)
    self->source = g_timeout_add (DELAY_MSEC, time_cb, self);
}

/**
 * cs_draft_saver_flush:
 *
 * Writes what is not on disk at once.
 */
void
cs_draft_saver_flush (CsDraftSaver *self)
{
  collect (self);
}

/**
 * cs_draft_saver_forget:
 *
 * What was typed was said or thrown away: nothing is written any more.
 */
void
cs_draft_saver_forget (CsDraftSaver *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_pointer (&self->failure, g_free);
  self->is_dirty = FALSE;
}

typedef struct {
  CsDraftSaver *saver; /* (owned) */
  GtkWidget *page;     /* (owned) */
} Question;

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Question *question = user_data;

  question->saver->is_asking = FALSE;
  if (cs_alert_run_finish (result)) {
    cs_draft_saver_forget (question->saver);
    gtk_widget_activate_action (question->page, "win.go-back", NULL);
  }
  g_object_unref (question->saver);
  g_object_unref (question->page);
  g_free (question);
}

/**
 * cs_draft_saver_may_leave:
 * @page: where it was typed
 *
 * Writes what is not on disk. Where that has failed the person is asked first, and @page goes back
 * if they say so.
 *
 * Returns: whether the page may be left at once
 */
gboolean
cs_draft_saver_may_leave (CsDraftSaver *self, GtkWidget *page)
{
  g_autofree char *body = NULL;
  Question *question;

  collect (self);
  if (self->failure == NULL)
    return TRUE;
  if (self->is_asking)
    return FALSE;
  self->is_asking = TRUE;
  question = g_new (Question, 1);
  question->saver = g_object_ref (self);
  question->page = g_object_ref (page);
  /* Translators: %s is a sentence, such as “The disk is full. Nothing was changed.” */
  body = g_strdup_printf (_ ("What was typed last is not on the disk yet. %s"), self->failure);
  cs_alert_run_async (page,
                      &(CsAlert){.heading = _ ("Leave Without Saving?"),
                                 .body = body,
                                 .accept = _ ("_Leave"),
                                 .dismiss = _ ("_Stay"),
                                 .is_dangerous = TRUE},
                      answered_cb,
                      question);
  return FALSE;
}

/**
 * cs_draft_saver_is_settled:
 *
 * Returns: whether everything is on disk
 */
gboolean
cs_draft_saver_is_settled (CsDraftSaver *self)
{
  return !self->is_dirty && !self->is_busy;
}

/**
 * cs_draft_saver_new:
 * @workspace: that keeps the draft
 * @kind: of the draft
 *
 * Returns: (transfer full): a saver with nothing to save
 */
CsDraftSaver *
cs_draft_saver_new (CsWorkspace *workspace, const char *kind)
{
  CsDraftSaver *self = g_object_new (CS_TYPE_DRAFT_SAVER, NULL);

  self->workspace = g_object_ref (workspace);
  self->kind = g_strdup (kind);
  return self;
}

static void
cs_draft_saver_finalize (GObject *object)
{
  CsDraftSaver *self = CS_DRAFT_SAVER (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_object (&self->workspace);
  g_free (self->kind);
  g_free (self->failure);
  G_OBJECT_CLASS (cs_draft_saver_parent_class)->finalize (object);
}

static void
cs_draft_saver_class_init (CsDraftSaverClass *klass)
{
  const GType type = G_TYPE_FROM_CLASS (klass);
  const GSignalFlags flags = G_SIGNAL_RUN_LAST;

  G_OBJECT_CLASS (klass)->finalize = cs_draft_saver_finalize;
  signals[SIGNAL_COLLECT] =
      g_signal_new ("collect", type, flags, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SETTLED] =
      g_signal_new ("settled", type, flags, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FAILED] =
      g_signal_new ("failed", type, flags, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
cs_draft_saver_init (CsDraftSaver *self)
{
}
