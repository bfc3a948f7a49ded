-- +goose Up
-- Moments are microseconds since 1970 in UTC, 0 for none; days are 2027-03-18,
-- '' for none; lists and maps are JSON. All tables of a town are WITHOUT ROWID:
-- a hidden row number would tell in which order people's rows were written.

create table organisation (
    id                text primary key,
    version           integer not null,
    name              text not null,
    state             text not null,
    zone              text not null,
    language          text not null,
    address           text not null,
    extra_days_off    text not null,
    answer_within     integer not null,
    decide_within     integer not null,
    role_label        text not null,
    command_words     text not null,
    set_up            text not null,
    receipt_secret    blob,
    address_asked_for integer not null
) strict, without rowid;

create table tenant (
    platform text not null,
    id       text not null,
    org_id   text not null references organisation (id),
    primary key (platform, id)
) strict, without rowid;

-- The next number in the one series that a town has, and how many ideas it has.
create table counter (
    org_id      text primary key references organisation (id),
    next_number integer not null
) strict, without rowid;

create table department (
    org_id text not null references organisation (id),
    id     text not null,
    name   text not null,
    primary key (org_id, id)
) strict, without rowid;

create table person (
    org_id         text not null references organisation (id),
    id             text not null,
    version        integer not null,
    display        text not null,
    department     text,
    roles          text not null,
    topics         text not null,
    hours_per_week integer not null,
    language       text not null,
    address        text not null,
    zone           text not null,
    gone           integer not null,
    muted          integer not null,
    primary key (org_id, id),
    foreign key (org_id, department) references department (org_id, id)
) strict, without rowid;

-- Who has a role, beside staff, which everybody is.
create table person_role (
    org_id text not null,
    role   text not null,
    person text not null,
    primary key (org_id, role, person),
    foreign key (org_id, person) references person (org_id, id)
) strict, without rowid;

create table identity (
    org_id   text not null,
    platform text not null,
    tenant   text not null,
    account  text not null,
    person   text not null,
    primary key (org_id, platform, tenant, account),
    foreign key (org_id, person) references person (org_id, id),
    foreign key (platform, tenant) references tenant (platform, id)
) strict, without rowid;

-- A workspace belongs to one organisation, so an account does too.
create unique index identity_account on identity (platform, tenant, account);
create index identity_person on identity (org_id, person);

create table contact (
    org_id text not null references organisation (id),
    id     text not null,
    name   text not null,
    email  text not null,
    person text,
    primary key (org_id, id),
    foreign key (org_id, person) references person (org_id, id)
) strict, without rowid;

create table channel (
    org_id   text not null references organisation (id),
    id       text not null,
    name     text not null,
    purpose  text not null,
    members  text not null,
    platform text not null,
    tenant   text not null,
    remote   text not null,
    primary key (org_id, id)
) strict, without rowid;

create table idea (
    org_id        text not null,
    id            integer not null,
    version       integer not null,
    title         text not null,
    description   text not null,
    category      text not null,
    source        text not null,
    author        text,
    anonymous     integer not null,
    state         text not null,
    effort        integer not null,
    benefit       integer not null,
    reviewer      text,
    question      text not null,
    reason        text not null,
    parked_until  text not null,
    forwarded_to  text,
    merged_into   integer,
    project       integer,
    consents      text not null,
    submitted_on  text not null,
    answer_by     text not null,
    decide_by     text not null,
    decided_on    text not null,
    receipt       blob,
    origin        text not null,
    origin_author text,
    search        text not null,
    terms         text not null,
    votes         integer not null default 0,
    comments      integer not null default 0,
    primary key (org_id, id),
    foreign key (org_id, author) references person (org_id, id),
    foreign key (org_id, reviewer) references person (org_id, id),
    foreign key (org_id, origin_author) references person (org_id, id),
    foreign key (org_id, forwarded_to) references contact (org_id, id),
    foreign key (org_id, merged_into) references idea (org_id, id),
    foreign key (org_id, project) references project (org_id, id),
    check (not anonymous or author is null)
) strict, without rowid;

create index idea_state on idea (org_id, state);
create index idea_author on idea (org_id, author) where author is not null;
create unique index idea_receipt on idea (org_id, receipt) where receipt is not null;

create table vote (
    org_id text not null,
    idea   integer not null,
    person text not null,
    primary key (org_id, idea, person),
    foreign key (org_id, idea) references idea (org_id, id),
    foreign key (org_id, person) references person (org_id, id)
) strict, without rowid;

create index vote_person on vote (org_id, person);

create table follower (
    org_id text not null,
    idea   integer not null,
    person text not null,
    primary key (org_id, idea, person),
    foreign key (org_id, idea) references idea (org_id, id),
    foreign key (org_id, person) references person (org_id, id)
) strict, without rowid;

create table idea_comment (
    org_id text not null,
    idea   integer not null,
    seq    integer not null,
    author text,
    body   text not null,
    day    text not null,
    primary key (org_id, idea, seq),
    foreign key (org_id, idea) references idea (org_id, id),
    foreign key (org_id, author) references person (org_id, id)
) strict, without rowid;

create table project (
    org_id     text not null,
    id         integer not null,
    version    integer not null,
    title      text not null,
    goal       text not null,
    benefit    text not null,
    idea       integer,
    department text,
    lead       text,
    sponsor    text,
    state      text not null,
    reason     text not null,
    primary key (org_id, id),
    foreign key (org_id, idea) references idea (org_id, id),
    foreign key (org_id, department) references department (org_id, id),
    foreign key (org_id, lead) references person (org_id, id),
    foreign key (org_id, sponsor) references person (org_id, id)
) strict, without rowid;

create table milestone (
    org_id  text not null,
    id      text not null,
    project integer not null,
    seq     integer not null,
    title   text not null,
    state   text not null,
    due     text not null,
    primary key (org_id, id),
    unique (org_id, project, seq),
    foreign key (org_id, project) references project (org_id, id)
) strict, without rowid;

create table work_package (
    org_id     text not null,
    id         integer not null,
    version    integer not null,
    project    integer not null,
    milestone  text,
    title      text not null,
    hours      integer not null,
    state      text not null,
    claimed_by text,
    waits      text not null,
    due        text not null,
    primary key (org_id, id),
    foreign key (org_id, project) references project (org_id, id),
    foreign key (org_id, milestone) references milestone (org_id, id),
    foreign key (org_id, claimed_by) references person (org_id, id)
) strict, without rowid;

create table help_request (
    org_id       text not null,
    id           integer not null,
    version      integer not null,
    title        text not null,
    body         text not null,
    topic        text not null,
    confidential integer not null,
    department   text,
    state        text not null,
    requested_by text,
    claimed_by   text,
    forwarded_to text,
    resolution   text not null,
    article      integer not null,
    requested_on text not null,
    primary key (org_id, id),
    foreign key (org_id, department) references department (org_id, id),
    foreign key (org_id, requested_by) references person (org_id, id),
    foreign key (org_id, claimed_by) references person (org_id, id),
    foreign key (org_id, forwarded_to) references contact (org_id, id)
) strict, without rowid;

-- What happened to a thing; thing 0 is the town itself. Counted per thing, so
-- that no number joins the events of different things.
create table event (
    org_id text not null,
    thing  integer not null,
    seq    integer not null,
    action text not null,
    actor  text,
    at     integer not null,
    day    text not null,
    data   text not null,
    primary key (org_id, thing, seq),
    foreign key (org_id, actor) references person (org_id, id)
) strict, without rowid;

create table delivery (
    org_id text not null,
    hash   text not null,
    day    text not null,
    primary key (org_id, hash)
) strict, without rowid;

create table draft (
    org_id text not null,
    id     text not null,
    kind   text not null,
    data   text not null,
    day    text not null,
    primary key (org_id, id)
) strict, without rowid;

create table attempt (
    org_id text not null,
    key    text not null,
    day    text not null,
    tries  integer not null,
    primary key (org_id, key, day)
) strict, without rowid;

create table posting (
    org_id   text not null,
    thing    integer not null,
    audience text not null,
    platform text not null,
    tenant   text not null,
    channel  text not null,
    message  text not null,
    version  integer not null,
    primary key (org_id, thing, audience)
) strict, without rowid;

create index posting_ref on posting (org_id, platform, tenant, channel, message);

create table notice (
    org_id       text not null,
    key          text not null,
    class        text not null,
    priority     integer not null,
    person       text,
    channel      text,
    kind         text not null,
    thing        integer not null,
    data         text not null,
    due          integer not null,
    day          text not null,
    state        text not null,
    revision     integer not null,
    attempts     integer not null,
    leased_until integer not null,
    token        integer not null,
    ref_platform text not null,
    ref_tenant   text not null,
    ref_channel  text not null,
    ref_message  text not null,
    last_error   text not null,
    primary key (org_id, key),
    foreign key (org_id, person) references person (org_id, id),
    foreign key (org_id, channel) references channel (org_id, id)
) strict, without rowid;

create index notice_due on notice (priority, due, org_id) where state = 'due';

-- What adapters ask to be kept; these two belong to the installation.
create table cursor (
    name  text primary key,
    value text not null
) strict, without rowid;

create table journal (
    seq    integer primary key,
    stream text not null,
    entry  blob not null
) strict;

create index journal_stream on journal (stream, seq);
