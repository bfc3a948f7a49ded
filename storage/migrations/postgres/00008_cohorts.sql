-- +goose Up
-- Cohorts. All but calendar_feed stand with the town that hosts the cohort; town
-- is that of a person who takes part, for several towns may.
alter table organisation add column removed_days_off jsonb not null default '[]';
alter table organisation add column rhythm text not null default '';

create table cohort (
    org_id   id not null references organisation (id),
    id       id not null,
    version  integer not null,
    title    text not null,
    template text not null,
    rhythm   text not null,
    state    text not null,
    reason   text not null,
    places   integer not null,
    primary key (org_id, id)
);

-- The towns that may look at a cohort and take part: its host, and those invited.
create table cohort_town (
    org_id id not null,
    cohort id not null,
    town   id not null references organisation (id),
    primary key (org_id, cohort, town),
    foreign key (org_id, cohort) references cohort (org_id, id)
);

create index cohort_town_town on cohort_town (town);

-- Times of day are minutes in the host's zone.
create table occurrence (
    org_id    id not null,
    cohort    id not null,
    id        integer not null,
    kind      text not null,
    title     text not null,
    wanted    day not null,
    day       day not null,
    phase     boolean not null,
    chained   boolean not null,
    begins    integer not null,
    ends      integer not null,
    place     text not null,
    agenda    text not null,
    cancelled boolean not null,
    revision  integer not null,
    since     bigint not null,
    primary key (org_id, cohort, id),
    foreign key (org_id, cohort) references cohort (org_id, id)
);

create table participant (
    org_id  id not null,
    cohort  id not null,
    town    id not null,
    person  id not null,
    seq     integer not null,
    state   text not null,
    project bigint,
    since   bigint not null,
    misses  jsonb not null,
    primary key (org_id, cohort, town, person),
    foreign key (org_id, cohort, town) references cohort_town (org_id, cohort, town),
    foreign key (town, person) references person (org_id, id),
    foreign key (town, project) references project (org_id, id)
);

create index participant_person on participant (town, person);

create table check_in (
    org_id     id not null,
    cohort     id not null,
    phase      integer not null,
    town       id not null,
    person     id not null,
    department id not null,
    answer     text not null,
    reason     text not null,
    for_lead   boolean not null,
    day        day not null,
    primary key (org_id, cohort, phase, town, person),
    foreign key (org_id, cohort, town) references cohort_town (org_id, cohort, town),
    foreign key (town, person) references person (org_id, id)
);

create index check_in_person on check_in (town, person);

-- What was answered, as sums, and, until it closes, who has answered: nothing
-- ties the one to the other, and neither has a time.
create table survey (
    org_id id not null,
    cohort id not null,
    phase  integer not null,
    closes day not null,
    closed boolean not null,
    useful jsonb not null,
    enough jsonb not null,
    primary key (org_id, cohort, phase),
    foreign key (org_id, cohort) references cohort (org_id, id)
);

create table survey_answered (
    org_id id not null,
    cohort id not null,
    phase  integer not null,
    town   id not null,
    person id not null,
    primary key (org_id, cohort, phase, town, person),
    foreign key (org_id, cohort, phase) references survey (org_id, cohort, phase),
    foreign key (town, person) references person (org_id, id)
);

-- Somebody's own address of a cohort's calendar, as the hash of what cannot be
-- guessed in it. It stands with the person's town.
create table calendar_feed (
    org_id id not null,
    host   id not null,
    cohort id not null,
    person id not null,
    hash   id not null unique,
    primary key (org_id, host, cohort, person),
    foreign key (host, cohort, org_id) references cohort_town (org_id, cohort, town),
    foreign key (org_id, person) references person (org_id, id)
);
