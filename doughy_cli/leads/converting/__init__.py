"""`leads convert`: leads become deals, each about a property if the lead has one."""
