/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "house.h"

#include "cs-letters.h"
#include "cs-server-tables.h"

static const CsLetters *const letters = &cs_letters_sqlite;

static void
open_all (House *house)
{
  g_autoptr (GError) error = NULL;

  house_open (house);
  g_assert_true (cs_server_tables_prepare (cs_ledger_get_store (house->ledger), &error));
  g_assert_no_error (error);
}

static CsInstant
now_of (House *house)
{
  return cs_time_source_get_now (house->time_source);
}

static void
add (House *house, CsLetterKind kind, const char *entry, const char *target)
{
  g_autoptr (CsLetter) letter =
      cs_letter_new (kind, entry, target, now_of (house), now_of (house) + 10 * CS_SECOND);
  g_autoptr (GError) error = NULL;

  letters->class->add (NULL, house->ledger, letter, &error);
  g_assert_no_error (error);
}

static GPtrArray *
claim (House *house, CsLetterKind kind, const char *holder, guint most, guint most_of_one)
{
  const CsLetterClaim terms = {.kind = kind,
                               .holder = holder,
                               .now = now_of (house),
                               .until = now_of (house) + G_TIME_SPAN_MINUTE,
                               .most = most,
                               .most_of_one = most_of_one};
  g_autoptr (GError) error = NULL;
  GPtrArray *claimed = letters->class->claim (NULL, house->ledger, &terms, &error);

  g_assert_no_error (error);
  return claimed;
}

static void
settle (House *house,
        const CsLetter *letter,
        const char *holder,
        CsLetterState state,
        CsInstant due)
{
  const CsLetterFate fate = {.state = state, .due = due, .reason = "because"};
  g_autoptr (GError) error = NULL;

  letters->class->settle (NULL, house->ledger, letter->id, holder, &fate, &error);
  g_assert_no_error (error);
}

static gint64
count (House *house, CsLetterKind kind, CsLetterState state)
{
  g_autoptr (GError) error = NULL;
  CsLetterCounts counts;

  letters->class->count (NULL, house->ledger, &counts, &error);
  g_assert_no_error (error);
  return counts.letters[kind][state];
}

/* One letter to one person about one entry, whoever writes it how often. */
static void
test_once (void)
{
  House house = {0};
  g_autoptr (GPtrArray) early = NULL, claimed = NULL;

  open_all (&house);
  for (guint i = 0; i < 3; i++) {
    add (&house, CS_LETTER_MAIL, "entry-1", "rita");
    add (&house, CS_LETTER_MAIL, "entry-1", "omar");
    add (&house, CS_LETTER_CALL, "entry-1", "rita");
  }
  early = claim (&house, CS_LETTER_MAIL, "a", 10, 10);
  g_assert_cmpuint (early->len, ==, 0);
  house_wait (&house, 10 * CS_SECOND);
  claimed = claim (&house, CS_LETTER_MAIL, "a", 10, 10);
  g_assert_cmpuint (claimed->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    settle (&house, claimed->pdata[i], "a", CS_LETTER_SENT, 0);
  add (&house, CS_LETTER_MAIL, "entry-1", "rita");
  g_assert_cmpint (count (&house, CS_LETTER_MAIL, CS_LETTER_SENT), ==, 2);
  g_assert_cmpint (count (&house, CS_LETTER_MAIL, CS_LETTER_WAITING), ==, 0);
  house_close (&house);
}

/* K-14: who holds a claim sends; whoever lost it says nothing any more. */
static void
test_claims (void)
{
  House house = {0};
  g_autoptr (GPtrArray) first = NULL, other = NULL, later = NULL;
  const CsLetter *letter;

  open_all (&house);
  add (&house, CS_LETTER_MAIL, "entry-1", "rita");
  house_wait (&house, 10 * CS_SECOND);
  first = claim (&house, CS_LETTER_MAIL, "a", 10, 10);
  g_assert_cmpuint (first->len, ==, 1);
  other = claim (&house, CS_LETTER_MAIL, "b", 10, 10);
  g_assert_cmpuint (other->len, ==, 0);
  house_wait (&house, 2 * G_TIME_SPAN_MINUTE);
  later = claim (&house, CS_LETTER_MAIL, "b", 10, 10);
  g_assert_cmpuint (later->len, ==, 1);
  letter = later->pdata[0];
  g_assert_cmpstr (letter->id, ==, ((CsLetter *)first->pdata[0])->id);
  settle (&house, letter, "a", CS_LETTER_DEAD, 0);
  g_assert_cmpint (count (&house, CS_LETTER_MAIL, CS_LETTER_CLAIMED), ==, 1);
  settle (&house, letter, "b", CS_LETTER_SENT, 0);
  g_assert_cmpint (count (&house, CS_LETTER_MAIL, CS_LETTER_SENT), ==, 1);
  house_close (&house);
}

static GPtrArray *
claim_together (House *house, const char *holder, guint most)
{
  const CsLetterClaim terms = {.kind = CS_LETTER_MAIL,
                               .holder = holder,
                               .now = now_of (house),
                               .until = now_of (house) + G_TIME_SPAN_MINUTE,
                               .most = most,
                               .most_of_one = G_MAXINT};
  g_autoptr (GError) error = NULL;
  GPtrArray *claimed = letters->class->claim_together (NULL, house->ledger, &terms, &error);

  g_assert_no_error (error);
  return claimed;
}

/* SG-20: one person at a time, with all that waits for them: what is due, what is due soon and what
 * was tried in vain; not what is to wait for longer, and nothing twice. */
static void
test_together (void)
{
  House house = {0};
  g_autoptr (GPtrArray) tried = NULL, few = NULL, ritas = NULL, omars = NULL, none = NULL;

  open_all (&house);
  add (&house, CS_LETTER_MAIL, "tried", "rita");
  house_wait (&house, 10 * CS_SECOND);
  tried = claim_together (&house, "a", 60);
  g_assert_cmpuint (tried->len, ==, 1);
  settle (&house, tried->pdata[0], "a", CS_LETTER_WAITING, now_of (&house) + G_TIME_SPAN_HOUR);
  add (&house, CS_LETTER_MAIL, "due-1", "rita");
  add (&house, CS_LETTER_MAIL, "due-2", "rita");
  add (&house, CS_LETTER_MAIL, "due-1", "omar");
  add (&house, CS_LETTER_CALL, "due-1", "rita");
  house_wait (&house, 10 * CS_SECOND);
  add (&house, CS_LETTER_MAIL, "soon", "rita");
  house_wait (&house, 2 * CS_SECOND);
  few = claim_together (&house, "a", 2);
  g_assert_cmpuint (few->len, ==, 2);
  for (guint i = 0; i < few->len; i++)
    settle (&house, few->pdata[i], "a", CS_LETTER_WAITING, now_of (&house));
  house_wait (&house, 2 * CS_SECOND);
  omars = claim_together (&house, "a", 60);
  ritas = claim_together (&house, "b", 60);
  none = claim_together (&house, "b", 60);
  g_assert_cmpuint (omars->len + ritas->len, ==, 5);
  g_assert_cmpuint (MIN (omars->len, ritas->len), ==, 1);
  g_assert_cmpuint (none->len, ==, 0);
  house_close (&house);
}

/* What fails comes again when it is due, counted; what is dead is listed and may be revived. */
static void
test_again (void)
{
  House house = {0};
  g_autoptr (GPtrArray) claimed = NULL, none = NULL, again = NULL, dead = NULL;
  g_autoptr (GError) error = NULL;
  const CsLetter *letter;
  guint n;

  open_all (&house);
  add (&house, CS_LETTER_CALL, "entry-1", "hook");
  house_wait (&house, 10 * CS_SECOND);
  claimed = claim (&house, CS_LETTER_CALL, "a", 10, 10);
  settle (&house, claimed->pdata[0], "a", CS_LETTER_WAITING, now_of (&house) + 30 * CS_SECOND);
  none = claim (&house, CS_LETTER_CALL, "a", 10, 10);
  g_assert_cmpuint (none->len, ==, 0);
  house_wait (&house, 30 * CS_SECOND);
  again = claim (&house, CS_LETTER_CALL, "a", 10, 10);
  letter = again->pdata[0];
  g_assert_cmpuint (letter->attempts, ==, 1);
  g_assert_cmpstr (letter->reason, ==, "because");
  settle (&house, letter, "a", CS_LETTER_DEAD, 0);
  dead = letters->class->list (NULL, house.ledger, CS_LETTER_DEAD, 10, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (dead->len, ==, 1);
  g_assert_true (
      letters->class->revive (NULL, house.ledger, "no-such", now_of (&house), &n, &error));
  g_assert_cmpuint (n, ==, 0);
  g_assert_true (letters->class->revive (NULL, house.ledger, NULL, now_of (&house), &n, &error));
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpint (count (&house, CS_LETTER_CALL, CS_LETTER_WAITING), ==, 1);
  house_close (&house);
}

/* One that is slow does not take all places. */
static void
test_places (void)
{
  House house = {0};
  g_autoptr (GPtrArray) claimed = NULL, more = NULL;
  guint slow = 0;

  open_all (&house);
  for (guint i = 0; i < 20; i++) {
    g_autofree char *entry = g_strdup_printf ("entry-%u", i);

    add (&house, CS_LETTER_CALL, entry, "slow");
  }
  add (&house, CS_LETTER_CALL, "entry-20", "other");
  house_wait (&house, 10 * CS_SECOND);
  claimed = claim (&house, CS_LETTER_CALL, "a", 8, 2);
  for (guint i = 0; i < claimed->len; i++)
    slow += g_strcmp0 (((CsLetter *)claimed->pdata[i])->target, "slow") == 0;
  g_assert_cmpuint (claimed->len, ==, 3);
  g_assert_cmpuint (slow, ==, 2);
  more = claim (&house, CS_LETTER_CALL, "b", 8, 2);
  g_assert_cmpuint (more->len, ==, 0);
  house_close (&house);
}

static void
test_sweep (void)
{
  House house = {0};
  g_autoptr (GPtrArray) claimed = NULL;
  g_autoptr (GError) error = NULL;

  open_all (&house);
  add (&house, CS_LETTER_MAIL, "entry-1", "rita");
  add (&house, CS_LETTER_MAIL, "entry-2", "rita");
  house_wait (&house, 10 * CS_SECOND);
  claimed = claim (&house, CS_LETTER_MAIL, "a", 1, 1);
  settle (&house, claimed->pdata[0], "a", CS_LETTER_SENT, 0);
  g_assert_true (letters->class->sweep (NULL, house.ledger, now_of (&house), &error));
  g_assert_cmpint (count (&house, CS_LETTER_MAIL, CS_LETTER_SENT), ==, 0);
  g_assert_cmpint (count (&house, CS_LETTER_MAIL, CS_LETTER_WAITING), ==, 1);
  house_close (&house);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/letters/once", test_once);
  g_test_add_func ("/server/letters/together-SG-20", test_together);
  g_test_add_func ("/server/letters/claims", test_claims);
  g_test_add_func ("/server/letters/again", test_again);
  g_test_add_func ("/server/letters/places", test_places);
  g_test_add_func ("/server/letters/sweep", test_sweep);
  return g_test_run ();
}
