"""WHEN it runs and how people reach it: the one Definitions object, jobs, schedules, sensors, resources, the command `cchc`.

Belongs here: nothing about rows. How a table is made is in assets, what must be true in checks, what the data is in warehouse.
"""
