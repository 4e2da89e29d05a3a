# Completion of doughy's command lines in bash (3.2 and later).
#
# Generated from the commands; to write it anew: python -m docs.generate.completion
# What is typed is looked up here. Only ids, e-mails and names are asked of doughy, which tells
# those that it has last listed, without its database.

_doughy_commands() { case "$1" in
    '') REPLY='quickstart init login logout whoami passwd leads contacts properties deals docs jobs keys can logs users plans profiles db migrate doctor completion help' ;;
    'leads') REPLY='list show add edit tag score rm restore purge import export dupes merge unmerge convert log note timeline opt opt-audit triage text mail sender messages templates views' ;;
    'leads messages') REPLY='list show sync retry' ;;
    'leads templates') REPLY='save list show rm' ;;
    'leads views') REPLY='save list rm' ;;
    'contacts') REPLY='list show add edit rm restore link unlink' ;;
    'properties') REPLY='list show add edit rm import export comps docs offer' ;;
    'deals') REPLY='list show add edit move win lose archive reopen note events offer board forecast report next stale changed ready' ;;
    'docs') REPLY='list show add get open url edit rm link unlink verify gc store' ;;
    'jobs') REPLY='types list show add cancel retry watch work' ;;
    'keys') REPLY='list show set rm rotate check run vault' ;;
    'keys vault') REPLY='show-recovery set rotate' ;;
    'logs') REPLY='list tail stats write prune export' ;;
    'users') REPLY='list show add set-role disable enable reset-password rm' ;;
    'plans') REPLY='list show set sync' ;;
    'profiles') REPLY='list use add rm' ;;
    'db') REPLY='start stop restart status url psql backup restore' ;;
    'migrate') REPLY='up down status history check' ;;
    *) REPLY='' ;;
esac; }

_doughy_flags() { case "$1" in
    '') REPLY='--version --help' ;;
    'quickstart'|'leads show'|'leads messages show'|'leads templates show'|'contacts show'|'properties show'|'deals show'|'deals ready'|'docs show'|'docs open'|'jobs types'|'jobs show'|'keys check'|'can'|'users show'|'plans show'|'db start'|'db stop'|'db restart'|'db status'|'migrate status') REPLY='--json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'init') REPLY='--email --demo --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'login') REPLY='--password-stdin --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'logout'|'profiles use'|'db url'|'db psql'|'migrate check'|'help') REPLY='--profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'whoami') REPLY='--verify --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'passwd') REPLY='--password-stdin --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'leads'|'leads messages'|'leads templates'|'leads views'|'contacts'|'properties'|'deals'|'docs'|'jobs'|'keys'|'keys vault'|'logs'|'users'|'plans'|'profiles'|'db'|'migrate') REPLY='--help' ;;
    'leads list') REPLY='--next --view --status --tag --untagged --min-score --max-score --unscored --opt-status --source --since --until --updated-since --due --overdue --search --mine --deleted --with-deleted --limit --all --sort --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'leads add') REPLY='--from-json --name --phone --email --company --status --score --tag --opt-status --source --next-action --next-action-due --workspace --note --dry-run --yes --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'leads edit') REPLY='--name --phone --email --company --status --score --tag --opt-status --source --next-action --next-action-due --workspace --note --add-tag --remove-tag --clear --if-unchanged-since --where-status --where-tag --where-untagged --where-min-score --where-max-score --where-unscored --where-opt-status --where-source --where-since --where-until --where-updated-since --where-due --where-overdue --where-search --where-mine --where-deleted --where-with-deleted --dry-run --yes --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'leads tag') REPLY='--add --remove --dry-run --yes --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'leads score') REPLY='--to --reason --dry-run --yes --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'leads rm'|'leads restore'|'leads purge') REPLY='--where-status --where-tag --where-untagged --where-min-score --where-max-score --where-unscored --where-opt-status --where-source --where-since --where-until --where-updated-since --where-due --where-overdue --where-search --where-mine --where-deleted --where-with-deleted --dry-run --yes --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'leads import') REPLY='--rejects --preview --map --use-map --save-map --format --encoding --delimiter --region --status --source --tag --on-duplicate --with-properties --match --dry-run --yes --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'leads export') REPLY='--yes --view --status --tag --untagged --min-score --max-score --unscored --opt-status --source --since --until --updated-since --due --overdue --search --mine --deleted --with-deleted --limit --all --sort --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'leads dupes') REPLY='--file --min-score --where-status --where-tag --where-untagged --where-min-score --where-max-score --where-unscored --where-opt-status --where-source --where-since --where-until --where-updated-since --where-due --where-overdue --where-search --where-mine --where-deleted --where-with-deleted --map --use-map --save-map --format --encoding --delimiter --region --limit --all --sort --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'leads merge') REPLY='--take --keep --deleted --dry-run --yes --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'leads unmerge'|'leads templates rm'|'leads views rm'|'contacts rm'|'contacts restore'|'contacts unlink'|'deals note'|'docs rm'|'docs gc'|'jobs cancel'|'jobs retry'|'keys rotate'|'users set-role'|'users disable'|'users enable'|'users reset-password'|'users rm'|'plans sync'|'db restore'|'migrate up'|'migrate down') REPLY='--dry-run --yes --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'leads convert') REPLY='--again --stage --any-stage --title --estimated-value --probability --next-action --next-action-due --where-status --where-tag --where-untagged --where-min-score --where-max-score --where-unscored --where-opt-status --where-source --where-since --where-until --where-updated-since --where-due --where-overdue --where-search --where-mine --where-deleted --where-with-deleted --dry-run --yes --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'leads log') REPLY='--direction --when --duration --outcome --subject --file --dry-run --yes --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'leads note') REPLY='--withdraw --dry-run --yes --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'leads timeline') REPLY='--since --until --kind --limit --all --sort --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'leads opt'|'deals win'|'deals lose'|'deals archive'|'deals reopen') REPLY='--reason --dry-run --yes --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'leads opt-audit') REPLY='--mine --fix --dry-run --yes --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'leads triage') REPLY='--view --decisions --plan --restart --status --tag --untagged --min-score --max-score --unscored --opt-status --source --since --until --updated-since --due --overdue --search --mine --deleted --with-deleted --limit --dry-run --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'leads text') REPLY='--where-status --where-tag --where-untagged --where-min-score --where-max-score --where-unscored --where-opt-status --where-source --where-since --where-until --where-updated-since --where-due --where-overdue --where-search --where-mine --where-deleted --where-with-deleted --template --from --now --again --rate --limit --dry-run --yes --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'leads mail') REPLY='--subject --where-status --where-tag --where-untagged --where-min-score --where-max-score --where-unscored --where-opt-status --where-source --where-since --where-until --where-updated-since --where-due --where-overdue --where-search --where-mine --where-deleted --where-with-deleted --template --from --now --again --rate --limit --dry-run --yes --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'leads sender') REPLY='--from-number --messaging-service --from-email --from-name --postal-address --rate --require-opt-in --no-require-opt-in --dry-run --yes --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'leads messages list') REPLY='--lead --status --channel --direction --unresolved --since --until --limit --all --sort --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'leads messages sync') REPLY='--since --mark-sent --mark-failed --dry-run --yes --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'leads messages retry') REPLY='--failed --file --where-lead --where-status --where-channel --where-direction --where-unresolved --where-since --where-until --now --again --rate --limit --dry-run --yes --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'leads templates save') REPLY='--subject --dry-run --yes --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'leads templates list'|'leads views list'|'users list'|'profiles list'|'migrate history') REPLY='--limit --all --sort --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'leads views save') REPLY='--next --status --tag --untagged --min-score --max-score --unscored --opt-status --source --since --until --updated-since --due --overdue --search --mine --deleted --with-deleted --limit --all --sort --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'contacts list') REPLY='--search --company --lead --sms-opt-status --mine --deleted --with-deleted --limit --all --sort --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'contacts add') REPLY='--lead --relation --from-json --first-name --last-name --company --job-title --email --phone --emails --phones --address --address2 --city --state --zip --sms-opt-status --dry-run --yes --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'contacts edit') REPLY='--clear --first-name --last-name --company --job-title --email --phone --emails --phones --address --address2 --city --state --zip --sms-opt-status --dry-run --yes --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'contacts link') REPLY='--relation --dry-run --yes --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'properties list') REPLY='--status --type --city --state --zip --min-price --max-price --min-arv --max-arv --without-arv --min-beds --max-beds --min-baths --max-baths --min-square-feet --max-square-feet --min-year --max-year --lead --without-lead --with-deal --without-deal --search --since --until --updated-since --mine --limit --all --sort --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'properties add') REPLY='--from-json --allow-duplicate --address --address2 --city --state --zip --status --property-type --bedrooms --bathrooms --square-feet --lot-size --year-built --purchase-price --arv --repair-estimate --mls-id --parcel-number --latitude --longitude --notes --lead --dry-run --yes --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'properties edit') REPLY='--allow-duplicate --address --address2 --city --state --zip --status --property-type --bedrooms --bathrooms --square-feet --lot-size --year-built --purchase-price --arv --repair-estimate --mls-id --parcel-number --latitude --longitude --notes --lead --clear --if-unchanged-since --if-unchanged --where-status --where-type --where-city --where-state --where-zip --where-min-price --where-max-price --where-min-arv --where-max-arv --where-without-arv --where-min-beds --where-max-beds --where-min-baths --where-max-baths --where-min-square-feet --where-max-square-feet --where-min-year --where-max-year --where-lead --where-without-lead --where-with-deal --where-without-deal --where-search --where-since --where-until --where-updated-since --where-mine --dry-run --yes --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'properties rm') REPLY='--where-status --where-type --where-city --where-state --where-zip --where-min-price --where-max-price --where-min-arv --where-max-arv --where-without-arv --where-min-beds --where-max-beds --where-min-baths --where-max-baths --where-min-square-feet --where-max-square-feet --where-min-year --where-max-year --where-lead --where-without-lead --where-with-deal --where-without-deal --where-search --where-since --where-until --where-updated-since --where-mine --dry-run --yes --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'properties import') REPLY='--rejects --preview --map --use-map --save-map --format --encoding --delimiter --status --on-duplicate --dry-run --yes --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'properties export') REPLY='--yes --status --type --city --state --zip --min-price --max-price --min-arv --max-arv --without-arv --min-beds --max-beds --min-baths --max-baths --min-square-feet --max-square-feet --min-year --max-year --lead --without-lead --with-deal --without-deal --search --since --until --updated-since --mine --limit --all --sort --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'properties comps') REPLY='--radius --number --age --sold-since --any-type --with-arv --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'properties docs') REPLY='--phase --missing --limit --all --sort --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'properties offer'|'deals offer') REPLY='--method --save --comp --inspection --arv --percent --repairs --fee --rent --other-income --vacancy --expenses --taxes --insurance --management --upkeep --expense-ratio --rate --years --ltv --cap-rate --dscr --cash-on-cash --refinance-ltv --refinance-costs --closing --holding --cash-left --price --dry-run --yes --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'deals list') REPLY='--status --any-status --stage --lead --property --without --min-value --max-value --min-probability --max-probability --closing-since --closing-until --since --until --updated-since --due --overdue --search --mine --limit --all --sort --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'deals add') REPLY='--from-json --title --lead --property --stage --any-stage --estimated-value --probability --expected-close-date --next-action --next-action-due --notes --dry-run --yes --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'deals edit') REPLY='--title --lead --property --stage --any-stage --estimated-value --probability --expected-close-date --next-action --next-action-due --notes --clear --note --if-unchanged-since --if-unchanged --where-status --where-any-status --where-stage --where-lead --where-property --where-without --where-min-value --where-max-value --where-min-probability --where-max-probability --where-closing-since --where-closing-until --where-since --where-until --where-updated-since --where-due --where-overdue --where-search --where-mine --dry-run --yes --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'deals move') REPLY='--next --back --any-stage --reason --next-action --next-action-due --dry-run --yes --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'deals events') REPLY='--since --until --type --limit --all --sort --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'deals board') REPLY='--cards --watch --status --any-status --stage --lead --property --without --min-value --max-value --min-probability --max-probability --closing-since --closing-until --since --until --updated-since --due --overdue --search --mine --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'deals forecast') REPLY='--status --any-status --stage --lead --property --without --min-value --max-value --min-probability --max-probability --closing-since --closing-until --since --until --updated-since --due --overdue --search --mine --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'deals report') REPLY='--html --status --any-status --stage --lead --property --without --min-value --max-value --min-probability --max-probability --closing-since --closing-until --since --until --updated-since --due --overdue --search --mine --dry-run --yes --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'deals next') REPLY='--stage --check --limit --all --sort --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'deals stale') REPLY='--stage --days --mine --limit --all --sort --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'deals changed') REPLY='--since --until --field --mine --limit --all --sort --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'docs list') REPLY='--phase --type --tier --property --deal --lead --shared --unattached --search --since --until --mine --limit --all --sort --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'docs add') REPLY='--type --property --deal --lead --package --title --primary --amount --reason --follow --dry-run --yes --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'docs get') REPLY='--to --force --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'docs url') REPLY='--expires --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'docs edit') REPLY='--title --type --deal --no-deal --lead --if-unchanged-since --dry-run --yes --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'docs link') REPLY='--primary --property --package --dry-run --yes --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'docs unlink') REPLY='--property --package --dry-run --yes --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'docs verify') REPLY='--whole --phase --type --tier --property --deal --lead --shared --unattached --search --since --until --mine --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'docs store') REPLY='--everybody --unset --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'jobs list') REPLY='--status --type --deal --since --until --mine --limit --all --sort --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'jobs add') REPLY='--deal --input --max-attempts --at --wait --dry-run --yes --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'jobs watch') REPLY='--exit-status --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'jobs work') REPLY='--service --my-keys --vault-secrets --types --concurrency --once --drain --lease --poll --grace --backoff --max-retries --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'keys list') REPLY='--status --mine --limit --all --sort --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'keys show') REPLY='--reveal --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'keys set') REPLY='--from-file --from-env --variable --dry-run --yes --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'keys rm'|'keys vault show-recovery'|'profiles rm'|'db backup') REPLY='--yes --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'keys run') REPLY='--service --no-masking --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'keys vault set'|'keys vault rotate') REPLY='--from-file --from-env --dry-run --yes --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'logs list') REPLY='--level --source --grep --regex --since --until --limit --all --sort --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'logs tail') REPLY='--lines --follow --details --max-retries --about --level --source --grep --regex --since --until --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'logs stats') REPLY='--level --source --grep --regex --since --until --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'logs write') REPLY='--source --level --details --dry-run --yes --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'logs prune') REPLY='--older-than --max-level --source --dry-run --yes --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'logs export') REPLY='--yes --level --source --grep --regex --since --until --limit --all --sort --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'users add') REPLY='--role --full-name --service --keep --dry-run --yes --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'plans list') REPLY='--status --plan --limit --all --sort --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'plans set') REPLY='--plan --status --period-start --period-end --customer --subscription --clear --dry-run --yes --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'profiles add') REPLY='--email --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'doctor') REPLY='--report --start --json --output --fields --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    'completion') REPLY='--install --yes --profile --database-url --no-input --quiet --no-color --verbose --help' ;;
    *) REPLY='' ;;
esac; }

_doughy_kind() { case "$1" in
    'quickstart --fields'|'init --fields') REPLY='comma help database email created_user revisions_applied demo_loaded leads properties deals' ;;
    'login --fields'|'whoami --fields') REPLY='comma help email full_name role id profile database password_kept_in verified' ;;
    'leads show --fields') REPLY='comma help id name phone email company status score tags opt_status source next_action next_action_due workspace_id user_id is_deleted created_at updated_at merged_into contacts open_deals events' ;;
    'leads import --fields') REPLY='comma help file read inserted updated skipped rejected contacts notes kept unreadable_phones unreadable_emails unknown_statuses unknown_workspaces unmatched rejects_file likely properties properties_linked properties_updated properties_known without_property' ;;
    'leads export --sort') REPLY='sort id name phone email company status score tags opt_status source next_action next_action_due workspace_id user_id is_deleted created_at updated_at contacts notes extra' ;;
    'leads export --fields') REPLY='comma help id name phone email company status score tags opt_status source next_action next_action_due workspace_id user_id is_deleted created_at updated_at contacts notes extra' ;;
    'leads dupes --sort') REPLY='sort score reasons leads' ;;
    'leads dupes --fields') REPLY='comma help score reasons leads' ;;
    'leads merge --fields') REPLY='comma help target sources fields moved' ;;
    'leads unmerge --fields') REPLY='comma help target sources fields kept moved missing' ;;
    'leads convert --fields') REPLY='comma help id title status stage lead_id lead_name lead_status property_id property_address property_is_new estimated_value probability next_action next_action_due' ;;
    'leads log --fields') REPLY='comma help id lead_id channel direction at outcome duration_secs status subject text transcript_id opted_out' ;;
    'leads note --fields') REPLY='comma help id lead_id at text withdrawn' ;;
    'leads timeline --sort') REPLY='sort kind at channel direction type summary text id by deal_id duration_secs withdrawn' ;;
    'leads timeline --fields') REPLY='comma help kind at channel direction type summary text id by deal_id duration_secs withdrawn' ;;
    'leads opt-audit --fields') REPLY='comma help kind lead_id name opt_status message_id channel at status text opted_out_at stop_message_id fixed' ;;
    'leads triage --plan'|'users add --keep') REPLY='' ;;
    'leads triage --fields') REPLY='comma help id name phone email company status score tags opt_status source next_action next_action_due workspace_id user_id is_deleted created_at updated_at due temperature priority staleness_points status_points consent_points value_points last_contact_at last_channel last_heard_at attempts open_deals open_value score_reasons deals contacts timeline' ;;
    'leads text --fields'|'leads mail --fields'|'leads messages retry --fields') REPLY='comma help lead_id name channel outcome code reason sender recipient subject text segments encoding zones message_id status external_id sent_at' ;;
    'leads sender --fields') REPLY='comma help from_number messaging_service from_email from_name postal_address rate require_opt_in' ;;
    'leads messages list --status'|'leads messages retry --where-status') REPLY='words pending sent delivered read failed' ;;
    'leads messages list --direction') REPLY='words incoming outgoing' ;;
    'leads messages list --sort') REPLY='sort id lead_id name channel direction status sender recipient subject body external_id error sent_at created_at updated_at' ;;
    'leads messages list --fields'|'leads messages show --fields') REPLY='comma help id lead_id name channel direction status sender recipient subject body external_id error sent_at created_at updated_at' ;;
    'leads messages sync --fields') REPLY='comma help message_id lead_id name channel before after result note external_id error' ;;
    'leads templates save --fields'|'leads templates list --fields'|'leads templates show --fields'|'leads templates rm --fields') REPLY='comma help name subject text fields' ;;
    'leads templates list --sort') REPLY='sort name subject text fields' ;;
    'leads views list --sort') REPLY='sort name flags' ;;
    'leads views list --fields'|'leads views rm --fields') REPLY='comma help name flags' ;;
    'contacts list --sort') REPLY='sort id first_name last_name company job_title email phone emails phones address sms_opt_status user_id is_deleted created_at updated_at' ;;
    'contacts list --fields'|'contacts edit --fields'|'contacts rm --fields'|'contacts restore --fields') REPLY='comma help id first_name last_name company job_title email phone emails phones address sms_opt_status user_id is_deleted created_at updated_at' ;;
    'contacts show --fields'|'contacts add --fields') REPLY='comma help id first_name last_name company job_title email phone emails phones address sms_opt_status user_id is_deleted created_at updated_at leads' ;;
    'contacts edit --clear') REPLY='words first-name last-name company job-title email phone emails phones address' ;;
    'contacts link --fields'|'contacts unlink --fields') REPLY='comma help contact_id name lead_id lead_name relation' ;;
    'properties list --status'|'properties list --type'|'properties add --status'|'properties edit --status'|'properties edit --where-status'|'properties rm --where-status'|'properties import --status'|'properties export --status'|'properties export --type'|'deals events --type') REPLY='any' ;;
    'properties list --sort'|'properties export --sort') REPLY='sort id address_line_1 address_line_2 city state zip status property_type bedrooms bathrooms square_feet lot_size year_built purchase_price arv repair_estimate mls_id parcel_number latitude longitude notes lead_id user_id created_at updated_at' ;;
    'properties list --fields'|'properties add --fields'|'properties edit --fields'|'properties rm --fields'|'properties export --fields') REPLY='comma help id address_line_1 address_line_2 city state zip status property_type bedrooms bathrooms square_feet lot_size year_built purchase_price arv repair_estimate mls_id parcel_number latitude longitude notes lead_id user_id created_at updated_at' ;;
    'properties show --fields') REPLY='comma help id address_line_1 address_line_2 city state zip status property_type bedrooms bathrooms square_feet lot_size year_built purchase_price arv repair_estimate mls_id parcel_number latitude longitude notes lead_id user_id created_at updated_at lead open_deals documents' ;;
    'properties edit --clear') REPLY='words address2 status property-type bedrooms bathrooms square-feet lot-size year-built purchase-price arv repair-estimate mls-id parcel-number latitude longitude notes lead' ;;
    'properties import --fields') REPLY='comma help file read inserted updated skipped repeated rejected unknown_leads unmatched rejects_file' ;;
    'properties comps --fields') REPLY='comma help subject rule near left_out comps price_per_square_foot value' ;;
    'properties docs --sort') REPLY='sort phase type there count title documents' ;;
    'properties docs --fields') REPLY='comma help phase type there count title documents' ;;
    'properties offer --fields'|'deals offer --fields') REPLY='comma help property_id deal_id lead_id address method formula inputs steps maximum_offer figures_at figures purchase_price above_by documents saved_in event_id' ;;
    'deals list --status'|'deals edit --where-status'|'deals board --status'|'deals forecast --status'|'deals report --status') REPLY='words active won lost archived' ;;
    'deals list --sort') REPLY='sort id title status stage lead_id lead_name property_id property_address estimated_value probability expected_close_date next_action next_action_due notes user_id created_at updated_at' ;;
    'deals list --fields'|'deals add --fields'|'deals edit --fields'|'deals move --fields'|'deals win --fields'|'deals lose --fields'|'deals archive --fields'|'deals reopen --fields') REPLY='comma help id title status stage lead_id lead_name property_id property_address estimated_value probability expected_close_date next_action next_action_due notes user_id created_at updated_at' ;;
    'deals show --fields') REPLY='comma help id title status stage lead_id lead_name property_id property_address estimated_value probability expected_close_date next_action next_action_due notes user_id created_at updated_at lead property documents events' ;;
    'deals edit --clear') REPLY='words lead property estimated-value probability expected-close-date next-action next-action-due notes' ;;
    'deals note --fields'|'deals events --fields') REPLY='comma help id deal_id created_at event_type description metadata created_by created_by_email' ;;
    'deals events --sort') REPLY='sort id deal_id created_at event_type description metadata created_by created_by_email' ;;
    'deals board --fields') REPLY='comma help as_of count value weighted stages' ;;
    'deals forecast --fields') REPLY='comma help as_of totals months at_risk won lost brier by_band by_stage time_in_stage conversion' ;;
    'deals report --fields') REPLY='comma help file bytes deals as_of' ;;
    'deals next --sort') REPLY='sort id title status stage lead_id lead_name property_id property_address estimated_value probability expected_close_date next_action next_action_due notes user_id created_at updated_at why also reason days missing last_activity_at stage_since' ;;
    'deals next --fields') REPLY='comma help id title status stage lead_id lead_name property_id property_address estimated_value probability expected_close_date next_action next_action_due notes user_id created_at updated_at why also reason days missing last_activity_at stage_since' ;;
    'deals stale --sort') REPLY='sort id title status stage lead_id lead_name property_id property_address estimated_value probability expected_close_date next_action next_action_due notes user_id created_at updated_at silent_days threshold_days stage_days last_activity_at stage_since' ;;
    'deals stale --fields') REPLY='comma help id title status stage lead_id lead_name property_id property_address estimated_value probability expected_close_date next_action next_action_due notes user_id created_at updated_at silent_days threshold_days stage_days last_activity_at stage_since' ;;
    'deals changed --sort') REPLY='sort at deal_id title field before after by by_email event_id' ;;
    'deals changed --fields') REPLY='comma help at deal_id title field before after by by_email event_id' ;;
    'deals ready --fields') REPLY='comma help deal_id title stage ready lacking papers' ;;
    'docs list --sort') REPLY='sort id tier title type phase about properties primary name size content_type sha256 file_url property_id deal_id lead_id metadata user_id uploaded_by created_at updated_at' ;;
    'docs list --fields'|'docs add --fields'|'docs edit --fields'|'docs rm --fields') REPLY='comma help id tier title type phase about properties primary name size content_type sha256 file_url property_id deal_id lead_id metadata user_id uploaded_by created_at updated_at' ;;
    'docs show --fields'|'docs link --fields'|'docs unlink --fields') REPLY='comma help id tier title type phase about properties primary name size content_type sha256 file_url property_id deal_id lead_id metadata user_id uploaded_by created_at updated_at deal_title lead_name linked_properties' ;;
    'docs get --to'|'logs write --details') REPLY='file' ;;
    'docs get --fields'|'docs open --fields') REPLY='comma help id path size sha256 verified' ;;
    'docs url --fields') REPLY='comma help id url expires_at' ;;
    'docs verify --fields') REPLY='comma help id title state problem file_url' ;;
    'docs gc --fields') REPLY='comma help store batch files size modified removed' ;;
    'docs store --fields') REPLY='comma help store origin place earlier' ;;
    'jobs types --fields') REPLY='comma help job_type summary input timeout max_attempts' ;;
    'jobs list --status') REPLY='words queued running succeeded failed cancelled' ;;
    'jobs list --type') REPLY='words document_analysis duplicate_scan lead_rescore property_valuation' ;;
    'jobs list --sort') REPLY='sort id job_type status deal_id deal_title attempts max_attempts error_message created_at run_after started_at completed_at leased_by user_id' ;;
    'jobs list --fields'|'jobs add --fields'|'jobs cancel --fields'|'jobs retry --fields') REPLY='comma help id job_type status deal_id deal_title attempts max_attempts error_message created_at run_after started_at completed_at leased_by user_id' ;;
    'jobs show --fields'|'jobs watch --fields') REPLY='comma help id job_type status deal_id deal_title attempts max_attempts error_message created_at run_after started_at completed_at leased_by user_id lease_expires_at input_data progress output_data next_command' ;;
    'jobs work --fields') REPLY='comma help id job_type outcome attempt max_attempts seconds error worker' ;;
    'keys list --status') REPLY='words active healthy unhealthy inactive' ;;
    'keys list --sort') REPLY='sort id service owner user_id masked variables format fault status status_reason last_checked last_healthy created_at updated_at' ;;
    'keys list --fields'|'keys show --fields'|'keys set --fields'|'keys rotate --fields') REPLY='comma help id service owner user_id masked variables format fault status status_reason last_checked last_healthy created_at updated_at' ;;
    'keys check --fields') REPLY='comma help service result reason status last_checked last_healthy failed_since failed_messages failed_leads' ;;
    'keys run --service') REPLY='words openai stripe twilio sendgrid' ;;
    'keys vault set --fields'|'keys vault rotate --fields') REPLY='comma help kept_in keys opened' ;;
    'can --fields') REPLY='comma help verb noun id name allowed code reason' ;;
    'logs list --sort'|'logs export --sort') REPLY='sort id created_at level source message details' ;;
    'logs list --fields'|'logs tail --fields'|'logs write --fields'|'logs export --fields') REPLY='comma help id created_at level source message details' ;;
    'logs stats --fields') REPLY='comma help since until count errors levels sources hours' ;;
    'logs prune --fields') REPLY='comma help before count dry_run' ;;
    'users list --sort') REPLY='sort id email full_name role is_service must_change_password disabled_at created_at' ;;
    'users list --fields'|'users show --fields'|'users set-role --fields'|'users disable --fields'|'users enable --fields'|'users rm --fields') REPLY='comma help id email full_name role is_service must_change_password disabled_at created_at' ;;
    'users add --fields'|'users reset-password --fields') REPLY='comma help id email full_name role is_service must_change_password disabled_at created_at password' ;;
    'plans list --status'|'plans set --status') REPLY='words active trialing past_due unpaid paused incomplete incomplete_expired canceled' ;;
    'plans list --sort') REPLY='sort id user_id email plan_name status current_period_start current_period_end stripe_customer_id stripe_subscription_id created_at updated_at' ;;
    'plans list --fields'|'plans show --fields'|'plans set --fields') REPLY='comma help id user_id email plan_name status current_period_start current_period_end stripe_customer_id stripe_subscription_id created_at updated_at' ;;
    'plans set --clear') REPLY='words plan status period-start period-end customer subscription' ;;
    'plans sync --fields') REPLY='comma help user_id email result plan_name status period_start period_end stripe_customer_id stripe_subscription_id changes' ;;
    'profiles list --sort') REPLY='sort name in_use email database' ;;
    'profiles list --fields') REPLY='comma help name in_use email database' ;;
    'db start --fields'|'db stop --fields'|'db restart --fields'|'db status --fields') REPLY='comma help embedded running version pid since database socket data log size' ;;
    'db restore --fields') REPLY='comma help restored database backup_of made_at revision doughy server size people without_password admin password' ;;
    'migrate up --fields'|'migrate down --fields'|'migrate status --fields') REPLY='comma help database current head up_to_date pending' ;;
    'migrate history --sort') REPLY='sort revision applied summary' ;;
    'migrate history --fields') REPLY='comma help revision applied summary' ;;
    'doctor --fields') REPLY='comma help check state code found remedy' ;;
    *' --output') REPLY='words table tsv json jsonl csv' ;;
    *' -o'|*' --database-url'|*' --email'|*' --tag'|*' --min-score'|*' --max-score'|*' --source'|*' --since'|*' --until'|*' --updated-since'|*' --due'|*' --search'|*' --limit'|*' --name'|*' --phone'|*' --company'|*' --score'|*' --next-action'|*' --next-action-due'|*' --workspace'|*' --note'|*' --add-tag'|*' --remove-tag'|*' --if-unchanged-since'|*' --where-tag'|*' --where-min-score'|*' --where-max-score'|*' --where-source'|*' --where-since'|*' --where-until'|*' --where-updated-since'|*' --where-due'|*' --where-search'|*' --add'|*' --remove'|*' --to'|*' --reason'|*' --map'|*' --use-map'|*' --save-map'|*' --encoding'|*' --delimiter'|*' --region'|*' --take'|*' --keep'|*' --title'|*' --estimated-value'|*' --probability'|*' --when'|*' --duration'|*' --subject'|*' --withdraw'|*' --plan'|*' --from'|*' --rate'|*' --from-number'|*' --messaging-service'|*' --from-email'|*' --from-name'|*' --postal-address'|*' --first-name'|*' --last-name'|*' --job-title'|*' --emails'|*' --phones'|*' --address'|*' --address2'|*' --city'|*' --state'|*' --zip'|*' --min-price'|*' --max-price'|*' --min-arv'|*' --max-arv'|*' --min-beds'|*' --max-beds'|*' --min-baths'|*' --max-baths'|*' --min-square-feet'|*' --max-square-feet'|*' --min-year'|*' --max-year'|*' --property-type'|*' --bedrooms'|*' --bathrooms'|*' --square-feet'|*' --lot-size'|*' --year-built'|*' --purchase-price'|*' --arv'|*' --repair-estimate'|*' --mls-id'|*' --parcel-number'|*' --latitude'|*' --longitude'|*' --notes'|*' --where-type'|*' --where-city'|*' --where-state'|*' --where-zip'|*' --where-min-price'|*' --where-max-price'|*' --where-min-arv'|*' --where-max-arv'|*' --where-min-beds'|*' --where-max-beds'|*' --where-min-baths'|*' --where-max-baths'|*' --where-min-square-feet'|*' --where-max-square-feet'|*' --where-min-year'|*' --where-max-year'|*' --radius'|*' --number'|*' --age'|*' --sold-since'|*' --percent'|*' --repairs'|*' --fee'|*' --rent'|*' --other-income'|*' --vacancy'|*' --expenses'|*' --taxes'|*' --insurance'|*' --management'|*' --upkeep'|*' --expense-ratio'|*' --years'|*' --ltv'|*' --cap-rate'|*' --dscr'|*' --cash-on-cash'|*' --refinance-ltv'|*' --refinance-costs'|*' --closing'|*' --holding'|*' --cash-left'|*' --price'|*' --min-value'|*' --max-value'|*' --min-probability'|*' --max-probability'|*' --closing-since'|*' --closing-until'|*' --expected-close-date'|*' --where-min-value'|*' --where-max-value'|*' --where-min-probability'|*' --where-max-probability'|*' --where-closing-since'|*' --where-closing-until'|*' --cards'|*' --days'|*' --amount'|*' --expires'|*' --max-attempts'|*' --at'|*' --service'|*' --concurrency'|*' --lease'|*' --poll'|*' --grace'|*' --backoff'|*' --max-retries'|*' --from-env'|*' --variable'|*' --grep'|*' --lines'|*' -n'|*' --about'|*' --older-than'|*' --full-name'|*' --period-start'|*' --period-end'|*' --customer'|*' --subscription') REPLY='any' ;;
    *' --fields') REPLY='comma help id name phone email company status score tags opt_status source next_action next_action_due workspace_id user_id is_deleted created_at updated_at' ;;
    *' --profile') REPLY='listed profiles' ;;
    *' --view') REPLY='listed views' ;;
    *' --status'|*' --where-status') REPLY='words new active qualified unqualified closed' ;;
    *' --opt-status'|*' --where-opt-status'|*' --sms-opt-status') REPLY='words opted_in opted_out pending' ;;
    *' --sort') REPLY='sort id name phone email company status score tags opt_status source next_action next_action_due workspace_id user_id is_deleted created_at updated_at' ;;
    *' --from-json'|*' --rejects'|*' --file'|*' --decisions'|*' --if-unchanged'|*' --html'|*' --input'|*' --vault-secrets'|*' --from-file') REPLY='file' ;;
    *' --clear') REPLY='words phone email company score tags opt-status source next-action next-action-due workspace' ;;
    *' --format') REPLY='words csv tsv json jsonl' ;;
    *' --on-duplicate') REPLY='words skip update error' ;;
    *' --match') REPLY='words exact likely' ;;
    *' --stage'|*' --where-stage') REPLY='words initial_contact appointment_set analyzing offer_sent negotiating under_contract closing' ;;
    *' --direction') REPLY='words in out' ;;
    *' --outcome') REPLY='words answered callback not_interested no_answer voicemail busy wrong_number' ;;
    *' --kind') REPLY='words message call transcript note event deal document' ;;
    *' --template') REPLY='listed templates' ;;
    *' --lead'|*' --where-lead') REPLY='listed leads' ;;
    *' --channel'|*' --where-channel') REPLY='words sms email voice' ;;
    *' --where-direction') REPLY='words incoming outgoing' ;;
    *' --relation') REPLY='words owner spouse heir attorney agent tenant other' ;;
    *' --type') REPLY='words inspection appraisal title_search survey photo comp offer counter_offer purchase_agreement addendum closing_statement hud1 deed contract receipt other id tax_return bank_statement w9 death_cert poa' ;;
    *' --phase') REPLY='words research transaction other' ;;
    *' --method') REPLY='words mao cash-flow brrrr' ;;
    *' --comp'|*' --inspection') REPLY='listed docs' ;;
    *' --property'|*' --where-property') REPLY='listed properties' ;;
    *' --without'|*' --where-without') REPLY='words lead property estimated-value probability expected-close-date next-action next-action-due notes' ;;
    *' --field') REPLY='words created title lead-id property-id status stage estimated-value probability expected-close-date next-action next-action-due notes' ;;
    *' --tier') REPLY='words property seller' ;;
    *' --deal') REPLY='listed deals' ;;
    *' --types') REPLY='words document_analysis duplicate_scan lead_rescore property_valuation' ;;
    *' --level'|*' --max-level') REPLY='words debug info warning error critical' ;;
    *' --role') REPLY='words user standard support admin' ;;
    *) REPLY='' ;;
esac; }

_doughy_arguments() { case "$1 $2" in
    'login 0'|'leads log 2'|'leads templates save 0'|'leads templates save 1'|'leads views save 0'|'docs store 0'|'can 2'|'logs write 0'|'users add 0'|'profiles add 0'|'migrate up 0'|'migrate down 0') REPLY='any' ;;
    'leads import 0'|'leads export 0'|'properties import 0'|'properties export 0'|'logs export 0'|'db backup 0'|'db restore 0') REPLY='file' ;;
    'leads merge 0'|'leads unmerge 0'|'leads log 0'|'leads timeline 0'|'contacts link 1'|'contacts unlink 1') REPLY='listed leads' ;;
    'leads log 1') REPLY='words call sms email voice' ;;
    'leads templates show 0'|'leads templates rm 0') REPLY='listed templates' ;;
    'leads views rm 0') REPLY='listed views' ;;
    'contacts link 0'|'contacts unlink 0') REPLY='listed contacts' ;;
    'properties comps 0'|'properties docs 0'|'properties offer 0') REPLY='listed properties' ;;
    'deals events 0'|'deals offer 0'|'deals ready 0') REPLY='listed deals' ;;
    'docs open 0'|'docs link 0'|'docs unlink 0') REPLY='listed docs' ;;
    'jobs types 0'|'jobs add 0') REPLY='words document_analysis duplicate_scan lead_rescore property_valuation' ;;
    'keys show 0'|'keys set 0') REPLY='words openai stripe twilio sendgrid' ;;
    'can 0') REPLY='words show edit note convert rm restore purge move win lose archive reopen cancel retry set-role' ;;
    'can 1') REPLY='words leads contacts properties deals docs keys jobs users' ;;
    'users show 0'|'users set-role 0'|'users disable 0'|'users enable 0'|'users reset-password 0'|'users rm 0'|'plans show 0'|'plans set 0') REPLY='listed users' ;;
    'users set-role 1') REPLY='words user standard support admin' ;;
    'profiles use 0'|'profiles rm 0') REPLY='listed profiles' ;;
    'completion 0') REPLY='words bash zsh fish powershell' ;;
    'leads show '*|'leads edit '*|'leads tag '*|'leads score '*|'leads rm '*|'leads restore '*|'leads purge '*|'leads merge '*|'leads convert '*|'leads note '*|'leads opt '*|'leads text '*) REPLY='listed leads' ;;
    'leads mail '*) REPLY='listed leads;file' ;;
    'leads messages show '*|'leads messages sync '*|'leads messages retry '*) REPLY='listed messages' ;;
    'contacts show '*|'contacts edit '*|'contacts rm '*|'contacts restore '*) REPLY='listed contacts' ;;
    'properties show '*|'properties edit '*|'properties rm '*) REPLY='listed properties' ;;
    'deals show '*|'deals edit '*|'deals win '*|'deals lose '*|'deals archive '*|'deals reopen '*|'deals note '*|'deals changed '*) REPLY='listed deals' ;;
    'deals move '*) REPLY='listed deals;words initial_contact appointment_set analyzing offer_sent negotiating under_contract closing' ;;
    'docs show '*|'docs get '*|'docs url '*|'docs edit '*|'docs rm '*|'docs verify '*) REPLY='listed docs' ;;
    'docs add '*) REPLY='file' ;;
    'jobs show '*|'jobs cancel '*|'jobs retry '*|'jobs watch '*) REPLY='listed jobs' ;;
    'keys set '*|'keys vault set '*|'keys vault rotate '*|'db psql '*) REPLY='any' ;;
    'keys rm '*|'keys rotate '*|'keys check '*) REPLY='words openai stripe twilio sendgrid' ;;
    'keys run '*) REPLY='program' ;;
    'help '*) REPLY='words exit-codes errors environment output fields ids dates scripts quickstart init login logout whoami passwd leads contacts properties deals docs jobs keys can logs users plans profiles db migrate doctor completion help' ;;
    *) REPLY='' ;;
esac; }

# _doughy_split: the words before the cursor into `typed`, as they were typed: bash would take
# ann@example.com and --status=new apart.
_doughy_split() {
    local line=${COMP_LINE:0:COMP_POINT} index piece last=-1
    typed=()
    for ((index = 0; index <= COMP_CWORD; index++)); do
        piece=${COMP_WORDS[index]}
        if ((last < 0)) || [[ -z $line || $line == [[:space:]]* ]]; then
            line=${line#"${line%%[![:space:]]*}"}
            last=$((last + 1))
            typed[last]=''
        fi
        # Of the last word, what is before the cursor.
        if ((index == COMP_CWORD)); then
            typed[last]+=$line
        else
            typed[last]+=$piece
            line=${line#"$piece"}
        fi
    done
}

# _doughy_words BEFORE WORD…: offer the words that begin as what was typed, after BEFORE.
_doughy_words() {
    local before=$1 word
    shift
    for word; do
        if [[ $word == "$current"* ]]; then COMPREPLY+=("$before$word"); fi
    done
}

_doughy_listed() {
    local before=$1 kind=$2 name about found=0 names=() lines=()
    while IFS=$'\t' read -r name about; do
        names[found]=$before$name
        lines[found]=$before$name${about:+"  ($about)"}
        found=$((found + 1))
    done < <("$program" __complete "$kind" "$current" 2>/dev/null)
    # What bash only shows, and does not insert, says which is which.
    if ((found > 1)) && [[ -z $before && " 33 63 64 " == *" ${COMP_TYPE:-9} "* ]]; then
        COMPREPLY+=("${lines[@]}")
    elif ((found)); then
        COMPREPLY+=("${names[@]}")
    fi
}

_doughy_files() {
    local before=$1 file
    compopt -o filenames 2>/dev/null
    while IFS= read -r file; do
        COMPREPLY+=("$before$file")
    done < <(compgen -f -- "$current")
}

# _doughy_offer BEFORE KINDS: see docs/generate/completion/words.py for the kinds.
_doughy_offer() {
    local before=$1 kinds=$2 kind
    while [[ $kinds ]]; do
        kind=${kinds%%;*}
        kinds=${kinds#"$kind"}
        kinds=${kinds#;}
        case $kind in
            'words '*) _doughy_words "$before" ${kind#words } ;;
            'comma '*)
                if [[ $current == *,* ]]; then
                    before=$before${current%,*},
                    current=${current##*,}
                fi
                _doughy_words "$before" ${kind#comma }
                compopt -o nospace 2>/dev/null
                ;;
            'sort '*)
                if [[ $current == -* ]]; then
                    before=$before-
                    current=${current#-}
                fi
                _doughy_words "$before" ${kind#sort }
                ;;
            'listed '*) _doughy_listed "$before" "${kind#listed }" ;;
            file) _doughy_files "$before" ;;
            program)
                if ((position)); then
                    _doughy_files "$before"
                else
                    while IFS= read -r kind; do COMPREPLY+=("$kind"); done < <(compgen -c -- "$current")
                fi
                ;;
        esac
    done
}

_doughy() {
    local IFS=$' \t\n' REPLY typed program path='' flag='' only='' position=0 index word current replaced=$2
    COMPREPLY=()
    _doughy_split
    program=${1/#~\//$HOME/}
    current=${typed[${#typed[@]} - 1]}
    for ((index = 1; index < ${#typed[@]} - 1; index++)); do
        word=${typed[index]}
        if [[ $flag ]]; then
            flag=''
        elif [[ -z $only && $word == -- ]]; then
            only=yes
        elif [[ -z $only && $word == -?* ]]; then
            if [[ $word != --*=* ]]; then
                _doughy_kind "$path $word"
                if [[ $REPLY ]]; then flag=$word; fi
            fi
        else
            _doughy_commands "$path"
            if [[ -z $REPLY ]]; then
                position=$((position + 1))
            elif [[ " $REPLY " == *" $word "* ]]; then
                path=${path:+$path }$word
            else
                return
            fi
        fi
    done

    word=$current
    if [[ $flag ]]; then
        _doughy_kind "$path $flag"
        _doughy_offer '' "$REPLY"
    elif [[ -z $only && $current == --*=* ]]; then
        flag=${current%%=*}
        current=${current#*=}
        _doughy_kind "$path $flag"
        _doughy_offer "$flag=" "$REPLY"
    elif [[ -z $only && $current == -* ]]; then
        _doughy_flags "$path"
        _doughy_words '' $REPLY
    else
        _doughy_commands "$path"
        if [[ $REPLY ]]; then
            _doughy_words '' $REPLY
        else
            _doughy_arguments "$path" "$position"
            _doughy_offer '' "$REPLY"
        fi
    fi

    # bash replaces no more than what it takes for the last word.
    replaced=${word%"$replaced"}
    if [[ $replaced ]]; then
        for index in "${!COMPREPLY[@]}"; do
            COMPREPLY[index]=${COMPREPLY[index]#"$replaced"}
        done
    fi
}

complete -o nosort -F _doughy doughy 2>/dev/null || complete -F _doughy doughy
