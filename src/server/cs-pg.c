/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-pg.h"

#include <stdarg.h>
#include <string.h>
#include <sys/socket.h>

/*
 * A thin layer that gives libpq our errors and typed binding. PostgreSQL's codes are mapped to
 * CS_ERROR here and nowhere else: UNREACHABLE where it is not there, BUSY where the same may be
 * tried again.
 */

#define MOST_PARAMETERS 16
#define FIRST_PAUSE     (G_USEC_PER_SEC / 50)
#define LONGEST_PAUSE   (G_USEC_PER_SEC / 2)

/* Every access is by key. Who is stopped in the middle of a transaction must not hold the head of a
 * workspace for ever. What is said to be committed is on disk (K-03). */
#define SETTINGS                                                                                   \
  "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off;"               \
  "SET lock_timeout = '20s'; SET idle_in_transaction_session_timeout = '30s';"                     \
  "SET client_min_messages = warning; SET jit = off;"                                              \
  "SELECT set_config('synchronous_commit', 'on', false)"                                           \
  " WHERE current_setting('synchronous_commit') = 'off'"

struct _CsPg {
  PGconn *connection; /* (owned) */
  guint life;         /* how often it was connected */
};

static void
ignore_notice (void *data, const char *text)
{
}

/* libpq explains itself in several lines; the first says it. */
static char *
dup_first_line (const char *text)
{
  return g_strndup (text, strcspn (text, "\n"));
}

static gboolean
set_lost (CsPg *self, GError **error)
{
  g_autofree char *text = dup_first_line (PQerrorMessage (self->connection));

  g_set_error (error, CS_ERROR, CS_ERROR_UNREACHABLE, "PostgreSQL is not there: %s.", text);
  return FALSE;
}

static int
error_code (const char *state)
{
  if (state == NULL)
    return CS_ERROR_UNREACHABLE;
  if (strcmp (state, "40001") == 0 || strcmp (state, "40P01") == 0 || strcmp (state, "55P03") == 0)
    return CS_ERROR_BUSY;
  if (g_str_has_prefix (state, "08") || g_str_has_prefix (state, "57P") ||
      strcmp (state, "25P03") == 0)
    return CS_ERROR_UNREACHABLE;
  if (g_str_has_prefix (state, "23"))
    return CS_ERROR_CONFLICT;
  if (g_str_has_prefix (state, "28") || strcmp (state, "42501") == 0)
    return CS_ERROR_UNAUTHORISED;
  return CS_ERROR_FAILED;
}

/**
 * cs_pg_check:
 * @result: (nullable): what a command was answered
 *
 * Returns: whether it was done
 */
gboolean
cs_pg_check (CsPg *self, const PGresult *result, GError **error)
{
  ExecStatusType status = PQresultStatus (result);
  g_autofree char *text = NULL;

  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_PIPELINE_SYNC ||
      status == PGRES_COPY_IN || status == PGRES_COPY_OUT)
    return TRUE;
  if (cs_pg_is_lost (self))
    return set_lost (self, error);
  text = dup_first_line (result != NULL ? PQresultErrorMessage (result)
                                        : PQerrorMessage (self->connection));
  g_set_error (error,
               CS_ERROR,
               error_code (result != NULL ? PQresultErrorField (result, PG_DIAG_SQLSTATE) : NULL),
               "PostgreSQL: %s.",
               text);
  return FALSE;
}

static gboolean
prepare (CsPg *self, GError **error)
{
  PQsetNoticeProcessor (self->connection, ignore_notice, NULL);
  self->life++;
  return cs_pg_exec (self, SETTINGS, error);
}

/**
 * cs_pg_open:
 * @url: `postgresql://…`, as libpq takes it
 * @error: UNREACHABLE, UNAUTHORISED; INVALID where it is no such address
 *
 * Returns: (transfer full): a connection, or %NULL
 */
CsPg *
cs_pg_open (const char *url, GError **error)
{
  const char *names[] = {"connect_timeout",
                         "application_name",
                         "keepalives_idle",
                         "tcp_user_timeout",
                         "client_encoding",
                         "dbname",
                         NULL};
  const char *values[] = {"5", "countersign-server", "15", "15000", "UTF8", url, NULL};
  g_autoptr (CsPg) self = NULL;

  if (!g_str_has_prefix (url, "postgresql://") && !g_str_has_prefix (url, "postgres://")) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 "“%s” is not an address like postgresql://host/database",
                 url);
    return NULL;
  }
  self = g_new0 (CsPg, 1);
  self->connection = PQconnectdbParams (names, values, 1);
  if (PQstatus (self->connection) != CONNECTION_OK) {
    set_lost (self, error);
    return NULL;
  }
  return prepare (self, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * cs_pg_close:
 * @self: (transfer full) (nullable): a connection
 */
void
cs_pg_close (CsPg *self)
{
  if (self == NULL)
    return;
  PQfinish (self->connection);
  g_free (self);
}

/**
 * cs_pg_is_lost:
 *
 * Returns: whether nobody is at the other end
 */
gboolean
cs_pg_is_lost (CsPg *self)
{
  return PQstatus (self->connection) != CONNECTION_OK;
}

/**
 * cs_pg_drop:
 *
 * Gives up a connection whose state is not known: from now on it counts as lost, and what was not
 * committed through it is taken back.
 */
void
cs_pg_drop (CsPg *self)
{
  if (cs_pg_is_lost (self))
    return;
  shutdown (PQsocket (self->connection), SHUT_RDWR);
  PQconsumeInput (self->connection);
}

/**
 * cs_pg_revive:
 * @until_usec: how long to try, in monotonic time
 * @error: UNREACHABLE
 *
 * Connects again, where the connection was lost.
 *
 * Returns: whether there is one
 */
gboolean
cs_pg_revive (CsPg *self, gint64 until_usec, GError **error)
{
  gint64 pause = FIRST_PAUSE;

  while (cs_pg_is_lost (self)) {
    PQreset (self->connection);
    if (!cs_pg_is_lost (self) && prepare (self, NULL))
      return TRUE;
    if (g_get_monotonic_time () + pause > until_usec)
      return set_lost (self, error);
    /* Everybody lost it at the same moment. */
    g_usleep ((gulong)(pause / 2 + g_random_double_range (0, 1) * pause / 2));
    pause = MIN (pause * 2, LONGEST_PAUSE);
  }
  return TRUE;
}

/**
 * cs_pg_get_life:
 *
 * Returns: another number after every loss: what was prepared before is gone
 */
guint
cs_pg_get_life (CsPg *self)
{
  return self->life;
}

/**
 * cs_pg_get_connection:
 *
 * Returns: (transfer none): libpq's own
 */
PGconn *
cs_pg_get_connection (CsPg *self)
{
  return self->connection;
}

/**
 * cs_pg_exec:
 * @sql: statements without parameters
 *
 * Returns: whether all of them were done
 */
gboolean
cs_pg_exec (CsPg *self, const char *sql, GError **error)
{
  g_autoptr (PGresult) result = PQexec (self->connection, sql);

  return cs_pg_check (self, result, error);
}

typedef struct {
  const char *values[MOST_PARAMETERS];
  int lengths[MOST_PARAMETERS];
  int formats[MOST_PARAMETERS];
  char numbers[MOST_PARAMETERS][32];
} Parameters;

static int
bind_all (Parameters *self, const char *types, va_list arguments)
{
  int n = 0;

  for (; types[n] != '\0'; n++) {
    g_assert (n < MOST_PARAMETERS);
    if (types[n] == 's') {
      self->values[n] = va_arg (arguments, const char *);
    } else if (types[n] == 'i') {
      g_snprintf (self->numbers[n],
                  sizeof self->numbers[n],
                  "%" G_GINT64_FORMAT,
                  va_arg (arguments, gint64));
      self->values[n] = self->numbers[n];
    } else {
      GBytes *bytes = va_arg (arguments, GBytes *);
      gsize length = 0;

      self->values[n] = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;
      if (bytes != NULL && self->values[n] == NULL)
        self->values[n] = "";
      self->lengths[n] = (int)length;
      self->formats[n] = 1;
    }
  }
  return n;
}

static PGresult *
query (CsPg *self, const char *sql, const char *types, va_list arguments, GError **error)
{
  Parameters parameters = {0};
  int n = bind_all (&parameters, types, arguments);
  g_autoptr (PGresult) result = PQexecParams (self->connection,
                                              sql,
                                              n,
                                              NULL,
                                              parameters.values,
                                              parameters.lengths,
                                              parameters.formats,
                                              1);

  return cs_pg_check (self, result, error) ? g_steal_pointer (&result) : NULL;
}

/**
 * cs_pg_query:
 * @sql: one statement
 * @types: one letter a parameter: "s" for a nullable string, "i" for a gint64, "b" for a nullable
 *   GBytes
 *
 * Returns: (transfer full): its rows, in binary form, or %NULL
 */
PGresult *
cs_pg_query (CsPg *self, GError **error, const char *sql, const char *types, ...)
{
  PGresult *result;
  va_list arguments;

  va_start (arguments, types);
  result = query (self, sql, types, arguments, error);
  va_end (arguments);
  return result;
}

/**
 * cs_pg_run:
 * @types: as for cs_pg_query()
 *
 * Returns: whether the statement was done
 */
gboolean
cs_pg_run (CsPg *self, GError **error, const char *sql, const char *types, ...)
{
  g_autoptr (PGresult) result = NULL;
  va_list arguments;

  va_start (arguments, types);
  result = query (self, sql, types, arguments, error);
  va_end (arguments);
  return result != NULL;
}

/**
 * cs_pg_end_transaction:
 *
 * Takes back what was begun and not committed, if anything.
 */
void
cs_pg_end_transaction (CsPg *self)
{
  PGTransactionStatusType status = PQtransactionStatus (self->connection);

  if (status == PQTRANS_INTRANS || status == PQTRANS_INERROR)
    cs_pg_exec (self, "ROLLBACK", NULL);
}

/**
 * cs_pg_get_int:
 *
 * Returns: a number of eight, four or one bytes; 0 for NULL
 */
gint64
cs_pg_get_int (const PGresult *result, int row, int column)
{
  const char *value = PQgetvalue (result, row, column);
  gint64 big = 0;
  gint32 small = 0;

  switch (PQgetlength (result, row, column)) {
    case 8:
      memcpy (&big, value, sizeof big);
      return GINT64_FROM_BE (big);
    case 4:
      memcpy (&small, value, sizeof small);
      return GINT32_FROM_BE (small);
    case 1:
      return *value;
    default:
      return 0;
  }
}

/**
 * cs_pg_get_bytes:
 *
 * Returns: (transfer full): a copy
 */
GBytes *
cs_pg_get_bytes (const PGresult *result, int row, int column)
{
  return g_bytes_new (PQgetvalue (result, row, column), (gsize)PQgetlength (result, row, column));
}
