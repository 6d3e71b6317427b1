"""Reading the files of schema reference: one module per kind of file.

Belongs here: finding the files, reading them strictly, and saying what is wrong in them. Does not belong here: the data
(warehouse/reference/), the tables' shape (warehouse/contracts/reference/), and any database.
"""
