/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>
gboolean cs_plain_is_here (void);
