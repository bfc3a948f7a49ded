-- +goose Up
-- Who helps along, why a package was dropped, what came of it, and its links.
alter table work_package add column helpers text not null default '[]';
alter table work_package add column reason text not null default '';
alter table work_package add column result text not null default '';
alter table work_package add column links text not null default '[]';

create index work_package_state on work_package (org_id, state);
create index work_package_project on work_package (org_id, project);

-- Who backs a project, and how long; project 0 is the whole programme.
create table mandate (
    org_id         text not null references organisation (id),
    project        integer not null,
    given_by       text not null,
    body           text not null,
    hours_per_week integer not null,
    until          text not null,
    given_on       text not null,
    primary key (org_id, project, given_by),
    foreign key (org_id, given_by) references person (org_id, id)
) strict, without rowid;

create index mandate_until on mandate (org_id, until);
