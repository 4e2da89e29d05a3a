"""The pictures of `docs/pictures`: what the program draws from the demo data, at a fixed time.

python -m docs.generate.pictures
"""
