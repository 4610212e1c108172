/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CS_ERROR (cs_error_quark ())

/**
 * CsErrorCode:
 * @CS_ERROR_FAILED: nothing more precise is known
 * @CS_ERROR_NOT_FOUND: the thing asked for does not exist
 * @CS_ERROR_CONFLICT: somebody else was faster; read again and decide again
 * @CS_ERROR_INVALID: the input is wrong; the message says where and what was expected
 * @CS_ERROR_BUSY: try again later
 * @CS_ERROR_CORRUPT: stored bytes are not what was written
 * @CS_ERROR_TOO_NEW: written by a newer version of the program
 * @CS_ERROR_UNREACHABLE: another program or machine did not answer
 * @CS_ERROR_UNAUTHORISED: this person or device may not do that
 *
 * What a caller can do about an error; one domain for all layers, because callers tell errors apart
 * by what they can do next and not by which folder noticed them.
 */
typedef enum {
  CS_ERROR_FAILED,
  CS_ERROR_NOT_FOUND,
  CS_ERROR_CONFLICT,
  CS_ERROR_INVALID,
  CS_ERROR_BUSY,
  CS_ERROR_CORRUPT,
  CS_ERROR_TOO_NEW,
  CS_ERROR_UNREACHABLE,
  CS_ERROR_UNAUTHORISED,
} CsErrorCode;

GQuark cs_error_quark (void);

G_END_DECLS
