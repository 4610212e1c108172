/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-request.h"

G_BEGIN_DECLS

/* Whether a clock's target or limit has passed; only who has a calendar knows. */
typedef CsTruth (*CsClockOracle) (const CsRequest *request,
                                  const CsClockDef *clock,
                                  gboolean limit,
                                  gpointer user_data);

CsTruth cs_cond_evaluate (const CsCond *cond,
                          const CsRequest *request,
                          CsClockOracle oracle,
                          gpointer user_data);
CsTruth cs_cond_gate_truth (const CsGate *gate,
                            const CsRequest *request,
                            CsClockOracle oracle,
                            gpointer user_data);
CsTruth cs_truth_and (CsTruth a, CsTruth b);
CsTruth cs_truth_or (CsTruth a, CsTruth b);
CsTruth cs_truth_not (CsTruth a);

G_END_DECLS
