/* SPDX-License-Identifier: GPL-3.0-or-later */

void
cs_bad (int a,
        int b)
{
@repeat 97   a++;
}
