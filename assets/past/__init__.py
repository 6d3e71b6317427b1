"""What was known at some moment of the past, built again.

Belongs here: homes of the past, and the same steps as a run on them. Does not: the steps themselves, what people are shown.
"""
