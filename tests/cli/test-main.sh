#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The program itself: it starts, answers before its input ends, and passes its exit status on.
program=$1
status=0

check () { # NAME RESULT EXPECTED
  n=$((n + 1))
  if [ "$2" = "$3" ]; then
    echo "ok $n $1"
  else
    echo "not ok $n $1: “$2”, expected “$3”"
    status=1
  fi
}

n=0
echo 1..4
check version "$("$program" --version | cut -d' ' -f1)" countersignctl
"$program" frobnicate 2>/dev/null
check 'exit status' $? 2
question='{"id":"1","op":"add","currency":"INR","operands":["100","250"]}'
check eval "$(echo "$question" | "$program" eval)" '{"id":"1","minor":350}'
fifo=$(mktemp -u) && mkfifo "$fifo" || exit 1
"$program" eval <"$fifo" >"$fifo.out" &
exec 3>"$fifo"
echo "$question" >&3
for _ in 1 2 3 4 5 6 7 8 9 10; do
  [ -s "$fifo.out" ] && break
  sleep 0.5
done
check 'answers at once' "$(cat "$fifo.out")" '{"id":"1","minor":350}'
exec 3>&-
wait
rm -f "$fifo" "$fifo.out"
exit $status
