-- +goose Up
-- When somebody gets their Wochenstand, if they have set it, and which one was
-- due last.
create table digest (
    org_id       id not null,
    person       id not null,
    cron         text not null,
    weeks        integer not null,
    off          boolean not null,
    paused_until text not null,
    due          bigint not null,
    primary key (org_id, person),
    foreign key (org_id, person) references person (org_id, id)
);

-- How many packages a project had at the end of a day on which that changed, and
-- how many of them were done: sums, so that no day stands beside a package or its
-- people.
create table progress (
    org_id   id not null,
    project  bigint not null,
    day      text not null,
    packages integer not null,
    done     integer not null,
    primary key (org_id, project, day),
    foreign key (org_id, project) references project (org_id, id)
);

alter table organisation add column digests jsonb not null default '{}';

create index event_came_of_it on event (org_id, day)
    where action in ('package.done', 'project.milestone', 'project.finish', 'idea.accept', 'idea.finish', 'question.answer');
create index notice_digest on notice (org_id, person) where kind = 'digest';
