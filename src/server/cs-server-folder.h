/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-keys.h"
#include "cs-time-source.h"
#include "cs-workspace-create.h"

G_BEGIN_DECLS

/* A server's folder: a workspace, who it is as a log, and its key. */
typedef struct {
  char *folder;
  char *workspace;
  char *name;
  char *log;
  char *incarnation;
  CsKeys *keys;      /* (owned) */
  char *secret;      /* what names of files are made with */
  CsKeys *file_keys; /* (owned) (nullable): what files are sealed with, once it was asked for */
  int lock_fd;       /* -1: not held */
} CsServerFolder;

typedef struct {
  const char *name; /* of the workspace */
  const char *pack; /* (nullable): id of the one pack wanted; all that are shipped otherwise */
  const char *person_name; /* first administrator */
  const char *person_mail; /* (nullable) */
  gboolean with_people;    /* whether the packs' own people and holders count */
} CsServerFounding;

gboolean cs_server_folder_create (const char *folder,
                                  const CsServerFounding *founding,
                                  CsTimeSource *time_source,
                                  GError **error);
gboolean cs_server_folder_adopt (const char *folder,
                                 const char *from,
                                 const char *name,
                                 const char *administrator,
                                 CsTimeSource *time_source,
                                 GError **error);
CsServerFolder *cs_server_folder_open (const char *folder, gboolean locks, GError **error);
void cs_server_folder_close (CsServerFolder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsServerFolder, cs_server_folder_close)

gboolean cs_server_folder_copy (const char *from, const char *to, GError **error);
gboolean cs_server_folder_renew (const char *folder, CsTimeSource *time_source, GError **error);

#define CS_SERVER_FOUNDER "p-admin"

G_END_DECLS
