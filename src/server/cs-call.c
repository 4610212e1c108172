/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-call.h"

#include "cs-door.h"
#include "cs-server-log.h"
#include "cs-server-private.h"
#include "cs-wire.h"

#define RETRY_SECS 1

/*
 * From a question to the handler of its route:
 *
 *   path unknown → 404 · other method → 405 · body not of its shape → 400 · here, or on a desk:
 *   who asks (401) → handler → answer, or a problem made of its error
 */

typedef struct {
  CsCall call;
  const CsRoute *route;
  CsHttpExchange *exchange; /* (owned) */
  char *parameter;          /* (owned) (nullable) */
  gint64 began_usec;        /* monotonic */
} Job;

/**
 * cs_caller_clear:
 *
 * Lets go of what it holds.
 */
void
cs_caller_clear (CsCaller *self)
{
  g_clear_pointer (&self->person, g_free);
  g_clear_pointer (&self->device, g_free);
  g_clear_pointer (&self->session, g_free);
  self->authenticated = 0;
}

/**
 * cs_answer_json:
 * @text: (transfer full): a message
 *
 * Returns: (transfer full): an answer of it
 */
CsHttpAnswer *
cs_answer_json (char *text)
{
  CsHttpAnswer *answer = cs_http_answer_new_text (200, CS_WIRE_CONTENT_TYPE, text);

  cs_http_answer_add_header (answer, "Cache-Control", "no-store");
  cs_http_answer_add_header (answer, "X-Content-Type-Options", "nosniff");
  return answer;
}

/**
 * cs_answer_problem:
 * @problem: of which kind
 * @format: one sentence for a person
 *
 * Returns: (transfer full): an answer in the form of RFC 9457
 */
CsHttpAnswer *
cs_answer_problem (CsProblem problem, const char *format, ...)
{
  g_autoptr (CsWireProblem) body = NULL;
  g_autofree char *detail = NULL;
  CsHttpAnswer *answer;
  va_list arguments;

  va_start (arguments, format);
  detail = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  body = cs_wire_problem_make (problem, detail);
  if (problem == CS_PROBLEM_UNAVAILABLE || problem == CS_PROBLEM_TOO_MANY)
    body->retry_secs = RETRY_SECS;
  answer = cs_http_answer_new_text (cs_problem_get_status (problem),
                                    CS_WIRE_PROBLEM_TYPE,
                                    cs_wire_problem_to_json (body));
  cs_http_answer_add_header (answer, "Cache-Control", "no-store");
  if (body->retry_secs > 0)
    cs_http_answer_add_header (answer, "Retry-After", G_STRINGIFY (RETRY_SECS));
  return answer;
}

static CsProblem
problem_of (const GError *error)
{
  if (error->domain != CS_ERROR)
    return CS_PROBLEM_FAILED;
  switch ((CsErrorCode)error->code) {
    case CS_ERROR_INVALID:
      return CS_PROBLEM_INVALID;
    case CS_ERROR_NOT_FOUND:
      return CS_PROBLEM_NOT_FOUND;
    case CS_ERROR_UNAUTHORISED:
    case CS_ERROR_CONFLICT:
      return CS_PROBLEM_FORBIDDEN;
    case CS_ERROR_BUSY:
    case CS_ERROR_UNREACHABLE:
      return CS_PROBLEM_UNAVAILABLE;
    case CS_ERROR_TOO_NEW: /* a message; the folder was read before anybody asked */
      return CS_PROBLEM_PROTOCOL;
    case CS_ERROR_FAILED:
    case CS_ERROR_CORRUPT:
    default:
      return CS_PROBLEM_FAILED;
  }
}

/**
 * cs_answer_error:
 * @error: what a handler failed with
 *
 * What an outsider can do something about is told in words; of all else only that it happened.
 *
 * Returns: (transfer full): an answer in the form of RFC 9457
 */
CsHttpAnswer *
cs_answer_error (const GError *error)
{
  CsProblem problem = problem_of (error);

  if (problem != CS_PROBLEM_FAILED && problem != CS_PROBLEM_UNAVAILABLE)
    return cs_answer_problem (problem, "%s", error->message);
  g_warning ("A call failed: %s", error->message);
  return cs_answer_problem (problem, "The server could not do this; nothing was changed.");
}

static void
job_free (Job *self)
{
  if (self->call.message != NULL)
    self->route->free (self->call.message);
  cs_caller_clear (&self->call.caller);
  cs_http_exchange_unref (self->exchange);
  g_free (self->parameter);
  g_free (self);
}

static CsHttpAnswer *
work (CsLedger *ledger, gpointer data, GError **error)
{
  Job *job = data;
  CsCall *call = &job->call;

  call->ledger = ledger;
  if (!job->route->is_open) {
    CsHttpAnswer *refusal = NULL;

    cs_caller_clear (&call->caller);
    if (!cs_server_resolve (call->server, ledger, call->request, &call->caller, &refusal, error))
      return refusal;
  }
  return job->route->handle (call, error);
}

/**
 * cs_call_answer:
 * @exchange: a question
 * @answer: (transfer full) (nullable): its answer; %NULL without @error: somebody else will answer
 * @error: (nullable): what was met instead
 *
 * Every answer says which nonce the next proof is to name (RFC 9449 §8.2).
 */
void
cs_call_answer (CsServer *server,
                CsHttpExchange *exchange,
                CsHttpAnswer *answer,
                const GError *error)
{
  g_autofree char *nonce = NULL;

  if (error != NULL)
    answer = cs_answer_error (error);
  if (answer == NULL)
    return;
  nonce = cs_door_dup_nonce (cs_server_get_door (server));
  cs_http_answer_add_header (answer, "DPoP-Nonce", nonce);
  cs_server_count_answer (server, answer->status);
  cs_http_exchange_answer (exchange, answer);
}

static void
finish (CsHttpAnswer *answer, const GError *error, gpointer data)
{
  Job *job = data;

  if (error != NULL)
    answer = cs_answer_error (error);
  if (answer != NULL)
    cs_server_log_call (job->call.request->method,
                        job->route->path,
                        answer->status,
                        g_get_monotonic_time () - job->began_usec,
                        job->call.request->address);
  cs_call_answer (job->call.server, job->exchange, answer, NULL);
  job_free (job);
}

static gboolean
read_body (Job *job, GError **error)
{
  gsize length;
  const char *text = g_bytes_get_data (job->call.request->body, &length);

  if (job->route->read == NULL)
    return TRUE;
  job->call.message = job->route->read (text != NULL ? text : "", length, error);
  return job->call.message != NULL;
}

static CsHttpAnswer *
refuse_path (const CsHttpRequest *request, gboolean is_other_method)
{
  if (is_other_method)
    return cs_answer_problem (CS_PROBLEM_METHOD, "%s is not for this.", request->method);
  return cs_answer_problem (CS_PROBLEM_NOT_FOUND, "There is nothing at this address.");
}

/**
 * cs_call_handle:
 * @exchange: a question
 * @server: (type CsServer): who is asked
 *
 * A #CsHttpHandler.
 */
void
cs_call_handle (CsHttpExchange *exchange, gpointer server)
{
  const CsHttpRequest *request = cs_http_exchange_get_request (exchange);
  const char *parameter = NULL;
  gboolean is_other_method = FALSE;
  const CsRoute *route =
      cs_route_find (request->method, request->path, &parameter, &is_other_method);
  g_autoptr (GError) error = NULL;
  Job *job;

  if (route == NULL) {
    cs_http_exchange_answer (exchange, refuse_path (request, is_other_method));
    return;
  }
  job = g_new0 (Job, 1);
  job->route = route;
  job->began_usec = g_get_monotonic_time ();
  job->exchange = cs_http_exchange_ref (exchange);
  job->parameter = g_strdup (parameter);
  job->call = (CsCall){.server = server,
                       .request = request,
                       .exchange = exchange,
                       .parameter = job->parameter};
  if (!read_body (job, &error)) {
    finish (NULL, error, job);
    return;
  }
  if (route->desk == CS_DESK_NONE) {
    CsHttpAnswer *answer = route->handle (&job->call, &error);

    finish (answer, error, job);
    return;
  }
  cs_server_queue (server, route->desk, work, finish, job);
}

/**
 * cs_call_read_version:
 * @text: “1.2.3”; what follows counts for nothing
 * @version: (out): its parts, as far as they are numbers
 *
 * Returns: how many there are
 */
guint
cs_call_read_version (const char *text, guint version[CS_VERSION_PARTS])
{
  g_auto (GStrv) parts = g_strsplit (text, ".", CS_VERSION_PARTS + 1);
  guint n = 0;

  for (; n < CS_VERSION_PARTS && parts[n] != NULL; n++) {
    guint64 number;

    if (!g_ascii_string_to_unsigned (parts[n], 10, 0, G_MAXUINT16, &number, NULL))
      break;
    version[n] = (guint)number;
  }
  return n;
}
