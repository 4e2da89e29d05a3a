#!/bin/sh
# What wants attention among your deals today, for cron: one line a deal, most pressing first,
# and nothing at all on a quiet day. cron mails what is written, so a mail means work.
#
#   0 7 * * 1-5  PATH=/home/you/.venv/bin:/usr/bin:/bin  /home/you/deals-today.sh
#
# Needs jq. Exit codes: 1 if anything is overdue, else 0; doughy's own where it fails.
set -eu

deals=$(doughy deals next --json --no-input) || exit $?

printf '%s' "$deals" | jq -r '
  .[]
  | select(.why == "overdue" or .why == "due" or .why == "silent" or .why == "unanswered")
  | [ (if .why == "overdue" then "!" else " " end),
      .title,
      .reason,
      (.lead_name // empty) ]
  | join("  ")'

doughy deals next --check --quiet --no-input > /dev/null
