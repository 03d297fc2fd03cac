#!/bin/bash
# Writes /backups/<time>: the database first, then the attachments it knows of.
set -euo pipefail

PGPASSWORD=$(cat /run/secrets/db_password)
export PGPASSWORD PGHOST=db PGUSER=odoo

name=$(date --utc +%Y-%m-%dT%H-%M-%S)
draft=/backups/.$name
mkdir -p "$draft"
pg_dump --format=custom --no-owner --file="$draft/database.dump" coop
tar --create --gzip --file="$draft/filestore.tar.gz" \
    --directory=/var/lib/odoo/filestore coop
# A folder without the dot is a whole backup.
mv "$draft" "/backups/$name"
echo "$name"
