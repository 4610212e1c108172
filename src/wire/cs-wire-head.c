/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-wire-head.h"

#include "cs-wire.h"

#include <string.h>

static const CsShapeMember members[] = {
    {"log", CS_SHAPE_TEXT, offsetof (CsSignedHead, log), .most = CS_WIRE_NAME_BYTES},
    {"incarnation",
     CS_SHAPE_TEXT,
     offsetof (CsSignedHead, incarnation),
     .most = CS_WIRE_NAME_BYTES},
    {"size", CS_SHAPE_INT, offsetof (CsSignedHead, size)},
    {"root", CS_SHAPE_HASH, offsetof (CsSignedHead, root)},
    {"time", CS_SHAPE_INSTANT, offsetof (CsSignedHead, time)},
    {"signature", CS_SHAPE_TEXT, offsetof (CsSignedHead, signature), .most = CS_WIRE_NAME_BYTES},
    {NULL},
};

static void
free_head (gpointer head)
{
  cs_signed_head_free (head);
}

/**
 * cs_wire_head_shape:
 *
 * How a signed head stands in a message.
 */
const CsShape cs_wire_head_shape = {.name = "head",
                                    .size = sizeof (CsSignedHead),
                                    .members = members,
                                    .most_bytes = CS_WIRE_SMALL_BYTES,
                                    .free = free_head};

/**
 * cs_wire_head_to_json:
 * @head: a signed head
 *
 * Returns: (transfer full): as it stands in messages, and as whoever keeps it may keep it
 */
char *
cs_wire_head_to_json (const CsSignedHead *head)
{
  return cs_shape_write (&cs_wire_head_shape, head);
}

/**
 * cs_wire_head_from_json:
 * @text: JSON in UTF-8
 * @length: its bytes
 * @error: `CS_ERROR_INVALID`
 *
 * Reads a head; whether it was signed is for [method@SignedHead.verify] to say.
 *
 * Returns: (transfer full) (nullable): the head
 */
CsSignedHead *
cs_wire_head_from_json (const char *text, gsize length, GError **error)
{
  return cs_shape_read (&cs_wire_head_shape, text, length, error);
}

/**
 * cs_wire_heads_read:
 * @path: a file with a head a line, as [func@wire_head_to_json] writes it
 * @error: `CS_ERROR_INVALID` with file and line, or that of reading the file
 *
 * Reads what others saw, to be held against one’s own journal (K-07).
 *
 * Returns: (transfer full) (nullable) (element-type CsSignedHead): the heads
 */
GPtrArray *
cs_wire_heads_read (const char *path, GError **error)
{
  g_autoptr (GPtrArray) heads =
      g_ptr_array_new_with_free_func ((GDestroyNotify)cs_signed_head_free);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, error))
    return NULL;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    CsSignedHead *head;

    if (*lines[i] == '\0')
      continue;
    head = cs_wire_head_from_json (lines[i], strlen (lines[i]), error);
    if (head == NULL) {
      g_prefix_error (error, "%s:%u: ", path, i + 1);
      return NULL;
    }
    g_ptr_array_add (heads, head);
  }
  return g_steal_pointer (&heads);
}
