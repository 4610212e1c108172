/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-mail-hand-over.h"

#include "cs-mailbox.h"
#include "cs-mailto.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <libportal/portal.h>

/*
 * Hands a message to the mail program as a draft, which the person sends or throws away (RC-26).
 * Nothing here sends anything.
 */

#define MESSAGE_TYPE "message/rfc822"

/**
 * cs_mail_way_choose:
 * @has_portal: whether the desktop's mail portal can be asked
 * @opens_files: whether a program opens draft files
 * @opens_links: whether a program opens mailto: links
 *
 * Returns: the best way that takes everything, or the best there is
 */
CsMailWay
cs_mail_way_choose (gboolean has_portal,
                    gboolean opens_files,
                    gboolean opens_links,
                    gboolean has_attachments)
{
  if (has_portal)
    return CS_MAIL_WAY_PORTAL;
  if (has_attachments && opens_files)
    return CS_MAIL_WAY_FILE;
  if (opens_links)
    return CS_MAIL_WAY_LINK;
  return opens_files ? CS_MAIL_WAY_FILE : CS_MAIL_WAY_NONE;
}

/**
 * cs_mail_way_find:
 *
 * Returns: how a message can be handed over on this computer
 */
CsMailWay
cs_mail_way_find (gboolean has_attachments)
{
  g_autoptr (GAppInfo) files = g_app_info_get_default_for_type (MESSAGE_TYPE, FALSE);
  g_autoptr (GAppInfo) links = g_app_info_get_default_for_uri_scheme ("mailto");

  /* Outside of a sandbox the mail program itself knows threads and drafts better. */
  return cs_mail_way_choose (xdp_portal_running_under_sandbox (),
                             files != NULL,
                             links != NULL,
                             has_attachments);
}

static char *
drafts_folder (GError **error)
{
  g_autofree char *base = g_build_filename (g_get_user_cache_dir (), "countersign", "drafts", NULL);
  g_autofree char *folder = g_build_filename (base, "XXXXXX", NULL);

  if (g_mkdir_with_parents (base, 0700) != 0 || g_mkdtemp (folder) == NULL) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_FAILED,
                 _ ("No folder for the draft could be made in “%s”."),
                 base);
    return NULL;
  }
  return g_steal_pointer (&folder);
}

static char *
write_file (const char *folder, const char *name, GBytes *bytes, GError **error)
{
  g_autofree char *base = g_path_get_basename (name);
  g_autofree char *path = g_build_filename (folder, base, NULL);

  if (!g_file_set_contents_full (path,
                                 g_bytes_get_data (bytes, NULL),
                                 (gssize)g_bytes_get_size (bytes),
                                 G_FILE_SET_CONTENTS_CONSISTENT,
                                 0600,
                                 error))
    return NULL;
  return g_steal_pointer (&path);
}

/* --- a draft file --- */

static gboolean
open_file (const CsMailMessage *message, GError **error)
{
  g_autoptr (GBytes) eml = cs_mail_message_to_eml (message, error);
  g_autofree char *folder = eml != NULL ? drafts_folder (error) : NULL;
  g_autofree char *path = folder != NULL ? write_file (folder, "draft.eml", eml, error) : NULL;
  g_autofree char *uri = path != NULL ? g_filename_to_uri (path, NULL, error) : NULL;

  return uri != NULL && g_app_info_launch_default_for_uri (uri, NULL, error);
}

/* --- a link --- */

static gboolean
open_link (const CsMailMessage *message, GError **error)
{
  CsMailto mailto = {.to = (const char *const *)message->to,
                     .cc = (const char *const *)message->cc,
                     .subject = message->subject,
                     .body = message->text};
  g_autofree char *uri = cs_mailto_to_uri (&mailto, error);

  return uri != NULL && g_app_info_launch_default_for_uri (uri, NULL, error);
}

/* --- the portal --- */

static void
composed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (xdp_portal_compose_email_finish (XDP_PORTAL (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static GStrv
write_attachments (const CsMailMessage *message, GError **error)
{
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();
  g_autofree char *folder = NULL;

  for (guint i = 0; message->attachments != NULL && i < message->attachments->len; i++) {
    const CsMailAttachment *attachment = message->attachments->pdata[i];
    g_autofree char *path = NULL;

    if (folder == NULL)
      folder = drafts_folder (error);
    if (folder != NULL)
      path = write_file (folder, attachment->name, attachment->bytes, error);
    if (path == NULL)
      return NULL;
    g_strv_builder_add (paths, path);
  }
  return g_strv_builder_end (paths);
}

static GStrv
bare_addresses (GStrv mailboxes)
{
  g_autoptr (GStrvBuilder) addresses = g_strv_builder_new ();

  for (guint i = 0; mailboxes != NULL && mailboxes[i] != NULL; i++) {
    g_autoptr (CsMailbox) mailbox = cs_mailbox_parse (mailboxes[i], NULL);
    if (mailbox != NULL)
      g_strv_builder_add (addresses, mailbox->address);
  }
  return g_strv_builder_end (addresses);
}

static void
ask_portal (GTask *task, const CsMailMessage *message)
{
  g_autoptr (XdpPortal) portal = xdp_portal_new ();
  g_auto (GStrv) to = bare_addresses (message->to);
  g_auto (GStrv) cc = bare_addresses (message->cc);
  GError *error = NULL;
  g_auto (GStrv) paths = write_attachments (message, &error);

  if (paths == NULL) {
    g_task_return_error (task, error);
    return;
  }
  xdp_portal_compose_email (portal,
                            NULL,
                            (const char *const *)to,
                            (const char *const *)cc,
                            NULL,
                            message->subject,
                            message->text,
                            (const char *const *)paths,
                            XDP_EMAIL_FLAG_NONE,
                            g_task_get_cancellable (task),
                            composed_cb,
                            g_object_ref (task));
}

/**
 * cs_mail_hand_over_async:
 * @message: used during the call
 * @way: what [func@mail_way_find] answered
 *
 * Opens the person's mail program with the message as a draft.
 */
void
cs_mail_hand_over_async (const CsMailMessage *message,
                         CsMailWay way,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  GError *error = NULL;
  gboolean is_done = FALSE;

  g_task_set_source_tag (task, cs_mail_hand_over_async);
  switch (way) {
    case CS_MAIL_WAY_PORTAL:
      ask_portal (task, message);
      return;
    case CS_MAIL_WAY_FILE:
      is_done = open_file (message, &error);
      break;
    case CS_MAIL_WAY_LINK:
      is_done = open_link (message, &error);
      break;
    case CS_MAIL_WAY_NONE:
    default:
      error = g_error_new_literal (CS_ERROR,
                                   CS_ERROR_NOT_FOUND,
                                   _ ("There is no mail program on this computer. Save the message "
                                      "as a file instead."));
  }
  if (is_done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * cs_mail_hand_over_finish:
 * @error: NOT_FOUND without a mail program
 *
 * Returns: whether the mail program has the message
 */
gboolean
cs_mail_hand_over_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
