-- +goose Up
-- Cohorts. All but calendar_feed stand with the town that hosts the cohort; town
-- is that of a person who takes part, for several towns may.
alter table organisation add column removed_days_off text not null default '[]';
alter table organisation add column rhythm text not null default '';

create table cohort (
    org_id   text not null references organisation (id),
    id       text not null,
    version  integer not null,
    title    text not null,
    template text not null,
    rhythm   text not null,
    state    text not null,
    reason   text not null,
    places   integer not null,
    primary key (org_id, id)
) strict, without rowid;

-- The towns that may look at a cohort and take part: its host, and those invited.
create table cohort_town (
    org_id text not null,
    cohort text not null,
    town   text not null references organisation (id),
    primary key (org_id, cohort, town),
    foreign key (org_id, cohort) references cohort (org_id, id)
) strict, without rowid;

create index cohort_town_town on cohort_town (town);

-- Times of day are minutes in the host's zone.
create table occurrence (
    org_id    text not null,
    cohort    text not null,
    id        integer not null,
    kind      text not null,
    title     text not null,
    wanted    text not null,
    day       text not null,
    phase     integer not null,
    chained   integer not null,
    begins    integer not null,
    ends      integer not null,
    place     text not null,
    agenda    text not null,
    cancelled integer not null,
    revision  integer not null,
    since     integer not null,
    primary key (org_id, cohort, id),
    foreign key (org_id, cohort) references cohort (org_id, id)
) strict, without rowid;

create table participant (
    org_id  text not null,
    cohort  text not null,
    town    text not null,
    person  text not null,
    seq     integer not null,
    state   text not null,
    project integer,
    since   integer not null,
    misses  text not null,
    primary key (org_id, cohort, town, person),
    foreign key (org_id, cohort, town) references cohort_town (org_id, cohort, town),
    foreign key (town, person) references person (org_id, id),
    foreign key (town, project) references project (org_id, id)
) strict, without rowid;

create index participant_person on participant (town, person);

create table check_in (
    org_id     text not null,
    cohort     text not null,
    phase      integer not null,
    town       text not null,
    person     text not null,
    department text not null,
    answer     text not null,
    reason     text not null,
    for_lead   integer not null,
    day        text not null,
    primary key (org_id, cohort, phase, town, person),
    foreign key (org_id, cohort, town) references cohort_town (org_id, cohort, town),
    foreign key (town, person) references person (org_id, id)
) strict, without rowid;

create index check_in_person on check_in (town, person);

-- What was answered, as sums, and, until it closes, who has answered: nothing
-- ties the one to the other, and neither has a time.
create table survey (
    org_id text not null,
    cohort text not null,
    phase  integer not null,
    closes text not null,
    closed integer not null,
    useful text not null,
    enough text not null,
    primary key (org_id, cohort, phase),
    foreign key (org_id, cohort) references cohort (org_id, id)
) strict, without rowid;

create table survey_answered (
    org_id text not null,
    cohort text not null,
    phase  integer not null,
    town   text not null,
    person text not null,
    primary key (org_id, cohort, phase, town, person),
    foreign key (org_id, cohort, phase) references survey (org_id, cohort, phase),
    foreign key (town, person) references person (org_id, id)
) strict, without rowid;

-- Somebody's own address of a cohort's calendar, as the hash of what cannot be
-- guessed in it. It stands with the person's town.
create table calendar_feed (
    org_id text not null,
    host   text not null,
    cohort text not null,
    person text not null,
    hash   text not null unique,
    primary key (org_id, host, cohort, person),
    foreign key (host, cohort, org_id) references cohort_town (org_id, cohort, town),
    foreign key (org_id, person) references person (org_id, id)
) strict, without rowid;
