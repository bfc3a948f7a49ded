-- +goose Up
-- What towns set of their own about the calendar: when people are reminded, and
-- the school holidays of which a date is warned.
alter table organisation add column reminders jsonb not null default '[]';

create table school_holiday (
    org_id    id not null references organisation (id),
    name      id not null,
    first_day day not null,
    last_day  day not null,
    primary key (org_id, first_day, name)
);
