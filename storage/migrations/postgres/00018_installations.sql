-- +goose Up
-- In which workspaces the bot was installed by the people there. Tokens are sealed:
-- the database alone is worth nothing. Whoever moves leased_until on renews them.
create table installation (
    platform     text not null,
    tenant       text not null,
    enterprise   text not null,
    name         text not null,
    token        bytea not null,
    refresh      bytea not null,
    expires      bigint not null,
    version      bigint not null,
    leased_until bigint not null default 0,
    installed    bigint not null,
    removed      bigint not null default 0,
    primary key (platform, tenant)
);

-- Who is on their way to install it: digests of what their browser has, for minutes.
create table install_state (
    state   bytea primary key,
    browser bytea not null,
    expires bigint not null
);
