"""What every error's code means: its exit codes, its usual cause, and the remedy.

Scripts see the code under `--json`; docs/troubleshooting.md is made from this. A test holds it to
the program: each code that is raised anywhere is here, with the exit code of what raises it.
"""

from __future__ import annotations

from typing import NamedTuple


class Meaning(NamedTuple):
    """`exits` are the exit codes that come with it; none for what is only said of a row (of a
    message that was not sent, of a finding of `doughy doctor`) and ends no command."""

    exits: tuple[int, ...]
    cause: str
    remedy: str


Codes = dict[str, Meaning]

KINDS: Codes = {
    "failed": Meaning(
        (1,), "It could not be done, and no other code fits.", "The message says what and where."
    ),
    "usage": Meaning(
        (2,),
        "A word, flag or value of the command line, or a file that it names, is not one that the "
        "command takes.",
        "The message names it; `--help` of the command says what it takes.",
    ),
    "not_found": Meaning(
        (3,),
        "There is no such thing, or it is somebody else's: row security makes both look alike.",
        "Look for it with `list`, `--deleted` among what was removed, and check `doughy whoami`.",
    ),
    "sign_in": Meaning(
        (4,),
        "The server refused the e-mail and password, or the login is of none of the database's "
        "people.",
        "`doughy login`; an admin gives a new password with `doughy users reset-password EMAIL`.",
    ),
    "conflict": Meaning(
        (5,),
        "The database has a rule that the values break, or somebody changed the same rows.",
        "The message names the field or the rule; change the value, or run it again.",
    ),
    "done_in_part": Meaning(
        (6,),
        "Some rows were taken, and others were rejected; what was taken is stored.",
        "The rejected ones are listed with their reasons: mend and give those alone.",
    ),
    "unreachable": Meaning(
        (7,),
        "The server does not answer, or the embedded one cannot be started.",
        "`doughy doctor` says what is in the way; `doughy db status` where the server's log is.",
    ),
    "not_permitted": Meaning(
        (8,),
        "You see it and may not do this to it: it is somebody else's, or for admins.",
        "Ask its owner or an admin. `doughy can VERB NOUN ID` tells beforehand.",
    ),
    "interrupted": Meaning(
        (130,), "It was stopped with Ctrl-C or by a signal before its end.", "Run it again."
    ),
    "defect": Meaning(
        (1,),
        "Something happened that nobody foresaw.",
        "Run it again with `--verbose`, and report what it prints with `doughy doctor --report`.",
    ),
    "input_needed": Meaning(
        (2,),
        "A question would be asked, and nobody can be asked: no terminal, or `--no-input`.",
        "Give the flag that the hint names.",
    ),
    "no_terminal": Meaning(
        (2,),
        "A screen needs a terminal that can move its cursor.",
        "Run it in a terminal, or use the way for scripts that the hint names.",
    ),
    "not_text": Meaning(
        (2,),
        "What was given is not text in UTF-8.",
        "Save the file, or set the terminal, as UTF-8.",
    ),
    "ambiguous_id": Meaning(
        (5,),
        "A beginning of an id fits several records.",
        "Give more of it; the message lists them.",
    ),
    "stale": Meaning(
        (5,),
        "Somebody changed the record after you had read it; nothing was saved.",
        "Look at it again, and give the change anew.",
    ),
    "duplicate": Meaning(
        (5,),
        "Another record has the e-mail, phone, address or name already.",
        "Change that one, which the message names; for properties, `--allow-duplicate`.",
    ),
}

SETUP: Codes = {
    "not_set_up": Meaning(
        (7,),
        "There is no database on this computer yet, and none is named.",
        "`doughy quickstart`, or `doughy login --database-url URL`.",
    ),
    "not_running": Meaning(
        (7,),
        "The embedded server was stopped.",
        "`doughy db start`; most commands do so themselves.",
    ),
    "no_home": Meaning(
        (1,),
        "The user has no home folder: no HOME, no line in /etc/passwd.",
        "Set DOUGHY_HOME to a folder that you can write to.",
    ),
    "not_writable": Meaning(
        (1,),
        "A folder or file of doughy's cannot be written: rights, a full or read-only disk.",
        "Mend its rights, or set DOUGHY_HOME to another folder.",
    ),
    "disk_full": Meaning(
        (1, 7),
        "The disk is full, here or under the server; what was saved before is intact.",
        "Free some space, and run it again.",
    ),
    "no_such_profile": Meaning(
        (2,), "No profile has this name.", "`doughy profiles list` shows those that there are."
    ),
    "profile_taken": Meaning(
        (2,),
        "The profile stands for another database already.",
        "Give the new one a name: `--profile NAME`.",
    ),
    "bad_url": Meaning(
        (2,),
        "The database URL is not one that PostgreSQL understands, or names no database.",
        "Write `postgresql://HOST[:PORT]/DATABASE`; encode special characters (`%23` for `#`).",
    ),
    "not_embedded": Meaning(
        (2,),
        "`db start|stop|restart` are for the server on this computer, and another one is named.",
        "Start and stop that one where it runs, or leave `--database-url` and the profile away.",
    ),
    "certificate": Meaning(
        (7,),
        "The server's certificate is not trusted, or is for another host.",
        "`sslrootcert=FILE` in the URL, with the certificate of who signed it.",
    ),
    "no_database": Meaning(
        (7,),
        "The server has no database of this name.",
        "Make it: `doughy init --database-url URL`.",
    ),
    "no_schema": Meaning(
        (1,),
        "The database is there, and doughy's schema is not, or is at an older revision.",
        "Its administrator runs `doughy init`, or `doughy migrate up`.",
    ),
    "schema_differs": Meaning(
        (1,),
        "Tables, policies or functions are not those of this version of doughy.",
        "`doughy migrate up`; a table that was changed by hand is the administrator's to mend.",
    ),
    "server_too_old": Meaning(
        (1,), "The server is older than PostgreSQL 15.", "Upgrade it, or use the embedded one."
    ),
    "in_use": Meaning(
        (5,),
        "Somebody's open transaction holds a table that a migration needs.",
        "Run it again once it has ended; the message names them.",
    ),
}

SIGNING_IN: Codes = {
    "not_signed_in": Meaning(
        (4,),
        "Nobody is named, or no password is kept for them.",
        "`doughy login`; in scripts DOUGHY_EMAIL and DOUGHY_PASSWORD.",
    ),
    "disabled": Meaning(
        (4,), "An admin disabled the account.", "An admin enables it: `doughy users enable EMAIL`."
    ),
    "wrong_database": Meaning(
        (4,), "The login is of another database on the same server.", "`doughy login` for this one."
    ),
    "above_row_security": Meaning(
        (8,),
        "The URL's role is an owner or a superuser, whom row security does not bind.",
        "Sign in as a person: `doughy login`. `doughy users add` makes one.",
    ),
    "administrator_needed": Meaning(
        (4,),
        "`init`, `migrate`, `backup` and `restore` need the server's administrator.",
        "Name them: `--database-url postgresql://ADMINISTRATOR@HOST/DATABASE`.",
    ),
    "administrator_refused": Meaning(
        (4,),
        "The server refused the administrator's password.",
        "Type it again, or put it into PGPASSWORD.",
    ),
    "has_admin": Meaning(
        (5,),
        "The database has an admin, and `init` makes the first one only.",
        "Sign in; an admin adds others with `doughy users add EMAIL`.",
    ),
    "credentials_exposed": Meaning(
        (2,),
        "Others can read the file with your passwords.",
        "`chmod 600` it, and change the password with `doughy passwd`.",
    ),
    "weak_password": Meaning(
        (2,), "The password is too short, or no prompt can send it.", "Choose a longer one."
    ),
    "bad_email": Meaning((2,), "It cannot be an e-mail address.", "Correct it."),
    "bad_phone": Meaning(
        (2,),
        "It cannot be a phone number.",
        "Outside your region, begin with + and the country's code.",
    ),
}

FILES: Codes = {
    "bad_file": Meaning(
        (1,),
        "A file cannot be read as what it is said to be: broken CSV or JSON, no header, bad bytes.",
        "The message names the line; `--preview` shows how the file is understood.",
    ),
    "not_a_backup": Meaning(
        (2,),
        "It is no backup, or was cut short or damaged; nothing was changed.",
        "Give a file that `doughy db backup` wrote.",
    ),
    "backup_too_new": Meaning(
        (2,), "The backup is of a newer doughy.", "Install that version, or a later one."
    ),
    "programs_too_old": Meaning(
        (1,),
        "pg_dump and pg_restore must be as new as the server, or as the backup.",
        "Set DOUGHY_PG_BIN to the bin folder of a newer PostgreSQL.",
    ),
    "programs_without_tls": Meaning(
        (1,),
        "psql, pg_dump and pg_restore as doughy brings them were built without encryption, which "
        "the URL asks for.",
        "Install PostgreSQL's own programs, and set DOUGHY_PG_BIN to their bin folder.",
    ),
    "restore_running": Meaning(
        (5,), "Another restore is at work on this server.", "Wait until it has ended."
    ),
}

PIPELINE: Codes = {
    "merged": Meaning(
        (5,),
        "The lead was merged into another one.",
        "Name that one, or take it back: `doughy leads unmerge ID`.",
    ),
    "consent": Meaning(
        (1,),
        "STOPs that were not recorded, or messages sent after one, were found.",
        "`doughy leads opt-audit --fix` records the STOPs.",
    ),
    "busy": Meaning((5,), "The same triage is open in another terminal.", "Go on there."),
    "active_deal": Meaning(
        (5,),
        "The property has an active deal already, and can have one only.",
        "Go on with that one, or end it first: `doughy deals archive ID`.",
    ),
    "ended": Meaning((5,), "The deal is won, lost or archived.", "`doughy deals reopen ID` first."),
    "reason_needed": Meaning(
        (2,), "Something speaks against it: a gate, an offer above the limit.", "Give a `--reason`."
    ),
    "unknown_stage": Meaning(
        (2,), "It is not one of the stages.", "The hint lists them; for your own, `--any-stage`."
    ),
    "input_missing": Meaning(
        (2,),
        "A number that an offer is made of is not known.",
        "Give it with the flag that is named.",
    ),
    "no_timeline": Meaning(
        (5,),
        "The offer has no deal and no lead on whose timeline it could be kept.",
        "Give the property a lead, or make a deal of it.",
    ),
}

SENDING: Codes = {
    "no_sender": Meaning(
        (2,), "Nothing says from whom it comes.", "Set it once: `doughy leads sender`."
    ),
    "no_postal_address": Meaning(
        (2,),
        "A mail to several must carry a postal address (CAN-SPAM).",
        "Set it once: `doughy leads sender --postal-address`.",
    ),
    "bad_template": Meaning(
        (2,), "A field or a brace of the text is not understood.", "Write `{{` for a brace."
    ),
    "opted_out": Meaning(
        (1, 5, 8),
        "They opted out, here or at the provider.",
        "If they agreed since: `doughy leads opt ID in --reason TEXT`.",
    ),
    "no_opt_in": Meaning(
        (8,),
        "They have not agreed to be written to, and `require_opt_in` asks for that.",
        "Record it: `doughy leads opt ID in`.",
    ),
    "quiet_hours": Meaning(
        (8,), "It is between 21:00 and 08:00 where they are.", "Send it later, or `--now`."
    ),
    "not_yours": Meaning((8,), "They are somebody else's leads.", "Their owner writes to them."),
    "deleted": Meaning((5,), "The lead is deleted.", "`doughy leads restore ID` first."),
    "no_phone": Meaning((1,), "The lead has no phone number.", "`doughy leads edit ID --phone`."),
    "no_email": Meaning((1,), "The lead has no e-mail.", "`doughy leads edit ID --email`."),
    "empty_field": Meaning(
        (1,),
        "The text has a field that is empty for this lead.",
        "Fill it in, or give a word instead: `{first_name|there}`.",
    ),
    "empty": Meaning((1,), "Nothing would be left of the text.", "Look at it with `--dry-run`."),
    "too_long": Meaning((1,), "The text is longer than a message can be.", "Shorten it."),
    "already_sent": Meaning(
        (5,), "They were sent the same before.", "`--again` sends it once more."
    ),
    "unresolved": Meaning(
        (1, 5, 6, 7, 130),
        "It may have been sent, or not: the answer was lost.",
        "`doughy leads messages sync` finds out; nothing is sent twice meanwhile.",
    ),
    "taken": Meaning((5,), "Another command is sending it.", "See `doughy leads messages list`."),
    "gone": Meaning((1,), "The lead was removed meanwhile.", "Nothing is to be done."),
    "not_sent": Meaning((), "It was not come to before the command ended.", "Run it again."),
    "unknown": Meaning((), "It ended while this was being sent.", "`doughy leads messages sync`."),
}

KEYS: Codes = {
    "no_key": Meaning((3,), "No key is stored for the service.", "`doughy keys set SERVICE`."),
    "empty_key": Meaning((2,), "The key, or the variable it is read from, is empty.", "Give it."),
    "bad_key": Meaning(
        (1, 2), "The key is not written as this provider's keys are.", "Copy the whole of it again."
    ),
    "secret_in_arguments": Meaning(
        (2,),
        "A secret was written on the command line, which others can read and the shell keeps.",
        "Give it at the prompt or on stdin; have the provider make a new one.",
    ),
    "no_vault_secret": Meaning(
        (1,),
        "Keys are stored, and this computer has no vault secret to open them with.",
        "Where they were stored: `doughy keys vault show-recovery`. Here: `doughy keys vault set`.",
    ),
    "wrong_vault_secret": Meaning(
        (1,),
        "The key was sealed with another vault secret than the one here.",
        "Where it was stored: `doughy keys vault show-recovery`. Here: `doughy keys vault set`.",
    ),
    "damaged": Meaning(
        (1,),
        "A stored key or a document's file is not as it was written.",
        "Store the key anew: `doughy keys set SERVICE`; bring the file back from a backup.",
    ),
    "key_refused": Meaning(
        (1,),
        "The provider refused the key: wrong, revoked, or not allowed to do this.",
        "`doughy keys check SERVICE`; store a new one.",
    ),
    "provider_rejected": Meaning(
        (1,), "The provider understood the request, and does not do it.", "The message says why."
    ),
    "rate_limited": Meaning((1,), "The provider is asked too often.", "Try again later."),
    "provider_failed": Meaning((1,), "The provider has a fault of its own.", "Try again later."),
    "provider_unreachable": Meaning(
        (7,), "The provider does not answer, or was cut off.", "Check the network and HTTPS_PROXY."
    ),
    "bad_answer": Meaning(
        (1,),
        "What answered is not the provider's API: a proxy, a sign-in page, a redirect.",
        "Check what stands between.",
    ),
    "openai_no_answer": Meaning(
        (1,), "The model refused, or its answer was cut off.", "Try again; shorten the document."
    ),
}

DOCUMENTS: Codes = {
    "missing": Meaning(
        (1,),
        "The file is not where the document says.",
        "Bring it back from a backup of the files.",
    ),
    "elsewhere": Meaning(
        (1,),
        "The file is on another computer, or in a bucket that this profile does not know.",
        "`doughy docs store` says which places it knows, and takes another.",
    ),
    "outside": Meaning(
        (1,),
        "The document points where doughy keeps nothing: somebody wrote it there by hand.",
        "Add the file anew: `doughy docs add`.",
    ),
    "changed": Meaning(
        (1,), "The file was changed while it was added, or since.", "Add it once more."
    ),
    "link": Meaning(
        (1,), "It is a link, and doughy keeps no file of it.", "`doughy docs open ID` shows it."
    ),
    "not_private": Meaning(
        (1,), "Others can read the folder with the documents.", "`chmod 700` it, as the hint says."
    ),
    "no_boto3": Meaning(
        (1,), "Documents in S3 need a package more.", "`pip install 'doughy[s3]'`."
    ),
    "no_bucket": Meaning((1,), "There is no such bucket.", "Make it, or name another one."),
}

JOBS: Codes = {
    "job_status": Meaning(
        (5,), "A job of this status cannot be cancelled or retried.", "`doughy jobs show ID`."
    ),
    "unknown_job_type": Meaning(
        (2,), "No handler for this type is installed.", "`doughy jobs types` lists those that are."
    ),
    "secrets_exposed": Meaning(
        (2,), "Others can read the worker's file of secrets.", "`chmod 600` it."
    ),
}

# What only `doughy doctor` says. It ends with 1 for a fault, and with 0 for a warning.
DOCTOR: Codes = {
    "not_installed": Meaning(
        (), "doughy runs from a folder, so its packages cannot be compared.", "Install it with pip."
    ),
    "packages": Meaning(
        (), "A package is missing or of the wrong version.", "Install doughy again."
    ),
    "file_in_the_way": Meaning((), "A file lies where a folder is needed.", "Move it away."),
    "open_folder": Meaning((), "Everybody may write to a folder of doughy's.", "`chmod o-w` it."),
    "open_config": Meaning(
        (), "Others may change which database is used.", "`chmod 600` the configuration."
    ),
    "low_disk": Meaning((), "Less than 500 MB are free.", "Free some space."),
    "password_in_url": Meaning(
        (), "The URL holds a password.", "`doughy login` keeps it apart from the URL."
    ),
    "unknown_variable": Meaning(
        (), "A variable's name is not one that doughy reads.", "Write it as the hint does."
    ),
    "cache_not_trusted": Meaning(
        (), "Others may write to the cache, so nothing in it is used.", "Remove it."
    ),
    "keyring_silent": Meaning(
        (), "The keyring that keeps the password does not answer.", "Unlock it."
    ),
    "engine_damaged": Meaning(
        (),
        "Files of the embedded PostgreSQL are missing or cut short.",
        "`doughy db stop`, and remove the copy; the next command makes it anew.",
    ),
    "data_damaged": Meaning(
        (),
        "Files of the database are missing.",
        "Move the folder away, and `doughy db restore FILE`.",
    ),
    "data_open": Meaning(
        (), "The data's folder is open to others; PostgreSQL does not start.", "`chmod 700` it."
    ),
    "killed": Meaning(
        (),
        "The embedded server was killed; what was saved is intact.",
        "`doughy db start`, or any other command.",
    ),
    "recovering": Meaning((), "The server is starting or recovering.", "Wait a while."),
    "not_encrypted": Meaning(
        (), "The connection to the server is not encrypted.", "`sslmode=verify-full` in the URL."
    ),
    "not_verified": Meaning(
        (), "Nobody checks who the server is.", "`sslmode=verify-full` in the URL."
    ),
    "clock": Meaning((), "The server's clock and this computer's differ.", "Set the wrong one."),
    "not_durable": Meaning(
        (), "A setting of the server lets a power cut lose what was saved.", "Switch it on again."
    ),
    "damaged_pages": Meaning(
        (), "The server found pages that are not as they were written.", "Restore on another disk."
    ),
    "read_only": Meaning((), "The server is a replica.", "Use the primary server for changes."),
    "encoding": Meaning((), "The database is not in UTF-8.", "Make it anew from a backup."),
    "collation": Meaning(
        (),
        "An update of the system changed how texts are sorted; indexes may miss rows.",
        "REINDEX DATABASE, then ALTER DATABASE … REFRESH COLLATION VERSION.",
    ),
    "few_connections": Meaning((), "The server has hardly a connection left.", "Use a pooler."),
    "one_time_password": Meaning((), "The password is a one-time password.", "`doughy passwd`."),
    "row_security_off": Meaning(
        (), "Row security is off for a table: everybody reads all of it.", "`doughy migrate up`."
    ),
    "policies_differ": Meaning(
        (), "Policies, functions or privileges were changed by hand.", "`doughy migrate up`."
    ),
    "no_guard": Meaning(
        (),
        "Nothing keeps a member from DROP OWNED BY their group.",
        "A superuser runs `doughy migrate up`.",
    ),
    "role_differs": Meaning(
        (),
        "A login is in other groups at the server than its role stands for.",
        "`doughy users set-role EMAIL ROLE`; what was granted by hand, revoke by hand.",
    ),
    "vault_not_kept": Meaning(
        (), "The vault secret is in a variable alone.", "`doughy keys vault set`."
    ),
    "document_missing": Meaning((), "A document's file is gone.", "Bring it back from a backup."),
    "document_elsewhere": Meaning(
        (), "A document's file is on another computer.", "Look for it there."
    ),
    "document_outside": Meaning(
        (), "A document points where doughy keeps nothing.", "Add the file anew."
    ),
    "document_unreadable": Meaning((), "A document's file cannot be read.", "Mend its rights."),
    "document_size": Meaning(
        (), "A document's file is longer or shorter than what was added.", "Bring it back."
    ),
    "document_hash": Meaning((), "A document's file is not what was added.", "Bring it back."),
    "no_worker": Meaning((), "Jobs are due, and no worker takes them.", "`doughy jobs work`."),
    "jobs_lost": Meaning((), "Jobs were lost with their worker.", "`doughy jobs work`."),
    "jobs_failed": Meaning((), "Jobs have failed.", "`doughy jobs list --status failed`."),
    "no_backup": Meaning((), "No backup was made from here.", "`doughy db backup FILE`."),
    "old_backup": Meaning((), "The last backup is over a week old.", "`doughy db backup FILE`."),
    "backup_gone": Meaning((), "The last backup's file is gone.", "`doughy db backup FILE`."),
}

GROUPS: tuple[tuple[str, Codes], ...] = (
    ("What any command may say", KINDS),
    ("Setting up, and the server", SETUP),
    ("Signing in, and people", SIGNING_IN),
    ("Files and backups", FILES),
    ("Leads, properties, deals and offers", PIPELINE),
    ("Texts and mails", SENDING),
    ("Keys, and the services they are for", KEYS),
    ("Documents", DOCUMENTS),
    ("Jobs", JOBS),
    ("What `doughy doctor` finds besides", DOCTOR),
)
CODES: Codes = {code: meaning for _, codes in GROUPS for code, meaning in codes.items()}
