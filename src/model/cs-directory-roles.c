/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-directory-private.h"

/* Who holds what where: the most specific region with holders counts, and whoever stands in for one
 * of them comes after. Nobody stands in for somebody who stands in. */

typedef struct {
  const CsDirectory *directory;
  const CsDirectoryPack *pack;
  const char *role;
} RoleQuestion;

static const char *
get_parent (const CsDirectoryPack *pack, const char *region)
{
  const CsDirectoryRegion *found = region != NULL ? g_hash_table_lookup (pack->regions, region)
                                                  : NULL;

  return found != NULL ? found->within : NULL;
}

static gboolean
is_within (const CsDirectoryPack *pack, const char *region, const char *ancestor)
{
  if (ancestor == NULL)
    return TRUE;
  for (; region != NULL; region = get_parent (pack, region)) {
    if (g_str_equal (region, ancestor))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_about (const RoleQuestion *question, const CsHolding *holding)
{
  return g_str_equal (holding->pack, question->pack->id) &&
         g_str_equal (holding->role, question->role);
}

static gboolean
is_taken_away (const RoleQuestion *question, const CsHolding *holding)
{
  const GPtrArray *changes = question->directory->holdings;

  for (guint i = 0; i < changes->len; i++) {
    const CsHolding *change = changes->pdata[i];

    if (!change->held && is_about (question, change) &&
        g_str_equal (change->person, holding->person) &&
        g_strcmp0 (change->region, holding->region) == 0)
      return TRUE;
  }
  return FALSE;
}

/* Every holding of the role that counts: the pack's own, then those from entries. */
static GPtrArray *
list_holdings (const RoleQuestion *question)
{
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < question->pack->holdings->len; i++) {
    CsHolding *holding = question->pack->holdings->pdata[i];

    if (is_about (question, holding) && !is_taken_away (question, holding))
      g_ptr_array_add (list, holding);
  }
  for (guint i = 0; i < question->directory->holdings->len; i++) {
    CsHolding *holding = question->directory->holdings->pdata[i];

    if (holding->held && is_about (question, holding))
      g_ptr_array_add (list, holding);
  }
  return list;
}

static gboolean
is_listed (const GArray *holders, const CsPerson *person)
{
  for (guint i = 0; i < holders->len; i++) {
    if (g_array_index (holders, CsHolder, i).person == person)
      return TRUE;
  }
  return FALSE;
}

static void
add_holder (GArray *holders,
            const CsDirectory *directory,
            const char *person,
            const CsPerson *for_person,
            const char *delegation)
{
  CsHolder holder = {cs_directory_get_person (directory, person), for_person, delegation};

  if (holder.person != NULL && !is_listed (holders, holder.person))
    g_array_append_val (holders, holder);
}

static void
add_principals (GArray *holders,
                const RoleQuestion *question,
                const GPtrArray *holdings,
                const char *region)
{
  const char *at = region;

  do {
    for (guint i = 0; i < holdings->len; i++) {
      const CsHolding *holding = holdings->pdata[i];

      if (holding->for_person == NULL && g_strcmp0 (holding->region, at) == 0)
        add_holder (holders, question->directory, holding->person, NULL, NULL);
    }
    if (holders->len > 0 || at == NULL)
      return;
    at = get_parent (question->pack, at);
  } while (TRUE);
}

static void
add_deputies (GArray *holders,
              const RoleQuestion *question,
              const GPtrArray *holdings,
              const char *region)
{
  guint n_principals = holders->len;

  for (guint i = 0; i < holdings->len; i++) {
    const CsHolding *holding = holdings->pdata[i];

    if (holding->for_person == NULL || !is_within (question->pack, region, holding->region))
      continue;
    for (guint j = 0; j < n_principals; j++) {
      const CsPerson *principal = g_array_index (holders, CsHolder, j).person;

      if (g_str_equal (principal->id, holding->for_person))
        add_holder (holders, question->directory, holding->person, principal, NULL);
    }
  }
}

static gboolean
covers_amount (const CsDelegation *delegation, const CsMoney *amount)
{
  if (delegation->up_to->len == 0 || amount == NULL)
    return TRUE;
  for (guint i = 0; i < delegation->up_to->len; i++) {
    const CsMoney *limit = &g_array_index (delegation->up_to, CsMoney, i);

    if (g_str_equal (limit->currency, amount->currency))
      return amount->minor <= limit->minor;
  }
  return FALSE; /* an amount in a currency that was not handed over */
}

static void
add_delegates (GArray *holders,
               guint n_principals,
               const RoleQuestion *question,
               const char *region,
               const char *process,
               const CsMoney *amount,
               CsInstant now)
{
  const GPtrArray *delegations = question->directory->delegations;

  for (guint i = 0; i < delegations->len; i++) {
    const CsDelegation *delegation = delegations->pdata[i];

    if (delegation->ended || now < delegation->from || now >= delegation->until ||
        (process != NULL && delegation->process != NULL &&
         !g_str_equal (process, delegation->process)) ||
        !is_within (question->pack, region, delegation->region) ||
        !covers_amount (delegation, amount))
      continue;
    for (guint j = 0; j < n_principals; j++) {
      const CsPerson *principal = g_array_index (holders, CsHolder, j).person;

      if (g_str_equal (principal->id, delegation->from_person))
        add_holder (holders, question->directory, delegation->to_person, principal, delegation->id);
    }
  }
}

static GArray *
find_holders (const RoleQuestion *question,
              const char *region,
              gboolean with_deputies,
              const char *process,
              const CsMoney *amount,
              CsInstant now)
{
  GArray *holders = g_array_new (FALSE, FALSE, sizeof (CsHolder));
  g_autoptr (GPtrArray) holdings = list_holdings (question);

  add_principals (holders, question, holdings, region);
  if (with_deputies) {
    guint n_principals = holders->len;

    add_deputies (holders, question, holdings, region);
    add_delegates (holders, n_principals, question, region, process, amount, now);
  }
  return holders;
}

/**
 * cs_directory_list_holders:
 * @self: a directory
 * @pack: the pack whose role it is
 * @role: the role
 * @region: (nullable): the request's region; %NULL asks for those who hold it everywhere
 * @with_deputies: whether those who stand in for a holder count (to act: yes; for mail: no)
 * @process: (nullable): of the request; a delegation may be for one process only
 * @amount: (nullable): what is decided on; a delegation may end at an amount
 * @now: the present; delegations are dated
 *
 * Lists who has a role for a region. A delegation with limits covers no amount
 * in a currency that it does not name.
 *
 * Returns: (transfer full) (element-type CsHolder): holders first, then who stands in for them
 */
GPtrArray *
cs_directory_list_holders (const CsDirectory *self,
                           const char *pack,
                           const char *role,
                           const char *region,
                           gboolean with_deputies,
                           const char *process,
                           const CsMoney *amount,
                           CsInstant now)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);
  RoleQuestion question = {self, g_hash_table_lookup (self->packs, pack), role};
  g_autoptr (GArray) holders = NULL;

  if (question.pack == NULL)
    return list;
  holders = find_holders (&question, region, with_deputies, process, amount, now);
  for (guint i = 0; i < holders->len; i++)
    g_ptr_array_add (list, g_memdup2 (&g_array_index (holders, CsHolder, i), sizeof (CsHolder)));
  return list;
}

/**
 * cs_directory_list_stand_ins:
 * @self: a directory
 * @person: somebody named on a request
 * @pack: the request's pack
 * @region: (nullable): of the request
 * @process: (nullable): of the request
 * @amount: (nullable): what is decided on
 * @now: the present; delegations are dated
 *
 * Returns: (transfer full) (element-type CsHolder): the person, then their delegates
 */
GPtrArray *
cs_directory_list_stand_ins (const CsDirectory *self,
                             const char *person,
                             const char *pack,
                             const char *region,
                             const char *process,
                             const CsMoney *amount,
                             CsInstant now)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);
  RoleQuestion question = {self, g_hash_table_lookup (self->packs, pack), ""};
  g_autoptr (GArray) holders = g_array_new (FALSE, FALSE, sizeof (CsHolder));

  add_holder (holders, self, person, NULL, NULL);
  if (question.pack != NULL)
    add_delegates (holders, holders->len, &question, region, process, amount, now);
  for (guint i = 0; i < holders->len; i++)
    g_ptr_array_add (list, g_memdup2 (&g_array_index (holders, CsHolder, i), sizeof (CsHolder)));
  return list;
}

static const CsHolder *
find_person (const GArray *holders, const char *person)
{
  for (guint i = 0; i < holders->len; i++) {
    const CsHolder *holder = &g_array_index (holders, CsHolder, i);

    if (g_str_equal (holder->person->id, person))
      return holder;
  }
  return NULL;
}

/* Person fields are stood in for too, so whoever has a delegation acts for its giver. */
static void
add_person_keys (const CsDirectory *self, GPtrArray *keys, const char *person, CsInstant now)
{
  g_ptr_array_add (keys, g_strconcat ("person:", person, NULL));
  for (guint i = 0; i < self->delegations->len; i++) {
    const CsDelegation *delegation = self->delegations->pdata[i];

    if (!delegation->ended && now >= delegation->from && now < delegation->until &&
        g_str_equal (delegation->to_person, person))
      g_ptr_array_add (keys, g_strconcat ("person:", delegation->from_person, NULL));
  }
}

/**
 * cs_directory_list_person_keys:
 * @self: a directory
 * @person: somebody
 * @now: the present; delegations are dated
 *
 * Returns: (transfer full) (element-type utf8): `person:ID` of whom they may act as, themselves
 *   first
 */
GPtrArray *
cs_directory_list_person_keys (const CsDirectory *self, const char *person, CsInstant now)
{
  GPtrArray *keys = g_ptr_array_new_with_free_func (g_free);

  add_person_keys (self, keys, person, now);
  return keys;
}

/**
 * cs_directory_list_role_keys:
 * @self: a directory
 * @person: somebody
 * @now: the present; delegations are dated
 *
 * Lists what a person may act as, in the words by which read models keep whose move it is. A
 * delegation limited to a process or an amount gives the key too: the rules have the last word.
 *
 * Returns: (transfer full) (element-type utf8): `role:PACK/ROLE@REGION` and `person:ID`
 */
GPtrArray *
cs_directory_list_role_keys (const CsDirectory *self, const char *person, CsInstant now)
{
  GPtrArray *keys = cs_directory_list_person_keys (self, person, now);
  GHashTableIter iter;
  CsDirectoryPack *pack;

  g_hash_table_iter_init (&iter, self->packs);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&pack)) {
    for (guint i = 0; i < pack->roles->len; i++) {
      RoleQuestion question = {self, pack, pack->roles->pdata[i]};

      for (guint j = 0; j < pack->leaves->len; j++) {
        const CsDirectoryRegion *region = pack->leaves->pdata[j];
        g_autoptr (GArray) holders = find_holders (&question, region->id, TRUE, NULL, NULL, now);

        if (find_person (holders, person) != NULL)
          g_ptr_array_add (keys,
                           g_strdup_printf ("role:%s/%s@%s", pack->id, question.role, region->id));
      }
    }
  }
  return keys;
}

/**
 * cs_directory_list_roles_of:
 * @self: a directory
 * @pack: a pack
 * @person: somebody
 *
 * Returns: (transfer full) (element-type utf8): ids of the roles they hold somewhere, deputies too
 */
GPtrArray *
cs_directory_list_roles_of (const CsDirectory *self, const char *pack, const char *person)
{
  GPtrArray *roles = g_ptr_array_new_with_free_func (g_free);
  const CsDirectoryPack *found = g_hash_table_lookup (self->packs, pack);

  for (guint i = 0; found != NULL && i < found->roles->len; i++) {
    RoleQuestion question = {self, found, found->roles->pdata[i]};
    g_autoptr (GPtrArray) holdings = list_holdings (&question);

    for (guint j = 0; j < holdings->len; j++) {
      const CsHolding *holding = holdings->pdata[j];

      if (g_str_equal (holding->person, person)) {
        g_ptr_array_add (roles, g_strdup (question.role));
        break;
      }
    }
  }
  return roles;
}

/**
 * cs_directory_list_held:
 * @self: a directory
 * @pack: a pack
 * @person: somebody
 *
 * Returns: (transfer full) (element-type CsHeld): the roles they hold by name, once for each
 * region; borrows from @self
 */
GPtrArray *
cs_directory_list_held (const CsDirectory *self, const char *pack, const char *person)
{
  GPtrArray *held = g_ptr_array_new_with_free_func (g_free);
  const CsDirectoryPack *found = g_hash_table_lookup (self->packs, pack);

  for (guint i = 0; found != NULL && i < found->roles->len; i++) {
    RoleQuestion question = {self, found, found->roles->pdata[i]};
    g_autoptr (GPtrArray) holdings = list_holdings (&question);

    for (guint j = 0; j < holdings->len; j++) {
      const CsHolding *holding = holdings->pdata[j];

      if (g_str_equal (holding->person, person) && holding->for_person == NULL) {
        CsHeld *one = g_new (CsHeld, 1);

        *one = (CsHeld){question.role, holding->region};
        g_ptr_array_add (held, one);
      }
    }
  }
  return held;
}

static void
add_held (GPtrArray *held, const char *role, const char *region)
{
  CsHeld *one;

  for (guint i = 0; i < held->len; i++) {
    const CsHeld *other = held->pdata[i];

    if (g_str_equal (other->role, role) && g_strcmp0 (other->region, region) == 0)
      return;
  }
  one = g_new (CsHeld, 1);
  *one = (CsHeld){role, region};
  g_ptr_array_add (held, one);
}

/* What a delegation reaches of a holding of its giver: the narrower of the two regions. */
static void
add_delegated (GPtrArray *held,
               const RoleQuestion *question,
               const CsHolding *holding,
               const char *person,
               CsInstant now)
{
  const GPtrArray *delegations = question->directory->delegations;

  for (guint i = 0; i < delegations->len; i++) {
    const CsDelegation *delegation = delegations->pdata[i];

    if (delegation->ended || now < delegation->from || now >= delegation->until ||
        !g_str_equal (delegation->to_person, person) ||
        !g_str_equal (delegation->from_person, holding->person))
      continue;
    if (is_within (question->pack, holding->region, delegation->region))
      add_held (held, question->role, holding->region);
    else if (is_within (question->pack, delegation->region, holding->region))
      add_held (held, question->role, delegation->region);
  }
}

/**
 * cs_directory_list_reach:
 * @self: a directory
 * @pack: a pack
 * @person: somebody
 * @now: the present; delegations are dated
 *
 * Lists where a person may look, which is wider than where they may act: every role that they hold,
 * also where a holder of a nearer region acts, that they are the standing deputy for, or that
 * somebody has handed over to them now, whatever its limits by process and amount.
 *
 * Returns: (transfer full) (element-type CsHeld): roles, each once for a region; borrows from @self
 */
GPtrArray *
cs_directory_list_reach (const CsDirectory *self,
                         const char *pack,
                         const char *person,
                         CsInstant now)
{
  GPtrArray *held = g_ptr_array_new_with_free_func (g_free);
  const CsDirectoryPack *found = g_hash_table_lookup (self->packs, pack);

  for (guint i = 0; found != NULL && i < found->roles->len; i++) {
    RoleQuestion question = {self, found, found->roles->pdata[i]};
    g_autoptr (GPtrArray) holdings = list_holdings (&question);

    for (guint j = 0; j < holdings->len; j++) {
      const CsHolding *holding = holdings->pdata[j];

      if (g_str_equal (holding->person, person))
        add_held (held, question.role, holding->region);
      else if (holding->for_person == NULL)
        add_delegated (held, &question, holding, person, now);
    }
  }
  return held;
}
