-- +goose Up
-- In which workspaces the bot was installed by the people there. Tokens are sealed:
-- the database alone is worth nothing. Whoever moves leased_until on renews them.
create table installation (
    platform     text not null,
    tenant       text not null,
    enterprise   text not null,
    name         text not null,
    token        blob not null,
    refresh      blob not null,
    expires      integer not null,
    version      integer not null,
    leased_until integer not null default 0,
    installed    integer not null,
    removed      integer not null default 0,
    primary key (platform, tenant)
) strict, without rowid;

-- Who is on their way to install it: digests of what their browser has, for minutes.
create table install_state (
    state   blob primary key,
    browser blob not null,
    expires integer not null
) strict, without rowid;
