import type { Migration } from './migrate.ts'

/** What is secret about people and their desktops. No synced entity: none of it ever leaves the server. */
export const accountTables: Migration = {
  name: 'account-tables',
  sql: `
create table accounts (
  user_id text primary key,
  login_folded text not null unique,
  password_hash text,
  must_change boolean not null default false,
  totp_secret text,
  totp_pending text,
  totp_last_step bigint not null default 0,
  last_sign_in_at_ms bigint,
  created_at_ms bigint not null
);

create table recovery_codes (
  user_id text not null references accounts on delete cascade,
  code_hash text not null,
  used_at_ms bigint,
  primary key (user_id, code_hash)
);

-- Keys are hashes: people type passwords into the field of the login.
create table sign_in_tries (
  key text primary key,
  failures integer not null,
  last_at_ms bigint not null,
  locked_until_ms bigint not null
);
create index sign_in_tries_age on sign_in_tries (last_at_ms);

create table signing_keys (
  kid text primary key,
  secret text not null,
  created_at_ms bigint not null
);

create table account_devices (
  device_id text primary key,
  user_id text not null references accounts on delete cascade,
  name text not null,
  app_version text not null,
  first_seen_at_ms bigint not null,
  last_seen_at_ms bigint not null,
  status text not null default 'active' check (status in ('active', 'revoked', 'wipe-asked', 'wiped'))
);
create index account_devices_user on account_devices (user_id);

create table account_sessions (
  session_id text primary key,
  user_id text not null references accounts on delete cascade,
  device_id text not null references account_devices on delete cascade,
  started_at_ms bigint not null,
  last_used_at_ms bigint not null,
  address text not null,
  ended_at_ms bigint,
  ended_why text
);
create index account_sessions_user on account_sessions (user_id) where ended_at_ms is null;
create index account_sessions_device on account_sessions (device_id) where ended_at_ms is null;

create table refresh_tokens (
  token_hash text primary key,
  session_id text not null references account_sessions on delete cascade,
  issued_at_ms bigint not null,
  expires_at_ms bigint not null,
  used_at_ms bigint,
  successor text,
  superseded boolean not null default false
);
create index refresh_tokens_session on refresh_tokens (session_id);

create table oidc_flows (
  ticket_hash text primary key,
  state_hash text not null unique,
  nonce text not null,
  verifier text not null,
  device jsonb not null,
  begun_at_ms bigint not null,
  status text not null default 'pending' check (status in ('pending', 'exchanging', 'signed-in', 'failed')),
  user_id text
);
create index oidc_flows_age on oidc_flows (begun_at_ms);
`,
}
