"""What ``./run`` does, in the standard library alone: it must work before anything is installed.

``__main__`` names the commands; ``stack`` keeps the whole system up, ``checks`` is ``./run test``;
``engines`` shares PostgreSQL and Redis between them; ``packages`` makes the environment.
"""
