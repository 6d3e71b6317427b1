"""Files that leave the platform with all that is needed to understand and to check them.

Belongs here: data packages, the bundle of a release's year, and its verification. Does not: what may be published (assets/publishing).
"""
