/* SPDX-License-Identifier: GPL-3.0-or-later */
void
cs_good (void)
{
@repeat 97   cs_good ();
}
