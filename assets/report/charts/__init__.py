"""The charts of the report, by Altair, drawn as SVG without a browser.

Belongs here: one chart a module, and how all of them look. Does not: the figures.
"""
