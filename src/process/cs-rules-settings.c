/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-pack-settings.h"
#include "cs-rules-private.h"

#include <glib/gi18n-lib.h>

/* Answers of an administrator that reach requests which were opened before them. */

static gboolean
is_in_force (CsJudge *self, const CsSetting *setting, const json_t *value)
{
  const CsPack *pack = self->request->process->pack;
  const CsActivation *activation = cs_directory_get_activation (self->context->directory, pack->id);
  const json_t *confirmed = activation != NULL ? json_object_get (activation->settings, setting->id)
                                               : NULL;
  g_autoptr (json_t) answer = json_pack ("{s:O}", setting->id, value);

  return confirmed != NULL && json_equal ((json_t *)confirmed, (json_t *)value) &&
         cs_pack_check_settings (pack, answer, NULL);
}

/**
 * cs_judge_setting:
 * @self: a question
 * @entry: of the kind `setting`
 * @reasons: (element-type CsReason): where reasons against it go
 *
 * A request keeps the answers that it was opened with. One that waits for the confirmation of a
 * setting takes what an administrator has confirmed since; nothing else may be changed by
 * it.
 */
void
cs_judge_setting (CsJudge *self, const CsEntry *entry, GPtrArray *reasons)
{
  const char *id = cs_entry_get_text (entry, "setting");
  const CsSetting *setting = cs_pack_get_setting (self->request->process->pack, id);

  if (setting == NULL || !setting->is_awaited)
    cs_judge_add (reasons,
                  CS_VERDICT_REFUSED,
                  "setting",
                  _ ("Nothing here waits for the confirmation of “%s”"),
                  id);
  else if (cs_request_get_end (self->request) != CS_END_NONE)
    cs_judge_add (reasons, CS_VERDICT_REFUSED, "ended", _ ("The request is closed"));
  else if (json_object_get (self->request->settings, id) != NULL)
    cs_judge_add (reasons,
                  CS_VERDICT_ALREADY_SETTLED,
                  "already-settled",
                  _ ("The request has its answer to “%s” already"),
                  id);
  else if (!is_in_force (self, setting, json_object_get (cs_entry_get_data (entry), "value")))
    cs_judge_add (reasons,
                  CS_VERDICT_REFUSED,
                  "setting",
                  _ ("That is not what an administrator has confirmed for “%s”"),
                  id);
}
