"""Tree, actors, times and statements → meetings, and what each asserter says of them.

``find`` is the flow: ``mentions`` (with ``parties``, ``places``) are linked to meetings
(``linking``, ``fitting``), what their clauses say (``states``, ``tenses``, ``wordings``,
``echoes``) is weighed with the network's marks (``marks``) and put under its asserter
(``claims``).
"""

from dragoman.meaning.meetings.find import find_meetings

__all__ = ["find_meetings"]
