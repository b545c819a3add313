-- Run once by the postgres image in its new, empty database, as its superuser: the three roles of
-- Handrail with the passwords of the environment. Only the owner may change the schema; what web
-- and worker may do, the migrations grant.

\set ON_ERROR_STOP on
\getenv owner_password HANDRAIL_OWNER_PASSWORD
\getenv web_password HANDRAIL_WEB_PASSWORD
\getenv worker_password HANDRAIL_WORKER_PASSWORD
SELECT current_database() AS database \gset

CREATE ROLE handrail_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'owner_password';
CREATE ROLE handrail_web LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'web_password';
CREATE ROLE handrail_worker LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'worker_password';

-- No statement, lock or open transaction of these may hold up the others for long.
ALTER ROLE handrail_web SET statement_timeout = '15s';
ALTER ROLE handrail_web SET lock_timeout = '2s';
ALTER ROLE handrail_web SET idle_in_transaction_session_timeout = '10s';
ALTER ROLE handrail_worker SET statement_timeout = '15s';
ALTER ROLE handrail_worker SET lock_timeout = '2s';
ALTER ROLE handrail_worker SET idle_in_transaction_session_timeout = '10s';

ALTER DATABASE :"database" OWNER TO handrail_owner;
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO handrail_owner, handrail_web, handrail_worker;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO handrail_web, handrail_worker;
