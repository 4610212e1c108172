/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-keys.h"

#include "cs-key-file.h"
#include "cs-keys-private.h"
#include "cs-secret-store.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#define TIMEOUT_MSEC    8000
#define BASE64          sodium_base64_VARIANT_URLSAFE_NO_PADDING
#define SEED_BYTES      crypto_sign_SEEDBYTES
#define MAX_DEVICE_SIZE 128

/*
 * Two files in the folder belong to a device:
 *
 *   DEVICE.pub  its public key, wherever the secret one is: the device's identity
 *   DEVICE.key  the secret key, only if it is kept in a file
 *
 * A device never gets a second key. If its .pub is there and the secret key cannot be had, loading
 * fails and says why, so that a password store that is late or locked does not make a decision
 * look as if somebody else had signed it.
 */
struct _CsKeys {
  guint8 *secret_key; /* (owned): crypto_sign_SECRETKEYBYTES of guarded memory */
  char *public_key;   /* (owned): base64url */
  CsKeysPlace place;
};

/* The arguments of a load, and the names that follow from them. */
typedef struct {
  const char *device_id;
  const char *key_path;
  const char *pub_path;
  guint timeout_msec;
  gboolean is_file_only;
} Load;

static void
ensure_sodium (void)
{
  static gsize is_initialised = 0;

  if (g_once_init_enter (&is_initialised)) {
    int status = sodium_init ();

    g_assert (status >= 0);
    g_once_init_leave (&is_initialised, 1);
  }
}

static void
keys_clear (gpointer data)
{
  CsKeys *self = data;

  sodium_free (self->secret_key);
  g_free (self->public_key);
}

static char *
encode (const guint8 *bytes, gsize length)
{
  gsize size = sodium_base64_encoded_len (length, BASE64);
  char *text = g_malloc (size);

  return sodium_bin2base64 (text, size, bytes, length, BASE64);
}

static void
wipe (char *text)
{
  if (text != NULL)
    sodium_memzero (text, strlen (text));
  g_free (text);
}

/* One text for one value: what does not encode back to itself is refused. */
static gboolean
decode (const char *text, guint8 *bytes, gsize length)
{
  gsize got = 0;
  gsize size = strnlen (text, sodium_base64_encoded_len (length, BASE64));
  gboolean is_same;
  char *again;

  if (sodium_base642bin (bytes, length, text, size, NULL, &got, NULL, BASE64) != 0 || got != length)
    return FALSE;
  again = encode (bytes, length);
  is_same = strcmp (again, text) == 0;
  wipe (again);
  return is_same;
}

/* Takes a seed as text, from either place. */
static CsKeys *
keys_from_text (const char *text, CsKeysPlace place, GError **error)
{
  guint8 seed[SEED_BYTES];
  CsKeys *self = NULL;

  if (decode (text, seed, sizeof seed)) {
    self = cs_keys_new_from_seed (seed);
    self->place = place;
  } else {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_CORRUPT,
                 "%s",
                 place == CS_KEYS_PLACE_FILE
                     ? _ ("The key of this device, kept in a file, is damaged.")
                     : _ ("The key of this device, kept in the password store, is damaged."));
  }
  sodium_memzero (seed, sizeof seed);
  return self;
}

static gboolean
check_device_id (const char *device_id, GError **error)
{
  gsize length = strnlen (device_id, MAX_DEVICE_SIZE + 1);

  if (length > 0 && length <= MAX_DEVICE_SIZE && device_id[0] != '.' &&
      strspn (device_id, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-_.") == length)
    return TRUE;
  g_set_error (error,
               CS_ERROR,
               CS_ERROR_INVALID,
               _ ("A device is named by letters, digits, “-”, “_” and “.”, at most 128 of them."));
  return FALSE;
}

static CsKeys *
load_from_file (Load *load, GError **error)
{
  char *text = cs_key_file_read (load->key_path, TRUE, error);
  CsKeys *self = text != NULL ? keys_from_text (text, CS_KEYS_PLACE_FILE, error) : NULL;

  wipe (text);
  return self;
}

static CsKeys *
load_from_store (Load *load, GError **error)
{
  char *text = cs_secret_store_lookup (load->device_id, load->timeout_msec, error);
  CsKeys *self = text != NULL ? keys_from_text (text, CS_KEYS_PLACE_SECRET_STORE, error) : NULL;

  wipe (text);
  return self;
}

static CsKeys *
create_in_file (Load *load, const char *text, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (cs_key_file_write_new (load->key_path, text, TRUE, &local))
    return keys_from_text (text, CS_KEYS_PLACE_FILE, error);
  if (g_error_matches (local, CS_ERROR, CS_ERROR_CONFLICT)) /* another program was faster */
    return load_from_file (load, error);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

static CsKeys *
create (Load *load, gboolean is_store_usable, GError **error)
{
  guint8 seed[SEED_BYTES];
  char *text;
  CsKeys *self = NULL;

  randombytes_buf (seed, sizeof seed);
  text = encode (seed, sizeof seed);
  if (is_store_usable && cs_secret_store_save (load->device_id, text, load->timeout_msec, NULL))
    self = load_from_store (load, NULL); /* only what can be read back counts as kept */
  if (self == NULL)
    self = create_in_file (load, text, error);
  wipe (text);
  sodium_memzero (seed, sizeof seed);
  return self;
}

/* Notes the public key, or compares it with the one noted. */
static gboolean
settle_public_key (Load *load, CsKeys *self, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *noted = NULL;

  if (cs_key_file_write_new (load->pub_path, self->public_key, FALSE, &local))
    return TRUE;
  if (!g_error_matches (local, CS_ERROR, CS_ERROR_CONFLICT)) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  noted = cs_key_file_read (load->pub_path, FALSE, error);
  if (noted == NULL)
    return FALSE;
  if (strcmp (noted, self->public_key) == 0)
    return TRUE;
  g_set_error (error,
               CS_ERROR,
               CS_ERROR_CORRUPT,
               _ ("The key found for device “%s” is not the one its decisions were signed with."),
               load->device_id);
  return FALSE;
}

static CsKeys *
load_or_create (Load *load, GError **error)
{
  g_autoptr (GError) local = NULL;
  gboolean is_known = g_file_test (load->pub_path, G_FILE_TEST_EXISTS);
  CsKeys *self = load_from_file (load, &local);

  if (self != NULL)
    return self;
  if (!g_error_matches (local, CS_ERROR, CS_ERROR_NOT_FOUND)) {
    g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
  }
  if (load->is_file_only) {
    if (!is_known)
      return create (load, FALSE, error);
    g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
  }
  g_clear_error (&local);
  self = load_from_store (load, &local);
  if (self != NULL)
    return self;
  if (!is_known && !g_error_matches (local, CS_ERROR, CS_ERROR_CORRUPT))
    return create (load, g_error_matches (local, CS_ERROR, CS_ERROR_NOT_FOUND), error);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

/**
 * cs_keys_load_or_create_within:
 * @dir: the folder for what has to stand in files; made if it is missing
 * @device_id: the device, as entries name it
 * @timeout_msec: how long one question to the password store may take; 0: it is not asked at all
 * @keys: (out) (transfer full): the keys
 * @error: `CS_ERROR_INVALID` for a device id that is no file name; `CS_ERROR_UNREACHABLE` when the
 *   key is in a password store that does not answer; `CS_ERROR_NOT_FOUND` when the device had a key
 *   that is gone; `CS_ERROR_UNAUTHORISED` when others can read it; `CS_ERROR_CORRUPT`;
 *   `CS_ERROR_FAILED`
 *
 * Like [func@keys_load_or_create], with a time limit of the caller's.
 *
 * Returns: whether there are keys
 */
gboolean
cs_keys_load_or_create_within (const char *dir,
                               const char *device_id,
                               guint timeout_msec,
                               CsKeys **keys,
                               GError **error)
{
  g_autofree char *key_path = g_strdup_printf ("%s/%s.key", dir, device_id);
  g_autofree char *pub_path = g_strdup_printf ("%s/%s.pub", dir, device_id);
  Load load = {device_id,
               key_path,
               pub_path,
               timeout_msec,
               timeout_msec == 0 || g_strcmp0 (g_getenv ("CS_KEYS"), "file") == 0};
  g_autoptr (CsKeys) self = NULL;

  if (!check_device_id (device_id, error))
    return FALSE;
  if (g_mkdir_with_parents (dir, 0700) != 0) {
    g_set_error (error, CS_ERROR, CS_ERROR_FAILED, _ ("Cannot make the folder “%s”."), dir);
    return FALSE;
  }
  ensure_sodium ();
  self = load_or_create (&load, error);
  if (self == NULL || !settle_public_key (&load, self, error))
    return FALSE;
  *keys = g_steal_pointer (&self);
  return TRUE;
}

/**
 * cs_keys_load_or_create:
 * @dir: the folder for what has to stand in files; made if it is missing
 * @device_id: the device, as entries name it
 * @keys: (out) (transfer full): the keys
 * @error: as [func@keys_load_or_create_within] sets it
 *
 * Loads the Ed25519 key that signs this device's decisions, and makes it the first time: in the
 * desktop's password store if one answers and gives back what it was given, else in a file that
 * only the owner reads. `CS_KEYS=file` in the environment says to use the file and not to ask a
 * store. Blocks for some seconds at worst, so a program with windows calls it in a thread.
 *
 * Returns: whether there are keys
 */
gboolean
cs_keys_load_or_create (const char *dir, const char *device_id, CsKeys **keys, GError **error)
{
  return cs_keys_load_or_create_within (dir, device_id, TIMEOUT_MSEC, keys, error);
}

/**
 * cs_keys_new_from_seed:
 * @seed: the secret of RFC 8032
 *
 * Keys that are kept nowhere, for vectors and rehearsals; their place is
 * [enum@KeysPlace] `CS_KEYS_PLACE_FILE`.
 *
 * Returns: (transfer full): the key pair of @seed
 */
CsKeys *
cs_keys_new_from_seed (const guint8 seed[32])
{
  CsKeys *self = g_atomic_rc_box_new0 (CsKeys);
  guint8 public_key[crypto_sign_PUBLICKEYBYTES];

  ensure_sodium ();
  self->secret_key = sodium_malloc (crypto_sign_SECRETKEYBYTES);
  g_assert (self->secret_key != NULL);
  crypto_sign_seed_keypair (public_key, self->secret_key, seed);
  sodium_mprotect_readonly (self->secret_key);
  self->public_key = encode (public_key, sizeof public_key);
  self->place = CS_KEYS_PLACE_FILE;
  return self;
}

/**
 * cs_keys_ref:
 * @self: keys
 *
 * Any thread may call this.
 *
 * Returns: (transfer full): @self
 */
CsKeys *
cs_keys_ref (CsKeys *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * cs_keys_unref:
 * @self: (transfer full): keys
 *
 * The last reference wipes the secret key from memory.
 */
void
cs_keys_unref (CsKeys *self)
{
  g_atomic_rc_box_release_full (self, keys_clear);
}

/**
 * cs_keys_get_place:
 * @self: keys
 *
 * Returns: where the secret key is kept
 */
CsKeysPlace
cs_keys_get_place (CsKeys *self)
{
  return self->place;
}

/**
 * cs_keys_get_public_key:
 * @self: keys
 *
 * Returns: the public key: 32 bytes as base64url without padding
 */
const char *
cs_keys_get_public_key (CsKeys *self)
{
  return self->public_key;
}

/* What is signed: a domain that ends in a zero byte, then the bytes (K-20). */
static guint8 *
separate (const char *domain, const void *bytes, gsize length, gsize *total)
{
  g_autofree char *prefix = g_strdup_printf ("countersign/%s/v1", domain);
  gsize size = strlen (prefix) + 1;
  guint8 *message = g_malloc (size + length);

  memcpy (message, prefix, size);
  if (length > 0)
    memcpy (message + size, bytes, length);
  *total = size + length;
  return message;
}

/**
 * cs_sign:
 * @keys: the device's keys
 * @domain: what kind of statement it is, such as `decision`
 * @bytes: (nullable): the statement, verbatim
 * @length: its bytes
 *
 * Signs `"countersign/DOMAIN/v1\0"` followed by @bytes, so that a signature for one kind of
 * statement is none for another (K-20). Any thread may call this.
 *
 * Returns: (transfer full): the Ed25519 signature as base64url without padding
 */
char *
cs_sign (CsKeys *keys, const char *domain, const void *bytes, gsize length)
{
  gsize total;
  g_autofree guint8 *message = separate (domain, bytes, length, &total);
  guint8 signature[crypto_sign_BYTES];

  crypto_sign_detached (signature, NULL, message, total, keys->secret_key);
  return encode (signature, sizeof signature);
}

/**
 * cs_verify:
 * @public_key: (nullable): base64url, as [method@Keys.get_public_key] gives it
 * @domain: what kind of statement it is
 * @bytes: (nullable): the statement, verbatim
 * @length: its bytes
 * @signature: (nullable): base64url, as [func@sign] gives it
 *
 * Refuses keys of small order, signatures that are not canonical, and text that is not exactly
 * their base64url. Any thread may call this.
 *
 * Returns: whether the owner of @public_key signed @bytes as a @domain
 */
gboolean
cs_verify (const char *public_key,
           const char *domain,
           const void *bytes,
           gsize length,
           const char *signature)
{
  guint8 key[crypto_sign_PUBLICKEYBYTES];
  guint8 raw[crypto_sign_BYTES];
  g_autofree guint8 *message = NULL;
  gsize total;

  ensure_sodium ();
  if (public_key == NULL || signature == NULL || !decode (public_key, key, sizeof key) ||
      !decode (signature, raw, sizeof raw))
    return FALSE;
  message = separate (domain, bytes, length, &total);
  return crypto_sign_verify_detached (raw, message, total, key) == 0;
}

/**
 * cs_keys_sign_jws:
 * @self: keys that sign nothing but tokens
 * @input: header and payload of a JSON web signature, both base64url, joined by a dot
 *
 * Signs without a domain, because others define what is signed. An @input is text and has no zero
 * byte, so it is never what [func@sign] signs.
 *
 * Returns: (transfer full): the Ed25519 signature as base64url without padding
 */
char *
cs_keys_sign_jws (CsKeys *self, const char *input)
{
  guint8 signature[crypto_sign_BYTES];

  crypto_sign_detached (signature, NULL, (const guint8 *)input, strlen (input), self->secret_key);
  return encode (signature, sizeof signature);
}

/**
 * cs_keys_derive:
 * @self: the device's keys
 * @domain: what the key is for
 * @key: (out caller-allocates): a key for sealing, which the caller wipes
 *
 * The seed, hashed with a prefix that no signature has, so that signing and sealing share one
 * secret and nothing else.
 */
void
cs_keys_derive (CsKeys *self, const char *domain, guint8 key[CS_KEYS_SEAL_BYTES])
{
  g_autofree char *purpose = g_strdup_printf ("countersign/seal/%s/v1", domain);
  guint8 seed[SEED_BYTES];

  crypto_sign_ed25519_sk_to_seed (seed, self->secret_key);
  crypto_generichash (key,
                      CS_KEYS_SEAL_BYTES,
                      (const guint8 *)purpose,
                      strlen (purpose),
                      seed,
                      sizeof seed);
  sodium_memzero (seed, sizeof seed);
}
