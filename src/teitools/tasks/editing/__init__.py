"""What somebody asks who writes a text: its findings at every moment, what may stand at a place, what stands there.

Texts are `str` as an editor holds them, and places in them are offsets in characters; nothing here knows an editor.
"""
