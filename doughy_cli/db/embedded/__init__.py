"""What the embedded server is made of; `doughy_cli.db.server` is the way in."""
