/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-sync-text.h"

#include <glib/gi18n-lib.h>

/* A short absence is not worth a banner: the foot of the sidebar says it. */
#define AWAY_USEC (5 * 60 * CS_SECOND)

/*
 * How a shared workspace stands, in words (ux: Frame, Messages). Counts come from the tables; what
 * people typed is said to be kept wherever something does not go on.
 */

void
cs_sync_advice_clear (CsSyncAdvice *self)
{
  g_clear_pointer (&self->text, g_free);
}

/**
 * cs_sync_look_read:
 * @self: (out caller-allocates): filled
 * @sync: of the workspace
 *
 * Copies how it stands now; since when the server is away is kept from before.
 */
void
cs_sync_look_read (CsSyncLook *self, CsSync *sync)
{
  CsInstant away_since = self->away_since;

  *self = (CsSyncLook){.state = cs_sync_get_state (sync),
                       .last_synced = cs_sync_get_last_synced (sync),
                       .away_since = away_since,
                       .waiting = cs_sync_get_waiting (sync),
                       .refused = cs_sync_get_refused (sync),
                       .received = cs_sync_get_received (sync),
                       .clock_offset = cs_sync_get_clock_offset (sync),
                       .is_whole = cs_sync_get_is_whole (sync),
                       .here = cs_sync_get_here (sync),
                       .total = cs_sync_get_total (sync)};
  g_object_get (sync, "needs-sign-in", &self->needs_sign_in, NULL);
}

static char *
with_waiting (const char *text, gint64 waiting)
{
  g_autofree char *count = NULL;

  if (waiting == 0)
    return g_strdup (text);
  count = g_strdup_printf (ngettext ("%d waiting", "%d waiting", (gulong)waiting), (int)waiting);
  /* Translators: how it stands with the server, and how many decisions are not sent: “Offline, 3
   * waiting” */
  return g_strdup_printf (_ ("%1$s, %2$s"), text, count);
}

static char *
dup_synced (const CsSyncLook *look, const CsFormat *format)
{
  g_autofree char *time = cs_format_time (format, look->last_synced);

  return g_strdup_printf (_ ("Synced %s"), time);
}

static char *
dup_under_way (const CsSyncLook *look)
{
  if (look->state == CS_SYNC_CONNECTING)
    return g_strdup (_ ("Connecting…"));
  if (!look->is_whole && look->total > 0)
    return g_strdup_printf (_ ("Receiving, %d of %d"), (int)look->here, (int)look->total);
  if (look->received > 0)
    return g_strdup_printf (_ ("Receiving, %d so far"), (int)look->received);
  return g_strdup (_ ("Syncing…"));
}

/**
 * cs_sync_text_dup_state:
 *
 * Returns: (transfer full): “Synced 09:20”, “Offline, 3 waiting”, “2 need attention”
 */
char *
cs_sync_text_dup_state (const CsSyncLook *look, const CsFormat *format)
{
  g_autofree char *text = NULL;

  switch (look->state) {
    case CS_SYNC_SIGNED_OUT:
      text = g_strdup (_ ("Signed out"));
      break;
    case CS_SYNC_UPDATE_REQUIRED:
      text = g_strdup (_ ("Update needed"));
      break;
    case CS_SYNC_HISTORY_CHANGED:
      return g_strdup (_ ("Stopped, history changed"));
    case CS_SYNC_OFFLINE:
      text = g_strdup (_ ("Offline"));
      break;
    case CS_SYNC_TROUBLE:
      text = g_strdup (_ ("Not synced"));
      break;
    case CS_SYNC_CONNECTING:
    case CS_SYNC_SYNCING:
    case CS_SYNC_SYNCED:
    default:
      if (look->refused > 0)
        return g_strdup_printf (
            ngettext ("%d needs attention", "%d need attention", (gulong)look->refused),
            (int)look->refused);
      text = look->last_synced != CS_INSTANT_NONE ? dup_synced (look, format)
                                                  : dup_under_way (look);
      break;
  }
  return with_waiting (text, look->waiting);
}

const char *
cs_sync_text_get_icon (const CsSyncLook *look)
{
  switch (look->state) {
    case CS_SYNC_OFFLINE:
      return "network-offline-symbolic";
    case CS_SYNC_SIGNED_OUT:
      return "dialog-password-symbolic";
    case CS_SYNC_UPDATE_REQUIRED:
    case CS_SYNC_HISTORY_CHANGED:
    case CS_SYNC_TROUBLE:
      return "dialog-warning-symbolic";
    case CS_SYNC_CONNECTING:
    case CS_SYNC_SYNCING:
    case CS_SYNC_SYNCED:
    default:
      if (look->refused > 0)
        return "dialog-warning-symbolic";
      return look->last_synced != CS_INSTANT_NONE ? "emblem-ok-symbolic"
                                                  : "emblem-synchronizing-symbolic";
  }
}

/* --- what is lasting --- */

static char *
dup_kept (gint64 waiting)
{
  return waiting > 0 ? g_strdup_printf (
                           ngettext ("%d decision or entry is kept here and will be sent later.",
                                     "%d decisions and entries are kept here and will be sent "
                                     "later.",
                                     (gulong)waiting),
                           (int)waiting)
                     : g_strdup (_ ("What you do here is kept and will be sent later."));
}

static char *
dup_clock (gint64 offset)
{
  int minutes = (int)MAX (1, (ABS (offset) + 30) / 60);

  return g_strdup_printf (offset > 0 ? ngettext ("This computer’s clock is %d minute ahead of the "
                                                 "server’s. Set it right: your times are compared.",
                                                 "This computer’s clock is %d minutes ahead of the "
                                                 "server’s. Set it right: your times are compared.",
                                                 (gulong)minutes)
                                     : ngettext ("This computer’s clock is %d minute behind the "
                                                 "server’s. Set it right: your times are compared.",
                                                 "This computer’s clock is %d minutes behind the "
                                                 "server’s. Set it right: your times are compared.",
                                                 (gulong)minutes),
                          minutes);
}

static char *
dup_away (const CsSyncLook *look, const CsFormat *format)
{
  g_autofree char *time = cs_format_time (format, look->away_since);
  g_autofree char *kept = dup_kept (look->waiting);

  /* Translators: since when; and what becomes of what is done meanwhile */
  return g_strdup_printf (_ ("The server does not answer since %1$s. %2$s"), time, kept);
}

/**
 * cs_sync_text_get_advice:
 * @advice: (out caller-allocates): to be cleared
 *
 * What a banner says: the one thing that a person can do most about; nothing in good weather and
 * for short absences.
 */
void
cs_sync_text_get_advice (const CsSyncLook *look,
                         const CsFormat *format,
                         CsInstant now,
                         CsSyncAdvice *advice)
{
  *advice = (CsSyncAdvice){0};
  if (look->state == CS_SYNC_SIGNED_OUT || look->needs_sign_in) {
    advice->text = g_strdup (
        look->needs_sign_in ? _ ("The server asks who you are before it takes a large decision")
                            : _ ("Sign in again to sync. What waits here is kept."));
    advice->button = _ ("Sign _In…");
    advice->action = "shared.sign-in";
  } else if (look->state == CS_SYNC_UPDATE_REQUIRED) {
    advice->text = g_strdup (_ ("This program is too old to send to the server. Install a newer "
                                "version; what waits here is kept."));
  } else if (look->state == CS_SYNC_HISTORY_CHANGED) {
    advice->text =
        g_strdup (_ ("The server’s history is not the one seen before, so nothing more is "
                     "exchanged. What is here is kept; tell whoever runs the server."));
    advice->button = _ ("_Details");
    advice->action = "shared.activity";
  } else if (look->clock_offset != 0) {
    advice->text = dup_clock (look->clock_offset);
  } else if (look->state == CS_SYNC_OFFLINE && look->away_since != CS_INSTANT_NONE &&
             now - look->away_since >= AWAY_USEC) {
    advice->text = dup_away (look, format);
    advice->button = _ ("_Try Now");
    advice->action = "shared.sync";
  }
}

/**
 * cs_sync_text_dup_first:
 * @person: who signed in, by name
 *
 * Returns: (transfer full) (nullable): how far the first receiving is, for a banner; %NULL once all
 *   that may be seen has been here (K-18)
 */
char *
cs_sync_text_dup_first (const CsSyncLook *look, const CsFormat *format, const char *person)
{
  g_autofree char *name = cs_iso (person);
  g_autofree char *here = NULL, *total = NULL;

  if (look->is_whole)
    return NULL;
  if (look->total == 0)
    /* Translators: who signed in */
    return g_strdup_printf (_ ("Signed in as %s. Receiving what you may see."), name);
  here = cs_format_number (format, look->here);
  total = cs_format_number (format, look->total);
  if (look->state == CS_SYNC_CONNECTING || look->state == CS_SYNC_SYNCING)
    /* Translators: who signed in; entries that are here; entries there are */
    return g_strdup_printf (_ ("Signed in as %1$s. Receiving what you may see, %2$s of %3$s; what "
                               "waits for you comes first."),
                            name,
                            here,
                            total);
  /* Translators: entries that are here; entries there are */
  return g_strdup_printf (_ ("Not everything is here yet: %1$s of %2$s. What is here can be used, "
                             "the rest follows when the server answers."),
                          here,
                          total);
}
