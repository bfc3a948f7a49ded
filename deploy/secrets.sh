#!/bin/sh
# Makes every secret of docker-compose.yml, once, and gives each service its own
# ones in a volume that no other service has. Running it again changes nothing.
#
#     secrets.sh         make what is not there yet
#     secrets.sh show    print the first administrator's password
#
# $SECRETS is where the volumes are. What was drawn is kept in $SECRETS/drawn,
# which only this service has; everything else is written from it.
set -eu
umask 077
SECRETS=${SECRETS:-/secrets}

# draw NAME draws a secret of 32 letters and digits, unless there is one.
draw() {
	[ -s "$SECRETS/drawn/$1" ] && return
	head -c 96 /dev/urandom | base64 | tr -dc 'A-Za-z0-9' | head -c 32 >"$SECRETS/drawn/.$1"
	mv "$SECRETS/drawn/.$1" "$SECRETS/drawn/$1"
}

drawn() { cat "$SECRETS/drawn/$1"; }

# give OWNER FILE writes what it reads to a file that only its owner can read.
give() {
	cat >"$SECRETS/$2.new"
	chmod 0400 "$SECRETS/$2.new"
	chown "$1" "$SECRETS/$2.new"
	mv "$SECRETS/$2.new" "$SECRETS/$2"
}

if [ "${1:-}" = show ]; then
	echo "Mattermost's first administrator: Lf-1$(drawn administrator)"
	exit
fi

for name in postgres mattermost-database lotsenfunk-database administrator; do
	draw "$name"
done
if ! [ -s "$SECRETS/drawn/key" ]; then
	head -c 48 /dev/urandom | base64 | tr -d '\n' >"$SECRETS/drawn/.key"
	mv "$SECRETS/drawn/.key" "$SECRETS/drawn/key"
fi

# The numbers are the users that the three images run as.
POSTGRES_USER=${POSTGRES_USER:-70}
MATTERMOST_USER=${MATTERMOST_USER:-2000}
LOTSENFUNK_USER=${LOTSENFUNK_USER:-65532}

drawn postgres | give "$POSTGRES_USER" postgres/password
give "$POSTGRES_USER" postgres/databases.sql <<SQL
CREATE ROLE mattermost LOGIN PASSWORD '$(drawn mattermost-database)';
CREATE DATABASE mattermost OWNER mattermost;
CREATE ROLE lotsenfunk LOGIN PASSWORD '$(drawn lotsenfunk-database)';
CREATE DATABASE lotsenfunk OWNER lotsenfunk;
REVOKE CONNECT ON DATABASE mattermost, lotsenfunk FROM PUBLIC;
SQL
echo "postgres:5432:mattermost:mattermost:$(drawn mattermost-database)" | give "$MATTERMOST_USER" mattermost/pgpass
echo "postgres://lotsenfunk:$(drawn lotsenfunk-database)@postgres:5432/lotsenfunk?sslmode=disable" | give "$LOTSENFUNK_USER" lotsenfunk/database
drawn key | give "$LOTSENFUNK_USER" lotsenfunk/key
# Mattermost may ask for a capital, a small letter, a digit and a sign.
echo "Lf-1$(drawn administrator)" | tr -d '\n' | give "$LOTSENFUNK_USER" setup/administrator

echo "The secrets are there."
