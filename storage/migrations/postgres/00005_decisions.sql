-- +goose Up
-- Decisions hang on a package or a project, by its number, and are counted per
-- thing. One of them may be open.
create table decision (
    org_id     id not null,
    thing      bigint not null,
    id         integer not null,
    version    integer not null,
    asked_by   id,
    asked_of   id,
    question   text not null,
    state      text not null,
    counter    jsonb not null,
    asked_back_by id,
    sentence   text not null,
    decided_by id,
    asked_on   day not null,
    decided_on day not null,
    primary key (org_id, thing, id),
    foreign key (org_id, asked_by) references person (org_id, id),
    foreign key (org_id, asked_of) references person (org_id, id),
    foreign key (org_id, asked_back_by) references person (org_id, id),
    foreign key (org_id, decided_by) references person (org_id, id)
);

create unique index decision_open on decision (org_id, thing) where state in ('asked', 'counter_question');
