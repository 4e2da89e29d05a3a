"""The services that doughy calls with a person's own keys: OpenAI, Stripe, Twilio, SendGrid.

One HTTP client for all of them is in http.py; a module for each provider says what is asked of it
and what its answers mean.
"""
