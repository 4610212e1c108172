/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-http.h"

G_BEGIN_DECLS

/*
 * Those who wait for the journal to grow. A hint and nothing more (K-04): it may come late, twice
 * or never. A thread of its own answers them, so that nobody who writes is held up by who waits.
 */
typedef struct _CsLobby CsLobby;

CsLobby *cs_lobby_new (guint most, guint most_of_one, guint wait_msec);
void cs_lobby_free (CsLobby *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsLobby, cs_lobby_free)

gboolean cs_lobby_wait (CsLobby *self,
                        CsHttpExchange *exchange,
                        const char *person,
                        const char *device,
                        gint64 size);
void cs_lobby_ring (CsLobby *self, gint64 size);
void cs_lobby_dismiss (CsLobby *self, const char *device);
void cs_lobby_dismiss_all (CsLobby *self);
guint cs_lobby_count (CsLobby *self);
gboolean cs_lobby_has (CsLobby *self, const char *person);
gint64 cs_lobby_get_size (CsLobby *self);

G_END_DECLS
