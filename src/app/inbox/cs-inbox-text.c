/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-inbox-text.h"

#include "cs-format.h"

#include <glib/gi18n-lib.h>

static gboolean
is_said (const char *text)
{
  return text != NULL && *text != '\0';
}

/**
 * cs_inbox_text_place:
 * @client: (nullable): name
 * @region: (nullable): title
 *
 * Returns: (transfer full): “Al Noor Trading · Bahrain”
 */
char *
cs_inbox_text_place (const char *client, const char *region)
{
  g_autofree char *first = is_said (client) ? cs_iso (client) : NULL;
  g_autofree char *second = is_said (region) ? cs_iso (region) : NULL;

  if (first == NULL || second == NULL)
    return g_strdup (first != NULL ? first : second != NULL ? second : "");
  /* Translators: a client and a region */
  return g_strdup_printf (_ ("%1$s · %2$s"), first, second);
}

static void
add (GString *sentence, const char *part)
{
  if (!is_said (part))
    return;
  if (sentence->len > 0)
    /* Translators: between the parts of what a screen reader says about a request */
    g_string_append (sentence, _ (", "));
  g_string_append (sentence, part);
}

/**
 * cs_inbox_text_sentence:
 * @row: a request
 * @deadline: (nullable): what its badge says
 *
 * Returns: (transfer full): all that the row shows, for a screen reader
 */
char *
cs_inbox_text_sentence (const CsRowData *row, const char *deadline)
{
  GString *sentence = g_string_new (NULL);

  add (sentence, row->title);
  add (sentence, row->client);
  add (sentence, row->region);
  add (sentence, row->amount);
  if (is_said (row->for_whom)) {
    g_autofree char *name = cs_iso (row->for_whom);
    g_autofree char *text = g_strdup_printf (_ ("for %s"), name);
    add (sentence, text);
  }
  add (sentence, deadline);
  if (row->held_until != CS_INSTANT_NONE)
    add (sentence, _ ("decided, not sent yet"));
  if (row->unread)
    add (sentence, _ ("unread"));
  if (row->changed)
    add (sentence, _ ("changed since you looked"));
  if (row->question)
    add (sentence, _ ("a question is open"));
  if (row->attachment)
    add (sentence, _ ("with attachment"));
  return g_string_free (sentence, FALSE);
}

/**
 * cs_inbox_text_count:
 *
 * Returns: (transfer full): “5 waiting, 1 overdue”
 */
char *
cs_inbox_text_count (guint n_waiting, guint n_overdue)
{
  g_autofree char *waiting =
      g_strdup_printf (ngettext ("%u waiting", "%u waiting", n_waiting), n_waiting);
  g_autofree char *overdue = NULL;

  if (n_overdue == 0)
    return g_steal_pointer (&waiting);
  overdue = g_strdup_printf (ngettext ("%u overdue", "%u overdue", n_overdue), n_overdue);
  /* Translators: “5 waiting, 1 overdue” */
  return g_strdup_printf (_ ("%1$s, %2$s"), waiting, overdue);
}

/**
 * cs_inbox_text_sending:
 * @secs: until a held decision is sent
 *
 * Returns: (transfer full): “Sending in 8 s”
 */
char *
cs_inbox_text_sending (int secs)
{
  if (secs <= 0)
    return g_strdup (_ ("Sending…"));
  return g_strdup_printf (_ ("Sending in %d s"), secs);
}

/**
 * cs_inbox_text_group:
 * @group: (nullable): of a row, such as “overdue”
 *
 * Returns: (transfer none): its heading, in the reader's language
 */
const char *
cs_inbox_text_group (const char *group)
{
  static const struct {
    const char *group;
    const char *title;
  } titles[] = {{"overdue", N_ ("Overdue")},
                {"today", N_ ("Due Today")},
                {"week", N_ ("This Week")},
                {"later", N_ ("Later")},
                {"paused", N_ ("Paused")}};

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    if (g_strcmp0 (titles[i].group, group) == 0)
      return _ (titles[i].title);
  return _ ("No Deadline");
}
