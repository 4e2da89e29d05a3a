"""The shells' completion scripts: `python -m docs.generate.completion` writes them.

`words.py` reads from the tree of commands what can be typed where; a module and a frame for each
shell make a script of that. The frames hold all that the shell does, in its own language.
"""
