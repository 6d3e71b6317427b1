"""What an agency is told about its submission: a workbook with the wrong cells marked, a page, and the same before it sends.

Belongs here: answers made from findings. Does not belong here: finding anything (checks), Dagster (answer_step.py beside this folder).
"""
