"""How well it reads: every task with its measure, its corpus and its floor.

``python -m evals NAME`` scores one task, ``python -m evals gate`` all of them against the floors;
``python -m evals`` lists them. Corpora are read where they lie and never copied.
"""
