-- +goose Up
-- The planner looks for waiting ideas once a minute at most, and only in towns in which
-- something has changed; people file ideas all the time. So the index of authors and
-- states has to do, and a new idea stands in one index less.
drop index idea_waits;
