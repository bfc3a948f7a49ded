-- +goose Up
-- How reminders reach a person. until and today are of what is planned: later than
-- that it helps nobody, and on that day it is not counted among what people are told
-- unasked. for_person is whose matter it is, if the receiver stands in for them. parts
-- are the keys of what came along in the same message. told_on is the receiver's day on
-- which it was said, and counted whether it is one of the few of that day and week.
alter table notice add column until integer not null default 0;
alter table notice add column today text not null default '';
alter table notice add column for_person text not null default '';
alter table notice add column parts text not null default '[]';
alter table notice add column told_on text not null default '';
alter table notice add column counted integer not null default 0;
