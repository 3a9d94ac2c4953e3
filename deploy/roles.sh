#!/bin/sh
# The three roles and their database: a first start of the database runs this once.
set -eu
psql --set=ON_ERROR_STOP=1 --username=postgres \
  --set=owner="$OWNER_PASSWORD" --set=web="$WEB_PASSWORD" --set=backup="$BACKUP_PASSWORD" <<'SQL'
CREATE ROLE kamlangjai_owner LOGIN PASSWORD :'owner';
CREATE ROLE kamlangjai LOGIN PASSWORD :'web';
CREATE ROLE kamlangjai_backup LOGIN BYPASSRLS CREATEDB PASSWORD :'backup';
CREATE DATABASE kamlangjai OWNER kamlangjai_owner;
SQL
