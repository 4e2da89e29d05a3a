"""The commands of the root: where each is, what it is for, and with which others it is shown."""

from __future__ import annotations

PROGRAM = "doughy"
ABOUT = "CRM and deals for real-estate investors, from the terminal."

# name → (module, one-line summary). A module holds the Typer app of a group of that name,
# or one that has a command of that name. A test holds the summaries to the commands' own.
COMMANDS: dict[str, tuple[str, str]] = {
    "quickstart": ("doughy_cli.database.setup_commands", "A database, an account and demo data."),
    "init": (
        "doughy_cli.database.setup_commands",
        "The schema and the first admin, here or on a server.",
    ),
    "login": ("doughy_cli.accounts.sign_in_commands", "Sign in."),
    "logout": ("doughy_cli.accounts.sign_in_commands", "Forget the password that is kept here."),
    "whoami": ("doughy_cli.accounts.sign_in_commands", "Who is signed in, and where."),
    "passwd": ("doughy_cli.accounts.sign_in_commands", "Change your password."),
    "leads": ("doughy_cli.leads.commands", "Leads: list, add, edit, import, export."),
    "contacts": (
        "doughy_cli.contacts.commands",
        "Contacts: the people around leads.",
    ),
    "properties": (
        "doughy_cli.properties.commands",
        "Properties: list, add, edit, import, compare.",
    ),
    "deals": ("doughy_cli.deals.commands", "Deals: the pipeline, and what to do today."),
    "docs": (
        "doughy_cli.docs.commands",
        "Documents: keep them, find them, and see that none is lost.",
    ),
    "jobs": ("doughy_cli.jobs.commands", "Jobs: what workers do while nobody looks."),
    "keys": (
        "doughy_cli.keys.commands",
        "Keys of other services: sealed, checked, given to programs.",
    ),
    "can": (
        "doughy_cli.permissions.commands",
        "Whether you may do something: it is tried, and taken back.",
    ),
    "logs": (
        "doughy_cli.logs.commands",
        "The system's log: follow, count, write, prune (for admins).",
    ),
    "users": ("doughy_cli.accounts.users_commands", "People who may sign in (for admins)."),
    "plans": ("doughy_cli.plans.commands", "Plans: what people subscribe to."),
    "profiles": (
        "doughy_cli.accounts.profiles_commands",
        "Databases and people you switch between.",
    ),
    "db": (
        "doughy_cli.database.commands",
        "The database server: start, stop, backup, restore, psql.",
    ),
    "migrate": ("doughy_cli.database.migrate_commands", "The schema's revisions."),
    "doctor": ("doughy_cli.doctor.commands", "Look whether all is well, and what to do where not."),
    "completion": ("doughy_cli.completion.commands", "Let your shell complete command lines."),
    "help": ("doughy_cli.help.commands", "Help on a command, or on a topic."),
}

# The same names as the root's help shows them, by what they are about.
SECTIONS: dict[str, tuple[str, ...]] = {
    "To begin": ("quickstart", "init", "login", "logout", "whoami", "passwd"),
    "Day by day": ("leads", "contacts", "properties", "deals", "docs"),
    "Beside it": ("jobs", "keys", "logs"),
    "People": ("users", "plans", "can", "profiles"),
    "The database": ("db", "migrate", "doctor"),
    "The program": ("completion", "help"),
}

# What `doughy help TOPIC` tells; see `manual/topics.py`.
TOPICS: dict[str, str] = {
    "exit-codes": "What a command's exit code means.",
    "errors": "What an error's code means, and what to do (errors CODE).",
    "environment": "Variables and files that doughy reads.",
    "output": "Tables, JSON, CSV; fields, order and how many.",
    "fields": "The fields of each record, as --json writes them.",
    "ids": "How a lead, a deal, a property is named.",
    "dates": "How dates and times are written (WHEN).",
    "scripts": "Running doughy from scripts and cron.",
}
