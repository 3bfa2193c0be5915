"""Text to speech: a text in, its sound out, in a process that has no file, no socket and no device of sound.

`register` says which voice speaks which language; `speaking.VoiceProcess` is an `engine.protocols.Voice`.
What a voice would stumble over, a section sign or an address, is put in words before (`wording`).
"""
