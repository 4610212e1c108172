/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-rung-mail.h"

#include "cs-granted.h"
#include "cs-grants.h"
#include "cs-keeper.h"
#include "cs-mail-message.h"
#include "cs-mailbox.h"
#include "cs-money-format.h"
#include "cs-server-resources.h"
#include "cs-zone.h"

#include <string.h>

#define WORDS   "/io/github/countersign/Countersign/server/letters/%s.json"
#define ENGLISH "en"

/* What is said, each member as its placeholder names it. */
typedef struct {
  char *clock, *number, *title, *client, *amount, *due, *link; /* (nullable): not said */
  char *count;                                                 /* (nullable): of a summary */
} Facts;

static void
facts_clear (Facts *self)
{
  g_free (self->clock);
  g_free (self->number);
  g_free (self->title);
  g_free (self->client);
  g_free (self->amount);
  g_free (self->due);
  g_free (self->link);
  g_free (self->count);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Facts, facts_clear)

/**
 * cs_rung_mail_clear:
 *
 * Lets go of what @self holds.
 */
void
cs_rung_mail_clear (CsRungMail *self)
{
  g_clear_pointer (&self->to, g_free);
  g_clear_pointer (&self->eml, g_bytes_unref);
  g_clear_pointer (&self->reason, g_free);
}

/**
 * cs_rung_mail_load_words:
 * @language: such as `fr` or `fr_FR.UTF-8`
 *
 * Returns: (transfer full): the words of that language, or of English
 */
json_t *
cs_rung_mail_load_words (const char *language)
{
  g_autofree char *primary = g_strndup (language, strcspn (language, "-_.@"));
  g_autofree char *path = g_strdup_printf (WORDS, primary);
  g_autoptr (GBytes) bytes = g_resource_lookup_data (cs_server_get_resource (), path, 0, NULL);
  gsize length;
  const char *text;
  json_t *words;

  if (bytes == NULL)
    return cs_rung_mail_load_words (ENGLISH);
  text = g_bytes_get_data (bytes, &length);
  words = cs_json_load (text, length, NULL);
  g_assert (words != NULL);
  return words;
}

static const char *
fact_of (const Facts *facts, const char *name, gsize length)
{
  const struct {
    const char *name;
    const char *value;
  } known[] = {{"clock", facts->clock},
               {"number", facts->number},
               {"title", facts->title},
               {"client", facts->client},
               {"amount", facts->amount},
               {"due", facts->due},
               {"link", facts->link},
               {"count", facts->count}};

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++) {
    if (strncmp (known[i].name, name, length) == 0 && known[i].name[length] == '\0')
      return known[i].value != NULL ? known[i].value : "";
  }
  return "";
}

static char *
fill (const json_t *words, const char *key, const Facts *facts)
{
  const char *rest = cs_json_get_string (words, key);
  g_autoptr (GString) text = g_string_new (NULL);
  const char *open;

  for (open = strchr (rest, '{'); open != NULL; open = strchr (rest, '{')) {
    const char *name = open + 1;
    const char *close = strchr (name, '}');

    if (close == NULL)
      break;
    g_string_append_len (text, rest, open - rest);
    g_string_append (text, fact_of (facts, name, (gsize)(close - name)));
    rest = close + 1;
  }
  g_string_append (text, rest);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_line (GString *text, const json_t *words, const char *key, const Facts *facts)
{
  g_autofree char *line = fill (words, key, facts);

  g_string_append_printf (text, "%s\n", line);
}

/* What happened to one request; a blank line after each part. */
static void
add_part (GString *text, const json_t *words, const char *kind, const Facts *facts)
{
  g_autofree char *say = g_strconcat ("say-", kind, NULL);

  add_line (text, words, say, facts);
  g_string_append_c (text, '\n');
  if (facts->title != NULL)
    add_line (text, words, "request", facts);
  if (facts->client != NULL)
    add_line (text, words, "client", facts);
  if (facts->amount != NULL)
    add_line (text, words, "amount", facts);
  add_line (text, words, "due", facts);
  g_string_append_c (text, '\n');
  add_line (text, words, "open", facts);
  g_string_append_c (text, '\n');
}

static char *
make_text (const json_t *words, const char *kind, const Facts *facts)
{
  g_autoptr (GString) text = g_string_new (NULL);

  add_part (text, words, kind, facts);
  add_line (text, words, "foot", facts);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Whether somebody is granted the scope of a field; of the request itself where it has none. */
static gboolean
may_see (const GPtrArray *granted, const CsRequest *request, const CsScope *scope)
{
  const char *pack = cs_request_get_process (request)->pack->id;
  g_autofree char *home = cs_scope_key_of_region (pack, cs_request_get_region (request));
  g_autofree char *alone = cs_scope_key_of_request (cs_request_get_id (request));
  g_autofree char *key = scope != NULL ? g_strconcat (home, "/", scope->id, NULL) : NULL;

  if (key != NULL)
    return g_ptr_array_find_with_equal_func ((GPtrArray *)granted, key, g_str_equal, NULL);
  return g_ptr_array_find_with_equal_func ((GPtrArray *)granted, home, g_str_equal, NULL) ||
         g_ptr_array_find_with_equal_func ((GPtrArray *)granted, alone, g_str_equal, NULL);
}

/* The last amount that the client sees too, as notices on screens show it. */
static char *
dup_amount (const CsRequest *request, const GPtrArray *granted, const char *language)
{
  const GPtrArray *fields = cs_request_get_process (request)->fields;

  for (guint i = fields->len; i > 0; i--) {
    const CsField *field = fields->pdata[i - 1];
    const CsValue *value = cs_request_get_value (request, field);
    CsMoney money;

    if (field->type == CS_FIELD_MONEY && field->client_visible && value != NULL &&
        value->value != NULL && may_see (granted, request, field->scope) &&
        cs_money_from_json (value->value, &money, NULL))
      return cs_money_to_display (money, language, CS_DIGITS_LATIN);
  }
  return NULL;
}

/* “2026-01-05 16:00 (UTC+03:00, Asia/Bahrain)”: read the same in every language. */
static char *
dup_due (const CsDirectory *directory, const CsRungNotice *notice)
{
  CsCalendar *calendar =
      notice->calendar != NULL ? cs_directory_get_calendar (directory, notice->calendar) : NULL;
  const char *name = calendar != NULL ? cs_calendar_get_zone (calendar) : "UTC";
  const CsZone *zone = cs_zone_get (name, NULL);
  g_autofree char *text = zone != NULL && notice->due != CS_INSTANT_NONE
                              ? cs_zone_format_instant (zone, notice->due)
                              : NULL;

  if (text == NULL || strlen (text) < strlen ("2026-01-05T16:00:00+03:00"))
    return g_strdup ("–");
  return g_strdup_printf ("%.10s %.5s (UTC%s, %s)",
                          text,
                          text + strlen ("2026-01-05T"),
                          text + strlen (text) - strlen ("+03:00"),
                          name);
}

static char *
dup_link (const CsRungNotice *notice, const char *url)
{
  g_autoptr (GUri) uri = url != NULL ? g_uri_parse (url, G_URI_FLAGS_NONE, NULL) : NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  return host != NULL ? g_strdup_printf ("countersign:request/%s?server=%s", notice->number, host)
                      : g_strdup_printf ("countersign:request/%s", notice->number);
}

static gboolean
gather (CsLedger *ledger,
        const CsRungNotice *notice,
        const CsPerson *person,
        const char *language,
        const char *url,
        Facts *facts,
        GError **error)
{
  CsAuthority *authority = cs_ledger_get_authority (ledger);
  g_autoptr (GPtrArray) granted = cs_granted_list (ledger, person->id, error);
  const CsRequest *request =
      granted != NULL ? cs_authority_get_request (authority, notice->request, NULL, error) : NULL;
  const CsDirectory *directory = request != NULL ? cs_authority_get_directory (authority, error)
                                                 : NULL;
  const CsClockDef *clock;

  if (directory == NULL)
    return FALSE;
  clock = cs_process_get_clock (cs_request_get_process (request), notice->clock);
  facts->clock = clock != NULL ? cs_text_dup (clock->title, language) : g_strdup (notice->clock);
  facts->number = g_strdup (notice->number);
  facts->due = dup_due (directory, notice);
  facts->link = dup_link (notice, url);
  if (!may_see (granted, request, NULL))
    return TRUE;
  facts->title = g_strdup (notice->title);
  facts->client = g_strdup (notice->client);
  facts->amount = dup_amount (request, granted, language);
  return TRUE;
}

/* What every mail has; the words are the caller's. */
static gboolean
send_off (CsMailMessage *message,
          const CsRungMailVoice *voice,
          const CsPerson *person,
          const char *id,
          const char *thread,
          CsRungMail *mail,
          GError **error)
{
  g_autoptr (CsMailbox) from = cs_mailbox_parse (voice->from, error);
  g_autoptr (CsMailbox) to = from != NULL ? cs_mailbox_parse (person->mail, error) : NULL;
  const char *domain;

  if (to == NULL)
    return FALSE;
  domain = strrchr (from->wire_address, '@') + 1;
  message->from = g_strdup (voice->from);
  message->to = g_strdupv ((char *[]){person->mail, NULL});
  message->message_id = g_strdup_printf ("<%s@%s>", id, domain);
  if (thread != NULL) {
    g_autofree char *reference = g_strdup_printf ("<%s@%s>", thread, domain);

    message->references = g_strdupv ((char *[]){reference, NULL});
  }
  message->list = g_strdup_printf ("countersign.%s", domain);
  message->is_automatic = TRUE;
  mail->eml = cs_mail_message_to_eml (message, error);
  if (mail->eml != NULL)
    mail->to = g_strdup (to->wire_address);
  return mail->eml != NULL;
}

static gboolean
write_message (const CsLetter *letter,
               const CsRungMailVoice *voice,
               const CsRungNotice *notice,
               const CsPerson *person,
               const Facts *facts,
               const char *language,
               CsRungMail *mail,
               GError **error)
{
  g_autoptr (json_t) words = cs_rung_mail_load_words (language);
  g_autofree char *key = g_strconcat (facts->client != NULL ? "" : "plain-", notice->kind, NULL);
  g_autoptr (CsMailMessage) message = cs_mail_message_new ();

  message->subject = fill (words, key, facts);
  message->text = make_text (words, notice->kind, facts);
  message->date = letter->made;
  return send_off (message, voice, person, letter->id, notice->request, mail, error);
}

/* RC-23: clients are told by people. */
static const char *
find_reason (const CsDirectory *directory, const CsRungNotice *notice, const char *id)
{
  const CsPerson *person = cs_directory_get_person (directory, id);

  if (notice == NULL)
    return "It was settled in the meantime.";
  if (person == NULL || notice->told == NULL ||
      !g_strv_contains ((const char *const *)notice->told, id))
    return "The person need not be told any more.";
  if (cs_directory_get_client_of (directory, id) != NULL)
    return "Clients are not told by the server.";
  if (person->mail == NULL || *person->mail == '\0')
    return "The person has no mail address.";
  return NULL;
}

static CsRungNotice *
describe (CsLedger *ledger, const CsLetter *letter, GError **error)
{
  CsStoredEntry found = {0};
  CsRungNotice *notice = NULL;

  if (!cs_journal_find (cs_ledger_get_store (ledger), letter->entry, &found, error))
    return NULL;
  if (found.entry != NULL)
    notice = cs_keeper_describe (cs_ledger_get_authority (ledger), found.entry);
  cs_stored_entry_clear (&found);
  return notice;
}

/**
 * cs_rung_mail_compose:
 * @letter: of a rung, to a person
 * @voice: who says it
 * @mail: (out caller-allocates): the mail, or why there is none; to be cleared
 *
 * Writes the mail as things stand now: nothing where the matter was settled, where the person is
 * not to be told any more or is a client's (RC-23); and without title, client and amount where they
 * may not see the request. The same letter has the same Message-ID each time.
 *
 * Returns: whether that could be said
 */
gboolean
cs_rung_mail_compose (CsLedger *ledger,
                      const CsLetter *letter,
                      const CsRungMailVoice *voice,
                      CsRungMail *mail,
                      GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (CsRungNotice) notice = describe (ledger, letter, &failure);
  const CsDirectory *directory =
      failure == NULL ? cs_authority_get_directory (cs_ledger_get_authority (ledger), &failure)
                      : NULL;
  const char *reason = directory != NULL ? find_reason (directory, notice, letter->target) : NULL;
  g_auto (Facts) facts = {0};
  const CsPerson *person;
  g_autofree char *language = NULL;

  *mail = (CsRungMail){.reason = g_strdup (reason)};
  if (failure != NULL) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  if (reason != NULL)
    return TRUE;
  person = cs_directory_get_person (directory, letter->target);
  language = g_strdup (person->language != NULL ? person->language : voice->language);
  mail->is_urgent = notice->is_urgent;
  if (gather (ledger, notice, person, language, voice->url, &facts, error) &&
      write_message (letter, voice, notice, person, &facts, language, mail, &failure))
    return TRUE;
  if (failure == NULL)
    return FALSE;
  mail->reason = g_strdup (failure->message); /* an address that is none */
  return TRUE;
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* The same letters, tried again, are the same mail; with another one it is another mail. */
static char *
dup_summary_id (const GPtrArray *letters)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; i < letters->len; i++)
    g_ptr_array_add (ids, ((const CsLetter *)letters->pdata[i])->id);
  g_ptr_array_sort (ids, compare_texts);
  for (guint i = 0; i < ids->len; i++)
    g_checksum_update (sum, ids->pdata[i], -1);
  return g_strdup_printf ("summary-%.32s", g_checksum_get_string (sum));
}

static gboolean
add_letter (CsLedger *ledger,
            const CsLetter *letter,
            const CsRungMailVoice *voice,
            const json_t *words,
            const CsPerson *person,
            const char *language,
            GString *text,
            CsRungMail *mail,
            GError **error)
{
  g_autoptr (CsRungNotice) notice = describe (ledger, letter, error);
  g_auto (Facts) facts = {0};

  if (notice == NULL || !gather (ledger, notice, person, language, voice->url, &facts, error))
    return FALSE;
  mail->is_urgent |= notice->is_urgent;
  add_part (text, words, notice->kind, &facts);
  return TRUE;
}

/**
 * cs_rung_mail_compose_summary:
 * @letters: (element-type CsLetter): of rungs, to one person, each of which
 *   cs_rung_mail_compose() has found needed
 * @voice: who says it
 * @mail: (out caller-allocates): the mail; to be cleared
 *
 * Writes one mail that says what each of @letters would have said.
 *
 * Returns: whether that could be said
 */
gboolean
cs_rung_mail_compose_summary (CsLedger *ledger,
                              const GPtrArray *letters,
                              const CsRungMailVoice *voice,
                              CsRungMail *mail,
                              GError **error)
{
  const CsDirectory *directory =
      cs_authority_get_directory (cs_ledger_get_authority (ledger), error);
  const CsLetter *last = letters->pdata[letters->len - 1];
  const Facts all = {.count = (char[12]){0}};
  g_autoptr (json_t) words = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (CsMailMessage) message = cs_mail_message_new ();
  g_autofree char *id = dup_summary_id (letters);
  const CsPerson *person;
  const char *language;

  *mail = (CsRungMail){0};
  if (directory == NULL)
    return FALSE;
  person = cs_directory_get_person (directory, last->target);
  language = person->language != NULL ? person->language : voice->language;
  words = cs_rung_mail_load_words (language);
  g_snprintf (all.count, 12, "%u", letters->len);
  add_line (text, words, "say-summary", &all);
  g_string_append_c (text, '\n');
  for (guint i = 0; i < letters->len; i++) {
    if (!add_letter (ledger, letters->pdata[i], voice, words, person, language, text, mail, error))
      return FALSE;
    message->date = MAX (message->date, ((const CsLetter *)letters->pdata[i])->made);
  }
  add_line (text, words, "foot", &all);
  message->subject = fill (words, "summary", &all);
  message->text = g_string_free (g_steal_pointer (&text), FALSE);
  return send_off (message, voice, person, id, NULL, mail, error);
}
