/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-seen.h"
#include "cs-workspace-private.h"

/**
 * CsRequestView:
 *
 * One request as a screen shows it: a fold of its own, with what may be done, whose move it is and
 * how its clocks stand, all as of one moment. It never changes; load another after “changed”.
 */
struct _CsRequestView {
  GObject parent_instance;

  CsRequest *request;     /* (owned) */
  CsDirectory *directory; /* (owned) */
  GPtrArray *actions;     /* (owned) CsAction */
  GPtrArray *turns;       /* (owned) CsTurn */
  GPtrArray *clocks;      /* (owned) CsClockRun */
  CsInstant now;
  gint64 seen;
};

G_DEFINE_FINAL_TYPE (CsRequestView, cs_request_view, G_TYPE_OBJECT)

static void
cs_request_view_finalize (GObject *object)
{
  CsRequestView *self = CS_REQUEST_VIEW (object);

  g_clear_pointer (&self->actions, g_ptr_array_unref);
  g_clear_pointer (&self->turns, g_ptr_array_unref);
  g_clear_pointer (&self->clocks, g_ptr_array_unref);
  g_clear_pointer (&self->request, cs_request_free);
  g_clear_pointer (&self->directory, cs_directory_free);
  G_OBJECT_CLASS (cs_request_view_parent_class)->finalize (object);
}

static void
cs_request_view_class_init (CsRequestViewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cs_request_view_finalize;
}

static void
cs_request_view_init (CsRequestView *self)
{
}

/**
 * cs_request_view_new:
 * @ledger: whose thread this runs on
 * @request: its id
 * @person: who looks
 * @error: NOT_FOUND
 *
 * Returns: (transfer full): the view, which may be handed to another thread; %NULL on error
 */
CsRequestView *
cs_request_view_new (CsLedger *ledger, const char *request, const char *person, GError **error)
{
  CsAuthority *authority = cs_ledger_get_authority (ledger);
  g_autoptr (CsRequestView) self = g_object_new (CS_TYPE_REQUEST_VIEW, NULL);
  const CsDirectory *directory = cs_authority_get_directory (authority, error);
  CsRuleContext context;
  CsHead head;

  if (directory == NULL ||
      !cs_journal_read_head (cs_ledger_get_store (ledger), request, &head, error))
    return NULL;
  self->request = cs_authority_fold_request (authority, request, error);
  if (self->request == NULL ||
      !cs_seen_get (cs_ledger_get_store (ledger), person, head.ref, &self->seen, error))
    return NULL;
  self->directory = cs_directory_copy (directory);
  self->now = cs_time_source_get_now (cs_ledger_get_time_source (ledger));
  cs_request_view_get_context (self, &context);
  self->actions = cs_rules_actions (self->request, person, &context);
  self->turns = cs_rules_list_turns (self->request, &context);
  self->clocks = cs_clock_list_runs (self->request, self->directory, self->now);
  return g_steal_pointer (&self);
}

/**
 * cs_request_view_get_request:
 *
 * Returns: (transfer none): the folded request
 */
const CsRequest *
cs_request_view_get_request (CsRequestView *self)
{
  return self->request;
}

/**
 * cs_request_view_get_directory:
 *
 * Returns: (transfer none): the directory at that moment
 */
const CsDirectory *
cs_request_view_get_directory (CsRequestView *self)
{
  return self->directory;
}

/**
 * cs_request_view_get_actions:
 *
 * Returns: (transfer none) (element-type CsAction): what the person may do, and why not
 */
const GPtrArray *
cs_request_view_get_actions (CsRequestView *self)
{
  return self->actions;
}

/**
 * cs_request_view_get_turns:
 *
 * Returns: (transfer none) (element-type CsTurn): whose move it is
 */
const GPtrArray *
cs_request_view_get_turns (CsRequestView *self)
{
  return self->turns;
}

/**
 * cs_request_view_get_clocks:
 *
 * Returns: (transfer none) (element-type CsClockRun): how its clocks stand
 */
const GPtrArray *
cs_request_view_get_clocks (CsRequestView *self)
{
  return self->clocks;
}

/**
 * cs_request_view_get_seen:
 *
 * Returns: number of the newest entry the person has looked at; 0 for none
 */
gint64
cs_request_view_get_seen (CsRequestView *self)
{
  return self->seen;
}

/**
 * cs_request_view_get_context:
 * @context: (out): what rules are asked with; valid as long as the view
 */
void
cs_request_view_get_context (CsRequestView *self, CsRuleContext *context)
{
  *context = (CsRuleContext){.directory = self->directory, .now = self->now};
}
