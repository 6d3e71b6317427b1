"""What changed between an earlier release or publication and the release, and because of which input.

Belongs here: comparing the two files, finding causes. Does not: choosing them, printing (pipelines/cli).
"""
