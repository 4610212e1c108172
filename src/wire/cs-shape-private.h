/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-shape.h"

G_BEGIN_DECLS

#define AT(Type, value, member) ((Type *)(gpointer)((char *)(value) + (member)->offset))

const CsShapeMember *cs_shape_first_member (const CsShape *shape);

G_END_DECLS
