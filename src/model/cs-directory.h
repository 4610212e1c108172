/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-calendar.h"
#include "cs-entry.h"
#include "cs-money.h"

G_BEGIN_DECLS

/*
 * People, the roles they hold by region, clients, delegations, devices, calendars and activated
 * packs: the fold of the directory's entries over the packs' default people and holders.
 * Roles and regions belong to a pack, so questions about them name the pack.
 * Not thread-safe while entries are applied; the worker hands out copies (cs_directory_copy).
 */
typedef struct _CsDirectory CsDirectory;

typedef struct {
  char *id;
  char *name;
  char *mail; /* (nullable) */
  GStrv aliases;
  char *region;      /* (nullable) */
  char *language;    /* (nullable) */
  gboolean external; /* mail outside the pack's domains, or said so */
  gboolean can_act;  /* false: an address, cannot act */
} CsPerson;

typedef struct {
  char *id;
  char *name;
  char *region;        /* (nullable) */
  GPtrArray *contacts; /* CsPerson, external by definition */
  json_t *fields;      /* the client's record: rate card, customer type */
} CsClient;

/* Who may act in a role at a moment. */
typedef struct {
  const CsPerson *person;
  const CsPerson *for_person; /* (nullable) standing deputy's or delegation's principal */
  const char *delegation;     /* (nullable) id of the delegation entry */
} CsHolder;

/* A role that somebody holds by name, not as a deputy. */
typedef struct {
  const char *role;
  const char *region; /* (nullable): everywhere */
} CsHeld;

typedef struct {
  char *id; /* of its entry */
  char *from_person;
  char *to_person;
  CsInstant from, until;  /* half-open */
  char *process, *region; /* (nullable) */
  GArray *up_to;          /* CsMoney, one per currency; empty: any amount */
  char *note;
  gboolean ended;
} CsDelegation;

typedef struct {
  char *pack;
  char *digest;
  json_t *settings;      /* id -> value, confirmed ones */
  gboolean has_defaults; /* whether the pack's own people and holders count */
} CsActivation;

/* One computer that a person acts from (K-21). */
typedef struct {
  const char *id;
  const char *person;
  const char *name; /* (nullable) as its owner calls it */
  const char *key;  /* (nullable) public key of its decisions */
  gboolean revoked;
} CsDevice;

CsDirectory *cs_directory_new (void);
CsDirectory *cs_directory_copy (const CsDirectory *self);
void cs_directory_free (CsDirectory *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsDirectory, cs_directory_free)

gboolean cs_directory_apply (CsDirectory *self, CsEntry *entry, GError **error);
void cs_directory_add_pack (CsDirectory *self, const char *pack, const json_t *root);
void cs_directory_add_calendar (CsDirectory *self, const char *id, CsCalendar *calendar);
void cs_directory_revise_calendar (CsDirectory *self,
                                   const char *id,
                                   CsCalendar *calendar,
                                   CsInstant since,
                                   gboolean keeps_open);

const CsPerson *cs_directory_get_person (const CsDirectory *self,
                                         const char *id); /* contacts too */
const CsPerson *cs_directory_get_person_by_mail (const CsDirectory *self, const char *mail);
GPtrArray *cs_directory_list_people (const CsDirectory *self);
const CsClient *cs_directory_get_client (const CsDirectory *self, const char *id);
GPtrArray *cs_directory_list_clients (const CsDirectory *self);
const char *cs_directory_get_client_of (const CsDirectory *self, const char *contact);
CsCalendar *cs_directory_get_calendar (const CsDirectory *self, const char *id);
CsCalendar *cs_directory_get_calendar_of (const CsDirectory *self,
                                          const char *id,
                                          CsInstant started,
                                          CsInstant stopped);
GStrv cs_directory_list_calendars (const CsDirectory *self);
const CsActivation *cs_directory_get_activation (const CsDirectory *self, const char *pack);
GPtrArray *cs_directory_list_activations (const CsDirectory *self);
GPtrArray *cs_directory_list_delegations (const CsDirectory *self);
const CsDelegation *cs_directory_get_delegation (const CsDirectory *self, const char *id);
gboolean cs_directory_is_device_revoked (const CsDirectory *self, const char *device); /* K-21 */
const char *cs_directory_get_device_key (const CsDirectory *self, const char *device);
const char *cs_directory_get_device_person (const CsDirectory *self, const char *device);
GPtrArray *cs_directory_list_devices (const CsDirectory *self, const char *person); /* CsDevice */

/* Who runs a shared workspace: a role of the workspace itself, so its “pack” is this word. */
#define CS_WORKSPACE_ROLES    "workspace"
#define CS_ROLE_ADMINISTRATOR "administrator"
gboolean cs_directory_has_administrators (const CsDirectory *self);
gboolean cs_directory_is_administrator (const CsDirectory *self, const char *person);
GPtrArray *cs_directory_list_administrators (const CsDirectory *self); /* CsPerson */

/* The most specific region with holders counts; deputies and delegates follow their principals. */
GPtrArray *cs_directory_list_holders (const CsDirectory *self,
                                      const char *pack,
                                      const char *role,
                                      const char *region,
                                      gboolean with_deputies,
                                      const char *process,
                                      const CsMoney *amount,
                                      CsInstant now);
/* A person named on a request, and who stands in for them. */
GPtrArray *cs_directory_list_stand_ins (const CsDirectory *self,
                                        const char *person,
                                        const char *pack,
                                        const char *region,
                                        const char *process,
                                        const CsMoney *amount,
                                        CsInstant now); /* CsHolder */
/* What this person may act as now, as the keys of CsTurn write it: "role:PACK/ROLE@REGION" for
 * every region that can be chosen, "person:ID" for themselves and whom they stand in for. */
GPtrArray *
cs_directory_list_person_keys (const CsDirectory *self, const char *person, CsInstant now);
GPtrArray *cs_directory_list_role_keys (const CsDirectory *self, const char *person, CsInstant now);
GPtrArray *
cs_directory_list_held (const CsDirectory *self, const char *pack, const char *person); /* CsHeld */
GPtrArray *cs_directory_list_reach (const CsDirectory *self,
                                    const char *pack,
                                    const char *person,
                                    CsInstant now); /* CsHeld */
GPtrArray *
cs_directory_list_roles_of (const CsDirectory *self, const char *pack, const char *person);

G_END_DECLS
