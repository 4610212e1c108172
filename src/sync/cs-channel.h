/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-error.h"
#include "cs-wire-problem.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/*
 * Calls to one server, one after the other, each answered before the function returns; belongs to
 * the thread that made it. What proves who calls is put on by the two functions it is given.
 */
typedef struct _CsChannel CsChannel;

typedef struct {
  /* Puts on what proves who calls. */
  gboolean (*authorize) (gpointer who, SoupMessage *message, GError **error);
  /* Looks at the answer; TRUE: the same call once more. */
  gboolean (*take_response) (gpointer who, SoupMessage *message, guint status);
} CsChannelAuth;

CsChannel *cs_channel_new (const char *address,
                           const CsChannelAuth *auth,
                           gpointer who,
                           guint timeout_secs,
                           GError **error);
void cs_channel_free (CsChannel *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsChannel, cs_channel_free)
void cs_channel_trust (CsChannel *self, GTlsDatabase *database);

typedef struct {
  const char *method;
  const char *path;           /* “/v1/pull” */
  GBytes *body;               /* (nullable) */
  const char *type;           /* (nullable) of @body; JSON otherwise */
  const char *header, *value; /* (nullable) one more header */
  gsize limit;                /* bytes of an answer */
  gboolean is_file;           /* the answer is no JSON */
  gboolean may_repeat;        /* twice does what once does: may go on a connection kept open */
} CsCallRequest;

typedef struct {
  guint status;
  GBytes *body; /* (owned) */
  CsProblem problem;
  char *detail;                  /* (nullable) */
  gint64 retry_secs;             /* 0: it does not say */
  gint64 began_usec, ended_usec; /* monotonic */
} CsReply;
void cs_reply_clear (CsReply *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CsReply, cs_reply_clear)

/* What carries a call in place of the network, for simulations: the answer as it came. */
typedef struct {
  guint status;
  char *type;   /* (owned) (nullable) of @body */
  char *retry;  /* (owned) (nullable): “Retry-After” */
  GBytes *body; /* (owned) */
} CsCarried;
typedef gboolean (*CsChannelCarry) (const CsCallRequest *request,
                                    CsCarried *carried,
                                    gpointer user_data,
                                    GError **error);
CsChannel *cs_channel_new_through (CsChannelCarry carry, gpointer user_data);

gboolean cs_channel_is_on_network (const CsChannel *self);
gboolean cs_channel_call (CsChannel *self,
                          const CsCallRequest *request,
                          CsReply *reply,
                          GCancellable *cancellable,
                          GError **error);
gboolean cs_reply_check (const CsReply *self, GError **error);

G_END_DECLS
