/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-postman.h"

#include "cs-parcel.h"
#include "cs-reach.h"
#include "cs-server-private.h"
#include "cs-uuid.h"
#include "cs-webhook.h"

/*
 *   tick ─► a reading desk: is a letter due? ─► the writing desk: claim, write ─► a thread: send
 *                                                                                    │
 *                                       the writing desk: what became of it ◄────────┘
 *
 * A claim ends by itself, so a process that dies while it sends leaves the letter to another; that
 * may send it a second time, under the same id, which is how receivers know.
 */

#define CALL_THREADS  4
#define CALLS         8 /* under way at once */
#define CALLS_OF_ONE  2
#define MAILS         8
#define GATHERED      60  /* letters in one mail */
#define LETTERS       100 /* read in one transaction, so that who writes is not held up for long */
#define CLAIM_SECS    180 /* and twice the longest that one may take */
#define COUNTED_EVERY 10  /* ticks */

struct _CsPostman {
  CsServer *server; /* (borrowed) */
  CsPostmanSettings settings;
  CsRungMailVoice voice; /* (borrowed) of the settings */
  CsKeys *keys;          /* (borrowed) the server's */
  char *holder;          /* of claims: this process */
  CsSmtp *smtp;          /* (owned) (nullable) the mail thread's */
  GThreadPool *mails;    /* (owned) of CsParcel */
  GThreadPool *calls;    /* (owned) of CsParcel */
  gint is_stopping;      /* atomic */
  guint ticks;           /* the ticking thread's */
  CsPostmanCounts counts;

  GMutex lock;
  GCond ended;
  guint pending;                      /* under the lock: pieces on desks and parcels */
  gboolean is_looking;                /* under the lock */
  guint under_way[CS_N_LETTER_KINDS]; /* under the lock: parcels */
};

typedef struct {
  CsPostman *postman; /* (borrowed) */
  gboolean is_due[CS_N_LETTER_KINDS];
  gboolean counts_too;
} Look;

typedef struct {
  CsPostman *postman; /* (borrowed) */
  CsLetterKind kind;
  guint most;
  GPtrArray *parcels; /* (owned) CsParcel */
} Claim;

typedef struct {
  CsPostman *postman; /* (borrowed) */
  CsParcel *parcel;   /* (owned) */
} Settle;

static void
begin_one (CsPostman *self)
{
  g_mutex_lock (&self->lock);
  self->pending++;
  g_mutex_unlock (&self->lock);
}

static void
end_one (CsPostman *self)
{
  g_mutex_lock (&self->lock);
  if (--self->pending == 0)
    g_cond_signal (&self->ended);
  g_mutex_unlock (&self->lock);
}

static void
count_under_way (CsPostman *self, CsLetterKind kind, int change)
{
  g_mutex_lock (&self->lock);
  self->under_way[kind] += (guint)change;
  g_mutex_unlock (&self->lock);
}

static gboolean
is_stopping (CsPostman *self)
{
  return g_atomic_int_get (&self->is_stopping) != 0;
}

static CsInstant
now_of (CsPostman *self)
{
  return cs_time_source_get_now (cs_server_get_time_source (self->server));
}

static guint
timeout_of (CsPostman *self, CsLetterKind kind)
{
  return kind == CS_LETTER_MAIL ? self->settings.mail.timeout_secs
                                : self->settings.hook_timeout_secs;
}

static CsLetterFate
judge (CsPostman *self, const CsParcel *parcel, const CsLetter *letter)
{
  CsInstant now = now_of (self);
  CsLetterFate fate = {.state = CS_LETTER_WAITING, .reason = parcel->reason};
  GTimeSpan wait =
      cs_letter_get_wait (self->settings.retry_secs, letter->attempts, g_random_double ());

  if (parcel->is_released)
    fate.due = now;
  else if (parcel->is_needless)
    fate.state = CS_LETTER_NOT_NEEDED;
  else if (parcel->result == CS_SEND_TAKEN)
    fate.state = CS_LETTER_SENT;
  else if (parcel->result == CS_SEND_REFUSED || now - letter->made >= self->settings.give_up)
    fate.state = CS_LETTER_DEAD;
  else
    fate.due = now + MAX (wait, parcel->wait_secs * G_TIME_SPAN_SECOND);
  return fate;
}

static gboolean
note_hook (CsPostman *self, CsLedger *ledger, const CsParcel *parcel, GError **error)
{
  const CsLetters *letters = self->settings.letters;
  g_autoptr (GError) failure = NULL;
  g_autoptr (CsHook) hook = NULL;

  if (parcel->letter->kind != CS_LETTER_CALL || parcel->is_released)
    return TRUE;
  hook = cs_hooks_find (letters, ledger, parcel->letter->target, &failure);
  if (hook == NULL && !g_error_matches (failure, CS_ERROR, CS_ERROR_NOT_FOUND)) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  return hook == NULL || cs_hooks_note (letters,
                                        ledger,
                                        hook,
                                        parcel->result == CS_SEND_TAKEN ? NULL : parcel->reason,
                                        parcel->is_gone,
                                        self->settings.hook_patience,
                                        error);
}

static gboolean
settle_one (CsPostman *self,
            CsLedger *ledger,
            const CsParcel *parcel,
            const CsLetter *letter,
            GError **error)
{
  const CsLetters *letters = self->settings.letters;
  CsLetterFate fate = judge (self, parcel, letter);

  return letters->class->settle (letters->data, ledger, letter->id, self->holder, &fate, error);
}

/* What became of a summary became of each letter that it tells of (SG-20). */
static CsHttpAnswer *
settle (CsLedger *ledger, gpointer data, GError **error)
{
  Settle *job = data;
  CsPostman *self = job->postman;
  const CsParcel *parcel = job->parcel;
  gboolean is_kept = settle_one (self, ledger, parcel, parcel->letter, error);

  for (guint i = 0; is_kept && parcel->others != NULL && i < parcel->others->len; i++)
    is_kept = settle_one (self, ledger, parcel, parcel->others->pdata[i], error);
  if (is_kept)
    note_hook (self, ledger, parcel, error);
  return NULL;
}

static void
settled (CsHttpAnswer *answer, const GError *error, gpointer data)
{
  Settle *job = data;

  if (error != NULL)
    g_warning ("What became of a letter could not be kept: %s", error->message);
  cs_parcel_free (job->parcel);
  end_one (job->postman);
  g_free (job);
}

static void
send_mail (CsPostman *self, CsParcel *parcel)
{
  if (!parcel->is_urgent && !self->settings.writes_always &&
      cs_lobby_has (cs_server_get_lobby (self->server), parcel->letter->target)) {
    parcel->is_needless = TRUE;
    parcel->reason = g_strdup ("The person has a desktop open.");
    return;
  }
  parcel->result = cs_smtp_send (self->smtp, parcel->to, parcel->eml, &parcel->reason);
}

static void
send_call (CsPostman *self, CsParcel *parcel)
{
  g_autofree char *id = g_strconcat ("msg_", parcel->letter->id, NULL);
  CsInstant now = now_of (self);
  g_autofree char *signature =
      cs_webhook_sign (self->keys, parcel->hook->id, id, now, parcel->body);
  const CsHookCall call = {.url = parcel->hook->url,
                           .id = id,
                           .timestamp_secs = now / CS_SECOND,
                           .signature = signature,
                           .body = parcel->body,
                           .authorities = self->settings.authorities,
                           .timeout_secs = self->settings.hook_timeout_secs,
                           .is_cancelled = &self->is_stopping};
  CsHookAnswer answer;

  parcel->result = cs_hook_call (&call, &answer);
  parcel->wait_secs = answer.wait_secs;
  parcel->is_gone = parcel->result == CS_SEND_REFUSED;
  parcel->reason = answer.reason;
}

/* On a thread of a pool. */
static void
take_out (gpointer data, gpointer user_data)
{
  CsPostman *self = user_data;
  CsParcel *parcel = data;
  CsLetterKind kind = parcel->letter->kind;
  Settle *job = g_new0 (Settle, 1);
  CsInstant end = now_of (self) + timeout_of (self, kind) * G_TIME_SPAN_SECOND;

  if (is_stopping (self) || end >= parcel->until)
    parcel->is_released = TRUE; /* another process may have it before this one is done */
  else if (kind == CS_LETTER_MAIL)
    send_mail (self, parcel);
  else
    send_call (self, parcel);
  if (parcel->result != CS_SEND_TAKEN && is_stopping (self))
    parcel->is_released = TRUE;
  if (!parcel->is_released && !parcel->is_needless)
    g_atomic_int_add (parcel->result == CS_SEND_TAKEN ? &self->counts.sent[kind]
                                                      : &self->counts.failed[kind],
                      parcel->others != NULL ? (gint)parcel->others->len + 1 : 1);
  count_under_way (self, kind, -1);
  *job = (Settle){.postman = self, .parcel = parcel};
  cs_server_queue (self->server, CS_DESK_WRITER, settle, settled, job);
}

static CsParcel *
wrap (CsPostman *self, CsLedger *ledger, const CsLetter *letter, GError **error)
{
  return letter->kind == CS_LETTER_MAIL
             ? cs_parcel_new_mail (ledger, letter, &self->voice, error)
             : cs_parcel_new_call (self->settings.letters,
                                   ledger,
                                   letter,
                                   cs_server_get_workspace (self->server),
                                   error);
}

/* What cannot be read now may be read later; others need not wait for it. */
static gboolean
postpone (CsPostman *self,
          CsLedger *ledger,
          const CsLetter *letter,
          const GError *failure,
          GError **error)
{
  const CsParcel parcel = {.result = CS_SEND_LATER, .reason = failure->message};

  return settle_one (self, ledger, &parcel, letter, error);
}

/* What says nothing is done with at once. */
static gboolean
pass_over (CsPostman *self,
           CsLedger *ledger,
           const CsLetter *letter,
           const char *reason,
           GError **error)
{
  const CsLetters *letters = self->settings.letters;
  const CsLetterFate fate = {.state = letter->kind == CS_LETTER_MAIL ? CS_LETTER_NOT_NEEDED
                                                                     : CS_LETTER_DEAD,
                             .reason = reason};

  return letters->class->settle (letters->data, ledger, letter->id, self->holder, &fate, error);
}

/* Returns: (transfer full) (element-type CsParcel): what is to be sent of @claimed, or %NULL */
static GPtrArray *
wrap_all (CsPostman *self, CsLedger *ledger, GPtrArray *claimed, CsInstant until, GError **error)
{
  g_autoptr (GPtrArray) parcels = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_parcel_free);

  for (guint i = 0; i < claimed->len; i++) {
    g_autoptr (GError) failure = NULL;
    g_autoptr (CsParcel) parcel = wrap (self, ledger, claimed->pdata[i], &failure);
    gboolean is_done = TRUE;

    if (parcel == NULL) {
      is_done = postpone (self, ledger, claimed->pdata[i], failure, error);
    } else if (parcel->eml == NULL && parcel->body == NULL) {
      is_done = pass_over (self, ledger, claimed->pdata[i], parcel->reason, error);
    } else {
      parcel->letter = g_steal_pointer (&claimed->pdata[i]);
      parcel->until = until;
      g_ptr_array_add (parcels, g_steal_pointer (&parcel));
    }
    if (!is_done)
      return NULL;
  }
  return g_steal_pointer (&parcels);
}

/* One person after the other, the longest due first, and each with all that waits for them: after
 * an outage one mail says it, where there is more than a few. */
static void
claim_mails (Claim *job, CsLedger *ledger, CsLetterClaim terms, GError **error)
{
  CsPostman *self = job->postman;
  const CsLetters *letters = self->settings.letters;

  terms.most = GATHERED;
  terms.most_of_one = G_MAXINT;
  for (guint n = 0; n < LETTERS && job->parcels->len < job->most;) {
    g_autoptr (GPtrArray) claimed =
        letters->class->claim_together (letters->data, ledger, &terms, error);
    g_autoptr (GPtrArray) parcels = NULL;
    g_autoptr (GError) failure = NULL;

    if (claimed == NULL || claimed->len == 0)
      return;
    n += claimed->len;
    parcels = wrap_all (self, ledger, claimed, terms.until, error);
    if (parcels == NULL)
      return;
    if (parcels->len > MAX (self->settings.mail_few, 1) &&
        !cs_parcel_gather (parcels, ledger, &self->voice, &failure))
      g_warning ("Mails to one person stay apart: %s", failure->message);
    g_ptr_array_extend_and_steal (job->parcels, g_steal_pointer (&parcels));
  }
}

static void
claim_calls (Claim *job, CsLedger *ledger, const CsLetterClaim *terms, GError **error)
{
  CsPostman *self = job->postman;
  const CsLetters *letters = self->settings.letters;
  g_autoptr (GPtrArray) claimed = letters->class->claim (letters->data, ledger, terms, error);
  g_autoptr (GPtrArray) parcels =
      claimed != NULL ? wrap_all (self, ledger, claimed, terms->until, error) : NULL;

  if (parcels != NULL)
    g_ptr_array_extend_and_steal (job->parcels, g_steal_pointer (&parcels));
}

static CsHttpAnswer *
claim (CsLedger *ledger, gpointer data, GError **error)
{
  Claim *job = data;
  CsPostman *self = job->postman;
  CsInstant now = now_of (self);
  const CsLetterClaim terms = {.kind = job->kind,
                               .holder = self->holder,
                               .now = now,
                               .until = now + (CLAIM_SECS + 2 * timeout_of (self, job->kind)) *
                                                  G_TIME_SPAN_SECOND,
                               .most = job->most,
                               .most_of_one = CALLS_OF_ONE};

  g_ptr_array_set_size (job->parcels, 0);
  if (job->kind == CS_LETTER_MAIL)
    claim_mails (job, ledger, terms, error);
  else
    claim_calls (job, ledger, &terms, error);
  return NULL;
}

static void
claimed (CsHttpAnswer *answer, const GError *error, gpointer data)
{
  Claim *job = data;
  CsPostman *self = job->postman;

  if (error != NULL)
    g_warning ("Letters could not be taken out: %s", error->message);
  count_under_way (self, job->kind, -(int)job->most);
  for (guint i = 0; error == NULL && i < job->parcels->len; i++) {
    begin_one (self);
    count_under_way (self, job->kind, 1);
    g_thread_pool_push (job->kind == CS_LETTER_MAIL ? self->mails : self->calls,
                        g_steal_pointer (&job->parcels->pdata[i]),
                        NULL);
  }
  g_ptr_array_unref (job->parcels);
  g_free (job);
  end_one (self);
}

/* Places are taken before it is known how many letters there are. */
static void
queue_claim (CsPostman *self, CsLetterKind kind)
{
  guint places = kind == CS_LETTER_MAIL ? MAILS : CALLS;
  Claim *job;

  if (kind == CS_LETTER_MAIL && self->smtp == NULL)
    return;
  g_mutex_lock (&self->lock);
  places -= MIN (places, self->under_way[kind]);
  self->under_way[kind] += places;
  self->pending += places > 0;
  g_mutex_unlock (&self->lock);
  if (places == 0)
    return;
  job = g_new0 (Claim, 1);
  job->postman = self;
  job->kind = kind;
  job->most = places;
  job->parcels = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_parcel_free);
  cs_server_queue (self->server, CS_DESK_WRITER, claim, claimed, job);
}

static void
keep_counts (CsPostman *self, const CsLetterCounts *counts)
{
  for (guint i = 0; i < CS_N_LETTER_KINDS; i++) {
    g_atomic_int_set (
        &self->counts.waiting[i],
        (gint)(counts->letters[i][CS_LETTER_WAITING] + counts->letters[i][CS_LETTER_CLAIMED]));
    g_atomic_int_set (&self->counts.dead[i], (gint)counts->letters[i][CS_LETTER_DEAD]);
  }
  g_atomic_int_set (&self->counts.hooks, (gint)counts->hooks);
  g_atomic_int_set (&self->counts.hooks_disabled, (gint)counts->hooks_disabled);
}

static CsHttpAnswer *
look (CsLedger *ledger, gpointer data, GError **error)
{
  Look *job = data;
  const CsLetters *letters = job->postman->settings.letters;
  CsLetterCounts counts;

  if (!letters->class->is_due (letters->data, ledger, now_of (job->postman), job->is_due, error))
    return NULL;
  if (job->counts_too && letters->class->count (letters->data, ledger, &counts, error))
    keep_counts (job->postman, &counts);
  return NULL;
}

static void
looked (CsHttpAnswer *answer, const GError *error, gpointer data)
{
  Look *job = data;
  CsPostman *self = job->postman;

  if (error != NULL)
    g_warning ("Letters could not be looked for: %s", error->message);
  for (CsLetterKind i = 0; error == NULL && i < CS_N_LETTER_KINDS; i++) {
    if (job->is_due[i] && !is_stopping (self))
      queue_claim (self, i);
  }
  g_mutex_lock (&self->lock);
  self->is_looking = FALSE;
  g_mutex_unlock (&self->lock);
  g_free (job);
  end_one (self);
}

static CsHttpAnswer *
forget_claims (CsLedger *ledger, gpointer data, GError **error)
{
  CsPostman *self = data;
  const CsLetters *letters = self->settings.letters;

  letters->class->forget_claims (letters->data, ledger, error);
  return NULL;
}

static void
forgot_claims (CsHttpAnswer *answer, const GError *error, gpointer data)
{
  if (error != NULL)
    g_warning ("Letters of an earlier process wait for their time: %s", error->message);
  end_one (data);
}

/**
 * cs_postman_new:
 * @server: lives longer
 * @settings: copied; what it names lives longer
 * @error: INVALID where mail cannot be sent as it is said
 *
 * Returns: (transfer full): a postman that goes with the first tick; %NULL on error
 */
CsPostman *
cs_postman_new (CsServer *server, const CsPostmanSettings *settings, GError **error)
{
  g_autoptr (CsPostman) self = g_new0 (CsPostman, 1);

  self->server = server;
  self->settings = *settings;
  self->settings.mail.is_cancelled = &self->is_stopping;
  self->voice = (CsRungMailVoice){settings->mail_from, settings->url, settings->mail_language};
  self->keys = cs_server_get_keys (server);
  self->holder = cs_uuid_new (now_of (self));
  g_mutex_init (&self->lock);
  g_cond_init (&self->ended);
  if (settings->mail.url != NULL) {
    self->smtp = cs_smtp_new (&self->settings.mail, error);
    if (self->smtp == NULL)
      return NULL;
  }
  self->mails = g_thread_pool_new (take_out, self, 1, FALSE, NULL);
  self->calls = g_thread_pool_new (take_out, self, CALL_THREADS, FALSE, NULL);
  if (settings->letters->class->forget_claims != NULL &&
      cs_server_get_options (server)->journal == NULL) {
    begin_one (self);
    cs_server_queue (server, CS_DESK_WRITER, forget_claims, forgot_claims, self);
  }
  return g_steal_pointer (&self);
}

/**
 * cs_postman_free:
 * @self: (transfer full) (nullable): a postman
 *
 * Ends what is under way; what was not sent waits for the next start. The server must still work.
 */
void
cs_postman_free (CsPostman *self)
{
  if (self == NULL)
    return;
  g_atomic_int_set (&self->is_stopping, 1);
  g_mutex_lock (&self->lock);
  while (self->pending > 0)
    g_cond_wait (&self->ended, &self->lock);
  g_mutex_unlock (&self->lock);
  if (self->mails != NULL)
    g_thread_pool_free (self->mails, FALSE, TRUE);
  if (self->calls != NULL)
    g_thread_pool_free (self->calls, FALSE, TRUE);
  g_clear_pointer (&self->smtp, cs_smtp_free);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->ended);
  g_free (self->holder);
  g_free (self);
}

/**
 * cs_postman_tick:
 *
 * Looks whether a letter is due. To be called once a second, from one thread; costs next to
 * nothing.
 */
void
cs_postman_tick (CsPostman *self)
{
  gboolean begins;
  Look *job;

  g_mutex_lock (&self->lock);
  begins = !self->is_looking && !is_stopping (self);
  self->is_looking = self->is_looking || begins;
  self->pending += begins;
  g_mutex_unlock (&self->lock);
  if (!begins)
    return;
  job = g_new0 (Look, 1);
  job->postman = self;
  job->counts_too = self->ticks++ % COUNTED_EVERY == 0;
  cs_server_queue (self->server, CS_DESK_READER, look, looked, job);
}

/**
 * cs_postman_get_counts:
 *
 * Returns: (transfer none): counters, each to be read atomically
 */
CsPostmanCounts *
cs_postman_get_counts (CsPostman *self)
{
  return &self->counts;
}
