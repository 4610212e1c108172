/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Protocol 1: README.md beside this file is its guide. */
#define CS_WIRE_PROTOCOL 1

#define CS_WIRE_BODY_BYTES     (4 * 1024 * 1024)  /* of a message to the server */
#define CS_WIRE_PAGE_BYTES     (16 * 1024 * 1024) /* of an answer to a pull */
#define CS_WIRE_SMALL_BYTES    (64 * 1024)        /* of everything about sessions and files */
#define CS_WIRE_BATCH          500                /* entries in a push or a page */
#define CS_WIRE_SCOPES         2000
#define CS_WIRE_NAME_BYTES     200
#define CS_WIRE_PROOF_HASHES   64
#define CS_WIRE_WAIT_SECS      25
#define CS_WIRE_CLIENT_HEADER  "Countersign-Client"
#define CS_WIRE_CONTENT_TYPE   "application/json"
#define CS_WIRE_PROBLEM_TYPE   "application/problem+json"
#define CS_WIRE_PROBLEM_PREFIX "urn:countersign:problem:"

G_END_DECLS
