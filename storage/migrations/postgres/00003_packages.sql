-- +goose Up
-- Who helps along, why a package was dropped, what came of it, and its links.
alter table work_package add column helpers jsonb not null default '[]';
alter table work_package add column reason text not null default '';
alter table work_package add column result text not null default '';
alter table work_package add column links jsonb not null default '[]';

create index work_package_state on work_package (org_id, state);
create index work_package_project on work_package (org_id, project);

-- Who backs a project, and how long; project 0 is the whole programme.
create table mandate (
    org_id         id not null references organisation (id),
    project        bigint not null,
    given_by       id not null,
    body           text not null,
    hours_per_week integer not null,
    until          day not null,
    given_on       day not null,
    primary key (org_id, project, given_by),
    foreign key (org_id, given_by) references person (org_id, id)
);

create index mandate_until on mandate (org_id, until);
