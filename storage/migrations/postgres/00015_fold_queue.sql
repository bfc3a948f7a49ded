-- +goose Up
-- Reminders that wait to be folded into one message stand by receiver; so does what
-- was said to them in a week.
create index notice_receiver on notice (org_id, person) where state = 'due' and class = 'reminder';
create index notice_told on notice (org_id, told_on) where told_on <> '';
