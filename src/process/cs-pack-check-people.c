/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-pack-check-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Roles, holders and levels (L-20 … L-22, L-24, L-25), as far as the pack itself names people. */

static const json_t *
holders_of (const CsCheck *self, const CsRole *role)
{
  const json_t *roles = json_object_get (self->pack->root, "roles");

  return json_object_get (json_object_get (roles, role->id), "holders");
}

/**
 * cs_check_has_any_holder: (skip)
 * @self: a check
 * @role: a role
 *
 * Returns: whether the pack names anybody for it; otherwise the directory has to
 */
gboolean
cs_check_has_any_holder (const CsCheck *self, const CsRole *role)
{
  return json_array_size (holders_of (self, role)) > 0;
}

/**
 * cs_check_list_holders: (skip)
 * @self: a check
 * @role: a role
 * @region: a region
 *
 * Returns: (transfer container) (element-type utf8): the people whom the pack names for it there;
 *   the most specific region with holders counts, standing deputies do not
 */
GPtrArray *
cs_check_list_holders (const CsCheck *self, const CsRole *role, const CsRegion *region)
{
  GPtrArray *people = g_ptr_array_new ();
  const CsRegion *at = region;

  for (;;) {
    const json_t *holder;
    gsize i;

    json_array_foreach (holders_of (self, role), i, holder)
    {
      const char *where = cs_json_get_string (holder, "region");

      if (g_strcmp0 (where, at != NULL ? at->id : NULL) == 0 &&
          json_object_get (holder, "for") == NULL)
        g_ptr_array_add (people, (gpointer)cs_json_get_string (holder, "person"));
    }
    if (people->len > 0 || at == NULL)
      return people;
    at = at->within;
  }
}

static void
say_role (CsCheck *self,
          CsFindingKind kind,
          const CsRole *role,
          const char *region,
          const char *where)
{
  cs_check_say (self,
                kind,
                "L-20",
                json_object_get (self->pack->root, "roles"),
                role->id,
                _ ("nobody holds “%s” in %s, which %s needs"),
                role->id,
                region,
                where);
}

/* A role that the pack leaves to the directory altogether is said once, as a warning. */
static void
check_vacancy (CsCheck *self,
               const GPtrArray *list,
               CsCond *when,
               CsFindingKind kind,
               const char *where)
{
  const GPtrArray *regions = self->pack->region_list;

  for (guint i = 0; list != NULL && i < list->len; i++) {
    const CsWho *who = list->pdata[i];

    if (who->role == NULL || who->role->leave_out)
      continue;
    if (!cs_check_has_any_holder (self, who->role)) {
      say_role (self, CS_FINDING_WARNING, who->role, _ ("the pack"), where);
      continue;
    }
    for (guint r = 0; r < regions->len; r++) {
      const CsRegion *region = regions->pdata[r];
      g_autoptr (GPtrArray) people = NULL;

      if (!region->can_be_chosen ||
          cs_check_truth_in_region (self, when, region->id) == CS_TRUTH_FALSE ||
          cs_check_truth_in_region (self, who->when, region->id) == CS_TRUTH_FALSE)
        continue;
      people = cs_check_list_holders (self, who->role, region);
      if (people->len == 0)
        say_role (self, kind, who->role, region->id, where);
    }
  }
}

/* A role whose holder's name is to stand in the text. */
static void
check_named (CsCheck *self, const CsMail *mail)
{
  g_autofree char *text = cs_json_dump (json_object_get (cs_check_get (self, "mails"), mail->id));

  for (guint i = 0; i < self->pack->role_list->len; i++) {
    const CsRole *role = self->pack->role_list->pdata[i];
    g_autofree char *placeholder = g_strdup_printf ("{%s}", role->id);
    g_autofree char *where = g_strdup_printf (_ ("the placeholder in %s"), mail->id);
    CsWho who = {.role = role};
    gpointer one[] = {&who};
    const GPtrArray list = {.pdata = one, .len = 1};

    if (strstr (text, placeholder) != NULL)
      check_vacancy (self, &list, mail->when, CS_FINDING_WARNING, where);
  }
}

static void
check_number (CsCheck *self, const CsStep *step, const CsLevel *level)
{
  const GPtrArray *regions = self->pack->region_list;
  const CsWho *who = level->who->pdata[0];

  if (level->take < 2 || level->who->len != 1 || who->role == NULL ||
      !cs_check_has_any_holder (self, who->role))
    return;
  for (guint i = 0; i < regions->len; i++) {
    const CsRegion *region = regions->pdata[i];
    g_autoptr (GPtrArray) people = cs_check_list_holders (self, who->role, region);

    if (!region->can_be_chosen || people->len >= level->take)
      continue;
    cs_check_say_step (self,
                       CS_FINDING_ERROR,
                       "L-21",
                       step,
                       _ ("the level “%s” asks for %u approvals; %u hold “%s” in %s"),
                       level->id,
                       level->take,
                       people->len,
                       who->role->id,
                       region->id);
    return;
  }
}

static const char *
only_holder (const CsCheck *self, const GPtrArray *list, const CsRegion *region)
{
  const CsWho *who = list->len == 1 ? list->pdata[0] : NULL;
  g_autoptr (GPtrArray) people = NULL;

  if (who == NULL || who->role == NULL)
    return NULL;
  people = cs_check_list_holders (self, who->role, region);
  return people->len == 1 ? people->pdata[0] : NULL;
}

static gboolean
decides_on (const CsApproval *approval, const CsLevel *level, const CsField *field)
{
  return g_ptr_array_find (approval->document->fields, field, NULL) &&
         !g_ptr_array_find (level->except, field, NULL);
}

/* A field that only this person can fill, and that the level decides on. */
static const CsField *
find_own_work (const CsCheck *self,
               const CsApproval *approval,
               const CsLevel *level,
               const CsRegion *region,
               const char *person)
{
  for (guint f = CS_N_FIELD_INDEXES; f < self->process->fields->len; f++) {
    const CsField *field = self->process->fields->pdata[f];
    guint fillers = 0, own = 0;

    for (guint i = 0; i < self->process->steps->len; i++) {
      const CsStep *step = self->process->steps->pdata[i];

      if (!g_ptr_array_find (step->form, field, NULL))
        continue;
      fillers++;
      own += g_strcmp0 (only_holder (self, step->who, region), person) == 0;
    }
    if (fillers > 0 && own == fillers && decides_on (approval, level, field))
      return field;
  }
  return NULL;
}

static const CsLevel *
find_other_level (CsCheck *self,
                  const CsApproval *approval,
                  const CsLevel *level,
                  const CsRegion *region,
                  const char *person)
{
  for (guint i = 0; approval->distinct && i < level->index; i++) {
    const CsLevel *other = approval->levels->pdata[i];

    if (cs_check_truth_in_region (self, other->when, region->id) != CS_TRUTH_FALSE &&
        g_strcmp0 (only_holder (self, other->who, region), person) == 0)
      return other;
  }
  return NULL;
}

static void
check_decidable (CsCheck *self, const CsStep *step, const CsLevel *level)
{
  const GPtrArray *regions = self->pack->region_list;

  for (guint i = 0; i < regions->len; i++) {
    const CsRegion *region = regions->pdata[i];
    const char *person = only_holder (self, level->who, region);
    const CsLevel *other;
    const CsField *own;

    if (person == NULL || !region->can_be_chosen ||
        cs_check_truth_in_region (self, level->when, region->id) == CS_TRUTH_FALSE)
      continue;
    other = find_other_level (self, step->approval, level, region, person);
    own = find_own_work (self, step->approval, level, region, person);
    if (other == NULL && own == NULL)
      continue;
    cs_check_say_step (self,
                       CS_FINDING_ERROR,
                       "L-22",
                       step,
                       other != NULL ? _ ("nobody may decide on the level “%s” in %s: “%s” alone "
                                          "holds it and the level “%s”")
                                     : _ ("nobody may decide on the level “%s” in %s: “%s” alone "
                                          "holds it and alone fills “%s”"),
                       level->id,
                       region->id,
                       person,
                       other != NULL ? other->id : own->id);
    return;
  }
}

static gboolean
scope_has (const CsScope *scope, const CsRole *role)
{
  for (guint i = 0; i < scope->who->len; i++)
    if (((CsWho *)scope->who->pdata[i])->role == role)
      return TRUE;
  return FALSE;
}

static void
check_scope (CsCheck *self, const CsStep *step, const CsLevel *level)
{
  const GPtrArray *fields = step->approval->document->fields;

  for (guint i = 0; i < fields->len; i++) {
    const CsField *field = fields->pdata[i];

    if (g_ptr_array_find (level->except, field, NULL))
      continue;
    for (guint j = 0; j < level->who->len; j++) {
      const CsWho *who = level->who->pdata[j];
      gboolean may_see = who->role != NULL
                             ? field->scope == NULL || scope_has (field->scope, who->role)
                             : !who->field->among_client || field->client_visible;

      if (!may_see)
        cs_check_say_step (self,
                           CS_FINDING_ERROR,
                           "L-25",
                           step,
                           _ ("the level “%s” decides on “%s”, which “%s” may not see"),
                           level->id,
                           field->id,
                           who->role != NULL ? who->role->id : who->field->id);
    }
  }
}

static void
check_levels (CsCheck *self, const CsStep *step)
{
  for (guint i = 0; i < step->approval->levels->len; i++) {
    const CsLevel *level = step->approval->levels->pdata[i];

    check_vacancy (self, level->who, level->when, CS_FINDING_ERROR, _ ("a level"));
    check_number (self, step, level);
    check_decidable (self, step, level);
    check_scope (self, step, level);
  }
}

/* Another person's mailbox, or another spelling of it (RC-21). */
static const char *
find_mailbox (GHashTable *seen, const char *text, const char *person)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  const char *owner = g_hash_table_lookup (seen, folded);

  if (owner == NULL)
    g_hash_table_insert (seen, g_steal_pointer (&folded), (gpointer)person);
  return owner != NULL && strcmp (owner, person) != 0 ? owner : NULL;
}

static void
check_twice (CsCheck *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  json_t *people = json_object_get (self->pack->root, "people"), *data;
  const char *person;

  json_object_foreach (people, person, data)
  {
    const char *texts[] = {cs_json_get_string (data, "mail"), cs_json_get_string (data, "name")};
    const char *owner = NULL;
    const json_t *alias;
    gsize i;

    for (guint t = 0; t < G_N_ELEMENTS (texts) && owner == NULL; t++)
      owner = texts[t] != NULL ? find_mailbox (seen, texts[t], person) : NULL;
    json_array_foreach (json_object_get (data, "aliases"), i, alias)
    {
      if (owner == NULL && json_is_string (alias))
        owner = find_mailbox (seen, json_string_value (alias), person);
    }
    if (owner != NULL)
      cs_check_say (self,
                    CS_FINDING_WARNING,
                    "L-24",
                    people,
                    person,
                    _ ("“%s” and “%s” may be one person"),
                    person,
                    owner);
  }
}

/**
 * cs_check_people: (skip)
 * @self: a check of a process
 *
 * Vacant roles (L-20), too few holders (L-21), levels that nobody may decide (L-22), one
 * person twice (L-24), levels that decide on what they may not see (L-25).
 */
void
cs_check_people (CsCheck *self)
{
  for (guint i = 0; i < self->process->steps->len; i++) {
    const CsStep *step = self->process->steps->pdata[i];

    if (step->approval != NULL)
      check_levels (self, step);
  }
  for (guint i = 0; i < self->process->mails->len; i++) {
    const CsMail *mail = self->process->mails->pdata[i];

    check_vacancy (self, mail->to, mail->when, CS_FINDING_WARNING, mail->id);
    check_vacancy (self, mail->cc, mail->when, CS_FINDING_WARNING, mail->id);
    check_named (self, mail);
  }
  for (guint i = 0; i < self->process->clocks->len; i++) {
    const CsClockDef *clock = self->process->clocks->pdata[i];

    for (guint j = 0; j < clock->ladder->len; j++) {
      const CsRung *rung = clock->ladder->pdata[j];

      check_vacancy (self, rung->tell, rung->when, CS_FINDING_WARNING, clock->id);
    }
  }
  if (self->process == self->pack->processes->pdata[0])
    check_twice (self);
}
