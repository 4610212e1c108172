/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../server/server-stage.h"

/*
 * What anybody may send to a server, through the narrow interface, without sockets (K-01, SG-19): a
 * line with method and path, lines with headers, an empty line, and a body. Whoever sends is
 * somebody where a header says so, so that handlers are reached. Every question is answered, in a
 * form that is promised.
 */

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static Stage stage;

static void
close_stage (void)
{
  stage_close (&stage);
}

static void
open_stage (void)
{
  CsServerOptions options = cs_server_defaults;

  options.wait_msec = 1;
  options.file_bytes = 100000;
  g_log_set_writer_func (g_log_writer_journald, NULL, NULL); /* refusals are no news here */
  stage_open (&stage, &options);
  atexit (close_stage);
}

static CsHttpRequest *
read_request (const char *text, gsize size)
{
  g_autofree char *copy = g_strndup (text, size);
  const char *end = strstr (copy, "\n\n");
  gsize head = end != NULL ? (gsize)(end - copy) : strlen (copy);
  g_autofree char *first = g_strndup (copy, head);
  g_auto (GStrv) lines = g_strsplit (first, "\n", 20);
  g_auto (GStrv) words = g_strsplit (lines[0] != NULL ? lines[0] : "", " ", 2);
  gsize begin = MIN (head + 2, size);
  g_autoptr (GBytes) body = g_bytes_new (text + begin, size - begin);
  CsHttpRequest *request;

  if (words[0] == NULL || words[1] == NULL)
    return NULL;
  request = cs_http_request_new (words[0], words[1], body);
  for (guint i = 1; lines[i] != NULL; i++) {
    char *colon = strstr (lines[i], ": ");

    if (colon == NULL || !g_utf8_validate (lines[i], -1, NULL))
      continue;
    *colon = '\0';
    cs_http_request_add_header (request, lines[i], colon + 2);
  }
  return request;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  CsHttpRequest *request;
  g_autoptr (CsHttpAnswer) answer = NULL;

  if (stage.server == NULL)
    open_stage ();
  request = read_request ((const char *)data, size);
  if (request == NULL)
    return 0;
  answer = stage_ask_with (&stage, request);
  g_assert_nonnull (answer);
  g_assert_cmpuint (answer->status, >=, 200);
  g_assert_cmpuint (answer->status, !=, 500);
  g_assert_cmpuint (answer->status, <, 600);
  if (answer->status >= 400)
    g_assert_cmpstr (cs_http_answer_get_header (answer, "content-type"),
                     ==,
                     "application/problem+json");
  return 0;
}
