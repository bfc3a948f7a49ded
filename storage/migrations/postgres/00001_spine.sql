-- +goose Up
-- Moments are microseconds since 1970 in UTC, 0 for none; days are 2027-03-18,
-- '' for none; lists and maps are JSON. Ids, keys and
-- days sort by their bytes, as they do in SQLite, whatever the server's locale.

create domain id as text collate "C";
create domain day as text collate "C";

create table organisation (
    id                id primary key,
    version           integer not null,
    name              text not null,
    state             text not null,
    zone              text not null,
    language          text not null,
    address           text not null,
    extra_days_off    jsonb not null,
    answer_within     integer not null,
    decide_within     integer not null,
    role_label        jsonb not null,
    command_words     jsonb not null,
    set_up            day not null,
    receipt_secret    bytea,
    address_asked_for boolean not null
);

create table tenant (
    platform id not null,
    id       id not null,
    org_id   id not null references organisation (id),
    primary key (platform, id)
);

-- The next number in the one series that a town has, and how many ideas it has.
create table counter (
    org_id      id primary key references organisation (id),
    next_number bigint not null
);

create table department (
    org_id id not null references organisation (id),
    id     id not null,
    name   text not null,
    primary key (org_id, id)
);

create table person (
    org_id         id not null references organisation (id),
    id             id not null,
    version        integer not null,
    display        text not null,
    department     id,
    roles          jsonb not null,
    topics         jsonb not null,
    hours_per_week integer not null,
    language       text not null,
    address        text not null,
    zone           text not null,
    gone           boolean not null,
    muted          boolean not null,
    primary key (org_id, id),
    foreign key (org_id, department) references department (org_id, id)
);

-- Who has a role, beside staff, which everybody is.
create table person_role (
    org_id id not null,
    role   text not null,
    person id not null,
    primary key (org_id, role, person),
    foreign key (org_id, person) references person (org_id, id)
);

create table identity (
    org_id   id not null,
    platform id not null,
    tenant   id not null,
    account  id not null,
    person   id not null,
    primary key (org_id, platform, tenant, account),
    foreign key (org_id, person) references person (org_id, id),
    foreign key (platform, tenant) references tenant (platform, id)
);

-- A workspace belongs to one organisation, so an account does too.
create unique index identity_account on identity (platform, tenant, account);
create index identity_person on identity (org_id, person);

create table contact (
    org_id id not null references organisation (id),
    id     id not null,
    name   text not null,
    email  text not null,
    person id,
    primary key (org_id, id),
    foreign key (org_id, person) references person (org_id, id)
);

create table channel (
    org_id   id not null references organisation (id),
    id       id not null,
    name     text not null,
    purpose  text not null,
    members  jsonb not null,
    platform id not null,
    tenant   id not null,
    remote   text not null,
    primary key (org_id, id)
);

create table idea (
    org_id        id not null,
    id            bigint not null,
    version       integer not null,
    title         text not null,
    description   text not null,
    category      text not null,
    source        text not null,
    author        id,
    anonymous     boolean not null,
    state         text not null,
    effort        integer not null,
    benefit       integer not null,
    reviewer      id,
    question      text not null,
    reason        text not null,
    parked_until  day not null,
    forwarded_to  id,
    merged_into   bigint,
    project       bigint,
    consents      jsonb not null,
    submitted_on  day not null,
    answer_by     day not null,
    decide_by     day not null,
    decided_on    day not null,
    receipt       bytea,
    origin        text not null,
    origin_author id,
    search        text not null,
    terms         jsonb not null,
    votes         integer not null default 0,
    comments      integer not null default 0,
    primary key (org_id, id),
    foreign key (org_id, author) references person (org_id, id),
    foreign key (org_id, reviewer) references person (org_id, id),
    foreign key (org_id, origin_author) references person (org_id, id),
    foreign key (org_id, forwarded_to) references contact (org_id, id),
    foreign key (org_id, merged_into) references idea (org_id, id),
    check (not anonymous or author is null)
);

create index idea_state on idea (org_id, state);
create index idea_author on idea (org_id, author) where author is not null;
create unique index idea_receipt on idea (org_id, receipt) where receipt is not null;

create table vote (
    org_id id not null,
    idea   bigint not null,
    person id not null,
    primary key (org_id, idea, person),
    foreign key (org_id, idea) references idea (org_id, id),
    foreign key (org_id, person) references person (org_id, id)
);

create index vote_person on vote (org_id, person);

create table follower (
    org_id id not null,
    idea   bigint not null,
    person id not null,
    primary key (org_id, idea, person),
    foreign key (org_id, idea) references idea (org_id, id),
    foreign key (org_id, person) references person (org_id, id)
);

create table idea_comment (
    org_id id not null,
    idea   bigint not null,
    seq    bigint not null,
    author id,
    body   text not null,
    day    day not null,
    primary key (org_id, idea, seq),
    foreign key (org_id, idea) references idea (org_id, id),
    foreign key (org_id, author) references person (org_id, id)
);

create table project (
    org_id     id not null,
    id         bigint not null,
    version    integer not null,
    title      text not null,
    goal       text not null,
    benefit    text not null,
    idea       bigint,
    department id,
    lead       id,
    sponsor    id,
    state      text not null,
    reason     text not null,
    primary key (org_id, id),
    foreign key (org_id, idea) references idea (org_id, id),
    foreign key (org_id, department) references department (org_id, id),
    foreign key (org_id, lead) references person (org_id, id),
    foreign key (org_id, sponsor) references person (org_id, id)
);

alter table idea add foreign key (org_id, project) references project (org_id, id);

create table milestone (
    org_id  id not null,
    id      id not null,
    project bigint not null,
    seq     bigint not null,
    title   text not null,
    state   text not null,
    due     day not null,
    primary key (org_id, id),
    unique (org_id, project, seq),
    foreign key (org_id, project) references project (org_id, id)
);

create table work_package (
    org_id     id not null,
    id         bigint not null,
    version    integer not null,
    project    bigint not null,
    milestone  id,
    title      text not null,
    hours      integer not null,
    state      text not null,
    claimed_by id,
    waits      text not null,
    due        day not null,
    primary key (org_id, id),
    foreign key (org_id, project) references project (org_id, id),
    foreign key (org_id, milestone) references milestone (org_id, id),
    foreign key (org_id, claimed_by) references person (org_id, id)
);

create table help_request (
    org_id       id not null,
    id           bigint not null,
    version      integer not null,
    title        text not null,
    body         text not null,
    topic        text not null,
    confidential boolean not null,
    department   id,
    state        text not null,
    requested_by id,
    claimed_by   id,
    forwarded_to id,
    resolution   text not null,
    article      boolean not null,
    requested_on day not null,
    primary key (org_id, id),
    foreign key (org_id, department) references department (org_id, id),
    foreign key (org_id, requested_by) references person (org_id, id),
    foreign key (org_id, claimed_by) references person (org_id, id),
    foreign key (org_id, forwarded_to) references contact (org_id, id)
);

-- What happened to a thing; thing 0 is the town itself. Counted per thing, so
-- that no number joins the events of different things.
create table event (
    org_id id not null,
    thing  bigint not null,
    seq    bigint not null,
    action text not null,
    actor  id,
    at     bigint not null,
    day    day not null,
    data   jsonb not null,
    primary key (org_id, thing, seq),
    foreign key (org_id, actor) references person (org_id, id)
);

create table delivery (
    org_id id not null,
    hash   id not null,
    day    day not null,
    primary key (org_id, hash)
);

create table draft (
    org_id id not null,
    id     id not null,
    kind   text not null,
    data   jsonb not null,
    day    day not null,
    primary key (org_id, id)
);

create table attempt (
    org_id id not null,
    key    id not null,
    day    day not null,
    tries  integer not null,
    primary key (org_id, key, day)
);

create table posting (
    org_id   id not null,
    thing    bigint not null,
    audience id not null,
    platform id not null,
    tenant   id not null,
    channel  id not null,
    message  id not null,
    version  integer not null,
    primary key (org_id, thing, audience)
);

create index posting_ref on posting (org_id, platform, tenant, channel, message);

create table notice (
    org_id       id not null,
    key          id not null,
    class        text not null,
    priority     integer not null,
    person       id,
    channel      id,
    kind         text not null,
    thing        bigint not null,
    data         jsonb not null,
    due          bigint not null,
    day          day not null,
    state        text not null,
    revision     integer not null,
    attempts     integer not null,
    leased_until bigint not null,
    token        bigint not null,
    ref_platform text not null,
    ref_tenant   text not null,
    ref_channel  text not null,
    ref_message  text not null,
    last_error   text not null,
    primary key (org_id, key),
    foreign key (org_id, person) references person (org_id, id),
    foreign key (org_id, channel) references channel (org_id, id)
);

create index notice_due on notice (priority, due, org_id) where state = 'due';

-- What adapters ask to be kept; these two belong to the installation.
create table cursor (
    name  text primary key,
    value text not null
);

create table journal (
    seq    bigint generated always as identity primary key,
    stream text not null,
    entry  bytea not null
);

create index journal_stream on journal (stream, seq);

-- Delivery listens: a commit that enqueued notices wakes every replica.
-- +goose StatementBegin
create function wake_delivery() returns trigger language plpgsql as $$
begin
    notify lotsenfunk_notice;
    return null;
end $$;
-- +goose StatementEnd

create trigger notice_wakes_delivery after insert on notice
    for each statement execute function wake_delivery();
