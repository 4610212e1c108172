/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-directory.h"

G_BEGIN_DECLS

/* One line of "who holds what where"; region NULL is everywhere. */
typedef struct {
  char *pack;
  char *role;
  char *person;
  char *region;     /* (nullable) */
  char *for_person; /* (nullable) standing deputy of this person */
  gboolean held;    /* FALSE takes a pack's default holder away */
} CsHolding;

typedef struct {
  char *id;
  char *within; /* (nullable) */
  gboolean is_leaf;
} CsDirectoryRegion;

/* What the directory keeps of an activated pack. Immutable once made, so copies share it. */
typedef struct {
  char *id;
  GHashTable *people;  /* (owned) id -> CsPerson; empty without defaults */
  GPtrArray *holdings; /* (owned) CsHolding */
  GHashTable *regions; /* (owned) id -> CsDirectoryRegion */
  GPtrArray *leaves;   /* (borrowed) CsDirectoryRegion that can be chosen */
  GPtrArray *roles;    /* (owned) char* */
} CsDirectoryPack;

typedef struct {
  char *id;
  char *person;
  char *name; /* (nullable) */
  char *key;  /* (nullable) */
  gboolean revoked;
} CsDirectoryDevice;

/* A calendar as it was from a moment on. */
typedef struct {
  CsCalendar *calendar; /* (owned) */
  CsInstant since;      /* CS_INSTANT_NONE: it was shipped */
  gboolean keeps_open;  /* what began earlier stays with the revision before */
} CsRevision;

/* Everything in the tables is immutable and reference counted: a change replaces it. */
struct _CsDirectory {
  GHashTable *people;      /* (owned) id -> CsPerson: from entries */
  GHashTable *clients;     /* (owned) id -> CsClient */
  GHashTable *contacts;    /* (owned) contact id -> client id */
  GHashTable *packs;       /* (owned) id -> CsDirectoryPack */
  GHashTable *activations; /* (owned) pack id -> CsActivation */
  GPtrArray *holdings;     /* (owned) CsHolding: from entries, newest last */
  GPtrArray *delegations;  /* (owned) CsDelegation, oldest first */
  GHashTable *devices;     /* (owned) id -> CsDirectoryDevice */
  GHashTable *calendars;   /* (owned) id -> GPtrArray of CsRevision, oldest first */
  GHashTable *readers;     /* (owned) (nullable) address in lower case -> CsPerson, borrowed; made
                            * when it is first asked for, dropped by every change */
};

CsPerson *cs_directory_person_new (const char *id, const json_t *data, char **domains);
void cs_directory_person_unref (CsPerson *person);
CsHolding *
cs_directory_holding_new (const char *pack, const char *role, const json_t *data, gboolean held);
void cs_directory_holding_unref (CsHolding *holding);
CsDirectoryPack *cs_directory_pack_new (const char *id, const json_t *root, gboolean with_defaults);
void cs_directory_pack_unref (CsDirectoryPack *pack);
GStrv cs_directory_strings (const json_t *list);
void cs_directory_share_calendars (CsDirectory *to, const CsDirectory *from);

G_END_DECLS
