-- +goose Up
-- What somebody has set for themselves beside language and form of address.
-- Who has set nothing has no row.
create table person_setting (
    org_id      text not null,
    person      text not null,
    works       integer not null,
    away_from   text not null,
    away_until  text not null,
    deputy      text,
    quiet_from  integer not null,
    quiet_until integer not null,
    primary key (org_id, person),
    foreign key (org_id, person) references person (org_id, id),
    foreign key (org_id, deputy) references person (org_id, id)
) strict, without rowid;

create index person_setting_deputy on person_setting (org_id, deputy) where deputy is not null;
