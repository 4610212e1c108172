/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-recipients.h"
#include "pack-support.h"

/* A request of an invented client, with a salesperson and an account manager. */
typedef struct {
  CsPack *pack;
  CsDirectory *directory;
  CsRequest *request;
  CsRuleContext context;
  guint n;
} Fixture;

G_GNUC_UNUSED static void
say (Fixture *self, const char *kind, json_t *data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (json_t) owned = data;
  g_autofree char *id = g_strdup_printf ("019b8d71-b073-7000-8000-%012u", ++self->n);
  const char *request = "019b8d71-b073-7000-8000-999999999999";
  CsEntryHead head = {.id = g_str_equal (kind, "open") ? request : id,
                      .request = request,
                      .kind = kind,
                      .by = "p-sales",
                      .device = "d-1",
                      .n = self->n,
                      .at = self->context.now,
                      .seen = self->n - 1};
  g_autoptr (CsEntry) entry = cs_entry_build (&head, owned, &error);

  g_assert_no_error (error);
  cs_entry_stamp (entry, self->n, self->n, self->context.now, NULL);
  g_assert_true (cs_request_apply (self->request, entry, &error));
  g_assert_no_error (error);
}

G_GNUC_UNUSED static void
tell_directory (Fixture *self, const char *kind, json_t *data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (json_t) owned = data;
  g_autofree char *id = g_strdup_printf ("019b8d71-b073-7000-9000-%012u", ++self->n);
  CsEntryHead head = {.id = id,
                      .kind = kind,
                      .by = "p-admin",
                      .device = "d-1",
                      .n = self->n,
                      .at = self->context.now};
  g_autoptr (CsEntry) entry = cs_entry_build (&head, owned, &error);

  g_assert_no_error (error);
  cs_entry_stamp (entry, self->n, 1, self->context.now, NULL);
  g_assert_true (cs_directory_apply (self->directory, entry, &error));
  g_assert_no_error (error);
}

/* @process: (nullable): the pack's first one */
G_GNUC_UNUSED static void
set_up_process (Fixture *self,
                CsPack *pack,
                const char *process_id,
                const char *region,
                const char *client_name,
                const json_t *settings)
{
  const CsProcess *process = process_id != NULL ? cs_pack_get_process (pack, process_id)
                                                : pack->processes->pdata[0];

  memset (self, 0, sizeof *self);
  self->pack = pack;
  self->directory = cs_directory_new ();
  cs_directory_add_pack (self->directory, pack->id, pack->root);
  g_assert_true (cs_instant_parse ("2026-01-08T10:00:00Z", &self->context.now, NULL));
  self->context.directory = self->directory;
  tell_directory (self,
                  "person",
                  json_pack ("{s:s, s:s, s:s}",
                             "id",
                             "p-sales",
                             "name",
                             "Arjun",
                             "mail",
                             "arjun@team.example"));
  tell_directory (
      self,
      "person",
      json_pack ("{s:s, s:s, s:s}", "id", "p-am", "name", "Kavya", "mail", "kavya@team.example"));
  tell_directory (self,
                  "client",
                  json_pack ("{s:s, s:s, s:s, s:[{s:s, s:s, s:s}]}",
                             "id",
                             "c-1",
                             "name",
                             client_name,
                             "region",
                             region,
                             "contacts",
                             "id",
                             "p-c1",
                             "name",
                             "Aisha",
                             "mail",
                             "aisha@client.example"));
  tell_directory (self,
                  "client",
                  json_pack ("{s:s, s:s, s:s, s:[{s:s, s:s, s:s}]}",
                             "id",
                             "c-2",
                             "name",
                             "Other",
                             "region",
                             region,
                             "contacts",
                             "id",
                             "p-c2",
                             "name",
                             "Omar",
                             "mail",
                             "omar@other.example"));
  self->request = cs_request_new (process, settings);
  say (self,
       "open",
       json_pack ("{s:s, s:s, s:s, s:s, s:s}",
                  "process",
                  process->id,
                  "pack",
                  pack->id,
                  "client",
                  "c-1",
                  "region",
                  region,
                  "title",
                  "Bulk messages"));
}

G_GNUC_UNUSED static void
set_up (Fixture *self, CsPack *pack, const char *region, const char *client_name)
{
  set_up_process (self, pack, NULL, region, client_name, NULL);
}

G_GNUC_UNUSED static void
fill (Fixture *self, const char *values)
{
  json_t *data = json_object ();

  json_object_set_new (data, "values", cs_json_load (values, strlen (values), NULL));
  say (self, "fill", data);
}

G_GNUC_UNUSED static void
tear_down (Fixture *self)
{
  cs_request_free (self->request);
  cs_directory_free (self->directory);
}

G_GNUC_UNUSED static CsDraftMail *
compose (Fixture *self, const char *mail)
{
  const CsMail *found = cs_process_get_mail (cs_request_get_process (self->request), mail);

  g_assert_nonnull (found);
  return cs_recipients_compose (self->request, found, "p-sales", "en", &self->context);
}

G_GNUC_UNUSED static void
hand_over (Fixture *self, const CsDraftMail *draft)
{
  g_autofree char *id = g_strdup_printf ("m%u@team.example", self->n);

  say (self, "mail", cs_recipients_entry_data (draft, NULL, id));
}

G_GNUC_UNUSED static char *
list_line (const GPtrArray *line)
{
  GString *mails = g_string_new (NULL);

  for (guint i = 0; i < line->len; i++)
    g_string_append_printf (mails, "%s%s", i > 0 ? " " : "", ((CsRecipient *)line->pdata[i])->mail);
  return g_string_free (mails, FALSE);
}

G_GNUC_UNUSED static gboolean
has_reason (const GPtrArray *reasons, const char *rule, const char *words)
{
  for (guint i = 0; i < reasons->len; i++) {
    const CsReason *reason = reasons->pdata[i];

    if (g_str_equal (reason->rule, rule) && strstr (reason->text, words) != NULL)
      return TRUE;
  }
  return FALSE;
}

G_GNUC_UNUSED static const char everything[] =
    "{\"sale\": \"pre\", \"salesperson\": \"p-sales\", \"account_manager\": \"p-am\","
    " \"client_contact\": \"p-c1\", \"objective\": \"Reach customers\", \"requirements\": \"API\","
    " \"dependencies\": {\"na\": \"none\"}, \"feasible\": \"yes\", \"timeline\": \"10bd\","
    " \"cost\": {\"currency\": \"BHD\", \"minor\": 1250500}, \"invoice_no\": \"INV-7\","
    " \"invoice_amount\": {\"currency\": \"BHD\", \"minor\": 1250500},"
    " \"issue_kind\": \"delay\", \"issue\": \"Waiting for keys\"}";
