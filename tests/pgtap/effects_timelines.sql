-- What triggers write into the timelines of leads and deals: each kind of event, with what was
-- before and after, by whom; and nothing when nothing has changed.
BEGIN;
\ir helpers/people.psql
\ir helpers/rows.psql
SELECT plan(32);

SELECT tap_person('ann');
SELECT tap_person('ben');
SELECT tap_act_as('ann');
INSERT INTO public.leads (id, name) VALUES (tap_row('ann', 'leads'), 'x');
INSERT INTO public.leads (id, name) VALUES (tap_row('ann', 'other lead'), 'y');
INSERT INTO public.deals (id, stage, title, estimated_value, probability)
VALUES (tap_row('ann', 'deals'), 'analyzing', 'x', 100000, 50);

-- Whatever was written since the last look, and by whom.
CREATE TEMPORARY TABLE seen (id uuid PRIMARY KEY);
CREATE FUNCTION pg_temp.news(kind text) RETURNS text
LANGUAGE plpgsql
AS $$
DECLARE
    found text;
BEGIN
    EXECUTE format(
        'WITH new AS (
            SELECT * FROM public.%1$s_events AS e
            WHERE %1$s_id = $1 AND NOT EXISTS (SELECT FROM seen WHERE seen.id = e.id)
        ), kept AS (INSERT INTO seen SELECT id FROM new)
        SELECT string_agg(
            concat_ws('' | '', event_type, description, metadata ->> ''before'',
                metadata ->> ''after'',
                CASE created_by WHEN tap_id(''ann'') THEN ''ann'' ELSE ''somebody'' END),
            '' + '' ORDER BY event_type
        ) FROM new', kind
    ) INTO found USING tap_row('ann', kind || 's');
    RETURN found;
END
$$;

SELECT is(pg_temp.news('lead'), 'created | ann', 'a lead is created');
CREATE TEMPORARY TABLE changes (
    place integer GENERATED ALWAYS AS IDENTITY, kind text, change text, wanted text
);
INSERT INTO changes (kind, change, wanted) VALUES
    ('lead', 'name = ''z'', tags = ''{a}''', NULL),
    ('lead', 'status = status, score = score, is_deleted = is_deleted', NULL),
    (
        'lead', 'status = ''active''',
        'status_changed | new → active | {"status": "new"} | {"status": "active"} | ann'
    ),
    (
        'lead', 'score = 80',
        'score_changed | none → 80 | {"score": null} | {"score": 80} | ann'
    ),
    ('lead', 'score = NULL', 'score_changed | 80 → none | {"score": 80} | {"score": null} | ann'),
    (
        'lead', 'opt_status = ''opted_in''',
        'opt_changed | pending → opted_in | {"opt_status": "pending"} | '
        '{"opt_status": "opted_in"} | ann'
    ),
    (
        'lead', format('merged_into = %L', tap_row('ann', 'other lead')),
        format('merged | {"merged_into": null} | {"merged_into": "%s"} | ann',
            tap_row('ann', 'other lead'))
    ),
    ('lead', 'merged_into = NULL', NULL),
    ('lead', 'is_deleted = true', 'deleted | {"is_deleted": false} | {"is_deleted": true} | ann'),
    ('lead', 'is_deleted = false', 'restored | {"is_deleted": true} | {"is_deleted": false} | ann'),
    (
        'lead', 'status = ''closed'', score = 1',
        'score_changed | none → 1 | {"score": null} | {"score": 1} | ann + '
        'status_changed | active → closed | {"status": "active"} | {"status": "closed"} | ann'
    ),
    ('deal', 'notes = ''z''', 'notes_changed | {"notes": null} | {"notes": "z"} | ann'),
    ('deal', 'notes = ''z''', NULL),
    (
        'deal', 'stage = ''offer_sent''',
        'stage_changed | analyzing → offer_sent | {"stage": "analyzing"} | '
        '{"stage": "offer_sent"} | ann'
    ),
    (
        'deal', 'status = ''won''',
        'status_changed | active → won | {"status": "active"} | {"status": "won"} | ann'
    ),
    (
        'deal', 'estimated_value = 120000',
        'value_changed | {"probability": 50, "estimated_value": 100000.00, '
        '"expected_close_date": null} | {"probability": 50, "estimated_value": 120000.00, '
        '"expected_close_date": null} | ann'
    ),
    (
        'deal', 'probability = 60',
        'value_changed | {"probability": 50, "estimated_value": 120000.00, '
        '"expected_close_date": null} | {"probability": 60, "estimated_value": 120000.00, '
        '"expected_close_date": null} | ann'
    ),
    (
        'deal', 'expected_close_date = ''2026-06-30''',
        'value_changed | {"probability": 60, "estimated_value": 120000.00, '
        '"expected_close_date": null} | {"probability": 60, "estimated_value": 120000.00, '
        '"expected_close_date": "2026-06-30"} | ann'
    ),
    (
        'deal', 'next_action = ''Call the owner''',
        'next_action_changed | Call the owner | {"next_action": null, "next_action_due": null} | '
        '{"next_action": "Call the owner", "next_action_due": null} | ann'
    );

-- One row at a time: the change, then what it wrote.
CREATE FUNCTION pg_temp.trial(kind text, change text) RETURNS text
LANGUAGE plpgsql
AS $$
BEGIN
    EXECUTE tap_update(kind || 's', 'ann', change);
    RETURN pg_temp.news(kind);
END
$$;
SELECT is(pg_temp.trial(kind, change), wanted, format('a %s''s change: %s', kind, change))
FROM changes WHERE kind = 'lead' ORDER BY place;
SELECT is(
    pg_temp.news('deal'),
    'created | {"stage": "analyzing", "status": "active", "probability": 50, '
    '"estimated_value": 100000.00, "expected_close_date": null} | ann',
    'a deal is created'
);
SELECT is(pg_temp.trial(kind, change), wanted, format('a %s''s change: %s', kind, change))
FROM changes WHERE kind = 'deal' ORDER BY place;

-- Documents of a deal.
INSERT INTO public.re_documents (id, title, type, file_url)
VALUES (tap_row('ann', 're_documents'), 'Deed', 'deed', 'x');
SELECT is(pg_temp.news('deal'), NULL, 'a document of no deal writes nothing');
UPDATE public.re_documents SET deal_id = tap_row('ann', 'deals') WHERE title = 'Deed';
SELECT is(
    pg_temp.news('deal'), 'document_uploaded | Deed | ann', 'a document is moved to a deal'
);
UPDATE public.re_documents SET file_size = 1 WHERE title = 'Deed';
SELECT is(pg_temp.news('deal'), NULL, 'a document that stays where it is writes nothing');
INSERT INTO public.re_documents (title, type, file_url, deal_id)
VALUES ('Offer', 'offer', 'x', tap_row('ann', 'deals'));
SELECT is(pg_temp.news('deal'), 'document_uploaded | Offer | ann', 'a document is added to a deal');

-- Many rows at once are told one by one, and each to their owner alone.
INSERT INTO public.leads (name) SELECT 'many ' || n FROM generate_series(1, 20) AS n;
SELECT results_eq(
    'SELECT count(*)::integer
    FROM public.lead_events AS e
    JOIN public.leads AS l ON l.id = e.lead_id
    WHERE l.name LIKE ''many %'' AND e.event_type = ''created''', ARRAY[20],
    'twenty leads in one statement are twenty events'
);
SELECT tap_act_as('ben');
SELECT is_empty('SELECT FROM public.lead_events', 'another person reads none of it');
SELECT is_empty('SELECT FROM public.deal_events', 'nor of the deals');
SELECT tap_act_as('ann');
SELECT throws_ok(
    format('%s public.%s_events %s', verb, kind, rest), '42501',
    format('permission denied for table %s_events', kind),
    format('a %s''s timeline cannot be rewritten: %s', kind, verb)
)
FROM (VALUES ('UPDATE', 'SET description = ''z'''), ('DELETE FROM', '')) AS a (verb, rest)
CROSS JOIN (VALUES ('lead'), ('deal')) AS b (kind);

SELECT tap_reset();
SELECT * FROM finish();
ROLLBACK;
