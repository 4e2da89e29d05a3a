"""doughy: a command-line CRM and deal-management tool for real-estate investors."""

__version__ = "0.1.0"
