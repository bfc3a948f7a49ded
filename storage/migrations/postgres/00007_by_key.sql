-- +goose Up
-- Who looks for one row by its key is to find it by the key. As long as a table
-- is young and nothing is known about it, PostgreSQL takes any index that begins
-- with the town as well, and reads all that the town has. So these begin with
-- what they are for.

drop index help_request_state;
drop index help_request_requester;
drop index help_request_claimer;
create index help_request_state on help_request (state, org_id);
create index help_request_requester on help_request (requested_by, org_id);
create index help_request_claimer on help_request (claimed_by, org_id);

drop index work_package_state;
drop index work_package_project;
create index work_package_state on work_package (state, org_id);
create index work_package_project on work_package (project, org_id);

drop index mandate_until;
create index mandate_until on mandate (until, org_id);
