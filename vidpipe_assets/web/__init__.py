"""The REST API and the review page: HTTP in, desk out. It keeps no state of its own, so that it may die at any time."""
