/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-leave.h"

#include "cs-outbox.h"
#include "cs-secret-store.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define STORE_MSEC 4000
#define CHUNK      65536

static gboolean
count (CsStore *store, CsUnsent *unsent, GError **error)
{
  return cs_outbox_count (store, CS_OUTBOX_WAITING, &unsent->waiting, error) &&
         cs_outbox_count (store, CS_OUTBOX_REFUSED, &unsent->refused, error) &&
         cs_sqlite_get_int (cs_store_get_sqlite (store),
                            "SELECT count(*) FROM draft",
                            &unsent->drafts,
                            error);
}

/**
 * cs_leave_count_unsent:
 * @folder: of a workspace
 * @unsent: (out caller-allocates): what only this computer has
 * @error: what the store failed with
 *
 * Returns: whether it was counted
 */
gboolean
cs_leave_count_unsent (const char *folder, CsUnsent *unsent, GError **error)
{
  g_autoptr (CsStore) store = cs_store_open (folder, error);

  *unsent = (CsUnsent){0};
  return store != NULL && count (store, unsent, error);
}

static gboolean
add_entries (CsStore *store, CsOutboxState state, GString *lines, GError **error)
{
  g_autoptr (GPtrArray) items = cs_outbox_list (store, state, error);

  for (guint i = 0; items != NULL && i < items->len; i++) {
    GBytes *bytes = cs_entry_get_bytes (((CsOutboxItem *)items->pdata[i])->entry);

    g_string_append_len (lines, g_bytes_get_data (bytes, NULL), (gssize)g_bytes_get_size (bytes));
    g_string_append_c (lines, '\n');
  }
  return items != NULL;
}

static gboolean
add_drafts (CsStore *store, GString *lines, GError **error)
{
  g_autoptr (CsStatement) row =
      cs_sqlite_query (cs_store_get_sqlite (store),
                       error,
                       "SELECT kind, request, content FROM draft ORDER BY updated",
                       "");
  gboolean has_row;

  if (row == NULL || !cs_statement_next (row, &has_row, error))
    return FALSE;
  while (has_row) {
    g_autoptr (json_t) draft = json_pack ("{s:s, s:s?, s:s}",
                                          "draft",
                                          cs_statement_get_text (row, 0),
                                          "request",
                                          cs_statement_get_text (row, 1),
                                          "content",
                                          cs_statement_get_text (row, 2));
    g_autofree char *text = cs_json_dump (draft);

    g_string_append_printf (lines, "%s\n", text);
    if (!cs_statement_next (row, &has_row, error))
      return FALSE;
  }
  return TRUE;
}

/* One line each, as JSON: entries as they were written, then drafts. */
static gboolean
keep_unsent (CsStore *store, const char *aside, gboolean *has_kept, GError **error)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  if (!add_entries (store, CS_OUTBOX_WAITING, lines, error) ||
      !add_entries (store, CS_OUTBOX_REFUSED, lines, error) || !add_drafts (store, lines, error))
    return FALSE;
  *has_kept = lines->len > 0;
  return !*has_kept ||
         g_file_set_contents_full (aside,
                                   lines->str,
                                   (gssize)lines->len,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0600,
                                   error);
}

/* What cannot be overwritten in its place still goes. */
static void
overwrite (const char *path)
{
  static const char zeros[CHUNK];
  int fd = open (path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
  struct stat info;

  if (fd < 0)
    return;
  if (fstat (fd, &info) == 0 && S_ISREG (info.st_mode)) {
    for (gint64 left = info.st_size; left > 0; left -= CHUNK) {
      if (write (fd, zeros, (gsize)MIN (left, CHUNK)) < 0)
        break;
    }
    fsync (fd);
  }
  close (fd);
}

static gboolean
remove_tree (const char *path, GError **error)
{
  gboolean is_link = g_file_test (path, G_FILE_TEST_IS_SYMLINK);
  g_autoptr (GDir) dir = is_link ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    if (!remove_tree (child, error))
      return FALSE;
  }
  if (dir == NULL && !is_link)
    overwrite (path);
  if (g_remove (path) == 0)
    return TRUE;
  g_set_error (error,
               CS_ERROR,
               CS_ERROR_FAILED,
               _ ("The file “%s” cannot be removed: %s"),
               path,
               g_strerror (errno));
  return FALSE;
}

/* Keys and tokens of this computer; a store that does not answer keeps what is of no use any more.
 */
static void
forget_secrets (const char *device)
{
  static const char *const suffixes[] = {"", ".proof", ".session"};

  if (g_strcmp0 (g_getenv ("CS_KEYS"), "file") == 0)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *name = g_strconcat (device, suffixes[i], NULL);

    if (!cs_secret_store_clear (name, STORE_MSEC, NULL))
      return;
  }
}

/**
 * cs_leave:
 * @folder: of a workspace that nothing has open any more
 * @aside: where what was not sent is kept, one JSON text a line; only its owner reads it
 * @has_kept: (out): whether there was something
 * @error: what the store or the file system failed with; nothing is removed before what was not
 *   sent is kept
 *
 * Takes a workspace off this computer: journal, lists, files, keys and tokens.
 *
 * Returns: whether all of it is gone
 */
gboolean
cs_leave (const char *folder, const char *aside, gboolean *has_kept, GError **error)
{
  g_autoptr (CsStore) store = cs_store_open (folder, error);
  g_autofree char *device = NULL;

  *has_kept = FALSE;
  if (store == NULL || !keep_unsent (store, aside, has_kept, error))
    return FALSE;
  device = cs_store_dup_meta (store, "device", NULL);
  g_clear_pointer (&store, cs_store_close);
  if (device != NULL)
    forget_secrets (device);
  return remove_tree (folder, error);
}
