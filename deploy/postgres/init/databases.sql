-- Runs once, on the primary's empty data folder: five databases, each owned by a role of its own that can connect to
-- no other, and the replica's role and slot. The passwords come from the environment and are quoted by psql.
\getenv shop_password SHOP_DATABASE_PASSWORD
\getenv crm_password CRM_DATABASE_PASSWORD
\getenv mes_password MES_DATABASE_PASSWORD
\getenv identity_password IDENTITY_DATABASE_PASSWORD
\getenv archive_password ARCHIVE_DATABASE_PASSWORD
\getenv replication_password POSTGRES_REPLICATION_PASSWORD

CREATE ROLE shop LOGIN PASSWORD :'shop_password';
CREATE ROLE crm LOGIN PASSWORD :'crm_password';
CREATE ROLE mes LOGIN PASSWORD :'mes_password';
CREATE ROLE identity LOGIN PASSWORD :'identity_password';
CREATE ROLE archive LOGIN PASSWORD :'archive_password';

CREATE DATABASE shop OWNER shop;
CREATE DATABASE crm OWNER crm;
CREATE DATABASE mes OWNER mes;
CREATE DATABASE identity OWNER identity;
CREATE DATABASE archive OWNER archive;

-- Everybody may connect to a new database unless told otherwise.
REVOKE CONNECT, TEMPORARY ON DATABASE shop, crm, mes, identity, archive, postgres, template1 FROM PUBLIC;

CREATE ROLE replicator LOGIN REPLICATION PASSWORD :'replication_password';
-- The slot keeps the write-ahead log the replica has not read yet, up to max_slot_wal_keep_size.
SELECT pg_create_physical_replication_slot('replica');
