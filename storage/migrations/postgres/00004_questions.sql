-- +goose Up
-- Who a question was forwarded to, what its requester is asked to agree to, and
-- until when somebody should have claimed it.
alter table help_request add column forwarded_person id not null default '';
alter table help_request add column asked_contact id not null default '';
alter table help_request add column helped boolean not null default false;
alter table help_request add column remind_on day not null default '';
alter table contact add column channel id not null default '';

create index help_request_state on help_request (org_id, state);
create index help_request_requester on help_request (org_id, requested_by);
create index help_request_claimer on help_request (org_id, claimed_by);

-- What was said in the conversation about a question.
create table remark (
    org_id   id not null,
    question bigint not null,
    seq      integer not null,
    author   id,
    body     text not null,
    day      day not null,
    primary key (org_id, question, seq),
    foreign key (org_id, question) references help_request (org_id, id),
    foreign key (org_id, author) references person (org_id, id)
);
