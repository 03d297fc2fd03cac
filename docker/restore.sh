#!/bin/bash
# Puts /backups/$1 in the place of the running database and its attachments.
set -euo pipefail

backup=/backups/${1:?say which backup: restore.sh 2026-01-31T02-00-00}
test -f "$backup/database.dump"
test -f "$backup/filestore.tar.gz"

PGPASSWORD=$(cat /run/secrets/db_password)
export PGPASSWORD PGHOST=db PGUSER=odoo

# Into a new database first: a broken dump leaves the running one alone.
dropdb --if-exists coop_restored
createdb --template=template0 --encoding=UTF8 coop_restored
pg_restore --no-owner --exit-on-error --dbname=coop_restored "$backup/database.dump"

files=/var/lib/odoo/filestore
rm -rf "$files/coop_restored"
mkdir -p "$files/coop_restored"
tar --extract --gzip --file="$backup/filestore.tar.gz" \
    --directory="$files/coop_restored" --strip-components=1

# Refused while web or cron still use the database: stop them first.
dropdb --if-exists coop
psql --dbname=postgres --command="ALTER DATABASE coop_restored RENAME TO coop"
rm -rf "$files/coop"
mv "$files/coop_restored" "$files/coop"
chown -R --reference=/var/lib/odoo "$files/coop"
echo "restored $1"
