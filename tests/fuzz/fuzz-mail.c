/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-mail-message.h"
#include "cs-mailbox.h"
#include "cs-mailto.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

/* No header begins that was not written here. */
static void
check_headers (const char *eml)
{
  const char *const known = "|Date|From|To|Cc|Subject|Message-ID|In-Reply-To|References|"
                            "MIME-Version|Content-Type|Content-Transfer-Encoding|";
  const char *end = strstr (eml, "\r\n\r\n");
  g_autofree char *block = g_strndup (eml, end != NULL ? (gsize)(end - eml) : strlen (eml));
  g_auto (GStrv) lines = g_strsplit (block, "\r\n", -1);

  for (guint i = 0; lines[i] != NULL; i++) {
    g_autofree char *name = NULL;

    g_assert_null (strpbrk (lines[i], "\r\n"));
    g_assert_cmpuint (strlen (lines[i]), <=, 998);
    if (lines[i][0] == ' ')
      continue;
    name = g_strdup_printf ("|%.*s|", (int)strcspn (lines[i], ":"), lines[i]);
    g_assert_nonnull (strstr (known, name));
  }
}

static void
check_message (char **parts, guint count)
{
  g_autoptr (CsMailMessage) message = cs_mail_message_new ();
  g_autoptr (GBytes) eml = NULL;
  const char *const to[] = {parts[0], NULL};
  const char *const references[] = {count > 3 ? parts[3] : NULL, NULL};

  message->from = g_strdup ("A <a@x.example>");
  message->to = g_strdupv ((GStrv)to);
  message->subject = g_strdup (count > 1 ? parts[1] : NULL);
  message->text = g_strdup (count > 2 ? parts[2] : NULL);
  if (!cs_mail_message_set_reply_to (message, "<p@x.example>", references, NULL, NULL))
    g_assert_null (message->references);
  eml = cs_mail_message_to_eml (message, NULL);
  if (eml != NULL) {
    g_autofree char *text = g_strndup (g_bytes_get_data (eml, NULL), g_bytes_get_size (eml));

    check_headers (text);
  }
}

static void
check_mailto (char **parts, guint count)
{
  const char *const to[] = {parts[0], NULL};
  CsMailto mail = {.to = to,
                   .subject = count > 1 ? parts[1] : NULL,
                   .body = count > 2 ? parts[2] : NULL};
  g_autofree char *uri = cs_mailto_to_uri (&mail, NULL);

  if (uri != NULL)
    g_assert_true (g_uri_is_valid (uri, G_URI_FLAGS_NONE, NULL));
}

/* Parts with zero bytes between: an address, a subject, a text, references. */
int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  const char *at = (const char *)data;
  const char *end = at + size;

  do {
    gsize length = strnlen (at, (gsize)(end - at));

    g_ptr_array_add (parts, g_strndup (at, length));
    at += length + 1;
  } while (at < end);
  check_message ((char **)parts->pdata, parts->len);
  check_mailto ((char **)parts->pdata, parts->len);
  return 0;
}
