"""The reading process: takes (path, file name) pairs from its standard input, answers on its standard output.

Belongs here: the loop of one worker. It imports the reader and nothing else, so a start costs a tenth of a second.
Does not belong here: who starts workers and what happens when one dies (``parallel.py``).
"""

from __future__ import annotations

import os
import pickle
import resource
import sys
from pathlib import Path

from assets.workbooks.cells import read_cells
from assets.workbooks.unreadable import UnreadableFile

MEMORY_LIMIT = 3 * 1024**3


def main() -> None:
    """Reads pickled (path, file name) until the input ends; writes pickled cells, UnreadableFile or OSError, one per
    question.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or hard > MEMORY_LIMIT:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, hard))  # a hungry file ends this process, not the machine
    questions = sys.stdin.buffer
    # Anything that a library prints must not mix with the answers, so they get a descriptor of their own.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    while True:
        try:
            path, file_name = pickle.load(questions)
        except EOFError:
            return
        answer: object
        try:
            answer = read_cells(Path(path).read_bytes(), file_name)
        except (UnreadableFile, OSError) as error:
            answer = error
        pickle.dump(answer, answers, protocol=pickle.HIGHEST_PROTOCOL)
        answers.flush()


if __name__ == "__main__":
    main()
