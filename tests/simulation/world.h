/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-ledger-sync.h"
#include "cs-server-folder.h"
#include "cs-server.h"
#include "cs-stories.h"
#include "cs-sync-private.h"

G_BEGIN_DECLS

/*
 * One run of the simulation (sync.md §3.2): a server and a few people's computers in one process
 * and on one thread, each with its folder; what goes between them is carried by world-net.c, which
 * is not kind. Everything follows from the seed: each step has a random source of its own, so that
 * leaving a step out changes no other.
 */

#define N_MEMBERS 4
#define N_FOCUS   5

#define WORLD_START   G_GINT64_CONSTANT (1795435200000000) /* 2026-11-23T12:00:00Z */
#define WORLD_OFFICE  "d-office"
#define WORLD_PEOPLE  "people" /* who has a computer, a file of a model */
#define WORLD_SERVER  "server"
#define WORLD_N_PACKS 5

typedef struct _World World;

/* Somebody's computer. */
typedef struct {
  World *world;
  guint index;
  char *folder;
  char *person;
  char *device;
  CsLedger *ledger;          /* (owned) */
  CsTimeSource *time_source; /* (owned) */
  GTimeSpan skew;            /* of its clock */
  CsExchange exchange;
  gboolean is_met;    /* @exchange is begun */
  gboolean is_dying;  /* killed: nothing more happens until it is opened again */
  gboolean is_out;    /* its device was removed */
  gboolean is_old;    /* the program is too old to write */
  gboolean is_full;   /* the disk is */
  GHashTable *said;   /* (owned) set of ids of entries made here */
  GHashTable *unsaid; /* (owned) of them, those taken back */
  char *head_of;      /* (nullable) incarnation of … */
  gint64 head_size;   /* … the newest head seen */
} Member;

/* What the checks know of the journal so far. */
typedef struct {
  gint64 last;           /* seq they have seen */
  GHashTable *offers;    /* (owned) id -> (owned) json_t, the entry */
  GHashTable *current;   /* (owned) "request step" -> id of its newest offer */
  GHashTable *decisions; /* (owned) "offer level person" -> id */
  GHashTable *removed;   /* (owned) set of devices */
} Known;

struct _World {
  guint64 seed;
  guint step;
  GRand *rand; /* (owned) of this step */
  char *folder;
  CsTimeSource *time_source; /* (owned): the true time */
  CsServer *server;          /* (owned) (nullable) while it is down */
  CsLedger *office;          /* (owned): another process at the server's folder */
  CsStories *stories;        /* (owned) */
  Member members[N_MEMBERS];
  char *focus[N_FOCUS];  /* (nullable) requests on which most happens */
  GPtrArray *in_flight;  /* (owned) CsHttpRequest that arrive later */
  GHashTable *verdicts;  /* (owned) id -> answer given in this incarnation */
  GHashTable *confirmed; /* (owned) id -> seq, acknowledged in this incarnation */
  GHashTable *promised;  /* (owned) id -> index of the member it was ever acknowledged to */
  Known known;
  gint64 base;       /* length of the journal at the beginning */
  gboolean is_calm;  /* nothing goes wrong any more */
  gboolean is_ended; /* the server dies under the question it is asked */
  gboolean has_backup;
  guint n_restored, n_removed;
  guint n_said, n_exchanged, n_refused, n_killed; /* to tell */
  gboolean is_verbose;
};

/* world-models.c */
char *world_make_models (GError **error);
gboolean world_warm_up (const char *models, GError **error);

/* world.c */
extern const guint8 world_office_seed[32];
extern const char *const world_packs[WORLD_N_PACKS];
char *world_member_folder (const char *root, guint index);
World *world_open (const char *models, guint64 seed);
void world_close (World *self);
void world_begin_step (World *self, guint step);
void world_tell (World *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
void world_fail (World *self, const char *invariant, const char *format, ...)
    G_GNUC_PRINTF (3, 4) G_GNUC_NORETURN;
gboolean world_chance (World *self, guint percent);
guint world_draw (World *self, guint bound);
gboolean world_copy_folder (const char *from, const char *to);
char *world_server_folder (World *self);
void world_start_server (World *self);
void world_stop_server (World *self);
void world_reopen_office (World *self);
void world_look (World *self);
void member_open (Member *self);
void member_kill (Member *self);
void member_set_clock (Member *self);

/* world-net.c */
gboolean member_exchange (Member *self, GError **error);
void world_deliver_late (World *self);

/* world-play.c: somebody who says something */
typedef struct {
  World *world;
  CsLedger *ledger;
  Member *member; /* (nullable): the office otherwise */
  const char *person;
} Speaker;
void speaker_say (const Speaker *self, const char *request, const char *kind, json_t *data);
void speaker_act (const Speaker *self, const char *id);
void speaker_open (const Speaker *self);
char *world_draw_request (World *self, CsLedger *ledger);

/* world-steps.c */
void world_do_step (World *self);
void world_heal (World *self);

/* world-check.c */
void known_reset (Known *self);
void world_check_verdict (Member *member, const CsWireVerdict *verdict);
void world_check_server (World *self);
void world_check_member (Member *self, gboolean is_thorough);
void world_check_restart (World *self);
gint64 world_read_number (World *self, CsLedger *ledger, const char *sql);
gint64 world_find_seq (World *self, const char *id);

/* world-end.c */
void world_let_go (World *self);
void world_check_end (World *self);

G_END_DECLS
