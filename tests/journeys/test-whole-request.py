#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A request of the sample through every step: in Saudi Arabia (AG-01 … AG-25); by hand also in Kenya, whose
process is Africa’s (AA-01 … AA-08): CS_WALK=kenya."""
import os

from journey import Journey, main
from whole_request import whole_request


def in_saudi_arabia():
    with Journey("request") as j:
        whole_request(j)
        j.stop()


def in_kenya():
    with Journey("kenya") as j:
        whole_request(j, sales="Wanjiru", client="Rift Valley Dairy", base_cost="9,000")
        j.stop()


if __name__ == "__main__":
    main([in_kenya if os.environ.get("CS_WALK") == "kenya" else in_saudi_arabia])
