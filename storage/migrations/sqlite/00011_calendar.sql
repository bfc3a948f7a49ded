-- +goose Up
-- What towns set of their own about the calendar: when people are reminded, and
-- the school holidays of which a date is warned.
alter table organisation add column reminders text not null default '[]';

create table school_holiday (
    org_id    text not null references organisation (id),
    name      text not null,
    first_day text not null,
    last_day  text not null,
    primary key (org_id, first_day, name)
) strict, without rowid;
