/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-error.h"

G_BEGIN_DECLS

/* A device's key pair; opaque, so that the secret half stays where it is wiped. */
typedef struct _CsKeys CsKeys;

/**
 * CsKeysPlace:
 * @CS_KEYS_PLACE_SECRET_STORE: in the desktop's password store
 * @CS_KEYS_PLACE_FILE: in a file only the owner reads
 *
 * Where the secret key of a device is kept; the screen says which.
 */
typedef enum {
  CS_KEYS_PLACE_SECRET_STORE,
  CS_KEYS_PLACE_FILE,
} CsKeysPlace;

gboolean
cs_keys_load_or_create (const char *dir, const char *device_id, CsKeys **keys, GError **error);
gboolean cs_keys_load_or_create_within (const char *dir,
                                        const char *device_id,
                                        guint timeout_msec,
                                        CsKeys **keys,
                                        GError **error);
CsKeys *cs_keys_new_from_seed (const guint8 seed[32]);
CsKeys *cs_keys_ref (CsKeys *self);
void cs_keys_unref (CsKeys *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsKeys, cs_keys_unref)

CsKeysPlace cs_keys_get_place (CsKeys *self);
const char *cs_keys_get_public_key (CsKeys *self);

char *cs_sign (CsKeys *keys, const char *domain, const void *bytes, gsize length);
gboolean cs_verify (const char *public_key,
                    const char *domain,
                    const void *bytes,
                    gsize length,
                    const char *signature) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
