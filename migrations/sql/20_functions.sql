-- Functions. `auth` holds what people may call, `internal` what only triggers and other
-- functions do. All but the cheap row triggers are SECURITY DEFINER: they run as doughy_owner
-- and ask `session_user`, which nothing that a person can set changes, who is calling.
--
-- Their search_path is `pg_catalog, pg_temp`, in this order. An empty one is not enough:
-- PostgreSQL then looks for types and tables in pg_temp first, and a member who makes a domain
-- pg_temp.text there has its CHECK run as doughy_owner. The plain row triggers, which a
-- cascade may run as doughy_owner too, name no type and no table.

-- Who is calling ------------------------------------------------------------------------

-- The person's id; NULL for somebody who is disabled or is not a person of this database.
CREATE FUNCTION auth.uid() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT id
    FROM auth.users
    WHERE login_role = session_user AND disabled_at IS NULL
$$;

-- Administrators of the database itself count as admins, so that the first can be made.
CREATE FUNCTION internal.is_admin() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT
        pg_catalog.pg_has_role(session_user, 'doughy_owner', 'MEMBER')
        OR EXISTS (
            SELECT
            FROM auth.users AS u
            JOIN public.profiles AS p ON p.id = u.id
            WHERE u.login_role = session_user AND u.disabled_at IS NULL AND p.role = 'admin'
        )
$$;

-- Lets an admin through, and one change to people at a time: two admins who disable each
-- other must not both succeed. The lock is on a table that nothing which members may call
-- touches: a transaction that they leave open must not keep admins waiting.
CREATE FUNCTION internal.begin_admin_change() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NOT internal.is_admin() THEN
        RAISE EXCEPTION 'only an admin may manage people'
            USING ERRCODE = '42501', HINT = 'Ask an admin of this database.';
    END IF;
    LOCK TABLE auth.schema_version IN SHARE ROW EXCLUSIVE MODE;
END
$$;

-- An array that has one element, at the caller's slot; NULL for whom `auth.uid()` does not know.
CREATE FUNCTION auth.own_slot() RETURNS boolean[]
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT array_fill(true, ARRAY[1], ARRAY[uuid_hash(id) >> 1])
    FROM auth.users
    WHERE login_role = session_user AND disabled_at IS NULL
$$;

-- Whether a lead is the person's, for the policies of leads themselves: a sub-query there would
-- ask them again, without end. In the schema `internal`, so that only policies call it.
CREATE FUNCTION internal.is_own_lead(lead_id uuid, user_id uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN EXISTS (
        SELECT
        FROM public.leads AS l
        WHERE l.id = is_own_lead.lead_id AND l.user_id = is_own_lead.user_id
    );
END
$$;

-- One row about the caller, none if they are not a person of this database.
CREATE FUNCTION auth.me() RETURNS TABLE (
    id uuid, email text, full_name text, role text, is_service boolean,
    must_change_password boolean, disabled_at timestamptz, created_at timestamptz
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT
        u.id, u.email, p.full_name, coalesce(p.role::text, 'service'), u.is_service,
        u.must_change_password, u.disabled_at, u.created_at
    FROM auth.users AS u
    LEFT JOIN public.profiles AS p ON p.id = u.id
    WHERE u.login_role = session_user
$$;

CREATE FUNCTION auth.list_users() RETURNS TABLE (
    id uuid, email text, full_name text, role text, is_service boolean,
    must_change_password boolean, disabled_at timestamptz, created_at timestamptz
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NOT internal.is_admin() THEN
        RAISE EXCEPTION 'only an admin may list the people of this database'
            USING ERRCODE = '42501', HINT = 'Ask an admin of this database.';
    END IF;
    RETURN QUERY
        SELECT
            u.id, u.email, p.full_name, coalesce(p.role::text, 'service'), u.is_service,
            u.must_change_password, u.disabled_at, u.created_at
        FROM auth.users AS u
        LEFT JOIN public.profiles AS p ON p.id = u.id
        ORDER BY u.email;
END
$$;

-- After an import: the planner would go on taking the tables for small until autovacuum looks,
-- and only their owner may do this. It does nothing unless one has more than doubled since
-- anybody looked, and tells nobody anything.
CREATE FUNCTION auth.analyze_leads() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    small constant integer := 50;
BEGIN
    IF EXISTS (
        SELECT
        FROM pg_catalog.pg_class AS c
        WHERE c.oid IN (
                'public.leads'::regclass, 'public.contacts'::regclass,
                'public.lead_contacts'::regclass, 'public.lead_events'::regclass,
                'public.re_properties'::regclass
            )
            AND pg_catalog.pg_relation_size(c.oid)
                > 2 * greatest(c.relpages, small) * current_setting('block_size')::bigint
    ) THEN
        ANALYZE public.leads, public.contacts, public.lead_contacts, public.lead_events,
            public.re_properties;
    END IF;
END
$$;

-- Merging leads -------------------------------------------------------------------------
-- People neither change nor delete what a timeline tells, and so cannot carry it over when a
-- lead takes another's place. These two do that alone: an event goes to another lead, and says
-- the same, of the same time and by the same person. What came from where stands in an event
-- `merged`, which no policy lets people write: only that goes back.

-- Carries the timeline of a merged lead over to the one that it is merged into, but for what
-- this transaction told of the merge itself. `details` is kept in the event `merged`.
CREATE FUNCTION auth.merge_lead_events(from_lead uuid, into_lead uuid, details jsonb)
RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    caller constant uuid := auth.uid();
    old_name text;
    moved uuid[];
BEGIN
    SELECT s.name INTO old_name
    FROM public.leads AS s
    JOIN public.leads AS t ON t.id = s.merged_into
    WHERE s.id = from_lead AND t.id = into_lead AND s.is_deleted
        AND s.user_id = caller AND t.user_id = caller
    FOR UPDATE OF s, t;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'these are not two leads of yours, one merged into the other'
            USING ERRCODE = '42501', HINT = 'Merge them with `doughy leads merge`.';
    END IF;
    IF jsonb_typeof(details) IS DISTINCT FROM 'object' THEN
        RAISE EXCEPTION 'details must be a JSON object' USING ERRCODE = '22023';
    END IF;
    WITH carried AS (
        UPDATE public.lead_events AS e
        SET lead_id = into_lead
        WHERE e.lead_id = from_lead
            AND NOT (
                e.event_type IN ('merged', 'deleted') AND e.created_at >= transaction_timestamp()
            )
        RETURNING e.id
    )
    SELECT coalesce(array_agg(c.id), '{}') INTO moved FROM carried AS c;
    INSERT INTO public.lead_events
        (lead_id, event_type, description, metadata, created_at, created_by)
    VALUES (
        into_lead, 'merged', format('%s (%s)', old_name, left(from_lead::text, 8)),
        details || jsonb_build_object('source', from_lead, 'target', into_lead, 'events', moved),
        clock_timestamp(), caller
    );
    RETURN cardinality(moved);
END
$$;

-- Gives a lead back, as long as it is merged, what `merge_lead_events` took from it, and what
-- has taken a note of it back since.
CREATE FUNCTION auth.unmerge_lead_events(merged_event uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    caller constant uuid := auth.uid();
    from_lead uuid;
    into_lead uuid;
    carried text[];
    moved integer;
BEGIN
    SELECT s.id, t.id, ARRAY(SELECT jsonb_array_elements_text(e.metadata -> 'events'))
    INTO from_lead, into_lead, carried
    FROM public.lead_events AS e
    JOIN public.leads AS t ON t.id = e.lead_id
    JOIN public.leads AS s ON s.merged_into = t.id AND s.id::text = e.metadata ->> 'source'
    WHERE e.id = merged_event AND e.event_type = 'merged' AND e.created_by = caller
        AND s.user_id = caller AND t.user_id = caller
    FOR UPDATE OF s, t;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'this is no merge of two leads of yours that still holds'
            USING ERRCODE = '42501', HINT = 'Take it back with `doughy leads unmerge`.';
    END IF;
    UPDATE public.lead_events AS e
    SET lead_id = from_lead
    WHERE e.lead_id = into_lead
        AND (
            e.id = ANY (carried::uuid[])
            OR (e.event_type = 'note_withdrawn' AND e.metadata ->> 'event_id' = ANY (carried))
        );
    GET DIAGNOSTICS moved = ROW_COUNT;
    RETURN moved;
END
$$;

-- A key of the owner of a job, sealed as it is stored, for the worker that has the job just now.
-- A service may read no keys; what it is given here opens only with the owner's vault secret.
CREATE FUNCTION auth.job_key(job_id uuid, token uuid, service text) RETURNS TABLE (
    id uuid, user_id uuid, service text, key_ciphertext text, nonce text, salt text, email text
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT k.id, k.user_id, k.service, k.key_ciphertext, k.nonce, k.salt, p.email
    FROM public.ai_jobs AS j
    JOIN public.api_keys AS k ON k.user_id = j.user_id
    JOIN public.profiles AS p ON p.id = k.user_id
    WHERE j.id = job_key.job_id
        AND j.lease_token = job_key.token
        AND j.status = 'running'
        AND j.lease_expires_at > now()
        AND k.service = job_key.service
        AND EXISTS (
            SELECT
            FROM auth.users AS u
            WHERE u.login_role = session_user AND u.is_service AND u.disabled_at IS NULL
        )
$$;

-- Parts of managing people --------------------------------------------------------------

CREATE FUNCTION internal.log(level text, source text, message text, details jsonb)
RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    INSERT INTO public.system_logs (level, source, message, details)
    VALUES (level, source, message, details || jsonb_build_object('by', session_user))
$$;

-- The name is at most 63 bytes, PostgreSQL's limit; a longer one would be cut silently.
CREATE FUNCTION internal.login_role(sign_in_name text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT CASE
        WHEN octet_length(current_database() || '/' || sign_in_name) <= 63
            THEN current_database() || '/' || sign_in_name
        ELSE current_database() || '/'
            || left(encode(sha256(convert_to(sign_in_name, 'UTF8')), 'hex'), 32)
    END
$$;

-- Refuses what PostgreSQL would take for a password in clear.
CREATE FUNCTION internal.check_verifier(verifier text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    parts text[] := pg_catalog.regexp_match(
        verifier,
        '^SCRAM-SHA-256\$([1-9][0-9]{3,6}):([A-Za-z0-9+/]{16,}={0,2})'
        '\$([A-Za-z0-9+/]{43}=):([A-Za-z0-9+/]{43}=)$'
    );
    part text;
BEGIN
    IF parts IS NULL OR parts[1]::integer < 4096 THEN
        RAISE EXCEPTION 'the password was not handed over as a SCRAM-SHA-256 verifier'
            USING ERRCODE = '22023', HINT = 'Hash it first; a password in clear is refused.';
    END IF;
    FOREACH part IN ARRAY parts[2:4] LOOP
        PERFORM decode(part, 'base64');
    END LOOP;
EXCEPTION WHEN invalid_parameter_value THEN
    -- Not the original: its text, or that of decode(), could repeat what was handed over.
    RAISE EXCEPTION 'the password was not handed over as a SCRAM-SHA-256 verifier'
        USING ERRCODE = '22023', HINT = 'Hash it first; a password in clear is refused.';
END
$$;

CREATE FUNCTION internal.find_user(user_id uuid) RETURNS auth.users
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    person auth.users;
BEGIN
    SELECT * INTO person FROM auth.users AS u WHERE u.id = find_user.user_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is nobody with the id %', user_id USING ERRCODE = 'P0002';
    END IF;
    RETURN person;
END
$$;

CREATE FUNCTION internal.is_active_admin(user_id uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT EXISTS (
        SELECT
        FROM auth.users AS u
        JOIN public.profiles AS p ON p.id = u.id
        WHERE u.id = is_active_admin.user_id AND u.disabled_at IS NULL AND p.role = 'admin'
    )
$$;

-- Refuses if nobody but this person is an admin who can sign in.
CREATE FUNCTION internal.refuse_last_admin(user_id uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NOT EXISTS (
        SELECT
        FROM auth.users AS u
        JOIN public.profiles AS p ON p.id = u.id
        WHERE p.role = 'admin' AND u.disabled_at IS NULL
            AND u.id <> refuse_last_admin.user_id
    ) THEN
        RAISE EXCEPTION 'this is the last admin'
            USING ERRCODE = 'DY001', HINT = 'Make another person an admin first.';
    END IF;
END
$$;

-- Makes a login's groups what the person's row and profile say.
CREATE FUNCTION internal.sync_groups(user_id uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    person auth.users := internal.find_user(user_id);
    person_role public.user_role;
    wanted text[];
    group_role text;
BEGIN
    SELECT p.role INTO person_role FROM public.profiles AS p WHERE p.id = person.id;
    wanted := CASE
        WHEN person.disabled_at IS NOT NULL THEN ARRAY[]::text[]
        WHEN person.is_service THEN ARRAY['doughy_service']
        WHEN person_role = 'admin' THEN ARRAY['doughy_member', 'doughy_admin']
        WHEN person_role = 'support' THEN ARRAY['doughy_member', 'doughy_support']
        ELSE ARRAY['doughy_member']
    END;
    FOREACH group_role IN ARRAY
        ARRAY['doughy_member', 'doughy_support', 'doughy_admin', 'doughy_service']
    LOOP
        IF group_role = ANY (wanted) THEN
            IF NOT pg_catalog.pg_has_role(person.login_role, group_role, 'MEMBER') THEN
                EXECUTE format('GRANT %I TO %I', group_role, person.login_role);
            END IF;
        ELSIF pg_catalog.pg_has_role(person.login_role, group_role, 'MEMBER') THEN
            EXECUTE format('REVOKE %I FROM %I', group_role, person.login_role);
            -- A grant that somebody else made by hand is not ours to take back.
            IF pg_catalog.pg_has_role(person.login_role, group_role, 'MEMBER') THEN
                RAISE EXCEPTION '% keeps the role %', person.email, group_role
                    USING ERRCODE = '42501',
                    HINT = 'It was granted by hand; the same hand must revoke it.';
            END IF;
        END IF;
    END LOOP;
    -- An open connection may hold a prepared statement whose plan has the policies of the old
    -- groups in it. The owner has this right already; granting it again makes every
    -- connection plan afresh.
    GRANT SELECT ON ALL TABLES IN SCHEMA public TO doughy_owner;
END
$$;

-- Ends a person's open connections. Only a member of their role may: doughy_owner becomes
-- one for the moment.
CREATE FUNCTION internal.end_sessions(login_role name) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    EXECUTE format('GRANT %I TO doughy_owner', login_role);
    PERFORM pg_catalog.pg_terminate_backend(a.pid, 2000)
    FROM pg_catalog.pg_stat_activity AS a
    WHERE a.usename = end_sessions.login_role AND a.pid <> pg_catalog.pg_backend_pid();
    EXECUTE format('REVOKE %I FROM doughy_owner', login_role);
END
$$;

-- Gives a login its password. Only what is caught here could fail with the statement, and so
-- the verifier, in its text: PostgreSQL 16 and later let a role be changed by those alone who
-- hold the right to hand it out.
CREATE FUNCTION internal.set_password(login_role name, verifier text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    EXECUTE format('ALTER ROLE %I PASSWORD %L', login_role, verifier);
EXCEPTION WHEN insufficient_privilege OR undefined_object THEN
    RAISE EXCEPTION 'the role % is not one that doughy_owner may change', login_role
        USING ERRCODE = '42501',
        HINT = format(
            'As a superuser: GRANT %I TO doughy_owner WITH ADMIN OPTION;', login_role
        );
END
$$;

-- A login of this database and its row. A role that an earlier database of the same name has
-- left behind is taken over if it is an ordinary one.
CREATE FUNCTION internal.create_login(
    sign_in_name text, verifier text, is_service boolean, must_change boolean
) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    login text := internal.login_role(sign_in_name);
    verb text := 'CREATE';
    new_id uuid;
BEGIN
    IF EXISTS (SELECT FROM auth.users AS u WHERE u.email = sign_in_name) THEN
        RAISE EXCEPTION '% is already a person of this database', sign_in_name
            USING ERRCODE = '23505';
    END IF;
    IF EXISTS (SELECT FROM pg_catalog.pg_roles AS r WHERE r.rolname = login) THEN
        IF EXISTS (
            SELECT
            FROM pg_catalog.pg_roles AS r
            WHERE r.rolname = login
                AND (
                    r.rolsuper OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication
                    OR r.rolbypassrls
                )
        ) OR EXISTS (
            SELECT
            FROM pg_catalog.pg_auth_members AS m
            JOIN pg_catalog.pg_roles AS r ON r.oid = m.member
            JOIN pg_catalog.pg_roles AS g ON g.oid = m.roleid
            WHERE r.rolname = login AND g.rolname NOT IN (
                'doughy_member', 'doughy_support', 'doughy_admin', 'doughy_service'
            )
        ) OR EXISTS (
            -- Somebody of a database whose name is this one's and the start of an e-mail.
            SELECT
            FROM pg_catalog.pg_database AS d
            CROSS JOIN LATERAL pg_catalog.aclexplode(d.datacl) AS a
            JOIN pg_catalog.pg_roles AS r ON r.oid = a.grantee
            WHERE r.rolname = login AND d.datname <> current_database()
        ) THEN
            RAISE EXCEPTION 'the server already has a role named %, which is not ours', login
                USING ERRCODE = '23505';
        END IF;
        verb := 'ALTER';
    END IF;
    EXECUTE format('%s ROLE %I LOGIN', verb, login);
    PERFORM internal.set_password(login, verifier);
    EXECUTE format(
        'GRANT CONNECT, TEMPORARY ON DATABASE %I TO %I', current_database(), login
    );
    -- A slot of their own: two people with the same would be asked after each other's rows.
    LOOP
        new_id := gen_random_uuid();
        EXIT WHEN NOT EXISTS (
            SELECT FROM auth.users AS u WHERE uuid_hash(u.id) >> 1 = uuid_hash(new_id) >> 1
        );
    END LOOP;
    INSERT INTO auth.users (id, email, login_role, is_service, must_change_password)
    VALUES (new_id, sign_in_name, login, is_service, must_change);
    PERFORM internal.sync_groups(new_id);
    RETURN new_id;
END
$$;

-- Managing people -----------------------------------------------------------------------

CREATE FUNCTION auth.create_user(
    email text,
    verifier text,
    role public.user_role DEFAULT 'user',
    full_name text DEFAULT NULL,
    must_change boolean DEFAULT true
) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    address text := lower(btrim(email));
    new_id uuid;
BEGIN
    PERFORM internal.begin_admin_change();
    PERFORM internal.check_verifier(verifier);
    IF address IS NULL OR address !~ '^[^@[:space:][:cntrl:]]+@[^@[:space:][:cntrl:]]+$' THEN
        RAISE EXCEPTION 'this is not an e-mail address: %', coalesce(email, 'nothing')
            USING ERRCODE = '22023';
    END IF;
    new_id := internal.create_login(address, verifier, false, must_change);
    UPDATE public.profiles AS p
    SET full_name = create_user.full_name, role = create_user.role
    WHERE p.id = new_id;
    PERFORM internal.log(
        'info', 'auth', format('%s was added as %s', address, role),
        jsonb_build_object('user_id', new_id, 'email', address, 'role', role)
    );
    RETURN new_id;
END
$$;

CREATE FUNCTION auth.create_service(name text, verifier text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    new_id uuid;
BEGIN
    PERFORM internal.begin_admin_change();
    PERFORM internal.check_verifier(verifier);
    IF name IS NULL OR name !~ '^[a-z0-9][a-z0-9._-]*$' THEN
        RAISE EXCEPTION 'this cannot be a service''s name: %', coalesce(name, 'nothing')
            USING ERRCODE = '22023',
            HINT = 'Small letters, digits, dots, dashes and underscores; no @.';
    END IF;
    new_id := internal.create_login(name, verifier, true, false);
    PERFORM internal.log(
        'info', 'auth', format('the service %s was added', name),
        jsonb_build_object('user_id', new_id, 'email', name, 'role', 'service')
    );
    RETURN new_id;
END
$$;

CREATE FUNCTION auth.set_role(user_id uuid, role public.user_role) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    person auth.users;
BEGIN
    PERFORM internal.begin_admin_change();
    person := internal.find_user(user_id);
    IF person.is_service THEN
        RAISE EXCEPTION '% is a service, which has no role', person.email
            USING ERRCODE = '22023';
    END IF;
    -- The trigger on profiles does the rest.
    UPDATE public.profiles AS p
    SET role = set_role.role
    WHERE p.id = person.id AND p.role <> set_role.role;
END
$$;

-- Where new documents are kept if a profile does not say it, and where they were before: the
-- newest first. None if nobody has ever said it.
CREATE FUNCTION auth.document_places() RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT coalesce(array_agg(p.place ORDER BY p.set_at DESC), '{}')
    FROM auth.document_places AS p
    WHERE auth.uid() IS NOT NULL
$$;

CREATE FUNCTION auth.set_document_place(place text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM internal.begin_admin_change();
    IF place <> 'local' AND place !~ '^s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9._=-]+)*$' THEN
        RAISE EXCEPTION 'documents are kept in local or in s3://BUCKET/PREFIX'
            USING ERRCODE = '22023';
    END IF;
    DELETE FROM auth.document_places AS p WHERE p.place = set_document_place.place;
    INSERT INTO auth.document_places (place) VALUES (set_document_place.place);
    PERFORM internal.log(
        'info', 'auth', format('documents are kept in %s', internal.in_words(place)),
        jsonb_build_object('place', place)
    );
END
$$;

CREATE FUNCTION auth.disable_user(user_id uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    person auth.users;
BEGIN
    PERFORM internal.begin_admin_change();
    person := internal.find_user(user_id);
    IF person.disabled_at IS NOT NULL THEN
        RETURN;
    END IF;
    IF internal.is_active_admin(person.id) THEN
        PERFORM internal.refuse_last_admin(person.id);
    END IF;
    IF person.login_role = session_user THEN
        RAISE EXCEPTION 'you cannot disable yourself'
            USING ERRCODE = '42501', HINT = 'Another admin can.';
    END IF;
    -- Before anything of theirs is changed: a transaction in which they have set their password
    -- would be waited for. And again, for who came in meanwhile.
    PERFORM internal.end_sessions(person.login_role);
    EXECUTE format('ALTER ROLE %I NOLOGIN', person.login_role);
    UPDATE auth.users AS u SET disabled_at = now() WHERE u.id = person.id;
    PERFORM internal.sync_groups(person.id);
    PERFORM internal.end_sessions(person.login_role);
    PERFORM internal.log(
        'warning', 'auth', format('%s was disabled', person.email),
        jsonb_build_object('user_id', person.id, 'email', person.email)
    );
END
$$;

CREATE FUNCTION auth.enable_user(user_id uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    person auth.users;
BEGIN
    PERFORM internal.begin_admin_change();
    person := internal.find_user(user_id);
    IF person.disabled_at IS NULL THEN
        RETURN;
    END IF;
    UPDATE auth.users AS u SET disabled_at = NULL WHERE u.id = person.id;
    EXECUTE format('ALTER ROLE %I LOGIN', person.login_role);
    PERFORM internal.sync_groups(person.id);
    PERFORM internal.log(
        'info', 'auth', format('%s was enabled', person.email),
        jsonb_build_object('user_id', person.id, 'email', person.email)
    );
END
$$;

CREATE FUNCTION auth.reset_password(user_id uuid, verifier text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    person auth.users;
BEGIN
    PERFORM internal.begin_admin_change();
    PERFORM internal.check_verifier(verifier);
    person := internal.find_user(user_id);
    PERFORM internal.set_password(person.login_role, verifier);
    UPDATE auth.users AS u
    SET must_change_password = NOT u.is_service
    WHERE u.id = person.id;
    PERFORM internal.log(
        'warning', 'auth', format('the password of %s was reset', person.email),
        jsonb_build_object('user_id', person.id, 'email', person.email)
    );
END
$$;

CREATE FUNCTION auth.change_password(verifier text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM internal.check_verifier(verifier);
    UPDATE auth.users AS u
    SET must_change_password = false
    WHERE u.login_role = session_user AND u.disabled_at IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'you are not a person of this database' USING ERRCODE = '42501';
    END IF;
    PERFORM internal.set_password(session_user, verifier);
END
$$;

-- Deletes a person, everything that is theirs, and their login. What they wrote into rows of
-- others stays, without their name.
CREATE FUNCTION auth.delete_user(user_id uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    person auth.users;
BEGIN
    PERFORM internal.begin_admin_change();
    person := internal.find_user(user_id);
    IF internal.is_active_admin(person.id) THEN
        PERFORM internal.refuse_last_admin(person.id);
    END IF;
    IF person.login_role = session_user THEN
        RAISE EXCEPTION 'you cannot delete yourself'
            USING ERRCODE = '42501', HINT = 'Another admin can.';
    END IF;

    -- No more rows from them while theirs are deleted; as when somebody is disabled.
    PERFORM internal.end_sessions(person.login_role);
    EXECUTE format('ALTER ROLE %I NOLOGIN PASSWORD NULL', person.login_role);
    PERFORM internal.end_sessions(person.login_role);

    UPDATE public.deal_events AS t SET created_by = NULL WHERE t.created_by = person.id;
    UPDATE public.lead_events AS t SET created_by = NULL WHERE t.created_by = person.id;
    UPDATE public.transcripts AS t SET created_by = NULL WHERE t.created_by = person.id;
    UPDATE public.re_documents AS t SET uploaded_by = NULL WHERE t.uploaded_by = person.id;
    DELETE FROM public.re_documents AS t WHERE t.user_id = person.id;
    DELETE FROM public.deals AS t WHERE t.user_id = person.id;
    DELETE FROM public.leads AS t WHERE t.user_id = person.id;
    DELETE FROM public.contacts AS t WHERE t.user_id = person.id;
    DELETE FROM public.re_properties AS t WHERE t.user_id = person.id;
    DELETE FROM public.workspaces AS t WHERE t.user_id = person.id;
    DELETE FROM public.api_keys AS t WHERE t.user_id = person.id;
    DELETE FROM public.user_plans AS t WHERE t.user_id = person.id;
    DELETE FROM public.profiles AS t WHERE t.id = person.id;
    DELETE FROM auth.users AS t WHERE t.id = person.id;

    -- Whatever the login owns here (large objects, say) and was granted here.
    EXECUTE format('GRANT %I TO doughy_owner', person.login_role);
    EXECUTE format('DROP OWNED BY %I', person.login_role);
    EXECUTE format(
        'REVOKE ALL ON DATABASE %I FROM %I', current_database(), person.login_role
    );
    EXECUTE format('REVOKE %I FROM doughy_owner', person.login_role);
    BEGIN
        EXECUTE format('DROP ROLE %I', person.login_role);
    EXCEPTION WHEN dependent_objects_still_exist THEN
        -- It owns something in another database, or somebody granted it something. It can no
        -- longer sign in anywhere, and its name is taken over if the person is added again.
        PERFORM internal.log(
            'warning', 'auth',
            format('the role %s is still named by other objects and was kept', person.login_role),
            jsonb_build_object('login_role', person.login_role)
        );
    END;
    PERFORM internal.log(
        'warning', 'auth', format('%s was removed', person.email),
        jsonb_build_object('user_id', person.id, 'email', person.email)
    );
END
$$;

-- Triggers: people ----------------------------------------------------------------------

CREATE FUNCTION internal.create_profile() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    INSERT INTO public.profiles (id, email) VALUES (NEW.id, NEW.email);
    RETURN NULL;
END
$$;

-- The profile's role is what people read; the login's groups are what PostgreSQL obeys.
CREATE FUNCTION internal.change_role() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- An admin who has just stopped being one was allowed to.
    IF NOT (OLD.role = 'admin' AND NEW.id = auth.uid()) THEN
        PERFORM internal.begin_admin_change();
    END IF;
    LOCK TABLE auth.schema_version IN SHARE ROW EXCLUSIVE MODE;
    IF OLD.role = 'admin'
        AND EXISTS (SELECT FROM auth.users WHERE id = NEW.id AND disabled_at IS NULL)
    THEN
        PERFORM internal.refuse_last_admin(NEW.id);
    END IF;
    PERFORM internal.sync_groups(NEW.id);
    PERFORM internal.log(
        'warning', 'auth', format('%s went from %s to %s', NEW.email, OLD.role, NEW.role),
        jsonb_build_object(
            'user_id', NEW.id, 'email', NEW.email, 'before', OLD.role, 'after', NEW.role
        )
    );
    RETURN NULL;
END
$$;

-- Triggers: rows ------------------------------------------------------------------------
-- Called for every row of an import, so they are plain: not SECURITY DEFINER, no settings.

CREATE FUNCTION internal.touch() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    -- Not now(), which stands still within a transaction: two edits must differ.
    NEW.updated_at := clock_timestamp();
    RETURN NEW;
END
$$;

-- Stored e-mails and phones are compared by plain equality, which an index can serve under
-- row level security. A phone is only tidied where nothing can be lost: an international
-- number without its separators. "(0)" is not one of those: it must go, not be kept as 0.
CREATE FUNCTION internal.normalise_contact() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    NEW.email := lower(nullif(btrim(NEW.email, E' \t\r\n\u00a0'), ''));
    NEW.phone := nullif(btrim(NEW.phone, E' \t\r\n\u00a0'), '');
    IF NEW.phone ~ '^\+[1-9][0-9]*[ .()-][0-9 .()-]*(;ext=[0-9]+)?$' AND NEW.phone !~ '\( *0' THEN
        IF length(regexp_replace(split_part(NEW.phone, ';', 1), '[^0-9]', '', 'g'))
            BETWEEN 7 AND 15
        THEN
            NEW.phone := regexp_replace(split_part(NEW.phone, ';', 1), '[ .()-]', '', 'g')
                || coalesce(substring(NEW.phone FROM ';.*$'), '');
        END IF;
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION internal.fill_user_id() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    NEW.user_id := auth.uid();
    RETURN NEW;
END
$$;

CREATE FUNCTION internal.fill_created_by() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    NEW.created_by := auth.uid();
    RETURN NEW;
END
$$;

CREATE FUNCTION internal.fill_uploaded_by() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    NEW.uploaded_by := auth.uid();
    RETURN NEW;
END
$$;

-- A person may cancel a job that has not ended and retry one that has failed or was
-- cancelled. Anything else would let a job run twice, or turn a failure into a success.
CREATE FUNCTION internal.check_job_status() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NEW.status = 'cancelled' AND OLD.status IN ('queued', 'running') THEN
        NEW.completed_at := clock_timestamp();
        NEW.lease_expires_at := NULL;
    ELSIF NOT EXISTS (
        SELECT FROM auth.users AS u WHERE u.login_role = session_user AND NOT u.is_service
    ) THEN
        RETURN NEW;
    ELSIF NEW.status = 'queued' AND OLD.status IN ('failed', 'cancelled') THEN
        NEW.attempts := 0;
        NEW.error_message := NULL;
        NEW.progress := NULL;
        NEW.run_after := clock_timestamp();
        NEW.started_at := NULL;
        NEW.completed_at := NULL;
        NEW.leased_by := NULL;
        NEW.lease_token := NULL;
        NEW.lease_expires_at := NULL;
    ELSE
        RAISE EXCEPTION 'a job that is % cannot become %', OLD.status, NEW.status
            USING ERRCODE = '42501',
            HINT = 'Queued and running jobs can be cancelled, failed and cancelled ones retried.';
    END IF;
    RETURN NEW;
END
$$;

-- Triggers: whose a row is --------------------------------------------------------------

-- Whose a row is that belongs to another: that one's owner's, whatever the writer says. Of what
-- is nobody's, or of two people's, a row is nobody's, and no policy lets that in.
CREATE FUNCTION internal.own_as_lead() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    NEW.user_id := (SELECT l.user_id FROM public.leads AS l WHERE l.id = NEW.lead_id);
    RETURN NEW;
END
$$;

CREATE FUNCTION internal.own_as_deal() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    NEW.user_id := (SELECT d.user_id FROM public.deals AS d WHERE d.id = NEW.deal_id);
    RETURN NEW;
END
$$;

CREATE FUNCTION internal.own_as_property_and_document() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    NEW.user_id := (
        SELECT p.user_id
        FROM public.re_properties AS p
        JOIN public.re_documents AS d USING (user_id)
        WHERE p.id = NEW.property_id AND d.id = NEW.document_id
    );
    RETURN NEW;
END
$$;

-- Triggers: imports ---------------------------------------------------------------------
-- No upsert is let near these tables (rules in 30_triggers.sql say why), and with it no ON
-- CONFLICT DO NOTHING. An import asks for the same by a setting: rows whose place is taken are
-- left out, one by one, by what was there and by rows of the same statement. Whose the row is that
-- is there, an ON CONFLICT would not tell either.
-- Of a lead's e-mail and phone the next one in the index's order is asked for, and only the right
-- index has that order: of equal conditions on an empty table, all indexes by person seem as good,
-- and the plan that is kept then reads all leads of the person for each row.

CREATE FUNCTION internal.skip_taken_lead() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF EXISTS (SELECT FROM public.leads AS l WHERE l.id = NEW.id) THEN
        RETURN NULL;
    END IF;
    IF NOT NEW.is_deleted AND (
        EXISTS (
            SELECT
            FROM (
                SELECT l.user_id, lower(l.email) AS email
                FROM public.leads AS l
                WHERE (l.user_id, lower(l.email)) >= (NEW.user_id, lower(NEW.email))
                    AND l.email IS NOT NULL AND l.is_deleted = false
                ORDER BY l.user_id, lower(l.email)
                LIMIT 1
            ) AS next
            WHERE next.user_id = NEW.user_id AND next.email = lower(NEW.email)
        )
        OR EXISTS (
            SELECT
            FROM (
                SELECT l.user_id, l.phone
                FROM public.leads AS l
                WHERE (l.user_id, l.phone) >= (NEW.user_id, NEW.phone)
                    AND l.phone IS NOT NULL AND l.is_deleted = false
                ORDER BY l.user_id, l.phone
                LIMIT 1
            ) AS next
            WHERE next.user_id = NEW.user_id AND next.phone = NEW.phone
        )
    ) THEN
        RETURN NULL;
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION internal.skip_taken_contact() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF EXISTS (SELECT FROM public.contacts AS c WHERE c.id = NEW.id) THEN
        RETURN NULL;
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION internal.skip_taken_property() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF EXISTS (SELECT FROM public.re_properties AS p WHERE p.id = NEW.id) THEN
        RETURN NULL;
    END IF;
    RETURN NEW;
END
$$;

-- Triggers: timelines -------------------------------------------------------------------
-- Once a statement, over all of its rows: an import of ten thousand leads calls them once.
-- `metadata` is {"before": {column: value}, "after": {column: value}}.

CREATE FUNCTION internal.lead_events() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO public.lead_events (lead_id, event_type, created_at, created_by)
        SELECT n.id, 'created', clock_timestamp(), (SELECT auth.uid())
        FROM new_rows AS n;
        RETURN NULL;
    END IF;
    INSERT INTO public.lead_events
        (lead_id, event_type, description, metadata, created_at, created_by)
    SELECT
        n.id, change.event_type, change.description,
        jsonb_build_object('before', change.before, 'after', change.after),
        clock_timestamp(), (SELECT auth.uid())
    FROM old_rows AS o
    JOIN new_rows AS n USING (id)
    CROSS JOIN LATERAL (
        VALUES
            (
                'status_changed', format('%s → %s', o.status, n.status),
                jsonb_build_object('status', o.status),
                jsonb_build_object('status', n.status)
            ),
            (
                'score_changed',
                format('%s → %s', coalesce(o.score::text, 'none'), coalesce(n.score::text, 'none')),
                jsonb_build_object('score', o.score),
                jsonb_build_object('score', n.score)
            ),
            (
                'opt_changed',
                format(
                    '%s → %s',
                    coalesce(o.opt_status::text, 'none'), coalesce(n.opt_status::text, 'none')
                ),
                jsonb_build_object('opt_status', o.opt_status),
                jsonb_build_object('opt_status', n.opt_status)
            ),
            (
                -- Only into a lead: taking a merge back is told by `restored`.
                CASE WHEN n.merged_into IS NOT NULL THEN 'merged' END, NULL,
                jsonb_build_object('merged_into', o.merged_into),
                jsonb_build_object('merged_into', n.merged_into)
            ),
            (
                CASE WHEN n.is_deleted THEN 'deleted' ELSE 'restored' END, NULL,
                jsonb_build_object('is_deleted', o.is_deleted),
                jsonb_build_object('is_deleted', n.is_deleted)
            )
    ) AS change (event_type, description, before, after)
    WHERE change.before <> change.after AND change.event_type IS NOT NULL;
    RETURN NULL;
END
$$;

CREATE FUNCTION internal.deal_events() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO public.deal_events (deal_id, event_type, metadata, created_at, created_by)
        SELECT
            n.id, 'created',
            jsonb_build_object(
                'after',
                jsonb_build_object(
                    'status', n.status,
                    'stage', n.stage,
                    'estimated_value', n.estimated_value,
                    'probability', n.probability,
                    'expected_close_date', n.expected_close_date
                )
            ),
            clock_timestamp(), (SELECT auth.uid())
        FROM new_rows AS n;
        RETURN NULL;
    END IF;
    INSERT INTO public.deal_events
        (deal_id, event_type, description, metadata, created_at, created_by)
    SELECT
        n.id, change.event_type, change.description,
        jsonb_build_object('before', change.before, 'after', change.after),
        clock_timestamp(), (SELECT auth.uid())
    FROM old_rows AS o
    JOIN new_rows AS n USING (id)
    CROSS JOIN LATERAL (
        VALUES
            (
                'status_changed', format('%s → %s', o.status, n.status),
                jsonb_build_object('status', o.status),
                jsonb_build_object('status', n.status)
            ),
            (
                'stage_changed', format('%s → %s', o.stage, n.stage),
                jsonb_build_object('stage', o.stage),
                jsonb_build_object('stage', n.stage)
            ),
            (
                -- What a forecast is made of.
                'value_changed', NULL,
                jsonb_build_object(
                    'estimated_value', o.estimated_value,
                    'probability', o.probability,
                    'expected_close_date', o.expected_close_date
                ),
                jsonb_build_object(
                    'estimated_value', n.estimated_value,
                    'probability', n.probability,
                    'expected_close_date', n.expected_close_date
                )
            ),
            (
                'next_action_changed', n.next_action,
                jsonb_build_object(
                    'next_action', o.next_action, 'next_action_due', o.next_action_due
                ),
                jsonb_build_object(
                    'next_action', n.next_action, 'next_action_due', n.next_action_due
                )
            ),
            (
                'details_changed', NULL,
                jsonb_build_object(
                    'title', o.title, 'lead_id', o.lead_id, 'property_id', o.property_id
                ),
                jsonb_build_object(
                    'title', n.title, 'lead_id', n.lead_id, 'property_id', n.property_id
                )
            ),
            (
                'notes_changed', NULL,
                jsonb_build_object('notes', o.notes), jsonb_build_object('notes', n.notes)
            )
    ) AS change (event_type, description, before, after)
    WHERE change.before <> change.after;
    RETURN NULL;
END
$$;

-- A document that was added to a deal, or moved to it.
CREATE FUNCTION internal.document_events() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    moved uuid[] := '{}';
BEGIN
    IF TG_OP = 'UPDATE' THEN
        SELECT coalesce(array_agg(n.id), '{}')
        INTO moved
        FROM old_rows AS o
        JOIN new_rows AS n USING (id)
        WHERE n.deal_id IS DISTINCT FROM o.deal_id;
    END IF;
    INSERT INTO public.deal_events
        (deal_id, event_type, description, metadata, created_at, created_by)
    SELECT
        n.deal_id, 'document_uploaded', n.title,
        jsonb_build_object('document_id', n.id, 'title', n.title, 'type', n.type),
        clock_timestamp(), (SELECT auth.uid())
    FROM new_rows AS n
    WHERE n.deal_id IS NOT NULL AND (TG_OP = 'INSERT' OR n.id = ANY (moved));
    RETURN NULL;
END
$$;

-- Triggers: system logs -----------------------------------------------------------------

-- A name in a message: one line, not too long, and nothing in it that a terminal obeys.
CREATE FUNCTION internal.in_words(name text) RETURNS text
LANGUAGE sql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT left(regexp_replace(name, '[[:cntrl:]]', '?', 'g'), 100)
$$;

-- Never the ciphertext. A service is named as its owner pleases: what could act on a terminal
-- stays out of the message, and `details` has all of it.
CREATE FUNCTION internal.log_api_keys() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    person text := session_user;
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO public.system_logs (level, source, message, details)
        SELECT
            'info', 'keys', format('the key for %s was set', internal.in_words(k.service)),
            jsonb_build_object('user_id', k.user_id, 'service', k.service, 'by', person)
        FROM new_rows AS k;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO public.system_logs (level, source, message, details)
        SELECT
            'info', 'keys', format('the key for %s was removed', internal.in_words(k.service)),
            jsonb_build_object('user_id', k.user_id, 'service', k.service, 'by', person)
        FROM old_rows AS k;
    ELSE
        INSERT INTO public.system_logs (level, source, message, details)
        SELECT
            'info', 'keys', format('the key for %s was rotated', internal.in_words(k.service)),
            jsonb_build_object('user_id', k.user_id, 'service', k.service, 'by', person)
        FROM old_rows AS o
        JOIN new_rows AS k USING (id)
        WHERE k.key_ciphertext <> o.key_ciphertext OR k.service <> o.service;
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION internal.log_plans() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- OLD and NEW are empty where there is no such row.
    PERFORM internal.log(
        'info', 'plans', 'a plan was changed',
        jsonb_build_object(
            'user_id', coalesce(NEW.user_id, OLD.user_id),
            'before', CASE WHEN TG_OP <> 'INSERT' THEN
                jsonb_build_object('plan_name', OLD.plan_name, 'status', OLD.status)
            END,
            'after', CASE WHEN TG_OP <> 'DELETE' THEN
                jsonb_build_object('plan_name', NEW.plan_name, 'status', NEW.status)
            END
        )
    );
    RETURN NULL;
END
$$;

-- Without the error's text, which can repeat what the job was given. A job that goes back to the
-- queue with its attempt counted has failed this time, or its worker was lost.
CREATE FUNCTION internal.log_failed_jobs() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    INSERT INTO public.system_logs (level, source, message, details)
    SELECT
        CASE n.status WHEN 'failed' THEN 'error' ELSE 'warning' END,
        'jobs',
        format(
            CASE n.status WHEN 'failed' THEN 'a %s job failed' ELSE 'a %s job is tried again' END,
            internal.in_words(n.job_type)
        ),
        jsonb_build_object(
            'job_id', n.id, 'deal_id', n.deal_id, 'job_type', n.job_type,
            'attempts', n.attempts, 'by', session_user
        )
    FROM old_rows AS o
    JOIN new_rows AS n USING (id)
    WHERE
        (n.status = 'failed' AND o.status <> 'failed')
        OR (n.status = 'queued' AND o.status = 'running' AND n.attempts >= o.attempts);
    RETURN NULL;
END
$$;

-- A hint for followers, who read the rows themselves. Any role may listen, so it carries
-- nothing but ids, and a few of them are enough of a hint. Any role may also fill the queue,
-- which fails whoever notifies next: there is no hint long before that, and followers look
-- by themselves from time to time.
CREATE FUNCTION internal.notify_logs() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF pg_catalog.pg_notification_queue_usage() < 0.5 THEN
        PERFORM pg_catalog.pg_notify('system_logs', hint.id::text)
        FROM (SELECT n.id FROM new_rows AS n LIMIT 100) AS hint;
    END IF;
    RETURN NULL;
END
$$;

-- Who may call what ---------------------------------------------------------------------

DO $$
DECLARE
    ours regprocedure;
BEGIN
    -- Not ALL FUNCTIONS: the guard is a superuser's.
    FOR ours IN
        SELECT p.oid
        FROM pg_catalog.pg_proc AS p
        WHERE p.pronamespace::regnamespace::text IN ('auth', 'internal')
            AND pg_catalog.pg_has_role(p.proowner, 'USAGE')
    LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', ours);
    END LOOP;
END
$$;

GRANT EXECUTE ON FUNCTION
    auth.uid(), auth.own_slot(), auth.me(), auth.change_password(text), auth.document_places()
TO doughy_member, doughy_service;

GRANT EXECUTE ON FUNCTION
    auth.analyze_leads(),
    auth.merge_lead_events(uuid, uuid, jsonb), auth.unmerge_lead_events(uuid),
    internal.is_own_lead(uuid, uuid)
TO doughy_member;

GRANT EXECUTE ON FUNCTION auth.job_key(uuid, uuid, text) TO doughy_service;

GRANT EXECUTE ON FUNCTION
    auth.list_users(),
    auth.create_user(text, text, public.user_role, text, boolean),
    auth.create_service(text, text),
    auth.set_role(uuid, public.user_role),
    auth.set_document_place(text),
    auth.disable_user(uuid),
    auth.enable_user(uuid),
    auth.reset_password(uuid, text),
    auth.delete_user(uuid)
TO doughy_admin;
