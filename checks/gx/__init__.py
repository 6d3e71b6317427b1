"""The one corner that knows Great Expectations and SQLAlchemy; both are imported only when a validation runs."""
