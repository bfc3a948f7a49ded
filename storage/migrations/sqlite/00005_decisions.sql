-- +goose Up
-- Decisions hang on a package or a project, by its number, and are counted per
-- thing. One of them may be open.
create table decision (
    org_id     text not null,
    thing      integer not null,
    id         integer not null,
    version    integer not null,
    asked_by   text,
    asked_of   text,
    question   text not null,
    state      text not null,
    counter    text not null,
    asked_back_by text,
    sentence   text not null,
    decided_by text,
    asked_on   text not null,
    decided_on text not null,
    primary key (org_id, thing, id),
    foreign key (org_id, asked_by) references person (org_id, id),
    foreign key (org_id, asked_of) references person (org_id, id),
    foreign key (org_id, asked_back_by) references person (org_id, id),
    foreign key (org_id, decided_by) references person (org_id, id)
) strict, without rowid;

create unique index decision_open on decision (org_id, thing) where state in ('asked', 'counter_question');
