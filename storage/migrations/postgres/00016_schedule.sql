-- +goose Up
-- When planning has to look at a town again. Whoever moves look_at on has the town to
-- itself until then, of however many processes. It follows from what is due in the
-- town and from its name, and says nothing of when somebody did something.
create table schedule (
    org_id  id primary key references organisation (id),
    look_at bigint not null
);

insert into schedule (org_id, look_at) select id, 0 from organisation;
create index schedule_look on schedule (look_at);
