-- +goose Up
-- The ideas whose reviewers have their turn: the planner looks for them once a
-- minute, and of many ideas they are few.
create index idea_waits on idea (org_id, id) where state in ('submitted', 'in_review');
