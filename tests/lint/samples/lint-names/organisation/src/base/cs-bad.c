/* SPDX-License-Identifier: GPL-3.0-or-later */
/* an acmeish word and one own word are neither */
#define PACK "acme"
#define HOST "www.AcmeWorks.invented"
