# Completion of doughy's command lines in fish (3.1 and later).
#
# Generated from the commands; to write it anew: python -m docs.generate.completion
# What is typed is looked up here. Only ids, e-mails and names are asked of doughy, which tells
# those that it has last listed, without its database.

function __doughy_commands
    switch "$argv[1]"
        case ''
            printf '%s\n' \
                'quickstart	A database, an account and demo data' \
                'init	The schema and the first admin, here or on a server' \
                'login	Sign in' \
                'logout	Forget the password that is kept here' \
                'whoami	Who is signed in, and where' \
                'passwd	Change your password' \
                'leads	Leads: list, add, edit, import, export' \
                'contacts	Contacts: the people around leads' \
                'properties	Properties: list, add, edit, import, compare' \
                'deals	Deals: the pipeline, and what to do today' \
                'docs	Documents: keep them, find them, and see that none is lost' \
                'jobs	Jobs: what workers do while nobody looks' \
                'keys	Keys of other services: sealed, checked, given to programs' \
                'can	Whether you may do something: it is tried, and taken back' \
                'logs	The system\'s log: follow, count, write, prune (for admins)' \
                'users	People who may sign in (for admins)' \
                'plans	Plans: what people subscribe to' \
                'profiles	Databases and people you switch between' \
                'db	The database server: start, stop, backup, restore, psql' \
                'migrate	The schema\'s revisions' \
                'doctor	Look whether all is well, and what to do where not' \
                'completion	Let your shell complete command lines' \
                'help	Help on a command, or on a topic'
        case 'leads'
            printf '%s\n' \
                'list	List leads, the newest first' \
                'show	Show leads with their contacts, open deals and last events' \
                'add	Add a lead, from flags or from JSON' \
                'edit	Change leads: those named, or those that fit --where-…' \
                'tag	Add tags to leads, or remove them' \
                'score	Score leads, from 0 to 100' \
                'rm	Delete leads' \
                'restore	Bring deleted leads back' \
                'purge	Remove deleted leads for good' \
                'import	Import leads from a file or stdin' \
                'export	Write leads to a file that `leads import` reads back' \
                'dupes	Show leads that are likely the same person, in groups' \
                'merge	Merge leads that are one person' \
                'unmerge	Take a merge back: of one source, or of all into a target' \
                'convert	Make deals of leads: one for each property of a lead' \
                'log	Keep a call or a message that there was' \
                'note	Add a note to leads\' timelines, or take one back' \
                'timeline	Show all that happened with a lead, the newest first' \
                'opt	Record whether leads agreed to be written to' \
                'opt-audit	Find STOPs that were not recorded, and what was sent after one' \
                'triage	Go through your leads one by one, deciding each with a key' \
                'text	Send leads a text message, with your Twilio key' \
                'mail	Send leads a mail, with your SendGrid key' \
                'sender	Show from whom your texts and mails come, or set it' \
                'messages	Messages: what was sent and received' \
                'templates	Templates: texts with fields, by name' \
                'views	Views: saved flags of `leads list`'
        case 'leads messages'
            printf '%s\n' \
                'list	List messages, the newest first' \
                'show	Show messages' \
                'sync	Ask what became of messages, and take in what leads have sent' \
                'retry	Send failed messages once more: the same text, by the same rules'
        case 'leads templates'
            printf '%s\n' \
                'save	Keep a text under NAME, for `leads text` and `leads mail`' \
                'list	List the templates' \
                'show	Show a template' \
                'rm	Remove a template'
        case 'leads views'
            printf '%s\n' \
                'save	Save the flags given under NAME, for `leads list --view NAME`' \
                'list	List the saved views' \
                'rm	Remove a view'
        case 'contacts'
            printf '%s\n' \
                'list	List contacts, the newest first' \
                'show	Show contacts with the leads that they belong to' \
                'add	Add a contact, and link it to a lead' \
                'edit	Change contacts' \
                'rm	Delete contacts' \
                'restore	Bring deleted contacts back, with their links to leads' \
                'link	Link a contact to a lead, or change as what it is linked' \
                'unlink	Take the link between a contact and a lead away'
        case 'properties'
            printf '%s\n' \
                'list	List properties, the newest first' \
                'show	Show properties with their lead, open deals and documents' \
                'add	Add a property, from flags or from JSON' \
                'edit	Change properties: those named, or those that fit --where-…' \
                'rm	Remove properties for good, with their links to documents' \
                'import	Import properties from a file or stdin' \
                'export	Write properties to a file that `properties import` reads back' \
                'comps	Say what a property may be worth by those sold near it' \
                'docs	Show which documents of a property are there or missing' \
                'offer	Work out the most to offer for a property, line by line'
        case 'deals'
            printf '%s\n' \
                'list	List active deals, the newest first' \
                'show	Show deals with lead, property, documents and last events' \
                'add	Add a deal: a lead, a property or a title will do' \
                'edit	Change deals: those named, or those that fit --where-…' \
                'move	Move deals to a stage, or by one with --next and --back' \
                'win	Close deals as won: their probability becomes 100' \
                'lose	Close deals as lost: their probability becomes 0' \
                'archive	Put deals away that are neither won nor lost' \
                'reopen	Take deals back into the pipeline' \
                'note	Add a note to deals' \
                'events	Show all that happened with a deal, the newest first' \
                'offer	Work out the most to offer in a deal, line by line' \
                'board	Show the pipeline as a board, a column for each stage' \
                'forecast	Forecast what the pipeline brings, and how far to trust that' \
                'report	Write pipeline and forecast as a page for a browser' \
                'next	What to do today with your active deals, and why' \
                'stale	List silent deals: active, and without a sign of life' \
                'changed	List what was changed in deals, field by field' \
                'ready	Show whether a deal has the papers for its closing'
        case 'docs'
            printf '%s\n' \
                'list	List documents, the newest first' \
                'show	Show documents with what they belong to, and where their files are' \
                'add	Add documents: keep copies of files, and note what they are' \
                'get	Write documents\' files, and check that they are what was added' \
                'open	Show a document in the desktop\'s program for it' \
                'url	Print a URL that gives a document\'s file to whoever has it' \
                'edit	Change what is noted of documents' \
                'rm	Remove documents for good, with their files' \
                'link	Link a document to properties: one that all of a package deal share' \
                'unlink	Take a document away from properties' \
                'verify	Check that documents\' files are there, whole and unchanged' \
                'gc	Remove files of yours in the store that no document points at' \
                'store	Show where new documents are kept, or keep them elsewhere'
        case 'jobs'
            printf '%s\n' \
                'types	Show the types of jobs there are, and what each is given' \
                'list	List jobs, the newest first' \
                'show	Show jobs with what they were given and what they found' \
                'add	Add a job about a deal, for a worker to do' \
                'cancel	Cancel jobs that have not ended' \
                'retry	Have jobs that failed or were cancelled run again' \
                'watch	Wait until jobs have ended, and show them' \
                'work	Do the jobs that are due, as a service, until it is stopped'
        case 'keys'
            printf '%s\n' \
                'list	List the stored keys, masked' \
                'show	Show a stored key, masked' \
                'set	Store a key, in place of the one that is there' \
                'rm	Remove stored keys' \
                'rotate	Seal stored keys anew, as it is done today' \
                'check	Try stored keys at their providers' \
                'run	Run a program with keys in its environment' \
                'vault	The vault secret: write it down, bring it here, replace it'
        case 'keys vault'
            printf '%s\n' \
                'show-recovery	Print the vault secret, to be written down' \
                'set	Bring the vault secret to this computer' \
                'rotate	Replace the vault secret, and seal all keys anew under it'
        case 'logs'
            printf '%s\n' \
                'list	List logs, the newest first' \
                'tail	Show the last logs, the newest at the end, for admins' \
                'stats	Count logs by level, source and hour' \
                'write	Write a log, for admins and services' \
                'prune	Remove old logs for good' \
                'export	Write logs to a file, the oldest first, however many they are'
        case 'users'
            printf '%s\n' \
                'list	List people and services, by e-mail' \
                'show	Show a person or service' \
                'add	Add a person, or a service with --service NAME' \
                'set-role	Give a person another role' \
                'disable	Keep a person or service out, open connections included' \
                'enable	Let a disabled person or service in again' \
                'reset-password	Give a person or service a new one-time password' \
                'rm	Remove a person or service and every row that is theirs'
        case 'plans'
            printf '%s\n' \
                'list	List plans: admins and support see everybody\'s, others their own' \
                'show	Show a plan: your own, or for admins and support anybody\'s' \
                'set	Set what a person subscribes to (for admins)' \
                'sync	Store what Stripe says of subscriptions (for admins)'
        case 'profiles'
            printf '%s\n' \
                'list	List the profiles' \
                'use	Make a profile the one that commands use' \
                'add	Add a profile: a database and a person' \
                'rm	Remove a profile, and forget its password'
        case 'db'
            printf '%s\n' \
                'start	Start the embedded server, if it does not run' \
                'stop	Stop the embedded server' \
                'restart	Stop the embedded server and start it again' \
                'status	Show whether the server runs, and what is known of it' \
                'url	Print a URL for psql and other programs, as the signed-in person' \
                'psql	Open psql, as the signed-in person: row security holds there, too' \
                'backup	Back the whole database up, people\'s logins included' \
                'restore	Replace the database with a backup: as a whole, or not at all'
        case 'migrate'
            printf '%s\n' \
                'up	Bring the schema up to a revision, all of it or nothing' \
                'down	Take the schema back to a revision' \
                'status	Where the schema stands' \
                'history	All revisions, the oldest first, and whether the database has them' \
                'check	Compare the database with what this doughy expects'
    end
end

function __doughy_flags
    switch "$argv[1]"
        case ''
            printf '%s\n' \
                '--version' \
                '--help'
        case 'quickstart' 'leads show' 'leads messages show' 'leads templates show' 'contacts show' 'properties show' 'deals show' 'deals ready' 'docs show' 'docs open' 'jobs types' 'jobs show' 'keys check' 'can' 'users show' 'plans show' 'db start' 'db stop' 'db restart' 'db status' 'migrate status'
            printf '%s\n' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'init'
            printf '%s\n' \
                '--email' \
                '--demo' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'login'
            printf '%s\n' \
                '--password-stdin' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'logout' 'profiles use' 'db url' 'db psql' 'migrate check' 'help'
            printf '%s\n' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'whoami'
            printf '%s\n' \
                '--verify' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'passwd'
            printf '%s\n' \
                '--password-stdin' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'leads' 'leads messages' 'leads templates' 'leads views' 'contacts' 'properties' 'deals' 'docs' 'jobs' 'keys' 'keys vault' 'logs' 'users' 'plans' 'profiles' 'db' 'migrate'
            printf '%s\n' \
                '--help'
        case 'leads list'
            printf '%s\n' \
                '--next' \
                '--view' \
                '--status' \
                '--tag' \
                '--untagged' \
                '--min-score' \
                '--max-score' \
                '--unscored' \
                '--opt-status' \
                '--source' \
                '--since' \
                '--until' \
                '--updated-since' \
                '--due' \
                '--overdue' \
                '--search' \
                '--mine' \
                '--deleted' \
                '--with-deleted' \
                '--limit' \
                '--all' \
                '--sort' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'leads add'
            printf '%s\n' \
                '--from-json' \
                '--name' \
                '--phone' \
                '--email' \
                '--company' \
                '--status' \
                '--score' \
                '--tag' \
                '--opt-status' \
                '--source' \
                '--next-action' \
                '--next-action-due' \
                '--workspace' \
                '--note' \
                '--dry-run' \
                '--yes' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'leads edit'
            printf '%s\n' \
                '--name' \
                '--phone' \
                '--email' \
                '--company' \
                '--status' \
                '--score' \
                '--tag' \
                '--opt-status' \
                '--source' \
                '--next-action' \
                '--next-action-due' \
                '--workspace' \
                '--note' \
                '--add-tag' \
                '--remove-tag' \
                '--clear' \
                '--if-unchanged-since' \
                '--where-status' \
                '--where-tag' \
                '--where-untagged' \
                '--where-min-score' \
                '--where-max-score' \
                '--where-unscored' \
                '--where-opt-status' \
                '--where-source' \
                '--where-since' \
                '--where-until' \
                '--where-updated-since' \
                '--where-due' \
                '--where-overdue' \
                '--where-search' \
                '--where-mine' \
                '--where-deleted' \
                '--where-with-deleted' \
                '--dry-run' \
                '--yes' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'leads tag'
            printf '%s\n' \
                '--add' \
                '--remove' \
                '--dry-run' \
                '--yes' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'leads score'
            printf '%s\n' \
                '--to' \
                '--reason' \
                '--dry-run' \
                '--yes' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'leads rm' 'leads restore' 'leads purge'
            printf '%s\n' \
                '--where-status' \
                '--where-tag' \
                '--where-untagged' \
                '--where-min-score' \
                '--where-max-score' \
                '--where-unscored' \
                '--where-opt-status' \
                '--where-source' \
                '--where-since' \
                '--where-until' \
                '--where-updated-since' \
                '--where-due' \
                '--where-overdue' \
                '--where-search' \
                '--where-mine' \
                '--where-deleted' \
                '--where-with-deleted' \
                '--dry-run' \
                '--yes' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'leads import'
            printf '%s\n' \
                '--rejects' \
                '--preview' \
                '--map' \
                '--use-map' \
                '--save-map' \
                '--format' \
                '--encoding' \
                '--delimiter' \
                '--region' \
                '--status' \
                '--source' \
                '--tag' \
                '--on-duplicate' \
                '--with-properties' \
                '--match' \
                '--dry-run' \
                '--yes' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'leads export'
            printf '%s\n' \
                '--yes' \
                '--view' \
                '--status' \
                '--tag' \
                '--untagged' \
                '--min-score' \
                '--max-score' \
                '--unscored' \
                '--opt-status' \
                '--source' \
                '--since' \
                '--until' \
                '--updated-since' \
                '--due' \
                '--overdue' \
                '--search' \
                '--mine' \
                '--deleted' \
                '--with-deleted' \
                '--limit' \
                '--all' \
                '--sort' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'leads dupes'
            printf '%s\n' \
                '--file' \
                '--min-score' \
                '--where-status' \
                '--where-tag' \
                '--where-untagged' \
                '--where-min-score' \
                '--where-max-score' \
                '--where-unscored' \
                '--where-opt-status' \
                '--where-source' \
                '--where-since' \
                '--where-until' \
                '--where-updated-since' \
                '--where-due' \
                '--where-overdue' \
                '--where-search' \
                '--where-mine' \
                '--where-deleted' \
                '--where-with-deleted' \
                '--map' \
                '--use-map' \
                '--save-map' \
                '--format' \
                '--encoding' \
                '--delimiter' \
                '--region' \
                '--limit' \
                '--all' \
                '--sort' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'leads merge'
            printf '%s\n' \
                '--take' \
                '--keep' \
                '--deleted' \
                '--dry-run' \
                '--yes' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'leads unmerge' 'leads templates rm' 'leads views rm' 'contacts rm' 'contacts restore' 'contacts unlink' 'deals note' 'docs rm' 'docs gc' 'jobs cancel' 'jobs retry' 'keys rotate' 'users set-role' 'users disable' 'users enable' 'users reset-password' 'users rm' 'plans sync' 'db restore' 'migrate up' 'migrate down'
            printf '%s\n' \
                '--dry-run' \
                '--yes' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'leads convert'
            printf '%s\n' \
                '--again' \
                '--stage' \
                '--any-stage' \
                '--title' \
                '--estimated-value' \
                '--probability' \
                '--next-action' \
                '--next-action-due' \
                '--where-status' \
                '--where-tag' \
                '--where-untagged' \
                '--where-min-score' \
                '--where-max-score' \
                '--where-unscored' \
                '--where-opt-status' \
                '--where-source' \
                '--where-since' \
                '--where-until' \
                '--where-updated-since' \
                '--where-due' \
                '--where-overdue' \
                '--where-search' \
                '--where-mine' \
                '--where-deleted' \
                '--where-with-deleted' \
                '--dry-run' \
                '--yes' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'leads log'
            printf '%s\n' \
                '--direction' \
                '--when' \
                '--duration' \
                '--outcome' \
                '--subject' \
                '--file' \
                '--dry-run' \
                '--yes' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'leads note'
            printf '%s\n' \
                '--withdraw' \
                '--dry-run' \
                '--yes' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'leads timeline'
            printf '%s\n' \
                '--since' \
                '--until' \
                '--kind' \
                '--limit' \
                '--all' \
                '--sort' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'leads opt' 'deals win' 'deals lose' 'deals archive' 'deals reopen'
            printf '%s\n' \
                '--reason' \
                '--dry-run' \
                '--yes' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'leads opt-audit'
            printf '%s\n' \
                '--mine' \
                '--fix' \
                '--dry-run' \
                '--yes' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'leads triage'
            printf '%s\n' \
                '--view' \
                '--decisions' \
                '--plan' \
                '--restart' \
                '--status' \
                '--tag' \
                '--untagged' \
                '--min-score' \
                '--max-score' \
                '--unscored' \
                '--opt-status' \
                '--source' \
                '--since' \
                '--until' \
                '--updated-since' \
                '--due' \
                '--overdue' \
                '--search' \
                '--mine' \
                '--deleted' \
                '--with-deleted' \
                '--limit' \
                '--dry-run' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'leads text'
            printf '%s\n' \
                '--where-status' \
                '--where-tag' \
                '--where-untagged' \
                '--where-min-score' \
                '--where-max-score' \
                '--where-unscored' \
                '--where-opt-status' \
                '--where-source' \
                '--where-since' \
                '--where-until' \
                '--where-updated-since' \
                '--where-due' \
                '--where-overdue' \
                '--where-search' \
                '--where-mine' \
                '--where-deleted' \
                '--where-with-deleted' \
                '--template' \
                '--from' \
                '--now' \
                '--again' \
                '--rate' \
                '--limit' \
                '--dry-run' \
                '--yes' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'leads mail'
            printf '%s\n' \
                '--subject' \
                '--where-status' \
                '--where-tag' \
                '--where-untagged' \
                '--where-min-score' \
                '--where-max-score' \
                '--where-unscored' \
                '--where-opt-status' \
                '--where-source' \
                '--where-since' \
                '--where-until' \
                '--where-updated-since' \
                '--where-due' \
                '--where-overdue' \
                '--where-search' \
                '--where-mine' \
                '--where-deleted' \
                '--where-with-deleted' \
                '--template' \
                '--from' \
                '--now' \
                '--again' \
                '--rate' \
                '--limit' \
                '--dry-run' \
                '--yes' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'leads sender'
            printf '%s\n' \
                '--from-number' \
                '--messaging-service' \
                '--from-email' \
                '--from-name' \
                '--postal-address' \
                '--rate' \
                '--require-opt-in' \
                '--no-require-opt-in' \
                '--dry-run' \
                '--yes' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'leads messages list'
            printf '%s\n' \
                '--lead' \
                '--status' \
                '--channel' \
                '--direction' \
                '--unresolved' \
                '--since' \
                '--until' \
                '--limit' \
                '--all' \
                '--sort' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'leads messages sync'
            printf '%s\n' \
                '--since' \
                '--mark-sent' \
                '--mark-failed' \
                '--dry-run' \
                '--yes' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'leads messages retry'
            printf '%s\n' \
                '--failed' \
                '--file' \
                '--where-lead' \
                '--where-status' \
                '--where-channel' \
                '--where-direction' \
                '--where-unresolved' \
                '--where-since' \
                '--where-until' \
                '--now' \
                '--again' \
                '--rate' \
                '--limit' \
                '--dry-run' \
                '--yes' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'leads templates save'
            printf '%s\n' \
                '--subject' \
                '--dry-run' \
                '--yes' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'leads templates list' 'leads views list' 'users list' 'profiles list' 'migrate history'
            printf '%s\n' \
                '--limit' \
                '--all' \
                '--sort' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'leads views save'
            printf '%s\n' \
                '--next' \
                '--status' \
                '--tag' \
                '--untagged' \
                '--min-score' \
                '--max-score' \
                '--unscored' \
                '--opt-status' \
                '--source' \
                '--since' \
                '--until' \
                '--updated-since' \
                '--due' \
                '--overdue' \
                '--search' \
                '--mine' \
                '--deleted' \
                '--with-deleted' \
                '--limit' \
                '--all' \
                '--sort' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'contacts list'
            printf '%s\n' \
                '--search' \
                '--company' \
                '--lead' \
                '--sms-opt-status' \
                '--mine' \
                '--deleted' \
                '--with-deleted' \
                '--limit' \
                '--all' \
                '--sort' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'contacts add'
            printf '%s\n' \
                '--lead' \
                '--relation' \
                '--from-json' \
                '--first-name' \
                '--last-name' \
                '--company' \
                '--job-title' \
                '--email' \
                '--phone' \
                '--emails' \
                '--phones' \
                '--address' \
                '--address2' \
                '--city' \
                '--state' \
                '--zip' \
                '--sms-opt-status' \
                '--dry-run' \
                '--yes' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'contacts edit'
            printf '%s\n' \
                '--clear' \
                '--first-name' \
                '--last-name' \
                '--company' \
                '--job-title' \
                '--email' \
                '--phone' \
                '--emails' \
                '--phones' \
                '--address' \
                '--address2' \
                '--city' \
                '--state' \
                '--zip' \
                '--sms-opt-status' \
                '--dry-run' \
                '--yes' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'contacts link'
            printf '%s\n' \
                '--relation' \
                '--dry-run' \
                '--yes' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'properties list'
            printf '%s\n' \
                '--status' \
                '--type' \
                '--city' \
                '--state' \
                '--zip' \
                '--min-price' \
                '--max-price' \
                '--min-arv' \
                '--max-arv' \
                '--without-arv' \
                '--min-beds' \
                '--max-beds' \
                '--min-baths' \
                '--max-baths' \
                '--min-square-feet' \
                '--max-square-feet' \
                '--min-year' \
                '--max-year' \
                '--lead' \
                '--without-lead' \
                '--with-deal' \
                '--without-deal' \
                '--search' \
                '--since' \
                '--until' \
                '--updated-since' \
                '--mine' \
                '--limit' \
                '--all' \
                '--sort' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'properties add'
            printf '%s\n' \
                '--from-json' \
                '--allow-duplicate' \
                '--address' \
                '--address2' \
                '--city' \
                '--state' \
                '--zip' \
                '--status' \
                '--property-type' \
                '--bedrooms' \
                '--bathrooms' \
                '--square-feet' \
                '--lot-size' \
                '--year-built' \
                '--purchase-price' \
                '--arv' \
                '--repair-estimate' \
                '--mls-id' \
                '--parcel-number' \
                '--latitude' \
                '--longitude' \
                '--notes' \
                '--lead' \
                '--dry-run' \
                '--yes' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'properties edit'
            printf '%s\n' \
                '--allow-duplicate' \
                '--address' \
                '--address2' \
                '--city' \
                '--state' \
                '--zip' \
                '--status' \
                '--property-type' \
                '--bedrooms' \
                '--bathrooms' \
                '--square-feet' \
                '--lot-size' \
                '--year-built' \
                '--purchase-price' \
                '--arv' \
                '--repair-estimate' \
                '--mls-id' \
                '--parcel-number' \
                '--latitude' \
                '--longitude' \
                '--notes' \
                '--lead' \
                '--clear' \
                '--if-unchanged-since' \
                '--if-unchanged' \
                '--where-status' \
                '--where-type' \
                '--where-city' \
                '--where-state' \
                '--where-zip' \
                '--where-min-price' \
                '--where-max-price' \
                '--where-min-arv' \
                '--where-max-arv' \
                '--where-without-arv' \
                '--where-min-beds' \
                '--where-max-beds' \
                '--where-min-baths' \
                '--where-max-baths' \
                '--where-min-square-feet' \
                '--where-max-square-feet' \
                '--where-min-year' \
                '--where-max-year' \
                '--where-lead' \
                '--where-without-lead' \
                '--where-with-deal' \
                '--where-without-deal' \
                '--where-search' \
                '--where-since' \
                '--where-until' \
                '--where-updated-since' \
                '--where-mine' \
                '--dry-run' \
                '--yes' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'properties rm'
            printf '%s\n' \
                '--where-status' \
                '--where-type' \
                '--where-city' \
                '--where-state' \
                '--where-zip' \
                '--where-min-price' \
                '--where-max-price' \
                '--where-min-arv' \
                '--where-max-arv' \
                '--where-without-arv' \
                '--where-min-beds' \
                '--where-max-beds' \
                '--where-min-baths' \
                '--where-max-baths' \
                '--where-min-square-feet' \
                '--where-max-square-feet' \
                '--where-min-year' \
                '--where-max-year' \
                '--where-lead' \
                '--where-without-lead' \
                '--where-with-deal' \
                '--where-without-deal' \
                '--where-search' \
                '--where-since' \
                '--where-until' \
                '--where-updated-since' \
                '--where-mine' \
                '--dry-run' \
                '--yes' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'properties import'
            printf '%s\n' \
                '--rejects' \
                '--preview' \
                '--map' \
                '--use-map' \
                '--save-map' \
                '--format' \
                '--encoding' \
                '--delimiter' \
                '--status' \
                '--on-duplicate' \
                '--dry-run' \
                '--yes' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'properties export'
            printf '%s\n' \
                '--yes' \
                '--status' \
                '--type' \
                '--city' \
                '--state' \
                '--zip' \
                '--min-price' \
                '--max-price' \
                '--min-arv' \
                '--max-arv' \
                '--without-arv' \
                '--min-beds' \
                '--max-beds' \
                '--min-baths' \
                '--max-baths' \
                '--min-square-feet' \
                '--max-square-feet' \
                '--min-year' \
                '--max-year' \
                '--lead' \
                '--without-lead' \
                '--with-deal' \
                '--without-deal' \
                '--search' \
                '--since' \
                '--until' \
                '--updated-since' \
                '--mine' \
                '--limit' \
                '--all' \
                '--sort' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'properties comps'
            printf '%s\n' \
                '--radius' \
                '--number' \
                '--age' \
                '--sold-since' \
                '--any-type' \
                '--with-arv' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'properties docs'
            printf '%s\n' \
                '--phase' \
                '--missing' \
                '--limit' \
                '--all' \
                '--sort' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'properties offer' 'deals offer'
            printf '%s\n' \
                '--method' \
                '--save' \
                '--comp' \
                '--inspection' \
                '--arv' \
                '--percent' \
                '--repairs' \
                '--fee' \
                '--rent' \
                '--other-income' \
                '--vacancy' \
                '--expenses' \
                '--taxes' \
                '--insurance' \
                '--management' \
                '--upkeep' \
                '--expense-ratio' \
                '--rate' \
                '--years' \
                '--ltv' \
                '--cap-rate' \
                '--dscr' \
                '--cash-on-cash' \
                '--refinance-ltv' \
                '--refinance-costs' \
                '--closing' \
                '--holding' \
                '--cash-left' \
                '--price' \
                '--dry-run' \
                '--yes' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'deals list'
            printf '%s\n' \
                '--status' \
                '--any-status' \
                '--stage' \
                '--lead' \
                '--property' \
                '--without' \
                '--min-value' \
                '--max-value' \
                '--min-probability' \
                '--max-probability' \
                '--closing-since' \
                '--closing-until' \
                '--since' \
                '--until' \
                '--updated-since' \
                '--due' \
                '--overdue' \
                '--search' \
                '--mine' \
                '--limit' \
                '--all' \
                '--sort' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'deals add'
            printf '%s\n' \
                '--from-json' \
                '--title' \
                '--lead' \
                '--property' \
                '--stage' \
                '--any-stage' \
                '--estimated-value' \
                '--probability' \
                '--expected-close-date' \
                '--next-action' \
                '--next-action-due' \
                '--notes' \
                '--dry-run' \
                '--yes' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'deals edit'
            printf '%s\n' \
                '--title' \
                '--lead' \
                '--property' \
                '--stage' \
                '--any-stage' \
                '--estimated-value' \
                '--probability' \
                '--expected-close-date' \
                '--next-action' \
                '--next-action-due' \
                '--notes' \
                '--clear' \
                '--note' \
                '--if-unchanged-since' \
                '--if-unchanged' \
                '--where-status' \
                '--where-any-status' \
                '--where-stage' \
                '--where-lead' \
                '--where-property' \
                '--where-without' \
                '--where-min-value' \
                '--where-max-value' \
                '--where-min-probability' \
                '--where-max-probability' \
                '--where-closing-since' \
                '--where-closing-until' \
                '--where-since' \
                '--where-until' \
                '--where-updated-since' \
                '--where-due' \
                '--where-overdue' \
                '--where-search' \
                '--where-mine' \
                '--dry-run' \
                '--yes' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'deals move'
            printf '%s\n' \
                '--next' \
                '--back' \
                '--any-stage' \
                '--reason' \
                '--next-action' \
                '--next-action-due' \
                '--dry-run' \
                '--yes' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'deals events'
            printf '%s\n' \
                '--since' \
                '--until' \
                '--type' \
                '--limit' \
                '--all' \
                '--sort' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'deals board'
            printf '%s\n' \
                '--cards' \
                '--watch' \
                '--status' \
                '--any-status' \
                '--stage' \
                '--lead' \
                '--property' \
                '--without' \
                '--min-value' \
                '--max-value' \
                '--min-probability' \
                '--max-probability' \
                '--closing-since' \
                '--closing-until' \
                '--since' \
                '--until' \
                '--updated-since' \
                '--due' \
                '--overdue' \
                '--search' \
                '--mine' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'deals forecast'
            printf '%s\n' \
                '--status' \
                '--any-status' \
                '--stage' \
                '--lead' \
                '--property' \
                '--without' \
                '--min-value' \
                '--max-value' \
                '--min-probability' \
                '--max-probability' \
                '--closing-since' \
                '--closing-until' \
                '--since' \
                '--until' \
                '--updated-since' \
                '--due' \
                '--overdue' \
                '--search' \
                '--mine' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'deals report'
            printf '%s\n' \
                '--html' \
                '--status' \
                '--any-status' \
                '--stage' \
                '--lead' \
                '--property' \
                '--without' \
                '--min-value' \
                '--max-value' \
                '--min-probability' \
                '--max-probability' \
                '--closing-since' \
                '--closing-until' \
                '--since' \
                '--until' \
                '--updated-since' \
                '--due' \
                '--overdue' \
                '--search' \
                '--mine' \
                '--dry-run' \
                '--yes' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'deals next'
            printf '%s\n' \
                '--stage' \
                '--check' \
                '--limit' \
                '--all' \
                '--sort' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'deals stale'
            printf '%s\n' \
                '--stage' \
                '--days' \
                '--mine' \
                '--limit' \
                '--all' \
                '--sort' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'deals changed'
            printf '%s\n' \
                '--since' \
                '--until' \
                '--field' \
                '--mine' \
                '--limit' \
                '--all' \
                '--sort' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'docs list'
            printf '%s\n' \
                '--phase' \
                '--type' \
                '--tier' \
                '--property' \
                '--deal' \
                '--lead' \
                '--shared' \
                '--unattached' \
                '--search' \
                '--since' \
                '--until' \
                '--mine' \
                '--limit' \
                '--all' \
                '--sort' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'docs add'
            printf '%s\n' \
                '--type' \
                '--property' \
                '--deal' \
                '--lead' \
                '--package' \
                '--title' \
                '--primary' \
                '--amount' \
                '--reason' \
                '--follow' \
                '--dry-run' \
                '--yes' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'docs get'
            printf '%s\n' \
                '--to' \
                '--force' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'docs url'
            printf '%s\n' \
                '--expires' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'docs edit'
            printf '%s\n' \
                '--title' \
                '--type' \
                '--deal' \
                '--no-deal' \
                '--lead' \
                '--if-unchanged-since' \
                '--dry-run' \
                '--yes' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'docs link'
            printf '%s\n' \
                '--primary' \
                '--property' \
                '--package' \
                '--dry-run' \
                '--yes' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'docs unlink'
            printf '%s\n' \
                '--property' \
                '--package' \
                '--dry-run' \
                '--yes' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'docs verify'
            printf '%s\n' \
                '--whole' \
                '--phase' \
                '--type' \
                '--tier' \
                '--property' \
                '--deal' \
                '--lead' \
                '--shared' \
                '--unattached' \
                '--search' \
                '--since' \
                '--until' \
                '--mine' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'docs store'
            printf '%s\n' \
                '--everybody' \
                '--unset' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'jobs list'
            printf '%s\n' \
                '--status' \
                '--type' \
                '--deal' \
                '--since' \
                '--until' \
                '--mine' \
                '--limit' \
                '--all' \
                '--sort' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'jobs add'
            printf '%s\n' \
                '--deal' \
                '--input' \
                '--max-attempts' \
                '--at' \
                '--wait' \
                '--dry-run' \
                '--yes' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'jobs watch'
            printf '%s\n' \
                '--exit-status' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'jobs work'
            printf '%s\n' \
                '--service' \
                '--my-keys' \
                '--vault-secrets' \
                '--types' \
                '--concurrency' \
                '--once' \
                '--drain' \
                '--lease' \
                '--poll' \
                '--grace' \
                '--backoff' \
                '--max-retries' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'keys list'
            printf '%s\n' \
                '--status' \
                '--mine' \
                '--limit' \
                '--all' \
                '--sort' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'keys show'
            printf '%s\n' \
                '--reveal' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'keys set'
            printf '%s\n' \
                '--from-file' \
                '--from-env' \
                '--variable' \
                '--dry-run' \
                '--yes' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'keys rm' 'keys vault show-recovery' 'profiles rm' 'db backup'
            printf '%s\n' \
                '--yes' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'keys run'
            printf '%s\n' \
                '--service' \
                '--no-masking' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'keys vault set' 'keys vault rotate'
            printf '%s\n' \
                '--from-file' \
                '--from-env' \
                '--dry-run' \
                '--yes' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'logs list'
            printf '%s\n' \
                '--level' \
                '--source' \
                '--grep' \
                '--regex' \
                '--since' \
                '--until' \
                '--limit' \
                '--all' \
                '--sort' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'logs tail'
            printf '%s\n' \
                '--lines' \
                '--follow' \
                '--details' \
                '--max-retries' \
                '--about' \
                '--level' \
                '--source' \
                '--grep' \
                '--regex' \
                '--since' \
                '--until' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'logs stats'
            printf '%s\n' \
                '--level' \
                '--source' \
                '--grep' \
                '--regex' \
                '--since' \
                '--until' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'logs write'
            printf '%s\n' \
                '--source' \
                '--level' \
                '--details' \
                '--dry-run' \
                '--yes' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'logs prune'
            printf '%s\n' \
                '--older-than' \
                '--max-level' \
                '--source' \
                '--dry-run' \
                '--yes' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'logs export'
            printf '%s\n' \
                '--yes' \
                '--level' \
                '--source' \
                '--grep' \
                '--regex' \
                '--since' \
                '--until' \
                '--limit' \
                '--all' \
                '--sort' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'users add'
            printf '%s\n' \
                '--role' \
                '--full-name' \
                '--service' \
                '--keep' \
                '--dry-run' \
                '--yes' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'plans list'
            printf '%s\n' \
                '--status' \
                '--plan' \
                '--limit' \
                '--all' \
                '--sort' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'plans set'
            printf '%s\n' \
                '--plan' \
                '--status' \
                '--period-start' \
                '--period-end' \
                '--customer' \
                '--subscription' \
                '--clear' \
                '--dry-run' \
                '--yes' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'profiles add'
            printf '%s\n' \
                '--email' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'doctor'
            printf '%s\n' \
                '--report' \
                '--start' \
                '--json' \
                '--output' \
                '--fields' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
        case 'completion'
            printf '%s\n' \
                '--install' \
                '--yes' \
                '--profile' \
                '--database-url' \
                '--no-input' \
                '--quiet' \
                '--no-color' \
                '--verbose' \
                '--help'
    end
end

function __doughy_kind
    switch "$argv[1]"
        case 'quickstart --fields' 'init --fields'
            printf '%s\n' \
                'comma help database email created_user revisions_applied demo_loaded leads properties deals'
        case 'login --fields' 'whoami --fields'
            printf '%s\n' \
                'comma help email full_name role id profile database password_kept_in verified'
        case 'leads show --fields'
            printf '%s\n' \
                'comma help id name phone email company status score tags opt_status source next_action next_action_due workspace_id user_id is_deleted created_at updated_at merged_into contacts open_deals events'
        case 'leads import --fields'
            printf '%s\n' \
                'comma help file read inserted updated skipped rejected contacts notes kept unreadable_phones unreadable_emails unknown_statuses unknown_workspaces unmatched rejects_file likely properties properties_linked properties_updated properties_known without_property'
        case 'leads export --sort'
            printf '%s\n' \
                'sort id name phone email company status score tags opt_status source next_action next_action_due workspace_id user_id is_deleted created_at updated_at contacts notes extra'
        case 'leads export --fields'
            printf '%s\n' \
                'comma help id name phone email company status score tags opt_status source next_action next_action_due workspace_id user_id is_deleted created_at updated_at contacts notes extra'
        case 'leads dupes --sort'
            printf '%s\n' \
                'sort score reasons leads'
        case 'leads dupes --fields'
            printf '%s\n' \
                'comma help score reasons leads'
        case 'leads merge --fields'
            printf '%s\n' \
                'comma help target sources fields moved'
        case 'leads unmerge --fields'
            printf '%s\n' \
                'comma help target sources fields kept moved missing'
        case 'leads convert --fields'
            printf '%s\n' \
                'comma help id title status stage lead_id lead_name lead_status property_id property_address property_is_new estimated_value probability next_action next_action_due'
        case 'leads log --fields'
            printf '%s\n' \
                'comma help id lead_id channel direction at outcome duration_secs status subject text transcript_id opted_out'
        case 'leads note --fields'
            printf '%s\n' \
                'comma help id lead_id at text withdrawn'
        case 'leads timeline --sort'
            printf '%s\n' \
                'sort kind at channel direction type summary text id by deal_id duration_secs withdrawn'
        case 'leads timeline --fields'
            printf '%s\n' \
                'comma help kind at channel direction type summary text id by deal_id duration_secs withdrawn'
        case 'leads opt-audit --fields'
            printf '%s\n' \
                'comma help kind lead_id name opt_status message_id channel at status text opted_out_at stop_message_id fixed'
        case 'leads triage --plan' 'users add --keep'
            return
        case 'leads triage --fields'
            printf '%s\n' \
                'comma help id name phone email company status score tags opt_status source next_action next_action_due workspace_id user_id is_deleted created_at updated_at due temperature priority staleness_points status_points consent_points value_points last_contact_at last_channel last_heard_at attempts open_deals open_value score_reasons deals contacts timeline'
        case 'leads text --fields' 'leads mail --fields' 'leads messages retry --fields'
            printf '%s\n' \
                'comma help lead_id name channel outcome code reason sender recipient subject text segments encoding zones message_id status external_id sent_at'
        case 'leads sender --fields'
            printf '%s\n' \
                'comma help from_number messaging_service from_email from_name postal_address rate require_opt_in'
        case 'leads messages list --status' 'leads messages retry --where-status'
            printf '%s\n' \
                'words pending sent delivered read failed'
        case 'leads messages list --direction'
            printf '%s\n' \
                'words incoming outgoing'
        case 'leads messages list --sort'
            printf '%s\n' \
                'sort id lead_id name channel direction status sender recipient subject body external_id error sent_at created_at updated_at'
        case 'leads messages list --fields' 'leads messages show --fields'
            printf '%s\n' \
                'comma help id lead_id name channel direction status sender recipient subject body external_id error sent_at created_at updated_at'
        case 'leads messages sync --fields'
            printf '%s\n' \
                'comma help message_id lead_id name channel before after result note external_id error'
        case 'leads templates save --fields' 'leads templates list --fields' 'leads templates show --fields' 'leads templates rm --fields'
            printf '%s\n' \
                'comma help name subject text fields'
        case 'leads templates list --sort'
            printf '%s\n' \
                'sort name subject text fields'
        case 'leads views list --sort'
            printf '%s\n' \
                'sort name flags'
        case 'leads views list --fields' 'leads views rm --fields'
            printf '%s\n' \
                'comma help name flags'
        case 'contacts list --sort'
            printf '%s\n' \
                'sort id first_name last_name company job_title email phone emails phones address sms_opt_status user_id is_deleted created_at updated_at'
        case 'contacts list --fields' 'contacts edit --fields' 'contacts rm --fields' 'contacts restore --fields'
            printf '%s\n' \
                'comma help id first_name last_name company job_title email phone emails phones address sms_opt_status user_id is_deleted created_at updated_at'
        case 'contacts show --fields' 'contacts add --fields'
            printf '%s\n' \
                'comma help id first_name last_name company job_title email phone emails phones address sms_opt_status user_id is_deleted created_at updated_at leads'
        case 'contacts edit --clear'
            printf '%s\n' \
                'words first-name last-name company job-title email phone emails phones address'
        case 'contacts link --fields' 'contacts unlink --fields'
            printf '%s\n' \
                'comma help contact_id name lead_id lead_name relation'
        case 'properties list --status' 'properties list --type' 'properties add --status' 'properties edit --status' 'properties edit --where-status' 'properties rm --where-status' 'properties import --status' 'properties export --status' 'properties export --type' 'deals events --type'
            printf '%s\n' \
                'any'
        case 'properties list --sort' 'properties export --sort'
            printf '%s\n' \
                'sort id address_line_1 address_line_2 city state zip status property_type bedrooms bathrooms square_feet lot_size year_built purchase_price arv repair_estimate mls_id parcel_number latitude longitude notes lead_id user_id created_at updated_at'
        case 'properties list --fields' 'properties add --fields' 'properties edit --fields' 'properties rm --fields' 'properties export --fields'
            printf '%s\n' \
                'comma help id address_line_1 address_line_2 city state zip status property_type bedrooms bathrooms square_feet lot_size year_built purchase_price arv repair_estimate mls_id parcel_number latitude longitude notes lead_id user_id created_at updated_at'
        case 'properties show --fields'
            printf '%s\n' \
                'comma help id address_line_1 address_line_2 city state zip status property_type bedrooms bathrooms square_feet lot_size year_built purchase_price arv repair_estimate mls_id parcel_number latitude longitude notes lead_id user_id created_at updated_at lead open_deals documents'
        case 'properties edit --clear'
            printf '%s\n' \
                'words address2 status property-type bedrooms bathrooms square-feet lot-size year-built purchase-price arv repair-estimate mls-id parcel-number latitude longitude notes lead'
        case 'properties import --fields'
            printf '%s\n' \
                'comma help file read inserted updated skipped repeated rejected unknown_leads unmatched rejects_file'
        case 'properties comps --fields'
            printf '%s\n' \
                'comma help subject rule near left_out comps price_per_square_foot value'
        case 'properties docs --sort'
            printf '%s\n' \
                'sort phase type there count title documents'
        case 'properties docs --fields'
            printf '%s\n' \
                'comma help phase type there count title documents'
        case 'properties offer --fields' 'deals offer --fields'
            printf '%s\n' \
                'comma help property_id deal_id lead_id address method formula inputs steps maximum_offer figures_at figures purchase_price above_by documents saved_in event_id'
        case 'deals list --status' 'deals edit --where-status' 'deals board --status' 'deals forecast --status' 'deals report --status'
            printf '%s\n' \
                'words active won lost archived'
        case 'deals list --sort'
            printf '%s\n' \
                'sort id title status stage lead_id lead_name property_id property_address estimated_value probability expected_close_date next_action next_action_due notes user_id created_at updated_at'
        case 'deals list --fields' 'deals add --fields' 'deals edit --fields' 'deals move --fields' 'deals win --fields' 'deals lose --fields' 'deals archive --fields' 'deals reopen --fields'
            printf '%s\n' \
                'comma help id title status stage lead_id lead_name property_id property_address estimated_value probability expected_close_date next_action next_action_due notes user_id created_at updated_at'
        case 'deals show --fields'
            printf '%s\n' \
                'comma help id title status stage lead_id lead_name property_id property_address estimated_value probability expected_close_date next_action next_action_due notes user_id created_at updated_at lead property documents events'
        case 'deals edit --clear'
            printf '%s\n' \
                'words lead property estimated-value probability expected-close-date next-action next-action-due notes'
        case 'deals note --fields' 'deals events --fields'
            printf '%s\n' \
                'comma help id deal_id created_at event_type description metadata created_by created_by_email'
        case 'deals events --sort'
            printf '%s\n' \
                'sort id deal_id created_at event_type description metadata created_by created_by_email'
        case 'deals board --fields'
            printf '%s\n' \
                'comma help as_of count value weighted stages'
        case 'deals forecast --fields'
            printf '%s\n' \
                'comma help as_of totals months at_risk won lost brier by_band by_stage time_in_stage conversion'
        case 'deals report --fields'
            printf '%s\n' \
                'comma help file bytes deals as_of'
        case 'deals next --sort'
            printf '%s\n' \
                'sort id title status stage lead_id lead_name property_id property_address estimated_value probability expected_close_date next_action next_action_due notes user_id created_at updated_at why also reason days missing last_activity_at stage_since'
        case 'deals next --fields'
            printf '%s\n' \
                'comma help id title status stage lead_id lead_name property_id property_address estimated_value probability expected_close_date next_action next_action_due notes user_id created_at updated_at why also reason days missing last_activity_at stage_since'
        case 'deals stale --sort'
            printf '%s\n' \
                'sort id title status stage lead_id lead_name property_id property_address estimated_value probability expected_close_date next_action next_action_due notes user_id created_at updated_at silent_days threshold_days stage_days last_activity_at stage_since'
        case 'deals stale --fields'
            printf '%s\n' \
                'comma help id title status stage lead_id lead_name property_id property_address estimated_value probability expected_close_date next_action next_action_due notes user_id created_at updated_at silent_days threshold_days stage_days last_activity_at stage_since'
        case 'deals changed --sort'
            printf '%s\n' \
                'sort at deal_id title field before after by by_email event_id'
        case 'deals changed --fields'
            printf '%s\n' \
                'comma help at deal_id title field before after by by_email event_id'
        case 'deals ready --fields'
            printf '%s\n' \
                'comma help deal_id title stage ready lacking papers'
        case 'docs list --sort'
            printf '%s\n' \
                'sort id tier title type phase about properties primary name size content_type sha256 file_url property_id deal_id lead_id metadata user_id uploaded_by created_at updated_at'
        case 'docs list --fields' 'docs add --fields' 'docs edit --fields' 'docs rm --fields'
            printf '%s\n' \
                'comma help id tier title type phase about properties primary name size content_type sha256 file_url property_id deal_id lead_id metadata user_id uploaded_by created_at updated_at'
        case 'docs show --fields' 'docs link --fields' 'docs unlink --fields'
            printf '%s\n' \
                'comma help id tier title type phase about properties primary name size content_type sha256 file_url property_id deal_id lead_id metadata user_id uploaded_by created_at updated_at deal_title lead_name linked_properties'
        case 'docs get --to' 'logs write --details'
            printf '%s\n' \
                'file'
        case 'docs get --fields' 'docs open --fields'
            printf '%s\n' \
                'comma help id path size sha256 verified'
        case 'docs url --fields'
            printf '%s\n' \
                'comma help id url expires_at'
        case 'docs verify --fields'
            printf '%s\n' \
                'comma help id title state problem file_url'
        case 'docs gc --fields'
            printf '%s\n' \
                'comma help store batch files size modified removed'
        case 'docs store --fields'
            printf '%s\n' \
                'comma help store origin place earlier'
        case 'jobs types --fields'
            printf '%s\n' \
                'comma help job_type summary input timeout max_attempts'
        case 'jobs list --status'
            printf '%s\n' \
                'words queued running succeeded failed cancelled'
        case 'jobs list --type'
            printf '%s\n' \
                'words document_analysis duplicate_scan lead_rescore property_valuation'
        case 'jobs list --sort'
            printf '%s\n' \
                'sort id job_type status deal_id deal_title attempts max_attempts error_message created_at run_after started_at completed_at leased_by user_id'
        case 'jobs list --fields' 'jobs add --fields' 'jobs cancel --fields' 'jobs retry --fields'
            printf '%s\n' \
                'comma help id job_type status deal_id deal_title attempts max_attempts error_message created_at run_after started_at completed_at leased_by user_id'
        case 'jobs show --fields' 'jobs watch --fields'
            printf '%s\n' \
                'comma help id job_type status deal_id deal_title attempts max_attempts error_message created_at run_after started_at completed_at leased_by user_id lease_expires_at input_data progress output_data next_command'
        case 'jobs work --fields'
            printf '%s\n' \
                'comma help id job_type outcome attempt max_attempts seconds error worker'
        case 'keys list --status'
            printf '%s\n' \
                'words active healthy unhealthy inactive'
        case 'keys list --sort'
            printf '%s\n' \
                'sort id service owner user_id masked variables format fault status status_reason last_checked last_healthy created_at updated_at'
        case 'keys list --fields' 'keys show --fields' 'keys set --fields' 'keys rotate --fields'
            printf '%s\n' \
                'comma help id service owner user_id masked variables format fault status status_reason last_checked last_healthy created_at updated_at'
        case 'keys check --fields'
            printf '%s\n' \
                'comma help service result reason status last_checked last_healthy failed_since failed_messages failed_leads'
        case 'keys run --service'
            printf '%s\n' \
                'words openai stripe twilio sendgrid'
        case 'keys vault set --fields' 'keys vault rotate --fields'
            printf '%s\n' \
                'comma help kept_in keys opened'
        case 'can --fields'
            printf '%s\n' \
                'comma help verb noun id name allowed code reason'
        case 'logs list --sort' 'logs export --sort'
            printf '%s\n' \
                'sort id created_at level source message details'
        case 'logs list --fields' 'logs tail --fields' 'logs write --fields' 'logs export --fields'
            printf '%s\n' \
                'comma help id created_at level source message details'
        case 'logs stats --fields'
            printf '%s\n' \
                'comma help since until count errors levels sources hours'
        case 'logs prune --fields'
            printf '%s\n' \
                'comma help before count dry_run'
        case 'users list --sort'
            printf '%s\n' \
                'sort id email full_name role is_service must_change_password disabled_at created_at'
        case 'users list --fields' 'users show --fields' 'users set-role --fields' 'users disable --fields' 'users enable --fields' 'users rm --fields'
            printf '%s\n' \
                'comma help id email full_name role is_service must_change_password disabled_at created_at'
        case 'users add --fields' 'users reset-password --fields'
            printf '%s\n' \
                'comma help id email full_name role is_service must_change_password disabled_at created_at password'
        case 'plans list --status' 'plans set --status'
            printf '%s\n' \
                'words active trialing past_due unpaid paused incomplete incomplete_expired canceled'
        case 'plans list --sort'
            printf '%s\n' \
                'sort id user_id email plan_name status current_period_start current_period_end stripe_customer_id stripe_subscription_id created_at updated_at'
        case 'plans list --fields' 'plans show --fields' 'plans set --fields'
            printf '%s\n' \
                'comma help id user_id email plan_name status current_period_start current_period_end stripe_customer_id stripe_subscription_id created_at updated_at'
        case 'plans set --clear'
            printf '%s\n' \
                'words plan status period-start period-end customer subscription'
        case 'plans sync --fields'
            printf '%s\n' \
                'comma help user_id email result plan_name status period_start period_end stripe_customer_id stripe_subscription_id changes'
        case 'profiles list --sort'
            printf '%s\n' \
                'sort name in_use email database'
        case 'profiles list --fields'
            printf '%s\n' \
                'comma help name in_use email database'
        case 'db start --fields' 'db stop --fields' 'db restart --fields' 'db status --fields'
            printf '%s\n' \
                'comma help embedded running version pid since database socket data log size'
        case 'db restore --fields'
            printf '%s\n' \
                'comma help restored database backup_of made_at revision doughy server size people without_password admin password'
        case 'migrate up --fields' 'migrate down --fields' 'migrate status --fields'
            printf '%s\n' \
                'comma help database current head up_to_date pending'
        case 'migrate history --sort'
            printf '%s\n' \
                'sort revision applied summary'
        case 'migrate history --fields'
            printf '%s\n' \
                'comma help revision applied summary'
        case 'doctor --fields'
            printf '%s\n' \
                'comma help check state code found remedy'
        case '* --output'
            printf '%s\n' \
                'words table tsv json jsonl csv'
        case '* -o' '* --database-url' '* --email' '* --tag' '* --min-score' '* --max-score' '* --source' '* --since' '* --until' '* --updated-since' '* --due' '* --search' '* --limit' '* --name' '* --phone' '* --company' '* --score' '* --next-action' '* --next-action-due' '* --workspace' '* --note' '* --add-tag' '* --remove-tag' '* --if-unchanged-since' '* --where-tag' '* --where-min-score' '* --where-max-score' '* --where-source' '* --where-since' '* --where-until' '* --where-updated-since' '* --where-due' '* --where-search' '* --add' '* --remove' '* --to' '* --reason' '* --map' '* --use-map' '* --save-map' '* --encoding' '* --delimiter' '* --region' '* --take' '* --keep' '* --title' '* --estimated-value' '* --probability' '* --when' '* --duration' '* --subject' '* --withdraw' '* --plan' '* --from' '* --rate' '* --from-number' '* --messaging-service' '* --from-email' '* --from-name' '* --postal-address' '* --first-name' '* --last-name' '* --job-title' '* --emails' '* --phones' '* --address' '* --address2' '* --city' '* --state' '* --zip' '* --min-price' '* --max-price' '* --min-arv' '* --max-arv' '* --min-beds' '* --max-beds' '* --min-baths' '* --max-baths' '* --min-square-feet' '* --max-square-feet' '* --min-year' '* --max-year' '* --property-type' '* --bedrooms' '* --bathrooms' '* --square-feet' '* --lot-size' '* --year-built' '* --purchase-price' '* --arv' '* --repair-estimate' '* --mls-id' '* --parcel-number' '* --latitude' '* --longitude' '* --notes' '* --where-type' '* --where-city' '* --where-state' '* --where-zip' '* --where-min-price' '* --where-max-price' '* --where-min-arv' '* --where-max-arv' '* --where-min-beds' '* --where-max-beds' '* --where-min-baths' '* --where-max-baths' '* --where-min-square-feet' '* --where-max-square-feet' '* --where-min-year' '* --where-max-year' '* --radius' '* --number' '* --age' '* --sold-since' '* --percent' '* --repairs' '* --fee' '* --rent' '* --other-income' '* --vacancy' '* --expenses' '* --taxes' '* --insurance' '* --management' '* --upkeep' '* --expense-ratio' '* --years' '* --ltv' '* --cap-rate' '* --dscr' '* --cash-on-cash' '* --refinance-ltv' '* --refinance-costs' '* --closing' '* --holding' '* --cash-left' '* --price' '* --min-value' '* --max-value' '* --min-probability' '* --max-probability' '* --closing-since' '* --closing-until' '* --expected-close-date' '* --where-min-value' '* --where-max-value' '* --where-min-probability' '* --where-max-probability' '* --where-closing-since' '* --where-closing-until' '* --cards' '* --days' '* --amount' '* --expires' '* --max-attempts' '* --at' '* --service' '* --concurrency' '* --lease' '* --poll' '* --grace' '* --backoff' '* --max-retries' '* --from-env' '* --variable' '* --grep' '* --lines' '* -n' '* --about' '* --older-than' '* --full-name' '* --period-start' '* --period-end' '* --customer' '* --subscription'
            printf '%s\n' \
                'any'
        case '* --fields'
            printf '%s\n' \
                'comma help id name phone email company status score tags opt_status source next_action next_action_due workspace_id user_id is_deleted created_at updated_at'
        case '* --profile'
            printf '%s\n' \
                'listed profiles'
        case '* --view'
            printf '%s\n' \
                'listed views'
        case '* --status' '* --where-status'
            printf '%s\n' \
                'words new active qualified unqualified closed'
        case '* --opt-status' '* --where-opt-status' '* --sms-opt-status'
            printf '%s\n' \
                'words opted_in opted_out pending'
        case '* --sort'
            printf '%s\n' \
                'sort id name phone email company status score tags opt_status source next_action next_action_due workspace_id user_id is_deleted created_at updated_at'
        case '* --from-json' '* --rejects' '* --file' '* --decisions' '* --if-unchanged' '* --html' '* --input' '* --vault-secrets' '* --from-file'
            printf '%s\n' \
                'file'
        case '* --clear'
            printf '%s\n' \
                'words phone email company score tags opt-status source next-action next-action-due workspace'
        case '* --format'
            printf '%s\n' \
                'words csv tsv json jsonl'
        case '* --on-duplicate'
            printf '%s\n' \
                'words skip update error'
        case '* --match'
            printf '%s\n' \
                'words exact likely'
        case '* --stage' '* --where-stage'
            printf '%s\n' \
                'words initial_contact appointment_set analyzing offer_sent negotiating under_contract closing'
        case '* --direction'
            printf '%s\n' \
                'words in out'
        case '* --outcome'
            printf '%s\n' \
                'words answered callback not_interested no_answer voicemail busy wrong_number'
        case '* --kind'
            printf '%s\n' \
                'words message call transcript note event deal document'
        case '* --template'
            printf '%s\n' \
                'listed templates'
        case '* --lead' '* --where-lead'
            printf '%s\n' \
                'listed leads'
        case '* --channel' '* --where-channel'
            printf '%s\n' \
                'words sms email voice'
        case '* --where-direction'
            printf '%s\n' \
                'words incoming outgoing'
        case '* --relation'
            printf '%s\n' \
                'words owner spouse heir attorney agent tenant other'
        case '* --type'
            printf '%s\n' \
                'words inspection appraisal title_search survey photo comp offer counter_offer purchase_agreement addendum closing_statement hud1 deed contract receipt other id tax_return bank_statement w9 death_cert poa'
        case '* --phase'
            printf '%s\n' \
                'words research transaction other'
        case '* --method'
            printf '%s\n' \
                'words mao cash-flow brrrr'
        case '* --comp' '* --inspection'
            printf '%s\n' \
                'listed docs'
        case '* --property' '* --where-property'
            printf '%s\n' \
                'listed properties'
        case '* --without' '* --where-without'
            printf '%s\n' \
                'words lead property estimated-value probability expected-close-date next-action next-action-due notes'
        case '* --field'
            printf '%s\n' \
                'words created title lead-id property-id status stage estimated-value probability expected-close-date next-action next-action-due notes'
        case '* --tier'
            printf '%s\n' \
                'words property seller'
        case '* --deal'
            printf '%s\n' \
                'listed deals'
        case '* --types'
            printf '%s\n' \
                'words document_analysis duplicate_scan lead_rescore property_valuation'
        case '* --level' '* --max-level'
            printf '%s\n' \
                'words debug info warning error critical'
        case '* --role'
            printf '%s\n' \
                'words user standard support admin'
    end
end

function __doughy_about
    switch "$argv[1]"
        case 'init --email'
            printf '%s\n' \
                'Whose account to make'
        case 'leads add --status' 'leads edit --status'
            printf '%s\n' \
                'Where the lead stands'
        case 'leads add --tag' 'leads edit --tag'
            printf '%s\n' \
                'A tag'
        case 'leads add --opt-status' 'leads edit --opt-status'
            printf '%s\n' \
                'Whether the lead agreed to be written to'
        case 'leads add --source' 'leads edit --source'
            printf '%s\n' \
                'Where the lead comes from'
        case 'leads import --status'
            printf '%s\n' \
                'The status of all leads'
        case 'leads import --source'
            printf '%s\n' \
                'The source of all leads'
        case 'leads import --tag'
            printf '%s\n' \
                'A tag for all leads'
        case 'leads export --yes' 'leads export -y' 'properties export --yes' 'properties export -y' 'logs export --yes' 'logs export -y'
            printf '%s\n' \
                'Replace a file that exists'
        case 'leads dupes --min-score'
            printf '%s\n' \
                'How sure it must be, in percent'
        case 'leads merge --deleted'
            printf '%s\n' \
                'Sources may be deleted leads'
        case 'leads convert --again'
            printf '%s\n' \
                'Also of leads that have an open deal already'
        case 'leads convert --stage'
            printf '%s\n' \
                'The stage that the deals begin at'
        case 'leads convert --title'
            printf '%s\n' \
                'The deal\'s title, for one lead'
        case 'leads convert --estimated-value'
            printf '%s\n' \
                'What a deal may be worth'
        case 'leads convert --next-action'
            printf '%s\n' \
                'What to do next about it'
        case 'leads log --file'
            printf '%s\n' \
                'Of a call: its transcript'
        case 'leads timeline --since' 'deals events --since' 'deals changed --since'
            printf '%s\n' \
                'Not before'
        case 'leads timeline --until' 'deals events --until' 'deals changed --until'
            printf '%s\n' \
                'Not after'
        case 'leads opt --reason'
            printf '%s\n' \
                'How you know'
        case 'leads opt-audit --mine'
            printf '%s\n' \
                'Your own leads: support and admins see all people\'s'
        case 'leads mail --subject'
            printf '%s\n' \
                'The subject'
        case 'leads sender --rate'
            printf '%s\n' \
                'How many to send: 1/s, 30/m, 100/h'
        case 'leads messages list --lead' 'leads messages retry --where-lead'
            printf '%s\n' \
                'Of this lead: an id, e-mail or phone'
        case 'leads messages list --direction'
            printf '%s\n' \
                'From the lead or to them'
        case 'leads messages list --since' 'leads messages retry --where-since'
            printf '%s\n' \
                'Since'
        case 'leads messages list --until' 'leads messages retry --where-until'
            printf '%s\n' \
                'Until'
        case 'leads messages sync --since'
            printf '%s\n' \
                'Sent or received since'
        case 'leads messages retry --file'
            printf '%s\n' \
                'Those in JSON, as `keys check --json` writes it'
        case 'leads templates save --subject'
            printf '%s\n' \
                'For mails'
        case 'contacts list --search'
            printf '%s\n' \
                'Text in names, company, e-mails or phones'
        case 'contacts list --company'
            printf '%s\n' \
                'Of this company, written the same way'
        case 'contacts list --lead'
            printf '%s\n' \
                'Linked to this lead'
        case 'contacts list --sms-opt-status'
            printf '%s\n' \
                'With this consent'
        case 'contacts list --deleted'
            printf '%s\n' \
                'Only deleted contacts'
        case 'contacts list --with-deleted'
            printf '%s\n' \
                'Deleted contacts as well'
        case 'contacts add --lead'
            printf '%s\n' \
                'The lead that the contact belongs to'
        case 'contacts add --from-json'
            printf '%s\n' \
                'A contact as `show --json` prints it'
        case 'contacts add --email' 'contacts edit --email'
            printf '%s\n' \
                'The main e-mail'
        case 'contacts add --phone' 'contacts edit --phone'
            printf '%s\n' \
                'The main phone number, in any usual notation'
        case 'contacts link --relation'
            printf '%s\n' \
                'What the contact is to the lead'
        case 'properties list --city' 'properties export --city'
            printf '%s\n' \
                'In this city'
        case 'properties list --state' 'properties export --state' 'plans list --status'
            printf '%s\n' \
                'In this state'
        case 'properties list --zip' 'properties export --zip'
            printf '%s\n' \
                'In this ZIP code, or one that begins so'
        case 'properties list --lead' 'properties export --lead'
            printf '%s\n' \
                'Of this lead, by id, e-mail or phone'
        case 'properties list --search' 'properties edit --where-search' 'properties rm --where-search' 'properties export --search'
            printf '%s\n' \
                'Text in address, MLS or parcel number, or notes'
        case 'properties list --since' 'properties edit --where-since' 'properties rm --where-since' 'properties export --since' 'docs list --since' 'docs verify --since' 'jobs list --since'
            printf '%s\n' \
                'Added since'
        case 'properties list --until' 'properties edit --where-until' 'properties rm --where-until' 'properties export --until' 'docs list --until' 'docs verify --until' 'jobs list --until'
            printf '%s\n' \
                'Added until'
        case 'properties add --from-json'
            printf '%s\n' \
                'A property as `show --json` prints it, or an array of them'
        case 'properties add --status' 'properties edit --status'
            printf '%s\n' \
                'Where it stands, in a word of yours: prospect, active, owned, sold'
        case 'properties add --lead' 'properties edit --lead'
            printf '%s\n' \
                'The lead whose it is, by id, e-mail or phone'
        case 'properties edit --if-unchanged-since'
            printf '%s\n' \
                'Only if the property\'s updated_at is not later: else exit 5'
        case 'properties import --status'
            printf '%s\n' \
                'The status of all properties that come in'
        case 'properties import --on-duplicate'
            printf '%s\n' \
                'What to do with a row whose address or parcel number you have already'
        case 'properties offer --arv' 'deals offer --arv'
            printf '%s\n' \
                'What it is worth once repaired'
        case 'properties offer --rate' 'deals offer --rate'
            printf '%s\n' \
                'Interest on the loan a year (7)'
        case 'deals list --status' 'deals edit --where-status' 'deals board --status' 'deals forecast --status' 'deals report --status'
            printf '%s\n' \
                'In this status instead of active'
        case 'deals list --search' 'deals edit --where-search' 'deals board --search' 'deals forecast --search' 'deals report --search'
            printf '%s\n' \
                'Text in title, notes, lead or address'
        case 'deals add --from-json'
            printf '%s\n' \
                'A deal as `show --json` prints it, or an array of them'
        case 'deals add --lead' 'deals edit --lead'
            printf '%s\n' \
                'The lead: an id, its beginning, e-mail or phone'
        case 'deals add --property' 'deals edit --property'
            printf '%s\n' \
                'The property: an id, its beginning or its address'
        case 'deals add --stage' 'deals edit --stage'
            printf '%s\n' \
                'The stage'
        case 'deals add --notes' 'deals edit --notes'
            printf '%s\n' \
                'Notes on the deal, in place of those that it has'
        case 'deals edit --note'
            printf '%s\n' \
                'A note on the change'
        case 'deals edit --if-unchanged-since'
            printf '%s\n' \
                'Only if the deal\'s updated_at is not later: else exit 5, with what chan…'
        case 'deals edit --if-unchanged'
            printf '%s\n' \
                'Only if the deals are as in FILE, from `show --json`: else exit 5, with…'
        case 'deals edit --where-lead'
            printf '%s\n' \
                'Of this lead'
        case 'deals move --next'
            printf '%s\n' \
                'To the stage after its own'
        case 'deals events --type'
            printf '%s\n' \
                'Only these, such as stage_changed'
        case 'docs list --property' 'docs verify --property'
            printf '%s\n' \
                'Of this property, or linked to it'
        case 'docs list --lead' 'docs verify --lead'
            printf '%s\n' \
                'Of this seller'
        case 'docs list --search' 'docs verify --search'
            printf '%s\n' \
                'Text in the title or the file\'s name'
        case 'docs add --type'
            printf '%s\n' \
                'What they are: inspection, deed, w9 …'
        case 'docs add --property'
            printf '%s\n' \
                'The property that they are about'
        case 'docs add --deal'
            printf '%s\n' \
                'The deal that they belong to'
        case 'docs add --lead'
            printf '%s\n' \
                'The seller that they are of'
        case 'docs add --package'
            printf '%s\n' \
                'Link them to every property of the deal (with --deal)'
        case 'docs add --title' 'docs edit --title'
            printf '%s\n' \
                'What it is called'
        case 'docs add --reason'
            printf '%s\n' \
                'Why an offer is above what the numbers allow'
        case 'docs get --to'
            printf '%s\n' \
                'Where to'
        case 'docs edit --type'
            printf '%s\n' \
                'What it is'
        case 'docs edit --deal'
            printf '%s\n' \
                'The deal that it belongs to'
        case 'docs edit --lead'
            printf '%s\n' \
                'The seller whose it is (of a seller\'s document)'
        case 'docs edit --if-unchanged-since'
            printf '%s\n' \
                'Only if the document\'s updated_at is not later: else exit 5'
        case 'docs link --primary'
            printf '%s\n' \
                'It is the main document of these, and no other is'
        case 'docs link --property' 'docs unlink --property'
            printf '%s\n' \
                'A property'
        case 'jobs add --deal'
            printf '%s\n' \
                'The deal: an id, the property\'s address, the lead\'s e-mail or phone'
        case 'keys list --status'
            printf '%s\n' \
                'With this status'
        case 'keys list --mine'
            printf '%s\n' \
                'Your own: admins see that other people have keys'
        case 'keys run --service'
            printf '%s\n' \
                'This key alone'
        case 'logs list --since' 'logs tail --since' 'logs stats --since' 'logs export --since'
            printf '%s\n' \
                'Since 15m, 2h or 7d (that long ago), today, friday, 2026-01-31, or a fu…'
        case 'logs list --until' 'logs tail --until' 'logs stats --until' 'logs export --until'
            printf '%s\n' \
                'Until, written alike'
        case 'logs tail --follow'
            printf '%s\n' \
                'Stay, and show what is written from now on'
        case 'logs tail --max-retries'
            printf '%s\n' \
                'With -f: end with exit code 7 after N attempts in vain to connect again'
        case 'logs write --source'
            printf '%s\n' \
                'What writes it, such as edge-function'
        case 'logs write --level'
            return
        case 'logs write --details'
            printf '%s\n' \
                'A JSON object, or a file with one (@-: stdin)'
        case 'logs prune --source'
            printf '%s\n' \
                'Only from this source'
        case 'users add --service'
            printf '%s\n' \
                'A login for a program'
        case 'users add --keep'
            printf '%s\n' \
                'Keep the service\'s password here, for `doughy jobs work --service NAME`…'
        case 'plans list --plan'
            printf '%s\n' \
                'Called this'
        case 'plans set --plan'
            printf '%s\n' \
                'What the plan is called: free, pro, enterprise'
        case 'plans set --status'
            printf '%s\n' \
                'The state of the subscription'
        case 'profiles add --email'
            printf '%s\n' \
                'Who signs in there'
        case '* --version' '* -V'
            printf '%s\n' \
                'The version of doughy'
        case '* --help' '* -h'
            printf '%s\n' \
                'Show this message and exit'
        case '* --json'
            printf '%s\n' \
                'The full record(s) as JSON'
        case '* --output' '* -o'
            printf '%s\n' \
                'table (on a terminal), tsv (in a pipe), json, jsonl or csv'
        case '* --fields'
            printf '%s\n' \
                'Only these'
        case '* --profile'
            printf '%s\n' \
                'The database and person to use'
        case '* --database-url'
            printf '%s\n' \
                'The database to use (no password in it)'
        case '* --no-input'
            printf '%s\n' \
                'Never ask'
        case '* --quiet' '* -q'
            printf '%s\n' \
                'No messages but errors'
        case '* --no-color'
            printf '%s\n' \
                'No colour'
        case '* --verbose' '* -v'
            printf '%s\n' \
                'Say more when something fails'
        case '* --email'
            printf '%s\n' \
                'The e-mail'
        case '* --demo'
            printf '%s\n' \
                'Add demo data'
        case '* --password-stdin'
            printf '%s\n' \
                'Read the password from stdin, one line'
        case '* --verify'
            printf '%s\n' \
                'Ask the server as well'
        case '* --next'
            printf '%s\n' \
                'Your own in the order in which to turn to them, with the points that sa…'
        case '* --view'
            printf '%s\n' \
                'The flags of a saved view'
        case '* --status' '* --where-status'
            printf '%s\n' \
                'In this status'
        case '* --tag' '* --where-tag'
            printf '%s\n' \
                'With this tag'
        case '* --untagged' '* --where-untagged'
            printf '%s\n' \
                'Without tags'
        case '* --min-score' '* --where-min-score'
            printf '%s\n' \
                'With this score or a higher one'
        case '* --max-score' '* --where-max-score'
            printf '%s\n' \
                'With this score or a lower one'
        case '* --unscored' '* --where-unscored'
            printf '%s\n' \
                'Without a score'
        case '* --opt-status' '* --where-opt-status'
            printf '%s\n' \
                'With this consent'
        case '* --source' '* --where-source'
            printf '%s\n' \
                'From this source, written the same way'
        case '* --since' '* --where-since'
            printf '%s\n' \
                'Created since'
        case '* --until' '* --where-until'
            printf '%s\n' \
                'Created until'
        case '* --updated-since' '* --where-updated-since'
            printf '%s\n' \
                'Changed since'
        case '* --due' '* --where-due'
            printf '%s\n' \
                'Next action due until'
        case '* --overdue' '* --where-overdue'
            printf '%s\n' \
                'Next action due before now'
        case '* --search' '* --where-search'
            printf '%s\n' \
                'Text in name, company, e-mail or phone'
        case '* --mine' '* --where-mine'
            printf '%s\n' \
                'Your own: support and admins see all people\'s'
        case '* --deleted' '* --where-deleted'
            printf '%s\n' \
                'Only deleted leads'
        case '* --with-deleted' '* --where-with-deleted'
            printf '%s\n' \
                'Deleted leads as well'
        case '* --limit'
            printf '%s\n' \
                'At most N rows'
        case '* --all'
            printf '%s\n' \
                'All rows'
        case '* --sort'
            printf '%s\n' \
                'Order by FIELD'
        case '* --from-json'
            printf '%s\n' \
                'A lead as `show --json` prints it, or an array of them'
        case '* --name' '* --full-name'
            printf '%s\n' \
                'The name'
        case '* --phone'
            printf '%s\n' \
                'The phone number, in any usual notation'
        case '* --company'
            printf '%s\n' \
                'The company'
        case '* --score'
            printf '%s\n' \
                'From 0 to 100'
        case '* --next-action'
            printf '%s\n' \
                'What to do next'
        case '* --next-action-due'
            printf '%s\n' \
                'When to do it'
        case '* --workspace'
            printf '%s\n' \
                'The workspace, by id or name'
        case '* --note'
            printf '%s\n' \
                'A note for the timeline'
        case '* --dry-run'
            printf '%s\n' \
                'Do it, report, and roll it back'
        case '* --yes' '* -y'
            printf '%s\n' \
                'Answer confirmations with yes'
        case '* --add-tag' '* --add'
            printf '%s\n' \
                'Add this tag'
        case '* --remove-tag' '* --remove'
            printf '%s\n' \
                'Remove this tag'
        case '* --clear'
            printf '%s\n' \
                'Empty this field'
        case '* --if-unchanged-since'
            printf '%s\n' \
                'Only if the lead\'s updated_at is not later: else exit 5'
        case '* --to'
            printf '%s\n' \
                'The score'
        case '* --reason'
            printf '%s\n' \
                'Why'
        case '* --rejects'
            printf '%s\n' \
                'Where rejected rows go'
        case '* --preview'
            printf '%s\n' \
                'Show how the file is understood: its columns and its first 10 rows'
        case '* --map'
            printf '%s\n' \
                'Which field a column is for'
        case '* --use-map'
            printf '%s\n' \
                'Use a saved map'
        case '* --save-map'
            printf '%s\n' \
                'Save --map and --use-map under this name'
        case '* --format'
            printf '%s\n' \
                'The format of the file'
        case '* --encoding'
            printf '%s\n' \
                'Its encoding'
        case '* --delimiter'
            printf '%s\n' \
                'What separates its values'
        case '* --region'
            printf '%s\n' \
                'Where phones without a country code are dialled'
        case '* --on-duplicate'
            printf '%s\n' \
                'What to do with a row whose e-mail or phone a lead of yours has already'
        case '* --with-properties'
            printf '%s\n' \
                'Each row is an owner and a property: leads, their properties, and what…'
        case '* --match'
            printf '%s\n' \
                'Which rows are duplicates: those of the same e-mail or phone, or also t…'
        case '* --file'
            printf '%s\n' \
                'Look at a list before it is imported'
        case '* --take'
            printf '%s\n' \
                'Take it from there'
        case '* --keep'
            printf '%s\n' \
                'Leave it as it is'
        case '* --again'
            printf '%s\n' \
                'Also to who was sent the same in the last 72 hours'
        case '* --stage' '* --where-stage'
            printf '%s\n' \
                'At this stage'
        case '* --any-stage'
            printf '%s\n' \
                'Take a stage that is not one of the list'
        case '* --title'
            printf '%s\n' \
                'The title'
        case '* --estimated-value'
            printf '%s\n' \
                'What it may be worth'
        case '* --probability'
            printf '%s\n' \
                'How likely it is to be won, in percent'
        case '* --direction'
            printf '%s\n' \
                'in is from the lead'
        case '* --when'
            printf '%s\n' \
                'When it was'
        case '* --duration'
            printf '%s\n' \
                'Of a call: 5m, 90s or 1:30'
        case '* --outcome'
            printf '%s\n' \
                'How a call ended'
        case '* --subject'
            printf '%s\n' \
                'Of an e-mail'
        case '* --withdraw'
            printf '%s\n' \
                'Take this note back, instead of adding one'
        case '* --kind'
            printf '%s\n' \
                'Only this kind'
        case '* --fix'
            printf '%s\n' \
                'Opt your own leads out whose STOP was not recorded'
        case '* --decisions'
            printf '%s\n' \
                'Apply these decisions (JSON lines), answering each with one line'
        case '* --plan'
            printf '%s\n' \
                'Print the queue as JSON lines, with all on the cards'
        case '* --restart'
            printf '%s\n' \
                'Begin a new round: skipped leads come again'
        case '* --template'
            printf '%s\n' \
                'The text kept under this name, instead of one given'
        case '* --from'
            printf '%s\n' \
                'From this number or address, instead of your usual one'
        case '* --now'
            printf '%s\n' \
                'Also between 21:00 and 08:00 of the lead\'s time'
        case '* --rate'
            printf '%s\n' \
                'How many to send: 1/s (the usual), 30/m, 100/h'
        case '* --from-number'
            printf '%s\n' \
                'The number of your Twilio account'
        case '* --messaging-service'
            printf '%s\n' \
                'A messaging service there, instead'
        case '* --from-email'
            printf '%s\n' \
                'A sender that SendGrid has verified'
        case '* --from-name'
            printf '%s\n' \
                'The name beside that address'
        case '* --postal-address'
            printf '%s\n' \
                'Where letters reach you'
        case '* --require-opt-in' '* --no-require-opt-in'
            printf '%s\n' \
                'Only to those who agreed'
        case '* --lead'
            printf '%s\n' \
                'Of this lead'
        case '* --channel' '* --where-channel'
            printf '%s\n' \
                'By this channel'
        case '* --unresolved' '* --where-unresolved'
            printf '%s\n' \
                'Of which nobody knows yet whether they were sent'
        case '* --mark-sent'
            printf '%s\n' \
                'Settle these: they were sent, as you know'
        case '* --mark-failed'
            printf '%s\n' \
                'Settle these: they were not, as you know'
        case '* --failed'
            printf '%s\n' \
                'All of your own that failed'
        case '* --where-lead'
            printf '%s\n' \
                'Of this lead, by id, e-mail or phone'
        case '* --where-direction'
            printf '%s\n' \
                'From the lead or to them'
        case '* --sms-opt-status'
            printf '%s\n' \
                'Whether they agreed to text messages'
        case '* --relation'
            printf '%s\n' \
                'As what'
        case '* --first-name'
            printf '%s\n' \
                'The first name'
        case '* --last-name'
            printf '%s\n' \
                'The last name'
        case '* --job-title'
            printf '%s\n' \
                'What they do there'
        case '* --emails'
            printf '%s\n' \
                'A further e-mail'
        case '* --phones'
            printf '%s\n' \
                'A further phone'
        case '* --address'
            printf '%s\n' \
                'Street and number'
        case '* --address2'
            printf '%s\n' \
                'Unit, apartment'
        case '* --city'
            printf '%s\n' \
                'The city'
        case '* --state'
            printf '%s\n' \
                'The state'
        case '* --zip'
            printf '%s\n' \
                'The ZIP code'
        case '* --type' '* --where-type'
            printf '%s\n' \
                'Of this type'
        case '* --min-price' '* --where-min-price'
            printf '%s\n' \
                'Bought for this or more'
        case '* --max-price' '* --where-max-price'
            printf '%s\n' \
                'Bought for this or less'
        case '* --min-arv' '* --where-min-arv'
            printf '%s\n' \
                'With this ARV or more'
        case '* --max-arv' '* --where-max-arv'
            printf '%s\n' \
                'With this ARV or less'
        case '* --without-arv' '* --where-without-arv'
            printf '%s\n' \
                'Without an ARV'
        case '* --min-beds' '* --where-min-beds'
            printf '%s\n' \
                'With this number of bedrooms or more'
        case '* --max-beds' '* --where-max-beds'
            printf '%s\n' \
                'With this number of bedrooms or less'
        case '* --min-baths' '* --where-min-baths'
            printf '%s\n' \
                'With this number of bathrooms or more'
        case '* --max-baths' '* --where-max-baths'
            printf '%s\n' \
                'With this number of bathrooms or less'
        case '* --min-square-feet' '* --where-min-square-feet'
            printf '%s\n' \
                'With this number of square feet or more'
        case '* --max-square-feet' '* --where-max-square-feet'
            printf '%s\n' \
                'With this number of square feet or less'
        case '* --min-year' '* --where-min-year'
            printf '%s\n' \
                'Built in this year or later'
        case '* --max-year' '* --where-max-year'
            printf '%s\n' \
                'Built in this year or earlier'
        case '* --without-lead' '* --where-without-lead'
            printf '%s\n' \
                'Without a lead'
        case '* --with-deal' '* --where-with-deal'
            printf '%s\n' \
                'With an open deal'
        case '* --without-deal' '* --where-without-deal'
            printf '%s\n' \
                'Without an open deal'
        case '* --allow-duplicate'
            printf '%s\n' \
                'Even if a property of yours has this address or parcel number'
        case '* --property-type'
            printf '%s\n' \
                'single_family, duplex, condo, land … or a word of your own'
        case '* --bedrooms'
            printf '%s\n' \
                'How many bedrooms'
        case '* --bathrooms'
            printf '%s\n' \
                'How many, such as 2.5'
        case '* --square-feet'
            printf '%s\n' \
                'The living area'
        case '* --lot-size'
            printf '%s\n' \
                'The lot, in square feet, or as \'0.25 acres\''
        case '* --year-built'
            printf '%s\n' \
                'When it was built'
        case '* --purchase-price'
            printf '%s\n' \
                'What was paid for it'
        case '* --arv'
            printf '%s\n' \
                'What it is worth after repairs'
        case '* --repair-estimate'
            printf '%s\n' \
                'What the repairs will cost'
        case '* --mls-id'
            printf '%s\n' \
                'Its number in the MLS'
        case '* --parcel-number'
            printf '%s\n' \
                'The assessor\'s number (APN)'
        case '* --latitude'
            printf '%s\n' \
                'In degrees'
        case '* --longitude'
            printf '%s\n' \
                'In degrees, west is negative'
        case '* --notes'
            printf '%s\n' \
                'Notes'
        case '* --if-unchanged'
            printf '%s\n' \
                'Only if it still is as in this file, which `show --json` wrote: else ex…'
        case '* --where-city'
            printf '%s\n' \
                'In this city'
        case '* --where-state'
            printf '%s\n' \
                'In this state'
        case '* --where-zip'
            printf '%s\n' \
                'In this ZIP code, or one that begins so'
        case '* --radius'
            printf '%s\n' \
                'How far away at most'
        case '* --number'
            printf '%s\n' \
                'How many at most'
        case '* --age'
            printf '%s\n' \
                'Built within so many years of it'
        case '* --sold-since'
            printf '%s\n' \
                'Sold since'
        case '* --any-type'
            printf '%s\n' \
                'Of every type, not only of the same one'
        case '* --with-arv'
            printf '%s\n' \
                'Take the ARV of those that have no price'
        case '* --phase'
            printf '%s\n' \
                'Of this phase'
        case '* --missing'
            printf '%s\n' \
                'Only what is missing'
        case '* --method'
            printf '%s\n' \
                'mao: ARV × percent - repairs - fee'
        case '* --save'
            printf '%s\n' \
                'Keep it in the deal\'s (else lead\'s) timeline'
        case '* --comp'
            printf '%s\n' \
                'The comp or appraisal behind the ARV'
        case '* --inspection'
            printf '%s\n' \
                'The inspection behind the repairs'
        case '* --percent'
            printf '%s\n' \
                'mao: the part of ARV to pay (70)'
        case '* --repairs'
            printf '%s\n' \
                'What repairs cost'
        case '* --fee'
            printf '%s\n' \
                'What you take for the deal (0)'
        case '* --rent'
            printf '%s\n' \
                'Rent a month'
        case '* --other-income'
            printf '%s\n' \
                'Other income a month (0)'
        case '* --vacancy'
            printf '%s\n' \
                'Of the income, not collected (5)'
        case '* --expenses'
            printf '%s\n' \
                'All operating expenses a year, or …'
        case '* --taxes'
            printf '%s\n' \
                '… property taxes a year,'
        case '* --insurance'
            printf '%s\n' \
                'insurance a year,'
        case '* --management'
            printf '%s\n' \
                'management, of what is collected (10),'
        case '* --upkeep'
            printf '%s\n' \
                'and upkeep and reserves, of it (10)'
        case '* --expense-ratio'
            printf '%s\n' \
                '… all expenses, of it (50)'
        case '* --years'
            printf '%s\n' \
                'Years to pay it off (30)'
        case '* --ltv'
            printf '%s\n' \
                'cash-flow: borrowed, of the price (75)'
        case '* --cap-rate' '* --cash-on-cash'
            printf '%s\n' \
                'cash-flow: asked'
        case '* --dscr'
            printf '%s\n' \
                'Asked'
        case '* --refinance-ltv'
            printf '%s\n' \
                'brrrr: lent, of ARV (75)'
        case '* --refinance-costs'
            printf '%s\n' \
                'brrrr: of the new loan (3)'
        case '* --closing'
            printf '%s\n' \
                'What buying costs, of the price (3)'
        case '* --holding'
            printf '%s\n' \
                'brrrr: costs until the refinance (0)'
        case '* --cash-left'
            printf '%s\n' \
                'brrrr: what may stay in it (0)'
        case '* --price'
            printf '%s\n' \
                'The price to show figures for'
        case '* --any-status' '* --where-any-status'
            printf '%s\n' \
                'In any status: won, lost and archived as well'
        case '* --property' '* --where-property'
            printf '%s\n' \
                'About this property'
        case '* --without' '* --where-without'
            printf '%s\n' \
                'Without this'
        case '* --min-value' '* --where-min-value'
            printf '%s\n' \
                'Worth this or more'
        case '* --max-value' '* --where-max-value'
            printf '%s\n' \
                'Worth this or less'
        case '* --min-probability' '* --where-min-probability'
            printf '%s\n' \
                'This likely or more'
        case '* --max-probability' '* --where-max-probability'
            printf '%s\n' \
                'This likely or less'
        case '* --closing-since' '* --where-closing-since'
            printf '%s\n' \
                'Expected to close on this day or later'
        case '* --closing-until' '* --where-closing-until'
            printf '%s\n' \
                'Expected to close on this day or earlier'
        case '* --expected-close-date'
            printf '%s\n' \
                'The day of the closing'
        case '* --back'
            printf '%s\n' \
                'To the stage before its own'
        case '* --cards'
            printf '%s\n' \
                'How many deals of a stage are drawn'
        case '* --watch'
            printf '%s\n' \
                'Stay, and draw it anew when deals change'
        case '* --html'
            printf '%s\n' \
                'The file to write'
        case '* --check'
            printf '%s\n' \
                'Only what is overdue: exit 1 if anything is, else say nothing'
        case '* --days'
            printf '%s\n' \
                'Silent for this long, whatever the stage allows'
        case '* --field'
            printf '%s\n' \
                'Only this field'
        case '* --tier'
            printf '%s\n' \
                'About properties and deals, or of sellers'
        case '* --deal'
            printf '%s\n' \
                'Of this deal'
        case '* --shared'
            printf '%s\n' \
                'Linked to several properties (package deals)'
        case '* --unattached'
            printf '%s\n' \
                'Of no property, no deal and no lead'
        case '* --package'
            printf '%s\n' \
                'Every property of the document\'s deal'
        case '* --primary'
            printf '%s\n' \
                'It is the main document of its property'
        case '* --amount'
            printf '%s\n' \
                'What is offered (of an offer)'
        case '* --follow'
            printf '%s\n' \
                'Follow links that lead out of their folder'
        case '* --force'
            printf '%s\n' \
                'Replace a file that is there'
        case '* --expires'
            printf '%s\n' \
                'For how long: 30m, 2h, 7d'
        case '* --no-deal'
            printf '%s\n' \
                'It belongs to no deal'
        case '* --whole'
            printf '%s\n' \
                'List those that are fine as well'
        case '* --everybody'
            printf '%s\n' \
                'For all people of the database (for admins)'
        case '* --unset'
            printf '%s\n' \
                'Forget what this profile says'
        case '* --input'
            printf '%s\n' \
                'What the job is given: an object'
        case '* --max-attempts'
            printf '%s\n' \
                'Try it so often at most'
        case '* --at'
            printf '%s\n' \
                'Not before then'
        case '* --wait'
            printf '%s\n' \
                'Stay until it has ended'
        case '* --exit-status'
            printf '%s\n' \
                'Exit with the outcome: 0 succeeded, 1 failed, 130 cancelled'
        case '* --service'
            printf '%s\n' \
                'As this service, whose password is kept here (`doughy users add --servi…'
        case '* --my-keys'
            printf '%s\n' \
                'Let it open your own API keys, with the vault secret that this computer…'
        case '* --vault-secrets'
            printf '%s\n' \
                'Let it open API keys: a JSON object of vault secrets by their owners\' e…'
        case '* --types'
            printf '%s\n' \
                'Only jobs of this type'
        case '* --concurrency'
            printf '%s\n' \
                'How many jobs at the same time, each in a process'
        case '* --once'
            printf '%s\n' \
                'Take one job, if one is due, and end'
        case '* --drain'
            printf '%s\n' \
                'End when nothing is due, is tried again, or is being worked on'
        case '* --lease'
            printf '%s\n' \
                'Seconds after which another worker may have what a lost one had'
        case '* --poll'
            printf '%s\n' \
                'Seconds between two questions while nothing is due'
        case '* --grace'
            printf '%s\n' \
                'Seconds that running jobs have to end after SIGTERM or Ctrl-C'
        case '* --backoff'
            printf '%s\n' \
                'Seconds before a second attempt'
        case '* --max-retries'
            printf '%s\n' \
                'Give up (exit 7) after so many tries to reach a server that is away'
        case '* --reveal'
            printf '%s\n' \
                'The key in clear, alone on stdout'
        case '* --from-file'
            printf '%s\n' \
                'Read it from a file'
        case '* --from-env'
            printf '%s\n' \
                'Read it from a variable'
        case '* --variable'
            printf '%s\n' \
                'The variable of a service of your own'
        case '* --no-masking'
            printf '%s\n' \
                'Let keys through in what it writes'
        case '* --level'
            printf '%s\n' \
                'Of this level and those above it'
        case '* --grep'
            printf '%s\n' \
                'With this text in the message or the details, in any case'
        case '* --regex'
            printf '%s\n' \
                '--grep is a regular expression, as PostgreSQL has them'
        case '* --lines' '* -n'
            printf '%s\n' \
                'The last N logs'
        case '* -f'
            printf '%s\n' \
                'Stay, and show what is written from now on'
        case '* --details'
            printf '%s\n' \
                'Show the details below each log'
        case '* --about'
            printf '%s\n' \
                'All that happened with this record: logs that name it, its timeline, me…'
        case '* --older-than'
            printf '%s\n' \
                '90d, or a date'
        case '* --max-level'
            printf '%s\n' \
                'Only of this level and those below it'
        case '* --role'
            printf '%s\n' \
                'user (or standard, which is the same): one\'s own rows'
        case '* --period-start'
            printf '%s\n' \
                'Since when it is paid'
        case '* --period-end'
            printf '%s\n' \
                'Until when it is paid'
        case '* --customer'
            printf '%s\n' \
                'The customer at Stripe'
        case '* --subscription'
            printf '%s\n' \
                'The subscription there'
        case '* --report'
            printf '%s\n' \
                'Write a text without secrets, for a bug report'
        case '* --start'
            printf '%s\n' \
                'Start the embedded server if it does not run'
        case '* --install'
            printf '%s\n' \
                'Write it to where the shell looks for it'
    end
end

function __doughy_arguments
    switch "$argv[1] $argv[2]"
        case 'login 0' 'leads log 2' 'leads templates save 0' 'leads templates save 1' 'leads views save 0' 'docs store 0' 'can 2' 'logs write 0' 'users add 0' 'profiles add 0' 'migrate up 0' 'migrate down 0'
            printf '%s\n' \
                'any'
        case 'leads import 0' 'leads export 0' 'properties import 0' 'properties export 0' 'logs export 0' 'db backup 0' 'db restore 0'
            printf '%s\n' \
                'file'
        case 'leads merge 0' 'leads unmerge 0' 'leads log 0' 'leads timeline 0' 'contacts link 1' 'contacts unlink 1'
            printf '%s\n' \
                'listed leads'
        case 'leads log 1'
            printf '%s\n' \
                'words call sms email voice'
        case 'leads templates show 0' 'leads templates rm 0'
            printf '%s\n' \
                'listed templates'
        case 'leads views rm 0'
            printf '%s\n' \
                'listed views'
        case 'contacts link 0' 'contacts unlink 0'
            printf '%s\n' \
                'listed contacts'
        case 'properties comps 0' 'properties docs 0' 'properties offer 0'
            printf '%s\n' \
                'listed properties'
        case 'deals events 0' 'deals offer 0' 'deals ready 0'
            printf '%s\n' \
                'listed deals'
        case 'docs open 0' 'docs link 0' 'docs unlink 0'
            printf '%s\n' \
                'listed docs'
        case 'jobs types 0' 'jobs add 0'
            printf '%s\n' \
                'words document_analysis duplicate_scan lead_rescore property_valuation'
        case 'keys show 0' 'keys set 0'
            printf '%s\n' \
                'words openai stripe twilio sendgrid'
        case 'can 0'
            printf '%s\n' \
                'words show edit note convert rm restore purge move win lose archive reopen cancel retry set-role'
        case 'can 1'
            printf '%s\n' \
                'words leads contacts properties deals docs keys jobs users'
        case 'users show 0' 'users set-role 0' 'users disable 0' 'users enable 0' 'users reset-password 0' 'users rm 0' 'plans show 0' 'plans set 0'
            printf '%s\n' \
                'listed users'
        case 'users set-role 1'
            printf '%s\n' \
                'words user standard support admin'
        case 'profiles use 0' 'profiles rm 0'
            printf '%s\n' \
                'listed profiles'
        case 'completion 0'
            printf '%s\n' \
                'words bash zsh fish powershell'
        case 'leads show *' 'leads edit *' 'leads tag *' 'leads score *' 'leads rm *' 'leads restore *' 'leads purge *' 'leads merge *' 'leads convert *' 'leads note *' 'leads opt *' 'leads text *'
            printf '%s\n' \
                'listed leads'
        case 'leads mail *'
            printf '%s\n' \
                'listed leads;file'
        case 'leads messages show *' 'leads messages sync *' 'leads messages retry *'
            printf '%s\n' \
                'listed messages'
        case 'contacts show *' 'contacts edit *' 'contacts rm *' 'contacts restore *'
            printf '%s\n' \
                'listed contacts'
        case 'properties show *' 'properties edit *' 'properties rm *'
            printf '%s\n' \
                'listed properties'
        case 'deals show *' 'deals edit *' 'deals win *' 'deals lose *' 'deals archive *' 'deals reopen *' 'deals note *' 'deals changed *'
            printf '%s\n' \
                'listed deals'
        case 'deals move *'
            printf '%s\n' \
                'listed deals;words initial_contact appointment_set analyzing offer_sent negotiating under_contract closing'
        case 'docs show *' 'docs get *' 'docs url *' 'docs edit *' 'docs rm *' 'docs verify *'
            printf '%s\n' \
                'listed docs'
        case 'docs add *'
            printf '%s\n' \
                'file'
        case 'jobs show *' 'jobs cancel *' 'jobs retry *' 'jobs watch *'
            printf '%s\n' \
                'listed jobs'
        case 'keys set *' 'keys vault set *' 'keys vault rotate *' 'db psql *'
            printf '%s\n' \
                'any'
        case 'keys rm *' 'keys rotate *' 'keys check *'
            printf '%s\n' \
                'words openai stripe twilio sendgrid'
        case 'keys run *'
            printf '%s\n' \
                'program'
        case 'help *'
            printf '%s\n' \
                'words exit-codes errors environment output fields ids dates scripts quickstart init login logout whoami passwd leads contacts properties deals docs jobs keys can logs users plans profiles db migrate doctor completion help'
    end
end

# __doughy_offer KINDS BEFORE TYPED: see docs/generate/completion/words.py for the kinds.
function __doughy_offer
    for kind in (string split ';' -- $argv[1])
        set -l words (string split ' ' -- $kind)
        set -l before $argv[2]
        set -l typed $argv[3]
        switch $words[1]
            case words
                printf '%s\n' $before$words[2..-1]
            case comma
                if set -l given (string match -r '.*,' -- $typed)
                    set before $before$given
                end
                printf '%s\n' $before$words[2..-1]
            case sort
                if string match -q -- '-*' $typed
                    set before $before-
                end
                printf '%s\n' $before$words[2..-1]
            case listed
                set -l found ($__doughy_program __complete $words[2] $typed 2>/dev/null)
                test (count $found) -gt 0; and printf '%s\n' $before$found
            case file
                set -l found (__fish_complete_path $typed)
                test (count $found) -gt 0; and printf '%s\n' $before$found
            case program
                complete -C "$typed"
        end
    end
end

function __doughy_complete
    set -l words (commandline -opc)
    set -l typed (commandline -ct)
    set -l path ''
    set -l flag ''
    set -l only ''
    set -l position 0
    set -g __doughy_program (string replace -r '^~/' "$HOME/" -- $words[1])
    for word in $words[2..-1]
        if test -n "$flag"
            set flag ''
        else if test -z "$only" -a "$word" = --
            set only yes
        else if test -z "$only"; and string match -q -- '-?*' $word
            if not string match -q -- '--*=*' $word
                set -l kind (__doughy_kind "$path $word")
                test -n "$kind"; and set flag $word
            end
        else
            set -l commands (__doughy_commands "$path")
            if test (count $commands) -eq 0
                set position (math $position + 1)
            else if string match -q -- "$word"\t'*' $commands
                set path (string trim -- "$path $word")
            else
                return
            end
        end
    end

    if test -n "$flag"
        __doughy_offer (__doughy_kind "$path $flag") '' "$typed"
    else if test -z "$only"; and string match -q -- '--*=*' $typed
        set -l halves (string split -m 1 = -- $typed)
        __doughy_offer (__doughy_kind "$path $halves[1]") "$halves[1]=" "$halves[2]"
    else if test -z "$only"; and string match -q -- '-*' $typed
        for each in (__doughy_flags "$path")
            printf '%s\t%s\n' $each (__doughy_about "$path $each")
        end
    else
        set -l commands (__doughy_commands "$path")
        if test (count $commands) -gt 0
            printf '%s\n' $commands
        else
            __doughy_offer (__doughy_arguments "$path" $position) '' "$typed"
        end
    end
end

complete -c doughy -e
complete -c doughy -f -k -a '(__doughy_complete)'
