-- Every enum and its labels, in their order; that every column of one refuses anything else.
BEGIN;
\ir helpers/people.psql
\ir helpers/rows.psql
SELECT plan(48);

SELECT enums_are('public', ARRAY[
    'deal_status', 'document_type', 'job_status', 'lead_document_type', 'lead_status',
    'message_channel', 'message_direction', 'message_status', 'opt_status', 'user_role'
]);
SELECT enum_has_labels('public', 'deal_status', ARRAY['active', 'won', 'lost', 'archived']);
SELECT enum_has_labels(
    'public', 'document_type', ARRAY[
        'inspection', 'appraisal', 'title_search', 'survey', 'photo', 'comp', 'offer',
        'counter_offer', 'purchase_agreement', 'addendum', 'closing_statement', 'hud1',
        'deed', 'contract', 'receipt', 'other'
    ]
);
SELECT enum_has_labels(
    'public', 'job_status', ARRAY[
        'queued', 'running', 'succeeded', 'failed', 'cancelled'
    ]
);
SELECT enum_has_labels(
    'public', 'lead_document_type', ARRAY[
        'id', 'tax_return', 'bank_statement', 'w9', 'death_cert', 'poa', 'other'
    ]
);
SELECT enum_has_labels(
    'public', 'lead_status', ARRAY['new', 'active', 'qualified', 'unqualified', 'closed']
);
SELECT enum_has_labels('public', 'message_channel', ARRAY['sms', 'email', 'voice']);
SELECT enum_has_labels('public', 'message_direction', ARRAY['incoming', 'outgoing']);
SELECT enum_has_labels(
    'public', 'message_status', ARRAY['sent', 'delivered', 'failed', 'pending', 'read']
);
SELECT enum_has_labels('public', 'opt_status', ARRAY['opted_in', 'opted_out', 'pending']);
SELECT enum_has_labels('public', 'user_role', ARRAY['user', 'admin', 'support', 'standard']);

SELECT tap_person('ann');
SELECT tap_rows('ann');
CREATE TEMPORARY TABLE enum_columns (table_name text, name text, type text, label text);
INSERT INTO enum_columns VALUES
    ('ai_jobs', 'status', 'job_status', 'cancelled'),
    ('calls', 'direction', 'message_direction', 'outgoing'),
    ('contacts', 'sms_opt_status', 'opt_status', 'pending'),
    ('deals', 'status', 'deal_status', 'archived'),
    ('leads', 'opt_status', 'opt_status', 'pending'),
    ('leads', 'status', 'lead_status', 'closed'),
    ('messages', 'channel', 'message_channel', 'voice'),
    ('messages', 'direction', 'message_direction', 'outgoing'),
    ('messages', 'status', 'message_status', 'read'),
    ('profiles', 'role', 'user_role', 'standard'),
    ('re_documents', 'type', 'document_type', 'other'),
    ('re_lead_documents', 'type', 'lead_document_type', 'other');

SELECT set_eq(
    'SELECT c.relname::text, a.attname::text, t.typname::text
    FROM pg_attribute AS a
    JOIN pg_class AS c ON c.oid = a.attrelid
    JOIN pg_type AS t ON t.oid = a.atttypid
    WHERE t.typtype = ''e'' AND c.relkind = ''r'' AND c.relnamespace = ''public''::regnamespace',
    'SELECT table_name, name, type FROM enum_columns',
    'every column of an enum is among those that are tried'
);
SELECT lives_ok(
    tap_update(table_name, 'ann', format('%I = %L', name, label)),
    format('%s.%s takes %s', table_name, name, label)
)
FROM enum_columns ORDER BY table_name, name;
SELECT throws_ok(
    tap_update(table_name, 'ann', format('%I = %L', name, wrong)), '22P02',
    format('invalid input value for enum %s: "%s"', type, wrong),
    format('%s.%s does not take %L', table_name, name, wrong)
)
FROM enum_columns CROSS JOIN (VALUES ('nonsense'), ('')) AS w (wrong)
ORDER BY table_name, name, wrong;

SELECT * FROM finish();
ROLLBACK;
