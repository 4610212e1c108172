/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-entry-text.h"

#include "cs-pack-text.h"

#include "cs-field-context.h"
#include "cs-money-format.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The journal in words: one sentence for each kind of entry, without the actor, who stands beside.
 */

static char *
step_title (CsReader *reader, const CsEntry *entry, const char *member)
{
  const char *id = cs_entry_get_text (entry, member);
  const CsStep *step = id != NULL ? cs_process_get_step (cs_reader_get_process (reader), id) : NULL;
  g_autofree char *title = cs_reader_dup_text (reader, step != NULL ? step->title : NULL, id);

  return cs_iso (title);
}

static char *
level_title (CsReader *reader, const CsEntry *entry)
{
  const char *step_id = cs_entry_get_text (entry, "step");
  const char *id = cs_entry_get_text (entry, "level");
  const CsStep *step =
      step_id != NULL ? cs_process_get_step (cs_reader_get_process (reader), step_id) : NULL;
  const CsLevel *level = step != NULL && step->approval != NULL && id != NULL
                             ? cs_approval_get_level (step->approval, id)
                             : NULL;
  g_autofree char *title = cs_reader_dup_text (reader, level != NULL ? level->title : NULL, id);

  return cs_iso (title);
}

static char *
clock_title (CsReader *reader, const CsEntry *entry)
{
  const char *id = cs_entry_get_text (entry, "clock");
  const CsClockDef *clock = id != NULL ? cs_process_get_clock (cs_reader_get_process (reader), id)
                                       : NULL;
  g_autofree char *title = cs_reader_dup_text (reader, clock != NULL ? clock->title : NULL, id);

  return cs_iso (title);
}

static char *
field_title (CsReader *reader, const char *id)
{
  const CsField *field = id != NULL ? cs_process_get_field (cs_reader_get_process (reader), id)
                                    : NULL;
  g_autofree char *title = cs_reader_dup_text (reader, field != NULL ? field->title : NULL, id);

  return cs_iso (title);
}

static char *
fill_sentence (CsReader *reader, const CsEntry *entry)
{
  json_t *values = json_object_get (cs_entry_get_data (entry), "values");
  gsize n = json_object_size (values);
  void *first = json_object_iter (values);
  void *second = first != NULL ? json_object_iter_next (values, first) : NULL;
  g_autofree char *one = field_title (reader, json_object_iter_key (first));
  g_autofree char *two = NULL;

  if (second == NULL)
    return g_strdup_printf (_ ("Filled “%s”"), one);
  two = field_title (reader, json_object_iter_key (second));
  if (n == 2)
    return g_strdup_printf (_ ("Filled “%1$s” and “%2$s”"), one, two);
  return g_strdup_printf (ngettext ("Filled “%1$s”, “%2$s” and %3$u more",
                                    "Filled “%1$s”, “%2$s” and %3$u more",
                                    n - 2),
                          one,
                          two,
                          (guint)(n - 2));
}

static char *
check_sentence (CsReader *reader, const CsEntry *entry)
{
  const json_t *data = cs_entry_get_data (entry);
  gint64 number = cs_json_get_int (data, "condition", 0);
  gboolean is_ok = json_is_true (json_object_get (data, "ok"));
  g_autofree char *field = NULL;

  if (number > 0)
    return g_strdup_printf (is_ok ? _ ("Settled condition %d") : _ ("Reopened condition %d"),
                            (int)number);
  field = field_title (reader, cs_entry_get_text (entry, "field"));
  return g_strdup_printf (is_ok ? _ ("Checked “%s”: in order") : _ ("Checked “%s”: found wrong"),
                          field);
}

static char *
complete_sentence (CsReader *reader, const CsEntry *entry)
{
  g_autofree char *step = step_title (reader, entry, "step");

  return g_strdup_printf (cs_entry_get_text (entry, "na") != NULL
                              ? _ ("Answered “%s” as not needed")
                              : _ ("Completed “%s”"),
                          step);
}

static char *
return_sentence (CsReader *reader, const CsEntry *entry)
{
  g_autofree char *to = step_title (reader, entry, "to");

  if (cs_entry_get_text (entry, "to") == NULL) {
    g_autofree char *from = step_title (reader, entry, "step");

    return g_strdup_printf (_ ("Sent back from “%s”"), from);
  }
  return g_strdup_printf (_ ("Sent back to “%s”"), to);
}

static char *
offer_sentence (CsReader *reader, const CsEntry *entry)
{
  const GPtrArray *offers = cs_request_get_offers (cs_reader_get_request (reader));

  for (guint i = 0; i < offers->len; i++) {
    const CsOffer *offer = offers->pdata[i];
    g_autofree char *title = NULL;
    g_autofree char *named = NULL;

    if (strcmp (cs_entry_get_id (offer->entry), cs_entry_get_id (entry)) != 0)
      continue;
    title = cs_reader_dup_text (reader,
                                offer->step->approval->document->title,
                                offer->step->approval->document->id);
    named = cs_iso (title);
    return g_strdup_printf (_ ("Put “%1$s”, version %2$u, to decision"), named, offer->version);
  }
  return g_strdup (_ ("Put to decision"));
}

static char *
decision_sentence (CsReader *reader, const CsEntry *entry)
{
  g_autofree char *level = level_title (reader, entry);
  CsAnswer answer;

  if (!cs_answer_from_name (cs_entry_get_text (entry, "answer"), &answer))
    return g_strdup (level);
  switch (answer) {
    case CS_ANSWER_APPROVE:
      return g_strdup_printf (cs_entry_get_text (entry, "carries") != NULL
                                  ? _ ("Confirmed the earlier approval of “%s”")
                                  : _ ("Approved “%s”"),
                              level);
    case CS_ANSWER_REJECT:
      return g_strdup_printf (_ ("Rejected “%s”"), level);
    case CS_ANSWER_SEND_BACK:
      return g_strdup_printf (_ ("Sent back “%s”"), level);
    case CS_ANSWER_ASK:
      return g_strdup_printf (_ ("Asked about “%s”"), level);
    case CS_ANSWER_HAND_OVER:
    default: {
      g_autofree char *name = cs_iso (cs_reader_get_name (reader, cs_entry_get_text (entry, "to")));

      return g_strdup_printf (_ ("Handed “%1$s” over to %2$s"), level, name);
    }
  }
}

static char *
consent_sentence (CsReader *reader, const CsEntry *entry)
{
  g_autofree char *level = level_title (reader, entry);
  g_autofree char *name = cs_iso (cs_reader_get_name (reader, cs_entry_get_text (entry, "person")));
  gboolean is_yes = g_strcmp0 (cs_entry_get_text (entry, "answer"), "approve") == 0;

  return g_strdup_printf (is_yes ? _ ("Recorded “%1$s” by %2$s")
                                 : _ ("Recorded that %2$s did not agree: “%1$s”"),
                          level,
                          name);
}

static char *
mail_sentence (CsReader *reader, const CsEntry *entry)
{
  const char *id = cs_entry_get_text (entry, "mail");
  const CsMail *mail = id != NULL ? cs_process_get_mail (cs_reader_get_process (reader), id) : NULL;
  g_autofree char *title = cs_reader_dup_text (reader, mail != NULL ? mail->title : NULL, id);
  g_autofree char *named = cs_iso (title);

  return g_strdup_printf (_ ("Handed over mail “%s”"), named);
}

static char *
payment_sentence (CsReader *reader, const CsEntry *entry)
{
  const char *state = cs_entry_get_text (entry, "state");

  if (g_strcmp0 (state, "promise") == 0)
    return g_strdup (_ ("Noted a promise to pay"));
  if (g_strcmp0 (state, "part") == 0)
    return g_strdup (_ ("Recorded a part payment"));
  if (g_strcmp0 (state, "disputed") == 0)
    return g_strdup (_ ("Noted that the invoice is disputed"));
  if (g_strcmp0 (state, "written-off") == 0)
    return g_strdup (_ ("Wrote the amount off"));
  return g_strdup (_ ("Confirmed the payment"));
}

static char *
rung_sentence (CsReader *reader, const CsEntry *entry)
{
  const char *id = cs_entry_get_text (entry, "rung");
  const char *row_end = id != NULL ? strchr (id, '/') : NULL;
  const char *rung = row_end != NULL ? row_end + 1 : id;
  g_autofree char *clock = clock_title (reader, entry);

  if (rung != NULL && g_str_has_prefix (rung, "limit") && strchr (rung, '-') == NULL)
    return g_strdup_printf (strchr (rung, '+') != NULL ? _ ("“%s” is overdue: escalated")
                                                       : _ ("“%s” passed its limit"),
                            clock);
  return g_strdup_printf (_ ("“%s”: warned that time runs out"), clock);
}

static char *
clock_sentence (CsReader *reader, const CsEntry *entry)
{
  g_autofree char *clock = clock_title (reader, entry);

  switch ((guint)cs_entry_get_kind (entry)) {
    case CS_KIND_PAUSE:
      return g_strdup_printf (_ ("Paused the clock “%s”"), clock);
    case CS_KIND_RESUME:
      return g_strdup_printf (_ ("Resumed the clock “%s”"), clock);
    case CS_KIND_EXTEND:
      return g_strdup_printf (_ ("Extended the clock “%s”"), clock);
    default:
      return rung_sentence (reader, entry);
  }
}

static char *
note_sentence (CsReader *reader, const CsEntry *entry)
{
  const char *re = cs_entry_get_text (entry, "re");
  const CsEntry *about = re != NULL ? cs_request_get_entry (cs_reader_get_request (reader), re)
                                    : NULL;

  if (about == NULL)
    return g_strdup (_ ("Commented"));
  return g_strdup (cs_entry_get_kind (about) == CS_KIND_RUNG ? _ ("Acknowledged") : _ ("Answered"));
}

static char *
assign_sentence (CsReader *reader, const CsEntry *entry)
{
  g_autofree char *step = step_title (reader, entry, "step");
  g_autofree char *name = cs_iso (cs_reader_get_name (reader, cs_entry_get_text (entry, "person")));

  return g_strdup_printf (_ ("Gave “%1$s” to %2$s"), step, name);
}

static char *
override_sentence (CsReader *reader, const CsEntry *entry)
{
  const char *id = cs_entry_get_text (entry, "gate");
  const CsGate *gate = id != NULL ? cs_process_get_gate (cs_reader_get_process (reader), id) : NULL;
  g_autofree char *title = cs_reader_dup_text (reader, gate != NULL ? gate->title : NULL, id);
  g_autofree char *named = cs_iso (title);

  return g_strdup_printf (_ ("Passed the gate “%s” by override"), named);
}

static char *
withdraw_sentence (CsReader *reader, const CsEntry *entry)
{
  const char *id = cs_entry_get_text (entry, "entry");
  const CsEntry *taken = id != NULL ? cs_request_get_entry (cs_reader_get_request (reader), id)
                                    : NULL;
  g_autofree char *what = NULL;

  if (taken == NULL || cs_entry_get_kind (taken) == CS_KIND_OPEN)
    return g_strdup (_ ("Withdrew the request"));
  what = cs_entry_text_sentence (reader, taken);
  /* Translators: what was taken back is said as it was said then */
  return g_strdup_printf (_ ("Took back: %s"), what);
}

static char *
access_sentence (CsReader *reader, const CsEntry *entry)
{
  g_autofree char *title = field_title (reader, cs_entry_get_text (entry, "field"));

  /* Translators: a confidential file was opened: which, and for what */
  return g_strdup_printf (_ ("Opened “%1$s”: %2$s"), title, cs_entry_get_text (entry, "purpose"));
}

static char *
erase_sentence (CsReader *reader, const CsEntry *entry)
{
  g_autofree char *title = field_title (reader, cs_entry_get_text (entry, "field"));

  return g_strdup_printf (_ ("Erased what “%s” held: its time was over"), title);
}

static char *
setting_sentence (CsReader *reader, const CsEntry *entry)
{
  const char *id = cs_entry_get_text (entry, "setting");
  const CsSetting *setting = cs_pack_get_setting (cs_reader_get_process (reader)->pack, id);
  g_autofree char *title = setting != NULL ? cs_reader_dup_text (reader, setting->title, id) : NULL;
  const json_t *given = json_object_get (cs_entry_get_data (entry), "value");
  g_autofree char *value =
      setting != NULL ? cs_pack_text_answer (setting, given, g_get_language_names ()[0]) : NULL;

  /* Translators: what the document leaves open (its number, its name) and what was confirmed */
  return g_strdup_printf (_ ("Took the confirmed answer to %1$s, %2$s: %3$s"),
                          id,
                          title != NULL ? title : "–",
                          value != NULL ? value : "–");
}

/**
 * cs_entry_text_sentence:
 * @entry: of the reader's request
 *
 * Returns: (transfer full): what was done, without the actor
 */
char *
cs_entry_text_sentence (CsReader *reader, const CsEntry *entry)
{
  static char *(*const sentences[]) (CsReader *, const CsEntry *) = {
      [CS_KIND_FILL] = fill_sentence,         [CS_KIND_CHECK] = check_sentence,
      [CS_KIND_COMPLETE] = complete_sentence, [CS_KIND_RETURN] = return_sentence,
      [CS_KIND_OFFER] = offer_sentence,       [CS_KIND_DECISION] = decision_sentence,
      [CS_KIND_CONSENT] = consent_sentence,   [CS_KIND_MAIL] = mail_sentence,
      [CS_KIND_PAYMENT] = payment_sentence,   [CS_KIND_ASSIGN] = assign_sentence,
      [CS_KIND_NOTE] = note_sentence,         [CS_KIND_PAUSE] = clock_sentence,
      [CS_KIND_RESUME] = clock_sentence,      [CS_KIND_EXTEND] = clock_sentence,
      [CS_KIND_RUNG] = clock_sentence,        [CS_KIND_OVERRIDE] = override_sentence,
      [CS_KIND_WITHDRAW] = withdraw_sentence, [CS_KIND_ACCESS] = access_sentence,
      [CS_KIND_ERASE] = erase_sentence,       [CS_KIND_SETTING] = setting_sentence,
  };
  CsEntryKind kind = cs_entry_get_kind (entry);

  if (kind == CS_KIND_OPEN)
    return g_strdup (_ ("Opened the request"));
  if (kind < G_N_ELEMENTS (sentences) && sentences[kind] != NULL)
    return sentences[kind](reader, entry);
  if (kind == CS_KIND_UNKNOWN)
    return g_strdup (_ ("Something that a newer version of Countersign wrote"));
  return g_strdup (cs_entry_get_kind_name (entry));
}

static void
add_line (GString *out, const char *text)
{
  if (text == NULL || *text == '\0')
    return;
  if (out->len > 0)
    g_string_append_c (out, '\n');
  g_string_append (out, text);
}

static void
add_conditions (GString *out, const CsEntry *entry)
{
  const json_t *conditions = json_object_get (cs_entry_get_data (entry), "conditions");
  gsize index;
  json_t *text;

  json_array_foreach (conditions, index, text)
  {
    g_autofree char *line = g_strdup_printf (_ ("Condition: %s"), json_string_value (text));

    add_line (out, line);
  }
}

static char *
pause_title (CsReader *reader, const char *id)
{
  const GPtrArray *pauses = cs_reader_get_process (reader)->pauses;

  for (guint i = 0; id != NULL && i < pauses->len; i++) {
    const CsPause *pause = pauses->pdata[i];

    if (strcmp (pause->id, id) == 0)
      return cs_reader_dup_text (reader, pause->title, id);
  }
  return g_strdup (id);
}

static char *
payment_detail (CsReader *reader, const CsEntry *entry)
{
  CsSession *session = cs_reader_get_session (reader);
  g_autofree char *date = cs_format_iso_date (cs_session_get_format (session),
                                              cs_entry_get_text (entry, "date"),
                                              cs_session_get_now (session));
  g_autoptr (GString) out = g_string_new (NULL);
  CsMoney money;

  if (cs_money_from_json (json_object_get (cs_entry_get_data (entry), "amount"), &money, NULL)) {
    g_autofree char *amount =
        cs_money_to_display (money, cs_field_context_get_locale (), CS_DIGITS_LATIN);

    add_line (out, amount);
  }
  add_line (out, date);
  add_line (out, cs_entry_get_text (entry, "note"));
  return g_strdup (out->str);
}

/**
 * cs_entry_text_detail:
 * @entry: of the reader's request
 *
 * Returns: (transfer full) (nullable): what somebody wrote beside it: comment, reason, conditions
 */
char *
cs_entry_text_detail (CsReader *reader, const CsEntry *entry)
{
  static const char *const members[] = {"comment", "reason", "text", "na"};
  g_autoptr (GString) out = g_string_new (NULL);

  if (cs_entry_get_kind (entry) == CS_KIND_PAYMENT) {
    g_autofree char *payment = payment_detail (reader, entry);

    add_line (out, payment);
  } else if (cs_entry_get_kind (entry) == CS_KIND_PAUSE) {
    g_autofree char *pause = pause_title (reader, cs_entry_get_text (entry, "reason"));

    add_line (out, pause);
    add_line (out, cs_entry_get_text (entry, "text"));
  } else {
    for (guint i = 0; i < G_N_ELEMENTS (members); i++)
      add_line (out, cs_entry_get_text (entry, members[i]));
    add_conditions (out, entry);
  }
  return out->len > 0 ? g_strdup (out->str) : NULL;
}

static const char *
decision_icon (const CsEntry *entry)
{
  CsAnswer answer = CS_ANSWER_APPROVE;

  cs_answer_from_name (cs_entry_get_text (entry, "answer"), &answer);
  switch (answer) {
    case CS_ANSWER_REJECT:
      return "countersign-cross-symbolic";
    case CS_ANSWER_SEND_BACK:
      return "countersign-send-back-symbolic";
    case CS_ANSWER_ASK:
      return "countersign-question-symbolic";
    case CS_ANSWER_HAND_OVER:
      return "countersign-hand-over-symbolic";
    case CS_ANSWER_APPROVE:
    default:
      return "countersign-tick-symbolic";
  }
}

/**
 * cs_entry_text_icon:
 *
 * Returns: (transfer none): name of an icon for the kind of entry
 */
const char *
cs_entry_text_icon (const CsEntry *entry)
{
  static const char *const icons[] = {
      [CS_KIND_OPEN] = "list-add-symbolic",
      [CS_KIND_FILL] = "document-edit-symbolic",
      [CS_KIND_CHECK] = "countersign-tick-symbolic",
      [CS_KIND_COMPLETE] = "countersign-met-symbolic",
      [CS_KIND_RETURN] = "countersign-send-back-symbolic",
      [CS_KIND_OFFER] = "countersign-sent-symbolic",
      [CS_KIND_CONSENT] = "countersign-signature-symbolic",
      [CS_KIND_MAIL] = "countersign-mail-symbolic",
      [CS_KIND_PAYMENT] = "countersign-money-symbolic",
      [CS_KIND_ASSIGN] = "countersign-person-symbolic",
      [CS_KIND_NOTE] = "countersign-comment-symbolic",
      [CS_KIND_PAUSE] = "countersign-pause-symbolic",
      [CS_KIND_RESUME] = "countersign-clock-symbolic",
      [CS_KIND_EXTEND] = "countersign-clock-symbolic",
      [CS_KIND_RUNG] = "countersign-escalated-symbolic",
      [CS_KIND_OVERRIDE] = "countersign-override-symbolic",
      [CS_KIND_WITHDRAW] = "edit-undo-symbolic",
      [CS_KIND_ACCESS] = "countersign-locked-symbolic",
      [CS_KIND_ERASE] = "user-trash-symbolic",
      [CS_KIND_SETTING] = "countersign-question-symbolic",
  };
  CsEntryKind kind = cs_entry_get_kind (entry);

  if (kind == CS_KIND_DECISION)
    return decision_icon (entry);
  if (kind < G_N_ELEMENTS (icons) && icons[kind] != NULL)
    return icons[kind];
  return "countersign-journal-symbolic";
}

/**
 * cs_entry_text_group:
 *
 * Returns: what the timeline's filter counts the entry among
 */
CsEntryGroup
cs_entry_text_group (const CsEntry *entry)
{
  switch ((guint)cs_entry_get_kind (entry)) {
    case CS_KIND_OFFER:
    case CS_KIND_CONSENT:
    case CS_KIND_RETURN:
    case CS_KIND_OVERRIDE:
      return CS_ENTRY_GROUP_DECISION;
    case CS_KIND_DECISION:
      return g_strcmp0 (cs_entry_get_text (entry, "answer"), "ask") == 0 ? CS_ENTRY_GROUP_COMMENT
                                                                         : CS_ENTRY_GROUP_DECISION;
    case CS_KIND_NOTE:
      return CS_ENTRY_GROUP_COMMENT;
    case CS_KIND_PAUSE:
    case CS_KIND_RESUME:
    case CS_KIND_EXTEND:
    case CS_KIND_RUNG:
      return CS_ENTRY_GROUP_CLOCK;
    default:
      return CS_ENTRY_GROUP_WORK;
  }
}

/**
 * cs_entry_text_actor:
 *
 * Returns: (transfer full): “B for A” where somebody stood in
 */
char *
cs_entry_text_actor (CsReader *reader, const CsEntry *entry)
{
  const char *principal = cs_entry_get_text (entry, "for");
  g_autofree char *by = cs_iso (cs_reader_get_name (reader, cs_entry_get_by (entry)));
  g_autofree char *for_whom = NULL;

  if (principal == NULL || cs_entry_get_kind (entry) != CS_KIND_DECISION)
    return g_steal_pointer (&by);
  for_whom = cs_iso (cs_reader_get_name (reader, principal));
  return g_strdup_printf (_ ("%1$s for %2$s"), by, for_whom);
}
