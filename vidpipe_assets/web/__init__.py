"""The REST API and the review page: HTTP in, `operations` out (FastAPI, Jinja, uvicorn).

Others use `app.create_app`, `server.serve` and `settings.settings_for`. A module holds the routes of one subject, its
request models and its answers; `app_state` what handlers share; `middleware` and `auth` what a request has to pass.

The app keeps no state of its own, so that it may die at any time. Forms are decided here, rules in `operations`. Names
of handlers are operation ids, names of models are schema names, and both are promised.
"""
