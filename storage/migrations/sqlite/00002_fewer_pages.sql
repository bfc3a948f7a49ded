-- +goose Up
-- Each index that a new row stands in is one page more to be written with the
-- commit. So new ideas stand in one beside the key: whose they are, and in
-- which state for whoever counts; and the notices of one moment stand together.

drop index idea_state;
drop index idea_author;
create index idea_author on idea (org_id, author, state);
create index idea_parked on idea (org_id, id) where state = 'parked';

drop index notice_due;
create index notice_due on notice (due) where state = 'due';
