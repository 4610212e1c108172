/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-wire-files.h"
#include "cs-wire-head.h"
#include "cs-wire-info.h"
#include "cs-wire-problem.h"
#include "cs-wire-pull.h"
#include "cs-wire-push.h"
#include "cs-wire-session.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

#define MESSAGE(name)                                                                              \
  {                                                                                                \
    (gpointer (*) (const char *, gsize, GError **)) name##_from_json,                              \
        (char *(*)(gconstpointer))name##_to_json, (void (*) (gpointer))name##_free                 \
  }

static const struct {
  gpointer (*read) (const char *text, gsize length, GError **error);
  char *(*write) (gconstpointer value);
  void (*free) (gpointer value);
} messages[] = {
    MESSAGE (cs_wire_push),         MESSAGE (cs_wire_push_answer), MESSAGE (cs_wire_pull),
    MESSAGE (cs_wire_checkpoint),   MESSAGE (cs_wire_wait),        MESSAGE (cs_wire_hint),
    MESSAGE (cs_wire_consistency),  MESSAGE (cs_wire_inclusion),   MESSAGE (cs_wire_proof),
    MESSAGE (cs_wire_info),         MESSAGE (cs_wire_file_begin),  MESSAGE (cs_wire_file_place),
    MESSAGE (cs_wire_file_open),    MESSAGE (cs_wire_file_grant),  MESSAGE (cs_wire_invitation),
    MESSAGE (cs_wire_oidc_session), MESSAGE (cs_wire_session),     MESSAGE (cs_wire_refresh),
    MESSAGE (cs_wire_end),          MESSAGE (cs_wire_revoke),      MESSAGE (cs_wire_done),
    MESSAGE (cs_wire_confirm),      MESSAGE (cs_wire_passphrase),  MESSAGE (cs_wire_invite),
    MESSAGE (cs_wire_invited),      MESSAGE (cs_wire_me),          MESSAGE (cs_wire_problem),
};

/* Every message reads it, or says why not; what was read is written and read to the same again. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  for (gsize i = 0; i < G_N_ELEMENTS (messages); i++) {
    GError *error = NULL;
    gpointer value = messages[i].read ((const char *)data, size, &error);
    char *written, *again;
    gpointer back;

    g_assert ((value == NULL) == (error != NULL));
    g_clear_error (&error);
    if (value == NULL)
      continue;
    written = messages[i].write (value);
    back = messages[i].read (written, strlen (written), NULL);
    g_assert_nonnull (back);
    again = messages[i].write (back);
    g_assert_cmpstr (written, ==, again);
    messages[i].free (value);
    messages[i].free (back);
    g_free (written);
    g_free (again);
  }
  return 0;
}
