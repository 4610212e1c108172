/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-http.h"

#include <string.h>

struct _CsHttpExchange {
  gatomicrefcount references;
  CsHttpRequest *request; /* (owned) */
  CsHttpAnswered answered;
  gpointer user_data;
  GMutex lock;
  CsHttpAnswer *answer; /* (owned) (nullable), guarded by the lock */
  gboolean is_answered; /* guarded by the lock */
};

/**
 * cs_http_request_new:
 * @method: in capitals
 * @path: as it was asked for, without the query
 * @body: (transfer none) (nullable): what came with it
 *
 * Returns: (transfer full): a question without headers
 */
CsHttpRequest *
cs_http_request_new (const char *method, const char *path, GBytes *body)
{
  static guint64 last_serial = 0;
  CsHttpRequest *self = g_new0 (CsHttpRequest, 1);

  self->serial = __atomic_add_fetch (&last_serial, 1, __ATOMIC_RELAXED);
  self->method = g_strdup (method);
  self->path = g_strdup (path);
  self->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->body = body != NULL ? g_bytes_ref (body) : g_bytes_new (NULL, 0);
  self->address = g_strdup ("");
  return self;
}

/**
 * cs_http_request_free:
 * @self: (transfer full) (nullable): a question
 */
void
cs_http_request_free (CsHttpRequest *self)
{
  if (self == NULL)
    return;
  g_free (self->method);
  g_free (self->path);
  g_hash_table_unref (self->headers);
  g_bytes_unref (self->body);
  g_free (self->address);
  g_free (self);
}

/**
 * cs_http_request_add_header:
 *
 * Only while the question is made.
 *
 * Returns: whether it was the first of its name
 */
gboolean
cs_http_request_add_header (CsHttpRequest *self, const char *name, const char *value)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  if (g_hash_table_contains (self->headers, lower))
    return FALSE;
  g_hash_table_insert (self->headers, g_steal_pointer (&lower), g_strdup (value));
  return TRUE;
}

/**
 * cs_http_request_get_header:
 * @name: in lower case
 *
 * Returns: (nullable): its value
 */
const char *
cs_http_request_get_header (const CsHttpRequest *self, const char *name)
{
  return g_hash_table_lookup (self->headers, name);
}

/**
 * cs_http_answer_new:
 * @type: (nullable): of the body
 * @body: (transfer full) (nullable): what is said
 *
 * Returns: (transfer full): an answer
 */
CsHttpAnswer *
cs_http_answer_new (guint status, const char *type, GBytes *body)
{
  CsHttpAnswer *self = g_new0 (CsHttpAnswer, 1);

  self->status = status;
  self->headers = g_ptr_array_new_with_free_func (g_free);
  self->body = body != NULL ? body : g_bytes_new (NULL, 0);
  if (type != NULL)
    cs_http_answer_add_header (self, "Content-Type", type);
  return self;
}

/**
 * cs_http_answer_new_text:
 * @type: of the text
 * @text: (transfer full): what is said
 *
 * Returns: (transfer full): an answer
 */
CsHttpAnswer *
cs_http_answer_new_text (guint status, const char *type, char *text)
{
  return cs_http_answer_new (status, type, g_bytes_new_take (text, strlen (text)));
}

/**
 * cs_http_source_free:
 * @self: (transfer full) (nullable): a source
 *
 * Lets go of what it reads from, too.
 */
void
cs_http_source_free (CsHttpSource *self)
{
  if (self != NULL)
    self->free_data (self->data);
  g_free (self);
}

/**
 * cs_http_answer_free:
 * @self: (transfer full) (nullable): an answer
 */
void
cs_http_answer_free (CsHttpAnswer *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->headers);
  g_bytes_unref (self->body);
  cs_http_source_free (self->source);
  g_free (self);
}

/**
 * cs_http_answer_add_header:
 *
 * Adds one, whatever there is.
 */
void
cs_http_answer_add_header (CsHttpAnswer *self, const char *name, const char *value)
{
  g_ptr_array_add (self->headers, g_strdup (name));
  g_ptr_array_add (self->headers, g_strdup (value));
}

/**
 * cs_http_answer_get_header:
 * @name: in any case
 *
 * Returns: (nullable): its value
 */
const char *
cs_http_answer_get_header (const CsHttpAnswer *self, const char *name)
{
  for (guint i = 0; i < self->headers->len; i += 2) {
    if (g_ascii_strcasecmp (self->headers->pdata[i], name) == 0)
      return self->headers->pdata[i + 1];
  }
  return NULL;
}

/**
 * cs_http_exchange_new:
 * @request: (transfer full): what is asked
 * @answered: (nullable): called once, on the thread that answers
 *
 * Returns: (transfer full): the question, unanswered
 */
CsHttpExchange *
cs_http_exchange_new (CsHttpRequest *request, CsHttpAnswered answered, gpointer user_data)
{
  CsHttpExchange *self = g_new0 (CsHttpExchange, 1);

  g_atomic_ref_count_init (&self->references);
  g_mutex_init (&self->lock);
  self->request = request;
  self->answered = answered;
  self->user_data = user_data;
  return self;
}

/**
 * cs_http_exchange_ref:
 *
 * Returns: (transfer full): @self
 */
CsHttpExchange *
cs_http_exchange_ref (CsHttpExchange *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

/**
 * cs_http_exchange_unref:
 * @self: (transfer full): an exchange
 */
void
cs_http_exchange_unref (CsHttpExchange *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_clear_pointer (&self->answer, cs_http_answer_free);
  g_clear_pointer (&self->request, cs_http_request_free);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/**
 * cs_http_exchange_get_request:
 *
 * Returns: (transfer none): what is asked
 */
const CsHttpRequest *
cs_http_exchange_get_request (CsHttpExchange *self)
{
  return self->request;
}

/**
 * cs_http_exchange_answer:
 * @answer: (transfer full): what is said
 *
 * From any thread. The first answer counts; a later one is dropped.
 */
void
cs_http_exchange_answer (CsHttpExchange *self, CsHttpAnswer *answer)
{
  gboolean is_first;

  g_mutex_lock (&self->lock);
  is_first = !self->is_answered;
  self->is_answered = TRUE;
  if (is_first)
    self->answer = answer;
  g_mutex_unlock (&self->lock);
  if (!is_first)
    cs_http_answer_free (answer);
  else if (self->answered != NULL)
    self->answered (self, self->user_data);
}

/**
 * cs_http_exchange_take_answer:
 *
 * For whoever asked.
 *
 * Returns: (transfer full) (nullable): what was said, once
 */
CsHttpAnswer *
cs_http_exchange_take_answer (CsHttpExchange *self)
{
  CsHttpAnswer *answer;

  g_mutex_lock (&self->lock);
  answer = g_steal_pointer (&self->answer);
  g_mutex_unlock (&self->lock);
  return answer;
}
