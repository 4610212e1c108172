/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-sync-banner.h"

#include "cs-banner.h"
#include "cs-sync-watch.h"

#include <glib/gi18n-lib.h>

/**
 * CsSyncBanner:
 *
 * One sentence and one button: signed out, too old, another history, a wrong clock, long offline;
 * and how far the first receiving is (ux: First run, Messages).
 */
struct _CsSyncBanner {
  AdwBin parent_instance;

  CsSyncWatch *watch; /* (owned) (nullable) */

  CsBanner *banner; /* child */
};

G_DEFINE_FINAL_TYPE (CsSyncBanner, cs_sync_banner, ADW_TYPE_BIN)

static char *
dup_first (CsSession *session, const CsSyncLook *look)
{
  const char *person = cs_session_get_person (session);
  g_autofree char *name = cs_iso (cs_session_get_person_name (session, person));
  g_autofree char *count = cs_format_number (cs_session_get_format (session), look->received);

  if (look->last_synced != CS_INSTANT_NONE || look->received == 0 ||
      (look->state != CS_SYNC_CONNECTING && look->state != CS_SYNC_SYNCING))
    return NULL;
  /* Translators: who signed in; how many entries came so far */
  return g_strdup_printf (_ ("Signed in as %1$s. Receiving what you may see, %2$s so far."),
                          name,
                          count);
}

static void
update (CsSyncBanner *self)
{
  CsSession *session = cs_sync_watch_get_session (self->watch);
  const CsSyncLook *look = cs_sync_watch_get_look (self->watch);
  g_auto (CsSyncAdvice) advice = {0};

  if (look != NULL)
    cs_sync_text_get_advice (look,
                             cs_session_get_format (session),
                             cs_session_get_now (session),
                             &advice);
  if (look != NULL && advice.text == NULL)
    advice.text = dup_first (session, look);
  if (advice.text != NULL) {
    cs_banner_set_title (self->banner, advice.text);
    cs_banner_set_button_label (self->banner, advice.button);
    cs_banner_set_action_name (self->banner, advice.action);
  }
  cs_banner_set_revealed (self->banner, advice.text != NULL);
}

static void
cs_sync_banner_dispose (GObject *object)
{
  CsSyncBanner *self = CS_SYNC_BANNER (object);

  g_clear_object (&self->watch);
  G_OBJECT_CLASS (cs_sync_banner_parent_class)->dispose (object);
}

static void
cs_sync_banner_class_init (CsSyncBannerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cs_sync_banner_dispose;
}

static void
cs_sync_banner_init (CsSyncBanner *self)
{
  self->banner = CS_BANNER (cs_banner_new ());
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->banner));
}

/**
 * cs_sync_banner_set_session:
 *
 * Once, before it is shown.
 */
void
cs_sync_banner_set_session (CsSyncBanner *self, CsSession *session)
{
  g_return_if_fail (CS_IS_SYNC_BANNER (self) && self->watch == NULL);

  self->watch = cs_sync_watch_new (session);
  g_signal_connect_object (self->watch, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
