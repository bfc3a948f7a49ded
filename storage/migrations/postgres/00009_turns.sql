-- +goose Up
-- A notice's place in the queue: when it is due, and of many that one town has at
-- once each a second behind the one before. So the next to be sent stand at the
-- beginning of an index, however many wait, and towns take turns.

alter table notice add column turn bigint not null default 0;
update notice set turn = due where state = 'due';

drop index notice_due;
create index notice_turn on notice (priority, turn) where state = 'due';
