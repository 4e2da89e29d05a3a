#!/bin/sh
# A backup each night, for cron: made, checked, and the old ones removed, in this order, so that a
# failure removes nothing. Says nothing where all is well; cron mails what is said.
#
#   15 2 * * *  PATH=/home/you/.venv/bin:/usr/bin:/bin  /home/you/nightly-backup.sh /mnt/backups
#
# Backups hold the whole database, and no files of documents: save their folder, too. The folder of
# the backups should be on another disk, and yours alone. KEEP says for how many days they are kept.
# On a server of a team, PGPASSWORD is its administrator's password.
# Exit codes: doughy's own.
set -eu
umask 077

folder=${1:?"which folder?"}
file=$folder/doughy-$(date +%Y-%m-%d-%H%M).backup

doughy db backup "$file" --quiet --no-input
doughy db restore "$file" --dry-run --quiet --no-input
find "$folder" -maxdepth 1 -name 'doughy-*.backup' -mtime +"${KEEP:-14}" -delete
