-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "keys";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "controller" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "contact" TEXT NOT NULL,
    "dpo_name" TEXT NOT NULL,
    "dpo_contact" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "contract_days" INTEGER NOT NULL,
    "jurisdictions" TEXT[],
    "resident_jurisdictions" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "cancel_window_minutes" INTEGER NOT NULL,
    "lapse_days" INTEGER NOT NULL,
    "package_days" INTEGER NOT NULL,
    "member_state" TEXT,
    "notice_url" TEXT,
    "notice_version" TEXT,
    "foreign_mail" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "controller_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "keys"."controller_key" (
    "controller_id" UUID NOT NULL,
    "wrapped" BYTEA NOT NULL,
    "retiring" BYTEA,
    "wrapped_index" BYTEA NOT NULL,
    "master_key_id" TEXT NOT NULL,

    CONSTRAINT "controller_key_pkey" PRIMARY KEY ("controller_id")
);

-- CreateTable
CREATE TABLE "keys"."request_key" (
    "request_id" UUID NOT NULL,
    "controller_id" UUID NOT NULL,
    "wrapped" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "request_key_pkey" PRIMARY KEY ("request_id")
);

-- CreateTable
CREATE TABLE "keys"."signing_key" (
    "kid" TEXT NOT NULL,
    "public_jwk" JSONB NOT NULL,
    "sealed_private" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "signing_key_pkey" PRIMARY KEY ("kid")
);

-- CreateTable
CREATE TABLE "user" (
    "id" UUID NOT NULL,
    "controller_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'active',
    "locale" TEXT NOT NULL DEFAULT 'id',
    "password_hash" TEXT,
    "sealed_totp" BYTEA,
    "totp_last_step" BIGINT,
    "recovery_hashes" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "membership" (
    "user_id" UUID NOT NULL,
    "controller_id" UUID NOT NULL,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("user_id","controller_id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "controller_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "draft" (
    "id" UUID NOT NULL,
    "controller_id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "draft_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "request" (
    "id" UUID NOT NULL,
    "controller_id" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "right" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "locale" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "requester_kind" TEXT NOT NULL,
    "subject_country" TEXT,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "sealed" BYTEA,
    "contact_index" TEXT,
    "submission_key" TEXT NOT NULL,
    "assurance" TEXT,
    "verified_at" TIMESTAMPTZ(3),
    "contact_on_file" BOOLEAN,
    "assignee_id" UUID,
    "submitted_by" UUID,
    "submitted_at" TIMESTAMPTZ(3),
    "approved_by" UUID,
    "approved_at" TIMESTAMPTZ(3),
    "erasure_ground" TEXT,
    "execute_after" TIMESTAMPTZ(3),
    "refusal_code" TEXT,
    "refusal_article" TEXT,
    "sealed_refusal" BYTEA,
    "sealed_answer" BYTEA,
    "closed_at" TIMESTAMPTZ(3),
    "shredded_at" TIMESTAMPTZ(3),
    "previous_id" UUID,
    "follows_id" UUID,
    "former_decider_id" UUID,
    "next_due_at" TIMESTAMPTZ(3),
    "next_clock_id" TEXT,
    "acknowledged_at" TIMESTAMPTZ(3),

    CONSTRAINT "request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "clock" (
    "id" UUID NOT NULL,
    "controller_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "clock_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "start_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "boundary" TEXT NOT NULL,
    "due_local_date" TEXT,
    "conservative_due_at" TIMESTAMPTZ(3),
    "stop_event" TEXT,
    "zone" TEXT NOT NULL,
    "calendar" TEXT,
    "contract_days" INTEGER NOT NULL,
    "catalogue_version" TEXT NOT NULL,
    "flags" TEXT[],
    "cause_event_id" UUID NOT NULL,
    "sealed_reason" BYTEA,
    "state" TEXT NOT NULL DEFAULT 'running',
    "ended_at" TIMESTAMPTZ(3),
    "superseded_by" UUID,
    "breach_cause" TEXT,

    CONSTRAINT "clock_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "question" (
    "id" UUID NOT NULL,
    "controller_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "about" TEXT NOT NULL,
    "sealed_question" BYTEA NOT NULL,
    "sealed_answer" BYTEA,
    "asked_by" UUID NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "answered_at" TIMESTAMPTZ(3),

    CONSTRAINT "question_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "code" (
    "id" UUID NOT NULL,
    "controller_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "salt" TEXT NOT NULL,
    "code_hash" TEXT NOT NULL,
    "sealed_code" BYTEA,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "code_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "subject_session" (
    "id" UUID NOT NULL,
    "controller_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "subject_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "source" (
    "id" UUID NOT NULL,
    "controller_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "backup_days" INTEGER NOT NULL,
    "sealed_connection" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "state" TEXT NOT NULL DEFAULT 'unchecked',
    "state_since" TIMESTAMPTZ(3),
    "fault" TEXT,
    "checked_at" TIMESTAMPTZ(3),
    "next_check_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "check" JSONB,
    "baseline" JSONB,
    "drift" JSONB,

    CONSTRAINT "source_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dataset" (
    "id" UUID NOT NULL,
    "controller_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "yaml" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "dataset_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "source_check" (
    "id" UUID NOT NULL,
    "controller_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "asked_by" UUID NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT,
    "yaml" TEXT,
    "based_on" INTEGER,
    "sealed" BYTEA,
    "result" JSONB,

    CONSTRAINT "source_check_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "recipient" (
    "id" UUID NOT NULL,
    "controller_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "contact" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "receives" TEXT NOT NULL DEFAULT '',
    "safeguards" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "recipient_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "recipient_source" (
    "controller_id" UUID NOT NULL,
    "recipient_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,

    CONSTRAINT "recipient_source_pkey" PRIMARY KEY ("recipient_id","source_id")
);

-- CreateTable
CREATE TABLE "instruction" (
    "id" UUID NOT NULL,
    "controller_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "recipient_id" UUID NOT NULL,
    "instructed_at" TIMESTAMPTZ(3) NOT NULL,
    "answered_at" TIMESTAMPTZ(3),
    "answer" TEXT,
    "recorded_by" UUID,

    CONSTRAINT "instruction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "task" (
    "id" UUID NOT NULL,
    "controller_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "dataset_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "reason" TEXT,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "outcome" JSONB,
    "plan_file_id" UUID,

    CONSTRAINT "task_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inquiry" (
    "id" UUID NOT NULL,
    "controller_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "task_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'asked',
    "token_hash" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "fault" TEXT,
    "statement" JSONB,
    "assignee_id" UUID,
    "sealed_contact" BYTEA,
    "sealed_note" BYTEA,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "ask_again_at" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "answered_at" TIMESTAMPTZ(3),

    CONSTRAINT "inquiry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "document" (
    "id" UUID NOT NULL,
    "controller_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "inquiry_id" UUID NOT NULL,
    "media_type" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "sealed_name" BYTEA NOT NULL,
    "file_id" UUID NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "document_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "finding" (
    "id" UUID NOT NULL,
    "controller_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "task_id" UUID NOT NULL,
    "collection" TEXT NOT NULL,
    "rows" INTEGER NOT NULL,
    "shared" INTEGER NOT NULL DEFAULT 0,
    "third_party" INTEGER NOT NULL DEFAULT 0,
    "types" JSONB NOT NULL,
    "file_id" UUID NOT NULL,

    CONSTRAINT "finding_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "collected_part" (
    "id" UUID NOT NULL,
    "controller_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "task_id" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "collection" TEXT NOT NULL,
    "lines" INTEGER NOT NULL,
    "rows" INTEGER NOT NULL,
    "file_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "collected_part_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "correction" (
    "id" UUID NOT NULL,
    "controller_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "task_id" UUID NOT NULL,
    "collection" TEXT NOT NULL,
    "field" TEXT NOT NULL,
    "way" TEXT NOT NULL,
    "note_reason" TEXT,
    "in_source" BOOLEAN NOT NULL,
    "sealed" BYTEA NOT NULL,
    "evidence_file_id" UUID,
    "state" TEXT NOT NULL,
    "problem" TEXT,
    "proposed_by" UUID NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "done_at" TIMESTAMPTZ(3),
    "proof" TEXT,

    CONSTRAINT "correction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "identifier" (
    "id" UUID NOT NULL,
    "controller_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "label" TEXT NOT NULL,
    "sealed" BYTEA,
    "proof" TEXT NOT NULL,
    "confirmed_by" UUID NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),
    "searched_at" TIMESTAMPTZ(3),

    CONSTRAINT "identifier_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dispute" (
    "id" UUID NOT NULL,
    "controller_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "contact_index" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,
    "stated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "dispute_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "statement" (
    "id" UUID NOT NULL,
    "controller_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "jws" TEXT NOT NULL,
    "kid" TEXT NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "statement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "redaction" (
    "id" UUID NOT NULL,
    "controller_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "task_id" UUID NOT NULL,
    "collection" TEXT NOT NULL,
    "row" INTEGER,
    "field" TEXT,
    "decision" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "sealed_note" BYTEA,
    "decided_by" UUID NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,
    "row_hash" TEXT,
    "lost_at" TIMESTAMPTZ(3),

    CONSTRAINT "redaction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "vault_file" (
    "id" UUID NOT NULL,
    "controller_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "class" TEXT NOT NULL,
    "bytes" BIGINT NOT NULL,
    "sha256" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "vault_file_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "package" (
    "id" UUID NOT NULL,
    "controller_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "file_id" UUID NOT NULL,
    "manifest_sha256" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "downloads" INTEGER NOT NULL DEFAULT 0,
    "renewals" INTEGER NOT NULL DEFAULT 0,
    "renewing_since" TIMESTAMPTZ(3),

    CONSTRAINT "package_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "certificate" (
    "id" UUID NOT NULL,
    "controller_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "jws" TEXT NOT NULL,
    "kid" TEXT NOT NULL,
    "pdf_file_id" UUID,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "supersedes_id" UUID,

    CONSTRAINT "certificate_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "consent_receipt" (
    "id" UUID NOT NULL,
    "controller_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "jws" TEXT NOT NULL,
    "kid" TEXT NOT NULL,
    "sealed_salt" BYTEA NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "supersedes_id" UUID,

    CONSTRAINT "consent_receipt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "hold" (
    "id" UUID NOT NULL,
    "controller_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "collection" TEXT NOT NULL,
    "field" TEXT,
    "key_hash" TEXT,
    "contact_index" TEXT,
    "basis" TEXT NOT NULL,
    "sealed_reason" BYTEA NOT NULL,
    "until" TEXT,
    "placed_by" UUID NOT NULL,
    "placed_at" TIMESTAMPTZ(3) NOT NULL,
    "lifted_by" UUID,
    "lifted_at" TIMESTAMPTZ(3),

    CONSTRAINT "hold_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_entry" (
    "id" UUID NOT NULL,
    "controller_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "collection" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "key_hash" TEXT NOT NULL,
    "erased_at" TIMESTAMPTZ(3) NOT NULL,
    "changes" JSONB,
    "owner_hash" TEXT,
    "round" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "ledger_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "controller_id" UUID NOT NULL,
    "request_id" UUID,
    "type" TEXT NOT NULL,
    "actor" JSONB NOT NULL,
    "data" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox" (
    "event_id" UUID NOT NULL,
    "controller_id" UUID NOT NULL,
    "request_id" UUID,
    "type" TEXT NOT NULL,
    "relays" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("event_id")
);

-- CreateTable
CREATE TABLE "effect" (
    "event_id" UUID NOT NULL,
    "job" TEXT NOT NULL,
    "controller_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "effect_pkey" PRIMARY KEY ("event_id","job")
);

-- CreateTable
CREATE TABLE "timer" (
    "id" UUID NOT NULL,
    "controller_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "timer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "holiday_list" (
    "id" UUID NOT NULL,
    "controller_id" UUID NOT NULL,
    "calendar_id" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    "days" JSONB NOT NULL,
    "source" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'proposed',
    "proposed_by" UUID NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "rejection" TEXT,

    CONSTRAINT "holiday_list_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "recompute" (
    "event_id" UUID NOT NULL,
    "controller_id" UUID NOT NULL,
    "after_id" UUID,
    "total" INTEGER NOT NULL,
    "seen" INTEGER NOT NULL DEFAULT 0,
    "moved" INTEGER NOT NULL DEFAULT 0,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "recompute_pkey" PRIMARY KEY ("event_id")
);

-- CreateTable
CREATE TABLE "notice" (
    "id" UUID NOT NULL,
    "controller_id" UUID NOT NULL,
    "request_id" UUID,
    "event_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "transport" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "leaf" (
    "controller_id" UUID NOT NULL,
    "index" BIGINT NOT NULL,
    "event_id" UUID NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "leaf_pkey" PRIMARY KEY ("controller_id","index")
);

-- CreateTable
CREATE TABLE "checkpoint" (
    "controller_id" UUID NOT NULL,
    "size" BIGINT NOT NULL,
    "note" TEXT NOT NULL,
    "frontier" BYTEA[],
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "checkpoint_pkey" PRIMARY KEY ("controller_id","size")
);

-- CreateTable
CREATE TABLE "rate_limit" (
    "key" TEXT NOT NULL,
    "points" INTEGER NOT NULL,
    "expire" BIGINT,

    CONSTRAINT "rate_limit_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE UNIQUE INDEX "controller_slug_key" ON "controller"("slug");

-- CreateIndex
CREATE INDEX "request_key_controller_id_idx" ON "keys"."request_key"("controller_id");

-- CreateIndex
CREATE UNIQUE INDEX "user_email_key" ON "user"("email");

-- CreateIndex
CREATE UNIQUE INDEX "user_controller_id_id_key" ON "user"("controller_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "session_token_hash_key" ON "session"("token_hash");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "draft_token_hash_key" ON "draft"("token_hash");

-- CreateIndex
CREATE INDEX "draft_expires_at_idx" ON "draft"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "request_reference_key" ON "request"("reference");

-- CreateIndex
CREATE INDEX "request_controller_id_status_next_due_at_idx" ON "request"("controller_id", "status", "next_due_at");

-- CreateIndex
CREATE INDEX "request_controller_id_received_at_idx" ON "request"("controller_id", "received_at");

-- CreateIndex
CREATE INDEX "request_controller_id_contact_index_idx" ON "request"("controller_id", "contact_index");

-- CreateIndex
CREATE INDEX "request_previous_id_idx" ON "request"("previous_id");

-- CreateIndex
CREATE INDEX "request_follows_id_idx" ON "request"("follows_id");

-- CreateIndex
CREATE UNIQUE INDEX "request_controller_id_id_key" ON "request"("controller_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "request_controller_id_submission_key_key" ON "request"("controller_id", "submission_key");

-- CreateIndex
CREATE INDEX "clock_request_id_idx" ON "clock"("request_id");

-- CreateIndex
CREATE INDEX "clock_state_due_at_idx" ON "clock"("state", "due_at");

-- CreateIndex
CREATE INDEX "question_request_id_asked_at_idx" ON "question"("request_id", "asked_at");

-- CreateIndex
CREATE INDEX "code_request_id_created_at_idx" ON "code"("request_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "subject_session_token_hash_key" ON "subject_session"("token_hash");

-- CreateIndex
CREATE INDEX "subject_session_request_id_idx" ON "subject_session"("request_id");

-- CreateIndex
CREATE UNIQUE INDEX "source_controller_id_id_key" ON "source"("controller_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "source_controller_id_key_key" ON "source"("controller_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "dataset_controller_id_id_key" ON "dataset"("controller_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "dataset_source_id_version_key" ON "dataset"("source_id", "version");

-- CreateIndex
CREATE INDEX "source_check_source_id_asked_at_idx" ON "source_check"("source_id", "asked_at");

-- CreateIndex
CREATE INDEX "source_check_expires_at_idx" ON "source_check"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "recipient_controller_id_id_key" ON "recipient"("controller_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "instruction_request_id_recipient_id_key" ON "instruction"("request_id", "recipient_id");

-- CreateIndex
CREATE UNIQUE INDEX "task_controller_id_id_key" ON "task"("controller_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "task_request_id_source_id_purpose_key" ON "task"("request_id", "source_id", "purpose");

-- CreateIndex
CREATE UNIQUE INDEX "inquiry_token_hash_key" ON "inquiry"("token_hash");

-- CreateIndex
CREATE INDEX "inquiry_request_id_idx" ON "inquiry"("request_id");

-- CreateIndex
CREATE UNIQUE INDEX "inquiry_controller_id_id_key" ON "inquiry"("controller_id", "id");

-- CreateIndex
CREATE INDEX "document_inquiry_id_idx" ON "document"("inquiry_id");

-- CreateIndex
CREATE UNIQUE INDEX "document_controller_id_id_key" ON "document"("controller_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "finding_task_id_collection_key" ON "finding"("task_id", "collection");

-- CreateIndex
CREATE UNIQUE INDEX "collected_part_task_id_ordinal_key" ON "collected_part"("task_id", "ordinal");

-- CreateIndex
CREATE INDEX "correction_request_id_idx" ON "correction"("request_id");

-- CreateIndex
CREATE INDEX "identifier_request_id_idx" ON "identifier"("request_id");

-- CreateIndex
CREATE INDEX "dispute_controller_id_contact_index_idx" ON "dispute"("controller_id", "contact_index");

-- CreateIndex
CREATE UNIQUE INDEX "statement_request_id_key" ON "statement"("request_id");

-- CreateIndex
CREATE INDEX "redaction_request_id_idx" ON "redaction"("request_id");

-- CreateIndex
CREATE UNIQUE INDEX "vault_file_controller_id_id_key" ON "vault_file"("controller_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "package_request_id_key" ON "package"("request_id");

-- CreateIndex
CREATE UNIQUE INDEX "certificate_request_id_supersedes_id_key" ON "certificate"("request_id", "supersedes_id");

-- CreateIndex
CREATE UNIQUE INDEX "consent_receipt_request_id_supersedes_id_key" ON "consent_receipt"("request_id", "supersedes_id");

-- CreateIndex
CREATE INDEX "hold_request_id_idx" ON "hold"("request_id");

-- CreateIndex
CREATE INDEX "hold_controller_id_contact_index_idx" ON "hold"("controller_id", "contact_index");

-- CreateIndex
CREATE UNIQUE INDEX "hold_controller_id_id_key" ON "hold"("controller_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "ledger_entry_controller_id_source_id_collection_key_hash_re_key" ON "ledger_entry"("controller_id", "source_id", "collection", "key_hash", "request_id", "round");

-- CreateIndex
CREATE UNIQUE INDEX "event_seq_key" ON "event"("seq");

-- CreateIndex
CREATE INDEX "event_controller_id_request_id_seq_idx" ON "event"("controller_id", "request_id", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "event_controller_id_id_key" ON "event"("controller_id", "id");

-- CreateIndex
CREATE INDEX "outbox_due_at_idx" ON "outbox"("due_at");

-- CreateIndex
CREATE INDEX "timer_due_at_idx" ON "timer"("due_at");

-- CreateIndex
CREATE INDEX "timer_request_id_idx" ON "timer"("request_id");

-- CreateIndex
CREATE INDEX "notice_request_id_idx" ON "notice"("request_id");

-- CreateIndex
CREATE UNIQUE INDEX "notice_event_id_kind_key" ON "notice"("event_id", "kind");

-- CreateIndex
CREATE UNIQUE INDEX "leaf_event_id_key" ON "leaf"("event_id");

-- AddForeignKey
ALTER TABLE "user" ADD CONSTRAINT "user_controller_id_fkey" FOREIGN KEY ("controller_id") REFERENCES "controller"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_controller_id_user_id_fkey" FOREIGN KEY ("controller_id", "user_id") REFERENCES "user"("controller_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "request" ADD CONSTRAINT "request_controller_id_fkey" FOREIGN KEY ("controller_id") REFERENCES "controller"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "clock" ADD CONSTRAINT "clock_controller_id_request_id_fkey" FOREIGN KEY ("controller_id", "request_id") REFERENCES "request"("controller_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "question" ADD CONSTRAINT "question_controller_id_request_id_fkey" FOREIGN KEY ("controller_id", "request_id") REFERENCES "request"("controller_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source" ADD CONSTRAINT "source_controller_id_fkey" FOREIGN KEY ("controller_id") REFERENCES "controller"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dataset" ADD CONSTRAINT "dataset_controller_id_source_id_fkey" FOREIGN KEY ("controller_id", "source_id") REFERENCES "source"("controller_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source_check" ADD CONSTRAINT "source_check_controller_id_source_id_fkey" FOREIGN KEY ("controller_id", "source_id") REFERENCES "source"("controller_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recipient_source" ADD CONSTRAINT "recipient_source_controller_id_recipient_id_fkey" FOREIGN KEY ("controller_id", "recipient_id") REFERENCES "recipient"("controller_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recipient_source" ADD CONSTRAINT "recipient_source_controller_id_source_id_fkey" FOREIGN KEY ("controller_id", "source_id") REFERENCES "source"("controller_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "instruction" ADD CONSTRAINT "instruction_controller_id_request_id_fkey" FOREIGN KEY ("controller_id", "request_id") REFERENCES "request"("controller_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "instruction" ADD CONSTRAINT "instruction_controller_id_recipient_id_fkey" FOREIGN KEY ("controller_id", "recipient_id") REFERENCES "recipient"("controller_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task" ADD CONSTRAINT "task_controller_id_request_id_fkey" FOREIGN KEY ("controller_id", "request_id") REFERENCES "request"("controller_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task" ADD CONSTRAINT "task_controller_id_source_id_fkey" FOREIGN KEY ("controller_id", "source_id") REFERENCES "source"("controller_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task" ADD CONSTRAINT "task_controller_id_dataset_id_fkey" FOREIGN KEY ("controller_id", "dataset_id") REFERENCES "dataset"("controller_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "inquiry" ADD CONSTRAINT "inquiry_controller_id_request_id_fkey" FOREIGN KEY ("controller_id", "request_id") REFERENCES "request"("controller_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "inquiry" ADD CONSTRAINT "inquiry_controller_id_task_id_fkey" FOREIGN KEY ("controller_id", "task_id") REFERENCES "task"("controller_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "document" ADD CONSTRAINT "document_controller_id_request_id_fkey" FOREIGN KEY ("controller_id", "request_id") REFERENCES "request"("controller_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "document" ADD CONSTRAINT "document_controller_id_inquiry_id_fkey" FOREIGN KEY ("controller_id", "inquiry_id") REFERENCES "inquiry"("controller_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "document" ADD CONSTRAINT "document_controller_id_file_id_fkey" FOREIGN KEY ("controller_id", "file_id") REFERENCES "vault_file"("controller_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "finding" ADD CONSTRAINT "finding_controller_id_request_id_fkey" FOREIGN KEY ("controller_id", "request_id") REFERENCES "request"("controller_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "finding" ADD CONSTRAINT "finding_controller_id_task_id_fkey" FOREIGN KEY ("controller_id", "task_id") REFERENCES "task"("controller_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "finding" ADD CONSTRAINT "finding_controller_id_file_id_fkey" FOREIGN KEY ("controller_id", "file_id") REFERENCES "vault_file"("controller_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "collected_part" ADD CONSTRAINT "collected_part_controller_id_request_id_fkey" FOREIGN KEY ("controller_id", "request_id") REFERENCES "request"("controller_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "collected_part" ADD CONSTRAINT "collected_part_controller_id_task_id_fkey" FOREIGN KEY ("controller_id", "task_id") REFERENCES "task"("controller_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "collected_part" ADD CONSTRAINT "collected_part_controller_id_file_id_fkey" FOREIGN KEY ("controller_id", "file_id") REFERENCES "vault_file"("controller_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "correction" ADD CONSTRAINT "correction_controller_id_request_id_fkey" FOREIGN KEY ("controller_id", "request_id") REFERENCES "request"("controller_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "correction" ADD CONSTRAINT "correction_controller_id_task_id_fkey" FOREIGN KEY ("controller_id", "task_id") REFERENCES "task"("controller_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "correction" ADD CONSTRAINT "correction_controller_id_evidence_file_id_fkey" FOREIGN KEY ("controller_id", "evidence_file_id") REFERENCES "vault_file"("controller_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identifier" ADD CONSTRAINT "identifier_controller_id_request_id_fkey" FOREIGN KEY ("controller_id", "request_id") REFERENCES "request"("controller_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dispute" ADD CONSTRAINT "dispute_controller_id_request_id_fkey" FOREIGN KEY ("controller_id", "request_id") REFERENCES "request"("controller_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "statement" ADD CONSTRAINT "statement_controller_id_request_id_fkey" FOREIGN KEY ("controller_id", "request_id") REFERENCES "request"("controller_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "redaction" ADD CONSTRAINT "redaction_controller_id_request_id_fkey" FOREIGN KEY ("controller_id", "request_id") REFERENCES "request"("controller_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "redaction" ADD CONSTRAINT "redaction_controller_id_task_id_fkey" FOREIGN KEY ("controller_id", "task_id") REFERENCES "task"("controller_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "vault_file" ADD CONSTRAINT "vault_file_controller_id_request_id_fkey" FOREIGN KEY ("controller_id", "request_id") REFERENCES "request"("controller_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "package" ADD CONSTRAINT "package_controller_id_request_id_fkey" FOREIGN KEY ("controller_id", "request_id") REFERENCES "request"("controller_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "package" ADD CONSTRAINT "package_controller_id_file_id_fkey" FOREIGN KEY ("controller_id", "file_id") REFERENCES "vault_file"("controller_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "certificate" ADD CONSTRAINT "certificate_controller_id_request_id_fkey" FOREIGN KEY ("controller_id", "request_id") REFERENCES "request"("controller_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "certificate" ADD CONSTRAINT "certificate_controller_id_pdf_file_id_fkey" FOREIGN KEY ("controller_id", "pdf_file_id") REFERENCES "vault_file"("controller_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consent_receipt" ADD CONSTRAINT "consent_receipt_controller_id_request_id_fkey" FOREIGN KEY ("controller_id", "request_id") REFERENCES "request"("controller_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
