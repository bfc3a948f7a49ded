-- +goose Up
-- The planner looks for waiting ideas once a minute at most, and only in towns in which
-- something has changed; people file ideas all the time. So the index of authors and
-- states has to do, and a new idea stands in one index less.
drop index idea_waits;

-- Of many notices with the same turn, as reminders to a whole programme have it, the
-- first few stand at the beginning of the index, too: nobody has to sort the rest.
drop index notice_turn;
create index notice_turn on notice (priority, turn, org_id, key) where state = 'due';
