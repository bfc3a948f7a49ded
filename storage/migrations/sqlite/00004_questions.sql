-- +goose Up
-- Who a question was forwarded to, what its requester is asked to agree to, and
-- until when somebody should have claimed it.
alter table help_request add column forwarded_person text not null default '';
alter table help_request add column asked_contact text not null default '';
alter table help_request add column helped integer not null default 0;
alter table help_request add column remind_on text not null default '';
alter table contact add column channel text not null default '';

create index help_request_state on help_request (org_id, state);
create index help_request_requester on help_request (org_id, requested_by);
create index help_request_claimer on help_request (org_id, claimed_by);

-- What was said in the conversation about a question.
create table remark (
    org_id   text not null,
    question integer not null,
    seq      integer not null,
    author   text,
    body     text not null,
    day      text not null,
    primary key (org_id, question, seq),
    foreign key (org_id, question) references help_request (org_id, id),
    foreign key (org_id, author) references person (org_id, id)
) strict, without rowid;
