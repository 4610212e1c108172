#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A request of the sample, in Saudi Arabia, through every step (AG-01 … AG-25)."""
from journey import Journey, main
from whole_request import whole_request


def in_saudi_arabia():
    with Journey("request") as j:
        whole_request(j)
        j.stop()


if __name__ == "__main__":
    main([in_saudi_arabia])
