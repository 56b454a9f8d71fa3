"""The screens: a folder for each, with its page, its socket, its part of the API and its words.

What several of them show or do alike stands beside them: ``cards`` (the state of one row), ``sockets``, ``middleware``, ``pages``.
"""
