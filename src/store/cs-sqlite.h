/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-error.h"

G_BEGIN_DECLS

/* A connection; belongs to the thread that opened it. */
typedef struct _CsSqlite CsSqlite;
/* A prepared statement on loan from its connection's cache; letting go resets it. */
typedef struct _CsStatement CsStatement;

/* Who has a say in transactions that write: a journal of record that is kept elsewhere. Each is
 * called on the connection's thread. */
typedef struct {
  /* After it was begun; FALSE takes it back. */
  gboolean (*begun) (CsSqlite *self, gpointer user_data, GError **error);
  /* Before it is committed; FALSE takes it back. */
  gboolean (*ending) (CsSqlite *self, gpointer user_data, GError **error);
  /* When it is over. */
  void (*ended) (CsSqlite *self, gboolean is_kept, gpointer user_data);
  /* Before the connection is closed; owns @user_data. */
  void (*closed) (gpointer user_data);
} CsSqliteHooks;

CsSqlite *cs_sqlite_open (const char *path, gboolean create, GError **error);
void cs_sqlite_close (CsSqlite *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsSqlite, cs_sqlite_close)

gboolean cs_sqlite_exec (CsSqlite *self, const char *sql, GError **error);
gboolean cs_sqlite_run (CsSqlite *self, GError **error, const char *sql, const char *types, ...);
CsStatement *cs_sqlite_query (CsSqlite *self,
                              GError **error,
                              const char *sql,
                              const char *types,
                              ...) G_GNUC_WARN_UNUSED_RESULT;
CsStatement *
cs_sqlite_prepare (CsSqlite *self, const char *sql, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean cs_sqlite_get_int (CsSqlite *self, const char *sql, gint64 *number, GError **error);
gint64 cs_sqlite_get_changes (CsSqlite *self);

void cs_sqlite_set_hooks (CsSqlite *self, const CsSqliteHooks *hooks, gpointer user_data);
gboolean cs_sqlite_begin (CsSqlite *self, GError **error);
gboolean cs_sqlite_commit (CsSqlite *self, GError **error);
void cs_sqlite_rollback (CsSqlite *self);
gboolean cs_sqlite_is_in_transaction (CsSqlite *self);

void cs_statement_bind_text (CsStatement *self, int position, const char *text);
void cs_statement_bind_int (CsStatement *self, int position, gint64 number);
void cs_statement_bind_bytes (CsStatement *self, int position, GBytes *bytes);
gboolean cs_statement_next (CsStatement *self, gboolean *has_row, GError **error);
gboolean cs_statement_run (CsStatement *self, GError **error);
gboolean cs_statement_is_null (CsStatement *self, int column);
gint64 cs_statement_get_int (CsStatement *self, int column);
const char *cs_statement_get_text (CsStatement *self, int column);
GBytes *cs_statement_get_bytes (CsStatement *self, int column);
void cs_statement_release (CsStatement *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsStatement, cs_statement_release)

G_END_DECLS
