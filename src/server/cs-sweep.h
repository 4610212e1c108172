/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-desk.h"
#include "cs-server.h"

G_BEGIN_DECLS

/*
 * What a server does now and then beside its calls: drops what is over, and once, after it was
 * started, seals the files that lie in the clear from before, a part after the other.
 */
typedef struct _CsSweep CsSweep;

CsSweep *cs_sweep_new (CsServer *server, CsDesk *writer, CsDesk *files);
void cs_sweep_run (CsSweep *self);
void cs_sweep_stop (CsSweep *self);
void cs_sweep_free (CsSweep *self);

G_END_DECLS
