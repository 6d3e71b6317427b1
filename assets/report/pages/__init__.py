"""The lay-out of report and cards: Jinja templates, one style sheet.

Belongs here: HTML. Does not: what it shows. Everything that comes from data is escaped by the template engine.
"""
